//! Names: looking up the names in a captured line.

use super::{Snapshot, ladders, lookup};
use crate::capture::{Lookup, Vocabulary};
use crate::domain::Kind;
use crate::domain::number::NumberFormat;

/// The names in a journal, for the parser of captured lines.
///
/// The parser cannot fail. If the journal cannot be read, every name is unknown, and saving the line reports
/// the error.
#[derive(Debug)]
pub struct Names<'a> {
    snapshot: &'a Snapshot<'a>,
}

impl<'a> Names<'a> {
    /// Creates the look-up of the names in a snapshot.
    pub fn of(snapshot: &'a Snapshot<'a>) -> Self {
        Self { snapshot }
    }

    fn lookup(&self, kind: Kind, typed: &str) -> Lookup {
        let found = self.snapshot.store.find_by_name(kind, typed).unwrap_or_default();
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

    /// Looks up a goal; the only open goal of this year takes precedence over others.
    fn goal(&self, typed: &str) -> Lookup {
        let mut found = self.lookup(Kind::Goal, typed);
        if found == Lookup::Unknown
            && let Ok(id) = lookup::resolve(self.snapshot, typed)
            && id.kind == Kind::Goal
        {
            found = Lookup::Known(id.title);
        }
        let Lookup::Ambiguous(names) = &found else { return found };
        let Ok(goals) = self.snapshot.store.list_goals() else { return found };
        let year = self.snapshot.context.present_year();
        let mut open =
            goals.iter().filter(|goal| goal.open && goal.year == year && names.contains(&goal.title));
        match (open.next(), open.next()) {
            (Some(one), None) => Lookup::Known(one.title.clone()),
            _ => found,
        }
    }

    fn category(&self, typed: &str) -> Option<String> {
        self.snapshot.context.config.categories.find(typed).map(|category| category.key.clone())
    }

    fn categories(&self) -> Vec<String> {
        self.snapshot.context.config.categories.iter().map(|category| category.key.clone()).collect()
    }

    fn has_metric(&self, name: &str) -> bool {
        self.snapshot.store.has_metric(name).unwrap_or(false)
    }

    fn number_format(&self) -> NumberFormat {
        self.snapshot.context.config.number_format
    }

    fn position(&self, typed: &str) -> Result<(), String> {
        let found = lookup::resolve_kind(self.snapshot, Kind::Position, typed);
        found.map(drop).map_err(|err| err.message().to_owned())
    }

    fn competency(&self, typed: &str) -> Result<String, String> {
        let ladder = ladders::require(self.snapshot.context).map_err(|err| err.message().to_owned())?;
        let found = ladder.find(typed).map(|competency| competency.key.clone());
        found.ok_or_else(|| format!("unknown competency “{typed}”"))
    }
}
