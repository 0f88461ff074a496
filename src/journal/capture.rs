//! Adding, changing and deleting wins.

use chrono::NaiveDate;

use super::Journal;
use super::figures::{insert_figure, update_figures};
use super::rules::Rules;
use super::schedule::{reschedule, schedule};
use crate::capture::{ParsedLine, parse, parse_piped};
use crate::domain::{
    Categories, DateRange, Field, FieldError, FieldType, GoalId, GoalRow, GoalView, Group, Kind, NamedRef,
    Project, ProjectId, Record, RecordId, Win, WinId, WinView, fold,
};
use crate::editor::{EditorFile, Left};
use crate::error::{Error, Result};
use crate::present;
use crate::store::{Batch, Freshness, Store, StoreError};
use crate::text::ellipsis;

/// A win that was saved, and what came with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Added {
    /// The win.
    pub id: WinId,
    /// What it says.
    pub draft: Win,
    /// Its short id as it is shown.
    pub short: String,
    /// Whether its project is new.
    pub made_project: bool,
    /// When it will be asked about.
    pub ask_on: Option<NaiveDate>,
    /// What was not understood or not done, one line each.
    pub hints: Vec<String>,
    /// Open goals that it is evidence for, and that are reached with it.
    pub reached: Vec<GoalView>,
}

/// What became of an edit.
#[derive(Debug, Clone, PartialEq)]
pub enum EditOutcome<R = WinView, S = Added> {
    /// The record as it is now.
    Saved(Box<S>),
    /// There was nothing to change.
    Unchanged,
    /// Another program changed the record since it was read; nothing was written.
    Conflict(Box<R>),
    /// Another program deleted the record since it was read; nothing was written.
    Deleted,
}

impl Journal {
    /// Reads a captured text with this journal's names.
    #[must_use]
    pub fn parse_line(&self, text: &str) -> ParsedLine {
        parse(text, self.today(), &self.names())
    }

    /// Reads a text that another program wrote, with this journal's names.
    #[must_use]
    pub fn parse_piped(&self, text: &str) -> ParsedLine {
        parse_piped(text, self.today(), &self.names())
    }

    /// The category that a draft would be guessed into, where nobody says which.
    #[must_use]
    pub fn guess_category(&self, draft: &Win) -> &str {
        guess(&self.config.categories, draft)
    }

    /// Saves a new win: when this returns, it is on disk.
    ///
    /// # Errors
    /// A usage error for an empty title; otherwise when the journal cannot be written.
    pub fn add(&mut self, win: &Win, hints: Vec<String>) -> Result<Added> {
        win.validate(self.today()).map_err(with_example)?;
        let rules = Rules::of(self);
        let label = format!("add win: {}", ellipsis(&win.title, 60));
        let mut win = Win { when: win.when.or(Some(DateRange::day(rules.today))), ..win.clone() };
        win.category = self.known_category(win.category.take())?;
        let mut all = hints;
        let year = self.year_of_win(win.when);
        let (store, stamp) = self.writing()?;
        resolve_goals(store, &mut win, None, year, &mut all)?;
        let mut batch = store.begin(&label, stamp)?;
        let (id, made_project, win, found) = insert_win(&mut batch, win, &rules)?;
        all.extend(found);
        let ask_on = schedule(&mut batch, id, &win, &rules, &mut all)?;
        batch.commit()?;
        let goals: Vec<GoalId> = win.goals.iter().map(|goal| goal.id).collect();
        let reached = self.reached(&goals)?;
        Ok(Added { reached, ..self.added(id, &win, made_project, ask_on, all)? })
    }

    /// Returns the key of a category that was typed.
    fn known_category(&self, typed: Option<String>) -> Result<Option<String>> {
        let Some(typed) = typed else { return Ok(None) };
        let known = self.config.categories.find(&typed).map(|category| category.key.clone());
        known.map(Some).ok_or_else(|| {
            let keys: Vec<&str> = self.config.categories.iter().map(|each| each.key.as_str()).collect();
            Error::usage(format!("there is no category {typed}"))
                .about("category")
                .hint(format!("there are {}", keys.join(", ")))
        })
    }

