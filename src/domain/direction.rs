//! The better direction of a metric, and rules to guess the direction.

use std::cmp::Ordering;

use super::unit;
use super::words::words;
use crate::text::fold;

words! {
    /// The better direction of a metric.
    BetterWhen {
        /// Less is better: latency, cost, errors.
        Lower = "lower",
        /// More is better: throughput, users, coverage.
        Higher = "higher",
    }
}

/// The words in a name for which less is better.
const LESS: &[&str] = &[
    "latency",
    "time",
    "duration",
    "cost",
    "costs",
    "spend",
    "error",
    "errors",
    "failure",
    "failures",
    "incident",
    "incidents",
    "page",
    "pages",
    "paged",
    "alert",
    "alerts",
    "bug",
    "bugs",
    "defects",
    "crash",
    "crashes",
    "memory",
    "ram",
    "cpu",
    "size",
    "wait",
    "downtime",
    "churn",
    "toil",
    "ticket",
    "tickets",
    "mttr",
    "mttd",
    "queue",
    "flakes",
    "flakiness",
    "debt",
    "complaints",
    "rtt",
    "delay",
    "lag",
    "ttfb",
    "p50",
    "p90",
    "p95",
    "p99",
    "startup",
    "boot",
    "build",
    "outage",
    "outages",
    "retries",
    "timeouts",
    "bounce",
    "rejects",
    "waste",
    "backlog",
    "escapes",
];

/// The words in a name for which more is better.
const MORE: &[&str] = &[
    "throughput",
    "users",
    "revenue",
    "uptime",
    "availability",
    "coverage",
    "speed",
    "score",
    "nps",
    "csat",
    "adoption",
    "rps",
    "qps",
    "conversion",
    "retention",
    "satisfaction",
    "deploys",
    "deployments",
    "accuracy",
    "precision",
    "recall",
    "saved",
    "savings",
    "customers",
    "signups",
    "downloads",
    "stars",
    "talks",
    "hits",
    "reliability",
    "slo",
    "capacity",
    "bandwidth",
    "velocity",
    "profit",
    "sales",
    "participants",
    "attendees",
];

impl BetterWhen {
    /// Guesses the direction from the name, else from a unit of time, else from the first change; `None` if
    /// nothing suggests a direction. If the name has words for both directions, the first change is tried
    /// before the unit.
    pub fn guess(name: &str, unit: &str, first: Option<Ordering>) -> Option<Self> {
        let folded = fold(name);
        let has =
            |words: &[&str]| folded.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word));
        match (has(LESS), has(MORE)) {
            (true, false) => return Some(Self::Lower),
            (false, true) => return Some(Self::Higher),
            // Less time is better, even if the first change is an increase.
            (false, false) if unit::is_time(unit) => return Some(Self::Lower),
            _ => {}
        }
        match first {
            Some(Ordering::Less) => Some(Self::Lower),
            Some(Ordering::Greater) => Some(Self::Higher),
            _ => unit::is_time(unit).then_some(Self::Lower),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Amount, Change};
    use rstest::rstest;

    #[rstest]
    #[case("latency", "", None, Some(BetterWhen::Lower))]
    #[case("p99-checkout", "ms", None, Some(BetterWhen::Lower))]
    #[case("daily users", "", None, Some(BetterWhen::Higher))]
    #[case("time saved", "h", Some("15x"), Some(BetterWhen::Higher))]
    #[case("widgets", "", Some("-90%"), Some(BetterWhen::Lower))]
    #[case("widgets", "", Some("15x"), Some(BetterWhen::Higher))]
    #[case("release", "min", None, Some(BetterWhen::Lower))]
    #[case("widgets", "", None, None)]
    fn the_better_direction_is_guessed_from_the_name_the_first_change_and_the_unit(
        #[case] name: &str,
        #[case] unit: &str,
        #[case] first: Option<&str>,
        #[case] better: Option<BetterWhen>,
    ) {
        let first = first.and_then(|text| Change::of_relative(&Amount::parse(text).unwrap()));
        assert_eq!(BetterWhen::guess(name, unit, first.map(|change| change.direction)), better);
    }
}
