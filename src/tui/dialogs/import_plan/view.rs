//! Draws the plan of an import.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::menu::{Menu, Typed};
use super::{ImportPlan, Over};
use crate::domain::Kind;
use crate::journal::{Fate, Match, Plan, Planned};
use crate::text::{counted, width};
use crate::tui::cx::ViewCx;
use crate::tui::dialogs::{centred, frame};
use crate::tui::screens::master_detail::{self, Divider};
use crate::tui::widgets::paint;

/// The areas of the dialog.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    title: Rect,
    pub list: Rect,
    /// The lines of the document; `None` if the terminal is too small for them.
    source: Option<Rect>,
    /// The facts below the list.
    facts: Rect,
}

/// The minimum height, in rows, at which the source is below the list.
const TALL: u16 = 16;

/// Returns the areas: the source is beside the list on a wide screen, and below it on a narrow one.
pub(super) fn layout(cx: &ViewCx) -> Layout {
    let (columns, rows) = cx.size;
    let area = Rect::new(0, 0, columns, rows.saturating_sub(1));
    let facts = Rect {
        x: 1,
        y: area.bottom().saturating_sub(1),
        width: columns.saturating_sub(2),
        height: 1.min(area.height),
    };
    let above = Rect { height: area.height.saturating_sub(1), ..area };
    let split = master_detail::layout(above, false, Divider::default());
    if split.wide {
        return Layout { title: split.title, list: split.list, source: split.detail, facts };
    }
    if area.height < TALL {
        return Layout { title: split.title, list: split.list, source: None, facts };
    }
    let half = split.list.height * 3 / 5;
    let below = Rect {
        x: 1,
        y: split.list.y + half + 1,
        width: columns.saturating_sub(2),
        height: split.list.height - half - 1,
    };
    Layout { title: split.title, list: Rect { height: half, ..split.list }, source: Some(below), facts }
}

/// Draws the dialog over the whole screen.
pub(super) fn view(plan: &ImportPlan, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let layout = layout(cx);
    paint::clear(buffer, area);
    let mut counts = counts(&plan.plan);
    if plan.plan.records.len() > 1 {
        counts =
            format!("{counts} · {}", crate::tui::list_text::place_in(plan.selected, plan.plan.records.len()));
    }
    paint::text_right(buffer, layout.title, 0, &counts, theme.muted);
    let room = layout.title.width.saturating_sub(paint::columns(width(&counts) + 2));
    let title = Rect { width: room, ..layout.title };
    paint::text(buffer, title, 0, &format!("Import {}", plan.plan.name), theme.strong);
    let list = Rect { x: layout.list.x + 1, width: layout.list.width.saturating_sub(2), ..layout.list };
    let count = plan.plan.records.len();
    let shown = master_detail::window(plan.top, plan.selected, count, usize::from(list.height));
    for (row, at) in shown.enumerate() {
        let row = paint::columns(row);
        record(plan, cx, buffer, list, row, at);
        if at == plan.selected {
            paint::select_row(buffer, list, row, theme);
            cx.select(list, row);
        }
    }
    paint::text(buffer, layout.facts, 0, &facts(&plan.plan), theme.muted);
    if let Some(area) = layout.source {
        source(plan, cx, buffer, layout, area);
    }
    match &plan.over {
        Some(Over::Menu(shown)) => menu(shown, cx, buffer, area),
        Some(Over::Typed(shown)) => typed(shown, cx, buffer, area),
        None => {}
    }
}

/// Returns the numbers of records that are new, changed, in the journal and left out.
fn counts(plan: &Plan) -> String {
    let known =
        plan.records.iter().filter(|one| matches!(one.found, Match::Same(_) | Match::Edited(_))).count();
    let out = plan.records.iter().filter(|one| one.fate == Fate::LeftOut).count();
    let parts = [
        (plan.new_records(), "new"),
        (plan.changed_records(), "changed"),
        (known, "in the journal"),
        (out, "left out"),
    ];
    let shown: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    if shown.is_empty() { "no records".to_owned() } else { shown.join(" · ") }
}

/// Returns what the user should know before the import, in one line.
fn facts(plan: &Plan) -> String {
    let mut out = Vec::new();
    let is_unsure =
        |one: &&Planned| one.draft.is_unsure && one.found == Match::New && one.fate == Fate::Imported;
    let unsure = plan.records.iter().filter(is_unsure).count();
    if unsure > 0 {
        out.push(format!("{unsure} not sure (?)"));
    }
    let undated = plan.undated();
    if undated > 0 {
        out.push(counted(undated, "win without a date", "wins without a date"));
    }
    let words = plan.unplaced_words();
    if words > 0 {
        out.push(format!("{} without a place: one private note", counted(words, "word", "words")));
    }
    out.extend(plan.notices.iter().map(ToString::to_string));
    out.join(" · ")
}

/// The maximum depth that is drawn as indentation.
const DEEPEST: usize = 4;
/// The columns of the longest kind.
const KIND: usize = 8;

