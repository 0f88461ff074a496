//! No name that has an alias is in any document for the public, however it is written.
//!
//! `BRAG_LEAKS` sets the number of journals that are exported in every format; 1,700 of them are 10,200 exports.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::field_reassign_with_default,
    reason = "a test stops when something is not as it should be"
)]

mod support;

use brag::clock::Clock;
use brag::config::{Config, Paths};
use brag::domain::{Period, Visibility, fold};
use brag::journal::{Journal, aliases, export, review, wins};
use brag::report::career_entry::{AnswerEntry, PositionEntry, StoryEntry, StoryGroup};
use brag::report::document::{
    Document, Entry, FigureEntry, GoalEntry, PraiseEntry, ProjectEntry, Reader, Section,
};
use brag::report::export::RenderRequest;
use brag::report::format::DocumentKind;
use brag::report::format::Format;
use brag::report::redact::Redactor;
use brag::report::{html, markdown, plain, template};
use proptest::prelude::*;

/// The alias of the name, which contains no letter.
const ALIAS: &str = "§§";

/// Returns a name of two words, written in one of several ways.
fn written(first: &str, second: &str, way: usize) -> String {
    let (lower, upper) = (first.to_lowercase(), first.to_uppercase());
    match way {
        0 => format!("{first} {second}"),
        1 => format!("{lower}-{}", second.to_lowercase()),
        2 => format!("{upper}_{}", second.to_uppercase()),
        3 => format!("{first}{second}"),
        4 => format!("{first}\n{second}"),
        5 => format!("{first} {second}'s"),
        6 => format!("{upper} {second}s"),
        7 => format!("https://example.org/{first}%20{second}/x"),
        8 => format!("[see {first} {second}](https://{lower}{}.example)", second.to_lowercase()),
        9 => format!("`{upper}_{}`", second.to_uppercase()),
        10 => format!("*{first}* {second}"),
        11 => format!("({first}.{second})"),
        _ => format!("| a | b |\n| --- | --- |\n| {first} {second} | b |"),
    }
}

fn praise(text: &str) -> PraiseEntry {
    PraiseEntry { quote: text.to_owned(), attribution: text.to_owned(), ..PraiseEntry::default() }
}

fn position(text: &str, win: Entry) -> PositionEntry {
    PositionEntry {
        id: String::new(),
        organisation: text.to_owned(),
        title: text.to_owned(),
        titles: Vec::new(),
        span: String::new(),
        facts: Vec::new(),
        shares: Vec::new(),
        summary: text.to_owned(),
        team: text.to_owned(),
        product: String::new(),
        users: String::new(),
        answers: vec![AnswerEntry { heading: "What I built".into(), text: text.to_owned() }],
        skills: vec![text.to_owned()],
        links: Vec::new(),
        projects: Vec::new(),
        bullets: vec![win],
    }
}

fn story(text: &str) -> StoryEntry {
    StoryEntry {
        id: String::new(),
        title: text.to_owned(),
        shape: "star".into(),
        question: text.to_owned(),
        parts: vec![AnswerEntry { heading: "Situation".into(), text: text.to_owned() }],
        figures: vec![text.to_owned()],
        time: String::new(),
        lacks: String::new(),
        competencies: vec![text.to_owned()],
        about: vec![text.to_owned()],
        notes: text.to_owned(),
        questions: vec![text.to_owned()],
    }
}

fn document(text: &str) -> Document {
    let entry = Entry {
        title: format!("Moved {text} over"),
        starred: true,
        figures: vec![format!("{text} 1 → 2")],
        audience: text.to_owned(),
        people: vec![text.to_owned()],
        month: Some("March".to_owned()),
        impact: format!("They said:\n\n{text}\n"),
        notes: format!("1. {text}\n2. and\n\n   {text}"),
        praise: vec![praise(text)],
        ..Entry::default()
    };
    let mut out = Document::default();
    out.title = format!("Of {text}");
    out.reader = Reader::Public.word().into();
    out.goals.push(GoalEntry { title: text.to_owned(), went: text.to_owned(), ..GoalEntry::default() });
    out.projects.push(ProjectEntry {
        name: text.to_owned(),
        summary: text.to_owned(),
        results: format!("> {text}"),
        skills: vec![text.to_owned()],
        wins: vec![entry.clone()],
        team: text.to_owned(),
        ..ProjectEntry::default()
    });
    let beside = FigureEntry { values: format!("1 → 2 {text}"), about: text.to_owned() };
    let project = text.to_owned();
    out.highlights.push(Entry { beside: vec![beside], project, ..entry.clone() });
    out.praise.push(praise(text));
    out.positions.push(position(text, entry.clone()));
    out.stories.push(StoryGroup { title: text.to_owned(), stories: vec![story(text)] });
    text.clone_into(&mut out.profile.about);
    out.sections.push(Section {
        key: "x".into(),
        title: text.to_owned(),
        wins: vec![entry],
        readings: Vec::new(),
    });
    out
}

