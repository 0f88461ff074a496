//! Descriptions of the fields of records. Columns, history, checksums, JSON, CSV, the document in an editor,
//! forms, the validation of imported journals and search are derived from them.

use super::kind::Kind;

/// The type of a field and its accepted values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldType {
    /// Text.
    Text,
    /// A word of a closed set.
    Word(&'static [&'static str]),
    /// A day, a month or a year, in ISO 8601. A typed span is reduced to its start.
    Date,
    /// A day, a month or a year, in ISO 8601. A typed span is reduced to its end.
    EndDate,
    /// A day, in ISO 8601.
    Day,
    /// A date, or a span between two dates.
    DateRange,
    /// A whole number in a range.
    Int {
        /// The minimum, which is accepted.
        min: i64,
        /// The maximum, which is accepted.
        max: i64,
    },
    /// Any number.
    Real,
    /// `true` or `false`, stored as 1 and 0.
    Flag,
    /// The place of a record among its siblings; see [`super::place`].
    Place,
    /// A reference to one record of these kinds.
    Ref(&'static [Kind]),
    /// Names in the order given, such as tags, people or URLs.
    Names,
    /// Several words of a closed set.
    Words(&'static [&'static str]),
    /// References to records of a kind.
    Refs(Kind),
    /// The text of records that belong to the record, such as milestones; use cases store them as records.
    Parts,
}

impl FieldType {
    /// A count, from 0 to [`u32::MAX`].
    pub const COUNT: Self = Self::Int { min: 0, max: u32::MAX as i64 };
    /// Any whole number.
    pub const NUMBER: Self = Self::Int { min: i64::MIN, max: i64::MAX };

    /// Returns `true` if the field is a column of the record's own table.
    pub const fn is_column(self) -> bool {
        !self.is_link() && !matches!(self, Self::Parts)
    }

    /// Returns `true` if the field is a set of links.
    pub const fn is_link(self) -> bool {
        matches!(self, Self::Names | Self::Words(_) | Self::Refs(_))
    }
}

/// The presentation of a field in documents and forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// A single line.
    Line,
    /// A section of several lines under this heading.
    Section(&'static str),
    /// Not shown, but part of JSON and CSV; commands set the field.
    Hidden,
    /// Not shown, and not part of JSON and CSV.
    Internal,
}

/// The description of a field of a kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldInfo {
    /// The key in JSON and the column in CSV.
    pub name: &'static str,
    /// The column of the table, or the kind of the links.
    pub column: &'static str,
    /// The type, which decides the accepted values.
    pub ty: FieldType,
    /// The name in documents, forms and messages.
    pub label: &'static str,
    /// A one-line hint about the accepted values.
    pub help: &'static str,
    /// The presentation in documents and forms.
    pub group: Group,
    /// `true` if search finds the record by this field.
    pub search: bool,
    /// The character before a name of this field in a captured line.
    pub sigil: Option<char>,
    /// `false` for a reference that is loaded without the name of its target.
    pub named: bool,
    /// `true` for a field that only the user reads: documents and tables for other readers leave it out.
    pub own: bool,
}

impl FieldInfo {
    /// Creates the description of a single-line field; search includes text and links.
    pub const fn new(name: &'static str, ty: FieldType) -> Self {
        let search =
            matches!(ty, FieldType::Text | FieldType::Names | FieldType::Words(_) | FieldType::Refs(_));
        Self {
            name,
            column: name,
            ty,
            label: name,
            help: "",
            group: Group::Line,
            search,
            sigil: None,
            named: true,
            own: false,
        }
    }

    /// Sets the column, or the kind of the links, if it differs from the name.
    #[must_use]
    pub const fn column(self, column: &'static str) -> Self {
        Self { column, ..self }
    }

    /// Sets the name in documents, forms and messages, if it differs from the name.
    #[must_use]
    pub const fn label(self, label: &'static str) -> Self {
        Self { label, ..self }
    }

