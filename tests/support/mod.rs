//! A sandbox: the built binary in a temporary home, on a fixed day, with nothing of the machine's.
#![allow(dead_code, clippy::unwrap_used, clippy::panic, reason = "helpers of tests; not every test uses all")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A temporary home with a journal.
pub struct Sandbox {
    directory: tempfile::TempDir,
}

impl Sandbox {
    pub fn new() -> Self {
        Self { directory: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub fn journal(&self) -> PathBuf {
        self.path("journal.db")
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// The program with these arguments, in the sandbox.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_brag"));
        command
            .args(arguments)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.directory.path())
            .env("BRAG_DB", self.journal())
            .env("BRAG_TODAY", "2026-03-06")
            .env("TZ", "Asia/Kathmandu")
            .current_dir(self.directory.path())
            .stdin(std::process::Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// What the program prints on a day; it must succeed.
    pub fn on(&self, day: &str, arguments: &[&str]) -> String {
        let output = self.command(arguments).env("BRAG_TODAY", day).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    pub fn json_on(&self, day: &str, arguments: &[&str]) -> serde_json::Value {
        let mut all = arguments.to_vec();
        all.push("--json");
        serde_json::from_str(&self.on(day, &all)).unwrap()
    }

    /// The titles of the wins, the latest first.
    pub fn titles(&self) -> Vec<String> {
        let wins = self.json(&["list"]);
        wins.as_array().unwrap().iter().map(|win| win["title"].as_str().unwrap().to_owned()).collect()
    }

    /// The exit code and the first line of what is said, on a day.
    pub fn refused(&self, day: &str, arguments: &[&str]) -> (i32, String) {
        let output = self.command(arguments).env("BRAG_TODAY", day).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        (output.status.code().unwrap_or(-1), said.lines().next().unwrap_or_default().to_owned())
    }

    /// What the program prints; it must succeed.
    pub fn out(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    pub fn json(&self, arguments: &[&str]) -> serde_json::Value {
        let mut all = arguments.to_vec();
        all.push("--json");
        serde_json::from_str(&self.out(&all)).unwrap()
    }

    /// The short id of the win with this title.
    pub fn id(&self, title: &str) -> String {
        let wins = self.json(&["list"]);
        let found = wins.as_array().unwrap().iter().find(|win| win["title"] == title);
        found.unwrap_or_else(|| panic!("no win {title}"))["short_id"].as_str().unwrap().to_owned()
    }

    /// Exit code, stdout and stderr as one text, with ids and the sandbox's path made the same.
    pub fn transcript(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let mut text = format!("exit {}\n", output.status.code().unwrap_or(-1));
        for (name, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
            let part = String::from_utf8_lossy(bytes);
            if !part.is_empty() {
                text.push_str(&format!("--- {name}\n{part}"));
            }
        }
        text.replace(&self.directory.path().display().to_string(), "[DIR]")
    }
}

/// The repository's own files.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
