//! What names mean in this journal, for reading captured lines.

use super::Journal;
use crate::capture::{Lookup, Vocabulary};
use crate::domain::Kind;
use crate::error::{Error, Result};

/// The journal's names as the grammar asks for them.
///
/// The grammar cannot fail, so a journal that cannot be read knows no names; saving the line then
/// says what is wrong.
#[derive(Debug)]
pub struct Names<'a> {
    journal: &'a Journal,
}

impl Journal {
    /// The names of this journal.
    #[must_use]
    pub fn names(&self) -> Names<'_> {
        Names { journal: self }
    }

    /// Renames a tag, a skill or a person, or merges it into another; returns how many records
    /// had it.
    ///
    /// # Errors
    /// When there is none of that name, or the journal cannot be written.
    pub fn rename_label(&mut self, kind: crate::store::LabelKind, old: &str, new: &str) -> Result<usize> {
        if new.trim().is_empty() {
            return Err(Error::usage("the new name is empty"));
        }
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&format!("rename {old} to {}", new.trim()), stamp)?;
        let count = batch.rename_label(kind, old, new.trim())?;
        batch.commit()?;
        if count == 0 {
            return Err(Error::failed(format!("nothing is called {old}")));
        }
        Ok(count)
    }
}

impl Names<'_> {
    fn lookup(&self, kind: Kind, typed: &str) -> Lookup {
        let found = self.journal.store.find_by_name(kind, typed).unwrap_or_default();
        let mut names: Vec<String> = found.into_iter().map(|found| found.name).collect();
        names.dedup();
        match names.len() {
            0 => Lookup::Unknown,
            1 => Lookup::Known(names.remove(0)),
            _ => Lookup::Ambiguous(names),
        }
    }
}

impl Vocabulary for Names<'_> {
    fn project(&self, typed: &str) -> Lookup {
        self.lookup(Kind::Project, typed)
    }

    /// An open goal of this year is meant before any other.
    fn goal(&self, typed: &str) -> Lookup {
        let mut found = self.lookup(Kind::Goal, typed);
        if found == Lookup::Unknown
            && let Ok(id) = self.journal.resolve(typed)
            && id.kind == Kind::Goal
        {
            found = Lookup::Known(id.title);
        }
        let Lookup::Ambiguous(names) = &found else { return found };
        let Ok(goals) = self.journal.store.list_goals() else { return found };
        let year = self.journal.year_number_of(self.journal.today());
        let mut open =
            goals.iter().filter(|goal| goal.open && goal.year == year && names.contains(&goal.title));
        match (open.next(), open.next()) {
            (Some(one), None) => Lookup::Known(one.title.clone()),
            _ => found,
        }
    }

    fn category(&self, typed: &str) -> Option<String> {
        self.journal.config.categories.find(typed).map(|category| category.key.clone())
    }

    fn has_metric(&self, name: &str) -> bool {
        self.journal.store.has_metric(name).unwrap_or(false)
    }
}
