//! The receipts of a document: for each of its sentences the record, the field, and the day on which it was written.

use std::collections::HashSet;

use uuid::Uuid;

use super::document::{
    Document, Entry, GoalEntry, Outcome, PraiseEntry, ProjectEntry, ReadingEntry, Receipt,
};
use super::input::Written;
use super::sentences::sentences;
use super::wording;
use crate::domain::RecordId;
use crate::domain::id::short_id;
use crate::text::one_line;

/// The number of characters of a short id in a receipt.
const SHOWN: usize = 6;

/// The key under which [`Written`] has the day of the figures of a win, which are records of their own.
pub const FIGURES: &str = "figures";

/// The key under which [`Written`] has the day of the progress or the end of a goal.
pub const PROGRESS: &str = "ending";

/// Returns the receipts of the sentences of a document, in its order.
pub fn receipts(document: &Document, written: &Written) -> Vec<Receipt> {
    let mut list = List { written, seen: HashSet::new(), out: Vec::new() };
    list.entries(&document.highlights);
    list.goals(&document.goals);
    for group in &document.competencies {
        list.entries(&group.evidence);
    }
    list.projects(&document.projects);
    for earlier in &document.earlier {
        list.outcomes(&earlier.outcomes);
    }
    for section in &document.sections {
        list.entries(&section.wins);
        list.readings(&section.readings);
    }
    list.praise(&document.praise);
    list.goals(&document.next);
    list.projects(&document.appendix);
    list.out
}

struct List<'a> {
    written: &'a Written,
    seen: HashSet<(String, String, String)>,
    out: Vec<Receipt>,
}

impl List<'_> {
    /// Adds the sentences of a Markdown text.
    fn text(&mut self, id: &str, field: &str, column: &str, markdown: &str) {
        for sentence in sentences(markdown) {
            self.line(id, field, column, &sentence);
        }
    }

    /// Adds a text as one sentence; one that was added before is not repeated.
    fn line(&mut self, id: &str, field: &str, column: &str, text: &str) {
        let Ok(record) = Uuid::parse_str(id).map(RecordId) else { return };
        let text = one_line(text);
        if text.is_empty() || !self.seen.insert((id.to_owned(), field.to_owned(), text.clone())) {
            return;
        }
        let day = self.written.get(&(record, column.to_owned()));
        let day = day.or_else(|| self.written.get(&(record, String::new())));
        self.out.push(Receipt {
            text,
            record: short_id(record.0).chars().take(SHOWN).collect(),
            field: field.to_owned(),
            written: day.map(|day| wording::day(*day)).unwrap_or_default(),
        });
    }

    fn entries(&mut self, wins: &[Entry]) {
        for win in wins {
            self.line(&win.id, "title", "title", &win.title);
            if !win.figures.is_empty() {
                self.line(&win.id, "metrics", FIGURES, &win.figures.join("; "));
            }
            self.text(&win.id, "impact", "impact", &win.impact);
            self.text(&win.id, "notes", "notes", &win.notes);
            self.outcomes(&win.outcomes);
            self.praise(&win.praise);
        }
    }

    fn outcomes(&mut self, outcomes: &[Outcome]) {
        for outcome in outcomes {
            self.line(&outcome.id, "outcome", "outcome", &outcome.text);
        }
    }

    fn praise(&mut self, all: &[PraiseEntry]) {
        for praise in all {
            self.line(&praise.id, "quote", "quote", &praise.quote);
        }
    }

    fn readings(&mut self, all: &[ReadingEntry]) {
        for reading in all {
            for takeaway in &reading.takeaways {
                self.line(&reading.id, "takeaways", "takeaways", takeaway);
            }
        }
    }

    fn goals(&mut self, goals: &[GoalEntry]) {
        for goal in goals {
            self.line(&goal.id, "title", "title", &goal.title);
            self.line(&goal.id, "progress", PROGRESS, &goal.result);
        }
    }

    fn projects(&mut self, projects: &[ProjectEntry]) {
        for project in projects {
            for (field, text) in [
                ("summary", &project.summary),
                ("challenge", &project.challenge),
                ("solution", &project.solution),
                ("results", &project.results),
                ("liked", &project.liked),
                ("hard", &project.hard),
                ("learned", &project.learned),
            ] {
                self.text(&project.id, field, field, text);
            }
            self.entries(&project.wins);
            self.readings(&project.readings);
            self.outcomes(&project.outcomes);
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    #[test]
    fn every_sentence_has_its_record_its_field_and_its_day_once() {
        let id = Uuid::from_u128(7);
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let win = Entry {
            id: id.to_string(),
            title: "Halved it".into(),
            impact: "Nobody waits. Releases are daily.".into(),
            figures: vec!["build 4 → 2 min".into()],
            ..Entry::default()
        };
        let document = Document { highlights: vec![win.clone()], ..Document::default() };
        let written = Written::from([
            ((RecordId(id), String::new()), day("2026-03-04")),
            ((RecordId(id), "impact".to_owned()), day("2026-05-06")),
            ((RecordId(id), FIGURES.to_owned()), day("2026-04-05")),
        ]);
        let listed: Vec<(String, String, String)> = receipts(&document, &written)
            .into_iter()
            .map(|each| (each.text, each.field, each.written))
            .collect();
        let receipt =
            |text: &str, field: &str, day: &str| (text.to_owned(), field.to_owned(), day.to_owned());
        assert_eq!(
            listed,
            [
                receipt("Halved it", "title", "4 March 2026"),
                receipt("build 4 → 2 min", "metrics", "5 April 2026"),
                receipt("Nobody waits.", "impact", "6 May 2026"),
                receipt("Releases are daily.", "impact", "6 May 2026"),
            ]
        );
        let twice = Document {
            appendix: vec![ProjectEntry { wins: vec![win], ..ProjectEntry::default() }],
            ..document
        };
        assert_eq!(receipts(&twice, &written).len(), 4);
    }
}
