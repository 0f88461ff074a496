//! The HTML output format: one self-contained page, without scripts and external resources.

use std::collections::HashMap;

use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Value, context};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};
use serde::Serialize;

use super::anchors::{Anchors, anchor_of};
use super::escape::escaped;
use super::markdown::{CLOSED, PAGE};
use super::paragraph::{ASIDE, ParagraphRole, paragraph_roles};
use super::plot::levels;
use super::template::{CHART, read_chart};
use super::{svg, web_fonts};
use crate::domain::MetricView;

const SHELL: &str = include_str!("../../assets/document.html.jinja");
const STYLE: &str = include_str!("../../assets/document.css");

/// A heading in the table of contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Heading {
    level: u8,
    anchor: String,
    title: String,
}

/// Renders a Markdown document as a page; `author` may be empty, and `charts` are the metrics that its chart fences refer
/// to by index. The error is the message of the page template.
pub fn page(title: &str, author: &str, markdown: &str, charts: &[&MetricView]) -> Result<String, String> {
    let (body, contents) = body(markdown, charts);
    let contents = telling(contents);
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    if let Ok(syntax) = environment.syntax().to_builder().trim_blocks(true).build() {
        environment.set_syntax(syntax);
    }
    // The table of contents is placed before the first section.
    let (head, body) = body.split_at(body.find("<h2").unwrap_or(0));
    let head = head.trim_end();
    let contents = Value::from(Serde(contents));
    let style = format!("{}{}", web_fonts::rules(markdown), STYLE.trim_end());
    let between = if author.is_empty() { "" } else { " · " };
    let running = style_string(&format!("{author}{between}{title}"));
    let page =
        environment.render_str(SHELL, context! { title, author, style, running, head, body, contents });
    page.map(|page| format!("{}\n", page.trim_end())).map_err(|err| err.to_string())
}

/// Renders a Markdown text as a part of a page.
pub fn fragment(markdown: &str) -> String {
    body(markdown, &[]).0
}

/// Returns a text as a quoted string of a style sheet.
fn style_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' | '<' | '>' | '&' => out.push_str(&format!("\\{:x} ", u32::from(c))),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn body(markdown: &str, charts: &[&MetricView]) -> (String, Vec<Heading>) {
    let events: Vec<Event<'_>> = super::markdown::events(markdown).collect();
    let roles = paragraph_roles(&events).into_iter();
    let direction = if markdown.chars().any(is_right_to_left) { " dir=\"auto\"" } else { "" };
    let mut filter = Filter { charts, roles, direction, ..Filter::default() };
    for event in events {
        filter.take(event);
    }
    filter.end_closed();
    let mut out = String::new();
    pulldown_cmark::html::push_html(&mut out, filter.events.into_iter());
    (out.trim_end().to_owned(), filter.contents)
}

/// Removes the headings that are useless in a table of contents: those below level 2 whose title occurs under
/// several headings, such as "Results" under each project.
fn telling(contents: Vec<Heading>) -> Vec<Heading> {
    let mut under = 0;
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, each) in contents.iter().enumerate() {
        if each.level < 3 {
            under = at;
        }
        let known = places.entry(each.title.clone()).or_default();
        if !known.contains(&under) {
            known.push(under);
        }
    }
    contents.into_iter().filter(|each| each.level < 3 || places[&each.title].len() == 1).collect()
}

/// Returns `true` for a letter of a script that is written from right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko.
fn is_right_to_left(c: char) -> bool {
    matches!(u32::from(c), 0x590..0x900 | 0xFB1D..0xFDFE | 0xFE70..0xFEFF)
}

