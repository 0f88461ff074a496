//! The checksums of journals of schema 1 to 3, which a migration replaces.

use crc32fast::Hasher;
use rusqlite::{Connection, params};

use super::{of_link, of_row, seal_batches, store_of_row};
use crate::domain::Kind;
use crate::store::Result;

/// The first schema version whose journals have the checksums of this module.
pub(in crate::store) const SEALED_SINCE: i64 = 4;

/// Stores the checksums of all rows, links and batches of a journal of schema 1 to 3. A row whose old
/// checksum does not match gets a new one that does not match either, so that `doctor` still reports it.
pub(in crate::store) fn seal(connection: &Connection, version: i64) -> Result<()> {
    for kind in Kind::ALL.iter().copied() {
        let table = kind.table();
        let ids: Vec<i64> = connection
            .prepare(&format!("SELECT id FROM {table}"))?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for id in ids {
            if legacy_agrees(connection, id, kind, version)? {
                store_of_row(connection, id, kind)?;
            } else {
                let computed = of_row(connection, id, kind)?.computed;
                let sql = format!("UPDATE {table} SET checksum = ?1 WHERE id = ?2");
                connection.prepare_cached(&sql)?.execute(params![computed ^ 1, id])?;
            }
        }
    }
    let mut links = connection.prepare("SELECT id, owner, kind, name, target FROM link")?;
    let mut update = connection.prepare("UPDATE link SET checksum = ?1 WHERE id = ?2")?;
    let mut rows = links.query([])?;
    while let Some(row) = rows.next()? {
        let (kind, name): (String, Option<String>) = (row.get("kind")?, row.get("name")?);
        let sum = of_link(row.get("owner")?, &kind, name.as_deref(), row.get("target")?);
        update.execute(params![sum, row.get::<_, i64>("id")?])?;
    }
    seal_batches(connection, |_| true)
}

/// Returns the text columns that the checksums of schemas 1 to 3 covered, in their order. Must not be
/// changed.
fn legacy_texts(kind: Kind) -> impl Iterator<Item = &'static str> {
    let names = match kind {
        Kind::Win => "title happened notes impact audience category status visibility source",
        Kind::Project => {
            "name summary status start end visibility source position team audience challenge solution \
             results reflection liked hard learned notes"
        }
        Kind::Goal => {
            "title why status source measure start target unit ended_on ending begun notes visibility"
        }
        Kind::Milestone => "title done_on",
        Kind::CheckIn => "day note value",
        Kind::Reading => {
            "title medium status started finished progress takeaways notes changed visibility source"
        }
        Kind::Metric => "name unit better target url source",
        Kind::Value => "day text unit confidence source note",
        Kind::Figure => "name before after",
        Kind::FollowUp => "question ask_on outcome recorded_on why evidence",
        Kind::Alias => "name alias",
        Kind::DocumentOverride => "document item title",
        Kind::Skill => "name grouping",
        // These kinds did not exist then.
        Kind::Position
        | Kind::PositionTitle
        | Kind::Story
        | Kind::Praise
        | Kind::Profile
        | Kind::Strength
        | Kind::Education
        | Kind::Language
        | Kind::InboxItem
        | Kind::Questionnaire
        | Kind::Question => "",
        #[cfg(test)]
        Kind::Sample => "",
    };
    names.split_whitespace()
}

/// Returns the number of these columns that a table had in a schema version. Must not be changed.
fn legacy_count(version: i64, kind: Kind) -> usize {
    match (kind, version) {
        (Kind::Project, 1) => 7,
        (Kind::Metric, 1) => 2,
        (Kind::Value, 1) => 3,
        (Kind::FollowUp, 1) | (Kind::Goal, 1 | 2) => 4,
        _ => usize::MAX,
    }
}

/// Returns `true` if the checksum of schemas 1 to 3 matches the texts of a row.
fn legacy_agrees(connection: &Connection, id: i64, kind: Kind, version: i64) -> Result<bool> {
    let names: Vec<String> =
        legacy_texts(kind).take(legacy_count(version, kind)).map(|name| format!("\"{name}\"")).collect();
    let sql = format!("SELECT checksum, {} FROM {} WHERE id = ?1", names.join(", "), kind.table());
    let mut statement = connection.prepare_cached(&sql)?;
    let agrees = statement.query_row([id], |row| {
        let mut hasher = Hasher::new();
        for column in 1..=names.len() {
            hasher.update(row.get::<_, Option<String>>(column)?.unwrap_or_default().as_bytes());
            hasher.update(&[0]);
        }
        Ok(row.get::<_, i64>(0)? == i64::from(hasher.finalize()))
    })?;
    Ok(agrees)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::FieldType;

    #[test]
    fn the_columns_of_legacy_checksums_still_exist() {
        for kind in Kind::ALL.iter().copied() {
            for name in legacy_texts(kind) {
                let ty = kind.info().by_column(name).map(|field| field.ty);
                let text = ty.is_some_and(|ty| {
                    use FieldType::{Flag, Int, Real, Ref};
                    !matches!(ty, Int { .. } | Real | Flag | Ref(_))
                });
                assert!(text, "{kind} {name}: {ty:?}");
            }
        }
    }
}
