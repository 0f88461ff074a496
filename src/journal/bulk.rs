//! Bulk changes: one change to many records, as one batch of the history.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::figures::update_figures;
use super::wins::project_id;
use super::{Context, Snapshot, Transaction};
use crate::domain::{
    CompetencyEvidence, FollowUp, FollowUpFilter, Goal, Kind, LabelKind, Ladder, NamedRef, Position, Praise,
    Project, ProjectId, Reading, Record, RecordId, Stored, Story, Value, Visibility, Win, WinFilter, WinId,
    WinView, fold,
};
use crate::error::{Error, Result};
use crate::store::Batch;
use crate::text::{counted, ellipsis};

/// The records that a change applies to.
#[derive(Debug, Clone, PartialEq)]
pub enum Selection {
    /// These records, all of one kind.
    Records(Kind, Vec<RecordId>),
    /// Every win that matches a filter, except these.
    Wins(Box<WinFilter>, BTreeSet<WinId>),
    /// Every open follow-up, except these.
    OpenFollowUps(BTreeSet<RecordId>),
}

impl Selection {
    /// Returns the kind of the records.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Records(kind, _) => *kind,
            Self::Wins(..) => Kind::Win,
            Self::OpenFollowUps(_) => Kind::FollowUp,
        }
    }
}

/// A change to many records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ManyChange {
    /// The tags to add.
    AddTags(Vec<String>),
    /// The name of the project to move wins to, which is created if it does not exist; empty to remove wins
    /// from their projects.
    Move(String),
    /// The keys of the competencies to add to wins and stories.
    AddCompetencies(Vec<String>),
    /// The confirmation of the competencies that each win suggests.
    ConfirmCompetencies,
    /// The key of the new category of wins.
    Category(String),
    /// The confirmation of the guessed category of each win.
    ConfirmCategories,
    /// The new visibility.
    Visibility(Visibility),
    /// `true` to star wins, `false` to remove their stars.
    Star(bool),
    /// The day to postpone open follow-ups to.
    Snooze(NaiveDate),
    /// The reason to close open follow-ups with nothing to report.
    Nothing(String),
    /// The deletion of the records.
    Delete,
}

impl ManyChange {
    /// Returns the label of the batch, such as `tag perf: 8 wins`.
    fn label(&self, subject: &str) -> String {
        match self {
            Self::AddTags(tags) => format!("tag {}: {subject}", ellipsis(&tags.join(", "), 40)),
            Self::Move(name) if name.is_empty() => format!("move to no project: {subject}"),
            Self::Move(name) => format!("move to {}: {subject}", ellipsis(name, 40)),
            Self::AddCompetencies(keys) => {
                format!("competency {}: {subject}", ellipsis(&keys.join(", "), 40))
            }
            Self::ConfirmCompetencies => format!("confirm competencies: {subject}"),
            Self::Category(key) => format!("category {key}: {subject}"),
            Self::ConfirmCategories => format!("confirm categories: {subject}"),
            Self::Visibility(visibility) => format!("{visibility}: {subject}"),
            Self::Star(true) => format!("star: {subject}"),
            Self::Star(false) => format!("remove stars: {subject}"),
            Self::Snooze(_) => format!("put off: {subject}"),
            Self::Nothing(_) => format!("nothing to report: {subject}"),
            Self::Delete => format!("delete {subject}"),
        }
    }
}

/// The result of a bulk change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManyChanged {
    /// The kind of the records.
    pub kind: Kind,
    /// The number of records that changed.
    pub changed: usize,
    /// The number of selected records that still exist.
    pub of: usize,
    /// The number of values that went along with moved wins, into the metrics of their new project.
    pub values: usize,
}

/// The number of records that are in memory at once.
const CHUNK: usize = 500;

