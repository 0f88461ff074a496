//! Effects, performed: what the model asks for is asked of the journal.

mod editor;
mod fields;
mod follow_ups;
mod goals;
mod lines;
mod many;
mod reopen;
mod review;
mod save;
mod saved;
mod wins;

use super::answer::Answer;
use super::dialogs::value::OFFERED;
use super::effect::Effect;
use super::loaded::{Findings, Loaded};
use super::screens::impact::Overview;
use super::screens::series::spark;
use super::screens::{projects, review as review_screen, wins as wins_screen};
use super::subject::Subject;
use crate::domain::{ProjectId, WinId};
use crate::error::{ErrorKind, Result};
use crate::journal::{FollowUpFilter, Journal, LogRequest};
use wins::load_wins;

/// Performs an effect that needs only the journal; `None` for one that is the runtime's.
pub fn perform(journal: &mut Journal, effect: &Effect) -> Option<Answer> {
    perform_with(journal, effect, &|| {})
}

/// Performs an effect that needs only the journal; `None` for one that is the runtime's. `editor_closed` is called
/// when an editor has given the terminal back.
pub fn perform_with(journal: &mut Journal, effect: &Effect, editor_closed: &dyn Fn()) -> Option<Answer> {
    let answer = match effect {
        Effect::Editor(subject, fields) => {
            return Some(editor::edit(journal, subject, fields, editor_closed));
        }
        Effect::OpenUrl(_)
        | Effect::OpenFile(_)
        | Effect::Copy(_)
        | Effect::Cancel(_)
        | Effect::Redraw
        | Effect::Suspend
        | Effect::Quit => return None,
        _ => load(journal, effect).unwrap_or_else(|| change(journal, effect)),
    };
    Some(answer.unwrap_or_else(Answer::Failed))
}

/// Performs an effect that reads; `None` for one that writes.
fn load(journal: &Journal, effect: &Effect) -> Option<Result<Answer>> {
    let loaded = |loaded| Answer::Loaded(loaded);
    Some(match effect {
        Effect::LoadGlance => journal.glance().map(|glance| loaded(Loaded::Today(Box::new(glance)))),
        Effect::LoadWins { filter, search, load, limit, count } => {
            load_wins(journal, filter, search, *load, *limit, *count)
                .map(|page| loaded(Loaded::Wins(wins_screen::Loaded::Page(page))))
        }
        Effect::LoadWin(id) => load_win(journal, *id),
        Effect::LoadProjects => {
            journal.projects().map(|rows| loaded(Loaded::Projects(projects::Loaded::Rows(rows))))
        }
        Effect::LoadProjectNames => {
            journal.project_names().map(|rows| loaded(Loaded::Projects(projects::Loaded::Names(rows))))
        }
        Effect::LoadChanges(ids) => load_changes(journal, ids)
            .map(|changes| loaded(Loaded::Projects(projects::Loaded::Changes(changes)))),
        Effect::LoadProject(id) => journal
            .project_detail(*id, STORY, CHARTS)
            .map(|whole| loaded(Loaded::Projects(projects::Loaded::Project(Box::new(whole))))),
        Effect::LoadGoals(year) => goals::load_goals(journal, *year),
        Effect::LoadGoalsWith(id) => {
            journal.goal(*id).and_then(|goal| goals::load_goals(journal, Some(goal.year)))
        }
        Effect::LoadCheck(ids, of) => goals::load_check(journal, ids, *of),
        Effect::LoadReadings => journal.readings().map(|readings| loaded(Loaded::Learning(readings))),
        Effect::FindLinkTargets(picking, words) => goals::link_targets(journal, *picking, words),
        Effect::LoadReview(period, reader) => review::load(journal, period.as_ref(), *reader),
        Effect::LoadNames(period) => review::names(journal, period),
        Effect::LoadReviewWin(id) => journal.win(*id).and_then(|win| {
            let findings = journal.lint(&win)?;
            Ok(loaded(Loaded::Review(review_screen::Loaded::Win(Box::new(win), findings))))
        }),
        Effect::LoadYears(year) => journal
            .years(*year)
            .map(|years| loaded(Loaded::Review(review_screen::Loaded::Years(Box::new(years))))),
        Effect::LoadImpact(limit) => {
            load_impact(journal, *limit).map(|overview| loaded(Loaded::Impact(overview)))
        }
        Effect::LoadDue => follow_ups::due(journal).map(|due| match due {
            Some(found) => form(Subject::Answer(Box::new(found))),
            None => Answer::Nothing("no follow-up is due"),
        }),
        Effect::LoadToAnswer(ids) => {
            follow_ups::to_answer(journal, ids).map(|found| form(Subject::Answer(Box::new(found))))
        }
        Effect::LoadAbout(kind, id) => {
            follow_ups::about(journal, *kind, *id).map(|found| form(Subject::Answer(Box::new(found))))
        }
        Effect::FindMetrics(typed) => {
            journal.metrics_like(typed, OFFERED).map(|metrics| Answer::Findings(Findings::Metrics(metrics)))
        }
        Effect::Reopen(unsaved) => Ok(reopen::reopen(journal, unsaved)),
        Effect::Read(text) => Ok(Answer::Findings(Findings::Line(Box::new(journal.parse_line(text))))),
        Effect::Complete(sigil, typed) => {
            journal.complete(*sigil, typed, 5).map(|names| Answer::Findings(Findings::Names(names)))
        }
        _ => return None,
    })
}