/// Returns `true` if an address may become a link: only `http`, `https` and `mailto`.
pub fn followable(url: &str) -> bool {
    let lower = url.trim().to_ascii_lowercase();
    ["https://", "http://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme))
}

/// Turns the events of a Markdown document into those of a page: typed HTML becomes text, images become their
/// descriptions, headings get anchors, and chart fences become charts.
#[derive(Default)]
struct Filter<'a> {
    events: Vec<Event<'a>>,
    contents: Vec<Heading>,
    anchors: Anchors,
    charts: &'a [&'a MetricView],
    /// The level of the heading that is being read, and its text without markup; `None` outside a heading.
    heading: Option<(HeadingLevel, String)>,
    /// The text of the chart fence that is being read, which is the index of a chart; `None` outside a fence.
    chart: Option<String>,
    /// `true` for each open link that is written as a link, `false` for an omitted one; the innermost link is
    /// last.
    links: Vec<bool>,
    /// The roles of the paragraphs, the next one first.
    roles: std::vec::IntoIter<ParagraphRole>,
    /// The figures of the paragraph that is being read, if it is a line of totals.
    totals: Option<Vec<(String, String)>>,
    /// The attribute of the blocks by which each has the direction of its own text; empty for a document without text
    /// from right to left.
    direction: &'static str,
    /// The index of the first event of the paragraph that is being read, if it is set beside the next one.
    aside_start: Option<usize>,
    /// The events of the paragraph that is written after the next one and set beside it.
    aside: Vec<Event<'a>>,
    /// A cell of a table is being read.
    is_cell: bool,
    /// The heading that is being read has the mark of a section that stays closed until the reader opens it.
    closes: bool,
    /// The events belong to a section that stays closed until the reader opens it.
    is_closed: bool,
}

impl<'a> Filter<'a> {
    fn take(&mut self, event: Event<'a>) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => self.heading = Some((level, String::new())),
            Event::End(TagEnd::Heading(_)) => self.end_heading(),
            Event::InlineHtml(html) if self.heading.is_some() && *html == *PAGE => {}
            Event::InlineHtml(html) if self.heading.is_some() && *html == *CLOSED => self.closes = true,
            event if self.heading.is_some() => self.add_to_heading(&event),
            Event::Start(Tag::Paragraph) => self.start_paragraph(),
            Event::End(TagEnd::Paragraph) if self.totals.is_some() => self.end_totals(),
            Event::End(TagEnd::Paragraph) => self.end_paragraph(),
            Event::InlineHtml(html) if *html == *ASIDE && self.aside_start.is_some() => {}
            _ if self.totals.is_some() => {}
            Event::Start(Tag::Item) => self.html(&format!("<li{}>", self.direction)),
            Event::End(TagEnd::Item) => {
                self.events.append(&mut self.aside);
                self.html("</li>\n");
            }
            Event::Text(text) if self.is_cell && levels(&text).is_some() => {
                let line = levels(&text).map(|levels| svg::line(&levels)).unwrap_or_default();
                self.html(&line);
            }
            Event::Start(Tag::TableCell) => {
                self.is_cell = true;
                self.events.push(event);
            }
            Event::End(TagEnd::TableCell) => {
                self.is_cell = false;
                self.events.push(event);
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if &*info == CHART => {
                self.chart = Some(String::new());
            }
            Event::End(TagEnd::CodeBlock) if self.chart.is_some() => self.end_chart(),
            Event::Text(text) if self.chart.is_some() => {
                self.chart.iter_mut().for_each(|it| it.push_str(&text));
            }
            Event::Html(text) | Event::InlineHtml(text) => {
                let is_break = super::markdown::is_break(&text);
                self.events.push(if is_break { Event::InlineHtml("<br>".into()) } else { Event::Text(text) });
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                let is_followable = followable(&dest_url) || anchor_of(&dest_url).is_some();
                self.links.push(is_followable);
                if is_followable {
                    let to = escaped(dest_url.trim());
                    let link = format!("<a href=\"{to}\" rel=\"noopener noreferrer\">");
                    self.events.push(Event::InlineHtml(link.into()));
                }
            }
            Event::End(TagEnd::Link) => {
                if self.links.pop() == Some(true) {
                    self.events.push(Event::InlineHtml("</a>".into()));
                }
            }
            // An image would be an external resource: only its description is written.
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => {}
            // The element around a wide table scrolls.
            Event::Start(Tag::Table(_)) => {
                self.events.extend([Event::Html("<div class=\"table\">".into()), event]);
            }
            Event::End(TagEnd::Table) => self.events.extend([event, Event::Html("</div>\n".into())]),
            event => self.events.push(event),
        }
    }

