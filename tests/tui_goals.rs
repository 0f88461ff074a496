//! The Goals and Learning tabs and their part of Today: typed keys, rendered screens and stored records.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops when something is not as it should be"
)]

#[path = "support/app.rs"]
mod app;

use app::{App, ESC, SAVE, SIZES, assert_shows, fill_goals, journal_on};
use brag::domain::{GoalStatus, GoalView, ReadingStatus};
use brag::journal::{goals, readings, records};
use brag::tui::screens::goals::Goals;
use brag::tui::screens::learning::Learning;
use brag::tui::screens::today::{Item, Today, items};
use brag::tui::shell::Msg;
use brag::tui::unsaved::{Unsaved, UnsavedForm};

const DOWN: &str = "\x1b[B";

fn goals(size: (u16, u16)) -> (tempfile::TempDir, App) {
    let directory = tempfile::tempdir().unwrap();
    fill_goals(directory.path());
    let app = App::new(directory.path(), size);
    (directory, app)
}

fn goal(app: &App, title: &str) -> GoalView {
    goals::find(
        &app.journal.snapshot().unwrap(),
        goals::resolve(&app.journal.snapshot().unwrap(), title).unwrap(),
    )
    .unwrap()
}

#[test]
fn goals_and_learning_render_at_every_size() {
    for (columns, rows) in SIZES {
        let name = |what: &str| format!("{what}_{columns}x{rows}");
        let (_directory, mut app) = goals((columns, rows));
        content_snapshot!(name("today_goals"), app.screen());
        insta::assert_snapshot!(name("goals"), app.keys("4j").screen());
        insta::assert_snapshot!(name("goal_open"), app.keys("j\r").screen());
        content_snapshot!(name("goal_check"), app.keys("c").screen());
        content_snapshot!(name("goal_form"), app.key(ESC).keys("e").screen());
        content_snapshot!(name("goal_link"), app.key(ESC).key(ESC).keys(":link\r").screen());
        content_snapshot!(name("goal_milestones"), app.key(ESC).keys("G:milestones\r").screen());
        insta::assert_snapshot!(name("learning"), app.key(ESC).keys("5j").screen());
        insta::assert_snapshot!(name("reading_open"), app.keys("G\r").screen());
        content_snapshot!(name("reading_form"), app.keys("e").screen());
        content_snapshot!(name("finish"), app.key(ESC).key(ESC).keys("g:finish\r").screen());
    }
}

#[test]
fn evidence_is_linked_from_matching_wins_and_undone() {
    let (_directory, mut app) = goals((100, 30));
    app.keys("4j:link\r");
    assert_shows(&app, "✓ Wrote the tide importer in Rust");
    app.keys("spoke");
    assert_shows(&app, "· Spoke at the harbour meetup");
    app.keys("\r");
    assert_shows(&app, "✓ “Two new languages or tools”: 2 of 2: reached");
    assert_shows(&app, "✓ Spoke at the harbour meetup");
    app.key(ESC);
    assert_shows(&app, "2 of 2, reached: is it done?");
    app.keys(":done\rboth run in production\r");
    let done = goal(&app, "two new");
    assert_eq!((done.status, done.ending.as_str()), (GoalStatus::Done, "both run in production"));
    app.keys("uu");
    assert_eq!((goal(&app, "two new").status, goal(&app, "two new").evidence.len()), (GoalStatus::Open, 1));
}

#[test]
fn check_all_goes_through_the_open_goals_one_by_one() {
    let (_directory, mut app) = goals((100, 30));
    app.keys("4:check-all\r");
    assert_shows(&app, "Check 1 of 5");
    app.key(SAVE);
    assert_shows(&app, "Check 2 of 5");
    app.fill("note", "halfway there").key(SAVE);
    assert_shows(&app, "Check 3 of 5");
    app.fill("value", "74%").fill("note", "the halves are done").key(SAVE).key(SAVE);
    assert_shows(&app, "Check 5 of 5");
    app.key(SAVE);
    assert_shows(&app, "✓ every open goal was checked");
    assert_eq!(goal(&app, "two new").check_ins[0].note, "halfway there");
    assert_eq!(goal(&app, "raise").check_ins.last().unwrap().note, "the halves are done");
}

#[test]
fn an_invalid_check_in_shows_the_error_beside_its_field() {
    let (_directory, mut app) = goals((100, 30));
    app.keys("4jjc").key(SAVE);
    assert_shows(&app, "! note: a check-in needs a note or a value");
    app.fill("value", "4ms").key(SAVE);
    assert_shows(&app, "! value: the goal is measured in %; “4ms” is not");
    app.fill("value", "4%").fill("date", "2025-12-30").key(SAVE);
    assert_shows(&app, "! date: “2025-12-30” is not in 2026, the year of this goal");
}

