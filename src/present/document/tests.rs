use super::*;
use crate::domain::figure::figure;
use crate::domain::{
    Chapter, DateRange, Due, Goal, Measure, Medium, NamedRef, PartialDate, Progress, Project, Reading, Role,
    Win,
};
use proptest::prelude::*;

fn today() -> NaiveDate {
    "2026-03-06".parse().unwrap()
}

fn read_new(text: &str) -> Result<Reading, DocumentError> {
    read(text, &Reading::default(), today())
}

#[test]
fn a_document_names_the_line_that_cannot_be_read() {
    let error = |text: &str| read_new(text).unwrap_err().to_string();
    assert_eq!(error("title: x\nrating: 6"), "line 2: rating: a rating is a number from 1 to 5, not 6");
    assert_eq!(error("title: x\nprogress: 9/5"), "line 2: progress: 9 is more than the total of 5");
    assert_eq!(
        error("title: x\nmedium: film"),
        "line 2: unknown medium “film”; use book, article, paper, course, talk, tool or concept"
    );
    assert_eq!(error("medium: talk"), "line 1: a reading note needs a title");
    assert_eq!(error("title: x\nstarted: 2026-04"), "line 2: “2026-04” is in the future");
    assert!(error("title: x\nplace: 3").starts_with("line 2: unknown field “place”; use title, "));
}

#[test]
fn a_document_keeps_hidden_fields_and_unknown_values() {
    let mut base = Reading {
        title: "x".into(),
        place: "1000000007".into(),
        source: Some("s".into()),
        ..Reading::default()
    };
    base.unread.keep("status", "paused".into());
    let document = write(&base);
    assert!(document.contains("status: paused\n"), "{document}");
    assert_eq!(read(&document, &base, today()), Ok(base.clone()));
    let chosen = read(&document.replace("paused", "to read"), &base, today()).unwrap();
    assert_eq!(chosen.unread.get("status"), None);
    assert_eq!(chosen.place, "1000000007");
}

#[test]
fn a_document_of_a_win_names_the_line_that_cannot_be_read() {
    let error = |text: &str| read(text, &Win::default(), today()).unwrap_err().to_string();
    assert_eq!(error("title: x\ndate: 2026-02-30"), "line 2: date: the date “2026-02-30” does not exist");
    assert!(error("title: x\ncolour: red").starts_with("line 2: unknown field “colour”; use title, "));
    assert_eq!(error("title: x\nstarred: maybe"), "line 2: unknown starred “maybe”; use yes or no");
    assert_eq!(
        error("title: x\nmetrics: fast"),
        "line 2: metrics: “fast” is not a metric; write name:value, such as latency:380ms"
    );
    assert_eq!(error("date: today"), "line 1: a win needs a title");
    assert_eq!(error("title: x\ntags: \"open"), "line 2: tags: a quotation mark is not closed: \"open");
}

#[test]
fn headings_in_a_section_are_text_and_crlf_line_ends_are_read() {
    let win = Win {
        title: "A: title, with \"all\"?".into(),
        impact: "## Notes\nare here\n\\## Impact".into(),
        notes: format!("{SCISSORS}\n# not a comment"),
        ..Win::default()
    };
    assert_eq!(read(&write(&win), &Win::default(), today()), Ok(win));
    let read = read("title: x\r\n\r\n## Notes\r\na\r\nb\r\n", &Win::default(), today()).unwrap();
    assert_eq!((read.title.as_str(), read.notes.as_str()), ("x", "a\nb"));
}

#[test]
fn a_document_of_a_project_names_the_line_that_cannot_be_read() {
    let error = |text: &str| read(text, &Project::default(), today()).unwrap_err().to_string();
    assert_eq!(
        error("name: x\nstatus: done"),
        "line 2: unknown status “done”; use active, shipped, paused or dropped"
    );
    assert_eq!(error("status: active"), "line 1: a project needs a name");
}

#[test]
fn a_document_of_a_goal_names_the_line_that_cannot_be_read() {
    let error = |text: &str| read(text, &Goal::default(), today()).unwrap_err().to_string();
    assert_eq!(error("title: x\nmeasure: count 0"), "line 2: measure: a count must be at least 1");
    assert_eq!(error("title: x\nyear: soon"), "line 2: year: “soon” is not a year");
    assert_eq!(error("year: 2026"), "line 1: a goal needs a title");
}

