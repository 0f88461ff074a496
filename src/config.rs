//! The configuration, and the paths of the journal, the configuration and the state.
//!
//! The defaults are in `assets/config.toml`; the user's file needs only the settings that it changes. A
//! broken file does not prevent saving a win: it is reported, and the defaults apply.

mod palette;

use std::path::{Path, PathBuf};

use indexmap::IndexMap;
use serde::Deserialize;

use crate::domain::number::NumberFormat;
use crate::domain::{Categories, Category};
use crate::error::{Error, Result};

pub use palette::{
    DEFAULT_THEME, Ground, NO_COLORS, Pair, Palette, Rgb, TERMINAL_THEME, ThemeSetting, Themes,
};

/// The text of the default configuration.
pub const DEFAULT: &str = include_str!("../assets/config.toml");

/// The key bindings of each context: the actions by their keys, both by name.
pub type KeyTables = IndexMap<String, IndexMap<String, String>>;

/// The effective settings.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The month in which a fiscal year begins, 1 to 12.
    pub fiscal_year_start: u32,
    /// The number of days from a win to its follow-up, 1 to 3650.
    pub follow_up_days: u32,
    /// The decimal separator of a number that can be read in two ways.
    pub number_format: NumberFormat,
    /// `true` if a backup is made each day on which something is written.
    pub daily_backup: bool,
    /// `true` if the app is drawn without lines and blocks, for screen readers.
    pub plain: bool,
    /// The theme of the app.
    pub theme: ThemeSetting,
    /// All themes, those of the user included.
    pub themes: Themes,
    /// A mistake in a file of the user's themes.
    pub theme_problem: Option<String>,
    /// The categories, in the order of the sections of a document.
    pub categories: Categories,
    /// The details of the user, for a résumé.
    pub person: Person,
    /// The user's key bindings.
    pub keys: KeyTables,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    fiscal_year_start: Option<u32>,
    follow_up_days: Option<u32>,
    number_format: Option<NumberFormat>,
    daily_backup: Option<bool>,
    plain: Option<bool>,
    theme: Option<ThemeSetting>,
    #[serde(default)]
    category: Vec<CategoryTable>,
    #[serde(default)]
    person: Person,
    #[serde(default)]
    keys: KeyTables,
}

/// The details of the user at the head of a résumé; empty fields are omitted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Person {
    /// The name at the head of a résumé.
    pub name: String,
    /// The occupation.
    pub label: String,
    /// The email address at the head of a résumé.
    pub email: String,
    /// The telephone number.
    pub phone: String,
    /// The address of a web page.
    pub url: String,
    /// A summary of a few sentences.
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
            number_format: NumberFormat::default(),
            daily_backup: true,
            plain: false,
            theme: ThemeSetting::default(),
            themes: Themes::default(),
            theme_problem: None,
            categories: Categories::new(vec![fallback()]).unwrap_or_else(|| unreachable!("one is not none")),
            person: Person::default(),
            keys: KeyTables::new(),
        })
    }
}

impl Config {
    /// Parses a configuration over the defaults, with the themes that ship. Fails if a line or setting is not
    /// valid; the error names it.
    pub fn parse(text: &str) -> Result<Self> {
        Self::parse_with(text, Themes::default())
    }

    fn parse_with(text: &str, themes: Themes) -> Result<Self> {
        let defaults: File = parse_toml(DEFAULT)?;
        let own: File = parse_toml(text)?;
        let theme = own.theme.or(defaults.theme).unwrap_or_default();
        theme.check(&themes).map_err(|why| {
            let line = text.lines().position(|line| line.contains(&theme.name)).map_or(1, |at| at + 1);
            Error::failed(format!("line {line}: {why}"))
        })?;
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
            number_format: own.number_format.unwrap_or_default(),
            daily_backup: own.daily_backup.or(defaults.daily_backup).unwrap_or(true),
            plain: own.plain.or(defaults.plain).unwrap_or(false),
            theme,
            themes,
            theme_problem: None,
            categories: Categories::new(categories)
                .ok_or_else(|| Error::failed("at least one category is required"))?,
            person: own.person,
            keys: own.keys,
        };
        if !(1..=12).contains(&config.fiscal_year_start) {
            return Err(Error::failed("fiscal_year_start must be a month from 1 to 12"));
        }
        let of_categories = config.categories.iter().filter_map(|category| category.follow_up_days);
        if !of_categories.chain([config.follow_up_days]).all(|days| (1..=3650).contains(&days)) {
            return Err(Error::failed("follow_up_days must be from 1 to 3650"));
        }
        Ok(config)
    }

    /// Returns a mistake in a theme or in the categories that does not prevent the use of the settings.
    pub fn problem(&self) -> Option<String> {
        if let Some(problem) = &self.theme_problem {
            return Some(problem.clone());
        }
        let mut keys: Vec<&str> = Vec::new();
        for category in self.categories.iter() {
            let key = category.key.as_str();
            if keys.contains(&key) {
                return Some(format!("two categories have the key “{key}”"));
            }
            if category.title.trim().is_empty() {
                return Some(format!("the category “{key}” has an empty title"));
            }
            keys.push(key);
        }
        None
    }

    /// Loads a configuration file; if it does not exist, returns the defaults.
    pub fn load(path: &Path) -> Result<Self> {
        let text = read_own(path)?.unwrap_or_default();
        let mut themes = Themes::default();
        let wrong = themes.add_from(&themes_directory(path));
        let config = Self::parse_with(&text, themes).map_err(|err| {
            let of_theme = wrong.as_ref().err().map(|why| format!("; {why}")).unwrap_or_default();
            Error::failed(format!("{}: {}{of_theme}", path.display(), err.message()))
        })?;
        Ok(Self { theme_problem: wrong.err(), ..config })
    }
}

