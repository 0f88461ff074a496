//! Performs effects on the journal.

mod backups;
mod career;
mod editor;
mod fields;
mod finding;
mod follow_ups;
mod goals;
mod import;
mod inbox;
mod lines;
mod many;
mod projects;
mod questionnaires;
mod reopen;
mod review;
mod save;
mod saved;
mod settings;
mod wins;

use super::answer::Answer;
use super::effect::{Effect, Picking};
use super::loaded::Loaded;
use super::screens::detail::WinContext;
use super::screens::impact::{self, Overview};
use super::screens::{projects as projects_screen, review as review_screen, wins as wins_screen};
use super::subject::Subject;
use crate::domain::{FollowUpFilter, Kind, MetricId, ProjectId, RecordId, WinId};
use crate::error::{ErrorKind, Result};
use crate::journal::{
    self, Journal, LogRequest, Snapshot, advice, competencies, followups, goal_progress, history, metrics,
    readings, records, today, years,
};
use wins::load_wins;

/// Performs an effect that needs only the journal; returns `None` for an effect of the runtime.
pub fn perform(journal: &mut Journal, effect: &Effect) -> Option<Answer> {
    perform_with(journal, effect, &|| {})
}

/// Performs an effect like [`perform`]. `editor_closed` is called when an editor has released the terminal.
pub fn perform_with(journal: &mut Journal, effect: &Effect, editor_closed: &dyn Fn()) -> Option<Answer> {
    let answer = match effect {
        Effect::Editor(subject, fields) => {
            return Some(editor::edit(journal, subject, fields, editor_closed));
        }
        Effect::OpenEditor(request) => {
            let subject = journal.snapshot().and_then(|snapshot| career::subject(&snapshot, request));
            return Some(match subject {
                Ok(subject) => editor::edit(journal, &subject, &Vec::new(), editor_closed),
                Err(err) => Answer::Failed(err),
            });
        }
        Effect::EditSettings => settings::edit(journal, editor_closed),
        Effect::OpenUrl(_)
        | Effect::Remember(_)
        | Effect::OpenFile(_)
        | Effect::Copy(_)
        | Effect::Cancel(_)
        | Effect::Redraw
        | Effect::Suspend
        | Effect::Demo
        | Effect::Quit => return None,
        _ => load_or_change(journal, effect),
    };
    Some(answer.unwrap_or_else(Answer::Failed))
}

fn load_or_change(journal: &mut Journal, effect: &Effect) -> Result<Answer> {
    if let Some(answer) = backups::perform(journal, effect)? {
        return Ok(answer);
    }
    if let Some(answer) = finding::perform(journal, effect)? {
        return Ok(answer);
    }
    if let Effect::SaveTheme(name) = effect {
        return settings::save_theme(journal, name);
    }
    let loaded = load(&journal.snapshot()?, effect)?;
    match loaded {
        Some(answer) => Ok(answer),
        None => change(journal, effect),
    }
}

