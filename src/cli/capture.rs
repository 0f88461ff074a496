//! `brag add` and `brag edit`.

use std::io::Read as _;

use super::args::{AddArgs, EditArgs};
use super::{Output, json};
use crate::capture::flags::Flags;
use crate::capture::{ParseError, ParsedLine, parse_literal, parse_title};
use crate::domain::WinView;
use crate::domain::date_phrase::DateError;
use crate::domain::value::names_of;
use crate::error::{Error, Result};
use crate::journal::{Added, EditOutcome, Journal};
use crate::report::wording;
use crate::text::inert;

/// The longest text that a win is made of, in bytes: longer input is a mistake.
const LONGEST: u64 = 4 << 20;

/// `brag add`
pub fn add(journal: &mut Journal, output: &mut Output, args: &AddArgs) -> Result<u8> {
    if args.editor {
        return add_in_editor(journal, output, args);
    }
    let parsed = match &args.text[..] {
        [dash] if dash == "-" && args.literal => parse_literal(&from_stdin()?),
        [dash] if dash == "-" => journal.parse_piped(&from_stdin()?),
        words if args.literal => parse_literal(&words.join(" ")),
        words => journal.parse_line(&words.join(" ")),
    };
    add_parsed(journal, output, parsed, &args.flags.flags())
}

/// Saves a line with the flags that were given beside it.
pub fn add_line(journal: &mut Journal, output: &mut Output, text: &str, flags: &Flags) -> Result<u8> {
    let parsed = journal.parse_line(text);
    add_parsed(journal, output, parsed, flags)
}

fn add_parsed(journal: &mut Journal, output: &mut Output, parsed: ParsedLine, flags: &Flags) -> Result<u8> {
    if let Some(problem) = parsed.problems.into_iter().next() {
        return Err(problem_error(&problem));
    }
    let mut draft = parsed.draft;
    let mut hints = parsed.hints;
    hints.extend(flags.join(&mut draft, journal.today(), &journal.names()).map_err(Error::usage)?);
    let added = journal.add(&draft, hints)?;
    say_added(journal, output, &added)
        .and_then(|()| output.flush())
        .map_err(|err| err.hint(format!("the win is saved, as {}", added.short)))?;
    Ok(0)
}

/// What keeps a line from being saved, with what to do about it.
fn problem_error(problem: &ParseError) -> Error {
    let error = Error::usage(problem.to_string());
    match problem {
        ParseError::EmptyTitle => error.hint("say what you did: brag add 'Halved the build time #ci'"),
        ParseError::Date(DateError::Backwards(_)) | ParseError::Due(DateError::Backwards(_)) => error,
        ParseError::Date(_) => error.hint("write it as 2026-03-04, 2026-03, yesterday or \"last friday\""),
        ParseError::Due(_) => error.hint("write it as 2026-03-04, 3mo, 90d, \"in 3 months\" or never"),
    }
}

/// The text on stdin.
pub fn from_stdin() -> Result<String> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(LONGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|err| Error::failed(format!("cannot read stdin: {err}")))?;
    if bytes.len() as u64 > LONGEST {
        return Err(Error::usage("the text is longer than 4 MB")
            .hint("a document is brought in with: brag import FILE"));
    }
    crate::import::text_of(&bytes).map_err(|err| Error::usage(format!("stdin: {err}")))
}

/// `added WIN-ID  TITLE` and what was linked, made and scheduled.
fn say_added(journal: &Journal, output: &mut Output, added: &Added) -> Result<()> {
    for hint in &added.hints {
        output.note(&format!("hint: {hint}"));
    }
    if output.json {
        return output.document(&json::win(journal, &journal.win(added.id)?)?);
    }
    let mut line = format!("added {}  {}", output.accent(&added.short), inert(&added.draft.title));
    let linked = linked(journal, added);
    if !linked.is_empty() {
        line.push_str(&format!("  {}", output.muted(&format!("({linked})"))));
    }
    output.line(line)?;
    super::goals::say_reached(journal, output, &added.reached)
}

fn linked(journal: &Journal, added: &Added) -> String {
    let draft = &added.draft;
    let today = journal.today();
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
        parts.push(format!("asked {}", wording::near(day, today)));
    }
    inert(&parts.join(" · ")).into_owned()
}

fn add_in_editor(journal: &mut Journal, output: &mut Output, args: &AddArgs) -> Result<u8> {
    let text = args.text.join(" ");
    let parsed = if args.literal { parse_literal(&text) } else { journal.parse_line(&text) };
    let problem = parsed.problems.iter().find(|problem| **problem != ParseError::EmptyTitle);
    if let Some(problem) = problem {
        return Err(problem_error(problem));
    }
    let mut draft = parsed.draft;
    let mut hints = parsed.hints;
    hints.extend(
        args.flags.flags().join(&mut draft, journal.today(), &journal.names()).map_err(Error::usage)?,
    );
    draft.when = draft.when.or(Some(crate::domain::DateRange::day(journal.today())));
    let typed = draft.title.clone();
    let Some((mut draft, file)) = journal.draft_in_editor(&draft)? else {
        output.note("nothing added: the document was unchanged");
        return Ok(0);
    };
    if draft.title != typed && !args.literal {
        hints.extend(parse_title(&mut draft, journal.today(), &journal.names()));
    }
    let added = journal.add(&draft, hints).map_err(|err| file.kept(err.message()))?;
    file.done();
    say_added(journal, output, &added)?;
    Ok(0)
}

/// `brag edit`
pub fn edit(journal: &mut Journal, output: &mut Output, args: &EditArgs) -> Result<u8> {
    let id = journal.resolve_win(&args.id)?;
    let win = journal.win(id)?;
    let flags = args.flags();
    if flags.is_empty() {
        let Some((draft, file)) = journal.draft_in_editor(&win.draft())? else {
            output.note("nothing changed");
            return Ok(0);
        };
        let edited = journal.edit(id, &draft, win.meta.revision).map_err(|err| file.kept(err.message()))?;
        if let EditOutcome::Conflict(_) | EditOutcome::Deleted = &edited {
            return Err(
                file.kept("another program changed this win while you edited it; nothing was written")
            );
        }
        file.done();
        return say_edited(journal, output, edited, &win);
    }
    // Flags say what to change, whatever another program wrote meanwhile: they are applied to that.
    let mut win = win;
    for _ in 0..TRIES {
        let mut draft = win.draft();
        flags.change(&mut draft, journal.today(), &journal.names()).map_err(Error::usage)?;
        match journal.edit(id, &draft, win.meta.revision)? {
            EditOutcome::Conflict(now) => win = *now,
            edited => return say_edited(journal, output, edited, &win),
        }
    }
    say_edited(journal, output, EditOutcome::Conflict(Box::new(win.clone())), &win)
}

/// How often flags are applied to a record that other programs keep changing.
const TRIES: usize = 100;

fn say_edited(journal: &Journal, output: &mut Output, edited: EditOutcome, before: &WinView) -> Result<u8> {
    match edited {
        EditOutcome::Saved(added) => {
            for hint in &added.hints {
                output.note(&format!("hint: {hint}"));
            }
            if output.json {
                output.document(&json::win(journal, &journal.win(added.id)?)?)?;
            } else {
                output.line(format!(
                    "changed {}  {}",
                    output.accent(&added.short),
                    inert(&added.draft.title)
                ))?;
                super::goals::say_reached(journal, output, &added.reached)?;
            }
        }
        EditOutcome::Unchanged => {
            if output.json {
                output.document(&json::win(journal, before)?)?;
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
