//! Builds the brag document of a period from the values of the journal.

use super::career_entry::{CompetencyEntry, Mention};
use super::document::{
    Document, EarlierOutcome, Entry, GoalEntry, Outcome, PraiseEntry, ProjectEntry, Reader, ReadingEntry,
    Section, Series, Span,
};
use super::input::{EarlierWork, ReviewInput};
use super::sentences::ended;
use super::{
    continuation, document_wording, gaps, goal_entry, praise as praise_words, promotion, summary, wording,
};
use crate::domain::category::LEARNING;
use crate::domain::{
    Chapter, Confidence, Figure, FollowUpView, Ladder, Medium, MetricView, Praise, ProjectId, ProjectView,
    Reading, RecordId, Stored, WinView,
};
use crate::text::{spaced, with_capital};

/// The maximum number of highlights.
const HIGHLIGHTS: usize = 5;

/// The points of a win with a figure.
const STRONG: u32 = 4;

/// The worth of a win that has only notes, which are no reason to highlight it.
const NOTES: u32 = 1;

/// Builds the review, and collects the metrics of its charts. For a promotion committee, the wins that were
/// tagged with a competency of the ladder are listed by competency.
pub fn build(review: &ReviewInput) -> (Document, Vec<&MetricView>) {
    let is_case = review.reader == Reader::Promotion;
    let (mut document, charts) = build_with(review, review.ladder.as_ref().filter(|_| is_case));
    if is_case {
        document.case = promotion::case(review);
    }
    document.head = summary::head(review);
    document.totals = summary::totals(review);
    document.glance = summary::numbers(review);
    // What goes on without anything of the period needs no line.
    document.projects.retain(|project| !is_summary(project));
    document.nothing = document.has_nothing();
    summary::set_months(&mut document, review);
    (document, charts)
}

/// Builds the document in which every win is listed under its project or in its category, for each reader.
pub fn build_by_project(review: &ReviewInput) -> (Document, Vec<&MetricView>) {
    build_with(review, None)
}

fn build_with<'a>(review: &'a ReviewInput, ladder: Option<&Ladder>) -> (Document, Vec<&'a MetricView>) {
    let mut charts = Charts::default();
    let competencies = ladder.map(|ladder| competencies(review, ladder, &mut charts)).unwrap_or_default();
    let wins: Vec<&WinView> =
        review.wins.iter().filter(|win| ladder.is_none() || win.competencies.is_empty()).collect();
    // The projects with the most wins come first. A star or an outcome changes no place: the user chooses in this
    // order, and it must not change meanwhile.
    let weight = |project: &ProjectView| review.wins.iter().filter(|win| belongs(win, project.id)).count();
    let mut ordered: Vec<&ProjectView> = review.projects.iter().collect();
    ordered.sort_by_cached_key(|project| std::cmp::Reverse(weight(project)));
    let projects: Vec<ProjectEntry> = ordered
        .into_iter()
        .map(|project| project_entry(review, &wins, project, &mut charts))
        .filter(|entry| !is_empty(entry))
        .collect();
    let told_by_win = |metric: &MetricView| {
        metric.only_win().is_some_and(|only| review.wins.iter().any(|win| win.id == only))
    };
    let standalone =
        review.metrics.iter().filter(|metric| metric.owner_id().is_none() && !told_by_win(metric));
    let numbers: Vec<Series> = standalone.map(|metric| charts.series(metric)).collect();
    let sections = sections(review, &wins, &mut charts);
    let earlier = earlier_outcomes(&review.earlier);
    let goals = goal_entry::all(&review.goals, &review.period);
    let praise = praise(review);
    let period = &review.period;
    let is_close = matches!(review.reader, Reader::Manager | Reader::Promotion);
    let mut document = Document {
        title: format!("Brag document, {}", period.label),
        reader: review.reader.word().to_owned(),
        period: Span {
            label: period.label.clone(),
            first: period.first.to_string(),
            last: period.last.to_string(),
        },
        highlights: if is_close { highlights(review) } else { Vec::new() },
        themes: if review.reader == Reader::Manager { summary::themes(review) } else { Vec::new() },
        goals,
        competencies,
        projects,
        praise,
        numbers,
        earlier,
        sections,
        categories: review.categories.iter().map(|category| category.key.clone()).collect(),
        // What is to be done needs no evidence.
        next: review
            .next
            .iter()
            .map(|goal| GoalEntry { evidence: Vec::new(), more: 0, ..goal_entry::one(goal, &review.period) })
            .collect(),
        next_label: review.next_label.clone(),
        ..Document::default()
    };
    document.nothing = document.has_nothing();
    if review.reader == Reader::Myself && document.has_work() {
        document.missing = gaps::find(review, &document.sections);
        document.gaps = document.missing.iter().filter_map(|gap| gap.text(|_| false)).collect();
    }
    (document, charts.0)
}

