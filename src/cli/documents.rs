//! Documents and totals: `brag review`, `brag week` and `brag stats`.

use std::path::Path;

use serde_json::{Value, json};

use super::args::{FileArgs, RenderArgs, ReviewArgs, WeekArgs};
use super::notices::{counts_left_out, say_left_out, say_names};
use super::{Output, goals, json as record_json, readings};
use crate::domain::{Finding, FollowUpWithSubject, GoalView, Period};
use crate::error::{Error, Result};
use crate::journal::{
    Journal, Snapshot, WeekData, aliases, doctor, export, overrides, review, timeline, week, write_new,
    written,
};
use crate::report;
use crate::report::document::{Document, Reader};
use crate::report::export::RenderRequest;
use crate::report::format::{DocumentKind, Format, Length};
use crate::report::input::ReviewInput;
use crate::report::render_error::RenderError;
use crate::report::week as week_note;
use crate::text::{counted, inert};

/// Runs `brag review`.
pub fn review(journal: &mut Journal, output: &mut Output, args: &ReviewArgs) -> Result<u8> {
    if args.render.print_template {
        output.text(DocumentKind::Review.template())?;
        return Ok(0);
    }
    let period = if let Some(text) = super::args::phrase(&args.period) {
        journal.context().period(&text)?
    } else {
        let period = journal.context().review_period();
        output.note(&format!("the review of {}", period.label));
        period
    };
    let reader = super::destination::reader(&args.reader)?;
    if args.needs.is_some() && reader != Reader::Manager {
        return Err(Error::usage("only a document for your manager says what you need from them")
            .hint("add --reader manager"));
    }
    for (part, text) in [(Document::SUMMARY, &args.sentence), (Document::NEEDS, &args.needs)] {
        if let Some(text) = text {
            journal.write(|tx| overrides::write_part(tx, (&period, reader), part, text))?;
        }
    }
    let mut data = review::load(&journal.snapshot()?, period, reader)?;
    if reader == Reader::Promotion && data.ladder.is_none() {
        output.hint("the wins are not sorted by competency: choose a ladder with: brag ladder choose");
    }
    ensure_something(&journal.snapshot()?, &data)?;
    say_wins_left_out(&journal.snapshot()?, output, &data)?;
    data.use_aliases = args.aliases;
    if args.receipts {
        written::load(&journal.snapshot()?, &mut data)?;
    }
    if args.starred {
        data.wins.retain(|win| win.starred);
    }
    if output.json && reader != Reader::Myself {
        return Err(Error::usage("--json prints the whole records, which only the reader self may see")
            .hint("use --format json for the document of another reader"));
    }
    if output.json {
        return written(output, &args.render.file, records(&journal.snapshot()?, &data)?.as_bytes());
    }
    let length = args.length.as_deref().and_then(Length::from_word);
    let length = length.unwrap_or_else(|| Length::of_review(reader));
    let request = RenderRequest {
        include: &args.include,
        exclude: &args.exclude,
        length,
        receipts: args.receipts,
        ..RenderRequest::default()
    };
    render(journal, output, &data, &args.render, request)
}

/// Prints to stderr the numbers of wins that a review omits: those that the reader may not see, and those without a date.
fn say_wins_left_out(snapshot: &Snapshot<'_>, output: &mut Output, data: &ReviewInput) -> Result<()> {
    let hidden = timeline::hidden_wins(snapshot, data)?;
    say_left_out(output, data.reader, &counts_left_out(&[(hidden, "win", "wins")]));
    let undated = if data.period == Period::ever() { 0 } else { timeline::undated_wins(snapshot)? };
    if undated > 0 {
        let what = counted(undated, "win has no date and is", "wins have no date and are");
        output.note(&format!("{what} in no period: brag list --undated"));
    }
    Ok(())
}

/// Fails if the reader may see nothing of a period in which something was logged: the document would say that nothing was.
fn ensure_something(snapshot: &Snapshot<'_>, data: &ReviewInput) -> Result<()> {
    if !data.wins.is_empty() || !report::review::build(data).0.nothing {
        return Ok(());
    }
    let hidden = timeline::of_period(snapshot, &data.period)?.len();
    if hidden == 0 {
        return Ok(());
    }
    let (what, label) = (counted(hidden, "win", "wins"), &data.period.label);
    let message = match data.reader {
        Reader::Public => format!("nothing of {label} is public: {what} would be left out"),
        reader => format!("nothing of {label} is for the reader {}: {what} would be left out", reader.word()),
    };
    let hint = "--reader self shows all; brag edit ID --visibility public makes a win public";
    Err(Error::failed(message).hint(hint))
}

/// Warns that a document or an export contains damaged records.
pub(super) fn warn_damage(output: &mut Output, findings: &[Finding]) {
    let Some(first) = findings.first() else { return };
    let more = if findings.len() > 1 { format!(", and {} more", findings.len() - 1) } else { String::new() };
    output.warn(&format!("{first}{more}"), Some("brag doctor --fix repairs it, after a backup"));
}

