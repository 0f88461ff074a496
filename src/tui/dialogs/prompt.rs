//! A prompt: a dialog for one line.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::completion::{Completing, NameKind};
use super::confirm::discard;
use super::{centred, frame};
use crate::text::inert;
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::dialog::{Cx, Dialog};
use crate::tui::effect::Effect;
use crate::tui::line::{LineRequest, ScreenLine};
use crate::tui::loaded::Findings;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::paint;

/// The recipient of the line.
#[derive(Debug, Clone, PartialEq)]
pub enum Submit {
    /// A request to the journal.
    Journal(LineRequest),
    /// The tab that opened the prompt.
    Screen(ScreenLine),
}

/// The description of a prompt.
#[derive(Debug, Clone, PartialEq)]
pub struct Prompt {
    /// The title of the dialog.
    pub title: &'static str,
    /// The title of the record, shown above the line.
    pub about: String,
    /// The accepted formats, shown below the line.
    pub hint: &'static str,
    /// The initial text.
    pub initial: String,
    /// `true` if the first typed character replaces the initial text.
    pub is_replaced: bool,
    /// The error for an empty line; `None` if an empty line is accepted.
    pub required: Option<&'static str>,
    /// The kind of names that complete the line.
    pub completes: Option<NameKind>,
    /// The recipient of the line.
    pub submit: Submit,
}

impl Prompt {
    /// Creates a prompt for a request to the journal, without initial text.
    pub fn journal(
        title: &'static str,
        about: impl Into<String>,
        hint: &'static str,
        request: LineRequest,
    ) -> Self {
        let submit = Submit::Journal(request);
        Self {
            title,
            about: about.into(),
            hint,
            initial: String::new(),
            is_replaced: true,
            required: None,
            completes: None,
            submit,
        }
    }

    /// Creates a prompt for a line that the tab handles, without initial text.
    pub fn screen(
        title: &'static str,
        about: impl Into<String>,
        hint: &'static str,
        line: ScreenLine,
    ) -> Self {
        let submit = Submit::Screen(line);
        Self {
            title,
            about: about.into(),
            hint,
            initial: String::new(),
            is_replaced: true,
            required: None,
            completes: None,
            submit,
        }
    }

    /// Sets a text that the user goes on editing.
    #[must_use]
    pub fn text(self, text: impl Into<String>) -> Self {
        Self { initial: text.into(), is_replaced: false, ..self }
    }

    /// Sets the initial text, which the first typed character replaces.
    #[must_use]
    pub fn initial(self, initial: impl Into<String>) -> Self {
        Self { initial: initial.into(), ..self }
    }

    /// Offers the names of a kind that complete the line.
    #[must_use]
    pub fn completes(self, kind: NameKind) -> Self {
        Self { completes: Some(kind), ..self }
    }

    /// Sets the error for an empty line.
    #[must_use]
    pub fn required(self, message: &'static str) -> Self {
        Self { required: Some(message), ..self }
    }
}

/// The accepted formats of a future day.
pub const DAY_AHEAD: &str = "2w, 3mo, 90d, end of year, 2026-09-01";

/// The state of the dialog.
#[derive(Debug)]
pub struct PromptDialog {
    /// The prompt.
    pub prompt: Prompt,
    /// The line.
    pub field: Field,
    completing: Completing,
    /// The reason why the line is invalid.
    problem: Option<String>,
    /// `true` while the initial text is unchanged.
    untouched: bool,
}

impl From<Prompt> for PromptDialog {
    fn from(prompt: Prompt) -> Self {
        let field = Field::line(&prompt.initial);
        let untouched = prompt.is_replaced;
        Self { prompt, field, completing: Completing::default(), problem: None, untouched }
    }
}

/// The number of rows for names that complete the line.
const NAMES: u16 = 6;

impl PromptDialog {
    /// Returns the effect that finds the names that complete the line; `None` unless names complete it.
    pub fn find(&mut self) -> Option<Effect> {
        let kind = self.prompt.completes?;
        Some(Effect::CompleteField(kind, self.completing.begin(kind, &self.field)))
    }

    fn accept(&mut self) -> Vec<Effect> {
        self.completing.accept(&mut self.field);
        self.untouched = false;
        self.find().into_iter().collect()
    }

    fn submit(&mut self, cx: &mut Cx<'_>) -> Vec<Effect> {
        let text = self.field.text();
        if let Some(message) = self.prompt.required.filter(|_| text.trim().is_empty()) {
            self.problem = Some(message.to_owned());
            return Vec::new();
        }
        match &self.prompt.submit {
            Submit::Journal(request) => vec![Effect::Submit(request.clone(), text)],
            Submit::Screen(line) => {
                cx.close();
                cx.tell(line.clone(), text);
                Vec::new()
            }
        }
    }
}

