//! The tabs: each one its state, its update and its view.

pub mod detail;
pub mod soon;
pub mod today;
pub mod wins;
pub mod wins_view;
