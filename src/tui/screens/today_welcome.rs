//! Draws the first steps on an empty journal.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::widgets::paint;

/// The maximum width of the text, in columns.
const WIDEST: u16 = 66;

/// Draws the purpose of brag and the first steps.
pub fn view(cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let width = area.width.min(WIDEST);
    let lines = lines(cx, usize::from(width));
    let rows = paint::columns(lines.len());
    let top = if area.height > rows + 6 { (area.height - rows) / 3 } else { 0 };
    let inner =
        Rect { x: area.x + (area.width - width) / 2, width, y: area.y + top, height: area.height - top };
    paint::lines(buffer, inner, &lines, 0);
}

fn lines(cx: &ViewCx, columns: usize) -> Vec<Line<'static>> {
    let theme = &cx.theme;
    let purpose = "Keep the record of your work while you do it: the wins, the numbers that prove them, and what came \
                   of them. At the end of the year, the document for your review is ready.";
    let mut out = paint::wrapped(purpose, columns, theme.text);
    out.push(Line::default());
    let steps = [
        (cx.key(Action::Capture, Context::Global), "log your first win"),
        (cx.key(Action::Demo, Context::Today), "look at a sample career"),
        (cx.key(Action::Import, Context::Global), "import a document"),
    ];
    for (key, about) in steps {
        out.push(Line::from(vec![
            Span::styled(format!("{key:<9}"), theme.key),
            Span::styled(about, theme.text),
        ]));
    }
    out
}
