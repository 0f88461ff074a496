//! Renders a document as Markdown with a minijinja template.

use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Value};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::contained::{contained, under};
use super::document::{Document, Entry, PraiseEntry, Series};
use super::document_wording::metric_name;
use super::format::DocumentKind;
use super::markdown::{self, CLOSED, PAGE, escaped, escaped_inline, tidy};
use super::paragraph::ASIDE;
use super::sentences::ended;
use crate::domain::MetricView;
use crate::text::{contains_words, inert, one_line, with_capital};

/// The reason why a template cannot be rendered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {why}", place(file, *line))]
pub struct TemplateError {
    /// The file of the template.
    pub file: String,
    /// The line, from 1; 0 if unknown.
    pub line: usize,
    /// The message.
    pub why: String,
}

fn place(file: &str, line: usize) -> String {
    if line == 0 { file.to_owned() } else { format!("{file}:{line}") }
}

/// The template of a document.
#[derive(Debug, Clone)]
pub enum Template {
    /// The built-in template of the kind of document.
    BuiltIn,
    /// A template of the user.
    Own {
        /// The path of the file.
        file: String,
        /// The text.
        text: String,
        /// The function that renders the text within limits on memory and time; passed in, because this
        /// module cannot set limits.
        render:
            fn(document: &Document, text: &str, file: &str, charts: bool) -> Result<String, TemplateError>,
    },
}

impl Template {
    /// Renders a document as Markdown. With `charts`, a chart is marked by a [`CHART`] fence.
    pub(super) fn render(
        &self,
        document: &Document,
        kind: DocumentKind,
        charts: bool,
    ) -> Result<String, TemplateError> {
        match self {
            Self::BuiltIn => render(document, kind.template(), kind.file(), charts, u64::MAX),
            Self::Own { file, text, render } => render(document, text, file, charts),
        }
    }
}

/// The info string of the code fence that marks a chart for the output formats that can draw it. The first line in the
/// fence is the index of the metric, the second one the caption.
pub const CHART: &str = "brag-chart";

/// Returns the metric and the caption of the text in a [`CHART`] fence; `None` if it names no metric.
pub fn read_chart<'a, 't>(text: &'t str, charts: &[&'a MetricView]) -> Option<(&'a MetricView, &'t str)> {
    let (number, caption) = text.trim().split_once('\n').unwrap_or((text.trim(), ""));
    let metric = number.trim().parse::<usize>().ok().and_then(|at| charts.get(at).copied())?;
    Some((metric, caption.trim()))
}

/// Renders a document with a template as Markdown. With `charts`, the filter `chart` writes a fence, and headings have the
/// marks [`PAGE`] and [`CLOSED`]. Fails if
/// the template is invalid (the error names the line), or if the output is longer than `longest` bytes.
pub fn render(
    document: &impl Serialize,
    template: &str,
    file: &str,
    charts: bool,
    longest: u64,
) -> Result<String, TemplateError> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    if let Ok(syntax) = environment.syntax().to_builder().trim_blocks(true).lstrip_blocks(true).build() {
        environment.set_syntax(syntax);
    }
    environment.set_fuel(Some(FUEL));
    environment.add_filter("md", |text: &str| escaped(text));
    environment.add_filter("prose", |text: &str| contained(text));
    environment.add_filter("win", |value: Value, dated: Option<bool>| {
        read::<Entry>(&value, "a win").map(|entry| write_bullet(&entry, dated == Some(true)))
    });
    environment.add_filter("highlight", move |value: Value| {
        let write = if charts { highlight } else { bullet };
        read::<Entry>(&value, "a win").map(|entry| write(&entry))
    });
    environment.add_filter("line", |value: Value| read::<Entry>(&value, "a win").map(|entry| entry.line()));
    environment.add_filter("quote", |value: Value| {
        read::<PraiseEntry>(&value, "praise").map(|praise| quotation(&praise, ""))
    });
    // Marks of headings for the formats that have pages.
    environment.add_global("begins_page", if charts { PAGE } else { "" });
    environment.add_global("closed", if charts { CLOSED } else { "" });
    environment.add_filter("cell", |text: &str| escaped_inline(text));
    environment.add_filter("is_paragraph", |text: &str| markdown::is_paragraph(text));
    environment.add_filter("ended", |text: &str| ended(text));
    environment.add_filter("sentence", |text: &str| with_capital(text));
    environment.add_filter("metric_name", |text: &str| metric_name(text));
    environment.add_filter("linked", |text: &str| linked(text));
    environment.add_filter("address", |text: &str| address(text));
    environment.add_filter("chart", move |value: Value| {
        read::<Series>(&value, "a metric").map(|series| match series.chart {
            Some(at) if charts => format!("```{CHART}\n{at}\n{}\n```", inert(&series.caption)),
            _ => String::new(),
        })
    });
    let failed = |err: &minijinja::Error| TemplateError {
        file: file.to_owned(),
        line: err.line().unwrap_or(0),
        why: message_of(err),
    };
    environment.add_template(file, template).map_err(|err| failed(&err))?;
    let found = environment.get_template(file).map_err(|err| failed(&err))?;
    let mut out = Limited { text: Vec::new(), longest, exceeded: false };
    found.render_captured_to(Serde(document), &mut out).map_err(|err| TemplateError {
        why: if out.exceeded {
            format!("the document is longer than {} MB", longest >> 20)
        } else {
            message_of(&err)
        },
        ..failed(&err)
    })?;
    Ok(tidy(&String::from_utf8_lossy(&out.text)))
}

