//! Records as JSON. The keys are binding (`cli.md`, "JSON keys").

use chrono::SecondsFormat;
use serde::Serialize;
use serde_json::{Value, json};

use crate::domain::{
    Amount, Better, Confidence, Figure, FollowUpView, Kind, Metric, ProjectView, Stored, Win, WinView,
};
use crate::error::{Error, Result};
use crate::journal::{Asked, ChangeEntry, Journal, WinRow};
use crate::present::json::RecordJson;

/// Returns a win with everything that belongs to it, as a value.
pub fn win(journal: &Journal, win: &WinView) -> Result<Value> {
    value(&win_record(journal, win)?)
}

/// Returns a win with everything that belongs to it, to be written as it is read.
pub fn win_record<'a>(journal: &Journal, win: &'a WinView) -> Result<RecordJson<'a, Win>> {
    let mut follow_ups = Vec::new();
    for each in &win.follow_ups {
        follow_ups.push(follow_up(journal, each, &win.title)?);
    }
    let figures: Vec<Value> = win.figures.iter().map(figure).collect();
    let learned: Vec<Value> = win.learned.iter().map(|reading| reading.name.as_str().into()).collect();
    let praise: [Value; 0] = [];
    Ok(RecordJson::new(&win.stored, journal.short(win.id)?)
        .with("learned", learned)
        .with("metrics", figures)
        .with("praise", praise)
        .with("follow_ups", follow_ups))
}

/// Returns anything that is serialized as a JSON value.
pub fn value(of: &impl Serialize) -> Result<Value> {
    serde_json::to_value(of).map_err(|why| Error::failed(why.to_string()))
}

fn figure(figure: &Stored<Figure>) -> Value {
    let change = figure.change();
    json!({
        "name": figure.name,
        "from": figure.from.as_ref().map(|from| from.text.as_str()),
        "to": figure.to.text,
        "change_text": change.as_ref().map(|change| &change.text),
        "change_percent": change.and_then(|change| change.percent),
    })
}

/// A follow-up.
pub fn follow_up(journal: &Journal, follow_up: &FollowUpView, about_title: &str) -> Result<Value> {
    let logged = follow_up.logged.as_ref().map(|(name, text)| json!({ "name": name, "value": text }));
    value(
        &RecordJson::new(&follow_up.stored, journal.short(follow_up.id)?)
            .with("about", journal.short(follow_up.about)?)
            .with("about_title", about_title)
            .with("status", follow_up.status(journal.today()).word())
            .with("metric", logged),
    )
}

/// A follow-up with what it is about.
pub fn asked(journal: &Journal, asked: &Asked) -> Result<Value> {
    let mut value = follow_up(journal, &asked.follow_up, &asked.about_title)?;
    value["about_kind"] = json!(asked.about_kind.word());
    value["project"] = json!(asked.project.as_ref().map(|(_, name)| name));
    Ok(value)
}

/// A project: with a count of wins in lists, with the wins where it is shown.
pub fn project(journal: &Journal, project: &ProjectView, metrics: &[Metric], wins: &Value) -> Result<Value> {
    let mut follow_ups = Vec::new();
    for each in &project.follow_ups {
        follow_ups.push(follow_up(journal, each, &project.name)?);
    }
    value(
        &RecordJson::new(&project.stored, journal.short(project.id)?)
            .with("metrics", metrics.iter().map(series).collect::<Vec<_>>())
            .with("wins", wins.clone())
            .with("follow_ups", follow_ups),
    )
}

/// A metric in another record: where it began, where it is.
fn series(metric: &Metric) -> Value {
    let latest = metric.latest();
    let baseline = metric.baseline().filter(|baseline| latest.is_some_and(|latest| latest.id != baseline.id));
    let change = metric.change();
    json!({
        "name": metric.name,
        "from": baseline.map(|value| value.amount.shown()),
        "to": latest.map(|value| value.amount.shown()),
        "change_text": change.as_ref().map(|change| &change.text),
        "change_percent": change.and_then(|change| change.percent),
    })
}

/// A metric with its values.
pub fn metric(journal: &Journal, metric: &Metric) -> Result<Value> {
    let owner = |kind: Kind| metric.owner.as_ref().filter(|owner| owner.kind == kind);
    let short = |kind: Kind| owner(kind).map(|owner| journal.short(owner.id)).transpose();
    let change = metric.change();
    let mut values = Vec::new();
    for value in &metric.values {
        values.push(json!({
            "id": value.id.to_string(),
            "short_id": journal.short(value.id)?,
            "date": value.date.to_string(),
            "value": value.amount.in_unit(&metric.unit).unwrap_or(value.amount.number),
            "text": value.amount.text,
            "confidence": value.confidence.map(Confidence::word),
            "source": some(&value.source),
            "note": some(&value.note),
            "relative": value.amount.relative,
            "baseline": value.baseline,
        }));
    }
    Ok(json!({
        "id": metric.id.to_string(),
        "short_id": journal.short(metric.id)?,
        "kind": "metric",
        "name": metric.name,
        "project": owner(Kind::Project).map(|owner| &owner.name),
        "win": short(Kind::Win)?,
        "goal": owner(Kind::Goal).map(|owner| &owner.name),
        "unit": some(&metric.unit),
        "better": metric.direction().map(Better::word),
        "better_guessed": metric.better.is_none(),
        "baseline": metric.baseline().map(|value| value.amount.shown()),
        "target": metric.target.as_ref().map(Amount::shown),
        "url": some(&metric.url),
        "latest": metric.latest().map(|value| value.amount.shown()),
        "change_text": change.as_ref().map(|change| &change.text),
        "change_percent": change.as_ref().and_then(|change| change.percent),
        "factor": change.and_then(|change| change.factor),
        "values": values,
        "logged_at": instant(metric.logged_at),
        "updated_at": instant(metric.updated_at),
    }))
}

/// A win in another record.
pub fn win_reference(journal: &Journal, row: &WinRow) -> Result<Value> {
    let date = row.when.map(|when| when.to_string());
    Ok(json!({ "short_id": journal.short(row.id)?, "title": row.title, "date": date }))
}

/// Wins in another record.
pub fn win_references(journal: &Journal, rows: &[WinRow]) -> Result<Value> {
    rows.iter().map(|row| win_reference(journal, row)).collect()
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

/// An instant as RFC 3339.
pub fn instant(instant: chrono::DateTime<chrono::FixedOffset>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// A text that may be absent.
pub fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}
