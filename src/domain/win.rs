//! Wins: the accomplishments of the user.

use std::ops::{Deref, DerefMut};

use chrono::NaiveDate;

use super::date::DateRange;
use super::date_phrase::{Bias, parse_day};
use super::field::{FieldInfo, FieldType};
use super::figure::{Figure, list_text, read_list};
use super::followup::FollowUpView;
use super::id::{GoalId, PositionId, ProjectId, ReadingId, WinId};
use super::kind::Kind;
use super::praise::Praise;
use super::record::{Field, FieldError, FieldText, Record, Stored, Unread, field, infos, unread_member};
use super::shared_fields::{COMPETENCIES, LINKS, ROLES, Role, SKILLS, SOURCE, TAGS, VISIBILITY, Visibility};
use super::value::NamedRef;
use super::value::{FieldValue, Unreadable, Value, printed};
use super::words::words;
use crate::text::list::{quoted, text, untext};

words! {
    /// The status of a win.
    WinStatus {
        /// In progress.
        InProgress = "in-progress",
        /// Shipped: the default.
        Shipped = "shipped",
    }
}

/// A win.
#[derive(Debug, Clone, PartialEq)]
pub struct Win {
    /// The title, which must not be blank.
    pub title: String,
    /// The day, month, year or span in which it happened; `None` if it is not known.
    pub when: Option<DateRange>,
    /// The project that the win belongs to.
    pub project: Option<NamedRef<ProjectId>>,
    /// The position that the win belongs to, if the user chose it; else the date decides.
    pub position: Option<NamedRef<PositionId>>,
    /// The goals that the win is evidence for.
    pub goals: Vec<NamedRef<GoalId>>,
    /// The tags, without their `#`.
    pub tags: Vec<String>,
    /// The skills: languages, technologies, methods.
    pub skills: Vec<String>,
    /// The people who worked on the win with the user.
    pub people: Vec<String>,
    /// The roles of the user.
    pub roles: Vec<Role>,
    /// The competencies that the win shows, by their keys in the ladder.
    pub competencies: Vec<String>,
    /// The figures as typed; those of a stored win are records: [`WinView::figures`].
    pub figures: Vec<Figure>,
    /// The people who benefit from the win; may be empty.
    pub audience: String,
    /// The key of the category that the user confirmed.
    pub category: Option<String>,
    /// The key of the guessed category; empty if a category is confirmed.
    pub guess: String,
    /// The status: shipped or in progress.
    pub status: WinStatus,
    /// The readers who may see the win in a document.
    pub visibility: Visibility,
    /// `true` if the user starred it as one of the best wins.
    pub starred: bool,
    /// The URLs of related pages and of evidence.
    pub links: Vec<String>,
    /// The day of the follow-up, if the user chose it.
    pub due: Option<Due>,
    /// The impact: the people who gained, and the change for them.
    pub impact: String,
    /// Notes on the work, in Markdown.
    pub notes: String,
    /// The fingerprint of the imported draft; `None` for a win that was not imported.
    pub source: Option<String>,
    /// The stored values that this version cannot parse.
    pub unread: Unread,
}

impl Default for Win {
    fn default() -> Self {
        Self {
            title: String::new(),
            when: None,
            project: None,
            position: None,
            goals: Vec::new(),
            tags: Vec::new(),
            skills: Vec::new(),
            people: Vec::new(),
            roles: Vec::new(),
            competencies: Vec::new(),
            figures: Vec::new(),
            audience: String::new(),
            category: None,
            guess: String::new(),
            status: WinStatus::Shipped,
            visibility: Visibility::Internal,
            starred: false,
            links: Vec::new(),
            due: None,
            impact: String::new(),
            notes: String::new(),
            source: None,
            unread: Unread::default(),
        }
    }
}

impl Win {
    /// Returns the key of the confirmed category, else of the guessed category.
    pub fn category_key(&self) -> &str {
        self.category.as_deref().unwrap_or(&self.guess)
    }
}

impl Record for Win {
    type Id = WinId;
    const KIND: Kind = Kind::Win;
    const FIELDS: &'static [Field<Self>] = FIELDS;

