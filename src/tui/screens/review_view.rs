//! The review tab: the document, its wins one after another, the year in one screen, or the names in it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::review::{self, Review};
use super::{names, walk_view, year};
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::effect::Effect;
use crate::tui::screen::Screen;

impl Screen for Review {
    fn contexts(&self) -> &'static [Context] {
        if self.names.is_some() {
            &[Context::Names, Context::List, Context::Global]
        } else if self.walk.is_some() {
            &[Context::Walk, Context::List, Context::Global]
        } else {
            &[Context::Review, Context::List, Context::Global]
        }
    }

    fn accepts(&self, action: Action) -> bool {
        self.takes(action)
    }

    fn is_open(&self) -> bool {
        self.is_over()
    }

    fn load(&self) -> Vec<Effect> {
        if self.loaded { Vec::new() } else { vec![self.request()] }
    }

    fn invalidate(&mut self, is_shown: bool) -> Vec<Effect> {
        self.loaded &= is_shown;
        if !self.loaded {
            return Vec::new();
        }
        let mut effects = vec![self.request()];
        effects.extend(self.load_names().filter(|_| self.names.is_some()));
        effects.extend(self.year.as_ref().map(|year| Effect::LoadYears(year.years.number)));
        effects
    }

    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
        if let Some(names) = &self.names {
            names::view(names, cx, buffer, area);
        } else if let Some(year) = &self.year {
            year::view(year, cx, buffer, area);
        } else if self.walk.is_some() && self.draft.is_some() {
            walk_view::view(self, cx, buffer, area);
        } else {
            review::view(self, cx, buffer, area);
        }
    }
}
