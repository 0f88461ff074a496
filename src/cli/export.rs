//! What leaves the journal: `brag export`.

use super::args::{ExportArgs, ExportWhat, FileArgs, PortfolioArgs};
use super::documents::{pressed, written};
use super::{Output, tables};
use crate::domain::Period;
use crate::error::{Error, Result};
use crate::journal::{Form, Inbox, Journal, Wanted};
use crate::report::calendar;
use crate::report::document::Reader;

/// `brag export`
pub fn run(journal: &Journal, output: &mut Output, args: &ExportArgs) -> Result<u8> {
    match &args.what {
        ExportWhat::Portfolio(args) => portfolio(journal, output, args),
        ExportWhat::Json(file) => written(output, file, journal.exchanged()?.as_bytes()),
        ExportWhat::Ics(file) => ics(journal, output, file),
        ExportWhat::Csv { output: directory, force } => tables::write(journal, output, directory, *force),
    }
}

fn portfolio(journal: &Journal, output: &mut Output, args: &PortfolioArgs) -> Result<u8> {
    if args.press.print_template {
        output.text(Form::Portfolio.template())?;
        return Ok(0);
    }
    let period = args.period.as_deref().map_or_else(|| Ok(Period::ever()), |text| journal.period(text))?;
    let reader = Reader::from_word(&args.reader).unwrap_or_default();
    let data = journal.review(period, reader)?;
    if data.projects.is_empty() {
        return Err(match reader {
            Reader::Public => Error::failed("no project here is public")
                .hint("brag project edit NAME --visibility public, or --reader self to see it first"),
            _ => Error::failed("there is no project here for this reader"),
        });
    }
    pressed(journal, output, &data, &args.press, Wanted { form: Form::Portfolio, ..Wanted::default() })
}

fn ics(journal: &Journal, output: &mut Output, file: &FileArgs) -> Result<u8> {
    let asked = journal.asked(Inbox::Open, usize::MAX >> 1)?;
    let mut events = Vec::with_capacity(asked.len());
    for asked in &asked {
        events.push(calendar::Event {
            id: asked.follow_up.id.into(),
            day: asked.follow_up.ask_on,
            moved: asked.follow_up.snoozed,
            title: &asked.about_title,
            question: &asked.follow_up.question,
            claim: journal.claim_of(asked)?,
            written: journal.written_at(asked.follow_up.id)?,
        });
    }
    written(output, file, calendar::ics(&events).as_bytes())
}
