//! Today: this week, the year, what is due.

use chrono::{Datelike, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::domain::date::month_name;
use crate::domain::{FollowUpStatus, Period};
use crate::journal::{Asked, Glance, WinRow};
use crate::report::wording;
use crate::text::counted;
use crate::tui::action::{Action, Context};
use crate::tui::model::{Effect, Model};
use crate::tui::theme::Theme;
use crate::tui::widgets::heatmap::{self, Heatmap};
use crate::tui::widgets::paint;

/// The state of Today.
#[derive(Debug, Default)]
pub struct Today {
    /// What is shown; `None` until it is loaded.
    pub glance: Option<Glance>,
    /// The selected row: the follow-ups first, then the week's wins.
    pub selected: usize,
}

/// What is selected.
#[derive(Debug, Clone, Copy)]
pub enum Selected<'a> {
    /// A follow-up that is due.
    Asked(&'a Asked),
    /// A win of this week.
    Win(&'a WinRow),
}

/// How many follow-ups Today shows.
const SHOWN: usize = 3;

impl Today {
    /// Takes what was loaded.
    pub fn loaded(&mut self, glance: Glance) {
        self.glance = Some(glance);
        self.selected = self.selected.min(self.count().saturating_sub(1));
    }

    /// How many follow-ups are shown.
    fn asked(&self) -> usize {
        self.glance.as_ref().map_or(0, |glance| glance.due.len().min(SHOWN))
    }

    fn count(&self) -> usize {
        self.asked() + self.glance.as_ref().map_or(0, |glance| glance.week.len())
    }

    /// What is selected.
    #[must_use]
    pub fn item(&self) -> Option<Selected<'_>> {
        let glance = self.glance.as_ref()?;
        match self.selected.checked_sub(self.asked()) {
            None => glance.due.get(self.selected).map(Selected::Asked),
            Some(at) => glance.week.get(at).map(Selected::Win),
        }
    }

    /// Moves among the follow-ups and the week's wins.
    pub fn update(&mut self, action: Action) -> Vec<Effect> {
        let last = self.count().saturating_sub(1);
        self.selected = match action {
            Action::Down => (self.selected + 1).min(last),
            Action::Up => self.selected.saturating_sub(1),
            Action::First => 0,
            Action::Last => last,
            _ => self.selected,
        };
        Vec::new()
    }
}

/// How wide Today is at most: a heatmap of double cells.
const WIDEST: u16 = 116;

/// Draws it.
pub fn view(model: &Model, buffer: &mut Buffer, area: Rect) {
    let theme = &model.theme;
    // A line is not read across a wide screen.
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2).min(WIDEST), ..area };
    let Some(glance) = &model.today_screen.glance else { return };
    if glance.empty {
        welcome(model, buffer, inner);
        return;
    }
    let mut pen = Pen { area: inner, row: 0 };
    let date = if inner.width >= 60 { long_date(model.today) } else { wording::near_date(model.today) };
    paint::text(buffer, inner, pen.row, &date, theme.strong);
    let year = Period::year_of(model.today, model.fiscal_year_start);
    let count = format!("{} in {}", counted(glance.year_count, "win", "wins"), year.label);
    paint::text_right(buffer, inner, pen.row, &count, theme.muted);
    pen.row += 2;
    // The heatmap gives way where there is no room for the week under it.
    if inner.height >= pen.row + heatmap::HEIGHT + 5 {
        let counts: Vec<(NaiveDate, usize)> = glance.days.iter().map(|day| (day.day, day.count)).collect();
        let map = Heatmap { first: year.first, last: year.last, counts: &counts, today: model.today };
        map.draw(buffer, pen.rest(), theme);
        pen.row += heatmap::HEIGHT + 1;
    }
    due(glance, model, buffer, &mut pen);
    week(glance, model, buffer, &mut pen);
}

struct Pen {
    area: Rect,
    row: u16,
}

impl Pen {
    fn rest(&self) -> Rect {
        let gone = self.row.min(self.area.height);
        Rect { y: self.area.y + gone, height: self.area.height - gone, ..self.area }
    }

    fn left(&self) -> u16 {
        self.area.height.saturating_sub(self.row)
    }
}

fn title(buffer: &mut Buffer, pen: &mut Pen, text: &str, theme: &Theme) {
    let taken = paint::text(buffer, pen.area, pen.row, text, theme.strong);
    let rule =
        Rect { x: pen.area.x + taken + 1, width: pen.area.width.saturating_sub(taken + 1), ..pen.area };
    paint::rule(buffer, rule, pen.row, theme);
    pen.row += 1;
}

