//! The configured settings that are needed to save a record.

use chrono::NaiveDate;

use super::Context;
use crate::domain::Categories;

/// The settings for saving a record.
pub(super) struct Rules {
    pub today: NaiveDate,
    pub year: i32,
    pub follow_up_days: u32,
    pub categories: Categories,
}

impl Rules {
    pub(super) fn of(context: &Context) -> Self {
        let today = context.today();
        Self {
            today,
            year: context.year_number_of(today),
            follow_up_days: context.config.follow_up_days,
            categories: context.config.categories.clone(),
        }
    }
}
