//! Recognises tables of readings by their columns, and converts their rows to reading notes.

use super::draft::ImportDraft;
use super::markup::clean;
use crate::domain::authors::{authors, title_and_authors};
use crate::domain::date_phrase::{Bias, parse_when};
use crate::domain::reading::rating;
use crate::domain::{DateRange, Kind, Medium, PartialDate, Reading, ReadingStatus};
use crate::text::fold;

/// The content of a column of a table of readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Title,
    Authors,
    Takeaways,
    Changed,
    Rating,
    Status,
    Started,
    Finished,
    Medium,
    Link,
    Other,
}

/// The columns of a table of readings.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Columns {
    all: Vec<(Column, String)>,
    medium: Medium,
    /// The status of a row without a column for the status.
    status: ReadingStatus,
}

impl Columns {
    /// Recognises a table of readings by the names of its columns, its heading, and its section (`learning`);
    /// `None` for other tables.
    ///
    /// The table needs a title column, and both a medium and a column such as takeaways or authors; one of
    /// the two is enough in the section of learning or under a heading such as “Books”. “Talks I gave” is a
    /// table of work.
    pub(super) fn of(head: &[String], heading: &str, learning: bool) -> Option<Self> {
        let all: Vec<(Column, String)> =
            head.iter().map(|cell| clean(cell)).map(|name| (column(&name), name)).collect();
        let has = |wanted: Column| all.iter().any(|(column, _)| *column == wanted);
        let tells = [Column::Takeaways, Column::Authors, Column::Rating, Column::Changed];
        let tells = tells.into_iter().any(has) || has(Column::Status) && has(Column::Finished);
        let words = |wanted: &[&str]| {
            fold(heading).split(|c: char| !c.is_alphanumeric()).any(|word| wanted.contains(&word))
        };
        if words(&["gave", "given", "delivered", "wrote", "written", "published", "taught", "held"]) {
            return None;
        }
        let consumed =
            learning || words(&["read", "reading", "books", "learned", "learning", "watched", "took"]);
        let named = of_heading(heading).or_else(|| all.iter().find_map(|(_, name)| medium_of(name)));
        let fits = has(Column::Title) && (consumed && (tells || named.is_some()) || named.is_some() && tells);
        let status = if words(&["abandoned", "dropped"]) || fold(heading).contains("gave up") {
            ReadingStatus::Abandoned
        } else if words(&["currently", "now"]) || fold(heading).contains("in progress") {
            ReadingStatus::Reading
        } else if ["to read", "reading list", "wish", "want to"]
            .iter()
            .any(|words| fold(heading).contains(words))
        {
            ReadingStatus::ToRead
        } else {
            ReadingStatus::Finished
        };
        fits.then_some(Self { medium: named.unwrap_or(Medium::Book), all, status })
    }

    /// Converts a row to a reading note; cells that have no known column or cannot be parsed go into its
    /// notes. `None` if the row has no title.
    pub(super) fn note(&self, cells: &[String], year: Option<i32>) -> Option<Reading> {
        let mut row = Row { draft: Reading { medium: self.medium, ..Reading::default() }, status: None };
        let mut used: Vec<Column> = Vec::new();
        for (at, cell) in cells.iter().enumerate() {
            let (column, name) =
                self.all.get(at).map_or((Column::Other, ""), |(column, name)| (*column, name));
            let several = matches!(column, Column::Takeaways | Column::Changed);
            let cell = lines_of(cell, &mut row.draft.links).join(if several { "\n" } else { " " });
            let cell = cell.trim();
            if cell.is_empty() {
                continue;
            }
            // A second column of the same content does not overwrite the first.
            if used.contains(&column) || !row.take(column, cell) {
                let line = if name.is_empty() { cell.to_owned() } else { format!("{name}: {cell}") };
                row.draft.notes.push_str(if row.draft.notes.is_empty() { "" } else { "\n" });
                row.draft.notes.push_str(&line);
            } else if column != Column::Link {
                used.push(column);
            }
        }
        let Row { mut draft, status } = row;
        let has = |wanted: Column| self.all.iter().any(|(column, _)| *column == wanted);
        draft.status = match status {
            Some(status) => status,
            _ if draft.finished.is_some() => ReadingStatus::Finished,
            // The row leaves the column for the status empty.
            None if has(Column::Status) || has(Column::Finished) => match draft.started {
                Some(_) => ReadingStatus::Reading,
                None => ReadingStatus::ToRead,
            },
            None => self.status,
        };
        match draft.status {
            ReadingStatus::ToRead | ReadingStatus::Reading => draft.finished = None,
            ReadingStatus::Finished => draft.finished = draft.finished.or(year.map(PartialDate::Year)),
            ReadingStatus::Abandoned => {}
        }
        (!draft.title.is_empty()).then_some(draft)
    }
}

