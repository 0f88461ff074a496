//! Small things that are drawn. They know the theme and nothing else of the app.

pub mod chart;
pub mod field;
pub mod heatmap;
pub mod markdown;
pub mod paint;
pub mod spark;
