//! Checks the text before and after a match.

use std::borrow::Cow;
use std::ops::Range;

/// Returns `true` if digits after this text belong to a longer number or an amount.
pub(super) fn continues_number(before: &str) -> bool {
    let mut last = before.chars().rev();
    match last.next() {
        Some('.' | ',') => last.next().is_some_and(char::is_numeric),
        Some(c) => c.is_numeric() || "$€£¥₹".contains(c),
        None => false,
    }
}

/// Returns `true` for the name of a month.
pub(super) fn is_month(letters: &str) -> bool {
    crate::domain::date::MONTHS.iter().any(|month| month.eq_ignore_ascii_case(letters))
}

/// Returns `true` if a month is next to a day or a year: `6 April 2026`, `April 6`, `March 2026`.
pub(super) fn is_in_date(before: &str, after: &str) -> bool {
    let number = |word: &str| {
        let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        !word.is_empty() && word.len() <= 4 && word.chars().all(|c| c.is_ascii_digit())
    };
    let space = |c: char| c == ' ' || c == '\u{a0}';
    let last = before.strip_suffix(space).and_then(|before| before.rsplit(char::is_whitespace).next());
    let next = after.strip_prefix(space).and_then(|after| after.split(char::is_whitespace).next());
    let next = next.map(|word| word.trim_end_matches(|c: char| !c.is_alphanumeric()));
    last.is_some_and(number) || next.is_some_and(number)
}

/// Returns the words around a position of a Markdown text, from the same line and without escapes.
pub(super) fn around(text: &str, place: &Range<usize>) -> String {
    let before = text[..place.start].rsplit('\n').next().unwrap_or_default();
    let after = text[place.end..].split('\n').next().unwrap_or_default();
    let is_word = |word: &&str| word.contains(char::is_alphanumeric);
    let first: Vec<&str> = before.split_whitespace().rev().take_while(is_word).take(2).collect();
    let last: Vec<&str> = after.split_whitespace().take(2).collect();
    let mut out: String = first.into_iter().rev().collect::<Vec<_>>().join(" ");
    if before.ends_with(char::is_whitespace) && !out.is_empty() {
        out.push(' ');
    }
    out.push_str(&text[place.clone()]);
    if after.starts_with(char::is_whitespace) && !last.is_empty() {
        out.push(' ');
    }
    (out + &last.join(" ")).replace('\\', "")
}

/// Returns `true` if the next word begins a sentence, a line or a list item.
pub(super) fn begins_sentence(before: &str) -> bool {
    let marks =
        |c: char| matches!(c, ' ' | '\t' | '*' | '_' | '`' | '"' | '“' | '‘' | '(' | '[' | '>' | '#' | '-');
    let before = before.trim_end_matches(marks);
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '…', '\n', '|'])
}

/// Returns `true` if a text ends inside a web or mail address.
pub(super) fn is_in_address(before: &str) -> bool {
    let parts = |c: char| c.is_whitespace() || matches!(c, '(' | '<' | '"' | '[' | '|');
    let word = before.rsplit(parts).next().unwrap_or_default();
    word.contains("://") || word.starts_with("www.") || word.contains("mailto:") || word.ends_with('@')
}

/// The names that a text mentioned up to a place, each once with its alias.
#[derive(Debug, Default)]
pub(super) struct Mentions<'a>(Vec<(usize, &'a str)>);

impl<'a> Mentions<'a> {
    /// Returns the alias as the next mention of the name writes it: `a large bank` at first, `the large bank` then. Two
    /// names with one alias would be taken for each other, and keep the indefinite article.
    pub fn next(&mut self, name: usize, alias: &'a str) -> Cow<'a, str> {
        let is_ambiguous = self.0.iter().any(|(other, theirs)| *other != name && *theirs == alias);
        let is_mentioned = self.0.iter().any(|(mentioned, _)| *mentioned == name);
        if !is_mentioned {
            self.0.push((name, alias));
        }
        let bare = without_indefinite_article(alias);
        if is_mentioned && !is_ambiguous && bare.len() < alias.len() {
            Cow::Owned(format!("the {bare}"))
        } else {
            Cow::Borrowed(alias)
        }
    }
}

/// The words before a noun after which an article is wrong.
const DETERMINERS: [&str; 18] = [
    "the", "a", "an", "our", "their", "its", "his", "her", "my", "your", "this", "that", "these", "those",
    "every", "each", "no", "another",
];

/// Returns an alias as it is written after this text: with a capital at the beginning of a sentence, and without its
/// article after `the`, `our` and other words that stand in its place.
pub(super) fn fitted(alias: &str, before: &str) -> String {
    let is_plain = before.ends_with([' ', '\n', '\u{a0}']);
    let word = before.trim_end().rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let follows_determiner = is_plain && DETERMINERS.iter().any(|each| word.eq_ignore_ascii_case(each));
    let articles = ["a ", "an ", "the "];
    let bare = articles.iter().find_map(|article| alias.strip_prefix(article)).unwrap_or(alias);
    let alias = if follows_determiner { bare } else { alias };
    // A colon does not end a sentence, although an ordinary word may have a capital after it.
    let begins = begins_sentence(before) && !before.trim_end().trim_end_matches('*').ends_with(':');
    if begins { crate::text::with_capital(alias) } else { alias.to_owned() }
}

/// Returns an alias without `a` or `an`, as it is written in the plural.
pub(super) fn without_indefinite_article(alias: &str) -> &str {
    ["a ", "an "].iter().find_map(|article| alias.strip_prefix(article)).unwrap_or(alias)
}

/// Changes an `a` or `an` at the end of a text so that it fits the next word: `An Initech clerk`, `A large bank clerk`.
pub(super) fn fit_article(text: &mut String, next: &str) {
    let end = text.trim_end().len();
    let gap = text[..end].char_indices().rev().find(|(_, c)| !c.is_alphanumeric());
    let start = gap.map_or(0, |(at, c)| at + c.len_utf8());
    let word = &text[start..end];
    let is_article = word.eq_ignore_ascii_case("a") || word.eq_ignore_ascii_case("an");
    if end == text.len() || !is_article {
        return;
    }
    let vowel = next.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U']);
    let wanted = match (word.starts_with('A'), vowel) {
        (true, true) => "An",
        (true, false) => "A",
        (false, true) => "an",
        (false, false) => "a",
    };
    text.replace_range(start..end, wanted);
}

#[cfg(test)]
mod tests {
    use crate::report::redact::Redactor;

    #[test]
    fn a_later_mention_of_an_alias_has_a_definite_article() {
        let redactor =
            Redactor::new([("Acme", "a large bank"), ("Bolt", "a customer"), ("Cog", "a customer")]);
        let redacted = |text: &str| redactor.redact(text, str::to_owned);
        assert_eq!(
            redacted("# Acme\n\nAcme asked. Our Acme, and Acme's clerks."),
            "# A large bank\n\nThe large bank asked. Our large bank, and the large bank's clerks."
        );
        assert_eq!(redacted("An Acme clerk of an Acme branch"), "A large bank clerk of a large bank branch");
        // Two names with one alias are two customers.
        assert_eq!(
            redacted("For Bolt, for Bolt, for Cog, for Bolt."),
            "For a customer, for the customer, for a customer, for a customer."
        );
    }
}
