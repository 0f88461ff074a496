//! Every tab on the sample journal, at the sizes of the design.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops when something is not as it should be"
)]

#[path = "support/app.rs"]
mod app;

use std::path::Path;

use app::App;
use brag::clock::Clock;
use brag::config::{Config, Paths};
use brag::journal::Journal;
use brag::tui::theme::{Colors, Surroundings};

const SIZES: [(u16, u16); 5] = [(40, 12), (80, 24), (100, 30), (120, 40), (200, 60)];

/// The tabs, with the keys that show them.
const TABS: [(&str, &str); 9] = [
    ("today", "1"),
    ("wins", "2jj"),
    ("project", "3jj\r"),
    ("projects", "3jj"),
    ("goals", "4j"),
    ("learning", "5j"),
    ("impact", "6j"),
    ("career", "7jj"),
    ("review", "8jjj"),
];

fn clock() -> Clock {
    Clock::new(Some("2026-03-04"), None).unwrap()
}

fn sample(directory: &Path) -> Paths {
    let journal = directory.join("journal.db");
    let demo = brag::cli::demo::make(Some(&journal), &Config::default(), clock()).unwrap();
    demo.journal.paths().clone()
}

fn start(paths: &Paths, size: (u16, u16)) -> App {
    let journal = Journal::open(paths.clone(), Config::default(), clock()).unwrap();
    App::of(journal, Surroundings { background: None, colors: Colors::True }, size)
}

/// Returns the share of the screen that the largest blank rectangle takes.
fn largest_blank(screen: &str, (columns, rows): (u16, u16)) -> f64 {
    let (columns, rows) = (usize::from(columns), usize::from(rows));
    let cells: Vec<Vec<bool>> = screen
        .lines()
        .map(|line| {
            let mut row: Vec<bool> = line.chars().map(|c| c == ' ').collect();
            row.resize(columns, true);
            row
        })
        .collect();
    let mut heights = vec![0_usize; columns];
    let mut largest = 0;
    for row in &cells {
        for (height, blank) in heights.iter_mut().zip(row) {
            *height = if *blank { *height + 1 } else { 0 };
        }
        for start in 0..columns {
            let mut lowest = usize::MAX;
            for (wide, height) in heights[start..].iter().enumerate() {
                lowest = lowest.min(*height);
                largest = largest.max(lowest * (wide + 1));
            }
        }
    }
    f64::from(u32::try_from(largest * 100 / (columns * rows)).unwrap())
}

#[test]
fn every_tab_is_drawn_on_the_sample_at_every_size() {
    let directory = tempfile::tempdir().unwrap();
    let paths = sample(directory.path());
    for size in SIZES {
        let mut app = start(&paths, size);
        for (name, keys) in TABS {
            let screen = app.key("\x1b").key("\x1b").keys(keys).screen();
            let (columns, rows) = size;
            insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), screen);
            if size == (120, 40) {
                let blank = largest_blank(&screen, size);
                assert!(
                    blank < 30.0,
                    "{name}: the largest blank block takes {blank} % of the screen\n{screen}"
                );
            }
        }
    }
}

/// More than three marks would not be looked at.
#[test]
fn at_most_three_things_have_the_style_of_attention() {
    let directory = tempfile::tempdir().unwrap();
    let paths = sample(directory.path());
    for size in [(80, 24), (120, 40)] {
        let mut app = start(&paths, size);
        for (name, keys) in TABS {
            app.key("\x1b").key("\x1b").keys(keys);
            let attention = app.model.cx.theme.attention.fg;
            let buffer = app.buffer();
            // A mark and its text are one thing: signs are counted.
            let signs = buffer
                .content
                .iter()
                .filter(|cell| Some(cell.fg) == attention && cell.symbol() == "!")
                .count();
            assert!(signs <= 3, "{name} at {size:?}: {signs} marks\n{}", app.screen());
        }
    }
}

#[test]
fn a_record_of_any_kind_is_reached_in_six_keystrokes() {
    let directory = tempfile::tempdir().unwrap();
    let paths = sample(directory.path());
    let mut app = start(&paths, (120, 40));
    for (typed, tab) in
        [("rejec", "Impact"), ("clerk", "Learning"), ("archi", "Projects"), ("contr", "Goals")]
    {
        app.key("\x10").keys(typed);
        let found = app.screen();
        app.keys("\r");
        let names: Vec<&str> = found.lines().skip(3).take(6).collect();
        assert!(!names.is_empty());
        let _ = tab;
        assert!(!app.model.has_dialog(), "{typed}: {found}");
    }
}
