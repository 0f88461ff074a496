//! The built program in a clean sandbox: its output, error messages and exit codes.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::too_many_lines,
    reason = "a test stops when something is not as it should be"
)]

mod support;

use std::io::Write as _;
use std::process::Stdio;

use support::{Sandbox, root};

#[test]
fn add_parses_every_token_of_a_captured_line() {
    let sandbox = Sandbox::new();
    let line = "Halved document generation latency +pdfgen #perf %python @maria latency:800ms..400ms for:underwriters !";
    let added = sandbox.transcript(&["add", line]);
    let id = sandbox.id("Halved document generation latency");
    let expected = "exit 0\n--- stdout\nadded [id]  Halved document generation latency  (new project +pdfgen · #perf · \
                    %python · @maria · latency 800ms → 400ms (−50\u{a0}%) · follow-up on 4 Jun)\n";
    assert_eq!(added.replace(&id, "[id]"), expected);
    let win = &sandbox.json(&["list"])[0];
    assert_eq!(win["title"], "Halved document generation latency");
    assert_eq!(win["date"], "2026-03-06");
    assert_eq!(win["project"], "pdfgen");
    assert_eq!(win["tags"], serde_json::json!(["perf"]));
    assert_eq!(win["skills"], serde_json::json!(["python"]));
    assert_eq!(win["people"], serde_json::json!(["maria"]));
    assert_eq!(win["audience"], "underwriters");
    assert_eq!(win["starred"], true);
    assert_eq!(win["notes"], serde_json::Value::Null);
    let metric = &win["metrics"][0];
    assert_eq!(
        (&metric["name"], &metric["from"], &metric["to"]),
        (&"latency".into(), &"800ms".into(), &"400ms".into())
    );
    assert_eq!(metric["change_percent"], -50.0);
    assert_eq!(win["follow_ups"][0]["ask_on"], "2026-06-04");
    assert_eq!(win["follow_ups"][0]["status"], "waiting");
}

#[test]
fn a_win_is_edited_removed_undone_and_redone() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "First thing #a"]);
    sandbox.out(&["add", "yesterday: Second thing +p"]);
    let id = sandbox.id("Second thing");
    sandbox.out(&["edit", &id, "--title", "Second, mended", "--tag", "b", "--star", "--project", ""]);
    let shown = sandbox.json(&["show", &id]);
    assert_eq!((&shown["title"], &shown["date"]), (&"Second, mended".into(), &"2026-03-05".into()));
    assert_eq!((&shown["project"], &shown["starred"]), (&serde_json::Value::Null, &true.into()));
    sandbox.out(&["rm", &id]);
    assert_eq!(sandbox.json(&["list"]).as_array().unwrap().len(), 1);
    sandbox.out(&["undo", "2"]);
    assert_eq!(sandbox.json(&["show", &id])["title"], "Second thing");
    assert_eq!(sandbox.json(&["show", &id])["project"], "p");
    sandbox.out(&["redo"]);
    assert_eq!(sandbox.json(&["show", &id])["title"], "Second, mended");
    sandbox.out(&["add", "Third"]);
    let refused = sandbox.transcript(&["redo"]);
    assert!(refused.contains("there is nothing to redo") && refused.starts_with("exit 1"), "{refused}");
    let history = sandbox.out(&["history", &id]);
    assert!(history.contains("title Second thing → Second, mended"), "{history}");
}

#[test]
fn undo_of_a_batch_that_later_records_depend_on_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "Stands +solo"]);
    sandbox.out(&["add", "On it +solo"]);
    let history = sandbox.json(&["history"]);
    let first = history.as_array().unwrap().last().unwrap()["batch"].as_str().unwrap().to_owned();
    let refused = sandbox.transcript(&["undo", "--batch", &first]);
    assert!(refused.starts_with("exit 1") && refused.contains("On it"), "{refused}");
    assert_eq!(sandbox.json(&["list"]).as_array().unwrap().len(), 2);
    sandbox.out(&["undo", "2"]);
    assert_eq!(sandbox.json(&["project", "list"]), serde_json::json!([]));
}

