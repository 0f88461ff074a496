//! The interface between the shell and a dialog, and the requests of tabs and dialogs to the shell.

use std::any::Any;
use std::fmt::Debug;

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::action::{Action, Context};
use super::cx::ViewCx;
use super::effect::Effect;
use super::line::ScreenLine;
use super::loaded::Findings;
use super::message::{Message, Tone};
use super::place::Place;
use super::saved::Saved;
use super::subject::Subject;
use super::unsaved::Unsaved;
use crate::config::ThemeSetting;

/// The requests of a tab or a dialog to the shell, apart from effects.
#[derive(Debug, Default)]
pub struct Done {
    /// The number of dialogs to close, from the top, before any is opened.
    pub closed: usize,
    /// The dialogs to open, the topmost last.
    pub dialogs: Vec<Box<dyn Dialog>>,
    /// The message to show.
    pub message: Option<Message>,
    /// The place to go to.
    pub place: Option<Place>,
    /// The action to perform.
    pub action: Option<Action>,
    /// The theme to show.
    pub theme: Option<ThemeSetting>,
    /// The purpose and the text of a line for the tab.
    pub line: Option<(ScreenLine, String)>,
}

/// The collected requests of a tab or a dialog. The shell carries them out after the call.
#[derive(Debug)]
pub struct Cx<'a> {
    /// The context for drawing.
    pub view: &'a ViewCx,
    done: Done,
}

impl<'a> Cx<'a> {
    /// Creates a context without requests.
    pub fn new(view: &'a ViewCx) -> Self {
        Self { view, done: Done::default() }
    }

    /// Returns the collected requests.
    pub fn done(self) -> Done {
        self.done
    }

    /// Opens a dialog over the tab.
    pub fn open(&mut self, dialog: impl Dialog + 'static) {
        self.done.dialogs.push(Box::new(dialog));
    }

    /// Closes the topmost dialog; each further call closes the next one.
    pub fn close(&mut self) {
        self.done.closed += 1;
    }

    /// Shows a message in the last row.
    pub fn say(&mut self, tone: Tone, text: impl Into<String>) {
        self.done.message = Some(Message { tone, text: text.into() });
    }

    /// Goes to another place, from which `back` returns here; returns no effects.
    pub fn go(&mut self, place: Place) -> Vec<Effect> {
        self.done.place = Some(place);
        Vec::new()
    }

    /// Performs an action as its key would, after the dialogs are closed.
    pub fn act(&mut self, action: Action) {
        self.done.action = Some(action);
    }

    /// Shows a theme.
    pub fn show_theme(&mut self, setting: ThemeSetting) {
        self.done.theme = Some(setting);
    }

    /// Passes a line to the tab, after the dialogs are closed.
    pub fn tell(&mut self, line: ScreenLine, text: String) {
        self.done.line = Some((line, text));
    }
}

/// A dialog over the tab. The topmost dialog receives every key.
pub trait Dialog: Any + Debug {
    /// Returns the contexts in which a key is looked up.
    fn contexts(&self) -> &'static [Context];

    /// Returns `true` if an action applies here; the footer shows only such actions.
    fn accepts(&self, action: Action) -> bool {
        let _ = action;
        true
    }

    /// Returns the footer label of an action, if it differs from the default.
    fn hint(&self, action: Action) -> Option<&'static str> {
        let _ = action;
        None
    }

    /// Performs the action of a key.
    fn on_action(&mut self, cx: &mut Cx<'_>, action: Action) -> Vec<Effect>;

    /// Handles a click at a column and a row of the terminal.
    fn on_click(&mut self, cx: &mut Cx<'_>, column: u16, row: u16) -> Vec<Effect> {
        let _ = (cx, column, row);
        Vec::new()
    }

    /// Handles a key that is bound to no action, such as a typed character.
    fn on_key(&mut self, cx: &mut Cx<'_>, key: KeyEvent) -> Vec<Effect> {
        let _ = (cx, key);
        Vec::new()
    }

    /// Handles pasted text.
    fn on_paste(&mut self, text: &str) -> Vec<Effect> {
        let _ = text;
        Vec::new()
    }

    /// Handles the data that the dialog requested.
    fn on_findings(&mut self, found: Findings) {
        let _ = found;
    }

    /// Handles the written change of the dialog, and closes it unless it makes several changes.
    fn on_saved(&mut self, cx: &mut Cx<'_>, saved: &Saved) -> Vec<Effect> {
        let _ = saved;
        cx.close();
        Vec::new()
    }

    /// Returns `true` if the dialog stays open while its changes are written, because it makes several.
    fn stays_open(&self) -> bool {
        false
    }

    /// Shows the reason why a field cannot be saved.
    fn on_refused(&mut self, field: &'static str, why: &str);

    /// Adopts the changes of another program. Returns `false` if both programs changed the same field; saving
    /// again then overwrites the text of the other program.
    fn on_changed_underneath(&mut self, now: Subject) -> bool {
        let _ = now;
        true
    }

    /// Makes the dialog add a new record, because its record was deleted. Returns `false` for a dialog
    /// without a record.
    fn on_deleted_underneath(&mut self) -> bool {
        false
    }

    /// Returns the text that would be lost if the app ended now.
    fn unsaved(&self) -> Option<Unsaved> {
        None
    }

    /// Returns `true` if the screen behind the dialog is drawn fainter.
    fn dims(&self) -> bool {
        true
    }

    /// Draws the dialog within the area.
    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect);
}
