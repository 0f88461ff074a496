//! Classifies the lines of a document: headings, bullets, table rows, quotes, code, rules and text.

use super::lines::{bullet, is_rule, runs_on};
use super::source::{Source, column};
use super::style::Style;

/// The content of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// An empty line.
    Blank,
    /// A line of signs that separates parts.
    Rule,
    /// A heading with its level, from 1.
    Heading(u8, &'a str),
    /// An item of a list: its column, the state of a task, and its text.
    Bullet(usize, Option<bool>, &'a str),
    /// A row of a table.
    Row(&'a str),
    /// A line of a quotation.
    Quote(&'a str),
    /// A line of code or of another block that is kept as it is.
    Code(&'a str),
    /// A line that describes the document: front matter, or a keyword of org.
    Meta(&'a str),
    /// Any other line, with its column.
    Text(usize, &'a str),
}

/// The level of a bold line that stands alone.
pub(super) const BOLD: u8 = 7;
/// The level of a line that looks like a heading but has no mark.
pub(super) const BARE: u8 = 8;
/// The level of a short line directly above a list.
pub(super) const LABEL: u8 = 9;

/// Classifies all lines: calls `take` with the number of each line, from 1, and its content.
pub(super) fn each_token<'a>(source: &Source<'a>, style: &Style, take: &mut dyn FnMut(usize, Token<'a>)) {
    let mut scanner = Scanner { lines: &source.lines, style, fence: None, in_table: false, number: 0, take };
    let mut at = scanner.front_matter();
    while at < source.lines.len() {
        at = scanner.line(at);
    }
}

struct Scanner<'a, 's, 't> {
    lines: &'s [&'a str],
    style: &'s Style,
    /// The end of the block of code that is open.
    fence: Option<&'static str>,
    /// `true` inside a table whose rows do not begin with a bar.
    in_table: bool,
    /// The number of the line that was classified last.
    number: usize,
    take: &'t mut dyn FnMut(usize, Token<'a>),
}

impl<'a> Scanner<'a, '_, '_> {
    fn push(&mut self, token: Token<'a>) {
        self.number += 1;
        (self.take)(self.number, token);
    }

    /// Takes the front matter; returns the index of the next line.
    fn front_matter(&mut self) -> usize {
        if self.lines.first().is_none_or(|line| line.trim_end() != "---") {
            return 0;
        }
        let Some(end) = self.lines.iter().skip(1).position(|line| matches!(line.trim_end(), "---" | "..."))
        else {
            return 0;
        };
        let is_entry =
            |line: &&str| line.trim().is_empty() || line.contains(':') || line.starts_with([' ', '-', '#']);
        if !self.lines[1..=end].iter().all(is_entry) {
            return 0;
        }
        self.push(Token::Rule);
        for line in &self.lines[1..=end] {
            self.push(Token::Meta(line));
        }
        self.push(Token::Rule);
        end + 2
    }

    /// Classifies a line, and the line under it that belongs to it; returns the index of the next line.
    fn line(&mut self, at: usize) -> usize {
        let raw = self.lines[at];
        let text = raw.trim();
        if let Some(end) = self.fence {
            let is_end = text.to_ascii_lowercase().starts_with(end);
            self.push(Token::Code(raw));
            self.fence = self.fence.filter(|_| !is_end);
            return at + 1;
        }
        let opened = [("```", "```"), ("~~~", "~~~")].into_iter().find(|(mark, _)| text.starts_with(mark));
        if let Some((_, end)) = opened {
            self.fence = Some(end);
            self.push(Token::Code(raw));
            return at + 1;
        }
        if self.style.is_org
            && let Some(token) = self.org(raw, text)
        {
            self.push(token);
            return at + 1;
        }
        self.in_table = text.contains('|')
            && (self.in_table || self.lines.get(at + 1).is_some_and(|under| is_table_rule(under)));
        let token = if self.in_table { Token::Row(text) } else { self.classify(at, raw, text) };
        if let Token::Text(_, text) = token
            && let Some(level) = self.underlined(at, text)
        {
            self.push(Token::Heading(level, text));
            self.push(Token::Rule);
            return at + 2;
        }
        self.push(token);
        at + 1
    }

    fn org(&mut self, raw: &'a str, text: &'a str) -> Option<Token<'a>> {
        let stars = raw.len() - raw.trim_start_matches('*').len();
        if stars > 0 && raw[stars..].starts_with(' ') {
            let level = u8::try_from(stars).unwrap_or(6).min(6);
            let rest = raw[stars..].trim();
            return Some(match rest.split_once(' ') {
                Some(("TODO" | "NEXT" | "WAITING", rest)) => Token::Bullet(0, Some(false), rest),
                Some(("DONE", rest)) if !self.has_children(raw) => Token::Bullet(0, Some(true), rest),
                Some(("DONE", rest)) => Token::Heading(level, rest),
                _ => Token::Heading(level, rest),
            });
        }
        let lower = text.to_ascii_lowercase();
        if lower.starts_with("#+begin") {
            self.fence = Some("#+end");
            return Some(Token::Code(raw));
        }
        let is_drawer = text.len() > 2 && text.starts_with(':') && text.ends_with(':') && !text.contains(' ');
        let is_property = text.starts_with(':') && text[1..].contains(": ");
        if text.starts_with("#+") || text.starts_with("# ") || text == "#" || is_drawer || is_property {
            return Some(Token::Meta(text));
        }
        None
    }

    /// Returns `true` if a heading of org has text or headings under it.
    fn has_children(&self, raw: &str) -> bool {
        let at = self.lines.iter().position(|line| std::ptr::eq(*line, raw));
        at.and_then(|at| self.lines.get(at + 1))
            .is_some_and(|next| !next.starts_with('*') && !next.trim().is_empty())
    }

    fn classify(&self, at: usize, raw: &'a str, text: &'a str) -> Token<'a> {
        if text.is_empty() {
            return Token::Blank;
        }
        if is_rule(text) {
            return Token::Rule;
        }
        let marks = text.len() - text.trim_start_matches('#').len();
        if (1..=6).contains(&marks) && text[marks..].starts_with([' ', '\t']) && !self.style.is_org {
            let content = text[marks..].trim().trim_end_matches('#').trim_end();
            return Token::Heading(u8::try_from(marks).unwrap_or(6), content);
        }
        let column = column(raw);
        if let Some((task, body)) = bullet(text) {
            return Token::Bullet(column, task, body);
        }
        if text.starts_with('|') && text.len() > 1 {
            return Token::Row(text);
        }
        if let Some(quote) = text.strip_prefix('>') {
            return Token::Quote(quote.trim());
        }
        if column < 4 && is_bold_line(text) {
            return Token::Heading(BOLD, text);
        }
        if self.style.has_bare_headings
            && (column == 0 || self.style.is_timeline)
            && self.is_bare_heading(at, text)
        {
            return Token::Heading(BARE, text);
        }
        if column == 0 && self.is_label(at, text) {
            return Token::Heading(LABEL, text);
        }
        Token::Text(column, text)
    }

    /// Returns the level of a heading that is underlined.
    fn underlined(&self, at: usize, text: &str) -> Option<u8> {
        let under = self.lines.get(at + 1)?.trim();
        let above = at.checked_sub(1).map_or("", |above| self.lines[above].trim());
        let of = |sign: char| under.len() >= 3 && under.chars().all(|c| c == sign);
        let level = if of('=') {
            1
        } else if of('-') || of('~') {
            2
        } else {
            return None;
        };
        let is_short = text.chars().count() <= 80 && !text.ends_with(['.', ',', ';']);
        let is_alone = above.is_empty() || is_rule(above) || above.starts_with(['-', '*']);
        (is_short && is_alone && column(self.lines[at]) < 4).then_some(level)
    }

    fn next_text(&self, at: usize) -> &'a str {
        self.lines[at + 1..].iter().map(|line| line.trim()).find(|line| !line.is_empty()).unwrap_or("")
    }

    /// Returns `true` for a line that reads like a heading without its mark: short, begins like a title, without
    /// punctuation at its end, and with a list, a title, a table or a paragraph under it.
    fn is_bare_heading(&self, at: usize, text: &str) -> bool {
        let is_short = text.chars().count() <= 60 && text.split_whitespace().count() <= 8;
        let begins = text
            .chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || c.is_numeric() || !c.is_ascii() && !c.is_lowercase());
        if !is_short
            || !begins
            || text.ends_with(['.', ',', ';', ':', '!', '?'])
            || text.contains('@')
            || text.contains(": ")
        {
            return false;
        }
        let above = at.checked_sub(1).map_or("", |above| self.lines[above].trim());
        if !above.is_empty() && runs_on(above) {
            return false;
        }
        let next = self.next_text(at);
        bullet(next).is_some()
            || next.starts_with(['|', '#'])
            || next.chars().next().is_some_and(|c| !c.is_lowercase() && c.is_alphanumeric())
    }

    /// Returns `true` for a short line directly above a list, such as `Yesterday`, that has no list directly above it.
    fn is_label(&self, at: usize, text: &str) -> bool {
        let next = self.lines.get(at + 1).map_or("", |line| line.trim());
        let above = at.checked_sub(1).map_or("", |above| self.lines[above].trim());
        let words = text.trim_end_matches(':').split_whitespace().count();
        let is_title =
            text.chars().next().is_some_and(char::is_uppercase) && !text.ends_with(['.', ',', ';', '!', '?']);
        let is_begun = above.is_empty() || above.starts_with('#') || is_rule(above);
        bullet(next).is_some() && is_begun && words <= 4 && is_title
    }
}

/// Returns `true` for the line under the names of the columns of a table.
fn is_table_rule(line: &str) -> bool {
    let text = line.trim();
    text.contains('|') && text.contains("--") && text.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

fn is_bold_line(text: &str) -> bool {
    let inner = text.strip_prefix("**").and_then(|rest| rest.strip_suffix("**"));
    let inner = inner.or_else(|| text.strip_prefix("__").and_then(|rest| rest.strip_suffix("__")));
    inner.is_some_and(|inner| !inner.is_empty() && !inner.contains("**") && !inner.contains("__"))
}
