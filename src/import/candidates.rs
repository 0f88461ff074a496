//! Reads inbox items that another program wrote as JSON, one object a line.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::ImportError;
use crate::domain::{InboxItem, PartialDate};
use crate::text::one_line;

/// The keys of an object.
const KEYS: [&str; 7] = ["title", "date", "link", "project", "source", "key", "notes"];

/// The source of an item that names none: the same for every file, so that the item is recognised in another one.
const SOURCE: &str = "another program";

/// Reads the items of a document. Empty lines are skipped. Fails if a line is not an object with a title, or if a value is
/// not text; the error names the line.
pub fn read(text: &str) -> Result<Vec<InboxItem>, ImportError> {
    let mut out = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let of_line = |why: String| ImportError::Malformed(format!("line {}: {why}", at + 1));
        let object = match serde_json::from_str(line) {
            Ok(Value::Object(object)) => object,
            Ok(_) => return Err(of_line("an inbox item is a JSON object: {\"title\": \"…\"}".to_owned())),
            Err(err) => {
                // Each line is a document of its own, so the line in the error is always 1.
                let why = err.to_string();
                let why = why.split(" at line ").next().unwrap_or_default();
                return Err(of_line(format!("the JSON is damaged at column {}: {why}", err.column())));
            }
        };
        out.push(item(&object).map_err(of_line)?);
    }
    Ok(out)
}

fn item(object: &Map<String, Value>) -> Result<InboxItem, String> {
    if let Some(unknown) = object.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Err(format!("unknown key “{unknown}”; the keys are {}", KEYS.join(", ")));
    }
    let text = |key: &str| match object.get(key) {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::String(text)) => Ok(text.trim().to_owned()),
        Some(Value::Number(number)) if key == "key" => Ok(number.to_string()),
        Some(_) => Err(format!("“{key}” is not text")),
    };
    let title = one_line(&text("title")?);
    if title.is_empty() {
        return Err("an inbox item needs a title".to_owned());
    }
    let typed = text("date")?;
    let date = match (typed.is_empty(), date(&typed)) {
        (true, _) => None,
        (false, Some(date)) => Some(date),
        (false, None) => return Err(format!("“{typed}” is not a date; write it as 2026-03-04")),
    };
    let source = text("source")?;
    let link = text("link")?;
    let key = match text("key")? {
        key if !key.is_empty() => key,
        _ if !link.is_empty() => link.clone(),
        _ => Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("{typed}\n{title}").as_bytes()).to_string(),
    };
    Ok(InboxItem {
        title,
        date,
        link: one_line(&link),
        source: one_line(if source.is_empty() { SOURCE } else { &source }),
        key,
        project: one_line(&text("project")?),
        notes: text("notes")?,
        ..InboxItem::default()
    })
}

/// Returns a date of ISO 8601, or the day of an instant.
pub(super) fn date(text: &str) -> Option<PartialDate> {
    PartialDate::from_iso(text)
        .or_else(|| PartialDate::from_iso(text.get(..10)?).filter(|_| text.as_bytes()[10] == b'T'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_a_line_becomes_an_item_with_a_key_of_its_own() {
        let text = "{\"title\": \"Fixed  it\", \"date\": \"2026-03-04T10:00:00Z\", \"source\": \"jira\", \"key\": 12}\n\n\
                    {\"title\": \"Wrote the guide\", \"link\": \"https://example.com/1\"}\n";
        let items = read(text).unwrap();
        assert_eq!(
            (items[0].title.as_str(), items[0].key.as_str(), items[0].source.as_str()),
            ("Fixed it", "12", "jira")
        );
        assert_eq!(items[0].date, PartialDate::from_iso("2026-03-04"));
        assert_eq!((items[1].key.as_str(), items[1].source.as_str()), ("https://example.com/1", SOURCE));
    }

    #[test]
    fn an_error_names_the_line_and_the_reason() {
        for (text, why) in [
            ("{}", "line 1: an inbox item needs a title"),
            ("\n[1]", "line 2: an inbox item is a JSON object: {\"title\": \"…\"}"),
            (
                "{\"title\": \"x\", \"date\": \"soon\"}",
                "line 1: “soon” is not a date; write it as 2026-03-04",
            ),
            ("{\"title\": 1}", "line 1: “title” is not text"),
            (
                "{\"titel\": \"x\"}",
                "line 1: unknown key “titel”; the keys are title, date, link, project, source, key, notes",
            ),
        ] {
            assert_eq!(read(text).unwrap_err().to_string(), why);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".*") {
            let _ = read(&text);
        }

        #[test]
        fn any_date_is_read_or_refused(text in "\\PC{0,14}") {
            let _ = date(&text);
        }
    }
}
