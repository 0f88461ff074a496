//! The worker: a thread with a connection of its own, which performs requests in their order.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::answer::Answer;
use super::effect::{Effect, Request, RequestId};
use super::memory;
use super::message::{Message, Tone};
use super::perform::perform_with;
use super::saved::{Change, Saved};
use crate::error::{Error, ErrorKind, Result};
use crate::journal::{ExternalChange, Journal};
use crate::task::Task;

/// The time for which a statement waits for another program's lock, before the worker looks whether the request was
/// stopped, and tries again.
const PATIENCE: Duration = Duration::from_millis(50);

/// The time from which on a request used so much memory that it is given back.
const LONG: Duration = Duration::from_millis(5);

/// An event of the worker.
#[derive(Debug)]
pub enum Report {
    /// A request waits for another program's lock.
    Locked(RequestId),
    /// The editor has ended: the terminal can be taken again.
    EditorClosed,
    /// A request is answered.
    Answer(RequestId, Answer),
}

/// A job of the worker.
enum Job {
    /// A request to be answered.
    Request(Request),
    /// The journal is opened, before anything is asked of it.
    Open,
    /// The log is emptied into the journal's file.
    EmptyLog,
}

/// The requests that wait, and the one that is being performed.
#[derive(Debug, Default)]
struct Control {
    waiting: HashSet<RequestId>,
    running: Option<(RequestId, Task)>,
}

/// The handle of the worker. The thread starts with the first request.
#[derive(Debug)]
pub struct Worker {
    jobs: Sender<Job>,
    reports: Receiver<Report>,
    control: Arc<Mutex<Control>>,
    outstanding: usize,
}

impl Worker {
    /// Starts the thread. It opens the same journal as another connection, with its first job; `wake` is called after
    /// each report.
    ///
    /// # Errors
    /// When the system has no thread left.
    pub fn start(journal: &Journal, wake: impl Fn() + Send + 'static) -> std::io::Result<Self> {
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
            report: Box::new(move |report| {
                let _ = sender.send(report);
                wake();
            }),
        };
        std::thread::Builder::new().name("worker".into()).spawn(move || thread.run(&todo))?;
        Ok(Self { jobs, reports, control, outstanding: 0 })
    }

    /// Has a request performed after those that were sent before.
    pub fn send(&mut self, request: Request) {
        self.outstanding += 1;
        self.control.lock().unwrap_or_else(PoisonError::into_inner).waiting.insert(request.id);
        let _ = self.jobs.send(Job::Request(request));
    }

    /// Has the journal opened as it is in its file now, so that the next request need not wait for it or be refused.
    pub fn open(&self) {
        let _ = self.jobs.send(Job::Open);
    }

    /// Has the log emptied into the journal's file after everything else.
    pub fn empty_log(&self) {
        let _ = self.jobs.send(Job::EmptyLog);
    }

    /// Stops a request. One that is being performed fails with its next statement, and answers. Returns true for one that
    /// waits: it is not performed, and does not answer.
    pub fn stop(&mut self, id: RequestId) -> bool {
        let mut control = self.control.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((running, task)) = &control.running
            && *running == id
        {
            task.stop();
            return false;
        }
        let waits = control.waiting.remove(&id);
        if waits {
            self.outstanding -= 1;
        }
        waits
    }

    /// Returns the request that is being performed, and its steps: those that are done, and all; 0 where their number is
    /// not known.
    #[must_use]
    pub fn steps(&self) -> Option<(RequestId, (usize, usize))> {
        let control = self.control.lock().unwrap_or_else(PoisonError::into_inner);
        control.running.as_ref().map(|(id, task)| (*id, task.steps()))
    }

    /// Returns true where no request waits for its answer.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.outstanding == 0
    }

    /// Returns the next report, waiting at most so long for it.
    pub fn report(&mut self, within: Duration) -> Option<Report> {
        match self.reports.recv_timeout(within) {
            Ok(report) => {
                if matches!(report, Report::Answer(..)) {
                    self.outstanding -= 1;
                }
                Some(report)
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => None,
        }
    }
}

/// Returns the answer to a change that is on disk, where what follows from it could not be read.
fn saved_but(err: &Error) -> Answer {
    let text = format!("saved; what it led to could not be read: {}", err.message());
    Answer::Saved(Saved { message: Some(Message { tone: Tone::Attention, text }), change: Change::Other })
}

/// The state of the thread.
struct Thread {
    open: Box<dyn Fn() -> Result<Journal> + Send>,
    journal: Option<Journal>,
    /// True once the journal's file was there: a missing one was moved away, and none is made in its place.
    existed: bool,
    seen: i64,
    control: Arc<Mutex<Control>>,
    report: Box<dyn Fn(Report) + Send>,
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
                        // The connection may hold half a transaction: dropping it rolls back.
                        self.journal = None;
                        Answer::Failed(
                            Error::failed("this could not be done: brag made a mistake")
                                .hint("nothing of it was written; please report this"),
                        )
                    });
                    self.control().running = None;
                    (self.report)(Report::Answer(id, answer));
                    if let Some(journal) = &self.journal {
                        // Between two requests the pages of the file are of no use.
                        let _ = journal.release_memory();
                    }
                    if begun.elapsed() > LONG {
                        memory::give_back();
                    }
                }
                // Where it fails, the first request fails and says why.
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

    /// Returns the journal, opened where it is not yet, as it is in the file now.
    ///
    /// # Errors
    /// Where the file was removed or moved; and for a write, once, where another one took its place, which is open then.
    fn journal(&mut self, writes: bool) -> Result<&mut Journal> {
        let journal = match self.journal.take() {
            Some(mut journal) => {
                let found = journal.external_change(&mut self.seen)?;
                if writes && found == ExternalChange::Replaced {
                    self.journal = Some(journal);
                    return Err(Error::failed(
                        "another file took the place of the journal: nothing was written",
                    )
                    .hint("do it again: it goes into the journal that is there now"));
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

    /// Takes a request out of those that wait; `None` for one that was stopped.
    fn begin(&self, id: RequestId) -> Option<Task> {
        let mut control = self.control();
        let task = Task::default();
        let waits = control.waiting.remove(&id);
        control.running = waits.then(|| (id, task.clone()));
        waits.then_some(task)
    }

    fn perform(&mut self, request: &Request, task: &Task) -> Answer {
        // An editor is not opened again: what it left is saved again and again until the lock is free.
        let is_editor = matches!(request.effect, Effect::Editor(..));
        let mut is_announced = false;
        loop {
            let answer = self.attempt(request, task);
            match answer {
                // The change is on disk: doing it again would do it twice.
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

    /// Performs a request once; another program's lock makes it fail.
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
