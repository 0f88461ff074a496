//! Colours and styles: one accent and three meanings, each also conveyed by a sign or a word.
//!
//! The colours of a theme are placed on the terminal's own background: surfaces and the steps of the heatmap
//! are derived from it, and a text that would be hard to read on it is moved towards black or white.

use ratatui::style::{Color, Modifier, Style};

use crate::config::{Ground, NO_COLORS, Pair, Palette, Rgb, TERMINAL_THEME, ThemeSetting, Themes};

/// The minimum contrast of a text with its background (WCAG 2.2, level AA).
const READABLE: f64 = 4.5;
/// The contrast of a day without wins with the background.
const FAINTEST_DAY: f64 = 1.18;
/// The maximum contrast of the last step of the heatmap with the background.
const BRIGHTEST_DAY: f64 = 8.0;

/// The number of colours that the terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colors {
    /// No colours: bold, dim and reversed text.
    None,
    /// The terminal's own 16 colours.
    Sixteen,
    /// 256 colours.
    Many,
    /// 24 bits for each colour.
    True,
}

impl Colors {
    /// Returns the colour support of the environment.
    pub fn from_env() -> Self {
        let variable = |name| std::env::var(name).unwrap_or_default();
        if !variable("NO_COLOR").is_empty() || variable("TERM") == "dumb" {
            return Self::None;
        }
        let (terminal, support) = (variable("TERM"), variable("COLORTERM"));
        match support.as_str() {
            "truecolor" | "24bit" => Self::True,
            _ if terminal.ends_with("-direct") => Self::True,
            "" if !terminal.contains("256") => Self::Sixteen,
            _ => Self::Many,
        }
    }
}

/// The background and the colours of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Surroundings {
    /// The background; `None` until the terminal has reported it.
    pub background: Option<Rgb>,
    /// The number of colours.
    pub colors: Colors,
}

/// The styles of everything that is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Theme {
    /// Ordinary text.
    pub text: Style,
    /// Titles and figures.
    pub strong: Style,
    /// The accent, for the current position, keys and series.
    pub accent: Style,
    /// A key.
    pub key: Style,
    /// A part of a text that was searched for.
    pub found: Style,
    /// Text on the accent as background.
    pub on_accent: Style,
    /// Improvements and successes.
    pub good: Style,
    /// Overdue items, errors and warnings.
    pub attention: Style,
    /// The star.
    pub star: Style,
    /// Secondary text.
    pub muted: Style,
    /// Separators, frames and the rest of a bar; never text.
    pub rule: Style,
    /// The selected row.
    pub selected: Style,
    /// The background of a page and of code within a line.
    pub surface: Style,
    /// The area below the line of a chart.
    pub fill: Style,
    /// The days of the heatmap, from no wins to many.
    pub heat: [Style; 5],
    /// The background on which the colours are placed; `None` without 24-bit colours.
    pub ground: Option<Rgb>,
    /// `true` if the steps of the heatmap differ by their colour; otherwise their signs must differ.
    pub has_shades: bool,
    /// `true` if a chart fills the area below its line.
    pub fills: bool,
}

impl Default for Theme {
    /// Returns the default theme on its own dark background, in 24-bit colours.
    fn default() -> Self {
        let terminal = Surroundings { background: None, colors: Colors::True };
        Self::new(&Themes::default(), &ThemeSetting::default(), terminal)
    }
}

impl Theme {
    /// Creates the theme of a setting for a terminal.
    pub fn new(themes: &Themes, setting: &ThemeSetting, terminal: Surroundings) -> Self {
        let is_dark = match setting.ground {
            Ground::Dark => true,
            Ground::Light => false,
            Ground::Auto => terminal.background.is_none_or(|color| !color.is_light()),
        };
        if terminal.colors == Colors::None || setting.name == NO_COLORS {
            return Self::monochrome();
        }
        match themes.get(&setting.name).or_else(|| themes.get(crate::config::DEFAULT_THEME)) {
            Some(pair) if terminal.colors != Colors::Sixteen && setting.name != TERMINAL_THEME => {
                let is_true_color = terminal.colors == Colors::True;
                let shades = Shades::new(pair, setting, is_dark, terminal.background, is_true_color);
                Self::of_shades(&shades, is_true_color)
            }
            _ => Self::sixteen(is_dark),
        }
    }

