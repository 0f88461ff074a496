//! Performs effects on the review: loading, overrides, export.

use super::{save, saved};
use crate::domain::{DocumentOverride, Period, Win, WinId};
use crate::error::{Error, Result};
use crate::journal::{self, DocumentDraft, Journal, Snapshot, aliases, export, overrides, wins, write_new};
use crate::report::document::Reader;
use crate::report::export::RenderRequest;
use crate::report::format::{DocumentKind, Format, Length};
use crate::report::input::ReviewInput;
use crate::tui::action::Action;
use crate::tui::answer::Answer;
use crate::tui::loaded::Loaded;
use crate::tui::screens::names::Row;
use crate::tui::screens::review;
use crate::tui::subject::Subject;

/// Loads the document of a period for a reader; `None` for the period that the journal suggests.
pub(super) fn load(snapshot: &Snapshot<'_>, period: Option<&Period>, reader: Reader) -> Result<Answer> {
    let period = period.cloned().unwrap_or_else(|| snapshot.context().review_period());
    let data = journal::review::load(snapshot, period.clone(), reader)?;
    Ok(document(period, reader, overrides::draft(snapshot, &data)?))
}

/// Loads the document of a typed period for a reader.
pub(super) fn load_typed(journal: &Journal, line: &str, reader: Reader) -> Result<Answer> {
    let period = journal.context().period(line.trim())?;
    load(&journal.snapshot()?, Some(&period), reader)
}

fn document(period: Period, reader: Reader, draft: DocumentDraft) -> Answer {
    Answer::Loaded(Loaded::Review(review::Loaded::Document(period, reader, Box::new(draft))))
}

/// Saves overrides, and returns the resulting document.
pub(super) fn choose(
    journal: &mut Journal,
    period: &Period,
    reader: Reader,
    choices: &[DocumentOverride],
    what: &str,
) -> Result<Answer> {
    journal.write(|tx| overrides::set(tx, (period, reader), choices, what))?;
    load(&journal.snapshot()?, Some(period), reader)
}

/// Writes the document of a period to a file, in the format of the file extension; an existing file is replaced only with
/// `force`.
pub(super) fn export(
    journal: &Journal,
    (period, reader): (&Period, Reader),
    line: &str,
    force: bool,
) -> Result<Answer> {
    let load = |snapshot: &Snapshot<'_>| journal::review::load(snapshot, period.clone(), reader);
    write_document(journal, DocumentKind::Review, (line, force), load)
}

/// Writes a document about the career to a file as [`export`] does. Fails if the reader may see no record of it.
pub(super) fn export_career(
    journal: &Journal,
    (kind, reader): (DocumentKind, Reader),
    line: &str,
    force: bool,
) -> Result<Answer> {
    write_document(journal, kind, (line, force), |snapshot| {
        let input = match kind {
            DocumentKind::Stories => journal::review::load_stories(snapshot, None, reader)?,
            _ => journal::review::load_career(snapshot, None, reader)?,
        };
        let is_empty = match kind {
            DocumentKind::Stories => input.stories.is_empty(),
            _ => input.positions.all.is_empty() && input.projects.is_empty() && input.wins.is_empty(),
        };
        if is_empty {
            let why = match reader {
                Reader::Public => "there is nothing public to write: edit a record, and set its visibility",
                _ => "there is nothing to write: add a position, a project or a win",
            };
            return Err(Error::usage(why));
        }
        Ok(input)
    })
}

fn write_document(
    journal: &Journal,
    kind: DocumentKind,
    (line, force): (&str, bool),
    load: impl FnOnce(&Snapshot<'_>) -> Result<ReviewInput>,
) -> Result<Answer> {
    let typed = line.trim();
    if typed.is_empty() {
        return Err(Error::usage("type the name of the file, such as review.pdf"));
    }
    let path = crate::files::typed_path(typed);
    let Some(format) = Format::of_path(&path) else {
        return Err(Error::usage("the name must end in .md, .html, .pdf, .txt or .json"));
    };
    let rendered = {
        let snapshot = journal.snapshot()?;
        let input = load(&snapshot)?;
        let length = Length::of_kind(kind, input.reader);
        export::render(
            &snapshot,
            &input,
            &RenderRequest { kind, format, length, ..RenderRequest::default() },
            None,
        )?
    };
    journal.refuse_if_stopped()?;
    write_new(&path, &rendered.bytes, force).map_err(|err| Error::usage(err.message().to_owned()))?;
    let shown = std::path::absolute(&path).unwrap_or(path);
    Ok(saved::file(shown.display().to_string(), &rendered))
}

/// Loads the names without an alias in the public document of a period, and all aliases.
pub(super) fn names(snapshot: &Snapshot<'_>, period: &Period) -> Result<Answer> {
    let data = journal::review::load(snapshot, period.clone(), Reader::Public)?;
    // If the document cannot be rendered, because a name is still in it, the aliases are needed to fix it.
    let (unaliased, why) = match export::render(snapshot, &data, &RenderRequest::default(), None) {
        Ok(rendered) => (rendered.names.unaliased, None),
        Err(err) => (Vec::new(), Some(err.message().to_owned())),
    };
    let mut rows: Vec<Row> = unaliased.into_iter().map(Row::Unaliased).collect();
    rows.extend(aliases::list(snapshot)?.into_iter().map(Row::Aliased));
    Ok(Answer::Loaded(Loaded::Review(review::Loaded::Names(rows, why))))
}

/// Sets the category of a win, which replaces the guess.
pub(super) fn set_category(journal: &mut Journal, id: WinId, category: &str) -> Result<Answer> {
    let win = wins::find(&journal.snapshot()?, id)?;
    let draft = Win { category: Some(category.to_owned()), ..win.draft() };
    save::win(journal, Some(&win), &draft)
}

/// Stars a win of the review, confirms its category, or opens its form.
pub(super) fn on_win(journal: &mut Journal, id: WinId, action: Action) -> Result<Answer> {
    let win = wins::find(&journal.snapshot()?, id)?;
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
