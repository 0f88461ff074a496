//! Questionnaires on the command line and in the app: six kinds of review form, filled from the sample journal.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops when something is not as it should be"
)]

#[path = "support/app.rs"]
mod app;
mod support;

use app::{App, SAVE, assert_shows};
use brag::clock::Clock;
use brag::config::Config;
use brag::import::questionnaire::EXAMPLES;
use brag::journal::Journal;
use brag::tui::theme::{Colors, Surroundings};
use serde_json::Value;
use support::Sandbox;

const DAY: &str = "2026-03-04";

/// Returns a sandbox with the sample journal.
fn sample() -> Sandbox {
    let sandbox = Sandbox::new();
    let clock = Clock::new(Some(DAY), None).unwrap();
    std::fs::create_dir_all(sandbox.journal().parent().unwrap()).unwrap();
    drop(brag::cli::demo::make(Some(&sandbox.journal()), &Config::default(), clock).unwrap());
    sandbox
}

fn questions(sandbox: &Sandbox, name: &str) -> Vec<Value> {
    sandbox.json_on(DAY, &["questionnaire", "show", name])["questions"].as_array().unwrap().clone()
}

/// Returns all texts of a record, without white space.
fn texts(sandbox: &Sandbox, id: &str) -> String {
    let shown = sandbox.json_on(DAY, &["show", id]).to_string();
    shown.replace("\\n", " ").split_whitespace().collect()
}

#[test]
fn six_kinds_of_form_are_filled_within_their_limits_and_every_sentence_is_of_its_record() {
    let sandbox = sample();
    for (name, _) in EXAMPLES {
        let added = sandbox.json_on(DAY, &["questionnaire", "add", name, "--period", "2025"]);
        let id = added["short_id"].as_str().unwrap();
        let filled = sandbox.json_on(DAY, &["questionnaire", "fill", id]);
        let mut included = 0;
        for question in filled["questions"].as_array().unwrap() {
            let (used, answer) = (question["used"].as_u64().unwrap(), question["answer"].as_str().unwrap());
            // There is no story about a failure in that year, and a success is no mistake.
            let is_answered = !question["text"].as_str().unwrap().contains("a mistake");
            assert_eq!(!answer.is_empty(), is_answered, "{name}: {question}");
            if let Some(limit) = question["limit"].as_u64() {
                assert!(used <= limit, "{name}: {question}");
                let measured = match question["unit"].as_str().unwrap() {
                    "bytes" => answer.len(),
                    "characters" => answer.chars().count(),
                    "words" => answer.split_whitespace().count(),
                    _ => answer.split("\n\n").count(),
                };
                assert_eq!(u64::try_from(measured).unwrap(), used, "{name}");
            }
            for sentence in question["sentences"].as_array().unwrap() {
                let text = sentence["text"].as_str().unwrap();
                if sentence["included"] == true {
                    included += 1;
                    assert!(answer.contains(text), "{text}");
                }
                // The words of the user; the program adds only numbers and labels to titles and outcomes.
                if ["impact", "notes", "quote", "action", "result", "answer"]
                    .contains(&sentence["field"].as_str().unwrap())
                {
                    let words: String = text.trim_end_matches('.').split_whitespace().collect();
                    let words = words.split('”').next().unwrap().replace('“', "");
                    let record = texts(&sandbox, sentence["short_id"].as_str().unwrap());
                    let record: String = record.replace(['*', '`'], "");
                    // The name of a metric in braces is replaced by its values.
                    assert!(record.contains(&words) || record.contains('{'), "{words}\n{record}");
                }
            }
        }
        assert!(included > 1, "{name}");
    }
}

