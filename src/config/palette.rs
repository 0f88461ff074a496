//! The colours of the app: themes for dark and for light terminals, built in or written by the user.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::str::FromStr;

use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::domain::field::unknown;

const BUILT_IN: &str = include_str!("../../assets/themes.toml");

/// The theme that applies unless another is set.
pub const DEFAULT_THEME: &str = "ink";
/// The theme of the terminal's own sixteen colours.
pub const TERMINAL_THEME: &str = "terminal";
/// The theme without colours.
pub const NO_COLORS: &str = "none";

/// A colour in sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Rgb(pub u8, pub u8, pub u8);

impl FromStr for Rgb {
    type Err = String;

    /// Parses a colour such as `#8ea6ff`.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("unknown colour “{text}”; write it as \"#8ea6ff\"");
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6).ok_or_else(wrong)?;
        let part = |at: usize| {
            digits.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok()).ok_or_else(wrong)
        };
        Ok(Self(part(0)?, part(2)?, part(4)?))
    }
}

impl TryFrom<String> for Rgb {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

impl Rgb {
    /// Returns the relative luminance from 0.0 to 1.0 (WCAG 2.2).
    pub fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let share = f64::from(part) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// Returns the contrast with another colour, from 1.0 to 21.0 (WCAG 2.2).
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// Returns the mixture with `share` (0.0 to 1.0) of another colour.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the mixture is in 0 to 255")]
    pub fn mixed(self, other: Self, share: f64) -> Self {
        let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
        Self(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }

    /// Returns `true` if dark text is easier to read on the colour than light text.
    pub fn is_light(self) -> bool {
        self.luminance() > 0.18
    }
}

/// The colours of a theme for one background. A colour that is not given is derived from the background, the
/// text and the accent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Palette {
    /// The background for which the colours are made; the terminal's own applies if it is known.
    pub background: Option<Rgb>,
    /// Ordinary text.
    pub text: Option<Rgb>,
    /// Titles and figures.
    pub strong: Option<Rgb>,
    /// Dates and captions.
    pub muted: Option<Rgb>,
    /// Rules and the rest of a bar; never text.
    pub faint: Option<Rgb>,
    /// The current position, keys, series and the heatmap.
    pub accent: Option<Rgb>,
    /// Text on the accent.
    pub on_accent: Option<Rgb>,
    /// Better, done.
    pub good: Option<Rgb>,
    /// Overdue, behind, to be strengthened.
    pub attention: Option<Rgb>,
    /// The star.
    pub star: Option<Rgb>,
    /// The background of the selected row.
    pub selected: Option<Rgb>,
    /// The background of a page and of code within a line.
    pub surface: Option<Rgb>,
    /// The area below the line of a chart.
    pub fill: Option<Rgb>,
    /// The days of the heatmap, from no wins to many.
    pub heat: Option<[Rgb; 5]>,
}

impl Palette {
    /// Returns the palette with the colours of `own` in place of its own.
    #[must_use]
    pub fn with(&self, own: &Self) -> Self {
        Self {
            background: own.background.or(self.background),
            text: own.text.or(self.text),
            strong: own.strong.or(self.strong),
            muted: own.muted.or(self.muted),
            faint: own.faint.or(self.faint),
            accent: own.accent.or(self.accent),
            on_accent: own.on_accent.or(self.on_accent),
            good: own.good.or(self.good),
            attention: own.attention.or(self.attention),
            star: own.star.or(self.star),
            selected: own.selected.or(self.selected),
            surface: own.surface.or(self.surface),
            fill: own.fill.or(self.fill),
            heat: own.heat.or(self.heat),
        }
    }
}

/// A theme: its colours for dark and for light terminals.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Pair {
    /// The colours for a dark terminal.
    pub dark: Palette,
    /// The colours for a light terminal.
    pub light: Palette,
}

/// All themes by name: those that ship, and those of the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Themes(BTreeMap<String, Pair>);

impl Default for Themes {
    fn default() -> Self {
        Self(toml::from_str(BUILT_IN).unwrap_or_default())
    }
}

impl Themes {
    /// Returns the theme of this name; `None` for those without a palette, and for an unknown name.
    pub fn get(&self, name: &str) -> Option<&Pair> {
        self.0.get(name)
    }

    /// Returns the names of all themes: the default, the others by name, the terminal's own, none.
    pub fn names(&self) -> Vec<&str> {
        let others = self.0.keys().map(String::as_str).filter(|name| *name != DEFAULT_THEME);
        std::iter::once(DEFAULT_THEME).chain(others).chain([TERMINAL_THEME, NO_COLORS]).collect()
    }

