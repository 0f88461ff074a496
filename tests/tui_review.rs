//! The Review tab: the outline with its overrides, the document beside it and the exported file.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops when something is not as it should be"
)]

#[path = "support/app.rs"]
mod app;

use app::{App, ESC, SAVE, SIZES, assert_shows, fill_goals, fill_metrics};
use brag::domain::{NamedRef, Praise};
use brag::journal::{export, praise, projects, records, review, timeline, wins};
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

/// Returns the current document as Markdown.
fn document(app: &App) -> String {
    app.tab::<Review>().draft.as_ref().unwrap().markdown.clone()
}

/// Selects the item of this title in the outline.
fn select_item(app: &mut App, title: &str) {
    app.keys("g");
    let at = app.tab::<Review>().outline().iter().position(|item| item.title == title);
    app.keys(&"j".repeat(at.unwrap_or_else(|| panic!("no {title}\n{}", app.screen()))));
}

#[test]
fn the_review_tab_renders_at_every_size() {
    for size in SIZES {
        let (columns, rows) = size;
        let name = |what: &str| format!("{what}_{columns}x{rows}");
        let (_directory, mut app) = review(size);
        insta::assert_snapshot!(name("review"), app.screen());
        insta::assert_snapshot!(name("review_chosen"), app.keys("jhjJ").screen());
        insta::assert_snapshot!(name("review_open"), app.keys("Gkkk\r").screen());
        content_snapshot!(name("review_export"), app.key(ESC).keys(":reader\r\rx\r").screen());
    }
}

#[test]
fn overrides_omit_move_and_retitle_items_per_reader_and_are_undone() {
    let (directory, mut app) = review((120, 40));
    let original = document(&app);
    let title = "Get better at writing things down";
    select_item(&mut app, title);
    app.keys("h");
    assert_shows(&app, "left out");
    assert!(!document(&app).contains(title), "{}", document(&app));
    assert_eq!(app.tab::<Review>().item().unwrap().title, title, "the selection stays");

    select_item(&mut app, "Raise the coverage of the importer");
    app.keys("K");
    let curated = document(&app);
    assert!(curated.find("Raise the coverage") < curated.find("Two new languages"), "{curated}");

    app.keys(":retitle\rThe importer, covered\r");
    assert_shows(&app, "retitled");
    assert!(document(&app).contains("The importer, covered"));
    assert!(!document(&app).contains("Raise the coverage"));

    // Submitting the prompt unchanged keeps the retitled heading.
    app.keys(":retitle\r\r");
    assert!(document(&app).contains("The importer, covered"));
    select_item(&mut app, "The Craft of Nets");
    app.keys(":retitle\rNets, crafted\r");
    assert!(document(&app).contains("Nets, crafted by Di Fourth"), "{}", document(&app));
    app.keys("u");
    select_item(&mut app, "Projects");
    app.keys(":retitle\r");
    assert_shows(&app, "this heading comes from the template");

    // Each reader has overrides of its own, which persist in the journal.
    app.keys(":reader\r\r");
    assert_shows(&app, "for my manager");
    assert!(document(&app).contains(title));
    let mut again = App::new(directory.path(), (120, 40));
    again.keys("8");
    assert!(document(&again).contains("The importer, covered") && !document(&again).contains(title));

    app.keys(":reader\r\r:reader\r\r:reader\r\r");
    assert_shows(&app, "for myself");
    for _ in 0..3 {
        app.keys("u");
    }
    assert_eq!(document(&app), original);
    app.keys("U");
    assert!(!document(&app).contains(title));
}

#[test]
fn every_guessed_category_is_confirmed_at_once() {
    let (_directory, mut app) = review((120, 40));
    // A heading hides what is under it, but its wins count.
    select_item(&mut app, "Projects");
    app.keys("h");
    assert!(document(&app).contains("**8** wins"), "{}", document(&app));
    app.keys("u");
    let guessed = |app: &App| {
        let wins = timeline::all(&app.journal.snapshot().unwrap()).unwrap();
        wins.iter().filter(|win| win.category.is_none()).count()
    };
    let before = guessed(&app);
    assert!(before > 1);
    app.keys("g:confirm-category\r");
    assert_shows(&app, "select a win; :confirm-all");
    app.keys(":confirm-all\r");
    assert_shows(&app, "confirmed the categories of 8 wins");
    assert_eq!(guessed(&app), before - 8, "those of other years stay guesses");
    app.keys(":confirm-all\r");
    assert_shows(&app, "every category is confirmed already");
    app.keys("u2*:confirm-category\r");
    assert_eq!(guessed(&app), 0, "of everything that is marked");
}

