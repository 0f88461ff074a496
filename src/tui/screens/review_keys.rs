//! The keys and clicks on the review tab.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::domain::period::year_number;
use crate::domain::{Choice, Kind, Period, WinId, fold};
use crate::journal::Years;
use crate::report::curation::{Item, ItemKind};
use crate::report::document::{Document, Reader};
use crate::text::inert;
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::dialogs::Dialog;
use crate::tui::dialogs::ask::{Ask, Purpose};
use crate::tui::dialogs::choose::{Choose, Choosing};
use crate::tui::dialogs::confirm::{Confirm, Then};
use crate::tui::effect::Effect;
use crate::tui::message::Tone;
use crate::tui::screen::{Cx, Screen};
use crate::tui::screens::names::{self, Row};
use crate::tui::screens::review::{self, Review};
use crate::tui::screens::year::{self, Year};
use crate::tui::screens::{review_view, walk_view};

impl Screen for Review {
    fn contexts(&self) -> &'static [Context] {
        if self.names.is_some() {
            &[Context::Names, Context::List, Context::Global]
        } else if self.walk.is_some() {
            &[Context::Walk, Context::List, Context::Global]
        } else {
            &[Context::Review, Context::List, Context::Global]
        }
    }

    fn accepts(&self, action: Action) -> bool {
        self.takes(action)
    }

    fn is_open(&self) -> bool {
        self.is_over()
    }

    fn on_action(&mut self, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
        act(self, cx, action)
    }

    fn on_click(&mut self, cx: &mut Cx<'_>, column: u16, row: u16) -> Vec<Effect> {
        click(self, cx, column, row)
    }

    fn load(&self) -> Vec<Effect> {
        if self.loaded { Vec::new() } else { vec![self.request()] }
    }

    fn invalidate(&mut self, is_shown: bool) -> Vec<Effect> {
        self.loaded &= is_shown;
        if !self.loaded {
            return Vec::new();
        }
        let mut effects = vec![self.request()];
        effects.extend(self.load_names().filter(|_| self.names.is_some()));
        effects.extend(self.year.as_ref().map(|year| Effect::LoadYears(year.years.number)));
        effects
    }

    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
        review_view::view(self, cx, buffer, area);
    }
}

/// Does what a key asks.
fn act(review: &mut Review, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
    if review.names.is_some() {
        return on_names(review, cx, action);
    }
    if review.year.is_some() {
        return on_year(review, cx, action);
    }
    match action {
        Action::YearScreen => load_years(review, cx.view, 0),
        Action::Names => review.load_names().into_iter().collect(),
        Action::OlderYear | Action::NewerYear => {
            change_year(review, cx, if action == Action::OlderYear { -1 } else { 1 })
        }
        Action::NextReader => {
            let at = Reader::ALL.iter().position(|reader| *reader == review.reader).unwrap_or(0);
            review.reader = Reader::ALL[(at + 1) % Reader::ALL.len()];
            vec![review.request()]
        }
        Action::Period => {
            let ask = Ask::new(Purpose::ReviewPeriod, "Of which time the document tells".to_owned());
            cx.open(Dialog::Ask(Box::new(ask)));
            Vec::new()
        }
        Action::Export => {
            let label = review.period.as_ref().map(|period| crate::text::slug(&period.label));
            let name = format!("brag-{}-{}.html", label.unwrap_or_default(), review.reader.word());
            let names = review.draft.as_ref().map_or(&[][..], |draft| &draft.unaliased);
            let about = match names {
                [] => format!("The document {}", review::for_whom(review.reader)),
                [first, rest @ ..] => {
                    let more = if rest.is_empty() { "" } else { " and others have" };
                    let has = if rest.is_empty() { " has" } else { "" };
                    format!("“{}”{has}{more} no alias and would be in it", first.name)
                }
            };
            cx.open(Dialog::Ask(Box::new(Ask::new(Purpose::Export(name), about))));
            Vec::new()
        }
        Action::OpenWritten => {
            if let Some(path) = &review.written {
                return vec![Effect::OpenFile(path.clone())];
            }
            let key = cx.view.key(Action::Export, Context::Review);
            cx.say(Tone::Plain, format!("nothing was written yet; {key} writes the document"));
            Vec::new()
        }
        Action::Walk | Action::Strengthen => {
            let weak = action == Action::Strengthen;
            review.walk = walk_view::begin(review, weak);
            review.open = false;
            match (&review.walk, weak) {
                (Some(_), _) => follow_walk(review, cx.view),
                (None, true) => cx.say(Tone::Good, "nothing here to make stronger"),
                (None, false) => cx.say(Tone::Plain, "no wins to go through"),
            }
            Vec::new()
        }
        _ if review.walk.is_some() => on_walk(review, cx, action),
        Action::MoveUp | Action::MoveDown => {
            let choices = review.moved(action == Action::MoveUp);
            choose(review, choices, "move")
        }
        Action::LeaveOut
        | Action::Retitle
        | Action::Edit
        | Action::Star
        | Action::ConfirmCategory
        | Action::Category
        | Action::Record => match review.item().cloned() {
            Some(item) => on_item(review, cx, &item, action),
            None => Vec::new(),
        },
        _ => {
            let most = most(review, cx.view);
            let page = cx.view.page();
            review.update(action, page, most);
            keep_in_view(review, cx.view);
            Vec::new()
        }
    }
}

