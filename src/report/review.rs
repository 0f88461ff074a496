//! Builds the brag document of a period from the values of the journal.

use super::document::{
    Document, EarlierOutcome, Entry, GoalEntry, Outcome, ProjectEntry, Reader, ReadingEntry, Section, Series,
    Span, Theme,
};
use super::input::{EarlierWork, ReviewInput};
use super::{gaps, goal as goal_words, wording};
use crate::domain::category::LEARNING;
use crate::domain::{
    Chapter, Confidence, FollowUpView, GoalView, Medium, MetricView, Period, ProjectId, ProjectView, Reading,
    RecordId, Stored, WinView, fold,
};

/// The maximum number of highlights.
const HIGHLIGHTS: usize = 5;

/// The maximum number of themes.
const THEMES: usize = 5;

/// Builds the document, and collects the metrics of its charts.
pub fn build(review: &ReviewInput) -> (Document, Vec<&MetricView>) {
    let mut charts = Charts::default();
    let projects: Vec<ProjectEntry> =
        review.projects.iter().filter_map(|project| project_entry(review, project, &mut charts)).collect();
    let standalone = review.metrics.iter().filter(|metric| metric.owner_id().is_none());
    let numbers: Vec<Series> = standalone.map(|metric| charts.series(metric)).collect();
    let sections = sections(review, &mut charts);
    let earlier = earlier_outcomes(&review.earlier);
    let goals: Vec<GoalEntry> = review.goals.iter().map(|goal| goal_entry(goal, &review.period)).collect();
    let told = !(projects.is_empty() && numbers.is_empty() && sections.is_empty());
    let period = &review.period;
    let is_close = matches!(review.reader, Reader::Manager | Reader::Promotion);
    let missing =
        if review.reader == Reader::Myself && told { gaps::find(review, &sections) } else { Vec::new() };
    let document = Document {
        title: format!("Brag document, {}", period.label),
        reader: review.reader.word().to_owned(),
        period: Span {
            label: period.label.clone(),
            first: period.first.to_string(),
            last: period.last.to_string(),
        },
        highlights: if is_close { highlights(review) } else { Vec::new() },
        nothing: !told && goals.is_empty() && earlier.is_empty(),
        themes: if review.reader == Reader::Manager { themes(review) } else { Vec::new() },
        needs: String::new(),
        alone: false,
        goals,
        projects,
        numbers,
        earlier,
        gaps: missing.iter().filter_map(|gap| gap.told(|_| false)).collect(),
        missing,
        sections,
        categories: review.categories.iter().map(|category| category.key.clone()).collect(),
        next: review.next.iter().map(|goal| goal_entry(goal, &review.period)).collect(),
        next_label: review.next_label.clone(),
    };
    (document, charts.0)
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
            told: told(metric),
            chart: drawn.then(|| self.0.len() - 1),
            brought: first.is_some() && by.all(|each| each == first),
        }
    }
}

/// Returns the values and the change: `800ms → 400ms (4 March 2026) → 380ms (20 March 2026), −52.5 %`.
fn told(metric: &MetricView) -> String {
    let values: Vec<String> = metric
        .values
        .iter()
        .map(|value| {
            let text = value.amount.shown();
            if value.baseline { text } else { format!("{text} ({})", wording::partial(value.date)) }
        })
        .collect();
    let change = metric.change().filter(|_| values.len() > 1).map(|change| format!(", {}", change.text));
    format!("{}{}", values.join(" → "), change.unwrap_or_default())
}

fn outcomes(follow_ups: &[FollowUpView]) -> Vec<Outcome> {
    let answered = follow_ups.iter().filter(|each| !each.outcome.is_empty());
    answered
        .map(|each| Outcome {
            date: each.recorded_on.map(wording::day).unwrap_or_default(),
            text: wording::outcome(each),
        })
        .collect()
}

