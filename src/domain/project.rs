//! Projects, to which wins belong.

use std::ops::{Deref, DerefMut};

use chrono::NaiveDate;

use super::date::PartialDate;
use super::field::{FieldInfo, FieldType};
use super::followup::FollowUpView;
use super::id::{PositionId, ProjectId};
use super::kind::Kind;
use super::praise::Praise;
use super::record::{Field, FieldError, Record, Stored, Unread, field, infos, unread_member};
use super::shared_fields::{LINKS, ROLES, Role, SKILLS, SOURCE, TAGS, VISIBILITY, Visibility};
use super::value::FieldValue;
use super::value::NamedRef;
use super::words::words;

words! {
    /// The status of a project.
    ProjectStatus {
        /// In progress: the default.
        Active = "active",
        /// Shipped.
        Shipped = "shipped",
        /// Paused.
        Paused = "paused",
        /// Given up.
        Dropped = "dropped",
    }
}

words! {
    /// A chapter of the prose of a project, in the order of documents.
    Chapter {
        /// A summary, in one line.
        Summary = "summary",
        /// The other people on the project.
        Team = "team",
        /// The people whom the project is for.
        Audience = "for",
        /// The difficulty, or the need for the project.
        Challenge = "challenge",
        /// The solution.
        Solution = "solution",
        /// The results.
        Results = "results",
        /// A retrospective, in one text.
        Reflection = "reflection",
        /// The parts that the user liked.
        Liked = "liked",
        /// The parts that were hard.
        Hard = "hard",
        /// The lessons that the user learned.
        Learned = "learned",
        /// Other notes, in Markdown.
        Notes = "notes",
    }
}

impl Chapter {
    /// Returns the heading in a document.
    pub fn title(self) -> &'static str {
        match self {
            Self::Summary => "Summary",
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

    /// Returns `true` if the chapter is a single line.
    pub fn is_line(self) -> bool {
        matches!(self, Self::Summary | Self::Team | Self::Audience)
    }
}

/// The prose of a project, by chapter; missing chapters are empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prose([String; Chapter::ALL.len()]);

impl Prose {
    /// Returns the text of every chapter, in order.
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
    /// The name, unique in the journal.
    pub name: String,
    /// The status: in progress, shipped, paused or dropped.
    pub status: ProjectStatus,
    /// The date on which the project began.
    pub start: Option<PartialDate>,
    /// The date on which the project ended or shipped.
    pub end: Option<PartialDate>,
    /// The project that this project is a part of.
    pub parent: Option<NamedRef<ProjectId>>,
    /// The position that the project belongs to, if the user chose it; else its dates decide.
    pub position: Option<NamedRef<PositionId>>,
    /// The related projects. The relation is stored with one of the two and applies to both.
    pub related: Vec<NamedRef<ProjectId>>,
    /// The roles of the user.
    pub roles: Vec<Role>,
    /// The skills: languages, technologies, methods.
    pub skills: Vec<String>,
    /// The tags, without their `#`.
    pub tags: Vec<String>,
    /// The URLs of related pages.
    pub links: Vec<String>,
    /// The text of each chapter, as Markdown: challenge, solution, results and others.
    pub prose: Prose,
    /// The readers who may see the project in a document.
    pub visibility: Visibility,
    /// The text that schemas 2 to 5 stored in place of a reference to a position; empty since then.
    pub former_position: String,
    /// The fingerprint of the imported draft; `None` for a project that was not imported.
    pub source: Option<String>,
    /// The stored values that this version cannot parse.
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
            position: None,
            related: Vec::new(),
            roles: Vec::new(),
            skills: Vec::new(),
            tags: Vec::new(),
            links: Vec::new(),
            prose: Prose::default(),
            visibility: Visibility::Internal,
            former_position: String::new(),
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

