//! The event loop: one thread waits for the terminal, the signals, the file watch and the workers together.

mod dispatch;

use std::io::{self, BufWriter, Read as _, Write as _};
use std::mem::ManuallyDrop;
use std::os::unix::net::UnixStream;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use ratatui::Terminal;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGTSTP, SIGWINCH};

use super::backend::{LinkBackend, links};
use super::background;
use super::drafts::Drafts;
use super::effect::{Request, RequestId};
use super::input::{Input, Reader};
use super::message::{Message, Tone};
use super::shell::requests::Steps;
use super::shell::{Model, Msg, view};
use super::terminal;
use super::theme::{Colors, Surroundings};
use super::watch::{Wake, watch_journal, watch_signals};
use super::worker::Worker;
use crate::error::{Error, Result};
use crate::journal::{ExternalChange, Journal, ladders};

/// The delays in ms after which the journal is checked when its files change, because a commit becomes
/// visible a little later.
const LOOKS: [u64; 7] = [0, 15, 50, 150, 500, 1500, 4000];

/// The time to wait for more bytes of a paste with an end marker, or of a sequence.
const SETTLE: Duration = Duration::from_millis(25);
/// The time to wait for the end marker of a paste.
const ENDLESS: Duration = Duration::from_millis(400);

/// The time for which a read of the loop waits for another program's lock.
const PATIENCE: Duration = Duration::from_millis(15);

/// The time for which the very first frame waits for the background of the terminal.
const BACKGROUND_WAIT: Duration = Duration::from_millis(20);

/// The page cache of the loop's connection, in KiB.
const CACHE: i64 = 2000;

/// The interval between two checks of the progress of a request.
const PROGRESS: Duration = Duration::from_millis(100);

/// The reason for the end of the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The quit command.
    Quit,
    /// The command that shows the sample journal.
    Demo,
    /// A signal, or the loss of the terminal.
    Signal(i32),
}

impl End {
    /// Returns the exit code of the program.
    pub fn code(self) -> u8 {
        match self {
            Self::Quit | Self::Demo => 0,
            Self::Signal(signal) => u8::try_from(128 + signal).unwrap_or(1),
        }
    }
}

/// The running app.
pub struct Runtime {
    journal: Journal,
    model: Model,
    /// Never dropped, because the drop would print an error if the terminal is gone; `terminal::give_back`
    /// restores the terminal.
    terminal: ManuallyDrop<Terminal<LinkBackend<BufWriter<io::Stdout>>>>,
    reader: Reader,
    drafts: Drafts,
    wakes: Receiver<Wake>,
    wake_pipe: UnixStream,
    /// Held because dropping the watcher ends the watch.
    watcher: Option<notify::RecommendedWatcher>,
    seen: i64,
    looks: Vec<Instant>,
    settle_at: Option<Instant>,
    /// `true` from the end of a suspension by the app itself until the SIGCONT of its resumption is handled.
    resumed: bool,
    /// `true` once the message about the missing journal was shown; it is shown only once.
    removed: bool,
    writes: Worker,
    /// The worker for reads, which must not be delayed by a write that waits for the lock of another program.
    reads: Worker,
    /// The requests for which the next frame does not wait: they begin after it, so that they do not delay it.
    later: Vec<Request>,
    /// The progress that was shown last.
    shown_steps: Option<(RequestId, Steps)>,
    end: Option<End>,
    /// The terminal has reported its background.
    has_background: bool,
}

/// Starts a worker that wakes the loop after each report.
fn start_worker(journal: &Journal, wake: &UnixStream) -> io::Result<Worker> {
    let waker = wake.try_clone()?;
    Worker::start(journal, move || {
        // An error is ignored: a full pipe wakes the loop too.
        let _ = (&waker).write(&[1]);
    })
}

