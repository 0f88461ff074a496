//! The career tab: positions on a time axis with their projects, stories, competencies, skills and praise.

use chrono::NaiveDate;

use super::career_rows::{Row, RowKey};
use super::career_zoom::Zoom;
use super::master_detail;
use crate::domain::date::add_months;
use crate::domain::{
    Kind, Ladder, MatrixRow, NearFit, PartialDate, Position, PositionView, Praise, ProjectRow, RecordId,
    Stored, Story, StoryView,
};
use crate::journal::{CareerFigures, CareerOverview, SkillUse};
use crate::tui::action::Action;
use crate::tui::list_text::has_words;
use crate::tui::targets::Targets;

/// Data of the tab.
#[derive(Debug)]
pub enum Loaded {
    /// The records that are quick to load.
    Overview(Box<CareerOverview>),
    /// The figures that are computed from all wins.
    Figures(Box<CareerFigures>),
    /// A record to open.
    Opened(Opened),
    /// The competencies for records: key, name and `true` if it is suggested.
    Competencies(Targets, Vec<(String, String, bool)>),
    /// The ladder of which a level is chosen; `is_chosen` is `false` for the generic one as an offer.
    Ladder {
        /// The ladder.
        ladder: Box<Ladder>,
        /// `true` if the user has chosen it.
        is_chosen: bool,
    },
}

/// A record that is open over the list.
#[derive(Debug, Clone, PartialEq)]
pub enum Opened {
    /// A position with its projects.
    Position(Box<PositionView>),
    /// A story, to practise it.
    Story(Box<StoryView>),
    /// Praise.
    Praise(Box<Stored<Praise>>),
    /// A competency, by its key.
    Competency(String),
}

/// The number of skills that are listed before `enter` on the last row shows all.
const SKILLS: usize = 8;

/// The state of the tab.
#[derive(Debug, Default)]
pub struct Career {
    /// The words of the filter.
    pub words: String,
    /// The records that are quick to load.
    pub overview: CareerOverview,
    /// The figures that are computed from all wins.
    pub figures: CareerFigures,
    /// `true` if the records are loaded and not stale.
    pub loaded: bool,
    /// `true` if the figures are loaded.
    pub has_figures: bool,
    /// The index of the selected row.
    pub selected: usize,
    /// The index of the first drawn row.
    pub top: usize,
    /// The span of the time axis.
    pub zoom: Zoom,
    /// A day in the year or the quarter of the axis.
    pub focus: NaiveDate,
    /// The record that is open.
    pub opened: Option<Opened>,
    /// `true` if the answer of an open story is unfolded.
    pub is_unfolded: bool,
    /// The scroll position of the open record, in lines.
    pub scroll: usize,
    /// `true` if all skills are listed.
    pub all_skills: bool,
    /// The record to select when the list is loaded.
    pub select_after_load: Option<RecordId>,
}

impl Career {
    /// Returns `true` if there is nothing to list.
    pub fn is_empty(&self) -> bool {
        self.rows().is_empty()
    }

    /// Returns the lines of the list.
    pub fn rows(&self) -> Vec<Row> {
        let mut out = Vec::new();
        self.add_positions(&mut out);
        let stories = self.overview.stories.len();
        if stories > 0 {
            section(&mut out, "Stories", stories.to_string());
            out.extend((0..stories).map(Row::Story));
        }
        self.add_competencies(&mut out);
        self.add_skills(&mut out);
        let praise = self.overview.praise.len();
        if praise > 0 {
            section(&mut out, "What others said", praise.to_string());
            out.extend((0..praise).map(Row::Praise));
        }
        if self.overview.profile.is_some() || !self.overview.positions.is_empty() {
            section(&mut out, "Profile", String::new());
            out.push(Row::Profile);
        }
        if self.words.is_empty() { out } else { self.filtered(out) }
    }

