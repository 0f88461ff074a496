//! The hints about the fields of a form.

use crate::domain::{
    FieldType, FollowUp, Goal, Metric, MetricValue, Position, Praise, Profile, Project, Reading, Record,
    Story, Win,
};
use crate::tui::subject::Subject;

/// Returns the hint about a field, shown while it is focused.
pub(super) fn hint(subject: &Subject, name: &str) -> &'static str {
    match (subject, name) {
        (Subject::Answer(_), "outcome") => "The outcome: what happened, who noticed",
        (Subject::Answer(_), "value") => "A value that proves it, if there is one: 370ms, or latency:370ms",
        (Subject::Answer(_), "evidence") => "Where it can be seen: an address, or a text",
        (Subject::Answer(_), _) => "The date of the outcome; empty is today",
        (Subject::Project(_), name) => help::<Project>(name),
        (Subject::Goal(_), name) => help::<Goal>(name),
        (Subject::Reading(_), name) => help::<Reading>(name),
        (Subject::Check(_), name) => match name {
            "value" => "The number as it is now",
            "note" => "A note: what proved it, or why it is dropped",
            "date" => "The day, in the goal's year; empty is today",
            _ => "What happens to the goal; space or the arrows change it",
        },
        (Subject::Finish(_), name) => match name {
            "takeaway" => "The takeaway: what you want to remember",
            "rating" => "Your rating, from 1 to 5",
            _ => "When you finished; empty is today",
        },
        (Subject::Metric(_), name) => help::<Metric>(name),
        (Subject::Value(..), name) => help::<MetricValue>(name),
        (Subject::FollowUp(_), name) => help::<FollowUp>(name),
        (Subject::Win(_), name) => help::<Win>(name),
        (Subject::Position(_) | Subject::Interview(_), name) => help::<Position>(name),
        (Subject::Story(_), name) => help::<Story>(name),
        (Subject::Praise(_), name) => help::<Praise>(name),
        (Subject::Profile(_), name) => help::<Profile>(name),
    }
}

fn help<T: Record>(label: &str) -> &'static str {
    match T::field(label).map(|field| field.info) {
        Some(info) if matches!(info.ty, FieldType::Word(_) | FieldType::Flag) && info.help.is_empty() => {
            "Space or the arrows change it"
        }
        Some(info) => info.help,
        None => "",
    }
}