/// Returns the wins by their first competency, in the order of the ladder; keys that the ladder does not have
/// come last.
fn competencies<'a>(
    review: &'a ReviewInput,
    ladder: &Ladder,
    charts: &mut Charts<'a>,
) -> Vec<CompetencyEntry> {
    let mut out = Vec::new();
    for group in promotion::groups(review, ladder) {
        let is_first = |win: &&WinView| win.competencies.first().is_some_and(|key| group.is(key));
        let count = group.wins.len();
        let (first, others): (Vec<&WinView>, Vec<&WinView>) = group.wins.iter().copied().partition(is_first);
        let mention = |win: &WinView| Mention { id: win.id.to_string(), title: win.title.clone() };
        let also = others.into_iter().map(mention).collect();
        let evidence: Vec<Entry> = first
            .into_iter()
            .map(|win| {
                let own = entry(win, &review.metrics, charts);
                let project = win.project.as_ref().map(|project| project.name.clone()).unwrap_or_default();
                entry_for(review.reader, Entry { project, ..own })
            })
            .collect();
        let (name, about) = (group.name, group.about);
        out.push(CompetencyEntry { name, about, count, evidence, also });
    }
    out
}

/// Returns the praise that is not about one of the wins of the document, which list their own.
fn praise(review: &ReviewInput) -> Vec<PraiseEntry> {
    if review.praise.is_empty() {
        return Vec::new();
    }
    let is_listed = |praise: &Stored<Praise>| {
        let about = praise.win.as_ref().map(|named| named.id);
        about.is_some_and(|about| review.wins.iter().any(|win| win.id == about))
    };
    let others = review.praise.iter().filter(|praise| !is_listed(praise));
    others
        .map(|praise| {
            let win = praise.win.as_ref().map(|named| named.name.clone());
            let about = win.or_else(|| praise.project.as_ref().map(|named| named.name.clone()));
            praise_entry(praise, about.unwrap_or_default())
        })
        .collect()
}

fn praise_entry(praise: &Stored<Praise>, about: String) -> PraiseEntry {
    PraiseEntry {
        id: praise.id.to_string(),
        quote: praise.quote.clone(),
        attribution: praise_words::attribution(praise),
        about,
    }
}

/// The metrics of the charts, in the order of their indices.
#[derive(Default)]
struct Charts<'a>(Vec<&'a MetricView>);

impl<'a> Charts<'a> {
    fn series(&mut self, metric: &'a MetricView) -> Series {
        let drawn = metric.points().len() > 1;
        if drawn {
            self.0.push(metric);
        }
        let mut by = metric.values.iter().map(|value| value.brought_by);
        let first = by.next().flatten();
        Series {
            name: metric.name.clone(),
            told: document_wording::series_of(metric),
            caption: caption(metric),
            values: metric.values.len(),
            chart: drawn.then(|| self.0.len() - 1),
            brought: first.is_some() && by.all(|each| each == first),
        }
    }
}

/// Returns the caption of a chart: `Hit rate: 60 % → 91 %, August 2024 to December 2025`.
fn caption(metric: &MetricView) -> String {
    let name = document_wording::metric_name(&metric.name);
    let (Some(first), Some(last)) = (metric.values.first(), metric.values.last()) else { return name };
    let words = spaced(&metric.name);
    let of = |value: &crate::domain::Amount| document_wording::amount_of(&words, value);
    let values = format!("{} → {}", of(&first.amount), of(&last.amount));
    format!("{name}: {values}, {}", document_wording::months(first.date, last.date))
}

fn outcomes(follow_ups: &[FollowUpView]) -> Vec<Outcome> {
    let answered = follow_ups.iter().filter(|each| !each.outcome.is_empty());
    answered
        .map(|each| Outcome {
            id: each.id.to_string(),
            date: each.recorded_on.map(wording::day).unwrap_or_default(),
            month: each.recorded_on.map(wording::month).unwrap_or_default(),
            text: document_wording::outcome_of(each),
        })
        .collect()
}