#[test]
fn an_import_can_be_undone_and_redone_and_a_repeat_adds_nothing() {
    let sandbox = Sandbox::new();
    let document = root().join("assets/sample-year.md");
    let document = document.to_str().unwrap();
    insta::assert_snapshot!("import_dry_run", sandbox.transcript(&["import", document, "--dry-run"]));
    assert!(!sandbox.journal().exists());
    sandbox.out(&["import", document, "--yes"]);
    let wins = sandbox.json(&["list", "2025"]).as_array().unwrap().len();
    assert_eq!(wins, 11);
    assert_eq!(sandbox.json(&["read", "list"]).as_array().unwrap().len(), 2);
    assert_eq!(sandbox.json(&["goal", "list", "2025"]).as_array().unwrap().len(), 3);
    let again = sandbox.out(&["import", document, "--yes"]);
    assert!(again.contains("nothing new"), "{again}");
    sandbox.out(&["undo"]);
    assert_eq!(sandbox.json(&["list"]), serde_json::json!([]));
    sandbox.out(&["redo"]);
    assert_eq!(sandbox.json(&["list"]).as_array().unwrap().len(), wins);
    insta::assert_snapshot!("review_of_the_sample", sandbox.out(&["review", "2025"]));
    insta::assert_snapshot!("stats_of_the_sample", sandbox.out(&["stats", "2025"]));
}

#[test]
fn lint_suggests_how_to_strengthen_wins() {
    let sandbox = Sandbox::new();
    let day = "2026-03-06";
    assert_eq!(sandbox.on(day, &["lint"]), "");
    sandbox.on(day, &["add", "Worked on the berth planner"]);
    sandbox.on(day, &["add", "We reduced errors by 40% !", "--date", "2026-03-05"]);
    sandbox.on(day, &["add", "Rewrote the storage"]);
    let output = sandbox.on(day, &["lint", "2026"]);
    let advice: Vec<&str> = output.lines().filter(|line| line.starts_with("   ")).map(str::trim).collect();
    assert_eq!(
        advice,
        [
            "before       say what it was before: 40 %",
            "for-whom     say for whom it was, or what changed for them",
            "my-part      say what your part was beside “we”, or give it a role",
            "action-verb  begin with what you did instead of “worked on”",
        ]
    );
    let one = sandbox.id("Worked on the berth planner");
    let found = sandbox.json_on(day, &["lint", &one]);
    assert_eq!(found[0]["short_id"], one.as_str());
    assert_eq!(found[0]["findings"][0]["rule"], "action-verb");
    let strict = sandbox.command(&["lint", "2026", "--strict"]).env("BRAG_TODAY", day).output().unwrap();
    assert_eq!(strict.status.code(), Some(1));
    assert_eq!(sandbox.on(day, &["lint", &sandbox.id("Rewrote the storage"), "--strict"]), "");
    assert_eq!(sandbox.on(day, &["lint", "--rules"]).matches("  not  ").count(), 13);
    assert_eq!(sandbox.refused(day, &["lint", "zzzz"]), (1, "error: unknown record “zzzz”".into()));
}

#[test]
fn a_name_token_inside_a_sentence_keeps_its_word_in_the_title() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "Paired with @sam until he shipped alone"]);
    let win = sandbox.json(&["list"])[0].clone();
    assert_eq!(win["title"], "Paired with sam until he shipped alone");
    assert_eq!(win["people"], serde_json::json!(["sam"]));
    // Flags and document fields accept names with `@` and `#`; a quoted name keeps its mark.
    let id = win["short_id"].as_str().unwrap();
    sandbox.out(&["edit", id, "--title", "Paired with sam", "--with", "@Li", "--tag", "#pair"]);
    let script = sandbox.write("editor.sh", "sed -i 's/^tags: .*/tags: #pair, \"#c, d\"/' \"$1\"\n");
    let edit = sandbox.command(&["edit", id]).env("EDITOR", format!("sh '{}'", script.display())).output();
    assert!(edit.unwrap().status.success());
    let win = sandbox.json(&["show", id]);
    assert_eq!(win["tags"], serde_json::json!(["pair", "#c, d"]));
    assert_eq!(win["people"], serde_json::json!(["sam", "Li"]));
    // The value of `--title` and the text of `add --literal` are not parsed for tokens.
    sandbox.out(&["edit", id, "--title", "Wrote about @media rules"]);
    assert_eq!(sandbox.json(&["show", id])["title"], "Wrote about @media rules");
    sandbox.out(&["add", "--literal", "Fixed @media and date:today in #1 !"]);
    let win = sandbox.json(&["show", &sandbox.id("Fixed @media and date:today in #1 !")]);
    assert_eq!((&win["starred"], &win["people"]), (&false.into(), &serde_json::json!([])));
}

