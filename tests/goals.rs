//! Goals with their evidence, and reading notes: the built program over more than a year.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::too_many_lines,
    reason = "a test stops when something is not as it should be"
)]

mod support;

use serde_json::{Value, json};
use support::Sandbox;

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("no {key} in {value}"))
}

/// Returns the text of each line of a goal's timeline.
fn timeline(goal: &Value) -> Vec<&str> {
    goal["timeline"].as_array().unwrap().iter().map(|each| text(each, "text")).collect()
}

#[test]
fn a_count_goal_moves_by_evidence_is_carried_over_and_ends() {
    let sandbox = Sandbox::new();
    let goal = |day: &str| sandbox.json_on(day, &["goal", "show", "two new"]);
    let added = ["goal", "add", "Two new languages or tools", "--count", "2", "--why", "Go stale no more"];
    let added = sandbox.json_on("2026-01-05", &added);
    assert_eq!(
        (text(&added, "measure"), &added["target"], &added["progress"]),
        ("count", &json!(2), &json!(0.0))
    );
    assert_eq!(text(&added, "pace"), "on pace");

    let may = goal("2026-05-01");
    assert_eq!(
        (text(&may, "pace"), text(&may, "pace_text")),
        ("behind", "behind: a third of the year is gone")
    );

    sandbox.on("2026-05-20", &["add", "Wrote the importer in a new language ^two"]);
    let june = goal("2026-06-10");
    assert_eq!((text(&june, "standing"), text(&june, "pace")), ("1 of 2", "on pace"));
    let behind = sandbox.on("2026-08-28", &["goal", "list", "2026"]);
    assert!(behind.contains("1 of 2, behind: two thirds of the year are gone · moved 20 May"), "{behind}");

    // With a target of three, two wins are on pace in September and the goal is still open in December.
    sandbox.on("2026-09-01", &["goal", "edit", "two new", "--count", "3"]);
    sandbox.on("2026-09-02", &["add", "Moved the queue to a new tool"]);
    let win = sandbox.id("Moved the queue to a new tool");
    let linked = sandbox.json_on("2026-09-02", &["goal", "link", "two new", &win]);
    assert_eq!((text(&linked, "standing"), text(&linked, "pace")), ("2 of 3", "on pace"));

    let carried = sandbox.json_on("2026-12-15", &["goal", "carry", "two new"]);
    assert_eq!(
        (&carried["year"], text(&carried, "status"), text(&carried, "standing")),
        (&json!(2027), "open", "2 of 3")
    );
    let before = sandbox.json_on("2026-12-15", &["goal", "list", "2026"]);
    assert_eq!((text(&before[0], "status"), &before[0]["carried_to"]), ("carried", &carried["short_id"]));

    // Evidence of earlier years is no head start in the new year.
    assert_eq!(text(&goal("2027-01-10"), "pace"), "on pace");
    sandbox.on("2027-03-01", &["add", "Taught the new tool to a team ^two"]);
    assert_eq!(text(&goal("2027-03-01"), "pace"), "reached");
    let done =
        sandbox.json_on("2027-03-02", &["goal", "done", "two new", "--proof", "three services run on them"]);
    assert_eq!((text(&done, "status"), text(&done, "ended_on")), ("done", "2027-03-02"));
    assert_eq!(
        timeline(&done),
        [
            "set for 2026",
            "Wrote the importer in a new language",
            "Moved the queue to a new tool",
            "carried over to 2027",
            "Taught the new tool to a team",
            "done: three services run on them"
        ]
    );
    insta::assert_snapshot!("goal_show", {
        let id = text(&done, "short_id").to_owned();
        let shown = sandbox.on("2027-03-02", &["goal", "show", &id]);
        done["evidence"]
            .as_array()
            .unwrap()
            .iter()
            .fold(shown.replace(&id, "GOAL"), |shown, each| shown.replace(text(each, "short_id"), "WIN"))
    });

    // Every step is undone, including the one that carried the goal over to another year.
    let steps =
        ["goal done", "add win", "carry goal", "link to goal", "add win", "edit goal", "add win", "add goal"];
    for label in steps {
        assert!(sandbox.on("2027-03-03", &["undo"]).starts_with(&format!("undid: {label}")), "{label}");
    }
    assert_eq!(sandbox.json(&["goal", "list"]), json!([]));
    sandbox.out(&["redo", "8"]);
    assert_eq!(timeline(&goal("2027-03-03")), timeline(&done));
    assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
}

