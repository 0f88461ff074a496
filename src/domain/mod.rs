//! What the journal is about. Pure types and rules: no SQL, no terminal, no clock.

pub mod amount;
pub mod category;
pub mod date;
pub mod followup;
pub mod goal;
pub mod id;
pub mod kind;
pub mod period;
pub mod phrase;
pub mod project;
pub mod win;

pub use amount::{Amount, Change};
pub use category::{Categories, Category};
pub use date::{PartialDate, When};
pub use followup::{FollowUp, FollowUpStatus};
pub use goal::Goal;
pub use id::{FollowUpId, GoalId, MetricId, ProjectId, RecordId, WinId};
pub use kind::Kind;
pub use period::Period;
pub use project::{Project, ProjectStatus};
pub use win::{Due, Figure, Named, Role, StoredFigure, Visibility, Win, WinDraft, WinStatus};

/// How two names are compared: case and accents make no difference.
pub use crate::text::fold;
