//! A note on a week, to be pasted into the notes of a 1:1.

use chrono::NaiveDate;

use super::wording;
use crate::domain::{Period, Win};

/// The note, in Markdown. `due` are follow-ups with their day.
#[must_use]
pub fn markdown(period: &Period, wins: &[Win], due: &[(String, NaiveDate)], today: NaiveDate) -> String {
    let mut out = format!("## {}\n\n", period.label);
    if wins.is_empty() {
        out.push_str("Nothing logged yet.\n");
    }
    for win in wins {
        out.push_str(&super::review::bullet(win, true));
    }
    let open: Vec<_> = due.iter().filter(|(_, day)| *day <= today).collect();
    if !open.is_empty() {
        out.push_str("\nTo follow up:\n\n");
        for (title, day) in open {
            let title = super::review::escaped(title);
            out.push_str(&format!("- {title} (since {})\n", wording::near(*day, today)));
        }
    }
    out
}
