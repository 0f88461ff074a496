//! Counts the wins of a period.

use chrono::{Datelike, NaiveDate};
use rusqlite::params;

use super::{Result, Snapshot};
use crate::domain::date::{day_number, day_of_number};
use crate::domain::{DayCount, Kind, Period, ProjectId, Totals};

/// The condition for the wins of a period: the date that a win is listed under lies completely within it.
const IN_PERIOD: &str = "w.deleted_at IS NULL AND w.sort_key BETWEEN ?1 * 4 AND ?2 * 4 + 3
    AND w.last_day <= ?2 AND w.first_day >= ?1";

impl Snapshot<'_> {
    /// Returns the number of wins on each day of a period; wins with a less precise date are not counted.
    pub fn count_days(&self, period: &Period) -> Result<Vec<DayCount>> {
        let mut statement = self.connection.prepare_cached(
            // The index has all that is read here; with a read of each row, Today would begin later.
            "SELECT sort_key / 4, count(*) FROM win w INDEXED BY win_date
             WHERE deleted_at IS NULL AND sort_key BETWEEN ?1 * 4 AND ?2 * 4 AND sort_key % 4 = 0
               AND first_day = last_day
             GROUP BY sort_key",
        )?;
        let rows = statement
            .query_map(params![day_number(period.first), day_number(period.last)], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
            })?;
        let mut out = Vec::new();
        for row in rows {
            let (number, count) = row?;
            if let Some(day) = day_of_number(number) {
                out.push(DayCount { day, count: usize::try_from(count).unwrap_or(0) });
            }
        }
        Ok(out)
    }

    /// Returns the kinds of which there is a live record.
    pub fn list_kinds(&self) -> Result<Vec<Kind>> {
        let mut out = Vec::new();
        for kind in Kind::ALL {
            let sql = format!("SELECT EXISTS (SELECT 1 FROM {} WHERE deleted_at IS NULL)", kind.table());
            if self.connection.prepare_cached(&sql)?.query_row([], |row| row.get(0))? {
                out.push(*kind);
            }
        }
        Ok(out)
    }

    /// Returns the number of live wins of each month, the earliest first, as the year, the month and the
    /// count. A win counts in the month that it is listed under; one without a month is not counted.
    pub fn count_months(&self) -> Result<Vec<(i32, u32, usize)>> {
        // The day that a win is listed under is in the index of the timeline, so no row is read.
        let mut statement = self.connection.prepare_cached(
            "SELECT sort_key / 4, count(*) FROM win INDEXED BY win_date
             WHERE deleted_at IS NULL AND sort_key > 0 GROUP BY sort_key / 4",
        )?;
        let mut out: Vec<(i32, u32, usize)> = Vec::new();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let Some(day) = day_of_number(row.get(0)?) else { continue };
            let count = usize::try_from(row.get::<_, i64>(1)?).unwrap_or(0);
            match out.last_mut() {
                Some((year, month, total)) if (*year, *month) == (day.year(), day.month()) => *total += count,
                _ => out.push((day.year(), day.month(), count)),
            }
        }
        Ok(out)
    }

    /// Returns the day and the star of each live win of a project that has a date, the earliest first. The day is
    /// the one that the win is listed under.
    pub fn list_days_of_project(&self, project: ProjectId) -> Result<Vec<(NaiveDate, bool)>> {
        let (row, _) = super::lookup::row_of(self.connection, project.into())?;
        let mut statement = self.connection.prepare_cached(
            "SELECT sort_key / 4, starred FROM win
             WHERE project = ?1 AND deleted_at IS NULL AND sort_key > 0 ORDER BY sort_key",
        )?;
        let rows = statement.query_map([row], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)))?;
        let mut out = Vec::new();
        for row in rows {
            let (number, starred) = row?;
            out.extend(day_of_number(number).map(|day| (day, starred)));
        }
        Ok(out)
    }

    /// Returns the earliest and the latest of the last days of the dates of all live wins; `None` if no live
    /// win has a date.
    pub fn win_span(&self) -> Result<Option<(NaiveDate, NaiveDate)>> {
        let edge = |order: &str| -> Result<Option<NaiveDate>> {
            let sql = format!(
                "SELECT last_day FROM win WHERE deleted_at IS NULL AND happened <> '' ORDER BY sort_key {order} LIMIT 1"
            );
            let mut statement = self.connection.prepare_cached(&sql)?;
            let mut rows = statement.query([])?;
            Ok(rows.next()?.map(|row| row.get(0)).transpose()?.and_then(day_of_number))
        };
        Ok(edge("ASC")?.zip(edge("DESC")?))
    }

    /// Returns the totals of the wins of a period.
    pub fn totals(&self, period: &Period) -> Result<Totals> {
        let range = params![day_number(period.first), day_number(period.last)];
        let sql = format!(
            "SELECT count(*),
               coalesce(sum(EXISTS (SELECT 1 FROM figure WHERE win = w.id AND deleted_at IS NULL)), 0),
               coalesce(sum(EXISTS (SELECT 1 FROM follow_up f WHERE f.about = w.id AND f.deleted_at IS NULL
                   AND f.recorded_on IS NOT NULL AND f.nothing_said = 0)), 0),
               coalesce(sum(EXISTS (SELECT 1 FROM link WHERE owner = w.id AND kind = 'url')), 0),
               coalesce(sum(starred), 0)
             FROM win w WHERE {IN_PERIOD}"
        );
        let count = |row: &rusqlite::Row<'_>, at: usize| -> rusqlite::Result<usize> {
            Ok(usize::try_from(row.get::<_, i64>(at)?).unwrap_or(0))
        };
        let mut totals = self.connection.query_row(&sql, range, |row| {
            Ok(Totals {
                wins: count(row, 0)?,
                with_number: count(row, 1)?,
                with_outcome: count(row, 2)?,
                with_evidence: count(row, 3)?,
                starred: count(row, 4)?,
                ..Totals::default()
            })
        })?;
        let groups = [
            format!(
                "SELECT category, count(*) AS n FROM win w WHERE {IN_PERIOD} GROUP BY 1 ORDER BY n DESC, 1"
            ),
            format!(
                "SELECT substr(happened, 1, 7), count(*) FROM win w
                 WHERE {IN_PERIOD} AND length(happened) IN (7, 10) GROUP BY 1 ORDER BY 1"
            ),
        ];
        for (at, sql) in groups.iter().enumerate() {
            let mut statement = self.connection.prepare(sql)?;
            let rows = statement.query_map(range, |row| Ok((row.get::<_, String>(0)?, count(row, 1)?)))?;
            let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
            if at == 0 { totals.categories = rows } else { totals.months = rows }
        }
        Ok(totals)
    }
}
