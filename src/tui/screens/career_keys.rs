//! Handles keys and clicks on the career tab.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::career::{self, Career, Opened};
use super::career_rows::Row;
use super::career_zoom::Zoom;
use super::{career_dialogs, career_open, career_view, master_detail};
use crate::domain::{Kind, PositionId, PraiseId, ProjectId, RecordId, StoryId};
use crate::text::inert;
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::dialog::Cx;
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::dialogs::prompt::{Prompt, PromptDialog};
use crate::tui::dialogs::story_shape::shapes;
use crate::tui::effect::Effect;
use crate::tui::form_request::FormRequest;
use crate::tui::line::LineRequest;
use crate::tui::list_text::place_in;
use crate::tui::loaded::Loaded;
use crate::tui::place::Place;
use crate::tui::saved::Change;
use crate::tui::screen::Screen;
use crate::tui::targets::Targets;

impl Screen for Career {
    fn name(&self) -> &'static str {
        "Career"
    }

    fn tab(&self) -> Action {
        Action::TabCareer
    }

    fn contexts(&self) -> &'static [Context] {
        &[Context::Career, Context::List, Context::Global]
    }

    fn accepts(&self, cx: &ViewCx, action: Action) -> Result<(), String> {
        let kind = self.record().map(|(kind, ..)| kind);
        match action {
            Action::Record | Action::Mark | Action::MarkRange | Action::MarkAll => Err(String::new()),
            Action::Zoom if self.opened.is_some() || self.is_empty() => Err(String::new()),
            Action::Export if self.is_empty() => Err(String::new()),
            Action::Search if self.is_empty() && self.words.is_empty() => Err(String::new()),
            Action::PreviousPeriod | Action::NextPeriod => match &self.opened {
                Some(Opened::Story(_)) => Ok(()),
                Some(_) => Err(String::new()),
                None if self.zoom == Zoom::Career => Err("the whole career is shown; + shows a year".into()),
                None => Ok(()),
            },
            Action::Edit | Action::EditInEditor | Action::Delete | Action::Visibility if kind.is_none() => {
                Err("select a position, a project, a story or praise".into())
            }
            Action::Delete if kind == Some(Kind::Project) => Err("open the project to delete it".into()),
            Action::Interview | Action::Promote if kind != Some(Kind::Position) => {
                Err("select a position".to_owned())
            }
            Action::Competency if !cx.has_ladder.get() => Err(String::new()),
            Action::Competency if kind != Some(Kind::Story) => Err("select a story".to_owned()),
            Action::OpenLink if self.link().is_none() => Err("it has no link".to_owned()),
            Action::Open | Action::Copy if self.row().is_none() => Err(String::new()),
            _ => Ok(()),
        }
    }

    fn hint(&self, action: Action) -> Option<&'static str> {
        match (action, &self.opened) {
            (Action::Open, Some(Opened::Story(_))) => Some(if self.is_unfolded { "fold" } else { "unfold" }),
            (Action::PreviousPeriod, Some(Opened::Story(_))) => Some("story before"),
            (Action::NextPeriod, Some(Opened::Story(_))) => Some("next story"),
            _ => None,
        }
    }

    fn hints(&self) -> &'static [Action] {
        &[Action::New, Action::Open, Action::Zoom, Action::Export]
    }

    fn position(&self) -> Option<String> {
        let rows = self.rows();
        let selectable = rows.iter().enumerate().filter(|(_, row)| row.is_selectable());
        let count = selectable.clone().count();
        let before = selectable.filter(|(at, _)| *at < self.selected).count();
        (count > 0).then(|| place_in(before, count))
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Position, Kind::Story, Kind::Praise, Kind::Project]
    }

    fn filters(&self) -> bool {
        self.opened.is_none()
    }

    fn finds_nothing(&self) -> bool {
        self.opened.is_none() && self.row().is_none()
    }

    fn filter(&mut self, words: &str) -> Vec<Effect> {
        self.filter(words);
        Vec::new()
    }

    fn is_open(&self) -> bool {
        self.opened.is_some()
    }

    fn copied(&self) -> Option<String> {
        career_view::copied(self)
    }

    fn targets(&self) -> Option<Targets> {
        let (kind, id, title) = self.record()?;
        Targets::records(kind, vec![id], &title)
    }

    fn on_action(&mut self, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
        act(self, cx, action)
    }

    fn on_click(&mut self, cx: &mut Cx<'_>, column: u16, row: u16) -> Vec<Effect> {
        let list = career_view::areas(cx.view.body()).list;
        if self.opened.is_some() || !list.contains((column, row).into()) {
            return Vec::new();
        }
        let at = self.visible(self.rows().len(), list.height).start + usize::from(row - list.y);
        if at == self.selected {
            return act(self, cx, Action::Open);
        }
        self.select(at);
        Vec::new()
    }

    fn place(&self) -> Option<Place> {
        let (kind, id, _) = self.record().filter(|_| self.opened.is_some())?;
        Some(Place::Career(kind, id))
    }

    fn links(&self) -> Vec<(String, Place)> {
        match &self.opened {
            Some(Opened::Position(view)) => {
                let projects = view.projects.iter().map(|row| (row.name.clone(), Place::Project(row.id)));
                let wins = view.loose.iter().map(|win| (win.title.clone(), Place::Win(win.id)));
                projects.chain(wins).collect()
            }
            Some(Opened::Praise(praise)) => {
                let win = praise.win.iter().map(|win| (win.name.clone(), Place::Win(win.id)));
                win.chain(praise.project.iter().map(|it| (it.name.clone(), Place::Project(it.id)))).collect()
            }
            Some(Opened::Competency(_)) => {
                let shown = self.opened_competency().into_iter().flat_map(|row| &row.latest);
                let shown = shown.map(|each| (&each.title, each.kind, each.id));
                let fits = self.near_fits().into_iter().map(|near| (&near.title, near.kind, near.id));
                let all = shown.chain(fits);
                all.filter_map(|(title, kind, id)| Some((title.clone(), Place::of(kind, id)?))).collect()
            }
            // `enter` unfolds the answer of a story.
            Some(Opened::Story(_)) | None => Vec::new(),
        }
    }

    fn arrive(&mut self, place: &Place) -> Option<Vec<Effect>> {
        let Place::Career(kind, id) = place else { return None };
        self.select_after_load = Some(*id);
        self.scroll = 0;
        Some(vec![Effect::LoadCareer, Effect::LoadCareerRecord(*kind, *id)])
    }

    fn load(&self) -> Vec<Effect> {
        if self.loaded { Vec::new() } else { vec![Effect::LoadCareer, Effect::LoadCareerFigures] }
    }

    fn on_loaded(&mut self, cx: &mut Cx<'_>, loaded: Loaded) -> Result<Vec<Effect>, Loaded> {
        let Loaded::Career(loaded) = loaded else { return Err(loaded) };
        match loaded {
            career::Loaded::Overview(overview) => {
                cx.view.has_ladder.set(overview.has_ladder);
                self.receive(*overview);
                if self.focus == chrono::NaiveDate::default() {
                    self.focus = cx.view.today;
                }
            }
            career::Loaded::Figures(figures) => self.receive_figures(*figures),
            career::Loaded::Opened(opened) => {
                let is_same =
                    matches!((&self.opened, &opened), (Some(one), other) if same_record(one, other));
                if !is_same {
                    (self.scroll, self.is_unfolded) = (0, false);
                }
                self.opened = Some(opened);
            }
            career::Loaded::Competencies(targets, all) => {
                career_dialogs::choose_competency(cx, &targets, &all);
            }
            career::Loaded::Ladder { ladder, is_chosen } => {
                career_dialogs::choose_level(cx, &ladder, is_chosen);
            }
        }
        keep_in_view(self, cx.view);
        Ok(Vec::new())
    }

    fn on_saved(&mut self, _: &ViewCx, change: &Change) -> Option<String> {
        match change {
            Change::Career(_, id) => self.select_after_load = Some(*id),
            Change::Deleted => self.opened = None,
            _ => {}
        }
        None
    }

    fn invalidate(&mut self, is_shown: bool) -> Vec<Effect> {
        self.loaded &= is_shown;
        if !is_shown {
            return Vec::new();
        }
        let opened = self.record().filter(|_| self.opened.is_some());
        let opened = opened.map(|(kind, id, _)| Effect::LoadCareerRecord(kind, id));
        [Effect::LoadCareer, Effect::LoadCareerFigures].into_iter().chain(opened).collect()
    }

    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
        career_view::view(self, cx, buffer, area);
    }
}

