//! A note on a week, to be pasted into the notes of a 1:1.

use chrono::NaiveDate;

use super::markdown::escaped;
use super::review::entry_of;
use super::template::bullet;
use super::wording;
use crate::domain::{FollowUp, Metric, Period, When, Win};

/// The values that a note is made of.
#[derive(Debug, Clone, Copy)]
pub struct Week<'a> {
    /// The period.
    pub period: &'a Period,
    /// Its wins, in the order in which they happened.
    pub wins: &'a [Win],
    /// The metrics that moved in it by themselves.
    pub moved: &'a [Metric],
    /// What was answered in it, with what it was about.
    pub answered: &'a [(&'a str, &'a FollowUp)],
    /// What is to be followed up by the end of the period, with its day.
    pub due: &'a [(&'a str, NaiveDate)],
    /// The day of which the note is: today, or the last day of a period that is over.
    pub as_of: NaiveDate,
}

/// The note, in Markdown.
#[must_use]
pub fn markdown(week: &Week<'_>) -> String {
    let mut out = format!("## {}\n\n", week.period.label);
    if week.wins.is_empty() && week.moved.is_empty() && week.answered.is_empty() {
        out.push_str("Nothing logged yet.\n");
    }
    for win in week.wins {
        out.push_str(&bullet(&entry_of(win, true)));
    }
    let mut section = |title: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            let gap = if out.ends_with("\n\n") { "" } else { "\n" };
            out.push_str(&format!("{gap}{title}:\n\n"));
            out.push_str(&lines.concat());
        }
    };
    let moved = |metric: &Metric| {
        let owner =
            metric.owner.as_ref().map(|owner| format!(" ({})", escaped(&owner.name))).unwrap_or_default();
        format!("- {}{owner}: {}\n", escaped(&metric.name), escaped(&wording::series(metric)))
    };
    section("Numbers", week.moved.iter().map(moved).collect());
    let answered = |(title, follow_up): &(&str, &FollowUp)| {
        format!("- {}: {}\n", escaped(title), escaped(&wording::outcome(follow_up)))
    };
    section("What came of earlier work", week.answered.iter().map(answered).collect());
    let due = |(title, day): &(&str, NaiveDate)| {
        let since = if *day < week.as_of { "since " } else { "on " };
        format!("- {} ({since}{})\n", escaped(title), wording::date(When::day(*day)))
    };
    section("To follow up", week.due.iter().map(due).collect());
    out
}