#[test]
fn goals_and_books_of_a_document_are_imported_and_usable() {
    let sandbox = Sandbox::new();
    let day = "2026-03-06";
    let document = "# Brag document\n\n## Goals for this year\n\n- Give at least one talk in public\n\
        - Get better at designing systems\n- Write more tools\n\
        - Grow by two new languages, libraries, or tools\n- Keep an eye on the rest\n\n\
        ## What I learned\n\n| Book | Takeaways |\n| --- | --- |\n\
        | The Craft of Nets by Ada Example | Ask who mends it |\n\
        | Tides, and Why: A Primer by Bo Sample, Cy Third | Wait for the turn<br>Then go |\n";
    let path = sandbox.write("year.md", document);
    let file = path.to_str().unwrap();
    let plan = sandbox.json_on(day, &["import", file, "--year", "2025", "--dry-run"]);
    assert_eq!((&plan["counts"]["goal"], &plan["counts"]["reading"]), (&json!(5), &json!(2)));
    sandbox.on(day, &["import", file, "--year", "2025", "--yes"]);
    let goals = sandbox.json_on(day, &["goal", "list", "2025"]);
    let measures: Vec<&str> = goals.as_array().unwrap().iter().map(|goal| text(goal, "measure")).collect();
    assert_eq!(measures, ["done", "growing", "growing", "count", "growing"]);
    assert_eq!(goals[3]["target"], 2);
    let books = sandbox.json_on(day, &["read", "list"]);
    let rows: Vec<(&str, &Value, &str)> = books
        .as_array()
        .unwrap()
        .iter()
        .map(|book| (text(book, "title"), &book["authors"], text(book, "status")))
        .collect();
    assert_eq!(
        rows,
        [
            ("The Craft of Nets", &json!(["Ada Example"]), "finished"),
            ("Tides, and Why: A Primer", &json!(["Bo Sample", "Cy Third"]), "finished")
        ]
    );
    assert_eq!(text(&books[1], "takeaways"), "Wait for the turn\nThen go");
    assert_eq!(text(&books[0], "finished"), "2025");
    // Authors are found by search but are not listed as people.
    assert_eq!(sandbox.json_on(day, &["search", "sample"])[0]["kind"], "reading");
    assert_eq!(sandbox.json_on(day, &["people"]), json!([]));

    sandbox.on(day, &["add", "Wrote the planner in a new language ^\"two new languages\""]);
    sandbox.on(day, &["read", "add", "Serde", "--kind", "tool", "--goal", "two new", "--status", "reading"]);
    let goal = |id: &str| sandbox.json_on(day, &["goal", "show", id]);
    assert_eq!(text(&goal("two new"), "standing"), "1 of 2", "what is still being learned does not count");
    let finish = sandbox.transcript(&["read", "finish", "serde", "--takeaway", "Derive first"]);
    assert!(
        finish.contains("“Grow by two new languages, libraries, or tools” is reached, 2 of 2"),
        "{finish}"
    );
    assert!(finish.contains("hint: brag goal done "), "{finish}");
    sandbox.on(day, &["goal", "done", "two new"]);
    let review = sandbox.on(day, &["review", "2025"]);
    let row = "| ✓ | Grow by two new languages, libraries, or tools | 2 of 2<br>Evidence: ";
    assert!(review.contains(row), "{review}");
    assert!(review.contains("| The Craft of Nets by Ada Example | Ask who mends it |"), "{review}");
    // Importing the same document again adds nothing.
    let again = sandbox.on(day, &["import", file, "--year", "2025", "--yes"]);
    assert!(again.contains("nothing new in year.md"), "{again}");
}

