//! The real program in a pseudo-terminal.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops when something is not as it should be"
)]

mod support;
#[path = "support/pty.rs"]
mod terminal;

use support::Sandbox;
use terminal::Pty;

fn start(sandbox: &Sandbox, arguments: &[&str], size: (u16, u16)) -> Pty {
    Pty::start(&sandbox.path(""), arguments, size)
}

#[test]
fn from_an_empty_journal_to_a_win_in_the_timeline_and_back_to_the_shell() {
    let sandbox = Sandbox::new();
    let mut app = start(&sandbox, &[], (80, 24));
    app.shows("log your first win");
    app.send("a");
    app.shows("Log a win");
    app.send("Halved the build +ci build:12min..6min");
    app.shows("+ci (new)");
    app.send("\r");
    app.shows("✓ added");
    app.send("2");
    app.shows("Halved the build");
    app.send("q");
    assert!(app.end().success());
    assert!(app.is_restored());
    assert_eq!(sandbox.json(&["list"])[0]["title"], "Halved the build");
}

#[test]
fn the_app_warns_of_a_configuration_that_cannot_be_read() {
    let sandbox = Sandbox::new();
    let path = sandbox.write("broken.toml", "theme = [\n");
    let mut app = start(&sandbox, &["--config", path.to_str().unwrap()], (80, 24));
    app.shows("broken.toml: line 1");
    app.send("q");
    assert!(app.end().success());
}

#[test]
fn changes_of_another_program_appear_without_a_key_press() {
    let sandbox = Sandbox::new();
    let mut app = start(&sandbox, &[], (80, 24));
    app.shows("Keep the record of your work");
    sandbox.out(&["add", "Made the journal from outside"]);
    app.shows("Made the journal from outside");
    app.send("2");
    app.shows("all years");
    sandbox.out(&["add", "And once more"]);
    app.shows("And once more");
    sandbox.out(&["undo"]);
    app.until("it to go", |screen| !screen.contains("And once more"));
}

#[test]
fn a_save_waits_for_another_program_while_the_app_goes_on() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "The first one"]);
    let mut store = brag::store::Store::open(&sandbox.journal()).unwrap();
    let stamp = brag::store::Stamp {
        now: chrono::DateTime::parse_from_rfc3339("2026-03-06T12:00:00Z").unwrap(),
        device: uuid::Uuid::nil(),
    };
    let mut app = start(&sandbox, &[], (80, 24));
    app.shows("The first one");
    let lock = store.begin("held by another program", stamp).unwrap();
    app.send("aLogged while the journal was locked\r");
    app.shows("saving: waiting for another program that is writing; esc stops it");
    // Meanwhile the app goes on: another tab, and a second win.
    app.send("2aThe second one");
    app.until("the second line", |screen| screen.contains("Log a win") && screen.contains("The second one"));
    app.send("\x1b");
    app.shows("Throw away what you wrote?");
    app.send("y");
    app.shows("saving: waiting");
    // What is stopped is not written, and what was typed is there again.
    app.send("\x1b");
    app.shows("stopped saving; nothing was written");
    app.shows("Logged while the journal was locked");
    app.send("\r");
    app.shows("saving: waiting");
    drop(lock);
    app.shows("✓ added");
    app.send("q");
    assert!(app.end().success());
    let titles: Vec<String> = sandbox.out(&["list"]).lines().map(|line| line[18..].to_owned()).collect();
    assert_eq!(titles, ["Logged while the journal was locked", "The first one"], "once");
}

#[test]
fn the_app_is_laid_out_again_on_every_resize() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "A win"]);
    let mut app = start(&sandbox, &[], (80, 24));
    app.shows("Projects");
    app.resize(40, 12);
    app.until("numbers for tabs", |screen| screen.contains("Today  2  3") && !screen.contains("Projects"));
    app.resize(20, 5);
    app.shows("larger");
    app.resize(120, 40);
    app.shows("Projects");
    app.send("q");
    assert!(app.end().success());
}

#[test]
fn the_app_runs_in_a_tiny_terminal_and_in_one_without_a_size() {
    for size in [(0, 0), (20, 5), (1, 1)] {
        let sandbox = Sandbox::new();
        let mut app = start(&sandbox, &[], size);
        app.until("the app to begin", |_| true);
        app.send("2jjq");
        assert!(app.end().success(), "{size:?}");
    }
}

#[test]
fn signals_end_the_app_restore_the_terminal_and_keep_the_draft() {
    for (signal, code) in [("TERM", 143), ("HUP", 129), ("INT", 130)] {
        let sandbox = Sandbox::new();
        let mut app = start(&sandbox, &[], (80, 24));
        app.shows("Keep the record of your work");
        app.send("aHalf a thought");
        app.shows("Half a thought");
        app.signal(signal);
        assert_eq!(app.end().exit_code(), code, "{signal}");
        assert!(app.is_restored(), "{signal}");
        let mut again = start(&sandbox, &[], (80, 24));
        again.shows("Half a thought");
        again.shows("your unsaved text was restored");
        again.send("\r");
        again.shows("✓ added");
        again.send("q");
        assert!(again.end().success());
        let mut third = start(&sandbox, &[], (80, 24));
        third.shows("Half a thought");
        third.until("no draft", |screen| !screen.contains("was restored"));
    }
}

