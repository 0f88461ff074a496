//! The rules of the configuration that saving follows.

use chrono::NaiveDate;

use super::Journal;
use crate::domain::Categories;

/// The day, the categories and the days until a question, for saving a record.
pub(super) struct Rules {
    pub today: NaiveDate,
    pub year: i32,
    pub follow_up_days: u32,
    pub categories: Categories,
}

impl Rules {
    pub(super) fn of(journal: &Journal) -> Self {
        let today = journal.today();
        Self {
            today,
            year: journal.year_number_of(today),
            follow_up_days: journal.config.follow_up_days,
            categories: journal.config.categories.clone(),
        }
    }
}
