//! A dialog that links records: evidence, milestones, or the wins that used a note.

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{centred, frame};
use crate::domain::{Kind, PartialDate, RecordId};
use crate::journal::LinkTarget;
use crate::report::wording;
use crate::text::width;
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::dialog::{Cx, Dialog};
use crate::tui::effect::{Effect, Picking};
use crate::tui::loaded::Findings;
use crate::tui::saved::{Change, Saved};
use crate::tui::screens::master_detail::window;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::paint;

/// The maximum number of rows of the list.
const MOST_ROWS: usize = 16;

/// The maximum number of records that are offered.
pub const OFFERED: usize = 40;

/// The state of the dialog.
#[derive(Debug)]
pub struct Pick {
    /// The purpose of the links.
    pub picking: Picking,
    /// The title of the goal or the note.
    pub about: String,
    /// The words of the search.
    pub field: Field,
    /// The records that can be linked.
    pub targets: Vec<LinkTarget>,
    /// The index of the selected record.
    pub selected: usize,
    /// The index of the first drawn record.
    top: usize,
    /// `true` once the records were loaded.
    pub loaded: bool,
    /// The reason why the link could not be changed.
    problem: Option<String>,
}

impl Pick {
    /// Creates a dialog without records.
    pub fn new(picking: Picking, about: String) -> Self {
        let targets = Vec::new();
        Self {
            picking,
            about,
            field: Field::words(""),
            targets,
            selected: 0,
            top: 0,
            loaded: false,
            problem: None,
        }
    }

    /// Returns the effect that finds the records.
    pub fn find(&self) -> Effect {
        Effect::FindLinkTargets(self.picking, self.field.text())
    }

    /// Sets the found records.
    pub fn offer(&mut self, targets: Vec<LinkTarget>) {
        self.targets = targets;
        (self.selected, self.top, self.loaded) = (0, 0, true);
    }

    /// Handles a key in the search.
    pub fn key(&mut self, event: KeyEvent) -> Vec<Effect> {
        if matches!(self.picking, Picking::Milestones(_)) || !self.field.key(event) {
            return Vec::new();
        }
        vec![self.find()]
    }

    /// Inserts pasted text into the search.
    pub fn paste(&mut self, text: &str) -> Vec<Effect> {
        if matches!(self.picking, Picking::Milestones(_)) {
            return Vec::new();
        }
        self.field.paste(text);
        vec![self.find()]
    }

    /// Moves the selection down if `down` is `true`, else up.
    pub fn step(&mut self, down: bool) {
        let last = self.targets.len().saturating_sub(1);
        self.selected =
            if down { self.selected.saturating_add(1).min(last) } else { self.selected.saturating_sub(1) };
    }

    /// Returns the effect that flips the link of the selected record.
    pub fn toggle(&self) -> Vec<Effect> {
        let chosen = self.targets.get(self.selected);
        chosen.map(|each| Effect::Toggle(self.picking, each.id, !each.linked)).into_iter().collect()
    }

    /// Flips the link of a record in the list.
    pub fn toggled(&mut self, id: RecordId) {
        if let Some(each) = self.targets.iter_mut().find(|each| each.id == id) {
            each.linked = !each.linked;
        }
    }

    /// Returns the placeholder of the search.
    fn hint(&self) -> &'static str {
        match self.picking {
            Picking::Evidence(_) => " type to find wins, projects, notes and metrics",
            Picking::Merge(_) => " type to find another win",
            _ => " type to find other wins",
        }
    }

    fn title(&self) -> &'static str {
        match self.picking {
            Picking::Evidence(_) => "What moved it",
            Picking::Milestones(_) => "Milestones",
            Picking::Uses(_) => "Which wins used it",
            Picking::Merge(_) => "Which win does it belong to",
        }
    }
}

/// Opens the dialog, and loads its records.
pub fn open(cx: &mut Cx<'_>, picking: Picking, about: &str) -> Vec<Effect> {
    let pick = Pick::new(picking, about.to_owned());
    let effect = pick.find();
    cx.open(pick);
    vec![effect]
}

