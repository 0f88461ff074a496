//! Handles keys on the year screen.

use super::review::Review;
use super::year::{self, Year};
use crate::domain::period::year_number;
use crate::journal::Years;
use crate::tui::action::Action;
use crate::tui::cx::ViewCx;
use crate::tui::dialog::Cx;
use crate::tui::effect::Effect;

/// Returns the effect that loads the shown year, or that of the review, moved by `by` years.
pub(super) fn load_years(review: &Review, cx: &ViewCx, by: i32) -> Vec<Effect> {
    let shown = review.year.as_ref().map(|year| year.years.number);
    let period = review.period.as_ref();
    let year = shown.or_else(|| period.map(|period| year_number(period.last, cx.fiscal_year_start)));
    let wanted = year.map(|year| year + by).filter(|year| (2..=9999).contains(year));
    wanted.map(Effect::LoadYears).into_iter().collect()
}

/// Performs an action on the year screen.
pub(super) fn act(review: &mut Review, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
    match action {
        Action::PreviousPeriod => return load_years(review, cx.view, -1),
        Action::NextPeriod => return load_years(review, cx.view, 1),
        Action::Back | Action::YearScreen => review.year = None,
        _ => {
            let body = cx.view.body();
            if let Some(year) = &mut review.year {
                year::update(year, cx.view, action, body);
            }
        }
    }
    Vec::new()
}

/// Shows a loaded year; the same year retains its scroll position.
pub(super) fn take(review: &mut Review, years: Box<Years>) {
    let before = review.year.take().filter(|year| year.years.number == years.number);
    review.year = Some(Year { years, scroll: before.map_or(0, |year| year.scroll) });
}
