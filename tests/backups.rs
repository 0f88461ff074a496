//! Backups, restore, repair and purge, as the user runs them.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

mod support;
#[path = "support/pty.rs"]
mod terminal;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use support::Sandbox;
use terminal::Pty;

/// Returns the names of the backups, the newest first.
fn backups(sandbox: &Sandbox) -> Vec<String> {
    let all = sandbox.json(&["backup", "list"]);
    all.as_array().unwrap().iter().map(|backup| backup["name"].as_str().unwrap().to_owned()).collect()
}

/// Waits until a condition holds. The process of a daily backup has no other end that a test can see.
fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(20), "{what}");
        std::thread::yield_now();
    }
}

fn add_on(sandbox: &Sandbox, day: &str, title: &str) {
    let mut command = sandbox.command(&["add", title]);
    let output = command.env("BRAG_TODAY", day).env_remove("BRAG_BACKUP").output().unwrap();
    assert!(output.status.success());
}

/// Flips a bit of the first occurrence of a text in the journal.
fn flip(sandbox: &Sandbox, text: &str) {
    let mut bytes = fs::read(sandbox.journal()).unwrap();
    let at = bytes.windows(text.len()).position(|window| window == text.as_bytes()).unwrap();
    bytes[at] ^= 1;
    fs::write(sandbox.journal(), bytes).unwrap();
}

#[test]
fn the_first_change_of_a_day_makes_a_backup_in_the_background() {
    let sandbox = Sandbox::new();
    add_on(&sandbox, "2026-03-04", "Halved the build time");
    let is_there =
        |day: &str| backups(&sandbox).iter().any(|name| name.starts_with(day) && name.ends_with("-daily"));
    wait_until("no backup of the first day", || is_there("2026-03-04"));
    add_on(&sandbox, "2026-03-04", "Wrote the guide");
    add_on(&sandbox, "2026-03-05", "Led the review");
    wait_until("no backup of the second day", || is_there("2026-03-05"));
    assert_eq!(backups(&sandbox).len(), 2);
    let directory = sandbox.path("journal.db.backups");
    for entry in fs::read_dir(&directory).unwrap().flatten() {
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{entry:?}");
    }
    assert_eq!(fs::metadata(directory).unwrap().permissions().mode() & 0o777, 0o700);
    // Without the setting, there is none.
    fs::create_dir_all(sandbox.path(".config/brag")).unwrap();
    sandbox.write(".config/brag/config.toml", "daily_backup = false\n");
    add_on(&sandbox, "2026-03-06", "Cut the costs");
    assert_eq!(backups(&sandbox).len(), 2);
}

#[test]
fn a_restore_shows_what_changes_and_tells_how_to_revert_it() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "Halved the build time +ci"]);
    sandbox.on("2026-03-03", &["backup"]);
    let id = sandbox.id("Halved the build time");
    sandbox.out(&["edit", &id, "--title", "Halved the build times"]);
    sandbox.out(&["add", "Wrote the guide"]);
    let plan = sandbox.out(&["restore", "tuesday", "--dry-run"]);
    assert!(plan.contains("holds 1 win, 1 project"), "{plan}");
    assert!(plan.contains("only in the journal, and removed: 1 win\n    Wrote the guide"), "{plan}");
    assert!(plan.contains("different, and set to the backup's: 1 win"), "{plan}");
    let json = sandbox.json(&["restore", "tuesday", "--dry-run"]);
    assert_eq!(json["only_in_journal"]["win"], 1);
    assert_eq!(sandbox.titles().len(), 2, "a dry run changes nothing");
    let (code, why) = sandbox.refused("2026-03-06", &["restore", "tuesday"]);
    assert_eq!((code, why.as_str()), (2, "error: a restore asks for confirmation, which needs a terminal"));
    let output = sandbox.run(&["restore", "tuesday", "--yes"]);
    assert!(output.status.success());
    assert_eq!(sandbox.titles(), ["Halved the build time"]);
    assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
    let hint = String::from_utf8(output.stderr).unwrap();
    let revert = hint.split(" restore ").nth(1).unwrap().trim();
    assert!(hint.contains(&format!("brag --db {} restore", sandbox.journal().display())), "{hint}");
    sandbox.out(&["restore", revert, "--yes"]);
    assert_eq!(sandbox.titles().len(), 2);
    assert!(sandbox.titles().contains(&"Halved the build times".to_owned()));
    let again = sandbox.run(&["restore", revert, "--yes"]);
    assert!(String::from_utf8(again.stderr).unwrap().contains("has the same records already"));
}

