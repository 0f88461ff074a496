//! Lays out tables.

use std::rc::Rc;

use super::flow::{Block, Mark};
use super::page::{Pages, shifted};
use super::structure::Role;
use super::style::{ACCENT, CELL, COLUMN, GRID, HEIGHT, INK, MARGIN, RULE, TextStyle, WIDTH};
use super::typesetter::Run;
use crate::report::plot::levels;

/// The space between two columns, in points.
const GAP: f32 = 12.0;
/// The size of a line that is drawn in a cell, in points.
const LINE: (f32, f32) = (72.0, 8.0);

/// A table: the row of column names first.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub rows: Vec<Vec<Vec<Run>>>,
    /// The columns that are aligned to the right.
    pub right: Vec<bool>,
    /// The distance from the left edge of the text, in points: a table may belong to a list item.
    pub indent: f32,
}

impl Table {
    fn width(&self) -> f32 {
        WIDTH - self.indent
    }

    fn is_right(&self, column: usize) -> bool {
        self.right.get(column).copied().unwrap_or(false)
    }
}

impl Pages {
    /// Lays out a table. A short table stays on one page.
    pub(super) fn table(&mut self, table: &Table) {
        self.end_highlight();
        let widths = self.widths(table);
        self.structure.open(Role::Table);
        let mut head: Option<Rc<Block>> = None;
        for (at, row) in table.rows.iter().enumerate() {
            self.structure.open(Role::Row);
            let block = self.row(table, row, &widths, at == 0);
            self.structure.close();
            let keep = at + 1 < table.rows.len();
            let before = if at == 0 { GRID } else { 0.0 };
            let block = Block { before, keep, head: head.clone(), ..block };
            if at == 0 {
                // Repeated on another page, the names are no part of the text.
                let marks = block.marks.iter().cloned().map(Mark::into_decoration).collect();
                head = Some(Rc::new(Block { marks, height: block.height, ..Block::default() }));
            }
            self.push(block);
        }
        self.structure.close();
        self.end_paragraphs();
    }

    fn row(&mut self, table: &Table, row: &[Vec<Run>], widths: &[f32], is_head: bool) -> Block {
        let style = if is_head { COLUMN } else { CELL };
        let mut marks = Vec::new();
        let mut lines: f32 = style.leading;
        let mut x = MARGIN + table.indent;
        for (column, (runs, width)) in row.iter().zip(widths).enumerate() {
            let element = self.structure.add(if is_head { Role::HeadCell } else { Role::Cell });
            if let Some(levels) = levels_of(runs) {
                let role = Role::Figure("the values as a line".to_owned());
                let figure = self.structure.add_to(Some(element), role);
                marks.extend(line(&levels, x, figure));
            } else {
                let (height, cell) = self.cell(runs, style, (x, *width), element, table.is_right(column));
                lines = lines.max(height);
                marks.extend(cell);
            }
            x += width + GAP;
        }
        let pad = GRID / 2.0;
        let mut marks: Vec<Mark> =
            marks.into_iter().map(|mark| if is_head { mark } else { shifted(mark, pad) }).collect();
        let height = if is_head { lines } else { lines + 2.0 * pad };
        marks.push(Mark::Rule {
            x: MARGIN + table.indent,
            y: height,
            width: table.width(),
            color: if is_head { INK } else { RULE },
        });
        // Only a row that is higher than a page is divided.
        let mut breaks = Vec::new();
        let mut y = pad + style.leading;
        while height > HEIGHT && y < height {
            breaks.push(y);
            y += style.leading;
        }
        Block { height, marks, breaks, ..Block::default() }
    }

