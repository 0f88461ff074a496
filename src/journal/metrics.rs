//! Logging values, and keeping the metrics that they belong to.

use super::Journal;
use super::rules::Rules;
use super::schedule::ask_about_number;
use crate::capture::values::is_metric_name;
use crate::domain::{
    Amount, Confidence, Kind, Metric, MetricId, MetricValue, MetricView, PartialDate, RecordId, Stored,
    ValueId, WinId, fold, unit,
};
use crate::error::{Error, Result};
use crate::store::Batch;
use crate::text::ellipsis;

/// A value that is to be logged.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LogRequest {
    /// The metric: its name, a start of it, or its id.
    pub name: String,
    /// What was typed: `380ms`, `-90%`, `800ms..400ms`.
    pub value: String,
    /// The project, win or goal that the metric belongs to, where that was said.
    pub owner: Option<(Kind, RecordId)>,
    /// The day; today where nothing is said.
    pub date: Option<PartialDate>,
    /// The confidence; `None` where nobody has said so.
    pub confidence: Option<Confidence>,
    /// Where it comes from.
    pub source: String,
    /// What there is to say about it.
    pub note: String,
    /// Whether a new metric is wanted though a name that begins like this is there.
    pub new: bool,
}

/// A value that was logged.
#[derive(Debug, Clone, PartialEq)]
pub struct Logged {
    /// The metric as it is now.
    pub metric: MetricView,
    /// The value.
    pub value: ValueId,
    /// Whether the metric is new.
    pub made: bool,
    /// What was not done, in a line.
    pub hint: Option<String>,
}

