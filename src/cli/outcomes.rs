//! Follow-ups and outcomes: `brag due`, `brag outcome`.

use chrono::NaiveDate;
use serde_json::Value;

use super::args::{DueArgs, OutcomeAction, OutcomeEditArgs, RecordArgs};
use super::{Output, edit_outcome, flags, json as record_json, remove, show};
use crate::domain::date_phrase::{Bias, parse_day};
use crate::domain::{FollowUpFilter, FollowUpId, FollowUpStatus, FollowUpWithSubject, Kind};
use crate::error::{Error, Result};
use crate::journal::{self, Context, FollowUpAnswer, Journal, Snapshot, followups, lookup, nudge, projects};
use crate::report::wording;
use crate::text::inert;

/// Returns the filter of the flags of `brag due`.
fn filter(today: NaiveDate, args: &DueArgs) -> Result<FollowUpFilter> {
    let Some(time) = &args.within else {
        return Ok(if args.all { FollowUpFilter::Open } else { FollowUpFilter::Until(today) });
    };
    let refused =
        |why: String| Error::usage(format!("--within: {why}")).hint("write it as 2w, 3mo or a date");
    let day = parse_day(time, today, Bias::Future).map_err(|err| refused(err.to_string()))?;
    if day < today {
        Err(refused(format!("“{day}” is in the past")))
    } else {
        Ok(FollowUpFilter::Until(day))
    }
}

/// Prints the line for the start of a shell: what is due, or else the reminder that nothing was logged.
fn brief_line(
    snapshot: &Snapshot<'_>,
    output: &mut Output,
    filter: FollowUpFilter,
    first: Option<&FollowUpWithSubject>,
) -> Result<u8> {
    if let Some(first) = first {
        let until = if let FollowUpFilter::Until(day) = filter { Some(day) } else { None };
        let count = followups::count(snapshot, until)?;
        let count = crate::text::counted(count, "follow-up is due", "follow-ups are due");
        output.line(format!("brag: {count}, first: {}", inert(&first.about_title)))?;
    } else if let Some(last) = nudge::due(snapshot)? {
        let days = (snapshot.today() - last).num_days();
        let day = if days < 7 { last.format("%A").to_string() } else { wording::day(last) };
        output.line(format!("brag: nothing logged since {day}; add a win: brag add 'WHAT YOU DID'"))?;
    }
    Ok(0)
}

/// Runs `brag due`; the exit code is 3 if `--check` finds a follow-up.
pub fn due(snapshot: &Snapshot<'_>, output: &mut Output, args: &DueArgs) -> Result<u8> {
    let today = snapshot.today();
    let shown = filter(today, args)?;
    let brief = (args.brief && !output.json) || args.check;
    let all = followups::list(snapshot, shown, if brief { 1 } else { 10_000 })?;
    if args.check {
        return Ok(if all.is_empty() { 0 } else { 3 });
    }
    if output.json {
        let all = all.iter().map(|asked| record_json::asked(snapshot, asked)).collect::<Result<Vec<_>>>()?;
        output.document(&Value::Array(all))?;
        return Ok(0);
    }
    if brief {
        return brief_line(snapshot, output, shown, all.first());
    }
    if all.is_empty() {
        output.note("nothing is due");
    }
    for asked in &all {
        let follow_up = &asked.follow_up;
        let status = follow_up.status(today);
        let mark = if status == FollowUpStatus::Overdue { "! " } else { "  " };
        let when = format!("{:<12}", wording::asked_on(follow_up, today));
        let project = asked.project.as_ref().filter(|_| asked.about_kind == Kind::Win);
        let project = project.map(|(_, name)| format!("  ({})", inert(name))).unwrap_or_default();
        output.line(format!(
            "{mark}{}  {}  {}{}",
            output.accent(&format!("{:<4}", lookup::short_id(snapshot, follow_up.id)?)),
            output.muted(&when),
            inert(&asked.about_title),
            output.muted(&project)
        ))?;
        let late = wording::put_off(follow_up.snoozed);
        let late = if late.is_empty() { late } else { format!(" ({late})") };
        output.line(format!(
            "{:22}{}",
            "",
            output.muted(&inert(&format!("{}{late}", follow_up.question)))
        ))?;
    }
    if !all.is_empty() {
        output.note("hint: brag outcome record ID 'what happened', snooze ID 2w, or nothing ID WHY");
    }
    Ok(0)
}

