//! Writes the tables of `brag export csv`: one CSV file for each kind of record.

use std::path::Path;

use serde_json::{Value, json};

use super::destination::write_all;
use super::notices::say_names;
use super::{Output, goals, json as record_json, positions, praise, profile, readings, stories};
use crate::domain::{Goal, Position, Praise, Profile, Project, Reading, Record as _, Story, Win};
use crate::error::{Error, Result};
use crate::journal::tables::Tables;
use crate::journal::{self, Snapshot};
use crate::present::field::text_of;
use crate::present::json::columns;
use crate::report::document::Reader;
use crate::report::export;

/// The columns of `values.csv`, by the keys of the JSON.
const VALUES: &[&str] = &[
    "short_id",
    "metric",
    "project",
    "win",
    "date",
    "value",
    "unit",
    "text",
    "relative",
    "baseline",
    "confidence",
    "source",
    "note",
    "id",
];
/// The columns of `follow-ups.csv`, by the keys of the JSON.
const FOLLOW_UPS: &[&str] = &[
    "short_id",
    "about",
    "about_title",
    "question",
    "ask_on",
    "status",
    "snoozed",
    "recorded_on",
    "outcome",
    "why",
    "evidence",
    "id",
];

/// The columns of `strengths.csv`.
const STRENGTHS: &[&str] = &["name", "text"];
/// The columns of `education.csv`.
const EDUCATION: &[&str] = &["institution", "area", "degree", "start", "end"];
/// The columns of `languages.csv`.
const LANGUAGES: &[&str] = &["name", "fluency"];

/// Writes a CSV file for each kind of record that a reader may see into a directory; existing files are replaced only with
/// `force`. For the public, names are replaced by their aliases, and people, links and evidence are left out; fails if a
/// name can still be read.
pub(super) fn write(
    snapshot: &Snapshot<'_>,
    output: &mut Output,
    directory: &Path,
    reader: Reader,
    force: bool,
) -> Result<u8> {
    if directory.exists() && !directory.is_dir() {
        return Err(Error::failed(format!("“{}” is a file; csv needs a directory", directory.display())));
    }
    let tables = journal::tables::load(snapshot, reader)?;
    let mut files = files(snapshot, &tables)?;
    if reader == Reader::Public {
        files.iter_mut().flat_map(|(_, _, rows)| rows).for_each(leave_out_people);
        let own = tables.profile.as_ref().map(|profile| profile.name.as_str()).unwrap_or_default();
        let rows = files.iter_mut().flat_map(|(_, _, rows)| rows);
        let names = export::redact_rows(&tables.aliases, own, rows).map_err(|err| {
            Error::failed(err.to_string())
                .hint("give the name another alias, or use --reader manager for a reader who may know it")
        })?;
        say_names(output, &names, false);
    }
    if matches!(reader, Reader::Manager | Reader::Promotion) {
        let own = tables.profile.as_ref().map(|profile| profile.name.as_str()).unwrap_or_default();
        let rows = files.iter().flat_map(|(_, _, rows)| rows);
        say_names(output, &export::names_in_rows(&tables.aliases, own, rows), false);
    }
    let (mut all, mut counts) = (Vec::new(), Vec::new());
    for (name, columns, rows) in files {
        counts.push(format!("{name} {}", rows.len()));
        all.push((name.to_owned(), table(&columns, &rows)?));
    }
    write_all(directory, &all, force)?;
    output.note(&format!("wrote {}: {}", directory.display(), counts.join(", ")));
    Ok(0)
}

/// Clears what no document for the public has: people and addresses.
fn leave_out_people(row: &mut Value) {
    let Some(row) = row.as_object_mut() else { return };
    for key in ["people", "links", "url", "evidence", "source", "team", "from", "email"] {
        if let Some(value) = row.get_mut(key) {
            *value = if value.is_array() { json!([]) } else { json!("") };
        }
    }
}

type File = (&'static str, Vec<&'static str>, Vec<Value>);

