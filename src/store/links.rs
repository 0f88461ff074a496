//! Writes the links from a record to a name or to another record.

use rusqlite::params;
use uuid::Uuid;

use super::batch::Batch;
use super::cell::Cell;
use super::{Result, checksum};
use crate::domain::{Kind, RecordId, fold};

/// The target of a link: a name or a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Linked {
    Name(String),
    Record(Uuid),
}

impl Batch<'_> {
    /// Adds a link; returns `false` if the link exists already.
    pub(super) fn link(&mut self, owner: i64, owner_kind: Kind, kind: &str, to: &Linked) -> Result<bool> {
        if self.is_linked(owner, kind, to)? {
            return Ok(false);
        }
        self.id()?;
        let (folded, name, target) = self.link_parts(to)?;
        let sum = checksum::of_link(owner, kind, name.as_deref(), target);
        let sql = format!(
            "INSERT INTO link (owner, kind, name, target, folded, checksum, live)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, (SELECT deleted_at IS NULL FROM {} WHERE id = ?1))",
            owner_kind.table()
        );
        self.tx.prepare_cached(&sql)?.execute(params![owner, kind, name, target, folded, sum])?;
        self.record_change(owner, Some(&format!("link:{kind}")), &Cell::Null, &to.cell())?;
        self.mark_dirty(owner, owner_kind)?;
        Ok(true)
    }

    /// Removes a link; returns `false` if the link does not exist.
    pub(super) fn unlink(&mut self, owner: i64, owner_kind: Kind, kind: &str, to: &Linked) -> Result<bool> {
        if !self.is_linked(owner, kind, to)? {
            return Ok(false);
        }
        self.id()?;
        self.tx
            .prepare_cached("DELETE FROM link WHERE owner = ?1 AND kind = ?2 AND folded = ?3")?
            .execute(params![owner, kind, to.folded()])?;
        self.record_change(owner, Some(&format!("link:{kind}")), &to.cell(), &Cell::Null)?;
        self.mark_dirty(owner, owner_kind)?;
        Ok(true)
    }

    fn is_linked(&self, owner: i64, kind: &str, to: &Linked) -> Result<bool> {
        let mut statement =
            self.tx.prepare_cached("SELECT 1 FROM link WHERE owner = ?1 AND kind = ?2 AND folded = ?3")?;
        Ok(statement.exists(params![owner, kind, to.folded()])?)
    }

    fn link_parts(&self, to: &Linked) -> Result<(String, Option<String>, Option<i64>)> {
        Ok(match to {
            Linked::Name(name) => (to.folded(), Some(name.clone()), None),
            Linked::Record(uuid) => (to.folded(), None, Some(self.row(RecordId(*uuid))?.0)),
        })
    }
}

impl Linked {
    /// Returns the key of a link: the name without case and accents, or the UUID.
    pub(super) fn folded(&self) -> String {
        match self {
            Self::Name(name) => fold(name),
            Self::Record(uuid) => uuid.to_string(),
        }
    }

    fn cell(&self) -> Cell {
        match self {
            Self::Name(name) => Cell::Text(name.clone()),
            Self::Record(uuid) => Cell::Ref(*uuid),
        }
    }

    pub(super) fn from_cell(cell: &Cell) -> Option<Self> {
        match cell {
            Cell::Text(name) => Some(Self::Name(name.clone())),
            Cell::Ref(uuid) => Some(Self::Record(*uuid)),
            _ => None,
        }
    }
}
