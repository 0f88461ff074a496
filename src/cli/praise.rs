//! Praise: `brag praise`.

use serde_json::Value;

use super::args::{PraiseAction, PraiseAddArgs, PraiseEditArgs, PraiseFlags};
use super::{Output, capture, edit_outcome, flags, json as record_json, remove, show};
use crate::domain::{NamedRef, Praise, Stored};
use crate::error::Result;
use crate::journal::{Context, Journal, Snapshot, lookup, praise};
use crate::present::json::RecordJson;
use crate::report::praise::{attribution, blocks};
use crate::text::{ellipsis, inert, one_line, width};

/// Runs `brag praise`.
pub fn run(journal: &mut Journal, output: &mut Output, action: Option<PraiseAction>) -> Result<u8> {
    match action.unwrap_or(PraiseAction::List) {
        PraiseAction::Add(args) => add(journal, output, &args)?,
        PraiseAction::List => list(&journal.snapshot()?, output)?,
        PraiseAction::Show { id } => {
            let snapshot = journal.snapshot()?;
            let found = praise::find(&snapshot, praise::resolve(&snapshot, &id)?)?;
            print(&snapshot, output, &found)?;
        }
        PraiseAction::Edit(args) => edit(journal, output, &args)?,
        PraiseAction::Rm { ids } => {
            return remove::remove_named(journal, output, &ids, praise::resolve);
        }
    }
    Ok(0)
}

fn add(journal: &mut Journal, output: &mut Output, args: &PraiseAddArgs) -> Result<()> {
    let quote = match &args.quote[..] {
        [dash] if dash == "-" => capture::from_stdin()?,
        words => words.join(" "),
    };
    let mut draft = Praise { quote, ..Praise::default() };
    apply(journal.context(), &mut draft, &args.flags)?;
    let added = journal.write(|tx| praise::add(tx, &draft))?;
    let snapshot = journal.snapshot()?;
    if output.json && added.len() > 1 {
        let all = added.iter().map(|each| json(&snapshot, each)).collect::<Result<Vec<_>>>()?;
        return output.document(&Value::Array(all));
    }
    added.iter().try_for_each(|each| say(&snapshot, output, "added", each))
}

/// Applies flags to a draft: texts replace, list values are added, an empty value clears. Returns `true` if a flag was
/// given.
fn apply(context: &Context, draft: &mut Praise, said: &PraiseFlags) -> Result<bool> {
    let has_texts = flags::set_fields(context, draft, &said.texts())?;
    if let Some(name) = said.win.as_deref().map(str::trim) {
        draft.win = (!name.is_empty()).then(|| NamedRef::unresolved(name));
    }
    if let Some(name) = said.project.as_deref().map(|name| name.trim().trim_start_matches('+')) {
        draft.project = (!name.is_empty()).then(|| NamedRef::unresolved(name));
    }
    flags::add([(&mut draft.tags, &said.tags, '#'), (&mut draft.links, &said.links, ' ')]);
    let has_references = said.win.is_some() || said.project.is_some();
    Ok(has_texts || has_references || !said.tags.is_empty() || !said.links.is_empty())
}

fn edit(journal: &mut Journal, output: &mut Output, args: &PraiseEditArgs) -> Result<()> {
    let id = praise::resolve(&journal.snapshot()?, &args.id)?;
    let before = praise::find(&journal.snapshot()?, id)?;
    let mut draft = before.body.clone();
    let removed = [(&mut draft.tags, &args.remove_tag), (&mut draft.links, &args.remove_link)];
    let mut said = removed.iter().any(|(_, gone)| !gone.is_empty());
    flags::take_away(&shortened(&before), removed)?;
    let own = [("--quote", "quote", args.quote.as_deref())];
    said |= flags::set_fields(journal.context(), &mut draft, &own)?;
    said |= apply(journal.context(), &mut draft, &args.flags)?;
    let mut file = None;
    if !said {
        let Some((edited, kept)) = praise::edit_document(journal, &draft)? else {
            output.note("nothing changed");
            return Ok(());
        };
        (draft, file) = (edited, Some(kept));
    }
    let edited = journal.write(|tx| praise::edit(tx, id, &draft, before.meta.revision));
    if let Some(saved) = edit_outcome::finish_edit(edited, file, "praise")? {
        return say(&journal.snapshot()?, output, "changed", &saved);
    }
    output.note("nothing changed");
    if output.json { output.document(&json(&journal.snapshot()?, &before)?) } else { Ok(()) }
}

/// Returns the beginning of the quote, in one line.
fn shortened(praise: &Praise) -> String {
    let quote = one_line(&praise.quote);
    ellipsis(&inert(&quote), 60).into_owned()
}

/// Prints `verb` with the quote and its attribution, or the praise as JSON.
fn say(snapshot: &Snapshot<'_>, output: &mut Output, verb: &str, praise: &Stored<Praise>) -> Result<()> {
    if output.json {
        return output.document(&json(snapshot, praise)?);
    }
    let from = attribution(praise);
    let from = if from.is_empty() { from } else { format!("  ({})", inert(&from)) };
    output.line(format!(
        "{verb} praise {}  “{}”{}",
        output.accent(&lookup::short_id(snapshot, praise.id)?),
        shortened(praise),
        output.muted(&from)
    ))
}

fn list(snapshot: &Snapshot<'_>, output: &mut Output) -> Result<()> {
    let all = praise::list(snapshot)?;
    if output.json {
        let values = all.iter().map(|each| json(snapshot, each)).collect::<Result<Vec<_>>>()?;
        return output.document(&Value::Array(values));
    }
    if all.is_empty() {
        output.note("no praise yet; add some: brag praise add 'What was said' --from NAME");
    }
    for each in &all {
        row(snapshot, output, each)?;
    }
    Ok(())
}

fn row(snapshot: &Snapshot<'_>, output: &mut Output, praise: &Stored<Praise>) -> Result<()> {
    let short = format!("{:<4}", lookup::short_id(snapshot, praise.id)?);
    let date = praise.unread.get("date").map(str::to_owned).or(praise.date.map(|date| date.to_string()));
    let from: Vec<&str> =
        [praise.from.as_str(), praise.place.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
    let from = inert(&from.join(", ")).into_owned();
    let taken = short.len() + width(&from) + 18;
    let room = output.columns().map_or(usize::MAX, |columns| columns.saturating_sub(taken).max(20));
    let quote = one_line(&praise.quote);
    let quote = inert(&quote).into_owned();
    output.line(format!(
        "{}  {}  “{}”  {}",
        output.accent(&short),
        output.muted(&format!("{:<10}", inert(&date.unwrap_or_default()))),
        ellipsis(&quote, room),
        output.muted(&from)
    ))
}

/// Prints praise in full, as text or JSON.
pub fn print(snapshot: &Snapshot<'_>, output: &mut Output, praise: &Stored<Praise>) -> Result<()> {
    if output.json {
        return output.document(&json(snapshot, praise)?);
    }
    show::blocks(snapshot, output, praise.id.into(), blocks(praise))
}

/// Returns praise as JSON, with stable keys.
pub fn json(snapshot: &Snapshot<'_>, praise: &Stored<Praise>) -> Result<Value> {
    record_json::value(
        &RecordJson::new(praise, lookup::short_id(snapshot, praise.id)?)
            .with("win", record_json::optional(snapshot, praise.win.as_ref())?)
            .with("project", record_json::optional(snapshot, praise.project.as_ref())?),
    )
}
