//! Words the inbox, and lays out an inbox item as blocks.

use chrono::{Datelike as _, NaiveDate};

use super::block::Block;
use super::wording;
use crate::domain::{InboxItem, InboxState, InboxSummary, Record as _, RecordId};
use crate::text::counted;

/// Returns the number of things in the inbox, their programs and the first day: `12 things from git since Monday`.
pub fn summary(summary: &InboxSummary, today: NaiveDate) -> String {
    let mut out = counted(summary.count, "thing", "things");
    match &summary.programs[..] {
        [] => {}
        [one] => out.push_str(&format!(" from {one}")),
        [one, two] => out.push_str(&format!(" from {one} and {two}")),
        [one, rest @ ..] => out.push_str(&format!(" from {one} and {} more programs", rest.len())),
    }
    if let Some(since) = summary.since.filter(|since| *since < today) {
        let days = (today - since).num_days();
        if days < 7 {
            out.push_str(&format!(" since {}", since.format("%A")));
        } else if since.year() == today.year() {
            out.push_str(&format!(" since {}", wording::near(since, today)));
        } else {
            out.push_str(&format!(" since {}", since.year()));
        }
    }
    out
}

/// Returns the project, the number of commits and the source of an item: `brag · 12 commits · git`.
pub fn about(item: &InboxItem) -> String {
    let commits = item.commits().count();
    let commits = if commits > 1 { counted(commits, "commit", "commits") } else { String::new() };
    let parts = [item.project.as_str(), &commits, item.source.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Returns the blocks of an item.
pub fn blocks(item: &InboxItem) -> Vec<Block<'_>> {
    let mut out = vec![Block::Title(item.title.clone())];
    let date = match item.unread.get("date") {
        Some(unread) => unread.to_owned(),
        None => item.date.map(wording::partial).unwrap_or_default(),
    };
    let about =
        [date, about(item)].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    out.push(Block::About(about));
    if !item.link.is_empty() {
        out.push(Block::Field("link".into(), item.link.clone()));
    }
    if let Some(state) = item.word("state").filter(|state| *state != InboxState::Open.word()) {
        out.push(Block::Field("state".into(), state));
    }
    if !item.notes.trim().is_empty() {
        out.push(Block::Heading("Notes".into()));
        out.push(Block::text(&item.notes));
    }
    if let Some(win) = &item.kept_as {
        out.push(Block::Heading("Kept as".into()));
        out.push(Block::Record(RecordId::from(win.id), win.name.clone(), "win".into()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_names_the_number_the_programs_and_the_first_day() {
        let today = "2026-03-06".parse().unwrap();
        let words = |count, programs: &[&str], since: &str| {
            let programs = programs.iter().map(|name| (*name).to_owned()).collect();
            summary(&InboxSummary { count, programs, since: since.parse().ok() }, today)
        };
        assert_eq!(words(12, &["git"], "2026-03-02"), "12 things from git since Monday");
        assert_eq!(words(1, &["git", "jira"], "2026-01-02"), "1 thing from git and jira since 2 Jan");
        assert_eq!(
            words(2, &["git", "a", "b"], "2024-01-02"),
            "2 things from git and 2 more programs since 2024"
        );
        assert_eq!(words(2, &["git"], ""), "2 things from git");
        assert_eq!(words(2, &["git"], "2026-03-06"), "2 things from git");
    }
}
