//! What holds for every kind with a type of its own: each field goes through the store, JSON, CSV, the document,
//! the form, history, undo, search, and a whole journal out and in; and a value that this version does not
//! understand stays.

use std::borrow::Cow;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::domain::sample::Sample;
use crate::domain::{
    Alias, Amount, CheckIn, DocumentOverride, Field, FieldType, Figure, FollowUp, Goal, Group, Kind,
    KindInfo, Measure, Metric, MetricValue, Milestone, NamedRef, PartialDate, Project, Reading, Record,
    RecordId, SearchWords, Skill, Stored, Value, Win,
};
use crate::present::json::RecordJson;
use crate::present::{document, field as present_field, json};
use crate::store::{Stamp, Store};

fn journal() -> (tempfile::TempDir, Store, Stamp) {
    let directory = tempfile::tempdir().unwrap();
    let store = Store::create(&directory.path().join("journal.db")).unwrap();
    let now = chrono::DateTime::parse_from_rfc3339("2026-03-06T10:00:00+01:00").unwrap();
    (directory, store, Stamp { now, device: Uuid::nil() })
}

fn today() -> NaiveDate {
    "2026-03-06".parse().unwrap()
}

/// The records that references in samples point at.
struct Targets {
    win: RecordId,
    project: RecordId,
    goal: RecordId,
    metric: RecordId,
    value: RecordId,
}