impl Journal {
    /// Logs a value, into a new metric where there is none of that name. Of `A..B` on a metric
    /// that is there, only B is added: its baseline never moves.
    ///
    /// # Errors
    /// A usage error for a value that cannot be read, with what was understood, and for a name
    /// that may mean several metrics; otherwise when the journal cannot be written.
    pub fn log_value(&mut self, request: &LogRequest) -> Result<Logged> {
        let (before, after) = split(&request.value);
        let found = self.metric_to_log(request, after)?;
        let today = self.today();
        let (amount, from) = match &found {
            Some(metric) => (metric.read_value(after).map_err(|err| refused(&err))?, None),
            None => new_series(&request.name, before, after)?,
        };
        let name = found.as_ref().map_or(request.name.trim(), |metric| metric.name.as_str());
        let name = name.to_owned();
        let label = format!("log {} {}", ellipsis(&name, 40), ellipsis(request.value.trim(), 40));
        let hint = before.filter(|_| found.is_some()).map(|before| {
            format!("{name} keeps its baseline: {} was not taken as what it was before", before.trim())
        });
        let date = request.date.unwrap_or(PartialDate::Day(today));
        let value = MetricValue {
            confidence: request.confidence,
            source: request.source.clone(),
            note: request.note.clone(),
            ..MetricValue::new(date, amount)
        };
        let rules = Rules::of(self);
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&label, stamp)?;
        let metric = match &found {
            Some(metric) => metric.id,
            None => make_metric(&mut batch, request.name.trim(), request.owner, &value.amount)?,
        };
        if let Some(from) = from {
            batch.insert_value(metric, &MetricValue { amount: from, baseline: true, ..value.clone() })?;
        }
        if batch.is_gone(metric.into())? {
            return Err(
                Error::failed(format!("another program deleted {name} meanwhile")).hint("try once more")
            );
        }
        let value = batch.insert_value(metric, &value)?;
        if let Some((Kind::Win, win)) = request.owner {
            ask_about_number(&mut batch, WinId(win.0), &rules)?;
        }
        batch.commit()?;
        let metric = self.store.find_metric(metric)?;
        Ok(Logged { metric, value, made: found.is_none(), hint })
    }

    /// The metric that a request means; `None` where a new one is to be made.
    fn metric_to_log(&self, request: &LogRequest, value: &str) -> Result<Option<MetricView>> {
        let typed = request.name.trim();
        if let Some((kind, id)) = request.owner {
            let all = self.store.list_metrics_of(self.owner_of_metric(kind, id)?.1, usize::MAX >> 1)?;
            let mut found = all.into_iter().find(|metric| fold(&metric.name) == fold(typed));
            if let (Kind::Goal, None) = (kind, &found) {
                // What a goal follows is meant, whoever it belongs to.
                let followed = self.store.find_goal(crate::domain::GoalId(id.0))?.metric;
                found = followed.filter(|metric| fold(&metric.name) == fold(typed));
            }
            return if found.is_some() { Ok(found) } else { named_as_metric(typed).map(|()| None) };
        }
        let named = self.store.find_by_name(Kind::Metric, typed)?;
        let exact: Vec<&crate::store::NameMatch> = named.iter().filter(|found| found.exact).collect();
        match (&exact[..], &named[..]) {
            ([one], _) => return Ok(Some(self.store.find_metric(MetricId(one.id.0))?)),
            ([], [one]) if !request.new => {
                let metric = self.store.find_metric(MetricId(one.id.0))?;
                // A start of a name means that metric only where the value can be one of it.
                if metric.read_value(value).is_ok() {
                    return Ok(Some(metric));
                }
            }
            ([], []) => {
                if let Ok(found) = self.resolve(typed)
                    && found.kind == Kind::Metric
                {
                    return Ok(Some(self.store.find_metric(MetricId(found.id.0))?));
                }
            }
            ([_, _, ..], _) => {
                let mut all = Vec::new();
                for found in exact {
                    all.push(described(&self.store.find_metric(MetricId(found.id.0))?));
                }
                return Err(Error::usage(format!("{typed} may be any of: {}", all.join("; ")))
                    .hint("say which with --project, --win or its id"));
            }
            _ => {}
        }
        named_as_metric(typed)?;
        Ok(None)
    }

    /// Whose a metric of this owner is: of a win with a project, the project's.
    fn owner_of_metric(&self, kind: Kind, id: RecordId) -> Result<(Kind, RecordId)> {
        if kind != Kind::Win {
            return Ok((kind, id));
        }
        let win = self.store.find_win(WinId(id.0))?;
        Ok(win.project.as_ref().map_or((kind, id), |project| (Kind::Project, project.id.into())))
    }

    /// A metric with its values.
    ///
    /// # Errors
    /// When there is none.
    pub fn metric(&self, id: MetricId) -> Result<MetricView> {
        Ok(self.store.find_metric(id)?)
    }

    /// The metrics, the one with the latest value first.
    pub fn metrics(&self, limit: usize) -> Result<Vec<MetricView>> {
        Ok(self.store.list_metrics(limit)?)
    }

    /// How many metrics there are.
    pub fn count_metrics(&self) -> Result<usize> {
        Ok(self.store.count_metrics()?)
    }

    /// The metrics that a few letters may mean.
    pub fn metrics_like(&self, typed: &str, limit: usize) -> Result<Vec<MetricView>> {
        if typed.trim().is_empty() {
            return self.metrics(limit);
        }
        Ok(self.store.find_metrics_named(typed, limit)?)
    }

    /// The metrics of a project, a goal, or a win and its figures; at most so many, those with the
    /// latest values.
    pub fn metrics_of(&self, owner: impl Into<RecordId>, limit: usize) -> Result<Vec<MetricView>> {
        Ok(self.store.list_metrics_of(owner.into(), limit)?)
    }

    /// What goes with a win that is deleted besides what it brought, in words; empty where nothing
    /// does.
    pub fn taken_by_win(&self, id: WinId) -> Result<String> {
        let mut parts = Vec::new();
        for metric in self.store.list_metrics_of(id.into(), usize::MAX >> 1)? {
            let own = metric.owner_id() == Some(id.into());
            let logged = metric.values.iter().filter(|value| value.brought_by.is_none()).count();
            if own && logged > 0 {
                parts.push(format!(
                    "{} with {}",
                    metric.name,
                    crate::text::counted(logged, "value logged since", "values logged since")
                ));
            }
        }
        Ok(if parts.is_empty() {
            String::new()
        } else {
            format!("its metric goes with it: {}", parts.join("; "))
        })
    }

    /// The metric and, where one was meant, the value of it that an id or a name means.
    ///
    /// # Errors
    /// As [`Journal::resolve`]; and a usage error when it is something else.
    pub fn resolve_metric(&self, typed: &str) -> Result<(MetricId, Option<ValueId>)> {
        let found = match self.resolve_named(Kind::Metric, typed) {
            Ok(id) => return Ok((MetricId(id.0), None)),
            Err(err) => self.resolve(typed).map_err(|_| err)?,
        };
        match found.kind {
            Kind::Value => {
                let id = ValueId(found.id.0);
                Ok((self.store.metric_of_value(id)?, Some(id)))
            }
            kind => Err(Error::usage(format!("{} is a {kind}, not a metric", found.short))),
        }
    }

    /// Corrects a value; the figure of the win that brought it stays as it was written. The amount is read again
    /// from its text.
    ///
    /// # Errors
    /// As [`Journal::log_value`].
    pub fn edit_value(&mut self, before: &Stored<MetricValue>, now: &MetricValue) -> Result<MetricView> {
        let metric = self.store.find_metric(self.store.metric_of_value(before.id)?)?;
        if metric.values.iter().all(|value| value.id != before.id) {
            return Err(Error::failed("this value was deleted").hint("brag undo takes the deletion back"));
        }
        let mut now = now.clone();
        let mut unit = None;
        let text = now.amount.text.trim().to_owned();
        now.amount = match metric.read_value(&text) {
            _ if text == before.amount.text => before.amount.clone(),
            Ok(amount) => amount,
            // The only value may be of any kind: it is what fixes the unit.
            Err(err) if metric.values.len() > 1 => return Err(refused(&err).about("value")),
            Err(err) => {
                let amount = Amount::read(&text, "").map_err(|_| refused(&err).about("value"))?;
                unit = Some(amount.unit.clone());
                amount
            }
        };
        let label = format!("edit value: {} {}", metric.name, before.amount.shown());
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&label, stamp)?;
        batch.update_value(before, &now)?;
        if let Some(unit) = unit {
            batch.update(&metric.stored, &Metric { unit, ..metric.body.clone() })?;
        }
        batch.commit()?;
        self.metric(metric.id)
    }

    /// Changes what is said of a metric.
    ///
    /// # Errors
    /// A usage error for a name that is taken or none, a unit that its values are not in, a target of another
    /// kind; otherwise when it cannot be written.
    pub fn edit_metric(&mut self, before: &MetricView, now: &Metric) -> Result<MetricView> {
        let mut now = now.clone();
        let found = self.store.find_metric(before.id)?;
        self.check_metric(before, &found.values, &mut now)?;
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&format!("edit metric: {}", before.name), stamp)?;
        if batch.is_gone(before.id.into())? {
            return Err(Error::failed(format!("{} was deleted", before.name))
                .hint("brag undo takes the deletion back"));
        }
        batch.update(&before.stored, &now)?;
        batch.commit()?;
        self.metric(before.id)
    }

    /// Refuses a metric that its values do not fit.
    fn check_metric(
        &self,
        before: &MetricView,
        values: &[Stored<MetricValue>],
        now: &mut Metric,
    ) -> Result<()> {
        now.name = now.name.trim().to_owned();
        if now.name != before.name {
            named_as_metric(&now.name)?;
            let owner = before.owner_id();
            let taken = self.store.find_metrics_named(&now.name, 1000)?.into_iter().any(|other| {
                other.id != before.id && fold(&other.name) == fold(&now.name) && other.owner_id() == owner
            });
            if taken {
                return Err(
                    Error::usage(format!("there is a metric {} here already", now.name)).about("name")
                );
            }
        }
        if now.unit != before.unit {
            now.unit = unit::unit(&now.unit).unwrap_or_else(|| now.unit.trim().to_owned());
            let fits = |amount: &Amount| {
                amount.relative
                    || amount.unit.is_empty()
                    || unit::convert(1.0, &amount.unit, &now.unit).is_some()
            };
            if let Some(other) = values.iter().find(|value| !fits(&value.amount)) {
                return Err(Error::usage(format!(
                    "{} has values like {}, which are not in {}",
                    before.name, other.amount.text, now.unit
                ))
                .about("unit"));
            }
        }
        if let Some(target) = now.target.as_ref().filter(|_| now.target != before.target) {
            let amount =
                Amount::read(&target.text, &now.unit).map_err(|err| refused(&err.into()).about("target"))?;
            if amount.relative || amount.in_unit(&now.unit).is_none() {
                return Err(Error::usage(format!(
                    "the target of {} is a value in {}, not {}",
                    before.name, now.unit, target.text
                ))
                .about("target"));
            }
        }
        Ok(())
    }
}

