//! The columns of tables of wins, in Markdown and in CSV, matched by their names.

use super::dates::{self, DateContext};
use super::draft::ImportDraft;
use super::markup::{clean, unlinked};
use crate::domain::Kind;
use crate::text::fold;

/// The content of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Title,
    Date,
    End,
    Impact,
    Notes,
    Project,
    Category,
    Tags,
    Skills,
    People,
    Links,
    Audience,
    Status,
    Other,
}

/// The names of the columns, each with its content.
const NAMES: &[(Column, &str)] = &[
    (
        Column::Title,
        "title|what|win|accomplishment|achievement|task|item|work|name|titel|was|erfolg|titulo|que|logro|summary|headline|activity|contribution|feature|incident|what i did",
    ),
    (
        Column::Date,
        "date|when|day|month|week|year|period|start|started|start date|datum|wann|fecha|cuando|merged at|closed at|completed",
    ),
    (Column::End, "end|ended|end date|finished|bis"),
    (
        Column::Impact,
        "impact|result|results|outcome|effect|value|wirkung|ergebnis|impacto|resultado|benefit|metrics|metric",
    ),
    (
        Column::Notes,
        "notes|note|description|details|detail|comment|comments|how|notizen|beschreibung|notas|descripcion|context",
    ),
    (Column::Project, "project|projekt|proyecto|repo|repository|initiative|epic"),
    (Column::Category, "category|kategorie|categoria|type|section|area"),
    (Column::Tags, "tags|tag|labels|label"),
    (Column::Skills, "skills|skill|tech|technologies|stack"),
    (Column::People, "people|with|who|team|collaborators|personen|personas"),
    (Column::Links, "link|links|url|pr|evidence|doc|ticket|enlace"),
    (Column::Audience, "for|audience|customer|stakeholder"),
    (Column::Status, "status|state|done"),
];

/// The columns of a table of wins.
#[derive(Debug, Clone)]
pub(super) struct WinColumns {
    all: Vec<(Column, String)>,
}

impl WinColumns {
    /// Matches the names of columns. Without a column for the title, the first column that is none of the others is it.
    pub fn of(head: &[String]) -> Self {
        let column = |name: &str| {
            let folded = fold(name).replace(['_', '-'], " ");
            let folded = folded.trim();
            NAMES
                .iter()
                .find(|(_, names)| names.split('|').any(|each| each == folded))
                .map_or(Column::Other, |(column, _)| *column)
        };
        let mut all: Vec<(Column, String)> = Vec::new();
        for name in head {
            let name = clean(name);
            // The second column of the same content does not replace the first.
            let found = Some(column(&name)).filter(|found| all.iter().all(|(known, _)| known != found));
            all.push((found.unwrap_or(Column::Other), name));
        }
        if all.iter().all(|(column, _)| *column != Column::Title) {
            let at = all.iter().position(|(column, _)| *column == Column::Other).unwrap_or(0);
            if let Some((column, _)) = all.get_mut(at) {
                *column = Column::Title;
            }
        }
        Self { all }
    }

    /// Converts a row to a win, and returns the name of its project; `None` if the row has no title or is only planned.
    pub fn win(
        &self,
        cells: &[String],
        context: DateContext,
        lines: (usize, usize),
    ) -> Option<(ImportDraft, Option<String>)> {
        let mut draft = ImportDraft::new(Kind::Win, "", lines);
        let mut project = None;
        for (at, cell) in cells.iter().enumerate() {
            let (column, name) =
                self.all.get(at).map_or((Column::Other, ""), |(column, name)| (*column, name));
            let mut links = Vec::new();
            let raw = cell.replace("<br>", "\n").replace("<br/>", "\n");
            let text = clean(&unlinked(&raw, &mut links));
            draft.add_names("links", links);
            if text.is_empty() || text == "-" || text == "–" {
                continue;
            }
            let names =
                || text.split([',', ';']).map(|name| name.trim().trim_start_matches(['#', '@']).to_owned());
            match column {
                Column::Title => {
                    let (title, rest) = super::markup::title_of(&text);
                    title.clone_into(&mut draft.title);
                    draft.append("notes", rest, false);
                }
                Column::Date | Column::End if dates::whole(&text, context).is_some() => {
                    let Some(when) = dates::whole(&text, context) else { continue };
                    match draft.when.filter(|_| column == Column::End) {
                        Some(start) => {
                            draft.when =
                                crate::domain::DateRange::span(start.start, when.range.last()).or(draft.when);
                        }
                        None => draft.set_when(when),
                    }
                }
                Column::Project => project = Some(text.clone()),
                Column::Impact => draft.append("impact", &text, false),
                Column::Tags => draft.add_names("tags", names()),
                Column::Skills => draft.add_names("skills", names()),
                Column::People => draft.add_names("people", names()),
                Column::Audience => draft.set("audience", &text),
                Column::Category => draft.set_raw("category", text.clone()),
                Column::Notes => draft.append("notes", &text, false),
                Column::Links if text.split_whitespace().all(|word| word.contains("://")) => {}
                _ => draft.append(
                    "notes",
                    &if name.is_empty() { text } else { format!("{name}: {text}") },
                    true,
                ),
            }
        }
        let folded = fold(&draft.title);
        let is_planned = ["planned:", "todo:", "geplant:"].iter().any(|start| folded.starts_with(start));
        (!draft.title.is_empty() && !is_planned).then_some((draft, project))
    }
}