    fn html(&mut self, html: &str) {
        self.events.push(Event::Html(html.to_owned().into()));
    }

    fn start_paragraph(&mut self) {
        let class = match self.roles.next() {
            Some(ParagraphRole::Byline) => " class=\"byline\"",
            Some(ParagraphRole::Lead) => " class=\"lead\"",
            Some(ParagraphRole::Aside) => {
                self.aside_start = Some(self.events.len());
                " class=\"aside\""
            }
            Some(ParagraphRole::Totals(totals)) => {
                self.totals = Some(totals);
                return;
            }
            Some(ParagraphRole::Text) | None => "",
        };
        self.html(&format!("<p{class}{}>", self.direction));
    }

    fn end_paragraph(&mut self) {
        self.html("</p>\n");
        match self.aside_start.take() {
            Some(start) => self.aside = self.events.split_off(start),
            None => self.events.append(&mut self.aside),
        }
    }

    fn end_totals(&mut self) {
        let totals = self.totals.take().unwrap_or_default();
        let total = |(figure, label): &(String, String)| {
            format!("<p><strong>{}</strong> {}</p>\n", escaped(figure), escaped(label))
        };
        let totals: String = totals.iter().map(total).collect();
        self.html(&format!("<div class=\"totals\">\n{totals}</div>\n"));
    }

    fn add_to_heading(&mut self, event: &Event<'_>) {
        let Some((_, title)) = &mut self.heading else { return };
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                title.push_str(text);
            }
            Event::SoftBreak | Event::HardBreak => title.push(' '),
            _ => {}
        }
    }

    fn end_heading(&mut self) {
        let Some((level, title)) = self.heading.take() else { return };
        let anchor = self.anchors.add(&title);
        if level <= HeadingLevel::H2 {
            self.end_closed();
        }
        if std::mem::take(&mut self.closes) {
            self.is_closed = true;
            self.html(&format!("<details id=\"{anchor}\">\n<summary>{}</summary>\n", escaped(&title)));
            return;
        }
        let tag =
            Tag::Heading { level, id: Some(anchor.clone().into()), classes: Vec::new(), attrs: Vec::new() };
        let text = Event::Text(title.clone().into());
        self.events.extend([Event::Start(tag), text, Event::End(TagEnd::Heading(level))]);
        let level = super::markdown::level(level);
        if (2..=4).contains(&level) {
            self.contents.push(Heading { level, anchor, title });
        }
    }

    fn end_closed(&mut self) {
        if std::mem::take(&mut self.is_closed) {
            self.html("</details>\n");
        }
    }

    fn end_chart(&mut self) {
        let text = self.chart.take().unwrap_or_default();
        let found = read_chart(&text, self.charts);
        let chart = found.map(|(metric, caption)| svg::chart(metric, caption)).unwrap_or_default();
        self.events.push(Event::Html(chart.into()));
    }
}

/// The elements that begin a new block of text.
const BLOCKS: [&str; 24] = [
    "p",
    "li",
    "ul",
    "ol",
    "td",
    "th",
    "tr",
    "table",
    "thead",
    "tbody",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "div",
    "section",
    "nav",
    "pre",
    "blockquote",
    "figure",
    "text",
    "header",
];

