//! The findings of a check of the journal and of what is around it.

use std::fmt;

/// The part of the journal or of its surroundings that a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// The structure of the file.
    File,
    /// A record.
    Record,
    /// A link of a record to a name or another record.
    Link,
    /// A batch of the history.
    History,
    /// Data that is computed from records and history: order, names, the undo list.
    Derived,
    /// The search index.
    Search,
    /// The write-ahead log.
    Log,
    /// The access rights of files.
    Permissions,
    /// The configuration and the ladder.
    Configuration,
    /// The terminal.
    Terminal,
    /// The clock of the machine.
    Clock,
    /// The free space on the disk.
    Space,
    /// The backups.
    Backups,
}

impl Area {
    /// Returns the word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Record => "record",
            Self::Link => "link",
            Self::History => "history",
            Self::Derived => "derived",
            Self::Search => "search",
            Self::Log => "log",
            Self::Permissions => "permissions",
            Self::Configuration => "configuration",
            Self::Terminal => "terminal",
            Self::Clock => "clock",
            Self::Space => "space",
            Self::Backups => "backups",
        }
    }

    /// Returns `true` for an area of the journal itself, whose findings are damage.
    pub fn is_damage(self) -> bool {
        self <= Self::Log
    }
}

/// A finding: one line of text, and the remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The part of the journal or of its surroundings.
    pub area: Area,
    /// The short id of the record or batch; `None` for anything else.
    pub id: Option<String>,
    /// One line that states what was found.
    pub text: String,
    /// The remedy; empty if there is none.
    pub hint: String,
    /// `true` if something is wrong, `false` if it is only worth knowing.
    pub is_wrong: bool,
}

/// The remedy for damage in rows and in what is computed from them.
pub const FIX: &str = "brag doctor --fix repairs it from the history, after a backup";

/// The remedy for damage in the structure of the file.
pub const RECOVER: &str = "brag doctor --fix -o NEW.db reads what is left into a new journal";

impl Finding {
    /// Creates a finding about something that is wrong.
    pub fn wrong(area: Area, text: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { area, id: None, text: text.into(), hint: hint.into(), is_wrong: true }
    }

    /// Creates a finding that is only worth knowing.
    pub fn note(area: Area, text: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { is_wrong: false, ..Self::wrong(area, text, hint) }
    }

    /// Adds the short id of the record or batch.
    #[must_use]
    pub fn about(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
