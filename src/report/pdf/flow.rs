//! Distributes the blocks of a document over pages.

use std::rc::Rc;

use super::style::{Color, GRID};

/// An element on a page. The element of the structure that it belongs to is `None` for decoration.
#[derive(Debug, Clone)]
pub(super) enum Mark {
    /// A line of a text that was set; `y` is the top of the line.
    Line {
        set: usize,
        line: usize,
        x: f32,
        y: f32,
        element: Option<usize>,
    },
    Rule {
        x: f32,
        y: f32,
        width: f32,
        color: Color,
    },
    Polyline {
        points: Vec<(f32, f32)>,
        color: Color,
        dashed: bool,
        width: f32,
        element: Option<usize>,
    },
    Dot {
        x: f32,
        y: f32,
        color: Color,
        element: Option<usize>,
    },
}

impl Mark {
    fn top(&self) -> f32 {
        match self {
            Self::Line { y, .. } | Self::Rule { y, .. } | Self::Dot { y, .. } => *y,
            Self::Polyline { points, .. } => points.iter().map(|(_, y)| *y).fold(f32::INFINITY, f32::min),
        }
    }

    /// Returns the mark without its element.
    pub(super) fn into_decoration(mut self) -> Self {
        match &mut self {
            Self::Line { element, .. } | Self::Polyline { element, .. } | Self::Dot { element, .. } => {
                *element = None;
            }
            Self::Rule { .. } => {}
        }
        self
    }

    fn moved(&self, by: f32) -> Self {
        let mut mark = self.clone();
        match &mut mark {
            Self::Line { y, .. } | Self::Rule { y, .. } | Self::Dot { y, .. } => *y += by,
            Self::Polyline { points, .. } => points.iter_mut().for_each(|(_, y)| *y += by),
        }
        mark
    }
}

/// A part of a document between two vertical spaces, in points.
#[derive(Debug, Clone, Default)]
pub(super) struct Block {
    /// The space above it, except at the top of a page.
    pub before: f32,
    pub height: f32,
    /// Its marks, with vertical positions from its top.
    pub marks: Vec<Mark>,
    /// The heights at which it may continue on the next page, in ascending order.
    pub breaks: Vec<f32>,
    /// It stays on the page of the next block.
    pub keep: bool,
    /// It begins a page.
    pub begins_page: bool,
    /// The block that is drawn again above it if it begins a page, such as the names of the columns of a table. It is
    /// tagged as decoration, so that a screen reader skips it.
    pub head: Option<Rc<Block>>,
}

/// The part of the page's height up to which blocks that belong together stay together.
const KEPT: f32 = 0.25;

/// The marks of the pages, with vertical positions from the top of the text, and the place of each block: its page and
/// its height on it.
#[derive(Debug, Clone, Default)]
pub(super) struct Paginated {
    pub pages: Vec<Vec<Mark>>,
    pub places: Vec<(usize, f32)>,
    /// The height that is used on the last page.
    last: f32,
}

/// Distributes blocks over pages of this height. A last page with a few lines, of the document or before a block that begins
/// a page, is avoided: the pages before it become a little longer so that it is not needed, or the last one of them shorter so
/// that it has more.
pub(super) fn paginate(blocks: &[Block], height: f32) -> Paginated {
    let mut out = Paginated::default();
    for part in blocks.chunk_by(|_, next| !next.begins_page) {
        let part = balanced(part, height);
        let first = out.pages.len();
        out.places.extend(part.places.into_iter().map(|(page, y)| (first + page, y)));
        out.pages.extend(part.pages);
    }
    if out.pages.is_empty() {
        out.pages.push(Vec::new());
    }
    out
}

fn balanced(blocks: &[Block], height: f32) -> Paginated {
    let usual = of_height(blocks, height);
    let least = 12.0 * 2.0 * GRID;
    if usual.pages.len() < 2 || usual.last >= least {
        return usual;
    }
    let line = 2.0 * GRID;
    let longer = of_height(blocks, height + 2.0 * line);
    if longer.pages.len() < usual.pages.len() {
        return longer;
    }
    let before = usual.pages.len() - 2;
    let shorter = (1_u8..=14).map(|lines| {
        let short = Some((before, line * f32::from(lines)));
        of_pages(blocks, Pager { height, short, ..Pager::default() })
    });
    let is_better = |each: &Paginated| each.pages.len() == usual.pages.len() && each.last >= least;
    shorter.into_iter().find(is_better).unwrap_or(usual)
}

fn of_height(blocks: &[Block], height: f32) -> Paginated {
    of_pages(blocks, Pager { height, ..Pager::default() })
}

