//! Words the progress, the pace and the timeline of a goal.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::block::Block;
use super::{document_wording, wording};
use crate::domain::goal_view::Evidence;
use crate::domain::pace::{Moved, Movement, Pace, elapsed_fraction};
use crate::domain::{Amount, GoalStatus, GoalView, Kind, Measure, Period, Record, Visibility};
use crate::text::counted;

/// Returns the progress: `1 of 2`, `85% (70% → 90%)`, `2 of 4 milestones`, `3 linked`, `not yet`.
pub fn standing(goal: &GoalView) -> String {
    match &goal.measure {
        Measure::Growing => match goal.counted() {
            0 => "nothing linked yet".into(),
            count => format!("{count} linked"),
        },
        Measure::Done if goal.status == GoalStatus::Done => "done".into(),
        Measure::Done => "not yet".into(),
        Measure::Count(wanted) => format!("{} of {wanted}", goal.counted()),
        Measure::Milestones if goal.milestones.is_empty() => "no milestones yet".into(),
        Measure::Milestones => {
            let done = goal.milestones.iter().filter(|each| each.done_on.is_some()).count();
            format!("{done} of {}", counted(goal.milestones.len(), "milestone", "milestones"))
        }
        Measure::Number { from, to } => {
            let way = format!("{} → {}", from.shown(), to.shown());
            match latest_number(goal) {
                Some(now) => format!("{} ({way})", now.shown()),
                None => way,
            }
        }
    }
}

/// Returns the latest number, from the metric or the check-ins.
fn latest_number(goal: &GoalView) -> Option<&Amount> {
    if let Some(metric) = &goal.metric {
        return metric.latest().map(|value| &value.amount);
    }
    goal.check_ins.iter().rev().find_map(|each| each.value.as_ref())
}

/// Returns the pace, such as `behind: two thirds of the year are gone`; empty if the goal has no pace.
pub fn pace(goal: &GoalView, year: &Period, today: NaiveDate) -> String {
    let Some(pace) = goal.pace(year, today) else { return String::new() };
    match pace {
        Pace::Ahead | Pace::OnPace | Pace::Behind => {
            format!("{}: {}", pace.word(), gone(elapsed_fraction(year, today)))
        }
        Pace::Left(1) => "the last day of the year".into(),
        Pace::Left(days) => format!("{days} days are left"),
        Pace::Reached => "reached: is it done?".into(),
        Pace::Over => format!("{} is over: done, dropped or carried over?", year.label),
    }
}

