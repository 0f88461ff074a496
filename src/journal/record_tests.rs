//! Tests of every kind of record: each field passes through the store, JSON, CSV, the document, the form,
//! search, history, undo, and export and import; and a value that this version cannot parse is retained.
#![allow(clippy::too_many_lines, reason = "a record passes through every format in one test")]

use uuid::Uuid;

use crate::domain::sample::Sample;
use crate::domain::{
    CheckIn, FieldType, Figure, FollowUp, Goal, Group, Kind, KindInfo, Measure, Metric, MetricValue,
    Milestone, NamedRef, Project, Reading, Record, RecordId, SearchWords, Stored, Value, Win,
};
use crate::present::json::RecordJson;
use crate::present::{document, field as present_field, json};
use crate::store::samples::{Targets, add, filled, for_every_kind, journal, required_only, sample, today};

fn every_field_goes_everywhere<T: Record + std::fmt::Debug>() {
    let (_directory, mut store, stamp) = journal();
    let targets = Targets::new(&mut store, stamp);
    let body = filled::<T>(&targets);
    // Store.
    let id = add(&mut store, stamp, &body);
    let stored: Stored<T> = store.snapshot().unwrap().find(id).unwrap();
    assert_eq!(stored.body, body);
    assert_eq!(store.snapshot().unwrap().check().unwrap(), Vec::<crate::domain::Finding>::new());
    // JSON and CSV.
    let value = serde_json::to_value(RecordJson::new(&stored, "k7qm".into())).unwrap();
    let columns = json::columns::<T>(&[]);
    for field in T::FIELDS.iter().filter(|field| !matches!(field.info.ty, FieldType::Parts)) {
        let shown = field.info.group != Group::Internal;
        let name = field.info.name;
        assert_eq!(value.get(name).is_some_and(|value| !value.is_null()), shown && name != "count", "{name}");
        assert_eq!(columns.contains(&name), shown, "{name}");
    }
    // Document and form.
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
    // Search, which finds an owner by the text of its parts.
    let info = T::KIND.info();
    let found_as =
        if info.found { Some(T::KIND) } else { info.owner.and_then(|owner| owner_kind(info, owner)) };
    let unsearched = [Kind::Alias, Kind::Skill, Kind::DocumentOverride, Kind::InboxItem];
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
    // Edit, history and undo: every field is emptied and restored.
    let empty = required_only::<T>(&targets);
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
    // Export and import of the complete journal.
    let dump = store.snapshot().unwrap().dump().unwrap();
    let (_elsewhere, mut other, _) = journal();
    let mut batch = other.begin("import", stamp).unwrap();
    assert_eq!(batch.restore(&dump).unwrap(), dump.len());
    batch.commit().unwrap();
    assert_eq!(other.snapshot().unwrap().find::<T>(id).unwrap().body, body);
    assert_eq!(other.snapshot().unwrap().dump().unwrap(), dump);
    assert_eq!(other.snapshot().unwrap().check().unwrap(), Vec::<crate::domain::Finding>::new());
}

/// Exports a record with only its required fields and imports it into another journal.
fn an_empty_record_is_exchanged<T: Record + std::fmt::Debug>() {
    let (_directory, mut store, stamp) = journal();
    let targets = Targets::new(&mut store, stamp);
    let body = required_only::<T>(&targets);
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
    // If it was deleted there, importing it again restores it.
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
    assert_eq!(other.snapshot().unwrap().check().unwrap(), Vec::<crate::domain::Finding>::new());
}

#[test]
fn an_empty_record_of_every_kind_can_be_exported_and_imported() {
    for_every_kind!(an_empty_record_is_exchanged);
}

/// Returns the first kind of record that a column refers to.
fn owner_kind(info: &KindInfo, column: &str) -> Option<Kind> {
    info.references().find(|(field, _)| field.column == column).map(|(_, kinds)| kinds[0])
}

/// Returns a record whose references have only names and no ids, as in a document.
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
fn every_field_of_every_kind_survives_every_format_undo_and_import() {
    for_every_kind!(every_field_goes_everywhere);
}

/// Writes a value of a newer version into each field that can have one, and edits the other fields.
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
        // The fields of a numeric measure are emptied together with it.
        if field.info.name == "measure" {
            for other in T::FIELDS.iter().filter(|other| other.info.name == "measure") {
                (other.set)(&mut body, Value::Text(Measure::Growing.word().into())).unwrap();
            }
        }
        let id = add(&mut store, stamp, &body);
        store.write_raw_for_test(id.into(), field.info.column, unknown);
        let before: Stored<T> = store.snapshot().unwrap().find(id).unwrap();
        assert_eq!(before.unread().get(field.info.name), Some(unknown), "{} {}", T::KIND, field.info.name);
        // The stored text is shown.
        let json = serde_json::to_value(RecordJson::new(&before, String::new())).unwrap();
        if field.info.group != Group::Internal {
            assert_eq!(json[field.info.name], unknown);
        }
        // All other fields can be edited, also as a document.
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
        assert_eq!(store.snapshot().unwrap().check().unwrap(), Vec::<crate::domain::Finding>::new());
        // A chosen value, even the default, replaces it.
        let mut chosen = kept.body.clone();
        chosen.unread_mut().clear(field.info.name);
        let mut batch = store.begin("choose", stamp).unwrap();
        batch.update(&kept, &chosen).unwrap();
        batch.commit().unwrap();
        assert_eq!(store.snapshot().unwrap().find::<T>(id).unwrap().unread().get(field.info.name), None);
    }
    assert!(tried > 0, "{}: no field can have a value that is not understood", T::KIND);
}

/// Returns `now` with the references of `before`, which a document does not contain.
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
fn an_unknown_value_of_any_field_survives_edits_of_other_fields() {
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
fn a_text_field_needs_two_lines_in_its_file_and_one_in_the_schema() {
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
    // The tests above pass `weather` through every format, but the sources name it only in its declarations.
    let mut found = Vec::new();
    count(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found.sort();
    assert_eq!(found, ["sample.rs", "sample.rs", "sample.sql"]);
    let labels: Vec<&str> = present_field::rows(&Sample::default()).iter().map(|row| row.label).collect();
    assert!(labels.contains(&"weather"));
}

#[test]
fn a_kind_gets_lookup_uniqueness_and_deletion_from_its_description() {
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
