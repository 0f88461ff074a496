use super::*;
use rstest::rstest;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The columns: the phrase, the result looking back, the result looking forward.
#[rstest]
#[case("2026-03-04", "2026-03-04", "2026-03-04")]
#[case("2026-3-4", "2026-03-04", "2026-03-04")]
#[case("20260304", "2026-03-04", "2026-03-04")]
#[case("2026-03", "2026-03", "2026-03")]
#[case("2023", "2023", "2023")]
#[case("today", "2026-03-06", "2026-03-06")]
#[case("Yesterday", "2026-03-05", "2026-03-05")]
#[case("tomorrow", "2026-03-07", "2026-03-07")]
#[case("friday", "2026-03-06", "2026-03-06")]
#[case("last friday", "2026-02-27", "2026-02-27")]
#[case("next friday", "2026-03-13", "2026-03-13")]
#[case("monday", "2026-03-02", "2026-03-09")]
#[case("last mon", "2026-03-02", "2026-03-02")]
#[case("thurs", "2026-03-05", "2026-03-12")]
#[case("3 days ago", "2026-03-03", "2026-03-03")]
#[case("2w ago", "2026-02-20", "2026-02-20")]
#[case("a week ago", "2026-02-27", "2026-02-27")]
#[case("last month", "2026-02", "2026-02")]
#[case("next month", "2026-04", "2026-04")]
#[case("last year", "2025", "2025")]
#[case("last week", "2026-02-23..2026-03-01", "2026-02-23..2026-03-01")]
#[case("this monday", "2026-03-02", "2026-03-02")]
#[case("this sunday", "2026-03-08", "2026-03-08")]
#[case("mar 4", "2026-03-04", "2027-03-04")]
#[case("4th of march", "2026-03-04", "2027-03-04")]
#[case("4 mar", "2026-03-04", "2027-03-04")]
#[case("mar 6", "2026-03-06", "2026-03-06")]
#[case("mar 4, 2023", "2023-03-04", "2023-03-04")]
#[case("december", "2025-12", "2026-12")]
#[case("march", "2026-03", "2026-03")]
#[case("march 2023", "2023-03", "2023-03")]
#[case("feb 29", "2024-02-29", "2028-02-29")]
#[case("in 3 months", "2026-06-06", "2026-06-06")]
#[case("3mo", "2025-12-06", "2026-06-06")]
#[case("90d", "2025-12-06", "2026-06-04")]
#[case("end of year", "2025-12-31", "2026-12-31")]
#[case("end of month", "2026-02-28", "2026-03-31")]
#[case("end of quarter", "2025-12-31", "2026-03-31")]
#[case("2013..2017", "2013..2017", "2013..2017")]
#[case("2013 – 2017", "2013..2017", "2013..2017")]
fn phrases_parse_relative_to_friday_2026_03_06(
    #[case] text: &str,
    #[case] back: &str,
    #[case] forward: &str,
) {
    let read =
        |look| parse_when(text, day("2026-03-06"), look).map(|when| when.to_string()).unwrap_or_default();
    assert_eq!((read(Bias::Past).as_str(), read(Bias::Future).as_str()), (back, forward));
}

#[rstest]
#[case("2026-01-31", "1 month ago", "2025-12-31")]
#[case("2026-03-31", "1mo", "2026-02-28")]
#[case("2024-02-29", "1y", "2023-02-28")]
#[case("2026-01-01", "yesterday", "2025-12-31")]
#[case("2027-01-01", "monday", "2026-12-28")]
#[case("2026-12-31", "end of year", "2026-12-31")]
#[case("2026-05-31", "end of month", "2026-05-31")]
#[case("2025-02-28", "feb 29", "2024-02-29")]
#[case("2026-03-29", "last sunday", "2026-03-22")]
fn phrases_looking_back_handle_the_ends_of_months_and_years(
    #[case] today: &str,
    #[case] text: &str,
    #[case] expected: &str,
) {
    let when = parse_when(text, day(today), Bias::Past).unwrap();
    assert_eq!(when.to_string(), expected);
}

