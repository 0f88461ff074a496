//! Something you did.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::amount::Amount;
use super::change::Change;
use super::date::When;
use super::field::{FieldInfo, FieldType};
use super::followup::FollowUp;
use super::id::{GoalId, ProjectId, ReadingId, RecordId, WinId};
use super::kind::Kind;
use super::record::NamedRef;

/// One word out of a closed set, with its reading.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$variant_doc])* $variant,)* }

        impl $name {
            /// Every one, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The words, in the same order.
            pub const WORDS: &'static [&'static str] = &[$($word,)*];

            /// The word that is stored, typed and printed.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// The one that a word names, in any case.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|each| each.word().eq_ignore_ascii_case(word.trim()))
            }
        }

        impl $crate::domain::record::Word for $name {
            fn word(self) -> &'static str {
                self.word()
            }

            fn from_word(word: &str) -> Option<Self> {
                Self::from_word(word)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}
pub(super) use words;

words! {
    /// Who may see a record in a document.
    Visibility {
        /// Only in documents for oneself.
        Private = "private",
        /// Also for the manager and the promotion committee: the default.
        Internal = "internal",
        /// For everyone.
        Public = "public",
    }
}

words! {
    /// What part one had in it.
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

words! {
    /// Whether it is out.
    WinStatus {
        /// Still being done.
        InProgress = "in-progress",
        /// Done: the default.
        Shipped = "shipped",
    }
}

/// A win's own figures, fixed when written, whatever the metric's series does later.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The metric's name at the time.
    pub name: String,
    /// The value before, where it was said.
    pub from: Option<Amount>,
    /// The value.
    pub to: Amount,
}

impl Figure {
    /// The change, in words and in percent, where there is one.
    #[must_use]
    pub fn change(&self) -> Option<Change> {
        match &self.from {
            Some(from) => Change::between(from, &self.to),
            None => Change::of_relative(&self.to),
        }
    }

    /// The figure as it is typed: `800ms..400ms`.
    #[must_use]
    pub fn value_text(&self) -> String {
        match &self.from {
            Some(from) => format!("{}..{}", from.text, self.to.text),
            None => self.to.text.clone(),
        }
    }

    /// The words that it has in a sentence: `latency 800ms → 400ms`.
    #[must_use]
    pub fn in_sentence(&self) -> String {
        match &self.from {
            Some(from) => format!("{} {} → {}", self.name, from.text, self.to.text),
            None => format!("{} {}", self.name, self.to.text),
        }
    }
}

/// A stored figure: the record, and what it says.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredFigure {
    /// Its own identity.
    pub id: RecordId,
    /// What it says.
    pub figure: Figure,
}

/// A win as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Win {
    /// Its identity.
    pub id: WinId,
    /// What I did.
    pub title: String,
    /// When it happened.
    pub when: When,
    /// How, in Markdown.
    pub notes: String,
    /// For whom, and what changed: the claim.
    pub impact: String,
    /// Who it was for.
    pub audience: String,
    /// The key of its category.
    pub category: String,
    /// Whether a person has said so; until then it is a guess.
    pub category_confirmed: bool,
    /// My parts in it.
    pub roles: Vec<Role>,
    /// In progress or shipped.
    pub status: WinStatus,
    /// What it belongs to.
    pub project: Option<NamedRef<ProjectId>>,
    /// The goals that it is evidence for.
    pub goals: Vec<NamedRef<GoalId>>,
    /// What was read or learned that it used.
    pub learned: Vec<NamedRef<ReadingId>>,
    /// Who it was with.
    pub people: Vec<String>,
    /// Anything to find it by.
    pub tags: Vec<String>,
    /// Languages, technologies, methods.
    pub skills: Vec<String>,
    /// Links and evidence.
    pub links: Vec<String>,
    /// Its figures, fixed when written.
    pub figures: Vec<StoredFigure>,
    /// What is to be asked about it later, or was.
    pub follow_ups: Vec<FollowUp>,
    /// Whether it was said not to ask about it.
    pub unasked: bool,
    /// Whether it is among the best.
    pub starred: bool,
    /// Who may see it.
    pub visibility: Visibility,
    /// When it was written down.
    pub logged_at: DateTime<FixedOffset>,
    /// When it was last changed.
    pub updated_at: DateTime<FixedOffset>,
    /// Grows with every change to it or to what belongs to it: tells whether what a person has
    /// seen is still what is kept.
    pub revision: i64,
}

impl Win {
    /// What a person would type to get this win again.
    #[must_use]
    pub fn draft(&self) -> WinDraft {
        WinDraft {
            title: self.title.clone(),
            when: Some(self.when),
            notes: self.notes.clone(),
            impact: self.impact.clone(),
            audience: self.audience.clone(),
            category: self.category_confirmed.then(|| self.category.clone()),
            roles: self.roles.clone(),
            status: self.status,
            project: self.project.as_ref().map(|project| project.name.clone()),
            goals: self.goals.iter().map(|goal| goal.name.clone()).collect(),
            people: self.people.clone(),
            tags: self.tags.clone(),
            skills: self.skills.clone(),
            links: self.links.clone(),
            figures: self.figures.iter().map(|stored| stored.figure.clone()).collect(),
            due: self
                .follow_ups
                .iter()
                .find(|each| each.recorded_on.is_none() && !each.nothing)
                .map(|each| Due::On(each.ask_on))
                .or(self.unasked.then_some(Due::Never)),
            starred: self.starred,
            visibility: self.visibility,
        }
    }
}

