//! Lists of wins, search hits and labels: `brag list`, `brag search`, `brag tags`, `brag people` and `brag
//! skills`.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::args::{LabelAction, ListArgs, SearchArgs, SkillAction};
use super::json::{WinShorts, win_record};
use super::{Output, complete};
use crate::domain::field::unknown;
use crate::domain::{
    Counted, Kind, LabelKind, Period, PositionId, SearchHit, SearchWords, WinFilter, WinId, WinRow,
};
use crate::error::{Error, Result};
use crate::journal::{self, Context, Journal, Snapshot, Sort, goals, lookup, projects, timeline};
use crate::report::wording;
use crate::text::{ellipsis, fold, inert, width};

/// Runs `brag list`.
pub fn list(journal: &Journal, output: &mut Output, args: &ListArgs) -> Result<u8> {
    let sort = if args.sort == "logged" { Sort::Logged } else { Sort::Date };
    let limit = args.limit.unwrap_or(usize::MAX >> 1);
    if output.json {
        return list_json(journal, output, args, (sort, limit));
    }
    let snapshot = journal.snapshot()?;
    let filter = filter(&snapshot, args)?;
    let rows = timeline::list(&snapshot, &filter, sort, limit)?;
    if rows.is_empty() {
        output.note(if !snapshot.exists() {
            "the journal is empty; add a win: brag add 'What you did'"
        } else if filter == WinFilter::default() {
            "no wins yet; add one: brag add 'What you did'"
        } else {
            "no wins match"
        });
    }
    wins(&snapshot, output, &rows)?;
    Ok(0)
}

/// The number of wins that are read before they are printed.
const PART: usize = 500;

/// Prints the wins of `brag list` as JSON. Each part is read in a snapshot of its own, which ends before the part is
/// printed: the reader of a pipe may wait for any time.
fn list_json(
    journal: &Journal,
    output: &mut Output,
    args: &ListArgs,
    (sort, limit): (Sort, usize),
) -> Result<u8> {
    let (rows, shorts) = {
        let snapshot = journal.snapshot()?;
        let rows = timeline::list_ids(&snapshot, &filter(&snapshot, args)?, sort, limit)?;
        let shorts = lookup::short_ids(&snapshot, rows.iter().map(|(_, id)| *id))?;
        (rows, shorts)
    };
    let mut shorts: HashMap<WinId, String> = rows.iter().map(|(_, id)| *id).zip(shorts).collect();
    let mut positions: HashMap<PositionId, String> = HashMap::new();
    output.stream(|items| {
        for part in rows.chunks(PART) {
            let snapshot = journal.snapshot()?;
            let wins = timeline::find_all(&snapshot, part)?;
            let mut records = Vec::with_capacity(wins.len());
            for win in &wins {
                let held_in = win.held_in.as_ref().map(|position| position.id);
                if let Some(id) = held_in.filter(|id| !positions.contains_key(id)) {
                    positions.insert(id, lookup::short_id(&snapshot, id)?);
                }
                let position = held_in.and_then(|id| positions.get(&id).cloned());
                let shorts = WinShorts { win: shorts.remove(&win.id).unwrap_or_default(), position };
                records.push(win_record(&snapshot, win, shorts)?);
            }
            drop(snapshot);
            records.iter().try_for_each(|record| items.print(record))?;
        }
        Ok(())
    })?;
    Ok(0)
}

/// Returns the filter of the flags and words of `brag list`.
fn filter(snapshot: &Snapshot<'_>, args: &ListArgs) -> Result<WinFilter> {
    let (period, words) = split_period(snapshot.context(), &args.words)?;
    let text = words.join(" ");
    let labels =
        [(LabelKind::Tag, &args.tags), (LabelKind::Skill, &args.skills), (LabelKind::Person, &args.people)];
    let category = match &args.category {
        None => None,
        Some(typed) => {
            let all = &snapshot.context().config().categories;
            let keys: Vec<&str> = all.iter().map(|each| each.key.as_str()).collect();
            let found = all.find(typed).ok_or_else(|| Error::usage(unknown("category", typed, &keys)))?;
            Some(found.key.clone())
        }
    };
    let mut filter = WinFilter {
        period,
        project: args
            .project
            .as_deref()
            .map(|typed| journal::resolve_kind(snapshot, Kind::Project, typed))
            .transpose()?,
        goal: args
            .goal
            .as_deref()
            .map(|typed| goals::resolve(snapshot, typed).map(Into::into))
            .transpose()?,
        labels: labels
            .into_iter()
            .flat_map(|(kind, names)| names.iter().map(move |name| (kind, name.clone())))
            .collect(),
        category,
        undated: args.undated,
        starred: args.starred,
        no_number: args.no_number,
        no_outcome: args.no_outcome,
        no_goal: args.no_goal,
        ..WinFilter::default()
    };
    filter.search(&text);
    Ok(filter)
}

