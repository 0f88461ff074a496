//! Importing: `brag import` prints a plan, asks for confirmation, and adds each file in one batch.

mod plan;
mod reported;

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::args::{ImportArgs, ImportSource};
use super::confirm::{agreed, refuse_without_terminal};
use super::{Output, json as record_json};
use crate::domain::{NamedRef, Reason, RecordId, StoredRecord};
use crate::error::{Error, ErrorKind, Result};
use crate::import::Format;
use crate::journal::import::FileKind;
use crate::journal::{
    Exchange, ImportOptions, Imported, Journal, Plan, Snapshot, backups, exchange, import, lookup, positions,
    projects,
};
use crate::text::{counted, inert};

/// Runs `brag import`.
pub fn run(journal: &mut Journal, output: &mut Output, args: &ImportArgs) -> Result<u8> {
    match &args.source {
        Some(ImportSource::Git(args)) => return reported::git(journal, output, args),
        Some(ImportSource::Gh(args)) => return reported::gh(journal, output, args),
        None => {}
    }
    documents(journal, output, args)
}

/// Imports documents, and the files of programs that report work.
fn documents(journal: &mut Journal, output: &mut Output, args: &ImportArgs) -> Result<u8> {
    args.files.iter().try_for_each(|path| refuse_no_file(path))?;
    let files = read_all(args)?;
    let is_reported = |file: &ImportFile| matches!(file.kind, FileKind::Candidates | FileKind::Forge);
    if files.iter().all(is_reported) {
        if args.ask || args.year.is_some() || args.project.is_some() || args.position.is_some() {
            return Err(Error::usage(
                "what programs reported goes to the inbox first: remove --ask, --year, --project and --position",
            ));
        }
        let then = reported::Then { dry_run: args.dry_run, keep: args.yes };
        return reported::files(journal, output, files, then);
    }
    if let Some(file) = files.iter().find(|file| is_reported(file)) {
        return Err(Error::usage(format!("{} is not a document: import it by itself", inert(&file.name))));
    }
    let ask = !args.yes && !args.dry_run;
    if ask {
        let hint = "add --yes to import without it, or --dry-run to show what would be added";
        refuse_without_terminal("an import", hint)?;
    }
    let plans = plans(&journal.snapshot()?, files, args)?;
    if output.json && args.dry_run {
        print_plans(&journal.snapshot()?, output, &plans)?;
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
    let new: usize = plans.iter().map(Planned::written).sum();
    let changed: usize = plans.iter().map(Planned::changed).sum();
    let question = match (new - changed, changed) {
        (added, 0) => format!("Add {}?", counted(added, "record", "records")),
        (0, changed) => format!("Update {}?", counted(changed, "record", "records")),
        (added, changed) => format!("Add {} and update {changed}?", counted(added, "record", "records")),
    };
    if ask && new > 0 && !agreed(&question)? {
        output.note("nothing was written");
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

/// Prints plans as JSON: one object, or an array for several files.
fn print_plans(snapshot: &Snapshot<'_>, output: &mut Output, plans: &[Planned]) -> Result<()> {
    let mut all: Vec<Value> = plans.iter().map(|plan| plan.json(snapshot)).collect::<Result<_>>()?;
    let one = if all.len() == 1 { all.remove(0) } else { Value::Array(all) };
    output.document(&one)
}

/// A file that was read.
struct ImportFile {
    /// The name in messages.
    name: String,
    kind: FileKind,
    bytes: Vec<u8>,
}

/// Reads the files, whose kinds `--format` sets or their content shows.
fn read_all(args: &ImportArgs) -> Result<Vec<ImportFile>> {
    let one = |path: &PathBuf| {
        let (name, bytes) = (file_name(path), read(path)?);
        let kind = match args.format.as_str() {
            "auto" => FileKind::of(&name, &bytes),
            "json" => FileKind::Journal,
            "gh" => FileKind::Forge,
            "candidates" => FileKind::Candidates,
            _ => FileKind::Document,
        };
        Ok(ImportFile { name, kind, bytes })
    };
    args.files.iter().map(one).collect()
}

/// Plans the import of every file.
fn plans(snapshot: &Snapshot<'_>, files: Vec<ImportFile>, args: &ImportArgs) -> Result<Vec<Planned>> {
    let options = options(snapshot, args)?;
    let mut plans = Vec::new();
    for ImportFile { name, kind, bytes } in files {
        plans.push(match kind {
            FileKind::Journal => Planned::whole(snapshot, &name, &bytes)?,
            _ => Planned::Document(Box::new(import::plan(snapshot, &name, bytes, &options)?)),
        });
    }
    let is_changed = args.ask || args.year.is_some() || args.project.is_some() || args.position.is_some();
    if is_changed && plans.iter().any(|plan| matches!(plan, Planned::Journal(..))) {
        return Err(Error::usage(
            "an exported journal is imported unchanged: remove --ask, --year, --project and --position",
        ));
    }
    Ok(plans)
}

/// Returns the name of a file for messages.
fn file_name(path: &Path) -> String {
    match path.file_name() {
        _ if path == Path::new(STDIN) => "stdin".to_owned(),
        Some(name) => name.to_string_lossy().into_owned(),
        None => path.display().to_string(),
    }
}

/// Returns the choices of the user for the documents.
fn options(snapshot: &Snapshot<'_>, args: &ImportArgs) -> Result<ImportOptions> {
    let format = match args.format.as_str() {
        "markdown" => Format::Markdown,
        "org" => Format::Org,
        "html" => Format::Html,
        "csv" | "goodreads" => Format::Csv,
        "resume-json" => Format::JsonResume,
        "jrnl" => Format::Jrnl,
        _ => Format::Auto,
    };
    let project = args.project.as_deref().map(|typed| match projects::resolve(snapshot, typed) {
        Ok(id) => NamedRef { id, name: typed.to_owned() },
        Err(_) => NamedRef::unresolved(typed),
    });
    let position = args.position.as_deref().map(|typed| {
        let id = positions::resolve(snapshot, typed).map_err(|err| err.about("position"))?;
        Ok::<_, Error>(NamedRef { id, name: typed.to_owned() })
    });
    Ok(ImportOptions { format, year: args.year, project, position: position.transpose()? })
}

/// Imports the planned records, with their follow-ups if `ask` is `true`, and prints the result.
fn apply(journal: &mut Journal, output: &mut Output, plans: &[Planned], ask: bool) -> Result<()> {
    let mut batches = Vec::new();
    for plan in plans {
        let what = format!("writing {}", counted(plan.written(), "record", "records"));
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
    Document(Box<Plan>),
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

    fn written(&self) -> usize {
        match self {
            Self::Document(plan) => plan.written(),
            Self::Journal(_, exchange) => exchange.new_records(),
        }
    }

    fn changed(&self) -> usize {
        match self {
            Self::Document(plan) => plan.changed_records(),
            Self::Journal(..) => 0,
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
            Self::Document(plan) => plan::json(snapshot, plan),
            Self::Journal(_, exchange) => exchange_json(snapshot, exchange),
        }
    }

    fn table(&self, snapshot: &Snapshot<'_>, output: &mut Output) -> Result<()> {
        let (name, exchange) = match self {
            Self::Document(plan) => return plan::tree(snapshot, output, plan),
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

/// Returns the plan for an exported journal as JSON. `lines` is null: the records have no line numbers.
fn exchange_json(snapshot: &Snapshot<'_>, exchange: &Exchange) -> Result<Value> {
    let one = |(record, there): (&StoredRecord, &bool)| -> Result<Value> {
        let there = if *there { lookup::short_id(snapshot, RecordId(record.id)).ok() } else { None };
        let title = plan::title_of(record);
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
    let name = inert(plan.name());
    let added = counted(imported.added, "record", "records");
    output.line(match (imported.added, imported.updated) {
        (0, 0) => format!("nothing new in {name}"),
        (_, 0) => format!("added {added} from {name}"),
        (0, updated) => format!("updated {} from {name}", counted(updated, "record", "records")),
        (_, updated) => format!("added {added} and updated {updated} from {name}"),
    })?;
    if imported.added + imported.updated == 0 {
        return Ok(());
    }
    if ask {
        output.note(&match imported.asked {
            0 => "no follow-up was made: the days are in the past, or the records have no date".to_owned(),
            asked => counted(asked, "follow-up was made", "follow-ups were made"),
        });
    }
    Ok(())
}

/// Fails if there is no file at a path, or if it is a directory; stdin is always there.
fn refuse_no_file(path: &Path) -> Result<()> {
    if path == Path::new(STDIN) { Ok(()) } else { import::refuse_no_file(path) }
}

/// The path that means stdin.
const STDIN: &str = "-";

fn read(path: &Path) -> Result<Vec<u8>> {
    if path == Path::new(STDIN) {
        import::read_from(std::io::stdin().lock(), STDIN)
    } else {
        import::read_file(path)
    }
}
