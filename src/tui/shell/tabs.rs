//! The tab bar.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::Model;
use crate::text::width;
use crate::tui::widgets::paint;

/// The form of the labels, from the widest to the narrowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `1 Today`, with the name of the program and the date beside the tabs.
    Spacious,
    /// `1 Today`.
    Roomy,
    /// `1Today`.
    Tight,
    /// Numbers, and the name of the shown tab.
    Numbers,
}

/// A tab in the bar.
struct Label {
    /// The index of the tab.
    tab: usize,
    /// The first column.
    x: u16,
    number: String,
    name: String,
    /// The number of things that wait on the tab.
    badge: String,
}

impl Label {
    fn text(&self, form: Form) -> String {
        let gap = if form == Form::Tight || self.name.is_empty() { "" } else { " " };
        let badge = if self.badge.is_empty() { String::new() } else { format!(" {}", self.badge) };
        format!("{}{gap}{}{badge}", self.number, self.name)
    }
}

/// The name of the program at the left of a wide bar.
const BADGE: &str = " brag ";

/// Returns the labels of the tabs, in the widest form that fits.
fn labels(model: &Model, area: Rect) -> (Form, Vec<Label>) {
    let forms = [Form::Spacious, Form::Roomy, Form::Tight, Form::Numbers];
    let laid_out = forms.map(|form| (form, laid_out(model, area, form)));
    let date = paint::columns(width(&date(model)));
    let mut narrowest = None;
    for (form, labels) in laid_out {
        let end = labels.last().map_or(0, |last| last.x + paint::columns(width(&last.text(form))) + 1);
        let reserved = if form == Form::Spacious { date + 4 } else { 0 };
        if end + reserved <= area.right() {
            return (form, labels);
        }
        narrowest = Some((form, labels));
    }
    narrowest.unwrap_or((Form::Numbers, Vec::new()))
}

fn laid_out(model: &Model, area: Rect, form: Form) -> Vec<Label> {
    let mut x = area.x + if form == Form::Spacious { paint::columns(BADGE.len()) + 4 } else { 1 };
    let waiting = model.screens().find_map(crate::tui::screen::Screen::waiting);
    let mut out = Vec::new();
    for (tab, screen) in model.screens().enumerate() {
        let name = if form == Form::Numbers && tab != model.tab { "" } else { screen.name() };
        let badge = waiting.filter(|(action, count)| *action == screen.tab() && *count > 0);
        let label = Label {
            tab,
            x,
            number: (tab + 1).to_string(),
            name: name.to_owned(),
            badge: badge
                .filter(|_| form != Form::Numbers)
                .map(|(_, count)| count.to_string())
                .unwrap_or_default(),
        };
        x += paint::columns(width(&label.text(form))) + if form == Form::Tight { 1 } else { 2 };
        out.push(label);
    }
    out
}

fn date(model: &Model) -> String {
    model.cx.today.format("%a %-d %b %Y").to_string()
}

/// Returns the index of the tab at a position of the screen.
pub fn tab_at(model: &Model, column: u16, row: u16) -> Option<usize> {
    if row != 0 {
        return None;
    }
    let (form, labels) = labels(model, model.cx.layout().tabs);
    let hit = |label: &&Label| {
        (label.x.saturating_sub(1)..=label.x + paint::columns(width(&label.text(form)))).contains(&column)
    };
    labels.iter().find(hit).map(|label| label.tab)
}

/// Draws the tabs, the shown one set off, those without records muted.
pub(super) fn view(model: &Model, buffer: &mut Buffer, area: Rect) {
    let theme = &model.cx.theme;
    let (form, labels) = labels(model, area);
    if form == Form::Spacious {
        buffer.set_string(area.x + 2, area.y, BADGE, theme.on_accent);
        let right = Rect { width: area.width.saturating_sub(2), ..area };
        paint::text_right(buffer, right, 0, &date(model), theme.muted);
    }
    for label in labels {
        let is_shown = label.tab == model.tab;
        let is_bare = model.screens().nth(label.tab).is_some_and(|screen| model.is_bare(screen));
        let text = label.text(form);
        let shown = Rect {
            x: label.x.saturating_sub(1).max(area.x),
            width: paint::columns(width(&text)) + 2,
            ..area
        };
        let shown = shown.intersection(area);
        let (number, name) = match (is_shown, is_bare) {
            (true, _) => (theme.accent, theme.strong),
            (false, true) => (theme.muted, theme.muted),
            (false, false) => (theme.muted, theme.text),
        };
        let mut x = label.x;
        let mut part = |text: &str, style: Style| {
            buffer.set_stringn(x, area.y, text, usize::from(area.right().saturating_sub(x)), style);
            x += paint::columns(width(text));
        };
        part(&label.number, number);
        if form != Form::Tight && !label.name.is_empty() {
            part(" ", name);
        }
        part(&label.name, name);
        if !label.badge.is_empty() {
            part(&format!(" {}", label.badge), theme.key);
        }
        if is_shown {
            paint::highlight(buffer, Rect { height: 1, ..shown }, 0, theme.selected);
        }
    }
}
