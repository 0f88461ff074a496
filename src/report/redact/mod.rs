//! Replaces names by their aliases in public documents, and finds names that are left.
//!
//! Both use the same matching (`brag help`, “Documents”): a name matches by its letters and digits, with or
//! without accents, as a complete word, with a plural or possessive ending, as a slug, and as a part of a
//! CamelCase word.
//!
//! - A name of several words (`Acme Corp`) matches in any case, and across spaces and punctuation.
//! - A name of one word never matches across a space: `Ina` is not in “in a week”.
//! - A name that is also an ordinary word (`Target`) or marked as exact matches only with its capitals; an ordinary word
//!   matches in capitals (`TARGET`) too, unless it is short or an auxiliary verb (`WILL`).

mod letters;
mod matching;
mod name;
mod similar;
mod surroundings;

use self::letters::tokens;
use self::matching::{Match, matched};
use self::name::Name;
pub use self::similar::Similar;
use self::surroundings::{
    Mentions, around, begins_sentence, fit_article, fitted, is_in_address, without_indefinite_article,
};
use crate::domain::Alias;
use crate::text::slug;

/// The names to replace, with their aliases.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Redactor(Vec<Name>);

/// A replaced name with the number of its replacements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// The replaced name.
    pub name: String,
    /// The number of replacements.
    pub count: usize,
    /// The words around the first replacements, for a name of one word.
    pub places: Vec<String>,
    /// The number of replacements at the beginning of a sentence, where an ordinary word is capitalised too.
    pub doubtful: usize,
}

impl Replacement {
    /// Adds the replacements of the same name in another text.
    pub fn add(&mut self, other: &Self) {
        self.count += other.count;
        self.doubtful += other.doubtful;
        self.places.extend(other.places.iter().cloned());
        self.places.truncate(PLACES);
    }
}

/// The maximum number of places that are reported for a name.
const PLACES: usize = 3;