impl Career {
    /// Returns the first link of the selected or open record.
    fn link(&self) -> Option<String> {
        match (&self.opened, self.row()) {
            (Some(Opened::Position(view)), _) => view.position.links.first().cloned(),
            (Some(Opened::Story(view)), _) => view.story.links.first().cloned(),
            (Some(Opened::Praise(praise)), _) => praise.links.first().cloned(),
            (None, Some(Row::Position(at))) => self.position(at)?.links.first().cloned(),
            (None, Some(Row::Story(at))) => self.story(at)?.links.first().cloned(),
            _ => None,
        }
    }
}

fn same_record(one: &Opened, other: &Opened) -> bool {
    match (one, other) {
        (Opened::Position(one), Opened::Position(other)) => one.position.id == other.position.id,
        (Opened::Story(one), Opened::Story(other)) => one.story.id == other.story.id,
        (Opened::Praise(one), Opened::Praise(other)) => one.id == other.id,
        (Opened::Competency(one), Opened::Competency(other)) => one == other,
        _ => false,
    }
}

/// Performs the action of a key.
fn act(career: &mut Career, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
    let effects = match action {
        Action::New => career_dialogs::new(career, cx),
        Action::Story => {
            cx.open(shapes(None, String::new()));
            Vec::new()
        }
        Action::Export => career_dialogs::export(career, cx),
        Action::Profile => vec![Effect::OpenForm(FormRequest::Profile)],
        Action::Ladder => vec![Effect::LoadLadder],
        Action::Zoom => {
            career.zoom_in(cx.view.today);
            Vec::new()
        }
        Action::PreviousPeriod | Action::NextPeriod => {
            shift(career, action == Action::NextPeriod, cx.view.today)
        }
        Action::OpenLink => career.link().map(Effect::OpenUrl).into_iter().collect(),
        Action::Open => open(career, cx),
        Action::Edit | Action::EditInEditor | Action::Delete | Action::Interview | Action::Promote => {
            match career.record() {
                Some(record) => on_record(cx, record, action),
                None => Vec::new(),
            }
        }
        _ if career.opened.is_some() => {
            scroll(career, cx.view, action);
            Vec::new()
        }
        _ => {
            career.moved(action, cx.view.page());
            Vec::new()
        }
    };
    keep_in_view(career, cx.view);
    effects
}

