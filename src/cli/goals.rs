//! Goals: `brag goal`.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::args::{AboutFlags, GoalAction, GoalAddArgs, GoalEditArgs, MeasureFlags};
use super::json as record_json;
use super::json::some;
use super::show::BAR;
use super::{Output, edit_outcome, flags, remove, show};
use crate::domain::field::unknown;
use crate::domain::{
    BetterWhen, Evidence, Goal, GoalId, GoalView, Measure, Milestone, NamedRef, Stored, fold,
};
use crate::error::{Error, Result};
use crate::journal::{
    self, CheckRequest, Context, Ending, Journal, Snapshot, goal_progress, goals, lookup, metrics,
};
use crate::present::json::RecordJson;
use crate::report::goal::{self as words, blocks};
use crate::report::wording;
use crate::text::{ellipsis, inert};

/// Runs `brag goal`.
pub fn run(journal: &mut Journal, output: &mut Output, action: Option<GoalAction>) -> Result<u8> {
    match action.unwrap_or(GoalAction::List { year: None }) {
        GoalAction::Add(args) => add(journal, output, *args)?,
        GoalAction::List { year } => list(&journal.snapshot()?, output, year)?,
        GoalAction::Show { id } => {
            let goal = goals::find(&journal.snapshot()?, goals::resolve(&journal.snapshot()?, &id)?)?;
            print(&journal.snapshot()?, output, &goal)?;
        }
        GoalAction::Check { id, value, note, date } => {
            let id = goals::resolve(&journal.snapshot()?, &id)?;
            let date = day(journal.context(), date.as_deref())?;
            let request = CheckRequest { value, note: note.unwrap_or_default(), date };
            let goal = journal.write(|tx| goal_progress::check_in(tx, id, &request))?;
            say(&journal.snapshot()?, output, "checked", &goal)?;
        }
        GoalAction::Link { id, records } => link(journal, output, &id, &records, true)?,
        GoalAction::Unlink { id, records } => link(journal, output, &id, &records, false)?,
        GoalAction::Milestone { id, milestone, state, date } => {
            let goal = goals::find(&journal.snapshot()?, goals::resolve(&journal.snapshot()?, &id)?)?;
            let step = step(&goal, &milestone)?.id;
            let done =
                if state == "done" { Some(flags::date(journal.context(), date.as_deref())?) } else { None };
            let goal = journal.write(|tx| goal_progress::set_milestone(tx, goal.id, step, done))?;
            say(
                &journal.snapshot()?,
                output,
                if done.is_some() { "done in" } else { "open again in" },
                &goal,
            )?;
        }
        GoalAction::Done { id, date, proof } => {
            let on = flags::date(journal.context(), date.as_deref())?;
            let ending = Ending::Done { on, proof: proof.unwrap_or_default() };
            end(journal, output, &id, &ending, "ended")?;
        }
        GoalAction::Drop { id, why } => end(journal, output, &id, &Ending::Dropped(why), "ended")?,
        GoalAction::Carry { id, to } => end(journal, output, &id, &Ending::Carried(to), "carried over:")?,
        GoalAction::Reopen { id } => end(journal, output, &id, &Ending::Open, "opened again:")?,
        GoalAction::Edit(args) => edit(journal, output, *args)?,
        GoalAction::Rm { ids } => {
            return remove::remove_named(journal, output, &ids, goals::resolve);
        }
    }
    Ok(0)
}

fn add(journal: &mut Journal, output: &mut Output, args: GoalAddArgs) -> Result<()> {
    let mut draft = Goal { title: args.title, year: args.year.unwrap_or(0), ..Goal::default() };
    draft.why = args.why.unwrap_or_default();
    about(&mut draft, &args.about)?;
    let better = measure(&journal.snapshot()?, &mut draft, &args.measure)?;
    let goal = journal.write(|tx| goals::add(tx, &draft, better))?;
    say(&journal.snapshot()?, output, "added", &goal)
}

