//! Export of a journal as JSON and its import.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops when something is not as it should be"
)]

mod support;

use serde_json::{Value, json};
use support::Sandbox;

const DAY: &str = "2026-12-20";

/// A change to an exported record.
type Change<'a> = &'a dyn Fn(&mut Value);

/// Creates a journal with a record of every kind and a deleted win.
fn full() -> Sandbox {
    let sandbox = Sandbox::new();
    let on = |day: &str, arguments: &[&str]| sandbox.on(day, arguments);
    on(
        "2026-01-05",
        &["project", "add", "Berth planner", "--summary", "Who lies where", "--start", "2025-11"],
    );
    on("2026-01-05", &["project", "add", "Part", "--parent", "Berth planner"]);
    on("2026-01-06", &["goal", "add", "Two new languages or tools"]);
    on("2026-01-06", &["goal", "add", "A handbook", "--milestone", "An outline", "--milestone", "A draft"]);
    on("2026-01-06", &["goal", "milestone", "A handbook", "An outline"]);
    on("2026-02-03", &["goal", "check", "Two new", "--note", "Rust, slowly"]);
    let win = "Halved the wait wait:8.1min..4.07min #ci for:skippers";
    on(
        "2026-02-04",
        &[
            &["add", win, "--star", "--notes", "With | \"quotes\"\n\n性能 \u{202e}x"][..],
            &["--link", "https://example.org/a", "--skill", "Rust", "--with", "Zoë"],
            &["--project", "Berth planner", "--goal", "two new"],
        ]
        .concat(),
    );
    on("2026-05-04", &["metric", "log", "wait", "3.3min", "--source", "the board", "--note", "a quiet day"]);
    on(
        "2026-06-01",
        &[
            "outcome",
            "record",
            &sandbox.id("Halved the wait"),
            "Two more ports asked for it",
            "--metric",
            "wait=3.1min",
        ],
    );
    on("2026-06-02", &["read", "add", "The Craft of Nets", "--author", "Di Fourth", "--status", "finished"]);
    on("2026-06-03", &["alias", "add", "Acme Corp", "a large bank"]);
    on("2026-06-04", &["skills", "group", "Rust", "Languages"]);
    on("2026-06-05", &["add", "Thrown away +Gone"]);
    on("2026-06-05", &["rm", &sandbox.id("Thrown away")]);
    sandbox
}

/// Imports an exported journal into a new sandbox; returns the sandbox and the output.
fn import_into_new(text: &str) -> (Sandbox, String) {
    let other = Sandbox::new();
    let file = other.write("journal.json", text);
    let output = other.on(DAY, &["import", "--yes", file.to_str().unwrap()]);
    (other, output)
}

#[test]
fn json_export_and_import_round_trip_byte_for_byte() {
    let sandbox = full();
    let text = sandbox.on(DAY, &["export", "json"]);
    assert!(!text.contains("Thrown away"), "what was deleted is history");
    let (other, output) = import_into_new(&text);
    assert!(output.contains("added "), "{output}");
    assert_eq!(other.on(DAY, &["export", "json"]), text);
    assert_eq!(other.out(&["doctor"]), "the journal is sound\n");
    for arguments in [
        &["review", "2026", "--format", "json"][..],
        &["list"],
        &["goal", "list"],
        &["read", "list"],
        &["metric", "list"],
        &["search", "handbook"],
        &["due"],
        &["skills"],
        &["alias", "list"],
    ] {
        assert_eq!(other.on(DAY, arguments), sandbox.on(DAY, arguments), "{arguments:?}");
    }

    // A second import adds nothing; an import after an undo restores everything.
    let file = other.path("journal.json");
    let again = || other.on(DAY, &["import", "--yes", file.to_str().unwrap()]);
    assert!(again().contains("nothing new in journal.json"));
    other.on(DAY, &["undo"]);
    assert_eq!(other.json_on(DAY, &["list"]), json!([]));
    assert!(again().contains("added "));
    assert_eq!(other.on(DAY, &["export", "json"]), text);
    other.on(DAY, &["undo"]);
    other.on(DAY, &["redo"]);
    assert_eq!(other.on(DAY, &["review", "2026"]), sandbox.on(DAY, &["review", "2026"]));
    assert_eq!(other.out(&["doctor"]), "the journal is sound\n");
}

#[test]
fn an_empty_journal_is_exported_and_its_import_writes_nothing() {
    let empty = Sandbox::new().on(DAY, &["export", "json"]);
    assert_eq!(serde_json::from_str::<Value>(&empty).unwrap()["records"], json!([]));
    let (other, output) = import_into_new(&empty);
    assert!(output.contains("nothing new"), "{output}");
    assert!(!other.journal().exists(), "nothing to write makes no journal");
}

