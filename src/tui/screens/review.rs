//! The review tab: the document of a period for a reader, and its outline to omit, move and retitle items.

use std::collections::HashSet;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::answers::Answers;
use super::master_detail::{self, Divider, Split};
use super::names::{Names, Row};
use super::review_triage::Walk;
use super::year::Year;
use crate::domain::place::in_order;
use crate::domain::{DocumentOverride, Period, QuestionnaireId, WinId, WinView};
use crate::journal::questionnaires::Filled;
use crate::journal::{DocumentDraft, Years};
use crate::lint::Finding;
use crate::report::document::{Document, Reader};
use crate::report::overrides::{Item, ItemKind, left_out};
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::effect::Effect;
use crate::tui::form_choice::FormChoice;
use crate::tui::list_text::has_words;
use crate::tui::widgets::markdown;

/// The data that is loaded for the tab.
#[derive(Debug)]
pub enum Loaded {
    /// The document of a period for a reader, with its outline.
    Document(Period, Reader, Box<DocumentDraft>),
    /// The names with and without an alias, and the reason why names without an alias could not be searched
    /// for, if so.
    Names(Vec<Row>, Option<String>),
    /// The current win of the triage, and the findings of the linter.
    Win(Box<WinView>, Vec<Finding>),
    /// A year and the year before it.
    Years(Box<Years>),
    /// The questionnaires, the latest first, and one of them with its evidence.
    Answers(Vec<QuestionnaireId>, Option<Box<Filled>>),
}

/// The state of the review tab.
#[derive(Debug, Default)]
pub struct Review {
    /// The line beside the detail.
    pub divider: Divider,
    /// The period; `None` until the journal's suggestion is loaded.
    pub period: Option<Period>,
    /// The reader of the document.
    pub reader: Reader,
    /// The document is written to a file once it is loaded.
    pub is_to_write: bool,
    /// The loaded document with its outline.
    pub draft: Option<Box<DocumentDraft>>,
    /// The index of the selected item of the outline.
    pub selected: usize,
    /// The index of the first drawn item.
    pub top: usize,
    /// `true` if the document is loaded and not stale.
    pub loaded: bool,
    /// `true` if keys scroll the document instead of the outline; on a narrow screen it covers the outline.
    pub open: bool,
    /// The path of the last written file.
    pub written: Option<String>,
    /// The scroll position of the document, in lines.
    pub scroll: usize,
    /// The current win of the triage.
    pub walk_win: Option<Box<WinView>>,
    /// The findings of the linter for the current win of the triage.
    pub walk_findings: Vec<Finding>,
    /// The period and the reader of the loaded document.
    pub shown: Option<(Period, Reader)>,
    /// The triage of wins; `None` if it is closed.
    pub walk: Option<Walk>,
    /// The year screen; `None` if it is closed.
    pub year: Option<Year>,
    /// The list of names; `None` if it is closed.
    pub names: Option<Names>,
    /// The questionnaire; `None` if it is closed.
    pub answers: Option<Answers>,
    /// The lines of the document.
    pub(super) lines: Vec<Line<'static>>,
    /// The keys of the omitted items.
    out: HashSet<String>,
    /// For each item, the index of its first line in `lines`; `None` if the line was not found.
    places: Vec<Option<usize>>,
}

/// The number of items from which a document is freed while another tab is shown.
const LARGE: usize = 1_000;

impl Review {
    /// Returns the effect that loads the document.
    pub fn request(&self) -> Effect {
        Effect::LoadReview(self.period.clone(), self.reader)
    }

    /// Frees a large document; it is loaded again when the tab is shown. Returns `true` if it was freed.
    pub fn free(&mut self) -> bool {
        let is_large = self.outline().len() > LARGE && self.walk.is_none();
        if is_large {
            (self.draft, self.loaded) = (None, false);
            (self.lines, self.places) = (Vec::new(), Vec::new());
            self.out = HashSet::new();
        }
        is_large
    }

    /// Returns the effect that loads the names of the period's public document.
    pub fn load_names(&self) -> Option<Effect> {
        self.period.clone().map(Effect::LoadNames)
    }

