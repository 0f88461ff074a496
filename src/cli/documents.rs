//! Documents and totals: review, week, stats.

use std::io::Write as _;
use std::path::Path;

use chrono::{Datelike, NaiveDate};
use serde_json::json;

use super::args::ReviewArgs;
use super::{Output, goals, json as record_json, readings};
use crate::domain::{Goal, Metric, Period};
use crate::error::{Error, Result};
use crate::journal::{Journal, ReviewData};
use crate::report::document::Reader;
use crate::report::guard::Guard;
use crate::report::{html, markdown, pdf, plain, review as told, template, week as week_note};
use crate::text::{counted, inert};

/// `brag review`
pub fn review(journal: &Journal, output: &mut Output, args: &ReviewArgs) -> Result<u8> {
    if args.print_template {
        output.text(template::REVIEW)?;
        return Ok(0);
    }
    let period = if let Some(text) = &args.period {
        journal.period(text)?
    } else {
        let period = review_year(journal);
        output.note(&format!("the review of {}", period.label));
        period
    };
    let reader = Reader::from_word(&args.reader).unwrap_or_default();
    let mut data = journal.review(period, reader)?;
    if args.starred {
        data.wins.retain(|win| win.starred);
    }
    if args.format == "pdf" && args.output.is_none() {
        return Err(Error::usage("a PDF needs a file").hint("say which: -o review.pdf"));
    }
    if output.json && reader == Reader::Public {
        return Err(Error::usage("--json prints the records as they are, with their names")
            .hint("the document for the public is --format json"));
    }
    let bytes = if output.json {
        records(journal, &data)?.into_bytes()
    } else {
        document(journal, output, &data, args)?
    };
    match &args.output {
        None => output.text(&String::from_utf8_lossy(&bytes))?,
        Some(path) => {
            write_new(path, &bytes, args.force)?;
            output.note(&format!("wrote {}", path.display()));
        }
    }
    Ok(0)
}

/// The document in the format that was asked for.
fn document(journal: &Journal, output: &mut Output, data: &ReviewData, args: &ReviewArgs) -> Result<Vec<u8>> {
    let earlier: Vec<_> = data
        .earlier
        .iter()
        .map(|each| told::Earlier {
            title: &each.title,
            when: each.when,
            project: each.project.as_deref(),
            claim: &each.claim,
            follow_up: &each.follow_up,
        })
        .collect();
    let (mut document, charts) = told::document(&told::Review {
        reader: data.reader,
        metrics: &data.metrics,
        earlier: &earlier,
        period: &data.period,
        readings: &data.readings,
        goals: &data.goals,
        next: &data.next,
        next_label: &data.next_label,
        projects: &data.projects,
        wins: &data.wins,
        categories: &journal.config().categories,
    });
    document.keep(&args.include, &args.exclude).map_err(|why| {
        Error::usage(why).hint(
            "parts are highlights, goals, projects, numbers, earlier, reading, next, gaps, and categories",
        )
    })?;
    let guard = if data.reader == Reader::Public { journal.guard()? } else { Guard::default() };
    if args.format == "json" {
        let mut document = serde_json::to_value(&document).map_err(|why| Error::failed(why.to_string()))?;
        guarded(&guard, &mut document)?;
        let text = serde_json::to_string_pretty(&document).map_err(|why| Error::failed(why.to_string()))?;
        return Ok(format!("{text}\n").into_bytes());
    }
    let (name, text) = template_of(journal, args.template.as_deref())?;
    let markdown =
        template::markdown(&document, &text, &name, matches!(args.format.as_str(), "html" | "pdf"))
            .map_err(|why| Error::failed(why.to_string()))?;
    // What is said in the charts of a page, too.
    let charts: Vec<Metric> = charts.into_iter().map(|metric| renamed(&guard, metric)).collect();
    let charts: Vec<&Metric> = charts.iter().collect();
    let markdown = guard.replaced(&markdown, markdown::escaped);
    refuse_names(&guard, &markdown)?;
    let title = guard.replaced(&document.title, str::to_owned);
    Ok(match args.format.as_str() {
        "html" => html::page(&title, &markdown, &charts).map_err(Error::failed)?.into_bytes(),
        "pdf" => {
            let pdf = pdf::pages(&title, &markdown, &charts).map_err(Error::failed)?;
            if !pdf.missing.is_empty() {
                let shown: String = pdf.missing.iter().take(12).collect();
                output.warn(
                    &format!("no font here has {shown}"),
                    Some("they are boxes in the PDF; the HTML shows them"),
                );
            }
            pdf.bytes
        }
        "txt" => plain::text(&markdown).into_bytes(),
        _ => markdown.into_bytes(),
    })
}

/// A metric by the alias of its name.
fn renamed(guard: &Guard, metric: &Metric) -> Metric {
    Metric { name: guard.replaced(&metric.name, str::to_owned), ..metric.clone() }
}

/// Puts aliases for names into every text of a document.
fn guarded(guard: &Guard, value: &mut serde_json::Value) -> Result<()> {
    match value {
        serde_json::Value::String(text) => {
            *text = guard.replaced(text, str::to_owned);
            refuse_names(guard, text)
        }
        serde_json::Value::Array(all) => all.iter_mut().try_for_each(|each| guarded(guard, each)),
        serde_json::Value::Object(all) => all.values_mut().try_for_each(|each| guarded(guard, each)),
        _ => Ok(()),
    }
}

/// Nothing is written where a name is still there.
fn refuse_names(guard: &Guard, text: &str) -> Result<()> {
    match guard.found(text) {
        None => Ok(()),
        Some(alias) => Err(Error::failed(format!(
            "the name whose alias is “{alias}” would still be in the document; nothing was written"
        ))
        .hint("look for it in a template, or in two records that spell it in parts")),
    }
}

