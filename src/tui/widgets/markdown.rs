//! Renders Markdown as styled lines: headings, lists, tables and emphasis.

use pulldown_cmark::{Alignment, Event, HeadingLevel, Tag, TagEnd};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use super::table::Table;
use crate::text::{inert, width};
use crate::tui::theme::Theme;

/// Renders Markdown as lines of at most `columns` columns.
pub fn lines(markdown: &str, columns: usize, theme: &Theme) -> Vec<Line<'static>> {
    let mut writer = Writer::new(columns.max(8), theme);
    for event in crate::report::markdown::events(markdown) {
        writer.take(event);
    }
    while writer.out.last().is_some_and(|line| line.width() == 0) {
        writer.out.pop();
    }
    writer.out
}

struct Writer<'a> {
    out: Vec<Line<'static>>,
    columns: usize,
    theme: &'a Theme,
    runs: Vec<(String, Style)>,
    bold: usize,
    italic: usize,
    heading: Option<HeadingLevel>,
    /// The next number of each open list; `None` for bullets.
    lists: Vec<Option<u64>>,
    mark: Option<String>,
    code: bool,
    cells: Vec<String>,
    table: Table,
    after: bool,
}

impl<'a> Writer<'a> {
    fn new(columns: usize, theme: &'a Theme) -> Self {
        Self {
            out: Vec::new(),
            columns,
            theme,
            runs: Vec::new(),
            bold: 0,
            italic: 0,
            heading: None,
            lists: Vec::new(),
            mark: None,
            code: false,
            cells: Vec::new(),
            table: Table::default(),
            after: false,
        }
    }

    fn style(&self) -> Style {
        let mut style = if self.bold > 0 { self.theme.strong } else { self.theme.text };
        if self.italic > 0 {
            style = style.add_modifier(Modifier::ITALIC);
        }
        style
    }

