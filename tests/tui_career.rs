//! The Career tab: typed keys, rendered screens and stored records.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops when something is not as it should be"
)]

#[path = "support/app.rs"]
mod app;

use app::{App, ESC, SAVE, SIZES, assert_shows, journal};
use brag::domain::{
    DateRange, Kind, PartialDate, Position, PositionTitle, Praise, Profile, Project, Role, Shape, Stored,
    Story, Win,
};
use brag::journal::{Journal, competencies, positions, praise, profile, projects, stories, wins};
use brag::tui::dialogs::record_form::RecordForm;
use brag::tui::screens::career::{Career, Opened};
use brag::tui::screens::career_rows::Row;
use brag::tui::screens::career_zoom::Zoom;

fn date(text: &str) -> Option<PartialDate> {
    PartialDate::from_iso(text)
}

fn win(journal: &mut Journal, title: &str, day: &str) {
    let when = date(day).map(|start| DateRange { start, end: None });
    let figures = brag::domain::figure::read_list("latency:800ms..400ms").unwrap();
    let win = Win {
        title: title.into(),
        when,
        figures,
        skills: vec!["Rust".into()],
        roles: vec![Role::Built],
        audience: "planners".into(),
        category: Some("foundational".into()),
        ..Win::default()
    };
    journal.write(|tx| wins::add(tx, &win, Vec::new())).unwrap();
}

/// Fills a journal with two positions, a promotion, projects, stories of each shape and praise.
fn fill(directory: &std::path::Path) {
    let mut journal = journal(directory);
    let titles = vec![
        PositionTitle::new("Staff engineer", None),
        PositionTitle::new("Principal engineer", date("2025-03")),
    ];
    let northwind = Position {
        organisation: "Northwind".into(),
        titles,
        start: date("2023-06"),
        why_hired: "To halve the time of the documents".into(),
        ..Position::default()
    };
    let harbour = Position {
        organisation: "Harbourlight 港".into(),
        titles: vec![PositionTitle::new("Senior engineer", None)],
        start: date("2019-03"),
        end: date("2023-05"),
        ..Position::default()
    };
    journal.write(|tx| positions::add(tx, &northwind)).unwrap();
    journal.write(|tx| positions::add(tx, &harbour)).unwrap();
    for (name, start, end) in
        [("docgen", "2024-02", ""), ("rating engine", "2020", "2022-06"), ("warehouse", "2016-03", "2018")]
    {
        let project = Project {
            name: name.into(),
            start: date(start),
            end: date(end),
            skills: vec!["Rust".into(), "PostgreSQL".into()],
            ..Project::default()
        };
        journal.write(|tx| projects::add(tx, &project)).unwrap();
    }
    win(&mut journal, "Halved the latency of the documents", "2025-02-11");
    win(&mut journal, "Cached the parsed templates", "2025-11-03");
    let story = Story {
        title: "Latency without a rewrite".into(),
        situation: "Nine seconds for a page".into(),
        task: "I had to halve it".into(),
        action: "I measured, then cached".into(),
        result: "From 9 s to 400 ms for the planners".into(),
        ..Story::default()
    };
    let question = Story {
        title: "A conflict".into(),
        shape: Shape::Question,
        question: "Tell me about a conflict".into(),
        ..Story::default()
    };
    for story in [story, question] {
        journal.write(|tx| stories::add(tx, &story)).unwrap();
    }
    let said =
        Praise { quote: "The clearest review I had".into(), from: "Ana Lopez".into(), ..Praise::default() };
    journal.write(|tx| praise::add(tx, &said)).unwrap();
    let person = Profile { name: "Kim Doe".into(), label: "Software engineer".into(), ..Profile::default() };
    journal.write(|tx| profile::save(tx, &person, 0)).unwrap();
}

fn career(size: (u16, u16)) -> (tempfile::TempDir, App) {
    let directory = tempfile::tempdir().unwrap();
    fill(directory.path());
    let mut app = App::new(directory.path(), size);
    app.keys("7");
    (directory, app)
}

fn positions_of(app: &App) -> Vec<Stored<Position>> {
    positions::list(&app.journal.snapshot().unwrap()).unwrap().all
}

