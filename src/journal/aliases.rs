//! Aliases: listing, setting and removing the replacements for names in documents for the public.

use super::{Snapshot, Transaction};
use crate::domain::{Alias, Stored, fold};
use crate::error::{Error, Result};
use crate::report::export::{names_in_rows, redact_rows};
use crate::report::names::Names;
use crate::report::redact::Redactor;
use crate::text::ellipsis;

/// Returns all aliases, by name.
pub fn list(snapshot: &Snapshot<'_>) -> Result<Vec<Stored<Alias>>> {
    Ok(snapshot.store.list_aliases()?)
}

/// Returns the aliases, and the user's own name, which is never replaced.
pub fn with_own_name(snapshot: &Snapshot<'_>) -> Result<(Vec<Alias>, String)> {
    let own = super::profile::find(snapshot)?.map(|profile| profile.body.name).unwrap_or_default();
    Ok((list(snapshot)?.into_iter().map(|each| each.body).collect(), own))
}

/// Replaces the names that have an alias in the texts of a document if `use_aliases`, else only finds them. Fails if a replaced
/// name can still be read.
pub fn apply(snapshot: &Snapshot<'_>, document: &mut serde_json::Value, use_aliases: bool) -> Result<Names> {
    let (aliases, own) = with_own_name(snapshot)?;
    let document = std::iter::once(document);
    if use_aliases {
        redact_rows(&aliases, &own, document).map_err(|err| super::export::error_of(snapshot, err))
    } else {
        Ok(names_in_rows(&aliases, &own, document.map(|each| &*each)))
    }
}

/// The minimum number of letters of a name that ends with `*`.
const SHORTEST_STEM: usize = 3;

/// Sets the alias of a name. A name that ends with `*` is also found with more letters at its end, as in languages that
/// inflect names. With `exact`, the name is found only in this capitalisation; `None` retains the
/// previous choice, which is `false` for a new name.
///
/// Fails if either text is empty, or if an alias would contain a name that has an alias.
pub fn add(tx: &mut Transaction<'_>, name: &str, alias: &str, exact: Option<bool>) -> Result<Stored<Alias>> {
    let (name, alias) = (name.trim(), alias.trim());
    if name.is_empty() || alias.is_empty() {
        return Err(Error::usage("an alias needs a name and its replacement"));
    }
    if name.trim_end_matches('*').contains('*') {
        return Err(Error::usage("a * stands only at the end of a name")
            .hint("write each name by itself, such as 'Kowalski*'"));
    }
    let letters = name.trim_end_matches('*').chars().filter(|c| c.is_alphanumeric()).count();
    if name.ends_with('*') && letters < SHORTEST_STEM {
        return Err(Error::usage(format!("“{name}” would match too many words"))
            .hint(format!("write at least {SHORTEST_STEM} letters before the *")));
    }
    if Redactor::new([(name, "-")]).first_leak(alias).is_some() {
        return Err(Error::usage(format!("the alias “{alias}” repeats the name itself")));
    }
    let (known, others): (Vec<Stored<Alias>>, Vec<Stored<Alias>>) =
        list(&tx.snapshot())?.into_iter().partition(|each| fold(&each.name) == fold(name));
    let exact = exact.unwrap_or_else(|| known.first().is_some_and(|each| each.exact));
    let named = others.iter().map(|each| (each.name.as_str(), each.alias.as_str()));
    if Redactor::new(named.chain([(name, "-")])).first_leak(alias).is_some() {
        return Err(Error::usage(format!("the alias “{alias}” contains a name that has an alias")));
    }
    if let Some(other) =
        others.iter().find(|each| Redactor::new([(name, "-")]).first_leak(&each.alias).is_some())
    {
        return Err(Error::usage(format!("the alias “{}” contains the name “{name}”", other.alias)));
    }
    tx.set_label(format!("alias: {}", ellipsis(alias, 60)));
    let alias = Alias { name: name.to_owned(), alias: alias.to_owned(), exact, ..Alias::default() };
    let id = tx.batch.set_alias(&alias)?;
    Ok(tx.snapshot().store.find(id)?)
}

/// Deletes the alias of a name and returns it. Fails if the name has no alias.
pub fn remove(tx: &mut Transaction<'_>, name: &str) -> Result<Stored<Alias>> {
    let found = list(&tx.snapshot())?.into_iter().find(|each| fold(&each.name) == fold(name.trim()));
    let Some(alias) = found else {
        return Err(Error::failed(format!("“{name}” has no alias")).hint("brag alias list lists the aliases"));
    };
    tx.set_label(format!("remove alias: {}", ellipsis(&alias.alias, 60)));
    tx.batch.delete_record(alias.id.into())?;
    Ok(alias)
}
