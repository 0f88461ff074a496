//! What keys do in the dialogs.

use crossterm::event::KeyEvent;

use super::act;
use crate::capture::ParseError;
use crate::domain::Win;
use crate::report::document::Document;
use crate::tui::action::Action;
use crate::tui::dialogs::Dialog;
use crate::tui::dialogs::ask::Purpose;
use crate::tui::dialogs::confirm::{Confirm, Then};
use crate::tui::dialogs::record_form::RecordForm;
use crate::tui::effect::Effect;
use crate::tui::message::Tone;
use crate::tui::model::Model;
use crate::tui::screen::Cx;
use crate::tui::screens::{learning_keys, review_keys};

/// Does what a key asks of the dialog that lies on top.
pub(super) fn in_dialog(model: &mut Model, action: Action) -> Vec<Effect> {
    match model.dialogs.last() {
        Some(Dialog::Capture(_)) => in_capture(model, action),
        Some(Dialog::Form(_)) => in_form(model, action),
        Some(Dialog::Value(_)) => in_value(model, action),
        Some(Dialog::Ask(_)) => in_ask(model, action),
        Some(Dialog::Pick(_)) => in_pick(model, action),
        Some(Dialog::Choose(_)) => in_choose(model, action),
        Some(Dialog::Confirm(_)) => answered(model, action),
        Some(Dialog::Help(_)) => in_help(model, action),
        None => Vec::new(),
    }
}

fn in_capture(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(Dialog::Capture(capture)) = model.dialogs.last_mut() else { return Vec::new() };
    match action {
        // A name that was gone to is taken before anything is saved.
        Action::Save if capture.picked() => capture.complete(),
        Action::Save if !capture.saving => save_line(model),
        Action::Complete => capture.complete(),
        Action::NextCompletion => {
            capture.choose(true);
            Vec::new()
        }
        Action::PreviousCompletion => {
            capture.choose(false);
            Vec::new()
        }
        Action::ToForm
            if !capture.parsed.problems.iter().any(|problem| *problem != ParseError::EmptyTitle) =>
        {
            let draft = capture.draft();
            model.dialogs.pop();
            open_form(model, &draft);
            Vec::new()
        }
        Action::Cancel => {
            let worth = !capture.text().trim().is_empty();
            discard(model, worth)
        }
        _ => Vec::new(),
    }
}

fn in_form(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(Dialog::Form(form)) = model.dialogs.last_mut() else { return Vec::new() };
    match action {
        Action::Save if !form.saving => {
            form.saving = true;
            form.problem = None;
            vec![Effect::SaveForm { subject: Box::new(form.subject.clone()), fields: form.fields() }]
        }
        Action::NextField => {
            form.go(1);
            Vec::new()
        }
        Action::PreviousField => {
            form.go(-1);
            Vec::new()
        }
        Action::ToEditor => vec![Effect::Editor(Box::new(form.subject.clone()), form.fields())],
        Action::Cancel => {
            let worth = form.changed();
            discard(model, worth)
        }
        _ => Vec::new(),
    }
}

