//! Determines the style of a document from counted features. A style changes only how the outline is built.

use super::dates::{self, DateContext, DayOrder};
use super::lines::{bullet, runs_on};
use super::source::{Source, column};
use super::vocabulary::{Section, is_continuation, is_role_line, section_of};

/// The style of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Style {
    /// `true` for the syntax of org.
    pub is_org: bool,
    /// `true` if headings have no marks.
    pub has_bare_headings: bool,
    /// `true` if no item of a list is indented although some belong to the one above.
    pub has_lost_indentation: bool,
    /// `true` if sentences in items of the same column continue the item above them.
    pub has_continuations: bool,
    /// `true` for entries of a span, a title, roles and skills, one a line.
    pub is_timeline: bool,
    /// `true` for a résumé, in which employers have headings.
    pub is_resume: bool,
    /// `true` if every line is an item although it has no mark.
    pub is_plain_list: bool,
    /// `true` for answers to the questions of an interview.
    pub is_interview: bool,
    /// The order of the day and the month.
    pub order: DayOrder,
}

/// The counted features of a document.
#[derive(Debug, Default)]
struct Features {
    marks: usize,
    bullets: usize,
    indented: usize,
    continuations: usize,
    spans: usize,
    roles: usize,
    questions: usize,
    text: usize,
    complete: usize,
    sections: Vec<Section>,
}

impl Style {
    /// Determines the style of a document; `is_org` is `true` if its name ends in `.org`.
    pub fn of(source: &Source<'_>, is_org: bool) -> Self {
        let order = dates::day_order(source.lines.iter().copied());
        let is_org = is_org || looks_like_org(source);
        let found = features(source, DateContext { year: None, order });
        let has = |section: Section| found.sections.contains(&section);
        let has_marks = found.marks > 0 || is_org;
        let is_timeline = !has_marks && found.spans >= 3 && found.roles >= 2;
        let is_resume = has(Section::Experience) && (has(Section::Education) || has(Section::Skills));
        let is_bare = !has_marks && !is_timeline;
        let is_plain_list = is_bare
            && found.bullets == 0
            && found.sections.is_empty()
            && found.text >= 3
            && found.complete * 10 >= found.text * 7;
        Self {
            is_org,
            has_bare_headings: is_bare && !is_plain_list,
            has_lost_indentation: found.bullets >= 8 && found.indented == 0 && !has_marks,
            has_continuations: found.bullets >= 4
                && found.indented == 0
                && found.continuations >= 2
                && found.spans < 3,
            is_timeline,
            is_resume,
            is_plain_list,
            is_interview: found.questions >= 4,
            order,
        }
    }
}

fn looks_like_org(source: &Source<'_>) -> bool {
    let is_keyword = |line: &&str| line.to_ascii_lowercase().starts_with("#+title:");
    let is_deep = |line: &&str| line.starts_with("** ") || line.starts_with("*** ");
    source.lines.iter().take(50).any(is_keyword)
        || source.lines.iter().filter(|line| is_deep(line)).count() >= 2
            && source.lines.iter().any(|line| line.starts_with("* "))
            && !source.lines.iter().any(|line| line.starts_with("# "))
}

fn features(source: &Source<'_>, context: DateContext) -> Features {
    let mut found = Features::default();
    for (at, line) in source.lines.iter().enumerate() {
        let text = line.trim();
        if text.is_empty() {
            continue;
        }
        let marks = text.len() - text.trim_start_matches('#').len();
        let under = source.lines.get(at + 1).map_or("", |line| line.trim());
        let is_underlined =
            under.len() >= 3 && (under.chars().all(|c| c == '=') || under.chars().all(|c| c == '-'));
        let is_marked = (1..=6).contains(&marks) && text[marks..].starts_with(' ');
        if is_marked || is_underlined && text.len() <= 80 && bullet(text).is_none() {
            found.marks += 1;
        }
        let plain = text.trim_matches(['*', '#', '_', ' ', ':']);
        if text.ends_with(['?']) || plain.ends_with('?') {
            found.questions += usize::from(plain.len() <= 160);
        }
        if let Some((_, body)) = bullet(text) {
            found.bullets += 1;
            found.continuations += usize::from(is_continuation(body));
            found.indented += usize::from(column(line) >= 2);
            continue;
        }
        if plain.len() <= 80 {
            found.sections.extend(section_of(plain));
            found.spans += usize::from(dates::whole(plain, context).is_some());
            found.roles += usize::from(is_role_line(plain));
        }
        if marks == 0 && text != "---" {
            found.text += 1;
            found.complete += usize::from(
                text.len() <= 240
                    && !text.starts_with(char::is_lowercase)
                    && !runs_on(text)
                    && text.split_whitespace().count() >= 3,
            );
        }
    }
    found
}