fn choose(review: &Review, choices: Vec<Choice>, what: &'static str) -> Vec<Effect> {
    match &review.period {
        Some(period) if !choices.is_empty() => {
            vec![Effect::Choose(period.clone(), review.reader, choices, what)]
        }
        _ => Vec::new(),
    }
}

/// Does an action on the selected item.
fn on_item(review: &mut Review, cx: &mut Cx<'_>, item: &Item, action: Action) -> Vec<Effect> {
    let win =
        (item.kind == ItemKind::Win).then(|| uuid::Uuid::parse_str(&item.key).ok()).flatten().map(WinId);
    match (action, win) {
        (Action::LeaveOut, _) => {
            let before = review.choice(&item.key).cloned().unwrap_or_default();
            let left_out = !before.left_out;
            let choice = Choice { item: item.key.clone(), left_out, ..before };
            choose(review, vec![choice], if left_out { "leave out" } else { "include" })
        }
        (Action::Retitle | Action::Edit, _) if item.key == Document::NEEDS => {
            let now = review.choice(&item.key).map(|choice| choice.title.clone()).unwrap_or_default();
            let ask = Ask::new(Purpose::Needs(now), item.title.clone());
            cx.open(Dialog::Ask(Box::new(ask)));
            Vec::new()
        }
        (Action::Retitle, _) if review::is_fixed(&item.key) => {
            cx.say(Tone::Plain, "this heading is the template's: a template of your own calls it otherwise");
            Vec::new()
        }
        (Action::Retitle, _) => {
            let now = review.choice(&item.key).map(|choice| choice.title.clone()).unwrap_or_default();
            let title = if now.is_empty() { item.title.clone() } else { now };
            let ask = Ask::new(Purpose::Retitle(item.key.clone(), title), item.title.clone());
            cx.open(Dialog::Ask(Box::new(ask)));
            Vec::new()
        }
        (Action::Category, Some(win)) => {
            let now = review.draft.as_ref().and_then(|draft| draft.wins.get(&item.key));
            let now = now.map(|win| win.category_key().to_owned()).unwrap_or_default();
            let options =
                cx.view.categories.iter().map(|each| (each.key.clone(), each.title.clone())).collect();
            let choose = Choose::new(Choosing::Category(win), item.title.clone(), options, &now);
            cx.open(Dialog::Choose(Box::new(choose)));
            Vec::new()
        }
        (Action::Record, Some(win)) => vec![Effect::LoadAbout(Kind::Win, win.into())],
        (_, Some(win)) => vec![Effect::OnWin(win, action)],
        _ => {
            cx.say(Tone::Plain, "that is done to a win: select one");
            Vec::new()
        }
    }
}

