//! Reading notes: `brag read`.

use std::io::{IsTerminal as _, Write as _};

use serde_json::{Value, json};

use super::args::{ReadAction, ReadEditArgs, ReadFlags, ReadListArgs};
use super::{Output, capture, edit_outcome, flags, goals, json as record_json, remove, show};
use crate::domain::reading::{medium, status};
use crate::domain::{LabelKind, Reading, ReadingStatus, Stored};
use crate::error::{Error, Result};
use crate::journal::{self, Context, Finish, Journal, SavedReading, Snapshot, lookup, readings};
use crate::present;
use crate::present::json::RecordJson;
use crate::report::reading::{blocks, standing};
use crate::text::{ellipsis, inert, width};

/// Runs `brag read`.
pub fn run(journal: &mut Journal, output: &mut Output, action: Option<ReadAction>) -> Result<u8> {
    match action.unwrap_or(ReadAction::List(ReadListArgs::default())) {
        ReadAction::Add(args) => {
            let mut draft = Reading { title: args.title, ..Reading::default() };
            apply(journal.context(), &mut draft, &args.flags)?;
            let saved = journal.write(|tx| readings::add(tx, &draft))?;
            say(&journal.snapshot()?, output, "added", &saved)?;
        }
        ReadAction::List(args) => list(&journal.snapshot()?, output, &args)?,
        ReadAction::Show { id } => {
            let reading =
                readings::find(&journal.snapshot()?, readings::resolve(&journal.snapshot()?, &id)?)?;
            print(&journal.snapshot()?, output, &reading)?;
        }
        ReadAction::Start { id, date, again } => {
            let id = readings::resolve(&journal.snapshot()?, &id)?;
            let on = flags::date(journal.context(), date.as_deref())?;
            let saved = journal.write(|tx| readings::start(tx, id, on, again))?;
            say(&journal.snapshot()?, output, "started", &saved)?;
        }
        ReadAction::Finish { id, rating, takeaway, date } => {
            finish(journal, output, &id, rating.as_deref(), takeaway, date.as_deref())?;
        }
        ReadAction::Progress { id, progress } => {
            let id = readings::resolve(&journal.snapshot()?, &id)?;
            let saved = journal.write(|tx| readings::set_progress(tx, id, &progress.join(" ")))?;
            say(&journal.snapshot()?, output, "read", &saved)?;
            if saved.reading.progress.is_some_and(crate::domain::Progress::is_end) {
                output
                    .note(&format!("hint: brag read finish {}", lookup::short_id(&journal.snapshot()?, id)?));
            }
        }
        ReadAction::Note { id, text } => {
            let text = match &text[..] {
                [dash] if dash == "-" => capture::from_stdin()?,
                words => words.join(" "),
            };
            let id = readings::resolve(&journal.snapshot()?, &id)?;
            let saved = journal.write(|tx| readings::note(tx, id, &text))?;
            say(&journal.snapshot()?, output, "noted in", &saved)?;
        }
        ReadAction::Used { id, win } => used(journal, output, &id, &win, true)?,
        ReadAction::Unused { id, win } => used(journal, output, &id, &win, false)?,
        ReadAction::Move { id, place } => reorder(journal, output, &id, place)?,
        ReadAction::Abandon { id, why } => {
            let id = readings::resolve(&journal.snapshot()?, &id)?;
            let saved = journal.write(|tx| readings::abandon(tx, id, &why))?;
            say(&journal.snapshot()?, output, "gave up", &saved)?;
        }
        ReadAction::Edit(args) => edit(journal, output, &args)?,
        ReadAction::Rm { ids } => {
            return remove::remove_named(journal, output, &ids, readings::resolve);
        }
    }
    Ok(0)
}

/// Finishes a reading note. If no takeaway is given, asks for one on a terminal.
fn finish(
    journal: &mut Journal,
    output: &mut Output,
    id: &str,
    rating: Option<&str>,
    takeaway: Option<String>,
    date: Option<&str>,
) -> Result<()> {
    let id = readings::resolve(&journal.snapshot()?, id)?;
    let before = readings::find(&journal.snapshot()?, id)?;
    let rating = rating.map(crate::domain::reading::rating).transpose().map_err(Error::usage)?.flatten();
    let on = flags::date(journal.context(), date)?;
    // Checked before the question: the user must not type a takeaway that cannot be saved.
    crate::domain::reading::in_order(before.started, on).map_err(Error::usage)?;
    let asks = takeaway.is_none() && before.takeaways.is_empty();
    let takeaway = match takeaway {
        Some(text) => text,
        None if asks && can_ask() => asked(&before.title)?,
        None => String::new(),
    };
    let finish = Finish { on, rating, takeaway };
    let saved = journal.write(|tx| readings::finish(tx, id, &finish))?;
    say(&journal.snapshot()?, output, "finished", &saved)?;
    if saved.reading.takeaways.is_empty() {
        let short = lookup::short_id(&journal.snapshot()?, id)?;
        output.note(&format!("hint: add the takeaway: brag read finish {short} --takeaway TEXT"));
    }
    Ok(())
}

