//! Tests of the command line: what people type is read as they mean it, or refused with a hint that names the remedy.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::too_many_lines,
    reason = "a test stops when something is not as it should be"
)]

mod support;

use std::process::Output;

use rstest::rstest;
use support::Sandbox;

/// Returns the exit code, stdout and stderr.
fn told(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

fn dated() -> Sandbox {
    let sandbox = Sandbox::new();
    for (title, date) in [
        ("The parser", "2026-03-06"),
        ("The auth proxy", "2026-02-10"),
        ("A week abroad", "2026-01-05..2026-01-09"),
        ("The auth token", "2024-05-01"),
        ("The old one", "2023"),
    ] {
        sandbox.out(&["add", title, "--date", date]);
    }
    sandbox
}

#[rstest]
#[case(&["last month"], &["The auth proxy"])]
#[case(&["last", "month"], &["The auth proxy"])]
#[case(&["february", "2026"], &["The auth proxy"])]
#[case(&["february"], &["The auth proxy"])]
#[case(&["Q1"], &["The parser", "The auth proxy", "A week abroad"])]
#[case(&["2026Q1"], &["The parser", "The auth proxy", "A week abroad"])]
#[case(&["W10"], &["The parser"])]
#[case(&["last 30 days"], &["The parser", "The auth proxy"])]
#[case(&["since", "2025"], &["The parser", "The auth proxy", "A week abroad"])]
#[case(&["2024"], &["The auth token"])]
#[case(&["auth", "2024"], &["The auth token"])]
#[case(&["2024", "auth"], &["The auth token"])]
#[case(&["2026-01-07"], &["A week abroad"])]
#[case(&["today"], &["The parser"])]
#[case(&["ytd"], &["The parser", "The auth proxy", "A week abroad"])]
#[case(&["--since", "2026-02"], &["The parser", "The auth proxy"])]
#[case(&["--until", "2024"], &["The auth token", "The old one"])]
#[case(&["--since", "2024", "--until", "2024"], &["The auth token"])]
#[case(&["since:2026-03", "parser"], &["The parser"])]
fn a_list_reads_periods_quoted_or_not_in_front_of_words_or_behind(
    #[case] arguments: &[&str],
    #[case] expected: &[&str],
) {
    let sandbox = dated();
    let all: Vec<&str> = [&["list"], arguments].concat();
    let wins = sandbox.json(&all);
    let titles: Vec<&str> =
        wins.as_array().unwrap().iter().map(|win| win["title"].as_str().unwrap()).collect();
    assert_eq!(titles, expected);
}

#[test]
fn every_command_with_a_period_reads_it_quoted_or_not() {
    let sandbox = dated();
    for command in
        [&["stats"][..], &["week"], &["review"], &["lint"], &["export", "timeline", "--reader", "self"]]
    {
        let quoted = sandbox.run(&[command, &["last month"]].concat());
        let plain = sandbox.run(&[command, &["last", "month"]].concat());
        assert_eq!(told(&quoted), told(&plain), "{command:?}");
        assert_eq!(quoted.status.code(), Some(0), "{command:?}: {}", told(&quoted).2);
    }
}

#[test]
fn a_search_is_limited_by_a_period_and_finds_other_forms_of_a_word() {
    let sandbox = dated();
    let titles = |arguments: &[&str]| {
        let hits = sandbox.json(arguments);
        hits.as_array()
            .unwrap()
            .iter()
            .map(|hit| hit["title"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(titles(&["search", "auth", "2024"]), ["The auth token"]);
    assert_eq!(titles(&["search", "auth 2024"]), ["The auth token"]);
    assert_eq!(titles(&["search", "tokens"]), ["The auth token"]);
    assert_eq!(titles(&["search", "auth", "--since", "2026"]), ["The auth proxy"]);
    assert_eq!(titles(&["search", "2024"]), Vec::<String>::new());
}

#[test]
fn a_search_shows_the_outcome_that_has_the_word() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "The report"]);
    sandbox.out(&["answer", &sandbox.id("The report"), "the CFO uses it daily"]);
    assert_eq!(sandbox.json(&["search", "CFO"])[0]["snippet"], "outcome: the CFO uses it daily");
}

#[test]
fn a_span_is_printed_as_it_is() {
    let sandbox = dated();
    assert!(sandbox.out(&["list", "2026-01"]).contains("  5–9 Jan 2026  A week abroad"));
}

/// The columns: the arguments, the exit code, and a part of the message or the hint.
#[rstest]
#[case(&["list", "--tag", "nope"], 2, "brag tags lists the tags")]
#[case(&["list", "--tag", "pref"], 2, "did you mean “perf”?")]
#[case(&["list", "#nope"], 2, "unknown tag “nope”")]
#[case(&["list", "--goal", "nope"], 2, "brag goal list lists the goals")]
#[case(&["list", "--project", "nope"], 2, "brag project list lists the projects")]
#[case(&["read", "list", "--tag", "nope"], 2, "brag tags lists the tags")]
#[case(&["list", "--with", "nope"], 2, "brag people lists the people")]
#[case(&["list", "--category", "nope"], 2, "use delivery")]
#[case(&["list", "--columns", "nope"], 2, "use id, date")]
#[case(&["list", "--since", "2026", "--until", "2025"], 2, "--since is the earlier date")]
#[case(&["add", "x", "--date", "soon"], 2, "brag help dates")]
#[case(&["add", "x", "--date", "03/04/2026"], 2, "write the year first")]
#[case(&["metric", "log", "latency", "fast"], 2, "brag help amounts")]
#[case(&["add", "x", "--date", ""], 2, "is not a date")]
#[case(&["metric", "log", "latency", "2026-03-04"], 2, "brag help amounts")]
#[case(&["due", "--within", "yesterday"], 2, "in the past")]
#[case(&["edit", "WIN", "--remove-tag", "nope"], 2, "brag show lists what it has")]
#[case(&["status"], 2, "brag due lists what is due")]
#[case(&["commit"], 2, "brag add")]
#[case(&["list", "--format", "json"], 2, "--json prints records as JSON")]
#[case(&["add", "--message", "x"], 2, "the text needs no flag")]
#[case(&["config", "set", "x"], 2, "brag config edit changes them")]
#[case(&["project", "nope"], 1, "brag project list")]
#[case(&["read", "Some book"], 2, "brag read add TITLE")]
#[case(&["help", "nope"], 1, "the topics are line, dates, amounts, import, git, documents, questionnaires, outcomes, goals, career, privacy, data, keys, shell")]
#[case(&["project", "here", "--remove"], 1, "brag project here")]
#[case(&["import", "none.md"], 1, "reads the text from stdin")]
fn an_error_names_the_remedy(#[case] arguments: &[&str], #[case] code: i32, #[case] part: &str) {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "Something new #perf latency:800ms"]);
    let id = sandbox.id("Something new");
    let arguments: Vec<&str> =
        arguments.iter().map(|word| if *word == "WIN" { &id } else { *word }).collect();
    let (found, _, stderr) = told(&sandbox.run(&arguments));
    assert_eq!(found, code, "{stderr}");
    assert!(stderr.contains(part), "{stderr}");
}

#[rstest]
#[case(&["log", "One"])]
#[case(&["ls"])]
#[case(&["project", "new", "Two"])]
#[case(&["goal", "new", "Three"])]
#[case(&["goal"])]
#[case(&["goals"])]
#[case(&["project"])]
#[case(&["metric"])]
#[case(&["read"])]
#[case(&["outcome"])]
#[case(&["alias"])]
#[case(&["position"])]
#[case(&["tags", "list"])]
#[case(&["people", "list"])]
#[case(&["skills", "list"])]
#[case(&["add", "Four", "-p", "two", "-t", "perf", "-d", "yesterday", "-m", "latency=3ms"])]
#[case(&["add", "- a title that begins with a hyphen"])]
#[case(&["add", "x", "--notes", "- a list", "--impact", "-50% cost"])]
#[case(&["add", "x", "--date", "2026-03-04T12:00:00+01:00"])]
#[case(&["add", "-m", "Shipped it"])]
#[case(&["stats", "--year", "2026"])]
#[case(&["review", "--last", "month"])]
#[case(&["list", "--month=2026-03"])]
#[case(&["grep", "-i", "Priya"])]
#[case(&["followups"])]
#[case(&["completion", "bash"])]
#[case(&["report", "2026"])]
#[case(&["config"])]
#[case(&["config", "--list"])]
#[case(&["summary", "--last", "month"])]
#[case(&["export", "--format", "md", "-o", "x.md"])]
#[case(&["export", "--json"])]
#[case(&["log", "-n", "2"])]
#[case(&["metric", "latency", "3ms"])]
#[case(&["help", "dates"])]
#[case(&["help", "goal", "add"])]
fn usual_names_and_values_are_accepted(#[case] arguments: &[&str]) {
    let sandbox = Sandbox::new();
    sandbox.out(arguments);
}

#[test]
fn several_names_of_one_flag_are_set_apart_by_commas() {
    let sandbox = Sandbox::new();
    let win = sandbox.json(&["add", "One", "-t", "perf,backend", "--with", "sam,li"]);
    assert_eq!(
        (&win["tags"], &win["people"]),
        (&serde_json::json!(["perf", "backend"]), &serde_json::json!(["sam", "li"]))
    );
    sandbox.out(&["rm", win["short_id"].as_str().unwrap(), "-y"]);
}

#[test]
fn unquoted_dates_and_spans_are_read_whole() {
    let sandbox = Sandbox::new();
    let win = sandbox.json(&["add", "Shipped it", "-d", "mar", "2025", "-t", "x"]);
    assert_eq!((&win["date"], &win["title"]), (&"2025-03".into(), &"Shipped it".into()));
    let asked = sandbox.json(&[
        "outcome",
        "ask",
        win["short_id"].as_str().unwrap(),
        "june",
        "4",
        "2027",
        "Who",
        "uses",
        "it?",
    ]);
    assert_eq!((&asked["ask_on"], &asked["question"]), (&"2027-06-04".into(), &"Who uses it?".into()));
    let config = sandbox.write("comma.toml", "number_format = \"comma\"\n");
    let metric =
        sandbox.json(&["metric", "log", "users", "1.200..2.400", "--config", config.to_str().unwrap()]);
    assert_eq!((&metric["baseline"], &metric["latest"]), (&"1200".into(), &"2400".into()));
    assert_eq!(sandbox.json(&["add", "Cut it m:800ms...400ms"])["metrics"][0]["to"], "400ms");
    let piped = sandbox.write("line", "latency:800ms..400ms\n");
    let mut add = sandbox.command(&["add", "-"]);
    assert!(add.stdin(std::fs::File::open(piped).unwrap()).output().unwrap().status.success());
    assert_eq!(sandbox.titles()[0], "latency:800ms..400ms");
}

#[test]
fn a_noun_without_a_verb_does_the_only_thing_that_is_meant() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "The report +docgen latency:800ms"]);
    let id = sandbox.id("The report");
    sandbox.out(&["tag", &id, "billing", "infra"]);
    sandbox.out(&["outcome", &id, "it", "holds"]);
    sandbox.out(&["metric", "latency", "3ms", "--project", "docgen"]);
    let win = &sandbox.json(&["list"])[0];
    assert_eq!(win["tags"], serde_json::json!(["billing", "infra"]));
    assert_eq!(sandbox.json(&["outcome", "list"])[0]["outcome"], "it holds");
    assert_eq!(sandbox.json(&["metric", "latency"])["latest"], "3ms");
    assert_eq!(sandbox.json(&["project", "docgen"])["name"], "docgen");
}