/// Does an action while the wins are shown one after another.
fn on_walk(review: &mut Review, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
    let body = cx.view.body();
    let Some(walk) = &mut review.walk else { return Vec::new() };
    match action {
        Action::Keep | Action::Leave => return decide(review, cx, action == Action::Leave),
        Action::Back => {
            review.walk = None;
            keep_in_view(review, cx.view);
        }
        Action::Down | Action::Up => {
            walk.step(action == Action::Down);
            follow_walk(review, cx.view);
        }
        Action::First | Action::Last => {
            walk.jump(action == Action::Last);
            follow_walk(review, cx.view);
        }
        Action::PageDown | Action::PageUp => walk_view::scroll(review, cx.view, action, body),
        Action::Edit | Action::Star | Action::ConfirmCategory | Action::Category | Action::Record => {
            if let Some(item) = review.item().cloned() {
                return on_item(review, cx, &item, action);
            }
        }
        _ => {}
    }
    Vec::new()
}

/// Keeps the win that the walk is at or leaves it out, and goes on; behind the last the document is there.
fn decide(review: &mut Review, cx: &mut Cx<'_>, left_out: bool) -> Vec<Effect> {
    let Some(item) = review.item().cloned() else { return Vec::new() };
    let before = review.choice(&item.key).cloned().unwrap_or_default();
    let what = if left_out { "leave out" } else { "include" };
    let changed = before.left_out != left_out;
    let choice = Choice { item: item.key.clone(), left_out, ..before };
    let effects = if changed { choose(review, vec![choice], what) } else { Vec::new() };
    if review.walk.as_mut().is_some_and(|walk| walk.step(true)) {
        follow_walk(review, cx.view);
        return effects;
    }
    let weak = review.walk.take().is_some_and(|walk| walk.weak);
    keep_in_view(review, cx.view);
    if weak {
        cx.say(Tone::Good, "that was the last one to strengthen");
        return effects;
    }
    review.open = true;
    review.scroll = 0;
    let key = cx.view.key(Action::Export, Context::Review);
    cx.say(Tone::Good, format!("that was the last win; {key} writes the document to a file"));
    effects
}

/// Selects the win that the walk is at, so that the document follows.
fn follow_walk(review: &mut Review, cx: &ViewCx) {
    let place = review.walk.as_ref().and_then(|walk| review.place(walk.key()));
    if let Some(place) = place {
        let most = most(review, cx);
        review.select(place, most);
        keep_in_view(review, cx);
    }
}

/// Gives the selected item another title in this document; its own where nothing is said.
pub fn retitle(review: &Review, key: &str, title: &str) -> Vec<Effect> {
    let own = review.outline().iter().find(|item| item.key == key).map(|item| item.title.as_str());
    let title = if own == Some(title.trim()) { String::new() } else { title.trim().to_owned() };
    let choice = Choice { item: key.to_owned(), title, ..review.choice(key).cloned().unwrap_or_default() };
    choose(review, vec![choice], "retitle")
}

fn change_year(review: &mut Review, cx: &mut Cx<'_>, by: i32) -> Vec<Effect> {
    let Some(period) = &review.period else { return Vec::new() };
    let year = year_number(period.last, cx.view.fiscal_year_start) + by;
    if !(1..=9999).contains(&year) {
        return Vec::new();
    }
    review.show(Period::year(year, cx.view.fiscal_year_start))
}

/// Loads the year that is shown, or that of the review, or one so many years from it.
fn load_years(review: &Review, cx: &ViewCx, by: i32) -> Vec<Effect> {
    let shown = review.year.as_ref().map(|year| year.years.number);
    let period = review.period.as_ref();
    let year = shown.or_else(|| period.map(|period| year_number(period.last, cx.fiscal_year_start)));
    let wanted = year.map(|year| year + by).filter(|year| (2..=9999).contains(year));
    wanted.map(Effect::LoadYears).into_iter().collect()
}

