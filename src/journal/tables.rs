//! Tables: loading every record that a reader may see.

use chrono::NaiveDate;

use super::Snapshot;
use super::review::hide_work;
use super::visibility::Visible;
use crate::domain::{
    Alias, FollowUpFilter, FollowUpWithSubject, GoalView, MetricView, PositionView, Praise, Profile,
    ProjectView, Reading, Stored, StoryView, WinView,
};
use crate::error::Result;
use crate::report::document::Reader;

/// The records for one reader, without what the reader may not see of them.
#[derive(Debug)]
pub struct Tables {
    /// The wins, the earliest first; those without a date before them.
    pub wins: Vec<WinView>,
    /// The projects, the latest first.
    pub projects: Vec<ProjectView>,
    /// The metrics with their values.
    pub metrics: Vec<MetricView>,
    /// The goals, those of the latest year first.
    pub goals: Vec<GoalView>,
    /// The reading notes.
    pub readings: Vec<Stored<Reading>>,
    /// The positions, the latest first.
    pub positions: Vec<PositionView>,
    /// The stories.
    pub stories: Vec<StoryView>,
    /// The praise, the latest first.
    pub praise: Vec<Stored<Praise>>,
    /// The profile.
    pub profile: Option<Stored<Profile>>,
    /// The aliases.
    pub aliases: Vec<Alias>,
}

/// Returns the open follow-ups that a reader may see, the earliest first.
pub fn open_follow_ups(snapshot: &Snapshot<'_>, reader: Reader) -> Result<Vec<FollowUpWithSubject>> {
    let mut all = super::followups::list(snapshot, FollowUpFilter::Open, usize::MAX >> 1)?;
    let mut visible = Visible::new(&snapshot.store, reader);
    hide_work(snapshot, &super::positions::list(snapshot)?, &mut visible)?;
    visible.keep_follow_ups(&mut all)?;
    Ok(all)
}

/// Loads every record that a reader may see.
pub fn load(snapshot: &Snapshot<'_>, reader: Reader) -> Result<Tables> {
    let mut visible = Visible::new(&snapshot.store, reader);
    hide_work(snapshot, &super::positions::list(snapshot)?, &mut visible)?;
    let mut wins = super::timeline::all(snapshot)?;
    visible.keep_wins(&mut wins)?;
    let mut projects = Vec::new();
    for row in super::projects::list(snapshot)? {
        if visible.sees(row.id)? {
            let mut project = super::projects::find(snapshot, row.id)?;
            visible.trim_project(&mut project)?;
            projects.push(project);
        }
    }
    let mut metrics = super::metrics::list(snapshot, usize::MAX >> 1)?;
    visible.keep_metrics(&mut metrics, NaiveDate::MAX)?;
    let mut goals = Vec::new();
    for row in super::goals::list(snapshot)? {
        goals.push(super::goals::find(snapshot, row.id)?);
    }
    visible.keep_goals(&mut goals)?;
    let mut readings = super::readings::list(snapshot)?;
    visible.keep_readings(&mut readings)?;
    let mut positions = Vec::new();
    for mut view in super::positions::details(snapshot)? {
        if visible.sees(view.position.id)? {
            visible.trim_position(&mut view)?;
            positions.push(view);
        }
    }
    let mut stories = Vec::new();
    for story in super::stories::list(snapshot)? {
        if visible.sees(story.id)? {
            let mut view = super::stories::detail(snapshot, story.id)?;
            visible.trim_story(&mut view, NaiveDate::MAX)?;
            stories.push(view);
        }
    }
    let mut praise = super::praise::list(snapshot)?;
    visible.keep_praise(&mut praise)?;
    let profile = match super::profile::find(snapshot)? {
        Some(stored) if visible.sees(stored.id)? => Some(stored),
        _ => None,
    };
    let aliases = super::aliases::list(snapshot)?.into_iter().map(|alias| alias.body).collect();
    Ok(Tables { wins, projects, metrics, goals, readings, positions, stories, praise, profile, aliases })
}
