//! The learning tab: the reading notes by status, and the details of the selected one.

use std::collections::HashSet;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::master_detail::{self, Divider, Split};
use super::record_blocks;
use crate::domain::{Kind, Medium, PartialDate, Reading, ReadingId, ReadingStatus, Record, Stored, fold};
use crate::report::reading as words;
use crate::report::wording;
use crate::text::counted;
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::effect::Effect;
use crate::tui::marks::Marks;
use crate::tui::targets::Targets;
use crate::tui::widgets::paint;

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListLine {
    /// The heading of the notes below.
    Heading(String),
    /// A note, by its index among the shown ones.
    Row(usize),
    /// The takeaway of the note at this index.
    Takeaway(usize),
    /// A blank line.
    Gap,
}

/// The reading notes, as loaded for the tab.
pub type Loaded = Vec<Stored<Reading>>;

/// The state of the learning tab.
#[derive(Debug, Default)]
pub struct Learning {
    /// The line beside the detail.
    pub divider: Divider,
    /// All notes, in the order of the list.
    pub all: Vec<Stored<Reading>>,
    /// The indices of the shown notes in `all`.
    shown: Vec<usize>,
    /// The only shown medium; `None` for all.
    pub medium: Option<Medium>,
    /// The only shown tag; `None` for all.
    pub tag: Option<String>,
    /// The words of the search, which every shown note contains.
    pub words: String,
    /// The index of the selected note among the shown ones.
    pub selected: usize,
    /// The index of the first drawn line.
    pub top: usize,
    /// `true` if the notes are loaded and not stale.
    pub loaded: bool,
    /// `true` if keys scroll the note instead of the list; on a narrow screen it covers the list.
    pub open: bool,
    /// The scroll position of the note, in lines.
    pub scroll: usize,
    /// The marked rows.
    pub marks: Marks<ReadingId>,
    /// The note to select when the list is loaded.
    pub select_after_load: Option<ReadingId>,
}

impl Learning {
    fn ids(&self) -> Vec<ReadingId> {
        self.shown.iter().map(|at| self.all[*at].id).collect()
    }

    /// Marks the selected row, a range of rows, or all of them.
    pub fn mark(&mut self, action: Action) {
        let ids = self.ids();
        self.marks.mark(action, &ids, self.selected);
    }

    /// Returns the number of marked rows; 0 while a note is open.
    pub fn marked(&self) -> usize {
        if self.open { 0 } else { self.marks.count_among(&self.ids()) }
    }

    /// Returns the marked notes, or the selected one if no note is marked or a note is open.
    pub fn targets(&self) -> Option<Targets> {
        let records: Vec<_> =
            self.shown.iter().map(|at| (self.all[*at].id, self.all[*at].title.as_str())).collect();
        if self.open {
            return Marks::default().targets(Kind::Reading, &records, Some(self.selected));
        }
        self.marks.targets(Kind::Reading, &records, Some(self.selected))
    }

    /// Returns the selected note.
    pub fn reading(&self) -> Option<&Stored<Reading>> {
        self.shown.get(self.selected).map(|at| &self.all[*at])
    }

    /// Returns `true` if `action` applies to the selected note.
    pub fn accepts_action(&self, action: Action) -> bool {
        let status = self.reading().map(|reading| reading.status);
        match action {
            Action::StartReading => status != Some(ReadingStatus::Reading),
            Action::Progress => matches!(status, Some(ReadingStatus::Reading | ReadingStatus::ToRead)),
            // A finished note without a takeaway may be finished again, which adds a takeaway.
            Action::Finish => self
                .reading()
                .is_some_and(|each| each.status != ReadingStatus::Finished || each.takeaways.is_empty()),
            Action::MoveUp | Action::MoveDown => status == Some(ReadingStatus::ToRead),
            Action::Drop => matches!(status, Some(ReadingStatus::Reading | ReadingStatus::ToRead)),
            _ => true,
        }
    }

    /// Returns the number of shown notes.
    pub fn count(&self) -> usize {
        self.shown.len()
    }

    /// Stores the loaded notes; the selected note stays selected if it still exists.
    pub fn receive(&mut self, readings: Vec<Stored<Reading>>) {
        let before = self.select_after_load.take().or_else(|| self.reading().map(|reading| reading.id));
        self.all = readings;
        self.loaded = true;
        let ids: HashSet<ReadingId> = self.all.iter().map(|each| each.id).collect();
        self.marks.retain(|id| ids.contains(&id));
        self.filter();
        if before.is_some_and(|id| self.all.iter().any(|each| each.id == id) && self.place(id).is_none()) {
            // If the filters hide the selected or added note, they are removed.
            (self.medium, self.tag) = (None, None);
            self.words.clear();
            self.filter();
        }
        let place = before.and_then(|id| self.place(id));
        self.selected = place.unwrap_or(self.selected).min(self.shown.len().saturating_sub(1));
        self.open &= place.is_some();
    }

