//! Ids of records: UUIDs that sort by time, and the short ids that the user types.

use std::fmt;

use uuid::Uuid;

use super::kind::Kind;

/// The id of a record of any kind, the same on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct RecordId(pub Uuid);

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The id of a record of one kind.
pub trait Identity: fmt::Debug + Copy + Eq + std::hash::Hash + Into<RecordId> {
    /// Creates the id from a UUID.
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
            /// The kind of the record.
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
    /// The id of a win.
    WinId = Win;
    /// The id of a project.
    ProjectId = Project;
    /// The id of a metric: the series, not one value.
    MetricId = Metric;
    /// The id of a goal.
    GoalId = Goal;
    /// The id of one value of a metric.
    ValueId = Value;
    /// The id of a figure of a win.
    FigureId = Figure;
    /// The id of a follow-up.
    FollowUpId = FollowUp;
    /// The id of a milestone.
    MilestoneId = Milestone;
    /// The id of a check-in on a goal.
    CheckInId = CheckIn;
    /// The id of a reading note.
    ReadingId = Reading;
    /// The id of an alias.
    AliasId = Alias;
    /// The id of the group of a skill.
    SkillId = Skill;
    /// The id of a document override.
    DocumentOverrideId = DocumentOverride;
    /// The id of a position.
    PositionId = Position;
    /// The id of a title in a position.
    PositionTitleId = PositionTitle;
    /// The id of a story.
    StoryId = Story;
    /// The id of praise.
    PraiseId = Praise;
    /// The id of the profile.
    ProfileId = Profile;
    /// The id of a strength.
    StrengthId = Strength;
    /// The id of an education.
    EducationId = Education;
    /// The id of a language.
    LanguageId = Language;
    /// The id of an inbox item.
    InboxItemId = InboxItem;
    /// The id of a questionnaire.
    QuestionnaireId = Questionnaire;
    /// The id of a question.
    QuestionId = Question;
}

#[cfg(test)]
record_ids! {
    /// The id of a record of the kind that only tests have.
    SampleId = Sample;
}

/// The length of a full short id, in characters.
pub const SHORT_ID_LEN: usize = 12;
/// The minimum length of a displayed short id.
pub const SHORT_ID_SHOWN: usize = 4;
/// The minimum length of a typed short id.
pub const SHORT_ID_ACCEPTED: usize = 3;

/// The digits of base 32, without the look-alikes `i`, `l`, `o`, `u`.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Returns the short id of a UUID, computed from its random part. A short id begins with a letter, so that it
/// is not mistaken for a number or a year.
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

/// Converts a number that is known to be small to an index.
fn small(bits: u64) -> usize {
    usize::try_from(bits).unwrap_or(0)
}

/// Returns typed text as a prefix of short ids, in lower case; `None` if no short id can begin with it.
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
    fn short_prefix_accepts_only_the_form_of_short_ids() {
        assert_eq!(short_prefix("K7Q"), Some("k7q".into()));
        assert_eq!(short_prefix("k7"), None);
        assert_eq!(short_prefix("2026"), None);
        assert_eq!(short_prefix("doc-gen"), None);
    }
}
