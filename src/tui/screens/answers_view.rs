//! Draws the screen of a questionnaire.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::answers::{Answers, Row, sentences};
use super::master_detail::{WIDE, text};
use crate::domain::{Kind, Question, RecordId};
use crate::journal::questionnaires::Filled;
use crate::report::answer::{Answer, Use};
use crate::report::questionnaire::meter;
use crate::text::{ellipsis, grouped, inert, width};
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::theme::Theme;
use crate::tui::widgets::paint;

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
        paint::lines(buffer, inner, &paint::with_keys(&text, usize::from(inner.width).min(80), theme), 0);
        return;
    };
    let stored = &filled.answered.view.stored;
    let answered = filled.answered.answers.iter().filter(|answer| !answer.text.is_empty()).count();
    let mut right =
        format!("{}   {answered} of {} answered", inert(&stored.period), filled.answered.answers.len());
    if answers.all.len() > 1 && area.width >= 60 {
        let at = answers.all.iter().position(|id| *id == stored.id).unwrap_or(0);
        right.push_str(&format!("   form {} of {}", at + 1, answers.all.len()));
    }
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
    let view = &filled.answered.view;
    let sizes: Vec<String> = view
        .questions
        .iter()
        .zip(&filled.answered.answers)
        .map(|(asked, answer)| size_of(asked, answer))
        .collect();
    let taken = sizes.iter().map(|size| width(size)).max().unwrap_or(0);
    let columns = usize::from(area.width).saturating_sub(taken + 8);
    let height = usize::from(area.height).max(1);
    let most = (height / view.questions.len().max(1)).clamp(1, 4);
    let shown: Vec<Vec<String>> =
        view.questions.iter().map(|question| fitted(&question.text, columns, most)).collect();
    let heights: Vec<usize> = shown.iter().map(Vec::len).collect();
    let mut line = 0;
    for at in window_of_heights(answers.question, &heights, height) {
        let row = paint::columns(line);
        let (question, answer) = (&view.questions[at], &filled.answered.answers[at]);
        let (mark, style) = match (answer.text.is_empty(), answer.is_over(question)) {
            (_, true) => ("!", theme.attention),
            (true, _) => ("·", theme.muted),
            (false, _) => ("✓", theme.good),
        };
        paint::text(buffer, area, row, mark, style);
        paint::text_right(buffer, area, row, &sizes[at], theme.muted);
        let number = Rect { x: area.x + 2, width: area.width.saturating_sub(2), ..area };
        paint::text(buffer, number, row, &format!("{:>2}", at + 1), theme.muted);
        let text = Rect { x: area.x + 6, width: paint::columns(columns), ..area };
        for (below, part) in shown[at].iter().enumerate() {
            paint::text(buffer, text, row + paint::columns(below), part, theme.text);
        }
        if at == answers.question {
            for below in 0..paint::columns(heights[at]) {
                if answers.is_inside {
                    // The keys go to the other pane.
                    buffer.set_string(area.x.saturating_sub(1), area.y + row + below, "▌", theme.muted);
                } else {
                    paint::select_row(buffer, area, row + below, theme);
                }
            }
            cx.select(area, row);
        }
        line += heights[at];
    }
    // Beside the list, the answer says it.
    let is_empty =
        area.width >= cx.size.0 - 8 && filled.answered.answers.iter().all(|each| each.text.is_empty());
    let free = height.saturating_sub(line + 1);
    if is_empty && free > 1 {
        let place = Rect { y: area.y + paint::columns(line + 1), height: paint::columns(free), ..area };
        paint::lines(buffer, place, &paint::with_keys(FILL, usize::from(area.width), theme), 0);
    }
}

/// The text that names the command for answering a form.
const FILL: &str = "`:fill` answers every empty question from your records.";

/// Returns the size of an answer beside its limit, in few columns.
fn size_of(question: &Question, answer: &Answer) -> String {
    match question.maximum() {
        Some(maximum) => format!("{}/{}", grouped(answer.used), grouped(maximum)),
        None => question.unit.counted(answer.used),
    }
}

/// Wraps a question into at most `most` lines. If it is cut, its end stays, such as `(1 of 3)`.
fn fitted(text: &str, columns: usize, most: usize) -> Vec<String> {
    let text = inert(text);
    let lines = paint::wrapped(&text, columns, ratatui::style::Style::default());
    let mut lines: Vec<String> = lines.iter().map(Line::to_string).collect();
    if lines.len() <= most {
        return lines;
    }
    let end = text.rfind(" (").map_or("", |at| &text[at..]).trim_end();
    let end = if end.ends_with(')') && width(end) * 2 < columns { end } else { "" };
    let rest = lines.split_off(most - 1).join(" ");
    lines.push(format!("{}{end}", ellipsis(&rest, columns.saturating_sub(width(end)))));
    lines
}

