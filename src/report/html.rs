//! The HTML output format: one self-contained page, without scripts and external resources.

use std::collections::HashMap;

use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Value, context};
use pulldown_cmark::{Alignment, CodeBlockKind, Event, Tag, TagEnd};
use serde::Serialize;

use super::escape::escaped;
use super::svg;
use super::template::CHART;
use crate::domain::MetricView;
use crate::text::slug;

const SHELL: &str = include_str!("../../assets/document.html.jinja");
const STYLE: &str = include_str!("../../assets/document.css");

/// A heading in the table of contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Heading {
    level: u8,
    anchor: String,
    title: String,
}

/// Renders a Markdown document as a page; `charts` are the metrics that its chart fences refer to by index.
/// The error is the message of the page template.
pub fn page(title: &str, markdown: &str, charts: &[&MetricView]) -> Result<String, String> {
    let (body, contents) = body(markdown, charts);
    let contents = telling(contents);
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    if let Ok(syntax) = environment.syntax().to_builder().trim_blocks(true).build() {
        environment.set_syntax(syntax);
    }
    // The table of contents is placed under the title.
    let (head, body) = match body.find("</h1>\n") {
        Some(at) => body.split_at(at + "</h1>\n".len()),
        None => ("", body.as_str()),
    };
    let head = head.trim_end();
    let (contents, style) = (Value::from(Serde(contents)), STYLE.trim_end());
    let page = environment.render_str(SHELL, context! { title, style, head, body, contents });
    page.map(|page| format!("{}\n", page.trim_end())).map_err(|err| err.to_string())
}

fn body(markdown: &str, charts: &[&MetricView]) -> (String, Vec<Heading>) {
    let mut writer = Writer { charts, ..Writer::default() };
    for event in super::markdown::events(markdown) {
        writer.take(event);
    }
    (writer.out.trim_end().to_owned(), writer.contents)
}

/// Retains the headings that are useful in a table of contents: all of level 2, and those of deeper levels
/// whose title occurs under one heading only, unlike "Results", which occurs under each project.
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

/// Returns `true` if an address may become a link: only `http`, `https` and `mailto`.
pub fn followable(url: &str) -> bool {
    let lower = url.trim().to_ascii_lowercase();
    ["https://", "http://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme))
}

#[derive(Default)]
struct Writer<'a> {
    out: String,
    contents: Vec<Heading>,
    charts: &'a [&'a MetricView],
    /// The level and the text of the open heading.
    heading: Option<(u8, String)>,
    /// The text of the open chart fence: the index of the chart.
    chart: Option<String>,
    /// For each open link, `true` if it is written as a link; the innermost is last.
    links: Vec<bool>,
    alignments: Vec<Alignment>,
    head: bool,
    cell: usize,
}