#[test]
fn a_restore_under_an_open_app_is_shown_and_can_be_reverted() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "Halved the build time"]);
    sandbox.out(&["backup"]);
    sandbox.out(&["add", "Wrote the guide"]);
    let mut app = Pty::start(&sandbox.path(""), &[], (100, 30));
    app.shows("Wrote the guide");
    let name = backups(&sandbox).remove(0);
    sandbox.out(&["restore", &name, "--yes"]);
    app.until("without the removed win", |screen| !screen.contains("Wrote the guide"));
    app.shows("Halved the build time");
    // The app writes to the restored journal, and brings the other content back.
    app.send("aLed the review\r");
    app.shows("✓ added");
    assert_eq!(sandbox.titles().len(), 2);
    app.send(":restore\r");
    app.shows("Restore which backup?");
    app.send("1");
    app.shows("y yes   n no");
    app.send("y");
    app.shows("restored; what was there before");
    app.shows("Wrote the guide");
    app.send("q");
    assert!(app.end().success());
    assert_eq!(sandbox.titles(), ["Wrote the guide", "Halved the build time"]);
    assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
}

#[test]
fn what_is_no_backup_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "Halved the build time"]);
    let refused = |typed: &str| sandbox.refused("2026-03-06", &["restore", typed, "--yes"]).1;
    assert_eq!(refused("monday"), "error: there is no intact backup yet");
    sandbox.out(&["backup"]);
    assert_eq!(refused("2026-03-01"), "error: there is no intact backup of 2026-03-01 or before it");
    assert_eq!(refused("nonsense"), "error: there is no backup “nonsense”, and it is not a day");
    sandbox.write("notes.md", "# Notes, long enough to be a file of its own kind, but no database at all");
    assert!(refused("notes.md").contains("is not a journal"), "{}", refused("notes.md"));
    sandbox.out(&["export", "json", "-o", "all.json"]);
    assert!(refused("all.json").contains("is an exported journal, not a backup"));
    // A damaged backup.
    let path = sandbox.path("journal.db.backups").join(format!("{}.db", backups(&sandbox)[0]));
    let mut bytes = fs::read(&path).unwrap();
    let at = bytes.windows(6).position(|window| window == b"Halved").unwrap();
    bytes[at] ^= 1;
    fs::write(&path, bytes).unwrap();
    assert!(refused(path.to_str().unwrap()).contains("is damaged"), "{}", refused(path.to_str().unwrap()));
    assert_eq!(sandbox.titles().len(), 1);
    let (code, why) = sandbox.refused("2026-03-06", &["backup", "notes.md"]);
    assert_eq!((code, why.contains("exists already")), (1, true), "{why}");
}

