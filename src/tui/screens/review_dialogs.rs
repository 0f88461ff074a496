//! The prompts of the review: another period, and the file of the document.

use crate::tui::dialog::Cx;
use crate::tui::dialogs::prompt::{Prompt, PromptDialog};
use crate::tui::line::LineRequest;
use crate::tui::screens::review::{Review, for_whom};

/// Opens the prompt for the period of the document.
pub(super) fn ask_period(review: &Review, cx: &mut Cx<'_>) {
    let hint = "2026, 2026-H1, 2026-Q3, 2026-01-15..2026-06-30, this year";
    let request = LineRequest::ReviewPeriod(review.reader);
    let prompt = Prompt::journal("Period", "The period of the document", hint, request);
    cx.open(PromptDialog::from(prompt));
}

/// Opens the prompt for the path of the exported file; it warns of names without an alias.
pub(super) fn ask_file(review: &Review, cx: &mut Cx<'_>) {
    let Some(period) = review.period.clone() else { return };
    let name = format!("brag-{}-{}.html", crate::text::slug(&period.label), review.reader.word());
    let names = review.draft.as_ref().map_or(&[][..], |draft| &draft.unaliased);
    let about = match names {
        [] => format!("The document {}", for_whom(review.reader)),
        [first, rest @ ..] => {
            let more = if rest.is_empty() { "" } else { " and others have" };
            let has = if rest.is_empty() { " has" } else { "" };
            format!("“{}”{has}{more} no alias and would be in it", first.name)
        }
    };
    let hint = ".html, .pdf, .md, .txt or .json; no file is replaced";
    let request = LineRequest::Export(period, review.reader);
    let prompt = Prompt::journal("Write it to", about, hint, request).initial(name);
    cx.open(PromptDialog::from(prompt));
}
