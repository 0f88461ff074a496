//! The dialogs over the tabs: the quick capture, forms, prompts, choices, questions and the help.

pub mod answering;
pub mod capture;
pub mod checking;
pub mod choose;
pub mod completion;
pub mod confirm;
pub mod filter;
pub mod finder;
pub mod help;
pub mod import_path;
pub mod import_plan;
pub mod pick;
pub mod prompt;
pub mod record_form;
mod record_search;
pub mod story_shape;
pub mod text_editor;
pub mod themes;
pub mod value;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::theme::Theme;
use super::widgets::paint;
use crate::text::width;

/// Returns the height of a dialog with a list: the whole area on a low terminal, for one row at least.
fn list_height(area: Rect) -> u16 {
    if area.height < 12 { area.height } else { area.height - 2 }
}

/// The number of entries that a page key moves by in the list of a dialog.
const PAGE: usize = 10;

/// Clears an area and draws the frame of a dialog; returns the area inside.
pub fn frame(buffer: &mut Buffer, area: Rect, title: &str, theme: &Theme) -> Rect {
    paint::clear(buffer, area);
    clear_sides(buffer, area);
    if area.width < 4 || area.height < 3 {
        return area;
    }
    let across = "─".repeat(usize::from(area.width) - 2);
    buffer.set_string(area.x, area.y, format!("╭{across}╮"), theme.rule);
    buffer.set_string(area.x, area.bottom() - 1, format!("╰{across}╯"), theme.rule);
    for y in area.y + 1..area.bottom() - 1 {
        buffer.set_string(area.x, y, "│", theme.rule);
        buffer.set_string(area.right() - 1, y, "│", theme.rule);
    }
    let head = Rect { x: area.x + 2, width: area.width - 4, height: 1, ..area };
    let shown = format!(" {title} ");
    // The style of the line would stay under the title.
    let under = Rect { width: head.width.min(paint::columns(width(&shown))), ..head };
    paint::clear(buffer, under);
    paint::text(buffer, head, 0, &shown, theme.strong);
    Rect { x: area.x + 2, y: area.y + 1, width: area.width - 4, height: area.height - 2 }
}

/// The width up to which what is left of the screen beside a dialog is cleared: parts of words are no context.
const SLIVER: u16 = 8;

/// Clears the column beside a dialog on both sides, so that no cut word and no bar of a list touches its frame, and what
/// is left of the screen if that is narrow.
fn clear_sides(buffer: &mut Buffer, area: Rect) {
    let screen = buffer.area;
    let left = area.x - screen.x;
    let right = screen.right().saturating_sub(area.right());
    let width = |free: u16| if free < SLIVER { free } else { 1 };
    paint::clear(buffer, Rect { x: area.x - width(left), width: width(left), ..area });
    paint::clear(buffer, Rect { x: area.right(), width: width(right), ..area });
    // A wide character that reaches into a cleared column would displace it.
    if let Some(x) = (area.x - width(left)).checked_sub(1) {
        for y in area.y..area.bottom() {
            if crate::text::width(buffer[(x, y)].symbol()) > 1 {
                buffer[(x, y)].set_symbol(" ");
            }
        }
    }
}

/// Returns an area of at most this size, centred horizontally and a little above the centre of `area`.
pub fn centred(area: Rect, width: u16, height: u16) -> Rect {
    let width = width.min(area.width);
    let height = height.min(area.height);
    Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 3, width, height }
}
