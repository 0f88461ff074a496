//! The person's own editor on a file that survives whatever the editor does.

use std::fs::{self, DirBuilder};
use std::io::Write as _;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Error, Result};

/// A document in an editor. The file stays on disk until [`EditorFile::done`].
#[derive(Debug)]
pub struct EditorFile {
    path: PathBuf,
    written: String,
}

/// What an editor left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Left {
    /// Another text.
    Text(String),
    /// The text as it was.
    Unchanged,
    /// Nothing; the text as it was is in the file again.
    Empty,
}

impl EditorFile {
    /// Writes a document to edit, for its owner alone, in the state directory, under a name that
    /// no other has.
    pub fn new(state: &Path, text: &str) -> Result<Self> {
        let drafts = state.join("drafts");
        let write = || -> std::io::Result<PathBuf> {
            DirBuilder::new().recursive(true).mode(0o700).create(&drafts)?;
            let mut file = tempfile::Builder::new().prefix("brag-").suffix(".md").tempfile_in(&drafts)?;
            file.write_all(text.as_bytes())?;
            file.as_file().sync_all()?;
            file.into_temp_path().keep().map_err(|err| err.error)
        };
        let path = write().map_err(|err| {
            Error::failed(format!("cannot write a file to edit in {}: {}", drafts.display(), err.kind()))
        })?;
        Ok(Self { path, written: text.to_owned() })
    }

    /// Runs the editor and returns what it left.
    ///
    /// # Errors
    /// When the editor cannot be run or fails; the file stays, and the hint says where.
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
        // An editor may have left no file at all: that is an empty one.
        let text = fs::read_to_string(&self.path).unwrap_or_default();
        if text.trim().is_empty() {
            let _ = fs::write(&self.path, &self.written);
            return Ok(Left::Empty);
        }
        Ok(if text == self.written { Left::Unchanged } else { Left::Text(text) })
    }

    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// An error that says where the words are.
    #[must_use]
    pub fn kept(&self, message: &str) -> Error {
        Error::failed(message).hint(format!("what you wrote is in {}", self.path.display()))
    }

    /// Takes the file away: its words are in the journal, or there are none.
    pub fn done(self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Opens a file of the person's own in the editor.
///
/// # Errors
/// When the editor cannot be run or fails.
pub fn open(path: &Path) -> Result<()> {
    let (program, arguments) = command()?;
    let status = Command::new(&program).args(&arguments).arg(path).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Error::failed(format!("the editor {program} failed ({status})"))),
        Err(err) => Err(Error::failed(format!("cannot run the editor {program}: {err}"))),
    }
}

/// `$VISUAL` or `$EDITOR`, split into words and never given to a shell.
fn command() -> Result<(String, Vec<String>)> {
    let set = ["VISUAL", "EDITOR"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.trim().is_empty());
    let words = match set {
        Some(value) => shlex::split(&value)
            .filter(|words| !words.is_empty())
            .ok_or_else(|| Error::failed(format!("the editor's quotes do not close: {value}")))?,
        None => vec![fallback()],
    };
    let mut words = words.into_iter();
    let program = words.next().unwrap_or_else(fallback);
    Ok((program, words.collect()))
}

/// The first editor that is installed, of those that everyone has.
fn fallback() -> String {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let installed = |name: &&str| std::env::split_paths(&path).any(|dir| dir.join(name).is_file());
    ["nano", "vim", "vi"].iter().copied().find(installed).unwrap_or("vi").to_owned()
}
