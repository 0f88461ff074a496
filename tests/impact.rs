//! Metrics, follow-ups and outcomes: the built program over months.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops when something is not as it should be"
)]

mod support;

use rstest::rstest;
use serde_json::{Value, json};
use support::{Sandbox, root};

const OUTCOME: &str = "on-call pages fell from 12 to 1 a month";

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("no {key} in {value}"))
}

/// Adds a win with a metric in March; returns the id of its follow-up, due in June.
fn add_measured_win(sandbox: &Sandbox) -> String {
    sandbox.on("2026-03-04", &["add", "Halved document generation latency latency:800ms..400ms !"]);
    sandbox.on("2026-03-20", &["metric", "log", "latency", "380ms"]);
    text(&sandbox.json_on("2026-06-02", &["due"])[0], "short_id").to_owned()
}

#[test]
fn a_metric_and_its_follow_up_are_tracked_into_the_next_year() {
    let sandbox = Sandbox::new();
    let id = add_measured_win(&sandbox);
    let metric = sandbox.json_on("2026-03-20", &["metric", "show", "latency"]);
    assert_eq!(
        (text(&metric, "baseline"), text(&metric, "latest"), text(&metric, "unit")),
        ("800ms", "380ms", "ms")
    );
    assert_eq!((&metric["change_percent"], &metric["factor"]), (&json!(-52.5), &json!(0.475)));
    assert_eq!((&metric["better"], &metric["better_guessed"]), (&json!("lower"), &json!(true)));

    assert_eq!(sandbox.json_on("2026-06-01", &["due"]), json!([]));
    let due = sandbox.json_on("2026-06-02", &["due"]);
    assert_eq!(
        (text(&due[0], "status"), text(&due[0], "about_title")),
        ("due", "Halved document generation latency")
    );
    assert_eq!(text(&due[0], "question"), "Did latency stay down at 400ms? Who noticed?");
    assert_eq!(
        sandbox.on("2026-06-02", &["due", "--brief"]),
        "brag: 1 follow-up is due, first: Halved document generation latency\n"
    );
    assert_eq!(sandbox.refused("2026-06-02", &["due", "--check"]), (3, String::new()));
    assert_eq!(sandbox.refused("2026-06-01", &["due", "--check"]), (0, String::new()));
    assert!(sandbox.on("2026-05-01", &["export", "ics"]).contains("DTSTART;VALUE=DATE:20260602\r\n"));

    sandbox.on("2026-06-02", &["outcome", "record", &id, OUTCOME, "--metric", "latency=370ms"]);
    let outcome = &sandbox.json_on("2026-06-02", &["outcome", "list"])[0];
    assert_eq!((text(outcome, "outcome"), text(outcome, "recorded_on")), (OUTCOME, "2026-06-02"));
    assert_eq!(outcome["metric"], json!({ "name": "latency", "value": "370ms" }));
    assert_eq!(text(&sandbox.json(&["metric", "show", "latency"]), "latest"), "370ms");

    insta::assert_snapshot!("review_of_the_year", sandbox.on("2026-12-31", &["review", "2026"]));
    let about = sandbox.json(&["list"])[0]["short_id"].as_str().unwrap().to_owned();
    sandbox.on("2027-01-15", &["outcome", "record", &about, "two more teams took the change over"]);
    insta::assert_snapshot!("review_of_the_next_year", sandbox.on("2027-03-31", &["review", "2027"]));

    for label in ["record outcome", "record outcome", "log latency 380ms", "add win"] {
        assert!(sandbox.on("2027-03-31", &["undo"]).starts_with(&format!("undid: {label}")), "{label}");
    }
    assert_eq!(sandbox.json(&["list"]), json!([]));
    sandbox.out(&["redo", "4"]);
    assert_eq!(sandbox.json(&["outcome", "list"]).as_array().unwrap().len(), 2);
    assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
}

