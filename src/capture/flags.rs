//! The flags of `add` and `edit`: every token has one that means the same.

use chrono::NaiveDate;

use super::document::due;
use super::line::Vocabulary;
use super::values::{add_name, figure, roles};
use crate::domain::phrase::{Look, parse_when};
use crate::domain::{Visibility, WinDraft, WinStatus, fold};

/// What was said by flags; a missing one says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flags {
    /// `--title`
    pub title: Option<String>,
    /// `--project`; empty clears it.
    pub project: Option<String>,
    /// `--tag`
    pub tags: Vec<String>,
    /// `--skill`
    pub skills: Vec<String>,
    /// `--with`
    pub people: Vec<String>,
    /// `--goal`
    pub goals: Vec<String>,
    /// `--link`
    pub links: Vec<String>,
    /// `--role`
    pub roles: Vec<String>,
    /// `--metric NAME=VALUE`
    pub metrics: Vec<String>,
    /// `--date`
    pub date: Option<String>,
    /// `--due`
    pub due: Option<String>,
    /// `--category`
    pub category: Option<String>,
    /// `--for`
    pub audience: Option<String>,
    /// `--impact`
    pub impact: Option<String>,
    /// `--notes`
    pub notes: Option<String>,
    /// `--visibility`
    pub visibility: Option<Visibility>,
    /// `--status`, `--in-progress`
    pub status: Option<WinStatus>,
    /// `--star`, `--no-star`
    pub star: Option<bool>,
    /// `--remove-tag` and the like: which list, and what.
    pub remove: Vec<(List, String)>,
}

/// A list that flags add to and take from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// Tags.
    Tag,
    /// Skills.
    Skill,
    /// People.
    With,
    /// Goals.
    Goal,
    /// Links.
    Link,
    /// Roles.
    Role,
    /// Metrics, by name.
    Metric,
}

impl Flags {
    /// Whether nothing was said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Adds the flags of `add` to a line's draft.
    ///
    /// # Errors
    /// A line that says which token contradicts its flag, or which value cannot be read.
    pub fn join(&self, draft: &mut WinDraft, today: NaiveDate, known: &dyn Vocabulary) -> Result<(), String> {
        let token = draft.clone();
        self.change(draft, today, known)?;
        let contradiction = |flag: &str, differs: bool| {
            if differs { Err(format!("{flag} and the text say different things")) } else { Ok(()) }
        };
        contradiction("--project", token.project.is_some() && token.project != draft.project)?;
        contradiction("--date", token.when.is_some() && token.when != draft.when)?;
        contradiction("--due", token.due.is_some() && token.due != draft.due)?;
        contradiction("--category", token.category.is_some() && token.category != draft.category)?;
        contradiction("--for", !token.audience.is_empty() && token.audience != draft.audience)?;
        contradiction("--notes", !token.notes.is_empty() && token.notes != draft.notes)
    }

    /// Changes a draft as `edit` does: single values replace, lists add, an empty value clears.
    ///
    /// # Errors
    /// A line that says which value cannot be read.
    pub fn change(
        &self,
        draft: &mut WinDraft,
        today: NaiveDate,
        known: &dyn Vocabulary,
    ) -> Result<(), String> {
        let texts = [
            (&self.title, &mut draft.title),
            (&self.audience, &mut draft.audience),
            (&self.impact, &mut draft.impact),
            (&self.notes, &mut draft.notes),
        ];
        for (flag, field) in texts {
            if let Some(text) = flag {
                field.clone_from(text);
            }
        }
        if let Some(name) = &self.project {
            draft.project = match known.project(name) {
                _ if name.trim().is_empty() => None,
                super::line::Lookup::Known(name) => Some(name),
                super::line::Lookup::Unknown => Some(name.trim().to_owned()),
                super::line::Lookup::Ambiguous(names) => {
                    return Err(format!("--project {name} may be any of {}", names.join(", ")));
                }
            };
        }
        if let Some(date) = &self.date {
            draft.when = Some(parse_when(date, today, Look::Back).map_err(|why| format!("--date: {why}"))?);
        }
        if let Some(text) = &self.due {
            draft.due = Some(due(text, today).map_err(|why| format!("--due: {why}"))?);
        }
        if let Some(typed) = &self.category {
            draft.category = match known.category(typed) {
                _ if typed.trim().is_empty() => None,
                Some(key) => Some(key),
                None => return Err(format!("there is no category {typed}")),
            };
        }
        draft.visibility = self.visibility.unwrap_or(draft.visibility);
        draft.status = self.status.unwrap_or(draft.status);
        draft.starred = self.star.unwrap_or(draft.starred);
        self.remove(draft);
        self.add(draft, known)
    }