/// Does an action while the year is shown in one screen.
fn on_year(review: &mut Review, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
    match action {
        Action::OlderYear => return load_years(review, cx.view, -1),
        Action::NewerYear => return load_years(review, cx.view, 1),
        Action::Back | Action::YearScreen => review.year = None,
        _ => {
            let body = cx.view.body();
            if let Some(year) = &mut review.year {
                year::update(year, cx.view, action, body);
            }
        }
    }
    Vec::new()
}

/// Asks what stands in for a name.
fn ask_alias(cx: &mut Cx<'_>, name: &str, now: &str) {
    let ask = Ask::new(Purpose::Alias(name.to_owned(), now.to_owned()), name.to_owned());
    cx.open(Dialog::Ask(Box::new(ask)));
}

/// Asks what stands in for a name that was typed, with what does already.
pub fn ask_new_alias(review: &Review, cx: &mut Cx<'_>, name: &str) {
    let rows = review.names.as_ref().map_or(&[][..], |names| &names.rows);
    let there = rows.iter().find(|row| fold(row.name()) == fold(name));
    let (name, now) =
        there.map_or((name.to_owned(), String::new()), |row| (row.name().to_owned(), row.alias().to_owned()));
    ask_alias(cx, &name, &now);
}

/// Does an action in the list of names.
fn on_names(review: &mut Review, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
    let page = cx.view.page();
    let (_, list) = names::layout(cx.view.body());
    let Some(names) = &mut review.names else { return Vec::new() };
    match (action, names.row().cloned()) {
        (Action::Back | Action::Names, _) => review.names = None,
        (Action::NewAlias, _) => {
            let ask = Ask::new(Purpose::NewAlias, "It is kept out of what is public".to_owned());
            cx.open(Dialog::Ask(Box::new(ask)));
        }
        (Action::Edit | Action::Open, Some(row)) => ask_alias(cx, row.name(), row.alias()),
        (Action::Delete, Some(Row::Aliased(alias))) => {
            let question = format!(
                "Let “{}” stand in documents for the public? Undo brings “{}” back.",
                inert(&alias.name),
                inert(&alias.alias)
            );
            let then = Then::Do(Box::new(Effect::Delete(alias.id.into(), alias.body.name)));
            cx.open(Dialog::Confirm(Confirm { question, then }));
        }
        _ => names.step(action, page, list.height),
    }
    Vec::new()
}

/// Shows the year that was loaded.
pub fn take_years(review: &mut Review, years: Box<Years>) {
    let before = review.year.take().filter(|year| year.years.number == years.number);
    review.year = Some(Year { years, scroll: before.map_or(0, |year| year.scroll) });
}

/// Returns the largest scroll position of the document, in lines.
fn most(review: &Review, cx: &ViewCx) -> usize {
    let split = review::layout(review, cx.body());
    let rows = split.detail.map_or(split.list.height, |area| area.height);
    review.most(rows)
}

/// Sets the document in the columns that it has now, and has the outline begin where it is drawn.
pub fn set(review: &mut Review, cx: &ViewCx) {
    let body = cx.body();
    review::set(review, cx, body);
    let most = most(review, cx);
    if review.open {
        // Where somebody reads, the place stays.
        review.scroll = review.scroll.min(most);
    } else {
        review.select(review.selected, most);
    }
    keep_in_view(review, cx);
}

fn keep_in_view(review: &mut Review, cx: &ViewCx) {
    let list = review::layout(review, cx.body()).list;
    if list.height > 0 {
        review.top = review::visible(review, list.height).start;
    }
}

/// Selects the item at a place of the screen; a second time the document is scrolled.
pub fn click(review: &mut Review, cx: &mut Cx<'_>, column: u16, row: u16) -> Vec<Effect> {
    let body = cx.view.body();
    let list = review::layout(review, body).list;
    if review.walk.is_some()
        || review.year.is_some()
        || review.names.is_some()
        || !list.contains((column, row).into())
    {
        return Vec::new();
    }
    let at = review::visible(review, list.height).start + usize::from(row - list.y);
    if at == review.selected {
        return act(review, cx, Action::Open);
    }
    if at < review.outline().len() {
        let most = most(review, cx.view);
        review.select(at, most);
    }
    Vec::new()
}
