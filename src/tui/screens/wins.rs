//! The wins tab: the timeline by month, as a window of rows that are loaded on demand.

use chrono::{Datelike, NaiveDate};

use super::detail::WinContext;
use super::master_detail::Divider;
use crate::domain::{Cursor, Kind, MetricView, Period, WinFilter, WinId, WinRow, WinView};
use crate::tui::action::Action;
use crate::tui::effect::{COUNTED, Effect, Load};
use crate::tui::marks::Marks;
use crate::tui::targets::{Targets, Which};
use crate::tui::widgets::field::Field;
use crate::tui::win_page::WinPage;

/// The number of rows that are loaded at once. Rows farther than this from the selection are dropped if more
/// than three times as many are loaded.
pub const WINDOW: usize = 80;

/// Splits a search line at its spaces; a space within double quotes belongs to a word.
pub fn tokens(search: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut word = String::new();
    let mut is_quoted = false;
    for letter in search.chars() {
        match letter {
            ' ' if !is_quoted => out.push(std::mem::take(&mut word)),
            letter => {
                is_quoted ^= letter == '"';
                word.push(letter);
            }
        }
    }
    out.push(word);
    out.retain(|word| !word.is_empty());
    out
}

/// The data that is loaded for the tab.
#[derive(Debug)]
pub enum Loaded {
    /// A part of the list.
    Page(WinPage),
    /// A win with the data that is shown with it.
    Win(Box<WinView>, WinContext),
    /// The metrics of a win with their whole series.
    Series(WinId, Vec<MetricView>),
    /// The number of wins of each month, as the year, the month and the count.
    Months(Vec<(i32, u32, usize)>),
}

/// The state of the wins tab.
#[derive(Debug)]
pub struct Wins {
    /// The line beside the detail.
    pub divider: Divider,
    /// The loaded rows, newest first; if `ranked`, the best match first.
    pub rows: Vec<WinRow>,
    /// The index of the selected row.
    pub selected: usize,
    /// The index of the first drawn row.
    pub top: usize,
    /// The number of lines above this row, its heading, that are scrolled away.
    pub top_skip: usize,
    /// The number of wins of each month, as the year, the month and the count.
    pub months: Vec<(i32, u32, usize)>,
    /// `true` if the first row is the newest of all.
    pub at_newest: bool,
    /// `true` if the last row is the oldest of all.
    pub at_oldest: bool,
    /// The number of wins that match the filter and the search; for a search at most [`COUNTED`].
    pub total: usize,
    /// The number of wins that match the search but not the year or the filter.
    pub elsewhere: usize,
    /// `true` if the rows are ranked by the search.
    pub ranked: bool,
    /// `true` if rows are loaded.
    pub loaded: bool,
    /// The shown year; `None` for all years.
    pub year: Option<Period>,
    /// The search line.
    pub search: Field,
    /// `true` while the search line is edited.
    pub searching: bool,
    /// The win beside or over the list.
    pub detail: Option<Box<WinView>>,
    /// The data that is shown with the win in `detail`.
    pub context: WinContext,
    /// `true` if keys scroll the win instead of the list; on a narrow screen it covers the list.
    pub open: bool,
    /// The scroll position of the win, in lines.
    pub scroll: usize,
    /// The win to select and show, until it is loaded.
    pub arriving: Option<WinId>,
    /// The marked wins; “all” means those that match the filter and the search.
    pub marks: Marks<WinId>,
    /// The saved win to select when the list is loaded.
    pub select_after_load: Option<WinId>,
}

impl Default for Wins {
    fn default() -> Self {
        Self {
            divider: Divider::default(),
            rows: Vec::new(),
            selected: 0,
            top: 0,
            top_skip: 0,
            months: Vec::new(),
            at_newest: true,
            at_oldest: true,
            total: 0,
            elsewhere: 0,
            ranked: false,
            loaded: false,
            year: None,
            search: Field::words(""),
            searching: false,
            detail: None,
            context: WinContext::default(),
            open: false,
            scroll: 0,
            arriving: None,
            marks: Marks::default(),
            select_after_load: None,
        }
    }
}

impl Wins {
    /// Returns the selected row.
    pub fn row(&self) -> Option<&WinRow> {
        self.rows.get(self.selected)
    }

    /// Returns the effect that loads a part of the list and counts the matching wins.
    pub fn request(&self, load: Load) -> Effect {
        self.load_part(load, true)
    }

    fn load_part(&self, load: Load, count: bool) -> Effect {
        let filter = Box::new(self.filter());
        Effect::LoadWins { filter, search: self.search.text(), load, limit: WINDOW, count }
    }

    fn filter(&self) -> WinFilter {
        WinFilter { period: self.year.clone(), ..WinFilter::default() }
    }

    /// Clears the marks, which belong to the old list, and returns the effect that loads the newest wins.
    pub fn relist(&mut self) -> Effect {
        self.marks.clear();
        self.request(Load::Newest)
    }

