//! The competency ladder: `brag ladder`.

use std::path::Path;

use serde_json::{Value, json};

use super::args::{ChooseArgs, LadderAction, QUARTERS};
use super::json::some;
use super::{Output, capture, json as record_json};
use crate::domain::field::unknown;
use crate::domain::{Gap, Ladder, Level, MatrixCell, MatrixRow, NearFit, Quarter};
use crate::error::{Error, Result};
use crate::journal::{Journal, Snapshot, Standing, competencies, ladders, lookup};
use crate::text::{counted, ellipsis, inert, width};

/// The maximum size of a ladder's file, in bytes.
const LONGEST: u64 = 1 << 20;

/// The glyphs of the ratings 0 to 4.
const GLYPHS: [&str; 5] = ["·", "▂", "▄", "▆", "█"];

/// The explanation of the ratings.
const RATING: &str = "▂ ▄ ▆ █ rate the number of records and their strength: each record counts one, and one more for \
                      a number, an outcome, an audience and praise";

/// The minimum width of the names of competencies in the table, in columns.
const SHORTEST_NAME: usize = 8;

/// Runs `brag ladder`.
pub fn run(journal: &Journal, output: &mut Output, action: Option<LadderAction>) -> Result<u8> {
    match action.unwrap_or(LadderAction::Show { quarters: QUARTERS }) {
        LadderAction::Show { quarters } => show(&journal.snapshot()?, output, usize::from(quarters))?,
        LadderAction::Choose(args) => choose(journal, output, &args)?,
        LadderAction::Level { name } => {
            let ladder = ladders::set_level(journal.context(), &name)?;
            say(journal, output, &ladder)?;
        }
        LadderAction::Edit => match ladders::edit(journal.context())? {
            Some(ladder) => say(journal, output, &ladder)?,
            None => output.note("nothing changed"),
        },
        LadderAction::Gaps { level } => gaps(&journal.snapshot()?, output, level.as_deref())?,
    }
    Ok(0)
}

fn choose(journal: &Journal, output: &mut Output, args: &ChooseArgs) -> Result<()> {
    let text =
        match args.file.as_deref() {
            None => None,
            Some(path) if path == Path::new("-") => Some(capture::from_stdin()?),
            Some(path) => Some(crate::files::read_text(path, LONGEST).map_err(|err| {
                Error::failed(format!("cannot read the ladder “{}”: {err}", path.display()))
            })?),
        };
    // Checked first: a ladder must not be replaced if its level is not one of it.
    if let Some(level) = &args.level
        && let Ok(ladder) = Ladder::parse(text.as_deref().unwrap_or(Ladder::GENERIC))
        && ladder.find_level(level).is_none()
    {
        let keys: Vec<&str> = ladder.levels.iter().map(|level| level.key.as_str()).collect();
        return Err(Error::usage(unknown("level", level, &keys)));
    }
    let mut ladder = ladders::choose(journal.context(), text.as_deref(), args.force)?;
    if let Some(level) = &args.level {
        ladder = ladders::set_level(journal.context(), level)?;
    }
    say(journal, output, &ladder)?;
    if ladder.level.is_none() {
        output.note("hint: set the level that you have now: brag ladder level NAME");
    }
    Ok(())
}

/// Prints a ladder with its levels and its file, or as JSON.
fn say(journal: &Journal, output: &mut Output, ladder: &Ladder) -> Result<()> {
    if output.json {
        return output.document(&ladder_json(ladder));
    }
    output.line(heading(output, ladder))?;
    let path = ladders::path(journal.context());
    let count = counted(ladder.competencies.len(), "competency", "competencies");
    output.line(output.muted(&format!("{count}, in {}", inert(&path.display().to_string()))))
}

/// Returns the name, the level and the next level of a ladder in one line.
fn heading(output: &Output, ladder: &Ladder) -> String {
    let name = some(ladder.name.trim()).unwrap_or("Competency ladder");
    let level = ladder.level.as_deref().and_then(|key| ladder.find_level(key));
    let level = level.map(|level| format!(" · now {}", level.name)).unwrap_or_default();
    let next = ladder.next_level().map(|level| format!(" · next {}", level.name)).unwrap_or_default();
    format!("{}{}", output.strong(&inert(name)), output.muted(&inert(&format!("{level}{next}"))))
}

/// Returns the standing against the ladder. Fails if there is no ladder, or if it does not have the level.
fn standing(snapshot: &Snapshot<'_>, level: Option<&str>, quarters: usize) -> Result<Standing> {
    match competencies::standing(snapshot, level, quarters)? {
        Some(standing) => Ok(standing),
        None => Err(ladders::require(snapshot.context()).err().unwrap_or_else(|| {
            Error::failed("the ladder was changed just now").hint("run the command again")
        })),
    }
}