#[test]
fn a_project_that_is_left_out_is_in_no_part_of_the_document() {
    let directory = tempfile::tempdir().unwrap();
    fill_metrics(directory.path());
    let mut app = App::new(directory.path(), (120, 40));
    app.keys("8");
    let projects: Vec<String> = app
        .tab::<Review>()
        .outline()
        .iter()
        .filter(|item| item.kind == ItemKind::Project)
        .map(|item| item.title.clone())
        .collect();
    assert!(!projects.is_empty());
    for title in &projects {
        let project = NamedRef::unresolved(title);
        let praise =
            Praise { quote: "Calm".into(), from: "Ana".into(), project: Some(project), ..Praise::default() };
        app.journal.write(|tx| praise::add(tx, &praise)).unwrap();
    }
    app.keys("18");
    for title in &projects {
        assert!(document(&app).contains(title.as_str()));
        select_item(&mut app, title);
        app.keys("h");
        let left = document(&app);
        let places = [format!("### {title}\n"), format!("({title})"), format!("| {title} |")];
        assert!(places.iter().all(|place| !left.contains(place)), "{title} in {left}");
    }
}

#[test]
fn a_change_of_another_program_keeps_the_open_prompt_and_scroll() {
    let (directory, mut app) = review((120, 40));
    select_item(&mut app, "Two new languages or tools");
    app.keys(":retitle\rHalf a na");
    let mut other = app::journal_on(directory.path(), "2026-03-06");
    let reading = wins::parse_line(&other.snapshot().unwrap(), "Meanwhile elsewhere");
    other.write(|tx| wins::add(tx, &reading.draft, reading.hints.clone())).unwrap();
    app.dispatch(Msg::ChangedElsewhere);
    assert_shows(&app, "Half a na");
    app.keys("me\r");
    assert!(document(&app).contains("Half a name") && document(&app).contains("Meanwhile elsewhere"));

    // The scroll position of an open document stays too.
    let mut app = App::new(directory.path(), (80, 12));
    app.keys("8\rjjj");
    let before = app.screen();
    app.dispatch(Msg::ChangedElsewhere);
    assert_eq!(app.screen(), before);
}

#[test]
fn omitting_a_section_omits_its_items() {
    let (_directory, mut app) = review((120, 40));
    select_item(&mut app, "Goals");
    app.keys("h");
    assert!(!document(&app).contains("Two new languages"), "{}", document(&app));
    assert_eq!(app.screen().matches("left out").count(), 6, "{}", app.screen());
    app.keys("h");
    assert!(document(&app).contains("Two new languages"));
}

#[test]
fn wins_are_starred_edited_and_answered_in_the_outline() {
    let directory = tempfile::tempdir().unwrap();
    fill_metrics(directory.path());
    let mut app = App::new(directory.path(), (120, 40));
    app.keys("8");
    select_item(&mut app, "Wrote the runbook for documents");
    app.keys("s");
    assert_shows(&app, "★ Wrote the runbook for documents");
    app.keys("e");
    assert_shows(&app, "Edit");
    app.key(ESC).keys("r");
    assert_shows(&app, "Answer");
    app.keys("Three crews use it every week").key(SAVE);
    assert!(document(&app).contains("Three crews use it every week"), "{}", document(&app));

    select_item(&mut app, "Projects");
    app.keys("s");
    assert_shows(&app, "this is for wins only: select a win");
}

