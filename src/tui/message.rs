//! The message in the last row of the app.

/// The tone of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// A success.
    Good,
    /// A piece of information.
    Plain,
    /// A failure or a warning.
    Attention,
}

impl Message {
    /// Creates a piece of information.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { tone: Tone::Plain, text: text.into() }
    }

    /// Creates a warning.
    pub fn attention(text: impl Into<String>) -> Self {
        Self { tone: Tone::Attention, text: text.into() }
    }
}

/// A message to the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The tone, which decides the colour.
    pub tone: Tone,
    /// The text, before control characters are replaced.
    pub text: String,
}
