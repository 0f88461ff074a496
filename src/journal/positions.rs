//! Positions: listing, adding and editing them, promotions, and the positions of wins and projects.

use super::edit_outcome::{EditOutcome, edit_unless_changed};
use super::{Context, Snapshot, Transaction};
use crate::domain::positions::overlaps;
use crate::domain::{
    Kind, LooseWin, NamedRef, PartialDate, Position, PositionId, PositionTitle, PositionView, Positions,
    ProjectRow, Record as _, Stored, fold,
};
use crate::editor::EditorFile;
use crate::error::{Error, Result};
use crate::text::{counted, ellipsis};

/// Returns all positions with their titles, the latest first, and the positions chosen for projects.
pub fn list(snapshot: &Snapshot<'_>) -> Result<Positions> {
    Ok(snapshot.store.positions()?)
}

/// Returns a position with its titles.
pub fn find(snapshot: &Snapshot<'_>, id: PositionId) -> Result<Stored<Position>> {
    Ok(snapshot.store.find_position(id)?)
}

/// Returns a position with its projects, its wins and the positions that overlap with it.
pub fn detail(snapshot: &Snapshot<'_>, id: PositionId) -> Result<PositionView> {
    let positions = list(snapshot)?;
    let position = find(snapshot, id)?;
    let all = Records::load(snapshot)?;
    Ok(all.of(&positions, position))
}

/// Returns all positions like [`detail`], the latest first, but without their revisions.
pub fn details(snapshot: &Snapshot<'_>) -> Result<Vec<PositionView>> {
    let positions = list(snapshot)?;
    let all = Records::load(snapshot)?;
    Ok(positions.all.iter().map(|position| all.of(&positions, position.clone())).collect())
}

/// The records that can belong to a position.
struct Records {
    projects: Vec<ProjectRow>,
    loose: Vec<LooseWin>,
}

impl Records {
    fn load(snapshot: &Snapshot<'_>) -> Result<Self> {
        Ok(Self { projects: snapshot.store.list_projects()?, loose: snapshot.store.list_loose_wins()? })
    }

    /// Returns a position with those of the records that belong to it.
    fn of(&self, positions: &Positions, position: Stored<Position>) -> PositionView {
        let id = position.id;
        let is_own = |found: Option<&Stored<Position>>| found.is_some_and(|found| found.id == id);
        let own = |row: &&ProjectRow| is_own(positions.of_project(row.id, row.start, row.end, row.last_win));
        let projects: Vec<ProjectRow> = self.projects.iter().filter(own).cloned().collect();
        let own = |win: &&LooseWin| is_own(positions.of_loose_win(win));
        let loose: Vec<LooseWin> = self.loose.iter().filter(own).cloned().collect();
        let pairs = overlaps(&positions.all).into_iter();
        let others = pairs.filter_map(|(one, other)| {
            let (one, other) = (&positions.all[one], &positions.all[other]);
            match (one.id == id, other.id == id) {
                (true, _) => Some(other),
                (_, true) => Some(one),
                _ => None,
            }
        });
        let named = |other: &Stored<Position>| NamedRef { id: other.id, name: other.described() };
        PositionView {
            overlapping: others.map(named).collect(),
            wins: loose.len() + projects.iter().map(|row| row.wins).sum::<usize>(),
            loose,
            projects,
            position,
        }
    }
}

/// Returns a sentence about the projects that the user put into a position, for its deletion; `None` without any.
pub(super) fn moved_without(snapshot: &Snapshot<'_>, id: PositionId) -> Result<Option<String>> {
    let chosen = list(snapshot)?.chosen;
    let count = chosen.values().filter(|chosen| **chosen == id).count();
    let projects = counted(count, "project that was put into it", "projects that were put into it");
    Ok((count > 0).then(|| format!("{projects}: now in the position of its dates, if there is one")))
}

