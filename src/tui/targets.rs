//! The records that an action is done to: those that are marked, else the selected one.

use std::collections::BTreeSet;

use crate::domain::{Kind, RecordId, WinId};
use crate::journal::WinFilter;
use crate::text::counted;

/// The records that an action is done to.
#[derive(Debug, Clone, PartialEq)]
pub struct Targets {
    /// The records.
    pub which: Which,
    /// The number of records; `None` where they are so many that they were not counted.
    pub count: Option<usize>,
    /// The title of the record, where it is one.
    pub title: String,
}

/// The records, by their identity or by a condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Which {
    /// These records, all of one kind.
    Records(Kind, Vec<RecordId>),
    /// The wins of a filter and of the text of the search line, but for these.
    Wins(Box<WinFilter>, String, BTreeSet<WinId>),
    /// Every open follow-up but these.
    OpenFollowUps(BTreeSet<RecordId>),
}

impl Targets {
    /// Returns records of a kind; `title` is that of a single one.
    #[must_use]
    pub fn records(kind: Kind, ids: Vec<RecordId>, title: &str) -> Option<Self> {
        let count = Some(ids.len()).filter(|count| *count > 0)?;
        let title = if count == 1 { title.to_owned() } else { String::new() };
        Some(Self { which: Which::Records(kind, ids), count: Some(count), title })
    }

    /// Returns the kind of the records.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match &self.which {
            Which::Records(kind, _) => *kind,
            Which::Wins(..) => Kind::Win,
            Which::OpenFollowUps(_) => Kind::FollowUp,
        }
    }

    /// Returns the words for the records: the title of a single one in quotes, else their number.
    #[must_use]
    pub fn described(&self) -> String {
        let kind = self.kind();
        match self.count {
            Some(1) if !self.title.is_empty() => format!("“{}”", self.title),
            Some(count) => counted(count, kind.word(), kind.plural()),
            None => format!("all {} that are listed", kind.plural()),
        }
    }
}