#[test]
fn every_measure_reports_its_standing_progress_and_pace() {
    let sandbox = Sandbox::new();
    let day = "2026-07-02";
    let add = |arguments: &[&str]| sandbox.on("2026-01-02", &[&["goal", "add"][..], arguments].concat());
    add(&["Better docs"]);
    add(&["Speak once", "--done-or-not"]);
    add(&["Test coverage", "--from", "70%", "--to", "90%"]);
    add(&["A book of recipes", "--milestone", "Plan it", "--milestone", "Write it"]);
    sandbox.on("2026-01-02", &["metric", "log", "latency", "800ms"]);
    add(&["Answer faster", "--to", "100ms", "--metric", "latency"]);
    sandbox.on("2026-02-01", &["add", "Wrote the guide ^better"]);
    sandbox.on("2026-03-01", &["goal", "check", "test", "75%", "--note", "the parser is covered"]);
    sandbox.on("2026-04-01", &["goal", "milestone", "a book", "1", "done"]);
    sandbox.on("2026-06-01", &["metric", "log", "latency", "450ms"]);
    let standing = |id: &str| {
        let goal = sandbox.json_on(day, &["goal", "show", id]);
        (text(&goal, "standing").to_owned(), goal["progress"].clone(), goal["pace"].clone())
    };
    assert_eq!(standing("better"), ("1 linked".into(), Value::Null, Value::Null));
    assert_eq!(standing("speak"), ("not yet".into(), json!(0.0), Value::Null));
    assert_eq!(standing("test"), ("75% (70% → 90%)".into(), json!(0.25), json!("behind")));
    assert_eq!(standing("a book"), ("1 of 2 milestones".into(), json!(0.5), json!("on pace")));
    assert_eq!(standing("answer"), ("450ms (800ms → 100ms)".into(), json!(0.5), json!("on pace")));
    // A check-in on a goal that follows a metric is logged as a value of that metric.
    sandbox.on(day, &["goal", "check", "answer", "300ms"]);
    assert_eq!(text(&sandbox.json(&["metric", "show", "latency"]), "latest"), "300ms");
    let quarters = sandbox.json_on("2026-10-02", &["goal", "show", "better"]);
    assert_eq!(quarters["quarters"], json!([1, 0, 0, 0]));
    let shown = sandbox.on("2026-10-02", &["goal", "show", "better"]);
    assert!(
        shown.contains("1 linked, none in Q2 and Q3") && shown.contains("Q1 1 · Q2 none · Q3 none"),
        "{shown}"
    );
    let speak = sandbox.json_on("2026-11-02", &["goal", "show", "speak"]);
    assert_eq!((text(&speak, "pace"), text(&speak, "pace_text")), ("open", "60 days are left"));
    sandbox.on(day, &["goal", "drop", "speak", "--why", "no conference this year"]);
    assert_eq!(text(&sandbox.json(&["goal", "show", "speak"]), "ending"), "no conference this year");
    sandbox.on(day, &["goal", "reopen", "speak"]);
    assert_eq!(text(&sandbox.json(&["goal", "show", "speak"]), "status"), "open");
    sandbox.on(day, &["goal", "rm", "a book"]);
    sandbox.on(day, &["undo"]);
    assert_eq!(standing("a book").0, "1 of 2 milestones");
    assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
}

#[test]
fn removing_evidence_moves_the_goal_back_and_reports_it() {
    let sandbox = Sandbox::new();
    let day = "2026-03-06";
    sandbox.on(day, &["goal", "add", "Two new tools", "--count", "2"]);
    sandbox.on(day, &["add", "Used the first ^two"]);
    sandbox.on(day, &["project", "add", "Second"]);
    sandbox.on(day, &["goal", "link", "two", "second"]);
    let standing = || text(&sandbox.json(&["goal", "show", "two"]), "standing").to_owned();
    assert_eq!(standing(), "2 of 2");
    let win = sandbox.id("Used the first");
    let removed = sandbox.transcript(&["rm", &win]);
    assert!(removed.contains("the goal “Two new tools” (2026) now has: 1 of 2"), "{removed}");
    assert_eq!(standing(), "1 of 2");
    sandbox.on(day, &["undo"]);
    assert_eq!(standing(), "2 of 2");
    sandbox.on(day, &["goal", "unlink", "two", &win]);
    assert_eq!(standing(), "1 of 2");
    sandbox.on(day, &["undo", "2"]);
    assert_eq!(standing(), "1 of 2", "the project is not linked yet");
    sandbox.on(day, &["redo", "2"]);
    assert_eq!(
        (standing().as_str(), sandbox.json(&["list", "--no-goal"])[0]["title"].as_str()),
        ("1 of 2", Some("Used the first"))
    );
    sandbox.on(day, &["goal", "check", "two", "--note", "half way"]);
    sandbox.on(day, &["undo"]);
    assert_eq!(sandbox.json(&["goal", "show", "two"])["check_ins"], json!([]));
}

