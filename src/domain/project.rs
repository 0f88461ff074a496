//! What wins belong to.

use std::ops::{Deref, DerefMut};

use chrono::NaiveDate;

use super::date::PartialDate;
use super::field::{FieldInfo, FieldType};
use super::followup::FollowUpView;
use super::id::ProjectId;
use super::kind::Kind;
use super::record::{Field, FieldError, Record, Stored, Unread, field, infos, unread_member};
use super::value::FieldValue;
use super::value::NamedRef;
use super::win::{LINKS, ROLES, Role, SKILLS, SOURCE, TAGS, VISIBILITY, Visibility};
use super::words::words;

words! {
    /// Where a project stands.
    ProjectStatus {
        /// Being worked on: the default.
        Active = "active",
        /// Out.
        Shipped = "shipped",
        /// Resting.
        Paused = "paused",
        /// Given up.
        Dropped = "dropped",
    }
}

words! {
    /// The prose of a project, in the order in which its story is told.
    Chapter {
        /// What it is, in one line.
        Summary = "summary",
        /// The position in which it was done.
        Position = "position",
        /// Who else was on it.
        Team = "team",
        /// Who it is for.
        Audience = "for",
        /// What made it hard, or necessary.
        Challenge = "challenge",
        /// How it was met.
        Solution = "solution",
        /// What came of it.
        Results = "results",
        /// Looking back.
        Reflection = "reflection",
        /// What I liked.
        Liked = "liked",
        /// What was hard.
        Hard = "hard",
        /// What I learned.
        Learned = "learned",
        /// Anything else, in Markdown.
        Notes = "notes",
    }
}

impl Chapter {
    /// Its heading in a story.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Summary => "Summary",
            Self::Position => "Position",
            Self::Team => "Team",
            Self::Audience => "For",
            Self::Challenge => "Challenge",
            Self::Solution => "Solution",
            Self::Results => "Results",
            Self::Reflection => "Looking back",
            Self::Liked => "What I liked",
            Self::Hard => "What was hard",
            Self::Learned => "What I learned",
            Self::Notes => "Notes",
        }
    }

    /// Whether it is said in one line.
    #[must_use]
    pub fn is_line(self) -> bool {
        matches!(self, Self::Summary | Self::Position | Self::Team | Self::Audience)
    }
}

/// The prose of a project, by chapter; what was not written is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prose([String; Chapter::ALL.len()]);

impl Prose {
    /// Every chapter's text, in their order.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut String> {
        self.0.iter_mut()
    }
}

impl std::ops::Index<Chapter> for Prose {
    type Output = String;

    fn index(&self, chapter: Chapter) -> &String {
        &self.0[chapter as usize]
    }
}

impl std::ops::IndexMut<Chapter> for Prose {
    fn index_mut(&mut self, chapter: Chapter) -> &mut String {
        &mut self.0[chapter as usize]
    }
}

/// A project.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub status: ProjectStatus,
    /// When it began.
    pub start: Option<PartialDate>,
    /// When it ended, or shipped.
    pub end: Option<PartialDate>,
    /// What it is a part of.
    pub parent: Option<NamedRef<ProjectId>>,
    /// What it has to do with. It is said of one of the two and holds for both.
    pub related: Vec<NamedRef<ProjectId>>,
    /// My parts in it.
    pub roles: Vec<Role>,
    /// Languages, technologies, methods.
    pub skills: Vec<String>,
    /// Anything to find it by.
    pub tags: Vec<String>,
    /// Links.
    pub links: Vec<String>,
    /// What is told of it.
    pub prose: Prose,
    /// Who may see it.
    pub visibility: Visibility,
    /// The place in a document from which it was imported.
    pub source: Option<String>,
    /// What this version does not understand.
    pub unread: Unread,
}

impl Default for Project {
    fn default() -> Self {
        Self {
            name: String::new(),
            status: ProjectStatus::Active,
            start: None,
            end: None,
            parent: None,
            related: Vec::new(),
            roles: Vec::new(),
            skills: Vec::new(),
            tags: Vec::new(),
            links: Vec::new(),
            prose: Prose::default(),
            visibility: Visibility::Internal,
            source: None,
            unread: Unread::default(),
        }
    }
}

impl Record for Project {
    type Id = ProjectId;
    const KIND: Kind = Kind::Project;
    const FIELDS: &'static [Field<Self>] = FIELDS;

    unread_member!();

