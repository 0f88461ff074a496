//! Positions, stories, praise, the profile and the competency ladder on the command line.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops when something is not as it should be"
)]

mod support;

use serde_json::{Value, json};
use support::{Sandbox, root};

const DAY: &str = "2026-03-06";

fn names(all: &Value, key: &str) -> Vec<String> {
    all.as_array().unwrap().iter().map(|each| each[key].as_str().unwrap().to_owned()).collect()
}

/// Runs a command that fails; returns its exit code and everything that it says.
fn refused(sandbox: &Sandbox, arguments: &[&str]) -> (i32, String) {
    let output = sandbox.run(arguments);
    assert!(!output.status.success(), "{arguments:?}");
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

fn with_positions() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.on(
        DAY,
        &["position", "add", "Kessel", "--title", "Engineer", "--start", "2015", "--end", "2019-06"],
    );
    sandbox.on(DAY, &["position", "add", "Northwind", "--title", "Senior engineer", "--start", "2019-03"]);
    sandbox
}

fn position_of(sandbox: &Sandbox, kind: &[&str]) -> Value {
    sandbox.json_on(DAY, kind)["position"]["title"].clone()
}

#[test]
fn wins_and_projects_belong_to_the_position_of_their_last_day_unless_one_is_chosen() {
    let sandbox = with_positions();
    sandbox.on(DAY, &["project", "add", "docgen", "--start", "2016", "--end", "2020"]);
    sandbox.on(DAY, &["project", "add", "berths", "--start", "2016", "--end", "2017"]);
    sandbox.on(DAY, &["project", "add", "undated"]);
    let project = |name: &str| position_of(&sandbox, &["project", "show", name]);
    assert_eq!(
        (project("docgen"), project("berths"), project("undated")),
        ("Northwind".into(), "Kessel".into(), Value::Null)
    );
    // The day of the latest win dates a project without dates.
    sandbox.on(DAY, &["add", "Halved it +undated date:2018"]);
    assert_eq!(project("undated"), "Kessel");
    sandbox.on(DAY, &["project", "edit", "berths", "--position", "Northwind"]);
    assert_eq!(project("berths"), "Northwind");
    // Both positions contain this day; the one that began later has the win.
    let add = |text: &str, more: &[&str]| {
        let arguments: Vec<&str> = [&["add", text][..], more].concat();
        sandbox.json_on(DAY, &arguments)["position"]["title"].clone()
    };
    assert_eq!(add("Both date:2019-05", &[]), "Northwind");
    assert_eq!(add("Before date:2017", &[]), "Kessel");
    assert_eq!(add("Long ago date:2010", &[]), Value::Null);
    assert_eq!(add("Chosen date:2010", &["--position", "Kessel"]), "Kessel");
    // The position chosen for a project holds its wins.
    assert_eq!(add("In the project date:2016 +berths", &[]), "Northwind");
    let id = sandbox.id("Chosen");
    assert_eq!(position_of(&sandbox, &["edit", &id, "--position", ""]), Value::Null);
    let reference = sandbox.json_on(DAY, &["show", &sandbox.id("Both")])["position"].clone();
    let keys: Vec<&String> = reference.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["id", "short_id", "title"]);
}

#[test]
fn bad_positions_are_refused_and_overlaps_are_shown() {
    let sandbox = with_positions();
    let bad = |arguments: &[&str], expected: &str| {
        let (code, error) = refused(&sandbox, arguments);
        assert_eq!(code, 2, "{error}");
        assert!(error.contains(expected), "{error}");
    };
    bad(
        &["position", "add", "Bad", "--start", "2020", "--end", "2019"],
        "would end (2019) before it starts (2020)",
    );
    bad(
        &["position", "add", "Bad", "--leading", "60", "--coding", "50"],
        "leading and coding together are 110 %, which is more than 100 %",
    );
    bad(&["position", "add", "Bad", "--leading", "160"], "a number from 0 to 100, not 160");
    bad(&["position", "add", " "], "a position needs an organisation");
    bad(
        &["position", "promote", "Kessel", "Staff engineer", "--date", "2024"],
        "2024 is outside the position (2015 to 2019-06): “Staff engineer”",
    );
    bad(&["position", "promote", "Kessel", "engineer"], "has the title “engineer” already");
    assert_eq!(sandbox.json_on(DAY, &["position", "list"]).as_array().unwrap().len(), 2);
    let kessel = sandbox.json_on(DAY, &["position", "show", "kessel"]);
    assert_eq!(kessel["overlaps"][0]["title"], "Northwind, Senior engineer");
}