/// Moves a note in the reading order; `place` counts from 1.
fn reorder(journal: &mut Journal, output: &mut Output, id: &str, place: usize) -> Result<()> {
    let id = readings::resolve(&journal.snapshot()?, id)?;
    let saved = journal.write(|tx| readings::reorder(tx, id, place))?;
    let mut waiting = readings::list(&journal.snapshot()?)?;
    waiting.retain(|each| each.status == ReadingStatus::ToRead);
    let place = waiting.iter().position(|each| each.id == id).map_or(place, |at| at + 1);
    say(&journal.snapshot()?, output, &format!("put at place {place}:"), &saved)
}

fn can_ask() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

fn asked(title: &str) -> Result<String> {
    let mut stderr = std::io::stderr();
    let _ = write!(stderr, "What is the takeaway of “{}”? ", inert(title));
    let _ = stderr.flush();
    let mut line = String::new();
    let read = std::io::stdin()
        .read_line(&mut line)
        .map_err(|err| Error::failed(format!("cannot read the answer: {err}")))?;
    if read == 0 {
        let _ = writeln!(stderr);
    }
    // Special keys send control characters.
    Ok(line.chars().filter(|c| !c.is_control()).collect::<String>().trim().to_owned())
}

fn used(journal: &mut Journal, output: &mut Output, id: &str, win: &str, used: bool) -> Result<()> {
    let id = readings::resolve(&journal.snapshot()?, id)?;
    let win = journal::resolve_win(&journal.snapshot()?, win)?;
    let saved = journal.write(|tx| readings::set_used(tx, id, win, used))?;
    say(&journal.snapshot()?, output, if used { "used" } else { "not used:" }, &saved)
}

/// Returns a message about a medium with the name of its flag, `--kind`.
fn of_kind(message: &str) -> String {
    message.replacen("unknown medium", "unknown kind", 1)
}

/// Applies flags to a draft: texts replace, list values are added, an empty list value clears the list.
fn apply(context: &Context, draft: &mut Reading, said: &ReadFlags) -> Result<()> {
    for (flag, field, text) in said.texts() {
        let base = draft.clone();
        present::field::set(draft, &base, field, text, context.today())
            .map_err(|err| flags::usage(flags::named(flag, &of_kind(&err))))?;
    }
    flags::add_references(&mut draft.goals, &said.goals, '^');
    flags::add([
        (&mut draft.authors, &said.authors, ' '),
        (&mut draft.tags, &said.about.tags, '#'),
        (&mut draft.links, &said.about.links, ' '),
    ]);
    Ok(())
}

fn edit(journal: &mut Journal, output: &mut Output, args: &ReadEditArgs) -> Result<()> {
    let id = readings::resolve(&journal.snapshot()?, &args.id)?;
    let reading = readings::find(&journal.snapshot()?, id)?;
    let mut draft = reading.body.clone();
    let removed = [
        (&mut draft.authors, &args.remove_author),
        (&mut draft.tags, &args.remove_tag),
        (&mut draft.links, &args.remove_link),
    ];
    let said = args.title.is_some()
        || !args.flags.is_empty()
        || !args.remove_goal.is_empty()
        || removed.iter().any(|(_, gone)| !gone.is_empty());
    flags::take_away(&reading.title, removed)?;
    flags::take_references_away(&reading.title, &mut draft.goals, &args.remove_goal)?;
    if let Some(title) = &args.title {
        draft.title.clone_from(title);
    }
    apply(journal.context(), &mut draft, &args.flags)?;
    let mut file = None;
    if !said {
        let Some((edited, kept)) = readings::edit_document(journal, &draft)? else {
            output.note("nothing changed");
            return Ok(());
        };
        (draft, file) = (edited, Some(kept));
    }
    let edited = journal.write(|tx| readings::edit(tx, id, &draft, reading.meta.revision));
    if let Some(saved) = edit_outcome::finish_edit(edited, file, "note")? {
        return say(&journal.snapshot()?, output, "changed", &saved);
    }
    output.note("nothing changed");
    if output.json { output.document(&json(&journal.snapshot()?, &reading)?) } else { Ok(()) }
}