    /// Ends a project that ships with this change, and opens one that goes on.
    fn normalise(&mut self, before: Option<&Self>, today: NaiveDate) {
        self.name = self.name.trim().to_owned();
        let Some(before) = before else { return };
        let (was, is) = (before.status, self.status);
        if is == ProjectStatus::Shipped && was != ProjectStatus::Shipped && self.end.is_none() {
            self.end = Some(PartialDate::Day(today));
        }
        if was == ProjectStatus::Shipped && is == ProjectStatus::Active && self.end == before.end {
            self.end = None;
        }
    }

    fn validate(&self, _: NaiveDate) -> Result<(), FieldError> {
        if self.name.trim().is_empty() {
            return Err(FieldError::new("name", "a project needs a name"));
        }
        if let (Some(start), Some(end)) = (self.start, self.end)
            && end.last_day() < start.first_day()
        {
            let why = format!("the project would end ({end}) before it starts ({start})");
            return Err(FieldError::new("end", why));
        }
        Ok(())
    }
}

/// A project with the follow-ups about it.
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectView {
    /// The project.
    pub stored: Stored<Project>,
    /// What is to be asked about it later, or was.
    pub follow_ups: Vec<FollowUpView>,
}

impl Deref for ProjectView {
    type Target = Stored<Project>;

    fn deref(&self) -> &Stored<Project> {
        &self.stored
    }
}

impl DerefMut for ProjectView {
    fn deref_mut(&mut self) -> &mut Stored<Project> {
        &mut self.stored
    }
}

/// A project in a list: what one line says of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectRow {
    /// Its identity.
    pub id: ProjectId,
    /// Its name.
    pub name: String,
    /// What it is, in one line.
    pub summary: String,
    /// The status; [`ProjectStatus::Active`] where the stored word is not understood.
    pub status: ProjectStatus,
    /// The stored word of a status that this version does not understand; else empty.
    pub unread_status: String,
    /// When it began.
    pub start: Option<PartialDate>,
    /// When it ended.
    pub end: Option<PartialDate>,
    /// What it is a part of.
    pub parent: Option<ProjectId>,
    /// How many wins it has.
    pub wins: usize,
    /// When the next question about it or its wins is to be asked.
    pub ask_on: Option<NaiveDate>,
    /// When its latest win happened, or it was written down.
    pub last: NaiveDate,
}

impl ProjectRow {
    /// Returns the word of the status, as it is stored.
    #[must_use]
    pub fn status_word(&self) -> &str {
        if self.unread_status.is_empty() { self.status.word() } else { &self.unread_status }
    }
}

/// Projects with their parts under them, and how deep each stands: what is active first, then what
/// is paused, shipped and dropped; of one status the latest first.
#[must_use]
pub fn nested(rows: Vec<ProjectRow>) -> Vec<(usize, ProjectRow)> {
    let ids: Vec<ProjectId> = rows.iter().map(|row| row.id).collect();
    let mut rest: Vec<Option<ProjectRow>> = rows.into_iter().map(Some).collect();
    rest.sort_by_key(|row| row.as_ref().map(|row| (rank(row.status), std::cmp::Reverse(time(row)))));
    let is_root = |row: &ProjectRow| row.parent.is_none_or(|parent| !ids.contains(&parent));
    let mut out = Vec::with_capacity(rest.len());
    let mut open: Vec<(usize, ProjectRow)> =
        rest.iter_mut().filter_map(|row| row.take_if(|row| is_root(row))).rev().map(|row| (0, row)).collect();
    loop {
        while let Some((depth, row)) = open.pop() {
            let parts = rest.iter_mut().filter_map(|each| each.take_if(|each| each.parent == Some(row.id)));
            let parts: Vec<_> = parts.map(|part| (depth + 1, part)).collect();
            open.extend(parts.into_iter().rev());
            out.push((depth, row));
        }
        // Projects that are parts of each other are in no tree: each such circle begins somewhere.
        let Some(row) = rest.iter_mut().find_map(Option::take) else { return out };
        open.push((0, row));
    }
}

/// What a project stands in time by: its end, or its latest win while it goes on. One that is over
/// at an unknown time comes last.
fn time(row: &ProjectRow) -> NaiveDate {
    let over = matches!(row.status, ProjectStatus::Shipped | ProjectStatus::Dropped);
    let known = row.end.map(PartialDate::last_day);
    if over && row.wins == 0 { known.unwrap_or(NaiveDate::MIN) } else { known.unwrap_or(row.last) }
}

fn rank(status: ProjectStatus) -> u8 {
    match status {
        ProjectStatus::Active => 0,
        ProjectStatus::Paused => 1,
        ProjectStatus::Shipped => 2,
        ProjectStatus::Dropped => 3,
    }
}

