//! Adding, changing and deleting wins.

use chrono::NaiveDate;

use super::Journal;
use super::figures::{insert_figure, update_figures};
use super::schedule::{reschedule, schedule};
use crate::capture::{ParseError, ParsedLine, document, parse, parse_piped};
use crate::domain::{
    AliasId, Categories, FollowUpId, GoalId, GoalRow, GoalView, Kind, MetricId, Project, ProjectId, Record,
    RecordId, ValueId, When, Win, WinDraft, WinId, fold,
};
use crate::editor::{EditorFile, Left};
use crate::error::{Error, Result};
use crate::present;
use crate::store::{Batch, Since, Store, StoreError};
use crate::text::ellipsis;

/// A win that was saved, and what came with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Added {
    /// The win.
    pub id: WinId,
    /// What it says.
    pub draft: WinDraft,
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
pub enum Edited<R = Win, S = Added> {
    /// The record as it is now.
    Saved(Box<S>),
    /// There was nothing to change.
    Unchanged,
    /// Another program changed the record since it was read; nothing was written.
    ChangedUnderneath(Box<R>),
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
    pub fn guess_category(&self, draft: &WinDraft) -> &str {
        guess(&self.config.categories, draft)
    }

    /// Saves a new win: when this returns, it is on disk.
    ///
    /// # Errors
    /// A usage error for an empty title; otherwise when the journal cannot be written.
    pub fn add(&mut self, draft: &WinDraft, hints: Vec<String>) -> Result<Added> {
        if draft.title.trim().is_empty() {
            return Err(empty_title());
        }
        let rules = Rules::of(self);
        let label = format!("add win: {}", ellipsis(&draft.title, 60));
        let year = self.year_of_win(draft.when);
        let (store, stamp) = self.writing()?;
        let goals = goal_ids(store, &draft.goals, year)?;
        let mut batch = store.begin(&label, stamp)?;
        let (id, made_project, mut found) = insert_win(&mut batch, draft, &goals, &rules, None)?;
        let ask_on = schedule(&mut batch, id, draft, &rules, &mut found)?;
        batch.commit()?;
        let mut all = hints;
        all.extend(found);
        let reached = self.reached(&goals)?;
        Ok(Added { reached, ..self.added(id, draft, made_project, ask_on, all)? })
    }

    /// The year, calendar or fiscal, of a win of that date; today's where none is said.
    fn year_of_win(&self, when: Option<When>) -> i32 {
        let day = when.map_or(self.today(), When::last_day);
        self.year_number_of(day)
    }

    /// Saves many wins in one batch: all or none. Returns how many there are.
    ///
    /// # Errors
    /// A usage error for an empty title; otherwise when the journal cannot be written.
    pub fn add_all(&mut self, label: &str, drafts: impl IntoIterator<Item = WinDraft>) -> Result<usize> {
        let rules = Rules::of(self);
        let (store, stamp) = self.writing()?;
        let mut batch = store.begin(label, stamp)?;
        let mut count = 0;
        for draft in drafts {
            if draft.title.trim().is_empty() {
                return Err(empty_title());
            }
            let (id, ..) = insert_win(&mut batch, &draft, &[], &rules, None)?;
            schedule(&mut batch, id, &draft, &rules, &mut Vec::new())?;
            count += 1;
        }
        batch.commit()?;
        Ok(count)
    }

