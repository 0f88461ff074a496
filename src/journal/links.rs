//! Links: suggesting evidence for goals, and wins for reading notes.

use chrono::{Days, NaiveDate};

use super::Snapshot;
use crate::domain::{
    Direction, GoalView, Kind, Page, Period, Reading, RecordId, Stored, WinFilter, WinId, fold,
};
use crate::error::Result;

/// A record that is linked or can be linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkTarget {
    /// The id of the record.
    pub id: RecordId,
    /// The kind of the record.
    pub kind: Kind,
    /// The title or name.
    pub title: String,
    /// The date in its known precision, as text; may be empty.
    pub date: String,
    /// `true` if the record is linked.
    pub linked: bool,
}

/// The number of wins that are considered for each word of a goal's title.
const FOR_A_WORD: usize = 12;
/// The minimum length of a significant word, in bytes.
const SAYS_SOMETHING: usize = 4;

/// Returns records that are or can be evidence for a goal.
///
/// Without `words`: the linked records, then the wins of the goal's year with the most words of the goal's
/// title, then the wins of that year that are evidence for no goal, newest first. With `words`: the wins,
/// projects, reading notes and metrics that contain the words.
pub fn evidence_targets(
    snapshot: &Snapshot<'_>,
    goal: &GoalView,
    words: &str,
    limit: usize,
) -> Result<Vec<LinkTarget>> {
    let linked = |id: RecordId| goal.evidence.iter().any(|each| each.id == id);
    if !words.trim().is_empty() {
        return found_targets(
            snapshot,
            words,
            &[Kind::Win, Kind::Project, Kind::Reading, Kind::Metric],
            linked,
            limit,
        );
    }
    let mut out: Vec<LinkTarget> = goal
        .evidence
        .iter()
        .rev()
        .map(|each| LinkTarget {
            id: each.id,
            kind: each.kind,
            title: each.title.clone(),
            date: each.day.to_string(),
            linked: true,
        })
        .collect();
    let year = WinFilter { period: Some(snapshot.context.goal_year(goal.year)), ..WinFilter::default() };
    let mut scored: Vec<(usize, LinkTarget)> = Vec::new();
    let folded = fold(&goal.title);
    for word in significant(&folded) {
        let mut filter = year.clone();
        filter.search(word);
        for target in newest(snapshot, &filter, FOR_A_WORD)? {
            match scored.iter_mut().find(|(_, each)| each.id == target.id) {
                Some((score, _)) => *score += 1,
                None => scored.push((1, target)),
            }
        }
    }
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let free = WinFilter { no_goal: true, ..year };
    let others = newest(snapshot, &free, limit)?;
    for target in scored.into_iter().map(|(_, each)| each).chain(others) {
        if !out.iter().any(|each| each.id == target.id) {
            out.push(target);
        }
    }
    out.truncate(limit.max(goal.evidence.len()));
    Ok(out)
}

/// Returns wins that used or may have used a reading note: without `words` the linked wins, then the newest
/// others; with `words` the wins that contain the words.
pub fn use_targets(
    snapshot: &Snapshot<'_>,
    reading: &Stored<Reading>,
    words: &str,
    limit: usize,
) -> Result<Vec<LinkTarget>> {
    let linked = |id: RecordId| reading.used_in.iter().any(|each| RecordId::from(each.id) == id);
    if !words.trim().is_empty() {
        return found_targets(snapshot, words, &[Kind::Win], linked, limit);
    }
    let mut out = Vec::new();
    for win in &reading.used_in {
        let date = crate::report::wording::when_text(super::wins::find(snapshot, WinId(win.id.0))?.when);
        let (id, title) = (win.id.into(), win.name.clone());
        out.push(LinkTarget { id, kind: Kind::Win, title, date, linked: true });
    }
    let newest = newest(snapshot, &WinFilter::default(), limit)?;
    out.extend(newest.into_iter().filter(|each| !linked(each.id)));
    out.truncate(limit.max(reading.used_in.len()));
    Ok(out)
}

/// The number of days before and after a piece of work in which the wins that it may belong to are looked for.
const NEAR: u64 = 31;
/// The maximum number of wins in that time that are considered.
const CONSIDERED: usize = 500;

/// Returns wins that a piece of work of this title may belong to. Without `words`: the wins within a month of `day`, those
/// with the most words of the title first; without a day the newest wins. With `words`: the wins that contain the words.
pub fn merge_targets(
    snapshot: &Snapshot<'_>,
    day: Option<NaiveDate>,
    title: &str,
    words: &str,
    limit: usize,
) -> Result<Vec<LinkTarget>> {
    if !words.trim().is_empty() {
        return found_targets(snapshot, words, &[Kind::Win], |_| false, limit);
    }
    let near = day.and_then(|day| {
        let (first, last) = (day.checked_sub_days(Days::new(NEAR))?, day.checked_add_days(Days::new(NEAR))?);
        Some(Period { first, last, label: String::new() })
    });
    let mut wins = newest(snapshot, &WinFilter { period: near, ..WinFilter::default() }, CONSIDERED)?;
    let wanted = fold(title);
    let wanted: Vec<&str> = significant(&wanted).collect();
    wins.sort_by_cached_key(|win| {
        let folded = fold(&win.title);
        std::cmp::Reverse(significant(&folded).filter(|word| wanted.contains(word)).count())
    });
    wins.truncate(limit);
    Ok(wins)
}

/// Returns the words of a folded text that say something.
fn significant(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() >= SAYS_SOMETHING)
}

fn newest(snapshot: &Snapshot<'_>, filter: &WinFilter, limit: usize) -> Result<Vec<LinkTarget>> {
    let rows =
        super::timeline::page(snapshot, filter, &Page { after: None, towards: Direction::Older, limit })?;
    let one = |row: crate::domain::WinRow| LinkTarget {
        id: row.id.into(),
        kind: Kind::Win,
        title: row.title,
        date: crate::report::wording::when_text(row.when),
        linked: false,
    };
    Ok(rows.into_iter().map(one).collect())
}

fn found_targets(
    snapshot: &Snapshot<'_>,
    words: &str,
    kinds: &[Kind],
    linked: impl Fn(RecordId) -> bool,
    limit: usize,
) -> Result<Vec<LinkTarget>> {
    let hits = super::lookup::search(snapshot, words, kinds, limit)?;
    let one = |hit: crate::domain::SearchHit| LinkTarget {
        linked: linked(hit.id),
        id: hit.id,
        kind: hit.kind,
        title: hit.title,
        date: hit.date.unwrap_or_default(),
    };
    Ok(hits.into_iter().map(one).collect())
}