#[test]
fn the_calendar_export_is_valid_and_keeps_its_uids_after_a_snooze() {
    let sandbox = Sandbox::new();
    let id = add_measured_win(&sandbox);
    sandbox.on(
        "2026-03-05",
        &["add", "Wrote, with care; a \\ thing !\nline 性能 two", "--impact", "多".repeat(60).as_str()],
    );
    let read = |day: &str| {
        let text = sandbox.on(day, &["export", "ics"]);
        let calendar = ical::IcalParser::new(text.as_bytes()).next().unwrap().unwrap();
        let property = |event: &ical::parser::ical::component::IcalEvent, name: &str| {
            event
                .properties
                .iter()
                .find(|each| each.name == name)
                .and_then(|each| each.value.clone())
                .unwrap()
        };
        let mut events: Vec<Vec<String>> = calendar
            .events
            .iter()
            .map(|event| {
                assert_eq!(event.alarms.len(), 1);
                ["UID", "DTSTART", "SUMMARY"].map(|name| property(event, name)).to_vec()
            })
            .collect();
        events.sort_by_key(|event| event[1].clone());
        events
    };
    let before = read("2026-04-01");
    assert_eq!(before.iter().map(|event| event[1].as_str()).collect::<Vec<_>>(), ["20260602", "20260603"]);
    assert_eq!(before[1][2], "What came of: Wrote\\, with care\\; a \\\\ thing");
    sandbox.on("2026-06-02", &["outcome", "snooze", &id, "3mo"]);
    let after = read("2026-06-02");
    assert_eq!((after[1][0].as_str(), after[1][1].as_str()), (before[0][0].as_str(), "20260902"));
    sandbox.on("2026-09-02", &["outcome", "nothing", &id, "the service is gone"]);
    assert_eq!(read("2026-09-02").len(), 1);
}

#[test]
fn values_are_logged_corrected_and_removed() {
    let sandbox = Sandbox::new();
    let day = "2026-03-06";
    insta::assert_snapshot!(
        "metric_log",
        [
            sandbox.on(day, &["metric", "log", "deploys", "12"]),
            sandbox.on(day, &["metric", "log", "debug-time", "-90%"]),
            sandbox.on(day, &["metric", "log", "uptime", "99%..99.99%", "--measured"]),
            sandbox.on(day, &["metric", "log", "users", "1,200 users", "--date", "2026-01"]),
            sandbox.on(day, &["metric", "log", "users", "1.5k"]),
        ]
        .concat()
        .lines()
        .map(|line| line.replacen(line.split(' ').nth(1).unwrap(), "[id]", 1))
        .collect::<Vec<_>>()
        .join("\n")
    );
    let metric = sandbox.json(&["metric", "show", "users"]);
    let last = text(&metric["values"][1], "short_id").to_owned();
    assert_eq!(metric["values"][0]["date"], "2026-01");
    sandbox.out(&["metric", "edit", &last, "1,800", "--note", "from the dashboard", "--date", "2026-03-01"]);
    let value = &sandbox.json(&["metric", "show", "users"])["values"][1];
    assert_eq!(
        (&value["text"], &value["value"], &value["date"]),
        (&json!("1,800"), &json!(1800.0), &json!("2026-03-01"))
    );
    sandbox.out(&["metric", "rm", &last]);
    assert_eq!(sandbox.json(&["metric", "show", "users"])["latest"], "1,200 users");
    sandbox.out(&["undo"]);
    sandbox.out(&[
        "metric",
        "set",
        "users",
        "--target",
        "2k",
        "--better",
        "higher",
        "--url",
        "https://example.org/d",
        "--rename",
        "people",
    ]);
    let metric = sandbox.json(&["metric", "show", "people"]);
    assert_eq!((text(&metric, "target"), text(&metric, "url")), ("2k users", "https://example.org/d"));
    assert_eq!((&metric["better"], &metric["better_guessed"]), (&json!("higher"), &json!(false)));
    sandbox.out(&["metric", "rm", "people"]);
    assert_eq!(sandbox.refused(day, &["metric", "show", "people"]).0, 1);
    sandbox.out(&["undo", "2"]);
    assert_eq!(sandbox.json(&["metric", "show", "users"])["target"], Value::Null);
}

