//! Goals: aims for a year, with a measure of their progress.

use chrono::NaiveDate;

use super::amount::Amount;
use super::date::{PartialDate, YEARS};
use super::date_phrase::{Bias, parse_when};
use super::direction::BetterWhen;
use super::field::{FieldInfo, FieldType};
use super::id::{GoalId, MetricId};
use super::kind::Kind;
use super::measure::{Measure, MeasureError};
use super::metric_view::MetricView;
use super::record::{Field, FieldError, FieldText, Record, Unread, field, infos, unread_member};
use super::shared_fields::{LINKS, SOURCE, TAGS, VISIBILITY, Visibility};
use super::value::NamedRef;
use super::value::{Unreadable, Value};
use super::words::words;
use crate::text::{fold, one_line};

words! {
    /// The status of a goal.
    GoalStatus {
        /// Open: the default.
        Open = "open",
        /// Reached.
        Done = "done",
        /// Given up.
        Dropped = "dropped",
        /// Continued as a goal of another year.
        Carried = "carried",
    }
}

/// A milestone as it is written: its text, and the date on which it was done.
pub type Step = (String, Option<PartialDate>);

/// A goal.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// The title, unique within the year.
    pub title: String,
    /// The calendar or fiscal year; 0 until a use case sets the present year.
    pub year: i32,
    /// The measure of the progress.
    pub measure: Measure,
    /// The metric that a goal with a numeric measure follows.
    pub follows: Option<NamedRef<MetricId>>,
    /// The tags, without their `#`.
    pub tags: Vec<String>,
    /// The URLs of related pages.
    pub links: Vec<String>,
    /// The readers who may see the goal in a document.
    pub visibility: Visibility,
    /// The reason for the goal; may be empty.
    pub why: String,
    /// The milestones, in order.
    pub steps: Vec<Step>,
    /// Other notes, in Markdown.
    pub notes: String,
    /// The status: open, or the way in which the goal ended.
    pub status: GoalStatus,
    /// The date on which the goal ended; `None` while it is open.
    pub ended_on: Option<PartialDate>,
    /// The proof that the goal was reached, or the reason for dropping it; may be empty.
    pub ending: String,
    /// The goal of an earlier year from which the goal was carried over.
    pub carried_from: Option<NamedRef<GoalId>>,
    /// The day on which the goal was set.
    pub begun: Option<NaiveDate>,
    /// The fingerprint of the imported draft; `None` for a goal that was not imported.
    pub source: Option<String>,
    /// The stored values that this version cannot parse.
    pub unread: Unread,
}

impl Default for Goal {
    fn default() -> Self {
        Self {
            title: String::new(),
            year: 0,
            measure: Measure::Growing,
            follows: None,
            tags: Vec::new(),
            links: Vec::new(),
            visibility: Visibility::Internal,
            why: String::new(),
            steps: Vec::new(),
            notes: String::new(),
            status: GoalStatus::Open,
            ended_on: None,
            ending: String::new(),
            carried_from: None,
            begun: None,
            source: None,
            unread: Unread::default(),
        }
    }
}

impl Goal {
    /// Returns `true` if the goal is open.
    pub fn is_open(&self) -> bool {
        self.status == GoalStatus::Open
    }
}

impl Record for Goal {
    type Id = GoalId;
    const KIND: Kind = Kind::Goal;
    const FIELDS: &'static [Field<Self>] = FIELDS;

    unread_member!();

    fn normalise(&mut self, _: Option<&Self>, _: NaiveDate) {
        self.title = self.title.trim().to_owned();
        for (step, _) in &mut self.steps {
            *step = one_line(step);
        }
    }

    fn validate(&self, _: NaiveDate) -> Result<(), FieldError> {
        if self.title.trim().is_empty() {
            return Err(FieldError::new("title", "a goal needs a title"));
        }
        if self.year != 0 && !YEARS.contains(&self.year) {
            return Err(FieldError::new("year", format!("“{}” is not a year", self.year)));
        }
        for (at, (step, _)) in self.steps.iter().enumerate() {
            if step.is_empty() {
                return Err(FieldError::new("milestones", "a milestone needs a title"));
            }
            if self.steps[..at].iter().any(|(each, _)| fold(each) == fold(step)) {
                return Err(FieldError::new("milestones", format!("the milestone “{step}” is listed twice")));
            }
        }
        Ok(())
    }
}

