//! The one report type at the edge: what is wrong in one line, and what to do about it in another.
//!
//! Rooms below `journal` have their own error enums; they become an [`Error`] where the
//! use cases begin, so that the command line and the app say the same words.

use std::fmt;

/// Which exit code an error leads to (`cli.md`, "Everywhere").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// It failed, or there was no such record: exit code 1.
    Failed,
    /// Another program held the lock of the journal for too long: exit code 1.
    Busy,
    /// The person stopped it: exit code 1.
    Stopped,
    /// The command line was wrong: exit code 2.
    Usage,
    /// Whoever read the output has gone: there is nobody to tell, and nothing is wrong.
    ClosedPipe,
}

/// A failure that a person reads: one line, and where there is one, a hint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    hint: Option<String>,
    about: Option<&'static str>,
}

/// What fallible use cases return.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Something failed, or was not there.
    pub fn failed(message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Failed, message: message.into(), hint: None, about: None }
    }

    /// Another program held the lock of the journal for too long.
    pub fn busy(message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Busy, message: message.into(), hint: None, about: None }
    }

    /// The person stopped it.
    #[must_use]
    pub fn stopped() -> Self {
        let message = "stopped: nothing was written".to_owned();
        Self { kind: ErrorKind::Stopped, message, hint: None, about: None }
    }

    /// The person asked for something that cannot be meant.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Usage, message: message.into(), hint: None, about: None }
    }

    /// What writing the output came to.
    #[must_use]
    pub fn of_output(why: &std::io::Error) -> Self {
        let kind = if why.kind() == std::io::ErrorKind::BrokenPipe {
            ErrorKind::ClosedPipe
        } else {
            ErrorKind::Failed
        };
        Self { kind, message: format!("cannot write the output: {why}"), hint: None, about: None }
    }

    /// The same error with a second line that says what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same error with the field of the record that it is about, by its name.
    #[must_use]
    pub fn about(mut self, field: &'static str) -> Self {
        self.about = Some(field);
        self
    }

    /// Which field it is about, where one is.
    #[must_use]
    pub fn field(&self) -> Option<&'static str> {
        self.about
    }

    /// Whether it failed or was asked wrongly.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What is wrong, as it was worded: not yet inert.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it, if there is something.
    #[must_use]
    pub fn hint_text(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// The process's exit code.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self.kind {
            ErrorKind::ClosedPipe => 0,
            ErrorKind::Failed | ErrorKind::Busy | ErrorKind::Stopped => 1,
            ErrorKind::Usage => 2,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
