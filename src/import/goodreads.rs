//! Parses the library that Goodreads exports as CSV, with one book per row.

use super::{ImportDocument, ImportDraft, ImportRecord, Unplaced, fingerprint};
use crate::domain::authors::authors;
use crate::domain::progress::Step;
use crate::domain::{PartialDate, Progress, Reading, ReadingStatus};
use crate::text::fold;

/// An error in a library.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CsvError {
    /// The header does not have the columns of a library.
    #[error("the CSV file is not a library that Goodreads exported; import such a library or Markdown")]
    Unknown,
    /// A row that cannot be parsed.
    #[error("line {line}: {why}")]
    Broken {
        /// The number of the line, from 1.
        line: u64,
        /// The reason.
        why: String,
    },
}

/// Returns `true` if the first line of a text has the columns of a library.
pub fn is_library(text: &str) -> bool {
    let head = fold(text.lines().next().unwrap_or_default());
    ["title", "author", "exclusive shelf"].iter().all(|column| head.contains(column))
}

/// Parses a library: each row with a title is a reading note. A finished book without a date gets `year`.
pub fn read(text: &str, year: Option<i32>) -> Result<ImportDocument, CsvError> {
    if !is_library(text) {
        return Err(CsvError::Unknown);
    }
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let broken = |err: &csv::Error| CsvError::Broken {
        line: err.position().map_or(1, csv::Position::line),
        why: err.to_string().lines().next().unwrap_or_default().to_owned(),
    };
    let head: Vec<String> = reader.headers().map_err(|err| broken(&err))?.iter().map(fold).collect();
    if text.matches('"').count() % 2 == 1 {
        // Everything behind an unclosed quote would be one cell.
        let at = text.lines().position(|line| line.matches('"').count() % 2 == 1).unwrap_or(0);
        let line = u64::try_from(at + 1).unwrap_or(1);
        return Err(CsvError::Broken { line, why: "a quote is opened and never closed".into() });
    }
    let mut document = ImportDocument::default();
    let mut seen = std::collections::HashMap::new();
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row).map_err(|err| broken(&err))? {
        let first = row.position().map_or(1, csv::Position::line);
        let last = reader.position().line().saturating_sub(1).max(first);
        let line = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let cell = |name: &str| {
            head.iter().position(|each| each == name).and_then(|at| row.get(at)).map_or("", str::trim)
        };
        let Some(mut draft) = book(&cell) else {
            let text = row.iter().collect::<Vec<_>>().join(" ").trim().to_owned();
            if !text.is_empty() {
                document.unplaced.push(Unplaced { line: line(first), text });
            }
            continue;
        };
        if draft.status == ReadingStatus::Finished {
            draft.finished = draft.finished.or(year.map(PartialDate::Year));
        }
        let id = cell("book id");
        let title = fold(&draft.title);
        let author = draft.authors.first().map(|name| fold(name)).unwrap_or_default();
        let parts = if id.is_empty() { ["goodreads", &title, &author] } else { ["goodreads", id, ""] };
        let count = seen.entry(parts.join("\u{1f}")).or_insert(0);
        let fingerprint = fingerprint(&parts, *count);
        *count += 1;
        let record = ImportRecord::Reading(Box::new(draft));
        document.drafts.push(ImportDraft { record, lines: (line(first), line(last)), fingerprint });
    }
    Ok(document)
}

/// Converts a row to a reading note; `None` if it has no title.
fn book<'a>(cell: &impl Fn(&str) -> &'a str) -> Option<Reading> {
    let title = cell("title");
    if title.is_empty() {
        return None;
    }
    let shelf = cell("exclusive shelf");
    let status = ReadingStatus::read(shelf).unwrap_or(ReadingStatus::ToRead);
    let mut all = vec![cell("author").split_whitespace().collect::<Vec<_>>().join(" ")];
    all.extend(authors(cell("additional authors")));
    all.retain(|name| !name.is_empty());
    let tags = cell("bookshelves").split(',').map(str::trim);
    let own = ["read", "currently-reading", "to-read"];
    let tags: Vec<String> =
        tags.filter(|tag| !tag.is_empty() && !own.contains(tag)).map(str::to_owned).collect();
    let pages = cell("number of pages").parse().ok().filter(|pages| *pages > 0);
    let done = if status == ReadingStatus::Finished { pages.unwrap_or(0) } else { 0 };
    let finished = matches!(status, ReadingStatus::Finished | ReadingStatus::Abandoned);
    Some(Reading {
        title: title.to_owned(),
        authors: all,
        status,
        finished: date(cell("date read")).filter(|_| finished),
        progress: pages.map(|of| Progress { step: Step::Page, done, of: Some(of) }),
        rating: cell("my rating").parse().ok().filter(|rating| (1..=5).contains(rating)),
        takeaways: text(cell("my review")),
        notes: text(cell("private notes")),
        tags,
        ..Reading::default()
    })
}

