//! Positions: the places where the user worked, with their titles over time.

use chrono::NaiveDate;

use super::date::PartialDate;
use super::date_phrase::{Bias, parse_when};
use super::field::{FieldInfo, FieldType};
use super::id::{PositionId, PositionTitleId};
use super::kind::Kind;
use super::record::{Field, FieldError, FieldText, Record, Unread, field, infos, unread_member};
use super::shared_fields::{LINKS, SOURCE, TAGS, VISIBILITY, Visibility};
use super::value::{Unreadable, Value};
use crate::text::one_line;

/// A position: an organisation, a span of time, and the answers to an interviewer's questions about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Position {
    /// The name of the organisation, which is not unique: a person may come back.
    pub organisation: String,
    /// The titles, the first one first; those of a stored position are records of their own.
    pub titles: Vec<PositionTitle>,
    /// The date on which the position began; `None` if it is not known.
    pub start: Option<PartialDate>,
    /// The date on which the position ended; `None` for a present position.
    pub end: Option<PartialDate>,
    /// The readers who may see the position in a document.
    pub visibility: Visibility,
    /// The number of people in the team.
    pub team_size: Option<u32>,
    /// The share of time spent leading, in percent.
    pub leading_percent: Option<u32>,
    /// The share of time spent coding, in percent.
    pub coding_percent: Option<u32>,
    /// The tags, without their `#`.
    pub tags: Vec<String>,
    /// The URLs of related pages.
    pub links: Vec<String>,
    /// A summary in a few sentences.
    pub summary: String,
    /// The people in the team and their roles.
    pub team: String,
    /// The reason why the user was hired.
    pub why_hired: String,
    /// The state of the work on arrival.
    pub state_found: String,
    /// The purpose of the product.
    pub product: String,
    /// The users of the product.
    pub users: String,
    /// The work that the user built, and the way it was built.
    pub built: String,
    /// The challenges, and the way they were met.
    pub challenges: String,
    /// The way in which day-to-day work, tasks and documentation were run.
    pub day_to_day: String,
    /// The way in which the work was tested.
    pub testing: String,
    /// The meetings, and the way in which the user ran them.
    pub meetings: String,
    /// The major contributions.
    pub contributions: String,
    /// Other notes, in Markdown.
    pub notes: String,
    /// The fingerprint of the imported draft; `None` for a position that was not imported.
    pub source: Option<String>,
    /// The stored values that this version cannot parse.
    pub unread: Unread,
}

impl Default for Position {
    fn default() -> Self {
        Self {
            organisation: String::new(),
            titles: Vec::new(),
            start: None,
            end: None,
            visibility: Visibility::Public,
            team_size: None,
            leading_percent: None,
            coding_percent: None,
            tags: Vec::new(),
            links: Vec::new(),
            summary: String::new(),
            team: String::new(),
            why_hired: String::new(),
            state_found: String::new(),
            product: String::new(),
            users: String::new(),
            built: String::new(),
            challenges: String::new(),
            day_to_day: String::new(),
            testing: String::new(),
            meetings: String::new(),
            contributions: String::new(),
            notes: String::new(),
            source: None,
            unread: Unread::default(),
        }
    }
}

impl Record for Position {
    type Id = PositionId;
    const KIND: Kind = Kind::Position;
    const FIELDS: &'static [Field<Self>] = FIELDS;

    unread_member!();

    /// Trims the names, and sorts the titles by their dates; a title without a date is the first one.
    fn normalise(&mut self, _: Option<&Self>, _: NaiveDate) {
        self.organisation = self.organisation.trim().to_owned();
        for title in &mut self.titles {
            title.title = one_line(&title.title);
        }
        self.titles.retain(|title| !title.title.is_empty());
        self.titles.sort_by_key(|title| title.start.map(PartialDate::first_day));
    }

    fn validate(&self, _: NaiveDate) -> Result<(), FieldError> {
        if self.organisation.trim().is_empty() {
            return Err(FieldError::new("organisation", "a position needs an organisation"));
        }
        if let (Some(start), Some(end)) = (self.start, self.end)
            && end.last_day() < start.first_day()
        {
            let why = format!("the position would end ({end}) before it starts ({start})");
            return Err(FieldError::new("end", why));
        }
        let shares = self.leading_percent.unwrap_or(0) + self.coding_percent.unwrap_or(0);
        if shares > 100 {
            let why = format!("leading and coding together are {shares} %, which is more than 100 %");
            return Err(FieldError::new("coding", why));
        }
        for title in &self.titles {
            self.validate_title(title)?;
        }
        Ok(())
    }
}

impl Position {
    /// Fails if the date of a title is outside the position.
    fn validate_title(&self, title: &PositionTitle) -> Result<(), FieldError> {
        let Some(on) = title.start else { return Ok(()) };
        let early = self.start.is_some_and(|start| on.last_day() < start.first_day());
        let late = self.end.is_some_and(|end| on.first_day() > end.last_day());
        if !early && !late {
            return Ok(());
        }
        let (start, end) = (shown(self.start, "?"), shown(self.end, "today"));
        let why = format!("{on} is outside the position ({start} to {end}): “{}”", title.title);
        Err(FieldError::new("titles", why))
    }

