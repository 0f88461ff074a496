//! Sets text into lines.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Read as _;

use flate2::read::GzDecoder;
use hypher::Lang;
use parley::fontique::{Blob, Collection, CollectionOptions, SourceCache};
use parley::style::{
    FontFamily, FontFamilyName, FontStyle, FontWeight, LineHeight, OverflowWrap, StyleProperty,
};
use parley::{FontContext, Layout, LayoutContext};

use super::style::{ACCENT, Color, Family, INK, TextStyle};

/// The embedded fonts, compressed with gzip: a serif and a sans-serif family for text, and `DejaVu` for signs, code and
/// the scripts that those lack.
const FONTS: [&[u8]; 7] = [
    include_bytes!("../../../assets/fonts/serif.ttf.gz"),
    include_bytes!("../../../assets/fonts/serif-italic.ttf.gz"),
    include_bytes!("../../../assets/fonts/serif-semibold.ttf.gz"),
    include_bytes!("../../../assets/fonts/sans.ttf.gz"),
    include_bytes!("../../../assets/fonts/sans-semibold.ttf.gz"),
    include_bytes!("../../../assets/fonts/signs.ttf.gz"),
    include_bytes!("../../../assets/fonts/mono.ttf.gz"),
];
const SIGNS: FontFamilyName<'static> = FontFamilyName::named("DejaVu Sans Condensed");

/// The invisible character at which a word may be divided.
pub(super) const SOFT_HYPHEN: char = '\u{ad}';

/// The lengths of a word that may be divided, in letters, and the minimum length of its parts.
const DIVIDED: (std::ops::RangeInclusive<usize>, usize) = (8..=30, 3);

/// Text of a single style.
#[derive(Debug, Clone, Default)]
pub(super) struct Run {
    pub text: String,
    pub bold: bool,
    pub italic: bool,
    pub mono: bool,
    pub struck: bool,
    pub link: Option<String>,
}

impl Run {
    /// Text without marks.
    pub(super) fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }
}

/// The colour of a run of text, and the link that it belongs to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Brush {
    pub color: Color,
    pub struck: bool,
    pub link: Option<usize>,
}

impl Default for Brush {
    fn default() -> Self {
        Self { color: INK, struck: false, link: None }
    }
}

/// A text that was set into lines.
pub(super) struct Set {
    pub text: String,
    pub layout: Layout<Brush>,
    pub style: TextStyle,
}

impl Set {
    /// The number of lines.
    pub(super) fn lines(&self) -> usize {
        self.layout.lines().count()
    }
}

/// The identity of a font: that of its data, and its index in a collection.
pub(super) type FontKey = (u64, u32);

/// Sets texts, and keeps them with the addresses of their links.
pub(super) struct Typesetter {
    fonts: FontContext,
    layouts: LayoutContext<Brush>,
    pub sets: Vec<Set>,
    pub links: Vec<String>,
    /// The hyphen of each font: its glyph, and its width in ems.
    pub hyphens: HashMap<FontKey, (u32, f32)>,
}

/// Decompresses an embedded font. A font with an error would be empty; a test reads all of them.
fn decompressed(font: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let _ = GzDecoder::new(font).read_to_end(&mut out);
    out
}

impl Typesetter {
    /// Creates a typesetter for a document with this text. System fonts are loaded only if the embedded fonts lack
    /// some of its characters.
    pub(super) fn new(text: &str) -> Self {
        let system_fonts = text.chars().any(is_of_a_script_apart);
        let mut collection = Collection::new(CollectionOptions { shared: false, system_fonts });
        for font in FONTS {
            collection.register_fonts(Blob::from(decompressed(font)), None);
        }
        let fonts = FontContext { collection, source_cache: SourceCache::default() };
        let mut out = Self {
            fonts,
            layouts: LayoutContext::new(),
            sets: Vec::new(),
            links: Vec::new(),
            hyphens: HashMap::new(),
        };
        out.measure_hyphens();
        out
    }