/// Applies one change to many records, as one batch, so that one undo reverts all of it. Records that another
/// program has deleted are skipped. Wins that are starred or moved get no follow-ups, because nobody would
/// answer hundreds of questions on one day.
///
/// `expected` is the number of records that the user has confirmed; `None` if the records were not counted.
///
/// Fails if the change does not apply to the kind of the records, or if their number is not `expected`.
pub fn change(
    tx: &mut Transaction<'_>,
    selection: &Selection,
    change: &ManyChange,
    expected: Option<usize>,
) -> Result<ManyChanged> {
    let kind = selection.kind();
    validate(tx.context, change)?;
    let ids = selected(&tx.snapshot(), selection)?;
    if let Some(expected) = expected.filter(|expected| *expected != ids.len()) {
        let now = counted(ids.len(), kind.word(), kind.plural());
        return Err(Error::failed(format!(
            "the selection now has {now}, not {expected}: nothing was changed"
        ))
        .hint("check which records are selected and try again"));
    }
    let label = change.label(&counted(ids.len(), kind.word(), kind.plural()));
    let task = tx.task.clone();
    // Each record counts as two steps: its change, and the update of its search text.
    task.begin(2 * ids.len());
    tx.set_label(label);
    let mut done = ManyChanged { kind, changed: 0, of: 0, values: 0 };
    let prepared = prepare(tx, change)?;
    for chunk in ids.chunks(CHUNK) {
        if task.is_stopped() {
            return Err(Error::stopped());
        }
        let live = tx.batch.live(chunk)?;
        if let (ManyChange::Move(_), Kind::Win) = (change, kind) {
            move_wins(&mut tx.batch, &live, prepared.target.as_ref(), &mut done)?;
        } else {
            done.changed += change_each(&mut tx.batch, kind, &live, change, &prepared)?;
        }
        done.of += live.len();
        for _ in chunk {
            task.advance();
        }
    }
    if done.changed == 0 {
        // A project that was created for wins that no longer exist must not remain.
        tx.discard();
    }
    Ok(done)
}

/// The values of a change that are the same for every record.
struct Prepared {
    /// The project to move wins to.
    target: Option<NamedRef<ProjectId>>,
    /// The ladder that suggests competencies.
    ladder: Option<Ladder>,
    /// Today's civil date.
    today: NaiveDate,
}

/// Prepares a change: creates the project to move wins to, and loads the ladder.
fn prepare(tx: &mut Transaction<'_>, change: &ManyChange) -> Result<Prepared> {
    let target = match change {
        ManyChange::Move(name) if !name.is_empty() => {
            let (id, _) = project_id(&mut tx.batch, name)?;
            Some(NamedRef { id, name: name.clone() })
        }
        _ => None,
    };
    let ladder = match change {
        ManyChange::ConfirmCompetencies => Some(super::ladders::require(tx.context)?),
        _ => None,
    };
    Ok(Prepared { target, ladder, today: tx.context.today() })
}

/// Validates a change, before any record is read.
fn validate(context: &Context, change: &ManyChange) -> Result<()> {
    match change {
        ManyChange::Category(key) if context.config.categories.find(key).is_none() => {
            Err(Error::usage(format!("unknown category “{key}”")))
        }
        ManyChange::Snooze(until) if *until <= context.today() => {
            Err(Error::usage(super::followups::not_later(*until, context.today())))
        }
        ManyChange::AddTags(tags) if tags.is_empty() => Err(Error::usage("no tag was given")),
        _ => Ok(()),
    }
}

/// Returns the ids of the selected records.
fn selected(snapshot: &Snapshot<'_>, selection: &Selection) -> Result<Vec<RecordId>> {
    Ok(match selection {
        Selection::Records(_, ids) => ids.clone(),
        Selection::Wins(filter, except) => {
            let found = snapshot.store.list_win_ids(filter, true, usize::MAX >> 1)?;
            found.into_iter().filter(|(_, id)| !except.contains(id)).map(|(_, id)| id.into()).collect()
        }
        Selection::OpenFollowUps(except) => {
            let open = super::followups::list(snapshot, FollowUpFilter::Open, usize::MAX >> 1)?;
            let ids = open.into_iter().map(|asked| RecordId::from(asked.follow_up.id));
            ids.filter(|id| !except.contains(id)).collect()
        }
    })
}