#[test]
fn keys_change_the_period_and_an_invalid_one_is_reported() {
    let (_directory, mut app) = review((120, 40));
    app.keys("[");
    assert_shows(&app, "2025 for myself");
    app.keys("[");
    assert_shows(&app, "Nothing was logged in this period");
    app.keys("]]:period\r2026-Q1\r");
    assert!(!app.model.has_dialog(), "{}", app.screen());
    assert_shows(&app, "2026-Q1 for myself");
    app.keys(":period\rwhenever\r");
    assert_shows(&app, "whenever");
    assert!(app.model.has_dialog(), "it can be mended");
    app.key(ESC).key(ESC);
    assert_shows(&app, "2026-Q1 for myself");
}

#[test]
fn the_document_is_written_to_a_file_that_is_replaced_only_after_a_question() {
    let (directory, mut app) = review((200, 60));
    let path = directory.path().join("mine.md");
    let line = format!("x\r{}\r", path.display());
    app.keys("o");
    assert_shows(&app, "nothing was written yet");
    app.keys(&line);
    assert_shows(&app, "o opens it");
    app.keys("o");
    let opened =
        |effect: &Effect| matches!(effect, Effect::OpenFile(file) if *file == path.display().to_string());
    assert!(app.runtime_effects.iter().any(opened), "{:?}", app.runtime_effects);
    let written = std::fs::read_to_string(&path).unwrap();
    assert!(written.contains("## Goals") && written.contains("Two new languages"), "{written}");

    std::fs::write(&path, "kept").unwrap();
    app.keys(&line);
    assert_shows(&app, "mine.md” exists. Replace it?");
    app.keys("n");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "kept");
    app.keys(&line).keys("y");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), written);
    app.keys("x\rnotes.docx\r");
    assert_shows(&app, "the name must end in .md, .html, .pdf, .txt or .json");
    app.key(ESC).key(ESC).keys(&format!("x\r{}/none/such.html\r", directory.path().display()));
    assert!(app.model.has_dialog(), "{}", app.screen());
    for (ending, begins) in [("html", "<!DOCTYPE html>"), ("pdf", "%PDF-"), ("txt", "Brag document")] {
        app.key(ESC).key(ESC);
        let path = directory.path().join(format!("mine.{ending}"));
        app.keys(&format!("x\r{}\r", path.display()));
        let bytes = std::fs::read(&path).unwrap();
        let start = String::from_utf8_lossy(&bytes[..begins.len()]);
        assert!(start.eq_ignore_ascii_case(begins), "{start}");
    }
}

#[test]
fn the_walk_renders_at_every_size() {
    for size in SIZES {
        let (columns, rows) = size;
        let name = |what: &str| format!("{what}_{columns}x{rows}");
        let directory = tempfile::tempdir().unwrap();
        fill_metrics(directory.path());
        let mut app = App::new(directory.path(), size);
        insta::assert_snapshot!(name("walk"), app.keys("8:walk\r").screen());
        content_snapshot!(name("walk_category"), app.keys("h:category\r").screen());
        insta::assert_snapshot!(name("walk_weak"), app.key(ESC).key(ESC).keys("g:strengthen\r").screen());
    }
}

#[test]
fn the_walk_goes_through_the_wins_one_by_one() {
    let directory = tempfile::tempdir().unwrap();
    fill_metrics(directory.path());
    let mut app = App::new(directory.path(), (120, 40));
    app.keys("8:walk\r");
    let count = app.tab::<Review>().outline().iter().filter(|item| item.kind == ItemKind::Win).count();
    assert_shows(&app, &format!("1 of {count}"));
    let titles: Vec<String> = (0..count)
        .map(|_| {
            let title = app.tab::<Review>().item().unwrap().title.clone();
            app.keys("j");
            title
        })
        .collect();
    assert_shows(&app, &format!("{count} of {count}"));
    app.keys("g");

    // Omit the first win; star the second, change its category, and open its answer and its form.
    app.keys("h");
    assert_shows(&app, "1 left out");
    assert!(!document(&app).contains(&titles[0]));
    app.keys("s");
    let screen = app.screen();
    let own = screen.lines().find(|line| line.trim_start().starts_with(&titles[1])).unwrap();
    assert!(own.split('│').next().unwrap().trim_end().ends_with('★'), "{own}");
    app.keys(":category\r3");
    assert_shows(&app, "docgen · Design &");
    assert!(!app.screen().contains("Design &?"));
    assert_eq!(app.tab::<Review>().item().unwrap().title, titles[1], "the walk stays where it is");
    app.keys("r");
    assert_shows(&app, "outcome");
    app.key(ESC);
    app.keys("e");
    assert_shows(&app, "Edit");
    app.key(ESC);

    // Go back and include the first win again; stepping through the rest writes nothing.
    app.keys("k");
    assert_shows(&app, "left out");
    app.keys("\r");
    assert!(document(&app).contains(&titles[0]));
    app.keys(&"\r".repeat(count - 1));
    assert!(app.tab::<Review>().open && app.tab::<Review>().walk.is_none(), "{}", app.screen());
    assert_shows(&app, "that was the last win; x writes the document to a file");
    app.keys("u");
    assert_shows(&app, "undid: include");
}

