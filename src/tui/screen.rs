//! The interface between the shell and a tab of the app.

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::action::{Action, Context};
use super::cx::ViewCx;
use super::dialogs::Dialog;
use super::dialogs::pick::Pick;
use super::effect::{Effect, Picking};
use super::message::{Message, Tone};
use super::place::Place;
use crate::domain::MetricView;

/// The requests that a tab made besides its effects.
#[derive(Debug)]
pub struct Done {
    /// The dialogs that are opened, in their order.
    pub dialogs: Vec<Dialog>,
    /// The line at the bottom.
    pub message: Option<Message>,
    /// The place that is gone to.
    pub place: Option<Place>,
}

/// Collects the requests of a tab. The shell carries them out when the tab returns.
#[derive(Debug)]
pub struct Cx<'a> {
    /// The context that everything is drawn with.
    pub view: &'a ViewCx,
    dialogs: Vec<Dialog>,
    message: Option<Message>,
    place: Option<Place>,
}

impl<'a> Cx<'a> {
    /// Returns a context without requests.
    #[must_use]
    pub fn new(view: &'a ViewCx) -> Self {
        Self { view, dialogs: Vec::new(), message: None, place: None }
    }

    /// Returns the requests, for the shell to carry out.
    #[must_use]
    pub fn done(self) -> Done {
        Done { dialogs: self.dialogs, message: self.message, place: self.place }
    }

    /// Opens a dialog over the tab.
    pub fn open(&mut self, dialog: impl Into<Dialog>) {
        self.dialogs.push(dialog.into());
    }

    /// Shows a message at the bottom.
    pub fn say(&mut self, tone: Tone, text: impl Into<String>) {
        self.message = Some(Message { tone, text: text.into() });
    }

    /// Opens the records that may be linked.
    pub fn pick(&mut self, picking: Picking, about: &str) -> Vec<Effect> {
        let pick = Pick::new(picking, about.to_owned());
        let effect = pick.find();
        self.open(Dialog::Pick(Box::new(pick)));
        vec![effect]
    }

    /// Goes to another place, from which `back` leads here again.
    pub fn go(&mut self, place: Place) -> Vec<Effect> {
        self.place = Some(place);
        Vec::new()
    }
}

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

    /// Returns the metric that is selected: a value that is logged belongs to it.
    fn metric(&self) -> Option<&MetricView> {
        None
    }

    /// Does what a click at a column and a row of the terminal asks.
    fn on_click(&mut self, cx: &mut Cx<'_>, column: u16, row: u16) -> Vec<Effect> {
        let _ = (cx, column, row);
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

    /// Has the tab loaded again: now where it is shown, else when it is shown next.
    fn invalidate(&mut self, is_shown: bool) -> Vec<Effect>;

    /// Draws the tab.
    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect);
}
