//! The flags of `add` and `edit`. Each token of a captured line has an equivalent flag.

use chrono::NaiveDate;

use super::values::{add_name, add_reference, roles};
use super::vocabulary::{Lookup, Vocabulary};
use crate::domain::date_phrase::{Bias, parse_when};
use crate::domain::field::unknown;
use crate::domain::figure::figure;
use crate::domain::metric::is_metric_name;
use crate::domain::number::localized;
use crate::domain::win::due;
use crate::domain::{Figure, NamedRef, Role, Visibility, Win, WinStatus, fold};

/// The values of the flags; a field that is `None` or empty was not given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flags {
    /// `--title`
    pub title: Option<String>,
    /// `--project`; an empty text clears the project.
    pub project: Option<String>,
    /// `--position`; an empty text clears the position.
    pub position: Option<String>,
    /// `--tag`
    pub tags: Vec<String>,
    /// `--skill`
    pub skills: Vec<String>,
    /// `--with`
    pub people: Vec<String>,
    /// `--goal`
    pub goals: Vec<String>,
    /// `--competency`
    pub competencies: Vec<String>,
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
    /// `--remove-tag` and the like: the list, and the name to remove.
    pub remove: Vec<(List, String)>,
}

/// A list that flags add to and remove from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// Tags.
    Tag,
    /// Skills.
    Skill,
    /// The people with whom the work was done.
    With,
    /// Goals.
    Goal,
    /// Competencies, by key or by their name in the ladder.
    Competency,
    /// Links.
    Link,
    /// Roles.
    Role,
    /// Metrics, by name.
    Metric,
}

impl Flags {
    /// Returns `true` if no flag was given.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Adds the flags of `add` to the draft of a line and returns hints.
    ///
    /// A project, position, goal, competency, category, role or metric that cannot be resolved goes into the notes.
    /// Fails if a token contradicts its flag or a date cannot be parsed.
    pub fn join(
        &self,
        draft: &mut Win,
        today: NaiveDate,
        known: &dyn Vocabulary,
    ) -> Result<Vec<String>, String> {
        let (understood, left) = self.understood(known);
        let token = draft.clone();
        understood.change(draft, today, known)?;
        let contradiction = |flag: &str, differs: bool| {
            if differs { Err(format!("{flag} contradicts the text")) } else { Ok(()) }
        };
        let name = |win: &Win| win.project.as_ref().map(|project| project.name.clone());
        contradiction("--project", token.project.is_some() && name(&token) != name(draft))?;
        contradiction("--date", token.when.is_some() && token.when != draft.when)?;
        contradiction("--due", token.due.is_some() && token.due != draft.due)?;
        contradiction("--category", token.category.is_some() && token.category != draft.category)?;
        contradiction("--for", !token.audience.is_empty() && token.audience != draft.audience)?;
        contradiction("--metric", token.figures.iter().any(|figure| !draft.figures.contains(figure)))?;
        contradiction("--notes", !token.notes.is_empty() && token.notes != draft.notes)?;
        let mut hints = Vec::new();
        for (flag, value, why) in left {
            if !draft.notes.is_empty() {
                draft.notes.push('\n');
            }
            draft.notes.push_str(&format!("{flag}: {value}"));
            hints.push(format!("“{value}” was put into the notes: {why}"));
        }
        Ok(hints)
    }