/// Performs an effect that reads; returns `None` for an effect that writes.
fn load(snapshot: &Snapshot<'_>, effect: &Effect) -> Result<Option<Answer>> {
    let loaded = |loaded| Answer::Loaded(loaded);
    let answer = match effect {
        Effect::LoadGlance => today::glance(snapshot).map(|glance| loaded(Loaded::Today(Box::new(glance)))),
        Effect::LoadMonths => journal::timeline::months(snapshot)
            .map(|months| loaded(Loaded::Wins(wins_screen::Loaded::Months(months)))),
        Effect::LoadOutlook => {
            today::outlook(snapshot).map(|outlook| loaded(Loaded::Outlook(Box::new(outlook))))
        }
        Effect::PlanImport(typed) => import::plan(snapshot, typed),
        Effect::LoadInbox => journal::inbox::list(snapshot).map(|items| loaded(Loaded::Inbox(items))),
        Effect::LoadWins { filter, search, load, limit, count } => {
            load_wins(snapshot, filter, search, *load, *limit, *count)
                .map(|page| loaded(Loaded::Wins(wins_screen::Loaded::Page(page))))
        }
        Effect::LoadWin(id) => load_win(snapshot, *id),
        Effect::LoadSeries(kind, id) => load_series(snapshot, *kind, *id),
        Effect::LoadGoals(year) => goals::load_goals(snapshot, *year),
        Effect::LoadGoalsWith(id) => {
            journal::goals::find(snapshot, *id).and_then(|goal| goals::load_goals(snapshot, Some(goal.year)))
        }
        Effect::LoadCheck(ids, of) => goals::load_check(snapshot, ids, *of),
        Effect::LoadReadings => readings::list(snapshot).map(|readings| loaded(Loaded::Learning(readings))),
        Effect::FindLinkTargets(picking, words) => goals::link_targets(snapshot, *picking, words),
        Effect::LoadReview(period, reader) => review::load(snapshot, period.as_ref(), *reader),
        Effect::LoadNames(period) => review::names(snapshot, period),
        Effect::LoadAnswers(form) => questionnaires::load(snapshot, form),
        Effect::LoadReviewWin(id) => journal::wins::find(snapshot, *id).and_then(|win| {
            let findings = advice::findings_of(snapshot, &win)?;
            Ok(loaded(Loaded::Review(review_screen::Loaded::Win(Box::new(win), findings))))
        }),
        Effect::LoadYears(year) => years::load(snapshot, *year)
            .map(|years| loaded(Loaded::Review(review_screen::Loaded::Years(Box::new(years))))),
        Effect::LoadImpact(limit) => {
            load_impact(snapshot, *limit).map(|all| loaded(Loaded::Impact(impact::Loaded::Overview(all))))
        }
        Effect::LoadDue => follow_ups::due(snapshot).map(|due| match due {
            Some(found) => form(Subject::Answer(Box::new(found))),
            None => Answer::Nothing("no follow-up is due"),
        }),
        Effect::LoadToAnswer(ids) => {
            follow_ups::to_answer(snapshot, ids).map(|found| form(Subject::Answer(Box::new(found))))
        }
        Effect::LoadAbout(kind, id) => {
            follow_ups::about(snapshot, *kind, *id).map(|found| form(Subject::Answer(Box::new(found))))
        }
        Effect::Reopen(unsaved) => Ok(reopen::reopen(snapshot, unsaved)),
        _ => match finding::load_any(snapshot, effect)? {
            Some(answer) => Ok(answer),
            None => match projects::load_any(snapshot, effect)? {
                Some(answer) => Ok(answer),
                None => return career::load_any(snapshot, effect),
            },
        },
    };
    answer.map(Some)
}

/// Performs an effect that writes.
fn change(journal: &mut Journal, effect: &Effect) -> Result<Answer> {
    match effect {
        Effect::StartReading(id) => goals::start(journal, *id),
        Effect::PlaceReading(id, place) => goals::place(journal, *id, *place),
        Effect::EndGoal(id, ending) => {
            let goal = journal.write(|tx| goal_progress::end(tx, *id, ending))?;
            Ok(saved::goal_ended(journal.context(), "opened again:", &goal))
        }
        Effect::Choose(period, reader, choices, what) => {
            review::choose(journal, period, *reader, choices, what)
        }
        Effect::SaveAnswer(question) => questionnaires::save(journal, question),
        Effect::FillAnswers(id) => questionnaires::fill(journal, *id),
        Effect::SetCategory(id, category) => review::set_category(journal, *id, category),
        Effect::OnWin(id, action) => review::on_win(journal, *id, *action),
        Effect::Import(plan) => import::apply(journal, plan),
        Effect::ImportJournal(path) => import::import_journal(journal, path),
        Effect::Receive(reported) => import::receive(journal, reported),
        Effect::KeepInboxItems(ids) => inbox::keep(journal, ids),
        Effect::RefuseInboxItems(ids) => inbox::refuse(journal, ids),
        Effect::Toggle(Picking::Merge(id), win, _) => inbox::merge(journal, *id, WinId(win.0)),
        Effect::Toggle(picking, id, on) => goals::toggle(journal, *picking, *id, *on),
        Effect::ConfirmSuggested => career::confirm_suggested(journal),
        Effect::SetLevel(level) => career::set_level(journal, level),
        Effect::LogValue(request) => log_value(journal, request),
        Effect::Submit(request, line) => lines::submit(journal, request, line),
        Effect::Add(draft, hints) => {
            let added = journal.write(|tx| journal::wins::add(tx, draft, hints.clone()))?;
            Ok(saved::added(journal.context(), &added))
        }
        Effect::Edit { win, draft } => save::win(journal, Some(win), draft),
        Effect::SaveForm { subject, fields } => save::form(journal, subject, fields),
        Effect::ChangeMany(targets, change) => many::change(journal, targets, change),
        Effect::Delete(id, title) => {
            Ok(saved::deleted(title, &journal.write(|tx| records::delete(tx, &[*id]))?))
        }
        Effect::Step(direction) => Ok(saved::stepped(*direction, &history::step(journal, *direction, 1)?.0)),
        _ => Ok(Answer::Nothing("")),
    }
}

