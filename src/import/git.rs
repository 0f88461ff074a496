//! Turns the history of a git repository into inbox items: the user's own commits, grouped, with a title each.
//!
//! [`Commit::parse_all`] reads what `git log` printed with [`LOG_FORMAT`]. Commits of a merged pull request are one
//! entry, with the title and the number of the pull request. A revert and the commit that it reverts are left out, and
//! trivial commits, such as those of a formatter, are set aside.

mod commit;
mod graph;
mod groups;
mod remote;
mod subject;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::domain::{DateRange, InboxItem, PartialDate, Period};
use crate::text::fold;

pub use commit::{Commit, LOG_FORMAT};
pub use groups::Grouping;
pub use remote::Remote;
pub use subject::title;

use graph::Graph;
use groups::{Entry, Group};

/// The word that names git as the source of an inbox item.
pub const SOURCE: &str = "git";

/// The author whose commits are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Author {
    /// The author with this name or this address, as `.mailmap` writes them.
    Identity {
        /// The name; empty if git does not know it.
        name: String,
        /// The address; empty if git does not know it.
        email: String,
    },
    /// The authors whose name or address contains this text.
    Matching(String),
}

impl Author {
    fn wrote(&self, commit: &Commit) -> bool {
        match self {
            Self::Identity { name, email } => {
                let is = |own: &str, other: &str| {
                    !own.is_empty() && (own == other || own.len() == other.len() && fold(own) == fold(other))
                };
                is(email, &commit.email) || is(name, &commit.name)
            }
            Self::Matching(text) => {
                fold(&format!("{} <{}>", commit.name, commit.email)).contains(&fold(text.trim()))
            }
        }
    }
}

/// A repository, and the choices of the user.
#[derive(Debug, Clone)]
pub struct Repository {
    /// The identity, by which a group is recognised when the repository is read again: its remote, or its path.
    pub identity: String,
    /// The project that its work belongs to.
    pub project: String,
    /// The page of its remote; `None` without a remote or for an unknown forge.
    pub remote: Option<Remote>,
    /// The authors whose commits are read.
    pub authors: Vec<Author>,
    /// The period of the commits; `None` for all.
    pub period: Option<Period>,
    /// The grouping.
    pub grouping: Grouping,
}

/// The inbox items of a repository, and the commits that are in none.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    /// The items, the latest first.
    pub items: Vec<InboxItem>,
    /// The identities of all own commits in the period.
    pub commits: BTreeSet<String>,
    /// The number of own commits in the items.
    pub used: usize,
    /// The number of trivial commits that were set aside.
    pub trivial: usize,
    /// The number of commits that were left out because they revert each other.
    pub reverted: usize,
    /// The number of commits that were decided on before.
    pub known: usize,
    /// The authors of all commits in the period, the most frequent first, at most five.
    pub authors: Vec<String>,
}

/// Returns the inbox items of a repository. `known` are the identities of the commits whose items are kept, merged or
/// refused: they are not offered again. `is_closed` returns `true` for the key of such an item.
pub fn items(
    commits: &[Commit],
    repository: &Repository,
    known: &BTreeSet<String>,
    is_closed: impl Fn(&str) -> bool,
) -> History {
    let in_period = |commit: &Commit| {
        repository.period.as_ref().is_none_or(|period| period.contains(DateRange::day(commit.day)))
    };
    let own: Vec<bool> = commits
        .iter()
        .map(|commit| in_period(commit) && repository.authors.iter().any(|author| author.wrote(commit)))
        .collect();
    let head = commits.iter().position(|commit| commit.is_head);
    let graph = Graph::new(commits);
    let reverted = reverted(commits, &own, &graph.shipped(head));
    let authors = authors(commits.iter().filter(|commit| in_period(commit)));
    let mut history = History { authors, ..History::default() };
    let mut chosen = vec![Choice::Other; commits.len()];
    let mut seen = HashSet::new();
    for (at, commit) in commits.iter().enumerate().filter(|(at, commit)| own[*at] && commit.parents.len() < 2)
    {
        // A commit that was rebased or cherry-picked is on several branches.
        let identity = commit.identity.clone();
        if !seen.insert(identity.clone()) {
            chosen[at] = Choice::Twin;
            continue;
        }
        history.commits.insert(identity.clone());
        chosen[at] = if known.contains(&identity) {
            history.known += 1;
            Choice::Twin
        } else if reverted.contains(&at) {
            history.reverted += 1;
            Choice::Twin
        } else if subject::is_trivial(&commit.subject) {
            Choice::Trivial
        } else {
            Choice::Taken
        };
    }
    let merges = graph.merges(head);
    let entries = groups::entries(commits, &chosen, &merges, repository.grouping);
    let count = |wanted: Choice| chosen.iter().filter(|choice| **choice == wanted).count();
    history.used = entries.iter().map(|entry| entry.commits.len()).sum();
    history.trivial = count(Choice::Trivial) + count(Choice::Taken) - history.used;
    let mut items: Vec<InboxItem> = groups::groups(commits, entries, &graph, head, repository.grouping)
        .iter()
        .map(|group| item(commits, group, repository, &is_closed))
        .collect();
    items.sort_by_key(|item| std::cmp::Reverse(item.date.map(PartialDate::last_day)));
    history.items = items;
    history
}

