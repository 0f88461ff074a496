//! The texts of `brag help` hold: their examples run, their tables say how a form is read, and their snippets are valid.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::too_many_lines,
    reason = "a test stops when something is not as it should be"
)]

mod support;

use std::path::Path;
use std::process::{Command, Output};

use support::Sandbox;

const TODAY: &str = "2026-03-04";

const TOPICS: [&str; 13] = [
    "line",
    "dates",
    "amounts",
    "import",
    "git",
    "documents",
    "outcomes",
    "goals",
    "career",
    "privacy",
    "data",
    "keys",
    "shell",
];

/// Returns a command that runs a line in a shell, with `brag` in its path.
fn shell(sandbox: &Sandbox, shell: &str, line: &str) -> Command {
    let directory = sandbox.path("bin");
    std::fs::create_dir_all(&directory).unwrap();
    let program = directory.join("brag");
    if !program.exists() {
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_brag"), &program).unwrap();
    }
    let path = std::env::var("PATH").unwrap_or_default();
    let mut command = Command::new(shell);
    command
        .args(["-c", line])
        .env_clear()
        .env("PATH", format!("{}:{path}", directory.display()))
        .env("HOME", sandbox.path("."))
        .env("BRAG_DB", sandbox.journal())
        .env("BRAG_TODAY", TODAY)
        .env("BRAG_BACKUP", "off")
        .env("EDITOR", "true")
        .current_dir(sandbox.path("."))
        .stdin(std::process::Stdio::null());
    command
}

fn run(sandbox: &Sandbox, line: &str) -> Output {
    shell(sandbox, "sh", line).output().unwrap()
}

/// Returns the rows of the tables under a heading: the form and how it is read.
fn rows(text: &str, heading: &str) -> Vec<(String, String)> {
    let is_heading =
        |line: &str| !line.is_empty() && !line.starts_with(' ') && !line.contains(char::is_lowercase);
    let mut lines =
        text.lines().skip_while(|line| *line != heading).skip(1).take_while(|line| !is_heading(line));
    let mut out = Vec::new();
    for line in lines.by_ref() {
        let Some(row) = line.strip_prefix("  ").filter(|row| !row.starts_with([' ', '$'])) else { continue };
        let (form, meaning) = row.split_once("  ").unwrap_or_else(|| panic!("no column: {row}"));
        out.push((form.to_owned(), meaning.trim().to_owned()));
    }
    assert!(!out.is_empty(), "{heading}");
    out
}

#[test]
fn the_examples_of_the_topics_run_in_their_order() {
    for topic in TOPICS {
        let sandbox = Sandbox::new();
        let text = sandbox.out(&["help", topic]);
        let examples: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("  $ ")).collect();
        assert!(examples.len() > 2, "{topic}");
        for example in examples {
            let output = run(&sandbox, example);
            assert!(output.status.success(), "{example}: {}", String::from_utf8_lossy(&output.stderr));
        }
    }
}

#[test]
fn the_topics_fit_a_terminal() {
    let sandbox = Sandbox::new();
    for topic in TOPICS {
        for line in sandbox.out(&["help", topic]).lines() {
            assert!(line.chars().count() < 80, "{topic}: {line}");
        }
    }
}

#[test]
fn the_tables_of_dates_say_how_a_date_is_read() {
    let sandbox = Sandbox::new();
    let text = sandbox.out(&["help", "dates"]);
    for heading in ["WHEN SOMETHING HAPPENED", "SPANS"] {
        for (form, date) in rows(&text, heading) {
            let win = sandbox.json_on(TODAY, &["add", "Something", "--date", &form]);
            assert_eq!(win["date"], date, "{form}");
        }
    }
    let id = sandbox.json_on(TODAY, &["add", "Something", "--due", "never"])["short_id"].clone();
    for (form, date) in rows(&text, "WHEN TO ASK") {
        let asked = sandbox.json_on(TODAY, &["outcome", "ask", id.as_str().unwrap(), &form]);
        assert_eq!(asked["ask_on"], date, "{form}");
    }
    for (form, span) in rows(&text, "PERIODS") {
        let period = &sandbox.json_on(TODAY, &["stats", &form])["period"];
        let read = format!("{} to {}", period["first"].as_str().unwrap(), period["last"].as_str().unwrap());
        assert_eq!(read, span, "{form}");
    }
}

