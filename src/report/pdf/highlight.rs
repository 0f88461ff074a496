//! Lays out highlights: list items with their figures at the right.

use super::flow::Block;
use super::page::{Pages, shifted};
use super::structure::Role;
use super::style::{ASIDE, BESIDE, BODY, GRID, HIGHLIGHT, LABEL, MARGIN, WIDTH};
use super::typesetter::Run;

impl Pages {
    /// Lays out the first paragraph of a highlight, and at the right the lines of `aside`: bold ones are figures. The next
    /// paragraphs of the item have the same width.
    pub(super) fn highlight(&mut self, runs: &[Run], aside: &[Run]) {
        self.structure.open(Role::Body);
        let element = self.structure.add(Role::Paragraph);
        let (height, mut marks) = self.text(runs, BODY, (MARGIN, HIGHLIGHT), Some(element));
        let element = self.structure.add(Role::Paragraph);
        let mut y = 0.0;
        for line in aside.split(|run| run.text == "\n").filter(|line| !line.is_empty()) {
            let style = if line[0].bold { ASIDE } else { LABEL };
            let place = (MARGIN + WIDTH - BESIDE, BESIDE);
            let (high, lines) = self.cell(line, style, place, element, true);
            marks.extend(lines.into_iter().map(|mark| shifted(mark, y)));
            y += high;
        }
        self.push(Block { before: 1.5 * GRID, height, marks, ..Block::default() });
        self.begin_highlight(y - height);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str, bold: bool) -> Run {
        Run { bold, ..Run::plain(text) }
    }

    #[test]
    fn what_follows_a_highlight_stands_below_its_figures() {
        let mut pages = Pages::new("a", "text");
        pages.end_paragraphs();
        let line_break = Run::plain("\n");
        let aside =
            [run("1 → 2", true), line_break.clone(), run("name", false), line_break, run("May", false)];
        pages.highlight(&[run("One line.", true)], &aside);
        assert!(pages.blocks[0].height < ASIDE.leading + 0.1, "one line");
        pages.end_paragraphs();
        assert!(pages.blocks[0].height >= ASIDE.leading + 2.0 * LABEL.leading, "three lines at the right");
    }
}
