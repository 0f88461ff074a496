//! Rules for stronger wins, each with a name, a reason and an example.
//!
//! A rule fires only if the words alone prove it. Wins of the categories learning and outside work need no
//! amount and no audience.

mod cut_title;
pub mod listener;
mod rules;
mod words;

pub use cut_title::looks_cut;

use crate::domain::WinView;

/// A rule of good phrasing and completeness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// The title begins with the action.
    ActionVerb,
    /// A number has a unit.
    Unit,
    /// A change has an amount.
    Amount,
    /// A change in percent has the value before it.
    Before,
    /// A starred or measured win has an audience, an impact or people.
    ForWhom,
    /// A text with “we” names the user's own part.
    MyPart,
    /// No word is vague, such as “various”.
    Vague,
    /// No placeholder is left.
    Unfinished,
    /// The outcome is not dated before the win.
    Order,
    /// No name was removed from the title by version 0.1.0.
    CutTitle,
}

impl Rule {
    /// Every rule, in the order of the findings.
    pub const ALL: [Self; 10] = [
        Self::ActionVerb,
        Self::Unit,
        Self::Amount,
        Self::Before,
        Self::ForWhom,
        Self::MyPart,
        Self::Vague,
        Self::Unfinished,
        Self::Order,
        Self::CutTitle,
    ];

    /// Returns the printed name.
    pub fn name(self) -> &'static str {
        match self {
            Self::ActionVerb => "action-verb",
            Self::Unit => "unit",
            Self::Amount => "amount",
            Self::Before => "before",
            Self::ForWhom => "for-whom",
            Self::MyPart => "my-part",
            Self::Vague => "vague",
            Self::Unfinished => "unfinished",
            Self::Order => "order",
            Self::CutTitle => "cut-title",
        }
    }

    /// Returns the reason for the rule.
    pub fn reason(self) -> &'static str {
        match self {
            Self::ActionVerb => "Begin with what you did; “worked on” and “the new …” do not say it.",
            Self::Unit => "A number without a unit says little: 50 of what?",
            Self::Amount => "A reader remembers the amount.",
            Self::Before => "A percentage says little without the value before.",
            Self::ForWhom => "Name who gained from it: the reader cannot know.",
            Self::MyPart => "“We” hides what you did.",
            Self::Vague => "A vague word such as “various” tells the reader nothing.",
            Self::Unfinished => "A placeholder is left in the text.",
            Self::Order => "An outcome cannot be earlier than its win: one of the dates is wrong.",
            Self::CutTitle => "Version 0.1.0 removed names from sentences; a reader stumbles over the gap.",
        }
    }

    /// Returns a text that breaks the rule and its correction.
    pub fn example(self) -> (&'static str, &'static str) {
        match self {
            Self::ActionVerb => ("Worked on the berth planner", "Rewrote the berth planner"),
            Self::Unit => ("Reduced page load by 300", "Reduced page load by 300 ms"),
            Self::Amount => ("Improved the nightly build", "Cut the nightly build from 18 to 9 minutes"),
            Self::Before => ("Reduced errors by 40 %", "Reduced errors from 50 to 30 a day"),
            Self::ForWhom => ("Halved search time", "Halved search time for:skippers"),
            Self::MyPart => ("We moved the storage", "Led the move of the storage"),
            Self::Vague => ("Fixed various things in the importer", "Fixed 12 crashes of the importer"),
            Self::Unfinished => ("Saved TODO hours a week", "Saved 6 hours a week"),
            Self::Order => ("done 4 March, outcome of 1 February", "done 4 January, outcome of 1 February"),
            Self::CutTitle => ("Paired with", "Paired with Zoë"),
        }
    }
}

/// A rule that fired, with advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that the win breaks.
    pub rule: Rule,
    /// The advice, in one line.
    pub advice: String,
}

