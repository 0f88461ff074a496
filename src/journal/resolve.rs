//! Finds a record by an id, the start of an id, or a name.

use super::Journal;
use crate::domain::id::short_prefix;
use crate::domain::{Kind, MetricId, RecordId, WinId};
use crate::error::{Error, Result};
use crate::store::RecordRef;

impl Journal {
    /// The record that an id or a name means.
    ///
    /// An exact name beats an id, an id beats the start of a name; a deleted record is not
    /// meant.
    ///
    /// # Errors
    /// A usage error when several may be meant; a failure when there is none.
    pub fn resolve(&self, typed: &str) -> Result<RecordRef> {
        let found = self.resolve_even_deleted(typed)?;
        if found.deleted {
            return Err(Error::failed(format!("{} {} was deleted", found.kind, found.short))
                .hint("brag undo takes the deletion back"));
        }
        Ok(found)
    }

    /// Finds a record, deleted ones included, for its history.
    ///
    /// # Errors
    /// As [`Journal::resolve`].
    pub fn resolve_even_deleted(&self, typed: &str) -> Result<RecordRef> {
        let typed = typed.trim();
        if let Ok(id) = uuid::Uuid::parse_str(typed)
            && let Ok(found) = self.store.describe(RecordId(id))
        {
            return Ok(found);
        }
        let mut names = Vec::new();
        for kind in [Kind::Project, Kind::Goal, Kind::Metric, Kind::Reading] {
            for found in self.store.find_by_name(kind, typed)? {
                names.push(found);
            }
        }
        let exact: Vec<_> = names.iter().filter(|name| name.exact).collect();
        if let [one] = exact[..] {
            return Ok(self.store.describe(one.id)?);
        }
        if exact.is_empty()
            && let Some(prefix) = short_prefix(typed)
        {
            let found = self.store.find_by_short(&prefix)?;
            let live: Vec<&RecordRef> = found.iter().filter(|found| !found.deleted).collect();
            match (&live[..], &found[..]) {
                ([one], _) => return Ok((*one).clone()),
                ([], [gone, ..]) => return Ok(gone.clone()),
                ([], []) => {}
                (several, _) => {
                    let all: Vec<String> =
                        several.iter().map(|found| format!("{} {}", found.short, found.title)).collect();
                    return Err(ambiguous(typed, &all));
                }
            }
        }
        let candidates = if exact.is_empty() { names.iter().collect() } else { exact };
        match candidates[..] {
            [one] => Ok(self.store.describe(one.id)?),
            [] => Err(Error::failed(format!("there is no record {typed}"))
                .hint("brag list shows ids; three letters of one are enough")),
            _ => {
                let mut all = Vec::new();
                for name in candidates {
                    let found = self.store.describe(name.id)?;
                    let title = match found.kind {
                        Kind::Metric => super::described(&self.metric(MetricId(found.id.0))?),
                        _ => found.title,
                    };
                    all.push(format!("{} {title}", found.short));
                }
                Err(ambiguous(typed, &all))
            }
        }
    }

    /// The win that an id means.
    ///
    /// # Errors
    /// As [`Journal::resolve`]; and a usage error when it is not a win.
    pub fn resolve_win(&self, typed: &str) -> Result<WinId> {
        let found = self.resolve(typed)?;
        if found.kind == Kind::Win {
            Ok(WinId(found.id.0))
        } else {
            let error = Error::usage(format!("{} is a {}, not a win", found.short, found.kind));
            Err(match found.kind {
                Kind::Reading => error.hint(format!("brag read edit {} changes it", found.short)),
                Kind::Goal | Kind::Project => {
                    error.hint(format!("brag {} edit {} changes it", found.kind, found.short))
                }
                _ => error,
            })
        }
    }

    /// Finds the project, goal or metric that the value of a flag names.
    ///
    /// # Errors
    /// A usage error when there is none of that kind, or several.
    pub fn resolve_kind(&self, kind: Kind, typed: &str) -> Result<RecordId> {
        self.of_kind(kind, typed, Error::usage)
    }

    /// Finds a record that the command itself is about. It differs from [`Self::resolve_kind`] in the error.
    ///
    /// # Errors
    /// A usage error when several may be meant; a failure when there is none of that kind.
    pub fn resolve_named(&self, kind: Kind, typed: &str) -> Result<RecordId> {
        self.of_kind(kind, typed, Error::failed)
    }

    fn of_kind(&self, kind: Kind, typed: &str, missing: fn(String) -> Error) -> Result<RecordId> {
        let named = self.store.find_by_name(kind, typed)?;
        match &named[..] {
            [one] => return Ok(one.id),
            [] => {}
            several => {
                let mut all = Vec::new();
                for found in several {
                    all.push(match kind {
                        // One name may be of several projects: only the id tells them apart.
                        Kind::Metric => format!(
                            "{} {}",
                            self.store.short_id(found.id)?,
                            super::described(&self.metric(MetricId(found.id.0))?)
                        ),
                        // Names that are the same are told apart by nothing else.
                        _ if several.iter().filter(|each| each.name == found.name).count() > 1 => {
                            format!("{} {}", self.store.short_id(found.id)?, found.name)
                        }
                        _ => found.name.clone(),
                    });
                }
                return Err(ambiguous(typed, &all));
            }
        }
        match self.resolve(typed) {
            Ok(found) if found.kind == kind => Ok(found.id),
            _ => {
                let names = self.names_of(kind)?;
                let error = missing(format!("there is no {kind} {typed}"));
                Err(match crate::text::nearest(typed, names.iter().map(String::as_str)) {
                    Some(near) => error.hint(format!("did you mean {near}?")),
                    None => error,
                })
            }
        }
    }

    fn names_of(&self, kind: Kind) -> Result<Vec<String>> {
        Ok(match kind {
            Kind::Project => self.store.list_projects()?.into_iter().map(|project| project.name).collect(),
            Kind::Metric => {
                self.store.list_metrics(10_000)?.into_iter().map(|metric| metric.stored.body.name).collect()
            }
            Kind::Goal => self.store.list_goals()?.into_iter().map(|goal| goal.title).collect(),
            Kind::Reading => {
                self.store.list_readings()?.into_iter().map(|reading| reading.body.title).collect()
            }
            _ => Vec::new(),
        })
    }
}

fn ambiguous(typed: &str, candidates: &[String]) -> Error {
    Error::usage(format!("{typed} may be any of: {}", candidates.join("; ")))
        .hint("type more of it, or its id")
}
