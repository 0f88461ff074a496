//! Parses brag documents in Markdown, including documents that have lost their heading marks.
//!
//! It works line by line because in `CommonMark` a heading without its mark is a lazy continuation of the
//! bullet above it. Headings, or lines that look like headings, become projects or name a section; bullets
//! become wins; the lines nested under a bullet become its notes.

mod item;
mod lines;
mod story;
mod table;

use std::collections::HashMap;

use item::{Item, Part};
use lines::{
    Line, Section, classify, clean, dated, is_contents, is_instruction, section_of, title_of, year_in,
};

use story::Story;

use table::Columns;

use super::{GoalFound, ImportDocument, ImportDraft, ImportRecord, ProjectFound, Unplaced, fingerprint};
use crate::domain::{DateRange, Goal, Measure, NamedRef, Project, Win};
use crate::text::fold;

/// Parses a document; wins and finished readings without a date get `year`, or else the year in the title.
pub fn read(text: &str, year: Option<i32>) -> ImportDocument {
    let all: Vec<&str> = text.lines().collect();
    let mut reader = Reader {
        year,
        section: Section::Open,
        section_level: 0,
        project: None,
        story: Story::default(),
        item: None,
        heading: String::new(),
        table: None,
        of_readings: Vec::new(),
        document: ImportDocument::default(),
        seen: HashMap::new(),
        instructions: false,
        fenced: false,
    };
    let mut in_front_matter = all.first().is_some_and(|line| line.trim_end() == "---");
    for (at, raw) in all.iter().enumerate() {
        if in_front_matter {
            in_front_matter = at == 0 || raw.trim_end() != "---";
            if raw.trim_end() != "---" {
                reader.unplaced(at + 1, raw);
            }
            continue;
        }
        if raw.trim_start().starts_with("```") {
            reader.fenced = !reader.fenced;
            reader.code(at + 1, raw);
            continue;
        }
        if reader.fenced {
            reader.code(at + 1, raw);
            continue;
        }
        let line = classify(&all, at, reader.item.is_some());
        reader.take(at + 1, line);
    }
    reader.close_item();
    reader.drop_headings();
    for draft in &mut reader.document.drafts {
        if let ImportRecord::Project(found) = &mut draft.record {
            story::finish(found);
        }
    }
    reader.document.year = reader.year;
    reader.document
}

/// The texts and the date of a win, from a bullet or a table row.
struct Words {
    title: String,
    notes: String,
    impact: String,
    when: Option<DateRange>,
}

/// The table whose rows are being read.
enum Table {
    /// A table of readings.
    Readings(Columns),
    /// Any other table, with the names of its columns.
    Wins(Vec<String>),
}

struct Reader {
    year: Option<i32>,
    section: Section,
    section_level: usize,
    project: Option<usize>,
    story: Story,
    item: Option<Item>,
    /// The heading above a table.
    heading: String,
    table: Option<Table>,
    /// The indices of the projects whose heading has a table of readings.
    of_readings: Vec<usize>,
    document: ImportDocument,
    seen: HashMap<String, usize>,
    instructions: bool,
    fenced: bool,
}

impl Reader {
    fn unplaced(&mut self, line: usize, text: &str) {
        self.document.unplaced.push(Unplaced { line, text: text.trim().to_owned() });
    }

    /// Adds a line of a code block, unchanged, to the bullet or the project above it.
    fn code(&mut self, number: usize, raw: &str) {
        if let Some(item) = &mut self.item {
            item.last = number;
            item.nested = true;
            item.notes.push(raw.trim_end().to_owned());
        } else if let Some(project) = self.project {
            self.tell(project, number, |story, found| story.take_code(found, raw.trim_end()));
        } else {
            self.unplaced(number, raw);
        }
    }

    fn tell(&mut self, project: usize, number: usize, how: impl FnOnce(&mut Story, &mut ProjectFound)) {
        if let Some(draft) = self.document.drafts.get_mut(project)
            && let ImportRecord::Project(found) = &mut draft.record
        {
            how(&mut self.story, found);
            draft.lines.1 = number;
        }
    }

    fn take(&mut self, number: usize, line: Line<'_>) {
        if !matches!(line, Line::Row(_)) {
            self.table = None;
        }
        match line {
            Line::Blank => {
                self.close_item_unless_open();
                self.instructions = false;
            }
            Line::Heading(level, text) => self.heading(number, level, text),
            Line::Bullet(indent, text) => self.bullet(number, indent, text),
            Line::Row(cells) => self.row(number, &cells),
            Line::Text(indent, text) => self.text(number, indent, text),
        }
    }

