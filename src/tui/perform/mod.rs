//! Effects, performed: what the model asks for is asked of the journal.

mod fields;
mod forms;
mod goals;
mod review;
mod wins;

use super::answer::Answer;
use super::dialogs::ask::Purpose;
use super::dialogs::value::OFFERED;
use super::effect::Effect;
use super::screens::impact::Overview;
use super::screens::series::spark;
use crate::domain::{ProjectId, WinId};
use crate::error::Result;
use crate::journal::{FollowUpFilter, Journal};
use wins::load_wins;

pub use forms::edit_in_editor;

/// Performs an effect that needs only the journal; `None` for one that is the runtime's.
pub fn perform(journal: &mut Journal, effect: &Effect) -> Option<Answer> {
    let answer = match effect {
        Effect::LoadGlance => journal.glance().map(Answer::Glance),
        Effect::LoadWins { filter, search, load, limit, count } => {
            load_wins(journal, filter, search, *load, *limit, *count).map(Answer::Page)
        }
        Effect::LoadWin(id) => load_win(journal, *id),
        Effect::LoadProjects => journal.projects().map(Answer::Projects),
        Effect::LoadChanges(ids) => load_changes(journal, ids).map(Answer::Changes),
        Effect::LoadProject(id) => {
            journal.project_whole(*id, STORY, CHARTS).map(|whole| Answer::Project(Box::new(whole)))
        }
        Effect::LoadGoals(year) => goals::load_goals(journal, *year),
        Effect::LoadCheck(ids, of) => goals::load_check(journal, ids, *of),
        Effect::LoadReadings => journal.readings().map(Answer::Readings),
        Effect::StartReading(id) => goals::start(journal, *id),
        Effect::PlaceReading(id, place) => goals::place(journal, *id, *place),
        Effect::EndGoal(id, ending) => {
            journal.end_goal(*id, ending).map(|goal| Answer::GoalEnded("opened again:", Box::new(goal)))
        }
        Effect::FindLinkTargets(picking, words) => goals::link_targets(journal, *picking, words),
        Effect::Toggle(picking, id, on) => goals::toggle(journal, *picking, *id, *on),
        Effect::LoadReview(period, reader) => review::load(journal, period.as_ref(), *reader),
        Effect::LoadNames(period) => review::names(journal, period),
        Effect::LoadYears(year) => journal.years(*year).map(|years| Answer::Years(Box::new(years))),
        Effect::Choose(period, reader, choices, what) => {
            review::choose(journal, period, *reader, choices, what)
        }
        Effect::SetCategory(id, category) => review::set_category(journal, *id, category),
        Effect::OnWin(id, action) => review::on_win(journal, *id, *action),
        Effect::OfReview(period, reader, Purpose::Export(_), line) => {
            review::export(journal, period, *reader, line)
        }
        Effect::OfReview(_, reader, _, line) => review::period(journal, *reader, line),
        Effect::LoadImpact(limit) => load_impact(journal, *limit).map(Answer::Impact),
        Effect::LoadToAnswer(ids) => {
            forms::to_answer(journal, ids).map(|answering| Answer::ToAnswer(Box::new(answering)))
        }
        Effect::LoadAbout(kind, id) => {
            forms::about(journal, *kind, *id).map(|answering| Answer::ToAnswer(Box::new(answering)))
        }
        Effect::FindMetrics(typed) => journal.metrics_like(typed, OFFERED).map(Answer::Metrics),
        Effect::LogValue(request) => {
            journal.log_value(request).map(|logged| Answer::Logged(Box::new(logged)))
        }
        Effect::AskDone(purpose, line) => forms::ask_done(journal, purpose, line),
        Effect::Reopen(unsaved) => Ok(forms::reopen(journal, unsaved)),
        Effect::Read(text) => Ok(Answer::Read(Box::new(journal.parse_line(text)))),
        Effect::Complete(sigil, typed) => journal.complete(*sigil, typed, 5).map(Answer::Completions),
        Effect::Add(draft, hints) => {
            journal.add(draft, hints.clone()).map(|added| Answer::Added(Box::new(added)))
        }
        Effect::Edit { win, draft } => journal.edit(win.id, draft, win.meta.revision).map(Answer::Edited),
        Effect::SaveForm { subject, fields } => forms::save(journal, subject, fields),
        Effect::Delete(id, title) => {
            journal.delete(&[*id]).map(|goals| Answer::Deleted(title.clone(), goals))
        }
        Effect::Step(direction) => {
            journal.step(*direction, 1).map(|(done, _)| Answer::Stepped(*direction, done))
        }
        Effect::Editor(..)
        | Effect::OpenUrl(_)
        | Effect::OpenFile(_)
        | Effect::Redraw
        | Effect::Suspend
        | Effect::Quit => {
            return None;
        }
    };
    Some(answer.unwrap_or_else(Answer::Failed))
}

/// How many wins and questions the history of a project names.
const STORY: usize = 24;

/// How many metrics it draws.
const CHARTS: usize = 6;

/// A win with its metrics.
fn load_win(journal: &Journal, id: WinId) -> Result<Answer> {
    let win = journal.win(id)?;
    let metrics = if win.figures.is_empty() { Vec::new() } else { journal.metrics_of(id, CHARTS)? };
    Ok(Answer::Win(Box::new(win), metrics))
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
