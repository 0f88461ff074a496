//! The state of the app, and what may happen to it.

use chrono::NaiveDate;

use super::action::Context;
use super::answer::Answer;
use super::cx::ViewCx;
use super::dialogs::Dialog;
use super::input::Input;
use super::keymap::Keymap;
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

/// How a message is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// It was done.
    Good,
    /// Something to know.
    Plain,
    /// It was not done.
    Attention,
}

/// One line that says what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// How it is meant.
    pub tone: Tone,
    /// What it says; not yet inert.
    pub text: String,
}

/// The app's state. `view` draws it, `update` changes it.
#[derive(Debug)]
pub struct Model {
    /// The context that everything is drawn with.
    pub cx: ViewCx,
    /// The tab that is shown.
    pub tab: Tab,
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
            today_screen: Today::default(),
            wins: Wins::default(),
            projects: Projects::default(),
            goals: Goals::default(),
            learning: Learning::default(),
            impact: Impact::default(),
            review: Review::default(),
            dialogs: Vec::new(),
            message,
        }
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
            None if self.tab == Tab::Wins && self.wins.searching => &[Context::Search],
            None if self.tab == Tab::Wins => &[Context::Wins, Context::List, Context::Global],
            None if self.tab == Tab::Projects => &[Context::Projects, Context::List, Context::Global],
            None if self.tab == Tab::Goals => &[Context::Goals, Context::List, Context::Global],
            None if self.tab == Tab::Learning => &[Context::Learning, Context::List, Context::Global],
            None if self.tab == Tab::Review && self.review.names.is_some() => {
                &[Context::Names, Context::List, Context::Global]
            }
            None if self.tab == Tab::Review && self.review.walk.is_some() => {
                &[Context::Walk, Context::List, Context::Global]
            }
            None if self.tab == Tab::Review => &[Context::Review, Context::List, Context::Global],
            None if self.tab == Tab::Impact => &[Context::Impact, Context::List, Context::Global],
            None => &[Context::List, Context::Global],
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
