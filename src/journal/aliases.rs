//! Aliases: what stands in for names in every document for the public.

use super::Journal;
use super::documents::ReviewData;
use crate::domain::{Alias, Stored, fold};
use crate::error::{Error, Result};
use crate::report::document::Reader;
use crate::report::name_detection::{self, UnaliasedName};
use crate::report::redact::Redactor;
use crate::store::LabelKind;
use crate::text::ellipsis;

impl Journal {
    /// Every name that has an alias.
    pub fn aliases(&self) -> Result<Vec<Stored<Alias>>> {
        Ok(self.store.list_aliases()?)
    }

    /// What keeps the names out of documents for the public.
    pub fn redactor(&self) -> Result<Redactor> {
        let all = self.aliases()?;
        Ok(Redactor::of(all.iter().map(|alias| &alias.body)))
    }

    /// Returns the names in a document for the public that have no alias: people, and what looks like a name
    /// and is neither a skill nor a project, nor anything that was read. None for another reader.
    pub fn unaliased(&self, data: &ReviewData, text: &str) -> Result<Vec<UnaliasedName>> {
        if data.reader != Reader::Public {
            return Ok(Vec::new());
        }
        let mut people: Vec<String> = data.wins.iter().flat_map(|win| win.people.clone()).collect();
        people.sort_unstable();
        people.dedup_by(|a, b| fold(a) == fold(b));
        let skills: Vec<String> = self.labels(LabelKind::Skill)?.into_iter().map(|each| each.name).collect();
        let aliases = self.aliases()?;
        let mut known: Vec<&str> = skills.iter().map(String::as_str).collect();
        known.extend(data.projects.iter().map(|project| project.name.as_str()));
        known.extend(self.config.categories.iter().map(|category| category.title.as_str()));
        known.extend(aliases.iter().map(|each| each.alias.as_str()));
        for reading in &data.readings {
            known.push(&reading.title);
            known.extend(reading.authors.iter().map(String::as_str));
        }
        Ok(name_detection::unaliased(text, &people, &known))
    }

    /// Gives a name an alias. With `exact`, the name is found only where it is capitalised as it is here;
    /// `None` keeps what was chosen for the name before, which is false for a new one.
    ///
    /// # Errors
    /// A usage error for an empty one, and for an alias in which the name, or another that has an alias,
    /// still stands.
    pub fn add_alias(&mut self, name: &str, alias: &str, exact: Option<bool>) -> Result<Stored<Alias>> {
        let (name, alias) = (name.trim(), alias.trim());
        if name.is_empty() || alias.is_empty() {
            return Err(Error::usage("an alias needs a name, and what is to be said instead"));
        }
        let (known, others): (Vec<Stored<Alias>>, Vec<Stored<Alias>>) =
            self.aliases()?.into_iter().partition(|each| fold(&each.name) == fold(name));
        let exact = exact.unwrap_or_else(|| known.first().is_some_and(|each| each.exact));
        let named = others.iter().map(|each| (each.name.as_str(), each.alias.as_str()));
        if Redactor::new(named.chain([(name, "-")])).first_leak(alias).is_some() {
            return Err(Error::usage(format!("“{alias}” still says a name that has an alias")));
        }
        if let Some(other) =
            others.iter().find(|each| Redactor::new([(name, "-")]).first_leak(&each.alias).is_some())
        {
            return Err(Error::usage(format!("the alias “{}” says {name}", other.alias)));
        }
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&format!("alias: {}", ellipsis(alias, 60)), stamp)?;
        let alias = Alias { name: name.to_owned(), alias: alias.to_owned(), exact, ..Alias::default() };
        let id = batch.set_alias(&alias)?;
        batch.commit()?;
        Ok(self.store.find(id)?)
    }

    /// Takes the alias of a name away.
    ///
    /// # Errors
    /// A failure when it has none.
    pub fn remove_alias(&mut self, name: &str) -> Result<Stored<Alias>> {
        let found = self.aliases()?.into_iter().find(|each| fold(&each.name) == fold(name.trim()));
        let Some(alias) = found else {
            return Err(Error::failed(format!("{name} has no alias")));
        };
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&format!("remove alias: {}", ellipsis(&alias.alias, 60)), stamp)?;
        batch.delete_record(alias.id.into())?;
        batch.commit()?;
        Ok(alias)
    }
}
