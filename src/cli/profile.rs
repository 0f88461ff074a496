//! The profile: `brag profile`.

use serde_json::{Value, json};

use super::args::{ProfileAction, ProfileEditArgs};
use super::json::some;
use super::{Output, edit_outcome, flags, json as record_json, show};
use crate::domain::{Education, PartialDate, Profile, Stored};
use crate::error::Result;
use crate::journal::{Journal, Snapshot, lookup, profile};
use crate::present::json::RecordJson;
use crate::report::profile::blocks;
use crate::text::inert;

/// Runs `brag profile`.
pub fn run(journal: &mut Journal, output: &mut Output, action: Option<ProfileAction>) -> Result<u8> {
    match action.unwrap_or(ProfileAction::Show) {
        ProfileAction::Show => show_effective(&journal.snapshot()?, output)?,
        ProfileAction::Edit(args) => edit(journal, output, &args)?,
    }
    Ok(0)
}

/// Prints the profile, completed with the person in the configuration.
fn show_effective(snapshot: &Snapshot<'_>, output: &mut Output) -> Result<()> {
    let effective = profile::effective(snapshot)?;
    if let Some(stored) = profile::find(snapshot)? {
        return print(snapshot, output, &Stored { body: effective, ..stored });
    }
    if output.json {
        return output.document(&unstored(effective)?);
    }
    if effective.is_empty() {
        output.note("no profile yet; write it: brag profile edit");
        return Ok(());
    }
    show::blocks_of(snapshot, output, None, blocks(&effective))
}

fn edit(journal: &mut Journal, output: &mut Output, args: &ProfileEditArgs) -> Result<()> {
    let stored = profile::find(&journal.snapshot()?)?;
    let seen = stored.as_ref().map_or(0, |stored| stored.meta.revision);
    let mut draft = stored.map(|stored| stored.body).unwrap_or_default();
    flags::take_away("your profile", [(&mut draft.links, &args.remove_link)])?;
    let mut said = !args.links.is_empty() || !args.remove_link.is_empty();
    flags::add([(&mut draft.links, &args.links, ' ')]);
    said |= flags::set_fields(journal.context(), &mut draft, &args.texts())?;
    let mut file = None;
    if !said {
        let Some((edited, kept)) = profile::edit_document(journal, &draft)? else {
            output.note("nothing changed");
            return Ok(());
        };
        (draft, file) = (edited, Some(kept));
    }
    let edited = journal.write(|tx| profile::save(tx, &draft, seen));
    let saved = edit_outcome::finish_edit(edited, file, "profile")?;
    let snapshot = journal.snapshot()?;
    if saved.is_none() {
        output.note("nothing changed");
    }
    match saved {
        Some(saved) if !output.json => say(&snapshot, output, &saved),
        Some(saved) => output.document(&json(&snapshot, &saved)?),
        None if output.json => match profile::find(&snapshot)? {
            Some(stored) => output.document(&json(&snapshot, &stored)?),
            None => output.document(&unstored(Profile::default())?),
        },
        None => Ok(()),
    }
}

fn say(snapshot: &Snapshot<'_>, output: &mut Output, profile: &Stored<Profile>) -> Result<()> {
    let words = [profile.name.as_str(), profile.label.as_str()];
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    output.line(format!(
        "changed profile {}  {}",
        output.accent(&lookup::short_id(snapshot, profile.id)?),
        inert(&words.join(", "))
    ))
}

/// Prints a stored profile in full, as text or JSON.
pub fn print(snapshot: &Snapshot<'_>, output: &mut Output, profile: &Stored<Profile>) -> Result<()> {
    if output.json {
        return output.document(&json(snapshot, profile)?);
    }
    show::blocks(snapshot, output, profile.id.into(), blocks(profile))
}

/// Returns a stored profile as JSON, with stable keys.
pub fn json(snapshot: &Snapshot<'_>, profile: &Stored<Profile>) -> Result<Value> {
    value(profile, lookup::short_id(snapshot, profile.id)?)
}

/// Returns a profile that is not stored as JSON: without an id and without instants.
fn unstored(profile: Profile) -> Result<Value> {
    let mut value = value(&Stored::derived(0, chrono::DateTime::default(), profile), String::new())?;
    for key in ["id", "short_id", "logged_at", "updated_at"] {
        value[key] = Value::Null;
    }
    Ok(value)
}

fn value(profile: &Stored<Profile>, short: String) -> Result<Value> {
    let strengths = profile.strengths.iter();
    let strengths: Vec<Value> =
        strengths.map(|each| json!({ "name": each.name, "text": some(&each.text) })).collect();
    let education: Vec<Value> = profile.education.iter().map(education_json).collect();
    let languages = profile.languages.iter();
    let languages: Vec<Value> =
        languages.map(|each| json!({ "name": each.name, "fluency": some(&each.fluency) })).collect();
    record_json::value(
        &RecordJson::new(profile, short)
            .with("strengths", strengths)
            .with("education", education)
            .with("languages", languages),
    )
}

fn education_json(education: &Education) -> Value {
    let date = |name: &str, date: Option<PartialDate>| {
        education.unread.get(name).map(str::to_owned).or(date.map(|date| date.to_string()))
    };
    json!({
        "institution": education.institution,
        "area": some(&education.area),
        "degree": some(&education.degree),
        "start": date("start", education.start),
        "end": date("end", education.end),
    })
}
