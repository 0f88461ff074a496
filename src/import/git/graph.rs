//! Finds the commits that a merge brought in, and the release of a commit.

use std::collections::HashMap;

use super::commit::Commit;

/// The parents of each commit, as indexes.
pub(super) struct Graph {
    parents: Vec<Vec<usize>>,
}

impl Graph {
    /// Builds the graph; parents that are not among the commits are left out.
    pub(super) fn new(commits: &[Commit]) -> Self {
        let index: HashMap<&str, usize> =
            commits.iter().enumerate().map(|(at, commit)| (commit.hash.as_str(), at)).collect();
        let parents = commits.iter().map(|commit| {
            commit.parents.iter().filter_map(|parent| index.get(parent.as_str()).copied()).collect()
        });
        Self { parents: parents.collect() }
    }

    /// Returns for each commit the merge that brought it into the main line; `None` for a commit of the main line and
    /// for one that was not merged. `head` is the last commit of the main line. The commits are sorted from the latest
    /// to the oldest.
    pub(super) fn merges(&self, head: Option<usize>) -> Vec<Option<usize>> {
        let count = self.parents.len();
        let mut is_main = vec![false; count];
        let mut next = head;
        while let Some(at) = next.filter(|at| !is_main[*at]) {
            is_main[at] = true;
            next = self.parents[at].first().copied();
        }
        let mut owner = vec![None; count];
        // The oldest merge first: a commit belongs to the merge that brought it in.
        for merge in (0..count).rev().filter(|at| is_main[*at] && self.parents[*at].len() > 1) {
            let others = self.parents[merge][1..].to_vec();
            self.claim(others, |at| {
                let is_free = !is_main[at] && owner[at].is_none();
                if is_free {
                    owner[at] = Some(merge);
                }
                is_free
            });
        }
        owner
    }

    /// Returns for each commit if the main line contains it; `head` is its last commit.
    pub(super) fn shipped(&self, head: Option<usize>) -> Vec<bool> {
        let mut is_shipped = vec![false; self.parents.len()];
        self.claim(head.into_iter().collect(), |at| !std::mem::replace(&mut is_shipped[at], true));
        is_shipped
    }

    /// Returns for each commit the first of the tagged commits that contains it; `None` if none does.
    pub(super) fn releases(&self, commits: &[Commit]) -> Vec<Option<usize>> {
        let mut owner = vec![None; commits.len()];
        // The commits are sorted from the latest to the oldest.
        let tagged = (0..commits.len()).rev().filter(|at| !commits[*at].tags.is_empty());
        for release in tagged {
            self.claim(vec![release], |at| {
                let is_free = owner[at].is_none();
                if is_free {
                    owner[at] = Some(release);
                }
                is_free
            });
        }
        owner
    }

    /// Returns for each commit the branch that it belongs to: that of `head` for its ancestors, and for others the branch
    /// that contains them, one of this repository before one of a remote.
    pub(super) fn branches(&self, commits: &[Commit], head: Option<usize>) -> Vec<Option<String>> {
        let mut owner: Vec<Option<String>> = vec![None; commits.len()];
        let mut tips: Vec<(bool, usize, &str)> = Vec::new();
        for (at, commit) in commits.iter().enumerate() {
            tips.extend(commit.branches.iter().map(|name| (name.starts_with("origin/"), at, name.as_str())));
        }
        tips.sort_unstable();
        let main = head.map(|head| (head, commits[head].branches.first().map_or("HEAD", String::as_str)));
        for (tip, name) in main.into_iter().chain(tips.into_iter().map(|(_, at, name)| (at, name))) {
            let name = name.trim_start_matches("origin/");
            self.claim(vec![tip], |at| {
                let is_free = owner[at].is_none();
                if is_free {
                    owner[at] = Some(name.to_owned());
                }
                is_free
            });
        }
        owner
    }

    /// Walks to the ancestors of commits, as long as `take` returns `true`.
    fn claim(&self, mut open: Vec<usize>, mut take: impl FnMut(usize) -> bool) {
        while let Some(at) = open.pop() {
            if take(at) {
                open.extend(&self.parents[at]);
            }
        }
    }
}