fn form(subject: Subject) -> Answer {
    Answer::Form(Box::new(subject), None)
}

/// Logs a value; an error in the line is shown in the dialog.
fn log_value(journal: &mut Journal, request: &LogRequest) -> Result<Answer> {
    match journal.write(|tx| metrics::log(tx, request)) {
        Err(err) if err.kind() == ErrorKind::Usage => {
            Ok(Answer::Refused { field: "value", why: err.message().to_owned() })
        }
        other => other.map(|logged| saved::logged(&logged)),
    }
}

/// The maximum number of metrics that are drawn for a record.
const CHARTS: usize = 6;

fn load_win(snapshot: &Snapshot<'_>, id: WinId) -> Result<Answer> {
    let win = journal::wins::find(snapshot, id)?;
    let has_number = !win.figures.is_empty();
    let mut metrics = if has_number { metrics::list_samples_of(snapshot, id, CHARTS)? } else { Vec::new() };
    metrics::add_titles(snapshot, &mut metrics)?;
    let suggested = competencies::suggested_names(snapshot, &win)?;
    let findings = advice::findings_of(snapshot, &win)?;
    let context = WinContext { metrics, suggested, findings };
    Ok(Answer::Loaded(Loaded::Wins(wins_screen::Loaded::Win(Box::new(win), context))))
}

/// Loads a metric, or the metrics of a win or a project, with the whole series.
fn load_series(snapshot: &Snapshot<'_>, kind: Kind, id: RecordId) -> Result<Answer> {
    let mut metrics = match kind {
        Kind::Metric => vec![metrics::find(snapshot, MetricId(id.0))?],
        _ => metrics::list_of(snapshot, id, CHARTS)?,
    };
    metrics::add_titles(snapshot, &mut metrics)?;
    Ok(Answer::Loaded(match kind {
        Kind::Metric => Loaded::Impact(impact::Loaded::Series(metrics)),
        Kind::Project => Loaded::Projects(projects_screen::Loaded::Series(ProjectId(id.0), metrics)),
        _ => Loaded::Wins(wins_screen::Loaded::Series(WinId(id.0), metrics)),
    }))
}

/// Loads up to `limit` open follow-ups and metrics, and half as many answered follow-ups.
fn load_impact(snapshot: &Snapshot<'_>, limit: usize) -> Result<Overview> {
    let mut asked = followups::list(snapshot, FollowUpFilter::Open, limit)?;
    asked.extend(followups::list(snapshot, FollowUpFilter::Answered, limit / 2)?);
    let mut metrics = metrics::list_samples(snapshot, limit)?;
    metrics::add_titles(snapshot, &mut metrics)?;
    Ok(Overview {
        asked,
        open: followups::count(snapshot, None)?,
        metrics,
        metric_count: metrics::count(snapshot)?,
        limit,
    })
}
