//! Inbox items: work that git, a forge or another program reported and that the user has not confirmed.

use super::date::PartialDate;
use super::field::{FieldInfo, FieldType};
use super::id::{InboxItemId, WinId};
use super::kind::Kind;
use super::record::{Field, FieldError, Record, Unread, field, infos, unread_member};
use super::value::NamedRef;
use super::words::words;

words! {
    /// The decision of the user about an inbox item.
    InboxState {
        /// Nothing yet.
        Open = "open",
        /// It became a win.
        Kept = "kept",
        /// It was added to a win that existed.
        Merged = "merged",
        /// It is not worth a win; it is not offered again.
        Refused = "refused",
    }
}

/// Work that a program reported. It is private, search does not find it, and no count and no document contains it.
#[derive(Debug, Clone, PartialEq)]
pub struct InboxItem {
    /// The title that the win would get.
    pub title: String,
    /// The date on which the work was finished.
    pub date: Option<PartialDate>,
    /// The URL of the work; empty if it has none.
    pub link: String,
    /// The program that reported the work, such as `git`.
    pub source: String,
    /// The identity of the work in its program, by which it is recognised when it is reported again.
    pub key: String,
    /// The name of the project; empty if it has none. The project need not exist.
    pub project: String,
    /// The decision of the user.
    pub state: InboxState,
    /// The win that the item became or was merged into.
    pub kept_as: Option<NamedRef<WinId>>,
    /// The identities of the commits that the item covers, set apart by spaces; see [`Self::commits`].
    pub commits: String,
    /// Details, such as the other commits, in Markdown. They become the notes of the win.
    pub notes: String,
    /// The stored values that this version cannot parse.
    pub unread: Unread,
}

impl Default for InboxItem {
    fn default() -> Self {
        Self {
            title: String::new(),
            date: None,
            link: String::new(),
            source: String::new(),
            key: String::new(),
            project: String::new(),
            state: InboxState::Open,
            kept_as: None,
            commits: String::new(),
            notes: String::new(),
            unread: Unread::default(),
        }
    }
}

impl InboxItem {
    /// Returns the identities of the commits that the item covers; empty for an item that is not from git.
    pub fn commits(&self) -> impl Iterator<Item = &str> {
        self.commits.split_ascii_whitespace()
    }
}

impl Record for InboxItem {
    type Id = InboxItemId;
    const KIND: Kind = Kind::InboxItem;
    const FIELDS: &'static [Field<Self>] = FIELDS;

    unread_member!();

    fn validate(&self, _: chrono::NaiveDate) -> Result<(), FieldError> {
        if self.title.trim().is_empty() {
            return Err(FieldError::new("title", "an inbox item needs a title"));
        }
        Ok(())
    }
}

/// The number of open inbox items, and where they come from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InboxSummary {
    /// The number of open items.
    pub count: usize,
    /// The programs that reported them, the one with the most items first.
    pub programs: Vec<String>,
    /// The earliest date of an item; `None` if no item has a date.
    pub since: Option<chrono::NaiveDate>,
}

/// The fields of an inbox item.
const FIELDS: &[Field<InboxItem>] = &[
    field!(title, FieldInfo::new("title", FieldType::Text).help("What you did").found(false)),
    field!(
        date,
        FieldInfo::new("date", FieldType::Date)
            .column("happened")
            .help("2026-03-04, 2026-03, 2026, yesterday")
    ),
    field!(link, FieldInfo::new("link", FieldType::Text).help("The address of the work").found(false)),
    field!(source, FieldInfo::new("source", FieldType::Text).column("program").hidden().found(false)),
    field!(key, FieldInfo::new("key", FieldType::Text).column("item_key").hidden().found(false)),
    field!(
        project,
        FieldInfo::new("project", FieldType::Text).help("The project that the win would get").found(false)
    ),
    field!(state, FieldInfo::new("state", FieldType::Word(InboxState::WORDS)).hidden()),
    field!(kept_as, FieldInfo::new("kept_as", FieldType::Ref(&[Kind::Win])).hidden().found(false)),
    field!(commits, FieldInfo::new("commits", FieldType::Text).internal().found(false)),
    field!(
        notes,
        FieldInfo::new("notes", FieldType::Text)
            .section("Notes")
            .help("Details, which become the notes of the win")
            .found(false)
    ),
];

/// The descriptions of the fields of an inbox item.
pub(super) const INFOS: &[FieldInfo] = &infos::<InboxItem, { FIELDS.len() }>(FIELDS);
