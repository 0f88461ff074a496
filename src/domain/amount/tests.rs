use super::*;
use rstest::rstest;

#[rstest]
#[case("800ms", 800.0, "ms", false)]
#[case("1.2s", 1.2, "s", false)]
#[case("$12k", 12_000.0, "$", false)]
#[case("€3.4M", 3_400_000.0, "€", false)]
#[case("$2/day", 2.0, "$/day", false)]
#[case("99.9%", 99.9, "%", false)]
#[case("-90%", -90.0, "%", true)]
#[case("−90 %", -90.0, "%", true)]
#[case("+12.5%", 12.5, "%", true)]
#[case("15x", 15.0, "x", true)]
#[case("÷10", 0.1, "x", true)]
#[case("3 days", 3.0, "days", false)]
#[case("1,200 users", 1200.0, "users", false)]
#[case("40+ s", 40.0, "s", false)]
#[case("30+ min", 30.0, "min", false)]
#[case("2 nines", 2.0, "nines", false)]
#[case("1.5 GiB", 1.5, "GiB", false)]
#[case("~9%", 9.0, "%", false)]
#[case("8-12%", 10.0, "%", false)]
#[case("12k", 12_000.0, "", false)]
#[case("200 req/s", 200.0, "req/s", false)]
#[case("42", 42.0, "", false)]
#[case("5€", 5.0, "€", false)]
#[case("10k-12k", 11_000.0, "", false)]
#[case("8% – 12%", 10.0, "%", false)]
#[case("<5ms", 5.0, "ms", false)]
#[case("up to 15x", 15.0, "x", true)]
#[case("1 user", 1.0, "users", false)]
#[case("3 pages/month", 3.0, "pages/month", false)]
#[case("12,5%", 12.5, "%", false)]
#[case("0,5 s", 0.5, "s", false)]
#[case("1.200,50 €", 1200.5, "€", false)]
#[case("€1.200,50", 1200.5, "€", false)]
#[case("1.200.000", 1_200_000.0, "", false)]
#[case("1 200", 1200.0, "", false)]
#[case("1'200", 1200.0, "", false)]
#[case("₹10,00,000", 1_000_000.0, "₹", false)]
#[case("12k€", 12_000.0, "€", false)]
#[case("12 k€", 12_000.0, "€", false)]
#[case("USD 12", 12.0, "$", false)]
#[case("12 USD", 12.0, "$", false)]
#[case("EUR 3.5k", 3500.0, "€", false)]
#[case("CHF 1'200", 1200.0, "CHF", false)]
#[case("$-5", -5.0, "$", false)]
#[case("-$5", -5.0, "$", false)]
#[case("($5)", -5.0, "$", false)]
#[case("$2B", 2e9, "$", false)]
#[case("1h30m", 90.0, "min", false)]
#[case("1h 30m", 90.0, "min", false)]
#[case("2m30s", 150.0, "s", false)]
#[case("400msec", 400.0, "ms", false)]
#[case("400 milliseconds", 400.0, "ms", false)]
#[case("5 °C", 5.0, "°C", false)]
#[case("1e6", 1e6, "", false)]
#[case("1.5e-3 s", 0.0015, "s", false)]
#[case("3bn", 3e9, "", false)]
#[case("2 million users", 2e6, "users", false)]
#[case("2x faster", 2.0, "x", true)]
#[case("x10", 10.0, "x", true)]
#[case("4x fewer", 0.25, "x", true)]
#[case("½", 0.5, "", false)]
#[case("1/2", 1.0, "of 2", false)]
#[case("1 in 10", 1.0, "of 10", false)]
#[case("3 of 4", 3.0, "of 4", false)]
#[case("3 of 4 teams", 3.0, "of 4 teams", false)]
#[case("4.5/5", 4.5, "of 5", false)]
#[case("three nines", 3.0, "nines", false)]
#[case("10 percentage points", 10.0, "pp", false)]
#[case("approx. 400ms", 400.0, "ms", false)]
#[case("circa 10", 10.0, "", false)]
#[case(">=5", 5.0, "", false)]
#[case(">= 5", 5.0, "", false)]
#[case("under 100 ms", 100.0, "ms", false)]
#[case("8 - 12 %", 10.0, "%", false)]
#[case("40 participants", 40.0, "participants", false)]
#[case("1 intern", 1.0, "interns", false)]
#[case("50,000 deployments a day", 50_000.0, "deployments/day", false)]
#[case("2 h a day", 2.0, "h/day", false)]
#[case("3 support tickets per week", 3.0, "support tickets/week", false)]
fn values_parse_to_number_unit_and_relativity(
    #[case] text: &str,
    #[case] number: f64,
    #[case] unit: &str,
    #[case] relative: bool,
) {
    let amount = Amount::parse(text).unwrap();
    assert!((amount.number - number).abs() < 1e-9, "{amount:?}");
    assert_eq!((amount.unit.as_str(), amount.relative, amount.text.as_str()), (unit, relative, text));
}

#[test]
fn texts_that_are_not_values_do_not_parse() {
    for text in [
        "",
        "fast",
        ":io",
        "//x.example",
        "3apples",
        "1.2.3",
        "2026-03-04",
        "2026-03",
        "2024-25",
        "1-2-3",
        "3 lakh",
        "24/7",
        "2m",
        "ms",
        "-",
        "÷0",
        "$",
        "10:30",
        "1..2",
    ] {
        assert_eq!(Amount::parse(text), None, "{text}");
    }
}

#[test]
fn errors_quote_the_part_of_a_value_that_was_understood() {
    let why = |text: &str, own: &str| Amount::read(text, own).unwrap_err().to_string();
    assert_eq!(why("fast", ""), "no number can be read from “fast”");
    assert_eq!(why("12 parsecs", "ms"), "unknown unit “parsecs” after 12");
    assert_eq!(why("÷0", ""), "“÷0” is not a finite number");
}

#[test]
fn the_unit_of_a_series_is_accepted_even_if_unknown() {
    let read = |text: &str, own: &str| Amount::read(text, own).unwrap();
    assert_eq!(read("12 parsecs", "parsecs").unit, "parsecs");
    assert_eq!((read("380", "ms").unit, read("380", "ms").shown()), ("ms".into(), "380ms".into()));
    assert!(!read("-3", "%").relative);
    assert_eq!(read("12", "users").shown(), "12 users");
    assert_eq!(read("1.5k", "").shown(), "1.5k");
}

#[test]
fn units_convert_within_their_kind_and_never_across() {
    let amount = |text: &str| Amount::parse(text).unwrap();
    let near = |number: Option<f64>, to: f64| number.is_some_and(|number| (number - to).abs() < 1e-6);
    assert!(near(amount("1.2s").in_unit("ms"), 1200.0));
    assert!(near(amount("2 nines").in_unit("%"), 99.0));
    assert!(near(amount("1.5 GiB").in_unit("MiB"), 1536.0));
    assert!(near(amount("12 users").in_unit(""), 12.0));
    assert_eq!(amount("800ms").in_unit("MB"), None);
    assert_eq!(amount("$12").in_unit("€"), None);
}
