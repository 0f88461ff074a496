use super::*;
use crate::capture::properties::Names;
use crate::domain::Win;
use rstest::rstest;

fn today() -> NaiveDate {
    "2026-03-06".parse().unwrap()
}

fn read_line(text: &str) -> ParsedLine {
    parse(text, today(), &Names)
}

#[test]
fn a_line_is_parsed_into_its_fields() {
    let parsed = read_line(
        "Halved document generation latency +pdfgen #perf %python @maria latency:800ms..400ms for:underwriters",
    );
    let draft = parsed.draft;
    assert_eq!(draft.title, "Halved document generation latency");
    assert_eq!(draft.project, Some("pdfgen".into()));
    assert_eq!(
        (draft.tags, draft.skills, draft.people),
        (vec!["perf".to_owned()], vec!["python".to_owned()], vec!["maria".to_owned()])
    );
    assert_eq!(draft.figures[0].value_text(), "800ms..400ms");
    assert_eq!(draft.audience, "underwriters");
    assert!(parsed.hints.is_empty() && parsed.problems.is_empty());
}

#[rstest]
#[case("Fixed #123 and got +1 at 40% with ^C")]
#[case("redis:6379 main.rs:120 10:30 3:1 std::io C# a@b.example")]
#[case("Note: fixed it")]
#[case("a \"quoted\" word, 5 > 3 & $HOME")]
#[case("March: a retrospective")]
#[case("90d: retention")]
#[case("#\"unclosed and +\"so on")]
#[case("C:\\temp \\n \\\\server\\share")]
#[case("! up front")]
#[case("a\ttab and  two spaces")]
fn plain_words_stay_text(#[case] text: &str) {
    let parsed = read_line(text);
    assert_eq!(parsed.draft, Win { title: text.to_owned(), ..Win::default() });
    assert!(parsed.hints.is_empty(), "{:?}", parsed.hints);
}

#[rstest]
#[case("Shipped it !", "Shipped it", true)]
#[case("Shipped it!", "Shipped it!", false)]
#[case("Shipped \\!", "Shipped !", false)]
fn a_final_exclamation_mark_stars_the_win(#[case] text: &str, #[case] title: &str, #[case] star: bool) {
    let draft = read_line(text).draft;
    assert_eq!((draft.title.as_str(), draft.starred), (title, star));
}

#[test]
fn names_may_be_quoted_and_punctuation_behind_them_stays() {
    let draft = read_line("Moved (+\"Doc Gen\"), with @Zoë, to #\"a \\\"b\\\" c\".").draft;
    assert_eq!(draft.title, "Moved (Doc Gen), with Zoë, to a \"b\" c.");
    assert_eq!(draft.people, ["Zoë"]);
    assert_eq!(draft.tags, ["a \"b\" c"]);
    let draft = read_line("Fixed it +“Doc Gen” and #„two words“").draft;
    assert_eq!(draft.title, "Fixed it Doc Gen and two words");
    assert_eq!((draft.project, &draft.tags[0][..]), (Some("Doc Gen".into()), "two words"));
}