/// Returns the rules that a win breaks, in the order of [`Rule::ALL`].
pub fn findings(win: &WinView) -> Vec<Finding> {
    Rule::ALL
        .into_iter()
        .filter_map(|rule| rules::fires(rule, win).map(|advice| Finding { rule, advice }))
        .collect()
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate};

    use super::*;
    use crate::domain::{DateRange, FollowUp, FollowUpView, Meta, Role, Stored, Win, WinId, WinView};

    fn win(title: &str) -> WinView {
        let day = NaiveDate::from_ymd_opt(2026, 3, 4).unwrap_or_default();
        let at = DateTime::parse_from_rfc3339("2026-03-04T12:00:00Z").unwrap_or_default();
        let body = Win {
            title: title.into(),
            when: Some(DateRange::day(day)),
            guess: "delivery".into(),
            ..Win::default()
        };
        let meta = Meta { logged_at: at, updated_at: at, revision: 1 };
        let stored = Stored { id: WinId(uuid::Uuid::nil()), meta, body };
        WinView::new(stored)
    }

    /// Returns a win after a change to its body.
    fn with(mut win: WinView, change: impl FnOnce(&mut Win)) -> WinView {
        change(&mut win.stored.body);
        win
    }

    fn fired(win: &WinView) -> Vec<&'static str> {
        findings(win).into_iter().map(|finding| finding.rule.name()).collect()
    }

    #[test]
    fn weak_titles_are_found_and_strong_titles_are_not() {
        for (title, rules) in [
            ("Rewrote the berth planner", &[][..]),
            ("Worked on the berth planner", &["action-verb"]),
            ("The berth planner is new", &["action-verb"]),
            ("Thebes was moved", &[]),
            ("Reduced page load by 300", &["unit"]),
            ("Reduced page load by 300 ms", &[]),
            ("Reduced pages from 12 to 1 a month", &[]),
            ("Reduced the backlog to 14 and went home", &["unit"]),
            ("Improved the build in the run-up to 2026", &[]),
            ("Migrated the service to 11", &[]),
            ("Improved the nightly build", &["amount"]),
            ("Cut support calls from daily to twice in the autumn", &[]),
            ("Cut the build in half", &[]),
            ("Reduced errors by 40%", &["before"]),
            ("Reduced errors by 40 percent", &["before"]),
            ("Reduced errors from 50% to 30%", &[]),
            ("Kept the service up 99.9 % of the year", &[]),
            ("Reached 20% of the users", &[]),
            ("We moved the storage", &["my-part"]),
            ("Moved our storage", &[]),
            ("Set the standard for how we test", &[]),
            ("The storage, which our team moved", &["action-verb", "my-part"]),
            ("Reduced errors by a factor of ten", &[]),
            ("Fixed various things in the importer", &["vague"]),
            ("Fixed variously shaped nets", &[]),
            ("Saved TODO hours a week", &["unfinished"]),
            ("Wrote a todo app", &[]),
            ("Cut latency by ??? for skippers", &["amount", "unfinished"]),
            ("性能を三倍に改善した", &[]),
            ("", &[]),
        ] {
            assert_eq!(fired(&win(title)), rules, "{title}");
        }
    }

    #[test]
    fn an_audience_an_impact_a_role_or_a_personal_category_prevents_findings() {
        let plain = with(win("Rewrote the berth planner"), |win| win.starred = true);
        assert_eq!(fired(&plain), ["for-whom"]);
        assert_eq!(fired(&with(plain.clone(), |win| win.audience = "skippers".into())), [""; 0]);
        assert_eq!(fired(&with(plain.clone(), |win| win.impact = "Nobody waits".into())), [""; 0]);
        assert_eq!(fired(&with(plain, |win| win.category = Some("learning".into()))), [""; 0]);
        assert_eq!(
            fired(&with(win("Improved my backhand"), |win| win.category = Some("outside".into()))),
            [""; 0]
        );
        assert_eq!(fired(&with(win("We moved the storage"), |win| win.roles = vec![Role::Led])), [""; 0]);
    }

    #[test]
    fn a_title_that_was_cut_is_corrected_from_the_names_of_the_win() {
        let cut = |title: &str, people: &[&str], tags: &[&str]| {
            let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
            let win = with(win(title), |win| (win.people, win.tags) = (names(people), names(tags)));
            let found = findings(&win).into_iter().find(|finding| finding.rule == Rule::CutTitle);
            found.map(|finding| finding.advice.split('“').next_back().unwrap_or_default().replace('”', ""))
        };
        for (title, people, tags, corrected) in [
            (
                "Paired with until he shipped alone",
                &["sam"][..],
                &[][..],
                "Paired with sam until he shipped alone",
            ),
            ("Moved to Temporal with and", &["Ana", "Bo"], &[], "Moved to Temporal with Ana and Bo"),
            ("Presented the to the board", &[], &["roadmap"], "Presented the roadmap to the board"),
            ("Gave a talk about", &[], &["rust"], "Gave a talk about rust"),
            (
                "Paired with for two weeks on query plans",
                &["li"],
                &[],
                "Paired with li for two weeks on query plans",
            ),
            ("Mentored on query plans", &["sam"], &[], "Mentored sam on query plans"),
            ("Mentored through her first incident", &["li"], &[], "Mentored li through her first incident"),
            ("Onboarded and to the planner", &["li", "maya"], &[], "Onboarded li and maya to the planner"),
        ] {
            assert_eq!(cut(title, people, tags).as_deref(), Some(corrected), "{title}");
        }
        assert_eq!(cut("Paired with", &[], &[]).as_deref(), Some("with"));
        for whole in [
            "Moved the build over to the new cluster",
            "Tested it in staging and in production",
            "Wrote it with and without the cache",
            "Learned what to look for in a review",
            "Rewrote the importer from scratch for the team",
            "Supported a customer through the move",
            "Learned what the team needs from and of us",
            "Opted in for the on call rota",
            "See https://x.example #x @a",
        ] {
            assert_eq!(cut(whole, &[], &["infra"]), None, "{whole}");
        }
    }

    #[test]
    fn an_outcome_dated_before_its_win_is_reported() {
        let mut early = win("Rewrote the berth planner");
        let mut follow_up = FollowUp::new(early.id.into(), "", NaiveDate::default());
        follow_up.outcome = "fewer calls".into();
        follow_up.recorded_on = NaiveDate::from_ymd_opt(2026, 2, 1);
        let stored = Stored::derived(0, early.meta.logged_at, follow_up);
        early.follow_ups.push(FollowUpView { stored, logged: None });
        assert_eq!(fired(&early), ["order"]);
    }

    #[test]
    fn every_rule_reports_its_bad_example_only() {
        for rule in Rule::ALL.into_iter().filter(|rule| *rule != Rule::Order) {
            let (weak, strong) = rule.example();
            let of = |title: &str| {
                with(win(title), |win| {
                    win.starred = rule == Rule::ForWhom;
                    win.audience =
                        title.split_once("for:").map(|(_, who)| who.to_owned()).unwrap_or_default();
                })
            };
            assert!(findings(&of(weak)).iter().any(|finding| finding.rule == rule), "{weak}");
            assert!(findings(&of(strong)).iter().all(|finding| finding.rule != rule), "{strong}");
        }
    }
}
