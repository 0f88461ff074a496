//! Metrics, their values, and the figures that wins keep of them.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

use super::batch::Batch;
use super::table::Cell;
use super::{Result, Store};
use crate::domain::{Amount, Figure, Kind, MetricId, ProjectId, RecordId, StoredFigure, WinId, fold};

impl Store {
    /// Whether a live metric has this name.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn has_metric(&self, name: &str) -> Result<bool> {
        Ok(self
            .connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM metric WHERE folded = ?1 AND deleted_at IS NULL)")?
            .query_row([fold(name)], |row| row.get(0))?)
    }

    pub(super) fn figures_of(&self, row: i64) -> Result<Vec<StoredFigure>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT record.uuid, name, \"before\", \"after\" FROM figure JOIN record USING (id)
             WHERE win = ?1 AND deleted_at IS NULL ORDER BY figure.id",
        )?;
        let rows = statement.query_map([row], |row| {
            Ok((
                row.get::<_, Uuid>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, Option<String>>(2)?,
                row.get::<_, String>(3)?,
            ))
        })?;
        let mut out = Vec::new();
        for row in rows {
            let (uuid, name, before, after) = row?;
            // A figure is only stored after it was read; one that no longer reads is not shown.
            let Some(to) = Amount::parse(&after) else { continue };
            let mut from = before.as_deref().and_then(Amount::parse);
            if let Some(from) = &mut from
                && from.unit.is_empty()
            {
                from.unit.clone_from(&to.unit);
            }
            out.push(StoredFigure { id: RecordId(uuid), figure: Figure { name, from, to } });
        }
        Ok(out)
    }
}

impl Batch<'_> {
    /// Writes a figure of a win, and its values into the metric's series, which it makes where
    /// there is none: the project's where the win has one, else the win's own.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn insert_figure(
        &mut self,
        win: WinId,
        project: Option<ProjectId>,
        figure: &Figure,
        day: NaiveDate,
    ) -> Result<()> {
        let metric = self.metric_for(win, project, figure)?;
        self.insert(
            Kind::Figure,
            &[
                ("win", Cell::Ref(win.0)),
                ("metric", Cell::Ref(metric.0)),
                ("name", figure.name.as_str().into()),
                ("before", Cell::opt(figure.from.as_ref().map(|from| from.text.clone()))),
                ("after", figure.to.text.as_str().into()),
            ],
        )?;
        let (row, _) = self.row(metric.into())?;
        let has_values: bool = self
            .tx
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM value WHERE metric = ?1 AND deleted_at IS NULL)")?
            .query_row([row], |row| row.get(0))?;
        // What it was before is the baseline of a new series, and never moves an old one's.
        if let Some(from) = figure.from.as_ref().filter(|_| !has_values) {
            self.insert_value(metric, win, from, day, true)?;
        }
        self.insert_value(metric, win, &figure.to, day, false)?;
        let (row, kind) = self.row(win.into())?;
        self.touch(row, kind);
        Ok(())
    }

    fn metric_for(&mut self, win: WinId, project: Option<ProjectId>, figure: &Figure) -> Result<MetricId> {
        let folded = fold(&figure.name);
        let owner = self.row(project.map_or(win.into(), RecordId::from))?.0;
        let column = if project.is_some() { "project" } else { "win" };
        let sql = format!(
            "SELECT record.uuid FROM metric JOIN record USING (id)
             WHERE folded = ?1 AND metric.{column} = ?2 AND deleted_at IS NULL"
        );
        let found: Option<Uuid> =
            self.tx.prepare_cached(&sql)?.query_row(params![folded, owner], |row| row.get(0)).optional()?;
        if let Some(uuid) = found {
            return Ok(MetricId(uuid));
        }
        let owner = if let Some(project) = project {
            ("project", Cell::Ref(project.0))
        } else {
            ("win", Cell::Ref(win.0))
        };
        let unit = if figure.to.relative { "" } else { figure.to.unit.as_str() };
        let id = self
            .insert(Kind::Metric, &[("name", figure.name.as_str().into()), owner, ("unit", unit.into())])?;
        Ok(MetricId(id.0))
    }

    fn insert_value(
        &mut self,
        metric: MetricId,
        win: WinId,
        amount: &Amount,
        day: NaiveDate,
        baseline: bool,
    ) -> Result<()> {
        self.insert(
            Kind::Value,
            &[
                ("metric", Cell::Ref(metric.0)),
                ("win", Cell::Ref(win.0)),
                ("day", Cell::Text(day.to_string())),
                ("text", amount.text.as_str().into()),
                ("number", Cell::Real(amount.number)),
                ("unit", amount.unit.as_str().into()),
                ("relative", amount.relative.into()),
                ("baseline", baseline.into()),
            ],
        )?;
        Ok(())
    }

    /// Deletes a figure softly, with the values that came with it.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn delete_figure(&mut self, win: WinId, figure: &StoredFigure) -> Result<()> {
        let (row, kind) = self.row(figure.id)?;
        let (win_row, win_kind) = self.row(win.into())?;
        let metric = self.field(row, kind, "metric")?;
        self.delete(row, kind)?;
        self.touch(win_row, win_kind);
        let Cell::Ref(metric) = metric else { return Ok(()) };
        let (metric, _) = self.row(RecordId(metric))?;
        self.delete_values(win_row, Some((metric, &figure.figure)))
    }

    /// Deletes the values that a win brought, all or those of one figure, and the metrics that are
    /// left without any.
    pub(super) fn delete_values(&mut self, win: i64, of: Option<(i64, &Figure)>) -> Result<()> {
        let values: Vec<(i64, i64, String)> = self
            .tx
            .prepare_cached("SELECT id, metric, text FROM value WHERE win = ?1 AND deleted_at IS NULL")?
            .query_map([win], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let belongs = |metric: i64, text: &str| {
            of.is_none_or(|(wanted, figure)| {
                let before = figure.from.as_ref().is_some_and(|from| from.text == text);
                metric == wanted && (figure.to.text == text || before)
            })
        };
        for (value, metric, text) in values {
            if !belongs(metric, &text) {
                continue;
            }
            self.delete(value, Kind::Value)?;
            let left: bool = self
                .tx
                .prepare_cached(
                    "SELECT EXISTS (SELECT 1 FROM value WHERE metric = ?1 AND deleted_at IS NULL)",
                )?
                .query_row([metric], |row| row.get(0))?;
            if !left {
                self.delete(metric, Kind::Metric)?;
            }
        }
        Ok(())
    }
}