    fn heading(&mut self, number: usize, level: usize, text: &str) {
        self.close_item();
        self.instructions = false;
        let name = clean(text);
        let name = name.trim_end_matches(':').trim();
        name.clone_into(&mut self.heading);
        let under_project = level > 0 && self.project.is_some() && level > self.section_level + 1;
        match section_of(name) {
            Some(section) if !under_project => {
                self.section = section;
                self.section_level = level;
                self.project = None;
            }
            // The title of the document.
            _ if level == 1 && self.section == Section::Open => {
                self.year = self.year.or_else(|| year_in(name));
            }
            _ if name.is_empty() => {}
            _ => {
                self.story = Story::default();
                // A second heading of the same name continues the project.
                let same = |draft: &ImportDraft| {
                    matches!(draft.record, ImportRecord::Project(_))
                        && fold(draft.record.title()) == fold(name)
                };
                if let Some(at) = self.document.drafts.iter().position(same) {
                    self.project = Some(at);
                    return;
                }
                let draft = Project { name: name.to_owned(), ..Project::default() };
                let found = ProjectFound { draft, ..ProjectFound::default() };
                self.project = Some(self.push(ImportRecord::Project(Box::new(found)), number, number));
            }
        }
    }

    fn bullet(&mut self, number: usize, indent: usize, text: &str) {
        let instructed = self.instructions && self.item.is_none() || is_instruction(text);
        if instructed || is_contents(text) || self.section == Section::Aside {
            self.unplaced(number, text);
            return;
        }
        let ticked = ["[x] ", "[X] "].iter().find_map(|mark| text.strip_prefix(mark));
        let text = ticked.or_else(|| text.strip_prefix("[ ] ")).unwrap_or(text);
        let text = clean(text);
        if let Some(item) = &mut self.item {
            if indent > item.indent {
                item.last = number;
                item.nested = true;
                let depth = (indent - item.indent - 1) / 2;
                item.notes.push(format!("{}- {text}", "  ".repeat(depth.min(4))));
                return;
            }
            if item.indent == indent && item.take_part(number, &text) {
                return;
            }
        }
        self.close_item();
        let open = text.ends_with(':').then_some(Part::Notes);
        let text = text.trim_end_matches(':').trim().to_owned();
        if text.is_empty() {
            return;
        }
        let (notes, impact) = (Vec::new(), Vec::new());
        self.item = Some(Item {
            line: number,
            last: number,
            indent,
            text,
            notes,
            impact,
            open,
            nested: false,
            ticked: ticked.is_some(),
        });
    }

    fn text(&mut self, number: usize, indent: usize, text: &str) {
        if is_instruction(text) {
            self.instructions = text.ends_with(':');
            self.unplaced(number, text);
            return;
        }
        let raw = text;
        let text = clean(raw);
        if let Some(item) = &mut self.item {
            let continues = indent > 0 || text.chars().next().is_some_and(|c| !c.is_uppercase());
            let wrapped = number == item.last + 1 && (continues || !text.ends_with('.') || item.wraps());
            if wrapped {
                item.continue_with(number, &text);
                return;
            }
        }
        self.close_item();
        match self.project {
            Some(project) => self.tell(project, number, |story, found| story.take(found, number, raw)),
            None => self.unplaced(number, &text),
        }
    }

    /// Takes a table row: the first row names the columns, the rows under the rule are records.
    fn row(&mut self, number: usize, cells: &[String]) {
        self.close_item();
        let rule =
            cells.iter().all(|cell| !cell.is_empty() && cell.chars().all(|c| matches!(c, '-' | ':' | ' ')));
        let Some(table) = &self.table else {
            let learning = self.section == Section::Category("learning");
            let readings = Columns::of(cells, &self.heading, learning).map(Table::Readings);
            if let (Some(_), Some(project)) = (&readings, self.project) {
                self.of_readings.push(project);
            }
            self.table = Some(readings.unwrap_or_else(|| Table::Wins(cells.to_vec())));
            return;
        };
        let title = clean(cells.first().map_or("", String::as_str));
        if rule {
            return;
        }
        if title.is_empty() && matches!(table, Table::Wins(_)) {
            return;
        }
        let columns = match table {
            Table::Wins(columns) => columns,
            Table::Readings(columns) => {
                match columns.note(cells, self.year) {
                    Some(note) => {
                        self.push(ImportRecord::Reading(Box::new(note)), number, number);
                    }
                    None => self.unplaced(number, &cells.join(" ")),
                }
                return;
            }
        };
        let notes: Vec<String> = cells
            .iter()
            .skip(1)
            .enumerate()
            .filter(|(_, cell)| !cell.is_empty())
            .map(|(at, cell)| match columns.get(at + 1) {
                Some(column) if !column.is_empty() => format!("{column}: {}", clean(cell)),
                _ => clean(cell),
            })
            .collect();
        let words = Words { title, notes: notes.join("\n"), impact: String::new(), when: None };
        self.push_win(words, number, number);
    }

