//! From what was typed to a record: short ids, names, slugs and starts of them.

use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::columns::positions;
use super::{Result, Snapshot, StoreError};
use crate::domain::id::{SHORT_ID_LEN, SHORT_ID_SHOWN};
use crate::domain::{Kind, Names, RecordId, RecordRef, fold};
use crate::text::slug;

/// A record with a name, for looking names up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameMatch {
    /// Which record.
    pub id: RecordId,
    /// Its name.
    pub name: String,
    /// Whether the whole name was typed, in any case, or its slug.
    pub exact: bool,
}

/// The row and kind of a record.
pub(super) fn row_of(connection: &Connection, id: RecordId) -> Result<(i64, Kind)> {
    let found: Option<(i64, String)> = connection
        .prepare_cached("SELECT id, kind FROM record WHERE uuid = ?1")?
        .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    found
        .and_then(|(row, kind)| Some((row, Kind::from_word(&kind)?)))
        .ok_or_else(|| StoreError::Damaged("a record that is referred to is missing".into()))
}

/// The title of a record of any kind, for messages.
pub(super) fn title_of(connection: &Connection, row: i64, kind: Kind) -> Result<(String, bool)> {
    let sql =
        format!("SELECT {}, deleted_at IS NOT NULL FROM {} t WHERE id = ?1", title_sql(kind), kind.table());
    Ok(connection.prepare_cached(&sql)?.query_row([row], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Returns the SQL expression for the title of a record of table `t`.
pub(super) fn title_sql(kind: Kind) -> String {
    let parts: Vec<String> =
        kind.info().title.iter().map(|column| format!("coalesce(t.\"{column}\", '')")).collect();
    format!("trim({})", parts.join(" || ' ' || "))
}

/// Returns the title of a record and its short id at the length that is shown, for messages.
pub(super) fn name_of(connection: &Connection, row: i64, kind: Kind) -> Result<(String, String)> {
    let (title, _) = title_of(connection, row, kind)?;
    let short: String = connection
        .prepare_cached("SELECT short FROM record WHERE id = ?1")?
        .query_row([row], |row| row.get(0))?;
    Ok((title, shown(connection, &short)?))
}

/// The start of a short id that no other has, as long as is shown at least.
pub(super) fn shown(connection: &Connection, short: &str) -> Result<String> {
    let before: Option<String> = connection
        .prepare_cached("SELECT short FROM record WHERE short < ?1 ORDER BY short DESC LIMIT 1")?
        .query_row([short], |row| row.get(0))
        .optional()?;
    let after: Option<String> = connection
        .prepare_cached("SELECT short FROM record WHERE short > ?1 ORDER BY short LIMIT 1")?
        .query_row([short], |row| row.get(0))
        .optional()?;
    Ok(shortened(short, before.as_deref().unwrap_or(""), after.as_deref().unwrap_or("")))
}

/// Returns the start of a short id that the one before and the one after do not have.
fn shortened(short: &str, before: &str, after: &str) -> String {
    let common = |other: &str| other.bytes().zip(short.bytes()).take_while(|(a, b)| a == b).count();
    let len = (common(before).max(common(after)) + 1).clamp(SHORT_ID_SHOWN, SHORT_ID_LEN);
    short[..len.min(short.len())].to_owned()
}

/// The fewest letters that mean words inside a sentence.
const SHORTEST_WITHIN: usize = 3;

impl Snapshot<'_> {
    /// The short id of a record at the length that is shown.
    ///
    /// # Errors
    /// When there is no such record.
    pub fn short_id(&self, id: RecordId) -> Result<String> {
        shown(self.connection, &crate::domain::id::short_id(id.0))
    }

    /// Returns the short ids of records at the length that is shown, in their order, in one query.
    pub fn short_ids(&self, ids: &[RecordId]) -> Result<Vec<String>> {
        let all: Vec<String> = ids.iter().map(|id| crate::domain::id::short_id(id.0)).collect();
        let mut statement = self.connection.prepare_cached(
            "SELECT value, (SELECT max(short) FROM record WHERE short < value) AS before,
               (SELECT min(short) FROM record WHERE short > value) AS after FROM json_each(?1) ORDER BY key",
        )?;
        let columns = positions(&statement, ["value", "before", "after"])?;
        let wanted = serde_json::Value::from(all).to_string();
        let rows = statement.query_map([wanted], |row| {
            let [short, before, after] = columns.map(|at| row.get_ref(at));
            let (short, before, after) =
                (short?.as_str()?, before?.as_str_or_null()?, after?.as_str_or_null()?);
            Ok(shortened(short, before.unwrap_or(""), after.unwrap_or("")))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The records whose short id begins like this; at most ten, deleted ones last.
    pub fn find_by_short(&self, prefix: &str) -> Result<Vec<RecordRef>> {
        let mut end = prefix.to_owned();
        end.push('~');
        let mut statement = self.connection.prepare_cached(
            "SELECT id, uuid, kind, short FROM record WHERE short >= ?1 AND short < ?2 LIMIT 10",
        )?;
        let rows = statement.query_map(params![prefix, end], |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, Uuid>(1)?,
                row.get::<_, String>(2)?,
                row.get::<_, String>(3)?,
            ))
        })?;
        let mut out = Vec::new();
        for row in rows {
            let (row, uuid, kind, short) = row?;
            let Some(kind) = Kind::from_word(&kind) else { continue };
            let (title, deleted) = title_of(self.connection, row, kind)?;
            let short = shown(self.connection, &short)?;
            out.push(RecordRef { id: RecordId(uuid), kind, short, title, deleted });
        }
        out.sort_by_key(|found| found.deleted);
        Ok(out)
    }

    /// What a record is, by its identity.
    ///
    /// # Errors
    /// When there is no such record.
    pub fn describe(&self, id: RecordId) -> Result<RecordRef> {
        let (row, kind) = row_of(self.connection, id)?;
        let (title, deleted) = title_of(self.connection, row, kind)?;
        Ok(RecordRef { id, kind, short: self.short_id(id)?, title, deleted })
    }

    /// The records of a kind with a natural name that begins like this, or whose slug does; only the
    /// exact ones where there are any. Goals and reading notes are called by sentences: where none
    /// begins like this, one with such words in it is meant too.
    pub fn find_by_name(&self, kind: Kind, typed: &str) -> Result<Vec<NameMatch>> {
        let info = kind.info();
        if !info.found || info.names == Names::None {
            return Ok(Vec::new());
        }
        let folded = fold(typed.trim());
        let wanted_slug = slug(typed);
        let Some(first) = folded.chars().next() else { return Ok(Vec::new()) };
        // A slug begins with its name's first letter.
        let sentence = info.names == Names::Sentence;
        let start = match info.names {
            Names::Sentence => String::new(),
            Names::Slug => first.to_string(),
            Names::None | Names::Whole | Names::Prefix => folded.clone(),
        };
        let inner = format!("-{wanted_slug}");
        let (from, to) = (start.clone(), format!("{start}\u{10FFFF}"));
        let sql = format!(
            "SELECT record.uuid, t.{}, t.folded FROM {} t JOIN record USING (id)
             WHERE t.deleted_at IS NULL AND t.folded >= ?1 AND t.folded < ?2 ORDER BY t.sort_key DESC, t.id DESC LIMIT 5000",
            info.title[0],
            kind.table()
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params![from, to], |row| {
            Ok((row.get::<_, Uuid>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
        })?;
        let (mut out, mut within) = (Vec::new(), Vec::new());
        for row in rows {
            let (uuid, name, name_folded) = row?;
            let name_slug = slug(&name);
            let exact = name_folded == folded || name_slug == wanted_slug;
            let starts = name_folded.starts_with(&folded)
                || (!wanted_slug.is_empty() && name_slug.starts_with(&wanted_slug));
            if exact || starts {
                out.push(NameMatch { id: RecordId(uuid), name, exact });
            } else if sentence && wanted_slug.len() >= SHORTEST_WITHIN && name_slug.contains(&inner) {
                within.push(NameMatch { id: RecordId(uuid), name, exact: false });
            }
        }
        if out.is_empty() {
            out = within;
        } else if out.iter().any(|found| found.exact) {
            out.retain(|found| found.exact);
        }
        Ok(out)
    }
}
