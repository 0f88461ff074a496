//! Records as JSON. The keys are binding (`cli.md`, "JSON keys").

use chrono::SecondsFormat;
use serde_json::{Value, json};

use crate::domain::{FollowUp, Goal, Project, StoredFigure, Win};
use crate::error::Result;
use crate::journal::{Asked, ChangeEntry, Journal, WinRow};

/// A win, whole.
pub fn win(journal: &Journal, win: &Win) -> Result<Value> {
    let mut follow_ups = Vec::new();
    for each in &win.follow_ups {
        follow_ups.push(follow_up(journal, each, &win.title)?);
    }
    Ok(json!({
        "id": win.id.to_string(),
        "short_id": journal.short(win.id)?,
        "kind": "win",
        "title": win.title,
        "date": win.when.to_string(),
        "notes": some(&win.notes),
        "impact": some(&win.impact),
        "audience": some(&win.audience),
        "category": win.category,
        "category_confirmed": win.category_confirmed,
        "roles": win.roles.iter().map(|role| role.word()).collect::<Vec<_>>(),
        "status": win.status.word(),
        "project": win.project.as_ref().map(|project| &project.name),
        "goals": win.goals.iter().map(|goal| &goal.name).collect::<Vec<_>>(),
        "people": win.people,
        "tags": win.tags,
        "skills": win.skills,
        "links": win.links,
        "metrics": win.figures.iter().map(figure).collect::<Vec<_>>(),
        "praise": [],
        "follow_ups": follow_ups,
        "starred": win.starred,
        "visibility": win.visibility.word(),
        "logged_at": instant(win.logged_at),
        "updated_at": instant(win.updated_at),
    }))
}

fn figure(stored: &StoredFigure) -> Value {
    let figure = &stored.figure;
    let change = figure.change();
    json!({
        "name": figure.name,
        "from": figure.from.as_ref().map(|from| &from.text),
        "to": figure.to.text,
        "change_text": change.as_ref().map(|change| &change.text),
        "change_percent": change.and_then(|change| change.percent),
    })
}

/// A follow-up.
pub fn follow_up(journal: &Journal, follow_up: &FollowUp, about_title: &str) -> Result<Value> {
    Ok(json!({
        "id": follow_up.id.to_string(),
        "short_id": journal.short(follow_up.id)?,
        "kind": "follow-up",
        "about": journal.short(follow_up.about)?,
        "about_title": about_title,
        "question": follow_up.question,
        "ask_on": follow_up.ask_on.to_string(),
        "status": follow_up.status(journal.today()).word(),
        "snoozed": 0,
        "outcome": some(&follow_up.outcome),
        "recorded_on": follow_up.recorded_on.map(|day| day.to_string()),
    }))
}

/// An open follow-up with what it is about.
pub fn asked(journal: &Journal, asked: &Asked) -> Result<Value> {
    follow_up(journal, &asked.follow_up, &asked.about_title)
}

/// A project: with a count of wins in lists, with the wins where it is shown.
pub fn project(journal: &Journal, project: &Project, wins: &Value) -> Result<Value> {
    Ok(json!({
        "id": project.id.to_string(),
        "short_id": journal.short(project.id)?,
        "kind": "project",
        "name": project.name,
        "summary": some(&project.summary),
        "status": project.status.word(),
        "start": project.start.map(|date| date.to_string()),
        "end": project.end.map(|date| date.to_string()),
        "visibility": project.visibility.word(),
        "wins": wins,
        "logged_at": instant(project.logged_at),
        "updated_at": instant(project.updated_at),
    }))
}

/// A win in another record.
pub fn win_reference(journal: &Journal, row: &WinRow) -> Result<Value> {
    Ok(json!({ "short_id": journal.short(row.id)?, "title": row.title, "date": row.when.to_string() }))
}

/// Wins in another record.
pub fn win_references(journal: &Journal, rows: &[WinRow]) -> Result<Value> {
    rows.iter().map(|row| win_reference(journal, row)).collect()
}

/// A goal with its evidence.
pub fn goal(journal: &Journal, goal: &Goal, evidence: &[WinRow]) -> Result<Value> {
    Ok(json!({
        "id": goal.id.to_string(),
        "short_id": journal.short(goal.id)?,
        "kind": "goal",
        "title": goal.title,
        "year": goal.year,
        "why": some(&goal.why),
        "measure": "growing",
        "target": null,
        "progress": null,
        "pace": null,
        "status": if goal.open { "open" } else { "done" },
        "evidence": win_references(journal, evidence)?,
        "check_ins": [],
        "milestones": [],
    }))
}

/// A change of the history.
pub fn change(change: &ChangeEntry) -> Value {
    json!({
        "id": change.record.to_string(),
        "short_id": change.short,
        "kind": change.kind.word(),
        "title": change.title,
        "field": change.field,
        "before": change.before,
        "after": change.after,
    })
}

/// What a batch did: `{"batch", "changes"}`.
pub fn batch(journal: &Journal, short: &str) -> Result<Value> {
    let changes = journal.batch_changes(short)?;
    Ok(json!({ "batch": short, "changes": changes.iter().map(self::change).collect::<Vec<_>>() }))
}

fn instant(instant: chrono::DateTime<chrono::FixedOffset>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// A text that may be absent.
fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}
