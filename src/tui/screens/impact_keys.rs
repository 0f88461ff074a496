//! Handles keys and clicks on the impact tab.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::domain::{Kind, MetricView, RecordId};
use crate::report::wording;
use crate::text::inert;
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::dialog::Cx;
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::dialogs::prompt::{DAY_AHEAD, Prompt, PromptDialog};
use crate::tui::dialogs::record_form::RecordForm;
use crate::tui::dialogs::value::ValueLine;
use crate::tui::effect::Effect;
use crate::tui::line::LineRequest;
use crate::tui::list_text::place_in;
use crate::tui::loaded::Loaded;
use crate::tui::place::Place;
use crate::tui::saved::Change;
use crate::tui::screen::Screen;
use crate::tui::screens::impact::{self, FollowUpLine, Impact, Side};
use crate::tui::screens::impact_view;
use crate::tui::screens::master_detail::Panes;
use crate::tui::screens::wins_keys::ask_later;
use crate::tui::targets::Targets;

impl Screen for Impact {
    fn name(&self) -> &'static str {
        "Impact"
    }

    fn tab(&self) -> Action {
        Action::TabImpact
    }

    fn contexts(&self) -> &'static [Context] {
        &[Context::Impact, Context::List, Context::Global]
    }

    fn accepts(&self, _: &ViewCx, action: Action) -> Result<(), String> {
        let is_over = self.side == Side::FollowUps && !self.open && self.chosen_follow_ups().is_empty();
        match action {
            _ if !self.accepts_action(action) => Err(String::new()),
            Action::Record | Action::Open if self.marks.all_but().is_some() && self.marked() > 1 => {
                Err("to answer, mark them one by one".to_owned())
            }
            Action::Snooze | Action::Nothing if is_over => {
                Err("the follow-up is answered already".to_owned())
            }
            Action::OpenLink if self.selected_metric().is_some_and(|metric| metric.url.is_empty()) => {
                let name = self.selected_metric().map(|metric| metric.name.as_str()).unwrap_or_default();
                Err(format!("{name} has no dashboard; e adds it"))
            }
            _ => Ok(()),
        }
    }

    fn has_panes(&self) -> bool {
        !self.open
    }

    fn marked(&self) -> usize {
        self.marked()
    }

    fn unmark(&mut self) {
        self.marks.clear();
    }

    fn targets(&self) -> Option<Targets> {
        self.targets()
    }

    fn copied(&self) -> Option<String> {
        match self.side {
            Side::FollowUps => self.selected_asked().map(|asked| asked.follow_up.question.clone()),
            Side::Metrics => {
                self.selected_metric().map(|metric| format!("{} {}", metric.name, wording::series(metric)))
            }
        }
    }

    fn hints(&self) -> &'static [Action] {
        &[Action::Record, Action::LogValue, Action::Open, Action::Snooze]
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::FollowUp, Kind::Metric]
    }

    fn position(&self) -> Option<String> {
        let overview = self.overview.as_ref()?;
        match self.side {
            _ if self.open => None,
            Side::FollowUps => {
                (!overview.asked.is_empty()).then(|| place_in(self.asked, overview.asked.len()))
            }
            Side::Metrics => {
                (!overview.metrics.is_empty()).then(|| place_in(self.metric, overview.metric_count))
            }
        }
    }

    fn filters(&self) -> bool {
        true
    }

    fn finds_nothing(&self) -> bool {
        self.overview.as_ref().is_some_and(|all| all.asked.is_empty() && all.metrics.is_empty())
    }

    fn filter(&mut self, words: &str) -> Vec<Effect> {
        self.filter(words)
    }

    fn panes(&mut self, body: Rect) -> Option<Panes<'_>> {
        let line = impact_view::layout(self, body).line();
        Some(Panes { detail: None, line, is_open: &mut self.open, divider: &mut self.divider })
    }

    fn is_open(&self) -> bool {
        self.open
    }

    fn on_action(&mut self, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
        let mut effects = act(self, cx, action);
        effects.extend(self.wanted_series());
        effects
    }

    fn metric(&self, _: &ViewCx) -> Option<MetricView> {
        self.selected_metric().filter(|_| self.side == Side::Metrics).cloned()
    }

    fn on_click(&mut self, cx: &mut Cx<'_>, column: u16, row: u16) -> Vec<Effect> {
        let mut effects = click(self, cx, column, row);
        effects.extend(self.wanted_series());
        effects
    }

    fn links(&self) -> Vec<(String, Place)> {
        let Some(metric) = self.selected_metric() else { return Vec::new() };
        let project = metric.project.iter().map(|each| (each.name.clone(), Place::Project(each.id)));
        let win = metric.win.iter().map(|each| (each.name.clone(), Place::Win(each.id)));
        let goal = metric.goal.iter().map(|each| (each.name.clone(), Place::Goal(each.id)));
        let moved = metric.moved_by.iter().map(|(id, title)| (title.clone(), Place::Win(*id)));
        project.chain(win).chain(goal).chain(moved).collect()
    }

    fn place(&self) -> Option<Place> {
        self.selected_metric().filter(|_| self.open).map(|metric| Place::Metric(metric.id))
    }

    fn arrive(&mut self, place: &Place) -> Option<Vec<Effect>> {
        let Place::Metric(id) = place else { return None };
        self.arriving = Some(*id);
        // What is loaded may be older than the metric.
        Some(if self.loaded { self.arrive_at_metric() } else { vec![self.request()] })
    }

    fn leave(&mut self) {
        self.open = false;
    }

    fn load(&self) -> Vec<Effect> {
        if self.loaded { Vec::new() } else { vec![self.request()] }
    }

    fn on_loaded(&mut self, cx: &mut Cx<'_>, loaded: Loaded) -> Result<Vec<Effect>, Loaded> {
        let mut effects = Vec::new();
        match loaded {
            Loaded::Impact(impact::Loaded::Overview(overview)) => {
                effects = self.receive(overview, cx.view.today);
                keep_in_view(self, cx.view);
                effects.extend(self.wanted_series());
            }
            Loaded::Impact(impact::Loaded::Series(metrics)) => self.receive_series(metrics),
            other => return Err(other),
        }
        Ok(effects)
    }

    fn on_saved(&mut self, _: &ViewCx, change: &Change) -> Option<String> {
        if matches!(change, Change::FollowUps | Change::Deleted) {
            self.marks.clear();
            self.advance = *change == Change::FollowUps;
        }
        None
    }

    fn invalidate(&mut self, is_shown: bool) -> Vec<Effect> {
        self.loaded &= is_shown;
        if is_shown { vec![self.request()] } else { Vec::new() }
    }

    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
        impact_view::view(self, cx, buffer, area);
    }
}

