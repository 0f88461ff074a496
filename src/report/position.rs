//! Lays out a position as blocks, and words its span.

use chrono::{Datelike as _, NaiveDate};

use super::block::Block;
use super::wording;
use crate::domain::position::INTERVIEW;
use crate::domain::{
    FieldType, Group, PartialDate, Position, PositionView, ProjectRow, Record as _, Value, Visibility,
};
use crate::text::counted;

/// The maximum number of interview questions without an answer that are named.
const NAMED: usize = 4;
/// The maximum number of wins that are listed, the latest first.
const WINS: usize = 30;

/// Returns the span in few columns: `Mar 2019 – May 2023`, `since 2021`, `until 2023`; empty without dates.
pub fn span(position: &Position) -> String {
    let one = |date| wording::short_span(Some(date), Some(date));
    match (position.start, position.end) {
        (Some(start), None) => format!("since {}", one(start)),
        (None, Some(end)) => format!("until {}", one(end)),
        (start, end) => wording::short_span(start, end),
    }
}

/// Returns the blocks of a position.
pub fn blocks(view: &PositionView, today: NaiveDate) -> Vec<Block<'_>> {
    let position = &view.position;
    let mut out = vec![Block::Title(position.organisation.clone()), Block::About(about(view, today))];
    if !view.overlapping.is_empty() {
        let names: Vec<&str> = view.overlapping.iter().map(|other| other.name.as_str()).collect();
        out.push(Block::About(format!("overlaps with {}", names.join("; "))));
    }
    fields(view, &mut out);
    answers(view, &mut out);
    if !view.projects.is_empty() {
        out.push(Block::Heading("Projects".into()));
        let rows = view.projects.iter();
        out.extend(rows.map(|row| Block::Record(row.id.into(), row.name.clone(), about_project(row))));
    }
    if !view.loose.is_empty() {
        out.push(Block::Heading("Wins without a project".into()));
        let wins = view.loose.iter().take(WINS);
        out.extend(wins.map(|win| {
            let when = win.when.map(|when| when.to_string()).unwrap_or_default();
            Block::Record(win.id.into(), win.title.clone(), when)
        }));
        let more = view.loose.len().saturating_sub(WINS);
        if more > 0 {
            out.push(Block::About(format!("and {} before", counted(more, "win", "wins"))));
        }
    }
    out.extend(missing(position).map(Block::Missing));
    out
}

fn joined(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn about(view: &PositionView, today: NaiveDate) -> String {
    let position = &view.position;
    let visibility = position.word("visibility").filter(|word| *word != Visibility::Public.word());
    joined([
        position.last_title().to_owned(),
        wording::span(position.start, position.end),
        length(position, today),
        counted(view.projects.len(), "project", "projects"),
        counted(view.wins, "win", "wins"),
        visibility.unwrap_or_default(),
    ])
}

/// Returns the length in years and months, the first and the last month included; empty unless both are known.
fn length(position: &Position, today: NaiveDate) -> String {
    let is_year = |date: PartialDate| matches!(date, PartialDate::Year(_));
    let Some(start) = position.start.filter(|date| !is_year(*date)) else { return String::new() };
    if position.end.is_some_and(is_year) {
        return String::new();
    }
    let month = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
    let last = position.end.map_or(today, PartialDate::last_day);
    let Ok(months) = usize::try_from(month(last) - month(start.first_day()) + 1) else {
        return String::new();
    };
    let parts = [(months / 12, "year", "years"), (months % 12, "month", "months")];
    let parts = parts.into_iter().filter(|(count, ..)| *count > 0);
    parts.map(|(count, one, many)| counted(count, one, many)).collect::<Vec<_>>().join(" ")
}

fn fields(view: &PositionView, out: &mut Vec<Block<'_>>) {
    let position = &view.position;
    let mut field = |name: &str, value: String| {
        if !value.is_empty() {
            out.push(Block::Field(name.to_owned(), value));
        }
    };
    for title in &position.titles {
        let from = match (title.start, title.unread.get("start")) {
            (_, Some(unread)) => format!(", from {}", wording::not_understood(unread)),
            (Some(start), None) => format!(", from {}", wording::partial(start)),
            (None, None) => String::new(),
        };
        field("title", format!("{}{from}", title.title));
    }
    let percent = |share: Option<u32>| share.map(|share| format!("{share}\u{a0}%")).unwrap_or_default();
    field("team size", position.team_size.map(|size| size.to_string()).unwrap_or_default());
    field("leading", percent(position.leading_percent));
    field("coding", percent(position.coding_percent));
    field("tags", position.tags.join(", "));
    for link in &position.links {
        field("link", link.clone());
    }
    for (label, text) in wording::unread(position) {
        field(label, text);
    }
}

/// Adds the written answers, each under the heading of its field.
fn answers<'a>(view: &'a PositionView, out: &mut Vec<Block<'a>>) {
    for field in Position::FIELDS {
        let Group::Section(heading) = field.info.group else { continue };
        if field.info.ty != FieldType::Text {
            continue;
        }
        if let Value::Text(text) = (field.get)(&view.position.body)
            && !text.trim().is_empty()
        {
            out.push(Block::Heading(heading.to_owned()));
            out.push(Block::Text(text));
        }
    }
}

