//! The columns of `brag list --columns`.

use super::Output;
use crate::domain::field::unknown;
use crate::domain::value::names_of;
use crate::domain::{Record as _, WinId, WinView};
use crate::error::{Error, Result};
use crate::journal::{Snapshot, lookup, timeline};
use crate::report::wording;
use crate::text::{ellipsis, inert, one_line, width};

/// The names of the columns.
pub(super) const NAMES: [&str; 16] = [
    "id", "date", "title", "project", "number", "category", "tags", "people", "skills", "goals", "roles",
    "status", "outcome", "for", "impact", "logged",
];

/// The number of wins that are read before they are printed to a pipe.
const PART: usize = 500;

/// Checks the names of columns.
pub(super) fn check(columns: &[String]) -> Result<()> {
    match columns.iter().find(|name| !NAMES.contains(&name.trim())) {
        Some(name) => Err(Error::usage(unknown("column", name, &NAMES))),
        None => Ok(()),
    }
}

/// Prints wins with the given columns: aligned on a terminal, else separated by tabs.
pub(super) fn print(
    snapshot: &Snapshot<'_>,
    output: &mut Output,
    rows: &[(i64, WinId)],
    columns: &[String],
) -> Result<()> {
    if output.columns().is_none() {
        for part in rows.chunks(PART) {
            for cells in cells(snapshot, part, columns)? {
                output.line(cells.join("\t"))?;
            }
        }
        return Ok(());
    }
    let all = cells(snapshot, rows, columns)?;
    let mut widths: Vec<usize> =
        (0..columns.len()).map(|at| all.iter().map(|cells| width(&cells[at])).max().unwrap_or(0)).collect();
    shrink(&mut widths, output.columns().unwrap_or(80));
    for cells in all {
        let mut line = String::new();
        for (at, (cell, wide)) in cells.iter().zip(&widths).enumerate() {
            let cell = ellipsis(cell, *wide);
            let pad = if at + 1 < widths.len() { wide - width(&cell) + 2 } else { 0 };
            line.push_str(&cell);
            line.push_str(&" ".repeat(pad));
        }
        output.line(line.trim_end())?;
    }
    Ok(())
}

/// Narrows the widest column until the columns, two spaces apart, fit the terminal.
fn shrink(widths: &mut [usize], columns: usize) {
    let gaps = 2 * widths.len().saturating_sub(1);
    while widths.iter().sum::<usize>() + gaps > columns {
        let Some(widest) = widths.iter_mut().max().filter(|widest| **widest > 4) else { return };
        *widest -= 1;
    }
}

fn cells(snapshot: &Snapshot<'_>, rows: &[(i64, WinId)], columns: &[String]) -> Result<Vec<Vec<String>>> {
    let shorts = lookup::short_ids(snapshot, rows.iter().map(|(_, id)| *id))?;
    let wins = timeline::find_all(snapshot, rows)?;
    let short = |win: &WinView| rows.iter().position(|(_, id)| *id == win.id).map(|at| shorts[at].clone());
    let mut out = Vec::with_capacity(wins.len());
    for win in &wins {
        let short = short(win).unwrap_or_default();
        let cell = |name: &String| cell_line(&cell(snapshot, win, &short, name.trim()));
        out.push(columns.iter().map(cell).collect());
    }
    Ok(out)
}

fn cell(snapshot: &Snapshot<'_>, win: &WinView, short: &str, column: &str) -> String {
    let list = |names: &[String]| names.join(", ");
    match column {
        "id" => short.to_owned(),
        "date" => wording::row_date_or_none(win.when, win.unread().get("date").unwrap_or_default()),
        "title" => win.title.clone(),
        "project" => win.project.as_ref().map(|project| project.name.clone()).unwrap_or_default(),
        "number" => win.figures.iter().map(|figure| wording::figure(figure)).collect::<Vec<_>>().join(", "),
        "category" => snapshot.context().config().categories.title(win.category_key()).to_owned(),
        "tags" => list(&win.tags),
        "people" => list(&win.people),
        "skills" => list(&win.skills),
        "goals" => list(&names_of(&win.goals)),
        "roles" => win.roles.iter().map(|role| role.word()).collect::<Vec<_>>().join(", "),
        "status" => win.status.word().to_owned(),
        "outcome" => {
            let answered = win.follow_ups.iter().filter(|each| !each.outcome.is_empty());
            answered.map(|each| each.outcome.clone()).collect::<Vec<_>>().join("; ")
        }
        "for" => win.audience.clone(),
        "impact" => win.impact.clone(),
        "logged" => win.meta.logged_at.format("%Y-%m-%d %H:%M").to_string(),
        _ => String::new(),
    }
}

/// Returns a text in one line, without tabs and control characters.
fn cell_line(text: &str) -> String {
    inert(&one_line(text)).into_owned()
}
