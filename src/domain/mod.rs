//! The records of a journal: pure types and rules without SQL, terminal or clock.

pub mod alias;
pub mod amount;
pub mod authors;
pub mod category;
pub mod change;
pub mod date;
pub mod date_phrase;
pub mod direction;
pub mod document_override;
pub mod field;
pub mod figure;
pub mod followup;
pub mod goal;
pub mod goal_parts;
pub mod goal_view;
pub mod history_entry;
pub mod id;
pub mod inbox;
pub mod kind;
pub mod kinds;
pub mod label;
pub mod measure;
pub mod metric;
pub mod metric_value;
pub mod metric_view;
pub mod pace;
pub mod period;
mod period_text;
pub mod place;
pub mod progress;
pub mod project;
pub mod reading;
pub mod record;
pub mod record_ref;
#[cfg(test)]
pub mod sample;
pub mod search_words;
pub mod skill;
pub mod stats;
pub mod stored_record;
pub mod unit;
pub mod value;
pub mod win;
pub mod win_query;
pub mod words;

pub use alias::Alias;
pub use amount::{Amount, AmountError};
pub use category::{Categories, Category};
pub use change::Change;
pub use date::{DateRange, PartialDate};
pub use direction::BetterWhen;
pub use document_override::DocumentOverride;
pub use field::{FieldInfo, FieldType, Group, KindInfo, Names};
pub use figure::Figure;
pub use followup::{FollowUp, FollowUpStatus, FollowUpView};
pub use goal::{Goal, GoalStatus};
pub use goal_parts::{CheckIn, Milestone};
pub use goal_view::{Evidence, GoalRow, GoalView};
pub use history_entry::{BatchEntry, ChangeEntry};
pub use id::{
    AliasId, CheckInId, DocumentOverrideId, FigureId, FollowUpId, GoalId, MetricId, MilestoneId, ProjectId,
    ReadingId, RecordId, SkillId, ValueId, WinId,
};
pub use inbox::{FollowUpFilter, FollowUpWithSubject};
pub use kind::Kind;
pub use kinds::KINDS;
pub use label::{Counted, LabelKind};
pub use measure::Measure;
pub use metric::{Metric, Owner};
pub use metric_value::{Confidence, MetricValue};
pub use metric_view::MetricView;
pub use pace::Pace;
pub use period::Period;
pub use progress::{Progress, ProgressError};
pub use project::{Chapter, Project, ProjectRow, ProjectStatus, ProjectView, Prose};
pub use reading::{Medium, Reading, ReadingStatus};
pub use record::{Field, FieldError, FieldText, Meta, Record, Stored, Unread};
pub use record_ref::{RecordRef, SearchHit};
pub use search_words::SearchWords;
pub use skill::Skill;
pub use stats::{DayCount, Totals};
pub use stored_record::{StoredLink, StoredRecord};
pub use value::{FieldValue, NamedRef, Unreadable, Value};
pub use win::{Due, Role, Visibility, Win, WinStatus, WinView};
pub use win_query::{Cursor, Direction, Page, WinFilter, WinRow};

/// Folds a name for comparison, without case and accents.
pub use crate::text::fold;