fn goal_entry(goal: &GoalView, year: &Period) -> GoalEntry {
    GoalEntry {
        id: goal.id.to_string(),
        title: goal.title.clone(),
        why: goal.why.clone(),
        went: goal_words::went(goal, year),
    }
}

/// Creates the entry of a win; `with_project` adds the name of its project.
pub fn entry_of(win: &WinView, with_project: bool) -> Entry {
    let project = win.project.as_ref().filter(|_| with_project);
    Entry {
        project: project.map(|project| project.name.clone()).unwrap_or_default(),
        ..entry(win, &[], &mut Charts::default())
    }
}

fn entry<'a>(win: &WinView, metrics: &'a [MetricView], charts: &mut Charts<'a>) -> Entry {
    let own = |metric: &&MetricView| owned_by(metric, win.id.into());
    let since = metrics
        .iter()
        .filter(own)
        .filter(|metric| metric.values.iter().any(|value| value.brought_by.is_none()));
    Entry {
        id: win.id.to_string(),
        title: win.title.clone(),
        date: wording::date_of(win),
        starred: win.starred,
        project: String::new(),
        figures: win.figures.iter().map(|stored| wording::figure(stored)).collect(),
        confidence: String::new(),
        audience: win.audience.clone(),
        roles: win.roles.iter().map(|role| role.word().to_owned()).collect(),
        impact: win.impact.clone(),
        notes: win.notes.clone(),
        since: since.map(|metric| charts.series(metric)).collect(),
        outcomes: outcomes(&win.follow_ups),
        links: win.links.clone(),
        highlighted: false,
    }
}

/// Removes the links of an entry for the public, because they may be internal addresses.
fn entry_for(reader: Reader, entry: Entry) -> Entry {
    if reader == Reader::Public { Entry { links: Vec::new(), ..entry } } else { entry }
}

fn owned_by(metric: &MetricView, owner: RecordId) -> bool {
    metric.owner_id() == Some(owner)
}

fn belongs(win: &WinView, project: ProjectId) -> bool {
    win.project.as_ref().is_some_and(|named| named.id == project)
}

/// Creates the entry of a project; `None` if it would be empty.
fn project_entry<'a>(
    review: &'a ReviewInput,
    project: &ProjectView,
    charts: &mut Charts<'a>,
) -> Option<ProjectEntry> {
    let prose = |chapter: Chapter| project.prose[chapter].clone();
    let wins: Vec<Entry> = review
        .wins
        .iter()
        .filter(|win| belongs(win, project.id))
        .map(|win| entry_for(review.reader, entry(win, &[], charts)))
        .collect();
    let metrics: Vec<Series> = review
        .metrics
        .iter()
        .filter(|metric| owned_by(metric, project.id.into()))
        .map(|metric| charts.series(metric))
        .collect();
    let learned = [Chapter::Reflection, Chapter::Learned].map(prose);
    let told = ProjectEntry {
        id: project.id.to_string(),
        name: project.name.clone(),
        span: wording::span(project.start, project.end),
        roles: project.roles.iter().map(|role| role.word().to_owned()).collect(),
        skills: project.skills.clone(),
        summary: prose(Chapter::Summary),
        challenge: prose(Chapter::Challenge),
        solution: prose(Chapter::Solution),
        results: prose(Chapter::Results),
        liked: if review.reader == Reader::Myself { prose(Chapter::Liked) } else { String::new() },
        hard: if review.reader == Reader::Myself { prose(Chapter::Hard) } else { String::new() },
        learned: learned.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n"),
        wins,
        metrics,
        outcomes: outcomes(&project.follow_ups),
    };
    let texts = [
        &told.summary,
        &told.challenge,
        &told.solution,
        &told.results,
        &told.learned,
        &told.liked,
        &told.hard,
    ];
    let empty = texts.iter().all(|text| text.is_empty())
        && told.wins.is_empty()
        && told.metrics.is_empty()
        && told.outcomes.is_empty();
    (!empty).then_some(told)
}

