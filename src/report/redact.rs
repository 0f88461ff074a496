//! Replaces names with their aliases in documents that anybody may read, and finds names that are left.
//!
//! One predicate decides both (`brag help`, "Documents"): a name is found by its letters and digits,
//! with or without accents, as a whole word, with the ending of a plural or a possessive, as a slug and
//! as a part of a CamelCase word.
//!
//! - A name of several words (`Acme Corp`) is found in any case, and across spaces, line breaks and
//!   punctuation.
//! - A name of one word is never found across a space: `Ina` is not in “in a week”.
//! - A name that is also an ordinary word (`Target`), or that was marked as exact, is found only where
//!   it is capitalised as the name is.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use crate::domain::{Alias, fold};
use crate::text::slug;

/// A name that is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Name {
    /// Its letters and digits, folded.
    letters: String,
    /// The name as it is written.
    raw: String,
    alias: String,
    /// True for a name without a space in it.
    one_word: bool,
    /// The lengths of `letters` behind each of its own parts: 4 and 8 of `AcmeCorp` and `acme-corp`.
    bounds: Vec<usize>,
    /// Its letters as they are capitalised, where only these are the name.
    capitals: Option<String>,
}

impl Name {
    fn new(name: &str, alias: &str, exact: bool) -> Self {
        let raw = name.trim().to_owned();
        let letters = letters(&raw);
        let one_word = !raw.contains(char::is_whitespace);
        let mut end = 0;
        let bounds = tokens(&raw)
            .iter()
            .map(|token| {
                end += token.letters.len();
                end
            })
            .collect();
        let ordinary = one_word && (letters.chars().count() == 1 || ORDINARY.contains(letters.as_str()));
        let capitals = (exact || ordinary).then(|| capitalised(&raw));
        Self { letters, alias: alias.trim().to_owned(), one_word, bounds, capitals, raw }
    }

    /// Returns true where a name of one word may go on behind `read` letters and a gap of `text`.
    fn continues(&self, read: usize, gap: &str, initial: bool) -> bool {
        if !self.one_word || gap.is_empty() {
            return true;
        }
        if gap.contains(char::is_whitespace) {
            return false;
        }
        // `Acme-Corp` is AcmeCorp and I.B.M. is IBM, but `drop-in-a-box` is not Ina.
        self.bounds.contains(&read) || (initial && gap == ".")
    }
}

/// The ordinary English words that are also names of people, companies and products.
static ORDINARY: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("../../assets/ordinary-words.txt").split_whitespace().collect());

/// The names that a document must not say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Redactor(Vec<Name>);

/// A name that was found in a text.
struct Match {
    place: Range<usize>,
    /// Its index among the names.
    name: usize,
    /// The plural or possessive ending that stays.
    ending: &'static str,
}

/// A name that was replaced, and how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// The name.
    pub name: String,
    /// How often it was replaced.
    pub count: usize,
    /// The words around it, for a name of one word; the first few.
    pub places: Vec<String>,
    /// How often it began a sentence, where an ordinary word has a capital too.
    pub doubtful: usize,
}

impl Replacement {
    /// Adds what was replaced for the same name in another text.
    pub fn add(&mut self, other: &Self) {
        self.count += other.count;
        self.doubtful += other.doubtful;
        self.places.extend(other.places.iter().cloned());
        self.places.truncate(PLACES);
    }
}

/// A word, or one of the humps of a word, with its folded letters.
struct Token {
    place: Range<usize>,
    letters: String,
}

/// How many bytes apart the words of one name may be, besides white space.
const GAP: usize = 24;

/// How many places of a name are reported.
const PLACES: usize = 3;