    /// Returns the effect that loads the current win of the triage; `None` if it is loaded or not needed.
    pub fn load_walk_win(&self) -> Option<Effect> {
        let id = uuid::Uuid::parse_str(self.walk.as_ref()?.key()).ok().map(WinId)?;
        let is_there = self.walk_win.as_ref().is_some_and(|win| win.id == id);
        (!is_there).then_some(Effect::LoadReviewWin(id))
    }

    /// Returns the outline; empty until the document is loaded.
    pub fn outline(&self) -> &[Item] {
        self.draft.as_ref().map_or(&[], |draft| &draft.outline)
    }

    /// Returns the selected item.
    pub fn item(&self) -> Option<&Item> {
        self.outline().get(self.selected)
    }

    /// Returns the override of an item.
    pub fn choice(&self, key: &str) -> Option<&DocumentOverride> {
        self.draft.as_ref()?.overrides.iter().find(|choice| choice.item == key)
    }

    /// Returns `true` if `action` applies to the selection.
    pub fn accepts_action(&self, action: Action) -> bool {
        let kind = self.item().map(|item| item.kind);
        if let Some(names) = &self.names {
            return names.accepts_action(action);
        }
        if let Some(answers) = &self.answers {
            return answers.accepts_action(action);
        }
        match action {
            _ if self.year.is_some() && action.info().contexts.contains(&Context::Review) => {
                matches!(action, Action::PreviousPeriod | Action::NextPeriod)
            }
            Action::Edit if self.item().is_some_and(|item| Document::is_written(&item.key)) => true,
            Action::Star | Action::Edit | Action::ConfirmCategory | Action::Category | Action::Record => {
                kind == Some(ItemKind::Win)
            }
            Action::Walk => self.outline().iter().any(|item| item.kind == ItemKind::Win),
            Action::Strengthen => self.draft.as_ref().is_some_and(|draft| !draft.weak.is_empty()),
            Action::Retitle => {
                self.item().is_some_and(|item| !is_fixed(&item.key) || Document::is_written(&item.key))
            }
            Action::LeaveOut | Action::Open => kind.is_some(),
            _ => true,
        }
    }

    /// Returns `true` if an item is omitted, either itself or through its parent.
    pub fn is_left_out(&self, key: &str) -> bool {
        self.out.contains(key)
    }

    /// Returns `true` if the document or another screen covers the outline.
    pub fn is_over(&self) -> bool {
        self.open || self.is_elsewhere()
    }

    /// Returns `true` if the triage, the year, the names or a questionnaire is shown.
    pub fn is_elsewhere(&self) -> bool {
        self.walk.is_some() || self.year.is_some() || self.names.is_some() || self.answers.is_some()
    }

    /// Returns the effect that loads the questionnaire again; `None` if it is closed.
    pub fn load_answers(&self) -> Option<Effect> {
        let answers = self.answers.as_ref()?;
        let id = answers.next.or_else(|| Some(answers.filled.as_ref()?.answered.view.stored.id));
        Some(Effect::LoadAnswers(id.map_or_else(|| FormChoice::Of(self.period.clone()), FormChoice::This)))
    }

    /// Stores a loaded document; the selected item stays selected, and wins that no longer exist are removed
    /// from the triage.
    pub fn receive(&mut self, period: Period, reader: Reader, draft: Box<DocumentDraft>) {
        let before = self.item().map(|item| item.key.clone());
        self.shown = Some((period.clone(), reader));
        (self.period, self.reader, self.loaded) = (Some(period), reader, true);
        self.out = left_out(&draft.outline, &draft.overrides);
        self.draft = Some(draft);
        if let Some(mut walk) = self.walk.take() {
            let there: HashSet<&str> = self.outline().iter().map(|item| item.key.as_str()).collect();
            self.walk = walk.keep(|key| there.contains(key)).then_some(walk);
        }
        let wanted = self.walk.as_ref().map(|walk| walk.key().to_owned()).or(before);
        let place = wanted.and_then(|key| self.place(&key));
        self.selected = place.unwrap_or(self.selected).min(self.outline().len().saturating_sub(1));
    }

    /// Returns the index of an item in the outline.
    pub fn place(&self, key: &str) -> Option<usize> {
        self.outline().iter().position(|item| item.key == key)
    }