#[test]
fn a_goal_is_set_changed_carried_over_and_dropped_in_the_app() {
    let (_directory, mut app) = goals((100, 30));
    app.keys("4n").fill("title", "Read one paper a month").fill("measure", "count 0").key(SAVE);
    assert_shows(&app, "! measure: a count must be at least 1");
    app.fill("measure", "count 12").key(SAVE);
    assert_shows(&app, "✓ saved “Read one paper a month”, 2026: 0 of 12");
    assert_eq!(app.tab::<Goals>().goal().unwrap().title, "Read one paper a month");
    app.keys(":carry\r\r");
    assert_shows(&app, "✓ carried over: “Read one paper a month”, 2027: 0 of 12");
    app.keys("f");
    assert_shows(&app, "2026 · without evidence");
    app.keys("f]");
    assert_shows(&app, "Read one paper a month");
    app.keys(":drop\rnobody reads them\r");
    assert_shows(&app, "✓ dropped “Read one paper a month”, 2027");
    app.keys(":reopen\r");
    assert_shows(&app, "✓ opened again: “Read one paper a month”, 2027");
    app.keys("uuu[");
    assert_eq!(goal(&app, "read one").year, 2026);
    app.keys(":wins-without-goal\r");
    assert!(app.model.screen().name() == "Wins" && app.screen().contains("no:goal"), "{}", app.screen());
}

#[test]
fn milestones_are_toggled_and_undo_restores_a_deleted_goal() {
    let (_directory, mut app) = goals((100, 30));
    app.keys("4G:milestones\r").key(DOWN).keys("\r");
    assert_shows(&app, "✓ “A handbook for whoever is on call”: 2 of 3 milestones");
    app.keys("\r");
    assert_shows(&app, "1 of 3 milestones");
    app.key(ESC).keys("d");
    assert_shows(&app, "Delete “A handbook for whoever is on call”?");
    app.keys("yu");
    assert_eq!(goal(&app, "a handbook").milestones.len(), 3);
}

#[test]
fn a_reading_note_is_started_finished_and_linked_to_a_win() {
    let (_directory, mut app) = goals((100, 30));
    let reading = |app: &App, title: &str| {
        readings::find(
            &app.journal.snapshot().unwrap(),
            readings::resolve(&app.journal.snapshot().unwrap(), title).unwrap(),
        )
        .unwrap()
    };
    app.keys("5jjj");
    assert_eq!(app.tab::<Learning>().reading().unwrap().title, "What queues taught us");
    app.keys("K");
    assert_eq!(app.tab::<Learning>().reading().unwrap().title, "What queues taught us");
    assert_eq!(readings::list(&app.journal.snapshot().unwrap()).unwrap()[2].title, "What queues taught us");
    app.keys(":start\r");
    assert_shows(&app, "✓ started “What queues taught us”: reading, since today");
    app.keys("p45%\r");
    assert_shows(&app, "45%");
    app.keys(":finish\r").key(SAVE);
    assert_eq!(reading(&app, "what queues").status, ReadingStatus::Finished);
    assert_shows(&app, "No takeaway yet");
    app.keys(":finish\r").fill("takeaway", "Say how long the line is").fill("rating", "6").key(SAVE);
    assert_shows(&app, "! rating: a rating is a number from 1 to 5, not 6");
    app.fill("rating", "5").key(SAVE);
    let talk = reading(&app, "what queues");
    assert_eq!((talk.takeaways.as_str(), talk.rating), ("Say how long the line is", Some(5)));
    app.keys(":link\rspoke\r").key(ESC);
    assert_eq!(
        reading(&app, "what queues").used_in[0].name,
        "Spoke at the harbour meetup 👩\u{200d}💻 e\u{301}tude"
    );
    app.keys(":note\rthe diagram on slide 12\r");
    assert_eq!(reading(&app, "what queues").notes, "the diagram on slide 12");
    app.keys("f");
    assert_shows(&app, "only books");
    app.key(ESC).keys(":tag-filter\r");
    assert_shows(&app, "#craft");
}