/// Applies the change to live records of one kind; returns the number of changed records.
fn change_each(
    batch: &mut Batch<'_>,
    kind: Kind,
    ids: &[RecordId],
    change: &ManyChange,
    prepared: &Prepared,
) -> Result<usize> {
    let Prepared { ladder, today, .. } = prepared;
    match (change, kind) {
        (ManyChange::Delete, _) => {
            ids.iter().try_for_each(|id| batch.delete_record(*id))?;
            Ok(ids.len())
        }
        (ManyChange::Nothing(why), Kind::FollowUp) => each::<FollowUp>(batch, ids, |_, now| {
            if now.is_open() {
                now.nothing = true;
                now.why.clone_from(why);
                now.recorded_on = Some(*today);
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
        (ManyChange::Category(key), Kind::Win) => each::<Win>(batch, ids, |_, now| {
            now.category = Some(key.clone());
            Ok(())
        }),
        (ManyChange::ConfirmCategories, Kind::Win) => each::<Win>(batch, ids, |_, now| {
            confirm_category(now);
            Ok(())
        }),
        (ManyChange::Star(starred), Kind::Win) => each::<Win>(batch, ids, |_, now| {
            now.starred = *starred;
            Ok(())
        }),
        (ManyChange::AddCompetencies(keys), Kind::Win | Kind::Story) => {
            let mut changed = 0;
            for id in ids {
                let is_changed = batch.change_labels(*id, LabelKind::Competency, keys, false)?;
                changed += usize::from(is_changed);
            }
            Ok(changed)
        }
        (ManyChange::ConfirmCompetencies, Kind::Win) => each::<Win>(batch, ids, |before, now| {
            let Some(ladder) = ladder else { return Ok(()) };
            let evidence = CompetencyEvidence::of_win(&WinView::new(before.clone()));
            now.competencies.extend(super::competencies::keys(ladder, &evidence));
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
        (ManyChange::Visibility(to), Kind::Position) => each::<Position>(batch, ids, show_to(*to)),
        (ManyChange::Visibility(to), Kind::Story) => each::<Story>(batch, ids, show_to(*to)),
        (ManyChange::Visibility(to), Kind::Praise) => each::<Praise>(batch, ids, show_to(*to)),
        _ => Err(Error::usage(format!("this change does not apply to {}", kind.plural()))),
    }
}

fn confirm_category(win: &mut Win) {
    if win.category.is_none() && !win.guess.is_empty() {
        win.category = Some(std::mem::take(&mut win.guess));
    }
}

/// Updates each of these records; returns the number of records that `change` modified.
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

/// Moves wins and the values of their figures to a project; counts both.
fn move_wins(
    batch: &mut Batch<'_>,
    ids: &[RecordId],
    target: Option<&NamedRef<ProjectId>>,
    done: &mut ManyChanged,
) -> Result<()> {
    for before in batch.find_many::<Win>(ids)? {
        if before.project.as_ref().map(|named| named.id) == target.map(|named| named.id) {
            continue;
        }
        let figures = batch.figures_of(before.id)?;
        let view = WinView { figures, ..WinView::new(before) };
        let now = Win { project: target.cloned(), ..view.draft() };
        batch.update(&view.stored, &now)?;
        update_figures(batch, &view, &now, &mut Vec::new())?;
        done.changed += 1;
        done.values += view.figures.iter().filter(|figure| figure.metric.is_some()).count();
    }
    Ok(())
}

/// Adds the tags that a record does not have yet.
fn add_tags<T: Record>(record: &mut T, tags: &[String]) -> Result<()> {
    let Some(field) = T::field("tags") else { return Ok(()) };
    let Value::Names(have) = (field.get)(record) else { return Ok(()) };
    let mut all = have.into_owned();
    let new = tags.iter().filter(|tag| !all.iter().any(|each| fold(each) == fold(tag)));
    let new: Vec<String> = new.cloned().collect();
    all.extend(new);
    (field.set)(record, Value::Names(all.into()))
        .map_err(|_| Error::usage(format!("a {} cannot have tags", T::KIND)))
}

/// Returns a change that sets the visibility of a record.
fn show_to<T: Record>(visibility: Visibility) -> impl Fn(&Stored<T>, &mut T) -> Result<()> {
    move |_, now| {
        let Some(field) = T::field("visibility") else { return Ok(()) };
        (field.set)(now, Value::Text(visibility.word().into()))
            .map_err(|_| Error::usage(format!("a {} has no visibility", T::KIND)))
    }
}
