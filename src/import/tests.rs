use super::*;
use crate::domain::Kind;

/// Returns the drafts of a document, a line each: the kind, the title, the place or the category, and the notes.
fn shape(text: &str) -> Vec<String> {
    let document = read("document.md", text, Some(2023), Format::Auto).unwrap();
    let title = |at: Option<usize>| at.map_or("", |at| document.drafts[at].title.as_str());
    let line = |draft: &ImportDraft| {
        let place = match draft.kind {
            Kind::Reading => draft.get("authors"),
            _ if draft.project().is_some() => title(draft.project()),
            _ if draft.position().is_some() => title(draft.position()),
            _ => draft.get("category"),
        };
        let notes = if draft.kind == Kind::Reading { draft.get("takeaways") } else { draft.get("notes") };
        let notes = notes.replace('\n', "/");
        format!("{} {} [{place}] {notes}", draft.kind.word(), draft.title).trim_end().to_owned()
    };
    document.drafts.iter().map(line).collect()
}

#[test]
fn headings_become_projects_and_sections_and_bullets_become_wins() {
    let text = "# My 2023\n\n## Goals\n- Speak once\n\n## Projects\n### Search rewrite\nFor the shop.\n- Built the index\n  - in Rust\n- Shipped it\n\n## Mentorship\n* Paired weekly\n";
    assert_eq!(
        shape(text),
        [
            "goal Speak once []",
            "project Search rewrite []",
            "win Built the index [Search rewrite] - in Rust",
            "win Shipped it [Search rewrite]",
            "win Paired weekly [collaboration]",
        ]
    );
}

#[test]
fn headings_that_lost_their_mark_are_found_and_instructions_are_no_wins() {
    let text = "Goals for this year\n- Learn two things\nProjects\nFor each one, go through:\n- What your contributions were (did you design it? did you build it?)\nCache Layer\n- Moved the calls to a new\nservice that used\nKafka in order to be\nresilient\n- Created small apps with\nEdge Functions\n- Made it quick\nFoundational Code\nAuth + Tokens\n- Set the standard\n";
    assert_eq!(
        shape(text),
        [
            "goal Learn two things []",
            "project Cache Layer []",
            "win Moved the calls to a new service that used Kafka in order to be resilient [Cache Layer]",
            "win Created small apps with Edge Functions [Cache Layer]",
            "win Made it quick [Cache Layer]",
            "project Auth + Tokens []",
            "win Set the standard [Auth + Tokens]",
        ]
    );
}

#[test]
fn an_item_that_ends_in_a_colon_takes_its_own_items_and_without_indentation_those_behind_it() {
    let marked = "## Projects\n### Validator\n- Monitoring:\n  - Added logs\n- Took it over\n";
    assert_eq!(
        shape(marked)[1..],
        ["win Monitoring [Validator] - Added logs", "win Took it over [Validator]"]
    );
    let lost = "Projects\nValidator\n- Monitoring:\n- Added logs\n- Added alerts\n- Ownership:\n- Took it over\n- Wiki page\n- Reviews:\n- Wrote a guide\n";
    assert_eq!(
        shape(lost)[1..],
        [
            "win Monitoring [Validator] - Added logs/- Added alerts",
            "win Ownership [Validator] - Took it over/- Wiki page",
            "win Reviews [Validator] - Wrote a guide",
        ]
    );
}

#[test]
fn labels_name_the_parts_of_a_win_and_tables_become_records() {
    let text = "## Documentation\n- Log wiki\n- Description: who ran what\n- Impact:\n- Fewer questions\n\n## Books\n| Title | Takeaway |\n|---|---|\n| A Book | Read it |\n";
    let document = read("document.md", text, None, Format::Auto).unwrap();
    let win = &document.drafts[0];
    assert_eq!(
        (win.get("notes"), win.get("impact"), win.lines),
        ("who ran what", "- Fewer questions", (2, 5))
    );
    let book = &document.drafts[1];
    assert_eq!((book.kind, book.title.as_str(), book.get("takeaways")), (Kind::Reading, "A Book", "Read it"));
    assert_eq!(document.drafts.len(), 2);
}

#[test]
fn tables_of_books_are_notes_and_other_tables_are_wins() {
    let text = "# 2023\n## What I learned\nBooks:\n| Title | Key Takeaways |\n|---|---|\n| Nets, and Ropes by Ada Example and Bo Sample | Mend early. |\n\n## Reliability\n| Incident | Part |\n|---|---|\n| Split brain | Led it |\n";
    assert_eq!(
        shape(text),
        [
            "reading Nets, and Ropes [Ada Example, Bo Sample] Mend early.",
            "win Split brain [reliability] Part: Led it"
        ]
    );
}