/// Describes a chapter of the prose as a field.
macro_rules! chapter {
    ($chapter:ident, $info:expr) => {
        Field {
            info: $info,
            get: |project| FieldValue::value(&project.prose[Chapter::$chapter]),
            set: |project, value| project.prose[Chapter::$chapter].set_value(value),
            text: None,
        }
    };
}

/// The fields of a project.
const FIELDS: &[Field<Project>] = &[
    field!(name, FieldInfo::new("name", FieldType::Text).help("What it is called")),
    chapter!(Summary, FieldInfo::new("summary", FieldType::Text).help("What it is, in one line")),
    field!(status, FieldInfo::new("status", FieldType::Word(ProjectStatus::WORDS))),
    field!(start, FieldInfo::new("start", FieldType::Date).help("2026-03-04, 2026-03 or 2026")),
    field!(end, FieldInfo::new("end", FieldType::EndDate).help("2026-03-04, 2026-03 or 2026")),
    field!(
        parent,
        FieldInfo::new("parent", FieldType::Ref(&[Kind::Project]))
            .help("The project or product that it is a part of")
    ),
    field!(
        related,
        FieldInfo::new("related", FieldType::Refs(Kind::Project))
            .help("Projects that it has to do with, set apart by commas")
            .found(false)
    ),
    field!(roles, ROLES),
    chapter!(Position, FieldInfo::new("position", FieldType::Text).help("The position in which you did it")),
    chapter!(Team, FieldInfo::new("team", FieldType::Text).help("Who else was on it")),
    chapter!(Audience, FieldInfo::new("audience", FieldType::Text).label("for").help("Who it was for")),
    field!(skills, SKILLS),
    field!(tags, TAGS),
    field!(links, LINKS),
    field!(visibility, VISIBILITY),
    chapter!(
        Challenge,
        FieldInfo::new("challenge", FieldType::Text)
            .section("Challenge")
            .help("What made it hard, or necessary")
    ),
    chapter!(
        Solution,
        FieldInfo::new("solution", FieldType::Text).section("Solution").help("How it was met")
    ),
    chapter!(Results, FieldInfo::new("results", FieldType::Text).section("Results").help("What came of it")),
    chapter!(
        Reflection,
        FieldInfo::new("reflection", FieldType::Text)
            .section("Looking back")
            .help("Looking back, in one text; or in the three fields below")
    ),
    chapter!(Liked, FieldInfo::new("liked", FieldType::Text).section("What I liked").help("What you liked")),
    chapter!(Hard, FieldInfo::new("hard", FieldType::Text).section("What was hard").help("What was hard")),
    chapter!(
        Learned,
        FieldInfo::new("learned", FieldType::Text).section("What I learned").help("What you learned")
    ),
    chapter!(
        Notes,
        FieldInfo::new("notes", FieldType::Text).section("Notes").help("Anything else, in Markdown")
    ),
    field!(source, SOURCE),
];

/// The descriptions of the fields of a project.
pub(super) const INFOS: &[FieldInfo] = &infos::<Project, { FIELDS.len() }>(FIELDS);

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn row(id: u128, parent: Option<u128>, status: ProjectStatus, last: &str) -> ProjectRow {
        ProjectRow {
            id: ProjectId(Uuid::from_u128(id)),
            name: id.to_string(),
            summary: String::new(),
            status,
            unread_status: String::new(),
            start: None,
            end: None,
            parent: parent.map(|id| ProjectId(Uuid::from_u128(id))),
            wins: 0,
            ask_on: None,
            last: last.parse().unwrap(),
        }
    }

    fn shape(rows: Vec<ProjectRow>) -> Vec<String> {
        nested(rows).iter().map(|(depth, row)| format!("{}{}", " ".repeat(*depth), row.name)).collect()
    }

    #[test]
    fn parts_stand_under_their_parent_what_is_active_first_and_the_latest_first() {
        use ProjectStatus::{Active, Shipped};
        let rows = vec![
            row(1, None, Shipped, "2026-03-01"),
            row(2, None, Active, "2025-01-01"),
            row(3, Some(2), Shipped, "2026-01-01"),
            row(4, Some(2), Active, "2024-01-01"),
            row(5, None, Active, "2026-02-01"),
            row(6, Some(4), Active, "2024-01-01"),
            row(7, Some(99), Active, "2020-01-01"),
        ];
        assert_eq!(shape(rows), ["5", "2", " 4", "  6", " 3", "7", "1"]);
    }

    #[test]
    fn projects_that_are_parts_of_each_other_are_listed_all_the_same() {
        use ProjectStatus::Active;
        let rows = vec![row(1, Some(2), Active, "2026-01-02"), row(2, Some(1), Active, "2026-01-01")];
        assert_eq!(shape(rows), ["1", " 2"]);
    }
}
