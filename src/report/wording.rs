//! Words values such as dates and figures, in the same way in all documents and screens.

use chrono::{Datelike, NaiveDate};

use crate::domain::date::month_name;
use crate::domain::progress::Step;
use crate::domain::{
    Change, DateRange, Figure, FollowUp, FollowUpView, MetricView, PartialDate, Progress, Record, Stored, Win,
};
use crate::text::width;

/// Returns a figure in words, such as `latency 800ms → 400ms (−50 %)`.
pub fn figure(figure: &Figure) -> String {
    let change = figure.change();
    match (&figure.from, change) {
        (Some(from), Some(change)) if change.percent.is_some() => {
            format!("{} {} → {} ({})", figure.name, from.shown(), figure.to.shown(), change.text)
        }
        (Some(from), _) => format!("{} {} → {}", figure.name, from.shown(), figure.to.shown()),
        (None, Some(change)) => format!("{} {}", figure.name, change.text),
        (None, None) => format!("{} {}", figure.name, figure.to.shown()),
    }
}

/// Returns the change of a figure, such as `−50 %`, or the value of a figure without a change.
pub fn short_figure(figure: &Figure) -> String {
    let with_arrow = |change: Change| {
        let arrow = if change.direction.is_eq() { "" } else { change.arrow() };
        format!("{} {arrow}", change.text).trim_end().to_owned()
    };
    figure.change().map_or_else(|| figure.to.shown(), with_arrow)
}

/// Returns the change from the baseline to the latest value: `800ms → 380ms, −52.5 % ▼ better`.
pub fn series(metric: &MetricView) -> String {
    let Some(latest) = metric.latest() else { return String::new() };
    let change = metric.change();
    let judged = change.map(|change| change.judged(metric.direction()));
    match metric.baseline().filter(|baseline| baseline.id != latest.id && !latest.amount.relative) {
        Some(baseline) => {
            let both = format!("{} → {}", baseline.amount.shown(), latest.amount.shown());
            // The text of a change without a percentage already names both values.
            let said = judged.filter(|judged| !judged.starts_with("from "));
            said.map_or_else(|| both.clone(), |judged| format!("{both}, {judged}"))
        }
        None => judged.unwrap_or_else(|| latest.amount.shown()),
    }
}

/// Returns the number of postponements, such as `put off twice`; empty for 0.
pub fn put_off(count: u32) -> String {
    match count {
        0 => String::new(),
        1 => "put off once".into(),
        2 => "put off twice".into(),
        more => format!("put off {more} times"),
    }
}

/// Returns the day of a follow-up, near days in words; the stored text if it was not understood.
pub fn asked_on(follow_up: &FollowUp, today: NaiveDate) -> String {
    follow_up.unread.get("ask_on").map_or_else(|| near(follow_up.ask_on, today), str::to_owned)
}

/// Returns the outcome with its value and its evidence, in one line.
pub fn outcome(follow_up: &FollowUpView) -> String {
    if follow_up.nothing {
        return format!("nothing to report: {}", follow_up.why);
    }
    let mut out = follow_up.outcome.clone();
    if let Some((name, value)) = &follow_up.logged {
        out.push_str(&format!(" ({name} {value})"));
    }
    if !follow_up.evidence.is_empty() {
        out.push_str(&format!(", see {}", follow_up.evidence));
    }
    out
}

/// Returns a span: `March 2025 – 4 June 2026`, `since 2025`, `until 2026`; empty if both dates are unknown.
pub fn span(start: Option<PartialDate>, end: Option<PartialDate>) -> String {
    let one = |start| date(DateRange { start, end: None });
    match (start, end) {
        (Some(start), Some(end)) if start == end => one(start),
        (Some(start), Some(end)) => date(DateRange { start, end: Some(end) }),
        (Some(start), None) => format!("since {}", one(start)),
        (None, Some(end)) => format!("until {}", one(end)),
        (None, None) => String::new(),
    }
}

/// Returns a reading progress: `120 of 350 pages`, `chapter 3 of 12`, `45%`.
pub fn progress(progress: Progress) -> String {
    match (progress.step, progress.of) {
        (Step::Percent, _) => format!("{}%", progress.done),
        (Step::Page, Some(of)) => format!("{} of {of} pages", progress.done),
        (Step::Page, None) => format!("page {}", progress.done),
        (Step::Chapter, Some(of)) => format!("chapter {} of {of}", progress.done),
        (Step::Chapter, None) => format!("chapter {}", progress.done),
    }
}

/// Returns a date without an end: `4 March 2026`, `March 2026`, `2026`.
pub fn partial(start: PartialDate) -> String {
    date(DateRange { start, end: None })
}

/// Returns a day: `4 March 2026`.
pub fn day(day: NaiveDate) -> String {
    date(DateRange::day(day))
}

/// Returns the month of a day: `March 2026`.
pub fn month(day: NaiveDate) -> String {
    format!("{} {}", month_name(day.month()), day.year())
}