#[test]
fn a_goal_that_is_ticked_off_is_done() {
    let text = "## Goals\n- [x] 2023-05-06: Speak once\n- [ ] Write more\n";
    let document = read("document.md", text, None, Format::Auto).unwrap();
    let done: Vec<(&str, &str)> =
        document.drafts.iter().map(|draft| (draft.get("status"), draft.get("ended_on"))).collect();
    assert_eq!(done, [("done", "2023-05-06"), ("", "")]);
}

#[test]
fn dates_of_lines_headings_and_titles_are_read_and_a_win_without_one_has_none() {
    let dates = |name: &str, text: &str, year: Option<i32>| -> Vec<String> {
        let document = read(name, text, year, Format::Auto).unwrap();
        let date = |draft: &ImportDraft| draft.when.map_or("none".to_owned(), |when| when.to_string());
        document.drafts.iter().map(date).collect()
    };
    let text = "## Wins\n- **2025-04-02** — one\n- did two (June 2024)\n- three\n### 2023\n- four\n";
    assert_eq!(dates("wins.md", text, None), ["2025-04-02", "2024-06", "none", "2023"]);
    assert_eq!(dates("wins.md", text, Some(2022))[2], "2022");
    assert_eq!(dates("brag-2021.md", "- one\n", None), ["2021"]);
    assert_eq!(dates("wins.md", "---\ntitle: Wins of 2020\n---\n- one\n", None), ["2020"]);
    assert_eq!(dates("wins.md", "# Self-review, H1 2025\n## Wins\n- one\n", None), ["2025-01..2025-06"]);
    assert_eq!(
        dates("log.md", "# 2024\n## Week of 2024-05-06\n- one\n- two\n", None),
        ["2024-05-06..2024-05-12"; 2]
    );
}

#[test]
fn a_resume_gives_positions_with_their_wins_and_a_profile() {
    let text = "# Ada Example\n- Email: ada@mail.example\n- Location: Graz\n\n## Experience\n\n### Engineer at [Acme](https://acme.example)\n*02.2019 - present* | Remote\n\nBackend of the shop.\n\n- Halved the bill\n\n## Skills\nRust, SQLite, Linux\n\n## Education\n2001 - 2005: University of Graz\n";
    let document = read("cv.md", text, None, Format::Auto).unwrap();
    let [profile, position, win] = &document.drafts[..] else { panic!("{document:?}") };
    assert_eq!(
        (profile.title.as_str(), profile.get("email"), profile.get("location")),
        ("Ada Example", "ada@mail.example", "Graz")
    );
    assert_eq!(
        (profile.get("strengths"), profile.get("education")),
        ("Skills: Rust, SQLite, Linux", "2001..2005 | University of Graz")
    );
    assert_eq!(
        (position.title.as_str(), position.get("titles"), position.is_open),
        ("Acme", "Engineer", true)
    );
    assert_eq!((position.get("summary"), position.get("notes")), ("Backend of the shop.", "Remote"));
    assert_eq!((win.title.as_str(), win.position()), ("Halved the bill", Some(1)));
}

#[test]
fn the_head_of_a_resume_is_contact_data_facts_and_a_text_about_the_person() {
    let text = "# Ada Example\n* Email: ada@mail.example\n* Matrix: @ada\n* Languages:\n  * German - native\n* Permission to work: Canada\n* Website: [ada.example](https://ada.example)\n* Location: [Graz](https://maps.example/graz)\n* Endorsements: [People](https://people.example/ada)\n\n---\n\n> I like quiet systems. Most of my work is about queues.\n\n## Experience\n\n### Engineer at Acme\n*02.2019 - present*\n\n- Halved the bill\n\n## Skills\nRust, SQLite, Linux\n";
    let document = read("cv.md", text, None, Format::Auto).unwrap();
    let profile = &document.drafts[0];
    assert_eq!(
        profile.get("about"),
        "Matrix: @ada · Permission to work: Canada\n\nI like quiet systems. Most of my work is about queues."
    );
    assert_eq!(
        (profile.get("languages"), profile.get("links")),
        ("German: native", "https://ada.example, https://maps.example/graz, https://people.example/ada")
    );
    assert_eq!((profile.get("url"), profile.get("location")), ("ada.example", "Graz"));
    let unplaced: Vec<&str> = document.unplaced.iter().map(|each| each.text.as_str()).collect();
    assert_eq!(unplaced, ["Endorsements: People"]);
}

