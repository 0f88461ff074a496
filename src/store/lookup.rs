//! Looks up records by typed text: short ids, names, slugs, or the beginning of one of these.

use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::columns::positions;
use super::{Result, Snapshot, StoreError};
use crate::domain::id::{SHORT_ID_LEN, SHORT_ID_SHOWN};
use crate::domain::{DateRange, Findables, Kind, Names, RecordId, RecordRef, fold};
use crate::text::slug;

/// A record with its title, and the name of the project that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TitledRecord {
    /// The id.
    pub id: RecordId,
    /// The title.
    pub title: String,
    /// The name of the project or of the parent project, if any.
    pub owner: Option<String>,
    /// The date, if it is known.
    pub date: Option<DateRange>,
    /// The fingerprint of the imported draft; `None` for a record that was not imported.
    pub source: Option<String>,
}

/// A record that matches a typed name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameMatch {
    /// The id of the record.
    pub id: RecordId,
    /// The stored name of the record.
    pub name: String,
    /// `true` if the full name, ignoring case and accents, or its slug was typed.
    pub exact: bool,
}

/// Returns the row and the kind of a record.
pub(super) fn row_of(connection: &Connection, id: RecordId) -> Result<(i64, Kind)> {
    let found: Option<(i64, String)> = connection
        .prepare_cached("SELECT id, kind FROM record WHERE uuid = ?1")?
        .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    found.and_then(|(row, kind)| Some((row, Kind::from_word(&kind)?))).ok_or(StoreError::Missing)
}

