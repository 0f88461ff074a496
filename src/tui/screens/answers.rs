//! The screen of a questionnaire: its questions, and the answer to one of them with its evidence.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::master_detail::{WIDE, moved};
use crate::domain::{Kind, Question, QuestionnaireId, RecordId, Stored};
use crate::journal::questionnaires::Filled;
use crate::report::answer::{Answer, Use};
use crate::report::questionnaire::meter;
use crate::text::{grouped, inert};
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::widgets::paint;

/// A row of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// A record that the answer is made of.
    Evidence(RecordId),
    /// A sentence of the answer, by its index.
    Sentence(usize),
    /// A record that fits the question, by its index among those that are offered for it.
    Fitting(usize),
}

/// The state of the screen.
#[derive(Debug, Default)]
pub struct Answers {
    /// The questionnaire; `None` if there is none.
    pub filled: Option<Box<Filled>>,
    /// All questionnaires, the latest first.
    pub all: Vec<QuestionnaireId>,
    /// The index of the question.
    pub question: usize,
    /// `true` if keys go to the answer, `false` if they go to the questions.
    pub is_inside: bool,
    /// The index of the selected row of the answer.
    pub row: usize,
}

impl Answers {
    /// Stores a loaded questionnaire. Another one begins with its first question.
    pub fn receive(&mut self, all: Vec<QuestionnaireId>, filled: Option<Box<Filled>>) {
        let id = |filled: &Option<Box<Filled>>| filled.as_ref().map(|filled| filled.answered.view.stored.id);
        if id(&self.filled) != id(&filled) {
            *self = Self::default();
        }
        (self.all, self.filled) = (all, filled);
        self.clamp();
    }

    fn clamp(&mut self) {
        let count = self.filled.as_ref().map_or(0, |filled| filled.answered.view.questions.len());
        self.question = self.question.min(count.saturating_sub(1));
        self.row = self.row.min(self.rows().len().saturating_sub(1));
    }

    /// Returns the selected question with its answer.
    pub fn selected(&self) -> Option<(&Stored<Question>, &Answer)> {
        let filled = self.filled.as_ref()?;
        Some((
            filled.answered.view.questions.get(self.question)?,
            filled.answered.answers.get(self.question)?,
        ))
    }

    /// Returns the rows of the selected answer: each record with its sentences, and the records that fit.
    pub fn rows(&self) -> Vec<Row> {
        let (Some(filled), Some((_, answer))) = (&self.filled, self.selected()) else { return Vec::new() };
        let mut out = Vec::new();
        let mut of = None;
        for (at, (sentence, _)) in answer.sentences.iter().enumerate() {
            if of != Some(sentence.record) {
                out.push(Row::Evidence(sentence.record));
                of = Some(sentence.record);
            }
            out.push(Row::Sentence(at));
        }
        out.extend((0..filled.fitting[self.question].len()).map(Row::Fitting));
        out
    }

    /// Moves the selection in the pane that receives the keys.
    pub fn step(&mut self, action: Action, page: usize) {
        match action {
            Action::Right => self.is_inside = true,
            Action::Left => self.is_inside = false,
            _ if self.is_inside => {
                self.row = moved(self.row, action, page, self.rows().len().saturating_sub(1));
            }
            _ => {
                let last = self
                    .filled
                    .as_ref()
                    .map_or(0, |filled| filled.answered.view.questions.len().saturating_sub(1));
                let before = self.question;
                self.question = moved(self.question, action, page, last);
                if self.question != before {
                    self.row = 0;
                }
            }
        }
    }

    /// Returns `true` if an action applies to the selection.
    pub fn accepts_action(&self, action: Action) -> bool {
        let row = self.rows().get(self.row).copied();
        match action {
            Action::Record => false,
            Action::LeaveOut => self.is_inside && row.is_some(),
            Action::MoveUp | Action::MoveDown => {
                self.is_inside && matches!(row, Some(Row::Evidence(_) | Row::Sentence(_)))
            }
            Action::Edit | Action::Export | Action::Delete | Action::Fill => self.filled.is_some(),
            Action::PreviousPeriod | Action::NextPeriod => self.all.len() > 1,
            _ => true,
        }
    }

    /// Returns the place of the selected question, such as `2 of 6`.
    pub fn position(&self) -> Option<String> {
        let count = self.filled.as_ref()?.answered.view.questions.len();
        Some(format!("{} of {count}", self.question + 1))
    }
}

