//! Tables of what was read: which column holds what, and a row as a reading note.

use super::lines::clean;
use crate::domain::phrase::{Look, parse_when};
use crate::domain::reading::{authors, rating, title_and_authors};
use crate::domain::{Medium, PartialDate, ReadingDraft, ReadingStatus};
use crate::text::fold;

/// What a column of such a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Title,
    Authors,
    Takeaways,
    Changed,
    Rating,
    Status,
    Finished,
    Medium,
    Link,
    Other,
}

/// The columns of a table of what was read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Columns {
    all: Vec<(Column, String)>,
    medium: Medium,
}

impl Columns {
    /// What the head of a table says, under a heading; `None` where it is not of what was read.
    pub(super) fn of(head: &[&str], heading: &str) -> Option<Self> {
        let all: Vec<(Column, String)> =
            head.iter().map(|cell| clean(cell)).map(|name| (column(&name), name)).collect();
        let has = |wanted: Column| all.iter().any(|(column, _)| *column == wanted);
        let read = has(Column::Takeaways) || has(Column::Authors);
        let named = of_heading(heading).or_else(|| all.iter().find_map(|(_, name)| of_heading(name)));
        if !has(Column::Title) || !(read || named.is_some()) {
            return None;
        }
        Some(Self { medium: named.unwrap_or(Medium::Book), all })
    }

    /// A row as a note; what has no column of its own goes into its notes. `None` without a title.
    pub(super) fn note(&self, cells: &[&str], year: Option<i32>) -> Option<ReadingDraft> {
        let mut draft = ReadingDraft {
            medium: self.medium,
            status: ReadingStatus::Finished,
            finished: year.map(PartialDate::Year),
            ..ReadingDraft::default()
        };
        let today = chrono::NaiveDate::MIN;
        for ((column, name), cell) in self.all.iter().zip(cells) {
            // A table has no other way to say that a line ends.
            let lines: Vec<String> = ["<br/>", "<br />", "<BR>"]
                .iter()
                .fold((*cell).to_owned(), |cell, tag| cell.replace(tag, "<br>"))
                .split("<br>")
                .map(|line| unlinked(&clean(line), &mut draft.links))
                .collect();
            let several = matches!(column, Column::Takeaways | Column::Changed);
            let cell = lines.join(if several { "\n" } else { " " }).trim().to_owned();
            if cell.is_empty() {
                continue;
            }
            let taken = match column {
                Column::Title => {
                    let (title, by) = title_and_authors(&cell);
                    draft.title = title;
                    draft.authors.extend(by);
                    true
                }
                Column::Authors => {
                    draft.authors = authors(&cell);
                    true
                }
                Column::Takeaways => {
                    draft.takeaways.clone_from(&cell);
                    true
                }
                Column::Changed => {
                    draft.changed.clone_from(&cell);
                    true
                }
                Column::Rating => rating(&cell).is_ok_and(|rating| {
                    draft.rating = rating;
                    true
                }),
                Column::Status => ReadingStatus::read(&cell).is_some_and(|status| {
                    draft.status = status;
                    true
                }),
                // Only whole dates: what day is today makes no difference to a document.
                Column::Finished => PartialDate::from_iso(&cell)
                    .or_else(|| parse_when(&cell, today, Look::Back).ok().map(|when| when.start))
                    .filter(|date| date.first_day() > today)
                    .is_some_and(|date| {
                        draft.finished = Some(date);
                        true
                    }),
                Column::Medium => Medium::from_word(&cell).is_some_and(|medium| {
                    draft.medium = medium;
                    true
                }),
                Column::Link => {
                    draft.links.push(cell.clone());
                    true
                }
                Column::Other => false,
            };
            if !taken {
                let line = if name.is_empty() { cell } else { format!("{name}: {cell}") };
                draft.notes.push_str(if draft.notes.is_empty() { "" } else { "\n" });
                draft.notes.push_str(&line);
            }
        }
        if matches!(draft.status, ReadingStatus::ToRead | ReadingStatus::Reading) {
            draft.finished = None;
        }
        (!draft.title.is_empty()).then_some(draft)
    }
}

