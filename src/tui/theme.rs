//! Colours and styles: one accent and three meanings, each also conveyed by a sign or a word.

use std::collections::HashMap;

use ratatui::style::{Color, Modifier, ParseColorError, Style};
use serde::Deserialize;

use crate::config::ThemeChoice;

const THEMES: &str = include_str!("../../assets/themes.toml");

/// The brightness of the terminal's background.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Background {
    /// Dark, or unknown.
    Dark,
    /// Light.
    Light,
}

/// The number of colours that the terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colors {
    /// No colours: bold, underlined and reversed text.
    None,
    /// 16 colours.
    Sixteen,
    /// 256 colours or more.
    Many,
}

impl Colors {
    /// Returns the colour support of the environment.
    pub fn from_env() -> Self {
        let variable = |name| std::env::var(name).unwrap_or_default();
        if !variable("NO_COLOR").is_empty() || variable("TERM") == "dumb" {
            return Self::None;
        }
        let many = variable("TERM").contains("256") || !variable("COLORTERM").is_empty();
        if many { Self::Many } else { Self::Sixteen }
    }
}

/// The styles of everything that is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Theme {
    /// Ordinary text.
    pub text: Style,
    /// Titles.
    pub strong: Style,
    /// The accent, for the current position and for keys.
    pub accent: Style,
    /// Improvements and successes.
    pub good: Style,
    /// Due items, errors and warnings.
    pub attention: Style,
    /// Secondary text.
    pub muted: Style,
    /// Separators and frames.
    pub rule: Style,
    /// The selected row.
    pub selected: Style,
    /// The days of the heatmap, from no wins to many.
    pub heat: [Style; 5],
}

/// The colours of a theme, as its file names them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Palette {
    accent: Shade,
    good: Shade,
    attention: Shade,
    muted: Shade,
    rule: Shade,
    selected: Shade,
    heat: [Shade; 5],
}

/// A colour by its name or number; `reset` is the default colour of the terminal.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
struct Shade(Color);

impl TryFrom<String> for Shade {
    type Error = ParseColorError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map(Self)
    }
}

impl Theme {
    /// Creates the theme for a choice and a terminal.
    pub fn new(choice: ThemeChoice, background: Background, colors: Colors) -> Self {
        let name = match (colors, choice, background) {
            (Colors::None, ..) => return Self::monochrome(),
            (Colors::Sixteen, ..) => "plain",
            (_, ThemeChoice::Light, _) | (_, ThemeChoice::Auto, Background::Light) => "light",
            _ => "dark",
        };
        let Ok(mut themes) = toml::from_str::<HashMap<String, Palette>>(THEMES) else {
            return Self::monochrome();
        };
        let Some(palette) = themes.remove(name) else { return Self::monochrome() };
        let style = |Shade(color): Shade| Style::new().fg(color);
        Self {
            text: Style::new(),
            strong: Style::new().add_modifier(Modifier::BOLD),
            accent: style(palette.accent),
            good: style(palette.good),
            attention: style(palette.attention),
            muted: match palette.muted {
                Shade(Color::Reset) => Style::new().add_modifier(Modifier::DIM),
                muted => style(muted),
            },
            rule: style(palette.rule),
            selected: match palette.selected {
                Shade(Color::Reset) => Style::new().add_modifier(Modifier::REVERSED),
                Shade(selected) => Style::new().bg(selected).add_modifier(Modifier::BOLD),
            },
            heat: palette.heat.map(style),
        }
    }

    /// Creates the theme without colours.
    fn monochrome() -> Self {
        let plain = Style::new();
        Self {
            text: plain,
            strong: plain.add_modifier(Modifier::BOLD),
            accent: plain.add_modifier(Modifier::BOLD),
            good: plain,
            attention: plain.add_modifier(Modifier::UNDERLINED),
            muted: plain.add_modifier(Modifier::DIM),
            rule: plain.add_modifier(Modifier::DIM),
            selected: plain.add_modifier(Modifier::REVERSED),
            heat: [plain; 5],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_theme_is_complete() {
        let themes: HashMap<String, Palette> = toml::from_str(THEMES).unwrap();
        let mut names: Vec<&str> = themes.keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["dark", "light", "plain"]);
    }
}
