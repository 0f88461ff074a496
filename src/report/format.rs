//! The output formats and the kinds of documents.

use std::path::Path;

use super::document::Reader;

/// The output format of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Markdown, from which all other formats except JSON are rendered.
    #[default]
    Markdown,
    /// One self-contained HTML page.
    Html,
    /// PDF pages.
    Pdf,
    /// Plain text.
    Text,
    /// The context of the templates as JSON.
    Json,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 5] = [Self::Markdown, Self::Html, Self::Pdf, Self::Text, Self::Json];

    /// Returns the name of the format, which is also its file extension.
    pub fn word(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Pdf => "pdf",
            Self::Text => "txt",
            Self::Json => "json",
        }
    }

    /// Returns the format of a name.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }

    /// Returns the format of a file extension.
    pub fn of_path(path: &Path) -> Option<Self> {
        let end = path.extension()?.to_str()?.to_ascii_lowercase();
        if end == "markdown" { Some(Self::Markdown) } else { Self::from_word(&end) }
    }
}

/// A kind of document. Each kind is a template over the same context.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DocumentKind {
    /// The brag document of a period.
    #[default]
    Review,
    /// The projects, described for readers who did not take part in them.
    Portfolio,
    /// The positions with all projects and wins.
    Timeline,
    /// The stories, for an interview.
    Stories,
    /// The positions with their best wins, on one or two pages.
    Cv,
}

impl DocumentKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Review, Self::Portfolio, Self::Timeline, Self::Stories, Self::Cv];

    /// Returns the file name of its template.
    pub fn file(self) -> &'static str {
        match self {
            Self::Review => "review.md.jinja",
            Self::Portfolio => "portfolio.md.jinja",
            Self::Timeline => "timeline.md.jinja",
            Self::Stories => "stories.md.jinja",
            Self::Cv => "cv.md.jinja",
        }
    }

    /// Returns the text of its built-in template.
    pub fn template(self) -> &'static str {
        match self {
            Self::Review => include_str!("../../assets/review.md.jinja"),
            Self::Portfolio => include_str!("../../assets/portfolio.md.jinja"),
            Self::Timeline => include_str!("../../assets/timeline.md.jinja"),
            Self::Stories => include_str!("../../assets/stories.md.jinja"),
            Self::Cv => include_str!("../../assets/cv.md.jinja"),
        }
    }
}

/// The length of a review or of a document about a career.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Length {
    /// The best wins, each with one number.
    Short,
    /// Everything that the document has.
    #[default]
    Full,
}

impl Length {
    /// Every length.
    pub const ALL: [Self; 2] = [Self::Short, Self::Full];

    /// Returns the word for the length on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Full => "full",
        }
    }

    /// Returns the length of a review unless the user chooses one: a manager and a committee read the short form.
    pub fn of_review(reader: Reader) -> Self {
        match reader {
            Reader::Manager | Reader::Promotion => Self::Short,
            Reader::Myself | Reader::Public => Self::Full,
        }
    }

    /// Returns the length of a document unless the user chooses one: a recruiter reads the short form of a CV.
    pub fn of_kind(kind: DocumentKind, reader: Reader) -> Self {
        match (kind, reader) {
            (DocumentKind::Review, reader) => Self::of_review(reader),
            (DocumentKind::Cv, Reader::Public) => Self::Short,
            _ => Self::Full,
        }
    }

    /// Returns the length of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|length| length.word() == word)
    }
}
