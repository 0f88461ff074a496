//! The values of fields, and conversions between them and the types of the struct members that hold them.

use std::borrow::Cow;
use std::fmt;

use chrono::NaiveDate;
use uuid::Uuid;

use super::amount::Amount;
use super::date::{DateRange, PartialDate};
use super::id::{
    GoalId, Identity, MetricId, PositionId, ProfileId, QuestionnaireId, RecordId, ValueId, WinId,
};

/// The error for a value that this version of the program cannot parse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable;

/// The value of a field in the form that code for every kind of record reads and writes.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// No value.
    Null,
    /// A text, the identifier of an enum variant, or a date, as stored.
    Text(Cow<'a, str>),
    /// A whole number; 0 or 1 for a flag.
    Int(i64),
    /// A floating-point number.
    Real(f64),
    /// A reference to a record.
    Ref(NamedRef<RecordId>),
    /// Names, in order.
    Names(Cow<'a, [String]>),
    /// References to records, in order.
    Refs(Vec<NamedRef<RecordId>>),
}

/// A reference to a record, with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedRef<Id> {
    /// The id; nil if only a name was typed.
    pub id: Id,
    /// The name or title.
    pub name: String,
}

impl<I: Identity> NamedRef<I> {
    /// Creates a reference by name; a use case resolves the name before the reference is stored.
    pub fn unresolved(name: impl Into<String>) -> Self {
        Self { id: I::from_uuid(Uuid::nil()), name: name.into() }
    }

    /// Returns `true` if the reference has the id of a record.
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

impl<I: Identity> From<&str> for NamedRef<I> {
    fn from(name: &str) -> Self {
        Self::unresolved(name)
    }
}

impl<Id> fmt::Display for NamedRef<Id> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// Returns the names of references.
pub fn names_of<Id>(list: &[NamedRef<Id>]) -> Vec<String> {
    list.iter().map(|named| named.name.clone()).collect()
}

/// A type of struct member that can be read and set as a [`Value`].
pub trait FieldValue {
    /// Returns the value.
    fn value(&self) -> Value<'_>;

    /// Sets the value. Fails without a change if the value has another type or cannot be parsed; a list of
    /// words takes its known words even if it has others.
    fn set_value(&mut self, value: Value<'_>) -> Result<(), Unreadable>;
}

/// An enum whose variants are stored as words.
pub trait Word: Copy {
    /// Returns the stored word.
    fn word(self) -> &'static str;
    /// Returns the variant of a stored word.
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

impl FieldValue for f64 {
    fn value(&self) -> Value<'_> {
        Value::Real(*self)
    }

    fn set_value(&mut self, value: Value<'_>) -> Result<(), Unreadable> {
        *self = match value {
            Value::Null => 0.0,
            Value::Real(number) => number,
            _ => return Err(Unreadable),
        };
        Ok(())
    }
}

impl FieldValue for PartialDate {
    fn value(&self) -> Value<'_> {
        printed(self)
    }

    fn set_value(&mut self, value: Value<'_>) -> Result<(), Unreadable> {
        *self = text_of(value).and_then(|text| Self::from_iso(&text)).ok_or(Unreadable)?;
        Ok(())
    }
}

impl FieldValue for Amount {
    fn value(&self) -> Value<'_> {
        Value::Text(Cow::Borrowed(&self.text))
    }

    fn set_value(&mut self, value: Value<'_>) -> Result<(), Unreadable> {
        *self = text_of(value).and_then(|text| Self::parse(&text)).ok_or(Unreadable)?;
        Ok(())
    }
}

impl FieldValue for NaiveDate {
    fn value(&self) -> Value<'_> {
        printed(self)
    }

    fn set_value(&mut self, value: Value<'_>) -> Result<(), Unreadable> {
        *self = text_of(value).and_then(|text| text.parse().ok()).ok_or(Unreadable)?;
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

impl FieldValue for u32 {
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

/// Implements [`FieldValue`] for optional types, by conversions to and from a value.
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

/// Returns the printed text as a value.
pub(super) fn printed<'a>(value: &impl ToString) -> Value<'a> {
    Value::Text(Cow::Owned(value.to_string()))
}

optional! {
    String: |text| Value::Text(Cow::Borrowed(text)), text_of;
    u8: |number| Value::Int(i64::from(*number)), |value| int_of(&value);
    u32: |number| Value::Int(i64::from(*number)), |value| int_of(&value);
    i32: |number| Value::Int(i64::from(*number)), |value| int_of(&value);
    PartialDate: printed, |value| PartialDate::from_iso(&text_of(value)?);
    DateRange: printed, |value| DateRange::from_iso(&text_of(value)?);
    NaiveDate: printed, |value| text_of(value)?.parse().ok();
    Amount: |amount| Value::Text(Cow::Borrowed(&amount.text)), |value| Amount::parse(&text_of(value)?);
}

/// Implements [`FieldValue`] for ids: references that are loaded without names.
macro_rules! unnamed {
    ($($name:ident)*) => {$(
        impl FieldValue for Option<$name> {
            fn value(&self) -> Value<'_> {
                self.map_or(Value::Null, |id| Value::Ref(NamedRef { id: id.into(), name: String::new() }))
            }

            fn set_value(&mut self, value: Value<'_>) -> Result<(), Unreadable> {
                *self = match value {
                    Value::Null => None,
                    Value::Ref(named) => Some($name(named.id.0)),
                    _ => return Err(Unreadable),
                };
                Ok(())
            }
        }
    )*};
}

unnamed! { GoalId MetricId PositionId ProfileId QuestionnaireId ValueId WinId }

impl FieldValue for RecordId {
    fn value(&self) -> Value<'_> {
        Value::Ref(NamedRef { id: *self, name: String::new() })
    }

    fn set_value(&mut self, value: Value<'_>) -> Result<(), Unreadable> {
        let Value::Ref(named) = value else { return Err(Unreadable) };
        *self = named.id;
        Ok(())
    }
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

    /// Sets the known words, and fails if the value has others.
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
