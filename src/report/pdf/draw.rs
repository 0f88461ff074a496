//! Draws marks on pages.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use krilla::geom::{PathBuilder, Point, Rect, Transform};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, LineCap, LineJoin, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag};
use krilla::text::{Font, GlyphId, KrillaGlyph};

use super::flow::Mark;
use super::structure::{Role, Structure};
use super::style::Color;
use super::typesetter::{Brush, FontKey, SOFT_HYPHEN, Set, Typesetter};

fn rgb([red, green, blue]: Color) -> krilla::color::rgb::Color {
    krilla::color::rgb::Color::new(red, green, blue)
}

/// The area of a link on a page.
pub(super) struct LinkArea {
    /// The index of its address.
    pub link: usize,
    pub rect: Rect,
    pub element: usize,
}

/// A drawer of marks, with the loaded fonts and the links of the current page.
pub(super) struct Drawer<'a> {
    typesetter: &'a Typesetter,
    pub structure: Structure,
    fonts: HashMap<FontKey, Font>,
    missing: BTreeSet<char>,
    areas: Vec<LinkArea>,
}

fn fill(color: Color) -> Fill {
    Fill { paint: rgb(color).into(), opacity: NormalizedF32::ONE, ..Fill::default() }
}

/// Glyphs of one font and style on a line.
struct Stretch {
    font: Font,
    size: f32,
    brush: Brush,
    from: f32,
    baseline: f32,
    glyphs: Vec<KrillaGlyph>,
}

impl<'a> Drawer<'a> {
    /// Creates a drawer for the texts of the marks.
    pub(super) fn new(typesetter: &'a Typesetter, structure: Structure) -> Self {
        Self { typesetter, structure, fonts: HashMap::new(), missing: BTreeSet::new(), areas: Vec::new() }
    }

    /// Returns and clears the areas of the links on the current page.
    pub(super) fn take_areas(&mut self) -> Vec<LinkArea> {
        std::mem::take(&mut self.areas)
    }

    /// Returns the characters that no font contains.
    pub(super) fn missing(&self) -> Vec<char> {
        self.missing.iter().copied().collect()
    }

    /// Draws a mark.
    pub(super) fn draw(&mut self, surface: &mut Surface<'_>, mark: &Mark) -> Result<(), String> {
        match mark {
            Mark::Line { set, line, x, y, element } => {
                let set = &self.typesetter.sets[*set];
                self.line(surface, set, *line, (*x, *y), *element)?;
            }
            Mark::Rule { x, y, width, color } => {
                self.tagged(surface, None, |surface| {
                    stroke(surface, &[(*x, *y), (x + width, *y)], *color, 0.6, false);
                });
            }
            Mark::Polyline { points, color, dashed, width, element } => {
                self.tagged(surface, *element, |surface| stroke(surface, points, *color, *width, *dashed));
            }
            Mark::Dot { x, y, color, element } => {
                let (x, y) = (*x, *y);
                self.tagged(surface, *element, |surface| {
                    stroke(surface, &[(x - 0.01, y), (x + 0.01, y)], *color, 3.2, false);
                });
            }
        }
        Ok(())
    }

