//! The drafts of wins, projects, goals, reading notes, praise and stories.

use super::{Scope, Writer, plain};
use crate::domain::Kind;
use crate::domain::authors::title_and_authors;
use crate::import::dates::{self, When};
use crate::import::draft::ImportDraft;
use crate::import::markup::{bare, clean, title_of, trailing_tags, unlinked};
use crate::import::outline::{Block, NodeId};
use crate::import::positions;
use crate::import::quotes;
use crate::import::roles::{Role, named_kind, said_by};
use crate::import::vocabulary::Section;
use crate::text::{fold, one_line};

impl Writer<'_, '_> {
    pub(super) fn win(&mut self, id: NodeId, scope: &mut Scope) {
        let text = self.outline.text(id).into_owned();
        let is_heading = self.outline.is_heading(id);
        let text = if is_heading { bare(self.outline.raw(id)) } else { text };
        let text = named_kind(&text).map_or(text.clone(), str::to_owned);
        let (when, text) = self.dated(&text, scope);
        let mut draft = ImportDraft::new(Kind::Win, "", self.lines(id));
        let is_tag = |name: &str| self.tags.iter().any(|tag| tag == name);
        let (text, tags) = trailing_tags(&text, &is_tag);
        draft.add_names("tags", tags);
        let (title, rest) = title_of(text);
        let title = plain(title, &mut draft);
        title.trim_end_matches([':', ';']).trim().clone_into(&mut draft.title);
        // The marks around a clause that became the title do not begin the notes.
        draft.append("notes", rest.trim_start_matches("** ").trim(), false);
        let mut links = Vec::new();
        unlinked(rest, &mut links);
        draft.add_names("links", links);
        draft.when = when.map(|when| when.range);
        if let Some(Section::Category(key)) = scope.section {
            draft.set_raw("category", key);
        }
        draft.set_project(scope.project);
        draft.set_position(scope.position);
        draft.is_unsure = self.roles[id].is_unsure;
        if draft.title.is_empty() {
            return self.unplaced_tree(id);
        }
        let at = self.push(draft);
        self.nearest = Some(at);
        if scope.section == Some(Section::Highlights) {
            self.highlights.push(at);
        }
        self.below(id, Scope { owner: Some(at), part: None, ..*scope });
        self.document.drafts[at].lines.1 = self.document.drafts[at].lines.1.max(self.lines(id).1);
    }

    /// Splits the date from the beginning or the end of a text; without one, the date of the place applies.
    fn dated(&self, text: &str, scope: &Scope) -> (Option<When>, String) {
        let context = self.context(scope);
        if let Some((when, rest)) = dates::leading(text, context) {
            return (Some(when), rest.to_owned());
        }
        if let Some((rest, when)) = dates::trailing(text, context) {
            return (Some(when), rest.to_owned());
        }
        (dates::inside(text, context).or(scope.when), text.to_owned())
    }

    pub(super) fn project(&mut self, id: NodeId, scope: &mut Scope) {
        let is_item = matches!(self.outline.node(id).block, Block::Item(_));
        let raw = if is_item { self.outline.text(id).into_owned() } else { self.outline.raw(id).to_owned() };
        let mut draft = ImportDraft::new(Kind::Project, "", self.lines(id));
        let context = self.context(scope);
        let (raw, when) = match dates::trailing(&raw, context) {
            Some((before, when)) => (before.to_owned(), Some(when)),
            None => (raw, None),
        };
        let (name, rest) = if is_item { name_of_item(&raw) } else { (raw.as_str(), "") };
        let name = plain(name, &mut draft);
        let name = without_number(&bare(&name));
        draft.title = one_line(&name);
        if draft.title.is_empty() {
            return self.unplaced_tree(id);
        }
        // A second heading of the same name in the same position continues the project.
        let key = format!("{:?}\u{1f}{}", scope.position, fold(&draft.title));
        let known = self.projects.get(&key).copied().filter(|_| !is_item);
        draft.set_project(scope.project);
        draft.set_position(scope.position);
        draft.is_unsure = self.roles[id].is_unsure;
        if let Some(when) = when {
            draft.set_when(when);
        } else {
            draft.when = scope.when.map(|when| when.range);
        }
        let is_dated = when.is_none() && draft.when.is_some() && known.is_none();
        let at = known.unwrap_or_else(|| self.push(draft));
        if is_dated {
            self.dated_by_document.push(at);
        }
        self.projects.insert(key, at);
        if !rest.trim().is_empty() {
            self.append(at, "summary", rest, false);
        }
        let inner = Scope { project: Some(at), owner: Some(at), part: None, ..*scope };
        let inner = Scope { when: when.or(scope.when), ..inner };
        if !self.outline.is_heading(id) && !is_item {
            *scope = inner;
        }
        self.below(id, inner);
    }

