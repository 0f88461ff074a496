//! Watches for the events of the loop that do not come from the terminal: signals, and writes of other
//! programs to the journal.

use std::io::Write as _;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::time::Duration;

use notify::Watcher as _;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};

use super::terminal;

/// `true` while an editor has the terminal.
pub static IN_EDITOR: AtomicBool = AtomicBool::new(false);

/// A signal, or a write to the journal.
pub enum Wake {
    /// A signal, by its number.
    Signal(i32),
    /// A write to the journal's file or its write-ahead log.
    Written,
}

/// Starts a thread that passes signals to the loop. If the loop does not end within 2 seconds of SIGTERM or
/// SIGHUP, because its terminal is gone, the thread ends the app.
pub fn watch_signals(sender: Sender<Wake>, mut wake: UnixStream) {
    let Ok(mut signals) =
        signal_hook::iterator::Signals::new([SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT])
    else {
        return;
    };
    std::thread::spawn(move || {
        for signal in signals.forever() {
            if IN_EDITOR.load(Ordering::SeqCst) && matches!(signal, SIGTSTP | SIGCONT | SIGINT | SIGWINCH) {
                // The editor has the terminal; SIGTSTP must stop the whole job.
                if signal == SIGTSTP {
                    let _ = signal_hook::low_level::emulate_default_handler(SIGTSTP);
                }
                continue;
            }
            let _ = sender.send(Wake::Signal(signal));
            let _ = wake.write(&[1]);
            if matches!(signal, SIGTERM | SIGHUP) {
                std::thread::sleep(Duration::from_secs(2));
                terminal::give_back();
                std::process::exit(128 + signal);
            }
        }
    });
}

/// Watches the journal's directory for writes to the journal and its log. Without a watch, the app shows only
/// its own changes.
pub fn watch_journal(
    journal: &Path,
    sender: Sender<Wake>,
    mut wake: UnixStream,
) -> Option<notify::RecommendedWatcher> {
    let directory =
        journal.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let names: Vec<std::ffi::OsString> = ["", "-wal"]
        .iter()
        .filter_map(|suffix| {
            let mut name = journal.file_name()?.to_owned();
            name.push(suffix);
            Some(name)
        })
        .collect();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let Ok(event) = event else { return };
        if matches!(event.kind, notify::EventKind::Access(_)) {
            return;
        }
        if event
            .paths
            .iter()
            .any(|path| path.file_name().is_some_and(|name| names.iter().any(|each| each == name)))
        {
            let _ = sender.send(Wake::Written);
            let _ = wake.write(&[1]);
        }
    })
    .ok()?;
    watcher.watch(directory, notify::RecursiveMode::NonRecursive).ok()?;
    Some(watcher)
}