#[test]
fn a_damaged_journal_can_be_read_and_exported_with_a_warning_and_repaired() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "Halved the build time"]);
    sandbox.out(&["add", "Wrote the guide"]);
    flip(&sandbox, "Halved the build time2026");
    let stderr = |arguments: &[&str]| {
        let output = sandbox.run(arguments);
        assert!(output.status.success(), "{arguments:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    // Exports and documents check what they contain.
    for arguments in [
        &["export", "json"][..],
        &["export", "csv", "-o", "tables"],
        &["review", "2026"],
        &["export", "resume-json", "--reader", "self"],
    ] {
        assert!(
            stderr(arguments).contains("Ialved the build time” ("),
            "{arguments:?}: {}",
            stderr(arguments)
        );
        let _ = fs::remove_dir_all(sandbox.path("tables"));
    }
    assert_eq!(sandbox.run(&["doctor"]).status.code(), Some(1));
    // Once the damage is known, every command says so, and adding works.
    assert!(stderr(&["list"]).contains("warning: the journal is damaged (2 problems)"));
    stderr(&["add", "Led the review"]);
    let id = sandbox.id("Wrote the guide");
    stderr(&["edit", &id, "--star"]);
    let damaged = sandbox.id("Ialved the build time");
    assert_eq!(sandbox.run(&["edit", &damaged, "--star"]).status.code(), Some(1));
    let fixed = sandbox.out(&["doctor", "--fix"]);
    assert!(
        fixed.contains("repaired      the win “Halved the build time”")
            && fixed.contains("title as in the history"),
        "{fixed}"
    );
    assert_eq!(stderr(&["list"]), "");
    assert!(sandbox.titles().contains(&"Halved the build time".to_owned()));
    assert!(backups(&sandbox)[0].ends_with("-repair-damaged"));
    // A backup of a damaged journal is not offered for a day.
    assert_eq!(
        sandbox.refused("2026-03-06", &["restore", "today", "--yes"]).1,
        "error: there is no intact backup yet"
    );
}

#[test]
fn a_truncated_journal_is_read_into_a_new_one_or_replaced_by_a_backup() {
    let sandbox = Sandbox::new();
    for at in 0..30 {
        sandbox.out(&["add", &format!("Win number {at}")]);
    }
    sandbox.out(&["backup"]);
    let bytes = fs::read(sandbox.journal()).unwrap();
    fs::write(sandbox.journal(), &bytes[..bytes.len() / 2]).unwrap();
    let (code, why) = sandbox.refused("2026-03-06", &["list"]);
    assert_eq!(code, 1, "{why}");
    let output = sandbox.run(&["doctor", "--fix", "-o", "new.db"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("wrote new.db; the damaged journal was not changed"), "{said}");
    assert_eq!(fs::read(sandbox.journal()).unwrap().len(), bytes.len() / 2);
    let new = sandbox.path("new.db");
    assert!(sandbox.command(&["doctor"]).env("BRAG_DB", &new).output().unwrap().status.success());
    let restored = sandbox.run(&["restore", "today", "--yes"]);
    assert!(restored.status.success(), "{}", String::from_utf8_lossy(&restored.stderr));
    assert_eq!(sandbox.titles().len(), 30);
    let names = fs::read_dir(sandbox.path("")).unwrap().flatten().map(|entry| entry.file_name());
    let kept = names.map(|name| name.to_string_lossy().into_owned());
    assert_eq!(kept.filter(|name| name.contains(".damaged-") && !name.ends_with("-wal")).count(), 1);
}

#[test]
fn a_purged_record_is_in_no_file_of_brag() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "Moved Quuxcorp to the new system @Zebediah #quuxcorp +quuxcorp-rollout"]);
    sandbox.out(&["add", "Halved the build time"]);
    sandbox.out(&["backup"]);
    let id = sandbox.id("Moved Quuxcorp to the new system");
    sandbox.out(&["edit", &id, "--notes", "Quuxcorp was happy"]);
    let (code, _) = sandbox.refused("2026-03-06", &["purge", &id]);
    assert_eq!(code, 2);
    let drafts = sandbox.path(".local/state/brag/drafts");
    fs::create_dir(&drafts).unwrap();
    fs::set_permissions(&drafts, fs::Permissions::from_mode(0o700)).unwrap();
    fs::write(drafts.join("brag-abc.md"), "title: Moved Quuxcorp to the new system\n").unwrap();
    fs::write(drafts.join("brag-def.md"), "title: Something else\n").unwrap();
    fs::set_permissions(drafts.join("brag-def.md"), fs::Permissions::from_mode(0o600)).unwrap();
    let said = sandbox.out(&["purge", &id, "quuxcorp-rollout", "--no-trace", "--yes"]);
    assert!(said.contains("removed 2 records for good\nand from 1 backup\n"), "{said}");
    let mut files: Vec<PathBuf> = Vec::new();
    let mut directories = vec![sandbox.path("")];
    while let Some(directory) = directories.pop() {
        for entry in fs::read_dir(directory).unwrap().flatten() {
            if entry.file_type().unwrap().is_dir() { &mut directories } else { &mut files }
                .push(entry.path());
        }
    }
    assert!(files.len() >= 4, "{files:?}");
    for file in files {
        let text = String::from_utf8_lossy(&fs::read(&file).unwrap()).to_lowercase();
        assert!(!text.contains("quuxcorp") && !text.contains("zebediah"), "{}", file.display());
    }
    assert!(drafts.join("brag-def.md").exists());
    assert_eq!(sandbox.titles(), ["Halved the build time"]);
    assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
}

