//! The state of the app, and what may happen to it.

use chrono::NaiveDate;

use super::action::Context;
use super::answer::Answer;
use super::cx::ViewCx;
use super::dialogs::Dialog;
use super::input::Input;
use super::keymap::Keymap;
use super::message::{Message, Tone};
use super::screen::Screen;
use super::screens::career::Career;
use super::screens::goals::Goals;
use super::screens::impact::Impact;
use super::screens::learning::Learning;
use super::screens::projects::Projects;
use super::screens::review::Review;
use super::screens::today::Today;
use super::screens::wins::Wins;
use super::tab::Tab;
use super::theme::Theme;
use crate::config::Config;

/// A tab from which another one was gone to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Location {
    /// The tab.
    pub tab: Tab,
    /// True where something was open over the list of the other tab on arrival.
    pub is_open: bool,
}

/// The app's state. `view` draws it, `update` changes it.
#[derive(Debug)]
pub struct Model {
    /// The context that everything is drawn with.
    pub cx: ViewCx,
    /// The tab that is shown.
    pub tab: Tab,
    /// The tabs that the ones after them were gone to from, the latest last.
    pub back: Vec<Location>,
    /// Today.
    pub today_screen: Today,
    /// Wins.
    pub wins: Wins,
    /// Projects.
    pub projects: Projects,
    /// Goals.
    pub goals: Goals,
    /// Learning.
    pub learning: Learning,
    /// Impact.
    pub impact: Impact,
    /// Career.
    pub career: Career,
    /// Review.
    pub review: Review,
    /// What lies over the tab, the topmost last.
    pub dialogs: Vec<Dialog>,
    /// The line at the bottom, until the next key.
    pub message: Option<Message>,
}

impl Model {
    /// The app as it starts, before anything is loaded.
    #[must_use]
    pub fn new(config: &Config, today: NaiveDate, theme: Theme, size: (u16, u16)) -> Self {
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
            },
            tab: Tab::Today,
            back: Vec::new(),
            today_screen: Today::default(),
            wins: Wins::default(),
            projects: Projects::default(),
            goals: Goals::default(),
            learning: Learning::default(),
            impact: Impact::default(),
            career: Career,
            review: Review::default(),
            dialogs: Vec::new(),
            message,
        }
    }

    /// Returns the tab that is shown.
    #[must_use]
    pub fn screen(&self) -> &dyn Screen {
        match self.tab {
            Tab::Today => &self.today_screen,
            Tab::Wins => &self.wins,
            Tab::Projects => &self.projects,
            Tab::Goals => &self.goals,
            Tab::Learning => &self.learning,
            Tab::Impact => &self.impact,
            Tab::Career => &self.career,
            Tab::Review => &self.review,
        }
    }

    /// Returns the tab that is shown, to be changed, and the context that it is drawn with.
    pub fn screen_and_cx(&mut self) -> (&mut dyn Screen, &ViewCx) {
        let screen: &mut dyn Screen = match self.tab {
            Tab::Today => &mut self.today_screen,
            Tab::Wins => &mut self.wins,
            Tab::Projects => &mut self.projects,
            Tab::Goals => &mut self.goals,
            Tab::Learning => &mut self.learning,
            Tab::Impact => &mut self.impact,
            Tab::Career => &mut self.career,
            Tab::Review => &mut self.review,
        };
        (screen, &self.cx)
    }

    /// Returns every tab, in their order, to be changed.
    pub fn screens_mut(&mut self) -> [(Tab, &mut dyn Screen); 8] {
        [
            (Tab::Today, &mut self.today_screen),
            (Tab::Wins, &mut self.wins),
            (Tab::Projects, &mut self.projects),
            (Tab::Goals, &mut self.goals),
            (Tab::Learning, &mut self.learning),
            (Tab::Impact, &mut self.impact),
            (Tab::Career, &mut self.career),
            (Tab::Review, &mut self.review),
        ]
    }

    /// Returns the tab that `back` leads to: the one from which this one was gone to, where it is as it was then.
    #[must_use]
    pub fn back_to(&self) -> Option<Tab> {
        let location = self.back.last()?;
        (location.is_open == self.screen().is_open()).then_some(location.tab)
    }

    /// The contexts that a key is looked up in, the nearest first.
    #[must_use]
    pub fn contexts(&self) -> &'static [Context] {
        match self.dialogs.last() {
            Some(Dialog::Capture(_)) => &[Context::Capture],
            Some(Dialog::Form(_)) => &[Context::Form],
            Some(Dialog::Value(_)) => &[Context::Value],
            Some(Dialog::Ask(_)) => &[Context::Ask],
            Some(Dialog::Pick(_)) => &[Context::Pick],
            Some(Dialog::Choose(_)) => &[Context::Choose],
            Some(Dialog::Confirm(_)) => &[Context::Confirm],
            Some(Dialog::Help(_)) => &[Context::Help],
            None => self.screen().contexts(),
        }
    }

    /// Says something at the bottom.
    pub fn say(&mut self, tone: Tone, text: impl Into<String>) {
        self.message = Some(Message { tone, text: text.into() });
    }
}

/// What happened.
#[derive(Debug)]
pub enum Msg {
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
    /// An effect was performed.
    Answer(Answer),
}
