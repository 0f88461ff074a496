//! The press: a review as a document in a format, and a file that is written whole or not at all.

use std::io::Write as _;
use std::path::Path;

use super::Journal;
use super::documents::ReviewData;
use super::redaction::{ensure_redacted, redact_json, redacted, texts_of};
use chrono::NaiveDate;

use crate::domain::{DateRange, MetricView, ProjectView, WinView, fold};
use crate::error::{Error, Result};
use crate::report::document::{Document, Reader};
use crate::report::name_detection::UnaliasedName;
use crate::report::redact::{Redactor, Replacement};
use crate::report::resume::{self, Basics, Resume};
use crate::report::review_input;
use crate::report::{html, markdown, pdf, plain, review as told, template};
use crate::text::slug;

/// The format of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Markdown: the default, and what the others but JSON are made of.
    #[default]
    Markdown,
    /// One self-contained page.
    Html,
    /// Pages.
    Pdf,
    /// Plain text.
    Text,
    /// What templates are given.
    Json,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 5] = [Self::Markdown, Self::Html, Self::Pdf, Self::Text, Self::Json];

    /// The word that is typed, and the ending of a file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Pdf => "pdf",
            Self::Text => "txt",
            Self::Json => "json",
        }
    }

    /// The format of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }

    /// The format that a file's name says.
    #[must_use]
    pub fn of_path(path: &Path) -> Option<Self> {
        let end = path.extension()?.to_str()?.to_ascii_lowercase();
        if end == "markdown" { Some(Self::Markdown) } else { Self::from_word(&end) }
    }
}

/// Which document: each is a template over the same context.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DocumentKind {
    /// The brag document of a period.
    #[default]
    Review,
    /// The projects, told for people who were not there.
    Portfolio,
}

impl DocumentKind {
    /// The name of its template, which a person's own beside the configuration has too.
    #[must_use]
    pub fn file(self) -> &'static str {
        match self {
            Self::Review => "review.md.jinja",
            Self::Portfolio => "portfolio.md.jinja",
        }
    }

    /// The template that is built in.
    #[must_use]
    pub fn template(self) -> &'static str {
        match self {
            Self::Review => template::REVIEW,
            Self::Portfolio => template::PORTFOLIO,
        }
    }
}

/// What is wanted of a document.
#[derive(Debug, Clone, Copy, Default)]
pub struct RenderRequest<'a> {
    /// Which document.
    pub form: DocumentKind,
    /// The format.
    pub format: Format,
    /// The person's own template; the one beside the configuration, else the one that is built in, where
    /// none is said.
    pub template: Option<&'a Path>,
    /// Whether a portfolio is a page of one project, and not of all of them.
    pub alone: bool,
    /// Only these parts.
    pub include: &'a [String],
    /// Without these parts.
    pub exclude: &'a [String],
}

/// A document that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// What is to be written.
    pub bytes: Vec<u8>,
    /// Characters that no font here has; of a PDF.
    pub missing: Vec<char>,
    /// Names that have no alias; of a document for the public.
    pub unaliased: Vec<UnaliasedName>,
    /// The names that were replaced by their aliases.
    pub replaced: Vec<Replacement>,
}

impl Journal {
    /// The document of a review with everything that may be in it, and the metrics that its charts are of.
    pub fn document(&self, data: &ReviewData) -> Result<(Document, Vec<MetricView>)> {
        let earlier: Vec<_> = data
            .earlier
            .iter()
            .map(|each| review_input::Earlier {
                title: &each.title,
                when: each.when,
                project: each.project.as_deref(),
                claim: &each.claim,
                follow_up: &each.follow_up,
            })
            .collect();
        let (document, charts) = told::document(&review_input::Review {
            reader: data.reader,
            metrics: &data.metrics,
            earlier: &earlier,
            period: &data.period,
            readings: &data.readings,
            goals: &data.goals,
            next: &data.next,
            next_label: &data.next_label,
            projects: &data.projects,
            wins: &data.wins,
            categories: &self.config.categories,
        });
        let charts = charts.into_iter().cloned().collect();
        Ok((document, charts))
    }

