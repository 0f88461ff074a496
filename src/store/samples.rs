//! Sample records of every kind, for tests.

use std::borrow::Cow;

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Stamp, Store};
use crate::domain::{
    Amount, Field, FieldType, FollowUp, Goal, Kind, Metric, MetricValue, NamedRef, PartialDate, Position,
    Profile, Project, Record, RecordId, Value, Win,
};

/// Calls a generic test for every kind of record.
macro_rules! for_every_kind {
    ($test:ident) => {
        $test::<crate::domain::Win>();
        $test::<crate::domain::Project>();
        $test::<crate::domain::Goal>();
        $test::<crate::domain::Reading>();
        $test::<crate::domain::Metric>();
        $test::<crate::domain::MetricValue>();
        $test::<crate::domain::Figure>();
        $test::<crate::domain::FollowUp>();
        $test::<crate::domain::Milestone>();
        $test::<crate::domain::CheckIn>();
        $test::<crate::domain::Alias>();
        $test::<crate::domain::Skill>();
        $test::<crate::domain::DocumentOverride>();
        $test::<crate::domain::Position>();
        $test::<crate::domain::PositionTitle>();
        $test::<crate::domain::Story>();
        $test::<crate::domain::Praise>();
        $test::<crate::domain::Profile>();
        $test::<crate::domain::Strength>();
        $test::<crate::domain::Education>();
        $test::<crate::domain::Language>();
        $test::<crate::domain::InboxItem>();
        $test::<crate::domain::sample::Sample>();
    };
}
pub(crate) use for_every_kind;

/// Creates a journal without records, and the stamp of its changes. The directory is removed on drop.
pub(crate) fn journal() -> (tempfile::TempDir, Store, Stamp) {
    let directory = tempfile::tempdir().unwrap();
    let store = Store::create(&directory.path().join("journal.db")).unwrap();
    let now = chrono::DateTime::parse_from_rfc3339("2026-03-06T10:00:00+01:00").unwrap();
    (directory, store, Stamp { now, device: Uuid::nil() })
}

/// The day on which the tests take place.
pub(crate) fn today() -> NaiveDate {
    "2026-03-06".parse().unwrap()
}

/// The records that the references in sample values point to.
pub(crate) struct Targets {
    win: RecordId,
    project: RecordId,
    goal: RecordId,
    metric: RecordId,
    value: RecordId,
    follow_up: RecordId,
    position: RecordId,
    profile: RecordId,
}

impl Targets {
    /// Adds the records to a journal.
    pub(crate) fn new(store: &mut Store, stamp: Stamp) -> Self {
        let mut batch = store.begin("targets", stamp).unwrap();
        let metric = batch.insert(&Metric::new("a-metric", None, "ms")).unwrap();
        let day = "2026-03-05".parse().map(PartialDate::Day).unwrap();
        let value = MetricValue::new(day, Amount::parse("5ms").unwrap());
        let win = Win { title: "A win".into(), guess: "delivery".into(), ..Win::default() };
        let win = batch.insert(&win).unwrap();
        let follow_up =
            FollowUp { about: win.into(), question: "What came of it?".into(), ..FollowUp::default() };
        let position = Position { organisation: "A position".into(), ..Position::default() };
        let targets = Self {
            win: win.into(),
            follow_up: batch.insert(&follow_up).unwrap().into(),
            position: batch.insert(&position).unwrap().into(),
            profile: batch
                .insert(&Profile { name: "A profile".into(), ..Profile::default() })
                .unwrap()
                .into(),
            project: batch
                .insert(&Project { name: "A project".into(), ..Project::default() })
                .unwrap()
                .into(),
            goal: batch
                .insert(&Goal { title: "A goal".into(), year: 2026, ..Goal::default() })
                .unwrap()
                .into(),
            metric: metric.into(),
            value: batch.insert_value(metric, &value).unwrap().into(),
        };
        batch.commit().unwrap();
        targets
    }

    /// Returns `true` if `id` is one of the records.
    pub(crate) fn contains(&self, id: Uuid) -> bool {
        let own = [self.win, self.project, self.goal, self.metric, self.value];
        own.contains(&RecordId(id)) || [self.follow_up, self.position, self.profile].contains(&RecordId(id))
    }