fn stories_of(app: &App) -> Vec<Stored<Story>> {
    stories::list(&app.journal.snapshot().unwrap()).unwrap()
}

/// Moves the selection to the first row that `fits`.
fn go_to(app: &mut App, fits: impl Fn(&Row) -> bool) {
    let career: &Career = app.tab();
    let at = career.rows().iter().position(fits).unwrap();
    app.keys("g");
    for _ in 0..200 {
        if app.tab::<Career>().selected == at {
            return;
        }
        app.keys("j");
    }
    panic!("row {at} cannot be selected\n{}", app.screen());
}

#[test]
fn the_career_renders_at_every_size() {
    for (columns, rows) in SIZES {
        let name = |what: &str| format!("{what}_{columns}x{rows}");
        let (_directory, mut app) = career((columns, rows));
        insta::assert_snapshot!(name("career"), app.screen());
        content_snapshot!(name("career_year"), app.keys("+").screen());
        insta::assert_snapshot!(name("position_open"), app.keys("++g\r").screen());
        insta::assert_snapshot!(name("interview"), app.keys("i").screen());
        content_snapshot!(name("position_form"), app.key(ESC).key(ESC).keys("e").screen());
        app.key(ESC);
        go_to(&mut app, |row| matches!(row, Row::Story(0)));
        insta::assert_snapshot!(name("practice"), app.keys("\r\r").screen());
        content_snapshot!(name("story_form"), app.keys("e").screen());
        app.key(ESC).key(ESC);
        app.keys(":ladder\r2");
        go_to(&mut app, |row| matches!(row, Row::Competency(0)));
        insta::assert_snapshot!(name("competencies"), app.screen());
        content_snapshot!(name("competency_open"), app.keys("\r").screen());
        content_snapshot!(name("praise_form"), app.key(ESC).keys("P").screen());
        let directory = tempfile::tempdir().unwrap();
        let mut app = App::new(directory.path(), (columns, rows));
        content_snapshot!(name("empty_career"), app.keys("7").screen());
        content_snapshot!(name("career_new"), app.keys("n").screen());
    }
}

#[test]
fn positions_are_added_promoted_and_hold_projects_by_date_and_by_choice() {
    let directory = tempfile::tempdir().unwrap();
    let mut app = App::new(directory.path(), (120, 40));
    app.keys("7n\r").fill("organisation", "Kessel").fill("titles", "Engineer").fill("start", "2015");
    app.fill("end", "2019-02").keys(SAVE);
    app.keys("n\r")
        .fill("organisation", "Northwind")
        .fill("titles", "Senior engineer")
        .fill("start", "2019-03");
    app.keys(SAVE).keys(":promote\r2024-05 Staff engineer\r");
    assert_shows(&app, "promoted: “Northwind, Staff engineer”");
    for (name, start, end) in [
        ("docgen", "2024", ""),
        ("search", "2020", "2021"),
        ("yard", "2022", "2023"),
        ("berths", "2016", "2017"),
    ] {
        app.keys("3n").fill("name", name).fill("start", start).fill("end", end).keys(SAVE);
    }
    app.keys("7");
    let of = |app: &App, name: &str| {
        let all = positions_of(app);
        let position = all.iter().find(|position| position.organisation == name).unwrap();
        let view = positions::detail(&app.journal.snapshot().unwrap(), position.id).unwrap();
        let mut names: Vec<String> = view.projects.into_iter().map(|row| row.name).collect();
        names.sort();
        names
    };
    assert_eq!(of(&app, "Northwind"), ["docgen", "search", "yard"]);
    go_to(&mut app, |row| matches!(row, Row::Project(_)));
    while app.tab::<Career>().record().is_none_or(|(_, _, name)| name != "berths") {
        app.keys("j");
    }
    app.keys("e").fill("position", "Northwind").keys(SAVE);
    assert_eq!(of(&app, "Northwind"), ["berths", "docgen", "search", "yard"]);
    assert_eq!(of(&app, "Kessel"), [""; 0]);
    let northwind = positions_of(&app).into_iter().find(|each| each.organisation == "Northwind").unwrap();
    let titles: Vec<&str> = northwind.titles.iter().map(|title| title.title.as_str()).collect();
    assert_eq!(titles, ["Senior engineer", "Staff engineer"]);
}