/// The use of a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    /// Another person wrote it, or it is out of the period, or it is a merge.
    Other,
    /// The user wrote it, but it is taken already: as a copy on another branch, by an earlier decision, or by a revert.
    Twin,
    /// The user wrote it, and by itself it is not worth a win.
    Trivial,
    /// The user wrote it.
    Taken,
}

/// Returns the indexes of the own commits that revert another own commit, and of those that are reverted. A revert that is
/// not in the main line takes nothing back that is.
fn reverted(commits: &[Commit], own: &[bool], is_shipped: &[bool]) -> HashSet<usize> {
    let mut hashes: Vec<(&str, usize)> = Vec::new();
    let mut subjects: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, commit) in commits.iter().enumerate().filter(|(at, _)| own[*at]) {
        hashes.push((&commit.hash, at));
        subjects.entry(&commit.subject).or_default().push(at);
    }
    hashes.sort_unstable();
    let of_hash = |start: &str| {
        let at = hashes.partition_point(|(hash, _)| *hash < start);
        hashes.get(at).filter(|(hash, _)| hash.starts_with(start)).map(|(_, at)| *at)
    };
    let mut out = HashSet::new();
    // The latest first: the revert of a revert removes both, and the first commit stays.
    for (at, commit) in commits.iter().enumerate().filter(|(at, _)| own[*at]) {
        if out.contains(&at) {
            continue;
        }
        let (starts, subject) = commit.reverts();
        let is_target =
            |other: &usize| *other > at && !out.contains(other) && (is_shipped[at] || !is_shipped[*other]);
        let by_hash = starts.iter().filter_map(|start| of_hash(start)).find(is_target);
        let by_subject =
            || subjects.get(subject).filter(|_| !subject.is_empty())?.iter().copied().find(is_target);
        if let Some(other) = by_hash.or_else(by_subject) {
            out.extend([at, other]);
        }
    }
    out
}

/// Returns the authors of commits, the most frequent first, at most five.
fn authors<'a>(commits: impl Iterator<Item = &'a Commit>) -> Vec<String> {
    let mut counts: HashMap<(&str, &str), usize> = HashMap::new();
    for commit in commits {
        *counts.entry((&commit.name, &commit.email)).or_default() += 1;
    }
    let mut all: Vec<_> = counts.into_iter().collect();
    all.sort_by_key(|((name, _), count)| (std::cmp::Reverse(*count), *name));
    all.into_iter().take(5).map(|((name, email), _)| format!("{name} <{email}>")).collect()
}

/// Builds the inbox item of a group.
fn item(
    commits: &[Commit],
    group: &Group,
    repository: &Repository,
    is_closed: &impl Fn(&str) -> bool,
) -> InboxItem {
    let best = group.best(commits);
    let mut identities: Vec<(i64, String)> = group
        .entries
        .iter()
        .flat_map(|entry| &entry.commits)
        .map(|at| (commits[*at].time, commits[*at].identity.clone()))
        .collect();
    identities.sort_unstable();
    let mut key = format!("{}:{}", repository.identity, group.name);
    // Later commits of a group that the user decided on are a new item.
    if is_closed(&key)
        && let Some((_, first)) = identities.first()
    {
        key = format!("{key}:{first}");
    }
    let link = repository.remote.as_ref().map(|remote| match best.pull_request {
        Some(number) => remote.pull_request(number),
        None => remote.commit(&commits[best.commits[0]].hash),
    });
    let title = best.title(commits);
    InboxItem {
        notes: notes(commits, group, best, &title),
        title,
        date: group.entries.iter().map(|entry| entry.day).max().map(PartialDate::Day),
        link: link.unwrap_or_default(),
        source: SOURCE.to_owned(),
        key,
        project: repository.project.clone(),
        commits: identities.into_iter().map(|(_, identity)| identity).collect::<Vec<_>>().join(" "),
        ..InboxItem::default()
    }
}

/// Returns the notes of an item: the message of the commit that gives it its title `title`, and the titles of the others.
fn notes(commits: &[Commit], group: &Group, best: &Entry, title: &str) -> String {
    let mut out =
        if best.is_merge() { String::new() } else { subject::message(&commits[best.commits[0]].body) };
    let own_commits = best.commits.iter().filter(|_| best.is_merge());
    let mut titles: Vec<String> = own_commits.map(|at| subject::title(&commits[*at].subject)).collect();
    let others = group.entries.iter().filter(|entry| !std::ptr::eq(*entry, best));
    titles.extend(others.map(|entry| entry.title(commits)));
    titles.dedup();
    titles.retain(|other| other != title);
    if !titles.is_empty() && !out.is_empty() {
        out.push_str("\n\n");
    }
    out.push_str(&titles.iter().map(|title| format!("- {title}")).collect::<Vec<_>>().join("\n"));
    out
}
