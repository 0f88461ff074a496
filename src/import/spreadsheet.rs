//! Reads tables in CSV: the library of Goodreads, tables of readings, and the user's own tables of wins, whose columns
//! are matched by their names.

use std::collections::HashMap;

use super::columns::WinColumns;
use super::dates::{self, DateContext};
use super::decode::ImportError;
use super::draft::{ImportDocument, ImportDraft};
use super::goodreads;
use super::rows::{Rows, keep, rows};
use super::table::{Columns, draft_of};
use crate::domain::{DateRange, Kind};
use crate::text::fold;

/// Reads a table: a library of Goodreads, reading notes, or wins. Records without a date get `year`.
pub fn read(text: &str, year: Option<i32>) -> Result<ImportDocument, ImportError> {
    let table = rows(text)?;
    if goodreads::is_library(&table.head) {
        return Ok(goodreads::read(&table, year));
    }
    if is_own(&table.head) {
        return Err(ImportError::OwnTable);
    }
    let mut document = match Columns::of(&table.head, "", false) {
        Some(columns) => readings(&table, &columns),
        None => wins(&table, year),
    };
    document.year = year;
    document.identify();
    Ok(document)
}

/// Returns `true` for the columns of a table that `brag export csv` writes. Such a table is for spreadsheets: it lacks what
/// belongs to its records, and another file has their visibility as a word among many.
fn is_own(head: &[String]) -> bool {
    ["id", "short_id"].iter().all(|name| head.iter().any(|cell| cell == name))
}

fn readings(table: &Rows, columns: &Columns) -> ImportDocument {
    let mut document = ImportDocument::default();
    for (cells, lines) in &table.rows {
        match columns.note(cells, None) {
            Some(note) => document.drafts.push(draft_of(&note, *lines)),
            None => keep(&mut document, cells, lines.0),
        }
    }
    document
}

fn wins(table: &Rows, year: Option<i32>) -> ImportDocument {
    let columns = WinColumns::of(&table.head);
    let order = dates::day_order(table.rows.iter().flat_map(|(cells, _)| cells.iter().map(String::as_str)));
    let context = DateContext { year, order };
    let mut document = ImportDocument::default();
    let mut projects: HashMap<String, usize> = HashMap::new();
    for (cells, lines) in &table.rows {
        let Some((mut draft, project)) = columns.win(cells, context, *lines) else {
            keep(&mut document, cells, lines.0);
            continue;
        };
        draft.when = draft.when.or(year.map(DateRange::year));
        if let Some(name) = project {
            let at = *projects.entry(fold(&name)).or_insert_with(|| {
                document.drafts.push(ImportDraft::new(Kind::Project, name, *lines));
                document.drafts.len() - 1
            });
            draft.set_project(Some(at));
        }
        let text = [draft.title.as_str(), draft.get("impact"), draft.get("notes")].join("\n");
        draft.add_figures(super::results::figures(&text));
        document.drafts.push(draft);
    }
    document
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_matched_by_their_names_in_any_order_and_with_any_separator() {
        let text = "Impact;Datum;Was;Projekt;Kosten\n\"-50 % calls; fewer pages\";12.03.2024;Built a cache;Search;3\n;;;;\nless toil;;Automated it;Search;\n";
        let document = read(text, None).unwrap();
        let shape: Vec<(String, Option<String>, &str, Option<usize>)> = document
            .drafts
            .iter()
            .map(|draft| {
                (
                    draft.title.clone(),
                    draft.when.map(|when| when.to_string()),
                    draft.get("notes"),
                    draft.project(),
                )
            })
            .collect();
        assert_eq!(
            shape,
            [
                ("Search".to_owned(), None, "", None),
                ("Built a cache".to_owned(), Some("2024-03-12".to_owned()), "Kosten: 3", Some(0)),
                ("Automated it".to_owned(), None, "", Some(0)),
            ]
        );
        assert_eq!(document.drafts[1].get("impact"), "-50 % calls; fewer pages");
    }

    #[test]
    fn a_broken_table_is_refused_with_the_line() {
        let why = |text: &str| read(text, None).unwrap_err().to_string();
        assert_eq!(why("title,date\n\"a,2024\n"), "line 2: a quote is opened and never closed");
        assert!(why("only one column\na\n").contains("first line has to name the columns"));
    }
}
