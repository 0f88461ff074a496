//! What leaves the journal: `brag export`.

use super::args::{ExportArgs, ExportWhat, FileArgs, PortfolioArgs, ResumeArgs};
use super::destination::{reader, write_all};
use super::documents::{point_out, pressed, say_replaced, written};
use super::{Output, tables};
use std::path::Path;

use crate::domain::Period;
use crate::error::{Error, Result};
use crate::journal::{DocumentKind, FollowUpFilter, Format, Journal, RenderRequest};
use crate::report::calendar;
use crate::report::document::Reader;
use crate::report::name_detection::UnaliasedName;
use crate::report::redact::Replacement;
use crate::text::counted;

/// `brag export`
pub fn run(journal: &Journal, output: &mut Output, args: &ExportArgs) -> Result<u8> {
    match &args.what {
        ExportWhat::Portfolio(args) => portfolio(journal, output, args),
        ExportWhat::ResumeJson(args) => resume(journal, output, args),
        ExportWhat::Json(file) => written(output, file, journal.exchanged()?.as_bytes()),
        ExportWhat::Ics(file) => ics(journal, output, file),
        ExportWhat::Csv { output: directory, force } => tables::write(journal, output, directory, *force),
    }
}

fn portfolio(journal: &Journal, output: &mut Output, args: &PortfolioArgs) -> Result<u8> {
    if args.press.print_template {
        output.text(DocumentKind::Portfolio.template())?;
        return Ok(0);
    }
    let period = args.period.as_deref().map_or_else(|| Ok(Period::ever()), |text| journal.period(text))?;
    let reader = reader(&args.reader)?;
    let data = journal.review(period, reader)?;
    if data.projects.is_empty() {
        return Err(match reader {
            Reader::Public => Error::failed("no project here is public")
                .hint("brag project edit NAME --visibility public, or --reader self to see it first"),
            _ => Error::failed("there is no project here for this reader"),
        });
    }
    let directory = args.press.file.output.as_deref().filter(|path| is_directory(path));
    let Some(directory) = directory else {
        return pressed(
            journal,
            output,
            &data,
            &args.press,
            RenderRequest { form: DocumentKind::Portfolio, ..RenderRequest::default() },
        );
    };
    let format = args.press.format.as_deref().and_then(Format::from_word).unwrap_or_default();
    let wanted =
        RenderRequest { format, template: args.press.template.as_deref(), ..RenderRequest::default() };
    let pages = journal.render_per_project(&data, &wanted)?;
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
    write_all(directory, &files, args.press.file.force)?;
    let names = match files.len() {
        many if many > NAMED => counted(many, "file", "files"),
        _ => files.into_iter().map(|(name, _)| name).collect::<Vec<_>>().join(", "),
    };
    output.note(&format!("wrote {}: {names}", directory.display()));
    Ok(0)
}

/// Whether a path means a directory: it is one, or it ends as one.
fn is_directory(path: &Path) -> bool {
    path.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(b"/")
}

/// Of how many files the names are told.
const NAMED: usize = 8;

fn resume(journal: &Journal, output: &mut Output, args: &ResumeArgs) -> Result<u8> {
    let period = args.period.as_deref().map_or_else(|| Ok(Period::ever()), |text| journal.period(text))?;
    let data = journal.review(period, reader(&args.reader)?)?;
    let pressed = journal.resume(&data)?;
    if journal.config().person.name.is_empty() {
        output.warn("it names nobody", Some("say who you are under [person] in: brag config edit"));
    }
    say_replaced(output, &pressed.replaced);
    point_out(output, &pressed.unaliased);
    written(output, &args.file, &pressed.bytes)
}

fn ics(journal: &Journal, output: &mut Output, file: &FileArgs) -> Result<u8> {
    let asked = journal.asked(FollowUpFilter::Open, usize::MAX >> 1)?;
    let mut events = Vec::with_capacity(asked.len());
    for asked in asked.iter().filter(|asked| asked.follow_up.unread.get("ask_on").is_none()) {
        events.push(calendar::Event {
            id: asked.follow_up.id.into(),
            day: asked.follow_up.ask_on,
            moved: asked.follow_up.snoozed,
            title: &asked.about_title,
            question: &asked.follow_up.question,
            claim: journal.claim_of(asked)?,
            written: asked.follow_up.meta.updated_at,
        });
    }
    written(output, file, calendar::ics(&events).as_bytes())
}
