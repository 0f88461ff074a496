//! Colours and styles: one accent and three meanings, each also conveyed by a sign or a word.

use std::str::FromStr as _;

use ratatui::style::{Color, Modifier, Style};

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
    /// 256 or more.
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
    /// The accent: the position and the keys.
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

impl Theme {
    /// Creates the theme for a choice and a terminal.
    pub fn new(choice: ThemeChoice, background: Background, colors: Colors) -> Self {
        let name = match (colors, choice, background) {
            (Colors::None, ..) => return Self::monochrome(),
            (Colors::Sixteen, ..) => "plain",
            (_, ThemeChoice::Light, _) | (_, ThemeChoice::Auto, Background::Light) => "light",
            _ => "dark",
        };
        let themes: toml::Table = THEMES.parse().unwrap_or_default();
        let Some(table) = themes.get(name).and_then(toml::Value::as_table) else {
            return Self::monochrome();
        };
        let read = |value: Option<&toml::Value>| {
            let text = value.and_then(toml::Value::as_str).unwrap_or("reset");
            Color::from_str(text).unwrap_or(Color::Reset)
        };
        let style = |key: &str| Style::new().fg(read(table.get(key)));
        let mut heat = [Style::new(); 5];
        let shades = table.get("heat").and_then(toml::Value::as_array);
        for (at, shade) in heat.iter_mut().enumerate() {
            *shade = Style::new().fg(read(shades.and_then(|shades| shades.get(at))));
        }
        let selected = read(table.get("selected"));
        let muted = read(table.get("muted"));
        Self {
            text: Style::new(),
            strong: Style::new().add_modifier(Modifier::BOLD),
            accent: style("accent"),
            good: style("good"),
            attention: style("attention"),
            muted: if muted == Color::Reset {
                Style::new().add_modifier(Modifier::DIM)
            } else {
                Style::new().fg(muted)
            },
            rule: style("rule"),
            selected: if selected == Color::Reset {
                Style::new().add_modifier(Modifier::REVERSED)
            } else {
                Style::new().bg(selected).add_modifier(Modifier::BOLD)
            },
            heat,
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
