//! Reading notes: wanted, begun, finished, and put to use.

use super::Journal;
use super::capture::{EditOutcome, goal_ids};
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

/// What is said of a note when it is finished.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Finish {
    /// When; today where nothing is said.
    pub on: Option<PartialDate>,
    /// From 1 to 5.
    pub rating: Option<u8>,
    /// What to keep of it; may be empty.
    pub takeaway: String,
}

/// A reading note that was saved, and the goals that are reached with it.
#[derive(Debug, Clone, PartialEq)]
pub struct SavedReading {
    /// The note as it is now.
    pub reading: Stored<Reading>,
    /// Open goals that it is evidence for, and that are reached now.
    pub reached: Vec<GoalView>,
}

/// Refuses a note with the title, medium and authors of another.
fn refuse_same(batch: &Batch<'_>, note: &Reading, own: Option<ReadingId>) -> Result<()> {
    if batch.find_twin(note, own)?.is_some() {
        return Err(Error::usage(format!("there is a reading note “{}” already", note.title)).about("title"));
    }
    Ok(())
}

impl Journal {
    /// Reading notes: what is being read, what is to be read in its order, then what is finished and what was given up, the latest
    /// first.
    pub fn readings(&self) -> Result<Vec<Stored<Reading>>> {
        Ok(self.store.list_readings()?)
    }

    /// A reading note.
    ///
    /// # Errors
    /// When there is none.
    pub fn reading(&self, id: ReadingId) -> Result<Stored<Reading>> {
        Ok(self.store.find::<Reading>(id)?)
    }

    /// The reading note that a name or an id means.
    ///
    /// # Errors
    /// As [`Journal::resolve_named`].
    pub fn resolve_reading(&self, typed: &str) -> Result<ReadingId> {
        Ok(ReadingId(self.resolve_named(Kind::Reading, typed)?.0))
    }

