//! Loads the projects and their histories.

use super::CHARTS;
use crate::domain::ProjectId;
use crate::error::Result;
use crate::journal::{self, Snapshot, metrics};
use crate::tui::answer::Answer;
use crate::tui::effect::Effect;
use crate::tui::loaded;
use crate::tui::screens::projects::Loaded;
use crate::tui::screens::series::spark;

/// The maximum number of wins and follow-ups in the history of a project.
const STORY: usize = 24;

/// Performs an effect that loads projects; returns `None` for another effect.
pub(super) fn load_any(snapshot: &Snapshot<'_>, effect: &Effect) -> Result<Option<Answer>> {
    let found = match effect {
        Effect::LoadProjects => Loaded::Rows(journal::projects::list(snapshot)?),
        Effect::LoadProjectNames => Loaded::Names(journal::projects::list_names(snapshot)?),
        Effect::LoadChanges(ids) => Loaded::Changes(load_changes(snapshot, ids)?),
        Effect::LoadProject(id) => {
            let whole = journal::projects::detail_with_samples(snapshot, *id, STORY, CHARTS)?;
            Loaded::Project(Box::new(whole))
        }
        Effect::LoadProjectsAhead(ids) => {
            let load = |id: &ProjectId| journal::projects::detail(snapshot, *id, STORY, CHARTS);
            Loaded::Ahead(ids.iter().map(load).collect::<Result<_>>()?)
        }
        _ => return Ok(None),
    };
    Ok(Some(Answer::Loaded(loaded::Loaded::Projects(found))))
}

/// The number of latest metrics among which the best change is chosen.
const LOOKED_AT: usize = 4;

/// Loads the best change of each project's metrics as text, with a sparkline; empty if no metric changed.
fn load_changes(snapshot: &Snapshot<'_>, ids: &[ProjectId]) -> Result<Vec<(ProjectId, String)>> {
    let mut out = Vec::with_capacity(ids.len());
    for id in ids {
        let metrics = journal::projects::latest_metrics(snapshot, *id, LOOKED_AT)?;
        let mut text = String::new();
        if let Some((metric, change)) = crate::domain::metric_view::best_change(&metrics) {
            let series = spark(&metrics::find(snapshot, metric.id)?, SPARK);
            text = format!("{series:>SPARK$} {:>CHANGE$}", change.within(CHANGE));
        }
        out.push((*id, text));
    }
    Ok(out)
}

/// The columns of a sparkline and of a change in a list.
const SPARK: usize = 6;
const CHANGE: usize = 11;
