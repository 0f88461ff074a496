//! Reads the entries of `jrnl` (<https://jrnl.sh>), as text and as JSON: each is a dated win.

use serde_json::{Map, Value};

use super::draft::{ImportDocument, ImportDraft};
use super::json_resume::date;
use super::markup::title_of;
use crate::domain::{DateRange, Kind, PartialDate};

/// Returns `true` for a text with entries of `jrnl`: at least one line begins with a day and a time, and the first line
/// does.
pub(super) fn is_jrnl(text: &str) -> bool {
    text.lines().find(|line| !line.trim().is_empty()).is_some_and(|line| heading(line).is_some())
}

/// Returns `true` for an object that `jrnl --format json` writes.
pub(super) fn is_jrnl_json(object: &Map<String, Value>) -> bool {
    let is_entry = |entry: &Value| {
        entry.get("date").is_some() && (entry.get("title").is_some() || entry.get("body").is_some())
    };
    object.get("entries").and_then(Value::as_array).is_some_and(|entries| entries.iter().all(is_entry))
}

/// Splits the day and the time from the first line of an entry: `[2024-03-04 09:30] Text`, also without brackets.
fn heading(line: &str) -> Option<(PartialDate, &str)> {
    let (stamp, rest) = if let Some(rest) = line.strip_prefix('[') {
        rest.split_once(']')?
    } else {
        let at =
            line.char_indices().filter(|(_, c)| *c == ' ').map(|(at, _)| at).nth(1).unwrap_or(line.len());
        line.split_at(at)
    };
    let (day, time) = stamp.split_once([' ', 'T'])?;
    let is_time = time.len() >= 4
        && time.contains(':')
        && time.chars().all(|c| c.is_ascii_digit() || ":APMapm .".contains(c));
    let rest = rest.trim_start();
    let rest = ["AM ", "PM "].iter().find_map(|half| rest.strip_prefix(half)).unwrap_or(rest);
    is_time.then(|| PartialDate::from_iso(day)).flatten().map(|day| (day, rest))
}

/// Reads the entries of a text.
pub(super) fn read(text: &str) -> ImportDocument {
    let mut document = ImportDocument::default();
    let mut open: Option<(usize, PartialDate, Vec<&str>)> = None;
    let mut add = |open: Option<(usize, PartialDate, Vec<&str>)>| {
        let Some((first, day, lines)) = open else { return };
        let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
        let used = lines.iter().rposition(|line| !line.is_empty()).map_or(0, |at| at + 1);
        document.drafts.extend(entry(
            day,
            lines[0],
            &lines[1..used.max(1)].join("\n"),
            (first, first + used.max(1) - 1),
        ));
    };
    for (at, line) in text.lines().enumerate() {
        match heading(line) {
            Some((day, rest)) => add(open.replace((at + 1, day, vec![rest]))),
            None => {
                if let Some((_, _, lines)) = &mut open {
                    lines.push(line);
                }
            }
        }
    }
    add(open);
    document.identify();
    document
}

/// Reads the entries of an object.
pub(super) fn read_json(object: &Map<String, Value>) -> ImportDocument {
    let mut document = ImportDocument::default();
    let text =
        |entry: &Value, key: &str| entry.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    for (at, each) in object.get("entries").and_then(Value::as_array).into_iter().flatten().enumerate() {
        let Some(day) = date(&text(each, "date")) else { continue };
        let mut found = entry(day, &text(each, "title"), &text(each, "body"), (at + 1, at + 1));
        if let Some(draft) = &mut found {
            let tags =
                each.get("tags").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
            draft.add_names("tags", tags.map(|tag| tag.trim_start_matches(['@', '#']).to_owned()));
        }
        document.drafts.extend(found);
    }
    document.identify();
    document
}

/// Returns the win of an entry; a star at the end of the title marks it.
fn entry(day: PartialDate, first: &str, body: &str, lines: (usize, usize)) -> Option<ImportDraft> {
    let first = first.trim();
    let (first, starred) = first.strip_suffix(" *").map_or((first, false), |title| (title, true));
    let (title, rest) = title_of(first);
    if title.trim().is_empty() {
        return None;
    }
    let mut draft = ImportDraft::new(Kind::Win, title.trim_end_matches('.'), lines);
    draft.when = Some(DateRange { start: day, end: None });
    draft.append("notes", rest, false);
    draft.append("notes", body.trim(), false);
    let words = first.split_whitespace().chain(body.split_whitespace());
    let tags = words
        .filter_map(|word| word.strip_prefix('@'))
        .map(|word| word.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned());
    let tags: Vec<String> = tags.filter(|tag| tag.starts_with(char::is_alphabetic)).collect();
    draft.add_names("tags", tags);
    draft.add_figures(super::results::figures(&format!("{first}\n{body}")));
    if starred {
        draft.set_raw("starred", "yes");
    }
    Some(draft)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_dated_wins_with_their_tags() {
        let text = "[2024-03-04 09:30] Shipped the retry queue. *\nLost events went to zero. @webhooks\n\n[2024-03-05 10:00:01 AM] Second\n";
        assert!(is_jrnl(text));
        let document = read(text);
        let first = &document.drafts[0];
        assert_eq!((first.title.as_str(), first.lines), ("Shipped the retry queue", (1, 2)));
        assert_eq!((first.get("tags"), first.get("starred")), ("webhooks", "yes"));
        assert_eq!(first.when.map(|when| when.to_string()).as_deref(), Some("2024-03-04"));
        assert_eq!((document.drafts[1].title.as_str(), document.drafts[1].lines), ("Second", (4, 4)));
        assert!(
            is_jrnl("2013-06-09 15:39 My text\n")
                && !is_jrnl("# A\n[2024-03-04 09:30] b")
                && !is_jrnl("2024-03-04: x")
        );
    }

    #[test]
    fn the_json_of_jrnl_is_read() {
        let text = r#"{"tags": {}, "entries": [{"title": "Led it.", "body": "With care.", "date": "2024-03-04", "time": "09:30", "tags": ["@lead"], "starred": false}]}"#;
        let Ok(Value::Object(object)) = serde_json::from_str(text) else { panic!() };
        assert!(is_jrnl_json(&object));
        let document = read_json(&object);
        assert_eq!(
            (
                document.drafts[0].title.as_str(),
                document.drafts[0].get("notes"),
                document.drafts[0].get("tags")
            ),
            ("Led it", "With care.", "lead")
        );
    }
}