/// Sets the measure of a draft from the flags; returns the direction of `--better`, if given.
fn measure(snapshot: &Snapshot<'_>, draft: &mut Goal, flags: &MeasureFlags) -> Result<Option<BetterWhen>> {
    let wrong = |err: crate::domain::measure::MeasureError| Error::usage(err.to_string());
    if flags.growing {
        draft.measure = Measure::Growing;
    } else if flags.done_or_not {
        draft.measure = Measure::Done;
    } else if let Some(count) = &flags.count {
        draft.measure = match Measure::parse(&format!("count {}", count.trim())) {
            Err(crate::domain::measure::MeasureError::Unknown(_)) => {
                return Err(Error::usage(format!("--count: “{count}” is not a number")));
            }
            read => read.map_err(wrong)?,
        };
    }
    if let Some(name) = &flags.metric {
        draft.follows = Some(name.trim()).filter(|name| !name.is_empty()).map(NamedRef::unresolved);
    }
    if flags.from.is_some() || flags.to.is_some() || flags.unit.is_some() {
        let (from, to) = ends(snapshot, draft, flags)?;
        draft.measure = Measure::number(&from, &to, flags.unit.as_deref().unwrap_or("")).map_err(wrong)?;
    }
    for step in &flags.milestones {
        draft.steps.push((step.trim().to_owned(), None));
        if matches!(draft.measure, Measure::Growing | Measure::Done) {
            draft.measure = Measure::Milestones;
        }
    }
    let Some(way) = &flags.better else { return Ok(None) };
    let better = BetterWhen::from_word(way.trim());
    better
        .map(Some)
        .ok_or_else(|| Error::usage(format!("--better: {}", unknown("direction", way, BetterWhen::WORDS))))
}

/// Returns the start and the end of a number: from the flags, else from the draft. The start defaults to the
/// latest value of the metric in `--metric`.
fn ends(snapshot: &Snapshot<'_>, draft: &Goal, flags: &MeasureFlags) -> Result<(String, String)> {
    let (from, to) = match &draft.measure {
        Measure::Number { from, to } => (Some(from.text.clone()), Some(to.text.clone())),
        _ => (None, None),
    };
    let mut from = flags.from.clone().or(from);
    if let (None, Some(name)) = (&from, &flags.metric) {
        let (metric, _) = metrics::resolve(snapshot, name)?;
        from = metrics::find(snapshot, metric)?.latest().map(|value| value.amount.shown());
    }
    match (from, flags.to.clone().or(to)) {
        (Some(from), Some(to)) => Ok((from, to)),
        _ => Err(Error::usage("a number needs --from and --to").hint("give both: --from 70% --to 90%")),
    }
}

fn about(draft: &mut Goal, said: &AboutFlags) -> Result<()> {
    flags::add([(&mut draft.tags, &said.tags, '#'), (&mut draft.links, &said.links, ' ')]);
    if let Some(notes) = &said.notes {
        notes.trim_end().clone_into(&mut draft.notes);
    }
    if let Some(word) = &said.visibility {
        draft.visibility = crate::capture::values::visibility(word).map_err(Error::usage)?;
    }
    Ok(())
}

fn edit(journal: &mut Journal, output: &mut Output, args: GoalEditArgs) -> Result<()> {
    let id = goals::resolve(&journal.snapshot()?, &args.id)?;
    let goal = goals::find(&journal.snapshot()?, id)?;
    let mut draft = goal.draft();
    let said = args.title.is_some()
        || args.year.is_some()
        || args.why.is_some()
        || !args.measure.is_empty()
        || !args.about.is_empty()
        || [&args.remove_milestone, &args.remove_tag, &args.remove_link].iter().any(|list| !list.is_empty());
    for typed in &args.remove_milestone {
        let gone = step(&goal, typed)?.title.clone();
        draft.steps.retain(|(title, _)| *title != gone);
    }
    let removed = [(&mut draft.tags, &args.remove_tag), (&mut draft.links, &args.remove_link)];
    flags::take_away(&goal.title, removed)?;
    draft.title = args.title.unwrap_or(draft.title);
    draft.year = args.year.unwrap_or(draft.year);
    draft.why = args.why.unwrap_or(draft.why);
    about(&mut draft, &args.about)?;
    let better = measure(&journal.snapshot()?, &mut draft, &args.measure)?;
    let mut file = None;
    if !said {
        let Some((edited, kept)) = goals::edit_document(journal, &draft)? else {
            output.note("nothing changed");
            return Ok(());
        };
        (draft, file) = (edited, Some(kept));
    }
    let edited = journal.write(|tx| goals::edit(tx, id, &draft, goal.meta.revision, better));
    if let Some(saved) = edit_outcome::finish_edit(edited, file, "goal")? {
        return say(&journal.snapshot()?, output, "changed", &saved);
    }
    output.note("nothing changed");
    if output.json { output.document(&json(&journal.snapshot()?, &goal)?) } else { Ok(()) }
}

