//! The response times of the real program in a pseudo-terminal.
//!
//! `cargo bench --bench terminal [-- WINS]` prints, for journals of several sizes, the time from
//! the start of the process to the last byte of the first frame, from a key to the last byte of
//! the frame that it changes, the resident memory, and the processor time of an idle app. Data
//! that takes longer follows in later frames; `settled` is the time to the last byte of these.
#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    reason = "a benchmark stops when something is not as it should be"
)]

mod support;

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

/// The silence after which no further frame is expected.
const QUIET: Duration = Duration::from_millis(30);

/// The end of a synchronized update: each frame is one.
const END_OF_FRAME: &[u8] = b"\x1b[?2026l";

/// The arrival of bytes, and whether a frame ended in them.
type Arrival = (Instant, bool);

/// The time to the end of the first frame, and to the end of the last one that followed.
#[derive(Clone, Copy, Default)]
struct Taken {
    first: Duration,
    settled: Duration,
}

struct App {
    writer: Box<dyn std::io::Write + Send>,
    bytes: Receiver<Arrival>,
    child: Box<dyn portable_pty::Child + Send + Sync>,
    _master: Box<dyn portable_pty::MasterPty + Send>,
}

impl App {
    fn start(journal: &Path) -> (Self, Taken) {
        let size = PtySize { rows: 60, cols: 200, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_brag"));
        command.env("BRAG_DB", journal);
        command.env("BRAG_TODAY", "2026-03-06");
        command.env("HOME", journal.parent().expect("a directory"));
        command.env("TERM", "xterm-256color");
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let (sender, bytes) = channel();
        std::thread::spawn(move || {
            let mut buffer = vec![0_u8; 65_536];
            let mut tail = Vec::new();
            while let Ok(count) = reader.read(&mut buffer) {
                let at = Instant::now();
                // The mark may be in two reads.
                tail.extend_from_slice(&buffer[..count]);
                let has_end = tail.windows(END_OF_FRAME.len()).any(|bytes| bytes == END_OF_FRAME);
                tail.drain(..tail.len().saturating_sub(if has_end { 0 } else { END_OF_FRAME.len() - 1 }));
                if count == 0 || sender.send((at, has_end)).is_err() {
                    break;
                }
            }
        });
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).expect("the program");
        let writer = pair.master.take_writer().expect("a writer");
        let mut app = Self { writer, bytes, child, _master: pair.master };
        let taken = app.frame(started, Duration::from_secs(10));
        (app, taken)
    }

