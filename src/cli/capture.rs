//! Adding and editing wins: `brag add` and `brag edit`.

use std::io::Read as _;

use super::args::{AddArgs, EditArgs};
use super::{Output, directories, flags, json};
use crate::capture::flags::Flags;
use crate::capture::{ParseError, ParsedLine, parse_literal, parse_title};
use crate::domain::WinView;
use crate::domain::value::names_of;
use crate::error::{Error, Result};
use crate::journal::{self, Added, Context, EditOutcome, Journal, Names, Snapshot, wins};
use crate::report::wording;
use crate::text::inert;

/// The maximum size of the text on stdin, in bytes; longer input is probably not a win but a document.
const LONGEST: u64 = 4 << 20;

/// Runs `brag add`.
pub fn add(journal: &mut Journal, output: &mut Output, args: &AddArgs) -> Result<u8> {
    if args.editor {
        return add_in_editor(journal, output, args);
    }
    let parsed = match &args.text[..] {
        [dash] if dash == "-" && args.literal => parse_literal(&from_stdin()?),
        [dash] if dash == "-" => {
            let text = from_stdin()?;
            let parsed = wins::parse_piped(&journal.snapshot()?, &text);
            // A hook loses no line: one that has only tokens is kept as text.
            let is_empty = parsed.problems.contains(&ParseError::EmptyTitle);
            if is_empty { parse_literal(&text) } else { parsed }
        }
        words if args.literal => parse_literal(&words.join(" ")),
        words => wins::parse_line(&journal.snapshot()?, &words.join(" ")),
    };
    add_parsed(journal, output, parsed, &args.flags.flags())
}

/// Parses a line and saves it as a win, together with the flags.
pub fn add_line(journal: &mut Journal, output: &mut Output, text: &str, flags: &Flags) -> Result<u8> {
    let parsed = wins::parse_line(&journal.snapshot()?, text);
    add_parsed(journal, output, parsed, flags)
}

fn add_parsed(journal: &mut Journal, output: &mut Output, parsed: ParsedLine, flags: &Flags) -> Result<u8> {
    // An empty value usually comes from a command that printed nothing.
    if flags.date.as_ref().is_some_and(|date| date.trim().is_empty()) {
        return Err(flags::usage("--date: “” is not a date".to_owned()));
    }
    if let Some(problem) = parsed.problems.into_iter().next() {
        return Err(problem_error(&problem));
    }
    let mut draft = parsed.draft;
    let mut hints = parsed.hints;
    hints.extend(
        flags.join(&mut draft, journal.today(), &Names::of(&journal.snapshot()?)).map_err(flags::usage)?,
    );
    hints.extend(directories::add_project(&journal.snapshot()?, &mut draft, flags));
    let added = journal.write(|tx| wins::add(tx, &draft, hints.clone()))?;
    say_added(&journal.snapshot()?, output, &added)
        .and_then(|()| output.flush())
        .map_err(|err| err.hint(format!("the win is saved, as {}", added.short)))?;
    Ok(0)
}

/// Returns the usage error for a parse error, with a hint.
fn problem_error(problem: &ParseError) -> Error {
    let error = flags::usage(problem.to_string());
    match problem {
        ParseError::EmptyTitle => error.hint("say what you did: brag add 'Halved the build time #ci'"),
        ParseError::Date(_) | ParseError::Due(_) => error,
    }
}

/// Reads the text on stdin, at most 4 MB.
pub fn from_stdin() -> Result<String> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(LONGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|err| Error::failed(format!("cannot read stdin: {err}")))?;
    if bytes.len() as u64 > LONGEST {
        return Err(
            Error::usage("the text is longer than 4 MB").hint("import a document with: brag import FILE")
        );
    }
    let decoded = crate::import::decode(bytes).map_err(|err| Error::usage(format!("stdin: {err}")))?;
    Ok(decoded.text)
}

/// Prints `added WIN-ID  TITLE` with the links, new project and follow-up day, or the win as JSON.
pub(super) fn say_added(snapshot: &Snapshot<'_>, output: &mut Output, added: &Added) -> Result<()> {
    for hint in &added.hints {
        output.note(&format!("hint: {hint}"));
    }
    if output.json {
        return output.document(&json::win(snapshot, &wins::find(snapshot, added.id)?)?);
    }
    let mut line = format!("added {}  {}", output.accent(&added.short), inert(&added.draft.title));
    let linked = linked(snapshot.context(), added);
    if !linked.is_empty() {
        line.push_str(&format!("  {}", output.muted(&format!("({linked})"))));
    }
    output.line(line)?;
    super::goals::say_reached(snapshot, output, &added.reached)
}

