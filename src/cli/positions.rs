//! Positions: `brag position`.

use serde_json::{Value, json};

use super::args::{PositionAction, PositionAddArgs, PositionEditArgs, PositionFlags};
use super::{Output, edit_outcome, flags, json as record_json, remove, show};
use crate::domain::positions::overlaps;
use crate::domain::{Position, PositionTitle, PositionView, Stored};
use crate::error::Result;
use crate::journal::{Context, Journal, Snapshot, lookup, positions};
use crate::present::json::RecordJson;
use crate::report::position::{blocks, span};
use crate::text::{counted, ellipsis, inert, width};

/// Runs `brag position`.
pub fn run(journal: &mut Journal, output: &mut Output, action: Option<PositionAction>) -> Result<u8> {
    match action.unwrap_or(PositionAction::List) {
        PositionAction::Add(args) => add(journal, output, &args)?,
        PositionAction::List => list(&journal.snapshot()?, output)?,
        PositionAction::Show { id } => {
            let snapshot = journal.snapshot()?;
            let view = positions::detail(&snapshot, positions::resolve(&snapshot, &id)?)?;
            print(&snapshot, output, &view)?;
        }
        PositionAction::Edit(args) => edit(journal, output, &args)?,
        PositionAction::Rm { ids } => {
            return remove::remove_named(journal, output, &ids, positions::resolve);
        }
        PositionAction::Promote { id, title, date } => {
            let id = positions::resolve(&journal.snapshot()?, &id)?;
            let on = flags::date(journal.context(), date.as_deref())?;
            let saved = journal.write(|tx| positions::promote(tx, id, &title, on))?;
            say(&journal.snapshot()?, output, "promoted in", &saved)?;
        }
    }
    Ok(0)
}

fn add(journal: &mut Journal, output: &mut Output, args: &PositionAddArgs) -> Result<()> {
    let mut draft = Position { organisation: args.organisation.clone(), ..Position::default() };
    let titles = args.titles.join("\n");
    let own = [("--title", "titles", Some(titles.as_str()))];
    flags::set_fields(journal.context(), &mut draft, &own)?;
    apply(journal.context(), &mut draft, &args.flags)?;
    let saved = journal.write(|tx| positions::add(tx, &draft))?;
    say(&journal.snapshot()?, output, "added", &saved)?;
    note_overlap(&journal.snapshot()?, output, &saved)
}

/// Applies flags to a draft: texts replace, list values are added, an empty list value clears the list. Returns `true`
/// if a flag was given.
fn apply(context: &Context, draft: &mut Position, said: &PositionFlags) -> Result<bool> {
    let has_texts = flags::set_fields(context, draft, &said.texts())?;
    flags::add([(&mut draft.tags, &said.tags, '#'), (&mut draft.links, &said.links, ' ')]);
    Ok(has_texts || !said.tags.is_empty() || !said.links.is_empty())
}

fn edit(journal: &mut Journal, output: &mut Output, args: &PositionEditArgs) -> Result<()> {
    let id = positions::resolve(&journal.snapshot()?, &args.id)?;
    let position = positions::find(&journal.snapshot()?, id)?;
    let mut draft = position.body.clone();
    let removed = [(&mut draft.tags, &args.remove_tag), (&mut draft.links, &args.remove_link)];
    let mut said = removed.iter().any(|(_, gone)| !gone.is_empty());
    flags::take_away(&position.organisation, removed)?;
    let own = [
        ("--organisation", "organisation", args.organisation.as_deref()),
        ("--titles", "titles", args.titles.as_deref()),
    ];
    said |= flags::set_fields(journal.context(), &mut draft, &own)?;
    said |= apply(journal.context(), &mut draft, &args.flags)?;
    let mut file = None;
    if !said {
        let Some((edited, kept)) = positions::edit_document(journal, &draft)? else {
            output.note("nothing changed");
            return Ok(());
        };
        (draft, file) = (edited, Some(kept));
    }
    let edited = journal.write(|tx| positions::edit(tx, id, &draft, position.meta.revision));
    if let Some(saved) = edit_outcome::finish_edit(edited, file, "position")? {
        say(&journal.snapshot()?, output, "changed", &saved)?;
        return note_overlap(&journal.snapshot()?, output, &saved);
    }
    output.note("nothing changed");
    let snapshot = journal.snapshot()?;
    if output.json { output.document(&json(&snapshot, &positions::detail(&snapshot, id)?)?) } else { Ok(()) }
}

