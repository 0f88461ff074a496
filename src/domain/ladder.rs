//! Competency ladders: competencies, levels, and what each level expects, from a TOML file.

use serde::Deserialize;
use toml::Spanned;

use super::field::unknown;
use super::shared_fields::Role;
use super::words::words;
use crate::domain::fold;
use crate::text::nearest;

words! {
    /// A property of a record that makes it stronger evidence.
    Mark {
        /// It has a number.
        Number = "number",
        /// Its outcome was recorded.
        Outcome = "outcome",
        /// It says whom it was for.
        Audience = "audience",
        /// It has somebody else's words.
        Praise = "praise",
    }
}

impl Mark {
    /// Returns the property as the object of “it lacks”.
    pub fn described(self) -> &'static str {
        match self {
            Self::Number => "a number",
            Self::Outcome => "an outcome",
            Self::Audience => "someone it was for",
            Self::Praise => "someone else's words",
        }
    }
}

/// A competency ladder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ladder {
    /// The name of the ladder.
    pub name: String,
    /// The key of the level that the user has now.
    pub level: Option<String>,
    /// The levels, the lowest first.
    pub levels: Vec<Level>,
    /// The competencies, in the order of documents.
    pub competencies: Vec<Competency>,
}

/// A level of a ladder.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// The word by which the file refers to it.
    pub key: String,
    /// The name, such as `Senior engineer`.
    pub name: String,
}

/// A competency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Competency {
    /// The word that is stored with wins and stories.
    pub key: String,
    /// The name, such as `System design`.
    pub name: String,
    /// A description in one sentence.
    pub about: String,
    /// The keys of the categories that suggest it.
    pub categories: Vec<String>,
    /// The roles that suggest it.
    pub roles: Vec<Role>,
    /// The beginnings of words that suggest it, in lower case.
    pub words: Vec<String>,
    /// The expectations of all levels.
    pub expects: Vec<Expectation>,
}

/// An expectation of a level: the evidence for a competency that it requires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    /// The key of the level.
    pub level: String,
    /// The expectation in one sentence.
    pub text: String,
    /// The properties that a record needs as evidence.
    pub needs: Vec<Mark>,
    /// The roles of which the user needs one; empty if any role will do.
    pub roles: Vec<Role>,
    /// The number of records that must show it, at least 1.
    pub count: usize,
}

