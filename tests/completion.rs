//! Completion in real shells: a name from a journal is inserted as one word and is never executed.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops when something is not as it should be"
)]

mod support;
#[path = "support/pty.rs"]
mod terminal;

use std::process::Command;

use rstest::rstest;
use support::Sandbox;
use terminal::Pty;

/// The text typed before the tab key and the project name that it completes to.
const TYPED: [(&str, &str); 9] = [
    ("a", "a$(touch PWNED)"),
    ("b", "b`touch PWNED`;touch PWNED|cat&touch PWNED"),
    ("Do", "Doc Gen"),
    ("Doc\\ G", "Doc Gen"),
    ("'Doc G", "Doc Gen"),
    ("\"Do", "Doc Gen"),
    ("it", "it's \"quoted\" \\ !x*?~ $HOME"),
    ("\"it", "it's \"quoted\" \\ !x*?~ $HOME"),
    // A name with control characters is offered as its slug.
    ("es", "esc\u{1b}]0;title\u{7}name\nline"),
];

const PROMPT: &str = "ready> ";

/// Returns `true` if a shell is installed; otherwise prints that its tests are skipped.
fn is_installed(shell: &str) -> bool {
    let installed = Command::new(shell).arg("--version").output().is_ok();
    if !installed {
        support::skip(&format!("{shell} is not installed"));
    }
    installed
}

/// Starts a shell without the user's own configuration and with completions loaded.
fn shell(sandbox: &Sandbox, name: &str) -> Pty {
    let script = sandbox.write("completions", sandbox.out(&["completions", name]));
    let source = format!("source '{}'", script.display());
    let home = sandbox.path("");
    match name {
        "bash" => {
            let rc = sandbox.write("rc", format!("PS1='{PROMPT}'\n{source}\n"));
            Pty::spawn(&home, "bash", &["--noprofile", "--rcfile", rc.to_str().unwrap(), "-i"], (200, 50))
        }
        "zsh" => {
            sandbox.write(
                ".zshrc",
                format!("PS1='{PROMPT}'\nautoload -Uz compinit\ncompinit -u -D\n{source}\n"),
            );
            Pty::spawn(&home, "zsh", &["-i"], (200, 50))
        }
        _ => {
            let start = format!("set -g fish_greeting; function fish_prompt; echo '{PROMPT}'; end; {source}");
            Pty::spawn(&home, "fish", &["--private", "-C", &start], (200, 50))
        }
    }
}

#[rstest]
fn a_completed_name_is_one_word_and_is_never_executed(#[values("bash", "zsh", "fish")] name: &str) {
    if !is_installed(name) {
        return;
    }
    let sandbox = Sandbox::new();
    for (_, project) in TYPED {
        sandbox.run(&["project", "add", project]);
    }
    let mut shell = shell(&sandbox, name);
    shell.shows(PROMPT.trim());
    for (at, (typed, project)) in TYPED.into_iter().enumerate() {
        // The quotes in `en''d` keep the echo of the typed line from matching the marker.
        shell.send(&format!("brag project show {typed}\t --json >out{at}; echo en''d{at}\r"));
        shell.shows(&format!("end{at}"));
        let shown = std::fs::read(sandbox.path(&format!("out{at}"))).unwrap_or_default();
        let shown: serde_json::Value = serde_json::from_slice(&shown).unwrap_or_default();
        assert_eq!(shown["name"], project, "{typed}: {}", shell.contents());
    }
    assert!(!sandbox.path("PWNED").exists());
    assert!(!String::from_utf8_lossy(&shell.raw).contains("\u{1b}]0;title"), "a name was printed raw");
}

#[rstest]
fn tokens_of_a_captured_line_and_flag_values_are_completed(#[values("bash", "zsh", "fish")] name: &str) {
    if !is_installed(name) {
        return;
    }
    let sandbox = Sandbox::new();
    sandbox.out(&["project", "add", "Doc Gen"]);
    sandbox.out(&["add", "Tagged it", "--tag", "$(touch PWNED)"]);
    let mut shell = shell(&sandbox, name);
    shell.shows(PROMPT.trim());
    shell.send("brag add Halved the build +Do\t; echo en''d1\r");
    shell.shows("end1");
    assert_eq!(sandbox.json(&["show", &sandbox.id("Halved the build")])["project"], "Doc Gen");
    shell.send("brag list --tag \\$\t --json >out; echo en''d2\r");
    shell.shows("end2");
    // An empty word is completed too.
    shell.send("brag list --project \t --json >out2; echo en''d3\r");
    shell.shows("end3");
    let shown = std::fs::read(sandbox.path("out2")).unwrap();
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&shown).unwrap()[0]["title"], "Halved the build");
    if name != "fish" {
        // A word that the shell would expand is not completed to a command that runs.
        shell.send("brag list --tag \"$\t\" --json; echo en''d4\r");
        shell.shows("end4");
    }
    let shown: serde_json::Value =
        serde_json::from_slice(&std::fs::read(sandbox.path("out")).unwrap()).unwrap();
    assert_eq!(shown[0]["title"], "Tagged it");
    assert!(!sandbox.path("PWNED").exists());
}