impl Goal {
    /// Fails if the target is worse than the start. The better direction is `better`, else that of the metric
    /// that the goal follows, else the one that the title suggests.
    pub fn validate_direction(
        &self,
        metric: Option<&MetricView>,
        better: Option<BetterWhen>,
    ) -> Result<(), FieldError> {
        let Measure::Number { from, to } = &self.measure else { return Ok(()) };
        let explicit = better.or_else(|| metric.and_then(|metric| metric.better));
        // A guess that less is better is ignored: it would be wrong for "spend more time on …".
        let guess =
            || BetterWhen::guess(&self.title, &from.unit, None).filter(|it| *it == BetterWhen::Higher);
        let direction = explicit.or_else(|| metric.and_then(MetricView::direction)).or_else(guess);
        let Some(better) = direction else { return Ok(()) };
        let end = to.in_unit(&from.unit).unwrap_or(to.number);
        let (is_better, other) = match better {
            BetterWhen::Higher => (end > from.number, BetterWhen::Lower),
            BetterWhen::Lower => (end < from.number, BetterWhen::Higher),
        };
        if is_better {
            return Ok(());
        }
        let place = if end < from.number { "below" } else { "above" };
        let message = format!(
            "the target {} is {place} the start {}, where {better} is better",
            to.shown(),
            from.shown()
        );
        let error = FieldError::new("measure", message);
        Err(if explicit.is_some() {
            error
        } else {
            error.hint(format!("if this is intended, add --better {other}"))
        })
    }
}

/// Parses a measure as documents and forms write it.
fn set_measure(goal: &mut Goal, text: &str, _: NaiveDate) -> Result<(), String> {
    goal.measure = Measure::parse(text).map_err(|err| match err {
        MeasureError::Unknown(_) => {
            format!("{err}; use growing, done or not, count 2, 70% .. 90% or milestones")
        }
        other => other.to_string(),
    })?;
    Ok(())
}

fn year_text(goal: &Goal) -> String {
    if goal.year == 0 { String::new() } else { goal.year.to_string() }
}

/// Parses a calendar or fiscal year: `2026`, `FY2026`; an empty text is the current year.
fn set_year(goal: &mut Goal, text: &str, _: NaiveDate) -> Result<(), String> {
    let year = text.trim_start_matches("FY");
    goal.year = match year {
        "" => 0,
        year => {
            let read = year.parse().ok().filter(|year| YEARS.contains(year));
            read.ok_or_else(|| format!("“{text}” is not a year"))?
        }
    };
    Ok(())
}

