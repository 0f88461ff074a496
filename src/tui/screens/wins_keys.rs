//! Handles keys and clicks on the wins tab.

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::domain::{Category, Kind, RecordId, Win, WinId};
use crate::text::inert;
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::dialog::Cx;
use crate::tui::dialogs::choose::{Alternative, Choose};
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::dialogs::filter::FilterDialog;
use crate::tui::dialogs::prompt::{DAY_AHEAD, Prompt, PromptDialog};
use crate::tui::dialogs::record_form::RecordForm;
use crate::tui::dialogs::story_shape::shapes;
use crate::tui::effect::{Effect, Load};
use crate::tui::line::{LineRequest, ScreenLine};
use crate::tui::list_text::place_in;
use crate::tui::loaded::Loaded;
use crate::tui::place::Place;
use crate::tui::saved::Change;
use crate::tui::screen::Screen;
use crate::tui::screens::master_detail::Panes;
use crate::tui::screens::wins::{self, Wins};
use crate::tui::screens::{detail, wins_view};
use crate::tui::subject::Subject;
use crate::tui::targets::Targets;
use crate::tui::widgets::field::Field;

impl Screen for Wins {
    fn name(&self) -> &'static str {
        "Wins"
    }

    fn tab(&self) -> Action {
        Action::TabWins
    }

    fn contexts(&self) -> &'static [Context] {
        if self.searching { &[Context::Search] } else { &[Context::Wins, Context::List, Context::Global] }
    }

    fn accepts(&self, cx: &ViewCx, action: Action) -> Result<(), String> {
        let is_empty = self.rows.is_empty() && action.needs_selection(Context::Wins);
        let is_confirmed = self.detail.as_ref().is_some_and(|win| win.category.is_some());
        match action {
            _ if is_empty => Err(String::new()),
            Action::Filter if self.rows.is_empty() && self.search.text().trim().is_empty() => {
                Err("there is no win to filter".to_owned())
            }
            Action::SaveFilter if self.search.text().trim().is_empty() => {
                Err("there is no filter to save; f adds one".to_owned())
            }
            Action::OpenLink if self.detail.as_ref().is_some_and(|win| win.links.is_empty()) => {
                Err("this win has no link".to_owned())
            }
            Action::Competency | Action::ConfirmCompetencies if !cx.has_ladder.get() => Err(String::new()),
            Action::ConfirmCategory if is_confirmed => Err("the category is confirmed already".to_owned()),
            _ => Ok(()),
        }
    }

    fn place(&self) -> Option<Place> {
        self.row().filter(|_| self.open).map(|row| Place::Win(row.id))
    }

    fn links(&self) -> Vec<(String, Place)> {
        let Some(win) = &self.detail else { return Vec::new() };
        let project = win.project.iter().map(|each| (each.name.clone(), Place::Project(each.id)));
        let goals = win.goals.iter().map(|each| (each.name.clone(), Place::Goal(each.id)));
        let place = |id| Place::Reading { id, open: true };
        let learned = win.learned.iter().map(|each| (each.name.clone(), place(each.id)));
        let metrics = self.context.metrics.iter().map(|each| (each.name.clone(), Place::Metric(each.id)));
        project.chain(metrics).chain(goals).chain(learned).collect()
    }

    fn copied(&self) -> Option<String> {
        self.row().map(|row| row.title.clone())
    }

    fn marked(&self) -> usize {
        self.marked()
    }

    fn unmark(&mut self) {
        self.marks.clear();
    }

    fn targets(&self) -> Option<Targets> {
        self.targets()
    }

    fn has_search(&self) -> bool {
        true
    }

    fn shows_again(&self) -> Option<&'static str> {
        (!self.open && !self.search.text().trim().is_empty()).then_some("all wins")
    }

    fn searched(&self) -> Vec<String> {
        let all = wins::tokens(&self.search.text()).into_iter();
        all.filter(|token| token.chars().all(char::is_alphanumeric)).collect()
    }

    fn on_line(&mut self, cx: &mut Cx<'_>, line: &ScreenLine, text: &str) -> Vec<Effect> {
        match line {
            ScreenLine::AddFilter => vec![self.add_filter(text)],
            ScreenLine::SaveFilter => {
                cx.close();
                vec![Effect::SaveFilter(text.to_owned(), self.search.text())]
            }
            _ => Vec::new(),
        }
    }

    fn hints(&self) -> &'static [Action] {
        &[Action::Capture, Action::Open, Action::Search, Action::Filter, Action::Edit, Action::Star]
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Win]
    }

    fn position(&self) -> Option<String> {
        if self.ranked || self.rows.is_empty() {
            return None;
        }
        // Rows without one of both ends have no known place.
        let before = match (self.at_newest, self.at_oldest) {
            (true, _) => Some(0),
            (false, true) => self.total.checked_sub(self.rows.len()),
            (false, false) => None,
        };
        before.map(|before| place_in(before + self.selected, self.total))
    }

    fn panes(&mut self, body: Rect) -> Option<Panes<'_>> {
        Some(wins_view::layout(self, body).panes(&mut self.open, &mut self.divider))
    }

    fn is_open(&self) -> bool {
        self.open && !self.searching
    }

    fn on_action(&mut self, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
        if self.searching { in_search(self, cx, action) } else { act(self, cx, action) }
    }

    fn is_typing(&self) -> bool {
        self.searching
    }

    fn on_key(&mut self, key: KeyEvent) -> Vec<Effect> {
        if self.search.key(key) { vec![self.relist()] } else { Vec::new() }
    }

    fn on_paste(&mut self, text: &str) -> Vec<Effect> {
        self.search.paste(text);
        vec![self.relist()]
    }

    fn leave(&mut self) {
        self.show_all();
        (self.open, self.loaded) = (false, false);
    }

    fn on_click(&mut self, cx: &mut Cx<'_>, column: u16, row: u16) -> Vec<Effect> {
        click(self, cx, column, row)
    }

    fn arrive(&mut self, place: &Place) -> Option<Vec<Effect>> {
        let search = match place {
            Place::Search => {
                self.show_all();
                self.searching = true;
                self.open = false;
                return Some(vec![self.request(Load::Newest)]);
            }
            Place::Win(id) => {
                self.show_all();
                (self.open, self.scroll, self.arriving) = (true, 0, Some(*id));
                self.rows.clear();
                return Some(vec![self.request(Load::At(*id))]);
            }
            Place::WinsWithoutGoal(year) => format!("no:goal in:{year}"),
            Place::WinsWithoutDate => "no:date".to_owned(),
            Place::WinsFound(line) => line.clone(),
            _ => return None,
        };
        self.show_all();
        self.open = false;
        self.search = Field::words(&search);
        Some(vec![self.request(Load::Newest)])
    }

    fn load(&self) -> Vec<Effect> {
        if self.loaded { Vec::new() } else { vec![self.request(Load::Newest), Effect::LoadMonths] }
    }

    fn on_loaded(&mut self, cx: &mut Cx<'_>, loaded: Loaded) -> Result<Vec<Effect>, Loaded> {
        match loaded {
            Loaded::Wins(wins::Loaded::Page(page)) => {
                let effects = self.receive(page);
                keep_in_view(self, cx.view);
                return Ok(effects);
            }
            // The win is ignored if another one was selected since the request.
            Loaded::Wins(wins::Loaded::Win(win, context)) => {
                if self.row().is_some_and(|row| row.id == win.id) {
                    let is_whole = context.metrics.iter().all(|metric| metric.is_whole);
                    let series = (!is_whole).then(|| Effect::LoadSeries(Kind::Win, win.id.into()));
                    (self.detail, self.context) = (Some(win), context);
                    return Ok(series.into_iter().collect());
                }
            }
            Loaded::Wins(wins::Loaded::Series(id, metrics)) => {
                if self.detail.as_ref().is_some_and(|win| win.id == id) {
                    self.context.metrics = metrics;
                }
            }
            Loaded::Wins(wins::Loaded::Months(months)) => self.months = months,
            other => return Err(other),
        }
        Ok(Vec::new())
    }

    fn on_saved(&mut self, _: &ViewCx, change: &Change) -> Option<String> {
        match change {
            Change::Win(id) => self.select_after_load = Some(*id),
            Change::Deleted => {
                self.open = false;
                self.marks.clear();
            }
            _ => {}
        }
        None
    }

    fn invalidate(&mut self, _: bool) -> Vec<Effect> {
        if self.loaded { vec![self.reload(), Effect::LoadMonths] } else { Vec::new() }
    }

    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
        wins_view::view(self, cx, buffer, area);
    }
}