#[test]
fn bad_positions_are_refused_in_their_field() {
    let directory = tempfile::tempdir().unwrap();
    let mut app = App::new(directory.path(), (120, 40));
    app.keys("7n\r").fill("organisation", "Kessel").fill("start", "2020").fill("end", "2019").keys(SAVE);
    assert_shows(&app, "! end: the position would end (2019) before it starts (2020)");
    app.fill("end", "2023").fill("titles", "2024 Staff engineer").keys(SAVE);
    assert_shows(&app, "2024 is outside the position (2020 to 2023): “Staff engineer”");
    app.fill("titles", "Engineer").keys(SAVE);
    app.keys("i").fill("leading", "60").fill("coding", "50").keys(SAVE);
    assert_shows(&app, "leading and coding together are 110 %, which is more than 100 %");
    app.fill("coding", "160").keys(SAVE);
    assert_shows(&app, "a number from 0 to 100, not 160");
    assert_eq!(positions_of(&app)[0].leading_percent, None);
}

#[test]
fn the_interview_shows_what_is_empty_and_stores_the_answers() {
    let (_directory, mut app) = career((80, 24));
    app.keys("gi");
    let form: &RecordForm = app.model.dialog().unwrap();
    assert_eq!(form.entries[form.focus].name, "state found", "the first empty answer is asked");
    assert_shows(&app, "2 of 15 · 14 are empty");
    app.keys("One server, no tests").keys("\t").keys("It makes papers").keys(SAVE);
    let northwind = positions_of(&app).into_iter().next().unwrap();
    assert_eq!(northwind.state_found, "One server, no tests");
    assert_eq!(northwind.product, "It makes papers");
    app.keys("u");
    assert_eq!(positions_of(&app)[0].product, "");
}

#[test]
fn a_story_of_each_shape_is_written_from_a_win() {
    let (_directory, mut app) = career((120, 40));
    for (choice, part) in [("1", "result"), ("2", "learned"), ("3", "answer")] {
        app.keys("2g:story\r").keys(choice);
        app.fill("title", &format!("Story {choice}")).fill(part, "We told it").keys(SAVE);
    }
    let all = stories_of(&app);
    let new: Vec<(Shape, usize, usize)> =
        all.iter().skip(2).map(|story| (story.shape, story.wins.len(), story.metrics.len())).collect();
    assert_eq!(new, [(Shape::Star, 1, 1), (Shape::Failure, 1, 1), (Shape::Question, 1, 1)]);
    assert_eq!(all[3].learning, "We told it");
    // The story of a deleted win stays, without the win.
    app.keys("2gdy");
    assert_eq!(stories_of(&app)[2].wins, []);
    app.keys("u");
    assert_eq!(stories_of(&app)[2].wins.len(), 1);
}

#[test]
fn the_figures_of_a_story_change_with_the_journal() {
    let (_directory, mut app) = career((120, 40));
    app.keys("2g:story\r1").fill("result", "Now {latency} for them").keys(SAVE).keys("7");
    go_to(&mut app, |row| matches!(row, Row::Story(2)));
    app.keys("\r\r");
    assert_shows(&app, "Now 800ms → 400ms (−50\u{a0}%) for them");
    app.keys("vlatency 200ms\r");
    assert_shows(&app, "Now 800ms → 200ms (−75\u{a0}%) for them");
}

#[test]
fn practice_folds_the_answer_and_asks_what_a_listener_would_ask() {
    let (_directory, mut app) = career((100, 30));
    go_to(&mut app, |row| matches!(row, Row::Story(0)));
    app.keys("\r");
    assert_shows(&app, "Tell me about this: Latency without a rewrite");
    assert!(!app.screen().contains("then cached"), "{}", app.screen());
    assert_shows(&app, "A listener would ask");
    assert_shows(&app, "Has it held? What came of it later?");
    app.keys("\r");
    assert_shows(&app, "I measured, then cached");
    app.keys("]");
    assert_shows(&app, "Tell me about a conflict");
    assert_shows(&app, "There is no answer yet; e writes it.");
    app.keys("e").fill("answer", "I listened first, because it was new to me").keys(SAVE);
    app.keys("\r");
    assert_shows(&app, "I listened first");
}

