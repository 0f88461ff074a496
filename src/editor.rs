//! Runs the user's editor on a file that survives a failure of the editor.

use std::fs;
use std::io::{BufRead as _, ErrorKind, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Error, Result};
use crate::files::{create_directory, sync_directory};
use crate::text::inert;

/// A document in an editor. The file stays on disk until [`EditorFile::done`].
#[derive(Debug)]
pub struct EditorFile {
    path: PathBuf,
    written: String,
}

/// The result of editing a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Left {
    /// A changed text.
    Text(String),
    /// The original text.
    Unchanged,
    /// An empty text. The original text was written back to the file.
    Empty,
}

impl EditorFile {
    /// Creates a file to edit, under a unique name in the state directory, readable only by its owner.
    pub fn new(state: &Path, text: &str) -> Result<Self> {
        let drafts = state.join("drafts");
        let write = || -> std::io::Result<PathBuf> {
            create_directory(&drafts)?;
            let mut file = tempfile::Builder::new().prefix("brag-").suffix(".md").tempfile_in(&drafts)?;
            file.write_all(text.as_bytes())?;
            file.as_file().sync_all()?;
            let path = file.into_temp_path().keep().map_err(|err| err.error)?;
            sync_directory(&drafts)?;
            Ok(path)
        };
        let path = write().map_err(|err| {
            Error::failed(format!("cannot write a file to edit in {}: {}", drafts.display(), err.kind()))
        })?;
        Ok(Self { path, written: text.to_owned() })
    }

    /// Runs the editor and returns the result. Fails if the editor cannot be run or fails; the hint names the
    /// file, which stays.
    pub fn run(&self) -> Result<Left> {
        let (program, arguments) = command()?;
        let status = Command::new(&program)
            .args(&arguments)
            .arg(&self.path)
            .status()
            .map_err(|err| self.kept(&format!("cannot run the editor {program}: {err}")))?;
        if !status.success() {
            return Err(self.kept(&format!("the editor {program} failed ({status})")));
        }
        let text = match fs::read(&self.path) {
            Ok(bytes) => String::from_utf8(bytes)
                .map_err(|_| self.kept("the text that the editor wrote is not UTF-8"))?,
            // A file that the editor deleted counts as empty.
            Err(err) if err.kind() == ErrorKind::NotFound => String::new(),
            Err(err) => return Err(self.kept("cannot read what the editor wrote").caused_by(err)),
        };
        if text.trim().is_empty() {
            let _ = fs::write(&self.path, &self.written);
            return Ok(Left::Empty);
        }
        Ok(if text == self.written { Left::Unchanged } else { Left::Text(text) })
    }

    /// Prints an error of the text and asks whether to edit it again; `false` without a terminal.
    pub fn wants_again(&self, message: &str) -> bool {
        let mut stderr = std::io::stderr();
        if !(std::io::stdin().is_terminal() && stderr.is_terminal()) {
            return false;
        }
        let asked =
            write!(stderr, "error: {}\nEdit it again? [Y/n] ", inert(message)).and_then(|()| stderr.flush());
        let mut answer = String::new();
        let read = std::io::stdin().lock().read_line(&mut answer).unwrap_or(0);
        asked.is_ok() && read > 0 && !answer.trim().to_lowercase().starts_with('n')
    }

    /// Returns the path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Creates an error whose hint names the file.
    pub fn kept(&self, message: &str) -> Error {
        Error::failed(message).hint(format!("what you wrote is in {}", self.path.display()))
    }

    /// Deletes the file, once its text is saved or not needed.
    pub fn done(self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Opens a file of the user in the editor.
pub fn open(path: &Path) -> Result<()> {
    let (program, arguments) = command()?;
    let status = Command::new(&program).args(&arguments).arg(path).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Error::failed(format!("the editor {program} failed ({status})"))),
        Err(err) => Err(Error::failed(format!("cannot run the editor {program}: {err}"))),
    }
}

/// Returns the program and arguments of `$VISUAL` or `$EDITOR`, split into words without a shell.
fn command() -> Result<(String, Vec<String>)> {
    let set = ["VISUAL", "EDITOR"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.trim().is_empty());
    let words = match set {
        Some(value) => shlex::split(&value).filter(|words| !words.is_empty()).ok_or_else(|| {
            Error::failed(format!("a quotation mark in $VISUAL or $EDITOR is not closed: {value}"))
        })?,
        None => vec![fallback()],
    };
    let mut words = words.into_iter();
    let program = words.next().unwrap_or_else(fallback);
    Ok((program, words.collect()))
}

/// Returns the first of `nano`, `vim` and `vi` that is installed, or else `vi`.
fn fallback() -> String {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let installed = |name: &&str| std::env::split_paths(&path).any(|dir| dir.join(name).is_file());
    ["nano", "vim", "vi"].iter().copied().find(installed).unwrap_or("vi").to_owned()
}
