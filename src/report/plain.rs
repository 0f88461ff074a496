//! Renders a Markdown document as plain text: underlined headings, lists and tables as lines.

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use crate::text::width;

/// The width of the text, in columns.
const COLUMNS: usize = 80;

/// Renders a Markdown document as plain text.
pub fn text(markdown: &str) -> String {
    let mut writer = Writer::default();
    for event in super::markdown::events(markdown) {
        writer.take(event);
    }
    let mut out = writer.out;
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

#[derive(Default)]
struct Writer {
    out: String,
    line: String,
    /// The number of the next item of each open list; `None` for bullets.
    lists: Vec<Option<u64>>,
    /// The bullet or number before the next line.
    mark: Option<String>,
    code: bool,
    cells: Vec<String>,
    /// The names of the columns of the table.
    columns: Vec<String>,
    loose: bool,
    /// The address of each open link, with the length of the line before its text.
    links: Vec<(String, usize)>,
}

impl Writer {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) if self.code => {
                let indent = " ".repeat(self.indent() + 4);
                self.out.extend(text.lines().map(|line| format!("{indent}{line}\n")));
            }
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.line.push_str(if super::markdown::is_break(&text) { "; " } else { &text });
            }
            Event::SoftBreak => self.line.push(' '),
            Event::HardBreak => self.line.push('\n'),
            Event::Rule => self.out.push_str(&format!("{}\n\n", "-".repeat(20))),
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            _ => {}
        }
    }

    fn indent(&self) -> usize {
        self.lists.len() * 2
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::List(first) => {
                self.flush();
                self.lists.push(*first);
            }
            Tag::Item => {
                self.flush();
                self.loose = false;
                self.mark = Some(match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".into(),
                });
            }
            Tag::Paragraph if self.loose && !self.lists.is_empty() => {
                self.flush();
                self.out.push('\n');
            }
            Tag::CodeBlock(_) => {
                self.flush();
                self.code = true;
            }
            Tag::Link { dest_url, .. } => self.links.push((dest_url.trim().to_owned(), self.line.len())),
            Tag::TableHead | Tag::TableRow => self.cells.clear(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => {
                let title = std::mem::take(&mut self.line);
                let under = match level {
                    HeadingLevel::H1 => "=",
                    HeadingLevel::H2 => "-",
                    _ => "",
                };
                if !self.out.is_empty() {
                    self.gap();
                }
                self.out.push_str(&format!("{title}\n{}\n", under.repeat(width(&title))));
                self.gap();
            }
            TagEnd::Paragraph => {
                self.flush();
                self.loose = true;
                if self.lists.is_empty() {
                    self.gap();
                }
            }
            TagEnd::Item => self.flush(),
            TagEnd::HtmlBlock => {
                self.flush();
                self.gap();
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.loose = true;
                if self.lists.is_empty() {
                    self.gap();
                }
            }
            TagEnd::Link => self.end_link(),
            TagEnd::CodeBlock => {
                self.code = false;
                self.gap();
            }
            TagEnd::TableCell => self.cells.push(std::mem::take(&mut self.line)),
            TagEnd::TableHead => self.columns = std::mem::take(&mut self.cells),
            TagEnd::TableRow => {
                let mut cells = std::mem::take(&mut self.cells);
                // A sign in a column without a name is the mark of the item.
                let is_sign = self.columns.first().is_some_and(String::is_empty)
                    && cells.first().is_some_and(|cell| cell.chars().count() == 1);
                let sign = if is_sign { cells.remove(0) } else { "-".to_owned() };
                let names = &self.columns[usize::from(is_sign).min(self.columns.len())..];
                self.line = item(names, &cells);
                self.mark = Some(format!("{sign} "));
                self.lists.push(None);
                self.flush();
                self.lists.pop();
            }
            TagEnd::Table => self.gap(),
            _ => {}
        }
    }

    /// Writes the address of a link after its text, unless it is the text or leads to a place in the document.
    fn end_link(&mut self) {
        let Some((address, from)) = self.links.pop() else { return };
        let is_said = self.line.get(from..).is_none_or(|text| text.trim() == address);
        if !is_said && !address.starts_with('#') {
            self.line.push_str(&format!(" ({address})"));
        }
    }

    /// Writes the collected text, wrapped and indented after its mark.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.line);
        if text.is_empty() {
            return;
        }
        let depth = self.lists.len();
        let mark = self.mark.take();
        let outer = " ".repeat(depth.saturating_sub(1) * 2);
        let hang = " ".repeat(depth * 2);
        for (at, part) in text.split('\n').enumerate() {
            let first = match &mark {
                Some(mark) if at == 0 => format!("{outer}{mark}"),
                _ => hang.clone(),
            };
            let options = textwrap::Options::new(COLUMNS).initial_indent(&first).subsequent_indent(&hang);
            for line in textwrap::wrap(part, options) {
                self.out.push_str(&line);
                self.out.push('\n');
            }
        }
    }

    fn gap(&mut self) {
        while self.out.ends_with("\n\n") {
            self.out.pop();
        }
        self.out.push('\n');
    }
}

/// Returns a row of a table as text: `Latency: Search, before 700 ms, now 204 ms`.
fn item(names: &[String], cells: &[String]) -> String {
    let Some((first, others)) = cells.split_first() else { return String::new() };
    let named = others.iter().enumerate().filter(|(_, cell)| !cell.is_empty()).map(|(at, cell)| match names
        .get(at + 1)
        .filter(|name| !name.is_empty() && at > 0)
    {
        Some(name) => format!("{} {cell}", name.to_lowercase()),
        None => cell.clone(),
    });
    let others: Vec<String> = named.collect();
    if others.is_empty() { first.clone() } else { format!("{first}: {}", others.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_has_its_address() {
        let links = "See [the report](https://x.example/r), <https://x.example> and [above](#top).";
        assert_eq!(text(links), "See the report (https://x.example/r), https://x.example and above.\n");
    }

    #[test]
    fn headings_lists_and_tables_read_as_text() {
        let markdown = "# Year\n\n## Goals\n\n- One *two*\n  - three\n\n  More of it.\n- Four\n\n\
            | Title | Kept |\n| --- | --- |\n| A | b<br>c |\n\nThe end.\n";
        let shown = "Year\n====\n\nGoals\n-----\n\n- One two\n  - three\n\n  More of it.\n- Four\n\n\
            - A: b; c\n\nThe end.\n";
        assert_eq!(text(markdown), shown);
    }
}