    unread_member!();

    fn validate(&self, _: NaiveDate) -> Result<(), FieldError> {
        if self.title.trim().is_empty() {
            return Err(FieldError::new("title", "a win needs a title"));
        }
        Ok(())
    }
}

/// A win with the records that belong to it.
#[derive(Debug, Clone, PartialEq)]
pub struct WinView {
    /// The win.
    pub stored: Stored<Win>,
    /// The reading notes that were used for the win.
    pub learned: Vec<NamedRef<ReadingId>>,
    /// The figures as records, in the order of creation.
    pub figures: Vec<Stored<Figure>>,
    /// The follow-ups, open and answered.
    pub follow_ups: Vec<FollowUpView>,
    /// The praise for the win, in the order of creation.
    pub praise: Vec<Stored<Praise>>,
    /// The position that the win belongs to: the chosen one, that of its project, or that of its date.
    pub held_in: Option<NamedRef<PositionId>>,
}

impl Deref for WinView {
    type Target = Stored<Win>;

    fn deref(&self) -> &Stored<Win> {
        &self.stored
    }
}

impl DerefMut for WinView {
    fn deref_mut(&mut self) -> &mut Stored<Win> {
        &mut self.stored
    }
}

impl WinView {
    /// Creates the view of a win without the records that belong to it.
    pub fn new(stored: Stored<Win>) -> Self {
        Self {
            stored,
            learned: Vec::new(),
            figures: Vec::new(),
            follow_ups: Vec::new(),
            praise: Vec::new(),
            held_in: None,
        }
    }

    /// Returns the body of the win with its figures and the day of its open follow-up, as the input of an
    /// edit.
    pub fn draft(&self) -> Win {
        let open = self.follow_ups.iter().find(|each| each.is_open());
        Win {
            figures: self.figures.iter().map(|stored| stored.as_written()).collect(),
            due: open.map(|each| Due::On(each.ask_on)).or(self.due),
            ..self.body.clone()
        }
    }
}

/// The user's choice for the follow-up on a win.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// A follow-up on this day.
    On(NaiveDate),
    /// No follow-up.
    Never,
}

fn category_text(win: &Win) -> String {
    match &win.category {
        // The quotes distinguish a key that ends in a question mark from a guess.
        Some(key) if key.ends_with('?') => quoted(key),
        Some(key) => text(key),
        None => format!("{}?", win.guess),
    }
}

/// Parses a category; a question mark at the end makes it a guess. A use case resolves the text to a key.
fn set_category(win: &mut Win, typed: &str, _: NaiveDate) -> Result<(), String> {
    win.category = match typed {
        "" => None,
        guess if guess.ends_with('?') => None,
        key => Some(untext(key)?),
    };
    Ok(())
}

fn set_figures(win: &mut Win, text: &str, _: NaiveDate) -> Result<(), String> {
    win.figures = read_list(text)?;
    Ok(())
}

fn due_text(win: &Win) -> String {
    match win.due {
        Some(Due::On(day)) => day.to_string(),
        Some(Due::Never) => "never".to_owned(),
        None => String::new(),
    }
}

fn set_due(win: &mut Win, text: &str, today: NaiveDate) -> Result<(), String> {
    win.due = if text.is_empty() { None } else { Some(due(text, today)?) };
    Ok(())
}

/// Parses the choice for a follow-up: `never`, or a day; phrases such as `friday` refer to the future.
pub fn due(text: &str, today: NaiveDate) -> Result<Due, String> {
    if text.eq_ignore_ascii_case("never") {
        return Ok(Due::Never);
    }
    parse_day(text, today, Bias::Future).map(Due::On).map_err(|err| err.to_string())
}

