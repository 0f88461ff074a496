//! Checks what is computed from rows and history, and what no checksum covers.

use rusqlite::Connection;

use super::Found;
use crate::domain::Kind;
use crate::domain::finding::{Area, FIX, Finding};
use crate::store::{Result, Snapshot, derived_columns, lookup};

/// Checks the state of the batches: which can be undone, and which can be redone.
pub(super) fn check_undo_list(snapshot: &Snapshot<'_>, found: &mut Found) -> Result<()> {
    let stale = snapshot.count_stale_batches()?;
    if stale > 0 {
        let batches = crate::text::counted(stale, "batch", "batches");
        found.add(Finding::wrong(
            Area::Derived,
            format!("the undo list does not match the history ({batches})"),
            "brag doctor --fix computes it again",
        ));
    }
    Ok(())
}

/// Checks the derived columns: order, days and folded names; and the state of links.
pub(super) fn check_columns(connection: &Connection, found: &mut Found) -> Result<()> {
    for kind in Kind::ALL.iter().copied() {
        let mut statement = connection.prepare(&format!("SELECT id FROM {} ORDER BY id", kind.table()))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            if !derived_columns::are_right(connection, id, kind)? {
                let (title, short) = lookup::name_of(connection, id, kind)?;
                let text =
                    format!("the order or name of the {kind} “{title}” ({short}) is not what it should be");
                found.add(
                    Finding::wrong(Area::Derived, text, "brag doctor --fix computes it again").about(short),
                );
            }
        }
        let links = format!(
            "SELECT count(*) FROM link JOIN {} t ON t.id = link.owner WHERE link.live <> (t.deleted_at IS NULL)",
            kind.table()
        );
        let wrong: i64 = connection.query_row(&links, [], |row| row.get(0))?;
        if wrong > 0 {
            let text = format!("links of a {kind} are counted wrongly ({wrong})");
            found.add(Finding::wrong(Area::Derived, text, FIX));
        }
    }
    Ok(())
}
