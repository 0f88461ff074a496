//! Effects, performed: what the model asks for is asked of the journal.

use super::model::{Answer, Effect, Load, UnsavedForm, WinPage};
use crate::capture::document;
use crate::capture::line::Sigil;
use crate::domain::{Kind, Win, WinDraft, WinId};
use crate::error::Result;
use crate::journal::{Anchor, Edited, Journal, LabelKind, Page, Towards, WinFilter};

/// Up to how many hits of a search are counted: some hundreds say as much as ten thousand.
pub const COUNTED: usize = 300;

/// Up to how many hits are ranked; more are listed newest first.
const RANKED: usize = 100;

/// Performs an effect that needs only the journal; `None` for one that is the runtime's.
pub fn perform(journal: &mut Journal, effect: &Effect) -> Option<Answer> {
    let answer = match effect {
        Effect::LoadGlance => journal.glance().map(Answer::Glance),
        Effect::LoadWins { filter, search, load, limit, count } => {
            load_wins(journal, &with_search(journal, filter, search), *load, *limit, *count).map(Answer::Page)
        }
        Effect::LoadWin(id) => journal.win(*id).map(|win| Answer::Win(Box::new(win))),
        Effect::Reopen(unsaved) => Ok(reopen(journal, unsaved)),
        Effect::Read(text) => Ok(Answer::Read(Box::new(journal.read_line(text)))),
        Effect::Complete(sigil, typed) => journal.complete(*sigil, typed, 5).map(Answer::Completions),
        Effect::Add(draft, hints) => {
            journal.add(draft, hints.clone()).map(|added| Answer::Added(Box::new(added)))
        }
        Effect::Edit { win, draft } => journal.edit(win.id, draft, win.revision).map(Answer::Edited),
        Effect::SaveForm { win, fields } => save_form(journal, win.as_deref(), fields),
        Effect::Delete(id, title) => journal.delete(&[(*id).into()]).map(|()| Answer::Deleted(title.clone())),
        Effect::Step(direction) => {
            journal.step(*direction, 1).map(|(done, _)| Answer::Stepped(*direction, done))
        }
        Effect::Editor(..) | Effect::Suspend | Effect::Quit => return None,
    };
    Some(answer.unwrap_or_else(Answer::Failed))
}

