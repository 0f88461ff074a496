//! Commits, as `git log` prints them.

use chrono::NaiveDate;
use uuid::Uuid;

/// The format of `git log` that [`Commit::parse_all`] reads.
pub const LOG_FORMAT: &str = "%H%x1f%P%x1f%at%x1f%as%x1f%aN%x1f%aE%x1f%D%x1f%S%x1f%s%x1f%b%x1e";

/// The number of fields of [`LOG_FORMAT`].
const FIELDS: usize = 10;

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// The hash, in hexadecimal digits.
    pub hash: String,
    /// The hashes of the parents.
    pub parents: Vec<String>,
    /// The time of the author, in seconds since 1970.
    pub time: i64,
    /// The day of the author, in their time zone.
    pub day: NaiveDate,
    /// The name of the author, as `.mailmap` writes it.
    pub name: String,
    /// The address of the author, as `.mailmap` writes it.
    pub email: String,
    /// The tags that point to the commit.
    pub tags: Vec<String>,
    /// The branch by which the commit was reached.
    pub branch: String,
    /// The first line of the message.
    pub subject: String,
    /// The other lines of the message.
    pub body: String,
}

impl Commit {
    /// Reads the output of `git log`; a record that does not have the format is skipped.
    pub fn parse_all(output: &str) -> Vec<Self> {
        output.split('\x1e').filter_map(|record| Self::parse(record.trim_start_matches('\n'))).collect()
    }

    fn parse(record: &str) -> Option<Self> {
        let fields: Vec<&str> = record.splitn(FIELDS, '\x1f').collect();
        let [hash, parents, time, day, name, email, refs, branch, subject, body] = fields[..] else {
            return None;
        };
        let branch =
            branch.trim_start_matches("refs/").trim_start_matches("heads/").trim_start_matches("remotes/");
        Some(Self {
            hash: hash.to_owned(),
            parents: parents.split_ascii_whitespace().map(str::to_owned).collect(),
            time: time.parse().ok()?,
            day: day.parse().ok()?,
            name: name.to_owned(),
            email: email.to_owned(),
            tags: refs.split(", ").filter_map(|each| each.strip_prefix("tag: ")).map(str::to_owned).collect(),
            branch: branch.to_owned(),
            subject: subject.split_whitespace().collect::<Vec<_>>().join(" "),
            body: body.trim().to_owned(),
        })
    }

    /// Returns the identity of the work: 12 hexadecimal digits of the author's time and the subject. It survives a
    /// rebase and a cherry-pick, which change the hash.
    pub fn identity(&self) -> String {
        let text = format!("{}\n{}", self.time, self.subject);
        Uuid::new_v5(&Uuid::NAMESPACE_OID, text.as_bytes()).simple().to_string()[..12].to_owned()
    }

    /// Returns the hashes and the subjects of the commits that this one reverts; `None` if it reverts none.
    pub(super) fn reverts(&self) -> Option<Vec<&str>> {
        let quoted = self.subject.strip_prefix("Revert \"").and_then(|rest| rest.strip_suffix('"'));
        let hashes = self.body.match_indices("This reverts commit ").filter_map(|(at, before)| {
            let rest = &self.body[at + before.len()..];
            let end = rest.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(rest.len());
            (end >= 7).then(|| &rest[..end])
        });
        let all: Vec<&str> = hashes.collect();
        match (all.is_empty(), quoted) {
            (false, _) => Some(all),
            (true, Some(subject)) => Some(vec![subject]),
            (true, None) => None,
        }
    }

    /// Returns the number and the title of the pull request that a merge commit merged. The number is 0 for the merge
    /// of a branch without a pull request; `None` for another commit.
    pub(super) fn merged(&self) -> Option<(u64, String)> {
        if self.parents.len() < 2 {
            return None;
        }
        let first = self.body.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("");
        let number_after = |text: &str, mark: &str| {
            let rest = &text[text.find(mark)? + mark.len()..];
            rest.split(|c: char| !c.is_ascii_digit()).next()?.parse::<u64>().ok()
        };
        let branch = || {
            let mut quoted = self.subject.split(['\'', '"']);
            quoted.nth(1).map(|name| name.trim_start_matches("origin/").replace(['-', '_', '/'], " "))
        };
        // GitHub, Bitbucket, Gitea; GitLab names the merge request in the body.
        if self.subject.starts_with("Merge pull request") || self.subject.starts_with("Merged in ") {
            return Some((number_after(&self.subject, "#")?, first.to_owned()));
        }
        if let Some(line) = self.body.lines().find(|line| line.contains("See merge request")) {
            let title = if first == line.trim() { branch().unwrap_or_default() } else { first.to_owned() };
            return Some((number_after(line, "!")?, title));
        }
        Some((0, branch()?))
    }
}