/// When to ask what came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// On a day.
    On(NaiveDate),
    /// Not at all.
    Never,
}

/// A win that is not stored yet: what a line, a form or a document says.
#[derive(Debug, Clone, PartialEq)]
pub struct WinDraft {
    /// What I did.
    pub title: String,
    /// When it happened; today where nothing is said.
    pub when: Option<When>,
    /// How, in Markdown.
    pub notes: String,
    /// The claim.
    pub impact: String,
    /// Who it was for.
    pub audience: String,
    /// The category's key, where a person said it; else it is guessed.
    pub category: Option<String>,
    /// My parts in it.
    pub roles: Vec<Role>,
    /// In progress or shipped.
    pub status: WinStatus,
    /// The project, by name.
    pub project: Option<String>,
    /// Goals, by title.
    pub goals: Vec<String>,
    /// Who it was with.
    pub people: Vec<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Skills.
    pub skills: Vec<String>,
    /// Links.
    pub links: Vec<String>,
    /// Figures.
    pub figures: Vec<Figure>,
    /// When to ask, where it was said.
    pub due: Option<Due>,
    /// Starred.
    pub starred: bool,
    /// Who may see it.
    pub visibility: Visibility,
}

impl Default for WinDraft {
    fn default() -> Self {
        Self {
            title: String::new(),
            when: None,
            notes: String::new(),
            impact: String::new(),
            audience: String::new(),
            category: None,
            roles: Vec::new(),
            status: WinStatus::Shipped,
            project: None,
            goals: Vec::new(),
            people: Vec::new(),
            tags: Vec::new(),
            skills: Vec::new(),
            links: Vec::new(),
            figures: Vec::new(),
            due: None,
            starred: false,
            visibility: Visibility::Internal,
        }
    }
}

/// The fields of a win.
pub const FIELDS: &[FieldInfo] = &[
    FieldInfo::new("title", FieldType::Text).help("What you did"),
    FieldInfo::new("date", FieldType::When)
        .column("happened")
        .help("2026-03-04, 2026-03, 2026, yesterday, last friday, 2013..2017; empty is today"),
    FieldInfo::new("project", FieldType::Ref(&[Kind::Project]))
        .help("Its name; a new one is made")
        .found(true),
    FieldInfo::new("goals", FieldType::Refs(Kind::Goal))
        .column("goal")
        .help("Goals that it is evidence for, set apart by commas"),
    TAGS,
    SKILLS,
    FieldInfo::new("people", FieldType::Names).column("person").help("Names, set apart by commas"),
    ROLES,
    FieldInfo::new("audience", FieldType::Text).label("for").help("Who it was for"),
    FieldInfo::new("category", FieldType::Text)
        .help("The section of your document; with a question mark it is a guess"),
    FieldInfo::new("category_confirmed", FieldType::Flag).hidden(),
    FieldInfo::new("status", FieldType::Word(WinStatus::WORDS)).help("Space or the arrows change it"),
    VISIBILITY,
    FieldInfo::new("starred", FieldType::Flag).help("Space or the arrows change it"),
    LINKS,
    FieldInfo::new("unasked", FieldType::Flag).hidden(),
    FieldInfo::new("impact", FieldType::Text).section("Impact").help("Who it helped and what changed"),
    FieldInfo::new("notes", FieldType::Text).section("Notes").help("How, in Markdown"),
    SOURCE,
];

/// The fields of a win's own figure, fixed when written.
pub const FIGURE_FIELDS: &[FieldInfo] = &[
    FieldInfo::new("win", FieldType::Ref(&[Kind::Win])),
    FieldInfo::new("metric", FieldType::Ref(&[Kind::Metric])),
    FieldInfo::new("name", FieldType::Text),
    FieldInfo::new("before", FieldType::Text),
    FieldInfo::new("after", FieldType::Text),
];

/// The tags of a record.
pub(super) const TAGS: FieldInfo =
    FieldInfo::new("tags", FieldType::Names).column("tag").sigil('#').help("Names, set apart by commas");
/// The skills of a record.
pub(super) const SKILLS: FieldInfo =
    FieldInfo::new("skills", FieldType::Names).column("skill").sigil('%').help("Names, set apart by commas");
/// The parts that one had in a record.
pub(super) const ROLES: FieldInfo = FieldInfo::new("roles", FieldType::Words(Role::WORDS))
    .column("role")
    .help("led, designed, built, contributed, supported, mentored, proposed, reviewed, coordinated");
/// The addresses of a record.
pub(super) const LINKS: FieldInfo =
    FieldInfo::new("links", FieldType::Names).column("url").help("Addresses, set apart by commas");
/// Who may see a record.
pub(super) const VISIBILITY: FieldInfo =
    FieldInfo::new("visibility", FieldType::Word(Visibility::WORDS)).help("Space or the arrows change it");
/// The place in a document from which a record was imported.
pub(super) const SOURCE: FieldInfo = FieldInfo::new("source", FieldType::Text).internal().found(false);
