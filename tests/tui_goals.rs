//! The Goals and Learning tabs, and what Today shows of them: keys in, screens and records out.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops when something is not as it should be"
)]

#[path = "support/app.rs"]
mod app;

use app::{App, ESC, SAVE, SIZES, fill_goals, journal_on, says};
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
fn goals_and_learning_at_every_size() {
    for (columns, rows) in SIZES {
        let name = |what: &str| format!("{what}_{columns}x{rows}");
        let (_directory, mut app) = goals((columns, rows));
        insta::assert_snapshot!(name("today_goals"), app.screen());
        insta::assert_snapshot!(name("goals"), app.keys("4j").screen());
        insta::assert_snapshot!(name("goal_open"), app.keys("j\r").screen());
        insta::assert_snapshot!(name("goal_check"), app.keys("c").screen());
        insta::assert_snapshot!(name("goal_form"), app.key(ESC).keys("e").screen());
        insta::assert_snapshot!(name("goal_link"), app.key(ESC).key(ESC).keys(":link\r").screen());
        insta::assert_snapshot!(name("goal_milestones"), app.key(ESC).keys("G:milestones\r").screen());
        insta::assert_snapshot!(name("learning"), app.key(ESC).keys("5j").screen());
        insta::assert_snapshot!(name("reading_open"), app.keys("G\r").screen());
        insta::assert_snapshot!(name("reading_form"), app.keys("e").screen());
        insta::assert_snapshot!(name("finish"), app.key(ESC).key(ESC).keys("g:finish\r").screen());
    }
}

#[test]
fn evidence_is_picked_from_the_wins_that_match_and_taken_back() {
    let (_directory, mut app) = goals((100, 30));
    app.keys("4j:link\r");
    says(&app, "✓ Wrote the tide importer in Rust");
    app.keys("spoke");
    says(&app, "· Spoke at the harbour meetup");
    app.keys("\r");
    says(&app, "✓ “Two new languages or tools”: 2 of 2: reached");
    says(&app, "✓ Spoke at the harbour meetup");
    app.key(ESC);
    says(&app, "2 of 2, reached: is it done?");
    app.keys(":done\rboth run in production\r");
    let done = goal(&app, "two new");
    assert_eq!((done.status, done.ending.as_str()), (GoalStatus::Done, "both run in production"));
    app.keys("uu");
    assert_eq!((goal(&app, "two new").status, goal(&app, "two new").evidence.len()), (GoalStatus::Open, 1));
}

#[test]
fn a_check_runs_through_the_open_goals_one_after_another() {
    let (_directory, mut app) = goals((100, 30));
    app.keys("4:check-all\r");
    says(&app, "Check 1 of 5");
    app.key(SAVE);
    says(&app, "Check 2 of 5");
    app.keys("halfway there").key(SAVE);
    says(&app, "Check 3 of 5");
    app.keys("74%\tthe halves are done").key(SAVE).key(SAVE);
    says(&app, "Check 5 of 5");
    app.key(SAVE);
    says(&app, "✓ every open goal was looked at");
    assert_eq!(goal(&app, "two new").check_ins[0].note, "halfway there");
    assert_eq!(goal(&app, "raise").check_ins.last().unwrap().note, "the halves are done");
}

#[test]
fn what_a_check_in_cannot_say_stands_beside_its_field() {
    let (_directory, mut app) = goals((100, 30));
    app.keys("4jjc").key(SAVE);
    says(&app, "! note: say how it stands");
    app.key("\x1b[Z").keys("4ms").key(SAVE);
    says(&app, "! value: the goal is in %; 4ms is not");
    app.keys("\x7f\x7f%").keys("\t\t2025-12-30").key(SAVE);
    says(&app, "! date: 2025-12-30 is not in 2026, the year of this goal");
}

#[test]
fn a_goal_is_set_changed_carried_over_and_dropped_in_the_app() {
    let (_directory, mut app) = goals((100, 30));
    app.keys("4nRead one paper a month\t\t").keys("\x15count 0").key(SAVE);
    says(&app, "! measure: a count begins at 1");
    app.keys("\x15count 12").key(SAVE);
    says(&app, "✓ saved “Read one paper a month”, 2026: 0 of 12");
    assert_eq!(app.tab::<Goals>().goal().unwrap().title, "Read one paper a month");
    app.keys(":carry\r\r");
    says(&app, "✓ carried over: “Read one paper a month”, 2027: 0 of 12");
    app.keys("f");
    says(&app, "2026 · without evidence");
    app.keys("f]");
    says(&app, "Read one paper a month");
    app.keys(":drop\rnobody reads them\r");
    says(&app, "✓ dropped “Read one paper a month”, 2027");
    app.keys(":reopen\r");
    says(&app, "✓ opened again: “Read one paper a month”, 2027");
    app.keys("uuu[");
    assert_eq!(goal(&app, "read one").year, 2026);
    app.keys(":wins-without-goal\r");
    assert!(app.model.screen().name() == "Wins" && app.screen().contains("no goal"), "{}", app.screen());
}

