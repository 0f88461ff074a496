//! Reads and writes the names that records are labelled with: tags, skills, people, roles, URLs, authors.
//!
//! A name exists only while a live record uses it. A new use adopts the spelling that is in use.

use rusqlite::{OptionalExtension, params};

use super::batch::Batch;
use super::links::Linked;
use super::{Result, Snapshot};
use crate::domain::{Counted, Kind, LabelKind, RecordId, Role, fold};

impl Snapshot<'_> {
    /// Returns the names of a kind in use with the number of their uses, the most used first.
    pub fn list_labels(&self, kind: LabelKind) -> Result<Vec<Counted>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT min(name), count(*) AS uses FROM link WHERE kind = ?1 AND live = 1
             GROUP BY folded ORDER BY uses DESC, folded",
        )?;
        let rows = statement.query_map([kind.word()], |row| {
            Ok(Counted { name: row.get(0)?, count: usize::try_from(row.get::<_, i64>(1)?).unwrap_or(0) })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns at most `limit` names in use that begin with `typed`, in the order of their folded spelling.
    /// Seeks in the index from name to name, so that the cost depends only on the number of results.
    pub fn complete_label(&self, kind: LabelKind, typed: &str, limit: usize) -> Result<Vec<String>> {
        let start = fold(typed);
        let mut statement = self.connection.prepare_cached(
            "SELECT folded, name FROM link WHERE kind = ?1 AND live = 1 AND folded > ?2 AND folded < ?3
             ORDER BY folded LIMIT 1",
        )?;
        let mut first = self.connection.prepare_cached(
            "SELECT folded, name FROM link WHERE kind = ?1 AND live = 1 AND folded = ?2 LIMIT 1",
        )?;
        let end = format!("{start}\u{10FFFF}");
        let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?));
        let mut out = Vec::new();
        let exact = first.query_row(params![kind.word(), start], read).optional()?;
        out.extend(exact.map(|(_, name)| name));
        let mut after = start;
        while out.len() < limit {
            let next = statement.query_row(params![kind.word(), after, end], read).optional()?;
            let Some((folded, name)) = next else { break };
            out.push(name);
            after = folded;
        }
        Ok(out)
    }

    /// Returns the rows of the live wins that have a name of a kind, in the order of creation.
    pub fn win_rows_with_label(&self, kind: LabelKind) -> Result<Vec<i64>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT DISTINCT owner FROM link JOIN win ON win.id = owner
             WHERE link.kind = ?1 AND link.live = 1 ORDER BY owner",
        )?;
        let rows = statement.query_map([kind.word()], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the tags, skills and people that a record was first saved with, according to the history.
    pub fn first_labels(&self, record: RecordId) -> Result<Vec<(LabelKind, String)>> {
        let (row, _) = super::lookup::row_of(self.connection, record)?;
        let mut statement = self.connection.prepare_cached(
            "SELECT field, after FROM change WHERE record = ?1 AND before IS NULL AND typeof(after) = 'text'
               AND batch = (SELECT batch FROM change WHERE record = ?1 AND field IS NULL ORDER BY id LIMIT 1)
               AND field IN ('link:tag', 'link:skill', 'link:person') ORDER BY id",
        )?;
        let rows = statement.query_map([row], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
        let mut out = Vec::new();
        for found in rows {
            let (field, name) = found?;
            let kinds = [LabelKind::Tag, LabelKind::Skill, LabelKind::Person];
            let kind = kinds.into_iter().find(|kind| field.strip_prefix("link:") == Some(kind.word()));
            out.extend(kind.map(|kind| (kind, name)));
        }
        Ok(out)
    }
}

impl Batch<'_> {
    /// Sets the names of a kind that a record has.
    pub fn update_labels(&mut self, owner: RecordId, kind: LabelKind, names: &[String]) -> Result<()> {
        let (row, owner_kind) = self.row(owner)?;
        let present: Vec<String> = self
            .tx
            .prepare_cached("SELECT name FROM link WHERE owner = ?1 AND kind = ?2 ORDER BY id")?
            .query_map(params![row, kind.word()], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let wanted: Vec<String> = names.iter().map(|name| fold(name)).collect();
        // A role that this version does not know cannot be among `names`, and is not removed.
        let read = |name: &&String| kind != LabelKind::Role || Role::from_word(name).is_some();
        for name in present.iter().filter(read).filter(|name| !wanted.contains(&fold(name))) {
            self.unlink(row, owner_kind, kind.word(), &Linked::Name(name.clone()))?;
        }
        self.insert_labels(owner, kind, names)
    }

    /// Adds names to a record, except those that the record already has.
    pub fn insert_labels(&mut self, owner: RecordId, kind: LabelKind, names: &[String]) -> Result<()> {
        for name in names {
            let (row, owner_kind) = self.row(owner)?;
            let spelling = self.spelling(kind.word(), name)?;
            self.link(row, owner_kind, kind.word(), &Linked::Name(spelling))?;
        }
        Ok(())
    }

    /// Adds names to a record, or removes them; returns `true` if the record changed.
    pub fn change_labels(
        &mut self,
        owner: RecordId,
        kind: LabelKind,
        names: &[String],
        remove: bool,
    ) -> Result<bool> {
        let (row, owner_kind) = self.row(owner)?;
        let mut changed = false;
        for name in names {
            let name = Linked::Name(self.spelling(kind.word(), name)?);
            changed |= if remove {
                self.unlink(row, owner_kind, kind.word(), &name)?
            } else {
                self.link(row, owner_kind, kind.word(), &name)?
            };
        }
        Ok(changed)
    }

    /// Returns the spelling of a name that is in use, else `name`. URLs and roles keep the typed spelling.
    pub(super) fn spelling(&self, kind: &str, name: &str) -> Result<String> {
        if [LabelKind::Url.word(), LabelKind::Role.word()].contains(&kind) {
            return Ok(name.to_owned());
        }
        let used: Option<String> = self
            .tx
            .prepare_cached("SELECT name FROM link WHERE kind = ?1 AND folded = ?2 AND live = 1 LIMIT 1")?
            .query_row(params![kind, fold(name)], |row| row.get(0))
            .optional()?;
        Ok(used.unwrap_or_else(|| name.to_owned()))
    }

    /// Renames a name, or merges it into another name, in all live records. Returns the number of records
    /// that had it.
    pub fn rename_label(&mut self, kind: LabelKind, old: &str, new: &str) -> Result<usize> {
        let owners: Vec<(i64, String, String)> = self
            .tx
            .prepare_cached(
                "SELECT owner, record.kind, name FROM link JOIN record ON record.id = owner
                 WHERE link.kind = ?1 AND folded = ?2 AND live = 1",
            )?
            .query_map(params![kind.word(), fold(old)], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for (owner, owner_kind, name) in &owners {
            let Some(owner_kind) = Kind::from_word(owner_kind) else { continue };
            self.unlink(*owner, owner_kind, kind.word(), &Linked::Name(name.clone()))?;
            self.link(*owner, owner_kind, kind.word(), &Linked::Name(new.to_owned()))?;
        }
        if kind == LabelKind::Skill {
            self.rename_skill_group(old, new)?;
        }
        Ok(owners.len())
    }
}
