//! Praise: listing, adding and editing it, and splitting pasted text of several people.

use super::edit_outcome::{EditOutcome, edit_unless_changed};
use super::{Snapshot, Transaction, lookup};
use crate::domain::{
    Kind, NamedRef, PartialDate, Praise, PraiseId, ProjectId, Record as _, Stored, WinId, fold,
};
use crate::editor::EditorFile;
use crate::error::{Error, Result};
use crate::import::quotes;
use crate::text::{counted, ellipsis};

/// Returns all praise, the latest first.
pub fn list(snapshot: &Snapshot<'_>) -> Result<Vec<Stored<Praise>>> {
    Ok(snapshot.store.list_praise()?)
}

/// Returns praise by its id.
pub fn find(snapshot: &Snapshot<'_>, id: PraiseId) -> Result<Stored<Praise>> {
    Ok(snapshot.store.find::<Praise>(id)?)
}

/// Resolves an id to praise.
pub fn resolve(snapshot: &Snapshot<'_>, typed: &str) -> Result<PraiseId> {
    Ok(PraiseId(lookup::resolve_named(snapshot, Kind::Praise, typed)?.0))
}

/// Adds praise, by default dated today. If no person is named, a quote with the words of several people becomes
/// one entry for each; an entry that names its own place keeps it. Fails if there is no quote, or if the win or
/// the project does not exist.
pub fn add(tx: &mut Transaction<'_>, praise: &Praise) -> Result<Vec<Stored<Praise>>> {
    let parts = if praise.from.trim().is_empty() { quotes::split(&praise.quote) } else { Vec::new() };
    let parts = if parts.is_empty() { vec![praise.clone()] } else { parts };
    let today = PartialDate::Day(tx.context.today());
    let mut all = Vec::with_capacity(parts.len());
    for part in parts {
        let place = if part.place.is_empty() { praise.place.clone() } else { part.place };
        let (quote, from, date) = (part.quote, part.from, praise.date.or(Some(today)));
        all.push(checked(&tx.snapshot(), &Praise { quote, from, place, date, ..praise.clone() }, None)?);
    }
    let label = match &all[..] {
        [one] if one.from.is_empty() => format!("add praise: {}", ellipsis(&one.quote, 60)),
        [one] => format!("add praise: from {}", ellipsis(&one.from, 60)),
        many => format!("add {}", counted(many.len(), "entry of praise", "entries of praise")),
    };
    tx.set_label(label);
    let mut out = Vec::with_capacity(all.len());
    for praise in &all {
        let id = tx.batch.insert(praise)?;
        out.push(find(&tx.snapshot(), id)?);
    }
    Ok(out)
}

/// Updates praise; `seen` is the revision that the user has edited. Fails under the conditions of [`add`].
pub fn edit(
    tx: &mut Transaction<'_>,
    id: PraiseId,
    praise: &Praise,
    seen: i64,
) -> Result<EditOutcome<Stored<Praise>, Stored<Praise>>> {
    let before = find(&tx.snapshot(), id)?;
    let praise = checked(&tx.snapshot(), praise, Some(&before))?;
    tx.set_label(format!("edit praise: {}", ellipsis(&before.quote, 60)));
    edit_unless_changed(
        tx,
        (id.into(), seen),
        |tx| tx.batch.update(&before, &praise).map(drop).map_err(Error::from),
        |snapshot| find(snapshot, id),
    )
}

/// Normalises and validates praise, and resolves its win and its project.
fn checked(snapshot: &Snapshot<'_>, praise: &Praise, before: Option<&Stored<Praise>>) -> Result<Praise> {
    let mut praise = praise.clone();
    praise.normalise(before.map(|before| &before.body), snapshot.context.today());
    praise.validate(snapshot.context.today())?;
    let typed = |name: &str| !name.trim().is_empty();
    if let Some(named) = praise.win.take().filter(|named| named.is_resolved() || typed(&named.name)) {
        let kept = before.and_then(|before| before.win.clone());
        praise.win = Some(match kept.filter(|kept| fold(&kept.name) == fold(&named.name)) {
            _ if named.is_resolved() => named,
            Some(kept) => kept,
            None => {
                let id = match snapshot.store.find_titled(Kind::Win, &named.name)?[..] {
                    [one] => WinId(one.0),
                    _ => lookup::resolve_win(snapshot, &named.name).map_err(|err| err.about("win"))?,
                };
                NamedRef { id: WinId(id.0), name: named.name }
            }
        });
    }
    if let Some(named) = praise.project.take().filter(|named| named.is_resolved() || typed(&named.name)) {
        let kept = before.and_then(|before| before.project.clone());
        praise.project = Some(match kept.filter(|kept| fold(&kept.name) == fold(&named.name)) {
            _ if named.is_resolved() => named,
            Some(kept) => kept,
            None => {
                let found = lookup::resolve_kind(snapshot, Kind::Project, &named.name);
                let id = found.map_err(|err| err.about("project"))?;
                NamedRef { id: ProjectId(id.0), name: named.name }
            }
        });
    }
    Ok(praise)
}

/// Opens praise as a document in the user's editor and parses the result; `None` if the document was not changed.
pub fn edit_document(journal: &super::Journal, praise: &Praise) -> Result<Option<(Praise, EditorFile)>> {
    super::record_document::edit(journal, praise)
}
