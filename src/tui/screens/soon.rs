//! Tabs whose screens are still to come say so in one calm line.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tui::tab::Tab;
use crate::tui::theme::Theme;
use crate::tui::widgets::paint;

/// Draws the line.
pub fn view(tab: Tab, buffer: &mut Buffer, area: Rect, theme: &Theme) {
    let what = match tab {
        Tab::Career => "Positions, skills and stories will be here.",
        _ => "",
    };
    let inner = Rect {
        x: area.x + 2,
        width: area.width.saturating_sub(4),
        y: area.y + area.height / 3,
        height: area.height - area.height / 3,
    };
    paint::lines(buffer, inner, &paint::wrapped(what, usize::from(inner.width), theme.muted), 0);
}
