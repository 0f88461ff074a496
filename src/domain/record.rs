//! Records: typed bodies whose fields are described once, with an id and metadata.

use std::ops::{Deref, DerefMut};

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::field::FieldInfo;
use super::id::Identity;
use super::kind::Kind;
use super::value::{Unreadable, Value};

/// The body of a kind of record: the fields that the user can set.
pub trait Record: Default + Clone + PartialEq + 'static {
    /// The type of the id.
    type Id: Identity;
    /// The kind.
    const KIND: Kind;
    /// The fields, in the order of documents, forms and CSV.
    const FIELDS: &'static [Field<Self>];

    /// Returns the stored values that this version cannot parse.
    fn unread(&self) -> &Unread;

    /// Returns the stored values that this version cannot parse, mutably.
    fn unread_mut(&mut self) -> &mut Unread;

    /// Sets the fields that follow from others. `before` is the record before the change; `None` for a new
    /// record.
    fn normalise(&mut self, before: Option<&Self>, today: NaiveDate) {
        let _ = (before, today);
    }

    /// Validates the body; the error names the first invalid field.
    fn validate(&self, today: NaiveDate) -> Result<(), FieldError> {
        let _ = today;
        Ok(())
    }

    /// Returns the stored word of a field with a closed set of words; `None` if the field is empty or has a
    /// word that this version cannot parse.
    fn word(&self, name: &str) -> Option<String> {
        let field = Self::field(name).filter(|field| self.unread().get(field.info.name).is_none())?;
        match (field.get)(self) {
            Value::Text(word) => Some(word.into_owned()),
            _ => None,
        }
    }

    /// Clears the fields that only the user reads.
    fn clear_own(&mut self) {
        for field in Self::FIELDS.iter().filter(|field| field.info.own) {
            // Such a field is a text, which can be empty.
            let _ = (field.set)(self, Value::Text("".into()));
        }
    }

    /// Returns the field with this label or name.
    #[must_use]
    fn field(label: &str) -> Option<&'static Field<Self>> {
        Self::FIELDS.iter().find(|field| field.info.label == label || field.info.name == label)
    }
}

/// A field of a record: its description, and the access to the member of the body.
#[derive(Debug)]
pub struct Field<T> {
    /// The description.
    pub info: FieldInfo,
    /// The getter of the member.
    pub get: fn(&T) -> Value<'_>,
    /// The setter of the member; fails like [`super::FieldValue::set_value`].
    pub set: fn(&mut T, Value<'_>) -> Result<(), Unreadable>,
    /// The text form in documents and forms, if it differs from the stored value.
    pub text: Option<FieldText<T>>,
}

/// The formatter and the parser of a field in documents and forms.
#[derive(Debug, Clone, Copy)]
pub struct FieldText<T> {
    /// The formatter.
    pub write: fn(&T) -> String,
    /// The parser, which takes the current day.
    pub read: fn(&mut T, &str, NaiveDate) -> Result<(), String>,
}

/// Creates the field of a member of a body, with an optional pair of functions to write and read its text in
/// documents and forms.
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

/// The reason why a field is invalid.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct FieldError {
    /// The label of the field.
    pub field: &'static str,
    /// The reason.
    pub message: String,
    /// The remedy, if the reason does not state it.
    pub hint: Option<String>,
}

impl FieldError {
    /// Creates the error for a field.
    pub fn new(field: &'static str, message: impl Into<String>) -> Self {
        Self { field, message: message.into(), hint: None }
    }

    /// Adds the remedy.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// A stored record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored<T: Record> {
    /// The id, the same on every machine.
    pub id: T::Id,
    /// The times of writing and the revision.
    pub meta: Meta,
    /// The fields that the user can set.
    pub body: T,
}

impl<T: Record> Stored<T> {
    /// Creates a record that is derived from other records and not stored; `number` becomes its id.
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

/// The metadata of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meta {
    /// The time at which the record was first written.
    pub logged_at: DateTime<FixedOffset>,
    /// The time of the last change.
    pub updated_at: DateTime<FixedOffset>,
    /// The revision, which grows with every change to the record or its parts; 0 in lists.
    pub revision: i64,
}

/// The stored values of a record that this version of the program cannot parse. They are displayed and
/// exported as stored, and an edit preserves them until the user chooses another value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unread(Vec<(&'static str, String)>);

impl Unread {
    /// Returns the stored text of a field, by its name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(each, _)| *each == name).map(|(_, text)| text.as_str())
    }

    /// Returns the names of the fields and their stored texts.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(name, text)| (*name, text.as_str()))
    }

    /// Sets the stored text of a field.
    pub fn keep(&mut self, name: &'static str, text: String) {
        self.clear(name);
        self.0.push((name, text));
    }

    /// Removes the stored text of a field.
    pub fn clear(&mut self, name: &str) {
        self.0.retain(|(each, _)| *each != name);
    }
}