/// Finds a milestone by its number, from 1, or by the start of its title. Fails if several titles match.
fn step<'a>(goal: &'a GoalView, typed: &str) -> Result<&'a Stored<Milestone>> {
    if goal.milestones.is_empty() {
        return Err(Error::failed(format!("the goal “{}” has no milestones", goal.title))
            .hint("brag goal edit ID --milestone TEXT adds one"));
    }
    if let Ok(number) = typed.trim().parse::<usize>() {
        let found = number.checked_sub(1).and_then(|at| goal.milestones.get(at));
        return found.ok_or_else(|| {
            let count = crate::text::counted(goal.milestones.len(), "milestone", "milestones");
            Error::failed(format!("unknown milestone “{number}”; the goal “{}” has {count}", goal.title))
        });
    }
    let wanted = fold(typed.trim());
    let mut found = goal.milestones.iter().filter(|each| fold(&each.title).starts_with(&wanted));
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        (Some(_), Some(_)) => Err(Error::usage(format!("“{typed}” matches several milestones"))
            .hint("use the number; brag goal show lists the milestones")),
        (None, _) => Err(Error::failed(format!("unknown milestone “{typed}” of the goal “{}”", goal.title))
            .hint("brag goal show lists the milestones")),
    }
}

fn link(journal: &mut Journal, output: &mut Output, id: &str, typed: &[String], to: bool) -> Result<()> {
    let id = goals::resolve(&journal.snapshot()?, id)?;
    let mut records = Vec::new();
    for each in typed {
        records.push(journal::resolve(&journal.snapshot()?, each)?.id);
    }
    let linked = if to {
        journal.write(|tx| goal_progress::link_evidence(tx, id, &records))?
    } else {
        journal.write(|tx| goal_progress::unlink_evidence(tx, id, &records))?
    };
    for title in &linked.already {
        output.note(&format!("“{title}” is evidence for this goal already"));
    }
    let count = if linked.count == 1 { String::new() } else { format!(" {}", linked.count) };
    let verb = if to { format!("linked{count} to") } else { format!("unlinked{count} from") };
    say(&journal.snapshot()?, output, &verb, &linked.goal)
}

fn end(journal: &mut Journal, output: &mut Output, id: &str, ending: &Ending, verb: &str) -> Result<()> {
    let id = goals::resolve(&journal.snapshot()?, id)?;
    let goal = journal.write(|tx| goal_progress::end(tx, id, ending))?;
    say(&journal.snapshot()?, output, verb, &goal)
}

fn day(context: &Context, typed: Option<&str>) -> Result<Option<NaiveDate>> {
    let today = context.today();
    Ok(flags::date(context, typed)?.map(|on| on.day_said(today)))
}

/// Prints `verb` with the goal and its progress, or the goal as JSON.
fn say(snapshot: &Snapshot<'_>, output: &mut Output, verb: &str, goal: &GoalView) -> Result<()> {
    if output.json {
        return output.document(&json(snapshot, goal)?);
    }
    let year = snapshot.context().goal_year(goal.year);
    let about = words::in_words(goal, &year, snapshot.today());
    output.line(format!(
        "{verb} {}  {} ({})  {}",
        output.accent(&lookup::short_id(snapshot, goal.id)?),
        inert(&goal.title),
        year.label,
        output.muted(&inert(&about))
    ))?;
    if goal.is_open() && goal.is_reached() {
        say_reached(snapshot, output, std::slice::from_ref(goal))?;
    }
    Ok(())
}

/// Prints the reached goals to stderr, each with a hint to end it.
pub fn say_reached(snapshot: &Snapshot<'_>, output: &mut Output, reached: &[GoalView]) -> Result<()> {
    for goal in reached {
        let short = lookup::short_id(snapshot, goal.id)?;
        let standing = words::standing(goal);
        output.note(&format!("“{}” is reached, {standing}", goal.title));
        output.note(&format!("hint: brag goal done {short}"));
    }
    Ok(())
}

fn list(snapshot: &Snapshot<'_>, output: &mut Output, year: Option<i32>) -> Result<()> {
    let mut years: Vec<i32> = goals::list(snapshot)?.iter().map(|row| row.year).collect();
    years.dedup();
    years.retain(|each| year.is_none_or(|year| year == *each));
    let mut all = Vec::new();
    for year in &years {
        all.push(goals::list_of_year(snapshot, *year)?);
    }
    if output.json {
        let values = all.iter().flatten().map(|goal| json(snapshot, goal)).collect::<Result<Vec<_>>>()?;
        return output.document(&Value::Array(values));
    }
    if years.is_empty() {
        output.note(&match year {
            Some(year) => format!("no goals of {year}; set one: brag goal add TITLE --year {year}"),
            None => "no goals yet; set one: brag goal add 'What you want of this year'".to_owned(),
        });
    }
    for (at, (year, goals)) in years.iter().zip(&all).enumerate() {
        if years.len() > 1 {
            let gap = if at > 0 { "\n" } else { "" };
            output.line(format!("{gap}{}", output.strong(&snapshot.context().goal_year(*year).label)))?;
        }
        for goal in goals {
            row(snapshot, output, goal)?;
        }
    }
    Ok(())
}

