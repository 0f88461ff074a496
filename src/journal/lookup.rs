//! Look-up: resolving ids and names to records, and full-text search.

use super::Snapshot;
use super::timeline::Sort;
use crate::domain::id::short_prefix;
use crate::domain::{Kind, MetricId, RecordId, RecordRef, SearchHit, SearchWords, WinFilter, WinId};
use crate::error::{Error, Result};
use crate::store::Series;

/// Resolves an id or a name to a live record. An exact name takes precedence over the start of an id, which
/// takes precedence over the start of a name. Fails with [`ErrorKind::Usage`](crate::error::ErrorKind::Usage)
/// if several records match, and with [`ErrorKind::Failed`](crate::error::ErrorKind::Failed) if no record
/// matches.
pub fn resolve(snapshot: &Snapshot<'_>, typed: &str) -> Result<RecordRef> {
    let found = resolve_even_deleted(snapshot, typed)?;
    if found.deleted {
        return Err(Error::failed(format!("the {} {} was deleted", found.kind, found.short))
            .hint("brag undo brings it back"));
    }
    Ok(found)
}

/// Resolves an id or a name like [`resolve`], but to a deleted record if no live record has the id.
pub fn resolve_even_deleted(snapshot: &Snapshot<'_>, typed: &str) -> Result<RecordRef> {
    let typed = typed.trim();
    if let Ok(id) = uuid::Uuid::parse_str(typed)
        && let Ok(found) = snapshot.store.describe(RecordId(id))
    {
        return Ok(found);
    }
    let mut names = Vec::new();
    for kind in [Kind::Project, Kind::Goal, Kind::Metric, Kind::Reading, Kind::Position, Kind::Story] {
        for found in snapshot.store.find_by_name(kind, typed)? {
            names.push(found);
        }
    }
    let exact: Vec<_> = names.iter().filter(|name| name.exact).collect();
    if let [one] = exact[..] {
        return Ok(snapshot.store.describe(one.id)?);
    }
    if exact.is_empty()
        && let Some(prefix) = short_prefix(typed)
    {
        let found = snapshot.store.find_by_short(&prefix)?;
        let live: Vec<&RecordRef> = found.iter().filter(|found| !found.deleted).collect();
        match (&live[..], &found[..]) {
            ([one], _) => return Ok((*one).clone()),
            ([], [gone, ..]) => return Ok(gone.clone()),
            ([], []) => {}
            (several, _) => {
                let all: Vec<String> =
                    several.iter().map(|found| format!("{} “{}”", found.short, found.title)).collect();
                return Err(ambiguous(typed, &all));
            }
        }
    }
    let candidates = if exact.is_empty() { names.iter().collect() } else { exact };
    match candidates[..] {
        [one] => Ok(snapshot.store.describe(one.id)?),
        [] => Err(Error::failed(format!("unknown record “{typed}”"))
            .hint("brag list shows ids; find a win by its words: brag search 'WORDS'")),
        _ => {
            let mut all = Vec::new();
            for name in candidates {
                let found = snapshot.store.describe(name.id)?;
                let title = match found.kind {
                    Kind::Metric => snapshot.store.find_metric(MetricId(found.id.0))?.described(),
                    _ => found.title,
                };
                all.push(format!("{} “{title}”", found.short));
            }
            Err(ambiguous(typed, &all))
        }
    }
}

/// Resolves an id to a win. Fails like [`resolve`], and with a usage error if the record is not a win.
pub fn resolve_win(snapshot: &Snapshot<'_>, typed: &str) -> Result<WinId> {
    let found = resolve(snapshot, typed)?;
    if found.kind == Kind::Win {
        Ok(WinId(found.id.0))
    } else {
        let error = Error::usage(format!("“{typed}” is the {} {}, not a win", found.kind, found.short));
        Err(match found.kind {
            Kind::Reading => error.hint(format!("brag read edit {} changes it", found.short)),
            Kind::Goal | Kind::Project => {
                error.hint(format!("brag {} edit {} changes it", found.kind, found.short))
            }
            _ => error.hint("brag list lists the wins"),
        })
    }
}

/// Resolves the value of a flag to a record of a kind. Fails with a usage error if no record matches, or
/// several.
pub fn resolve_kind(snapshot: &Snapshot<'_>, kind: Kind, typed: &str) -> Result<RecordId> {
    of_kind(snapshot, kind, typed, Error::usage)
}

/// Resolves the argument of a command to a record of a kind. Unlike [`resolve_kind`], it fails with a failure
/// and not a usage error if no record matches.
pub fn resolve_named(snapshot: &Snapshot<'_>, kind: Kind, typed: &str) -> Result<RecordId> {
    of_kind(snapshot, kind, typed, Error::failed)
}

