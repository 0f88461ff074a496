//! Prints records as text, for `brag show`.

use super::Output;
use crate::domain::{
    FollowUpWithSubject, Group, Kind, MetricValue, MetricView, Record, RecordId, Stored, Win, WinView,
};
use crate::error::Result;
use crate::journal::{ProjectDetail, Snapshot, followups, lookup, metrics};
use crate::present::field::{is_visible, text_of};
use crate::report::block::Block;
use crate::report::praise::quoted;
use crate::report::project_history;
use crate::report::wording;
use crate::text::{counted, ellipsis, inert, inert_lines, width};

/// Prints a win with its fields, metrics and follow-ups.
pub fn win(snapshot: &Snapshot<'_>, output: &mut Output, win: &WinView) -> Result<()> {
    let star = if win.starred { "★ " } else { "" };
    output.line(format!("{star}{}", output.strong(&inert(&win.title))))?;
    let mut field = |name: &str, value: String| -> Result<()> {
        if value.is_empty() {
            return Ok(());
        }
        output.line(format!("{} {}", output.muted(&format!("{name:<11}")), inert(&value)))
    };
    field("id", lookup::short_id(snapshot, win.id)?)?;
    let mut sections = Vec::new();
    for each in Win::FIELDS.iter().filter(|each| is_visible(&each.info)) {
        let label = each.info.label;
        match (each.info.name, win.unread.get(each.info.name)) {
            (_, Some(unread)) => field(label, wording::not_understood(unread))?,
            ("title" | "starred" | "due", None) => {}
            ("date", None) => field(label, wording::date_of(win))?,
            ("position", None) => field(label, position_of(win))?,
            ("category", None) => {
                let question = if win.category.is_some() { "" } else { "?" };
                let title = snapshot.context().config().categories.title(win.category_key());
                field(label, format!("{title}{question}"))?;
            }
            ("metrics", None) => {
                for (name, text) in metrics_of(snapshot, win)? {
                    field(name, text)?;
                }
            }
            ("links", None) => win.links.iter().try_for_each(|link| field("link", link.clone()))?,
            (_, None) => match each.info.group {
                Group::Section(heading) => sections.push((heading, text_of(each, win))),
                _ => field(label, text_of(each, win))?,
            },
        }
    }
    win.praise.iter().try_for_each(|praise| field("praise", quoted(praise)))?;
    field("used", win.learned.iter().map(|reading| reading.name.clone()).collect::<Vec<_>>().join(", "))?;
    for follow_up in &win.follow_ups {
        let today = snapshot.today();
        let when = wording::near(follow_up.recorded_on.unwrap_or(follow_up.ask_on), today);
        let id = lookup::short_id(snapshot, follow_up.id)?;
        field("follow-up", format!("{id} {}, {}: {}", follow_up.status(today), when, follow_up.question))?;
        if !follow_up.is_open() {
            field("outcome", wording::outcome(follow_up))?;
        }
    }
    for (heading, text) in sections.into_iter().filter(|(_, text)| !text.is_empty()) {
        output.line("")?;
        output.line(output.strong(heading))?;
        output.line(inert_lines(&text))?;
    }
    Ok(())
}

/// Returns the organisation of the position that a win belongs to; empty without one.
fn position_of(win: &WinView) -> String {
    win.held_in.as_ref().map(|position| position.name.clone()).unwrap_or_default()
}

/// Returns label and text of each figure of a win, and of each metric with a value that was logged later.
fn metrics_of(snapshot: &Snapshot<'_>, win: &WinView) -> Result<Vec<(&'static str, String)>> {
    let mut out: Vec<_> = win.figures.iter().map(|figure| ("metric", wording::figure(figure))).collect();
    for metric in metrics::list_of(snapshot, win.id, usize::MAX >> 1)? {
        if metric.values.iter().any(|value| value.brought_by.is_none()) {
            let id = lookup::short_id(snapshot, metric.id)?;
            out.push(("since then", format!("{id} {} {}", metric.name, wording::series(&metric))));
        }
    }
    Ok(out)
}

