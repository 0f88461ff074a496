//! The fields of records as rows of a form.

use crate::domain::Record;
use crate::present;

/// Returns the label and text of each field, and `true` for several lines.
pub(super) fn rows<T: Record>(record: &T) -> Vec<(&'static str, String, bool)> {
    present::field::rows(record).into_iter().map(|row| (row.label, row.text, row.several)).collect()
}

/// Returns the fields of a record with these labels or names, in their order.
pub(super) fn named_rows<T: Record>(record: &T, labels: &[&str]) -> Vec<(&'static str, String, bool)> {
    let all = present::field::rows(record);
    let label = |name: &&str| T::field(name).map(|field| field.info.label);
    let row = |label: &'static str| all.iter().find(|row| row.label == label);
    let found = labels.iter().filter_map(label).filter_map(row);
    found.map(|row| (row.label, row.text.clone(), row.several)).collect()
}
