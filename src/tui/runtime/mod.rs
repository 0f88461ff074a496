//! The loop: one thread waits on the terminal, the signals, the file watch and the worker together.

mod dispatch;

use std::io::{self, BufWriter, Read as _, Write as _};
use std::mem::ManuallyDrop;
use std::os::unix::net::UnixStream;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGTSTP, SIGWINCH};

use super::drafts::Drafts;
use super::effect::RequestId;
use super::input::{Input, Reader};
use super::message::Tone;
use super::shell::requests::Steps;
use super::shell::{Model, Msg, view};
use super::terminal;
use super::theme::{Background, Colors, Theme};
use super::watch::{Wake, watch_journal, watch_signals};
use super::worker::Worker;
use crate::error::{Error, Result};
use crate::journal::{ExternalChange, Journal};

/// Another program's commit becomes visible a little after its last write to the file: the
/// journal is looked at again after these, and then only when it is written to again.
const LOOKS: [u64; 7] = [0, 15, 50, 150, 500, 1500, 4000];

/// How long the rest of a paste or of half a sequence may take to come.
const SETTLE: Duration = Duration::from_millis(25);
/// How long a paste may go on without its end.
const ENDLESS: Duration = Duration::from_millis(400);

/// The time for which a read of the loop waits for another program's lock.
const PATIENCE: Duration = Duration::from_millis(15);

/// The memory for pages of the file in which the loop reads, in KiB.
const CACHE: i64 = 2000;

/// The time between two looks at how far a long request came.
const PROGRESS: Duration = Duration::from_millis(100);

/// How the app ended.
pub enum End {
    /// The person quit.
    Quit,
    /// A signal asked for it, or the terminal went away.
    Signal(i32),
}

/// The running app.
pub struct Runtime {
    journal: Journal,
    model: Model,
    /// Not dropped: it would complain on stderr about a terminal that is gone, and `terminal::give_back` does
    /// what there is to do.
    terminal: ManuallyDrop<Terminal<CrosstermBackend<BufWriter<io::Stdout>>>>,
    reader: Reader,
    drafts: Drafts,
    wakes: Receiver<Wake>,
    wake_pipe: UnixStream,
    /// Held, not asked: dropping it ends the watch.
    watcher: Option<notify::RecommendedWatcher>,
    seen: i64,
    looks: Vec<Instant>,
    settle_at: Option<Instant>,
    /// Whether it stopped itself and goes on: the system says so by a signal, once.
    resumed: bool,
    /// True once the message that the journal's file is missing was shown; it is shown once.
    removed: bool,
    /// Performs what writes.
    writes: Worker,
    /// Performs what reads: it need not wait for a write that waits for another program.
    reads: Worker,
    /// The steps of a request that were shown last.
    shown_steps: Option<(RequestId, Steps)>,
    end: Option<End>,
}

/// Starts a worker that wakes the loop after each of its reports.
fn start_worker(journal: &Journal, wake: &UnixStream) -> io::Result<Worker> {
    let waker = wake.try_clone()?;
    Worker::start(journal, move || {
        // A full pipe wakes the loop too.
        let _ = (&waker).write(&[1]);
    })
}

impl Runtime {
    /// Takes the terminal and draws the first frame, with a warning where there is one.
    ///
    /// # Errors
    /// When the terminal cannot be taken.
    pub fn start(mut journal: Journal, warning: Option<String>) -> Result<Self> {
        // Nothing is drawn and no key is read while the loop waits for another program.
        journal.set_patience(PATIENCE)?;
        journal.set_cache(CACHE)?;
        let failed = |err: io::Error| Error::failed(format!("the terminal cannot be used: {err}"));
        let size = crossterm::terminal::size().unwrap_or((80, 24));
        let theme = Theme::new(journal.config().theme, Background::Dark, Colors::from_env());
        let mut model = Model::new(journal.config(), journal.today(), theme, size);
        if let Some(warning) = warning {
            model.say(Tone::Attention, warning);
        }
        model.cx.directory =
            std::env::current_dir().map(|here| here.display().to_string()).unwrap_or_default();
        let (sender, wakes) = channel();
        let (wake_pipe, wake) = UnixStream::pair().map_err(failed)?;
        wake_pipe.set_nonblocking(true).map_err(failed)?;
        wake.set_nonblocking(true).map_err(failed)?;
        watch_signals(sender.clone(), wake.try_clone().map_err(failed)?);
        let writes = start_worker(&journal, &wake).map_err(failed)?;
        let reads = start_worker(&journal, &wake).map_err(failed)?;
        terminal::take().map_err(failed)?;
        // A frame goes out in one write; the standard output alone would cut it at every kilobyte.
        let frame = BufWriter::with_capacity(1 << 16, io::stdout());
        let terminal = ManuallyDrop::new(Terminal::new(CrosstermBackend::new(frame)).map_err(failed)?);
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
            shown_steps: None,
            end: None,
        };
        runtime.take(Msg::Started);
        if !left.is_empty() {
            runtime.take(Msg::Left(left));
        }
        runtime.draw()?;
        // Everything that the first frame need not wait for.
        runtime.reads.open();
        runtime.writes.open();
        runtime.watcher = watch_journal(&runtime.journal.paths().journal, sender, wake);
        let _ = runtime.journal.external_change(&mut runtime.seen);
        if runtime.journal.config().theme == crate::config::ThemeChoice::Auto {
            terminal::ask_background();
        }
        Ok(runtime)
    }

    /// Runs until the app ends; the draft is kept whatever ends it.
    ///
    /// # Errors
    /// When the terminal cannot be drawn on any more.
    pub fn run(&mut self) -> Result<End> {
        let result = self.run_loop();
        // A signal may end the program before the worker has stopped.
        self.drafts.keep_now(&self.model);
        self.finish_workers();
        self.drafts.keep_now(&self.model);
        result
    }

    /// Keeps what is being written, when something went wrong.
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
        }
    }

    fn draw(&mut self) -> Result<()> {
        let model = &self.model;
        // A terminal that knows synchronized output shows the frame at once, and no half of it.
        let _ = crossterm::queue!(std::io::stdout(), BeginSynchronizedUpdate);
        let drawn = self.terminal.draw(|frame| view(model, frame)).map(|_| ());
        let _ = crossterm::execute!(std::io::stdout(), EndSynchronizedUpdate);
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
            if let Input::Background(background) = input {
                self.model.cx.theme = Theme::new(self.journal.config().theme, background, Colors::from_env());
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
                    // While the worker writes, it is the worker most of the time: a look now and then is enough.
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
                // Whoever suspended itself has taken the terminal again already; doing so once more would have
                // it out of raw mode for a moment, in which a key that is typed is held back.
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

    /// Whether another program has written, looked at when the file said that it may have.
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

    /// Looks what became of the journal's file, and has the app say so. `is_news` is false for a change of the worker,
    /// which is loaded with its answer. Returns true where the screen changes.
    fn look_at_file(&mut self, is_news: bool) -> bool {
        match self.journal.external_change(&mut self.seen) {
            Ok(ExternalChange::Nothing) => {
                self.removed = false;
                false
            }
            Ok(ExternalChange::Wrote) => {
                self.removed = false;
                if is_news {
                    self.take(Msg::ChangedElsewhere);
                }
                is_news
            }
            Ok(ExternalChange::Replaced) => {
                self.removed = false;
                // Once the person knows, changes go into the file that is there now.
                self.reads.open();
                self.writes.open();
                self.take(Msg::Replaced);
                true
            }
            // Said once, however often the directory changes.
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
