//! Passes each request to the part of the runtime that performs it: the loop, a worker or the terminal.

use std::collections::VecDeque;
use std::io;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use crossterm::clipboard::CopyToClipboard;
use signal_hook::consts::SIGTSTP;

use super::{End, Runtime};
use crate::error::{Error, Result};
use crate::tui::answer::Answer;
use crate::tui::effect::{Effect, Performer, Request, RequestId};
use crate::tui::memory;
use crate::tui::perform::perform;
use crate::tui::recent;
use crate::tui::shell::requests::Steps;
use crate::tui::shell::{Msg, update};
use crate::tui::terminal;
use crate::tui::watch::IN_EDITOR;
use crate::tui::worker::Report;

/// The time for which the loop waits for answers before it draws, so that a change and its consequences are
/// usually one frame.
const FRAME_WAIT: Duration = Duration::from_millis(5);

/// The duration from which handling an answer is assumed to have used much memory; freed memory is then
/// returned to the system.
const SLOW_JOB: Duration = Duration::from_millis(5);

/// The time to wait for a report of one worker before the other worker is polled.
const POLL_INTERVAL: Duration = Duration::from_millis(1);

/// The time for which the end of the app waits for a running write.
const ENDING: Duration = Duration::from_secs(2);

impl Runtime {
    /// Handles a message, performs the resulting requests, and waits a moment for their answers.
    pub(super) fn take(&mut self, msg: Msg) {
        let was_awaited = self.is_awaited();
        let requests = update(&mut self.model, msg);
        self.perform_all(requests);
        self.wait_for_answers(if was_awaited { Duration::ZERO } else { FRAME_WAIT });
    }

    fn is_awaited(&self) -> bool {
        self.writes.is_awaited() || self.reads.is_awaited()
    }

    /// Waits up to `patience` for answers of the workers, and announces the requests that take longer.
    fn wait_for_answers(&mut self, patience: Duration) {
        let until = Instant::now() + patience;
        while self.is_awaited() {
            let rest = until.saturating_duration_since(Instant::now());
            // The wait for one worker is short, so that the other is polled too.
            let (first, second) = if self.writes.is_awaited() {
                (&mut self.writes, &mut self.reads)
            } else {
                (&mut self.reads, &mut self.writes)
            };
            let report = second.report(Duration::ZERO).or_else(|| first.report(rest.min(POLL_INTERVAL)));
            match report {
                Some(report) => self.take_report(report),
                None if rest.is_zero() => break,
                None => {}
            }
        }
        let late = self.model.requests.soon();
        if !late.is_empty() {
            let requests = update(&mut self.model, Msg::Late(late));
            self.perform_all(requests);
        }
    }

    fn perform_all(&mut self, requests: Vec<Request>) {
        let mut waiting = VecDeque::from(requests);
        while let Some(Request { id, effect }) = waiting.pop_front() {
            let answer = match effect.performer() {
                Performer::Loop => perform(&mut self.journal, &effect),
                Performer::Worker if effect.opens_editor() => self.edit(Request { id, effect }),
                Performer::Worker if !effect.is_awaited() => {
                    self.later.push(Request { id, effect });
                    None
                }
                Performer::Worker => {
                    let worker = if effect.writes() { &mut self.writes } else { &mut self.reads };
                    worker.send(Request { id, effect });
                    None
                }
                Performer::Runtime => self.perform_own(effect),
            };
            if let Some(answer) = answer {
                waiting.extend(self.answer(id, answer));
            }
        }
    }

    /// Begins the requests for which no frame waits.
    pub(super) fn begin_later(&mut self) {
        self.later.drain(..).for_each(|request| self.reads.send(request));
    }

    /// Stops a request; returns `true` if it had not begun, and then it is not answered.
    fn stop(&mut self, id: RequestId) -> bool {
        let waiting = self.later.len();
        self.later.retain(|request| request.id != id);
        self.later.len() < waiting || self.writes.stop(id) || self.reads.stop(id)
    }

    /// Handles an answer; returns the requests that result from it.
    fn answer(&mut self, id: RequestId, answer: Answer) -> Vec<Request> {
        if matches!(answer, Answer::Failed(_)) {
            // The file is checked at once: if it was replaced, it is opened again, and saving works.
            self.looks.insert(0, Instant::now());
        }
        let begun = Instant::now();
        let requests = update(&mut self.model, Msg::Answer(id, answer));
        if begun.elapsed() > SLOW_JOB {
            // Long documents are laid out here.
            memory::give_back();
        }
        requests
    }