#[test]
fn a_person_may_come_back_to_an_organisation() {
    let sandbox = with_positions();
    sandbox.on(DAY, &["position", "add", "Kessel", "--title", "Advisor", "--start", "2025"]);
    let (code, error) = refused(&sandbox, &["position", "show", "Kessel"]);
    assert_eq!(code, 2);
    assert!(error.contains("matches several records"), "{error}");
    let latest = sandbox.json_on(DAY, &["position", "list"])[0].clone();
    assert_eq!(latest["titles"][0]["title"], "Advisor");
    let shown = sandbox.json_on(DAY, &["position", "show", latest["short_id"].as_str().unwrap()]);
    assert_eq!(shown["id"], latest["id"]);
}

#[test]
fn titles_are_records_that_survive_edits_undo_and_export() {
    let sandbox = with_positions();
    sandbox.on(DAY, &["position", "promote", "Northwind", "Staff engineer", "--date", "2022-05"]);
    let titles =
        |sandbox: &Sandbox| sandbox.json_on(DAY, &["position", "show", "Northwind"])["titles"].clone();
    let both = json!([{ "title": "Senior engineer", "start": null }, { "title": "Staff engineer", "start": "2022-05" }]);
    assert_eq!(titles(&sandbox), both);
    sandbox.on(DAY, &["position", "edit", "Northwind", "--titles", "Staff engineer"]);
    assert_eq!(titles(&sandbox), json!([{ "title": "Staff engineer", "start": null }]));
    sandbox.on(DAY, &["undo"]);
    assert_eq!(titles(&sandbox), both);
    assert!(sandbox.out(&["search", "staff engineer"]).contains("Northwind"));
    let exported = sandbox.out(&["export", "json"]);
    let file = sandbox.write("export.json", &exported);
    let other = Sandbox::new();
    other.on(DAY, &["import", file.to_str().unwrap(), "--yes"]);
    assert_eq!(other.out(&["export", "json"]), exported);
    assert_eq!(titles(&other), both);
    sandbox.on(DAY, &["position", "rm", "Northwind"]);
    assert!(!sandbox.out(&["search", "staff engineer"]).contains("Northwind"));
    sandbox.on(DAY, &["undo"]);
    assert_eq!(titles(&sandbox), both);
    assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
}

#[test]
fn a_deleted_position_leaves_its_records() {
    let sandbox = with_positions();
    sandbox.on(DAY, &["project", "add", "docgen", "--position", "Kessel"]);
    sandbox.on(DAY, &["position", "rm", "Kessel"]);
    assert_eq!(position_of(&sandbox, &["project", "show", "docgen"]), Value::Null);
    sandbox.on(DAY, &["undo"]);
    assert_eq!(position_of(&sandbox, &["project", "show", "docgen"]), "Kessel");
}