    fn place(&self, id: ReadingId) -> Option<usize> {
        self.shown.iter().position(|at| self.all[*at].id == id)
    }

    fn filter(&mut self) {
        let fits = |each: &Reading| {
            each.has_words(&self.words)
                && self.medium.is_none_or(|medium| each.medium == medium)
                && self.tag.as_ref().is_none_or(|tag| each.has_tag(tag))
        };
        self.shown = (0..self.all.len()).filter(|at| fits(&self.all[*at])).collect();
    }

    /// Shows only the notes that contain `words` in their title, authors or tags.
    pub fn find(&mut self, words: &str) {
        words.trim().clone_into(&mut self.words);
        self.marks.clear();
        self.filter();
        (self.selected, self.top, self.scroll, self.open) = (0, 0, 0, false);
    }

    /// Shows only the next medium that has notes; after the last one, shows all.
    fn next_medium(&mut self) {
        let there: Vec<Medium> = Medium::ALL
            .iter()
            .copied()
            .filter(|medium| self.all.iter().any(|each| each.medium == *medium))
            .collect();
        let at = self.medium.and_then(|medium| there.iter().position(|each| *each == medium));
        self.medium = there.get(at.map_or(0, |at| at + 1)).copied();
    }

    /// Shows only the next tag in alphabetical order; after the last one, shows all.
    fn next_tag(&mut self) {
        let mut there: Vec<&String> = self.all.iter().flat_map(|each| &each.tags).collect();
        there.sort_by_key(|tag| fold(tag));
        there.dedup_by_key(|tag| fold(tag));
        let at = self.tag.as_ref().and_then(|tag| there.iter().position(|each| fold(each) == fold(tag)));
        self.tag = there.get(at.map_or(0, |at| at + 1)).map(|tag| (*tag).clone());
    }

    /// Performs an action; `page` is the number of rows of a page, `max_scroll` the limit of `scroll`.
    pub fn update(&mut self, action: Action, page: usize, max_scroll: usize) {
        if master_detail::read(&mut self.open, &mut self.scroll, action, page, max_scroll) {
            return;
        }
        match action {
            Action::Open => self.open = self.reading().is_some(),
            Action::Filter | Action::TagFilter | Action::Back => {
                match action {
                    Action::Filter => self.next_medium(),
                    Action::TagFilter => self.next_tag(),
                    _ => {
                        (self.medium, self.tag) = (None, None);
                        self.words.clear();
                    }
                }
                let before = self.reading().map(|reading| reading.id);
                self.marks.clear();
                self.filter();
                self.selected = before.and_then(|id| self.place(id)).unwrap_or(0);
                self.scroll = 0;
            }
            other => {
                let last = self.shown.len().saturating_sub(1);
                self.select(master_detail::moved(self.selected, other, page, last));
            }
        }
    }

    /// Selects a row; ignores an index that is out of range.
    pub fn select(&mut self, at: usize) {
        if at != self.selected && at < self.shown.len() {
            (self.selected, self.scroll) = (at, 0);
        }
    }

    /// Returns the effect that moves a note to be read past the shown note above (`up`) or below; `None` at
    /// either end.
    pub fn moved(&self, up: bool) -> Option<Effect> {
        let reading = self.reading().filter(|each| each.status == ReadingStatus::ToRead)?;
        let waiting = |each: &&Stored<Reading>| each.status == ReadingStatus::ToRead;
        // Notes between the two that a filter hides are passed too.
        let neighbour = if up { self.selected.checked_sub(1)? } else { self.selected + 1 };
        let neighbour = self.shown.get(neighbour).map(|at| &self.all[*at]).filter(waiting)?;
        let place = self.all.iter().filter(waiting).position(|each| each.id == neighbour.id)? + 1;
        Some(Effect::PlaceReading(reading.id, place))
    }

    /// Returns the lines of the list: headings, notes and takeaways, with a blank line between groups.
    pub fn lines(&self) -> Vec<ListLine> {
        let mut out = Vec::new();
        let mut group = String::new();
        for (place, at) in self.shown.iter().enumerate() {
            let reading = &self.all[*at];
            let heading = heading(reading);
            if heading != group {
                out.extend((!out.is_empty()).then_some(ListLine::Gap));
                out.push(ListLine::Heading(heading.clone()));
                group = heading;
            }
            out.push(ListLine::Row(place));
            if !words::takeaway(reading).is_empty() {
                out.push(ListLine::Takeaway(place));
            }
        }
        out
    }
}