fn record(dialog: &ImportPlan, cx: &ViewCx, buffer: &mut Buffer, area: Rect, row: u16, at: usize) {
    let theme = &cx.theme;
    let planned = &dialog.plan.records[at];
    let is_out = planned.fate != Fate::Imported;
    let sign = match (planned.fate, &planned.found) {
        (Fate::LeftOut, _) => "×",
        (Fate::Merged, _) => "↑",
        (_, Match::Changed(..)) => "~",
        (_, Match::Same(_) | Match::Edited(_)) => "=",
        (_, Match::New) if planned.draft.is_unsure => "?",
        (_, Match::New) => "+",
    };
    let is_marked = dialog.marks.contains(&at);
    let style = if is_out || sign == "=" { theme.muted } else { theme.text };
    let mark = if is_marked { "✓" } else { sign };
    paint::text(
        buffer,
        Rect { width: 1, ..area },
        row,
        mark,
        if is_marked { theme.accent } else { theme.muted },
    );
    let kind = if planned.draft.kind == Kind::Reading {
        "reading".to_owned()
    } else {
        planned.draft.kind.to_string()
    };
    let kind_area =
        Rect { x: area.x + 2, width: paint::columns(KIND).min(area.width.saturating_sub(2)), ..area };
    paint::text(buffer, kind_area, row, &kind, theme.muted);
    let about = planned.draft.when.map_or(String::new(), |_| planned.about());
    let owner = owner(&dialog.plan, at).map_or(String::new(), |name| format!("+{name}"));
    let when = [owner, about].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let right = crate::text::ellipsis(&when, usize::from(area.width) / 3).into_owned();
    paint::text_right(buffer, area, row, &right, theme.muted);
    let indent = 2 * dialog.plan.depth(at).min(DEEPEST);
    let left = KIND + 3 + indent;
    let taken = paint::columns(left + width(&right) + 1).min(area.width);
    let title = Rect { x: area.x + paint::columns(left).min(area.width), width: area.width - taken, ..area };
    paint::text(buffer, title, row, planned.title(), style);
}

/// Returns the name of the project that the user chose for a record; the indentation does not show it.
fn owner(plan: &Plan, at: usize) -> Option<String> {
    let planned = &plan.records[at];
    if let Some(chosen) = &planned.edits().project {
        return Some(chosen.name.clone());
    }
    let of = planned.draft.project().filter(|_| planned.edits().is_moved)?;
    Some(plan.records[of].title().to_owned())
}

/// Draws the lines of the document around those of the selected record.
fn source(dialog: &ImportPlan, cx: &ViewCx, buffer: &mut Buffer, layout: Layout, area: Rect) {
    let theme = &cx.theme;
    if area.x > layout.list.right() {
        for y in layout.list.y..layout.list.bottom() {
            buffer.set_string(layout.list.right(), y, "│", theme.rule);
        }
    } else {
        paint::rule(buffer, Rect { y: area.y - 1, height: 1, ..area }, 0, theme);
    }
    let Some(planned) = dialog.plan.records.get(dialog.selected) else { return };
    let (first, last) = planned.draft.lines;
    // Two lines before the record are shown, where they exist.
    let start = first.saturating_sub(3).min(dialog.lines.len());
    let mut row = 0;
    for (at, line) in dialog.lines.iter().enumerate().skip(start) {
        let number = at + 1;
        let is_own = (first..=last).contains(&number);
        let style = if is_own { theme.text } else { theme.muted };
        let text = Rect { x: area.x + 6.min(area.width), width: area.width.saturating_sub(6), ..area };
        let parts = paint::wrapped(&line.replace('\t', "    "), usize::from(text.width), style);
        let sign = if is_own { theme.accent } else { theme.muted };
        if row < area.height {
            paint::text(
                buffer,
                Rect { width: 5.min(area.width), ..area },
                row,
                &format!("{number:>4}"),
                sign,
            );
        }
        for part in parts.iter().take(usize::from(area.height.saturating_sub(row))) {
            buffer.set_line(text.x, text.y + row, part, text.width);
            row += 1;
        }
        row += u16::from(parts.is_empty());
        if row >= area.height {
            return;
        }
    }
}

fn menu(menu: &Menu, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let height = paint::columns(menu.options.len() + 2).min(area.height);
    let inner = frame(buffer, centred(area, area.width.saturating_sub(2).min(56), height), menu.title, theme);
    let shown = master_detail::window(0, menu.selected, menu.options.len(), usize::from(inner.height));
    for (row, at) in shown.enumerate() {
        let row = paint::columns(row);
        let (label, key) = &menu.options[at];
        paint::text(buffer, inner, row, &key.map(String::from).unwrap_or_default(), theme.accent);
        let right = Rect { x: inner.x + 2, width: inner.width.saturating_sub(2), ..inner };
        paint::text(buffer, right, row, label, theme.text);
        if at == menu.selected {
            paint::select_row(buffer, inner, row, theme);
        }
    }
}

fn typed(typed: &Typed, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let inner = frame(buffer, centred(area, area.width.saturating_sub(2).min(64), 5), typed.title, theme);
    cx.cursor.set(typed.field.clone().draw(
        buffer,
        Rect { height: 1.min(inner.height), ..inner },
        theme,
        true,
    ));
    match &typed.problem {
        Some(why) => paint::text(buffer, inner, 2, &format!("! {why}"), theme.attention),
        None => paint::text(buffer, inner, 2, typed.hint, theme.muted),
    };
}
