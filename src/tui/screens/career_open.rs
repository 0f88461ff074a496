//! Lays out the record that is open in the career tab.

use ratatui::text::{Line, Span};

use super::career::{Career, Opened};
use super::ratings::rating;
use super::record_blocks;
use crate::domain::position::INTERVIEW;
use crate::domain::{MatrixRow, Position, Praise, Record as _, Stored, StoryView};
use crate::present::field::text_of;
use crate::report::{position, praise, story, wording};
use crate::text::{counted, inert};
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::widgets::paint::wrapped;

/// The maximum number of columns of an open record.
pub const WIDEST: u16 = 100;

/// The number of questions of the interview about a position.
pub const QUESTIONS: usize = INTERVIEW.len();

/// Returns the number of answered questions of the interview about a position.
pub fn answered(position: &Position) -> usize {
    let is_answered =
        |label: &&str| Position::field(label).is_some_and(|field| !text_of(field, position).is_empty());
    INTERVIEW.iter().map(|(label, _)| *label).filter(is_answered).count()
}

/// Lays out the open record as lines of at most `columns` columns.
pub fn lines(career: &Career, cx: &ViewCx, columns: usize) -> Vec<Line<'static>> {
    match &career.opened {
        Some(Opened::Position(view)) => record_blocks::lines(position::blocks(view, cx.today), cx, columns),
        Some(Opened::Story(view)) => practice(view, career.is_unfolded, cx, columns),
        Some(Opened::Praise(praise)) => praise_lines(praise, cx, columns),
        Some(Opened::Competency(key)) => competency(career, key, cx, columns),
        None => Vec::new(),
    }
}

fn praise_lines(praise: &Stored<Praise>, cx: &ViewCx, columns: usize) -> Vec<Line<'static>> {
    record_blocks::lines(praise::blocks(praise), cx, columns)
}

/// Lays out a story to practise it: the question, the answer folded under it, and the questions that a listener
/// would ask next.
fn practice(view: &StoryView, is_unfolded: bool, cx: &ViewCx, columns: usize) -> Vec<Line<'static>> {
    let theme = &cx.theme;
    let mut out = wrapped(&inert(&view.story.asked()), columns, theme.strong);
    // A question that was made of the title does not need the title again.
    let title = if view.story.question.trim().is_empty() { String::new() } else { view.story.title.clone() };
    let about = [title, story::state(view), story::reading_time(view)];
    let about: Vec<String> = about.into_iter().filter(|part| !part.is_empty()).collect();
    out.extend(wrapped(&inert(&about.join(" · ")), columns, theme.muted));
    out.push(Line::default());
    if view.story.chapters().next().is_none() {
        let text = format!("There is no answer yet; {} writes it.", cx.key(Action::Edit, Context::Career));
        out.extend(wrapped(&text, columns, theme.muted));
    } else if is_unfolded {
        for (label, text) in view.story.chapters() {
            out.push(Line::from(Span::styled(story::heading(label), theme.accent)));
            out.extend(wrapped(&story::filled(view, text), columns, theme.text));
            out.push(Line::default());
        }
        let figures = story::figures(view);
        if !figures.is_empty() {
            out.push(Line::from(Span::styled("The figures, as the journal has them", theme.accent)));
            out.extend(figures.iter().flat_map(|line| wrapped(&inert(line), columns, theme.text)));
            out.push(Line::default());
        }
    } else {
        let text = format!(
            "▸ The answer has {}; {} unfolds it. Say it aloud first.",
            counted(view.story.words(), "word", "words"),
            cx.key(Action::Open, Context::List)
        );
        out.extend(wrapped(&text, columns, theme.muted));
        out.push(Line::default());
    }
    if !view.questions.is_empty() {
        out.push(Line::from(Span::styled("A listener would ask", theme.strong)));
        for question in &view.questions {
            out.extend(wrapped(&format!("- {}", inert(question)), columns, theme.text));
        }
    }
    let linked: Vec<&str> = view
        .story
        .wins
        .iter()
        .map(|win| win.name.as_str())
        .chain(view.story.projects.iter().map(|it| it.name.as_str()))
        .collect();
    if !linked.is_empty() {
        out.push(Line::default());
        out.extend(wrapped(&inert(&format!("About: {}", linked.join("; "))), columns, theme.muted));
    }
    out
}