#[test]
fn praise_is_added_with_one_key_and_a_paste_of_several_people_is_split() {
    let (_directory, mut app) = career((120, 40));
    app.keys("2gP");
    let pasted =
        "\x1b[200~Ana Lopez  10:42 AM\nThanks for the review!\n\nBo  10:45 AM\nYou saved the demo.\x1b[201~";
    app.key(pasted).keys(SAVE);
    assert_shows(&app, "added 2 entries of praise: Ana Lopez, Bo");
    let all = praise::list(&app.journal.snapshot().unwrap()).unwrap();
    assert_eq!(all.len(), 3);
    assert!(all.iter().take(2).all(|praise| praise.win.is_some() && praise.date == date("2026-03-06")));
    assert_shows(&app, "“You saved the demo.”");
    app.keys("u");
    assert_eq!(praise::list(&app.journal.snapshot().unwrap()).unwrap().len(), 1);
}

#[test]
fn nothing_of_the_ladder_is_offered_before_one_is_chosen() {
    let (directory, mut app) = career((120, 40));
    assert!(!app.screen().contains("Competenc"), "{}", app.screen());
    app.keys("2t");
    assert_shows(&app, "choose a competency ladder first");
    app.keys(":competency");
    assert!(!app.screen().contains("Add a competency"), "{}", app.screen());
    app.key(ESC).keys("7:ladder\r2");
    assert_shows(&app, "the next level is Staff engineer");
    assert!(directory.path().join("ladder.toml").exists());
    assert_shows(&app, "Senior engineer → Staff engineer");
    // Two wins are suggested by their category and role.
    app.keys("2*t");
    assert_shows(&app, "confirmed the competencies of 2 wins");
    let evidence = competencies::evidence(&app.journal.snapshot().unwrap()).unwrap();
    assert!(evidence.iter().all(|each| each.shows("technical-depth")), "{evidence:?}");
    app.keys("7");
    go_to(&mut app, |row| matches!(row, Row::Competency(0)));
    app.keys("\r");
    assert!(matches!(app.tab::<Career>().opened, Some(Opened::Competency(_))));
    assert_shows(&app, "What Staff engineer expects");
    assert_shows(&app, "lacks an outcome");
}

#[test]
fn a_broken_ladder_is_named_with_its_line_and_the_rest_of_the_tab_works() {
    let (directory, mut app) = career((120, 40));
    app.keys(":ladder\r2");
    let path = directory.path().join("ladder.toml");
    let text = std::fs::read_to_string(&path).unwrap().replace("about = \"Finishes", "abuot = \"Finishes");
    std::fs::write(&path, text).unwrap();
    app.keys("u").keys("U").keys("1").keys("aMoved it\r").keys("7");
    assert_shows(&app, "unknown field “abuot”");
    assert_shows(&app, "Northwind");
}

#[test]
fn the_axis_zooms_and_records_open_and_return() {
    let (_directory, mut app) = career((120, 40));
    app.keys("g");
    for zoom in [Zoom::Year, Zoom::Quarter, Zoom::Career] {
        app.keys("+");
        assert_eq!(app.tab::<Career>().zoom, zoom);
    }
    app.keys("+");
    assert_shows(&app, "Jan 2026");
    app.keys("[");
    assert_shows(&app, "Jan 2025");
    app.keys("]++");
    go_to(&mut app, |row| matches!(row, Row::Project(0)));
    app.keys("\r");
    assert_eq!(app.model.screen().name(), "Projects");
    app.key(ESC);
    assert_eq!(app.model.screen().name(), "Career");
    go_to(&mut app, |row| matches!(row, Row::Praise(0)));
    app.keys("\r");
    assert_shows(&app, "The clearest review I had");
    app.key(ESC);
    assert!(app.tab::<Career>().opened.is_none());
    assert_eq!(app.tab::<Career>().record().map(|(kind, ..)| kind), Some(Kind::Praise));
}