    /// Returns the rows with the words of the filter, each with its heading.
    fn filtered(&self, rows: Vec<Row>) -> Vec<Row> {
        let mut out = Vec::new();
        let mut heading: Vec<Row> = Vec::new();
        for row in rows {
            if !row.is_selectable() {
                if row == Row::Gap {
                    heading.clear();
                }
                heading.push(row);
            } else if has_words(&self.text_of(&row), &self.words) {
                out.append(&mut heading);
                out.push(row);
            }
        }
        out
    }

    fn text_of(&self, row: &Row) -> String {
        match row {
            Row::Position(at) => self.position(*at).map(|it| it.organisation.clone()),
            Row::Project(at) => self.project(*at).map(|it| it.name.clone()),
            Row::Story(at) => self.story(*at).map(|it| it.title.clone()),
            Row::Praise(at) => self.overview.praise.get(*at).map(|it| format!("{} {}", it.quote, it.from)),
            other => match self.key(other) {
                RowKey::Name(name) => Some(name),
                _ => None,
            },
        }
        .unwrap_or_default()
    }

    /// Limits the list to the rows with these words.
    pub fn filter(&mut self, words: &str) {
        words.trim().clone_into(&mut self.words);
        let rows = self.rows();
        self.selected = rows.iter().position(Row::is_selectable).unwrap_or(0);
    }

    fn add_positions(&self, out: &mut Vec<Row>) {
        let (positions, projects) = (&self.overview.positions, &self.overview.projects);
        if positions.is_empty() && projects.is_empty() {
            return;
        }
        let title = if positions.is_empty() { "Projects" } else { "Positions" };
        section(out, title, self.zoom.heading(self.focus));
        out.push(Row::Axis);
        for (at, position) in positions.iter().enumerate() {
            out.push(Row::Position(at));
            let own = projects.iter().enumerate().filter(|(_, (_, of))| *of == Some(position.id));
            let mut own: Vec<usize> = own.map(|(at, _)| at).collect();
            // The latest first, as the positions.
            own.sort_by_key(|at| std::cmp::Reverse(projects[*at].0.start.map(PartialDate::first_day)));
            out.extend(own.into_iter().map(Row::Project));
        }
        let known = |of: &Option<_>| positions.iter().any(|position| Some(position.id) == *of);
        let free: Vec<usize> =
            projects.iter().enumerate().filter(|(_, (_, of))| !known(of)).map(|(at, _)| at).collect();
        if !free.is_empty() && !positions.is_empty() {
            out.push(Row::Label("without a position"));
        }
        out.extend(free.into_iter().map(Row::Project));
    }

    /// Adds the competencies. Nothing of the ladder is shown before the user has chosen one.
    fn add_competencies(&self, out: &mut Vec<Row>) {
        if let Some(problem) = &self.figures.ladder_problem {
            section(out, "Competencies", String::new());
            out.push(Row::Note(format!("! {problem}")));
            return;
        }
        let Some(standing) = &self.figures.standing else { return };
        let own = standing.ladder.level.as_deref().and_then(|level| standing.ladder.find_level(level));
        let levels: Vec<&str> =
            own.into_iter().chain(&standing.next).map(|level| level.name.as_str()).collect();
        section(out, "Competencies", levels.join(" → "));
        out.push(Row::Quarters);
        out.extend((0..standing.matrix.rows.len()).map(Row::Competency));
        out.extend((standing.suggested > 0).then_some(Row::Suggested(standing.suggested)));
    }

    fn add_skills(&self, out: &mut Vec<Row>) {
        let skills = self.figures.skills.len();
        if skills == 0 {
            return;
        }
        section(out, "Skills over time", "by wins a quarter".to_owned());
        out.push(Row::Axis);
        let shown = if self.all_skills || skills <= SKILLS + 1 { skills } else { SKILLS };
        out.extend((0..shown).map(Row::Skill));
        out.extend((shown < skills).then_some(Row::MoreSkills(skills - shown)));
    }

    /// Returns the selected row.
    pub fn row(&self) -> Option<Row> {
        self.rows().into_iter().nth(self.selected).filter(Row::is_selectable)
    }

    /// Returns the position of a row.
    pub fn position(&self, at: usize) -> Option<&Stored<Position>> {
        self.overview.positions.get(at)
    }