#[test]
fn invalid_goal_commands_are_refused_with_one_line() {
    let sandbox = Sandbox::new();
    let day = "2026-03-06";
    sandbox.on(day, &["goal", "add", "Two new tools", "--count", "2"]);
    sandbox.on(day, &["goal", "add", "Coverage of tests", "--from", "70%", "--to", "90%"]);
    sandbox.on(day, &["add", "Used it ^two"]);
    sandbox.on("2027-01-06", &["goal", "add", "Next year's"]);
    let win = sandbox.id("Used it");
    let error = |arguments: &[&str]| {
        let (code, line) = sandbox.refused(day, arguments);
        format!("{code} {}", line.strip_prefix("error: ").unwrap_or(&line))
    };
    let refused = [
        (&["goal", "add", "None", "--count", "0"][..], "2 a count must be at least 1"),
        (&["goal", "add", "None", "--count", "-2"], "2 a count must be at least 1"),
        (&["goal", "add", "Same", "--from", "5", "--to", "5"], "2 the start and the target are the same: 5"),
        (&["goal", "add", "Units", "--from", "5ms", "--to", "5%"], "2 5ms and 5% must have the same unit"),
        (&["goal", "add", "Half", "--from", "5"], "2 a number needs --from and --to"),
        (
            &["goal", "add", "Uptime", "--from", "99%", "--to", "90%", "--better", "higher"],
            "2 the target 90% is below the start 99%, where higher is better",
        ),
        (
            &["goal", "add", "Raise the coverage", "--from", "90%", "--to", "70%"],
            "2 the target 70% is below the start 90%, where higher is better",
        ),
        (&["goal", "add", "   "], "2 a goal needs a title"),
        (&["goal", "add", "two NEW tools"], "2 the goal “Two new tools” of 2026 exists already"),
        (
            &["goal", "check", "coverage", "80%", "--date", "2025-12-31"],
            "2 “2025-12-31” is not in 2026, the year of this goal",
        ),
        (&["goal", "check", "coverage", "80%", "--date", "2026-03-07"], "2 “2026-03-07” is in the future"),
        (
            &["goal", "check", "next", "--note", "soon"],
            "2 “2026-03-06” is not in 2027, the year of this goal",
        ),
        (&["goal", "check", "coverage", "80ms"], "2 the goal is measured in %; “80ms” is not"),
        (&["goal", "check", "two", "1"], "2 “Two new tools” is not measured by a number"),
        (&["goal", "check", "two"], "2 a check-in needs a note or a value"),
        (&["goal", "link", "two", &win], "1 “Used it” is evidence for “Two new tools” already"),
        (&["goal", "unlink", "coverage", &win], "1 “Used it” is not evidence for “Coverage of tests”"),
        (&["goal", "link", "two", "coverage"], "2 a goal cannot be evidence for a goal"),
        (
            &["goal", "carry", "two", "--to", "2026"],
            "2 “Two new tools” belongs to 2026; the year to carry it over to must be 2027 or later",
        ),
        (&["goal", "drop", "two", "--why", " "], "2 say why it is dropped"),
        (&["goal", "milestone", "two", "1"], "1 the goal “Two new tools” has no milestones"),
        (&["goal", "show", "nothing"], "1 unknown goal “nothing”"),
    ];
    for (arguments, expected) in refused {
        assert_eq!(error(arguments), expected, "{arguments:?}");
    }
    let id = text(&sandbox.json(&["goal", "show", "two"]), "short_id").to_owned();
    sandbox.on(day, &["goal", "carry", "two"]);
    assert_eq!(error(&["goal", "carry", &id]), "1 “Two new tools” of 2026 was carried over to 2027 already");
    assert_eq!(
        error(&["goal", "check", &id, "--note", "x"]),
        "1 “Two new tools” of 2026 was carried over to 2027 already"
    );
    assert_eq!(sandbox.json(&["goal", "list"]).as_array().unwrap().len(), 4);
}