/// Performs the action of a key.
fn act(impact: &mut Impact, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
    let follow_ups = impact.side == Side::FollowUps && !impact.open;
    match action {
        Action::New => {
            let fixed = impact.metric(cx.view);
            let find = fixed.is_none().then(|| Effect::FindMetrics(String::new()));
            cx.open(ValueLine::new(fixed, cx.view.today));
            find.into_iter().collect()
        }
        Action::Open | Action::Record if follow_ups => match impact.chosen_follow_ups() {
            chosen_follow_ups if !chosen_follow_ups.is_empty() => {
                vec![Effect::LoadToAnswer(chosen_follow_ups)]
            }
            // An answered follow-up is opened for correction; `Record` adds a new outcome instead.
            _ if action == Action::Open => correct(impact, cx),
            _ => impact
                .selected_asked()
                .map(|asked| Effect::LoadAbout(asked.about_kind, asked.follow_up.about))
                .into_iter()
                .collect(),
        },
        Action::Snooze | Action::Nothing if follow_ups => {
            let Some(targets) = impact.targets() else { return Vec::new() };
            let about = targets.title.clone();
            let prompt = if action == Action::Snooze {
                Prompt::journal("Put off until", about, DAY_AHEAD, LineRequest::Snooze(targets)).initial("2w")
            } else {
                let hint = "the reason, in a sentence";
                Prompt::journal("Nothing to report, because", about, hint, LineRequest::Nothing(targets))
            };
            cx.open(PromptDialog::from(prompt));
            Vec::new()
        }
        Action::Edit => correct(impact, cx),
        Action::Delete | Action::AskLater if follow_ups => {
            on_asked(impact, cx, action);
            Vec::new()
        }
        Action::OpenLink | Action::Delete if !follow_ups => match impact.selected_metric().cloned() {
            Some(metric) => on_metric(impact, cx, &metric, action),
            None => Vec::new(),
        },
        _ => {
            let page = cx.view.page();
            let effects = impact.update(action, page);
            keep_in_view(impact, cx.view);
            effects
        }
    }
}