#[test]
fn the_tables_of_amounts_say_how_a_value_is_read() {
    let sandbox = Sandbox::new();
    let text = sandbox.out(&["help", "amounts"]);
    let mut count = 0;
    for heading in ["NUMBERS", "UNITS", "ABOUT, BETWEEN, MORE THAN", "CHANGES"] {
        for (form, meaning) in rows(&text, heading) {
            count += 1;
            let metric = sandbox.json_on(TODAY, &["metric", "log", &format!("value-{count}"), &form]);
            let value = &metric["values"][0];
            let number = value["value"].as_f64().unwrap();
            let unit = metric["unit"].as_str().unwrap_or_default();
            let read = match (value["relative"].as_bool(), unit) {
                (Some(true), _) if form.ends_with('%') => format!("a change of {number} %"),
                (Some(true), _) => format!("a factor of {number}"),
                (_, "") => number.to_string(),
                _ => format!("{number} {unit}"),
            };
            assert_eq!(read, meaning, "{form}");
        }
    }
}

/// Returns the snippets of the topic `shell` for a shell: the indented lines under each of its headings.
fn snippets(text: &str, shell: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if !(line.starts_with(&format!("{shell} (")) || line.starts_with(&format!("{shell}, "))) {
            continue;
        }
        let mut snippet = String::new();
        while let Some(line) = lines.next_if(|line| line.is_empty() || line.starts_with("    ")) {
            snippet.push_str(line.trim_start());
            snippet.push('\n');
        }
        out.push(snippet);
    }
    assert!(!out.is_empty(), "{shell}");
    out
}

fn is_installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|directory| Path::new(&directory).join(program).is_file())
}

#[test]
fn the_snippets_are_valid_in_their_shells() {
    let sandbox = Sandbox::new();
    let text = sandbox.out(&["help", "shell"]);
    for name in ["bash", "zsh", "fish"] {
        let snippets = snippets(&text, name);
        if !is_installed(name) {
            eprintln!("skipped: {name} is not installed");
            continue;
        }
        for snippet in snippets {
            // The hooks read the log of a repository.
            let script = snippet.replace("git log -1 --format=%cI", "echo 2026-03-01T12:00:00Z");
            let script = script.replace("git log -1 --format=%B", "echo 'Merged the parser'");
            let output = shell(&sandbox, name, &script).output().unwrap();
            let stderr = String::from_utf8_lossy(&output.stderr);
            assert!(
                !stderr.contains("error") && !stderr.contains("not found"),
                "{name}: {snippet}: {stderr}"
            );
        }
    }
    assert_eq!(sandbox.titles(), ["Merged the parser", "Merged the parser"]);
}

/// Returns an example with the ids that it needs, for the journal of a sandbox.
fn with_ids(sandbox: &Sandbox, line: &str) -> String {
    let id = |arguments: &[&str], key: &str| {
        let all = sandbox.json_on(TODAY, arguments);
        all[0][key].as_str().unwrap_or_default().to_owned()
    };
    let mut line = line.to_owned();
    if line.contains("k7q4") {
        line = line.replace("k7q4", &id(&["list", "--limit", "1"], "short_id"));
    }
    if line.contains("p5wd") {
        line = line.replace("p5wd", &id(&["praise", "list"], "short_id"));
    }
    if line.contains("i8sk") {
        line = line.replace("i8sk", &id(&["inbox", "list"], "short_id"));
    }
    if line.contains("b4tc6m") {
        line = line.replace("b4tc6m", &id(&["history", "--limit", "1"], "batch"));
    }
    if line.contains("m2vx") {
        let metric = sandbox.json_on(TODAY, &["metric", "show", "latency"]);
        line = line.replace("m2vx", metric["values"][0]["short_id"].as_str().unwrap());
    }
    let stick = sandbox.path("stick");
    std::fs::create_dir_all(&stick).unwrap();
    if line.starts_with("brag backup") {
        let _ = std::fs::remove_file(stick.join("journal.db"));
    }
    line.replace("/media/stick", &stick.display().to_string())
}

