//! Asks the user before a change that is hard to revert.

use std::io::{IsTerminal as _, Write as _};

use crate::error::{Error, Result};

/// Fails if a question cannot be asked, because the input or the error output is not a terminal. `what` completes the
/// sentence “… asks for confirmation”.
pub fn refuse_without_terminal(what: &str, hint: &str) -> Result<()> {
    if std::io::stdin().is_terminal() && std::io::stderr().is_terminal() {
        return Ok(());
    }
    Err(Error::usage(format!("{what} asks for confirmation, which needs a terminal")).hint(hint))
}

/// Asks a question and returns `true` for yes; any other answer is no.
pub fn agreed(question: &str) -> Result<bool> {
    let mut stderr = std::io::stderr();
    let _ = write!(stderr, "{question} [y/N] ");
    let _ = stderr.flush();
    let mut answer = String::new();
    std::io::stdin()
        .read_line(&mut answer)
        .map_err(|err| Error::failed(format!("cannot read the answer: {err}")))?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}