/// Returns the heading of a note: its status, for a finished note with the year.
fn heading(reading: &Stored<Reading>) -> String {
    use chrono::Datelike as _;
    match (reading.status, reading.finished) {
        (ReadingStatus::Reading, _) => "Reading now".into(),
        (ReadingStatus::ToRead, _) => "To read, the next one first".into(),
        (ReadingStatus::Finished, Some(on)) => format!("Finished in {}", on.last_day().year()),
        (ReadingStatus::Finished, None) => "Finished".into(),
        (ReadingStatus::Abandoned, _) => "Given up".into(),
    }
}

/// Returns the areas of the tab.
pub fn layout(learning: &Learning, area: Rect) -> Split {
    master_detail::layout(area, learning.open, learning.divider)
}

/// Returns the indices of the lines on the screen; the selected note is shown with its heading and takeaway.
pub fn visible(learning: &Learning, lines: &[ListLine], height: u16) -> std::ops::Range<usize> {
    let row = lines.iter().position(|line| *line == ListLine::Row(learning.selected)).unwrap_or(0);
    let headed = row > 0 && matches!(lines.get(row - 1), Some(ListLine::Heading(_)));
    let first = if headed { row - 1 } else { row };
    let last = if lines.get(row + 1) == Some(&ListLine::Takeaway(learning.selected)) { row + 1 } else { row };
    let shown = master_detail::window(learning.top.min(first), last, lines.len(), usize::from(height));
    let shown = master_detail::window(shown.start, first, lines.len(), usize::from(height));
    master_detail::headed(shown, |at| matches!(lines[at], ListLine::Heading(_) | ListLine::Gap))
}

/// Draws the tab.
pub fn view(learning: &Learning, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let split = layout(learning, area);
    if split.list.height > 0 {
        title(learning, cx, buffer, split.title);
        list(learning, cx, buffer, split.list);
    }
    split.rule(buffer, learning.open, &cx.theme);
    if let (Some(area), Some(reading)) = (split.detail, learning.reading()) {
        let lines = detail_lines(reading, cx, usize::from(area.width));
        let max_scroll = lines.len().saturating_sub(usize::from(area.height));
        master_detail::text(cx, buffer, area, &lines, learning.scroll.min(max_scroll));
    }
}

/// Lays out a note as lines of at most `columns` columns.
pub fn detail_lines(reading: &Stored<Reading>, cx: &ViewCx, columns: usize) -> Vec<Line<'static>> {
    record_blocks::lines(words::blocks(reading, cx.today), cx, columns)
}

