//! Scheduling: adding, moving and deleting the follow-ups of wins and projects when they are saved.

use chrono::NaiveDate;

use super::rules::Rules;
use crate::domain::date::add_days;
use crate::domain::followup::{asked_by_default, default_question, project_question};
use crate::domain::{DateRange, Due, Figure, FollowUp, FollowUpView, ProjectId, Win, WinId, WinView};
use crate::error::Result;
use crate::store::Batch;

/// Adds the follow-up of a new win, on its `due` day or by default; never on a day that has passed. Returns
/// the day.
pub(super) fn schedule(
    batch: &mut Batch<'_>,
    id: WinId,
    win: &Win,
    rules: &Rules,
    hints: &mut Vec<String>,
) -> Result<Option<NaiveDate>> {
    let happened = win.when.map_or(rules.today, DateRange::last_day);
    let category = rules.categories.of_key(win.category_key());
    let days = category.follow_up_days.unwrap_or(rules.follow_up_days);
    let (day, said) = match win.due {
        Some(Due::On(day)) => (Some(day), true),
        None if asked_by_default(win.starred, &win.figures, win.project.is_some()) => {
            (add_days(happened, i64::from(days)), false)
        }
        Some(Due::Never) | None => return Ok(None),
    };
    let Some(day) = day else { return Ok(None) };
    if day < rules.today {
        if said {
            hints.push(format!("“{day}” is in the past: no follow-up was scheduled"));
        }
        return Ok(None);
    }
    batch.insert(&FollowUp::new(id.into(), &default_question(&win.figures, category), day))?;
    Ok(Some(day))
}

/// Moves, adds or deletes the open follow-up of a win according to its edited `due`. A win without follow-ups
/// gets one if the edit made it a win with a follow-up by default, such as by starring it. Returns the day.
pub(super) fn reschedule(
    batch: &mut Batch<'_>,
    before: &WinView,
    win: &Win,
    rules: &Rules,
    hints: &mut Vec<String>,
) -> Result<Option<NaiveDate>> {
    let open: Vec<_> = before.follow_ups.iter().filter(|each| each.is_open()).collect();
    match win.due {
        // The user saw the day of the open follow-up and removed it.
        None if !open.is_empty() => take_away(batch, &open),
        Some(Due::Never) => take_away(batch, &open),
        Some(Due::On(day)) if open.iter().any(|each| each.ask_on == day) => Ok(Some(day)),
        Some(Due::On(day)) if day >= rules.today && !open.is_empty() => {
            batch.update(&open[0].stored, &FollowUp { ask_on: day, ..open[0].body.clone() })?;
            Ok(Some(day))
        }
        Some(Due::On(_)) => schedule(batch, before.id, win, rules, hints),
        None => {
            let figures: Vec<Figure> = before.figures.iter().map(|stored| stored.body.clone()).collect();
            let was = asked_by_default(before.starred, &figures, before.project.is_some());
            if was || !before.follow_ups.is_empty() {
                return Ok(None);
            }
            schedule(batch, before.id, win, rules, hints)
        }
    }
}

fn take_away(batch: &mut Batch<'_>, open: &[&FollowUpView]) -> Result<Option<NaiveDate>> {
    for each in open {
        batch.delete_record(each.id.into())?;
    }
    Ok(None)
}

/// Adds a follow-up about a win without a project after a value was logged in its own metric, if the win
/// never had a follow-up.
pub(super) fn ask_about_number(batch: &mut Batch<'_>, id: WinId, rules: &Rules) -> Result<()> {
    let Some((category, when)) = batch.win_never_asked(id)? else { return Ok(()) };
    let category = rules.categories.of_key(&category);
    let days = i64::from(category.follow_up_days.unwrap_or(rules.follow_up_days));
    let day = add_days(when.last_day(), days);
    if let Some(day) = day.filter(|day| *day >= rules.today) {
        batch.insert(&FollowUp::new(id.into(), &default_question(&[], category), day))?;
    }
    Ok(())
}

/// Adds the follow-up about a project that ships, unless it exists already or its day has passed. Returns the
/// day.
pub(super) fn ask_about_shipped(
    batch: &mut Batch<'_>,
    id: ProjectId,
    name: &str,
    shipped: NaiveDate,
    rules: &Rules,
) -> Result<Option<NaiveDate>> {
    let day = add_days(shipped, i64::from(rules.follow_up_days));
    let Some(day) = day.filter(|day| *day >= rules.today) else { return Ok(None) };
    let question = project_question(name);
    if batch.is_asked(id.into(), &question)? {
        return Ok(None);
    }
    batch.insert(&FollowUp::new(id.into(), &question, day))?;
    Ok(Some(day))
}