#[test]
fn strengthen_walks_through_weak_wins_with_reasons() {
    let directory = tempfile::tempdir().unwrap();
    let mut other = app::journal_on(directory.path(), "2026-03-06");
    for line in ["Rewrote the berth planner", "Improved the nightly build", "Worked on various things"] {
        let reading = wins::parse_line(&other.snapshot().unwrap(), line);
        other.write(|tx| wins::add(tx, &reading.draft, reading.hints.clone())).unwrap();
    }
    let mut app = App::new(directory.path(), (120, 40));
    app.keys("8:strengthen\r");
    assert_shows(&app, "1 of 2");
    assert_shows(&app, "to strengthen");
    assert_shows(&app, "“Improved the nightly build” → “Cut the");
    // A better title satisfies the rule.
    app.keys("e");
    app.keys("\x15Cut the nightly build from 18min to 9min").key(SAVE);
    assert_shows(&app, "nothing more to make stronger");
    app.keys("j");
    assert_shows(&app, "2 of 2");
    app.key(ESC);
    assert!(app.tab::<Review>().walk.is_none());
    assert_eq!(app.tab::<Review>().item().unwrap().title, "Worked on various things");

    // If another program deletes the win, the walk moves on to the next.
    app.keys("g:walk\r");
    assert_shows(&app, "Rewrote the berth planner");
    let id = app.tab::<Review>().walk_win.as_ref().unwrap().id;
    other.write(|tx| records::delete(tx, &[id.into()])).unwrap();
    app.dispatch(Msg::ChangedElsewhere);
    assert_shows(&app, "1 of 2");
    assert!(!app.screen().contains("Rewrote the berth planner"), "{}", app.screen());
}

#[test]
fn the_year_screen_renders_at_every_size() {
    for size in SIZES {
        let (columns, rows) = size;
        let name = |what: &str| format!("{what}_{columns}x{rows}");
        let (_directory, mut app) = review(size);
        insta::assert_snapshot!(name("year"), app.keys(":year\r").screen());
        content_snapshot!(name("year_end"), app.keys("G").screen());
    }
}

#[test]
fn the_year_screen_compares_with_the_year_before_and_changes_year() {
    let (directory, mut app) = review((120, 40));
    app.keys(":year\r");
    assert_shows(&app, "Beside 2025");
    let mut other = app::journal_on(directory.path(), "2026-03-06");
    let reading = wins::parse_line(&other.snapshot().unwrap(), "Meanwhile elsewhere");
    let before = app.tab::<Review>().year.as_ref().unwrap().years.this.totals.wins;
    other.write(|tx| wins::add(tx, &reading.draft, reading.hints.clone())).unwrap();
    app.dispatch(Msg::ChangedElsewhere);
    assert_eq!(app.tab::<Review>().year.as_ref().unwrap().years.this.totals.wins, before + 1);
    app.keys("[");
    assert_shows(&app, "Beside 2024");
    app.keys("]]");
    assert_shows(&app, "Beside 2026");
    app.key(ESC);
    assert!(app.tab::<Review>().year.is_none());
    assert_shows(&app, "2026 for myself");
}

