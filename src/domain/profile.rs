//! The profile: the person at the head of a CV, with strengths, education and languages.

use chrono::NaiveDate;

use super::field::{FieldInfo, FieldType};
use super::id::ProfileId;
use super::kind::Kind;
use super::profile_parts::{
    Education, Language, Strength, education_text, languages_text, read_education, read_languages,
    read_strengths, strengths_text,
};
use super::record::{Field, FieldError, FieldText, Record, Unread, field, infos, unread_member};
use super::shared_fields::{LINKS, VISIBILITY, Visibility};
use super::value::{Unreadable, Value};

/// The person at the head of a CV. A journal has at most one profile.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// The full name.
    pub name: String,
    /// The profession, such as `Software engineer`.
    pub label: String,
    /// The email address.
    pub email: String,
    /// The telephone number.
    pub phone: String,
    /// The address of a web page.
    pub url: String,
    /// The place of residence.
    pub location: String,
    /// The addresses of further pages.
    pub links: Vec<String>,
    /// The readers who may see the profile in a document.
    pub visibility: Visibility,
    /// One line, or a few sentences, about the person.
    pub about: String,
    /// The strengths; those of a stored profile are records of their own.
    pub strengths: Vec<Strength>,
    /// The education; that of a stored profile consists of records of its own.
    pub education: Vec<Education>,
    /// The languages; those of a stored profile are records of their own.
    pub languages: Vec<Language>,
    /// The stored values that this version cannot parse.
    pub unread: Unread,
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            name: String::new(),
            label: String::new(),
            email: String::new(),
            phone: String::new(),
            url: String::new(),
            location: String::new(),
            links: Vec::new(),
            visibility: Visibility::Public,
            about: String::new(),
            strengths: Vec::new(),
            education: Vec::new(),
            languages: Vec::new(),
            unread: Unread::default(),
        }
    }
}

impl Profile {
    /// Returns `true` if nothing was written.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Record for Profile {
    type Id = ProfileId;
    const KIND: Kind = Kind::Profile;
    const FIELDS: &'static [Field<Self>] = FIELDS;

    unread_member!();

    fn normalise(&mut self, _: Option<&Self>, _: NaiveDate) {
        self.name = self.name.trim().to_owned();
    }

    fn validate(&self, _: NaiveDate) -> Result<(), FieldError> {
        for education in &self.education {
            if let (Some(start), Some(end)) = (education.start, education.end)
                && end.last_day() < start.first_day()
            {
                let why = format!("“{}” would end ({end}) before it starts ({start})", education.institution);
                return Err(FieldError::new("education", why));
            }
        }
        Ok(())
    }
}

/// Creates the field of a list of parts, which are records of their own: only an empty list can be set.
macro_rules! parts {
    ($member:ident, $heading:literal, $help:literal, $write:expr, $read:expr) => {
        Field {
            info: FieldInfo::new(stringify!($member), FieldType::Parts).section($heading).help($help),
            get: |profile| Value::Text($write(&profile.$member).into()),
            set: |profile, value| match value {
                Value::Text(text) if text.is_empty() => {
                    profile.$member.clear();
                    Ok(())
                }
                _ => Err(Unreadable),
            },
            text: Some(FieldText {
                write: |profile| $write(&profile.$member),
                read: |profile, text, today| {
                    // The same text keeps what its lines cannot show, such as a blank line in a paragraph.
                    if text.trim() != $write(&profile.$member).trim() {
                        profile.$member = $read(text, today)?;
                    }
                    Ok(())
                },
            }),
        }
    };
}

/// The fields of a profile.
const FIELDS: &[Field<Profile>] = &[
    field!(name, FieldInfo::new("name", FieldType::Text).help("Your name, as it stands on a CV")),
    field!(label, FieldInfo::new("label", FieldType::Text).help("Your profession: Software engineer")),
    field!(email, FieldInfo::new("email", FieldType::Text).help("Your email address")),
    field!(phone, FieldInfo::new("phone", FieldType::Text).help("Your telephone number")),
    field!(url, FieldInfo::new("url", FieldType::Text).help("The address of your web page")),
    field!(location, FieldInfo::new("location", FieldType::Text).help("Where you live: Vienna, Austria")),
    field!(links, LINKS),
    field!(visibility, VISIBILITY),
    field!(
        about,
        FieldInfo::new("about", FieldType::Text)
            .section("About me")
            .help("One line about you, or a few sentences")
    ),
    parts!(
        strengths,
        "Strengths",
        "A line each: the name, a colon, a paragraph",
        strengths_text,
        read_strengths
    ),
    parts!(
        education,
        "Education",
        "A line each: 2001..2005 | institution | subject | degree",
        education_text,
        read_education
    ),
    parts!(languages, "Languages", "A line each: English: fluent", languages_text, read_languages),
];

/// The descriptions of the fields of a profile.
pub(super) const INFOS: &[FieldInfo] = &infos::<Profile, { FIELDS.len() }>(FIELDS);