/// Performs the action of a key.
fn act(wins: &mut Wins, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
    match action {
        Action::Search => {
            (wins.searching, wins.open) = (true, false);
            Vec::new()
        }
        Action::Filter => {
            cx.open(FilterDialog::default());
            vec![Effect::LoadFilters]
        }
        Action::SaveFilter => {
            let about = wins.search.text();
            let hint = "a name, such as open questions";
            cx.open(PromptDialog::from(Prompt::screen(
                "Save the filter",
                about,
                hint,
                ScreenLine::SaveFilter,
            )));
            Vec::new()
        }
        Action::New => {
            cx.open(RecordForm::new_win(&Win::default(), &cx.view.categories));
            Vec::new()
        }
        Action::PreviousPeriod => wins.change_year(-1, cx.view.today, cx.view.fiscal_year_start),
        Action::NextPeriod => wins.change_year(1, cx.view.today, cx.view.fiscal_year_start),
        Action::Edit
        | Action::EditInEditor
        | Action::Delete
        | Action::Star
        | Action::Record
        | Action::AskLater
        | Action::Story
        | Action::OpenLink
        | Action::Category
        | Action::ConfirmCategory => on_win(wins, cx, action),
        _ => {
            let layout = wins_view::layout(wins, cx.view.body());
            let effects = wins.update(action, cx.view.page());
            if let (Some(area), Some(win)) = (layout.detail, &wins.detail) {
                let lines = detail::lines(win, &wins.context, cx.view, usize::from(area.width)).len();
                wins.scroll = wins.scroll.min(lines.saturating_sub(usize::from(area.height)));
            }
            keep_in_view(wins, cx.view);
            effects
        }
    }
}