fn in_value(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(Dialog::Value(line)) = model.dialogs.last_mut() else { return Vec::new() };
    match action {
        Action::Save if !line.saving => match line.request() {
            Some(request) => {
                line.saving = true;
                vec![Effect::LogValue(request)]
            }
            // Enter on a name alone takes the name.
            None if line.metric().is_some() => {
                line.complete();
                Vec::new()
            }
            None => {
                line.problem = Some("a value is missing: latency 380ms".into());
                Vec::new()
            }
        },
        Action::Complete => {
            line.complete();
            Vec::new()
        }
        Action::NextCompletion => {
            line.choose(true);
            Vec::new()
        }
        Action::PreviousCompletion => {
            line.choose(false);
            Vec::new()
        }
        Action::Cancel => {
            model.dialogs.pop();
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn in_ask(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(Dialog::Ask(ask)) = model.dialogs.last_mut() else { return Vec::new() };
    match action {
        Action::Save if ask.purpose == Purpose::FindReading => {
            let words = ask.field.text();
            model.dialogs.pop();
            model.learning.find(&words);
            learning_keys::keep_in_view(&mut model.learning, &model.cx);
            Vec::new()
        }
        Action::Save if ask.purpose == Purpose::NewAlias => {
            let name = ask.field.text().trim().to_owned();
            if name.is_empty() {
                ask.problem = Some("type a name, or press esc".into());
            } else {
                model.dialogs.pop();
                let mut cx = Cx::new(&model.cx);
                review_keys::ask_new_alias(&model.review, &mut cx, &name);
                return super::finish(model, cx.done(), Vec::new());
            }
            Vec::new()
        }
        Action::Save if matches!(ask.purpose, Purpose::Retitle(..) | Purpose::Needs(_)) => {
            let title = ask.field.text();
            let Some(Dialog::Ask(ask)) = model.dialogs.pop() else { return Vec::new() };
            match ask.purpose {
                Purpose::Retitle(key, _) => review_keys::retitle(&model.review, &key, &title),
                Purpose::Needs(_) => review_keys::retitle(&model.review, Document::NEEDS, &title),
                _ => Vec::new(),
            }
        }
        Action::Save if !ask.saving && matches!(ask.purpose, Purpose::Export(_) | Purpose::ReviewPeriod) => {
            ask.saving = true;
            let (purpose, line) = (ask.purpose.clone(), ask.field.text());
            let period = model.review.period.clone();
            period
                .map(|period| Effect::OfReview(period, model.review.reader, purpose, line))
                .into_iter()
                .collect()
        }
        Action::Save if !ask.saving => {
            ask.saving = true;
            vec![Effect::AskDone(ask.purpose.clone(), ask.field.text())]
        }
        Action::Cancel => {
            // A date is typed again in no time, a sentence is not.
            let worth = ask.field.text().split_whitespace().count() > 3;
            discard(model, worth)
        }
        _ => Vec::new(),
    }
}

fn in_pick(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(Dialog::Pick(pick)) = model.dialogs.last_mut() else { return Vec::new() };
    match action {
        Action::Toggle => pick.toggle(),
        Action::Down | Action::Up => {
            pick.step(action == Action::Down);
            Vec::new()
        }
        Action::Cancel => {
            model.dialogs.pop();
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn in_choose(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(Dialog::Choose(choose)) = model.dialogs.last_mut() else { return Vec::new() };
    match action {
        Action::Down | Action::Up => {
            choose.step(action == Action::Down);
            Vec::new()
        }
        Action::Accept => {
            let effects = choose.accept();
            model.dialogs.pop();
            effects
        }
        Action::Cancel => {
            model.dialogs.pop();
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// A digit chooses at once.
pub(super) fn in_choice(model: &mut Model, key: KeyEvent) -> Vec<Effect> {
    let Some(Dialog::Choose(choose)) = model.dialogs.last_mut() else { return Vec::new() };
    if choose.key(key) { in_choose(model, Action::Accept) } else { Vec::new() }
}

fn in_help(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(Dialog::Help(help)) = model.dialogs.last_mut() else { return Vec::new() };
    match action {
        Action::Cancel => {
            model.dialogs.pop();
            Vec::new()
        }
        Action::Accept => {
            let chosen = help.chosen();
            model.dialogs.pop();
            chosen.map(|action| act(model, action)).unwrap_or_default()
        }
        Action::Down | Action::Up | Action::PageDown | Action::PageUp => {
            help.step(match action {
                Action::Down => 1,
                Action::Up => -1,
                Action::PageDown => 10,
                _ => -10,
            });
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// Closes what is written; asks first where it would be a pity.
fn discard(model: &mut Model, worth: bool) -> Vec<Effect> {
    if worth {
        let question = "Throw away what you wrote?".to_owned();
        model.dialogs.push(Dialog::Confirm(Confirm { question, then: Then::Discard }));
    } else {
        model.dialogs.pop();
    }
    Vec::new()
}

fn answered(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(Dialog::Confirm(confirm)) = model.dialogs.pop() else { return Vec::new() };
    match (action, confirm.then) {
        (Action::Yes, Then::Do(effect)) => vec![*effect],
        (Action::Yes, Then::Discard) => {
            model.dialogs.pop();
            Vec::new()
        }
        _ => Vec::new(),
    }
}

pub(super) fn open_form(model: &mut Model, draft: &Win) {
    let guess = model.cx.categories.guess(&draft.title).key.clone();
    let draft = Win { guess, ..draft.clone() };
    model.dialogs.push(RecordForm::win(None, &draft).into());
}

fn save_line(model: &mut Model) -> Vec<Effect> {
    let Some(Dialog::Capture(capture)) = model.dialogs.last_mut() else { return Vec::new() };
    if let Some(problem) = capture.parsed.problems.first() {
        let text = problem.to_string();
        model.say(Tone::Attention, text);
        return Vec::new();
    }
    if capture.parsed.draft.title.is_empty() {
        let text = "say what you did, or press esc";
        model.say(Tone::Attention, text);
        return Vec::new();
    }
    capture.saving = true;
    vec![Effect::Add(Box::new(capture.draft()), capture.parsed.hints.clone())]
}