    /// Returns the number of marked wins; 0 while a win is open.
    pub fn marked(&self) -> usize {
        if self.open { 0 } else { self.marks.count(self.total) }
    }

    /// Returns the marked wins, or the selected one if no win is marked or a win is open.
    pub fn targets(&self) -> Option<Targets> {
        let one = |row: &WinRow| Targets::records(Kind::Win, vec![row.id.into()], &row.title);
        if self.open {
            return self.row().and_then(one);
        }
        if let Some(except) = self.marks.all_but() {
            // The matches of a search are counted up to a limit only.
            let is_counted = self.search.text().is_empty() || self.total < COUNTED;
            let count = is_counted.then(|| self.marks.count(self.total));
            let which = Which::Wins(Box::new(self.filter()), self.search.text(), except.clone());
            return (count != Some(0)).then_some(Targets { which, count, title: String::new() });
        }
        let ids: Vec<WinId> = self.marks.named().collect();
        let title = |id| self.rows.iter().find(|row| row.id == id).map(|row| row.title.as_str());
        match &ids[..] {
            [] => self.row().and_then(one),
            ids => {
                let title = title(ids[0]).unwrap_or_default();
                Targets::records(Kind::Win, ids.iter().map(|id| (*id).into()).collect(), title)
            }
        }
    }

    /// Returns the effect that reloads the list around the selected win.
    pub fn reload(&self) -> Effect {
        self.request(self.row().map_or(Load::Newest, |row| Load::Around(row.anchor)))
    }

    /// Performs an action on the list, or scrolls an open win; `page` is the number of rows of a page.
    pub fn update(&mut self, action: Action, page: usize) -> Vec<Effect> {
        if self.open {
            match action {
                Action::Down => self.scroll = self.scroll.saturating_add(1),
                Action::Up => self.scroll = self.scroll.saturating_sub(1),
                Action::PageDown => self.scroll = self.scroll.saturating_add(page),
                Action::PageUp => self.scroll = self.scroll.saturating_sub(page),
                Action::First => self.scroll = 0,
                Action::Last => self.scroll = usize::MAX >> 1,
                Action::Back => self.open = false,
                _ => {}
            }
            return Vec::new();
        }
        match action {
            Action::Down => self.move_by(1),
            Action::Up => self.move_by(-1),
            Action::PageDown => self.move_by(isize::try_from(page).unwrap_or(1)),
            Action::PageUp => self.move_by(-isize::try_from(page).unwrap_or(1)),
            Action::First if self.at_newest => self.select(0),
            Action::First => vec![self.load_part(Load::Newest, false)],
            Action::Last if self.at_oldest => self.select(self.rows.len().saturating_sub(1)),
            Action::Last => vec![self.load_part(Load::Oldest, false)],
            Action::Open => {
                self.open = self.row().is_some();
                Vec::new()
            }
            Action::Mark => {
                if let Some(id) = self.row().map(|row| row.id) {
                    self.marks.toggle(id);
                }
                self.move_by(1)
            }
            Action::MarkRange => {
                let ids: Vec<WinId> = self.rows.iter().map(|row| row.id).collect();
                if let Some(id) = self.row().map(|row| row.id) {
                    self.marks.mark_range(&ids, id);
                }
                Vec::new()
            }
            Action::MarkAll => {
                self.marks.toggle_all();
                Vec::new()
            }
            Action::Back => self.clear(),
            _ => Vec::new(),
        }
    }

    /// Changes the shown year by `by` years. Going beyond the present year shows all years, and going back
    /// from there shows the present year.
    pub fn change_year(&mut self, by: i32, today: NaiveDate, fiscal_start: u32) -> Vec<Effect> {
        let present = crate::domain::period::year_number(today, fiscal_start);
        let year = match &self.year {
            None if by < 0 => Some(present),
            None => return Vec::new(),
            Some(period) => {
                let year = crate::domain::period::year_number(period.last, fiscal_start) + by;
                (year <= present && year > 1).then_some(year)
            }
        };
        self.year = year.map(|year| Period::year(year, fiscal_start));
        vec![self.relist()]
    }

    /// Returns the label of the shown year; empty for all years.
    pub fn limits(&self) -> String {
        self.year.as_ref().map(|year| year.label.clone()).unwrap_or_default()
    }

    /// Adds a filter to the search line.
    pub fn add_filter(&mut self, filter: &str) -> Effect {
        let mut all = tokens(&self.search.text());
        all.extend(tokens(filter));
        all.dedup();
        self.search = Field::words(&all.join(" "));
        self.open = false;
        self.relist()
    }

    /// Removes the search, the filter and the year, and reloads the list if any was set.
    fn clear(&mut self) -> Vec<Effect> {
        if self.search.text().is_empty() && self.limits().is_empty() {
            return Vec::new();
        }
        self.show_all();
        vec![self.reload()]
    }