fn column(name: &str) -> Column {
    let folded = fold(name);
    let has = |words: &[&str]| folded.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word));
    if has(&["takeaway", "takeaways", "learned", "learning", "learnings", "lesson", "lessons", "summary"]) {
        Column::Takeaways
    } else if has(&["author", "authors", "by", "speaker", "instructor"]) {
        Column::Authors
    } else if has(&["changed", "change", "used", "applied"]) {
        Column::Changed
    } else if has(&["rating", "stars"]) {
        Column::Rating
    } else if has(&["status"]) {
        Column::Status
    } else if has(&["finished", "date", "when", "completed"]) {
        Column::Finished
    } else if has(&["medium", "kind", "type", "format"]) {
        Column::Medium
    } else if has(&["link", "url"]) {
        Column::Link
    } else if has(&["title", "name"]) || of_heading(&folded).is_some() {
        Column::Title
    } else {
        Column::Other
    }
}

/// The medium that a heading, or the name of a column, speaks of.
fn of_heading(text: &str) -> Option<Medium> {
    let folded = fold(text);
    folded.split(|c: char| !c.is_alphanumeric()).find_map(|word| {
        let one = word.strip_suffix('s').unwrap_or(word);
        match one {
            "reading" => Some(Medium::Book),
            _ => Medium::from_word(one).filter(|medium| !matches!(medium, Medium::Concept | Medium::Tool)),
        }
    })
}

/// A cell without the marks of a link in it, whose address is kept.
fn unlinked(cell: &str, links: &mut Vec<String>) -> String {
    let mut out = String::new();
    let mut rest = cell;
    while let Some(open) = rest.find('[') {
        let found = rest[open..].find("](").and_then(|middle| {
            let close = rest[open + middle..].find(')')?;
            Some((open + middle, open + middle + close))
        });
        let Some((middle, close)) = found else { break };
        out.push_str(&rest[..open]);
        out.push_str(&rest[open + 1..middle]);
        links.push(rest[middle + 2..close].to_owned());
        rest = &rest[close + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_what_was_read_is_told_by_its_columns_or_its_heading() {
        let of = |head: &[&str], heading: &str| Columns::of(head, heading).map(|columns| columns.medium);
        assert_eq!(of(&["Title", "Key Takeaways"], "Learning"), Some(Medium::Book));
        assert_eq!(of(&["Talk", "Speaker"], ""), Some(Medium::Talk));
        assert_eq!(of(&["Title", "Pages"], "Papers I read"), Some(Medium::Paper));
        assert_eq!(of(&["Service", "Latency"], "Reliability"), None);
        assert_eq!(of(&["Title", "Status"], "Projects"), None);
    }

    #[test]
    fn a_row_is_a_note_and_no_cell_is_lost() {
        let columns =
            Columns::of(&["Book", "Author", "What I learned", "Rating", "Finished", "Where", "Status"], "")
                .unwrap();
        let row = [
            "[Small Nets](https://x.example)",
            "Ada Example",
            "Mend early",
            "4",
            "2025-06",
            "On a train",
            "",
        ];
        let note = columns.note(&row, Some(2024)).unwrap();
        assert_eq!((note.title.as_str(), &note.authors[..]), ("Small Nets", &["Ada Example".to_owned()][..]));
        assert_eq!(
            (note.rating, note.finished, note.takeaways.as_str()),
            (Some(4), PartialDate::from_iso("2025-06"), "Mend early")
        );
        assert_eq!(
            (note.notes.as_str(), &note.links[..]),
            ("Where: On a train", &["https://x.example".to_owned()][..])
        );
        let odd = columns
            .note(&["Small Nets by Ada Example", "", "", "great", "soon", "", "to read"], Some(2024))
            .unwrap();
        assert_eq!(odd.notes, "Rating: great\nFinished: soon");
        assert_eq!((odd.status, odd.finished), (ReadingStatus::ToRead, None));
    }
}
