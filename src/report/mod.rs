//! Documents from the journal's values. Pure: values in, text out.

pub mod block;
pub mod calendar;
pub mod goal;
pub mod reading;
pub mod review;
pub mod story;
pub mod week;
pub mod wording;