#[test]
fn a_dry_run_import_lists_the_records_and_writes_nothing() {
    let text = full().on(DAY, &["export", "json"]);
    let other = Sandbox::new();
    let file = other.write("j.json", &text);
    let file = file.to_str().unwrap();
    let plan = other.json_on(DAY, &["import", "--dry-run", file]);
    assert_eq!(plan["counts"]["project"], 3);
    let wins: Vec<&Value> =
        plan["records"].as_array().unwrap().iter().filter(|each| each["kind"] == "win").collect();
    assert_eq!(
        (wins.len(), &wins[0]["title"], &wins[0]["duplicate_of"]),
        (1, &json!("Halved the wait"), &Value::Null)
    );
    assert!(!other.journal().exists());
    assert!(other.on(DAY, &["import", "--dry-run", file]).contains("3  project"));
}

#[test]
fn an_invalid_export_is_refused_with_the_reason_and_writes_nothing() {
    let record = |change: Change<'_>| {
        let mut all = full().editable_export();
        let records = all["records"].as_array_mut().unwrap();
        let at = records.iter().position(|each| each["kind"] == "win").unwrap();
        change(&mut records[at]);
        (all.to_string(), at + 1)
    };
    let other = Sandbox::new();
    let refused = |text: &str| {
        let file = other.write("j.json", text);
        let (code, error) =
            other.refused(DAY, &["import", "--yes", "--format", "json", file.to_str().unwrap()]);
        assert!(!other.journal().exists() || other.json_on(DAY, &["list"]) == json!([]), "{error}");
        assert_eq!(code, 1, "{error}");
        error
    };
    assert!(refused("nothing").contains("line 1"));
    assert!(refused("{}").contains("not a journal that brag exported"));
    assert!(refused(&"{\"a\":".repeat(100_000)).contains("line 1"));
    let deep = format!("{{\"format\":\"brag-journal\",\"records\":[{{\"extra\":{}", "[".repeat(100_000));
    assert!(refused(&deep).contains("line 1"));
    let newer = json!({ "format": "brag-journal", "version": 2, "records": [] });
    assert!(refused(&newer.to_string()).contains("newer version of brag"));
    let cases: [(Change<'_>, &str); 8] = [
        (&|win| win["fields"]["happened"] = json!("2026-02-31"), "happened “2026-02-31” is not a date"),
        (&|win| win["fields"]["mood"] = json!("good"), "unknown field “mood” of a win"),
        (&|win| win["fields"]["title"] = json!(5), "title has a value of the wrong type"),
        (&|win| win["fields"]["starred"] = json!(-1), "starred cannot be -1"),
        (&|win| win["kind"] = json!("dream"), "unknown kind of record"),
        (&|win| win["logged_at"] = json!("noon"), "“noon” is not a time"),
        (&|win| drop(win["fields"].as_object_mut().unwrap().remove("title")), "title"),
        (
            &|win| win["fields"]["project"] = json!("01a1ff10-b080-770f-adbd-000000000000"),
            "it refers to a record that does not exist",
        ),
    ];
    for (change, why) in cases {
        let (text, at) = record(change);
        let error = refused(&text);
        assert!(error.contains(&format!("record {at} (")) && error.contains(why), "{error}");
    }
}

#[test]
fn import_adds_new_records_and_keeps_local_changes() {
    let sandbox = full();
    let (other, _) = import_into_new(&sandbox.on(DAY, &["export", "json"]));
    // The first journal gets a value, an outcome, a check-in and an alias; the second an alias and a tag.
    sandbox.on("2026-11-02", &["metric", "log", "wait", "2.9min"]);
    sandbox.on("2026-11-03", &["outcome", "ask", &sandbox.id("Halved the wait"), "2026-11-03"]);
    sandbox.on(
        "2026-11-03",
        &["outcome", "record", &sandbox.id("Halved the wait"), "Lighthouse keepers noticed"],
    );
    sandbox.on("2026-11-04", &["goal", "check", "Two new", "--note", "Beacons, at last"]);
    sandbox.on("2026-11-05", &["alias", "add", "Globex", "a trader"]);
    other.on(DAY, &["alias", "add", "Globex", "somebody"]);
    other.on(DAY, &["edit", &other.id("Halved the wait"), "--tag", "local"]);
    let text = sandbox.on(DAY, &["export", "json"]);
    let file = other.write("later.json", &text);
    let twice = other.write("twice.json", &text);
    let output = other.on(DAY, &["import", "--yes", file.to_str().unwrap(), twice.to_str().unwrap()]);
    assert!(output.contains("nothing new in twice.json"), "{output}");
    assert_eq!(other.out(&["doctor"]), "the journal is sound\n");
    // The imported records are found by search and are the metric's latest value.
    for word in ["Lighthouse", "Beacons"] {
        assert!(!other.json_on(DAY, &["search", word]).as_array().unwrap().is_empty(), "{word}");
    }
    let metrics = other.json_on(DAY, &["metric", "list"]);
    assert_eq!(metrics[0]["latest"], "2.9min", "{metrics}");
    // Local changes to the same records stay.
    let aliases = other.json_on(DAY, &["alias", "list"]);
    let globex: Vec<&Value> =
        aliases.as_array().unwrap().iter().filter(|each| each["name"] == "Globex").collect();
    assert_eq!((globex.len(), &globex[0]["alias"]), (1, &json!("somebody")));
    assert_eq!(other.json_on(DAY, &["show", &other.id("Halved the wait")])["tags"], json!(["ci", "local"]));
}