/// The maximum number of wins of a document that is rendered without a status message.
const AT_ONCE: usize = 1000;

/// Renders a document in the format of the flags and writes it. Reports missing glyphs and replaced or
/// unaliased names on stderr.
pub(super) fn render(
    journal: &Journal,
    output: &mut Output,
    data: &ReviewInput,
    args: &RenderArgs,
    request: RenderRequest<'_>,
) -> Result<u8> {
    warn_damage(output, &doctor::check_document(&journal.snapshot()?, data)?);
    let said = if output.json { Some("json") } else { args.format.as_deref() };
    let said = said.and_then(Format::from_word);
    let ending = |path: &Path| path.extension().map(|end| end.to_string_lossy().into_owned());
    let of_path = args.file.output.as_deref().and_then(Format::of_path);
    if let (None, None, Some(end)) = (said, of_path, args.file.output.as_deref().and_then(ending)) {
        return Err(Error::usage(format!("unknown document format “.{}”", inert(&end)))
            .hint("use a name that ends in .md, .html, .pdf, .txt or .json, or add --format"));
    }
    let format = said.or(of_path).unwrap_or_default();
    if format == Format::Pdf && args.file.output.is_none() {
        return Err(Error::usage("a PDF needs a file")
            .hint("name the file: -o review.pdf, or -o - to write to stdout"));
    }
    let template = export::load_template(journal.context(), request.kind, args.template.as_deref())?;
    let request = RenderRequest { format, template: Some(&template), ..request };
    let rendered = if data.wins.len() > AT_ONCE {
        let what = format!("making a document of {}", counted(data.wins.len(), "win", "wins"));
        output.with_status(&what, || Ok(report::export::render(data, &request)))?
    } else {
        report::export::render(data, &request)
    };
    let rendered = rendered.map_err(|err| unrendered(journal, err))?;
    if !rendered.missing.is_empty() {
        let shown: String = rendered.missing.iter().take(12).collect();
        let hint = "the PDF shows boxes in their place; the HTML shows them";
        output.warn(&format!("no font has the characters {shown}"), Some(hint));
    }
    say_names(output, &rendered.names, request.kind == DocumentKind::Review);
    written(output, &args.file, &rendered.bytes)
}

/// Returns the error of a document that could not be rendered.
pub(super) fn unrendered(journal: &Journal, err: RenderError) -> Error {
    match journal.snapshot() {
        Ok(snapshot) => export::error_of(&snapshot, err),
        Err(failed) => failed,
    }
}

/// The path that means stdout.
const STDOUT: &str = "-";

/// Writes bytes to the file of the flags, or to stdout without a file.
pub(super) fn written(output: &mut Output, file: &FileArgs, bytes: &[u8]) -> Result<u8> {
    match file.output.as_deref().filter(|path| *path != Path::new(STDOUT)) {
        None => output.bytes(bytes)?,
        Some(path) => {
            write_new(path, bytes, file.force)?;
            output.note(&format!("wrote {}", path.display()));
        }
    }
    Ok(0)
}

/// Returns the records of a review as JSON text.
fn records(snapshot: &Snapshot<'_>, data: &ReviewInput) -> Result<String> {
    let all = |values: Vec<Result<Value>>| values.into_iter().collect::<Result<Vec<_>>>();
    let goals = |each: &[GoalView]| all(each.iter().map(|goal| goals::json(snapshot, goal)).collect());
    let value = json!({
        "period": { "label": data.period.label, "first": data.period.first.to_string(), "last": data.period.last.to_string() },
        "reader": data.reader.word(),
        "goals": goals(&data.goals)?,
        "next": goals(&data.next)?,
        "projects": data.projects.iter().map(|project| &project.name).collect::<Vec<_>>(),
        "wins": all(data.wins.iter().map(|win| record_json::win(snapshot, win)).collect())?,
        "readings": all(data.readings.iter().map(|reading| readings::json(snapshot, reading)).collect())?,
        "metrics": all(data.metrics.iter().map(|metric| record_json::metric(snapshot, metric)).collect())?,
        "earlier": all(
            data.earlier.iter().map(|each| record_json::follow_up(snapshot, &each.follow_up, &each.title)).collect()
        )?,
    });
    let text = serde_json::to_string_pretty(&value).map_err(|err| Error::failed(err.to_string()))?;
    Ok(format!("{text}\n"))
}

/// Runs `brag week`.
pub fn week(snapshot: &Snapshot<'_>, output: &mut Output, args: &WeekArgs) -> Result<u8> {
    let period = match super::args::phrase(&args.period) {
        Some(text) => snapshot.context().period(&text)?,
        None => Period::week_of(snapshot.today()),
    };
    let reader = super::destination::reader(&args.reader)?;
    let data = week::load(snapshot, period, reader)?;
    let out = data.left_out;
    let counts = [
        (out.wins, "win", "wins"),
        (out.metrics, "metric", "metrics"),
        (out.outcomes, "outcome", "outcomes"),
        (out.projects, "project", "projects"),
        (out.goals, "goal", "goals"),
        (out.readings, "reading note", "reading notes"),
        (out.due, "follow-up", "follow-ups"),
    ];
    say_left_out(output, reader, &counts_left_out(&counts));
    let mut note =
        if output.json { week_json(snapshot, &data)? } else { Value::from(week_text(snapshot, &data)) };
    if reader != Reader::Myself || args.aliases {
        let names = aliases::apply(snapshot, &mut note, args.aliases)?;
        say_names(output, &names, true);
    }
    match note.as_str() {
        Some(text) => output.text(text)?,
        None => output.document(&note)?,
    }
    Ok(0)
}