/// Converts a reading note to a draft.
pub(super) fn draft_of(note: &Reading, lines: (usize, usize)) -> ImportDraft {
    let mut draft = ImportDraft::new(Kind::Reading, note.title.clone(), lines);
    draft.add_names("authors", note.authors.iter().cloned());
    draft.set_raw("medium", note.medium.word());
    draft.set_raw("status", note.status.word());
    draft.set_raw("started", note.started.map_or(String::new(), |date| date.to_string()));
    draft.when = note.finished.map(|start| DateRange { start, end: None });
    draft.set_raw("progress", note.progress.map_or(String::new(), |progress| progress.to_string()));
    draft.set_raw("rating", note.rating.map_or(String::new(), |rating| rating.to_string()));
    draft.add_names("tags", note.tags.iter().cloned());
    draft.add_names("links", note.links.iter().cloned());
    draft.append("takeaways", &note.takeaways, false);
    draft.append("changed", &note.changed, false);
    draft.append("notes", &note.notes, false);
    draft
}

/// A row that is being read.
struct Row {
    draft: Reading,
    status: Option<ReadingStatus>,
}

impl Row {
    /// Takes the cell of a column; returns `false` if it cannot be parsed.
    fn take(&mut self, column: Column, cell: &str) -> bool {
        let draft = &mut self.draft;
        match column {
            Column::Title => {
                let (cell, medium) = medium_behind(cell);
                draft.medium = medium.unwrap_or(draft.medium);
                let (title, by) = title_and_authors(cell);
                draft.title = title;
                draft.authors.extend(by);
            }
            Column::Authors => draft.authors = authors(cell),
            Column::Takeaways => cell.clone_into(&mut draft.takeaways),
            Column::Changed => cell.clone_into(&mut draft.changed),
            Column::Rating => match rating(cell) {
                Ok(found) => draft.rating = found,
                Err(_) => return false,
            },
            Column::Status => {
                let known = ReadingStatus::read(cell);
                // An unknown status never counts as finished.
                self.status = known.or(Some(ReadingStatus::ToRead));
                return known.is_some();
            }
            Column::Started => match date(cell) {
                Some(date) => draft.started = Some(date),
                None => return false,
            },
            Column::Finished => match date(cell) {
                Some(date) => draft.finished = Some(date),
                None => return false,
            },
            Column::Medium => match Medium::from_word(cell) {
                Some(medium) => draft.medium = medium,
                None => return false,
            },
            Column::Link => draft.links.push(cell.to_owned()),
            Column::Other => return false,
        }
        true
    }
}

/// Parses a date that does not depend on the current day.
fn date(text: &str) -> Option<PartialDate> {
    let today = chrono::NaiveDate::MIN;
    PartialDate::from_iso(text)
        .or_else(|| parse_when(text, today, Bias::Past).ok().map(|when| when.start))
        .filter(|date| date.first_day() > today)
}

/// Splits a cell into lines at `<br>` tags and adds the addresses of its links to `links`.
fn lines_of(cell: &str, links: &mut Vec<String>) -> Vec<String> {
    ["<br/>", "<br />", "<BR>"]
        .iter()
        .fold(cell.to_owned(), |cell, tag| cell.replace(tag, "<br>"))
        .split("<br>")
        .map(|line| clean(&unlinked(line, links)))
        .collect()
}

/// Splits a medium in brackets, such as `(talk)`, from the end of a title.
fn medium_behind(text: &str) -> (&str, Option<Medium>) {
    let found = text.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    match found.and_then(|(title, word)| Some((title.trim(), Medium::from_word(word.trim())?))) {
        Some((title, medium)) if !title.is_empty() => (title, Some(medium)),
        _ => (text, None),
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
    } else if has(&["started", "start", "begun", "began"]) {
        Column::Started
    } else if has(&["finished", "date", "when", "completed"]) {
        Column::Finished
    } else if has(&["medium", "kind", "type", "format"]) {
        Column::Medium
    } else if has(&["link", "url"]) {
        Column::Link
    } else if has(&["title", "name"]) || medium_of(&folded).is_some() {
        Column::Title
    } else {
        Column::Other
    }
}

