//! Backups of the journal: their names, and which of them are kept.

use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, TimeDelta};

/// The numbers of days, weeks and months of which the last backup is kept. That of each year is kept for ever.
const STEPS: (usize, usize, usize) = (7, 5, 12);

/// The number of backups before operations that are kept for a week.
const BEFORE_OPERATIONS: usize = 10;

/// The number of backups of a damaged journal that are kept: as evidence, and for a repair.
const DAMAGED: usize = 3;

/// The reason of a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The first change of a day.
    Daily,
    /// A command of the user.
    Asked,
    /// An import of many records, which follows.
    Import,
    /// A restore, which follows.
    Restore,
    /// A purge, which follows.
    Purge,
    /// A repair, which follows.
    Repair,
    /// A migration to a newer schema, which follows.
    Migration,
}

impl Reason {
    /// All reasons.
    pub const ALL: [Self; 7] =
        [Self::Daily, Self::Asked, Self::Import, Self::Restore, Self::Purge, Self::Repair, Self::Migration];

    /// Returns the word in the name of the file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Asked => "backup",
            Self::Import => "import",
            Self::Restore => "restore",
            Self::Purge => "purge",
            Self::Repair => "repair",
            Self::Migration => "migration",
        }
    }

    /// Parses a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.word() == word)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Daily => "daily",
            Self::Asked => "by brag backup",
            Self::Import => "before an import",
            Self::Restore => "before a restore",
            Self::Purge => "before a purge",
            Self::Repair => "before a repair",
            Self::Migration => "before an upgrade",
        })
    }
}

/// A file that holds a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// The path of the file.
    pub path: PathBuf,
    /// The local time at which it was made.
    pub at: NaiveDateTime,
    /// The reason.
    pub reason: Reason,
    /// `true` if the journal was damaged when the backup was made.
    pub is_damaged: bool,
    /// The size of the file, in bytes.
    pub size: u64,
}

/// The form of the time in a name.
const TIME: &str = "%Y-%m-%d-%H%M%S";

impl Backup {
    /// Returns the name of a file, without its number and its extension.
    pub fn stem(at: NaiveDateTime, reason: Reason, is_damaged: bool) -> String {
        let damaged = if is_damaged { "-damaged" } else { "" };
        format!("{}-{}{damaged}", at.format(TIME), reason.word())
    }

    /// Returns the key by which backups are ordered: of one second, that with the higher number is later.
    pub fn order(&self) -> (NaiveDateTime, usize, String) {
        let name = self.name();
        (self.at, name.len(), name)
    }

    /// Returns the name in lists: that of the file, without its extension.
    pub fn name(&self) -> String {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name.strip_suffix(".db").map(str::to_owned).unwrap_or(name)
    }