#[rstest]
// Inside the sentence a token keeps its word.
#[case("Paired with @sam until he shipped alone", "Paired with sam until he shipped alone")]
#[case("Mentored @sam on query plans", "Mentored sam on query plans")]
#[case("Moved +\"doc gen\" to Temporal with @Ana and @Bo", "Moved Doc Gen to Temporal with Ana and Bo")]
#[case("Presented the #roadmap to the board", "Presented the roadmap to the board")]
#[case("Paired on it #ci and #docs with %rust code", "Paired on it ci and docs with rust code")]
#[case("Thanks @everyone", "Thanks everyone")]
#[case("+docgen shipped the thing", "docgen shipped the thing")]
#[case("+docgen: shipped the thing", "docgen: shipped the thing")]
#[case("Reached ^two by March", "Reached Two new languages by March")]
#[case("Cut latency:800ms..400ms for everyone", "Cut latency 800ms → 400ms for everyone")]
#[case("Got errors:-90% and speed:15x at once", "Got errors -90% and speed 15x at once")]
#[case("Cut p99:800ms..400ms, errors:5%..1%.", "Cut p99 800ms → 400ms, errors 5% → 1%.")]
#[case("Set timeout:30s", "Set timeout 30s")]
// At the end only the first token keeps its word, if the sentence needs it.
#[case("Paired with @sam #pairing", "Paired with sam")]
#[case("Gave a talk about #rust", "Gave a talk about rust")]
#[case("Onboarded @maya and @li", "Onboarded maya and li")]
#[case("Onboarded @maya & @li", "Onboarded maya & li")]
#[case("Onboarded @maya, @li #team", "Onboarded maya, li")]
#[case("Mentored @sam", "Mentored sam")]
#[case("Mentored @sam #growth for:team", "Mentored sam")]
#[case("Paired with date:today @sam", "Paired with sam")]
#[case("Reviewers for the week: @sam", "Reviewers for the week: sam")]
#[case("Halved the latency, +docgen #perf", "Halved the latency, docgen")]
#[case("Used %rust, %sql.", "Used rust, sql.")]
#[case("Halved the latency +docgen #perf @maria", "Halved the latency")]
#[case("Halved the latency +docgen, #perf, @maria.", "Halved the latency.")]
#[case("Halved the latency — +docgen #perf", "Halved the latency")]
#[case("Halved it (for all of them +docgen)", "Halved it (for all of them)")]
#[case("Built it (with @sam)", "Built it (with sam)")]
#[case("Great win ! +docgen", "Great win")]
#[case("Learned a lot #rust ^nowhere", "Learned a lot ^nowhere")]
#[case("Wrote the guide #docs https://example.org/a", "Wrote the guide https://example.org/a")]
#[case("\"All quoted #x\"", "\"All quoted\"")]
#[case("Shipped! +docgen", "Shipped!")]
#[case("性能を改善した +docgen #perf", "性能を改善した")]
#[case("Introduced @sam / @bo", "Introduced sam / bo")]
#[case("Moved us @sam → @bo #x", "Moved us sam → bo")]
#[case("Worked with @sam + @bo", "Worked with sam + bo")]
#[case("Paired w/ @sam", "Paired w/ sam")]
#[case("Compared go versus %rust", "Compared go versus rust")]
#[case("Worked alongside @sam #x", "Worked alongside sam")]
#[case("Wrote a guide. Helped @sam. #x", "Wrote a guide. Helped sam.")]
#[case("Revert \"Add @sam\"", "Revert \"Add sam\"")]
#[case("Celebrated @sam's #promotion", "Celebrated sam's promotion")]
#[case("Shipped... +pdfgen", "Shipped... pdfgen")]
#[case("It was @sam", "It was sam")]
// Brackets and quotes around a token.
#[case("Mentored a new hire (@sam)", "Mentored a new hire")]
#[case("Wrote the RFC (#infra, #db) for +pdfgen", "Wrote the RFC (infra, db) for pdfgen")]
#[case("Gave the talk: \"%rust at scale\" #talk", "Gave the talk: \"rust at scale\"")]
#[case("Handed over to @sam (@jo's team)", "Handed over to sam (jo's team)")]
// Names in a list without spaces, and words that are not names.
#[case("Wrote the docs #a,#b", "Wrote the docs")]
#[case("Paired with @sam,@jo #pair", "Paired with sam, jo")]
#[case("Asked @sam—and @jo—for help", "Asked @sam—and @jo—for help")]
#[case("Used $HOME and %PATH% vars", "Used $HOME and %PATH% vars")]
#[case("Handled 50 %of cases", "Handled 50 %of cases")]
#[case("Debugged @sam:8080 today", "Debugged @sam:8080 today")]
// A possessive belongs to the sentence.
#[case("Reviewed @sam's design", "Reviewed sam's design")]
#[case("Took over @Ana’s team", "Took over Ana’s team")]
#[case("Tidied up after @\"Ana Bo\"'s talk", "Tidied up after Ana Bo's talk")]
// Text that only looks like a token.
#[case("Upgraded @types/node to 22", "Upgraded @types/node to 22")]
#[case("Fixed `code a #b c` today", "Fixed `code a #b c` today")]
#[case("Explained ``a ` @b`` and `%c` to all", "Explained ``a ` @b`` and `%c` to all")]
#[case("Mailed a@b.example about a#b", "Mailed a@b.example about a#b")]
fn the_title_is_a_complete_sentence(#[case] line: &str, #[case] title: &str) {
    assert_eq!(read_line(line).draft.title, title);
}