    /// Finds the hyphens of the faces of the text. They have a glyph of their own, so that the text of the file has a soft
    /// hyphen at the end of a line, and `-` for every other one.
    fn measure_hyphens(&mut self) {
        let upright = Run::plain("\u{2010}");
        let bold = Run { bold: true, ..upright.clone() };
        let italic = Run { italic: true, ..upright.clone() };
        for run in [upright, bold, italic] {
            let set = self.laid_out(&[run], TextStyle { hyphenated: false, ..super::style::BODY }, None);
            let Some(run) = set.layout.lines().next().and_then(|line| line.runs().next()) else { continue };
            let glyph = run.visual_clusters().next().and_then(|cluster| cluster.glyphs().next());
            if let Some(glyph) = glyph {
                let key = (run.font().data.id(), run.font().index);
                self.hyphens.insert(key, (glyph.id, glyph.advance / run.font_size()));
            }
        }
    }

    /// Sets a text into lines of a width in points, or into one line; returns its index.
    pub(super) fn set(&mut self, runs: &[Run], style: TextStyle, width: Option<f32>) -> usize {
        let set = self.laid_out(runs, style, width);
        self.sets.push(set);
        self.sets.len() - 1
    }

    /// Returns the width of a text in one line, or of its longest line if it has line breaks.
    pub(super) fn width_of(&mut self, runs: &[Run], style: TextStyle) -> f32 {
        self.laid_out(runs, style, None).layout.width()
    }

    fn laid_out(&mut self, runs: &[Run], style: TextStyle, width: Option<f32>) -> Set {
        let text_of = |run| if is_divisible(run, style) { divisible(&run.text) } else { (&*run.text).into() };
        let runs: Vec<(&Run, Cow<'_, str>)> =
            runs.iter().map(|run| (run, without_selectors(text_of(run)))).collect();
        let text: String = runs.iter().map(|(_, text)| &**text).collect();
        let mut builder = self.layouts.ranged_builder(&mut self.fonts, &text, 1.0, false);
        builder.push_default(StyleProperty::FontFamily(families(style.family)));
        builder.push_default(StyleProperty::FontSize(style.size));
        builder.push_default(StyleProperty::LineHeight(LineHeight::Absolute(style.leading)));
        // A word that is longer than a line is broken, not cut off.
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        builder.push_default(StyleProperty::Brush(Brush { color: style.color, ..Brush::default() }));
        if style.semibold {
            builder.push_default(StyleProperty::FontWeight(FontWeight::SEMI_BOLD));
        }
        let mut at = 0;
        for (run, text) in &runs {
            let range = at..at + text.len();
            at = range.end;
            if run.bold {
                builder.push(StyleProperty::FontWeight(FontWeight::SEMI_BOLD), range.clone());
            }
            if run.italic {
                builder.push(StyleProperty::FontStyle(FontStyle::Italic), range.clone());
            }
            if run.mono {
                builder.push(StyleProperty::FontFamily(families(Family::Mono)), range.clone());
                builder.push(StyleProperty::FontSize(style.size * 0.85), range.clone());
            }
            let mut brush = Brush { color: style.color, struck: run.struck, link: None };
            if let Some(url) = &run.link {
                let known = self.links.iter().position(|each| each == url);
                brush.color = ACCENT;
                brush.link = Some(known.unwrap_or(self.links.len()));
                if known.is_none() {
                    self.links.push(url.clone());
                }
            }
            builder.push(StyleProperty::Brush(brush), range);
        }
        let mut layout = builder.build(&text);
        layout.break_all_lines(width);
        layout.align(parley::Alignment::Start, parley::AlignmentOptions::default());
        Set { text, layout, style }
    }
}

fn families(family: Family) -> FontFamily<'static> {
    let first = match family {
        Family::Serif => FontFamilyName::named("Brag Serif"),
        Family::Sans => FontFamilyName::named("Brag Sans"),
        Family::Mono => FontFamilyName::named("DejaVu Sans Mono"),
    };
    FontFamily::List(vec![first, SIGNS].into())
}

/// Addresses and code are not divided: what is copied from them must be right.
fn is_divisible(run: &Run, style: TextStyle) -> bool {
    style.hyphenated && !run.mono && run.link.is_none()
}

