//! Timelines without markup: products with their spans, and in them entries of a span, a title, a line of roles, skills
//! one a line, and items.

use super::dates::{self, DateContext, When};
use super::draft::{ImportDocument, ImportDraft, Unplaced};
use super::lines::bullet;
use super::source::Source;
use super::style::Style;
use super::vocabulary::is_role_line;
use crate::domain::Kind;
use crate::text::one_line;

/// A paragraph of lines is a line here.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    number: usize,
    text: &'a str,
}

/// The reader of a timeline.
struct Reader<'a> {
    lines: Vec<Line<'a>>,
    context: DateContext,
    document: ImportDocument,
    profile: Option<usize>,
    product: Option<usize>,
    area: Option<usize>,
    entry: Option<usize>,
    /// The span that dates the next entry.
    span: Option<When>,
    /// `true` if lines are skills of the entry.
    in_skills: bool,
    /// The name of the strength that the next sentence describes.
    strength: Option<&'a str>,
}

/// Reads a timeline.
pub(super) fn read(source: &Source<'_>, style: &Style, year: Option<i32>) -> ImportDocument {
    let lines = source.lines.iter().enumerate().map(|(at, line)| Line { number: at + 1, text: line.trim() });
    let mut reader = Reader {
        lines: lines.filter(|line| !line.text.is_empty()).collect(),
        context: DateContext { year: None, order: style.order },
        document: ImportDocument { year, ..ImportDocument::default() },
        profile: None,
        product: None,
        area: None,
        entry: None,
        span: None,
        in_skills: false,
        strength: None,
    };
    let mut at = 0;
    while at < reader.lines.len() {
        at = reader.take(at);
    }
    reader.document.identify();
    reader.document
}