#[rstest]
#[case("Reviewed @sam's design with @Ana’s team", &["sam", "Ana"])]
#[case("Upgraded @types/node and `@x y`", &[])]
#[case("Asked @\"types/node\" twice", &["types/node"])]
#[case("Paired with (@sam,@jo) and @Li\u{200B}", &["sam", "jo", "Li"])]
#[case("All of it (with @sam]).", &["sam"])]
#[case("one ` @sam is linked behind a lone back-tick", &["sam"])]
fn people_are_linked_by_their_bare_names(#[case] line: &str, #[case] people: &[&str]) {
    assert_eq!(read_line(line).draft.people, people);
}

#[rstest]
#[case("Great win ! +docgen", true)]
#[case("Great win +docgen !", true)]
#[case("Great ! win +docgen", false)]
fn a_star_among_the_final_tokens_stars_the_win(#[case] line: &str, #[case] starred: bool) {
    assert_eq!(read_line(line).draft.starred, starred);
}

#[test]
fn a_literal_line_has_no_tokens() {
    let parsed = parse_literal("yesterday: fixed #1 for @sam latency:3ms !\n\n- note");
    assert_eq!(parsed.draft.title, "yesterday: fixed #1 for @sam latency:3ms !");
    assert_eq!(parsed.draft.notes, "- note");
    assert_eq!(Win { title: "x".into(), ..Win::default() }, parse_literal("x").draft);
    assert_eq!(parse_literal(" \n ").problems, [ParseError::EmptyTitle]);
}

#[test]
fn parse_title_adds_tokens_and_keeps_the_fields() {
    let mut draft = Win {
        title: "Paired with @sam on +pdfgen for:all latency:3ms !".into(),
        people: vec!["Li".into()],
        project: Some("Doc Gen".into()),
        ..Win::default()
    };
    assert!(parse_title(&mut draft, today(), &Names).is_empty());
    assert_eq!(draft.title, "Paired with sam on pdfgen");
    assert_eq!((draft.people, draft.project), (vec!["Li".into(), "sam".into()], Some("Doc Gen".into())));
    assert_eq!((draft.audience.as_str(), draft.starred, draft.figures.len()), ("all", true, 1));
}

#[test]
fn an_unreadable_date_from_another_program_stays_in_the_title() {
    let parsed = parse_piped("Fix date:parse of due:x", today(), &Names);
    assert_eq!(parsed.draft.title, "Fix date:parse of due:x");
    assert_eq!((parsed.hints.len(), parsed.problems.len()), (2, 0));
}

#[test]
fn a_backslash_keeps_a_token_in_the_text() {
    let draft = read_line(r"\+project \#tag \latency:3ms \\#two \date:today").draft;
    assert_eq!(draft.title, r"+project #tag latency:3ms \#two date:today");
    assert!(draft.tags.is_empty() && draft.figures.is_empty() && draft.when.is_none());
}

#[rstest]
#[case("yesterday: fixed it", "2026-03-05")]
#[case("last friday: fixed it", "2026-02-27")]
#[case("2026-03-04: fixed it", "2026-03-04")]
#[case("fixed it date:2026-01", "2026-01")]
#[case("fixed it date:\"last friday\"", "2026-02-27")]
#[case("mon: fixed it", "2026-03-02")]
fn a_leading_date_or_a_date_token_sets_the_date(#[case] text: &str, #[case] when: &str) {
    let draft = read_line(text).draft;
    assert_eq!(
        (draft.title.as_str(), draft.when.map(|when| when.to_string()).as_deref()),
        ("fixed it", Some(when))
    );
}

