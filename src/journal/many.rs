//! One change of many records, as one batch.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::Journal;
use super::capture::project_id;
use super::figures::update_figures;
use crate::domain::{
    FollowUp, Goal, Kind, NamedRef, Project, ProjectId, Reading, Record, RecordId, Stored, Value, Visibility,
    Win, WinId, WinView, fold,
};
use crate::error::{Error, Result};
use crate::store::{Batch, FollowUpFilter, WinFilter};
use crate::text::{counted, ellipsis};

/// The records that a change applies to.
#[derive(Debug, Clone, PartialEq)]
pub enum Selection {
    /// These records, all of one kind.
    Records(Kind, Vec<RecordId>),
    /// Every win of a filter but these.
    Wins(Box<WinFilter>, BTreeSet<WinId>),
    /// Every open follow-up but these.
    OpenFollowUps(BTreeSet<RecordId>),
}

impl Selection {
    /// Returns the kind of the records.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Records(kind, _) => *kind,
            Self::Wins(..) => Kind::Win,
            Self::OpenFollowUps(_) => Kind::FollowUp,
        }
    }
}

/// A change that can be made to many records at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ManyChange {
    /// Tags are added.
    AddTags(Vec<String>),
    /// Wins are moved to the project of this name, which is made where there is none; to none where it is empty.
    Move(String),
    /// Wins are put in a category, by its key.
    Category(String),
    /// The visibility is set.
    Visibility(Visibility),
    /// Wins are starred, or their stars are taken away.
    Star(bool),
    /// Open follow-ups are put off until a day.
    Snooze(NaiveDate),
    /// Follow-ups are closed with nothing to report, for a reason.
    Nothing(String),
    /// The records are deleted.
    Delete,
}

impl ManyChange {
    /// Returns what the change does, as the label of its batch: `tag perf: 8 wins`.
    fn label(&self, subject: &str) -> String {
        match self {
            Self::AddTags(tags) => format!("tag {}: {subject}", ellipsis(&tags.join(", "), 40)),
            Self::Move(name) if name.is_empty() => format!("move to no project: {subject}"),
            Self::Move(name) => format!("move to {}: {subject}", ellipsis(name, 40)),
            Self::Category(key) => format!("category {key}: {subject}"),
            Self::Visibility(visibility) => format!("{visibility}: {subject}"),
            Self::Star(true) => format!("star: {subject}"),
            Self::Star(false) => format!("take stars away: {subject}"),
            Self::Snooze(_) => format!("put off: {subject}"),
            Self::Nothing(_) => format!("nothing to report: {subject}"),
            Self::Delete => format!("delete {subject}"),
        }
    }
}

/// The result of a change of many records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManyChanged {
    /// The kind of the records.
    pub kind: Kind,
    /// The number of records that changed.
    pub changed: usize,
    /// The number of records that were selected and are still there.
    pub of: usize,
}

/// The number of records that are read at once.
const CHUNK: usize = 500;

impl Journal {
    /// Makes one change to many records, as one batch, so that one undo takes all of it back. Records that another
    /// program deleted meanwhile are left out. Nothing is asked about wins that are starred or moved this way: hundreds of
    /// questions on one day would answer themselves with “nothing”.
    ///
    /// `expected` is the number of records that the person was told; `None` where it was not counted.
    ///
    /// # Errors
    /// When the change does not apply to the kind, when there are not as many records as expected, or when the journal
    /// cannot be written.
    pub fn change_many(
        &mut self,
        selection: &Selection,
        change: &ManyChange,
        expected: Option<usize>,
    ) -> Result<ManyChanged> {
        let kind = selection.kind();
        let today = self.today();
        self.check_many(change)?;
        let ids = self.selected(selection)?;
        if let Some(expected) = expected.filter(|expected| *expected != ids.len()) {
            let now = counted(ids.len(), kind.word(), kind.plural());
            return Err(Error::failed(format!("it would be {now} now, not {expected}: nothing was changed"))
                .hint("look at the list, and do it again"));
        }
        let label = change.label(&counted(ids.len(), kind.word(), kind.plural()));
        let task = self.store.task();
        // Each record, and then its search text.
        task.begin(2 * ids.len());
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&label, stamp)?;
        let mut done = ManyChanged { kind, changed: 0, of: 0 };
        let target = match change {
            ManyChange::Move(name) if !name.is_empty() => {
                let (id, _) = project_id(&mut batch, name)?;
                Some(NamedRef { id, name: name.clone() })
            }
            _ => None,
        };
        for chunk in ids.chunks(CHUNK) {
            if task.is_stopped() {
                return Err(Error::stopped());
            }
            let live = batch.live(chunk)?;
            done.changed += change_each(&mut batch, kind, &live, change, target.as_ref(), today)?;
            done.of += live.len();
            for _ in chunk {
                task.advance();
            }
        }
        if done.changed > 0 {
            batch.commit()?;
        }
        Ok(done)
    }

    /// Checks what a change says, before any record is read.
    fn check_many(&self, change: &ManyChange) -> Result<()> {
        match change {
            ManyChange::Category(key) if self.config.categories.find(key).is_none() => {
                Err(Error::usage(format!("there is no category {key}")))
            }
            ManyChange::Snooze(until) if *until <= self.today() => {
                Err(Error::usage(format!("{until} is not after today")))
            }
            ManyChange::AddTags(tags) if tags.is_empty() => Err(Error::usage("there is no tag to add")),
            _ => Ok(()),
        }
    }

    /// Returns the identities of the selected records.
    fn selected(&self, selection: &Selection) -> Result<Vec<RecordId>> {
        Ok(match selection {
            Selection::Records(_, ids) => ids.clone(),
            Selection::Wins(filter, except) => {
                let found = self.store.list_win_ids(filter, true, usize::MAX >> 1)?;
                found.into_iter().filter(|(_, id)| !except.contains(id)).map(|(_, id)| id.into()).collect()
            }
            Selection::OpenFollowUps(except) => {
                let open = self.asked(FollowUpFilter::Open, usize::MAX >> 1)?;
                let ids = open.into_iter().map(|asked| RecordId::from(asked.follow_up.id));
                ids.filter(|id| !except.contains(id)).collect()
            }
        })
    }
}

