//! The first page of a review: the author and the reader, the totals, and the numbers of the period as a table.

use std::collections::{HashMap, HashSet};

use chrono::Datelike;

use super::document::{Document, Head, NumberEntry, Outcome, Reader, Theme, Total};
use super::input::ReviewInput;
use super::{document_wording, wording};
use crate::domain::{Change, GoalStatus, Kind, MetricValue, MetricView, Period, Stored, fold};
use crate::text::counted;
use crate::text::spark::sparkline;

/// The columns of the line of a metric in the table.
const LINE: usize = 8;

/// The maximum number of themes.
const THEMES: usize = 5;

/// Returns the head of a review.
pub(super) fn head(review: &ReviewInput) -> Head {
    let on = wording::day(review.made_on);
    let prepared = match review.reader {
        Reader::Manager => format!("prepared for my manager, {on}"),
        Reader::Promotion => format!("prepared for the promotion committee, {on}"),
        Reader::Myself | Reader::Public => on,
    };
    let name = review.profile.name.trim().to_owned();
    let role = if review.title.is_empty() { review.profile.label.trim() } else { &review.title };
    Head { role: if name.is_empty() { String::new() } else { role.to_owned() }, name, prepared }
}

/// Returns the totals of a review: wins, goals, metrics and outcomes; those that are 0 are left out.
pub(super) fn totals(review: &ReviewInput) -> Vec<Total> {
    let total = |figure: String, text: String| Total { figure, text };
    let mut out = Vec::new();
    let projects: HashSet<_> =
        review.wins.iter().filter_map(|win| win.project.as_ref()).map(|named| named.id).collect();
    let within = match projects.len() {
        0 => String::new(),
        count => format!(" in {}", counted(count, "project", "projects")),
    };
    let wins = review.wins.len();
    if wins > 0 {
        out.push(total(
            crate::text::grouped(wins),
            format!("{}{within}", if wins == 1 { "win" } else { "wins" }),
        ));
    }
    let with = |status: GoalStatus| review.goals.iter().filter(|goal| goal.status == status).count();
    let (done, carried) = (with(GoalStatus::Done), with(GoalStatus::Carried));
    // A year that nobody has judged yet says nothing about its goals.
    if review.goals.iter().any(|goal| goal.status != GoalStatus::Open) {
        let also = if carried > 0 { format!(", {carried} carried over") } else { String::new() };
        out.push(total(format!("{done} of {}", review.goals.len()), format!("goals reached{also}")));
    }
    let moved = moved(review);
    let is_better = |(metric, change): &&(&MetricView, Change)| change.is_better(metric.direction());
    let better = moved.iter().filter(|each| is_better(each) == Some(true)).count();
    let worse = moved.iter().filter(|each| is_better(each) == Some(false)).count();
    if !moved.is_empty() {
        let judged = match (better, worse) {
            (0, _) => String::new(),
            (1, 0) if moved.len() == 1 => " for the better".to_owned(),
            (_, 0) if better == moved.len() => ", all for the better".to_owned(),
            _ => format!(", {better} for the better"),
        };
        let what = if moved.len() == 1 { "metric moved" } else { "metrics moved" };
        out.push(total(moved.len().to_string(), format!("{what}{judged}")));
    }
    let outcomes = outcomes(review);
    if outcomes > 0 {
        let what = if outcomes == 1 { "outcome" } else { "outcomes" };
        out.push(total(outcomes.to_string(), format!("{what} recorded")));
    }
    out
}

/// Returns the number of outcomes of the work in the period, also those recorded later, and of earlier work.
fn outcomes(review: &ReviewInput) -> usize {
    let wins = review.wins.iter().flat_map(|win| &win.follow_ups);
    let projects = review.projects.iter().flat_map(|project| &project.follow_ups);
    wins.chain(projects).filter(|each| !each.outcome.is_empty()).count() + review.earlier.len()
}

/// The values of a metric in a period: the one before it began, else the first one, and the last one.
fn ends<'a>(
    metric: &'a MetricView,
    period: &Period,
) -> Option<(&'a Stored<MetricValue>, &'a Stored<MetricValue>)> {
    let now = metric.values.iter().rfind(|value| value.date.last_day() <= period.last)?;
    if now.date.last_day() < period.first {
        return None;
    }
    let earlier = metric.values.iter().rfind(|value| value.date.last_day() < period.first);
    let before = earlier.or_else(|| metric.baseline()).or_else(|| metric.values.first())?;
    (before.id != now.id).then_some((before, now))
}

/// Returns the metrics with a value in the period that differs from the one before, with the change.
fn moved(review: &ReviewInput) -> Vec<(&MetricView, Change)> {
    let change = |metric: &MetricView| {
        let (before, now) = ends(metric, &review.period)?;
        Change::between(&before.amount, &now.amount).filter(|change| change.direction.is_ne())
    };
    review.metrics.iter().filter_map(|metric| Some((metric, change(metric)?))).collect()
}