/// Marks the row at the pen as the selected one.
fn select(buffer: &mut Buffer, pen: &Pen, theme: &Theme) {
    if pen.row < pen.area.height && pen.area.x > 0 {
        buffer.set_string(pen.area.x - 1, pen.area.y + pen.row, "▌", theme.accent);
    }
    paint::highlight(buffer, pen.area, pen.row, theme.selected);
}

fn due(glance: &Glance, model: &Model, buffer: &mut Buffer, pen: &mut Pen) {
    if glance.due.is_empty() || pen.left() < 6 {
        return;
    }
    let theme = &model.theme;
    title(buffer, pen, "To follow up", theme);
    for (at, asked) in glance.due.iter().take(SHOWN).enumerate() {
        let status = asked.follow_up.status(model.today);
        let mark = if status == FollowUpStatus::Overdue { "! " } else { "· " };
        let when = format!("{status} {}", wording::near(asked.follow_up.ask_on, model.today));
        let room = pen.area.width.saturating_sub(paint::columns(when.len()) + 2);
        let left = Rect { width: room, ..pen.area };
        paint::text(buffer, left, pen.row, &format!("{mark}{}", asked.about_title), theme.text);
        paint::text_right(buffer, pen.area, pen.row, &when, theme.attention);
        if at == model.today_screen.selected {
            select(buffer, pen, theme);
        }
        pen.row += 1;
    }
    if glance.due.len() > SHOWN {
        let key = first_key(model, Action::TabImpact, Context::Global);
        paint::text(buffer, pen.area, pen.row, &format!("  and more: {key} shows them all"), theme.muted);
        pen.row += 1;
    }
    pen.row += 1;
}

fn week(glance: &Glance, model: &Model, buffer: &mut Buffer, pen: &mut Pen) {
    let theme = &model.theme;
    title(buffer, pen, "This week", theme);
    if glance.week.is_empty() {
        let key = first_key(model, Action::Capture, Context::Global);
        let text = format!("Nothing yet this week. {key} logs a win.");
        paint::lines(buffer, pen.rest(), &paint::wrapped(&text, usize::from(pen.area.width), theme.muted), 0);
        return;
    }
    let visible = usize::from(pen.left());
    if visible == 0 {
        return;
    }
    let selected = model.today_screen.selected.checked_sub(model.today_screen.asked());
    let skip = selected.map_or(0, |selected| (selected + 1).saturating_sub(visible));
    for (at, row) in glance.week.iter().enumerate().skip(skip).take(visible) {
        super::wins_view::row(model, buffer, pen.area, pen.row, row, super::wins_view::DateColumn::Weekday);
        if Some(at) == selected {
            select(buffer, pen, theme);
        }
        pen.row += 1;
    }
}

/// What an empty journal says: in one screen what to do first.
fn welcome(model: &Model, buffer: &mut Buffer, area: Rect) {
    let theme = &model.theme;
    let key = |action| first_key(model, action, Context::Global);
    let top = if area.height > 14 { area.height / 5 } else { 0 };
    let width = area.width.min(72);
    let inner =
        Rect { x: area.x + (area.width - width) / 2, width, y: area.y + top, height: area.height - top };
    let mut row = 0;
    paint::text(buffer, inner, row, "The record of your work begins with one line.", theme.strong);
    row += 2;
    let steps = [
        (key(Action::Capture), "log a win: type what you did, press enter"),
        (key(Action::Help), "every key"),
        (key(Action::Quit), "quit"),
    ];
    for (key, about) in steps {
        paint::text(buffer, inner, row, &format!("  {key}"), theme.accent);
        let right = Rect { x: inner.x + 6, width: inner.width.saturating_sub(6), ..inner };
        paint::text(buffer, right, row, about, theme.text);
        row += 1;
    }
    let more = [
        "",
        "A line may say more than what you did:",
        "  Halved the build time +ci #perf build:12min..6min @maria",
        "",
        "From a shell: brag add '…'. A document that you have: brag import FILE.",
    ];
    for (at, text) in more.iter().enumerate() {
        let style = if at == 2 { theme.accent } else { theme.muted };
        if text.is_empty() {
            row += 1;
            continue;
        }
        for line in paint::wrapped(text, usize::from(inner.width), style) {
            if row < inner.height {
                buffer.set_line(inner.x, inner.y + row, &line, inner.width);
            }
            row += 1;
        }
    }
}

/// The first key of an action, as it is shown.
#[must_use]
pub fn first_key(model: &Model, action: Action, context: Context) -> String {
    model.keymap.keys(action, context).next().map(|key| key.to_string()).unwrap_or_default()
}

fn long_date(day: NaiveDate) -> String {
    format!("{}, {} {} {}", day.format("%A"), day.day(), month_name(day.month()), day.year())
}