    pub(super) fn goal(&mut self, id: NodeId, scope: &mut Scope) {
        let mut draft = ImportDraft::new(Kind::Goal, "", self.lines(id));
        let text = if self.outline.is_heading(id) {
            bare(self.outline.raw(id))
        } else {
            self.outline.text(id).into_owned()
        };
        let done =
            self.outline.node(id).block == Block::Item(Some(true)) || text.trim_end().ends_with(['✅', '✔']);
        let text = text.trim_end_matches(['✅', '✔', ' ']);
        let context = self.context(scope);
        let (own, text) =
            dates::leading(text, context).map_or((None, text), |(when, rest)| (Some(when), rest));
        let (title, rest) = title_of(text);
        let title = plain(title, &mut draft);
        title.trim_end_matches('.').clone_into(&mut draft.title);
        draft.append("why", rest, false);
        if let Some(when) = own.or(scope.when) {
            draft.set_when(when);
        }
        if scope.is_next && own.is_none() {
            draft.when = scope
                .when
                .and_then(|when| when.range.last_day().succ_opt())
                .map(crate::domain::DateRange::day);
        }
        if done {
            draft.set_raw("status", "done");
            draft.set_raw("ended_on", own.and_then(When::end).map_or(String::new(), |date| date.to_string()));
        }
        if draft.title.is_empty() {
            return self.unplaced_tree(id);
        }
        let at = self.push(draft);
        self.below(id, Scope { owner: Some(at), part: None, ..*scope });
    }

    pub(super) fn reading(&mut self, id: NodeId, scope: &mut Scope) {
        let mut draft = ImportDraft::new(Kind::Reading, "", self.lines(id));
        let text = if self.outline.is_heading(id) {
            bare(self.outline.raw(id))
        } else {
            self.outline.text(id).into_owned()
        };
        let (when, text) = self.dated(&text, scope);
        let plain = plain(&text, &mut draft);
        let plain = without_verb(&plain);
        let (head, takeaway) = [" — ", " – ", " - ", ": "]
            .iter()
            .find_map(|mark| plain.split_once(mark))
            .unwrap_or((plain.as_str(), ""));
        let (title, authors) = title_and_authors(head.trim_matches(['"', '“', '”', '„', '*']));
        draft.title = title;
        draft.add_names("authors", authors);
        draft.append("takeaways", takeaway, false);
        let is_open = self.outline.node(id).block == Block::Item(Some(false));
        draft.set_raw("status", if is_open { "to-read" } else { "finished" });
        draft.when = when.filter(|_| !is_open).map(|when| when.range);
        if draft.title.is_empty() {
            return self.unplaced_tree(id);
        }
        let at = self.push(draft);
        self.below(id, Scope { owner: Some(at), part: None, ..*scope });
    }

