//! The cost of journal operations inside the process. `benches/README.md` explains how whole processes and
//! the app in a terminal are measured.
#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    reason = "a benchmark stops when something is not as it should be"
)]

mod support;

use brag::domain::{Direction, Page, SearchWords, WinFilter};
use brag::journal::{timeline, today, wins};
use criterion::{Criterion, criterion_group, criterion_main};

fn journal(criterion: &mut Criterion) {
    let directory = tempfile::tempdir().expect("a directory");
    let journal = support::generate(&directory.path().join("journal.db"), 100_000);
    let page = Page { after: None, towards: Direction::Older, limit: 50 };
    criterion.bench_function("list the newest 50 of 100,000", |bench| {
        bench.iter(|| {
            timeline::page(&journal.snapshot().expect("a snapshot"), &WinFilter::default(), &page)
                .expect("rows")
        });
    });
    for typed in ["h", "ha", "halved", "halved bil", "#4242", "retry 99"] {
        let filter = WinFilter { words: SearchWords::parse(typed), ..WinFilter::default() };
        criterion.bench_function(&format!("search {typed:?} in 100,000, newest 50"), |bench| {
            bench.iter(|| {
                timeline::page(&journal.snapshot().expect("a snapshot"), &filter, &page).expect("rows")
            });
        });
    }
    criterion.bench_function("what Today shows, of 100,000", |bench| {
        bench.iter(|| today::glance(&journal.snapshot().expect("a snapshot")).expect("a glance"));
    });
    criterion.bench_function("read a line with its names", |bench| {
        bench.iter(|| {
            wins::parse_line(
                &journal.snapshot().expect("a snapshot"),
                "Halved the build +\"the build 3\" #perf %Rust @Ada build:800ms..400ms",
            )
        });
    });
}

criterion_group!(benches, journal);
criterion_main!(benches);