    /// Draws marks that belong to an element, or decoration.
    fn tagged(
        &mut self,
        surface: &mut Surface<'_>,
        element: Option<usize>,
        draw: impl FnOnce(&mut Surface<'_>),
    ) {
        let tag = match element {
            Some(_) => ContentTag::Span(SpanTag::empty()),
            None => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
        };
        let content = surface.start_tagged(tag);
        draw(surface);
        surface.end_tagged();
        if let Some(element) = element {
            self.structure.add_content(element, content);
        }
    }

    fn font(&mut self, data: &parley::FontData) -> Result<Font, String> {
        let key = (data.data.id(), data.index);
        if let Some(font) = self.fonts.get(&key) {
            return Ok(font.clone());
        }
        let (bytes, _) = data.data.clone().into_raw_parts();
        let font = Font::new(bytes.into(), data.index).ok_or("a font cannot be read")?;
        self.fonts.insert(key, font.clone());
        Ok(font)
    }

    fn line(
        &mut self,
        surface: &mut Surface<'_>,
        set: &Set,
        at: usize,
        (x, y): (f32, f32),
        element: Option<usize>,
    ) -> Result<(), String> {
        let Some(line) = set.layout.lines().nth(at) else { return Ok(()) };
        let baseline = y + set.style.baseline();
        let mut x = x + line.metrics().offset;
        let end = line.text_range().end;
        for run in line.runs() {
            let size = run.font_size();
            // Oblique letters are drawn as skewed upright letters.
            let lean = run.synthesis().skew().map(|degrees| degrees.to_radians().tan());
            if let Some(lean) = lean {
                surface.push_transform(&Transform::from_row(1.0, 0.0, -lean, 1.0, lean * baseline, 0.0));
            }
            let font = self.font(run.font())?;
            let hyphen = self.typesetter.hyphens.get(&(run.font().data.id(), run.font().index));
            let mut stretch: Option<Stretch> = None;
            for cluster in run.visual_clusters() {
                let range = cluster.text_range();
                if cluster.is_ligature_continuation() {
                    if let Some(glyph) = stretch.as_mut().and_then(|stretch| stretch.glyphs.last_mut()) {
                        glyph.text_range.end = range.end;
                    }
                    continue;
                }
                for glyph in cluster.glyphs() {
                    let brush = set.layout.styles()[glyph.style_index()].brush;
                    if let Some(done) = stretch.take_if(|stretch| stretch.brush != brush) {
                        self.flush(surface, set, done, x, element);
                    }
                    let hyphen = hyphen.filter(|_| range.end == end && at + 1 < set.lines());
                    let Some((id, advance)) = self.visible(set, &range, &glyph, hyphen, size) else {
                        continue;
                    };
                    let open = stretch.get_or_insert_with(|| Stretch {
                        font: font.clone(),
                        size,
                        brush,
                        from: x,
                        baseline,
                        glyphs: Vec::new(),
                    });
                    let offset = (glyph.x / size, glyph.y / size);
                    let (id, width, range) = (GlyphId::new(id), advance / size, range.clone());
                    open.glyphs.push(KrillaGlyph::new(id, width, offset.0, offset.1, 0.0, range, None));
                    x += advance;
                }
            }
            if let Some(done) = stretch {
                self.flush(surface, set, done, x, element);
            }
            if lean.is_some() {
                surface.pop();
            }
        }
        Ok(())
    }

    /// Returns the glyph to draw for a cluster, and its width. A place at which a word may be divided is drawn as a
    /// `hyphen` at the end of a line, and not at all anywhere else.
    fn visible(
        &mut self,
        set: &Set,
        cluster: &Range<usize>,
        glyph: &parley::Glyph,
        hyphen: Option<&(u32, f32)>,
        size: f32,
    ) -> Option<(u32, f32)> {
        let text = set.text.get(cluster.clone()).unwrap_or_default();
        if text.starts_with(SOFT_HYPHEN) {
            return hyphen.map(|(id, width)| (*id, width * size));
        }
        if glyph.id == 0 {
            self.missing.extend(text.chars().filter(|c| !c.is_control()));
        }
        Some((glyph.id, glyph.advance))
    }

    /// Draws glyphs of a single style, and keeps their area if they belong to a link.
    fn flush(
        &mut self,
        surface: &mut Surface<'_>,
        set: &Set,
        stretch: Stretch,
        to: f32,
        element: Option<usize>,
    ) {
        let Stretch { font, size, brush, from, baseline, glyphs } = stretch;
        if glyphs.is_empty() {
            return;
        }
        let owner = match (element, brush.link) {
            (Some(element), Some(_)) => Some(self.structure.add_to(Some(element), Role::Link)),
            _ => element,
        };
        self.tagged(surface, owner, |surface| {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(brush.color)));
            surface.draw_glyphs(Point::from_xy(from, baseline), &glyphs, font, &set.text, size, false);
            if brush.struck {
                let y = baseline - size * 0.24;
                stroke(surface, &[(from, y), (to, y)], brush.color, 0.6, false);
            }
        });
        if let (Some(link), Some(element)) = (brush.link, owner) {
            let area = Rect::from_ltrb(from, baseline - size, to.max(from + 0.1), baseline + size * 0.3);
            self.areas.extend(area.map(|rect| LinkArea { link, rect, element }));
        }
    }
}

fn stroke(surface: &mut Surface<'_>, points: &[(f32, f32)], color: Color, width: f32, dashed: bool) {
    let mut path = PathBuilder::new();
    for (at, (x, y)) in points.iter().enumerate() {
        if at == 0 {
            path.move_to(*x, *y);
        } else {
            path.line_to(*x, *y);
        }
    }
    let Some(path) = path.finish() else { return };
    surface.set_fill(None);
    let dash = dashed.then(|| StrokeDash { array: vec![2.0, 3.0], offset: 0.0 });
    let (line_cap, line_join) = (LineCap::Round, LineJoin::Round);
    let paint = rgb(color).into();
    surface.set_stroke(Some(Stroke { paint, width, dash, line_cap, line_join, ..Stroke::default() }));
    surface.draw_path(&path);
    surface.set_stroke(None);
}
