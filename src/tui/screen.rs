//! What a tab of the app is to the shell.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::action::{Action, Context};
use super::cx::ViewCx;
use super::effect::Effect;

/// A tab of the app. The shell shows one of them, and asks it for everything by these functions.
pub trait Screen {
    /// Returns the contexts in which a key is looked up, the nearest first.
    fn contexts(&self) -> &'static [Context];

    /// Returns true for an action that does something with what is selected. The footer and the list of keys show
    /// these alone.
    fn accepts(&self, action: Action) -> bool {
        let _ = action;
        true
    }

    /// Returns true where something is open over the list, so that `back` leads to the list.
    fn is_open(&self) -> bool {
        false
    }

    /// Returns the effects that load what the tab shows; none where it is loaded.
    fn load(&self) -> Vec<Effect>;

    /// Has the tab loaded again: now where it is shown, else when it is shown next.
    fn invalidate(&mut self, is_shown: bool) -> Vec<Effect>;

    /// Draws the tab.
    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect);
}
