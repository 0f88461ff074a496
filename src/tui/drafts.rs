//! What is being written, kept on disk: a draft survives a crash, a closed window and a lost
//! connection.

use std::io::Write as _;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::dialogs::Dialog;
use super::model::{Model, Unsaved, UnsavedForm};

/// How long after a key what was typed is on disk at the latest.
const AFTER: Duration = Duration::from_secs(1);

/// Keeps the draft of the app.
#[derive(Debug)]
pub struct Drafts {
    path: PathBuf,
    kept: Option<Unsaved>,
    deadline: Option<Instant>,
}

impl Drafts {
    /// Keeps drafts in the state directory.
    #[must_use]
    pub fn new(state: &Path) -> Self {
        Self { path: state.join("drafts").join("unsaved.json"), kept: None, deadline: None }
    }

    /// What an earlier run left.
    #[must_use]
    pub fn left(&mut self) -> Option<Unsaved> {
        let text = std::fs::read_to_string(&self.path).ok()?;
        let unsaved: Unsaved = serde_json::from_str(&text).ok()?;
        self.kept = Some(unsaved.clone());
        Some(unsaved)
    }

    /// Looks whether something is being written; returns when it has to be kept.
    pub fn look(&mut self, model: &Model, now: Instant) -> Option<Instant> {
        let unsaved = unsaved(model);
        if unsaved == self.kept {
            self.deadline = None;
        } else if unsaved.is_none() {
            self.keep(None);
        } else {
            self.deadline.get_or_insert(now + AFTER);
        }
        self.deadline
    }

    /// Keeps what is being written, where its time has come.
    pub fn keep_if_due(&mut self, model: &Model, now: Instant) {
        if self.deadline.is_some_and(|deadline| deadline <= now) {
            self.keep(unsaved(model));
        }
    }

    /// Keeps what is being written now: the app ends.
    pub fn keep_now(&mut self, model: &Model) {
        let unsaved = unsaved(model);
        if unsaved != self.kept {
            self.keep(unsaved);
        }
    }

    /// Writes the draft, or takes the file away. A draft that cannot be kept must not keep the
    /// person from writing on.
    fn keep(&mut self, unsaved: Option<Unsaved>) {
        self.deadline = None;
        let write = |unsaved: &Unsaved| -> std::io::Result<()> {
            let parent = self.path.parent().unwrap_or(Path::new("."));
            std::fs::DirBuilder::new().recursive(true).mode(0o700).create(parent)?;
            let mut file = tempfile::NamedTempFile::new_in(parent)?;
            file.write_all(&serde_json::to_vec(unsaved)?)?;
            file.as_file().sync_all()?;
            file.persist(&self.path).map_err(|why| why.error)?;
            Ok(())
        };
        match &unsaved {
            Some(draft) => {
                let _ = write(draft);
            }
            None => {
                let _ = std::fs::remove_file(&self.path);
            }
        }
        self.kept = unsaved;
    }
}

/// What would be lost if the app ended now.
fn unsaved(model: &Model) -> Option<Unsaved> {
    model.dialogs.iter().rev().find_map(|dialog| match dialog {
        Dialog::Capture(capture) => {
            let line = capture.field.text();
            (!line.trim().is_empty()).then_some(Unsaved { line: Some(line), form: None })
        }
        Dialog::Form(form) if form.changed() => {
            let fields = form.fields().into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
            let win = form.win.as_ref().map(|win| win.id.to_string());
            Some(Unsaved { line: None, form: Some(UnsavedForm { win, fields }) })
        }
        _ => None,
    })
}
