//! Impact: what is to be asked on one side, every metric on the other.

use chrono::{Datelike, NaiveDate};

use super::master_detail;
use crate::domain::date::month_name;
use crate::domain::{FollowUpId, FollowUpStatus, Kind, MetricValue, MetricView, Stored};
use crate::journal::FollowUpWithSubject;
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::marks::Marks;
use crate::tui::targets::{Targets, Which};

/// How many of each are loaded at first; more come as they are gone to.
pub const FIRST: usize = 60;

/// Which side the keys go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Side {
    /// The follow-ups.
    #[default]
    Inbox,
    /// The metrics.
    Metrics,
}

/// The follow-ups and metrics, as they are loaded for the tab.
pub type Loaded = Overview;

/// What the Impact tab shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Overview {
    /// Open follow-ups, the oldest first, then those that are over, the latest first.
    pub asked: Vec<FollowUpWithSubject>,
    /// How many follow-ups are open in all.
    pub open: usize,
    /// Metrics, the one with the latest value first.
    pub metrics: Vec<MetricView>,
    /// How many metrics there are in all.
    pub metric_count: usize,
    /// How many of each were asked for.
    pub limit: usize,
}

/// A line of the inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InboxLine {
    /// A group: overdue, due, a month, answered.
    Group(String),
    /// The project that the next ones belong to.
    Project(String),
    /// A follow-up, by its place.
    FollowUp(usize),
}

/// The state of the tab.
#[derive(Debug, Default)]
pub struct Impact {
    /// What is shown; `None` until it is loaded.
    pub overview: Option<Overview>,
    /// Where the keys go.
    pub side: Side,
    /// The selected follow-up.
    pub asked: usize,
    /// The selected metric.
    pub metric: usize,
    /// The first line drawn of the inbox.
    pub asked_top: usize,
    /// The first row drawn of the metrics.
    pub metric_top: usize,
    /// The marked follow-ups; of all of them the open ones are meant.
    pub marks: Marks<FollowUpId>,
    /// Whether the selected metric lies over the lists.
    pub open: bool,
    /// The selected value of the open metric, the latest being the first.
    pub value: usize,
    /// Whether what is shown is still what is kept.
    pub loaded: bool,
    /// Whether something was done to a follow-up, so that the next one is to be selected.
    pub advance: bool,
    /// Whether the last one is to be selected when more is there.
    pub to_end: bool,
}

impl Impact {
    /// The effect that loads what is shown.
    #[must_use]
    pub fn request(&self) -> Effect {
        Effect::LoadImpact(self.overview.as_ref().map_or(FIRST, |overview| overview.limit))
    }

    /// Takes what was loaded, in the order in which it is shown; what was selected stays selected.
    pub fn receive(&mut self, mut overview: Overview, today: NaiveDate) {
        sort(&mut overview.asked, today);
        let asked = self.selected_asked().map(|asked| asked.follow_up.id);
        let metric = self.selected_metric().map(|metric| metric.id);
        let last = overview.asked.len().saturating_sub(1);
        let is_due = |each: &FollowUpWithSubject| each.follow_up.is_open() && each.follow_up.ask_on <= today;
        let stays = asked.and_then(|id| overview.asked.iter().position(|each| each.follow_up.id == id));
        self.asked = if std::mem::take(&mut self.to_end) {
            last
        } else if std::mem::take(&mut self.advance) {
            // The next one that is due, from the top again at the end; without one, where it was.
            let due = |from: usize| (from..=last).find(|at| overview.asked.get(*at).is_some_and(is_due));
            due(self.asked).or_else(|| due(0)).unwrap_or(self.asked).min(last)
        } else {
            stays.unwrap_or(self.asked).min(last)
        };
        self.loaded = true;
        let value = self.selected_value().map(|value| value.id);
        let place = metric.and_then(|id| overview.metrics.iter().position(|each| each.id == id));
        self.metric = place.unwrap_or(self.metric).min(overview.metrics.len().saturating_sub(1));
        self.marks.retain(|id| {
            overview.asked.iter().any(|each| each.follow_up.id == id && each.follow_up.is_open())
        });
        // What is open stays open while it is there, with the same value selected.
        self.open &= place.is_some();
        let values = overview.metrics.get(self.metric).map_or(&[][..], |metric| &metric.values);
        let same = value.and_then(|id| values.iter().rev().position(|value| value.id == id));
        self.value = same.unwrap_or(self.value).min(values.len().saturating_sub(1));
        self.overview = Some(overview);
    }

