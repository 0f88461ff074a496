//! Groups commits: by week, branch, merge or release, or not at all.

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike as _, NaiveDate};

use super::Choice;
use super::commit::Commit;
use super::graph::Graph;
use super::subject;

/// The grouping of commits into items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Grouping {
    /// One item a week. A week with many commits becomes one item for each part of the program that the subjects name.
    #[default]
    Week,
    /// One item for each branch.
    Branch,
    /// One item for each merge, and one for each commit of the main line.
    Merge,
    /// One item for each release that a tag marks.
    Tag,
    /// One item for each commit.
    Commit,
}

impl Grouping {
    /// The words of the groupings, in their order.
    pub const WORDS: [&'static str; 5] = ["week", "branch", "merge", "tag", "none"];

    /// Returns the grouping of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        let all = [Self::Week, Self::Branch, Self::Merge, Self::Tag, Self::Commit];
        Self::WORDS.iter().position(|each| *each == word).map(|at| all[at])
    }
}

/// A commit, or a merged pull request with its commits.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// The indexes of the commits, the latest first; at least one.
    pub commits: Vec<usize>,
    /// The day on which the last of it was finished.
    pub day: NaiveDate,
    /// The number of the pull request.
    pub pull_request: Option<u64>,
    /// The title of the pull request or the branch; `None` for a commit.
    merged_as: Option<String>,
    /// The index of the merge.
    merge: Option<usize>,
}

impl Entry {
    /// Returns the subject of the commit, or the title of the pull request.
    fn subject<'a>(&'a self, commits: &'a [Commit]) -> &'a str {
        self.merged_as.as_deref().unwrap_or(&commits[self.commits[0]].subject)
    }

    /// Returns `true` for a merged pull request, and `false` for a commit.
    pub(super) fn is_merge(&self) -> bool {
        self.merged_as.is_some()
    }

    /// Returns the title that a win of this entry would get.
    pub(super) fn title(&self, commits: &[Commit]) -> String {
        let raw = self.subject(commits);
        let title = subject::title(raw);
        // A subject such as `(#5)` has no title.
        match (title.is_empty(), raw.is_empty()) {
            (false, _) => title,
            (true, false) => raw.to_owned(),
            (true, true) => format!("Commit {}", &commits[self.commits[0]].hash),
        }
    }
}

/// The entries of an item.
#[derive(Debug)]
pub(super) struct Group {
    /// The name, which is part of the key of the item.
    pub name: String,
    /// The entries, the latest first; at least one.
    pub entries: Vec<Entry>,
}

impl Group {
    /// Returns the entry that describes the group best: the most significant one, and of several the longest.
    pub(super) fn best(&self, commits: &[Commit]) -> &Entry {
        let weight = |entry: &Entry| {
            let is_explained = !commits[entry.commits[0]].body.is_empty();
            let of_merge = if entry.pull_request.is_some() { 2 } else { i32::from(is_explained) };
            let subject = entry.subject(commits);
            // Of equally significant ones, the longer one says more, up to a point.
            (subject::significance(subject) + of_merge, subject.split_whitespace().count().min(12))
        };
        let mut best = (&self.entries[0], weight(&self.entries[0]));
        for entry in &self.entries[1..] {
            let weight = weight(entry);
            if weight > best.1 {
                best = (entry, weight);
            }
        }
        best.0
    }
}

/// Returns the entries of the user's commits, the latest first. `merges` has the merge of each commit. A pull request is
/// one entry if the user wrote at least half of its commits, even if each of them is trivial.
pub(super) fn entries(
    commits: &[Commit],
    choices: &[Choice],
    merges: &[Option<usize>],
    grouping: Grouping,
) -> Vec<Entry> {
    let pulls =
        if grouping == Grouping::Commit { HashMap::new() } else { own_pulls(commits, choices, merges) };
    let mut out: Vec<Entry> = Vec::new();
    let mut of_merge: HashMap<usize, usize> = HashMap::new();
    for (at, commit) in commits.iter().enumerate() {
        let merge = merges[at].filter(|_| grouping != Grouping::Commit);
        let pull = merge.and_then(|merge| Some((merge, pulls.get(&merge)?)));
        match (choices[at], pull) {
            (Choice::Other | Choice::Twin, _) | (Choice::Trivial, None) => {}
            (_, Some((merge, (number, title)))) => {
                if let Some(known) = of_merge.get(&merge) {
                    out[*known].commits.push(at);
                    continue;
                }
                of_merge.insert(merge, out.len());
                let (pull_request, merged_as) = (Some(*number), Some(title.clone()));
                let (commits, merge) = (vec![at], Some(merge));
                out.push(Entry { commits, day: commit.day, pull_request, merged_as, merge });
            }
            (Choice::Taken, None) => {
                let pull_request = subject::pull_request(&commit.subject);
                out.push(Entry { commits: vec![at], day: commit.day, pull_request, merged_as: None, merge });
            }
        }
    }
    out
}

