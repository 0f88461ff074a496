//! The inbox and the plan of an import in the app: typed keys, rendered screens and stored records.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops when something is not as it should be"
)]

#[path = "support/app.rs"]
mod app;

use std::path::Path;

use app::{App, ESC, SIZES, assert_shows, journal};
use brag::domain::{InboxItem, PartialDate, WinFilter, WinRow};
use brag::journal::inbox::Reported;
use brag::journal::{Sort, inbox, timeline};

const DOWN: &str = "\x1b[B";

/// Returns an inbox item from git.
fn item(title: &str, day: &str, project: &str, others: &str) -> InboxItem {
    InboxItem {
        title: title.into(),
        date: PartialDate::from_iso(day),
        source: "git".into(),
        key: format!("{project}:{day}"),
        project: project.into(),
        link: format!("https://example.com/{project}/{day}"),
        commits: "a1 b2 c3".into(),
        notes: others.into(),
        ..InboxItem::default()
    }
}

/// Fills the inbox, and opens the app with one win in the journal.
fn filled(size: (u16, u16)) -> (tempfile::TempDir, App) {
    let directory = tempfile::tempdir().unwrap();
    let mut journal = journal(directory.path());
    let draft = inbox::win_of(&item("Wrote the guide to the cache", "2026-03-04", "docs", ""));
    journal.write(|tx| brag::journal::wins::add(tx, &draft, Vec::new())).unwrap();
    let items = vec![
        item(
            "Halved the start time of the server",
            "2026-03-05",
            "api",
            "- Fixed the lock of the cache\n- Read the settings once",
        ),
        item("Added a page on 日本語 to the guide of the cache", "2026-03-03", "docs", ""),
        item(
            "Moved the nightly jobs to the new cluster, region by region, without an outage",
            "2026-02-20",
            "jobs",
            "- Wrote the runbook",
        ),
    ];
    let reported = Reported { items, ..Reported::default() };
    journal.write(|tx| inbox::receive(tx, &reported)).unwrap();
    drop(journal);
    let app = App::new(directory.path(), size);
    (directory, app)
}

fn wins(app: &App) -> Vec<WinRow> {
    timeline::list(&app.journal.snapshot().unwrap(), &WinFilter::default(), Sort::Date, 100).unwrap()
}

fn titles(app: &App) -> Vec<String> {
    wins(app).into_iter().map(|win| win.title).collect()
}

#[test]
fn the_inbox_renders_at_every_size() {
    for (columns, rows) in SIZES {
        let name = |what: &str| format!("{what}_{columns}x{rows}");
        let (_directory, mut app) = filled((columns, rows));
        insta::assert_snapshot!(name("today_inbox"), app.screen());
        insta::assert_snapshot!(name("inbox"), app.keys(":inbox\r").screen());
        insta::assert_snapshot!(name("inbox_merge"), app.keys("jm").screen());
    }
}

#[test]
fn each_thing_is_kept_reworded_merged_or_dropped_with_one_key() {
    let (_directory, mut app) = filled((100, 30));
    app.keys("G\r");
    assert_shows(&app, "3 things");
    app.keys("\r");
    assert_shows(&app, "Halved the start time of the server");
    assert_eq!(titles(&app)[0], "Halved the start time of the server");
    app.keys("m\r");
    assert_shows(&app, "added to “Wrote the guide to the cache”");
    app.keys("e #ops\r");
    let reworded = &wins(&app)[2];
    assert_eq!(
        reworded.title,
        "Moved the nightly jobs to the new cluster, region by region, without an outage"
    );
    assert_shows(&app, "Nothing waits here");
    assert_eq!(wins(&app).len(), 3);
    // Each decision is undone by itself.
    app.keys("uuu");
    assert_shows(&app, "3 things");
    assert_eq!(wins(&app).len(), 1);
    app.keys("d");
    assert_shows(&app, "dropped “Halved the start time of the server”; undo brings it back");
    app.keys("*d");
    assert_shows(&app, "dropped 2 things; undo brings it back");
    app.key(ESC);
    assert!(!app.screen().contains("Worth a minute"), "{}", app.screen());
}

