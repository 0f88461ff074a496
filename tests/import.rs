//! Imports documents of many styles, again and again, and undoes it.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

mod support;

use rstest::rstest;
use support::Sandbox;

fn fixture(name: &str) -> String {
    format!("{}/tests/fixtures/import/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[rstest]
#[case("weekly.md")]
#[case("2025-03-04.md")]
#[case("self-review.md")]
#[case("promo-packet.md")]
#[case("leistungen.md")]
#[case("logros.md")]
#[case("narratives.md")]
#[case("table-log.md")]
#[case("list.txt")]
#[case("resume.txt")]
fn documents_of_other_styles_are_read(#[case] name: &str) {
    let sandbox = Sandbox::new();
    let plan = sandbox.transcript(&["import", &fixture(name), "--dry-run"]);
    insta::assert_snapshot!(format!("import_{}", name.replace(['.', '-'], "_")), plan);
    // The import takes what the plan shows, and a repeat changes nothing.
    sandbox.out(&["import", &fixture(name), "--yes"]);
    let again = sandbox.transcript(&["import", &fixture(name), "--yes"]);
    assert!(again.contains(&format!("nothing new in {name}")), "{again}");
}

#[test]
fn a_name_in_another_spelling_is_no_change() {
    let sandbox = Sandbox::new();
    sandbox.out(&["add", "Tuned the index", "--skill", "ElasticSearch"]);
    let path =
        sandbox.write("year.md", "# 2025\n\n## Search\n\nSkills: Elasticsearch, Rust\n\n- Built the index\n");
    sandbox.out(&["import", path.to_str().unwrap(), "--yes"]);
    let again = sandbox.transcript(&["import", path.to_str().unwrap(), "--yes"]);
    assert!(again.contains("nothing new in year.md"), "{again}");
}

#[test]
fn a_document_that_grew_updates_its_records_and_never_those_that_were_edited() {
    let sandbox = Sandbox::new();
    let write = |text: &str| sandbox.write("year.md", text).to_str().unwrap().to_owned();
    let path =
        write("# 2025\n\n## Cache\n- Built the index\n- Halved the bill of the cluster\n- Wrote the guide\n");
    sandbox.out(&["import", &path, "--yes"]);
    let guide = sandbox.id("Wrote the guide");
    sandbox.out(&["edit", &guide, "--notes", "My own words"]);
    write(
        "# 2025\n\n## Cache\n- Built the index\n  - in Rust\n- Halved the bill of the cluster by moving the cold data\n\
         - Wrote the guide\n  - for everyone\n- Led the launch\n",
    );
    let plan = sandbox.json(&["import", &path, "--dry-run"]);
    let found: Vec<(&str, bool, String)> = plan["records"]
        .as_array()
        .unwrap()
        .iter()
        .map(|record| {
            (
                record["title"].as_str().unwrap(),
                record["duplicate_of"].is_null(),
                record["changed"].to_string(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("Cache", false, "[]".to_owned()),
            ("Built the index", false, "[\"notes\"]".to_owned()),
            ("Halved the bill of the cluster by moving the cold data", false, "[\"title\"]".to_owned()),
            ("Wrote the guide", false, "[]".to_owned()),
            ("Led the launch", true, "[]".to_owned()),
        ]
    );
    let said = sandbox.out(&["import", &path, "--yes"]);
    assert!(said.contains("added 1 record and updated 2 from year.md"), "{said}");
    assert!(said.contains("1 changed in the document, but edited in the journal since"), "{said}");
    let notes = |title: &str| sandbox.json(&["show", &sandbox.id(title)])["notes"].clone();
    assert_eq!(notes("Built the index"), "- in Rust");
    assert_eq!(notes("Wrote the guide"), "My own words");
    assert_eq!(sandbox.json(&["list"]).as_array().unwrap().len(), 4);
    // One undo reverts the import, and the next import adds it again.
    sandbox.out(&["undo"]);
    assert_eq!(sandbox.json(&["list"]).as_array().unwrap().len(), 3);
    assert_eq!(notes("Built the index"), serde_json::Value::Null);
    assert!(sandbox.out(&["import", &path, "--yes"]).contains("added 1 record and updated 2"));
}

#[test]
fn text_without_a_place_is_kept_in_a_private_note_that_no_period_contains() {
    let sandbox = Sandbox::new();
    let path =
        sandbox.write("log.md", "# 2025\n\nA running log, for the review.\n\n## Wins\n- Built the index\n");
    let said = sandbox.out(&["import", path.to_str().unwrap(), "--yes"]);
    assert!(said.contains("6 words without a place: kept in a private note"), "{said}");
    let note = &sandbox.json(&["list", "--undated"])[0];
    assert_eq!(note["notes"], "A running log, for the review.");
    assert_eq!((&note["visibility"], &note["status"]), (&"private".into(), &"in-progress".into()));
    let review = sandbox.out(&["review", "2025", "--reader", "manager"]);
    assert!(review.contains("Built the index") && !review.contains("running log"), "{review}");
}

#[test]
fn encodings_are_named_and_other_formats_refused_with_the_command_that_converts_them() {
    let sandbox = Sandbox::new();
    let western = sandbox.write("west.md", b"# 2025\n- Gr\xF6\xDFe halbiert\n");
    let said = sandbox.transcript(&["import", western.to_str().unwrap(), "--dry-run"]);
    assert!(said.contains("Größe halbiert") && said.contains("it was read as Windows-1252"), "{said}");
    let word = sandbox.write("cv.docx", b"PK\x03\x04....");
    let refused = sandbox.transcript(&["import", word.to_str().unwrap(), "--dry-run"]);
    assert!(refused.contains("pandoc -t gfm FILE.docx | brag import -"), "{refused}");
}

#[test]
fn a_project_and_a_position_are_those_of_records_that_the_document_puts_nowhere() {
    let sandbox = Sandbox::new();
    sandbox.out(&["position", "add", "Acme", "--title", "Engineer", "--start", "2019"]);
    let path =
        sandbox.write("year.md", "# 2025\n\nAn intro.\n\n- Built the index\n\n## Cache\n- Halved the bill\n");
    let path = path.to_str().unwrap();
    sandbox.out(&["import", path, "--project", "Search", "--position", "acme", "--yes"]);
    let project = |title: &str| sandbox.json(&["show", &sandbox.id(title)])["project"].clone();
    assert_eq!((project("Built the index"), project("Halved the bill")), ("Search".into(), "Cache".into()));
    assert_eq!(project("Text of year.md without a place"), serde_json::Value::Null);
    assert_eq!(sandbox.json(&["project", "show", "cache"])["position"]["title"], "Acme");
    let refused = sandbox.transcript(&["import", path, "--position", "Nowhere", "--dry-run"]);
    assert!(refused.starts_with("exit 1") || refused.starts_with("exit 2"), "{refused}");
    // The same document again, without the choices, changes nothing.
    assert!(sandbox.out(&["import", path, "--yes"]).contains("nothing new"));
}

#[test]
fn projects_without_a_date_are_in_a_portfolio_in_the_order_of_the_document() {
    let sandbox = Sandbox::new();
    let page =
        "# Projects\n\n## First\nOne.\n\n**Results:** Good.\n\n## Second\nTwo.\n\n## Third (2020)\nThree.\n";
    let path = sandbox.write("portfolio.md", page);
    sandbox.out(&["import", path.to_str().unwrap(), "--yes"]);
    let portfolio = sandbox.out(&["export", "portfolio", "--reader", "self"]);
    let headings: Vec<&str> = portfolio.lines().filter(|line| line.starts_with("## ")).collect();
    assert_eq!(headings, ["## Third", "## First", "## Second"]);
}