/// Parses a date as Goodreads writes it: `2023/05/06`.
fn date(text: &str) -> Option<PartialDate> {
    PartialDate::from_iso(&text.replace('/', "-"))
}

/// Converts the HTML of a review to text: breaks become lines, known tags are removed, entities decoded.
fn text(html: &str) -> String {
    let mut out = html.to_owned();
    for tag in ["<br/>", "<br />", "<br>", "</p>"] {
        out = out.replace(tag, "\n");
    }
    for tag in ["<b>", "</b>", "<i>", "</i>", "<em>", "</em>", "<strong>", "</strong>", "<p>"] {
        out = out.replace(tag, "");
    }
    for (entity, character) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
    {
        out = out.replace(entity, character);
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "Book Id,Title,Author,Author l-f,Additional Authors,ISBN,My Rating,Number of Pages,Date Read,Date Added,Bookshelves,Exclusive Shelf,My Review,Private Notes\n";

    fn notes(rows: &str) -> Vec<Reading> {
        let document = read(&format!("{HEAD}{rows}"), None).unwrap();
        document
            .drafts
            .into_iter()
            .map(|draft| match draft.record {
                ImportRecord::Reading(note) => *note,
                other => panic!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn every_shelf_becomes_a_status_and_every_row_a_note() {
        let rows = "1,\"Nets, Small and Large\",Ada  Example,\"Example, Ada\",\"Bo Sample, Cy Third\",\"=\"\"978\"\"\",4,350,2023/05/06,2023/01/02,\"craft, fishing\",read,\"Mend &amp; sell.<br/>Early.\",\n2,Ropes,Bo Sample,,,,0,,,2023/01/02,to-read,to-read,,\n3,Knots,Bo Sample,,,,0,120,,2023/01/02,currently-reading,currently-reading,,lent to a friend\n4,Sails,Bo Sample,,,,2,90,2022/02/03,2023/01/02,did-not-finish,did-not-finish,,\n";
        let notes = notes(rows);
        assert_eq!(notes[0].title, "Nets, Small and Large");
        assert_eq!(notes[0].authors, ["Ada Example", "Bo Sample", "Cy Third"]);
        assert_eq!((notes[0].rating, notes[0].finished), (Some(4), PartialDate::from_iso("2023-05-06")));
        assert_eq!(
            (notes[0].takeaways.as_str(), &notes[0].tags[..]),
            ("Mend & sell.\nEarly.", &["craft".to_owned(), "fishing".into()][..])
        );
        assert_eq!(notes[0].progress.unwrap().to_string(), "350/350");
        let rest: Vec<_> = notes[1..].iter().map(|note| (note.status, note.rating, note.finished)).collect();
        assert_eq!(
            rest,
            [
                (ReadingStatus::ToRead, None, None),
                (ReadingStatus::Reading, None, None),
                (ReadingStatus::Abandoned, Some(2), PartialDate::from_iso("2022-02-03")),
            ]
        );
        assert_eq!(notes[2].notes, "lent to a friend");
    }

    #[test]
    fn parsing_again_gives_the_same_fingerprints_and_lines() {
        let rows = "1,Nets,Ada Example,,,,0,,,,,read,\"Two\nlines\",\n2,Ropes,Bo Sample,,,,0,,,,,read,,\n";
        let document = read(&format!("{HEAD}{rows}"), None).unwrap();
        let again = read(&format!("{HEAD}{rows}"), None).unwrap();
        assert_eq!(document.drafts, again.drafts);
        assert_eq!(document.drafts.iter().map(|draft| draft.lines).collect::<Vec<_>>(), [(2, 3), (4, 4)]);
    }

    #[test]
    fn other_tables_are_refused_and_rows_without_title_are_unplaced() {
        assert_eq!(read("a,b\n1,2\n", None), Err(CsvError::Unknown));
        assert_eq!(read("", None), Err(CsvError::Unknown));
        let document = read(&format!("{HEAD}1,,Nobody,,,,0,,,,,read,,\n"), None).unwrap();
        assert_eq!((document.drafts.len(), document.unplaced[0].line), (0, 2));
    }
}
