//! What keys do on the impact tab.

use ratatui::layout::Rect;

use super::page;
use crate::domain::{FollowUpId, Metric};
use crate::text::inert;
use crate::tui::action::Action;
use crate::tui::dialogs::Dialog;
use crate::tui::dialogs::ask::{Ask, Purpose};
use crate::tui::dialogs::confirm::{Confirm, Then};
use crate::tui::model::{Effect, Model, Tone};
use crate::tui::screens::impact::{InboxLine, Side};
use crate::tui::screens::impact_view;
use crate::tui::view;

/// Does what a key asks.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let inbox = model.impact.side == Side::Inbox && !model.impact.open;
    match action {
        Action::Open | Action::Record if inbox => match model.impact.meant() {
            meant if !meant.is_empty() => vec![Effect::LoadToAnswer(meant)],
            // One that is over may have more to it: that is asked anew.
            _ => model
                .impact
                .selected_asked()
                .map(|asked| Effect::LoadAbout(asked.about_kind, asked.follow_up.about))
                .into_iter()
                .collect(),
        },
        Action::Snooze | Action::Nothing if inbox => {
            let meant = model.impact.meant();
            if meant.is_empty() {
                model.say(Tone::Plain, "this is answered already");
                return Vec::new();
            }
            let about = about(model, &meant);
            let purpose =
                if action == Action::Snooze { Purpose::Snooze(meant) } else { Purpose::Nothing(meant) };
            model.dialogs.push(Dialog::Ask(Box::new(Ask::new(purpose, about))));
            Vec::new()
        }
        Action::Dashboard | Action::Delete if !inbox => match model.impact.selected_metric().cloned() {
            Some(metric) => on_metric(model, &metric, action),
            None => Vec::new(),
        },
        _ => {
            let page = page(model);
            let most = most_scroll(model);
            let effects = model.impact.update(action, page, most);
            keep_in_view(model);
            effects
        }
    }
}

fn about(model: &Model, meant: &[FollowUpId]) -> String {
    match meant {
        [_] => model.impact.selected_asked().map(|asked| asked.about_title.clone()).unwrap_or_default(),
        many => format!("{} follow-ups", many.len()),
    }
}

fn on_metric(model: &mut Model, metric: &Metric, action: Action) -> Vec<Effect> {
    if action == Action::Dashboard {
        if metric.url.is_empty() {
            let text = format!(
                "{} has no dashboard yet: brag metric set {} --url ADDRESS",
                metric.name, metric.name
            );
            model.say(Tone::Plain, text);
            return Vec::new();
        }
        return vec![Effect::OpenUrl(metric.url.clone())];
    }
    let question = format!("Delete “{}” with all its values? Undo brings them back.", inert(&metric.name));
    let then = Then::Do(Box::new(Effect::Delete(metric.id.into(), metric.name.clone())));
    model.dialogs.push(Dialog::Confirm(Confirm { question, then }));
    Vec::new()
}

/// How far the open metric can be scrolled.
fn most_scroll(model: &Model) -> usize {
    let layout = impact_view::layout(&model.impact, view::layout(model).body);
    match (layout.detail, model.impact.selected_metric()) {
        (Some(area), Some(metric)) => impact_view::detail(metric, model, usize::from(area.width))
            .len()
            .saturating_sub(usize::from(area.height)),
        _ => 0,
    }
}

/// Has the lists begin where they are drawn, so that moving back does not jump.
pub(super) fn keep_in_view(model: &mut Model) {
    let layout = impact_view::layout(&model.impact, view::layout(model).body);
    if let Some(area) = layout.inbox {
        let shown = impact_view::visible_inbox(&model.impact, area.height.saturating_sub(1), model.today);
        let lines = model.impact.inbox(model.today);
        let first = shown.first().and_then(|first| lines.iter().position(|line| line == first));
        model.impact.asked_top = first.unwrap_or(0);
    }
    if let Some(area) = layout.metrics {
        model.impact.metric_top =
            impact_view::visible_metrics(&model.impact, area.height.saturating_sub(1)).start;
    }
}

/// Selects what is at a place of the screen; a second time it opens.
pub(super) fn click(model: &mut Model, column: u16, row: u16, body: Rect) -> Vec<Effect> {
    let layout = impact_view::layout(&model.impact, body);
    let place = (column, row).into();
    if let Some(area) = layout.inbox.filter(|area| area.contains(place)) {
        model.impact.side = Side::Inbox;
        let lines = impact_view::visible_inbox(&model.impact, area.height.saturating_sub(1), model.today);
        let at = usize::from((row - area.y).saturating_sub(1));
        if let Some(InboxLine::Asked(at)) = lines.get(at) {
            if *at == model.impact.asked {
                return super::act(model, Action::Open);
            }
            model.impact.asked = *at;
        }
    }
    if let Some(area) = layout.metrics.filter(|area| area.contains(place)) {
        model.impact.side = Side::Metrics;
        let shown = impact_view::visible_metrics(&model.impact, area.height.saturating_sub(1));
        let at = shown.start + usize::from((row - area.y).saturating_sub(1));
        if at == model.impact.metric {
            return super::act(model, Action::Open);
        }
        if at < shown.end {
            model.impact.metric = at;
        }
    }
    Vec::new()
}
