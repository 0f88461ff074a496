//! Drafts: copies of unsaved text on disk, which survive a crash, a closed window or a lost connection.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::shell::Model;
use super::unsaved::Unsaved;
use crate::files::{create_directory, write_file};

/// The maximum time between a change of the text and its write to disk.
const SAVE_DELAY: Duration = Duration::from_secs(1);

/// The content of a draft file.
#[derive(serde::Deserialize)]
#[serde(untagged)]
enum Kept {
    /// All unsaved texts.
    All(Vec<Unsaved>),
    /// The single unsaved text that brag 0.1.0 stored.
    One(Unsaved),
}

impl Kept {
    fn into_all(self) -> Vec<Unsaved> {
        match self {
            Self::All(all) => all,
            Self::One(one) => vec![one],
        }
    }
}

/// The draft of the app, in a file per process and journal. A lock file distinguishes the drafts of running
/// apps from abandoned ones.
#[derive(Debug)]
pub struct Drafts {
    path: PathBuf,
    journal: String,
    kept: Vec<Unsaved>,
    deadline: Option<Instant>,
    lock: Option<File>,
}

impl Drafts {
    /// Creates an empty draft of a journal, to be stored in the state directory.
    pub fn new(state: &Path, journal: &Path) -> Self {
        let absolute = std::path::absolute(journal).unwrap_or_else(|_| journal.to_owned());
        let journal = format!("unsaved-{:08x}", crc32fast::hash(absolute.as_os_str().as_encoded_bytes()));
        let path = state.join("drafts").join(format!("{journal}-{}.json", std::process::id()));
        Self { path, journal, kept: Vec::new(), deadline: None, lock: None }
    }

    /// Returns the texts of an earlier run of the app that ended without saving them, and makes them the
    /// draft of this run.
    pub fn left(&mut self) -> Vec<Unsaved> {
        let Some(entries) = self.path.parent().and_then(|parent| std::fs::read_dir(parent).ok()) else {
            return Vec::new();
        };
        for entry in entries.flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            let of_journal =
                name.starts_with(&self.journal) && path.extension().is_some_and(|end| end == "json");
            if !of_journal || path == self.path || is_locked(&path) {
                continue;
            }
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            let Ok(kept) = serde_json::from_str::<Kept>(&text) else { continue };
            let unsaved = kept.into_all();
            self.keep(unsaved.clone());
            if !self.kept.is_empty() {
                let _ = std::fs::remove_file(path.with_extension("lock"));
                let _ = std::fs::remove_file(&path);
            }
            return unsaved;
        }
        Vec::new()
    }

    /// Compares the unsaved text with the stored draft; returns the time at which the draft must be written,
    /// `None` if it is up to date.
    pub fn look(&mut self, model: &Model, now: Instant) -> Option<Instant> {
        let unsaved = model.unsaved();
        if unsaved == self.kept {
            self.deadline = None;
        } else if unsaved.is_empty() {
            self.keep(unsaved);
        } else {
            self.deadline.get_or_insert(now + SAVE_DELAY);
        }
        self.deadline
    }

    /// Writes the draft if its deadline has passed.
    pub fn keep_if_due(&mut self, model: &Model, now: Instant) {
        if self.deadline.is_some_and(|deadline| deadline <= now) {
            self.keep(model.unsaved());
        }
    }

    /// Writes the draft at once if the unsaved text changed; for the end of the app.
    pub fn keep_now(&mut self, model: &Model) {
        let unsaved = model.unsaved();
        if unsaved != self.kept {
            self.keep(unsaved);
        }
    }

    /// Writes the draft, or removes its file if there is no unsaved text. A failed write is retried after
    /// [`SAVE_DELAY`] and does not interrupt the user.
    fn keep(&mut self, unsaved: Vec<Unsaved>) {
        self.deadline = None;
        if unsaved.is_empty() {
            let _ = std::fs::remove_file(&self.path);
            let _ = std::fs::remove_file(self.path.with_extension("lock"));
            self.lock = None;
        } else if self.write(&unsaved).is_err() {
            self.deadline = Some(Instant::now() + SAVE_DELAY);
            return;
        }
        self.kept = unsaved;
    }

    fn write(&mut self, unsaved: &[Unsaved]) -> std::io::Result<()> {
        let parent = self.path.parent().unwrap_or(Path::new("."));
        create_directory(parent)?;
        if self.lock.is_none() {
            let lock = OpenOptions::new()
                .write(true)
                .create(true)
                .truncate(false)
                .mode(0o600)
                .open(self.path.with_extension("lock"))?;
            let _ = lock.try_lock();
            self.lock = Some(lock);
        }
        write_file(&self.path, &serde_json::to_vec(unsaved)?, true)
    }
}

/// Returns `true` if the app that writes this draft is still running.
fn is_locked(draft: &Path) -> bool {
    let lock = OpenOptions::new().write(true).open(draft.with_extension("lock"));
    lock.is_ok_and(|lock| lock.try_lock().is_err())
}