    /// Removes the search, the filter, the year and the marks.
    pub fn show_all(&mut self) {
        self.search = Field::words("");
        self.marks.clear();
        self.searching = false;
        self.year = None;
    }

    fn move_by(&mut self, by: isize) -> Vec<Effect> {
        let last = self.rows.len().saturating_sub(1);
        self.select(self.selected.saturating_add_signed(by).min(last))
    }

    /// Selects a row, and returns the effects that load its win and, near an edge of the window, more rows.
    pub fn select(&mut self, index: usize) -> Vec<Effect> {
        if self.rows.is_empty() {
            return Vec::new();
        }
        self.selected = index.min(self.rows.len() - 1);
        self.scroll = 0;
        let mut effects = vec![Effect::LoadWin(self.rows[self.selected].id)];
        let near = WINDOW / 4;
        if !self.at_oldest && !self.ranked && self.selected + near >= self.rows.len() {
            effects.extend(self.rows.last().map(|row| self.load_part(Load::Older(row.anchor), false)));
        }
        if !self.at_newest && !self.ranked && self.selected < near {
            effects.extend(self.rows.first().map(|row| self.load_part(Load::Newer(row.anchor), false)));
        }
        effects
    }

    /// Stores loaded rows, and returns the effect that loads the selected win.
    pub fn receive(&mut self, page: WinPage) -> Vec<Effect> {
        self.loaded = true;
        if let Some(total) = page.total {
            (self.total, self.elsewhere) = (total, page.elsewhere);
        }
        if matches!(page.load, Load::Older(_) | Load::Newer(_)) {
            self.take_more(page);
            return Vec::new();
        }
        let before = self.row().map(|row| (row.id, self.selected - self.top.min(self.selected)));
        let from_the_start = self.at_newest && self.top == 0;
        self.rows = page.rows;
        self.at_newest = page.at_newest;
        self.at_oldest = page.at_oldest;
        self.ranked = page.ranked;
        match page.load {
            Load::Oldest => self.selected = self.rows.len().saturating_sub(1),
            Load::Around(anchor) => {
                let (same, offset) = before.map_or((None, 0), |(id, offset)| (self.place(id), offset));
                self.selected = same.unwrap_or_else(|| self.nearest(anchor));
                // The rows on the screen stay in place, but at the start of the list new wins appear.
                self.top = if from_the_start { 0 } else { self.selected.saturating_sub(offset) };
            }
            _ => (self.selected, self.top) = (0, 0),
        }
        if let Some(at) = self.select_after_load.take().and_then(|id| self.place(id)) {
            self.selected = at;
            self.top = self.top.min(at);
        }
        self.selected = self.selected.min(self.rows.len().saturating_sub(1));
        if let Some(id) = self.arriving.take()
            && self.row().is_none_or(|row| row.id != id)
        {
            // The open win was deleted: no other win is opened in its place.
            self.open = false;
        }
        if self.rows.is_empty() {
            self.detail = None;
            self.open = false;
        }
        self.row().map(|row| Effect::LoadWin(row.id)).into_iter().collect()
    }

    /// Adds rows at one end of the window, and drops those at the other end that are far from the selection.
    fn take_more(&mut self, page: WinPage) {
        if matches!(page.load, Load::Older(_)) {
            self.rows.extend(page.rows);
            self.at_oldest = page.at_oldest;
            let gone = self.rows.len().saturating_sub(WINDOW * 3).min(self.selected.saturating_sub(WINDOW));
            if gone > 0 {
                self.rows.drain(..gone);
                self.selected -= gone;
                self.top = self.top.saturating_sub(gone);
                self.at_newest = false;
            }
        } else {
            let added = page.rows.len();
            self.rows.splice(0..0, page.rows);
            self.selected += added;
            self.top += added;
            self.at_newest = page.at_newest;
            let keep = (self.selected + WINDOW).max(WINDOW * 3);
            if self.rows.len() > keep {
                self.rows.truncate(keep);
                self.at_oldest = false;
            }
        }
    }

    /// Returns the index of a win among the loaded rows.
    pub fn place(&self, id: WinId) -> Option<usize> {
        self.rows.iter().position(|row| row.id == id)
    }

    fn nearest(&self, anchor: Cursor) -> usize {
        let key = |row: &WinRow| (row.anchor.sort_key, row.anchor.row);
        self.rows.partition_point(|row| key(row) > (anchor.sort_key, anchor.row))
    }
}

/// Returns the heading of a row: its month, its year if only that is known, or `Undated`.
pub fn heading(row: &WinRow) -> String {
    use crate::domain::PartialDate;
    let Some(when) = row.when else { return "Undated".to_owned() };
    match when.last() {
        PartialDate::Day(day) => format!("{} {}", crate::domain::date::month_name(day.month()), day.year()),
        PartialDate::Month(year, month) => format!("{} {year}", crate::domain::date::month_name(month)),
        PartialDate::Year(year) => year.to_string(),
    }
}