/// Returns the number and the title of each merged pull request of which the user wrote at least half of the commits.
fn own_pulls(
    commits: &[Commit],
    choices: &[Choice],
    merges: &[Option<usize>],
) -> HashMap<usize, (u64, String)> {
    let mut counts: HashMap<usize, (usize, usize)> = HashMap::new();
    for (at, merge) in merges.iter().enumerate().filter(|(at, _)| commits[*at].parents.len() < 2) {
        if let Some(merge) = merge {
            let (own, all) = counts.entry(*merge).or_default();
            *own += usize::from(choices[at] != Choice::Other);
            *all += 1;
        }
    }
    let own = counts.into_iter().filter(|(_, (own, all))| own * 2 >= *all);
    // Without a title, a merge says less than its commits.
    let titled = own.filter_map(|(merge, _)| {
        let (number, title) = commits[merge].merged()?;
        (number > 0 && !title.is_empty()).then_some((merge, (number, title)))
    });
    titled.collect()
}

/// Groups entries; `head` is the last commit of the main line.
pub(super) fn groups(
    commits: &[Commit],
    entries: Vec<Entry>,
    graph: &Graph,
    head: Option<usize>,
    grouping: Grouping,
) -> Vec<Group> {
    let branches = if grouping == Grouping::Branch { graph.branches(commits, head) } else { Vec::new() };
    let releases = if grouping == Grouping::Tag { graph.releases(commits) } else { Vec::new() };
    let identity =
        |entry: &Entry| entry.commits.last().map_or(String::new(), |at| commits[*at].identity.clone());
    let name = |entry: &Entry| match grouping {
        Grouping::Week => {
            let week = entry.day.iso_week();
            format!("{}-W{:02}", week.year(), week.week())
        }
        Grouping::Branch => {
            let branch = entry.merge.and_then(|merge| Some(commits[merge].merged()?.1));
            let own = || branches.get(entry.commits[0]).cloned().flatten();
            format!("branch:{}", branch.or_else(own).unwrap_or_default())
        }
        Grouping::Merge => match entry.merge {
            Some(merge) => format!("merge:{}", commits[merge].identity),
            None => format!("commit:{}", identity(entry)),
        },
        Grouping::Tag => {
            let release = releases.get(entry.commits[0]).copied().flatten();
            let tag = release.and_then(|at| commits[at].tags.first().cloned());
            format!("tag:{}", tag.unwrap_or_else(|| "next".to_owned()))
        }
        Grouping::Commit => format!("commit:{}", identity(entry)),
    };
    let mut all: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    for entry in entries {
        all.entry(name(&entry)).or_default().push(entry);
    }
    let groups = all.into_iter().map(|(name, entries)| Group { name, entries });
    if grouping == Grouping::Week {
        groups.flat_map(|week| split(commits, week)).flat_map(chunks).collect()
    } else {
        groups.collect()
    }
}

/// The number of entries from which on a week is split.
const MANY: usize = 6;
/// The number of parts of a week that are items of their own.
const PARTS: usize = 4;
/// The number of entries that make a part an item of its own.
const PART: usize = 2;

/// Splits a week with many entries by the parts of the program that their subjects name. What is left is one group.
fn split(commits: &[Commit], week: Group) -> Vec<Group> {
    if week.entries.len() < MANY {
        return vec![week];
    }
    let mut parts: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    let mut rest = Vec::new();
    for entry in week.entries {
        match subject::area(entry.subject(commits)) {
            Some(area) => parts.entry(area).or_default().push(entry),
            None => rest.push(entry),
        }
    }
    let mut parts: Vec<(String, Vec<Entry>)> = parts.into_iter().collect();
    parts.sort_by_key(|(_, entries)| std::cmp::Reverse(entries.len()));
    let mut out = Vec::new();
    for (area, entries) in parts {
        if out.len() < PARTS && entries.len() >= PART {
            out.push(Group { name: format!("{}:{area}", week.name), entries });
        } else {
            rest.extend(entries);
        }
    }
    if !rest.is_empty() {
        rest.sort_by_key(|entry| entry.commits[0]);
        out.push(Group { name: week.name, entries: rest });
    }
    out
}

/// The number of entries of one item.
const CHUNK: usize = 15;
/// The number of entries that are too few for an item after the first.
const LEFTOVER: usize = 5;

/// Splits a group of more than [`CHUNK`] entries from the oldest on, so that later commits do not move the earlier ones.
fn chunks(group: Group) -> Vec<Group> {
    let mut entries = group.entries;
    let mut out = Vec::new();
    let mut number = 1;
    while entries.len() >= CHUNK + LEFTOVER {
        let oldest = entries.split_off(entries.len() - CHUNK);
        out.push(Group { name: format!("{}#{number}", group.name), entries: oldest });
        number += 1;
    }
    let name = if number == 1 { group.name } else { format!("{}#{number}", group.name) };
    out.push(Group { name, entries });
    out
}
