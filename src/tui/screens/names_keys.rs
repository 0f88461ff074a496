//! Handles keys in the list of names.

use super::names::{Names, Row, layout};
use crate::domain::fold;
use crate::text::inert;
use crate::tui::action::Action;
use crate::tui::dialog::Cx;
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::dialogs::prompt::{Prompt, PromptDialog};
use crate::tui::effect::Effect;
use crate::tui::line::{LineRequest, ScreenLine};

/// Opens the prompt for the alias of a name; `now` is the current alias.
fn ask_alias(cx: &mut Cx<'_>, name: &str, now: &str) {
    let hint = "the text in its place, such as: a large bank";
    let request = LineRequest::Alias(name.to_owned());
    cx.open(PromptDialog::from(Prompt::journal("Alias", name, hint, request).initial(now)));
}

/// Opens the prompt for the alias of a typed name, with its current alias if it has one.
pub(super) fn ask_new_alias(names: Option<&Names>, cx: &mut Cx<'_>, name: &str) {
    let rows = names.map_or(&[][..], |names| &names.rows);
    let there = rows.iter().find(|row| fold(row.name()) == fold(name));
    let (name, now) =
        there.map_or((name.to_owned(), String::new()), |row| (row.name().to_owned(), row.alias().to_owned()));
    ask_alias(cx, &name, &now);
}

/// Performs an action in the list of names; returns `false` if the list is or shall be closed.
pub(super) fn act(names: Option<&mut Names>, cx: &mut Cx<'_>, action: Action) -> bool {
    let page = cx.view.page();
    let (_, list) = layout(cx.view.body());
    let Some(names) = names else { return false };
    match (action, names.row().cloned()) {
        (Action::Back | Action::Names, _) => return false,
        (Action::New, _) => {
            let about = "Documents for the public will not contain it";
            let hint = "Acme Corp: found in any case, also as AcmeCorp and acme-corp";
            let prompt = Prompt::screen("Which name?", about, hint, ScreenLine::NewAlias)
                .required("type a name, or press esc");
            cx.open(PromptDialog::from(prompt));
        }
        (Action::Edit | Action::Open, Some(row)) => ask_alias(cx, row.name(), row.alias()),
        (Action::Delete, Some(Row::Aliased(alias))) => {
            let question = format!(
                "Remove the alias of “{}”? Undo brings “{}” back.",
                inert(&alias.name),
                inert(&alias.alias)
            );
            cx.open(Confirm::effect(question, Effect::Delete(alias.id.into(), alias.body.name)));
        }
        _ => names.step(action, page, list.height),
    }
    true
}
