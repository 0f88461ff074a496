//! Reads the candidates of shell completion from the journal. Completion never creates a journal.

use std::ffi::OsStr;

use clap_complete::{ArgValueCompleter, CompletionCandidate};

use super::shells::is_inert;
use super::topics::{COMMANDS, TOPICS};
use crate::capture::completion::{Sigil, completed};
use crate::clock::Clock;
use crate::config::{Config, Paths};
use crate::domain::{Counted, FollowUpFilter, Kind, LabelKind, Role, Visibility, WinFilter};
use crate::journal::{
    self, Completion, Journal, Snapshot, Sort, followups, ladders, lookup, metrics, timeline,
};
use crate::text::{inert, slug};

const MOST: usize = 200;

fn journal() -> Option<Journal> {
    let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(Into::into);
    let paths = Paths::new(variable("BRAG_DB"), variable("BRAG_CONFIG")).ok()?;
    let config = Config::load(&paths.config).unwrap_or_default();
    Journal::open(paths, config, Clock::default()).ok()
}

fn candidates<T>(
    of: impl FnOnce(&Snapshot<'_>) -> crate::error::Result<Vec<T>>,
    each: impl Fn(T) -> (String, String),
) -> Vec<CompletionCandidate> {
    let Some(journal) = journal() else { return Vec::new() };
    let found = journal.snapshot().and_then(|snapshot| of(&snapshot)).unwrap_or_default();
    found
        .into_iter()
        .filter_map(|item| {
            let (value, about) = each(item);
            let help = about.lines().next().filter(|help| !help.is_empty());
            let help = help.map(|help| inert(help).into_owned().into());
            Some(CompletionCandidate::new(typable(value)?).help(help))
        })
        .collect()
}

/// Returns a name that can be typed: its slug if it has control characters, or `None` if the slug is empty.
fn typable(name: String) -> Option<String> {
    if is_inert(&name) {
        return Some(name);
    }
    Some(slug(&name)).filter(|slug| !slug.is_empty())
}

/// Returns the short ids of the wins that were logged last, with their titles.
pub fn ids() -> Vec<CompletionCandidate> {
    candidates(
        |snapshot| {
            let rows = timeline::list(snapshot, &WinFilter::default(), Sort::Logged, MOST)?;
            rows.into_iter().map(|row| Ok((lookup::short_id(snapshot, row.id)?, row.title))).collect()
        },
        |pair| pair,
    )
}

/// Returns the names of the backups, with the reasons.
pub fn backups() -> Vec<CompletionCandidate> {
    candidates(
        |snapshot| Ok(journal::backups::list(snapshot.context().paths())),
        |backup| (backup.name(), backup.reason.to_string()),
    )
}

/// Returns the names of the projects, with their summaries.
pub fn projects() -> Vec<CompletionCandidate> {
    candidates(journal::projects::list, |project| (project.name, project.summary))
}

/// Returns the names of the metrics, with their owners.
pub fn metrics() -> Vec<CompletionCandidate> {
    candidates(
        |snapshot| metrics::list(snapshot, MOST),
        |metric| {
            let owner = metric.owner().map(|owner| owner.name).unwrap_or_default();
            (metric.stored.body.name, owner)
        },
    )
}

/// Returns the short ids of the open follow-ups, with the titles of their subjects.
pub fn asked() -> Vec<CompletionCandidate> {
    candidates(
        |snapshot| {
            let asked = followups::list(snapshot, FollowUpFilter::Open, MOST)?;
            asked
                .into_iter()
                .map(|asked| Ok((lookup::short_id(snapshot, asked.follow_up.id)?, asked.about_title)))
                .collect()
        },
        |pair| pair,
    )
}

/// Returns the titles of the goals, with their years.
pub fn goals() -> Vec<CompletionCandidate> {
    candidates(journal::goals::list, |goal| (goal.title, goal.year.to_string()))
}

/// Returns the titles of the reading notes, with their authors.
pub fn readings() -> Vec<CompletionCandidate> {
    candidates(journal::readings::list, |reading| (reading.body.title.clone(), reading.authors.join(", ")))
}

/// Returns the organisations of the positions, with the last titles.
pub fn positions() -> Vec<CompletionCandidate> {
    candidates(
        |snapshot| Ok(journal::positions::list(snapshot)?.all),
        |position| (position.organisation.clone(), position.last_title().to_owned()),
    )
}

/// Returns the titles of the stories, with their shapes.
pub fn stories() -> Vec<CompletionCandidate> {
    candidates(journal::stories::list, |story| (story.title.clone(), story.shape.word().to_owned()))
}

/// Returns the titles of the questionnaires, with their periods.
pub fn questionnaires() -> Vec<CompletionCandidate> {
    candidates(journal::questionnaires::list, |each| (each.title.clone(), each.period.clone()))
}

/// Returns the short ids of the praise, with the quotes.
pub fn praise() -> Vec<CompletionCandidate> {
    candidates(
        |snapshot| {
            let all = journal::praise::list(snapshot)?;
            all.iter().map(|each| Ok((lookup::short_id(snapshot, each.id)?, each.quote.clone()))).collect()
        },
        |pair| pair,
    )
}

/// Returns the short ids of the open inbox items, with their titles.
pub fn inbox() -> Vec<CompletionCandidate> {
    candidates(
        |snapshot| {
            let all = journal::inbox::list(snapshot)?;
            let shorts = lookup::short_ids(snapshot, all.iter().map(|each| each.id))?;
            Ok(shorts.into_iter().zip(all.into_iter().map(|each| each.body.title)).collect())
        },
        |pair| pair,
    )
}

/// Returns the keys of the competencies of the ladder, with their names.
pub fn competencies() -> Vec<CompletionCandidate> {
    candidates(
        |snapshot| Ok(ladders::load(snapshot.context())?.unwrap_or_default().competencies),
        |competency| (competency.key, competency.name),
    )
}

/// Returns the keys of the levels of the ladder, with their names.
pub fn levels() -> Vec<CompletionCandidate> {
    candidates(
        |snapshot| Ok(ladders::load(snapshot.context())?.unwrap_or_default().levels),
        |level| (level.key, level.name),
    )
}

/// Returns the records that a story can be about: wins by short id, projects and metrics by name.
pub fn subjects() -> Vec<CompletionCandidate> {
    [ids(), projects(), metrics()].into_iter().flatten().collect()
}

/// Returns the records that can show a competency: wins by short id, stories by title.
pub fn taggable() -> Vec<CompletionCandidate> {
    [ids(), stories()].into_iter().flatten().collect()
}

/// Returns the records that can be evidence for a goal: wins by short id, projects and reading notes by name.
pub fn evidence() -> Vec<CompletionCandidate> {
    [ids(), projects(), readings()].into_iter().flatten().collect()
}

/// Returns the tags, with their counts.
pub fn tags() -> Vec<CompletionCandidate> {
    labels(LabelKind::Tag)
}

/// Returns the skills, with their counts.
pub fn skills() -> Vec<CompletionCandidate> {
    labels(LabelKind::Skill)
}

/// Returns the people, with their counts.
pub fn people() -> Vec<CompletionCandidate> {
    labels(LabelKind::Person)
}

fn labels(kind: LabelKind) -> Vec<CompletionCandidate> {
    // A label cannot be found by its slug, so one with control characters is left out.
    let shown = |snapshot: &Snapshot<'_>| {
        let labels = journal::labels::list(snapshot, kind)?;
        Ok(labels.into_iter().filter(|label| is_inert(&label.name)).collect())
    };
    candidates(shown, |label: Counted| (label.name, label.count.to_string()))
}

