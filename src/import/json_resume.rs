//! Reads a résumé in the JSON Resume format (<https://jsonresume.org/schema>): positions with their highlights as wins,
//! projects, awards, references as praise, and the profile. What has no place is kept.

use serde_json::{Map, Value};

use super::dates::{self, DateContext, When};
use super::draft::{ImportDocument, ImportDraft, Unplaced};
use super::markup::title_of;
use crate::domain::{DateRange, Kind, PartialDate};

/// Returns `true` for an object that is a résumé.
pub(super) fn is_resume(object: &Map<String, Value>) -> bool {
    object.get("basics").is_some_and(Value::is_object) || object.get("work").is_some_and(Value::is_array)
}

/// Reads a résumé; `text` is its source, in which the lines of the records are found.
pub(super) fn read(mut object: Map<String, Value>, text: &str) -> ImportDocument {
    let mut reader = Reader { text, at: 0, line: 1, document: ImportDocument::default() };
    object.remove("$schema");
    object.remove("meta");
    let profile = reader.profile(&mut object);
    reader.document.drafts.push(profile);
    for (key, kind) in [("work", Kind::Position), ("volunteer", Kind::Position), ("projects", Kind::Project)]
    {
        for entry in entries(&mut object, key) {
            reader.engagement(entry, kind, key == "volunteer");
        }
    }
    for (key, category) in
        [("awards", "recognition"), ("certificates", "learning"), ("publications", "outside")]
    {
        for entry in entries(&mut object, key) {
            reader.achievement(entry, category);
        }
    }
    for entry in entries(&mut object, "references") {
        reader.reference(entry);
    }
    reader.keep_rest("", &Value::Object(object));
    reader.document.identify();
    reader.document
}

/// Removes a list of objects.
fn entries(object: &mut Map<String, Value>, key: &str) -> Vec<Map<String, Value>> {
    let Some(Value::Array(all)) = object.get_mut(key) else { return Vec::new() };
    let (objects, rest): (Vec<Value>, Vec<Value>) =
        std::mem::take(all).into_iter().partition(Value::is_object);
    if rest.is_empty() {
        object.remove(key);
    } else {
        *all = rest;
    }
    objects
        .into_iter()
        .filter_map(|value| if let Value::Object(object) = value { Some(object) } else { None })
        .collect()
}

/// Removes the first of some keys that has a text.
fn take(object: &mut Map<String, Value>, keys: &[&str]) -> String {
    for key in keys {
        if let Some(Value::String(text)) = object.get(*key) {
            let text = text.trim().to_owned();
            object.remove(*key);
            return text;
        }
    }
    String::new()
}

/// Removes a list of texts.
fn take_texts(object: &mut Map<String, Value>, key: &str) -> Vec<String> {
    let is_texts = matches!(object.get(key), Some(Value::Array(all)) if all.iter().all(Value::is_string));
    if !is_texts {
        return Vec::new();
    }
    let Some(Value::Array(all)) = object.remove(key) else { return Vec::new() };
    all.iter()
        .filter_map(Value::as_str)
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
        .collect()
}

/// Removes the start and the end of an entry; an end that is missing or says “present” leaves the span open.
fn take_span(object: &mut Map<String, Value>) -> Option<When> {
    let (start, end) = (take(object, &["startDate", "start"]), take(object, &["endDate", "end"]));
    let date = |text: &str| dates::whole(text, DateContext::default()).map(|when| when.range.start);
    let (start, end) = (date(&start), date(&end));
    match (start, end) {
        (Some(start), Some(end)) => DateRange::span(start, end).map(|range| When { range, is_open: false }),
        (Some(start), None) => Some(When { range: DateRange { start, end: None }, is_open: true }),
        (None, Some(end)) => Some(When { range: DateRange { start: end, end: None }, is_open: false }),
        (None, None) => None,
    }
}

