//! The parts of records that labels and headings name, the answers of interviews, and the profile.

use super::{Scope, Writer};
use crate::domain::{Kind, Role as Did};
use crate::import::dates;
use crate::import::draft::{ImportDraft, Unplaced};
use crate::import::interview::{self, Answer};
use crate::import::markup::{bare, clean, unlinked};
use crate::import::outline::{Block, NodeId};
use crate::import::roles::label_of;
use crate::import::vocabulary::{Part, Section};
use crate::text::{fold, one_line};

/// Returns the field of a kind that takes a part; `None` if the part stays in the notes with its label.
fn field_of(kind: Kind, part: Part) -> Option<&'static str> {
    Some(match (kind, part) {
        (_, Part::Description) => "notes",
        (Kind::Project, Part::Challenge | Part::Situation) => "challenge",
        (Kind::Project, Part::Solution | Part::Task) => "solution",
        (Kind::Project | Kind::Story, Part::Results) => {
            if kind == Kind::Project {
                "results"
            } else {
                "result"
            }
        }
        (Kind::Project, Part::Liked) => "liked",
        (Kind::Project, Part::Hard) => "hard",
        (Kind::Project, Part::Learned) => "learned",
        (Kind::Project, Part::Reflection | Part::Remedy) => "reflection",
        (Kind::Project | Kind::Position, Part::Team) => "team",
        (Kind::Project | Kind::Win, Part::Audience) => "audience",
        (Kind::Win, Part::Results) => "impact",
        (Kind::Project | Kind::Position, Part::Summary) => "summary",
        (Kind::Position, Part::Audience) => "users",
        (Kind::Position, Part::Challenge) => "challenges",
        (Kind::Position, Part::Solution) => "built",
        (Kind::Position, Part::Results) => "contributions",
        (Kind::Story, Part::Situation | Part::Challenge) => "situation",
        (Kind::Story, Part::Task) => "task",
        (Kind::Story, Part::Solution) => "action",
        (Kind::Story, Part::Failure) => "failure",
        (Kind::Story, Part::Cause) => "cause",
        (Kind::Story, Part::Remedy) => "remedy",
        (Kind::Story, Part::Learned) => "learning",
        (Kind::Goal, Part::Challenge) => "why",
        _ => return None,
    })
}

impl Writer<'_, '_> {
    pub(super) fn part(&mut self, id: NodeId, part: Part, scope: &mut Scope) {
        let Some(owner) = scope.owner else { return self.unplaced_tree(id) };
        let is_heading = self.outline.is_heading(id);
        let raw = self.outline.raw(id).to_owned();
        let text = self.outline.text(id);
        let (label, rest) = match label_of(&text) {
            _ if is_heading => (bare(&raw), String::new()),
            Some((label, rest)) => (clean(label), rest.to_owned()),
            None => (String::new(), text.into_owned()),
        };
        let last = self.lines(id).1;
        self.document.drafts[owner].lines.1 = self.document.drafts[owner].lines.1.max(last);
        if self.takes_list(owner, part, &rest, scope) {
            return self.below(id, Scope { part: None, ..*scope });
        }
        let kind = self.document.drafts[owner].kind;
        let field = field_of(kind, part);
        // A label that is no field stays in front of its text.
        let (field, words) = match field {
            Some(field) => (field, rest),
            None if label.is_empty() => ("notes", rest),
            None => ("notes", format!("**{label}:** {rest}").trim_end().to_owned()),
        };
        let is_example = matches!(fold(&label).as_str(), "example" | "beispiel" | "ejemplo");
        let words = if is_example { format!("Example: {words}") } else { words };
        self.append(owner, field, &words, false);
        let inner = Scope { part: Some(field), is_joined: false, ..*scope };
        self.below(id, inner);
        let is_open = words.trim().is_empty()
            || field_of(kind, part).is_none() && label_of(&raw).is_some_and(|(_, rest)| rest.is_empty());
        scope.part = (is_open && !is_heading).then_some(field).or(scope.part.filter(|_| is_heading));
        scope.is_joined = false;
    }