/// Prints a goal in a list: a line with its bar and title, and a line with its progress.
fn row(snapshot: &Snapshot<'_>, output: &mut Output, goal: &GoalView) -> Result<()> {
    let today = snapshot.today();
    let short = format!("{:<4}", lookup::short_id(snapshot, goal.id)?);
    let is_narrow = output.columns().is_some_and(|columns| columns < 60);
    let bar_columns = if is_narrow { BAR / 2 } else { BAR };
    let bar =
        words::bar(goal).map_or_else(|| " ".repeat(bar_columns), |share| wording::bar(share, bar_columns));
    let title = inert(&goal.title).into_owned();
    let head = short.len() + bar_columns + 4;
    let room = output.columns().map_or(usize::MAX, |columns| columns.saturating_sub(head));
    output.line(format!("{}  {}  {}", output.accent(&short), output.accent(&bar), ellipsis(&title, room)))?;
    let mut about = words::in_words(goal, &snapshot.context().goal_year(goal.year), today);
    let moved = words::last_moved(goal, today);
    if !moved.is_empty() && goal.is_open() {
        about.push_str(&format!(" · moved {moved}"));
    }
    let indent = if is_narrow { short.len() + 2 } else { head };
    output.line(format!("{}{}", " ".repeat(indent), output.muted(&inert(&about))))
}

/// Prints a goal in full, as text or JSON.
pub fn print(snapshot: &Snapshot<'_>, output: &mut Output, goal: &GoalView) -> Result<()> {
    if output.json {
        return output.document(&json(snapshot, goal)?);
    }
    let year = snapshot.context().goal_year(goal.year);
    show::blocks(snapshot, output, goal.id.into(), blocks(goal, &year, snapshot.today()))
}

/// Returns a goal as JSON, with stable keys.
pub fn json(snapshot: &Snapshot<'_>, goal: &GoalView) -> Result<Value> {
    let today = snapshot.today();
    let year = snapshot.context().goal_year(goal.year);
    let short = |id: Option<GoalId>| id.map(|id| lookup::short_id(snapshot, id)).transpose();
    let (from, target) = match &goal.measure {
        Measure::Growing | Measure::Done => (Value::Null, Value::Null),
        Measure::Count(count) => (Value::Null, json!(count)),
        Measure::Milestones => (Value::Null, json!(goal.milestones.len())),
        Measure::Number { from, to } => (json!(from.shown()), json!(to.shown())),
    };
    let mut evidence = Vec::new();
    for each in &goal.evidence {
        evidence.push(evidence_json(snapshot, each)?);
    }
    let check_ins: Vec<Value> = goal
        .check_ins
        .iter()
        .map(|each| {
            json!({
                "date": each.day_text(),
                "note": some(&each.note),
                "value": each.value.as_ref().map(crate::domain::Amount::shown),
            })
        })
        .collect();
    let milestones: Vec<Value> = goal
        .milestones
        .iter()
        .map(|each| {
            let done_on = each.done_on.map(|on| on.to_string());
            json!({ "title": each.title, "done": each.done_on.is_some(), "done_on": done_on })
        })
        .collect();
    let timeline: Vec<Value> = goal
        .timeline()
        .iter()
        .map(|movement| json!({ "date": movement.day.to_string(), "text": words::moved(&movement.what, &year) }))
        .collect();
    record_json::value(
        &RecordJson::new(&goal.stored, lookup::short_id(snapshot, goal.id)?)
            .with("from", from)
            .with("target", target)
            .with("metric", goal.metric.as_ref().map(|metric| metric.name.as_str()))
            .with("progress", goal.progress())
            .with("standing", words::standing(goal))
            .with("pace", goal.pace(&year, today).map(crate::domain::Pace::word))
            .with("pace_text", some(&words::pace(goal, &year, today)))
            .with("carried_from", short(goal.before.last().map(|earlier| earlier.id))?)
            .with("carried_to", short(goal.after.map(|(id, _)| id))?)
            .with(
                "quarters",
                goal.quarters(&year, today).iter().map(|quarter| quarter.count).collect::<Vec<_>>(),
            )
            .with("evidence", evidence)
            .with("check_ins", check_ins)
            .with("milestones", milestones)
            .with("timeline", timeline)
            .with("set_on", goal.set_on.to_string()),
    )
}

fn evidence_json(snapshot: &Snapshot<'_>, evidence: &Evidence) -> Result<Value> {
    Ok(json!({
        "short_id": lookup::short_id(snapshot, evidence.id)?,
        "kind": evidence.kind.word(),
        "title": evidence.title,
        "date": evidence.day.to_string(),
        "counts": evidence.counts,
        "state": some(&evidence.state),
    }))
}