/// Draws the screen.
pub fn view(answers: &Answers, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let inner = Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..area };
    let Some(filled) = &answers.filled else {
        let text = format!(
            "Your company’s review form belongs here: `{}` reads it from a file, or takes one that ships with \
             brag. Each question is then answered from your records, within its limit.",
            cx.key(Action::New, Context::Answers)
        );
        paint::lines(buffer, inner, &paint::taught(&text, usize::from(inner.width).min(80), theme), 0);
        return;
    };
    let stored = &filled.answered.view.stored;
    let answered = filled.answered.answers.iter().filter(|answer| !answer.text.is_empty()).count();
    let right =
        format!("{}   {answered} of {} answered", inert(&stored.period), filled.answered.answers.len());
    paint::group(buffer, inner, 0, &stored.title, &right, theme);
    let gap = if area.height >= 14 { 2 } else { 1 };
    let body = Rect { y: inner.y + gap, height: inner.height.saturating_sub(gap), ..inner };
    if body.width >= WIDE - 4 {
        let left = Rect { width: body.width * 2 / 5, ..body };
        let x = left.right() + 1;
        for y in body.y..body.bottom() {
            buffer.set_string(x, y, "│", theme.rule);
        }
        questions(answers, filled, cx, buffer, left);
        answer(answers, filled, cx, buffer, Rect { x: x + 2, width: body.right() - x - 2, ..body });
    } else if answers.is_inside {
        answer(answers, filled, cx, buffer, body);
    } else {
        questions(answers, filled, cx, buffer, body);
    }
}

fn questions(answers: &Answers, filled: &Filled, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let count = filled.answered.view.questions.len();
    let height = usize::from(area.height).max(1);
    let top = (answers.question + 1).saturating_sub(height).min(count);
    for (line, at) in (top..count).take(height).enumerate() {
        let line = paint::columns(line);
        let (question, answer) = (&filled.answered.view.questions[at], &filled.answered.answers[at]);
        let (mark, style) = match (answer.text.is_empty(), answer.is_over(question)) {
            (_, true) => ("!", theme.attention),
            (true, _) => ("·", theme.muted),
            (false, _) => ("✓", theme.good),
        };
        paint::text(buffer, area, line, mark, style);
        let size = match question.maximum() {
            Some(maximum) => format!("{}/{}", grouped(answer.used), grouped(maximum)),
            None => grouped(answer.used),
        };
        let taken = paint::text_right(buffer, area, line, &size, theme.muted);
        let room = Rect { x: area.x + 2, width: area.width.saturating_sub(taken + 4), ..area };
        paint::text(buffer, room, line, &format!("{}  {}", at + 1, question.text), theme.text);
        if at == answers.question {
            let beside = Rect { x: area.x.saturating_sub(1), ..area };
            paint::gutter(buffer, beside, line, "▌", theme);
            if !answers.is_inside {
                paint::highlight(buffer, area, line, theme.selected);
                cx.select(area, line);
            }
        }
    }
}

/// The lines of the answer, and the line on which each row begins.
struct Page {
    lines: Vec<Line<'static>>,
    places: Vec<usize>,
}

fn answer(answers: &Answers, filled: &Filled, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let Some((question, answer)) = answers.selected() else { return };
    let columns = usize::from(area.width).min(90);
    let mut head = paint::wrapped(&inert(&question.text), columns, theme.strong);
    head.truncate(if area.height >= 14 { 4 } else { 2 });
    let mut size = vec![Span::styled(
        meter(question, answer),
        if answer.is_over(question) { theme.attention } else { theme.muted },
    )];
    if let Some(maximum) = question.maximum().filter(|_| area.width >= 50) {
        let share = crate::report::wording::share(answer.used, maximum);
        let mut bar = paint::bar(share.min(1.0), None, 16, theme).spans;
        bar.push(Span::raw("  "));
        bar.append(&mut size);
        size = bar;
    }
    head.push(Line::from(size));
    let taken = paint::columns(head.len()).min(area.height);
    paint::lines(buffer, Rect { height: taken, ..area }, &head, 0);
    let gap = u16::from(area.height > 12);
    let body = Rect { y: area.y + taken + gap, height: area.height.saturating_sub(taken + gap), ..area };
    let page = page(answers, filled, cx, columns);
    let at = page.places.get(answers.row).copied().unwrap_or(0);
    let below = page.places.get(answers.row + 1).copied().unwrap_or(page.lines.len());
    let height = usize::from(body.height).max(1);
    // The user's own words are above the first row.
    let scroll = if answers.is_inside && answers.row > 0 { below.saturating_sub(height).min(at) } else { 0 };
    paint::lines(buffer, body, &page.lines, scroll);
    if answers.is_inside && !page.places.is_empty() && at >= scroll && at < scroll + height {
        let line = paint::columns(at - scroll);
        paint::gutter(buffer, Rect { x: body.x.saturating_sub(1), ..body }, line, "▌", theme);
        paint::highlight(buffer, body, line, theme.selected);
        cx.select(body, line);
    }
}

