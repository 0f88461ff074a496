//! The review: loaded, curated, written to a file.

use std::path::Path;

use crate::domain::{Choice, Period, Win, WinId};
use crate::error::Result;
use crate::journal::{Format, Journal, Wanted, write_new};
use crate::report::document::Reader;
use crate::tui::action::Action;
use crate::tui::answer::Answer;
use crate::tui::screens::names::Row;

/// The document of a period for a reader, as it is.
pub(super) fn load(journal: &Journal, period: Option<&Period>, reader: Reader) -> Result<Answer> {
    let period = period.cloned().unwrap_or_else(|| journal.review_period());
    let data = journal.review(period.clone(), reader)?;
    Ok(Answer::Review(period, reader, Box::new(journal.draft_of(data)?)))
}

/// Keeps what was chosen, and shows what came of it.
pub(super) fn choose(
    journal: &mut Journal,
    period: &Period,
    reader: Reader,
    choices: &[Choice],
    what: &str,
) -> Result<Answer> {
    let data = journal.review(period.clone(), reader)?;
    journal.choose(&data, choices, what)?;
    // What was chosen changes none of what the document is made of.
    Ok(Answer::Review(period.clone(), reader, Box::new(journal.draft_of(data)?)))
}

/// Writes the document to a file, in the format that its name says.
pub(super) fn export(journal: &Journal, period: &Period, reader: Reader, line: &str) -> Result<Answer> {
    let typed = line.trim();
    if typed.is_empty() {
        return Ok(Answer::AskRefused("a file needs a name".into()));
    }
    let path = match typed.strip_prefix("~/").zip(std::env::var_os("HOME")) {
        Some((rest, home)) => Path::new(&home).join(rest),
        None => Path::new(typed).to_owned(),
    };
    let Some(format) = Format::of_path(&path) else {
        return Ok(Answer::AskRefused("it ends in .md, .html, .pdf, .txt or .json".into()));
    };
    let data = journal.review(period.clone(), reader)?;
    let pressed = journal.press(&data, &Wanted { format, ..Wanted::default() })?;
    if let Err(why) = write_new(&path, &pressed.bytes, false) {
        return Ok(Answer::AskRefused(why.message().to_owned()));
    }
    let shown = std::path::absolute(&path).unwrap_or(path);
    Ok(Answer::Written { path: shown.display().to_string(), replaced: pressed.replaced })
}

/// The names that have no alias and stand in the document of a period for the public, and those that have one.
pub(super) fn names(journal: &Journal, period: &Period) -> Result<Answer> {
    let data = journal.review(period.clone(), Reader::Public)?;
    // Where the document cannot be made, as while a name is still in it, the aliases are what mends it.
    let (unaliased, why) = match journal.press(&data, &Wanted::default()) {
        Ok(pressed) => (pressed.unaliased, None),
        Err(why) => (Vec::new(), Some(why.message().to_owned())),
    };
    let mut rows: Vec<Row> = unaliased.into_iter().map(Row::Unaliased).collect();
    rows.extend(journal.aliases()?.into_iter().map(Row::Aliased));
    Ok(Answer::Names(rows, why))
}

/// The period that was typed.
pub(super) fn period(journal: &Journal, reader: Reader, line: &str) -> Result<Answer> {
    match journal.period(line.trim()) {
        Ok(period) => load(journal, Some(&period), reader),
        Err(why) => Ok(Answer::AskRefused(why.message().to_owned())),
    }
}

/// Puts a win in a category; it is not a guess any more.
pub(super) fn set_category(journal: &mut Journal, id: WinId, category: &str) -> Result<Answer> {
    let win = journal.win(id)?;
    let draft = Win { category: Some(category.to_owned()), ..win.draft() };
    journal.edit(id, &draft, win.meta.revision).map(Answer::Edited)
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
        _ => return Ok(Answer::ToEdit(Box::new(win))),
    };
    journal.edit(id, &draft, win.meta.revision).map(Answer::Edited)
}