/// Edits in the person's editor; the terminal has been given back before. `win` is the win as it
/// was read, `fields` what a form says of it already.
pub fn edit_in_editor(journal: &mut Journal, win: Option<&Win>, fields: &[(&'static str, String)]) -> Answer {
    let run = |journal: &mut Journal| -> Result<Answer> {
        let mut draft = win.map(Win::draft).unwrap_or_default();
        if !fields.is_empty() {
            draft = match draft_of(journal, fields) {
                Ok(draft) => draft,
                Err((field, why)) => return Ok(Answer::FormRefused { field, why }),
            };
        }
        let Some((draft, file)) = journal.draft_in_editor(&draft)? else {
            return Ok(Answer::Nothing("nothing changed"));
        };
        match save(journal, win, &draft) {
            Ok(Answer::Edited(Edited::ChangedUnderneath(_) | Edited::Deleted)) => {
                Err(file.kept("another program changed this win while you edited it; nothing was written"))
            }
            Ok(answer) => {
                file.done();
                Ok(answer)
            }
            Err(why) => Err(file.kept(why.message())),
        }
    };
    run(journal).unwrap_or_else(Answer::Failed)
}

/// A form that an earlier run left, with the win that it edits as that run had read it.
fn reopen(journal: &Journal, unsaved: &UnsavedForm) -> Answer {
    let id = unsaved.win.as_deref().and_then(|id| uuid::Uuid::parse_str(id).ok());
    let win = id.and_then(|id| journal.win(WinId(id)).ok()).map(|win| Win { revision: unsaved.seen, ..win });
    Answer::Reopened(win.map(Box::new), unsaved.fields.clone())
}

fn save(journal: &mut Journal, win: Option<&Win>, draft: &WinDraft) -> Result<Answer> {
    match win {
        Some(win) => journal.edit(win.id, draft, win.revision).map(Answer::Edited),
        None => journal.add(draft, Vec::new()).map(|added| Answer::Added(Box::new(added))),
    }
}

fn save_form(journal: &mut Journal, win: Option<&Win>, fields: &[(&'static str, String)]) -> Result<Answer> {
    let draft = match draft_of(journal, fields) {
        Ok(draft) => draft,
        Err((field, why)) => return Ok(Answer::FormRefused { field, why }),
    };
    save(journal, win, &draft)
}

/// The draft that a form's fields say, or the field that cannot be read.
fn draft_of(
    journal: &Journal,
    fields: &[(&'static str, String)],
) -> std::result::Result<WinDraft, (&'static str, String)> {
    let mut draft = WinDraft::default();
    let names = journal.names();
    for (name, text) in fields {
        match *name {
            "impact" => text.trim_end_matches('\n').clone_into(&mut draft.impact),
            "notes" => text.trim_end_matches('\n').clone_into(&mut draft.notes),
            name => {
                document::set(&mut draft, name, text, journal.today(), &names).map_err(|why| (name, why))?;
            }
        }
    }
    if draft.title.trim().is_empty() {
        return Err(("title", "a win needs a title".to_owned()));
    }
    for goal in &mut draft.goals {
        // A goal is written by any start of its title.
        match crate::capture::Vocabulary::goal(&names, goal) {
            crate::capture::Lookup::Known(title) => *goal = title,
            _ => return Err(("goals", format!("there is no goal {goal}"))),
        }
    }
    Ok(draft)
}

/// The search line with its tokens made filters: `latency +docgen #perf`.
fn with_search(journal: &Journal, filter: &WinFilter, search: &str) -> WinFilter {
    let mut filter = filter.clone();
    let mut words = Vec::new();
    for word in search.split(' ') {
        let sigil = word.chars().next().and_then(Sigil::of);
        let name = word.get(1..).unwrap_or_default();
        let record = |kind| journal.resolve_kind(kind, name).ok();
        match sigil.filter(|_| name.starts_with(char::is_alphabetic)) {
            Some(Sigil::Tag) => filter.labels.push((LabelKind::Tag, name.to_owned())),
            Some(Sigil::Skill) => filter.labels.push((LabelKind::Skill, name.to_owned())),
            Some(Sigil::Person) => filter.labels.push((LabelKind::Person, name.to_owned())),
            Some(Sigil::Project) if record(Kind::Project).is_some() => filter.project = record(Kind::Project),
            Some(Sigil::Goal) if record(Kind::Goal).is_some() => filter.goal = record(Kind::Goal),
            _ => words.push(word),
        }
    }
    filter.search(&words.join(" "));
    filter
}

fn load_wins(
    journal: &Journal,
    filter: &WinFilter,
    load: Load,
    limit: usize,
    count: bool,
) -> Result<WinPage> {
    let page = |after, towards, limit| Page { after, towards, limit };
    if filter.words.is_some() && matches!(load, Load::Newest | Load::Around(_)) {
        let hits = journal.count(filter, RANKED + 1)?;
        if hits <= RANKED {
            let rows = journal.best(filter, RANKED)?;
            return Ok(WinPage {
                load,
                rows,
                at_newest: true,
                at_oldest: true,
                total: Some(hits),
                ranked: hits > 1,
            });
        }
    }
    let mut out =
        WinPage { load, rows: Vec::new(), at_newest: false, at_oldest: false, total: None, ranked: false };
    match load {
        Load::Newest => {
            out.rows = journal.wins(filter, &page(None, Towards::Older, limit))?;
            (out.at_newest, out.at_oldest) = (true, out.rows.len() < limit);
        }
        Load::Oldest => {
            out.rows = journal.wins(filter, &page(None, Towards::Newer, limit))?;
            (out.at_newest, out.at_oldest) = (out.rows.len() < limit, true);
            out.rows.reverse();
        }
        Load::Around(anchor) => {
            let newer = journal.wins(filter, &page(Some(anchor), Towards::Newer, limit / 2))?;
            out.at_newest = newer.len() < limit / 2;
            // One place further on, so that the row itself is in it.
            let itself = Anchor { row: anchor.row + 1, ..anchor };
            let older = journal.wins(filter, &page(Some(itself), Towards::Older, limit))?;
            out.at_oldest = older.len() < limit;
            out.rows = newer.into_iter().rev().chain(older).collect();
        }
        Load::Older(anchor) => {
            out.rows = journal.wins(filter, &page(Some(anchor), Towards::Older, limit))?;
            out.at_oldest = out.rows.len() < limit;
        }
        Load::Newer(anchor) => {
            out.rows = journal.wins(filter, &page(Some(anchor), Towards::Newer, limit))?;
            out.at_newest = out.rows.len() < limit;
            out.rows.reverse();
        }
    }
    if count {
        let most = if filter.words.is_some() { COUNTED } else { usize::MAX >> 1 };
        out.total = Some(journal.count(filter, most)?);
    }
    Ok(out)
}
