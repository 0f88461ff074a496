//! The Review tab: the outline that is made to what is wanted, the document beside it, the file it becomes.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops when something is not as it should be"
)]

#[path = "support/app.rs"]
mod app;

use app::{App, ESC, SAVE, SIZES, fill_goals, fill_numbers, says};
use brag::journal::{export, projects, records, review, wins};
use brag::report::document::Reader;
use brag::report::export::RenderRequest;
use brag::report::format::Format;
use brag::report::overrides::ItemKind;
use brag::tui::effect::Effect;
use brag::tui::screens::review::Review;
use brag::tui::shell::Msg;

fn review(size: (u16, u16)) -> (tempfile::TempDir, App) {
    let directory = tempfile::tempdir().unwrap();
    fill_goals(directory.path());
    let mut app = App::new(directory.path(), size);
    app.keys("8");
    assert_eq!(app.model.screen().name(), "Review");
    (directory, app)
}

/// The document as it is now.
fn document(app: &App) -> String {
    app.tab::<Review>().draft.as_ref().unwrap().markdown.clone()
}

/// Goes to the item that is called so.
fn go(app: &mut App, title: &str) {
    app.keys("g");
    let at = app.tab::<Review>().outline().iter().position(|item| item.title == title);
    app.keys(&"j".repeat(at.unwrap_or_else(|| panic!("no {title}\n{}", app.screen()))));
}

#[test]
fn the_review_at_every_size() {
    for size in SIZES {
        let (columns, rows) = size;
        let name = |what: &str| format!("{what}_{columns}x{rows}");
        let (_directory, mut app) = review(size);
        insta::assert_snapshot!(name("review"), app.screen());
        insta::assert_snapshot!(name("review_chosen"), app.keys("jhjJ").screen());
        insta::assert_snapshot!(name("review_open"), app.keys("Gkkk\r").screen());
        insta::assert_snapshot!(name("review_export"), app.key(ESC).keys(":reader\rx").screen());
    }
}

#[test]
fn what_is_left_out_moved_and_retitled_stays_so_for_this_reader_and_is_undone() {
    let (directory, mut app) = review((120, 40));
    let whole = document(&app);
    let title = "Get better at writing things down";
    go(&mut app, title);
    app.keys("h");
    says(&app, "left out");
    assert!(!document(&app).contains(title), "{}", document(&app));
    assert_eq!(app.tab::<Review>().item().unwrap().title, title, "the selection stays");

    go(&mut app, "Raise the coverage of the importer");
    app.keys("K");
    let curated = document(&app);
    assert!(curated.find("Raise the coverage") < curated.find("Two new languages"), "{curated}");

    app.keys(":retitle\rThe importer, covered\r");
    says(&app, "retitled");
    assert!(document(&app).contains("The importer, covered"));
    assert!(!document(&app).contains("Raise the coverage"));

    // What is not changed is not called by its own name again.
    app.keys(":retitle\r\r");
    assert!(document(&app).contains("The importer, covered"));
    go(&mut app, "The Craft of Nets");
    app.keys(":retitle\rNets, crafted\r");
    assert!(document(&app).contains("Nets, crafted by Di Fourth"), "{}", document(&app));
    app.keys("u");
    go(&mut app, "Projects");
    app.keys(":retitle\r");
    says(&app, "this heading is the template's");

    // Another reader has a document of their own; what was chosen for this one is there another time.
    app.keys(":reader\r");
    says(&app, "for my manager");
    assert!(document(&app).contains(title));
    let mut again = App::new(directory.path(), (120, 40));
    again.keys("8");
    assert!(document(&again).contains("The importer, covered") && !document(&again).contains(title));

    app.keys(":reader\r:reader\r:reader\r");
    says(&app, "for myself");
    for _ in 0..3 {
        app.keys("u");
    }
    assert_eq!(document(&app), whole);
    app.keys("U");
    assert!(!document(&app).contains(title));
}