/// A line of a ladder's file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct LadderError {
    /// The number of the line, from 1.
    pub line: usize,
    /// The reason, with the accepted values.
    pub message: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    name: String,
    level: Option<Spanned<String>>,
    levels: Vec<Level>,
    competencies: Vec<CompetencyTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CompetencyTable {
    key: Spanned<String>,
    name: Option<String>,
    #[serde(default)]
    about: String,
    #[serde(default)]
    categories: Vec<String>,
    #[serde(default)]
    roles: Vec<Spanned<String>>,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    expects: Vec<ExpectationTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectationTable {
    level: Spanned<String>,
    text: String,
    #[serde(default)]
    needs: Vec<Spanned<String>>,
    #[serde(default)]
    roles: Vec<Spanned<String>>,
    count: Option<usize>,
}

impl Ladder {
    /// The text of the generic ladder for software engineers.
    pub const GENERIC: &'static str = include_str!("../../assets/ladder.toml");

    /// Parses the text of a ladder's file. Fails at the first key, level, role or need that is not known; the
    /// error names the nearest one.
    pub fn parse(text: &str) -> Result<Self, LadderError> {
        let file: File = toml::from_str(text).map_err(|err| syntax_error(text, &err))?;
        let reader = Reader { text, levels: file.levels.iter().map(|level| level.key.as_str()).collect() };
        if file.levels.is_empty() || file.competencies.is_empty() {
            return Err(LadderError {
                line: 1,
                message: "a ladder needs [[levels]] and [[competencies]]".into(),
            });
        }
        let level = file.level.as_ref().map(|level| reader.level(level)).transpose()?;
        let mut competencies: Vec<Competency> = Vec::with_capacity(file.competencies.len());
        for table in &file.competencies {
            let competency = reader.competency(table)?;
            if competencies.iter().any(|each| fold(&each.key) == fold(&competency.key)) {
                let message = format!("two competencies have the key “{}”", competency.key);
                return Err(LadderError { line: reader.line(table.key.span().start), message });
            }
            competencies.push(competency);
        }
        Ok(Self { name: file.name, level, levels: file.levels, competencies })
    }

    /// Returns the competency with this key or name, or an unambiguous beginning of one, ignoring case.
    pub fn find(&self, typed: &str) -> Option<&Competency> {
        let typed = fold(typed.trim());
        let names = |each: &Competency| [fold(&each.key), fold(&each.name)];
        let exact = self.competencies.iter().find(|each| names(each).contains(&typed));
        if exact.is_some() || typed.is_empty() {
            return exact;
        }
        let begins = |each: &&Competency| names(each).iter().any(|name| name.starts_with(&typed));
        let mut found = self.competencies.iter().filter(begins);
        found.next().filter(|_| found.next().is_none())
    }

    /// Returns the name of a stored key; the key itself if the ladder does not have it.
    pub fn title<'a>(&'a self, key: &'a str) -> &'a str {
        self.competencies.iter().find(|each| fold(&each.key) == fold(key)).map_or(key, |each| &each.name)
    }

    /// Returns the level with this key or name, ignoring case.
    pub fn find_level(&self, typed: &str) -> Option<&Level> {
        let typed = fold(typed.trim());
        self.levels.iter().find(|level| fold(&level.key) == typed || fold(&level.name) == typed)
    }

    /// Returns the level after the user's; the lowest level if the user has none, and `None` after the highest.
    pub fn next_level(&self) -> Option<&Level> {
        let Some(own) = &self.level else { return self.levels.first() };
        let at = self.levels.iter().position(|level| level.key == *own)?;
        self.levels.get(at + 1)
    }
}

/// The parser of the values of a file, with the file's text for line numbers.
struct Reader<'a> {
    text: &'a str,
    levels: Vec<&'a str>,
}

impl Reader<'_> {
    /// Returns the number of the line at a byte offset.
    fn line(&self, at: usize) -> usize {
        line_at(self.text, at)
    }

    /// Returns a word if it is one of `known`.
    fn word(&self, label: &str, word: &Spanned<String>, known: &[&str]) -> Result<String, LadderError> {
        let given = word.get_ref().trim();
        if let Some(found) = known.iter().find(|each| fold(each) == fold(given)) {
            return Ok((*found).to_owned());
        }
        let mut message = unknown(label, given, known);
        if let Some(nearest) = nearest(given, known.iter().copied()) {
            message = format!("{message}; did you mean “{nearest}”?");
        }
        Err(LadderError { line: self.line(word.span().start), message })
    }

    fn level(&self, level: &Spanned<String>) -> Result<String, LadderError> {
        self.word("level", level, &self.levels)
    }

    fn roles(&self, words: &[Spanned<String>]) -> Result<Vec<Role>, LadderError> {
        let known = |word| Ok(Role::from_word(&self.word("role", word, Role::WORDS)?));
        Ok(words.iter().map(known).collect::<Result<Vec<_>, LadderError>>()?.into_iter().flatten().collect())
    }

    fn competency(&self, table: &CompetencyTable) -> Result<Competency, LadderError> {
        let key = table.key.get_ref().trim().to_owned();
        if key.is_empty() {
            let message = "a competency needs a key".to_owned();
            return Err(LadderError { line: self.line(table.key.span().start), message });
        }
        Ok(Competency {
            name: table.name.clone().unwrap_or_else(|| key.clone()),
            key,
            about: table.about.clone(),
            categories: table.categories.clone(),
            roles: self.roles(&table.roles)?,
            words: table.words.iter().map(|word| fold(word)).collect(),
            expects: table.expects.iter().map(|each| self.expectation(each)).collect::<Result<_, _>>()?,
        })
    }

    fn expectation(&self, table: &ExpectationTable) -> Result<Expectation, LadderError> {
        let need = |word| Ok(Mark::from_word(&self.word("need", word, Mark::WORDS)?));
        let needs = table.needs.iter().map(need).collect::<Result<Vec<_>, LadderError>>()?;
        Ok(Expectation {
            level: self.level(&table.level)?,
            text: table.text.trim().to_owned(),
            needs: needs.into_iter().flatten().collect(),
            roles: self.roles(&table.roles)?,
            count: table.count.unwrap_or(1).max(1),
        })
    }
}

