//! The description of the fields of a record, from which everything generic is derived: columns, history,
//! checksums, JSON, CSV, the document in an editor, forms, validation of imported journals, and search.

use super::kind::Kind;

/// The type of a field, and the values that it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldType {
    /// Text.
    Text,
    /// One of a closed set of words.
    Word(&'static [&'static str]),
    /// A day, a month or a year, in ISO 8601. Of a span that is typed, the beginning.
    Date,
    /// The same, for a field that ends something: of a span that is typed, the end.
    EndDate,
    /// A day, in ISO 8601.
    Day,
    /// A date, or a span between two.
    DateRange,
    /// A whole number in a range.
    Int {
        /// The smallest.
        min: i64,
        /// The largest.
        max: i64,
    },
    /// Any number.
    Real,
    /// True or false, stored as 1 and 0.
    Flag,
    /// The place of a record among its siblings, as [`super::place`] has it.
    Place,
    /// A reference to one record of these kinds.
    Ref(&'static [Kind]),
    /// Names, in the order in which they were given: tags, people, addresses.
    Names,
    /// Several of a closed set of words.
    Words(&'static [&'static str]),
    /// References to records of a kind.
    Refs(Kind),
    /// What records that belong to this one say: the steps of a goal. Use cases store it.
    Parts,
}

impl FieldType {
    /// A whole number that counts something.
    pub const COUNT: Self = Self::Int { min: 0, max: u32::MAX as i64 };
    /// Any whole number.
    pub const NUMBER: Self = Self::Int { min: i64::MIN, max: i64::MAX };

    /// Returns true for a field that is a column of the record's own table.
    #[must_use]
    pub const fn is_column(self) -> bool {
        !self.is_link() && !matches!(self, Self::Parts)
    }

    /// Returns true for a field that is a set of links.
    #[must_use]
    pub const fn is_link(self) -> bool {
        matches!(self, Self::Names | Self::Words(_) | Self::Refs(_))
    }
}

/// Where documents and forms show a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// In one line.
    Line,
    /// As a section of several lines, under this heading.
    Section(&'static str),
    /// Nowhere: commands set the field. JSON and CSV have it.
    Hidden,
    /// Nowhere, and not in JSON or CSV either: the program's own.
    Internal,
}

/// A field of a kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldInfo {
    /// The key in JSON and the column in CSV.
    pub name: &'static str,
    /// The column in the table, or the kind of the links.
    pub column: &'static str,
    /// The type.
    pub ty: FieldType,
    /// The name in documents, forms and messages.
    pub label: &'static str,
    /// One line about the values that the field takes.
    pub help: &'static str,
    /// Where documents and forms show it.
    pub group: Group,
    /// True for a field whose text finds the record.
    pub search: bool,
    /// The character that marks a name of this field in a captured line.
    pub sigil: Option<char>,
    /// False for a reference whose name is not read with the record.
    pub named: bool,
}

impl FieldInfo {
    /// Describes a field that is called the same everywhere and finds its record if it is text or a link.
    #[must_use]
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
        }
    }

    /// Names the column, or the kind of the links, where it differs from the name.
    #[must_use]
    pub const fn column(self, column: &'static str) -> Self {
        Self { column, ..self }
    }

    /// Names the field as documents and forms do, where that differs.
    #[must_use]
    pub const fn label(self, label: &'static str) -> Self {
        Self { label, ..self }
    }

    /// Adds the line about the values that the field takes.
    #[must_use]
    pub const fn help(self, help: &'static str) -> Self {
        Self { help, ..self }
    }

    /// Shows the field as a section of several lines.
    #[must_use]
    pub const fn section(self, heading: &'static str) -> Self {
        Self { group: Group::Section(heading), ..self }
    }

    /// Shows the field in JSON and CSV only.
    #[must_use]
    pub const fn hidden(self) -> Self {
        Self { group: Group::Hidden, ..self }
    }

    /// Shows the field nowhere.
    #[must_use]
    pub const fn internal(self) -> Self {
        Self { group: Group::Internal, ..self }
    }

    /// Names the character that marks a name of this field in a captured line.
    #[must_use]
    pub const fn sigil(self, sigil: char) -> Self {
        Self { sigil: Some(sigil), ..self }
    }

    /// Reads the reference without the name of what it refers to.
    #[must_use]
    pub const fn unnamed(self) -> Self {
        Self { named: false, ..self }
    }

    /// Says whether the field finds its record.
    #[must_use]
    pub const fn found(self, search: bool) -> Self {
        Self { search, ..self }
    }
}

/// How the names of a kind are looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// Not at all.
    None,
    /// By the whole name.
    Whole,
    /// By how a name begins: there may be very many.
    Prefix,
    /// By how a name, or its slug, begins.
    Slug,
    /// By any words of a name, which is a sentence.
    Sentence,
}

/// How a kind of record is stored, and what it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KindInfo {
    /// The kind.
    pub kind: Kind,
    /// The columns that name a record, joined by spaces. The first is folded where names are looked up.
    pub title: &'static [&'static str],
    /// The rule by which a name finds a record of the kind. A kind that has names has the column `folded`.
    pub names: Names,
    /// The columns that date a record, the most important first.
    pub dates: &'static [&'static str],
    /// True for a kind that search finds: its table has the column `sort_key`.
    pub found: bool,
    /// The column that refers to the owner, without which a record means nothing.
    pub owner: Option<&'static str>,
    /// Further columns that refer to what the record belongs to. A reader who may not see one of these may not see
    /// the record.
    pub belongs: &'static [&'static str],
    /// The columns that no two live records share.
    pub unique: &'static [&'static str],
    /// The fields, in the order of documents, forms and CSV.
    pub fields: &'static [FieldInfo],
}

impl KindInfo {
    /// Finds a field by its column.
    #[must_use]
    pub fn by_column(&self, column: &str) -> Option<&'static FieldInfo> {
        self.fields.iter().find(|field| field.column == column && field.ty.is_column())
    }

    /// Returns the fields that are columns of the table.
    pub fn columns(&self) -> impl Iterator<Item = &'static FieldInfo> {
        self.fields.iter().filter(|field| field.ty.is_column())
    }

    /// Returns the fields that are references to one record.
    pub fn references(&self) -> impl Iterator<Item = (&'static FieldInfo, &'static [Kind])> {
        self.fields.iter().filter_map(|field| match field.ty {
            FieldType::Ref(kinds) => Some((field, kinds)),
            _ => None,
        })
    }
}

/// Returns the message for a word that is none of those that a field takes.
#[must_use]
pub fn unknown(label: &str, word: &str, words: &[&str]) -> String {
    let (last, rest) = words.split_last().unwrap_or((&"", &[]));
    let word = word.trim();
    if rest.is_empty() {
        return format!("unknown {label} “{word}”; use {last}");
    }
    format!("unknown {label} “{word}”; use {} or {last}", rest.join(", "))
}