    /// The year, calendar or fiscal, of a win of that date; today's where none is said.
    fn year_of_win(&self, when: Option<DateRange>) -> i32 {
        let day = when.map_or(self.today(), DateRange::last_day);
        self.year_number_of(day)
    }

    /// Saves many wins in one batch: all or none. Returns how many there are.
    ///
    /// # Errors
    /// A usage error for an empty title; otherwise when the journal cannot be written.
    pub fn add_all(&mut self, label: &str, drafts: impl IntoIterator<Item = Win>) -> Result<usize> {
        let rules = Rules::of(self);
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(label, stamp)?;
        let mut count = 0;
        for win in drafts {
            win.validate(rules.today).map_err(with_example)?;
            let win = Win { when: win.when.or(Some(DateRange::day(rules.today))), ..win };
            let (id, _, win, _) = insert_win(&mut batch, win, &rules)?;
            schedule(&mut batch, id, &win, &rules, &mut Vec::new())?;
            count += 1;
        }
        batch.commit()?;
        Ok(count)
    }

    fn added(
        &self,
        id: WinId,
        draft: &Win,
        made_project: bool,
        ask_on: Option<NaiveDate>,
        hints: Vec<String>,
    ) -> Result<Added> {
        let short = self.store.short_id(id.into())?;
        Ok(Added { id, draft: draft.clone(), short, made_project, ask_on, hints, reached: Vec::new() })
    }

    /// Makes a win what a draft says; `seen` is the revision of it that the person has seen, so
    /// that nobody's words are overwritten unseen.
    ///
    /// # Errors
    /// A usage error for an empty title; otherwise when the journal cannot be written.
    pub fn edit(&mut self, id: WinId, win: &Win, seen: i64) -> Result<EditOutcome> {
        win.validate(self.today()).map_err(with_example)?;
        let rules = Rules::of(self);
        let before = self.store.find_win(id)?;
        let label = format!("edit win: {}", ellipsis(&before.title, 60));
        let mut win = win.clone();
        if win.category != before.category {
            win.category = self.known_category(win.category.take())?;
        }
        let mut hints = Vec::new();
        let year = self.year_of_win(win.when.or(before.when));
        let (store, stamp) = self.writing()?;
        resolve_goals(store, &mut win, Some(&before), year, &mut hints)?;
        let mut batch = store.begin(&label, stamp)?;
        match batch.since(id.into(), seen)? {
            Freshness::Same => {}
            Freshness::Deleted => return Ok(EditOutcome::Deleted),
            Freshness::Changed => {
                drop(batch);
                return Ok(EditOutcome::Conflict(Box::new(self.store.find_win(id)?)));
            }
        }
        let made_project = resolve_project(&mut batch, &mut win, before.project.as_ref())?;
        win.guess = kept_guess(&rules.categories, &win, &before);
        batch.update(&before.stored, &win)?;
        update_figures(&mut batch, &before, &win, &mut hints)?;
        let ask_on = reschedule(&mut batch, &before, &win, &rules, &mut hints)?;
        if batch.commit()?.is_none() {
            return Ok(EditOutcome::Unchanged);
        }
        let is_new = |id: &GoalId| before.goals.iter().all(|goal| goal.id != *id);
        let new: Vec<GoalId> = win.goals.iter().map(|goal| goal.id).filter(is_new).collect();
        let reached = self.reached(&new)?;
        let added = self.added(id, &win, made_project, ask_on, hints)?;
        Ok(EditOutcome::Saved(Box::new(Added { reached, ..added })))
    }

