//! Cuts the power during every kind of write: no acknowledged change and no file that was reported as written is lost.
//!
//! `BRAG_CUTS` sets the number of power cuts.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

#[path = "support/disk.rs"]
mod disk;
mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use disk::Recording;
use support::{Sandbox, skip};

fn cuts() -> usize {
    std::env::var("BRAG_CUTS").ok().and_then(|count| count.parse().ok()).unwrap_or(60)
}

/// A command that writes, and what must be there before it.
struct Scenario {
    name: &'static str,
    before: fn(&Sandbox),
    arguments: fn(&Sandbox) -> Vec<String>,
    /// The file or directory that the command writes, besides the journal.
    file: Option<&'static str>,
}

fn words(text: &str) -> Vec<String> {
    text.split('|').map(str::to_owned).collect()
}

fn some_wins(sandbox: &Sandbox) {
    sandbox.out(&["add", "Halved the build time +ci #perf build:12min..6min"]);
    sandbox.out(&["add", "Wrote the guide +docs"]);
}

fn with_backup(sandbox: &Sandbox) {
    some_wins(sandbox);
    sandbox.out(&["backup", "kept.db"]);
    sandbox.out(&["add", "Led the review"]);
}

const SCENARIOS: &[Scenario] = &[
    Scenario {
        name: "the first add",
        before: |_| {},
        arguments: |_| words("add|The first win +new"),
        file: None,
    },
    Scenario {
        name: "add",
        before: some_wins,
        arguments: |_| words("add|Another win +ci #perf"),
        file: None,
    },
    Scenario {
        name: "edit",
        before: some_wins,
        arguments: |sandbox| {
            vec!["edit".into(), sandbox.id("Wrote the guide"), "--star".into(), "--tag".into(), "x".into()]
        },
        file: None,
    },
    Scenario { name: "undo", before: some_wins, arguments: |_| words("undo"), file: None },
    Scenario {
        name: "import",
        before: |sandbox| {
            some_wins(sandbox);
            let wins: Vec<String> = (0..120).map(|at| format!("- Win number {at}")).collect();
            sandbox.write("wins.md", format!("# 2026\n{}\n", wins.join("\n")));
        },
        arguments: |_| words("import|wins.md|--yes"),
        file: None,
    },
    Scenario {
        name: "export json",
        before: some_wins,
        arguments: |_| words("export|json|-o|out.json"),
        file: Some("out.json"),
    },
    Scenario {
        name: "export csv",
        before: some_wins,
        arguments: |_| words("export|csv|-o|tables"),
        file: Some("tables/wins.csv"),
    },
    Scenario {
        name: "backup",
        before: some_wins,
        arguments: |_| words("backup|out.db"),
        file: Some("out.db"),
    },
    Scenario {
        name: "restore",
        before: with_backup,
        arguments: |_| words("restore|kept.db|--yes"),
        file: None,
    },
    Scenario {
        name: "purge",
        before: with_backup,
        arguments: |sandbox| vec!["purge".into(), sandbox.id("Wrote the guide"), "--yes".into()],
        file: None,
    },
    Scenario {
        name: "purge without trace",
        before: with_backup,
        arguments: |sandbox| {
            vec!["purge".into(), sandbox.id("Wrote the guide"), "--no-trace".into(), "--yes".into()]
        },
        file: None,
    },
    Scenario {
        name: "migration",
        before: |sandbox| sandbox.adopt("journal-4.db"),
        arguments: |_| words("list"),
        file: None,
    },
];

/// Copies a directory with everything in it.
fn copy(from: &Path, to: &Path) {
    let done = Command::new("cp").arg("-a").arg(from.join(".")).arg(to).status().unwrap();
    assert!(done.success());
}

/// Runs the program on the journal of a directory, and returns its stdout if it succeeds.
fn on(sandbox: &Sandbox, directory: &Path, arguments: &[&str]) -> Result<String, String> {
    let mut command = sandbox.command(arguments);
    command.env("HOME", directory).env("BRAG_DB", directory.join("journal.db")).current_dir(directory);
    let output = command.output().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    if output.status.success() { Ok(stdout) } else { Err(stdout + &String::from_utf8_lossy(&output.stderr)) }
}

/// Returns the records of a journal, without the times of changes.
fn records(sandbox: &Sandbox, directory: &Path) -> String {
    let text = on(sandbox, directory, &["export", "json"]).unwrap_or_default();
    let mut value: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    if let Some(records) = value["records"].as_array_mut() {
        for record in records {
            record["updated_at"] = serde_json::Value::Null;
        }
    }
    value["records"].to_string()
}

/// Records a command, and cuts the power at `count` of its calls.
fn survives(scenario: &Scenario, count: usize) -> bool {
    let sandbox = Sandbox::new();
    (scenario.before)(&sandbox);
    let arguments = (scenario.arguments)(&sandbox);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let root = sandbox.path("");
    let before = tempfile::tempdir().unwrap();
    copy(&root, before.path());
    // Reading a journal of an older version migrates it, so its records are those after the command.
    let is_migration = scenario.name == "migration";
    let Some(recording) = Recording::of(&root, &sandbox.command(&arguments)) else { return false };
    let (old, new) = (records(&sandbox, before.path()), records(&sandbox, &root));
    let file = |directory: &Path| scenario.file.map(|name| fs::read(directory.join(name)).ok());
    let written = file(&root);
    let pristine = tempfile::tempdir().unwrap();
    if is_migration {
        sandbox.adopt("journal-4.db");
        fs::copy(sandbox.journal(), pristine.path().join("journal.db")).unwrap();
    } else {
        copy(before.path(), pristine.path());
    }
    for cut in 0..count {
        // Half of the cuts come after the end: what was reported must be on the disk.
        let spread = 1 + (cut * (recording.len() - 1) / count).min(recording.len() - 1);
        let at = if cut % 2 == 0 { spread } else { recording.len() };
        let after = tempfile::tempdir().unwrap();
        recording.cut(pristine.path(), after.path(), at, cut as u64 * 7919 + at as u64);
        let what = format!("{}, cut after {at} of {} calls", scenario.name, recording.len());
        on(&sandbox, after.path(), &["doctor"]).unwrap_or_else(|said| panic!("{what}: {said}"));
        let found = records(&sandbox, after.path());
        if recording.is_acknowledged(at) {
            assert!(found == new || is_migration, "{what}: the change is lost: {found}");
            assert_eq!(file(after.path()), written, "{what}: the file is lost");
        } else if !is_migration {
            assert!(found == old || found == new, "{what}: {found}");
        }
        if is_migration {
            assert_eq!(
                found.matches("\"kind\":\"win\"").count(),
                new.matches("\"kind\":\"win\"").count(),
                "{what}"
            );
        }
    }
    true
}

#[test]
fn no_acknowledged_change_and_no_reported_file_is_lost_by_a_power_cut() {
    for scenario in SCENARIOS {
        if !survives(scenario, cuts() / SCENARIOS.len()) {
            return skip("strace is not installed or may not trace");
        }
    }
}