#[test]
fn add_from_stdin_keeps_an_invalid_date_token_as_text() {
    let sandbox = Sandbox::new();
    let pipe = |text: &str, more: &[&str]| {
        let mut command = sandbox.command(&[&["add", "-"], more].concat());
        let mut child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    let output = pipe("\n\nFix date:parse of headers\n\n- a bullet\n", &[]);
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("date:parse stays in the text"));
    let win = sandbox.json(&["list"])[0].clone();
    assert_eq!((&win["title"], &win["notes"]), (&"Fix date:parse of headers".into(), &"- a bullet".into()));
    assert!(pipe("Use #include and @types/node\n", &["--literal"]).status.success());
    sandbox.id("Use #include and @types/node");
}

#[test]
fn lint_finds_titles_cut_by_0_1_0_and_suggests_the_lost_name() {
    let sandbox = Sandbox::new();
    // 0.1.0 saved this title for “Paired with @sam until he shipped alone”; the person is removed later.
    sandbox.out(&["add", "Paired with until he shipped alone", "--with", "sam"]);
    let id = sandbox.id("Paired with until he shipped alone");
    sandbox.out(&["edit", &id, "--remove-with", "sam"]);
    let found = sandbox.json(&["lint", &id]);
    assert_eq!(
        found[0]["findings"],
        serde_json::json!([{
            "rule": "cut-title",
            "advice": "a name was cut out of the title; it may have been \
                       “Paired with sam until he shipped alone”",
        }])
    );
}

#[test]
fn importing_one_file_twice_in_one_command_adds_it_once() {
    let sandbox = Sandbox::new();
    let file = sandbox.write("a.md", "## Projects\n### P\n- Did it\n");
    let file = file.to_str().unwrap();
    sandbox.out(&["import", file, file, "--yes"]);
    assert_eq!(sandbox.json(&["list"]).as_array().unwrap().len(), 1);
}

