//! The interface between the shell and a tab of the app.

use std::any::Any;
use std::fmt::Debug;

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::action::{Action, Context};
use super::cx::ViewCx;
use super::dialog::Cx;
use super::effect::Effect;
use super::line::ScreenLine;
use super::loaded::Loaded;
use super::place::Place;
use super::saved::Change;
use super::targets::Targets;
use crate::domain::MetricView;

/// A tab of the app. The shell shows one of them, and asks it for everything by these functions.
pub trait Screen: Any + Debug {
    /// Returns the name in the tab bar.
    fn name(&self) -> &'static str;

    /// Returns the action that shows the tab.
    fn tab(&self) -> Action;

    /// Returns the contexts in which a key is looked up, the nearest first.
    fn contexts(&self) -> &'static [Context];

    /// Returns an error for an action that does nothing with what is selected: why it does nothing. The footer, the
    /// list of keys, the palette and the refusal of a key all come from here. An empty text says nothing.
    fn accepts(&self, cx: &ViewCx, action: Action) -> Result<(), String> {
        let _ = (cx, action);
        Ok(())
    }

    /// Returns the word for an action in the footer, where it means something else than elsewhere.
    fn hint(&self, action: Action) -> Option<&'static str> {
        let _ = action;
        None
    }

    /// Returns true where something is open over the list, so that `back` leads to the list.
    fn is_open(&self) -> bool {
        false
    }

    /// Does what a key asks of the tab.
    fn on_action(&mut self, cx: &mut Cx<'_>, action: Action) -> Vec<Effect>;

    /// Returns true while a line of the tab is written: keys go into it, and no other action is meant.
    fn is_typing(&self) -> bool {
        false
    }

    /// Takes a key into the line that is written.
    fn on_key(&mut self, key: KeyEvent) -> Vec<Effect> {
        let _ = key;
        Vec::new()
    }

    /// Takes pasted text into the line that is written.
    fn on_paste(&mut self, text: &str) -> Vec<Effect> {
        let _ = text;
        Vec::new()
    }

    /// Takes a line that the tab had a prompt ask for.
    fn on_line(&mut self, cx: &mut Cx<'_>, line: &ScreenLine, text: &str) -> Vec<Effect> {
        let _ = (cx, line, text);
        Vec::new()
    }

    /// Returns true for a tab with a search of its own; from another one the wins are searched.
    fn has_search(&self) -> bool {
        false
    }

    /// Returns true where `left` and `right` go from one list to the other.
    fn has_panes(&self) -> bool {
        false
    }

    /// Returns the text of what is selected, for the clipboard.
    fn copied(&self) -> Option<String> {
        None
    }

    /// Returns the number of marked rows.
    fn marked(&self) -> usize {
        0
    }

    /// Takes all marks away.
    fn unmark(&mut self) {}

    /// Returns the marked records, else the selected one.
    fn targets(&self) -> Option<Targets> {
        None
    }

    /// Returns the metric that is selected: a value that is logged belongs to it.
    fn metric(&self) -> Option<&MetricView> {
        None
    }

    /// Does what a click at a column and a row of the terminal asks.
    fn on_click(&mut self, cx: &mut Cx<'_>, column: u16, row: u16) -> Vec<Effect> {
        let _ = (cx, column, row);
        Vec::new()
    }

    /// Returns the record that is open, as a place; `None` where the list is shown.
    fn place(&self) -> Option<Place> {
        None
    }

    /// Returns the records that the open record names, each with its name and its place.
    fn links(&self) -> Vec<(String, Place)> {
        Vec::new()
    }

    /// Shows a place; `None` for one of another tab.
    fn arrive(&mut self, place: &Place) -> Option<Vec<Effect>> {
        let _ = place;
        None
    }

    /// Resets the limits of a place, when `back` leads away from it.
    fn leave(&mut self) {}

    /// Returns the effects that load what the tab shows; none where it is loaded.
    fn load(&self) -> Vec<Effect>;

    /// Takes data that was loaded for it; gives data for another tab back.
    ///
    /// # Errors
    /// The data, where it is for another tab.
    fn on_loaded(&mut self, cx: &mut Cx<'_>, loaded: Loaded) -> Result<Vec<Effect>, Loaded> {
        let _ = cx;
        Err(loaded)
    }

    /// Notes a change that was written, before everything is loaded again. Returns what is to be added to its message.
    fn on_saved(&mut self, cx: &ViewCx, change: &Change) -> Option<String> {
        let _ = (cx, change);
        None
    }

    /// Has the tab loaded again: now where it is shown, else when it is shown next.
    fn invalidate(&mut self, is_shown: bool) -> Vec<Effect>;

    /// Lays out again what depends on the size or the colours of the terminal.
    fn on_resized(&mut self, cx: &ViewCx) {
        let _ = cx;
    }

    /// Draws the tab.
    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect);
}
