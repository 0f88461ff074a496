//! The full form of a win: every field, with real editors for what has several lines.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::frame;
use crate::capture::document;
use crate::domain::{Visibility, Win, WinDraft, WinStatus};
use crate::tui::theme::Theme;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::paint;

/// Fields with several lines, under the others.
pub const LONG: [&str; 2] = ["impact", "notes"];

/// One field of the form.
#[derive(Debug)]
pub struct Entry {
    /// Its name, as documents have it.
    pub name: &'static str,
    /// What is written in it.
    pub field: Field,
}

/// The state of the form.
#[derive(Debug)]
pub struct Form {
    /// The win as it was read; `None` for a new one.
    pub win: Option<Box<Win>>,
    /// The fields.
    pub entries: Vec<Entry>,
    /// Which one is written in.
    pub focus: usize,
    /// What cannot be read, and in which field.
    pub problem: Option<(&'static str, String)>,
    /// What the fields held when the form was opened.
    opened: Vec<String>,
    /// What another program wrote meanwhile, by field, where it differs from what was read.
    pub theirs: Vec<(&'static str, String)>,
    /// Whether it is being saved.
    pub saving: bool,
}

impl Form {
    /// The form of a draft.
    #[must_use]
    pub fn new(win: Option<Box<Win>>, draft: &WinDraft, guessed: &str) -> Self {
        let mut entries: Vec<Entry> = document::fields(draft, guessed)
            .into_iter()
            .map(|(name, value)| Entry { name, field: Field::line(&value) })
            .collect();
        entries.push(Entry { name: LONG[0], field: Field::lines(&draft.impact) });
        entries.push(Entry { name: LONG[1], field: Field::lines(&draft.notes) });
        // A new win has nothing yet: what a line said of it is worth keeping already.
        let opened = match &win {
            Some(_) => entries.iter().map(|entry| entry.field.text()).collect(),
            None => texts(&WinDraft::default(), guessed),
        };
        Self { win, entries, focus: 0, problem: None, opened, theirs: Vec::new(), saving: false }
    }

    /// Another program changed the win. What only it changed is taken over; where both wrote, its
    /// words are shown beside the ones that are written here. Returns whether there is such a field.
    pub fn changed_underneath(&mut self, now: Box<Win>) -> bool {
        let theirs = texts(&now.draft(), &now.category);
        self.theirs.clear();
        for ((entry, opened), theirs) in self.entries.iter_mut().zip(&mut self.opened).zip(theirs) {
            let mine = entry.field.text();
            if theirs == *opened || theirs == mine {
                continue;
            }
            if mine == *opened {
                entry.field = field_of(entry.name, &theirs);
            } else {
                self.theirs.push((entry.name, theirs.clone()));
            }
            *opened = theirs;
        }
        self.saving = false;
        self.win = Some(now);
        !self.theirs.is_empty()
    }

    fn theirs_of(&self, name: &str) -> Option<&str> {
        self.theirs.iter().find(|(each, _)| *each == name).map(|(_, text)| text.as_str())
    }

    /// Whether anything was written since it was opened.
    #[must_use]
    pub fn changed(&self) -> bool {
        self.entries.iter().map(|entry| entry.field.text()).ne(self.opened.iter().cloned())
    }

    /// The fields with their text.
    #[must_use]
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        self.entries.iter().map(|entry| (entry.name, entry.field.text())).collect()
    }

    /// Puts text into fields by name, as an earlier run left it.
    pub fn fill(&mut self, fields: &[(String, String)]) {
        for entry in &mut self.entries {
            if let Some((_, text)) = fields.iter().find(|(name, _)| name == entry.name) {
                entry.field = field_of(entry.name, text);
            }
        }
    }

    /// Goes to another field.
    pub fn go(&mut self, by: isize) {
        let count = self.entries.len();
        self.focus = (self.focus + count).saturating_add_signed(by) % count;
    }

    /// Goes to the field that cannot be read.
    pub fn refuse(&mut self, name: &'static str, why: String) {
        self.saving = false;
        self.focus = self.entries.iter().position(|entry| entry.name == name).unwrap_or(0);
        self.problem = Some((name, why));
    }

    /// Takes a key: into the field, or to another field where the cursor is at its edge.
    pub fn key(&mut self, event: KeyEvent) {
        let entry = &mut self.entries[self.focus];
        let several = LONG.contains(&entry.name);
        let (first, last) = entry.field.at_edge();
        let choice = choices(entry.name);
        match event.code {
            KeyCode::Up if first => self.go(-1),
            KeyCode::Down if last => self.go(1),
            KeyCode::Enter if !several => self.go(1),
            KeyCode::Left | KeyCode::Right | KeyCode::Char(' ')
                if !choice.is_empty() && event.modifiers == KeyModifiers::NONE =>
            {
                let now = entry.field.text();
                let at = choice.iter().position(|word| *word == now).unwrap_or(0);
                let step = if event.code == KeyCode::Left { choice.len() - 1 } else { 1 };
                entry.field = Field::line(choice[(at + step) % choice.len()]);
            }
            _ if !choice.is_empty() => {}
            _ => {
                if entry.field.key(event) {
                    self.problem = None;
                }
            }
        }
    }

    /// Takes pasted text.
    pub fn paste(&mut self, text: &str) {
        let entry = &mut self.entries[self.focus];
        if choices(entry.name).is_empty() {
            entry.field.paste(text);
            self.problem = None;
        }
    }
}

/// An editor for a field's text.
fn field_of(name: &str, text: &str) -> Field {
    if LONG.contains(&name) { Field::lines(text) } else { Field::line(text) }
}

/// What the fields of a draft hold, in order.
fn texts(draft: &WinDraft, guessed: &str) -> Vec<String> {
    let short = document::fields(draft, guessed).into_iter().map(|(_, value)| value);
    short.chain([draft.impact.clone(), draft.notes.clone()]).collect()
}

/// The words of a field that has only a few.
fn choices(name: &str) -> Vec<&'static str> {
    match name {
        "status" => WinStatus::ALL.iter().map(|status| status.word()).collect(),
        "visibility" => Visibility::ALL.iter().map(|visibility| visibility.word()).collect(),
        "starred" => vec!["no", "yes"],
        _ => Vec::new(),
    }
}

