//! The search of the finder: the records whose titles have the typed letters, in order.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::domain::{Findables, Kind};
use crate::text::fuzzy::Fuzzy;

/// The number of latest wins that one letter is searched in: it says little, and there may be many wins.
const LATEST: u32 = 2_000;
/// The bonus of a record that is not a win: there are fewer of them, and they are looked for more often.
const NAMED: u32 = 24;
/// The number of roughly scored records that are scored exactly.
pub const EXACT: usize = 480;
/// The number of titles from which a search is worth a further thread.
const MANY: usize = 8_000;
/// The maximum number of threads of a search.
const THREADS: usize = 4;

/// The score of a record and its index.
pub type Scored = (u32, u32);

/// The records with the results of the last searches.
#[derive(Debug)]
pub struct RecordSearch {
    records: Findables,
    /// The index of the first win; wins follow the other records.
    first_win: u32,
    /// The records that match the typed text, and those that match its beginnings, the shortest first: a text
    /// that goes on matches only these.
    matched: Vec<(String, Vec<u32>)>,
    /// The matchers, one for each thread.
    fuzzy: Vec<Fuzzy>,
}

impl RecordSearch {
    /// Creates a search in records.
    pub fn new(records: Findables) -> Self {
        let others = records.entries().iter().take_while(|record| record.kind != Kind::Win).count();
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let threads = (records.len() / MANY).clamp(1, cores.min(THREADS));
        Self {
            first_win: u32::try_from(others).unwrap_or(u32::MAX),
            records,
            matched: Vec::new(),
            fuzzy: (0..threads).map(|_| Fuzzy::default()).collect(),
        }
    }

    /// Returns the records.
    pub fn records(&self) -> &Findables {
        &self.records
    }

    /// Returns the records that match the typed text, with rough scores.
    pub fn matching(&mut self, typed: &str) -> Vec<Scored> {
        self.matched.retain(|(before, _)| narrows(before, typed));
        let found = self.search(typed, self.matched.len());
        // One letter was searched in the latest wins only.
        if typed.chars().count() >= 2 && self.matched.last().is_none_or(|(before, _)| before != typed) {
            self.matched.push((typed.to_owned(), found.iter().map(|(_, at)| *at).collect()));
        }
        found
    }

    /// Returns the records that match a correction of the typed text, with rough scores.
    pub fn corrected(&mut self, corrected: &str) -> Vec<Scored> {
        let levels = self.matched.iter().take_while(|(before, _)| narrows(before, corrected)).count();
        self.search(corrected, levels)
    }

    /// Returns what [`best`](Self::best) adds to the score of a record.
    pub fn bonus(&self, at: u32) -> u32 {
        if at < self.first_win { NAMED } else { 0 }
    }

    /// Searches the records that matched the longest of the first `levels` beginnings, or all records.
    fn search(&mut self, typed: &str, levels: usize) -> Vec<Scored> {
        let records = &self.records;
        let text = |at: u32| (at, records.title(at));
        let Some((_, among)) = levels.checked_sub(1).and_then(|at| self.matched.get(at)) else {
            let all = u32::try_from(records.len()).unwrap_or(u32::MAX);
            let latest = all.min(self.first_win.saturating_add(LATEST));
            let count = if typed.chars().count() < 2 { latest } else { all };
            return parallel(&mut self.fuzzy, count as usize, |fuzzy, part| {
                let part = u32::try_from(part.start).unwrap_or(0)..u32::try_from(part.end).unwrap_or(0);
                fuzzy.rough_matches(typed, part.map(text))
            });
        };
        parallel(&mut self.fuzzy, among.len(), |fuzzy, part| {
            fuzzy.rough_matches(typed, among[part].iter().map(|at| text(*at)))
        })
    }

    /// Returns the best of the roughly scored records, with their exact scores.
    pub fn best(&mut self, typed: &str, mut found: Vec<Scored>) -> Vec<Scored> {
        for (score, at) in &mut found {
            *score += self.bonus(*at);
        }
        if found.len() > EXACT {
            found.select_nth_unstable_by_key(EXACT, |(score, at)| (Reverse(*score), *at));
            found.truncate(EXACT);
        }
        let texts = found.iter().map(|(_, at)| (*at, self.records.title(*at)));
        let exact = self.fuzzy[0].matches(typed, texts).into_iter();
        let exact: HashMap<u32, u32> = exact.map(|(score, at)| (at, score)).collect();
        for (score, at) in &mut found {
            *score = exact.get(at).map_or(*score, |exact| exact + self.bonus(*at));
        }
        found
    }
}