#[test]
fn evidence_is_chosen_ordered_and_left_out_and_all_of_it_is_undone() {
    let sandbox = Sandbox::new();
    sandbox.on(
        DAY,
        &["add", "Halved the build build:18min..9min", "--impact", "Nobody waits. Releases are daily."],
    );
    sandbox.on(DAY, &["add", "Wrote the rota down"]);
    sandbox.on(DAY, &["add", "Declined an offer", "--visibility", "private"]);
    let form =
        sandbox.write("form.md", "# Self-review\n\n1. What changed? (max. 15 words)\n2. What is next?\n");
    sandbox.on(DAY, &["questionnaire", "add", form.to_str().unwrap(), "--period", "2026"]);
    let fill = |arguments: &[&str]| {
        sandbox.on(DAY, &[&["questionnaire", "fill", "self"], arguments].concat());
        questions(&sandbox, "self")[0].clone()
    };
    let (build, rota, offer) =
        (sandbox.id("Halved the build"), sandbox.id("Wrote the rota down"), sandbox.id("Declined an offer"));
    let chosen = fill(&["1", "--add", &rota, &build]);
    assert_eq!(
        chosen["answer"],
        "Wrote the rota down.\n\nHalved the build: build 18\u{202f}min → 9\u{202f}min (−50\u{202f}%)."
    );
    let kept = fill(&["1", "--drop", &rota, "--keep", "4"]);
    assert_eq!(
        kept["answer"],
        "Halved the build: build 18\u{202f}min → 9\u{202f}min (−50\u{202f}%). Releases are daily."
    );
    let (code, why) = sandbox.refused(DAY, &["questionnaire", "fill", "self", "1", "--add", &offer]);
    assert!(code == 2 && why.contains("cannot be evidence"), "{why}");
    let own = fill(&["1", "--text", "Mine."]);
    assert_eq!((&own["answer"], &own["used"]), (&Value::from("Mine."), &Value::from(1)));
    assert_eq!(fill(&["1", "--text", ""])["answer"], kept["answer"], "the evidence is kept");
    for _ in 0..4 {
        sandbox.on(DAY, &["undo"]);
    }
    assert_eq!(questions(&sandbox, "self")[0]["answer"], "");
    let (code, why) = sandbox.refused(DAY, &["questionnaire", "fill", "self", "3"]);
    assert!(code == 2 && why.contains("there is no question 3"), "{why}");
}

#[test]
fn next_year_begins_beside_the_answers_of_last_year() {
    let sandbox = sample();
    for period in ["2024", "2025"] {
        sandbox.on(DAY, &["questionnaire", "add", "open-boxes", "--period", period]);
    }
    let all = sandbox.json_on(DAY, &["questionnaire", "list"]);
    let older = all.as_array().unwrap().iter().find(|each| each["period"] == "2024").unwrap();
    let id = older["short_id"].as_str().unwrap();
    sandbox.on(DAY, &["questionnaire", "fill", id, "1", "--text", "The importer is mine."]);
    let shown = sandbox.on(DAY, &["questionnaire", "show", "Self-review"]);
    assert!(shown.contains("in 2024: The importer is mine."), "{shown}");
    let (code, why) = sandbox.refused(DAY, &["questionnaire", "add", "open-boxes", "--period", "2025"]);
    assert!(code == 2 && why.contains("already"), "{why}");
}

#[test]
fn answers_are_exported_and_the_journal_with_them_is_lossless() {
    let sandbox = sample();
    sandbox.on(DAY, &["questionnaire", "add", "three-wins", "--period", "2025"]);
    sandbox.on(DAY, &["questionnaire", "fill", "three wins"]);
    let text = sandbox.on(DAY, &["questionnaire", "export", "three wins"]);
    assert!(text.starts_with("1. What did you accomplish") && !text.contains("##"), "{text}");
    let markdown = sandbox.on(DAY, &["questionnaire", "export", "three wins", "--format", "md"]);
    assert!(markdown.starts_with("# Three wins\n\n## What did you accomplish"), "{markdown}");
    let journal = sandbox.on(DAY, &["export", "json"]);
    let copy = Sandbox::new();
    let file = copy.write("journal.json", &journal);
    copy.on(DAY, &["import", file.to_str().unwrap(), "--yes"]);
    assert_eq!(copy.on(DAY, &["export", "json"]), journal);
    assert_eq!(copy.on(DAY, &["questionnaire", "export", "three wins"]), text);
    assert!(sandbox.on(DAY, &["search", "three wins"]).contains("questionnaire"));
}

#[test]
fn what_is_no_form_is_refused_with_the_remedy() {
    let sandbox = Sandbox::new();
    let empty = sandbox.write("empty.md", "# Only a title\n");
    for (file, why) in [
        (empty.to_str().unwrap(), "no question was found"),
        ("missing.md", "cannot read missing.md"),
        (sandbox.write("huge.md", "- a\n".repeat(101)).to_str().unwrap(), "more than 100 questions"),
    ] {
        let (_, said) = sandbox.refused(DAY, &["questionnaire", "add", file]);
        assert!(said.contains(why), "{said}");
    }
}