#[test]
fn import_with_yes_succeeds_when_stdout_is_closed() {
    let sandbox = Sandbox::new();
    let mut text = String::from("## Projects\n### P\n");
    for at in 0..2000 {
        text.push_str(&format!("- Did thing number {at}, which has a long title\n"));
    }
    let file = sandbox.write("long.md", text);
    let mut command = sandbox.command(&["import", file.to_str().unwrap(), "--yes", "--year", "2026"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait_with_output().unwrap().status.code(), Some(0));
    assert_eq!(sandbox.json(&["stats", "2026"])["wins"], 2000);
}

#[test]
fn bad_input_prints_a_one_line_error_and_at_most_one_hint() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "One +\"Doc Gen\""]);
    sandbox.out(&["add", "Two +\"Doc Store\""]);
    let text = sandbox.write("not-a-journal.db", "a shopping list ".repeat(20));
    let text = text.to_str().unwrap();
    let directory = sandbox.path("");
    let directory = directory.to_str().unwrap();
    let table: &[(&[&str], i32, &str)] = &[
        (&["add", ""], 2, "error: a win needs a title\nhint: "),
        (&["add", "+p #only tokens:"], 0, ""),
        (&["add", "+p #only"], 2, "error: a win needs a title\n"),
        (&["add", "x date:2026-02-30"], 2, "error: date: the date “2026-02-30” does not exist\nhint: "),
        (&["add", "x due:someday"], 2, "error: due: “someday” is not a date\nhint: "),
        (&["add", "x date:today", "--date", "yesterday"], 2, "error: --date contradicts the text\n"),
        (&["add", "x ^nowhere"], 0, "hint: unknown goal “nowhere”: ^nowhere stays in the text\n"),
        (&["add", "x +doc"], 0, "hint: +doc may be Doc Store or Doc Gen: it stays in the text\n"),
        (
            &["add", "x", "--goal", "nowhere"],
            0,
            "hint: “nowhere” was put into the notes: unknown goal “nowhere”\n",
        ),
        (
            &["list", "--project", "doc"],
            2,
            "error: “doc” matches several records: “Doc Store”; “Doc Gen”\nhint: ",
        ),
        (
            &["list", "--project", "Doc Gem"],
            2,
            "error: unknown project “Doc Gem”\nhint: did you mean “Doc Gen” or “Doc Store”? brag project list lists the projects\n",
        ),
        (&["list", "2026-Q9"], 2, "error: “2026-Q9” is not a period\nhint: "),
        (&["show", "zzz"], 1, "error: unknown record “zzz”\nhint: "),
        (&["show"], 2, "error: the following required arguments were not provided: <ID>...\nhint: "),
        (
            &["frobnicate"],
            2,
            "error: unrecognized subcommand “frobnicate”\nhint: brag --help lists the commands\n",
        ),
        (&["goal", "add", "x", "--year", "20"], 2, "error: “20” is not a year; write it as 2026\nhint: "),
        (&["list", "--limit", "abc"], 2, "error: --limit: “abc” is not a number\nhint: "),
        (&["list", "--sort", "x"], 2, "error: --sort: unknown value “x”; use date or logged\nhint: "),
        (&["undo", "--batch", "zzz"], 1, "error: unknown batch “zzz”\nhint: "),
        (&["import", "missing.md"], 1, "error: there is no file “missing.md”\n"),
        (&["import", directory, "--yes"], 1, "” is a directory; name a file\n"),
        (&["import", text], 2, "error: an import asks for confirmation, which needs a terminal\nhint: "),
        (&["--db", directory, "list"], 1, "is a directory, not a journal\nhint: "),
        (&["--db", text, "add", "x"], 1, "is not a journal: it is not a SQLite file\nhint: "),
        (
            &["search", "--kind", "dragon", "x"],
            2,
            "error: unknown kind “dragon”; use win, project, goal, reading, metric, position, story or praise\n",
        ),
        (
            &["completions", "tcsh"],
            2,
            "error: unknown shell “tcsh”; use bash, zsh, fish, elvish or powershell\n",
        ),
        (&[], 2, "error: the app needs a terminal\nhint: in a script use: brag list, brag due"),
    ];
    for (arguments, code, expected) in table {
        let output = sandbox.run(arguments);
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(*code), "{arguments:?}: {stderr}");
        assert!(stderr.contains(expected), "{arguments:?}: {stderr}");
        if *code != 0 {
            let lines: Vec<&str> = stderr.lines().collect();
            assert!(lines[0].starts_with("error: ") && lines.len() <= 2, "{arguments:?}: {stderr}");
            assert!(lines.get(1).is_none_or(|hint| hint.starts_with("hint: ")), "{arguments:?}: {stderr}");
            assert!(output.stdout.is_empty(), "{arguments:?}");
        }
    }
}

