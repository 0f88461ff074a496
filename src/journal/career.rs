//! Career: the positions with their projects, skills over time, stories and praise, for the Career tab.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::competencies::{self, Standing};
use super::{Snapshot, ladders};
use crate::domain::{
    Position, PositionId, Praise, Profile, ProjectId, ProjectRow, Quarter, Stored, Story, fold,
};
use crate::error::Result;

/// The records of a career that are quick to load.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CareerOverview {
    /// The positions, the latest first.
    pub positions: Vec<Stored<Position>>,
    /// The projects, the latest first, each with its position.
    pub projects: Vec<(ProjectRow, Option<PositionId>)>,
    /// The stories, in the order of creation.
    pub stories: Vec<Stored<Story>>,
    /// The praise, the latest first.
    pub praise: Vec<Stored<Praise>>,
    /// The profile.
    pub profile: Option<Stored<Profile>>,
    /// `true` if the user has chosen a ladder.
    pub has_ladder: bool,
    /// The days of the earliest and of the latest win.
    pub wins: Option<(NaiveDate, NaiveDate)>,
}

/// The figures of a career that are computed from all wins.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CareerFigures {
    /// The skills, by group and then the most used first.
    pub skills: Vec<SkillUse>,
    /// The best change of a metric of each project, in words.
    pub changes: HashMap<ProjectId, String>,
    /// The standing against the ladder; `None` without a ladder.
    pub standing: Option<Standing>,
    /// The reason why the ladder cannot be read.
    pub ladder_problem: Option<String>,
}

/// The use of a skill over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkillUse {
    /// The name of the skill.
    pub name: String,
    /// The group; empty if it has none.
    pub group: String,
    /// The first day of its first use.
    pub first: Option<NaiveDate>,
    /// The last day of its last use.
    pub last: Option<NaiveDate>,
    /// The number of projects that use it.
    pub projects: usize,
    /// The number of wins that use it.
    pub wins: usize,
    /// The number of wins in each quarter that has any, in order.
    pub quarters: Vec<(Quarter, usize)>,
}

/// Loads the positions, projects, stories and praise.
pub fn overview(snapshot: &Snapshot<'_>) -> Result<CareerOverview> {
    let positions = snapshot.store.positions()?;
    let rows = snapshot.store.list_projects()?.into_iter();
    let projects = rows.map(|row| {
        let position = positions.of_project(row.id, row.start, row.end, row.last_win).map(|found| found.id);
        (row, position)
    });
    Ok(CareerOverview {
        projects: projects.collect(),
        stories: snapshot.store.list_stories()?,
        praise: snapshot.store.list_praise()?,
        profile: snapshot.store.profile()?,
        has_ladder: ladders::path(snapshot.context).exists(),
        wins: snapshot.store.win_span()?,
        positions: positions.all,
    })
}

/// Computes the figures of a career. `quarters` is the number of quarters of the competency matrix.
pub fn figures(snapshot: &Snapshot<'_>, quarters: usize) -> Result<CareerFigures> {
    let (standing, ladder_problem) = match competencies::standing(snapshot, None, quarters) {
        Ok(standing) => (standing, None),
        Err(err)
            if err.kind() == crate::error::ErrorKind::Failed && ladders::load(snapshot.context).is_err() =>
        {
            (None, Some(err.message().to_owned()))
        }
        Err(err) => return Err(err),
    };
    let mut changes = HashMap::new();
    for row in snapshot.store.list_project_names()? {
        snapshot.refuse_if_stopped()?;
        let metrics = super::projects::latest_metrics(snapshot, row.id, CHANGES)?;
        if let Some((_, change)) = crate::domain::metric_view::best_change(&metrics) {
            changes.insert(row.id, change.within(CHANGE));
        }
    }
    Ok(CareerFigures { skills: skills(snapshot)?, changes, standing, ladder_problem })
}

/// The number of the latest metrics of a project of which the best change is shown.
const CHANGES: usize = 20;
/// The width of a change, in columns.
const CHANGE: usize = 11;

/// Returns the skills with their use, those in a group first, by group; within a group the most used first.
pub fn skills(snapshot: &Snapshot<'_>) -> Result<Vec<SkillUse>> {
    let groups = super::projects::skill_groups(snapshot)?;
    let mut out: Vec<SkillUse> = Vec::new();
    let mut index: HashMap<String, usize> = HashMap::new();
    for used in snapshot.store.skill_uses()? {
        let key = fold(&used.name);
        let at = *index.entry(key.clone()).or_insert_with(|| {
            out.push(SkillUse {
                name: used.name.clone(),
                group: groups.get(&key).cloned().unwrap_or_default(),
                first: None,
                last: None,
                projects: 0,
                wins: 0,
                quarters: Vec::new(),
            });
            out.len() - 1
        });
        out[at].add(&used);
    }
    out.sort_by_key(|each| {
        (
            each.group.is_empty(),
            fold(&each.group),
            std::cmp::Reverse((each.wins, each.projects)),
            fold(&each.name),
        )
    });
    Ok(out)
}

impl SkillUse {
    fn add(&mut self, used: &crate::domain::skill::SkillRecord) {
        self.first = [self.first, used.first].into_iter().flatten().min();
        self.last = self.last.max(used.last);
        self.projects += used.projects;
        self.wins += used.wins;
        if let Some(quarter) = used.quarter.filter(|_| used.wins > 0) {
            match self.quarters.last_mut().filter(|(last, _)| *last == quarter) {
                Some((_, wins)) => *wins += used.wins,
                None => self.quarters.push((quarter, used.wins)),
            }
        }
    }
}