#[test]
fn values_that_begin_with_a_hyphen_are_stored() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "One", "--notes", "- a list", "--impact", "-50% cost"]);
    let win = &sandbox.json(&["list"])[0];
    assert_eq!((&win["notes"], &win["impact"]), (&"- a list".into(), &"-50% cost".into()));
    sandbox.out(&["answer", &sandbox.id("One"), "-50% pages"]);
    assert_eq!(sandbox.json(&["outcome", "list"])[0]["outcome"], "-50% pages");
    // A mistyped flag is no text.
    assert_eq!(sandbox.run(&["add", "- x", "--nots", "y"]).status.code(), Some(2));
}

#[test]
fn several_records_are_shown_and_columns_chosen() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "One thing +docgen #a"]);
    sandbox.out(&["add", "Two"]);
    let (one, two) = (sandbox.id("One thing"), sandbox.id("Two"));
    assert_eq!(sandbox.json(&["show", &one, &two]).as_array().map(Vec::len), Some(2));
    assert!(sandbox.json(&["show", &one]).is_object());
    assert_eq!(sandbox.out(&["list", "--columns", "title,project,tags"]), "Two\t\t\nOne thing\tdocgen\ta\n");
}

#[test]
fn quiet_prints_only_what_was_asked_for() {
    let sandbox = Sandbox::new();
    let (code, out, err) = told(&sandbox.run(&["add", "One cat:nope", "--quiet"]));
    assert_eq!((code, out.as_str(), err.as_str()), (0, "", ""));
    assert!(sandbox.out(&["list", "-q"]).contains("One cat:nope"));
    assert_eq!(told(&sandbox.run(&["show", "zzzz", "-q"])).0, 1);
}

