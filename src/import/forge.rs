//! Reads pull requests, issues and reviews, as `gh … --json` and the API of GitHub write them.
//!
//! A merged pull request, a completed issue and a review of the work of others become inbox items. What is still open,
//! or was closed without a result, is counted and left out.

use std::collections::{BTreeSet, HashSet};

use serde_json::{Map, Value};

use super::ImportError;
use super::candidates::date;
use super::git::title as title_of;
use crate::domain::{InboxItem, PartialDate};
use crate::text::one_line;

/// The word that names the forge as the source of an inbox item.
pub const SOURCE: &str = "github";

/// The inbox items of a document, and the number of entries that are in none.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Forge {
    /// The items, in the order of the document.
    pub items: Vec<InboxItem>,
    /// The number of pull requests and issues that are open.
    pub open: usize,
    /// The number of those that were closed without a result.
    pub abandoned: usize,
    /// The number of pull requests of other authors without a review of the user.
    pub others: usize,
    /// The keys of the items.
    keys: HashSet<String>,
}

/// The facts about a document that it does not state itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ForgeOptions {
    /// The user's name on the forge: with it, pull requests of others become items only if the user reviewed them.
    pub login: Option<String>,
    /// `true` if the pull requests are those of others that the user reviewed.
    pub is_reviewed: bool,
}

/// Reads a document: an array, an object with `items` or `nodes`, or one object a line. Fails if the text is no JSON, if
/// an entry has no title, or if the entries have several authors and the user's name is not known.
pub fn read(text: &str, options: &ForgeOptions) -> Result<Forge, ImportError> {
    let malformed = |why: String| ImportError::Malformed(why);
    let mut entries = Vec::new();
    for (at, value) in serde_json::Deserializer::from_str(text).into_iter::<Value>().enumerate() {
        let value =
            value.map_err(|err| malformed(format!("line {}: the JSON is damaged: {err}", err.line())))?;
        if !collect(&value, &mut entries, 0) {
            let what = "gh writes an array of pull requests, issues or reviews: gh pr list --json title,url,mergedAt";
            return Err(malformed(format!("value {}: {what}", at + 1)));
        }
    }
    let authors: BTreeSet<&str> = entries.iter().map(login_of).filter(|login| !login.is_empty()).collect();
    if options.login.is_none() && !options.is_reviewed && authors.len() > 1 {
        let some: Vec<&str> = authors.into_iter().take(3).collect();
        let why = format!(
            "it has work of several authors ({}, …): --author says which of them you are",
            some.join(", ")
        );
        return Err(malformed(why));
    }
    let mut forge = Forge::default();
    for (at, entry) in entries.iter().enumerate() {
        forge.read_entry(entry, options).map_err(|why| malformed(format!("entry {}: {why}", at + 1)))?;
    }
    Ok(forge)
}

/// The maximum depth at which entries are looked for.
const DEEPEST: usize = 6;

/// Collects the objects that are entries; returns `false` if there is neither an entry nor a list.
fn collect(value: &Value, entries: &mut Vec<Map<String, Value>>, depth: usize) -> bool {
    match value {
        Value::Array(all) => all.iter().all(|each| collect(each, entries, depth + 1)),
        Value::Object(object) if object.contains_key("title") || object.contains_key("pullRequest") => {
            entries.push(object.clone());
            true
        }
        Value::Object(object) if depth < DEEPEST => {
            let lists =
                ["items", "nodes", "data", "search", "viewer", "edges", "node", "pullRequests", "issues"];
            let found: Vec<&Value> = lists.iter().filter_map(|key| object.get(*key)).collect();
            !found.is_empty() && found.into_iter().all(|each| collect(each, entries, depth + 1))
        }
        _ => false,
    }
}

/// Returns the first text among keys; empty if none has one.
fn text<'a>(object: &'a Map<String, Value>, keys: &[&str]) -> &'a str {
    keys.iter().find_map(|key| object.get(*key)?.as_str().filter(|text| !text.is_empty())).unwrap_or("")
}

/// Returns the login in an author or a user.
fn login_of(object: &Map<String, Value>) -> &str {
    let person = ["author", "user"].iter().find_map(|key| object.get(*key)?.as_object());
    person.map_or("", |person| text(person, &["login"]))
}