/// Returns the readable text of a page: its texts and the addresses of its links, with entities decoded.
pub fn readable(page: &str) -> String {
    let mut out = String::with_capacity(page.len() / 2);
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        let tag = &rest[at..end];
        if let Some((_, address)) = tag.split_once("href=\"") {
            out.push(' ');
            out.push_str(address.split('"').next().unwrap_or_default());
            out.push(' ');
        }
        // A name must not be found across the boundary of two blocks.
        let name = tag.trim_start_matches(['<', '/']);
        let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
        if BLOCKS.contains(&name) {
            out.push_str("\n\n");
        }
        rest = &rest[end..];
        // The style sheet is not text of the page.
        if tag.starts_with("<style") {
            rest = rest.split_once("</style>").map_or("", |(_, after)| after);
        }
    }
    out.push_str(rest);
    let marks =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&amp;", "&")];
    marks.into_iter().fold(out, |text, (mark, means)| text.replace(mark, means))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(markdown: &str) -> String {
        body(markdown, &[]).0
    }

    #[test]
    fn typed_html_is_escaped() {
        assert_eq!(
            of("a <script>alert(1)</script> & \"b\""),
            "<p>a &lt;script&gt;alert(1)&lt;/script&gt; &amp; \"b\"</p>"
        );
        assert_eq!(of("<div onload=x>\n"), "&lt;div onload=x&gt;");
    }

    #[test]
    fn the_figures_of_a_highlight_follow_its_first_paragraph() {
        let html = of(&format!("- {ASIDE}**1 → 2**<br>name\n\n  **Title.** Text\n\n  more\n"));
        let expected = "<p><strong>Title.</strong> Text</p>\n\
                        <p class=\"aside\"><strong>1 → 2</strong><br>name</p>\n<p>more</p>";
        assert!(html.contains(expected), "{html}");
        let alone = of(&format!("- {ASIDE}alone\n\n- b\n"));
        assert!(alone.contains("alone</p>\n</li>"), "{alone}");
    }

    #[test]
    fn only_http_and_mailto_addresses_become_links() {
        assert!(of("[a](https://x.example/?a=1&b=2)").contains("href=\"https://x.example/?a=1&amp;b=2\""));
        assert!(of("[a](mailto:a@b.example)").contains("<a "));
        for bad in
            ["javascript:alert(1)", " JavaScript:x", "data:text/html,x", "file:///etc/passwd", "//x.example"]
        {
            let shown = of(&format!("[a](<{bad}>)"));
            assert_eq!(shown, "<p>a</p>", "{bad}");
        }
        assert!(of("[a](#b-c)").contains("href=\"#b-c\""));
        assert_eq!(of("![what it shows](https://x.example/a.png)"), "<p>what it shows</p>");
    }

    #[test]
    fn headings_have_unique_anchors() {
        let (html, contents) = body("## One\n\n## One\n\n### <b>\n", &[]);
        let anchors: Vec<&str> = contents.iter().map(|each| each.anchor.as_str()).collect();
        assert_eq!(anchors, ["one", "one-2", "b"]);
        assert!(html.contains("<h3 id=\"b\">&lt;b&gt;</h3>"), "{html}");
    }

    #[test]
    fn only_a_marked_section_is_closed() {
        let html = of(&format!("## Receipts\n\na\n\n## {CLOSED}Receipts\n\nb\n\n## {PAGE}More\n"));
        assert!(html.contains("<h2 id=\"receipts\">Receipts</h2>\n<p>a</p>"), "{html}");
        let closed = "<details id=\"receipts-2\">\n<summary>Receipts</summary>\n<p>b</p>\n</details>\n";
        assert!(html.contains(closed) && html.ends_with("<h2 id=\"more\">More</h2>"), "{html}");
    }

    #[test]
    fn a_repeated_subheading_is_not_in_the_contents() {
        let (_, contents) = body("## A\n\n### Results\n\n### Odd\n\n## B\n\n### Results\n", &[]);
        let titles: Vec<String> = telling(contents).into_iter().map(|each| each.title).collect();
        assert_eq!(titles, ["A", "Odd", "B"]);
    }

    #[test]
    fn a_table_cell_retains_its_line_breaks() {
        let html = of("| T | K |\n| --- | ---: |\n| a | b<br>c |\n");
        assert!(html.contains("<td style=\"text-align: right\">b<br>c</td>"), "{html}");
    }
}
