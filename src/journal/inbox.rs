//! The inbox: work that a program reported, which the user keeps, merges into a win or refuses.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::edit_outcome::EditOutcome;
use super::wins::{self, Added};
use super::{Snapshot, Transaction, lookup};
use crate::domain::{
    DateRange, Due, InboxItem, InboxItemId, InboxState, InboxSummary, Kind, NamedRef, PartialDate,
    Record as _, RecordId, Stored, Win, WinId,
};
use crate::error::{Error, Result};
use crate::text::{counted, ellipsis, fold};

/// The work that programs reported.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reported {
    /// The items for the inbox.
    pub items: Vec<InboxItem>,
    /// The identities of all commits that git reported.
    pub commits: BTreeSet<String>,
}

/// The result of receiving inbox items.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Received {
    /// The short id of the batch; `None` if nothing was written.
    pub batch: Option<String>,
    /// The ids of the items that are new.
    pub added: Vec<InboxItemId>,
    /// The ids of the received items on which the user has not decided.
    pub open: Vec<InboxItemId>,
    /// The number of open items that grew.
    pub updated: usize,
    /// The number of open items whose work is in other items now.
    pub removed: usize,
    /// The number of items that the user decided on before.
    pub decided: usize,
}

/// Returns the open items, the latest first.
pub fn list(snapshot: &Snapshot<'_>) -> Result<Vec<Stored<InboxItem>>> {
    Ok(snapshot.store.list_open_inbox()?)
}

/// Returns the number of open items, and where they come from.
pub fn summary(snapshot: &Snapshot<'_>) -> Result<InboxSummary> {
    Ok(snapshot.store.summarize_inbox()?)
}

/// Returns an item.
pub fn find(snapshot: &Snapshot<'_>, id: InboxItemId) -> Result<Stored<InboxItem>> {
    Ok(snapshot.store.find(id)?)
}

/// Resolves an id to an item. Fails if no item matches, or several.
pub fn resolve(snapshot: &Snapshot<'_>, typed: &str) -> Result<InboxItemId> {
    Ok(InboxItemId(lookup::resolve_named(snapshot, Kind::InboxItem, typed)?.0))
}

/// The state of a reported item in the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The journal does not have it.
    New,
    /// It waits in the inbox.
    Open,
    /// The user decided on it before, or another program reported the same link.
    Decided,
}

impl Standing {
    /// Returns the word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Open => "open",
            Self::Decided => "decided",
        }
    }
}

/// The items that the journal has.
struct Known {
    by_key: HashMap<(String, String), Stored<InboxItem>>,
    /// The links of the items, with their programs.
    links: HashMap<String, String>,
}

impl Known {
    /// Loads the items of the programs that reported.
    fn load(snapshot: &Snapshot<'_>, reported: &Reported) -> Result<Self> {
        let git = (!reported.commits.is_empty()).then_some(crate::import::git::SOURCE);
        let sources = reported.items.iter().map(|item| item.source.as_str()).chain(git);
        let mut by_key = HashMap::new();
        for source in sources.collect::<HashSet<_>>() {
            for item in snapshot.store.list_inbox_of(source)? {
                by_key.insert((item.source.clone(), item.key.clone()), item);
            }
        }
        Ok(Self { by_key, links: snapshot.store.list_inbox_links()?.into_iter().collect() })
    }

    fn standing(&self, item: &InboxItem) -> Standing {
        match self.by_key.get(&(item.source.clone(), item.key.clone())) {
            Some(before) if before.state == InboxState::Open => Standing::Open,
            Some(_) => Standing::Decided,
            // git and the forge report the same pull request.
            None if self.links.get(&item.link).is_some_and(|program| *program != item.source) => {
                Standing::Decided
            }
            None => Standing::New,
        }
    }
}

/// Returns the state of each reported item in the journal.
pub fn standings(snapshot: &Snapshot<'_>, reported: &Reported) -> Result<Vec<Standing>> {
    let known = Known::load(snapshot, reported)?;
    Ok(reported.items.iter().map(|item| known.standing(item)).collect())
}

