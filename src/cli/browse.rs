//! Lists of wins and labels: `brag list`, `brag tags`, `brag people` and `brag
//! skills`.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::args::{LabelAction, ListArgs, PersonAction, SkillAction};
use super::filters::{self, Limits};
use super::json::{WinShorts, win_record};
use super::{Output, columns};
use crate::domain::{Counted, LabelKind, PositionId, WinFilter, WinId, WinRow};
use crate::error::Result;
use crate::journal::{self, Journal, Snapshot, Sort, lookup, projects, timeline};
use crate::report::wording;
use crate::text::{ellipsis, fold, inert, width};

/// Runs `brag list`.
pub fn list(journal: &Journal, output: &mut Output, args: &ListArgs) -> Result<u8> {
    let sort = if args.sort == "logged" { Sort::Logged } else { Sort::Date };
    let limit = args.limit.unwrap_or(usize::MAX >> 1);
    if output.json {
        return list_json(journal, output, args, (sort, limit));
    }
    columns::check(&args.columns)?;
    let snapshot = journal.snapshot()?;
    let (filter, limits) = filters::of_list(&snapshot, args)?;
    if !args.columns.is_empty() {
        let rows = timeline::list_ids(&snapshot, &filter, sort, limit)?;
        if rows.is_empty() && limit > 0 {
            say_no_wins(&snapshot, output, &filter, &limits)?;
        }
        columns::print(&snapshot, output, &rows, &args.columns)?;
        return Ok(0);
    }
    let rows = timeline::list(&snapshot, &filter, sort, limit)?;
    if rows.is_empty() && limit > 0 {
        say_no_wins(&snapshot, output, &filter, &limits)?;
    }
    wins(&snapshot, output, &rows)?;
    Ok(0)
}

/// Says why a list is empty; an unknown tag, skill or person is an error.
fn say_no_wins(
    snapshot: &Snapshot<'_>,
    output: &mut Output,
    filter: &WinFilter,
    limits: &Limits,
) -> Result<()> {
    if !snapshot.exists() {
        output.note("the journal is empty; add a win: brag add 'What you did'");
        return Ok(());
    }
    filters::check_labels(snapshot, filter)?;
    if *filter == (WinFilter { any_day: true, ..WinFilter::default() }) {
        output.note("no wins yet; add one: brag add 'What you did'");
        return Ok(());
    }
    match &filter.period {
        Some(period) => output.note(&format!("no wins match in {}", period.label)),
        None => output.note("no wins match"),
    }
    if limits.phrase.starts_with(char::is_alphabetic) {
        let phrase = &limits.phrase;
        output.hint(&format!("“{phrase}” was read as a period; brag search '{phrase}' finds it as text"));
    }
    Ok(())
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
        let filter = filters::of_list(&snapshot, args)?.0;
        let rows = timeline::list_ids(&snapshot, &filter, sort, limit)?;
        if rows.is_empty() {
            filters::check_labels(&snapshot, &filter)?;
        }
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

/// Prints wins in aligned columns: short id, date, title, and the figure and project if they fit.
pub fn wins(snapshot: &Snapshot<'_>, output: &mut Output, rows: &[WinRow]) -> Result<()> {
    let ids = lookup::short_ids(snapshot, rows.iter().map(|row| row.id))?;
    let id_width = ids.iter().map(String::len).max().unwrap_or(4);
    let dates: Vec<String> =
        rows.iter().map(|row| wording::row_date_or_none(row.when, &row.unread_date)).collect();
    let date_width = dates.iter().map(|date| width(date)).max().unwrap_or(0).max(10);
    for ((row, id), date) in rows.iter().zip(&ids).zip(&dates) {
        let star = if row.starred { "★ " } else { "" };
        let mut tail = Vec::new();
        tail.extend(row.figure.as_ref().map(wording::figure));
        tail.extend(row.project.as_ref().map(|name| format!("+{name}")));
        let tail = inert(&tail.join("  ")).into_owned();
        let title = format!("{star}{}", inert(&row.title));
        let head = id_width + 2 + date_width + 2;
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
        let date = output.muted(&format!("{date}{}", " ".repeat(date_width - width(date))));
        let title = if row.starred { output.strong(&title) } else { title };
        output.line(format!("{short}  {date}  {title}{tail}"))?;
    }
    Ok(())
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
        Some(SkillAction::List) | None => None,
    };
    labels(journal, output, LabelKind::Skill, rename)
}

/// Runs `brag people`.
pub fn people(journal: &mut Journal, output: &mut Output, action: Option<PersonAction>) -> Result<u8> {
    let rename = match action {
        Some(PersonAction::Rename { old, new }) => Some(LabelAction::Rename { old, new }),
        Some(PersonAction::List) | None => None,
    };
    labels(journal, output, LabelKind::Person, rename)
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
