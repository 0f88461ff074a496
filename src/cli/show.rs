//! Records as text: what `brag show` prints.

use super::Output;
use crate::domain::{Kind, MetricValue, MetricView, RecordId, Role, Stored, WinView};
use crate::error::Result;
use crate::journal::{Asked, Journal, ProjectWhole};
use crate::report::block::Block;
use crate::report::project_history;
use crate::report::wording;
use crate::text::{counted, ellipsis, inert, inert_lines, width};

/// Prints a win whole.
pub fn win(journal: &Journal, output: &mut Output, win: &WinView) -> Result<()> {
    let star = if win.starred { "★ " } else { "" };
    output.line(format!("{star}{}", output.strong(&inert(&win.title))))?;
    let mut field = |name: &str, value: String| -> Result<()> {
        if value.is_empty() {
            return Ok(());
        }
        output.line(format!("{} {}", output.muted(&format!("{name:<11}")), inert(&value)))
    };
    field("id", journal.short(win.id)?)?;
    field("date", wording::date_of(win))?;
    field("project", win.project.as_ref().map(|project| project.name.clone()).unwrap_or_default())?;
    let question = if win.category.is_some() { "" } else { "?" };
    field("category", format!("{}{question}", journal.config().categories.title(win.category_key())))?;
    field("status", win.status.word().to_owned())?;
    field("roles", win.roles.iter().copied().map(Role::word).collect::<Vec<_>>().join(", "))?;
    field("for", win.audience.clone())?;
    for stored in &win.figures {
        field("metric", wording::figure(stored))?;
    }
    for metric in journal.metrics_of(win.id, usize::MAX >> 1)? {
        // The figures say what was so then; this is what it came to since.
        if metric.values.iter().any(|value| value.brought_by.is_none()) {
            let id = journal.short(metric.id)?;
            field("since then", format!("{id} {} {}", metric.name, wording::series(&metric)))?;
        }
    }
    field("goals", win.goals.iter().map(|goal| goal.name.clone()).collect::<Vec<_>>().join(", "))?;
    field("used", win.learned.iter().map(|reading| reading.name.clone()).collect::<Vec<_>>().join(", "))?;
    field("people", win.people.join(", "))?;
    field("tags", win.tags.join(", "))?;
    field("skills", win.skills.join(", "))?;
    for link in &win.links {
        field("link", link.clone())?;
    }
    field("visibility", win.visibility.word().to_owned())?;
    for follow_up in &win.follow_ups {
        let today = journal.today();
        let when = wording::near(follow_up.recorded_on.unwrap_or(follow_up.ask_on), today);
        let id = journal.short(follow_up.id)?;
        field("follow-up", format!("{id} {}, {}: {}", follow_up.status(today), when, follow_up.question))?;
        if !follow_up.is_open() {
            field("outcome", wording::outcome(follow_up))?;
        }
    }
    for (name, text) in [("Impact", &win.impact), ("Notes", &win.notes)] {
        if !text.is_empty() {
            output.line("")?;
            output.line(output.strong(name))?;
            output.line(inert_lines(text))?;
        }
    }
    Ok(())
}

/// Prints a project with its history.
pub fn project(journal: &Journal, output: &mut Output, whole: &ProjectWhole) -> Result<()> {
    let history_wins = whole.history_wins();
    let follow_ups = whole.told_follow_ups();
    let told = project_history::blocks(&project_history::ProjectHistory {
        project: &whole.project,
        skills: &whole.skills,
        metrics: &whole.metrics,
        metric_count: whole.metric_count,
        wins: &history_wins,
        win_count: whole.win_count,
        follow_ups: &follow_ups,
        parts: &whole.parts,
        today: journal.today(),
    });
    blocks(journal, output, whole.project.id.into(), told)
}

