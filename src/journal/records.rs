//! Records of any kind: loading and deleting them.

use super::{ProjectDetail, Snapshot, Transaction};
use crate::domain::{
    FollowUpId, FollowUpWithSubject, GoalId, GoalView, InboxItem, InboxItemId, Kind, MetricId, MetricView,
    PositionId, PositionView, Praise, PraiseId, Profile, ProjectId, QuestionnaireId, Reading, ReadingId,
    RecordId, RecordRef, Stored, StoryId, StoryView, ValueId, WinId, WinView,
};
use crate::error::{Error, Result};
use crate::text::ellipsis;

/// A record of any kind, with the records that are shown with it.
#[derive(Debug, Clone, PartialEq)]
pub enum AnyRecord {
    /// A win.
    Win(Box<WinView>),
    /// A project with its wins, metrics and follow-ups.
    Project(Box<ProjectDetail>),
    /// A goal with its milestones, check-ins and evidence.
    Goal(Box<GoalView>),
    /// A reading note.
    Reading(Box<Stored<Reading>>),
    /// A metric with its values.
    Metric(Box<MetricView>),
    /// A follow-up with the win or project that it is about.
    FollowUp(Box<FollowUpWithSubject>),
    /// A position with its projects.
    Position(Box<PositionView>),
    /// A story with the records that it is about.
    Story(Box<StoryView>),
    /// Praise.
    Praise(Box<Stored<Praise>>),
    /// The profile.
    Profile(Box<Stored<Profile>>),
    /// A questionnaire with its answers; also for one of its questions.
    Questionnaire(Box<super::questionnaires::Answered>),
    /// An inbox item.
    InboxItem(Box<Stored<InboxItem>>),
    /// A record of another kind, with its title.
    Other(RecordRef),
}

/// Loads a record of any kind. A value is loaded as its metric; a milestone or a check-in as its goal.
pub fn load(snapshot: &Snapshot<'_>, found: RecordRef) -> Result<AnyRecord> {
    Ok(match found.kind {
        Kind::Win => AnyRecord::Win(Box::new(super::wins::find(snapshot, WinId(found.id.0))?)),
        Kind::Project => AnyRecord::Project(Box::new(super::projects::detail(
            snapshot,
            ProjectId(found.id.0),
            usize::MAX >> 1,
            usize::MAX >> 1,
        )?)),
        Kind::Metric => AnyRecord::Metric(Box::new(super::metrics::find(snapshot, MetricId(found.id.0))?)),
        Kind::Value => {
            let metric = snapshot.store.metric_of_value(ValueId(found.id.0))?;
            AnyRecord::Metric(Box::new(super::metrics::find(snapshot, metric)?))
        }
        Kind::FollowUp => {
            AnyRecord::FollowUp(Box::new(super::followups::find(snapshot, FollowUpId(found.id.0))?))
        }
        Kind::Goal => AnyRecord::Goal(Box::new(super::goals::find(snapshot, GoalId(found.id.0))?)),
        Kind::Milestone | Kind::CheckIn => {
            AnyRecord::Goal(Box::new(super::goals::find(snapshot, snapshot.store.goal_of_part(found.id)?)?))
        }
        Kind::Reading => {
            AnyRecord::Reading(Box::new(super::readings::find(snapshot, ReadingId(found.id.0))?))
        }
        Kind::Position => {
            AnyRecord::Position(Box::new(super::positions::detail(snapshot, PositionId(found.id.0))?))
        }
        Kind::Story => AnyRecord::Story(Box::new(super::stories::detail(snapshot, StoryId(found.id.0))?)),
        Kind::Praise => AnyRecord::Praise(Box::new(super::praise::find(snapshot, PraiseId(found.id.0))?)),
        Kind::Profile => match super::profile::find(snapshot)? {
            Some(profile) if RecordId::from(profile.id) == found.id => AnyRecord::Profile(Box::new(profile)),
            _ => AnyRecord::Other(found),
        },
        Kind::InboxItem => {
            AnyRecord::InboxItem(Box::new(super::inbox::find(snapshot, InboxItemId(found.id.0))?))
        }
        Kind::Questionnaire => AnyRecord::Questionnaire(Box::new(super::questionnaires::answered(
            snapshot,
            QuestionnaireId(found.id.0),
        )?)),
        Kind::Question => {
            let question =
                snapshot.store.find::<crate::domain::Question>(crate::domain::QuestionId(found.id.0))?;
            match question.questionnaire {
                Some(owner) => {
                    AnyRecord::Questionnaire(Box::new(super::questionnaires::answered(snapshot, owner)?))
                }
                None => AnyRecord::Other(found),
            }
        }
        _ => AnyRecord::Other(found),
    })
}

