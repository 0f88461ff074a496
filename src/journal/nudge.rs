//! The reminder of `brag due --brief` that nothing was logged for some days, at most once a week.

use chrono::NaiveDate;

use super::timeline::{self, Sort};
use super::{Snapshot, wins};
use crate::domain::WinFilter;
use crate::error::Result;

/// The number of days without a new win after which the reminder is due.
const QUIET: i64 = 3;

/// The number of days between two reminders.
const APART: i64 = 7;

/// Returns the day on which the last win was logged, if that is some days ago and the last reminder a week ago; remembers
/// today as the day of the reminder. `None` for a journal without wins.
pub fn due(snapshot: &Snapshot<'_>) -> Result<Option<NaiveDate>> {
    let today = snapshot.today();
    let file = snapshot.context().paths().state.join("reminded");
    let before = std::fs::read_to_string(&file).ok().and_then(|text| text.trim().parse::<NaiveDate>().ok());
    if before.is_some_and(|before| (0..APART).contains(&(today - before).num_days())) {
        return Ok(None);
    }
    let rows = timeline::list(snapshot, &WinFilter::default(), Sort::Logged, 1)?;
    let Some(last) = rows.first() else { return Ok(None) };
    let logged = wins::find(snapshot, last.id)?.meta.logged_at.date_naive();
    if (today - logged).num_days() < QUIET {
        return Ok(None);
    }
    // Without the file the reminder would come with every prompt.
    let remembered = crate::files::create_directory(crate::files::directory_of(&file))
        .and_then(|()| crate::files::write_file(&file, today.to_string().as_bytes(), true));
    Ok(remembered.is_ok().then_some(logged))
}
