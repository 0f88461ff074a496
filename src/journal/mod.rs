//! The use cases of the command line and the app, as services over a [`Snapshot`] or a [`Transaction`].
//!
//! [`Journal::snapshot`] begins a read transaction and [`Journal::write`] a write transaction. Each public
//! module is a service: functions that take one of the two. A service reads, checks its rules and writes in
//! one transaction, so that no other program can change the records between the check and the write. Only
//! the services that change the whole file ([`history`], [`backups`], [`restore`], [`doctor`], [`purge`]) take the
//! [`Journal`]: the store has its own transactions for them, and checks their targets again.

pub mod advice;
pub mod aliases;
pub mod backups;
pub mod bulk;
pub mod career;
pub mod competencies;
mod context;
pub mod directories;
pub mod doctor;
mod edit_outcome;
mod errors;
mod evidence;
pub mod exchange;
pub mod export;
mod figures;
pub mod followups;
pub mod git;
pub mod goal_progress;
pub mod goals;
pub mod history;
pub mod import;
pub mod inbox;
pub mod labels;
pub mod ladders;
pub mod links;
pub mod lookup;
pub mod metrics;
mod names;
pub mod nudge;
pub mod overrides;
pub mod positions;
pub mod praise;
pub mod profile;
pub mod projects;
pub mod purge;
pub mod questionnaires;
pub mod readings;
mod record_document;
#[cfg(test)]
mod record_tests;
pub mod records;
pub mod restore;
pub mod review;
mod rules;
mod schedule;
mod session;
pub mod stories;
pub mod tables;
pub mod template_process;
pub mod timeline;
pub mod today;
mod transaction;
mod visibility;
pub mod week;
pub mod wins;
pub mod written;
pub mod years;

pub use bulk::{ManyChange, ManyChanged, Selection};
pub use career::{CareerFigures, CareerOverview, SkillUse};
pub use competencies::Standing;
pub use context::Context;
pub use edit_outcome::EditOutcome;
pub use errors::{is_damage, name_damaged};
pub use exchange::{Exchange, LARGEST_JOURNAL};
pub use export::write_new;
pub use followups::FollowUpAnswer;
pub use goal_progress::{CheckRequest, Ending, Linked};
pub use history::{HistoryStep, Undone};
pub use import::{Fate, ImportOptions, Imported, Match, Plan, PlanOwner, Planned};
pub use labels::Completion;
pub use links::LinkTarget;
pub use lookup::{resolve, resolve_even_deleted, resolve_kind, resolve_named, resolve_win};
pub use metrics::{LogRequest, Logged};
pub use names::Names;
pub use overrides::DocumentDraft;
pub use projects::{ProjectDetail, SavedProject};
pub use readings::{Finish, SavedReading};
pub use records::AnyRecord;
pub use session::{ExternalChange, Journal};
pub use timeline::Sort;
pub use today::{Glance, Outlook};
pub use transaction::{Snapshot, Transaction};
pub use week::{LeftOut, WeekData};
pub use wins::Added;
pub use years::{YearGlance, Years};