    /// Adds a reading note.
    ///
    /// # Errors
    /// A usage error for an empty title, one that is there already by the same authors, a goal that there
    /// is not, and dates the wrong way round; otherwise when it cannot be written.
    pub fn add_reading(&mut self, note: &Reading) -> Result<SavedReading> {
        let note = self.checked_reading(note, None)?;
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&format!("add reading: {}", ellipsis(&note.title, 60)), stamp)?;
        refuse_same(&batch, &note, None)?;
        let id = batch.insert_reading(&note)?;
        batch.commit()?;
        self.saved_reading(id, None)
    }

    /// Makes a reading note what `note` says; `seen` is the revision that the person has seen.
    ///
    /// # Errors
    /// As [`Journal::add_reading`].
    pub fn edit_reading(
        &mut self,
        id: ReadingId,
        note: &Reading,
        seen: i64,
    ) -> Result<EditOutcome<Stored<Reading>, SavedReading>> {
        self.change_reading(id, note, seen, "edit")
    }

    fn change_reading(
        &mut self,
        id: ReadingId,
        note: &Reading,
        seen: i64,
        verb: &str,
    ) -> Result<EditOutcome<Stored<Reading>, SavedReading>> {
        let before = self.store.find::<Reading>(id)?;
        let note = self.checked_reading(note, Some(&before))?;
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&format!("{verb} reading: {}", ellipsis(&before.title, 60)), stamp)?;
        match batch.since(id.into(), seen)? {
            Freshness::Same => {}
            Freshness::Deleted => return Ok(EditOutcome::Deleted),
            Freshness::Changed => {
                drop(batch);
                return Ok(EditOutcome::Conflict(Box::new(self.store.find::<Reading>(id)?)));
            }
        }
        if before.title != note.title {
            refuse_same(&batch, &note, Some(id))?;
        }
        batch.update(&before, &note)?;
        if batch.commit()?.is_none() {
            return Ok(EditOutcome::Unchanged);
        }
        Ok(EditOutcome::Saved(Box::new(self.saved_reading(id, Some(&before))?)))
    }

    /// A note as it is now, and the goals that it was not evidence for before.
    fn saved_reading(&self, id: ReadingId, before: Option<&Stored<Reading>>) -> Result<SavedReading> {
        let reading = self.store.find::<Reading>(id)?;
        let counted = |goal: GoalId| {
            before.is_some_and(|before| {
                before.status == ReadingStatus::Finished && before.goals.iter().any(|each| each.id == goal)
            })
        };
        let mut goals: Vec<GoalId> = reading.goals.iter().map(|goal| goal.id).collect();
        goals.retain(|goal| reading.status == ReadingStatus::Finished && !counted(*goal));
        Ok(SavedReading { reached: self.reached(&goals)?, reading })
    }

    /// Returns a note that can be written: complete, valid, and with the goals that it names.
    fn checked_reading(&self, note: &Reading, before: Option<&Stored<Reading>>) -> Result<Reading> {
        let mut note = note.clone();
        note.normalise(before.map(|before| &before.body), self.today());
        note.validate(self.today())?;
        let on = note.finished.or(note.started).map_or(self.today(), PartialDate::last_day);
        let year = self.year_number_of(on);
        let mut goals: Vec<NamedRef<GoalId>> = Vec::new();
        for goal in note.goals {
            let id = self.goal_of_reading(&goal, year, before, &goals)?;
            if goals.iter().all(|each| each.id != id) {
                goals.push(NamedRef { id, name: goal.name });
            }
        }
        note.goals = goals;
        Ok(note)
    }

    /// A goal by any start of its title, of the year in which it was read first: one that the note had
    /// stays itself, each of several of one title.
    fn goal_of_reading(
        &self,
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
        let title = match self.names().goal(title) {
            Lookup::Known(title) => title,
            _ => title.to_owned(),
        };
        if let Some(goal) = goal_ids(&self.store, std::slice::from_ref(&title), year)?.first() {
            return Ok(*goal);
        }
        self.resolve_goal(&title).map_err(|err| Error::usage(err.message().to_owned()).about("goals"))
    }

    fn step_reading(
        &mut self,
        id: ReadingId,
        verb: &str,
        change: impl FnOnce(&mut Reading),
    ) -> Result<SavedReading> {
        let before = self.store.find::<Reading>(id)?;
        let mut note = before.body.clone();
        change(&mut note);
        match self.change_reading(id, &note, before.meta.revision, verb)? {
            EditOutcome::Saved(saved) => Ok(*saved),
            EditOutcome::Unchanged => self.saved_reading(id, Some(&before)),
            EditOutcome::Conflict(_) => {
                Err(Error::failed("another program changed this note meanwhile").hint("try once more"))
            }
            EditOutcome::Deleted => Err(Error::failed(format!("another program deleted “{}”", before.title))
                .hint("undo brings it back")),
        }
    }

    /// Begins to read; `again` also what is finished.
    ///
    /// # Errors
    /// When it is being read, or is finished and not wanted again.
    pub fn start_reading(
        &mut self,
        id: ReadingId,
        on: Option<PartialDate>,
        again: bool,
    ) -> Result<SavedReading> {
        let before = self.store.find::<Reading>(id)?;
        match before.status {
            ReadingStatus::Reading if on.is_none() => {
                return Err(Error::failed(format!("“{}” is being read", before.title)));
            }
            ReadingStatus::Finished if !again => {
                return Err(Error::failed(format!("“{}” is finished", before.title))
                    .hint("brag read start --again begins it once more"));
            }
            _ => {}
        }
        let today = PartialDate::Day(self.today());
        self.step_reading(id, "start", |draft| {
            draft.status = ReadingStatus::Reading;
            draft.started = Some(on.unwrap_or(today));
            draft.finished = None;
            // How many pages there are is known still.
            if let Some(progress) = draft.progress.as_mut().filter(|progress| progress.is_end()) {
                progress.done = 0;
            }
        })
    }

    /// Finishes a note: when, what it is worth, and what to keep of it, behind what was kept before.
    ///
    /// # Errors
    /// As [`Journal::edit_reading`].
    pub fn finish_reading(&mut self, id: ReadingId, finish: &Finish) -> Result<SavedReading> {
        let before = self.store.find::<Reading>(id)?;
        let again = before.status == ReadingStatus::Finished;
        if again && *finish == Finish::default() {
            return Err(Error::failed(format!("“{}” is finished already", before.title)));
        }
        let today = PartialDate::Day(self.today());
        self.step_reading(id, "finish", |draft| {
            draft.status = ReadingStatus::Finished;
            draft.finished = finish.on.or(draft.finished.filter(|_| again)).or(Some(today));
            draft.rating = finish.rating.or(draft.rating);
            append(&mut draft.takeaways, &finish.takeaway);
        })
    }

    /// Gives a note up.
    ///
    /// # Errors
    /// When it was given up already, or is finished.
    pub fn abandon_reading(&mut self, id: ReadingId, why: &str) -> Result<SavedReading> {
        let before = self.store.find::<Reading>(id)?;
        match before.status {
            ReadingStatus::Abandoned => {
                return Err(Error::failed(format!("“{}” was given up already", before.title)));
            }
            ReadingStatus::Finished => {
                return Err(Error::failed(format!("“{}” is finished", before.title)));
            }
            ReadingStatus::ToRead | ReadingStatus::Reading => {}
        }
        self.step_reading(id, "abandon", |draft| {
            draft.status = ReadingStatus::Abandoned;
            draft.finished = None;
            append(&mut draft.notes, why);
        })
    }

    /// Says how far it was read; what was still to be read is being read from then on.
    ///
    /// # Errors
    /// A usage error when it cannot be read, or is beyond the end; a failure when it is over.
    pub fn progress_reading(&mut self, id: ReadingId, text: &str) -> Result<SavedReading> {
        let before = self.store.find::<Reading>(id)?;
        if matches!(before.status, ReadingStatus::Finished | ReadingStatus::Abandoned) {
            return Err(Error::failed(format!("“{}” is {}", before.title, before.status))
                .hint("brag read start --again begins it once more"));
        }
        let progress = Progress::read(text, before.progress).map_err(|err| Error::usage(err.to_string()))?;
        self.step_reading(id, "progress", |draft| {
            draft.status = ReadingStatus::Reading;
            draft.progress = Some(progress);
        })
    }

    /// Adds a paragraph to the notes.
    ///
    /// # Errors
    /// A usage error for no words.
    pub fn note_reading(&mut self, id: ReadingId, text: &str) -> Result<SavedReading> {
        if text.trim().is_empty() {
            return Err(Error::usage("there is nothing to note"));
        }
        self.step_reading(id, "note", |draft| append(&mut draft.notes, text))
    }

    /// Says that a win used a note, or takes that back.
    ///
    /// # Errors
    /// When it was said already, or never.
    pub fn use_reading(&mut self, id: ReadingId, win: WinId, used: bool) -> Result<SavedReading> {
        let reading = self.store.find::<Reading>(id)?;
        let title = self.title(win.into()).unwrap_or_default();
        let verb = if used { "used reading" } else { "not used reading" };
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&format!("{verb}: {}", ellipsis(&reading.title, 60)), stamp)?;
        let changed = if used { batch.link_used(id, win)? } else { batch.unlink_used(id, win)? };
        if !changed {
            let how = if used { "used it already" } else { "did not use it" };
            return Err(Error::failed(format!("“{title}” {how}")));
        }
        batch.commit()?;
        self.saved_reading(id, Some(&reading))
    }

    /// Puts what is to be read at a place among the others, the next one being 1.
    ///
    /// # Errors
    /// A usage error for the place 0; a failure for a note that is not to be read.
    pub fn place_reading(&mut self, id: ReadingId, place: usize) -> Result<SavedReading> {
        let reading = self.store.find::<Reading>(id)?;
        if reading.status != ReadingStatus::ToRead {
            return Err(Error::failed(format!(
                "“{}” is {}; only what is to be read has an order",
                reading.title, reading.status
            )));
        }
        let Some(at) = place.checked_sub(1) else {
            return Err(Error::usage("the first place is 1"));
        };
        let mut all: Vec<(ReadingId, String)> = self
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
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&format!("order reading: {}", ellipsis(&reading.title, 60)), stamp)?;
        for ((each, before), place) in all.into_iter().zip(places) {
            if before != place {
                batch.place_reading(each, &place)?;
            }
        }
        batch.commit()?;
        self.saved_reading(id, Some(&reading))
    }

    /// Has a note edited as a document in the person's editor; the file stays until it is done with.
    /// `None` when the document was left as it was.
    ///
    /// # Errors
    /// As [`Journal::draft_in_editor`].
    pub fn reading_in_editor(&self, note: &Reading) -> Result<Option<(Reading, EditorFile)>> {
        self.record_in_editor(note)
    }
}

/// Puts a paragraph behind a text.
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
