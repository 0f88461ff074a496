//! Follow-ups and outcomes: `brag due`, `brag outcome`.

use serde_json::Value;

use super::args::{DueArgs, OutcomeAction, OutcomeEditArgs};
use super::{Output, json as record_json, remove, show};
use crate::domain::date_phrase::{Bias, parse_day};
use crate::domain::{FollowUpId, FollowUpStatus, Kind};
use crate::error::{Error, Result};
use crate::journal::{FollowUpAnswer, FollowUpFilter, FollowUpWithSubject, Journal};
use crate::report::wording;
use crate::text::inert;

/// `brag due`
pub fn due(journal: &Journal, output: &mut Output, args: &DueArgs) -> Result<u8> {
    let today = journal.today();
    let inbox =
        match &args.within {
            Some(time) => FollowUpFilter::Until(parse_day(time, today, Bias::Future).map_err(|err| {
                Error::usage(format!("--within: {err}")).hint("write it as 2w, 3mo or a date")
            })?),
            None if args.all => FollowUpFilter::Open,
            None => FollowUpFilter::Until(today),
        };
    let brief = (args.brief && !output.json) || args.check;
    let all = journal.asked(inbox, if brief { 1 } else { 10_000 })?;
    if args.check {
        return Ok(if all.is_empty() { 0 } else { 3 });
    }
    if output.json {
        let all = all.iter().map(|asked| record_json::asked(journal, asked)).collect::<Result<Vec<_>>>()?;
        output.document(&Value::Array(all))?;
        return Ok(0);
    }
    if brief {
        if let Some(first) = all.first() {
            let until = if let FollowUpFilter::Until(day) = inbox { Some(day) } else { None };
            let count = journal.count_asked(until)?;
            let count = crate::text::counted(count, "follow-up is due", "follow-ups are due");
            output.line(format!("brag: {count}, first: {}", inert(&first.about_title)))?;
        }
        return Ok(0);
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
            output.accent(&format!("{:<4}", journal.short(follow_up.id)?)),
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
        output.note("hint: brag outcome record ID 'what came of it', snooze ID 2w, or nothing ID WHY");
    }
    Ok(0)
}

/// `brag outcome`
pub fn run(journal: &mut Journal, output: &mut Output, action: OutcomeAction) -> Result<u8> {
    match action {
        OutcomeAction::Record { id, text, metric, date, evidence } => {
            let text = match &text[..] {
                [dash] if dash == "-" => super::capture::from_stdin()?,
                words => words.join(" "),
            };
            let value = metric.as_deref().map(name_and_value).transpose()?;
            let date = date.as_deref().map(|typed| day(journal, "--date", typed, Bias::Past)).transpose()?;
            let answer = FollowUpAnswer { text, date, value, evidence: evidence.unwrap_or_default() };
            let asked = match journal.resolve_open(&id)? {
                Ok(id) => journal.record_outcome(&[id], &answer)?.remove(0),
                Err(about) => journal.record_unasked(about, &answer)?,
            };
            say(journal, output, "recorded", &asked)
        }
        OutcomeAction::Snooze { id, when } => {
            let id = open(journal, &id)?;
            let until = day(journal, "WHEN", &when.join(" "), Bias::Future)?;
            let asked = journal.snooze(&[id], until)?.remove(0);
            say(journal, output, "put off", &asked)
        }
        OutcomeAction::Nothing { id, why } => {
            let id = open(journal, &id)?;
            let asked = journal.nothing_to_report(&[id], &why.join(" "))?.remove(0);
            say(journal, output, "closed", &asked)
        }
        OutcomeAction::Ask { id, when, question } => {
            let about = journal.resolve_owner(&id)?;
            let on = day(journal, "WHEN", &when, Bias::Future)?;
            let question = question.join(" ");
            let asked = journal.ask(about, on, Some(&question))?;
            say(journal, output, "asked", &asked)
        }
        OutcomeAction::List => list(journal, output),
        OutcomeAction::Show { id } => {
            let id = follow_up(journal, &id)?;
            let asked = journal.follow_up(id)?;
            if output.json {
                output.document(&record_json::asked(journal, &asked)?)?;
            } else {
                show::follow_up(journal, output, &asked)?;
            }
            Ok(0)
        }
        OutcomeAction::Edit(args) => edit(journal, output, &args),
        OutcomeAction::Rm { id } => {
            let id = follow_up(journal, &id)?;
            remove::remove_ids(journal, output, &[id.into()])
        }
    }
}