/// Splits off the longest period, of at most three words, at the start; returns it and the remaining words.
fn split_period<'a>(context: &Context, words: &'a [String]) -> Result<(Option<Period>, &'a [String])> {
    for count in (1..=words.len().min(3)).rev() {
        let phrase = words[..count].join(" ");
        // A bare word such as "may" or "monday" is a search term, although it parses as a period.
        let dated = count > 1
            || phrase.starts_with(|c: char| c.is_ascii_digit())
            || phrase.contains("..")
            || is_near(&phrase);
        if dated && let Ok(period) = context.period(&phrase) {
            return Ok((Some(period), &words[count..]));
        }
    }
    // A word in the shape of a period that does not parse is an error, not a search term.
    if let Some(first) = words.first() {
        let bytes = first.as_bytes();
        let shaped = bytes.len() > 5 && bytes[..4].iter().all(u8::is_ascii_digit) && bytes[4] == b'-';
        if shaped || (first.contains("..") && bytes[0].is_ascii_digit()) {
            context.period(first)?;
        }
    }
    Ok((None, words))
}

fn is_near(phrase: &str) -> bool {
    matches!(phrase, "today" | "yesterday") || phrase.to_ascii_uppercase().starts_with("FY")
}

/// Prints wins in aligned columns: short id, date, title, and the figure and project if they fit.
pub fn wins(snapshot: &Snapshot<'_>, output: &mut Output, rows: &[WinRow]) -> Result<()> {
    let ids = lookup::short_ids(snapshot, rows.iter().map(|row| row.id))?;
    let id_width = ids.iter().map(String::len).max().unwrap_or(4);
    for (row, id) in rows.iter().zip(&ids) {
        let star = if row.starred { "★ " } else { "" };
        let mut tail = Vec::new();
        tail.extend(row.figure.as_ref().map(wording::figure));
        tail.extend(row.project.as_ref().map(|name| format!("+{name}")));
        let tail = inert(&tail.join("  ")).into_owned();
        let title = format!("{star}{}", inert(&row.title));
        let head = id_width + 2 + 10 + 2;
        let title = match output.columns() {
            None => title,
            Some(columns) => {
                let room = columns.saturating_sub(head);
                let with_tail = if tail.is_empty() { room } else { room.saturating_sub(width(&tail) + 2) };
                let room = if with_tail < 20 { room } else { with_tail };
                ellipsis(&title, room).into_owned()
            }
        };
        let fits = output.columns().is_none_or(|columns| head + width(&title) + 2 + width(&tail) <= columns);
        let tail =
            if tail.is_empty() || !fits { String::new() } else { format!("  {}", output.muted(&tail)) };
        let short = output.accent(&format!("{id:<id_width$}"));
        let date = output.muted(&format!("{:<10}", wording::row_date_or_none(row.when, &row.unread_date)));
        let title = if row.starred { output.strong(&title) } else { title };
        output.line(format!("{short}  {date}  {title}{tail}"))?;
    }
    Ok(())
}