    /// Deletes records, all in one batch. Returns where the goals stand that they were evidence for,
    /// in a line each.
    ///
    /// # Errors
    /// When one is of a kind that cannot be deleted by itself, or the journal cannot be written.
    pub fn delete(&mut self, ids: &[RecordId]) -> Result<Vec<String>> {
        let goals = self.goals_of_records(ids)?;
        let mut found = Vec::new();
        for id in ids {
            found.push(self.store.describe(*id)?);
        }
        let label = match &found[..] {
            [one] => format!("delete {}: {}", one.kind, ellipsis(&one.title, 60)),
            many => format!("delete {} records", many.len()),
        };
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(&label, stamp)?;
        for record in &found {
            match record.kind {
                Kind::Curation => {
                    return Err(Error::usage("what was chosen for a document is taken back by undo"));
                }
                Kind::Skill => {
                    return Err(Error::usage("a skill goes with the records that have it")
                        .hint("take it out of its group with: brag skills group NAME ''"));
                }
                Kind::Figure => {
                    return Err(Error::usage("a figure goes with its win")
                        .hint("take it away with: brag edit WIN --remove-metric NAME"));
                }
                _ => batch.delete_record(record.id)?,
            }
        }
        batch.commit()?;
        self.standings(&goals)
    }

    /// Has a draft edited as a document in the person's editor; the file stays until it is done
    /// with. `None` when the document was left as it was.
    ///
    /// # Errors
    /// When the editor fails, leaves nothing or leaves what cannot be read; the hint says where
    /// the words are.
    pub fn draft_in_editor(&self, win: &Win) -> Result<Option<(Win, EditorFile)>> {
        let guess =
            if win.guess.is_empty() { self.guess_category(win).to_owned() } else { win.guess.clone() };
        self.record_in_editor(&Win { guess, ..win.clone() })
    }

    /// Edits a record as a document in the person's editor; the file stays until it is done with. `None`
    /// where the document was left as it was.
    ///
    /// # Errors
    /// As [`Journal::draft_in_editor`].
    pub(super) fn record_in_editor<T: Record>(&self, record: &T) -> Result<Option<(T, EditorFile)>> {
        let written = present::document::write(record);
        let read = |text: &str| present::document::read(text, record, self.today());
        let Some((mut edited, file)) = self.in_editor(&written, read)? else {
            return Ok(None);
        };
        // Empty lines around a text do not show in a document: a text that was not edited stays exact.
        if let Ok(shown) = read(&written) {
            let is_text = |field: &&Field<T>| {
                matches!(field.info.group, Group::Section(_)) && field.info.ty == FieldType::Text
            };
            for field in T::FIELDS.iter().filter(is_text) {
                if (field.get)(&edited) == (field.get)(&shown) {
                    let own = (field.get)(record);
                    // The value is one of this field.
                    let _ = (field.set)(&mut edited, own);
                }
            }
        }
        Ok(Some((edited, file)))
    }

    /// Edits a text in the person's editor and reads it back; `None` where it was left as it was.
    ///
    /// # Errors
    /// When there is no editor, it failed, or what it left cannot be read: then the text is kept.
    fn in_editor<D, E: std::fmt::Display>(
        &self,
        written: &str,
        read: impl Fn(&str) -> std::result::Result<D, E>,
    ) -> Result<Option<(D, EditorFile)>> {
        let file = EditorFile::new(&self.paths.state, written)?;
        match file.run()? {
            Left::Text(text) => {
                let edited = read(&text).map_err(|err| file.kept(&err.to_string()))?;
                Ok(Some((edited, file)))
            }
            Left::Unchanged => {
                file.done();
                Ok(None)
            }
            Left::Empty => Err(file.kept("the document was left empty: nothing was saved")),
        }
    }
}

/// Adds an example of a win to the error for one without a title.
fn with_example(why: FieldError) -> Error {
    Error::from(why).hint("say what you did: brag add 'Halved the build time #ci'")
}

/// The category that a draft looks like.
pub(super) fn guess<'a>(categories: &'a Categories, draft: &Win) -> &'a str {
    let text = format!("{} {} {}", draft.title, draft.tags.join(" "), draft.notes);
    &categories.guess(&text).key
}

