//! What a check-in is about: the goal as it stands, and what moved it last.

use ratatui::text::{Line, Span};

use crate::domain::pace::Moved;
use crate::domain::{GoalId, GoalView, Period};
use crate::report::goal as words;
use crate::report::wording;
use crate::text::{ellipsis, inert};
use crate::tui::cx::ViewCx;
use crate::tui::screens::record_blocks::both_ends;
use crate::tui::widgets::paint::wrapped;

/// A goal that is checked, and the goals that are checked after it.
#[derive(Debug, Clone, PartialEq)]
pub struct Checking {
    /// The goal.
    pub goal: GoalView,
    /// The goals that come next.
    pub rest: Vec<GoalId>,
    /// How many goals are checked in all.
    pub of: usize,
}

/// What becomes of a goal with a check-in, as the form offers it.
pub const THEN: [&str; 4] = ["stays open", "done", "carried over", "dropped"];

/// How many of its movements are told.
const MOVEMENTS: usize = 4;

/// In so few rows the bar gives way to what it says.
const FEW: usize = 4;

/// The columns of its bar.
const BAR: usize = 24;

impl Checking {
    /// The title of the form.
    #[must_use]
    pub fn title(&self) -> String {
        match self.of {
            0 | 1 => "Check in".into(),
            of => format!("Check {} of {of}", of - self.rest.len()),
        }
    }

    /// Where the goal stands, as lines; what moved it where they leave room.
    #[must_use]
    pub fn lines(&self, cx: &ViewCx, columns: usize, rows: usize) -> Vec<Line<'static>> {
        let theme = &cx.theme;
        let goal = &self.goal;
        let year = Period::year(goal.year, cx.fiscal_year_start);
        let mut out = wrapped(&inert(&goal.title), columns, theme.strong);
        let standing = words::in_words(goal, &year, cx.today);
        match words::bar(goal).filter(|_| rows > FEW) {
            Some(share) => {
                let bar = wording::bar(share, BAR.min(columns));
                let room = columns.saturating_sub(BAR + 2);
                if room >= standing.chars().count() {
                    out.push(Line::from(vec![
                        Span::styled(bar, theme.accent),
                        Span::styled(format!("  {}", inert(&standing)), theme.text),
                    ]));
                } else {
                    out.push(Line::from(Span::styled(bar, theme.accent)));
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