#[test]
fn a_sign_in_the_title_of_another_program_is_no_token() {
    let directory = tempfile::tempdir().unwrap();
    let mut journal = journal(directory.path());
    let items = vec![item("Shipped the new #dashboard", "2026-03-05", "api", "")];
    let reported = Reported { items, ..Reported::default() };
    journal.write(|tx| inbox::receive(tx, &reported)).unwrap();
    drop(journal);
    let mut app = App::new(directory.path(), (100, 30));
    app.keys(":inbox\re to everyone #ops\r");
    assert_eq!(titles(&app), ["Shipped the new #dashboard to everyone"]);
    let found = brag::journal::wins::find(&app.journal.snapshot().unwrap(), wins(&app)[0].id).unwrap();
    assert_eq!(found.tags, ["ops"]);
}

#[test]
fn marked_things_are_kept_together() {
    let (_directory, mut app) = filled((80, 24));
    app.keys(":inbox\r  \r");
    assert_shows(&app, "kept 2 things as wins");
    assert_eq!(wins(&app).len(), 3);
    assert_shows(&app, "1 thing");
    app.keys("u");
    assert_eq!(wins(&app).len(), 1);
}

/// Writes a document, and opens the app on an empty journal with the plan of its import.
fn planned(size: (u16, u16), text: &str) -> (tempfile::TempDir, App) {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("year.md"), text).unwrap();
    let app = App::new(directory.path(), size);
    let app = open(app, &directory.path().join("year.md"));
    (directory, app)
}

fn open(mut app: App, path: &Path) -> App {
    app.keys(":import\r");
    app.key(&format!("\x1b[200~{}\x1b[201~", path.display()));
    app.keys("\r");
    app
}

const YEAR: &str = "# 2025\n\n## Cache\n\n- Built the index in March 2025\n- Halved the bill from 90 to 45 USD\n\n## Learning\n\n\
                    - Read a book about queues\n\n## Plans\n\n- [ ] Shard the tenants\n";

#[test]
fn the_plan_renders_at_every_size() {
    for (columns, rows) in SIZES {
        let name = |what: &str| format!("{what}_{columns}x{rows}");
        let (_directory, mut app) = planned((columns, rows), YEAR);
        insta::assert_snapshot!(name("import_plan"), app.screen());
        content_snapshot!(name("import_plan_menu"), app.keys("je").screen());
        content_snapshot!(name("import_plan_projects"), app.keys("3").screen());
    }
}

#[test]
fn the_plan_is_changed_before_it_is_imported_and_undone_at_once() {
    let (_directory, mut app) = planned((100, 30), YEAR);
    // The second record is the win about the index: another date, another project, and another kind for the next.
    app.keys("je2").keys("2025-02-03\r");
    assert_shows(&app, "2025-02-03");
    app.keys("e32").keys("docs\r");
    assert_shows(&app, "+docs");
    app.keys("jm");
    assert_shows(&app, "its text is in the notes of “Built the index");
    app.keys("\r");
    assert_shows(&app, "undo takes all of it back");
    let built = wins(&app).into_iter().find(|win| win.title.starts_with("Built the index")).unwrap();
    assert_eq!(built.project.as_deref(), Some("docs"));
    assert_eq!(built.when.unwrap().to_string(), "2025-02-03");
    assert!(!titles(&app).iter().any(|title| title.starts_with("Halved")), "{:?}", titles(&app));
    app.keys("u");
    assert!(wins(&app).is_empty());
}

#[test]
fn a_title_is_changed_in_the_plan_and_each_change_is_undone() {
    let (directory, mut app) = planned((100, 30), "# 2025\n\n- Built the index\n- Wrote the guide\n");
    app.keys("e5").keys("\x15Built the search\r").keys("jh");
    assert_shows(&app, "1 left out");
    app.keys("u");
    assert_shows(&app, "2 new · 2 of 2");
    app.keys("ke5").keys(" again\r");
    assert_shows(&app, "Built the search again");
    app.keys("u\r");
    assert_eq!(titles(&app), ["Wrote the guide", "Built the search"]);
    // The changed title stays when the document is imported again.
    let app = open(app, &directory.path().join("year.md"));
    assert_shows(&app, "2 in the journal");
}

