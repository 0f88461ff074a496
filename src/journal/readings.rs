//! Reading notes: listing, adding and editing them, their progress, their order, and the wins that used them.

use super::edit_outcome::EditOutcome;
use super::names::Names;
use super::wins::goal_ids;
use super::{Snapshot, Transaction};
use crate::capture::{Lookup, Vocabulary};
use crate::domain::place::in_order;
use crate::domain::{
    GoalId, GoalView, Kind, NamedRef, PartialDate, Progress, Reading, ReadingId, ReadingStatus, Record as _,
    Stored, WinId, fold,
};
use crate::editor::EditorFile;
use crate::error::{Error, Result};
use crate::store::{Batch, Freshness};
use crate::text::ellipsis;

/// The details of finishing a reading note.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Finish {
    /// The date; `None` for today.
    pub on: Option<PartialDate>,
    /// The rating, in 1..=5.
    pub rating: Option<u8>,
    /// The takeaway to append; may be empty.
    pub takeaway: String,
}

/// The result of saving a reading note.
#[derive(Debug, Clone, PartialEq)]
pub struct SavedReading {
    /// The note in its new state.
    pub reading: Stored<Reading>,
    /// The open goals that the note is now evidence for, was not before, and that are reached.
    pub reached: Vec<GoalView>,
}

/// Fails if another note has the same title, medium and authors.
fn refuse_same(batch: &Batch<'_>, note: &Reading, own: Option<ReadingId>) -> Result<()> {
    let Some(twin) = batch.find_twin(note, own)? else { return Ok(()) };
    let twin = batch.find::<Reading>(ReadingId(twin.0))?;
    Err(Error::usage(format!("the reading note “{}” exists already", twin.title)).about("title"))
}

/// Returns all reading notes: those being read, then those to be read, in their order, then the finished and
/// then the abandoned, the latest first.
pub fn list(snapshot: &Snapshot<'_>) -> Result<Vec<Stored<Reading>>> {
    Ok(snapshot.store.list_readings()?)
}

/// Returns a reading note.
pub fn find(snapshot: &Snapshot<'_>, id: ReadingId) -> Result<Stored<Reading>> {
    Ok(snapshot.store.find::<Reading>(id)?)
}

/// Resolves a title or an id to a reading note.
pub fn resolve(snapshot: &Snapshot<'_>, typed: &str) -> Result<ReadingId> {
    Ok(ReadingId(super::lookup::resolve_named(snapshot, Kind::Reading, typed)?.0))
}

/// Adds a reading note. Fails if its title is empty, if another note has the same title, medium and authors,
/// if a goal does not exist, or if its dates are not in order.
pub fn add(tx: &mut Transaction<'_>, note: &Reading) -> Result<SavedReading> {
    let note = checked(&tx.snapshot(), note, None)?;
    tx.set_label(format!("add reading: {}", ellipsis(&note.title, 60)));
    refuse_same(&tx.batch, &note, None)?;
    let id = tx.batch.insert_reading(&note)?;
    saved(&tx.snapshot(), id, None)
}

/// Updates a reading note; `seen` is the revision that the user has edited. Fails under the conditions of
/// [`add`].
pub fn edit(
    tx: &mut Transaction<'_>,
    id: ReadingId,
    note: &Reading,
    seen: i64,
) -> Result<EditOutcome<Stored<Reading>, SavedReading>> {
    edit_as(tx, id, note, seen, "edit reading")
}

fn edit_as(
    tx: &mut Transaction<'_>,
    id: ReadingId,
    note: &Reading,
    seen: i64,
    what: &str,
) -> Result<EditOutcome<Stored<Reading>, SavedReading>> {
    let before = tx.snapshot().store.find::<Reading>(id)?;
    let note = checked(&tx.snapshot(), note, Some(&before))?;
    tx.set_label(format!("{what}: {}", ellipsis(&before.title, 60)));
    match tx.batch.since(id.into(), seen)? {
        Freshness::Same => {}
        Freshness::Deleted => return Ok(EditOutcome::Deleted),
        Freshness::Changed => {
            return Ok(EditOutcome::Conflict(Box::new(tx.snapshot().store.find::<Reading>(id)?)));
        }
    }
    let identity = |note: &Reading| (note.title.clone(), note.medium, note.authors.clone());
    if identity(&before) != identity(&note) {
        refuse_same(&tx.batch, &note, Some(id))?;
    }
    tx.batch.update(&before, &note)?;
    if !tx.has_changes() {
        return Ok(EditOutcome::Unchanged);
    }
    Ok(EditOutcome::Saved(Box::new(saved(&tx.snapshot(), id, Some(&before))?)))
}

/// Returns a saved note, with the goals that are reached because the note has become evidence for them.
fn saved(snapshot: &Snapshot<'_>, id: ReadingId, before: Option<&Stored<Reading>>) -> Result<SavedReading> {
    let reading = snapshot.store.find::<Reading>(id)?;
    let counted = |goal: GoalId| {
        before.is_some_and(|before| {
            before.status == ReadingStatus::Finished && before.goals.iter().any(|each| each.id == goal)
        })
    };
    let mut goals: Vec<GoalId> = reading.goals.iter().map(|goal| goal.id).collect();
    goals.retain(|goal| reading.status == ReadingStatus::Finished && !counted(*goal));
    Ok(SavedReading { reached: super::goals::reached(snapshot, &goals)?, reading })
}

