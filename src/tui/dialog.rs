//! The interface between the shell and a dialog, and what tabs and dialogs ask of the shell.

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

/// The requests that a tab or a dialog made besides its effects.
#[derive(Debug, Default)]
pub struct Done {
    /// The number of dialogs that are closed, from the top; done before any is opened.
    pub closed: usize,
    /// The dialogs that are opened, in their order.
    pub dialogs: Vec<Box<dyn Dialog>>,
    /// The line at the bottom.
    pub message: Option<Message>,
    /// The place that is gone to.
    pub place: Option<Place>,
    /// The action that is done on the tab.
    pub action: Option<Action>,
    /// The line that the tab takes.
    pub line: Option<(ScreenLine, String)>,
}

/// Collects the requests of a tab or a dialog. The shell carries them out when it returns.
#[derive(Debug)]
pub struct Cx<'a> {
    /// The context that everything is drawn with.
    pub view: &'a ViewCx,
    done: Done,
}

impl<'a> Cx<'a> {
    /// Returns a context without requests.
    #[must_use]
    pub fn new(view: &'a ViewCx) -> Self {
        Self { view, done: Done::default() }
    }

    /// Returns the requests, for the shell to carry out.
    #[must_use]
    pub fn done(self) -> Done {
        self.done
    }

    /// Opens a dialog over the tab.
    pub fn open(&mut self, dialog: impl Dialog + 'static) {
        self.done.dialogs.push(Box::new(dialog));
    }

    /// Closes the dialog on top; a second call closes the one under it too.
    pub fn close(&mut self) {
        self.done.closed += 1;
    }

    /// Shows a message at the bottom.
    pub fn say(&mut self, tone: Tone, text: impl Into<String>) {
        self.done.message = Some(Message { tone, text: text.into() });
    }

    /// Goes to another place, from which `back` leads here again.
    pub fn go(&mut self, place: Place) -> Vec<Effect> {
        self.done.place = Some(place);
        Vec::new()
    }

    /// Does an action as its key would, once the dialogs are closed.
    pub fn act(&mut self, action: Action) {
        self.done.action = Some(action);
    }

    /// Gives a line to the tab, once the dialogs are closed.
    pub fn tell(&mut self, line: ScreenLine, text: String) {
        self.done.line = Some((line, text));
    }
}

/// A dialog that lies over the tab. The shell gives it every key while it is the topmost.
pub trait Dialog: Debug {
    /// Returns the contexts in which a key is looked up.
    fn contexts(&self) -> &'static [Context];

    /// Returns true for an action that does something here. The footer shows these alone.
    fn accepts(&self, action: Action) -> bool {
        let _ = action;
        true
    }

    /// Does what a key asks.
    fn on_action(&mut self, cx: &mut Cx<'_>, action: Action) -> Vec<Effect>;

    /// Takes a key that is bound to no action: text is typed with it.
    fn on_key(&mut self, cx: &mut Cx<'_>, key: KeyEvent) -> Vec<Effect> {
        let _ = (cx, key);
        Vec::new()
    }

    /// Takes pasted text.
    fn on_paste(&mut self, text: &str) -> Vec<Effect> {
        let _ = text;
        Vec::new()
    }

    /// Takes the data that was found for it.
    fn on_findings(&mut self, found: Findings) {
        let _ = found;
    }

    /// Takes the change that it asked for, and closes; a dialog for several changes stays open.
    fn on_saved(&mut self, cx: &mut Cx<'_>, saved: &Saved) -> Vec<Effect> {
        let _ = saved;
        cx.close();
        Vec::new()
    }

    /// Returns true for a dialog in which one change follows another: it stays open while they are written.
    fn stays_open(&self) -> bool {
        false
    }

    /// Shows why a field cannot be saved.
    fn on_refused(&mut self, field: &'static str, why: &str);

    /// Takes over what another program wrote to its record meanwhile. Returns false where both wrote the same field:
    /// saving again writes over what the other program wrote.
    fn on_changed_underneath(&mut self, now: Subject) -> bool {
        let _ = now;
        true
    }

    /// Makes the record a new one, because another program deleted it. Returns false for a dialog without a record.
    fn on_deleted_underneath(&mut self) -> bool {
        false
    }

    /// Returns the text that would be lost if the app ended now.
    fn unsaved(&self) -> Option<Unsaved> {
        None
    }

    /// Draws the dialog somewhere in the area.
    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect);
}
