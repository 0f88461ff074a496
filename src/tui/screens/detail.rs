//! Lays out a win with all its fields as wrapped lines.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::win::WinStatus;
use crate::domain::{
    BetterWhen, Figure, FollowUpStatus, FollowUpView, Group, MetricView, Record, Visibility, Win, WinView,
};
use crate::lint::Finding;
use crate::present::field::text_of;
use crate::report::wording;
use crate::text::inert;
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::theme::Theme;
use crate::tui::widgets::markdown;
use crate::tui::widgets::paint::{self, wrapped};

/// The data that is shown with a win.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WinContext {
    /// The metrics of the win.
    pub metrics: Vec<MetricView>,
    /// The names of the competencies that the win suggests; empty without a ladder.
    pub suggested: Vec<String>,
    /// The findings of the lint rules about the win, each with its remedy.
    pub findings: Vec<Finding>,
}

/// The maximum width of prose, in columns: longer lines are hard to read.
pub const MEASURE: usize = 80;

/// The maximum number of findings that are shown.
const FINDINGS: usize = 3;

/// The lines of a detail, in groups.
struct Page<'a> {
    out: Vec<Line<'static>>,
    columns: usize,
    theme: &'a Theme,
}

impl Page<'_> {
    /// Begins a group: a blank line, its title with a rule, and a text at its right edge.
    fn group(&mut self, title: &str, right: &str) {
        self.out.push(Line::default());
        self.out.push(paint::group_line(title, right, self.columns, self.theme));
    }

    fn markdown(&mut self, text: &str) {
        self.out.extend(markdown::lines(text, self.columns, self.theme));
    }

    fn text(&mut self, text: &str, style: Style) {
        self.out.extend(wrapped(&inert(text), self.columns, style));
    }

    /// Adds a quotation: lines with a bar at their left.
    fn quoted(&mut self, text: &str) {
        for line in markdown::lines(text, self.columns.saturating_sub(2), self.theme) {
            let mut spans = vec![Span::styled("▎ ", self.theme.accent)];
            spans.extend(line.spans);
            self.out.push(Line::from(spans));
        }
    }
}

/// Lays out a win with its metrics as lines of at most `columns` columns: the number, for whom, how, what came of
/// it, and what would make it stronger.
pub fn lines(win: &WinView, context: &WinContext, cx: &ViewCx, columns: usize) -> Vec<Line<'static>> {
    let mut page = Page { out: Vec::new(), columns: columns.min(MEASURE), theme: &cx.theme };
    head(win, cx, &mut page);
    number(win, context, cx, &mut page);
    let impact = text_of_field(win, "impact");
    if !impact.is_empty() || !win.audience.is_empty() {
        page.group("For whom, what changed", "");
        page.text(&win.audience, cx.theme.text);
        if !impact.is_empty() {
            page.quoted(&impact);
        }
    }
    for each in Win::FIELDS {
        let Group::Section(heading) = each.info.group else { continue };
        let text = text_of(each, win);
        if each.info.name != "impact" && !text.is_empty() {
            page.group(if each.info.name == "notes" { "How" } else { heading }, "");
            page.markdown(&text);
        }
    }
    outcomes(win, cx, &mut page);
    if !win.praise.is_empty() {
        page.group("Praise", "");
        for praise in &win.praise {
            page.quoted(&format!("“{}”", praise.quote));
            page.text(&crate::report::praise::attribution(praise), cx.theme.muted);
        }
    }
    let before = page.out.len();
    page.out.push(Line::default());
    labels(win, &mut page);
    fields(&mut page.out, win, page.columns, &cx.theme);
    if page.out.len() == before + 1 {
        page.out.pop();
    }
    if !context.suggested.is_empty() {
        let key = cx.key(Action::ConfirmCompetencies, Context::Wins);
        page.out.push(Line::default());
        page.text(&format!("suggests {}; {key} confirms", context.suggested.join(", ")), cx.theme.muted);
    }
    stronger(win, context, cx, &mut page);
    page.out
}

