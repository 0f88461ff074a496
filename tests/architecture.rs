//! The dependencies between modules, and the length of files.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops when something is not as it should be"
)]

use std::fs;
use std::path::{Path, PathBuf};

const LEAVES: [&str; 6] = ["error", "text", "clock", "config", "editor", "files"];

/// Files that are over the limit of 450 lines, with their present length.
const LONG_FILES: [(&str, usize); 1] = [("tui/model.rs", 511)];

/// Returns the modules that a module may use, besides itself.
fn allowed(module: &str) -> &'static [&'static str] {
    match module {
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
        other => panic!("{other} is a new module: add the modules that it may use here"),
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
            let module = first.trim_end_matches(".rs").to_owned();
            let text = fs::read_to_string(&path).unwrap();
            (module, inside, text)
        })
        .collect()
}

#[test]
fn every_module_uses_only_the_modules_below_it() {
    let mut wrong = Vec::new();
    for (module, path, text) in all() {
        for (at, line) in text.lines().enumerate() {
            if line.trim_start().starts_with("//") {
                continue;
            }
            for (start, _) in line.match_indices("crate::") {
                let name: String =
                    line[start + 7..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if name.is_empty() || name == module || allowed(&module).contains(&name.as_str()) {
                    continue;
                }
                wrong.push(format!("{}:{}: {module} uses {name}", path.display(), at + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn widgets_use_the_theme_and_no_other_part_of_the_app() {
    for (_, path, text) in all().iter().filter(|(_, path, _)| path.starts_with("tui/widgets")) {
        for line in text.lines().filter(|line| line.contains("crate::tui::")) {
            let is_allowed = line.contains("crate::tui::theme");
            assert!(is_allowed, "{}: {line}", path.display());
        }
    }
}

#[test]
fn only_the_store_uses_rusqlite_and_only_the_clock_reads_the_time() {
    for (module, path, text) in all() {
        if module != "store" {
            assert!(!text.contains("rusqlite"), "{} uses rusqlite", path.display());
        }
        if module != "clock" {
            for call in ["Local::now", "Utc::now", "SystemTime::now"] {
                assert!(!text.contains(call), "{} reads the time with {call}", path.display());
            }
        }
    }
}

#[test]
fn files_are_short_and_have_names_that_say_what_they_hold() {
    for (_, path, text) in all() {
        let code = text.split("#[cfg(test)]").next().unwrap().lines().count();
        let limit = LONG_FILES.iter().find(|(long, _)| path.ends_with(long)).map_or(450, |(_, limit)| *limit);
        assert!(code <= limit, "{} has {code} lines without its tests; {limit} is the limit", path.display());
    }
    for name in ["utils", "helpers", "manager", "misc", "common"] {
        let found = all().iter().any(|(_, path, _)| path.to_string_lossy().contains(name));
        assert!(!found, "{name} does not say what the file holds");
    }
}

#[test]
fn every_leaf_is_a_file_of_its_own() {
    for leaf in LEAVES {
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/{leaf}.rs")).is_file(), "{leaf}");
    }
}
