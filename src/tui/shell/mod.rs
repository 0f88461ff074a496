//! The shell of the app: it shows one of the tabs and the dialogs over it, and knows none of them by name.

mod actions;
mod answers;
mod commands;
mod many;
pub mod requests;
mod update;
mod view;

use std::cell::Cell;

use chrono::NaiveDate;

use super::action::Context;
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
use super::theme::Theme;
use super::unsaved::Unsaved;
use crate::config::Config;
use requests::{Requests, Steps};

pub use update::update;
pub use view::{hints, view};

/// A place from which another one was gone to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The place of the tab, from 0.
    pub tab: usize,
    /// The record that was open on it.
    pub place: Option<Place>,
    /// True where something was open over the list of the other tab on arrival.
    pub is_open: bool,
}

/// The identity of a dialog that was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DialogId(u64);

/// A dialog that was opened.
#[derive(Debug)]
pub struct OpenDialog {
    /// The identity.
    pub id: DialogId,
    /// The dialog.
    pub dialog: Box<dyn Dialog>,
}

/// The app's state. `view` draws it, `update` changes it.
#[derive(Debug)]
pub struct Model {
    /// The context that everything is drawn with.
    pub cx: ViewCx,
    /// The place of the tab that is shown, from 0.
    pub tab: usize,
    /// The tabs, in their order.
    screens: Vec<Box<dyn Screen>>,
    /// The places that the ones after them were gone to from, the latest last.
    back: Vec<Location>,
    /// The dialogs that lie over the tab, the topmost last.
    dialogs: Vec<OpenDialog>,
    /// The dialogs that were closed while their change is being written. They come back if it cannot be written.
    waiting: Vec<OpenDialog>,
    last_dialog: u64,
    /// The line at the bottom, until the next key.
    pub message: Option<Message>,
    /// The requests that have no answer yet.
    pub requests: Requests,
    /// The requests that the message being handled led to.
    outbox: Vec<Request>,
}

impl Model {
    /// Returns the app as it starts, before anything is loaded.
    #[must_use]
    pub fn new(config: &Config, today: NaiveDate, theme: Theme, size: (u16, u16)) -> Self {
        Self::with_screens(config, today, theme, size, screens::all())
    }

    /// Returns the app with other tabs.
    #[must_use]
    pub fn with_screens(
        config: &Config,
        today: NaiveDate,
        theme: Theme,
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
                theme,
                categories: config.categories.clone(),
                fiscal_year_start: config.fiscal_year_start,
                directory: String::new(),
                cursor: Cell::default(),
            },
            tab: 0,
            screens,
            back: Vec::new(),
            dialogs: Vec::new(),
            waiting: Vec::new(),
            last_dialog: 0,
            message,
            requests: Requests::default(),
            outbox: Vec::new(),
        }
    }

    /// Returns the tab that is shown.
    #[must_use]
    pub fn screen(&self) -> &dyn Screen {
        &*self.screens[self.tab]
    }

    /// Returns the tabs, in their order.
    pub fn screens(&self) -> impl Iterator<Item = &dyn Screen> {
        self.screens.iter().map(|screen| &**screen)
    }

    /// Returns the tab of a type; `None` where there is none.
    #[must_use]
    pub fn get<T: Screen>(&self) -> Option<&T> {
        self.screens.iter().find_map(|screen| (&**screen as &dyn std::any::Any).downcast_ref())
    }

    /// Returns true where a dialog lies over the tab.
    #[must_use]
    pub fn has_dialog(&self) -> bool {
        !self.dialogs.is_empty()
    }

    /// Closes every dialog.
    pub fn close_dialogs(&mut self) {
        self.dialogs.clear();
    }

    /// Returns the text that would be lost if the app ended now, from the bottom to the top.
    #[must_use]
    pub fn unsaved(&self) -> Vec<Unsaved> {
        self.waiting.iter().chain(&self.dialogs).filter_map(|open| open.dialog.unsaved()).collect()
    }

    /// Returns the place of the tab that `back` leads to: the one from which this one was gone to, where it is as it
    /// was then.
    fn back_to(&self) -> Option<usize> {
        let location = self.back.last()?;
        (location.is_open == self.screen().is_open()).then_some(location.tab)
    }

    /// Returns the contexts that a key is looked up in, the nearest first.
    fn contexts(&self) -> &'static [Context] {
        self.dialogs.last().map_or_else(|| self.screen().contexts(), |open| open.dialog.contexts())
    }

    /// Shows a message at the bottom.
    pub fn say(&mut self, tone: Tone, text: impl Into<String>) {
        self.message = Some(Message { tone, text: text.into() });
    }

    fn open(&mut self, dialog: Box<dyn Dialog>) {
        self.last_dialog += 1;
        self.dialogs.push(OpenDialog { id: DialogId(self.last_dialog), dialog });
    }

    /// Makes requests; `owner` is the dialog that asks.
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

/// An event.
#[derive(Debug)]
pub enum Msg {
    /// The app starts.
    Started,
    /// The person did something.
    Input(Input),
    /// The terminal has another size.
    Resized(u16, u16),
    /// Another day has begun.
    Day(NaiveDate),
    /// Another program has written to the journal.
    ChangedElsewhere,
    /// Another journal was put in the place of this one, and is open now.
    Replaced,
    /// The journal was removed or moved.
    Removed,
    /// An earlier run left text that was not saved.
    Left(Vec<Unsaved>),
    /// These requests take longer than a frame.
    Late(Vec<RequestId>),
    /// A request came further.
    Progress(RequestId, Steps),
    /// A request waits for another program.
    Locked(RequestId),
    /// A request is answered.
    Answer(RequestId, Answer),
}
