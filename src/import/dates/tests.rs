use super::*;

const CONTEXT: DateContext = DateContext { year: Some(2024), order: DayOrder::MonthFirst };

fn range(when: Option<When>) -> String {
    when.map_or_else(String::new, |when| format!("{}{}", when.range, if when.is_open { ".." } else { "" }))
}

#[test]
fn headings_that_are_dates() {
    for (text, expected) in [
        ("2024", "2024"),
        ("May 2022", "2022-05"),
        ("Week of 2022-05-01", "2022-05-01..2022-05-07"),
        ("3/14/23", "2023-03-14"),
        ("2025-03-04 Tuesday", "2025-03-04"),
        ("Tuesday, March 4, 2025", "2025-03-04"),
        ("December 5th, 2022 - Present", "2022-12-05.."),
        ("12.2014 - present", "2014-12.."),
        ("08.2014 - 12.2014", "2014-08..2014-12"),
        ("2017 — 2020", "2017..2020"),
        ("2019–22", "2019..2022"),
        ("Aug-Dec 2024", "2024-08..2024-12"),
        ("Jan 2019 – Mar 2022", "2019-01..2022-03"),
        ("Q1 2024", "2024-01..2024-03"),
        ("2024-H2", "2024-07..2024-12"),
        ("Week 23 (June 3-7)", "2024-06-03..2024-06-07"),
        ("KW 23", "2024-06-03..2024-06-09"),
        ("März 2024", "2024-03"),
        ("12. März 2024", "2024-03-12"),
        ("12.03.2024", "2024-03-12"),
        ("3 de marzo de 2024", "2024-03-03"),
        ("3–7 June 2024", "2024-06-03..2024-06-07"),
        ("seit 2021", "2021.."),
        ("(June 2023)", "2023-06"),
    ] {
        assert_eq!(range(whole(text, CONTEXT)), expected, "{text}");
    }
    for text in ["Yesterday", "2 non-trivial PRs", "Beanstalk", "May", "v2.3", "24/7", "Chapter 3"] {
        let found = whole(text, DateContext { year: None, ..CONTEXT });
        assert_eq!(range(found), "", "{text}");
    }
}

#[test]
fn dates_at_the_beginning_and_at_the_end_of_lines() {
    let split =
        |text: &str| leading(text, CONTEXT).map(|(when, rest)| (when.range.to_string(), rest.to_owned()));
    let pair = |date: &str, rest: &str| Some((date.to_owned(), rest.to_owned()));
    assert_eq!(split("**2025-04-02** — shipped it"), pair("2025-04-02", "shipped it"));
    assert_eq!(split("2025-05-03 - shipped it"), pair("2025-05-03", "shipped it"));
    assert_eq!(split("[2025-06-01] shipped it"), pair("2025-06-01", "shipped it"));
    assert_eq!(split("2025-06-01 shipped it"), pair("2025-06-01", "shipped it"));
    assert_eq!(split("Mar 2022 - shipped it"), pair("2022-03", "shipped it"));
    assert_eq!(split("12.03.2024: erledigt"), pair("2024-03-12", "erledigt"));
    assert_eq!(split("2 non-trivial PRs, 1 DevOps PR"), None);
    assert_eq!(split("2023 v1 of the site"), None);
    assert_eq!(split("4 alphas built this week"), None);
    let end =
        |text: &str| trailing(text, CONTEXT).map(|(before, when)| (range(Some(when)), before.to_owned()));
    assert_eq!(end("Shipped it (June 2023)"), pair("2023-06", "Shipped it"));
    assert_eq!(end("Shipped it (Aug-Dec 2024)."), pair("2024-08..2024-12", "Shipped it"));
    assert_eq!(end("Acme Corp, Berlin ---- 2019 - 2022"), pair("2019..2022", "Acme Corp, Berlin"));
    assert_eq!(end("Acme Corp        Jan 2019 – Present"), pair("2019-01..", "Acme Corp"));
    assert_eq!(end("Engineer | Acme | 2019-2022"), pair("2019..2022", "Engineer | Acme"));
    assert_eq!(end("see [the page](2023)"), None);
    assert_eq!(end("Migrated to Python 3"), None);
}

#[test]
fn titles_and_the_order_of_day_and_month() {
    assert_eq!(range(in_title("Self-review, H1 2025")), "2025-01..2025-06");
    assert_eq!(range(in_title("BRAG 2024")), "2024");
    assert_eq!(range(in_title("Wins of 2023 and 2024")), "2023");
    assert_eq!(year_in("2023 and 2024"), None);
    assert_eq!(day_order(["### 3/14/23", "- 3/4/23"].into_iter()), DayOrder::MonthFirst);
    assert_eq!(day_order(["14/3/23", "3/14/23"].into_iter()), DayOrder::Unknown);
    assert_eq!(range(whole("3/4/23", DateContext::default())), "");
}

proptest::proptest! {
    #[test]
    fn no_text_panics(text in "[0-9 A-Za-zäé./:,()\\[\\]*–-]{0,40}") {
        let _ = (whole(&text, CONTEXT), leading(&text, CONTEXT), trailing(&text, CONTEXT), in_title(&text));
    }
}
