//! The rooms of the house, and who may know whom.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops when something is not as it should be"
)]

use std::fs;
use std::path::{Path, PathBuf};

const LEAVES: [&str; 6] = ["error", "text", "clock", "config", "editor", "files"];

/// Which rooms a room may use, besides itself.
fn may_know(room: &str) -> &'static [&'static str] {
    match room {
        // Folding and cutting of text is nobody's own.
        "domain" => &["text"],
        "capture" => &["domain", "text", "present"],
        "import" | "lint" | "present" | "report" | "store" => &["domain", "text"],
        "journal" => &[
            "domain", "capture", "import", "lint", "present", "report", "store", "clock", "config", "error",
            "text", "editor", "files",
        ],
        "cli" | "tui" => &[
            "domain", "capture", "import", "lint", "present", "report", "journal", "clock", "config",
            "error", "text", "editor", "files",
        ],
        "config" => &["domain", "error", "files", "text"],
        "clock" | "editor" => &["error"],
        "text" | "error" | "files" => &[],
        "lib" | "main" => &["cli", "tui", "error", "text", "config"],
        other => panic!("{other} is a new room: say here whom it may know"),
    }
}

fn sources(directory: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|end| end == "rs") {
            out.push(path);
        }
    }
}

fn all() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let inside = path.strip_prefix(&root).unwrap().to_owned();
            let first = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
            let room = first.trim_end_matches(".rs").to_owned();
            let text = fs::read_to_string(&path).unwrap();
            (room, inside, text)
        })
        .collect()
}

#[test]
fn every_room_knows_only_whom_it_may() {
    let mut wrong = Vec::new();
    for (room, path, text) in all() {
        for (at, line) in text.lines().enumerate() {
            if line.trim_start().starts_with("//") {
                continue;
            }
            for (start, _) in line.match_indices("crate::") {
                let name: String =
                    line[start + 7..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if name.is_empty() || name == room || may_know(&room).contains(&name.as_str()) {
                    continue;
                }
                wrong.push(format!("{}:{}: {room} uses {name}", path.display(), at + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn widgets_know_the_theme_and_no_other_part_of_the_app() {
    for (_, path, text) in all().iter().filter(|(_, path, _)| path.starts_with("tui/widgets")) {
        for line in text.lines().filter(|line| line.contains("crate::tui::")) {
            let fine = line.contains("crate::tui::theme");
            assert!(fine, "{}: {line}", path.display());
        }
    }
}

#[test]
fn only_the_store_says_sql_and_only_the_clock_asks_the_time() {
    for (room, path, text) in all() {
        if room != "store" {
            assert!(!text.contains("rusqlite"), "{} knows the database", path.display());
        }
        if room != "clock" {
            for asked in ["Local::now", "Utc::now", "SystemTime::now"] {
                assert!(!text.contains(asked), "{} asks the time", path.display());
            }
        }
    }
}

#[test]
fn files_hold_one_thing_each() {
    for (_, path, text) in all() {
        let code = text.split("#[cfg(test)]").next().unwrap().lines().count();
        assert!(code <= 620, "{} has {code} lines without its tests: it holds two things", path.display());
    }
    for name in ["utils", "helpers", "manager", "misc", "common"] {
        let found = all().iter().any(|(_, path, _)| path.to_string_lossy().contains(name));
        assert!(!found, "there is no room called {name}");
    }
}

#[test]
fn every_leaf_is_a_file_of_its_own() {
    for leaf in LEAVES {
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/{leaf}.rs")).is_file(), "{leaf}");
    }
}
