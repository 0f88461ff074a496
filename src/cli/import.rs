//! Importing: `brag import` prints a plan, asks for confirmation, and adds each file in one batch.

use std::io::Read;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::args::ImportArgs;
use super::confirm::{agreed, refuse_without_terminal};
use super::{Output, json as record_json};
use crate::domain::{Chapter, Figure, Kind, Measure, Reason, RecordId, StoredRecord};
use crate::error::{Error, ErrorKind, Result};
use crate::import::{ImportRecord, LARGEST, ProjectFound};
use crate::journal::{
    Exchange, Imported, Journal, LARGEST_JOURNAL, Plan, Snapshot, backups, exchange, import, lookup,
};
use crate::report::wording;
use crate::text::{counted, ellipsis, inert};

/// Runs `brag import`.
pub fn run(journal: &mut Journal, output: &mut Output, args: &ImportArgs) -> Result<u8> {
    args.files.iter().try_for_each(|path| refuse_no_file(path))?;
    let ask = !args.yes && !args.dry_run;
    if ask {
        let hint = "add --yes to import without it, or --dry-run to show what would be added";
        refuse_without_terminal("an import", hint)?;
    }
    let plans = plans(&journal.snapshot()?, args)?;
    if output.json && args.dry_run {
        let records: Vec<Value> =
            plans.iter().map(|plan| plan.json(&journal.snapshot()?)).collect::<Result<_>>()?;
        let one = if records.len() == 1 {
            records.into_iter().next().unwrap_or_default()
        } else {
            Value::Array(records)
        };
        output.document(&one)?;
        return Ok(0);
    }
    if !output.json {
        let shown = plans
            .iter()
            .try_for_each(|plan| plan.table(&journal.snapshot()?, output))
            .and_then(|()| output.flush());
        // With `--yes`, a closed pipe must not prevent the import.
        if let Err(err) = shown
            && !(args.yes && err.kind() == ErrorKind::ClosedPipe)
        {
            return Err(err);
        }
    }
    if args.dry_run {
        return Ok(0);
    }
    let new: usize = plans.iter().map(Planned::new_records).sum();
    if ask && new > 0 && !agreed(&format!("Add {}?", counted(new, "record", "records")))? {
        output.note("nothing was added");
        return Ok(1);
    }
    if new > backups::LARGE_IMPORT {
        output.with_status("backing up", || backups::before(journal, Reason::Import))?;
    }
    apply(journal, output, &plans, args.ask)?;
    if !output.json && new > 0 {
        output.note("hint: brag undo undoes the import");
    }
    Ok(0)
}

/// Plans the import of every file.
fn plans(snapshot: &Snapshot<'_>, args: &ImportArgs) -> Result<Vec<Planned>> {
    let csv = match args.format.as_str() {
        "markdown" => Some(false),
        "csv" => Some(true),
        _ => None,
    };
    let mut plans = Vec::new();
    for path in &args.files {
        let bytes = read(path)?;
        let name = match path.file_name() {
            _ if path == Path::new(STDIN) => "stdin".to_owned(),
            Some(name) => name.to_string_lossy().into_owned(),
            None => path.display().to_string(),
        };
        plans.push(match &args.format[..] {
            "json" => Planned::whole(snapshot, &name, &bytes)?,
            "auto" if is_json(&bytes) => Planned::whole(snapshot, &name, &bytes)?,
            _ => Planned::Document(import::plan(snapshot, &name, &bytes, args.year, csv)?),
        });
    }
    if (args.ask || args.year.is_some()) && plans.iter().any(|plan| matches!(plan, Planned::Journal(..))) {
        return Err(Error::usage("an exported journal is imported unchanged: remove --ask and --year"));
    }
    Ok(plans)
}

/// Imports the planned records, with their follow-ups if `ask` is `true`, and prints the result.
fn apply(journal: &mut Journal, output: &mut Output, plans: &[Planned], ask: bool) -> Result<()> {
    let mut batches = Vec::new();
    for plan in plans {
        let what = format!("adding {}", counted(plan.new_records(), "record", "records"));
        let imported = output.with_status(&what, || plan.apply(journal, ask))?;
        if output.json {
            let changes = imported
                .batch
                .as_deref()
                .map(|short| record_json::batch(&journal.snapshot()?, short))
                .transpose()?;
            batches.push(changes.unwrap_or_else(|| json!({ "batch": null, "changes": [] })));
        } else {
            say_imported(output, plan, &imported, ask)?;
        }
    }
    if output.json {
        let one = if batches.len() == 1 { batches.remove(0) } else { Value::Array(batches) };
        output.document(&one)?;
    }
    Ok(())
}