/// Runs `brag outcome`.
pub fn run(journal: &mut Journal, output: &mut Output, action: Option<OutcomeAction>) -> Result<u8> {
    match action.unwrap_or(OutcomeAction::List) {
        OutcomeAction::Record(args) => record(journal, output, args),
        OutcomeAction::Snooze { id, when } => {
            let id = open(&journal.snapshot()?, &id)?;
            let until = day(journal.context(), "", &when.join(" "), Bias::Future)?;
            let asked = journal.write(|tx| followups::snooze(tx, &[id], until))?.remove(0);
            say(&journal.snapshot()?, output, "put off", &asked)
        }
        OutcomeAction::Nothing { id, why } => {
            let id = open(&journal.snapshot()?, &id)?;
            let asked =
                journal.write(|tx| followups::nothing_to_report(tx, &[id], &why.join(" ")))?.remove(0);
            say(&journal.snapshot()?, output, "closed", &asked)
        }
        OutcomeAction::Ask { id, when, question } => {
            let about = projects::resolve_owner(&journal.snapshot()?, &id)?;
            // `ask ID june 2027`: the day may have several words.
            let words: Vec<String> = std::iter::once(when).chain(question).collect();
            let is_day =
                |count: &usize| parse_day(&words[..*count].join(" "), journal.today(), Bias::Future).is_ok();
            let count = (1..=words.len().min(4)).rev().find(is_day).unwrap_or(1);
            let on = day(journal.context(), "", &words[..count].join(" "), Bias::Future)?;
            let question = words[count..].join(" ");
            let asked = journal.write(|tx| followups::ask(tx, about, on, Some(&question)))?;
            say(&journal.snapshot()?, output, "scheduled", &asked)
        }
        OutcomeAction::List => list(&journal.snapshot()?, output),
        OutcomeAction::Show { id } => {
            let id = follow_up(&journal.snapshot()?, &id)?;
            let asked = followups::find(&journal.snapshot()?, id)?;
            if output.json {
                output.document(&record_json::asked(&journal.snapshot()?, &asked)?)?;
            } else {
                show::follow_up(&journal.snapshot()?, output, &asked)?;
            }
            Ok(0)
        }
        OutcomeAction::Edit(args) => edit(journal, output, &args),
        OutcomeAction::Rm { id } => {
            let id = follow_up(&journal.snapshot()?, &id)?;
            remove::remove_ids(journal, output, &[id.into()])
        }
    }
}

/// Runs `brag outcome record` and `brag answer`.
pub fn record(journal: &mut Journal, output: &mut Output, args: RecordArgs) -> Result<u8> {
    let text = match &args.text[..] {
        [dash] if dash == "-" => super::capture::from_stdin()?,
        words => words.join(" "),
    };
    let value = args.metric.as_deref().map(name_and_value).transpose()?;
    let date =
        args.date.as_deref().map(|typed| day(journal.context(), "--date", typed, Bias::Past)).transpose()?;
    let answer = FollowUpAnswer { text, date, value, evidence: args.evidence.unwrap_or_default() };
    let resolved = followups::resolve_open(&journal.snapshot()?, &args.id)?;
    let asked = match resolved {
        Ok(id) => journal.write(|tx| followups::record_outcome(tx, &[id], &answer))?.remove(0),
        Err(about) => journal.write(|tx| followups::record_unasked(tx, about, &answer))?,
    };
    say(&journal.snapshot()?, output, "recorded", &asked)
}

/// Resolves the id of a follow-up. The id of a win or project resolves to its only follow-up, open or closed.
/// Fails if the record has no follow-up or several.
fn follow_up(snapshot: &Snapshot<'_>, typed: &str) -> Result<FollowUpId> {
    let found = journal::resolve(snapshot, typed)?;
    match found.kind {
        Kind::FollowUp => Ok(FollowUpId(found.id.0)),
        Kind::Win | Kind::Project => {
            let all = followups::list_about(snapshot, (found.kind, found.id))?;
            match &all[..] {
                [one] => Ok(one.id),
                [] => Err(Error::failed(format!("“{typed}” has no follow-up"))
                    .hint("schedule one with: brag outcome ask ID WHEN")),
                _ => Err(Error::usage(format!("“{typed}” has several follow-ups"))
                    .hint("use the id of one; brag show lists them")),
            }
        }
        kind => Err(Error::usage(format!("“{typed}” is the {kind} {}, not a follow-up", found.short))
            .hint("brag due --all lists the follow-ups")),
    }
}