#[test]
fn finishing_a_linked_reading_note_counts_as_evidence_for_its_goal() {
    let (_directory, mut app) = goals((100, 30));
    app.keys("5");
    let at = readings::list(&app.journal.snapshot().unwrap())
        .unwrap()
        .iter()
        .position(|each| each.title == "SQL")
        .unwrap();
    app.keys(&"j".repeat(at)).keys("e");
    app.fill("goals", "two new").key(SAVE);
    assert_shows(&app, "✓ saved “SQL”");
    app.keys(":finish\rJoin on what you mean").key(SAVE);
    assert_shows(&app, "“Two new languages or tools” is reached, 2 of 2");
}

/// Moves down until the selected row of the screen reads so.
fn select_row(app: &mut App, selected: &str) {
    for _ in 0..40 {
        if app.screen().contains(selected) {
            return;
        }
        app.keys("j");
    }
    panic!("no row “{selected}”:\n{}", app.screen());
}

#[test]
fn today_opens_goals_and_reading_and_starts_the_year_end_check() {
    let directory = tempfile::tempdir().unwrap();
    fill_goals(directory.path());
    let mut app = App::new(directory.path(), (100, 40));
    let last = |app: &App| app.screen().contains("The year ends");
    assert!(!last(&app));
    app.journal = journal_on(directory.path(), "2026-12-01");
    app.dispatch(Msg::Day("2026-12-01".parse().unwrap()));
    assert!(last(&app), "{}", app.screen());
    select_row(&mut app, "▌› The year ends");
    app.keys("\r");
    assert_shows(&app, "Check 1 of 5");
    // The last field decides how the goal ends: two steps to the right carry it over.
    app.fill("note", "there was no meetup").focus("then").key("\x1b[C").key("\x1b[C").key(SAVE);
    assert_shows(&app, "✓ carried over: “Speak at one meetup”");
    assert_shows(&app, "Check 2 of 5");
    app.key(ESC);
    let carried = goal(&app, "speak at one");
    assert_eq!((carried.year, carried.check_ins[0].note.as_str()), (2027, "there was no meetup"));
    app.keys("1g");
    select_row(&mut app, "▌› Draft the goals of 2027");
    app.keys("\r");
    assert_shows(&app, "Set a goal");
    app.key(ESC).keys("1");
    select_row(&mut app, "▌● Small Things");
    app.keys("\r");
    assert!(
        app.model.screen().name() == "Learning"
            && app.tab::<Learning>().reading().unwrap().title == "Small Things"
    );
}

#[test]
fn an_unsaved_takeaway_is_restored() {
    let (_directory, mut app) = goals((100, 30));
    let id = readings::resolve(&app.journal.snapshot().unwrap(), "small").unwrap();
    let unsaved = UnsavedForm {
        kind: "finish".into(),
        record: Some(id.to_string()),
        seen: 0,
        fields: vec![("takeaway".into(), "Ask twice".into())],
        opened: Vec::new(),
    };
    app.dispatch(Msg::Left(vec![Unsaved { line: None, form: Some(unsaved) }]));
    assert_shows(&app, "Ask twice");
    app.key(SAVE);
    assert_eq!(readings::find(&app.journal.snapshot().unwrap(), id).unwrap().takeaways, "Ask twice");
}

#[test]
fn a_conflicting_goal_edit_shows_the_change_of_the_other_program() {
    let (directory, mut app) = goals((100, 40));
    app.keys("4je").keys(" and more");
    let mut other = journal_on(directory.path(), "2026-03-06");
    let id = goals::resolve(&other.snapshot().unwrap(), "two new").unwrap();
    let mut draft = goals::find(&other.snapshot().unwrap(), id).unwrap().draft();
    draft.title = "Two new languages".into();
    let seen = goals::find(&other.snapshot().unwrap(), id).unwrap().meta.revision;
    other.write(|tx| goals::edit(tx, id, &draft, seen, None)).unwrap();
    app.key(SAVE);
    assert_shows(&app, "≠ the other program wrote: Two new languages");
    app.key(SAVE);
    assert_eq!(
        goals::find(&app.journal.snapshot().unwrap(), id).unwrap().title,
        "Two new languages or tools and more"
    );
}

#[test]
fn a_record_that_another_program_deleted_is_not_written() {
    let (directory, mut app) = goals((100, 30));
    app.keys("4j:done\r");
    let mut other = journal_on(directory.path(), "2026-03-06");
    let id = goals::resolve(&other.snapshot().unwrap(), "two new").unwrap();
    other.write(|tx| records::delete(tx, &[id.into()])).unwrap();
    app.keys("in production\r");
    assert_shows(&app, "another program deleted “Two new languages or tools”");
    assert_eq!(goals::find(&app.journal.snapshot().unwrap(), id).unwrap().status, GoalStatus::Open);
    app.key(ESC).keys("5:finish\r");
    let reading = readings::resolve(&other.snapshot().unwrap(), "small").unwrap();
    other.write(|tx| records::delete(tx, &[reading.into()])).unwrap();
    app.keys("Ask twice").key(SAVE);
    assert_shows(&app, "another program deleted “Small Things”");
}