fn of_pages(blocks: &[Block], mut pager: Pager) -> Paginated {
    pager.out.pages.push(Vec::new());
    let mut rest = blocks;
    while !rest.is_empty() {
        let kept = rest.iter().take_while(|block| block.keep).count();
        let (group, after) = rest.split_at((kept + 1).min(rest.len()));
        pager.place_group(group);
        rest = after;
    }
    pager.out.last = pager.y;
    pager.out
}

#[derive(Default)]
struct Pager {
    /// The height of a page.
    height: f32,
    /// A page that is shorter, and by how much.
    short: Option<(usize, f32)>,
    out: Paginated,
    y: f32,
}

impl Pager {
    /// Returns the height of the last page.
    fn height(&self) -> f32 {
        let by = self.short.filter(|(page, _)| page + 1 == self.out.pages.len()).map_or(0.0, |(_, by)| by);
        self.height - by
    }

    fn next_page(&mut self) {
        self.out.pages.push(Vec::new());
        self.y = 0.0;
    }

    /// Places the head of a block at the top of a page.
    fn repeat_head(&mut self, block: &Block) {
        if let (Some(head), Some(page)) = (&block.head, self.out.pages.last_mut()) {
            page.extend(head.marks.iter().cloned());
            self.y += head.height;
        }
    }

    fn place_group(&mut self, group: &[Block]) {
        let whole = self.spaced(group);
        let fits = |pager: &Self| pager.y + pager.spaced(group) <= pager.height() + 0.1;
        if !fits(self) && self.y > 0.0 && whole <= self.height() * KEPT {
            self.next_page();
        }
        if fits(self) {
            for block in group {
                self.place(block);
            }
            return;
        }
        let turn = self.turn(group);
        for (at, block) in group.iter().enumerate() {
            if turn == Some(at) && self.y > 0.0 {
                self.next_page();
                self.repeat_head(block);
            }
            let needed = self.needed(&group[at..]);
            if self.y > 0.0 && self.y + needed > self.height() + 0.1 {
                self.next_page();
                self.repeat_head(block);
            }
            self.place(block);
        }
    }

    /// Returns the height that the first block needs on its page: headings and the names of a table's columns stay with the
    /// beginning of what follows them, of a table with two rows, and the last two rows stay together.
    fn needed(&self, blocks: &[Block]) -> f32 {
        let is_lead = |block: &&Block| block.keep && block.head.is_none();
        let lead = blocks.iter().take_while(is_lead).count();
        let follows = blocks.get(lead).is_some_and(|block| block.keep);
        let rows = if follows && (lead > 0 || blocks.len() == 2) { 2 } else { 1 };
        let needed = &blocks[..blocks.len().min(lead + rows)];
        let Some((last, before)) = needed.split_last() else { return 0.0 };
        let above = if before.is_empty() { self.above(last) } else { self.spaced(before) + last.before };
        above + last.breaks.first().copied().unwrap_or(last.height)
    }

    /// Returns the block before which a new page begins so that several blocks of a group are on each page; `None` if that
    /// is so anyway.
    fn turn(&self, group: &[Block]) -> Option<usize> {
        const LEAST: usize = 4;
        let fits = |count: usize| self.y + self.spaced(&group[..count]) <= self.height() + 0.1;
        let fitting = (1..=group.len()).take_while(|count| fits(*count)).count();
        if group.len() < 2 * LEAST || fitting == 0 {
            return None;
        }
        let wanted = if fitting < LEAST { 0 } else { fitting.min(group.len() - LEAST) };
        (wanted != fitting).then_some(wanted)
    }

    /// The space above a block at the current place.
    fn above(&self, block: &Block) -> f32 {
        if self.y > 0.0 { block.before } else { 0.0 }
    }

    fn spaced(&self, group: &[Block]) -> f32 {
        let heights: f32 = group.iter().map(|block| block.height).sum();
        let between: f32 = group.iter().skip(1).map(|block| block.before).sum();
        group.first().map_or(0.0, |first| self.above(first)) + heights + between
    }

