//! The real program in a pseudo-terminal, with a terminal emulator for its screen.

#![allow(dead_code, clippy::unwrap_used, clippy::panic, reason = "helpers of tests; not every test uses all")]

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

/// The maximum time for which a test waits.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Pty {
    pub writer: Box<dyn std::io::Write + Send>,
    pub child: Box<dyn portable_pty::Child + Send + Sync>,
    pub master: Box<dyn MasterPty + Send>,
    bytes: Receiver<Vec<u8>>,
    pub raw: Vec<u8>,
    screen: vt100::Parser,
}

impl Pty {
    pub fn start(home: &Path, arguments: &[&str], size: (u16, u16)) -> Self {
        Self::spawn(home, env!("CARGO_BIN_EXE_brag"), arguments, size)
    }

    /// Starts any program, with `brag` on its `PATH`.
    pub fn spawn(home: &Path, program: &str, arguments: &[&str], (columns, rows): (u16, u16)) -> Self {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env_clear();
        let own = Path::new(env!("CARGO_BIN_EXE_brag")).parent().unwrap().to_owned();
        let path = std::env::var_os("PATH").unwrap_or_default();
        let all = std::env::join_paths([own].into_iter().chain(std::env::split_paths(&path))).unwrap();
        command.env("PATH", all);
        command.env("HOME", home);
        command.env("BRAG_DB", home.join("journal.db"));
        command.env("BRAG_TODAY", "2026-03-06");
        command.env("TERM", "xterm-256color");
        command.env("EDITOR", "true");
        command.env("BRAG_BACKUP", "off");
        command.cwd(home);
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let (sender, bytes) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0_u8; 8192];
            while let Ok(count) = reader.read(&mut buffer) {
                if count == 0 || sender.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        // The emulator fails in a terminal of one column.
        let screen = vt100::Parser::new(rows.max(5), columns.max(20), 0);
        Self { writer, child, master: pair.master, bytes, raw: Vec::new(), screen }
    }

    pub fn send(&mut self, bytes: &str) {
        self.writer.write_all(bytes.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    fn take(&mut self, wait: Duration) {
        if let Ok(bytes) = self.bytes.recv_timeout(wait) {
            // The in-place prompt queries the cursor position, which a terminal would answer.
            if bytes.windows(4).any(|window| window == b"\x1b[6n") {
                self.send("\x1b[1;1R");
            }
            self.screen.process(&bytes);
            self.raw.extend(bytes);
        }
    }

    pub fn contents(&self) -> String {
        self.screen.screen().contents()
    }

    /// Waits until the screen satisfies `fits`; `what` names it in the failure message.
    pub fn until(&mut self, what: &str, fits: impl Fn(&str) -> bool) {
        let started = Instant::now();
        while !fits(&self.contents()) {
            assert!(started.elapsed() < PATIENCE, "waited in vain for {what}:\n{}", self.contents());
            self.take(Duration::from_millis(50));
        }
    }

    /// Waits until the screen contains `text`.
    pub fn shows(&mut self, text: &str) {
        self.until(text, |screen| screen.contains(text));
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).unwrap();
        self.screen.screen_mut().set_size(rows.max(5), columns.max(20));
    }

    pub fn signal(&self, name: &str) {
        let id = self.child.process_id().unwrap().to_string();
        assert!(
            std::process::Command::new("kill").args([&format!("-{name}"), &id]).status().unwrap().success()
        );
    }

    /// Waits until `/proc`, if there is one, shows the program as stopped: only then can it be continued.
    pub fn is_stopped(&mut self) {
        let state = format!("/proc/{}/stat", self.child.process_id().unwrap());
        let started = Instant::now();
        while let Ok(text) = std::fs::read_to_string(&state) {
            if text.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('T')) {
                return;
            }
            assert!(started.elapsed() < PATIENCE, "it does not stop:\n{}", self.contents());
            self.take(Duration::from_millis(5));
        }
    }

    /// Waits for the program to exit and reads the rest of its output.
    pub fn end(&mut self) -> ExitStatus {
        let started = Instant::now();
        loop {
            self.take(Duration::from_millis(20));
            if let Some(status) = self.child.try_wait().unwrap() {
                while let Ok(bytes) = self.bytes.recv_timeout(Duration::from_millis(100)) {
                    self.screen.process(&bytes);
                    self.raw.extend(bytes);
                }
                return status;
            }
            assert!(started.elapsed() < PATIENCE, "it does not end:\n{}", self.contents());
        }
    }

    /// Returns `true` if the alternate screen is left, the cursor shown, and mouse and paste reports are off.
    pub fn is_restored(&self) -> bool {
        let last = |on: &str, off: &str| {
            let raw = String::from_utf8_lossy(&self.raw).into_owned();
            raw.rfind(off) > raw.rfind(on)
        };
        last("\x1b[?1049h", "\x1b[?1049l")
            && last("\x1b[?25l", "\x1b[?25h")
            && last("\x1b[?2004h", "\x1b[?2004l")
            && last("\x1b[?1000h", "\x1b[?1000l")
            && last("\x1b[?1002h", "\x1b[?1002l")
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