    /// Returns the title in force on a day: the last one that began by then, else the first one.
    pub fn title_on(&self, day: NaiveDate) -> Option<&PositionTitle> {
        let begun = |title: &&PositionTitle| title.start.is_none_or(|start| start.first_day() <= day);
        self.titles.iter().rfind(begun).or(self.titles.first())
    }

    /// Returns the last title; empty if there is none.
    pub fn last_title(&self) -> &str {
        self.titles.last().map_or("", |title| title.title.as_str())
    }

    /// Returns `true` if the span of the position contains a day. A position without any date contains no day:
    /// records belong to it by reference only.
    pub fn contains(&self, day: NaiveDate) -> bool {
        if self.start.is_none() && self.end.is_none() {
            return false;
        }
        self.start.is_none_or(|start| start.first_day() <= day)
            && self.end.is_none_or(|end| day <= end.last_day())
    }

    /// Returns the organisation with the last title: `Northwind, Staff engineer`.
    pub fn described(&self) -> String {
        match self.last_title() {
            "" => self.organisation.clone(),
            title => format!("{}, {title}", self.organisation),
        }
    }
}

fn shown(date: Option<PartialDate>, unknown: &str) -> String {
    date.map_or_else(|| unknown.to_owned(), |date| date.to_string())
}

/// A title in a position, and the date from which the user had it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PositionTitle {
    /// The position that the title belongs to.
    pub position: Option<PositionId>,
    /// The title, such as `Senior engineer`.
    pub title: String,
    /// The date of the promotion; `None` for the title that the position began with.
    pub start: Option<PartialDate>,
    /// The stored values that this version cannot parse.
    pub unread: Unread,
}

impl PositionTitle {
    /// Parses a title with an optional date in front, or in parentheses at the end: `2021-05 Senior engineer`.
    pub fn read(line: &str, today: NaiveDate) -> Self {
        let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        if let Some(date) = PartialDate::from_iso(first.trim_end_matches([':', ','])) {
            return Self::new(rest.trim(), Some(date));
        }
        let in_parentheses = line.strip_suffix(')').and_then(|line| line.rsplit_once(" ("));
        if let Some((title, date)) = in_parentheses
            && let Ok(date) = parse_when(date, today, Bias::Past)
        {
            return Self::new(title.trim(), Some(date.start));
        }
        Self::new(line, None)
    }

    /// Creates a title from a date on.
    pub fn new(title: impl Into<String>, start: Option<PartialDate>) -> Self {
        Self { title: title.into(), start, ..Self::default() }
    }
}

impl Record for PositionTitle {
    type Id = PositionTitleId;
    const KIND: Kind = Kind::PositionTitle;
    const FIELDS: &'static [Field<Self>] = TITLE_FIELDS;
    unread_member!();
}

/// The fields of a title.
const TITLE_FIELDS: &[Field<PositionTitle>] = &[
    field!(position, FieldInfo::new("position", FieldType::Ref(&[Kind::Position])).hidden().unnamed()),
    field!(title, FieldInfo::new("title", FieldType::Text).help("The title")),
    field!(start, FieldInfo::new("start", FieldType::Date).help("The date of the promotion")),
];

/// The descriptions of the fields of a title.
pub(super) const TITLE_INFOS: &[FieldInfo] = &infos::<PositionTitle, { TITLE_FIELDS.len() }>(TITLE_FIELDS);

