//! The measures of the progress of a goal.

use std::fmt;

use super::amount::{Amount, with_unit};
use super::value::{FieldValue, Unreadable, Value};

/// The measure of the progress of a goal.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Measure {
    /// Evidence by quarter, without a finish line: the default.
    #[default]
    Growing,
    /// Done or not done.
    Done,
    /// A number of linked records.
    Count(u32),
    /// A number that moves from a start to a target.
    Number {
        /// The start, from which progress is measured.
        from: Amount,
        /// The target, at which progress is complete.
        to: Amount,
    },
    /// The fraction of the milestones that are done.
    Milestones,
}

/// The reason why a text is not a measure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MeasureError {
    /// The count is less than 1.
    #[error("a count must be at least 1")]
    NoCount,
    /// The count is more than 100,000.
    #[error("a count must be at most 100000")]
    TooMany,
    /// The start and the target are equal.
    #[error("the start and the target are the same: {0}")]
    NoWay(String),
    /// The units of the start and the target are of different kinds.
    #[error("{0} and {1} must have the same unit")]
    TwoUnits(String, String),
    /// The start or the target is a relative value.
    #[error("“{0}” is a relative value; write the start and the target as numbers, such as 70%..90%")]
    Relative(String),
    /// The start or the target is not a value.
    #[error("{0}")]
    Unread(String),
    /// The text is not a known measure.
    #[error("unknown measure “{0}”")]
    Unknown(String),
}

/// The maximum count.
const MOST: u32 = 100_000;

impl Measure {
    /// The identifiers that are stored for the measures, in declaration order.
    pub const WORDS: &'static [&'static str] = &["growing", "done", "count", "number", "milestones"];

    /// Returns the identifier that is stored for the measure.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Growing => "growing",
            Self::Done => "done",
            Self::Count(_) => "count",
            Self::Number { .. } => "number",
            Self::Milestones => "milestones",
        }
    }

    /// Creates a count of linked records, from 1 to 100,000.
    pub fn count(count: u32) -> Result<Self, MeasureError> {
        match count {
            0 => Err(MeasureError::NoCount),
            1..=MOST => Ok(Self::Count(count)),
            _ => Err(MeasureError::TooMany),
        }
    }

    /// Creates a numeric measure; `unit` is for values without a unit. Fails if a value cannot be parsed or
    /// is relative, or if the values are equal or of different kinds.
    pub fn number(from: &str, to: &str, unit: &str) -> Result<Self, MeasureError> {
        let unit = super::unit::unit(unit).unwrap_or_else(|| unit.trim().to_owned());
        let read = |text: &str| {
            let amount = Amount::read(text, &unit).map_err(|err| MeasureError::Unread(err.to_string()))?;
            if amount.relative { Err(MeasureError::Relative(amount.text)) } else { Ok(amount) }
        };
        let (mut from, mut to) = (read(from)?, read(to)?);
        // A value without a unit takes the unit of the other value.
        if from.unit.is_empty() {
            from.unit.clone_from(&to.unit);
        } else if to.unit.is_empty() {
            to.unit.clone_from(&from.unit);
        }
        let Some(end) = to.in_unit(&from.unit) else {
            return Err(MeasureError::TwoUnits(from.shown(), to.shown()));
        };
        if (end - from.number).abs() < f64::EPSILON * from.number.abs().max(1.0) {
            return Err(MeasureError::NoWay(from.shown()));
        }
        Ok(Self::Number { from, to })
    }

    /// Returns the unit of a numeric measure; empty for bare numbers and other measures.
    pub fn unit(&self) -> &str {
        match self {
            Self::Number { to, .. } => &to.unit,
            _ => "",
        }
    }

    /// Parses a measure as forms and documents write it: `growing`, `done or not`, `count 2`, `70% .. 90%`,
    /// `milestones`.
    pub fn parse(text: &str) -> Result<Self, MeasureError> {
        let text = text.trim();
        let folded = super::fold(text);
        if let Some((from, to)) = ["..", "->", "→"].into_iter().find_map(|arrow| text.split_once(arrow)) {
            return Self::number(from.trim().trim_start_matches("from "), to, "");
        }
        let counted = folded.strip_prefix("count").unwrap_or(&folded).trim();
        match folded.as_str() {
            "" | "growing" => Ok(Self::Growing),
            "done" | "done or not" | "yes/no" | "yes or no" => Ok(Self::Done),
            "milestones" => Ok(Self::Milestones),
            _ => match counted.parse::<u32>() {
                Ok(count) => Self::count(count),
                Err(_) if counted.starts_with('-') && counted[1..].parse::<u32>().is_ok() => {
                    Err(MeasureError::NoCount)
                }
                Err(_) => Err(MeasureError::Unknown(text.to_owned())),
            },
        }
    }

    /// Guesses the measure from the title of a goal: a count, done or not, or growing.
    pub fn guess(title: &str) -> Self {
        let folded = super::fold(title);
        let words: Vec<&str> = folded
            .split(|c: char| !c.is_alphanumeric() && c != '%')
            .filter(|word| !word.is_empty())
            .collect();
        for (at, word) in words.iter().enumerate() {
            let wanted = NUMBERS.iter().position(|number| number == word).map(|at| at + 1);
            let wanted = wanted.or_else(|| word.parse().ok().filter(|number| (1..=99).contains(number)));
            // A number is a count if a plural follows: "two new languages", not "in 2 weeks".
            let after = &words[(at + 1).min(words.len())..(at + 4).min(words.len())];
            let things =
                after.iter().any(|word| word.len() > 3 && word.ends_with('s') && !SPANS.contains(word));
            let limit = at > 0 && LIMITS.contains(&words[at - 1]);
            let span = limit || after.first().is_some_and(|word| SPANS.contains(word));
            match wanted {
                Some(1) if !after.is_empty() && !span => return Self::Done,
                Some(many) if many > 1 && things && !span => {
                    return u32::try_from(many).map_or(Self::Growing, Self::Count);
                }
                _ => {}
            }
            if *word == "once" {
                return Self::Done;
            }
        }
        Self::Growing
    }
}

