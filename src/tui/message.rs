//! The line at the bottom of the app.

/// How a message is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// It was done.
    Good,
    /// Something to know.
    Plain,
    /// It was not done.
    Attention,
}

/// One line that says what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The tone, which decides the colour.
    pub tone: Tone,
    /// What it says; not yet inert.
    pub text: String,
}
