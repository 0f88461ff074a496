//! Converts records to JSON. The keys are a stable public interface.

use serde::Serialize;
use serde_json::{Value, json};

use crate::domain::id::Identity;
use crate::domain::{
    Amount, ChangeEntry, Figure, FollowUpView, FollowUpWithSubject, MetricView, NamedRef, Praise,
    ProjectView, RecordId, Stored, Win, WinRow, WinView,
};
use crate::error::{Error, Result};
use crate::journal::{Snapshot, history, lookup};
use crate::present::json::RecordJson;

/// Returns a win as JSON, with its metrics, follow-ups and reading notes.
pub fn win(snapshot: &Snapshot<'_>, win: &WinView) -> Result<Value> {
    let position =
        win.held_in.as_ref().map(|position| lookup::short_id(snapshot, position.id)).transpose()?;
    let shorts = WinShorts { win: lookup::short_id(snapshot, win.id)?, position };
    value(&win_record(snapshot, win, shorts)?)
}

/// The short ids in the JSON of a win, which a long list looks up for many wins at once.
#[derive(Debug, Clone, Default)]
pub struct WinShorts {
    /// The short id of the win.
    pub win: String,
    /// The short id of its position.
    pub position: Option<String>,
}

/// Returns a win for serialisation, with its metrics, follow-ups, praise and reading notes.
pub fn win_record<'a>(
    snapshot: &Snapshot<'_>,
    win: &'a WinView,
    shorts: WinShorts,
) -> Result<RecordJson<'a, Win>> {
    let WinShorts { win: short, position } = shorts;
    let held_in = win.held_in.as_ref().zip(position);
    let position = held_in.map(|(named, short)| reference_to(named.id, &short, &named.name));
    let follow_ups = follow_ups(snapshot, &win.follow_ups, &win.title, &short)?;
    let figures: Vec<Value> = win.figures.iter().map(figure).collect();
    let learned: Vec<Value> = win.learned.iter().map(|reading| reading.name.as_str().into()).collect();
    Ok(RecordJson::new(&win.stored, short)
        .with("position", position)
        .with("learned", learned)
        .with("metrics", figures)
        .with("praise", praise(snapshot, &win.praise)?)
        .with("follow_ups", follow_ups))
}

/// Returns a reference to a record as JSON: `{"id", "short_id", "title"}`.
pub fn reference(snapshot: &Snapshot<'_>, id: impl Into<RecordId>, title: &str) -> Result<Value> {
    let id: RecordId = id.into();
    Ok(reference_to(id, &lookup::short_id(snapshot, id)?, title))
}

fn reference_to(id: impl Into<RecordId>, short: &str, title: &str) -> Value {
    let id: RecordId = id.into();
    json!({ "id": id.to_string(), "short_id": short, "title": title })
}

/// Returns a reference that may be absent as JSON.
pub fn optional<I: Identity>(snapshot: &Snapshot<'_>, named: Option<&NamedRef<I>>) -> Result<Option<Value>> {
    named.map(|named| reference(snapshot, named.id, &named.name)).transpose()
}

/// Returns references as JSON, in order.
pub fn references<I: Identity>(snapshot: &Snapshot<'_>, all: &[NamedRef<I>]) -> Result<Vec<Value>> {
    all.iter().map(|named| reference(snapshot, named.id, &named.name)).collect()
}

/// Returns the praise for a win or a project as JSON.
fn praise(snapshot: &Snapshot<'_>, all: &[Stored<Praise>]) -> Result<Vec<Value>> {
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let shorts = lookup::short_ids(snapshot, all.iter().map(|each| each.id))?;
    let one = |(each, short): (&Stored<Praise>, String)| {
        let date = each.unread.get("date").map(str::to_owned).or(each.date.map(|date| date.to_string()));
        json!({
            "id": RecordId::from(each.id).to_string(),
            "short_id": short,
            "quote": each.quote,
            "from": some(&each.from),
            "where": some(&each.place),
            "date": date,
        })
    };
    Ok(all.iter().zip(shorts).map(one).collect())
}

