//! Lays out the blocks of a record as terminal lines.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::detail::MEASURE;
use super::series;
use crate::report::block::Block;
use crate::text::{ellipsis, inert, width};
use crate::tui::cx::ViewCx;
use crate::tui::widgets::{markdown, paint};

/// The number of columns for the name of a field.
const LABEL: usize = 11;

/// The maximum number of columns of a progress bar.
const BAR: usize = 40;

/// Lays out `blocks` as lines of at most `columns` columns.
pub fn lines(blocks: Vec<Block<'_>>, cx: &ViewCx, columns: usize) -> Vec<Line<'static>> {
    let theme = &cx.theme;
    let mut out: Vec<Line<'static>> = Vec::new();
    let mut after_fields = false;
    for block in blocks {
        let is_field = matches!(block, Block::Field(..));
        if after_fields && !is_field && !matches!(block, Block::Heading(_)) {
            out.push(Line::default());
        }
        after_fields = is_field;
        match block {
            Block::Title(name) => out.extend(paint::wrapped(&inert(&name), columns, theme.strong)),
            Block::About(text) => out.extend(paint::wrapped(&inert(&text), columns, theme.muted)),
            Block::Heading(text) => {
                if !out.is_empty() {
                    out.push(Line::default());
                }
                out.push(paint::group_line(&text, "", columns, theme));
            }
            Block::Progress(share, gone, words) => {
                if let Some(share) = share {
                    out.push(paint::bar(share, gone, columns.min(BAR), theme));
                }
                out.extend(paint::wrapped(&inert(&words), columns, theme.text));
            }
            Block::Text(text) => out.extend(markdown::lines(&text, columns.min(MEASURE), theme)),
            Block::Field(name, value) => {
                let parts = paint::wrapped(&inert(&value), columns.saturating_sub(LABEL).max(10), theme.text);
                let name = ellipsis(&inert(&name), LABEL - 1).into_owned();
                for (at, part) in parts.into_iter().enumerate() {
                    let label = if at == 0 { format!("{name:<LABEL$}") } else { " ".repeat(LABEL) };
                    let mut spans = vec![Span::styled(label, theme.muted)];
                    spans.extend(part.spans);
                    out.push(Line::from(spans));
                }
            }
            Block::Metric(metric) => {
                out.extend(series::lines_within(metric, theme, columns, cx.pane_rows()));
            }
            Block::Chart(metric) => {
                out.push(Line::default());
                out.extend(series::lines_within(&metric, theme, columns, cx.pane_rows()));
            }
            Block::Row(left, right) | Block::Record(_, left, right) => {
                out.push(both_ends(&left, &right, columns, theme.text, theme.muted));
            }
            Block::Missing(text) => {
                out.push(Line::default());
                out.extend(paint::wrapped(&inert(&text), columns, theme.muted));
            }
            Block::Outcome(head, text) => {
                out.extend(paint::wrapped(&inert(&head), columns, theme.muted));
                out.extend(markdown::lines(&text, columns.min(MEASURE), theme));
            }
        }
    }
    out
}

/// Lays out a line with `right` at its right edge; both texts are shortened to fit `columns`.
pub fn both_ends(left: &str, right: &str, columns: usize, style: Style, muted: Style) -> Line<'static> {
    let right = ellipsis(&inert(right), columns / 2).into_owned();
    let room = columns.saturating_sub(width(&right) + 2);
    let left = ellipsis(&inert(left), room).into_owned();
    let gap = " ".repeat(columns.saturating_sub(width(&left) + width(&right)));
    Line::from(vec![Span::styled(left, style), Span::raw(gap), Span::styled(right, muted)])
}