    /// Sets the end of a project that ships with this change, and clears the end of a project that is
    /// resumed.
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
    /// The follow-ups, open and answered.
    pub follow_ups: Vec<FollowUpView>,
    /// The praise for the project itself, in the order of creation.
    pub praise: Vec<Stored<Praise>>,
    /// The position that the project belongs to: the chosen one, or that of its dates.
    pub held_in: Option<NamedRef<PositionId>>,
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

/// A project in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectRow {
    /// The id of the project.
    pub id: ProjectId,
    /// The name of the project.
    pub name: String,
    /// The summary, in one line.
    pub summary: String,
    /// The status; [`ProjectStatus::Active`] if this version cannot parse the stored word.
    pub status: ProjectStatus,
    /// The stored word of a status that this version cannot parse; else empty.
    pub unread_status: String,
    /// The date on which the project began.
    pub start: Option<PartialDate>,
    /// The date on which the project ended.
    pub end: Option<PartialDate>,
    /// The project that this project is a part of.
    pub parent: Option<ProjectId>,
    /// The number of wins.
    pub wins: usize,
    /// The day of the next open follow-up about the project.
    pub ask_on: Option<NaiveDate>,
    /// The last day of the latest win; without a dated win, the day on which the project was logged.
    pub last: NaiveDate,
    /// The last day of the latest win that has a date.
    pub last_win: Option<NaiveDate>,
}

impl ProjectRow {
    /// Returns the stored word of the status.
    pub fn status_word(&self) -> &str {
        if self.unread_status.is_empty() { self.status.word() } else { &self.unread_status }
    }
}

/// Sorts projects into trees and returns each with its depth, parts after their parent. Siblings are sorted
/// by status (active, paused, shipped, dropped), and within a status the latest first.
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
        // Projects that are parts of each other have no root: a cycle begins with its first project in the
        // order.
        let Some(row) = rest.iter_mut().find_map(Option::take) else { return out };
        open.push((0, row));
    }
}

/// Returns the day by which a project is sorted: its end, else its latest win. A finished project without an
/// end and without wins is last.
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

/// Creates the field of a chapter of the prose.
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
    field!(
        position,
        FieldInfo::new("position", FieldType::Ref(&[Kind::Position]))
            .column("position_ref")
            .help("The position; empty is the one of its dates")
            .found(false)
    ),
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
    chapter!(
        Results,
        FieldInfo::new("results", FieldType::Text).section("Results").help("The results of the project")
    ),
    chapter!(
        Reflection,
        FieldInfo::new("reflection", FieldType::Text)
            .section("Looking back")
            .help("Looking back, in one text; or in the three fields below")
    ),
    chapter!(
        Liked,
        FieldInfo::new("liked", FieldType::Text).section("What I liked").help("What you liked").own()
    ),
    chapter!(
        Hard,
        FieldInfo::new("hard", FieldType::Text).section("What was hard").help("What was hard").own()
    ),
    chapter!(
        Learned,
        FieldInfo::new("learned", FieldType::Text).section("What I learned").help("What you learned")
    ),
    chapter!(
        Notes,
        FieldInfo::new("notes", FieldType::Text).section("Notes").help("Anything else, in Markdown").own()
    ),
    field!(
        former_position,
        FieldInfo::new("former_position", FieldType::Text).column("position").internal().found(false)
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
            last_win: None,
        }
    }

    fn shape(rows: Vec<ProjectRow>) -> Vec<String> {
        nested(rows).iter().map(|(depth, row)| format!("{}{}", " ".repeat(*depth), row.name)).collect()
    }

    #[test]
    fn nested_lists_parts_below_their_parent_and_sorts_siblings_by_status_and_date() {
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
    fn nested_includes_projects_that_are_parts_of_each_other() {
        use ProjectStatus::Active;
        let rows = vec![row(1, Some(2), Active, "2026-01-02"), row(2, Some(1), Active, "2026-01-01")];
        assert_eq!(shape(rows), ["1", " 2"]);
    }
}
