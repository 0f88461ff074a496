//! Loads pages of the list of wins, filtered and searched.

use crate::capture::completion::Sigil;
use crate::domain::{Cursor, Direction, Kind, LabelKind, Page, Period, WinFilter};
use crate::error::Result;
use crate::journal::{self, Snapshot, timeline};
use crate::tui::effect::Load;
use crate::tui::win_page::WinPage;

use crate::tui::effect::COUNTED;

/// The maximum number of hits that are ranked; more are listed newest first.
const RANKED: usize = 100;

/// Returns the filter with the conditions of the search line, such as `latency +docgen #perf in:2025 no:number`.
/// A year alone is a period. What is not understood is searched for.
pub(super) fn with_search(snapshot: &Snapshot<'_>, filter: &WinFilter, search: &str) -> WinFilter {
    let mut filter = filter.clone();
    let mut words: Vec<String> = Vec::new();
    for word in crate::tui::screens::wins::tokens(search) {
        if !limited(snapshot, &mut filter, &word) {
            words.push(word);
        }
    }
    filter.search(&words.join(" "));
    filter
}

/// Adds the condition of a word to the filter; returns `false` if it has none.
fn limited(snapshot: &Snapshot<'_>, filter: &mut WinFilter, word: &str) -> bool {
    if let Some(sigil) = word.chars().next().and_then(Sigil::of) {
        let name = word[1..].trim_matches('"');
        return name.starts_with(char::is_alphanumeric) && named(snapshot, filter, sigil, name);
    }
    let is_year =
        word.len() == 4 && word.starts_with(['1', '2']) && word.bytes().all(|byte| byte.is_ascii_digit());
    let (key, value) = if is_year { ("in", word) } else { word.split_once(':').unwrap_or_default() };
    let value = value.trim_matches('"');
    match (key, value) {
        ("is", "starred" | "star") => filter.starred = true,
        ("no", "number") => filter.no_number = true,
        ("no", "outcome") => filter.no_outcome = true,
        ("no", "goal") => filter.no_goal = true,
        ("no", "date") => filter.undated = true,
        ("cat" | "category", name) => match snapshot.context().config().categories.find(name) {
            Some(category) => filter.category = Some(category.key.clone()),
            None => return false,
        },
        ("in" | "year" | "date" | "since" | "from" | "until" | "to", phrase) => {
            let Ok(found) = snapshot.context().period(phrase) else { return false };
            filter.period = Some(common(filter.period.take(), key, found));
        }
        _ => return false,
    }
    true
}

/// Adds the condition of a name behind a sigil; returns `false` for a project or a goal that does not exist.
fn named(snapshot: &Snapshot<'_>, filter: &mut WinFilter, sigil: Sigil, name: &str) -> bool {
    let record = |kind| journal::resolve_kind(snapshot, kind, name).ok();
    let label = match sigil {
        Sigil::Tag => LabelKind::Tag,
        Sigil::Skill => LabelKind::Skill,
        Sigil::Person => LabelKind::Person,
        Sigil::Project => {
            filter.project = record(Kind::Project);
            return filter.project.is_some();
        }
        Sigil::Goal => {
            filter.goal = record(Kind::Goal);
            return filter.goal.is_some();
        }
    };
    filter.labels.push((label, name.to_owned()));
    true
}

/// Returns the common days of a period and of those since, until or within another one.
fn common(before: Option<Period>, key: &str, found: Period) -> Period {
    let whole = before.unwrap_or_else(Period::ever);
    let (first, last) = match key {
        "since" | "from" => (found.first, whole.last),
        "until" | "to" => (whole.first, found.last),
        _ => (found.first, found.last),
    };
    Period { first: first.max(whole.first), last: last.min(whole.last), label: found.label }
}

/// Loads a page of the list, and counts the hits of the search outside `filter`. With `count`, also counts
/// the matching wins.
pub(super) fn load_wins(
    snapshot: &Snapshot<'_>,
    filter: &WinFilter,
    search: &str,
    load: Load,
    limit: usize,
    count: bool,
) -> Result<WinPage> {
    let found = with_search(snapshot, filter, search);
    let mut page = load_part(snapshot, &found, load, limit, count)?;
    if let Some(total) = page.total.filter(|_| !search.trim().is_empty() && *filter != WinFilter::default()) {
        let everywhere = with_search(snapshot, &WinFilter::default(), search);
        page.elsewhere = timeline::count(snapshot, &everywhere, COUNTED)?.saturating_sub(total);
    }
    Ok(page)
}

/// Loads all hits of a search, best first; `None` without a search or for more than [`RANKED`] hits.
fn load_ranked(snapshot: &Snapshot<'_>, filter: &WinFilter, load: Load) -> Result<Option<WinPage>> {
    if filter.words.is_none() {
        return Ok(None);
    }
    let hits = timeline::count(snapshot, filter, RANKED + 1)?;
    if hits > RANKED {
        return Ok(None);
    }
    Ok(Some(WinPage {
        load,
        rows: timeline::list_ranked(snapshot, filter, RANKED)?,
        at_newest: true,
        at_oldest: true,
        total: Some(hits),
        elsewhere: 0,
        ranked: hits > 1,
    }))
}

fn load_part(
    snapshot: &Snapshot<'_>,
    filter: &WinFilter,
    load: Load,
    limit: usize,
    count: bool,
) -> Result<WinPage> {
    let page = |after, towards, limit| Page { after, towards, limit };
    let load = match load {
        Load::At(id) => Load::Around(timeline::cursor(snapshot, id)?),
        load => load,
    };
    if matches!(load, Load::Newest | Load::Around(_))
        && let Some(page) = load_ranked(snapshot, filter, load)?
    {
        return Ok(page);
    }
    let mut out = WinPage {
        load,
        rows: Vec::new(),
        at_newest: false,
        at_oldest: false,
        total: None,
        elsewhere: 0,
        ranked: false,
    };
    match load {
        Load::Newest => {
            out.rows = timeline::page(snapshot, filter, &page(None, Direction::Older, limit))?;
            (out.at_newest, out.at_oldest) = (true, out.rows.len() < limit);
        }
        Load::Oldest => {
            out.rows = timeline::page(snapshot, filter, &page(None, Direction::Newer, limit))?;
            (out.at_newest, out.at_oldest) = (out.rows.len() < limit, true);
            out.rows.reverse();
        }
        Load::At(_) => {}
        Load::Around(anchor) => {
            let newer = timeline::page(snapshot, filter, &page(Some(anchor), Direction::Newer, limit / 2))?;
            out.at_newest = newer.len() < limit / 2;
            // The cursor is moved by one row, so that the row of the cursor itself is on the page.
            let itself = Cursor { row: anchor.row + 1, ..anchor };
            let older = timeline::page(snapshot, filter, &page(Some(itself), Direction::Older, limit))?;
            out.at_oldest = older.len() < limit;
            out.rows = newer.into_iter().rev().chain(older).collect();
        }
        Load::Older(anchor) => {
            out.rows = timeline::page(snapshot, filter, &page(Some(anchor), Direction::Older, limit))?;
            out.at_oldest = out.rows.len() < limit;
        }
        Load::Newer(anchor) => {
            out.rows = timeline::page(snapshot, filter, &page(Some(anchor), Direction::Newer, limit))?;
            out.at_newest = out.rows.len() < limit;
            out.rows.reverse();
        }
    }
    if count {
        let most = if filter.words.is_some() { COUNTED } else { usize::MAX >> 1 };
        out.total = Some(timeline::count(snapshot, filter, most)?);
    }
    Ok(out)
}