    /// Takes the parts that are lists or dates; returns `false` for any other part, or if the text cannot be read.
    fn takes_list(&mut self, owner: usize, part: Part, rest: &str, scope: &Scope) -> bool {
        let context = self.context(scope);
        let draft = &mut self.document.drafts[owner];
        let names = || {
            rest.split([',', ';'])
                .map(clean)
                .map(|name| name.trim_end_matches('.').to_owned())
                .filter(|name| !name.is_empty())
        };
        match part {
            Part::Skills(group)
                if matches!(draft.kind, Kind::Win | Kind::Project) && !rest.trim().is_empty() =>
            {
                let names: Vec<String> = names().collect();
                for name in names.iter().filter(|_| !group.is_empty()) {
                    draft.add_group(name, group);
                }
                draft.add_names("skills", names);
                true
            }
            Part::Date => match dates::whole(rest, context) {
                Some(when) => {
                    draft.set_when(when);
                    true
                }
                None => false,
            },
            Part::Tags if matches!(draft.kind, Kind::Win | Kind::Project) => {
                let names: Vec<String> =
                    names().map(|name| name.trim_start_matches('#').to_owned()).collect();
                draft.add_names("tags", names);
                true
            }
            Part::Links => {
                let mut links = Vec::new();
                let text = unlinked(rest, &mut links);
                let is_only_links =
                    !links.is_empty() && text.split_whitespace().all(|word| word.contains("://"));
                draft.add_names("links", links);
                is_only_links
            }
            _ => false,
        }
    }

    pub(super) fn answer(&mut self, id: NodeId, answer: Answer, scope: &mut Scope) {
        let Some(owner) = scope.owner else { return self.unplaced_tree(id) };
        let raw = self.outline.raw(id);
        let (question, said) = match interview::question(raw) {
            Some((question, said)) if !self.outline.is_heading(id) => (bare(question), said.to_owned()),
            _ => (bare(raw), String::new()),
        };
        let kind = self.document.drafts[owner].kind;
        let field = match answer {
            Answer::Position(field) if kind == Kind::Position => Some(field),
            Answer::Failure(field) | Answer::Star(field) if kind == Kind::Story => Some(field),
            Answer::Position("built") if kind == Kind::Story => Some("action"),
            Answer::Position("state_found") if kind == Kind::Story => Some("situation"),
            _ => None,
        };
        let whole = self.answer_text(id, &said);
        if answer == Answer::Shares
            && kind == Kind::Position
            && let Some((coding, leading)) = interview::shares(&whole)
        {
            let draft = &mut self.document.drafts[owner];
            draft.set_raw("coding_percent", coding.to_string());
            draft.set_raw("leading_percent", leading.map_or(String::new(), |leading| leading.to_string()));
        }
        if answer == Answer::Position("team")
            && kind == Kind::Position
            && let Some(size) =
                whole.split(|c: char| !c.is_ascii_digit()).find_map(|digits| digits.parse::<u32>().ok())
        {
            self.document.drafts[owner].set_raw("team_size", size.to_string());
        }
        let text =
            if field.is_some() { said } else { format!("**{question}** {said}").trim_end().to_owned() };
        let field = field.unwrap_or("notes");
        self.append(owner, field, &text, false);
        let last = self.lines(id).1;
        self.document.drafts[owner].lines.1 = self.document.drafts[owner].lines.1.max(last);
        scope.part = Some(field);
        scope.is_joined = false;
        self.below(id, *scope);
    }

    /// Returns the text of an answer with the nodes below.
    fn answer_text(&self, id: NodeId, said: &str) -> String {
        let mut out = said.to_owned();
        for child in self.outline.children(id) {
            self.write(child, 0, &mut out);
        }
        out
    }

