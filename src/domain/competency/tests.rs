use uuid::Uuid;

use super::*;

const LADDER: &str = r#"
level = "senior"
[[levels]]
key = "senior"
name = "Senior"
[[levels]]
key = "staff"
name = "Staff"
[[competencies]]
key = "depth"
name = "Depth"
categories = ["foundational"]
words = ["latency", "cach"]
[[competencies.expects]]
level = "staff"
text = "Measures it twice."
needs = ["number"]
count = 2
[[competencies.expects]]
level = "staff"
text = "Leads it."
needs = ["outcome"]
roles = ["led"]
[[competencies]]
key = "reach"
name = "Reach"
[[competencies.expects]]
level = "staff"
text = "Is heard."
"#;

fn ladder() -> Ladder {
    Ladder::parse(LADDER).unwrap()
}

fn evidence(number: u128, day: &str, competencies: &[&str], marks: &[Mark]) -> CompetencyEvidence {
    CompetencyEvidence {
        id: RecordId(Uuid::from_u128(number)),
        kind: Kind::Win,
        title: format!("win {number}"),
        day: day.parse().ok(),
        competencies: competencies.iter().map(|key| (*key).to_owned()).collect(),
        marks: marks.to_vec(),
        roles: Vec::new(),
        category: String::new(),
        text: String::new(),
    }
}

#[test]
fn a_cell_is_rated_by_number_and_strength() {
    let rating = |count, strength| MatrixCell { count, strength }.rating();
    let all = [rating(0, 0), rating(1, 0), rating(2, 0), rating(1, 4), rating(2, 4), rating(3, 9)];
    assert_eq!(all, [0, 1, 1, 2, 3, 4]);
}

#[test]
fn the_matrix_has_the_last_quarters_and_competencies_that_the_ladder_lost() {
    let all = [
        evidence(1, "2026-03-01", &["depth"], &[Mark::Number, Mark::Outcome]),
        evidence(2, "2025-11-01", &["Depth", "gone"], &[]),
        evidence(3, "2020-01-01", &["depth"], &[]),
    ];
    let matrix = matrix(&ladder(), &all, "2026-03-06".parse().unwrap(), 2);
    let quarters: Vec<String> = matrix.quarters.iter().map(ToString::to_string).collect();
    assert_eq!(quarters, ["2025-Q4", "2026-Q1"]);
    let row = &matrix.rows[0];
    assert_eq!(row.cells, [MatrixCell { count: 1, strength: 0 }, MatrixCell { count: 1, strength: 2 }]);
    assert_eq!((row.total.count, row.met, row.expected), (3, 0, 2));
    let names: Vec<(&str, bool)> = matrix.rows.iter().map(|row| (row.name.as_str(), row.is_known)).collect();
    assert_eq!(names, [("Depth", true), ("Reach", true), ("gone", false)]);
}

#[test]
fn a_gap_names_the_record_that_nearly_fits_and_what_it_lacks() {
    let mut led = evidence(1, "2025-11-01", &["depth"], &[Mark::Number]);
    led.roles = vec![Role::Led];
    let all = [led, evidence(2, "2026-01-01", &["depth"], &[])];
    let gaps = gaps(&ladder(), "staff", &all);
    let told: Vec<(&str, usize, usize)> =
        gaps.iter().map(|gap| (gap.text.as_str(), gap.has, gap.count)).collect();
    assert_eq!(told, [("Measures it twice.", 1, 2), ("Leads it.", 0, 1), ("Is heard.", 0, 1)]);
    let near = |at: usize| gaps[at].near.as_ref().map(|near| (near.title.as_str(), near.lacks.join(", ")));
    assert_eq!(near(0), Some(("win 2", "a number".to_owned())));
    assert_eq!(near(1), Some(("win 1", "an outcome".to_owned())));
    assert_eq!(near(2), None);
}

#[test]
fn suggestions_need_two_reasons_and_end_once_a_competency_is_confirmed() {
    let ladder = ladder();
    let keys = |evidence: &CompetencyEvidence| -> Vec<String> {
        suggestions(&ladder, evidence).iter().map(|each| each.key.clone()).collect()
    };
    let mut win = evidence(1, "2026-01-01", &[], &[]);
    win.text = "halved the latency".into();
    assert_eq!(keys(&win), [""; 0]);
    win.category = "foundational".into();
    assert_eq!(keys(&win), ["depth"]);
    win.competencies = vec!["reach".into()];
    assert_eq!(keys(&win), [""; 0]);
    let words = CompetencyEvidence { text: "cached the latency map".into(), ..evidence(2, "", &[], &[]) };
    assert_eq!(keys(&words), ["depth"]);
}
