//! Praise: quotations of what other people said about the user's work.

use super::date::PartialDate;
use super::field::{FieldInfo, FieldType};
use super::id::{PraiseId, ProjectId, WinId};
use super::kind::Kind;
use super::record::{Field, FieldError, Record, Unread, field, infos, unread_member};
use super::shared_fields::{LINKS, SOURCE, TAGS, VISIBILITY, Visibility};
use super::value::NamedRef;

/// A quotation of what a person said about the user's work.
#[derive(Debug, Clone, PartialEq)]
pub struct Praise {
    /// The words of the person.
    pub quote: String,
    /// The person who said it.
    pub from: String,
    /// The place where it was said: a channel, a review, a meeting.
    pub place: String,
    /// The date on which it was said.
    pub date: Option<PartialDate>,
    /// The win that it is about.
    pub win: Option<NamedRef<WinId>>,
    /// The project that it is about.
    pub project: Option<NamedRef<ProjectId>>,
    /// The tags, without their `#`.
    pub tags: Vec<String>,
    /// The URLs of related pages.
    pub links: Vec<String>,
    /// The readers who may see the praise in a document.
    pub visibility: Visibility,
    /// Other notes, in Markdown.
    pub notes: String,
    /// The fingerprint of the imported draft; `None` for praise that was not imported.
    pub source: Option<String>,
    /// The stored values that this version cannot parse.
    pub unread: Unread,
}

impl Default for Praise {
    fn default() -> Self {
        Self {
            quote: String::new(),
            from: String::new(),
            place: String::new(),
            date: None,
            win: None,
            project: None,
            tags: Vec::new(),
            links: Vec::new(),
            visibility: Visibility::Internal,
            notes: String::new(),
            source: None,
            unread: Unread::default(),
        }
    }
}

impl Record for Praise {
    type Id = PraiseId;
    const KIND: Kind = Kind::Praise;
    const FIELDS: &'static [Field<Self>] = FIELDS;

    unread_member!();

    /// Removes the quotation marks around the whole quote: documents add their own.
    fn normalise(&mut self, _: Option<&Self>, _: chrono::NaiveDate) {
        self.quote = unquoted(self.quote.trim()).to_owned();
        self.from = self.from.trim().to_owned();
    }

    fn validate(&self, _: chrono::NaiveDate) -> Result<(), FieldError> {
        if self.quote.trim().is_empty() {
            return Err(FieldError::new("quote", "praise needs the words that were said"));
        }
        Ok(())
    }
}

/// Removes the quotation marks around a text, unless more of them are inside.
fn unquoted(text: &str) -> &str {
    for (open, close) in [('“', '”'), ('"', '"'), ('„', '“'), ('«', '»'), ('‘', '’')] {
        let inner = text.strip_prefix(open).and_then(|text| text.strip_suffix(close));
        if let Some(inner) = inner.filter(|inner| !inner.contains([open, close])) {
            return inner.trim();
        }
    }
    text
}

/// The fields of praise.
const FIELDS: &[Field<Praise>] = &[
    field!(from, FieldInfo::new("from", FieldType::Text).column("speaker").help("Who said it")),
    field!(
        place,
        FieldInfo::new("where", FieldType::Text)
            .column("location")
            .help("Where: a channel, a review, a meeting")
    ),
    field!(
        date,
        FieldInfo::new("date", FieldType::Date)
            .column("happened")
            .help("2026-03-04, 2026-03, 2026, yesterday; empty for new praise is today")
    ),
    field!(
        win,
        FieldInfo::new("win", FieldType::Ref(&[Kind::Win]))
            .help("The win that it is about, by id")
            .found(false)
    ),
    field!(
        project,
        FieldInfo::new("project", FieldType::Ref(&[Kind::Project]))
            .help("The project that it is about")
            .found(false)
    ),
    field!(tags, TAGS),
    field!(links, LINKS),
    field!(visibility, VISIBILITY),
    field!(
        quote,
        FieldInfo::new("quote", FieldType::Text)
            .section("Quote")
            .help("What was said, word for word; a paste of several people becomes several entries")
    ),
    field!(
        notes,
        FieldInfo::new("notes", FieldType::Text).section("Notes").help("Anything else, in Markdown").own()
    ),
    field!(source, SOURCE),
];

/// The descriptions of the fields of praise.
pub(super) const INFOS: &[FieldInfo] = &infos::<Praise, { FIELDS.len() }>(FIELDS);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotation_marks_around_the_whole_quote_are_removed() {
        for text in ["“Great work”", "\"Great work\"", "Great work", "« Great work »"] {
            assert_eq!(unquoted(text), "Great work", "{text}");
        }
        assert_eq!(unquoted("“Great” and “fast”"), "“Great” and “fast”");
    }
}
