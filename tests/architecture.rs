//! The dependencies between modules, and the length of files.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The number of lines that a file may have.
const LONGEST: usize = 450;

/// Returns the modules that a module may use, besides itself.
fn allowed(module: &str) -> &'static [&'static str] {
    match module {
        "domain" => &["text"],
        "capture" => &["domain", "text", "present"],
        "import" | "lint" | "present" | "report" => &["domain", "text"],
        "store" => &["domain", "files", "task", "text"],
        "journal" => &[
            "domain", "capture", "import", "lint", "present", "report", "store", "clock", "config", "error",
            "text", "editor", "files", "task",
        ],
        "cli" | "tui" => &[
            "domain", "capture", "import", "lint", "present", "report", "journal", "clock", "config",
            "error", "text", "editor", "files", "task",
        ],
        "config" => &["domain", "error", "files", "text"],
        "clock" => &["error"],
        "editor" => &["error", "files", "text"],
        "text" | "error" | "files" | "task" => &[],
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
fn every_file_uses_only_files_of_the_modules_below_its_own() {
    let sources = all();
    let files: BTreeSet<Vec<String>> = sources.iter().map(|(_, path, _)| module_path(path)).collect();
    let mut wrong = Vec::new();
    let mut checked = 0;
    for (module, path, text) in &sources {
        let own = module_path(path);
        for used in paths(text).iter().filter_map(|path| target(path, &own, &files)) {
            let name = &used[0];
            checked += 1;
            if name != module && !allowed(module).contains(&name.as_str()) {
                wrong.push(format!("{} uses {}", path.display(), used.join("::")));
            }
        }
    }
    assert!(checked > 1000, "only {checked} uses were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_type_of_the_store_is_reexported() {
    for (module, path, text) in all().iter().filter(|(module, ..)| module != "store") {
        let reexports = text.lines().any(|line| {
            let line = line.trim_start();
            line.starts_with("pub use") && line.contains("store::")
        });
        assert!(!reexports, "{} of {module} reexports a type of the store", path.display());
    }
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
        let lines = text.lines().count();
        assert!(lines <= LONGEST, "{} has {lines} lines; {LONGEST} is the limit", path.display());
    }
    for name in ["utils", "helpers", "manager", "misc", "common"] {
        let found = all().iter().any(|(_, path, _)| path.to_string_lossy().contains(name));
        assert!(!found, "{name} does not say what the file holds");
    }
}

/// Returns the paths that a use tree names: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn paths_of_tree(prefix: &str, tree: &str, out: &mut Vec<String>) {
    let (mut depth, mut start) = (0, 0);
    let mut parts = Vec::new();
    for (at, c) in tree.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&tree[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&tree[start..]);
    for part in parts.into_iter().map(str::trim).filter(|part| !part.is_empty()) {
        match part.split_once('{') {
            Some((head, tail)) => {
                paths_of_tree(&format!("{prefix}{}", head.trim()), tail.rsplit_once('}').unwrap().0, out);
            }
            None => out.push(format!("{prefix}{}", part.split(" as ").next().unwrap())),
        }
    }
}

/// Returns the paths in a file that may lead to another one: those of its `use` items, and those in its code that
/// begin with `crate` or `super`.
fn paths(code: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut lines = code.lines().map(str::trim).filter(|line| !line.starts_with("//"));
    while let Some(line) = lines.next() {
        let visible =
            line.trim_start_matches("pub").trim_start_matches("(super)").trim_start_matches("(crate)");
        if let Some(tree) = visible.trim_start().strip_prefix("use ") {
            let mut tree = tree.to_owned();
            while !tree.ends_with(';') {
                tree.push_str(lines.next().unwrap());
            }
            paths_of_tree("", tree.trim_end_matches(';'), &mut out);
            continue;
        }
        let mut tail = line;
        while let Some(at) = ["crate::", "super::"].iter().filter_map(|start| tail.find(start)).min() {
            let path: String =
                tail[at..].chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | ':')).collect();
            tail = &tail[at + path.len()..];
            out.push(path.trim_end_matches(':').to_owned());
        }
    }
    out
}

/// Returns the file that a path in a file leads to.
fn target(path: &str, from: &[String], files: &BTreeSet<Vec<String>>) -> Option<Vec<String>> {
    let mut segments = path.split("::").peekable();
    let mut full: Vec<String> = match segments.next()? {
        "crate" => Vec::new(),
        "super" => from[..from.len() - 1].to_vec(),
        "self" => from.to_vec(),
        _ => return None,
    };
    while segments.next_if_eq(&"super").is_some() {
        full.pop();
    }
    full.extend(segments.map(str::to_owned));
    (1..=full.len()).rev().map(|length| full[..length].to_vec()).find(|module| files.contains(module))
}

/// Returns the files that can be reached from a file by what they use.
fn reached(
    from: &Vec<String>,
    uses: &BTreeMap<Vec<String>, BTreeSet<Vec<String>>>,
    out: &mut BTreeSet<Vec<String>>,
) {
    for next in &uses[from] {
        if out.insert(next.clone()) {
            reached(next, uses, out);
        }
    }
}

/// Returns the path of the module of a file: `journal/goals.rs` is `journal::goals`.
fn module_path(path: &Path) -> Vec<String> {
    let path = path.with_extension("");
    let all = path.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
    all.filter(|part| part != "mod").collect()
}

#[test]
fn no_files_use_each_other() {
    let sources = all();
    let files: BTreeSet<Vec<String>> = sources.iter().map(|(_, path, _)| module_path(path)).collect();
    let mut uses: BTreeMap<Vec<String>, BTreeSet<Vec<String>>> = BTreeMap::new();
    for (_, path, text) in &sources {
        let own = module_path(path);
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        // A file may use the files above it, which only gather what is below.
        let targets = paths(code).into_iter().filter_map(|path| target(&path, &own, &files));
        uses.insert(own.clone(), targets.filter(|target| !own.starts_with(target)).collect());
    }
    assert!(uses[&vec!["store".to_owned(), "batch".to_owned()]].len() > 3, "the uses are not found");
    let mut wrong = Vec::new();
    for file in uses.keys() {
        let mut all = BTreeSet::new();
        reached(file, &uses, &mut all);
        if all.contains(file) {
            wrong.push(file.join("::"));
        }
    }
    assert!(wrong.is_empty(), "these files use each other: {}", wrong.join(", "));
}