/// Returns the fields of a record that are not empty, by their labels, without the title.
pub fn fields(snapshot: &Snapshot<'_>, kind: Kind, id: RecordId) -> Result<Vec<(&'static str, String)>> {
    let found = RecordRef { id, kind, short: String::new(), title: String::new(), deleted: false };
    Ok(match kind {
        // The wins and the numbers of a project are not among its fields.
        Kind::Project => fields_of(&**super::projects::find(snapshot, ProjectId(id.0))?),
        _ => match load(snapshot, found)? {
            AnyRecord::Win(win) => fields_of::<crate::domain::Win>(&win),
            AnyRecord::Goal(goal) => fields_of::<crate::domain::Goal>(&goal),
            AnyRecord::Reading(reading) => fields_of(&reading.body),
            AnyRecord::Metric(metric) => fields_of(&metric.stored.body),
            AnyRecord::Position(view) => fields_of(&view.position.body),
            AnyRecord::Story(view) => fields_of(&view.story.body),
            AnyRecord::Praise(praise) => fields_of(&praise.body),
            _ => Vec::new(),
        },
    })
}

fn fields_of<T: crate::domain::Record>(record: &T) -> Vec<(&'static str, String)> {
    let filled = |field: &crate::domain::Field<T>| {
        let text = crate::present::field::text_of(field, record);
        (!text.trim().is_empty()).then_some((field.info.label, text))
    };
    T::FIELDS
        .iter()
        .skip(1)
        .filter(|field| crate::present::field::is_visible(&field.info))
        .filter_map(filled)
        .collect()
}

/// Deletes records, and returns what else changes, one line each: the progress of the goals that depended on them,
/// and the projects that were put into a deleted position. Fails if a
/// record is a figure, a skill or an override of a document, which cannot be deleted by themselves.
pub fn delete(tx: &mut Transaction<'_>, ids: &[RecordId]) -> Result<Vec<String>> {
    let goals = super::goals::of_records(&tx.snapshot(), ids)?;
    let mut found = Vec::new();
    for id in ids {
        found.push(tx.snapshot().store.describe(*id)?);
    }
    let label = match &found[..] {
        [one] => format!("delete {}: {}", one.kind, ellipsis(&one.title, 60)),
        many => format!("delete {} records", many.len()),
    };
    tx.set_label(&label);
    let mut moved = Vec::new();
    for record in &found {
        if record.kind == Kind::Position {
            moved.extend(super::positions::moved_without(&tx.snapshot(), PositionId(record.id.0))?);
        }
        match record.kind {
            Kind::DocumentOverride => {
                return Err(Error::usage("a change of a document's layout cannot be deleted")
                    .hint("undo it with: brag undo"));
            }
            Kind::Skill => {
                return Err(Error::usage("a skill cannot be deleted by itself")
                    .hint("remove it from its group with: brag skills group NAME ''"));
            }
            Kind::Figure => {
                return Err(Error::usage("a metric of a win cannot be deleted by itself")
                    .hint("remove it with: brag edit WIN --remove-metric NAME"));
            }
            Kind::InboxItem => {
                return Err(Error::usage("an inbox item cannot be deleted, or git would offer it again")
                    .hint("drop it with: brag inbox drop ID"));
            }
            Kind::PositionTitle | Kind::Strength | Kind::Education | Kind::Language => {
                let owner = if record.kind == Kind::PositionTitle { "position" } else { "profile" };
                return Err(Error::usage(format!("a {} cannot be deleted by itself", record.kind))
                    .hint(format!("remove its line with: brag {owner} edit")));
            }
            _ => tx.batch.delete_record(record.id)?,
        }
    }
    moved.extend(super::goals::standings(&tx.snapshot(), &goals)?);
    Ok(moved)
}