    /// Sets the text of a cell, and returns its height and the marks of its lines.
    pub(super) fn cell(
        &mut self,
        runs: &[Run],
        style: TextStyle,
        (x, width): (f32, f32),
        element: usize,
        is_right: bool,
    ) -> (f32, Vec<Mark>) {
        let (height, mut marks) = self.text(runs, style, (x, width), Some(element));
        if is_right {
            for mark in &mut marks {
                if let Mark::Line { set, line, x, .. } = mark {
                    let line = self.typesetter.sets[*set].layout.lines().nth(*line);
                    let used = line.map_or(0.0, |line| {
                        let metrics = line.metrics();
                        metrics.advance - metrics.trailing_whitespace
                    });
                    *x += (width - used).max(0.0);
                }
            }
        }
        (height, marks)
    }

    /// Returns the widths of the columns: as wide as their text where there is room, and equal shares of what is left
    /// for the others.
    fn widths(&mut self, table: &Table) -> Vec<f32> {
        let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut natural = vec![0.0_f32; columns];
        for (at, row) in table.rows.iter().enumerate() {
            for (column, runs) in row.iter().enumerate() {
                let width = if levels_of(runs).is_some() {
                    LINE.0
                } else {
                    self.typesetter.width_of(runs, if at == 0 { COLUMN } else { CELL })
                };
                natural[column] = natural[column].max(width.ceil());
            }
        }
        fitted(&natural, table)
    }
}

fn count(number: usize) -> f32 {
    f32::from(u16::try_from(number).unwrap_or(u16::MAX))
}

fn fitted(natural: &[f32], table: &Table) -> Vec<f32> {
    let mut left = table.width() - GAP * count(natural.len().saturating_sub(1));
    let mut widths: Vec<Option<f32>> = vec![None; natural.len()];
    loop {
        let open = widths.iter().filter(|width| width.is_none()).count();
        if open == 0 {
            break;
        }
        let share = left / count(open);
        let fits = (0..natural.len()).find(|at| widths[*at].is_none() && natural[*at] <= share);
        let Some(at) = fits else {
            return widths.into_iter().map(|width| width.unwrap_or(share.max(GRID))).collect();
        };
        widths[at] = Some(natural[at]);
        left -= natural[at];
    }
    // All fit: the columns of text share what is left.
    let is_text = |column: &usize| !table.is_right(*column);
    let texts = (0..natural.len()).filter(is_text).count().max(1);
    let extra = left.max(0.0) / count(texts);
    let widened = |(column, width): (usize, Option<f32>)| {
        width.unwrap_or(0.0) + if is_text(&column) { extra } else { 0.0 }
    };
    widths.into_iter().enumerate().map(widened).collect()
}

/// Returns the levels of a cell that is a line of block characters.
fn levels_of(runs: &[Run]) -> Option<Vec<f64>> {
    let text: String = runs.iter().map(|run| run.text.as_str()).collect();
    levels(&text)
}

/// Draws levels as a line with its last point.
fn line(levels: &[f64], x: f32, figure: usize) -> Vec<Mark> {
    let (width, height) = LINE;
    let step = width / count(levels.len() - 1);
    let top = CELL.leading + GRID / 2.0 - height - 2.5;
    #[expect(clippy::cast_possible_truncation, reason = "a place on a page")]
    let place = |(at, level): (usize, &f64)| (x + step * count(at), top + height * (1.0 - *level as f32));
    let points: Vec<(f32, f32)> = levels.iter().enumerate().map(place).collect();
    let last = points.last().copied().unwrap_or_default();
    let element = Some(figure);
    vec![
        Mark::Polyline { points, color: ACCENT, dashed: false, width: 1.1, element },
        Mark::Dot { x: last.0, y: last.1, color: ACCENT, element },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_text_where_there_is_room() {
        let table = Table { right: vec![false, true], ..Table::default() };
        let widths = fitted(&[100.0, 40.0], &table);
        assert!((widths[1] - 40.0).abs() < 0.1 && (widths.iter().sum::<f32>() + GAP - WIDTH).abs() < 0.1);
        let widths = fitted(&[60.0, 9000.0, 2000.0], &Table::default());
        assert!((widths[0] - 60.0).abs() < 0.1 && (widths[1] - widths[2]).abs() < 0.1);
    }
}