/// A buffer that refuses to grow beyond a number of bytes.
struct Limited {
    text: Vec<u8>,
    longest: u64,
    exceeded: bool,
}

impl std::io::Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if (self.text.len() + bytes.len()) as u64 > self.longest {
            self.exceeded = true;
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        self.text.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn read<T: DeserializeOwned>(value: &Value, what: &str) -> Result<T, Error> {
    T::deserialize(value)
        .map_err(|err| Error::new(ErrorKind::InvalidOperation, format!("the value is not {what}: {err}")))
}

/// The maximum number of steps of a template, which stops a template that never ends.
const FUEL: u64 = 50_000_000;

fn message_of(why: &minijinja::Error) -> String {
    let kind = match why.kind() {
        ErrorKind::OutOfFuel => return "the template does not end".into(),
        kind => kind.to_string(),
    };
    match why.detail() {
        Some(detail) => format!("{kind}: {detail}"),
        None => kind,
    }
}

/// Returns an address in which bidirectional and invisible characters are percent-encoded, as browsers send them: they
/// would change how the address is shown.
fn inert_address(link: &str) -> String {
    let mut out = String::with_capacity(link.len());
    for c in link.chars() {
        let mut bytes = [0; 4];
        let text = c.encode_utf8(&mut bytes);
        if inert(text) == *text {
            out.push(c);
        } else {
            for byte in text.bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    out
}

/// Returns an `http` or `https` address as a Markdown link, any other text escaped.
fn address(link: &str) -> String {
    let follows = link.starts_with("https://") || link.starts_with("http://");
    let plain = !link.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>'));
    if follows && plain { format!("<{}>", inert_address(link)) } else { escaped(link) }
}

/// Returns text that Markdown takes as text, in which web addresses are links.
fn linked(text: &str) -> String {
    let (mut out, mut plain) = (String::new(), String::new());
    let add = |out: &mut String, plain: &str| {
        out.push_str(&if out.is_empty() { escaped(plain) } else { escaped_inline(plain) });
    };
    for word in text.split_inclusive(char::is_whitespace) {
        let start = word.len() - word.trim_start_matches(['(', '[', '“', '"']).len();
        let closes = word.matches(')').count() > word[start..].matches('(').count();
        let is_end = |c: char| c.is_whitespace() || ".,;:!?]”\"".contains(c) || (closes && c == ')');
        let end = word.trim_end_matches(is_end).len().max(start);
        let link = address(&word[start..end]);
        if link.starts_with('<') {
            plain.push_str(&word[..start]);
            add(&mut out, &std::mem::take(&mut plain));
            out.push_str(&link);
            plain.push_str(&word[end..]);
        } else {
            plain.push_str(word);
        }
    }
    add(&mut out, &plain);
    out
}

/// Returns praise as a Markdown quotation with its attribution; each line begins with `indent`.
fn quotation(praise: &PraiseEntry, indent: &str) -> String {
    // A name must not be split by the mark of a quotation, so each paragraph is one line.
    let quote = praise.quote.replace("\r\n", "\n");
    let mut paragraphs: Vec<String> = quote
        .split("\n\n")
        .map(one_line)
        .filter(|text| !text.is_empty())
        .map(|text| escaped(&text))
        .collect();
    if let Some(first) = paragraphs.first_mut() {
        first.insert(0, '“');
    }
    if let Some(last) = paragraphs.last_mut() {
        last.push('”');
    }
    let about =
        if praise.about.is_empty() { String::new() } else { format!(" ({})", escaped(&praise.about)) };
    if !praise.attribution.is_empty() || !about.is_empty() {
        paragraphs.push(format!("— {}{about}", escaped(&praise.attribution)));
    }
    let lines: Vec<String> = paragraphs.iter().map(|text| format!("{indent}> {text}\n")).collect();
    lines.join(&format!("{indent}>\n"))
}

/// Returns a win as a Markdown bullet: title and figures, and under them impact, notes, links, outcomes and praise.
pub fn bullet(entry: &Entry) -> String {
    write_bullet(entry, false)
}

/// Returns what the user did in a win, with whom and when: `led, with Ana and Bo, March`. Empty outside a review.
fn about(entry: &Entry) -> String {
    let Some(month) = &entry.month else { return String::new() };
    // A person whom the title names is not named again.
    let is_new = |name: &&str| !contains_words(&entry.title, name);
    let people: Vec<&str> = entry.people.iter().map(String::as_str).filter(is_new).collect();
    let with = match &people[..] {
        [] => String::new(),
        [one] => format!("with {one}"),
        [others @ .., last] => format!("with {} and {last}", others.join(", ")),
    };
    let roles = entry.roles.join(" and ");
    let parts = [roles, with, month.clone()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Returns a win as [`bullet`] does; with `dated`, its date follows the title.
fn write_bullet(entry: &Entry, dated: bool) -> String {
    let title = escaped(&entry.title);
    let mut out = if entry.starred { format!("- **{title}**") } else { format!("- {title}") };
    if !entry.project.is_empty() {
        out.push_str(&format!(" ({})", escaped(&entry.project)));
    }
    if dated && !entry.date.is_empty() {
        out.push_str(&format!(" ({})", escaped(&entry.date)));
    }
    if entry.highlighted {
        out.push_str(" (see [Highlights](#highlights))");
    }
    let figures: Vec<String> = entry.new_figures().map(|figure| escaped(figure)).collect();
    if !figures.is_empty() {
        let end = out.trim_end_matches("**").trim_end_matches('.').len();
        let star = if out.ends_with("**") { "**" } else { "" };
        out.truncate(end);
        out.push_str(&format!("{star}: {}", figures.join("; ")));
    }
    if !entry.confidence.is_empty() {
        out.push_str(&format!(", {}", entry.confidence));
    }
    if is_audience_new(entry) {
        out.push_str(&format!(", for {}", escaped(&entry.audience)));
    }
    let about = about(entry);
    if !about.is_empty() {
        out.push_str(&format!(" — {}", escaped(&about)));
    }
    out.push('\n');
    // Texts that are lists come after other texts, which would otherwise become part of the list.
    let mut texts = [&entry.impact, &entry.notes];
    texts.sort_by_key(|text| text.starts_with("- "));
    for text in texts {
        out.push_str(&under(text, "  "));
    }
    out.push_str(&below(entry));
    out
}

/// Returns `true` if the title does not name the people who benefit.
fn is_audience_new(entry: &Entry) -> bool {
    !entry.audience.is_empty() && !contains_words(&entry.title, &entry.audience)
}

/// Returns a highlight as a list item for a page that sets its figures, project, role and month beside its text.
fn highlight(entry: &Entry) -> String {
    let figures = entry.beside.iter().map(|figure| {
        let confidence =
            if entry.confidence.is_empty() { String::new() } else { format!(", {}", entry.confidence) };
        format!("**{}**<br>{}{confidence}", escaped(&figure.values), escaped(&figure.about))
    });
    let about = [&entry.project, &about(entry)].map(|text| escaped(text));
    let mut lines: Vec<String> = figures.chain(about.into_iter().filter(|line| !line.is_empty())).collect();
    if lines.is_empty() {
        // A highlight without any of them is set like the others.
        lines.push(if entry.date.is_empty() { "\u{a0}".to_owned() } else { escaped(&entry.date) });
    }
    let mut out = format!("- {ASIDE}{}\n\n", lines.join("<br>"));
    out.push_str(&format!("  **{}**", ended(&escaped(&entry.title))));
    let impact = contained(&entry.impact);
    let is_short = markdown::is_paragraph(&impact) && !impact.trim().contains('\n');
    if is_short && !impact.is_empty() {
        out.push_str(&format!(" {}", ended(&impact)));
    }
    if is_audience_new(entry) {
        out.push_str(&format!(" {}", ended(&format!("For {}", escaped(&entry.audience)))));
    }
    out.push('\n');
    if !is_short {
        out.push_str(&under(&entry.impact, "  "));
    }
    out.push_str(&below(entry));
    out
}

/// Returns `true` if a text has an address, and not only a longer one that begins with it.
fn contains_address(text: &str, address: &str) -> bool {
    text.match_indices(address).any(|(at, _)| {
        let rest = &text[at + address.len()..];
        let rest = rest.trim_start_matches(['.', ',', ':', ';', '!', '?']);
        !rest.starts_with(|c: char| c.is_alphanumeric() || "/-_=&#%~+@".contains(c))
    })
}

/// Returns the paragraphs below the text of a win: links, later values, outcomes and praise.
fn below(entry: &Entry) -> String {
    let mut out = String::new();
    // An address in the text is a link there.
    let texts = [&entry.title, &entry.impact, &entry.notes];
    let is_new = |link: &&String| !texts.iter().any(|text| contains_address(text, link));
    let links: Vec<String> = entry.links.iter().filter(is_new).map(|link| address(link)).collect();
    if !links.is_empty() {
        out.push_str(&format!("\n  See {}\n", links.join(", ")));
    }
    for series in &entry.since {
        out.push_str(&format!("\n  Since then {}: {}\n", escaped(&series.name), escaped(&series.told)));
    }
    for outcome in &entry.outcomes {
        let on = if outcome.month.is_empty() { String::new() } else { format!(", {}", outcome.month) };
        out.push_str(&format!("\n  **Outcome{on}:** {}\n", linked(&outcome.text)));
    }
    for praise in &entry.praise {
        out.push('\n');
        out.push_str(&quotation(praise, "  "));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn win() -> Entry {
        Entry { title: "Led the other alerts".into(), month: Some(String::new()), ..Entry::default() }
    }

    #[test]
    fn a_win_of_a_year_has_its_roles_and_the_people_whom_the_title_does_not_name() {
        let entry = Entry { roles: vec!["led".into()], people: vec!["Ed".into(), "Led".into()], ..win() };
        assert_eq!(bullet(&entry), "- Led the other alerts — led, with Ed\n");
        assert_eq!(bullet(&Entry { month: None, ..entry }), "- Led the other alerts\n");
    }

    #[test]
    fn an_address_is_repeated_unless_the_text_has_it() {
        let links = vec!["https://x.example/1".to_owned()];
        let of = |notes: &str| bullet(&Entry { links: links.clone(), notes: notes.into(), ..win() });
        assert!(of("At https://x.example/12.").contains("See <https://x.example/1>"));
        assert!(!of("At https://x.example/1.").contains("See"));
    }

    #[test]
    fn an_address_in_a_text_is_a_link() {
        assert_eq!(linked("- fell, see https://x.example/a-b."), "\\- fell, see <https://x.example/a-b>.");
        let link = "(https://x.example/a) and https://x.example/F_(b)";
        assert_eq!(linked(link), "(<https://x.example/a>) and <https://x.example/F_(b)>");
        assert_eq!(linked("see https://x.example/a_b, *so*"), "see <https://x.example/a_b>, \\*so\\*");
    }

    #[test]
    fn a_highlight_without_figures_is_set_like_the_others() {
        let of = |date: &str| highlight(&Entry { date: date.into(), ..win() });
        assert_eq!(of("2023"), format!("- {ASIDE}2023\n\n  **Led the other alerts.**\n"));
        assert!(of("").starts_with(&format!("- {ASIDE}\u{a0}\n\n  **")));
    }
}