#[test]
fn what_is_left_out_is_not_written_and_a_changed_kind_is_known_the_next_time() {
    let (directory, mut app) =
        planned((100, 30), "# 2025\n\n- Learn to speak at meetups\n- Built the index\n- Wrote the guide\n");
    app.keys("e13");
    assert_shows(&app, "goal");
    app.keys("jh");
    assert_shows(&app, "1 left out");
    app.keys("\r");
    assert_eq!(titles(&app), ["Wrote the guide"]);
    let app = open(app, &directory.path().join("year.md"));
    assert_shows(&app, "1 new · 2 in the journal");
}

#[test]
fn what_was_changed_or_merged_in_the_plan_stays_when_the_document_is_imported_again() {
    let text = "# 2025\n\n- Rewrote the parser\n- Mentored five people\n- Wrote the guide\n";
    let (directory, mut app) = planned((100, 30), text);
    app.keys("e2").keys("2025-02-03\r").keys("jm\r");
    let path = directory.path().join("year.md");
    let mut app = open(app, &path);
    assert_shows(&app, "3 in the journal");
    app.key(ESC);
    // The document grew: what was merged stays in the notes.
    std::fs::write(&path, text.replace("parser\n", "parser\n  - in Rust\n")).unwrap();
    let app = open(app, &path);
    assert_shows(&app, "3 in the journal");
    let parser = wins(&app).into_iter().find(|win| win.title == "Rewrote the parser").unwrap();
    assert_eq!(parser.when.unwrap().to_string(), "2025-02-03");
}

#[test]
fn esc_first_clears_the_marks_of_the_inbox() {
    let (_directory, mut app) = filled((100, 30));
    app.keys(":inbox\r ").key(ESC);
    assert_shows(&app, "3 things");
    app.key(ESC);
    assert_shows(&app, "Worth a minute");
}

#[test]
fn a_path_is_completed_and_a_wrong_one_is_refused_in_the_dialog() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::create_dir(directory.path().join("notes")).unwrap();
    std::fs::write(directory.path().join("notes/My year.md"), YEAR).unwrap();
    std::fs::write(directory.path().join("scan.pdf"), b"%PDF-1.4 \n").unwrap();
    let root = directory.path().display();
    let mut app = App::new(directory.path(), (120, 30));
    app.keys(":import\r").key(&format!("\x1b[200~{root}/no\x1b[201~"));
    app.keys("\t\t");
    assert_shows(&app, "notes/My year.md");
    app.keys("\r");
    assert_shows(&app, "Import My year.md");
    app.key(ESC);
    for (typed, why) in [
        (format!("{root}/nowhere.md"), "there is no file"),
        (format!("{root}/scan.pdf"), "convert it first"),
        (format!("{root}/notes"), "is not in a git repository"),
        (String::new(), "type the path of a document"),
    ] {
        app.keys(":import\r").key(&format!("\x1b[200~{typed}\x1b[201~"));
        app.keys("\r");
        assert_shows(&app, why);
        app.key(ESC).key(ESC);
    }
    // The arrows choose a completion.
    app.keys(":import\r").key(&format!("\x1b[200~{root}/sc\x1b[201~")).key(DOWN).keys("\r");
    assert_shows(&app, "scan.pdf");
}

#[test]
fn json_of_other_programs_is_offered_to_the_inbox() {
    let directory = tempfile::tempdir().unwrap();
    let items = directory.path().join("items.jsonl");
    std::fs::write(&items, "{\"title\": \"Ran the review\"}\n{\"title\": \"Wrote the guide\"}\n").unwrap();
    let mut app = open(App::new(directory.path(), (100, 30)), &items);
    assert_shows(&app, "Put 2 things from items.jsonl into the inbox?");
    app.keys("y");
    assert_shows(&app, "2 new in the inbox; 2 things wait there: :inbox");
    assert_shows(&app, "· 2 things from another program");
}

#[test]
fn changes_to_a_plan_are_not_thrown_away_without_a_question() {
    let (_directory, mut app) = planned((80, 24), YEAR);
    app.keys("h").key(ESC);
    assert_shows(&app, "Throw away what you wrote?");
    app.keys("n");
    assert_shows(&app, "Import year.md");
    app.key(ESC).keys("y");
    assert_shows(&app, "Keep the record of your work while you do it");
}
