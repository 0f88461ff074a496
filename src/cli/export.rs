//! Exporting documents and data: `brag export`.

use std::path::Path;

use super::args::{CareerArgs, ExportArgs, ExportWhat, IcsArgs, PortfolioArgs, ResumeArgs};
use super::destination::{reader, write_all};
use super::documents::{render, unrendered, warn_damage, written};
use super::notices::{counts_left_out, say_left_out, say_names};
use super::{Output, mirror, tables as csv};
use crate::domain::Period;
use crate::error::{Error, Result};
use crate::journal::{Journal, Snapshot, aliases, doctor, exchange, export, followups, review, tables};
use crate::report;
use crate::report::calendar;
use crate::report::document::Reader;
use crate::report::export::RenderRequest;
use crate::report::format::{DocumentKind, Format, Length};
use crate::report::input::ReviewInput;
use crate::report::names::Names;
use crate::text::counted;

/// Runs `brag export`.
pub fn run(journal: &Journal, output: &mut Output, args: &ExportArgs) -> Result<u8> {
    match &args.what {
        ExportWhat::Portfolio(args) => portfolio(journal, output, args),
        ExportWhat::Cv(args) => {
            career(journal, output, DocumentKind::Cv, (&args.reader, &args.length), &args.career)
        }
        ExportWhat::Timeline(args) => {
            career(journal, output, DocumentKind::Timeline, (&args.reader, &args.length), &args.career)
        }
        ExportWhat::Stories(args) => {
            career(journal, output, DocumentKind::Stories, (&args.reader, &args.length), &args.career)
        }
        ExportWhat::ResumeJson(args) => resume(journal, output, args),
        ExportWhat::Json(file) => {
            let snapshot = journal.snapshot()?;
            warn_damage(output, &doctor::check_rows(&snapshot)?);
            written(output, file, exchange::export(&snapshot)?.as_bytes())
        }
        ExportWhat::Ics(args) => ics(&journal.snapshot()?, output, args),
        ExportWhat::Markdown(args) => mirror::write(&journal.snapshot()?, output, args),
        ExportWhat::Csv { output: directory, reader: word, force } => {
            let snapshot = journal.snapshot()?;
            warn_damage(output, &doctor::check_rows(&snapshot)?);
            csv::write(&snapshot, output, directory, reader(word)?, *force)
        }
    }
}

fn portfolio(journal: &Journal, output: &mut Output, args: &PortfolioArgs) -> Result<u8> {
    if args.render.print_template {
        output.text(DocumentKind::Portfolio.template())?;
        return Ok(0);
    }
    let period = super::args::phrase(&args.period)
        .as_deref()
        .map_or_else(|| Ok(Period::ever()), |text| journal.context().period(text))?;
    let reader = reader(&args.reader)?;
    let data = review::load(&journal.snapshot()?, period.clone(), reader)?;
    if data.projects.is_empty() {
        return Err(no_projects(&journal.snapshot()?, period, reader)?);
    }
    let directory = args.render.file.output.as_deref().filter(|path| is_directory(path));
    let Some(directory) = directory else {
        return render(
            journal,
            output,
            &data,
            &args.render,
            RenderRequest { kind: DocumentKind::Portfolio, ..RenderRequest::default() },
        );
    };
    let format = args.render.format.as_deref().and_then(Format::from_word).unwrap_or_default();
    let template = args.render.template.as_deref();
    let template = export::load_template(journal.context(), DocumentKind::Portfolio, template)?;
    let request = RenderRequest { format, template: Some(&template), ..RenderRequest::default() };
    let pages =
        report::export::render_per_project(&data, &request).map_err(|err| unrendered(journal, err))?;
    let mut names = Names::default();
    for (_, page) in &pages {
        names.add(&page.names);
    }
    say_names(output, &names, false);
    let files: Vec<_> = pages.into_iter().map(|(name, page)| (name, page.bytes)).collect();
    write_all(directory, &files, args.render.file.force)?;
    let names = match files.len() {
        many if many > MAX_NAMED => counted(many, "file", "files"),
        _ => files.into_iter().map(|(name, _)| name).collect::<Vec<_>>().join(", "),
    };
    output.note(&format!("wrote {}: {names}", directory.display()));
    Ok(0)
}