/// Prints a project with its history.
pub fn project(snapshot: &Snapshot<'_>, output: &mut Output, whole: &ProjectDetail) -> Result<()> {
    let history_wins = whole.history_wins();
    let follow_ups = whole.titled_follow_ups();
    let history = project_history::blocks(&project_history::ProjectHistory {
        project: &whole.project,
        skills: &whole.skills,
        metrics: &whole.metrics,
        metric_count: whole.metric_count,
        wins: &history_wins,
        win_count: whole.win_count,
        follow_ups: &follow_ups,
        parts: &whole.parts,
        today: snapshot.today(),
    });
    blocks(snapshot, output, whole.project.id.into(), history)
}

/// Prints the blocks of a record, with its short id in front of the first [`Block::About`].
pub fn blocks(
    snapshot: &Snapshot<'_>,
    output: &mut Output,
    id: RecordId,
    blocks: Vec<Block<'_>>,
) -> Result<()> {
    let short = lookup::short_id(snapshot, id)?;
    blocks_of(snapshot, output, Some(short), blocks)
}

/// Prints blocks, with the short id, if there is one, in front of the first [`Block::About`].
pub fn blocks_of(
    snapshot: &Snapshot<'_>,
    output: &mut Output,
    mut id: Option<String>,
    blocks: Vec<Block<'_>>,
) -> Result<()> {
    let columns = output.columns().unwrap_or(100);
    let row = |output: &Output, indent: usize, left: &str, right: &str| {
        let left = inert(left).into_owned();
        let left = ellipsis(&left, columns.saturating_sub(width(right) + 2 + indent)).into_owned();
        let gap = if right.is_empty() { "" } else { "  " };
        format!("{left}{gap}{}", output.muted(&inert(right)))
    };
    for block in blocks {
        match block {
            Block::Title(name) => output.line(output.strong(&inert(&name)))?,
            Block::About(text) => {
                let parts: Vec<String> =
                    id.take().into_iter().chain([text]).filter(|part| !part.is_empty()).collect();
                if !parts.is_empty() {
                    output.line(output.muted(&inert(&parts.join(" · "))))?;
                }
            }
            Block::Progress(share, _, words) => {
                let bar = share.map(|share| format!("{}  ", output.accent(&wording::bar(share, BAR))));
                output.line(format!("{}{}", bar.unwrap_or_default(), inert(&words)))?;
            }
            Block::Heading(text) => output.line(format!("\n{}", output.strong(&inert(&text))))?,
            Block::Text(text) => output.line(inert_lines(&text))?,
            Block::Field(name, value) => {
                output.line(format!(
                    "{} {}",
                    output.muted(&format!("{:<11}", inert(&name))),
                    inert(&value)
                ))?;
            }
            Block::Metric(metric) => metric_line(snapshot, output, metric)?,
            // Only the app draws charts.
            Block::Chart(_) => {}
            Block::Row(left, right) => {
                let text = row(output, 2, &left, &right);
                output.line(format!("  {text}"))?;
            }
            Block::Record(id, left, right) => {
                let short = lookup::short_id(snapshot, id)?;
                let text = row(output, 4 + short.len(), &left, &right);
                output.line(format!("  {}  {text}", output.accent(&short)))?;
            }
            Block::Missing(text) => output.line(format!("\n{}", output.muted(&inert(&text))))?,
            Block::Outcome(head, text) => {
                output.line(format!("  {}  {}", output.muted(&inert(&head)), inert(&text)))?;
            }
        }
    }
    Ok(())
}

/// The width of a progress bar, in columns.
pub const BAR: usize = 16;

fn metric_line(snapshot: &Snapshot<'_>, output: &mut Output, metric: &MetricView) -> Result<()> {
    output.line(format!(
        "  {}  {}  {}",
        output.accent(&lookup::short_id(snapshot, metric.id)?),
        inert(&metric.name),
        inert(&wording::series(metric))
    ))
}

