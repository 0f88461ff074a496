//! Handles the answers to requests.

use super::actions::{act_pending, finish, free_hidden, on_tab, reload};
use super::requests::Pending;
use super::{DialogId, Model, OpenDialog};
use crate::config::Config;
use crate::error::Error;
use crate::text::ellipsis;
use crate::tui::action::Action;
use crate::tui::answer::Answer;
use crate::tui::dialog::Cx;
use crate::tui::dialogs::record_form::RecordForm;
use crate::tui::effect::RequestId;
use crate::tui::keymap::Keymap;
use crate::tui::loaded::Loaded;
use crate::tui::message::Tone;
use crate::tui::saved::Saved;
use crate::tui::subject::Subject;
use crate::tui::unsaved::UnsavedForm;

/// The message about the restored text of an earlier run of the app.
pub(super) const RESTORED: &str = "your unsaved text was restored";

/// Handles the answer to a request; an answer to a dropped request is ignored.
pub(super) fn on_answer(model: &mut Model, id: RequestId, answer: Answer) {
    let Some(pending) = model.requests.take(id) else { return };
    match answer {
        Answer::Loaded(loaded) => {
            // The prompt that requested the data is closed.
            close(model, pending.owner);
            on_loaded(model, loaded);
        }
        Answer::Findings(found) => {
            if let Some(open) = owner(model, &pending) {
                open.dialog.on_findings(found);
            }
        }
        Answer::Form(subject, unsaved) => open_form(model, *subject, unsaved.as_ref()),
        Answer::Choose(choose) => model.open(choose),
        Answer::Settings(config) => on_settings(model, &config),
        // The line for the path was closed meanwhile.
        Answer::ImportPlan(_) if owner(model, &pending).is_none() => {}
        Answer::ImportPlan(plan) => {
            close(model, pending.owner);
            model.open(plan);
        }
        Answer::Confirm(confirm) => {
            // The line that led to the question is answered.
            close(model, pending.owner);
            model.open(confirm);
        }
        Answer::Saved(saved) => on_saved(model, &pending, &saved),
        Answer::Unchanged => {
            close(model, pending.owner);
            model.say(Tone::Plain, "nothing changed");
        }
        Answer::Conflict(now) => on_changed_underneath(model, &pending, *now),
        Answer::DeletedUnderneath(kind) => on_deleted_underneath(model, &pending, kind),
        Answer::Refused { field, why } => {
            bring_back(model, &pending);
            match owner(model, &pending) {
                Some(open) => open.dialog.on_refused(field, &why),
                None => model.say(Tone::Attention, why),
            }
        }
        Answer::Failed(error) => on_failed(model, &pending, &error),
        Answer::Cancelled => {
            bring_back(model, &pending);
            let doing = if pending.doing.is_empty() { "working" } else { pending.doing };
            let kept = if pending.writes { "; nothing was written" } else { "" };
            model.say(Tone::Plain, format!("stopped {doing}{kept}"));
        }
        Answer::Nothing(text) => {
            bring_back(model, &pending);
            if !text.is_empty() {
                model.say(Tone::Plain, text);
            }
        }
    }
}

/// Applies edited settings.
fn on_settings(model: &mut Model, config: &Config) {
    let (keymap, problems) = Keymap::new(&config.keys);
    model.cx.keymap = keymap;
    model.cx.themes = config.themes.clone();
    model.cx.set_theme(config.theme.clone());
    model.lay_out();
    match problems.into_iter().chain(config.problem()).next() {
        Some(problem) => model.say(Tone::Attention, problem),
        None => model.say(Tone::Good, "keys and theme are in force; everything else from the next start on"),
    }
}

/// Passes loaded data to its tab.
fn on_loaded(model: &mut Model, loaded: Loaded) {
    let mut rest = Some(loaded);
    for tab in 0..model.screens.len() {
        let Some(loaded) = rest.take() else { break };
        on_tab(model, tab, |screen, cx| match screen.on_loaded(cx, loaded) {
            Ok(effects) => effects,
            Err(loaded) => {
                rest = Some(loaded);
                Vec::new()
            }
        });
        if rest.is_none() {
            // The user may have gone to another tab meanwhile.
            free_hidden(model, tab);
        }
    }
    act_pending(model);
}

