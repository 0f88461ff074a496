//! An invented career, identical in every run: wins over twenty years with tags, skills, people, figures and
//! follow-ups.

use std::path::Path;

use brag::clock::Clock;
use brag::config::{Config, Paths};
use brag::domain::{DateRange, Due, Figure, PartialDate, Position, Win};
use brag::journal::{Journal, positions, wins};
use chrono::{Datelike as _, Days, Months, NaiveDate};

/// Returns the fixed current day.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 6).expect("a day of the calendar")
}

const VERBS: [&str; 12] = [
    "Halved",
    "Shipped",
    "Designed",
    "Removed",
    "Mentored",
    "Documented",
    "Automated",
    "Measured",
    "Unblocked",
    "Rewrote",
    "Migrated",
    "Reviewed",
];
const THINGS: [&str; 16] = [
    "the build",
    "query planner",
    "login flow",
    "billing export",
    "search index",
    "on-call rota",
    "release notes",
    "cache layer",
    "deploy pipeline",
    "error budget",
    "design review",
    "load test",
    "data model",
    "audit log",
    "mobile sync",
    "retry policy",
];
const WHERE: [&str; 10] = [
    "for the shop",
    "in staging",
    "with the data team",
    "after the outage",
    "before the launch",
    "across regions",
    "on the old cluster",
    "for new hires",
    "at the edge",
    "in one afternoon",
];
const TAGS: [&str; 20] = [
    "perf", "ci", "cost", "ux", "infra", "security", "data", "api", "mobile", "docs", "testing", "hiring",
    "review", "search", "billing", "auth", "release", "oncall", "research", "cleanup",
];
const SKILLS: [&str; 8] = ["Rust", "Python", "SQL", "Go", "Kafka", "Terraform", "C++", "React"];
const PEOPLE: [&str; 12] =
    ["Ada", "Bo", "Chidi", "Dara", "Esra", "Finn", "Gita", "Hugo", "Ines", "Jun", "Kofi", "Lea"];

/// A pseudo-random number generator with a fixed sequence.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("fits") % most
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

/// Returns `count` invented wins, oldest first.
pub fn drafts(count: usize) -> impl Iterator<Item = Win> {
    let mut numbers = Numbers(42);
    let first = NaiveDate::from_ymd_opt(2006, 3, 6).expect("a day of the calendar");
    let span = usize::try_from((today() - first).num_days()).expect("forward");
    (0..count).map(move |at| {
        let day = first + Days::new((at * span / count.max(1)) as u64);
        let title = format!("{} {} {} #{at}", numbers.one(&VERBS), numbers.one(&THINGS), numbers.one(&WHERE));
        let figures = (numbers.below(10) < 4).then(|| {
            let (from, to) = (200 + numbers.below(800), 50 + numbers.below(150));
            let value = |number: usize| brag::domain::Amount::parse(&format!("{number}ms")).expect("a value");
            Figure {
                name: numbers.one(&["latency", "build", "p99", "startup"]).to_owned(),
                from: Some(value(from)),
                to: value(to),
                ..Figure::default()
            }
        });
        Win {
            title,
            when: Some(DateRange::day(day)),
            notes: format!(
                "Wrote it up in {} words; {} asked for more.",
                numbers.below(900),
                numbers.one(&PEOPLE)
            ),
            project: (numbers.below(10) < 8)
                .then(|| format!("{} {}", numbers.one(&THINGS), numbers.below(15)).as_str().into()),
            tags: vec![numbers.one(&TAGS).to_owned()],
            skills: vec![numbers.one(&SKILLS).to_owned()],
            people: vec![numbers.one(&PEOPLE).to_owned()],
            figures: figures.into_iter().collect(),
            starred: numbers.below(20) == 0,
            due: (numbers.below(50) == 0).then(|| Due::On(today() + Days::new(numbers.below(300) as u64))),
            ..Win::default()
        }
    })
}

/// Opens the journal at `path` on the fixed current day.
pub fn open(path: &Path) -> Journal {
    let state = path.with_extension("state");
    let paths = Paths { journal: path.to_owned(), config: state.join("config.toml"), state };
    Journal::open(paths, Config::default(), Clock::fixed(today())).expect("a journal")
}

/// Creates a journal with `count` wins in 12 positions.
pub fn generate(path: &Path, count: usize) -> Journal {
    let mut journal = open(path);
    journal
        .write(|tx| drafts(count).try_for_each(|win| wins::add(tx, &win, Vec::new()).map(drop)))
        .expect("saved");
    add_positions(&mut journal);
    journal
}

/// Adds 12 positions of 20 months each, up to today.
fn add_positions(journal: &mut Journal) {
    let month = |months: u32| {
        let day = today().checked_sub_months(Months::new(months)).expect("a day of the calendar");
        Some(PartialDate::Month(day.year(), day.month()))
    };
    let all = (0..12).map(|at| Position {
        organisation: format!("Employer {at}"),
        start: month(240 - 20 * at),
        end: if at == 11 { None } else { month(221 - 20 * at) },
        ..Position::default()
    });
    journal.write(|tx| all.clone().try_for_each(|each| positions::add(tx, &each).map(drop))).expect("saved");
}
