//! How a goal moves.

use std::fmt;

use super::amount::{Amount, with_unit};
use super::value::{FieldValue, Unreadable, Value};

/// What tells how far a goal is (`product.md`, "Goal").
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Measure {
    /// By evidence, quarter by quarter, with no finish line: the default.
    #[default]
    Growing,
    /// It is done or it is not.
    Done,
    /// By so many linked records.
    Count(u32),
    /// By a number that goes from one value to another.
    Number {
        /// Where it began.
        from: Amount,
        /// Where it is to come to.
        to: Amount,
    },
    /// By its milestones.
    Milestones,
}

/// Why a measure is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MeasureError {
    /// Nothing would be done already.
    #[error("a count begins at 1")]
    NoCount,
    /// More than anybody counts.
    #[error("a count goes up to 100000")]
    TooMany,
    /// There is no way to go.
    #[error("from and to are the same: {0}")]
    NoWay(String),
    /// The values are not of one unit.
    #[error("{0} and {1} are not of one unit")]
    TwoUnits(String, String),
    /// A change instead of a value.
    #[error("{0} is a change; from and to are values")]
    Relative(String),
    /// A value that cannot be read.
    #[error("{0}")]
    Unread(String),
    /// Not a way in which a goal moves.
    #[error("{0} is no measure")]
    Unknown(String),
}

/// The most that is counted.
const MOST: u32 = 100_000;

impl Measure {
    /// The words that are stored and printed.
    pub const WORDS: &'static [&'static str] = &["growing", "done", "count", "number", "milestones"];

    /// The word that is stored and printed.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Growing => "growing",
            Self::Done => "done",
            Self::Count(_) => "count",
            Self::Number { .. } => "number",
            Self::Milestones => "milestones",
        }
    }

    /// A count of linked records.
    ///
    /// # Errors
    /// When it is none, or beyond what is counted.
    pub fn count(count: u32) -> Result<Self, MeasureError> {
        match count {
            0 => Err(MeasureError::NoCount),
            1..=MOST => Ok(Self::Count(count)),
            _ => Err(MeasureError::TooMany),
        }
    }

    /// A number from one value to another, in a unit that either may say.
    ///
    /// # Errors
    /// When a value cannot be read or is only a change, when they are of two units, or the same.
    pub fn number(from: &str, to: &str, unit: &str) -> Result<Self, MeasureError> {
        let unit = super::unit::unit(unit).unwrap_or_else(|| unit.trim().to_owned());
        let read = |text: &str| {
            let amount = Amount::read(text, &unit).map_err(|err| MeasureError::Unread(err.to_string()))?;
            if amount.relative { Err(MeasureError::Relative(amount.text)) } else { Ok(amount) }
        };
        let (mut from, mut to) = (read(from)?, read(to)?);
        // A unit that only one of them says holds for both.
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

    /// The unit of its number; empty for bare numbers and for other measures.
    #[must_use]
    pub fn unit(&self) -> &str {
        match self {
            Self::Number { to, .. } => &to.unit,
            _ => "",
        }
    }

    /// Reads a measure as forms and documents write it: `growing`, `done or not`, `count 2`,
    /// `70% .. 90%`, `milestones`.
    ///
    /// # Errors
    /// What is wrong with it.
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

    /// What a sentence of a document asks for: so many of something, once, or to grow.
    #[must_use]
    pub fn guess(title: &str) -> Self {
        let folded = super::fold(title);
        let words: Vec<&str> = folded
            .split(|c: char| !c.is_alphanumeric() && c != '%')
            .filter(|word| !word.is_empty())
            .collect();
        for (at, word) in words.iter().enumerate() {
            let wanted = NUMBERS.iter().position(|number| number == word).map(|at| at + 1);
            let wanted = wanted.or_else(|| word.parse().ok().filter(|number| (1..=99).contains(number)));
            // A number counts things where things follow it: "two new languages", not "in 2 weeks".
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
/// Words that make a number a length of time, or a part.
const SPANS: [&str; 16] = [
    "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month",
    "months", "years", "percent", "points", "times",
];
/// Words before a number that make it a bound.
const LIMITS: [&str; 6] = ["under", "below", "within", "over", "above", "than"];

impl FieldValue for Measure {
    fn value(&self) -> Value<'_> {
        Value::Text(self.word().into())
    }

    /// Takes the word; the count or the numbers are fields of their own.
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
    /// As [`Measure::parse`] reads it.
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

/// An amount with its unit, also where that was said beside it.
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
    fn measures_as_people_write_them_read_back(#[case] text: &str, #[case] shown: &str) {
        let measure = Measure::parse(text).unwrap();
        assert_eq!(measure.to_string(), shown);
        assert_eq!(Measure::parse(shown).unwrap().to_string(), shown);
    }

    #[rstest]
    #[case("count 0", "a count begins at 1")]
    #[case("-3", "a count begins at 1")]
    #[case("5..5", "from and to are the same: 5")]
    #[case("1s..1000ms", "from and to are the same: 1s")]
    #[case("5ms..5MB", "5ms and 5MB are not of one unit")]
    #[case("5..-90%", "-90% is a change; from and to are values")]
    #[case("soon", "soon is no measure")]
    fn what_is_no_measure_says_why(#[case] text: &str, #[case] why: &str) {
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
    fn what_a_sentence_asks_for_is_guessed(#[case] title: &str, #[case] measure: &str) {
        assert_eq!(Measure::guess(title).to_string(), measure);
    }
}