fn show(snapshot: &Snapshot<'_>, output: &mut Output, quarters: usize) -> Result<()> {
    let standing = standing(snapshot, None, quarters)?;
    if output.json {
        return output.document(&standing_json(&standing));
    }
    output.line(heading(output, &standing.ladder))?;
    table(output, &standing)?;
    output.line("")?;
    if standing.matrix.rows.iter().any(|row| !row.is_known) {
        legend(output, "* is no longer in the ladder")?;
    }
    legend(output, RATING)?;
    if standing.next.is_some() {
        legend(output, "met: expectations of the next level that the records meet")?;
        output.note("hint: brag ladder gaps lists the expectations that they do not meet");
    }
    if standing.suggested > 0 {
        let count = counted(standing.suggested, "win suggests", "wins suggest");
        output.note(&format!("hint: {count} a competency: brag competency suggest"));
    }
    Ok(())
}

fn legend(output: &mut Output, text: &str) -> Result<()> {
    let columns = output.columns().unwrap_or(100);
    textwrap::wrap(text, columns).iter().try_for_each(|line| output.line(output.muted(line)))
}

/// Prints the matrix with as many of the latest quarters as fit into a line.
fn table(output: &mut Output, standing: &Standing) -> Result<()> {
    let matrix = &standing.matrix;
    let quarters = matrix.quarters.len();
    let mut head: Vec<String> = matrix.quarters.iter().map(|quarter| short_quarter(*quarter)).collect();
    head.push("total".to_owned());
    head.extend(standing.next.is_some().then(|| "met".to_owned()));
    let rows: Vec<(String, Vec<String>)> =
        matrix.rows.iter().map(|row| (name(row), cells(row, standing.next.is_some()))).collect();
    let widest = |at: usize| {
        let cells = rows.iter().filter_map(|(_, cells)| cells.get(at)).chain(head.get(at));
        cells.map(|cell| width(cell)).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..head.len()).map(widest).collect();
    let longest = rows.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
    let (names, shown) = match output.columns() {
        None => (longest, quarters),
        Some(columns) => fit(columns, longest, &widths, quarters),
    };
    let print = |cells: &[String]| {
        let padded = |(cell, widest): (&String, &usize)| {
            format!("  {cell}{}", " ".repeat(widest.saturating_sub(width(cell))))
        };
        let columns = cells.iter().zip(&widths).skip(quarters - shown);
        columns.map(padded).collect::<Vec<_>>().concat().trim_end().to_owned()
    };
    output.line(output.muted(&format!("{}{}", " ".repeat(names), print(&head))))?;
    for (name, cells) in &rows {
        let name = ellipsis(name, names);
        let pad = " ".repeat(names.saturating_sub(width(&name)));
        output.line(format!("{name}{pad}{}", print(cells)))?;
    }
    Ok(())
}

/// Returns the width of the names and the number of quarters that fit into `columns`; `widths` are those of the
/// quarters and of the columns after them.
fn fit(columns: usize, longest: usize, widths: &[usize], quarters: usize) -> (usize, usize) {
    let gap = 2;
    let fixed: usize = widths.iter().skip(quarters).map(|width| width + gap).sum();
    let quarter = widths.iter().take(quarters).max().map_or(gap, |widest| widest + gap);
    let names = longest.min(columns.saturating_sub(fixed + quarter).max(SHORTEST_NAME));
    let room = columns.saturating_sub(names + fixed);
    (names, (room / quarter).min(quarters))
}

/// Returns a quarter in four columns: `26Q1`.
fn short_quarter(quarter: Quarter) -> String {
    format!("{:02}Q{}", quarter.year.rem_euclid(100), quarter.number)
}

/// Returns the name of a competency; a star marks one that the ladder no longer has.
fn name(row: &MatrixRow) -> String {
    let mark = if row.is_known { "" } else { "* " };
    format!("{mark}{}", inert(&row.name))
}

/// Returns the cells of a row: the quarters, the total, and the expectations of the next level that are met.
fn cells(row: &MatrixRow, has_next: bool) -> Vec<String> {
    let mut out: Vec<String> = row.cells.iter().chain([&row.total]).map(|cell| shown(*cell)).collect();
    if has_next {
        out.push(if row.is_known { format!("{}/{}", row.met, row.expected) } else { String::new() });
    }
    out
}