/// Prints what a record tells of itself; its id stands in front of what stands back.
pub fn blocks(journal: &Journal, output: &mut Output, id: RecordId, blocks: Vec<Block<'_>>) -> Result<()> {
    let mut id = Some(journal.short(id)?);
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
                let id = id.take().map(|id| format!("{id} · ")).unwrap_or_default();
                output.line(output.muted(&inert(&format!("{id}{text}"))))?;
            }
            Block::Progress(share, words) => {
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
            Block::Metric(metric) => metric_line(journal, output, metric)?,
            // A chart is the app's.
            Block::Chart(_) => {}
            Block::Row(left, right) => {
                let text = row(output, 2, &left, &right);
                output.line(format!("  {text}"))?;
            }
            Block::Record(id, left, right) => {
                let short = journal.short(id)?;
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

/// The columns of a bar.
pub const BAR: usize = 16;

fn metric_line(journal: &Journal, output: &mut Output, metric: &MetricView) -> Result<()> {
    output.line(format!(
        "  {}  {}  {}",
        output.accent(&journal.short(metric.id)?),
        inert(&metric.name),
        inert(&wording::series(metric))
    ))
}

/// Prints a metric with its values.
pub fn metric(journal: &Journal, output: &mut Output, metric: &MetricView) -> Result<()> {
    output.line(output.strong(&inert(&metric.name)))?;
    let mut field = |name: &str, value: String| -> Result<()> {
        if value.is_empty() {
            return Ok(());
        }
        output.line(format!("{} {}", output.muted(&format!("{name:<11}")), inert(&value)))
    };
    field("id", journal.short(metric.id)?)?;
    if let Some(owner) = metric.owner() {
        field(owner.kind.word(), owner.name.clone())?;
    }
    let question = if metric.better.is_none() { "?" } else { "" };
    field("better", metric.direction().map(|better| format!("{better}{question}")).unwrap_or_default())?;
    field("unit", metric.unit.clone())?;
    if let Some(change) = metric.change() {
        let judged = change.is_better(metric.direction());
        let worth = judged.map_or("", |better| if better { ": better" } else { ": worse" });
        field("change", format!("{}{worth}", change.in_full(&metric.unit)))?;
    }
    field("target", metric.target.as_ref().map(crate::domain::Amount::shown).unwrap_or_default())?;
    field("dashboard", metric.url.clone())?;
    output.line(format!("\n{}", output.muted(&counted(metric.values.len(), "value", "values"))))?;
    let widest = metric.values.iter().map(|value| width(&value.amount.shown())).max().unwrap_or(0);
    for value in &metric.values {
        let shown = value.amount.shown();
        let pad = " ".repeat(widest.saturating_sub(width(&shown)));
        let about = inert(&about_value(value)).into_owned();
        let about = if about.is_empty() { about } else { format!("  {}", output.muted(&about)) };
        output.line(format!(
            "  {}  {}  {pad}{}{about}",
            output.accent(&format!("{:<4}", journal.short(value.id)?)),
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
pub fn follow_up(journal: &Journal, output: &mut Output, asked: &Asked) -> Result<()> {
    let follow_up = &asked.follow_up;
    let today = journal.today();
    output.line(output.strong(&inert(&follow_up.question)))?;
    let mut field = |name: &str, value: String| -> Result<()> {
        if value.is_empty() {
            return Ok(());
        }
        output.line(format!("{} {}", output.muted(&format!("{name:<11}")), inert_lines(&value)))
    };
    field("id", journal.short(follow_up.id)?)?;
    let word = if asked.about_kind == Kind::Project { "project" } else { "win" };
    field(word, format!("{} {}", journal.short(follow_up.about)?, asked.about_title))?;
    field("claim", journal.claim_of(asked)?)?;
    let late = wording::put_off(follow_up.snoozed);
    let late = if late.is_empty() { late } else { format!(", {late}") };
    field("asked", format!("{}, {}{late}", follow_up.ask_on, follow_up.status(today)))?;
    if !follow_up.is_open() {
        field("recorded", follow_up.recorded_on.map(|day| day.to_string()).unwrap_or_default())?;
        field("outcome", wording::outcome(follow_up))?;
    }
    Ok(())
}
