//! Collects a bullet with the lines nested under it: notes, impact, and wrapped lines.

use super::lines::runs_on;
use crate::text::fold;

/// A bullet that is being read, with the lines under it.
pub(super) struct Item {
    pub(super) line: usize,
    pub(super) last: usize,
    pub(super) indent: usize,
    pub(super) text: String,
    pub(super) notes: Vec<String>,
    pub(super) impact: Vec<String>,
    /// The part to which the next bullets of the same depth belong, if the last line ended in a colon.
    pub(super) open: Option<Part>,
    /// `true` if a wrapped line continues a nested line instead of the bullet itself.
    pub(super) nested: bool,
    /// `true` if the bullet is a task that is done.
    pub(super) ticked: bool,
}

/// The part of a bullet to which a line under it belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Notes,
    Impact,
}

impl Item {
    /// Adds a bullet of the same depth to this bullet, if it has a label such as `Impact:` or follows a line
    /// that ends in a colon. Returns `false` for any other bullet.
    pub(super) fn take_part(&mut self, number: usize, text: &str) -> bool {
        let part = [
            ("impact", Part::Impact),
            ("results", Part::Impact),
            ("description", Part::Notes),
            ("example", Part::Notes),
        ]
        .into_iter()
        .find_map(|(word, part)| {
            let (label, rest) = text.split_once(':')?;
            (fold(label.trim()) == word).then_some((part, rest.trim()))
        });
        if let Some((part, rest)) = part {
            self.open = rest.is_empty().then_some(part);
            if !rest.is_empty() {
                let example = text.to_lowercase().starts_with("example");
                self.lines_of(part).push(if example { text.to_owned() } else { rest.to_owned() });
            }
            self.nested = true;
            self.last = number;
            return true;
        }
        let Some(open) = self.open else { return false };
        if text.ends_with(':') {
            return false;
        }
        self.lines_of(open).push(format!("- {text}"));
        self.nested = true;
        self.last = number;
        true
    }

    fn lines_of(&mut self, part: Part) -> &mut Vec<String> {
        match part {
            Part::Notes => &mut self.notes,
            Part::Impact => &mut self.impact,
        }
    }

    /// Returns `true` if the last line of the bullet ends in the middle of a sentence.
    pub(super) fn wraps(&self) -> bool {
        runs_on(self.notes.last().filter(|_| self.nested).unwrap_or(&self.text))
    }

    /// Appends a wrapped line to the line that was read last.
    pub(super) fn continue_with(&mut self, number: usize, text: &str) {
        self.last = number;
        let part = self.open.unwrap_or(Part::Notes);
        let nested = self.nested;
        let target = if nested { self.lines_of(part).last_mut() } else { None };
        let target = match target {
            Some(target) => target,
            None => &mut self.text,
        };
        if !target.ends_with(' ') {
            target.push(' ');
        }
        target.push_str(text);
        if !nested && self.text.ends_with(':') {
            self.text.truncate(self.text.len() - 1);
            self.open = Some(Part::Notes);
        }
    }
}
