//! Compares drafts with the journal: by the fingerprint of an earlier import, by the name, or by the title in its place.

use std::collections::{HashMap, HashSet};

use super::super::Snapshot;
use super::plan::parts_of_source;
use super::records::differing;
use super::{Match, Planned};
use uuid::Uuid;

use crate::domain::id::Identity as _;
use crate::domain::{
    Goal, Kind, Position, Praise, Profile, Project, Reading, Record, RecordId, Story, Win, fold,
};
use crate::error::Result;
use crate::import::{ImportDraft, normalized};
use crate::store::TitledRecord;
use crate::text::list;

/// The largest number of pairs of titles that are compared word by word.
const MOST_PAIRS: usize = 2_000_000;

/// The records of a kind in the journal, by their titles.
struct Known {
    all: Vec<TitledRecord>,
    /// The indices by place and normalized title.
    by_title: HashMap<(String, String), usize>,
    /// The records by the fingerprints of their drafts.
    by_source: HashMap<Uuid, RecordId>,
    /// The records that drafts of the document are.
    taken: HashSet<RecordId>,
}

impl Known {
    fn load(snapshot: &Snapshot<'_>, kind: Kind) -> Result<Self> {
        let all = snapshot.store.list_titled(kind)?;
        let key =
            |each: &TitledRecord| (fold(each.owner.as_deref().unwrap_or_default()), normalized(&each.title));
        // The first record of a title is the one that a document means.
        let by_title = all.iter().enumerate().rev().map(|(at, each)| (key(each), at)).collect();
        let source = |each: &TitledRecord| Some((parts_of_source(each.source.as_deref()?).0?, each.id));
        let by_source = all.iter().filter_map(source).collect();
        Ok(Self { all, by_title, by_source, taken: HashSet::new() })
    }
}

/// Compares the drafts of a document with the journal.
pub(super) fn compare(snapshot: &Snapshot<'_>, drafts: Vec<ImportDraft>) -> Result<Vec<Planned>> {
    let mut known: HashMap<Kind, Known> = HashMap::new();
    let mut found: Vec<Option<RecordId>> = Vec::with_capacity(drafts.len());
    for (at, draft) in drafts.iter().enumerate() {
        let kind = known_of(&mut known, snapshot, draft.kind)?;
        let id = match kind.by_source.get(&draft.fingerprint).copied() {
            Some(id) => Some(id),
            None if kind.all.is_empty() => None,
            None => by_name(snapshot, draft)?,
        };
        // Two equal drafts are two records.
        let id = id
            .or_else(|| kind.titled(&drafts, at))
            .filter(|id| !kind.taken.contains(id) || draft.kind == Kind::Profile);
        kind.taken.extend(id);
        found.push(id);
    }
    for (at, draft) in
        drafts.iter().enumerate().filter(|(_, draft)| matches!(draft.kind, Kind::Win | Kind::Story))
    {
        if found[at].is_none()
            && let Some(kind) = known.get_mut(&draft.kind)
        {
            found[at] = kind.similar(&drafts, at);
            kind.taken.extend(found[at]);
        }
    }
    let mut elsewhere = None;
    let mut out = Vec::with_capacity(drafts.len());
    for (draft, id) in drafts.into_iter().zip(found) {
        let found = if let Some(id) = id {
            state(snapshot, &draft, id)?
        } else {
            let elsewhere = match &elsewhere {
                Some(known) => known,
                None => elsewhere.insert(sources(snapshot)?),
            };
            // The user made it a record of another kind, or merged it into one.
            elsewhere.get(&draft.fingerprint).map_or(Match::New, |id| Match::Edited(*id))
        };
        out.push(Planned::new(draft, found));
    }
    Ok(out)
}

/// Returns the imported records of all kinds, by the fingerprints of their drafts and of those merged into them.
fn sources(snapshot: &Snapshot<'_>) -> Result<HashMap<Uuid, RecordId>> {
    let mut out = HashMap::new();
    for kind in super::KINDS {
        for (source, id) in snapshot.store.list_sources(kind)? {
            let (own, rest) = parts_of_source(&source);
            let merged = rest.filter_map(|part| part.parse().ok());
            out.extend(own.into_iter().chain(merged).map(|fingerprint| (fingerprint, id)));
        }
    }
    Ok(out)
}

fn known_of<'k>(
    known: &'k mut HashMap<Kind, Known>,
    snapshot: &Snapshot<'_>,
    kind: Kind,
) -> Result<&'k mut Known> {
    if let std::collections::hash_map::Entry::Vacant(e) = known.entry(kind) {
        e.insert(Known::load(snapshot, kind)?);
    }
    // The entry was inserted above.
    Ok(known.entry(kind).or_insert_with(|| Known {
        all: Vec::new(),
        by_title: HashMap::new(),
        by_source: HashMap::new(),
        taken: HashSet::new(),
    }))
}

/// Returns the record that has the name of a draft, for the kinds in which a name is unique.
fn by_name(snapshot: &Snapshot<'_>, draft: &ImportDraft) -> Result<Option<RecordId>> {
    Ok(match draft.kind {
        Kind::Project => {
            let named = snapshot.store.find_by_name(Kind::Project, &draft.title)?;
            named.first().filter(|found| found.exact).map(|found| found.id)
        }
        Kind::Reading => {
            let authors = list::unlist(draft.get("authors")).unwrap_or_default();
            snapshot.store.find_reading_named(&draft.title, authors.first().map(String::as_str))?
        }
        Kind::Profile => super::super::profile::find(snapshot)?.map(|profile| profile.id.into()),
        _ => None,
    })
}