/// Opens the form of the selected follow-up, metric or value.
fn correct(impact: &mut Impact, cx: &mut Cx<'_>) -> Vec<Effect> {
    let form = match (impact.side, impact.selected_metric(), impact.selected_value()) {
        (Side::FollowUps, ..) => impact.selected_asked().map(RecordForm::follow_up),
        (Side::Metrics, Some(metric), Some(value)) => Some(RecordForm::value(&metric.name, value)),
        (Side::Metrics, metric, None) => metric.map(RecordForm::metric),
        (Side::Metrics, None, Some(_)) => None,
    };
    if let Some(form) = form {
        cx.open(form);
    }
    Vec::new()
}

/// Opens the confirmation to delete the selected follow-up, or the prompt to ask later about its record.
fn on_asked(impact: &mut Impact, cx: &mut Cx<'_>, action: Action) {
    let Some(asked) = impact.selected_asked() else { return };
    let title = asked.about_title.clone();
    if action == Action::AskLater {
        cx.open(ask_later(asked.about_kind, asked.follow_up.about, &title));
    } else {
        let question = format!("Delete the follow-up about “{}”? Undo brings it back.", inert(&title));
        let effect = Effect::Delete(asked.follow_up.id.into(), asked.follow_up.question.clone());
        cx.open(Confirm::effect(question, effect));
    }
}

fn on_metric(impact: &mut Impact, cx: &mut Cx<'_>, metric: &MetricView, action: Action) -> Vec<Effect> {
    if action == Action::OpenLink {
        return vec![Effect::OpenUrl(metric.url.clone())];
    }
    let name = metric.described();
    let (question, id, what) = if let Some(value) = impact.selected_value() {
        let shown = value.amount.shown();
        (format!("Delete the value {shown} of {name}? Undo brings it back."), value.id.into(), shown)
    } else {
        let question = format!("Delete “{name}” with all its values? Undo brings them back.");
        (question, RecordId::from(metric.id), name)
    };
    let question = inert(&question).into_owned();
    cx.open(Confirm::effect(question, Effect::Delete(id, what)));
    Vec::new()
}

/// Stores the index of the first drawn line of each list, so that moving back does not jump.
pub fn keep_in_view(impact: &mut Impact, cx: &ViewCx) {
    let layout = impact_view::layout(impact, cx.body());
    if let Some(area) = layout.follow_ups {
        impact.asked_top =
            impact_view::shown_follow_ups(impact, area.height.saturating_sub(1), cx.today).start;
    }
    if let Some(area) = layout.metrics {
        impact.metric_top = impact_view::visible_metrics(impact, impact_view::metric_rows(area)).start;
    }
}

/// Handles a click: selects the item at the position, or opens it if it is already selected.
pub fn click(impact: &mut Impact, cx: &mut Cx<'_>, column: u16, row: u16) -> Vec<Effect> {
    let body = cx.view.body();
    let layout = impact_view::layout(impact, body);
    let place = (column, row).into();
    if let Some(area) = layout.follow_ups.filter(|area| area.contains(place)) {
        (impact.side, impact.open) = (Side::FollowUps, false);
        let lines = impact_view::visible_follow_ups(impact, area.height.saturating_sub(1), cx.view.today);
        let at = usize::from(row - area.y).checked_sub(1);
        if let Some(FollowUpLine::FollowUp(at)) = at.and_then(|at| lines.get(at)) {
            if *at == impact.asked {
                return act(impact, cx, Action::Open);
            }
            impact.asked = *at;
        }
    }
    if let Some(area) = layout.metrics.filter(|area| area.contains(place)) {
        impact.side = Side::Metrics;
        let rows = impact_view::metric_rows(area);
        let shown = impact_view::visible_metrics(impact, rows);
        let head = usize::from(area.height - rows);
        let Some(at) = usize::from(row - area.y).checked_sub(head) else { return Vec::new() };
        let at = shown.start + at;
        if at == impact.metric {
            return act(impact, cx, Action::Open);
        }
        if at < shown.end {
            impact.metric = at;
        }
    }
    Vec::new()
}
