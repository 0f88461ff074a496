//! Reading notes: wanted, begun, finished, and put to use.

use super::Journal;
use super::capture::{Edited, goal_ids};
use crate::capture::reading as document;
use crate::capture::{Lookup, Vocabulary};
use crate::domain::{
    Goal, GoalId, Kind, PartialDate, Progress, Reading, ReadingDraft, ReadingId, ReadingStatus, WinId, fold,
};
use crate::editor::EditorFile;
use crate::error::{Error, Result};
use crate::store::{Batch, Since};
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
    pub reading: Reading,
    /// Open goals that it is evidence for, and that are reached now.
    pub reached: Vec<Goal>,
}

/// Returns the error for a reading note that exists already.
fn refuse_same(batch: &Batch<'_>, draft: &ReadingDraft, own: Option<ReadingId>) -> Result<()> {
    if batch.has_reading(draft, own)? {
        return Err(Error::usage(format!("there is a reading note “{}” already", draft.title)).about("title"));
    }
    Ok(())
}

impl Journal {
    /// Reading notes: what is being read, what is to be read in its order, then what is finished and what was given up, the latest
    /// first.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn readings(&self) -> Result<Vec<Reading>> {
        Ok(self.store.list_readings()?)
    }

    /// A reading note.
    ///
    /// # Errors
    /// When there is none.
    pub fn reading(&self, id: ReadingId) -> Result<Reading> {
        Ok(self.store.find_reading(id)?)
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
    pub fn add_reading(&mut self, draft: &ReadingDraft) -> Result<SavedReading> {
        let (draft, goals) = self.checked_reading(draft, None)?;
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&format!("add reading: {}", ellipsis(&draft.title, 60)), stamp)?;
        refuse_same(&batch, &draft, None)?;
        let id = batch.insert_reading(&draft, &goals, None)?;
        batch.commit()?;
        self.saved_reading(id, None)
    }

    /// Makes a reading note what a draft says; `seen` is the revision that the person has seen.
    ///
    /// # Errors
    /// As [`Journal::add_reading`].
    pub fn edit_reading(
        &mut self,
        id: ReadingId,
        draft: &ReadingDraft,
        seen: i64,
    ) -> Result<Edited<Reading, SavedReading>> {
        self.change_reading(id, draft, seen, "edit")
    }

    fn change_reading(
        &mut self,
        id: ReadingId,
        draft: &ReadingDraft,
        seen: i64,
        verb: &str,
    ) -> Result<Edited<Reading, SavedReading>> {
        let before = self.store.find_reading(id)?;
        let (draft, goals) = self.checked_reading(draft, Some(&before))?;
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&format!("{verb} reading: {}", ellipsis(&before.title, 60)), stamp)?;
        match batch.since(id.into(), seen)? {
            Since::Same => {}
            Since::Deleted => return Ok(Edited::Deleted),
            Since::Changed => {
                drop(batch);
                return Ok(Edited::ChangedUnderneath(Box::new(self.store.find_reading(id)?)));
            }
        }
        if before.title != draft.title {
            refuse_same(&batch, &draft, Some(id))?;
        }
        batch.update_reading(&before, &draft, &goals)?;
        if batch.commit()?.is_none() {
            return Ok(Edited::Unchanged);
        }
        Ok(Edited::Saved(Box::new(self.saved_reading(id, Some(&before))?)))
    }

    /// A note as it is now, and the goals that it was not evidence for before.
    fn saved_reading(&self, id: ReadingId, before: Option<&Reading>) -> Result<SavedReading> {
        let reading = self.store.find_reading(id)?;
        let counted = |goal: GoalId| {
            before.is_some_and(|before| {
                before.status == ReadingStatus::Finished && before.goals.iter().any(|each| each.id == goal)
            })
        };
        let mut goals: Vec<GoalId> = reading.goals.iter().map(|goal| goal.id).collect();
        goals.retain(|goal| reading.status == ReadingStatus::Finished && !counted(*goal));
        Ok(SavedReading { reached: self.reached(&goals)?, reading })
    }

    /// A draft that can be written, with the goals that it names. A note that is begun or finished with it
    /// gets the day.
    fn checked_reading(
        &self,
        draft: &ReadingDraft,
        before: Option<&Reading>,
    ) -> Result<(ReadingDraft, Vec<GoalId>)> {
        let mut draft = draft.clone();
        draft.title = draft.title.trim().to_owned();
        if draft.title.is_empty() {
            return Err(Error::usage("a reading note needs a title").about("title"));
        }
        if draft.rating.is_some_and(|rating| !(1..=5).contains(&rating)) {
            return Err(Error::usage("a rating is a number from 1 to 5").about("rating"));
        }
        for (field, date) in [("started", draft.started), ("finished", draft.finished)] {
            if let Some(date) = date.filter(|date| date.first_day() > self.today()) {
                return Err(Error::usage(format!("{date} is still to come")).about(field));
            }
        }
        // A date that is said without a status says it.
        if draft.status == ReadingStatus::ToRead && before.is_none_or(|it| it.status == ReadingStatus::ToRead)
        {
            if draft.finished.is_some() {
                draft.status = ReadingStatus::Finished;
            } else if draft.started.is_some() {
                draft.status = ReadingStatus::Reading;
            }
        }
        let today = Some(PartialDate::Day(self.today()));
        let was = before.map(|before| before.status);
        let turned = was != Some(draft.status);
        match draft.status {
            ReadingStatus::Reading if turned => {
                draft.started = draft.started.or(today);
                if before.is_some_and(|before| before.finished == draft.finished) {
                    draft.finished = None;
                }
            }
            ReadingStatus::ToRead if turned => (draft.started, draft.finished) = (None, None),
            ReadingStatus::Finished | ReadingStatus::Abandoned if turned => {
                draft.finished = draft.finished.or(today);
            }
            _ => {}
        }
        if draft.status == ReadingStatus::Finished
            && let Some(progress) = draft.progress.as_mut()
        {
            progress.done = progress.of.unwrap_or(progress.done);
        }
        crate::domain::reading::in_order(draft.started, draft.finished)
            .map_err(|why| Error::usage(why).about("finished"))?;
        let on = draft.finished.or(draft.started).map_or(self.today(), PartialDate::last_day);
        let year = self.year_number_of(on);
        let mut goals: Vec<GoalId> = Vec::new();
        for title in &draft.goals {
            let goal = self.goal_of_reading(title, year, before, &goals)?;
            if !goals.contains(&goal) {
                goals.push(goal);
            }
        }
        Ok((draft, goals))
    }

    /// A goal by any start of its title, of the year in which it was read first: one that the note had
    /// stays itself, each of several of one title.
    fn goal_of_reading(
        &self,
        title: &str,
        year: i32,
        before: Option<&Reading>,
        taken: &[GoalId],
    ) -> Result<GoalId> {
        let same = |name: &str| fold(name) == fold(title);
        let kept = before.and_then(|before| {
            before.goals.iter().find(|goal| same(&goal.name) && !taken.contains(&goal.id))
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
        self.resolve_goal(&title).map_err(|why| Error::usage(why.message().to_owned()).about("goals"))
    }

    fn step_reading(
        &mut self,
        id: ReadingId,
        verb: &str,
        change: impl FnOnce(&mut ReadingDraft),
    ) -> Result<SavedReading> {
        let before = self.store.find_reading(id)?;
        let mut draft = before.draft();
        change(&mut draft);
        match self.change_reading(id, &draft, before.revision, verb)? {
            Edited::Saved(saved) => Ok(*saved),
            Edited::Unchanged => self.saved_reading(id, Some(&before)),
            Edited::ChangedUnderneath(_) => {
                Err(Error::failed("another program changed this note meanwhile").hint("try once more"))
            }
            Edited::Deleted => Err(Error::failed(format!("another program deleted “{}”", before.title))
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
        let before = self.store.find_reading(id)?;
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
        let before = self.store.find_reading(id)?;
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
        let before = self.store.find_reading(id)?;
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
        let before = self.store.find_reading(id)?;
        if matches!(before.status, ReadingStatus::Finished | ReadingStatus::Abandoned) {
            return Err(Error::failed(format!("“{}” is {}", before.title, before.status))
                .hint("brag read start --again begins it once more"));
        }
        let progress = Progress::read(text, before.progress).map_err(|why| Error::usage(why.to_string()))?;
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
        let reading = self.store.find_reading(id)?;
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
        let reading = self.store.find_reading(id)?;
        if reading.status != ReadingStatus::ToRead {
            return Err(Error::failed(format!(
                "“{}” is {}; only what is to be read has an order",
                reading.title, reading.status
            )));
        }
        let Some(at) = place.checked_sub(1) else {
            return Err(Error::usage("the first place is 1"));
        };
        let mut all: Vec<(ReadingId, i64)> = self
            .store
            .list_readings()?
            .into_iter()
            .filter(|each| each.status == ReadingStatus::ToRead)
            .map(|each| (each.id, each.place))
            .collect();
        let mut places: Vec<i64> = all.iter().map(|(_, place)| *place).collect();
        // Two that were made at once on two machines may have one place.
        for next in 1..places.len() {
            places[next] = places[next].max(places[next - 1] + 1);
        }
        let from = all.iter().position(|(each, _)| *each == id).unwrap_or(0);
        let moved = all.remove(from);
        all.insert(at.min(all.len()), moved);
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&format!("order reading: {}", ellipsis(&reading.title, 60)), stamp)?;
        for ((each, before), place) in all.into_iter().zip(places) {
            if before != place {
                batch.place_reading(each, place)?;
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
    pub fn reading_in_editor(&self, draft: &ReadingDraft) -> Result<Option<(ReadingDraft, EditorFile)>> {
        let read = |text: &str| document::read(text, self.today());
        self.in_editor(draft, &document::write(draft), read, |draft| {
            vec![&mut draft.takeaways, &mut draft.changed, &mut draft.notes]
        })
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
