//! What happens when something happens: no I/O, no clock, no waiting.

use crossterm::event::{KeyEvent, MouseButton, MouseEvent, MouseEventKind};

use super::action::Action;
use super::dialogs::Dialog;
use super::dialogs::capture::Capture;
use super::dialogs::confirm::{Confirm, Then};
use super::dialogs::form::Form;
use super::dialogs::help::Help;
use super::input::Input;
use super::model::{Answer, Effect, Load, Model, Msg, Tab, Tone, Unsaved};
use super::screens::{detail, wins_view};
use super::view;
use crate::capture::Problem;
use crate::domain::WinDraft;
use crate::journal::{Direction, Edited, Undone};
use crate::report::wording;
use crate::text::inert;

/// Takes a message into the model and returns what is to be done.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Input(Input::Key(key)) => on_key(model, key),
        Msg::Input(Input::Paste(text)) => on_paste(model, &text),
        Msg::Input(Input::Mouse(mouse)) => on_mouse(model, mouse),
        // The runtime makes a theme of it.
        Msg::Input(Input::Background(_)) => Vec::new(),
        Msg::Resized(columns, rows) => {
            model.size = (columns, rows);
            Vec::new()
        }
        Msg::Day(day) => {
            model.today = day;
            vec![Effect::LoadGlance]
        }
        Msg::ChangedElsewhere => reload(model),
        Msg::Answer(answer) => on_answer(model, answer),
    }
}

/// Loads again what may have changed.
fn reload(model: &Model) -> Vec<Effect> {
    let mut effects = vec![Effect::LoadGlance];
    if model.wins.loaded {
        effects.push(model.wins.reload());
    }
    effects
}