impl Targets {
    fn new(store: &mut Store, stamp: Stamp) -> Self {
        let mut batch = store.begin("targets", stamp).unwrap();
        let metric = batch.insert(&Metric::new("a-metric", None, "ms")).unwrap();
        let day = "2026-03-05".parse().map(PartialDate::Day).unwrap();
        let value = MetricValue::new(day, Amount::parse("5ms").unwrap());
        let targets = Self {
            win: batch
                .insert(&Win { title: "A win".into(), guess: "delivery".into(), ..Win::default() })
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

    fn of(&self, kind: Kind) -> NamedRef<RecordId> {
        let (id, name) = match kind {
            Kind::Win => (self.win, "A win"),
            Kind::Project => (self.project, "A project"),
            Kind::Goal => (self.goal, "A goal"),
            Kind::Value => (self.value, "5ms"),
            _ => (self.metric, "a-metric"),
        };
        NamedRef { id, name: name.into() }
    }
}

/// Returns true for the word that a field has by default.
fn is_default<T: Record>(field: &Field<T>, word: &str) -> bool {
    (field.get)(&T::default()) == Value::Text(Cow::Borrowed(word))
}

/// A value of the type of a field, which is not its default.
fn sample<T: Record>(field: &Field<T>, targets: &Targets) -> Option<Value<'static>> {
    let text = |text: &str| Value::Text(Cow::Owned(text.to_owned()));
    Some(match (field.info.ty, field.info.name) {
        // These are read as what they say.
        (_, "progress") => text("120/350"),
        (_, "measure") => text("number"),
        (_, "unit") => text("ms"),
        (_, "from") => text("800ms"),
        (_, "target") => text("400ms"),
        (FieldType::Text, "value" | "before") => text("1.5 GB"),
        (FieldType::Text, "after") => text("1.5 TB"),
        // A count belongs to another measure.
        (_, "count") | (FieldType::Parts, _) => return None,
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

fn filled<T: Record>(targets: &Targets) -> T {
    let (mut body, empty) = (T::default(), T::default());
    for field in T::FIELDS {
        if let Some(value) = sample(field, targets) {
            assert_eq!((field.set)(&mut body, value), Ok(()), "{} {}", T::KIND, field.info.name);
            assert_ne!((field.get)(&body), (field.get)(&empty), "{} {}", T::KIND, field.info.name);
            // A member without a name is described as one, so that nobody reads the name for nothing.
            if let Value::Ref(named) = (field.get)(&body) {
                assert_eq!(!named.name.is_empty(), field.info.named, "{} {}", T::KIND, field.info.name);
            }
        }
    }
    body
}

fn add<T: Record>(store: &mut Store, stamp: Stamp, body: &T) -> T::Id {
    let mut batch = store.begin("add", stamp).unwrap();
    let id = batch.insert(body).unwrap();
    batch.commit().unwrap();
    id
}

fn every_field_goes_everywhere<T: Record + std::fmt::Debug>() {
    let (_directory, mut store, stamp) = journal();
    let targets = Targets::new(&mut store, stamp);
    let body = filled::<T>(&targets);
    // The store.
    let id = add(&mut store, stamp, &body);
    let stored: Stored<T> = store.snapshot().unwrap().find(id).unwrap();
    assert_eq!(stored.body, body);
    assert_eq!(store.snapshot().unwrap().check().unwrap(), Vec::<String>::new());
    // JSON and CSV.
    let value = serde_json::to_value(RecordJson::new(&stored, "k7qm".into())).unwrap();
    let columns = json::columns::<T>(&[]);
    for field in T::FIELDS.iter().filter(|field| !matches!(field.info.ty, FieldType::Parts)) {
        let shown = field.info.group != Group::Internal;
        let name = field.info.name;
        assert_eq!(value.get(name).is_some_and(|value| !value.is_null()), shown && name != "count", "{name}");
        assert_eq!(columns.contains(&name), shown, "{name}");
    }
    // The document and the form.
    assert_eq!(
        document::read(&document::write(&body), &body, today()).map(|read| names_only(&read)),
        Ok(names_only(&body))
    );
    let mut typed = T::default();
    for row in present_field::rows(&body) {
        present_field::set(&mut typed, &body, row.label, &row.text, today()).unwrap();
    }
    for field in T::FIELDS.iter().filter(|field| present_field::is_visible(&field.info)) {
        assert_eq!(
            present_field::text_of(field, &typed),
            present_field::text_of(field, &body),
            "{}",
            field.info.name
        );
        assert!(
            !present_field::accepted(&field.info).is_empty() || T::KIND == Kind::Sample,
            "{}",
            field.info.name
        );
    }
    // Search, which finds the owner by its parts.
    let info = T::KIND.info();
    let found_as =
        if info.found { Some(T::KIND) } else { info.owner.and_then(|owner| owner_kind(info, owner)) };
    let unsearched = [Kind::Alias, Kind::Skill, Kind::Curation];
    assert_eq!(found_as.is_none(), unsearched.contains(&T::KIND), "{}", T::KIND);
    for field in T::FIELDS.iter().filter(|field| field.info.search && found_as.is_some()) {
        let word = match sample(field, &targets) {
            Some(Value::Text(text)) => text.rsplit(' ').next().unwrap().to_owned(),
            Some(Value::Names(names)) => names[0].clone(),
            Some(Value::Refs(_) | Value::Ref(_)) if !field.info.named => continue,
            Some(Value::Refs(refs)) => refs[0].name.clone(),
            Some(Value::Ref(named)) => named.name,
            _ => continue,
        };
        let hits = store
            .snapshot()
            .unwrap()
            .search(&SearchWords::parse(&word).unwrap(), &[found_as.unwrap()], 5)
            .unwrap();
        assert!(!hits.is_empty(), "{} {}", T::KIND, field.info.name);
    }
    // An edit, its history and its undo: every field becomes empty, and comes back.
    let names = ["title", "name", "year", "date"];
    let mut empty = T::default();
    for field in T::FIELDS
        .iter()
        .filter(|field| names.contains(&field.info.name) || Some(field.info.column) == info.owner)
    {
        (field.set)(&mut empty, (field.get)(&body)).unwrap();
    }
    let mut batch = store.begin("edit", stamp).unwrap();
    let changed = batch.update(&stored, &empty).unwrap();
    batch.commit().unwrap();
    assert_eq!(store.snapshot().unwrap().find::<T>(id).unwrap().body, empty);
    let history = store.snapshot().unwrap().list_history(Some(id.into()), 1, 100).unwrap();
    for column in changed {
        let is_of = |field: &str| field == column || field.strip_prefix("link:") == Some(column);
        assert!(
            history[0].changes.iter().any(|change| change.field.as_deref().is_some_and(is_of)),
            "{column}"
        );
    }
    let edit = store.snapshot().unwrap().batches_in_force(1).unwrap()[0].0;
    store.undo(edit, stamp).unwrap();
    assert_eq!(store.snapshot().unwrap().find::<T>(id).unwrap().body, body);
    // A whole journal, out and in.
    let dump = store.snapshot().unwrap().dump().unwrap();
    let (_elsewhere, mut other, _) = journal();
    let mut batch = other.begin("import", stamp).unwrap();
    assert_eq!(batch.restore(&dump).unwrap(), dump.len());
    batch.commit().unwrap();
    assert_eq!(other.snapshot().unwrap().find::<T>(id).unwrap().body, body);
    assert_eq!(other.snapshot().unwrap().dump().unwrap(), dump);
    assert_eq!(other.snapshot().unwrap().check().unwrap(), Vec::<String>::new());
}

/// A record of which nothing but what it must have is said goes out of a journal and into another one.
fn an_empty_record_is_exchanged<T: Record + std::fmt::Debug>() {
    let (_directory, mut store, stamp) = journal();
    let targets = Targets::new(&mut store, stamp);
    let (mut body, filled) = (T::default(), filled::<T>(&targets));
    let needed = ["title", "name", "year", "document", "item"];
    for field in T::FIELDS
        .iter()
        .filter(|field| needed.contains(&field.info.name) || Some(field.info.column) == T::KIND.info().owner)
    {
        (field.set)(&mut body, (field.get)(&filled)).unwrap();
    }
    let id = add(&mut store, stamp, &body);
    let dump = store.snapshot().unwrap().dump().unwrap();
    let (_elsewhere, mut other, _) = journal();
    let mut batch = other.begin("import", stamp).unwrap();
    assert_eq!(batch.restore(&dump).unwrap(), dump.len());
    batch.commit().unwrap();
    assert_eq!(
        other.snapshot().unwrap().find::<T>(id).unwrap().body,
        store.snapshot().unwrap().find::<T>(id).unwrap().body
    );
    // Deleted there, it comes back as it is here.
    let mut batch = other.begin("delete", stamp).unwrap();
    batch.delete_record(id.into()).unwrap();
    batch.commit().unwrap();
    let mut batch = other.begin("import again", stamp).unwrap();
    batch.restore(&dump).unwrap();
    batch.commit().unwrap();
    assert_eq!(
        other.snapshot().unwrap().find::<T>(id).unwrap().body,
        store.snapshot().unwrap().find::<T>(id).unwrap().body
    );
    assert_eq!(other.snapshot().unwrap().check().unwrap(), Vec::<String>::new());
}

#[test]
fn an_empty_record_of_every_kind_is_exchanged() {
    an_empty_record_is_exchanged::<Win>();
    an_empty_record_is_exchanged::<Project>();
    an_empty_record_is_exchanged::<Goal>();
    an_empty_record_is_exchanged::<Reading>();
    an_empty_record_is_exchanged::<Metric>();
    an_empty_record_is_exchanged::<MetricValue>();
    an_empty_record_is_exchanged::<Figure>();
    an_empty_record_is_exchanged::<FollowUp>();
    an_empty_record_is_exchanged::<Milestone>();
    an_empty_record_is_exchanged::<CheckIn>();
    an_empty_record_is_exchanged::<Alias>();
    an_empty_record_is_exchanged::<Skill>();
    an_empty_record_is_exchanged::<DocumentOverride>();
    an_empty_record_is_exchanged::<Sample>();
}

/// Returns the first kind of record that a column refers to.
fn owner_kind(info: &KindInfo, column: &str) -> Option<Kind> {
    info.references().find(|(field, _)| field.column == column).map(|(_, kinds)| kinds[0])
}

/// A body whose references are names alone, as a document has them.
fn names_only<T: Record>(body: &T) -> T {
    let mut body = body.clone();
    for field in T::FIELDS.iter().filter(|field| present_field::is_visible(&field.info)) {
        let nil = RecordId(Uuid::nil());
        let value = match (field.get)(&body) {
            Value::Ref(named) => Value::Ref(NamedRef { id: nil, ..named }),
            Value::Refs(all) => {
                Value::Refs(all.into_iter().map(|named| NamedRef { id: nil, ..named }).collect())
            }
            _ => continue,
        };
        (field.set)(&mut body, value).unwrap();
    }
    body
}

#[test]
fn every_field_of_every_kind_goes_everywhere() {
    every_field_goes_everywhere::<Win>();
    every_field_goes_everywhere::<Project>();
    every_field_goes_everywhere::<Goal>();
    every_field_goes_everywhere::<Reading>();
    every_field_goes_everywhere::<Alias>();
    every_field_goes_everywhere::<Skill>();
    every_field_goes_everywhere::<DocumentOverride>();
    every_field_goes_everywhere::<Milestone>();
    every_field_goes_everywhere::<CheckIn>();
    every_field_goes_everywhere::<FollowUp>();
    every_field_goes_everywhere::<Figure>();
    every_field_goes_everywhere::<Metric>();
    every_field_goes_everywhere::<MetricValue>();
    every_field_goes_everywhere::<Sample>();
}

/// Writes a value of a newer version into every field that can have one, in turn.
fn an_unknown_value_stays<T: Record + std::fmt::Debug>() {
    let mut tried = 0;
    for field in T::FIELDS {
        let amount =
            ["target", "value", "before", "after"].contains(&field.info.name) && T::KIND != Kind::Goal;
        let unknown = match field.info.ty {
            FieldType::Word(_) => "suspended",
            FieldType::Date | FieldType::EndDate | FieldType::DateRange | FieldType::Day => "2026-W09",
            FieldType::Text if amount => "fast",
            _ => continue,
        };
        tried += 1;
        let (_directory, mut store, stamp) = journal();
        let targets = Targets::new(&mut store, stamp);
        let mut body = filled::<T>(&targets);
        // What only other fields mean goes with the measure.
        if field.info.name == "measure" {
            for other in T::FIELDS.iter().filter(|other| other.info.name == "measure") {
                (other.set)(&mut body, Value::Text(Measure::Growing.word().into())).unwrap();
            }
        }
        let id = add(&mut store, stamp, &body);
        store.write_raw_for_test(id.into(), field.info.column, unknown);
        let before: Stored<T> = store.snapshot().unwrap().find(id).unwrap();
        assert_eq!(before.unread().get(field.info.name), Some(unknown), "{} {}", T::KIND, field.info.name);
        // It is shown as it is.
        let json = serde_json::to_value(RecordJson::new(&before, String::new())).unwrap();
        if field.info.group != Group::Internal {
            assert_eq!(json[field.info.name], unknown);
        }
        // Every other field is edited, also by a document.
        let mut now = before.body.clone();
        for other in T::FIELDS.iter().filter(|other| other.info.name != field.info.name) {
            if other.info.ty == FieldType::Text && other.info.search {
                let _ = (other.set)(&mut now, Value::Text("changed".into()));
            }
        }
        let now = document::read(&document::write(&now), &now, today()).unwrap();
        let mut batch = store.begin("edit", stamp).unwrap();
        batch.update(&before, &keep_references(&before, &now)).unwrap();
        batch.commit().unwrap();
        let kept: Stored<T> = store.snapshot().unwrap().find(id).unwrap();
        assert_eq!(kept.unread().get(field.info.name), Some(unknown), "{} {}", T::KIND, field.info.name);
        assert_eq!(store.snapshot().unwrap().check().unwrap(), Vec::<String>::new());
        // Choosing a value, even the default, takes its place.
        let mut chosen = kept.body.clone();
        chosen.unread_mut().clear(field.info.name);
        let mut batch = store.begin("choose", stamp).unwrap();
        batch.update(&kept, &chosen).unwrap();
        batch.commit().unwrap();
        assert_eq!(store.snapshot().unwrap().find::<T>(id).unwrap().unread().get(field.info.name), None);
    }
    assert!(tried > 0, "{}: no field can have a value that is not understood", T::KIND);
}

/// The references of `before` in what a document said.
fn keep_references<T: Record>(before: &T, now: &T) -> T {
    let mut out = now.clone();
    for field in T::FIELDS {
        if matches!(field.info.ty, FieldType::Ref(_) | FieldType::Refs(_)) {
            (field.set)(&mut out, (field.get)(before)).unwrap();
        }
    }
    out
}

#[test]
fn an_unknown_value_of_any_field_stays_through_an_edit_of_the_others() {
    an_unknown_value_stays::<Win>();
    an_unknown_value_stays::<Project>();
    an_unknown_value_stays::<Goal>();
    an_unknown_value_stays::<Reading>();
    an_unknown_value_stays::<Milestone>();
    an_unknown_value_stays::<CheckIn>();
    an_unknown_value_stays::<FollowUp>();
    an_unknown_value_stays::<Figure>();
    an_unknown_value_stays::<Metric>();
    an_unknown_value_stays::<MetricValue>();
    an_unknown_value_stays::<Sample>();
}

#[test]
fn a_text_field_costs_two_edits_in_its_file_and_a_line_of_schema() {
    fn count(directory: &std::path::Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                count(&path, found);
            } else if !path.ends_with("record_tests.rs") {
                let text = std::fs::read_to_string(&path).unwrap_or_default();
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                found.extend(text.lines().filter(|line| line.contains("weather")).map(|_| name.clone()));
            }
        }
    }
    // `weather` is named where it is declared and nowhere else; the tests above show that it is everywhere.
    let mut found = Vec::new();
    count(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found.sort();
    assert_eq!(found, ["sample.rs", "sample.rs", "sample.sql"]);
    let labels: Vec<&str> = present_field::rows(&Sample::default()).iter().map(|row| row.label).collect();
    assert!(labels.contains(&"weather"));
}

#[test]
fn a_kind_without_rules_of_its_own_is_named_found_unique_and_deleted() {
    let (_directory, mut store, stamp) = journal();
    let sample = Sample { name: "A rainy day".into(), ..Sample::default() };
    let id = add(&mut store, stamp, &sample);
    assert_eq!(store.snapshot().unwrap().find_by_name(Kind::Sample, "rainy").unwrap().len(), 0);
    assert_eq!(store.snapshot().unwrap().find_by_name(Kind::Sample, "a rai").unwrap()[0].name, "A rainy day");
    let mut batch = store.begin("again", stamp).unwrap();
    let twin = Sample { name: "a RAINY day".into(), ..Sample::default() };
    assert_eq!(batch.find_twin(&twin, None).unwrap(), Some(id.into()));
    assert_eq!(batch.find_twin(&twin, Some(id)).unwrap(), None);
    batch.delete_record(id.into()).unwrap();
    batch.commit().unwrap();
    assert!(store.snapshot().unwrap().dump().unwrap().is_empty());
    assert!(store.snapshot().unwrap().describe(id.into()).unwrap().deleted);
}