    pub(super) fn profile(&mut self, id: NodeId, section: Section, scope: Scope) {
        let at = match self.profile {
            Some(at) => at,
            None => self.push(ImportDraft::new(Kind::Profile, "", self.lines(id))),
        };
        self.profile = Some(at);
        let last = self.lines(id).1;
        let text = self.outline.text(id);
        let draft = &mut self.document.drafts[at];
        draft.lines.1 = draft.lines.1.max(last);
        let inner = Scope { owner: Some(at), ..scope };
        if self.outline.is_heading(id) {
            if section == Section::Profile
                && draft.title.is_empty()
                && super::super::vocabulary::section_of(&bare(&text)).is_none()
            {
                draft.title = bare(&text);
            }
            return self.below(id, inner);
        }
        let is_language = section == Section::Profile
            && fold(&clean(self.outline.raw(id))).trim_end_matches(':') == "languages";
        match section {
            Section::Education => self.education(at, &text, &inner),
            Section::Languages => self.language(at, &text),
            Section::Skills => self.skill(at, id, &text),
            _ => {
                let lines = self.outline.raw(id).lines().map(str::trim).zip(self.lines(id).0..);
                let left: Vec<String> = lines
                    .map(|(text, line)| self.contact(at, text, line))
                    .filter(|text| !text.is_empty())
                    .collect();
                // A wrapped text is joined; short lines are a list.
                let is_wrapped = left.iter().any(|line| line.chars().count() > 50);
                let text = left.join(if is_wrapped { " " } else { "\n" });
                let is_item = matches!(self.outline.node(id).block, Block::Item(_));
                let draft = &mut self.document.drafts[at];
                match is_item && !is_wrapped {
                    _ if is_language || text.is_empty() => {}
                    true if self.is_after_fact => draft.append_to_line("about", " · ", &text),
                    is_fact => {
                        draft.append("about", &text, is_item && !is_fact);
                        self.is_after_fact = is_fact;
                    }
                }
            }
        }
        for child in self.outline.children(id) {
            let text = self.outline.text(child);
            match section {
                _ if is_language => self.language(at, &text),
                Section::Education => self.education(at, &text, &inner),
                _ => {
                    let mut out = String::new();
                    self.write(child, 1, &mut out);
                    let field = if section == Section::Skills { "strengths" } else { "about" };
                    self.document.drafts[at].append(field, &out, true);
                }
            }
        }
    }

    fn education(&mut self, at: usize, text: &str, scope: &Scope) {
        let context = self.context(scope);
        let text = clean(&unlinked(text, &mut Vec::new()));
        let draft = &mut self.document.drafts[at];
        let span = |when: dates::When| match (when.range.end, when.is_open) {
            (_, true) => format!("{}..", when.range.start),
            (Some(end), _) => format!("{}..{end}", when.range.start),
            (None, _) => when.range.start.to_string(),
        };
        let bars = |text: &str| text.replace('|', "/");
        if let Some((before, when)) = dates::trailing(&text, context) {
            draft.add_line("education", &format!("{} | {}", span(when), bars(before)));
        } else if let Some((when, rest)) = dates::leading(&text, context) {
            draft.add_line("education", &format!("{} | {}", span(when), bars(rest)));
        } else if let Some((_, all)) = draft.fields.iter_mut().find(|(field, _)| *field == "education") {
            let columns = all.lines().last().map_or(0, |line| line.matches('|').count());
            all.push_str(if columns <= 1 { " | " } else { ", " });
            all.push_str(&bars(&text));
        } else {
            draft.add_line("education", &bars(&text));
        }
    }

    fn language(&mut self, at: usize, text: &str) {
        let text = clean(text);
        let (name, level) =
            [": ", " - ", " – ", " — "].iter().find_map(|mark| text.split_once(mark)).unwrap_or((&text, ""));
        let line = if level.is_empty() { name.to_owned() } else { format!("{name}: {level}") };
        self.document.drafts[at].add_line("languages", &line);
    }

    fn skill(&mut self, at: usize, id: NodeId, text: &str) {
        let plain = clean(&unlinked(text, &mut Vec::new()));
        let bold = text
            .strip_prefix("**")
            .and_then(|rest| rest.split_once("**"))
            .map(|(name, rest)| (clean(name), clean(rest.trim_start_matches([' ', '-', '–', '—', ':']))));
        let labelled =
            || plain.split_once(": ").map(|(name, rest)| (name.to_owned(), rest.trim().to_owned()));
        let (name, rest) = bold.or_else(labelled).unwrap_or_else(|| {
            // A list without a name takes that of its heading.
            let is_list = plain.matches(',').count() >= 2;
            match self.heading_above(id).filter(|_| is_list) {
                Some(heading) => (heading, plain.clone()),
                None => (plain.clone(), String::new()),
            }
        });
        let line = if rest.is_empty() {
            name.replace(':', " –")
        } else {
            format!("{}: {rest}", name.replace(':', " –"))
        };
        self.document.drafts[at].add_line("strengths", &line);
    }