/// Serialises `of` to a JSON value.
pub fn value(of: &impl Serialize) -> Result<Value> {
    serde_json::to_value(of).map_err(|err| Error::failed(err.to_string()))
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

/// Returns a follow-up as JSON; `about_title` is the title of its subject.
pub fn follow_up(snapshot: &Snapshot<'_>, follow_up: &FollowUpView, about_title: &str) -> Result<Value> {
    let about = lookup::short_id(snapshot, follow_up.about)?;
    let mut all = follow_ups(snapshot, std::slice::from_ref(follow_up), about_title, &about)?;
    Ok(all.pop().unwrap_or_default())
}

/// Returns the follow-ups about one record as JSON.
fn follow_ups(
    snapshot: &Snapshot<'_>,
    follow_ups: &[FollowUpView],
    about_title: &str,
    about: &str,
) -> Result<Vec<Value>> {
    if follow_ups.is_empty() {
        return Ok(Vec::new());
    }
    let shorts = lookup::short_ids(snapshot, follow_ups.iter().map(|each| each.id))?;
    let one = |(each, short): (&FollowUpView, String)| {
        let logged = each.logged.as_ref().map(|(name, text)| json!({ "name": name, "value": text }));
        value(
            &RecordJson::new(&each.stored, short)
                .with("about", about)
                .with("about_title", about_title)
                .with("status", each.status(snapshot.today()).word())
                .with("metric", logged),
        )
    };
    follow_ups.iter().zip(shorts).map(one).collect()
}

/// Returns a follow-up as JSON, with the kind and the project of its subject.
pub fn asked(snapshot: &Snapshot<'_>, asked: &FollowUpWithSubject) -> Result<Value> {
    let mut value = follow_up(snapshot, &asked.follow_up, &asked.about_title)?;
    value["about_kind"] = json!(asked.about_kind.word());
    value["project"] = json!(asked.project.as_ref().map(|(_, name)| name));
    Ok(value)
}

/// Returns a project as JSON. `wins` is a count in lists, and references to the wins if one project is shown.
pub fn project(
    snapshot: &Snapshot<'_>,
    project: &ProjectView,
    metrics: &[MetricView],
    wins: &Value,
) -> Result<Value> {
    let short = lookup::short_id(snapshot, project.id)?;
    let follow_ups = follow_ups(snapshot, &project.follow_ups, &project.name, &short)?;
    value(
        &RecordJson::new(&project.stored, short)
            .with("position", optional(snapshot, project.held_in.as_ref())?)
            .with("metrics", metrics.iter().map(series).collect::<Vec<_>>())
            .with("wins", wins.clone())
            .with("praise", praise(snapshot, &project.praise)?)
            .with("follow_ups", follow_ups),
    )
}

/// Returns a metric inside another record as JSON: its baseline, latest value and change.
fn series(metric: &MetricView) -> Value {
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

/// Returns a metric as JSON, with its values.
pub fn metric(snapshot: &Snapshot<'_>, metric: &MetricView) -> Result<Value> {
    let change = metric.change();
    let ids = metric.values.iter().flat_map(|value| {
        let win = value.brought_by.map(RecordId::from);
        std::iter::once(RecordId::from(value.id)).chain(win)
    });
    let mut shorts = lookup::short_ids(snapshot, ids)?.into_iter();
    let mut values = Vec::new();
    for each in &metric.values {
        let short = shorts.next().unwrap_or_default();
        let win = each.brought_by.and_then(|_| shorts.next());
        let number = each.amount.in_unit(&metric.unit).unwrap_or(each.amount.number);
        values.push(value(&RecordJson::new(each, short).with("win", win).with("value", number))?);
    }
    let win = metric.win.as_ref().map(|win| lookup::short_id(snapshot, win.id)).transpose()?;
    let unread = |name: &str, derived: Option<String>| metric.unread.get(name).map(str::to_owned).or(derived);
    value(
        &RecordJson::new(&metric.stored, lookup::short_id(snapshot, metric.id)?)
            .with("win", win)
            .with("better", unread("better", metric.direction().map(|better| better.word().to_owned())))
            .with("better_guessed", metric.better.is_none())
            .with("baseline", metric.baseline().map(|value| value.amount.shown()))
            .with("target", unread("target", metric.target.as_ref().map(Amount::shown)))
            .with("latest", metric.latest().map(|value| value.amount.shown()))
            .with("change_text", change.as_ref().map(|change| change.text.as_str()))
            .with("change_percent", change.as_ref().and_then(|change| change.percent))
            .with("factor", change.and_then(|change| change.factor))
            .with("values", values),
    )
}

/// Returns references to wins as JSON: short id, title and date.
pub fn win_references(snapshot: &Snapshot<'_>, rows: &[WinRow]) -> Result<Value> {
    let shorts = lookup::short_ids(snapshot, rows.iter().map(|row| row.id))?;
    let one = |(row, short): (&WinRow, String)| {
        let date = row.when.map(|when| when.to_string());
        json!({ "short_id": short, "title": row.title, "date": date })
    };
    Ok(rows.iter().zip(shorts).map(one).collect())
}

/// Returns a change of the history as JSON.
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

/// Returns a batch as JSON: `{"batch", "changes"}`.
pub fn batch(snapshot: &Snapshot<'_>, short: &str) -> Result<Value> {
    let changes = history::changes(snapshot, short)?;
    Ok(json!({ "batch": short, "changes": changes.iter().map(self::change).collect::<Vec<_>>() }))
}

/// Returns `text`, or `None` if it is empty.
pub fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}