    /// Adds the themes of a directory, one for each `.toml` file. The error names the first file that is not
    /// a theme; the others are added.
    pub fn add_from(&mut self, directory: &Path) -> Result<(), String> {
        let Ok(entries) = std::fs::read_dir(directory) else { return Ok(()) };
        let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        paths.retain(|path| path.extension().is_some_and(|end| end == "toml"));
        paths.sort();
        let mut wrong = None;
        for path in paths {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let read = super::read_own(&path).map_err(|err| err.message().to_owned());
            let pair = read.and_then(|text| {
                super::parse_toml(&text.unwrap_or_default())
                    .map_err(|err| format!("{}: {}", path.display(), err.message()))
            });
            match pair {
                Ok(pair) => drop(self.0.insert(name, pair)),
                Err(err) => drop(wrong.get_or_insert(err)),
            }
        }
        wrong.map_or(Ok(()), Err)
    }
}

/// The background that the colours are chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ground {
    /// The one that the terminal reports.
    #[default]
    Auto,
    /// A dark one.
    Dark,
    /// A light one.
    Light,
}

/// The setting `theme`: a name, or a table with a name, a background and colours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeSetting {
    /// The name of the theme.
    pub name: String,
    /// The background.
    pub ground: Ground,
    /// The user's own colours over those of the theme.
    pub colors: Palette,
}

impl Default for ThemeSetting {
    fn default() -> Self {
        Self::named(DEFAULT_THEME)
    }
}

impl ThemeSetting {
    /// Creates the setting for a theme on the background that the terminal reports.
    pub fn named(name: &str) -> Self {
        Self { name: name.to_owned(), ground: Ground::Auto, colors: Palette::default() }
    }

    /// Fails if there is no theme of this name; the error names the nearest.
    pub fn check(&self, themes: &Themes) -> Result<(), String> {
        let names = themes.names();
        if names.contains(&self.name.as_str()) {
            return Ok(());
        }
        let all: Vec<&str> = ["auto", "dark", "light"].into_iter().chain(names).collect();
        Err(unknown("theme", &self.name, &all))
    }
}

impl<'de> Deserialize<'de> for ThemeSetting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SettingVisitor)
    }
}

/// Reads the two forms of the setting; a derived untagged enum would lose the name of a wrong key.
struct SettingVisitor;

impl<'de> Visitor<'de> for SettingVisitor {
    type Value = ThemeSetting;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a theme, or a table with name, background and colors")
    }

    fn visit_str<E: de::Error>(self, word: &str) -> Result<ThemeSetting, E> {
        Ok(match word {
            "auto" | "dark" | "light" => {
                ThemeSetting { ground: ground(word).map_err(E::custom)?, ..ThemeSetting::default() }
            }
            name => ThemeSetting::named(name),
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ThemeSetting, A::Error> {
        let table = Table::deserialize(de::value::MapAccessDeserializer::new(map))?;
        Ok(ThemeSetting {
            name: table.name.unwrap_or_else(|| DEFAULT_THEME.to_owned()),
            ground: table
                .background
                .map_or(Ok(Ground::Auto), |word| ground(&word))
                .map_err(de::Error::custom)?,
            colors: table.colors,
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    background: Option<String>,
    #[serde(default)]
    colors: Palette,
}

fn ground(word: &str) -> Result<Ground, String> {
    match word {
        "auto" => Ok(Ground::Auto),
        "dark" => Ok(Ground::Dark),
        "light" => Ok(Ground::Light),
        other => Err(unknown("background", other, &["auto", "dark", "light"])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_read_and_written_as_six_digits() {
        assert_eq!("#8ea6ff".parse(), Ok(Rgb(0x8e, 0xa6, 0xff)));
        assert_eq!(Rgb(0x8e, 0xa6, 0xff).to_string(), "#8ea6ff");
        for wrong in ["8ea6ff", "#8ea6f", "#8ea6fg", "", "#é6a6f"] {
            assert!(wrong.parse::<Rgb>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        let (black, white) = (Rgb(0, 0, 0), Rgb(255, 255, 255));
        assert!((black.contrast(white) - 21.0).abs() < 1e-9);
        assert!((white.contrast(white) - 1.0).abs() < 1e-9);
        assert!((Rgb(0x77, 0x77, 0x77).contrast(white) - 4.48).abs() < 0.01);
    }

    #[test]
    fn a_directory_adds_themes_and_names_the_file_that_is_none() {
        let directory = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(directory.path().join(name), text).unwrap();
        write("dusk.toml", "[dark]\naccent = \"#ff8800\"\n");
        write("broken.toml", "\n[dark]\naccnt = \"#ff8800\"\n");
        let mut themes = Themes::default();
        let wrong = themes.add_from(directory.path()).unwrap_err();
        assert!(wrong.contains("broken.toml: line 3: ") && wrong.contains("accnt"), "{wrong}");
        assert_eq!(themes.get("dusk").unwrap().dark.accent, Some(Rgb(0xff, 0x88, 0)));
        assert!(themes.names().contains(&"dusk"));
    }
}