#[test]
fn a_hyphen_is_stdin_for_an_import_and_stdout_for_a_document() {
    let sandbox = Sandbox::new();
    let path = sandbox.write("notes.md", "## 2026-02-01\n\n- Shipped the parser\n");
    let mut import = sandbox.command(&["import", "-", "--yes", "--year", "2026"]);
    import.stdin(std::fs::File::open(path).unwrap());
    assert!(import.output().unwrap().status.success());
    assert_eq!(sandbox.titles(), ["Shipped the parser"]);
    assert!(sandbox.out(&["review", "2026", "-o", "-"]).starts_with("# Brag document"));
    assert!(sandbox.run(&["review", "2026", "--format", "pdf", "-o", "-"]).stdout.starts_with(b"%PDF"));
}

#[test]
fn a_journal_and_a_configuration_that_do_not_exist_are_reported() {
    let sandbox = Sandbox::new();
    let (code, _, stderr) = told(&sandbox.run(&["list", "--db", "nowhere.db"]));
    assert_eq!(code, 1);
    assert!(stderr.contains("the journal “nowhere.db” does not exist"), "{stderr}");
    sandbox.out(&["add", "One", "--db", "new.db"]);
    let (code, _, stderr) = told(&sandbox.run(&["list", "--config", "nowhere.toml"]));
    assert_eq!(code, 0);
    assert!(stderr.contains("the configuration “nowhere.toml” does not exist"), "{stderr}");
}

