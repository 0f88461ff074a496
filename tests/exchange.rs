//! The whole journal as JSON, and back.
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

/// What is made of a record that is taken in.
type Change<'a> = &'a dyn Fn(&mut Value);

/// A journal with a record of every kind, and with what was deleted.
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

fn taken_in(text: &str) -> (Sandbox, String) {
    let other = Sandbox::new();
    let file = other.write("journal.json", text);
    let said = other.on(DAY, &["import", "--yes", file.to_str().unwrap()]);
    (other, said)
}

#[test]
fn a_journal_goes_out_and_comes_back_byte_for_byte() {
    let sandbox = full();
    let text = sandbox.on(DAY, &["export", "json"]);
    assert!(!text.contains("Thrown away"), "what was deleted is history");
    let (other, said) = taken_in(&text);
    assert!(said.contains("added "), "{said}");
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

    // Again nothing; after an undo all of it.
    let file = other.path("journal.json");
    let again = || other.on(DAY, &["import", "--yes", file.to_str().unwrap()]);
    assert!(again().contains("nothing new in journal.json"));
    other.on(DAY, &["undo"]);
    assert_eq!(other.json_on(DAY, &["list"]), json!([]));
    assert!(again().contains("added "));
    assert_eq!(other.on(DAY, &["review", "2026"]), sandbox.on(DAY, &["review", "2026"]));
    assert_eq!(other.out(&["doctor"]), "the journal is sound\n");
}

#[test]
fn an_empty_journal_is_a_journal_too() {
    let empty = Sandbox::new().on(DAY, &["export", "json"]);
    assert_eq!(serde_json::from_str::<Value>(&empty).unwrap()["records"], json!([]));
    let (other, said) = taken_in(&empty);
    assert!(said.contains("nothing new"), "{said}");
    assert!(!other.journal().exists(), "nothing to write makes no journal");
}

#[test]
fn what_it_would_bring_is_shown_first() {
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
fn what_cannot_be_taken_in_is_said_and_leaves_nothing() {
    let record = |change: Change<'_>| {
        let mut all: Value = serde_json::from_str(&full().on(DAY, &["export", "json"])).unwrap();
        let records = all["records"].as_array_mut().unwrap();
        let at = records.iter().position(|each| each["kind"] == "win").unwrap();
        change(&mut records[at]);
        (all.to_string(), at + 1)
    };
    let other = Sandbox::new();
    let refused = |text: &str| {
        let file = other.write("j.json", text);
        let (code, said) =
            other.refused(DAY, &["import", "--yes", "--format", "json", file.to_str().unwrap()]);
        assert!(!other.journal().exists() || other.json_on(DAY, &["list"]) == json!([]), "{said}");
        assert_eq!(code, 1, "{said}");
        said
    };
    assert!(refused("nothing").contains("line 1"));
    assert!(refused("{}").contains("no journal that brag exported"));
    assert!(refused(&"{\"a\":".repeat(100_000)).contains("recursion limit"));
    let newer = json!({ "format": "brag-journal", "version": 2, "records": [] });
    assert!(refused(&newer.to_string()).contains("newer brag"));
    let cases: [(Change<'_>, &str); 7] = [
        (&|win| win["fields"]["happened"] = json!("2026-02-31"), "happened “2026-02-31” is no date"),
        (&|win| win["fields"]["mood"] = json!("good"), "a win has no field mood"),
        (&|win| win["fields"]["title"] = json!(5), "title is of another type"),
        (&|win| win["kind"] = json!("dream"), "there is no such kind of record"),
        (&|win| win["logged_at"] = json!("noon"), "“noon” is no instant"),
        (&|win| drop(win["fields"].as_object_mut().unwrap().remove("title")), "title"),
        (
            &|win| win["fields"]["project"] = json!("01a1ff10-b080-770f-adbd-000000000000"),
            "it refers to a record that is not there",
        ),
    ];
    for (change, why) in cases {
        let (text, at) = record(change);
        let said = refused(&text);
        assert!(said.contains(&format!("record {at} (")) && said.contains(why), "{said}");
    }
}
