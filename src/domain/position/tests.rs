use super::*;

fn date(text: &str) -> Option<PartialDate> {
    PartialDate::from_iso(text)
}

fn position(start: &str, end: &str) -> Position {
    Position { organisation: "Northwind".into(), start: date(start), end: date(end), ..Position::default() }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn titles_round_trip_as_lines() {
    let mut read = Position::default();
    let today = day("2026-03-06");
    set_titles(&mut read, "Engineer\n2021-05 Senior engineer\nStaff engineer (2023)\n- 2024 fellow", today)
        .unwrap();
    let lines = "Engineer\n2021-05 Senior engineer\n2023 Staff engineer\n- 2024 fellow";
    assert_eq!(titles_text(&read), lines);
    let mut again = Position::default();
    set_titles(&mut again, lines, today).unwrap();
    assert_eq!(again, read);
    assert!(set_titles(&mut again, "2024", today).unwrap_err().contains("needs a title"));
}

#[test]
fn the_title_on_a_day_is_the_last_one_that_began() {
    let mut it = position("2019", "");
    it.titles =
        vec![PositionTitle::new("Engineer", None), PositionTitle::new("Senior engineer", date("2021-05"))];
    let on = |text: &str| it.title_on(day(text)).map(|title| title.title.as_str());
    assert_eq!(on("2021-04-30"), Some("Engineer"));
    assert_eq!(on("2021-05-01"), Some("Senior engineer"));
    assert_eq!(it.last_title(), "Senior engineer");
}

#[test]
fn invalid_positions_are_refused_with_the_field() {
    let refused = |position: Position| {
        let err = position.validate(day("2026-03-06")).unwrap_err();
        (err.field, err.message)
    };
    assert_eq!(refused(position("2023", "2022")).0, "end");
    let shares = Position { leading_percent: Some(60), coding_percent: Some(50), ..position("2020", "") };
    assert_eq!(refused(shares).1, "leading and coding together are 110 %, which is more than 100 %");
    let late = PositionTitle::new("Staff engineer", date("2024-02"));
    let promoted = Position { titles: vec![late], ..position("2020", "2023") };
    assert_eq!(
        refused(promoted),
        ("titles", "2024-02 is outside the position (2020 to 2023): “Staff engineer”".into())
    );
    assert_eq!(refused(Position::default()).0, "organisation");
}

#[test]
fn the_interview_asks_only_for_fields_of_a_position() {
    for (label, _) in INTERVIEW {
        assert!(FIELDS.iter().any(|field| field.info.label == label), "{label}");
    }
    for name in FORM {
        assert!(FIELDS.iter().any(|field| field.info.name == name), "{name}");
    }
}