/// The template by its name: the one that was said, the person's own beside the configuration, or the
/// one that is built in.
fn template_of(journal: &Journal, said: Option<&Path>) -> Result<(String, String)> {
    let own = journal.paths().config.parent().map(|beside| beside.join("templates/review.md.jinja"));
    let path = match said {
        Some(path) => path.to_owned(),
        None => match own.filter(|path| path.is_file()) {
            Some(path) => path,
            None => return Ok(("review.md.jinja".into(), template::REVIEW.into())),
        },
    };
    let text = std::fs::read_to_string(&path)
        .map_err(|why| Error::failed(format!("cannot read {}: {why}", path.display())))?;
    Ok((path.display().to_string(), text))
}

/// The records that a review is made of, as JSON.
fn records(journal: &Journal, data: &ReviewData) -> Result<String> {
    let all = |values: Vec<Result<serde_json::Value>>| values.into_iter().collect::<Result<Vec<_>>>();
    let goals = |each: &[Goal]| all(each.iter().map(|goal| goals::json(journal, goal)).collect());
    let value = json!({
        "period": { "label": data.period.label, "first": data.period.first.to_string(), "last": data.period.last.to_string() },
        "reader": data.reader.word(),
        "goals": goals(&data.goals)?,
        "next": goals(&data.next)?,
        "projects": data.projects.iter().map(|project| &project.name).collect::<Vec<_>>(),
        "wins": all(data.wins.iter().map(|win| record_json::win(journal, win)).collect())?,
        "readings": all(data.readings.iter().map(|reading| readings::json(journal, reading)).collect())?,
        "metrics": all(data.metrics.iter().map(|metric| record_json::metric(journal, metric)).collect())?,
        "earlier": all(
            data.earlier.iter().map(|each| record_json::follow_up(journal, &each.follow_up, &each.title)).collect()
        )?,
    });
    let text = serde_json::to_string_pretty(&value).map_err(|why| Error::failed(why.to_string()))?;
    Ok(format!("{text}\n"))
}

/// This year, and last year until the end of February.
fn review_year(journal: &Journal) -> Period {
    let today = journal.today();
    let year = journal.year_of(today);
    let early = (today - year.first).num_days() < 59 + i64::from(is_leap(year.first, today));
    if early { journal.year_of(year.first.pred_opt().unwrap_or(year.first)) } else { year }
}

fn is_leap(first: NaiveDate, today: NaiveDate) -> bool {
    first.month() == 1 && NaiveDate::from_ymd_opt(today.year(), 2, 29).is_some()
}

/// Writes a file whole or not at all, for its owner alone.
pub fn write_new(path: &Path, bytes: &[u8], force: bool) -> Result<()> {
    let failed = |why: std::io::Error| Error::failed(format!("cannot write {}: {why}", path.display()));
    if let Ok(metadata) = std::fs::symlink_metadata(path) {
        if !metadata.is_file() {
            return Err(Error::failed(format!("{} is not a regular file", path.display())));
        }
        if !force {
            return Err(
                Error::failed(format!("{} is there already", path.display())).hint("--force replaces it")
            );
        }
    }
    let beside = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(beside).map_err(|why| failed(why.kind().into()))?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
    file.persist(path).map_err(|why| failed(why.error))?;
    Ok(())
}

/// `brag week`
pub fn week(journal: &Journal, output: &mut Output, period: Option<&str>) -> Result<u8> {
    let period = match period {
        Some(text) => journal.period(text)?,
        None => Period::week_of(journal.today()),
    };
    let data = journal.week(period)?;
    if output.json {
        let wins = data.wins.iter().map(|win| record_json::win(journal, win)).collect::<Result<Vec<_>>>()?;
        let due =
            data.due.iter().map(|asked| record_json::asked(journal, asked)).collect::<Result<Vec<_>>>()?;
        output.document(&json!({
            "period": { "label": data.period.label, "first": data.period.first.to_string(), "last": data.period.last.to_string() },
            "wins": wins,
            "metrics": data.moved.iter().map(|metric| record_json::metric(journal, metric)).collect::<Result<Vec<_>>>()?,
            "answered": data.answered.iter().map(|asked| record_json::asked(journal, asked)).collect::<Result<Vec<_>>>()?,
            "due": due,
        }))?;
        return Ok(0);
    }
    let due: Vec<_> =
        data.due.iter().map(|asked| (asked.about_title.as_str(), asked.follow_up.ask_on)).collect();
    let answered: Vec<_> =
        data.answered.iter().map(|asked| (asked.about_title.as_str(), &asked.follow_up)).collect();
    output.text(&week_note::markdown(&week_note::Week {
        period: &data.period,
        wins: &data.wins,
        moved: &data.moved,
        answered: &answered,
        due: &due,
        today: journal.today(),
    }))?;
    Ok(0)
}

/// `brag stats`
pub fn stats(journal: &Journal, output: &mut Output, period: Option<&str>) -> Result<u8> {
    let period = match period {
        Some(text) => journal.period(text)?,
        None => journal.year_of(journal.today()),
    };
    let totals = journal.totals(&period)?;
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
        let percent = (count * 100).checked_div(totals.wins).unwrap_or(0);
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
        let bar = "█".repeat((count * 30).div_ceil(most.max(1)));
        output.line(format!("  {month}  {count:>6}  {}", output.accent(&bar)))?;
    }
    if !totals.categories.is_empty() {
        output.line(format!("\n{}", output.strong("By category")))?;
    }
    for (key, count) in &totals.categories {
        output.line(format!("  {:<28} {count:>6}", inert(journal.config().categories.title(key))))?;
    }
    Ok(0)
}