/// Returns the sections that are not empty, in the order of the categories.
fn sections<'a>(review: &'a ReviewInput, charts: &mut Charts<'a>) -> Vec<Section> {
    let mut keys: Vec<&str> = review.categories.iter().map(|category| category.key.as_str()).collect();
    for win in &review.wins {
        if !keys.contains(&win.category_key()) {
            keys.push(win.category_key());
        }
    }
    if !review.readings.is_empty() && !keys.contains(&LEARNING) {
        keys.push(LEARNING);
    }
    let mut out = Vec::new();
    for key in keys {
        let own = |win: &&WinView| win.project.is_none() && win.category_key() == key;
        let wins: Vec<Entry> = review
            .wins
            .iter()
            .filter(own)
            .map(|win| entry_for(review.reader, entry(win, &review.metrics, charts)))
            .collect();
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

fn earlier_outcomes(all: &[EarlierWork]) -> Vec<EarlierOutcome> {
    let mut out: Vec<EarlierOutcome> = Vec::new();
    let mut last: Option<RecordId> = None;
    for each in all {
        if last != Some(each.follow_up.about) {
            let about = [each.project.clone(), each.when.map(wording::date)];
            out.push(EarlierOutcome {
                title: each.title.clone(),
                about: about.into_iter().flatten().collect(),
                claim: each.claim.replace('\n', "; "),
                outcomes: Vec::new(),
            });
        }
        last = Some(each.follow_up.about);
        if let Some(told) = out.last_mut() {
            told.outcomes.extend(outcomes(std::slice::from_ref(&each.follow_up)));
        }
    }
    out
}

/// Returns the best wins, by points for a star, outcomes, figures and impact.
fn highlights(review: &ReviewInput) -> Vec<Entry> {
    let worth = |win: &WinView| {
        let points = [
            (win.starred, 4),
            (win.follow_ups.iter().any(|each| !each.outcome.is_empty()), 3),
            (!win.figures.is_empty(), 2),
            (!win.impact.is_empty(), 1),
        ];
        points.into_iter().filter(|(is, _)| *is).map(|(_, points)| points).sum::<u32>()
    };
    let mut ranked: Vec<&WinView> = review.wins.iter().filter(|win| worth(win) >= 3).collect();
    ranked.sort_by_key(|win| std::cmp::Reverse(worth(win)));
    ranked.truncate(HIGHLIGHTS);
    ranked
        .into_iter()
        .map(|win| {
            let mut entry = entry_of(win, true);
            entry.confidence =
                confidence(win, &review.metrics).map_or("", Confidence::word).replace('-', " ");
            // A highlight is short: the notes and links are with the win's own entry.
            (entry.notes, entry.links) = (String::new(), Vec::new());
            entry
        })
        .collect()
}

/// Returns the tags of at least two wins, the most frequent first.
fn themes(review: &ReviewInput) -> Vec<Theme> {
    let mut all: Vec<Theme> = Vec::new();
    for win in &review.wins {
        for tag in &win.tags {
            let own = (win.id.to_string(), win.title.clone());
            match all.iter_mut().find(|theme| fold(&theme.name) == fold(tag)) {
                Some(theme) => theme.of.push(own),
                None => {
                    all.push(Theme { name: tag.clone(), wins: 0, titles: Vec::new(), of: vec![own] });
                }
            }
        }
    }
    all.iter_mut().for_each(Theme::tell);
    all.retain(|theme| theme.wins > 1);
    all.sort_by_key(|theme| std::cmp::Reverse(theme.wins));
    all.truncate(THEMES);
    all
}

/// Returns the confidence of the value that a win logged; `None` if it was not given.
fn confidence(win: &WinView, metrics: &[MetricView]) -> Option<Confidence> {
    let mut values = metrics.iter().flat_map(|metric| &metric.values);
    values.find(|value| value.brought_by == Some(win.id) && !value.baseline)?.confidence
}