fn of_kind(
    snapshot: &Snapshot<'_>,
    kind: Kind,
    typed: &str,
    missing: fn(String) -> Error,
) -> Result<RecordId> {
    let named = snapshot.store.find_by_name(kind, typed)?;
    match &named[..] {
        [one] => return Ok(one.id),
        [] => {}
        several => {
            let mut all = Vec::new();
            for found in several {
                all.push(match kind {
                    // Metrics of several projects may have the same name.
                    Kind::Metric => format!(
                        "{} “{}”",
                        snapshot.store.short_id(found.id)?,
                        snapshot.store.find_metric(MetricId(found.id.0))?.described()
                    ),
                    // Identical names are distinguished by their ids.
                    _ if several.iter().filter(|each| each.name == found.name).count() > 1 => {
                        format!("{} “{}”", snapshot.store.short_id(found.id)?, found.name)
                    }
                    _ => format!("“{}”", found.name),
                });
            }
            return Err(ambiguous(typed, &all));
        }
    }
    match resolve(snapshot, typed) {
        Ok(found) if found.kind == kind => Ok(found.id),
        _ => {
            let names = names_of(snapshot, kind)?;
            let error = missing(format!("unknown {kind} “{typed}”"));
            let near = crate::text::similar(typed, names.iter().map(String::as_str));
            Err(error.hint(or_list(&near, listing(kind))))
        }
    }
}

/// Returns the hint for an unknown name: the similar names, and the command that lists all.
pub fn or_list(near: &[&str], list: &str) -> String {
    let quoted: Vec<String> = near.iter().map(|name| format!("“{name}”")).collect();
    match &quoted[..] {
        [] => list.to_owned(),
        [one] => format!("did you mean {one}? {list}"),
        [all @ .., last] => format!("did you mean {} or {last}? {list}", all.join(", ")),
    }
}

/// Returns a hint with the command that lists the records of a kind.
fn listing(kind: Kind) -> &'static str {
    match kind {
        Kind::Project => "brag project list lists the projects",
        Kind::Goal => "brag goal list lists the goals",
        Kind::Metric => "brag metric list lists the metrics; brag metric log NAME VALUE creates one",
        Kind::Reading => "brag read list lists the reading notes",
        Kind::Position => "brag position list lists the positions; brag position add ORGANISATION adds one",
        Kind::Story => "brag story list lists the stories",
        Kind::Praise => "brag praise list lists the praise with its ids",
        _ => "brag search finds a record by its words",
    }
}

fn names_of(snapshot: &Snapshot<'_>, kind: Kind) -> Result<Vec<String>> {
    Ok(match kind {
        Kind::Project => snapshot.store.list_projects()?.into_iter().map(|project| project.name).collect(),
        Kind::Metric => {
            let all = snapshot.store.list_metrics(10_000, Series::Ends)?;
            all.into_iter().map(|metric| metric.stored.body.name).collect()
        }
        Kind::Goal => snapshot.store.list_goals()?.into_iter().map(|goal| goal.title).collect(),
        Kind::Reading => {
            snapshot.store.list_readings()?.into_iter().map(|reading| reading.body.title).collect()
        }
        Kind::Position => {
            let positions = snapshot.store.positions()?.all.into_iter();
            positions.map(|position| position.body.organisation).collect()
        }
        Kind::Story => snapshot.store.list_stories()?.into_iter().map(|story| story.body.title).collect(),
        _ => Vec::new(),
    })
}

fn ambiguous(typed: &str, candidates: &[String]) -> Error {
    Error::usage(format!("“{typed}” matches several records: {}", candidates.join("; ")))
        .hint("type more of the name, or use an id")
}

/// Returns the title of a record of any kind, live or deleted; `None` if it does not exist.
pub fn title(snapshot: &Snapshot<'_>, id: RecordId) -> Option<String> {
    snapshot.store.describe(id).ok().map(|found| found.title)
}

/// Returns every record that can be gone to; wins are last, the newest of them first.
pub fn list_findable(snapshot: &Snapshot<'_>) -> Result<crate::domain::Findables> {
    Ok(snapshot.store.list_findable()?)
}

/// Returns the kind, the title and the short id of a record, live or deleted.
pub fn describe(snapshot: &Snapshot<'_>, id: RecordId) -> Result<RecordRef> {
    Ok(snapshot.store.describe(id)?)
}

/// Returns the short id of a record at its displayed length.
pub fn short_id(snapshot: &Snapshot<'_>, id: impl Into<RecordId>) -> Result<String> {
    Ok(snapshot.store.short_id(id.into())?)
}

/// Returns the short ids of records at their displayed lengths, in the order of `ids`.
pub fn short_ids<I: Into<RecordId>>(
    snapshot: &Snapshot<'_>,
    ids: impl IntoIterator<Item = I>,
) -> Result<Vec<String>> {
    let ids: Vec<RecordId> = ids.into_iter().map(Into::into).collect();
    Ok(snapshot.store.short_ids(&ids)?)
}

/// Searches the text of records of the given kinds, or of all kinds if `kinds` is empty; returns at most
/// `limit` hits. A search that contains no word, such as `(`, finds exactly this text, and only in wins.
pub fn search(snapshot: &Snapshot<'_>, words: &str, kinds: &[Kind], limit: usize) -> Result<Vec<SearchHit>> {
    if let Some(query) = SearchWords::parse(words) {
        return Ok(snapshot.store.search(&query, kinds, limit)?);
    }
    if !kinds.is_empty() && !kinds.contains(&Kind::Win) {
        return Ok(Vec::new());
    }
    let mut filter = WinFilter::default();
    filter.search(words);
    let rows = super::timeline::list(snapshot, &filter, Sort::Date, limit)?;
    rows.into_iter()
        .map(|row| {
            Ok(SearchHit {
                id: row.id.into(),
                kind: Kind::Win,
                short: snapshot.store.short_id(row.id.into())?,
                title: row.title,
                text: String::new(),
                date: row.when.map(|when| when.to_string()),
            })
        })
        .collect()
}