/// Returns the guess for a win that is edited: a guess stays while the words that it came from stay.
fn kept_guess(categories: &Categories, win: &Win, before: &WinView) -> String {
    if win.category.is_some() {
        return String::new();
    }
    let same = win.title == before.title && win.notes == before.notes && win.tags == before.tags;
    if same && before.category.is_none() {
        return before.guess.clone();
    }
    guess(categories, win).to_owned()
}

/// Writes a win with its names, goals and figures. Returns whether its project is new, the win as it was written,
/// and hints.
pub(super) fn insert_win(
    batch: &mut Batch<'_>,
    mut win: Win,
    rules: &Rules,
) -> Result<(WinId, bool, Win, Vec<String>)> {
    win.guess = match win.category {
        Some(_) => String::new(),
        None => guess(&rules.categories, &win).to_owned(),
    };
    win.goals.retain(NamedRef::is_resolved);
    let made = resolve_project(batch, &mut win, None)?;
    let id = batch.insert(&win)?;
    let mut hints = Vec::new();
    for figure in &win.figures {
        insert_figure(batch, id, &win, figure, &mut hints)?;
    }
    Ok((id, made, win, hints))
}

/// Resolves the project of a win, and makes it where there is none of the name; returns true for one that was made.
/// A name that the win had stays the project that it was.
fn resolve_project(
    batch: &mut Batch<'_>,
    win: &mut Win,
    before: Option<&NamedRef<ProjectId>>,
) -> Result<bool> {
    let Some(named) = win.project.as_mut().filter(|named| !named.is_resolved()) else { return Ok(false) };
    if let Some(before) = before.filter(|before| fold(&before.name) == fold(&named.name)) {
        named.id = before.id;
        return Ok(false);
    }
    let (id, made) = project_id(batch, &named.name)?;
    named.id = id;
    Ok(made)
}

/// Returns the project of a name, made where there is none, and true if it was made.
pub(super) fn project_id(batch: &mut Batch<'_>, name: &str) -> Result<(ProjectId, bool)> {
    if let Some(id) = batch.find_named(Kind::Project, name)? {
        return Ok((ProjectId(id.0), false));
    }
    let project = Project { name: name.to_owned(), ..Project::default() };
    Ok((batch.insert_project(&project)?, true))
}

/// Resolves the goals of a win. Those that an edited win had stay themselves, whatever else has their title; one
/// that there is not is left out, with a hint.
fn resolve_goals(
    store: &Store,
    win: &mut Win,
    before: Option<&WinView>,
    year: i32,
    hints: &mut Vec<String>,
) -> std::result::Result<(), StoreError> {
    for goal in win.goals.iter_mut().filter(|goal| !goal.is_resolved()) {
        let kept =
            before.and_then(|before| before.goals.iter().find(|each| fold(&each.name) == fold(&goal.name)));
        let found = match kept {
            Some(kept) => Some(kept.id),
            None => goal_ids(store, std::slice::from_ref(&goal.name), year)?.first().copied(),
        };
        match found {
            Some(id) => goal.id = id,
            None => hints.push(format!("there is no goal {}: it is left out", goal.name)),
        }
    }
    win.goals.retain(NamedRef::is_resolved);
    Ok(())
}

/// Goals by title, an open one of this year before any other.
pub(super) fn goal_ids(
    store: &Store,
    titles: &[String],
    year: i32,
) -> std::result::Result<Vec<GoalId>, StoreError> {
    if titles.is_empty() {
        return Ok(Vec::new());
    }
    let goals = store.list_goals()?;
    let find = |title: &String| {
        let wanted = fold(title);
        let mut all: Vec<&GoalRow> = goals.iter().filter(|goal| fold(&goal.title) == wanted).collect();
        all.sort_by_key(|goal| goal.rank(year));
        all.first().map(|goal| goal.id)
    };
    Ok(titles.iter().filter_map(find).collect())
}