impl Runtime {
    /// Takes the terminal and draws the first frame, with `greeting` as its message.
    pub fn start(mut journal: Journal, greeting: Option<Message>) -> Result<Self> {
        // The loop must not block for long on another program's lock, because it draws and reads keys.
        journal.set_patience(PATIENCE)?;
        journal.set_cache(CACHE)?;
        let failed = |err: io::Error| Error::failed(format!("the terminal cannot be used: {err}"));
        let size = crossterm::terminal::size().unwrap_or((80, 24));
        let known = background::last_known(&journal.paths().state);
        let surroundings = Surroundings { background: known.color(), colors: Colors::from_env() };
        let mut model = Model::new(journal.config(), journal.today(), surroundings, size);
        if greeting.is_some() {
            model.message = greeting;
        }
        model.cx.directory =
            std::env::current_dir().map(|here| here.display().to_string()).unwrap_or_default();
        model.cx.has_ladder.set(ladders::path(journal.context()).exists());
        let (sender, wakes) = channel();
        let (wake_pipe, wake) = UnixStream::pair().map_err(failed)?;
        wake_pipe.set_nonblocking(true).map_err(failed)?;
        wake.set_nonblocking(true).map_err(failed)?;
        watch_signals(sender.clone(), wake.try_clone().map_err(failed)?);
        let writes = start_worker(&journal, &wake).map_err(failed)?;
        let reads = start_worker(&journal, &wake).map_err(failed)?;
        terminal::take().map_err(failed)?;
        terminal::ask_background();
        // A frame is written in one call; standard output alone would split it at every kilobyte.
        let frame = BufWriter::with_capacity(1 << 16, io::stdout());
        let terminal = ManuallyDrop::new(Terminal::new(LinkBackend::new(frame)).map_err(failed)?);
        let mut drafts = Drafts::new(&journal.paths().state, &journal.paths().journal);
        let left = drafts.left();
        let mut runtime = Self {
            journal,
            model,
            terminal,
            reader: Reader::default(),
            drafts,
            wakes,
            wake_pipe,
            watcher: None,
            seen: 0,
            looks: Vec::new(),
            settle_at: None,
            resumed: false,
            removed: false,
            writes,
            reads,
            later: Vec::new(),
            shown_steps: None,
            end: None,
            has_background: false,
        };
        runtime.take(Msg::Started);
        if !left.is_empty() {
            runtime.take(Msg::Left(left));
        }
        runtime.await_background(known == background::LastKnown::NeverAsked)?;
        runtime.draw()?;
        // The first frame does not need what follows.
        runtime.reads.open();
        runtime.writes.open();
        runtime.begin_later();
        runtime.watcher = watch_journal(&runtime.journal.paths().journal, sender, wake);
        let _ = runtime.journal.external_change(&mut runtime.seen);
        Ok(runtime)
    }

    /// Reads what the terminal has answered before the first frame; waits for it if the background was never
    /// asked for, so that no frame is drawn in the colours of the wrong background.
    fn await_background(&mut self, is_first: bool) -> Result<()> {
        let until = Instant::now() + if is_first { BACKGROUND_WAIT } else { Duration::ZERO };
        while self.wait(until.saturating_duration_since(Instant::now()))?.terminal {
            self.read_terminal()?;
            if self.model.cx.terminal.background.is_some() || self.end.is_some() {
                return Ok(());
            }
        }
        if is_first {
            background::remember(&self.journal.paths().state, None);
        }
        Ok(())
    }

    /// Runs until the app ends; the draft is stored in every case.
    pub fn run(&mut self) -> Result<End> {
        let result = self.run_loop();
        // The draft is stored first, because a signal may end the program before the workers have stopped.
        self.drafts.keep_now(&self.model);
        self.finish_workers();
        self.drafts.keep_now(&self.model);
        // A terminal that did not answer may be another one than at the last start.
        if !self.has_background {
            background::remember(&self.journal.paths().state, None);
        }
        result
    }

    /// Stores the draft after a panic.
    pub fn keep_draft(&mut self) {
        self.drafts.keep_now(&self.model);
    }

    fn run_loop(&mut self) -> Result<End> {
        loop {
            let now = Instant::now();
            let draft_at = self.drafts.look(&self.model, now);
            let tick = now + self.journal.clock().until_next_minute();
            let progress_at = self.model.requests.announced().next().map(|_| now + PROGRESS);
            let next = [draft_at, self.settle_at, self.looks.first().copied(), progress_at, Some(tick)];
            let until = next.into_iter().flatten().min().unwrap_or(tick);
            let ready = self.wait(until.saturating_duration_since(now))?;
            let mut changed = false;
            if ready.hung_up {
                return Ok(End::Signal(SIGHUP));
            }
            if ready.terminal {
                changed |= self.read_terminal()?;
            }
            changed |= self.settle();
            changed |= self.take_wakes()?;
            changed |= self.take_reports();
            changed |= self.look_at_progress();
            changed |= self.look_at_journal();
            changed |= self.new_day();
            self.drafts.keep_if_due(&self.model, Instant::now());
            if let Some(end) = self.end.take() {
                return Ok(end);
            }
            if changed {
                self.draw()?;
            }
            self.begin_later();
        }
    }

