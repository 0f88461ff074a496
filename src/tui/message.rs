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

/// A message to the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The tone, which decides the colour.
    pub tone: Tone,
    /// The text, before control characters are replaced.
    pub text: String,
}