/// What a field takes, said while it is written in.
fn hint(name: &str) -> &'static str {
    match name {
        "title" => "What you did",
        "date" => "2026-03-04, 2026-03, 2026, yesterday, last friday, 2013..2017; empty is today",
        "project" => "Its name; a new one is made",
        "goals" => "Goals that it is evidence for, set apart by commas",
        "tags" | "skills" | "people" => "Names, set apart by commas",
        "roles" => "led, designed, built, contributed, supported, mentored, proposed, reviewed, coordinated",
        "metrics" => "latency:800ms..400ms, errors:-90%",
        "for" => "Who it was for",
        "category" => "The section of your document; with a question mark it is a guess",
        "status" | "visibility" | "starred" => "Space or the arrows change it",
        "links" => "Addresses, set apart by commas",
        "due" => "When to ask what came of it: in 3 months, 2026-06-02, never",
        "impact" => "Who it helped and what changed",
        _ => "How, in Markdown",
    }
}

const LABEL: u16 = 13;

/// Draws it over the whole area.
pub fn view(form: &Form, theme: &Theme, buffer: &mut Buffer, area: Rect) {
    let title = if form.win.is_some() { "Edit the win" } else { "Log a win" };
    let outer = super::centred(area, 110, area.height);
    let inner = frame(buffer, outer, title, theme);
    if inner.height < 2 {
        return;
    }
    let body = Rect { height: inner.height - 1, ..inner };
    let said = Rect { y: inner.bottom() - 1, height: 1, ..inner };
    let focused = form.entries[form.focus].name;
    match (&form.problem, form.theirs_of(focused)) {
        (Some((name, why)), _) => paint::text(buffer, said, 0, &format!("! {name}: {why}"), theme.attention),
        (None, Some(theirs)) => {
            let theirs = theirs.replace('\n', " / ");
            paint::text(buffer, said, 0, &format!("≠ the other program wrote: {theirs}"), theme.attention)
        }
        (None, None) => paint::text(buffer, said, 0, hint(focused), theme.muted),
    };
    let short = form.entries.len() - LONG.len();
    let long_height = (body.height.saturating_sub(paint::columns(short)) / 2).clamp(3, 12);
    let height = |at: usize| if at < short { 1 } else { long_height };
    // The first field drawn is such that the focused one is on the screen whole.
    let mut first = 0;
    while first < form.focus && (first..=form.focus).map(height).sum::<u16>() > body.height {
        first += 1;
    }
    let mut y = 0;
    for (at, entry) in form.entries.iter().enumerate().skip(first) {
        if y >= body.height {
            break;
        }
        let here = at == form.focus;
        let style = if here { theme.accent } else { theme.muted };
        let label = Rect { width: LABEL.min(body.width), ..body };
        let differs = form.theirs_of(entry.name).is_some();
        let mark = if differs {
            "≠"
        } else if here {
            "›"
        } else {
            " "
        };
        paint::text(buffer, label, y, &format!("{mark} {}", entry.name), style);
        let room = Rect {
            x: body.x + LABEL.min(body.width),
            y: body.y + y,
            width: body.width.saturating_sub(LABEL),
            height: height(at).min(body.height - y),
        };
        entry.field.clone().draw(buffer, room, theme, here);
        y += height(at);
    }
}