/// Removes the selectors between a sign as text and as a picture: the embedded fonts have each sign only as text, and no
/// glyph for the pair of a sign and a selector.
fn without_selectors(text: Cow<'_, str>) -> Cow<'_, str> {
    const SELECTORS: [char; 2] = ['\u{fe0e}', '\u{fe0f}'];
    if text.contains(SELECTORS) { text.replace(SELECTORS, "").into() } else { text }
}

/// The letters with which the embedded fonts draw a preceding `f` as one sign.
const LIGATED: [char; 8] = ['b', 'f', 'h', 'i', 'j', 'k', 'l', 't'];

/// Returns the text with the places at which its English words may be divided.
fn divisible(text: &str) -> Cow<'_, str> {
    let (lengths, part) = DIVIDED;
    let is_long = |word: &str| word.len() >= *lengths.start();
    if !text.split(|c: char| !c.is_ascii_alphabetic()).any(is_long) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for word in text.split_inclusive(|c: char| c.is_whitespace()) {
        // Names, addresses and identifiers stay whole: only a word of small letters is divided.
        let core = word.trim_matches(|c: char| !c.is_alphanumeric());
        let small = core.strip_prefix(|c: char| c.is_ascii_uppercase()).unwrap_or(core);
        if !lengths.contains(&core.len()) || !small.bytes().all(|byte| byte.is_ascii_lowercase()) {
            out.push_str(word);
            continue;
        }
        let (before, after) = word.split_at(word.find(core).unwrap_or(0));
        out.push_str(before);
        let mut length = 0;
        for syllable in hypher::hyphenate(core, Lang::English) {
            // A soft hyphen within a ligature would be in the text that is copied from the page.
            let is_ligature = out.ends_with('f') && syllable.starts_with(LIGATED);
            if length >= part && core.len() - length >= part && !is_ligature {
                out.push(SOFT_HYPHEN);
            }
            out.push_str(syllable);
            length += syllable.len();
        }
        out.push_str(&after[core.len()..]);
    }
    out.into()
}

/// Returns `true` for a character of a script that the embedded fonts lack.
fn is_of_a_script_apart(c: char) -> bool {
    let code = u32::from(c);
    (0x0590..0x10A0).contains(&code) && !(0x0600..0x0700).contains(&code)
        || (0x1100..0x1E00).contains(&code)
        || (0x2E80..0xD800).contains(&code)
        || (0xF900..0xFE00).contains(&code)
        || code >= 0x1_0000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_font_is_a_whole_truetype_font() {
        for font in FONTS {
            let length = font.last_chunk().map_or(0, |size| u32::from_le_bytes(*size) as usize);
            let font = decompressed(font);
            assert_eq!((font.first_chunk(), font.len()), (Some(&[0, 1, 0, 0]), length));
        }
    }

    #[test]
    fn a_sign_has_a_glyph_with_and_without_a_selector() {
        let mut typesetter = Typesetter::new("Cloud ↔ database");
        for text in ["Cloud ↔ database", "Cloud ↔\u{fe0e} database"] {
            let set = typesetter.laid_out(&[Run::plain(text)], super::super::style::BODY, None);
            let runs: Vec<_> = set.layout.lines().flat_map(|line| line.runs()).collect();
            let clusters = runs.iter().flat_map(parley::Run::clusters);
            let glyphs: Vec<u32> =
                clusters.flat_map(|each| each.glyphs().map(|glyph| glyph.id).collect::<Vec<_>>()).collect();
            assert!(glyphs.len() > 10 && !glyphs.contains(&0), "{glyphs:?}");
        }
    }

    #[test]
    fn long_english_words_are_divisible_and_names_are_not() {
        let shown = |text: &str| divisible(text).replace(SOFT_HYPHEN, "-");
        assert_eq!(shown("a declaration, and"), "a dec-la-ra-tion, and");
        assert_eq!(shown("Declaration"), "Dec-la-ra-tion");
        assert_eq!(shown("significant difficulties"), "sig-nifi-cant diffi-cul-ties");
        for whole in
            ["PostgreSQL", "https://example.com/declaration", "foo_declaration", "short", "Übersetzung"]
        {
            assert_eq!(divisible(whole), whole);
        }
        assert_eq!(divisible("any documentation").replace(SOFT_HYPHEN, ""), "any documentation");
    }
}