#[test]
fn a_schema_5_journal_gets_a_position_for_each_distinct_text() {
    let sandbox = Sandbox::new();
    sandbox.adopt("journal-5.db");
    let mut organisations = names(&sandbox.json_on(DAY, &["position", "list"]), "organisation");
    organisations.sort();
    assert_eq!(organisations, ["Harbourlight Ltd", "Kessel", "Staff engineer, Northwind"]);
    // No text of a project that is not public becomes public.
    let visibility = names(&sandbox.json_on(DAY, &["position", "list"]), "visibility");
    assert_eq!(visibility, ["internal"; 3]);
    for (name, position) in [
        ("docgen", json!("Staff engineer, Northwind")),
        ("search", json!("Staff engineer, Northwind")),
        ("ledger", json!("Harbourlight Ltd")),
        ("lanes", Value::Null),
    ] {
        assert_eq!(position_of(&sandbox, &["project", "show", name]), position, "{name}");
    }
    assert_eq!(sandbox.migration_backups(), 1);
    assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
    // The conversion is no change of the user: undo reverts the latest change before it.
    assert!(sandbox.on(DAY, &["undo"]).contains("delete project: gone"));
    assert_eq!(position_of(&sandbox, &["project", "show", "gone"]), "Kessel");
    assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
    // An edit of the text before the conversion can still be undone and redone.
    let undone: Vec<String> = (0..3).map(|_| sandbox.on(DAY, &["undo"])).collect();
    assert!(undone[2].contains("edit project: ledger"), "{undone:?}");
    assert_eq!(position_of(&sandbox, &["project", "show", "ledger"]), "Harbourlight");
    sandbox.on(DAY, &["redo"]);
    assert_eq!(position_of(&sandbox, &["project", "show", "ledger"]), "Harbourlight Ltd");
    assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
}

#[test]
fn an_export_of_schema_5_is_imported_with_its_positions() {
    let old = Sandbox::new();
    std::fs::copy(root().join("tests/fixtures/journal-5.db"), old.journal()).unwrap();
    let mut export = old.editable_export();
    // The form of an export before schema 6: the position is a text of the project.
    let records = export["records"].as_array_mut().unwrap();
    records.retain(|record| record["kind"] != "position");
    for record in records.iter_mut().filter(|record| record["kind"] == "project") {
        record["fields"].as_object_mut().unwrap().remove("position_ref");
        record["fields"]["position"] = "Northwind".into();
        record["fields"]["visibility"] = "private".into();
    }
    let sandbox = Sandbox::new();
    let file = sandbox.write("old.json", export.to_string());
    sandbox.on(DAY, &["import", file.to_str().unwrap(), "--yes"]);
    let positions = sandbox.json_on(DAY, &["position", "list"]);
    assert_eq!(names(&positions, "organisation"), ["Northwind"]);
    assert_eq!(names(&positions, "visibility"), ["private"]);
    assert_eq!(position_of(&sandbox, &["project", "show", "docgen"]), "Northwind");
    assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
}

#[test]
fn a_story_is_about_live_records_and_states_their_figures() {
    let sandbox = Sandbox::new();
    sandbox.on(DAY, &["add", "Halved it +docgen latency:800ms..400ms"]);
    let id = sandbox.id("Halved it");
    let story = sandbox.json_on(
        DAY,
        &[
            "story",
            "add",
            "Latency",
            "--result",
            "Now {latency}",
            "--about",
            &id,
            "--about",
            "latency",
            "--about",
            "docgen",
        ],
    );
    assert_eq!(story["wins"][0]["title"], "Halved it");
    assert_eq!(story["projects"][0]["title"], "docgen");
    assert!(sandbox.on(DAY, &["story", "show", "latency"]).contains("Now 800ms → 400ms (−50\u{a0}%)"));
    sandbox.on(DAY, &["metric", "log", "latency", "200ms", "--project", "docgen"]);
    assert!(sandbox.on(DAY, &["story", "show", "latency"]).contains("Now 800ms → 200ms (−75\u{a0}%)"));
    sandbox.on(DAY, &["rm", &id]);
    assert_eq!(sandbox.json_on(DAY, &["story", "show", "Latency"])["wins"], json!([]));
    let (code, error) = refused(&sandbox, &["story", "add", "Other", "--about", &id]);
    assert_eq!(code, 1);
    assert!(error.contains("was deleted") && error.contains("hint: "), "{error}");
    let (_, error) = refused(&sandbox, &["story", "add", "Other", "--competency", "delivery"]);
    assert!(error.contains("no competency ladder was chosen"), "{error}");
}

