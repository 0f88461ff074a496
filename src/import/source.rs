//! The text of a document by lines.

/// The text of a document with its lines.
#[derive(Debug)]
pub(super) struct Source<'a> {
    /// The text.
    pub text: &'a str,
    /// The lines, without their ends.
    pub lines: Vec<&'a str>,
}

impl<'a> Source<'a> {
    /// Splits a text into its lines.
    pub fn new(text: &'a str) -> Self {
        let mut lines = Vec::with_capacity(text.bytes().filter(|byte| *byte == b'\n').count() + 1);
        lines.extend(text.lines());
        Self { text, lines }
    }

    /// Returns the position of a part of the text, in bytes.
    pub fn offset(&self, part: &str) -> usize {
        (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize)
    }
}

/// Returns the column of the first character of a line that is no white space; a tab goes to the next multiple of four.
pub(super) fn column(line: &str) -> usize {
    let mut column = 0;
    for c in line.chars() {
        match c {
            '\t' => column = (column / 4 + 1) * 4,
            ' ' | '\u{a0}' => column += 1,
            _ => break,
        }
    }
    column
}