    /// The selected value of the metric that is open.
    #[must_use]
    pub fn selected_value(&self) -> Option<&Stored<MetricValue>> {
        let metric = self.selected_metric().filter(|_| self.open)?;
        metric.values.iter().rev().nth(self.value)
    }

    /// Whether a key does something on the side that is selected.
    #[must_use]
    pub fn accepts_action(&self, action: Action) -> bool {
        let inbox = self.side == Side::Inbox && !self.open;
        let none = self.overview.as_ref().is_none_or(|overview| {
            if inbox { overview.asked.is_empty() } else { overview.metrics.is_empty() }
        });
        match action {
            Action::Record
            | Action::Snooze
            | Action::Nothing
            | Action::Mark
            | Action::MarkRange
            | Action::MarkAll
            | Action::Edit
            | Action::Open
            | Action::OpenLink
            | Action::Delete
                if none =>
            {
                false
            }
            Action::Record
            | Action::Snooze
            | Action::Nothing
            | Action::Mark
            | Action::MarkRange
            | Action::MarkAll => inbox,
            Action::OpenLink => !inbox,
            _ => true,
        }
    }

    /// The selected follow-up.
    #[must_use]
    pub fn selected_asked(&self) -> Option<&FollowUpWithSubject> {
        self.overview.as_ref()?.asked.get(self.asked)
    }

    /// The selected metric.
    #[must_use]
    pub fn selected_metric(&self) -> Option<&MetricView> {
        self.overview.as_ref()?.metrics.get(self.metric)
    }

    /// Returns the open follow-ups that are loaded.
    fn open_ids(&self) -> impl Iterator<Item = FollowUpId> + '_ {
        let asked = self.overview.iter().flat_map(|overview| &overview.asked);
        asked.filter(|asked| asked.follow_up.is_open()).map(|asked| asked.follow_up.id)
    }

    /// Returns the number of marked follow-ups.
    #[must_use]
    pub fn marked(&self) -> usize {
        if self.open || self.side == Side::Metrics {
            return 0;
        }
        self.marks.count(self.overview.as_ref().map_or(0, |overview| overview.open))
    }

    /// Returns the marked follow-ups, else what is selected.
    #[must_use]
    pub fn targets(&self) -> Option<Targets> {
        if self.open || self.side == Side::Metrics {
            return None;
        }
        if let Some(except) = self.marks.all_but() {
            let which = Which::OpenFollowUps(except.iter().map(|id| (*id).into()).collect());
            return Some(Targets { which, count: Some(self.marked()), title: String::new() });
        }
        let meant = self.meant();
        let mut asked = self.overview.iter().flat_map(|overview| &overview.asked);
        let first = asked.find(|asked| meant.first() == Some(&asked.follow_up.id));
        let title = first.map(|asked| asked.about_title.clone()).unwrap_or_default();
        Targets::records(Kind::FollowUp, meant.into_iter().map(Into::into).collect(), &title)
    }

    /// The open follow-ups that a key means: those that are marked, else the selected one.
    #[must_use]
    pub fn meant(&self) -> Vec<FollowUpId> {
        let marked: Vec<FollowUpId> = self.open_ids().filter(|id| self.marks.contains(*id)).collect();
        if !marked.is_empty() {
            return marked;
        }
        let open = self.selected_asked().filter(|asked| asked.follow_up.is_open());
        open.map(|asked| asked.follow_up.id).into_iter().collect()
    }

    /// Moves, marks and changes sides.
    pub fn update(&mut self, action: Action, page: usize) -> Vec<Effect> {
        if self.open {
            let values = self.selected_metric().map_or(0, |metric| metric.values.len());
            match action {
                Action::Back => self.open = false,
                // Its values are gone through; what stands above them is scrolled to with the first.
                _ => self.value = master_detail::moved(self.value, action, page, values.saturating_sub(1)),
            }
            return Vec::new();
        }
        let Some(overview) = &self.overview else { return Vec::new() };
        match (action, self.side) {
            (Action::Right, Side::Inbox) => self.side = Side::Metrics,
            (Action::Left | Action::Back, Side::Metrics) => self.side = Side::Inbox,
            (Action::Open, Side::Metrics) => {
                self.open = !overview.metrics.is_empty();
                self.value = 0;
            }
            (Action::Mark | Action::MarkRange | Action::MarkAll, Side::Inbox) => {
                let ids: Vec<FollowUpId> = self.open_ids().collect();
                let asked = self.selected_asked().filter(|asked| asked.follow_up.is_open());
                match (action, asked.map(|asked| asked.follow_up.id)) {
                    (Action::MarkAll, _) if !ids.is_empty() => self.marks.toggle_all(),
                    (Action::MarkRange, Some(id)) => drop(self.marks.mark_range(&ids, id)),
                    (_, Some(id)) => {
                        self.marks.toggle(id);
                        return self.update(Action::Down, page);
                    }
                    (_, None) => {}
                }
            }
            (Action::Last, Side::Inbox) if overview.open > overview.limit => {
                self.to_end = true;
                return vec![Effect::LoadImpact(overview.open)];
            }
            (_, Side::Inbox) => {
                self.asked =
                    master_detail::moved(self.asked, action, page, overview.asked.len().saturating_sub(1));
            }
            (_, Side::Metrics) => {
                self.metric =
                    master_detail::moved(self.metric, action, page, overview.metrics.len().saturating_sub(1));
            }
        }
        self.more()
    }

    /// Loads more where the end of what is there comes near.
    fn more(&self) -> Vec<Effect> {
        let Some(overview) = &self.overview else { return Vec::new() };
        let over = overview.asked.iter().filter(|asked| !asked.follow_up.is_open()).count();
        let all_there = overview.open <= overview.limit && over < overview.limit / 2;
        let asked = !all_there && self.asked + 20 > overview.asked.len();
        let metrics =
            overview.metric_count > overview.metrics.len() && self.metric + 20 > overview.metrics.len();
        if asked || metrics { vec![Effect::LoadImpact(overview.limit * 4)] } else { Vec::new() }
    }

    /// The lines of the inbox: groups, projects in them, follow-ups.
    #[must_use]
    pub fn inbox(&self, today: NaiveDate) -> Vec<InboxLine> {
        let mut out = Vec::new();
        let Some(overview) = &self.overview else { return out };
        let (mut group, mut project) = (String::new(), None);
        for (at, asked) in overview.asked.iter().enumerate() {
            let now = group_of(asked, today);
            if now != group {
                out.push(InboxLine::Group(now.clone()));
                group = now;
                project = None;
            }
            let own = asked.project.as_ref().map(|(id, _)| *id);
            // Answers stand in their order, whatever they are about.
            if own != project && asked.follow_up.is_open() {
                let name = asked.project.as_ref().map_or("no project", |(_, name)| name);
                out.push(InboxLine::Project(name.to_owned()));
            }
            project = own;
            out.push(InboxLine::FollowUp(at));
        }
        out
    }
}

