//! Records: typed bodies whose fields are described once, and what is stored around them.

use std::borrow::Cow;
use std::ops::{Deref, DerefMut};

use chrono::{DateTime, FixedOffset, NaiveDate};
use uuid::Uuid;

use super::date::{PartialDate, When};
use super::field::FieldInfo;
use super::id::{Identity, RecordId};
use super::kind::Kind;

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
    /// How documents and forms write it, where that is not how it is stored.
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
    ($member:ident, $info:expr) => {
        field!(@ $member, $info, None)
    };
    ($member:ident, $info:expr, $write:expr, $read:expr) => {
        field!(@ $member, $info, Some($crate::domain::record::FieldText { write: $write, read: $read }))
    };
    (@ $member:ident, $info:expr, $text:expr) => {
        $crate::domain::record::Field {
            info: $info,
            get: |record| $crate::domain::record::FieldValue::value(&record.$member),
            set: |record, value| $crate::domain::record::FieldValue::set_value(&mut record.$member, value),
            text: $text,
        }
    };
}
pub(super) use field;

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

/// A value that this version of the program does not understand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable;

/// The value of a field on its way between a body and everything generic.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Nothing.
    Null,
    /// Text, a word or a date, as they are stored.
    Text(Cow<'a, str>),
    /// A whole number; of a flag 0 or 1.
    Int(i64),
    /// A number.
    Real(f64),
    /// A record.
    Ref(NamedRef<RecordId>),
    /// Names, in order.
    Names(Cow<'a, [String]>),
    /// Records, in order.
    Refs(Vec<NamedRef<RecordId>>),
}

/// A reference to a record, with its name. References are compared by the identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedRef<Id> {
    /// The record; nil where only a name was typed.
    pub id: Id,
    /// Its name or title.
    pub name: String,
}

impl<I: Identity> NamedRef<I> {
    /// Returns a reference to whatever a name means: a use case resolves it before it is stored.
    #[must_use]
    pub fn unresolved(name: impl Into<String>) -> Self {
        Self { id: I::from_uuid(Uuid::nil()), name: name.into() }
    }

    /// Returns true for a reference that names a record of the journal.
    #[must_use]
    pub fn is_resolved(&self) -> bool {
        !self.id.uuid().is_nil()
    }

    fn any(&self) -> NamedRef<RecordId> {
        NamedRef { id: self.id.into(), name: self.name.clone() }
    }

    fn of(any: NamedRef<RecordId>) -> Self {
        Self { id: I::from_uuid(any.id.0), name: any.name }
    }
}

/// A record as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored<T: Record> {
    /// Its identity.
    pub id: T::Id,
    /// When it was written, and how often.
    pub meta: Meta,
    /// What it says.
    pub body: T,
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

/// A type that a member of a body can have.
pub trait FieldValue {
    /// Returns the value.
    fn value(&self) -> Value<'_>;

    /// Takes a value; one that is not understood leaves it as it was.
    ///
    /// # Errors
    /// [`Unreadable`] for a value of another type, or one that is not known.
    fn set_value(&mut self, value: Value<'_>) -> Result<(), Unreadable>;
}

/// One of a closed set of words.
pub trait Word: Copy {
    /// Returns the word that is stored.
    fn word(self) -> &'static str;
    /// Returns the one that a word names.
    fn from_word(word: &str) -> Option<Self>;
}

impl FieldValue for String {
    fn value(&self) -> Value<'_> {
        Value::Text(Cow::Borrowed(self))
    }

    fn set_value(&mut self, value: Value<'_>) -> Result<(), Unreadable> {
        match value {
            Value::Null => self.clear(),
            Value::Text(text) => *self = text.into_owned(),
            _ => return Err(Unreadable),
        }
        Ok(())
    }
}

impl FieldValue for Vec<String> {
    fn value(&self) -> Value<'_> {
        Value::Names(Cow::Borrowed(self))
    }

    fn set_value(&mut self, value: Value<'_>) -> Result<(), Unreadable> {
        match value {
            Value::Null => self.clear(),
            Value::Names(names) => *self = names.into_owned(),
            _ => return Err(Unreadable),
        }
        Ok(())
    }
}

impl FieldValue for bool {
    fn value(&self) -> Value<'_> {
        Value::Int(i64::from(*self))
    }

    fn set_value(&mut self, value: Value<'_>) -> Result<(), Unreadable> {
        *self = match value {
            Value::Null | Value::Int(0) => false,
            Value::Int(1) => true,
            _ => return Err(Unreadable),
        };
        Ok(())
    }
}

