//! Converts drafts to records, and updates records to drafts.

use chrono::NaiveDate;

use super::super::figures::update_figures;
use super::super::{Transaction, wins};
use crate::domain::{
    Kind, Position, PositionId, Praise, Profile, Project, ProjectId, Reading, Record, RecordId, Story, WinId,
};
use crate::error::Result;
use crate::import::ImportDraft;
use crate::present::field;
use crate::text::{fold, list};

/// Returns the name of the field that holds the title of a draft.
pub(super) fn title_field(kind: Kind) -> &'static str {
    match kind {
        Kind::Project | Kind::Profile => "name",
        Kind::Position => "organisation",
        Kind::Praise => "quote",
        _ => "title",
    }
}

/// Returns the fields of a draft with their texts: the title, the dates, and the others.
pub(super) fn texts(draft: &ImportDraft) -> Vec<(&'static str, String)> {
    let title = match draft.kind {
        Kind::Praise => draft.title.clone(),
        _ => list::text(&draft.title),
    };
    let mut out = vec![(title_field(draft.kind), title)];
    if let Some(when) = draft.when {
        let end = draft.end().map(|end| end.to_string());
        let start =
            Some(when.start.to_string()).filter(|_| when.end.is_some() || draft.is_open || end.is_none());
        let mut add = |name, text: Option<String>| out.extend(text.map(|text| (name, text)));
        match draft.kind {
            Kind::Win => add("date", Some(when.to_string())),
            Kind::Project | Kind::Position => {
                add("start", start.or_else(|| Some(when.start.to_string())));
                add("end", end);
            }
            Kind::Reading => add("finished", end),
            Kind::Praise => add("date", end),
            _ => {}
        }
    }
    let is_own = |name: &str| draft.kind == Kind::Goal && matches!(name, "status" | "ended_on");
    out.extend(draft.fields.iter().filter(|(name, _)| !is_own(name)).cloned());
    out
}

/// Returns the record of a draft. A text that its field cannot take stays in the notes.
pub(super) fn typed<T: Record>(draft: &ImportDraft, today: NaiveDate) -> T {
    let (mut record, base) = (T::default(), T::default());
    let mut left = Vec::new();
    for (name, text) in texts(draft) {
        if field::set(&mut record, &base, name, &text, today).is_err() {
            left.push(format!("{name}: {text}"));
        }
    }
    if !left.is_empty() {
        // The profile has no notes.
        let name = if T::field("notes").is_some() { "notes" } else { "about" };
        let text = [draft.get(name), &left.join("\n")].join("\n");
        let _ = field::set(&mut record, &base, name, text.trim(), today);
    }
    record
}

/// Returns the fields of a record that a draft would change. A list that has all names of the draft is the same.
pub(super) fn differing<T: Record>(stored: &T, draft: &ImportDraft, today: NaiveDate) -> Vec<&'static str> {
    const DERIVED: [&str; 6] = ["status", "roles", "category", "shape", "visibility", "medium"];
    let mut new: T = typed(draft, today);
    new.normalise(Some(stored), today);
    let differs = |name: &'static str| {
        let described = T::field(name)?;
        let (before, after) = (field::text_of(described, stored), field::text_of(described, &new));
        // The journal has one spelling of a name, which may be another than that of the document.
        let names = |text: &str| -> Vec<String> {
            list::unlist(text).unwrap_or_default().iter().map(|name| fold(name)).collect()
        };
        let is_list = described.info.ty == crate::domain::FieldType::Names;
        let is_same = before.trim() == after.trim()
            || is_list && names(&after).iter().all(|name| names(&before).contains(name));
        (!is_same).then_some(name)
    };
    texts(draft)
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| !DERIVED.contains(name))
        .filter_map(differs)
        .collect()
}

/// Sets these fields of a record to the texts of a draft.
fn set_fields<T: Record>(record: &T, draft: &ImportDraft, fields: &[&'static str], today: NaiveDate) -> T {
    let mut now = record.clone();
    for (name, text) in texts(draft).iter().filter(|(name, _)| fields.contains(name)) {
        let _ = field::set(&mut now, record, name, text, today);
    }
    now.normalise(Some(record), today);
    now
}

/// Updates the fields of a record to the texts of a draft.
pub(super) fn update(
    tx: &mut Transaction<'_>,
    id: RecordId,
    draft: &ImportDraft,
    fields: &[&'static str],
) -> Result<()> {
    let today = tx.context.today();
    match draft.kind {
        Kind::Win => {
            let before = wins::find(&tx.snapshot(), WinId(id.0))?;
            let mut now = set_fields(&before.stored.body, draft, fields, today);
            now.figures = before.draft().figures;
            for figure in draft.figures() {
                if now.figures.iter().all(|known| known.name != figure.name) {
                    now.figures.push(figure.clone());
                }
            }
            tx.batch.update(
                &before.stored,
                &crate::domain::Win { figures: before.stored.body.figures.clone(), ..now.clone() },
            )?;
            update_figures(&mut tx.batch, &before, &now, &mut Vec::new())?;
        }
        Kind::Project => {
            let before = tx.snapshot().store.find_project(ProjectId(id.0))?;
            let now: Project = set_fields(&before.stored.body, draft, fields, today);
            tx.batch.update_project(&before, &now)?;
        }
        Kind::Position => {
            let before = tx.snapshot().store.find_position(PositionId(id.0))?;
            let now: Position = set_fields(&before.body, draft, fields, today);
            tx.batch.update_position(&before, &now)?;
        }
        Kind::Profile => {
            let before = super::super::profile::find(&tx.snapshot())?;
            if let Some(before) = before {
                let now: Profile = set_fields(&before.body, draft, fields, today);
                tx.batch.update_profile(&before, &now)?;
            }
        }
        Kind::Goal => {
            let before = tx.snapshot().store.find_goal(crate::domain::GoalId(id.0))?;
            let now = set_fields(&before.stored.body, draft, fields, today);
            tx.batch.update_goal(&before, &now)?;
        }
        Kind::Reading => update_one::<Reading>(tx, id, draft, fields)?,
        Kind::Story => update_one::<Story>(tx, id, draft, fields)?,
        Kind::Praise => update_one::<Praise>(tx, id, draft, fields)?,
        _ => {}
    }
    Ok(())
}

fn update_one<T: Record>(
    tx: &mut Transaction<'_>,
    id: RecordId,
    draft: &ImportDraft,
    fields: &[&'static str],
) -> Result<()> {
    use crate::domain::id::Identity as _;
    let before = tx.snapshot().store.find::<T>(T::Id::from_uuid(id.0))?;
    let now = set_fields(&before.body, draft, fields, tx.context.today());
    tx.batch.update(&before, &now)?;
    Ok(())
}
