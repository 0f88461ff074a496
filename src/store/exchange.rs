//! The whole journal but its history, as records that any journal takes: nothing is lost on the way out and
//! back in.

use std::collections::{HashMap, HashSet};

use rusqlite::{OptionalExtension as _, params};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::batch::{Batch, Linked, Touch};
use super::table::{Cell, Holds, Table};
use super::{Result, Store, StoreError, derive};
use crate::domain::id::short_id;
use crate::domain::{Kind, PartialDate, When};

/// A record as it is exchanged: every field that holds something, and what it is linked to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredRecord {
    /// What it is.
    pub kind: String,
    /// Its identity.
    pub id: Uuid,
    /// When it was written first, RFC 3339.
    pub logged_at: String,
    /// When it was written last.
    pub updated_at: String,
    /// What it says; references are identities.
    pub fields: Map<String, Value>,
    /// What it is linked to, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<StoredLink>,
    /// Fields of a newer version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extra: Option<Value>,
}

/// A link to a name or to a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredLink {
    /// What it means: `tag`, `goal`.
    pub kind: String,
    /// The name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<Uuid>,
}

/// Fields without which a record means nothing: what they point at takes it along.
const OWNERS: [(Kind, &str); 5] = [
    (Kind::Value, "metric"),
    (Kind::Figure, "win"),
    (Kind::FollowUp, "about"),
    (Kind::Milestone, "goal"),
    (Kind::CheckIn, "goal"),
];

/// Fields that hold a date, as precise as it is known.
const DATES: [&str; 9] =
    ["start", "end", "ended_on", "begun", "done_on", "day", "started", "finished", "recorded_on"];

impl Store {
    /// Every live record, in the order in which they were made.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn dump(&self) -> Result<Vec<StoredRecord>> {
        let mut all: Vec<(i64, StoredRecord)> = Vec::new();
        for kind in Kind::ALL {
            self.dump_kind(kind, &mut all)?;
        }
        all.sort_by_key(|(row, _)| *row);
        self.dump_links(&mut all)?;
        let mut live: HashSet<Uuid> = all.iter().map(|(_, record)| record.id).collect();
        // What stands on a record that is gone is gone with it, whatever stands on that in turn.
        loop {
            let before = all.len();
            all.retain(|(_, record)| {
                let owner = OWNERS.iter().find(|(kind, _)| kind.word() == record.kind);
                owner.is_none_or(|(_, field)| {
                    reference(record.fields.get(*field)).is_some_and(|id| live.contains(&id))
                })
            });
            live = all.iter().map(|(_, record)| record.id).collect();
            if all.len() == before {
                break;
            }
        }
        Ok(all.into_iter().map(|(_, record)| without_the_gone(record, &live)).collect())
    }

    fn dump_kind(&self, kind: Kind, out: &mut Vec<(i64, StoredRecord)>) -> Result<()> {
        let table = Table::of(kind);
        let columns: Vec<String> = table
            .fields
            .iter()
            .map(|(name, holds)| match holds {
                Holds::Reference => format!("(SELECT uuid FROM record WHERE id = t.\"{name}\")"),
                _ => format!("t.\"{name}\""),
            })
            .collect();
        let sql = format!(
            "SELECT t.id, record.uuid, t.logged_at, t.updated_at, t.extra, {} FROM {} t JOIN record USING (id)
             WHERE t.deleted_at IS NULL",
            columns.join(", "),
            table.name
        );
        let mut statement = self.connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let mut fields = Map::new();
            for (at, (name, _)) in table.fields.iter().enumerate() {
                let cell = Cell::read(row.get_ref(at + 5)?);
                if cell != Cell::Null {
                    fields.insert((*name).to_owned(), cell.json());
                }
            }
            let extra: Option<String> = row.get(4)?;
            let record = StoredRecord {
                kind: kind.word().to_owned(),
                id: row.get(1)?,
                logged_at: row.get(2)?,
                updated_at: row.get(3)?,
                fields,
                links: Vec::new(),
                extra: extra.and_then(|text| serde_json::from_str(&text).ok()),
            };
            out.push((row.get(0)?, record));
        }
        Ok(())
    }

    fn dump_links(&self, all: &mut [(i64, StoredRecord)]) -> Result<()> {
        let place: HashMap<i64, usize> = all.iter().enumerate().map(|(at, (row, _))| (*row, at)).collect();
        let mut statement = self.connection.prepare(
            "SELECT owner, kind, name, (SELECT uuid FROM record WHERE id = target) FROM link
             WHERE live = 1 ORDER BY id",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let link = StoredLink { kind: row.get(1)?, name: row.get(2)?, record: row.get(3)? };
            if let Some(at) = place.get(&row.get(0)?) {
                all[*at].1.links.push(link);
            }
        }
        Ok(())
    }

    /// Which of these records are live in the journal already.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn which_are_live(&self, records: &[StoredRecord]) -> Result<Vec<bool>> {
        let mut out = Vec::with_capacity(records.len());
        for record in records {
            let found: Option<i64> = self
                .connection
                .prepare_cached("SELECT id FROM record WHERE uuid = ?1")?
                .query_row([record.id], |row| row.get(0))
                .optional()?;
            let Some((row, kind)) = found.zip(Kind::from_word(&record.kind)) else {
                out.push(false);
                continue;
            };
            let sql = format!("SELECT deleted_at IS NULL FROM {} WHERE id = ?1", Table::of(kind).name);
            let live = self.connection.prepare_cached(&sql)?.query_row([row], |row| row.get(0)).optional()?;
            out.push(live.unwrap_or(false));
        }
        Ok(out)
    }
}