#[test]
fn planned_work_praise_and_text_without_a_place_are_no_wins() {
    let text = "# Log\nA running log.\n\n## 3/14/24\nYesterday\n- Shipped the cache\n\nToday\n- Tune it\n\n## 3/13/24\nYesterday\n- Reviewed it\n\n## 3/12/24\nYesterday\n- Designed it\n\n## Kudos\n> “The calmest launch so far.” — Bo\n";
    let document = read("log.md", text, None, Format::Auto).unwrap();
    let found: Vec<String> =
        document.drafts.iter().map(|draft| format!("{} {}", draft.kind, draft.title)).collect();
    assert_eq!(
        found,
        ["win Shipped the cache", "win Reviewed it", "win Designed it", "praise The calmest launch so far."]
    );
    assert_eq!(document.drafts[0].get("notes"), "- [ ] Tune it");
    assert_eq!(document.drafts[0].when.map(|when| when.to_string()).as_deref(), Some("2024-03-14"));
    assert_eq!(document.drafts[3].get("from"), "Bo");
    let unplaced: Vec<&str> = document.unplaced.iter().map(|each| each.text.as_str()).collect();
    assert_eq!(unplaced, ["Log", "A running log."]);
}

#[test]
fn text_below_the_heading_of_another_section_is_not_about_the_record_above() {
    let text = "# 2025\n\n## Learning\n\n- Read a book about queues\n\n## Plans\n\n- [ ] Shard the tenants\n";
    let document = read("year.md", text, None, Format::Auto).unwrap();
    assert_eq!((document.drafts.len(), document.drafts[0].get("notes")), (1, ""));
    let unplaced: Vec<&str> = document.unplaced.iter().map(|each| each.text.as_str()).collect();
    assert_eq!(unplaced, ["Shard the tenants"]);
}

#[test]
fn the_same_document_has_the_same_fingerprints_and_equal_items_differ() {
    let text = "## Projects\n### P\n- Same\n- Same\n";
    let prints = |text: &str| -> Vec<uuid::Uuid> {
        let document = read("document.md", text, None, Format::Auto).unwrap();
        document.drafts.iter().map(|draft| draft.fingerprint).collect()
    };
    assert_eq!(prints(text), prints(text));
    assert_ne!(prints(text)[1], prints(text)[2]);
    // A text below an item does not change what it is.
    assert_eq!(prints(text)[1], prints("## Projects\n### P\n- Same\n  - more\n")[1]);
}

#[test]
fn highlights_that_the_document_repeats_are_one_win() {
    let text = "# 2024\n## Highlights\n- Halved it\n- Only here\n## Reliability\n- Halved it\n";
    assert_eq!(shape(text), ["win Only here []", "win Halved it [reliability]"]);
}

#[test]
fn what_only_a_highlight_says_is_kept() {
    let read = |text: &str| read("document.md", text, None, Format::Auto).unwrap().drafts;
    let same =
        "# 2024\n## Highlights\n- Halved it\n  - with care\n## Reliability\n- Halved it\n  - at night\n";
    let [win] = &read(same)[..] else { panic!("one win") };
    assert!(["with care", "at night"].iter().all(|part| win.get("notes").contains(part)), "{win:?}");
    let other_year =
        "# 2024\n## Highlights\n- Halved it\n  - with care\n# 2025\n## Reliability\n- Halved it\n";
    let years =
        |text: &str| read(text).iter().map(|win| win.when.unwrap().start.to_string()).collect::<Vec<_>>();
    assert_eq!(years(other_year), ["2024", "2025"]);
}

#[test]
fn other_formats_are_recognised_by_their_content() {
    let kinds = |name: &str, text: &str| -> Vec<String> {
        let document = read(name, text, None, Format::Auto).unwrap();
        document.drafts.iter().map(|draft| format!("{} {}", draft.kind, draft.title)).collect()
    };
    assert_eq!(kinds("a", "{\"basics\": {\"name\": \"Ada\"}}"), ["profile Ada"]);
    assert_eq!(kinds("a.txt", "[2024-03-04 09:30] Did it.\n"), ["win Did it"]);
    assert_eq!(kinds("a.csv", "Title;Impact\nDid it;less toil\n"), ["win Did it"]);
    assert_eq!(kinds("a.org", "* 2024-03-04 - Cache\n- Built it\n"), ["win Built it"]);
    assert_eq!(
        kinds("a", "<!doctype html><body><h2>Wins</h2><ul><li>Did it</li></ul></body>"),
        ["win Did it"]
    );
    let why = |text: &str| read("a.json", text, None, Format::Auto).unwrap_err().to_string();
    assert!(why("{\"a\": 1}").contains("neither a résumé"));
    assert!(why("{\n\"a\": \n").starts_with("line 3: the JSON is damaged"));
}