#[test]
fn an_escaped_date_in_front_is_text() {
    let draft = read_line(r"\yesterday: all my troubles").draft;
    assert_eq!((draft.title.as_str(), draft.when), ("yesterday: all my troubles", None));
}

#[test]
fn unresolved_tokens_stay_in_the_text_with_a_hint() {
    for (text, part) in [
        ("x ^nowhere", "unknown goal “nowhere”"),
        ("x +doc", "Doc Gen or Doc Store"),
        ("x cat:nonsense", "unknown category “nonsense”"),
        ("x role:wizard", "unknown role “wizard”"),
        ("x latency:800ms..4MB", "must have the same unit"),
        ("x +pdfgen +other", "one project (pdfgen)"),
    ] {
        let parsed = read_line(text);
        assert!(parsed.hints[0].contains(part), "{text}: {:?}", parsed.hints);
        let kept = text.rsplit(' ').next().unwrap();
        assert!(parsed.draft.title.contains(kept), "{text}: {}", parsed.draft.title);
        assert!(parsed.problems.is_empty());
    }
}

#[test]
fn only_an_empty_title_or_an_unreadable_date_is_refused() {
    assert_eq!(read_line("  ").problems, [ParseError::EmptyTitle]);
    assert_eq!(read_line("+pdfgen #perf").problems, [ParseError::EmptyTitle]);
    assert!(matches!(read_line("x date:2026-02-30").problems[..], [ParseError::Date(_)]));
    assert!(matches!(read_line("x due:someday").problems[..], [ParseError::Due(_)]));
}

#[test]
fn a_url_stays_in_the_text_and_is_a_link_too() {
    let draft = read_line("Wrote https://example.org/a(b). link:wiki/page").draft;
    assert_eq!(draft.title, "Wrote https://example.org/a(b).");
    assert_eq!(draft.links, ["https://example.org/a(b)", "wiki/page"]);
}

#[test]
fn a_line_of_a_million_words_is_read_in_linear_time_and_loses_none() {
    // Quadratic work would take minutes here.
    for unit in ["word ", "#tag", "` ", "a:5% ", "+\"open ", "x:\"a ", "))))", "@a's "] {
        let text = unit.repeat((1 << 20) / unit.len());
        let draft = read_line(&text).draft;
        let kept = draft.title.len() + draft.tags.iter().map(String::len).sum::<usize>();
        assert!(kept > (1 << 19), "{unit}: {kept}");
        assert!(draft.figures.len() <= MOST_TOKENS && draft.people.len() <= MOST_TOKENS);
    }
}

#[test]
fn the_number_of_lookups_is_limited() {
    struct Counting(std::cell::Cell<usize>);
    impl Vocabulary for Counting {
        fn project(&self, _: &str) -> Lookup {
            Lookup::Unknown
        }
        fn goal(&self, _: &str) -> Lookup {
            Lookup::Unknown
        }
        fn category(&self, _: &str) -> Option<String> {
            None
        }
        fn has_metric(&self, _: &str) -> bool {
            self.0.set(self.0.get() + 1);
            false
        }
    }
    let known = Counting(std::cell::Cell::new(0));
    assert!(parse(&"a:1 ".repeat(10_000), today(), &known).hints.is_empty());
    assert_eq!(known.0.get(), MOST_TOKENS);
    let tags = |count: usize| format!("x{}", " #tag".repeat(count));
    assert!(read_line(&tags(MOST_TOKENS)).hints.is_empty());
    assert_eq!(read_line(&tags(MOST_TOKENS + 2)).hints.len(), 1);
}