/// Returns a date without its days: `March 2026`, `2026`; of a span, its end.
pub fn month_of(when: DateRange) -> String {
    match when.end.unwrap_or(when.start) {
        PartialDate::Day(day) => month(day),
        PartialDate::Month(year, number) => format!("{} {year}", month_name(number)),
        PartialDate::Year(year) => year.to_string(),
    }
}

/// Marks the stored text of a value that this version does not understand.
pub fn not_understood(stored: &str) -> String {
    format!("{stored} (not understood)")
}

/// Returns the label and the stored text of each value that this version does not understand.
pub fn unread<T: Record>(record: &Stored<T>) -> Vec<(&'static str, String)> {
    let label = |name| T::field(name).map_or(name, |field| field.info.label);
    record.unread().iter().map(|(name, text)| (label(name), not_understood(text))).collect()
}

/// The words for a missing date.
pub const UNDATED: &str = "no date";

/// Returns the date of a win, the stored text if it was not understood, or [`UNDATED`].
pub fn date_of(win: &Win) -> String {
    match (win.when, win.unread().get("date")) {
        (_, Some(unread)) => unread.to_owned(),
        (Some(when), None) => date(when),
        (None, None) => UNDATED.to_owned(),
    }
}

/// Returns a date in ISO 8601; empty for `None`.
pub fn when_text(when: Option<DateRange>) -> String {
    when.map(|when| when.to_string()).unwrap_or_default()
}

/// Returns a date: `4 March 2026`, `March 2026`, `2026`, `2013 – 2017`, `5–9 January 2026`.
pub fn date(when: DateRange) -> String {
    written(when, 9)
}

/// Returns a date with the names of months cut to `letters`. Of a span, the month and the year are written once if both
/// of its dates have them.
fn written(when: DateRange, letters: usize) -> String {
    let month = |month: u32| month_name(month).get(..letters).unwrap_or(month_name(month));
    let one = |date: PartialDate| match date {
        PartialDate::Day(day) => format!("{} {} {}", day.day(), month(day.month()), day.year()),
        PartialDate::Month(year, number) => format!("{} {year}", month(number)),
        PartialDate::Year(year) => year.to_string(),
    };
    match (when.start, when.end) {
        (start, None) => one(start),
        (PartialDate::Day(start), Some(end @ PartialDate::Day(last))) if start.year() == last.year() => {
            if start.month() == last.month() {
                return format!("{}–{}", start.day(), one(end));
            }
            format!("{} {} – {}", start.day(), month(start.month()), one(end))
        }
        (PartialDate::Month(year, number), Some(end @ PartialDate::Month(last, _))) if year == last => {
            format!("{} – {}", month(number), one(end))
        }
        (start, Some(end)) => format!("{} – {}", one(start), one(end)),
    }
}

/// Returns a day near today in words, any other as a date: `today`, `yesterday`, `in 3 days`, `4 Mar`.
pub fn near(day: NaiveDate, today: NaiveDate) -> String {
    match (day - today).num_days() {
        0 => "today".into(),
        -1 => "yesterday".into(),
        1 => "tomorrow".into(),
        days @ -6..=-2 => format!("{} days ago", -days),
        days @ 2..=6 => format!("in {days} days"),
        _ => {
            let month = &month_name(day.month())[..3];
            if day.year() == today.year() {
                format!("{} {month}", day.day())
            } else {
                format!("{} {month} {}", day.day(), day.year())
            }
        }
    }
}

/// Returns the day of a follow-up in words: `follow-up on 4 Jun`, `follow-up tomorrow`.
pub fn follow_up_on(day: NaiveDate, today: NaiveDate) -> String {
    let on = if (-6..=6).contains(&(day - today).num_days()) { "" } else { "on " };
    format!("follow-up {on}{}", near(day, today))
}

/// Returns a date in few columns: one without an end like [`near_partial`], a span like [`row_date`].
pub fn near_when(when: DateRange, today: NaiveDate) -> String {
    match when.end {
        None => near_partial(when.start, today),
        Some(_) => row_date(when),
    }
}

/// Returns a date without an end in few columns: a day like [`near`], `Mar 2026`, `2026`.
pub fn near_partial(start: PartialDate, today: NaiveDate) -> String {
    match start {
        PartialDate::Day(day) => near(day, today),
        PartialDate::Month(year, month) => format!("{} {year}", &month_name(month)[..3]),
        PartialDate::Year(year) => year.to_string(),
    }
}

/// Returns the fraction of a count in a total, in 0..=1; 0 for an empty total.
#[expect(clippy::cast_precision_loss, reason = "counts of records")]
pub fn share(count: usize, total: usize) -> f64 {
    if total == 0 { 0.0 } else { count as f64 / total as f64 }
}

