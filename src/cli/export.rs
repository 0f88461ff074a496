//! What leaves the journal: `brag export`.

use super::Output;
use super::args::ExportArgs;
use crate::error::Result;
use crate::journal::{Inbox, Journal, write_new};
use crate::report::calendar;

/// `brag export`
pub fn run(journal: &Journal, output: &mut Output, args: &ExportArgs) -> Result<u8> {
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
    let text = calendar::ics(&events);
    match &args.output {
        None => output.text(&text)?,
        Some(path) => {
            write_new(path, text.as_bytes(), args.force)?;
            output.note(&format!("wrote {}", path.display()));
        }
    }
    Ok(0)
}
