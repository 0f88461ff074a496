//! Words the status of a reading note, and lays out the note as blocks.

use chrono::NaiveDate;

use super::block::Block;
use super::wording;
use crate::domain::reading::stars;
use crate::domain::{Reading, ReadingStatus, Record, Stored, Visibility};

/// Returns the status, such as `120 of 350 pages, since 1 Mar` or `finished 4 Mar, ★★★★☆`.
pub fn standing(reading: &Stored<Reading>, today: NaiveDate) -> String {
    if let Some(status) = reading.unread.get("status") {
        return status.to_owned();
    }
    let mut parts = vec![reading.status.shown().to_owned()];
    match reading.status {
        ReadingStatus::Reading => {
            if let Some(progress) = reading.progress {
                parts = vec![wording::progress(progress)];
            }
            parts.extend(reading.started.map(|on| format!("since {}", wording::near_partial(on, today))));
        }
        ReadingStatus::Finished | ReadingStatus::Abandoned => {
            if let Some(on) = reading.finished {
                parts[0] = format!("{} {}", parts[0], wording::near_partial(on, today));
            }
        }
        ReadingStatus::ToRead => {}
    }
    parts.extend(reading.rating.map(stars));
    parts.join(", ")
}

/// Returns the first line of the takeaways; empty if the note has no takeaway.
pub fn takeaway(reading: &Stored<Reading>) -> &str {
    reading.takeaways.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default()
}

/// Returns the blocks of a reading note.
pub fn blocks(reading: &Stored<Reading>, today: NaiveDate) -> Vec<Block<'_>> {
    let mut out = vec![Block::Title(reading.title.clone())];
    let mut about: Vec<String> = reading.word("medium").into_iter().collect();
    if !reading.authors.is_empty() {
        about.push(format!("by {}", reading.authors.join(", ")));
    }
    about.extend(reading.word("visibility").filter(|word| *word != Visibility::Internal.word()));
    out.push(Block::About(about.join(" · ")));
    let share = reading.progress.filter(|_| reading.status == ReadingStatus::Reading);
    out.push(Block::Progress(share.and_then(crate::domain::Progress::share), None, standing(reading, today)));
    let mut field = |name: &str, value: String| {
        if !value.is_empty() {
            out.push(Block::Field(name.to_owned(), value));
        }
    };
    if reading.status == ReadingStatus::Finished {
        field("started", reading.started.map(wording::partial).unwrap_or_default());
    }
    let goals: Vec<&str> = reading.goals.iter().map(|goal| goal.name.as_str()).collect();
    field("goals", goals.join(", "));
    field("tags", reading.tags.join(", "));
    for link in &reading.links {
        field("link", link.clone());
    }
    for (label, text) in wording::unread(reading) {
        field(label, text);
    }
    let chapters =
        [("Takeaways", &reading.takeaways), ("What it changed", &reading.changed), ("Notes", &reading.notes)];
    for (heading, text) in chapters {
        if !text.is_empty() {
            out.push(Block::Heading(heading.into()));
            out.push(Block::text(text));
        }
    }
    if !reading.used_in.is_empty() {
        out.push(Block::Heading("Used in".into()));
    }
    for win in &reading.used_in {
        out.push(Block::Record(win.id.into(), win.name.clone(), String::new()));
    }
    if reading.status == ReadingStatus::Finished && reading.takeaways.is_empty() {
        out.push(Block::Missing("No takeaway yet: what is to be kept of it?".into()));
    }
    out
}