/// Formats milestones as lines: `[x] Draft the talk (2026-03-04)`.
fn steps_text(goal: &Goal) -> String {
    let line = |(title, done_on): &Step| match done_on {
        Some(date) => format!("[x] {title} ({date})"),
        None => format!("[ ] {title}"),
    };
    goal.steps.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Parses the lines of milestones; a milestone that is done without a date gets the date `today`.
fn set_steps(goal: &mut Goal, text: &str, today: NaiveDate) -> Result<(), String> {
    let mut out = Vec::new();
    for line in text.lines().map(str::trim) {
        let line = line.strip_prefix("- ").unwrap_or(line).trim();
        if line.is_empty() {
            continue;
        }
        let done = ["[x]", "[X]"].iter().find_map(|mark| line.strip_prefix(mark));
        let open = line.strip_prefix("[ ]").or_else(|| line.strip_prefix("[]"));
        let words = done.or(open).unwrap_or(line).trim();
        if words.is_empty() {
            return Err(format!("a milestone needs a title: {line}"));
        }
        if done.is_none() {
            out.push((words.to_owned(), None));
            continue;
        }
        let dated = words.strip_suffix(')').and_then(|rest| {
            let (title, date) = rest.rsplit_once('(')?;
            let date = parse_when(date, today, Bias::Past).ok()?;
            Some((title.trim().to_owned(), date.last()))
        });
        let (title, on) = dated.unwrap_or((words.to_owned(), PartialDate::Day(today)));
        out.push((title, Some(on)));
    }
    goal.steps = out;
    Ok(())
}

/// Creates the field of one of the columns of a measure.
const fn measured(
    info: FieldInfo,
    get: fn(&Goal) -> Value<'_>,
    set: fn(&mut Goal, Value<'_>) -> Result<(), Unreadable>,
) -> Field<Goal> {
    Field { info, get, set, text: None }
}

fn count(goal: &Goal) -> Value<'_> {
    match goal.measure {
        Measure::Count(count) => Value::Int(i64::from(count)),
        _ => Value::Null,
    }
}

fn set_count(goal: &mut Goal, value: Value<'_>) -> Result<(), Unreadable> {
    match (&mut goal.measure, value) {
        (Measure::Count(count), Value::Int(number)) => {
            *count = u32::try_from(number).map_err(|_| Unreadable)?;
        }
        (Measure::Count(_), _) => return Err(Unreadable),
        _ => {}
    }
    Ok(())
}

/// Parses the start or the target of a numeric measure in the unit of the measure, whose field precedes both.
fn set_end(
    goal: &mut Goal,
    value: Value<'_>,
    end: for<'a> fn(&'a mut Amount, &'a mut Amount) -> &'a mut Amount,
) -> Result<(), Unreadable> {
    let Measure::Number { from, to } = &mut goal.measure else { return Ok(()) };
    let unit = to.unit.clone();
    let Value::Text(text) = value else { return Err(Unreadable) };
    let mut amount = Amount::read(&text, &unit).map_err(|_| Unreadable)?;
    if amount.unit.is_empty() {
        amount.unit = unit;
    }
    *end(from, to) = amount;
    Ok(())
}

/// The fields of a goal.
const FIELDS: &[Field<Goal>] = &[
    field!(title, FieldInfo::new("title", FieldType::Text).help("What you want to achieve")),
    field!(
        year,
        FieldInfo::new("year", FieldType::Int { min: 1, max: 9999 }).help("Which year; empty is this one"),
        year_text,
        set_year
    ),
    field!(
        measure,
        FieldInfo::new("measure", FieldType::Word(Measure::WORDS))
            .help("count 2, 70% .. 90%, done or not, milestones; empty is growing"),
        |goal| goal.measure.to_string(),
        set_measure
    ),
    measured(
        FieldInfo::new("unit", FieldType::Text).hidden().found(false),
        |goal| Value::Text(goal.measure.unit().into()),
        |goal, value| {
            if let (Measure::Number { to, .. }, Value::Text(unit)) = (&mut goal.measure, value) {
                to.unit = unit.into_owned();
            }
            Ok(())
        },
    ),
    measured(FieldInfo::new("count", FieldType::COUNT).hidden(), count, set_count),
    measured(
        FieldInfo::new("from", FieldType::Text).column("start").hidden().found(false),
        |goal| match &goal.measure {
            Measure::Number { from, .. } => Value::Text(from.text.as_str().into()),
            _ => Value::Null,
        },
        |goal, value| set_end(goal, value, |from, _| from),
    ),
    measured(
        FieldInfo::new("target", FieldType::Text).hidden().found(false),
        |goal| match &goal.measure {
            Measure::Number { to, .. } => Value::Text(to.text.as_str().into()),
            _ => Value::Null,
        },
        |goal, value| set_end(goal, value, |_, to| to),
    ),
    field!(
        follows,
        FieldInfo::new("metric", FieldType::Ref(&[Kind::Metric]))
            .help("The name of a metric that the number follows")
    ),
    field!(tags, TAGS),
    field!(links, LINKS),
    field!(visibility, VISIBILITY),
    field!(why, FieldInfo::new("why", FieldType::Text).section("Why").help("Why you want it").own()),
    Field {
        info: FieldInfo::new("milestones", FieldType::Parts)
            .section("Milestones")
            .help("A line each: [ ] still to do, [x] done (2026-03-04)"),
        get: |goal| Value::Text(steps_text(goal).into()),
        set: |goal, value| match value {
            // Milestones are records of their own: only an empty list can be set.
            Value::Text(text) if text.is_empty() => {
                goal.steps.clear();
                Ok(())
            }
            _ => Err(Unreadable),
        },
        text: Some(FieldText { write: steps_text, read: set_steps }),
    },
    field!(
        notes,
        FieldInfo::new("notes", FieldType::Text).section("Notes").help("Anything else, in Markdown").own()
    ),
    field!(status, FieldInfo::new("status", FieldType::Word(GoalStatus::WORDS)).hidden()),
    field!(ended_on, FieldInfo::new("ended_on", FieldType::Date).hidden()),
    field!(ending, FieldInfo::new("ending", FieldType::Text).hidden()),
    field!(carried_from, FieldInfo::new("carried_from", FieldType::Ref(&[Kind::Goal])).hidden().found(false)),
    field!(begun, FieldInfo::new("begun", FieldType::Day).internal()),
    field!(source, SOURCE),
];

/// The descriptions of the fields of a goal.
pub(super) const INFOS: &[FieldInfo] = &infos::<Goal, { FIELDS.len() }>(FIELDS);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn milestones_round_trip_as_lines_with_their_dates() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 6).unwrap();
        let mut goal = Goal::default();
        let lines = "- [ ] Draft it\n[x] Book a room\n\n[X] Ask (again) (2026-02)\nSay it";
        set_steps(&mut goal, lines, today).unwrap();
        assert_eq!(
            steps_text(&goal),
            "[ ] Draft it\n[x] Book a room (2026-03-06)\n[x] Ask (again) (2026-02)\n[ ] Say it"
        );
        assert!(set_steps(&mut goal, "[x]  ", today).is_err());
    }

    #[test]
    fn a_measure_round_trips_through_its_columns() {
        for text in ["growing", "done", "count 3", "70% .. 90%", "5 .. 0", "milestones"] {
            let written = Goal { measure: Measure::parse(text).unwrap(), ..Goal::default() };
            let mut read = Goal::default();
            for field in FIELDS.iter().filter(|field| field.info.ty.is_column()) {
                assert_eq!(
                    (field.set)(&mut read, (field.get)(&written)),
                    Ok(()),
                    "{text} {}",
                    field.info.name
                );
            }
            assert_eq!(read.measure, written.measure, "{text}");
        }
    }
}