/// Returns the glyph of the rating and the number of records: `▂ 3`.
fn shown(cell: MatrixCell) -> String {
    let glyph = GLYPHS.get(usize::from(cell.rating())).copied().unwrap_or("█");
    if cell.count == 0 { glyph.to_owned() } else { format!("{glyph} {}", cell.count) }
}

fn gaps(snapshot: &Snapshot<'_>, output: &mut Output, level: Option<&str>) -> Result<()> {
    let standing = standing(snapshot, level, 1)?;
    let Some(level) = &standing.next else {
        output.note("you are at the top of the ladder; name a level: brag ladder gaps LEVEL");
        return if output.json { output.document(&json!([])) } else { Ok(()) };
    };
    if output.json {
        let all = standing.gaps.iter().map(|gap| gap_json(snapshot, gap, level));
        return output.document(&Value::Array(all.collect::<Result<_>>()?));
    }
    if standing.gaps.is_empty() {
        let name = inert(&level.name);
        return output.line(format!("your records meet every expectation of {name}"));
    }
    let count = counted(standing.gaps.len(), "expectation is", "expectations are");
    output.line(output.strong(&inert(&format!("{}: {count} not met yet", level.name))))?;
    standing.gaps.iter().try_for_each(|gap| gap_lines(snapshot, output, gap))
}

/// Prints an expectation, the number of records that it has, and the record that nearly meets it.
fn gap_lines(snapshot: &Snapshot<'_>, output: &mut Output, gap: &Gap) -> Result<()> {
    let count = format!("{} of {}", gap.has, counted(gap.count, "record", "records"));
    output.line(format!("\n{}  {}", output.strong(&inert(&gap.name)), output.muted(&count)))?;
    output.line(format!("  {}", inert(&gap.text)))?;
    let Some(near) = &gap.near else {
        return output.line(format!("  {}", output.muted("no record nearly meets it")));
    };
    let short = lookup::short_id(snapshot, near.id)?;
    let lacks = inert(&format!("lacks {}", near.lacks.join(", "))).into_owned();
    let taken = short.len() + width(&lacks) + 14;
    let room = output.columns().map_or(usize::MAX, |columns| columns.saturating_sub(taken).max(20));
    let title = inert(&near.title).into_owned();
    output.line(format!(
        "  nearly: {}  {}  {}",
        output.accent(&short),
        ellipsis(&title, room),
        output.muted(&lacks)
    ))
}

fn ladder_json(ladder: &Ladder) -> Value {
    let level = |level: &Level| json!({ "key": level.key, "name": level.name });
    json!({
        "name": some(&ladder.name),
        "level": ladder.level,
        "next_level": ladder.next_level().map(|level| level.key.as_str()),
        "levels": ladder.levels.iter().map(level).collect::<Vec<_>>(),
    })
}

fn standing_json(standing: &Standing) -> Value {
    let matrix = &standing.matrix;
    let row = |row: &MatrixRow| {
        let quarters = matrix.quarters.iter().zip(&row.cells);
        let cells = quarters.map(|(quarter, cell)| {
            let mut value = cell_json(*cell);
            value["quarter"] = json!(quarter.to_string());
            value
        });
        json!({
            "key": row.key,
            "name": row.name,
            "known": row.is_known,
            "total": cell_json(row.total),
            "cells": cells.collect::<Vec<_>>(),
            "met": row.met,
            "expected": row.expected,
        })
    };
    let mut value = ladder_json(&standing.ladder);
    value["quarters"] = matrix.quarters.iter().map(|quarter| json!(quarter.to_string())).collect();
    value["competencies"] = matrix.rows.iter().map(row).collect();
    value
}

fn cell_json(cell: MatrixCell) -> Value {
    json!({ "count": cell.count, "strength": cell.strength, "rating": cell.rating() })
}

fn gap_json(snapshot: &Snapshot<'_>, gap: &Gap, level: &Level) -> Result<Value> {
    Ok(json!({
        "competency": gap.key,
        "name": gap.name,
        "level": level.key,
        "expectation": gap.text,
        "has": gap.has,
        "count": gap.count,
        "near": gap.near.as_ref().map(|near| near_json(snapshot, near)).transpose()?,
    }))
}

fn near_json(snapshot: &Snapshot<'_>, near: &NearFit) -> Result<Value> {
    let mut value = record_json::reference(snapshot, near.id, &near.title)?;
    value["kind"] = json!(near.kind.word());
    value["date"] = json!(near.day.map(|day| day.to_string()));
    value["lacks"] = json!(near.lacks);
    Ok(value)
}