impl Dialog for PromptDialog {
    fn contexts(&self) -> &'static [Context] {
        if self.prompt.completes.is_some() { &[Context::Value] } else { &[Context::Ask] }
    }

    fn hint(&self, action: Action) -> Option<&'static str> {
        (action == Action::Save && self.completing.chosen.is_some()).then_some("complete")
    }

    fn on_action(&mut self, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
        match action {
            // Enter on a chosen name takes it over.
            Action::Save if self.completing.chosen.is_some() => return self.accept(),
            Action::Save => return self.submit(cx),
            Action::Complete => return self.accept(),
            Action::NextCompletion => self.completing.choose(true),
            Action::PreviousCompletion => self.completing.choose(false),
            // Only a text of more than three words takes a while to type again.
            Action::Cancel => {
                let text = self.field.text();
                discard(cx, text != self.prompt.initial && text.split_whitespace().count() > 3);
            }
            _ => {}
        }
        Vec::new()
    }

    fn on_key(&mut self, _: &mut Cx<'_>, event: KeyEvent) -> Vec<Effect> {
        let types =
            matches!(event.code, KeyCode::Char(_)) && (event.modifiers - KeyModifiers::SHIFT).is_empty();
        if types && self.untouched {
            self.field = Field::line("");
        }
        self.untouched = false;
        if self.field.key(event) {
            self.problem = None;
            self.completing.chosen = None;
            return self.find().into_iter().collect();
        }
        Vec::new()
    }

    fn on_paste(&mut self, text: &str) -> Vec<Effect> {
        if std::mem::take(&mut self.untouched) {
            self.field = Field::line("");
        }
        self.field.paste(text);
        self.completing.chosen = None;
        self.find().into_iter().collect()
    }

    fn on_findings(&mut self, found: Findings) {
        if let Findings::Names(names) = found {
            self.completing.offer(names);
        }
    }

    fn on_refused(&mut self, _: &'static str, why: &str) {
        self.problem = Some(why.to_owned());
    }

    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
        let theme = &cx.theme;
        let width = area.width.saturating_sub(2).min(64);
        // What a document replaces and leaves out may need several lines.
        let about = paint::wrapped(&self.prompt.about, usize::from(width.saturating_sub(4)), theme.muted);
        let rows = paint::columns(about.len()).clamp(1, 4).min(area.height.saturating_sub(5)).max(1);
        let names = if self.prompt.completes.is_some() { NAMES } else { 0 };
        let outer = centred(area, width, 5 + rows + names);
        let inner = frame(buffer, outer, self.prompt.title, theme);
        paint::lines(buffer, Rect { height: rows.min(inner.height), ..inner }, &about, 0);
        let inner = Rect {
            y: inner.y + rows.min(inner.height) - 1.min(inner.height),
            height: (inner.height + 1).saturating_sub(rows),
            ..inner
        };
        let line = Rect { y: inner.y + 1.min(inner.height), height: 1.min(inner.height), ..inner };
        cx.cursor.set(self.field.clone().draw(buffer, line, theme, true));
        let is_file = matches!(
            self.prompt.submit,
            Submit::Journal(
                LineRequest::Export(..) | LineRequest::ExportCareer(..) | LineRequest::ExportAnswers(_)
            )
        );
        if is_file && inner.height > 3 {
            let path = shown_path(&self.field.text(), &cx.directory);
            let path = crate::text::ellipsis_start(&inert(&path), usize::from(inner.width)).into_owned();
            paint::text(buffer, inner, 2, &path, theme.muted);
        }
        let Some(why) = &self.problem else {
            paint::text(buffer, inner, 3, self.prompt.hint, theme.muted);
            return self.view_names(cx, buffer, inner);
        };
        let lines = paint::wrapped(&format!("! {why}"), usize::from(inner.width), theme.attention);
        // Two lines begin in the row that is otherwise empty.
        let from = if lines.len() > 1 && !is_file { 2 } else { 3 };
        let (y, height) = (inner.y + from.min(inner.height), inner.height.saturating_sub(from));
        paint::lines(buffer, Rect { y, height, ..inner }, &lines, 0);
    }
}

impl PromptDialog {
    fn view_names(&self, cx: &ViewCx, buffer: &mut Buffer, inner: Rect) {
        for (row, name) in (4..inner.height).zip(&self.completing.names) {
            let about = paint::text_right(buffer, inner, row, &name.about, cx.theme.muted);
            let room = Rect { width: inner.width.saturating_sub(about + 1), ..inner };
            paint::text(buffer, room, row, &inert(&name.name), cx.theme.text);
            if self.completing.chosen == Some(usize::from(row - 4)) {
                paint::select_row(buffer, inner, row, &cx.theme);
            }
        }
    }
}

/// Returns the path of a typed file name in a directory; a name that begins with `~/` is returned as typed.
fn shown_path(typed: &str, directory: &str) -> String {
    if typed.trim().starts_with("~/") {
        return typed.to_owned();
    }
    std::path::Path::new(directory).join(typed.trim()).display().to_string()
}
