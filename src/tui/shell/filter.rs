//! The line that limits the list of a tab to the rows with some words.

use crossterm::event::KeyEvent;

use super::Model;
use crate::tui::action::Action;
use crate::tui::widgets::field::Field;

/// The line, while it limits the list.
#[derive(Debug)]
pub(super) struct ListFilter {
    /// The words.
    pub field: Field,
    /// `true` while the words are edited.
    pub is_typing: bool,
}

/// Opens the line, or goes on editing it.
pub(super) fn open(model: &mut Model) {
    match &mut model.filter {
        Some(filter) => filter.is_typing = true,
        None => model.filter = Some(ListFilter { field: Field::words(""), is_typing: true }),
    }
}

/// Removes the line, and shows all rows; returns `false` if there is none.
pub(super) fn clear(model: &mut Model) -> bool {
    if model.filter.take().is_none() {
        return false;
    }
    limit(model, "");
    true
}

/// Performs an action while the words are edited; returns `false` for an action of the list.
pub(super) fn act(model: &mut Model, action: Action) -> bool {
    match action {
        Action::Down | Action::Up => return false,
        Action::Cancel => drop(clear(model)),
        Action::Accept => {
            if let Some(filter) = &mut model.filter {
                filter.is_typing = false;
            }
            if words(model).is_some_and(|words| words.trim().is_empty()) {
                clear(model);
            }
        }
        _ => {}
    }
    true
}

/// Handles a key in the words.
pub(super) fn key(model: &mut Model, key: KeyEvent) {
    if model.filter.as_mut().is_some_and(|filter| filter.field.key(key)) {
        apply(model);
    }
}

/// Inserts pasted text into the words.
pub(super) fn paste(model: &mut Model, text: &str) {
    if let Some(filter) = &mut model.filter {
        filter.field.paste(text);
    }
    apply(model);
}

fn apply(model: &mut Model) {
    if let Some(words) = words(model) {
        limit(model, &words);
    }
}

fn limit(model: &mut Model, words: &str) {
    let tab = model.tab;
    let effects = model.screens[tab].filter(words);
    model.request(effects, None);
}

/// Returns the words; `None` without a line.
pub(super) fn words(model: &Model) -> Option<String> {
    model.filter.as_ref().map(|filter| filter.field.text())
}

/// Returns `true` while the words are edited.
pub(super) fn is_typing(model: &Model) -> bool {
    model.dialogs.is_empty() && model.filter.as_ref().is_some_and(|filter| filter.is_typing)
}