#[test]
fn milestones_are_ticked_off_and_a_deleted_goal_comes_back() {
    let (_directory, mut app) = goals((100, 30));
    app.keys("4G:milestones\r").key(DOWN).keys("\r");
    says(&app, "✓ “A handbook for whoever is on call”: 2 of 3 milestones");
    app.keys("\r");
    says(&app, "1 of 3 milestones");
    app.key(ESC).keys("d");
    says(&app, "Delete “A handbook for whoever is on call”?");
    app.keys("yu");
    assert_eq!(goal(&app, "a handbook").milestones.len(), 3);
}

#[test]
fn a_book_goes_from_the_list_to_its_takeaway_and_the_win_that_used_it() {
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
    says(&app, "✓ started “What queues taught us”: reading, since today");
    app.keys("p45%\r");
    says(&app, "45%");
    app.keys(":finish\r").key(SAVE);
    assert_eq!(reading(&app, "what queues").status, ReadingStatus::Finished);
    says(&app, "No takeaway yet");
    app.keys(":finish\rSay how long the line is\t\x156").key(SAVE);
    says(&app, "! rating: a rating is a number from 1 to 5, not 6");
    app.keys("\x155").key(SAVE);
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
    says(&app, "only books");
    app.key(ESC).keys(":tag-filter\r");
    says(&app, "#craft");
}

#[test]
fn what_was_learned_counts_for_its_goal_and_done_is_offered() {
    let (_directory, mut app) = goals((100, 30));
    app.keys("5");
    let at = readings::list(&app.journal.snapshot().unwrap())
        .unwrap()
        .iter()
        .position(|each| each.title == "SQL")
        .unwrap();
    app.keys(&"j".repeat(at)).keys("e");
    for _ in 0..8 {
        app.keys("\t");
    }
    app.keys("two new").key(SAVE);
    says(&app, "✓ saved “SQL”");
    app.keys(":finish\rJoin on what you mean").key(SAVE);
    says(&app, "“Two new languages or tools” is reached, 2 of 2");
}

#[test]
fn today_opens_goals_and_reading_and_closes_the_year() {
    let directory = tempfile::tempdir().unwrap();
    fill_goals(directory.path());
    let mut app = App::new(directory.path(), (100, 40));
    let last = |app: &App| app.screen().contains("The year ends");
    assert!(!last(&app));
    app.journal = journal_on(directory.path(), "2026-12-01");
    app.take(Msg::Day("2026-12-01".parse().unwrap()));
    assert!(last(&app), "{}", app.screen());
    while !app.screen().lines().any(|line| line.starts_with("▌› The year ends")) {
        app.keys("j");
    }
    app.keys("\r");
    says(&app, "Check 1 of 5");
    // The last field says what becomes of it: two steps to the right carry it over.
    app.keys("there was no meetup\t\t").key("\x1b[C").key("\x1b[C").key(SAVE);
    says(&app, "✓ carried over: “Speak at one meetup”");
    says(&app, "Check 2 of 5");
    app.key(ESC);
    let carried = goal(&app, "speak at one");
    assert_eq!((carried.year, carried.check_ins[0].note.as_str()), (2027, "there was no meetup"));
    app.keys("1g");
    while !app.screen().lines().any(|line| line.starts_with("▌› Draft the goals of 2027")) {
        app.keys("j");
    }
    app.keys("\r");
    says(&app, "Set a goal");
    app.key(ESC).keys("1");
    while !app.screen().lines().any(|line| line.starts_with("▌● Small Things")) {
        app.keys("j");
    }
    app.keys("\r");
    assert!(
        app.model.screen().name() == "Learning"
            && app.tab::<Learning>().reading().unwrap().title == "Small Things"
    );
}

#[test]
fn a_takeaway_that_was_being_written_is_there_again() {
    let (_directory, mut app) = goals((100, 30));
    let id = readings::resolve(&app.journal.snapshot().unwrap(), "small").unwrap();
    let unsaved = UnsavedForm {
        kind: "finish".into(),
        record: Some(id.to_string()),
        seen: 0,
        fields: vec![("takeaway".into(), "Ask twice".into())],
        opened: Vec::new(),
    };
    app.take(Msg::Left(vec![Unsaved { line: None, form: Some(unsaved) }]));
    says(&app, "Ask twice");
    app.key(SAVE);
    assert_eq!(readings::find(&app.journal.snapshot().unwrap(), id).unwrap().takeaways, "Ask twice");
}

