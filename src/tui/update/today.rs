//! What keys do on Today.

use crate::domain::{FollowUpId, Kind};
use crate::tui::action::Action;
use crate::tui::model::{Effect, Load, Model, Tab};
use crate::tui::screens::today::Selected;

/// Does what a key asks.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let answer = |id: FollowUpId| vec![Effect::LoadToAnswer(vec![id])];
    match (action, model.today_screen.item()) {
        (Action::Open | Action::Record, Some(Selected::Asked(asked))) => answer(asked.follow_up.id),
        (Action::Open, Some(Selected::Win(_))) => open_win(model),
        (Action::Record, Some(Selected::Win(row))) => vec![Effect::LoadAbout(Kind::Win, row.id.into())],
        _ => model.today_screen.update(action),
    }
}

/// Goes from a win of this week to the same win in the timeline.
fn open_win(model: &mut Model) -> Vec<Effect> {
    let Some(Selected::Win(row)) = model.today_screen.item() else { return Vec::new() };
    let row = row.clone();
    model.tab = Tab::Wins;
    model.wins.show_all();
    model.wins.open = true;
    let load = model.wins.load(Load::Around(row.anchor));
    model.wins.rows = vec![row];
    model.wins.selected = 0;
    vec![load]
}
