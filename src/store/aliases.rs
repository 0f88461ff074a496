//! Aliases of names.

use rusqlite::OptionalExtension;

use super::batch::Batch;
use super::{Result, Store};
use crate::domain::{Alias, AliasId, Kind, fold};

impl Store {
    /// Every name that has an alias, by name.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn list_aliases(&self) -> Result<Vec<Alias>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT record.uuid, name, alias, exact FROM alias JOIN record USING (id)
             WHERE deleted_at IS NULL ORDER BY folded, alias.id",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(Alias {
                id: AliasId(row.get("uuid")?),
                name: row.get("name")?,
                alias: row.get("alias")?,
                exact: row.get("exact")?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Batch<'_> {
    /// Gives a name an alias, another one where it has one.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn set_alias(&mut self, name: &str, alias: &str, exact: bool) -> Result<AliasId> {
        let present: Option<i64> = self
            .tx
            .prepare_cached(
                "SELECT id FROM alias WHERE folded = ?1 AND deleted_at IS NULL ORDER BY id LIMIT 1",
            )?
            .query_row([fold(name)], |row| row.get(0))
            .optional()?;
        let Some(row) = present else {
            let fields = [("name", name.into()), ("alias", alias.into()), ("exact", exact.into())];
            let id = self.insert_fields(Kind::Alias, &fields)?;
            return Ok(AliasId(id.0));
        };
        self.set(row, Kind::Alias, "alias", &alias.into())?;
        self.set(row, Kind::Alias, "exact", &exact.into())?;
        let id = self.tx.query_row("SELECT uuid FROM record WHERE id = ?1", [row], |row| row.get(0))?;
        Ok(AliasId(id))
    }
}
