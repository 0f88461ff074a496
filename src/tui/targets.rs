//! The records that an action applies to: the marked records, or the selected record.

use std::collections::BTreeSet;

use crate::domain::{Kind, RecordId, WinFilter, WinId};
use crate::text::counted;

/// The records that an action applies to.
#[derive(Debug, Clone, PartialEq)]
pub struct Targets {
    /// The records.
    pub which: Which,
    /// The number of records; `None` if there are too many to count.
    pub count: Option<usize>,
    /// The title, if there is exactly one record; otherwise empty.
    pub title: String,
}

/// The records, as IDs or as a condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Which {
    /// These records, all of one kind.
    Records(Kind, Vec<RecordId>),
    /// The wins that match a filter and the text of the search line, except these.
    Wins(Box<WinFilter>, String, BTreeSet<WinId>),
    /// Every open follow-up except these.
    OpenFollowUps(BTreeSet<RecordId>),
}

impl Targets {
    /// Creates targets of a kind, unless `ids` is empty; `title` is that of a single record.
    pub fn records(kind: Kind, ids: Vec<RecordId>, title: &str) -> Option<Self> {
        let count = Some(ids.len()).filter(|count| *count > 0)?;
        let title = if count == 1 { title.to_owned() } else { String::new() };
        Some(Self { which: Which::Records(kind, ids), count: Some(count), title })
    }

    /// Returns the kind of the records.
    pub fn kind(&self) -> Kind {
        match &self.which {
            Which::Records(kind, _) => *kind,
            Which::Wins(..) => Kind::Win,
            Which::OpenFollowUps(_) => Kind::FollowUp,
        }
    }

    /// Describes the records: a single one by its title in quotes, several by their number.
    pub fn described(&self) -> String {
        let kind = self.kind();
        match self.count {
            Some(1) if !self.title.is_empty() => format!("“{}”", self.title),
            Some(count) => counted(count, kind.word(), kind.plural()),
            None => format!("all {} that are listed", kind.plural()),
        }
    }
}