/// Normalises and validates a note, and resolves its goals.
fn checked(snapshot: &Snapshot<'_>, note: &Reading, before: Option<&Stored<Reading>>) -> Result<Reading> {
    let mut note = note.clone();
    note.normalise(before.map(|before| &before.body), snapshot.context.today());
    note.validate(snapshot.context.today())?;
    let on = note.finished.or(note.started).map_or(snapshot.context.today(), PartialDate::last_day);
    let year = snapshot.context.year_number_of(on);
    let mut goals: Vec<NamedRef<GoalId>> = Vec::new();
    for goal in note.goals {
        let id = resolve_goal(snapshot, &goal, year, before, &goals)?;
        if goals.iter().all(|each| each.id != id) {
            goals.push(NamedRef { id, name: goal.name });
        }
    }
    note.goals = goals;
    Ok(note)
}

/// Resolves the start of a title to a goal: preferably one that the note had before and that is not in
/// `taken`, else a goal of `year`, in which the note was read.
fn resolve_goal(
    snapshot: &Snapshot<'_>,
    goal: &NamedRef<GoalId>,
    year: i32,
    before: Option<&Stored<Reading>>,
    taken: &[NamedRef<GoalId>],
) -> Result<GoalId> {
    if goal.is_resolved() {
        return Ok(goal.id);
    }
    let title = &goal.name;
    let kept = before.and_then(|before| {
        let free = |id: GoalId| taken.iter().all(|each| each.id != id);
        before.goals.iter().find(|each| fold(&each.name) == fold(title) && free(each.id))
    });
    if let Some(goal) = kept {
        return Ok(goal.id);
    }
    let title = match Names::of(snapshot).goal(title) {
        Lookup::Known(title) => title,
        _ => title.to_owned(),
    };
    if let Some(goal) = goal_ids(&snapshot.store, std::slice::from_ref(&title), year)?.first() {
        return Ok(*goal);
    }
    super::goals::resolve(snapshot, &title).map_err(|err| {
        let error = Error::usage(err.message()).about("goals");
        match err.hint_text() {
            Some(hint) => error.hint(hint),
            None => error,
        }
    })
}

fn step(
    tx: &mut Transaction<'_>,
    id: ReadingId,
    what: &str,
    change: impl FnOnce(&mut Reading),
) -> Result<SavedReading> {
    let before = tx.snapshot().store.find::<Reading>(id)?;
    let mut note = before.body.clone();
    change(&mut note);
    match edit_as(tx, id, &note, before.meta.revision, what)? {
        EditOutcome::Saved(saved) => Ok(*saved),
        EditOutcome::Unchanged => saved(&tx.snapshot(), id, Some(&before)),
        EditOutcome::Conflict(_) => {
            Err(Error::failed("another program changed this note meanwhile").hint("try again"))
        }
        EditOutcome::Deleted => {
            Err(Error::failed(format!("another program deleted “{}”", before.title))
                .hint("undo brings it back"))
        }
    }
}

/// Marks a note as being read since `on`, by default today. Fails if it is being read and `on` is `None`, or
/// if it is finished and `again` is `false`.
pub fn start(
    tx: &mut Transaction<'_>,
    id: ReadingId,
    on: Option<PartialDate>,
    again: bool,
) -> Result<SavedReading> {
    let before = tx.snapshot().store.find::<Reading>(id)?;
    match before.status {
        ReadingStatus::Reading if on.is_none() => {
            return Err(Error::failed(format!("“{}” is being read already", before.title))
                .hint("brag read start --date DATE changes the day"));
        }
        ReadingStatus::Finished if !again => {
            return Err(Error::failed(format!("“{}” is finished already", before.title))
                .hint("brag read start --again starts it again"));
        }
        _ => {}
    }
    let today = PartialDate::Day(tx.context.today());
    step(tx, id, "start reading", |draft| {
        draft.status = ReadingStatus::Reading;
        draft.started = Some(on.unwrap_or(today));
        draft.finished = None;
        // The total number of pages is retained.
        if let Some(progress) = draft.progress.as_mut().filter(|progress| progress.is_end()) {
            progress.done = 0;
        }
    })
}

/// Marks a note as finished, and appends a takeaway. Fails if it is finished already and `finish` has no
/// details.
pub fn finish(tx: &mut Transaction<'_>, id: ReadingId, finish: &Finish) -> Result<SavedReading> {
    let before = tx.snapshot().store.find::<Reading>(id)?;
    let again = before.status == ReadingStatus::Finished;
    if again && *finish == Finish::default() {
        return Err(Error::failed(format!("“{}” is finished already", before.title))
            .hint("brag read start --again starts it again"));
    }
    let today = PartialDate::Day(tx.context.today());
    step(tx, id, "finish reading", |draft| {
        draft.status = ReadingStatus::Finished;
        draft.finished = finish.on.or(draft.finished.filter(|_| again)).or(Some(today));
        draft.rating = finish.rating.or(draft.rating);
        append(&mut draft.takeaways, &finish.takeaway);
    })
}

