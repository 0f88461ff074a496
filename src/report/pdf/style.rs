//! Colours, laid-out texts, and marks on a page.

use parley::Layout;

/// Red, green and blue.
pub(super) type Color = [u8; 3];

pub(super) const INK: Color = [29, 33, 38];
pub(super) const MUTED: Color = [102, 112, 119];
pub(super) const RULE: Color = [217, 221, 224];
pub(super) const ACCENT: Color = [11, 110, 117];

/// The colour of a run of text, and the link that it belongs to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Brush {
    pub color: Color,
    pub link: Option<usize>,
}

impl Default for Brush {
    fn default() -> Self {
        Self { color: INK, link: None }
    }
}

/// A laid-out text.
pub(super) struct Set {
    pub text: String,
    pub layout: Layout<Brush>,
}

impl Set {
    pub(super) fn height(&self) -> f32 {
        self.layout.height()
    }
}

/// An element on a page.
pub(super) enum Mark {
    /// A line of a laid-out text; `x` and `y` are the position of the text's first line.
    Line {
        set: usize,
        line: usize,
        x: f32,
        y: f32,
    },
    Rule {
        x: f32,
        y: f32,
        width: f32,
    },
    Polyline {
        points: Vec<(f32, f32)>,
        color: Color,
        dashed: bool,
        width: f32,
    },
}
