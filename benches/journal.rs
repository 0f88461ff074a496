//! What the journal costs inside the process; `benches/README.md` says how the figures of whole
//! processes and of the app on a terminal are measured.
#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    reason = "a benchmark stops when something is not as it should be"
)]

mod support;

use brag::journal::{Direction, Page, Query, WinFilter};
use criterion::{Criterion, criterion_group, criterion_main};

fn journal(criterion: &mut Criterion) {
    let directory = tempfile::tempdir().expect("a directory");
    let journal = support::generate(&directory.path().join("journal.db"), 100_000);
    let page = Page { after: None, towards: Direction::Older, limit: 50 };
    criterion.bench_function("list the newest 50 of 100,000", |bench| {
        bench.iter(|| journal.wins(&WinFilter::default(), &page).expect("rows"));
    });
    for typed in ["h", "ha", "halved", "halved bil", "#4242", "retry 99"] {
        let filter = WinFilter { words: Query::parse(typed), ..WinFilter::default() };
        criterion.bench_function(&format!("search {typed:?} in 100,000, newest 50"), |bench| {
            bench.iter(|| journal.wins(&filter, &page).expect("rows"));
        });
    }
    criterion.bench_function("what Today shows, of 100,000", |bench| {
        bench.iter(|| journal.glance().expect("a glance"));
    });
    criterion.bench_function("read a line with its names", |bench| {
        bench.iter(|| {
            journal.parse_line("Halved the build +\"the build 3\" #perf %Rust @Ada build:800ms..400ms")
        });
    });
}

criterion_group!(benches, journal);
criterion_main!(benches);
