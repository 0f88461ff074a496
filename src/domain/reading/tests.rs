use super::*;
use crate::domain::authors::title_and_authors;
use rstest::rstest;

#[rstest]
#[case("120/350", "120/350")]
#[case("p. 120 of 350", "120/350")]
#[case("120", "120")]
#[case("ch 3/12", "chapter 3/12")]
#[case("Chapter 3", "chapter 3")]
#[case("45%", "45%")]
#[case("0/350", "0/350")]
fn progress_round_trips_through_text(#[case] text: &str, #[case] shown: &str) {
    let progress = Progress::read(text, None).unwrap();
    assert_eq!(progress.to_string(), shown);
    assert_eq!(Progress::read(shown, None).unwrap(), progress);
}

#[test]
fn a_bare_number_keeps_the_unit_and_the_total_and_may_not_exceed_it() {
    let before = Progress::read("120/350", None).ok();
    assert_eq!(Progress::read("200", before).unwrap().to_string(), "200/350");
    assert_eq!(Progress::read("chapter 3", before).unwrap().to_string(), "chapter 3");
    let why = |text: &str| Progress::read(text, before).unwrap_err().to_string();
    assert_eq!(why("351"), "351 is more than the total of 350");
    assert_eq!(why("400/350"), "400 is more than the total of 350");
    assert_eq!(why("101%"), "101 is more than the total of 100");
    assert!(why("soon").starts_with("no progress can be read from “soon”"));
    assert!(Progress::read("350", before).unwrap().is_end());
}

#[rstest]
#[case("The Craft of Nets by Ada Example", "The Craft of Nets", &["Ada Example"])]
#[case("Small Things By Ada Example, Bo Sample and Cy Third", "Small Things", &["Ada Example", "Bo Sample", "Cy Third"])]
#[case("Nets: How, and Why by Ada Example, Bo Sample, and Cy Third", "Nets: How, and Why", &["Ada Example", "Bo Sample", "Cy Third"])]
#[case("The Lives of Others by Plutarch", "The Lives of Others", &["Plutarch"])]
#[case("*Small Nets* by Ada Example", "Small Nets", &["Ada Example"])]
#[case("Small Nets by Ada Example, Jr.", "Small Nets", &["Ada Example, Jr."])]
#[case("Small Nets by Example, Ada; Sample, Bo", "Small Nets", &["Ada Example", "Bo Sample"])]
#[case("三体 by 劉慈欣", "三体", &["劉慈欣"])]
#[case("Stand by Me", "Stand by Me", &[])]
#[case("Step by step", "Step by step", &[])]
#[case("A Book", "A Book", &[])]
fn titles_are_split_from_their_authors(#[case] text: &str, #[case] title: &str, #[case] authors: &[&str]) {
    let (found, names) = title_and_authors(text);
    assert_eq!((found.as_str(), names), (title, authors.iter().map(|name| (*name).to_owned()).collect()));
}

#[test]
fn ratings_go_from_one_to_five() {
    assert_eq!(
        (rating("4"), rating("★★★"), rating(" "), rating("5/5")),
        (Ok(Some(4)), Ok(Some(3)), Ok(None), Ok(Some(5)))
    );
    for text in ["0", "6", "-1", "good", "3.5"] {
        assert!(rating(text).unwrap_err().contains("from 1 to 5"), "{text}");
    }
    assert_eq!(stars(4), "★★★★☆");
}