/// The group that a follow-up stands in.
fn group_of(asked: &FollowUpWithSubject, today: NaiveDate) -> String {
    let follow_up = &asked.follow_up;
    match follow_up.status(today) {
        FollowUpStatus::Overdue => "Overdue".into(),
        FollowUpStatus::Due => "Due".into(),
        FollowUpStatus::Waiting => {
            format!("{} {}", month_name(follow_up.ask_on.month()), follow_up.ask_on.year())
        }
        FollowUpStatus::Answered | FollowUpStatus::Nothing => "Answered".into(),
    }
}

/// By group, in it by project, the project that is asked about first before the others.
fn sort(asked: &mut [FollowUpWithSubject], today: NaiveDate) {
    let rank = |asked: &FollowUpWithSubject| match asked.follow_up.status(today) {
        FollowUpStatus::Overdue => (0, 0, 0),
        FollowUpStatus::Due => (1, 0, 0),
        FollowUpStatus::Waiting => (2, asked.follow_up.ask_on.year(), asked.follow_up.ask_on.month()),
        FollowUpStatus::Answered | FollowUpStatus::Nothing => (3, 0, 0),
    };
    let mut firsts = std::collections::HashMap::new();
    for each in asked.iter().filter(|each| each.follow_up.is_open()) {
        let key = (rank(each), each.project.as_ref().map(|(id, _)| *id));
        let first = firsts.entry(key).or_insert(each.follow_up.ask_on);
        *first = (*first).min(each.follow_up.ask_on);
    }
    asked.sort_by_cached_key(|each| {
        let project = each.project.as_ref().map(|(id, _)| *id);
        let first = firsts.get(&(rank(each), project)).copied();
        // What is over stays in the order of its answers.
        let open = each.follow_up.is_open().then_some((project.is_some(), project, each.follow_up.ask_on));
        (rank(each), first, open)
    });
}
