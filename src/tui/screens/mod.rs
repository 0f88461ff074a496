//! The tabs of the app, each with its state, its actions and its drawing.

pub mod answers;
pub mod answers_keys;
pub mod answers_view;
pub mod career;
mod career_axis;
mod career_dialogs;
pub mod career_keys;
mod career_matrix;
mod career_open;
pub mod career_rows;
mod career_view;
pub mod career_zoom;
pub mod detail;
pub mod goals;
pub mod goals_keys;
pub mod impact;
pub mod impact_keys;
mod impact_metrics;
pub mod impact_view;
pub mod inbox;
mod inbox_keys;
pub mod learning;
pub mod learning_keys;
pub mod master_detail;
pub mod names;
mod names_keys;
pub mod project_details;
pub mod project_page;
pub mod projects;
pub mod projects_keys;
mod ratings;
pub mod record_blocks;
pub mod review;
mod review_dialogs;
pub mod review_keys;
pub mod review_triage;
pub mod review_triage_view;
pub mod review_view;
pub mod series;
mod story_strip;
pub mod today;
pub mod today_keys;
mod today_layout;
mod today_view;
mod today_welcome;
pub mod wins;
pub mod wins_keys;
pub mod wins_view;
pub mod year;
mod year_keys;

use super::screen::Screen;

/// Returns the tabs of the app, in their order.
pub fn all() -> Vec<Box<dyn Screen>> {
    vec![
        Box::new(today::Today::default()),
        Box::new(wins::Wins::default()),
        Box::new(projects::Projects::default()),
        Box::new(goals::Goals::default()),
        Box::new(learning::Learning::default()),
        Box::new(impact::Impact::default()),
        Box::new(career::Career::default()),
        Box::new(review::Review::default()),
    ]
}
