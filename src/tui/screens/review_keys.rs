//! What keys do on the review tab.

use ratatui::layout::Rect;

use super::page;
use crate::domain::period::year_number;
use crate::domain::{Choice, Kind, Period, WinId, fold};
use crate::journal::Years;
use crate::report::curation::{Item, ItemKind};
use crate::report::document::{Document, Reader};
use crate::text::inert;
use crate::tui::action::{Action, Context};
use crate::tui::dialogs::Dialog;
use crate::tui::dialogs::ask::{Ask, Purpose};
use crate::tui::dialogs::choose::{Choose, Choosing};
use crate::tui::dialogs::confirm::{Confirm, Then};
use crate::tui::effect::Effect;
use crate::tui::model::{Model, Tone};
use crate::tui::screens::names::{self, Row};
use crate::tui::screens::year::{self, Year};
use crate::tui::screens::{review, walk_view};
use crate::tui::view;

/// Does what a key asks.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    if model.review.names.is_some() {
        return on_names(model, action);
    }
    if model.review.year.is_some() {
        return on_year(model, action);
    }
    match action {
        Action::YearScreen => load_years(model, 0),
        Action::Names => model.review.load_names().into_iter().collect(),
        Action::OlderYear | Action::NewerYear => {
            change_year(model, if action == Action::OlderYear { -1 } else { 1 })
        }
        Action::NextReader => {
            let at = Reader::ALL.iter().position(|reader| *reader == model.review.reader).unwrap_or(0);
            model.review.reader = Reader::ALL[(at + 1) % Reader::ALL.len()];
            vec![model.review.request()]
        }
        Action::Period => {
            let ask = Ask::new(Purpose::ReviewPeriod, "Of which time the document tells".to_owned());
            model.dialogs.push(Dialog::Ask(Box::new(ask)));
            Vec::new()
        }
        Action::Export => {
            let label = model.review.period.as_ref().map(|period| crate::text::slug(&period.label));
            let name = format!("brag-{}-{}.html", label.unwrap_or_default(), model.review.reader.word());
            let names = model.review.draft.as_ref().map_or(&[][..], |draft| &draft.unaliased);
            let about = match names {
                [] => format!("The document {}", review::for_whom(model.review.reader)),
                [first, rest @ ..] => {
                    let more = if rest.is_empty() { "" } else { " and others have" };
                    let has = if rest.is_empty() { " has" } else { "" };
                    format!("“{}”{has}{more} no alias and would be in it", first.name)
                }
            };
            model.dialogs.push(Dialog::Ask(Box::new(Ask::new(Purpose::Export(name), about))));
            Vec::new()
        }
        Action::OpenWritten => {
            if let Some(path) = &model.review.written {
                return vec![Effect::OpenFile(path.clone())];
            }
            let key = model.cx.key(Action::Export, Context::Review);
            model.say(Tone::Plain, format!("nothing was written yet; {key} writes the document"));
            Vec::new()
        }
        Action::Walk | Action::Strengthen => {
            let weak = action == Action::Strengthen;
            model.review.walk = walk_view::begin(&model.review, weak);
            model.review.open = false;
            match (&model.review.walk, weak) {
                (Some(_), _) => follow_walk(model),
                (None, true) => model.say(Tone::Good, "nothing here to make stronger"),
                (None, false) => model.say(Tone::Plain, "no wins to go through"),
            }
            Vec::new()
        }
        _ if model.review.walk.is_some() => on_walk(model, action),
        Action::MoveUp | Action::MoveDown => {
            let choices = model.review.moved(action == Action::MoveUp);
            choose(model, choices, "move")
        }
        Action::LeaveOut
        | Action::Retitle
        | Action::Edit
        | Action::Star
        | Action::ConfirmCategory
        | Action::Category
        | Action::Record => match model.review.item().cloned() {
            Some(item) => on_item(model, &item, action),
            None => Vec::new(),
        },
        _ => {
            let most = most(model);
            let page = page(model);
            model.review.update(action, page, most);
            keep_in_view(model);
            Vec::new()
        }
    }
}

fn choose(model: &Model, choices: Vec<Choice>, what: &'static str) -> Vec<Effect> {
    match &model.review.period {
        Some(period) if !choices.is_empty() => {
            vec![Effect::Choose(period.clone(), model.review.reader, choices, what)]
        }
        _ => Vec::new(),
    }
}