#[test]
fn impossible_backwards_and_unreadable_dates_are_distinct_errors() {
    let read = |text| parse_when(text, day("2026-03-06"), Bias::Past).unwrap_err();
    assert_eq!(read("2026-02-30"), DateError::Impossible("2026-02-30".into()));
    assert_eq!(read("feb 30"), DateError::Impossible("feb 30".into()));
    assert_eq!(read("feb 29 2026"), DateError::Impossible("feb 29 2026".into()));
    assert_eq!(read("2017..2013"), DateError::Backwards("2017..2013".into()));
    for text in
        ["", "soon", "friday next", "13", "in months", "99999 days", "-1 days", "..", "9999999 days ago"]
    {
        assert!(matches!(read(text), DateError::Unreadable(_)), "{text}");
    }
}

#[test]
fn a_month_typed_as_a_day_means_its_first_day_or_its_last_if_it_has_begun() {
    let read = |text| parse_day(text, day("2026-03-06"), Bias::Future).unwrap();
    assert_eq!(read("june"), day("2026-06-01"));
    assert_eq!(read("2026-03"), day("2026-03-31"));
    assert_eq!(read("in 90d"), day("2026-06-04"));
}

proptest::proptest! {
    #[test]
    fn no_text_panics(text in ".{0,40}", days in 0_i64..3_000_000) {
        let today = crate::domain::date::day_of_number(days + 1).unwrap();
        let _ = parse_when(&text, today, Bias::Past);
        let _ = parse_when(&text, today, Bias::Future);
    }

    #[test]
    fn a_parsed_date_round_trips_through_iso(
        text in "(last |next )(monday|friday|month|year)|[1-9] ?(d|w|mo|y)( ago)?|(jan|feb|dec) [1-9]",
        days in 700_000_i64..750_000,
    ) {
        let today = crate::domain::date::day_of_number(days).unwrap();
        let when = parse_when(&text, today, Bias::Past).unwrap();
        proptest::prop_assert_eq!(DateRange::from_iso(&when.to_string()), Some(when));
    }
}