/// Returns the indexes of the items that are shown so that the selected one is whole; `heights` are their lines.
fn window_of_heights(selected: usize, heights: &[usize], height: usize) -> std::ops::Range<usize> {
    let mut first = selected.min(heights.len());
    let mut taken = heights.get(selected).copied().unwrap_or(0);
    while first > 0 && taken + heights[first - 1] <= height {
        first -= 1;
        taken += heights[first];
    }
    let mut end = (selected + 1).min(heights.len());
    while end < heights.len() && taken + heights[end] <= height {
        taken += heights[end];
        end += 1;
    }
    first..end
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
    paint::shorten(&mut head, if area.height >= 14 { 4 } else { 2 }, theme);
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
    // The first row is shown with the heading above it.
    let scroll = if answers.is_inside && answers.row > 0 { below.saturating_sub(height).min(at) } else { 0 };
    if answers.is_inside {
        text(cx, buffer, body, &page.lines, scroll);
    } else {
        paint::lines(buffer, body, &page.lines, scroll);
    }
    if answers.is_inside && !page.places.is_empty() && at >= scroll && at < scroll + height {
        let line = paint::columns(at - scroll);
        paint::select_row(buffer, body, line, theme);
        cx.select(body, line);
    }
}

/// Lays out the answer: its records with their sentences, or the user's own words; the records that fit; and the answer
/// in the latest earlier questionnaire that asks the same.
fn page(answers: &Answers, filled: &Filled, cx: &ViewCx, columns: usize) -> Page {
    let theme = &cx.theme;
    let mut page = Page { lines: Vec::new(), places: Vec::new() };
    let Some((_, answer)) = answers.selected() else { return page };
    let mut section = None;
    for row in answers.rows() {
        let kind = std::mem::discriminant(&row);
        let is_new = !matches!(row, Row::Evidence(_) | Row::Sentence(_)) && section != Some(kind);
        section = Some(kind);
        match row {
            Row::Own(_) if is_new => {
                let key = cx.key(Action::Edit, Context::Answers);
                let right = format!("{key} changes them, empty returns to the evidence");
                page.heading("Your own words", &right, columns, theme);
            }
            Row::Own(at) if begins(&answer.text, at) => page.lines.push(Line::default()),
            Row::Fitting(_) if is_new => {
                if answer.text.is_empty() {
                    page.lines.extend(paint::with_keys(FILL, columns, theme));
                }
                let key = cx.key(Action::LeaveOut, Context::Answers);
                let adds = if answer.is_own { "adds its sentences" } else { "takes it" };
                page.heading("Evidence that fits", &format!("{key} {adds}"), columns, theme);
            }
            Row::Earlier(_) if is_new => {
                let period = answers.earlier().map_or("", |(period, _)| period);
                page.heading(&format!("In {}", inert(period)), "", columns, theme);
            }
            Row::Earlier(at) if answers.earlier().is_some_and(|(_, text)| begins(text, at)) => {
                page.lines.push(Line::default());
            }
            _ => {}
        }
        page.places.push(page.lines.len());
        page.lines.extend(row_lines(row, answers, filled, cx, columns));
    }
    if page.lines.is_empty() {
        page.lines.extend(paint::with_keys(
            "No record of the period fits; `e` answers in your own words.",
            columns,
            theme,
        ));
    }
    page
}

/// Returns `true` if a sentence of an answer begins a paragraph.
fn begins(text: &str, at: usize) -> bool {
    sentences(text).get(at).is_some_and(|(begins, _)| *begins)
}

impl Page {
    fn heading(&mut self, title: &str, right: &str, columns: usize, theme: &Theme) {
        if !self.lines.is_empty() {
            self.lines.push(Line::default());
        }
        self.lines.push(paint::group_line(title, right, columns, theme));
    }
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
    let part = |text: &str, at: usize, style| {
        let sentence = sentences(text).get(at).map_or("", |(_, sentence)| *sentence);
        paint::wrapped(sentence, columns, style)
    };
    match row {
        Row::Own(at) => part(&answer.text, at, theme.text),
        Row::Earlier(at) => {
            answers.earlier().map(|(_, text)| part(text, at, theme.muted)).unwrap_or_default()
        }
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
