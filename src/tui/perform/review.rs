//! The review: loaded, curated, written to a file.

use std::path::Path;

use super::{save, saved};
use crate::domain::{DocumentOverride, Period, Win, WinId};
use crate::error::{Error, Result};
use crate::journal::{DocumentDraft, Format, Journal, RenderRequest, write_new};
use crate::report::document::Reader;
use crate::tui::action::Action;
use crate::tui::answer::Answer;
use crate::tui::loaded::Loaded;
use crate::tui::screens::names::Row;
use crate::tui::screens::review;
use crate::tui::subject::Subject;

/// The document of a period for a reader, as it is.
pub(super) fn load(journal: &Journal, period: Option<&Period>, reader: Reader) -> Result<Answer> {
    let period = period.cloned().unwrap_or_else(|| journal.review_period());
    let data = journal.review(period.clone(), reader)?;
    Ok(document(period, reader, journal.draft_of(&data)?))
}

fn document(period: Period, reader: Reader, draft: DocumentDraft) -> Answer {
    Answer::Loaded(Loaded::Review(review::Loaded::Document(period, reader, Box::new(draft))))
}

/// Keeps what was chosen, and shows what came of it.
pub(super) fn choose(
    journal: &mut Journal,
    period: &Period,
    reader: Reader,
    choices: &[DocumentOverride],
    what: &str,
) -> Result<Answer> {
    let data = journal.review(period.clone(), reader)?;
    journal.choose(&data, choices, what)?;
    // What was chosen changes none of what the document is made of.
    Ok(document(period.clone(), reader, journal.draft_of(&data)?))
}

/// Writes the document to a file, in the format that its name says.
pub(super) fn export(journal: &Journal, period: &Period, reader: Reader, line: &str) -> Result<Answer> {
    let typed = line.trim();
    if typed.is_empty() {
        return Err(Error::usage("a file needs a name"));
    }
    let path = match typed.strip_prefix("~/").zip(std::env::var_os("HOME")) {
        Some((rest, home)) => Path::new(&home).join(rest),
        None => Path::new(typed).to_owned(),
    };
    let Some(format) = Format::of_path(&path) else {
        return Err(Error::usage("it ends in .md, .html, .pdf, .txt or .json"));
    };
    let data = journal.review(period.clone(), reader)?;
    let pressed = journal.press(&data, &RenderRequest { format, ..RenderRequest::default() })?;
    journal.refuse_if_stopped()?;
    write_new(&path, &pressed.bytes, false).map_err(|err| Error::usage(err.message().to_owned()))?;
    let shown = std::path::absolute(&path).unwrap_or(path);
    Ok(saved::file(shown.display().to_string(), &pressed.replaced))
}

/// The names that have no alias and stand in the document of a period for the public, and those that have one.
pub(super) fn names(journal: &Journal, period: &Period) -> Result<Answer> {
    let data = journal.review(period.clone(), Reader::Public)?;
    // Where the document cannot be made, as while a name is still in it, the aliases are what mends it.
    let (unaliased, why) = match journal.press(&data, &RenderRequest::default()) {
        Ok(pressed) => (pressed.unaliased, None),
        Err(err) => (Vec::new(), Some(err.message().to_owned())),
    };
    let mut rows: Vec<Row> = unaliased.into_iter().map(Row::Unaliased).collect();
    rows.extend(journal.aliases()?.into_iter().map(Row::Aliased));
    Ok(Answer::Loaded(Loaded::Review(review::Loaded::Names(rows, why))))
}

/// Puts a win in a category; it is not a guess any more.
pub(super) fn set_category(journal: &mut Journal, id: WinId, category: &str) -> Result<Answer> {
    let win = journal.win(id)?;
    let draft = Win { category: Some(category.to_owned()), ..win.draft() };
    save::win(journal, Some(&win), &draft)
}

/// What is done to a win of the outline: edited in a form, starred, its category confirmed.
pub(super) fn on_win(journal: &mut Journal, id: WinId, action: Action) -> Result<Answer> {
    let win = journal.win(id)?;
    let draft = match action {
        Action::Star => Win { starred: !win.starred, ..win.draft() },
        Action::ConfirmCategory if win.category.is_some() => {
            return Ok(Answer::Nothing("the category is confirmed already"));
        }
        Action::ConfirmCategory => Win { category: Some(win.guess.clone()), ..win.draft() },
        _ => return Ok(Answer::Form(Box::new(Subject::Win(Some(Box::new(win)))), None)),
    };
    save::win(journal, Some(&win), &draft)
}