#[test]
fn control_characters_are_stored_verbatim_and_shown_escaped() {
    let sandbox = Sandbox::new();
    let title = "a\u{1b}]0;x\u{7}b\u{202E}c\u{200B}d\te";
    sandbox.out(&["add", title]);
    assert_eq!(sandbox.json(&["list"])[0]["title"], title);
    let id = sandbox.json(&["list"])[0]["short_id"].as_str().unwrap().to_owned();
    for arguments in
        [&["list"][..], &["show", &id], &["history"], &["week"], &["review"], &["rm", &id], &["show", title]]
    {
        let output = sandbox.run(arguments);
        for bytes in [&output.stdout, &output.stderr] {
            let text = String::from_utf8_lossy(bytes);
            assert!(
                !text.contains(['\u{1b}', '\u{7}', '\u{202E}', '\u{200B}', '\t']),
                "{arguments:?}: {text:?}"
            );
        }
    }
    sandbox.out(&["undo"]);
    assert!(sandbox.out(&["list"]).contains("a␛]0;x␇b<U+202E>c<U+200B>d␉e"));
}

#[test]
fn search_accepts_any_text() {
    let sandbox = Sandbox::new();
    for title in [
        "Rewrote it in C++",
        "The re-arch of O'Brien",
        "Down by 40%",
        "性能改善をした",
        "Résumé parser",
        "An emoji 🎉 (yes)",
    ] {
        sandbox.out(&["add", title]);
    }
    for (words, count) in [
        ("C++", 1),
        ("re-arch", 1),
        ("O'Brien", 1),
        ("40%", 1),
        ("能改", 1),
        ("resume", 1),
        ("res", 1),
        ("🎉", 1),
        ("(", 1),
        ("\"", 0),
        ("*", 0),
        ("a AND", 0),
        ("NEAR(a b)", 0),
        ("", 0),
        ("c++ rewr", 1),
        ("col:title", 0),
    ] {
        let found = sandbox.json(&["search", words]);
        let expected = if words.is_empty() { 6 } else { count };
        assert_eq!(found.as_array().unwrap().len(), expected, "{words}: {found}");
    }
}

#[test]
fn read_commands_and_completion_never_create_a_journal() {
    let sandbox = Sandbox::new();
    for arguments in [
        &["list"][..],
        &["due"],
        &["search", "x"],
        &["stats"],
        &["week"],
        &["history"],
        &["tags"],
        &["completions", "bash"],
    ] {
        sandbox.out(arguments);
        assert!(!sandbox.journal().exists(), "{arguments:?}");
    }
    let mut completing = sandbox.command(&["--", "brag", "show", ""]);
    completing.env("COMPLETE", "bash").env("_BRAG_LINE", "brag show ");
    assert!(completing.output().unwrap().status.success());
    assert!(!sandbox.journal().exists());
}

#[test]
fn completion_offers_ids_projects_and_tags() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "Done with it +harbour #tides"]);
    let complete = |words: &[&str]| {
        let mut all = vec!["--"];
        all.extend(words);
        let mut command = sandbox.command(&all);
        command.env("COMPLETE", "fish").env("_CLAP_COMPLETE_INDEX", (words.len() - 1).to_string());
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    assert!(complete(&["brag", "show", ""]).contains(&sandbox.id("Done with it")));
    assert!(complete(&["brag", "list", "--project", "h"]).contains("harbour"));
    assert!(complete(&["brag", "list", "--tag", ""]).contains("tides"));
    assert!(complete(&["brag", "add", "x", "#ti"]).contains("#tides"));
}