    /// A review in the format that is wanted. For the public, names that have an alias are replaced, and
    /// nothing is made where one would be left.
    ///
    /// # Errors
    /// A usage error for a part that there is not; a failure for a template that cannot be read or does
    /// not work, with its file and line, and for a name that would still be there.
    pub fn press(&self, data: &ReviewData, wanted: &RenderRequest<'_>) -> Result<Rendered> {
        let (mut document, charts) = self.document(data)?;
        self.curated(data, &mut document)?;
        if wanted.form == DocumentKind::Portfolio {
            let one = document.projects.first().filter(|_| wanted.alone);
            document.title = one.map_or_else(|| "Portfolio".to_owned(), |project| project.name.clone());
            document.alone = wanted.alone;
        }
        document.keep(wanted.include, wanted.exclude).map_err(|err| {
            Error::usage(err)
                .hint(format!("parts are {}, and the keys of categories", Document::PARTS.join(", ")))
        })?;
        document.refer();
        let redactor = self.redactor_for(data.reader)?;
        if wanted.format == Format::Json {
            let value = serde_json::to_value(&document).map_err(|err| Error::failed(err.to_string()))?;
            return self.pressed_json(data, &redactor, value);
        }
        let text = self.markdown_of(&document, wanted)?;
        let replaced = redactor.replacements(&text);
        let text = redactor.redact(&text, markdown::escaped);
        let checked = |text: &str| {
            ensure_redacted(&redactor, text).map_err(|err| self.with_place(err, data, &redactor))
        };
        checked(&text)?;
        let unaliased = self.unaliased(data, &text)?;
        if !redactor.is_empty() {
            // As a page it reads otherwise than as it is written: without marks, addresses and entities.
            let page = html::page("", &text, &[]).map_err(Error::failed)?;
            for reads in [html::readable(&page), html::readable(&text), plain::text(&text)] {
                checked(&reads)?;
            }
        }
        let title = redactor.redact(&document.title, str::to_owned);
        // What is said in the charts of a page, too.
        let charts: Vec<MetricView> = charts.iter().map(|metric| redacted(&redactor, metric)).collect();
        let charts: Vec<&MetricView> = charts.iter().collect();
        let made = |text: String, unaliased, replaced| Rendered {
            bytes: text.into_bytes(),
            missing: Vec::new(),
            unaliased,
            replaced,
        };
        Ok(match wanted.format {
            Format::Html => {
                let page = html::page(&title, &text, &charts).map_err(Error::failed)?;
                // What the page adds, as in its charts, says no name either.
                checked(&html::readable(&page))?;
                made(page, unaliased, replaced)
            }
            Format::Pdf => {
                let pdf = pdf::pages(&title, &text, &charts).map_err(Error::failed)?;
                checked(&pdf.text)?;
                Rendered { bytes: pdf.bytes, missing: pdf.missing, unaliased, replaced }
            }
            Format::Text => made(plain::text(&text), unaliased, replaced),
            // What makes pages of Markdown looks for a title there.
            Format::Markdown if wanted.form == DocumentKind::Portfolio => {
                made(format!("---\ntitle: {}\n---\n\n{text}", quoted(&title)), unaliased, replaced)
            }
            Format::Markdown | Format::Json => made(text, unaliased, replaced),
        })
    }

    /// A portfolio as a page for each project, with the file names that they are to have.
    ///
    /// # Errors
    /// As [`Journal::press`].
    pub fn render_per_project(
        &self,
        data: &ReviewData,
        wanted: &RenderRequest<'_>,
    ) -> Result<Vec<(String, Rendered)>> {
        let data = &self.as_chosen(data)?;
        let redactor = self.redactor_for(data.reader)?;
        let mut out: Vec<(String, Rendered)> = Vec::with_capacity(data.projects.len());
        for project in &data.projects {
            let of = |win: &&WinView| win.project.as_ref().is_some_and(|named| named.id == project.id);
            let own = |metric: &&MetricView| metric.owner_id() == Some(project.id.into());
            let one = ReviewData {
                reader: data.reader,
                period: data.period.clone(),
                goals: Vec::new(),
                next: Vec::new(),
                next_label: String::new(),
                projects: vec![project.clone()],
                wins: data.wins.iter().filter(of).cloned().collect(),
                metrics: data.metrics.iter().filter(own).cloned().collect(),
                earlier: Vec::new(),
                readings: Vec::new(),
            };
            let pressed =
                self.press(&one, &RenderRequest { form: DocumentKind::Portfolio, alone: true, ..*wanted })?;
            let name = slug(&redactor.redact(&project.name, str::to_owned));
            let name = if name.is_empty() { "project".to_owned() } else { name };
            let named = |more: &str| format!("{name}{more}.{}", wanted.format.word());
            let taken = |file: &String| out.iter().any(|(each, _)| each == file);
            let again = (2..=data.projects.len()).map(|at| named(&format!("-{at}")));
            let file = std::iter::once(named("")).chain(again).find(|file| !taken(file));
            out.extend(file.map(|file| (file, pressed)));
        }
        Ok(out)
    }

