//! The only module that reads the wall clock.
//!
//! `BRAG_TODAY` fixes the civil date, so that documents and tests are reproducible; instants stay real unless
//! the hidden `BRAG_NOW` fixes them too.
#![allow(clippy::disallowed_methods, reason = "this is the only module that may read the clock")]

use chrono::{DateTime, FixedOffset, Local, NaiveDate, Timelike};

use crate::error::{Error, Result};

/// The source of today's date and the current instant, either of which may be fixed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clock {
    today: Option<NaiveDate>,
    now: Option<DateTime<FixedOffset>>,
}

impl Clock {
    /// Creates a clock from the values of `BRAG_TODAY` and `BRAG_NOW`, if they are set. Fails with a usage
    /// error if a value is not a date, or not an RFC 3339 instant.
    pub fn new(today: Option<&str>, now: Option<&str>) -> Result<Self> {
        let today = today
            .filter(|text| !text.is_empty())
            .map(|text| {
                NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| {
                    Error::usage(format!("BRAG_TODAY is not a date: {text}")).hint("write it as 2026-03-04")
                })
            })
            .transpose()?;
        let now = now
            .filter(|text| !text.is_empty())
            .map(|text| {
                DateTime::parse_from_rfc3339(text).map_err(|_| {
                    Error::usage(format!("BRAG_NOW is not an instant: {text}"))
                        .hint("write it as 2026-03-04T09:30:00+01:00")
                })
            })
            .transpose()?;
        Ok(Self { today, now })
    }

    /// Creates a clock with a fixed date and real instants.
    pub fn fixed(today: NaiveDate) -> Self {
        Self { today: Some(today), now: None }
    }

    /// Returns the fixed date, the date of the fixed instant, or the date in the local time zone.
    pub fn today(&self) -> NaiveDate {
        self.today
            .or_else(|| self.now.map(|now| now.date_naive()))
            .unwrap_or_else(|| Local::now().date_naive())
    }

    /// Returns the current instant with its offset from UTC.
    pub fn now(&self) -> DateTime<FixedOffset> {
        self.now.unwrap_or_else(|| Local::now().fixed_offset())
    }

    /// Returns the time until shortly after the next full minute, the only time at which an idle app wakes.
    pub fn until_next_minute(&self) -> std::time::Duration {
        let now = Local::now();
        let gone = u64::from(now.second()) * 1000 + u64::from(now.nanosecond() / 1_000_000);
        std::time::Duration::from_millis(60_050_u64.saturating_sub(gone.min(60_000)))
    }
}