    /// Shows the document of another period, from its top.
    pub fn show(&mut self, period: Period) -> Vec<Effect> {
        let (reader, written) = (self.reader, self.written.take());
        *self = Self { period: Some(period), reader, written, ..Self::default() };
        vec![self.request()]
    }

    /// Performs an action; `page` is the number of rows of a page, `max_scroll` the limit of `scroll`.
    pub fn update(&mut self, action: Action, page: usize, max_scroll: usize) {
        if master_detail::read(&mut self.open, &mut self.scroll, action, page, max_scroll) {
            return;
        }
        if action == Action::Open {
            self.open = self.draft.is_some();
            return;
        }
        let last = self.outline().len().saturating_sub(1);
        self.select(master_detail::moved(self.selected, action, page, last), max_scroll);
    }

    /// Selects an item, and scrolls the document to it.
    pub fn select(&mut self, at: usize, max_scroll: usize) {
        self.selected = at.min(self.outline().len().saturating_sub(1));
        // An omitted item has no line: the item before it is shown.
        let place = self.places.iter().take(self.selected + 1).rev().find_map(|place| *place);
        let to = if self.selected == 0 { 0 } else { place.unwrap_or(0).saturating_sub(ABOVE) };
        self.scroll = to.min(max_scroll);
    }

    /// Returns the overrides that swap the selected item with its previous (`up`) or next sibling; empty if
    /// there is no such sibling.
    pub fn moved(&self, up: bool) -> Vec<DocumentOverride> {
        let Some(item) = self.item().filter(|item| item.kind != ItemKind::Part || !is_fixed(&item.key))
        else {
            return Vec::new();
        };
        let same = |each: &&Item| {
            each.parent == item.parent && each.kind == item.kind && (item.depth > 0 || !is_fixed(&each.key))
        };
        let mut keys: Vec<&str> = self.outline().iter().filter(same).map(|each| each.key.as_str()).collect();
        let Some(at) = keys.iter().position(|key| *key == item.key) else { return Vec::new() };
        let to = if up { at.checked_sub(1) } else { Some(at + 1).filter(|to| *to < keys.len()) };
        let Some(to) = to else { return Vec::new() };
        keys.swap(at, to);
        let choices: Vec<DocumentOverride> =
            keys.iter().map(|key| self.choice(key).cloned().unwrap_or_default()).collect();
        let siblings: Vec<Option<&str>> = choices
            .iter()
            .map(|choice| Some(choice.place.as_str()).filter(|place| !place.is_empty()))
            .collect();
        let places = in_order(&siblings);
        let moved =
            keys.iter().zip(&choices).zip(places).filter(|((_, choice), place)| choice.place != *place);
        moved
            .map(|((key, choice), place)| DocumentOverride {
                item: (*key).to_owned(),
                place,
                ..choice.clone()
            })
            .collect()
    }

    /// Applies overrides that are being saved, because keys may arrive before the document is reloaded.
    pub fn choose(&mut self, choices: &[DocumentOverride]) {
        let Some(draft) = &mut self.draft else { return };
        for choice in choices {
            draft.overrides.retain(|each| each.item != choice.item);
            draft.overrides.push(choice.clone());
        }
        self.out = left_out(&draft.outline, &draft.overrides);
    }

    /// Draws the document.
    pub fn document(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
        master_detail::text(cx, buffer, area, &self.lines, self.scroll.min(self.max_scroll(area.height)));
    }

    /// Selects the next item with these words, from the selected one on.
    pub fn find(&mut self, words: &str) {
        let count = self.outline().len();
        let at = |step| (self.selected + step) % count;
        let hit = (0..count).map(at).find(|at| has_words(&self.outline()[*at].title, words));
        if let Some(hit) = hit.filter(|_| !words.trim().is_empty()) {
            self.selected = hit;
        }
    }

    /// Returns the largest scroll position of the document in `rows` rows.
    pub fn max_scroll(&self, rows: u16) -> usize {
        self.lines.len().saturating_sub(usize::from(rows))
    }
}

/// The number of lines shown above the selected item.
const ABOVE: usize = 2;

/// Returns `true` for the key of a part with a fixed position in every document.
pub fn is_fixed(key: &str) -> bool {
    Document::PARTS.contains(&key)
}