#[test]
fn a_purge_of_deleted_records_makes_a_backup_first() {
    let sandbox = Sandbox::new();
    sandbox.on("2025-02-03", &["add", "Deleted long ago"]);
    let id = sandbox.id("Deleted long ago");
    let mut remove = sandbox.command(&["rm", &id]);
    assert!(remove.env("BRAG_NOW", "2025-02-04T10:00:00+01:00").output().unwrap().status.success());
    sandbox.out(&["add", "Halved the build time"]);
    let none = sandbox.run(&["purge", "--deleted", "--before", "2025", "--yes"]);
    assert!(String::from_utf8(none.stderr).unwrap().contains("there is nothing to purge"));
    let json = sandbox.json(&["purge", "--deleted", "--before", "2026", "--yes"]);
    assert_eq!(json["records"], 1);
    assert!(json["backup"].as_str().unwrap().ends_with("-purge.db"));
    assert!(!sandbox.out(&["history"]).contains("Deleted long ago"));
    // The backup still has it.
    sandbox.out(&["restore", &backups(&sandbox)[0], "--yes"]);
    assert!(sandbox.out(&["history"]).contains("Deleted long ago"));
}

#[test]
fn a_large_import_makes_a_backup_first() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "Halved the build time"]);
    let wins: Vec<String> = (0..101).map(|at| format!("- Win number {at}")).collect();
    let file = sandbox.write("wins.md", format!("# 2026\n{}\n", wins.join("\n")));
    sandbox.out(&["import", file.to_str().unwrap(), "--yes"]);
    let names = backups(&sandbox);
    assert!(names.len() == 1 && names[0].ends_with("-import"), "{names:?}");
    sandbox.out(&["restore", &names[0], "--yes"]);
    assert_eq!(sandbox.titles(), ["Halved the build time"]);
}

#[test]
fn a_damaged_export_is_recognised_with_the_point_up_to_which_it_is_intact() {
    let sandbox = Sandbox::new();
    for at in 0..5 {
        sandbox.out(&["add", &format!("Win number {at}")]);
    }
    sandbox.out(&["export", "json", "-o", "all.json"]);
    let text = fs::read_to_string(sandbox.path("all.json")).unwrap();
    let other = Sandbox::new();
    let import = |text: &str| {
        let file = other.write("all.json", text);
        let output = other.run(&["import", file.to_str().unwrap(), "--yes"]);
        String::from_utf8(output.stderr).unwrap()
    };
    let flipped = import(&text.replace("Win number 3", "Win number 7"));
    assert!(
        flipped.contains(
            "damaged at line 5: a record differs from its checksum; the first 3 records are intact"
        ),
        "{flipped}"
    );
    let cut = import(&text[..text.find("Win number 2").unwrap()]);
    assert!(cut.contains("the first 2 records are intact"), "{cut}");
    assert!(cut.contains("hint: use another copy, or restore a backup"), "{cut}");
    assert_eq!(other.titles().len(), 0);
    import(&text);
    assert_eq!(other.titles().len(), 5);
}

#[test]
fn parallel_undos_each_undo_another_batch() {
    let sandbox = Sandbox::new();
    for at in 0..12 {
        sandbox.out(&["add", &format!("Win number {at}")]);
    }
    let children: Vec<_> = (0..10)
        .map(|_| sandbox.command(&["undo"]).stdout(std::process::Stdio::null()).spawn().unwrap())
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(sandbox.titles().len(), 2);
}

