//! Parts of the list of wins, as the person filters and searches them.

use crate::capture::completion::Sigil;
use crate::domain::Kind;
use crate::error::Result;
use crate::journal::{Cursor, Direction, Journal, LabelKind, Page, WinFilter};
use crate::tui::effect::Load;
use crate::tui::win_page::WinPage;

use crate::tui::effect::COUNTED;

/// Up to how many hits are ranked; more are listed newest first.
const RANKED: usize = 100;

/// The search line with its tokens made filters: `latency +docgen #perf`.
pub(super) fn with_search(journal: &Journal, filter: &WinFilter, search: &str) -> WinFilter {
    let mut filter = filter.clone();
    let mut words = Vec::new();
    for word in search.split(' ') {
        let sigil = word.chars().next().and_then(Sigil::of);
        let name = word.get(1..).unwrap_or_default();
        let record = |kind| journal.resolve_kind(kind, name).ok();
        match sigil.filter(|_| name.starts_with(char::is_alphabetic)) {
            Some(Sigil::Tag) => filter.labels.push((LabelKind::Tag, name.to_owned())),
            Some(Sigil::Skill) => filter.labels.push((LabelKind::Skill, name.to_owned())),
            Some(Sigil::Person) => filter.labels.push((LabelKind::Person, name.to_owned())),
            Some(Sigil::Project) if record(Kind::Project).is_some() => filter.project = record(Kind::Project),
            Some(Sigil::Goal) if record(Kind::Goal).is_some() => filter.goal = record(Kind::Goal),
            _ => words.push(word),
        }
    }
    filter.search(&words.join(" "));
    filter
}

/// Loads a part of the list, and counts what the search finds outside the year and the filter.
pub(super) fn load_wins(
    journal: &Journal,
    filter: &WinFilter,
    search: &str,
    load: Load,
    limit: usize,
    count: bool,
) -> Result<WinPage> {
    let found = with_search(journal, filter, search);
    let mut page = load_part(journal, &found, load, limit, count)?;
    if let Some(total) = page.total.filter(|_| !search.trim().is_empty() && *filter != WinFilter::default()) {
        let everywhere = with_search(journal, &WinFilter::default(), search);
        page.elsewhere = journal.count(&everywhere, COUNTED)?.saturating_sub(total);
    }
    Ok(page)
}

/// Loads all hits of a search, the best first; `None` where nothing is searched for, or where there are too many hits.
fn load_ranked(journal: &Journal, filter: &WinFilter, load: Load) -> Result<Option<WinPage>> {
    if filter.words.is_none() {
        return Ok(None);
    }
    let hits = journal.count(filter, RANKED + 1)?;
    if hits > RANKED {
        return Ok(None);
    }
    Ok(Some(WinPage {
        load,
        rows: journal.best(filter, RANKED)?,
        at_newest: true,
        at_oldest: true,
        total: Some(hits),
        elsewhere: 0,
        ranked: hits > 1,
    }))
}

fn load_part(
    journal: &Journal,
    filter: &WinFilter,
    load: Load,
    limit: usize,
    count: bool,
) -> Result<WinPage> {
    let page = |after, towards, limit| Page { after, towards, limit };
    let load = match load {
        Load::At(id) => Load::Around(journal.win_anchor(id)?),
        load => load,
    };
    if matches!(load, Load::Newest | Load::Around(_))
        && let Some(page) = load_ranked(journal, filter, load)?
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
            out.rows = journal.wins(filter, &page(None, Direction::Older, limit))?;
            (out.at_newest, out.at_oldest) = (true, out.rows.len() < limit);
        }
        Load::Oldest => {
            out.rows = journal.wins(filter, &page(None, Direction::Newer, limit))?;
            (out.at_newest, out.at_oldest) = (out.rows.len() < limit, true);
            out.rows.reverse();
        }
        Load::At(_) => {}
        Load::Around(anchor) => {
            let newer = journal.wins(filter, &page(Some(anchor), Direction::Newer, limit / 2))?;
            out.at_newest = newer.len() < limit / 2;
            // One place further on, so that the row itself is in it.
            let itself = Cursor { row: anchor.row + 1, ..anchor };
            let older = journal.wins(filter, &page(Some(itself), Direction::Older, limit))?;
            out.at_oldest = older.len() < limit;
            out.rows = newer.into_iter().rev().chain(older).collect();
        }
        Load::Older(anchor) => {
            out.rows = journal.wins(filter, &page(Some(anchor), Direction::Older, limit))?;
            out.at_oldest = out.rows.len() < limit;
        }
        Load::Newer(anchor) => {
            out.rows = journal.wins(filter, &page(Some(anchor), Direction::Newer, limit))?;
            out.at_newest = out.rows.len() < limit;
            out.rows.reverse();
        }
    }
    if count {
        let most = if filter.words.is_some() { COUNTED } else { usize::MAX >> 1 };
        out.total = Some(journal.count(filter, most)?);
    }
    Ok(out)
}
