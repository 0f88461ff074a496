//! The configuration, and where everything is kept.
//!
//! The defaults are `assets/config.toml`; the person's own file needs only what it changes. A
//! broken file never keeps a win from being saved: it is said, and the defaults hold.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::domain::{Categories, Category};
use crate::error::{Error, Result};

/// The documented defaults.
pub const DEFAULT: &str = include_str!("../assets/config.toml");

/// Which background the theme is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum ThemeChoice {
    /// What the terminal says.
    #[default]
    Auto,
    /// Dark.
    Dark,
    /// Light.
    Light,
}

/// The settings in force.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The month in which a fiscal year begins, 1 to 12.
    pub fiscal_year_start: u32,
    /// Days from a win to the question what came of it.
    pub follow_up_days: u32,
    /// The theme.
    pub theme: ThemeChoice,
    /// The categories, in the order of the document.
    pub categories: Categories,
    /// Who the journal is of, for a résumé.
    pub person: Person,
    /// Keys of the person's own: context, key, action.
    pub keys: Vec<(String, String, String)>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    fiscal_year_start: Option<u32>,
    follow_up_days: Option<u32>,
    theme: Option<ThemeChoice>,
    #[serde(default)]
    category: Vec<CategoryTable>,
    #[serde(default)]
    person: Person,
    #[serde(default)]
    keys: toml::Table,
}

/// Who the journal is of: what a résumé says first. What is empty is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Person {
    /// The name.
    pub name: String,
    /// What the person is.
    pub label: String,
    /// An address for mail.
    pub email: String,
    /// A telephone number.
    pub phone: String,
    /// A page.
    pub url: String,
    /// A few sentences.
    pub summary: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoryTable {
    key: String,
    title: String,
    #[serde(default)]
    cues: Vec<String>,
    #[serde(default)]
    question: String,
    follow_up_days: Option<u32>,
}

impl Default for Config {
    fn default() -> Self {
        let fallback = || Category {
            key: "delivery".into(),
            title: "Delivery".into(),
            cues: Vec::new(),
            question: String::new(),
            follow_up_days: None,
        };
        Self::parse("").unwrap_or_else(|_| Self {
            fiscal_year_start: 1,
            follow_up_days: 90,
            theme: ThemeChoice::Auto,
            categories: Categories::new(vec![fallback()]).unwrap_or_else(|| unreachable!("one is not none")),
            person: Person::default(),
            keys: Vec::new(),
        })
    }
}

impl Config {
    /// Reads a configuration's text over the defaults.
    ///
    /// # Errors
    /// One line that says what is wrong and where.
    pub fn parse(text: &str) -> Result<Self> {
        let defaults = read(DEFAULT)?;
        let own = read(text)?;
        let categories = if own.category.is_empty() { defaults.category } else { own.category };
        let categories = categories
            .into_iter()
            .map(|table| Category {
                key: crate::text::slug(&table.key),
                title: table.title,
                cues: table.cues.iter().map(|cue| cue.to_lowercase()).collect(),
                question: table.question,
                follow_up_days: table.follow_up_days,
            })
            .collect();
        let config = Self {
            fiscal_year_start: own.fiscal_year_start.or(defaults.fiscal_year_start).unwrap_or(1),
            follow_up_days: own.follow_up_days.or(defaults.follow_up_days).unwrap_or(90),
            theme: own.theme.or(defaults.theme).unwrap_or_default(),
            categories: Categories::new(categories)
                .ok_or_else(|| Error::failed("there must be a category"))?,
            person: own.person,
            keys: keys(&own.keys)?,
        };
        if !(1..=12).contains(&config.fiscal_year_start) {
            return Err(Error::failed("fiscal_year_start is a month, 1 to 12"));
        }
        let of_categories = config.categories.iter().filter_map(|category| category.follow_up_days);
        if !of_categories.chain([config.follow_up_days]).all(|days| (1..=3650).contains(&days)) {
            return Err(Error::failed("follow_up_days is 1 to 3650"));
        }
        Ok(config)
    }