/// Returns the error of a portfolio without any project for its reader; it says how many are not public.
fn no_projects(snapshot: &Snapshot<'_>, period: Period, reader: Reader) -> Result<Error> {
    let all = review::load(snapshot, period, Reader::Myself)?;
    let hidden = match all.projects.len() {
        0 => String::new(),
        count => format!("; not public: {}", counted(count, "project", "projects")),
    };
    Ok(match reader {
        Reader::Public => Error::failed(format!("there is no public project to export{hidden}"))
            .hint("use brag project edit NAME --visibility public, or --reader self to see it first"),
        _ => Error::failed(format!("there is no project for the reader {}", reader.word()))
            .hint("brag project list lists the projects; brag project add NAME adds one"),
    })
}

/// Writes a document about a career: a CV, a timeline or the stories.
fn career(
    journal: &Journal,
    output: &mut Output,
    kind: DocumentKind,
    (reader_word, length): (&str, &str),
    args: &CareerArgs,
) -> Result<u8> {
    if args.render.print_template {
        output.text(kind.template())?;
        return Ok(0);
    }
    let reader = reader(reader_word)?;
    let (data, hidden) = {
        let snapshot = &journal.snapshot()?;
        let period = period_of(snapshot, super::args::phrase(&args.period).as_deref())?;
        let load = |reader| match kind {
            DocumentKind::Stories => review::load_stories(snapshot, period.clone(), reader),
            _ => review::load_career(snapshot, period.clone(), reader),
        };
        let data = load(reader)?;
        let hidden = if reader == Reader::Myself {
            String::new()
        } else {
            left_out(kind, &load(Reader::Myself)?, &data)
        };
        (data, hidden)
    };
    let is_empty = match kind {
        DocumentKind::Stories => data.stories.is_empty(),
        _ => data.positions.all.is_empty() && data.projects.is_empty() && data.wins.is_empty(),
    };
    if is_empty {
        return Err(nothing_to_export(kind, reader, &hidden));
    }
    if kind != DocumentKind::Stories && data.profile.name.trim().is_empty() {
        let what = if kind == DocumentKind::Cv { "the CV has no name" } else { "the timeline has no name" };
        output.warn(what, Some("set it with: brag profile edit --name NAME"));
    }
    say_left_out(output, reader, &hidden);
    let length = Length::from_word(length).unwrap_or_default();
    render(journal, output, &data, &args.render, RenderRequest { kind, length, ..RenderRequest::default() })
}

/// Returns the period of a document about a career; `None` for all time.
fn period_of(snapshot: &Snapshot<'_>, text: Option<&str>) -> Result<Option<Period>> {
    let period = text.map(|text| snapshot.context().period(text)).transpose()?;
    let ever = Period::ever();
    Ok(period.filter(|period| (period.first, period.last) != (ever.first, ever.last)))
}

/// Returns the number of records of a document, by kind, that are in `all` and not in `data`: `1 project, 3 wins`.
fn left_out(kind: DocumentKind, all: &ReviewInput, data: &ReviewInput) -> String {
    let of = |all: usize, data: usize| all.saturating_sub(data);
    let counts = if kind == DocumentKind::Stories {
        vec![(of(all.stories.len(), data.stories.len()), "story", "stories")]
    } else {
        vec![
            (of(all.positions.all.len(), data.positions.all.len()), "position", "positions"),
            (of(all.projects.len(), data.projects.len()), "project", "projects"),
            (of(all.wins.len(), data.wins.len()), "win", "wins"),
        ]
    };
    counts_left_out(&counts)
}

