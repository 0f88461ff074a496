//! The sizes of the page, and the typefaces and colours of its parts.
//!
//! All lines stand on a grid: line heights and spaces are multiples of [`GRID`].

/// Red, green and blue.
pub(super) type Color = [u8; 3];

pub(super) const INK: Color = [29, 33, 38];
pub(super) const MUTED: Color = [92, 101, 108];
pub(super) const RULE: Color = [214, 218, 221];
pub(super) const ACCENT: Color = [11, 110, 117];

/// Half of the height of a line of text, in points.
pub(super) const GRID: f32 = 6.6;
/// The size of A4, in points.
pub(super) const PAGE: (f32, f32) = (595.0, 842.0);
pub(super) const MARGIN: f32 = 62.0;
pub(super) const TOP: f32 = 64.0;
/// The width of the text, in points.
pub(super) const WIDTH: f32 = PAGE.0 - 2.0 * MARGIN;
/// The height of the text, in points: 53 lines.
pub(super) const HEIGHT: f32 = 106.0 * GRID;
/// The width of the figures beside a highlight, in points.
pub(super) const BESIDE: f32 = 112.0;
/// The width of the text of a highlight, in points.
pub(super) const HIGHLIGHT: f32 = WIDTH - BESIDE - 2.0 * GRID;
/// The indentation of a list, in points.
pub(super) const INDENT: f32 = 14.0;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Serif,
    Sans,
    Mono,
}

/// The typeface, the size and the colour of a text; sizes are in points.
#[derive(Debug, Clone, Copy)]
pub(super) struct TextStyle {
    pub family: Family,
    pub size: f32,
    /// The height of a line.
    pub leading: f32,
    pub color: Color,
    pub semibold: bool,
    /// Words may be divided at the end of a line.
    pub hyphenated: bool,
}

impl TextStyle {
    const fn new(family: Family, size: f32, lines: f32) -> Self {
        let leading = lines * GRID;
        Self { family, size, leading, color: INK, semibold: false, hyphenated: false }
    }

    const fn semibold(mut self) -> Self {
        self.semibold = true;
        self
    }

    const fn in_color(mut self, color: Color) -> Self {
        self.color = color;
        self
    }

    const fn hyphenated(mut self) -> Self {
        self.hyphenated = true;
        self
    }

    /// The distance of the baseline from the top of the line: capitals stand in its middle.
    pub(super) fn baseline(self) -> f32 {
        f32::midpoint(self.leading, self.size * 0.67)
    }
}

pub(super) const TITLE: TextStyle = TextStyle::new(Family::Serif, 21.0, 4.0).semibold();
pub(super) const BYLINE: TextStyle = TextStyle::new(Family::Sans, 9.0, 2.0).in_color(MUTED);
pub(super) const LEAD: TextStyle = TextStyle::new(Family::Serif, 11.5, 2.5).hyphenated();
pub(super) const FIGURE: TextStyle = TextStyle::new(Family::Serif, 15.0, 3.0).semibold().in_color(ACCENT);
pub(super) const LABEL: TextStyle = TextStyle::new(Family::Sans, 8.3, 1.5).in_color(MUTED);
pub(super) const ASIDE: TextStyle = TextStyle::new(Family::Sans, 9.3, 2.0);
pub(super) const SECTION: TextStyle = TextStyle::new(Family::Sans, 11.5, 2.0).semibold().in_color(ACCENT);
pub(super) const PART: TextStyle = TextStyle::new(Family::Serif, 12.0, 2.0).semibold();
pub(super) const SUBPART: TextStyle = TextStyle::new(Family::Serif, 10.4, 2.0).semibold();
pub(super) const PARAGRAPH_TITLE: TextStyle = TextStyle::new(Family::Sans, 9.3, 2.0).semibold();
pub(super) const BODY: TextStyle = TextStyle::new(Family::Serif, 9.6, 2.0).hyphenated();
pub(super) const BULLET: TextStyle = TextStyle::new(Family::Serif, 9.6, 2.0).in_color(MUTED);
pub(super) const CODE: TextStyle = TextStyle::new(Family::Mono, 8.2, 1.5);
pub(super) const CELL: TextStyle = TextStyle::new(Family::Sans, 8.8, 2.0);
pub(super) const COLUMN: TextStyle = TextStyle::new(Family::Sans, 8.0, 2.0).semibold().in_color(MUTED);
pub(super) const CAPTION: TextStyle = TextStyle::new(Family::Sans, 8.5, 2.0).in_color(MUTED);
pub(super) const AXIS: TextStyle = TextStyle::new(Family::Sans, 7.3, 1.5).in_color(MUTED);
pub(super) const RUNNING: TextStyle = TextStyle::new(Family::Sans, 7.8, 2.0).in_color(MUTED);
