//! Renders a document in steps: build, apply the overrides, select, template, redact, render, check.
//!
//! Every step is pure: one [`ReviewInput`] in, bytes out.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::document::{Document, Reader};
use super::format::{DocumentKind, Format, Length};
use super::input::{ReviewInput, grouped_skills};
use super::leaks;
use super::names::Names;
use super::omission::without_left_out;
use super::receipts::receipts;
use super::redact::Redactor;
use super::render_error::RenderError;
use super::resume::{self, Resume};
use super::template::Template;
use super::{
    anchors, career, career_places, cv, cv_length, html, interview, markdown, pdf, plain, review, short,
    summary,
};
use crate::domain::{Alias, DocumentOverride, MetricView, PartialDate, ProjectId, ProjectView, WinView};
use crate::text::file_stem;

/// The parameters of a document to render.
#[derive(Debug, Clone, Copy, Default)]
pub struct RenderRequest<'a> {
    /// The kind of document.
    pub kind: DocumentKind,
    /// The output format.
    pub format: Format,
    /// The user's template; `None` for the built-in one.
    pub template: Option<&'a Template>,
    /// `true` for the portfolio page of a single project.
    pub alone: bool,
    /// The parts to include; empty to include all parts.
    pub include: &'a [String],
    /// The parts to leave out.
    pub exclude: &'a [String],
    /// The length of a review or of a document about a career.
    pub length: Length,
    /// `true` to add the record behind each sentence of a review.
    pub receipts: bool,
}

/// A rendered document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rendered {
    /// The content of the file.
    pub bytes: Vec<u8>,
    /// The characters of a PDF that no embedded font contains.
    pub missing: Vec<char>,
    /// The names in it that its user should know of.
    pub names: Names,
}

type Result<T> = std::result::Result<T, RenderError>;

/// Renders a document. For [`Reader::Public`], names are replaced by their aliases, and the rendering fails with
/// [`RenderError::Leak`] if a name can still be read in the output.
pub fn render(input: &ReviewInput, request: &RenderRequest<'_>) -> Result<Rendered> {
    let input = &*without_left_out(input, |input| match request.kind {
        DocumentKind::Review => review::build(input).0.outline(),
        _ => review::build_by_project(input).0.outline(),
    });
    let (document, charts) = build(input, request)?;
    let redactor = input.redactor();
    if request.format == Format::Json {
        return redacted_json(input, &redactor, serde_json::to_value(&document)?);
    }
    let template = request.template.unwrap_or(&Template::BuiltIn);
    let draws_charts = matches!(request.format, Format::Html | Format::Pdf);
    let text = template.render(&document, request.kind, draws_charts)?;
    let replaced = redactor.replacements(&text);
    let text = anchors::resolved(&redactor.redact(&text, markdown::escaped));
    let page = Page {
        title: redactor.redact(&document.title, str::to_owned),
        author: author_of(&document, input),
        made_on: input.made_on,
        charts: charts.into_iter().map(|metric| leaks::redacted_metric(&redactor, metric)).collect(),
        text,
    };
    let check = |text: &str| leaks::ensure_redacted(&redactor, text);
    let located = |err| leaks::locate(err, input, &redactor);
    page.ensure_readable_redacted(&redactor).map_err(located)?;
    let names = Names::of(input, &page.text, replaced);
    let (bytes, missing) = page.render(request, check).map_err(located)?;
    Ok(Rendered { bytes, missing, names })
}

/// Returns the author for the file's properties: the person of the profile, also where the document itself does not begin
/// with the name. A document for the public names only a person whom it names.
fn author_of(document: &Document, input: &ReviewInput) -> String {
    match (&document.head.name, input.reader) {
        (name, _) if !name.is_empty() => name.clone(),
        (_, Reader::Public) => document.profile.name.clone(),
        _ => input.profile.name.clone(),
    }
}

/// Builds the document of a request, with the metrics of its charts.
fn build<'a>(input: &'a ReviewInput, request: &RenderRequest<'_>) -> Result<(Document, Vec<&'a MetricView>)> {
    let (mut document, charts) = match request.kind {
        DocumentKind::Review => review::build(input),
        _ => review::build_by_project(input),
    };
    if request.kind == DocumentKind::Portfolio {
        let recency = recency(&input.projects, &input.wins);
        document.projects.sort_by_key(|project| std::cmp::Reverse(recency.get(&project.id)));
    }
    document.apply(&input.overrides);
    let mut document = match request.kind {
        DocumentKind::Review => document,
        DocumentKind::Portfolio => {
            let dated = request.alone && request.length == Length::Full;
            let parents = career_places::parents(&input.projects);
            document.projects = career_places::below_parents(document.projects, &parents);
            portfolio(Document { head: summary::head(input), dated, ..document }, request.alone)
        }
        DocumentKind::Timeline if request.length == Length::Short => {
            cv::shorten(career::timeline(document, input))
        }
        DocumentKind::Timeline => career::timeline(document, input),
        DocumentKind::Cv => {
            let mut cv = cv::cv(career::timeline(document, input), input, request.length);
            // JSON is for programs, and has no pages.
            if request.length == Length::Short && request.format != Format::Json {
                cv_length::fit(&mut cv);
            }
            cv
        }
        DocumentKind::Stories => interview::sheet(document, input, request.length),
    };
    // JSON is for programs, and always has everything in its place.
    let is_short = request.length == Length::Short && request.format != Format::Json;
    document.select(request.include, request.exclude).map_err(RenderError::UnknownPart)?;
    if request.kind == DocumentKind::Review && is_short {
        short::shorten(&mut document);
    }
    if request.kind == DocumentKind::Review && request.format != Format::Json {
        short::shorten_table(&mut document);
        // The appendix is a part too; it has only what is included.
        document.select(&[], request.exclude).map_err(RenderError::UnknownPart)?;
    }
    document.shorten_highlighted();
    if request.receipts {
        document.receipts = receipts(&document, &input.written);
    }
    Ok((document, charts))
}

