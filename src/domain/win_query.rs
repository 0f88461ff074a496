//! Queries for wins, and the rows that they return.

use super::{DateRange, Figure, LabelKind, Period, RecordId, SearchWords, WinId, WinStatus};

/// A filter for wins, which must match all its conditions; the default matches all wins.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WinFilter {
    /// Only wins in this period.
    pub period: Option<Period>,
    /// `true` if a span is in the period if any of its days is; `false` if it is in the period of its end, so that each
    /// win is counted in one year.
    pub any_day: bool,
    /// Only wins of this project.
    pub project: Option<RecordId>,
    /// Only wins that are evidence for this goal.
    pub goal: Option<RecordId>,
    /// Only wins that are evidence for no goal.
    pub no_goal: bool,
    /// Only wins with all of these labels.
    pub labels: Vec<(LabelKind, String)>,
    /// Only wins of the category with this key.
    pub category: Option<String>,
    /// Only wins without a date.
    pub undated: bool,
    /// Only starred wins.
    pub starred: bool,
    /// `true` to list only wins without a figure.
    pub no_number: bool,
    /// Only wins without an answered follow-up.
    pub no_outcome: bool,
    /// Only wins with these words.
    pub words: Option<SearchWords>,
    /// Only wins with exactly this text, for a search that contains no word.
    pub literal: Option<String>,
}

impl WinFilter {
    /// Sets the conditions for a typed search: its words or, if the text has no word, such as `(` or an
    /// emoji, the exact text.
    pub fn search(&mut self, typed: &str) {
        self.words = SearchWords::parse(typed);
        let literal = typed.trim();
        self.literal = (self.words.is_none() && !literal.is_empty()).then(|| literal.to_owned());
    }
}

/// The position of a row in the timeline; a page begins after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The sort key of the row.
    pub sort_key: i64,
    /// The number of the row, which orders rows with the same sort key.
    pub row: i64,
}

/// The direction of a page from its cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Towards older wins.
    Older,
    /// Towards newer wins.
    Newer,
}

/// A part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The cursor; `None` for the first page in this direction.
    pub after: Option<Cursor>,
    /// The direction.
    pub towards: Direction,
    /// The maximum number of rows.
    pub limit: usize,
}

/// A win in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct WinRow {
    /// The position in the timeline.
    pub anchor: Cursor,
    /// The id of the win.
    pub id: WinId,
    /// The title of the win.
    pub title: String,
    /// The date; `None` for a win without a date, or with a date that this version cannot parse.
    pub when: Option<DateRange>,
    /// The stored date if this version cannot parse it; else empty.
    pub unread_date: String,
    /// The name of the project.
    pub project: Option<String>,
    /// The key of the category.
    pub category: String,
    /// `true` if the user confirmed the category.
    pub category_confirmed: bool,
    /// The status of the win.
    pub status: WinStatus,
    /// `true` if the win is starred.
    pub starred: bool,
    /// The first figure.
    pub figure: Option<Figure>,
}