fn start(sandbox: &Sandbox, size: (u16, u16)) -> App {
    let clock = Clock::new(Some(DAY), None).unwrap();
    let paths = app::journal_on(sandbox.journal().parent().unwrap(), DAY).paths().clone();
    let journal = Journal::open(paths, Config::default(), clock).unwrap();
    App::of(journal, Surroundings { background: None, colors: Colors::True }, size)
}

#[test]
fn the_app_answers_a_form_from_its_evidence() {
    for size in [(40, 12), (80, 24), (120, 40)] {
        let sandbox = sample();
        sandbox.on(DAY, &["questionnaire", "add", "three-wins", "--period", "2025"]);
        let mut app = start(&sandbox, size);
        let name = |what: &str| format!("{what}_{}x{}", size.0, size.1);
        insta::assert_snapshot!(name("empty"), app.keys("8i").screen());
        insta::assert_snapshot!(name("filled"), app.keys(":fill\r").screen());
        insta::assert_snapshot!(name("answer"), app.keys("\rjjh").screen());
        insta::assert_snapshot!(name("own_words"), app.keys("e").screen());
        app.keys(" Indeed.").key(SAVE).keys("jjj");
        assert_shows(&app, "Indeed.");
        let (first, others) =
            (questions(&sandbox, "three wins")[0].clone(), questions(&sandbox, "three wins"));
        assert!(first["answer"].as_str().unwrap().ends_with("Indeed."), "{first}");
        assert!(others.iter().all(|each| each["answer"] != ""));
        app.keys("u");
        assert_eq!(
            questions(&sandbox, "three wins")[0]["sentences"][1]["included"],
            false,
            "the own words are undone"
        );
        app.keys("uu");
        assert!(questions(&sandbox, "three wins").iter().all(|each| each["answer"] == ""));
    }
}

#[test]
fn the_app_adds_a_form_and_writes_the_answers() {
    let sandbox = sample();
    let mut app = start(&sandbox, (100, 30));
    assert_shows(app.keys("8i"), "Your company’s review form belongs here");
    app.keys("n8");
    assert_shows(&app, "0 of 4 answered");
    app.keys(":fill\r");
    assert_shows(&app, "3 of 4 answered");
    let file = sandbox.path("answers.md");
    app.keys(&format!("x{}\r", file.display()));
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("# Values\n"));
    app.keys("n2").key("\x1b[200~What went well? (50 words)\nWhat did not?\x1b[201~");
    assert_shows(&app, "2 questions, 1 with a limit");
    app.key(SAVE);
    assert_shows(&app, "form 1 of 2");
    app.keys("[");
    assert_shows(&app, "3 of 4 answered");
    app.keys("dy]dy");
    assert_shows(&app, "Your company’s review form belongs here");
    app.keys("n1nothing-here.toml\r");
    assert_shows(&app, "cannot read");
}

#[test]
fn the_selection_stays_on_the_record_that_is_moved_and_own_words_take_sentences() {
    let sandbox = Sandbox::new();
    for title in ["Halved the build", "Wrote the rota down", "Taught a course"] {
        sandbox.on(DAY, &["add", title]);
    }
    let form = sandbox.write("form.md", "# Form\n\n- What changed?\n");
    sandbox.on(DAY, &["questionnaire", "add", form.to_str().unwrap(), "--period", "2026"]);
    sandbox.on(DAY, &["questionnaire", "fill", "Form"]);
    let answer = || questions(&sandbox, "Form")[0]["answer"].as_str().unwrap().to_owned();
    let first = answer();
    let top = first.split("\n\n").next().unwrap().to_owned();
    let mut app = start(&sandbox, (100, 30));
    app.keys("8i\rJJ");
    assert!(answer().ends_with(&top), "{}", answer());
    app.keys("KK");
    assert_eq!(answer(), first);
    app.keys("h");
    assert!(!answer().contains(&top));
    app.keys("e").keys(" Mine.").key(SAVE);
    assert!(answer().ends_with(" Mine."), "{}", answer());
    app.keys("Gh");
    assert!(answer().ends_with(&format!("Mine.\n\n{top}")), "{}", answer());
}