#[test]
fn a_reading_note_goes_from_the_queue_to_the_win_that_used_it() {
    let sandbox = Sandbox::new();
    let day = "2026-03-06";
    let read = |arguments: &[&str]| sandbox.json_on(day, &[&["read"][..], arguments].concat());
    read(&["add", "Small Things", "--author", "Ada Example", "--author", "Bo Sample", "--tag", "craft"]);
    read(&["add", "Tides", "--kind", "talk"]);
    read(&["move", "tides", "1"]);
    let titles = |list: &Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|each| text(each, "title").to_owned()).collect()
    };
    assert_eq!(titles(&read(&["list"])), ["Tides", "Small Things"]);
    let begun = read(&["progress", "small", "120/350"]);
    assert_eq!(
        (text(&begun, "status"), text(&begun, "started"), text(&begun, "progress")),
        ("reading", day, "120/350")
    );
    read(&["note", "small", "The second chapter is", "the best"]);
    let done = read(&["finish", "small", "--rating", "4", "--takeaway", "Ask twice"]);
    assert_eq!(
        (text(&done, "status"), text(&done, "finished"), &done["rating"]),
        ("finished", day, &json!(4))
    );
    sandbox.on(day, &["add", "Asked twice and found the leak"]);
    let win = sandbox.id("Asked twice and found the leak");
    let used = read(&["used", "small", &win]);
    assert_eq!(used["used_in"][0]["title"], "Asked twice and found the leak");
    assert_eq!(titles(&read(&["list", "--tag", "craft"])), ["Small Things"]);
    assert_eq!(titles(&read(&["list", "--kind", "talk"])), ["Tides"]);
    assert_eq!(titles(&read(&["list", "--status", "finished"])), ["Small Things"]);
    let shown = sandbox.on(day, &["show", &win]);
    assert!(shown.contains("Small Things"), "{shown}");
    let hint = sandbox.transcript(&["read", "finish", "tides"]);
    assert!(hint.contains("hint: add the takeaway: brag read finish"), "{hint}");
    let error = |arguments: &[&str]| {
        let (code, line) = sandbox.refused(day, &[&["read"][..], arguments].concat());
        format!("{code} {}", line.strip_prefix("error: ").unwrap_or(&line))
    };
    assert_eq!(error(&["finish", "small", "--rating", "6"]), "2 a rating is a number from 1 to 5, not 6");
    assert_eq!(error(&["start", "small"]), "1 “Small Things” is finished already");
    read(&["start", "small", "--again"]);
    assert_eq!(error(&["progress", "small", "351"]), "2 351 is more than the total of 350");
    assert_eq!(
        error(&["progress", "small", "soon"]),
        "2 no progress can be read from “soon”; write it as 120/350, chapter 3/12 or 45%"
    );
    assert_eq!(error(&["used", "small", &win]), "1 “Asked twice and found the leak” used this note already");
    assert_eq!(
        error(&["add", "Small things", "--author", "ada example", "--author", "bo sample"]),
        "2 the reading note “Small Things” exists already"
    );
    assert_eq!(
        error(&["add", "Film", "--kind", "film"]),
        "2 unknown kind “film”; use book, article, paper, course, talk, tool or concept"
    );
    read(&["abandon", "small", "--why", "once was enough"]);
    sandbox.on(day, &["undo", "2"]);
    assert_eq!(text(&sandbox.json(&["read", "show", "small"]), "status"), "finished");
    assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
}