/// Creates the entry of a win without its praise; `with_project` adds the name of its project.
pub fn entry_of(win: &WinView, with_project: bool) -> Entry {
    let project = win.project.as_ref().filter(|_| with_project);
    Entry {
        project: project.map(|project| project.name.clone()).unwrap_or_default(),
        praise: Vec::new(),
        ..entry(win, &[], &mut Charts::default())
    }
}

fn entry<'a>(win: &WinView, metrics: &'a [MetricView], charts: &mut Charts<'a>) -> Entry {
    let own = |metric: &&MetricView| owned_by(metric, win.id.into()) || metric.only_win() == Some(win.id);
    let since = metrics
        .iter()
        .filter(own)
        .filter(|metric| metric.values.iter().any(|value| value.brought_by.is_none()));
    let is_named = |figure: &&Stored<Figure>| document_wording::is_named(figure, &win.title);
    let (title, notes) = continuation::joined(&win.title, &win.notes);
    Entry {
        id: win.id.to_string(),
        title,
        date: wording::date_of(win),
        starred: win.starred,
        project: String::new(),
        figures: win.figures.iter().map(|stored| document_wording::figure_of(stored)).collect(),
        named: win
            .figures
            .iter()
            .filter(is_named)
            .map(|stored| document_wording::figure_of(stored))
            .collect(),
        beside: Vec::new(),
        confidence: String::new(),
        audience: win.audience.clone(),
        roles: win.roles.iter().map(|role| role.word().to_owned()).collect(),
        people: win.people.clone(),
        month: None,
        impact: win.impact.clone(),
        notes,
        since: since.map(|metric| charts.series(metric)).collect(),
        outcomes: outcomes(&win.follow_ups),
        links: win.links.clone(),
        praise: win.praise.iter().map(|praise| praise_entry(praise, String::new())).collect(),
        highlighted: false,
    }
}

/// Removes the links of an entry for the public, because they may be internal addresses, and the people.
fn entry_for(reader: Reader, entry: Entry) -> Entry {
    if reader == Reader::Public { Entry { links: Vec::new(), people: Vec::new(), ..entry } } else { entry }
}

fn owned_by(metric: &MetricView, owner: RecordId) -> bool {
    metric.owner_id() == Some(owner)
}

fn belongs(win: &WinView, project: ProjectId) -> bool {
    win.project.as_ref().is_some_and(|named| named.id == project)
}

/// Creates the entry of a project without wins and metrics.
pub fn entry_of_project(project: &ProjectView) -> ProjectEntry {
    let prose = |chapter: Chapter| project.prose[chapter].clone();
    let learned = [Chapter::Reflection, Chapter::Learned].map(prose);
    ProjectEntry {
        id: project.id.to_string(),
        name: project.name.clone(),
        span: wording::span(project.start, project.end),
        roles: project.roles.iter().map(|role| role.word().to_owned()).collect(),
        skills: project.skills.clone(),
        summary: prose(Chapter::Summary),
        challenge: prose(Chapter::Challenge),
        solution: prose(Chapter::Solution),
        results: prose(Chapter::Results),
        liked: prose(Chapter::Liked),
        hard: prose(Chapter::Hard),
        learned: learned.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n"),
        outcomes: outcomes(&project.follow_ups),
        ..ProjectEntry::default()
    }
}

fn project_entry<'a>(
    review: &'a ReviewInput,
    wins: &[&WinView],
    project: &ProjectView,
    charts: &mut Charts<'a>,
) -> ProjectEntry {
    let own = wins.iter().filter(|win| belongs(win, project.id));
    let wins = own.map(|win| entry_for(review.reader, entry(win, &[], charts))).collect();
    let metrics = review.metrics.iter().filter(|metric| owned_by(metric, project.id.into()));
    let metrics = metrics.map(|metric| charts.series(metric)).collect();
    ProjectEntry { wins, metrics, ..entry_of_project(project) }
}

/// Returns `true` if the entry of a project has neither a text nor a win, a metric or an outcome.
fn is_empty(entry: &ProjectEntry) -> bool {
    entry.summary.is_empty() && is_summary(entry)
}

/// Returns `true` if the entry of a project has at most its summary.
fn is_summary(entry: &ProjectEntry) -> bool {
    let texts =
        [&entry.challenge, &entry.solution, &entry.results, &entry.learned, &entry.liked, &entry.hard];
    texts.iter().all(|text| text.is_empty())
        && entry.wins.is_empty()
        && entry.metrics.is_empty()
        && entry.outcomes.is_empty()
}