/// Returns the error of a document without any record for its reader.
fn nothing_to_export(kind: DocumentKind, reader: Reader, hidden: &str) -> Error {
    if hidden.is_empty() {
        let hint = match kind {
            DocumentKind::Stories => "add one with: brag story add TITLE",
            _ => "add a position with: brag position add ORGANISATION --title TITLE --start DATE",
        };
        return Error::failed("there is nothing to export").hint(hint);
    }
    let message = match reader {
        Reader::Public => format!("there is nothing public to export; not public: {hidden}"),
        _ => format!("there is nothing for the reader {}; left out: {hidden}", reader.word()),
    };
    let hint = match kind {
        DocumentKind::Stories => "--reader self exports it for you; a story is as strict as what it is about",
        _ => "--reader self exports it for you; --visibility public makes a record public",
    };
    Error::failed(message).hint(hint)
}

/// Returns `true` if `path` is an existing directory or ends in `/`.
fn is_directory(path: &Path) -> bool {
    path.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(b"/")
}

/// The maximum number of files that are listed by name.
const MAX_NAMED: usize = 8;

fn resume(journal: &Journal, output: &mut Output, args: &ResumeArgs) -> Result<u8> {
    let snapshot = &journal.snapshot()?;
    let period = period_of(snapshot, super::args::phrase(&args.period).as_deref())?;
    let reader = reader(&args.reader)?;
    let data = review::load_career(snapshot, period.clone(), reader)?;
    warn_damage(output, &doctor::check_document(snapshot, &data)?);
    let rendered = export::render_resume(snapshot, &data)?;
    if data.profile.name.trim().is_empty() {
        output.warn("the résumé has no name", Some("set it with: brag profile edit --name NAME"));
    }
    if data.projects.is_empty() && data.wins.is_empty() && reader != Reader::Myself {
        let all = review::load_career(snapshot, period, Reader::Myself)?;
        say_left_out(output, reader, &left_out(DocumentKind::Cv, &all, &data));
    }
    say_names(output, &rendered.names, false);
    written(output, &args.file, &rendered.bytes)
}

/// Writes a calendar of the open follow-ups that a reader may see. Only the user gets what a record claims; for the public,
/// names are replaced by their aliases.
fn ics(snapshot: &Snapshot<'_>, output: &mut Output, args: &IcsArgs) -> Result<u8> {
    let reader = reader(&args.reader)?;
    let mut events = Vec::new();
    for asked in tables::open_follow_ups(snapshot, reader)? {
        if asked.follow_up.unread.get("ask_on").is_some() {
            continue;
        }
        let claim =
            if reader == Reader::Myself { followups::claim(snapshot, &asked)? } else { String::new() };
        events.push(calendar::Event {
            id: asked.follow_up.id.into(),
            day: asked.follow_up.ask_on,
            moved: asked.follow_up.snoozed,
            title: asked.about_title,
            question: asked.follow_up.question.clone(),
            claim,
            written: asked.follow_up.meta.updated_at,
        });
    }
    if reader != Reader::Myself {
        let names = redact_events(snapshot, &mut events, reader)?;
        say_names(output, &names, false);
    }
    written(output, &args.file, calendar::ics(&events).as_bytes())
}

/// Replaces the names in the events for the public, and returns the names for every reader.
fn redact_events(snapshot: &Snapshot<'_>, events: &mut [calendar::Event], reader: Reader) -> Result<Names> {
    let (aliases, own) = aliases::with_own_name(snapshot)?;
    let mut rows: Vec<serde_json::Value> =
        events.iter().map(|event| serde_json::json!([event.title, event.question])).collect();
    if reader != Reader::Public {
        return Ok(report::export::names_in_rows(&aliases, &own, rows.iter()));
    }
    let names = report::export::redact_rows(&aliases, &own, rows.iter_mut())
        .map_err(|err| Error::failed(err.to_string()).hint("give the name another alias"))?;
    for (event, row) in events.iter_mut().zip(&rows) {
        let text = |at: usize| row[at].as_str().unwrap_or_default().to_owned();
        (event.title, event.question) = (text(0), text(1));
    }
    Ok(names)
}
