//! Puts the work that git and other programs reported into the inbox, and keeps, merges and drops it.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use support::{Sandbox, skip};

/// A git repository of a test.
struct Repository {
    path: PathBuf,
}

impl Repository {
    /// Creates a repository; `None` if git is not installed.
    fn new(path: PathBuf) -> Option<Self> {
        std::fs::create_dir_all(&path).unwrap();
        if Command::new("git").arg("--version").output().is_err() {
            skip("git is not installed");
            return None;
        }
        let repository = Self { path };
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository.git(&["config", "user.name", "Kim Doe"]);
        repository.git(&["config", "user.email", "kim@example.com"]);
        Some(repository)
    }

    fn git(&self, arguments: &[&str]) {
        let output = git(&self.path, arguments, "2026-03-06T10:00:00Z");
        assert!(output.status.success(), "{arguments:?} {}", String::from_utf8_lossy(&output.stderr));
    }

    fn commit(&self, day: &str, message: &str) {
        let output = git(
            &self.path,
            &["commit", "--quiet", "--allow-empty", "-m", message],
            &format!("{day}T10:00:00Z"),
        );
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    fn text(&self) -> &str {
        self.path.to_str().unwrap()
    }
}

fn git(path: &Path, arguments: &[&str], date: &str) -> std::process::Output {
    Command::new("git")
        .args(["-c", "commit.gpgSign=false", "-c", "core.hooksPath=/dev/null"])
        .args(arguments)
        .current_dir(path)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_AUTHOR_DATE", date)
        .env("GIT_COMMITTER_DATE", date)
        .env_remove("GIT_DIR")
        .output()
        .unwrap()
}

fn filled(sandbox: &Sandbox) -> Option<Repository> {
    let repository = Repository::new(sandbox.path("api"))?;
    repository.commit("2026-02-24", "Add import of old documents");
    repository.commit("2026-02-25", "fmt");
    repository.commit("2026-03-03", "Halve the start time of the server (#12)");
    repository.commit("2026-03-04", "Fix the lock of the cache");
    Some(repository)
}

/// Returns the id of the open item with a title.
fn item(sandbox: &Sandbox, title: &str) -> String {
    let all = sandbox.json(&["inbox"]);
    let found = all.as_array().unwrap().iter().find(|item| item["title"] == title);
    found.unwrap_or_else(|| panic!("{title} is not in {all}"))["short_id"].as_str().unwrap().to_owned()
}

#[test]
fn commits_become_items_that_are_kept_merged_and_dropped() {
    let sandbox = Sandbox::new();
    let Some(repository) = filled(&sandbox) else { return };
    let plan = sandbox.transcript(&["import", "git", repository.text(), "--dry-run"]);
    assert!(plan.contains("2 new things"), "{plan}");
    assert_eq!(sandbox.json(&["inbox"]), serde_json::json!([]));
    let said = sandbox.out(&["import", "git", repository.text()]);
    assert!(said.contains("the inbox: 2 new; 2 things wait"), "{said}");

    let first = item(&sandbox, "Halved the start time of the server");
    let shown = sandbox.out(&["inbox", "show", &first]);
    assert!(
        shown.contains("api · 2 commits · git") && shown.contains("- Fixed the lock of the cache"),
        "{shown}"
    );
    let kept = sandbox.json(&["inbox", "keep", &first, "--title", "Halved the start time", "-t", "perf"]);
    assert_eq!((&kept["title"], &kept["project"]), (&"Halved the start time".into(), &"api".into()));
    assert_eq!((&kept["date"], &kept["tags"]), (&"2026-03-04".into(), &serde_json::json!(["perf"])));
    assert_eq!(kept["notes"], "- Fixed the lock of the cache");

    let second = item(&sandbox, "Added import of old documents");
    sandbox.out(&["inbox", "merge", &second, kept["short_id"].as_str().unwrap()]);
    let merged = sandbox.json(&["show", kept["short_id"].as_str().unwrap()]);
    assert_eq!(merged["notes"], "- Fixed the lock of the cache\n\n- Added import of old documents");
    assert_eq!(sandbox.json(&["inbox"]), serde_json::json!([]));
    let (code, why) = sandbox.refused("2026-03-06", &["inbox", "drop", &second]);
    assert_eq!(code, 1);
    assert!(why.contains("“Added import of old documents” is merged already"), "{why}");

    // One undo takes one decision back.
    sandbox.out(&["undo"]);
    sandbox.out(&["inbox", "drop", &second]);
    assert_eq!(sandbox.json(&["inbox", "show", &second])["state"], "refused");
}

#[test]
fn a_repository_that_is_read_again_offers_only_what_is_new() {
    let sandbox = Sandbox::new();
    let Some(repository) = filled(&sandbox) else { return };
    let import = ["import", "git", repository.text()];
    sandbox.out(&import);
    assert!(sandbox.out(&import).contains("nothing new"));
    sandbox.out(&["inbox", "drop", &item(&sandbox, "Halved the start time of the server")]);
    // A week that is still open grows, and later commits of a week that was decided on are a new item.
    repository.commit("2026-02-26", "Fix the reader of dates");
    repository.commit("2026-03-05", "Add metrics of the cache");
    let said = sandbox.transcript(&import);
    assert!(said.contains("the inbox: 1 new, 1 grown; 2 things wait"), "{said}");
    assert!(said.contains("3 commits, 1 trivial set aside, 2 decided on before"), "{said}");
    assert_eq!(
        sandbox.json(&["inbox", "show", &item(&sandbox, "Added metrics of the cache")])["date"],
        "2026-03-05"
    );
    // Another grouping replaces the open items.
    let said = sandbox.out(&["import", "git", repository.text(), "--group", "none"]);
    assert!(said.contains("the inbox: 3 new, 2 grouped anew; 3 things wait"), "{said}");
    sandbox.out(&["undo"]);
    assert_eq!(sandbox.json(&["inbox"]).as_array().unwrap().len(), 2);
}

#[test]
fn everything_is_kept_at_once_and_undone_at_once() {
    let sandbox = Sandbox::new();
    let Some(repository) = filled(&sandbox) else { return };
    let said = sandbox.out(&["import", "git", repository.text(), "--yes"]);
    assert!(said.contains("kept 2 things as wins"), "{said}");
    assert_eq!(sandbox.titles(), ["Halved the start time of the server", "Added import of old documents"]);
    assert_eq!(sandbox.json(&["outcome", "list"]), serde_json::json!([]));
    sandbox.out(&["undo"]);
    assert!(sandbox.titles().is_empty());
}

/// Adds a commit with a signature, which git checks with `gpg.program` if `log.showSignature` is set.
fn commit_signed(repository: &Repository) {
    let tree = text_of(repository, &["write-tree"]);
    let text = format!(
        "tree {tree}\nauthor Kim Doe <kim@example.com> 1772000000 +0000\ncommitter Kim Doe <kim@example.com> 1772000000 +0000\n\
         gpgsig -----BEGIN PGP SIGNATURE-----\n \n -----END PGP SIGNATURE-----\n\nAdd import of old documents\n"
    );
    std::fs::write(repository.path.join("commit.txt"), text).unwrap();
    let hash = text_of(repository, &["hash-object", "-t", "commit", "-w", "commit.txt"]);
    repository.git(&["update-ref", "refs/heads/main", &hash]);
}

fn text_of(repository: &Repository, arguments: &[&str]) -> String {
    let output = git(&repository.path, arguments, "2026-03-06T10:00:00Z");
    assert!(output.status.success(), "{arguments:?} {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn git_runs_no_program_of_a_repository_and_takes_no_path_for_an_option() {
    let sandbox = Sandbox::new();
    let Some(repository) = Repository::new(sandbox.path("-c core.pager=touch")) else { return };
    commit_signed(&repository);
    let trap = sandbox.write("trap.sh", "#!/bin/sh\ntouch \"$(dirname \"$0\")/sprung\"\n");
    make_executable(&trap);
    let sprung = sandbox.path("sprung");
    for setting in ["core.fsmonitor", "core.pager", "gpg.program", "core.sshCommand", "diff.external"] {
        repository.git(&["config", setting, trap.to_str().unwrap()]);
    }
    repository.git(&["config", "log.showSignature", "true"]);
    // A program of the repository itself must not be taken for git.
    std::fs::copy(&trap, repository.path.join("git")).unwrap();
    // The trap works: git alone runs it.
    git(&repository.path, &["log"], "2026-03-06T10:00:00Z");
    assert!(sprung.exists(), "the trap does not work");
    std::fs::remove_file(&sprung).unwrap();
    let path = format!(".:{}", std::env::var("PATH").unwrap_or_default());
    let mut command = sandbox.command(&["import", "git", "--dry-run", "--", "-c core.pager=touch"]);
    let output = command.current_dir(sandbox.path(".")).env("PATH", path).output().unwrap();
    let plan = String::from_utf8_lossy(&output.stdout);
    assert!(
        plan.contains("Added import of old documents"),
        "{plan}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(!sprung.exists());
}

#[cfg(unix)]
fn make_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn what_is_no_repository_is_refused_in_one_line() {
    let sandbox = Sandbox::new();
    let Some(repository) = Repository::new(sandbox.path("empty")) else { return };
    let said = sandbox.transcript(&["import", "git", repository.text()]);
    assert!(said.contains("there are no commits"), "{said}");
    let (code, why) = sandbox.refused("2026-03-06", &["import", "git", "/nowhere"]);
    assert_eq!((code, why.lines().next()), (1, Some("error: there is no directory “/nowhere”")));
    repository.commit("2026-03-03", "Add import of old documents");
    let said = sandbox.transcript(&["import", "git", repository.text(), "--author", "nobody"]);
    assert!(said.contains("no commit is by nobody") && said.contains("Kim Doe <kim@example.com>"), "{said}");
}

#[test]
fn json_lines_and_pull_requests_fill_the_inbox_too() {
    let sandbox = Sandbox::new();
    let lines = sandbox.write(
        "tool.jsonl",
        "{\"title\": \"Ran the incident review\", \"date\": \"2026-03-04\", \"source\": \"pagerduty\", \"key\": \"P1\"}\n{\"title\": \"Wrote the guide\"}\n",
    );
    let import = ["import", lines.to_str().unwrap(), "--format", "candidates"];
    assert!(sandbox.out(&import).contains("the inbox: 2 new; 2 things wait"));
    assert!(sandbox.out(&import).contains("nothing new for the inbox, where 2 things wait"));
    // A thing without a date becomes an undated win.
    let kept = sandbox.json(&["inbox", "keep", &item(&sandbox, "Wrote the guide")]);
    assert_eq!((&kept["date"], &kept["project"]), (&serde_json::Value::Null, &serde_json::Value::Null));
    let gh = sandbox.write(
        "prs.json",
        r#"[{"title": "Add rate limits", "url": "https://github.com/o/api/pull/7", "state": "MERGED", "mergedAt": "2026-03-05T01:02:03Z"},
            {"title": "Draft", "url": "https://github.com/o/api/pull/8", "state": "OPEN"}]"#,
    );
    let said = sandbox.transcript(&["import", "gh", gh.to_str().unwrap()]);
    assert!(
        said.contains("prs.json: left out: 1 open") && said.contains("the inbox: 1 new; 2 things wait"),
        "{said}"
    );
    let (code, why) =
        sandbox.refused("2026-03-06", &["import", gh.to_str().unwrap(), "--format", "candidates"]);
    assert_eq!(code, 1);
    assert!(why.contains("prs.json: line 1:"), "{why}");
}

#[test]
fn what_was_read_in_part_takes_nothing_away() {
    let sandbox = Sandbox::new();
    let Some(repository) = Repository::new(sandbox.path("api")) else { return };
    repository.commit("2026-03-02", "Add billing of invoices by month");
    repository.commit("2026-03-05", "Fix the rounding of cents in totals");
    sandbox.out(&["import", "git", repository.text()]);
    let before = sandbox.json(&["inbox"]);
    assert!(
        sandbox.out(&["import", "git", repository.text(), "--since", "2026-03-04"]).contains("nothing new")
    );
    assert_eq!(sandbox.json(&["inbox"]), before);
    // Another clone of the same repository adds its own commits.
    repository.git(&["remote", "add", "origin", "https://github.com/o/api.git"]);
    let Some(clone) = Repository::new(sandbox.path("clone")) else { return };
    clone.git(&["remote", "add", "origin", "git@github.com:o/api.git"]);
    clone.commit("2026-03-03", "Add importers of two banks");
    sandbox.out(&["import", "git", repository.text(), clone.text()]);
    let all = sandbox.json(&["inbox"]).to_string();
    assert!(
        all.contains("Added importers of two banks") && all.contains("Fixed the rounding of cents in totals"),
        "{all}"
    );
}

#[test]
fn no_commit_is_in_two_things_after_a_decision_on_a_part_of_a_week() {
    let sandbox = Sandbox::new();
    let Some(repository) = Repository::new(sandbox.path("api")) else { return };
    for number in 0..40 {
        let seconds = format!("2026-03-03T10:00:{number:02}Z");
        let message = format!("Add report number {number} to the server");
        let output = git(&repository.path, &["commit", "--quiet", "--allow-empty", "-m", &message], &seconds);
        assert!(output.status.success());
    }
    sandbox.out(&["import", "git", repository.text()]);
    let first = item(&sandbox, "Added report number 14 to the server");
    sandbox.out(&["inbox", "keep", &first]);
    sandbox.out(&["import", "git", repository.text()]);
    let all = sandbox.json(&["inbox"]);
    let text = all.to_string();
    for number in 15..40 {
        let title = format!("Added report number {number} to");
        assert_eq!(text.matches(&title).count(), 1, "{title} in {all:#}");
    }
    assert!(!text.contains("Added report number 3 to"), "{all:#}");
}

#[test]
fn several_things_are_kept_with_flags_in_one_batch() {
    let sandbox = Sandbox::new();
    let Some(repository) = filled(&sandbox) else { return };
    sandbox.out(&["import", "git", repository.text()]);
    let ids: Vec<String> = sandbox
        .json(&["inbox"])
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["short_id"].as_str().unwrap().to_owned())
        .collect();
    let kept = sandbox.json(&["inbox", "keep", &ids[0], &ids[1], "-t", "perf"]);
    assert_eq!(kept.as_array().unwrap().len(), 2);
    assert_eq!(kept[1]["tags"], serde_json::json!(["perf"]));
    sandbox.out(&["undo"]);
    assert!(sandbox.titles().is_empty());
    let (code, why) = sandbox.refused("2026-03-06", &["rm", &ids[0]]);
    assert_eq!(code, 2);
    assert!(why.contains("git would offer it again"), "{why}");
}

#[test]
fn the_same_pull_request_of_git_and_of_gh_is_one_thing() {
    let sandbox = Sandbox::new();
    let Some(repository) = filled(&sandbox) else { return };
    repository.git(&["remote", "add", "origin", "git@github.com:o/api.git"]);
    sandbox.out(&["import", "git", repository.text(), "--yes"]);
    let gh = sandbox.write(
        "prs.json",
        r#"[{"title": "Halve it", "url": "https://github.com/o/api/pull/12", "mergedAt": "2026-03-03T01:02:03Z"}]"#,
    );
    let plan = sandbox.out(&["import", "gh", gh.to_str().unwrap(), "--dry-run"]);
    assert!(plan.contains("0 new things, 1 decided on before (=)"), "{plan}");
    sandbox.out(&["import", "gh", gh.to_str().unwrap()]);
    assert_eq!(sandbox.json(&["inbox"]), serde_json::json!([]));
}

#[test]
fn a_schema_6_journal_gets_an_inbox() {
    let sandbox = Sandbox::new();
    sandbox.adopt("journal-6.db");
    assert_eq!(sandbox.titles(), ["Halved the build time", "Mentored sam on query plans"]);
    assert_eq!(sandbox.migration_backups(), 1);
    let items = sandbox.write("items.jsonl", "{\"title\": \"Ran the review\"}\n");
    sandbox.out(&["import", items.to_str().unwrap()]);
    assert_eq!(sandbox.json(&["inbox"]).as_array().unwrap().len(), 1);
    assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
    // The migration is no change of the user.
    sandbox.out(&["undo"]);
    assert!(sandbox.out(&["undo"]).contains("log latency"));
}

#[test]
fn the_inbox_changes_no_count_no_search_and_no_document() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "Led the launch", "-d", "2026-03-02"]);
    let commands: [&[&str]; 9] = [
        &["list"],
        &["search", "Zebra"],
        &["stats"],
        &["week"],
        &["review", "2026", "--reader", "self"],
        &["due", "--all"],
        &["goal"],
        &["export", "timeline", "--reader", "self"],
        &["show", "Led the launch"],
    ];
    let before: Vec<String> = commands.iter().map(|command| sandbox.transcript(command)).collect();
    let lines: Vec<String> = (0..500)
        .map(|n| format!("{{\"title\": \"Zebra {n}\", \"date\": \"2026-03-03\", \"project\": \"zoo\"}}\n"))
        .collect();
    let path = sandbox.write("many.jsonl", lines.concat());
    sandbox.out(&["import", path.to_str().unwrap(), "--format", "candidates"]);
    for (command, before) in commands.iter().zip(before) {
        assert_eq!(sandbox.transcript(command), before, "{command:?}");
    }
    assert!(sandbox.run(&["doctor"]).status.success());
}