#[test]
fn a_dumb_terminal_and_never_have_no_colours() {
    let sandbox = Sandbox::new();
    let help = sandbox.out(&["--color", "never", "list", "--help"]);
    assert!(!help.contains('\u{1b}'));
    let listed = sandbox.command(&["list", "--help"]).env("TERM", "dumb").output().unwrap();
    assert!(!told(&listed).1.contains('\u{1b}'));
}

#[test]
fn a_directory_remembers_its_project() {
    let sandbox = Sandbox::new();
    sandbox.out(&["project", "add", "docgen"]);
    sandbox.out(&["project", "here", "docgen"]);
    std::fs::create_dir_all(sandbox.path("src/deep")).unwrap();
    let below = |arguments: &[&str]| {
        let output = sandbox.command(arguments).current_dir(sandbox.path("src/deep")).output().unwrap();
        assert!(output.status.success(), "{}", told(&output).2);
        told(&output).1
    };
    assert!(below(&["project", "here"]).starts_with("docgen"));
    assert!(below(&["add", "One"]).contains("+docgen"));
    assert!(below(&["add", "Two +other"]).contains("+other"));
    assert!(!below(&["add", "Three", "--project", ""]).contains("+docgen"));
    // A damaged file does not prevent a win from being saved.
    let file = sandbox.path(".local/state/brag/directories.json");
    let text = std::fs::read(&file).unwrap();
    std::fs::write(&file, "{").unwrap();
    assert!(below(&["add", "Saved"]).contains("Saved"));
    std::fs::write(&file, text).unwrap();
    sandbox.out(&["project", "here", "--remove"]);
    assert!(!below(&["add", "Four"]).contains("+docgen"));
}

#[test]
fn a_shell_is_reminded_once_a_week_that_nothing_was_logged() {
    let sandbox = Sandbox::new();
    let brief = |now: &str, today: &str| {
        let mut command = sandbox.command(&["due", "--brief"]);
        told(&command.env("BRAG_NOW", now).env("BRAG_TODAY", today).output().unwrap()).1
    };
    assert_eq!(brief("2026-03-03T12:00:00Z", "2026-03-03"), "");
    let mut add = sandbox.command(&["add", "One due:never"]);
    add.env("BRAG_NOW", "2026-03-03T12:00:00Z").env("BRAG_TODAY", "2026-03-03").output().unwrap();
    assert_eq!(brief("2026-03-04T12:00:00Z", "2026-03-04"), "");
    let reminder = "brag: nothing logged since Tuesday; add a win: brag add 'WHAT YOU DID'\n";
    assert_eq!(brief("2026-03-06T12:00:00Z", "2026-03-06"), reminder);
    assert_eq!(brief("2026-03-07T12:00:00Z", "2026-03-07"), "");
    assert!(brief("2026-03-14T12:00:00Z", "2026-03-14").contains("since 3 March 2026"));
}

#[test]
fn a_metric_without_an_owner_is_one_series_and_a_late_value_is_judged_by_its_date() {
    let sandbox = Sandbox::new();
    sandbox.out(&["metric", "log", "latency", "800ms"]);
    sandbox.out(&["add", "Halved it latency:400ms"]);
    sandbox.out(&["add", "Again latency:200ms"]);
    let metrics = sandbox.json(&["metric", "list"]);
    assert_eq!(metrics.as_array().map(Vec::len), Some(1));
    assert_eq!(metrics[0]["values"].as_array().map(Vec::len), Some(3));
    sandbox.out(&["metric", "log", "latency", "380ms"]);
    let late = sandbox.out(&["metric", "log", "latency", "900ms", "--date", "2026-01-20"]);
    assert!(!late.contains("380ms"), "{late}");
}