/// Adds items to the inbox. An open item that the journal has is updated, and one that the user decided on is not offered
/// again. An open item of git that has only reported commits, and is not among the items, is removed: its commits were
/// grouped in another way.
pub fn receive(tx: &mut Transaction<'_>, reported: &Reported) -> Result<Received> {
    let mut known = Known::load(&tx.snapshot(), reported)?;
    tx.set_label(format!("receive {}", counted(reported.items.len(), "inbox item", "inbox items")));
    let mut done = Received::default();
    for item in united(&reported.items) {
        item.validate(tx.context.today())?;
        let standing = known.standing(&item);
        let before = known.by_key.remove(&(item.source.clone(), item.key.clone()));
        match (standing, before) {
            (Standing::New, _) => {
                let id = tx.batch.insert(&item)?;
                done.added.push(id);
                done.open.push(id);
            }
            (Standing::Open, Some(before)) => {
                done.open.push(before.id);
                done.updated += usize::from(
                    !tx.batch.update(&before, &grown(&before, &item, &reported.commits))?.is_empty(),
                );
            }
            _ => done.decided += 1,
        }
    }
    let open =
        known.by_key.values().filter(|item| item.state == InboxState::Open && !item.commits.is_empty());
    for stale in open {
        if stale.commits().all(|commit| reported.commits.contains(commit)) {
            tx.batch.delete_record(stale.id.into())?;
            done.removed += 1;
        }
    }
    Ok(Received { batch: tx.batch.short_id()?, ..done })
}

/// Returns the items, those with the same key as one: two clones of a repository may each have commits of a week.
fn united(items: &[InboxItem]) -> Vec<InboxItem> {
    let mut out: Vec<InboxItem> = Vec::with_capacity(items.len());
    let mut places: HashMap<(&str, &str), usize> = HashMap::new();
    for item in items {
        match places.entry((&item.source, &item.key)) {
            Entry::Occupied(place) => {
                let known = &mut out[*place.get()];
                *known = grown(known, item, &BTreeSet::new());
            }
            Entry::Vacant(place) => {
                place.insert(out.len());
                out.push(item.clone());
            }
        }
    }
    out
}

/// Returns an open item as it is reported now. `read` has all commits that git reported now. A commit of the item that is
/// neither in `read` nor in the new report stays, and so does a text that the new report does not have.
fn grown(before: &InboxItem, now: &InboxItem, read: &BTreeSet<String>) -> InboxItem {
    let either = |now: &str, before: &str| if now.is_empty() { before.to_owned() } else { now.to_owned() };
    let reported: HashSet<&str> = now.commits().collect();
    let unread: Vec<&str> =
        before.commits().filter(|commit| !read.contains(*commit) && !reported.contains(commit)).collect();
    if unread.is_empty() {
        return InboxItem {
            project: before.project.clone(),
            date: now.date.or(before.date),
            link: either(&now.link, &before.link),
            notes: either(&now.notes, &before.notes),
            ..now.clone()
        };
    }
    let lines: HashSet<&str> = before.notes.lines().collect();
    let title = format!("- {}", now.title);
    let is_titled = before.title == now.title || lines.contains(title.as_str());
    let titled = Some(title.as_str()).filter(|_| !is_titled);
    let is_new = |line: &&str| !lines.contains(line) && line.trim_start_matches("- ") != before.title;
    let more = titled.into_iter().chain(now.notes.lines().filter(is_new));
    let notes: Vec<&str> = before.notes.lines().chain(more).collect();
    let all: Vec<&str> = unread.into_iter().chain(now.commits()).collect();
    let day = |item: &InboxItem| item.date.map(PartialDate::last_day);
    InboxItem {
        date: if day(now) > day(before) { now.date } else { before.date },
        commits: all.join(" "),
        notes: notes.join("\n").trim().to_owned(),
        ..before.clone()
    }
}

/// Returns the win that an item becomes if it is kept unchanged.
pub fn win_of(item: &InboxItem) -> Win {
    Win {
        title: item.title.clone(),
        when: item.date.map(|start| DateRange { start, end: None }),
        links: Some(item.link.clone()).filter(|link| !link.is_empty()).into_iter().collect(),
        notes: item.notes.clone(),
        project: (!item.project.is_empty()).then(|| NamedRef::unresolved(&item.project)),
        ..Win::default()
    }
}

/// Keeps items as wins, each of which the user may have changed, in one batch. With `ask`, the wins get follow-ups like a
/// win that is added by hand. Fails if the user decided on one of the items before, and under the conditions of
/// [`wins::add`].
pub fn keep(
    tx: &mut Transaction<'_>,
    items: &[(InboxItemId, Win, Vec<String>)],
    ask: bool,
) -> Result<Vec<Added>> {
    let label = match items {
        [(_, win, _)] => format!("keep inbox item: {}", ellipsis(&win.title, 60)),
        many => format!("keep {} inbox items", many.len()),
    };
    let mut out = Vec::with_capacity(items.len());
    for (id, win, hints) in items {
        let item = open_item(tx, *id)?;
        // A win that is asked about never gets no follow-up.
        let due = if ask { win.due } else { Some(Due::Never) };
        let added = wins::add_dated(tx, Win { due, ..win.clone() }, &label, hints.clone())?;
        decide(tx, &item, InboxState::Kept, Some(added.id))?;
        out.push(added);
    }
    Ok(out)
}

