//! Labels: names on records, such as tags, skills, people, roles and addresses.

/// The kind of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelKind {
    /// A tag.
    Tag,
    /// A skill: a language, a technology, a method.
    Skill,
    /// A person whom a win was done with.
    Person,
    /// A role of the user.
    Role,
    /// An address.
    Url,
    /// An author of a reading note, as opposed to a person whom the user works with.
    Author,
}

impl LabelKind {
    /// Returns the stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Skill => "skill",
            Self::Person => "person",
            Self::Role => "role",
            Self::Url => "url",
            Self::Author => "author",
        }
    }
}

/// A name with the number of live records that have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The name.
    pub name: String,
    /// The number of records.
    pub count: usize,
}