struct Reader<'a> {
    text: &'a str,
    /// The position behind the text that was found last, in bytes, and its line.
    at: usize,
    line: usize,
    document: ImportDocument,
}

/// The number of bytes in which a text is searched for: a search of the whole file for each text would take quadratic time.
const SEARCHED: usize = 16 * 1024;

impl Reader<'_> {
    /// Returns the line of a text, searched in the next part of the file from the last one on; the last line if it is not
    /// found, such as a text that is written with other escapes.
    fn line_of(&mut self, value: &str) -> usize {
        let written = Value::String(value.to_owned()).to_string();
        let end = self.text.floor_char_boundary(self.at + SEARCHED);
        if let Some(found) = self.text[self.at..end].find(&written) {
            let to = self.at + found;
            self.line += self.text[self.at..to].matches('\n').count();
            self.at = to;
        }
        self.line
    }

    fn draft(&mut self, kind: Kind, title: &str) -> ImportDraft {
        let line = self.line_of(title);
        ImportDraft::new(kind, title, (line, line))
    }

    /// Adds the fields that have no place to the notes of a draft.
    fn notes(draft: &mut ImportDraft, rest: Map<String, Value>) {
        let mut lines = Vec::new();
        flatten("", &Value::Object(rest), &mut lines);
        draft.append("notes", &lines.join("\n"), false);
    }

    fn profile(&mut self, object: &mut Map<String, Value>) -> ImportDraft {
        let last = self.text.lines().count().max(1);
        let mut basics = match object.remove("basics") {
            Some(Value::Object(basics)) => basics,
            _ => Map::new(),
        };
        let mut draft = ImportDraft::new(Kind::Profile, take(&mut basics, &["name"]), (1, last));
        for (field, keys) in [
            ("label", &["label"][..]),
            ("email", &["email"]),
            ("phone", &["phone"]),
            ("url", &["url", "website"]),
        ] {
            draft.set(field, &take(&mut basics, keys));
        }
        draft.append("about", &take(&mut basics, &["summary"]), false);
        if let Some(Value::Object(place)) = basics.get_mut("location") {
            let parts = [take(place, &["city"]), take(place, &["region"]), take(place, &["countryCode"])];
            draft.set(
                "location",
                &parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", "),
            );
        }
        let profiles = entries(&mut basics, "profiles");
        // The about text is in every CV: what has no place must not be added to it.
        for mut profile in profiles {
            let url = take(&mut profile, &["url"]);
            // The network and the user name that the address contains are not kept a second time.
            let is_in_address = |text: &Value| {
                text.as_str().is_some_and(|text| url.to_lowercase().contains(&text.trim().to_lowercase()))
            };
            profile
                .retain(|key, value| !(matches!(&key[..], "network" | "username") && is_in_address(value)));
            draft.add_names("links", [url]);
            self.keep_rest("profiles", &Value::Object(profile));
        }
        for mut skill in entries(object, "skills") {
            let (name, level) = (take(&mut skill, &["name"]), take(&mut skill, &["level"]));
            let words = take_texts(&mut skill, "keywords").join(", ");
            let name = if level.is_empty() { name } else { format!("{name} ({level})") };
            draft.add_line("strengths", &format!("{}: {words}", name.replace(':', " –")));
            self.keep_rest("skills", &Value::Object(skill));
        }
        for mut language in entries(object, "languages") {
            let (name, level) =
                (take(&mut language, &["language", "name"]), take(&mut language, &["fluency"]));
            draft.add_line("languages", &format!("{name}: {level}"));
            self.keep_rest("languages", &Value::Object(language));
        }
        for mut school in entries(object, "education") {
            draft.add_line("education", &education(&mut school));
            self.keep_rest("education", &Value::Object(school));
        }
        self.keep_rest("basics", &Value::Object(basics));
        draft
    }

    /// Reads a position or a project, with its highlights as wins.
    fn engagement(&mut self, mut entry: Map<String, Value>, kind: Kind, is_voluntary: bool) {
        let name = take(&mut entry, &["name", "company", "organization"]);
        let name = if name.is_empty() { take(&mut entry, &["entity", "position"]) } else { name };
        if name.is_empty() {
            return self.keep_rest("", &Value::Object(entry));
        }
        let mut draft = self.draft(kind, &name);
        let title = take(&mut entry, &["position"]);
        if kind == Kind::Position {
            draft.add_line("titles", &title);
        } else if !title.is_empty() {
            draft.append("notes", &title, false);
        }
        if let Some(when) = take_span(&mut entry) {
            draft.set_when(when);
        }
        draft.add_names("links", [take(&mut entry, &["url", "website"])]);
        let summary = take(&mut entry, &["summary"]);
        let description = take(&mut entry, &["description"]);
        if kind == Kind::Position {
            draft.append("summary", &summary, false);
            draft.append("product", &description, false);
        } else {
            draft.set("summary", if summary.is_empty() { &description } else { &summary });
            draft.append("notes", if summary.is_empty() { "" } else { &description }, false);
            draft.add_names("skills", take_texts(&mut entry, "keywords"));
        }
        if is_voluntary {
            draft.append("notes", "Volunteer work", false);
        }
        let highlights = take_texts(&mut entry, "highlights");
        Self::notes(&mut draft, entry);
        let (when, is_open) = (draft.when, draft.is_open);
        let owner = self.document.drafts.len();
        self.document.drafts.push(draft);
        for text in highlights {
            let line = self.line_of(&text);
            let (title, rest) = title_of(&text);
            let mut win = ImportDraft::new(Kind::Win, title.trim_end_matches('.'), (line, line));
            win.append("notes", rest, false);
            win.add_figures(super::results::figures(&text));
            // A highlight has the dates of its position only if they are over.
            win.when = when.filter(|_| !is_open || kind == Kind::Project);
            if is_voluntary {
                win.set_raw("category", "outside");
            }
            if kind == Kind::Position {
                win.set_position(Some(owner));
            } else {
                win.set_project(Some(owner));
            }
            self.document.drafts.push(win);
        }
    }

    /// Reads an award, a certificate or a publication.
    fn achievement(&mut self, mut entry: Map<String, Value>, category: &str) {
        let title = take(&mut entry, &["title", "name"]);
        if title.is_empty() {
            return self.keep_rest("", &Value::Object(entry));
        }
        let mut draft = self.draft(Kind::Win, &title);
        let date = take(&mut entry, &["date", "releaseDate"]);
        draft.when = dates::whole(&date, DateContext::default()).map(|when| when.range);
        draft.set_raw("category", category);
        draft.add_names("links", [take(&mut entry, &["url", "website"])]);
        draft.append("notes", &take(&mut entry, &["summary"]), false);
        Self::notes(&mut draft, entry);
        self.document.drafts.push(draft);
    }

    fn reference(&mut self, mut entry: Map<String, Value>) {
        let quote = take(&mut entry, &["reference"]);
        if quote.is_empty() {
            return self.keep_rest("", &Value::Object(entry));
        }
        let mut draft = self.draft(Kind::Praise, &quote);
        draft.set("from", &take(&mut entry, &["name"]));
        Self::notes(&mut draft, entry);
        self.document.drafts.push(draft);
    }

    /// Keeps what has no place.
    fn keep_rest(&mut self, key: &str, rest: &Value) {
        let mut lines = Vec::new();
        flatten(key, rest, &mut lines);
        let line = self.line;
        self.document.unplaced.extend(lines.into_iter().map(|text| Unplaced { line, text }));
    }
}