#[test]
fn a_csv_library_export_is_imported_as_reading_notes() {
    let sandbox = Sandbox::new();
    let library = "Book Id,Title,Author,Additional Authors,My Rating,Date Read,Date Added,Bookshelves,Exclusive Shelf,My Review\n\
        1,\"Small Things, Vol. 1\",Ada Example,\"Bo Sample, Cy Third\",4,2026/02/03,2026/01/01,craft,read,\"Ask<br/>twice\"\n\
        2,Tides,Bo Sample,,0,,2026/01/02,,to-read,\n3,Nets,Cy Third,,0,,2026/01/03,currently-reading,currently-reading,\n";
    let path = sandbox.write("library.csv", library);
    sandbox.out(&["import", path.to_str().unwrap(), "--yes"]);
    let all = sandbox.json(&["read", "list"]);
    let rows: Vec<(&str, &str)> =
        all.as_array().unwrap().iter().map(|each| (text(each, "title"), text(each, "status"))).collect();
    assert_eq!(rows, [("Nets", "reading"), ("Tides", "to-read"), ("Small Things, Vol. 1", "finished")]);
    let book = &all[2];
    assert_eq!(book["authors"], json!(["Ada Example", "Bo Sample", "Cy Third"]));
    assert_eq!(
        (&book["rating"], text(book, "finished"), &book["tags"]),
        (&json!(4), "2026-02-03", &json!(["craft"]))
    );
    let again = sandbox.out(&["import", path.to_str().unwrap(), "--yes"]);
    assert!(again.contains("nothing new in library.csv"), "{again}");
}

#[test]
fn a_schema_2_journal_is_migrated_with_its_goals() {
    let sandbox = Sandbox::new();
    sandbox.adopt("journal-2.db");
    let goals = sandbox.json(&["goal", "list"]);
    let rows: Vec<(&str, &str, usize)> = goals
        .as_array()
        .unwrap()
        .iter()
        .map(|goal| (text(goal, "title"), text(goal, "measure"), goal["evidence"].as_array().unwrap().len()))
        .collect();
    assert_eq!(rows, [("Learn two new languages", "growing", 0), ("Steadier on call", "growing", 1)]);
    assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
    assert_eq!(sandbox.migration_backups(), 1);
    sandbox.out(&["goal", "edit", "learn", "--count", "2"]);
    let changes = sandbox.json(&["history"]).as_array().unwrap().len();
    sandbox.out(&["undo", &changes.to_string()]);
    sandbox.out(&["redo", &changes.to_string()]);
    assert_eq!(sandbox.json(&["goal", "show", "learn"])["target"], 2);
    assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
}

#[test]
fn an_ended_goal_keeps_its_standing_when_its_metric_changes() {
    let sandbox = Sandbox::new();
    sandbox.on("2026-03-01", &["metric", "log", "lat", "800ms"]);
    sandbox.on("2026-03-01", &["goal", "add", "Faster", "--metric", "lat", "--to", "100ms"]);
    sandbox.on("2026-12-01", &["metric", "log", "lat", "100ms"]);
    sandbox.on("2026-12-01", &["goal", "done", "faster", "--proof", "the dashboard"]);
    sandbox.on("2027-03-01", &["metric", "log", "lat", "900ms"]);
    let goal = sandbox.json_on("2027-03-01", &["goal", "show", "faster"]);
    assert_eq!((text(&goal, "standing"), &goal["progress"]), ("100ms (800ms → 100ms)", &json!(1.0)));
    // A goal that was complete when it was carried over is behind after its value fell.
    sandbox.on("2026-02-01", &["goal", "add", "Number", "--from", "0", "--to", "100"]);
    sandbox.on("2026-11-01", &["goal", "check", "number", "100"]);
    sandbox.on("2026-12-01", &["goal", "carry", "number"]);
    assert_eq!(sandbox.refused("2026-12-01", &["goal", "carry", "number"]).0, 1, "its year has not begun");
    sandbox.on("2027-07-01", &["goal", "check", "number", "10"]);
    assert_eq!(text(&sandbox.json_on("2027-07-01", &["goal", "show", "number"]), "pace"), "behind");
    // The title refers to the goal of the later year, even if that goal is done.
    sandbox.on("2027-07-02", &["goal", "done", "number"]);
    assert_eq!(sandbox.json_on("2027-07-03", &["goal", "show", "number"])["year"], 2027);
    assert_eq!(
        sandbox.refused("2027-07-03", &["goal", "edit", "number", "--year", "2026"]),
        (2, "error: the goal was carried over from 2026: its year must be later".into())
    );
    let all = sandbox.json(&["goal", "list", "2026"]);
    let earlier = all.as_array().unwrap().iter().find(|goal| goal["title"] == "Number").unwrap();
    assert_eq!(
        sandbox.refused("2027-07-03", &["goal", "edit", text(earlier, "short_id"), "--year", "2027"]),
        (2, "error: “Number” was carried over: its year cannot be changed".into())
    );
    // Removing a goal's metric reports the goal's new standing.
    let id = text(&sandbox.json(&["metric", "show", "lat"]), "short_id").to_owned();
    let removed = sandbox.transcript(&["rm", &id]);
    assert!(removed.contains("the goal “Faster” (2026) now has: "), "{removed}");
    assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
}