    fn draw(&mut self) -> Result<()> {
        let model = &self.model;
        let found = self.terminal.backend().links();
        let draw = |frame: &mut ratatui::Frame<'_>| {
            view(model, frame);
            // The frame is written after this closure.
            found.replace(links(frame.buffer_mut()));
        };
        let drawn = self.terminal.draw(draw).map(|_| ());
        drawn.map_err(|err| Error::failed(format!("the terminal cannot be drawn on: {err}")))
    }

    fn wait(&self, timeout: Duration) -> Result<Ready> {
        let stdin = rustix::stdio::stdin();
        let mut fds = [PollFd::new(&stdin, PollFlags::IN), PollFd::new(&self.wake_pipe, PollFlags::IN)];
        let timeout = Timespec {
            tv_sec: i64::try_from(timeout.as_secs()).unwrap_or(60),
            tv_nsec: i64::from(timeout.subsec_nanos()),
        };
        match poll(&mut fds, Some(&timeout)) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(err) => return Err(Error::failed(format!("cannot wait for the terminal: {err}"))),
        }
        let terminal = fds[0].revents();
        Ok(Ready {
            terminal: terminal.contains(PollFlags::IN),
            hung_up: terminal.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL)
                && !terminal.contains(PollFlags::IN),
        })
    }

    fn read_terminal(&mut self) -> Result<bool> {
        let mut bytes = [0_u8; 4096];
        let count = match rustix::io::read(rustix::stdio::stdin(), &mut bytes) {
            Ok(count) if count > 0 => count,
            Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => return Ok(false),
            Ok(_) | Err(rustix::io::Errno::IO) => {
                self.end = Some(End::Signal(SIGHUP));
                return Ok(false);
            }
            Err(err) => return Err(Error::failed(format!("the terminal cannot be read: {err}"))),
        };
        let inputs = self.reader.feed(&bytes[..count], count == bytes.len());
        self.settle_at = self
            .reader
            .waits()
            .then(|| Instant::now() + if self.reader.paste_has_ended() { SETTLE } else { ENDLESS });
        Ok(self.take_inputs(inputs))
    }

    fn settle(&mut self) -> bool {
        if self.settle_at.is_none_or(|at| at > Instant::now()) {
            return false;
        }
        self.settle_at = None;
        let inputs = self.reader.settle();
        self.take_inputs(inputs)
    }

    fn take_inputs(&mut self, inputs: Vec<Input>) -> bool {
        let any = !inputs.is_empty();
        for input in inputs {
            if let Input::Background(color) = input {
                self.has_background = true;
                if self.model.cx.terminal.background != Some(color) {
                    background::remember(&self.journal.paths().state, Some(color));
                }
            }
            self.take(Msg::Input(input));
        }
        any
    }

    fn take_wakes(&mut self) -> Result<bool> {
        let mut drain = [0_u8; 256];
        while matches!(self.wake_pipe.read(&mut drain), Ok(count) if count == drain.len()) {}
        let mut changed = false;
        while let Ok(wake) = self.wakes.try_recv() {
            match wake {
                Wake::Written => {
                    let now = Instant::now();
                    // While the worker writes, most events are its own: a late check is enough.
                    let looks = if self.writes.is_idle() { &LOOKS[..] } else { &LOOKS[LOOKS.len() - 1..] };
                    self.looks = looks.iter().map(|millis| now + Duration::from_millis(*millis)).collect();
                }
                Wake::Signal(SIGWINCH) => {
                    let size = crossterm::terminal::size().unwrap_or(self.model.cx.size);
                    self.take(Msg::Resized(size.0, size.1));
                    changed = true;
                }
                Wake::Signal(SIGTSTP) => {
                    self.suspend()?;
                    changed = true;
                }
                // After a suspension by the app itself, the terminal is already taken again. Taking it twice
                // would leave raw mode for a moment, and keys typed in that moment would be delayed.
                Wake::Signal(SIGCONT) if std::mem::take(&mut self.resumed) => {}
                Wake::Signal(SIGCONT) => {
                    self.take_again()?;
                    changed = true;
                }
                Wake::Signal(signal) => self.end = Some(End::Signal(signal)),
            }
        }
        Ok(changed)
    }

    /// Checks the journal for writes of other programs, if a check is due; returns `true` if the screen
    /// must be drawn again.
    fn look_at_journal(&mut self) -> bool {
        let now = Instant::now();
        if self.looks.first().is_none_or(|look| *look > now) {
            return false;
        }
        self.looks.retain(|look| *look > now);
        if self.looks.is_empty() {
            // Programs that write at the same time leave their changes in the log.
            self.writes.empty_log();
        }
        self.look_at_file(true)
    }

    /// Checks the journal's file and reports changes to the app. `is_news` is `false` after a write of the
    /// worker, because the answer of the worker reloads the data anyway. Returns `true` if the screen
    /// changes.
    fn look_at_file(&mut self, is_news: bool) -> bool {
        match self.journal.external_change(&mut self.seen) {
            Ok(ExternalChange::Nothing) => {
                self.removed = false;
                false
            }
            Ok(ExternalChange::Wrote) => {
                self.removed = false;
                if is_news {
                    // A purge rewrites the history: the workers must know before the next change.
                    self.reads.open();
                    self.writes.open();
                    self.take(Msg::ChangedElsewhere);
                }
                is_news
            }
            Ok(ExternalChange::Replaced) => {
                self.removed = false;
                // The workers open the new file, to which all changes after this message are written.
                self.reads.open();
                self.writes.open();
                self.take(Msg::Replaced);
                true
            }
            // The message is shown once, however often the directory changes.
            Ok(ExternalChange::Removed) if std::mem::replace(&mut self.removed, true) => false,
            Ok(ExternalChange::Removed) => {
                self.take(Msg::Removed);
                true
            }
            Err(err) => {
                self.model.say(Tone::Attention, err.message());
                true
            }
        }
    }

    fn new_day(&mut self) -> bool {
        let today = self.journal.today();
        if today == self.model.cx.today {
            return false;
        }
        self.take(Msg::Day(today));
        true
    }
}

struct Ready {
    terminal: bool,
    hung_up: bool,
}