/// Performs an effect that writes.
fn change(journal: &mut Journal, effect: &Effect) -> Result<Answer> {
    match effect {
        Effect::StartReading(id) => goals::start(journal, *id),
        Effect::PlaceReading(id, place) => goals::place(journal, *id, *place),
        Effect::EndGoal(id, ending) => {
            let goal = journal.end_goal(*id, ending)?;
            Ok(saved::goal_ended(journal, "opened again:", &goal))
        }
        Effect::Toggle(picking, id, on) => goals::toggle(journal, *picking, *id, *on),
        Effect::Choose(period, reader, choices, what) => {
            review::choose(journal, period, *reader, choices, what)
        }
        Effect::SetCategory(id, category) => review::set_category(journal, *id, category),
        Effect::OnWin(id, action) => review::on_win(journal, *id, *action),
        Effect::LogValue(request) => log_value(journal, request),
        Effect::Submit(request, line) => lines::submit(journal, request, line),
        Effect::Add(draft, hints) => {
            let added = journal.add(draft, hints.clone())?;
            Ok(saved::added(journal, &added))
        }
        Effect::Edit { win, draft } => save::win(journal, Some(win), draft),
        Effect::SaveForm { subject, fields } => save::form(journal, subject, fields),
        Effect::ChangeMany(targets, change) => many::change(journal, targets, change),
        Effect::Delete(id, title) => Ok(saved::deleted(title, &journal.delete(&[*id])?)),
        Effect::Step(direction) => Ok(saved::stepped(*direction, &journal.step(*direction, 1)?.0)),
        _ => Ok(Answer::Nothing("")),
    }
}

fn form(subject: Subject) -> Answer {
    Answer::Form(Box::new(subject), None)
}

/// Logs a value; a line that cannot be read is refused beside it.
fn log_value(journal: &mut Journal, request: &LogRequest) -> Result<Answer> {
    match journal.log_value(request) {
        Err(err) if err.kind() == ErrorKind::Usage => {
            Ok(Answer::Refused { field: "value", why: err.message().to_owned() })
        }
        other => other.map(|logged| saved::logged(&logged)),
    }
}

/// How many wins and questions the history of a project names.
const STORY: usize = 24;

/// How many metrics it draws.
const CHARTS: usize = 6;

/// A win with its metrics.
fn load_win(journal: &Journal, id: WinId) -> Result<Answer> {
    let win = journal.win(id)?;
    let metrics = if win.figures.is_empty() { Vec::new() } else { journal.metrics_of(id, CHARTS)? };
    Ok(Answer::Loaded(Loaded::Wins(wins_screen::Loaded::Win(Box::new(win), metrics))))
}

/// How many metrics of a project are looked at for its best change.
const LOOKED_AT: usize = 4;

/// The best change of the metrics of each project with its series in a few columns; empty where
/// there is none.
fn load_changes(journal: &Journal, ids: &[ProjectId]) -> Result<Vec<(ProjectId, String)>> {
    let mut out = Vec::with_capacity(ids.len());
    for id in ids {
        let metrics = journal.latest_metrics(*id, LOOKED_AT)?;
        let mut text = String::new();
        if let Some((metric, change)) = crate::domain::metric_view::best_change(&metrics) {
            let series = spark(&journal.metric(metric.id)?, SPARK);
            text = format!("{series:>SPARK$} {:>CHANGE$}", change.within(CHANGE));
        }
        out.push((*id, text));
    }
    Ok(out)
}

/// The columns of a series and of a change in a list.
const SPARK: usize = 6;
const CHANGE: usize = 11;

/// Follow-ups and metrics.
fn load_impact(journal: &Journal, limit: usize) -> Result<Overview> {
    let mut asked = journal.asked(FollowUpFilter::Open, limit)?;
    asked.extend(journal.asked(FollowUpFilter::Answered, limit / 2)?);
    Ok(Overview {
        asked,
        open: journal.count_asked(None)?,
        metrics: journal.metrics(limit)?,
        metric_count: journal.count_metrics()?,
        limit,
    })
}