    /// The résumé of what a reader may see and what was chosen for that document, as JSON Resume; the projects
    /// with the latest first. For the public, names that have an alias are replaced, and nothing is made where
    /// one would be left.
    ///
    /// # Errors
    /// When the journal cannot be read; a failure for a name that would still be there.
    pub fn resume(&self, data: &ReviewData) -> Result<Rendered> {
        let data = &self.as_chosen(data)?;
        let person = &self.config.person;
        let basics = Basics {
            name: person.name.clone(),
            label: person.label.clone(),
            email: person.email.clone(),
            phone: person.phone.clone(),
            url: person.url.clone(),
            summary: person.summary.clone(),
        };
        let mut projects = data.projects.clone();
        projects.sort_by_key(|project| std::cmp::Reverse(last_day(project, &data.wins)));
        let mut names: Vec<String> = Vec::new();
        let of_wins = data.wins.iter().flat_map(|win| &win.skills);
        for name in projects.iter().flat_map(|project| &project.skills).chain(of_wins) {
            if names.iter().all(|each| fold(each) != fold(name)) {
                names.push(name.clone());
            }
        }
        let skills = self.grouped_skills(&names)?;
        let (wins, metrics) = (&data.wins, &data.metrics);
        let mut value =
            resume::json(&Resume { basics: &basics, projects: &projects, wins, metrics, skills: &skills });
        let redactor = self.redactor_for(data.reader)?;
        // An address that says a name is none of somebody else's.
        if let Some(basics) = value["basics"].as_object_mut() {
            let says = |text: &serde_json::Value| {
                text.as_str().is_some_and(|text| redactor.first_leak(text).is_some())
            };
            basics.retain(|key, text| !(matches!(&key[..], "email" | "url") && says(text)));
        }
        let mut pressed = self.pressed_json(data, &redactor, value)?;
        pressed.unaliased.retain(|each| fold(&each.name) != fold(&person.name));
        Ok(pressed)
    }

    /// Returns the redactor of the documents for a reader: one without names for all but the public.
    fn redactor_for(&self, reader: Reader) -> Result<Redactor> {
        if reader == Reader::Public { self.redactor() } else { Ok(Redactor::default()) }
    }

    /// Redacts a document that is JSON, and writes it.
    fn pressed_json(
        &self,
        data: &ReviewData,
        redactor: &Redactor,
        mut value: serde_json::Value,
    ) -> Result<Rendered> {
        let replaced = redactor.replacements(&texts_of(&value).join("\n"));
        redact_json(redactor, &mut value).map_err(|err| self.with_place(err, data, redactor))?;
        let unaliased = self.unaliased(data, &texts_of(&value).join("\n"))?;
        let text = serde_json::to_string_pretty(&value).map_err(|err| Error::failed(err.to_string()))?;
        Ok(Rendered { bytes: format!("{text}\n").into_bytes(), missing: Vec::new(), unaliased, replaced })
    }

    /// Renders a document with its template, a template that is not built in within limits.
    fn markdown_of(&self, document: &Document, wanted: &RenderRequest<'_>) -> Result<String> {
        let draws = matches!(wanted.format, Format::Html | Format::Pdf);
        match self.own_template(wanted.form, wanted.template)? {
            Some((file, text)) => super::template_process::render(document, &text, &file, draws),
            None => template::markdown(document, wanted.form.template(), wanted.form.file(), draws)
                .map_err(|err| Error::failed(err.to_string())),
        }
    }

    /// Reads the template that was said, or the person's own beside the configuration, with its path; `None`
    /// where the built-in one is meant.
    fn own_template(&self, form: DocumentKind, said: Option<&Path>) -> Result<Option<(String, String)>> {
        let own = self.paths.config.parent().map(|beside| beside.join("templates").join(form.file()));
        let Some(path) = said.map(Path::to_owned).or_else(|| own.filter(|path| path.is_file())) else {
            return Ok(None);
        };
        let text = crate::files::read_text(&path, LONGEST_TEMPLATE)
            .map_err(|err| Error::failed(format!("cannot read {}: {err}", path.display())))?;
        Ok(Some((path.display().to_string(), text)))
    }
}

/// The longest template, in bytes.
const LONGEST_TEMPLATE: u64 = 4 << 20;

/// A text as YAML takes it whatever is in it: as a string of JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The day on which a project was last worked on.
fn last_day(project: &ProjectView, wins: &[WinView]) -> Option<NaiveDate> {
    let of = |win: &&WinView| win.project.as_ref().is_some_and(|named| named.id == project.id);
    let last = wins.iter().filter(of).filter_map(|win| win.when.map(DateRange::last_day)).max();
    project.end.map(crate::domain::PartialDate::last_day).or(last)
}

/// Writes a file whole or not at all, for its owner alone; one that is there only with `force`.
///
/// # Errors
/// When it cannot be written, is there already, or is no regular file.
pub fn write_new(path: &Path, bytes: &[u8], force: bool) -> Result<()> {
    let failed = |err: std::io::Error| Error::failed(format!("cannot write {}: {err}", path.display()));
    if let Ok(metadata) = std::fs::symlink_metadata(path) {
        if !metadata.is_file() {
            return Err(Error::failed(format!("{} is not a regular file", path.display())));
        }
        if !force {
            return Err(
                Error::failed(format!("{} is there already", path.display())).hint("--force replaces it")
            );
        }
    }
    let beside = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !beside.is_dir() {
        return Err(Error::failed(format!("there is no directory {}", beside.display())));
    }
    let mut file = tempfile::NamedTempFile::new_in(beside).map_err(|err| failed(err.kind().into()))?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
    file.persist(path).map_err(|err| failed(err.error))?;
    Ok(())
}
