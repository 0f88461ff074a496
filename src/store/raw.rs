//! A stored value as its bytes, which may be damaged.

use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use uuid::Uuid;

use super::cell::Cell;

/// A value of a column; a text need not be UTF-8.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Raw {
    Null,
    Int(i64),
    Real(f64),
    Text(Vec<u8>),
    Blob(Vec<u8>),
}

impl Raw {
    /// Copies a value.
    pub(super) fn read(value: ValueRef<'_>) -> Self {
        match value {
            ValueRef::Null => Self::Null,
            ValueRef::Integer(number) => Self::Int(number),
            ValueRef::Real(number) => Self::Real(number),
            ValueRef::Text(text) => Self::Text(text.to_vec()),
            ValueRef::Blob(bytes) => Self::Blob(bytes.to_vec()),
        }
    }

    /// Returns the value as SQLite stores it.
    pub(super) fn as_value(&self) -> ValueRef<'_> {
        match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Real(number) => ValueRef::Real(*number),
            Self::Text(text) => ValueRef::Text(text),
            Self::Blob(bytes) => ValueRef::Blob(bytes),
        }
    }

    /// Returns the value of the same type with these bytes, which a checksum covers; `None` if the type has another length.
    pub(super) fn with_bytes(&self, bytes: Vec<u8>) -> Option<Self> {
        Some(match self {
            Self::Null => return None,
            Self::Int(_) => Self::Int(i64::from_le_bytes(bytes.try_into().ok()?)),
            Self::Real(_) => Self::Real(f64::from_le_bytes(bytes.try_into().ok()?)),
            Self::Text(_) => Self::Text(bytes),
            Self::Blob(_) => Self::Blob(bytes),
        })
    }

    /// Returns the number.
    pub(super) fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            _ => None,
        }
    }

    /// Returns the text, if it is UTF-8.
    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => std::str::from_utf8(text).ok(),
            _ => None,
        }
    }

    /// Returns the UUID.
    pub(super) fn as_uuid(&self) -> Option<Uuid> {
        match self {
            Self::Blob(bytes) => Uuid::from_slice(bytes).ok(),
            _ => None,
        }
    }
}

impl From<&Cell> for Raw {
    fn from(cell: &Cell) -> Self {
        Self::read(cell.as_value())
    }
}

impl ToSql for Raw {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(self.as_value()))
    }
}
