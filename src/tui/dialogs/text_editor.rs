//! An editor for a long text: an answer in the user's own words, with its size in the unit of the form, or a form that
//! is pasted.

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::confirm::discard;
use super::{centred, frame};
use crate::domain::{Period, Question, Stored};
use crate::import::questionnaire::parse;
use crate::report::answer::answer;
use crate::report::questionnaire::meter;
use crate::text::{counted, inert};
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::dialog::{Cx, Dialog};
use crate::tui::effect::Effect;
use crate::tui::line::LineRequest;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::paint;

/// The maximum width of the text, in columns.
const WIDEST: u16 = 90;

/// The use of the text once it is saved.
#[derive(Debug, Clone, PartialEq)]
pub enum Purpose {
    /// The answer to a question in the user's own words.
    Answer(Box<Stored<Question>>),
    /// The review form of a period, pasted.
    Form(Period),
}

/// The state of the dialog.
#[derive(Debug)]
pub struct TextEditor {
    purpose: Purpose,
    /// The text as the dialog was opened with it.
    initial: String,
    field: Field,
    problem: Option<String>,
}

impl TextEditor {
    /// Creates the editor for an answer; `text` is the answer as it is, which may be made of evidence.
    pub fn answer(question: Stored<Question>, text: &str) -> Self {
        Self::new(Purpose::Answer(Box::new(question)), text)
    }

    /// Creates the editor for the pasted form of a period.
    pub fn form(period: Period) -> Self {
        Self::new(Purpose::Form(period), "")
    }

    fn new(purpose: Purpose, text: &str) -> Self {
        Self { purpose, initial: text.to_owned(), field: Field::lines(text), problem: None }
    }

    fn save(&self, cx: &mut Cx<'_>) -> Vec<Effect> {
        let text = self.field.text();
        match &self.purpose {
            // The sentences of the evidence, unchanged, stay evidence.
            _ if text == self.initial => {
                cx.close();
                Vec::new()
            }
            Purpose::Answer(question) => {
                vec![Effect::SaveAnswer(Box::new(edited(question, text)))]
            }
            Purpose::Form(period) => vec![Effect::Submit(LineRequest::PasteForm(period.clone()), text)],
        }
    }

    /// Returns the title of the dialog, and what it asks for.
    fn asked(&self) -> (&'static str, &str) {
        match &self.purpose {
            Purpose::Answer(question) => ("Answer in your own words", &question.text),
            Purpose::Form(_) => ("Paste the form", "Its questions, with the limits as the form states them"),
        }
    }

    /// Returns the size of the answer, or what was found in the form; `true` if it is wrong.
    fn state(&self) -> (String, bool) {
        match &self.purpose {
            Purpose::Answer(question) => {
                let question = edited(question, self.field.text());
                let size = answer(&question, &[]);
                (meter(&question, &size), size.is_over(&question))
            }
            Purpose::Form(_) if self.field.text().trim().is_empty() => (String::new(), false),
            Purpose::Form(_) => match parse(&self.field.text()) {
                Ok(form) => {
                    let limited = form.questions.iter().filter(|question| question.limit > 0).count();
                    let count = counted(form.questions.len(), "question", "questions");
                    (format!("{count}, {limited} with a limit"), false)
                }
                Err(why) => (why, false),
            },
        }
    }
}

fn edited(question: &Stored<Question>, text: String) -> Stored<Question> {
    let mut question = question.clone();
    question.body.answer = text;
    question
}

impl Dialog for TextEditor {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Form]
    }

    fn accepts(&self, action: Action) -> bool {
        matches!(action, Action::Save | Action::Cancel)
    }

    fn on_action(&mut self, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
        match action {
            Action::Save => return self.save(cx),
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
        let (title, asked) = self.asked();
        // With the frame and its margin, the text has the width of a page.
        let outer = centred(area, area.width.min(WIDEST + 4), area.height);
        let inner = frame(buffer, outer, title, theme);
        if inner.height < 3 {
            return;
        }
        let mut asked = paint::wrapped(&inert(asked), usize::from(inner.width), theme.strong);
        paint::shorten(&mut asked, usize::from(inner.height / 4).max(1), theme);
        let top = paint::columns(asked.len());
        paint::lines(buffer, Rect { height: top, ..inner }, &asked, 0);
        let gap = u16::from(inner.height > 8);
        let height = inner.height.saturating_sub(top + 1 + 2 * gap).max(1);
        let room = Rect { y: inner.y + top + gap, height, ..inner };
        cx.cursor.set(self.field.clone().draw(buffer, room, theme, true));
        let (state, is_wrong) = self.state();
        let (text, style) = match &self.problem {
            Some(why) => (format!("! {why}"), theme.attention),
            None if is_wrong => (state, theme.attention),
            None => (state, theme.muted),
        };
        paint::text(buffer, inner, inner.height - 1, &text, style);
    }
}
