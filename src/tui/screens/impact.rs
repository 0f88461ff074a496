//! The impact tab: the follow-ups on one side, the metrics on the other.

use chrono::NaiveDate;

use super::master_detail::{self, Divider};
use crate::domain::{
    FollowUpId, FollowUpStatus, FollowUpWithSubject, Kind, MetricId, MetricValue, MetricView, Stored,
};
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::list_text::has_words;
use crate::tui::marks::Marks;
use crate::tui::targets::{Targets, Which};

/// The number of follow-ups and of metrics that are loaded first; more follow near the end of the list.
pub const FIRST: usize = 60;

/// The side that receives the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Side {
    /// The follow-ups.
    #[default]
    FollowUps,
    /// The metrics.
    Metrics,
}

/// The data that is loaded for the tab.
#[derive(Debug)]
pub enum Loaded {
    /// The follow-ups and metrics.
    Overview(Overview),
    /// Metrics with their whole series.
    Series(Vec<MetricView>),
}

/// The data of the tab.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Overview {
    /// The open follow-ups by ask date, then the answered ones, the latest first. `receive` sorts them again.
    pub asked: Vec<FollowUpWithSubject>,
    /// The number of open follow-ups in the journal.
    pub open: usize,
    /// The metrics, the one with the latest value first.
    pub metrics: Vec<MetricView>,
    /// The number of metrics in the journal.
    pub metric_count: usize,
    /// The limit with which the data was loaded; half of it applies to answered follow-ups.
    pub limit: usize,
}

/// A line of the follow-ups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FollowUpLine {
    /// A blank line before a heading.
    Gap,
    /// The heading of a group, overdue, due, coming or answered, with the number of its follow-ups.
    Group(&'static str, usize),
    /// A follow-up, by its index in [`Overview::asked`].
    FollowUp(usize),
}

/// The state of the tab.
#[derive(Debug, Default)]
pub struct Impact {
    /// The line beside the detail.
    pub divider: Divider,
    /// The loaded data; `None` until it is loaded.
    pub overview: Option<Overview>,
    /// The side that receives the keys.
    pub side: Side,
    /// The index of the selected follow-up.
    pub asked: usize,
    /// The index of the selected metric.
    pub metric: usize,
    /// The index of the first drawn line of the follow-ups.
    pub asked_top: usize,
    /// The index of the first drawn metric.
    pub metric_top: usize,
    /// The marked follow-ups; “all” means the open ones.
    pub marks: Marks<FollowUpId>,
    /// `true` if the selected metric is open, in place of the list of metrics.
    pub open: bool,
    /// The index of the selected value of the open metric, counted from the latest.
    pub value: usize,
    /// `true` if the data is loaded and not stale.
    pub loaded: bool,
    /// `true` if a follow-up was just changed, so that the next due one is to be selected.
    pub advance: bool,
    /// `true` to select the last follow-up when more are loaded.
    pub to_end: bool,
    /// The words of the filter.
    pub words: String,
    /// The data without the filter, while there is one.
    whole: Option<Overview>,
    /// The limit of the latest request for more, which is not repeated before its answer.
    wanted: usize,
    /// The numbers of metrics that became better and worse.
    pub judged: (usize, usize),
    /// The metric whose whole series was requested last, which is not requested again.
    asked_series: Option<MetricId>,
    /// The metric to open when the data is loaded.
    pub arriving: Option<MetricId>,
}

impl Impact {
    /// Returns the effect that loads the data with its current limit.
    pub fn request(&self) -> Effect {
        Effect::LoadImpact(self.overview.as_ref().map_or(FIRST, |overview| overview.limit))
    }