    fn of_shades(shades: &Shades, is_true_color: bool) -> Self {
        let color = |Rgb(red, green, blue): Rgb| {
            if is_true_color {
                Color::Rgb(red, green, blue)
            } else {
                Color::Indexed(indexed(Rgb(red, green, blue)))
            }
        };
        let fg = |shade| Style::new().fg(color(shade));
        let bg = |shade| Style::new().bg(color(shade));
        Self {
            text: fg(shades.text),
            strong: fg(shades.strong).add_modifier(Modifier::BOLD),
            accent: fg(shades.accent),
            key: fg(shades.accent).add_modifier(Modifier::BOLD),
            found: fg(shades.accent).add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            on_accent: fg(shades.on_accent).bg(color(shades.accent)).add_modifier(Modifier::BOLD),
            good: fg(shades.good),
            attention: fg(shades.attention),
            star: fg(shades.star),
            muted: fg(shades.muted),
            rule: fg(shades.faint),
            selected: bg(shades.selected).add_modifier(Modifier::BOLD),
            surface: bg(shades.surface),
            fill: bg(shades.fill),
            heat: shades.heat.map(fg),
            ground: is_true_color.then_some(shades.ground),
            has_shades: true,
            fills: true,
        }
    }

    /// Creates the theme of the terminal's own sixteen colours.
    fn sixteen(is_dark: bool) -> Self {
        let fg = |color| Style::new().fg(color);
        let accent = fg(if is_dark { Color::LightBlue } else { Color::Blue });
        let attention = fg(if is_dark { Color::Yellow } else { Color::Red });
        Self {
            accent,
            key: accent.add_modifier(Modifier::BOLD),
            found: accent.add_modifier(Modifier::UNDERLINED),
            good: fg(Color::Green),
            attention,
            star: attention,
            on_accent: accent.add_modifier(Modifier::REVERSED | Modifier::BOLD),
            heat: [Style::new().add_modifier(Modifier::DIM), accent, accent, accent, accent],
            ..Self::monochrome()
        }
    }

    /// Creates the theme without colours.
    fn monochrome() -> Self {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        let dim = plain.add_modifier(Modifier::DIM);
        // A reversed row has the terminal's own two colours, whatever the colours of its cells were.
        let reversed = Style::reset().add_modifier(Modifier::REVERSED);
        Self {
            text: plain,
            strong: bold,
            accent: bold,
            key: bold,
            found: bold.add_modifier(Modifier::UNDERLINED),
            on_accent: plain.add_modifier(Modifier::REVERSED | Modifier::BOLD),
            good: plain,
            attention: bold,
            star: bold,
            muted: dim,
            rule: dim,
            selected: reversed,
            surface: plain,
            fill: plain,
            heat: [dim, plain, plain, plain, bold],
            ground: None,
            has_shades: false,
            fills: false,
        }
    }
}

/// The colours of a theme on a background, all of them given or derived.
#[derive(Debug, Clone, Copy)]
struct Shades {
    ground: Rgb,
    text: Rgb,
    strong: Rgb,
    muted: Rgb,
    faint: Rgb,
    accent: Rgb,
    on_accent: Rgb,
    good: Rgb,
    attention: Rgb,
    star: Rgb,
    selected: Rgb,
    surface: Rgb,
    fill: Rgb,
    heat: [Rgb; 5],
}