proptest! {
    #[test]
    fn a_document_reads_back_as_the_same_goal(
        title in "[a-zA-Z\"#][^\u{0}-\u{1f}\u{7f}-\u{9f}]{0,20}[a-z]",
        steps in proptest::collection::hash_map("[a-z][a-z ()]{0,8}[a-z]", proptest::bool::ANY, 0..3),
        why in "(## Notes|[a-z#\\\\> -]{0,12})(\n[a-zA-Z#\\\\ ]{1,12}[a-z]){0,3}",
        measure in prop_oneof![Just("growing"), Just("count 3"), Just("70% .. 90%"), Just("milestones")],
    ) {
        let done = PartialDate::from_iso("2026-02");
        let goal = Goal {
            title,
            steps: steps.into_iter().map(|(title, is)| (title, done.filter(|_| is))).collect(),
            year: 2026,
            why: why.trim().to_owned(),
            measure: Measure::parse(measure).unwrap(),
            ..Goal::default()
        };
        prop_assert_eq!(read(&write(&goal), &Goal::default(), today()), Ok(goal));
    }

    #[test]
    fn a_document_reads_back_as_the_same_win(
        title in "[a-zA-Z\"#][^\u{0}-\u{1f}\u{7f}-\u{9f}]{0,20}[a-z]",
        tags in proptest::collection::vec("[a-z#][a-z, \"]{0,6}[a-z]", 0..3),
        date in proptest::option::of("(2026-03-04|2026-03|2026|2013\\.\\.2017)"),
        category in proptest::option::of("(delivery|\"odd\"|sure\\?)"),
        figures in proptest::collection::vec("(800ms\\.\\.400ms|-90%|15x|1,200 users|~9%)", 0..3),
        days in proptest::option::of(0_u64..4000),
        notes in "[a-z#\\\\\n >-]{0,40}",
        roles in proptest::sample::subsequence(Role::ALL.to_vec(), 0..4),
    ) {
        let win = Win {
            title,
            tags,
            when: date.as_deref().and_then(DateRange::from_iso),
            category,
            figures: figures.iter().map(|value| figure("latency", value).unwrap()).collect(),
            due: days.map(|days| Due::On(today() + chrono::Days::new(days))),
            notes: notes.trim().to_owned(),
            roles,
            starred: true,
            goals: vec!["Two new languages".into()],
            project: Some("Doc Gen, the second".into()),
            ..Win::default()
        };
        prop_assert_eq!(read(&write(&win), &Win::default(), today()), Ok(win));
    }

    #[test]
    fn a_document_reads_back_as_the_same_project(
        name in "[a-zA-Z\"#][^\u{0}-\u{1f}\u{7f}-\u{9f}]{0,20}[a-z]",
        skills in proptest::collection::vec("[a-z][a-z, \"]{0,6}[a-z]", 0..3),
        challenge in "(## Solution|[a-z#\\\\> -]{0,12})(\n[a-zA-Z#\\\\ ]{1,12}[a-z]){0,3}",
        solution in "[a-z]{0,4}(\n\n## Challenge|\n## Results)?",
    ) {
        let mut project = Project { name, skills, ..Project::default() };
        project.prose[Chapter::Challenge] = challenge.trim().to_owned();
        project.prose[Chapter::Solution] = solution.trim().to_owned();
        project.prose[Chapter::Team] = "Five, of whom one \"remote\"".into();
        project.parent = Some(NamedRef::unresolved("docgen"));
        prop_assert_eq!(read(&write(&project), &Project::default(), today()), Ok(project));
    }

    #[test]
    fn a_document_reads_back_as_the_same_note(
        title in "[a-zA-Z\"#][^\u{0}-\u{1f}\u{7f}-\u{9f}]{0,20}[a-z]",
        authors in proptest::collection::vec("[a-z][a-z, \"]{0,6}[a-z]", 0..3),
        goal in "[a-z^][a-z, \"]{0,6}[a-z]",
        takeaways in "(## Notes|[a-z#\\\\> -]{0,12})(\n[a-zA-Z#\\\\ ]{1,12}[a-z]){0,3}",
        done in 0_u32..350,
    ) {
        let note = Reading {
            title,
            authors,
            goals: vec![NamedRef::unresolved(goal)],
            takeaways: takeaways.trim().to_owned(),
            medium: Medium::Talk,
            progress: Progress::read(&format!("{done}/350"), None).ok(),
            rating: Some(4),
            ..Reading::default()
        };
        prop_assert_eq!(read_new(&write(&note)), Ok(note));
    }
}