#[test]
fn doctor_reports_access_rights_and_the_configuration() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "Halved the build time"]);
    fs::set_permissions(sandbox.journal(), fs::Permissions::from_mode(0o666)).unwrap();
    fs::create_dir_all(sandbox.path(".config/brag")).unwrap();
    sandbox.write(".config/brag/config.toml", "theme = \"pink\"\n");
    let said = sandbox.transcript(&["doctor"]);
    assert!(said.starts_with("exit 1\n"), "{said}");
    assert!(
        said.contains(
            "! other users of this machine may read [DIR]/journal.db\n  hint: chmod 600 [DIR]/journal.db"
        ),
        "{said}"
    );
    assert!(said.contains("unknown theme “pink”"), "{said}");
    let json: serde_json::Value = serde_json::from_slice(&sandbox.run(&["doctor", "--json"]).stdout).unwrap();
    assert_eq!(json["problems"][0]["area"], "permissions");
    assert!(sandbox.transcript(&["doctor", "--fix"]).contains("only you may read it"));
    let mode = fs::metadata(sandbox.journal()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_file_that_may_not_grow_gives_an_error_of_one_line() {
    let sandbox = Sandbox::new();
    for at in 0..20 {
        sandbox.out(&["add", &format!("{at} {}", "A long title of a win. ".repeat(200))]);
    }
    for arguments in ["export json -o out.json", "backup", "backup out.db", "add 'One more'"] {
        let limit = if arguments.starts_with("add") { 1 } else { 16 };
        let script = format!("ulimit -f {limit}; '{}' {arguments}", env!("CARGO_BIN_EXE_brag"));
        let environment = sandbox.command(&[]);
        let mut shell = Command::new("sh");
        shell.args(["-c", &script]).current_dir(sandbox.path("")).env_clear();
        shell.envs(environment.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let output = shell.output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments}: {stderr}");
        assert!(stderr.starts_with("error: ") && stderr.lines().count() <= 2, "{arguments}: {stderr}");
    }
    assert!(!sandbox.path("out.json").exists() && !sandbox.path("out.db").exists());
    assert_eq!(sandbox.titles().len(), 20);
    assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
}

#[test]
fn a_journal_with_a_log_in_a_read_only_place_can_be_read_and_exported() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "Halved the build time"]);
    // A snapshot of a running journal: an open app keeps its last change in the log.
    let mut app = Pty::start(&sandbox.path(""), &[], (100, 30));
    app.shows("Halved the build time");
    app.send("aWrote the guide\r");
    app.shows("✓ added");
    let place = sandbox.path("snapshot");
    fs::create_dir(&place).unwrap();
    for name in ["journal.db", "journal.db-wal"] {
        fs::copy(sandbox.path(name), place.join(name)).unwrap();
        fs::set_permissions(place.join(name), fs::Permissions::from_mode(0o444)).unwrap();
    }
    app.send("q");
    assert!(app.end().success());
    for (path, mode) in [(&place, 0o555), (&sandbox.path(""), 0o755)] {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }
    // Root may write anywhere: the program then runs as another user.
    let probe = place.join("probe");
    let is_root = fs::write(&probe, "").is_ok();
    let _ = fs::remove_file(&probe);
    let program = env!("CARGO_BIN_EXE_brag");
    let other_user = ["--reuid=65534", "--regid=65534", "--clear-groups", program];
    let runs = || {
        Command::new("setpriv")
            .args(other_user)
            .arg("--version")
            .output()
            .is_ok_and(|output| output.status.success())
    };
    if is_root && !runs() {
        return support::skip(
            "root may write into a read-only directory, and no other user may run the program",
        );
    }
    for arguments in [&["list"][..], &["export", "json"], &["review", "2026"], &["doctor"]] {
        let environment = sandbox.command(&[]);
        let mut command = Command::new(if is_root { "setpriv" } else { program });
        command.args(if is_root { &other_user[..] } else { &[] }).args(arguments).env_clear();
        command.envs(environment.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let output = command.env("BRAG_DB", place.join("journal.db")).current_dir("/").output().unwrap();
        let stdout = String::from_utf8(output.stdout).unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        let is_shown = stdout.contains("Wrote the guide")
            || arguments == ["doctor"] && stdout.contains("the journal is sound");
        assert!(is_shown, "{arguments:?}: {stdout}{stderr}");
    }
    fs::set_permissions(&place, fs::Permissions::from_mode(0o755)).unwrap();
}