#[test]
fn an_invalid_metric_value_is_refused_with_the_reason() {
    let sandbox = Sandbox::new();
    let day = "2026-03-06";
    sandbox.on(day, &["add", "Halved it +docgen latency:800ms..400ms"]);
    let why = |arguments: &[&str]| sandbox.refused(day, arguments);
    let refusals = [
        (&["metric", "log", "latency", "4MB"][..], "error: “latency” is in ms; “4MB” is a size"),
        (&["metric", "log", "latency", "fast"], "error: no number can be read from “fast”"),
        (&["metric", "log", "cost", "12 par§"], "error: unknown unit “par§” after 12"),
        (&["metric", "log", "3d", "12"], "error: “3d” cannot be the name of a metric"),
        (&["metric", "log", "p99", "4ms.."], "error: “4ms..” has no value after “..”"),
        (&["metric", "set", "latency", "--unit", ""], "error: the unit must not be empty"),
        (
            &["metric", "set", "latency", "--unit", "MB"],
            "error: “latency” has values like 800ms, which are not in MB",
        ),
        (
            &["metric", "set", "latency", "--target", "5%"],
            "error: the target of “latency” must be a value in ms, not “5%”",
        ),
        (
            &["metric", "set", "latency", "--better", "faster"],
            "error: unknown direction “faster”; use lower, higher or guessed",
        ),
    ];
    for (arguments, expected) in refusals {
        assert_eq!(why(arguments), (2, expected.to_owned()), "{arguments:?}");
    }
    // A captured line is never refused: the figure stays with the win.
    let win = sandbox.json_on(day, &["add", "Moved it +docgen latency:4MB"]);
    assert_eq!(win["metrics"][0]["to"], "4MB");
    assert_eq!(sandbox.json(&["metric", "show", "latency"])["latest"], "400ms");
    // The first value of a pair does not change an existing baseline.
    sandbox.on(day, &["metric", "log", "latency", "900ms..300ms"]);
    let metric = sandbox.json(&["metric", "show", "latency"]);
    assert_eq!((text(&metric, "baseline"), text(&metric, "latest")), ("800ms", "300ms"));
}

#[test]
fn a_metric_follows_edits_of_its_win_and_keeps_later_values() {
    let sandbox = Sandbox::new();
    add_measured_win(&sandbox);
    let day = "2026-04-01";
    sandbox.on(day, &["metric", "set", "latency", "--target", "300ms"]);
    let id = sandbox.id("Halved document generation latency");
    let shown = || {
        let metric = sandbox.json(&["metric", "show", "latency"]);
        let values: Vec<String> = metric["values"]
            .as_array()
            .unwrap()
            .iter()
            .map(|value| format!("{} {}", text(value, "date"), text(value, "text")))
            .collect();
        (metric["project"].clone(), metric["target"].clone(), values.join(", "))
    };
    let values = "2026-03-04 800ms, 2026-03-04 400ms, 2026-03-20 380ms".to_owned();
    sandbox.on(day, &["edit", &id, "--project", "docgen"]);
    assert_eq!(shown(), (json!("docgen"), json!("300ms"), values.clone()));
    sandbox.on(day, &["edit", &id, "--date", "2026-03-01"]);
    assert_eq!(shown().2, "2026-03-01 800ms, 2026-03-01 400ms, 2026-03-20 380ms");
    sandbox.on(day, &["edit", &id, "--metric", "latency=900ms..410ms"]);
    assert_eq!(shown().2, "2026-03-01 900ms, 2026-03-01 410ms, 2026-03-20 380ms");
    sandbox.on(day, &["undo", "2"]);
    sandbox.on(day, &["edit", &id, "--project", "other"]);
    // A logged value stays with the project for which it was logged.
    let metrics = sandbox.json(&["metric", "list"]);
    let mut owners: Vec<&str> =
        metrics.as_array().unwrap().iter().map(|metric| text(metric, "project")).collect();
    owners.sort_unstable();
    assert_eq!(owners, ["docgen", "other"]);
    sandbox.on(day, &["undo"]);
    sandbox.on(day, &["project", "edit", "docgen", "--name", "Documents"]);
    assert_eq!(shown(), (json!("Documents"), json!("300ms"), values.clone()));
    sandbox.on(day, &["rm", &id]);
    sandbox.on(day, &["undo"]);
    assert_eq!(shown().2, values);
    assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
}