/// Returns the unchanged wins of items, for [`keep`].
pub fn unchanged(
    snapshot: &Snapshot<'_>,
    ids: &[InboxItemId],
) -> Result<Vec<(InboxItemId, Win, Vec<String>)>> {
    ids.iter().map(|id| Ok((*id, win_of(&find(snapshot, *id)?.body), Vec::new()))).collect()
}

/// Adds an item to a win: its title and its notes to the notes, its link to the links. Fails if the user decided on the
/// item before, or if another program changes the win at the same time.
pub fn merge(tx: &mut Transaction<'_>, id: InboxItemId, into: WinId) -> Result<Added> {
    let item = open_item(tx, id)?;
    tx.refuse_gone(into.into(), "")?;
    let before = wins::find(&tx.snapshot(), into)?;
    let mut win = before.draft();
    if !item.link.is_empty() && !win.links.contains(&item.link) {
        win.links.push(item.link.clone());
    }
    let is_title = |line: &str| fold(line.trim_start_matches(['-', ' '])) == fold(&item.title);
    let is_there = win.notes.lines().chain([win.title.as_str()]).any(is_title);
    let title = if is_there { String::new() } else { format!("- {}", item.title) };
    let added = [title.as_str(), item.notes.as_str()].into_iter().filter(|text| !text.is_empty());
    let added = added.collect::<Vec<_>>().join("\n");
    if !added.is_empty() {
        win.notes =
            if win.notes.trim().is_empty() { added } else { format!("{}\n\n{added}", win.notes.trim_end()) };
    }
    let merged = match wins::edit(tx, into, &win, before.meta.revision)? {
        EditOutcome::Saved(added) => *added,
        EditOutcome::Unchanged => {
            let short = lookup::short_id(&tx.snapshot(), into)?;
            let (draft, hints, reached) = (win, Vec::new(), Vec::new());
            Added { id: into, draft, short, made_project: false, ask_on: None, hints, reached }
        }
        EditOutcome::Conflict(_) | EditOutcome::Deleted => {
            return Err(Error::failed("another program changed this win just now; nothing was written")
                .hint("run the command again"));
        }
    };
    decide(tx, &item, InboxState::Merged, Some(into))?;
    Ok(merged)
}

/// Refuses items: they are not offered again. Fails if the user decided on one of them before.
pub fn refuse(tx: &mut Transaction<'_>, ids: &[InboxItemId]) -> Result<()> {
    let items = ids.iter().map(|id| open_item(tx, *id)).collect::<Result<Vec<_>>>()?;
    tx.set_label(match &items[..] {
        [one] => format!("drop inbox item: {}", ellipsis(&one.title, 60)),
        many => format!("drop {} inbox items", many.len()),
    });
    items.iter().try_for_each(|item| decide(tx, item, InboxState::Refused, None))
}

/// Returns an item on which the user has not decided.
fn open_item(tx: &Transaction<'_>, id: InboxItemId) -> Result<Stored<InboxItem>> {
    let item = find(&tx.snapshot(), id)?;
    tx.refuse_gone(RecordId::from(id), &item.title)?;
    if item.state == InboxState::Open {
        return Ok(item);
    }
    let title = ellipsis(&item.title, 60);
    let state = if item.state == InboxState::Refused { "dropped" } else { item.state.word() };
    Err(Error::failed(format!("“{title}” is {state} already"))
        .hint("brag inbox lists what is open; brag undo takes a decision back"))
}

fn decide(
    tx: &mut Transaction<'_>,
    item: &Stored<InboxItem>,
    state: InboxState,
    win: Option<WinId>,
) -> Result<()> {
    let kept_as = win.map(|id| NamedRef { id, name: String::new() });
    tx.batch.update(item, &InboxItem { state, kept_as, ..item.body.clone() })?;
    Ok(())
}

/// Returns the wins that an item may belong to: those with its words within a month of it, the most similar first.
pub fn similar_wins(
    snapshot: &Snapshot<'_>,
    item: &InboxItem,
    words: &str,
    limit: usize,
) -> Result<Vec<super::LinkTarget>> {
    super::links::merge_targets(snapshot, item.date.map(PartialDate::last_day), &item.title, words, limit)
}