    /// Returns a reference to the record of a kind, or to the metric for a kind without a record.
    pub(crate) fn of(&self, kind: Kind) -> NamedRef<RecordId> {
        let (id, name) = match kind {
            Kind::Win => (self.win, "A win"),
            Kind::Project => (self.project, "A project"),
            Kind::Goal => (self.goal, "A goal"),
            Kind::Value => (self.value, "5ms"),
            Kind::FollowUp => (self.follow_up, "What came of it?"),
            Kind::Position => (self.position, "A position"),
            Kind::Profile => (self.profile, "A profile"),
            _ => (self.metric, "a-metric"),
        };
        NamedRef { id, name: name.into() }
    }
}

/// Returns `true` if `word` is the default of a field.
fn is_default<T: Record>(field: &Field<T>, word: &str) -> bool {
    (field.get)(&T::default()) == Value::Text(Cow::Borrowed(word))
}

/// Returns a value of the type of a field that differs from its default; `None` for a derived field.
pub(crate) fn sample<T: Record>(field: &Field<T>, targets: &Targets) -> Option<Value<'static>> {
    let text = |text: &str| Value::Text(Cow::Owned(text.to_owned()));
    Some(match (field.info.ty, field.info.name) {
        // The texts of these fields are parsed.
        (_, "progress") => text("120/350"),
        (_, "measure") => text("number"),
        (_, "unit") => text("ms"),
        (_, "from") => text("800ms"),
        (_, "target") => text("400ms"),
        (FieldType::Text, "value" | "before") => text("1.5 GB"),
        (FieldType::Text, "after") => text("1.5 TB"),
        // A restored project gets a reference in place of its former position, a count belongs to another measure,
        // and parts are records of their own.
        (_, "former_position" | "count") | (FieldType::Parts, _) => return None,
        (FieldType::Text, name) => text(&format!("word{name}")),
        (FieldType::Word(words), _) => text(words[usize::from(is_default(field, words[0]))]),
        (FieldType::Date | FieldType::EndDate, _) => text("2026-02"),
        (FieldType::Day, _) => text("2026-03-04"),
        (FieldType::DateRange, _) => text("2013..2017"),
        (FieldType::Int { min, max }, _) => Value::Int(3.clamp(min, max)),
        (FieldType::Real, _) => Value::Real(1.5),
        (FieldType::Place, _) => text("1000000007"),
        (FieldType::Flag, _) => Value::Int(1),
        (FieldType::Ref(kinds), _) => Value::Ref(targets.of(kinds[0])),
        (FieldType::Names, name) => {
            Value::Names(vec![format!("{name}one"), format!("{name} two, of")].into())
        }
        (FieldType::Words(words), _) => Value::Names(vec![words[0].to_owned(), words[1].to_owned()].into()),
        (FieldType::Refs(kind), _) => Value::Refs(vec![targets.of(kind)]),
    })
}

/// Returns a record with a value in every field.
pub(crate) fn filled<T: Record>(targets: &Targets) -> T {
    let (mut body, empty) = (T::default(), T::default());
    for field in T::FIELDS {
        if let Some(value) = sample(field, targets) {
            assert_eq!((field.set)(&mut body, value), Ok(()), "{} {}", T::KIND, field.info.name);
            assert_ne!((field.get)(&body), (field.get)(&empty), "{} {}", T::KIND, field.info.name);
            // The description states if a reference is loaded with its name, because names that are not used
            // are not loaded.
            if let Value::Ref(named) = (field.get)(&body) {
                assert_eq!(!named.name.is_empty(), field.info.named, "{} {}", T::KIND, field.info.name);
            }
        }
    }
    body
}

/// Adds a record.
pub(crate) fn add<T: Record>(store: &mut Store, stamp: Stamp, body: &T) -> T::Id {
    let mut batch = store.begin("add", stamp).unwrap();
    let id = batch.insert(body).unwrap();
    batch.commit().unwrap();
    id
}

/// Returns a record with a value in the fields that its kind requires.
pub(crate) fn required_only<T: Record>(targets: &Targets) -> T {
    let (mut body, filled) = (T::default(), filled::<T>(targets));
    let names = ["title", "name", "year", "date", "document", "item", "organisation", "quote", "institution"];
    let is_required = |field: &&Field<T>| {
        names.contains(&field.info.name) || Some(field.info.column) == T::KIND.info().owner
    };
    for field in T::FIELDS.iter().filter(is_required) {
        (field.set)(&mut body, (field.get)(&filled)).unwrap();
    }
    body
}
