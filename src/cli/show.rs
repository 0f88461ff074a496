//! A win as text: what `brag show` prints.

use super::Output;
use crate::domain::{Role, Win};
use crate::error::Result;
use crate::journal::Journal;
use crate::report::wording;
use crate::text::{inert, inert_lines};

/// Prints a win whole.
pub fn win(journal: &Journal, output: &mut Output, win: &Win) -> Result<()> {
    let star = if win.starred { "★ " } else { "" };
    output.line(format!("{star}{}", output.strong(&inert(&win.title))))?;
    let mut field = |name: &str, value: String| -> Result<()> {
        if value.is_empty() {
            return Ok(());
        }
        output.line(format!("{} {}", output.muted(&format!("{name:<11}")), inert(&value)))
    };
    field("id", journal.short(win.id)?)?;
    field("date", wording::date(win.when))?;
    field("project", win.project.as_ref().map(|project| project.name.clone()).unwrap_or_default())?;
    let question = if win.category_confirmed { "" } else { "?" };
    field("category", format!("{}{question}", journal.config().categories.title(&win.category)))?;
    field("status", win.status.word().to_owned())?;
    field("roles", win.roles.iter().copied().map(Role::word).collect::<Vec<_>>().join(", "))?;
    field("for", win.audience.clone())?;
    for stored in &win.figures {
        field("metric", wording::figure(&stored.figure))?;
    }
    field("goals", win.goals.iter().map(|goal| goal.name.clone()).collect::<Vec<_>>().join(", "))?;
    field("people", win.people.join(", "))?;
    field("tags", win.tags.join(", "))?;
    field("skills", win.skills.join(", "))?;
    for link in &win.links {
        field("link", link.clone())?;
    }
    field("visibility", win.visibility.word().to_owned())?;
    for follow_up in &win.follow_ups {
        let today = journal.today();
        let when = wording::near(follow_up.ask_on, today);
        field("follow-up", format!("{}, {}: {}", follow_up.status(today), when, follow_up.question))?;
        field("outcome", follow_up.outcome.clone())?;
    }
    for (name, text) in [("Impact", &win.impact), ("Notes", &win.notes)] {
        if !text.is_empty() {
            output.line("")?;
            output.line(output.strong(name))?;
            output.line(inert_lines(text))?;
        }
    }
    Ok(())
}
