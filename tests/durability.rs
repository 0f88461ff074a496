//! Kills the program at any time: no acknowledged write is lost, and no write is incomplete.
//!
//! `BRAG_KILLS` sets the number of kills; the gate uses 300.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

mod support;

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::ExitStatusExt as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use support::Sandbox;

fn kills() -> u64 {
    std::env::var("BRAG_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(40)
}

/// Returns the delay before a kill, in 0..2 times the `duration` of the command, so that kills come before its end and
/// after it. It differs from kill to kill and is the same in every run. One kill in 40 waits ten times the duration, so
/// that it comes after the end on a slow machine too.
fn delay(kill: u64, duration: Duration) -> Duration {
    if kill % 40 == 1 {
        return duration * 10;
    }
    let share = u16::try_from(kill.wrapping_mul(2_654_435_761) % 1000).unwrap_or(0);
    duration * u32::from(share) / 500
}

/// Returns the median duration of a command that succeeds; with `undo`, each run is undone.
fn duration_of(sandbox: &Sandbox, arguments: &[&str], undo: bool) -> Duration {
    let mut all: Vec<Duration> = (0..5)
        .map(|_| {
            let begun = Instant::now();
            sandbox.out(arguments);
            let duration = begun.elapsed();
            if undo {
                sandbox.out(&["undo"]);
            }
            duration
        })
        .collect();
    all.sort_unstable();
    all[2]
}

#[test]
fn a_killed_add_loses_no_acknowledged_win_and_leaves_none_incomplete() {
    let sandbox = Sandbox::new();
    let duration = duration_of(&sandbox, &["add", "A win before +p0 #t latency:3ms..2ms"], false);
    let (mut acknowledged, mut interrupted) = (Vec::new(), 0);
    for kill in 0..kills() {
        let title = format!("Win number {kill} of many");
        let mut child = sandbox
            .command(&["add", &format!("{title} +p{} #t latency:3ms..2ms", kill % 3)])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        std::thread::sleep(delay(kill, duration));
        child.kill().unwrap();
        let mut output = String::new();
        let _ = BufReader::new(child.stdout.take().unwrap()).read_line(&mut output);
        let status = child.wait().unwrap();
        if output.starts_with("added ") && output.ends_with('\n') {
            acknowledged.push(title);
        } else {
            assert_eq!(status.signal(), Some(9), "an add that was not killed printed {output:?}");
            interrupted += 1;
        }
    }
    assert!(
        !acknowledged.is_empty() && interrupted > 0,
        "every kill was too early or too late: {} of {} wins were acknowledged",
        acknowledged.len(),
        kills()
    );
    let stored = sandbox.titles();
    for title in &acknowledged {
        assert!(stored.contains(title), "{title} was acknowledged and is missing");
    }
    // Every stored win has its project, its tag and its figure.
    for win in sandbox.json(&["list"]).as_array().unwrap() {
        assert!(
            win["project"].is_string() && win["tags"][0] == "t" && win["metrics"][0]["from"] == "3ms",
            "{win}"
        );
    }
    sandbox.out(&["add", "And it goes on"]);
}

#[test]
fn a_killed_import_adds_all_records_or_none() {
    let sandbox = Sandbox::new();
    let mut text = String::from("## Projects\n");
    for project in 0..20 {
        text.push_str(&format!("### Project {project}\n"));
        for win in 0..20 {
            text.push_str(&format!("- Win {win} of project {project}\n"));
        }
    }
    let file = sandbox.write("large.md", text);
    let import = ["import", file.to_str().unwrap(), "--yes"];
    let duration = duration_of(&sandbox, &import, true);
    let (mut none, mut all) = (0, 0);
    for kill in 0..(kills() / 4).max(10) {
        let mut child = sandbox.command(&import).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(delay(kill, duration));
        let _ = child.kill();
        child.wait().unwrap();
        match sandbox.titles().len() {
            0 => none += 1,
            400 => {
                all += 1;
                sandbox.out(&["undo"]);
            }
            part => panic!("{part} of 400 wins are there"),
        }
    }
    assert!(none > 0 && all > 0, "{none} imports were interrupted and {all} completed");
}

#[test]
fn concurrent_adds_beside_an_open_reader_are_all_stored() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "The first"]);
    std::thread::scope(|scope| {
        for writer in 0..2 {
            let sandbox = &sandbox;
            scope.spawn(move || {
                for at in 0..25 {
                    sandbox.out(&["add", &format!("Loop {writer} win {at} +shared")]);
                }
            });
        }
        for _ in 0..10 {
            assert!(!sandbox.titles().is_empty());
        }
    });
    assert_eq!(sandbox.titles().len(), 51);
    assert_eq!(sandbox.json(&["project", "list"])[0]["wins"], 50);
}

#[test]
fn concurrent_adds_that_create_the_journal_are_all_stored() {
    let sandbox = Sandbox::new();
    let children: Vec<_> = (0..30)
        .map(|at| sandbox.command(&["add", &format!("At once {at}")]).stdout(Stdio::null()).spawn().unwrap())
        .collect();
    for child in children {
        assert!(child.wait_with_output().unwrap().status.success());
    }
    assert_eq!(sandbox.titles().len(), 30);
    assert!(sandbox.run(&["doctor"]).status.success());
}

