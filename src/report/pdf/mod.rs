//! Renders a document as PDF, with selectable text, embedded fonts and an outline.

mod draw;
mod page;
mod style;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Tag, TagEnd};

use self::page::{Pages, ParagraphKind, Run};
use super::html::followable;
use super::plot::plot;
use super::template::{CHART, read_chart};
use crate::domain::MetricView;

/// A PDF document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// The content of the file.
    pub bytes: Vec<u8>,
    /// The characters that no font contains; they are drawn as boxes.
    pub missing: Vec<char>,
    /// All texts and addresses in the file, one per line.
    pub text: String,
}

/// Renders a Markdown document; `charts` are the metrics of its charts, by index, and `author` may be empty. Fails if
/// a font cannot be read or the file cannot be written.
pub fn pages(title: &str, author: &str, markdown: &str, charts: &[&MetricView]) -> Result<Pdf, String> {
    let mut writer = Writer::new(Pages::new(title, author, markdown), charts);
    for event in super::markdown::events(markdown) {
        writer.take(event);
    }
    writer.pages.finish()
}

struct Writer<'a> {
    pages: Pages,
    charts: &'a [&'a MetricView],
    runs: Vec<Run>,
    bold: usize,
    italic: usize,
    links: Vec<Option<String>>,
    heading: Option<u8>,
    /// The number of the next item of each open list; `None` for bullets.
    lists: Vec<Option<u64>>,
    mark: Option<String>,
    code: Option<String>,
    chart: bool,
    quote: usize,
    cells: Vec<Vec<Run>>,
    head: bool,
    /// The columns of the table that are aligned to the right.
    right: Vec<bool>,
}

impl<'a> Writer<'a> {
    fn new(pages: Pages, charts: &'a [&'a MetricView]) -> Self {
        Self {
            pages,
            charts,
            runs: Vec::new(),
            bold: 0,
            italic: 0,
            links: Vec::new(),
            heading: None,
            lists: Vec::new(),
            mark: None,
            code: None,
            chart: false,
            quote: 0,
            cells: Vec::new(),
            head: false,
            right: Vec::new(),
        }
    }

    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) if self.code.is_some() => {
                if let Some(code) = &mut self.code {
                    code.push_str(&text);
                }
            }
            Event::Code(text) => self.push(&text, true),
            Event::Html(text) | Event::InlineHtml(text) if super::markdown::is_break(&text) => {
                self.push("\n", false);
            }
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.push(&text, false),
            Event::SoftBreak => self.push(" ", false),
            Event::HardBreak => self.push("\n", false),
            Event::Rule => self.pages.rule(),
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            _ => {}
        }
    }

    fn push(&mut self, text: &str, mono: bool) {
        self.runs.push(Run {
            text: text.to_owned(),
            bold: self.bold > 0 || self.head,
            italic: self.italic > 0,
            mono,
            link: self.links.iter().rev().find_map(Clone::clone),
        });
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.heading = Some(super::markdown::level(level));
            }
            Tag::Strong => self.bold += 1,
            Tag::Emphasis => self.italic += 1,
            Tag::BlockQuote(_) => self.quote += 1,
            Tag::Link { dest_url, .. } => {
                self.links.push(followable(&dest_url).then(|| dest_url.trim().to_owned()));
            }
            Tag::List(first) => {
                self.flush();
                self.lists.push(first);
            }
            Tag::Item => {
                self.flush();
                self.mark = Some(match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}.", *number - 1)
                    }
                    _ => "•".into(),
                });
            }
            Tag::CodeBlock(kind) => {
                self.flush();
                self.chart = matches!(&kind, CodeBlockKind::Fenced(info) if &**info == CHART);
                self.code = Some(String::new());
            }
            Tag::Table(columns) => {
                self.right = columns.into_iter().map(|column| column == Alignment::Right).collect();
            }
            Tag::TableHead => self.head = true,
            Tag::TableRow => self.cells.clear(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                let level = self.heading.take().unwrap_or(4);
                let runs = std::mem::take(&mut self.runs);
                self.pages.heading(level, &runs);
            }
            TagEnd::Paragraph | TagEnd::Item => self.flush(),
            TagEnd::Strong => self.bold = self.bold.saturating_sub(1),
            TagEnd::Emphasis => self.italic = self.italic.saturating_sub(1),
            TagEnd::BlockQuote(_) => self.quote = self.quote.saturating_sub(1),
            TagEnd::Link => {
                self.links.pop();
            }
            TagEnd::List(_) => {
                self.lists.pop();
                if self.lists.is_empty() {
                    self.pages.space(4.0);
                }
            }
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::TableCell => self.cells.push(std::mem::take(&mut self.runs)),
            TagEnd::TableHead | TagEnd::TableRow => {
                let cells = std::mem::take(&mut self.cells);
                self.pages.row(&cells, &self.right, self.head);
                self.head = false;
            }
            TagEnd::Table => self.pages.space(8.0),
            _ => {}
        }
    }

    fn end_code(&mut self) {
        let text = self.code.take().unwrap_or_default();
        if std::mem::take(&mut self.chart) {
            let found = read_chart(&text, self.charts);
            if let Some((plot, caption)) = found.and_then(|(metric, caption)| Some((plot(metric)?, caption)))
            {
                self.pages.chart(&plot, caption);
            }
            return;
        }
        for line in text.lines() {
            let run = Run { text: line.to_owned(), mono: true, ..Run::default() };
            self.pages.paragraph(&[run], ParagraphKind::Code, self.lists.len(), None);
        }
        self.pages.space(6.0);
    }

    /// Writes the collected paragraph.
    fn flush(&mut self) {
        if self.runs.is_empty() {
            return;
        }
        let runs = std::mem::take(&mut self.runs);
        let kind = if self.lists.is_empty() { ParagraphKind::Text } else { ParagraphKind::Item };
        let mark = self.mark.take();
        self.pages.paragraph(&runs, kind, self.lists.len() + self.quote, mark.as_deref());
    }
}