fn title(learning: &Learning, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let count = counted(learning.count(), "note", "notes");
    let taken = paint::text_right(buffer, area, 0, &count, cx.theme.muted);
    let parts = [
        learning.medium.map(|medium| format!("only {}", plural(medium))),
        learning.tag.as_ref().map(|tag| format!("#{tag}")),
        Some(format!("“{}”", learning.words)).filter(|_| !learning.words.is_empty()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let text = if parts.is_empty() { counts(learning) } else { parts.join(" · ") };
    let room = Rect { width: area.width.saturating_sub(taken + 2), ..area };
    paint::text(buffer, room, 0, &text, cx.theme.strong);
}

/// Returns the number of notes of each status as text, such as `2 being read · 3 to read`.
fn counts(learning: &Learning) -> String {
    let count = |status| learning.all.iter().filter(|each| each.status == status).count();
    let parts: Vec<String> = [
        (ReadingStatus::Reading, "being read"),
        (ReadingStatus::ToRead, "to read"),
        (ReadingStatus::Finished, "finished"),
    ]
    .into_iter()
    .map(|(status, words)| (count(status), words))
    .filter(|(count, _)| *count > 0)
    .map(|(count, words)| format!("{count} {words}"))
    .collect();
    parts.join(" · ")
}

fn plural(medium: Medium) -> String {
    format!("{medium}s")
}

fn list(learning: &Learning, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let inner = Rect { x: area.x + 2, width: area.width.saturating_sub(3), ..area };
    if learning.count() == 0 && learning.loaded {
        let text = if learning.all.is_empty() {
            format!(
                "Your reading notes are listed here, with their takeaways. `{}` adds a book, a talk, a tool.",
                cx.key(Action::New, Context::Learning)
            )
        } else {
            format!("No note matches; `{}` shows all again.", cx.key(Action::Back, Context::List))
        };
        paint::lines(buffer, inner, &paint::with_keys(&text, usize::from(inner.width), theme), 0);
        return;
    }
    let lines = learning.lines();
    for (line, at) in visible(learning, &lines, area.height).enumerate() {
        let line = paint::columns(line);
        let place = match &lines[at] {
            ListLine::Gap => continue,
            ListLine::Heading(text) => {
                paint::group(buffer, inner, line, text, "", theme);
                continue;
            }
            ListLine::Row(place) => {
                row(cx, buffer, inner, line, &learning.all[learning.shown[*place]]);
                *place
            }
            ListLine::Takeaway(place) => {
                let cell = Rect { x: inner.x + 2, width: inner.width.saturating_sub(2), ..inner };
                let text = words::takeaway(&learning.all[learning.shown[*place]]);
                paint::text(buffer, cell, line, text, theme.muted);
                *place
            }
        };
        let is_marked = learning.marks.contains(learning.all[learning.shown[place]].id);
        let beside = Rect { x: area.x + 1, ..area };
        paint::gutter(buffer, beside, line, paint::sign(place == learning.selected, is_marked), theme);
        if place == learning.selected {
            paint::highlight(buffer, inner, line, theme.selected);
            cx.select(inner, line);
        }
    }
}

/// The minimum number of columns of a row that shows authors after the title.
const TITLE: u16 = 24;

/// Draws a note in one row: status, title, authors; at the right the progress, or the rating and the end.
pub fn row(cx: &ViewCx, buffer: &mut Buffer, area: Rect, line: u16, reading: &Stored<Reading>) {
    let theme = &cx.theme;
    let (mark, style) = match reading.status {
        ReadingStatus::Reading => ("●", theme.accent),
        ReadingStatus::ToRead => ("·", theme.muted),
        ReadingStatus::Finished => ("✓", theme.good),
        ReadingStatus::Abandoned => ("×", theme.muted),
    };
    paint::text(buffer, Rect { width: 1.min(area.width), ..area }, line, mark, style);
    let right = right(reading, cx, area.width);
    let mut taken = paint::text_right(buffer, area, line, &right, theme.muted);
    if let Some(share) = share(reading).filter(|_| area.width >= 44) {
        // The bars of all rows begin in the same column.
        taken = taken.max(PROGRESS);
        let start = area.right().saturating_sub(taken + paint::columns(BAR) + 2);
        buffer.set_line(start, area.y + line, &paint::bar(share, None, BAR, theme), paint::columns(BAR));
        taken += paint::columns(BAR) + 2;
    }
    let gap = if taken > 0 { taken + 2 } else { 0 };
    let room = Rect { x: area.x + 2, width: area.width.saturating_sub(gap + 2), ..area };
    let used = paint::text(buffer, room, line, &reading.title, theme.text);
    let left = room.width.saturating_sub(used + 2);
    let medium = reading.word("medium").filter(|word| *word != Medium::Book.word());
    let about = if reading.authors.is_empty() {
        medium.unwrap_or_default().clone()
    } else {
        reading.authors.join(", ")
    };
    if !about.is_empty() && room.width >= TITLE && left >= 6 {
        paint::text(buffer, Rect { x: room.x + used + 2, width: left, ..room }, line, &about, theme.muted);
    }
}

/// The number of columns of the progress in words.
const PROGRESS: u16 = 12;

/// Returns the progress of a note that is being read, in 0..=1.
fn share(reading: &Reading) -> Option<f64> {
    reading.progress.filter(|_| reading.status == ReadingStatus::Reading)?.share()
}

/// The number of columns of a progress bar.
const BAR: usize = 10;

fn right(reading: &Stored<Reading>, cx: &ViewCx, columns: u16) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(reading.unread.get("status").map(str::to_owned));
    match (reading.status, reading.progress) {
        (ReadingStatus::Reading, Some(progress)) => {
            parts.push(if columns >= 70 { wording::progress(progress) } else { progress.to_string() });
        }
        (ReadingStatus::Finished, _) => {
            parts.extend(reading.rating.map(crate::domain::reading::stars));
            // The heading shows the year already.
            let near = |on| match on {
                PartialDate::Year(_) => String::new(),
                on => wording::near_partial(on, cx.today),
            };
            if columns >= 50 {
                parts.push(format!("{:>11}", reading.finished.map(near).unwrap_or_default()));
            }
        }
        _ => {}
    }
    parts.join("  ")
}
