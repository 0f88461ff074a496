//! Competencies: `brag competency`.

use serde_json::{Value, json};

use super::args::CompetencyAction;
use super::{Output, flags, records};
use crate::domain::{Kind, LabelKind, RecordId, RecordRef, StoryId, WinId, WinView, fold};
use crate::error::{Error, Result};
use crate::journal::{self, Journal, Snapshot, competencies, labels, ladders, lookup, stories, wins};
use crate::text::{counted, ellipsis, inert, width};

/// Runs `brag competency`.
pub fn run(journal: &mut Journal, output: &mut Output, action: Option<CompetencyAction>) -> Result<u8> {
    match action.unwrap_or(CompetencyAction::List) {
        CompetencyAction::Tag { record, names } => tag(journal, output, &record, &names)?,
        CompetencyAction::Untag { record, names } => untag(journal, output, &record, &names)?,
        CompetencyAction::Suggest { apply } => suggest(journal, output, apply)?,
        CompetencyAction::List => list(&journal.snapshot()?, output)?,
    }
    Ok(0)
}

fn tag(journal: &mut Journal, output: &mut Output, record: &str, names: &[String]) -> Result<()> {
    let found = journal::resolve(&journal.snapshot()?, record)?;
    let changed = journal.write(|tx| competencies::tag(tx, &[found.id], names, false))?;
    say(&journal.snapshot()?, output, "tagged", &found, changed > 0)
}

/// Removes competencies. Fails if the record does not have one of them.
fn untag(journal: &mut Journal, output: &mut Output, record: &str, names: &[String]) -> Result<()> {
    let found = journal::resolve(&journal.snapshot()?, record)?;
    let own = of_record(&journal.snapshot()?, &found)?;
    let names = flags::competency_keys(journal.context(), &own, names)?;
    let is_tagged = |name: &&String| own.iter().any(|each| fold(each) == fold(name));
    if let Some(name) = names.iter().find(|name| !is_tagged(name)) {
        return Err(Error::usage(format!("“{}” has no competency “{name}” to remove", found.title))
            .hint("brag show lists the competencies of a record"));
    }
    let changed = journal.write(|tx| competencies::tag(tx, &[found.id], &names, true))?;
    say(&journal.snapshot()?, output, "untagged", &found, changed > 0)
}

/// Returns the competencies of a win or a story; empty for a record of another kind.
fn of_record(snapshot: &Snapshot<'_>, found: &RecordRef) -> Result<Vec<String>> {
    Ok(match found.kind {
        Kind::Win => wins::find(snapshot, WinId(found.id.0))?.competencies.clone(),
        Kind::Story => stories::find(snapshot, StoryId(found.id.0))?.competencies.clone(),
        _ => Vec::new(),
    })
}

/// Prints `verb` with the record and its competencies, or the record as JSON.
fn say(
    snapshot: &Snapshot<'_>,
    output: &mut Output,
    verb: &str,
    found: &RecordRef,
    is_changed: bool,
) -> Result<()> {
    if !is_changed {
        output.note("nothing changed");
    }
    if output.json {
        return records::show(snapshot, output, &[found.id.to_string()]).map(drop);
    }
    if !is_changed {
        return Ok(());
    }
    let keys = of_record(snapshot, found)?;
    let keys = if keys.is_empty() { "no competency".to_owned() } else { keys.join(", ") };
    output.line(format!(
        "{verb} {}  {}  {}",
        output.accent(&found.short),
        inert(&found.title),
        output.muted(&format!("({})", inert(&keys)))
    ))
}