impl Dialog for Pick {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Pick]
    }

    fn hint(&self, action: Action) -> Option<&'static str> {
        (action == Action::Toggle && matches!(self.picking, Picking::Merge(_))).then_some("merge")
    }

    fn on_action(&mut self, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
        match action {
            Action::Toggle => {
                self.problem = None;
                return self.toggle();
            }
            Action::Down | Action::Up => self.step(action == Action::Down),
            Action::Cancel => cx.close(),
            _ => {}
        }
        Vec::new()
    }

    fn on_key(&mut self, _: &mut Cx<'_>, key: KeyEvent) -> Vec<Effect> {
        self.key(key)
    }

    fn on_paste(&mut self, text: &str) -> Vec<Effect> {
        self.paste(text)
    }

    fn on_findings(&mut self, found: Findings) {
        if let Findings::Targets(targets) = found {
            self.offer(targets);
        }
    }

    fn on_saved(&mut self, cx: &mut Cx<'_>, saved: &Saved) -> Vec<Effect> {
        if let Picking::Merge(_) = self.picking {
            cx.close();
        }
        if let Change::Link(id) = saved.change {
            self.toggled(id);
        }
        Vec::new()
    }

    fn stays_open(&self) -> bool {
        !matches!(self.picking, Picking::Merge(_))
    }

    fn on_refused(&mut self, _: &'static str, why: &str) {
        self.problem = Some(why.to_owned());
    }

    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
        view(self, cx, buffer, area);
    }
}

fn view(pick: &Pick, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let searched = !matches!(pick.picking, Picking::Milestones(_));
    let head = if searched { 3 } else { 2 };
    // The height is constant, so that the dialog does not jump while the user types.
    let rows = if searched { MOST_ROWS } else { pick.targets.len().max(4) };
    let height = paint::columns(rows + head + 2).min(area.height);
    let outer = centred(area, area.width.saturating_sub(2).min(90), height);
    let inner = frame(buffer, outer, pick.title(), theme);
    if inner.height < 3 {
        return;
    }
    match &pick.problem {
        Some(why) => paint::text(buffer, inner, 0, &format!("! {why}"), theme.attention),
        None => paint::text(buffer, inner, 0, &pick.about, theme.muted),
    };
    if searched {
        let line = Rect { y: inner.y + 1, height: 1, ..inner };
        cx.cursor.set(pick.field.clone().draw(buffer, line, theme, true));
        if pick.field.text().is_empty() {
            let after = Rect { x: line.x + 1, width: line.width.saturating_sub(1), ..line };
            paint::text(buffer, after, 0, pick.hint(), theme.muted);
        }
    }
    let head = paint::columns(head);
    let body = Rect { y: inner.y + head - 1, height: (inner.height + 1).saturating_sub(head), ..inner };
    if pick.targets.is_empty() && pick.loaded {
        let text = match pick.picking {
            Picking::Milestones(_) => "No milestones yet: edit the goal to write some.",
            _ if pick.field.text().trim().is_empty() => "Nothing to link yet.",
            _ => "Nothing has these words.",
        };
        paint::text(buffer, body, 0, text, theme.muted);
        return;
    }
    let shown = window(pick.top, pick.selected, pick.targets.len(), usize::from(body.height));
    for (line, at) in shown.enumerate() {
        let line = paint::columns(line);
        let each = &pick.targets[at];
        let (mark, style) = if each.linked { ("✓", theme.good) } else { ("·", theme.muted) };
        paint::text(buffer, Rect { width: 1, ..body }, line, mark, style);
        let kind = match each.kind {
            Kind::Win | Kind::Milestone => String::new(),
            kind => format!("{kind}  "),
        };
        let date = PartialDate::from_iso(&each.date).map(|on| wording::near_partial(on, cx.today));
        let right = format!("{kind}{}", date.as_ref().unwrap_or(&each.date));
        paint::text_right(buffer, body, line, &right, theme.muted);
        let taken = paint::columns(width(&right) + 4).min(body.width);
        let title = Rect { x: body.x + 2, width: body.width - taken, ..body };
        paint::text(buffer, title, line, &each.title, theme.text);
        if at == pick.selected {
            paint::select_row(buffer, body, line, theme);
        }
    }
}
