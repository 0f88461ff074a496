use crate::domain::finding::{Area, FIX, Finding};
use crate::domain::{DateRange, Win};
use crate::store::Depth;
use crate::store::tests::journal;

#[test]
fn check_reports_a_flipped_bit_in_a_text_and_nothing_else() {
    let (_directory, mut store, stamp) = journal();
    let mut batch = store.begin("add", stamp).unwrap();
    let draft = Win {
        title: "Sound".into(),
        notes: "words".into(),
        guess: "delivery".into(),
        when: Some(DateRange::year(2026)),
        ..Win::default()
    };
    let id = batch.insert(&draft).unwrap();
    batch.commit().unwrap();
    let before = store.snapshot().unwrap().find_win(id).unwrap();
    let mut batch = store.begin("edit", stamp).unwrap();
    let draft = Win { title: "Sound still".into(), ..draft };
    batch.update(&before.stored, &draft).unwrap();
    batch.commit().unwrap();
    assert_eq!(store.snapshot().unwrap().check().unwrap(), Vec::<crate::domain::Finding>::new());
    store.connection.execute("UPDATE win SET notes = 'wordz'", []).unwrap();
    let short = store.snapshot().unwrap().short_id(id.into()).unwrap();
    assert_eq!(
        store.snapshot().unwrap().check_to(Depth::Data).unwrap(),
        [Finding::wrong(Area::Record, format!("the win “Sound still” ({short}) is damaged"), FIX)
            .about(short)]
    );
}

#[test]
fn each_change_records_the_clock_of_the_value_that_it_replaced() {
    let (_directory, mut store, stamp) = journal();
    let mut batch = store.begin("add", stamp).unwrap();
    let win = Win { title: "One".into(), guess: "delivery".into(), tags: vec!["a".into()], ..Win::default() };
    let id = batch.insert(&win).unwrap();
    batch.commit().unwrap();
    for title in ["Two", "Three"] {
        let before = store.snapshot().unwrap().find::<Win>(id).unwrap();
        let mut batch = store.begin("edit", stamp).unwrap();
        batch.update(&before, &Win { title: title.into(), tags: Vec::new(), ..before.body.clone() }).unwrap();
        batch.commit().unwrap();
    }
    let mut statement = store
        .connection
        .prepare("SELECT seen = (SELECT clock FROM batch WHERE id = change.batch - 1) FROM change WHERE field = 'title'")
        .unwrap();
    let seen: Vec<bool> =
        statement.query_map([], |row| row.get(0)).unwrap().collect::<rusqlite::Result<_>>().unwrap();
    assert_eq!(seen, [true, true]);
    let tag =
        "SELECT count(*) FROM change WHERE field = 'link:tag' AND before IS NOT NULL AND seen IS NOT NULL";
    assert_eq!(store.connection.query_row(tag, [], |row| row.get::<_, i64>(0)).unwrap(), 1);
}

#[test]
fn check_reports_damage_in_any_row_link_or_batch() {
    for damage in [
        "UPDATE win SET starred = 1",
        "UPDATE win SET updated_at = '2026-11m26T10:00:00+01:00'",
        "UPDATE win SET logged_at = '2025-03-06T10:00:00.000+01:00'",
        "UPDATE win SET deleted_at = '2026-03-06T10:00:00.000+01:00'",
        "UPDATE win SET category_confirmed = 1 - category_confirmed",
        "UPDATE link SET name = 'opt' WHERE kind = 'tag'",
        "UPDATE link SET kind = 'skill' WHERE kind = 'tag'",
        "UPDATE change SET after = replace(after, '1000', '9000')",
        "UPDATE change SET after = 'opz' WHERE field = 'link:tag'",
        "DELETE FROM change WHERE field = 'link:tag'",
        "UPDATE batch SET label = 'no'",
        "UPDATE batch SET at = '2025-03-06T10:00:00.000+01:00'",
    ] {
        let (_directory, mut store, stamp) = journal();
        let mut batch = store.begin("add", stamp).unwrap();
        let draft = Win { title: "Saved 1000 dollars".into(), tags: vec!["ops".into()], ..Win::default() };
        batch.insert(&draft).unwrap();
        batch.commit().unwrap();
        assert_eq!(store.snapshot().unwrap().check().unwrap(), Vec::<crate::domain::Finding>::new());
        let changed = store.connection.execute(damage, []).unwrap();
        assert!(changed > 0, "{damage}");
        // What is computed from the row may be wrong too.
        assert_eq!(store.snapshot().unwrap().check_to(Depth::Data).unwrap().len(), 1, "{damage}");
    }
}