    /// Returns the times from `from` to the ends of the frames; zero if none ends within `patience`.
    fn frame(&mut self, from: Instant, patience: Duration) -> Taken {
        let mut first = None;
        let mut last = from;
        loop {
            let patience = if first.is_some() { QUIET } else { patience };
            match self.bytes.recv_timeout(patience) {
                Ok((at, has_end)) if has_end => (first, last) = (first.or(Some(at)), at),
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        let taken = |at: Instant| at.saturating_duration_since(from);
        Taken { first: first.map_or(Duration::ZERO, taken), settled: taken(last) }
    }

    fn key(&mut self, bytes: &[u8]) -> Taken {
        let from = Instant::now();
        self.writer.write_all(bytes).expect("written");
        self.writer.flush().expect("written");
        self.frame(from, Duration::from_millis(300))
    }

    fn proc(&self, file: &str) -> String {
        let pid = self.child.process_id().unwrap_or(0);
        std::fs::read_to_string(format!("/proc/{pid}/{file}")).unwrap_or_default()
    }

    /// Returns the resident memory in MiB.
    fn resident(&self) -> f64 {
        let status = self.proc("status");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("0 kB");
        line.split_whitespace().next().and_then(|kib| kib.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
    }

    /// Returns the processor time so far, in ticks.
    fn ticks(&self) -> u64 {
        let stat = self.proc("stat");
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
        [11, 12].iter().filter_map(|at| fields.get(*at)?.parse::<u64>().ok()).sum()
    }
}

impl Drop for App {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn summary(mut all: Vec<Taken>) -> String {
    all.retain(|taken| !taken.first.is_zero());
    let sorted = |part: fn(&Taken) -> Duration| {
        let mut times: Vec<Duration> = all.iter().map(part).collect();
        times.sort();
        times
    };
    let at = |times: &[Duration], percent: usize| {
        times.get(times.len().saturating_sub(1) * percent / 100).copied().unwrap_or_default()
    };
    let (first, settled) = (sorted(|taken| taken.first), sorted(|taken| taken.settled));
    format!(
        "median {:>8.2?}  p99 {:>8.2?}  settled {:>8.2?}  of {}",
        at(&first, 50),
        at(&first, 99),
        at(&settled, 50),
        all.len()
    )
}

/// Measures the finder of all records.
fn find(app: &mut App) {
    println!("  open ctrl-p      {}", summary(vec![app.key(b"\x10")]));
    let mut typed = Vec::new();
    for words in ["build", "retry policy", "mentored ada"] {
        typed.extend(words.bytes().map(|byte| app.key(&[byte])));
        for _ in words.bytes() {
            app.key(b"\x7f");
        }
    }
    println!("  type in ctrl-p   {}", summary(typed));
    println!("  resident         {:.1} MiB while ctrl-p is open", app.resident());
    app.key(b"\x1b");
}

fn main() {
    let largest = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(100_000);
    let directory = tempfile::tempdir().expect("a directory");
    for wins in [0, 10_000, 100_000].into_iter().filter(|wins| *wins <= largest) {
        let journal = directory.path().join(format!("{wins}/journal.db"));
        if wins > 0 {
            drop(support::generate(&journal, wins));
        } else {
            std::fs::create_dir_all(journal.parent().expect("a directory")).expect("made");
        }
        println!("{wins} wins");
        let starts = (0..20).map(|_| App::start(&journal).1).collect();
        println!("  first frame      {}", summary(starts));
        let (mut app, _) = App::start(&journal);
        let idle_from = app.ticks();
        std::thread::sleep(Duration::from_secs(5));
        println!("  idle for 5 s     {} ticks of the processor", app.ticks() - idle_from);
        if wins == 0 {
            continue;
        }
        println!(
            "  switch tab       {}",
            summary((0..60).map(|at| app.key(if at % 2 == 0 { b"2" } else { b"1" })).collect())
        );
        app.key(b"2");
        println!("  move             {}", summary((0..200).map(|_| app.key(b"j")).collect()));
        println!("  page             {}", summary((0..100).map(|_| app.key(b"\x04")).collect()));
        println!(
            "  to the ends      {}",
            summary((0..40).map(|at| app.key(if at % 2 == 0 { b"G" } else { b"g" })).collect())
        );
        app.key(b"G");
        let mut typed = Vec::new();
        for words in ["halved the build", "retry policy 999", "mentored ada", "c++"] {
            app.key(b"/");
            typed.extend(words.bytes().map(|byte| app.key(&[byte])));
            app.key(b"\x1b");
        }
        println!("  type in search   {}", summary(typed));
        find(&mut app);
        println!("  first projects   {}", summary(vec![app.key(b"3")]));
        println!("  move in projects {}", summary((0..60).map(|_| app.key(b"j")).collect()));
        println!("  first impact     {}", summary(vec![app.key(b"6")]));
        println!("  move in inbox    {}", summary((0..200).map(|_| app.key(b"j")).collect()));
        app.key(b"\x1b[C");
        println!("  move in metrics  {}", summary((0..200).map(|_| app.key(b"j")).collect()));
        println!("  first career     {}", summary(vec![app.key(b"7")]));
        println!("  move in career   {}", summary((0..200).map(|_| app.key(b"j")).collect()));
        println!("  first review     {}", summary(vec![app.key(b"8")]));
        std::thread::sleep(Duration::from_secs(1));
        println!("  resident         {:.1} MiB", app.resident());
    }
}