fn say(snapshot: &Snapshot<'_>, output: &mut Output, verb: &str, saved: &SavedReading) -> Result<()> {
    let reading = &saved.reading;
    if output.json {
        return output.document(&json(snapshot, reading)?);
    }
    output.line(format!(
        "{verb} {}  {}  {}",
        output.accent(&lookup::short_id(snapshot, reading.id)?),
        inert(&reading.title),
        output.muted(&inert(&format!("({}, {})", reading.medium, standing(reading, snapshot.today()))))
    ))?;
    goals::say_reached(snapshot, output, &saved.reached)
}

fn list(snapshot: &Snapshot<'_>, output: &mut Output, args: &ReadListArgs) -> Result<()> {
    let status = args.status.as_deref().map(status).transpose().map_err(Error::usage)?;
    let medium = args.kind.as_deref().map(medium).transpose().map_err(|err| Error::usage(of_kind(&err)))?;
    let tag = args.tag.as_deref().map(|tag| tag.trim_start_matches('#'));
    let wanted = args.words.join(" ");
    let mut all = readings::list(snapshot)?;
    let any = !all.is_empty();
    all.retain(|each| {
        let of_year = |year: i32| {
            let year = snapshot.context().goal_year(year);
            each.finished.is_some_and(|on| on.last_day() >= year.first && on.last_day() <= year.last)
        };
        status.is_none_or(|status| each.status == status)
            && medium.is_none_or(|medium| each.medium == medium)
            && tag.is_none_or(|tag| each.has_tag(tag))
            && args.year.is_none_or(of_year)
            && each.has_words(&wanted)
    });
    if let Some(tag) = tag.filter(|_| all.is_empty()) {
        super::filters::check_label(snapshot, LabelKind::Tag, tag)?;
    }
    if output.json {
        let values = all.iter().map(|reading| json(snapshot, reading)).collect::<Result<Vec<_>>>()?;
        return output.document(&Value::Array(values));
    }
    if all.is_empty() {
        output.note(if any {
            "no reading notes match"
        } else {
            "no reading notes yet; add one: brag read add TITLE"
        });
    }
    let mut group = None;
    for reading in &all {
        if group != Some(reading.status) {
            let gap = if group.is_some() { "\n" } else { "" };
            output.line(format!("{gap}{}", output.strong(heading(reading.status))))?;
            group = Some(reading.status);
        }
        row(snapshot, output, reading)?;
    }
    Ok(())
}

fn heading(status: ReadingStatus) -> &'static str {
    match status {
        ReadingStatus::ToRead => "To read",
        ReadingStatus::Reading => "Reading",
        ReadingStatus::Finished => "Finished",
        ReadingStatus::Abandoned => "Abandoned",
    }
}

fn row(snapshot: &Snapshot<'_>, output: &mut Output, reading: &Stored<Reading>) -> Result<()> {
    let short = format!("{:<4}", lookup::short_id(snapshot, reading.id)?);
    let mut title = reading.title.clone();
    if !reading.authors.is_empty() {
        title.push_str(&format!(", {}", reading.authors.join(", ")));
    }
    let about = match reading.status {
        ReadingStatus::ToRead if reading.unread.get("status").is_none() => String::new(),
        _ => format!("  {}", standing(reading, snapshot.today())),
    };
    let room = output
        .columns()
        .map_or(usize::MAX, |columns| columns.saturating_sub(short.len() + 11 + width(&about)).max(20));
    let title = inert(&title).into_owned();
    output.line(format!(
        "{}  {}  {}{}",
        output.accent(&short),
        output.muted(&format!("{:<7}", inert(reading.unread.get("medium").unwrap_or(reading.medium.word())))),
        ellipsis(&title, room),
        output.muted(&inert(&about))
    ))?;
    let takeaway = crate::report::reading::takeaway(reading);
    if !takeaway.is_empty() {
        let indent = short.len() + 11;
        let room = output.columns().map_or(usize::MAX, |columns| columns.saturating_sub(indent));
        let text = inert(takeaway).into_owned();
        output.line(format!("{}{}", " ".repeat(indent), output.muted(&ellipsis(&text, room))))?;
    }
    Ok(())
}

/// Prints a reading note in full, as text or JSON.
pub fn print(snapshot: &Snapshot<'_>, output: &mut Output, reading: &Stored<Reading>) -> Result<()> {
    if output.json {
        return output.document(&json(snapshot, reading)?);
    }
    show::blocks(snapshot, output, reading.id.into(), blocks(reading, snapshot.today()))
}

/// Returns a reading note as JSON, with stable keys.
pub fn json(snapshot: &Snapshot<'_>, reading: &Stored<Reading>) -> Result<Value> {
    let mut used_in = Vec::new();
    for win in &reading.used_in {
        used_in.push(json!({ "short_id": lookup::short_id(snapshot, win.id)?, "title": win.name }));
    }
    record_json::value(
        &RecordJson::new(reading, lookup::short_id(snapshot, reading.id)?).with("used_in", used_in),
    )
}
