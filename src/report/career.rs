//! Builds the timeline of a career: positions with their projects and every win.
//!
//! The CV is a selection from the timeline: see [`super::cv`].

use std::collections::HashMap;

use super::career_entry::{
    AnswerEntry, EducationEntry, PositionEntry, ProfileEntry, StrengthEntry, TitleEntry,
};
use super::career_places::{Node, Places, nested};
use super::document::{Document, Entry, ProjectEntry, Reader};
use super::input::ReviewInput;
use super::{position, review, wording};
use crate::domain::{
    Chapter, DateRange, Education, Group, Language, Position, ProjectId, ProjectView, Record as _, Stored,
    Strength, Value, WinView, fold,
};

/// The fields of a position that have a place of their own in its entry.
const PLACED: [&str; 4] = ["summary", "team", "product", "users"];

/// Returns `true` if the user omitted an item of the document.
pub(super) fn is_left_out(input: &ReviewInput, key: &str) -> bool {
    input.overrides.iter().any(|each| each.left_out && each.item == key)
}

/// Turns the document of all projects and wins into the timeline: every project is in its position and below
/// the project that it is a part of, and every other win is in the position of its date.
pub fn timeline(document: Document, input: &ReviewInput) -> Document {
    let places = Places::new(input);
    let mut projects = projects(document.projects, input, &places);
    let mut wins =
        Wins::sorted(document.sections.into_iter().flat_map(|section| section.wins), input, &places);
    // The last list is that of the projects without a position.
    let others = projects.pop().unwrap_or_default();
    let held = input.positions.all.iter().zip(projects.into_iter().zip(std::mem::take(&mut wins.held)));
    let mut positions = Vec::new();
    for (stored, (projects, bullets)) in held {
        if !is_left_out(input, &stored.id.to_string()) {
            let entry = position_entry(input.reader, stored);
            let skills = wins.skills_of(&bullets);
            positions.push(PositionEntry { skills, projects, bullets, ..entry });
        }
    }
    let is_empty = positions.is_empty() && others.is_empty();
    let profile = profile(input);
    Document {
        title: if profile.name.is_empty() { "Timeline".into() } else { profile.name.clone() },
        reader: document.reader,
        period: document.period,
        profile,
        nothing: is_empty && wins.others.is_empty() && wins.undated.is_empty(),
        positions,
        projects: others,
        others: wins.others,
        undated: wins.undated,
        numbers: document.numbers,
        praise: document.praise,
        categories: document.categories,
        ..Document::default()
    }
}

/// Returns the trees of projects of each position, and at the end those without a position.
fn projects(built: Vec<ProjectEntry>, input: &ReviewInput, places: &Places) -> Vec<Vec<ProjectEntry>> {
    let mut built: HashMap<String, ProjectEntry> =
        built.into_iter().map(|entry| (entry.id.clone(), entry)).collect();
    let mut wins: HashMap<ProjectId, Vec<&WinView>> = HashMap::new();
    // The skills of a win that the user left out are not in the document either.
    let is_kept = |win: &&WinView| input.overrides.is_empty() || !is_left_out(input, &win.id.to_string());
    for win in input.wins.iter().filter(is_kept) {
        if let Some(project) = &win.project {
            wins.entry(project.id).or_default().push(win);
        }
    }
    let none = input.positions.all.len();
    let mut nodes: Vec<Vec<Node>> = Vec::new();
    nodes.resize_with(none + 1, Vec::new);
    if is_left_out(input, "projects") {
        return nodes.into_iter().map(nested).collect();
    }
    for project in &input.projects {
        let id = project.id.to_string();
        if is_left_out(input, &id) {
            continue;
        }
        // A project of which only the name and the dates were entered is not in the document of a period.
        let entry = built.remove(&id).unwrap_or_else(|| review::entry_of_project(project));
        let own = wins.get(&project.id).map(Vec::as_slice).unwrap_or_default();
        let entry = with_details(entry, input.reader, project, own);
        let last = own.iter().filter_map(|win| win.when).map(DateRange::last_day).max();
        nodes[places.of_project(project.id).unwrap_or(none)].push(Node::new(project, entry, last));
    }
    nodes.into_iter().map(nested).collect()
}

/// Adds the texts of a project that only documents about a career show, and the skills of its wins.
fn with_details(
    entry: ProjectEntry,
    reader: Reader,
    project: &ProjectView,
    wins: &[&WinView],
) -> ProjectEntry {
    let prose = |chapter: Chapter| project.prose[chapter].clone();
    let is_public = reader == Reader::Public;
    let mut skills = entry.skills.clone();
    add_skills(&mut skills, wins.iter().flat_map(|win| &win.skills));
    ProjectEntry {
        team: if is_public { String::new() } else { prose(Chapter::Team) },
        audience: prose(Chapter::Audience),
        notes: prose(Chapter::Notes),
        links: if is_public { Vec::new() } else { project.links.clone() },
        skills,
        ..entry
    }
}

/// Adds the names that a list of skills does not have yet.
pub(super) fn add_skills<'a>(to: &mut Vec<String>, names: impl IntoIterator<Item = &'a String>) {
    for name in names {
        if to.iter().all(|each| fold(each) != fold(name)) {
            to.push(name.clone());
        }
    }
}

