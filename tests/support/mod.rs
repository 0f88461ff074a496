//! A sandbox: the built binary in a temporary home, on a fixed day, without the machine's configuration.
#![allow(dead_code, clippy::unwrap_used, clippy::panic, reason = "helpers of tests; not every test uses all")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Reports that a test is skipped, on the real stderr: the test harness captures what `println!` prints.
pub fn skip(reason: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {reason}");
}

/// Returns the text of a PDF as poppler reads it, or `None` if poppler is not installed. Fails if poppler cannot read it.
pub fn text_of_pdf(file: &Path) -> Option<String> {
    let Ok(output) = Command::new("pdftotext").arg(file).arg("-").output() else {
        skip("pdftotext is not installed");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(!text.trim().is_empty(), "the PDF has no text");
    Some(text)
}

/// A temporary home directory for one journal.
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

    /// Copies a journal of an older schema into the sandbox, readable only by its owner.
    pub fn adopt(&self, fixture: &str) {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::copy(root().join("tests/fixtures").join(fixture), self.journal()).unwrap();
        std::fs::set_permissions(self.journal(), std::fs::Permissions::from_mode(0o600)).unwrap();
    }

    /// Returns the number of backups that were made before the journal was migrated.
    pub fn migration_backups(&self) -> usize {
        let all = self.json(&["backup", "list"]);
        all.as_array().unwrap().iter().filter(|backup| backup["reason"] == "migration").count()
    }

    /// Returns the exported journal without its checksums, as a user may change it.
    pub fn editable_export(&self) -> serde_json::Value {
        let mut all: serde_json::Value = serde_json::from_str(&self.out(&["export", "json"])).unwrap();
        all.as_object_mut().unwrap().remove("checksums").unwrap();
        all
    }

    /// Writes a file, readable only by its owner.
    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        use std::os::unix::fs::PermissionsExt as _;
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        path
    }

    /// Returns a command that runs the program with `arguments` in the sandbox.
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
            .env("BRAG_BACKUP", "off")
            .current_dir(self.directory.path())
            .stdin(std::process::Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs the program on `day`, which must succeed; returns its stdout.
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

    /// Returns the titles of the wins, latest first.
    pub fn titles(&self) -> Vec<String> {
        let wins = self.json(&["list"]);
        wins.as_array().unwrap().iter().map(|win| win["title"].as_str().unwrap().to_owned()).collect()
    }

    /// Runs the program on `day`; returns the exit code and the first line of stderr.
    pub fn refused(&self, day: &str, arguments: &[&str]) -> (i32, String) {
        let output = self.command(arguments).env("BRAG_TODAY", day).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        (output.status.code().unwrap_or(-1), stderr.lines().next().unwrap_or_default().to_owned())
    }

    /// Runs the program, which must succeed; returns its stdout.
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

    /// Returns the short id of the win with this title.
    pub fn id(&self, title: &str) -> String {
        let wins = self.json(&["list"]);
        let found = wins.as_array().unwrap().iter().find(|win| win["title"] == title);
        found.unwrap_or_else(|| panic!("no win {title}"))["short_id"].as_str().unwrap().to_owned()
    }

    /// Runs the program; returns exit code, stdout and stderr as one text, with the sandbox's path replaced.
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

/// The root directory of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