    /// Places a block, from page to page if it may be divided.
    fn place(&mut self, block: &Block) {
        self.y += self.above(block);
        self.out.places.push((self.out.pages.len() - 1, self.y));
        let mut from = 0.0;
        loop {
            let rest = self.height() - self.y;
            let end = if block.height - from <= rest + 0.1 {
                block.height
            } else {
                let fits = |cut: &&f32| **cut > from && **cut - from <= rest + 0.1;
                match block.breaks.iter().rev().find(fits) {
                    Some(cut) => *cut,
                    None if self.y > 0.0 => {
                        self.next_page();
                        if from == 0.0 {
                            self.out.places.pop();
                            self.out.places.push((self.out.pages.len() - 1, 0.0));
                        }
                        continue;
                    }
                    // A part that is higher than a page has the first page to itself.
                    None => block.breaks.iter().copied().find(|cut| *cut > from).unwrap_or(block.height),
                }
            };
            let is_last = end >= block.height;
            let by = self.y - from;
            let within = block
                .marks
                .iter()
                .filter(|mark| mark.top() >= from - 0.01 && (is_last || mark.top() < end - 0.01));
            let moved: Vec<Mark> = within.map(|mark| mark.moved(by)).collect();
            if let Some(page) = self.out.pages.last_mut() {
                page.extend(moved);
            }
            self.y += end - from;
            if is_last {
                return;
            }
            from = end;
            self.next_page();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(lines: u8, keep: bool) -> Block {
        let height = 14.0 * f32::from(lines);
        let mark = |line: u8| Mark::Rule { x: 0.0, y: 14.0 * f32::from(line), width: 1.0, color: [0; 3] };
        // Two lines stay together at each end.
        let breaks = (2..lines.saturating_sub(1)).map(|line| 14.0 * f32::from(line)).collect();
        Block { before: 7.0, height, marks: (0..lines).map(mark).collect(), breaks, keep, ..Block::default() }
    }

    fn lines(blocks: &[Block], height: f32) -> Vec<usize> {
        of_height(blocks, height).pages.iter().map(Vec::len).collect()
    }

    #[test]
    fn a_paragraph_continues_on_the_next_page_with_two_lines_on_both() {
        assert_eq!(lines(&[block(8, false), block(4, false)], 147.0), [10, 2]);
        assert_eq!(lines(&[block(9, false), block(3, false)], 147.0), [9, 3]);
        assert_eq!(lines(&[block(9, false), block(4, false)], 147.0), [9, 4]);
        assert_eq!(lines(&[block(30, false)], 140.0), [10, 10, 10]);
    }

    #[test]
    fn a_heading_stays_with_what_follows() {
        assert_eq!(lines(&[block(8, false), block(1, true), block(2, false)], 140.0), [8, 3]);
        assert_eq!(lines(&[block(7, false), block(1, true), block(6, false)], 150.0), [7, 7]);
    }

    #[test]
    fn a_table_that_continues_repeats_the_names_of_its_columns() {
        let head = Block { before: 0.0, ..block(1, true) };
        let repeated = Rc::new(head.clone());
        let row = |keep| Block { before: 0.0, head: Some(Rc::clone(&repeated)), ..block(1, keep) };
        let mut rows = vec![head];
        rows.extend((0..12).map(|_| row(true)));
        rows.push(row(false));
        assert_eq!(lines(&rows, 98.0), [7, 6, 3]);
    }

    #[test]
    fn a_heading_above_a_table_stays_with_the_first_row() {
        let names = Block { before: 0.0, ..block(1, true) };
        let row = |keep| Block { before: 0.0, head: Some(Rc::new(names.clone())), ..block(3, keep) };
        let mut blocks = vec![block(7, false), block(1, true), names.clone()];
        blocks.extend([row(true), row(true), row(true), row(false)]);
        assert_eq!(lines(&blocks, 160.0), [7, 8, 7]);
    }

    #[test]
    fn a_block_begins_a_page() {
        let appendix = Block { begins_page: true, ..block(2, false) };
        let pages = |blocks: &[Block]| paginate(blocks, 140.0).pages.iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!(pages(&[block(1, false), appendix.clone(), block(1, false)]), [1, 3]);
        assert_eq!(pages(&[appendix]), [2]);
        assert_eq!(pages(&[]), [0]);
    }

    #[test]
    fn what_is_higher_than_a_page_and_indivisible_is_placed_once() {
        let high = Block { height: 500.0, breaks: Vec::new(), ..block(3, false) };
        assert_eq!(lines(&[block(1, false), high], 140.0), [1, 3]);
    }

    #[test]
    fn the_last_page_is_not_left_with_a_line() {
        let blocks: Vec<Block> = (0..26).map(|_| block(2, false)).collect();
        let pages = paginate(&blocks, 35.0 * 25.0).pages;
        assert_eq!(pages.len(), 2, "two blocks more than fit");
        assert!(pages[1].len() >= 2 * 4, "{}", pages[1].len());
        let fitting: Vec<Block> = (0..25).map(|_| block(2, false)).collect();
        assert_eq!(paginate(&fitting, 35.0 * 25.0 - 28.0).pages.len(), 1, "a little longer");
    }
}
