//! Projects.

use rusqlite::{OptionalExtension, Row};

use super::batch::Batch;
use super::table::Cell;
use super::{Result, Store, StoreError};
use crate::domain::{Kind, PartialDate, Project, ProjectId, ProjectStatus, RecordId, Visibility};

const COLUMNS: &str = "record.uuid, name, summary, status, start, \"end\", visibility, logged_at, updated_at";

impl Store {
    /// A project, deleted or not.
    ///
    /// # Errors
    /// When there is none, or the journal cannot be read.
    pub fn find_project(&self, id: ProjectId) -> Result<Project> {
        let sql = format!("SELECT {COLUMNS} FROM project JOIN record USING (id) WHERE record.uuid = ?1");
        self.connection
            .prepare_cached(&sql)?
            .query_row([id.0], read)
            .optional()?
            .ok_or_else(|| StoreError::Damaged("a project that is referred to is missing".into()))
    }

    /// All projects with how many wins each has, the latest first.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn list_projects(&self) -> Result<Vec<(Project, usize)>> {
        let sql = format!(
            "SELECT {COLUMNS},
               (SELECT count(*) FROM win WHERE win.project = project.id AND win.deleted_at IS NULL)
             FROM project JOIN record USING (id) WHERE deleted_at IS NULL
             ORDER BY sort_key DESC, project.id DESC"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement
            .query_map([], |row| Ok((read(row)?, usize::try_from(row.get::<_, i64>(9)?).unwrap_or(0))))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The live record that an import made from a source, if it is still there.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn find_source(&self, kind: Kind, source: &str) -> Result<Option<RecordId>> {
        find_source(&self.connection, kind, source)
    }
}

fn find_source(connection: &rusqlite::Connection, kind: Kind, source: &str) -> Result<Option<RecordId>> {
    let table = match kind {
        Kind::Win | Kind::Project | Kind::Goal => super::table::Table::of(kind).name,
        _ => return Ok(None),
    };
    let sql =
        format!("SELECT uuid FROM {table} JOIN record USING (id) WHERE source = ?1 AND deleted_at IS NULL");
    let found = connection.prepare_cached(&sql)?.query_row([source], |row| row.get(0)).optional()?;
    Ok(found.map(RecordId))
}

fn read(row: &Row<'_>) -> rusqlite::Result<Project> {
    let date = |at: usize| -> rusqlite::Result<Option<PartialDate>> {
        Ok(row.get::<_, Option<String>>(at)?.as_deref().and_then(PartialDate::from_iso))
    };
    Ok(Project {
        id: ProjectId(row.get(0)?),
        name: row.get(1)?,
        summary: row.get(2)?,
        status: ProjectStatus::from_word(&row.get::<_, String>(3)?).unwrap_or(ProjectStatus::Active),
        start: date(4)?,
        end: date(5)?,
        visibility: Visibility::from_word(&row.get::<_, String>(6)?).unwrap_or(Visibility::Private),
        logged_at: super::wins::instant(row, 7)?,
        updated_at: super::wins::instant(row, 8)?,
    })
}

impl Batch<'_> {
    /// Writes a new project.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn insert_project(&mut self, name: &str, summary: &str, source: Option<String>) -> Result<ProjectId> {
        let id = self.insert(
            Kind::Project,
            &[
                ("name", name.into()),
                ("summary", summary.into()),
                ("status", ProjectStatus::Active.word().into()),
                ("visibility", Visibility::Internal.word().into()),
                ("source", Cell::opt(source)),
            ],
        )?;
        Ok(ProjectId(id.0))
    }

    /// The same as [`Store::find_source`], seen from inside the transaction.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn find_source(&self, kind: Kind, source: &str) -> Result<Option<RecordId>> {
        find_source(&self.tx, kind, source)
    }

    /// Deletes a project softly; its wins stay, without a project.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn delete_project(&mut self, id: ProjectId) -> Result<()> {
        let (row, kind) = self.row(id.into())?;
        for win in self.rows("SELECT id FROM win WHERE project = ?1 AND deleted_at IS NULL", row)? {
            self.set(win, Kind::Win, "project", &Cell::Null)?;
        }
        for metric in self.rows("SELECT id FROM metric WHERE project = ?1 AND deleted_at IS NULL", row)? {
            self.set(metric, Kind::Metric, "project", &Cell::Null)?;
        }
        for follow_up in self.rows("SELECT id FROM follow_up WHERE about = ?1 AND deleted_at IS NULL", row)? {
            self.delete(follow_up, Kind::FollowUp)?;
        }
        self.delete(row, kind)?;
        Ok(())
    }

    pub(super) fn touch_wins_of_project(&mut self, project: i64) -> Result<()> {
        for win in self.rows("SELECT id FROM win WHERE project = ?1", project)? {
            self.touch(win, Kind::Win);
        }
        Ok(())
    }

    pub(super) fn rows(&self, sql: &str, id: i64) -> Result<Vec<i64>> {
        let mut statement = self.tx.prepare_cached(sql)?;
        let rows = statement.query_map([id], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
