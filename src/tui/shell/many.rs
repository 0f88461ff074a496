//! Performs the actions that apply to all marked records at once.

use super::Model;
use crate::domain::{Category, Kind, Visibility};
use crate::journal::ManyChange;
use crate::text::inert;
use crate::tui::action::Action;
use crate::tui::dialogs::choose::{Alternative, Choose};
use crate::tui::dialogs::completion::NameKind;
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::dialogs::prompt::{DAY_AHEAD, Prompt, PromptDialog};
use crate::tui::effect::Effect;
use crate::tui::line::LineRequest;
use crate::tui::message::Tone;
use crate::tui::targets::Targets;

/// Returns the kinds of record that an action can change together; `None` for any other action.
fn kinds(action: Action) -> Option<&'static [Kind]> {
    Some(match action {
        Action::Tag => &[Kind::Win, Kind::Reading],
        Action::Competency => &[Kind::Win, Kind::Story],
        Action::ConfirmCompetencies
        | Action::ConfirmCategory
        | Action::Move
        | Action::Category
        | Action::Star
        | Action::Unstar => &[Kind::Win],
        Action::Visibility => {
            &[Kind::Win, Kind::Project, Kind::Goal, Kind::Reading, Kind::Position, Kind::Story, Kind::Praise]
        }
        Action::Delete => {
            &[Kind::Win, Kind::Project, Kind::Goal, Kind::Reading, Kind::FollowUp, Kind::Metric]
        }
        Action::Nothing | Action::Snooze => &[Kind::FollowUp],
        _ => return None,
    })
}

/// Applies an action to the marked records, or for tagging, moving, visibility and unstarring also to the
/// selected record. Returns `false` for an action that the tab handles.
pub(super) fn act(model: &mut Model, action: Action) -> bool {
    let Some(kinds) = kinds(action) else { return false };
    if model.screen().acts_on_marked(action) {
        return false;
    }
    let is_marked = model.screen().marked() > 0;
    let is_of_ladder = matches!(action, Action::Competency | Action::ConfirmCompetencies);
    let is_shared =
        is_of_ladder || matches!(action, Action::Tag | Action::Move | Action::Visibility | Action::Unstar);
    if !is_marked && !is_shared {
        return false;
    }
    if is_of_ladder && !model.cx.has_ladder.get() {
        model.say(Tone::Plain, "choose a competency ladder first: in Career, :ladder");
        return true;
    }
    let Some(targets) = model.screen().targets() else {
        model.say(Tone::Plain, "select a record, or mark some");
        return true;
    };
    if !kinds.contains(&targets.kind()) {
        let text = format!("this command does not apply to {}", targets.kind().plural());
        model.say(Tone::Plain, text);
        return true;
    }
    ask(model, action, targets);
    true
}

/// Opens a prompt, and requests the names that complete its line.
fn open_completed(model: &mut Model, prompt: Prompt) {
    let mut dialog = PromptDialog::from(prompt);
    let find = dialog.find();
    model.open(Box::new(dialog));
    let owner = model.dialogs.last().map(|open| open.id);
    model.request(find.into_iter().collect(), owner);
}

/// Opens a dialog for the input of an action, or requests the change at once.
fn ask(model: &mut Model, action: Action, targets: Targets) {
    let about = if targets.title.is_empty() { targets.described() } else { targets.title.clone() };
    let change = |change| Effect::ChangeMany(targets.clone(), change);
    let prompt =
        |title, hint, request| PromptDialog::from(Prompt::journal(title, about.clone(), hint, request));
    match action {
        Action::Tag => {
            let request = LineRequest::Tag(targets);
            let prompt =
                Prompt::journal("Tags to add", about, "names separated by commas: perf, search", request);
            open_completed(model, prompt.required("type a tag, or press esc").completes(NameKind::Tag));
        }
        Action::Competency => model.request(vec![Effect::LoadCompetencies(targets)], None),
        Action::ConfirmCompetencies => {
            model.request(vec![change(ManyChange::ConfirmCompetencies)], None);
        }
        Action::ConfirmCategory => model.request(vec![change(ManyChange::ConfirmCategories)], None),
        Action::Move => {
            let hint = "a project, existing or new; empty for no project";
            let prompt =
                Prompt::journal("Move to the project", about, hint, LineRequest::Move(targets.clone()));
            open_completed(model, prompt.completes(NameKind::Project));
        }
        Action::Nothing => {
            let hint = "the reason, in a sentence";
            let request = LineRequest::Nothing(targets.clone());
            model.open(Box::new(prompt("Nothing to report, because", hint, request)));
        }
        Action::Snooze => {
            let request = LineRequest::Snooze(targets);
            let prompt = Prompt::journal("Put off until", about, DAY_AHEAD, request).initial("2w");
            model.open(Box::new(PromptDialog::from(prompt)));
        }
        Action::Category => {
            let option = |each: &Category| {
                Alternative::effect(each.title.clone(), change(ManyChange::Category(each.key.clone())))
            };
            let options = model.cx.categories.iter().map(option).collect();
            model.open(Box::new(Choose::new("Which category?", about, options, 0)));
        }
        Action::Visibility => {
            let option =
                |each: &Visibility| Alternative::effect(each.word(), change(ManyChange::Visibility(*each)));
            let options = Visibility::ALL.iter().map(option).collect();
            model.open(Box::new(Choose::new("Who may see it?", about, options, 0)));
        }
        Action::Delete => {
            let question = format!("Delete {}? Undo brings them back.", inert(&targets.described()));
            model.open(Box::new(Confirm::effect(question, change(ManyChange::Delete))));
        }
        Action::Star | Action::Unstar => {
            let effect = change(ManyChange::Star(action == Action::Star));
            model.request(vec![effect], None);
        }
        _ => {}
    }
}
