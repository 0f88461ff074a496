//! Documents from the journal's values. Pure: values in, text out.

pub mod block;
pub mod calendar;
pub mod curation;
pub mod document;
pub mod escape;
pub mod gaps;
pub mod goal;

pub mod html;
pub mod markdown;
pub mod name_detection;
pub mod pdf;
pub mod plain;
pub mod plot;
pub mod project_history;
pub mod reading;
pub mod redact;
pub mod resume;
pub mod review;
pub mod review_input;
pub mod svg;
pub mod template;
pub mod week;
pub mod wording;