/// Creates a field with a getter and a setter of its own.
const fn part(
    info: FieldInfo,
    get: fn(&Win) -> Value<'_>,
    set: fn(&mut Win, Value<'_>) -> Result<(), Unreadable>,
) -> Field<Win> {
    Field { info, get, set, text: None }
}

/// The fields of a win.
const FIELDS: &[Field<Win>] = &[
    field!(title, FieldInfo::new("title", FieldType::Text).help("What you did")),
    part(
        FieldInfo::new("date", FieldType::DateRange).column("happened").help(
            "2026-03-04, 2026-03, 2026, yesterday, last friday, 2013..2017; empty for a new win is today",
        ),
        |win| match win.when {
            Some(when) => printed(&when),
            // The column is NOT NULL.
            None => Value::Text("".into()),
        },
        |win, value| match value {
            Value::Text(text) if text.is_empty() => win.when.set_value(Value::Null),
            value => win.when.set_value(value),
        },
    ),
    field!(
        project,
        FieldInfo::new("project", FieldType::Ref(&[Kind::Project]))
            .sigil('+')
            .help("Its name; a new one is made")
            .found(true)
    ),
    field!(
        position,
        FieldInfo::new("position", FieldType::Ref(&[Kind::Position]))
            .help("The position; empty is the one of its date")
            .found(false)
    ),
    field!(
        goals,
        FieldInfo::new("goals", FieldType::Refs(Kind::Goal))
            .column("goal")
            .sigil('^')
            .help("Goals that it is evidence for, set apart by commas")
    ),
    field!(tags, TAGS),
    field!(skills, SKILLS),
    field!(
        people,
        FieldInfo::new("people", FieldType::Names)
            .column("person")
            .sigil('@')
            .help("Names, set apart by commas")
    ),
    field!(roles, ROLES),
    field!(competencies, COMPETENCIES),
    Field {
        text: Some(FieldText { write: |win| list_text(&win.figures), read: set_figures }),
        ..part(
            FieldInfo::new("metrics", FieldType::Parts).help("latency:800ms..400ms, errors:-90%"),
            |win| Value::Text(list_text(&win.figures).into()),
            |win, _| {
                win.figures.clear();
                Ok(())
            },
        )
    },
    field!(
        audience,
        FieldInfo::new("audience", FieldType::Text)
            .label("for")
            .help("Who it was for: whose problem was it?")
    ),
    Field {
        text: Some(FieldText { write: category_text, read: set_category }),
        ..part(
            FieldInfo::new("category", FieldType::Text)
                .help("The section of your document; with a question mark it is a guess"),
            |win| Value::Text(win.category_key().into()),
            |win, value| {
                win.category = None;
                win.guess.set_value(value)
            },
        )
    },
    part(
        FieldInfo::new("category_confirmed", FieldType::Flag).hidden(),
        |win| Value::Int(i64::from(win.category.is_some())),
        |win, value| {
            if value == Value::Int(1) {
                win.category = Some(std::mem::take(&mut win.guess));
            }
            Ok(())
        },
    ),
    field!(status, FieldInfo::new("status", FieldType::Word(WinStatus::WORDS))),
    field!(visibility, VISIBILITY),
    field!(starred, FieldInfo::new("starred", FieldType::Flag)),
    field!(links, LINKS),
    Field {
        text: Some(FieldText { write: due_text, read: set_due }),
        ..part(
            FieldInfo::new("due", FieldType::Parts)
                .help("When to ask for the outcome: in 3 months, 2026-06-02, never"),
            |win| Value::Text(due_text(win).into()),
            |win, _| {
                win.due = None;
                Ok(())
            },
        )
    },
    part(
        FieldInfo::new("unasked", FieldType::Flag).internal(),
        |win| Value::Int(i64::from(win.due == Some(Due::Never))),
        |win, value| {
            if value == Value::Int(1) {
                win.due = Some(Due::Never);
            }
            Ok(())
        },
    ),
    field!(
        impact,
        FieldInfo::new("impact", FieldType::Text)
            .section("Impact")
            .help("What came of it: who it helped, what changed")
    ),
    field!(
        notes,
        FieldInfo::new("notes", FieldType::Text)
            .section("Notes")
            .help("What you did yourself, and how, in Markdown")
    ),
    field!(source, SOURCE),
];

/// The descriptions of the fields of a win.
pub(super) const INFOS: &[FieldInfo] = &infos::<Win, { FIELDS.len() }>(FIELDS);