#[test]
fn files_are_for_their_owner_alone_whatever_the_umask() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = Sandbox::new();
    let script = format!(
        "umask 000; '{}' add x; '{}' review 2026 -o out.md",
        env!("CARGO_BIN_EXE_brag"),
        env!("CARGO_BIN_EXE_brag")
    );
    let mut shell = std::process::Command::new("sh");
    let environment = sandbox.command(&[]);
    shell.args(["-c", &script]).current_dir(sandbox.path("")).env_clear();
    shell.envs(environment.get_envs().filter_map(|(name, value)| Some((name, value?))));
    assert!(shell.output().unwrap().status.success());
    for name in ["journal.db", "out.md", ".local/state/brag/device"] {
        let mode = std::fs::metadata(sandbox.path(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[test]
fn many_edits_of_one_win_at_once_are_all_kept() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "Edited by many"]);
    let id = sandbox.json(&["list"])[0]["short_id"].as_str().unwrap().to_owned();
    let children: Vec<_> = (0..20)
        .map(|at| {
            let mut command = sandbox.command(&["edit", &id, "--tag", &format!("t{at}")]);
            command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(sandbox.json(&["list"])[0]["tags"].as_array().map(Vec::len), Some(20));
}

/// A command that writes, and the sandbox that it starts from.
struct Killed {
    name: &'static str,
    before: fn(&Sandbox),
    arguments: fn(&Sandbox) -> Vec<String>,
}

fn some_wins(sandbox: &Sandbox) {
    sandbox.out(&["add", "Halved the build time +ci #perf build:12min..6min"]);
    sandbox.out(&["add", "Wrote the guide +docs"]);
    sandbox.out(&["backup", "kept.db"]);
    sandbox.out(&["add", "Led the review"]);
}

fn words(text: &str) -> Vec<String> {
    text.split('|').map(str::to_owned).collect()
}

const KILLED: &[Killed] = &[
    Killed {
        name: "edit",
        before: some_wins,
        arguments: |sandbox| {
            vec!["edit".into(), sandbox.id("Wrote the guide"), "--star".into(), "--tag".into(), "x".into()]
        },
    },
    Killed { name: "undo", before: some_wins, arguments: |_| words("undo") },
    Killed {
        name: "export json",
        before: some_wins,
        arguments: |_| words("export|json|-o|out.json|--force"),
    },
    Killed { name: "backup", before: some_wins, arguments: |_| words("backup") },
    Killed { name: "restore", before: some_wins, arguments: |_| words("restore|kept.db|--yes") },
    Killed {
        name: "purge",
        before: some_wins,
        arguments: |sandbox| {
            vec!["purge".into(), sandbox.id("Wrote the guide"), "--no-trace".into(), "--yes".into()]
        },
    },
    Killed { name: "repair", before: some_wins, arguments: |_| words("doctor|--fix") },
    Killed {
        name: "migration",
        before: |sandbox| sandbox.adopt("journal-4.db"),
        arguments: |_| words("list"),
    },
];

/// Returns the titles of the wins and whether they are starred.
fn shown(sandbox: &Sandbox) -> String {
    let wins = sandbox.json(&["list"]);
    let of = |win: &serde_json::Value| format!("{} {} {}", win["title"], win["starred"], win["tags"]);
    wins.as_array().unwrap().iter().map(of).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_killed_command_of_any_kind_changes_everything_or_nothing() {
    for killed in KILLED {
        let sandbox = Sandbox::new();
        (killed.before)(&sandbox);
        let pristine = std::fs::read(sandbox.journal()).unwrap();
        let arguments = (killed.arguments)(&sandbox);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let old = if killed.name == "migration" { String::new() } else { shown(&sandbox) };
        std::fs::write(sandbox.journal(), &pristine).unwrap();
        let begun = Instant::now();
        sandbox.out(&arguments);
        let duration = begun.elapsed();
        let new = shown(&sandbox);
        for kill in 0..(kills() / 8).max(5) {
            for name in ["journal.db-wal", "journal.db-shm"] {
                let _ = std::fs::remove_file(sandbox.path(name));
            }
            std::fs::write(sandbox.journal(), &pristine).unwrap();
            let mut command = sandbox.command(&arguments);
            let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
            std::thread::sleep(delay(kill, duration));
            let _ = child.kill();
            let output = child.wait_with_output().unwrap();
            let what = format!("{}, kill {kill}", killed.name);
            let doctor = sandbox.transcript(&["doctor"]);
            assert!(doctor.starts_with("exit 0"), "{what}: {doctor}");
            let found = shown(&sandbox);
            if output.status.success() {
                assert_eq!(found, new, "{what}");
            } else if killed.name != "migration" {
                assert!(found == old || found == new, "{what}: {found}");
            } else {
                assert_eq!(found, new, "{what}");
            }
        }
    }
}