impl Forge {
    fn read_entry(&mut self, entry: &Map<String, Value>, options: &ForgeOptions) -> Result<(), String> {
        if let Some(Value::Object(pull_request)) = entry.get("pullRequest") {
            let on = date(text(entry, &["submittedAt", "submitted_at"]));
            self.review(pull_request, on);
            return Ok(());
        }
        let login = options.login.as_deref();
        if options.is_reviewed {
            let on = text(entry, &["closedAt", "closed_at", "mergedAt", "updatedAt", "createdAt"]);
            self.review(entry, date(on));
            return Ok(());
        }
        let is_own = login.is_none_or(|login| {
            let author = login_of(entry);
            author.is_empty() || author.eq_ignore_ascii_case(login)
        });
        if !is_own {
            match login.and_then(|login| own_review(entry, login)) {
                Some(review) => self.review(entry, date(text(review, &["submittedAt", "submitted_at"]))),
                None => self.others += 1,
            }
            return Ok(());
        }
        let title = one_line(text(entry, &["title"]));
        if title.is_empty() {
            return Err("it has no title".to_owned());
        }
        let nested = entry.get("pull_request").and_then(Value::as_object);
        let merged = match text(entry, &["mergedAt", "merged_at"]) {
            "" => nested.map_or("", |pull_request| text(pull_request, &["merged_at"])),
            merged => merged,
        };
        let link = text(entry, &["html_url", "url"]);
        let state = text(entry, &["state"]).to_ascii_lowercase();
        let is_pull_request = nested.is_some()
            || entry.contains_key("mergedAt")
            || entry.contains_key("merged_at")
            || entry.get("isPullRequest").and_then(Value::as_bool) == Some(true)
            || link.contains("/pull/");
        let reason = text(entry, &["stateReason", "state_reason"]).to_ascii_lowercase();
        let closed = text(entry, &["closedAt", "closed_at"]);
        let is_merged = !merged.is_empty() || state == "merged";
        // `gh pr list` lists open pull requests, whose date of the merge is null.
        let is_open =
            state == "open" || (is_pull_request && state.is_empty() && !is_merged && closed.is_empty());
        if is_open {
            self.open += 1;
        } else if reason == "not_planned"
            || reason == "duplicate"
            || (is_pull_request && state == "closed" && !is_merged)
        {
            self.abandoned += 1;
        } else {
            let on = [merged, closed, text(entry, &["updatedAt", "updated_at", "createdAt", "created_at"])];
            let on = on.into_iter().find(|text| !text.is_empty()).and_then(date);
            let title = if is_pull_request { title_of(&title) } else { format!("Resolved “{title}”") };
            self.push(entry, title, on, "");
        }
        Ok(())
    }

    fn review(&mut self, pull_request: &Map<String, Value>, on: Option<PartialDate>) {
        let title = one_line(text(pull_request, &["title"]));
        self.push(pull_request, format!("Reviewed “{title}”"), on, "review:");
    }

    /// Adds an item, unless the document has it already.
    fn push(&mut self, entry: &Map<String, Value>, title: String, on: Option<PartialDate>, prefix: &str) {
        let link = text(entry, &["html_url", "url"]).to_owned();
        let number = entry.get("number").and_then(Value::as_u64).unwrap_or(0);
        let project = repository(entry, &link);
        let key = if link.is_empty() {
            format!("{prefix}{project}#{number} {title}")
        } else {
            format!("{prefix}{link}")
        };
        if !self.keys.insert(key.clone()) {
            return;
        }
        let notes = if prefix.is_empty() { body(text(entry, &["body"])) } else { String::new() };
        let item = InboxItem {
            title,
            date: on,
            link,
            source: SOURCE.to_owned(),
            key,
            project,
            notes,
            ..InboxItem::default()
        };
        self.items.push(item);
    }
}

/// Returns the user's last review of a pull request; `None` without a review.
fn own_review<'a>(entry: &'a Map<String, Value>, login: &str) -> Option<&'a Map<String, Value>> {
    let reviews = ["reviews", "latestReviews"].iter().find_map(|key| entry.get(*key)?.as_array())?;
    let mut latest_first = reviews.iter().rev().filter_map(Value::as_object);
    latest_first.find(|review| login_of(review).eq_ignore_ascii_case(login))
}

/// Returns the name of the repository of an entry, from its own field or from its link.
fn repository(entry: &Map<String, Value>, link: &str) -> String {
    let keys = ["repository", "headRepository", "baseRepository"];
    let object = keys.iter().find_map(|key| entry.get(*key)?.as_object());
    let name = object.map_or("", |object| text(object, &["name", "nameWithOwner", "full_name"]));
    if !name.is_empty() {
        return name.rsplit('/').next().unwrap_or(name).to_owned();
    }
    let path = link.split_once("://").map_or("", |(_, rest)| rest);
    let parts: Vec<&str> = path.trim_start_matches("api.github.com/repos/").split('/').collect();
    let at = parts.iter().position(|part| matches!(*part, "pull" | "pulls" | "issues"));
    at.and_then(|at| parts.get(at.checked_sub(1)?)).map_or(String::new(), |name| (*name).to_owned())
}