fn on_key(model: &mut Model, key: KeyEvent) -> Vec<Effect> {
    model.message = None;
    if let Some(action) = model.keymap.resolve(key, model.contexts()) {
        return act(model, action);
    }
    match model.dialogs.last_mut() {
        Some(Dialog::Capture(capture)) => capture.key(key),
        Some(Dialog::Form(form)) => {
            form.key(key);
            Vec::new()
        }
        Some(Dialog::Help(help)) => {
            help.key(key);
            Vec::new()
        }
        None if model.tab == Tab::Wins && model.wins.searching => {
            if model.wins.search.key(key) {
                vec![model.wins.load(Load::Newest)]
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
            vec![model.wins.load(Load::Newest)]
        }
        Some(Dialog::Help(_) | Dialog::Confirm(_)) | None => Vec::new(),
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
            if model.tab != Tab::Wins {
                return Vec::new();
            }
            let list = wins_view::layout(&model.wins, layout.body).list;
            if !list.contains((mouse.column, mouse.row).into()) {
                return Vec::new();
            }
            let lines = wins_view::visible(&model.wins, list.height);
            match lines.get(usize::from(mouse.row - list.y)) {
                Some(wins_view::ListLine::Row(at)) if *at == model.wins.selected => act(model, Action::Open),
                Some(wins_view::ListLine::Row(at)) => model.wins.select(*at),
                _ => Vec::new(),
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
        return in_dialog(model, action);
    }
    if model.tab == Tab::Wins && model.wins.searching {
        return in_search(model, action);
    }
    match action {
        Action::Quit => vec![Effect::Quit],
        Action::Help | Action::Palette => {
            model.dialogs.push(Dialog::Help(Box::new(Help::new(action == Action::Palette))));
            Vec::new()
        }
        Action::Capture => {
            model.dialogs.push(Dialog::Capture(Box::new(Capture::new(""))));
            Vec::new()
        }
        Action::NewWin => {
            open_form(model, &WinDraft::default());
            Vec::new()
        }
        Action::Undo => vec![Effect::Step(Direction::Undo)],
        Action::Redo => vec![Effect::Step(Direction::Redo)],
        Action::Search => {
            let effects = go_to(model, Tab::Wins);
            model.wins.searching = true;
            model.wins.open = false;
            effects
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
    match tab {
        Tab::Wins if !model.wins.loaded => vec![model.wins.load(Load::Newest)],
        _ => Vec::new(),
    }
}

fn on_screen(model: &mut Model, action: Action) -> Vec<Effect> {
    match (model.tab, action) {
        (Tab::Today, Action::Open) => open_from_today(model),
        (Tab::Today, _) => model.today_screen.update(action),
        (Tab::Wins, Action::OlderYear) => model.wins.change_year(-1, model.today, model.fiscal_year_start),
        (Tab::Wins, Action::NewerYear) => model.wins.change_year(1, model.today, model.fiscal_year_start),
        (
            Tab::Wins,
            Action::Edit | Action::EditInEditor | Action::Delete | Action::Star | Action::ConfirmCategory,
        ) => on_win(model, action),
        (Tab::Wins, _) => {
            let layout = view::layout(model);
            let wins = wins_view::layout(&model.wins, layout.body);
            let page = usize::from(layout.body.height.saturating_sub(3)).max(1);
            let effects = model.wins.update(action, page);
            if let (Some(area), Some(win)) = (wins.detail, &model.wins.detail) {
                let lines = detail::lines(win, model, usize::from(area.width)).len();
                model.wins.scroll = model.wins.scroll.min(lines.saturating_sub(usize::from(area.height)));
            }
            keep_in_view(model);
            effects
        }
        _ => Vec::new(),
    }
}

/// Has the list begin where it was drawn, so that moving back does not jump.
fn keep_in_view(model: &mut Model) {
    let list = wins_view::layout(&model.wins, view::layout(model).body).list;
    let first = wins_view::visible(&model.wins, list.height).into_iter().find_map(|line| match line {
        wins_view::ListLine::Row(at) => Some(at),
        wins_view::ListLine::Heading(_) => None,
    });
    if let Some(first) = first {
        model.wins.top = first;
    }
}

/// Goes from a win of this week to the same win in the timeline.
fn open_from_today(model: &mut Model) -> Vec<Effect> {
    let row =
        model.today_screen.glance.as_ref().and_then(|glance| glance.week.get(model.today_screen.selected));
    let Some(row) = row.cloned() else { return Vec::new() };
    model.tab = Tab::Wins;
    model.wins.show_all();
    model.wins.open = true;
    let load = model.wins.load(Load::Around(row.anchor));
    model.wins.rows = vec![row];
    model.wins.selected = 0;
    vec![load]
}

/// What is done to the win that is selected; it must be there whole.
fn on_win(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(row) = model.wins.row() else { return Vec::new() };
    let Some(win) = model.wins.detail.clone().filter(|win| win.id == row.id) else { return Vec::new() };
    match action {
        Action::Edit => {
            let draft = win.draft();
            let guessed = win.category.clone();
            model.dialogs.push(Dialog::Form(Box::new(Form::new(Some(win), &draft, &guessed))));
            Vec::new()
        }
        Action::EditInEditor => vec![Effect::Editor(Some(win), Vec::new())],
        Action::Delete => {
            let question = format!("Delete “{}”? Undo brings it back.", inert(&win.title));
            let then = Then::Do(Box::new(Effect::Delete(win.id, win.title.clone())));
            model.dialogs.push(Dialog::Confirm(Confirm { question, then }));
            Vec::new()
        }
        Action::Star => {
            let draft = WinDraft { starred: !win.starred, ..win.draft() };
            vec![Effect::Edit { win, draft: Box::new(draft) }]
        }
        Action::ConfirmCategory if win.category_confirmed => {
            model.say(Tone::Plain, "the category is confirmed already");
            Vec::new()
        }
        Action::ConfirmCategory => {
            let draft = WinDraft { category: Some(win.category.clone()), ..win.draft() };
            vec![Effect::Edit { win, draft: Box::new(draft) }]
        }
        _ => Vec::new(),
    }
}

fn in_search(model: &mut Model, action: Action) -> Vec<Effect> {
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

fn in_dialog(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(dialog) = model.dialogs.last_mut() else { return Vec::new() };
    match dialog {
        Dialog::Capture(capture) => match action {
            // A name that was gone to is taken before anything is saved.
            Action::Save if capture.picked() => capture.complete(),
            Action::Save if !capture.saving => save_line(model),
            Action::Complete => capture.complete(),
            Action::NextCompletion => {
                capture.choose(true);
                Vec::new()
            }
            Action::PreviousCompletion => {
                capture.choose(false);
                Vec::new()
            }
            Action::ToForm
                if !capture.reading.problems.iter().any(|problem| *problem != Problem::EmptyTitle) =>
            {
                let draft = capture.reading.draft.clone();
                model.dialogs.pop();
                open_form(model, &draft);
                Vec::new()
            }
            Action::Cancel => {
                let worth = !capture.text().trim().is_empty();
                discard(model, worth)
            }
            _ => Vec::new(),
        },
        Dialog::Form(form) => match action {
            Action::Save if !form.saving => {
                form.saving = true;
                form.problem = None;
                vec![Effect::SaveForm { win: form.win.clone(), fields: form.fields() }]
            }
            Action::NextField => {
                form.go(1);
                Vec::new()
            }
            Action::PreviousField => {
                form.go(-1);
                Vec::new()
            }
            Action::ToEditor => vec![Effect::Editor(form.win.clone(), form.fields())],
            Action::Cancel => {
                let worth = form.changed();
                discard(model, worth)
            }
            _ => Vec::new(),
        },
        Dialog::Confirm(_) => answered(model, action),
        Dialog::Help(help) => match action {
            Action::Cancel => {
                model.dialogs.pop();
                Vec::new()
            }
            Action::Accept => {
                let chosen = help.chosen();
                model.dialogs.pop();
                chosen.map(|action| act(model, action)).unwrap_or_default()
            }
            Action::Down | Action::Up | Action::PageDown | Action::PageUp => {
                help.step(match action {
                    Action::Down => 1,
                    Action::Up => -1,
                    Action::PageDown => 10,
                    _ => -10,
                });
                Vec::new()
            }
            _ => Vec::new(),
        },
    }
}

/// Closes what is written; asks first where it would be a pity.
fn discard(model: &mut Model, worth: bool) -> Vec<Effect> {
    if worth {
        let question = "Throw away what you wrote?".to_owned();
        model.dialogs.push(Dialog::Confirm(Confirm { question, then: Then::Discard }));
    } else {
        model.dialogs.pop();
    }
    Vec::new()
}

fn answered(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(Dialog::Confirm(confirm)) = model.dialogs.pop() else { return Vec::new() };
    match (action, confirm.then) {
        (Action::Yes, Then::Do(effect)) => vec![*effect],
        (Action::Yes, Then::Discard) => {
            model.dialogs.pop();
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn open_form(model: &mut Model, draft: &WinDraft) {
    let guessed = model.categories.guess(&draft.title).key.clone();
    model.dialogs.push(Dialog::Form(Box::new(Form::new(None, draft, &guessed))));
}

fn save_line(model: &mut Model) -> Vec<Effect> {
    let Some(Dialog::Capture(capture)) = model.dialogs.last_mut() else { return Vec::new() };
    if let Some(problem) = capture.reading.problems.first() {
        let text = problem.to_string();
        model.say(Tone::Attention, text);
        return Vec::new();
    }
    if capture.reading.draft.title.is_empty() {
        let text = "say what you did, or press esc";
        model.say(Tone::Attention, text);
        return Vec::new();
    }
    capture.saving = true;
    vec![Effect::Add(Box::new(capture.reading.draft.clone()), capture.reading.hints.clone())]
}

/// Takes the result of an effect.
fn on_answer(model: &mut Model, answer: Answer) -> Vec<Effect> {
    match answer {
        Answer::Glance(glance) => model.today_screen.loaded(glance),
        Answer::Page(page) => {
            let effects = model.wins.take(page);
            keep_in_view(model);
            return effects;
        }
        Answer::Win(win) => {
            // A late answer for a row that is not selected any more is dropped.
            if model.wins.row().is_some_and(|row| row.id == win.id) {
                model.wins.detail = Some(win);
            }
        }
        Answer::Reopened(win, fields) => {
            let draft = win.as_ref().map(|win| win.draft()).unwrap_or_default();
            let guessed = win.as_ref().map(|win| win.category.clone()).unwrap_or_default();
            let mut form = Form::new(win, &draft, &guessed);
            form.fill(&fields);
            model.dialogs.push(Dialog::Form(Box::new(form)));
            model.say(Tone::Attention, RESTORED);
        }
        Answer::Read(reading) => {
            if let Some(Dialog::Capture(capture)) = model.dialogs.last_mut() {
                capture.reading = *reading;
            }
        }
        Answer::Completions(completions) => {
            if let Some(Dialog::Capture(capture)) = model.dialogs.last_mut() {
                capture.offer(completions);
            }
        }
        Answer::Added(added) => {
            model.dialogs.pop();
            let mut text = format!("added {}  {}", added.short, added.draft.title);
            if let Some(day) = added.ask_on {
                text.push_str(&format!("  (asked {})", wording::near(day, model.today)));
            }
            let tone = if added.hints.is_empty() { Tone::Good } else { Tone::Attention };
            if let Some(hint) = added.hints.first() {
                text = format!("added {}, but {hint}", added.short);
            }
            model.say(tone, text);
            model.wins.wanted = Some(added.id);
            return reload(model);
        }
        Answer::Edited(edited) => return on_edited(model, edited),
        Answer::FormRefused { field, why } => {
            if let Some(Dialog::Form(form)) = model.dialogs.last_mut() {
                form.refuse(field, why);
            }
        }
        Answer::Deleted(title) => {
            model.wins.open = false;
            model.say(Tone::Good, format!("deleted “{title}”; undo brings it back"));
            return reload(model);
        }
        Answer::Stepped(direction, done) => {
            say_stepped(model, direction, &done);
            return reload(model);
        }
        Answer::Restored(unsaved) => return restore(model, unsaved),
        Answer::Failed(error) => {
            match model.dialogs.last_mut() {
                Some(Dialog::Capture(capture)) => capture.saving = false,
                Some(Dialog::Form(form)) => form.saving = false,
                _ => {}
            }
            let hint = error.hint_text().map(|hint| format!("; {hint}")).unwrap_or_default();
            model.say(Tone::Attention, format!("{}{hint}", error.message()));
        }
        Answer::Nothing(text) => {
            if !text.is_empty() {
                model.say(Tone::Plain, text);
            }
        }
    }
    Vec::new()
}

fn on_edited(model: &mut Model, edited: Edited) -> Vec<Effect> {
    match edited {
        Edited::Saved(added) => {
            close_form(model);
            model.say(Tone::Good, format!("changed {}  {}", added.short, added.draft.title));
            reload(model)
        }
        Edited::Unchanged => {
            close_form(model);
            model.say(Tone::Plain, "nothing changed");
            Vec::new()
        }
        Edited::ChangedUnderneath(now) => {
            // Both versions are there: what was written stays in the form, the form shows theirs
            // beside it where both wrote, and saving again puts it over what they wrote.
            let text = format!("another program changed “{}” meanwhile", now.title);
            if let Some(Dialog::Form(form)) = model.dialogs.last_mut() {
                if !form.changed_underneath(now) {
                    form.saving = true;
                    return vec![Effect::SaveForm { win: form.win.clone(), fields: form.fields() }];
                }
                model.say(
                    Tone::Attention,
                    format!("save again to write yours where fields are marked ≠: {text}"),
                );
            } else {
                model.say(Tone::Attention, format!("{text}; nothing was written"));
            }
            reload(model)
        }
        Edited::Deleted => {
            if let Some(Dialog::Form(form)) = model.dialogs.last_mut() {
                form.saving = false;
                form.win = None;
                model.say(
                    Tone::Attention,
                    "another program deleted this win; saving makes a new one of what you wrote",
                );
            } else {
                model.say(Tone::Attention, "another program deleted this win; undo brings it back");
            }
            reload(model)
        }
    }
}

fn close_form(model: &mut Model) {
    if matches!(model.dialogs.last(), Some(Dialog::Form(_))) {
        model.dialogs.pop();
    }
}

fn say_stepped(model: &mut Model, direction: Direction, done: &[Undone]) {
    let verb = match direction {
        Direction::Undo => "undid",
        Direction::Redo => "redid",
    };
    if let Some(undone) = done.first() {
        model.say(Tone::Good, format!("{verb}: {}", undone.label));
    }
}

/// Opens again what an earlier run left unsaved.
fn restore(model: &mut Model, unsaved: Unsaved) -> Vec<Effect> {
    if let Some(form) = unsaved.form {
        return vec![Effect::Reopen(form)];
    }
    let Some(line) = unsaved.line else { return Vec::new() };
    let mut capture = Capture::new(&line);
    let effects = capture.read();
    model.dialogs.push(Dialog::Capture(Box::new(capture)));
    model.say(Tone::Attention, RESTORED);
    effects
}

const RESTORED: &str = "what you were writing is here again";
