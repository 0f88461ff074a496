//! What keys do on the wins tab.

use ratatui::layout::Rect;

use super::page;
use crate::domain::{Kind, Win};
use crate::text::inert;
use crate::tui::action::Action;
use crate::tui::dialogs::Dialog;
use crate::tui::dialogs::ask::{Ask, Purpose};
use crate::tui::dialogs::confirm::{Confirm, Then};
use crate::tui::dialogs::record_form::{RecordForm, Subject};
use crate::tui::effect::Effect;
use crate::tui::model::{Model, Tone};
use crate::tui::screens::{detail, wins_view};
use crate::tui::view;

/// Does what a key asks.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::OlderYear => model.wins.change_year(-1, model.cx.today, model.cx.fiscal_year_start),
        Action::NewerYear => model.wins.change_year(1, model.cx.today, model.cx.fiscal_year_start),
        Action::Edit
        | Action::EditInEditor
        | Action::Delete
        | Action::Star
        | Action::Record
        | Action::AskLater
        | Action::ConfirmCategory => on_win(model, action),
        _ => {
            let wins = wins_view::layout(&model.wins, view::layout(model).body);
            let effects = model.wins.update(action, page(model));
            if let (Some(area), Some(win)) = (wins.detail, &model.wins.detail) {
                let lines = detail::lines(win, &model.wins.metrics, &model.cx, usize::from(area.width)).len();
                model.wins.scroll = model.wins.scroll.min(lines.saturating_sub(usize::from(area.height)));
            }
            keep_in_view(model);
            effects
        }
    }
}

/// Selects the row at a place of the screen; a second time it opens.
pub(super) fn click(model: &mut Model, column: u16, row: u16, body: Rect) -> Vec<Effect> {
    let list = wins_view::layout(&model.wins, body).list;
    if !list.contains((column, row).into()) {
        return Vec::new();
    }
    let lines = wins_view::visible(&model.wins, list.height);
    match lines.get(usize::from(row - list.y)) {
        Some(wins_view::ListLine::Row(at)) if *at == model.wins.selected => super::act(model, Action::Open),
        Some(wins_view::ListLine::Row(at)) => model.wins.select(*at),
        _ => Vec::new(),
    }
}

/// Has the list begin where it was drawn, so that moving back does not jump.
pub(super) fn keep_in_view(model: &mut Model) {
    let list = wins_view::layout(&model.wins, view::layout(model).body).list;
    let first = wins_view::visible(&model.wins, list.height).into_iter().find_map(|line| match line {
        wins_view::ListLine::Row(at) => Some(at),
        wins_view::ListLine::Heading(_) => None,
    });
    if let Some(first) = first {
        model.wins.top = first;
    }
}

/// What is done to the win that is selected; it must be there whole.
fn on_win(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(row) = model.wins.row() else { return Vec::new() };
    let Some(win) = model.wins.detail.clone().filter(|win| win.id == row.id) else { return Vec::new() };
    match action {
        Action::Edit => {
            let draft = win.draft();
            model.dialogs.push(RecordForm::win(Some(win), &draft).into());
            Vec::new()
        }
        Action::EditInEditor => vec![Effect::Editor(Box::new(Subject::Win(Some(win))), Vec::new())],
        Action::Delete => {
            let question = format!("Delete “{}”? Undo brings it back.", inert(&win.title));
            let then = Then::Do(Box::new(Effect::Delete(win.id.into(), win.title.clone())));
            model.dialogs.push(Dialog::Confirm(Confirm { question, then }));
            Vec::new()
        }
        Action::Record => vec![Effect::LoadAbout(Kind::Win, win.id.into())],
        Action::AskLater => {
            let ask = Ask::new(Purpose::AskLater(Kind::Win, win.id.into()), win.title.clone());
            model.dialogs.push(Dialog::Ask(Box::new(ask)));
            Vec::new()
        }
        Action::Star => {
            let draft = Win { starred: !win.starred, ..win.draft() };
            vec![Effect::Edit { win, draft: Box::new(draft) }]
        }
        Action::ConfirmCategory if win.category.is_some() => {
            model.say(Tone::Plain, "the category is confirmed already");
            Vec::new()
        }
        Action::ConfirmCategory => {
            let draft = Win { category: Some(win.guess.clone()), ..win.draft() };
            vec![Effect::Edit { win, draft: Box::new(draft) }]
        }
        _ => Vec::new(),
    }
}

/// Does what a key asks while the search line is written.
pub(super) fn in_search(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Cancel => {
            model.wins.searching = false;
            model.wins.update(Action::Back, 1)
        }
        Action::Accept => {
            model.wins.searching = false;
            Vec::new()
        }
        Action::Down | Action::Up => {
            let effects = model.wins.update(action, 1);
            keep_in_view(model);
            effects
        }
        _ => Vec::new(),
    }
}
