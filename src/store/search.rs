//! Searches the text of every kind of record.

use rusqlite::{Row, params};
use uuid::Uuid;

use super::tokenize::expression;
use super::{Result, Snapshot};
use crate::domain::{FieldType, Kind, RecordId, SearchHit, SearchWords};

/// The maximum number of hits that are ranked. More hits are listed newest first, at a cost that depends only
/// on the number of results.
const RANKED: usize = 200;

const FROM: &str = "FROM search_index CROSS JOIN record ON record.id = (search_index.rowid & 17179869183)
    WHERE search_index MATCH ?1";

impl Snapshot<'_> {
    /// Returns at most `limit` records with these words: the best first if there are at most 200, else the
    /// newest first. An empty list of kinds means all kinds.
    pub fn search(&self, query: &SearchWords, kinds: &[Kind], limit: usize) -> Result<Vec<SearchHit>> {
        let words: Vec<String> = kinds.iter().map(|kind| format!("'{}'", kind.word())).collect();
        let of_kind = if words.is_empty() {
            String::new()
        } else {
            format!("AND record.kind IN ({})", words.join(", "))
        };
        let few = format!("SELECT count(*) FROM (SELECT 1 {FROM} {of_kind} LIMIT {})", RANKED + 1);
        let count: i64 =
            self.connection.prepare_cached(&few)?.query_row([expression(query)], |row| row.get(0))?;
        let order = if usize::try_from(count).unwrap_or(0) > RANKED {
            "search_index.rowid DESC"
        } else {
            "search_index.rank, search_index.rowid DESC"
        };
        let sql = format!(
            "SELECT record.id, record.uuid, record.kind, record.short {FROM} {of_kind} ORDER BY {order} LIMIT ?2"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut rows = statement.query(params![expression(query), limit])?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            out.extend(self.hit(row)?);
        }
        Ok(out)
    }

    fn hit(&self, row: &Row<'_>) -> Result<Option<SearchHit>> {
        let id: i64 = row.get("id")?;
        let Some(kind) = Kind::from_word(&row.get::<_, String>("kind")?) else { return Ok(None) };
        let (title, _) = super::lookup::title_of(self.connection, id, kind)?;
        let sql = hit_query(kind);
        let (text, date): (String, Option<rusqlite::types::Value>) =
            self.connection.prepare_cached(&sql)?.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let date = date.and_then(|date| match date {
            rusqlite::types::Value::Text(text) => Some(text),
            rusqlite::types::Value::Integer(year) => Some(year.to_string()),
            _ => None,
        });
        let short = super::lookup::shown(self.connection, &row.get::<_, String>("short")?)?;
        Ok(Some(SearchHit { id: RecordId(row.get::<_, Uuid>("uuid")?), kind, short, title, text, date }))
    }
}

/// Returns the query for the date of a record and for its texts other than the title.
fn hit_query(kind: Kind) -> String {
    let info = kind.info();
    let mut texts: Vec<String> = Vec::new();
    for field in info.columns().filter(|field| field.search && !info.title.contains(&field.column)) {
        match field.ty {
            FieldType::Text => texts.push(format!("coalesce(\"{}\", '')", field.column)),
            FieldType::Ref(&[target]) => texts.push(format!(
                "coalesce((SELECT target.{} FROM {} target WHERE target.id = t.\"{}\"), '')",
                target.info().title[0],
                target.table(),
                field.column
            )),
            _ => {}
        }
    }
    if matches!(kind, Kind::Win | Kind::Project) {
        let outcomes = "SELECT group_concat('outcome: ' || outcome, char(10)) FROM follow_up
             WHERE about = t.id AND deleted_at IS NULL AND outcome <> ''";
        texts.push(format!("coalesce(({outcomes}), '')"));
    }
    if kind == Kind::Win {
        let figures = "SELECT group_concat(name, ', ') FROM figure WHERE win = t.id AND deleted_at IS NULL";
        texts.push(format!("coalesce(({figures}), '')"));
    }
    texts.push("coalesce((SELECT group_concat(name, ', ') FROM link WHERE owner = t.id), '')".to_owned());
    let dates: Vec<String> = info.dates.iter().map(|column| format!("\"{column}\"")).collect();
    format!(
        "SELECT {}, coalesce({}, NULL, NULL) FROM {} t WHERE id = ?1",
        texts.join(" || char(10) || "),
        if dates.is_empty() { "NULL".to_owned() } else { dates.join(", ") },
        kind.table()
    )
}
