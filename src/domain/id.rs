//! Identity: UUIDs that sort by time, and the short ids that people type.

use std::fmt;

use uuid::Uuid;

use super::kind::Kind;

/// The identity of any record, the same on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct RecordId(pub Uuid);

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The identity of a record of one kind.
pub trait Identity: fmt::Debug + Copy + Eq + std::hash::Hash + Into<RecordId> {
    /// Returns the identity that a UUID is.
    fn from_uuid(uuid: Uuid) -> Self;
    /// Returns the UUID.
    fn uuid(self) -> Uuid;
}

macro_rules! record_ids {
    ($($(#[$doc:meta])* $name:ident = $kind:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The kind of record that this identifies.
            pub const KIND: Kind = Kind::$kind;
        }

        impl Identity for $name {
            fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<$name> for RecordId {
            fn from(id: $name) -> Self {
                Self(id.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

record_ids! {
    /// Identifies a win.
    WinId = Win;
    /// Identifies a project.
    ProjectId = Project;
    /// Identifies a metric: the series, not one value.
    MetricId = Metric;
    /// Identifies a goal.
    GoalId = Goal;
    /// Identifies one value of a metric.
    ValueId = Value;
    /// Identifies a figure of a win.
    FigureId = Figure;
    /// Identifies a follow-up.
    FollowUpId = FollowUp;
    /// Identifies a step of a goal.
    MilestoneId = Milestone;
    /// Identifies a check-in on a goal.
    CheckInId = CheckIn;
    /// Identifies a reading note.
    ReadingId = Reading;
    /// Identifies an alias.
    AliasId = Alias;
    /// Identifies the group of a skill.
    SkillId = Skill;
    /// Identifies a choice for a document.
    ChoiceId = Curation;
}

#[cfg(test)]
record_ids! {
    /// Identifies a record of the kind that only tests have.
    SampleId = Sample;
}

/// How many characters a short id has when it is written out whole.
pub const SHORT_ID_LEN: usize = 12;
/// How many characters of a short id are shown at least.
pub const SHORT_ID_SHOWN: usize = 4;
/// How many characters of a short id are accepted at least.
pub const SHORT_ID_ACCEPTED: usize = 3;

/// Base 32 without look-alikes: no `i`, `l`, `o`, `u`.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The short id of a UUID: from its random part, the first character a letter, so that no
/// short id is mistaken for a number or a year (`cli.md`, "Ids").
#[must_use]
pub fn short_id(id: Uuid) -> String {
    // The last 62 bits of a version 7 UUID are random.
    let mut bits = id.as_u64_pair().1 & 0x3FFF_FFFF_FFFF_FFFF;
    let letters = &ALPHABET[10..];
    let mut out = String::with_capacity(SHORT_ID_LEN);
    out.push(char::from(letters[small(bits % letters.len() as u64)]));
    bits /= letters.len() as u64;
    for _ in 1..SHORT_ID_LEN {
        out.push(char::from(ALPHABET[small(bits & 31)]));
        bits >>= 5;
    }
    out
}

/// An index that is known to be small.
fn small(bits: u64) -> usize {
    usize::try_from(bits).unwrap_or(0)
}

/// What was typed, as a prefix of short ids: `None` when it cannot be one.
#[must_use]
pub fn short_prefix(typed: &str) -> Option<String> {
    let lower = typed.to_ascii_lowercase();
    let fits = (SHORT_ID_ACCEPTED..=SHORT_ID_LEN).contains(&lower.len())
        && lower.bytes().all(|byte| ALPHABET.contains(&byte))
        && lower.as_bytes()[0].is_ascii_alphabetic();
    fits.then_some(lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_id_starts_with_a_letter_and_has_no_look_alikes() {
        for n in 0..2000_u128 {
            let short = short_id(Uuid::from_u128(n.wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_0C61)));
            assert_eq!(short.len(), SHORT_ID_LEN);
            assert!(short.as_bytes()[0].is_ascii_lowercase(), "{short}");
            assert!(!short.contains(['i', 'l', 'o', 'u']), "{short}");
        }
    }

    #[test]
    fn only_what_could_be_a_short_id_is_a_prefix() {
        assert_eq!(short_prefix("K7Q"), Some("k7q".into()));
        assert_eq!(short_prefix("k7"), None);
        assert_eq!(short_prefix("2026"), None);
        assert_eq!(short_prefix("doc-gen"), None);
    }
}