fn text_of_field(win: &WinView, name: &str) -> String {
    Win::FIELDS.iter().find(|each| each.info.name == name).map(|each| text_of(each, win)).unwrap_or_default()
}

/// Lays out the title with the star, and a line about the win.
fn head(win: &WinView, cx: &ViewCx, page: &mut Page<'_>) {
    let theme = &cx.theme;
    let title = wrapped(&inert(&win.title), page.columns.saturating_sub(2), theme.strong);
    for (at, mut line) in title.into_iter().enumerate() {
        if at == 0 && win.starred {
            let gap = page.columns.saturating_sub(line.width() + 1);
            line.spans.push(Span::raw(" ".repeat(gap)));
            line.spans.push(Span::styled("★", theme.star));
        }
        page.out.push(line);
    }
    let mut about = vec![wording::date_of(win)];
    about.extend(win.project.as_ref().map(|project| project.name.clone()));
    let question = if win.category.is_some() { "" } else { "?" };
    about.push(format!("{}{question}", cx.categories.title(win.category_key())));
    let roles: Vec<&str> = win.roles.iter().map(|role| role.word()).collect();
    about.extend((!roles.is_empty()).then(|| roles.join(", ")));
    if win.status == WinStatus::InProgress {
        about.push("in progress".to_owned());
    }
    page.text(&about.join(" · "), theme.muted);
}

/// Lays out the figures, and the charts of their metrics.
fn number(win: &WinView, context: &WinContext, cx: &ViewCx, page: &mut Page<'_>) {
    if win.figures.is_empty() {
        return;
    }
    let of_win = |value: &&crate::domain::Stored<crate::domain::MetricValue>| {
        value.brought_by == Some(win.id) && !value.baseline
    };
    let mut values = context.metrics.iter().flat_map(|metric| metric.values.iter());
    let confidence = values.find(of_win).and_then(|value| value.confidence);
    page.group(
        if win.figures.len() == 1 { "The number" } else { "The numbers" },
        &confidence.map(|how| how.word().replace('-', " ")).unwrap_or_default(),
    );
    for figure in &win.figures {
        page.out.extend(figure_lines(figure, page.columns, &cx.theme));
    }
    for metric in context.metrics.iter().filter(|metric| metric.values.len() > 1) {
        // A metric of just two values from this win would repeat the win's figure.
        if metric.values.iter().any(|value| value.brought_by.is_none()) || metric.values.len() > 2 {
            page.out.push(Line::default());
            page.out.extend(super::series::lines_within(metric, &cx.theme, page.columns, cx.pane_rows()));
        }
    }
}

/// Lays out the follow-ups, the answered ones first.
fn outcomes(win: &WinView, cx: &ViewCx, page: &mut Page<'_>) {
    if win.follow_ups.is_empty() {
        return;
    }
    page.group("What came of it", "");
    let (answered, open): (Vec<_>, Vec<_>) = win.follow_ups.iter().partition(|each| !each.is_open());
    for follow_up in answered.into_iter().chain(open) {
        follow_up_lines(follow_up, cx, page);
    }
}

/// The number of columns for the day of an outcome.
const DAY: usize = 12;