/// Returns the title of a record of any kind, for messages, and `true` if it is deleted.
pub(super) fn title_of(connection: &Connection, row: i64, kind: Kind) -> Result<(String, bool)> {
    let sql =
        format!("SELECT {}, deleted_at IS NOT NULL FROM {} t WHERE id = ?1", title_sql(kind), kind.table());
    Ok(connection.prepare_cached(&sql)?.query_row([row], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Returns the SQL expression for the title of a record of table `t`.
pub(super) fn title_sql(kind: Kind) -> String {
    let parts: Vec<String> =
        kind.info().title.iter().map(|column| format!("coalesce(t.\"{column}\", '')")).collect();
    let joined = parts.join(" || ' ' || ");
    // The title of praise is its quotation, which may have several lines.
    if kind == Kind::Praise {
        format!("trim(replace({joined}, char(10), ' '))")
    } else {
        format!("trim({joined})")
    }
}

/// Returns the title of a record and its displayed short id, for messages.
pub(super) fn name_of(connection: &Connection, row: i64, kind: Kind) -> Result<(String, String)> {
    let (title, _) = title_of(connection, row, kind)?;
    let short: String = connection
        .prepare_cached("SELECT short FROM record WHERE id = ?1")?
        .query_row([row], |row| row.get(0))?;
    Ok((title, shown(connection, &short)?))
}

/// Returns the displayed part of a short id: the shortest unique prefix, but at least [`SHORT_ID_SHOWN`]
/// characters.
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

/// Returns the prefix of a short id that neither the previous nor the next short id has.
fn shortened(short: &str, before: &str, after: &str) -> String {
    let common = |other: &str| other.bytes().zip(short.bytes()).take_while(|(a, b)| a == b).count();
    let len = (common(before).max(common(after)) + 1).clamp(SHORT_ID_SHOWN, SHORT_ID_LEN);
    short[..len.min(short.len())].to_owned()
}

/// The minimum length of a slug that finds words inside a sentence.
const SHORTEST_WITHIN: usize = 3;

/// The records that can be gone to: their kind, title and date. Wins are newest first.
const FINDABLE: [(Kind, &str); 8] = [
    (Kind::Project, "SELECT uuid, name, start FROM project JOIN record USING (id) WHERE deleted_at IS NULL"),
    (
        Kind::Goal,
        "SELECT uuid, title, year FROM goal JOIN record USING (id) WHERE deleted_at IS NULL ORDER BY year DESC",
    ),
    (Kind::Metric, "SELECT uuid, name, '' FROM metric JOIN record USING (id) WHERE deleted_at IS NULL"),
    (Kind::Reading, "SELECT uuid, title, '' FROM reading JOIN record USING (id) WHERE deleted_at IS NULL"),
    (
        Kind::Position,
        "SELECT uuid, organisation, start FROM position JOIN record USING (id) WHERE deleted_at IS NULL",
    ),
    (Kind::Story, "SELECT uuid, title, '' FROM story JOIN record USING (id) WHERE deleted_at IS NULL"),
    (Kind::Praise, "SELECT uuid, quote, '' FROM praise JOIN record USING (id) WHERE deleted_at IS NULL"),
    (
        Kind::Win,
        "SELECT uuid, title, happened FROM win JOIN record USING (id) WHERE deleted_at IS NULL
         ORDER BY sort_key DESC, win.id DESC",
    ),
];

impl Snapshot<'_> {
    /// Returns every record that can be gone to; wins are last, the newest of them first.
    pub fn list_findable(&self) -> Result<Findables> {
        let mut out = Findables::default();
        for (kind, sql) in FINDABLE {
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let date = match row.get_ref(2)? {
                    rusqlite::types::ValueRef::Text(text) => String::from_utf8_lossy(text),
                    rusqlite::types::ValueRef::Integer(year) => year.to_string().into(),
                    _ => "".into(),
                };
                out.push(RecordId(row.get(0)?), kind, row.get_ref(1)?.as_str().unwrap_or_default(), &date);
            }
        }
        Ok(out)
    }

    /// Returns the displayed short id of a record.
    pub fn short_id(&self, id: RecordId) -> Result<String> {
        shown(self.connection, &crate::domain::id::short_id(id.0))
    }

    /// Returns the displayed short ids of records, in their order, with one query.
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

    /// Returns at most ten records whose short id begins with `prefix`, deleted records last.
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

    /// Returns the kind, the displayed short id, the title and the deletion of a record.
    pub fn describe(&self, id: RecordId) -> Result<RecordRef> {
        let (row, kind) = row_of(self.connection, id)?;
        let (title, deleted) = title_of(self.connection, row, kind)?;
        Ok(RecordRef { id, kind, short: self.short_id(id)?, title, deleted })
    }

    /// Returns the live records of a kind with their titles and owners, in the order of creation.
    pub fn list_titled(&self, kind: Kind) -> Result<Vec<TitledRecord>> {
        let info = kind.info();
        let has = |name: &str| info.fields.iter().any(|field| field.column == name && field.ty.is_column());
        let owner = ["project", "parent"].into_iter().find(|name| has(name));
        let owner = owner.map_or("NULL".to_owned(), |column| {
            format!("(SELECT p.name FROM project p WHERE p.id = t.{column} AND p.deleted_at IS NULL)")
        });
        let date = info
            .dates
            .first()
            .filter(|name| has(name))
            .map_or("NULL".to_owned(), |name| format!("t.\"{name}\""));
        let source = if has("source") { "t.source" } else { "NULL" };
        let sql = format!(
            "SELECT record.uuid, {}, {owner}, {date}, {source} FROM {} t JOIN record USING (id)
             WHERE t.deleted_at IS NULL ORDER BY t.id",
            title_sql(kind),
            kind.table()
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([], |row| {
            let date = row.get_ref(3)?;
            let date = date
                .as_str()
                .ok()
                .map(str::to_owned)
                .or_else(|| date.as_i64().ok().map(|year| year.to_string()));
            Ok(TitledRecord {
                id: RecordId(row.get(0)?),
                title: row.get::<_, Option<String>>(1)?.unwrap_or_default(),
                owner: row.get(2)?,
                date: date.and_then(|date| DateRange::from_iso(&date)),
                source: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the fingerprints of the imported live records of a kind.
    pub fn list_sources(&self, kind: Kind) -> Result<Vec<(String, RecordId)>> {
        let sql = format!(
            "SELECT t.source, record.uuid FROM {} t JOIN record USING (id)
             WHERE t.source IS NOT NULL AND t.deleted_at IS NULL",
            kind.table()
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, RecordId(row.get(1)?))))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the live records of a kind with exactly this title, at most two.
    pub fn find_titled(&self, kind: Kind, title: &str) -> Result<Vec<RecordId>> {
        let sql = format!(
            "SELECT uuid FROM {} t JOIN record USING (id)
             WHERE {} = ?1 AND deleted_at IS NULL LIMIT 2",
            kind.table(),
            title_sql(kind)
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let found = statement.query_map([title.trim()], |row| Ok(RecordId(row.get(0)?)))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the records of a kind whose name or slug begins with `typed`; only the exact matches if there
    /// are any. Goals and reading notes are named by sentences: if no name begins with `typed`, it also
    /// matches words inside.
    pub fn find_by_name(&self, kind: Kind, typed: &str) -> Result<Vec<NameMatch>> {
        let info = kind.info();
        if !info.found || info.names == Names::None {
            return Ok(Vec::new());
        }
        let folded = fold(typed.trim());
        let wanted_slug = slug(typed);
        let Some(first) = folded.chars().next() else { return Ok(Vec::new()) };
        // A slug begins with the first letter of its name, which bounds the search in the index.
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
        let (mut out, mut within, mut same) = (Vec::new(), Vec::new(), Vec::new());
        for row in rows {
            let (uuid, name, name_folded) = row?;
            let name_slug = slug(&name);
            if name_folded == folded {
                same.push(RecordId(uuid));
            }
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
        } else if !same.is_empty() {
            // `Same!` and `Same` have one slug, but each is found by its name.
            out.retain(|found| same.contains(&found.id));
        } else if out.iter().any(|found| found.exact) {
            out.retain(|found| found.exact);
        }
        Ok(out)
    }
}
