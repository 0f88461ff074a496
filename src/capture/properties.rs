//! Property tests of the one-line grammar.

use chrono::NaiveDate;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::line::parse;
use super::print;
use super::title::stops_short;
use super::vocabulary::{Lookup, Vocabulary};
use crate::domain::figure::figure;
use crate::domain::value::names_of;
use crate::domain::{DateRange, Due, Role, Win, fold};

/// The names of a small journal.
pub(super) struct Names;

impl Vocabulary for Names {
    fn project(&self, typed: &str) -> Lookup {
        match fold(typed).as_str() {
            "doc" => Lookup::Ambiguous(vec!["Doc Gen".into(), "Doc Store".into()]),
            "doc gen" => Lookup::Known("Doc Gen".into()),
            _ => Lookup::Unknown,
        }
    }

    fn goal(&self, typed: &str) -> Lookup {
        if fold("Two new languages").starts_with(&fold(typed)) {
            Lookup::Known("Two new languages".into())
        } else {
            Lookup::Unknown
        }
    }

    fn category(&self, typed: &str) -> Option<String> {
        ["delivery", "design"].contains(&typed).then(|| typed.to_owned())
    }

    fn has_metric(&self, name: &str) -> bool {
        name == "known"
    }
}

fn today() -> NaiveDate {
    "2026-03-06".parse().unwrap()
}

/// Words that resemble tokens: with sigils, colons, quotes and backslashes.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zA-Z]{1,8}",
        2 => "[+#%@^\\\\!]{1,2}[a-zé\"]{0,5}",
        2 => "\\\\{0,2}(date|due|cat|role|link|for|known|latency|yesterday):?[a-z0-9%.\"]{0,8}",
        1 => "https?://[a-z.]{1,8}[).,]?",
        1 => "[\\PC&&[^\\s]]{1,6}",
        1 => "(yesterday|last friday|2026-03-04|mon):",
    ]
}

fn title() -> impl Strategy<Value = String> {
    vec((word(), prop_oneof![9 => Just(" "), 1 => Just("\t"), 1 => Just("  ")]), 1..8)
        .prop_map(|words| {
            let text = words.iter().flat_map(|(word, space)| [word.as_str(), space]).collect::<String>();
            text.trim().to_owned()
        })
        .prop_filter("a title has words", |title| !title.is_empty())
}

/// Returns `true` if a title stays the same when tokens follow it.
fn stands_alone(title: &str) -> bool {
    let last = title.split_whitespace().next_back().unwrap_or_default();
    !stops_short(title)
        && last.chars().any(char::is_alphanumeric)
        && !title.contains('`')
        // An unclosed quote would end at the next quote of the line.
        && title.matches(['"', '“', '„']).count() == 0
        && !title.ends_with([',', ';', ':'])
}

fn names() -> impl Strategy<Value = Vec<String>> {
    vec("[\\PC&&[^\\s]]([\\PC]{0,8}[\\PC&&[^\\s]])?", 0..3).prop_map(|names| {
        let mut out = Vec::new();
        for name in names {
            super::values::add_name(&mut out, name.trim());
        }
        out
    })
}

fn draft() -> impl Strategy<Value = Win> {
    let figures = vec(
        ("(known|latency|p99-time|Σ1)", "(800ms\\.\\.400ms|-90%|15x|\\$12k|7\\.\\.3|1,200 users|~9%)"),
        0..3,
    )
    .prop_map(|all| all.iter().map(|(name, value)| figure(name, value).unwrap()).collect());
    let due = option::of(prop_oneof![
        Just(Due::Never),
        (0_i64..4000).prop_map(|days| Due::On(today() + chrono::Days::new(days.unsigned_abs())))
    ]);
    let when = option::of("(2026-03-04|2026-03|2026|2013\\.\\.2017)")
        .prop_map(|text| text.and_then(|text| DateRange::from_iso(&text)));
    let lists = (names(), names(), names(), names());
    let texts = (title(), names(), option::of("(Doc Gen|doc store|pdf\"gen)"), "[a-z#+\\\\\n ]{0,30}");
    let rest = (any::<bool>(), option::of("(delivery|design)"), vec(0..Role::ALL.len(), 0..3));
    (texts, lists, figures, due, when, rest).prop_map(
        |(
            (title, audience, project, notes),
            (tags, skills, people, links),
            figures,
            due,
            when,
            (starred, category, roles),
        )| {
            let mut draft = Win {
                title,
                when,
                notes: super::title::title_and_notes(&format!("x\n{notes}")).1.to_owned(),
                audience: audience.into_iter().next().unwrap_or_default(),
                category,
                project: project.as_deref().map(Into::into),
                tags,
                skills,
                people,
                links,
                figures,
                due,
                starred,
                goals: vec!["Two new languages".into()],
                ..Win::default()
            };
            for role in roles {
                if !draft.roles.contains(&Role::ALL[role]) {
                    draft.roles.push(Role::ALL[role]);
                }
            }
            draft
        },
    )
}

fn everything(draft: &Win) -> String {
    let goals = names_of(&draft.goals);
    let lists = [&draft.tags, &draft.skills, &draft.people, &goals, &draft.links];
    let mut all = vec![draft.title.clone(), draft.notes.clone(), draft.audience.clone()];
    all.extend(draft.project.as_ref().map(ToString::to_string));
    all.extend(lists.into_iter().flatten().cloned());
    all.extend(draft.figures.iter().map(|figure| format!("{}:{}", figure.name, figure.value_text())));
    all.join(" ")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parsing_loses_no_word(words in vec("[a-z]{3,8}", 1..8), marks in vec("[+#%@\\\\]?", 8)) {
        let text: Vec<String> =
            words.iter().zip(&marks).map(|(word, mark)| format!("{mark}{word}")).collect();
        let all = everything(&parse(&text.join(" "), today(), &Names).draft);
        for word in &words {
            prop_assert!(all.contains(word.as_str()), "{word} of {text:?} is not in {all}");
        }
    }

    #[test]
    fn any_text_parses_without_panic_and_survives_printing(text in "\\PC{0,60}") {
        let first = parse(&text, today(), &Names);
        if first.problems.is_empty() && stands_alone(&first.draft.title) {
            let printed = print::line(&first.draft, today(), &Names);
            prop_assert_eq!(parse(&printed, today(), &Names).draft, first.draft, "{}", printed);
        }
    }

    #[test]
    fn a_printed_draft_parses_to_the_same_draft(draft in draft()) {
        let title = draft.title.replace(['"', '“', '„', '`'], "");
        let draft = Win { title: format!("{} planner now", title.trim()).trim().to_owned(), ..draft };
        prop_assume!(stands_alone(&draft.title));
        let printed = print::line(&draft, today(), &Names);
        let reading = parse(&printed, today(), &Names);
        prop_assert!(reading.problems.is_empty(), "{printed}: {:?}", reading.problems);
        prop_assert_eq!(reading.draft, draft, "{}", printed);
    }
}