    /// Returns the project of a row.
    pub fn project(&self, at: usize) -> Option<&ProjectRow> {
        self.overview.projects.get(at).map(|(row, _)| row)
    }

    /// Returns the story of a row.
    pub fn story(&self, at: usize) -> Option<&Stored<Story>> {
        self.overview.stories.get(at)
    }

    /// Returns the skill of a row.
    pub fn skill(&self, at: usize) -> Option<&SkillUse> {
        self.figures.skills.get(at)
    }

    /// Returns the identity of a row.
    pub fn key(&self, row: &Row) -> RowKey {
        let record = |id: Option<RecordId>| id.map_or(RowKey::Other, RowKey::Record);
        match row {
            Row::Position(at) => record(self.position(*at).map(|it| it.id.into())),
            Row::Project(at) => record(self.project(*at).map(|it| it.id.into())),
            Row::Story(at) => record(self.story(*at).map(|it| it.id.into())),
            Row::Praise(at) => record(self.overview.praise.get(*at).map(|it| it.id.into())),
            Row::Skill(at) => self.skill(*at).map_or(RowKey::Other, |it| RowKey::Name(it.name.clone())),
            Row::Competency(at) => {
                let standing = self.figures.standing.as_ref();
                let row = standing.and_then(|standing| standing.matrix.rows.get(*at));
                row.map_or(RowKey::Other, |row| RowKey::Name(row.name.clone()))
            }
            _ => RowKey::Other,
        }
    }

    /// Returns the record of the selected row, or the open one.
    pub fn record(&self) -> Option<(Kind, RecordId, String)> {
        if let Some(opened) = &self.opened {
            return match opened {
                Opened::Position(view) => {
                    Some((Kind::Position, view.position.id.into(), view.position.organisation.clone()))
                }
                Opened::Story(view) => Some((Kind::Story, view.story.id.into(), view.story.title.clone())),
                Opened::Praise(praise) => Some((Kind::Praise, praise.id.into(), praise.quote.clone())),
                Opened::Competency(_) => None,
            };
        }
        match self.row()? {
            Row::Position(at) => {
                self.position(at).map(|it| (Kind::Position, it.id.into(), it.organisation.clone()))
            }
            Row::Project(at) => self.project(at).map(|it| (Kind::Project, it.id.into(), it.name.clone())),
            Row::Story(at) => self.story(at).map(|it| (Kind::Story, it.id.into(), it.title.clone())),
            Row::Praise(at) => {
                self.overview.praise.get(at).map(|it| (Kind::Praise, it.id.into(), it.quote.clone()))
            }
            _ => None,
        }
    }

    /// Selects the next selectable row in the direction of `step`, or stays.
    fn step(&mut self, rows: &[Row], step: isize) {
        let mut at = self.selected;
        while let Some(next) = at.checked_add_signed(step).filter(|next| *next < rows.len()) {
            at = next;
            if rows[at].is_selectable() {
                self.selected = at;
                return;
            }
        }
    }

    /// Moves the selection; `page` is the number of rows of a page.
    pub fn moved(&mut self, action: Action, page: usize) {
        let rows = self.rows();
        let steps = match action {
            Action::Down | Action::Up => 1,
            Action::PageDown | Action::PageUp => page,
            _ => rows.len(),
        };
        let step = if matches!(action, Action::Down | Action::PageDown | Action::Last) { 1 } else { -1 };
        for _ in 0..steps {
            self.step(&rows, step);
        }
    }

    /// Selects the row at an index if it can be selected; returns `false` otherwise.
    pub fn select(&mut self, at: usize) -> bool {
        let selectable = self.rows().get(at).is_some_and(Row::is_selectable);
        if selectable {
            self.selected = at;
        }
        selectable
    }

    /// Stores the records; the selected row stays selected if it still exists.
    pub fn receive(&mut self, overview: CareerOverview) {
        self.keep_selection(|career| career.overview = overview);
        self.loaded = true;
        if let Some(id) = self.select_after_load.take() {
            self.select_key(&RowKey::Record(id));
        }
    }

