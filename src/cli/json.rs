//! Records as JSON. The keys are binding (`cli.md`, "JSON keys").

use serde::Serialize;
use serde_json::{Value, json};

use crate::domain::{Amount, Figure, FollowUpView, MetricView, ProjectView, RecordId, Stored, Win, WinView};
use crate::error::{Error, Result};
use crate::journal::{ChangeEntry, FollowUpWithSubject, Journal, WinRow};
use crate::present::json::RecordJson;

/// Returns a win with everything that belongs to it, as a value.
pub fn win(journal: &Journal, win: &WinView) -> Result<Value> {
    value(&win_record(journal, win, journal.short(win.id)?)?)
}

/// Returns a win with everything that belongs to it, to be written as it is read.
pub fn win_record<'a>(journal: &Journal, win: &'a WinView, short: String) -> Result<RecordJson<'a, Win>> {
    let follow_ups = follow_ups(journal, &win.follow_ups, &win.title, &short)?;
    let figures: Vec<Value> = win.figures.iter().map(figure).collect();
    let learned: Vec<Value> = win.learned.iter().map(|reading| reading.name.as_str().into()).collect();
    let praise: [Value; 0] = [];
    Ok(RecordJson::new(&win.stored, short)
        .with("learned", learned)
        .with("metrics", figures)
        .with("praise", praise)
        .with("follow_ups", follow_ups))
}

/// Returns anything that is serialized as a JSON value.
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

/// A follow-up.
pub fn follow_up(journal: &Journal, follow_up: &FollowUpView, about_title: &str) -> Result<Value> {
    let about = journal.short(follow_up.about)?;
    let mut all = follow_ups(journal, std::slice::from_ref(follow_up), about_title, &about)?;
    Ok(all.pop().unwrap_or_default())
}

/// The follow-ups about one record.
fn follow_ups(
    journal: &Journal,
    follow_ups: &[FollowUpView],
    about_title: &str,
    about: &str,
) -> Result<Vec<Value>> {
    if follow_ups.is_empty() {
        return Ok(Vec::new());
    }
    let shorts = journal.short_ids(follow_ups.iter().map(|each| each.id))?;
    let one = |(each, short): (&FollowUpView, String)| {
        let logged = each.logged.as_ref().map(|(name, text)| json!({ "name": name, "value": text }));
        value(
            &RecordJson::new(&each.stored, short)
                .with("about", about)
                .with("about_title", about_title)
                .with("status", each.status(journal.today()).word())
                .with("metric", logged),
        )
    };
    follow_ups.iter().zip(shorts).map(one).collect()
}

/// A follow-up with what it is about.
pub fn asked(journal: &Journal, asked: &FollowUpWithSubject) -> Result<Value> {
    let mut value = follow_up(journal, &asked.follow_up, &asked.about_title)?;
    value["about_kind"] = json!(asked.about_kind.word());
    value["project"] = json!(asked.project.as_ref().map(|(_, name)| name));
    Ok(value)
}

/// A project: with a count of wins in lists, with the wins where it is shown.
pub fn project(
    journal: &Journal,
    project: &ProjectView,
    metrics: &[MetricView],
    wins: &Value,
) -> Result<Value> {
    let short = journal.short(project.id)?;
    let follow_ups = follow_ups(journal, &project.follow_ups, &project.name, &short)?;
    value(
        &RecordJson::new(&project.stored, short)
            .with("metrics", metrics.iter().map(series).collect::<Vec<_>>())
            .with("wins", wins.clone())
            .with("follow_ups", follow_ups),
    )
}

/// A metric in another record: where it began, where it is.
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

/// A metric with its values.
pub fn metric(journal: &Journal, metric: &MetricView) -> Result<Value> {
    let change = metric.change();
    let ids = metric.values.iter().flat_map(|value| {
        let win = value.brought_by.map(RecordId::from);
        std::iter::once(RecordId::from(value.id)).chain(win)
    });
    let mut shorts = journal.short_ids(ids)?.into_iter();
    let mut values = Vec::new();
    for each in &metric.values {
        let short = shorts.next().unwrap_or_default();
        let win = each.brought_by.and_then(|_| shorts.next());
        let number = each.amount.in_unit(&metric.unit).unwrap_or(each.amount.number);
        values.push(value(&RecordJson::new(each, short).with("win", win).with("value", number))?);
    }
    let win = metric.win.as_ref().map(|win| journal.short(win.id)).transpose()?;
    let unread = |name: &str, derived: Option<String>| metric.unread.get(name).map(str::to_owned).or(derived);
    value(
        &RecordJson::new(&metric.stored, journal.short(metric.id)?)
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

/// Wins in another record.
pub fn win_references(journal: &Journal, rows: &[WinRow]) -> Result<Value> {
    let shorts = journal.short_ids(rows.iter().map(|row| row.id))?;
    let one = |(row, short): (&WinRow, String)| {
        let date = row.when.map(|when| when.to_string());
        json!({ "short_id": short, "title": row.title, "date": date })
    };
    Ok(rows.iter().zip(shorts).map(one).collect())
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

/// A text that may be absent.
pub fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}
