//! A question before something is done.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{centred, frame};
use crate::tui::effect::Effect;
use crate::tui::theme::Theme;
use crate::tui::widgets::paint;

/// What happens on a yes.
#[derive(Debug, Clone, PartialEq)]
pub enum Then {
    /// An effect is asked for.
    Do(Box<Effect>),
    /// The dialog under this one is closed without saving.
    Discard,
}

/// The state of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Confirm {
    /// The question.
    pub question: String,
    /// What a yes does.
    pub then: Then,
}

/// Draws it.
pub fn view(confirm: &Confirm, theme: &Theme, buffer: &mut Buffer, area: Rect) {
    let wide = area.width.saturating_sub(2).min(64);
    let lines = paint::wrapped(&confirm.question, usize::from(wide.saturating_sub(4)), theme.text);
    let outer = centred(area, wide, paint::columns(lines.len() + 4));
    let inner = frame(buffer, outer, "Sure?", theme);
    paint::lines(buffer, inner, &lines, 0);
    let row = inner.height.saturating_sub(1);
    paint::text(buffer, inner, row, "y yes   n no", theme.accent);
}