/// Returns the progress, with the pace in a word if it needs attention: `1 of 4, behind`.
pub fn standing_and_pace(goal: &GoalView, year: &Period, today: NaiveDate) -> String {
    let pace = match goal.pace(year, today) {
        Some(pace @ Pace::Behind) => pace.word(),
        Some(Pace::Reached) => "reached",
        _ => "",
    };
    [standing(goal).as_str(), pace].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Returns the progress with the end or the pace, such as `1 of 2, behind: two thirds of the year are gone`.
pub fn in_words(goal: &GoalView, year: &Period, today: NaiveDate) -> String {
    let mut parts = vec![standing(goal)];
    let ended = ended(goal, year).filter(|ended| *ended != parts[0]);
    parts.extend(ended);
    parts.push(pace(goal, year, today));
    // Quarters without evidence are not listed once the year is over.
    if goal.measure == Measure::Growing && goal.is_open() && today <= year.last {
        parts.push(without(goal, year, today));
    }
    parts.retain(|part| !part.is_empty());
    parts.join(", ")
}

/// Returns the label of the year `other` in the same form as that of `year`: `2027` or `FY2027`.
fn labelled(other: i32, year: &Period) -> String {
    if year.label.starts_with("FY") { format!("FY{other}") } else { other.to_string() }
}

/// Returns the end: `done`, `dropped`, `carried over to 2027`; `None` while the goal is open.
pub fn ended(goal: &GoalView, year: &Period) -> Option<String> {
    match (goal.status, goal.after) {
        (GoalStatus::Open, _) => None,
        (GoalStatus::Done, _) => Some("done".into()),
        (GoalStatus::Dropped, _) => Some("dropped".into()),
        (GoalStatus::Carried, Some((_, to))) => Some(format!("carried over to {}", labelled(to, year))),
        (GoalStatus::Carried, None) => Some("carried over".into()),
    }
}

/// Returns the end with its day and its comment; empty while the goal is open.
pub fn ending(goal: &GoalView, year: &Period) -> String {
    let Some(ended) = ended(goal, year) else { return String::new() };
    let on = goal.ended_on.map(|date| format!(" on {}", wording::partial(date))).unwrap_or_default();
    let words = if goal.ending.is_empty() { String::new() } else { format!(": {}", goal.ending) };
    format!("{ended}{on}{words}")
}

/// Returns the progress of a goal and the comment of its end for a document, such as `2 of 2 milestones: letter of the
/// committee`; may be empty.
pub fn result(goal: &GoalView, year: &Period) -> String {
    let end = ended(goal, year).filter(|_| !matches!(goal.status, GoalStatus::Done));
    let standing = [progress_of(goal), end.unwrap_or_default()];
    let standing: Vec<&str> = standing.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    let parts = [standing.join(", "), goal.ending.clone()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ")
}

/// Returns the progress and the end of a goal for a document, such as `2 of 2, done on 4 March 2026`; may be
/// empty.
pub fn went(goal: &GoalView, year: &Period) -> String {
    let parts = [progress_of(goal), ending(goal, year)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Returns the progress of a goal for a document; may be empty.
fn progress_of(goal: &GoalView) -> String {
    match (&goal.measure, goal.counted(), goal.status) {
        // A goal without a target is reported by its evidence, not by the number of links.
        (Measure::Growing, ..) | (Measure::Done, _, GoalStatus::Done) => String::new(),
        (Measure::Number { from, to }, ..) => match latest_number(goal) {
            Some(now) => {
                let [from, now, to] = document_wording::amounts([from, now, to]);
                format!("{from} → {now}, wanted {to}")
            }
            None => standing(goal),
        },
        _ => standing(goal),
    }
}

/// Returns the number of evidence links for each quarter that has begun: `Q1 2 · Q2 none · Q3 1`.
pub fn quarters(goal: &GoalView, year: &Period, today: NaiveDate) -> String {
    let all = goal.quarters(year, today);
    let begun = all.iter().enumerate().filter(|(_, quarter)| quarter.begun || quarter.count > 0);
    let said = begun.map(|(at, quarter)| match quarter.count {
        0 => format!("Q{} none", at + 1),
        count => format!("Q{} {count}", at + 1),
    });
    said.collect::<Vec<_>>().join(" · ")
}

/// Returns the past quarters without evidence, such as `none in Q2`; empty if all have evidence.
pub fn without(goal: &GoalView, year: &Period, today: NaiveDate) -> String {
    let all = goal.quarters(year, today);
    let none: Vec<String> = all
        .iter()
        .enumerate()
        .filter(|(_, quarter)| quarter.over && quarter.count == 0)
        .map(|(at, _)| format!("Q{}", at + 1))
        .collect();
    match &none[..] {
        [] => String::new(),
        [one] => format!("none in {one}"),
        [all @ .., last] => format!("none in {} and {last}", all.join(", ")),
    }
}

/// Returns an elapsed fraction of the year in words, such as `two thirds of the year are gone`.
pub fn gone(share: f64) -> String {
    const WORDS: [(f64, &str); 16] = [
        (0.0, "the year has just begun"),
        (0.1, "a tenth of the year is gone"),
        (1.0 / 6.0, "a sixth of the year is gone"),
        (0.2, "a fifth of the year is gone"),
        (0.25, "a quarter of the year is gone"),
        (1.0 / 3.0, "a third of the year is gone"),
        (0.4, "two fifths of the year are gone"),
        (0.5, "half of the year is gone"),
        (0.6, "three fifths of the year are gone"),
        (2.0 / 3.0, "two thirds of the year are gone"),
        (0.7, "seven tenths of the year are gone"),
        (0.75, "three quarters of the year are gone"),
        (0.8, "four fifths of the year are gone"),
        (0.9, "nine tenths of the year are gone"),
        (0.97, "the year is almost gone"),
        (1.0, "the year is gone"),
    ];
    // `the year is gone` applies only to the last day of the year.
    let words = if share < 1.0 { &WORDS[..WORDS.len() - 1] } else { &WORDS[..] };
    let nearest = words.iter().min_by(|a, b| (a.0 - share).abs().total_cmp(&(b.0 - share).abs()));
    nearest.map_or("", |(_, words)| words).to_owned()
}

/// Returns an event of the timeline as a line.
pub fn moved(what: &Moved, year: &Period) -> String {
    let noted = |text: &str| if text.is_empty() { String::new() } else { format!(": {text}") };
    match what {
        Moved::Set(of) => format!("set for {}", labelled(*of, year)),
        Moved::Linked(Evidence { kind, title, state, .. }) => {
            let kind = if *kind == Kind::Win { String::new() } else { format!("{kind} ") };
            let state = if state.is_empty() { String::new() } else { format!(" ({state}, does not count)") };
            format!("{kind}{title}{state}")
        }
        Moved::Milestone(title) => format!("milestone done: {title}"),
        Moved::CheckedIn(Some(value), note) => format!("checked: {value}{}", noted(note)),
        Moved::CheckedIn(None, note) => format!("checked{}", noted(note)),
        Moved::Value(name, value, note) => format!("{name} {value}{}", noted(note)),
        Moved::Carried(to) => format!("carried over to {}", labelled(*to, year)),
        Moved::Done(proof) => format!("done{}", noted(proof)),
        Moved::Dropped(why) => format!("dropped{}", noted(why)),
    }
}

/// Returns the date of the last movement, such as `4 Mar`; empty if there was no movement.
pub fn last_moved(goal: &GoalView, today: NaiveDate) -> String {
    goal.last_movement().map(|movement| when_moved(&movement, today)).unwrap_or_default()
}

/// Returns the blocks of a goal: progress, fields, milestones, numbers, timeline (latest first) and notes.
pub fn blocks<'a>(goal: &'a GoalView, year: &Period, today: NaiveDate) -> Vec<Block<'a>> {
    dated_blocks(goal, year, today, today)
}

/// Returns the blocks of a goal like [`blocks`], for a file that is read on another day: dates are not relative to today.
pub fn blocks_for_file<'a>(goal: &'a GoalView, year: &Period, today: NaiveDate) -> Vec<Block<'a>> {
    dated_blocks(goal, year, today, NaiveDate::MAX)
}

