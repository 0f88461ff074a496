//! Applies flags that several commands have: dates, and names that are added to or removed from lists.

use crate::capture::values::add_name;
use crate::domain::date_phrase::{Bias, parse_when};
use crate::domain::id::Identity;
use crate::domain::{FieldType, NamedRef, PartialDate, Record, Value, fold};
use crate::error::{Error, Result};
use crate::journal::{Context, ladders};
use crate::present;

/// The accepted forms of a date.
pub(super) const DATE: &str =
    "write it as 2026-03-04, march 2026, yesterday, \"last friday\" or \"3 days ago\"; see brag help dates";

/// The accepted forms of the day of a follow-up.
const DUE: &str = "write it as 2026-03-04, 3mo, 90d, \"in 3 months\" or never; see brag help dates";

/// Creates the usage error of a message about a flag; a text that is not a date gets a hint.
pub(super) fn usage(message: String) -> Error {
    if !message.ends_with("” is not a date") && !message.ends_with("” does not exist") {
        return Error::usage(message);
    }
    let hint = if message.starts_with("--due") || message.starts_with("due") { DUE } else { DATE };
    Error::usage(message).hint(hint)
}

/// Returns the message for a flag with a wrong value; the message about an unknown word is complete without
/// the flag.
pub(super) fn named(flag: &str, why: &str) -> String {
    if why.starts_with("unknown ") { why.to_owned() } else { format!("--{flag}: {why}") }
}

/// Parses the value of `--date`, preferring the past; a range means its last date.
pub(super) fn date(context: &Context, typed: Option<&str>) -> Result<Option<PartialDate>> {
    let Some(typed) = typed else { return Ok(None) };
    let when = parse_when(typed, context.today(), Bias::Past)
        .map_err(|err| usage(named("date", &err.to_string())))?;
    Ok(Some(when.last()))
}

/// Adds names to lists, without their sigils; an empty name clears the list.
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

/// Removes names from lists. Fails if a list does not have the name; `title` is the title of the record.
pub(super) fn take_away<const N: usize>(
    title: &str,
    lists: [(&mut Vec<String>, &Vec<String>); N],
) -> Result<()> {
    for (names, gone) in lists {
        for name in gone {
            let before = names.len();
            names.retain(|each| fold(each) != fold(name));
            if names.len() == before {
                return Err(Error::usage(format!("“{title}” has no “{name}” to remove")));
            }
        }
    }
    Ok(())
}

/// Adds references by name to a list, except names that the list already has; an empty name clears the list.
pub(super) fn add_references<I: Identity>(list: &mut Vec<NamedRef<I>>, added: &[String], sigil: char) {
    for name in added {
        match name.trim().trim_start_matches(sigil) {
            "" => list.clear(),
            name if list.iter().any(|each| fold(&each.name) == fold(name)) => {}
            name => list.push(NamedRef::unresolved(name)),
        }
    }
}

/// Removes references from a list by name. Fails like [`take_away`].
pub(super) fn take_references_away<I: Identity>(
    title: &str,
    list: &mut Vec<NamedRef<I>>,
    gone: &[String],
) -> Result<()> {
    for name in gone {
        let before = list.len();
        list.retain(|each| fold(&each.name) != fold(name));
        if list.len() == before {
            return Err(Error::usage(format!("“{title}” has no “{name}” to remove")));
        }
    }
    Ok(())
}

/// Returns the stored keys of typed competencies: a key in `own`, else that of the competency of the ladder, else the
/// typed name.
pub(super) fn competency_keys(context: &Context, own: &[String], typed: &[String]) -> Result<Vec<String>> {
    let is_own = |name: &String| own.iter().any(|each| fold(each) == fold(name));
    // The ladder is not needed, and may be damaged, if the keys are those of the record.
    let ladder = if typed.iter().all(is_own) { None } else { ladders::load(context)? };
    let key = |name: &String| {
        let found = ladder.as_ref().filter(|_| !is_own(name)).and_then(|ladder| ladder.find(name));
        found.map_or_else(|| name.clone(), |competency| competency.key.clone())
    };
    Ok(typed.iter().map(key).collect())
}

/// Sets fields of a record from flags (flag, field label, text); returns `false` if no flag was given. A text
/// field takes its text literally: quotes have no meaning in a flag.
pub(super) fn set_fields<T: Record>(
    context: &Context,
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
                    .map_err(|_| Error::usage(format!("“{text}” is not a valid {label}")))?;
            }
            own => {
                // The error of a field with its own parser is complete without the flag.
                let named = |err| if own.is_some() { format!("{flag}: {err}") } else { err };
                present::field::set(record, &base, label, text, context.today())
                    .map_err(|err| usage(named(err)).about(label))?;
            }
        }
    }
    Ok(flags.iter().any(|(.., text)| text.is_some()))
}
