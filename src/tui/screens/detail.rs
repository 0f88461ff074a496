//! Lays out a win with all its fields as wrapped lines.

use ratatui::text::{Line, Span};

use crate::domain::win::WinStatus;
use crate::domain::{
    BetterWhen, Figure, FollowUpStatus, FollowUpView, Group, MetricView, Record, Visibility, Win, WinView,
};
use crate::present::field::text_of;
use crate::report::wording;
use crate::text::inert;
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::theme::Theme;
use crate::tui::widgets::paint::wrapped;

/// The data that is shown with a win.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WinContext {
    /// The metrics of the win.
    pub metrics: Vec<MetricView>,
    /// The names of the competencies that the win suggests; empty without a ladder.
    pub suggested: Vec<String>,
}

/// Lays out a win with its metrics as lines of at most `columns` columns.
pub fn lines(win: &WinView, context: &WinContext, cx: &ViewCx, columns: usize) -> Vec<Line<'static>> {
    let theme = &cx.theme;
    let mut out = Vec::new();
    let star = if win.starred { "★ " } else { "" };
    out.extend(wrapped(&format!("{star}{}", inert(&win.title)), columns, theme.strong));
    let mut about = vec![wording::date_of(win)];
    about.extend(win.project.as_ref().map(|project| project.name.clone()));
    let question = if win.category.is_some() { "" } else { "?" };
    about.push(format!("{}{question}", cx.categories.title(win.category_key())));
    if win.status == WinStatus::InProgress {
        about.push("in progress".to_owned());
    }
    out.extend(wrapped(&inert(&about.join(" · ")), columns, theme.muted));
    out.push(Line::default());
    for stored in &win.figures {
        out.push(figure_line(stored, theme));
    }
    if !win.figures.is_empty() {
        out.push(Line::default());
    }
    for metric in context.metrics.iter().filter(|metric| metric.values.len() > 1) {
        // A metric of just two values from this win would repeat the win's figure.
        if metric.values.iter().any(|value| value.brought_by.is_none()) || metric.values.len() > 2 {
            out.extend(super::series::lines_within(metric, theme, columns, cx.pane_rows()));
            out.push(Line::default());
        }
    }
    for each in Win::FIELDS {
        if let Group::Section(heading) = each.info.group {
            section(&mut out, heading, &text_of(each, win), columns, theme);
        }
    }
    fields(&mut out, win, columns, theme);
    if !context.suggested.is_empty() {
        out.push(Line::default());
        let key = cx.key(Action::ConfirmCompetencies, Context::Wins);
        let text = format!("suggests {}; {key} confirms", context.suggested.join(", "));
        out.extend(wrapped(&inert(&text), columns, theme.muted));
    }
    for praise in &win.praise {
        out.push(Line::default());
        out.extend(wrapped(&format!("“{}”", inert(&praise.quote)), columns, theme.text));
        let from = crate::report::praise::attribution(praise);
        out.extend(wrapped(&inert(&from), columns, theme.muted));
    }
    for follow_up in &win.follow_ups {
        out.push(Line::default());
        out.extend(follow_up_lines(follow_up, cx, columns));
    }
    out
}

/// Lays out a figure, such as `latency  800 ms → 400 ms  −50 % ▼`.
fn figure_line(figure: &Figure, theme: &Theme) -> Line<'static> {
    let mut spans = vec![Span::styled(format!("{}  ", inert(&figure.name)), theme.muted)];
    if let Some(from) = &figure.from {
        spans.push(Span::styled(format!("{} → ", inert(&from.text)), theme.text));
    }
    spans.push(Span::styled(inert(&figure.to.text).into_owned(), theme.strong));
    if let Some(change) = figure.change()
        && figure.from.is_some()
        && change.percent.is_some()
    {
        let better = BetterWhen::guess(&figure.name, &figure.to.unit, Some(change.direction));
        let style = match change.is_better(better) {
            Some(true) => theme.good,
            Some(false) => theme.attention,
            None => theme.text,
        };
        spans.push(Span::styled(format!("  {}", change.judged(better)), style));
    }
    Line::from(spans)
}

fn section(out: &mut Vec<Line<'static>>, title: &str, text: &str, columns: usize, theme: &Theme) {
    if text.is_empty() {
        return;
    }
    out.push(Line::from(Span::styled(title.to_owned(), theme.strong)));
    out.extend(wrapped(text, columns, theme.text));
    out.push(Line::default());
}

/// The minimum number of columns for the name of a field.
const LABEL: usize = 9;

/// Returns the names and texts of the fields that are not laid out above.
fn rest(win: &WinView) -> Vec<(&'static str, String)> {
    let mut out = Vec::new();
    for each in Win::FIELDS.iter().filter(|each| each.info.group == Group::Line) {
        let text = || text_of(each, win);
        match (each.info.name, win.unread.get(each.info.name)) {
            (_, Some(unread)) => out.push((each.info.label, wording::not_understood(unread))),
            ("title" | "date" | "project" | "category" | "status" | "starred" | "metrics" | "due", None) => {}
            ("visibility", None) if win.visibility == Visibility::Internal => {}
            ("visibility", None) => out.push(("seen by", text())),
            ("position", None) => {
                let name = win.held_in.as_ref().map(|position| position.name.clone());
                out.push(("position", name.unwrap_or_default()));
            }
            ("competencies", None) => out.push(("shows", text())),
            ("people", None) => out.push(("with", text())),
            (_, None) => out.push((each.info.label, text())),
        }
    }
    let learned = win.learned.iter().map(|reading| reading.name.clone()).collect::<Vec<_>>();
    out.push(("used", learned.join(", ")));
    out.retain(|(_, text)| !text.is_empty());
    out
}

fn fields(out: &mut Vec<Line<'static>>, win: &WinView, columns: usize, theme: &Theme) {
    let all = rest(win);
    let label = all.iter().map(|(name, _)| name.len() + 1).max().unwrap_or(0).max(LABEL);
    for (name, value) in all {
        let parts = wrapped(&inert(&value), columns.saturating_sub(label).max(10), theme.text);
        for (at, part) in parts.into_iter().enumerate() {
            let name = if at == 0 { name } else { "" };
            let mut spans = vec![Span::styled(format!("{name:<label$}"), theme.muted)];
            spans.extend(part.spans);
            out.push(Line::from(spans));
        }
    }
}

fn follow_up_lines(follow_up: &FollowUpView, cx: &ViewCx, columns: usize) -> Vec<Line<'static>> {
    let theme = &cx.theme;
    let status = follow_up.status(cx.today);
    let (mark, style) = match status {
        FollowUpStatus::Overdue | FollowUpStatus::Due => ("! ", theme.attention),
        FollowUpStatus::Answered => ("✓ ", theme.good),
        _ => ("· ", theme.muted),
    };
    let day = follow_up.recorded_on.unwrap_or(follow_up.ask_on);
    let mut when = wording::near(day, cx.today);
    if follow_up.is_open() && follow_up.snoozed > 0 {
        when = format!("{when}, {}", wording::put_off(follow_up.snoozed));
    }
    let word = if follow_up.nothing { "nothing to report" } else { status.word() };
    let mut out = wrapped(&format!("{mark}{word}, {when}"), columns, style);
    out.extend(wrapped(&inert(&follow_up.question), columns, theme.muted));
    if !follow_up.is_open() {
        let text = if follow_up.nothing { follow_up.why.clone() } else { wording::outcome(follow_up) };
        out.extend(wrapped(&text, columns, theme.text));
    }
    out
}