/// Returns the blocks of a goal; `seen_on` is the day to which dates are relative.
fn dated_blocks<'a>(
    goal: &'a GoalView,
    year: &Period,
    today: NaiveDate,
    seen_on: NaiveDate,
) -> Vec<Block<'a>> {
    let mut out = vec![Block::Title(goal.title.clone()), Block::About(about(goal, year))];
    let is_running = goal.is_open() && (year.first..=year.last).contains(&today);
    let gone = is_running.then(|| elapsed_fraction(year, today));
    out.push(Block::Progress(bar(goal), gone, in_words(goal, year, today)));
    if !goal.why.is_empty() {
        out.push(Block::text(&goal.why));
    }
    let mut field = |name: &str, value: String| {
        if !value.is_empty() {
            out.push(Block::Field(name.to_owned(), value));
        }
    };
    if goal.measure == Measure::Growing {
        field("evidence", quarters(goal, year, today));
    }
    let came: Vec<String> = goal.before.iter().map(|earlier| labelled(earlier.year, year)).collect();
    field("since", came.join(", "));
    if !goal.is_open() {
        field("ended", ending(goal, year));
    }
    field("tags", goal.tags.join(", "));
    for link in &goal.links {
        field("link", link.clone());
    }
    for (label, text) in wording::unread(goal) {
        field(label, text);
    }
    if !goal.milestones.is_empty() {
        out.push(Block::Heading("Milestones".into()));
    }
    for (at, step) in goal.milestones.iter().enumerate() {
        let mark = if step.done_on.is_some() { "✓" } else { "·" };
        let day = step.done_on.map(|on| wording::near_partial(on, seen_on)).unwrap_or_default();
        out.push(Block::Row(format!("{} {mark} {}", at + 1, step.title), day));
    }
    if let Some(metric) = &goal.metric {
        out.push(Block::Heading("The number".into()));
        out.push(Block::Metric(metric));
    } else if let Some(series) = goal.series().filter(|series| series.values.len() > 1) {
        out.push(Block::Chart(Box::new(series)));
    }
    push_timeline(goal, year, seen_on, &mut out);
    if !goal.notes.is_empty() {
        out.push(Block::Heading("Notes".into()));
        out.push(Block::text(&goal.notes));
    }
    if goal.is_open() && goal.last_movement().is_none() {
        let how = "Nothing has moved it yet: name it in a win with ^, link what is there, or check it.";
        out.push(Block::Missing(how.into()));
    }
    out
}