/// Opens the selected row, or unfolds the open story.
fn open(career: &mut Career, cx: &mut Cx<'_>) -> Vec<Effect> {
    if let Some(Opened::Story(_)) = career.opened {
        career.is_unfolded = !career.is_unfolded;
        return Vec::new();
    }
    let Some(row) = career.row().filter(|_| career.opened.is_none()) else { return Vec::new() };
    match row {
        Row::Project(at) => match career.project(at).map(|project| project.id) {
            Some(id) => cx.go(Place::Project(id)),
            None => Vec::new(),
        },
        Row::Skill(at) => match career.skill(at).map(|skill| skill.name.clone()) {
            Some(name) => cx.go(Place::WinsFound(name)),
            None => Vec::new(),
        },
        Row::MoreSkills(_) => {
            career.all_skills = true;
            Vec::new()
        }
        Row::Competency(at) => {
            let standing = career.figures.standing.as_ref();
            let key = standing.and_then(|standing| standing.matrix.rows.get(at)).map(|row| row.key.clone());
            (career.opened, career.scroll) = (key.map(Opened::Competency), 0);
            Vec::new()
        }
        Row::Suggested(count) => {
            let question = format!(
                "Confirm what {} suggest? Undo reverts it.",
                crate::text::counted(count, "win", "wins")
            );
            cx.open(Confirm::effect(question, Effect::ConfirmSuggested));
            Vec::new()
        }
        Row::Profile => vec![Effect::OpenForm(FormRequest::Profile)],
        _ => match career.record() {
            Some((kind, id, _)) => vec![Effect::LoadCareerRecord(kind, id)],
            None => Vec::new(),
        },
    }
}