#[test]
fn deleting_a_project_keeps_its_wins_and_metrics_and_undo_restores_it() {
    let sandbox = Sandbox::new();
    let day = "2026-03-06";
    sandbox.on(day, &["project", "add", "Payments", "--role", "led"]);
    sandbox.on(
        day,
        &[
            "project",
            "add",
            "Ledger",
            "--parent",
            "pay",
            "--related",
            "payments",
            "--challenge",
            "Slow",
            "--start",
            "2025",
        ],
    );
    sandbox.on(day, &["add", "Halved it +ledger latency:8s..4s !"]);
    sandbox.on(day, &["project", "ship", "ledger"]);
    let before = sandbox.json(&["project", "show", "ledger"]);
    assert_eq!((text(&before, "parent"), text(&before, "end")), ("Payments", "2026-03-06"));
    assert_eq!(before["follow_ups"][0]["ask_on"], "2026-06-04");
    assert_eq!(sandbox.refused(day, &["project", "ship", "ledger"]).0, 1);
    assert_eq!(
        sandbox.refused(day, &["project", "edit", "payments", "--parent", "ledger"]),
        (2, "error: “Payments” would be a part of itself".to_owned())
    );
    let gone = sandbox.refused(day, &["project", "rm", "ledger"]);
    assert_eq!(gone.0, 0);
    assert_eq!(sandbox.json(&["list"])[0]["project"], Value::Null);
    assert_eq!(sandbox.json(&["metric", "show", "latency"])["project"], Value::Null);
    assert_eq!(
        sandbox.json_on("2027-01-01", &["due"]).as_array().unwrap().len(),
        1,
        "only the win is asked about"
    );
    sandbox.on(day, &["undo"]);
    let ignored = |mut value: Value| {
        value.as_object_mut().unwrap().remove("updated_at");
        for follow_up in value["follow_ups"].as_array_mut().unwrap() {
            follow_up.as_object_mut().unwrap().remove("updated_at");
        }
        value
    };
    assert_eq!(ignored(sandbox.json(&["project", "show", "ledger"])), ignored(before));
    sandbox.on(day, &["project", "rm", "payments"]);
    assert_eq!(sandbox.json(&["project", "show", "ledger"])["parent"], Value::Null);
}

#[test]
fn a_follow_up_can_be_snoozed_across_years_and_asked_again() {
    let sandbox = Sandbox::new();
    let id = add_measured_win(&sandbox);
    sandbox.on("2026-12-20", &["outcome", "snooze", &id, "2w"]);
    sandbox.on("2027-01-03", &["outcome", "snooze", &id, "2028-02-29"]);
    let follow_up = sandbox.json_on("2028-02-29", &["outcome", "show", &id]);
    assert_eq!((text(&follow_up, "status"), &follow_up["snoozed"]), ("due", &json!(2)));
    sandbox.on("2028-02-29", &["outcome", "snooze", &id, "12mo"]);
    assert_eq!(text(&sandbox.json(&["outcome", "show", &id]), "ask_on"), "2029-02-28");
    assert_eq!(sandbox.refused("2028-03-01", &["outcome", "snooze", &id, "2028-02-01"]).0, 2);
    sandbox.on("2029-02-28", &["outcome", "record", &id, OUTCOME]);
    let win = sandbox.id("Halved document generation latency");
    sandbox.on("2029-02-28", &["outcome", "ask", &win, "1y", "And now?"]);
    let again = sandbox.json_on("2030-03-01", &["due"]);
    assert_eq!((text(&again[0], "question"), text(&again[0], "ask_on")), ("And now?", "2030-02-28"));
}

#[test]
fn one_of_two_concurrent_answers_to_a_follow_up_is_refused() {
    let sandbox = Sandbox::new();
    let id = add_measured_win(&sandbox);
    let both: Vec<_> = ["the first", "the second"]
        .map(|text| {
            let mut command = sandbox.command(&["outcome", "record", &id, text]);
            command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::piped());
            command.env("BRAG_TODAY", "2026-06-02").spawn().unwrap()
        })
        .into_iter()
        .map(|child| child.wait_with_output().unwrap())
        .collect();
    let refused: Vec<_> = both.iter().filter(|output| !output.status.success()).collect();
    let [refused] = refused[..] else { panic!("one of two is refused, not {}", refused.len()) };
    assert_eq!(refused.status.code(), Some(1));
    let error = String::from_utf8_lossy(&refused.stderr);
    assert!(error.starts_with("error: the follow-up was answered on 2 June 2026: the "), "{error}");
    sandbox.on("2026-06-03", &["outcome", "edit", &id, "--text", "both, in truth"]);
    assert_eq!(sandbox.json(&["outcome", "show", &id])["outcome"], "both, in truth");
}

