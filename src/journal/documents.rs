//! What documents are made of: the wins of a period, whole, and what goes with them.

use super::Journal;
use crate::domain::{Goal, Period, Project, ProjectRow, Win};
use crate::error::Result;
use crate::store::{Asked, Inbox, Page, Towards, WinFilter};

/// Everything that a review of a period tells.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewData {
    /// The period.
    pub period: Period,
    /// The goals of its year.
    pub goals: Vec<Goal>,
    /// The projects that its wins belong to, in the order of their first.
    pub projects: Vec<Project>,
    /// Its wins in the order in which they happened.
    pub wins: Vec<Win>,
}

/// Everything that a note on a week tells.
#[derive(Debug, Clone, PartialEq)]
pub struct WeekData {
    /// The week, or any other period.
    pub period: Period,
    /// Its wins in the order in which they happened.
    pub wins: Vec<Win>,
    /// The follow-ups that are due.
    pub due: Vec<Asked>,
}

impl Journal {
    /// The wins of a period, whole, in the order in which they happened.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn wins_of(&self, period: &Period) -> Result<Vec<Win>> {
        let filter = WinFilter { period: Some(period.clone()), ..WinFilter::default() };
        let page = Page { after: None, towards: Towards::Newer, limit: usize::MAX >> 1 };
        let rows = self.store.list_wins(&filter, &page)?;
        rows.iter().map(|row| Ok(self.store.find_win(row.id)?)).collect()
    }

    /// What a review of a period tells.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn review(&self, period: Period) -> Result<ReviewData> {
        let wins = self.wins_of(&period)?;
        let year = crate::domain::period::year_number(period.last, self.config.fiscal_year_start);
        let goals = self.store.list_goals()?.into_iter().filter(|goal| goal.year == year).collect();
        let first_win = |project: &ProjectRow| {
            wins.iter().position(|win| win.project.as_ref().is_some_and(|named| named.id == project.id))
        };
        let mut projects = Vec::new();
        for row in self.store.list_projects()? {
            if let Some(first) = first_win(&row) {
                projects.push((first, self.store.find_project(row.id)?));
            }
        }
        projects.sort_by_key(|(first, _)| *first);
        let projects = projects.into_iter().map(|(_, project)| project).collect();
        Ok(ReviewData { period, goals, projects, wins })
    }

    /// What a note on a period tells.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn week(&self, period: Period) -> Result<WeekData> {
        let wins = self.wins_of(&period)?;
        let due = self.store.list_asked(Inbox::Until(period.last.max(self.today())), 50)?;
        Ok(WeekData { period, wins, due })
    }
}
