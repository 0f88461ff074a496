//! The tabs: each one its state, its update and its view.

pub mod career;
pub mod detail;
pub mod goals;
pub mod impact;
pub mod impact_view;
pub mod learning;
pub mod names;
pub mod projects;
pub mod review;
pub mod review_view;
pub mod series;
pub mod split;
pub mod today;
pub mod told;
pub mod walk;
pub mod walk_view;
pub mod wins;
pub mod wins_view;
pub mod year;