/// Resolves an organisation or an id to a position.
pub fn resolve(snapshot: &Snapshot<'_>, typed: &str) -> Result<PositionId> {
    Ok(PositionId(super::lookup::resolve_named(snapshot, Kind::Position, typed)?.0))
}

/// Resolves the position that a win or a project names; a name that the record had before refers to the same
/// position. An empty name is none.
pub(super) fn resolve_chosen(
    snapshot: &Snapshot<'_>,
    named: Option<NamedRef<PositionId>>,
    before: Option<&NamedRef<PositionId>>,
) -> Result<Option<NamedRef<PositionId>>> {
    let Some(named) = named.filter(|named| !named.name.trim().is_empty() || named.is_resolved()) else {
        return Ok(None);
    };
    if named.is_resolved() {
        return Ok(Some(named));
    }
    if let Some(before) = before.filter(|before| fold(&before.name) == fold(&named.name)) {
        return Ok(Some(before.clone()));
    }
    let id = super::lookup::resolve_kind(snapshot, Kind::Position, &named.name)
        .map_err(|err| err.about("position"))?;
    Ok(Some(NamedRef { id: PositionId(id.0), name: named.name }))
}

/// Adds a position. Fails if it has no organisation, ends before it begins, has a title outside its span, or has
/// shares of more than 100 %.
pub fn add(tx: &mut Transaction<'_>, position: &Position) -> Result<Stored<Position>> {
    let position = checked(tx.context, position, None)?;
    tx.set_label(format!("add position: {}", ellipsis(&position.organisation, 60)));
    let id = tx.batch.insert_position(&position)?;
    find(&tx.snapshot(), id)
}

/// Updates a position; `seen` is the revision that the user has edited. Fails under the conditions of [`add`].
pub fn edit(
    tx: &mut Transaction<'_>,
    id: PositionId,
    position: &Position,
    seen: i64,
) -> Result<EditOutcome<Stored<Position>, Stored<Position>>> {
    let before = find(&tx.snapshot(), id)?;
    let position = checked(tx.context, position, Some(&before))?;
    tx.set_label(format!("edit position: {}", ellipsis(&before.organisation, 60)));
    edit_unless_changed(
        tx,
        (id.into(), seen),
        |tx| Ok(tx.batch.update_position(&before, &position)?),
        |snapshot| find(snapshot, id),
    )
}

/// Adds a title from a date on, by default today. Fails if the date is outside the position, or if the position
/// has this title already.
pub fn promote(
    tx: &mut Transaction<'_>,
    id: PositionId,
    title: &str,
    date: Option<PartialDate>,
) -> Result<Stored<Position>> {
    let before = find(&tx.snapshot(), id)?;
    tx.refuse_gone(id.into(), &before.organisation)?;
    if title.trim().is_empty() {
        return Err(Error::usage("a promotion needs a title").about("titles"));
    }
    if before.titles.iter().any(|each| fold(&each.title) == fold(title)) {
        let message = format!("“{}” has the title “{title}” already", before.organisation);
        return Err(Error::usage(message).about("titles"));
    }
    let mut position = before.body.clone();
    let start = date.unwrap_or(PartialDate::Day(tx.context.today()));
    position.titles.push(PositionTitle::new(title, Some(start)));
    let position = checked(tx.context, &position, Some(&before))?;
    tx.set_label(format!("promote: {}, {}", ellipsis(&before.organisation, 40), ellipsis(title, 40)));
    tx.batch.update_position(&before, &position)?;
    find(&tx.snapshot(), id)
}

fn checked(context: &Context, position: &Position, before: Option<&Stored<Position>>) -> Result<Position> {
    let mut position = position.clone();
    position.normalise(before.map(|before| &before.body), context.today());
    position.validate(context.today())?;
    Ok(position)
}

/// Opens a position as a document in the user's editor and parses the result; `None` if the document was not
/// changed.
pub fn edit_document(
    journal: &super::Journal,
    position: &Position,
) -> Result<Option<(Position, EditorFile)>> {
    super::record_document::edit(journal, position)
}
