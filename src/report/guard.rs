//! Names out, aliases in, for documents that anybody may read: one matcher puts the alias for each name,
//! and looks afterwards whether one is left (`cli.md`, "Documents").
//!
//! A name is found by its letters and digits alone, in any case and with or without accents, wherever
//! words begin and end: `Acme Corp` also as `ACME-CORP`, `acme_corp`, `AcmeCorp`, over the end of a line,
//! and with the endings of a plural or a possessive.

use std::ops::Range;

use crate::domain::fold;
use crate::text::slug;

/// A name that is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Guarded {
    /// Its letters and digits, folded.
    letters: String,
    /// The name as it is, where it has no letters.
    raw: String,
    alias: String,
}

/// The names that must not be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Guard(Vec<Guarded>);

/// A word, or one of the humps of a word, with its folded letters.
struct Token {
    place: Range<usize>,
    letters: String,
}

/// How far apart the words of one name may stand: a line's end with its indent.
const GAP: usize = 24;

impl Guard {
    /// Guards names, each with its alias.
    pub fn new<'a>(names: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut all: Vec<Guarded> = names
            .into_iter()
            .map(|(name, alias)| Guarded {
                letters: letters(name),
                raw: name.trim().to_owned(),
                alias: alias.trim().to_owned(),
            })
            .filter(|each| !each.raw.is_empty())
            .collect();
        // A longer name is meant before one that it begins with.
        all.sort_by_key(|each| std::cmp::Reverse((each.letters.len(), each.raw.len())));
        Self(all)
    }

    /// Whether no name is guarded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text with aliases for names; `write` makes an alias part of the text's own format.
    #[must_use]
    pub fn replaced(&self, text: &str, write: impl Fn(&str) -> String) -> String {
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for (place, at, ending) in self.matches(text) {
            out.push_str(&text[done..place.start]);
            let alias = &self.0[at].alias;
            // An address stays one.
            let slug = slug(alias);
            let in_address = !slug.is_empty() && is_in_address(&text[..place.start]);
            out.push_str(&if in_address { slug } else { write(alias) });
            out.push_str(ending);
            done = place.end;
        }
        out.push_str(&text[done..]);
        for name in self.0.iter().filter(|name| name.letters.is_empty()) {
            out = out.replace(&name.raw, &write(&name.alias));
        }
        out
    }

    /// The alias of the first name that is still in a text.
    #[must_use]
    pub fn found(&self, text: &str) -> Option<&str> {
        let odd = |name: &&Guarded| name.letters.is_empty() && text.contains(&name.raw);
        let first = self.matches(text).first().map(|(_, at, _)| &self.0[*at]);
        first.or_else(|| self.0.iter().find(odd)).map(|name| name.alias.as_str())
    }

    /// How often each name stands in a text; by its alias.
    #[must_use]
    pub fn counted(&self, text: &str) -> Vec<(&str, usize)> {
        let mut counts = vec![0; self.0.len()];
        for (_, which, _) in self.matches(text) {
            counts[which] += 1;
        }
        self.0.iter().map(|name| name.alias.as_str()).zip(counts).collect()
    }

    /// Where names stand, which ones, and the ending that goes with each.
    fn matches(&self, text: &str) -> Vec<(Range<usize>, usize, &'static str)> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let tokens = tokens(text);
        let mut out = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let found = self
                .0
                .iter()
                .enumerate()
                .filter(|(_, name)| !name.letters.is_empty())
                .find_map(|(which, name)| starting(&tokens[at..], &name.letters).map(|hit| (which, hit)));
            match found {
                Some((which, (count, ending))) => {
                    let place = tokens[at].place.start..tokens[at + count - 1].place.end;
                    out.push((place, which, ending));
                    at += count;
                }
                None => at += 1,
            }
        }
        out
    }
}

/// Whether what follows a text is a part of an address: of a page, or for mail.
fn is_in_address(before: &str) -> bool {
    let parts = |c: char| c.is_whitespace() || matches!(c, '(' | '<' | '"' | '[' | '|');
    let word = before.rsplit(parts).next().unwrap_or_default();
    word.contains("://") || word.starts_with("www.") || word.contains("mailto:") || word.ends_with('@')
}