/// Returns the words of a text, sorted.
fn words(text: &str) -> Vec<String> {
    let mut all = markup::words(text);
    all.sort();
    all
}

proptest::proptest! {
    #[test]
    fn every_word_of_items_and_paragraphs_is_kept_once(items in proptest::collection::vec("[a-z]{3,9}( [a-z]{3,9}){1,30}", 1..12), depth in 0_usize..3) {
        let line = |(at, item): (usize, &String)| format!("{}- {item}\n", "  ".repeat(at.min(depth)));
        let text = items.iter().enumerate().map(line).collect::<Vec<_>>().concat();
        let document = read("document.md", &format!("## Payments\n\n{text}"), None, Format::Auto).unwrap();
        let mut kept = String::new();
        for draft in &document.drafts {
            // An item that tells no work is a note of the project, whose title is the heading.
            let title = if draft.kind == Kind::Project { "" } else { &draft.title };
            kept.push_str(&format!("{title}\n{}\n{}\n", draft.get("notes"), draft.get("impact")));
        }
        for each in &document.unplaced {
            kept.push_str(&format!("{}\n", each.text));
        }
        proptest::prop_assert_eq!(words(&kept), words(&text));
    }

    #[test]
    fn any_text_is_read_and_lines_are_in_range(text in "([-*#|>] ?)?[a-zA-Zé0-9 :.?*|@-]{0,30}(\n[-*#|> \t]* ?[a-zA-Z:. 0-9(),/]{0,20}){0,14}") {
        let lines = text.lines().count();
        for (name, format) in [("a.md", Format::Auto), ("a.org", Format::Auto), ("a.html", Format::Html), ("a", Format::Jrnl)] {
            for draft in read(name, &text, Some(2023), format).unwrap().drafts {
                proptest::prop_assert!(draft.lines.0 >= 1 && draft.lines.0 <= draft.lines.1 && draft.lines.1 <= lines, "{draft:?}");
                proptest::prop_assert!(!draft.title.is_empty() || draft.kind == Kind::Profile);
                proptest::prop_assert!(draft.project().is_none_or(|project| project < lines));
            }
        }
        let _ = (read("a.csv", &text, None, Format::Csv), read("a.json", &text, None, Format::JsonResume));
    }

    #[test]
    fn any_bytes_are_decoded_or_refused(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
        if let Ok(decoded) = decode(bytes) {
            let _ = read("a.md", &decoded.text, None, Format::Auto);
        }
    }
}

#[test]
fn hostile_documents_are_read_in_linear_time() {
    let nested: String = (0..1000).map(|at| format!("{}- x\n", "\t".repeat(at))).collect::<Vec<_>>().concat();
    let documents = [
        format!("- {}\n", "[".repeat(100_000)),
        format!("- {}\n", "(".repeat(100_000)),
        format!("- {}\n", "*_".repeat(50_000)),
        format!("- {}\n", "from 1 ".repeat(15_000)),
        format!("- {}\n", "1 -> 2 ".repeat(15_000)),
        format!("- {}\n", "savings of ".repeat(10_000)),
        format!("{}\n", ">".repeat(100_000)),
        "# A\n".repeat(5_000),
        nested,
    ];
    for text in &documents {
        let document = read("document.md", text, None, Format::Auto).unwrap();
        assert!(document.drafts.len() <= 2000, "{}", &text[..20]);
    }
    let same = (0..8_000).map(|at| format!("- Did the thing {at}\n")).collect::<Vec<_>>().concat();
    let highlights = format!("# 2024\n## Highlights\n{same}## Reliability\n{same}");
    assert_eq!(read("document.md", &highlights, None, Format::Auto).unwrap().drafts.len(), 8_000);
    for repeated in ["<i ", "<style></style>", "<style ", "<head>", "<!-- "] {
        let page = format!("<html><body>{}", repeated.repeat(100_000));
        read("page.html", &page, None, Format::Auto).unwrap();
    }
    let escaped = "\"\\u0065ased it\",".repeat(20_000);
    let resume = format!(
        "{{\"basics\": {{\"name\": \"Ada\"}}, \"work\": [{{\"name\": \"B\", \"highlights\": [{escaped}\"x\"]}}]}}"
    );
    read("resume.json", &resume, None, Format::Auto).unwrap();
}