    fn added(
        &self,
        id: WinId,
        draft: &WinDraft,
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
    pub fn edit(&mut self, id: WinId, draft: &WinDraft, seen: i64) -> Result<Edited> {
        if draft.title.trim().is_empty() {
            return Err(empty_title());
        }
        let rules = Rules::of(self);
        let before = self.store.find_win(id)?;
        let label = format!("edit win: {}", ellipsis(&before.title, 60));
        let year = self.year_of_win(draft.when.or(Some(before.when)));
        let (store, stamp) = self.writing()?;
        let goals = goals_of_edit(store, &before, draft, year)?;
        let mut batch = store.begin(&label, stamp)?;
        match batch.since(id.into(), seen)? {
            Since::Same => {}
            Since::Deleted => return Ok(Edited::Deleted),
            Since::Changed => {
                drop(batch);
                return Ok(Edited::ChangedUnderneath(Box::new(self.store.find_win(id)?)));
            }
        }
        let mut hints = Vec::new();
        let same = before
            .project
            .as_ref()
            .filter(|named| draft.project.as_ref().is_some_and(|name| fold(name) == fold(&named.name)));
        let (project, made_project) = match same {
            Some(named) => (Some(named.id), false),
            None => project_id(&mut batch, draft.project.as_deref())?,
        };
        let when = draft.when.unwrap_or(before.when);
        let category = kept_category(&rules.categories, draft, &before);
        batch.update_win(&before, draft, when, &category, project)?;
        batch.update_goals(id.into(), &goals)?;
        update_figures(&mut batch, &before, draft, project, when, &mut hints)?;
        let ask_on = reschedule(&mut batch, &before, draft, &rules, &mut hints)?;
        if batch.commit()?.is_none() {
            return Ok(Edited::Unchanged);
        }
        let new: Vec<GoalId> =
            goals.into_iter().filter(|id| before.goals.iter().all(|goal| goal.id != *id)).collect();
        let reached = self.reached(&new)?;
        let added = self.added(id, draft, made_project, ask_on, hints)?;
        Ok(Edited::Saved(Box::new(Added { reached, ..added })))
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
                Kind::Win => batch.delete_win(WinId(record.id.0))?,
                Kind::Project => batch.delete_project(ProjectId(record.id.0))?,
                Kind::FollowUp => batch.delete_follow_up(FollowUpId(record.id.0))?,
                Kind::Goal => batch.delete_goal(GoalId(record.id.0))?,
                Kind::Metric => batch.delete_metric(MetricId(record.id.0))?,
                Kind::Value => batch.delete_value(ValueId(record.id.0))?,
                Kind::Reading => batch.delete_record(record.id)?,
                Kind::Milestone | Kind::CheckIn => batch.delete_part_of_goal(record.id)?,
                Kind::Alias => batch.delete_alias(AliasId(record.id.0))?,
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
    pub fn draft_in_editor(&self, draft: &WinDraft) -> Result<Option<(WinDraft, EditorFile)>> {
        let written = document::write(draft, self.guess_category(draft));
        let read = |text: &str| document::read(text, self.today(), &self.names());
        self.in_editor(draft, &written, read, |draft| vec![&mut draft.notes, &mut draft.impact])
    }

    /// Edits a record as a document in the person's editor; the file stays until it is done with. `None`
    /// where the document was left as it was.
    ///
    /// # Errors
    /// As [`Journal::draft_in_editor`].
    pub(super) fn record_in_editor<T: Record>(&self, record: &T) -> Result<Option<(T, EditorFile)>> {
        let written = present::document::write(record);
        let read = |text: &str| present::document::read(text, record, self.today());
        let Some((mut edited, file)) = self.in_editor(record, &written, read, |_| Vec::new())? else {
            return Ok(None);
        };
        // Empty lines around a text do not show in a document: what was not edited stays exact.
        if let Ok(shown) = read(&written) {
            for field in T::FIELDS {
                if (field.get)(&edited) == (field.get)(&shown) {
                    let own = (field.get)(record);
                    // The value is one of this field.
                    let _ = (field.set)(&mut edited, own);
                }
            }
        }
        Ok(Some((edited, file)))
    }

    /// Edits a draft as a document: what was written, read back; `None` where nothing was changed. `texts` are
    /// those of its fields that have lines of their own.
    ///
    /// # Errors
    /// When there is no editor, it failed, or what it left cannot be read: then the text is kept.
    pub(super) fn in_editor<D: Clone, E: std::fmt::Display>(
        &self,
        draft: &D,
        written: &str,
        read: impl Fn(&str) -> std::result::Result<D, E>,
        texts: impl Fn(&mut D) -> Vec<&mut String>,
    ) -> Result<Option<(D, EditorFile)>> {
        let file = EditorFile::new(&self.paths.state, written)?;
        let text = match file.run()? {
            Left::Text(text) => text,
            Left::Unchanged => {
                file.done();
                return Ok(None);
            }
            Left::Empty => return Err(file.kept("the document was left empty: nothing was saved")),
        };
        let mut edited = read(&text).map_err(|why| file.kept(&why.to_string()))?;
        // Empty lines around a text do not show in a document: what was not edited stays exact.
        if let Ok(mut shown) = read(written) {
            let mut own = draft.clone();
            let all = texts(&mut edited).into_iter().zip(texts(&mut shown)).zip(texts(&mut own));
            for ((now, shown), own) in all {
                if now == shown {
                    now.clone_from(own);
                }
            }
        }
        Ok(Some((edited, file)))
    }
}

fn empty_title() -> Error {
    Error::usage(ParseError::EmptyTitle.to_string())
        .hint("say what you did: brag add 'Halved the build time #ci'")
}

/// What saving needs to know besides the draft.
pub(super) struct Rules {
    pub today: NaiveDate,
    pub year: i32,
    pub follow_up_days: u32,
    pub categories: Categories,
}

impl Rules {
    pub(super) fn of(journal: &Journal) -> Self {
        let today = journal.today();
        Self {
            today,
            year: journal.year_number_of(today),
            follow_up_days: journal.config.follow_up_days,
            categories: journal.config.categories.clone(),
        }
    }
}

/// The category that a draft looks like.
pub(super) fn guess<'a>(categories: &'a Categories, draft: &WinDraft) -> &'a str {
    let text = format!("{} {} {}", draft.title, draft.tags.join(" "), draft.notes);
    &categories.guess(&text).key
}

