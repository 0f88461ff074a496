//! brag
pub mod capture;
pub mod clock;
pub mod config;
pub mod domain;
pub mod error;
pub mod import;
pub mod journal;
pub mod report;
pub mod store;
pub mod text;