    pub(super) fn praise(&mut self, id: NodeId, scope: &mut Scope) {
        let raw = unlinked(self.outline.raw(id), &mut Vec::new());
        let raw: &str = &raw;
        let lines = self.lines(id);
        if self.outline.is_heading(id) {
            let mut draft = ImportDraft::new(Kind::Praise, "", lines);
            draft.set("from", &bare(raw));
            let mut text = String::new();
            for child in self.outline.children(id) {
                self.write(child, 0, &mut text);
            }
            text.trim().clone_into(&mut draft.title);
            self.push_praise(draft, scope);
            return;
        }
        let text: Vec<&str> = raw.lines().map(|line| line.trim().trim_start_matches('>').trim()).collect();
        let one = text.join(" ");
        let mut rest = String::new();
        for child in self.outline.children(id) {
            self.write(child, 0, &mut rest);
        }
        let found = said_by(&one).map(|(name, quote)| (name, unquoted(quote), String::new()));
        let entries = match found {
            Some(found) => vec![found],
            None => quotes::split(&text.join("\n"))
                .into_iter()
                .map(|praise| (praise.from, unquoted(&praise.quote.replace('\n', " ")), praise.place))
                .collect(),
        };
        // In a section of praise, `Name: text` is praise without quotation marks.
        let named = |(from, quote, place): (String, String, String)| match quote.split_once(": ") {
            Some((name, said))
                if from.is_empty()
                    && name.split_whitespace().count() <= 4
                    && !name.ends_with(|c: char| c.is_ascii_digit()) =>
            {
                (clean(name), said.to_owned(), place)
            }
            _ => (from, quote, place),
        };
        for (from, quote, place) in entries.into_iter().map(named) {
            let mut draft = ImportDraft::new(Kind::Praise, quote, lines);
            let context = self.context(scope);
            let (from, when) = split_date(&from, context);
            let (from, own_place) = from
                .strip_suffix(')')
                .and_then(|from| from.split_once('('))
                .map_or((from.as_str(), ""), |(from, place)| (from.trim(), place));
            draft.set("from", &clean(&unlinked(from, &mut Vec::new())));
            let (place, later) = split_date(&place, context);
            draft.set("where", if place.is_empty() { own_place } else { place.trim() });
            if let Some(when) = when.or(later) {
                draft.set_when(when);
            }
            draft.append("notes", &rest, false);
            self.push_praise(draft, scope);
        }
    }

    fn push_praise(&mut self, mut draft: ImportDraft, scope: &Scope) {
        draft.set_project(scope.project);
        if draft.when.is_none() {
            draft.when = scope.when.map(|when| when.range);
        }
        if !draft.title.trim().is_empty() {
            self.push(draft);
        }
    }

    pub(super) fn story(&mut self, id: NodeId, scope: &mut Scope) {
        let mut draft = ImportDraft::new(Kind::Story, "", self.lines(id));
        let is_heading = self.outline.is_heading(id);
        let text = if is_heading { bare(self.outline.raw(id)) } else { self.outline.text(id).into_owned() };
        let (title, rest) = title_of(&text);
        let (title, failed) = match title.strip_suffix("(failure)") {
            Some(title) => (title.trim(), true),
            None => (title, false),
        };
        draft.title = plain(title, &mut draft);
        draft.append("notes", rest, false);
        let asks = draft.title.ends_with('?');
        let answers = self.outline.children(id).find_map(|child| match self.roles[child].role {
            Role::Answer(answer) => Some(answer),
            _ => None,
        });
        let fails = failed
            || answers.is_some_and(|answer| matches!(answer, crate::import::interview::Answer::Failure(_)));
        draft.set_raw(
            "shape",
            if fails {
                "failure"
            } else if asks {
                "question"
            } else {
                "star"
            },
        );
        if asks {
            let question = draft.title.clone();
            draft.set_raw("question", question);
        }
        draft.is_unsure = self.roles[id].is_unsure;
        if draft.title.is_empty() {
            return self.unplaced_tree(id);
        }
        let at = self.push(draft);
        let part = asks.then_some("answer");
        self.below(id, Scope { owner: Some(at), project: None, part, ..*scope });
    }

    pub(super) fn position(&mut self, id: NodeId, scope: &mut Scope) {
        let raw = if self.outline.is_heading(id) {
            self.outline.raw(id).to_owned()
        } else {
            self.outline.raw(id).trim().to_owned()
        };
        let mut links = Vec::new();
        let line = positions::parse(&raw, self.context(scope), &mut links);
        let mut draft = ImportDraft::new(Kind::Position, "", self.lines(id));
        draft.add_names("links", links);
        let (organisation, title) = if line.organisation.is_empty() {
            (line.title, String::new())
        } else {
            (line.organisation, line.title)
        };
        draft.title = organisation;
        draft.add_line("titles", &title);
        draft.append("notes", &line.rest.join(", "), false);
        if let Some(when) = line.when {
            draft.set_when(when);
        }
        draft.is_unsure = self.roles[id].is_unsure;
        if draft.title.is_empty() {
            return self.unplaced_tree(id);
        }
        let at = self.push(draft);
        let when = line.when.filter(|when| !when.is_open);
        let inner = Scope { position: Some(at), owner: Some(at), project: None, part: None, when, ..*scope };
        if !self.outline.is_heading(id) {
            *scope = inner;
        }
        self.below(id, inner);
    }

