//! The context of a journal: the clock, the configuration and the paths.

use chrono::{Datelike as _, NaiveDate};

use crate::clock::Clock;
use crate::config::{Config, Paths};
use crate::domain::{Period, Win, period};
use crate::error::{Error, Result};

/// The clock, the configuration and the paths that a journal is used with.
#[derive(Debug, Clone)]
pub struct Context {
    pub(super) clock: Clock,
    pub(super) config: Config,
    pub(super) paths: Paths,
}

impl Context {
    /// Creates a context.
    pub fn new(clock: Clock, config: Config, paths: Paths) -> Self {
        Self { clock, config, paths }
    }

    /// Returns today's civil date.
    pub fn today(&self) -> NaiveDate {
        self.clock.today()
    }

    /// Returns the paths of the journal, its configuration and its state.
    pub fn paths(&self) -> &Paths {
        &self.paths
    }

    /// Returns the configuration in force.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Returns the calendar or fiscal year that contains `day`.
    pub fn year_of(&self, day: NaiveDate) -> Period {
        Period::year_of(day, self.config.fiscal_year_start)
    }

    /// Returns the number of the calendar or fiscal year that contains `day`.
    pub fn year_number_of(&self, day: NaiveDate) -> i32 {
        period::year_number(day, self.config.fiscal_year_start)
    }

    /// Returns the number of the present calendar or fiscal year.
    pub fn present_year(&self) -> i32 {
        self.year_number_of(self.today())
    }

    /// Returns the period of a calendar or fiscal year.
    pub fn goal_year(&self, year: i32) -> Period {
        Period::year(year, self.config.fiscal_year_start)
    }

    /// Parses a period such as `2026-Q1` or `last quarter`.
    pub fn period(&self, text: &str) -> Result<Period> {
        Period::parse(text, self.today(), self.config.fiscal_year_start).map_err(|err| {
            Error::usage(err.to_string())
                .hint("write it as 2026, Q1, 2026-03, march 2026, last month, last 30 days or 2026-01-15..2026-06-30; see brag help dates")
        })
    }

    /// Returns the default period of a review: the previous year during the first two months of a year, else
    /// the present year.
    pub fn review_period(&self) -> Period {
        let today = self.today();
        let year = self.year_of(today);
        let leap = year.first.month() == 1 && NaiveDate::from_ymd_opt(today.year(), 2, 29).is_some();
        if (today - year.first).num_days() < 59 + i64::from(leap) {
            self.year_of(year.first.pred_opt().unwrap_or(year.first))
        } else {
            year
        }
    }

    /// Returns the key of the category that the words of a win suggest.
    pub fn guess_category(&self, win: &Win) -> &str {
        super::wins::guess(&self.config.categories, win)
    }
}
