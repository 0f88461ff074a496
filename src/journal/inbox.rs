//! The inbox: work that a program reported, which the user keeps, merges into a win or refuses.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::edit_outcome::EditOutcome;
use super::rules::Rules;
use super::wins::{self, Added, insert_win};
use super::{Snapshot, Transaction, lookup};
use crate::domain::{
    DateRange, InboxItem, InboxItemId, InboxState, InboxSummary, Kind, NamedRef, PartialDate, Record as _,
    RecordId, Stored, Win, WinId,
};
use crate::error::{Error, Result};
use crate::text::{counted, ellipsis, fold};

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

/// Adds items to the inbox. An open item that the journal has is updated, and one that the user decided on is not offered
/// again. `commits` are the identities of all commits that git reported: an open item that only has some of these, and is
/// not among `items`, is removed, because they were grouped in another way.
pub fn receive(
    tx: &mut Transaction<'_>,
    items: &[InboxItem],
    commits: &BTreeSet<String>,
) -> Result<Received> {
    let mut known: HashMap<(String, String), Stored<InboxItem>> = HashMap::new();
    let sources: HashSet<&str> = items.iter().map(|item| item.source.as_str()).collect();
    let git = (!commits.is_empty()).then_some(crate::import::git::SOURCE);
    for source in sources.into_iter().chain(git).collect::<HashSet<_>>() {
        for item in tx.snapshot().store.list_inbox_of(source)? {
            known.insert((item.source.clone(), item.key.clone()), item);
        }
    }
    tx.set_label(format!("receive {}", counted(items.len(), "inbox item", "inbox items")));
    let mut done = Received::default();
    let mut seen = HashSet::new();
    for item in items {
        item.validate(tx.context.today())?;
        let key = (item.source.clone(), item.key.clone());
        if !seen.insert(key.clone()) {
            continue;
        }
        match known.remove(&key) {
            None => {
                let id = tx.batch.insert(item)?;
                done.added.push(id);
                done.open.push(id);
            }
            Some(before) if before.state == InboxState::Open => {
                let now = InboxItem { project: before.project.clone(), ..item.clone() };
                done.open.push(before.id);
                done.updated += usize::from(!tx.batch.update(&before, &now)?.is_empty());
            }
            Some(_) => done.decided += 1,
        }
    }
    for stale in known.values().filter(|item| item.state == InboxState::Open && !item.commits.is_empty()) {
        if stale.commits().all(|commit| commits.contains(commit)) {
            tx.batch.delete_record(stale.id.into())?;
            done.removed += 1;
        }
    }
    Ok(Received { batch: tx.batch.short_id()?, ..done })
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

/// Keeps an item as a win, which the user may have changed. Fails if the user decided on the item before, and under the
/// conditions of [`wins::add`].
pub fn keep(tx: &mut Transaction<'_>, id: InboxItemId, win: &Win, hints: Vec<String>) -> Result<Added> {
    let item = open_item(tx, id)?;
    let added = wins::add_dated(tx, win.clone(), hints)?;
    decide(tx, &item, InboxState::Kept, Some(added.id))?;
    Ok(added)
}

/// Keeps items unchanged, in one batch and without follow-ups; returns the wins.
pub fn keep_all(tx: &mut Transaction<'_>, ids: &[InboxItemId]) -> Result<Vec<WinId>> {
    let rules = Rules::of(tx.context);
    let mut out = Vec::new();
    tx.set_label(format!("keep {}", counted(ids.len(), "inbox item", "inbox items")));
    for id in ids {
        let item = open_item(tx, *id)?;
        let (win, ..) = insert_win(&mut tx.batch, win_of(&item), &rules)?;
        decide(tx, &item, InboxState::Kept, Some(win))?;
        out.push(win);
    }
    Ok(out)
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
    let is_there = fold(&win.notes).contains(&fold(&item.title)) || fold(&win.title) == fold(&item.title);
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
        [one] => format!("refuse inbox item: {}", ellipsis(&one.title, 60)),
        many => format!("refuse {} inbox items", many.len()),
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
    Err(Error::failed(format!("“{title}” is {} already", item.state))
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
