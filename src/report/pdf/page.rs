//! Lays out text as lines, and lines as pages.

use std::borrow::Cow;

use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use parley::fontique::{Blob, Collection, CollectionOptions};
use parley::style::{
    FontFamily, FontFamilyName, FontStyle, FontWeight, FontWidth, LineHeight, OverflowWrap, StyleProperty,
};
use parley::{FontContext, LayoutContext};

use super::Pdf;
use super::draw::Drawer;
use super::style::{ACCENT, Brush, Color, INK, MUTED, Mark, RULE, Set};
use crate::report::plot::Plot;

/// The size of A4, in points.
const PAGE: (f32, f32) = (595.0, 842.0);
const MARGIN: f32 = 68.0;
const TOP: f32 = 64.0;
const BOTTOM: f32 = 72.0;
const WIDTH: f32 = PAGE.0 - 2.0 * MARGIN;
const BODY: f32 = 9.5;
const INDENT: f32 = 14.0;

/// The embedded font family, which contains most letters, signs and arrows of documents.
const SANS: &str = "DejaVu Sans";
const MONO: &str = "DejaVu Sans Mono";

/// Text of a single style.
#[derive(Debug, Clone, Default)]
pub(super) struct Run {
    pub text: String,
    pub bold: bool,
    pub italic: bool,
    pub mono: bool,
    pub link: Option<String>,
}

/// The kind of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ParagraphKind {
    Text,
    Item,
    Code,
}

/// A heading with its level, text, page index and vertical position.
struct Heading {
    level: u8,
    text: String,
    page: usize,
    y: f32,
}

/// The pages that are laid out so far.
pub(super) struct Pages {
    title: String,
    author: String,
    fonts: FontContext,
    layouts: LayoutContext<Brush>,
    sets: Vec<Set>,
    marks: Vec<Vec<Mark>>,
    headings: Vec<Heading>,
    links: Vec<String>,
    y: f32,
}

impl Pages {
    /// Creates the pages of a document with this text. System fonts are loaded only if the embedded fonts
    /// lack some of its characters.
    pub(super) fn new(title: &str, author: &str, text: &str) -> Self {
        let system_fonts = text.chars().any(is_of_a_script_apart);
        let mut collection = Collection::new(CollectionOptions { shared: false, system_fonts });
        for font in
            [dejavu::sans_condensed::regular(), dejavu::sans_condensed::bold(), dejavu::sans_mono::regular()]
        {
            collection.register_fonts(Blob::from(font.to_vec()), None);
        }
        Self {
            title: title.to_owned(),
            author: author.to_owned(),
            fonts: FontContext { collection, source_cache: parley::fontique::SourceCache::default() },
            layouts: LayoutContext::new(),
            sets: Vec::new(),
            marks: vec![Vec::new()],
            headings: Vec::new(),
            links: Vec::new(),
            y: TOP,
        }
    }

    fn set(&mut self, runs: &[Run], size: f32, color: Color, width: f32) -> usize {
        let text: String = runs.iter().map(|run| run.text.as_str()).collect();
        let mut builder = self.layouts.ranged_builder(&mut self.fonts, &text, 1.0, false);
        let sans = FontFamily::Single(FontFamilyName::Named(Cow::Borrowed(SANS)));
        builder.push_default(StyleProperty::FontFamily(sans));
        builder.push_default(StyleProperty::FontWidth(FontWidth::CONDENSED));
        builder.push_default(StyleProperty::FontSize(size));
        // A word that is longer than a line is broken, not cut off.
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        builder.push_default(StyleProperty::LineHeight(LineHeight::FontSizeRelative(1.45)));
        builder.push_default(StyleProperty::Brush(Brush { color, link: None }));
        let mut at = 0;
        for run in runs {
            let range = at..at + run.text.len();
            at = range.end;
            if run.bold {
                builder.push(StyleProperty::FontWeight(FontWeight::BOLD), range.clone());
            }
            if run.italic {
                builder.push(StyleProperty::FontStyle(FontStyle::Oblique(None)), range.clone());
            }
            if run.mono {
                let mono = FontFamily::Single(FontFamilyName::Named(Cow::Borrowed(MONO)));
                builder.push(StyleProperty::FontFamily(mono), range.clone());
                builder.push(StyleProperty::FontSize(size * 0.92), range.clone());
            }
            if let Some(url) = &run.link {
                let link = self.links.iter().position(|each| each == url).unwrap_or_else(|| {
                    self.links.push(url.clone());
                    self.links.len() - 1
                });
                builder.push(StyleProperty::Brush(Brush { color: ACCENT, link: Some(link) }), range);
            }
        }
        let mut layout = builder.build(&text);
        layout.break_all_lines(Some(width));
        layout.align(parley::Alignment::Start, parley::AlignmentOptions::default());
        self.sets.push(Set { text, layout });
        self.sets.len() - 1
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.marks.last_mut() {
            page.push(mark);
        }
    }

    fn next_page(&mut self) {
        self.marks.push(Vec::new());
        self.y = TOP;
    }

