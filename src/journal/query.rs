//! Asking the journal.

use chrono::NaiveDate;

use super::{Journal, ProjectDetail};
use crate::domain::{
    FollowUpId, GoalId, GoalView, Kind, MetricId, MetricView, Period, ProjectId, Reading, ReadingId,
    RecordId, Stored, ValueId, WinId, WinView,
};
use crate::error::Result;
use crate::store::{
    Counted, DayCount, Direction, FollowUpFilter, FollowUpWithSubject, Hit, LabelKind, Page, Query,
    RecordRef, Totals, WinFilter, WinRow,
};

/// The order of a list of wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// By when it happened.
    #[default]
    Date,
    /// By when it was written down.
    Logged,
}

/// Any record, whole.
#[derive(Debug, Clone, PartialEq)]
pub enum AnyRecord {
    /// A win.
    Win(Box<WinView>),
    /// A project with its history.
    Project(Box<ProjectDetail>),
    /// A goal with its evidence.
    Goal(Box<GoalView>),
    /// A reading note.
    Reading(Box<Stored<Reading>>),
    /// A metric with its values.
    Metric(Box<MetricView>),
    /// A follow-up with what it is about.
    FollowUp(Box<FollowUpWithSubject>),
    /// Anything else, by its title.
    Other(RecordRef),
}

/// A name that may complete what is typed, and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The name.
    pub name: String,
    /// A word about it.
    pub about: String,
}

/// What the first screen shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Glance {
    /// Wins of the present week.
    pub week: Vec<WinRow>,
    /// Wins of the year by day.
    pub days: Vec<DayCount>,
    /// How many wins the year has.
    pub year_count: usize,
    /// The follow-ups that are due.
    pub due: Vec<FollowUpWithSubject>,
    /// The goals of the year, those that are open first, among them such of the year before.
    pub goals: Vec<GoalView>,
    /// What is being read: as many as are shown, and one more where there are more.
    pub being_read: Vec<Stored<Reading>>,
    /// How many wins have no date.
    pub undated: usize,
    /// Whether there is nothing in the journal yet: no win, no goal, nothing read.
    pub empty: bool,
}

impl Journal {
    /// A page of wins in the timeline's order.
    pub fn wins(&self, filter: &WinFilter, page: &Page) -> Result<Vec<WinRow>> {
        Ok(self.store.list_wins(filter, page)?)
    }

    /// Returns the place of a win in the timeline, deleted or not.
    ///
    /// # Errors
    /// When there is none.
    pub fn win_anchor(&self, id: WinId) -> Result<crate::store::Cursor> {
        Ok(self.store.win_anchor(id)?)
    }

    /// Wins, newest first, by date or by when they were written down.
    pub fn list(&self, filter: &WinFilter, sort: Sort, limit: usize) -> Result<Vec<WinRow>> {
        match sort {
            Sort::Date => self.wins(filter, &Page { after: None, towards: Direction::Older, limit }),
            Sort::Logged => Ok(self.store.list_wins_by_logged(filter, limit)?),
        }
    }

    /// Returns the same wins by their rows and identities alone, to be read whole.
    pub fn list_ids(&self, filter: &WinFilter, sort: Sort, limit: usize) -> Result<Vec<(i64, WinId)>> {
        Ok(self.store.list_win_ids(filter, sort == Sort::Date, limit)?)
    }

    /// Wins with the words of a filter, best first.
    pub fn best(&self, filter: &WinFilter, limit: usize) -> Result<Vec<WinRow>> {
        Ok(self.store.list_wins_by_rank(filter, limit)?)
    }

    /// How many wins a filter has, counted up to a limit.
    pub fn count(&self, filter: &WinFilter, limit: usize) -> Result<usize> {
        Ok(self.store.count_wins(filter, limit)?)
    }

    /// A win, whole.
    ///
    /// # Errors
    /// When there is none.
    pub fn win(&self, id: WinId) -> Result<WinView> {
        Ok(self.store.find_win(id)?)
    }

    /// The title of a record, whatever it is and whether it is still there.
    #[must_use]
    pub fn title(&self, id: RecordId) -> Option<String> {
        self.store.describe(id).ok().map(|found| found.title)
    }

    /// What a record is, by its identity.
    ///
    /// # Errors
    /// When there is no such record.
    pub fn found(&self, id: RecordId) -> Result<RecordRef> {
        Ok(self.store.describe(id)?)
    }

    /// The short id of a record as it is shown.
    ///
    /// # Errors
    /// When there is no such record.
    pub fn short(&self, id: impl Into<RecordId>) -> Result<String> {
        Ok(self.store.short_id(id.into())?)
    }

    /// Returns the short ids of records as they are shown, in their order.
    pub fn short_ids<I: Into<RecordId>>(&self, ids: impl IntoIterator<Item = I>) -> Result<Vec<String>> {
        let ids: Vec<RecordId> = ids.into_iter().map(Into::into).collect();
        Ok(self.store.short_ids(&ids)?)
    }

    /// Any record, whole.
    pub fn record(&self, found: RecordRef) -> Result<AnyRecord> {
        Ok(match found.kind {
            Kind::Win => AnyRecord::Win(Box::new(self.win(WinId(found.id.0))?)),
            Kind::Project => AnyRecord::Project(Box::new(self.project_detail(
                ProjectId(found.id.0),
                usize::MAX >> 1,
                usize::MAX >> 1,
            )?)),
            Kind::Metric => AnyRecord::Metric(Box::new(self.metric(MetricId(found.id.0))?)),
            Kind::Value => {
                let metric = self.store.metric_of_value(ValueId(found.id.0))?;
                AnyRecord::Metric(Box::new(self.metric(metric)?))
            }
            Kind::FollowUp => AnyRecord::FollowUp(Box::new(self.follow_up(FollowUpId(found.id.0))?)),
            Kind::Goal => AnyRecord::Goal(Box::new(self.goal(GoalId(found.id.0))?)),
            Kind::Milestone | Kind::CheckIn => {
                AnyRecord::Goal(Box::new(self.goal(self.store.goal_of_part(found.id)?)?))
            }
            Kind::Reading => AnyRecord::Reading(Box::new(self.reading(ReadingId(found.id.0))?)),
            _ => AnyRecord::Other(found),
        })
    }

