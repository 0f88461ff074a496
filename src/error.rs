//! The error that the user reads.
//!
//! The modules below `journal` have error enums of their own. The use cases convert them to an [`Error`], so that the
//! command line and the app print the same text; the original error stays as its source, which `--verbose` prints.

use std::fmt;
use std::sync::Arc;

/// The kind of an error, which decides the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The operation failed, or a record does not exist: exit code 1.
    Failed,
    /// Another program held the lock of the journal for too long: exit code 1.
    Busy,
    /// The user stopped the operation: exit code 1.
    Stopped,
    /// The command line is wrong: exit code 2.
    Usage,
    /// The reader of the output has closed the pipe: exit code 0, nothing is printed.
    ClosedPipe,
}

/// A failure that the user reads: one line, and a hint that states the remedy.
#[derive(Debug, Clone)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    hint: Option<String>,
    field: Option<&'static str>,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

/// The result of a use case.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), hint: None, field: None, source: None }
    }

    /// Creates an error of an operation that failed or of a record that does not exist.
    pub fn failed(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Failed, message)
    }

    /// Creates an error of a journal whose lock another program held for too long.
    pub fn busy(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Busy, message)
    }

    /// Creates the error of an operation that the user stopped.
    pub fn stopped() -> Self {
        Self::new(ErrorKind::Stopped, "stopped: nothing was written")
    }

    /// Creates an error of input that cannot be used.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Usage, message)
    }

    /// Creates the error of an output that cannot be written.
    pub fn of_output(err: std::io::Error) -> Self {
        let kind = match err.kind() {
            std::io::ErrorKind::BrokenPipe => ErrorKind::ClosedPipe,
            _ => ErrorKind::Failed,
        };
        Self::new(kind, format!("cannot write the output: {err}")).caused_by(err)
    }

    /// Adds a second line that states the remedy.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds the name of the field that has the wrong value.
    #[must_use]
    pub fn about(mut self, field: &'static str) -> Self {
        self.field = Some(field);
        self
    }

    /// Adds the error that caused this one.
    #[must_use]
    pub fn caused_by(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.source = Some(Arc::new(source));
        self
    }

    /// Returns the name of the field that has the wrong value.
    pub fn field(&self) -> Option<&'static str> {
        self.field
    }

    /// Returns the kind.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns the message. It can contain control characters of user text.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the hint.
    pub fn hint_text(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// Returns the causes, the direct one first. A cause that only repeats the text before it is left out.
    pub fn causes(&self) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        let mut next = std::error::Error::source(self);
        while let Some(err) = next {
            let text = err.to_string();
            if *out.last().unwrap_or(&self.message) != text {
                out.push(text);
            }
            next = err.source();
        }
        out
    }

    /// Returns the exit code of the process.
    pub fn exit_code(&self) -> u8 {
        match self.kind {
            ErrorKind::ClosedPipe => 0,
            ErrorKind::Failed | ErrorKind::Busy | ErrorKind::Stopped => 1,
            ErrorKind::Usage => 2,
        }
    }
}

/// Two errors are equal if the user reads the same text.
impl PartialEq for Error {
    fn eq(&self, other: &Self) -> bool {
        (self.kind, &self.message, &self.hint, self.field)
            == (other.kind, &other.message, &other.hint, other.field)
    }
}

impl Eq for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_omit_text_that_the_message_already_contains() {
        let disk = std::io::Error::other("no space left on device");
        let err = Error::failed("cannot save").caused_by(disk);
        assert_eq!(err.causes(), ["no space left on device"]);
        let same = Error::failed("cannot save").caused_by(std::io::Error::other("cannot save"));
        assert!(same.causes().is_empty());
    }
}
