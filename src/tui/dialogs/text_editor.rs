//! The editor for an answer in the user's own words, with the size in the unit of the form.

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::confirm::discard;
use super::frame;
use crate::domain::{Question, Stored};
use crate::report::answer::answer;
use crate::report::questionnaire::meter;
use crate::text::inert;
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::dialog::{Cx, Dialog};
use crate::tui::effect::Effect;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::paint;

/// The maximum width of the text, in columns.
const WIDEST: u16 = 90;

/// The state of the dialog.
#[derive(Debug)]
pub struct AnswerText {
    question: Stored<Question>,
    /// The text as the dialog was opened with it.
    initial: String,
    field: Field,
    problem: Option<String>,
}

impl AnswerText {
    /// Creates the editor; `text` is the answer as it is, which may be made of evidence.
    pub fn new(question: Stored<Question>, text: &str) -> Self {
        Self { question, initial: text.to_owned(), field: Field::lines(text), problem: None }
    }

    fn edited(&self) -> Stored<Question> {
        let mut question = self.question.clone();
        question.body.answer = self.field.text();
        question
    }
}

impl Dialog for AnswerText {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Form]
    }

    fn accepts(&self, action: Action) -> bool {
        matches!(action, Action::Save | Action::Cancel)
    }

    fn on_action(&mut self, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
        match action {
            // The sentences of the evidence, unchanged, stay evidence.
            Action::Save if self.field.text() == self.initial => cx.close(),
            Action::Save => return vec![Effect::SaveAnswer(Box::new(self.edited()))],
            Action::Cancel => discard(cx, self.field.text() != self.initial),
            _ => {}
        }
        Vec::new()
    }

    fn on_key(&mut self, _: &mut Cx<'_>, key: KeyEvent) -> Vec<Effect> {
        self.problem = None;
        self.field.key(key);
        Vec::new()
    }

    fn on_paste(&mut self, text: &str) -> Vec<Effect> {
        self.field.paste(text);
        Vec::new()
    }

    fn on_refused(&mut self, _: &'static str, why: &str) {
        self.problem = Some(why.to_owned());
    }

    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
        let theme = &cx.theme;
        let inner = frame(buffer, area, "Answer in your own words", theme);
        if inner.height < 3 {
            return;
        }
        let mut asked =
            paint::wrapped(&inert(&self.question.text), usize::from(inner.width.min(WIDEST)), theme.strong);
        asked.truncate(usize::from(inner.height / 4).max(1));
        let top = paint::columns(asked.len());
        paint::lines(buffer, Rect { height: top, ..inner }, &asked, 0);
        let gap = u16::from(inner.height > 8);
        let height = inner.height.saturating_sub(top + 1 + 2 * gap).max(1);
        let room = Rect { y: inner.y + top + gap, height, width: inner.width.min(WIDEST), ..inner };
        cx.cursor.set(self.field.clone().draw(buffer, room, theme, true));
        let question = self.edited();
        let size = answer(&question, &[]);
        let (text, style) = match &self.problem {
            Some(why) => (format!("! {why}"), theme.attention),
            None if size.is_over(&question) => (meter(&question, &size), theme.attention),
            None => (meter(&question, &size), theme.muted),
        };
        paint::text(buffer, inner, inner.height - 1, &text, style);
    }
}
