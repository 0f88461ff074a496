//! Reads and writes positions with their titles.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{Connection, params};
use uuid::{NoContext, Timestamp, Uuid};

use super::batch::Batch;
use super::cell::Cell;
use super::derived_columns::{self, Dirty};
use super::{Result, Snapshot, checksum};
use crate::domain::id::short_id;
use crate::domain::{
    DateRange, Kind, LooseWin, NamedRef, Position, PositionId, PositionTitle, Positions, ProjectId, RecordId,
    Stored, Visibility, WinId, fold,
};

/// Returns a reference to a position by its organisation.
pub(super) fn named(position: &Stored<Position>) -> NamedRef<PositionId> {
    NamedRef { id: position.id, name: position.organisation.clone() }
}

impl Snapshot<'_> {
    /// Returns all positions with their titles, the latest first, and the positions chosen for projects.
    pub fn positions(&self) -> Result<Positions> {
        let mut all: Vec<Stored<Position>> = self.list("t.deleted_at IS NULL ORDER BY t.id", [])?;
        if all.is_empty() {
            return Ok(Positions::default());
        }
        // A position without an end comes first; then by end, and among those of one end by start.
        let last = |each: &Position| each.end.map(crate::domain::PartialDate::last_day);
        let start = |each: &Position| each.start.map(crate::domain::PartialDate::first_day);
        let dated = |each: &Position| each.start.is_some() || each.end.is_some();
        all.sort_by_key(|each| {
            std::cmp::Reverse((dated(each), last(each).is_none(), last(each), start(each)))
        });
        for title in self.list_titles(None)? {
            if let Some(owner) = all.iter_mut().find(|each| Some(each.id) == title.position) {
                owner.body.titles.push(title.body);
            }
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT mine.uuid AS project, theirs.uuid AS position FROM project
             JOIN record mine ON mine.id = project.id JOIN record theirs ON theirs.id = position_ref
             WHERE position_ref IS NOT NULL",
        )?;
        let chosen = statement.query_map([], |row| {
            Ok((ProjectId(row.get::<_, Uuid>("project")?), PositionId(row.get::<_, Uuid>("position")?)))
        })?;
        Ok(Positions { all, chosen: chosen.collect::<rusqlite::Result<HashMap<_, _>>>()? })
    }

    /// Returns the wins without a project, the latest first.
    pub fn list_loose_wins(&self) -> Result<Vec<LooseWin>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT mine.uuid, title, happened, theirs.uuid AS position FROM win
             JOIN record mine ON mine.id = win.id LEFT JOIN record theirs ON theirs.id = win.position
             WHERE project IS NULL AND deleted_at IS NULL ORDER BY sort_key DESC, win.id DESC",
        )?;
        let found = statement.query_map([], |row| {
            Ok(LooseWin {
                id: WinId(row.get("uuid")?),
                title: row.get("title")?,
                when: row.get::<_, Option<String>>("happened")?.as_deref().and_then(DateRange::from_iso),
                position: row.get::<_, Option<Uuid>>("position")?.map(PositionId),
            })
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns a position with its titles and its revision, deleted or not.
    pub fn find_position(&self, id: PositionId) -> Result<Stored<Position>> {
        let mut found = self.find::<Position>(id)?;
        found.body.titles = self.list_titles(Some(id))?.into_iter().map(|title| title.body).collect();
        Ok(found)
    }

    /// Returns the titles of a position, or of all positions, in the order of their dates.
    pub fn list_titles(&self, of: Option<PositionId>) -> Result<Vec<Stored<PositionTitle>>> {
        let row = of.map(|id| super::lookup::row_of(self.connection, id.into())).transpose()?;
        self.list(
            "t.deleted_at IS NULL AND (?1 IS NULL OR t.position = ?1) ORDER BY t.start IS NOT NULL, t.start, t.id",
            [row.map(|(row, _)| row)],
        )
    }
}

impl Batch<'_> {
    /// Inserts a position with its titles.
    pub fn insert_position(&mut self, position: &Position) -> Result<PositionId> {
        let id = self.insert(position)?;
        self.update_titles(id, &[], position)?;
        Ok(id)
    }

    /// Updates a position and its titles to `now`.
    pub fn update_position(&mut self, before: &Stored<Position>, now: &Position) -> Result<()> {
        self.update(before, now)?;
        let titles = self.snapshot().list_titles(Some(before.id))?;
        self.update_titles(before.id, &titles, now)
    }

    /// Replaces the text of a position in a restored project, which an export of an older version contains, by a
    /// reference to the position of this name; the position is added if no position has the name.
    pub(super) fn convert_text(&mut self, project: i64) -> Result<()> {
        let Cell::Text(text) = self.field(project, Kind::Project, "position")? else { return Ok(()) };
        let text = text.trim();
        if text.is_empty() {
            return Ok(());
        }
        self.set_position(project, text)?;
        self.set(project, Kind::Project, "position", &Cell::from(""))?;
        Ok(())
    }

    /// Sets the position of a project to the one of this name, which is added if there is none. A position that this
    /// batch adds is as visible as the most visible of its projects: the text of a private project stays private.
    fn set_position(&mut self, project: i64, name: &str) -> Result<()> {
        let cell = self.field(project, Kind::Project, "visibility")?;
        let visibility = cell.as_text().and_then(Visibility::from_word).unwrap_or(Visibility::Private);
        let position = if let Some(id) = self.find_named(Kind::Position, name)? {
            let (row, kind) = self.row(id)?;
            let own = self.field(row, kind, "visibility")?;
            let is_stricter =
                own.as_text().and_then(Visibility::from_word).is_some_and(|own| own < visibility);
            if is_stricter && self.has_added(row)? {
                self.set(row, kind, "visibility", &visibility.word().into())?;
            }
            id.0
        } else {
            let organisation = name.to_owned();
            self.insert(&Position { organisation, visibility, ..Position::default() })?.0
        };
        self.set(project, Kind::Project, "position_ref", &Cell::Ref(position))?;
        Ok(())
    }

    /// Reverts a change of the text of a position, from a batch before the text became a reference. Returns `false`
    /// if the project does not have the text of the change.
    pub(super) fn revert_position_text(&mut self, project: i64, before: &Cell, after: &Cell) -> Result<bool> {
        let own = match self.field(project, Kind::Project, "position_ref")? {
            Cell::Ref(id) => {
                let (row, kind) = self.row(RecordId(id))?;
                self.field(row, kind, "organisation")?.as_text().map(fold).unwrap_or_default()
            }
            _ => String::new(),
        };
        if own != after.as_text().map(|text| fold(text.trim())).unwrap_or_default() {
            return Ok(false);
        }
        match before.as_text().map(str::trim).filter(|text| !text.is_empty()) {
            Some(name) => self.set_position(project, name)?,
            None => {
                self.set(project, Kind::Project, "position_ref", &Cell::Null)?;
            }
        }
        Ok(true)
    }

    fn update_titles(
        &mut self,
        id: PositionId,
        before: &[Stored<PositionTitle>],
        now: &Position,
    ) -> Result<()> {
        let own = |title: &PositionTitle| PositionTitle { position: Some(id), ..title.clone() };
        let wanted: Vec<PositionTitle> = now.titles.iter().map(own).collect();
        self.update_parts(before, &wanted, |one, other| fold(&one.title) == fold(&other.title))
    }
}