/// How many tokens from the first on are a name, and with which ending.
fn starting(tokens: &[Token], name: &str) -> Option<(usize, &'static str)> {
    let first = &tokens.first()?.letters;
    if !name.starts_with(first.as_str()) && !first.starts_with(name) {
        return None;
    }
    let mut read = String::new();
    for (count, token) in tokens.iter().enumerate() {
        if count > 0 && token.place.start - tokens[count - 1].place.end > GAP {
            return None;
        }
        read.push_str(&token.letters);
        if read == name {
            return Some((count + 1, ""));
        }
        if let Some(rest) = read.strip_prefix(name) {
            // An ending is of the last word, not a word of its own.
            let own = token.letters.len() > rest.len();
            return match rest {
                "s" if own => Some((count + 1, "s")),
                "es" if own => Some((count + 1, "es")),
                _ => None,
            };
        }
        if !name.starts_with(&read) {
            return None;
        }
    }
    None
}

/// The letters and digits of a text, folded.
fn letters(text: &str) -> String {
    // Over the capitals, as ß is SS there.
    fold(&text.to_uppercase()).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The words of a text, cut at their humps; each character of a script without spaces is a word.
fn tokens(text: &str) -> Vec<Token> {
    let chars = characters(text);
    let mut out: Vec<Token> = Vec::new();
    let mut word = String::new();
    let mut begun: Option<usize> = None;
    let mut close = |begun: &mut Option<usize>, word: &mut String, end: usize| {
        if let Some(start) = begun.take() {
            let letters = letters(word);
            if !letters.is_empty() {
                out.push(Token { place: start..end, letters });
            }
        }
        word.clear();
    };
    for (at, (place, c)) in chars.iter().enumerate() {
        if !(c.is_alphanumeric() || is_mark(*c)) {
            close(&mut begun, &mut word, place.start);
            continue;
        }
        if let Some((_, before)) = at.checked_sub(1).map(|at| &chars[at])
            && begun.is_some()
        {
            let after = chars.get(at + 1).map(|(_, c)| *c);
            let hump = before.is_lowercase() && c.is_uppercase()
                || before.is_uppercase() && c.is_uppercase() && after.is_some_and(char::is_lowercase)
                || before.is_numeric() != c.is_numeric()
                || is_alone(*before)
                || is_alone(*c);
            if hump && !is_mark(*c) {
                close(&mut begun, &mut word, place.start);
            }
        }
        begun.get_or_insert(place.start);
        word.push(*c);
    }
    close(&mut begun, &mut word, text.len());
    out
}

/// The characters of a text with their places; what an address has as `%20` is the character that it means.
fn characters(text: &str) -> Vec<(Range<usize>, char)> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let (len, meant) = meant_character(&text[at..])
            .map(|meant| (3 * meant.len_utf8(), meant))
            .or_else(|| shown_mark(&text[at..]))
            .unwrap_or((c.len_utf8(), c));
        out.push((at..at + len, meant));
        at += len;
    }
    out
}

/// A hidden character that a text begins with, as it is shown: `<U+00AD>`, in Markdown with backslashes.
fn shown_mark(text: &str) -> Option<(usize, char)> {
    let rest = text.strip_prefix("\\<").or_else(|| text.strip_prefix('<'))?.strip_prefix("U+")?;
    let (code, _) = rest.split_once('>')?;
    let code = code.strip_suffix('\\').unwrap_or(code);
    let meant = u32::from_str_radix(code, 16).ok().and_then(char::from_u32).filter(|c| is_mark(*c))?;
    let end = text.find('>')? + 1;
    Some((end, meant))
}