/// The wins that belong to no project, in the order of the input.
struct Wins<'a> {
    /// The wins of each position.
    held: Vec<Vec<Entry>>,
    /// The wins with a date, but without a position.
    others: Vec<Entry>,
    /// The wins with neither.
    undated: Vec<Entry>,
    /// The stored wins by their ID.
    stored: HashMap<String, &'a WinView>,
}

impl<'a> Wins<'a> {
    fn sorted(entries: impl Iterator<Item = Entry>, input: &'a ReviewInput, places: &Places) -> Self {
        let mut out = Self {
            held: vec![Vec::new(); input.positions.all.len()],
            others: Vec::new(),
            undated: Vec::new(),
            stored: input.wins.iter().map(|win| (win.id.to_string(), win)).collect(),
        };
        let mut entries: HashMap<String, Entry> = entries.map(|entry| (entry.id.clone(), entry)).collect();
        for win in &input.wins {
            let Some(entry) = entries.remove(&win.id.to_string()) else { continue };
            let is_dated = win.when.is_some() || win.unread.get("date").is_some();
            match places.of(win.held_in.as_ref()) {
                Some(place) => out.held[place].push(entry),
                None if is_dated => out.others.push(entry),
                None => out.undated.push(entry),
            }
        }
        out
    }

    /// Returns the skills of wins.
    fn skills_of(&self, entries: &[Entry]) -> Vec<String> {
        let mut out = Vec::new();
        for win in entries.iter().filter_map(|entry| self.stored.get(&entry.id)) {
            add_skills(&mut out, &win.skills);
        }
        out
    }
}

/// Creates the entry of a position without projects and wins.
fn position_entry(reader: Reader, stored: &Stored<Position>) -> PositionEntry {
    let is_public = reader == Reader::Public;
    let title = |title: &crate::domain::PositionTitle| TitleEntry {
        title: title.title.clone(),
        since: title.start.map(wording::partial).unwrap_or_default(),
    };
    let shares = [
        stored.leading_percent.map(|share| format!("{share}\u{a0}% leading")),
        stored.coding_percent.map(|share| format!("{share}\u{a0}% coding")),
    ];
    PositionEntry {
        id: stored.id.to_string(),
        organisation: stored.organisation.clone(),
        title: stored.last_title().to_owned(),
        titles: stored.titles.iter().map(title).collect(),
        span: position::span(stored),
        facts: stored.team_size.map(|size| format!("a team of {size}")).into_iter().collect(),
        shares: shares.into_iter().flatten().collect(),
        summary: stored.summary.clone(),
        team: if is_public { String::new() } else { stored.team.clone() },
        product: stored.product.clone(),
        users: stored.users.clone(),
        answers: answers(stored),
        skills: Vec::new(),
        links: if is_public { Vec::new() } else { stored.links.clone() },
        projects: Vec::new(),
        bullets: Vec::new(),
    }
}

/// Returns the written answers about a position under the headings of their fields.
fn answers(stored: &Position) -> Vec<AnswerEntry> {
    let mut out = Vec::new();
    for field in Position::FIELDS {
        let Group::Section(heading) = field.info.group else { continue };
        let name = field.info.name;
        if name == "titles" || PLACED.contains(&name) {
            continue;
        }
        if let Value::Text(text) = (field.get)(stored)
            && !text.trim().is_empty()
        {
            out.push(AnswerEntry { heading: heading.to_owned(), text: text.into_owned() });
        }
    }
    out
}

/// Returns the person of a document. For the public, an address with the name of something that has an alias is
/// omitted: its alias would make the address point to somebody else.
pub(super) fn profile(input: &ReviewInput) -> ProfileEntry {
    let own = &input.profile;
    let redactor = input.redactor();
    let texts = [&own.email, &own.phone, &own.location, &own.url].into_iter().chain(&own.links);
    let contact = texts.map(String::as_str).map(str::trim).filter(|text| !text.is_empty());
    let is_address = |text: &str| text.contains(['@', '/']) || (text.contains('.') && !text.contains(' '));
    let contact = contact.filter(|text| !is_address(text) || redactor.first_leak(text).is_none());
    ProfileEntry {
        name: own.name.trim().to_owned(),
        label: own.label.trim().to_owned(),
        contact: contact.map(str::to_owned).collect(),
        about: own.about.trim().to_owned(),
        strengths: own.strengths.iter().map(strength).collect(),
        education: own.education.iter().map(education).collect(),
        languages: own.languages.iter().map(language).collect(),
    }
}

fn strength(strength: &Strength) -> StrengthEntry {
    StrengthEntry {
        name: strength.name.clone(),
        text: strength.text.trim().to_owned(),
        line: strength.text.trim().lines().next().unwrap_or_default().trim().to_owned(),
    }
}

fn education(education: &Education) -> EducationEntry {
    EducationEntry {
        span: wording::short_span(education.start, education.end),
        institution: education.institution.clone(),
        area: education.area.clone(),
        degree: education.degree.clone(),
    }
}

fn language(language: &Language) -> String {
    match language.fluency.trim() {
        "" => language.name.clone(),
        level => format!("{} ({level})", language.name),
    }
}
