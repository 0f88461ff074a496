//! The README's picture is a rendered screen of the app. `BRAG_PICTURE=write cargo test --test picture`
//! redraws it.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::too_many_lines,
    reason = "a test stops when something is not as it should be"
)]

#[path = "support/app.rs"]
mod app;

use std::fmt::Write as _;

use app::{App, journal};
use brag::journal::wins;
use brag::text::width;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

const CELL: (f32, f32) = (8.4, 18.0);

/// Returns the hex colour of a terminal colour; `default` replaces [`Color::Reset`].
fn color(color: Color, default: &str) -> String {
    let named = match color {
        Color::Reset => default,
        Color::Cyan => "#7fd1d8",
        Color::Green => "#98c379",
        Color::Yellow => "#e5c07b",
        Color::Indexed(22) => "#1f4a2a",
        Color::Indexed(28) => "#2c7a3c",
        Color::Indexed(34) => "#3fae54",
        Color::Indexed(40) => "#5fd873",
        Color::Indexed(237) => "#2f343f",
        Color::Indexed(238) => "#444a55",
        Color::Indexed(240) => "#4b515c",
        Color::Indexed(245) => "#8b93a1",
        other => panic!("{other:?} has no colour in the picture"),
    };
    named.to_owned()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn svg(buffer: &Buffer) -> String {
    let (columns, rows) = (buffer.area.width, buffer.area.height);
    let (w, h) = (f32::from(columns) * CELL.0 + 24.0, f32::from(rows) * CELL.1 + 24.0);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w:.0} {h:.0}\" width=\"{w:.0}\" height=\"{h:.0}\" role=\"img\" aria-label=\"brag: the timeline of wins beside one win\">\n<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#1c1f26\"/>\n<g font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\">\n"
    );
    for y in 0..rows {
        let top = 12.0 + f32::from(y) * CELL.1;
        let mut x = 0;
        while x < columns {
            let cell = &buffer[(x, y)];
            let wide = u16::try_from(width(cell.symbol()).max(1)).unwrap();
            let left = 12.0 + f32::from(x) * CELL.0;
            if cell.bg != Color::Reset {
                let fill = color(cell.bg, "#1c1f26");
                let _ = writeln!(
                    out,
                    "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"{fill}\"/>",
                    f32::from(wide) * CELL.0 + 0.3,
                    CELL.1
                );
            }
            x += wide;
        }
        let mut x = 0;
        while x < columns {
            let cell = &buffer[(x, y)];
            // Adjacent cells of one style form one text element.
            let mut text = cell.symbol().to_owned();
            let start = x;
            x += 1;
            while x < columns
                && buffer[(x, y)].fg == cell.fg
                && buffer[(x, y)].modifier == cell.modifier
                && text.is_ascii()
                && buffer[(x, y)].symbol().is_ascii()
            {
                text.push_str(buffer[(x, y)].symbol());
                x += 1;
            }
            let fill = color(cell.fg, "#d7dae0");
            let mut style = String::new();
            if cell.modifier.contains(Modifier::BOLD) {
                style.push_str(" font-weight=\"bold\"");
            }
            if cell.modifier.contains(Modifier::UNDERLINED) {
                style.push_str(" text-decoration=\"underline\"");
            }
            // Each word is placed at its own column, so that a viewer's handling of spaces does not matter.
            let mut column = start;
            for word in text.split(' ') {
                let wide = u16::try_from(width(word)).unwrap();
                if wide > 0 {
                    let left = 12.0 + f32::from(column) * CELL.0;
                    let length = f32::from(wide) * CELL.0;
                    let _ = writeln!(
                        out,
                        "<text x=\"{left:.1}\" y=\"{:.1}\" fill=\"{fill}\" textLength=\"{length:.1}\" lengthAdjust=\"spacingAndGlyphs\"{style}>{}</text>",
                        top + 13.5,
                        escaped(word)
                    );
                }
                column += wide + 1;
            }
        }
    }
    out.push_str("</g>\n</svg>\n");
    out
}

/// Fills a journal with a few weeks of invented wins.
fn sample(directory: &std::path::Path) {
    let mut journal = journal(directory);
    let lines = [
        "2026-01-08: Wrote the storage decision record +\"Weather data\" #docs cat:design",
        "2026-01-14: Cut the median search time +\"Harbour search\" #perf search:900ms..220ms for:\"boat owners\" !",
        "2026-01-21: Paired with a new colleague until the first release was out @Ana cat:collaboration",
        "2026-01-29: Moved the tide calculation into a service of its own +\"Tide tables\" %Rust",
        "2026-02-04: Led the response to the Sunday outage #oncall cat:reliability",
        "2026-02-11: Alerts for the booking queue, before anyone noticed +\"Harbour search\" missed:12..1 cat:reliability",
        "2026-02-19: Halved the nightly build +Build #ci build:18min..9min for:everyone",
        "2026-02-25: Ran the code review workshop @Ines @Jun cat:collaboration",
        "2026-03-03: Replaced the nightly index rebuild, bookings show up as they come +\"Harbour search\" #search delay:\"24 h..3 s\" for:\"boat owners\" role:designed,built @Jun %Kafka due:3mo !",
        "2026-03-05: Spoke about tide tables at the harbour meetup cat:outside",
    ];
    for line in lines {
        let mut reading = wins::parse_line(&journal.snapshot().unwrap(), line);
        if line.contains("delay:") {
            reading.draft.impact =
                "Support calls about missing berths went from daily to twice in a month.".into();
            reading.draft.notes = "A queue in front, so that a burst of bookings no longer slows the site.\n\n- old and new index ran side by side for two weeks\n- the switch took one evening".into();
        }
        journal.write(|tx| wins::add(tx, &reading.draft, reading.hints.clone())).unwrap();
    }
}

#[test]
fn the_picture_in_the_readme_matches_the_screen_of_the_app() {
    let directory = tempfile::tempdir().unwrap();
    sample(directory.path());
    let mut app = App::new(directory.path(), (118, 26));
    app.keys("2j");
    let drawn = svg(&app.buffer());
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/screen.svg");
    if std::env::var_os("BRAG_PICTURE").is_some() {
        std::fs::write(&path, &drawn).unwrap();
    }
    let stored = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        stored == drawn,
        "the picture is not what the app draws: BRAG_PICTURE=write cargo test --test picture"
    );
}
