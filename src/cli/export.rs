//! Exporting documents and data: `brag export`.

use std::path::Path;

use super::args::{ExportArgs, ExportWhat, FileArgs, PortfolioArgs, ResumeArgs};
use super::destination::{reader, write_all};
use super::documents::{point_out, render, say_replaced, unrendered, written};
use super::{Output, tables};
use crate::domain::{FollowUpFilter, Period};
use crate::error::{Error, Result};
use crate::journal::{Journal, Snapshot, exchange, export, followups, review};
use crate::report;
use crate::report::calendar;
use crate::report::document::Reader;
use crate::report::export::RenderRequest;
use crate::report::format::{DocumentKind, Format};
use crate::report::name_detection::UnaliasedName;
use crate::report::redact::Replacement;
use crate::text::counted;

/// Runs `brag export`.
pub fn run(journal: &Journal, output: &mut Output, args: &ExportArgs) -> Result<u8> {
    match &args.what {
        ExportWhat::Portfolio(args) => portfolio(journal, output, args),
        ExportWhat::ResumeJson(args) => resume(journal, output, args),
        ExportWhat::Json(file) => written(output, file, exchange::export(&journal.snapshot()?)?.as_bytes()),
        ExportWhat::Ics(file) => ics(&journal.snapshot()?, output, file),
        ExportWhat::Csv { output: directory, force } => {
            tables::write(&journal.snapshot()?, output, directory, *force)
        }
    }
}

fn portfolio(journal: &Journal, output: &mut Output, args: &PortfolioArgs) -> Result<u8> {
    if args.render.print_template {
        output.text(DocumentKind::Portfolio.template())?;
        return Ok(0);
    }
    let period =
        args.period.as_deref().map_or_else(|| Ok(Period::ever()), |text| journal.context().period(text))?;
    let reader = reader(&args.reader)?;
    let data = review::load(&journal.snapshot()?, period, reader)?;
    if data.projects.is_empty() {
        return Err(match reader {
            Reader::Public => Error::failed("there is no public project to export")
                .hint("use brag project edit NAME --visibility public, or --reader self to see it first"),
            _ => Error::failed(format!("there is no project for the reader {}", reader.word()))
                .hint("brag project list lists the projects; brag project add NAME adds one"),
        });
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
    let mut unaliased: Vec<UnaliasedName> = Vec::new();
    for name in pages.iter().flat_map(|(_, page)| &page.unaliased) {
        match unaliased.iter_mut().find(|each| each.name == name.name) {
            Some(each) => each.count += name.count,
            None => unaliased.push(name.clone()),
        }
    }
    let mut replaced: Vec<Replacement> = Vec::new();
    for each in pages.iter().flat_map(|(_, page)| &page.replaced) {
        match replaced.iter_mut().find(|known| known.name == each.name) {
            Some(known) => known.add(each),
            None => replaced.push(each.clone()),
        }
    }
    say_replaced(output, &replaced);
    point_out(output, &unaliased);
    let files: Vec<_> = pages.into_iter().map(|(name, page)| (name, page.bytes)).collect();
    write_all(directory, &files, args.render.file.force)?;
    let names = match files.len() {
        many if many > MAX_NAMED => counted(many, "file", "files"),
        _ => files.into_iter().map(|(name, _)| name).collect::<Vec<_>>().join(", "),
    };
    output.note(&format!("wrote {}: {names}", directory.display()));
    Ok(0)
}

/// Returns `true` if `path` is an existing directory or ends in `/`.
fn is_directory(path: &Path) -> bool {
    path.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(b"/")
}

/// The maximum number of files that are listed by name.
const MAX_NAMED: usize = 8;

fn resume(journal: &Journal, output: &mut Output, args: &ResumeArgs) -> Result<u8> {
    let snapshot = &journal.snapshot()?;
    let period =
        args.period.as_deref().map_or_else(|| Ok(Period::ever()), |text| snapshot.context().period(text))?;
    let data = review::load(snapshot, period, reader(&args.reader)?)?;
    let rendered = export::render_resume(snapshot, &data)?;
    if snapshot.context().config().person.name.is_empty() {
        output.warn("the résumé has no name", Some("set the name under [person] with: brag config edit"));
    }
    say_replaced(output, &rendered.replaced);
    point_out(output, &rendered.unaliased);
    written(output, &args.file, &rendered.bytes)
}

fn ics(snapshot: &Snapshot<'_>, output: &mut Output, file: &FileArgs) -> Result<u8> {
    let asked = followups::list(snapshot, FollowUpFilter::Open, usize::MAX >> 1)?;
    let mut events = Vec::with_capacity(asked.len());
    for asked in asked.iter().filter(|asked| asked.follow_up.unread.get("ask_on").is_none()) {
        events.push(calendar::Event {
            id: asked.follow_up.id.into(),
            day: asked.follow_up.ask_on,
            moved: asked.follow_up.snoozed,
            title: &asked.about_title,
            question: &asked.follow_up.question,
            claim: followups::claim(snapshot, asked)?,
            written: asked.follow_up.meta.updated_at,
        });
    }
    written(output, file, calendar::ics(&events).as_bytes())
}