/// Returns the dialog that made a request, if it still exists.
fn owner<'a>(model: &'a mut Model, pending: &Pending) -> Option<&'a mut OpenDialog> {
    let owner = pending.owner?;
    model.dialogs.iter_mut().chain(&mut model.waiting).find(|open| open.id == owner)
}

/// Closes the dialog that made a request.
fn close(model: &mut Model, owner: Option<DialogId>) {
    model.dialogs.retain(|open| Some(open.id) != owner);
    model.waiting.retain(|open| Some(open.id) != owner);
}

/// Reopens a dialog whose change could not be written. The dialog is put below all others, because the user
/// types in the topmost dialog, and a question belongs to the dialog directly below the question.
fn bring_back(model: &mut Model, pending: &Pending) {
    if let Some(at) = model.waiting.iter().position(|open| Some(open.id) == pending.owner) {
        let dialog = model.waiting.remove(at);
        model.dialogs.insert(0, dialog);
    }
}

/// Opens the form of a subject, with the unsaved text of an earlier run of the app if the form is reopened.
fn open_form(model: &mut Model, subject: Subject, unsaved: Option<&UnsavedForm>) {
    let Some(mut form) = RecordForm::of_subject(subject) else { return };
    if let Some(unsaved) = unsaved {
        form.fill(&unsaved.fields, &unsaved.opened);
        model.say(Tone::Attention, RESTORED);
    }
    model.open(Box::new(form));
}

/// Shows the message of a change, notifies every tab, and calls the dialog that requested the change.
fn on_saved(model: &mut Model, pending: &Pending, saved: &Saved) {
    if saved.message.is_some() {
        model.message.clone_from(&saved.message);
    }
    for screen in &mut model.screens {
        let more = screen.on_saved(&model.cx, &saved.change);
        if let (Some(more), Some(message)) = (more, &mut model.message) {
            message.text.push_str(&more);
        }
    }
    reload(model);
    let mut cx = Cx::new(&model.cx);
    let owner = pending.owner;
    let open = model.dialogs.iter_mut().chain(&mut model.waiting).find(|open| Some(open.id) == owner);
    let Some(open) = open else { return };
    let effects = open.dialog.on_saved(&mut cx, saved);
    let mut done = cx.done();
    if done.closed == 0 {
        bring_back(model, pending);
    } else {
        // The dialog may no longer be the topmost.
        close(model, owner);
        done.closed -= 1;
    }
    finish(model, done, effects, owner);
}

/// Handles a conflict. If both programs changed the same field, the dialog shows both texts, and saving again
/// overwrites the other program's; otherwise the merged record is saved at once.
fn on_changed_underneath(model: &mut Model, pending: &Pending, now: Subject) {
    let text = format!("another program changed “{}” meanwhile", ellipsis(now.title(), 60));
    bring_back(model, pending);
    let mut cx = Cx::new(&model.cx);
    let Some(open) = model.dialogs.iter_mut().find(|open| Some(open.id) == pending.owner) else {
        model.say(Tone::Attention, format!("{text}; nothing was written"));
        return reload(model);
    };
    if open.dialog.on_changed_underneath(now) {
        let effects = open.dialog.on_action(&mut cx, Action::Save);
        let done = cx.done();
        finish(model, done, effects, pending.owner);
    } else {
        model.say(Tone::Attention, format!("save again to overwrite the fields marked ≠: {text}"));
        reload(model);
    }
}

fn on_deleted_underneath(model: &mut Model, pending: &Pending, kind: &str) {
    bring_back(model, pending);
    let is_kept = owner(model, pending).is_some_and(|open| open.dialog.on_deleted_underneath());
    let text = if is_kept { "save to add what you wrote as a new one" } else { "undo brings it back" };
    model.say(Tone::Attention, format!("another program deleted this {kind}; {text}"));
    reload(model);
}

/// Shows an error; the typed text stays in the dialog.
fn on_failed(model: &mut Model, pending: &Pending, error: &Error) {
    bring_back(model, pending);
    let hint = error.hint_text().map(|hint| format!("; {hint}")).unwrap_or_default();
    model.say(Tone::Attention, format!("{}{hint}", error.message()));
}
