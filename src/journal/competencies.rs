//! Competencies: tagging wins and stories, suggestions, and the standing against the ladder.

use super::{Snapshot, Transaction, ladders};
use crate::domain::competency::{self, suggestions};
use crate::domain::{
    CompetencyEvidence, Gap, Kind, LabelKind, Ladder, Level, Matrix, RecordId, WinFilter, WinId, WinView,
};
use crate::error::{Error, Result};
use crate::text::counted;

/// The standing of the user against the ladder.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The ladder.
    pub ladder: Ladder,
    /// The evidence by competency and quarter.
    pub matrix: Matrix,
    /// The next level; `None` at the top of the ladder.
    pub next: Option<Level>,
    /// The expectations of the next level that the evidence does not meet.
    pub gaps: Vec<Gap>,
    /// The number of the latest wins without a competency that have a suggestion.
    pub suggested: usize,
}

/// The number of the latest wins that are searched for suggestions.
const LATEST: usize = 200;

/// Adds competencies to wins and stories, or removes them. Fails if a record is of another kind, or if the ladder
/// does not have an added competency.
pub fn tag(tx: &mut Transaction<'_>, ids: &[RecordId], names: &[String], remove: bool) -> Result<usize> {
    let mut keys = names.to_vec();
    if !remove {
        ladders::resolve(tx.context, &mut keys, &[])?;
    }
    let subject = counted(ids.len(), "record", "records");
    tx.set_label(format!(
        "{} {}: {subject}",
        if remove { "remove competency" } else { "competency" },
        keys.join(", ")
    ));
    let mut changed = 0;
    for id in ids {
        let found = tx.snapshot().store.describe(*id)?;
        if !matches!(found.kind, Kind::Win | Kind::Story) {
            return Err(Error::usage(format!("“{}” is a {}, not a win or a story", found.title, found.kind)));
        }
        changed += usize::from(tx.batch.change_labels(*id, LabelKind::Competency, &keys, remove)?);
    }
    Ok(changed)
}

/// Returns the wins and stories that have a competency.
pub fn evidence(snapshot: &Snapshot<'_>) -> Result<Vec<CompetencyEvidence>> {
    let rows = snapshot.store.win_rows_with_label(LabelKind::Competency)?;
    let mut out: Vec<CompetencyEvidence> = Vec::with_capacity(rows.len());
    for chunk in rows.chunks(500) {
        snapshot.refuse_if_stopped()?;
        out.extend(snapshot.store.find_wins_to_print(chunk)?.iter().map(CompetencyEvidence::of_win));
    }
    out.extend(of_stories(snapshot)?);
    Ok(out)
}

fn of_stories(snapshot: &Snapshot<'_>) -> Result<Vec<CompetencyEvidence>> {
    let mut out = Vec::new();
    for story in super::stories::list(snapshot)? {
        if story.competencies.is_empty() {
            continue;
        }
        let mut wins = Vec::with_capacity(story.wins.len());
        for win in &story.wins {
            wins.push(CompetencyEvidence::of_win(&snapshot.store.find_win(win.id)?));
        }
        out.push(CompetencyEvidence::of_story(&story, &wins));
    }
    Ok(out)
}

/// Returns the latest wins that have no competency, newest first.
fn latest_untagged(snapshot: &Snapshot<'_>) -> Result<Vec<WinView>> {
    let found = snapshot.store.list_win_ids(&WinFilter::default(), true, LATEST)?;
    let rows: Vec<i64> = found.iter().map(|(row, _)| *row).collect();
    let mut wins = snapshot.store.find_wins_to_print(&rows)?;
    wins.retain(|win| win.competencies.is_empty());
    Ok(wins)
}

/// Returns the keys of the competencies that a win suggests; empty without a ladder, or if the win has some.
pub fn suggested_for(snapshot: &Snapshot<'_>, id: WinId) -> Result<Vec<String>> {
    let Some(ladder) = ladders::load(snapshot.context)? else { return Ok(Vec::new()) };
    let win = super::wins::find(snapshot, id)?;
    Ok(keys(&ladder, &CompetencyEvidence::of_win(&win)))
}

/// Returns the names of the competencies that a win suggests; empty without a ladder, with a ladder that cannot be
/// read, or if the win has a competency.
pub fn suggested_names(snapshot: &Snapshot<'_>, win: &WinView) -> Result<Vec<String>> {
    if !win.competencies.is_empty() {
        return Ok(Vec::new());
    }
    let Ok(Some(ladder)) = ladders::load(snapshot.context) else { return Ok(Vec::new()) };
    let found = suggestions(&ladder, &CompetencyEvidence::of_win(win));
    Ok(found.into_iter().map(|each| each.name.clone()).collect())
}

/// Returns the latest wins without a competency that suggest some, each with their keys.
pub fn suggested(snapshot: &Snapshot<'_>, ladder: &Ladder) -> Result<Vec<(WinView, Vec<String>)>> {
    let wins = latest_untagged(snapshot)?.into_iter();
    let with_keys = wins.map(|win| {
        let keys = keys(ladder, &CompetencyEvidence::of_win(&win));
        (win, keys)
    });
    Ok(with_keys.filter(|(_, keys)| !keys.is_empty()).collect())
}

/// Tags the latest wins without a competency with those that they suggest, as one batch; returns the number of wins
/// that changed. Fails without a ladder.
pub fn confirm_suggested(tx: &mut Transaction<'_>) -> Result<usize> {
    let ladder = ladders::require(tx.context)?;
    let suggested = suggested(&tx.snapshot(), &ladder)?;
    tx.set_label(format!("confirm competencies: {}", counted(suggested.len(), "win", "wins")));
    let mut changed = 0;
    for (win, keys) in suggested {
        changed += usize::from(tx.batch.change_labels(win.id.into(), LabelKind::Competency, &keys, false)?);
    }
    Ok(changed)
}

/// Returns the keys of the competencies that a record suggests.
pub(super) fn keys(ladder: &Ladder, evidence: &CompetencyEvidence) -> Vec<String> {
    suggestions(ladder, evidence).into_iter().map(|each| each.key.clone()).collect()
}

/// Returns the standing against the ladder: the matrix of the last `quarters` quarters and the gaps to a level, by
/// default the next one. `None` if the user has not chosen a ladder. Fails if the ladder does not have the level.
pub fn standing(snapshot: &Snapshot<'_>, level: Option<&str>, quarters: usize) -> Result<Option<Standing>> {
    let Some(ladder) = ladders::load(snapshot.context)? else { return Ok(None) };
    let next = match level {
        Some(typed) => {
            let keys: Vec<&str> = ladder.levels.iter().map(|level| level.key.as_str()).collect();
            let unknown = || Error::usage(crate::domain::field::unknown("level", typed, &keys));
            Some(ladder.find_level(typed).cloned().ok_or_else(unknown)?)
        }
        None => ladder.next_level().cloned(),
    };
    let mut evidence = evidence(snapshot)?;
    let matrix = competency::matrix(&ladder, &evidence, snapshot.today(), quarters);
    let untagged: Vec<CompetencyEvidence> =
        latest_untagged(snapshot)?.iter().map(CompetencyEvidence::of_win).collect();
    let suggested = untagged.iter().filter(|each| !suggestions(&ladder, each).is_empty()).count();
    evidence.extend(untagged);
    let gaps =
        next.as_ref().map(|level| competency::gaps(&ladder, &level.key, &evidence)).unwrap_or_default();
    Ok(Some(Standing { ladder, matrix, next, gaps, suggested }))
}