/// What is done to the item that is selected.
fn on_item(model: &mut Model, item: &Item, action: Action) -> Vec<Effect> {
    let win =
        (item.kind == ItemKind::Win).then(|| uuid::Uuid::parse_str(&item.key).ok()).flatten().map(WinId);
    match (action, win) {
        (Action::LeaveOut, _) => {
            let before = model.review.choice(&item.key).cloned().unwrap_or_default();
            let left_out = !before.left_out;
            let choice = Choice { item: item.key.clone(), left_out, ..before };
            choose(model, vec![choice], if left_out { "leave out" } else { "include" })
        }
        (Action::Retitle | Action::Edit, _) if item.key == Document::NEEDS => {
            let now = model.review.choice(&item.key).map(|choice| choice.title.clone()).unwrap_or_default();
            let ask = Ask::new(Purpose::Needs(now), item.title.clone());
            model.dialogs.push(Dialog::Ask(Box::new(ask)));
            Vec::new()
        }
        (Action::Retitle, _) if review::is_fixed(&item.key) => {
            model.say(
                Tone::Plain,
                "this heading is the template's: a template of your own calls it otherwise",
            );
            Vec::new()
        }
        (Action::Retitle, _) => {
            let now = model.review.choice(&item.key).map(|choice| choice.title.clone()).unwrap_or_default();
            let title = if now.is_empty() { item.title.clone() } else { now };
            let ask = Ask::new(Purpose::Retitle(item.key.clone(), title), item.title.clone());
            model.dialogs.push(Dialog::Ask(Box::new(ask)));
            Vec::new()
        }
        (Action::Category, Some(win)) => {
            let now = model.review.draft.as_ref().and_then(|draft| draft.wins.get(&item.key));
            let now = now.map(|win| win.category_key().to_owned()).unwrap_or_default();
            let options =
                model.cx.categories.iter().map(|each| (each.key.clone(), each.title.clone())).collect();
            let choose = Choose::new(Choosing::Category(win), item.title.clone(), options, &now);
            model.dialogs.push(Dialog::Choose(Box::new(choose)));
            Vec::new()
        }
        (Action::Record, Some(win)) => vec![Effect::LoadAbout(Kind::Win, win.into())],
        (_, Some(win)) => vec![Effect::OnWin(win, action)],
        _ => {
            model.say(Tone::Plain, "that is done to a win: select one");
            Vec::new()
        }
    }
}

/// What a key does while going through the wins.
fn on_walk(model: &mut Model, action: Action) -> Vec<Effect> {
    let body = view::layout(model).body;
    let Some(walk) = &mut model.review.walk else { return Vec::new() };
    match action {
        Action::Keep | Action::Leave => return decide(model, action == Action::Leave),
        Action::Back => {
            model.review.walk = None;
            keep_in_view(model);
        }
        Action::Down | Action::Up => {
            walk.step(action == Action::Down);
            follow_walk(model);
        }
        Action::First | Action::Last => {
            walk.jump(action == Action::Last);
            follow_walk(model);
        }
        Action::PageDown | Action::PageUp => walk_view::scroll(&mut model.review, &model.cx, action, body),
        Action::Edit | Action::Star | Action::ConfirmCategory | Action::Category | Action::Record => {
            if let Some(item) = model.review.item().cloned() {
                return on_item(model, &item, action);
            }
        }
        _ => {}
    }
    Vec::new()
}

/// Keeps the win that the walk is at or leaves it out, and goes on; behind the last the document is there.
fn decide(model: &mut Model, left_out: bool) -> Vec<Effect> {
    let Some(item) = model.review.item().cloned() else { return Vec::new() };
    let before = model.review.choice(&item.key).cloned().unwrap_or_default();
    let what = if left_out { "leave out" } else { "include" };
    let changed = before.left_out != left_out;
    let choice = Choice { item: item.key.clone(), left_out, ..before };
    let effects = if changed { choose(model, vec![choice], what) } else { Vec::new() };
    if model.review.walk.as_mut().is_some_and(|walk| walk.step(true)) {
        follow_walk(model);
        return effects;
    }
    let weak = model.review.walk.take().is_some_and(|walk| walk.weak);
    keep_in_view(model);
    if weak {
        model.say(Tone::Good, "that was the last one to strengthen");
        return effects;
    }
    model.review.open = true;
    model.review.scroll = 0;
    let key = model.cx.key(Action::Export, Context::Review);
    model.say(Tone::Good, format!("that was the last win; {key} writes the document to a file"));
    effects
}

/// Selects the win that the walk is at, so that the document follows.
fn follow_walk(model: &mut Model) {
    let place = model.review.walk.as_ref().and_then(|walk| model.review.place(walk.key()));
    if let Some(place) = place {
        let most = most(model);
        model.review.select(place, most);
        keep_in_view(model);
    }
}

/// Gives the selected item another title in this document; its own where nothing is said.
pub(super) fn retitle(model: &Model, key: &str, title: &str) -> Vec<Effect> {
    let own = model.review.outline().iter().find(|item| item.key == key).map(|item| item.title.as_str());
    let title = if own == Some(title.trim()) { String::new() } else { title.trim().to_owned() };
    let choice =
        Choice { item: key.to_owned(), title, ..model.review.choice(key).cloned().unwrap_or_default() };
    choose(model, vec![choice], "retitle")
}

fn change_year(model: &mut Model, by: i32) -> Vec<Effect> {
    let Some(period) = &model.review.period else { return Vec::new() };
    let year = year_number(period.last, model.cx.fiscal_year_start) + by;
    if !(1..=9999).contains(&year) {
        return Vec::new();
    }
    model.review.show(Period::year(year, model.cx.fiscal_year_start))
}

