//! Parses the text under the heading of a project: labelled chapters, lists of skills, and prose.

use super::super::ProjectFound;
use super::super::results::figures;
use super::lines::clean;
use crate::domain::{Chapter, ProjectStatus, Role};
use crate::text::fold;

/// The labels of chapters.
const LABELS: &[(&str, Chapter)] = &[
    ("challenge", Chapter::Challenge),
    ("problem", Chapter::Challenge),
    ("context", Chapter::Challenge),
    ("background", Chapter::Challenge),
    ("solution", Chapter::Solution),
    ("approach", Chapter::Solution),
    ("what i did", Chapter::Solution),
    ("results", Chapter::Results),
    ("result", Chapter::Results),
    ("impact", Chapter::Results),
    ("outcome", Chapter::Results),
    ("outcomes", Chapter::Results),
    ("reflection", Chapter::Reflection),
    ("reflections", Chapter::Reflection),
    ("what i liked", Chapter::Liked),
    ("liked", Chapter::Liked),
    ("what i enjoyed", Chapter::Liked),
    ("what was hard", Chapter::Hard),
    ("hard", Chapter::Hard),
    ("what i found challenging", Chapter::Hard),
    ("what i learned", Chapter::Learned),
    ("learned", Chapter::Learned),
    ("lessons", Chapter::Learned),
    ("team", Chapter::Team),
    ("summary", Chapter::Summary),
];

/// The labels of lists of skills, and the group of the skills; empty for no group.
const GROUPS: &[(&str, &str)] = &[
    ("languages", "language"),
    ("language", "language"),
    ("tech", "technology"),
    ("technologies", "technology"),
    ("technology", "technology"),
    ("stack", "technology"),
    ("tools", "technology"),
    ("modules", "module"),
    ("libraries", "module"),
    ("frameworks", "module"),
    ("practices", "practice"),
    ("methods", "practice"),
    ("skills", ""),
];

/// Verbs at the beginning of a summary, and the roles that they express.
const PARTS: &[(&str, Role)] = &[
    ("led", Role::Led),
    ("designed", Role::Designed),
    ("built", Role::Built),
    ("implemented", Role::Built),
    ("developed", Role::Built),
    ("created", Role::Built),
    ("proposed", Role::Proposed),
    ("coordinated", Role::Coordinated),
    ("contributed", Role::Contributed),
];

/// The position in the text under the heading of a project.
#[derive(Debug, Default)]
pub(super) struct Story {
    /// The chapter of the last label.
    chapter: Option<Chapter>,
    /// The number of the line that was taken last; 0 if the next line begins a paragraph.
    last: usize,
}

impl Story {
    /// Adds a line of text to a project.
    pub(super) fn take(&mut self, project: &mut ProjectFound, number: usize, raw: &str) {
        let (label, rest) = label_of(raw);
        if let Some(label) = label {
            if let Some(group) = group_of(&label) {
                skills(project, group, rest);
                return;
            }
            if let Some(chapter) = chapter_of(&label) {
                self.chapter = Some(chapter);
                self.last = 0;
                if !rest.trim().is_empty() {
                    self.add(project, chapter, number, &clean(rest));
                }
                return;
            }
        }
        let text = clean(raw);
        let chapter = match self.chapter {
            Some(chapter) => chapter,
            // The first paragraph is the summary; later paragraphs are notes.
            None if project.draft.prose[Chapter::Summary].is_empty() || self.last + 1 == number => {
                Chapter::Summary
            }
            None => Chapter::Notes,
        };
        self.add(project, chapter, number, &text);
    }

    /// Adds a line of a code block, unchanged.
    pub(super) fn take_code(&mut self, project: &mut ProjectFound, raw: &str) {
        let text = &mut project.draft.prose[self.chapter.unwrap_or(Chapter::Notes)];
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(raw);
        self.last = 0;
    }

    fn add(&mut self, project: &mut ProjectFound, chapter: Chapter, number: usize, text: &str) {
        let prose = &mut project.draft.prose[chapter];
        let goes_on = self.last > 0 && self.last + 1 == number;
        if !prose.is_empty() {
            prose.push_str(if goes_on { " " } else { "\n\n" });
        }
        prose.push_str(text);
        self.last = number;
    }
}

/// Derives the status, the figures and the roles of a project from its complete text.
pub(super) fn finish(project: &mut ProjectFound) {
    let prose = &project.draft.prose;
    if !prose[Chapter::Results].is_empty() {
        project.draft.status = ProjectStatus::Shipped;
    }
    project.figures = figures(&prose[Chapter::Results]);
    for figure in figures(&prose[Chapter::Summary]) {
        if !project.figures.iter().any(|each| each.to.text == figure.to.text) {
            project.figures.push(figure);
        }
    }
    for word in prose[Chapter::Summary].split_whitespace().take(8) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        match PARTS.iter().find(|(verb, _)| *verb == word) {
            Some((_, role)) if !project.draft.roles.contains(role) => project.draft.roles.push(*role),
            Some(_) => {}
            None if word == "and" => {}
            None => break,
        }
    }
}

/// Splits `**The Challenge:** text` or `Languages: text` into the folded label and the text.
fn label_of(raw: &str) -> (Option<String>, &str) {
    let text = raw.trim();
    let bold = text.strip_prefix("**").and_then(|rest| rest.split_once("**"));
    if let Some((label, rest)) = bold
        && label.chars().count() <= 60
    {
        let rest = rest.strip_prefix(':').unwrap_or(rest);
        return (Some(fold(label.trim().trim_end_matches(':'))), rest);
    }
    match text.split_once(':') {
        Some((label, rest)) if label.split_whitespace().count() <= 3 && !rest.starts_with("//") => {
            (Some(fold(label.trim())), rest)
        }
        _ => (None, text),
    }
}

fn group_of(label: &str) -> Option<&'static str> {
    GROUPS.iter().find(|(word, _)| *word == label).map(|(_, group)| *group)
}

/// Returns the chapter of a label; a label with two of liking, difficulty and learning is a reflection.
fn chapter_of(label: &str) -> Option<Chapter> {
    let label = label.trim_start_matches("the ").trim_start_matches("my ");
    let looks = ["liked", "enjoy", "challeng", "hard", "learn"];
    if looks.iter().filter(|word| label.contains(**word)).count() >= 2 {
        return Some(Chapter::Reflection);
    }
    let exact = LABELS.iter().find(|(word, _)| *word == label);
    let first = || {
        let part = label.split(['&', '/', ',']).next()?.trim();
        LABELS.iter().find(|(word, _)| *word == part)
    };
    exact.or_else(first).map(|(_, chapter)| *chapter)
}

fn skills(project: &mut ProjectFound, group: &str, list: &str) {
    for name in list.split([',', ';']).map(clean).filter(|name| !name.is_empty()) {
        if !project.draft.skills.iter().any(|each| fold(each) == fold(&name)) {
            project.draft.skills.push(name.clone());
        }
        if !group.is_empty() && !project.groups.iter().any(|(each, _)| fold(each) == fold(&name)) {
            project.groups.push((name, group.to_owned()));
        }
    }
}
