//! Writes a readable mirror of the journal: `brag export markdown`.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::Output;
use super::args::MirrorArgs;
use super::destination::reader;
use super::documents::warn_damage;
use super::mirror_files;
use super::notices::say_names;
use crate::domain::period::year_number;
use crate::domain::{DateRange, Period};
use crate::error::{Error, Result};
use crate::journal::{Snapshot, doctor, exchange, export, goals, questionnaires, readings, review, timeline};
use crate::report::block_markdown::section;
use crate::report::document::Reader;
use crate::report::export::{RenderRequest, Rendered, render_per_project};
use crate::report::format::{DocumentKind, Length};
use crate::report::input::ReviewInput;
use crate::report::markdown::escaped;
use crate::report::names::Names;
use crate::report::questionnaire::AnswerFormat;
use crate::report::{goal, reading};
use crate::text::{counted, slug};

/// The file that lists the others.
const INDEX: &str = "README.md";
/// The beginning of the names of the projects' files.
const PROJECT: &str = "project-";

/// The files of a mirror.
struct Mirror<'a> {
    snapshot: &'a Snapshot<'a>,
    reader: Reader,
    files: Vec<(String, Vec<u8>)>,
    /// The text of the index.
    index: String,
    /// The names that were replaced or have no alias, of all files.
    names: Names,
}

/// Writes the files into a directory: `README.md`, `2025.md` for each year with a win or a goal, `project-NAME.md`
/// for each project, `career.md` with what has no date, and `stories.md`. The user alone also gets goals, reading notes and
/// answers with all their fields, and all records as JSON.
pub(super) fn write(snapshot: &Snapshot<'_>, output: &mut Output, args: &MirrorArgs) -> Result<u8> {
    let reader = reader(&args.reader)?;
    warn_damage(output, &doctor::check_rows(snapshot)?);
    let mut mirror = Mirror {
        snapshot,
        reader,
        files: Vec::new(),
        index: "# Journal\n\n".to_owned(),
        names: Names::default(),
    };
    let years = mirror.add_years()?;
    let career = review::load_career(snapshot, None, reader)?;
    mirror.add_career(&career)?;
    if reader == Reader::Myself {
        mirror.add_own()?;
    }
    let projects = mirror.add_projects(&career)?;
    if mirror.files.is_empty() {
        return Err(nothing(reader));
    }
    say_names(output, &mirror.names, false);
    let Mirror { mut files, index, .. } = mirror;
    files.push((INDEX.to_owned(), index.into_bytes()));
    let removed = mirror_files::write(&args.output, files, args.force)?;
    let mut line = format!(
        "wrote {}: {}, {}",
        args.output.display(),
        counted(years, "year", "years"),
        counted(projects, "project", "projects")
    );
    if removed > 0 {
        line.push_str(&format!("; removed {} of the mirror before", counted(removed, "file", "files")));
    }
    output.note(&line);
    Ok(0)
}