/// Lays out the answer: its records with their sentences, or the user's own words; the records that fit; and the answer
/// in the latest earlier questionnaire that asks the same.
fn page(answers: &Answers, filled: &Filled, cx: &ViewCx, columns: usize) -> Page {
    let theme = &cx.theme;
    let mut page = Page { lines: Vec::new(), places: Vec::new() };
    let Some((_, answer)) = answers.selected() else { return page };
    if answer.is_own {
        page.lines.extend(paint::wrapped(&inert_text(&answer.text), columns, theme.text));
        page.lines.push(Line::default());
        let text = format!(
            "Your own words. `{}` changes them; without any, the evidence is the answer again.",
            cx.key(Action::Edit, Context::Answers)
        );
        page.lines.extend(paint::taught(&text, columns, theme));
    }
    let mut is_first_fitting = true;
    for row in answers.rows() {
        if matches!(row, Row::Fitting(_)) && is_first_fitting {
            is_first_fitting = false;
            if !page.lines.is_empty() {
                page.lines.push(Line::default());
            }
            let key = cx.key(Action::LeaveOut, Context::Answers);
            page.lines.push(paint::group_line(
                "Evidence that fits",
                &format!("{key} takes it"),
                columns,
                theme,
            ));
        }
        page.places.push(page.lines.len());
        page.lines.extend(row_lines(row, answers, filled, cx, columns));
    }
    if let Some((period, text)) = filled.answered.earlier.get(answers.question).and_then(Option::as_ref) {
        page.lines.push(Line::default());
        page.lines.push(paint::group_line(&format!("In {}", inert(period)), "", columns, theme));
        page.lines.extend(paint::wrapped(&inert_text(text), columns, theme.muted));
    }
    page
}

fn inert_text(text: &str) -> String {
    crate::text::inert_lines(text).into_owned()
}

fn row_lines(
    row: Row,
    answers: &Answers,
    filled: &Filled,
    cx: &ViewCx,
    columns: usize,
) -> Vec<Line<'static>> {
    let question = answers.question;
    let answer = &filled.answered.answers[question];
    let theme = &cx.theme;
    let source = |id: RecordId| filled.answered.sources.iter().find(|source| source.id == id);
    let named = |kind: Kind, title: &str| {
        let kind = if kind == Kind::FollowUp { "outcome".to_owned() } else { kind.to_string() };
        vec![Line::from(vec![
            Span::styled(format!("{kind:<8} "), theme.muted),
            Span::styled(inert(title).into_owned(), theme.strong),
        ])]
    };
    match row {
        Row::Evidence(id) => source(id).map(|each| named(each.kind, &each.title)).unwrap_or_default(),
        Row::Fitting(at) => {
            let Some(source) = filled.fitting[question].get(at) else { return Vec::new() };
            let mut lines = named(source.kind, &source.title);
            lines
                .iter_mut()
                .flat_map(|line| &mut line.spans)
                .skip(1)
                .for_each(|span| span.style = theme.text);
            lines
        }
        Row::Sentence(at) => {
            let (sentence, used) = &answer.sentences[at];
            let (mark, style) = match used {
                Use::Included => ("✓ ", theme.text),
                Use::TooLong => ("– ", theme.muted),
                Use::LeftOut => ("· ", theme.muted),
            };
            let why = used.label();
            let why = if why.is_empty() { String::new() } else { format!("{why}: ") };
            let text = format!("{why}{}", inert(&sentence.text));
            let lines = paint::wrapped(&text, columns.saturating_sub(4), style);
            let mark = |line: usize| if line == 0 { mark } else { "  " };
            let with_mark = |(at, line): (usize, Line<'static>)| {
                let mut spans = vec![Span::styled(format!("  {}", mark(at)), theme.muted)];
                spans.extend(line.spans);
                Line::from(spans)
            };
            lines.into_iter().enumerate().map(with_mark).collect()
        }
    }
}