/// A guess stays while the words that it came from stay.
fn kept_category(categories: &Categories, draft: &WinDraft, before: &Win) -> String {
    if let Some(key) = &draft.category {
        return key.clone();
    }
    let same = draft.title == before.title && draft.notes == before.notes && draft.tags == before.tags;
    if same && !before.category_confirmed {
        return before.category.clone();
    }
    guess(categories, draft).to_owned()
}

/// Writes a win with its names, goals and figures; returns whether its project is new.
pub(super) fn insert_win(
    batch: &mut Batch<'_>,
    draft: &WinDraft,
    goals: &[GoalId],
    rules: &Rules,
    source: Option<String>,
) -> Result<(WinId, bool, Vec<String>)> {
    let when = draft.when.unwrap_or(When::day(rules.today));
    let category = match &draft.category {
        Some(key) => key.clone(),
        None => guess(&rules.categories, draft).to_owned(),
    };
    let (project, made) = project_id(batch, draft.project.as_deref())?;
    let id = batch.insert_win(draft, when, &category, project, source)?;
    if !goals.is_empty() {
        batch.update_goals(id.into(), goals)?;
    }
    let mut hints = Vec::new();
    for figure in &draft.figures {
        insert_figure(batch, id, project, figure, when, &mut hints)?;
    }
    Ok((id, made, hints))
}

/// The project of that name, made where there is none.
pub(super) fn project_id(batch: &mut Batch<'_>, name: Option<&str>) -> Result<(Option<ProjectId>, bool)> {
    let Some(name) = name else { return Ok((None, false)) };
    if let Some(id) = batch.find_named(Kind::Project, name)? {
        return Ok((Some(ProjectId(id.0)), false));
    }
    let draft = Project { name: name.to_owned(), ..Project::default() };
    Ok((Some(batch.insert_project(&draft)?), true))
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

/// The goals of an edited win: those that it had stay themselves, whatever else has their title.
fn goals_of_edit(
    store: &Store,
    before: &Win,
    draft: &WinDraft,
    year: i32,
) -> std::result::Result<Vec<GoalId>, StoreError> {
    let mut ids = Vec::new();
    for title in &draft.goals {
        let kept = before.goals.iter().find(|goal| fold(&goal.name) == fold(title));
        match kept {
            Some(goal) => ids.push(goal.id),
            None => ids.extend(goal_ids(store, std::slice::from_ref(title), year)?),
        }
    }
    Ok(ids)
}