fn portfolio(mut document: Document, alone: bool) -> Document {
    let one = document.projects.first().filter(|_| alone);
    document.title = one.map_or_else(|| "Portfolio".to_owned(), |project| project.name.clone());
    document.alone = alone;
    document.clear_praise();
    document
}

/// A redacted document in Markdown.
struct Page {
    title: String,
    author: String,
    made_on: chrono::NaiveDate,
    text: String,
    charts: Vec<MetricView>,
}

impl Page {
    /// Fails if a name can be read in the Markdown text, or in its rendering as HTML or plain text.
    fn ensure_readable_redacted(&self, redactor: &Redactor) -> Result<()> {
        leaks::ensure_redacted(redactor, &self.text)?;
        if redactor.is_empty() {
            return Ok(());
        }
        let page = html::fragment(&self.text);
        for text in [html::readable(&page), html::readable(&self.text), plain::text(&self.text)] {
            leaks::ensure_redacted(redactor, &text)?;
        }
        Ok(())
    }

    /// Renders the output format, and passes texts that the format adds, such as the labels of charts, to
    /// `check`. Returns the bytes and the characters without a glyph.
    fn render(
        self,
        request: &RenderRequest<'_>,
        check: impl Fn(&str) -> Result<()>,
    ) -> Result<(Vec<u8>, Vec<char>)> {
        let charts: Vec<&MetricView> = self.charts.iter().collect();
        let text = match request.format {
            Format::Html => {
                let page =
                    html::page(&self.title, &self.author, &self.text, &charts).map_err(RenderError::Page)?;
                check(&html::readable(&page))?;
                page
            }
            Format::Pdf => {
                let origin = pdf::Origin { author: &self.author, date: self.made_on };
                let pdf = pdf::pages(&self.title, &origin, &self.text, &charts).map_err(RenderError::Page)?;
                check(&pdf.text)?;
                return Ok((pdf.bytes, pdf.missing));
            }
            Format::Text => plain::text(&self.text),
            // Programs that make a site of Markdown look for the title in the front matter. A JSON string is valid YAML.
            Format::Markdown if request.kind == DocumentKind::Portfolio => {
                format!("---\ntitle: {}\n---\n\n{}", serde_json::Value::from(self.title), self.text)
            }
            Format::Markdown | Format::Json => self.text,
        };
        Ok((text.into_bytes(), Vec::new()))
    }
}

/// Renders a portfolio as one page for each project, each with its file name.
pub fn render_per_project(
    input: &ReviewInput,
    request: &RenderRequest<'_>,
) -> Result<Vec<(String, Rendered)>> {
    let input = &with_overrides(input);
    let redactor = input.redactor();
    let request = RenderRequest { kind: DocumentKind::Portfolio, alone: true, ..*request };
    let mut out: Vec<(String, Rendered)> = Vec::with_capacity(input.projects.len());
    for project in &input.projects {
        let rendered = render(&input.of_project(project), &request)?;
        let name = file_stem(&redactor.redact(&project.name, str::to_owned), "project");
        let named = |suffix: &str| format!("{name}{suffix}.{}", request.format.word());
        let is_taken = |file: &String| out.iter().any(|(each, _)| each == file);
        let numbered = (2..=input.projects.len()).map(|at| named(&format!("-{at}")));
        let file = std::iter::once(named("")).chain(numbered).find(|file| !is_taken(file));
        out.extend(file.map(|file| (file, rendered)));
    }
    Ok(out)
}