impl Redactor {
    /// Returns a redactor for names, each with its alias.
    pub fn new<'a>(names: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self::sorted(names.into_iter().map(|(name, alias)| Name::new(name, alias, false)).collect())
    }

    /// Returns a redactor for the aliases of a journal.
    #[must_use]
    pub fn of(aliases: &[Alias]) -> Self {
        Self::sorted(aliases.iter().map(|each| Name::new(&each.name, &each.alias, each.exact)).collect())
    }

    fn sorted(mut names: Vec<Name>) -> Self {
        names.retain(|name| !name.raw.is_empty());
        // A longer name is meant before one that it begins with.
        names.sort_by_key(|name| std::cmp::Reverse((name.letters.len(), name.raw.len())));
        Self(names)
    }

    /// Returns true where there is no name to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the text with aliases for names; `write` makes an alias part of the text's own format.
    #[must_use]
    pub fn redact(&self, text: &str, write: impl Fn(&str) -> String) -> String {
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for Match { place, name, ending } in self.matches(text) {
            out.push_str(&text[done..place.start]);
            let alias = &self.0[name].alias;
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

    /// Returns the alias of the first name that is still in a text.
    #[must_use]
    pub fn first_leak(&self, text: &str) -> Option<&str> {
        let odd = |name: &&Name| name.letters.is_empty() && text.contains(&name.raw);
        let first = self.matches(text).first().map(|found| &self.0[found.name]);
        first.or_else(|| self.0.iter().find(odd)).map(|name| name.alias.as_str())
    }

    /// Returns how often each name is in a text; by its alias.
    #[must_use]
    pub fn counted(&self, text: &str) -> Vec<(&str, usize)> {
        let mut counts = vec![0; self.0.len()];
        for found in self.matches(text) {
            counts[found.name] += 1;
        }
        self.0.iter().map(|name| name.alias.as_str()).zip(counts).collect()
    }

    /// Returns the names that [`Redactor::redact`] replaces in a text, the most frequent first.
    #[must_use]
    pub fn replacements(&self, text: &str) -> Vec<Replacement> {
        let mut out: Vec<Option<Replacement>> = vec![None; self.0.len()];
        for Match { place, name: index, .. } in self.matches(text) {
            let name = &self.0[index];
            let entry = out[index].get_or_insert_with(|| Replacement {
                name: name.raw.clone(),
                count: 0,
                places: Vec::new(),
                doubtful: 0,
            });
            entry.count += 1;
            if name.one_word && entry.places.len() < PLACES {
                entry.places.push(around(text, &place));
            }
            if name.capitals.is_some() && begins_sentence(&text[..place.start]) {
                entry.doubtful += 1;
            }
        }
        let mut out: Vec<Replacement> = out.into_iter().flatten().collect();
        for name in self.0.iter().filter(|name| name.letters.is_empty()) {
            let count = text.matches(&name.raw).count();
            if count > 0 {
                out.push(Replacement { name: name.raw.clone(), count, places: Vec::new(), doubtful: 0 });
            }
        }
        out.sort_by_key(|each| std::cmp::Reverse(each.count));
        out
    }

    fn matches(&self, text: &str) -> Vec<Match> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let tokens = tokens(text);
        let mut out = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let found = self.0.iter().enumerate().filter(|(_, name)| !name.letters.is_empty()).find_map(
                |(index, name)| {
                    let (count, ending) = starting(text, &tokens[at..], name)?;
                    let place = tokens[at].place.start..tokens[at + count - 1].place.end;
                    let is_name = name.capitals.as_ref().is_none_or(|capitals| {
                        let found = capitalised(&text[place.clone()]);
                        found.strip_suffix(ending).unwrap_or(&found) == capitals
                    });
                    is_name.then_some((count, Match { place, name: index, ending }))
                },
            );
            match found {
                Some((count, found)) => {
                    out.push(found);
                    at += count;
                }
                None => at += 1,
            }
        }
        out
    }
}

/// The words around a place, within its line.
fn around(text: &str, place: &Range<usize>) -> String {
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
    out + &last.join(" ")
}

/// Returns true where the next word begins a sentence, a line or an item of a list.
fn begins_sentence(before: &str) -> bool {
    let marks =
        |c: char| matches!(c, ' ' | '\t' | '*' | '_' | '`' | '"' | '“' | '‘' | '(' | '[' | '>' | '#' | '-');
    let before = before.trim_end_matches(marks);
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '…', '\n', '|'])
}

/// The letters and digits of a text without accents, in the case that they have.
fn capitalised(text: &str) -> String {
    characters(text)
        .into_iter()
        .filter(|(_, c)| c.is_alphanumeric())
        .flat_map(|(_, c)| {
            let folded = fold(&c.to_string());
            if c.is_uppercase() {
                folded.to_uppercase().chars().collect::<Vec<_>>()
            } else {
                folded.chars().collect()
            }
        })
        .collect()
}

/// Whether what follows a text is a part of an address: of a page, or for mail.
fn is_in_address(before: &str) -> bool {
    let parts = |c: char| c.is_whitespace() || matches!(c, '(' | '<' | '"' | '[' | '|');
    let word = before.rsplit(parts).next().unwrap_or_default();
    word.contains("://") || word.starts_with("www.") || word.contains("mailto:") || word.ends_with('@')
}