/// Handles a click: selects the row at the position, or opens it if it is already selected.
pub fn click(wins: &mut Wins, cx: &mut Cx<'_>, column: u16, row: u16) -> Vec<Effect> {
    let body = cx.view.body();
    let list = wins_view::layout(wins, body).list;
    if !list.contains((column, row).into()) {
        return Vec::new();
    }
    let lines = wins_view::visible(wins, list.height);
    match lines.get(usize::from(row - list.y)) {
        Some(wins_view::ListLine::Row(at)) if *at == wins.selected => act(wins, cx, Action::Open),
        Some(wins_view::ListLine::Row(at)) => wins.select(*at),
        _ => Vec::new(),
    }
}

/// Stores the index of the first drawn row, so that moving back does not jump.
pub fn keep_in_view(wins: &mut Wins, cx: &ViewCx) {
    let list = wins_view::layout(wins, cx.body()).list;
    (wins.top, wins.top_skip) = wins_view::first_line(wins, list.height);
}

/// Performs an action on the selected win; does nothing until it is loaded.
fn on_win(wins: &mut Wins, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
    let Some(row) = wins.row() else { return Vec::new() };
    let Some(win) = wins.detail.clone().filter(|win| win.id == row.id) else { return Vec::new() };
    match action {
        Action::Edit => {
            let draft = win.draft();
            cx.open(RecordForm::win(Some(win), &draft));
            Vec::new()
        }
        Action::EditInEditor => vec![Effect::Editor(Box::new(Subject::Win(Some(win))), Vec::new())],
        Action::Delete => {
            let question = format!("Delete “{}”? Undo brings it back.", inert(&win.title));
            cx.open(Confirm::effect(question, Effect::Delete(win.id.into(), win.title.clone())));
            Vec::new()
        }
        Action::OpenLink => win.links.first().cloned().map(Effect::OpenUrl).into_iter().collect(),
        Action::Category => {
            cx.open(category(cx.view, win.id, &win.title, win.category_key()));
            Vec::new()
        }
        Action::Record => vec![Effect::LoadAbout(Kind::Win, win.id.into())],
        Action::Story => {
            cx.open(shapes(Some(win.id), win.title.clone()));
            Vec::new()
        }
        Action::AskLater => {
            cx.open(ask_later(Kind::Win, win.id.into(), &win.title));
            Vec::new()
        }
        // The win is reloaded first, because a second key may follow before the first change is saved.
        Action::Star | Action::ConfirmCategory => vec![Effect::OnWin(win.id, action)],
        _ => Vec::new(),
    }
}

/// Returns the dialog for the category of a win; `now` is the key of its current category.
pub(super) fn category(cx: &ViewCx, win: WinId, title: &str, now: &str) -> Choose {
    let selected = cx.categories.iter().position(|each| each.key == now).unwrap_or(0);
    let option =
        |each: &Category| Alternative::effect(each.title.clone(), Effect::SetCategory(win, each.key.clone()));
    Choose::new("Which category?", title.to_owned(), cx.categories.iter().map(option).collect(), selected)
}

/// Returns the prompt for the day to ask about a win or a project.
pub(super) fn ask_later(kind: Kind, id: RecordId, title: &str) -> PromptDialog {
    Prompt::journal("Schedule a follow-up", title, DAY_AHEAD, LineRequest::AskLater(kind, id))
        .initial("in 3 months")
        .into()
}

/// Performs an action while the search line is edited.
pub fn in_search(wins: &mut Wins, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
    match action {
        Action::Cancel => {
            wins.searching = false;
            wins.update(Action::Back, 1)
        }
        Action::Accept => {
            wins.searching = false;
            Vec::new()
        }
        Action::Down | Action::Up => {
            let effects = wins.update(action, 1);
            keep_in_view(wins, cx.view);
            effects
        }
        _ => Vec::new(),
    }
}