/// Shows the next or the previous period on the axis, or the next or the previous story.
fn shift(career: &mut Career, forward: bool, today: chrono::NaiveDate) -> Vec<Effect> {
    let Some(Opened::Story(view)) = &career.opened else {
        career.shift(forward, today);
        return Vec::new();
    };
    let stories = &career.overview.stories;
    let Some(at) = stories.iter().position(|story| story.id == view.story.id) else { return Vec::new() };
    let next = if forward { at + 1 } else { at.wrapping_sub(1) };
    match stories.get(next) {
        Some(story) => {
            let id = story.id.into();
            career.select_record(id);
            vec![Effect::LoadCareerRecord(Kind::Story, id)]
        }
        None => Vec::new(),
    }
}

/// Performs an action on a record.
fn on_record(cx: &mut Cx<'_>, (kind, id, title): (Kind, RecordId, String), action: Action) -> Vec<Effect> {
    let request = match kind {
        Kind::Position => FormRequest::Position(PositionId(id.0)),
        Kind::Story => FormRequest::Story(StoryId(id.0)),
        Kind::Praise => FormRequest::Praise(PraiseId(id.0)),
        _ => FormRequest::Project(ProjectId(id.0)),
    };
    match action {
        Action::Edit => vec![Effect::OpenForm(request)],
        Action::EditInEditor => vec![Effect::OpenEditor(request)],
        Action::Delete => {
            let question =
                format!("Delete “{}”? Undo brings it back.", inert(&crate::text::ellipsis(&title, 60)));
            cx.open(Confirm::effect(question, Effect::Delete(id, title)));
            Vec::new()
        }
        Action::Interview => vec![Effect::OpenForm(FormRequest::Interview(PositionId(id.0)))],
        Action::Promote => {
            let hint = "2024-05 Staff engineer; without a date it is today";
            let prompt = Prompt::journal("Promoted to", title, hint, LineRequest::Promote(PositionId(id.0)));
            cx.open(PromptDialog::from(prompt.required("type a title, or press esc")));
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// Scrolls the open record, or closes it.
fn scroll(career: &mut Career, cx: &ViewCx, action: Action) {
    if action == Action::Back {
        career.opened = None;
        return;
    }
    let body = cx.body();
    let columns = usize::from(body.width.saturating_sub(2).min(career_open::WIDEST));
    let most = career_open::lines(career, cx, columns).len().saturating_sub(usize::from(body.height));
    career.scroll = master_detail::scrolled(career.scroll, action, cx.page(), most);
}

/// Stores the index of the first drawn row, so that moving back does not jump.
fn keep_in_view(career: &mut Career, cx: &ViewCx) {
    let list = career_view::areas(cx.body()).list;
    let rows = career.rows();
    if career.selected == 0
        && let Some(first) = rows.iter().position(Row::is_selectable)
    {
        career.selected = first;
    }
    if list.height > 0 {
        // The heading and the axis above the first row stay in view.
        let first = rows.iter().position(Row::is_selectable);
        let top =
            if first == Some(career.selected) { 0 } else { career.visible(rows.len(), list.height).start };
        career.top = top;
    }
}