/// Returns the metrics with a value in the period as rows of a table, those that moved first. A metric whose only
/// value is that of a win is left out, because the win says it.
pub(super) fn numbers(review: &ReviewInput) -> Vec<NumberEntry> {
    let mut moved = moved(review);
    // The largest changes first: halving and doubling are equal.
    moved.sort_by(|(_, a), (_, b)| size(b).total_cmp(&size(a)));
    let has_moved = |metric: &MetricView| moved.iter().any(|(each, _)| each.id == metric.id);
    let is_new = |metric: &&MetricView| {
        let latest = metric.values.last().filter(|value| value.brought_by.is_none());
        !has_moved(metric) && latest.is_some_and(|value| review.period.first <= value.date.last_day())
    };
    let mut out: Vec<NumberEntry> =
        moved.iter().map(|(metric, change)| row(metric, Some(change), &review.period)).collect();
    out.extend(review.metrics.iter().filter(is_new).map(|metric| row(metric, None, &review.period)));
    out
}

/// Returns the size of a change, by which changes of different metrics are compared: 0 for none or without a ratio, 1 for
/// half or twice; nothing is larger than a fall to 0.
fn size(change: &Change) -> f64 {
    match change.factor {
        Some(factor) if factor > 0.0 => factor.log2().abs(),
        Some(_) => f64::INFINITY,
        None => 0.0,
    }
}

/// Returns the change of a row, which has both values: a change without a percentage is the difference.
fn change_in_row(change: &Change) -> String {
    if change.percent.is_none() && !change.difference.is_empty() {
        return change.difference.clone();
    }
    document_wording::change_of(change)
}

fn row(metric: &MetricView, change: Option<&Change>, period: &Period) -> NumberEntry {
    let ends = ends(metric, period).filter(|_| change.is_some());
    let is_shown = |value: &&Stored<MetricValue>| {
        ends.is_some_and(|(before, _)| value.id == before.id)
            || (period.first..=period.last).contains(&value.date.last_day())
    };
    let numbers: Vec<f64> =
        metric.values.iter().filter(is_shown).filter_map(|value| metric.number_of(value)).collect();
    let now = ends.map(|(_, now)| now).or_else(|| metric.values.last());
    // The title of a win is too long for the table.
    let owner = metric.owner().filter(|owner| owner.kind != Kind::Win);
    let name = document_wording::name_of(&metric.name);
    let relative = now.and_then(|value| Change::of_relative(&value.amount));
    let (before, latest) = match (ends, now) {
        _ if relative.is_some() => (String::new(), String::new()),
        (Some((before, _)), Some(now)) => document_wording::pair(&name, &before.amount, &now.amount),
        (None, Some(now)) => (String::new(), document_wording::amount_of(&name, &now.amount)),
        _ => (String::new(), String::new()),
    };
    NumberEntry {
        metric: document_wording::metric_name(&metric.name),
        project: owner.map(|owner| owner.name).unwrap_or_default(),
        before,
        now: latest,
        change: change.or(relative.as_ref()).map(change_in_row).unwrap_or_default(),
        line: if numbers.len() > 1 { sparkline(&numbers, LINE) } else { String::new() },
    }
}

/// Returns the tags of at least two wins, the most frequent first.
pub(super) fn themes(review: &ReviewInput) -> Vec<Theme> {
    let mut all: Vec<Theme> = Vec::new();
    for win in &review.wins {
        for tag in &win.tags {
            let own = (win.id.to_string(), win.title.clone());
            match all.iter_mut().find(|theme| fold(&theme.name) == fold(tag)) {
                Some(theme) => theme.of.push(own),
                None => {
                    all.push(Theme { name: tag.clone(), wins: 0, titles: Vec::new(), of: vec![own] });
                }
            }
        }
    }
    all.iter_mut().for_each(Theme::tell);
    all.retain(|theme| theme.wins > 1);
    all.sort_by_key(|theme| std::cmp::Reverse(theme.wins));
    all.truncate(THEMES);
    all
}

/// Sets the months of the wins, and removes the year from the months if the whole period lies in it.
pub(super) fn set_months(document: &mut Document, review: &ReviewInput) {
    let year = review.period.last.year();
    let is_one_year = review.period.first.year() == year;
    let short = |month: String| match month.strip_suffix(&year.to_string()) {
        Some(month) if is_one_year => month.trim_end().to_owned(),
        _ => month,
    };
    let outcomes = |all: &mut Vec<Outcome>| {
        for outcome in all {
            outcome.month = short(std::mem::take(&mut outcome.month));
        }
    };
    let dated = review.wins.iter().filter_map(|win| Some((win.id.to_string(), win.when?)));
    let months: HashMap<String, String> =
        dated.map(|(id, when)| (id, short(document_wording::months_of(when)))).collect();
    document.for_each_list(&mut |wins| {
        for win in wins {
            win.month = Some(months.get(&win.id).cloned().unwrap_or_default());
            outcomes(&mut win.outcomes);
        }
    });
    document.projects.iter_mut().for_each(|project| outcomes(&mut project.outcomes));
    document.earlier.iter_mut().for_each(|each| outcomes(&mut each.outcomes));
}