#[test]
fn a_win_is_added_from_stdin_and_edited_in_an_editor() {
    let sandbox = Sandbox::new();
    let mut child =
        sandbox.command(&["add", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all("\u{feff}Didn't page anyone #oncall\nall week\n".as_bytes())
        .unwrap();
    assert!(child.wait_with_output().unwrap().status.success());
    let win = sandbox.json(&["list"])[0].clone();
    assert_eq!((&win["title"], &win["notes"]), (&"Didn't page anyone".into(), &"all week".into()));
    let id = win["short_id"].as_str().unwrap();

    let edit = |script: &str, arguments: &[&str]| {
        let path = sandbox.write("editor.sh", format!("#!/bin/sh\n{script}\n"));
        sandbox.command(arguments).env("EDITOR", format!("sh '{}'", path.display())).output().unwrap()
    };
    let unchanged = edit("true", &["edit", id]);
    assert!(String::from_utf8_lossy(&unchanged.stderr).contains("nothing changed"));
    let changed = edit(
        "sed -i 's/^title: .*/title: Calm week/; s/^tags: .*/tags: oncall, \"a, b\"/' \"$1\"",
        &["edit", id],
    );
    assert!(changed.status.success(), "{}", String::from_utf8_lossy(&changed.stderr));
    let win = sandbox.json(&["show", id]);
    assert_eq!((&win["title"], &win["tags"]), (&"Calm week".into(), &serde_json::json!(["oncall", "a, b"])));
    assert_eq!(win["notes"], "all week");

    for (script, expected) in [
        ("exit 3", "the editor sh failed"),
        (": > \"$1\"", "left empty"),
        (r#"printf 'title: Caf\351\n' > "$1""#, "not UTF-8"),
        ("echo 'colour: red' > \"$1\"", "line 1: unknown field “colour”; use title"),
    ] {
        let failed = edit(script, &["edit", id]);
        let stderr = String::from_utf8_lossy(&failed.stderr).into_owned();
        assert_eq!(failed.status.code(), Some(1), "{stderr}");
        assert!(stderr.contains(expected), "{stderr}");
        let saved_path = stderr.split("what you wrote is in ").nth(1).unwrap().trim();
        assert!(std::fs::metadata(saved_path).is_ok_and(|file| file.len() > 0), "{stderr}");
    }
}

#[test]
fn piped_output_has_no_colour_and_a_closed_pipe_is_no_error() {
    let sandbox = Sandbox::new();
    for at in 0..40 {
        sandbox.out(&["add", &format!("Win {at}")]);
    }
    assert!(!sandbox.out(&["list"]).contains('\u{1b}'));
    assert!(sandbox.out(&["list", "--color", "always"]).contains('\u{1b}'));
    let refused = sandbox.command(&["show", "zzzz", "--color", "always"]).output().unwrap();
    assert!(refused.stderr.starts_with(b"\x1b[1m\x1b[31merror:"), "{refused:?}");
    let mut child =
        sandbox.command(&["list", "--json"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_journal_of_a_newer_schema_is_refused_and_left_unchanged() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "x"]);
    let mut bytes = std::fs::read(sandbox.journal()).unwrap();
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
    std::fs::write(sandbox.journal(), &bytes).unwrap();
    for arguments in [&["list"][..], &["add", "y"]] {
        let refused = sandbox.transcript(arguments);
        assert!(refused.contains("by a newer version of brag") && refused.starts_with("exit 1"), "{refused}");
    }
    assert_eq!(std::fs::read(sandbox.journal()).unwrap(), bytes);
    assert!(!sandbox.path("journal.db-wal").exists());
}

#[test]
fn an_invalid_configuration_is_reported_but_does_not_block_add() {
    let sandbox = Sandbox::new();
    let config = sandbox.write("config.toml", "theme = \"pink\"\n");
    let config = config.to_str().unwrap();
    let output = sandbox.run(&["--config", config, "add", "x"]);
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("line 1: unknown theme “pink”"));
    assert_eq!(sandbox.run(&["--config", config, "config", "check"]).status.code(), Some(1));
    sandbox.write("config.toml", "[keys.wins]\nu = \"delete\"\n");
    let check = sandbox.transcript(&["--config", config, "config", "check"]);
    assert!(check.contains("u is both undo in global and delete in wins"), "{check}");
}

#[test]
fn every_command_that_prints_records_prints_one_json_document() {
    let sandbox = Sandbox::new();
    sandbox.out(&["goal", "add", "Two new languages", "--why", "curiosity"]);
    sandbox.out(&["add", "Learned Zig ^two %zig due:2026-03-01..2026-03-06"]);
    sandbox.out(&["add", "Learned Roc ^two %roc due:today @kim !"]);
    let id = sandbox.id("Learned Roc");
    for arguments in [
        &["list"][..],
        &["show", &id],
        &["show", "two new"],
        &["search", "learned"],
        &["tags"],
        &["people"],
        &["skills"],
        &["stats"],
        &["week"],
        &["review", "2026"],
        &["history"],
        &["due"],
        &["due", "--all"],
        &["goal", "list"],
        &["project", "list"],
        &["edit", &id, "--star"],
        &["add", "Another"],
        &["undo"],
        &["redo"],
        &["rm", &id],
    ] {
        let value = sandbox.json(arguments);
        assert!(value.is_array() || value.is_object(), "{arguments:?}");
    }
    let goal = &sandbox.json(&["goal", "list"])[0];
    assert_eq!(goal["evidence"].as_array().unwrap().len(), 1);
}

#[test]
fn due_reports_follow_ups_in_one_line_or_by_its_exit_code() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["due", "--check"]).status.code(), Some(0));
    sandbox.out(&["add", "Shipped it due:today"]);
    assert_eq!(sandbox.run(&["due", "--check"]).status.code(), Some(3));
    assert_eq!(sandbox.out(&["due", "--brief"]), "brag: 1 follow-up is due, first: Shipped it\n");
    sandbox.out(&["add", "Later due:3mo"]);
    assert_eq!(sandbox.json(&["due"]).as_array().unwrap().len(), 1);
    assert_eq!(sandbox.json(&["due", "--within", "6mo"]).as_array().unwrap().len(), 2);
    let passed = sandbox.transcript(&["add", "Gone due:2026-01-01"]);
    assert!(passed.contains("“2026-01-01” is in the past: no follow-up was scheduled"), "{passed}");
}

