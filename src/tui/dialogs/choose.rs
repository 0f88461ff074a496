//! A choice among a few options, such as the categories of a win.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::confirm::Confirm;
use super::prompt::{Prompt, PromptDialog};
use super::text_editor::TextEditor;
use super::{centred, frame};
use crate::domain::{Period, fold};
use crate::text::width;
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::dialog::{Cx, Dialog};
use crate::tui::effect::Effect;
use crate::tui::line::ScreenLine;
use crate::tui::list_text::place_in;
use crate::tui::place::Place;
use crate::tui::screens::master_detail::window;
use crate::tui::widgets::paint;

/// The consequence of choosing an option.
#[derive(Debug, Clone, PartialEq)]
pub enum Chosen {
    /// The effect to request.
    Effect(Effect),
    /// The place to go to.
    Place(Place),
    /// The prompt to open.
    Prompt(Box<Prompt>),
    /// The editor to open for the pasted form of a period.
    PasteForm(Period),
    /// The line to give to the tab that opened the dialog.
    Line(ScreenLine, String),
    /// The question to ask.
    Confirm(String, Effect),
}

/// An option: its label, and the consequence of choosing it.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// The text of the option.
    pub label: String,
    /// A text at the right edge; may be empty.
    pub right: String,
    /// The consequence.
    pub chosen: Chosen,
}

impl Alternative {
    /// Creates an option.
    pub fn new(label: impl Into<String>, chosen: Chosen) -> Self {
        Self { label: label.into(), right: String::new(), chosen }
    }

    /// Creates an option that requests an effect.
    pub fn effect(label: impl Into<String>, effect: Effect) -> Self {
        Self::new(label, Chosen::Effect(effect))
    }

    /// Adds a text at the right edge.
    #[must_use]
    pub fn with_right(self, right: String) -> Self {
        Self { right, ..self }
    }

    /// Creates an option that asks a question, and requests an effect if the answer is yes.
    pub fn confirm(label: impl Into<String>, question: String, effect: Effect) -> Self {
        Self::new(label, Chosen::Confirm(question, effect))
    }
}

/// The state of the dialog.
#[derive(Debug)]
pub struct Choose {
    title: &'static str,
    /// The title of the record, shown above.
    about: String,
    options: Vec<Alternative>,
    /// The index of the selected option.
    selected: usize,
    /// The letters that were typed to select an option.
    typed: String,
}

impl Choose {
    /// Creates a dialog in which the option with this index is selected.
    pub fn new(title: &'static str, about: String, options: Vec<Alternative>, selected: usize) -> Self {
        Self { title, about, options, selected, typed: String::new() }
    }

    fn step(&mut self, down: bool) {
        self.typed.clear();
        let last = self.options.len().saturating_sub(1);
        self.selected = if down { (self.selected + 1).min(last) } else { self.selected.saturating_sub(1) };
    }

    /// Selects the option that begins with the typed letters, or else with the last of them.
    fn select_typed(&mut self, c: char) {
        let starting = |typed: &str| {
            self.options.iter().position(|option| fold(&option.label).starts_with(&fold(typed)))
        };
        let longer = format!("{}{c}", self.typed);
        let alone = c.to_string();
        for typed in [longer, alone] {
            if let Some(at) = starting(&typed) {
                (self.selected, self.typed) = (at, typed);
                return;
            }
        }
    }

    fn accept(&self, cx: &mut Cx<'_>) -> Vec<Effect> {
        cx.close();
        match self.options.get(self.selected).map(|option| option.chosen.clone()) {
            Some(Chosen::Effect(effect)) => vec![effect],
            Some(Chosen::Place(place)) => cx.go(place),
            Some(Chosen::Line(line, text)) => {
                cx.tell(line, text);
                Vec::new()
            }
            Some(Chosen::Confirm(question, effect)) => {
                cx.open(Confirm::effect(question, effect));
                Vec::new()
            }
            Some(Chosen::Prompt(prompt)) => {
                cx.open(PromptDialog::from(*prompt));
                Vec::new()
            }
            Some(Chosen::PasteForm(period)) => {
                cx.open(TextEditor::form(period));
                Vec::new()
            }
            None => Vec::new(),
        }
    }
}

impl Dialog for Choose {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Choose]
    }

    fn on_action(&mut self, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
        match action {
            Action::Down | Action::Up => self.step(action == Action::Down),
            Action::Accept => return self.accept(cx),
            Action::Cancel => cx.close(),
            _ => {}
        }
        Vec::new()
    }

    /// Chooses the option with the typed number at once; letters select the option that begins with them.
    fn on_key(&mut self, cx: &mut Cx<'_>, event: KeyEvent) -> Vec<Effect> {
        let KeyCode::Char(c) = event.code else { return Vec::new() };
        let at = c.to_digit(10).and_then(|digit| usize::try_from(digit).ok()?.checked_sub(1));
        let Some(at) = at.filter(|at| *at < self.options.len()) else {
            self.select_typed(c);
            return Vec::new();
        };
        self.selected = at;
        self.accept(cx)
    }

    fn on_refused(&mut self, _: &'static str, _: &str) {}

    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
        view(self, cx, buffer, area);
    }
}

fn view(choose: &Choose, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let head = if choose.about.is_empty() { 0 } else { 2 };
    let height = paint::columns(choose.options.len() + head + 2).min(area.height);
    let longest =
        choose.options.iter().map(|each| width(&each.label) + width(&each.right)).max().unwrap_or(0);
    let columns = paint::columns(longest + 10).clamp(64, 96);
    let outer = centred(area, area.width.saturating_sub(2).min(columns), height);
    let inner = frame(buffer, outer, choose.title, theme);
    if usize::from(inner.height) < choose.options.len() {
        let place = place_in(choose.selected, choose.options.len());
        let top = Rect { x: outer.x + 2, width: outer.width.saturating_sub(4), ..outer };
        paint::text_right(buffer, top, 0, &format!(" {place} "), theme.muted);
    }
    // The title of the record is omitted if the options need its room.
    let gap = paint::columns(usize::from(inner.height).saturating_sub(choose.options.len()).min(head));
    if gap > 0 {
        paint::text(buffer, inner, 0, &choose.about, theme.muted);
    }
    let body = Rect { y: inner.y + gap, height: inner.height - gap, ..inner };
    for (line, at) in window(0, choose.selected, choose.options.len(), usize::from(body.height)).enumerate() {
        let line = paint::columns(line);
        let number = if at < 9 { (at + 1).to_string() } else { String::new() };
        paint::text(buffer, body, line, &number, theme.accent);
        let option = &choose.options[at];
        let taken = paint::text_right(buffer, body, line, &option.right, theme.muted);
        let gap = if taken > 0 { taken + 4 } else { 2 };
        let label = Rect { x: body.x + 2, width: body.width.saturating_sub(gap), ..body };
        paint::text(buffer, label, line, &option.label, theme.text);
        if at == choose.selected {
            paint::select_row(buffer, body, line, theme);
        }
    }
}