#[test]
fn a_story_is_as_strict_as_the_records_that_it_is_about() {
    let sandbox = Sandbox::new();
    sandbox.on(DAY, &["add", "A secret", "--visibility", "private"]);
    let id = sandbox.id("A secret");
    sandbox.on(DAY, &["story", "add", "Told", "--result", "Done", "--about", &id, "--visibility", "public"]);
    let sheet = |reader: &str| sandbox.run(&["export", "stories", "--reader", reader]);
    let text = String::from_utf8(sheet("self").stdout).unwrap();
    assert!(text.contains("Told"), "{text}");
    sandbox.on(DAY, &["story", "add", "Open", "--result", "Done", "--visibility", "public"]);
    let is_left_out = || {
        for reader in ["manager", "public"] {
            let output = sheet(reader);
            let text = String::from_utf8(output.stdout).unwrap();
            assert!(output.status.success() && text.contains("Open"), "{reader}: {text}");
            assert!(!text.contains("Told"), "{reader}");
        }
    };
    is_left_out();
    sandbox.on(DAY, &["rm", &id]);
    is_left_out();
}

#[test]
fn deleting_a_position_names_the_projects_that_were_put_into_it() {
    let sandbox = Sandbox::new();
    sandbox.on(DAY, &["position", "add", "Kessel", "--start", "2015"]);
    sandbox.on(DAY, &["project", "add", "docgen", "--position", "Kessel"]);
    let output = sandbox.run(&["position", "rm", "Kessel"]);
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.starts_with("1 project that was put into it: now in the position of its dates"), "{error}");
}

#[test]
fn what_belongs_to_a_deleted_record_stays_as_strict_as_it_was() {
    let sandbox = Sandbox::new();
    sandbox.on(DAY, &["project", "add", "Secret", "--visibility", "private"]);
    sandbox.on(DAY, &["add", "Found it", "--project", "Secret", "--visibility", "internal"]);
    sandbox.on(DAY, &["add", "Told it", "--project", "Secret", "--visibility", "public"]);
    let id = sandbox.id("Found it");
    sandbox.on(DAY, &["praise", "add", "Great find", "--win", &id]);
    // The win is internal itself, but its project is private.
    sandbox.on(DAY, &["rm", &id]);
    assert_eq!(names(&sandbox.json_on(DAY, &["praise", "list"]), "visibility"), ["private"]);
    sandbox.on(DAY, &["project", "rm", "Secret"]);
    assert_eq!(sandbox.json_on(DAY, &["show", &sandbox.id("Told it")])["visibility"], "private");
    sandbox.on(DAY, &["undo"]);
    assert_eq!(sandbox.json_on(DAY, &["show", &sandbox.id("Told it")])["visibility"], "public");
}

#[test]
fn praise_of_several_people_is_split_and_stays_private_with_its_win() {
    let sandbox = Sandbox::new();
    sandbox.on(DAY, &["add", "A secret", "--visibility", "private"]);
    let id = sandbox.id("A secret");
    let pasted = "Ana: Fast and kind\nBo: You helped me";
    let added = sandbox.json_on(DAY, &["praise", "add", pasted, "--win", &id]);
    assert_eq!(names(&added, "from"), ["Ana", "Bo"]);
    let win = sandbox.json_on(DAY, &["show", &id]);
    assert_eq!(names(&win["praise"], "quote"), ["Fast and kind", "You helped me"]);
    let one = sandbox.json_on(DAY, &["praise", "add", pasted, "--from", "Cy"]);
    assert_eq!((&one["quote"], &one["date"]), (&json!(pasted), &json!(DAY)));
    sandbox.on(DAY, &["rm", &id]);
    let all = sandbox.json_on(DAY, &["praise", "list"]);
    let left: Vec<&Value> = all.as_array().unwrap().iter().filter(|each| each["from"] != "Cy").collect();
    assert!(left.iter().all(|each| each["win"].is_null() && each["visibility"] == "private"), "{all}");
    sandbox.on(DAY, &["undo"]);
    assert_eq!(sandbox.json_on(DAY, &["show", &id])["praise"].as_array().unwrap().len(), 2);
}