/// Loads the year that is shown, or that of the review, or one so many years from it.
fn load_years(model: &Model, by: i32) -> Vec<Effect> {
    let shown = model.review.year.as_ref().map(|year| year.years.number);
    let period = model.review.period.as_ref();
    let year = shown.or_else(|| period.map(|period| year_number(period.last, model.cx.fiscal_year_start)));
    let wanted = year.map(|year| year + by).filter(|year| (2..=9999).contains(year));
    wanted.map(Effect::LoadYears).into_iter().collect()
}

/// What a key does where the year is shown in one screen.
fn on_year(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::OlderYear => return load_years(model, -1),
        Action::NewerYear => return load_years(model, 1),
        Action::Back | Action::YearScreen => model.review.year = None,
        _ => {
            let body = view::layout(model).body;
            if let Some(year) = &mut model.review.year {
                year::update(year, &model.cx, action, body);
            }
        }
    }
    Vec::new()
}

/// What was loaded of the names is shown.
pub(super) fn take_names(model: &mut Model, rows: Vec<Row>, why: Option<String>) {
    if let Some(why) = why {
        model.say(Tone::Attention, why);
    }
    model.review.names.get_or_insert_default().take(rows);
}

/// Asks what stands in for a name.
pub(super) fn ask_alias(model: &mut Model, name: &str, now: &str) {
    let ask = Ask::new(Purpose::Alias(name.to_owned(), now.to_owned()), name.to_owned());
    model.dialogs.push(Dialog::Ask(Box::new(ask)));
}

/// Asks what stands in for a name that was typed, with what does already.
pub(super) fn ask_new_alias(model: &mut Model, name: &str) {
    let rows = model.review.names.as_ref().map_or(&[][..], |names| &names.rows);
    let there = rows.iter().find(|row| fold(row.name()) == fold(name));
    let (name, now) =
        there.map_or((name.to_owned(), String::new()), |row| (row.name().to_owned(), row.alias().to_owned()));
    ask_alias(model, &name, &now);
}

/// What a key does among the names.
fn on_names(model: &mut Model, action: Action) -> Vec<Effect> {
    let page = page(model);
    let (_, list) = names::layout(view::layout(model).body);
    let Some(names) = &mut model.review.names else { return Vec::new() };
    match (action, names.row().cloned()) {
        (Action::Back | Action::Names, _) => model.review.names = None,
        (Action::NewAlias, _) => {
            let ask = Ask::new(Purpose::NewAlias, "It is kept out of what is public".to_owned());
            model.dialogs.push(Dialog::Ask(Box::new(ask)));
        }
        (Action::Edit | Action::Open, Some(row)) => ask_alias(model, row.name(), row.alias()),
        (Action::Delete, Some(Row::Aliased(alias))) => {
            let question = format!(
                "Let “{}” stand in documents for the public? Undo brings “{}” back.",
                inert(&alias.name),
                inert(&alias.alias)
            );
            let then = Then::Do(Box::new(Effect::Delete(alias.id.into(), alias.body.name)));
            model.dialogs.push(Dialog::Confirm(Confirm { question, then }));
        }
        _ => names.step(action, page, list.height),
    }
    Vec::new()
}

/// What was loaded of the year is shown.
pub(super) fn take_years(model: &mut Model, years: Box<Years>) {
    let before = model.review.year.take().filter(|year| year.years.number == years.number);
    model.review.year = Some(Year { years, scroll: before.map_or(0, |year| year.scroll) });
}

/// How far the document can be scrolled.
fn most(model: &Model) -> usize {
    let split = review::layout(&model.review, view::layout(model).body);
    let rows = split.detail.map_or(split.list.height, |area| area.height);
    model.review.most(rows)
}

/// Sets the document in the columns that it has now, and has the outline begin where it is drawn.
pub(super) fn set(model: &mut Model) {
    let body = view::layout(model).body;
    review::set(&mut model.review, &model.cx, body);
    let most = most(model);
    if model.review.open {
        // Where somebody reads, the place stays.
        model.review.scroll = model.review.scroll.min(most);
    } else {
        model.review.select(model.review.selected, most);
    }
    keep_in_view(model);
}

fn keep_in_view(model: &mut Model) {
    let list = review::layout(&model.review, view::layout(model).body).list;
    if list.height > 0 {
        model.review.top = review::visible(&model.review, list.height).start;
    }
}

/// Selects the item at a place of the screen; a second time the document is scrolled.
pub(super) fn click(model: &mut Model, column: u16, row: u16, body: Rect) -> Vec<Effect> {
    let list = review::layout(&model.review, body).list;
    if model.review.walk.is_some()
        || model.review.year.is_some()
        || model.review.names.is_some()
        || !list.contains((column, row).into())
    {
        return Vec::new();
    }
    let at = review::visible(&model.review, list.height).start + usize::from(row - list.y);
    if at == model.review.selected {
        return super::act(model, Action::Open);
    }
    if at < model.review.outline().len() {
        let most = most(model);
        model.review.select(at, most);
    }
    Vec::new()
}