    fn add(&self, draft: &mut WinDraft, known: &dyn Vocabulary) -> Result<(), String> {
        let lists = [
            (&self.tags, &mut draft.tags),
            (&self.skills, &mut draft.skills),
            (&self.people, &mut draft.people),
            (&self.links, &mut draft.links),
        ];
        for (flags, names) in lists {
            for name in flags.iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
                add_name(names, name);
            }
        }
        for typed in &self.goals {
            match known.goal(typed) {
                super::line::Lookup::Known(title) => add_name(&mut draft.goals, &title),
                super::line::Lookup::Unknown => return Err(format!("there is no goal {typed}")),
                super::line::Lookup::Ambiguous(names) => {
                    return Err(format!("--goal {typed} may be any of {}", names.join(", ")));
                }
            }
        }
        for text in &self.roles {
            for role in roles(text).map_err(|word| format!("{word} is not a role"))? {
                if !draft.roles.contains(&role) {
                    draft.roles.push(role);
                }
            }
        }
        for text in &self.metrics {
            let (name, value) =
                text.split_once('=').ok_or_else(|| format!("a metric is NAME=VALUE, not {text}"))?;
            if !super::values::is_metric_name(name) {
                return Err(format!("{name} cannot name a metric: letters, digits, _ and -, from a letter"));
            }
            draft.figures.push(figure(name, value)?);
        }
        Ok(())
    }

    fn remove(&self, draft: &mut WinDraft) {
        for (list, name) in &self.remove {
            let folded = fold(name);
            let keep = |each: &String| fold(each) != folded;
            match list {
                List::Tag => draft.tags.retain(keep),
                List::Skill => draft.skills.retain(keep),
                List::With => draft.people.retain(keep),
                List::Goal => draft.goals.retain(keep),
                List::Link => draft.links.retain(keep),
                List::Role => draft.roles.retain(|role| role.word() != folded),
                List::Metric => draft.figures.retain(|figure| fold(&figure.name) != folded),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::properties::Names;
    use crate::capture::read;

    fn today() -> NaiveDate {
        "2026-03-06".parse().unwrap()
    }

    #[test]
    fn a_token_that_contradicts_its_flag_is_refused() {
        let join = |text: &str, flags: Flags| {
            let mut draft = read(text, today(), &Names).draft;
            flags.join(&mut draft, today(), &Names).map(|()| draft)
        };
        let date = |text: &str| Flags { date: Some(text.into()), ..Flags::default() };
        assert!(join("x date:today", date("yesterday")).unwrap_err().contains("--date"));
        assert!(join("x date:today", date("2026-03-06")).is_ok());
        let tags = Flags { tags: vec!["a".into(), "B".into()], ..Flags::default() };
        assert_eq!(join("x #b", tags).unwrap().tags, ["b", "a"]);
    }

    #[test]
    fn lists_are_added_to_and_taken_from_and_an_empty_value_clears() {
        let mut draft = read("x #a #b for:them +pdfgen", today(), &Names).draft;
        let flags = Flags {
            audience: Some(String::new()),
            project: Some(String::new()),
            remove: vec![(List::Tag, "A".into())],
            ..Flags::default()
        };
        flags.change(&mut draft, today(), &Names).unwrap();
        assert_eq!((draft.tags, draft.audience.as_str(), draft.project), (vec!["b".to_owned()], "", None));
    }
}
