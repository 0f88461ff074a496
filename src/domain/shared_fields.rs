//! Fields that several kinds of record have, and the types of their values.

use super::field::{FieldInfo, FieldType};
use super::words::words;

words! {
    /// The readers who may see a record in a document.
    Visibility {
        /// The user only.
        Private = "private",
        /// Also the manager and the promotion committee: the default.
        Internal = "internal",
        /// Everyone.
        Public = "public",
    }
}

words! {
    /// The role of the user in a win or a project.
    Role {
        /// Led it.
        Led = "led",
        /// Designed it.
        Designed = "designed",
        /// Built it.
        Built = "built",
        /// Contributed to it.
        Contributed = "contributed",
        /// Supported it.
        Supported = "supported",
        /// Mentored in it.
        Mentored = "mentored",
        /// Proposed it.
        Proposed = "proposed",
        /// Reviewed it.
        Reviewed = "reviewed",
        /// Coordinated it.
        Coordinated = "coordinated",
    }
}

impl Role {
    /// Returns the noun for a person with the role, as a résumé has it: `Lead`, `Developer`.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Led => "Lead",
            Self::Designed => "Designer",
            Self::Built => "Developer",
            Self::Contributed => "Contributor",
            Self::Supported => "Supporter",
            Self::Mentored => "Mentor",
            Self::Proposed => "Initiator",
            Self::Reviewed => "Reviewer",
            Self::Coordinated => "Coordinator",
        }
    }
}

/// The field of the tags of a record.
pub(super) const TAGS: FieldInfo =
    FieldInfo::new("tags", FieldType::Names).column("tag").sigil('#').help("Names, set apart by commas");
/// The field of the skills of a record.
pub(super) const SKILLS: FieldInfo =
    FieldInfo::new("skills", FieldType::Names).column("skill").sigil('%').help("Names, set apart by commas");
/// The field of the roles of the user in a record.
pub(super) const ROLES: FieldInfo = FieldInfo::new("roles", FieldType::Words(Role::WORDS))
    .column("role")
    .help("led, designed, built, contributed, supported, mentored, proposed, reviewed, coordinated");
/// The field of the links of a record.
pub(super) const LINKS: FieldInfo =
    FieldInfo::new("links", FieldType::Names).column("url").help("Addresses, set apart by commas");
/// The field of the visibility of a record.
pub(super) const VISIBILITY: FieldInfo = FieldInfo::new("visibility", FieldType::Word(Visibility::WORDS));
/// The field of the fingerprint of an imported record, which is found by it if the document is imported
/// again.
pub(super) const SOURCE: FieldInfo = FieldInfo::new("source", FieldType::Text).internal().found(false);
/// The field of the competencies of a record.
pub(super) const COMPETENCIES: FieldInfo = FieldInfo::new("competencies", FieldType::Names)
    .column("competency")
    .help("Competencies of your ladder, set apart by commas");