/// Refuses what cannot be the name of a metric.
fn named_as_metric(name: &str) -> Result<()> {
    if is_metric_name(name) {
        return Ok(());
    }
    Err(Error::usage(format!("“{name}” cannot be the name of a metric"))
        .hint("letters, digits, _ and -, from a letter: p99-latency"))
}

/// `A..B` in what was before, where there is one, and the value.
fn split(text: &str) -> (Option<&str>, &str) {
    let at = ["..", "->", "→"].into_iter().find_map(|arrow| text.split_once(arrow));
    match at {
        Some((before, after)) => (Some(before), after.trim()),
        None => (None, text.trim()),
    }
}

/// The values of a series that is not there yet: the value, and what it was before.
fn new_series(name: &str, before: Option<&str>, after: &str) -> Result<(Amount, Option<Amount>)> {
    if let Some(before) = before {
        let text = format!("{}..{after}", before.trim());
        let figure =
            crate::domain::figure::figure(name, &text).map_err(|err| Error::usage(err).hint(VALUES))?;
        return Ok((figure.to, figure.from));
    }
    Ok((Amount::read(after, "").map_err(|err| refused(&err.into()))?, None))
}

pub(super) fn make_metric(
    batch: &mut Batch<'_>,
    name: &str,
    owner: Option<(Kind, RecordId)>,
    amount: &Amount,
) -> Result<MetricId> {
    let owner = match owner {
        Some((Kind::Win, id)) => Some(batch.owner_of_win_metric(WinId(id.0))?),
        other => other,
    };
    if let Some(found) = batch.find_metric_of(owner, name)? {
        return Ok(found);
    }
    let unit = if amount.relative { "" } else { amount.unit.as_str() };
    Ok(batch.insert(&Metric::new(name, owner, unit))?)
}

/// The forms of a value, as a hint.
pub const VALUES: &str = "write it as 380ms, $12k, 99.9%, -90%, 15x, 3 days or 1,200 users; --unit of brag metric set names another unit";

pub(super) fn refused(why: &crate::domain::metric_view::ValueError) -> Error {
    Error::usage(why.to_string()).hint(VALUES)
}

/// A metric with what it belongs to: `latency (docgen)`.
#[must_use]
pub fn described(metric: &MetricView) -> String {
    match metric.owner() {
        Some(owner) => format!("{} ({})", metric.name, ellipsis(&owner.name, 30)),
        None => metric.name.clone(),
    }
}
