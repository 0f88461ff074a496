//! Renders documents by pure functions of values, without access to the journal.

pub mod block;
pub mod calendar;
pub mod document;
pub mod escape;
pub mod export;
pub mod format;
pub mod gaps;
pub mod goal;
pub mod html;
pub mod input;
mod leaks;
pub mod markdown;
pub mod name_detection;
pub mod overrides;
pub mod pdf;
pub mod plain;
pub mod plot;
pub mod project_history;
pub mod reading;
pub mod redact;
pub mod render_error;
pub mod resume;
pub mod review;
pub mod svg;
pub mod template;
pub mod week;
pub mod wording;