/// A position that a migration makes of a text.
struct Converted {
    organisation: String,
    /// The rows of the projects with the text.
    projects: Vec<i64>,
    /// The visibility of the most visible of the projects: the text of a private project stays private.
    visibility: Visibility,
    /// The latest time at which one of the projects was changed.
    at: String,
}

/// Makes an undated position of each distinct text of a position that schemas 2 to 5 stored in a project, and
/// makes the projects refer to them. The rows have no history, like everything that a migration writes: they
/// must not be the next change that an undo reverts.
pub(super) fn convert_texts(connection: &Connection) -> Result<()> {
    let mut texts: BTreeMap<String, Converted> = BTreeMap::new();
    let mut statement = connection.prepare(
        "SELECT id, trim(position) AS position, visibility, updated_at FROM project
         WHERE trim(position) <> '' AND position_ref IS NULL ORDER BY id",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (text, at): (String, String) = (row.get("position")?, row.get("updated_at")?);
        let word: String = row.get("visibility")?;
        let visibility = Visibility::from_word(&word).unwrap_or(Visibility::Private);
        let found = texts.entry(fold(&text)).or_insert_with(|| Converted {
            organisation: text,
            projects: Vec::new(),
            visibility,
            at: at.clone(),
        });
        found.projects.push(row.get("id")?);
        found.visibility = found.visibility.max(visibility);
        found.at = found.at.clone().max(at);
    }
    for converted in texts.into_values() {
        let position = insert_converted(connection, &converted)?;
        for project in converted.projects {
            // A damaged row keeps a checksum that does not match.
            let was_intact = checksum::of_row(connection, project, Kind::Project)?.agree();
            connection.execute(
                "UPDATE project SET position_ref = ?1, position = '' WHERE id = ?2",
                params![position, project],
            )?;
            if was_intact {
                checksum::store_of_row(connection, project, Kind::Project)?;
            }
            derived_columns::refresh(connection, project, Kind::Project, Dirty::Rebuilt)?;
        }
    }
    Ok(())
}

/// Inserts the position of a converted text; returns its row.
fn insert_converted(connection: &Connection, converted: &Converted) -> Result<i64> {
    let Converted { organisation, at, visibility, .. } = converted;
    let time = chrono::DateTime::parse_from_rfc3339(at).unwrap_or_default();
    let seconds = time.timestamp().max(0).unsigned_abs();
    let uuid = Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, 0));
    connection.execute(
        "INSERT INTO record (uuid, kind, short) VALUES (?1, ?2, ?3)",
        params![uuid, Kind::Position.word(), short_id(uuid)],
    )?;
    let id = connection.last_insert_rowid();
    let fields = [("organisation", Cell::from(organisation.as_str()))];
    let derived = derived_columns::columns(Kind::Position, &fields, at);
    let cell = |name: &str| {
        derived.iter().find(|(each, _)| *each == name).map_or(Cell::Null, |(_, cell)| cell.clone())
    };
    connection.execute(
        "INSERT INTO position (id, organisation, visibility, folded, sort_key, logged_at, updated_at, checksum)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, 0)",
        params![id, organisation, visibility.word(), cell("folded"), cell("sort_key"), at],
    )?;
    checksum::store_of_row(connection, id, Kind::Position)?;
    derived_columns::refresh(connection, id, Kind::Position, Dirty::New)?;
    Ok(id)
}
