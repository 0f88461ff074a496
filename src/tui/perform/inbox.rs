//! Performs effects on the inbox.

use super::saved::done;
use crate::capture::ParsedLine;
use crate::domain::{InboxItemId, WinId};
use crate::error::Result;
use crate::journal::{Journal, Snapshot, inbox, wins};
use crate::text::{counted, ellipsis};
use crate::tui::answer::Answer;
use crate::tui::saved::Change;

/// Keeps items as wins.
pub(super) fn keep(journal: &mut Journal, ids: &[InboxItemId]) -> Result<Answer> {
    let items = inbox::unchanged(&journal.snapshot()?, ids)?;
    let kept = journal.write(|tx| inbox::keep(tx, &items, true))?;
    Ok(match &kept[..] {
        [added] => super::saved::added(journal.context(), added),
        many => {
            done(format!("kept {}", counted(many.len(), "thing as a win", "things as wins")), Change::Many)
        }
    })
}

/// Keeps an item under the title of a typed line; what the line names in addition takes precedence.
pub(super) fn keep_as(journal: &mut Journal, id: InboxItemId, line: &str) -> Result<Answer> {
    let of_item = inbox::win_of(&inbox::find(&journal.snapshot()?, id)?.body);
    let parsed = parse_after(&journal.snapshot()?, &of_item.title, line);
    if let Some(problem) = parsed.problems.first() {
        return Err(crate::error::Error::usage(problem.to_string()));
    }
    let mut win = parsed.draft;
    win.when = win.when.or(of_item.when);
    win.project = win.project.or(of_item.project);
    win.links.extend(of_item.links.into_iter().filter(|link| !line.contains(link.as_str())));
    win.notes = [win.notes.as_str(), of_item.notes.as_str()]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n");
    let items = [(id, win, parsed.hints)];
    let kept = journal.write(|tx| inbox::keep(tx, &items, true))?;
    Ok(kept.first().map_or(Answer::Nothing(""), |added| super::saved::added(journal.context(), added)))
}

/// Parses a line. A title that stands unchanged at its beginning stays as it is: a `#` in it was written by another
/// program and is no tag.
fn parse_after(snapshot: &Snapshot<'_>, title: &str, line: &str) -> ParsedLine {
    // A complete sentence: the parser extends an incomplete one by the word of the first token.
    const PLACEHOLDER: &str = "Did the work";
    let rest = line.strip_prefix(title).filter(|rest| rest.is_empty() || rest.starts_with(' '));
    let Some(rest) = rest else { return wins::parse_line(snapshot, line) };
    let mut parsed = wins::parse_line(snapshot, &format!("{PLACEHOLDER}{rest}"));
    let more = parsed.draft.title.strip_prefix(PLACEHOLDER).map(|more| format!("{title}{more}"));
    parsed.draft.title = more.unwrap_or_else(|| title.to_owned());
    parsed
}

/// Refuses items.
pub(super) fn refuse(journal: &mut Journal, ids: &[InboxItemId]) -> Result<Answer> {
    journal.write(|tx| inbox::refuse(tx, ids))?;
    let text = match ids {
        [id] => format!("dropped “{}”", ellipsis(&inbox::find(&journal.snapshot()?, *id)?.title, 60)),
        many => format!("dropped {}", counted(many.len(), "thing", "things")),
    };
    Ok(done(format!("{text}; undo brings it back"), Change::Many))
}

/// Adds an item to a win.
pub(super) fn merge(journal: &mut Journal, id: InboxItemId, win: WinId) -> Result<Answer> {
    let merged = journal.write(|tx| inbox::merge(tx, id, win))?;
    Ok(done(format!("added to “{}”", ellipsis(&merged.draft.title, 60)), Change::Win(win)))
}