/// Runs `brag search`.
pub fn search(snapshot: &Snapshot<'_>, output: &mut Output, args: &SearchArgs) -> Result<u8> {
    let kinds = complete::kinds(&args.kind).map_err(|word| {
        Error::usage(unknown("kind", &word, &["win", "project", "goal", "reading", "metric"]))
    })?;
    let words = args.words.join(" ");
    let hits = lookup::search(snapshot, &words, &kinds, args.limit)?;
    let query = SearchWords::parse(&words);
    let wanted = query.as_ref().map(SearchWords::words).unwrap_or_default();
    if output.json {
        let all: Vec<Value> = hits
            .iter()
            .map(|hit| {
                json!({
                    "kind": hit.kind.word(),
                    "short_id": hit.short,
                    "title": hit.title,
                    "snippet": snippet(hit, wanted, 160),
                    "date": hit.date,
                })
            })
            .collect();
        output.document(&Value::Array(all))?;
        return Ok(0);
    }
    if hits.is_empty() {
        output.note(if snapshot.exists() { "nothing found" } else { "the journal is empty" });
    }
    let columns = output.columns().unwrap_or(100);
    for hit in &hits {
        let kind = if hit.kind == Kind::Win { String::new() } else { format!("{} ", hit.kind) };
        let date = hit.date.clone().unwrap_or_default();
        output.line(format!(
            "{}  {}  {}{}",
            output.accent(&format!("{:<4}", hit.short)),
            output.muted(&format!("{date:<10}")),
            output.muted(&kind),
            inert(&hit.title)
        ))?;
        if let Some(snippet) = snippet(hit, wanted, columns.saturating_sub(20)) {
            output.line(format!("{:18}{}", "", output.muted(&inert(&snippet))))?;
        }
    }
    Ok(0)
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

/// Runs `brag skills`.
pub fn skills(journal: &mut Journal, output: &mut Output, action: Option<SkillAction>) -> Result<u8> {
    let rename = match action {
        Some(SkillAction::Group { name, group }) => {
            journal.write(|tx| projects::group_skill(tx, &name, &group))?;
            if output.json {
                output.document(&json!({ "name": name, "group": group }))?;
            } else if group.trim().is_empty() {
                output.line(format!("{} is in no group", inert(&name)))?;
            } else {
                output.line(format!("{} is in the group {}", inert(&name), inert(group.trim())))?;
            }
            return Ok(0);
        }
        Some(SkillAction::Rename { old, new }) => Some(LabelAction::Rename { old, new }),
        None => None,
    };
    labels(journal, output, LabelKind::Skill, rename)
}

/// Runs `brag tags`, `brag people` or `brag skills`, by `kind`.
pub fn labels(
    journal: &mut Journal,
    output: &mut Output,
    kind: LabelKind,
    action: Option<LabelAction>,
) -> Result<u8> {
    if let Some(LabelAction::Rename { old, new }) = action {
        let count = journal.write(|tx| journal::labels::rename(tx, kind, &old, &new))?;
        if output.json {
            output.document(&json!({ "name": new, "count": count }))?;
        } else {
            let records = crate::text::counted(count, "record", "records");
            output.line(format!("renamed {} to {} on {records}", inert(&old), inert(&new)))?;
        }
        return Ok(0);
    }
    let all = journal::labels::list(&journal.snapshot()?, kind)?;
    let known =
        if kind == LabelKind::Skill { projects::skill_groups(&journal.snapshot()?)? } else { HashMap::new() };
    let groups: Vec<Option<String>> = all.iter().map(|each| known.get(&fold(&each.name)).cloned()).collect();
    if output.json {
        let one = |(each, group): (&Counted, &Option<String>)| {
            let mut value = json!({ "name": each.name, "count": each.count });
            if kind == LabelKind::Skill {
                value["group"] = json!(group);
            }
            value
        };
        let all: Vec<Value> = all.iter().zip(&groups).map(one).collect();
        output.document(&Value::Array(all))?;
        return Ok(0);
    }
    if all.is_empty() {
        output.note(match kind {
            LabelKind::Tag => "no tags yet; add one: brag add 'What you did #tag'",
            LabelKind::Person => "no people yet; add one: brag add 'What you did @name'",
            _ => "no skills yet; add one: brag add 'What you did %skill'",
        });
    }
    let digits = all.first().map_or(1, |most| most.count.to_string().len());
    for (each, group) in all.iter().zip(&groups) {
        let group = group.as_ref().map(|group| format!("  {}", inert(group))).unwrap_or_default();
        output.line(format!(
            "{}  {}{}",
            output.muted(&format!("{:>digits$}", each.count)),
            inert(&each.name),
            output.muted(&group)
        ))?;
    }
    Ok(0)
}
