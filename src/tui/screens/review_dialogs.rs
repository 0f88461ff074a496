//! The prompts of the review: another period, the file of the document, titles and texts.

use crate::domain::period::year_number;
use crate::domain::{Kind, Period, WinId};
use crate::journal::{DocumentDraft, ManyChange};
use crate::report::document::{Document, Reader};
use crate::report::overrides::Item;
use crate::text::counted;
use crate::tui::dialog::Cx;
use crate::tui::dialogs::choose::{Alternative, Choose, Chosen};
use crate::tui::dialogs::prompt::{Prompt, PromptDialog};
use crate::tui::effect::Effect;
use crate::tui::line::{LineRequest, ScreenLine};
use crate::tui::screens::review::{Review, for_whom};
use crate::tui::targets::Targets;

/// Opens the prompt for the period of the document.
pub(super) fn ask_period(review: &Review, cx: &mut Cx<'_>) {
    let hint = "2026, 2026-H1, 2026-Q3, 2026-01-15..2026-06-30, this year";
    let request = LineRequest::ReviewPeriod(review.reader);
    let prompt = Prompt::journal("Period", "The period of the document", hint, request);
    cx.open(PromptDialog::from(prompt));
}

/// Returns what the document replaces, names and leaves out: `; replaced: Acme 3×; left out: 2 wins`.
fn notices(draft: &DocumentDraft) -> String {
    let mut parts = Vec::new();
    let replaced: Vec<String> =
        draft.names.replaced.iter().map(|each| format!("{} {}×", each.name, each.count)).collect();
    if !replaced.is_empty() {
        parts.push(format!("replaced: {}", replaced.join(", ")));
    }
    if !draft.names.similar.is_empty() {
        let similar = draft.names.similar.iter().map(|each| each.form.as_str());
        parts.push(format!("like a name with an alias: {}", similar.collect::<Vec<_>>().join(", ")));
    }
    if !draft.names.named.is_empty() {
        parts.push(format!("named in spite of an alias: {}", draft.names.named.join(", ")));
    }
    if let [first, rest @ ..] = draft.names.addresses.as_slice() {
        let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
        parts.push(format!("web addresses: {first}{more}"));
    }
    if draft.hidden > 0 {
        parts.push(format!("left out: {}", counted(draft.hidden, "win", "wins")));
    }
    parts.insert(0, String::new());
    if parts.len() > 1 { parts.join("; ") } else { String::new() }
}

/// Opens the choice of a reader, whose document is then loaded. To see it, the next reader is selected; to write it, the
/// present one.
pub(super) fn choose_reader(review: &Review, cx: &mut Cx<'_>, write: bool) -> Vec<Effect> {
    let at = Reader::ALL.iter().position(|reader| *reader == review.reader).unwrap_or(0);
    let option = |reader: &Reader| {
        let label = crate::text::with_capital(for_whom(*reader));
        let right = if *reader == review.reader { "shown now" } else { "" };
        let chosen = Chosen::Line(ScreenLine::Reader { write }, reader.word().to_owned());
        Alternative::new(label, chosen).with_right(right.to_owned())
    };
    let options: Vec<Alternative> = Reader::ALL.iter().map(option).collect();
    let (title, selected) =
        if write { ("Write the document", at) } else { ("Who reads it?", (at + 1) % options.len()) };
    let about = review.period.as_ref().map(|period| period.label.clone()).unwrap_or_default();
    cx.open(Choose::new(title, about, options, selected));
    Vec::new()
}

impl Review {
    /// Loads the document of the chosen reader, and writes it then if `write`.
    pub(super) fn choose_reader(&mut self, word: &str, write: bool) -> Vec<Effect> {
        self.reader = Reader::ALL.into_iter().find(|reader| reader.word() == word).unwrap_or(self.reader);
        self.is_to_write = write;
        vec![self.request()]
    }
}

/// Confirms the guessed category of each win in the document; an undo takes all of it back.
pub(super) fn confirm_all(review: &Review) -> Vec<Effect> {
    let keys = review.draft.iter().flat_map(|draft| draft.categories.keys());
    let ids = keys.filter_map(|key| uuid::Uuid::parse_str(key).ok()).map(|id| WinId(id).into()).collect();
    let targets = Targets::records(Kind::Win, ids, "");
    targets.map(|wins| Effect::ChangeMany(wins, ManyChange::ConfirmCategories)).into_iter().collect()
}

/// Opens the prompt for the path of the exported file; it warns of names without an alias.
pub(super) fn ask_file(review: &Review, cx: &mut Cx<'_>) {
    let Some(period) = review.period.clone() else { return };
    let ending = match review.reader {
        Reader::Manager | Reader::Promotion => "pdf",
        Reader::Myself | Reader::Public => "html",
    };
    let name = format!("brag-{}-{}.{ending}", crate::text::slug(&period.label), review.reader.word());
    let names = review.draft.as_ref().map_or(&[][..], |draft| &draft.names.unaliased);
    let about = match names {
        [] => {
            let notices = review.draft.as_ref().map(|draft| notices(draft)).unwrap_or_default();
            format!("The document {}{notices}", for_whom(review.reader))
        }
        [first, rest @ ..] => {
            let more = if rest.is_empty() { "" } else { " and others have" };
            let has = if rest.is_empty() { " has" } else { "" };
            format!("“{}”{has}{more} no alias and would be in it", first.name)
        }
    };
    let hint = ".html, .pdf, .md, .txt or .json";
    let request = LineRequest::Export(period, review.reader);
    let prompt = Prompt::journal("Write it to", about, hint, request).initial(name);
    cx.open(PromptDialog::from(prompt));
}

/// Opens the prompt for the text of a part that the user writes for this document.
pub(super) fn ask_text(review: &Review, cx: &mut Cx<'_>, item: &Item) {
    let now = review.choice(&item.key).map(|choice| choice.title.clone()).unwrap_or_default();
    let (ask, hint) = if item.key == Document::NEEDS {
        ("What do you need?", "a sentence for your manager; empty leaves the part out")
    } else {
        ("The period in one sentence", "for this reader; empty leaves it out")
    };
    let line = ScreenLine::Retitle(item.key.clone());
    cx.open(PromptDialog::from(Prompt::screen(ask, item.title.clone(), hint, line).initial(now)));
}

/// Opens the prompt for the title of an item in this document.
pub(super) fn ask_title(review: &Review, cx: &mut Cx<'_>, item: &Item) {
    let now = review.choice(&item.key).map(|choice| choice.title.clone()).unwrap_or_default();
    let title = if now.is_empty() { item.title.clone() } else { now };
    let hint = "in this document only; empty restores its own title";
    let line = ScreenLine::Retitle(item.key.clone());
    let prompt = Prompt::screen("Title in this document", item.title.clone(), hint, line).initial(title);
    cx.open(PromptDialog::from(prompt));
}

/// Shows the document of the year that is `by` years later.
pub(super) fn change_year(review: &mut Review, cx: &mut Cx<'_>, by: i32) -> Vec<Effect> {
    let Some(period) = &review.period else { return Vec::new() };
    let year = year_number(period.last, cx.view.fiscal_year_start) + by;
    if !(1..=9999).contains(&year) {
        return Vec::new();
    }
    review.show(Period::year(year, cx.view.fiscal_year_start))
}