#[test]
fn the_history_of_a_goal_includes_evidence_check_ins_and_milestones() {
    let sandbox = Sandbox::new();
    let day = "2026-03-06";
    sandbox.on(day, &["goal", "add", "Handbook", "--milestone", "Plan it", "--milestone", "Write it"]);
    sandbox.on(day, &["goal", "milestone", "handbook", "1"]);
    sandbox.on(day, &["goal", "check", "handbook", "--note", "going well"]);
    sandbox.on(day, &["add", "Wrote the first pages ^handbook"]);
    let id = text(&sandbox.json(&["goal", "show", "handbook"]), "short_id").to_owned();
    let history = sandbox.json(&["history", &id]);
    let labels: Vec<&str> = history.as_array().unwrap().iter().map(|each| text(each, "label")).collect();
    assert_eq!(
        labels,
        [
            "add win: Wrote the first pages",
            "check goal: Handbook",
            "milestone done: Plan it",
            "add goal: Handbook"
        ]
    );
    assert_eq!(
        sandbox.refused(day, &["goal", "milestone", "handbook", "1"]),
        (1, "error: “Plan it” has been done since 6 March 2026".into())
    );
    // A project older than the goal counts in the quarter in which the goal was set.
    sandbox.on(day, &["project", "add", "Old", "--start", "2024-01"]);
    sandbox.on(day, &["goal", "link", "handbook", "old"]);
    assert_eq!(sandbox.json(&["goal", "show", "handbook"])["quarters"], json!([2, 0, 0, 0]));
}

#[test]
fn an_editor_session_keeps_unedited_notes_exactly() {
    let sandbox = Sandbox::new();
    let notes = "\n\nfirst, behind empty lines\n\nlast\n\n\n";
    sandbox.out(&["goal", "add", "Speak", "--done-or-not", "--notes", notes]);
    sandbox.out(&["read", "add", "Nets", "--notes", notes]);
    let script = sandbox.write("editor.sh", "#!/bin/sh\nsed -i 's/^title: .*/title: Other/' \"$1\"\n");
    for (kind, name) in [("goal", "Speak"), ("read", "Nets")] {
        let before = sandbox.json(&[kind, "show", name]);
        let output = sandbox
            .command(&[kind, "edit", name])
            .env("EDITOR", format!("sh '{}'", script.display()))
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let now = sandbox.json(&[kind, "show", "Other"]);
        assert!(text(&before, "notes").starts_with("\n\nfirst"), "{before}");
        assert_eq!((text(&now, "title"), &now["notes"]), ("Other", &before["notes"]), "{now}");
    }
}

#[test]
fn import_skips_a_goal_that_the_year_already_has() {
    let sandbox = Sandbox::new();
    sandbox.out(&["goal", "add", "Speak at one meetup", "--year", "2026"]);
    let document =
        sandbox.write("year.md", "# 2026\n\n## Goals for this year\n\n- Speak at one meetup\n- Read more\n");
    let output = sandbox.out(&["import", document.to_str().unwrap(), "--yes"]);
    assert!(output.contains("added 1 record from year.md"), "{output}");
    let titles: Vec<String> = sandbox
        .json(&["goal", "list"])
        .as_array()
        .unwrap()
        .iter()
        .map(|goal| text(goal, "title").to_owned())
        .collect();
    assert_eq!(titles.iter().filter(|title| *title == "Speak at one meetup").count(), 1, "{titles:?}");
}

