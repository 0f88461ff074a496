//! The tabs: each one its state, its update and its view.

pub mod career;
pub mod detail;
pub mod goals;
pub mod goals_keys;
pub mod impact;
pub mod impact_keys;
pub mod impact_view;
pub mod learning;
pub mod learning_keys;
pub mod names;
pub mod projects;
pub mod projects_keys;
pub mod review;
pub mod review_keys;
pub mod review_view;
pub mod series;
pub mod split;
pub mod today;
pub mod today_keys;
pub mod told;
pub mod walk;
pub mod walk_view;
pub mod wins;
pub mod wins_keys;
pub mod wins_view;
pub mod year;