/// Returns how many tokens from the first on are a name, and the ending that they have.
fn starting(text: &str, tokens: &[Token], name: &Name) -> Option<(usize, &'static str)> {
    let letters = name.letters.as_str();
    let first = &tokens.first()?.letters;
    if !letters.starts_with(first.as_str()) && !first.starts_with(letters) {
        return None;
    }
    let mut read = String::new();
    for (count, token) in tokens.iter().enumerate() {
        if let Some(before) = count.checked_sub(1).map(|at| &tokens[at]) {
            let gap = &text[before.place.end..token.place.start];
            // A page shows any white space as one space.
            let signs = gap.chars().filter(|c| !c.is_whitespace()).map(char::len_utf8).sum::<usize>();
            let initial = before.letters.chars().count() == 1;
            if signs > GAP || !name.continues(read.len(), gap, initial) {
                return None;
            }
        }
        read.push_str(&token.letters);
        if read == letters {
            return Some((count + 1, ""));
        }
        if let Some(rest) = read.strip_prefix(letters) {
            // An ending is of the last word, not a word of its own.
            let own = token.letters.len() > rest.len();
            return match rest {
                "s" if own => Some((count + 1, "s")),
                "es" if own => Some((count + 1, "es")),
                _ => None,
            };
        }
        if !letters.starts_with(&read) {
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

    fn redactor() -> Redactor {
        Redactor::new([
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
        assert_eq!(redactor().redact(text, str::to_owned), shown);
        assert_eq!(redactor().first_leak(shown), None);
    }

    #[rstest]
    #[case("Ina", "Shipped it in a week", "Shipped it in a week")]
    #[case("Åsa", "as a service; a drop-in-a-box", "as a service; a drop-in-a-box")]
    #[case("Theo", "the O(n) scan of the-o", "the O(n) scan of the-o")]
    #[case("Will", "We will ask Will, who WILL not", "We will ask §, who WILL not")]
    #[case("Mark", "a high-water mark of Mark's", "a high-water mark of §'s")]
    #[case("Target", "the target of TargetMigration", "the target of §Migration")]
    #[case("X", "3x more on X", "3x more on §")]
    #[case("Go", "go live with Go-services", "go live with §-services")]
    #[case("AcmeCorp", "acme-corp, ACMEcorp, acme_corp, Acme Corp", "§, §, §, Acme Corp")]
    #[case("IBM", "I.B.M., ibm and IBM's", "§., § and §'s")]
    #[case("Acme Corp", "Acme                                              Corp", "§")]
    #[case("Will Smith", "will smith and WILL-SMITH", "§ and §")]
    fn a_name_is_no_ordinary_word(#[case] name: &str, #[case] text: &str, #[case] shown: &str) {
        assert_eq!(Redactor::new([(name, "§")]).redact(text, str::to_owned), shown);
    }

    #[test]
    fn an_exact_name_is_found_as_it_is_capitalised_alone() {
        let alias = Alias {
            id: crate::domain::AliasId(uuid::Uuid::nil()),
            name: "Quux".into(),
            alias: "a client".into(),
            exact: true,
        };
        let redactor = Redactor::of(&[alias]);
        assert_eq!(redactor.redact("the quux of Quux", str::to_owned), "the quux of a client");
        assert_eq!(redactor.first_leak("the quux"), None);
    }

    #[test]
    fn replacements_are_reported_with_their_places() {
        let redactor = Redactor::new([("Will", "a colleague"), ("Acme Corp", "a bank")]);
        let found = redactor.replacements("- Will wrote it\n- Paired with Will on Acme Corp's vault\n");
        let will = found.iter().find(|each| each.name == "Will").unwrap();
        assert_eq!((will.count, will.doubtful), (2, 1));
        assert_eq!(will.places, ["Will wrote it", "Paired with Will on Acme"]);
        let acme = found.iter().find(|each| each.name == "Acme Corp").unwrap();
        assert_eq!((acme.count, acme.places.len()), (1, 0));
    }

    #[test]
    fn a_name_of_signs_alone_is_found_as_it_is() {
        let redactor = Redactor::new([("!!!", "a band"), ("C#", "a language")]);
        assert_eq!(redactor.redact("with !!! in C", str::to_owned), "with a band in a language");
        assert_eq!(redactor.first_leak("x !!! y"), Some("a band"));
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
            let redactor = Redactor::new([(name.as_str(), "§")]);
            let written = format!("{first}{}{second}", if second.is_empty() { "" } else { &gap });
            let written = if upper { written.to_uppercase() } else { written };
            let text = format!("x {before}{written}{after} y");
            let shown = redactor.redact(&text, str::to_owned);
            prop_assert_eq!(redactor.first_leak(&shown), None, "{:?}", shown);
            prop_assert!(shown.contains('§'), "{:?} in {:?}", name, text);
        }
    }
}
