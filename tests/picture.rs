//! The pictures of the README are rendered screens of the app on the sample journal, and a page of a document.
//! `BRAG_PICTURE=write cargo test --test picture` draws them again.
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

use app::App;
use brag::clock::Clock;
use brag::config::Config;
use brag::text::width;
use brag::tui::theme::{Colors, Surroundings};
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

const CELL: (f32, f32) = (8.4, 18.0);

/// The day of the pictures.
const TODAY: &str = "2026-03-04";

/// Returns the hex colour of a colour of the theme; `default` replaces the terminal's own.
fn color(color: Color, default: &str) -> String {
    match color {
        Color::Reset => default.to_owned(),
        Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        other => panic!("{other:?} is not a colour of the theme"),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn svg(buffer: &Buffer, ground: &str, label: &str) -> String {
    let (columns, rows) = (buffer.area.width, buffer.area.height);
    let (w, h) = (f32::from(columns) * CELL.0 + 24.0, f32::from(rows) * CELL.1 + 24.0);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w:.0} {h:.0}\" width=\"{w:.0}\" height=\"{h:.0}\" role=\"img\" aria-label=\"{label}\">\n<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{ground}\"/>\n<g font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\">\n"
    );
    for y in 0..rows {
        let top = 12.0 + f32::from(y) * CELL.1;
        let mut x = 0;
        while x < columns {
            let cell = &buffer[(x, y)];
            let wide = u16::try_from(width(cell.symbol()).max(1)).unwrap();
            let left = 12.0 + f32::from(x) * CELL.0;
            if cell.bg != Color::Reset {
                let fill = color(cell.bg, ground);
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
            if text == "■" {
                let (left, fill) = (12.0 + f32::from(start) * CELL.0, color(cell.fg, "#d7dae0"));
                let _ = writeln!(
                    out,
                    "<rect x=\"{left:.1}\" y=\"{:.1}\" width=\"8.4\" height=\"8.4\" fill=\"{fill}\"/>",
                    top + 5.0
                );
                continue;
            }
            while x < columns
                && buffer[(x, y)].fg == cell.fg
                && buffer[(x, y)].modifier == cell.modifier
                && (text.is_ascii() && buffer[(x, y)].symbol().is_ascii()
                    || text.ends_with(['─', '━', '┄']) && text.ends_with(buffer[(x, y)].symbol()))
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

/// Returns the screen of the app on the sample journal after some keys.
fn screen(ground: &str, size: (u16, u16), keys: &str) -> Buffer {
    let clock = Clock::new(Some(TODAY), None).unwrap();
    let demo = brag::cli::demo::make(None, &Config::default(), clock).unwrap();
    let surroundings = Surroundings { background: ground.parse().ok(), colors: Colors::True };
    let mut app = App::of(demo.journal, surroundings, size);
    app.keys(keys);
    app.buffer()
}

/// The backgrounds of a dark and of a light terminal.
const GROUNDS: [(&str, &str); 2] = [("dark", "#14161b"), ("light", "#fbfaf6")];

#[test]
fn the_pictures_in_the_readme_match_the_screens_of_the_app() {
    let pictures = [
        ("today", (118, 36), "", "brag: the week, the year as a heatmap, goals and what is due"),
        ("metric", (84, 22), "6l/query\r\r", "brag: a metric over time, with the wins that moved it"),
    ];
    for (name, size, keys, label) in pictures {
        for (mode, ground) in GROUNDS {
            let drawn = svg(&screen(ground, size, keys), ground, label);
            let path =
                std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("assets/{name}-{mode}.svg"));
            if std::env::var_os("BRAG_PICTURE").is_some() {
                std::fs::write(&path, &drawn).unwrap();
            }
            let stored = std::fs::read_to_string(&path).unwrap_or_default();
            let same = stored == drawn;
            assert!(same, "{name}-{mode}: BRAG_PICTURE=write cargo test --test picture draws it again");
        }
    }
}

/// Draws the first page of the review of the sample journal for a manager, if poppler is installed.
#[test]
fn the_page_in_the_readme_can_be_drawn_again() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/manager-page.png");
    if std::env::var_os("BRAG_PICTURE").is_none() {
        assert!(path.exists(), "BRAG_PICTURE=write cargo test --test picture draws it");
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let journal = directory.path().join("journal.db");
    let clock = Clock::new(Some(TODAY), None).unwrap();
    drop(brag::cli::demo::make(Some(&journal), &Config::default(), clock).unwrap());
    let run = |command: &mut std::process::Command| {
        let output = command.current_dir(directory.path()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let mut brag = std::process::Command::new(env!("CARGO_BIN_EXE_brag"));
    brag.env("BRAG_TODAY", TODAY).env("HOME", directory.path()).arg("--db").arg(&journal);
    run(brag.args(["review", "2025", "--reader", "manager", "-o", "page.pdf"]));
    run(std::process::Command::new("pdftoppm").args([
        "-png",
        "-r",
        "72",
        "-f",
        "1",
        "-l",
        "1",
        "-singlefile",
        "page.pdf",
        "page",
    ]));
    std::fs::copy(directory.path().join("page.png"), &path).unwrap();
}