/// The plan for one file.
enum Planned {
    /// The records that were found in a document.
    Document(Plan),
    /// The name of the file, and the exported journal in it.
    Journal(String, Exchange),
}

impl Planned {
    fn whole(snapshot: &Snapshot<'_>, name: &str, bytes: &[u8]) -> Result<Self> {
        let of = |err: Error| {
            let hint = err.hint_text().unwrap_or("brag export json writes a journal that can be imported");
            Error::failed(format!("{}: {}", inert(name), err.message())).hint(hint)
        };
        let text = std::str::from_utf8(bytes).map_err(|_| of(Error::failed("the file is not UTF-8 text")))?;
        Ok(Self::Journal(name.to_owned(), exchange::plan(snapshot, text).map_err(of)?))
    }

    fn name(&self) -> &str {
        match self {
            Self::Document(plan) => &plan.name,
            Self::Journal(name, _) => name,
        }
    }

    fn new_records(&self) -> usize {
        match self {
            Self::Document(plan) => plan.new_records(),
            Self::Journal(_, exchange) => exchange.new_records(),
        }
    }

    fn apply(&self, journal: &mut Journal, ask: bool) -> Result<Imported> {
        match self {
            Self::Document(plan) => journal.write(|tx| import::apply(tx, plan, ask)),
            Self::Journal(name, exchange) => journal.write(|tx| exchange::apply(tx, name, exchange)),
        }
    }

    fn json(&self, snapshot: &Snapshot<'_>) -> Result<Value> {
        match self {
            Self::Document(plan) => plan_json(snapshot, plan),
            Self::Journal(_, exchange) => exchange_json(snapshot, exchange),
        }
    }

    fn table(&self, snapshot: &Snapshot<'_>, output: &mut Output) -> Result<()> {
        let (name, exchange) = match self {
            Self::Document(plan) => return table(snapshot, output, plan),
            Self::Journal(name, exchange) => (name, exchange),
        };
        output.line(output.strong(&inert(name)))?;
        for (kind, count) in exchange.counts() {
            output.line(format!("{count:>9}  {}", inert(kind)))?;
        }
        let there = exchange.records.len() - exchange.new_records();
        let there =
            if there > 0 { format!(", {there} of them in the journal already") } else { String::new() };
        output.line(format!("{}{there}", counted(exchange.records.len(), "record", "records")))
    }
}

