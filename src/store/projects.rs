//! Projects.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row, params};
use uuid::Uuid;

use super::batch::Batch;
use super::cell::Cell;
use super::labels::LabelKind;
use super::links::Linked;
use super::wins::instant;
use super::{Result, Store, StoreError};
use crate::domain::{
    Chapter, Kind, NamedRef, PartialDate, Project, ProjectDraft, ProjectId, ProjectRow, ProjectStatus, Prose,
    RecordId, Role, Visibility, When,
};

/// What a project has to do with another one is a link of this kind.
const RELATED: &str = "related";

impl Store {
    /// A project, whole, deleted or not.
    ///
    /// # Errors
    /// When there is none, or the journal cannot be read.
    pub fn find_project(&self, id: ProjectId) -> Result<Project> {
        let (row, _) = super::ids::row_of(&self.connection, id.into())?;
        let chapters: Vec<String> =
            Chapter::ALL.iter().map(|chapter| format!("p.{}", column(*chapter))).collect();
        let sql = format!(
            "SELECT p.name, p.status, p.start, p.\"end\", p.visibility, p.logged_at, p.updated_at, up.uuid,
                    parent.name, {}
             FROM project p LEFT JOIN project parent ON parent.id = p.parent
             LEFT JOIN record up ON up.id = p.parent WHERE p.id = ?1",
            chapters.join(", ")
        );
        let revision = super::revision::revision(&self.connection, row, Kind::Project)?;
        let read = |found: &Row<'_>| read(found, id, revision);
        let mut project = self
            .connection
            .prepare_cached(&sql)?
            .query_row([row], read)
            .optional()?
            .ok_or_else(|| StoreError::Damaged("a project that is referred to is missing".into()))?;
        let roles = self.labels_of(row, LabelKind::Role)?;
        project.roles = roles.iter().filter_map(|word| Role::from_word(word)).collect();
        project.skills = self.labels_of(row, LabelKind::Skill)?;
        project.tags = self.labels_of(row, LabelKind::Tag)?;
        project.links = self.labels_of(row, LabelKind::Url)?;
        project.related = self.related_to(row)?;
        project.follow_ups = self.follow_ups_of(row)?;
        Ok(project)
    }

    fn related_to(&self, row: i64) -> Result<Vec<NamedRef<ProjectId>>> {
        // It is said once and holds both ways.
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

    /// All projects as a list shows them, the latest first.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn list_projects(&self) -> Result<Vec<ProjectRow>> {
        self.project_rows("p.deleted_at IS NULL ORDER BY p.sort_key DESC, p.id DESC", [])
    }