#[test]
fn what_another_program_writes_takes_no_question_away() {
    let (directory, mut app) = review((120, 40));
    go(&mut app, "Two new languages or tools");
    app.keys(":retitle\rHalf a na");
    let mut other = app::journal_on(directory.path(), "2026-03-06");
    let reading = wins::parse_line(&other.snapshot().unwrap(), "Meanwhile elsewhere");
    other.write(|tx| wins::add(tx, &reading.draft, reading.hints.clone())).unwrap();
    app.take(Msg::ChangedElsewhere);
    says(&app, "Half a na");
    app.keys("me\r");
    assert!(document(&app).contains("Half a name") && document(&app).contains("Meanwhile elsewhere"));

    // Nor does it turn a page that is read.
    let mut app = App::new(directory.path(), (80, 12));
    app.keys("8\rjjj");
    let before = app.screen();
    app.take(Msg::ChangedElsewhere);
    assert_eq!(app.screen(), before);
}

#[test]
fn a_part_that_is_left_out_takes_what_is_in_it_along() {
    let (_directory, mut app) = review((120, 40));
    go(&mut app, "Goals");
    app.keys("h");
    assert!(!document(&app).contains("Two new languages"), "{}", document(&app));
    assert_eq!(app.screen().matches("left out").count(), 6, "{}", app.screen());
    app.keys("h");
    assert!(document(&app).contains("Two new languages"));
}

#[test]
fn wins_are_starred_edited_and_answered_where_they_stand() {
    let directory = tempfile::tempdir().unwrap();
    fill_numbers(directory.path());
    let mut app = App::new(directory.path(), (120, 40));
    app.keys("8");
    go(&mut app, "Wrote the runbook for documents");
    app.keys("s");
    says(&app, "★ Wrote the runbook for documents");
    app.keys("e");
    says(&app, "Edit");
    app.key(ESC).keys("r");
    says(&app, "Answer");
    app.keys("Three crews use it every week").key(SAVE);
    assert!(document(&app).contains("Three crews use it every week"), "{}", document(&app));

    go(&mut app, "Projects");
    app.keys("s");
    says(&app, "that is done to a win: select one");
}

#[test]
fn other_times_are_a_key_away_and_a_wrong_one_is_said() {
    let (_directory, mut app) = review((120, 40));
    app.keys("[");
    says(&app, "2025, for myself");
    app.keys("[");
    says(&app, "Nothing was logged in this period");
    app.keys("]]:period\r2026-Q1\r");
    assert!(!app.model.has_dialog(), "{}", app.screen());
    says(&app, "2026-Q1, for myself");
    app.keys(":period\rwhenever\r");
    says(&app, "whenever");
    assert!(app.model.has_dialog(), "it can be mended");
    app.key(ESC).key(ESC);
    says(&app, "2026-Q1, for myself");
}

#[test]
fn the_document_is_written_where_it_is_wanted_and_never_over_a_file() {
    let (directory, mut app) = review((200, 60));
    let path = directory.path().join("mine.md");
    let line = format!("x{}\r", path.display());
    app.keys("o");
    says(&app, "nothing was written yet");
    app.keys(&line);
    says(&app, "o opens it");
    app.keys("o");
    let opened =
        |effect: &Effect| matches!(effect, Effect::OpenFile(file) if *file == path.display().to_string());
    assert!(app.asked.iter().any(opened), "{:?}", app.asked);
    let written = std::fs::read_to_string(&path).unwrap();
    assert!(written.contains("## Goals") && written.contains("Two new languages"), "{written}");

    std::fs::write(&path, "kept").unwrap();
    app.keys(&line);
    says(&app, "is there already");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "kept");
    app.key(ESC).key(ESC).keys("xnotes.docx\r");
    says(&app, "it ends in .md, .html, .pdf, .txt or .json");
    app.key(ESC).key(ESC).keys(&format!("x{}/none/such.html\r", directory.path().display()));
    assert!(app.model.has_dialog(), "{}", app.screen());
    for (ending, begins) in [("html", "<!DOCTYPE html>"), ("pdf", "%PDF-"), ("txt", "Brag document")] {
        app.key(ESC).key(ESC);
        let path = directory.path().join(format!("mine.{ending}"));
        app.keys(&format!("x{}\r", path.display()));
        let bytes = std::fs::read(&path).unwrap();
        let start = String::from_utf8_lossy(&bytes[..begins.len()]);
        assert!(start.eq_ignore_ascii_case(begins), "{start}");
    }
}