impl Shades {
    fn new(
        pair: &Pair,
        setting: &ThemeSetting,
        is_dark: bool,
        terminal: Option<Rgb>,
        is_true_color: bool,
    ) -> Self {
        let base = if is_dark { &pair.dark } else { &pair.light };
        let palette: Palette = base.with(&setting.colors);
        let (black, white) = (Rgb(0, 0, 0), Rgb(255, 255, 255));
        // A background that contradicts the setting is ignored: the user knows better.
        let own = terminal.filter(|color| color.is_light() != is_dark);
        let ground = own.or(palette.background).unwrap_or(if is_dark { black } else { white });
        let far = if is_dark { white } else { black };
        let accent = palette.accent.unwrap_or(far);
        let selected = palette.selected.unwrap_or_else(|| ground.mixed(accent, 0.12));
        // The nearest of 256 colours can be that of the background.
        let selected = if is_true_color { selected } else { apart(selected, ground) };
        let surface = palette.surface.unwrap_or_else(|| ground.mixed(far, 0.04));
        let readable = |color: Rgb| readable(color, far, &[ground, selected, surface]);
        let text = readable(palette.text.unwrap_or_else(|| ground.mixed(far, 0.85)));
        let accent = readable(accent);
        let attention = readable(palette.attention.unwrap_or(accent));
        let on_accent = [ground, black, white];
        let on_accent =
            on_accent.into_iter().max_by(|a, b| a.contrast(accent).total_cmp(&b.contrast(accent)));
        Self {
            ground,
            text,
            strong: readable(palette.strong.unwrap_or(text)),
            muted: readable(palette.muted.unwrap_or_else(|| ground.mixed(far, 0.55))),
            faint: palette.faint.unwrap_or_else(|| ground.mixed(text, 0.24)),
            accent,
            on_accent: palette.on_accent.or(on_accent).unwrap_or(ground),
            good: readable(palette.good.unwrap_or(accent)),
            attention,
            star: readable(palette.star.unwrap_or(attention)),
            selected,
            surface,
            fill: palette.fill.unwrap_or_else(|| ground.mixed(accent, 0.22)),
            heat: palette.heat.unwrap_or_else(|| heat(ground, accent, far)),
        }
    }
}

/// Moves a colour towards `far` until it is readable on every ground.
fn readable(color: Rgb, far: Rgb, grounds: &[Rgb]) -> Rgb {
    let is_readable = |color: &Rgb| grounds.iter().all(|ground| color.contrast(*ground) >= READABLE);
    (0..=20).map(|step| color.mixed(far, f64::from(step) / 20.0)).find(is_readable).unwrap_or(far)
}

/// Returns five steps from nearly the background to the accent, whose contrasts grow by the same factor.
fn heat(ground: Rgb, accent: Rgb, far: Rgb) -> [Rgb; 5] {
    let brightest = if accent.contrast(ground) < READABLE { far } else { accent };
    let most = brightest.contrast(ground).min(BRIGHTEST_DAY);
    let factor = (most / FAINTEST_DAY).powf(0.25);
    std::array::from_fn(|step| {
        let wanted = FAINTEST_DAY * factor.powi(i32::try_from(step).unwrap_or(0));
        (0..=100)
            .map(|share| ground.mixed(brightest, f64::from(share) / 100.0))
            .find(|color| color.contrast(ground) >= wanted - 0.01)
            .unwrap_or(brightest)
    })
}

/// The minimum contrast of a selected row to the background in 256 colours.
const APART: f64 = 1.2;

/// Returns the nearest of 256 colours that is apart from the background.
fn apart(color: Rgb, ground: Rgb) -> Rgb {
    let all = (16..=255).map(of_index).filter(|each| each.contrast(ground) >= APART);
    all.min_by_key(|each| distance(*each, color)).unwrap_or(color)
}

/// Returns the nearest of the colours 16 to 255, whose values are the same in every terminal.
fn indexed(color: Rgb) -> u8 {
    (16..=255).min_by_key(|index| distance(of_index(*index), color)).unwrap_or(16)
}

/// Returns the square of the distance of two colours.
fn distance(a: Rgb, b: Rgb) -> i32 {
    let part = |a: u8, b: u8| (i32::from(a) - i32::from(b)).pow(2);
    part(a.0, b.0) + part(a.1, b.1) + part(a.2, b.2)
}