impl Writer<'_> {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Code(text) => self.push(&format!("<code>{}</code>", escaped(&text)), &text),
            Event::Html(text) | Event::InlineHtml(text) if super::markdown::is_break(&text) => {
                self.out.push_str("<br>");
            }
            // Typed HTML is shown as text.
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.text(&text),
            Event::SoftBreak => self.push("\n", " "),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        match &mut self.chart {
            Some(number) => number.push_str(text),
            None => self.push(&escaped(text), text),
        }
    }

    /// Writes `markup`, or adds `text` to the open heading, which has no markup.
    fn push(&mut self, markup: &str, text: &str) {
        match &mut self.heading {
            Some((_, title)) => title.push_str(text),
            None => self.out.push_str(markup),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => self.out.push_str("<p>"),
            Tag::Heading { level, .. } => self.heading = Some((super::markdown::level(level), String::new())),
            Tag::BlockQuote(_) => self.out.push_str("<blockquote>\n"),
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) if &*info == CHART => {
                self.chart = Some(String::new());
            }
            Tag::CodeBlock(_) => self.out.push_str("<pre><code>"),
            Tag::List(None) => self.out.push_str("<ul>\n"),
            Tag::List(Some(1)) => self.out.push_str("<ol>\n"),
            Tag::List(Some(first)) => self.out.push_str(&format!("<ol start=\"{first}\">\n")),
            Tag::Item => self.out.push_str("<li>"),
            Tag::Emphasis => self.push("<em>", ""),
            Tag::Strong => self.push("<strong>", ""),
            Tag::Strikethrough => self.push("<s>", ""),
            Tag::Link { dest_url, .. } => {
                let follow = followable(&dest_url) && self.heading.is_none();
                self.links.push(follow);
                if follow {
                    let to = escaped(dest_url.trim());
                    self.out.push_str(&format!("<a href=\"{to}\" rel=\"noopener noreferrer\">"));
                }
            }
            Tag::Table(alignments) => {
                self.alignments = alignments;
                self.out.push_str("<div class=\"table\"><table>\n");
            }
            Tag::TableHead => {
                (self.head, self.cell) = (true, 0);
                self.out.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                self.cell = 0;
                self.out.push_str("<tr>");
            }
            Tag::TableCell => {
                let tag = if self.head { "th" } else { "td" };
                let align = match self.alignments.get(self.cell) {
                    Some(Alignment::Right) => " style=\"text-align:right\"",
                    Some(Alignment::Center) => " style=\"text-align:center\"",
                    _ => "",
                };
                self.out.push_str(&format!("<{tag}{align}>"));
                self.cell += 1;
            }
            // An image would be an external resource: only its description is written.
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.out.push_str("</p>\n"),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(_) => self.out.push_str("</blockquote>\n"),
            TagEnd::CodeBlock => match self.chart.take() {
                Some(number) => {
                    let metric = number.trim().parse::<usize>().ok().and_then(|at| self.charts.get(at));
                    self.out.push_str(&metric.map(|metric| svg::chart(metric)).unwrap_or_default());
                }
                None => self.out.push_str("</code></pre>\n"),
            },
            TagEnd::List(false) => self.out.push_str("</ul>\n"),
            TagEnd::List(true) => self.out.push_str("</ol>\n"),
            TagEnd::Item => self.out.push_str("</li>\n"),
            TagEnd::Emphasis => self.push("</em>", ""),
            TagEnd::Strong => self.push("</strong>", ""),
            TagEnd::Strikethrough => self.push("</s>", ""),
            TagEnd::Link if self.links.pop() == Some(true) => self.out.push_str("</a>"),
            TagEnd::Table => self.out.push_str("</tbody></table></div>\n"),
            TagEnd::TableHead => {
                self.head = false;
                self.out.push_str("</tr></thead>\n<tbody>");
            }
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => self.out.push_str(if self.head { "</th>" } else { "</td>" }),
            _ => {}
        }
    }

    fn end_heading(&mut self) {
        let Some((level, title)) = self.heading.take() else { return };
        let mut anchor = slug(&title);
        if anchor.is_empty() {
            anchor = "section".into();
        }
        let same = |anchor: &str, contents: &[Heading]| contents.iter().any(|each| each.anchor == anchor);
        let base = anchor.clone();
        for number in 2.. {
            if !same(&anchor, &self.contents) {
                break;
            }
            anchor = format!("{base}-{number}");
        }
        self.out.push_str(&format!("<h{level} id=\"{}\">{}</h{level}>\n", escaped(&anchor), escaped(&title)));
        if level > 1 {
            self.contents.push(Heading { level, anchor, title });
        }
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
        // The style sheet is no text.
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
            "<p>a &lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;b&quot;</p>"
        );
        assert_eq!(of("<div onload=x>\n"), "&lt;div onload=x&gt;");
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
    fn a_repeated_subheading_is_not_in_the_contents() {
        let (_, contents) = body("## A\n\n### Results\n\n### Odd\n\n## B\n\n### Results\n", &[]);
        let titles: Vec<String> = telling(contents).into_iter().map(|each| each.title).collect();
        assert_eq!(titles, ["A", "Odd", "B"]);
    }

    #[test]
    fn a_table_cell_retains_its_line_breaks() {
        let html = of("| T | K |\n| --- | ---: |\n| a | b<br>c |\n");
        assert!(html.contains("<td style=\"text-align:right\">b<br>c</td>"), "{html}");
    }
}