/// Prints a metric with its values.
pub fn metric(snapshot: &Snapshot<'_>, output: &mut Output, metric: &MetricView) -> Result<()> {
    output.line(output.strong(&inert(&metric.name)))?;
    let mut field = |name: &str, value: String| -> Result<()> {
        if value.is_empty() {
            return Ok(());
        }
        output.line(format!("{} {}", output.muted(&format!("{name:<11}")), inert(&value)))
    };
    field("id", lookup::short_id(snapshot, metric.id)?)?;
    if let Some(owner) = metric.owner() {
        field(owner.kind.word(), owner.name.clone())?;
    }
    let guessed = if metric.better.is_none() { " (guessed)" } else { "" };
    field("better", metric.direction().map(|better| format!("{better}{guessed}")).unwrap_or_default())?;
    field("unit", metric.unit.clone())?;
    if let Some(change) = metric.change() {
        let judged = change.is_better(metric.direction());
        let worth = judged.map_or("", |better| if better { ": better" } else { ": worse" });
        field("change", format!("{}{worth}", change.in_full(&metric.unit)))?;
    }
    field("target", metric.target.as_ref().map(crate::domain::Amount::shown).unwrap_or_default())?;
    field("dashboard", metric.url.clone())?;
    for (label, text) in wording::unread(metric) {
        field(label, text)?;
    }
    output.line(format!("\n{}", output.muted(&counted(metric.values.len(), "value", "values"))))?;
    let widest = metric.values.iter().map(|value| width(&value.amount.shown())).max().unwrap_or(0);
    for value in &metric.values {
        let shown = value.amount.shown();
        let pad = " ".repeat(widest.saturating_sub(width(&shown)));
        let about = inert(&about_value(value)).into_owned();
        let about = if about.is_empty() { about } else { format!("  {}", output.muted(&about)) };
        output.line(format!(
            "  {}  {}  {pad}{}{about}",
            output.accent(&format!("{:<4}", lookup::short_id(snapshot, value.id)?)),
            output.muted(&format!("{:<10}", value.date.to_string())),
            inert(&shown)
        ))?;
    }
    Ok(())
}

fn about_value(value: &Stored<MetricValue>) -> String {
    let mut parts = Vec::new();
    parts.extend(value.baseline.then(|| "before".to_owned()));
    parts.extend(value.confidence.map(|how| how.word().replace('-', " ")));
    parts.extend([value.note.clone(), value.source.clone()].into_iter().filter(|text| !text.is_empty()));
    parts.join(", ")
}

/// Prints a follow-up with its claim and its answer.
pub fn follow_up(snapshot: &Snapshot<'_>, output: &mut Output, asked: &FollowUpWithSubject) -> Result<()> {
    let follow_up = &asked.follow_up;
    let today = snapshot.today();
    output.line(output.strong(&inert(&follow_up.question)))?;
    let mut field = |name: &str, value: String| -> Result<()> {
        if value.is_empty() {
            return Ok(());
        }
        output.line(format!("{} {}", output.muted(&format!("{name:<11}")), inert_lines(&value)))
    };
    field("id", lookup::short_id(snapshot, follow_up.id)?)?;
    let word = if asked.about_kind == Kind::Project { "project" } else { "win" };
    field(word, format!("{} {}", lookup::short_id(snapshot, follow_up.about)?, asked.about_title))?;
    field("claim", followups::claim(snapshot, asked)?)?;
    let late = wording::put_off(follow_up.snoozed);
    let late = if late.is_empty() { late } else { format!(", {late}") };
    field("asked", format!("{}, {}{late}", follow_up.ask_on, follow_up.status(today)))?;
    if !follow_up.is_open() {
        field("recorded", follow_up.recorded_on.map(|day| day.to_string()).unwrap_or_default())?;
        field("outcome", wording::outcome(follow_up))?;
    }
    Ok(())
}