fn education(school: &mut Map<String, Value>) -> String {
    let span = take_span(school).map_or(String::new(), |when| match (when.range.end, when.is_open) {
        (_, true) => format!("{}.. | ", when.range.start),
        (Some(end), _) => format!("{}..{end} | ", when.range.start),
        (None, _) => format!("{} | ", when.range.start),
    });
    let parts = [take(school, &["institution"]), take(school, &["area"]), take(school, &["studyType"])];
    let parts: Vec<String> = parts.iter().map(|part| part.replace('|', "/")).collect();
    format!("{span}{}", parts.join(" | ")).trim_end_matches([' ', '|']).to_owned()
}

/// Writes the texts and numbers of a value, a line each, with their keys.
fn flatten(key: &str, value: &Value, lines: &mut Vec<String>) {
    let mut line = |text: String| {
        if !text.trim().is_empty() {
            lines.push(if key.is_empty() { text } else { format!("{key}: {text}") });
        }
    };
    match value {
        Value::Null => {}
        Value::Bool(flag) => line(flag.to_string()),
        Value::Number(number) => line(number.to_string()),
        Value::String(text) => line(text.clone()),
        Value::Array(all) if all.iter().all(|each| !each.is_object() && !each.is_array()) => {
            let words: Vec<String> = all
                .iter()
                .map(|each| each.as_str().map_or_else(|| each.to_string(), str::to_owned))
                .collect();
            line(words.join(", "));
        }
        Value::Array(all) => all.iter().for_each(|each| flatten(key, each, lines)),
        Value::Object(object) => object.iter().for_each(|(inner, value)| flatten(inner, value, lines)),
    }
}