fn suggest(journal: &mut Journal, output: &mut Output, apply: bool) -> Result<()> {
    let ladder = ladders::require(journal.context())?;
    let suggested = competencies::suggested(&journal.snapshot()?, &ladder)?;
    let tagged = if apply { journal.write(competencies::confirm_suggested)? } else { 0 };
    let snapshot = journal.snapshot()?;
    let shorts = lookup::short_ids(&snapshot, suggested.iter().map(|(win, _)| win.id))?;
    if output.json {
        let one =
            |((win, keys), short): (&(WinView, Vec<String>), String)| suggestion_json(win, keys, &short);
        return output.document(&suggested.iter().zip(shorts).map(one).collect::<Value>());
    }
    for ((win, keys), short) in suggested.iter().zip(&shorts) {
        let keys = inert(&keys.join(", ")).into_owned();
        let taken = short.len().max(4) + width(&keys) + 4;
        let room = output.columns().map_or(usize::MAX, |columns| columns.saturating_sub(taken).max(20));
        let title = inert(&win.title).into_owned();
        output.line(format!(
            "{}  {}  {}",
            output.accent(&format!("{short:<4}")),
            ellipsis(&title, room),
            output.muted(&keys)
        ))?;
    }
    output.note(&match (suggested.len(), apply) {
        (0, _) => "no win without a competency suggests one".to_owned(),
        (_, true) => format!("tagged {}; brag undo reverts it", counted(tagged, "win", "wins")),
        (_, false) => "hint: tag all of them with: brag competency suggest --apply".to_owned(),
    });
    Ok(())
}

fn suggestion_json(win: &WinView, keys: &[String], short: &str) -> Value {
    json!({
        "id": RecordId::from(win.id).to_string(),
        "short_id": short,
        "kind": Kind::Win.word(),
        "title": win.title,
        "date": win.when.map(|when| when.to_string()),
        "competencies": keys,
    })
}

/// A competency with the number of records that show it.
struct Used<'a> {
    key: &'a str,
    name: &'a str,
    about: &'a str,
    count: usize,
    /// `true` if the ladder has the competency.
    is_known: bool,
}

fn list(snapshot: &Snapshot<'_>, output: &mut Output) -> Result<()> {
    let ladder = ladders::require(snapshot.context())?;
    let labels = labels::list(snapshot, LabelKind::Competency)?;
    let count =
        |key: &str| labels.iter().find(|label| fold(&label.name) == fold(key)).map_or(0, |label| label.count);
    let mut all: Vec<Used<'_>> = ladder
        .competencies
        .iter()
        .map(|each| Used {
            key: &each.key,
            name: &each.name,
            about: &each.about,
            count: count(&each.key),
            is_known: true,
        })
        .collect();
    for label in &labels {
        if all.iter().all(|each| fold(each.key) != fold(&label.name)) {
            let (key, count) = (label.name.as_str(), label.count);
            all.push(Used { key, name: key, about: "no longer in the ladder", count, is_known: false });
        }
    }
    if output.json {
        return output.document(&all.iter().map(used_json).collect::<Value>());
    }
    let widest = all.iter().map(|each| width(&inert(each.key))).max().unwrap_or(0);
    for each in &all {
        row(output, each, widest)?;
    }
    Ok(())
}

/// Prints a competency in a list; `widest` is the width of the widest key.
fn row(output: &mut Output, used: &Used<'_>, widest: usize) -> Result<()> {
    let key = inert(used.key).into_owned();
    let pad = " ".repeat(widest.saturating_sub(width(&key)));
    let about = if used.is_known { format!("{}: {}", used.name, used.about) } else { used.about.to_owned() };
    let about = inert(about.trim_end_matches(": ")).into_owned();
    let room = output.columns().map_or(usize::MAX, |columns| columns.saturating_sub(widest + 8));
    output.line(format!(
        "{:>4}  {}{pad}  {}",
        used.count,
        output.accent(&key),
        output.muted(&ellipsis(&about, room))
    ))
}

fn used_json(used: &Used<'_>) -> Value {
    json!({
        "key": used.key,
        "name": used.name,
        "about": super::json::some(used.about).filter(|_| used.is_known),
        "count": used.count,
        "known": used.is_known,
    })
}