#[test]
fn the_profile_keeps_its_parts_through_edits() {
    let sandbox = Sandbox::new();
    let education = "2001..2005 | University of Graz | Computer science | Master";
    let profile = sandbox.json_on(
        DAY,
        &[
            "profile",
            "edit",
            "--name",
            "Kim Doe",
            "--strengths",
            "Design: Simple systems\nLeading",
            "--education",
            education,
            "--languages",
            "English: fluent",
        ],
    );
    assert_eq!(names(&profile["strengths"], "name"), ["Design", "Leading"]);
    let before = profile["strengths"][1].clone();
    let profile =
        sandbox.json_on(DAY, &["profile", "edit", "--strengths", "Leading\nDesign: Simple systems"]);
    assert_eq!(profile["strengths"][0], before);
    assert_eq!(profile["education"][0]["degree"], "Master");
    let (code, error) = refused(&sandbox, &["profile", "edit", "--education", "2005..2001 | A school"]);
    assert_eq!(code, 2, "{error}");
    sandbox.on(DAY, &["undo", "2"]);
    assert!(sandbox.json_on(DAY, &["profile", "show"])["name"].is_null());
}

#[test]
fn nothing_of_the_ladder_is_known_before_one_is_chosen() {
    let sandbox = Sandbox::new();
    let (code, error) = refused(&sandbox, &["ladder"]);
    assert_eq!(code, 1);
    assert!(error.contains("hint: take the generic one with: brag ladder choose"), "{error}");
    sandbox.on(DAY, &["ladder", "choose", "--level", "senior"]);
    assert!(refused(&sandbox, &["ladder", "choose"]).1.contains("there is a ladder already"));
    let ladder = sandbox.json_on(DAY, &["ladder"]);
    assert_eq!((&ladder["level"], &ladder["next_level"]), (&json!("senior"), &json!("staff")));
    sandbox.on(DAY, &["ladder", "level", "Staff engineer"]);
    assert_eq!(sandbox.json_on(DAY, &["ladder"])["next_level"], "principal");
    assert!(refused(&sandbox, &["ladder", "level", "boss"]).1.contains("unknown level “boss”; use engineer"));
}

/// Returns the path of the ladder's file, which exists.
fn ladder_file(sandbox: &Sandbox) -> std::path::PathBuf {
    let shown = sandbox.on(DAY, &["ladder", "choose", "--level", "senior"]);
    let path = shown.split_whitespace().find(|word| word.ends_with("ladder.toml")).unwrap();
    path.into()
}

#[test]
fn a_ladder_with_an_unknown_key_names_the_file_the_line_and_the_nearest_key() {
    let sandbox = Sandbox::new();
    let path = ladder_file(&sandbox);
    let text = std::fs::read_to_string(&path).unwrap();
    let line = text.lines().position(|line| line.starts_with("about = ")).unwrap() + 1;
    std::fs::write(&path, text.replacen("about = ", "abuot = ", 1)).unwrap();
    let (code, error) = refused(&sandbox, &["ladder", "gaps"]);
    assert_eq!(code, 1);
    assert!(error.contains(&format!("ladder.toml: line {line}: unknown field “abuot”")), "{error}");
    assert!(error.contains("did you mean “about”?"), "{error}");
    assert!(error.contains("hint: correct it with: brag ladder edit"), "{error}");
    // Everything else still works.
    sandbox.on(DAY, &["add", "Halved it"]);
    sandbox.on(DAY, &["review", "2026"]);
}