    /// Full text over every kind of record; a search without a word in it looks for the very
    /// characters in wins.
    pub fn search(&self, words: &str, kinds: &[Kind], limit: usize) -> Result<Vec<Hit>> {
        if let Some(query) = Query::parse(words) {
            return Ok(self.store.search(&query, kinds, limit)?);
        }
        if !kinds.is_empty() && !kinds.contains(&Kind::Win) {
            return Ok(Vec::new());
        }
        let mut filter = WinFilter::default();
        filter.search(words);
        let rows = self.list(&filter, Sort::Date, limit)?;
        rows.into_iter()
            .map(|row| {
                Ok(Hit {
                    id: row.id.into(),
                    kind: Kind::Win,
                    short: self.store.short_id(row.id.into())?,
                    title: row.title,
                    text: String::new(),
                    date: row.when.map(|when| when.to_string()),
                })
            })
            .collect()
    }

    /// The tags, skills or people in use, most used first.
    pub fn labels(&self, kind: LabelKind) -> Result<Vec<Counted>> {
        Ok(self.store.list_labels(kind)?)
    }

    /// Names that complete what is typed behind a sigil.
    pub fn complete(
        &self,
        sigil: crate::capture::completion::Sigil,
        typed: &str,
        limit: usize,
    ) -> Result<Vec<Completion>> {
        use crate::capture::completion::Sigil;
        let labels = |kind| -> Result<Vec<Completion>> {
            let names = self.store.complete_label(kind, typed, limit)?;
            Ok(names.into_iter().map(|name| Completion { name, about: String::new() }).collect())
        };
        let starts = |name: &str| crate::domain::fold(name).starts_with(&crate::domain::fold(typed));
        Ok(match sigil {
            Sigil::Tag => labels(LabelKind::Tag)?,
            Sigil::Skill => labels(LabelKind::Skill)?,
            Sigil::Person => labels(LabelKind::Person)?,
            Sigil::Project => self
                .store
                .list_projects()?
                .into_iter()
                .filter(|project| starts(&project.name))
                .take(limit)
                .map(|project| Completion {
                    about: crate::text::counted(project.wins, "win", "wins"),
                    name: project.name,
                })
                .collect(),
            Sigil::Goal => self
                .store
                .list_goals()?
                .into_iter()
                .filter(|goal| goal.open && starts(&goal.title))
                .take(limit)
                .map(|goal| Completion { name: goal.title, about: goal.year.to_string() })
                .collect(),
        })
    }

    /// The totals of a period.
    pub fn totals(&self, period: &Period) -> Result<Totals> {
        Ok(self.store.totals(period)?)
    }

    /// Wins by day, where the day is known.
    pub fn days(&self, period: &Period) -> Result<Vec<DayCount>> {
        Ok(self.store.count_days(period)?)
    }

    /// The first and the last day that a win is listed under.
    pub fn span(&self) -> Result<Option<(NaiveDate, NaiveDate)>> {
        Ok(self.store.win_span()?)
    }

    /// The open follow-ups to be asked by a day.
    pub fn due(&self, until: NaiveDate, limit: usize) -> Result<Vec<FollowUpWithSubject>> {
        Ok(self.store.list_asked(FollowUpFilter::Until(until), limit)?)
    }

    /// What is wrong with the journal's file, one line each; empty when it is sound.
    ///
    /// # Errors
    /// When the journal cannot be read at all.
    pub fn check(&self) -> Result<Vec<String>> {
        Ok(self.store.check()?)
    }

    /// Computes everything again that follows from the records and the history; what was written stays.
    pub fn rebuild(&mut self) -> Result<()> {
        let (store, _) = self.writing()?;
        Ok(store.rebuild()?)
    }

    /// What the first screen shows.
    pub fn glance(&self) -> Result<Glance> {
        let today = self.today();
        let year = self.year_of(today);
        let of_year = WinFilter { period: Some(year.clone()), ..WinFilter::default() };
        let of_week = WinFilter { period: Some(Period::week_of(today)), ..WinFilter::default() };
        let page = Page { after: None, towards: Direction::Older, limit: 50 };
        let mut goals = self.goals_of(self.present_year())?;
        // What was not ended is not forgotten with its year.
        let last = self.goals_of(self.present_year() - 1)?;
        goals.extend(last.into_iter().filter(|goal| goal.is_open()));
        goals.sort_by_key(|goal| !goal.is_open());
        let being_read = self.store.list_being_read(4)?;
        let undated = WinFilter { undated: true, ..WinFilter::default() };
        let nothing_else = goals.is_empty() && being_read.is_empty();
        Ok(Glance {
            week: self.store.list_wins(&of_week, &page)?,
            days: self.store.count_days(&year)?,
            year_count: self.store.count_wins(&of_year, 1_000_000)?,
            due: self.store.list_asked(FollowUpFilter::Until(today), 4)?,
            goals,
            being_read,
            undated: self.store.count_wins(&undated, 1_000)?,
            empty: nothing_else && self.store.count_wins(&WinFilter::default(), 1)? == 0,
        })
    }
}
