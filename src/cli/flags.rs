//! What the flags of several commands share: a date, names that are added and taken away.

use crate::capture::values::add_name;
use crate::domain::date_phrase::{Bias, parse_when};
use crate::domain::id::Identity;
use crate::domain::{FieldType, NamedRef, PartialDate, Record, Value, fold};
use crate::error::{Error, Result};
use crate::journal::Journal;
use crate::present;

/// The date of a `--date` that lies behind: of a span its end.
pub(super) fn date(journal: &Journal, typed: Option<&str>) -> Result<Option<PartialDate>> {
    let Some(typed) = typed else { return Ok(None) };
    let when = parse_when(typed, journal.today(), Bias::Past)
        .map_err(|err| Error::usage(format!("--date: {err}")))?;
    Ok(Some(when.last()))
}

/// Adds names to lists; an empty one clears the list. The sigil that a name may be typed with goes.
pub(super) fn add<const N: usize>(lists: [(&mut Vec<String>, &Vec<String>, char); N]) {
    for (names, added, sigil) in lists {
        for name in added {
            match name.trim().trim_start_matches(sigil) {
                "" => names.clear(),
                name => add_name(names, name),
            }
        }
    }
}

/// Takes names out of lists; `title` is the record that has them.
pub(super) fn take_away<const N: usize>(
    title: &str,
    lists: [(&mut Vec<String>, &Vec<String>); N],
) -> Result<()> {
    for (names, gone) in lists {
        for name in gone {
            let before = names.len();
            names.retain(|each| fold(each) != fold(name));
            if names.len() == before {
                return Err(Error::usage(format!("“{title}” has no {name} to take away")));
            }
        }
    }
    Ok(())
}

/// Adds references by name to a list; an empty name clears it. A reference that is there stays itself.
pub(super) fn add_references<I: Identity>(list: &mut Vec<NamedRef<I>>, added: &[String], sigil: char) {
    for name in added {
        match name.trim().trim_start_matches(sigil) {
            "" => list.clear(),
            name if list.iter().any(|each| fold(&each.name) == fold(name)) => {}
            name => list.push(NamedRef::unresolved(name)),
        }
    }
}

/// Takes references out of a list by name; `title` is the record that has them.
pub(super) fn take_references_away<I: Identity>(
    title: &str,
    list: &mut Vec<NamedRef<I>>,
    gone: &[String],
) -> Result<()> {
    for name in gone {
        let before = list.len();
        list.retain(|each| fold(&each.name) != fold(name));
        if list.len() == before {
            return Err(Error::usage(format!("“{title}” has no {name} to take away")));
        }
    }
    Ok(())
}

/// Sets the fields of a record that flags name by their labels; returns false where no flag was given. A text is
/// taken as it is: quotes mean nothing to a flag.
pub(super) fn set_fields<T: Record>(
    journal: &Journal,
    record: &mut T,
    flags: &[(&'static str, &'static str, Option<&str>)],
) -> Result<bool> {
    let base = record.clone();
    for (flag, label, text) in flags {
        let Some(text) = text else { continue };
        match T::field(label).filter(|field| field.text.is_none()) {
            Some(field) if field.info.ty == FieldType::Text => {
                record.unread_mut().clear(field.info.name);
                (field.set)(record, Value::Text((*text).into()))
                    .map_err(|_| Error::usage(format!("“{text}” is no {label}")))?;
            }
            own => {
                // A field that reads its text itself says what it takes.
                let named = |err| if own.is_some() { format!("{flag}: {err}") } else { err };
                present::field::set(record, &base, label, text, journal.today())
                    .map_err(|err| Error::usage(named(err)).about(label))?;
            }
        }
    }
    Ok(flags.iter().any(|(.., text)| text.is_some()))
}
