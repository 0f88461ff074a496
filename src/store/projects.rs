//! Reads and writes projects, with their related projects and follow-ups.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row, params};
use uuid::Uuid;

use super::batch::Batch;
use super::columns::date;
use super::links::Linked;
use super::{Result, Snapshot};
use crate::domain::{
    DateRange, Kind, NamedRef, Project, ProjectId, ProjectRow, ProjectStatus, ProjectView, RecordId, Stored,
};

/// The kind of the link between related projects.
const RELATED: &str = "related";

/// The columns of a list row that are computed from the wins and follow-ups of the project.
const WITH_WINS: &str =
    "(SELECT count(*) FROM win WHERE win.project = p.id AND win.deleted_at IS NULL) AS wins,
   (SELECT min(ask_on) FROM follow_up f WHERE f.recorded_on IS NULL AND f.nothing_said = 0
      AND f.deleted_at IS NULL AND f.about = p.id) AS ask_on,
   (SELECT happened FROM win WHERE win.project = p.id AND win.deleted_at IS NULL
      ORDER BY sort_key DESC LIMIT 1) AS last_win";

/// Constants in place of the columns of [`WITH_WINS`], for a list that does not show them.
const NAMES_ALONE: &str = "0 AS wins, NULL AS ask_on, NULL AS last_win";