/// Renders a fraction in 0..=1 as a bar of `columns` columns, thick up to the fraction and thin after it.
pub fn bar(share: f64, columns: usize) -> String {
    let columns_f = f64::from(u32::try_from(columns).unwrap_or(0));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the columns")]
    let filled = (share.clamp(0.0, 1.0) * columns_f).floor() as usize;
    // A fraction above 0 must be visible, and a fraction below 1 must not fill the bar.
    let filled = if share > 0.0 { filled.max(1) } else { 0 }.min(columns);
    format!("{}{}", "━".repeat(filled), "─".repeat(columns - filled))
}

/// Returns a span in few columns: `Sep 2025 –`, `Jan – Mar 2026`, `2024 – 2026`.
pub fn short_span(start: Option<PartialDate>, end: Option<PartialDate>) -> String {
    let one = |date: PartialDate| match date {
        PartialDate::Day(day) => format!("{} {}", &month_name(day.month())[..3], day.year()),
        PartialDate::Month(year, month) => format!("{} {year}", &month_name(month)[..3]),
        PartialDate::Year(year) => year.to_string(),
    };
    match (start.map(one), end.map(one)) {
        (Some(start), Some(end)) if start == end => end,
        (Some(start), Some(end)) => {
            // A year that both dates have is written once.
            let year = start.rsplit(' ').next().filter(|year| start.len() > 4 && end.ends_with(*year));
            let start = year.map_or(start.as_str(), |year| start[..start.len() - year.len()].trim_end());
            format!("{start} – {end}")
        }
        (Some(start), None) => format!("{start} –"),
        (None, Some(end)) => format!("– {end}"),
        (None, None) => String::new(),
    }
}

/// Returns a day in few columns: `21 Nov 2026`.
pub fn near_date(day: NaiveDate) -> String {
    format!("{} {} {}", day.day(), &month_name(day.month())[..3], day.year())
}

/// Returns the date of a win in a list like [`row_date`], the stored text `unread`, or `undated`.
pub fn row_date_or_none(when: Option<DateRange>, unread: &str) -> String {
    match when {
        Some(when) => row_date(when),
        None if unread.is_empty() => "undated".to_owned(),
        None => unread.to_owned(),
    }
}

/// Returns the date of a row in a list: ISO 8601, and a span as it is: `5–9 Jan 2026`.
pub fn row_date(when: DateRange) -> String {
    match when.end {
        Some(_) => written(when, 3),
        None => when.start.to_string(),
    }
}

/// Returns the date of a row like [`row_date_or_none`], in at most ten columns: a long span has only its months or years.
pub fn narrow_row_date(when: Option<DateRange>, unread: &str) -> String {
    let whole = row_date_or_none(when, unread);
    let Some(DateRange { start, end: Some(end) }) = when.filter(|_| width(&whole) > 10) else { return whole };
    let (first, last) = (start.first_day(), end.last_day());
    if first.year() != last.year() {
        return format!("{:04}–{:04}", first.year(), last.year());
    }
    let month = |day: NaiveDate| &month_name(day.month())[..3];
    let year = last.year() % 100;
    match (start, end) {
        (PartialDate::Day(_), PartialDate::Day(_)) if first.month() == last.month() => {
            format!("{}–{} {} {year:02}", first.day(), last.day(), month(last))
        }
        _ => format!("{}–{} {year:02}", month(first), month(last)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Amount;

    #[test]
    fn figures_are_worded_with_their_change() {
        let word = |name: &str, value: &str| {
            let (from, to) = value.split_once("..").map_or((None, value), |(from, to)| (Some(from), to));
            let from = from.and_then(Amount::parse);
            figure(&Figure { name: name.into(), from, to: Amount::parse(to).unwrap(), ..Figure::default() })
        };
        assert_eq!(word("latency", "800ms..400ms"), "latency 800ms → 400ms (−50\u{a0}%)");
        assert_eq!(word("errors", "0..5"), "errors 0 → 5");
        assert_eq!(word("speed", "15x"), "speed 15×");
        assert_eq!(word("cost", "$12k"), "cost $12k");
    }

    #[test]
    fn short_span_writes_a_year_of_both_dates_only_once() {
        let span =
            |start: &str, end: &str| short_span(PartialDate::from_iso(start), PartialDate::from_iso(end));
        assert_eq!(span("2026-01", "2026-03-04"), "Jan – Mar 2026");
        assert_eq!(span("2025-09", ""), "Sep 2025 –");
        assert_eq!(span("2024", "2026-03"), "2024 – Mar 2026");
        assert_eq!(span("2024", "2024"), "2024");
        assert_eq!(span("", "2026"), "– 2026");
    }

    #[test]
    fn days_are_relative_near_today() {
        let on = |text: &str| near(text.parse().unwrap(), "2026-03-06".parse().unwrap());
        assert_eq!(on("2026-03-05"), "yesterday");
        assert_eq!(on("2026-03-02"), "4 days ago");
        assert_eq!(on("2026-02-01"), "1 Feb");
        assert_eq!(on("2025-12-31"), "31 Dec 2025");
    }
}