/// Returns the number of the line at a byte offset.
fn line_at(text: &str, at: usize) -> usize {
    text.get(..at).map_or(1, |before| before.matches('\n').count() + 1)
}

/// Converts an error of the TOML parser; an unknown key gets the nearest known one.
fn syntax_error(text: &str, err: &toml::de::Error) -> LadderError {
    let line = err.span().map_or(1, |span| line_at(text, span.start));
    let message = err.message().replace('\n', " ");
    let mut quoted = message.split('`').skip(1).step_by(2);
    let known: Vec<&str> = quoted.clone().skip(1).collect();
    let nearest = quoted
        .next()
        .filter(|_| message.starts_with("unknown field"))
        .and_then(|key| nearest(key, known.iter().copied()));
    let message = message.replace(" `", " “").replace('`', "”");
    let message = match nearest {
        Some(nearest) => format!("{message}; did you mean “{nearest}”?"),
        None => message,
    };
    LadderError { line, message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generic_ladder_has_expectations_of_each_level_in_each_competency() {
        let ladder = Ladder::parse(Ladder::GENERIC).unwrap();
        for competency in &ladder.competencies {
            for level in &ladder.levels {
                let expects = competency.expects.iter().any(|each| each.level == level.key);
                assert!(expects, "{} {}", competency.key, level.key);
            }
            assert!(!competency.about.is_empty() && !competency.words.is_empty(), "{}", competency.key);
        }
        assert_eq!(ladder.next_level().map(|level| level.key.as_str()), Some("staff"));
    }

    const SMALL: &str =
        "[[levels]]\nkey = \"senior\"\nname = \"Senior\"\n\n[[competencies]]\nkey = \"depth\"\n";

    #[test]
    fn errors_name_the_line_and_the_nearest_word() {
        let error = |more: &str| Ladder::parse(&format!("{SMALL}{more}")).unwrap_err().to_string();
        let unknown = error("\nexpect = 1\n");
        assert!(unknown.starts_with("line 8: unknown field “expect”"), "{unknown}");
        assert!(unknown.ends_with("did you mean “expects”?"), "{unknown}");
        let level = error("\n[[competencies.expects]]\nlevel = \"senor\"\ntext = \"x\"\n");
        assert_eq!(level, "line 9: unknown level “senor”; use senior; did you mean “senior”?");
        let need =
            error("\n[[competencies.expects]]\nlevel = \"senior\"\ntext = \"x\"\nneeds = [\"numbers\"]\n");
        assert!(need.starts_with("line 11: unknown need “numbers”; use number, outcome"), "{need}");
        assert_eq!(
            error("\n[[competencies]]\nkey = \"Depth\"\n"),
            "line 9: two competencies have the key “Depth”"
        );
        assert!(Ladder::parse("levels = []\ncompetencies = []").unwrap_err().to_string().contains("needs"));
    }

    #[test]
    fn a_competency_is_found_by_key_name_or_beginning() {
        let ladder = Ladder::parse(Ladder::GENERIC).unwrap();
        let key = |typed: &str| ladder.find(typed).map(|found| found.key.as_str());
        assert_eq!(key("System Design"), Some("system-design"));
        assert_eq!(key("infl"), Some("influence"));
        assert_eq!(key("s"), None);
        assert_eq!(ladder.title("gone"), "gone");
    }
}