fn files(snapshot: &Snapshot<'_>, tables: &Tables) -> Result<Vec<File>> {
    let mut wins = Vec::with_capacity(tables.wins.len());
    let mut follow_ups = Vec::new();
    for win in &tables.wins {
        let row = record_json::win(snapshot, win)?;
        follow_ups.extend(row["follow_ups"].as_array().cloned().unwrap_or_default());
        wins.push(row);
    }
    let mut projects = Vec::new();
    for project in &tables.projects {
        let row = record_json::project(snapshot, project, &[], &json!([]))?;
        follow_ups.extend(row["follow_ups"].as_array().cloned().unwrap_or_default());
        projects.push(row);
    }
    let mut values = Vec::new();
    for metric in &tables.metrics {
        let metric = record_json::metric(snapshot, metric)?;
        for value in metric["values"].as_array().into_iter().flatten() {
            let mut row = value.clone();
            for (key, of) in [("metric", "name"), ("project", "project"), ("win", "win"), ("unit", "unit")] {
                row[key] = metric[of].clone();
            }
            values.push(row);
        }
    }
    let goals = tables.goals.iter().map(|goal| goals::json(snapshot, goal));
    let readings = tables.readings.iter().map(|reading| readings::json(snapshot, reading));
    let mut files: Vec<File> = vec![
        ("wins.csv", columns::<Win>(&["metrics", "learned"]), wins),
        ("projects.csv", columns::<Project>(&[]), projects),
        ("values.csv", VALUES.to_vec(), values),
        ("follow-ups.csv", FOLLOW_UPS.to_vec(), follow_ups),
        ("goals.csv", columns::<Goal>(&["standing"]), goals.collect::<Result<_>>()?),
        ("reading.csv", columns::<Reading>(&[]), readings.collect::<Result<_>>()?),
    ];
    files.extend(career_files(snapshot, tables)?);
    Ok(files)
}

/// Returns the files of the positions, the stories and the praise, and those of the profile if there is one.
fn career_files(snapshot: &Snapshot<'_>, tables: &Tables) -> Result<Vec<File>> {
    let mut held = Vec::new();
    for view in &tables.positions {
        let mut row = positions::json(snapshot, view)?;
        // The lines of the titles with their dates, of which a cell of the JSON has only the titles.
        let titles = Position::field("titles").map(|field| text_of(field, &view.position.body));
        row["titles"] = titles.unwrap_or_default().lines().map(|line| json!(line)).collect();
        held.push(row);
    }
    let stories = tables.stories.iter().map(|story| stories::json(snapshot, story));
    let said = tables.praise.iter().map(|each| praise::json(snapshot, each));
    let mut files: Vec<File> = vec![
        ("positions.csv", columns::<Position>(&["titles"]), held),
        ("stories.csv", columns::<Story>(&["state"]), stories.collect::<Result<_>>()?),
        ("praise.csv", columns::<Praise>(&[]), said.collect::<Result<_>>()?),
    ];
    if let Some(stored) = &tables.profile {
        let row = profile::json(snapshot, stored)?;
        let parts = |key: &str| row[key].as_array().cloned().unwrap_or_default();
        files.push(("strengths.csv", STRENGTHS.to_vec(), parts("strengths")));
        files.push(("education.csv", EDUCATION.to_vec(), parts("education")));
        files.push(("languages.csv", LANGUAGES.to_vec(), parts("languages")));
        files.push(("profile.csv", columns::<Profile>(&[]), vec![row]));
    }
    Ok(files)
}

fn table(columns: &[&str], rows: &[Value]) -> Result<Vec<u8>> {
    let failed = |err: &dyn std::fmt::Display| Error::failed(format!("cannot write the table: {err}"));
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(columns).map_err(|err| failed(&err))?;
    for row in rows {
        writer.write_record(columns.iter().map(|column| cell(&row[*column]))).map_err(|err| failed(&err))?;
    }
    writer.into_inner().map_err(|err| failed(&err))
}

/// Returns a JSON value as the text of a cell; list items are separated by `; `.
fn cell(value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        other => no_formula(words(other)),
    }
}

fn words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().map(words).collect::<Vec<_>>().join("; "),
        Value::Object(named) if named.contains_key("title") => {
            named.get("title").map(words).unwrap_or_default()
        }
        Value::Object(figure) => {
            let of = |key: &str| figure.get(key).map(words).unwrap_or_default();
            let from = Some(of("from")).filter(|from| !from.is_empty()).map(|from| format!("{from}.."));
            format!("{}:{}{}", of("name"), from.unwrap_or_default(), of("to"))
        }
        other => other.to_string(),
    }
}

/// Returns `text`, with an apostrophe in front if a spreadsheet would evaluate it as a formula.
fn no_formula(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { format!("'{text}") } else { text }
}