    /// Stores the figures; the selected row stays selected.
    pub fn receive_figures(&mut self, figures: CareerFigures) {
        self.keep_selection(|career| career.figures = figures);
        self.has_figures = true;
    }

    fn keep_selection(&mut self, change: impl FnOnce(&mut Self)) {
        let key = self.row().map(|row| self.key(&row));
        change(self);
        if key.is_none_or(|key| !self.select_key(&key)) {
            let rows = self.rows();
            let at = self.selected.min(rows.len().saturating_sub(1));
            let near = (at..rows.len()).chain((0..at).rev()).find(|at| rows[*at].is_selectable());
            self.selected = near.unwrap_or(0);
        }
    }

    /// Selects the row of a record, if it is listed.
    pub fn select_record(&mut self, id: RecordId) {
        self.select_key(&RowKey::Record(id));
    }

    fn select_key(&mut self, key: &RowKey) -> bool {
        let at = self.rows().iter().position(|row| row.is_selectable() && self.key(row) == *key);
        if let Some(at) = at {
            self.selected = at;
        }
        at.is_some()
    }

    /// Returns the first and the last day of the time axis.
    pub fn axis(&self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        self.zoom.span(self.focus, self.earliest(), today)
    }

    /// Returns the first day of the career.
    fn earliest(&self) -> Option<NaiveDate> {
        let it = &self.overview;
        let of_positions = it.positions.iter().filter_map(|position| position.start.or(position.end));
        let of_projects = it.projects.iter().filter_map(|(row, _)| row.start.or(row.end));
        let days = of_positions.chain(of_projects).map(PartialDate::first_day);
        days.chain(it.wins.map(|(first, _)| first)).min()
    }

    /// Shows the next zoom; a year or a quarter is that of the selected row, or of today.
    pub fn zoom_in(&mut self, today: NaiveDate) {
        if self.zoom == Zoom::Career {
            let dates = match self.row() {
                Some(Row::Position(at)) => self.position(at).map(|it| (it.start, it.end)),
                Some(Row::Project(at)) => self.project(at).map(|it| (it.start, it.end)),
                _ => None,
            };
            let end = dates.and_then(|(_, end)| end).map_or(today, PartialDate::last_day);
            self.focus = end.min(today);
        }
        self.zoom = self.zoom.next();
    }

    /// Shows the period before or after on the axis, within the career; the whole career has no other period.
    pub fn shift(&mut self, forward: bool, today: NaiveDate) {
        let months = if forward { self.zoom.months() } else { -self.zoom.months() };
        let (first, last) = Zoom::Career.span(self.focus, self.earliest(), today);
        let shifted = add_months(self.focus, months);
        self.focus = shifted.filter(|day| (first..=last).contains(day)).unwrap_or(self.focus);
    }

    /// Returns the row of the open competency.
    pub fn opened_competency(&self) -> Option<&MatrixRow> {
        let (Some(Opened::Competency(key)), Some(standing)) = (&self.opened, &self.figures.standing) else {
            return None;
        };
        standing.matrix.rows.iter().find(|row| row.key == *key)
    }

    /// Returns the near fits of the open competency.
    pub fn near_fits(&self) -> Vec<&NearFit> {
        let (Some(Opened::Competency(key)), Some(standing)) = (&self.opened, &self.figures.standing) else {
            return Vec::new();
        };
        let mut out: Vec<&NearFit> = Vec::new();
        for near in standing.gaps.iter().filter(|gap| gap.key == *key).filter_map(|gap| gap.near.as_ref()) {
            if out.iter().all(|each| each.id != near.id) {
                out.push(near);
            }
        }
        out
    }

    /// Returns the range of rows on the screen.
    pub fn visible(&self, count: usize, height: u16) -> std::ops::Range<usize> {
        master_detail::window(self.top, self.selected, count, usize::from(height))
    }
}

/// Adds the heading of a section, with a blank line before it.
fn section(out: &mut Vec<Row>, title: &'static str, right: String) {
    if !out.is_empty() {
        out.push(Row::Gap);
    }
    out.push(Row::Heading(title, right));
}
