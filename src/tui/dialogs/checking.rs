//! The context of a check-in: the state of the goal, and its latest events.

use ratatui::text::{Line, Span};

use crate::domain::pace::{Moved, elapsed_fraction};
use crate::domain::{GoalId, GoalView, Period};
use crate::report::goal as words;
use crate::report::wording;
use crate::text::{ellipsis, inert};
use crate::tui::cx::ViewCx;
use crate::tui::screens::record_blocks::both_ends;
use crate::tui::widgets::paint::{self, wrapped};

/// A goal to check in on, and the goals that follow during `:check-all`.
#[derive(Debug, Clone, PartialEq)]
pub struct Checking {
    /// The goal to check in on.
    pub goal: GoalView,
    /// The goals that follow.
    pub rest: Vec<GoalId>,
    /// The number of goals that `:check-all` began with; 1 for a single check-in.
    pub of: usize,
}

/// The options for the goal after the check-in, as the form offers them.
pub const THEN: [&str; 4] = ["stays open", "done", "carried over", "dropped"];

/// The maximum number of movements that are shown.
const MOVEMENTS: usize = 4;

/// The number of rows up to which there is no progress bar.
const FEW: usize = 4;

/// The columns of the progress bar.
const BAR: usize = 24;

impl Checking {
    /// Returns the title of the form.
    pub fn title(&self) -> String {
        match self.of {
            0 | 1 => "Check in".into(),
            of => format!("Check {} of {of}", of - self.rest.len()),
        }
    }

    /// Lays out the state of the goal, with its latest movements if there is room.
    pub fn lines(&self, cx: &ViewCx, columns: usize, rows: usize) -> Vec<Line<'static>> {
        let theme = &cx.theme;
        let goal = &self.goal;
        let year = Period::year(goal.year, cx.fiscal_year_start);
        let mut out = wrapped(&inert(&goal.title), columns, theme.strong);
        let standing = words::in_words(goal, &year, cx.today);
        // Where there is little room, the pace is one word.
        let standing =
            if rows > FEW { standing } else { standing.split(": ").next().unwrap_or("").to_owned() };
        match words::bar(goal).filter(|_| rows > FEW) {
            Some(share) => {
                let tick = Some(elapsed_fraction(&year, cx.today));
                let bar = paint::bar(share, tick, BAR.min(columns), theme);
                let room = columns.saturating_sub(BAR + 2);
                if room >= standing.chars().count() {
                    let mut spans = bar.spans;
                    spans.push(Span::styled(format!("  {}", inert(&standing)), theme.text));
                    out.push(Line::from(spans));
                } else {
                    out.push(bar);
                    out.extend(wrapped(&inert(&standing), columns, theme.text));
                }
            }
            None => out.extend(wrapped(&inert(&standing), columns, theme.text)),
        }
        let why = ellipsis(&inert(goal.why.lines().next().unwrap_or_default()), columns).into_owned();
        if !why.is_empty() && out.len() < rows {
            out.push(Line::from(Span::styled(why, theme.muted)));
        }
        let moved = goal.timeline().into_iter().rev().filter(|each| !matches!(each.what, Moved::Set(_)));
        for each in moved.take(MOVEMENTS.min(rows.saturating_sub(out.len() + 1))) {
            let when = wording::near(each.day, cx.today);
            out.push(both_ends(&words::moved(&each.what, &year), &when, columns, theme.text, theme.muted));
        }
        out
    }
}
