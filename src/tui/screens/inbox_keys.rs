//! Handles keys and clicks in the inbox.

use super::inbox::{self, Inbox};
use crate::domain::Kind;
use crate::tui::action::Action;
use crate::tui::dialog::Cx;
use crate::tui::dialogs::pick;
use crate::tui::dialogs::prompt::{Prompt, PromptDialog};
use crate::tui::effect::{Effect, Picking};
use crate::tui::line::LineRequest;
use crate::tui::targets::Targets;

/// Checks that an action applies to the selection, like [`crate::tui::screen::Screen::accepts`].
pub(super) fn accepts(inbox: &Inbox, action: Action) -> Result<(), String> {
    let Some(item) = inbox.item() else {
        let needs = [
            Action::Open,
            Action::Edit,
            Action::Delete,
            Action::Merge,
            Action::OpenLink,
            Action::Copy,
            Action::Mark,
            Action::MarkRange,
            Action::MarkAll,
        ];
        return if needs.contains(&action) { Err("nothing waits here".to_owned()) } else { Ok(()) };
    };
    match action {
        Action::Record | Action::New => Err(String::new()),
        Action::Edit | Action::Merge if inbox.marked() > 1 => {
            Err("this is for one thing: unmark the others".to_owned())
        }
        Action::OpenLink if item.link.is_empty() => Err("it has no link".to_owned()),
        _ => Ok(()),
    }
}

/// Performs the action of a key; `None` if it leads back to Today.
pub(super) fn act(inbox: &mut Inbox, cx: &mut Cx<'_>, action: Action) -> Option<Vec<Effect>> {
    let chosen = inbox.chosen();
    let item = inbox.item().cloned();
    Some(match (action, item) {
        (Action::Back, _) if inbox.marked() > 0 => {
            inbox.marks.clear();
            Vec::new()
        }
        (Action::Back, _) => return None,
        (Action::Open, Some(_)) => {
            inbox.marks.clear();
            vec![Effect::KeepInboxItems(chosen)]
        }
        (Action::Delete, Some(_)) => {
            inbox.marks.clear();
            vec![Effect::RefuseInboxItems(chosen)]
        }
        (Action::Edit, Some(item)) => {
            let hint = "as in a line of a win: #tag +project @person name:800ms..400ms";
            let request = LineRequest::KeepAs(item.id);
            let prompt = Prompt::journal("Keep it as", item.title.clone(), hint, request);
            let prompt = prompt.text(item.title.clone()).required("say what you did, or press esc");
            cx.open(PromptDialog::from(prompt));
            Vec::new()
        }
        (Action::Merge, Some(item)) => pick::open(cx, Picking::Merge(item.id), &item.title),
        (Action::OpenLink, Some(item)) => vec![Effect::OpenUrl(item.link.clone())],
        // Page keys show the rest of the selected item, if there is more of it.
        (Action::PageDown | Action::PageUp, Some(_)) if inbox::scroll(inbox, cx.view, action) => Vec::new(),
        (_, _) => {
            let height = inbox::layout(cx.view.body()).list.height;
            inbox.step(action, cx.view.page().min(usize::from(height)).max(1), height);
            Vec::new()
        }
    })
}

/// Selects the item at a place of the screen.
pub(super) fn click(inbox: &mut Inbox, cx: &Cx<'_>, column: u16, row: u16) {
    if let Some(at) = inbox::item_at(inbox, cx.view.body(), column, row) {
        inbox.select(at);
    }
}

/// Returns the marked items, or the selected one.
pub(super) fn targets(inbox: &Inbox) -> Option<Targets> {
    let title = inbox.item().map_or(String::new(), |item| item.title.clone());
    Targets::records(Kind::InboxItem, inbox.chosen().into_iter().map(Into::into).collect(), &title)
}