impl Redactor {
    /// Creates a redactor from names and their aliases.
    pub fn new<'a>(names: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self::sorted(names.into_iter().map(|(name, alias)| Name::new(name, alias, false)).collect())
    }

    /// Creates a redactor from the aliases of a journal.
    pub fn of<'a>(aliases: impl IntoIterator<Item = &'a Alias>) -> Self {
        Self::sorted(aliases.into_iter().map(|each| Name::new(&each.name, &each.alias, each.exact)).collect())
    }

    fn sorted(mut names: Vec<Name>) -> Self {
        names.retain(|name| !name.raw.is_empty());
        let transcribed: Vec<Name> = names.iter().filter_map(Name::transcribed).collect();
        names.extend(transcribed);
        Self::longest_first(names)
    }

    /// Sorts the names so that `Acme Corp` does not match as `Acme`.
    fn longest_first(mut names: Vec<Name>) -> Self {
        names.sort_by_key(|name| std::cmp::Reverse((name.letters.len(), name.kept, name.raw.len())));
        Self(names)
    }

    /// Returns the redactor with a name that stays as it is, such as the user's own name, even if a part of it
    /// has an alias.
    #[must_use]
    pub fn keeping(mut self, name: &str) -> Self {
        let mut own = Name::new(name, "", false);
        own.kept = true;
        if self.is_empty() || own.letters.is_empty() {
            return self;
        }
        self.0.push(own);
        Self::longest_first(self.0)
    }

    /// Returns `true` if there are no names.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Replaces the names in a text by their aliases; `write` converts an alias to the format of the text. After its first
    /// mention, an alias has a definite article.
    pub fn redact(&self, text: &str, write: impl Fn(&str) -> String) -> String {
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        let mut mentions = Mentions::default();
        for Match { place, name, ending } in self.matches(text) {
            out.push_str(&text[done..place.start]);
            let (alias, before) = (&self.0[name].alias, &text[..place.start]);
            // In an address, the alias is a slug, so that the address stays valid.
            let slug = slug(alias);
            if !slug.is_empty() && is_in_address(before) {
                out.push_str(&slug);
            } else {
                let alias = mentions.next(name, alias);
                let alias =
                    if ending.is_empty() { alias.as_ref() } else { without_indefinite_article(&alias) };
                let fitted = fitted(alias, before);
                fit_article(&mut out, &fitted);
                out.push_str(&write(&fitted));
            }
            out.push_str(ending);
            done = place.end;
        }
        out.push_str(&text[done..]);
        for name in self.0.iter().filter(|name| name.letters.is_empty()) {
            out = out.replace(&name.raw, &write(&name.alias));
        }
        out
    }

    /// Returns the alias of the first name that a text still contains.
    pub fn first_leak(&self, text: &str) -> Option<&str> {
        let odd = |name: &&Name| name.letters.is_empty() && text.contains(&name.raw);
        let first = self.matches(text).first().map(|found| &self.0[found.name]);
        first.or_else(|| self.0.iter().find(odd)).map(|name| name.alias.as_str())
    }

    /// Returns the names that [`Redactor::redact`] replaces in a text, the most frequent first.
    pub fn replacements(&self, text: &str) -> Vec<Replacement> {
        let mut out: Vec<Replacement> = Vec::new();
        for Match { place, name, .. } in self.matches(text) {
            let name = &self.0[name];
            // A name and its transcription (Müller, Mueller) are counted as one.
            let at = out.iter().position(|known| known.name == name.raw).unwrap_or_else(|| {
                out.push(Replacement { name: name.raw.clone(), count: 0, places: Vec::new(), doubtful: 0 });
                out.len() - 1
            });
            let entry = &mut out[at];
            entry.count += 1;
            if name.one_word && entry.places.len() < PLACES {
                entry.places.push(around(text, &place));
            }
            if name.capitals.is_some() && begins_sentence(&text[..place.start]) {
                entry.doubtful += 1;
            }
        }
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
            let mut names = self.0.iter().enumerate().filter(|(_, name)| !name.letters.is_empty());
            let found = names.find_map(|(index, name)| matched(text, &tokens[at..], name, index));
            match found {
                Some((count, found)) => {
                    if !self.0[found.name].kept {
                        out.push(found);
                    }
                    at += count;
                }
                None => at += 1,
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::name::ORDINARY;
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
    #[case(
        "ACME-CORP, acme_corp/AcmeCorp acmecorp",
        "A large bank, the large bank/the large bank the large bank"
    )]
    #[case("Acme\n  Corp's vault", "A large bank's vault")]
    #[case("both Acme Corps", "both large banks")]
    #[case("Acme's and Acmes", "A bank's and the banks")]
    #[case("zoe, ZOË and Zoe\u{0308}", "A colleague, the colleague and the colleague")]
    #[case("AcmeCorpLoginService", "A large bankLoginService")]
    #[case("a\u{00AD}cme", "A bank")]
    #[case("在某银行工作", "在a bank工作")]
    #[case(
        "https://x.example/Acme%20Corp/Zo%C3%AB?q=40%",
        "https://x.example/a-large-bank/a-colleague?q=40%"
    )]
    #[case("x/Zo%C3%AB%FF%FEAcme%20Corp", "x/a colleague%FF%FEa large bank")]
    #[case("a\\<U+00AD\\>cme and A<U+200B>cme Corp", "A bank and a large bank")]
    #[case(
        "zoe@acme.example or see www.acme.example",
        "A colleague@a-bank.example or see www.a-bank.example"
    )]
    #[case("die\u{a0}Acme\u{3000}Acme Corp", "die\u{a0}a bank\u{3000}a large bank")]
    #[case("the Acme team of our Acme Corp", "the bank team of our large bank")]
    #[case("It works. Acme paid: Acme Corp", "It works. A bank paid: a large bank")]
    #[case("# Acme\n\n- **Acme is live**", "# A bank\n\n- **The bank is live**")]
    #[case("acmeworks, pacme and Zoology", "acmeworks, pacme and Zoology")]
    fn names_are_replaced_in_all_spellings(#[case] text: &str, #[case] shown: &str) {
        assert_eq!(redactor().redact(text, str::to_owned), shown);
        assert_eq!(redactor().first_leak(shown), None);
    }

    #[rstest]
    #[case("für Kowalskiego, KOWALSKI und Kowalskis", "für a client, the client und the clients")]
    #[case("kowalskiemu-x", "A client-x")]
    #[case("New Yorkers and York", "People of a city and York")]
    fn a_name_with_a_star_is_replaced_with_every_ending(#[case] text: &str, #[case] shown: &str) {
        let redactor = Redactor::new([("Kowalski*", "a client"), ("New York*", "people of a city")]);
        assert_eq!(redactor.redact(text, str::to_owned), shown);
        assert_eq!(redactor.first_leak(text).is_some(), text != shown);
    }

    #[test]
    fn a_kept_name_is_not_replaced_even_if_a_part_of_it_has_an_alias() {
        let redactor = redactor().keeping("Zoë Acme");
        let text = "Zoë Acme, zoe-acme@x.example, worked with Zoë at Acme";
        let shown = "Zoë Acme, zoe-acme@x.example, worked with a colleague at a bank";
        assert_eq!(redactor.redact(text, str::to_owned), shown);
        assert_eq!(redactor.first_leak(shown), None);
        assert_eq!(Redactor::default().keeping("Zoë"), Redactor::default());
    }

    #[rstest]
    #[case("Ina", "Shipped it in a week", "Shipped it in a week")]
    #[case("Åsa", "as a service; a drop-in-a-box", "as a service; a drop-in-a-box")]
    #[case("Theo", "the O(n) scan of the-o", "the O(n) scan of the-o")]
    #[case("Will", "We will ask Will, who WILL not", "We will ask §, who WILL not")]
    #[case("Mark", "a high-water mark of Mark's", "a high-water mark of §'s")]
    #[case("Target", "the target of TargetMigration", "the target of §Migration")]
    #[case("Slack", "slack in SLACK, SLACKS and Slack", "slack in §, §s and §")]
    #[case("X", "3x more on X", "3x more on §")]
    #[case("Go", "go live with Go-services", "go live with §-services")]
    #[case("AcmeCorp", "acme-corp, ACMEcorp, acme_corp, Acme Corp", "§, §, §, Acme Corp")]
    #[case("IBM", "I.B.M., ibm and IBM's", "§., § and §'s")]
    #[case("Northwind", "north-wind, NORTH_WIND and north wind", "§, § and north wind")]
    #[case("LinkedIn", "accounts-linked-in-one-view, linkedin", "accounts-linked-in-one-view, §")]
    #[case("3M", "1.3M rows, $3M, 13M and 3M's", "1.3M rows, $3M, 13M and §'s")]
    #[case("April", "6 April 2026, April 6, April's, of April", "6 April 2026, April 6, §'s, of §")]
    #[case("C++", "vitamin C, c++, C\\+\\+ and C++.", "vitamin C, §, § and §.")]
    #[case("P&G", "pg_dump on pg, P&G, p & g and p-g", "pg_dump on pg, §, § and §")]
    #[case("Straße", "STRAẞE, strasse", "§, §")]
    #[case("O'Neil", "Mr OʼNeil and O’NEIL", "Mr § and §")]
    #[case("Jørgensen", "Jorgensen and Joergensen", "§ and §")]
    #[case("Müller", "MUELLER, Muller", "§, §")]
    #[case("Łódź Labs", "lodz labs", "§")]
    #[case("Acme", "A\u{200E}cme, A\u{FE0F}cme", "§, §")]
    #[case("Green Light", "turned green\n- Light mode", "turned green\n- Light mode")]
    #[case("Green Light", "is green. Light came, green (light)", "is green. Light came, green (light)")]
    #[case("Green Light", "a green\n  light, *Green* Light, green.light", "a §, *§, §")]
    #[case("Green Light", "a green-\n  light and a green -\n\n light", "a § and a green -\n\n light")]
    #[case("Deep Work", "| Deep | Work less |", "| Deep | Work less |")]
    #[case("Acme Corp", "Acme                                              Corp", "§")]
    #[case("Will Smith", "will smith and WILL-SMITH", "§ and §")]
    fn ordinary_words_are_not_replaced(#[case] name: &str, #[case] text: &str, #[case] shown: &str) {
        assert_eq!(Redactor::new([(name, "§")]).redact(text, str::to_owned), shown);
    }

    #[rstest]
    #[case("Acme, Inc.", "for Acme, Inc. in May", "for X. in May")]
    #[case("Acme, Inc.", "for acme inc, and *Acme*, Inc", "for X, and *X")]
    #[case("Booking.com", "Booking.com and booking.com's team", "X and X's team")]
    #[case("St. Jude Hospital", "at St. Jude Hospital", "at X")]
    #[case("U.S. Bank", "for U.S. Bank, the U. S. bank", "for X, the X")]
    #[case("W. R. Grace", "W. R. Grace, W.R. Grace", "X, X")]
    #[case("Acme (Germany)", "at Acme (Germany) or Acme \\(Germany\\)", "at X or X")]
    #[case("Toys \"R\" Us", "Toys \"R\" Us", "X")]
    #[case("[Brackets] Inc", "with \\[Brackets\\] Inc", "with \\[X")]
    #[case("J. Smith", "J. Smith", "X")]
    #[case("Smith & Co. KG", "Smith & Co. KG", "X")]
    #[case("Acme/Foo", "Acme/Foo", "X")]
    #[case("Acme™", "Acme™ and Acme", "X and Acme")]
    #[case("Marks & Spencer", "MarksSpencer, marks-spencer", "X, X")]
    #[case("P&G", "the pg files", "the pg files")]
    fn names_with_signs_match_as_they_are_written(
        #[case] name: &str,
        #[case] text: &str,
        #[case] shown: &str,
    ) {
        let redactor = Redactor::new([(name, "X")]);
        assert_eq!(redactor.redact(text, str::to_owned), shown);
        assert_eq!(redactor.first_leak(shown), None);
    }

    #[test]
    fn exact_names_match_only_with_their_capitals() {
        let exact = |name: &str| {
            Redactor::of(&[Alias {
                name: name.into(),
                alias: "a client".into(),
                exact: true,
                ..Alias::default()
            }])
        };
        let redactor = exact("Quux");
        assert_eq!(redactor.redact("the quux of Quux", str::to_owned), "the quux of a client");
        assert_eq!(redactor.first_leak("the quux"), None);
        for (name, written) in
            [("Özil", "Oezil"), ("Özil", "Ozil"), ("Bjørn", "Bjorn"), ("Bjørn", "Bjoern"), ("Æsop", "Aesop")]
        {
            let text = exact(name).redact(&format!("with {written}"), str::to_owned);
            assert_eq!(text, "with a client", "{name} {written}");
        }
    }

    #[test]
    fn words_that_resemble_a_name_are_reported() {
        let names =
            [("Slack", "a client"), ("Сбербанк", "a bank"), ("Acme Corp", "a port"), ("Will", "a colleague")];
        let similar = |text: &str| {
            let redactor = Redactor::new(names).keeping("Acme Corp Junior");
            let found = redactor.similar(&redactor.redact(text, str::to_owned));
            found.into_iter().map(|each| (each.form, each.name, each.count)).collect::<Vec<_>>()
        };
        let one = |form: &str, name: &str, count| (form.to_owned(), name.to_owned(), count);
        assert_eq!(similar("In Slack with Acme Corp, we will"), []);
        assert_eq!(similar("slack, slack; SLACK-bot"), [one("slack", "Slack", 2)]);
        assert_eq!(similar("для Сбербанка"), [one("Сбербанка", "Сбербанк", 1)]);
        assert_eq!(similar("for Acme Corporation"), [one("Acme Corporation", "Acme Corp", 1)]);
        assert_eq!(similar("by Acme Corp Junior in an hour"), []);
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
    fn names_without_letters_match_literally() {
        let redactor = Redactor::new([("!!!", "a band"), ("C#", "a language")]);
        assert_eq!(redactor.redact("with !!! in C# and C", str::to_owned), "with a band in a language and C");
        assert_eq!(redactor.first_leak("x !!! y"), Some("a band"));
    }

    proptest! {
        #[test]
        fn redacted_text_contains_no_name(
            first in "[A-Za-zÀ-ÖØ-öø-ÿ0-9]{2,8}",
            second in "[A-Za-z0-9]{0,6}",
            gap in "[ _-]|\n  |",
            before in "[ (\"#*]{0,3}",
            after in "('s|s|es)?[ ,.)!\n]{0,3}",
            upper in proptest::bool::ANY,
        ) {
            prop_assume!(!second.is_empty() || !ORDINARY.contains(first.to_lowercase().as_str()));
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
