//! Parses the library that Goodreads exports as CSV, with one book per row.

use std::collections::HashMap;

use uuid::Uuid;

use super::draft::ImportDocument;
use super::rows::{Rows, keep};
use super::table::draft_of;
use crate::domain::authors::authors;
use crate::domain::progress::Step;
use crate::domain::{PartialDate, Progress, Reading, ReadingStatus};
use crate::text::{fold, one_line};

/// Returns `true` if a table has the columns of a library.
pub(super) fn is_library(head: &[String]) -> bool {
    let folded: Vec<String> = head.iter().map(|name| fold(name)).collect();
    ["title", "author", "exclusive shelf"].iter().all(|column| folded.iter().any(|name| name == column))
}

/// Reads a library: each row with a title is a reading note. A finished book without a date gets `year`.
pub(super) fn read(table: &Rows, year: Option<i32>) -> ImportDocument {
    let head: Vec<String> = table.head.iter().map(|name| fold(name)).collect();
    let mut document = ImportDocument { year, ..ImportDocument::default() };
    let mut seen = HashMap::new();
    for (cells, lines) in &table.rows {
        let cell = |name: &str| {
            head.iter()
                .position(|each| each == name)
                .and_then(|at| cells.get(at))
                .map_or("", |cell| cell.as_str())
        };
        let Some(mut note) = book(&cell) else {
            keep(&mut document, cells, lines.0);
            continue;
        };
        if note.status == ReadingStatus::Finished {
            note.finished = note.finished.or(year.map(PartialDate::Year));
        }
        let id = cell("book id");
        let title = fold(&note.title);
        let author = note.authors.first().map(|name| fold(name)).unwrap_or_default();
        let parts = if id.is_empty() { ["goodreads", &title, &author] } else { ["goodreads", id, ""] };
        let key = parts.join("\u{1f}");
        let count = seen.entry(key.clone()).or_insert(0);
        let text = format!("{key}\u{1f}{count}");
        *count += 1;
        let mut draft = draft_of(&note, *lines);
        draft.fingerprint = Uuid::new_v5(&Uuid::NAMESPACE_OID, text.as_bytes());
        document.drafts.push(draft);
    }
    document
}

/// Converts a row to a reading note; `None` if it has no title.
fn book<'a>(cell: &impl Fn(&str) -> &'a str) -> Option<Reading> {
    let title = cell("title");
    if title.is_empty() {
        return None;
    }
    let shelf = cell("exclusive shelf");
    let status = ReadingStatus::read(shelf).unwrap_or(ReadingStatus::ToRead);
    let mut all = vec![one_line(cell("author"))];
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
    use crate::import::spreadsheet;

    const HEAD: &str = "Book Id, Title ,Author,Author l-f,Additional Authors,ISBN,My Rating,Number of Pages,Date Read,Date Added,Bookshelves,Exclusive Shelf,My Review,Private Notes\n";

    fn document(rows: &str) -> ImportDocument {
        spreadsheet::read(&format!("{HEAD}{rows}"), None).unwrap()
    }

    #[test]
    fn every_shelf_becomes_a_status_and_every_row_a_note() {
        let rows = "1,\"Nets, Small and Large\",Ada  Example,\"Example, Ada\",\"Bo Sample, Cy Third\",\"=\"\"978\"\"\",4,350,2023/05/06,2023/01/02,\"craft, fishing\",read,\"Mend &amp; sell.<br/>Early.\",\n2 , Ropes ,Bo Sample,,,,0,,,2023/01/02,to-read,to-read,,\n3,Knots,Bo Sample,,,,0,120,,2023/01/02,currently-reading,currently-reading,,lent to a friend\n4,Sails,Bo Sample,,,,2,90,2022/02/03,2023/01/02,did-not-finish,did-not-finish,,\n";
        let drafts = document(rows).drafts;
        let first = &drafts[0];
        assert_eq!(
            (first.title.as_str(), first.get("authors")),
            ("Nets, Small and Large", "Ada Example, Bo Sample, Cy Third")
        );
        assert_eq!(
            (first.get("rating"), first.when.map(|when| when.to_string()).as_deref()),
            ("4", Some("2023-05-06"))
        );
        assert_eq!((first.get("takeaways"), first.get("tags")), ("Mend & sell.\nEarly.", "craft, fishing"));
        assert_eq!(first.get("progress"), "350/350");
        let rest: Vec<(&str, &str, &str)> = drafts[1..]
            .iter()
            .map(|draft| (draft.title.as_str(), draft.get("status"), draft.get("rating")))
            .collect();
        assert_eq!(rest, [("Ropes", "to-read", ""), ("Knots", "reading", ""), ("Sails", "abandoned", "2")]);
        assert_eq!(drafts[2].get("notes"), "lent to a friend");
    }

    #[test]
    fn parsing_again_gives_the_same_fingerprints_and_lines() {
        let rows = "1,Nets,Ada Example,,,,0,,,,,read,\"Two\nlines\",\n2,Ropes,Bo Sample,,,,0,,,,,read,,\n";
        let all = document(rows);
        assert_eq!(all.drafts, document(rows).drafts);
        assert_eq!(all.drafts.iter().map(|draft| draft.lines).collect::<Vec<_>>(), [(2, 3), (4, 4)]);
    }

    #[test]
    fn rows_without_a_title_are_kept() {
        let found = document("1,,Nobody,,,,0,,,,,read,,\n");
        assert_eq!((found.drafts.len(), found.unplaced[0].line), (0, 2));
    }
}