#[test]
fn ambiguous_numbers_get_a_hint_and_follow_the_configuration() {
    let sandbox = Sandbox::new();
    let (_, out, stderr) = told(&sandbox.run(&["metric", "log", "users", "1.200 users"]));
    assert!(out.contains("1.200 users") && stderr.contains("was read as 1.2"), "{out}{stderr}");
    let config = sandbox.write("comma.toml", "number_format = \"comma\"\n");
    let config = config.to_str().unwrap();
    sandbox.out(&["metric", "log", "visitors", "1.200 visitors", "--config", config]);
    assert_eq!(sandbox.json(&["metric", "show", "visitors"])["values"][0]["text"], "1200 visitors");
    sandbox.out(&["metric", "log", "coverage", "12,5 %"]);
    assert_eq!(sandbox.json(&["metric", "show", "coverage"])["values"][0]["value"], 12.5);
}

#[test]
fn a_date_in_the_future_is_pointed_out() {
    let sandbox = Sandbox::new();
    let (code, _, stderr) = told(&sandbox.run(&["add", "One", "--date", "3026-01-01"]));
    assert_eq!(code, 0);
    assert!(stderr.contains("is in the future"), "{stderr}");
}

#[test]
fn a_document_of_the_editor_that_cannot_be_read_names_the_line_and_the_field() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "One"]);
    let id = sandbox.id("One");
    let edit = |script: &str| {
        let editor = sandbox.write("editor.sh", format!("#!/bin/sh\nsed -i '{script}' \"$1\"\n"));
        let mut command = sandbox.command(&["edit", &id]);
        told(&command.env("EDITOR", format!("sh {}", editor.display())).output().unwrap())
    };
    let (code, _, stderr) = edit("s/^goals:.*/goals: nope/");
    assert_eq!(code, 1);
    assert!(stderr.contains("line 5: goals: unknown goal “nope”"), "{stderr}");
    assert!(edit("s/^date:.*/date: soon/").2.contains("line 2: date: “soon” is not a date"));
    assert!(edit("s/^starred:.*/starred: maybe/").2.contains("starred “maybe”"));
}

#[test]
fn values_and_follow_ups_are_edited_as_documents() {
    let sandbox = Sandbox::new();
    sandbox.out(&["metric", "log", "latency", "380ms"]);
    sandbox.out(&["add", "One"]);
    sandbox.out(&["answer", &sandbox.id("One"), "it holds"]);
    let edit = |arguments: &[&str], script: &str| {
        let editor = sandbox.write("editor.sh", format!("#!/bin/sh\nsed -i '{script}' \"$1\"\n"));
        let mut command = sandbox.command(arguments);
        let (code, _, stderr) =
            told(&command.env("EDITOR", format!("sh {}", editor.display())).output().unwrap());
        assert_eq!(code, 0, "{stderr}");
    };
    edit(&["metric", "edit", "latency"], "s/380ms/390ms/");
    edit(&["metric", "set", "latency"], "s/^target:.*/target: 100ms/");
    let metric = sandbox.json(&["metric", "show", "latency"]);
    assert_eq!((&metric["latest"], &metric["target"]), (&"390ms".into(), &"100ms".into()));
    let outcome = sandbox.json(&["outcome", "list"])[0]["short_id"].as_str().unwrap().to_owned();
    edit(&["outcome", "edit", &outcome], "s/it holds/it still holds/");
    assert_eq!(sandbox.json(&["outcome", "list"])[0]["outcome"], "it still holds");
}

#[test]
fn a_sample_is_made_without_a_terminal_and_two_in_one_directory() {
    let sandbox = Sandbox::new();
    // A sample that was deleted is made again.
    for name in ["one.db", "two.db", "two.sqlite", "two.db"] {
        let path = sandbox.path(name);
        let _ = std::fs::remove_file(&path);
        let path = path.to_str().unwrap();
        let (code, _, said) = told(&sandbox.run(&["--db", path, "demo"]));
        assert_eq!(code, 0, "{said}");
        let config = format!("{path}.state/config.toml");
        assert!(said.contains(&format!("open it with: brag --db {path} --config {config}")), "{said}");
        assert!(!sandbox.out(&["--db", path, "--config", &config, "ladder"]).is_empty());
    }
    let (code, _, said) = told(&sandbox.run(&["demo"]));
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("brag demo --db PATH"), "{said}");
}