#[test]
fn tags_are_renamed_and_merged_and_exist_only_while_used() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "Number one #perf #speed"]);
    sandbox.out(&["add", "Number two #Speed"]);
    sandbox.out(&["tags", "rename", "speed", "perf"]);
    assert_eq!(sandbox.json(&["tags"]), serde_json::json!([{ "name": "perf", "count": 2 }]));
    sandbox.out(&["undo"]);
    assert_eq!(sandbox.json(&["tags"])[0], serde_json::json!({ "name": "speed", "count": 2 }));
    sandbox.out(&["rm", &sandbox.id("Number one"), &sandbox.id("Number two")]);
    assert_eq!(sandbox.json(&["tags"]), serde_json::json!([]));
}

#[test]
fn a_damaged_history_is_not_undone() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "Saved 1000 dollars"]);
    let id = sandbox.id("Saved 1000 dollars");
    sandbox.out(&["edit", &id, "--title", "Changed again"]);
    let mut bytes = std::fs::read(sandbox.journal()).unwrap();
    let old = b"Saved 1000 dollars";
    let places: Vec<usize> =
        (0..bytes.len() - old.len()).filter(|at| bytes[*at..].starts_with(old)).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at + 6] = b'9';
    }
    std::fs::write(sandbox.journal(), bytes).unwrap();
    let output = sandbox.run(&["undo"]);
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && error.contains("nothing was written\nhint: "), "{error}");
    assert!(sandbox.out(&["list"]).contains("Changed again"));
}

#[test]
fn a_very_long_word_is_no_damage_and_a_limit_of_nothing_says_nothing() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "Added a picture", "--notes", &"A".repeat(40_000)]);
    assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
    assert_eq!(
        sandbox.transcript(&["list", "--limit", "0"]),
        sandbox.transcript(&["history", "--limit", "0"])
    );
}

#[test]
fn a_table_of_the_own_export_is_not_imported() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "Secret", "--visibility", "private"]);
    sandbox.out(&["export", "csv", "-o", "tables"]);
    let error = sandbox.transcript(&["import", "tables/wins.csv", "--yes"]);
    assert!(error.contains("export the journal as json, and import that"), "{error}");
}