    /// Sorts and stores the loaded data; the selection stays, unless `to_end`, `advance` or `arriving` moves it.
    /// Returns the effects that load more.
    pub fn receive(&mut self, mut overview: Overview, today: NaiveDate) -> Vec<Effect> {
        sort(&mut overview.asked, today);
        self.whole = (!self.words.is_empty()).then(|| overview.clone());
        self.keep(&mut overview);
        let asked = self.selected_asked().map(|asked| asked.follow_up.id);
        let metric = self.selected_metric().map(|metric| metric.id);
        let last = overview.asked.len().saturating_sub(1);
        let is_due = |each: &FollowUpWithSubject| each.follow_up.is_open() && each.follow_up.ask_on <= today;
        let stays = asked.and_then(|id| overview.asked.iter().position(|each| each.follow_up.id == id));
        self.asked = if std::mem::take(&mut self.to_end) {
            last
        } else if std::mem::take(&mut self.advance) {
            // The next due follow-up, continuing from the top; if no follow-up is due, the index stays.
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
        // An open metric stays open while it exists, with the same value selected.
        self.open &= place.is_some();
        let values = overview.metrics.get(self.metric).map_or(&[][..], |metric| &metric.values);
        let same = value.and_then(|id| values.iter().rev().position(|value| value.id == id));
        self.value = same.unwrap_or(self.value).min(values.len().saturating_sub(1));
        self.show(overview);
        self.arrive_at_metric()
    }

    /// Stores metrics with their whole series.
    pub fn receive_series(&mut self, metrics: Vec<MetricView>) {
        for metric in metrics {
            for overview in [&mut self.overview, &mut self.whole].into_iter().flatten() {
                if let Some(sample) = overview.metrics.iter_mut().find(|each| each.id == metric.id) {
                    sample.clone_from(&metric);
                }
            }
        }
    }

    /// Returns the effect that loads the whole series of the selected metric, if a sample is loaded.
    pub fn wanted_series(&mut self) -> Option<Effect> {
        let sample = self.selected_metric().filter(|metric| !metric.is_whole).map(|metric| metric.id)?;
        (self.asked_series.replace(sample) != Some(sample))
            .then(|| Effect::LoadSeries(Kind::Metric, sample.into()))
    }

    fn show(&mut self, overview: Overview) {
        let changes = overview.metrics.iter().filter_map(|each| each.change()?.is_better(each.direction()));
        let (better, worse): (Vec<bool>, Vec<bool>) = changes.partition(|better| *better);
        self.judged = (better.len(), worse.len());
        (self.wanted, self.asked_series) = (overview.limit, None);
        self.overview = Some(overview);
    }

    /// Leaves only what has the words of the filter.
    fn keep(&self, overview: &mut Overview) {
        if self.words.is_empty() {
            return;
        }
        let asked = |each: &FollowUpWithSubject| {
            let project = each.project.as_ref().map_or("", |(_, name)| name);
            has_words(&format!("{} {project} {}", each.about_title, each.follow_up.question), &self.words)
        };
        overview.asked.retain(asked);
        overview.metrics.retain(|metric| has_words(&metric.described(), &self.words));
        overview.open = overview.asked.iter().filter(|each| each.follow_up.is_open()).count();
        overview.metric_count = overview.metrics.len();
    }

    /// Limits both sides to what has these words; returns the effect that loads everything, if it is not loaded.
    pub fn filter(&mut self, words: &str) -> Vec<Effect> {
        words.trim().clone_into(&mut self.words);
        let Some(mut overview) = self.whole.take().or_else(|| self.overview.take()) else {
            return Vec::new();
        };
        let all = overview.open.max(overview.metric_count);
        let more = (all > overview.limit && !self.words.is_empty()).then_some(Effect::LoadImpact(all * 2));
        self.whole = (!self.words.is_empty()).then(|| overview.clone());
        self.keep(&mut overview);
        self.show(overview);
        (self.asked, self.metric, self.asked_top, self.metric_top) = (0, 0, 0, 0);
        more.into_iter().collect()
    }

    /// Opens the metric that the tab was left for; returns the effect that loads all metrics, if it is not
    /// among those that are loaded.
    pub fn arrive_at_metric(&mut self) -> Vec<Effect> {
        let (Some(wanted), Some(overview)) = (self.arriving, &self.overview) else { return Vec::new() };
        match overview.metrics.iter().position(|metric| metric.id == wanted) {
            Some(at) => {
                (self.side, self.metric, self.open, self.value) = (Side::Metrics, at, true, 0);
                self.arriving = None;
                Vec::new()
            }
            None if overview.metric_count > overview.metrics.len() => {
                vec![Effect::LoadImpact(overview.metric_count.max(overview.limit))]
            }
            None => {
                self.arriving = None;
                Vec::new()
            }
        }
    }

    /// Returns the selected value of the open metric; `None` if no metric is open.
    pub fn selected_value(&self) -> Option<&Stored<MetricValue>> {
        let metric = self.selected_metric().filter(|_| self.open)?;
        metric.values.iter().rev().nth(self.value)
    }

    /// Returns `true` if `action` applies to the selected side.
    pub fn accepts_action(&self, action: Action) -> bool {
        let follow_ups = self.side == Side::FollowUps && !self.open;
        let none = self.overview.as_ref().is_none_or(|overview| {
            if follow_ups { overview.asked.is_empty() } else { overview.metrics.is_empty() }
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
            | Action::MarkAll => follow_ups,
            Action::OpenLink => !follow_ups,
            _ => true,
        }
    }

    /// Returns the selected follow-up.
    pub fn selected_asked(&self) -> Option<&FollowUpWithSubject> {
        self.overview.as_ref()?.asked.get(self.asked)
    }

    /// Returns the selected metric.
    pub fn selected_metric(&self) -> Option<&MetricView> {
        self.overview.as_ref()?.metrics.get(self.metric)
    }

    /// Returns the IDs of the loaded open follow-ups.
    fn open_ids(&self) -> impl Iterator<Item = FollowUpId> + '_ {
        let asked = self.overview.iter().flat_map(|overview| &overview.asked);
        asked.filter(|asked| asked.follow_up.is_open()).map(|asked| asked.follow_up.id)
    }

    /// Returns the number of marked follow-ups; 0 on the side of the metrics.
    pub fn marked(&self) -> usize {
        if self.open || self.side == Side::Metrics {
            return 0;
        }
        self.marks.count(self.overview.as_ref().map_or(0, |overview| overview.open))
    }

    /// Returns the marked follow-ups, or the selected one if it is open and no follow-up is marked.
    pub fn targets(&self) -> Option<Targets> {
        if self.open || self.side == Side::Metrics {
            return None;
        }
        if let Some(except) = self.marks.all_but() {
            let which = Which::OpenFollowUps(except.iter().map(|id| (*id).into()).collect());
            return Some(Targets { which, count: Some(self.marked()), title: String::new() });
        }
        let chosen_follow_ups = self.chosen_follow_ups();
        let mut asked = self.overview.iter().flat_map(|overview| &overview.asked);
        let first = asked.find(|asked| chosen_follow_ups.first() == Some(&asked.follow_up.id));
        let title = first.map(|asked| asked.about_title.clone()).unwrap_or_default();
        Targets::records(Kind::FollowUp, chosen_follow_ups.into_iter().map(Into::into).collect(), &title)
    }

    /// Returns the IDs of the marked open follow-ups, or of the selected one if nothing is marked.
    pub fn chosen_follow_ups(&self) -> Vec<FollowUpId> {
        let marked: Vec<FollowUpId> = self.open_ids().filter(|id| self.marks.contains(*id)).collect();
        if !marked.is_empty() {
            return marked;
        }
        let open = self.selected_asked().filter(|asked| asked.follow_up.is_open());
        open.map(|asked| asked.follow_up.id).into_iter().collect()
    }

    /// Moves the selection, marks follow-ups, or changes sides; returns the effects that load more.
    pub fn update(&mut self, action: Action, page: usize) -> Vec<Effect> {
        if self.open {
            let values = self.selected_metric().map_or(0, |metric| metric.values.len());
            match action {
                Action::Back => self.open = false,
                // Keys move through the values; the lines above them are shown with the first value.
                _ => self.value = master_detail::moved(self.value, action, page, values.saturating_sub(1)),
            }
            return Vec::new();
        }
        let Some(overview) = &self.overview else { return Vec::new() };
        match (action, self.side) {
            (Action::Right, Side::FollowUps) => self.side = Side::Metrics,
            (Action::Left | Action::Back, Side::Metrics) => self.side = Side::FollowUps,
            (Action::Open, Side::Metrics) => {
                self.open = !overview.metrics.is_empty();
                self.value = 0;
            }
            (Action::Mark | Action::MarkRange | Action::MarkAll, Side::FollowUps) => {
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
            (Action::Last, Side::FollowUps) if overview.open > overview.limit => {
                self.to_end = true;
                return vec![Effect::LoadImpact(overview.open)];
            }
            (_, Side::FollowUps) => {
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

    /// Returns the effect that loads more, if the selection is within 20 rows of the end of the loaded rows.
    fn more(&mut self) -> Vec<Effect> {
        let Some(overview) = &self.overview else { return Vec::new() };
        let over = overview.asked.iter().filter(|asked| !asked.follow_up.is_open()).count();
        let all_there = overview.open <= overview.limit && over < overview.limit / 2;
        let asked = !all_there && self.asked + 20 > overview.asked.len();
        let metrics =
            overview.metric_count > overview.metrics.len() && self.metric + 20 > overview.metrics.len();
        let limit = overview.limit * 4;
        if limit <= self.wanted || !(asked || metrics) {
            return Vec::new();
        }
        self.wanted = limit;
        vec![Effect::LoadImpact(limit)]
    }

    /// Returns the lines of the follow-ups: the groups with their follow-ups.
    pub fn follow_ups(&self, today: NaiveDate) -> Vec<FollowUpLine> {
        let mut out = Vec::new();
        let Some(overview) = &self.overview else { return out };
        let mut group = "";
        for (at, asked) in overview.asked.iter().enumerate() {
            let now = group_of(asked, today);
            if now != group {
                if !out.is_empty() {
                    out.push(FollowUpLine::Gap);
                }
                let count = overview.asked.iter().filter(|each| group_of(each, today) == now).count();
                out.push(FollowUpLine::Group(now, count));
                group = now;
            }
            out.push(FollowUpLine::FollowUp(at));
        }
        out
    }
}

/// Returns the heading of the group of a follow-up.
fn group_of(asked: &FollowUpWithSubject, today: NaiveDate) -> &'static str {
    match asked.follow_up.status(today) {
        FollowUpStatus::Overdue => "Overdue",
        FollowUpStatus::Due => "Due",
        FollowUpStatus::Waiting => "Coming",
        FollowUpStatus::Answered | FollowUpStatus::Nothing => "Answered",
    }
}

/// Sorts by group; due follow-ups also by project, the one with the earliest ask date first, and date; those to
/// come by date.
fn sort(asked: &mut [FollowUpWithSubject], today: NaiveDate) {
    let rank = |asked: &FollowUpWithSubject| match asked.follow_up.status(today) {
        FollowUpStatus::Overdue => 0,
        FollowUpStatus::Due => 1,
        FollowUpStatus::Waiting => 2,
        FollowUpStatus::Answered | FollowUpStatus::Nothing => 3,
    };
    let mut firsts = std::collections::HashMap::new();
    for each in asked.iter().filter(|each| each.follow_up.is_open()) {
        let key = (rank(each), each.project.as_ref().map(|(id, _)| *id));
        let first = firsts.entry(key).or_insert(each.follow_up.ask_on);
        *first = (*first).min(each.follow_up.ask_on);
    }
    asked.sort_by_cached_key(|each| {
        let project = each.project.as_ref().map(|(id, _)| *id).filter(|_| rank(each) < 2);
        let first = firsts.get(&(rank(each), project)).copied().filter(|_| rank(each) < 2);
        // The stable sort leaves answered follow-ups in the order of their answers.
        let open = each.follow_up.is_open().then_some((project.is_some(), project, each.follow_up.ask_on));
        (rank(each), first, open)
    });
}