fn about_project(row: &ProjectRow) -> String {
    joined([
        row.status_word().to_owned(),
        wording::short_span(row.start, row.end),
        counted(row.wins, "win", "wins"),
    ])
}

/// Returns the number of interview questions without an answer, and their names if they are few; `None` if all have
/// an answer.
fn missing(position: &Position) -> Option<String> {
    let is_unanswered = |label: &str| {
        let Some(field) = Position::field(label) else { return false };
        match (field.get)(position) {
            Value::Null => position.unread.get(field.info.name).is_none(),
            Value::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    };
    let open: Vec<&str> =
        INTERVIEW.iter().map(|(label, _)| *label).filter(|label| is_unanswered(label)).collect();
    let verb = if open.len() == 1 { "has" } else { "have" };
    let names = if open.len() <= NAMED { format!(": {}", open.join(", ")) } else { String::new() };
    let text =
        format!("{} of {} interview questions {verb} no answer yet{names}.", open.len(), INTERVIEW.len());
    (!open.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(start: &str, end: &str) -> Position {
        let (start, end) = (PartialDate::from_iso(start), PartialDate::from_iso(end));
        Position { organisation: "Northwind".into(), start, end, ..Position::default() }
    }

    #[test]
    fn a_span_is_worded_with_the_dates_that_are_known() {
        let span = |start: &str, end: &str| span(&position(start, end));
        assert_eq!(span("2019-03", "2023-05"), "Mar 2019 – May 2023");
        assert_eq!(span("2021", ""), "since 2021");
        assert_eq!(span("", "2023-05-31"), "until May 2023");
        assert_eq!(span("", ""), "");
    }

    #[test]
    fn the_length_includes_the_first_and_the_last_month() {
        let today = "2026-03-06".parse().unwrap();
        let length = |start: &str, end: &str| length(&position(start, end), today);
        assert_eq!(length("2019-03", "2023-05"), "4 years 3 months");
        assert_eq!(length("2026-01-15", ""), "3 months");
        assert_eq!(length("2024-04", ""), "2 years");
        assert_eq!(length("2019", "2023-05"), "");
        assert_eq!(length("2027-03", ""), "");
    }

    #[test]
    fn unanswered_questions_are_counted_and_named_if_they_are_few() {
        let mut position = position("2019", "");
        assert_eq!(missing(&position).unwrap(), "15 of 15 interview questions have no answer yet.");
        for (label, _) in INTERVIEW.iter().filter(|(label, _)| *label != "testing") {
            let field = Position::field(label).unwrap();
            let answer =
                if field.info.ty == FieldType::Text { Value::Text("x".into()) } else { Value::Int(5) };
            (field.set)(&mut position, answer).unwrap();
        }
        assert_eq!(missing(&position).unwrap(), "1 of 15 interview questions has no answer yet: testing.");
    }
}
