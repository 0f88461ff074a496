//! Which tables hold records, which fields they have, and a value in one of them.

use rusqlite::types::{ToSql, ToSqlOutput, Value, ValueRef};
use uuid::Uuid;

use crate::domain::Kind;

/// A value of a field. References are by identity: what history keeps must mean the same on
/// another machine.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Null,
    Text(String),
    Int(i64),
    Real(f64),
    Ref(Uuid),
}

impl Cell {
    pub(super) fn opt(text: Option<String>) -> Self {
        text.map_or(Self::Null, Self::Text)
    }

    pub(super) fn json(&self) -> serde_json::Value {
        match self {
            Self::Null => serde_json::Value::Null,
            Self::Text(text) => text.as_str().into(),
            Self::Int(number) => (*number).into(),
            Self::Real(number) => (*number).into(),
            Self::Ref(id) => id.to_string().into(),
        }
    }

    pub(super) fn read(value: ValueRef<'_>) -> Self {
        match value {
            ValueRef::Null => Self::Null,
            ValueRef::Integer(number) => Self::Int(number),
            ValueRef::Real(number) => Self::Real(number),
            ValueRef::Text(text) => Self::Text(String::from_utf8_lossy(text).into_owned()),
            ValueRef::Blob(bytes) => Uuid::from_slice(bytes).map_or(Self::Null, Self::Ref),
        }
    }

    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            _ => None,
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<bool> for Cell {
    fn from(truth: bool) -> Self {
        Self::Int(i64::from(truth))
    }
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Owned(Value::Null),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Int(number) => ToSqlOutput::Owned(Value::Integer(*number)),
            Self::Real(number) => ToSqlOutput::Owned(Value::Real(*number)),
            Self::Ref(id) => ToSqlOutput::Owned(Value::Blob(id.as_bytes().to_vec())),
        })
    }
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// Text that a person wrote, a date, or a word.
    Text,
    /// A number or a truth.
    Number,
    /// Another record.
    Reference,
}

/// A table of records of one kind. The fields are those that history knows.
#[derive(Debug)]
pub(super) struct Table {
    pub name: &'static str,
    pub fields: &'static [(&'static str, Holds)],
}

impl Table {
    pub(super) fn of(kind: Kind) -> &'static Self {
        match kind {
            Kind::Win => &WIN,
            Kind::Project => &PROJECT,
            Kind::Metric => &METRIC,
            Kind::Value => &VALUE,
            Kind::Figure => &FIGURE,
            Kind::FollowUp => &FOLLOW_UP,
            Kind::Goal => &GOAL,
            Kind::Skill => &SKILL,
            Kind::Milestone => &MILESTONE,
            Kind::CheckIn => &CHECK_IN,
            Kind::Reading => &READING,
            Kind::Alias => &ALIAS,
            Kind::Curation => &CURATION,
        }
    }

    pub(super) fn holds(&self, field: &str) -> Option<Holds> {
        self.fields.iter().find(|(name, _)| *name == field).map(|(_, holds)| *holds)
    }
}

use Holds::{Number, Reference, Text};

static WIN: Table = Table {
    name: "win",
    fields: &[
        ("title", Text),
        ("happened", Text),
        ("notes", Text),
        ("impact", Text),
        ("audience", Text),
        ("category", Text),
        ("category_confirmed", Number),
        ("status", Text),
        ("project", Reference),
        ("starred", Number),
        ("visibility", Text),
        ("source", Text),
        ("unasked", Number),
    ],
};

static PROJECT: Table = Table {
    name: "project",
    fields: &[
        ("name", Text),
        ("summary", Text),
        ("status", Text),
        ("start", Text),
        ("end", Text),
        ("visibility", Text),
        ("source", Text),
        ("parent", Reference),
        ("position", Text),
        ("team", Text),
        ("audience", Text),
        ("challenge", Text),
        ("solution", Text),
        ("results", Text),
        ("reflection", Text),
        ("liked", Text),
        ("hard", Text),
        ("learned", Text),
        ("notes", Text),
    ],
};

static GOAL: Table = Table {
    name: "goal",
    fields: &[
        ("title", Text),
        ("why", Text),
        ("year", Number),
        ("status", Text),
        ("source", Text),
        ("measure", Text),
        ("count", Number),
        ("start", Text),
        ("target", Text),
        ("unit", Text),
        ("metric", Reference),
        ("ended_on", Text),
        ("ending", Text),
        ("carried_from", Reference),
        ("begun", Text),
        ("notes", Text),
        ("visibility", Text),
    ],
};

static MILESTONE: Table = Table {
    name: "milestone",
    fields: &[("goal", Reference), ("place", Number), ("title", Text), ("done_on", Text)],
};

static CHECK_IN: Table = Table {
    name: "check_in",
    fields: &[("goal", Reference), ("day", Text), ("note", Text), ("value", Text)],
};

static READING: Table = Table {
    name: "reading",
    fields: &[
        ("title", Text),
        ("medium", Text),
        ("status", Text),
        ("started", Text),
        ("finished", Text),
        ("progress", Text),
        ("rating", Number),
        ("takeaways", Text),
        ("notes", Text),
        ("changed", Text),
        ("place", Number),
        ("visibility", Text),
        ("source", Text),
    ],
};

static METRIC: Table = Table {
    name: "metric",
    fields: &[
        ("name", Text),
        ("project", Reference),
        ("win", Reference),
        ("unit", Text),
        ("goal", Reference),
        ("better", Text),
        ("target", Text),
        ("url", Text),
        ("source", Text),
    ],
};

static VALUE: Table = Table {
    name: "value",
    fields: &[
        ("metric", Reference),
        ("win", Reference),
        ("day", Text),
        ("text", Text),
        ("number", Number),
        ("unit", Text),
        ("relative", Number),
        ("baseline", Number),
        ("confidence", Text),
        ("source", Text),
        ("note", Text),
    ],
};

static FIGURE: Table = Table {
    name: "figure",
    fields: &[("win", Reference), ("metric", Reference), ("name", Text), ("before", Text), ("after", Text)],
};

static FOLLOW_UP: Table = Table {
    name: "follow_up",
    fields: &[
        ("about", Reference),
        ("question", Text),
        ("ask_on", Text),
        ("outcome", Text),
        ("recorded_on", Text),
        ("nothing_said", Number),
        ("snoozed", Number),
        ("why", Text),
        ("evidence", Text),
        ("value", Reference),
    ],
};

static ALIAS: Table = Table { name: "alias", fields: &[("name", Text), ("alias", Text), ("exact", Number)] };

static CURATION: Table = Table {
    name: "curation",
    fields: &[("document", Text), ("item", Text), ("left_out", Number), ("place", Number), ("title", Text)],
};

static SKILL: Table = Table { name: "skill", fields: &[("name", Text), ("grouping", Text)] };

/// Every column that points at a record: what stands on it.
pub(super) const REFERENCES: [(&str, &str); 15] = [
    ("figure", "metric"),
    ("win", "project"),
    ("metric", "project"),
    ("metric", "win"),
    ("value", "metric"),
    ("value", "win"),
    ("figure", "win"),
    ("follow_up", "about"),
    ("follow_up", "value"),
    ("project", "parent"),
    ("metric", "goal"),
    ("goal", "metric"),
    ("goal", "carried_from"),
    ("milestone", "goal"),
    ("check_in", "goal"),
];
