//! Documents from the journal's values. Pure: values in, text out.

pub mod review;
pub mod week;
pub mod wording;