    /// The projects that are a part of one.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn list_parts(&self, of: ProjectId) -> Result<Vec<ProjectRow>> {
        let (row, _) = super::ids::row_of(&self.connection, of.into())?;
        self.project_rows("p.parent = ?1 AND p.deleted_at IS NULL ORDER BY p.sort_key DESC, p.id DESC", [row])
    }

    fn project_rows(&self, condition: &str, values: impl rusqlite::Params) -> Result<Vec<ProjectRow>> {
        let sql = format!(
            "SELECT mine.uuid, p.name, p.summary, p.status, p.start, p.\"end\", up.uuid,
               (SELECT count(*) FROM win WHERE win.project = p.id AND win.deleted_at IS NULL),
               (SELECT min(ask_on) FROM follow_up f WHERE f.recorded_on IS NULL AND f.nothing_said = 0
                  AND f.deleted_at IS NULL AND f.about = p.id),
               (SELECT happened FROM win WHERE win.project = p.id AND win.deleted_at IS NULL
                  ORDER BY sort_key DESC LIMIT 1),
               p.logged_at
             FROM project p JOIN record mine USING (id)
             LEFT JOIN project parent ON parent.id = p.parent AND parent.deleted_at IS NULL
             LEFT JOIN record up ON up.id = parent.id WHERE {condition}"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(values, read_row)?;
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

fn column(chapter: Chapter) -> &'static str {
    if chapter == Chapter::Audience { "audience" } else { chapter.word() }
}

fn find_source(connection: &rusqlite::Connection, kind: Kind, source: &str) -> Result<Option<RecordId>> {
    if kind.info().by_column("source").is_none() {
        return Ok(None);
    }
    let sql = format!(
        "SELECT uuid FROM {} JOIN record USING (id) WHERE source = ?1 AND deleted_at IS NULL",
        kind.table()
    );
    let found = connection.prepare_cached(&sql)?.query_row([source], |row| row.get(0)).optional()?;
    Ok(found.map(RecordId))
}

fn date(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<PartialDate>> {
    Ok(row.get::<_, Option<String>>(at)?.as_deref().and_then(PartialDate::from_iso))
}

fn read_row(row: &Row<'_>) -> rusqlite::Result<ProjectRow> {
    let when: Option<String> = row.get(9)?;
    let logged: String = row.get(10)?;
    let last = when
        .as_deref()
        .and_then(When::from_iso)
        .map(When::last_day)
        .or_else(|| logged.get(..10).and_then(|day| day.parse().ok()));
    Ok(ProjectRow {
        id: ProjectId(row.get(0)?),
        name: row.get(1)?,
        summary: row.get(2)?,
        status: ProjectStatus::from_word(&row.get::<_, String>(3)?).unwrap_or(ProjectStatus::Active),
        start: date(row, 4)?,
        end: date(row, 5)?,
        parent: row.get::<_, Option<Uuid>>(6)?.map(ProjectId),
        wins: usize::try_from(row.get::<_, i64>(7)?).unwrap_or(0),
        ask_on: row.get::<_, Option<String>>(8)?.and_then(|day| day.parse().ok()),
        last: last.unwrap_or(NaiveDate::MIN),
    })
}

fn read(row: &Row<'_>, id: ProjectId, revision: i64) -> rusqlite::Result<Project> {
    let mut prose = Prose::default();
    for (at, chapter) in Chapter::ALL.iter().enumerate() {
        prose[*chapter] = row.get(9 + at)?;
    }
    let parent: Option<Uuid> = row.get(7)?;
    let parent_name: Option<String> = row.get(8)?;
    Ok(Project {
        id,
        name: row.get(0)?,
        status: ProjectStatus::from_word(&row.get::<_, String>(1)?).unwrap_or(ProjectStatus::Active),
        start: date(row, 2)?,
        end: date(row, 3)?,
        visibility: Visibility::from_word(&row.get::<_, String>(4)?).unwrap_or(Visibility::Private),
        logged_at: instant(row, 5)?,
        updated_at: instant(row, 6)?,
        parent: parent.zip(parent_name).map(|(id, name)| NamedRef { id: ProjectId(id), name }),
        related: Vec::new(),
        roles: Vec::new(),
        skills: Vec::new(),
        tags: Vec::new(),
        links: Vec::new(),
        prose,
        follow_ups: Vec::new(),
        revision,
    })
}

/// Who a project belongs to and has to do with, by identity.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ties {
    /// What it is a part of.
    pub parent: Option<ProjectId>,
    /// What it has to do with.
    pub related: Vec<ProjectId>,
}

impl Batch<'_> {
    /// Writes a new project.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn insert_project(
        &mut self,
        draft: &ProjectDraft,
        ties: &Ties,
        source: Option<String>,
    ) -> Result<ProjectId> {
        let mut fields = project_fields(draft, ties.parent);
        fields.retain(|(_, cell)| *cell != Cell::Text(String::new()));
        fields.push(("source", Cell::opt(source)));
        let id = ProjectId(self.insert_fields(Kind::Project, &fields)?.0);
        for (kind, names) in labels(draft) {
            self.insert_labels(id.into(), kind, &names)?;
        }
        let (row, kind) = self.row(id.into())?;
        for related in &ties.related {
            self.link(row, kind, RELATED, &Linked::Record(related.0))?;
        }
        Ok(id)
    }

    /// Changes a project's own fields and names to what a draft says.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn update_project(&mut self, before: &Project, draft: &ProjectDraft, ties: &Ties) -> Result<()> {
        let id = before.id;
        let (row, kind) = self.row(id.into())?;
        let read = project_fields(&before.draft(), before.parent.as_ref().map(|parent| parent.id));
        let changed = self.set_changed(row, kind, &read, &project_fields(draft, ties.parent))?;
        if changed.contains(&"name") {
            self.touch_what_names_project(row)?;
        }
        for (kind, names) in labels(draft) {
            self.update_labels(id.into(), kind, &names)?;
        }
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
            if !ties.related.contains(&other(mine, theirs)) {
                self.unlink(*owner, Kind::Project, RELATED, &Linked::Record(*theirs))?;
            }
        }
        for related in &ties.related {
            if !present.iter().any(|(_, mine, theirs)| other(mine, theirs) == *related) {
                self.link(row, kind, RELATED, &Linked::Record(related.0))?;
            }
        }
        Ok(())
    }

    /// The same as [`Store::find_source`], seen from inside the transaction.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn find_source(&self, kind: Kind, source: &str) -> Result<Option<RecordId>> {
        find_source(&self.tx, kind, source)
    }

    /// Deletes a project softly, with what is asked about it; its wins and metrics stay, without
    /// a project, and its parts move up.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn delete_project(&mut self, id: ProjectId) -> Result<()> {
        let (row, kind) = self.row(id.into())?;
        let standing = [
            ("SELECT id FROM win WHERE project = ?1 AND deleted_at IS NULL", Kind::Win, "project"),
            ("SELECT id FROM metric WHERE project = ?1 AND deleted_at IS NULL", Kind::Metric, "project"),
        ];
        for (sql, of, field) in standing {
            for each in self.rows(sql, row)? {
                self.set(each, of, field, &Cell::Null)?;
            }
        }
        // Its parts become parts of what it was a part of.
        let above = self.field(row, kind, "parent")?;
        for part in self.rows("SELECT id FROM project WHERE parent = ?1 AND deleted_at IS NULL", row)? {
            self.set(part, Kind::Project, "parent", &above)?;
        }
        for follow_up in self.rows("SELECT id FROM follow_up WHERE about = ?1 AND deleted_at IS NULL", row)? {
            self.delete(follow_up, Kind::FollowUp)?;
        }
        for owner in self.rows("SELECT owner FROM link WHERE target = ?1 AND kind = 'related'", row)? {
            self.unlink(owner, Kind::Project, RELATED, &Linked::Record(id.0))?;
        }
        self.delete(row, kind)?;
        Ok(())
    }

    /// Wins and metrics are found by the name of their project.
    pub(super) fn touch_what_names_project(&mut self, project: i64) -> Result<()> {
        for win in self.rows("SELECT id FROM win WHERE project = ?1", project)? {
            self.touch(win, Kind::Win)?;
        }
        for metric in self.rows("SELECT id FROM metric WHERE project = ?1", project)? {
            self.touch(metric, Kind::Metric)?;
        }
        Ok(())
    }

    pub(super) fn rows(&self, sql: &str, id: i64) -> Result<Vec<i64>> {
        let mut statement = self.tx.prepare_cached(sql)?;
        let rows = statement.query_map([id], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// The names of a draft, by kind.
fn labels(draft: &ProjectDraft) -> [(LabelKind, Vec<String>); 4] {
    let roles = draft.roles.iter().map(|role| role.word().to_owned()).collect();
    [
        (LabelKind::Tag, draft.tags.clone()),
        (LabelKind::Skill, draft.skills.clone()),
        (LabelKind::Role, roles),
        (LabelKind::Url, draft.links.clone()),
    ]
}

fn project_fields(draft: &ProjectDraft, parent: Option<ProjectId>) -> Vec<(&'static str, Cell)> {
    let date = |date: Option<PartialDate>| Cell::opt(date.map(|date| date.to_string()));
    let mut fields = vec![
        ("name", draft.name.as_str().into()),
        ("status", draft.status.word().into()),
        ("start", date(draft.start)),
        ("end", date(draft.end)),
        ("parent", parent.map_or(Cell::Null, |id| Cell::Ref(id.0))),
        ("visibility", draft.visibility.word().into()),
    ];
    fields
        .extend(Chapter::ALL.iter().map(|chapter| (column(*chapter), draft.prose[*chapter].as_str().into())));
    fields
}
