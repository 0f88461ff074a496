//! Completes names in the fields of forms and in prompts.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::journal::Completion;
use crate::text::fold;
use crate::tui::subject::Subject;
use crate::tui::widgets::field::Field;

/// The kind of names that complete a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameKind {
    /// A project.
    Project,
    /// Goals.
    Goal,
    /// Tags.
    Tag,
    /// Skills.
    Skill,
    /// People.
    Person,
    /// A category.
    Category,
    /// A position.
    Position,
}

/// Returns what a field names; `None` for any other field.
pub(super) fn kind(name: &str, subject: &Subject) -> Option<NameKind> {
    let is_of_record = !matches!(subject, Subject::Answer(_) | Subject::Check(_) | Subject::Finish(_));
    Some(match name {
        "project" | "projects" | "part of" | "parent" | "related" if is_of_record => NameKind::Project,
        "goals" => NameKind::Goal,
        "tags" => NameKind::Tag,
        "skills" => NameKind::Skill,
        "people" => NameKind::Person,
        "category" => NameKind::Category,
        "position" => NameKind::Position,
        _ => return None,
    })
}

impl NameKind {
    /// Returns `true` if the field has one name; otherwise the names are set apart by commas.
    fn is_single(self, text: &str) -> bool {
        matches!(self, Self::Category | Self::Position) || self == Self::Project && !text.contains(',')
    }
}

/// The completion of a field.
#[derive(Debug, Default)]
pub(super) struct Completing {
    /// The names that complete the typed text.
    pub names: Vec<Completion>,
    /// The index of the chosen name; `None` before one is chosen.
    pub chosen: Option<usize>,
    /// The offset of the name in the text.
    start: usize,
    /// The kind of the names, once they were found.
    found: Option<NameKind>,
    /// The kind that was asked for.
    kind: Option<NameKind>,
}

impl Completing {
    /// Returns the typed name at the end of the text.
    pub fn begin(&mut self, kind: NameKind, field: &Field) -> String {
        self.kind = Some(kind);
        let text = field.text();
        let start = if kind.is_single(&text) { 0 } else { text.rfind(',').map_or(0, |at| at + 1) };
        let typed = &text[start..];
        self.start = start + typed.len() - typed.trim_start().len();
        if field.cursor() < text.len() { String::new() } else { typed.trim().to_owned() }
    }

    /// Sets the names.
    pub fn offer(&mut self, names: Vec<Completion>) {
        (self.names, self.chosen, self.found) = (names, None, self.kind);
    }

    /// Returns the typed name of a project if no project has it, so that it would be a new one.
    pub fn new_project(&self, field: &Field) -> Option<String> {
        let text = field.text();
        let typed = text.get(self.start..).unwrap_or_default().trim();
        let is_known = self.names.iter().any(|each| fold(&each.name) == fold(typed));
        (self.found == Some(NameKind::Project) && !typed.is_empty() && !is_known).then(|| typed.to_owned())
    }

    /// Chooses the next or the previous name.
    pub fn choose(&mut self, next: bool) {
        let count = self.names.len();
        if count > 0 {
            let at = self.chosen.map_or(if next { 0 } else { count - 1 }, |at| {
                if next { (at + 1) % count } else { (at + count - 1) % count }
            });
            self.chosen = Some(at);
        }
    }

    /// Handles a key that chooses or accepts a name; returns `false` for any other key.
    pub fn key(&mut self, event: KeyEvent, field: &mut Field) -> bool {
        if self.names.is_empty() {
            return false;
        }
        let control = event.modifiers == KeyModifiers::CONTROL;
        match event.code {
            KeyCode::Char('n') if control => self.choose(true),
            KeyCode::Char('p') if control => self.choose(false),
            KeyCode::Char(' ') if control => self.accept(field),
            KeyCode::Right if field.cursor() == field.text().len() => self.accept(field),
            KeyCode::Enter if self.chosen.is_some() => self.accept(field),
            _ => return false,
        }
        true
    }

    /// Takes over the chosen name, or the first one.
    pub fn accept(&mut self, field: &mut Field) {
        let Some(name) = self.names.get(self.chosen.unwrap_or(0)) else { return };
        let text = field.text();
        *field = Field::line(&format!("{}{}", &text[..self.start], name.name));
        *self = Self::default();
    }
}