/// The follow-up that an id means; of a win or a project with exactly one, whatever became of it.
fn follow_up(journal: &Journal, typed: &str) -> Result<FollowUpId> {
    let found = journal.resolve(typed)?;
    match found.kind {
        Kind::FollowUp => Ok(FollowUpId(found.id.0)),
        Kind::Win | Kind::Project => {
            let all = journal.follow_ups_about((found.kind, found.id))?;
            match &all[..] {
                [one] => Ok(one.id),
                [] => Err(Error::failed(format!("nothing was asked about {} {}", found.kind, found.short))),
                _ => Err(Error::usage(format!("{} has several follow-ups", found.short))
                    .hint("brag show lists them with their ids")),
            }
        }
        kind => Err(Error::usage(format!("{} is a {kind}, not a follow-up", found.short))),
    }
}

fn open(journal: &Journal, typed: &str) -> Result<FollowUpId> {
    journal.resolve_open(typed)?.map_err(|_| {
        Error::failed(format!("nothing is asked about {typed}")).hint("brag outcome ask makes a follow-up")
    })
}

fn day(journal: &Journal, what: &str, typed: &str, look: Bias) -> Result<chrono::NaiveDate> {
    parse_day(typed, journal.today(), look)
        .map_err(|err| Error::usage(format!("{what}: {err}")).hint("write it as 2w, 3mo, 90d or 2026-09-01"))
}

fn name_and_value(text: &str) -> Result<(String, String)> {
    let (name, value) = text.split_once('=').ok_or_else(|| {
        Error::usage(format!("--metric is NAME=VALUE, not {text}")).hint("--metric latency=380ms")
    })?;
    Ok((name.to_owned(), value.to_owned()))
}

fn edit(journal: &mut Journal, output: &mut Output, args: &OutcomeEditArgs) -> Result<u8> {
    let id = follow_up(journal, &args.id)?;
    let before = journal.follow_up(id)?;
    let mut now = before.follow_up.body.clone();
    let ask_on =
        args.ask_on.as_deref().map(|typed| day(journal, "--ask-on", typed, Bias::Future)).transpose()?;
    let date = args.date.as_deref().map(|typed| day(journal, "--date", typed, Bias::Past)).transpose()?;
    now.ask_on = ask_on.unwrap_or(now.ask_on);
    now.recorded_on = date.or(now.recorded_on);
    let text = if now.nothing { &mut now.why } else { &mut now.outcome };
    let texts =
        [(&mut now.question, &args.question), (text, &args.text), (&mut now.evidence, &args.evidence)];
    let mut said = ask_on.is_some() || date.is_some();
    for (field, new) in texts {
        if let Some(new) = new {
            field.clone_from(new);
            said = true;
        }
    }
    if !said {
        return Err(Error::usage("nothing to change")
            .hint("--text, --date, --evidence, --question and --ask-on say what"));
    }
    let asked = journal.edit_follow_up(&before, &now)?;
    say(journal, output, "changed", &asked)
}

fn list(journal: &Journal, output: &mut Output) -> Result<u8> {
    let all = journal.asked(FollowUpFilter::Answered, 100_000)?;
    if output.json {
        let all = all.iter().map(|asked| record_json::asked(journal, asked)).collect::<Result<Vec<_>>>()?;
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
            output.accent(&format!("{:<4}", journal.short(follow_up.id)?)),
            output.muted(&format!("{on:<10}")),
            inert(&asked.about_title)
        ))?;
        output.line(format!("{:18}{}", "", inert(&wording::outcome(follow_up))))?;
    }
    Ok(0)
}

fn say(journal: &Journal, output: &mut Output, verb: &str, asked: &FollowUpWithSubject) -> Result<u8> {
    if output.json {
        output.document(&record_json::asked(journal, asked)?)?;
        return Ok(0);
    }
    let follow_up = &asked.follow_up;
    let said = if follow_up.is_open() {
        let when = wording::asked_on(follow_up, journal.today());
        let late = wording::put_off(follow_up.snoozed);
        if late.is_empty() { when } else { format!("{when}, {late}") }
    } else {
        wording::outcome(follow_up)
    };
    output.line(format!(
        "{verb} {}  {}  {}",
        output.accent(&journal.short(follow_up.id)?),
        inert(&asked.about_title),
        output.muted(&inert(&format!("({said})")))
    ))?;
    Ok(0)
}