    /// Reads a configuration file; one that does not exist is the defaults.
    ///
    /// # Errors
    /// When it cannot be read or says something that cannot be meant.
    pub fn load(path: &Path) -> Result<Self> {
        let text = read_own(path)?.unwrap_or_default();
        Self::parse(&text).map_err(|err| Error::failed(format!("{}: {}", path.display(), err.message())))
    }
}

/// The longest configuration, in bytes.
const LONGEST: u64 = 1 << 20;

/// Reads the text of a configuration file; `None` where there is none.
pub fn read_own(path: &Path) -> Result<Option<String>> {
    match crate::files::read_text(path, LONGEST) {
        Ok(text) => Ok(Some(text)),
        Err(err) if err.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(err) => Err(Error::failed(format!("cannot read the configuration {}: {err}", path.display()))),
    }
}

fn read(text: &str) -> Result<File> {
    toml::from_str(text).map_err(|err| {
        let line = err.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        Error::failed(format!("line {line}: {}", err.message().replace('\n', " ")))
    })
}

/// `[keys.wins]` with `x = "delete"`: the person's own keys.
fn keys(table: &toml::Table) -> Result<Vec<(String, String, String)>> {
    let mut out = Vec::new();
    for (context, keys) in table {
        let keys = keys
            .as_table()
            .ok_or_else(|| Error::failed(format!("keys.{context} must be a table of key = \"action\"")))?;
        for (key, action) in keys {
            let action = action
                .as_str()
                .ok_or_else(|| Error::failed(format!("keys.{context}.{key} must name an action")))?;
            out.push((context.clone(), key.clone(), action.to_owned()));
        }
    }
    Ok(out)
}

/// Where the journal, the configuration and the state are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// The journal.
    pub journal: PathBuf,
    /// The configuration file.
    pub config: PathBuf,
    /// What belongs to this machine alone: its identity, drafts.
    pub state: PathBuf,
}

impl Paths {
    /// The platform's places, with a journal or a configuration of one's own instead.
    ///
    /// # Errors
    /// When there is no home directory to keep anything in.
    pub fn new(journal: Option<PathBuf>, config: Option<PathBuf>) -> Result<Self> {
        let project = directories::ProjectDirs::from("", "", "brag");
        let homeless = || {
            Error::failed("there is no home directory to keep a journal in")
                .hint("set HOME, or name a journal with --db PATH")
        };
        let own = journal.is_some();
        let journal = match (journal, &project) {
            (Some(path), _) => path,
            (None, Some(project)) => project.data_dir().join("journal.db"),
            (None, None) => return Err(homeless()),
        };
        let config = match (config, &project) {
            (Some(path), _) => path,
            (None, Some(project)) => project.config_dir().join("config.toml"),
            (None, None) if own => PathBuf::from("config.toml"),
            (None, None) => return Err(homeless()),
        };
        let state = project.as_ref().map_or_else(
            || journal.with_extension("state"),
            |project| project.state_dir().unwrap_or(project.data_local_dir()).to_owned(),
        );
        Ok(Self { journal, config, state })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_what_the_asset_says() {
        let config = Config::default();
        assert_eq!((config.fiscal_year_start, config.follow_up_days), (1, 90));
        assert_eq!(config.categories.iter().count(), 9);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let error = |text: &str| Config::parse(text).unwrap_err().message().to_owned();
        assert!(error("a = 1").starts_with("line 1: unknown field `a`"));
        assert!(error("\n\ntheme = \"pink\"").starts_with("line 3: "));
        assert_eq!(error("fiscal_year_start = 13"), "fiscal_year_start is a month, 1 to 12");
    }

    #[test]
    fn own_categories_replace_all_and_own_keys_are_listed() {
        let config =
            Config::parse("[[category]]\nkey = \"work\"\ntitle = \"Work\"\n[keys.wins]\nx = \"delete\"")
                .unwrap();
        assert_eq!(config.categories.iter().count(), 1);
        assert_eq!(config.keys, [("wins".into(), "x".into(), "delete".into())]);
    }
}