    /// Parses the name of a file: the time, the reason, and `true` for a backup of a damaged journal.
    pub fn parse(name: &str) -> Option<(NaiveDateTime, Reason, bool)> {
        let stem = name.strip_suffix(".db")?;
        let (time, rest) = stem.split_at_checked(17)?;
        let at = NaiveDateTime::parse_from_str(time, TIME).ok()?;
        let mut words = rest.strip_prefix('-')?.split('-');
        let reason = Reason::from_word(words.next()?)?;
        let mut rest = words.peekable();
        let is_damaged = rest.next_if_eq(&"damaged").is_some();
        let is_number = rest.all(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
        is_number.then_some((at, reason, is_damaged))
    }
}

/// Returns the backups that are no longer kept, on a day.
///
/// The last intact backup of each of 7 days, 5 weeks and 12 months that have one is kept, and that of each year; also 10
/// backups before operations of the last week, and 3 of a damaged journal. The newest intact one is always kept. A backup
/// of a damaged journal never takes the place of an intact one.
pub fn expired(backups: &[Backup], today: NaiveDate) -> Vec<&Backup> {
    let mut newest_first: Vec<&Backup> = backups.iter().collect();
    newest_first.sort_by_key(|backup| std::cmp::Reverse(backup.order()));
    let (mut days, mut weeks, mut months, mut years) =
        (BTreeSet::new(), BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let (mut operations, mut damaged) = (0, 0);
    newest_first.retain(|backup| {
        let date = backup.at.date();
        if backup.is_damaged {
            damaged += 1;
            return damaged > DAMAGED;
        }
        let week = (date.iso_week().year(), date.iso_week().week());
        let mut is_kept = days.insert(date) && days.len() <= STEPS.0;
        is_kept |= weeks.insert(week) && weeks.len() <= STEPS.1;
        is_kept |= months.insert((date.year(), date.month())) && months.len() <= STEPS.2;
        is_kept |= years.insert(date.year());
        if backup.reason != Reason::Daily && today - date <= TimeDelta::days(7) {
            operations += 1;
            is_kept |= operations <= BEFORE_OPERATIONS;
        }
        !is_kept
    });
    newest_first
}

#[cfg(test)]
mod tests {
    use super::*;

    fn backup(at: NaiveDateTime, reason: Reason, is_damaged: bool) -> Backup {
        let path = format!("{}.db", Backup::stem(at, reason, is_damaged)).into();
        Backup { path, at, reason, is_damaged, size: 1 }
    }

    fn noon(day: i64) -> NaiveDateTime {
        let first = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap().and_hms_opt(12, 0, 0).unwrap();
        first + TimeDelta::days(day)
    }

    #[test]
    fn names_are_parsed_as_they_are_written() {
        for reason in Reason::ALL {
            for is_damaged in [false, true] {
                let stem = Backup::stem(noon(3), reason, is_damaged);
                for end in ["", "-2"] {
                    let name = format!("{stem}{end}.db");
                    assert_eq!(Backup::parse(&name), Some((noon(3), reason, is_damaged)), "{name}");
                }
            }
        }
        for name in ["2024-01-04-120000-daily", "notes.db", "2024-01-04-120000-other.db", "é.db"] {
            assert_eq!(Backup::parse(name), None, "{name}");
        }
    }

    #[test]
    fn daily_backups_are_kept_in_steps() {
        let mut all: Vec<Backup> = Vec::new();
        // One backup a day for two years; the expired ones are removed each day.
        for day in 0..730 {
            all.push(backup(noon(day), Reason::Daily, false));
            let today = noon(day).date();
            let gone: Vec<Backup> = expired(&all, today).into_iter().cloned().collect();
            all.retain(|backup| !gone.contains(backup));
        }
        let dates: Vec<String> = all.iter().map(|backup| backup.at.date().to_string()).collect();
        assert_eq!(
            dates[dates.len() - 7..],
            [
                "2025-12-24",
                "2025-12-25",
                "2025-12-26",
                "2025-12-27",
                "2025-12-28",
                "2025-12-29",
                "2025-12-30"
            ]
        );
        assert!(dates.contains(&"2024-12-31".to_owned()), "{dates:?}");
        let months: BTreeSet<&str> = dates.iter().map(|date| &date[..7]).collect();
        assert_eq!(months.len(), 13, "{months:?}");
        assert!(all.len() <= 7 + 5 + 12 + 2, "{}", all.len());
    }

    #[test]
    fn backups_of_a_damaged_journal_replace_no_intact_one() {
        let mut all = vec![backup(noon(0), Reason::Daily, false)];
        all.extend((1..40).map(|day| backup(noon(day), Reason::Daily, true)));
        let gone = expired(&all, noon(40).date());
        assert!(!gone.contains(&&all[0]));
        assert_eq!(gone.len(), 36);
    }

    #[test]
    fn backups_before_operations_are_kept_for_a_week() {
        let minutes = |count: i64| noon(0) + TimeDelta::minutes(count);
        let all: Vec<Backup> = (0..20).map(|at| backup(minutes(at), Reason::Restore, false)).collect();
        assert_eq!(expired(&all, noon(0).date()).len(), 10);
        assert_eq!(expired(&all, noon(9).date()).len(), 19);
    }
}
