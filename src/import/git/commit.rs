//! Commits, as `git log` prints them.

use crate::text::one_line;
use chrono::NaiveDate;
use uuid::Uuid;

/// The format of `git log` that [`Commit::parse_all`] reads.
///
/// Every field ends with a NUL byte, which no commit can contain.
pub const LOG_FORMAT: &str = "%H%x00%P%x00%at%x00%as%x00%aN%x00%aE%x00%D%x00%s%x00%b%x00";

/// The number of fields of [`LOG_FORMAT`].
const FIELDS: usize = 9;

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// The hash, in hexadecimal digits.
    pub hash: String,
    /// The identity of the work: 12 hexadecimal digits of the author's time and the subject. It survives a rebase and a
    /// cherry-pick, which change the hash.
    pub identity: String,
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
    /// `true` if the commit is the last of the main line: that which is checked out.
    pub is_head: bool,
    /// The tags that point to the commit.
    pub tags: Vec<String>,
    /// The branches that end with the commit; those of this repository come before those of its remotes.
    pub branches: Vec<String>,
    /// The first line of the message.
    pub subject: String,
    /// The other lines of the message.
    pub body: String,
}

/// Returns the identity of a commit by the time of its author, in seconds, and its subject.
fn identity(time: &str, subject: &str) -> String {
    let text = format!("{time}\n{subject}");
    let mut out = Uuid::new_v5(&Uuid::NAMESPACE_OID, text.as_bytes()).simple().to_string();
    out.truncate(12);
    out
}

impl Commit {
    /// Reads the output of `git log`; a record that does not have the format is skipped.
    pub fn parse_all(output: &str) -> Vec<Self> {
        let fields: Vec<&str> = output.split('\0').collect();
        fields.chunks_exact(FIELDS).filter_map(Self::parse).collect()
    }

    fn parse(fields: &[&str]) -> Option<Self> {
        let [hash, parents, time, day, name, email, refs, subject, body] = *fields else { return None };
        let refs = || refs.split(", ").filter(|each| !each.is_empty() && !each.ends_with("/HEAD"));
        let is_head = refs().any(|each| each == "HEAD" || each.starts_with("HEAD -> "));
        let tags = refs().filter_map(|each| each.strip_prefix("tag: ")).map(str::to_owned).collect();
        let branches = refs().filter(|each| !each.starts_with("tag: ") && *each != "HEAD");
        let branches = branches.map(|each| each.trim_start_matches("HEAD -> ").to_owned());
        let subject = one_line(subject);
        Some(Self {
            identity: identity(time, &subject),
            hash: hash.trim_start_matches('\n').to_owned(),
            parents: parents.split_ascii_whitespace().map(str::to_owned).collect(),
            time: time.parse().ok()?,
            day: day.parse().ok()?,
            name: name.to_owned(),
            email: email.to_owned(),
            is_head,
            tags,
            branches: branches.collect(),
            subject,
            body: body.trim().to_owned(),
        })
    }

    /// Returns the beginnings of the hashes, and the subject, of what the commit reverts. Both are empty if it reverts
    /// nothing. After a rebase, only the subject is right.
    pub(super) fn reverts(&self) -> (Vec<&str>, &str) {
        let quoted = self.subject.strip_prefix("Revert \"").and_then(|rest| rest.strip_suffix('"'));
        let hashes = self.body.match_indices("This reverts commit ").filter_map(|(at, before)| {
            let rest = &self.body[at + before.len()..];
            let end = rest.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(rest.len());
            (end >= 7).then(|| &rest[..end])
        });
        (hashes.collect(), quoted.unwrap_or(""))
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
