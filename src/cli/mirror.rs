//! Writes a readable mirror of the journal: `brag export markdown`.

use std::collections::BTreeSet;

use super::Output;
use super::args::MirrorArgs;
use super::destination::{reader, write_all};
use super::documents::{point_out, say_replaced};
use crate::domain::Period;
use crate::domain::period::year_number;
use crate::error::{Error, Result};
use crate::journal::{self, Snapshot, export, review, timeline};
use crate::report::document::Reader;
use crate::report::export::RenderRequest;
use crate::report::format::{DocumentKind, Length};
use crate::report::markdown::escaped;
use crate::text::{counted, slug};

/// The file that lists the others.
const INDEX: &str = "README.md";
/// The beginning of the names of the projects' files.
const PROJECT: &str = "project-";

/// Writes the files into a directory: `README.md`, `2025.md` for each year with a win or a goal, `project-NAME.md`
/// for each project, and `career.md` with what has no date.
pub(super) fn write(snapshot: &Snapshot<'_>, output: &mut Output, args: &MirrorArgs) -> Result<u8> {
    let reader = reader(&args.reader)?;
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let mut index = String::from("# Journal\n\n");
    let mut years = 0;
    for year in years_of(snapshot)? {
        let period = Period::year(year, snapshot.context().config().fiscal_year_start);
        let data = review::load(snapshot, period.clone(), reader)?;
        let request = RenderRequest { length: Length::Full, ..RenderRequest::default() };
        let page = export::render(snapshot, &data, &request, None)?;
        say_replaced(output, &page.replaced);
        point_out(output, &page.unaliased);
        let name = format!("{}.md", slug(&period.label));
        index.push_str(&format!(
            "- [{}]({name}): {}\n",
            period.label,
            counted(data.wins.len(), "win", "wins")
        ));
        files.push((name, page.bytes));
        years += 1;
    }
    let data = review::load_career(snapshot, None, reader)?;
    let request =
        RenderRequest { kind: DocumentKind::Timeline, length: Length::Full, ..RenderRequest::default() };
    if !(data.wins.is_empty() && data.projects.is_empty() && data.positions.all.is_empty()) {
        files.push(("career.md".to_owned(), export::render(snapshot, &data, &request, None)?.bytes));
        index.push_str("- [The whole career](career.md), with what has no date\n");
    }
    let pages = crate::report::export::render_per_project(&data, &RenderRequest::default())
        .map_err(|err| Error::failed(err.to_string()))?;
    if !pages.is_empty() {
        index.push_str("\n## Projects\n\n");
    }
    let projects = pages.len();
    for (name, page) in pages {
        let title = title_of(&page.bytes).unwrap_or_else(|| name.clone());
        index.push_str(&format!("- [{}]({PROJECT}{name})\n", escaped(&title)));
        files.push((format!("{PROJECT}{name}"), page.bytes));
    }
    if files.is_empty() {
        return Err(nothing(reader));
    }
    files.push((INDEX.to_owned(), index.into_bytes()));
    write_all(&args.output, &files, args.force)?;
    output.note(&format!(
        "wrote {}: {}, {}",
        args.output.display(),
        counted(years, "year", "years"),
        counted(projects, "project", "projects")
    ));
    Ok(0)
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
    let days = wins.iter().filter_map(|win| win.when.map(crate::domain::DateRange::last_day));
    let mut years: BTreeSet<i32> = days.map(|day| year_number(day, start)).collect();
    years.extend(journal::goals::list(snapshot)?.into_iter().map(|goal| goal.year));
    Ok(years)
}

fn nothing(reader: Reader) -> Error {
    let hint = match reader {
        Reader::Myself => "brag add logs a win",
        _ => "--reader self writes everything, for you alone",
    };
    Error::failed("there is nothing to export").hint(hint)
}