    /// Performs an effect that needs the terminal or another program.
    fn perform_own(&mut self, effect: Effect) -> Option<Answer> {
        match effect {
            Effect::Quit => self.end = Some(End::Quit),
            Effect::Demo => self.end = Some(End::Demo),
            // The worker does not answer a request that had not begun.
            Effect::Cancel(id) if self.stop(id) => {
                let requests = self.answer(id, Answer::Cancelled);
                self.perform_all(requests);
            }
            Effect::Redraw => {
                // An error is ignored here, because drawing fails too.
                let _ = self.terminal.clear();
            }
            Effect::Suspend => {
                if let Err(err) = self.suspend() {
                    self.model.say(crate::tui::message::Tone::Attention, err.message());
                }
            }
            Effect::Remember(key) => recent::choose(&self.journal.paths().state, &key),
            Effect::Copy(text) => {
                let _ = crossterm::execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text));
            }
            Effect::OpenUrl(url) => return Some(open_url(&url)),
            Effect::OpenFile(path) => return Some(open_outside(&path, "opened")),
            _ => {}
        }
        None
    }

    /// Handles the reports that the workers have already sent, without waiting for more. Returns `true` if there was
    /// a report.
    pub(super) fn take_reports(&mut self) -> bool {
        let mut changed = false;
        while let Some(report) =
            self.writes.report(Duration::ZERO).or_else(|| self.reads.report(Duration::ZERO))
        {
            self.take_report(report);
            changed = true;
        }
        if changed {
            // An answer may lead to further requests.
            self.wait_for_answers(FRAME_WAIT);
        }
        changed
    }

    fn take_report(&mut self, report: Report) {
        let requests = match report {
            Report::EditorClosed => Vec::new(),
            Report::Damaged(count) => {
                self.model.say(crate::tui::message::Tone::Attention, crate::tui::damaged(count));
                Vec::new()
            }
            Report::Locked(id) => update(&mut self.model, Msg::Locked(id)),
            Report::Answer(id, answer) => {
                if matches!(answer, Answer::Saved(_)) {
                    self.look_at_file(false);
                    self.writes.empty_log();
                }
                self.answer(id, answer)
            }
        };
        self.perform_all(requests);
    }

    /// Shows the progress of the running write; returns `true` if the progress changed.
    pub(super) fn look_at_progress(&mut self) -> bool {
        let Some((id, (done, of))) = self.writes.steps() else { return false };
        let steps = Steps { done, of };
        if of == 0 || self.shown_steps == Some((id, steps)) {
            return false;
        }
        self.shown_steps = Some((id, steps));
        let requests = update(&mut self.model, Msg::Progress(id, steps));
        self.perform_all(requests);
        true
    }

    /// Stops the waiting requests and handles the last answers, so that the draft contains the text of
    /// changes that were not written.
    pub(super) fn finish_workers(&mut self) {
        let until = Instant::now() + ENDING;
        for id in self.model.requests.ids() {
            if self.stop(id) {
                let _ = update(&mut self.model, Msg::Answer(id, Answer::Cancelled));
            }
        }
        while !self.writes.is_idle() {
            let rest = until.saturating_duration_since(Instant::now());
            let Some(report) = self.writes.report(rest) else { return };
            if let Report::Answer(id, answer) = report {
                let _ = update(&mut self.model, Msg::Answer(id, answer));
            }
        }
    }

    /// Gives the terminal to the editor until the editor has ended; the app reads no input meanwhile.
    fn edit(&mut self, request: Request) -> Option<Answer> {
        if !self.writes.is_idle() {
            return Some(Answer::Nothing("a change is still being saved: open the editor again after that"));
        }
        self.drafts.keep_now(&self.model);
        terminal::give_back();
        IN_EDITOR.store(true, Ordering::SeqCst);
        self.writes.send(request);
        let mut answer = None;
        while let Some(report) = self.writes.report(Duration::MAX) {
            match report {
                Report::EditorClosed => break,
                Report::Locked(_) | Report::Damaged(_) => {}
                // The request failed before the editor ended.
                Report::Answer(id, early) => {
                    answer = Some(Report::Answer(id, early));
                    break;
                }
            }
        }
        IN_EDITOR.store(false, Ordering::SeqCst);
        if let Err(err) = self.take_again() {
            self.model.say(crate::tui::message::Tone::Attention, err.message());
        }
        if let Some(report) = answer {
            self.take_report(report);
        }
        None
    }

    pub(super) fn suspend(&mut self) -> Result<()> {
        terminal::give_back();
        let _ = signal_hook::low_level::emulate_default_handler(SIGTSTP);
        self.resumed = true;
        self.take_again()
    }

    pub(super) fn take_again(&mut self) -> Result<()> {
        let failed = |err: io::Error| Error::failed(format!("the terminal cannot be used: {err}"));
        terminal::take().map_err(failed)?;
        let size = crossterm::terminal::size().unwrap_or(self.model.cx.size);
        self.model.cx.size = size;
        self.terminal.clear().map_err(failed)
    }
}

/// Opens an `http` or `https` address with the system's program, never through a shell.
fn open_url(url: &str) -> Answer {
    if !(url.starts_with("https://") || url.starts_with("http://")) {
        return Answer::Failed(Error::failed(format!("“{url}” is not an http or https address")));
    }
    open_outside(url, "opened in your browser")
}

/// Opens an address or a file with the system's program.
fn open_outside(what: &str, done: &'static str) -> Answer {
    let program = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let null = std::process::Stdio::null;
    let mut command = std::process::Command::new(program);
    command.arg(what).stdin(null()).stdout(null()).stderr(null());
    match command.spawn() {
        Ok(mut child) => {
            // The child is waited for, so that it leaves no zombie process.
            std::thread::spawn(move || child.wait());
            Answer::Nothing(done)
        }
        Err(_) => Answer::Failed(Error::failed(format!("cannot run {program} to open {what}"))),
    }
}
