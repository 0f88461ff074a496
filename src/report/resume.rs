//! Renders a résumé in the JSON Resume format (<https://jsonresume.org/schema>, version 1.0.0): basics, positions
//! and projects with highlights, education, skills by group, languages, awards.

use chrono::NaiveDate;
use pulldown_cmark::{Event, TagEnd};
use serde_json::{Map, Value, json};

use super::career_entry::PositionEntry;
use super::document_wording;
use super::entry::Entry;
use crate::domain::category::RECOGNITION;
use crate::domain::{
    Chapter, DateRange, Education, Language, MetricView, PartialDate, Position, Positions, Profile,
    ProjectView, Strength, WinView,
};
use crate::text::one_line;

/// The maximum number of lines about a project: a recruiter reads no more.
const HIGHLIGHTS: usize = 5;

/// The maximum length of a word in a list of skills, in characters.
const WORD: usize = 30;

/// The address of the schema.
pub(super) const SCHEMA: &str =
    "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json";

/// The input of a résumé; empty fields are omitted.
#[derive(Debug, Clone)]
pub struct Resume<'a> {
    /// The person.
    pub profile: &'a Profile,
    /// The positions, the latest first.
    pub work: Vec<Work<'a>>,
    /// The projects, the latest first.
    pub projects: &'a [ProjectView],
    /// The wins to include.
    pub wins: &'a [WinView],
    /// The metrics of the projects.
    pub metrics: &'a [MetricView],
    /// The skills by group; the name is empty for skills without a group.
    pub skills: &'a [(String, Vec<String>)],
}

/// A position of a résumé.
#[derive(Debug, Clone)]
pub struct Work<'a> {
    /// The position.
    pub position: &'a Position,
    /// The best wins, one line each, with their last day if they have a date.
    pub highlights: Vec<(Option<NaiveDate>, String)>,
}

/// Returns the positions of a short CV with their highlights, which are among these wins.
pub fn work<'a>(positions: &'a Positions, entries: &[PositionEntry], wins: &[WinView]) -> Vec<Work<'a>> {
    let day = |entry: &Entry| {
        let win = wins.iter().find(|win| win.id.to_string() == entry.id)?;
        win.when.map(DateRange::last_day)
    };
    let of = |entry: &PositionEntry| {
        let stored = positions.all.iter().find(|position| position.id.to_string() == entry.id)?;
        let highlights = entry.bullets.iter().map(|bullet| (day(bullet), bullet.line()));
        Some(Work { position: &stored.body, highlights: highlights.collect() })
    };
    entries.iter().filter_map(of).collect()
}

/// Renders a résumé as JSON.
pub fn json(resume: &Resume<'_>) -> Value {
    let profile = resume.profile;
    let mut out = Map::new();
    out.insert("$schema".into(), SCHEMA.into());
    out.insert("basics".into(), basics(profile));
    let mut section = |key: &str, all: Vec<Value>| {
        if !all.is_empty() {
            out.insert(key.to_owned(), Value::Array(all));
        }
    };
    section("work", resume.work.iter().flat_map(positions).collect());
    // A project that has nothing to show, such as one that only holds others, is no project of a résumé.
    let shows =
        |project: &Value| ["highlights", "keywords", "roles"].iter().any(|key| project.get(key).is_some());
    let projects = resume.projects.iter().map(|each| project(resume, each));
    section("projects", projects.filter(shows).collect());
    section("education", profile.education.iter().map(education).collect());
    section(
        "awards",
        resume.wins.iter().filter(|win| win.category_key() == RECOGNITION).map(award).collect(),
    );
    let strengths = profile.strengths.iter().filter_map(strength);
    section("skills", resume.skills.iter().map(skills).chain(strengths).collect());
    section("languages", profile.languages.iter().map(language).collect());
    out.insert("meta".into(), json!({ "canonical": SCHEMA, "version": "v1.0.0" }));
    Value::Object(out)
}

fn basics(profile: &Profile) -> Value {
    let mut of = Map::new();
    for (key, text) in [
        ("name", &profile.name),
        ("label", &profile.label),
        ("email", &profile.email),
        ("phone", &profile.phone),
        ("url", &profile.url),
        ("summary", &profile.about),
    ] {
        put(&mut of, key, text.trim());
    }
    // The schema has no single text for a place: `Vienna, Austria` is a city and its region.
    let (city, region) = profile.location.split_once(',').unwrap_or((profile.location.as_str(), ""));
    let mut location = Map::new();
    put(&mut location, "city", city.trim());
    put(&mut location, "region", region.trim());
    if !location.is_empty() {
        of.insert("location".to_owned(), Value::Object(location));
    }
    let profiles: Vec<Value> = profile.links.iter().filter_map(|link| online_profile(link)).collect();
    if !profiles.is_empty() {
        of.insert("profiles".to_owned(), Value::Array(profiles));
    }
    Value::Object(of)
}