impl FieldValue for i32 {
    fn value(&self) -> Value<'_> {
        Value::Int(i64::from(*self))
    }

    fn set_value(&mut self, value: Value<'_>) -> Result<(), Unreadable> {
        match value {
            Value::Null => *self = 0,
            value => *self = int_of(&value).ok_or(Unreadable)?,
        }
        Ok(())
    }
}

impl FieldValue for i64 {
    fn value(&self) -> Value<'_> {
        Value::Int(*self)
    }

    fn set_value(&mut self, value: Value<'_>) -> Result<(), Unreadable> {
        match value {
            Value::Null => *self = 0,
            Value::Int(number) => *self = number,
            _ => return Err(Unreadable),
        }
        Ok(())
    }
}

/// Implements the trait for types that may be missing, each with its way out and in.
macro_rules! optional {
    ($($ty:ty: $out:expr, $in:expr;)*) => {$(
        impl FieldValue for Option<$ty> {
            fn value(&self) -> Value<'_> {
                self.as_ref().map_or(Value::Null, $out)
            }

            fn set_value(&mut self, value: Value<'_>) -> Result<(), Unreadable> {
                if value == Value::Null {
                    *self = None;
                    return Ok(());
                }
                let read: fn(Value<'_>) -> Option<$ty> = $in;
                *self = Some(read(value).ok_or(Unreadable)?);
                Ok(())
            }
        }
    )*};
}

fn text_of(value: Value<'_>) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.into_owned()),
        _ => None,
    }
}

fn int_of<N: TryFrom<i64>>(value: &Value<'_>) -> Option<N> {
    match value {
        Value::Int(number) => N::try_from(*number).ok(),
        _ => None,
    }
}

/// Returns the value of anything that is stored as the text that it prints.
pub(super) fn printed<'a>(value: &impl ToString) -> Value<'a> {
    Value::Text(Cow::Owned(value.to_string()))
}

optional! {
    String: |text| Value::Text(Cow::Borrowed(text)), text_of;
    u8: |number| Value::Int(i64::from(*number)), |value| int_of(&value);
    u32: |number| Value::Int(i64::from(*number)), |value| int_of(&value);
    i32: |number| Value::Int(i64::from(*number)), |value| int_of(&value);
    PartialDate: printed, |value| PartialDate::from_iso(&text_of(value)?);
    When: printed, |value| When::from_iso(&text_of(value)?);
    NaiveDate: printed, |value| text_of(value)?.parse().ok();
}

impl<I: Identity> FieldValue for Option<NamedRef<I>> {
    fn value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, |named| Value::Ref(named.any()))
    }

    fn set_value(&mut self, value: Value<'_>) -> Result<(), Unreadable> {
        *self = match value {
            Value::Null => None,
            Value::Ref(any) => Some(NamedRef::of(any)),
            _ => return Err(Unreadable),
        };
        Ok(())
    }
}

impl<I: Identity> FieldValue for Vec<NamedRef<I>> {
    fn value(&self) -> Value<'_> {
        Value::Refs(self.iter().map(NamedRef::any).collect())
    }

    fn set_value(&mut self, value: Value<'_>) -> Result<(), Unreadable> {
        match value {
            Value::Null => self.clear(),
            Value::Refs(all) => *self = all.into_iter().map(NamedRef::of).collect(),
            _ => return Err(Unreadable),
        }
        Ok(())
    }
}

impl<W: Word> FieldValue for W {
    fn value(&self) -> Value<'_> {
        Value::Text(Cow::Borrowed(self.word()))
    }

    fn set_value(&mut self, value: Value<'_>) -> Result<(), Unreadable> {
        *self = text_of(value).and_then(|text| W::from_word(&text)).ok_or(Unreadable)?;
        Ok(())
    }
}

impl<W: Word> FieldValue for Option<W> {
    fn value(&self) -> Value<'_> {
        self.map_or(Value::Null, |word| Value::Text(Cow::Borrowed(word.word())))
    }

    fn set_value(&mut self, value: Value<'_>) -> Result<(), Unreadable> {
        *self = match value {
            Value::Null => None,
            Value::Text(text) => Some(W::from_word(&text).ok_or(Unreadable)?),
            _ => return Err(Unreadable),
        };
        Ok(())
    }
}

impl<W: Word> FieldValue for Vec<W> {
    fn value(&self) -> Value<'_> {
        Value::Names(self.iter().map(|word| word.word().to_owned()).collect())
    }

    /// Takes the words that are known, also beside others that are not.
    fn set_value(&mut self, value: Value<'_>) -> Result<(), Unreadable> {
        let names = match value {
            Value::Null => Cow::default(),
            Value::Names(names) => names,
            _ => return Err(Unreadable),
        };
        *self = names.iter().filter_map(|name| W::from_word(name)).collect();
        if self.len() == names.len() { Ok(()) } else { Err(Unreadable) }
    }
}