#[test]
fn the_walk_at_every_size() {
    for size in SIZES {
        let (columns, rows) = size;
        let name = |what: &str| format!("{what}_{columns}x{rows}");
        let directory = tempfile::tempdir().unwrap();
        fill_numbers(directory.path());
        let mut app = App::new(directory.path(), size);
        insta::assert_snapshot!(name("walk"), app.keys("8:walk\r").screen());
        insta::assert_snapshot!(name("walk_category"), app.keys("h:category\r").screen());
        insta::assert_snapshot!(name("walk_weak"), app.key(ESC).key(ESC).keys("g:strengthen\r").screen());
    }
}

#[test]
fn the_year_is_gone_through_one_win_after_another() {
    let directory = tempfile::tempdir().unwrap();
    fill_numbers(directory.path());
    let mut app = App::new(directory.path(), (120, 40));
    app.keys("8:walk\r");
    let count = app.tab::<Review>().outline().iter().filter(|item| item.kind == ItemKind::Win).count();
    says(&app, &format!("1 of {count}"));
    let titles: Vec<String> = (0..count)
        .map(|_| {
            let title = app.tab::<Review>().item().unwrap().title.clone();
            app.keys("j");
            title
        })
        .collect();
    says(&app, &format!("{count} of {count}"));
    app.keys("g");

    // The first is left out, the second starred, put in another category and answered.
    app.keys("h");
    says(&app, "1 left out");
    assert!(!document(&app).contains(&titles[0]));
    app.keys("s");
    says(&app, &format!("★ {}", titles[1]));
    app.keys(":category\r3");
    says(&app, "docgen · Design &");
    assert!(!app.screen().contains("Design &?"));
    assert_eq!(app.tab::<Review>().item().unwrap().title, titles[1], "the walk stays where it is");
    app.keys("r");
    says(&app, "What came of it");
    app.key(ESC);
    app.keys("e");
    says(&app, "Edit");
    app.key(ESC);

    // Going back, it is taken in again; what was not changed writes nothing.
    app.keys("k");
    says(&app, "left out");
    app.keys("\r");
    assert!(document(&app).contains(&titles[0]));
    app.keys(&"\r".repeat(count - 1));
    assert!(app.tab::<Review>().open && app.tab::<Review>().walk.is_none(), "{}", app.screen());
    says(&app, "that was the last win; x writes the document to a file");
    app.keys("u");
    says(&app, "undid: include");
}

