//! Renders the summary of a week, for the notes of a 1:1.

use chrono::NaiveDate;

use super::document_wording::{metric_name, outcome_of, values_of};
use super::markdown::escaped;
use super::review::entry_of;
use super::template::bullet;
use super::wording;
use crate::domain::{
    Amount, CheckIn, DateRange, FollowUpView, MetricView, PartialDate, Period, Reading, Stored, WinStatus,
    WinView,
};

/// The input of a summary.
#[derive(Debug, Clone, Copy)]
pub struct Week<'a> {
    /// The week, or any other period.
    pub period: &'a Period,
    /// The wins, in the order in which they happened.
    pub wins: &'a [WinView],
    /// The metrics with a value in the period that was logged directly, not by a win.
    pub moved: &'a [MetricView],
    /// The follow-ups that were answered in the period, each with the title of its subject.
    pub answered: &'a [(&'a str, &'a FollowUpView)],
    /// The projects that shipped in the period, each with its day.
    pub shipped: &'a [(String, PartialDate)],
    /// The goals that were checked in the period, each with its latest check-in.
    pub checked: &'a [(String, Stored<CheckIn>)],
    /// The reading notes that were finished in the period.
    pub finished: &'a [Stored<Reading>],
    /// The follow-ups that are due by the end of the period, each with its day.
    pub due: &'a [(&'a str, NaiveDate)],
    /// The last day that the note covers: today, or the last day of a period that is over.
    pub as_of: NaiveDate,
}

/// Renders the summary in Markdown.
pub fn markdown(week: &Week<'_>) -> String {
    let mut out = format!("## {}\n\n", heading(week.period));
    let nothing = week.wins.is_empty() && week.moved.is_empty() && week.answered.is_empty();
    if nothing && week.shipped.is_empty() && week.checked.is_empty() && week.finished.is_empty() {
        out.push_str("Nothing logged yet.\n");
    }
    for win in week.wins {
        let mut entry = entry_of(win, true);
        if win.status == WinStatus::InProgress {
            entry.title.push_str(" (in progress)");
        }
        out.push_str(&bullet(&entry));
    }
    let mut section = |title: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            let gap = if out.ends_with("\n\n") { "" } else { "\n" };
            out.push_str(&format!("{gap}{title}:\n\n"));
            out.push_str(&lines.concat());
        }
    };
    let moved = |metric: &MetricView| {
        let owner = metric.owner().map(|owner| format!(" ({})", escaped(&owner.name))).unwrap_or_default();
        let (name, values) = (metric_name(&metric.name), values_of(metric));
        format!("- {}{owner}: {}\n", escaped(&name), escaped(&values))
    };
    section("Numbers", week.moved.iter().map(moved).collect());
    let answered = |(title, follow_up): &(&str, &FollowUpView)| {
        format!("- {}: {}\n", escaped(title), escaped(&outcome_of(follow_up)))
    };
    section("What came of earlier work", week.answered.iter().map(answered).collect());
    let shipped = |(name, end): &(String, PartialDate)| {
        format!("- {} ({})\n", escaped(name), wording::date(DateRange { start: *end, end: None }))
    };
    section("Shipped", week.shipped.iter().map(shipped).collect());
    let checked = |(title, check): &(String, Stored<CheckIn>)| {
        let value = check.value.as_ref().map(Amount::shown).unwrap_or_default();
        let said: Vec<&str> =
            [value.as_str(), check.note.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
        format!("- {}: {}\n", escaped(title), escaped(&said.join(", ").replace('\n', " ")))
    };
    section("Goals checked", week.checked.iter().map(checked).collect());
    let finished = |reading: &Stored<Reading>| {
        let takeaway = reading.takeaways.lines().next().unwrap_or_default();
        let takeaway_text =
            if takeaway.is_empty() { String::new() } else { format!(": {}", escaped(takeaway)) };
        format!("- {}{takeaway_text}\n", escaped(&reading.title))
    };
    section("Finished reading", week.finished.iter().map(finished).collect());
    let due = |(title, day): &(&str, NaiveDate)| {
        let since = if *day < week.as_of { "since " } else { "on " };
        format!("- {} ({since}{})\n", escaped(title), wording::date(DateRange::day(*day)))
    };
    section("To follow up", week.due.iter().map(due).collect());
    out
}

/// Returns the heading: `Week of 2 March 2026` for a week, the label for any other period.
fn heading(period: &Period) -> String {
    let is_week = (period.last - period.first).num_days() == 6;
    if is_week {
        format!("Week of {}", wording::date(DateRange::day(period.first)))
    } else {
        period.label.clone()
    }
}
