//! What keys do on Today.

use ratatui::layout::Rect;

use super::go_to;
use crate::domain::{FollowUpId, Kind};
use crate::journal::WinRow;
use crate::tui::action::Action;
use crate::tui::dialogs::record_form::RecordForm;
use crate::tui::effect::{Effect, Load};
use crate::tui::model::Model;
use crate::tui::screens::today::{Item, item_at, items, selected};
use crate::tui::screens::wins::Quick;
use crate::tui::tab::Tab;

/// Does what a key asks.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let answer = |id: FollowUpId| vec![Effect::LoadToAnswer(vec![id])];
    match (action, selected(&model.today_screen, &model.cx)) {
        (Action::Open | Action::Record, Some(Item::Asked(asked))) => answer(asked.follow_up.id),
        (Action::Record, Some(Item::Win(row))) => vec![Effect::LoadAbout(Kind::Win, row.id.into())],
        (Action::Open, Some(Item::Win(row))) => {
            let row = row.clone();
            open_win(model, row)
        }
        (Action::Open, Some(Item::Goal(goal))) => {
            let (id, year) = (goal.id, goal.year);
            model.goals.wanted = Some(id);
            model.goals.open = false;
            show_goals(model, year)
        }
        (Action::Open, Some(Item::CloseYear(_))) => {
            let year = crate::domain::period::year_number(model.cx.today, model.cx.fiscal_year_start);
            model.goals.check_then = true;
            show_goals(model, year)
        }
        (Action::Open, Some(Item::Undated(_))) => {
            model.tab = Tab::Wins;
            model.wins.show_all();
            model.wins.open = false;
            model.wins.quick = Quick::Undated;
            vec![model.wins.request(Load::Newest)]
        }
        (Action::Open, Some(Item::DraftYear(year))) => {
            let effects = show_goals(model, year);
            model.dialogs.push(RecordForm::goal(None, Some(year)).into());
            effects
        }
        (Action::Open, Some(Item::Reading(reading))) => {
            model.learning.wanted = Some(reading.id);
            model.learning.loaded = false;
            go_to(model, Tab::Learning)
        }
        _ => {
            let count = items(&model.today_screen, &model.cx).len();
            model.today_screen.update(action, count)
        }
    }
}

/// Goes to the goals of a year.
fn show_goals(model: &mut Model, year: i32) -> Vec<Effect> {
    model.goals.year = Some(year);
    model.goals.loaded = false;
    go_to(model, Tab::Goals)
}

/// Goes from a win of this week to the same win in the timeline.
fn open_win(model: &mut Model, row: WinRow) -> Vec<Effect> {
    model.tab = Tab::Wins;
    model.wins.show_all();
    model.wins.open = true;
    let load = model.wins.request(Load::Around(row.anchor));
    model.wins.rows = vec![row];
    model.wins.selected = 0;
    vec![load]
}

/// Selects the item at a place of the screen; a second time it opens.
pub(super) fn click(model: &mut Model, row: u16, body: Rect) -> Vec<Effect> {
    match item_at(&model.today_screen, &model.cx, body, row) {
        Some(at) if at == model.today_screen.selected => act(model, Action::Open),
        Some(at) => {
            model.today_screen.selected = at;
            Vec::new()
        }
        None => Vec::new(),
    }
}
