//! What keys do on the impact tab.

use ratatui::layout::Rect;

use super::page;
use crate::domain::{FollowUpId, MetricView, RecordId};
use crate::journal::described;
use crate::text::inert;
use crate::tui::action::Action;
use crate::tui::dialogs::Dialog;
use crate::tui::dialogs::ask::{Ask, Purpose};
use crate::tui::dialogs::confirm::{Confirm, Then};
use crate::tui::dialogs::record_form::RecordForm;
use crate::tui::effect::Effect;
use crate::tui::model::{Model, Tone};
use crate::tui::screens::impact::{InboxLine, Side};
use crate::tui::screens::impact_view;
use crate::tui::view;

/// Does what a key asks.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let inbox = model.impact.side == Side::Inbox && !model.impact.open;
    match action {
        Action::Open | Action::Record if inbox => match model.impact.meant() {
            meant if !meant.is_empty() => vec![Effect::LoadToAnswer(meant)],
            // One that is over is shown; what more came of it is said anew.
            _ if action == Action::Open => correct(model),
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
        Action::Edit => correct(model),
        Action::Delete | Action::AskLater if inbox => {
            on_asked(model, action);
            Vec::new()
        }
        Action::Dashboard | Action::Delete if !inbox => match model.impact.selected_metric().cloned() {
            Some(metric) => on_metric(model, &metric, action),
            None => Vec::new(),
        },
        _ => {
            let page = page(model);
            let effects = model.impact.update(action, page);
            keep_in_view(model);
            effects
        }
    }
}

/// Opens what is selected to be corrected: a follow-up, a metric, or one of its values.
fn correct(model: &mut Model) -> Vec<Effect> {
    let impact = &model.impact;
    let form = match (impact.side, impact.selected_metric(), impact.selected_value()) {
        (Side::Inbox, ..) => impact.selected_asked().map(RecordForm::follow_up),
        (Side::Metrics, Some(metric), Some(value)) => Some(RecordForm::value(&metric.name, value)),
        (Side::Metrics, metric, None) => metric.map(RecordForm::metric),
        (Side::Metrics, None, Some(_)) => None,
    };
    model.dialogs.extend(form.map(Dialog::from));
    Vec::new()
}

/// Takes the selected follow-up away, or asks once more about what it is about.
fn on_asked(model: &mut Model, action: Action) {
    let Some(asked) = model.impact.selected_asked() else { return };
    let title = asked.about_title.clone();
    let dialog = if action == Action::AskLater {
        let purpose = Purpose::AskLater(asked.about_kind, asked.follow_up.about);
        Dialog::Ask(Box::new(Ask::new(purpose, title)))
    } else {
        let question = format!("Delete what was asked about “{}”? Undo brings it back.", inert(&title));
        let then =
            Then::Do(Box::new(Effect::Delete(asked.follow_up.id.into(), asked.follow_up.question.clone())));
        Dialog::Confirm(Confirm { question, then })
    };
    model.dialogs.push(dialog);
}

fn about(model: &Model, meant: &[FollowUpId]) -> String {
    match meant {
        [one] => {
            let asked = model.impact.overview.as_ref().map_or(&[][..], |overview| &overview.asked);
            let found = asked.iter().find(|asked| asked.follow_up.id == *one);
            found.map(|asked| asked.about_title.clone()).unwrap_or_default()
        }
        many => format!("{} follow-ups", many.len()),
    }
}

fn on_metric(model: &mut Model, metric: &MetricView, action: Action) -> Vec<Effect> {
    if action == Action::Dashboard {
        if metric.url.is_empty() {
            let text = format!("{} has no dashboard yet; e says where it is", metric.name);
            model.say(Tone::Plain, text);
            return Vec::new();
        }
        return vec![Effect::OpenUrl(metric.url.clone())];
    }
    let name = described(metric);
    let (question, id, what) = if let Some(value) = model.impact.selected_value() {
        let shown = value.amount.shown();
        (format!("Delete the value {shown} of {name}? Undo brings it back."), value.id.into(), shown)
    } else {
        let question = format!("Delete “{name}” with all its values? Undo brings them back.");
        (question, RecordId::from(metric.id), name)
    };
    let question = inert(&question).into_owned();
    let then = Then::Do(Box::new(Effect::Delete(id, what)));
    model.dialogs.push(Dialog::Confirm(Confirm { question, then }));
    Vec::new()
}

/// Has the lists begin where they are drawn, so that moving back does not jump.
pub(super) fn keep_in_view(model: &mut Model) {
    let layout = impact_view::layout(&model.impact, view::layout(model).body);
    if let Some(area) = layout.inbox {
        let shown = impact_view::visible_inbox(&model.impact, area.height.saturating_sub(1), model.cx.today);
        let lines = model.impact.inbox(model.cx.today);
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
        (model.impact.side, model.impact.open) = (Side::Inbox, false);
        let lines = impact_view::visible_inbox(&model.impact, area.height.saturating_sub(1), model.cx.today);
        let at = usize::from(row - area.y).checked_sub(1);
        if let Some(InboxLine::Asked(at)) = at.and_then(|at| lines.get(at)) {
            if *at == model.impact.asked {
                return super::act(model, Action::Open);
            }
            model.impact.asked = *at;
        }
    }
    if let Some(area) = layout.metrics.filter(|area| area.contains(place)) {
        model.impact.side = Side::Metrics;
        let shown = impact_view::visible_metrics(&model.impact, area.height.saturating_sub(1));
        let Some(at) = usize::from(row - area.y).checked_sub(1) else { return Vec::new() };
        let at = shown.start + at;
        if at == model.impact.metric {
            return super::act(model, Action::Open);
        }
        if at < shown.end {
            model.impact.metric = at;
        }
    }
    Vec::new()
}