    fn close_item_unless_open(&mut self) {
        if self.item.as_ref().is_some_and(|item| item.open.is_none()) {
            self.close_item();
        }
    }

    fn close_item(&mut self) {
        let Some(item) = self.item.take() else { return };
        let mut notes = item.notes.join("\n");
        let (when, text) = dated(&item.text);
        let (title, rest) = title_of(text);
        if !rest.is_empty() {
            notes = if notes.is_empty() { rest.to_owned() } else { format!("{rest}\n\n{notes}") };
        }
        if self.section == Section::Goals {
            let measure = Measure::guess(title);
            let draft = Goal { title: title.to_owned(), why: notes, measure, ..Goal::default() };
            // A date in front of a goal that is ticked off is the day on which it was done.
            let done = item.ticked.then(|| when.map(|when| when.end.unwrap_or(when.start)));
            self.push(ImportRecord::Goal(Box::new(GoalFound { draft, done })), item.line, item.last);
        } else {
            let impact = item.impact.join("\n");
            self.push_win(Words { title: title.to_owned(), notes, impact, when }, item.line, item.last);
        }
    }

    /// Removes the projects whose heading has only a table of readings.
    fn drop_headings(&mut self) {
        let mut gone = std::mem::take(&mut self.of_readings);
        gone.sort_unstable();
        gone.dedup();
        for at in gone.into_iter().rev() {
            let drafts = &self.document.drafts;
            let Some(ImportRecord::Project(found)) = drafts.get(at).map(|draft| &draft.record) else {
                continue;
            };
            let name = &found.draft.name;
            let blank = Project { name: name.clone(), ..Project::default() };
            let told = found.draft != blank || !found.figures.is_empty();
            let has_wins = drafts.iter().any(|draft| {
                matches!(&draft.record, ImportRecord::Win(win) if win.project.as_ref().is_some_and(|project| project.name == *name))
            });
            if !told && !has_wins {
                self.document.drafts.remove(at);
            }
        }
    }

    fn push_win(&mut self, words: Words, first: usize, last: usize) {
        let Words { title, notes, impact, when } = words;
        let project = self
            .project
            .and_then(|at| self.document.drafts.get(at))
            .map(|draft| NamedRef::unresolved(draft.record.title()));
        let category = match self.section {
            Section::Category(key) => Some(key.to_owned()),
            _ => None,
        };
        let when = when.or(self.year.map(DateRange::year));
        let draft = Win { title, when, project, category, impact, notes, ..Win::default() };
        self.push(ImportRecord::Win(Box::new(draft)), first, last);
    }

    fn push(&mut self, record: ImportRecord, first: usize, last: usize) -> usize {
        let year = self.year.map(|year| year.to_string()).unwrap_or_default();
        let (place, notes) = match &record {
            ImportRecord::Win(draft) => {
                (draft.project.as_ref().map(ToString::to_string).unwrap_or_default(), draft.notes.clone())
            }
            ImportRecord::Goal(found) => (String::new(), found.draft.why.clone()),
            ImportRecord::Reading(draft) => (draft.authors.join(", "), draft.takeaways.clone()),
            ImportRecord::Project(_) => (String::new(), String::new()),
        };
        // A project can span several years; other records belong to one year.
        let year = if matches!(record, ImportRecord::Project(_)) { String::new() } else { year };
        let title = fold(record.title());
        let parts = [record.kind().word(), &year, &fold(&place), &title, &notes];
        let count = self.seen.entry(parts.join("\u{1f}")).or_insert(0);
        let fingerprint = fingerprint(&parts, *count);
        *count += 1;
        self.document.drafts.push(ImportDraft { record, lines: (first, last), fingerprint });
        self.document.drafts.len() - 1
    }
}

#[cfg(test)]
mod tests;
