//! Renders a document as an accessible PDF: tagged, with selectable text, embedded fonts and an outline.

mod draw;
mod file;
mod flow;
mod highlight;
mod page;
mod structure;
mod style;
mod table;
mod typesetter;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Tag, TagEnd};

pub use self::file::Origin;
use self::page::{Pages, ParagraphKind};
use self::structure::Role;
use self::table::Table;
use self::typesetter::Run;
use super::anchors::anchor_of;
use super::html::followable;
use super::markdown::{CLOSED, PAGE};
use super::paragraph::{ASIDE, ParagraphRole, paragraph_roles};
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

/// Renders a Markdown document; `charts` are the metrics of its charts, by index. Fails if a font cannot be read or the
/// file cannot be written.
pub fn pages(
    title: &str,
    origin: &Origin<'_>,
    markdown: &str,
    charts: &[&MetricView],
) -> Result<Pdf, String> {
    let events: Vec<Event<'_>> = super::markdown::events(markdown).collect();
    let mut writer = Writer::new(Pages::new(title, markdown), charts, paragraph_roles(&events));
    for event in events {
        writer.take(event);
    }
    writer.pages.finish(origin)
}

struct Writer<'a> {
    pages: Pages,
    charts: &'a [&'a MetricView],
    runs: Vec<Run>,
    bold: usize,
    italic: usize,
    struck: usize,
    links: Vec<Option<String>>,
    heading: Option<u8>,
    /// The heading begins a page.
    begins_page: bool,
    /// The number of the next item of each open list; `None` for bullets.
    lists: Vec<Option<u64>>,
    mark: Option<String>,
    /// For each open item whether its text has begun; the innermost is last.
    bodies: Vec<bool>,
    code: Option<String>,
    chart: bool,
    quote: usize,
    /// The first block of the quotation.
    quote_start: usize,
    cells: Vec<Vec<Run>>,
    table: Table,
    /// The roles of the paragraphs, the next one first.
    roles: std::vec::IntoIter<ParagraphRole>,
    role: ParagraphRole,
    /// The text that is laid out to the right of the next paragraph; empty outside a highlight.
    aside: Vec<Run>,
}

impl<'a> Writer<'a> {
    fn new(pages: Pages, charts: &'a [&'a MetricView], roles: Vec<ParagraphRole>) -> Self {
        Self {
            pages,
            charts,
            runs: Vec::new(),
            bold: 0,
            italic: 0,
            struck: 0,
            links: Vec::new(),
            heading: None,
            begins_page: false,
            lists: Vec::new(),
            mark: None,
            bodies: Vec::new(),
            code: None,
            chart: false,
            quote: 0,
            quote_start: 0,
            cells: Vec::new(),
            table: Table::default(),
            roles: roles.into_iter(),
            role: ParagraphRole::Text,
            aside: Vec::new(),
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
            Event::InlineHtml(html) if self.heading.is_some() && (*html == *PAGE || *html == *CLOSED) => {
                self.begins_page = true;
            }
            Event::InlineHtml(html) if *html == *ASIDE && self.role == ParagraphRole::Aside => {}
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
            bold: self.bold > 0,
            italic: self.italic > 0,
            mono,
            struck: self.struck > 0,
            link: self.links.iter().rev().find_map(Clone::clone),
        });
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.heading = Some(super::markdown::level(level));
            }
            Tag::Paragraph => self.role = self.roles.next().unwrap_or(ParagraphRole::Text),
            Tag::Strong => self.bold += 1,
            Tag::Emphasis => self.italic += 1,
            Tag::Strikethrough => self.struck += 1,
            Tag::BlockQuote(_) => {
                if self.quote == 0 {
                    self.quote_start = self.pages.blocks.len();
                }
                self.quote += 1;
                self.pages.structure.open(Role::Quote);
            }
            Tag::Link { dest_url, .. } => {
                let is_link = followable(&dest_url) || anchor_of(&dest_url).is_some();
                self.links.push(is_link.then(|| dest_url.trim().to_owned()));
            }
            Tag::List(first) => {
                self.flush(false);
                self.pages.structure.open(Role::List(first.is_some()));
                self.lists.push(first);
            }
            Tag::Item => {
                self.flush(false);
                self.pages.end_paragraphs();
                self.pages.structure.open(Role::Item);
                self.bodies.push(false);
                self.mark = Some(match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}.", *number - 1)
                    }
                    _ => "•".into(),
                });
            }
            Tag::CodeBlock(kind) => {
                self.flush(false);
                self.chart = matches!(&kind, CodeBlockKind::Fenced(info) if &**info == CHART);
                self.code = Some(String::new());
            }
            Tag::Table(columns) => {
                let right = columns.into_iter().map(|column| column == Alignment::Right).collect();
                self.table =
                    Table { right, indent: page::indent(self.lists.len() + self.quote), ..Table::default() };
            }
            Tag::TableRow => self.cells.clear(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                let level = self.heading.take().unwrap_or(4);
                let runs = std::mem::take(&mut self.runs);
                self.pages.heading(level, &runs, std::mem::take(&mut self.begins_page));
            }
            TagEnd::Paragraph | TagEnd::HtmlBlock => self.flush(true),
            TagEnd::Item => {
                self.flush(false);
                if !self.aside.is_empty() {
                    self.runs = std::mem::take(&mut self.aside);
                    self.flush(true);
                }
                if self.bodies.pop() == Some(true) {
                    self.pages.structure.close();
                }
                self.pages.structure.close();
                self.pages.end_paragraphs();
            }
            TagEnd::Strong => self.bold = self.bold.saturating_sub(1),
            TagEnd::Emphasis => self.italic = self.italic.saturating_sub(1),
            TagEnd::Strikethrough => self.struck = self.struck.saturating_sub(1),
            TagEnd::BlockQuote(_) => {
                self.quote = self.quote.saturating_sub(1);
                if self.quote == 0 {
                    self.pages.keep_together(self.quote_start);
                }
                self.pages.structure.close();
            }
            TagEnd::Link => {
                self.links.pop();
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.pages.structure.close();
            }
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::TableCell => self.cells.push(std::mem::take(&mut self.runs)),
            TagEnd::TableHead | TagEnd::TableRow => self.table.rows.push(std::mem::take(&mut self.cells)),
            TagEnd::Table => self.pages.table(&std::mem::take(&mut self.table)),
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
    }

    /// Lays out the collected paragraph. A list whose items are paragraphs has space between them.
    fn flush(&mut self, is_paragraph: bool) {
        let role = std::mem::replace(&mut self.role, ParagraphRole::Text);
        if self.runs.is_empty() {
            return;
        }
        let runs = std::mem::take(&mut self.runs);
        let kind = match role {
            ParagraphRole::Totals(totals) => return self.pages.totals(&totals),
            ParagraphRole::Aside => {
                self.aside = runs;
                return;
            }
            ParagraphRole::Byline => ParagraphKind::Byline,
            ParagraphRole::Lead => ParagraphKind::Lead,
            ParagraphRole::Text if self.lists.is_empty() => ParagraphKind::Text,
            ParagraphRole::Text => ParagraphKind::Item(is_paragraph),
        };
        let mark = self.mark.take();
        if let (Some(_), Some(has_begun)) = (&mark, self.bodies.last_mut()) {
            *has_begun = true;
        }
        let aside = std::mem::take(&mut self.aside);
        if !aside.is_empty() && matches!(kind, ParagraphKind::Item(_)) {
            return self.pages.highlight(&runs, &aside);
        }
        self.pages.paragraph(&runs, kind, self.lists.len() + self.quote, mark.as_deref());
    }
}