/// Returns the folded letters and digits of a text, without the characters between them.
fn letters(text: &str) -> String {
    fold(&text.replace("%20", "").to_uppercase()).chars().filter(|c| c.is_alphanumeric()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    #[test]
    fn no_aliased_name_is_in_any_output_format(
        first in "[A-ZÄÖÉŁÑ][a-zäöéłñß]{3,7}",
        second in "[A-Z][a-z]{3,7}",
        way in 0..13_usize,
    ) {
        let redactor = Redactor::new([(format!("{first} {second}").as_str(), ALIAS)]);
        let name = letters(&format!("{first}{second}"));
        let document = document(&written(&first, &second, way));
        for form in DocumentKind::ALL.map(DocumentKind::template) {
            let text = template::render(&document, form, "form", true, u64::MAX).unwrap();
            let text = redactor.redact(&text, markdown::escaped);
            prop_assert!(!letters(&text).contains(&name), "{text}");
            prop_assert!(text.contains(ALIAS), "{text}");
            let page = html::page("A page", "", &text, &[]).unwrap();
            prop_assert!(!letters(&page).contains(&name), "{page}");
            prop_assert!(!letters(&html::readable(&page)).contains(&name), "{page}");
            let told = plain::text(&text);
            prop_assert!(!letters(&told).contains(&name), "{told}");
            prop_assert_eq!(redactor.first_leak(&told), None);
        }
    }
}

/// Creates a journal with a public win that contains `text` in each of its texts and names.
fn journal(directory: &std::path::Path, text: &str) -> Journal {
    let paths = Paths {
        journal: directory.join("journal.db"),
        config: directory.join("config.toml"),
        state: directory.join("state"),
    };
    let clock = Clock::new(Some("2026-03-06"), None).unwrap();
    let mut journal = Journal::open(paths, Config::default(), clock).unwrap();
    let mut reading = wins::parse_line(&journal.snapshot().unwrap(), "Moved it errors:9..3");
    let line = text.replace('\n', " ");
    let draft = &mut reading.draft;
    (draft.visibility, draft.starred) = (Visibility::Public, true);
    (draft.title, draft.audience, draft.impact, draft.notes) =
        (format!("Moved {line} over"), line.clone(), text.to_owned(), format!("> {text}"));
    (draft.tags, draft.skills, draft.people) = (vec![line.clone()], vec![line.clone()], vec![line.clone()]);
    draft.category = Some("recognition".into());
    journal.write(|tx| wins::add(tx, draft, Vec::new())).unwrap();
    journal
}

fn journals() -> u32 {
    std::env::var("BRAG_LEAKS").ok().and_then(|count| count.parse().ok()).unwrap_or(26)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(journals()) })]

    #[test]
    fn no_aliased_name_is_in_any_export_of_a_journal(
        first in "[A-ZÄÖÉŁÑ][a-zäöéłñß]{3,7}",
        second in "[A-Z][a-z]{3,7}",
        way in 0..10_usize,
    ) {
        let directory = tempfile::tempdir().unwrap();
        let mut journal = journal(directory.path(), &written(&first, &second, way));
        journal.write(|tx| aliases::add(tx, &format!("{first} {second}"), "a bank", None)).unwrap();
        let name = letters(&format!("{first}{second}"));
        let data = review::load(&journal.snapshot().unwrap(), Period::year(2026, 1), Reader::Public).unwrap();
        let snapshot = journal.snapshot().unwrap();
        let resume = export::render_resume(&snapshot, &data).unwrap().bytes;
        let mut all = vec![String::from_utf8(resume).unwrap()];
        for format in Format::ALL {
            let bytes = export::render(&snapshot, &data, &RenderRequest { format, ..RenderRequest::default() }, None).unwrap().bytes;
            all.extend(match format {
                Format::Pdf => {
                    let file = directory.path().join("review.pdf");
                    std::fs::write(&file, bytes).unwrap();
                    support::text_of_pdf(&file)
                }
                _ => Some(String::from_utf8(bytes).unwrap()),
            });
        }
        for text in all {
            prop_assert!(!letters(&text).contains(&name), "{text}");
            let said = letters(&text);
            prop_assert!(said.contains("bank"), "{text}");
        }
    }
}
