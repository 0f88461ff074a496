//! Loads when the texts of a document were written.

use super::Snapshot;
use crate::domain::RecordId;
use crate::error::Result;
use crate::report::input::ReviewInput;
use crate::report::receipts;

/// Loads the days on which the records of a document were written, for its receipts.
pub fn load(snapshot: &Snapshot<'_>, input: &mut ReviewInput) -> Result<()> {
    let mut ids: Vec<RecordId> = Vec::new();
    for win in &input.wins {
        ids.push(win.id.into());
        ids.extend(win.follow_ups.iter().map(|each| RecordId::from(each.id)));
        ids.extend(win.praise.iter().map(|each| RecordId::from(each.id)));
    }
    for project in &input.projects {
        ids.push(project.id.into());
        ids.extend(project.follow_ups.iter().map(|each| RecordId::from(each.id)));
    }
    ids.extend(input.earlier.iter().map(|each| RecordId::from(each.follow_up.id)));
    ids.extend(input.goals.iter().chain(&input.next).map(|goal| RecordId::from(goal.id)));
    ids.extend(input.praise.iter().map(|praise| RecordId::from(praise.id)));
    ids.extend(input.readings.iter().map(|reading| RecordId::from(reading.id)));
    for id in ids {
        for (field, at) in snapshot.store.written_on(id)? {
            input.written.insert((id, field), at);
        }
    }
    for (id, field, parts) in parts(input) {
        let mut latest = None;
        for part in parts {
            latest = latest.max(snapshot.store.written_on(part)?.into_iter().map(|(_, at)| at).max());
        }
        if let Some(at) = latest {
            input.written.insert((id, field.to_owned()), at);
        }
    }
    Ok(())
}

/// Returns the records whose texts documents show as a field of another one: the figures of a win, and what the progress of
/// a goal consists of until it ends.
fn parts(input: &ReviewInput) -> Vec<(RecordId, &'static str, Vec<RecordId>)> {
    let mut out = Vec::new();
    for win in &input.wins {
        let figures = win.figures.iter().map(|figure| figure.id.into()).collect();
        out.push((win.id.into(), receipts::FIGURES, figures));
    }
    for goal in input.goals.iter().chain(&input.next).filter(|goal| goal.ending.is_empty()) {
        let mut parts: Vec<RecordId> = goal.check_ins.iter().map(|each| each.id.into()).collect();
        parts.extend(goal.milestones.iter().map(|each| RecordId::from(each.id)));
        let values = goal.metric.iter().flat_map(|metric| &metric.values);
        parts.extend(values.map(|value| RecordId::from(value.id)));
        out.push((goal.id.into(), receipts::PROGRESS, parts));
    }
    out
}
