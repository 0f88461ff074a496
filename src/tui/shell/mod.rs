//! The shell of the app: it shows a tab and the dialogs over it, without knowing their types.

mod actions;
mod answers;
mod commands;
mod filter;
mod footer;
mod many;
pub mod requests;
mod tabs;
mod update;
mod view;

use std::cell::Cell;

use chrono::NaiveDate;

use super::action::{Action, Context};
use super::answer::Answer;
use super::cx::ViewCx;
use super::dialog::Dialog;
use super::effect::{Effect, Request, RequestId};
use super::input::Input;
use super::keymap::Keymap;
use super::message::{Message, Tone};
use super::place::Place;
use super::screen::Screen;
use super::screens;
use super::theme::{Surroundings, Theme};
use super::unsaved::Unsaved;
use crate::config::Config;
use filter::ListFilter;
use requests::{Requests, Steps};

pub use footer::hints;
pub use update::update;
pub use view::view;

/// A location to which `back` returns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The index of the tab.
    pub tab: usize,
    /// The record that was open on the tab.
    pub place: Option<Place>,
    /// `true` if a record was open over the list when the destination was reached.
    pub is_open: bool,
}

/// The ID of an open dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DialogId(u64);

/// An open dialog.
#[derive(Debug)]
pub struct OpenDialog {
    /// The ID, by which answers find the dialog.
    pub id: DialogId,
    /// The dialog.
    pub dialog: Box<dyn Dialog>,
}

/// The state of the app. `view` draws it, `update` changes it.
#[derive(Debug)]
pub struct Model {
    /// The context for drawing.
    pub cx: ViewCx,
    /// The index of the shown tab.
    pub tab: usize,
    /// The tabs, in order.
    screens: Vec<Box<dyn Screen>>,
    /// The locations to which `back` returns, the latest last.
    back: Vec<Location>,
    /// The open dialogs, the topmost last.
    dialogs: Vec<OpenDialog>,
    /// The dialogs that are hidden while their change is written. They come back if it cannot be written.
    waiting: Vec<OpenDialog>,
    last_dialog: u64,
    /// The action that waits for the data of the shown tab.
    pending: Option<Action>,
    /// `true` while the mouse moves the line between two panes.
    is_dragging: bool,
    /// The line that limits the list of the shown tab; `None` without one.
    filter: Option<ListFilter>,
    /// The message in the last row, until the next key.
    pub message: Option<Message>,
    /// The requests without an answer.
    pub requests: Requests,
    /// The requests that the current message led to.
    outbox: Vec<Request>,
}

impl Model {
    /// Creates the initial state, before anything is loaded.
    pub fn new(config: &Config, today: NaiveDate, terminal: Surroundings, size: (u16, u16)) -> Self {
        Self::with_screens(config, today, terminal, size, screens::all())
    }

    /// Creates the initial state with other tabs.
    pub fn with_screens(
        config: &Config,
        today: NaiveDate,
        terminal: Surroundings,
        size: (u16, u16),
        screens: Vec<Box<dyn Screen>>,
    ) -> Self {
        let (keymap, problems) = Keymap::new(&config.keys);
        let message = problems.into_iter().next().map(|text| Message { tone: Tone::Attention, text });
        Self {
            cx: ViewCx {
                size,
                today,
                keymap,
                theme: Theme::new(&config.themes, &config.theme, terminal),
                theme_setting: config.theme.clone(),
                themes: config.themes.clone(),
                is_plain: config.plain,
                terminal,
                categories: config.categories.clone(),
                fiscal_year_start: config.fiscal_year_start,
                has_ladder: Cell::default(),
                directory: String::new(),
                cursor: Cell::default(),
                read: Cell::default(),
                attended: Cell::default(),
            },
            tab: 0,
            screens,
            back: Vec::new(),
            dialogs: Vec::new(),
            waiting: Vec::new(),
            last_dialog: 0,
            pending: None,
            is_dragging: false,
            filter: None,
            message,
            requests: Requests::default(),
            outbox: Vec::new(),
        }
    }

    /// Returns the shown tab.
    pub fn screen(&self) -> &dyn Screen {
        &*self.screens[self.tab]
    }