/// Returns the help texts of a command and of all commands below it.
fn helps(sandbox: &Sandbox, path: &[&str], out: &mut Vec<(String, String)>) {
    let text = sandbox.out(&[path, &["--help"]].concat());
    // The program lists its commands by occasion, before its options.
    let listed = if path.is_empty() { sandbox.out(&["--help", "--all"]) } else { text.clone() };
    let first = if path.is_empty() { "Every day:" } else { "Commands:" };
    let commands: Vec<String> = listed
        .lines()
        .skip_while(|line| *line != first)
        .skip(1)
        .take_while(|line| *line != "Options:" && (path.is_empty() || !line.is_empty()))
        .filter(|line| line.starts_with("  "))
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect();
    out.push((path.join(" "), text));
    for command in &commands {
        helps(sandbox, &[path, &[command]].concat(), out);
    }
}

/// Returns the examples of a help text; a continued line belongs to the one before it.
fn examples_of(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let lines = text.lines().skip_while(|line| !line.starts_with("Example")).skip(1);
    for line in lines.take_while(|line| line.starts_with("  ")) {
        match (line.strip_prefix("    "), out.last_mut()) {
            (Some(more), Some(last)) => *last = format!("{last} {}", more.trim()),
            _ => out.push(line.trim().to_owned()),
        }
    }
    out
}

/// Makes the directory of the examples a git repository, and fills the inbox.
fn prepare_inbox(sandbox: &Sandbox) {
    let made = run(sandbox, "git init -q . && git config user.name Kim");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    sandbox.write(
        "prs.json",
        r#"[{"title": "Add limits", "url": "https://github.com/o/api/pull/7", "mergedAt": "2026-03-03"}]"#,
    );
    let lines: Vec<String> = (1..=4).map(|n| format!("{{\"title\": \"Thing {n}\"}}\n")).collect();
    let items = sandbox.write("items.jsonl", lines.concat());
    sandbox.out(&["import", items.to_str().unwrap(), "--format", "candidates"]);
}

#[test]
fn every_help_has_examples_and_all_of_them_run() {
    let sandbox = Sandbox::new();
    sandbox.write("notes.md", "## docgen\n\n- Shipped the parser\n");
    let story = include_str!("../assets/help/examples.txt");
    prepare_inbox(&sandbox);
    for example in story.lines() {
        let output = run(&sandbox, &with_ids(&sandbox, example));
        assert!(output.status.success(), "{example}: {}", String::from_utf8_lossy(&output.stderr));
    }
    for (file, text) in [
        ("feedback.txt", "Ana: great work"),
        ("our-ladder.toml", include_str!("../assets/ladder.toml")),
        ("my-review.md.jinja", "{{ title }}"),
        ("my-portfolio.md.jinja", "{{ title }}"),
        ("my-cv.md.jinja", "{{ title }}"),
        ("my-timeline.md.jinja", "{{ title }}"),
    ] {
        sandbox.write(file, text);
    }
    sandbox.out(&["add", "Raised the coverage of the parser"]);
    sandbox.out(&["project", "edit", "docgen", "--visibility", "public"]);
    sandbox.out(&["goal", "add", "Public speaking and writing"]);
    let mut all = Vec::new();
    helps(&sandbox, &[], &mut all);
    assert!(all.len() > 100, "{}", all.len());
    let journal = std::fs::read(sandbox.journal()).unwrap();
    for (command, text) in &all {
        let examples = examples_of(text);
        assert!(!examples.is_empty(), "{command} has no example");
        // The app needs a terminal.
        let examples: Vec<&String> =
            examples.iter().filter(|example| !example.starts_with("brag demo")).collect();
        for example in examples.iter().filter(|example| !story.lines().any(|line| line == example.as_str())) {
            // Each of these examples runs in the journal of the list.
            for suffix in ["-wal", "-shm"] {
                let _ = std::fs::remove_file(sandbox.journal().with_extension(format!("db{suffix}")));
            }
            std::fs::write(sandbox.journal(), &journal).unwrap();
            let line = example.split("     (").next().unwrap_or(example);
            let line = with_ids(&sandbox, line).replace("git log -1 --format=%B", "echo 'Merged the parser'");
            let output = shell(&sandbox, "bash", &line).output().unwrap();
            assert!(
                output.status.success(),
                "{command}: {line}: {}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
    }
}