impl<'a> Reader<'a> {
    fn text(&self, at: usize) -> &'a str {
        self.lines.get(at).map_or("", |line| line.text)
    }

    fn span_at(&self, at: usize) -> Option<When> {
        dates::whole(self.text(at), self.context)
    }

    fn is_sentence(text: &str) -> bool {
        text.ends_with(['.', '!', '…']) && text.split_whitespace().count() > 4
    }

    /// Takes the lines from an index on; returns the index of the next line.
    fn take(&mut self, at: usize) -> usize {
        let line = self.lines[at];
        if let Some((_, item)) = bullet(line.text) {
            self.item(line.number, item);
            return at + 1;
        }
        if let Some(when) = self.span_at(at) {
            self.span = Some(when);
            (self.entry, self.in_skills) = (None, false);
            return at + 1;
        }
        let is_product = line.text.contains(" — ") || line.text.contains(" – ");
        if let Some(when) =
            self.span_at(at + 1).filter(|_| is_product && !Self::is_sentence_without_dash(line.text))
        {
            self.product(line, when);
            return at + 2;
        }
        if self.product.is_none() && self.span.is_none() {
            self.profile_line(line);
            return at + 1;
        }
        if let Some(roles) = self.roles_behind(at).filter(|_| self.span.is_some()) {
            self.entry(at, roles);
            return roles + 1;
        }
        if self.in_skills && line.text.split_whitespace().count() <= 3 && !self.begins_area(at) {
            self.skill(line);
            return at + 1;
        }
        if self.begins_area(at) {
            self.area(line);
            return at + 1;
        }
        self.prose(line);
        at + 1
    }

    fn is_sentence_without_dash(text: &str) -> bool {
        Self::is_sentence(text) && text.split_whitespace().count() > 12
    }

    /// Returns the index of the line of roles behind the title of an entry, which has at most three lines.
    fn roles_behind(&self, at: usize) -> Option<usize> {
        let roles = (at + 1..=at + 3).find(|at| is_role_line(self.text(*at)))?;
        let titles = (at..roles).all(|at| {
            bullet(self.text(at)).is_none() && self.span_at(at).is_none() && !Self::is_sentence(self.text(at))
        });
        titles.then_some(roles)
    }

    /// Returns `true` for a short line that sentences and a span follow: the name of an area.
    fn begins_area(&self, at: usize) -> bool {
        let is_short = self.text(at).split_whitespace().count() <= 8 && !self.text(at).ends_with('.');
        let is_prose = |text: &str| {
            Self::is_sentence(text) && bullet(text).is_none() && !text.contains(" — ") && !is_role_line(text)
        };
        let sentences = (at + 1..self.lines.len()).take_while(|at| is_prose(self.text(*at))).count();
        is_short && sentences > 0 && self.span_at(at + 1 + sentences).is_some()
    }

    fn push(&mut self, draft: ImportDraft) -> usize {
        self.document.drafts.push(draft);
        self.document.drafts.len() - 1
    }

    fn named(kind: Kind, name: &str, line: usize) -> ImportDraft {
        ImportDraft::new(kind, one_line(name), (line, line))
    }

    fn product(&mut self, line: Line<'a>, when: When) {
        let (name, summary) =
            line.text.split_once(" — ").or_else(|| line.text.split_once(" – ")).unwrap_or((line.text, ""));
        let mut draft = Self::named(Kind::Project, name, line.number);
        draft.set("summary", summary);
        draft.set_when(when);
        draft.set_raw("status", if when.is_open { "active" } else { "shipped" });
        self.product = Some(self.push(draft));
        (self.area, self.entry, self.span, self.in_skills) = (None, None, None, false);
    }

    fn area(&mut self, line: Line<'a>) {
        let mut draft = Self::named(Kind::Project, line.text, line.number);
        draft.set_project(self.product);
        draft.set_raw("status", "shipped");
        self.area = Some(self.push(draft));
        (self.entry, self.in_skills) = (None, false);
    }

    fn entry(&mut self, at: usize, roles: usize) {
        let title: Vec<&str> = (at..roles).map(|at| self.text(at)).collect();
        let mut draft = Self::named(Kind::Project, &title.join(" – "), self.lines[at].number);
        draft.lines.1 = self.lines[roles].number;
        draft.set_project(self.area.or(self.product));
        // The words of the role are not those that a journal knows, and an entry has no summary of its own.
        draft.set("summary", self.text(roles));
        if let Some(when) = self.span.take() {
            draft.set_when(when);
            draft.set_raw("status", if when.is_open { "active" } else { "shipped" });
        }
        self.entry = Some(self.push(draft));
        self.in_skills = true;
    }

    fn skill(&mut self, line: Line<'a>) {
        let Some(entry) = self.entry else { return self.prose(line) };
        self.document.drafts[entry].add_names("skills", [line.text.to_owned()]);
        self.document.drafts[entry].lines.1 = line.number;
    }

    fn item(&mut self, number: usize, text: &str) {
        self.in_skills = false;
        let (title, rest) = super::markup::title_of(text);
        let mut draft = ImportDraft::new(Kind::Win, title.trim_end_matches('.'), (number, number));
        draft.append("notes", rest, false);
        draft.set_project(self.entry.or(self.area).or(self.product));
        let owner = draft.project().map(|project| &self.document.drafts[project]);
        (draft.when, draft.is_open) = owner.map_or((None, false), |owner| (owner.when, owner.is_open));
        draft.add_figures(super::results::figures(text));
        draft.is_unsure = draft.project().is_none();
        self.push(draft);
    }

    /// Takes a line before the first span: a strength with the sentence that describes it.
    fn profile_line(&mut self, line: Line<'a>) {
        let profile = match self.profile {
            Some(profile) => profile,
            None => self.push(ImportDraft::new(Kind::Profile, "", (line.number, line.number))),
        };
        self.profile = Some(profile);
        self.document.drafts[profile].lines.1 = line.number;
        if Self::is_sentence(line.text) {
            let strength = self.strength.take();
            let draft = &mut self.document.drafts[profile];
            match strength {
                Some(name) => draft.add_line("strengths", &format!("{name}: {}", line.text)),
                None => draft.append("about", line.text, false),
            }
        } else if let Some(name) = self.strength.replace(line.text) {
            self.document.unplaced.push(Unplaced { line: line.number - 1, text: name.to_owned() });
        }
    }

    /// Takes a sentence about the entry, the area or the product.
    fn prose(&mut self, line: Line<'a>) {
        let Some(owner) = self.entry.or(self.area).or(self.product) else {
            self.document.unplaced.push(Unplaced { line: line.number, text: line.text.to_owned() });
            return;
        };
        let draft = &mut self.document.drafts[owner];
        draft.lines.1 = line.number;
        if draft.get("summary").is_empty() && self.entry.is_none() {
            draft.set("summary", line.text);
        } else {
            draft.append("notes", line.text, false);
        }
    }
}
