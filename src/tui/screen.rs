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
use super::screens::master_detail::Panes;
use super::targets::Targets;
use crate::domain::{Kind, MetricView};

/// A tab of the app. The shell shows one tab at a time and knows it only through this trait.
pub trait Screen: Any + Debug {
    /// Returns the name in the tab bar.
    fn name(&self) -> &'static str;

    /// Returns the action that shows the tab.
    fn tab(&self) -> Action;

    /// Returns the contexts in which a key is looked up, the most specific first.
    fn contexts(&self) -> &'static [Context];

    /// Checks that an action applies to the selection. The error is the reason for the refusal, or empty for
    /// a silent one. The footer, the palette and the refusal of a key are all derived from it.
    fn accepts(&self, cx: &ViewCx, action: Action) -> Result<(), String> {
        let _ = (cx, action);
        Ok(())
    }

    /// Returns the footer label of an action, if it differs from the default.
    fn hint(&self, action: Action) -> Option<&'static str> {
        let _ = action;
        None
    }

    /// Returns the actions of the footer, the most used first; those that do not apply are omitted.
    fn hints(&self) -> &'static [Action] {
        &[]
    }

    /// Returns the position in the list, such as `10 of 149`; `None` without a list.
    fn position(&self) -> Option<String> {
        None
    }

    /// Returns the kinds of record that the tab shows; empty if it shows several.
    fn kinds(&self) -> &'static [Kind] {
        &[]
    }

    /// Returns the kinds of which the journal has a record, if the tab knows it.
    fn held(&self) -> Option<&[Kind]> {
        None
    }

    /// Returns a tab and the number of things that wait there, if this tab knows it.
    fn waiting(&self) -> Option<(Action, usize)> {
        None
    }

    /// Returns `true` if a record is open over the list; `back` then leads to the list.
    fn is_open(&self) -> bool {
        false
    }

    /// Performs the action of a key.
    fn on_action(&mut self, cx: &mut Cx<'_>, action: Action) -> Vec<Effect>;

    /// Returns `true` while a line of the tab is edited, which then receives the keys.
    fn is_typing(&self) -> bool {
        false
    }

    /// Handles a key in the line that is edited.
    fn on_key(&mut self, key: KeyEvent) -> Vec<Effect> {
        let _ = key;
        Vec::new()
    }

    /// Handles pasted text in the line that is edited.
    fn on_paste(&mut self, text: &str) -> Vec<Effect> {
        let _ = text;
        Vec::new()
    }

    /// Handles the line of a prompt that the tab opened.
    fn on_line(&mut self, cx: &mut Cx<'_>, line: &ScreenLine, text: &str) -> Vec<Effect> {
        let _ = (cx, line, text);
        Vec::new()
    }

    /// Returns `true` if the tab has its own search; otherwise the search opens the wins.
    fn has_search(&self) -> bool {
        false
    }

    /// Returns `true` if the list can be limited to the rows with some words by [`Self::filter`].
    fn filters(&self) -> bool {
        false
    }

    /// Limits the list to the rows that contain all words; all rows for an empty text. Returns the effects that load
    /// what is missing.
    fn filter(&mut self, words: &str) -> Vec<Effect> {
        let _ = words;
        Vec::new()
    }

    /// Returns `true` if the words of the filter leave no row.
    fn finds_nothing(&self) -> bool {
        false
    }

    /// Returns the label of `back` if it shows all rows again, such as `all wins`; `None` if all are shown.
    fn shows_again(&self) -> Option<&'static str> {
        None
    }

    /// Returns the words that are searched for, which are set off on the screen.
    fn searched(&self) -> Vec<String> {
        Vec::new()
    }

    /// Returns `true` if `left` and `right` move between two panes.
    fn has_panes(&self) -> bool {
        false
    }

    /// Returns the text of the selection, for the clipboard.
    fn copied(&self) -> Option<String> {
        None
    }

    /// Returns the number of marked rows.
    fn marked(&self) -> usize {
        0
    }

    /// Returns `true` if the tab itself performs an action on its marked rows.
    fn acts_on_marked(&self, action: Action) -> bool {
        let _ = action;
        false
    }

    /// Unmarks all rows.
    fn unmark(&mut self) {}

    /// Returns the marked records, or the selected record if no record is marked.
    fn targets(&self) -> Option<Targets> {
        None
    }

    /// Returns the selected metric, to which a logged value belongs.
    fn metric(&self, _: &ViewCx) -> Option<MetricView> {
        None
    }

    /// Handles a click at a column and a row of the terminal.
    fn on_click(&mut self, cx: &mut Cx<'_>, column: u16, row: u16) -> Vec<Effect> {
        let _ = (cx, column, row);
        Vec::new()
    }

    /// Handles a turn of the wheel over a position of the terminal; `action` moves down or up.
    fn on_wheel(&mut self, cx: &mut Cx<'_>, column: u16, row: u16, action: Action) -> Vec<Effect> {
        let body = cx.view.body();
        let is_over =
            |panes: &Panes<'_>| panes.detail.is_some_and(|area| area.contains((column, row).into()));
        match self.panes(body).filter(|panes| !*panes.is_open && is_over(panes)) {
            Some(panes) => *panes.is_open = true,
            None => return self.on_action(cx, action),
        }
        // The keys stay with the list.
        let effects = self.on_action(cx, action);
        if let Some(panes) = self.panes(body) {
            *panes.is_open = false;
        }
        effects
    }

    /// Returns the open record as a place; `None` if the list is shown.
    fn place(&self) -> Option<Place> {
        None
    }

    /// Returns the records that the open record refers to, each with its name and its place.
    fn links(&self) -> Vec<(String, Place)> {
        Vec::new()
    }

    /// Shows a place and returns the effects that load it; `None` if it belongs to another tab.
    fn arrive(&mut self, place: &Place) -> Option<Vec<Effect>> {
        let _ = place;
        None
    }

    /// Resets the filters of the current place, because `back` leads away from it.
    fn leave(&mut self) {}

    /// Frees much data that is loaded again when the tab is shown, because another tab is shown; returns `true` if there was
    /// any.
    fn rest(&mut self) -> bool {
        false
    }

    /// Returns the effects that load the data of the tab; empty if it is loaded.
    fn load(&self) -> Vec<Effect>;

    /// Stores loaded data; data that is not for this tab is returned as the error.
    fn on_loaded(&mut self, cx: &mut Cx<'_>, loaded: Loaded) -> Result<Vec<Effect>, Loaded> {
        let _ = cx;
        Err(loaded)
    }

    /// Takes note of a written change before all data is reloaded. Returns text to append to the message of
    /// the change.
    fn on_saved(&mut self, cx: &ViewCx, change: &Change) -> Option<String> {
        let _ = (cx, change);
        None
    }

    /// Marks the data as stale, and returns the effects that reload it now if `is_shown` is `true`; a hidden
    /// tab is reloaded when it is shown next.
    fn invalidate(&mut self, is_shown: bool) -> Vec<Effect>;

    /// Lays out again the parts that depend on the size or the colours of the terminal.
    fn on_resized(&mut self, cx: &ViewCx) {
        let _ = cx;
    }

    /// Returns the panes of the tab for the mouse; `None` for a tab of one pane.
    fn panes(&mut self, body: Rect) -> Option<Panes<'_>> {
        let _ = body;
        None
    }

    /// Draws the tab.
    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect);
}