/// Renders a résumé as JSON Resume, with the latest position and the latest project first.
pub fn render_resume(input: &ReviewInput) -> Result<Rendered> {
    let (mut document, _) = review::build_by_project(input);
    document.apply(&input.overrides);
    let positions = cv::cv(career::timeline(document, input), input, Length::Short).positions;
    let input = &with_overrides(input);
    let mut projects = input.projects.clone();
    let recency = recency(&projects, &input.wins);
    projects.sort_by_cached_key(|project| std::cmp::Reverse(recency.get(&project.id.to_string())));
    let mut names: Vec<String> = Vec::new();
    let of_wins = input.wins.iter().flat_map(|win| &win.skills);
    career::add_skills(&mut names, projects.iter().flat_map(|project| &project.skills).chain(of_wins));
    let skills = grouped_skills(&names, &input.skill_groups);
    let mut value = resume::json(&Resume {
        profile: &input.profile,
        work: resume::work(&input.positions, &positions, &input.wins),
        projects: &projects,
        wins: &input.wins,
        metrics: &input.metrics,
        skills: &skills,
    });
    let redactor = input.redactor();
    // An alias in an e-mail or web address would make the address point to somebody else.
    if let Some(basics) = value["basics"].as_object_mut() {
        let leaks =
            |text: &serde_json::Value| text.as_str().is_some_and(|text| redactor.first_leak(text).is_some());
        basics.retain(|key, text| !(matches!(&key[..], "email" | "url") && leaks(text)));
        if let Some(profiles) = basics.get_mut("profiles").and_then(serde_json::Value::as_array_mut) {
            profiles.retain(|profile| !leaks(&profile["url"]));
        }
        basics.retain(|_, value| value.as_array().is_none_or(|all| !all.is_empty()));
    }
    redacted_json(input, &redactor, value)
}

/// Replaces the names of these aliases in rows of tables or in other texts, except the user's own name, and returns what was
/// found. Fails if a name can still be read.
pub fn redact_rows<'a>(
    aliases: &[Alias],
    own: &str,
    rows: impl Iterator<Item = &'a mut serde_json::Value>,
) -> Result<Names> {
    let redactor = Redactor::of(aliases).keeping(own);
    let mut names = Names::default();
    for row in rows {
        let replaced = redactor.replacements(&leaks::texts_of(row).join("\n"));
        leaks::redact_json(&redactor, row)?;
        let similar = redactor.similar(&leaks::texts_of(row).join("\n"));
        names.add(&Names { replaced, similar, ..Names::default() });
    }
    Ok(names)
}

/// Finds the names that have an alias in rows of tables or in other texts, for a reader who may know them; `own` is the name
/// of the user.
pub fn names_in_rows<'a>(
    aliases: &[Alias],
    own: &str,
    rows: impl Iterator<Item = &'a serde_json::Value>,
) -> Names {
    let texts: Vec<&str> = rows.flat_map(leaks::texts_of).collect();
    Names::with_alias(aliases, own, &texts.join("\n"))
}

/// Redacts a JSON document and renders it.
fn redacted_json(input: &ReviewInput, redactor: &Redactor, mut value: serde_json::Value) -> Result<Rendered> {
    let replaced = redactor.replacements(&leaks::texts_of(&value).join("\n"));
    leaks::redact_json(redactor, &mut value).map_err(|err| leaks::locate(err, input, redactor))?;
    let texts = leaks::texts_of(&value).join("\n");
    let text = serde_json::to_string_pretty(&value)?;
    // The address of the schema of JSON Resume is no text of the user.
    let names = Names::of(input, &texts.replace(resume::SCHEMA, ""), replaced);
    Ok(Rendered { bytes: format!("{text}\n").into_bytes(), missing: Vec::new(), names })
}

/// Applies the overrides to the input itself, for documents that are not built from [`Document`].
fn with_overrides(input: &ReviewInput) -> ReviewInput {
    let mut input = without_left_out(input, |input| review::build_by_project(input).0.outline()).into_owned();
    let (mut document, _) = review::build_by_project(&input);
    let overrides = std::mem::take(&mut input.overrides);
    let retitle = |key: &str, own: &mut String| {
        let is_retitled = |each: &&DocumentOverride| each.item == key && !each.title.is_empty();
        if let Some(each) = overrides.iter().find(is_retitled) {
            own.clone_from(&each.title);
        }
    };
    for win in &mut input.wins {
        retitle(&win.id.to_string(), &mut win.title);
    }
    document.apply(&overrides);
    let place = |id: &str| document.projects.iter().position(|project| project.id == id);
    input.projects.retain(|project| place(&project.id.to_string()).is_some());
    input.projects.sort_by_key(|project| place(&project.id.to_string()));
    for project in &mut input.projects {
        retitle(&project.id.to_string(), &mut project.name);
    }
    ReviewInput { overrides, ..input }
}

/// Returns for each project, by its id, whether it goes on, and the last day on which it was worked on. The project with the
/// greatest value comes first; projects of the same time, or without one, stay in their order.
fn recency(projects: &[ProjectView], wins: &[WinView]) -> HashMap<String, (bool, Option<NaiveDate>)> {
    let mut last: HashMap<ProjectId, NaiveDate> = HashMap::new();
    for win in wins {
        if let (Some(project), Some(when)) = (&win.project, win.when) {
            let day = last.entry(project.id).or_insert(when.last_day());
            *day = (*day).max(when.last_day());
        }
    }
    let of = |project: &ProjectView| {
        let goes_on = project.start.is_some() && project.end.is_none();
        let day = project.end.map(PartialDate::last_day).or_else(|| last.get(&project.id).copied());
        (project.id.to_string(), (goes_on, day))
    };
    projects.iter().map(of).collect()
}
