//! Renders a table as styled lines: in columns where they fit, as a list otherwise.

use ratatui::text::{Line, Span};

use crate::text::{ellipsis, width};
use crate::tui::theme::Theme;

/// The space between two columns, in columns of the screen.
const GAP: usize = 2;

/// The number of columns from which the cells of a table are cut.
const MANY: usize = 6;
/// The width to which a column of text is cut, at least.
const CUT: usize = 8;

/// A table: its column names, its rows, and the columns that are aligned to the right.
#[derive(Debug, Default)]
pub struct Table {
    /// The column names.
    pub head: Vec<String>,
    /// The cells of each row.
    pub rows: Vec<Vec<String>>,
    /// For each column, `true` if it is aligned to the right.
    pub right: Vec<bool>,
}

impl Table {
    /// Renders the table in at most `columns` columns.
    pub fn lines(&self, columns: usize, theme: &Theme) -> Vec<Line<'static>> {
        match self.widths(columns) {
            Some(widths) => self.in_columns(&widths, theme),
            None => self.as_list(columns, theme),
        }
    }

    /// Returns the widths of the columns: as wide as their text where there is room, otherwise the widest columns are made
    /// narrower, down to their longest word or to
    /// [`CUT`], so that the others stay on one line. `None` if the longest words have no room.
    fn widths(&self, columns: usize) -> Option<Vec<usize>> {
        let mut natural = vec![0; self.head.len()];
        let mut least = natural.clone();
        for row in std::iter::once(&self.head).chain(&self.rows) {
            for (at, cell) in row.iter().enumerate().take(natural.len()) {
                natural[at] = natural[at].max(width(cell));
                let longest = cell.split_whitespace().map(width).max().unwrap_or(0);
                let least_of = match (self.is_cut(), self.is_right(at)) {
                    (true, true) => width(cell).min(width(&number_of(cell)) + 2),
                    (true, false) => longest.min(CUT),
                    (false, _) => longest,
                };
                least[at] = least[at].max(least_of);
            }
        }
        let room = columns.checked_sub(GAP * natural.len().saturating_sub(1))?;
        if natural.iter().sum::<usize>() <= room {
            return Some(natural);
        }
        let capped = |cap: usize| -> Vec<usize> {
            natural.iter().zip(&least).map(|(natural, least)| (*natural).min(cap).max(*least)).collect()
        };
        let widest = natural.iter().max().copied().unwrap_or(0);
        (0..=widest).rev().map(capped).find(|widths| widths.iter().sum::<usize>() <= room)
    }

    /// Returns `true` for a table of many columns, whose cells are cut: over several lines, its rows would be hard to follow.
    fn is_cut(&self) -> bool {
        self.head.len() >= MANY
    }

    fn is_right(&self, column: usize) -> bool {
        self.right.get(column).copied().unwrap_or(false)
    }

    fn in_columns(&self, widths: &[usize], theme: &Theme) -> Vec<Line<'static>> {
        let mut out = Vec::new();
        if self.head.iter().any(|name| !name.is_empty()) {
            out.extend(self.row(&self.head, widths, [theme.muted, theme.muted]));
        }
        for row in &self.rows {
            out.extend(self.row(row, widths, [theme.text, theme.text]));
        }
        out
    }

    fn row(
        &self,
        cells: &[String],
        widths: &[usize],
        styles: [ratatui::style::Style; 2],
    ) -> Vec<Line<'static>> {
        let wrapped: Vec<Vec<String>> = widths
            .iter()
            .enumerate()
            .map(|(at, width)| {
                let text = cells.get(at).map(String::as_str).unwrap_or_default();
                if self.is_cut() && self.is_right(at) {
                    return vec![shortened(text, *width)];
                } else if self.is_cut() {
                    return vec![ellipsis(text, *width).into_owned()];
                }
                textwrap::wrap(text, (*width).max(1)).into_iter().map(std::borrow::Cow::into_owned).collect()
            })
            .collect();
        let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
        (0..height)
            .map(|line| {
                let mut spans = Vec::new();
                for (at, columns) in widths.iter().enumerate() {
                    let text = wrapped[at].get(line).cloned().unwrap_or_default();
                    let blank = " ".repeat(columns.saturating_sub(width(&text)));
                    let cell =
                        if self.is_right(at) { format!("{blank}{text}") } else { format!("{text}{blank}") };
                    let gap = if at + 1 < widths.len() { " ".repeat(GAP) } else { String::new() };
                    spans.push(Span::styled(format!("{cell}{gap}"), styles[usize::from(at > 0)]));
                }
                Line::from(spans)
            })
            .collect()
    }

    /// Renders each row as an item: its first cell, and below it the others with the names of their columns.
    fn as_list(&self, columns: usize, theme: &Theme) -> Vec<Line<'static>> {
        let mut out = Vec::new();
        let room = columns.saturating_sub(2).max(1);
        // A sign in a column without a name is the mark of the item.
        let is_sign = |row: &[String]| {
            self.head.first().is_some_and(String::is_empty)
                && row.first().is_some_and(|cell| cell.chars().count() == 1)
        };
        for row in &self.rows {
            let skipped = usize::from(is_sign(row));
            let (sign, row) = (row[..skipped].first().map_or("•", |sign| sign), &row[skipped..]);
            let mut add = |mark: &str, text: &str, style| {
                for (at, line) in textwrap::wrap(text, room).iter().enumerate() {
                    let begin = if at == 0 { mark } else { "  " };
                    let begin = Span::styled(begin.to_owned(), theme.muted);
                    out.push(Line::from(vec![begin, Span::styled(line.to_string(), style)]));
                }
            };
            let (first, others) =
                row.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
            add(&format!("{sign} "), first, theme.text);
            let named = others.iter().enumerate().filter(|(_, cell)| !cell.is_empty()).map(|(at, cell)| {
                match self.head.get(at + 1 + skipped).filter(|name| !name.is_empty()) {
                    Some(name) => format!("{}: {cell}", name.to_lowercase()),
                    None => cell.clone(),
                }
            });
            let named: Vec<String> = named.collect();
            if !named.is_empty() {
                add("  ", &named.join(" · "), theme.muted);
            }
        }
        out
    }
}

