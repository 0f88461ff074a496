//! Lays out the parts of a document as blocks.

use super::flow::{Block, Mark};
use super::structure::{Role, Structure};
use super::style::{
    ACCENT, AXIS, BODY, BULLET, BYLINE, CAPTION, CODE, FIGURE, GRID, HIGHLIGHT, INDENT, INK, LABEL, LEAD,
    MARGIN, MUTED, PARAGRAPH_TITLE, PART, RULE, SECTION, SUBPART, TITLE, TextStyle, WIDTH,
};
use super::typesetter::{Run, Typesetter};
use crate::report::plot::Plot;

/// The kind of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ParagraphKind {
    Text,
    Byline,
    Lead,
    /// A paragraph of a list item; `true` if the items are apart from each other.
    Item(bool),
    Code,
}

/// A heading, with the index of its block.
pub(super) struct Heading {
    pub level: u8,
    pub text: String,
    pub block: usize,
}

/// The parts of a document that are laid out so far.
pub(super) struct Pages {
    pub title: String,
    pub typesetter: Typesetter,
    pub structure: Structure,
    pub blocks: Vec<Block>,
    pub headings: Vec<Heading>,
    /// The last block belongs to the list item that is open.
    in_item: bool,
    /// The height of the figures of the open highlight that is not beside its text yet, in points; negative for a longer
    /// text, and `None` outside a highlight.
    figures_left: Option<f32>,
}

impl Pages {
    /// Creates the pages of a document with this text.
    pub(super) fn new(title: &str, text: &str) -> Self {
        Self {
            title: title.to_owned(),
            typesetter: Typesetter::new(text),
            structure: Structure::default(),
            blocks: Vec::new(),
            headings: Vec::new(),
            in_item: false,
            figures_left: None,
        }
    }

    /// Adds a block.
    pub(super) fn push(&mut self, block: Block) {
        self.blocks.push(block);
    }

    /// Sets a text, and returns its height and the marks of its lines.
    pub(super) fn text(
        &mut self,
        runs: &[Run],
        style: TextStyle,
        (x, width): (f32, f32),
        element: Option<usize>,
    ) -> (f32, Vec<Mark>) {
        let set = self.typesetter.set(runs, style, Some(width));
        let lines = self.typesetter.sets[set].lines();
        let mut y = 0.0;
        let mut marks = Vec::with_capacity(lines);
        for line in 0..lines {
            marks.push(Mark::Line { set, line, x, y, element });
            y += style.leading;
        }
        (y, marks)
    }

    /// Ends the paragraphs that belong together in a list item: the next one has space above it, and the whole width.
    pub(super) fn end_paragraphs(&mut self) {
        self.in_item = false;
        self.end_highlight();
    }

    /// Begins the paragraphs beside the figures of a highlight, of which `left` points stand below its first paragraph.
    pub(super) fn begin_highlight(&mut self, left: f32) {
        self.in_item = true;
        self.figures_left = Some(left);
    }

    /// Ends a highlight below its text and its figures: what follows has the whole width.
    pub(super) fn end_highlight(&mut self) {
        let left = self.figures_left.take().unwrap_or_default();
        if let Some(last) = self.blocks.last_mut().filter(|_| left > 0.0) {
            last.height += (left / GRID).ceil() * GRID;
        }
    }

    /// Lays out a heading, which stays with what follows it.
    pub(super) fn heading(&mut self, level: u8, runs: &[Run], begins_page: bool) {
        let (style, before, after) = match level {
            1 => (TITLE, 0.0, 0.0),
            2 => (SECTION, 3.0 * GRID, GRID / 2.0),
            3 => (PART, 2.0 * GRID, 0.0),
            4 => (SUBPART, 1.5 * GRID, 0.0),
            _ => (PARAGRAPH_TITLE, GRID, 0.0),
        };
        let text: String = runs.iter().map(|run| run.text.as_str()).collect();
        let element = self.structure.add(Role::Heading(u16::from(level), text.clone()));
        let (mut height, mut marks) = self.text(runs, style, (MARGIN, WIDTH), Some(element));
        height += after;
        if level == 2 {
            marks.push(Mark::Rule { x: MARGIN, y: height, width: WIDTH, color: RULE });
        }
        self.headings.push(Heading { level, text, block: self.blocks.len() });
        self.in_item = false;
        self.push(Block { before, height, marks, keep: true, begins_page, ..Block::default() });
    }