/// Returns the sections that are not empty, in the order of the categories.
fn sections<'a>(review: &'a ReviewInput, all: &[&WinView], charts: &mut Charts<'a>) -> Vec<Section> {
    let mut keys: Vec<&str> = review.categories.iter().map(|category| category.key.as_str()).collect();
    for win in all {
        if !keys.contains(&win.category_key()) {
            keys.push(win.category_key());
        }
    }
    if !review.readings.is_empty() && !keys.contains(&LEARNING) {
        keys.push(LEARNING);
    }
    let mut out = Vec::new();
    for key in keys {
        let own = all.iter().filter(|win| win.project.is_none() && win.category_key() == key);
        let wins: Vec<Entry> =
            own.map(|win| entry_for(review.reader, entry(win, &review.metrics, charts))).collect();
        let readings: Vec<ReadingEntry> = match key {
            LEARNING => review.readings.iter().map(reading_entry).collect(),
            _ => Vec::new(),
        };
        if !wins.is_empty() || !readings.is_empty() {
            let title = match review.categories.title(key) {
                LEARNING => "Learning",
                title => title,
            };
            out.push(Section { key: key.to_owned(), title: title.to_owned(), wins, readings });
        }
    }
    out
}

fn reading_entry(reading: &Stored<Reading>) -> ReadingEntry {
    let lines = [&reading.takeaways, &reading.changed].into_iter().flat_map(|text| text.lines());
    ReadingEntry {
        id: reading.id.to_string(),
        title: reading.title.clone(),
        authors: reading.authors.join(", "),
        medium: if reading.medium == Medium::Book { String::new() } else { reading.medium.word().to_owned() },
        takeaways: lines.map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect(),
    }
}

/// Returns the lines of a claim as sentences: its figures and its impact.
fn sentences_of(claim: &str) -> String {
    let lines = claim.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| ended(&with_capital(line))).collect::<Vec<_>>().join(" ")
}

fn earlier_outcomes(all: &[EarlierWork]) -> Vec<EarlierOutcome> {
    let mut out: Vec<EarlierOutcome> = Vec::new();
    let mut last: Option<RecordId> = None;
    for each in all {
        if last != Some(each.follow_up.about) {
            let about = [each.project.clone(), each.when.map(wording::month_of)];
            out.push(EarlierOutcome {
                title: each.title.clone(),
                about: about.into_iter().flatten().collect(),
                claim: sentences_of(&each.claim),
                outcomes: Vec::new(),
            });
        }
        last = Some(each.follow_up.about);
        if let Some(work) = out.last_mut() {
            work.outcomes.extend(outcomes(std::slice::from_ref(&each.follow_up)));
        }
    }
    out
}

/// Returns the wins that are worth most; in a long document also if no win has a star, an outcome or a figure.
fn highlights(review: &ReviewInput) -> Vec<Entry> {
    let rated = review.wins.iter().map(|win| (entry(win, &[], &mut Charts::default()).worth(), win));
    let mut ranked: Vec<(u32, &WinView)> = rated.filter(|(worth, _)| *worth > NOTES).collect();
    ranked.sort_by_key(|(worth, _)| std::cmp::Reverse(*worth));
    let strong = ranked.iter().take_while(|(worth, _)| *worth >= STRONG).count();
    ranked.truncate(strong.max(review.wins.len() / 4));
    ranked.truncate(HIGHLIGHTS);
    ranked
        .into_iter()
        .map(|(_, win)| {
            let mut entry = entry_of(win, true);
            entry.confidence =
                confidence(win, &review.metrics).map_or("", Confidence::word).replace('-', " ");
            entry.beside = win.figures.iter().map(|stored| document_wording::figure_entry(stored)).collect();
            // A highlight is short: the notes and links are with the win's own entry.
            (entry.notes, entry.links) = (String::new(), Vec::new());
            entry
        })
        .collect()
}

/// Returns the confidence of the value that a win logged; `None` if it was not given.
fn confidence(win: &WinView, metrics: &[MetricView]) -> Option<Confidence> {
    let mut values = metrics.iter().flat_map(|metric| &metric.values);
    values.find(|value| value.brought_by == Some(win.id) && !value.baseline)?.confidence
}
