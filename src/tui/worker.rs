//! The worker: a thread with its own connection, which performs requests in order.

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::answer::Answer;
use super::effect::{Request, RequestId};
use super::memory;
use super::message::{Message, Tone};
use super::perform::perform_with;
use super::saved::{Change, Saved};
use crate::error::{Error, ErrorKind, Result};
use crate::journal::{ExternalChange, Journal, backups};
use crate::task::Task;

/// The time for which a statement waits for a lock, before the worker checks for a stop and retries.
const PATIENCE: Duration = Duration::from_millis(50);

/// The duration from which a request is assumed to have used much memory; freed memory is then returned to
/// the system.
const SLOW_JOB: Duration = Duration::from_millis(5);

/// A report of the worker.
#[derive(Debug)]
pub enum Report {
    /// A request that waits for another program's lock.
    Locked(RequestId),
    /// The end of the editor: the terminal can be taken again.
    EditorClosed,
    /// The number of problems that the check of a backup has found in the journal.
    Damaged(usize),
    /// The answer to a request.
    Answer(RequestId, Answer),
}

/// A job of the worker.
enum Job {
    /// A request to perform.
    Request(Request),
    /// The opening of the journal, before the first request.
    Open,
    /// The move of the log into the journal's file.
    EmptyLog,
}

/// The waiting requests and the running one.
#[derive(Debug, Default)]
struct Control {
    waiting: HashSet<RequestId>,
    running: Option<(RequestId, Task)>,
}

/// The handle of a worker thread.
#[derive(Debug)]
pub struct Worker {
    jobs: Sender<Job>,
    reports: Receiver<Report>,
    control: Arc<Mutex<Control>>,
    /// The requests without an answer; the next frame waits for the answers if `true`.
    outstanding: HashMap<RequestId, bool>,
}

impl Worker {
    /// Starts the thread, which opens the journal on its own connection with its first job; `wake` is called
    /// after each report.
    pub fn start(journal: &Journal, wake: impl Fn() + Send + Sync + 'static) -> std::io::Result<Self> {
        let (paths, config, clock) = (journal.paths().clone(), journal.config().clone(), journal.clock());
        let (jobs, todo) = channel();
        let (sender, reports) = channel();
        let control = Arc::new(Mutex::new(Control::default()));
        let mut thread = Thread {
            open: Box::new(move || Journal::open(paths.clone(), config.clone(), clock)),
            journal: None,
            existed: journal.exists(),
            seen: 0,
            control: Arc::clone(&control),
            report: Arc::new(move |report| {
                let _ = sender.send(report);
                wake();
            }),
        };
        std::thread::Builder::new().name("worker".into()).spawn(move || thread.run(&todo))?;
        Ok(Self { jobs, reports, control, outstanding: HashMap::new() })
    }

    /// Queues a request.
    pub fn send(&mut self, request: Request) {
        self.outstanding.insert(request.id, request.effect.is_awaited());
        self.control.lock().unwrap_or_else(PoisonError::into_inner).waiting.insert(request.id);
        let _ = self.jobs.send(Job::Request(request));
    }

    /// Queues a job that opens the current file of the journal, so that the next request is not delayed or
    /// refused because the file changed.
    pub fn open(&self) {
        let _ = self.jobs.send(Job::Open);
    }

    /// Queues a job that moves the write-ahead log into the journal's file.
    pub fn empty_log(&self) {
        let _ = self.jobs.send(Job::EmptyLog);
    }

    /// Stops a request. Returns `true` if the request was waiting; it is then neither performed nor answered.
    /// A running request fails at its next statement and is answered.
    pub fn stop(&mut self, id: RequestId) -> bool {
        let mut control = self.control.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((running, task)) = &control.running
            && *running == id
        {
            task.stop();
            return false;
        }
        let waits = control.waiting.remove(&id);
        drop(control);
        if waits {
            self.outstanding.remove(&id);
        }
        waits
    }

    /// Returns the running request, with the number of completed steps and the number of all steps, which is
    /// 0 if unknown.
    pub fn steps(&self) -> Option<(RequestId, (usize, usize))> {
        let control = self.control.lock().unwrap_or_else(PoisonError::into_inner);
        control.running.as_ref().map(|(id, task)| (*id, task.steps()))
    }

    /// Returns `true` if no request waits for its answer.
    pub fn is_idle(&self) -> bool {
        self.outstanding.is_empty()
    }

    /// Returns `true` if the next frame waits for an answer.
    pub fn is_awaited(&self) -> bool {
        self.outstanding.values().any(|awaited| *awaited)
    }

