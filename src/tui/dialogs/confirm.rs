//! A question before an action.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{centred, frame};
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::dialog::{Cx, Dialog};
use crate::tui::effect::Effect;
use crate::tui::widgets::paint;

/// The consequence of a yes.
#[derive(Debug, Clone, PartialEq)]
pub enum Then {
    /// The effect to request.
    Do(Box<Effect>),
    /// The closing of the dialog below, without saving.
    Discard,
}

/// The state of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Confirm {
    /// The question.
    pub question: String,
    /// The consequence of a yes.
    pub then: Then,
}

impl Confirm {
    /// Creates a question before an effect.
    pub fn effect(question: String, effect: Effect) -> Self {
        Self { question, then: Then::Do(Box::new(effect)) }
    }

    /// Returns the frame, and the columns of the question.
    fn layout(&self, area: Rect) -> (Rect, usize) {
        let wide = area.width.saturating_sub(2).min(64);
        let columns = usize::from(wide.saturating_sub(4));
        let lines = paint::wrapped(&self.question, columns, Style::default());
        (centred(area, wide, paint::columns(lines.len() + 4)), columns)
    }
}

/// Closes the topmost dialog; asks first if its text would take a while to type again.
pub fn discard(cx: &mut Cx<'_>, is_worth_asking: bool) {
    if is_worth_asking {
        cx.open(Confirm { question: "Throw away what you wrote?".to_owned(), then: Then::Discard });
    } else {
        cx.close();
    }
}

impl Dialog for Confirm {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Confirm]
    }

    fn on_action(&mut self, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
        cx.close();
        match (action, &self.then) {
            (Action::Yes, Then::Do(effect)) => vec![(**effect).clone()],
            (Action::Yes, Then::Discard) => {
                cx.close();
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn on_click(&mut self, cx: &mut Cx<'_>, column: u16, row: u16) -> Vec<Effect> {
        let (columns, rows) = cx.view.size;
        let (outer, _) = self.layout(Rect::new(0, 0, columns, rows.saturating_sub(1)));
        let at = column.checked_sub(outer.x + 2).filter(|_| row + 2 == outer.bottom());
        match at {
            Some(0..5) => self.on_action(cx, Action::Yes),
            Some(8..12) => self.on_action(cx, Action::No),
            _ => Vec::new(),
        }
    }

    fn on_refused(&mut self, _: &'static str, _: &str) {}

    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
        let theme = &cx.theme;
        let (outer, columns) = self.layout(area);
        let mut lines = paint::wrapped(&self.question, columns, theme.text);
        let inner = frame(buffer, outer, "Sure?", theme);
        // On a small terminal, the answers need the room of the last lines.
        lines.truncate(usize::from(inner.height.saturating_sub(1)));
        paint::lines(buffer, inner, &lines, 0);
        let row = inner.height.saturating_sub(1);
        paint::text(buffer, inner, row, "y yes   n no", theme.accent);
    }
}
