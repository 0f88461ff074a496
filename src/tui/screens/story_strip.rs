//! The strip of a project: its wins over time, with stars and outcomes below.

use chrono::{Datelike, NaiveDate};
use ratatui::text::{Line, Span};

use crate::journal::ProjectDetail;
use crate::tui::theme::Theme;
use crate::tui::widgets::paint;

/// The bars, from no win to the most; no bar fills its cell.
const BARS: [char; 7] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇'];

/// The minimum width of the strip, in columns.
const NARROWEST: usize = 24;
/// The number of wins from which the strip says something.
const FEWEST: usize = 4;

/// Lays out the strip in `columns` columns: years, bars, stars and outcomes. Empty if there are few wins.
pub fn lines(whole: &ProjectDetail, today: NaiveDate, columns: usize, theme: &Theme) -> Vec<Line<'static>> {
    let (Some((first, _)), Some((last, _))) = (whole.days.first(), whole.days.last()) else {
        return Vec::new();
    };
    if columns < NARROWEST || whole.days.len() < FEWEST {
        return Vec::new();
    }
    let answered = whole.follow_ups.iter().filter_map(|asked| asked.follow_up.recorded_on);
    let outcomes: Vec<NaiveDate> = answered.collect();
    let end = outcomes.iter().copied().chain([*last]).max().unwrap_or(*last).min(today).max(*last);
    let first = first.with_day(1).unwrap_or(*first);
    let days = (end - first).num_days().max(1);
    let place = |day: NaiveDate| {
        let at = (day - first).num_days().clamp(0, days);
        usize::try_from(at).unwrap_or(0) * (columns - 1) / usize::try_from(days).unwrap_or(1)
    };
    let mut counts = vec![0_usize; columns];
    let mut marks = vec![' '; columns];
    for (day, starred) in &whole.days {
        counts[place(*day)] += 1;
        if *starred {
            marks[place(*day)] = '★';
        }
    }
    for day in outcomes {
        marks[place(day)] = '◆';
    }
    let most = counts.iter().copied().max().unwrap_or(1);
    let bars: String = counts.iter().map(|count| BARS[(count * 6).div_ceil(most.max(1)).min(6)]).collect();
    let title = format!("{} – {}", month(first), month(end));
    let spans = marks.into_iter().map(|mark| {
        let style = if mark == '★' { theme.star } else { theme.good };
        Span::styled(mark.to_string(), style)
    });
    vec![
        paint::group_line(&title, "★ starred   ◆ outcome", columns, theme),
        Line::from(Span::styled(years(first, end, columns, place), theme.muted)),
        Line::from(Span::styled(bars, theme.accent)),
        Line::from(spans.collect::<Vec<_>>()),
    ]
}

fn month(day: NaiveDate) -> String {
    format!("{} {}", crate::domain::date::month_name(day.month()), day.year())
}

/// Returns the row of the years, each above its first day.
fn years(first: NaiveDate, end: NaiveDate, columns: usize, place: impl Fn(NaiveDate) -> usize) -> String {
    let mut row = vec![' '; columns];
    let mut free = 0;
    for year in first.year()..=end.year() {
        let begin = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(first).max(first);
        let at = place(begin);
        let label = year.to_string();
        if at >= free && at + label.len() <= columns {
            for (offset, letter) in label.chars().enumerate() {
                row[at + offset] = letter;
            }
            free = at + label.len() + 1;
        }
    }
    row.into_iter().collect()
}
