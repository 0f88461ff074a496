//! The career tab.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::dialog::Cx;
use crate::tui::effect::Effect;
use crate::tui::screen::Screen;
use crate::tui::widgets::paint;

/// The state of the tab.
#[derive(Debug, Default)]
pub struct Career;

impl Screen for Career {
    fn name(&self) -> &'static str {
        "Career"
    }

    fn tab(&self) -> Action {
        Action::TabCareer
    }

    fn contexts(&self) -> &'static [Context] {
        &[Context::List, Context::Global]
    }

    fn accepts(&self, _: &ViewCx, action: Action) -> Result<(), String> {
        match action {
            Action::Record | Action::Mark | Action::MarkRange | Action::MarkAll => Err(String::new()),
            _ => Ok(()),
        }
    }

    fn on_action(&mut self, _: &mut Cx<'_>, _: Action) -> Vec<Effect> {
        Vec::new()
    }

    fn load(&self) -> Vec<Effect> {
        Vec::new()
    }

    fn invalidate(&mut self, _: bool) -> Vec<Effect> {
        Vec::new()
    }

    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
        let text = "Positions, skills and stories will be here.";
        let inner = Rect {
            x: area.x + 2,
            width: area.width.saturating_sub(4),
            y: area.y + area.height / 3,
            height: area.height - area.height / 3,
        };
        paint::lines(buffer, inner, &paint::wrapped(text, usize::from(inner.width), cx.theme.muted), 0);
    }
}
