//! What happens when something happens: no I/O, no clock, no waiting.

use crossterm::event::{KeyEvent, MouseButton, MouseEvent, MouseEventKind};

mod answers;
mod dialogs;
mod goals;
mod impact;
mod learning;
mod projects;
mod review;
mod today;
mod wins;

use super::action::Action;
use super::dialogs::Dialog;
use super::dialogs::ask::{Ask, Purpose};
use super::dialogs::capture::Capture;
use super::dialogs::help::Help;
use super::dialogs::value::ValueLine;
use super::effect::{Effect, Load};
use super::input::Input;
use super::model::{Model, Msg, Tone};
use super::screens::impact::Side;
use super::tab::Tab;
use super::view;
use crate::domain::Win;
use crate::journal::Direction;

/// Takes a message into the model and returns what is to be done.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Input(Input::Key(key)) => on_key(model, key),
        Msg::Input(Input::Paste(text)) => on_paste(model, &text),
        Msg::Input(Input::Mouse(mouse)) => on_mouse(model, mouse),
        // The runtime has made a theme of it; what was set in the colours of another is set anew.
        Msg::Input(Input::Background(_)) => {
            review::set(model);
            Vec::new()
        }
        Msg::Resized(columns, rows) => {
            model.cx.size = (columns, rows);
            review::set(model);
            Vec::new()
        }
        Msg::Day(day) => {
            model.cx.today = day;
            vec![Effect::LoadGlance]
        }
        Msg::ChangedElsewhere => reload(model),
        Msg::Replaced => {
            model.say(
                Tone::Attention,
                "another file took the place of the journal; this is what it holds, and your text is kept",
            );
            reload(model)
        }
        Msg::Removed => {
            model.say(
                Tone::Attention,
                "the journal's file was removed or moved: nothing can be saved until it is back",
            );
            Vec::new()
        }
        Msg::Answer(answer) => answers::on_answer(model, answer),
    }
}

/// Loads again what may have changed.
fn reload(model: &mut Model) -> Vec<Effect> {
    let shown = model.tab;
    model.screens_mut().into_iter().flat_map(|(tab, screen)| screen.invalidate(tab == shown)).collect()
}

fn on_key(model: &mut Model, key: KeyEvent) -> Vec<Effect> {
    model.message = None;
    if let Some(action) = model.cx.keymap.resolve(key, model.contexts()) {
        return act(model, action);
    }
    match model.dialogs.last_mut() {
        Some(Dialog::Capture(capture)) => capture.key(key),
        Some(Dialog::Form(form)) => {
            form.key(key);
            Vec::new()
        }
        Some(Dialog::Value(line)) => line.key(key),
        Some(Dialog::Ask(ask)) => {
            ask.key(key);
            Vec::new()
        }
        Some(Dialog::Pick(pick)) => pick.key(key),
        Some(Dialog::Choose(_)) => dialogs::in_choice(model, key),
        Some(Dialog::Help(help)) => {
            help.key(key);
            Vec::new()
        }
        None if model.tab == Tab::Wins && model.wins.searching => {
            if model.wins.search.key(key) {
                vec![model.wins.request(Load::Newest)]
            } else {
                Vec::new()
            }
        }
        Some(Dialog::Confirm(_)) | None => Vec::new(),
    }
}

fn on_paste(model: &mut Model, text: &str) -> Vec<Effect> {
    match model.dialogs.last_mut() {
        Some(Dialog::Capture(capture)) => capture.paste(text),
        Some(Dialog::Form(form)) => {
            form.paste(text);
            Vec::new()
        }
        None if model.tab == Tab::Wins && model.wins.searching => {
            model.wins.search.paste(text);
            vec![model.wins.request(Load::Newest)]
        }
        Some(Dialog::Value(line)) => line.paste(text),
        Some(Dialog::Ask(ask)) => {
            ask.paste(text);
            Vec::new()
        }
        Some(Dialog::Pick(pick)) => pick.paste(text),
        Some(Dialog::Help(_) | Dialog::Choose(_) | Dialog::Confirm(_)) | None => Vec::new(),
    }
}