/// Adds the timeline of a goal, latest first.
fn push_timeline(goal: &GoalView, year: &Period, today: NaiveDate, out: &mut Vec<Block<'_>>) {
    out.push(Block::Heading("What moved it".into()));
    for movement in goal.timeline().into_iter().rev() {
        let right = when_moved(&movement, today);
        match &movement.what {
            Moved::Linked(evidence) => {
                out.push(Block::Record(evidence.id, moved(&movement.what, year), right));
            }
            // A long note has its own lines, because it would be cut off in the line of its check-in.
            Moved::CheckedIn(value, note) if note.contains('\n') || note.chars().count() > SHORT => {
                out.push(Block::Row(moved(&Moved::CheckedIn(value.clone(), String::new()), year), right));
                let note: Vec<String> = note.lines().map(|line| format!("  {line}")).collect();
                out.push(Block::Text(Cow::Owned(note.join("\n"))));
            }
            _ => out.push(Block::Row(moved(&movement.what, year), right)),
        }
    }
}

/// The maximum number of characters of a note in the line of its check-in.
const SHORT: usize = 36;

/// Returns the date of a movement in few columns, as precisely as it is known.
fn when_moved(movement: &Movement, today: NaiveDate) -> String {
    match &movement.what {
        Moved::Linked(Evidence { when: Some(when), .. }) => wording::near_when(*when, today),
        _ => wording::near(movement.day, today),
    }
}

fn about(goal: &GoalView, year: &Period) -> String {
    let mut parts = vec![year.label.clone(), measured(&goal.measure)];
    if goal.word("status").is_some() {
        parts.push(ended(goal, year).unwrap_or_else(|| "open".into()));
    }
    parts.extend(goal.word("visibility").filter(|word| *word != Visibility::Internal.word()));
    parts.join(" · ")
}

/// Returns how a goal is measured, in words: `740 ms to 150 ms`, `4 wanted`, `by milestones`.
fn measured(measure: &Measure) -> String {
    match measure {
        Measure::Growing => "more each quarter".to_owned(),
        Measure::Done => "done or not".to_owned(),
        Measure::Count(count) => format!("{count} wanted"),
        Measure::Number { from, to } => format!("from {} to {}", from.shown(), to.shown()),
        Measure::Milestones => "by milestones".to_owned(),
    }
}

/// Returns the progress for a bar, in 0..=1; `None` if the goal has no target or is only done or not.
pub fn bar(goal: &GoalView) -> Option<f64> {
    goal.progress().filter(|_| goal.measure != Measure::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elapsed_fractions_of_the_year_are_worded_by_the_nearest_simple_fraction() {
        let said = |share: f64| gone(share);
        assert_eq!(said(0.003), "the year has just begun");
        assert_eq!(said(0.664), "two thirds of the year are gone");
        assert_eq!(said(0.34), "a third of the year is gone");
        assert_eq!(said(0.51), "half of the year is gone");
        assert_eq!(said(0.98), "the year is almost gone");
        assert_eq!(said(1.0), "the year is gone");
    }
}