/// Marks a note as abandoned, and appends the reason to its notes. Fails if it is abandoned already or
/// finished.
pub fn abandon(tx: &mut Transaction<'_>, id: ReadingId, why: &str) -> Result<SavedReading> {
    let before = tx.snapshot().store.find::<Reading>(id)?;
    match before.status {
        ReadingStatus::Abandoned => {
            return Err(Error::failed(format!("“{}” is abandoned already", before.title))
                .hint("brag read start starts it again"));
        }
        ReadingStatus::Finished => {
            return Err(Error::failed(format!("“{}” is finished already", before.title))
                .hint("brag read start --again starts it again"));
        }
        ReadingStatus::ToRead | ReadingStatus::Reading => {}
    }
    step(tx, id, "abandon reading", |draft| {
        draft.status = ReadingStatus::Abandoned;
        draft.finished = None;
        append(&mut draft.notes, why);
    })
}

/// Sets the progress of a note, and marks it as being read. Fails if the text cannot be parsed or is beyond
/// the end, or if the note is finished or abandoned.
pub fn set_progress(tx: &mut Transaction<'_>, id: ReadingId, text: &str) -> Result<SavedReading> {
    let before = tx.snapshot().store.find::<Reading>(id)?;
    if matches!(before.status, ReadingStatus::Finished | ReadingStatus::Abandoned) {
        return Err(Error::failed(format!("“{}” is {}", before.title, before.status))
            .hint("brag read start --again starts it again"));
    }
    let progress = Progress::read(text, before.progress).map_err(|err| Error::usage(err.to_string()))?;
    step(tx, id, "set progress", |draft| {
        draft.status = ReadingStatus::Reading;
        draft.progress = Some(progress);
    })
}

/// Appends a paragraph to the notes of a reading note. Fails if the text is empty.
pub fn note(tx: &mut Transaction<'_>, id: ReadingId, text: &str) -> Result<SavedReading> {
    if text.trim().is_empty() {
        return Err(Error::usage("the note has no text").hint("brag read note ID TEXT"));
    }
    step(tx, id, "add to note", |draft| append(&mut draft.notes, text))
}

/// Links a win that used a note if `used` is `true`, else unlinks it. Fails if the link already has that
/// state.
pub fn set_used(tx: &mut Transaction<'_>, id: ReadingId, win: WinId, used: bool) -> Result<SavedReading> {
    let reading = tx.snapshot().store.find::<Reading>(id)?;
    let title = super::lookup::title(&tx.snapshot(), win.into()).unwrap_or_default();
    let verb = if used { "used reading" } else { "not used reading" };
    tx.set_label(format!("{verb}: {}", ellipsis(&reading.title, 60)));
    let changed = if used { tx.batch.link_used(id, win)? } else { tx.batch.unlink_used(id, win)? };
    if !changed {
        let how = if used { "used this note already" } else { "did not use this note" };
        return Err(Error::failed(format!("“{title}” {how}")));
    }
    saved(&tx.snapshot(), id, Some(&reading))
}

/// Moves a note to a place, from 1, among the notes to be read. Fails if the place is 0, or if the note is
/// not to be read.
pub fn reorder(tx: &mut Transaction<'_>, id: ReadingId, place: usize) -> Result<SavedReading> {
    let reading = tx.snapshot().store.find::<Reading>(id)?;
    if reading.status != ReadingStatus::ToRead {
        return Err(Error::failed(format!(
            "“{}” is {}; only notes to read have an order",
            reading.title, reading.status
        )));
    }
    let Some(at) = place.checked_sub(1) else {
        return Err(Error::usage("the place must be at least 1"));
    };
    let mut all: Vec<(ReadingId, String)> = tx
        .snapshot()
        .store
        .list_readings()?
        .into_iter()
        .filter(|each| each.status == ReadingStatus::ToRead)
        .map(|each| (each.id, each.body.place))
        .collect();
    let from = all.iter().position(|(each, _)| *each == id).unwrap_or(0);
    let moved = all.remove(from);
    all.insert(at.min(all.len()), moved);
    let places = in_order(&all.iter().map(|(_, place)| Some(place.as_str())).collect::<Vec<_>>());
    tx.set_label(format!("order reading: {}", ellipsis(&reading.title, 60)));
    for ((each, before), place) in all.into_iter().zip(places) {
        if before != place {
            tx.batch.place_reading(each, &place)?;
        }
    }
    saved(&tx.snapshot(), id, Some(&reading))
}

/// Opens a note as a document in the user's editor and parses the result; `None` if the document was not
/// changed.
pub fn edit_document(journal: &super::Journal, note: &Reading) -> Result<Option<(Reading, EditorFile)>> {
    super::record_document::edit(journal, note)
}

/// Appends a paragraph to a text, unless the text consists of exactly this paragraph.
fn append(text: &mut String, more: &str) {
    let more = more.trim();
    if more.is_empty() || text.trim() == more {
        return;
    }
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(more);
}