/// Returns the medium that the name of a column mentions.
fn medium_of(text: &str) -> Option<Medium> {
    let folded = fold(text);
    folded.split(|c: char| !c.is_alphanumeric()).find_map(|word| {
        let one = word.strip_suffix('s').unwrap_or(word);
        match one {
            "reading" => Some(Medium::Book),
            "video" | "podcast" => Some(Medium::Talk),
            "language" | "library" => Some(Medium::Tool),
            _ => Medium::from_word(one),
        }
    })
}

/// Returns the medium that a heading mentions.
fn of_heading(text: &str) -> Option<Medium> {
    // Most headings that mention tools or concepts are not about readings.
    medium_of(text).filter(|medium| !matches!(medium, Medium::Concept | Medium::Tool))
}

/// Replaces the links in a cell by their texts and adds their addresses to `links`.
fn unlinked(cell: &str, links: &mut Vec<String>) -> String {
    let mut out = String::new();
    let mut rest = cell;
    while let Some(open) = rest.find('[').filter(|open| !rest[..*open].ends_with('\\')) {
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
    fn a_table_of_readings_is_recognised_by_its_columns_or_heading() {
        let of = |head: &[&str], heading: &str, learning: bool| {
            let head: Vec<String> = head.iter().map(|cell| (*cell).to_owned()).collect();
            Columns::of(&head, heading, learning).map(|columns| columns.medium)
        };
        assert_eq!(of(&["Title", "Key Takeaways"], "Learning", true), Some(Medium::Book));
        assert_eq!(of(&["Talk", "Speaker"], "", false), Some(Medium::Talk));
        assert_eq!(of(&["Title", "Pages"], "Papers I read", false), Some(Medium::Paper));
        assert_eq!(of(&["Tool", "Takeaways"], "Learning", true), Some(Medium::Tool));
        assert_eq!(of(&["Video", "Speaker", "Takeaways"], "Learning", true), Some(Medium::Talk));
        for (head, heading) in [
            (&["Service", "Latency"][..], "Reliability"),
            (&["Title", "Status"], "Projects"),
            (&["Title", "Key takeaways"], "Postmortems"),
            (&["PR", "Title", "Author", "Status"], "Delivery"),
            (&["Title", "Event", "Date"], "Talks I gave"),
            (&["Article", "Views"], "Outreach"),
            (&["Course", "Students"], "Teaching"),
        ] {
            assert_eq!(of(head, heading, false), None, "{head:?}");
        }
    }

    #[test]
    fn a_row_becomes_a_note_and_no_cell_is_lost() {
        let texts = |all: &[&str]| all.iter().map(|text| (*text).to_owned()).collect::<Vec<String>>();
        let head = ["Book", "Author", "What I learned", "Rating", "Finished", "Where", "Status"];
        let columns = Columns::of(&texts(&head), "", false).unwrap();
        let row = [
            "[Small Nets](https://x.example)",
            "Ada Example",
            "Mend early",
            "4",
            "2025-06",
            "On a train",
            "",
        ];
        let row = texts(&row);
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
        let odd = ["Small Nets by Ada Example (talk)", "", "", "great", "soon", "", "to read", "and more"];
        let odd = columns.note(&texts(&odd), Some(2024)).unwrap();
        assert_eq!(odd.notes, "Rating: great\nFinished: soon\nand more");
        assert_eq!((odd.title.as_str(), odd.medium), ("Small Nets", Medium::Talk));
        assert_eq!((odd.status, odd.finished), (ReadingStatus::ToRead, None));
    }
    #[test]
    fn an_unknown_status_never_counts_as_finished() {
        let texts = |all: &[&str]| all.iter().map(|text| (*text).to_owned()).collect::<Vec<String>>();
        let columns = Columns::of(&texts(&["Title", "Author", "Status", "Started"]), "Books", false).unwrap();
        let status = |word: &str, started: &str| {
            let note = columns.note(&texts(&["Nets", "Ada Example", word, started]), Some(2025)).unwrap();
            (note.status, note.finished)
        };
        for word in ["Want to read", "Not started", "unread", "TBR", "Planned", "for later", ""] {
            assert_eq!(status(word, ""), (ReadingStatus::ToRead, None), "{word}");
        }
        for word in ["Ongoing", "Re-reading", "Reading (50%)"] {
            assert_eq!(status(word, ""), (ReadingStatus::Reading, None), "{word}");
        }
        for word in ["Unfinished", "Gave up", "not finished"] {
            assert_eq!(status(word, "").0, ReadingStatus::Abandoned, "{word}");
        }
        assert_eq!(status("", "2025-02"), (ReadingStatus::Reading, None));
        assert_eq!(status("done", ""), (ReadingStatus::Finished, Some(PartialDate::Year(2025))));
    }
}