/// Returns the keys of the configured categories, with their titles.
pub fn categories() -> Vec<CompletionCandidate> {
    let Some(journal) = journal() else { return Vec::new() };
    journal
        .config()
        .categories
        .iter()
        .map(|category| {
            CompletionCandidate::new(category.key.clone()).help(Some(category.title.clone().into()))
        })
        .collect()
}

/// Returns the completions of a word in a captured line; empty if the word does not begin with a sigil.
pub fn words(typed: &OsStr) -> Vec<CompletionCandidate> {
    let Some(typed) = typed.to_str() else { return Vec::new() };
    let Some(sigil) = typed.chars().next().and_then(Sigil::of) else { return Vec::new() };
    candidates(
        |snapshot| {
            let found = journal::labels::complete(snapshot, sigil, &typed[1..], MOST)?;
            Ok(found.into_iter().filter(|completion| is_inert(&completion.name)).collect())
        },
        |completion: Completion| (completed(sigil, &completion.name), completion.about),
    )
}

fn fixed(words: &[(&str, &str)]) -> Vec<CompletionCandidate> {
    let one = |(value, help): &(&str, &str)| {
        let help = (!help.is_empty()).then(|| (*help).to_owned().into());
        CompletionCandidate::new((*value).to_owned()).help(help)
    };
    words.iter().map(one).collect()
}

