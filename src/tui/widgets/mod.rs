//! Widgets, which depend on the theme and on no other part of the app.

pub mod chart;
pub mod field;
pub mod heatmap;
pub mod markdown;
pub mod paint;
pub mod table;