/// Returns the entry of a link, with the host as the network and the last part of the path as the user name; `None` for a
/// text that is no web address.
fn online_profile(link: &str) -> Option<Value> {
    let (_, address) = link.split_once("://").filter(|(scheme, _)| matches!(*scheme, "http" | "https"))?;
    let (host, path) = address.split_once('/').unwrap_or((address, ""));
    let mut of = Map::new();
    put(&mut of, "network", host.trim_end_matches('/').trim_start_matches("www."));
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    put(&mut of, "username", path.rsplit('/').next().unwrap_or_default());
    put(&mut of, "url", link);
    Some(Value::Object(of))
}

/// Returns the entry of a strength that is a list of words, such as `Python, Rust, Go`; `None` for one
/// that is described in a sentence.
fn strength(strength: &Strength) -> Option<Value> {
    let words: Vec<&str> = strength.text.split(',').map(str::trim).filter(|word| !word.is_empty()).collect();
    let is_list = words.len() > 1 && words.iter().all(|word| word.chars().count() <= WORD);
    is_list.then(|| json!({ "name": strength.name, "keywords": words }))
}

/// Returns an entry for each title of a position, the latest first, because an entry has one title and one span. The
/// summary is in the first entry, and a highlight in that of its time; without a date in the first one. Of several titles without a date, only the last is in force at
/// a known time: from the start of the position on.
fn positions(work: &Work<'_>) -> Vec<Value> {
    let position = work.position;
    let undated = position.titles.iter().rfind(|title| title.start.is_none());
    let dated = position.titles.iter().filter(|title| title.start.is_some());
    let mut spans: Vec<(&str, Option<PartialDate>)> =
        undated.map(|title| (title.title.as_str(), position.start)).into_iter().collect();
    spans.extend(dated.map(|title| (title.title.as_str(), title.start)));
    if spans.is_empty() {
        spans.push(("", position.start));
    }
    // The index of the title that a win was achieved with.
    let title_of = |(day, _): &(Option<NaiveDate>, String)| {
        let has_begun = |start: PartialDate| day.is_none_or(|day| start.first_day() <= day);
        spans.iter().rposition(|(_, start)| start.is_none_or(has_begun)).unwrap_or(0)
    };
    let mut out = Vec::new();
    let mut end = position.end.map(date).unwrap_or_default();
    for (at, (title, start)) in spans.iter().enumerate().rev() {
        let start = start.map(date).unwrap_or_default();
        let mut of = Map::new();
        put(&mut of, "name", &position.organisation);
        put(&mut of, "position", title);
        put(&mut of, "startDate", &start);
        put(&mut of, "endDate", &end);
        if out.is_empty() {
            put(&mut of, "summary", &lines(&position.summary).join(" "));
        }
        let own = work.highlights.iter().filter(|highlight| title_of(highlight) == at);
        list(&mut of, "highlights", own.map(|(_, line)| line.clone()).collect());
        out.push(Value::Object(of));
        end = start;
    }
    out
}

fn education(education: &Education) -> Value {
    let mut of = Map::new();
    put(&mut of, "institution", &education.institution);
    put(&mut of, "area", &education.area);
    put(&mut of, "studyType", &education.degree);
    put(&mut of, "startDate", &education.start.map(date).unwrap_or_default());
    put(&mut of, "endDate", &education.end.map(date).unwrap_or_default());
    Value::Object(of)
}

fn language(language: &Language) -> Value {
    let mut of = Map::new();
    put(&mut of, "language", &language.name);
    put(&mut of, "fluency", language.fluency.trim());
    Value::Object(of)
}

fn put(of: &mut Map<String, Value>, key: &str, text: &str) {
    if !text.is_empty() {
        of.insert(key.to_owned(), text.into());
    }
}

fn list(of: &mut Map<String, Value>, key: &str, all: Vec<String>) {
    if !all.is_empty() {
        of.insert(key.to_owned(), all.into());
    }
}