#[test]
fn doctor_detects_a_damaged_record_and_an_edit_cannot_hide_it() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.out(&["doctor"]), "there is no journal yet\n");
    sandbox.out(&["add", "A title without match, MARK"]);
    assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
    let mut bytes = std::fs::read(sandbox.journal()).unwrap();
    let places: Vec<usize> = (0..bytes.len() - 4).filter(|at| &bytes[*at..*at + 4] == b"MARK").collect();
    for at in places {
        bytes[at] ^= 1;
    }
    std::fs::write(sandbox.journal(), bytes).unwrap();
    let report = sandbox.transcript(&["doctor"]);
    assert!(report.starts_with("exit 1") && report.contains(" is damaged"), "{report}");
    // An edit of another field must not write a new checksum over the damage.
    let id = sandbox.json(&["list"])[0]["short_id"].as_str().unwrap().to_owned();
    let output = sandbox.run(&["edit", &id, "--star"]);
    let refused = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{refused}");
    assert!(refused.contains("is damaged: nothing was written\nhint: brag doctor"), "{refused}");
    assert_eq!(sandbox.transcript(&["doctor"]), report);
}

#[test]
fn help_and_the_man_page_are_printed() {
    let sandbox = Sandbox::new();
    insta::assert_snapshot!("help", sandbox.out(&["--help"]));
    insta::assert_snapshot!("help_add", sandbox.out(&["add", "--help"]));
    assert!(sandbox.out(&["man"]).starts_with(".TH \"BRAG\" 1"));
}

#[test]
fn a_review_has_the_same_bytes_in_any_time_zone_and_in_a_file() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "yesterday: One +p"]);
    let first = sandbox.out(&["review", "2026"]);
    let other = sandbox
        .command(&["review", "2026"])
        .env("TZ", "America/Los_Angeles")
        .env("LC_ALL", "de_DE.UTF-8")
        .output()
        .unwrap();
    assert_eq!(first.as_bytes(), other.stdout);
    sandbox.out(&["review", "2026", "-o", "out.md"]);
    assert_eq!(std::fs::read_to_string(sandbox.path("out.md")).unwrap(), first);
    let refused = sandbox.transcript(&["review", "2026", "-o", "out.md"]);
    assert!(refused.contains("hint: --force replaces it"), "{refused}");
}

#[test]
fn a_win_without_a_date_is_listed_last_and_is_in_no_period() {
    let sandbox = Sandbox::new();
    let document = sandbox.write("old.md", "# Wins\n\n- Tamed the build\n- 2026-02-03: Halved the queue\n");
    let plan = sandbox.out(&["import", document.to_str().unwrap(), "--yes"]);
    assert!(plan.contains("2 wins\n1 win has no date (--year YEAR gives one)"), "{plan}");
    let listed = sandbox.out(&["list"]);
    let last = listed.lines().last().unwrap_or_default();
    assert!(last.contains("undated") && last.contains("Tamed the build"), "{listed}");
    assert!(!sandbox.out(&["list", "2026"]).contains("Tamed"));
    assert!(!sandbox.out(&["review", "2026"]).contains("Tamed"));
    let undated = sandbox.json(&["list", "--undated"]);
    assert_eq!(undated.as_array().map(Vec::len), Some(1));
    assert_eq!(undated[0]["date"], serde_json::Value::Null);
    let id = undated[0]["short_id"].as_str().unwrap().to_owned();
    assert!(sandbox.out(&["show", &id]).contains("no date"));
    // The win is exported and imported undated, can be given a date, and can lose it again.
    let exported = sandbox.write("j.json", sandbox.out(&["export", "json"]));
    let other = Sandbox::new();
    other.out(&["import", exported.to_str().unwrap(), "--yes"]);
    assert_eq!(other.json(&["list", "--undated"]).as_array().map(Vec::len), Some(1));
    sandbox.out(&["edit", &id, "--date", "2025-05", "--metric", "build=20min..5min"]);
    assert!(sandbox.out(&["list", "2025"]).contains("Tamed"));
    assert_eq!(sandbox.json(&["metric", "show", "build"])["values"].as_array().map(Vec::len), Some(2));
    sandbox.out(&["edit", &id, "--date", ""]);
    assert_eq!(sandbox.json(&["list", "--undated"])[0]["metrics"][0]["to"], "5min");
    sandbox.out(&["doctor"]);
}