/// Returns a weekly note in Markdown.
fn week_text(snapshot: &Snapshot<'_>, data: &WeekData) -> String {
    let due: Vec<_> =
        data.due.iter().map(|asked| (asked.about_title.as_str(), asked.follow_up.ask_on)).collect();
    let answered: Vec<_> =
        data.answered.iter().map(|asked| (asked.about_title.as_str(), &asked.follow_up)).collect();
    week_note::markdown(&week_note::Week {
        period: &data.period,
        wins: &data.wins,
        moved: &data.moved,
        answered: &answered,
        shipped: &data.shipped,
        checked: &data.checked,
        finished: &data.finished,
        due: &due,
        as_of: snapshot.today().min(data.period.last),
    })
}

/// Returns the records of a weekly note as JSON.
fn week_json(snapshot: &Snapshot<'_>, data: &WeekData) -> Result<Value> {
    let all = |values: Vec<Result<Value>>| values.into_iter().collect::<Result<Vec<_>>>();
    let asked = |each: &[FollowUpWithSubject]| {
        all(each.iter().map(|one| record_json::asked(snapshot, one)).collect())
    };
    Ok(json!({
        "period": { "label": data.period.label, "first": data.period.first.to_string(), "last": data.period.last.to_string() },
        "wins": all(data.wins.iter().map(|win| record_json::win(snapshot, win)).collect())?,
        "metrics": all(data.moved.iter().map(|metric| record_json::metric(snapshot, metric)).collect())?,
        "answered": asked(&data.answered)?,
        "shipped": data.shipped.iter().map(|(name, end)| json!({ "name": name, "end": end.to_string() })).collect::<Vec<_>>(),
        "checked": data.checked.iter().map(|(title, check)| json!({
            "title": title,
            "day": check.day.to_string(),
            "note": check.note,
            "value": check.value.as_ref().map(|value| &value.text),
        })).collect::<Vec<_>>(),
        "finished": all(data.finished.iter().map(|reading| readings::json(snapshot, reading)).collect())?,
        "due": asked(&data.due)?,
    }))
}

/// Runs `brag stats`.
pub fn stats(snapshot: &Snapshot<'_>, output: &mut Output, period: Option<&str>) -> Result<u8> {
    let period = match period {
        Some(text) => snapshot.context().period(text)?,
        None => snapshot.context().year_of(snapshot.today()),
    };
    let totals = timeline::totals(snapshot, &period)?;
    if output.json {
        let months: serde_json::Map<_, _> =
            totals.months.iter().map(|(month, count)| (month.clone(), json!(count))).collect();
        let categories: serde_json::Map<_, _> =
            totals.categories.iter().map(|(key, count)| (key.clone(), json!(count))).collect();
        output.document(&json!({
            "period": { "label": period.label, "first": period.first.to_string(), "last": period.last.to_string() },
            "wins": totals.wins,
            "starred": totals.starred,
            "with_number": totals.with_number,
            "with_outcome": totals.with_outcome,
            "with_evidence": totals.with_evidence,
            "months": months,
            "categories": categories,
        }))?;
        return Ok(0);
    }
    output.line(format!("{}  {}", output.strong(&period.label), counted(totals.wins, "win", "wins")))?;
    let share = |name: &str, count: usize| {
        let percent = (count * 100 + totals.wins / 2).checked_div(totals.wins).unwrap_or(0);
        format!("  {name:<14} {count:>6}  {percent:>3} %")
    };
    output.line(share("with a number", totals.with_number))?;
    output.line(share("with outcome", totals.with_outcome))?;
    output.line(share("with evidence", totals.with_evidence))?;
    output.line(share("starred", totals.starred))?;
    let most = totals.months.iter().map(|(_, count)| *count).max().unwrap_or(1);
    if !totals.months.is_empty() {
        output.line(format!("\n{}", output.strong("By month")))?;
    }
    for (month, count) in &totals.months {
        let longest = output.columns().map_or(30, |columns| columns.saturating_sub(20).clamp(8, 30));
        let bar = "█".repeat((count * longest).div_ceil(most.max(1)));
        output.line(format!("  {month}  {count:>6}  {}", output.accent(&bar)))?;
    }
    if !totals.categories.is_empty() {
        output.line(format!("\n{}", output.strong("By category")))?;
    }
    for (key, count) in &totals.categories {
        output
            .line(format!("  {:<28} {count:>6}", inert(snapshot.context().config().categories.title(key))))?;
    }
    Ok(0)
}
