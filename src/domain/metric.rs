//! Metrics: named series of values.

use super::amount::Amount;
use super::direction::BetterWhen;
use super::field::{FieldInfo, FieldType, unknown};
use super::id::{GoalId, Identity, MetricId, ProjectId, RecordId, WinId};
use super::kind::Kind;
use super::record::{Field, FieldError, Record, Unread, field, infos, unread_member};
use super::shared_fields::SOURCE;
use super::value::NamedRef;

/// The record that a metric belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// The kind: a project, a win or a goal.
    pub kind: Kind,
    /// The record.
    pub id: RecordId,
    /// The name or title.
    pub name: String,
}

/// A named series of values. At most one of `project`, `win` and `goal` is set, which is the owner.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Metric {
    /// The name, unique among the metrics of its owner: letters, digits, `_` and `-`.
    pub name: String,
    /// The owner, if it is a project.
    pub project: Option<NamedRef<ProjectId>>,
    /// The owner, if it is a win.
    pub win: Option<NamedRef<WinId>>,
    /// The owner, if it is a goal.
    pub goal: Option<NamedRef<GoalId>>,
    /// The unit of the values; empty for bare numbers, or if all values are relative.
    pub unit: String,
    /// The better direction that the user has set; `None` to guess it.
    pub better: Option<BetterWhen>,
    /// The target value.
    pub target: Option<Amount>,
    /// The URL of a dashboard; may be empty.
    pub url: String,
    /// The fingerprint of the imported draft; `None` if the metric was not imported.
    pub source: Option<String>,
    /// The stored values that this version cannot parse.
    pub unread: Unread,
}

impl Metric {
    /// Creates a metric; `owner` is `None` if the metric belongs to no record.
    pub fn new(name: &str, owner: Option<(Kind, RecordId)>, unit: &str) -> Self {
        let mut metric = Self { name: name.to_owned(), unit: unit.to_owned(), ..Self::default() };
        metric.set_owner(owner);
        metric
    }

    /// Returns the record that owns the metric, with its name.
    pub fn owner(&self) -> Option<Owner> {
        fn owner<I: Identity>(kind: Kind, named: &NamedRef<I>) -> Owner {
            Owner { kind, id: named.id.into(), name: named.name.clone() }
        }
        let project = self.project.as_ref().map(|named| owner(Kind::Project, named));
        let win = || self.win.as_ref().map(|named| owner(Kind::Win, named));
        let goal = || self.goal.as_ref().map(|named| owner(Kind::Goal, named));
        project.or_else(win).or_else(goal)
    }

    /// Parses the target again with the unit of the metric, because the stored text may have no unit.
    pub(crate) fn read_target(&mut self) {
        read_in_unit(&mut self.target, &mut self.unread, "target", &self.unit);
    }

    /// Returns the id of the record that owns the metric.
    pub fn owner_id(&self) -> Option<RecordId> {
        let project = self.project.as_ref().map(|named| named.id.into());
        let win = self.win.as_ref().map(|named| named.id.into());
        project.or(win).or_else(|| self.goal.as_ref().map(|named| named.id.into()))
    }

    /// Sets the record that owns the metric; the name of the reference stays empty.
    pub fn set_owner(&mut self, owner: Option<(Kind, RecordId)>) {
        fn named<I: Identity>(owner: Option<(Kind, RecordId)>, kind: Kind) -> Option<NamedRef<I>> {
            let (_, id) = owner.filter(|(of, _)| *of == kind)?;
            Some(NamedRef { id: I::from_uuid(id.0), name: String::new() })
        }
        self.project = named(owner, Kind::Project);
        self.win = named(owner, Kind::Win);
        self.goal = named(owner, Kind::Goal);
    }
}

/// Parses the amount of a field again with `unit`, because the stored text may have no unit.
pub(super) fn read_in_unit(amount: &mut Option<Amount>, unread: &mut Unread, field: &str, unit: &str) {
    let text = unread.get(field).or(amount.as_ref().map(|amount| amount.text.as_str()));
    if let Some(Ok(read)) = text.map(|text| Amount::read(text, unit)) {
        *amount = Some(read);
        unread.clear(field);
    }
}

impl Record for Metric {
    type Id = MetricId;
    const KIND: Kind = Kind::Metric;
    const FIELDS: &'static [Field<Self>] = FIELDS;
    unread_member!();
}

/// The fields of a metric.
const FIELDS: &[Field<Metric>] = &[
    field!(
        name,
        FieldInfo::new("name", FieldType::Text).help("Letters, digits, _ and -, beginning with a letter")
    ),
    field!(project, FieldInfo::new("project", FieldType::Ref(&[Kind::Project])).hidden().found(true)),
    field!(win, FieldInfo::new("win", FieldType::Ref(&[Kind::Win])).hidden()),
    field!(
        unit,
        FieldInfo::new("unit", FieldType::Text)
            .help("ms, %, $, users …; its values must be of that kind")
            .found(false)
    ),
    field!(goal, FieldInfo::new("goal", FieldType::Ref(&[Kind::Goal])).hidden()),
    field!(
        better,
        FieldInfo::new("better", FieldType::Word(BetterWhen::WORDS)),
        |metric| metric.better.map_or("guessed", BetterWhen::word).to_owned(),
        |metric, text, _| {
            metric.better = match text {
                "guessed" => None,
                word => Some(
                    BetterWhen::from_word(word)
                        .ok_or_else(|| unknown("direction", word, &["lower", "higher", "guessed"]))?,
                ),
            };
            Ok(())
        }
    ),
    field!(
        target,
        FieldInfo::new("target", FieldType::Text).help("The target value; empty for none").found(false),
        |metric| metric.target.as_ref().map(|target| target.text.clone()).unwrap_or_default(),
        |metric, text, _| {
            let target = |text| Amount::read(text, &metric.unit).map_err(|err| err.to_string());
            metric.target = Some(text).filter(|text| !text.is_empty()).map(target).transpose()?;
            Ok(())
        }
    ),
    field!(
        url,
        FieldInfo::new("url", FieldType::Text)
            .label("dashboard")
            .help("The address of its dashboard; o opens it")
    ),
    field!(source, SOURCE),
];

/// The descriptions of the fields of a metric.
pub(super) const INFOS: &[FieldInfo] = &infos::<Metric, { FIELDS.len() }>(FIELDS);

/// The hint about the accepted spellings of a value.
pub const VALUES: &str =
    "write it as 380ms, $12k, 99.9%, -90%, 15x, 3 days or 1,200 users; see brag help amounts";

/// Returns `true` if a text can name a metric: letters, digits, `_` and `-`, beginning with a letter.
pub fn is_metric_name(name: &str) -> bool {
    name.starts_with(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}

/// Fails if `name` is not a valid name of a metric.
pub fn validate_name(name: &str) -> Result<(), FieldError> {
    if is_metric_name(name) {
        return Ok(());
    }
    Err(FieldError::new("name", format!("“{name}” cannot be the name of a metric"))
        .hint("use letters, digits, _ and -, beginning with a letter: p99-latency"))
}
