//! What is being written, kept on disk: a draft survives a crash, a closed window and a lost
//! connection.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::dialogs::Dialog;
use super::dialogs::record_form::Subject;
use super::model::Model;
use super::unsaved::{Unsaved, UnsavedForm};

/// How long after a key what was typed is on disk at the latest.
const AFTER: Duration = Duration::from_secs(1);

/// Keeps the draft of the app, in a file of its own for each running app and each journal. A lock
/// tells the drafts of running apps from those that nobody writes any more.
#[derive(Debug)]
pub struct Drafts {
    path: PathBuf,
    journal: String,
    kept: Option<Unsaved>,
    deadline: Option<Instant>,
    lock: Option<File>,
}

impl Drafts {
    /// Keeps drafts of a journal in the state directory.
    #[must_use]
    pub fn new(state: &Path, journal: &Path) -> Self {
        let absolute = std::path::absolute(journal).unwrap_or_else(|_| journal.to_owned());
        let journal = format!("unsaved-{:08x}", crc32fast::hash(absolute.as_os_str().as_encoded_bytes()));
        let path = state.join("drafts").join(format!("{journal}-{}.json", std::process::id()));
        Self { path, journal, kept: None, deadline: None, lock: None }
    }

    /// What an earlier run left; it is this run's draft from now on.
    #[must_use]
    pub fn left(&mut self) -> Option<Unsaved> {
        let entries = std::fs::read_dir(self.path.parent()?).ok()?;
        for entry in entries.flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            let of_journal =
                name.starts_with(&self.journal) && path.extension().is_some_and(|end| end == "json");
            if !of_journal || path == self.path || is_locked(&path) {
                continue;
            }
            let text = std::fs::read_to_string(&path).ok()?;
            let Ok(unsaved) = serde_json::from_str::<Unsaved>(&text) else { continue };
            self.keep(Some(unsaved.clone()));
            if self.kept.is_some() {
                let _ = std::fs::remove_file(path.with_extension("lock"));
                let _ = std::fs::remove_file(&path);
            }
            return Some(unsaved);
        }
        None
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

    /// Writes the draft, or takes the file away. A draft that cannot be kept does not keep the
    /// person from writing on; it is tried again.
    fn keep(&mut self, unsaved: Option<Unsaved>) {
        self.deadline = None;
        if let Some(draft) = &unsaved {
            if self.write(draft).is_err() {
                self.deadline = Some(Instant::now() + AFTER);
                return;
            }
        } else {
            let _ = std::fs::remove_file(&self.path);
            let _ = std::fs::remove_file(self.path.with_extension("lock"));
            self.lock = None;
        }
        self.kept = unsaved;
    }

    fn write(&mut self, unsaved: &Unsaved) -> std::io::Result<()> {
        let parent = self.path.parent().unwrap_or(Path::new("."));
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(parent)?;
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
        let mut file = tempfile::NamedTempFile::new_in(parent)?;
        file.write_all(&serde_json::to_vec(unsaved)?)?;
        file.as_file().sync_all()?;
        file.persist(&self.path).map_err(|why| why.error)?;
        Ok(())
    }
}

/// Whether the app that writes this draft is still running.
fn is_locked(draft: &Path) -> bool {
    let lock = OpenOptions::new().write(true).open(draft.with_extension("lock"));
    lock.is_ok_and(|lock| lock.try_lock().is_err())
}

/// What would be lost if the app ended now.
fn unsaved(model: &Model) -> Option<Unsaved> {
    model.dialogs.iter().rev().find_map(|dialog| match dialog {
        Dialog::Capture(capture) => {
            let line = capture.text();
            (!line.trim().is_empty()).then_some(Unsaved { line: Some(line), form: None })
        }
        // A correction is a few words: only what is written at length is kept.
        Dialog::Form(form)
            if matches!(form.subject, Subject::Metric(_) | Subject::Value(..) | Subject::FollowUp(_)) =>
        {
            None
        }
        Dialog::Form(form) if form.changed() => {
            let fields = form.fields().into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
            let (kind, record, seen) = match &form.subject {
                Subject::Win(win) => {
                    let win = win.as_ref();
                    ("win", win.map(|win| win.id.to_string()), win.map_or(0, |win| win.meta.revision))
                }
                Subject::Project(project) => {
                    let project = project.as_ref();
                    (
                        "project",
                        project.map(|each| each.id.to_string()),
                        project.map_or(0, |each| each.meta.revision),
                    )
                }
                Subject::Goal(goal) => {
                    let goal = goal.as_ref();
                    ("goal", goal.map(|goal| goal.id.to_string()), goal.map_or(0, |goal| goal.meta.revision))
                }
                Subject::Reading(reading) => {
                    let reading = reading.as_ref();
                    (
                        "reading",
                        reading.map(|each| each.id.to_string()),
                        reading.map_or(0, |each| each.meta.revision),
                    )
                }
                // Of a run through several goals the one that was written of is checked again.
                Subject::Check(checking) => ("check", Some(checking.goal.id.to_string()), 0),
                Subject::Finish(reading) => ("finish", Some(reading.id.to_string()), 0),
                Subject::Metric(_) | Subject::Value(..) | Subject::FollowUp(_) => return None,
                // Of several that were answered together the first is asked again.
                Subject::Answer(answering) => {
                    let unasked = answering.unasked.as_ref().map(|(_, id, _)| id.to_string());
                    (
                        "answer",
                        answering.asked.first().map(|asked| asked.follow_up.id.to_string()).or(unasked),
                        0,
                    )
                }
            };
            let opened = form.opened().to_vec();
            let form = UnsavedForm { kind: kind.to_owned(), record, seen, fields, opened };
            Some(Unsaved { line: None, form: Some(form) })
        }
        _ => None,
    })
}
