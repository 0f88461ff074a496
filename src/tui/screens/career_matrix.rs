//! Draws the matrix of competencies and quarters.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::ratings::rating;
use crate::domain::{Matrix, MatrixRow};
use crate::text::{counted, width};
use crate::tui::theme::Theme;
use crate::tui::widgets::paint;

/// The columns of the ratings, which are the same in each row.
struct Columns {
    name: Rect,
    /// The column of the first rating.
    start: u16,
    /// The number of columns of a rating, 1 or 2.
    pitch: usize,
    /// The number of the latest quarters that fit.
    shown: usize,
}

fn columns(matrix: &Matrix, area: Rect) -> Columns {
    let right = matrix.rows.iter().map(|row| width(&met(row, area.width))).max().unwrap_or(0);
    let name = Rect { x: area.x + 2, width: (area.width / 3).clamp(12, 30), ..area };
    let start = name.right() + 1;
    let end = area.right().saturating_sub(paint::columns(right) + 2);
    let room = usize::from(end.saturating_sub(start));
    let quarters = matrix.quarters.len();
    let pitch = if room >= quarters * 2 { 2 } else { 1 };
    Columns { name, start, pitch, shown: (room / pitch).min(quarters) }
}

/// Returns the expectations that are met and the number of records, in a row of this width.
fn met(row: &MatrixRow, width: u16) -> String {
    let records = counted(row.total.count, "record", "records");
    match row.expected {
        _ if width < 60 => format!("{}/{}", row.met, row.expected),
        0 => records,
        expected => format!("{} of {expected} expected · {records}", row.met),
    }
}

/// Draws a competency: its name, the ratings of the latest quarters, and the expectations that are met.
pub(super) fn competency(matrix: &Matrix, at: usize, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    let Some(row) = matrix.rows.get(at) else { return };
    paint::text_right(buffer, area, 0, &met(row, area.width), theme.muted);
    let columns = columns(matrix, area);
    let gone = if row.is_known { "" } else { " (not in the ladder)" };
    paint::text(buffer, columns.name, 0, &format!("{}{gone}", row.name), theme.text);
    for (index, cell) in row.cells[row.cells.len() - columns.shown..].iter().enumerate() {
        let x = columns.start + paint::columns(index * columns.pitch);
        let (glyph, style) = rating(*cell, theme);
        buffer.set_string(x, area.y, glyph, style);
    }
}

/// Draws the years of the matrix, each above its first quarter.
pub(super) fn years(matrix: &Matrix, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    let columns = columns(matrix, area);
    let quarters = &matrix.quarters[matrix.quarters.len() - columns.shown..];
    for (index, quarter) in quarters.iter().enumerate().filter(|(_, quarter)| quarter.number == 1) {
        let x = columns.start + paint::columns(index * columns.pitch);
        let year = quarter.year.to_string();
        let label = if columns.pitch == 1 { &year[year.len().saturating_sub(2)..] } else { &year[..] };
        if x + paint::columns(width(label)) <= area.right() {
            buffer.set_string(x, area.y, label, theme.muted);
        }
    }
}
