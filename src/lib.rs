//! brag
pub mod capture;
pub mod clock;
pub mod domain;
pub mod error;
pub mod text;