    /// Adds a line below the heading of a position: its span, its place, or a title.
    pub(super) fn position_line(&mut self, id: NodeId, scope: &mut Scope) {
        let Some(owner) = scope.owner else { return self.unplaced_tree(id) };
        let text = self.outline.text(id);
        let context = self.context(scope);
        let draft = &mut self.document.drafts[owner];
        if let Some(when) = positions::span_in(&text, context) {
            draft.set_when(when);
            // The wins of a position that is over have its dates.
            scope.when = Some(when).filter(|when| !when.is_open);
            draft.append("notes", &positions::without_span(&text, context).join(", "), false);
        } else {
            let line = positions::parse(&text, context, &mut Vec::new());
            let title = if line.title.is_empty() { clean(&text) } else { line.title };
            let start = line.when.map_or(String::new(), |when| format!("{} ", when.range.start));
            draft.add_line("titles", &format!("{start}{title}"));
            draft.append(
                "notes",
                &[line.organisation]
                    .into_iter()
                    .chain(line.rest)
                    .filter(|part| !part.is_empty())
                    .collect::<Vec<_>>()
                    .join(", "),
                false,
            );
        }
        draft.lines.1 = draft.lines.1.max(self.outline.node(id).lines.1 as usize);
        self.below(id, *scope);
    }
}

/// Removes the words in front of a title in quotation marks: `Read “The Title”`.
fn without_verb(text: &str) -> String {
    let at =
        text.find(['"', '“', '„', '«']).filter(|at| *at > 0 && text[..*at].split_whitespace().count() <= 2);
    let rest = at.map_or(text, |at| &text[at..]);
    // `“The Title” (Author)` and `“The Title”, by Author`
    match rest.find(['"', '”', '“', '»']).map(|_| rest.trim_start_matches(['"', '“', '„', '«'])) {
        Some(inner) if at.is_some() || inner.len() < rest.len() => {
            let (title, after) = inner.split_once(['"', '”', '“', '»']).unwrap_or((inner, ""));
            let after = after.trim_start_matches([',', ' ']);
            match after.strip_prefix('(').and_then(|after| after.split_once(')')) {
                Some((author, more)) => format!("{title} by {author} — {more}"),
                None if after.starts_with("by ") || after.starts_with("de ") || after.starts_with("von ") => {
                    let (author, more) = after
                        .split_once(' ')
                        .map_or(("", ""), |(_, rest)| rest.split_once(". ").unwrap_or((rest, "")));
                    format!("{title} by {author} — {more}")
                }
                None => format!("{title} — {after}"),
            }
        }
        _ => text.to_owned(),
    }
    .trim_end_matches([' ', '—'])
    .to_owned()
}

/// Splits the name from an item of a list of projects: its bold beginning, its link, or its first clause.
fn name_of_item(text: &str) -> (&str, &str) {
    if let Some((bold, rest)) = text.strip_prefix("**").and_then(|rest| rest.split_once("**")) {
        return (bold, rest.trim_start_matches([' ', '-', '–', '—', ':', '.']));
    }
    for mark in [" — ", " – ", " - ", ": ", ". "] {
        if let Some((name, rest)) = text.split_once(mark).filter(|(name, _)| name.chars().count() <= 80) {
            return (name, rest);
        }
    }
    title_of(text)
}

/// Removes `Project 1:` from the beginning of a name.
fn without_number(name: &str) -> String {
    let rest = name.split_once(':').filter(|(label, rest)| {
        let mut words = label.split_whitespace();
        matches!(words.next().map(fold).as_deref(), Some("project" | "projekt" | "proyecto"))
            && words.next().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'#'))
            && words.next().is_none()
            && !rest.trim().is_empty()
    });
    rest.map_or(name, |(_, rest)| rest.trim()).to_owned()
}

/// Removes the quotation marks around a quotation.
fn unquoted(text: &str) -> String {
    let text = text.trim();
    let inner = text.trim_start_matches(['"', '“', '„', '«', '»']);
    let is_open = inner.len() < text.len();
    let closed = inner.trim_end_matches(['"', '”', '“', '»', '«']);
    if is_open { closed.trim().to_owned() } else { text.to_owned() }
}

/// Splits a date from the end of an attribution.
fn split_date(text: &str, context: dates::DateContext) -> (String, Option<When>) {
    if let Some(when) = dates::whole(text, context) {
        return (String::new(), Some(when));
    }
    match dates::trailing(text, context) {
        Some((before, when)) => (before.to_owned(), Some(when)),
        None => (text.to_owned(), None),
    }
}