/// Prints `verb` with the position and its span, or the position as JSON.
fn say(snapshot: &Snapshot<'_>, output: &mut Output, verb: &str, position: &Stored<Position>) -> Result<()> {
    if output.json {
        return output.document(&json(snapshot, &positions::detail(snapshot, position.id)?)?);
    }
    let span = span(position);
    let about = if span.is_empty() { span } else { format!("  ({span})") };
    output.line(format!(
        "{verb} position {}  {}{}",
        output.accent(&lookup::short_id(snapshot, position.id)?),
        inert(&position.described()),
        output.muted(&about)
    ))
}

/// Reports the positions that overlap with a position, which is allowed.
fn note_overlap(snapshot: &Snapshot<'_>, output: &mut Output, position: &Stored<Position>) -> Result<()> {
    let overlapping = positions::detail(snapshot, position.id)?.overlapping;
    if !overlapping.is_empty() {
        let names: Vec<String> = overlapping.iter().map(|other| format!("“{}”", other.name)).collect();
        output.note(&format!("“{}” overlaps with {}", position.described(), names.join(", ")));
        output.note(LATER);
    }
    Ok(())
}

/// The rule for records of a time that two positions cover.
const LATER: &str =
    "hint: a record of that time belongs to the position that began later, or to its --position";

fn list(snapshot: &Snapshot<'_>, output: &mut Output) -> Result<()> {
    let views = positions::details(snapshot)?;
    if output.json {
        let values = views.iter().map(|view| json(snapshot, view)).collect::<Result<Vec<_>>>()?;
        return output.document(&Value::Array(values));
    }
    if views.is_empty() {
        output.note("no positions yet; add one: brag position add ORGANISATION --title TITLE --start DATE");
    }
    let widest = views.iter().map(|view| width(&span(&view.position))).max().unwrap_or(0);
    for view in &views {
        row(snapshot, output, view, widest)?;
    }
    let all: Vec<Stored<Position>> = views.into_iter().map(|view| view.position).collect();
    let pairs = overlaps(&all);
    for (one, other) in &pairs {
        output.note(&format!("“{}” overlaps with “{}”", all[*one].described(), all[*other].described()));
    }
    if !pairs.is_empty() {
        output.note(LATER);
    }
    Ok(())
}

/// Prints a position in a list; `widest` is the width of the widest span.
fn row(snapshot: &Snapshot<'_>, output: &mut Output, view: &PositionView, widest: usize) -> Result<()> {
    let short = format!("{:<4}", lookup::short_id(snapshot, view.position.id)?);
    let span = span(&view.position);
    let pad = " ".repeat(widest.saturating_sub(width(&span)));
    let counts = format!(
        "{} · {}",
        counted(view.projects.len(), "project", "projects"),
        counted(view.wins, "win", "wins")
    );
    let taken = short.len() + widest + width(&counts) + 6;
    let room = output.columns().map_or(usize::MAX, |columns| columns.saturating_sub(taken).max(20));
    let title = inert(&view.position.described()).into_owned();
    output.line(format!(
        "{}  {}{pad}  {}  {}",
        output.accent(&short),
        output.muted(&span),
        ellipsis(&title, room),
        output.muted(&counts)
    ))
}

/// Prints a position in full, as text or JSON.
pub fn print(snapshot: &Snapshot<'_>, output: &mut Output, view: &PositionView) -> Result<()> {
    if output.json {
        return output.document(&json(snapshot, view)?);
    }
    show::blocks(snapshot, output, view.position.id.into(), blocks(view, snapshot.today()))
}

/// Returns a position as JSON, with stable keys.
pub fn json(snapshot: &Snapshot<'_>, view: &PositionView) -> Result<Value> {
    let position = &view.position;
    let mut projects = Vec::with_capacity(view.projects.len());
    for row in &view.projects {
        projects.push(record_json::reference(snapshot, row.id, &row.name)?);
    }
    let titles: Vec<Value> = position.titles.iter().map(title_json).collect();
    record_json::value(
        &RecordJson::new(position, lookup::short_id(snapshot, position.id)?)
            .with("titles", titles)
            .with("projects", projects)
            .with("wins", view.wins)
            .with("overlaps", record_json::references(snapshot, &view.overlapping)?),
    )
}

fn title_json(title: &PositionTitle) -> Value {
    let start = title.unread.get("start").map(str::to_owned).or(title.start.map(|start| start.to_string()));
    json!({ "title": title.title, "start": start })
}