/// Returns a value without the words of its unit: `26 million` of `26 million documents`, `−57 %` of `−57 % failures`.
fn number_of(text: &str) -> String {
    let is_number = |word: &&str| {
        word.starts_with(|c: char| !c.is_alphabetic()) || matches!(*word, "thousand" | "million" | "billion")
    };
    let number: Vec<&str> = text.split(' ').take_while(is_number).collect();
    if number.is_empty() { text.to_owned() } else { number.join(" ") }
}

/// Returns a value in at most `columns` columns, at first without the words of its unit.
fn shortened(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    ellipsis(&format!("{} …", number_of(text)), columns).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let texts = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
        Table {
            head: texts(&["Metric", "Before", "Now"]),
            rows: vec![texts(&["Cost of storage", "$9", "$10"]), texts(&["Size", "210 MB", ""])],
            right: vec![false, true, true],
        }
    }

    fn shown(columns: usize) -> Vec<String> {
        table()
            .lines(columns, &Theme::default())
            .iter()
            .map(|line| line.to_string().trim_end().to_owned())
            .collect()
    }

    #[test]
    fn a_table_that_fits_has_columns() {
        assert_eq!(
            shown(40),
            ["Metric           Before  Now", "Cost of storage      $9  $10", "Size             210 MB"]
        );
    }

    #[test]
    fn a_value_that_is_cut_loses_the_words_of_its_unit_first() {
        assert_eq!(shortened("26 million documents", 12), "26 million …");
        assert_eq!(shortened("−57 % failures", 12), "−57 % …");
        assert_eq!(shortened("26 million documents", 40), "26 million documents");
        assert_eq!(shortened("21,300 a day", 8), "21,300 …");
    }

    #[test]
    fn the_widest_column_is_wrapped_and_a_narrow_table_is_a_list() {
        assert_eq!(shown(26)[1..3], ["Cost of            $9  $10", "storage"]);
        assert_eq!(
            shown(16),
            ["• Cost of", "  storage", "  before: $9 ·", "  now: $10", "• Size", "  before: 210 MB"]
        );
    }
}