    /// Begins a new page if the current page has less than `height` left.
    fn need(&mut self, height: f32) {
        if self.y + height > PAGE.1 - BOTTOM && self.y > TOP {
            self.next_page();
        }
    }

    /// Adds vertical space, except at the top of a page.
    pub(super) fn space(&mut self, height: f32) {
        if self.y > TOP {
            self.y += height;
        }
    }

    /// Places the lines of a text on the current page and the next ones.
    fn lay(&mut self, set: usize, x: f32) {
        let lines: Vec<(f32, f32)> = self.sets[set]
            .layout
            .lines()
            .map(|line| (line.metrics().baseline, line.metrics().line_height))
            .collect();
        let mut above = 0.0;
        for (line, (_, height)) in lines.iter().enumerate() {
            self.need(*height);
            // The position of the first line of the text for which this line is at `self.y`.
            let y = self.y - above;
            self.mark(Mark::Line { set, line, x, y });
            self.y += height;
            above += height;
        }
    }

    /// Lays out a heading, which needs space for some text below it on the same page.
    pub(super) fn heading(&mut self, level: u8, runs: &[Run]) {
        let (size, before, after) = match level {
            1 => (19.0, 0.0, 12.0),
            2 => (13.5, 20.0, 7.0),
            3 => (10.5, 12.0, 3.0),
            _ => (BODY, 8.0, 2.0),
        };
        let bold: Vec<Run> = runs.iter().map(|run| Run { bold: true, ..run.clone() }).collect();
        let set = self.set(&bold, size, INK, WIDTH);
        self.space(before);
        self.need(self.sets[set].height() + 52.0);
        if level == 2 && self.y > TOP {
            let y = self.y;
            self.mark(Mark::Rule { x: MARGIN, y, width: WIDTH });
            self.y += 9.0;
        }
        let text = self.sets[set].text.clone();
        self.headings.push(Heading { level, text, page: self.marks.len() - 1, y: self.y });
        self.lay(set, MARGIN);
        self.y += after;
    }

    /// Lays out a paragraph, with its bullet or number.
    pub(super) fn paragraph(&mut self, runs: &[Run], kind: ParagraphKind, depth: usize, mark: Option<&str>) {
        let indent = INDENT * f32::from(u8::try_from(depth.min(8)).unwrap_or(8));
        let set = self.set(runs, BODY, INK, WIDTH - indent);
        let height = self.sets[set].height();
        if mark.is_some() {
            // The parts of an item are closer to each other than to the next item.
            self.space(3.5);
        }
        // Two lines of a paragraph stay together.
        self.need(height.min(BODY * 2.9));
        if let Some(mark) = mark {
            let run = Run { text: mark.to_owned(), ..Run::default() };
            let dot = self.set(&[run], BODY, MUTED, INDENT * 2.0);
            let y = self.y;
            self.mark(Mark::Line { set: dot, line: 0, x: MARGIN + indent - INDENT + 2.0, y });
        }
        self.lay(set, MARGIN + indent);
        self.y += match kind {
            ParagraphKind::Text => 6.0,
            ParagraphKind::Item => 1.0,
            ParagraphKind::Code => 0.0,
        };
    }

    pub(super) fn rule(&mut self) {
        self.need(12.0);
        let y = self.y + 4.0;
        self.mark(Mark::Rule { x: MARGIN, y, width: WIDTH });
        self.y += 12.0;
    }

    /// Lays out a table row. Columns that are aligned to the right are narrower than the others, as is the first
    /// column of a table of two. `head` is `true` for the row of column names.
    pub(super) fn row(&mut self, cells: &[Vec<Run>], right: &[bool], head: bool) {
        let columns = cells.len().max(1);
        let gap = 12.0;
        let is_right = |column: usize| right.get(column).copied().unwrap_or(false);
        let share = |column: usize| if is_right(column) { 1.0 } else { 1.3_f32 };
        let all: f32 = (0..columns).map(share).sum();
        let widths: Vec<f32> = match columns {
            2 => vec![WIDTH * 0.36 - gap, WIDTH * 0.64],
            _ => (0..columns).map(|column| WIDTH * share(column) / all - gap).collect(),
        };
        let sets: Vec<usize> =
            cells.iter().zip(&widths).map(|(runs, width)| self.set(runs, BODY - 0.5, INK, *width)).collect();
        let height = sets.iter().map(|set| self.sets[*set].height()).fold(0.0, f32::max);
        self.need(height + 8.0);
        let (top, page) = (self.y, self.marks.len());
        let mut x = MARGIN;
        let mut lowest = top;
        for (column, (set, width)) in sets.into_iter().zip(&widths).enumerate() {
            // All cells begin at the top of the row, until a cell continues on another page.
            if self.marks.len() == page {
                self.y = top;
            }
            let indent = if is_right(column) { width - self.sets[set].layout.width() } else { 0.0 };
            self.lay(set, x + indent.max(0.0));
            lowest = if self.marks.len() == page { lowest.max(self.y) } else { self.y };
            x += width + gap;
        }
        self.y = lowest + 3.0;
        let y = self.y;
        self.mark(Mark::Rule { x: MARGIN, y, width: WIDTH });
        self.y += if head { 4.0 } else { 5.0 };
    }

