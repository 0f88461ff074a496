//! Full-text search: `brag search`.

use serde_json::{Value, json};

use super::args::SearchArgs;
use super::filters::{self, Limits};
use super::{Output, complete};
use crate::domain::field::unknown;
use crate::domain::{DateRange, Kind, Period, SearchHit, SearchWords};
use crate::error::{Error, Result};
use crate::journal::{Snapshot, lookup};
use crate::text::{ellipsis, fold, inert, is_unspaced};

/// The maximum number of hits, the newest first, among which those of a period are looked for.
const MOST_IN_PERIOD: usize = 20_000;

/// Runs `brag search`.
pub fn search(snapshot: &Snapshot<'_>, output: &mut Output, args: &SearchArgs) -> Result<u8> {
    let kinds = complete::kinds(&args.kind)
        .map_err(|word| Error::usage(unknown("kind", &word, complete::SEARCHED)))?;
    let limits = limits(snapshot, args)?;
    let words = limits.words.join(" ");
    // A space behind the last word completes it.
    let open = args.words.last().is_some_and(|last| !last.ends_with(char::is_whitespace));
    let words = if open { words } else { format!("{words} ") };
    let hits = match &limits.period {
        None => lookup::search(snapshot, &words, &kinds, args.limit)?,
        Some(period) => {
            let mut hits = lookup::search(snapshot, &words, &kinds, MOST_IN_PERIOD)?;
            hits.retain(|hit| happened_in(hit, period));
            hits.truncate(args.limit);
            hits
        }
    };
    let wanted = SearchWords::parse(&words).map(|query| query.words().to_vec()).unwrap_or_default();
    if output.json {
        let all: Vec<Value> = hits
            .iter()
            .map(|hit| {
                json!({
                    "kind": hit.kind.word(),
                    "short_id": hit.short,
                    "title": hit.title,
                    "snippet": snippet(hit, &wanted, 160),
                    "date": hit.date,
                })
            })
            .collect();
        output.document(&Value::Array(all))?;
        return Ok(0);
    }
    if hits.is_empty() {
        say_nothing_found(snapshot, output, &limits);
    }
    print(output, &hits, &wanted)?;
    Ok(0)
}

/// Returns the words and the period of a search. Words that are only a period are searched for as text.
fn limits(snapshot: &Snapshot<'_>, args: &SearchArgs) -> Result<Limits> {
    let found = filters::limits(snapshot.context(), &args.words);
    let mut limits = match found {
        Ok(limits) if !limits.words.is_empty() => limits,
        _ => Limits { period: None, words: args.words.clone(), phrase: args.words.join(" ") },
    };
    limits.period =
        filters::within(snapshot.context(), limits.period, args.since.as_deref(), args.until.as_deref())?;
    Ok(limits)
}

fn happened_in(hit: &SearchHit, period: &Period) -> bool {
    let date = hit.date.as_deref().and_then(DateRange::from_iso);
    date.is_some_and(|date| date.first_day() <= period.last && date.last_day() >= period.first)
}

fn say_nothing_found(snapshot: &Snapshot<'_>, output: &mut Output, limits: &Limits) {
    if !snapshot.exists() {
        return output.note("the journal is empty");
    }
    match &limits.period {
        Some(period) if !limits.phrase.is_empty() => output
            .note(&format!("nothing found in {} (“{}” was read as a period)", period.label, limits.phrase)),
        Some(period) => output.note(&format!("nothing found in {}", period.label)),
        None => {
            output.note("nothing found");
            if let Ok(period) = snapshot.context().period(&limits.phrase) {
                output.hint(&format!("brag list '{}' lists the wins of {}", limits.phrase, period.label));
            }
        }
    }
}

fn print(output: &mut Output, hits: &[SearchHit], wanted: &[String]) -> Result<()> {
    let columns = output.columns().unwrap_or(100);
    for hit in hits {
        let kind = if hit.kind == Kind::Win { String::new() } else { format!("{} ", hit.kind) };
        let date = hit.date.clone().unwrap_or_default();
        let room = columns.saturating_sub(18 + kind.len()).max(20);
        let title = inert(&hit.title).into_owned();
        let title = if output.columns().is_some() { ellipsis(&title, room).into_owned() } else { title };
        output.line(format!(
            "{}  {}  {}{}",
            output.accent(&format!("{:<4}", hit.short)),
            output.muted(&format!("{date:<10}")),
            output.muted(&kind),
            marked(output, &title, wanted)
        ))?;
        if let Some(snippet) = snippet(hit, wanted, columns.saturating_sub(20)) {
            output.line(format!("{:18}{}", "", marked(output, &inert(&snippet), wanted)))?;
        }
    }
    Ok(())
}

/// Returns a text in which the words that a search found are bold, if colours are on.
fn marked(output: &Output, text: &str, wanted: &[String]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(char::is_alphanumeric) {
        let (before, after) = rest.split_at(start);
        out.push_str(before);
        let unspaced = after.starts_with(is_unspaced);
        let end = after.find(|c: char| !c.is_alphanumeric() || is_unspaced(c) != unspaced);
        let (word, tail) = after.split_at(end.unwrap_or(after.len()));
        let folded = fold(word);
        let found = wanted.iter().any(|wanted| {
            if unspaced { folded.contains(wanted.as_str()) } else { folded.starts_with(wanted.as_str()) }
        });
        out.push_str(&if found { output.strong(word) } else { word.to_owned() });
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// Returns a line of a hit that has a wanted word, cut to `columns`; `None` if the title has a wanted word.
fn snippet(hit: &SearchHit, wanted: &[String], columns: usize) -> Option<String> {
    let has = |text: &str| {
        let folded = fold(text);
        wanted.iter().any(|word| folded.contains(word.as_str()))
    };
    if has(&hit.title) {
        return None;
    }
    let line = hit.text.lines().find(|line| has(line))?.trim();
    let folded = fold(line);
    let at = wanted.iter().filter_map(|word| folded.find(word.as_str())).min().unwrap_or(0);
    // Folding may change lengths, so the offset is approximate; a snippet needs no more.
    let start =
        line.char_indices().map(|(at, _)| at).take_while(|start| *start + 30 <= at).last().unwrap_or(0);
    let lead = if start > 0 { "…" } else { "" };
    Some(ellipsis(&format!("{lead}{}", line[start..].trim_start()), columns).into_owned())
}