#[test]
fn overlapping_positions_are_allowed_and_shown() {
    let (_directory, mut app) = career((120, 40));
    app.keys("n\r").fill("organisation", "Side project").fill("start", "2022-01").keys(SAVE);
    app.keys("\r");
    assert_shows(&app, "Harbourlight");
    assert_shows(&app, "overlap");
}

#[test]
fn a_form_of_the_career_is_restored_after_a_crash() {
    let (_directory, mut app) = career((120, 40));
    app.keys("gi").keys("A text that is not saved");
    let unsaved = app.model.unsaved().into_iter().find_map(|unsaved| unsaved.form).unwrap();
    assert_eq!(unsaved.kind, "interview");
    let directory = tempfile::tempdir().unwrap();
    fill(directory.path());
    let mut again = App::new(directory.path(), (120, 40));
    again.journal = app.journal;
    let request = brag::tui::effect::Effect::Reopen(unsaved);
    let answer = brag::tui::perform::perform(&mut again.journal, &request).unwrap();
    let brag::tui::answer::Answer::Form(subject, Some(form)) = answer else { panic!("a form is reopened") };
    assert_eq!(subject.title(), "Northwind");
    assert!(form.fields.iter().any(|(_, text)| text == "A text that is not saved"));
}

#[test]
fn a_new_story_of_a_win_is_saved_after_a_crash() {
    let (_directory, mut app) = career((120, 40));
    app.keys("2g:story\r1");
    app.fill("title", "Halved");
    let unsaved = app.model.unsaved().into_iter().find_map(|unsaved| unsaved.form).unwrap();
    let request = brag::tui::effect::Effect::Reopen(unsaved);
    let answer = brag::tui::perform::perform(&mut app.journal, &request).unwrap();
    let brag::tui::answer::Answer::Form(subject, Some(form)) = answer else { panic!("a form is reopened") };
    let fields = form.fields.iter().map(|(name, text)| {
        (
            brag::domain::Kind::Story.info().fields.iter().find(|field| field.label == name).unwrap().label,
            text.clone(),
        )
    });
    let save = brag::tui::effect::Effect::SaveForm { subject, fields: fields.collect() };
    let saved = brag::tui::perform::perform(&mut app.journal, &save).unwrap();
    assert!(matches!(saved, brag::tui::answer::Answer::Saved(_)), "{saved:?}");
    let story = stories_of(&app).into_iter().find(|story| story.title == "Halved").unwrap();
    assert_eq!(story.wins.len(), 1);
}

#[test]
fn the_documents_are_exported_from_the_career() {
    let (directory, mut app) = career((120, 40));
    let path = directory.path().join("cv.md");
    app.keys("gx\r").keys("\x15").keys(path.to_str().unwrap()).keys("\r");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.starts_with("# Kim Doe\n") && text.contains("Northwind"), "{text}");
    // Without a profile, its form comes first.
    let directory = tempfile::tempdir().unwrap();
    let mut journal = journal(directory.path());
    journal
        .write(|tx| positions::add(tx, &Position { organisation: "Kessel".into(), ..Position::default() }))
        .unwrap();
    drop(journal);
    let mut app = App::new(directory.path(), (120, 40));
    app.keys("7x");
    assert_shows(&app, "write your profile");
}

#[test]
fn the_axis_stays_within_the_career() {
    let (_directory, mut app) = career((120, 40));
    app.keys("+");
    let years = |app: &App| app.tab::<Career>().axis(app.model.cx.today).0.to_string();
    assert_eq!(years(app.keys(&"]".repeat(30))), "2026-01-01");
    assert_eq!(years(app.keys(&"[".repeat(30))), "2016-01-01");
}

#[test]
fn what_can_be_opened_in_a_career_without_records_is_shown() {
    let directory = tempfile::tempdir().unwrap();
    let mut app = App::new(directory.path(), (120, 40));
    app.keys("7");
    assert_shows(&app, "n adds a position");
    assert!(!app.screen().contains("enter open"), "{}", app.screen());
    app.keys(":ladder\r2");
    assert_shows(&app, "Technical depth");
    assert!(!app.screen().contains("n adds a position"), "{}", app.screen());
}
