//! Performs the actions that are available on every tab.

use super::Model;
use crate::domain::{Kind, RecordId};
use crate::journal::HistoryStep;
use crate::text::ellipsis;
use crate::tui::action::Action;
use crate::tui::dialogs::capture::Capture;
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::dialogs::finder::Finder;
use crate::tui::dialogs::help::Help;
use crate::tui::dialogs::import_path::ImportPath;
use crate::tui::dialogs::themes::Themes;
use crate::tui::dialogs::value::ValueLine;
use crate::tui::effect::Effect;
use crate::tui::form_request::FormRequest;
use crate::tui::message::Tone;
use crate::tui::targets::Which;

/// Performs an action of every tab; returns `false` for an action that the tab handles.
pub(super) fn act(model: &mut Model, action: Action) -> bool {
    match action {
        Action::Quit => quit(model),
        Action::Help | Action::Palette => {
            let accepts = |action| model.screen().accepts(&model.cx, action);
            let help = match action {
                Action::Palette => Help::palette(model.contexts(), accepts),
                _ => Help::keys(model.contexts(), accepts),
            };
            model.open(Box::new(help));
        }
        Action::Finder => {
            model.open(Box::new(Finder::default()));
            let owner = model.dialogs.last().map(|open| open.id);
            model.request(vec![Effect::LoadFindable], owner);
        }
        Action::Demo => show_sample(model),
        Action::Theme => model.open(Box::new(Themes::new(&model.cx))),
        Action::Settings => model.request(vec![Effect::EditSettings], None),
        Action::History => model.request(vec![Effect::LoadHistory], None),
        Action::Capture => model.open(Box::new(Capture::new(""))),
        // If the tab has no follow-up to answer, the follow-up that is due first is answered.
        Action::Record if model.screen().accepts(&model.cx, Action::Record).is_err() => {
            model.request(vec![Effect::LoadDue], None);
        }
        Action::Copy => match model.screen().copied() {
            Some(text) => {
                model.say(Tone::Good, format!("copied “{}”", ellipsis(&text, 60)));
                model.request(vec![Effect::Copy(text)], None);
            }
            None => model.say(Tone::Plain, "there is nothing to copy"),
        },
        Action::LogValue => {
            // For a selected metric, only the value is missing.
            let fixed = model.screen().metric(&model.cx);
            let find = fixed.is_none().then(|| Effect::FindMetrics(String::new()));
            model.open(Box::new(ValueLine::new(fixed, model.cx.today)));
            let owner = model.dialogs.last().map(|open| open.id);
            model.request(find.into_iter().collect(), owner);
        }
        Action::Praise => {
            let request = FormRequest::NewPraise(praised(model));
            model.request(vec![Effect::OpenForm(request)], None);
        }
        Action::Import => {
            let path = ImportPath::default();
            let find = path.find();
            model.open(Box::new(path));
            let owner = model.dialogs.last().map(|open| open.id);
            model.request(vec![find], owner);
        }
        Action::Backup => model.request(vec![Effect::MakeBackup], None),
        Action::Restore => model.request(vec![Effect::LoadBackups], None),
        Action::Undo => model.request(vec![Effect::Step(HistoryStep::Undo)], None),
        Action::Redo => model.request(vec![Effect::Step(HistoryStep::Redo)], None),
        _ => return false,
    }
    true
}

/// Shows the sample journal. On an empty journal, the screen offers it; with a journal of one's own, the key could be a slip
/// of the finger.
fn show_sample(model: &mut Model) {
    if model.screen().hints().contains(&Action::Demo) {
        return model.request(vec![Effect::Demo], None);
    }
    let question = "Show a sample career in a temporary place? Your journal stays as it is.".to_owned();
    model.open(Box::new(Confirm::effect(question, Effect::Demo)));
}

/// Returns the selected win or project, which new praise is about; `None` if several records are marked.
fn praised(model: &Model) -> Option<(Kind, RecordId)> {
    match model.screen().targets()?.which {
        Which::Records(kind @ (Kind::Win | Kind::Project), ids) if ids.len() == 1 => Some((kind, ids[0])),
        _ => None,
    }
}

/// Ends the app; asks first if changes are not written yet.
fn quit(model: &mut Model) {
    match model.requests.writes() {
        0 => model.request(vec![Effect::Quit], None),
        waiting => {
            let changes = crate::text::counted(waiting, "change is", "changes are");
            let question = format!(
                "{changes} not saved yet. Quit all the same? A line or a form is kept and offered at the next start."
            );
            model.open(Box::new(Confirm::effect(question, Effect::Quit)));
        }
    }
}