const NUMBERS: [&str; 12] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
/// The words after a number that make it a duration or a share, and not a count.
const SPANS: [&str; 16] = [
    "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month",
    "months", "years", "percent", "points", "times",
];
/// The words before a number that make it a limit, and not a count.
const LIMITS: [&str; 6] = ["under", "below", "within", "over", "above", "than"];

impl FieldValue for Measure {
    fn value(&self) -> Value<'_> {
        Value::Text(self.word().into())
    }

    /// Sets the measure by its stored identifier; the count and the numbers are stored in fields of their
    /// own.
    fn set_value(&mut self, value: Value<'_>) -> Result<(), Unreadable> {
        let Value::Text(word) = value else { return Err(Unreadable) };
        *self = match &*word {
            "growing" => Self::Growing,
            "done" => Self::Done,
            "count" => Self::Count(1),
            "number" => Self::Number { from: Amount::zero(), to: Amount::zero() },
            "milestones" => Self::Milestones,
            _ => return Err(Unreadable),
        };
        Ok(())
    }
}

impl fmt::Display for Measure {
    /// Formats the measure for [`Measure::parse`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Growing => f.write_str("growing"),
            Self::Done => f.write_str("done or not"),
            Self::Count(count) => write!(f, "count {count}"),
            Self::Number { from, to } => write!(f, "{} .. {}", shown(from), shown(to)),
            Self::Milestones => f.write_str("milestones"),
        }
    }
}

/// Formats an amount with its unit, even if its text has no unit.
fn shown(amount: &Amount) -> String {
    let bare = Amount::parse(&amount.text).is_some_and(|read| read.unit.is_empty());
    if bare { with_unit(&amount.text, &amount.unit) } else { amount.text.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("growing", "growing")]
    #[case("", "growing")]
    #[case("yes/no", "done or not")]
    #[case("2", "count 2")]
    #[case("count 12", "count 12")]
    #[case("70%..90%", "70% .. 90%")]
    #[case("800ms → 0.4s", "800ms .. 0.4s")]
    #[case("3 .. 10 talks", "3 talks .. 10 talks")]
    #[case("milestones", "milestones")]
    fn measures_round_trip_through_text(#[case] text: &str, #[case] shown: &str) {
        let measure = Measure::parse(text).unwrap();
        assert_eq!(measure.to_string(), shown);
        assert_eq!(Measure::parse(shown).unwrap().to_string(), shown);
    }

    #[rstest]
    #[case("count 0", "a count must be at least 1")]
    #[case("-3", "a count must be at least 1")]
    #[case("5..5", "the start and the target are the same: 5")]
    #[case("1s..1000ms", "the start and the target are the same: 1s")]
    #[case("5ms..5MB", "5ms and 5MB must have the same unit")]
    #[case(
        "5..-90%",
        "“-90%” is a relative value; write the start and the target as numbers, such as 70%..90%"
    )]
    #[case("soon", "unknown measure “soon”")]
    fn invalid_measures_are_errors_with_the_reason(#[case] text: &str, #[case] why: &str) {
        assert_eq!(Measure::parse(text).unwrap_err().to_string(), why);
    }

    #[rstest]
    #[case("Speak in public at least once", "done or not")]
    #[case("Give at least one talk outside the company", "done or not")]
    #[case("Learn two new databases, queues, or tools", "count 2")]
    #[case("Read 12 papers", "count 12")]
    #[case("Get better at designing systems", "growing")]
    #[case("Answer mail in two days", "growing")]
    #[case("Get the build under ten minutes", "growing")]
    #[case("Keep it below 20 warnings", "growing")]
    #[case("Write more tools", "growing")]
    fn the_measure_is_guessed_from_the_title(#[case] title: &str, #[case] measure: &str) {
        assert_eq!(Measure::guess(title).to_string(), measure);
    }
}