/// Returns common periods.
pub fn periods() -> Vec<CompletionCandidate> {
    let today = Clock::default().today();
    let year = chrono::Datelike::year(&today);
    let mut out = fixed(&[
        ("this week", ""),
        ("last week", ""),
        ("this month", ""),
        ("last month", ""),
        ("this quarter", ""),
        ("last quarter", ""),
        ("this year", ""),
        ("last year", ""),
        ("last 30 days", ""),
        ("ytd", "this year until today"),
        ("all", "all time"),
    ]);
    for quarter in 1..=4 {
        out.push(CompletionCandidate::new(format!("{year}-Q{quarter}")));
    }
    out.extend((0..3).map(|back| CompletionCandidate::new((year - back).to_string())));
    out
}

/// Returns the roles of a user.
pub fn roles() -> Vec<CompletionCandidate> {
    fixed(&Role::WORDS.iter().map(|word| (*word, "")).collect::<Vec<_>>())
}

/// Returns the visibilities of a record.
pub fn visibilities() -> Vec<CompletionCandidate> {
    fixed(&Visibility::WORDS.iter().map(|word| (*word, "")).collect::<Vec<_>>())
}

/// Returns the columns of `brag list`.
pub fn columns() -> Vec<CompletionCandidate> {
    fixed(&super::columns::NAMES.map(|name| (name, "")))
}

/// The kinds that a search can be limited to.
pub const SEARCHED: &[&str] = &["win", "project", "goal", "reading", "metric", "position", "story", "praise"];

/// Returns the kinds that a search can be limited to.
pub fn kind_words() -> Vec<CompletionCandidate> {
    fixed(&SEARCHED.iter().map(|word| (*word, "")).collect::<Vec<_>>())
}

/// Returns the shells that have completions.
pub fn shells() -> Vec<CompletionCandidate> {
    fixed(&["bash", "zsh", "fish", "elvish", "powershell"].map(|name| (name, "")))
}

/// Returns the ids of the latest batches, with their labels.
pub fn batches() -> Vec<CompletionCandidate> {
    candidates(|snapshot| journal::history::list(snapshot, None, MOST, 1), |batch| (batch.short, batch.label))
}

/// Returns periods, and the short ids of wins.
pub fn periods_and_ids() -> Vec<CompletionCandidate> {
    [periods(), ids()].into_iter().flatten().collect()
}

/// Returns the titles of the open milestones, with their goals.
pub fn milestones() -> Vec<CompletionCandidate> {
    candidates(
        |snapshot| {
            let mut out = Vec::new();
            for row in journal::goals::list(snapshot)?.into_iter().filter(|row| row.open) {
                let goal = journal::goals::find(snapshot, row.id)?;
                out.extend(goal.milestones.iter().map(|each| (each.title.clone(), row.title.clone())));
            }
            Ok(out)
        },
        |pair| pair,
    )
}

/// Returns the parts of a document.
pub fn parts() -> Vec<CompletionCandidate> {
    let parts = crate::report::document::Document::PARTS.iter();
    let mut out = fixed(&parts.map(|part| (*part, "")).collect::<Vec<_>>());
    out.extend(categories());
    out
}

/// Returns the topics and the commands of `brag help`.
pub fn topics() -> Vec<CompletionCandidate> {
    let topics: Vec<(&str, &str)> = TOPICS.iter().map(|topic| (topic.name, topic.about)).collect();
    let mut out = fixed(&topics);
    out.extend(COMMANDS.iter().map(|name| CompletionCandidate::new((*name).to_owned())));
    out
}

/// Completes a value from a list, whatever the case of the typed letters.
pub fn values(all: fn() -> Vec<CompletionCandidate>) -> ArgValueCompleter {
    ArgValueCompleter::new(move |typed: &OsStr| {
        let typed = crate::domain::fold(&typed.to_string_lossy());
        let mut found = all();
        found.retain(|each| crate::domain::fold(&each.get_value().to_string_lossy()).starts_with(&typed));
        found
    })
}

/// Returns the names that have an alias, with the aliases.
pub fn aliases() -> Vec<CompletionCandidate> {
    candidates(journal::aliases::list, |alias| (alias.name.clone(), alias.alias.clone()))
}

/// Parses the words of kinds; the error is the first unknown word.
pub fn kinds(words: &[String]) -> Result<Vec<Kind>, String> {
    words.iter().map(|word| Kind::from_word(word).ok_or_else(|| word.clone())).collect()
}