/// Writes the titles, a line each: `2021-05 Senior engineer`. A dash marks a title without a date that begins
/// like one.
fn titles_text(position: &Position) -> String {
    let line = |title: &PositionTitle| match title.start {
        Some(start) => format!("{start} {}", title.title),
        None if PositionTitle::read(&title.title, NaiveDate::MIN).start.is_some() => {
            format!("- {}", title.title)
        }
        None => title.title.clone(),
    };
    position.titles.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Parses the titles, a line each; a line may begin with the date of the promotion.
fn set_titles(position: &mut Position, text: &str, today: NaiveDate) -> Result<(), String> {
    // The same text keeps what its lines cannot show, such as a date that this version cannot parse.
    if text.trim() == titles_text(position).trim() {
        return Ok(());
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let titles: Vec<PositionTitle> = lines
        .map(|line| match line.strip_prefix("- ") {
            Some(title) => PositionTitle::new(title.trim(), None),
            None => PositionTitle::read(line, today),
        })
        .collect();
    if let Some(empty) = titles.iter().find(|title| title.title.is_empty()) {
        return Err(format!("the date {} needs a title after it", shown(empty.start, "")));
    }
    position.titles = titles;
    Ok(())
}

/// Creates the field of an answer of several lines.
macro_rules! answer {
    ($member:ident, $heading:literal, $help:literal) => {
        field!($member, answer!(@info $member, $heading, $help))
    };
    // An answer that only the user reads.
    (own $member:ident, $heading:literal, $help:literal) => {
        field!($member, answer!(@info $member, $heading, $help).own())
    };
    (own $member:ident, $label:literal, $heading:literal, $help:literal) => {
        field!($member, answer!(@info $member, $heading, $help).label($label).own())
    };
    (@info $member:ident, $heading:literal, $help:literal) => {
        FieldInfo::new(stringify!($member), FieldType::Text).section($heading).help($help)
    };
}

/// The share of the working time, in percent.
const SHARE: FieldType = FieldType::Int { min: 0, max: 100 };

/// The fields of a position.
const FIELDS: &[Field<Position>] = &[
    field!(
        organisation,
        FieldInfo::new("organisation", FieldType::Text).help("The company, or yourself as a freelancer")
    ),
    field!(start, FieldInfo::new("start", FieldType::Date).help("2019-03-04, 2019-03 or 2019")),
    field!(
        end,
        FieldInfo::new("end", FieldType::EndDate)
            .help("2023-05-31, 2023-05 or 2023; empty while you are there")
    ),
    field!(visibility, VISIBILITY),
    field!(
        team_size,
        FieldInfo::new("team_size", FieldType::Int { min: 0, max: 100_000 })
            .label("team size")
            .help("How many people are in the team")
    ),
    field!(
        leading_percent,
        FieldInfo::new("leading_percent", SHARE)
            .label("leading")
            .help("The share of your time that you lead, in percent")
    ),
    field!(
        coding_percent,
        FieldInfo::new("coding_percent", SHARE)
            .label("coding")
            .help("The share of your time that you write code, in percent")
    ),
    field!(tags, TAGS),
    field!(links, LINKS),
    Field {
        info: FieldInfo::new("titles", FieldType::Parts)
            .section("Titles")
            .help("Your title; each promotion is a line with its date: 2021-05 Senior engineer"),
        get: |position| Value::Text(titles_text(position).into()),
        set: |position, value| match value {
            // Titles are records of their own: only an empty list can be set.
            Value::Text(text) if text.is_empty() => {
                position.titles.clear();
                Ok(())
            }
            _ => Err(Unreadable),
        },
        text: Some(FieldText { write: titles_text, read: set_titles }),
    },
    answer!(summary, "Summary", "The position in two or three sentences"),
    answer!(team, "Team", "Who was in the team, and what did each of them do?"),
    answer!(own why_hired, "why hired", "Why I was hired", "Why were you brought in?"),
    answer!(own state_found, "state found", "What I found", "What did you find when you came?"),
    answer!(product, "Product", "What does the product do?"),
    answer!(users, "Users", "Who uses it, and how many are they?"),
    answer!(built, "What I built", "What did you build, and how?"),
    answer!(own challenges, "Challenges", "What was hard, and how did you solve it?"),
    answer!(own day_to_day, "day to day", "Day to day", "How were day-to-day work, tasks and documentation run?"),
    answer!(own testing, "Testing", "How was the work tested, and released?"),
    answer!(own meetings, "Meetings", "Which meetings were there, and how did you run them?"),
    answer!(contributions, "Contributions", "What were your major contributions?"),
    field!(
        notes,
        FieldInfo::new("notes", FieldType::Text).section("Notes").help("Anything else, in Markdown").own()
    ),
    field!(source, SOURCE),
];

/// The descriptions of the fields of a position.
pub(super) const INFOS: &[FieldInfo] = &infos::<Position, { FIELDS.len() }>(FIELDS);

/// The fields that the form of a position shows, by their names; the interview asks for the others.
pub const FORM: [&str; 5] = ["organisation", "titles", "start", "end", "visibility"];

/// The questions of an interview about a position, in their order: the label of the field with the answer, and
/// the question in full.
pub const INTERVIEW: [(&str, &str); 15] = [
    ("why hired", "Why were you brought in? What did the organisation need, and why you?"),
    ("state found", "What did you find when you came: the code, the team, the way of working?"),
    ("product", "What does the product do, and what is it for?"),
    ("users", "Who uses it, and how many are they?"),
    ("team size", "How many people were in the team?"),
    ("team", "Who was in the team, and what did each of them do?"),
    ("leading", "What share of your time did you spend leading people, in percent?"),
    ("coding", "What share of your time did you spend writing code, in percent?"),
    ("built", "What did you build, and how?"),
    ("challenges", "What was hard, and how did you solve it?"),
    ("day to day", "How were day-to-day work, tasks and documentation run?"),
    ("testing", "How was the work tested and released?"),
    ("meetings", "Which meetings were there, and how did you run them?"),
    ("contributions", "What were your major contributions?"),
    ("summary", "How would you summarise the position in two or three sentences?"),
];

#[cfg(test)]
mod tests;