#[test]
fn an_edit_of_one_line_in_an_editor_changes_nothing_else() {
    let sandbox = Sandbox::new();
    let day = "2026-03-06";
    sandbox.on(day, &["project", "add", "Ledger", "--tag", "db", "--skill", "rust", "--notes", "n"]);
    let line = "Halved it +Ledger pages:12..1 #perf ^sam for:ops due:2026-06-02 !";
    sandbox.on(day, &["add", line, "--category", "learning", "--notes", "how"]);
    sandbox.on(day, &["read", "add", "Nets", "--author", "A. B", "--rating", "4"]);
    sandbox.on(day, &["metric", "log", "coverage", "70%"]);
    for (title, measure) in [
        ("Counted", &["--count", "3"][..]),
        ("Numbered", &["--from", "5", "--to", "10", "--unit", "talks"]),
        ("Followed", &["--to", "90%", "--metric", "coverage"]),
        ("Yes or no", &["--done-or-not"]),
        ("In steps", &["--milestone", "One", "--milestone", "Two"]),
        ("Growing", &[]),
    ] {
        let mut arguments = vec!["goal", "add", title, "--year", "2026", "--why", "w"];
        arguments.extend(measure);
        sandbox.on(day, &arguments);
    }
    let win = sandbox.json(&["list"])[0]["short_id"].as_str().unwrap().to_owned();
    let mut cases =
        vec![("edit", win), ("project edit", "ledger".to_owned()), ("read edit", "nets".to_owned())];
    for title in ["Counted", "Numbered", "Followed", "Yes or no", "In steps", "Growing"] {
        cases.push(("goal edit", title.to_owned()));
    }
    let script =
        sandbox.write("editor.sh", "#!/bin/sh\nsed -i 's/^visibility: .*/visibility: public/' \"$1\"\n");
    for (command, id) in cases {
        let words: Vec<&str> = command.split(' ').collect();
        let show = match &words[..] {
            [_] => vec!["show", &id],
            [kind, _] => vec![kind, "show", &id],
            _ => unreachable!(),
        };
        let without = |mut value: Value| {
            value.as_object_mut().unwrap().remove("updated_at");
            value
        };
        let before = without(sandbox.json_on(day, &show));
        let mut edit = words.clone();
        edit.push(&id);
        let output = sandbox
            .command(&edit)
            .env("BRAG_TODAY", day)
            .env("EDITOR", format!("sh '{}'", script.display()))
            .output()
            .unwrap();
        assert!(output.status.success(), "{command} {id}: {}", String::from_utf8_lossy(&output.stderr));
        let mut now = without(sandbox.json_on(day, &show));
        assert_eq!(now["visibility"], "public", "{command} {id}");
        now["visibility"] = before["visibility"].clone();
        assert_eq!(now, before, "{command} {id}");
    }
}

#[test]
fn an_unreadable_goal_target_is_kept_and_gives_no_progress() {
    let sandbox = Sandbox::new();
    let day = "2026-03-06";
    let added = ["goal", "add", "Halve it", "--from", "400ms", "--to", "200ms"];
    let progress = sandbox.json_on(day, &added)["progress"].to_string();
    assert_eq!(progress, "0.0", "not -0.0");
    let exported = sandbox.editable_export().to_string();
    let changed = exported.replace(r#""target":"200ms""#, r#""target":"some day""#);
    assert_ne!(changed, exported);
    let changed = sandbox.write("changed.json", changed);
    let other = Sandbox::new();
    other.on(day, &["import", "--yes", changed.to_str().unwrap()]);
    let goal = other.json_on(day, &["goal", "edit", "halve", "--why", "It is slow"]);
    assert_eq!((&goal["progress"], text(&goal, "standing")), (&Value::Null, "nothing linked yet"));
    assert!(other.out(&["export", "json"]).contains(r#""target":"some day""#));
    // Setting both ends again replaces the unreadable target.
    let goal = other.json_on(day, &["goal", "edit", "halve", "--from", "300ms", "--to", "100ms"]);
    assert_eq!((text(&goal, "from"), text(&goal, "target")), ("300ms", "100ms"));
}