fn linked(context: &Context, added: &Added) -> String {
    let draft = &added.draft;
    let today = context.today();
    let mut parts = Vec::new();
    if let Some(when) = draft.when.filter(|when| when.exact_day() != Some(today)) {
        parts.push(wording::date(when));
    }
    if let Some(project) = &draft.project {
        let new = if added.made_project { "new project " } else { "" };
        parts.push(format!("{new}+{project}"));
    }
    let names =
        [('#', &draft.tags), ('%', &draft.skills), ('@', &draft.people), ('^', &names_of(&draft.goals))];
    for (sigil, names) in names {
        parts.extend(names.iter().map(|name| format!("{sigil}{name}")));
    }
    parts.extend(draft.figures.iter().map(wording::figure));
    if let Some(day) = added.ask_on {
        parts.push(wording::follow_up_on(day, today));
    }
    inert(&parts.join(" · ")).into_owned()
}

fn add_in_editor(journal: &mut Journal, output: &mut Output, args: &AddArgs) -> Result<u8> {
    let text = args.text.join(" ");
    let parsed =
        if args.literal { parse_literal(&text) } else { wins::parse_line(&journal.snapshot()?, &text) };
    let problem = parsed.problems.iter().find(|problem| **problem != ParseError::EmptyTitle);
    if let Some(problem) = problem {
        return Err(problem_error(problem));
    }
    let mut draft = parsed.draft;
    let mut hints = parsed.hints;
    hints.extend(
        args.flags
            .flags()
            .join(&mut draft, journal.today(), &Names::of(&journal.snapshot()?))
            .map_err(flags::usage)?,
    );
    hints.extend(directories::add_project(&journal.snapshot()?, &mut draft, &args.flags.flags()));
    draft.when = draft.when.or(Some(crate::domain::DateRange::day(journal.today())));
    let typed = draft.title.clone();
    let Some((mut draft, file)) = wins::edit_document(journal, &draft)? else {
        output.note("nothing added: the document was unchanged");
        return Ok(0);
    };
    if draft.title != typed && !args.literal {
        hints.extend(parse_title(&mut draft, journal.today(), &Names::of(&journal.snapshot()?)));
    }
    let added =
        journal.write(|tx| wins::add(tx, &draft, hints.clone())).map_err(|err| file.kept(err.message()))?;
    file.done();
    say_added(&journal.snapshot()?, output, &added)?;
    Ok(0)
}

/// Runs `brag edit`.
pub fn edit(journal: &mut Journal, output: &mut Output, args: &EditArgs) -> Result<u8> {
    let id = journal::resolve_win(&journal.snapshot()?, &args.id)?;
    let win = wins::find(&journal.snapshot()?, id)?;
    let flags = args.flags();
    if flags.is_empty() {
        let Some((draft, file)) = wins::edit_document(journal, &win.draft())? else {
            output.note("nothing changed");
            return Ok(0);
        };
        let edited = journal
            .write(|tx| wins::edit(tx, id, &draft, win.meta.revision))
            .map_err(|err| file.kept(err.message()))?;
        if let EditOutcome::Conflict(_) | EditOutcome::Deleted = &edited {
            return Err(
                file.kept("another program changed this win while you edited it; nothing was written")
            );
        }
        file.done();
        return say_edited(&journal.snapshot()?, output, edited, &win);
    }
    // Flags change single fields, so after a conflict they are applied to the newer revision.
    let mut win = win;
    for _ in 0..TRIES {
        let mut draft = win.draft();
        flags.change(&mut draft, journal.today(), &Names::of(&journal.snapshot()?)).map_err(flags::usage)?;
        match journal.write(|tx| wins::edit(tx, id, &draft, win.meta.revision))? {
            EditOutcome::Conflict(now) => win = *now,
            edited => return say_edited(&journal.snapshot()?, output, edited, &win),
        }
    }
    say_edited(&journal.snapshot()?, output, EditOutcome::Conflict(Box::new(win.clone())), &win)
}

/// The maximum number of attempts to apply flags to a record that other programs keep changing.
const TRIES: usize = 100;

fn say_edited(
    snapshot: &Snapshot<'_>,
    output: &mut Output,
    edited: EditOutcome<WinView, Added>,
    before: &WinView,
) -> Result<u8> {
    match edited {
        EditOutcome::Saved(added) => {
            for hint in &added.hints {
                output.note(&format!("hint: {hint}"));
            }
            if output.json {
                output.document(&json::win(snapshot, &wins::find(snapshot, added.id)?)?)?;
            } else {
                output.line(format!(
                    "changed {}  {}",
                    output.accent(&added.short),
                    inert(&added.draft.title)
                ))?;
                super::goals::say_reached(snapshot, output, &added.reached)?;
            }
        }
        EditOutcome::Unchanged => {
            if output.json {
                output.document(&json::win(snapshot, before)?)?;
            }
            output.note("nothing changed");
        }
        EditOutcome::Deleted => {
            return Err(Error::failed("another program deleted this win just now; nothing was written")
                .hint("brag undo brings it back"));
        }
        EditOutcome::Conflict(_) => {
            return Err(Error::failed("another program changed this win just now; nothing was written")
                .hint("run the command again"));
        }
    }
    Ok(0)
}