/// Returns the date of a text in JSON.
pub(super) fn date(text: &str) -> Option<PartialDate> {
    dates::whole(text.split('T').next()?, DateContext::default()).map(|when| when.range.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_have_their_highlights_as_wins_and_nothing_is_lost() {
        let text = r#"{
  "basics": {"name": "Ada Example", "email": "a@b.example", "location": {"city": "Graz", "postalCode": "8010"},
    "profiles": [{"network": "GitHub", "username": "Ada", "url": "https://github.com/ada"}]},
  "work": [
    {"name": "Acme", "position": "Engineer", "startDate": "2019-02", "endDate": "2021-03-04",
     "highlights": ["Halved the bill by 50%", "Led two people"]},
    {"company": "Beta", "position": "Lead", "startDate": "2021-04", "highlights": []}
  ],
  "skills": [{"name": "Web", "level": "Master", "keywords": ["HTML", "CSS"]}],
  "awards": [{"title": "Best talk", "date": "2020-05-06", "awarder": "The club"}],
  "references": [{"name": "Bo", "reference": "A joy to work with."}],
  "interests": [{"name": "Chess", "keywords": ["blitz"]}]
}"#;
        let Ok(Value::Object(object)) = serde_json::from_str(text) else { panic!() };
        let document = read(object, text);
        let shape: Vec<String> = document
            .drafts
            .iter()
            .map(|draft| {
                format!(
                    "{} {} {} {:?}",
                    draft.kind,
                    draft.title,
                    draft.lines.0,
                    draft.when.map(|when| when.to_string())
                )
            })
            .collect();
        assert_eq!(
            shape,
            [
                "profile Ada Example 1 None",
                "position Acme 5 Some(\"2019-02..2021-03-04\")",
                "win Halved the bill by 50% 6 Some(\"2019-02..2021-03-04\")",
                "win Led two people 6 Some(\"2019-02..2021-03-04\")",
                "position Beta 7 Some(\"2021-04\")",
                "win Best talk 10 Some(\"2020-05-06\")",
                "praise A joy to work with. 11 None",
            ]
        );
        assert_eq!((document.drafts[2].position(), document.drafts[4].is_open), (Some(1), true));
        assert_eq!(document.drafts[0].get("strengths"), "Web (Master): HTML, CSS");
        assert_eq!(document.drafts[0].get("about"), "");
        assert_eq!(document.drafts[5].get("notes"), "awarder: The club");
        let rest: Vec<&str> = document.unplaced.iter().map(|each| each.text.as_str()).collect();
        assert_eq!(rest, ["postalCode: 8010", "name: Chess", "keywords: blitz"]);
    }
}
