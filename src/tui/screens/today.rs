//! The today tab: this week, the year, and everything that is due.

use chrono::NaiveDate;

use super::inbox::Inbox;
use super::master_detail;
use crate::domain::pace::is_last_month;
use crate::domain::period::year_number;
use crate::domain::{
    FollowUpWithSubject, GoalView, InboxSummary, MetricView, Period, Reading, Stored, WinRow,
};
use crate::journal::{Glance, Outlook};
use crate::tui::action::Action;
use crate::tui::cx::ViewCx;
use crate::tui::effect::Effect;

/// The state of the tab.
#[derive(Debug, Default)]
pub struct Today {
    /// The loaded data; `None` until it is loaded.
    pub glance: Option<Glance>,
    /// The parts that take longer to load; `None` until they are loaded.
    pub outlook: Option<Outlook>,
    /// The index of the selected item in [`items`].
    pub selected: usize,
    /// The inbox, while it is shown.
    pub inbox: Option<Inbox>,
}

/// A selectable item.
#[derive(Debug, Clone, Copy)]
pub enum Item<'a> {
    /// A due follow-up.
    FollowUpWithSubject(&'a FollowUpWithSubject),
    /// In the last month of a year: the number of goals that are still open.
    CloseYear(usize),
    /// The number of wins without a date.
    Undated(usize),
    /// The things that wait in the inbox.
    Inbox(&'a InboxSummary),
    /// In the last month of a year: the next year, whose goals are to be drafted.
    DraftYear(i32),
    /// An open goal.
    Goal(&'a GoalView),
    /// A reading note in progress.
    Reading(&'a Stored<Reading>),
    /// A win of this week.
    Win(&'a WinRow),
    /// A win of this day in an earlier year.
    OnThisDay(&'a WinRow),
    /// The month of a few wins, with their number.
    ThinMonth(NaiveDate, usize),
    /// A metric that was not logged for a while.
    Stale(&'a MetricView),
    /// The number of wins that are evidence for no goal.
    WithoutGoal(usize),
}

/// The part of the screen that an item belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// The follow-ups that are due.
    FollowUps,
    /// The goals of the year.
    Goals,
    /// The wins of the week.
    Week,
    /// The wins of this day in earlier years.
    OnThisDay,
    /// The reading notes in progress.
    Reading,
    /// Everything else that could be done.
    WorthAMinute,
}

impl Item<'_> {
    /// Returns the part of the screen that the item belongs to.
    pub fn section(&self) -> Section {
        match self {
            Self::FollowUpWithSubject(_) => Section::FollowUps,
            Self::Goal(_) | Self::CloseYear(_) | Self::DraftYear(_) => Section::Goals,
            Self::Win(_) => Section::Week,
            Self::OnThisDay(_) => Section::OnThisDay,
            Self::Reading(_) => Section::Reading,
            Self::Undated(_)
            | Self::Inbox(_)
            | Self::ThinMonth(..)
            | Self::Stale(_)
            | Self::WithoutGoal(_) => Section::WorthAMinute,
        }
    }
}

/// The numbers of items that are shown.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The number of follow-ups.
    pub follow_ups: usize,
    /// The number of goals.
    pub goals: usize,
    /// The number of reading notes.
    pub reading: usize,
    /// The number of wins of the week.
    pub week: usize,
    /// The number of wins of this day.
    pub on_this_day: usize,
    /// The number of hints.
    pub hints: usize,
}

/// Returns the limits for the height of the screen.
pub fn limits(cx: &ViewCx) -> Limits {
    match cx.body().height {
        48.. => Limits { follow_ups: 8, goals: 12, reading: 6, week: 14, on_this_day: 3, hints: 3 },
        34.. => Limits { follow_ups: 3, goals: 7, reading: 3, week: 7, on_this_day: 3, hints: 3 },
        26.. => Limits { follow_ups: 3, goals: 5, reading: 2, week: 5, on_this_day: 2, hints: 2 },
        20.. => Limits { follow_ups: 2, goals: 4, reading: 1, week: 4, on_this_day: 1, hints: 1 },
        _ => Limits { follow_ups: 3, goals: 5, reading: 3, week: 50, on_this_day: 1, hints: 3 },
    }
}

impl Today {
    /// Moves the selection among `count` items.
    pub fn update(&mut self, action: Action, count: usize) -> Vec<Effect> {
        let last = count.saturating_sub(1);
        self.selected = master_detail::moved(self.selected.min(last), action, last.max(1), last);
        Vec::new()
    }
}

/// Returns the selectable items, in the order of the sections.
pub fn items<'a>(today: &'a Today, cx: &ViewCx) -> Vec<Item<'a>> {
    let Some(glance) = &today.glance else { return Vec::new() };
    let limits = limits(cx);
    let mut out: Vec<Item<'_>> =
        glance.due.iter().take(limits.follow_ups).map(Item::FollowUpWithSubject).collect();
    out.extend(glance.week.iter().take(limits.week).map(Item::Win));
    let open: Vec<&GoalView> = glance.goals.iter().filter(|goal| goal.is_open()).collect();
    let year = Period::year_of(cx.today, cx.fiscal_year_start);
    if is_last_month(&year, cx.today) && !glance.goals.is_empty() {
        if !open.is_empty() {
            out.push(Item::CloseYear(open.len()));
        }
        out.push(Item::DraftYear(year_number(cx.today, cx.fiscal_year_start) + 1));
    }
    out.extend(open.into_iter().take(limits.goals).map(Item::Goal));
    let outlook = today.outlook.as_ref();
    let wins = outlook.into_iter().flat_map(|outlook| &outlook.on_this_day);
    out.extend(wins.take(limits.on_this_day).map(Item::OnThisDay));
    out.extend(glance.being_read.iter().take(limits.reading).map(Item::Reading));
    out.extend(hints(glance, outlook).into_iter().take(limits.hints));
    out
}

/// Returns what is worth a minute, the most useful first.
fn hints<'a>(glance: &'a Glance, outlook: Option<&'a Outlook>) -> Vec<Item<'a>> {
    let mut out = Vec::new();
    if glance.inbox.count > 0 {
        out.push(Item::Inbox(&glance.inbox));
    }
    if glance.undated > 0 {
        out.push(Item::Undated(glance.undated));
    }
    if let Some(outlook) = outlook.filter(|_| glance.has_history()) {
        out.extend(outlook.thin_month.map(|(month, count)| Item::ThinMonth(month, count)));
        out.extend(outlook.stale.iter().map(Item::Stale));
        out.extend((outlook.without_goal > 0).then_some(Item::WithoutGoal(outlook.without_goal)));
    }
    out
}

/// Returns the selected item.
pub fn selected<'a>(today: &'a Today, cx: &ViewCx) -> Option<Item<'a>> {
    items(today, cx).get(today.selected).copied()
}