impl Known {
    fn place(drafts: &[ImportDraft], at: usize) -> String {
        drafts[at].project().map_or(String::new(), |project| fold(&drafts[project].title))
    }

    /// Returns the record with the title of a draft in the same place.
    fn titled(&self, drafts: &[ImportDraft], at: usize) -> Option<RecordId> {
        let draft = &drafts[at];
        // The name of a project or of an organisation alone does not identify it.
        let has_titles = matches!(draft.kind, Kind::Win | Kind::Story | Kind::Praise | Kind::Goal);
        if self.by_title.is_empty() || !has_titles {
            return None;
        }
        let found = self.by_title.get(&(Self::place(drafts, at), normalized(&draft.title)))?;
        let found = &self.all[*found];
        let is_same_time = match (draft.when, found.date) {
            (Some(when), Some(date)) => {
                when.first_day() <= date.last_day() && date.first_day() <= when.last_day()
            }
            _ => true,
        };
        is_same_time.then_some(found.id)
    }

    /// Returns the imported record in the same place whose title is nearest to that of a draft, if it is near.
    fn similar(&self, drafts: &[ImportDraft], at: usize) -> Option<RecordId> {
        if self.all.is_empty() || drafts.len().saturating_mul(self.all.len()) > MOST_PAIRS {
            return None;
        }
        let place = Self::place(drafts, at);
        let title = normalized(&drafts[at].title);
        let words: HashSet<&str> = title.split(' ').collect();
        let candidates =
            self.all.iter().filter(|each| each.source.is_some() && !self.taken.contains(&each.id));
        let likeness = |each: &TitledRecord| {
            let other = normalized(&each.title);
            let others: HashSet<&str> = other.split(' ').collect();
            let common = words.intersection(&others).count();
            // A title that only grew at its end is the same.
            if words.len().min(others.len()) >= 3 && (title.starts_with(&other) || other.starts_with(&title))
            {
                return 100;
            }
            common * 100 / words.len().max(others.len()).max(1)
        };
        candidates
            .filter(|each| fold(each.owner.as_deref().unwrap_or_default()) == place)
            .map(|each| (likeness(each), each.id))
            .filter(|(likeness, _)| *likeness >= 70)
            .max_by_key(|(likeness, _)| *likeness)
            .map(|(_, id)| id)
    }
}

/// Compares the fields of a draft with those of its record.
fn state(snapshot: &Snapshot<'_>, draft: &ImportDraft, id: RecordId) -> Result<Match> {
    match draft.kind {
        Kind::Win => state_of::<Win>(snapshot, draft, id),
        Kind::Project => state_of::<Project>(snapshot, draft, id),
        Kind::Goal => state_of::<Goal>(snapshot, draft, id),
        Kind::Reading => state_of::<Reading>(snapshot, draft, id),
        Kind::Position => state_of::<Position>(snapshot, draft, id),
        Kind::Story => state_of::<Story>(snapshot, draft, id),
        Kind::Praise => state_of::<Praise>(snapshot, draft, id),
        Kind::Profile => match super::super::profile::find(snapshot)? {
            Some(profile) => judged::<Profile>(snapshot, draft, id, &profile.body),
            None => Ok(Match::New),
        },
        _ => Ok(Match::Same(id)),
    }
}

fn state_of<T: Record>(snapshot: &Snapshot<'_>, draft: &ImportDraft, id: RecordId) -> Result<Match> {
    if draft.kind == Kind::Position {
        let position = snapshot.store.find_position(crate::domain::PositionId(id.0))?;
        return judged::<Position>(snapshot, draft, id, &position.body);
    }
    let stored = snapshot.store.find::<T>(T::Id::from_uuid(id.0))?;
    judged::<T>(snapshot, draft, id, &stored.body)
}

/// Returns the state of a draft whose record is `stored`. A field that the journal has without a text is filled; a
/// field that was edited there since the import stays.
fn judged<T: Record>(
    snapshot: &Snapshot<'_>,
    draft: &ImportDraft,
    id: RecordId,
    stored: &T,
) -> Result<Match> {
    let changed = differing(stored, draft, snapshot.context.today());
    if changed.is_empty() {
        return Ok(Match::Same(id));
    }
    let edited = snapshot.store.edited_fields(id, "import ")?;
    let source =
        T::field("source").map(|field| crate::present::field::text_of(field, stored)).unwrap_or_default();
    let (_, fixed) = parts_of_source(&source);
    let fixed: Vec<&str> = fixed.collect();
    let changed: Vec<&'static str> = changed.into_iter().filter(|name| !fixed.contains(name)).collect();
    if changed.is_empty() {
        return Ok(Match::Edited(id));
    }
    let column = |name: &str| T::field(name).map_or("", |field| field.info.column);
    let is_empty = |name: &str| {
        T::field(name).is_some_and(|field| crate::present::field::text_of(field, stored).trim().is_empty())
    };
    let open: Vec<&'static str> = match edited {
        Some(edited) => {
            changed.into_iter().filter(|name| !edited.iter().any(|each| each == column(name))).collect()
        }
        // The record was written by hand: only its empty fields are filled.
        None => changed.into_iter().filter(|name| is_empty(name)).collect(),
    };
    Ok(if open.is_empty() { Match::Edited(id) } else { Match::Changed(id, open) })
}