/// Returns the areas of the tab.
pub fn layout(review: &Review, area: Rect) -> Split {
    laid(area, review.open, review.divider)
}

/// The maximum width of the page, in columns.
const PAGE: u16 = 80;

fn laid(area: Rect, open: bool, divider: Divider) -> Split {
    let split = master_detail::layout(area, open, divider);
    if !split.wide && open {
        return split;
    }
    // The second line of the title shows the completeness of the period. The document is wider than its
    // outline.
    let head = 1.min(split.list.height);
    let left = if split.wide { divider.left(area.width, 400) } else { area.width };
    let below = |part: Rect| Rect { y: part.y + head, height: part.height - head, ..part };
    let list = below(Rect { width: left, ..split.list });
    // The page has a margin at its left, and is no wider than its measure.
    let page = |part: Rect| {
        let width = area.width.saturating_sub(left + 7).min(PAGE);
        below(Rect { x: area.x + left + 5, width, ..part })
    };
    let detail = split.detail.map(page);
    Split { list, detail, ..split }
}

/// Lays out the document in its current width, and finds the line of each item.
pub fn set(review: &mut Review, cx: &ViewCx, body: Rect) {
    let columns = usize::from(laid(body, true, review.divider).detail.map_or(body.width, |area| area.width));
    let Some(draft) = &review.draft else { return };
    review.lines = markdown::lines(&draft.markdown, columns, &cx.theme);
    let texts: Vec<String> = review.lines.iter().map(ToString::to_string).collect();
    let mut from = 0;
    let mut places = Vec::with_capacity(draft.outline.len());
    for item in &draft.outline {
        let is_its_title = |choice: &&DocumentOverride| {
            choice.item == item.key && !choice.title.is_empty() && !Document::is_written(&item.key)
        };
        let renamed = draft.overrides.iter().find(is_its_title);
        let title = renamed.map_or(&item.title, |choice| &choice.title);
        let shown = crate::text::inert(title);
        // The start of a title is in its first line, however it is wrapped.
        let start: String = shown.chars().take(START.min(columns / 2)).collect();
        let start = start.trim_end();
        let hit = texts[from..].iter().position(|line| line.contains(start)).map(|at| from + at);
        if let Some(at) = hit {
            from = at;
        }
        places.push(hit);
    }
    review.places = places;
}

/// The number of characters of a title that are searched for.
const START: usize = 24;

/// Returns the phrase for a reader, such as `for my manager`.
pub fn for_whom(reader: Reader) -> &'static str {
    match reader {
        Reader::Myself => "for myself",
        Reader::Manager => "for my manager",
        Reader::Promotion => "for the promotion committee",
        Reader::Public => "for the public",
    }
}

/// Returns the indices of the items on the screen.
pub fn visible(review: &Review, height: u16) -> std::ops::Range<usize> {
    master_detail::window(review.top, review.selected, review.outline().len(), usize::from(height))
}

/// Stores the index of the first drawn item.
pub fn keep_in_view(review: &mut Review, cx: &ViewCx) {
    let list = layout(review, cx.body()).list;
    if list.height > 0 {
        review.top = visible(review, list.height).start;
    }
}

/// Returns the largest scroll position of the document, in lines.
pub fn largest_scroll(review: &Review, cx: &ViewCx) -> usize {
    let split = layout(review, cx.body());
    let rows = split.detail.map_or(split.list.height, |area| area.height);
    review.max_scroll(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_large_document_is_freed_and_it_is_loaded_again() {
        let text = String::new;
        let item = Item {
            kind: ItemKind::Win,
            key: text(),
            title: text(),
            depth: 0,
            parent: text(),
            starred: false,
        };
        for (count, is_freed) in [(LARGE, false), (LARGE + 1, true)] {
            let draft = DocumentDraft { outline: vec![item.clone(); count], ..DocumentDraft::default() };
            let mut review = Review { draft: Some(Box::new(draft)), loaded: true, ..Review::default() };
            assert_eq!(review.free(), is_freed);
            assert_eq!((review.draft.is_none(), review.loaded), (is_freed, !is_freed));
        }
    }
}