/// The character that a text begins with in the form of an address: `%C3%AB`.
fn meant_character(text: &str) -> Option<char> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    // A character has four bytes at most.
    while let ([b'%', high, low, after @ ..], 0..4) = (rest, bytes.len()) {
        let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let (Some(high), Some(low)) = (digit(high), digit(low)) else { break };
        bytes.push(high << 4 | low);
        rest = after;
        if let Some(meant) = std::str::from_utf8(&bytes).ok().and_then(|text| text.chars().next()) {
            return Some(meant);
        }
    }
    None
}

/// Accents that stand by themselves, and what joins letters without being seen.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{00AD}' | '\u{FEFF}')
}

/// Characters of scripts that put no space between words.
fn is_alone(c: char) -> bool {
    matches!(u32::from(c), 0x0E00..=0x0EFF | 0x2E80..=0xA4CF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0x2_0000..=0x3_FFFF)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn guard() -> Guard {
        Guard::new([
            ("Acme Corp", "a large bank"),
            ("Zoë", "a colleague"),
            ("某银行", "a bank"),
            ("Acme", "a bank"),
        ])
    }

    #[rstest]
    #[case("At Acme Corp we", "At a large bank we")]
    #[case("ACME-CORP, acme_corp/AcmeCorp acmecorp", "a large bank, a large bank/a large bank a large bank")]
    #[case("Acme\n  Corp's vault", "a large bank's vault")]
    #[case("both Acme Corps", "both a large banks")]
    #[case("Acme's and Acmes", "a bank's and a banks")]
    #[case("zoe, ZOË and Zoe\u{0308}", "a colleague, a colleague and a colleague")]
    #[case("AcmeCorpLoginService", "a large bankLoginService")]
    #[case("a\u{00AD}cme", "a bank")]
    #[case("在某银行工作", "在a bank工作")]
    #[case(
        "https://x.example/Acme%20Corp/Zo%C3%AB?q=40%",
        "https://x.example/a-large-bank/a-colleague?q=40%"
    )]
    #[case("x/Zo%C3%AB%FF%FEAcme%20Corp", "x/a colleague%FF%FEa large bank")]
    #[case("a\\<U+00AD\\>cme and A<U+200B>cme Corp", "a bank and a large bank")]
    #[case(
        "zoe@acme.example or see www.acme.example",
        "a colleague@a-bank.example or see www.a-bank.example"
    )]
    #[case("die\u{a0}Acme\u{3000}Acme Corp", "die\u{a0}a bank\u{3000}a large bank")]
    #[case("acmeworks, pacme and Zoology", "acmeworks, pacme and Zoology")]
    fn names_give_way_to_aliases_however_they_are_written(#[case] text: &str, #[case] shown: &str) {
        assert_eq!(guard().replaced(text, str::to_owned), shown);
        assert_eq!(guard().found(shown), None);
    }

    #[test]
    fn a_name_of_signs_alone_is_found_as_it_is() {
        let guard = Guard::new([("!!!", "a band"), ("C#", "a language")]);
        assert_eq!(guard.replaced("with !!! in C", str::to_owned), "with a band in a language");
        assert_eq!(guard.found("x !!! y"), Some("a band"));
    }

    proptest! {
        #[test]
        fn no_name_is_left_whatever_stands_around_it(
            first in "[A-Za-zÀ-ÖØ-öø-ÿ0-9]{2,8}",
            second in "[A-Za-z0-9]{0,6}",
            gap in "[ _.-]|\n  |",
            before in "[ (\"#*]{0,3}",
            after in "('s|s|es)?[ ,.)!\n]{0,3}",
            upper in proptest::bool::ANY,
        ) {
            let name = format!("{first} {second}");
            let guard = Guard::new([(name.as_str(), "§")]);
            let written = format!("{first}{}{second}", if second.is_empty() { "" } else { &gap });
            let written = if upper { written.to_uppercase() } else { written };
            let text = format!("x {before}{written}{after} y");
            let shown = guard.replaced(&text, str::to_owned);
            prop_assert_eq!(guard.found(&shown), None, "{:?}", shown);
            prop_assert!(shown.contains('§'), "{:?} in {:?}", name, text);
        }
    }
}
