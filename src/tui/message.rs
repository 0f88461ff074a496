//! The line at the bottom of the app.

/// The tone of a message.
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
    /// The text, before control characters are replaced.
    pub text: String,
}