/// Returns the value of a colour of 16 to 255: the greys from 232 on, and before them a cube of 6 × 6 × 6 colours.
fn of_index(index: u8) -> Rgb {
    const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    if index >= 232 {
        let level = 8 + 10 * (index - 232);
        return Rgb(level, level, level);
    }
    let at = index - 16;
    let level = |at: u8| LEVELS[usize::from(at % 6)];
    Rgb(level(at / 36), level(at / 6), level(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Backgrounds that terminals have: those of the themes, and common others.
    const GROUNDS: [&str; 12] = [
        "#000000", "#14161b", "#1e1e2e", "#282828", "#002b36", "#282c34", "#2e3440", "#300a24", "#ffffff",
        "#fbfaf6", "#fdf6e3", "#eff1f5",
    ];

    fn cases() -> Vec<(String, Rgb, Shades)> {
        let themes = Themes::default();
        let mut out = Vec::new();
        for name in themes.names() {
            let Some(pair) = themes.get(name) else { continue };
            for ground in GROUNDS {
                let ground: Rgb = ground.parse().unwrap();
                let setting = ThemeSetting::named(name);
                for is_true_color in [true, false] {
                    let is_dark = !ground.is_light();
                    let shades = Shades::new(pair, &setting, is_dark, Some(ground), is_true_color);
                    out.push((format!("{name} on {ground}, true colour: {is_true_color}"), ground, shades));
                }
            }
        }
        assert!(out.len() >= 8 * GROUNDS.len());
        out
    }

    #[test]
    fn every_text_is_readable_in_every_theme_on_every_background() {
        for (name, ground, shades) in cases() {
            let texts = [
                ("text", shades.text),
                ("strong", shades.strong),
                ("muted", shades.muted),
                ("accent", shades.accent),
                ("good", shades.good),
                ("attention", shades.attention),
                ("star", shades.star),
            ];
            for (role, color) in texts {
                for (on, ground) in
                    [("ground", ground), ("selected", shades.selected), ("surface", shades.surface)]
                {
                    let contrast = color.contrast(ground);
                    assert!(contrast >= READABLE, "{name}: {role} on {on} {contrast:.2}");
                }
            }
            let on_accent = shades.on_accent.contrast(shades.accent);
            assert!(on_accent >= READABLE, "{name}: on-accent {on_accent:.2}");
        }
    }

    #[test]
    fn the_steps_of_the_heatmap_differ() {
        for (name, ground, shades) in cases() {
            assert!(shades.heat[1].contrast(ground) >= 1.5, "{name}: the first step is faint");
            for (at, pair) in shades.heat.windows(2).enumerate() {
                let contrast = pair[0].contrast(pair[1]);
                assert!(contrast >= 1.35, "{name}: steps {at} and {} {contrast:.2}", at + 1);
            }
        }
    }

    #[test]
    fn the_selected_row_has_no_colours_of_its_cells_where_it_is_reversed() {
        let theme = Theme::sixteen(true);
        let cell = theme.attention.patch(theme.selected);
        assert_eq!(cell.fg, Some(Color::Reset));
        assert!(cell.add_modifier.contains(Modifier::REVERSED));
    }

    #[test]
    fn the_setting_decides_before_the_terminal() {
        let themes = Themes::default();
        let setting = ThemeSetting { ground: Ground::Light, ..ThemeSetting::default() };
        let terminal =
            |background: &str| Surroundings { background: background.parse().ok(), colors: Colors::True };
        let light = Theme::new(&themes, &setting, terminal("#ffffff"));
        assert_eq!(Theme::new(&themes, &setting, terminal("#14161b")).text, light.text);
        let none = Theme::new(&themes, &ThemeSetting::named("none"), terminal("#14161b"));
        assert_eq!(none, Theme::monochrome());
    }

    #[test]
    fn a_selected_row_of_256_colours_is_apart_from_the_background() {
        for (name, ground, shades) in cases().into_iter().filter(|(name, ..)| name.ends_with("false")) {
            let shown = of_index(indexed(shades.selected));
            assert!(shown.contrast(ground) >= APART, "{name}: {shown}");
        }
    }

    #[test]
    fn a_colour_maps_to_the_nearest_index() {
        assert_eq!(indexed(Rgb(255, 0, 0)), 196);
        assert_eq!(indexed(Rgb(0, 0, 0)), 16);
        assert_eq!(indexed(Rgb(128, 128, 128)), 244);
    }
}