    /// Returns the tabs, in order.
    pub fn screens(&self) -> impl Iterator<Item = &dyn Screen> {
        self.screens.iter().map(|screen| &**screen)
    }

    /// Returns the tab of type `T`, if it exists.
    pub fn get<T: Screen>(&self) -> Option<&T> {
        self.screens.iter().find_map(|screen| (&**screen as &dyn std::any::Any).downcast_ref())
    }

    /// Returns the topmost dialog if it has the type `T`.
    pub fn dialog<T: Dialog>(&self) -> Option<&T> {
        (&*self.dialogs.last()?.dialog as &dyn std::any::Any).downcast_ref()
    }

    /// Returns `true` if a dialog is open.
    pub fn has_dialog(&self) -> bool {
        !self.dialogs.is_empty()
    }

    /// Closes every dialog.
    pub fn close_dialogs(&mut self) {
        self.dialogs.clear();
    }

    /// Returns the texts that would be lost if the app ended now, the topmost dialog last.
    pub fn unsaved(&self) -> Vec<Unsaved> {
        self.waiting.iter().chain(&self.dialogs).filter_map(|open| open.dialog.unsaved()).collect()
    }

    /// Returns the index of the tab to which `back` leads; `None` if a record was opened or closed on this
    /// tab since its arrival.
    fn back_to(&self) -> Option<usize> {
        let location = self.back.last()?;
        (location.is_open == self.screen().is_open()).then_some(location.tab)
    }

    /// Returns `true` if it is known that the journal has no record of the kinds that a tab shows.
    pub(super) fn is_bare(&self, screen: &dyn Screen) -> bool {
        let kinds = screen.kinds();
        let held = self.screens().find_map(|each| each.held());
        !kinds.is_empty() && held.is_some_and(|held| kinds.iter().all(|kind| !held.contains(kind)))
    }

    /// Returns the contexts in which a key is looked up, the most specific first.
    fn contexts(&self) -> &'static [Context] {
        if self.dialogs.is_empty() && self.filter.as_ref().is_some_and(|filter| filter.is_typing) {
            return &[Context::Search];
        }
        self.dialogs.last().map_or_else(|| self.screen().contexts(), |open| open.dialog.contexts())
    }

    /// Shows a message in the last row.
    pub fn say(&mut self, tone: Tone, text: impl Into<String>) {
        self.message = Some(Message { tone, text: text.into() });
    }

    /// Lays out again what depends on the size or the colours of the terminal.
    fn lay_out(&mut self) {
        for screen in &mut self.screens {
            screen.on_resized(&self.cx);
        }
    }

    fn open(&mut self, dialog: Box<dyn Dialog>) {
        self.last_dialog += 1;
        self.dialogs.push(OpenDialog { id: DialogId(self.last_dialog), dialog });
    }

    /// Queues requests for effects of the dialog `owner`.
    fn request(&mut self, effects: Vec<Effect>, owner: Option<DialogId>) {
        for effect in effects {
            let (request, dropped) = self.requests.make(effect, owner);
            for id in dropped {
                let (cancel, _) = self.requests.make(Effect::Cancel(id), None);
                self.outbox.push(cancel);
            }
            self.outbox.push(request);
        }
    }
}

/// A message, which changes the model.
#[derive(Debug)]
pub enum Msg {
    /// The start of the app.
    Started,
    /// Input from the terminal.
    Input(Input),
    /// The new size of the terminal, in columns and rows.
    Resized(u16, u16),
    /// The new day.
    Day(NaiveDate),
    /// A write to the journal by another program.
    ChangedElsewhere,
    /// The replacement of the journal by another file, which is open now.
    Replaced,
    /// The removal or move of the journal.
    Removed,
    /// The unsaved texts of an earlier run of the app.
    Left(Vec<Unsaved>),
    /// Requests that take longer than a frame.
    Late(Vec<RequestId>),
    /// The progress of a request.
    Progress(RequestId, Steps),
    /// A request that waits for another program's lock.
    Locked(RequestId),
    /// The answer to a request.
    Answer(RequestId, Answer),
}