    fn push(&mut self, text: &str) {
        let style = self.style();
        self.runs.push((inert(text).into_owned(), style));
    }

    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) if self.code => {
                let indent = " ".repeat(self.lists.len() * 2 + 2);
                let style = self.theme.muted;
                self.out.extend(
                    text.lines()
                        .map(|line| Line::from(Span::styled(format!("{indent}{}", inert(line)), style))),
                );
            }
            Event::Html(text) | Event::InlineHtml(text) if crate::report::markdown::is_break(&text) => {
                self.push("; ");
            }
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.push(&text);
            }
            Event::SoftBreak | Event::HardBreak => self.push(" "),
            Event::Rule => self.out.push(Line::from(Span::styled("─".repeat(self.columns), self.theme.rule))),
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => self.heading = Some(*level),
            Tag::Strong => self.bold += 1,
            Tag::Emphasis => self.italic += 1,
            Tag::List(first) => {
                self.flush();
                self.lists.push(*first);
            }
            Tag::Item => {
                self.flush();
                self.after = false;
                self.mark = Some(match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "• ".into(),
                });
            }
            Tag::Paragraph if self.after && !self.lists.is_empty() => self.flush(),
            Tag::CodeBlock(_) => {
                self.flush();
                self.code = true;
            }
            Tag::Table(columns) => {
                let right = columns.iter().map(|column| *column == Alignment::Right).collect();
                self.table = Table { right, ..Table::default() };
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::Strong => self.bold = self.bold.saturating_sub(1),
            TagEnd::Emphasis => self.italic = self.italic.saturating_sub(1),
            TagEnd::Paragraph => {
                self.flush();
                self.after = true;
                if self.lists.is_empty() {
                    self.gap();
                }
            }
            TagEnd::Item => self.flush(),
            TagEnd::List(_) => {
                self.lists.pop();
                if self.lists.is_empty() {
                    self.gap();
                }
            }
            TagEnd::CodeBlock => {
                self.code = false;
                self.gap();
            }
            TagEnd::TableCell => {
                self.cells.push(std::mem::take(&mut self.runs).into_iter().map(|(text, _)| text).collect());
            }
            TagEnd::TableHead => self.table.head = std::mem::take(&mut self.cells),
            TagEnd::TableRow => self.table.rows.push(std::mem::take(&mut self.cells)),
            TagEnd::Table => {
                let table = std::mem::take(&mut self.table);
                let indent = (self.lists.len() * 2).min(self.columns / 2);
                for mut line in table.lines(self.columns - indent, self.theme) {
                    line.spans.insert(0, Span::raw(" ".repeat(indent)));
                    self.out.push(line);
                }
                self.gap();
            }
            _ => {}
        }
    }

    fn end_heading(&mut self) {
        let level = self.heading.take().unwrap_or(HeadingLevel::H4);
        let text: String = std::mem::take(&mut self.runs).into_iter().map(|(text, _)| text).collect();
        if !self.out.is_empty() {
            self.gap();
        }
        let style = match level {
            HeadingLevel::H1 | HeadingLevel::H2 => self.theme.accent.patch(self.theme.strong),
            _ => self.theme.strong,
        };
        self.runs = vec![(text, style)];
        self.flush();
        if level == HeadingLevel::H2 {
            self.out.push(Line::from(Span::styled("─".repeat(self.columns), self.theme.rule)));
        }
        if level == HeadingLevel::H1 {
            self.gap();
        }
    }

    /// Adds an empty line, unless the last one is empty.
    fn gap(&mut self) {
        if self.out.last().is_some_and(|line| line.width() > 0) {
            self.out.push(Line::default());
        }
    }

    /// Writes the collected text, wrapped at words and indented under its mark.
    fn flush(&mut self) {
        let runs = std::mem::take(&mut self.runs);
        if runs.is_empty() {
            return;
        }
        let indent = (self.lists.len() * 2).min(self.columns / 2);
        let mark = self.mark.take().unwrap_or_default();
        let first = format!("{mark:>indent$}");
        let hang = " ".repeat(width(&first));
        let whole: String = runs.iter().map(|(text, _)| text.as_str()).collect();
        let mut from = 0;
        for (at, part) in
            textwrap::wrap(&whole, self.columns.saturating_sub(hang.len()).max(1)).iter().enumerate()
        {
            // A wrapped line is a part of the text without the spaces around it.
            from += whole[from..].len() - whole[from..].trim_start().len();
            let place = from..(from + part.len()).min(whole.len());
            from = place.end;
            let begin = if at == 0 { first.clone() } else { hang.clone() };
            let mut line = vec![Span::styled(begin, self.theme.muted)];
            let mut run_start = 0;
            for (text, style) in &runs {
                let run = run_start..run_start + text.len();
                let shown = place.start.max(run.start)..place.end.min(run.end);
                if !shown.is_empty() {
                    line.push(Span::styled(whole[shown].to_owned(), *style));
                }
                run_start = run.end;
            }
            self.out.push(Line::from(line));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_lists_and_tables_are_rendered_as_lines() {
        let theme = Theme::default();
        let markdown = "# Year\n\n## Goals\n\n- One **two** three four five\n  - six\n\n  More.\n\n| T | K |\n| --- | --- |\n| a | b |\n";
        let shown: Vec<String> =
            lines(markdown, 16, &theme).iter().map(|line| line.to_string().trim_end().to_owned()).collect();
        assert_eq!(
            shown,
            [
                "Year",
                "",
                "Goals",
                "────────────────",
                "• One two three",
                "  four five",
                "  • six",
                "  More.",
                "",
                "T  K",
                "a  b"
            ]
        );
    }

    #[test]
    fn every_line_fits_and_no_text_is_lost() {
        let theme = Theme::default();
        let text = "10. 背圧は機能である。**人は見せられれば理解する。** https://long.example/aaaaaaaaaaaaaaaaaaaaaaaaaaaaa é";
        for columns in 8..60 {
            let shown = lines(text, columns, &theme);
            assert!(shown.iter().all(|line| line.width() <= columns), "{columns}: {shown:?}");
            let letters = |text: &str| text.replace([' ', '*'], "");
            let all: String = shown.iter().map(ToString::to_string).collect();
            assert_eq!(letters(&all), letters(text), "{columns}");
        }
    }
}
