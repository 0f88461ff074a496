//! Small things that are drawn. They know the theme and nothing else of the app.

pub mod field;
pub mod heatmap;
pub mod paint;
