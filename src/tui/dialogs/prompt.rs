//! A prompt: a dialog for one line.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::confirm::discard;
use super::{centred, frame};
use crate::text::inert;
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::dialog::{Cx, Dialog};
use crate::tui::effect::Effect;
use crate::tui::line::{LineRequest, ScreenLine};
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
    /// The reason why the line is invalid.
    problem: Option<String>,
    /// `true` while the initial text is unchanged.
    untouched: bool,
}

impl From<Prompt> for PromptDialog {
    fn from(prompt: Prompt) -> Self {
        let field = Field::line(&prompt.initial);
        let untouched = prompt.is_replaced;
        Self { prompt, field, problem: None, untouched }
    }
}

impl PromptDialog {
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
        &[Context::Ask]
    }

    fn on_action(&mut self, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
        match action {
            Action::Save => return self.submit(cx),
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
        }
        Vec::new()
    }

    fn on_paste(&mut self, text: &str) -> Vec<Effect> {
        if std::mem::take(&mut self.untouched) {
            self.field = Field::line("");
        }
        self.field.paste(text);
        Vec::new()
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
        let outer = centred(area, width, 5 + rows);
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
        match &self.problem {
            Some(why) => paint::text(buffer, inner, 3, &format!("! {why}"), theme.attention),
            None => paint::text(buffer, inner, 3, self.prompt.hint, theme.muted),
        };
    }
}

/// Returns the path of a typed file name in a directory; a name that begins with `~/` is returned as typed.
fn shown_path(typed: &str, directory: &str) -> String {
    if typed.trim().starts_with("~/") {
        return typed.to_owned();
    }
    std::path::Path::new(directory).join(typed.trim()).display().to_string()
}
