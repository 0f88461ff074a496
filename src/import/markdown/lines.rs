//! Classifies a line of a brag document as a heading (with or without its mark), a bullet, a table row or
//! text, and splits it into its parts.

use crate::domain::DateRange;
use crate::text::fold;

/// The content of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    /// No section has begun.
    Open,
    /// Goals of the year.
    Goals,
    /// Projects, one per heading.
    Projects,
    /// Wins of a category, by key.
    Category(&'static str),
    /// The highlights, which the document repeats elsewhere, and the gaps; not imported.
    Aside,
}

/// The phrases that name a section, each with the content of the section; the first match decides.
const SECTIONS: [(&str, Section); 28] = [
    ("highlights", Section::Aside),
    ("still missing", Section::Aside),
    ("delivery", Section::Category("delivery")),
    ("goals", Section::Goals),
    ("objectives", Section::Goals),
    ("projects", Section::Projects),
    ("key projects", Section::Projects),
    ("accomplishments", Section::Projects),
    ("collaboration", Section::Category("collaboration")),
    ("mentorship", Section::Category("collaboration")),
    ("mentoring", Section::Category("collaboration")),
    ("teamwork", Section::Category("collaboration")),
    ("design", Section::Category("design")),
    ("documentation", Section::Category("design")),
    ("foundational code", Section::Category("foundational")),
    ("code quality", Section::Category("foundational")),
    ("reliability", Section::Category("reliability")),
    ("incidents", Section::Category("reliability")),
    ("company building", Section::Category("company")),
    ("hiring", Section::Category("company")),
    ("what you learned", Section::Category("learning")),
    ("what i learned", Section::Category("learning")),
    ("learning", Section::Category("learning")),
    ("concepts", Section::Category("learning")),
    ("books", Section::Category("learning")),
    ("libraries", Section::Category("learning")),
    ("recognition", Section::Category("recognition")),
    ("outside", Section::Category("outside")),
];

/// Words that a heading may have besides the name of the section.
const FILLERS: [&str; 20] = [
    "and",
    "&",
    "the",
    "my",
    "your",
    "of",
    "for",
    "this",
    "year",
    "work",
    "docs",
    "tools",
    "design",
    "documentation",
    "mentorship",
    "books",
    "next",
    "last",
    "main",
    "other",
];

#[derive(Debug)]
pub(super) enum Line<'a> {
    Blank,
    Heading(usize, &'a str),
    Bullet(usize, &'a str),
    Row(Vec<String>),
    Text(usize, &'a str),
}

/// Classifies the line at index `at`; the neighbouring lines, and `in_item` for a line after a bullet, decide
/// if it is a heading without its mark.
pub(super) fn classify<'a>(all: &[&'a str], at: usize, in_item: bool) -> Line<'a> {
    let raw = all[at];
    let text = raw.trim();
    let indent = raw.len() - raw.trim_start().len();
    let under = all.get(at + 1).map_or("", |line| line.trim());
    if indent == 0 && !text.is_empty() && under.len() >= 3 && under.chars().all(|c| c == '=') {
        return Line::Heading(1, text);
    }
    if text.is_empty() || text.chars().all(|c| matches!(c, '-' | '=' | '*' | '_')) && text.len() >= 3 {
        return Line::Blank;
    }
    let marks = text.len() - text.trim_start_matches('#').len();
    if (1..=6).contains(&marks) && text[marks..].starts_with([' ', '\t']) {
        return Line::Heading(marks, text[marks..].trim().trim_end_matches('#').trim_end());
    }
    if let Some(bullet) = bullet(text) {
        return Line::Bullet(indent, bullet);
    }
    if text.starts_with('|') {
        return Line::Row(cells(text));
    }
    if indent == 0 && looks_like_heading(all, at, text, in_item) {
        return Line::Heading(0, text);
    }
    Line::Text(indent, text)
}