/// A record without references to what is not exchanged.
fn without_the_gone(mut record: StoredRecord, live: &HashSet<Uuid>) -> StoredRecord {
    let gone = |value: &Value| reference(Some(value)).is_some_and(|id| !live.contains(&id));
    if let Some(kind) = Kind::from_word(&record.kind) {
        let table = Table::of(kind);
        record.fields.retain(|name, value| table.holds(name) != Some(Holds::Reference) || !gone(value));
    }
    record.links.retain(|link| link.record.is_none_or(|id| live.contains(&id)));
    record
}

fn reference(value: Option<&Value>) -> Option<Uuid> {
    value?.as_str().and_then(|text| Uuid::parse_str(text).ok())
}

impl Batch<'_> {
    /// Takes records in as they are, with their identities and instants: those that are not there, and those
    /// that were deleted. Returns how many were.
    ///
    /// # Errors
    /// [`StoreError::Refused`] for a record that cannot be one, with its place; otherwise when the journal
    /// cannot be written.
    pub fn restore(&mut self, records: &[StoredRecord]) -> Result<usize> {
        let mut wanted: Vec<(i64, Kind, bool, &StoredRecord)> = Vec::new();
        // First the identities: records refer to each other in any order.
        for (at, record) in records.iter().enumerate() {
            let kind = sound(record).map_err(|why| refused(at, record, &why))?;
            let found: Option<(i64, String)> = self
                .tx
                .prepare_cached("SELECT id, kind FROM record WHERE uuid = ?1")?
                .query_row([record.id], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            match found {
                None => {
                    self.tx
                        .prepare_cached("INSERT INTO record (uuid, kind, short) VALUES (?1, ?2, ?3)")?
                        .execute(params![record.id, kind.word(), short_id(record.id)])?;
                    wanted.push((self.tx.last_insert_rowid(), kind, true, record));
                }
                Some((_, word)) if word != kind.word() => {
                    return Err(refused(at, record, &format!("the journal has a {word} of this identity")));
                }
                Some((row, _)) if self.field(row, kind, "deleted_at")? != Cell::Null => {
                    wanted.push((row, kind, false, record));
                }
                Some(_) => {}
            }
        }
        for (at, (row, kind, new, record)) in wanted.iter().enumerate() {
            let fields = cells(*kind, record).map_err(|why| refused(at, record, &why))?;
            if *new {
                self.restore_row(*row, *kind, record, &fields)
                    .map_err(|why| refused(at, record, &said(why)))?;
            } else {
                self.set(*row, *kind, "deleted_at", &Cell::Null)?;
                for (name, cell) in &fields {
                    self.set(*row, *kind, name, cell)?;
                }
            }
        }
        for (at, (row, kind, _, record)) in wanted.iter().enumerate() {
            for link in &record.links {
                let to = match (&link.name, link.record) {
                    (Some(name), None) => Linked::Name(name.clone()),
                    (None, Some(id)) => Linked::Record(id),
                    _ => return Err(refused(at, record, "a link is to a name or to a record")),
                };
                self.link(*row, *kind, &link.kind, &to).map_err(|why| refused(at, record, &said(why)))?;
            }
        }
        Ok(wanted.len())
    }

    /// Writes a row as it was elsewhere.
    fn restore_row(
        &mut self,
        row: i64,
        kind: Kind,
        record: &StoredRecord,
        fields: &[(&'static str, Cell)],
    ) -> Result<()> {
        let mut columns: Vec<(&str, Cell)> = vec![("id", Cell::Int(row))];
        for (name, value) in fields {
            columns.push((name, self.stored(value)?));
        }
        columns.push(("logged_at", record.logged_at.as_str().into()));
        columns.push(("updated_at", record.updated_at.as_str().into()));
        if let Some(extra) = &record.extra {
            columns.push(("extra", Cell::Text(extra.to_string())));
        }
        columns.extend(derive::columns(kind, fields, &record.logged_at));
        self.insert_row(row, kind, &columns, fields)?;
        self.restored(row, kind);
        Ok(())
    }

    fn restored(&mut self, row: i64, kind: Kind) {
        self.touched.insert((row, kind), Touch::Restored);
    }
}

fn refused(at: usize, record: &StoredRecord, why: &str) -> StoreError {
    StoreError::Refused(format!("record {} ({}): {why}", at + 1, record.kind))
}

fn said(why: StoreError) -> String {
    match why {
        StoreError::Refused(why) => why,
        StoreError::Damaged(_) => "it refers to a record that is not there".to_owned(),
        other => other.to_string(),
    }
}

/// The kind of a record that can be one: its instants and dates are such.
fn sound(record: &StoredRecord) -> std::result::Result<Kind, String> {
    let kind = Kind::from_word(&record.kind).ok_or("there is no such kind of record")?;
    for at in [&record.logged_at, &record.updated_at] {
        chrono::DateTime::parse_from_rfc3339(at).map_err(|_| format!("“{at}” is no instant"))?;
    }
    for (name, value) in &record.fields {
        let Some(text) = value.as_str() else { continue };
        let read = match name.as_str() {
            "happened" => When::from_iso(text).is_some(),
            "start" | "target" if kind == Kind::Goal => true,
            "ask_on" => text.parse::<chrono::NaiveDate>().is_ok(),
            name if DATES.contains(&name) => PartialDate::from_iso(text).is_some(),
            _ => true,
        };
        if !read {
            return Err(format!("{name} “{text}” is no date"));
        }
    }
    Ok(kind)
}

/// The fields of a record as the store holds them.
fn cells(kind: Kind, record: &StoredRecord) -> std::result::Result<Vec<(&'static str, Cell)>, String> {
    let table = Table::of(kind);
    if let Some(name) = record.fields.keys().find(|name| table.holds(name).is_none()) {
        return Err(format!("a {kind} has no field {name}"));
    }
    let mut out = Vec::with_capacity(record.fields.len());
    for (name, holds) in table.fields {
        let Some(value) = record.fields.get(*name) else { continue };
        let cell = match (holds, value) {
            (Holds::Text, Value::String(text)) => Cell::Text(text.clone()),
            (Holds::Number, Value::Number(number)) => match number.as_i64() {
                Some(whole) => Cell::Int(whole),
                None => Cell::Real(number.as_f64().unwrap_or_default()),
            },
            (Holds::Reference, value) => {
                Cell::Ref(reference(Some(value)).ok_or_else(|| format!("{name} is no identity"))?)
            }
            _ => return Err(format!("{name} is of another type")),
        };
        out.push((*name, cell));
    }
    Ok(out)
}