fn on_mouse(model: &mut Model, mouse: MouseEvent) -> Vec<Effect> {
    if !model.dialogs.is_empty() {
        return Vec::new();
    }
    match mouse.kind {
        MouseEventKind::ScrollDown => act(model, Action::Down),
        MouseEventKind::ScrollUp => act(model, Action::Up),
        MouseEventKind::Down(MouseButton::Left) => {
            let layout = view::layout(model);
            if let Some(tab) = view::tab_at(model, mouse.column, mouse.row) {
                return go_to(model, tab);
            }
            match model.tab {
                Tab::Wins => wins::click(model, mouse.column, mouse.row, layout.body),
                Tab::Projects => projects::click(model, mouse.column, mouse.row, layout.body),
                Tab::Impact => impact::click(model, mouse.column, mouse.row, layout.body),
                Tab::Goals => goals::click(model, mouse.column, mouse.row, layout.body),
                Tab::Learning => learning::click(model, mouse.column, mouse.row, layout.body),
                Tab::Review => review::click(model, mouse.column, mouse.row, layout.body),
                Tab::Today => today::click(model, mouse.row, layout.body),
                Tab::Career => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}

/// Does what the person wants.
fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    if action == Action::Suspend {
        return vec![Effect::Suspend];
    }
    if model.dialogs.last().is_some() {
        return dialogs::in_dialog(model, action);
    }
    if model.tab == Tab::Wins && model.wins.searching {
        return wins::in_search(model, action);
    }
    match action {
        Action::Quit => vec![Effect::Quit],
        Action::Help | Action::Palette => {
            let help = Help::new(action == Action::Palette, model.contexts());
            model.dialogs.push(Dialog::Help(Box::new(help)));
            Vec::new()
        }
        Action::Capture => {
            model.dialogs.push(Dialog::Capture(Box::new(Capture::new(""))));
            Vec::new()
        }
        Action::NewWin => {
            dialogs::open_form(model, &Win::default());
            Vec::new()
        }
        Action::LogValue => {
            // Of a metric that is selected only the value is missing.
            let here = model.tab == Tab::Impact && model.impact.side == Side::Metrics;
            let fixed = model.impact.selected_metric().filter(|_| here).cloned();
            let look = if fixed.is_some() { None } else { Some(Effect::FindMetrics(String::new())) };
            model.dialogs.push(Dialog::Value(Box::new(ValueLine::new(fixed))));
            look.into_iter().collect()
        }
        Action::Undo => vec![Effect::Step(Direction::Undo)],
        Action::Redo => vec![Effect::Step(Direction::Redo)],
        Action::Search if model.tab == Tab::Learning => {
            let ask = Ask::new(Purpose::FindReading, "What you read and learned".to_owned());
            model.dialogs.push(Dialog::Ask(Box::new(ask)));
            Vec::new()
        }
        Action::Search if model.tab == Tab::Wins => {
            model.wins.searching = true;
            model.wins.open = false;
            Vec::new()
        }
        // Whoever searches from another tab does not see how the list of wins is limited.
        Action::Search => {
            model.tab = Tab::Wins;
            model.wins.show_all();
            model.wins.searching = true;
            model.wins.open = false;
            vec![model.wins.request(Load::Newest)]
        }
        Action::NextTab => go_to(model, Tab::ALL[(model.tab.index() + 1) % Tab::ALL.len()]),
        Action::PreviousTab => {
            go_to(model, Tab::ALL[(model.tab.index() + Tab::ALL.len() - 1) % Tab::ALL.len()])
        }
        _ => match tab_of(action) {
            Some(tab) => go_to(model, tab),
            None => on_screen(model, action),
        },
    }
}

fn tab_of(action: Action) -> Option<Tab> {
    Some(match action {
        Action::TabToday => Tab::Today,
        Action::TabWins => Tab::Wins,
        Action::TabProjects => Tab::Projects,
        Action::TabGoals => Tab::Goals,
        Action::TabLearning => Tab::Learning,
        Action::TabImpact => Tab::Impact,
        Action::TabCareer => Tab::Career,
        Action::TabReview => Tab::Review,
        _ => return None,
    })
}

fn go_to(model: &mut Model, tab: Tab) -> Vec<Effect> {
    model.tab = tab;
    model.screen().load()
}

fn on_screen(model: &mut Model, action: Action) -> Vec<Effect> {
    match model.tab {
        Tab::Today => today::act(model, action),
        Tab::Wins => wins::act(model, action),
        Tab::Projects => projects::act(model, action),
        Tab::Goals => goals::act(model, action),
        Tab::Learning => learning::act(model, action),
        Tab::Impact => impact::act(model, action),
        Tab::Review => review::act(model, action),
        Tab::Career => Vec::new(),
    }
}

/// How many rows a page has on this screen.
fn page(model: &Model) -> usize {
    usize::from(view::layout(model).body.height.saturating_sub(3)).max(1)
}
