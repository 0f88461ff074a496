//! Reading progress in pages, chapters or percent.

use std::fmt;

use super::value::{FieldValue, Unreadable, Value, printed};

/// The unit of progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Pages.
    Page,
    /// Chapters, lessons or parts.
    Chapter,
    /// Percent.
    Percent,
}

/// The progress of a reading note: the pages, chapters or percent that are done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The unit.
    pub step: Step,
    /// The number of units that are done.
    pub done: u32,
    /// The total number of units, if known; 100 for percent.
    pub of: Option<u32>,
}

/// The reason why a text is not progress.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProgressError {
    /// The number done exceeds the total.
    #[error("{done} is more than the total of {of}")]
    Beyond {
        /// The number of pages, chapters or per cent that are done.
        done: u32,
        /// The total.
        of: u32,
    },
    /// The text has no accepted form.
    #[error("no progress can be read from “{0}”; write it as 120/350, chapter 3/12 or 45%")]
    Unread(String),
}

impl Progress {
    /// Parses progress: `120/350`, `p 120`, `chapter 3/12`, `45%`. A missing unit or total is taken from
    /// `before`.
    pub fn read(text: &str, before: Option<Self>) -> Result<Self, ProgressError> {
        let unread = || ProgressError::Unread(text.trim().to_owned());
        let folded = crate::text::fold(text.trim());
        let digits = folded.find(|c: char| c.is_ascii_digit()).ok_or_else(unread)?;
        let (word, rest) = folded.split_at(digits);
        let word = word.trim().trim_end_matches('.').trim();
        let (rest, percent) = match rest.strip_suffix('%') {
            Some(rest) => (rest.trim(), true),
            None => (rest.trim(), false),
        };
        let step = match word {
            _ if percent && word.is_empty() => Some(Step::Percent),
            "" => None,
            "p" | "page" | "pages" => Some(Step::Page),
            "ch" | "chapter" | "chapters" | "lesson" | "part" | "episode" | "module" => Some(Step::Chapter),
            _ => return Err(unread()),
        };
        let rest = rest.replacen(" of ", "/", 1);
        let (done, of) = match rest.split_once('/') {
            Some((done, of)) => (done.trim(), Some(of.trim().parse::<u32>().map_err(|_| unread())?)),
            None => (rest.as_str(), None),
        };
        let done: u32 = done.parse().map_err(|_| unread())?;
        let same = before.filter(|before| step.is_none_or(|step| step == before.step));
        let step = step.or(before.map(|before| before.step)).unwrap_or(Step::Page);
        let of = match step {
            Step::Percent => Some(100),
            _ => of.or_else(|| same.and_then(|before| before.of)),
        };
        match of {
            Some(0) => Err(unread()),
            Some(of) if done > of => Err(ProgressError::Beyond { done, of }),
            _ => Ok(Self { step, done, of }),
        }
    }

    /// Returns the fraction done, in 0..=1; `None` if the total is unknown.
    pub fn share(self) -> Option<f64> {
        self.of.map(|of| f64::from(self.done) / f64::from(of))
    }

    /// Returns `true` if the total is reached.
    pub fn is_end(self) -> bool {
        self.of == Some(self.done)
    }
}

impl fmt::Display for Progress {
    /// Formats the progress for [`Progress::read`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = self.of.map(|of| format!("/{of}")).unwrap_or_default();
        match self.step {
            Step::Percent => write!(f, "{}%", self.done),
            Step::Page => write!(f, "{}{of}", self.done),
            Step::Chapter => write!(f, "chapter {}{of}", self.done),
        }
    }
}

impl FieldValue for Option<Progress> {
    fn value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, printed)
    }

    fn set_value(&mut self, value: Value<'_>) -> Result<(), Unreadable> {
        *self = match value {
            Value::Null => None,
            Value::Text(text) => Some(Progress::read(&text, None).map_err(|_| Unreadable)?),
            _ => return Err(Unreadable),
        };
        Ok(())
    }
}
