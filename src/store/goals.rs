//! Reads goals with their milestones, check-ins, evidence and metrics.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row};
use uuid::Uuid;

use super::columns::{date, instant};
use super::{Result, Snapshot};
use crate::domain::date::day_of_number;
use crate::domain::goal_view::EarlierYear;
use crate::domain::{
    CheckIn, DateRange, Evidence, Goal, GoalId, GoalRow, GoalStatus, GoalView, Kind, Measure, MetricId,
    MetricView, Milestone, PartialDate, ProjectStatus, ReadingStatus, RecordId, Stored,
};

/// The kind of the link from a record to the goal that it is evidence for.
pub(super) const EVIDENCE: &str = "goal";

impl Snapshot<'_> {
    /// Returns all goals, those of the latest year first.
    pub fn list_goals(&self) -> Result<Vec<GoalRow>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT record.uuid, title, year, status FROM goal JOIN record USING (id)
             WHERE deleted_at IS NULL ORDER BY year DESC, goal.id",
        )?;
        let rows = statement.query_map([], |row| {
            let status: String = row.get("status")?;
            Ok(GoalRow {
                id: GoalId(row.get("uuid")?),
                title: row.get("title")?,
                year: row.get("year")?,
                open: status == GoalStatus::Open.word(),
                carried: status == GoalStatus::Carried.word(),
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the goals of a year with everything that belongs to them, in the order of creation.
    pub fn list_goals_of(&self, year: i32) -> Result<Vec<GoalView>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT record.uuid FROM goal JOIN record USING (id)
             WHERE deleted_at IS NULL AND year = ?1 ORDER BY goal.id",
        )?;
        let ids: Vec<Uuid> =
            statement.query_map([year], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        ids.into_iter().map(|id| self.find_goal(GoalId(id))).collect()
    }

    /// Returns the goals that a record affects: as evidence, as the metric of a goal or a value of that
    /// metric, or as the goal of the year before or after.
    pub fn list_goals_of_record(&self, id: RecordId) -> Result<Vec<GoalId>> {
        let (row, _) = super::lookup::row_of(self.connection, id)?;
        let mut statement = self.connection.prepare_cached(
            "SELECT record.uuid FROM record JOIN goal USING (id) WHERE goal.deleted_at IS NULL AND id IN (
               SELECT target FROM link WHERE owner = ?1 AND link.kind = 'goal'
               UNION ALL SELECT id FROM goal WHERE metric = ?1 OR carried_from = ?1
               UNION ALL SELECT carried_from FROM goal WHERE id = ?1
               UNION ALL SELECT goal FROM metric WHERE id = ?1
               UNION ALL SELECT goal.id FROM value JOIN goal ON goal.metric = value.metric WHERE value.id = ?1
               UNION ALL SELECT metric.goal FROM value JOIN metric ON metric.id = value.metric
                 WHERE value.id = ?1)
             ORDER BY id",
        )?;
        let rows = statement.query_map([row], |row| Ok(GoalId(row.get(0)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns a goal with its milestones, check-ins, evidence and metric, deleted or not.
    pub fn find_goal(&self, id: GoalId) -> Result<GoalView> {
        let (row, _) = super::lookup::row_of(self.connection, id.into())?;
        let mut stored = self.find::<Goal>(id)?;
        // A number whose start or target cannot be parsed cannot be compared with anything.
        if ["from", "target"].iter().any(|name| stored.unread.get(name).is_some()) {
            stored.body.measure = Measure::Growing;
        }
        let set_on = stored.begun.unwrap_or(stored.meta.logged_at.date_naive());
        let mut goal = GoalView {
            milestones: self.milestones_of(row)?,
            check_ins: Vec::new(),
            evidence: Vec::new(),
            metric: None,
            before: Vec::new(),
            set_on,
            after: None,
            stored,
        };
        let years = self.earlier_years(row)?;
        let rows: Vec<i64> = years.iter().map(|(row, _)| *row).chain([row]).collect();
        for each in &rows {
            goal.evidence.extend(self.evidence_of(*each)?);
            goal.check_ins.extend(self.check_ins_of(*each, goal.measure.unit())?);
        }
        goal.before = years.into_iter().map(|(_, year)| year).collect();
        let begun = goal.begun();
        // A record that is linked in two years is evidence only once.
        let mut seen = std::collections::HashSet::new();
        goal.evidence.retain(|each| seen.insert(each.id));
        goal.check_ins.sort_by_key(|each| each.day);
        goal.metric = self.metric_of_goal(row, &goal)?;
        let ended = goal.ended_on;
        if let (Some(metric), Some(ended)) = (&mut goal.metric, ended) {
            // Values after the end of the goal do not change its result.
            metric.values.retain(|value| value.date.first_day() <= ended.last_day());
        }
        for each in &mut goal.evidence {
            // Undated evidence, and a project or a metric that is older than the goal, count from the day on
            // which the goal was set.
            if matches!(each.kind, Kind::Project | Kind::Metric) || each.day == NaiveDate::MIN {
                each.day = each.day.max(begun);
            }
        }
        goal.evidence.sort_by_key(|each| each.day);
        goal.after = self
            .connection
            .prepare_cached(
                "SELECT record.uuid, year FROM goal JOIN record USING (id)
                 WHERE carried_from = ?1 AND deleted_at IS NULL LIMIT 1",
            )?
            .query_row([row], |row| Ok((GoalId(row.get(0)?), row.get(1)?)))
            .optional()?;
        Ok(goal)
    }

    /// Returns the goal that a milestone or a check-in belongs to.
    pub fn goal_of_part(&self, id: RecordId) -> Result<GoalId> {
        let (row, kind) = super::lookup::row_of(self.connection, id)?;
        let table = kind.table();
        let sql =
            format!("SELECT record.uuid FROM {table} t JOIN record ON record.id = t.goal WHERE t.id = ?1");
        Ok(self.connection.prepare_cached(&sql)?.query_row([row], |row| Ok(GoalId(row.get(0)?)))?)
    }

    fn milestones_of(&self, row: i64) -> Result<Vec<Stored<Milestone>>> {
        self.list("t.goal = ?1 AND t.deleted_at IS NULL ORDER BY t.place, t.id", [row])
    }

    fn check_ins_of(&self, row: i64, unit: &str) -> Result<Vec<Stored<CheckIn>>> {
        let mut found: Vec<Stored<CheckIn>> =
            self.list("t.goal = ?1 AND t.deleted_at IS NULL ORDER BY t.day, t.id", [row])?;
        for check_in in &mut found {
            check_in.read_value(unit);
        }
        Ok(found)
    }

    /// Returns the goals from which a goal was carried over, the earliest year first, each with its row.
    fn earlier_years(&self, row: i64) -> Result<Vec<(i64, EarlierYear)>> {
        let mut statement = self.connection.prepare_cached(
            "WITH RECURSIVE chain (id, step) AS (
               SELECT carried_from, 1 FROM goal WHERE id = ?1 AND carried_from IS NOT NULL
               UNION SELECT goal.carried_from, step + 1 FROM goal JOIN chain ON goal.id = chain.id
                     WHERE goal.carried_from IS NOT NULL AND step < 100)
             SELECT goal.id, record.uuid, year, begun, logged_at, ended_on FROM chain
             JOIN goal USING (id) JOIN record USING (id) WHERE deleted_at IS NULL ORDER BY step DESC",
        )?;
        let rows = statement.query_map([row], |row| {
            let year = EarlierYear {
                id: GoalId(row.get("uuid")?),
                year: row.get("year")?,
                set_on: set_on(row)?,
                carried_on: date(row, "ended_on")?,
            };
            Ok((row.get("id")?, year))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn evidence_of(&self, row: i64) -> Result<Vec<Evidence>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT owner, record.uuid, record.kind FROM link JOIN record ON record.id = owner
             WHERE target = ?1 AND link.kind = 'goal' AND live = 1 ORDER BY link.id",
        )?;
        let mut rows = statement.query([row])?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            let Some(kind) = Kind::from_word(&row.get::<_, String>(2)?) else { continue };
            out.extend(self.evidence(row.get(0)?, RecordId(row.get(1)?), kind)?);
        }
        Ok(out)
    }

    /// Returns a record as evidence; `None` for a kind that cannot be evidence.
    fn evidence(&self, row: i64, id: RecordId, kind: Kind) -> Result<Option<Evidence>> {
        let sql = match kind {
            Kind::Win => "SELECT title, last_day, NULL AS dated, '' AS status, happened AS span FROM win WHERE id = ?1",
            Kind::Project => {
                "SELECT name AS title,
                   (SELECT max(last_day) FROM win WHERE win.project = p.id AND win.deleted_at IS NULL) AS last_day,
                   coalesce(\"end\", start) AS dated, status, NULL AS span FROM project p WHERE id = ?1"
            }
            Kind::Metric => {
                "SELECT name AS title, NULL AS last_day,
                   (SELECT max(day) FROM value WHERE metric = m.id AND value.deleted_at IS NULL) AS dated,
                   '' AS status, NULL AS span FROM metric m WHERE id = ?1"
            }
            Kind::Reading => {
                "SELECT title, NULL AS last_day, coalesce(finished, started) AS dated, status,
                   coalesce(finished, started) AS span FROM reading WHERE id = ?1"
            }
            _ => return Ok(None),
        };
        let found = self.connection.prepare_cached(sql)?.query_row([row], |row| {
            let day = row.get::<_, Option<i64>>("last_day")?.and_then(day_of_number);
            let dated = date(row, "dated")?.map(PartialDate::last_day);
            let state: String = row.get("status")?;
            let counts = match kind {
                Kind::Project => state != ProjectStatus::Dropped.word(),
                Kind::Reading => state == ReadingStatus::Finished.word(),
                _ => true,
            };
            let state = if counts { String::new() } else { state };
            let day = dated.or(day).unwrap_or(NaiveDate::MIN);
            let when = row.get::<_, Option<String>>("span")?.and_then(|text| DateRange::from_iso(&text));
            let when = when.filter(|when| when.exact_day().is_none());
            Ok(Evidence { id, kind, title: row.get("title")?, day, when, counts, state })
        })?;
        Ok(Some(found))
    }

    /// Returns the metric that a goal follows. Without a choice of the user, a goal with a number follows its
    /// first own metric in a convertible unit.
    fn metric_of_goal(&self, row: i64, goal: &GoalView) -> Result<Option<MetricView>> {
        if let Some(said) = &goal.follows {
            return Ok(Some(self.find_metric(said.id)?));
        }
        let Measure::Number { from, .. } = &goal.measure else { return Ok(None) };
        let mut statement = self.connection.prepare_cached(
            "SELECT record.uuid FROM metric JOIN record USING (id)
             WHERE goal = ?1 AND deleted_at IS NULL ORDER BY metric.id",
        )?;
        let own: Vec<Uuid> =
            statement.query_map([row], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        for id in own {
            let metric = self.find_metric(MetricId(id))?;
            if crate::domain::unit::convert(1.0, &metric.unit, &from.unit).is_some() {
                return Ok(Some(metric));
            }
        }
        Ok(None)
    }
}

/// Returns the day on which a goal was set; for a goal of an older schema, the day on which it was logged.
fn set_on(row: &Row<'_>) -> rusqlite::Result<NaiveDate> {
    if let Some(date) = date(row, "begun")? {
        return Ok(date.first_day());
    }
    Ok(instant(row, "logged_at")?.date_naive())
}