/// Creates a journal whose public document contains a name without an alias.
fn with_unaliased_name(size: (u16, u16)) -> (tempfile::TempDir, App) {
    let directory = tempfile::tempdir().unwrap();
    let mut journal = app::journal_on(directory.path(), "2026-03-06");
    for line in ["Moved the vault of Globex", "Halved calls at Globex", "Taught the tellers of Globex"] {
        let mut reading = wins::parse_line(&journal.snapshot().unwrap(), line);
        reading.draft.visibility = brag::domain::Visibility::Public;
        journal.write(|tx| wins::add(tx, &reading.draft, reading.hints.clone())).unwrap();
    }
    let mut app = App::new(directory.path(), size);
    app.keys("8:reader\r\r:reader\r\r:reader\r\r");
    (directory, app)
}

#[test]
fn names_without_an_alias_are_listed_and_can_be_given_one() {
    for size in SIZES {
        let (_directory, mut app) = with_unaliased_name(size);
        let (columns, rows) = size;
        insta::assert_snapshot!(format!("names_{columns}x{rows}"), app.keys(":names\r").screen());
    }
    let (_directory, mut app) = with_unaliased_name((120, 40));
    assert_shows(&app, "1 name without an alias (:names)");
    app.keys("x\r");
    assert_shows(&app, "“Globex” has no alias and would be in it");
    app.key(ESC).keys(":names\r\r");
    assert_shows(&app, "Alias");
    app.keys("a bank\r");
    assert_shows(&app, "set the alias “a bank” for Globex");
    app.key(ESC);
    assert!(document(&app).contains("the vault of a bank"), "{}", document(&app));
    assert!(!app.screen().contains("without an alias"));

    // Add a name that is in no record yet; an alias that contains the name is refused in its prompt.
    app.keys(":names\rn\r");
    assert_shows(&app, "type a name");
    app.keys("Initech\rInitech Ltd\r");
    assert_shows(&app, "repeats the name itself");
    app.key(ESC).keys("g\r");
    assert_shows(&app, "a bank");
    app.keys("a large bank\r");
    assert_shows(&app, "set the alias “a large bank” for Globex");
    app.keys("dy");
    assert_shows(&app, "no alias, 3 times");
    app.keys("u");
    assert_shows(&app, "a large bank");
}

#[test]
fn the_needs_section_is_written_in_the_outline_for_a_manager_only() {
    let (_directory, mut app) = review((120, 40));
    app.keys(":reader\r\r");
    select_item(&mut app, "What I need");
    assert_shows(&app, "to be written");
    assert!(!document(&app).contains("What I need"), "nothing leaves the part out");
    app.keys(":retitle\rA second pair of eyes\r");
    assert!(document(&app).contains("## What I need\n\nA second pair of eyes"), "{}", document(&app));
    app.keys(":retitle\r\x15\r");
    assert!(!document(&app).contains("What I need"));
    app.keys("u");
    assert!(document(&app).contains("A second pair of eyes"));
    // Documents for other readers lack this section.
    app.keys(":reader\r\r");
    assert!(app.tab::<Review>().outline().iter().all(|item| item.title != "What I need"));
}

#[test]
fn every_export_omits_and_retitles_items_by_the_overrides() {
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
    for (keys, reader) in [(":reader\r\r", Reader::Manager), (":reader\r\r:reader\r\r", Reader::Public)] {
        app.keys(keys);
        assert_eq!(app.tab::<Review>().reader, reader);
        select_item(&mut app, "Secret");
        app.keys("h");
        select_item(&mut app, "Open");
        app.keys(":retitle\rThe gatehouse\r");
        select_item(&mut app, "Painted the door");
        app.keys(":retitle\rPainted it\r");
        let period = app.tab::<Review>().period.clone().unwrap();
        let data = review::load(&app.journal.snapshot().unwrap(), period, reader).unwrap();
        let snapshot = app.journal.snapshot().unwrap();
        let mut all = vec![export::render_resume(&snapshot, &data).unwrap().bytes];
        for format in Format::ALL {
            let wanted = RenderRequest { format, ..RenderRequest::default() };
            all.push(export::render(&snapshot, &data, &wanted, None).unwrap().bytes);
            for (name, page) in brag::report::export::render_per_project(&data, &wanted).unwrap() {
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