    /// Lays out a paragraph, with its bullet or number.
    pub(super) fn paragraph(&mut self, runs: &[Run], kind: ParagraphKind, depth: usize, mark: Option<&str>) {
        // The text of a highlight has no bullet.
        let (depth, full) = match self.figures_left {
            Some(_) => (depth.saturating_sub(1), HIGHLIGHT),
            None => (depth, WIDTH),
        };
        let indent = indent(depth);
        let (style, before) = match kind {
            ParagraphKind::Text => (BODY, GRID),
            ParagraphKind::Byline => (BYLINE, GRID / 2.0),
            ParagraphKind::Lead => (LEAD, 1.5 * GRID),
            ParagraphKind::Item(_) if self.in_item => (BODY, 0.0),
            ParagraphKind::Item(is_apart) => (BODY, if is_apart { GRID } else { GRID / 2.0 }),
            ParagraphKind::Code => (CODE, 0.0),
        };
        let is_item = matches!(kind, ParagraphKind::Item(_));
        if is_item && self.in_item {
            // The paragraphs of a short item stay together.
            self.blocks.iter_mut().last().into_iter().for_each(|last| last.keep = true);
        }
        self.in_item = is_item;
        let mut marks = Vec::new();
        if let Some(mark) = mark {
            let label = self.structure.add(Role::Label);
            let x = MARGIN + indent - INDENT + 2.0;
            marks = self.text(&[Run::plain(mark)], BULLET, (x, 2.0 * INDENT), Some(label)).1;
            marks.truncate(1);
            self.structure.open(Role::Body);
        }
        let role = if kind == ParagraphKind::Code { Role::Code } else { Role::Paragraph };
        let element = self.structure.add(role);
        let (height, lines) = self.text(runs, style, (MARGIN + indent, full - indent), Some(element));
        let count = lines.len();
        marks.extend(lines);
        // Two lines of a paragraph stay together at each end of it.
        let mut breaks = Vec::new();
        let mut y = 2.0 * style.leading;
        for _ in 2..count.saturating_sub(1) {
            breaks.push(y);
            y += style.leading;
        }
        // A line or two below a heading, such as the summary of a project, introduce what follows.
        let is_below_heading =
            self.headings.last().is_some_and(|heading| heading.block + 1 == self.blocks.len());
        let keep = is_below_heading && count <= 2 && kind == ParagraphKind::Text;
        if let Some(left) = &mut self.figures_left {
            *left -= before + height;
        }
        self.push(Block { before, height, marks, breaks, keep, ..Block::default() });
    }

    /// Keeps the blocks from an index on together, such as a quotation and who said it.
    pub(super) fn keep_together(&mut self, first: usize) {
        let count = self.blocks.len().saturating_sub(first + 1);
        self.blocks.iter_mut().skip(first).take(count).for_each(|block| block.keep = true);
    }