/// Returns `true` if a file begins with `{`, after white space; no other document does.
fn is_json(bytes: &[u8]) -> bool {
    bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{')
}

/// Returns the plan for an exported journal as JSON. `lines` is null: the records have no line numbers.
fn exchange_json(snapshot: &Snapshot<'_>, exchange: &Exchange) -> Result<Value> {
    let one = |(record, there): (&StoredRecord, &bool)| -> Result<Value> {
        let there = if *there { lookup::short_id(snapshot, RecordId(record.id)).ok() } else { None };
        let title = ["title", "name", "question", "text"].iter().find_map(|key| record.fields.get(*key));
        Ok(json!({
            "kind": record.kind,
            "title": title,
            "lines": null,
            "fields": record.fields,
            "duplicate_of": there,
        }))
    };
    let counts: Map<String, Value> =
        exchange.counts().into_iter().map(|(kind, count)| (kind.to_owned(), count.into())).collect();
    let records = exchange.records.iter().zip(&exchange.there).map(one).collect::<Result<Vec<_>>>()?;
    Ok(json!({ "records": records, "counts": counts, "unplaced": [] }))
}

/// Prints the result of the import of a file; `ask` is `true` if follow-ups were requested.
fn say_imported(output: &mut Output, plan: &Planned, imported: &Imported, ask: bool) -> Result<()> {
    if imported.added == 0 {
        return output.line(format!("nothing new in {}", inert(plan.name())));
    }
    let added = counted(imported.added, "record", "records");
    output.line(format!("added {added} from {}", inert(plan.name())))?;
    if ask {
        output.note(&match imported.asked {
            0 => "no follow-up was made: the days are in the past, or the records have no date".to_owned(),
            asked => counted(asked, "follow-up was made", "follow-ups were made"),
        });
    }
    Ok(())
}

/// Fails if there is no file at a path, or if it is a directory.
fn refuse_no_file(path: &Path) -> Result<()> {
    if path == Path::new(STDIN) {
        return Ok(());
    }
    let failed = |message: String| Err(Error::failed(message));
    match std::fs::metadata(path) {
        Ok(found) if found.is_dir() => failed(format!("“{}” is a directory; name a file", path.display())),
        Err(err) if err.kind() == std::io::ErrorKind::NotFound => {
            Err(Error::failed(format!("there is no file “{}”", path.display()))
                .hint("check the path; - reads the text from stdin"))
        }
        Ok(_) | Err(_) => Ok(()),
    }
}

/// The path that means stdin.
const STDIN: &str = "-";

fn read(path: &Path) -> Result<Vec<u8>> {
    let failed = |err: std::io::Error| Error::failed(format!("cannot read “{}”: {err}", path.display()));
    let file: Box<dyn Read> = if path == Path::new(STDIN) {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(std::fs::File::open(path).map_err(failed)?)
    };
    let mut bytes = Vec::new();
    // The parser refuses a document that is too long, so one more byte is read; a journal may be longer.
    let mut file = file.take(LARGEST as u64 + 1);
    file.read_to_end(&mut bytes).map_err(failed)?;
    if is_json(&bytes) {
        file.set_limit(LARGEST_JOURNAL + 1 - bytes.len() as u64);
        file.read_to_end(&mut bytes).map_err(failed)?;
        if bytes.len() as u64 > LARGEST_JOURNAL {
            let most = LARGEST_JOURNAL >> 20;
            return Err(Error::failed(format!("“{}” is larger than {most} MB", path.display())));
        }
    }
    Ok(bytes)
}

/// Prints the plan for a document: lines, kind and title of each record, the unplaced lines, and the counts.
fn table(snapshot: &Snapshot<'_>, output: &mut Output, plan: &Plan) -> Result<()> {
    output.line(output.strong(&inert(&plan.name)))?;
    let columns = output.columns().unwrap_or(120);
    for planned in &plan.records {
        let draft = &planned.draft;
        let (kind, indent, about) = match &draft.record {
            ImportRecord::Win(win) => (
                "win",
                if win.project.is_some() { "  " } else { "" },
                win.category.clone().unwrap_or_default(),
            ),
            ImportRecord::Project(found) => ("project", "", about_project(found)),
            ImportRecord::Goal(found) => ("goal", "", found.draft.measure.to_string()),
            ImportRecord::Reading(note) => ("reading", "", note.authors.join(", ")),
        };
        let there = match planned.duplicate_of {
            Some(id) => format!("  in the journal: {}", lookup::short_id(snapshot, id)?),
            None => String::new(),
        };
        let lines = if draft.lines.0 == draft.lines.1 {
            draft.lines.0.to_string()
        } else {
            format!("{}–{}", draft.lines.0, draft.lines.1)
        };
        let title = inert(draft.record.title()).into_owned();
        let title = ellipsis(&title, columns.saturating_sub(26 + there.len())).into_owned();
        let about = if about.is_empty() { String::new() } else { format!("  {about}") };
        output.line(format!(
            "{}  {kind:<7}  {indent}{title}{}{}",
            output.muted(&format!("{lines:>9}")),
            output.muted(&about),
            output.muted(&there)
        ))?;
    }
    for each in &plan.unplaced {
        let text = ellipsis(&inert(&each.text), columns.saturating_sub(26)).into_owned();
        output.line(format!("{}  {:<7}  {text}", output.muted(&format!("{:>9}", each.line)), "skipped"))?;
    }
    let counts: Vec<String> = Kind::ALL
        .iter()
        .map(|kind| (plan.count(*kind), kind))
        .filter(|(count, _)| *count > 0)
        .map(|(count, kind)| counted(count, &kind.to_string(), kind.plural()))
        .collect();
    let known = plan.records.len() - plan.new_records();
    let known = if known > 0 { format!("; {known} in the journal already") } else { String::new() };
    let unplaced = if plan.unplaced.is_empty() {
        String::new()
    } else {
        format!("; {} skipped", counted(plan.unplaced.len(), "line", "lines"))
    };
    let undated = plan.undated();
    let undated = if undated == 0 {
        String::new()
    } else {
        format!("; {} no date (--year YEAR gives one)", counted(undated, "win has", "wins have"))
    };
    let counts = if counts.is_empty() { "nothing found".to_owned() } else { counts.join(", ") };
    output.line(format!("{counts}{known}{unplaced}{undated}"))
}

/// Summarises the content of a project: its chapters, skills and figures.
fn about_project(found: &ProjectFound) -> String {
    let mut parts = Vec::new();
    for chapter in [Chapter::Challenge, Chapter::Solution, Chapter::Results, Chapter::Reflection] {
        if !found.draft.prose[chapter].is_empty() {
            parts.push(chapter.word().to_owned());
        }
    }
    if !found.draft.skills.is_empty() {
        parts.push(counted(found.draft.skills.len(), "skill", "skills"));
    }
    parts.extend(found.figures.iter().map(|figure| inert(&wording::figure(figure)).into_owned()));
    parts.join(" · ")
}

fn project_fields(found: &ProjectFound) -> Value {
    let draft = &found.draft;
    let mut fields = Map::new();
    for chapter in Chapter::ALL {
        let key = if *chapter == Chapter::Audience { "audience" } else { chapter.word() };
        let text = &draft.prose[*chapter];
        fields.insert(key.to_owned(), json!((!text.is_empty()).then_some(text)));
    }
    let metric = |figure: &Figure| {
        let change = figure.change();
        json!({
            "name": figure.name,
            "value": figure.to.text,
            "relative": figure.to.relative,
            "change_text": change.as_ref().map(|change| &change.text),
            "change_percent": change.and_then(|change| change.percent),
        })
    };
    fields.insert("status".into(), json!(draft.status.word()));
    fields.insert("roles".into(), draft.roles.iter().map(|role| role.word()).collect());
    fields.insert("skills".into(), json!(draft.skills));
    fields.insert("metrics".into(), found.figures.iter().map(metric).collect());
    Value::Object(fields)
}

fn plan_json(snapshot: &Snapshot<'_>, plan: &Plan) -> Result<Value> {
    let mut records = Vec::new();
    for planned in &plan.records {
        let draft = &planned.draft;
        let fields = match &draft.record {
            ImportRecord::Win(win) => json!({
                "date": win.when.map(|when| when.to_string()),
                "project": win.project.as_ref().map(|project| &project.name),
                "category": win.category,
                "notes": win.notes,
                "impact": win.impact,
            }),
            ImportRecord::Project(found) => project_fields(found),
            ImportRecord::Goal(found) => json!({
                "why": found.draft.why,
                "measure": found.draft.measure.word(),
                "count": match found.draft.measure { Measure::Count(count) => Some(count), _ => None },
                "status": if found.done.is_some() { "done" } else { "open" },
                "year": plan.year(),
            }),
            ImportRecord::Reading(note) => json!({
                "authors": note.authors,
                "medium": note.medium.word(),
                "status": note.status.word(),
                "finished": note.finished.map(|date| date.to_string()),
                "rating": note.rating,
                "takeaways": note.takeaways,
                "notes": note.notes,
                "tags": note.tags,
                "links": note.links,
            }),
        };
        records.push(json!({
            "kind": draft.record.kind().word(),
            "title": draft.record.title(),
            "lines": [draft.lines.0, draft.lines.1],
            "fields": fields,
            "duplicate_of": planned.duplicate_of.map(|id| lookup::short_id(snapshot, id)).transpose()?,
        }));
    }
    let counts: Map<String, Value> = Kind::ALL
        .iter()
        .map(|kind| (kind.word().to_owned(), json!(plan.count(*kind))))
        .filter(|(_, count)| *count != json!(0))
        .collect();
    let unplaced: Vec<Value> =
        plan.unplaced.iter().map(|each| json!({ "line": each.line, "text": each.text })).collect();
    Ok(json!({ "records": records, "counts": counts, "unplaced": unplaced }))
}