    /// Returns the heading of the section that a node is in.
    fn heading_above(&self, id: NodeId) -> Option<String> {
        (1..id).rev().find(|above| self.outline.is_heading(*above)).map(|above| bare(self.outline.raw(above)))
    }

    /// Takes the name and the contact data of a text in a line; returns the rest.
    fn contact(&mut self, at: usize, text: &str, line: usize) -> String {
        let mut links = Vec::new();
        let plain = clean(&unlinked(text, &mut links));
        let is_short = plain.chars().count() <= 160;
        let draft = &mut self.document.drafts[at];
        let is_first = draft.title.is_empty() && draft.fields.is_empty();
        let is_link = links.len() == 1 && text.ends_with(')') && plain.split_whitespace().count() <= 3;
        draft.add_names("links", links);
        let is_name = plain.split_whitespace().count() <= 5
            && plain.chars().all(|c| c.is_alphabetic() || " .-'’".contains(c));
        if is_first && is_name {
            draft.title = one_line(&plain);
            return String::new();
        }
        let mut left: Vec<&str> = Vec::new();
        let parts: Vec<&str> =
            if is_short { plain.split(['|', '·', '•']).map(str::trim).collect() } else { vec![&plain] };
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            let (label, value) =
                part.split_once(':').filter(|(_, rest)| !rest.starts_with("//")).unwrap_or(("", part));
            let value = value.trim();
            let is_email = value.contains('@') && !value.contains(' ') && value.contains('.');
            let digits = value.chars().filter(char::is_ascii_digit).count();
            let is_phone = digits >= 7 && value.chars().all(|c| c.is_ascii_digit() || "+-() ./".contains(c));
            let field = match fold(label.trim()).as_str() {
                _ if is_email => "email",
                _ if is_phone => "phone",
                "location" | "address" | "city" | "ort" | "wohnort" | "ubicacion" => "location",
                "website" | "web" | "homepage" | "url" => "url",
                "title" | "role" => "label",
                _ => "",
            };
            if !field.is_empty() && draft.get(field).is_empty() {
                draft.set(field, value);
            } else if !value.contains("://") {
                left.push(part);
            }
        }
        let left = left.join(" | ");
        // What a link such as `Recommendations: LinkedIn` says is in its address.
        if is_link && !left.is_empty() {
            self.document.unplaced.push(Unplaced { line, text: left });
            return String::new();
        }
        left
    }
}

/// Verbs at the beginning of a summary, and the roles that they express.
const VERBS: &[(&str, Did)] = &[
    ("led", Did::Led),
    ("designed", Did::Designed),
    ("built", Did::Built),
    ("implemented", Did::Built),
    ("developed", Did::Built),
    ("created", Did::Built),
    ("proposed", Did::Proposed),
    ("coordinated", Did::Coordinated),
    ("contributed", Did::Contributed),
];

/// Derives the status and the roles of a project from its complete text.
pub(super) fn finish_project(draft: &mut ImportDraft) {
    if !draft.get("results").is_empty() || draft.end().is_some() {
        draft.set_raw("status", "shipped");
    }
    let mut roles: Vec<&str> = Vec::new();
    for word in draft.get("summary").split_whitespace().take(8) {
        let word = fold(word.trim_matches(|c: char| !c.is_alphanumeric()));
        match VERBS.iter().find(|(verb, _)| *verb == word) {
            Some((_, role)) if !roles.contains(&role.word()) => roles.push(role.word()),
            Some(_) => {}
            None if word == "and" => {}
            None => break,
        }
    }
    draft.set_raw("roles", roles.join(", "));
}