#[test]
fn a_draft_survives_being_killed() {
    let sandbox = Sandbox::new();
    let mut app = start(&sandbox, &[], (80, 24));
    app.shows("Keep the record of your work");
    app.send("aTyped just before the power went");
    app.shows("power went");
    let drafts = sandbox.path(".local/state/brag/drafts");
    let started = std::time::Instant::now();
    let is_kept = |path: &std::path::Path| {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        path.extension().is_some_and(|end| end == "json") && text.contains("power went")
    };
    while !std::fs::read_dir(&drafts).is_ok_and(|all| all.flatten().any(|entry| is_kept(&entry.path()))) {
        assert!(started.elapsed() < std::time::Duration::from_secs(10), "the draft is not kept");
        std::thread::yield_now();
    }
    app.signal("KILL");
    app.end();
    let mut again = start(&sandbox, &[], (80, 24));
    again.shows("Typed just before the power went");
}

#[test]
fn a_closed_terminal_ends_the_process() {
    let sandbox = Sandbox::new();
    // `script` holds the terminal: when it is killed, the terminal is gone.
    let inner = format!("sh -c 'stty rows 24 cols 80; echo $$ > pid; exec {}'", env!("CARGO_BIN_EXE_brag"));
    let plain = sandbox.command(&[]);
    let mut script = std::process::Command::new("script");
    script.args(["-qfc", &inner, "/dev/null"]).current_dir(sandbox.path("")).env_clear();
    script
        .envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))))
        .env("TERM", "xterm-256color");
    script.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let Ok(mut script) = script.spawn() else {
        support::skip("script(1) is not installed");
        return;
    };
    let mut seen = String::new();
    let mut out = script.stdout.take().unwrap();
    while !seen.contains("keys") {
        let mut bytes = [0_u8; 4096];
        let count = std::io::Read::read(&mut out, &mut bytes).unwrap();
        assert!(count > 0, "it ended too early: {seen}");
        seen.push_str(&String::from_utf8_lossy(&bytes[..count]));
    }
    let id = std::fs::read_to_string(sandbox.path("pid")).unwrap();
    let process = std::path::PathBuf::from(format!("/proc/{}/exe", id.trim()));
    assert!(std::fs::read_link(&process).is_ok());
    script.kill().unwrap();
    script.wait().unwrap();
    let started = std::time::Instant::now();
    while std::fs::read_link(&process).is_ok() {
        assert!(started.elapsed() < std::time::Duration::from_secs(10), "it goes on without a terminal");
        std::thread::yield_now();
    }
}

#[test]
fn suspending_gives_the_terminal_back_and_resuming_takes_it_again() {
    let sandbox = Sandbox::new();
    let mut app = start(&sandbox, &[], (80, 24));
    app.shows("Keep the record of your work");
    app.send("\x1a");
    app.until("the screen to be left", |screen| !screen.contains("Keep the record of your work"));
    app.is_stopped();
    app.signal("CONT");
    app.shows("Keep the record of your work");
    app.send("q");
    assert!(app.end().success());
    assert!(app.is_restored());
}

#[test]
fn a_large_paste_becomes_title_and_notes() {
    let sandbox = Sandbox::new();
    let mut app = start(&sandbox, &[], (80, 24));
    app.shows("Keep the record of your work");
    app.send("a");
    app.shows("Log a win");
    let long = "word ".repeat(20_000);
    app.send(&format!("\x1b[200~Pasted title\n{long}\x1b[201~"));
    app.shows("1 line of notes");
    app.send("\r");
    app.shows("✓ added");
    app.send("q");
    assert!(app.end().success());
    let win = &sandbox.json(&["list"])[0];
    assert_eq!(win["title"], "Pasted title");
    assert_eq!(win["notes"].as_str().unwrap().len(), long.trim_end().len());
}

#[test]
fn add_without_a_text_asks_for_the_line_in_place() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "Before +harbour"]);
    let mut app = start(&sandbox, &["add"], (80, 24));
    app.shows("What you did");
    app.send("Asked in place +ha\t");
    app.shows("+harbour");
    app.send("\r");
    assert!(app.end().success());
    assert!(app.contents().contains("added"), "{}", app.contents());
    assert!(!String::from_utf8_lossy(&app.raw).contains("\x1b[?1049h"), "it took the whole screen");
    assert_eq!(sandbox.json(&["list"])[0]["project"], "harbour");
    let mut app = start(&sandbox, &["add"], (80, 24));
    app.shows("What you did");
    app.send("\x03");
    assert_eq!(app.end().exit_code(), 1);
}

#[test]
fn the_editor_gets_the_terminal_and_gives_it_back() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "Edited elsewhere"]);
    let mut app = start(&sandbox, &[], (80, 24));
    app.shows("Edited elsewhere");
    app.send("2");
    app.shows("all years");
    app.send(":edit-in-editor\r");
    app.shows("nothing changed");
    app.send("q");
    assert!(app.end().success());
    assert!(app.is_restored());
}

#[test]
fn a_position_is_edited_in_the_editor_from_the_career() {
    let sandbox = Sandbox::new();
    sandbox.out(&["position", "add", "Kessel", "--title", "Engineer", "--start", "2015"]);
    sandbox.write("edit.sh", "sed -i 's/Kessel/Harbourlight/' \"$1\"\n");
    let script = "EDITOR=\"sh '$HOME/edit.sh'\" exec brag";
    let mut app = Pty::spawn(&sandbox.path(""), "sh", &["-c", script], (80, 24));
    app.shows("Today");
    app.send("7");
    app.shows("Kessel");
    app.send(":edit-in-editor\r");
    app.shows("saved “Harbourlight, Engineer”");
    app.send("q");
    assert!(app.end().success());
}

#[test]
fn a_journal_that_cannot_be_read_is_an_error_and_not_a_screen() {
    let sandbox = Sandbox::new();
    sandbox.write("journal.db", "no journal ".repeat(30));
    let mut app = start(&sandbox, &[], (80, 24));
    assert_eq!(app.end().exit_code(), 1);
    assert!(app.contents().contains("error: ") && app.contents().contains("hint: "), "{}", app.contents());
}