/// The maximum size of a configuration file, in bytes.
const LONGEST: u64 = 1 << 20;

/// Reads the text of a configuration file; `None` if it does not exist.
pub fn read_own(path: &Path) -> Result<Option<String>> {
    match crate::files::read_text(path, LONGEST) {
        Ok(text) => Ok(Some(text)),
        Err(err) if err.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(err) if err.kind() == std::io::ErrorKind::IsADirectory => {
            Err(Error::failed(format!("the configuration “{}” is a directory", path.display())))
        }
        Err(err) => Err(Error::failed(format!("cannot read the configuration “{}”: {err}", path.display()))),
    }
}

/// The default key bindings, in the form of the asset of the app.
const KEYMAP: &str = include_str!("../assets/keymap.toml");

/// Returns the text of a new configuration: every setting and every key at its default, as comments.
pub fn template() -> String {
    let commented = |line: &str| match line {
        "" => "\n".to_owned(),
        line if line.starts_with('#') => format!("{line}\n"),
        line => format!("# {line}\n"),
    };
    let mut out: String = DEFAULT.lines().map(commented).collect();
    out.push_str("\n# Every key of the app, by its context.\n");
    let tables = KEYMAP.lines().skip_while(|line| !line.starts_with('['));
    out.extend(
        tables.map(|line| commented(&line.replacen('[', "[keys.", usize::from(line.starts_with('['))))),
    );
    out
}

/// Writes the text of a new configuration, unless there is a file.
pub fn write_template(path: &Path) -> Result<()> {
    if path.exists() {
        return Ok(());
    }
    let write = || {
        crate::files::create_directory(crate::files::directory_of(path))?;
        crate::files::write_file(path, template().as_bytes(), false)
    };
    write().map_err(|err| Error::failed(format!("cannot write {}: {err}", path.display())))
}

/// Returns the directory of the user's themes, beside the configuration.
pub fn themes_directory(config: &Path) -> PathBuf {
    crate::files::directory_of(config).join("themes")
}

fn parse_toml<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    toml::from_str(text).map_err(|err| {
        let line = err.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        let why = err.message().replace('\n', " ").replace(" `", " “").replace('`', "”");
        Error::failed(format!("line {line}: {why}"))
    })
}

/// The paths of the journal, the configuration and the state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// The file of the journal.
    pub journal: PathBuf,
    /// The configuration file.
    pub config: PathBuf,
    /// The directory of the data of this machine: its identity and drafts.
    pub state: PathBuf,
}

impl Paths {
    /// Creates the paths from those given, or else from the directories of the platform. Fails if there is no
    /// home directory and no journal is given.
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
    fn the_defaults_come_from_the_asset() {
        let config = Config::default();
        assert_eq!((config.fiscal_year_start, config.follow_up_days), (1, 90));
        assert_eq!(config.categories.iter().count(), 9);
        let guess = |text: &str| config.categories.guess(text).key.clone();
        assert_eq!(guess("Received the promotion to staff engineer"), "recognition");
        assert_ne!(guess("Promoted and ran a method of estimating"), "recognition");
    }

    #[test]
    fn errors_name_the_line_or_the_setting() {
        let error = |text: &str| Config::parse(text).unwrap_err().message().to_owned();
        assert!(error("a = 1").starts_with("line 1: unknown field “a”"));
        assert_eq!(
            error("\n\ntheme = \"pink\""),
            "line 3: unknown theme “pink”; use auto, dark, light, ink, catppuccin, gruvbox, solarized, terminal or none"
        );
        assert_eq!(error("fiscal_year_start = 13"), "fiscal_year_start must be a month from 1 to 12");
    }

    #[test]
    fn a_repeated_key_and_an_empty_title_of_a_category_are_reported() {
        let problem = |text: &str| Config::parse(text).unwrap().problem();
        let one = "[[category]]\nkey = \"work\"\ntitle = \"Work\"\n";
        assert_eq!(problem(one), None);
        assert_eq!(problem(&one.repeat(2)).as_deref(), Some("two categories have the key “work”"));
        let untitled = problem("[[category]]\nkey = \"work\"\ntitle = \"\"");
        assert_eq!(untitled.as_deref(), Some("the category “work” has an empty title"));
    }

    #[test]
    fn categories_replace_the_defaults_and_keys_are_listed() {
        let config =
            Config::parse("[[category]]\nkey = \"work\"\ntitle = \"Work\"\n[keys.wins]\nx = \"delete\"")
                .unwrap();
        assert_eq!(config.categories.iter().count(), 1);
        assert_eq!(config.keys["wins"]["x"], "delete");
    }
}