#[test]
fn a_new_line_begins_the_notes() {
    let draft = read_line("Title #tag\nfirst #not-a-tag\n\nsecond\n").draft;
    assert_eq!((draft.title.as_str(), draft.notes.as_str()), ("Title tag", "first #not-a-tag\n\nsecond"));
    let draft = read_line("\n \nTitle of it\n\n  \n- a\n- b\n\n").draft;
    assert_eq!((draft.title.as_str(), draft.notes.as_str()), ("Title of it", "- a\n- b"));
}

#[test]
fn figures_of_every_notation_are_parsed() {
    let values: Vec<String> =
        read_line("x a:800..400ms b:1.2s->600ms c:3→2 d:-90% e:15x f:$12k known:7 g:\"3 days\"")
            .draft
            .figures
            .iter()
            .map(|figure| format!("{} {}", figure.name, figure.value_text()))
            .collect();
    assert_eq!(
        values,
        ["a 800..400ms", "b 1.2s..600ms", "c 3..2", "d -90%", "e 15x", "f $12k", "known 7", "g 3 days"]
    );
}

#[test]
fn a_url_in_brackets_stays_in_the_text_and_is_a_link() {
    let read = |text: &str| parse(text, today(), &Names).draft;
    for text in [
        "see (https://a.example/x_(y))",
        "see <https://a.example/x_(y)>,",
        "see [it](https://a.example/x_(y)).",
    ] {
        let draft = read(text);
        assert_eq!((draft.links, draft.title.as_str()), (vec!["https://a.example/x_(y)".to_owned()], text));
    }
    assert!(read("see `(https://a.example)`").links.is_empty());
}

#[test]
fn unknown_categories_and_roles_are_kept_with_their_choices_in_a_hint() {
    let parsed = parse("x role:king", today(), &Names);
    assert!(parsed.hints[0].contains("led, designed"), "{:?}", parsed.hints);
    assert_eq!(parsed.draft.title, "x role:king");
}

#[test]
fn a_leading_phrase_is_a_date_only_if_it_names_a_day() {
    let when = |text: &str| parse(text, today(), &Names).draft.when.map(|when| when.to_string());
    for text in
        ["two weeks ago: shipped it", "2026/03/02: merged", "02.03.2026: merged", "5–9 jan 2026: travelled"]
    {
        assert!(when(text).is_some(), "{text}");
    }
    for text in [
        "two weeks: a retrospective",
        "3 days: the outage",
        "start of year: goals",
        "March: a review",
        "Week 3: types",
        "2026.1: released",
        "3/4: done",
    ] {
        assert_eq!(when(text), None, "{text}");
    }
}

#[test]
fn a_date_of_several_words_needs_no_quotes() {
    let read = |text: &str| parse(text, today(), &Names).draft;
    let draft = read("Shipped it date:mar 2025 +docgen");
    assert_eq!(
        (draft.title.as_str(), draft.when.map(|when| when.to_string())),
        ("Shipped it", Some("2025-03".into()))
    );
    let draft = read("Shipped it date:last friday for the team");
    assert_eq!(draft.title, "Shipped it for the team");
    assert!(matches!(read("Shipped it due:in 3 months").due, Some(Due::On(_))));
    assert_eq!(read("Shipped it date:2025 with 3 people").title, "Shipped it with 3 people");
}

#[test]
fn a_past_day_that_stays_text_is_pointed_out() {
    let hints = |text: &str| read_line(text).hints;
    for (text, date) in [
        ("Cut the p99 last friday", "last friday"),
        ("yesterday did x +docgen", "yesterday"),
        ("Shipped it 3 days ago.", "3 days ago"),
    ] {
        let expected = format!("“{date}” stays text: a date comes first, with a colon");
        assert_eq!(hints(text), [expected], "{text}");
    }
    for text in [
        "yesterday: did x",
        "\\yesterday: did x",
        "Fixed the last failure",
        "Did x date:2026-03-01 last friday",
    ] {
        assert_eq!(hints(text), [""; 0], "{text}");
    }
}
