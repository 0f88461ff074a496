//! Records: typed bodies whose fields are described once, and what is stored around them.

use std::ops::{Deref, DerefMut};

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::field::FieldInfo;
use super::id::Identity;
use super::kind::Kind;
use super::value::{Unreadable, Value};

/// A kind of record with a type of its own. The body holds what a person can say of it.
pub trait Record: Default + Clone + PartialEq + 'static {
    /// Its identity.
    type Id: Identity;
    /// Its kind.
    const KIND: Kind;
    /// Its fields, in the order of documents, forms and CSV.
    const FIELDS: &'static [Field<Self>];

    /// Returns the values that this version of the program does not understand.
    fn unread(&self) -> &Unread;

    /// Returns the same, to be changed.
    fn unread_mut(&mut self) -> &mut Unread;

    /// Fills in what follows from the other fields. `before` is the record that is changed.
    fn normalise(&mut self, before: Option<&Self>, today: NaiveDate) {
        let _ = (before, today);
    }

    /// Refuses a body that no record can have.
    ///
    /// # Errors
    /// The first field that is wrong, and why.
    fn validate(&self, today: NaiveDate) -> Result<(), FieldError> {
        let _ = today;
        Ok(())
    }

    /// Returns the word that a field holds; `None` where it holds none, or one that this version does not
    /// understand.
    fn word(&self, name: &str) -> Option<String> {
        let field = Self::field(name).filter(|field| self.unread().get(field.info.name).is_none())?;
        match (field.get)(self) {
            Value::Text(word) => Some(word.into_owned()),
            _ => None,
        }
    }

    /// Returns the field with this label or name.
    #[must_use]
    fn field(label: &str) -> Option<&'static Field<Self>> {
        Self::FIELDS.iter().find(|field| field.info.label == label || field.info.name == label)
    }
}

/// A field of a record: its description, and the member of the body that holds it.
#[derive(Debug)]
pub struct Field<T> {
    /// The description.
    pub info: FieldInfo,
    /// Reads the member.
    pub get: fn(&T) -> Value<'_>,
    /// Writes the member; a value that is not understood leaves it as it was.
    pub set: fn(&mut T, Value<'_>) -> Result<(), Unreadable>,
    /// The text form in documents and forms, if it differs from the stored value.
    pub text: Option<FieldText<T>>,
}

/// How documents and forms write a field and read it back.
#[derive(Debug, Clone, Copy)]
pub struct FieldText<T> {
    /// Writes it.
    pub write: fn(&T) -> String,
    /// Reads it, on a day.
    pub read: fn(&mut T, &str, NaiveDate) -> Result<(), String>,
}

/// Describes a member of a body as a field. Documents and forms write it in another way than it is stored where
/// a pair of functions says how.
macro_rules! field {
    ($($member:ident).+, $info:expr) => {
        field!(@ [$($member).+], $info, None)
    };
    ($($member:ident).+, $info:expr, $write:expr, $read:expr) => {
        field!(@ [$($member).+], $info, Some($crate::domain::record::FieldText { write: $write, read: $read }))
    };
    (@ [$($member:ident).+], $info:expr, $text:expr) => {
        $crate::domain::record::Field {
            info: $info,
            get: |record| $crate::domain::value::FieldValue::value(&record.$($member).+),
            set: |record, value| $crate::domain::value::FieldValue::set_value(&mut record.$($member).+, value),
            text: $text,
        }
    };
}
pub(super) use field;

/// Implements `unread` and `unread_mut` of [`Record`] on the member `unread`.
macro_rules! unread_member {
    () => {
        fn unread(&self) -> &$crate::domain::record::Unread {
            &self.unread
        }

        fn unread_mut(&mut self) -> &mut $crate::domain::record::Unread {
            &mut self.unread
        }
    };
}
pub(super) use unread_member;

/// Returns the descriptions of fields.
pub(super) const fn infos<T, const N: usize>(fields: &[Field<T>]) -> [FieldInfo; N] {
    let mut out = [FieldInfo::new("", super::field::FieldType::Text); N];
    let mut at = 0;
    while at < N {
        out[at] = fields[at].info;
        at += 1;
    }
    out
}

/// A field that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct FieldError {
    /// The label of the field.
    pub field: &'static str,
    /// Why it is wrong.
    pub message: String,
}

impl FieldError {
    /// Returns the error for a field.
    #[must_use]
    pub fn new(field: &'static str, message: impl Into<String>) -> Self {
        Self { field, message: message.into() }
    }
}

/// A record as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored<T: Record> {
    /// Its identity.
    pub id: T::Id,
    /// When it was written, and how often.
    pub meta: Meta,
    /// What it says.
    pub body: T,
}

impl<T: Record> Stored<T> {
    /// Returns a record that no journal has, as of an instant: it is derived from others.
    #[must_use]
    pub fn derived(number: usize, at: DateTime<FixedOffset>, body: T) -> Self {
        let id = T::Id::from_uuid(uuid::Uuid::from_u128(number as u128));
        Self { id, meta: Meta { logged_at: at, updated_at: at, revision: 0 }, body }
    }
}

impl<T: Record> Deref for Stored<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.body
    }
}

impl<T: Record> DerefMut for Stored<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.body
    }
}

/// When a record was written, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meta {
    /// When it was written first.
    pub logged_at: DateTime<FixedOffset>,
    /// When it was changed last.
    pub updated_at: DateTime<FixedOffset>,
    /// Grows with every change to the record or to what belongs to it. 0 in lists.
    pub revision: i64,
}

/// The values of a record that this version of the program does not understand, as they are stored. They are
/// shown and exported as they are, and an edit keeps them until somebody chooses another value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unread(Vec<(&'static str, String)>);

impl Unread {
    /// Returns the stored text of a field, by its name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(each, _)| *each == name).map(|(_, text)| text.as_str())
    }

    /// Returns the names of the fields and their stored texts.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(name, text)| (*name, text.as_str()))
    }

    /// Keeps the stored text of a field.
    pub fn keep(&mut self, name: &'static str, text: String) {
        self.clear(name);
        self.0.push((name, text));
    }

    /// Forgets the stored text of a field: another value was chosen.
    pub fn clear(&mut self, name: &str) {
        self.0.retain(|(each, _)| *each != name);
    }
}