impl Snapshot<'_> {
    /// Returns a project with its related projects and follow-ups, deleted or not.
    pub fn find_project(&self, id: ProjectId) -> Result<ProjectView> {
        let (row, _) = super::lookup::row_of(self.connection, id.into())?;
        let mut stored = self.find::<Project>(id)?;
        stored.body.related = self.related_to(row)?;
        let last_win = self.last_win_of(row)?;
        let positions = self.positions()?;
        let held_in =
            positions.of_project(id, stored.start, stored.end, last_win).map(super::positions::named);
        let rows = super::load::json_rows([row].into_iter());
        Ok(ProjectView {
            follow_ups: self.follow_ups_about(&rows)?,
            praise: self.praise_of("project", &rows)?,
            held_in,
            stored,
        })
    }

    /// Returns the last day of the latest win of a project.
    fn last_win_of(&self, project: i64) -> Result<Option<NaiveDate>> {
        let happened: Option<String> = self
            .connection
            .prepare_cached(
                "SELECT happened FROM win WHERE project = ?1 AND deleted_at IS NULL
                 ORDER BY sort_key DESC LIMIT 1",
            )?
            .query_row([project], |row| row.get(0))
            .optional()?;
        Ok(happened.as_deref().and_then(DateRange::from_iso).map(DateRange::last_day))
    }

    fn related_to(&self, row: i64) -> Result<Vec<NamedRef<ProjectId>>> {
        // The link is stored once and relates both projects.
        let mut statement = self.connection.prepare_cached(
            "SELECT record.uuid, project.name FROM project JOIN record USING (id)
             WHERE deleted_at IS NULL AND project.id IN (
               SELECT target FROM link WHERE owner = ?1 AND kind = ?2
               UNION SELECT owner FROM link WHERE target = ?1 AND kind = ?2) ORDER BY project.id",
        )?;
        let rows = statement.query_map(params![row, RELATED], |row| {
            Ok(NamedRef { id: ProjectId(row.get(0)?), name: row.get(1)? })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the list rows of all projects, the latest first.
    pub fn list_projects(&self) -> Result<Vec<ProjectRow>> {
        self.project_rows(WITH_WINS, "p.deleted_at IS NULL ORDER BY p.sort_key DESC, p.id DESC", [])
    }

    /// Returns the list rows of all projects, the latest first, without the columns computed from wins and
    /// follow-ups.
    pub fn list_project_names(&self) -> Result<Vec<ProjectRow>> {
        self.project_rows(NAMES_ALONE, "p.deleted_at IS NULL ORDER BY p.sort_key DESC, p.id DESC", [])
    }

    /// Returns the list rows of the projects that are a part of a project, the latest first.
    pub fn list_parts(&self, of: ProjectId) -> Result<Vec<ProjectRow>> {
        let (row, _) = super::lookup::row_of(self.connection, of.into())?;
        self.project_rows(
            WITH_WINS,
            "p.parent = ?1 AND p.deleted_at IS NULL ORDER BY p.sort_key DESC, p.id DESC",
            [row],
        )
    }

    fn project_rows(
        &self,
        derived: &str,
        condition: &str,
        values: impl rusqlite::Params,
    ) -> Result<Vec<ProjectRow>> {
        let sql = format!(
            "SELECT mine.uuid, p.name, p.summary, p.status, p.start, p.\"end\", up.uuid AS parent,
               {derived}, p.logged_at
             FROM project p JOIN record mine USING (id)
             LEFT JOIN project parent ON parent.id = p.parent AND parent.deleted_at IS NULL
             LEFT JOIN record up ON up.id = parent.id WHERE {condition}"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(values, read_row)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the live record that an import created from the item with this fingerprint.
    pub fn find_source(&self, kind: Kind, source: &str) -> Result<Option<RecordId>> {
        find_source(self.connection, kind, source)
    }
}

/// The stored text is the fingerprint, or begins with it and `!`, the character before `"`, of code 34.
fn find_source(connection: &rusqlite::Connection, kind: Kind, source: &str) -> Result<Option<RecordId>> {
    if kind.info().by_column("source").is_none() {
        return Ok(None);
    }
    let sql = format!(
        "SELECT uuid FROM {} JOIN record USING (id)
         WHERE source >= ?1 AND source < ?1 || char(34) AND deleted_at IS NULL LIMIT 1",
        kind.table()
    );
    let found = connection.prepare_cached(&sql)?.query_row([source], |row| row.get(0)).optional()?;
    Ok(found.map(RecordId))
}

fn read_row(row: &Row<'_>) -> rusqlite::Result<ProjectRow> {
    let when: Option<String> = row.get("last_win")?;
    let logged: String = row.get("logged_at")?;
    let last_win = when.as_deref().and_then(DateRange::from_iso).map(DateRange::last_day);
    let last = last_win.or_else(|| logged.get(..10).and_then(|day| day.parse().ok()));
    let word: String = row.get("status")?;
    let status = ProjectStatus::from_word(&word);
    Ok(ProjectRow {
        id: ProjectId(row.get("uuid")?),
        name: row.get("name")?,
        summary: row.get("summary")?,
        status: status.unwrap_or(ProjectStatus::Active),
        unread_status: if status.is_none() { word } else { String::new() },
        start: date(row, "start")?,
        end: date(row, "end")?,
        parent: row.get::<_, Option<Uuid>>("parent")?.map(ProjectId),
        wins: usize::try_from(row.get::<_, i64>("wins")?).unwrap_or(0),
        ask_on: row.get::<_, Option<String>>("ask_on")?.and_then(|day| day.parse().ok()),
        last: last.unwrap_or(NaiveDate::MIN),
        last_win,
    })
}

impl Batch<'_> {
    /// Inserts a project.
    pub fn insert_project(&mut self, project: &Project) -> Result<ProjectId> {
        self.insert(project)
    }

    /// Updates a project and its related projects to `project`.
    pub fn update_project(&mut self, before: &ProjectView, project: &Project) -> Result<()> {
        let id = before.id;
        let (row, kind) = self.row(id.into())?;
        // The link to a related project may be stored with either of the two.
        let without = |body: &Project| Project { related: Vec::new(), ..body.clone() };
        let was = Stored { body: without(&before.body), ..before.stored.clone() };
        if self.update(&was, &without(project))?.contains(&"name") {
            self.mark_records_naming_project(row)?;
        }
        let related: Vec<ProjectId> = project.related.iter().map(|named| named.id).collect();
        let present: Vec<(i64, Uuid, Uuid)> = self
            .tx
            .prepare_cached(
                "SELECT owner, mine.uuid, theirs.uuid FROM link
                 JOIN record mine ON mine.id = owner JOIN record theirs ON theirs.id = target
                 WHERE link.kind = ?2 AND link.live = 1 AND (owner = ?1 OR target = ?1)",
            )?
            .query_map(params![row, RELATED], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let other = |mine: &Uuid, theirs: &Uuid| ProjectId(if *mine == id.0 { *theirs } else { *mine });
        for (owner, mine, theirs) in &present {
            if !related.contains(&other(mine, theirs)) {
                self.unlink(*owner, Kind::Project, RELATED, &Linked::Record(*theirs))?;
            }
        }
        for related in &related {
            if !present.iter().any(|(_, mine, theirs)| other(mine, theirs) == *related) {
                self.link(row, kind, RELATED, &Linked::Record(related.0))?;
            }
        }
        Ok(())
    }

    /// Returns the live record that an import created from the item with this fingerprint.
    pub fn find_source(&self, kind: Kind, source: &str) -> Result<Option<RecordId>> {
        find_source(&self.tx, kind, source)
    }

    /// Marks the wins and metrics of a project, because search finds them by the name of the project.
    pub(super) fn mark_records_naming_project(&mut self, project: i64) -> Result<()> {
        for win in self.rows("SELECT id FROM win WHERE project = ?1", project)? {
            self.mark_dirty(win, Kind::Win)?;
        }
        for metric in self.rows("SELECT id FROM metric WHERE project = ?1", project)? {
            self.mark_dirty(metric, Kind::Metric)?;
        }
        Ok(())
    }

    pub(super) fn rows(&self, sql: &str, id: i64) -> Result<Vec<i64>> {
        let mut statement = self.tx.prepare_cached(sql)?;
        let rows = statement.query_map([id], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
