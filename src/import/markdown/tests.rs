use super::*;
use crate::domain::PartialDate;

fn shape(text: &str) -> Vec<String> {
    read(text, Some(2023))
        .drafts
        .iter()
        .map(|draft| match &draft.record {
            ImportRecord::Project(found) => format!("project {}", found.draft.name),
            ImportRecord::Goal(found) => format!("goal {} [{}]", found.draft.title, found.draft.measure),
            ImportRecord::Reading(note) => {
                format!("{} {} [{}] {}", note.medium, note.title, note.authors.join("; "), note.takeaways)
            }
            ImportRecord::Win(win) => format!(
                "win {} [{}] {}",
                win.title,
                win.project
                    .as_ref()
                    .map(|project| project.name.as_str())
                    .or(win.category.as_deref())
                    .unwrap_or(""),
                win.notes.replace('\n', "/")
            )
            .trim_end()
            .to_owned(),
        })
        .collect()
}

#[test]
fn headings_become_projects_and_sections_and_bullets_become_wins() {
    let text = "# My 2023\n\n## Goals\n- Speak once\n\n## Projects\n### Search rewrite\nFor the shop.\n- Built the index\n  - in Rust\n- Shipped it\n\n## Mentorship\n* Paired weekly\n";
    assert_eq!(
        shape(text),
        [
            "goal Speak once [done or not]",
            "project Search rewrite",
            "win Built the index [Search rewrite] - in Rust",
            "win Shipped it [Search rewrite]",
            "win Paired weekly [collaboration]",
        ]
    );
}

#[test]
fn headings_that_lost_their_mark_are_found_and_wrapped_lines_are_not_headings() {
    let text = "Goals for this year\n- Learn two things\nProjects\nFor each one, go through:\n- What your contributions were (did you design it? did you build it?)\nCache Layer\n- Moved the calls to a new\nservice that used\nKafka in order to be\nresilient\n- Created small apps with\nEdge Functions\n- Made it quick\nFoundational Code\nAuth + Tokens\n- Set the standard\n";
    assert_eq!(
        shape(text),
        [
            "goal Learn two things [count 2]",
            "project Cache Layer",
            "win Moved the calls to a new service that used Kafka in order to be resilient [Cache Layer]",
            "win Created small apps with Edge Functions [Cache Layer]",
            "win Made it quick [Cache Layer]",
            "project Auth + Tokens",
            "win Set the standard [Auth + Tokens]",
        ]
    );
}

#[test]
fn the_bullets_after_a_bullet_that_ends_in_a_colon_become_its_part() {
    let text = "Projects\nValidator\n- Monitoring:\n- Added logs\n- Added alerts\n- Ownership:\n- Took it over\n- Wiki page\n";
    assert_eq!(
        shape(text)[1..],
        [
            "win Monitoring [Validator] - Added logs/- Added alerts",
            "win Ownership [Validator] - Took it over/- Wiki page",
        ]
    );
}

#[test]
fn an_impact_label_under_a_win_sets_its_impact_and_table_rows_become_records() {
    let document = read(
        "## Documentation\n- Log wiki\n- Description: who ran what\n- Impact:\n- Fewer questions\n\n## Books\n| Title | Takeaway |\n|---|---|\n| A Book | Read it |\n",
        None,
    );
    let ImportRecord::Win(win) = &document.drafts[0].record else { panic!("{document:?}") };
    assert_eq!((win.notes.as_str(), win.impact.as_str()), ("who ran what", "- Fewer questions"));
    let ImportRecord::Reading(book) = &document.drafts[1].record else { panic!("{document:?}") };
    assert_eq!((book.title.as_str(), book.takeaways.as_str()), ("A Book", "Read it"));
    assert_eq!(document.drafts.len(), 2);
}

#[test]
fn tables_of_books_are_notes_and_other_tables_are_wins() {
    let text = "# 2023\n## What I learned\nBooks:\n| Title | Key Takeaways |\n|---|---|\n| Nets, and Ropes by Ada Example and Bo Sample | Mend early. |\n\n## Reliability\n| Incident | Part |\n|---|---|\n| Split brain | Led it |\n";
    assert_eq!(
        shape(text),
        [
            "book Nets, and Ropes [Ada Example; Bo Sample] Mend early.",
            "win Split brain [reliability] Part: Led it"
        ]
    );
}

#[test]
fn a_goal_that_is_ticked_off_is_done() {
    let document = read("## Goals\n- [x] 2023-05-06: Speak once\n- [ ] Write more\n", None);
    let done = |at: usize| match &document.drafts[at].record {
        ImportRecord::Goal(found) => found.done,
        other => panic!("{other:?}"),
    };
    assert_eq!((done(0), done(1)), (Some(PartialDate::from_iso("2023-05-06")), None));
}

#[test]
fn dates_task_marks_code_and_underlined_headings_are_parsed() {
    let text = "My Year\n=======\n\nAn intro.\n\n## Projects\n### P\n- [x] 2024-05-06: shipped it\n  - with care\n```\n- not a win\n```\n- [ ] next\n";
    let document = read(text, Some(2023));
    let titles: Vec<&str> = document.drafts.iter().map(|draft| draft.record.title()).collect();
    assert_eq!(titles, ["P", "shipped it", "next"]);
    let ImportRecord::Win(win) = &document.drafts[1].record else { panic!("{document:?}") };
    assert_eq!(win.when.unwrap().to_string(), "2024-05-06");
    assert_eq!(win.notes, "- with care\n```\n- not a win\n```");
    assert_eq!(document.unplaced, [Unplaced { line: 4, text: "An intro.".into() }]);
}

#[test]
fn the_same_document_has_the_same_fingerprints_and_equal_bullets_differ() {
    let text = "## Projects\n### P\n- Same\n- Same\n";
    let prints =
        |text| read(text, None).drafts.into_iter().map(|draft| draft.fingerprint).collect::<Vec<_>>();
    assert_eq!(prints(text), prints(text));
    assert_ne!(prints(text)[1], prints(text)[2]);
}

#[test]
fn no_word_of_a_long_bullet_is_lost() {
    let text = format!(
        "## Projects\n### P\n- Clear label: {}\n- {}. And more.\n",
        "word ".repeat(40),
        "sentence ".repeat(30)
    );
    let all = shape(&text).join(" ");
    assert_eq!((all.matches("word").count(), all.matches("sentence").count()), (40, 30));
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_and_lines_are_in_range(text in "([-*#|] ?)?[a-zA-Z :.|-]{0,30}(\n[-*#|]* ?[a-zA-Z:. ]{0,20}){0,12}") {
        let lines = text.lines().count();
        for draft in read(&text, Some(2023)).drafts {
            proptest::prop_assert!(draft.lines.0 >= 1 && draft.lines.0 <= draft.lines.1 && draft.lines.1 <= lines);
            proptest::prop_assert!(!draft.record.title().is_empty());
        }
    }
}
