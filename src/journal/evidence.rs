//! Evidence: the records that can answer a question of a questionnaire, as sources of sentences.

use super::visibility::Visible;
use super::{Snapshot, review};
use crate::domain::date::add_months;
use crate::domain::{FollowUpId, GoalId, Kind, Period, PraiseId, RecordId, RecordRef, StoryId, WinId};
use crate::error::Result;
use crate::report::document::Reader;
use crate::report::evidence::{self, Source};

/// The evidence of a period. Private records are no evidence.
pub(super) struct Evidence<'a> {
    snapshot: &'a Snapshot<'a>,
    visible: Visible<'a>,
    period: Period,
}

impl<'a> Evidence<'a> {
    /// Creates the access to the evidence of a period, by its stored text; empty for the whole journal.
    pub(super) fn new(snapshot: &'a Snapshot<'a>, period: &str) -> Result<Self> {
        let period = if period.is_empty() { Period::ever() } else { snapshot.context.period(period)? };
        let mut visible = Visible::new(&snapshot.store, Reader::Manager);
        review::hide_work(snapshot, &super::positions::list(snapshot)?, &mut visible)?;
        Ok(Self { snapshot, visible, period })
    }

    /// Returns the sources of the period. A story is of the period of the wins and projects that it is about.
    pub(super) fn all(&self) -> Result<Vec<Source>> {
        let mut input = review::load(self.snapshot, self.period.clone(), Reader::Manager)?;
        input.stories =
            review::load_stories(self.snapshot, Some(self.period.clone()), Reader::Manager)?.stories;
        Ok(evidence::sources(&input))
    }

    /// Returns one record as a source, whatever its date. `None` for a record that was deleted, that is private, or whose
    /// kind has no sentences.
    pub(super) fn of(&mut self, id: RecordId) -> Result<Option<Source>> {
        let Ok(RecordRef { kind, deleted: false, .. }) = self.snapshot.store.describe(id) else {
            return Ok(None);
        };
        if !self.visible.sees(id)? {
            return Ok(None);
        }
        let snapshot = self.snapshot;
        let source = match kind {
            Kind::Win => {
                let mut wins = vec![super::wins::find(snapshot, WinId(id.0))?];
                self.visible.keep_wins(&mut wins)?;
                wins.first().map(evidence::of_win)
            }
            Kind::Goal => {
                let mut goals = vec![super::goals::find(snapshot, GoalId(id.0))?];
                self.visible.keep_goals(&mut goals)?;
                goals.first().map(|goal| evidence::of_goal(goal, &self.period))
            }
            Kind::Praise => Some(evidence::of_praise(&super::praise::find(snapshot, PraiseId(id.0))?)),
            Kind::Story => {
                let mut view = super::stories::detail(snapshot, StoryId(id.0))?;
                self.visible.trim_story(&mut view, self.period.last)?;
                Some(evidence::of_story(&view))
            }
            Kind::FollowUp => {
                let mut all = vec![super::followups::find(snapshot, FollowUpId(id.0))?];
                self.visible.keep_follow_ups(&mut all)?;
                let answered = all.first().filter(|asked| !asked.follow_up.outcome.is_empty());
                answered.map(|asked| evidence::of_outcome(&asked.about_title, &asked.follow_up))
            }
            _ => None,
        };
        Ok(source.filter(|source| !source.sentences.is_empty()))
    }
}

/// Returns the text by which a period is stored: its label if the label means the same days on every date, such as
/// `2025-H2`, and its days otherwise, such as for `last 30 days`.
pub(super) fn stored_period(snapshot: &Snapshot<'_>, period: &Period) -> String {
    let context = snapshot.context;
    let later = add_months(context.today(), 500).unwrap_or_default();
    let again = Period::parse(&period.label, later, context.config.fiscal_year_start);
    if again.is_ok_and(|again| (again.first, again.last) == (period.first, period.last)) {
        return period.label.clone();
    }
    format!("{}..{}", period.first, period.last)
}
