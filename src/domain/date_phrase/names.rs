//! Names of months and of days of the week.

use chrono::Weekday;

use super::super::date::MONTHS;

/// Returns the number of a month, 1 to 12, by its name or the first three letters of it.
pub(super) fn month_number(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.');
    let word = if word == "sept" { "sep" } else { word };
    let at = MONTHS.iter().position(|name| {
        let name = name.to_ascii_lowercase();
        word == name || (word.len() == 3 && name.starts_with(word))
    })?;
    u32::try_from(at + 1).ok()
}

/// Returns the day of the week by its name or a usual abbreviation.
pub(super) fn weekday(name: &str) -> Option<Weekday> {
    // chrono parses only the three-letter and the full English names.
    let name = match name {
        "tues" => "tue",
        "thur" | "thurs" => "thu",
        "weds" => "wed",
        other => other,
    };
    name.parse().ok()
}
