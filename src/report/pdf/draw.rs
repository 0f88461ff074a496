//! Draws marks on pages.

use std::collections::{BTreeSet, HashMap};

use krilla::geom::{PathBuilder, Point, Rect, Transform};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};

use super::style::{Brush, Color, Mark, RULE, Set};

fn rgb([red, green, blue]: Color) -> krilla::color::rgb::Color {
    krilla::color::rgb::Color::new(red, green, blue)
}

/// A drawer of marks, with the loaded fonts and the links of the current page.
pub(super) struct Drawer<'a> {
    sets: &'a [Set],
    fonts: HashMap<(u64, u32), Font>,
    missing: BTreeSet<char>,
    /// The areas of the links on the current page.
    areas: Vec<(usize, Rect)>,
}

fn fill(color: Color) -> Fill {
    Fill { paint: rgb(color).into(), opacity: NormalizedF32::ONE, ..Fill::default() }
}

impl<'a> Drawer<'a> {
    /// Creates a drawer for the texts of the marks.
    pub(super) fn new(sets: &'a [Set]) -> Self {
        Self { sets, fonts: HashMap::new(), missing: BTreeSet::new(), areas: Vec::new() }
    }

    /// Returns and clears the areas of the links on the current page, each with the index of its link.
    pub(super) fn take_areas(&mut self) -> Vec<(usize, Rect)> {
        std::mem::take(&mut self.areas)
    }

    /// Returns the characters that no font contains.
    pub(super) fn missing(self) -> Vec<char> {
        self.missing.into_iter().collect()
    }

    /// Draws a mark.
    pub(super) fn draw(&mut self, surface: &mut Surface<'_>, mark: &Mark) -> Result<(), String> {
        match mark {
            Mark::Line { set, line, x, y } => self.line(surface, &self.sets[*set], *line, *x, *y)?,
            Mark::Rule { x, y, width } => stroke(surface, &[(*x, *y), (x + width, *y)], RULE, 0.7, false),
            Mark::Polyline { points, color, dashed, width } => {
                stroke(surface, points, *color, *width, *dashed);
            }
        }
        Ok(())
    }

    fn line(
        &mut self,
        surface: &mut Surface<'_>,
        set: &Set,
        at: usize,
        x: f32,
        y: f32,
    ) -> Result<(), String> {
        let Some(line) = set.layout.lines().nth(at) else { return Ok(()) };
        let metrics = *line.metrics();
        let baseline = y + metrics.baseline;
        let mut x = x + metrics.offset;
        for run in line.runs() {
            let (data, id) = run.font().data.clone().into_raw_parts();
            let index = run.font().index;
            let font = if let Some(font) = self.fonts.get(&(id, index)) {
                font.clone()
            } else {
                let font = Font::new(data.into(), index).ok_or("a font cannot be read")?;
                self.fonts.insert((id, index), font.clone());
                font
            };
            let size = run.font_size();
            // Oblique letters are drawn as skewed upright letters.
            let lean = run.synthesis().skew().map(|degrees| degrees.to_radians().tan());
            if let Some(lean) = lean {
                surface.push_transform(&Transform::from_row(1.0, 0.0, -lean, 1.0, lean * baseline, 0.0));
            }
            let mut begun = x;
            let mut brush: Option<Brush> = None;
            let mut glyphs: Vec<KrillaGlyph> = Vec::new();
            for cluster in run.visual_clusters() {
                if cluster.is_ligature_continuation() {
                    if let Some(glyph) = glyphs.last_mut() {
                        glyph.text_range.end = cluster.text_range().end;
                    }
                    continue;
                }
                for glyph in cluster.glyphs() {
                    let this = set.layout.styles()[glyph.style_index()].brush;
                    if let Some(last) = brush.filter(|last| *last != this) {
                        self.flush(surface, set, &font, size, last, (begun, x, baseline), &mut glyphs);
                        begun = x;
                    }
                    brush = Some(this);
                    if glyph.id == 0 {
                        let text = set.text.get(cluster.text_range()).unwrap_or_default();
                        self.missing.extend(text.chars().filter(|c| !c.is_control()));
                    }
                    glyphs.push(KrillaGlyph::new(
                        GlyphId::new(glyph.id),
                        glyph.advance / size,
                        glyph.x / size,
                        glyph.y / size,
                        0.0,
                        cluster.text_range(),
                        None,
                    ));
                    x += glyph.advance;
                }
            }
            if let Some(last) = brush {
                self.flush(surface, set, &font, size, last, (begun, x, baseline), &mut glyphs);
            }
            if lean.is_some() {
                surface.pop();
            }
        }
        Ok(())
    }

    /// Draws glyphs of a single brush, and stores their area if they belong to a link.
    #[expect(clippy::too_many_arguments, reason = "what a stretch of text is drawn with")]
    fn flush(
        &mut self,
        surface: &mut Surface<'_>,
        set: &Set,
        font: &Font,
        size: f32,
        brush: Brush,
        (from, to, baseline): (f32, f32, f32),
        glyphs: &mut Vec<KrillaGlyph>,
    ) {
        surface.set_stroke(None);
        surface.set_fill(Some(fill(brush.color)));
        surface.draw_glyphs(Point::from_xy(from, baseline), glyphs, font.clone(), &set.text, size, false);
        glyphs.clear();
        if let Some(link) = brush.link {
            let area = Rect::from_ltrb(from, baseline - size, to.max(from + 0.1), baseline + size * 0.3);
            self.areas.extend(area.map(|area| (link, area)));
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
    surface.set_stroke(Some(Stroke { paint: rgb(color).into(), width, dash, ..Stroke::default() }));
    surface.draw_path(&path);
    surface.set_stroke(None);
}