fn open(snapshot: &Snapshot<'_>, typed: &str) -> Result<FollowUpId> {
    followups::resolve_open(snapshot, typed)?.map_err(|_| {
        Error::failed(format!("“{typed}” has no open follow-up"))
            .hint("schedule one with: brag outcome ask ID WHEN")
    })
}

/// Parses the day of a flag, or of an argument if `flag` is empty.
fn day(context: &Context, flag: &str, typed: &str, look: Bias) -> Result<NaiveDate> {
    parse_day(typed, context.today(), look).map_err(|err| {
        let message = if flag.is_empty() { err.to_string() } else { format!("{flag}: {err}") };
        match look {
            Bias::Past => flags::usage(message),
            Bias::Future => Error::usage(message).hint("write it as 2w, 3mo, 90d or 2026-09-01"),
        }
    })
}

fn name_and_value(text: &str) -> Result<(String, String)> {
    let (name, value) = text.split_once('=').ok_or_else(|| {
        Error::usage(format!("--metric: “{text}” has no value"))
            .hint("write NAME=VALUE, such as latency=380ms")
    })?;
    Ok((name.to_owned(), value.to_owned()))
}

fn edit(journal: &mut Journal, output: &mut Output, args: &OutcomeEditArgs) -> Result<u8> {
    let id = follow_up(&journal.snapshot()?, &args.id)?;
    let before = followups::find(&journal.snapshot()?, id)?;
    let mut now = before.follow_up.body.clone();
    let ask_on = args
        .ask_on
        .as_deref()
        .map(|typed| day(journal.context(), "--ask-on", typed, Bias::Future))
        .transpose()?;
    let date =
        args.date.as_deref().map(|typed| day(journal.context(), "--date", typed, Bias::Past)).transpose()?;
    now.ask_on = ask_on.unwrap_or(now.ask_on);
    now.recorded_on = date.or(now.recorded_on);
    let text = if now.nothing { &mut now.why } else { &mut now.outcome };
    let texts =
        [(&mut now.question, &args.question), (text, &args.text), (&mut now.evidence, &args.evidence)];
    let mut said = ask_on.is_some() || date.is_some();
    let mut file = None;
    for (field, new) in texts {
        if let Some(new) = new {
            field.clone_from(new);
            said = true;
        }
    }
    if !said {
        let Some((edited, kept)) = followups::edit_document(journal, &now)? else {
            output.note("nothing changed");
            return Ok(0);
        };
        (now, file) = (edited, Some(kept));
    }
    let asked = edit_outcome::in_file(journal.write(|tx| followups::edit(tx, &before, &now)), file)?;
    say(&journal.snapshot()?, output, "changed", &asked)
}

fn list(snapshot: &Snapshot<'_>, output: &mut Output) -> Result<u8> {
    let all = followups::list(snapshot, FollowUpFilter::Answered, 100_000)?;
    if output.json {
        let all = all.iter().map(|asked| record_json::asked(snapshot, asked)).collect::<Result<Vec<_>>>()?;
        output.document(&Value::Array(all))?;
        return Ok(0);
    }
    if all.is_empty() {
        output.note("no outcomes yet");
    }
    for asked in &all {
        let follow_up = &asked.follow_up;
        let on = follow_up.recorded_on.map(|day| day.to_string()).unwrap_or_default();
        output.line(format!(
            "{}  {}  {}",
            output.accent(&format!("{:<4}", lookup::short_id(snapshot, follow_up.id)?)),
            output.muted(&format!("{on:<10}")),
            inert(&asked.about_title)
        ))?;
        output.line(format!("{:18}{}", "", inert(&wording::outcome(follow_up))))?;
    }
    Ok(0)
}

fn say(snapshot: &Snapshot<'_>, output: &mut Output, verb: &str, asked: &FollowUpWithSubject) -> Result<u8> {
    if output.json {
        output.document(&record_json::asked(snapshot, asked)?)?;
        return Ok(0);
    }
    let follow_up = &asked.follow_up;
    let said = if follow_up.is_open() {
        let when = wording::asked_on(follow_up, snapshot.today());
        let late = wording::put_off(follow_up.snoozed);
        if late.is_empty() { when } else { format!("{when}, {late}") }
    } else {
        wording::outcome(follow_up)
    };
    output.line(format!(
        "{verb} {}  {}  {}",
        output.accent(&lookup::short_id(snapshot, follow_up.id)?),
        inert(&asked.about_title),
        output.muted(&inert(&format!("({said})")))
    ))?;
    Ok(0)
}