    /// Draws the chart of a metric below its caption, on the same page.
    pub(super) fn chart(&mut self, plot: &Plot, caption: &str) {
        const HEIGHT: f32 = 74.0;
        const LEFT: f32 = 56.0;
        let width = WIDTH * 0.72;
        self.space(4.0);
        let caption = Run { text: caption.to_owned(), italic: true, ..Run::default() };
        let caption = self.set(&[caption], BODY - 0.5, MUTED, WIDTH);
        self.need(HEIGHT + 26.0 + self.sets[caption].height());
        self.lay(caption, MARGIN);
        let (top, floor) = (self.y + 6.0, self.y + HEIGHT);
        let left = MARGIN + LEFT;
        #[expect(clippy::cast_possible_truncation, reason = "places on a page")]
        let place = |(x, y): (f64, f64)| (left + x as f32 * (width - LEFT), floor - y as f32 * (floor - top));
        let line =
            |points: Vec<(f32, f32)>, color, dashed, width| Mark::Polyline { points, color, dashed, width };
        self.mark(line(vec![(left, floor), (MARGIN + width, floor)], RULE, false, 0.8));
        if let Some(level) = plot.before {
            self.mark(line(vec![place((0.0, level)), place((1.0, level))], MUTED, true, 0.7));
        }
        self.mark(line(plot.points.iter().map(|point| place(*point)).collect(), ACCENT, false, 1.6));
        let small = |text: &str| [Run { text: text.to_owned(), ..Run::default() }];
        let level = if plot.labels.1.is_some() { top } else { f32::midpoint(top, floor) };
        let label = |pages: &mut Self, text: &str, x: f32, y: f32, end: bool| {
            let set = pages.set(&small(text), 7.5, MUTED, WIDTH);
            let wide = pages.sets[set].layout.width();
            pages.mark(Mark::Line { set, line: 0, x: if end { x - wide } else { x }, y });
        };
        label(self, &plot.labels.0, left - 6.0, level - 5.5, true);
        if let Some(low) = &plot.labels.1 {
            label(self, low, left - 6.0, floor - 5.5, true);
        }
        label(self, &plot.days.0, left, floor + 3.0, false);
        if let Some(last) = &plot.days.1 {
            label(self, last, MARGIN + width, floor + 3.0, true);
        }
        self.y = floor + 22.0;
    }

    /// Renders the file.
    pub(super) fn finish(mut self) -> Result<Pdf, String> {
        let count = self.marks.len();
        for number in 0..count {
            let head = if self.author.is_empty() { "" } else { "  ·  " };
            let text = format!("{}{head}{}  ·  {} of {count}", self.author, self.title, number + 1);
            let set = self.set(&[Run { text, ..Run::default() }], 7.5, MUTED, WIDTH);
            self.marks[number].push(Mark::Line { set, line: 0, x: MARGIN, y: PAGE.1 - 46.0 });
        }
        let mut document = krilla::Document::new();
        let mut metadata =
            Metadata::new().title(self.title.clone()).language("en".to_owned()).creator("brag".to_owned());
        if !self.author.is_empty() {
            metadata = metadata.authors(vec![self.author.clone()]);
        }
        document.set_metadata(metadata);
        document.set_outline(outline(&self.headings));
        let mut drawer = Drawer::new(&self.sets);
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or("the page has no size")?;
        for marks in &self.marks {
            let mut page = document.start_page_with(settings.clone());
            let mut surface = page.surface();
            for mark in marks {
                drawer.draw(&mut surface, mark)?;
            }
            surface.finish();
            for (link, area) in drawer.take_areas() {
                let action = Action::Link(LinkAction::new(self.links[link].clone()));
                let annotation = LinkAnnotation::new(area, Target::Action(action));
                page.add_annotation(Annotation::new_link(annotation, None));
            }
            page.finish();
        }
        let missing = drawer.missing();
        let texts = self.sets.iter().map(|set| set.text.as_str());
        let headings = self.headings.iter().map(|heading| heading.text.as_str());
        let links = self.links.iter().map(String::as_str);
        let all: Vec<&str> =
            std::iter::once(self.title.as_str()).chain(texts).chain(headings).chain(links).collect();
        let text = all.join("\n");
        let bytes = document.finish().map_err(|err| format!("the pages cannot be written: {err:?}"))?;
        Ok(Pdf { bytes, missing, text })
    }
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

/// Builds the outline, in which headings from level 3 on belong to the heading before them.
fn outline(headings: &[Heading]) -> Outline {
    let node = |heading: &Heading| {
        let place = XyzDestination::new(heading.page, Point::from_xy(0.0, (heading.y - 12.0).max(0.0)));
        OutlineNode::new(heading.text.clone(), place)
    };
    let mut outline = Outline::new();
    let mut open: Option<OutlineNode> = None;
    for heading in headings {
        match (&mut open, heading.level) {
            (Some(parent), 3..) => parent.push_child(node(heading)),
            _ => {
                if let Some(done) = open.replace(node(heading)) {
                    outline.push_child(done);
                }
            }
        }
    }
    if let Some(done) = open {
        outline.push_child(done);
    }
    outline
}