    /// Lays out figures beside each other, each above what it counts, between two rules.
    pub(super) fn totals(&mut self, totals: &[(String, String)]) {
        let columns = f32::from(u8::try_from(totals.len().clamp(1, 8)).unwrap_or(1));
        let width = WIDTH / columns;
        let mut marks = vec![Mark::Rule { x: MARGIN, y: 0.0, width: WIDTH, color: INK }];
        let mut height: f32 = 0.0;
        let mut x = MARGIN;
        for (figure, label) in totals {
            let element = Some(self.structure.add(Role::Paragraph));
            let size = (x, width - 10.0);
            let (above, figures) = self.text(&[Run::plain(figure)], FIGURE, size, element);
            let (below, labels) = self.text(&[Run::plain(label)], LABEL, size, element);
            let top = GRID / 2.0;
            marks.extend(figures.into_iter().map(|mark| shifted(mark, top)));
            marks.extend(labels.into_iter().map(|mark| shifted(mark, top + above)));
            height = height.max(above + below + 1.5 * GRID);
            x += width;
        }
        marks.push(Mark::Rule { x: MARGIN, y: height, width: WIDTH, color: RULE });
        self.push(Block { before: 1.5 * GRID, height, marks, ..Block::default() });
    }

    pub(super) fn rule(&mut self) {
        let marks = vec![Mark::Rule { x: MARGIN, y: 0.0, width: WIDTH, color: RULE }];
        self.push(Block { before: GRID, height: 0.0, marks, ..Block::default() });
    }

    /// Draws the chart of a metric below its caption.
    pub(super) fn chart(&mut self, plot: &Plot, caption: &str) {
        const HEIGHT: f32 = 10.0 * GRID;
        const LEFT: f32 = 56.0;
        self.end_highlight();
        let width = WIDTH * 0.72;
        let paragraph = self.structure.add(Role::Paragraph);
        let (head, mut marks) = self.text(&[Run::plain(caption)], CAPTION, (MARGIN, WIDTH), Some(paragraph));
        let element = Some(self.structure.add(Role::Figure(plot.description.clone())));
        let (top, floor) = (head + GRID / 2.0, head + HEIGHT);
        let left = MARGIN + LEFT;
        #[expect(clippy::cast_possible_truncation, reason = "places on a page")]
        let place = |(x, y): (f64, f64)| (left + x as f32 * (width - LEFT), floor - y as f32 * (floor - top));
        let line = |points, color, dashed, width| Mark::Polyline { points, color, dashed, width, element };
        marks.push(line(vec![(left, floor), (MARGIN + width, floor)], RULE, false, 0.8));
        if let Some(level) = plot.before {
            marks.push(line(vec![place((0.0, level)), place((1.0, level))], MUTED, true, 0.7));
        }
        let points: Vec<(f32, f32)> = plot.points.iter().map(|point| place(*point)).collect();
        if let Some((x, y)) = points.last() {
            marks.push(Mark::Dot { x: *x, y: *y, color: ACCENT, element });
        }
        marks.push(line(points, ACCENT, false, 1.5));
        let level = if plot.labels.1.is_some() { top } else { f32::midpoint(top, floor) };
        let mut labels = vec![(&plot.labels.0, left - 6.0, level - 5.2, true)];
        labels.extend(plot.labels.1.as_ref().map(|low| (low, left - 6.0, floor - 5.2, true)));
        labels.push((&plot.days.0, left, floor + 2.0, false));
        labels.extend(plot.days.1.as_ref().map(|last| (last, MARGIN + width, floor + 2.0, true)));
        for (text, x, y, ends_there) in labels {
            let set = self.typesetter.set(&[Run::plain(text)], AXIS, None);
            let wide = self.typesetter.sets[set].layout.width();
            let x = if ends_there { x - wide } else { x };
            marks.push(Mark::Line { set, line: 0, x, y, element });
        }
        let height = floor + 2.0 * GRID;
        self.push(Block { before: 2.0 * GRID, height, marks, ..Block::default() });
    }
}

/// Returns the indentation of a text in this many lists and quotations, in points.
pub(super) fn indent(depth: usize) -> f32 {
    INDENT * f32::from(u8::try_from(depth.min(8)).unwrap_or(8))
}

/// Moves a mark down.
pub(super) fn shifted(mut mark: Mark, by: f32) -> Mark {
    if let Mark::Line { y, .. } = &mut mark {
        *y += by;
    }
    mark
}