#[test]
fn another_programs_change_to_a_goal_is_shown_beside_mine() {
    let (directory, mut app) = goals((100, 40));
    app.keys("4je").keys(" and more");
    let mut other = journal_on(directory.path(), "2026-03-06");
    let id = goals::resolve(&other.snapshot().unwrap(), "two new").unwrap();
    let mut draft = goals::find(&other.snapshot().unwrap(), id).unwrap().draft();
    draft.title = "Two new languages".into();
    let seen = goals::find(&other.snapshot().unwrap(), id).unwrap().meta.revision;
    other.write(|tx| goals::edit(tx, id, &draft, seen, None)).unwrap();
    app.key(SAVE);
    says(&app, "≠ the other program wrote: Two new languages");
    app.key(SAVE);
    assert_eq!(
        goals::find(&app.journal.snapshot().unwrap(), id).unwrap().title,
        "Two new languages or tools and more"
    );
}

#[test]
fn what_another_program_deleted_is_not_written_to() {
    let (directory, mut app) = goals((100, 30));
    app.keys("4j:done\r");
    let mut other = journal_on(directory.path(), "2026-03-06");
    let id = goals::resolve(&other.snapshot().unwrap(), "two new").unwrap();
    other.write(|tx| records::delete(tx, &[id.into()])).unwrap();
    app.keys("in production\r");
    says(&app, "another program deleted “Two new languages or tools”");
    assert_eq!(goals::find(&app.journal.snapshot().unwrap(), id).unwrap().status, GoalStatus::Open);
    app.key(ESC).keys("5:finish\r");
    let reading = readings::resolve(&other.snapshot().unwrap(), "small").unwrap();
    other.write(|tx| records::delete(tx, &[reading.into()])).unwrap();
    app.keys("Ask twice").key(SAVE);
    says(&app, "another program deleted “Small Things”");
}

#[test]
fn the_palette_finds_what_can_be_done_here_and_learning_is_searched_in_place() {
    let (_directory, mut app) = goals((100, 30));
    app.keys("4:carry");
    says(&app, "Carry the goal over to a later year");
    app.key(ESC).keys(":star");
    says(&app, "in Wins, Review");
    app.key(ESC).keys("5/fourth\r");
    assert_eq!(app.tab::<Learning>().count(), 1);
    assert_eq!(app.tab::<Learning>().reading().unwrap().title, "The Craft of Nets");
    app.key(ESC);
    assert_eq!(app.tab::<Learning>().count(), 7);
}

#[test]
fn a_long_note_is_read_whole_and_a_year_is_not_a_day() {
    let (_directory, mut app) = goals((100, 40));
    app.keys("4jcThis quarter I applied to three conferences, and was refused by two of them; the third is still thinking")
        .key(SAVE);
    says(&app, "still thinking");
    app.keys(":link\rproposed\r").key(ESC);
    let screen = app.screen();
    assert!(screen.contains("Proposed and built") && !screen.contains("31 Dec"), "{screen}");
}

#[test]
fn escape_leads_from_a_goal_back_to_today() {
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
fn a_goal_on_today_leads_to_its_win_and_its_project_and_escape_leads_back() {
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
    says(&app, "enter go to");
    app.keys("\r");
    assert_eq!(app.model.screen().name(), "Wins", "{}", app.screen());
    says(&app, "Wrote the tide importer in Rust");
    says(&app, "esc back to Goals");
    // The win names its project and its goal.
    app.keys("\r");
    says(&app, "Go to");
    says(&app, "1 Tide tables");
    says(&app, "2 Two new languages or tools");
    app.keys("1");
    assert_eq!(app.model.screen().name(), "Projects");
    says(&app, "esc back to Wins");
    // The project names its wins: the other one, and back to the first.
    app.keys("\r");
    let other = app.screen();
    assert!(other.contains("Moved the tide service"), "{other}");
    app.key(DOWN).keys("\r");
    assert_eq!(app.model.screen().name(), "Wins");
    let second = app.tab::<brag::tui::screens::wins::Wins>().row().unwrap().id;
    app.key(ESC);
    assert_eq!(app.model.screen().name(), "Projects", "{}", app.screen());
    app.key(ESC);
    assert_eq!(app.model.screen().name(), "Wins");
    says(&app, "Wrote the tide importer in Rust");
    assert_ne!(app.tab::<brag::tui::screens::wins::Wins>().row().unwrap().id, second);
    app.key(ESC);
    assert_eq!(app.model.screen().name(), "Goals");
    says(&app, "What moved it");
    app.key(ESC).key(ESC);
    assert_eq!(app.model.screen().name(), "Today", "{}", app.screen());
}