/// Makes the change to these records, which are all of the kind; returns the number of those that are different now.
fn change_each(
    batch: &mut Batch<'_>,
    kind: Kind,
    ids: &[RecordId],
    change: &ManyChange,
    target: Option<&NamedRef<ProjectId>>,
    today: NaiveDate,
) -> Result<usize> {
    match (change, kind) {
        (ManyChange::Delete, _) => {
            ids.iter().try_for_each(|id| batch.delete_record(*id))?;
            Ok(ids.len())
        }
        (ManyChange::Nothing(why), Kind::FollowUp) => each::<FollowUp>(batch, ids, |_, now| {
            if now.is_open() {
                now.nothing = true;
                now.why.clone_from(why);
                now.recorded_on = Some(today);
            }
            Ok(())
        }),
        (ManyChange::Snooze(until), Kind::FollowUp) => each::<FollowUp>(batch, ids, |_, now| {
            if now.is_open() {
                now.ask_on = *until;
                now.snoozed = now.snoozed.saturating_add(1);
            }
            Ok(())
        }),
        (ManyChange::Move(_), Kind::Win) => move_wins(batch, ids, target),
        (ManyChange::Category(key), Kind::Win) => each::<Win>(batch, ids, |_, now| {
            now.category = Some(key.clone());
            Ok(())
        }),
        (ManyChange::Star(starred), Kind::Win) => each::<Win>(batch, ids, |_, now| {
            now.starred = *starred;
            Ok(())
        }),
        (ManyChange::AddTags(tags), Kind::Win) => each::<Win>(batch, ids, |_, now| add_tags(now, tags)),
        (ManyChange::AddTags(tags), Kind::Reading) => {
            each::<Reading>(batch, ids, |_, now| add_tags(now, tags))
        }
        (ManyChange::Visibility(to), Kind::Win) => each::<Win>(batch, ids, show_to(*to)),
        (ManyChange::Visibility(to), Kind::Project) => each::<Project>(batch, ids, show_to(*to)),
        (ManyChange::Visibility(to), Kind::Goal) => each::<Goal>(batch, ids, show_to(*to)),
        (ManyChange::Visibility(to), Kind::Reading) => each::<Reading>(batch, ids, show_to(*to)),
        _ => Err(Error::usage(format!("that cannot be done to {}", kind.plural()))),
    }
}

/// Changes each of these records; returns the number of those that are different now.
fn each<T: Record>(
    batch: &mut Batch<'_>,
    ids: &[RecordId],
    change: impl Fn(&Stored<T>, &mut T) -> Result<()>,
) -> Result<usize> {
    let mut changed = 0;
    for before in batch.find_many::<T>(ids)? {
        let mut now = before.body.clone();
        change(&before, &mut now)?;
        if now != before.body && !batch.update(&before, &now)?.is_empty() {
            changed += 1;
        }
    }
    Ok(changed)
}

/// Moves wins to a project with the metrics of their figures.
fn move_wins(batch: &mut Batch<'_>, ids: &[RecordId], target: Option<&NamedRef<ProjectId>>) -> Result<usize> {
    let mut changed = 0;
    for before in batch.find_many::<Win>(ids)? {
        if before.project.as_ref().map(|named| named.id) == target.map(|named| named.id) {
            continue;
        }
        let figures = batch.figures_of(before.id)?;
        let view = WinView { stored: before, learned: Vec::new(), figures, follow_ups: Vec::new() };
        let now = Win { project: target.cloned(), ..view.draft() };
        batch.update(&view.stored, &now)?;
        update_figures(batch, &view, &now, &mut Vec::new())?;
        changed += 1;
    }
    Ok(changed)
}

/// Adds tags to a record that does not have them yet.
fn add_tags<T: Record>(record: &mut T, tags: &[String]) -> Result<()> {
    let Some(field) = T::field("tags") else { return Ok(()) };
    let Value::Names(have) = (field.get)(record) else { return Ok(()) };
    let mut all = have.into_owned();
    let new = tags.iter().filter(|tag| !all.iter().any(|each| fold(each) == fold(tag)));
    let new: Vec<String> = new.cloned().collect();
    all.extend(new);
    (field.set)(record, Value::Names(all.into()))
        .map_err(|_| Error::usage(format!("a {} has no tags", T::KIND)))
}

/// Returns the change that sets the visibility of a record.
fn show_to<T: Record>(visibility: Visibility) -> impl Fn(&Stored<T>, &mut T) -> Result<()> {
    move |_, now| {
        let Some(field) = T::field("visibility") else { return Ok(()) };
        (field.set)(now, Value::Text(visibility.word().into()))
            .map_err(|_| Error::usage(format!("a {} has no visibility", T::KIND)))
    }
}