#[test]
fn wins_are_tagged_with_suggested_competencies_and_the_gaps_name_what_is_missing() {
    let sandbox = Sandbox::new();
    ladder_file(&sandbox);
    for number in 1..=20 {
        let text = format!("Cached the parser of step {number} date:2026-02-{number:02} cat:foundational");
        sandbox.on(DAY, &["add", &text]);
    }
    let suggested = sandbox.json_on(DAY, &["competency", "suggest"]);
    assert_eq!(suggested.as_array().unwrap().len(), 20);
    sandbox.on(DAY, &["competency", "suggest", "--apply"]);
    let ladder = sandbox.json_on(DAY, &["ladder"]);
    let depth = &ladder["competencies"][0];
    assert_eq!((&depth["key"], &depth["total"]["count"]), (&json!("technical-depth"), &json!(20)));
    let gaps = sandbox.json_on(DAY, &["ladder", "gaps"]);
    let gap = &gaps[0];
    assert_eq!(gap["competency"], "technical-depth");
    assert_eq!(gap["near"]["title"], "Cached the parser of step 20", "of equal records the latest is named");
    assert!(!gap["near"]["lacks"].as_array().unwrap().is_empty());
    sandbox.on(DAY, &["undo"]);
    assert_eq!(sandbox.json_on(DAY, &["ladder"])["competencies"][0]["total"]["count"], 0);
}

#[test]
fn a_competency_that_the_ladder_no_longer_has_stays_and_is_marked() {
    let sandbox = Sandbox::new();
    let path = ladder_file(&sandbox);
    sandbox.on(DAY, &["add", "Halved it"]);
    let id = sandbox.id("Halved it");
    sandbox.on(DAY, &["competency", "tag", &id, "Strategy"]);
    let text = std::fs::read_to_string(&path).unwrap().replace("key = \"strategy\"", "key = \"direction\"");
    std::fs::write(&path, text).unwrap();
    let ladder = sandbox.json_on(DAY, &["ladder"]);
    let gone = ladder["competencies"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&gone["key"], &gone["known"], &gone["total"]["count"]),
        (&json!("strategy"), &json!(false), &json!(1))
    );
    // An edit keeps it; a new one must be in the ladder.
    sandbox.on(DAY, &["edit", &id, "--title", "Halved it twice", "--competency", "delivery"]);
    assert_eq!(sandbox.json_on(DAY, &["show", &id])["competencies"], json!(["strategy", "delivery"]));
    let (code, error) = refused(&sandbox, &["competency", "tag", &id, "delivry"]);
    assert_eq!(code, 2);
    assert!(
        error.contains("unknown competency “delivry”") && error.contains("did you mean “delivery”?"),
        "{error}"
    );
    sandbox.on(DAY, &["competency", "untag", &id, "strategy"]);
    assert_eq!(sandbox.json_on(DAY, &["show", &id])["competencies"], json!(["delivery"]));
}

#[test]
fn career_records_are_searched_listed_in_csv_and_shown_by_id() {
    let sandbox = with_positions();
    sandbox.on(DAY, &["story", "add", "The vacuum job", "--failed", "Slow Mondays"]);
    sandbox.on(DAY, &["praise", "add", "You saved the demo", "--from", "Ana", "--where", "retro"]);
    let kinds = |words: &str| names(&sandbox.json_on(DAY, &["search", words]), "kind");
    assert_eq!(
        (kinds("mondays"), kinds("demo"), kinds("kessel")),
        (vec!["story".into()], vec!["praise".into()], vec!["position".into()])
    );
    for command in ["position", "story", "praise"] {
        let all = sandbox.json_on(DAY, &[command, "list"]);
        let id = all[0]["short_id"].as_str().unwrap();
        assert_eq!(sandbox.json_on(DAY, &["show", id])["id"], all[0]["id"]);
        assert_eq!(sandbox.json_on(DAY, &[command])[0]["id"], all[0]["id"], "a noun alone lists");
    }
    let directory = sandbox.path("csv");
    sandbox.on(DAY, &["export", "csv", "-o", directory.to_str().unwrap()]);
    let file = |name: &str| std::fs::read_to_string(directory.join(name)).unwrap();
    assert!(file("positions.csv").contains("Kessel") && file("positions.csv").contains("Engineer"));
    assert!(file("stories.csv").contains("Slow Mondays") && file("praise.csv").contains("retro"));
}

#[test]
fn deleting_a_project_names_the_wins_that_stay() {
    let sandbox = Sandbox::new();
    sandbox.on(DAY, &["add", "Halved it +docgen"]);
    let output = sandbox.run(&["project", "rm", "docgen"]);
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.contains("1 win stays, without a project"), "{error}");
}
