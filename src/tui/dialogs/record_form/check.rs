//! Reads the text of a field while it is typed.

use chrono::NaiveDate;

use crate::domain::{
    FieldType, FollowUp, Goal, Metric, MetricValue, Position, Praise, Project, Reading, Record, Story, Win,
};
use crate::present;
use crate::tui::subject::Subject;

/// Returns how the text of a field is read, if that is not obvious; an error is the reason why it cannot be read.
pub(super) fn reading(subject: &Subject, name: &str, text: &str, today: NaiveDate) -> Result<String, String> {
    if text.trim().is_empty() {
        return Ok(String::new());
    }
    match subject {
        Subject::Win(_) => of::<Win>(name, text, today),
        Subject::Project(_) => of::<Project>(name, text, today),
        Subject::Goal(_) => of::<Goal>(name, text, today),
        Subject::Reading(_) => of::<Reading>(name, text, today),
        Subject::Position(_) => of::<Position>(name, text, today),
        Subject::Story(_) => of::<Story>(name, text, today),
        Subject::Praise(_) => of::<Praise>(name, text, today),
        Subject::Metric(_) => of::<Metric>(name, text, today),
        Subject::Value(..) => of::<MetricValue>(name, text, today),
        Subject::FollowUp(_) => of::<FollowUp>(name, text, today),
        Subject::Answer(_) | Subject::Check(_) | Subject::Finish(_) if name == "date" => {
            of::<MetricValue>("date", text, today)
        }
        _ => Ok(String::new()),
    }
}

fn of<T: Record>(label: &str, text: &str, today: NaiveDate) -> Result<String, String> {
    let Some(field) = T::field(label) else { return Ok(String::new()) };
    let is_date =
        matches!(field.info.ty, FieldType::Date | FieldType::EndDate | FieldType::Day | FieldType::DateRange);
    let mut record = T::default();
    present::field::set(&mut record, &T::default(), label, text, today)?;
    if !is_date {
        return Ok(String::new());
    }
    let read = present::field::text_of(field, &record);
    let day = read.parse::<NaiveDate>().map(|day| day.format("%a %-d %b %Y").to_string());
    Ok(day.unwrap_or(read))
}