#[test]
fn the_palette_finds_commands_and_search_filters_the_learning_tab() {
    let (_directory, mut app) = goals((100, 30));
    app.keys("4:carry");
    assert_shows(&app, "Carry the goal over to a later year");
    app.key(ESC).keys(":star");
    assert_shows(&app, "in Wins, Review");
    app.key(ESC).keys("5/fourth\r");
    assert_eq!(app.tab::<Learning>().count(), 1);
    assert_eq!(app.tab::<Learning>().reading().unwrap().title, "The Craft of Nets");
    app.key(ESC);
    assert_eq!(app.tab::<Learning>().count(), 7);
}

#[test]
fn a_long_note_is_shown_in_full_and_a_year_is_not_shown_as_a_day() {
    let (_directory, mut app) = goals((100, 40));
    app.keys("4jcThis quarter I applied to three conferences, and was refused by two of them; the third is still thinking")
        .key(SAVE);
    assert_shows(&app, "thinking");
    app.keys(":link\rproposed\r").key(ESC);
    let screen = app.screen();
    assert!(screen.contains("Proposed and built") && !screen.contains("31 Dec"), "{screen}");
}

#[test]
fn escape_returns_from_a_goal_to_today() {
    let (_directory, mut app) = goals((100, 40));
    app.keys("1");
    let items = items(app.tab::<Today>(), &app.model.cx);
    let goal = items.iter().position(|item| matches!(item, Item::Goal(_))).unwrap();
    app.keys(&"j".repeat(goal)).keys("\r");
    assert_eq!(app.model.screen().name(), "Goals");
    app.keys("\r");
    assert!(app.tab::<Goals>().open, "the goal is opened from the list");
    app.key(ESC);
    assert_eq!(app.model.screen().name(), "Goals", "first the goal is closed");
    app.key(ESC);
    assert_eq!(app.model.screen().name(), "Today");
    assert_eq!(app.tab::<Today>().selected, goal, "what was selected stays selected");
}

#[test]
fn enter_follows_links_from_a_goal_and_escape_retraces_them() {
    let directory = tempfile::tempdir().unwrap();
    fill_goals(directory.path());
    let mut app = App::new(directory.path(), (120, 40));
    let at = items(app.tab::<Today>(), &app.model.cx)
        .iter()
        .position(|item| matches!(item, Item::Goal(goal) if goal.title.starts_with("Two new")))
        .unwrap();
    app.keys(&"j".repeat(at)).keys("\r");
    assert_eq!(app.model.screen().name(), "Goals");
    app.keys("\r");
    assert_shows(&app, "enter go to");
    app.keys("\r");
    assert_eq!(app.model.screen().name(), "Wins", "{}", app.screen());
    assert_shows(&app, "Wrote the tide importer in Rust");
    assert_shows(&app, "esc back to Goals");
    // The win links to its project and its goal.
    app.keys("\r");
    assert_shows(&app, "Go to");
    assert_shows(&app, "1 Tide tables");
    assert_shows(&app, "2 Two new languages or tools");
    app.keys("1");
    assert_eq!(app.model.screen().name(), "Projects");
    assert_shows(&app, "esc back to Wins");
    // The project links to its wins: open the other win, then return to the first.
    app.keys("\r");
    let other = app.screen();
    assert!(other.contains("Moved the tide service"), "{other}");
    app.keys("Moved\r");
    assert_eq!(app.model.screen().name(), "Wins");
    let second = app.tab::<brag::tui::screens::wins::Wins>().row().unwrap().id;
    app.key(ESC);
    assert_eq!(app.model.screen().name(), "Projects", "{}", app.screen());
    app.key(ESC);
    assert_eq!(app.model.screen().name(), "Wins");
    assert_shows(&app, "Wrote the tide importer in Rust");
    assert_ne!(app.tab::<brag::tui::screens::wins::Wins>().row().unwrap().id, second);
    app.key(ESC);
    assert_eq!(app.model.screen().name(), "Goals");
    assert_shows(&app, "What moved it");
    app.key(ESC).key(ESC);
    assert_eq!(app.model.screen().name(), "Today", "{}", app.screen());
}