fn follow_up_lines(follow_up: &FollowUpView, cx: &ViewCx, page: &mut Page<'_>) {
    let theme = &cx.theme;
    let status = follow_up.status(cx.today);
    let is_due = matches!(status, FollowUpStatus::Overdue | FollowUpStatus::Due);
    let (mark, style) = match status {
        FollowUpStatus::Answered => ("●", theme.good),
        FollowUpStatus::Nothing => ("–", theme.muted),
        _ if is_due && cx.attend() => ("!", theme.attention),
        _ => ("○", theme.muted),
    };
    let day = wording::near(follow_up.recorded_on.unwrap_or(follow_up.ask_on), cx.today);
    let (mut text, style_of_text) = match status {
        FollowUpStatus::Answered => (wording::outcome(follow_up), theme.text),
        FollowUpStatus::Nothing => (follow_up.why.clone(), theme.text),
        _ => (follow_up.question.clone(), theme.muted),
    };
    if follow_up.is_open() && follow_up.snoozed > 0 {
        text.push_str(&format!(" ({})", wording::put_off(follow_up.snoozed)));
    }
    let room = page.columns.saturating_sub(DAY + 2).max(10);
    for (at, line) in wrapped(&inert(&text), room, style_of_text).into_iter().enumerate() {
        let (mark, day) = if at == 0 { (mark, day.as_str()) } else { (" ", "") };
        let mut spans =
            vec![Span::styled(format!("{mark} "), style), Span::styled(format!("{day:<DAY$}"), theme.muted)];
        spans.extend(line.spans);
        page.out.push(Line::from(spans));
    }
}

/// Lays out the tags, skills, people and goals in one paragraph, as they are typed.
fn labels(win: &WinView, page: &mut Page<'_>) {
    let tags = win.tags.iter().map(|name| format!("#{name}"));
    let skills = win.skills.iter().map(|name| format!("%{name}"));
    let people = win.people.iter().map(|name| format!("@{name}"));
    let goals = win.goals.iter().map(|goal| format!("^{}", goal.name));
    let all: Vec<String> = tags.chain(skills).chain(people).chain(goals).collect();
    if !all.is_empty() {
        let theme = page.theme;
        page.text(&all.join("  "), theme.accent);
    }
}

/// Lays out what would make the win stronger.
fn stronger(win: &WinView, context: &WinContext, cx: &ViewCx, page: &mut Page<'_>) {
    let unconfirmed = win.category.is_none();
    if context.findings.is_empty() && !unconfirmed {
        return;
    }
    let theme = &cx.theme;
    page.group("Would be stronger with", "");
    let mut advice = |text: &str| {
        let (mark, style) = if cx.attend() { ("! ", theme.attention) } else { ("· ", theme.muted) };
        for (at, line) in
            wrapped(&inert(text), page.columns.saturating_sub(2), theme.muted).into_iter().enumerate()
        {
            let mut spans = vec![Span::styled(if at == 0 { mark } else { "  " }, style)];
            spans.extend(line.spans);
            page.out.push(Line::from(spans));
        }
    };
    for finding in context.findings.iter().take(FINDINGS) {
        advice(&finding.advice);
    }
    if unconfirmed {
        let key = cx.key(Action::ConfirmCategory, Context::Wins);
        advice(&format!("its category confirmed: {}  {key}", cx.categories.title(win.category_key())));
    }
}

/// Lays out a figure, such as `latency  800 ms → 400 ms  −50 % ▼ better`; the change has a line of its own if it does not
/// fit behind the values.
fn figure_lines(figure: &Figure, columns: usize, theme: &Theme) -> Vec<Line<'static>> {
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
            Some(false) | None => theme.text,
        };
        let change = Span::styled(format!("  {}", change.judged(better)), style);
        let values = Line::from(spans);
        if values.width() + change.width() > columns {
            return vec![values, Line::from(change)];
        }
        spans = values.spans;
        spans.push(change);
    }
    vec![Line::from(spans)]
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
            (
                "title" | "date" | "project" | "category" | "status" | "starred" | "metrics" | "due" | "tags"
                | "skills" | "people" | "goals" | "audience" | "roles" | "role",
                None,
            ) => {}
            ("visibility", None) if win.visibility == Visibility::Internal => {}
            ("visibility", None) => out.push(("seen by", text())),
            ("position", None) => {
                let name = win.held_in.as_ref().map(|position| position.name.clone());
                out.push(("position", name.unwrap_or_default()));
            }
            ("competencies", None) => out.push(("shows", text())),
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