#[test]
fn what_could_be_stronger_is_gone_through_with_reasons() {
    let directory = tempfile::tempdir().unwrap();
    let mut other = app::journal_on(directory.path(), "2026-03-06");
    for line in ["Rewrote the berth planner", "Improved the nightly build", "Worked on various things"] {
        let reading = wins::parse_line(&other.snapshot().unwrap(), line);
        other.write(|tx| wins::add(tx, &reading.draft, reading.hints.clone())).unwrap();
    }
    let mut app = App::new(directory.path(), (120, 40));
    app.keys("8:strengthen\r");
    says(&app, "1 of 2");
    says(&app, "to strengthen");
    says(&app, "“Improved the nightly build” → “Cut the");
    // Better words, and the rule is content.
    app.keys("e");
    app.keys("\x15Cut the nightly build from 18min to 9min").key(SAVE);
    says(&app, "nothing more to make stronger");
    app.keys("j");
    says(&app, "2 of 2");
    app.key(ESC);
    assert!(app.tab::<Review>().walk.is_none());
    assert_eq!(app.tab::<Review>().item().unwrap().title, "Worked on various things");

    // Where a win is deleted meanwhile, the walk goes on with the next.
    app.keys("g:walk\r");
    says(&app, "Rewrote the berth planner");
    let id = app.tab::<Review>().walk_win.as_ref().unwrap().id;
    other.write(|tx| records::delete(tx, &[id.into()])).unwrap();
    app.take(Msg::ChangedElsewhere);
    says(&app, "1 of 2");
    assert!(!app.screen().contains("Rewrote the berth planner"), "{}", app.screen());
}

#[test]
fn the_year_in_one_screen_at_every_size() {
    for size in SIZES {
        let (columns, rows) = size;
        let name = |what: &str| format!("{what}_{columns}x{rows}");
        let (_directory, mut app) = review(size);
        insta::assert_snapshot!(name("year"), app.keys(":year\r").screen());
        insta::assert_snapshot!(name("year_end"), app.keys("G").screen());
    }
}

#[test]
fn the_year_in_one_screen_stands_beside_the_year_before_and_goes_through_years() {
    let (directory, mut app) = review((120, 40));
    app.keys(":year\r");
    says(&app, "Beside 2025");
    let mut other = app::journal_on(directory.path(), "2026-03-06");
    let reading = wins::parse_line(&other.snapshot().unwrap(), "Meanwhile elsewhere");
    let before = app.tab::<Review>().year.as_ref().unwrap().years.this.totals.wins;
    other.write(|tx| wins::add(tx, &reading.draft, reading.hints.clone())).unwrap();
    app.take(Msg::ChangedElsewhere);
    assert_eq!(app.tab::<Review>().year.as_ref().unwrap().years.this.totals.wins, before + 1);
    app.keys("[");
    says(&app, "Beside 2024");
    app.keys("]]");
    says(&app, "Beside 2026");
    app.key(ESC);
    assert!(app.tab::<Review>().year.is_none());
    says(&app, "2026, for myself");
}

/// A journal whose public document names somebody.
fn named(size: (u16, u16)) -> (tempfile::TempDir, App) {
    let directory = tempfile::tempdir().unwrap();
    let mut journal = app::journal_on(directory.path(), "2026-03-06");
    for line in ["Moved the vault of Globex", "Halved calls at Globex", "Taught the tellers of Globex"] {
        let mut reading = wins::parse_line(&journal.snapshot().unwrap(), line);
        reading.draft.visibility = brag::domain::Visibility::Public;
        journal.write(|tx| wins::add(tx, &reading.draft, reading.hints.clone())).unwrap();
    }
    let mut app = App::new(directory.path(), size);
    app.keys("8:reader\r:reader\r:reader\r");
    (directory, app)
}

#[test]
fn names_without_an_alias_are_pointed_out_and_get_one() {
    for size in SIZES {
        let (_directory, mut app) = named(size);
        let (columns, rows) = size;
        insta::assert_snapshot!(format!("names_{columns}x{rows}"), app.keys(":names\r").screen());
    }
    let (_directory, mut app) = named((120, 40));
    says(&app, "1 name without an alias (:names)");
    app.keys("x");
    says(&app, "“Globex” has no alias and would be in it");
    app.key(ESC).keys(":names\r\r");
    says(&app, "Say instead");
    app.keys("a bank\r");
    says(&app, "in public Globex is “a bank”");
    app.key(ESC);
    assert!(document(&app).contains("the vault of a bank"), "{}", document(&app));
    assert!(!app.screen().contains("without an alias"));

    // A name that stands nowhere yet; an alias that says the name is refused where it is typed.
    app.keys(":names\rn\r");
    says(&app, "type a name");
    app.keys("Initech\rInitech Ltd\r");
    says(&app, "still says a name");
    app.key(ESC).keys("g\r");
    says(&app, "a bank");
    app.keys("a large bank\r");
    says(&app, "in public Globex is “a large bank”");
    app.keys("dy");
    says(&app, "no alias, 3 times");
    app.keys("u");
    says(&app, "a large bank");
}

