//! References to records of any kind, with their titles.

use super::{Kind, RecordId};

/// A record of any kind, as the result of a look-up by id or name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordRef {
    /// The id of the record.
    pub id: RecordId,
    /// The kind of the record.
    pub kind: Kind,
    /// The short id at the displayed length.
    pub short: String,
    /// The title or name.
    pub title: String,
    /// `true` if the record is deleted.
    pub deleted: bool,
}

/// The records that can be gone to, with what they are found by.
///
/// All titles and dates are in one text: with 100,000 records, an allocation for each would take more memory
/// than the texts, and reading them would take longer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findables {
    texts: String,
    entries: Vec<Findable>,
}

/// A record that can be gone to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Findable {
    /// The id of the record.
    pub id: RecordId,
    /// The kind of the record.
    pub kind: Kind,
    /// The ends of the title and of the date in the text; each begins at the end before it.
    title_end: u32,
    date_end: u32,
}

impl Findables {
    /// Adds a record with its title or name and its date as stored, which is empty if there is none. A record
    /// beyond 4 GiB of text is not added.
    pub fn push(&mut self, id: RecordId, kind: Kind, title: &str, date: &str) {
        let title_end = self.texts.len() + title.len();
        let ends = u32::try_from(title_end).ok().zip(u32::try_from(title_end + date.len()).ok());
        let Some((title_end, date_end)) = ends else { return };
        self.texts.push_str(title);
        self.texts.push_str(date);
        self.entries.push(Findable { id, kind, title_end, date_end });
    }

    /// Returns the number of records.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns `true` if there are no records.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns the records in their order.
    pub fn entries(&self) -> &[Findable] {
        &self.entries
    }

    /// Returns the record at an index; panics if there is none.
    pub fn at(&self, index: u32) -> Findable {
        self.entries[index as usize]
    }

    /// Returns the title of the record at an index; panics if there is none.
    pub fn title(&self, index: u32) -> &str {
        let start = index.checked_sub(1).map_or(0, |before| self.at(before).date_end);
        &self.texts[start as usize..self.at(index).title_end as usize]
    }

    /// Returns the date of the record at an index; panics if there is none.
    pub fn date(&self, index: u32) -> &str {
        let record = self.at(index);
        &self.texts[record.title_end as usize..record.date_end as usize]
    }
}

/// A record that matches a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchHit {
    /// The id of the record.
    pub id: RecordId,
    /// The kind of the record.
    pub kind: Kind,
    /// The short id at the displayed length.
    pub short: String,
    /// The title or name.
    pub title: String,
    /// The searched text other than the title.
    pub text: String,
    /// The date, as stored; `None` if there is no date.
    pub date: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn findable_records_keep_their_titles_and_dates() {
        let mut all = Findables::default();
        let added =
            [("Halved the latency", "2026-03"), ("", ""), ("駅 é", "2025-01-02..2025-01-05"), ("x", "")];
        let ids = [1, 2, 3, 4].map(|number| RecordId(Uuid::from_u128(number)));
        for (id, (title, date)) in ids.into_iter().zip(added) {
            all.push(id, Kind::Win, title, date);
        }
        let found = (0..4).map(|at| (all.title(at), all.date(at))).collect::<Vec<_>>();
        assert_eq!(found, added);
        assert_eq!(all.entries().iter().map(|record| record.id).collect::<Vec<_>>(), ids);
        assert_eq!((all.len(), all.is_empty()), (4, false));
    }
}
