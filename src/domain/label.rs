//! Labels: names on records, such as tags, skills, people, roles and URLs.

/// The kind of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelKind {
    /// A tag.
    Tag,
    /// A skill: a language, a technology, a method.
    Skill,
    /// A person who worked on a win with the user.
    Person,
    /// A role of the user.
    Role,
    /// A URL.
    Url,
    /// An author of a reading note, in contrast to a person whom the user works with.
    Author,
    /// A competency of the ladder.
    Competency,
}

impl LabelKind {
    /// Returns the identifier that is stored for the kind.
    pub fn word(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Skill => "skill",
            Self::Person => "person",
            Self::Role => "role",
            Self::Url => "url",
            Self::Author => "author",
            Self::Competency => "competency",
        }
    }
}

/// A name with the number of live records that are labelled with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The name in the spelling of the journal.
    pub name: String,
    /// The number of records.
    pub count: usize,
}