#[test]
fn what_is_needed_of_a_manager_is_written_where_it_stands() {
    let (_directory, mut app) = review((120, 40));
    app.keys(":reader\r");
    go(&mut app, "What I need");
    says(&app, "to be written");
    assert!(!document(&app).contains("What I need"), "nothing leaves the part out");
    app.keys(":retitle\rA second pair of eyes\r");
    assert!(document(&app).contains("## What I need\n\nA second pair of eyes"), "{}", document(&app));
    app.keys(":retitle\r\x15\r");
    assert!(!document(&app).contains("What I need"));
    app.keys("u");
    assert!(document(&app).contains("A second pair of eyes"));
    // Nobody else is asked for anything.
    app.keys(":reader\r");
    assert!(app.tab::<Review>().outline().iter().all(|item| item.title != "What I need"));
}

#[test]
fn what_is_left_out_or_retitled_is_so_in_everything_that_leaves() {
    let directory = tempfile::tempdir().unwrap();
    let mut journal = app::journal_on(directory.path(), "2026-03-06");
    for line in ["Rewrote the vault +Secret #ops", "Moved the gate +Open #ops", "Painted the door +Open #ops"]
    {
        let mut reading = wins::parse_line(&journal.snapshot().unwrap(), line);
        reading.draft.visibility = brag::domain::Visibility::Public;
        journal.write(|tx| wins::add(tx, &reading.draft, reading.hints.clone())).unwrap();
    }
    let rows = projects::list(&journal.snapshot().unwrap()).unwrap();
    for row in rows {
        let project = projects::find(&journal.snapshot().unwrap(), row.id).unwrap();
        let draft =
            brag::domain::Project { visibility: brag::domain::Visibility::Public, ..project.body.clone() };
        journal.write(|tx| projects::edit(tx, row.id, &draft, project.meta.revision)).unwrap();
    }
    let mut app = App::new(directory.path(), (120, 40));
    app.keys("8");
    for (keys, reader) in [(":reader\r", Reader::Manager), (":reader\r:reader\r", Reader::Public)] {
        app.keys(keys);
        assert_eq!(app.tab::<Review>().reader, reader);
        go(&mut app, "Secret");
        app.keys("h");
        go(&mut app, "Open");
        app.keys(":retitle\rThe gatehouse\r");
        go(&mut app, "Painted the door");
        app.keys(":retitle\rPainted it\r");
        let period = app.tab::<Review>().period.clone().unwrap();
        let data = review::load(&app.journal.snapshot().unwrap(), period, reader).unwrap();
        let snapshot = app.journal.snapshot().unwrap();
        let mut all = vec![export::render_resume(&snapshot, &data).unwrap().bytes];
        for format in Format::ALL {
            let wanted = RenderRequest { format, ..RenderRequest::default() };
            all.push(export::render(&snapshot, &data, &wanted, None).unwrap().bytes);
            for (name, page) in export::render_per_project(&snapshot, &data, &wanted, None).unwrap() {
                assert!(name.starts_with("the-gatehouse"), "{name}");
                all.push(page.bytes);
            }
        }
        for bytes in all {
            let text = String::from_utf8_lossy(&bytes);
            for gone in ["Secret", "vault", "Painted the door"] {
                assert!(!text.contains(gone), "{gone} for {reader:?}: {text}");
            }
            assert!(text.contains("gatehouse") || text.starts_with("%PDF"), "{text}");
        }
    }
}