/// Returns `true` if each text that matches `typed` matches `before` too.
fn narrows(before: &str, typed: &str) -> bool {
    // These letters have a meaning in a pattern: `!x` is for texts without `x`.
    typed.starts_with(before) && !typed.contains(['!', '^', '$', '\'', '\\'])
}

/// Runs `search` on the parts of `0..count`, each in a thread with a matcher of its own, and returns the
/// results in the order of the parts.
fn parallel(
    fuzzy: &mut [Fuzzy],
    count: usize,
    search: impl Fn(&mut Fuzzy, std::ops::Range<usize>) -> Vec<Scored> + Sync,
) -> Vec<Scored> {
    let threads = (count / MANY).clamp(1, fuzzy.len());
    let part = |at: usize| count * at / threads..count * (at + 1) / threads;
    let (first, others) = fuzzy[..threads].split_at_mut(1);
    std::thread::scope(|scope| {
        let search = &search;
        let running: Vec<_> = others
            .iter_mut()
            .enumerate()
            .map(|(at, fuzzy)| scope.spawn(move || search(fuzzy, part(at + 1))))
            .collect();
        let mut out = search(&mut first[0], part(0));
        for thread in running {
            match thread.join() {
                Ok(found) => out.extend(found),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::RecordId;

    fn search(titles: &[&str]) -> RecordSearch {
        let mut records = Findables::default();
        records.push(RecordId::default(), Kind::Project, "Build farm", "");
        for title in titles {
            records.push(RecordId::default(), Kind::Win, title, "");
        }
        RecordSearch::new(records)
    }

    fn found(search: &mut RecordSearch, typed: &str) -> Vec<u32> {
        let found = search.matching(typed);
        found.into_iter().map(|(_, at)| at).collect()
    }

    #[test]
    fn a_text_that_goes_on_finds_what_it_finds_at_once() {
        let titles = ["Halved the latency", "Led a rota", "Late to the party", "Wrote a guide"];
        let mut narrowed = search(&titles);
        for typed in ["l", "la", "lat", "late", "latn", "lat", "ro", "l", "!l", "!la", "lat"] {
            assert_eq!(found(&mut narrowed, typed), found(&mut search(&titles), typed), "{typed}");
        }
    }

    #[test]
    fn a_mistake_is_corrected_among_the_beginnings_too() {
        let mut search = search(&["Halved the latency", "Wrote a guide"]);
        for typed in ["latmency", "latecny"] {
            let letters: Vec<char> = typed.chars().collect();
            for end in 1..=letters.len() {
                search.matching(&letters[..end].iter().collect::<String>());
            }
            let corrections = Fuzzy::corrections(typed).into_iter();
            let mut corrected: Vec<u32> =
                corrections.flat_map(|typed| search.corrected(&typed)).map(|(_, at)| at).collect();
            corrected.dedup();
            assert_eq!(corrected, [1], "{typed}");
        }
    }

    #[test]
    fn threads_find_what_one_finds() {
        let titles: Vec<String> = (0..MANY * 3).map(|number| format!("Win {number}")).collect();
        let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
        let mut all = search(&titles);
        let expected: Vec<u32> =
            (0..).zip(&titles).filter(|(_, title)| title.contains("77")).map(|(at, _)| at + 1).collect();
        let with_77: Vec<u32> = found(&mut all, "'77");
        assert_eq!(with_77, expected);
    }

    #[test]
    fn what_is_not_a_win_comes_first_among_equals() {
        let mut search = search(&["Build farm"]);
        let found = search.matching("build");
        let mut best = search.best("build", found);
        best.sort_by_key(|(score, at)| (Reverse(*score), *at));
        assert_eq!(best.into_iter().map(|(_, at)| at).collect::<Vec<_>>(), [0, 1]);
    }
}