    /// Sets the hint about the accepted values.
    #[must_use]
    pub const fn help(self, help: &'static str) -> Self {
        Self { help, ..self }
    }

    /// Shows the field as a section of several lines.
    #[must_use]
    pub const fn section(self, heading: &'static str) -> Self {
        Self { group: Group::Section(heading), ..self }
    }

    /// Hides the field from documents and forms.
    #[must_use]
    pub const fn hidden(self) -> Self {
        Self { group: Group::Hidden, ..self }
    }

    /// Hides the field from documents, forms, JSON and CSV.
    #[must_use]
    pub const fn internal(self) -> Self {
        Self { group: Group::Internal, ..self }
    }

    /// Sets the character before a name of this field in a captured line.
    #[must_use]
    pub const fn sigil(self, sigil: char) -> Self {
        Self { sigil: Some(sigil), ..self }
    }

    /// Loads the reference without the name of its target.
    #[must_use]
    pub const fn unnamed(self) -> Self {
        Self { named: false, ..self }
    }

    /// Leaves the field out of documents and tables for other readers.
    #[must_use]
    pub const fn own(self) -> Self {
        Self { own: true, ..self }
    }

    /// Sets whether search includes the field.
    #[must_use]
    pub const fn found(self, search: bool) -> Self {
        Self { search, ..self }
    }
}

/// The way in which records of a kind are looked up by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// No lookup by name.
    None,
    /// Lookup by the full name.
    Whole,
    /// Lookup by a prefix of the name, for a kind with very many records.
    Prefix,
    /// Lookup by a prefix of the name or of its slug.
    Slug,
    /// Lookup by a prefix of the name or of its slug, or by words inside the name, which is a sentence.
    Sentence,
}

/// The description of a kind of record: its columns, names, dates, owner and fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KindInfo {
    /// The kind that is described.
    pub kind: Kind,
    /// The columns that name a record, joined by spaces. The column `folded` is computed from the first.
    pub title: &'static [&'static str],
    /// The way in which records are looked up by name. Except for [`Names::None`], the table has the column
    /// `folded`.
    pub names: Names,
    /// The columns that date a record, the most important first.
    pub dates: &'static [&'static str],
    /// `true` if search includes the kind; the table then has the column `sort_key`.
    pub found: bool,
    /// The column that refers to the owner; a record is deleted with its owner.
    pub owner: Option<&'static str>,
    /// Further columns that refer to records that a record belongs to. A reader who may not see one of those
    /// records may not see the record.
    pub belongs: &'static [&'static str],
    /// The columns whose combined values are unique among the live records.
    pub unique: &'static [&'static str],
    /// The fields, in the order of documents, forms and CSV.
    pub fields: &'static [FieldInfo],
}

impl KindInfo {
    /// Returns the field of a column.
    pub fn by_column(&self, column: &str) -> Option<&'static FieldInfo> {
        self.fields.iter().find(|field| field.column == column && field.ty.is_column())
    }

    /// Returns the fields that are columns of the table.
    pub fn columns(&self) -> impl Iterator<Item = &'static FieldInfo> {
        self.fields.iter().filter(|field| field.ty.is_column())
    }

    /// Returns the fields that refer to one record, with the kinds of the target.
    pub fn references(&self) -> impl Iterator<Item = (&'static FieldInfo, &'static [Kind])> {
        self.fields.iter().filter_map(|field| match field.ty {
            FieldType::Ref(kinds) => Some((field, kinds)),
            _ => None,
        })
    }
}

/// Returns the message for a word that a field does not accept, with the accepted words.
pub fn unknown(label: &str, word: &str, words: &[&str]) -> String {
    let (last, rest) = words.split_last().unwrap_or((&"", &[]));
    let word = word.trim();
    if rest.is_empty() {
        return format!("unknown {label} “{word}”; use {last}");
    }
    format!("unknown {label} “{word}”; use {} or {last}", rest.join(", "))
}