/// The columns: the phrase, the result looking back, the result looking forward.
#[rstest]
#[case("two weeks ago", "2026-02-18", "2026-02-18")]
#[case("in two weeks", "2026-03-18", "2026-03-18")]
#[case("in six months", "2026-09-04", "2026-09-04")]
#[case("a fortnight ago", "2026-02-18", "2026-02-18")]
#[case("a fortnight", "2026-02-18", "2026-03-18")]
#[case("a couple of days ago", "2026-03-02", "2026-03-02")]
#[case("2 hours ago", "2026-03-04", "2026-03-04")]
#[case("30h ago", "2026-03-03", "2026-03-03")]
#[case("4th of march", "2026-03-04", "2026-03-04")]
#[case("the 4th of march", "2026-03-04", "2026-03-04")]
#[case("march the 3rd", "2026-03-03", "2027-03-03")]
#[case("wed 4 march", "2026-03-04", "2026-03-04")]
#[case("Wednesday, 4 March 2026", "2026-03-04", "2026-03-04")]
#[case("2026/03/04", "2026-03-04", "2026-03-04")]
#[case("04.03.2026", "2026-03-04", "2026-03-04")]
#[case("4.3.2026", "2026-03-04", "2026-03-04")]
#[case("25/12/2025", "2025-12-25", "2025-12-25")]
#[case("12/25/2025", "2025-12-25", "2025-12-25")]
#[case("03/2026", "2026-03", "2026-03")]
#[case("2026 march 4", "2026-03-04", "2026-03-04")]
#[case("2026-03-04T12:00:00Z", "2026-03-04", "2026-03-04")]
#[case("2026-03-04T23:30:00+11:00", "2026-03-04", "2026-03-04")]
#[case("2026-03-04 12:00:00 +0100", "2026-03-04", "2026-03-04")]
#[case("2026-03-04 12:00", "2026-03-04", "2026-03-04")]
#[case("Wed, 4 Mar 2026 12:00:00 +0100", "2026-03-04", "2026-03-04")]
#[case("Wed Mar 4 12:00:00 2026 +0100", "2026-03-04", "2026-03-04")]
#[case("in march", "2026-03", "2026-03")]
#[case("in april", "2025-04", "2026-04")]
#[case("in march 2023", "2023-03", "2023-03")]
#[case("in 2023", "2023", "2023")]
#[case("last march", "2025-03", "2025-03")]
#[case("last february", "2026-02", "2026-02")]
#[case("next march", "2027-03", "2027-03")]
#[case("this december", "2026-12", "2026-12")]
#[case("day before yesterday", "2026-03-02", "2026-03-02")]
#[case("the day before yesterday", "2026-03-02", "2026-03-02")]
#[case("this morning", "2026-03-04", "2026-03-04")]
#[case("tonight", "2026-03-04", "2026-03-04")]
#[case("last night", "2026-03-03", "2026-03-03")]
#[case("yesterday evening", "2026-03-03", "2026-03-03")]
#[case("monday morning", "2026-03-02", "2026-03-09")]
#[case("on monday", "2026-03-02", "2026-03-09")]
#[case("friday last week", "2026-02-27", "2026-02-27")]
#[case("start of year", "2026-01-01", "2027-01-01")]
#[case("beginning of month", "2026-03-01", "2026-04-01")]
#[case("end of last month", "2026-02-28", "2026-02-28")]
#[case("end of next month", "2026-04-30", "2026-04-30")]
#[case("end of february", "2026-02-28", "2027-02-28")]
#[case("end of 2025", "2025-12-31", "2025-12-31")]
#[case("end of Q2", "2025-06-30", "2026-06-30")]
#[case("start of 2026-Q2", "2026-04-01", "2026-04-01")]
#[case("eom", "2026-02-28", "2026-03-31")]
#[case("eoy", "2025-12-31", "2026-12-31")]
#[case("eow", "2026-03-01", "2026-03-08")]
#[case("eoq", "2025-12-31", "2026-03-31")]
#[case("2026-W10", "2026-03-02..2026-03-08", "2026-03-02..2026-03-08")]
#[case("2026-Q1", "2026-01..2026-03", "2026-01..2026-03")]
#[case("Q1 2026", "2026-01..2026-03", "2026-01..2026-03")]
#[case("Q4", "2025-10..2025-12", "2026-10..2026-12")]
#[case("last quarter", "2025-10..2025-12", "2025-10..2025-12")]
#[case("2013 - 2017", "2013..2017", "2013..2017")]
#[case("2013-2017", "2013..2017", "2013..2017")]
#[case("2013 to 2017", "2013..2017", "2013..2017")]
#[case("from 2013 to 2017", "2013..2017", "2013..2017")]
#[case("2026-01-05..09", "2026-01-05..2026-01-09", "2026-01-05..2026-01-09")]
#[case("2026-01..03", "2026-01..2026-03", "2026-01..2026-03")]
#[case("5–9 Jan 2026", "2026-01-05..2026-01-09", "2026-01-05..2026-01-09")]
#[case("5-9 jan", "2026-01-05..2026-01-09", "2027-01-05..2027-01-09")]
#[case("jan 5-9, 2026", "2026-01-05..2026-01-09", "2026-01-05..2026-01-09")]
#[case("28 Jan – 3 Feb 2026", "2026-01-28..2026-02-03", "2026-01-28..2026-02-03")]
#[case("Jan–Mar 2025", "2025-01..2025-03", "2025-01..2025-03")]
#[case("march to may", "2025-03..2025-05", "2026-03..2026-05")]
#[case("monday to friday", "2026-02-23..2026-02-27", "")]
#[case("Nov 2025 – Feb 2026", "2025-11..2026-02", "2025-11..2026-02")]
fn phrases_that_people_type_parse_relative_to_wednesday_2026_03_04(
    #[case] text: &str,
    #[case] back: &str,
    #[case] forward: &str,
) {
    let read = |look| match parse_when(text, day("2026-03-04"), look) {
        Ok(when) => when.to_string(),
        Err(_) => String::new(),
    };
    assert_eq!((read(Bias::Past).as_str(), read(Bias::Future).as_str()), (back, forward));
}

#[test]
fn dates_that_can_be_read_in_two_ways_are_refused_with_both() {
    let read = |text| parse_when(text, day("2026-03-04"), Bias::Past).unwrap_err().to_string();
    assert_eq!(read("03/04/2026"), "“03/04/2026” can be 2026-04-03 or 2026-03-04; write the year first");
    assert_eq!(read("6m"), "“6m” can be minutes or months; write 6mo for months");
    for text in
        ["2025..", "..2026", "tuesday 4 march 2026", "30.02.2026", "13/13/2026", "last summer", "2026-W54"]
    {
        assert!(parse_when(text, day("2026-03-04"), Bias::Past).is_err(), "{text}");
    }
}