/// The maximum number of lines that are taken from a description.
const LINES: usize = 40;

/// Returns a description without the comments of a template and without its check boxes.
fn body(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<!--") {
        out.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    let is_kept = |line: &&str| !line.trim_start().starts_with("- [");
    out.lines()
        .filter(is_kept)
        .take(LINES)
        .map(str::trim_end)
        .collect::<Vec<_>>()
        .join("\n")
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(login: &str) -> ForgeOptions {
        ForgeOptions { login: Some(login.into()), is_reviewed: false }
    }

    #[test]
    fn merged_and_closed_work_becomes_items_and_the_rest_is_counted() {
        let text = r#"[
            {"number": 7, "title": "Add rate limits", "url": "https://github.com/o/api/pull/7", "state": "MERGED",
             "mergedAt": "2026-03-04T10:00:00Z", "body": "<!-- say why -->\nFewer  outages.\n- [x] tested"},
            {"title": "Draft", "url": "https://github.com/o/api/pull/8", "state": "OPEN", "mergedAt": null},
            {"title": "Dropped", "url": "https://github.com/o/api/pull/9", "state": "CLOSED", "mergedAt": null},
            {"title": "Slow start", "url": "https://github.com/o/api/issues/3", "state": "CLOSED",
             "stateReason": "COMPLETED", "closedAt": "2026-03-01T00:00:00Z"},
            {"title": "Never", "url": "https://github.com/o/api/issues/4", "state": "CLOSED", "stateReason": "NOT_PLANNED"}
        ]"#;
        let forge = read(text, &ForgeOptions::default()).unwrap();
        let titles: Vec<&str> = forge.items.iter().map(|item| item.title.as_str()).collect();
        assert_eq!(titles, ["Added rate limits", "Resolved “Slow start”"]);
        assert_eq!(
            (forge.items[0].project.as_str(), forge.items[0].notes.as_str()),
            ("api", "Fewer  outages.")
        );
        assert_eq!(forge.items[0].date, PartialDate::from_iso("2026-03-04"));
        assert_eq!((forge.open, forge.abandoned, forge.others), (1, 2, 0));
    }

    #[test]
    fn a_review_of_the_work_of_others_is_an_item() {
        let text = r#"{"title": "New cache", "url": "https://github.com/o/api/pull/7", "author": {"login": "ana"},
            "state": "MERGED", "reviews": [{"author": {"login": "Sam"}, "submittedAt": "2026-03-04T10:00:00Z"}]}
            {"pullRequest": {"title": "Fix it", "url": "https://github.com/o/api/pull/9"}, "submittedAt": "2026-02-04T10:00:00Z"}"#;
        let forge = read(text, &of("sam")).unwrap();
        let titles: Vec<&str> = forge.items.iter().map(|item| item.title.as_str()).collect();
        assert_eq!(titles, ["Reviewed “New cache”", "Reviewed “Fix it”"]);
        assert_eq!(read(text, &of("bo")).unwrap().others, 1);
    }

    #[test]
    fn an_open_pull_request_and_the_work_of_others_are_no_items() {
        let text = r#"[{"title": "Draft", "url": "https://github.com/o/api/pull/8", "mergedAt": null}]"#;
        let forge = read(text, &ForgeOptions::default()).unwrap();
        assert_eq!((forge.items.len(), forge.open), (0, 1));
        let text = r#"[{"title": "A", "author": {"login": "ana"}, "state": "merged"}, {"title": "B", "author": {"login": "bo"}, "state": "merged"}]"#;
        let why = read(text, &ForgeOptions::default()).unwrap_err().to_string();
        assert!(why.contains("--author"), "{why}");
        let reviewed = ForgeOptions { is_reviewed: true, ..ForgeOptions::default() };
        assert_eq!(read(text, &reviewed).unwrap().items[1].title, "Reviewed “B”");
    }

    #[test]
    fn results_of_the_api_are_read_and_other_json_is_refused() {
        let text = r#"{"total_count": 1, "items": [{"title": "T", "number": 1, "html_url": "https://github.com/o/r/pull/1",
            "state": "closed", "pull_request": {"merged_at": "2026-01-02T00:00:00Z"}}]}"#;
        assert_eq!(
            read(text, &ForgeOptions::default()).unwrap().items[0].date,
            PartialDate::from_iso("2026-01-02")
        );
        for text in ["{\"a\": 1}", "3", "[[3]]", "[{\"title\": \"\"}]", "[{"] {
            assert!(read(text, &ForgeOptions::default()).is_err(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".*") {
            let _ = read(&text, &of("me"));
        }
    }
}