fn project(resume: &Resume<'_>, project: &ProjectView) -> Value {
    let wins: Vec<&WinView> = resume
        .wins
        .iter()
        .filter(|win| win.project.as_ref().is_some_and(|named| named.id == project.id))
        .collect();
    let mut of = Map::new();
    put(&mut of, "name", &project.name);
    let about = [Chapter::Summary, Chapter::Challenge, Chapter::Solution];
    let about = about.into_iter().map(|chapter| &project.prose[chapter]).find(|text| !text.is_empty());
    put(&mut of, "description", &about.map(|text| lines(text).join(" ")).unwrap_or_default());
    let mut highlights = lines(&project.prose[Chapter::Results]);
    // The strongest wins first; equal ones stay in their order.
    let mut strongest = wins.clone();
    strongest.sort_by_key(|win| {
        std::cmp::Reverse((
            win.starred,
            !win.figures.is_empty(),
            win.follow_ups.iter().any(|each| !each.outcome.is_empty()),
        ))
    });
    highlights.extend(strongest.iter().map(|win| highlight(win)));
    let own = |metric: &&MetricView| metric.owner_id() == Some(project.id.into());
    let logged = |metric: &&MetricView| metric.values.iter().any(|value| value.brought_by.is_none());
    let moved = resume.metrics.iter().filter(own).filter(logged);
    highlights.extend(moved.filter(|metric| metric.change().is_some()).map(|metric| {
        format!("{}: {}", document_wording::metric_name(&metric.name), document_wording::series_of(metric))
    }));
    highlights.extend(
        project.follow_ups.iter().filter(|each| !each.outcome.is_empty()).map(document_wording::outcome_of),
    );
    highlights.truncate(HIGHLIGHTS);
    list(&mut of, "highlights", highlights);
    list(&mut of, "keywords", project.skills.clone());
    let first = wins.iter().filter_map(|win| win.when).map(|when| when.start).min_by_key(|on| on.first_day());
    if let Some(start) = project.start.or(first) {
        put(&mut of, "startDate", &date(start));
    }
    put(&mut of, "endDate", &project.end.map(date).unwrap_or_default());
    list(&mut of, "roles", project.roles.iter().map(|role| role.noun().to_owned()).collect());
    Value::Object(of)
}

/// Returns the title of a win with its first figure: a recruiter reads one number for each line.
fn highlight(win: &WinView) -> String {
    let new = win.figures.iter().find(|figure| !document_wording::is_named(figure, &win.title));
    match new {
        Some(figure) => {
            format!("{}: {}", win.title.trim_end_matches('.'), document_wording::figure_of(figure))
        }
        None => win.title.clone(),
    }
}

fn award(win: &WinView) -> Value {
    let mut of = Map::new();
    put(&mut of, "title", &win.title);
    if let Some(when) = win.when {
        put(&mut of, "date", &date(when.last()));
    }
    put(&mut of, "summary", &lines(&win.impact).join(" "));
    Value::Object(of)
}

fn skills((group, names): &(String, Vec<String>)) -> Value {
    if group.is_empty() {
        json!({ "name": "Skills", "keywords": names })
    } else {
        json!({ "name": document_wording::metric_name(group), "keywords": names })
    }
}

/// Returns a date as the schema permits it, with a year in 1000..=2999; empty for any other.
fn date(on: PartialDate) -> String {
    let text = on.to_string();
    if text.starts_with(['1', '2']) { text } else { String::new() }
}

/// Returns the paragraphs and list items of a Markdown text, each as a line without markup.
fn lines(markdown: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut line = String::new();
    for event in super::markdown::events(markdown) {
        match event {
            Event::Text(text) | Event::Code(text) => line.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::TableCell) => line.push(' '),
            Event::End(
                TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_) | TagEnd::TableRow | TagEnd::CodeBlock,
            ) => out.push(std::mem::take(&mut line)),
            _ => {}
        }
    }
    out.push(line);
    let tidy = |line: String| one_line(&line);
    out.into_iter().map(tidy).filter(|line| !line.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_becomes_lines() {
        assert_eq!(lines("- one *thing*\n- `two`\n\nand\nthree"), ["one thing", "two", "and three"]);
        assert_eq!(lines(""), [""; 0]);
    }

    #[test]
    fn dates_outside_the_schema_are_empty() {
        assert_eq!(date(PartialDate::Year(2026)), "2026");
        assert_eq!(date(PartialDate::Year(987)), "");
    }

    #[test]
    fn a_link_is_a_profile_and_a_strength_of_words_is_a_skill() {
        let profile = online_profile("https://www.example.org/in/ada/?tab=all").unwrap();
        let expected = json!({ "network": "example.org", "username": "ada", "url": "https://www.example.org/in/ada/?tab=all" });
        assert_eq!(profile, expected);
        assert_eq!(online_profile("https://example.org").unwrap()["username"], Value::Null);
        assert_eq!(online_profile("ada on the network"), None);

        let of =
            |text: &str| strength(&Strength { name: "Web".into(), text: text.into(), ..Strength::default() });
        assert_eq!(of("HTML, CSS"), Some(json!({ "name": "Web", "keywords": ["HTML", "CSS"] })));
        assert_eq!(of("I build pages, which many people read every day, by hand"), None);
    }
}