#[test]
fn import_reads_the_chapters_and_metrics_of_a_portfolio_page() {
    let sandbox = Sandbox::new();
    let page = "# Projects\n\n*   [Fast lane](#fast)\n\n## <a id=\"fast\">Fast lane</a>\n\nLed and built a faster lane.\n\n\
        **The Challenge:** It was slow.\n\n**The Solution:** We made it\nquick.\n\n    Languages: Rust, C++\n    Tech: SQLite\n\n\
        **Results & Impact:** Reduced waiting times by ~9% and raised throughput by up to 15x.\n\n\
        **What I Liked, RecordRef Challenging and Learned:**\n\nAll of it.\n\nEven the tests.\n";
    let path = sandbox.write("portfolio.md", page);
    sandbox.out(&["import", path.to_str().unwrap(), "--yes", "--year", "2024"]);
    let project = sandbox.json(&["project", "show", "fast-lane"]);
    assert_eq!(
        (text(&project, "challenge"), text(&project, "solution")),
        ("It was slow.", "We made it quick.")
    );
    assert_eq!(text(&project, "reflection"), "All of it.\n\nEven the tests.");
    assert_eq!(
        (&project["skills"], &project["roles"]),
        (&json!(["Rust", "C++", "SQLite"]), &json!(["led", "built"]))
    );
    assert_eq!(project["skills_by_group"], json!({ "language": ["Rust", "C++"], "technology": ["SQLite"] }));
    let changes: Vec<(&str, &Value)> = project["metrics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|metric| (text(metric, "name"), &metric["change_percent"]))
        .collect();
    assert_eq!(changes, [("waiting-times", &json!(-9.0)), ("throughput", &json!(1400.0))]);
    let value = &sandbox.json(&["metric", "show", "throughput"])["values"][0];
    assert_eq!(
        (&value["confidence"], &value["relative"], &value["date"]),
        (&json!("as-written"), &json!(true), &json!("2024"))
    );
    assert_eq!(sandbox.json(&["list"]), json!([]), "a table of contents is no win");
    assert_eq!(sandbox.json(&["due", "--all"]), json!([]));
}

#[test]
fn a_schema_1_journal_is_backed_up_and_migrated() {
    let sandbox = Sandbox::new();
    sandbox.adopt("journal-1.db");
    let wins = sandbox.json(&["list"]);
    assert_eq!(wins.as_array().unwrap().len(), 4);
    assert_eq!(text(&sandbox.json(&["metric", "show", "latency"]), "change_text"), "−50\u{a0}%");
    assert_eq!(sandbox.migration_backups(), 1);
    assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
    sandbox.out(&["metric", "log", "latency", "380ms"]);
    sandbox.out(&["undo", "3"]);
    sandbox.out(&["redo", "3"]);
    assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
}

#[test]
fn an_old_journal_that_cannot_be_migrated_is_still_readable() {
    let sandbox = Sandbox::new();
    let directory = sandbox.path("kept");
    std::fs::create_dir(&directory).unwrap();
    let journal = directory.join("journal.db");
    std::fs::copy(root().join("tests/fixtures/journal-1.db"), &journal).unwrap();
    // No backup can be written: a file takes the place of its directory.
    std::fs::write(directory.join("journal.db.backups"), "").unwrap();
    let run = |arguments: &[&str]| sandbox.command(arguments).env("BRAG_DB", &journal).output().unwrap();
    for arguments in
        [&["due", "--all"][..], &["list"], &["project", "list"], &["metric", "list"], &["review", "2026"]]
    {
        let output = run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    let refused = run(&["add", "Nothing is lost"]);
    let error = String::from_utf8_lossy(&refused.stderr);
    assert!(!refused.status.success() && error.contains("it can only be read"), "{error}");
    // The schema version is in the header of the file.
    assert_eq!(std::fs::read(&journal).unwrap()[60..64], [0, 0, 0, 1]);
}

#[test]
fn moving_a_win_keeps_a_figure_of_another_unit_out_of_the_metric() {
    let sandbox = Sandbox::new();
    let day = "2026-03-06";
    sandbox.on(day, &["add", "Halved it +docgen latency:800ms..400ms"]);
    sandbox.on(day, &["add", "Shrank it latency:4MB..2MB"]);
    let id = sandbox.id("Shrank it");
    sandbox.on(day, &["edit", &id, "--project", "docgen"]);
    let metrics = sandbox.json(&["metric", "list"]);
    let [metric] = &metrics.as_array().unwrap()[..] else { panic!("one series, not {metrics}") };
    assert_eq!((text(metric, "unit"), metric["values"].as_array().unwrap().len()), ("ms", 2));
    assert_eq!(sandbox.json(&["show", &id])["metrics"][0]["change_percent"], -50.0);
    // Two figures of one name move with their metric and keep its baseline.
    sandbox.on(day, &["add", "Two at once speed:9s..6s speed:3s"]);
    let id = sandbox.id("Two at once");
    sandbox.on(day, &["edit", &id, "--project", "lanes"]);
    let metric = sandbox.json(&["metric", "show", "speed"]);
    assert_eq!(
        (text(&metric, "project"), text(&metric, "baseline"), text(&metric, "latest")),
        ("lanes", "9s", "3s")
    );
    // A relative figure that becomes an absolute value gives its metric a unit.
    sandbox.on(day, &["add", "Faster again rate:-90%"]);
    let id = sandbox.id("Faster again");
    sandbox.on(day, &["edit", &id, "--metric", "rate=400ms"]);
    sandbox.on(day, &["metric", "log", "rate", "380ms"]);
    assert_eq!(sandbox.json(&["metric", "show", "rate"])["change_percent"], -5.0);
    assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
}

#[test]
fn values_are_ordered_by_date_and_singular_units_match_plural_ones() {
    let sandbox = Sandbox::new();
    let day = "2026-03-06";
    sandbox.on(day, &["metric", "log", "pages", "5", "--date", "2026-03-01"]);
    sandbox.on(day, &["metric", "log", "pages", "12", "--date", "2026-01-01"]);
    let metric = sandbox.json(&["metric", "show", "pages"]);
    assert_eq!((text(&metric, "baseline"), text(&metric, "latest")), ("12", "5"));
    assert_eq!(metric["change_percent"], -58.33);
    sandbox.on(day, &["metric", "log", "signups", "1 user"]);
    sandbox.on(day, &["metric", "log", "signups", "5 users"]);
    assert_eq!(sandbox.json(&["metric", "show", "signups"])["factor"], 5.0);
    // Removing the last value keeps the metric and its target.
    sandbox.on(day, &["metric", "log", "solo", "5ms"]);
    sandbox.on(day, &["metric", "set", "solo", "--target", "3ms"]);
    let value = text(&sandbox.json(&["metric", "show", "solo"])["values"][0], "short_id").to_owned();
    sandbox.on(day, &["metric", "rm", &value]);
    assert_eq!(sandbox.json(&["metric", "show", "solo"])["target"], "3ms");
    // A value logged for a win creates a follow-up for it.
    sandbox.on(day, &["add", "Plain"]);
    let id = sandbox.id("Plain");
    sandbox.on(day, &["metric", "log", "speed", "5x", "--win", &id]);
    assert_eq!(sandbox.json(&["due", "--all"])[0]["about"], id.as_str());
}

#[test]
fn a_review_lists_a_project_that_changed_in_its_period_once() {
    let sandbox = Sandbox::new();
    sandbox.on(
        "2026-02-01",
        &["project", "add", "Lanes", "--start", "2026-01-10", "--results", "Shorter queues"],
    );
    sandbox.on("2026-02-01", &["metric", "log", "wait", "9min..5min", "--project", "lanes"]);
    sandbox.on("2026-03-01", &["project", "ship", "lanes"]);
    sandbox.on("2026-06-01", &["outcome", "record", "lanes", "two more harbours asked for it"]);
    let review = sandbox.on("2026-12-31", &["review", "2026"]);
    assert!(
        review.contains("### Lanes")
            && review.contains("Shorter queues")
            && review.contains("| Wait | Lanes | 9 min | 5 min | −44 % |"),
        "{review}"
    );
    assert_eq!(review.matches("two more harbours asked for it").count(), 1, "{review}");
    assert!(!review.contains("earlier work"), "{review}");
    sandbox.on("2027-02-01", &["metric", "log", "wait", "4min"]);
    assert!(sandbox.on("2027-02-02", &["review", "2027"]).contains("4 min"));
    assert!(
        !sandbox.on("2027-02-02", &["review", "2026"]).contains("4 min"),
        "what came later is not of the year"
    );
}

#[rstest]
fn dropping_or_pausing_a_shipped_project_removes_its_follow_up(#[values("paused", "dropped")] status: &str) {
    let sandbox = Sandbox::new();
    sandbox.out(&["project", "add", "Lanes"]);
    sandbox.out(&["project", "ship", "lanes"]);
    sandbox.out(&["project", "edit", "lanes", "--status", status]);
    assert_eq!(sandbox.json(&["due", "--all"]), json!([]));
}

#[test]
fn unshipping_a_project_removes_its_follow_up_and_undo_restores_it() {
    let sandbox = Sandbox::new();
    let day = "2026-03-06";
    sandbox.on(day, &["project", "add", "Lanes"]);
    sandbox.on(day, &["project", "ship", "lanes"]);
    sandbox.on(day, &["project", "edit", "lanes", "--status", "active"]);
    assert_eq!(sandbox.json(&["project", "show", "lanes"])["end"], Value::Null);
    assert_eq!(sandbox.json(&["due", "--all"]), json!([]));
    sandbox.on(day, &["undo"]);
    assert_eq!(sandbox.json(&["due", "--all"]).as_array().unwrap().len(), 1);
    sandbox.on(day, &["metric", "log", "uptime", "99%..99.99%"]);
    let review = sandbox.on(day, &["review", "2026"]);
    assert!(review.contains("| Uptime |  | 99 % | 99.99 % | a hundredth of the failures |"), "{review}");
    let id = text(&sandbox.json(&["due", "--all"])[0], "short_id").to_owned();
    sandbox.on(day, &["outcome", "snooze", &id, "2027-01-01"]);
    assert_eq!(sandbox.refused(day, &["outcome", "snooze", &id, "2027-01-01"]).0, 2);
    assert_eq!(sandbox.json(&["outcome", "show", &id])["snoozed"], 1);
}

#[test]
fn moving_a_win_to_another_project_keeps_the_baseline_of_both_metrics() {
    let sandbox = Sandbox::new();
    let day = "2026-03-06";
    sandbox.on(day, &["add", "Halved it +docgen latency:800ms..400ms"]);
    sandbox.on(day, &["metric", "log", "latency", "380ms"]);
    sandbox.on(day, &["edit", &sandbox.id("Halved it"), "--project", "other"]);
    let metrics = sandbox.json(&["metric", "list"]);
    let mut rows: Vec<(&str, &str, &str)> = metrics
        .as_array()
        .unwrap()
        .iter()
        .map(|metric| (text(metric, "project"), text(metric, "baseline"), text(metric, "latest")))
        .collect();
    rows.sort_unstable();
    assert_eq!(rows, [("docgen", "800ms", "380ms"), ("other", "800ms", "400ms")]);
}

#[test]
fn edits_create_no_follow_up_for_a_win_with_due_never() {
    let sandbox = Sandbox::new();
    let day = "2026-03-06";
    sandbox.on(day, &["add", "Quietly halved it latency:8s..4s due:never"]);
    let id = sandbox.id("Quietly halved it");
    sandbox.on(day, &["edit", &id, "--star"]);
    sandbox.on(day, &["edit", &id, "--metric", "latency=8s..3s"]);
    assert_eq!(sandbox.json(&["due", "--all"]), json!([]));
    sandbox.on(day, &["edit", &id, "--due", "2026-06-02"]);
    assert_eq!(sandbox.json(&["due", "--all"])[0]["ask_on"], "2026-06-02");
    sandbox.on(day, &["undo"]);
    assert_eq!(sandbox.json(&["due", "--all"]), json!([]));
}

#[test]
fn flag_values_are_taken_verbatim_and_errors_name_the_flag() {
    let sandbox = Sandbox::new();
    let day = "2026-03-06";
    sandbox.on(day, &["metric", "log", "latency", "380ms"]);
    sandbox.on(day, &["metric", "edit", "latency", "--note", "the \"peak\" day, \"twice"]);
    let metric = sandbox.json(&["metric", "show", "latency"]);
    assert_eq!(metric["values"][0]["note"], "the \"peak\" day, \"twice");
    let (code, why) = sandbox.refused(day, &["metric", "edit", "latency", "--date", "someday"]);
    assert_eq!(code, 2);
    assert!(why.starts_with("error: --date: "), "{why}");
}

#[test]
fn a_metric_is_found_by_the_name_of_its_project() {
    let sandbox = Sandbox::new();
    sandbox.on("2026-03-06", &["add", "Halved it +ledger throughput:800ms..400ms"]);
    let hits = sandbox.json(&["search", "ledger"]);
    assert!(hits.as_array().unwrap().iter().any(|hit| hit["kind"] == "metric"), "{hits}");
}

#[test]
fn a_metric_whose_win_loses_its_date_or_figure_keeps_its_target() {
    let sandbox = Sandbox::new();
    let day = "2026-03-06";
    for project in ["", "infra"] {
        let name = format!("build{project}");
        let title = format!("Cut {name}");
        sandbox.on(day, &["add", &title, "--metric", &format!("{name}=10min..5min"), "--project", project]);
        sandbox.on(day, &["metric", "set", &name, "--target", "2min", "--url", "https://a.example"]);
        let id = sandbox.id(&title);
        sandbox.on(day, &["edit", &id, "--date", ""]);
        let metric = sandbox.json(&["metric", "show", &name]);
        assert_eq!((text(&metric, "target"), metric["values"].as_array().map(Vec::len)), ("2min", Some(0)));
        sandbox.on(day, &["edit", &id, "--date", "2026-03-01"]);
        let metric = sandbox.json(&["metric", "show", &name]);
        assert_eq!((text(&metric, "target"), metric["values"].as_array().map(Vec::len)), ("2min", Some(2)));
        sandbox.on(day, &["edit", &id, "--remove-metric", &name]);
        assert_eq!(sandbox.json(&["metric", "show", &name])["target"], "2min");
    }
}

#[test]
fn a_value_can_be_corrected_to_zero_and_to_another_kind() {
    let sandbox = Sandbox::new();
    let edit = |name: &str, value: &str| {
        sandbox.on("2026-03-05", &["metric", "edit", name, value]);
        let metric = sandbox.json_on("2026-03-05", &["metric", "show", name]);
        assert_eq!(metric["values"][0]["text"], value, "{metric}");
        metric["values"][0]["relative"].as_bool().unwrap()
    };
    sandbox.on("2026-03-04", &["metric", "log", "errors", "5"]);
    assert!(!edit("errors", "0"));
    sandbox.on("2026-03-04", &["metric", "log", "cost", "20%"]);
    assert!(!edit("cost", "40"));
    assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
}

#[rstest]
#[case("goal", "check Grow --note went-well")]
#[case("goal", "edit Grow --why because")]
#[case("goal", "link Grow WIN")]
#[case("goal", "milestone Steps First")]
#[case("metric", "log latency 6ms")]
#[case("metric", "set latency --target 4ms")]
#[case("metric", "edit VALUE 7ms")]
#[case("read", "used Book WIN")]
#[case("read", "progress Book 45%")]
fn the_json_of_a_change_is_the_json_that_show_prints(#[case] kind: &str, #[case] change: &str) {
    let sandbox = Sandbox::new();
    for setup in [
        vec!["goal", "add", "Grow"],
        vec!["goal", "add", "Steps", "--milestone", "First", "--milestone", "Second"],
        vec!["metric", "log", "latency", "5ms"],
        vec!["read", "add", "Book"],
        vec!["add", "Shipped it"],
    ] {
        sandbox.out(&setup);
    }
    let value = text(&sandbox.json(&["metric", "show", "latency"])["values"][0], "short_id").to_owned();
    let change = change.replace("WIN", &sandbox.id("Shipped it")).replace("VALUE", &value);
    let words: Vec<&str> = [kind].into_iter().chain(change.split(' ')).collect();
    let changed = sandbox.json(&words);
    let shown = sandbox.json(&[kind, "show", text(&changed, "short_id")]);
    assert_eq!(changed, shown);
}