#[test]
fn import_restores_a_deleted_record_as_it_is_in_the_file() {
    let sandbox = full();
    sandbox.on(DAY, &["add", "Alone, without a project"]);
    let text = sandbox.on(DAY, &["export", "json"]);
    let (other, _) = import_into_new(&text);
    let id = other.id("Alone, without a project");
    other.on(DAY, &["edit", &id, "--project", "Part", "--tag", "mine", "--impact", "None"]);
    other.on(DAY, &["rm", &id]);
    other.on(DAY, &["project", "rm", "Part"]);
    let file = other.path("journal.json");
    other.on(DAY, &["import", "--yes", file.to_str().unwrap()]);
    let win = other.json_on(DAY, &["show", &other.id("Alone, without a project")]);
    assert_eq!(
        (&win["project"], &win["tags"], &win["impact"]),
        (&Value::Null, &json!([]), &Value::Null),
        "{win}"
    );
    assert!(other.on(DAY, &["review", "2026"]).contains("Alone, without a project"));
    assert_eq!(other.out(&["doctor"]), "the journal is sound\n");
    other.on(DAY, &["undo"]);
    assert!(!other.on(DAY, &["review", "2026"]).contains("Alone, without a project"));
}

#[test]
fn an_import_that_contains_a_record_twice_is_refused() {
    let sandbox = full();
    let mut all = sandbox.editable_export();
    let first = all["records"][0].clone();
    all["records"].as_array_mut().unwrap().push(first);
    let other = Sandbox::new();
    let file = other.write("j.json", all.to_string());
    let file = file.to_str().unwrap();
    assert!(other.refused(DAY, &["import", "--dry-run", file]).1.contains("it occurs twice"));
    let refused = other.refused(DAY, &["import", "--yes", "--year", "2024", file]);
    assert!(refused.1.contains("it occurs twice") || refused.0 == 2, "{refused:?}");
}

#[test]
#[expect(clippy::disallowed_types, reason = "the test writes what a newer brag would write")]
fn unknown_values_of_a_newer_brag_are_shown_as_stored() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "One thing +Ledger"]);
    sandbox.out(&["goal", "add", "A goal", "--done-or-not"]);
    sandbox.out(&["read", "add", "A note"]);
    sandbox.out(&["metric", "log", "speed", "5ms"]);
    rusqlite::Connection::open(sandbox.journal())
        .unwrap()
        .execute_batch(
            "UPDATE win SET status = 'blocked', happened = '2026-W09', visibility = 'friends';
             UPDATE project SET status = 'frozen', visibility = 'friends';
             UPDATE goal SET status = 'asleep', visibility = 'friends';
             UPDATE reading SET status = 'put aside', medium = 'film', started = 'soon';
             UPDATE metric SET better = 'blue', target = 'some day';",
        )
        .unwrap();
    let win = sandbox.json(&["list"])[0]["short_id"].as_str().unwrap().to_owned();
    for (show, stored, never) in [
        (&["show", &win][..], &["blocked", "2026-W09", "friends"][..], &["shipped", "internal"][..]),
        (&["project", "show", "ledger"], &["frozen", "friends"], &["active"]),
        (&["goal", "show", "goal"], &["asleep", "friends"], &[" open"]),
        (&["read", "show", "note"], &["put aside", "film", "soon"], &["book", "to read"]),
        (&["metric", "show", "speed"], &["blue", "some day"], &[]),
        (&["project", "list"], &["frozen"], &["active"]),
        (&["read", "list"], &["put aside", "film"], &["book"]),
    ] {
        let text = sandbox.out(show);
        for word in stored {
            assert!(text.contains(word), "{show:?} has no “{word}”:\n{text}");
        }
        for word in never {
            assert!(!text.contains(word), "{show:?} has “{word}”:\n{text}");
        }
    }
}

#[test]
fn an_imported_reading_note_is_identified_with_one_of_the_same_title_and_authors() {
    let sandbox = Sandbox::new();
    sandbox.on(DAY, &["read", "add", "Small Things", "--author", "Ada Example"]);
    let other = Sandbox::new();
    other.on(DAY, &["read", "add", "small things", "--author", "Ada Example"]);
    other.on(DAY, &["read", "add", "Small Things", "--author", "Bea Example"]);
    let file = other.write("journal.json", sandbox.on(DAY, &["export", "json"]));
    other.on(DAY, &["import", "--yes", file.to_str().unwrap()]);
    assert_eq!(other.json_on(DAY, &["read", "list"]).as_array().map(Vec::len), Some(2));
    assert_eq!(other.out(&["doctor"]), "the journal is sound\n");
}