    /// Returns the flags that can be resolved, and the name, the value and the problem of each of the other
    /// flags.
    fn understood(&self, known: &dyn Vocabulary) -> (Self, Vec<(&'static str, String, String)>) {
        let mut flags = self.clone();
        let mut left = Vec::new();
        flags.leave_unknown(known, &mut left);
        if let Some(name) = &self.project
            && let Lookup::Ambiguous(names) = known.project(bare(name, '+'))
        {
            left.push(("project", name.clone(), several("projects", name, &names)));
            flags.project = None;
        }
        if let Some(typed) = self.category.as_ref().filter(|typed| !typed.trim().is_empty())
            && known.category(typed).is_none()
        {
            left.push(("category", typed.clone(), format!("unknown category “{typed}”")));
            flags.category = None;
        }
        flags.goals.retain(|typed| {
            if typed.trim().is_empty() {
                return false;
            }
            let why = match known.goal(bare(typed, '^')) {
                Lookup::Known(_) => return true,
                Lookup::Unknown => format!("unknown goal “{typed}”"),
                Lookup::Ambiguous(names) => several("goals", typed, &names),
            };
            left.push(("goal", typed.clone(), why));
            false
        });
        flags.roles.retain(|text| match roles(text) {
            Ok(_) => true,
            Err(word) => {
                left.push(("role", text.clone(), format!("unknown role “{word}”")));
                false
            }
        });
        flags.metrics.retain(|text| match metric(text, known) {
            Ok(_) => true,
            Err(err) => {
                left.push(("metric", text.clone(), err));
                false
            }
        });
        (flags, left)
    }

    /// Moves the position and the competencies that cannot be resolved to `left`.
    fn leave_unknown(&mut self, known: &dyn Vocabulary, left: &mut Vec<(&'static str, String, String)>) {
        if let Some(name) = self.position.take().filter(|name| !name.trim().is_empty()) {
            match known.position(&name) {
                Ok(()) => self.position = Some(name),
                Err(why) => left.push(("position", name, why)),
            }
        }
        self.competencies.retain(|typed| {
            if typed.trim().is_empty() {
                return false;
            }
            match known.competency(typed) {
                Ok(_) => true,
                Err(why) => {
                    left.push(("competency", typed.clone(), why));
                    false
                }
            }
        });
    }

    /// Applies the flags of `edit` to a draft: single values are replaced, list values are added, an empty
    /// value clears the field. Fails if a value cannot be parsed or resolved.
    pub fn change(&self, draft: &mut Win, today: NaiveDate, known: &dyn Vocabulary) -> Result<(), String> {
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
            let name = bare(name, '+');
            draft.project = match known.project(name) {
                _ if name.is_empty() => None,
                Lookup::Known(name) => Some(NamedRef::unresolved(name)),
                Lookup::Unknown => Some(NamedRef::unresolved(name)),
                Lookup::Ambiguous(names) => {
                    return Err(format!("--project: {}", several("projects", name, &names)));
                }
            };
        }
        if let Some(name) = self.position.as_deref().map(str::trim) {
            draft.position = (!name.is_empty()).then(|| NamedRef::unresolved(name));
        }
        match &self.date {
            Some(date) if date.trim().is_empty() => draft.when = None,
            Some(date) => {
                draft.when =
                    Some(parse_when(date, today, Bias::Past).map_err(|err| format!("--date: {err}"))?);
            }
            None => {}
        }
        match &self.due {
            Some(text) if text.trim().is_empty() => draft.due = None,
            Some(text) => draft.due = Some(due(text, today).map_err(|err| format!("--due: {err}"))?),
            None => {}
        }
        if let Some(typed) = &self.category {
            draft.category = match known.category(typed) {
                _ if typed.trim().is_empty() => None,
                Some(key) => Some(key),
                None => {
                    return Err(format!("unknown category “{typed}”; brag config show lists the categories"));
                }
            };
        }
        draft.visibility = self.visibility.unwrap_or(draft.visibility);
        draft.status = self.status.unwrap_or(draft.status);
        draft.starred = self.star.unwrap_or(draft.starred);
        self.remove(draft, known)?;
        self.add(draft, known)
    }

    fn add(&self, draft: &mut Win, known: &dyn Vocabulary) -> Result<(), String> {
        let lists = [
            (&self.tags, '#', &mut draft.tags),
            (&self.skills, '%', &mut draft.skills),
            (&self.people, '@', &mut draft.people),
            (&self.competencies, ' ', &mut draft.competencies),
            (&self.links, ' ', &mut draft.links),
        ];
        for (flags, sigil, names) in lists {
            if cleared(flags) {
                names.clear();
            }
            for name in flags.iter().map(|name| bare(name, sigil)).filter(|name| !name.is_empty()) {
                add_name(names, &name.replace('\n', " "));
            }
        }
        if cleared(&self.goals) {
            draft.goals.clear();
        }
        for typed in self.goals.iter().map(|typed| bare(typed, '^')).filter(|typed| !typed.is_empty()) {
            match known.goal(typed) {
                Lookup::Known(title) => add_reference(&mut draft.goals, &title),
                Lookup::Unknown => {
                    return Err(format!("unknown goal “{typed}”; brag goal list lists the goals"));
                }
                Lookup::Ambiguous(names) => {
                    return Err(format!("--goal: {}", several("goals", typed, &names)));
                }
            }
        }
        if cleared(&self.roles) {
            draft.roles.clear();
        }
        for text in self.roles.iter().filter(|text| !text.trim().is_empty()) {
            for role in roles(text).map_err(|word| unknown("role", &word, Role::WORDS))? {
                if !draft.roles.contains(&role) {
                    draft.roles.push(role);
                }
            }
        }
        if cleared(&self.metrics) {
            draft.figures.clear();
        }
        let given = self.metrics.iter().filter(|text| !text.trim().is_empty());
        let said = given.map(|text| metric(text, known)).collect::<Result<Vec<Figure>, String>>()?;
        // A value for a metric that the win already has replaces the old value.
        draft.figures.retain(|figure| !said.iter().any(|other| fold(&other.name) == fold(&figure.name)));
        draft.figures.extend(said);
        Ok(())
    }

    /// Removes the named entries. Fails if the win does not have one of them.
    fn remove(&self, draft: &mut Win, known: &dyn Vocabulary) -> Result<(), String> {
        for (list, name) in &self.remove {
            let folded = fold(name);
            let keep = |each: &String| fold(each) != folded;
            let before = draft.clone();
            match list {
                List::Tag => draft.tags.retain(keep),
                List::Skill => draft.skills.retain(keep),
                List::With => draft.people.retain(keep),
                List::Goal => draft.goals.retain(|goal| fold(&goal.name) != folded),
                List::Competency => {
                    let key = known.competency(name).map_or_else(|_| folded.clone(), |key| fold(&key));
                    draft.competencies.retain(|each| keep(each) && fold(each) != key);
                }
                List::Link => draft.links.retain(keep),
                List::Role => draft.roles.retain(|role| role.word() != folded),
                List::Metric => draft.figures.retain(|figure| fold(&figure.name) != folded),
            }
            if *draft == before {
                return Err(format!(
                    "“{}” has no “{name}” to remove; brag show lists what it has",
                    draft.title
                ));
            }
        }
        Ok(())
    }
}

/// Returns a trimmed name without the sigil that it has in a line.
fn bare(name: &str, sigil: char) -> &str {
    let name = name.trim();
    name.strip_prefix(sigil).unwrap_or(name)
}

/// Returns the message for a name that matches several records.
fn several(kinds: &str, name: &str, found: &[String]) -> String {
    format!("“{name}” matches several {kinds} ({})", found.join(", "))
}

/// Returns `true` if a flag has an empty value, which clears its list.
fn cleared(flags: &[String]) -> bool {
    flags.iter().any(|value| value.trim().is_empty())
}

/// Parses a metric with its value, such as `latency=800ms..400ms`.
fn metric(text: &str, known: &dyn Vocabulary) -> Result<Figure, String> {
    let (name, value) = text.split_once('=').ok_or_else(|| {
        format!("“{text}” has no value; write NAME=VALUE, such as latency=380ms or latency=800ms..400ms")
    })?;
    if !is_metric_name(name) {
        return Err(format!(
            "“{name}” cannot be the name of a metric; use letters, digits, _ and -, beginning with a letter"
        ));
    }
    figure(name, &localized(value, known.number_format()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::parse;
    use crate::capture::properties::Names;

    fn today() -> NaiveDate {
        "2026-03-06".parse().unwrap()
    }

    #[test]
    fn a_token_that_contradicts_its_flag_is_refused() {
        let join = |text: &str, flags: Flags| {
            let mut draft = parse(text, today(), &Names).draft;
            flags.join(&mut draft, today(), &Names).map(|_| draft)
        };
        let date = |text: &str| Flags { date: Some(text.into()), ..Flags::default() };
        assert!(join("x date:today", date("yesterday")).unwrap_err().contains("--date"));
        assert!(join("x date:today", date("2026-03-06")).is_ok());
        let tags = Flags { tags: vec!["a".into(), "B".into()], ..Flags::default() };
        assert_eq!(join("x #b", tags).unwrap().tags, ["b", "a"]);
    }

    #[test]
    fn add_moves_unresolved_flags_to_the_notes_with_a_hint() {
        let mut draft = parse("x", today(), &Names).draft;
        let flags = Flags {
            goals: vec!["nowhere".into()],
            category: Some("dragons".into()),
            metrics: vec!["latency=fast".into()],
            tags: vec!["#ok".into()],
            ..Flags::default()
        };
        let hints = flags.join(&mut draft, today(), &Names).unwrap();
        assert_eq!(hints.len(), 3);
        assert_eq!(draft.notes, "category: dragons\ngoal: nowhere\nmetric: latency=fast");
        assert_eq!(draft.tags, ["ok"]);
    }

    #[test]
    fn edit_adds_to_and_removes_from_lists_and_empty_values_clear() {
        let mut draft = parse("x #a #b for:them +pdfgen m:3ms", today(), &Names).draft;
        let flags = Flags {
            audience: Some(String::new()),
            project: Some(String::new()),
            remove: vec![(List::Tag, "A".into())],
            metrics: vec![String::new()],
            ..Flags::default()
        };
        flags.change(&mut draft, today(), &Names).unwrap();
        assert_eq!((draft.tags, draft.audience.as_str(), draft.project), (vec!["b".to_owned()], "", None));
    }
}