impl Mirror<'_> {
    fn list(&mut self, title: &str, file: &str, about: &str) {
        self.index.push_str(&format!("- [{}]({file}){about}\n", escaped(title)));
    }

    fn add(&mut self, title: &str, file: &str, about: &str, page: Rendered) {
        self.list(title, file, about);
        self.names.add(&page.names);
        self.files.push((file.to_owned(), page.bytes));
    }

    fn add_years(&mut self) -> Result<usize> {
        let mut count = 0;
        for year in years_of(self.snapshot)? {
            let period = Period::year(year, self.snapshot.context().config().fiscal_year_start);
            let data = review::load(self.snapshot, period.clone(), self.reader)?;
            if data.wins.is_empty() && data.goals.is_empty() {
                continue;
            }
            let request = RenderRequest { length: Length::Full, ..RenderRequest::default() };
            let page = export::render(self.snapshot, &data, &request, None)?;
            let wins = format!(": {}", counted(data.wins.len(), "win", "wins"));
            self.add(&period.label, &format!("{}.md", slug(&period.label)), &wins, page);
            count += 1;
        }
        Ok(count)
    }

    fn add_career(&mut self, career: &ReviewInput) -> Result<()> {
        let request = |kind| RenderRequest { kind, length: Length::Full, ..RenderRequest::default() };
        if !(career.wins.is_empty() && career.projects.is_empty() && career.positions.all.is_empty()) {
            let page = export::render(self.snapshot, career, &request(DocumentKind::Timeline), None)?;
            self.add("The whole career", "career.md", ", with what has no date", page);
        }
        let data = review::load_stories(self.snapshot, None, self.reader)?;
        if !data.stories.is_empty() {
            let page = export::render(self.snapshot, &data, &request(DocumentKind::Stories), None)?;
            self.add("Stories", "stories.md", "", page);
        }
        Ok(())
    }

    /// Adds what only the user reads.
    fn add_own(&mut self) -> Result<()> {
        let (snapshot, today) = (self.snapshot, self.snapshot.today());
        let start = snapshot.context().config().fiscal_year_start;
        let mut sections = Vec::new();
        for row in goals::list(snapshot)? {
            let found = goals::find(snapshot, row.id)?;
            sections.push(section(&goal::blocks_for_file(&found, &Period::year(found.year, start), today)));
        }
        self.add_sections("Goals", "goals.md", &sections);
        let notes = readings::list(snapshot)?;
        let sections: Vec<String> =
            notes.iter().map(|note| section(&reading::blocks(note, NaiveDate::MAX))).collect();
        self.add_sections("Reading notes", "reading.md", &sections);
        let mut sections = Vec::new();
        for each in questionnaires::list(snapshot)? {
            let answered = questionnaires::answered(snapshot, each.id)?;
            // The title of each form is a section, its questions are below it.
            let text = AnswerFormat::Markdown.write(&answered.view, &answered.answers);
            let lines = text
                .lines()
                .map(|line| if line.starts_with('#') { format!("#{line}\n") } else { format!("{line}\n") });
            sections.push(lines.collect());
        }
        self.add_sections("Answers to review forms", "answers.md", &sections);
        if !self.files.is_empty() {
            self.list("All records", "journal.json", ", for brag import or for another program");
            self.files.push(("journal.json".to_owned(), exchange::export(snapshot)?.into_bytes()));
        }
        Ok(())
    }

    fn add_sections(&mut self, title: &str, file: &str, sections: &[String]) {
        if !sections.is_empty() {
            let text = format!("# {title}\n\n{}", sections.join("\n"));
            self.add(title, file, "", Rendered { bytes: text.into_bytes(), ..Rendered::default() });
        }
    }

    fn add_projects(&mut self, career: &ReviewInput) -> Result<usize> {
        let request = RenderRequest { length: Length::Full, ..RenderRequest::default() };
        let pages =
            render_per_project(career, &request).map_err(|err| export::error_of(self.snapshot, err))?;
        if !pages.is_empty() {
            self.index.push_str("\n## Projects\n\n");
        }
        let count = pages.len();
        for (name, page) in pages {
            let title = title_of(&page.bytes).unwrap_or_else(|| name.clone());
            self.add(&title, &format!("{PROJECT}{name}"), "", page);
        }
        Ok(count)
    }
}

/// Returns the title in the front matter of a page.
fn title_of(page: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(page).ok()?;
    let title = text.lines().find_map(|line| line.strip_prefix("title: "))?;
    serde_json::from_str(title).ok()
}

/// Returns the years of wins and goals, in order.
fn years_of(snapshot: &Snapshot<'_>) -> Result<BTreeSet<i32>> {
    let start = snapshot.context().config().fiscal_year_start;
    let wins = timeline::all(snapshot)?;
    let days = wins.iter().filter_map(|win| win.when.map(DateRange::last_day));
    let mut years: BTreeSet<i32> = days.map(|day| year_number(day, start)).collect();
    years.extend(goals::list(snapshot)?.into_iter().map(|goal| goal.year));
    Ok(years)
}

fn nothing(reader: Reader) -> Error {
    let hint = match reader {
        Reader::Myself => "brag add logs a win",
        _ => "--reader self writes everything, for you alone",
    };
    Error::failed("there is nothing to export").hint(hint)
}