/// Splits a table row into its trimmed cells; a bar behind a backslash is a character of its cell.
fn cells(text: &str) -> Vec<String> {
    let inner = text.strip_prefix('|').unwrap_or(text);
    let mut out = vec![String::new()];
    let mut escaped = false;
    for c in inner.chars() {
        let cell = out.len() - 1;
        match c {
            '|' if escaped => {
                out[cell].pop();
                out[cell].push('|');
            }
            '|' => out.push(String::new()),
            c => out[cell].push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    if out.last().is_some_and(|last| last.trim().is_empty()) && out.len() > 1 {
        out.pop();
    }
    out.iter().map(|cell| cell.trim().to_owned()).collect()
}

fn bullet(text: &str) -> Option<&str> {
    let body = text.strip_prefix(['-', '*', '+', '•', '–', '·']);
    if let Some(body) = body.filter(|body| body.starts_with([' ', '\t'])) {
        return Some(body.trim()).filter(|body| !body.is_empty());
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text[digits..].strip_prefix(['.', ')'])?;
    ((1..=3).contains(&digits) && rest.starts_with(' ')).then(|| rest.trim())
}

/// Returns `true` for a line that reads like a heading without its mark: a bold line, or a short line that
/// begins like a title, has no punctuation at its end, and has bullets, a title, a table or a paragraph under
/// it. `in_item` is `true` if a bullet precedes the line.
fn looks_like_heading(all: &[&str], at: usize, text: &str, in_item: bool) -> bool {
    // A bold label such as **Results:** belongs to the heading above it.
    let bold = text.starts_with("**") && text.ends_with("**") && text.len() > 4 && !text.ends_with(":**");
    if bold {
        return true;
    }
    let first = text.chars().next();
    let short = text.chars().count() <= 60 && text.split_whitespace().count() <= 8;
    if !short
        || !first.is_some_and(|c| c.is_uppercase() || c.is_numeric())
        || text.ends_with(['.', ',', ';', ':', '!', '?'])
    {
        return false;
    }
    let previous = at.checked_sub(1).and_then(|before| all.get(before)).map_or("", |line| line.trim());
    if in_item && !previous.is_empty() && runs_on(previous) {
        return false;
    }
    let next = all[at + 1..].iter().map(|line| line.trim()).find(|line| !line.is_empty());
    match next {
        None => false,
        Some(next) => {
            bullet(next).is_some()
                || next.starts_with(['|', '#'])
                || next.chars().next().is_some_and(char::is_uppercase)
        }
    }
}

/// Returns `true` if a line ends in the middle of a sentence.
pub(super) fn runs_on(line: &str) -> bool {
    const OPEN: [&str; 24] = [
        "a", "an", "the", "to", "of", "with", "and", "or", "for", "in", "on", "by", "from", "as", "that",
        "which", "into", "our", "my", "new", "at", "using", "via", "is",
    ];
    let last = line.split_whitespace().last().unwrap_or("");
    line.ends_with([',', '(', '/', '-', '&']) || OPEN.contains(&last.to_lowercase().as_str())
}

/// Splits the leading date from a bullet such as `2024-05-06: shipped it`.
pub(super) fn dated(text: &str) -> (Option<DateRange>, &str) {
    let dated = text
        .split_once(": ")
        .and_then(|(date, rest)| Some((DateRange::from_iso(date.trim())?, rest.trim_start())));
    match dated {
        Some((when, rest)) if !rest.is_empty() => (Some(when), rest),
        _ => (None, text),
    }
}

/// Returns the section that a heading names, if its other words are fillers, numbers or parts of such names.
pub(super) fn section_of(name: &str) -> Option<Section> {
    let folded = fold(name);
    let (phrase, section) = SECTIONS.iter().find(|(phrase, _)| {
        folded.split(|c: char| !c.is_alphanumeric()).any(|word| phrase.starts_with(word) && !word.is_empty())
            && folded.contains(phrase)
    })?;
    let rest = folded.replacen(phrase, " ", 1);
    let fits =
        rest.split(|c: char| !c.is_alphanumeric() && c != '&').filter(|word| !word.is_empty()).all(|word| {
            FILLERS.contains(&word)
                || word.bytes().all(|byte| byte.is_ascii_digit())
                || SECTIONS.iter().any(|(phrase, _)| phrase.split(' ').any(|part| part == word))
        });
    fits.then_some(*section)
}

pub(super) fn year_in(text: &str) -> Option<i32> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .find_map(|digits| digits.parse().ok().filter(|year| (1950..2200).contains(year)))
}

/// Returns `true` if a text is an instruction from a template to the user.
pub(super) fn is_instruction(text: &str) -> bool {
    let folded = fold(text);
    let starts = [
        "for each one",
        "for each project",
        "remember:",
        "remember to",
        "e.g.",
        "example:  ",
        "tip:",
        "what your contributions were",
        "the impact of the project",
        "list your",
        "write down",
        "describe ",
        "don't forget",
        "think about",
        "what did you",
        "what were you",
        "add a",
        "fill in",
    ];
    starts.iter().any(|start| folded.starts_with(start))
        || (folded.contains("your") || folded.contains("did you")) && folded.matches('?').count() >= 2
}

/// Returns `true` if a text is an entry of a table of contents: only a link to an anchor of the same page.
pub(super) fn is_contents(text: &str) -> bool {
    let rest = text.trim().strip_prefix('[').and_then(|rest| rest.split_once("](#"));
    rest.is_some_and(|(_, anchor)| anchor.ends_with(')') && !anchor.contains(' '))
}

/// Returns a text without emphasis marks, HTML tags and surrounding white space.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        let tag = rest[open..].find('>').map(|close| &rest[open..=open + close]);
        let tag = tag.filter(|tag| tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/'));
        if let Some(tag) = tag {
            out.push_str(&rest[..open]);
            // A line break separates words.
            if tag.trim_start_matches('<').to_ascii_lowercase().starts_with("br") {
                out.push(' ');
            }
            rest = &rest[open + tag.len()..];
        } else {
            out.push_str(&rest[..=open]);
            rest = &rest[open + 1..];
        }
    }
    out.push_str(rest);
    plain(&out).trim().to_owned()
}

/// Returns a text without `**`, `__` and the backslashes before punctuation.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match (c, rest.peek()) {
            ('\\', Some(next)) if next.is_ascii_punctuation() => out.extend(rest.next()),
            ('*' | '_', Some(next)) if *next == c => {
                rest.next();
            }
            _ => out.push(c),
        }
    }
    out
}

/// Splits a bullet into title and notes; a title over 140 characters is cut to the label or first sentence.
pub(super) fn title_of(text: &str) -> (&str, &str) {
    const SHORT: usize = 140;
    if text.chars().count() <= SHORT {
        return (text, "");
    }
    if let Some((label, rest)) = text.split_once(": ")
        && (4..=70).contains(&label.len())
    {
        return (label, rest);
    }
    let sentence = text.char_indices().find_map(|(at, c)| {
        let ends = matches!(c, '.' | '!' | '?') && text[at + c.len_utf8()..].starts_with(' ');
        (ends && at >= 20).then_some(at + c.len_utf8())
    });
    match sentence {
        Some(at) => (text[..at].trim_end_matches('.'), text[at..].trim_start()),
        None => (text, ""),
    }
}
