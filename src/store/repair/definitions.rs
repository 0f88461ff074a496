//! Repairs the definitions of tables, indexes and triggers.

use rusqlite::{Connection, params};

use super::Repaired;
use crate::store::Result;

/// A definition: type, name, table and SQL.
type Definition = (String, String, String, Option<String>);

/// Sets the definitions to those of a new journal: all journals of a schema have the same.
pub(super) fn repair(connection: &Connection, repaired: &mut Repaired) -> Result<()> {
    let new = Connection::open_in_memory()?;
    crate::store::migrate::migrate(&new, 0)?;
    let mut statement = new.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema")?;
    let wanted = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let wanted: Vec<Definition> = wanted.collect::<rusqlite::Result<_>>()?;
    connection.pragma_update(None, "writable_schema", true)?;
    let mut changed = Vec::new();
    for (kind, name, table, sql) in &wanted {
        let set = "UPDATE sqlite_schema SET sql = ?1
             WHERE type = ?2 AND name = ?3 AND tbl_name = ?4 AND sql IS NOT ?1";
        if connection.execute(set, params![sql, kind, name, table])? > 0 {
            changed.push(format!("the definition of the {kind} {name}"));
        }
    }
    // Reads the definitions again.
    connection.pragma_update(None, "writable_schema", "RESET")?;
    for line in changed {
        repaired.did(line);
    }
    Ok(())
}