/// Adds the records that show a competency, the latest first.
fn records(row: &MatrixRow, cx: &ViewCx, columns: usize, out: &mut Vec<Line<'static>>) {
    let theme = &cx.theme;
    if row.latest.is_empty() {
        return;
    }
    out.push(Line::default());
    out.push(Line::from(Span::styled("What shows it", theme.strong)));
    for each in &row.latest {
        let when = each.day.map(|day| wording::near(day, cx.today)).unwrap_or_default();
        out.push(record_blocks::both_ends(&inert(&each.title), &when, columns, theme.text, theme.muted));
    }
    let more = row.total.count - row.latest.len();
    if more > 0 {
        let text = format!("and {} before", counted(more, "record", "records"));
        out.extend(wrapped(&text, columns, theme.muted));
    }
}

/// Lays out a competency: its evidence by quarter, the records that show it, the expectations of the next level, and
/// what nearly fits.
fn competency(career: &Career, key: &str, cx: &ViewCx, columns: usize) -> Vec<Line<'static>> {
    let theme = &cx.theme;
    let Some(standing) = &career.figures.standing else { return Vec::new() };
    let Some(row) = standing.matrix.rows.iter().find(|row| row.key == key) else { return Vec::new() };
    let known = standing.ladder.competencies.iter().find(|each| each.key == key);
    let mut out = wrapped(&inert(&row.name), columns, theme.strong);
    let about = known.map_or("the ladder no longer has this competency", |each| &each.about);
    out.extend(wrapped(&inert(about), columns, theme.muted));
    out.push(Line::default());
    out.push(Line::from(Span::styled("Evidence by quarter", theme.strong)));
    for (quarter, cell) in standing.matrix.quarters.iter().zip(&row.cells).rev() {
        let records = match cell.count {
            0 => String::new(),
            count => format!("{}, {} strong points", counted(count, "record", "records"), cell.strength),
        };
        let (glyph, style) = rating(*cell, theme);
        out.push(Line::from(vec![
            Span::styled(format!("{quarter}  "), theme.muted),
            Span::styled(glyph, style),
            Span::styled(format!("  {records}"), theme.text),
        ]));
    }
    out.extend(wrapped(
        "A strong point is a number, an outcome, someone it was for, or someone else's words.",
        columns,
        theme.muted,
    ));
    records(row, cx, columns, &mut out);
    let Some((next, known)) = standing.next.as_ref().zip(known) else { return out };
    out.push(Line::default());
    out.push(Line::from(Span::styled(format!("What {} expects", inert(&next.name)), theme.strong)));
    for expectation in known.expects.iter().filter(|each| each.level == next.key) {
        let gap = standing.gaps.iter().find(|gap| gap.key == key && gap.text == expectation.text);
        let (sign, style) = if gap.is_some() { ("·", theme.text) } else { ("✓", theme.good) };
        out.extend(wrapped(&format!("{sign} {}", inert(&expectation.text)), columns, style));
        let Some(gap) = gap else { continue };
        out.extend(wrapped(&format!("  {} of {} shown", gap.has, gap.count), columns, theme.muted));
        if let Some(near) = &gap.near {
            let when = near.day.map(|day| format!(" ({})", wording::near(day, cx.today))).unwrap_or_default();
            let text = format!("  nearest: “{}”{when} lacks {}", near.title, near.lacks.join(", "));
            out.extend(wrapped(&inert(&text), columns, theme.muted));
        }
    }
    out
}