    /// Returns the next report; `None` if no report arrives in time.
    pub fn report(&mut self, within: Duration) -> Option<Report> {
        match self.reports.recv_timeout(within) {
            Ok(report) => {
                if let Report::Answer(id, _) = &report {
                    self.outstanding.remove(id);
                }
                Some(report)
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => None,
        }
    }
}

/// Returns the answer to a committed change whose consequences could not be read.
fn saved_but(err: &Error) -> Answer {
    let text = format!("saved, but the result could not be read: {}", err.message());
    Answer::Saved(Saved { message: Some(Message { tone: Tone::Attention, text }), change: Change::Other })
}

/// Starts the backup of the day, in a process of its own, and reports damage that it finds.
fn back_up(journal: &Journal, report: &Arc<dyn Fn(Report) + Send + Sync>) {
    let Some(mut child) = backups::start_daily(journal.paths()) else { return };
    let (paths, report) = (journal.paths().clone(), Arc::clone(report));
    // The thread ends with the process; without the wait, the process would stay in the table of processes.
    let wait = move || {
        let _ = child.wait();
        if let Some(count) = backups::known_damage(&paths) {
            report(Report::Damaged(count));
        }
    };
    let _ = std::thread::Builder::new().name("backup".into()).spawn(wait);
}

/// The state of the worker thread.
struct Thread {
    open: Box<dyn Fn() -> Result<Journal> + Send>,
    journal: Option<Journal>,
    /// `true` once the journal's file existed. A file that is missing afterwards was removed, and is not
    /// created again.
    existed: bool,
    seen: i64,
    control: Arc<Mutex<Control>>,
    report: Arc<dyn Fn(Report) + Send + Sync>,
}

impl Thread {
    fn run(&mut self, todo: &Receiver<Job>) {
        while let Ok(job) = todo.recv() {
            match job {
                Job::Request(request) => {
                    let id = request.id;
                    let Some(task) = self.begin(id) else { continue };
                    let begun = Instant::now();
                    let performed = catch_unwind(AssertUnwindSafe(|| self.perform(&request, &task)));
                    let answer = performed.unwrap_or_else(|_| {
                        // The connection may hold an open transaction; dropping it rolls back.
                        self.journal = None;
                        Answer::Failed(
                            Error::failed("the request failed because of an internal error")
                                .hint("nothing was written; please report this"),
                        )
                    });
                    self.control().running = None;
                    (self.report)(Report::Answer(id, answer));
                    if let Some(journal) = &self.journal {
                        if backups::is_due(journal) {
                            back_up(journal, &self.report);
                        }
                        // The page cache is useless between two requests.
                        let _ = journal.release_memory();
                    }
                    if begun.elapsed() > SLOW_JOB {
                        memory::give_back();
                    }
                }
                // An error is ignored here, because the first request reports it.
                Job::Open => drop(self.journal(false).map(drop)),
                Job::EmptyLog => {
                    if let Some(journal) = &mut self.journal {
                        journal.empty_log();
                    }
                }
            }
        }
    }

    fn control(&self) -> std::sync::MutexGuard<'_, Control> {
        self.control.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the journal, reopened if its file changed. Fails if the file was removed or moved. With
    /// `writes`, also fails once if another file is in its place; that file is open afterwards.
    fn journal(&mut self, writes: bool) -> Result<&mut Journal> {
        let journal = match self.journal.take() {
            Some(mut journal) => {
                let found = journal.external_change(&mut self.seen)?;
                if writes && found == ExternalChange::Replaced {
                    self.journal = Some(journal);
                    return Err(Error::failed(
                        "the journal was replaced by another file: nothing was written",
                    )
                    .hint("try again: the change is written to the journal that is there now"));
                }
                journal
            }
            None => (self.open)()?,
        };
        if self.existed && !journal.exists() {
            return Err(Error::failed("the journal was removed or moved: nothing was written")
                .hint("put the file back, or start brag again to begin a new journal"));
        }
        self.existed |= journal.exists();
        Ok(self.journal.insert(journal))
    }

    /// Marks a waiting request as running; returns `None` if it was stopped.
    fn begin(&self, id: RequestId) -> Option<Task> {
        let mut control = self.control();
        let task = Task::default();
        let waits = control.waiting.remove(&id);
        control.running = waits.then(|| (id, task.clone()));
        waits.then_some(task)
    }

    fn perform(&mut self, request: &Request, task: &Task) -> Answer {
        // The editor must not be opened twice: `perform::editor` itself retries to save until the lock is
        // free.
        let is_editor = request.effect.opens_editor();
        let mut is_announced = false;
        loop {
            let answer = self.attempt(request, task);
            match answer {
                // The change is committed: a retry would apply it twice.
                Answer::Failed(err) if task.is_committed() => return saved_but(&err),
                Answer::Failed(err) if err.kind() == ErrorKind::Stopped => return Answer::Cancelled,
                Answer::Failed(err) if err.kind() == ErrorKind::Busy && !is_editor => {
                    if task.is_stopped() {
                        return Answer::Cancelled;
                    }
                    if !std::mem::replace(&mut is_announced, true) {
                        (self.report)(Report::Locked(request.id));
                    }
                }
                answer => return answer,
            }
        }
    }

    /// Performs a request once; fails with [`ErrorKind::Busy`] if another program holds the lock.
    fn attempt(&mut self, request: &Request, task: &Task) -> Answer {
        let prepared = self.journal(request.effect.writes()).and_then(|journal| {
            journal.set_patience(PATIENCE)?;
            journal.set_task(task.clone())
        });
        let (Ok(()), Some(journal)) = (&prepared, &mut self.journal) else {
            return Answer::Failed(prepared.err().unwrap_or_else(|| Error::failed("there is no journal")));
        };
        let closed = || (self.report)(Report::EditorClosed);
        perform_with(journal, &request.effect, &closed).unwrap_or(Answer::Nothing(""))
    }
}
