//! Repairs the links of records.

use rusqlite::{Connection, params};

use super::{Repaired, past};
use crate::domain::fold;
use crate::store::checksum::{self, FlippedBit, Image, flipped_bit, lossy};
use crate::store::columns::ids;
use crate::store::raw::Raw;
use crate::store::{Result, lookup};

/// The columns of a link that its checksum covers, in their order.
const COLUMNS: [&str; 4] = ["owner", "kind", "name", "target"];

/// A stored link.
struct StoredLink {
    id: i64,
    values: [Raw; 4],
    checksum: i64,
}

impl StoredLink {
    fn image(&self) -> Image {
        let mut image = Image::default();
        let [owner, kind, name, target] = &self.values;
        checksum::add_link(
            &mut image,
            [owner.as_value(), kind.as_value(), name.as_value(), target.as_value()],
        );
        image
    }

    fn agrees(&self) -> bool {
        self.image().checksum() == self.checksum
    }
}

/// Repairs the damaged links, and computes what follows from all links again.
pub(super) fn repair(connection: &Connection, repaired: &mut Repaired) -> Result<()> {
    for link in read(connection)?.into_iter().filter(|link| !link.agrees()) {
        repair_link(connection, &link, repaired)?;
    }
    for link in read(connection)? {
        let [_, _, name, target] = &link.values;
        let folded = folded_of(connection, name, target);
        let sql = "UPDATE OR IGNORE link SET folded = ?1 WHERE id = ?2 AND folded <> ?1";
        connection.prepare_cached(sql)?.execute(params![folded, link.id])?;
    }
    Ok(())
}

/// Adds the links that the history has and the table does not: their rows are lost.
pub(in crate::store) fn add_missing(connection: &Connection, repaired: &mut Repaired) -> Result<()> {
    let owners =
        "SELECT DISTINCT record FROM change WHERE field GLOB 'link:*' AND record IN (SELECT id FROM record)";
    let mut added = 0;
    for owner in ids(connection, owners)? {
        for (kind, name, target) in past::links_of(connection, owner)? {
            if name == Raw::Null && target == Raw::Null {
                continue;
            }
            let sum = checksum::of_link(owner, &kind, name.as_text(), target.as_int());
            let folded = folded_of(connection, &name, &target);
            let sql = "INSERT OR IGNORE INTO link (owner, kind, name, target, folded, checksum) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            added +=
                connection.prepare_cached(sql)?.execute(params![owner, kind, name, target, folded, sum])?;
        }
    }
    if added > 0 {
        let links = crate::text::counted(added, "link", "links");
        repaired.did(format!("{links} of records to names or other records: built from the history"));
    }
    Ok(())
}

/// Returns the key of a link: its name without case and accents, or the UUID of its target.
fn folded_of(connection: &Connection, name: &Raw, target: &Raw) -> String {
    match target.as_int() {
        Some(target) => {
            let sql = "SELECT uuid FROM record WHERE id = ?1";
            let found = connection.query_row(sql, [target], |row| row.get::<_, uuid::Uuid>(0));
            found.map(|id| id.to_string()).unwrap_or_default()
        }
        None => fold(name.as_text().unwrap_or_default()),
    }
}

fn read(connection: &Connection) -> Result<Vec<StoredLink>> {
    let mut statement =
        connection.prepare(&format!("SELECT {}, id, checksum FROM link ORDER BY id", COLUMNS.join(", ")))?;
    let mut rows = statement.query([])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let mut values = [Raw::Null, Raw::Null, Raw::Null, Raw::Null];
        for (at, value) in values.iter_mut().enumerate() {
            *value = Raw::read(row.get_ref(at)?);
        }
        out.push(StoredLink { id: row.get("id")?, values, checksum: row.get("checksum")? });
    }
    Ok(out)
}

fn repair_link(connection: &Connection, link: &StoredLink, repaired: &mut Repaired) -> Result<()> {
    let image = link.image();
    if flipped_bit(image.bytes.len(), link.checksum, image.checksum()) == Some(FlippedBit::Checksum) {
        connection.execute("UPDATE link SET checksum = ?1 WHERE id = ?2", [image.checksum(), link.id])?;
        repaired.did(format!("{}: a flipped bit in its checksum", named(connection, link.id)?));
        return Ok(());
    }
    if let Some((index, bytes)) = image.corrected(link.checksum)
        && let Some(value) = link.values[index].with_bytes(bytes)
    {
        let sql = format!("UPDATE OR REPLACE link SET \"{}\" = ?1 WHERE id = ?2", COLUMNS[index]);
        connection.execute(&sql, params![value, link.id])?;
        repaired.did(format!("{}: a flipped bit", named(connection, link.id)?));
        return Ok(());
    }
    repair_from_history(connection, link, repaired)
}

/// Replaces a damaged link by the one link of its owner that the history has and the table does not.
fn repair_from_history(connection: &Connection, link: &StoredLink, repaired: &mut Repaired) -> Result<()> {
    let name = named(connection, link.id)?;
    let owner = link.values[0].as_int().unwrap_or_default();
    let intact: Vec<[Raw; 4]> =
        read(connection)?.into_iter().filter(StoredLink::agrees).map(|link| link.values).collect();
    let missing: Vec<[Raw; 4]> = past::links_of(connection, owner)?
        .into_iter()
        .map(|(kind, name, target)| [Raw::Int(owner), Raw::Text(kind.into_bytes()), name, target])
        .filter(|wanted| !intact.contains(wanted))
        .collect();
    let Some([_, kind, text, target]) = missing.first().filter(|_| missing.len() == 1) else {
        repaired.could_not(format!("{name}: the history does not tell what it was"));
        return Ok(());
    };
    let kind_text = kind.as_text().unwrap_or_default();
    let sum = checksum::of_link(owner, kind_text, text.as_text(), target.as_int());
    connection.execute(
        "UPDATE OR REPLACE link SET kind = ?1, name = ?2, target = ?3, checksum = ?4 WHERE id = ?5",
        params![kind, text, target, sum, link.id],
    )?;
    repaired.did(format!("{}: as in the history", named(connection, link.id)?));
    Ok(())
}

/// Returns the kind, the owner and the name of a link, for the report.
fn named(connection: &Connection, id: i64) -> Result<String> {
    let sql =
        "SELECT link.kind, name, short FROM link LEFT JOIN record ON record.id = owner WHERE link.id = ?1";
    let (kind, name, short) =
        connection.query_row(sql, [id], |row| Ok((lossy(row, 0)?, lossy(row, 1)?, lossy(row, 2)?)))?;
    let name = if name.is_empty() { name } else { format!(" “{name}”") };
    Ok(format!("a {kind}{name} of {}", lookup::shown(connection, &short)?))
}
