//! The profile: the person at the head of a CV.

use super::edit_outcome::{EditOutcome, edit_unless_changed};
use super::{Snapshot, Transaction};
use crate::domain::{Profile, Record as _, Stored};
use crate::editor::EditorFile;
use crate::error::{Error, Result};

/// Returns the profile with its strengths, education and languages; `None` until one is written.
pub fn find(snapshot: &Snapshot<'_>) -> Result<Option<Stored<Profile>>> {
    Ok(snapshot.store.profile()?)
}

/// Returns the profile, with the details under `[person]` in the configuration where it has none.
pub fn effective(snapshot: &Snapshot<'_>) -> Result<Profile> {
    let mut profile = find(snapshot)?.map(|stored| stored.body).unwrap_or_default();
    let person = &snapshot.context.config.person;
    let pairs = [
        (&mut profile.name, &person.name),
        (&mut profile.label, &person.label),
        (&mut profile.email, &person.email),
        (&mut profile.phone, &person.phone),
        (&mut profile.url, &person.url),
        (&mut profile.about, &person.summary),
    ];
    for (own, configured) in pairs {
        if own.trim().is_empty() {
            own.clone_from(configured);
        }
    }
    Ok(profile)
}

/// Writes the profile; `seen` is the revision that the user has edited, 0 for a new profile. Fails if an
/// education ends before it begins.
pub fn save(
    tx: &mut Transaction<'_>,
    profile: &Profile,
    seen: i64,
) -> Result<EditOutcome<Stored<Profile>, Stored<Profile>>> {
    let mut profile = profile.clone();
    profile.normalise(None, tx.context.today());
    profile.validate(tx.context.today())?;
    tx.set_label("edit profile");
    let load = |snapshot: &Snapshot<'_>| {
        find(snapshot)?.ok_or_else(|| Error::failed("another program deleted the profile").hint("try again"))
    };
    let Some(before) = find(&tx.snapshot())? else {
        if seen != 0 {
            return Ok(EditOutcome::Deleted);
        }
        if profile.is_empty() {
            return Ok(EditOutcome::Unchanged);
        }
        tx.batch.insert_profile(&profile)?;
        return Ok(EditOutcome::Saved(Box::new(load(&tx.snapshot())?)));
    };
    // A form of a new profile that another program has created meanwhile is a conflict too.
    edit_unless_changed(
        tx,
        (before.id.into(), seen),
        |tx| Ok(tx.batch.update_profile(&before, &profile)?),
        load,
    )
}

/// Opens the profile as a document in the user's editor and parses the result; `None` if the document was not
/// changed.
pub fn edit_document(journal: &super::Journal, profile: &Profile) -> Result<Option<(Profile, EditorFile)>> {
    super::record_document::edit(journal, profile)
}
