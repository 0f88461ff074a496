//! What may be linked: evidence for a goal, wins that used a reading note.

use super::Journal;
use crate::domain::{GoalView, Kind, Reading, RecordId, Stored, WinId, fold};
use crate::error::Result;
use crate::store::{Direction, Page, WinFilter};

/// A record that is linked already, or may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkTarget {
    /// Which record.
    pub id: RecordId,
    /// What it is.
    pub kind: Kind,
    /// Its title or name.
    pub title: String,
    /// When it happened, as precisely as it is known; empty where nobody knows.
    pub date: String,
    /// Whether it is linked.
    pub linked: bool,
}

/// How many wins each word of a goal is looked for in.
const FOR_A_WORD: usize = 12;
/// The fewest letters of a word that says something.
const SAYS_SOMETHING: usize = 4;

impl Journal {
    /// What may be evidence for a goal. Without words: what is linked, then the wins of its year that
    /// have most of its own words, then the year's others that are evidence for nothing, newest first.
    /// With words: every win, project, reading note and metric that has them.
    pub fn evidence_targets(&self, goal: &GoalView, words: &str, limit: usize) -> Result<Vec<LinkTarget>> {
        let linked = |id: RecordId| goal.evidence.iter().any(|each| each.id == id);
        if !words.trim().is_empty() {
            return self.found_targets(
                words,
                &[Kind::Win, Kind::Project, Kind::Reading, Kind::Metric],
                linked,
                limit,
            );
        }
        let mut out: Vec<LinkTarget> = goal
            .evidence
            .iter()
            .rev()
            .map(|each| LinkTarget {
                id: each.id,
                kind: each.kind,
                title: each.title.clone(),
                date: each.day.to_string(),
                linked: true,
            })
            .collect();
        let year = WinFilter { period: Some(self.goal_year(goal.year)), ..WinFilter::default() };
        let mut scored: Vec<(usize, LinkTarget)> = Vec::new();
        let folded = fold(&goal.title);
        for word in folded.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() >= SAYS_SOMETHING) {
            let mut filter = year.clone();
            filter.search(word);
            for target in self.newest(&filter, FOR_A_WORD)? {
                match scored.iter_mut().find(|(_, each)| each.id == target.id) {
                    Some((score, _)) => *score += 1,
                    None => scored.push((1, target)),
                }
            }
        }
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        let free = WinFilter { no_goal: true, ..year };
        let others = self.newest(&free, limit)?;
        for target in scored.into_iter().map(|(_, each)| each).chain(others) {
            if !out.iter().any(|each| each.id == target.id) {
                out.push(target);
            }
        }
        out.truncate(limit.max(goal.evidence.len()));
        Ok(out)
    }

    /// The wins that may have used a reading note: those that did, then the newest, or those that have
    /// the words.
    pub fn use_targets(
        &self,
        reading: &Stored<Reading>,
        words: &str,
        limit: usize,
    ) -> Result<Vec<LinkTarget>> {
        let linked = |id: RecordId| reading.used_in.iter().any(|each| RecordId::from(each.id) == id);
        if !words.trim().is_empty() {
            return self.found_targets(words, &[Kind::Win], linked, limit);
        }
        let mut out = Vec::new();
        for win in &reading.used_in {
            let date = crate::report::wording::when_text(self.win(WinId(win.id.0))?.when);
            let (id, title) = (win.id.into(), win.name.clone());
            out.push(LinkTarget { id, kind: Kind::Win, title, date, linked: true });
        }
        let newest = self.newest(&WinFilter::default(), limit)?;
        out.extend(newest.into_iter().filter(|each| !linked(each.id)));
        out.truncate(limit.max(reading.used_in.len()));
        Ok(out)
    }

    fn newest(&self, filter: &WinFilter, limit: usize) -> Result<Vec<LinkTarget>> {
        let rows = self.wins(filter, &Page { after: None, towards: Direction::Older, limit })?;
        let one = |row: crate::store::WinRow| LinkTarget {
            id: row.id.into(),
            kind: Kind::Win,
            title: row.title,
            date: crate::report::wording::when_text(row.when),
            linked: false,
        };
        Ok(rows.into_iter().map(one).collect())
    }

    fn found_targets(
        &self,
        words: &str,
        kinds: &[Kind],
        linked: impl Fn(RecordId) -> bool,
        limit: usize,
    ) -> Result<Vec<LinkTarget>> {
        let hits = self.search(words, kinds, limit)?;
        let one = |hit: crate::store::Hit| LinkTarget {
            linked: linked(hit.id),
            id: hit.id,
            kind: hit.kind,
            title: hit.title,
            date: hit.date.unwrap_or_default(),
        };
        Ok(hits.into_iter().map(one).collect())
    }
}
