//! Wins: parsing, adding and editing them.

use chrono::NaiveDate;

use super::edit_outcome::EditOutcome;
use super::figures::{insert_figure, update_figures};
use super::names::Names;
use super::rules::Rules;
use super::schedule::{reschedule, schedule};
use super::{Context, Snapshot, Transaction};
use crate::capture::{self, ParsedLine};
use crate::domain::field::unknown;
use crate::domain::{
    Categories, DateRange, FieldError, GoalId, GoalRow, GoalView, Kind, NamedRef, Project, ProjectId, Record,
    Win, WinId, WinView, fold,
};
use crate::editor::EditorFile;
use crate::error::{Error, Result};
use crate::store::{self, Batch, Freshness, StoreError};
use crate::text::ellipsis;

/// The result of saving a win.
#[derive(Debug, Clone, PartialEq)]
pub struct Added {
    /// The id of the win.
    pub id: WinId,
    /// The win as it was saved.
    pub draft: Win,
    /// The short id at its displayed length.
    pub short: String,
    /// `true` if the project of the win was created.
    pub made_project: bool,
    /// The day of the win's follow-up; `None` if the win gets no follow-up.
    pub ask_on: Option<NaiveDate>,
    /// The remarks on input that was ignored, one line each.
    pub hints: Vec<String>,
    /// The open goals that the win is now evidence for, was not before, and that are reached.
    pub reached: Vec<GoalView>,
}

/// Parses a captured text with the names in the journal.
pub fn parse_line(snapshot: &Snapshot<'_>, text: &str) -> ParsedLine {
    capture::parse(text, snapshot.context.today(), &Names::of(snapshot))
}

/// Parses a text from another program with the names in the journal.
pub fn parse_piped(snapshot: &Snapshot<'_>, text: &str) -> ParsedLine {
    capture::parse_piped(text, snapshot.context.today(), &Names::of(snapshot))
}

/// Adds a win, by default dated today; `hints` are the remarks of the parser, which the result contains with
/// further remarks. Fails if the title is empty or the category does not exist.
pub fn add(tx: &mut Transaction<'_>, win: &Win, hints: Vec<String>) -> Result<Added> {
    let when = win.when.or(Some(DateRange::day(tx.context.today())));
    let label = format!("add win: {}", ellipsis(&win.title, 60));
    add_dated(tx, Win { when, ..win.clone() }, &label, hints)
}

/// Adds a win like [`add`], in a batch with a label; a win without a date stays without one.
pub(super) fn add_dated(
    tx: &mut Transaction<'_>,
    mut win: Win,
    label: &str,
    hints: Vec<String>,
) -> Result<Added> {
    win.validate(tx.context.today()).map_err(with_example)?;
    let rules = Rules::of(tx.context);
    win.category = known_category(tx.context, win.category.take())?;
    let mut all = hints;
    all.extend(win.when.and_then(|when| in_future(when, tx.context.today())));
    let year = year_of_win(tx.context, win.when);
    resolve_goals(&tx.snapshot().store, &mut win, None, year, &mut all)?;
    win.position = super::positions::resolve_chosen(&tx.snapshot(), win.position.take(), None)?;
    super::ladders::resolve(tx.context, &mut win.competencies, &[])?;
    tx.set_label(label);
    let (id, made_project, win, found) = insert_win(&mut tx.batch, win, &rules)?;
    all.extend(found);
    let ask_on = schedule(&mut tx.batch, id, &win, &rules, &mut all)?;
    let goals: Vec<GoalId> = win.goals.iter().map(|goal| goal.id).collect();
    let reached = super::goals::reached(&tx.snapshot(), &goals)?;
    Ok(Added { reached, ..added(&tx.snapshot(), id, &win, made_project, ask_on, all)? })
}

/// Returns the key of a typed category; fails if it does not exist.
fn known_category(context: &Context, typed: Option<String>) -> Result<Option<String>> {
    let Some(typed) = typed else { return Ok(None) };
    let known = context.config.categories.find(&typed).map(|category| category.key.clone());
    known.map(Some).ok_or_else(|| {
        let keys: Vec<&str> = context.config.categories.iter().map(|each| each.key.as_str()).collect();
        Error::usage(unknown("category", &typed, &keys)).about("category")
    })
}

/// Returns the calendar or fiscal year of a date; the present year if `when` is `None`.
fn year_of_win(context: &Context, when: Option<DateRange>) -> i32 {
    let day = when.map_or(context.today(), DateRange::last_day);
    context.year_number_of(day)
}

fn added(
    snapshot: &Snapshot<'_>,
    id: WinId,
    draft: &Win,
    made_project: bool,
    ask_on: Option<NaiveDate>,
    hints: Vec<String>,
) -> Result<Added> {
    let short = snapshot.store.short_id(id.into())?;
    Ok(Added { id, draft: draft.clone(), short, made_project, ask_on, hints, reached: Vec::new() })
}

/// Updates a win; `seen` is the revision that the user has edited: a later change by another program is a
/// conflict and is not overwritten. Fails if the title is empty or a new category does not exist.
pub fn edit(
    tx: &mut Transaction<'_>,
    id: WinId,
    win: &Win,
    seen: i64,
) -> Result<EditOutcome<WinView, Added>> {
    win.validate(tx.context.today()).map_err(with_example)?;
    let rules = Rules::of(tx.context);
    let before = tx.snapshot().store.find_win(id)?;
    let label = format!("edit win: {}", ellipsis(&before.title, 60));
    let mut win = win.clone();
    if win.category != before.category {
        win.category = known_category(tx.context, win.category.take())?;
    }
    let mut hints: Vec<String> = win
        .when
        .filter(|_| win.when != before.when)
        .and_then(|when| in_future(when, tx.context.today()))
        .into_iter()
        .collect();
    let year = year_of_win(tx.context, win.when.or(before.when));
    resolve_goals(&tx.snapshot().store, &mut win, Some(&before), year, &mut hints)?;
    win.position =
        super::positions::resolve_chosen(&tx.snapshot(), win.position.take(), before.position.as_ref())?;
    super::ladders::resolve(tx.context, &mut win.competencies, &before.competencies)?;
    tx.set_label(&label);
    match tx.batch.since(id.into(), seen)? {
        Freshness::Same => {}
        Freshness::Deleted => return Ok(EditOutcome::Deleted),
        Freshness::Changed => {
            return Ok(EditOutcome::Conflict(Box::new(tx.snapshot().store.find_win(id)?)));
        }
    }
    let made_project = resolve_project(&mut tx.batch, &mut win, before.project.as_ref())?;
    win.guess = kept_guess(&rules.categories, &win, &before);
    tx.batch.update(&before.stored, &win)?;
    update_figures(&mut tx.batch, &before, &win, &mut hints)?;
    let ask_on = reschedule(&mut tx.batch, &before, &win, &rules, &mut hints)?;
    if !tx.has_changes() {
        return Ok(EditOutcome::Unchanged);
    }
    let is_new = |id: &GoalId| before.goals.iter().all(|goal| goal.id != *id);
    let new: Vec<GoalId> = win.goals.iter().map(|goal| goal.id).filter(is_new).collect();
    let reached = super::goals::reached(&tx.snapshot(), &new)?;
    let added = added(&tx.snapshot(), id, &win, made_project, ask_on, hints)?;
    Ok(EditOutcome::Saved(Box::new(Added { reached, ..added })))
}

/// Opens a win as a document in the user's editor and parses the result; `None` if the document was not
/// changed. Fails if the editor fails, or if the document is empty or cannot be parsed; the hint names the
/// file, which stays.
pub fn edit_document(journal: &super::Journal, win: &Win) -> Result<Option<(Win, EditorFile)>> {
    let guess = if win.guess.is_empty() {
        journal.context().guess_category(win).to_owned()
    } else {
        win.guess.clone()
    };
    super::record_document::edit(journal, &Win { guess, ..win.clone() })
}

/// Adds an example of a win to the error for an empty title.
fn with_example(why: FieldError) -> Error {
    Error::from(why).hint("say what you did: brag add 'Halved the build time #ci'")
}

/// Returns the key of the category that the words of a win suggest.
pub(super) fn guess<'a>(categories: &'a Categories, draft: &Win) -> &'a str {
    let text = format!("{} {} {}", draft.title, draft.tags.join(" "), draft.notes);
    &categories.guess(&text).key
}

/// Returns the hint for the date of something that happened, if it begins after today.
pub(super) fn in_future(when: DateRange, today: NaiveDate) -> Option<String> {
    (when.first_day() > today)
        .then(|| format!("the date {when} is in the future; brag edit ID --date DATE corrects it"))
}

/// Returns the guessed category of an edited win: the previous guess, unless the words that it was derived
/// from changed; empty if the win has a category.
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

/// Writes a new win with its names, goals and figures. Returns its id, `true` if its project was created, the
/// win as it was written, and hints.
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

/// Resolves the project of a win, and creates it if no project has the name; returns `true` if it was
/// created. A name that the win had before refers to the same project.
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

/// Returns the project of this name, which is created if it does not exist, and `true` if it was created.
pub(super) fn project_id(batch: &mut Batch<'_>, name: &str) -> Result<(ProjectId, bool)> {
    if let Some(id) = batch.find_named(Kind::Project, name)? {
        return Ok((ProjectId(id.0), false));
    }
    let project = Project { name: name.to_owned(), ..Project::default() };
    Ok((batch.insert_project(&project)?, true))
}

/// Resolves the goals of a win. A title that an edited win had before refers to the same goal. A goal that
/// does not exist is left out, with a hint.
fn resolve_goals(
    store: &store::Snapshot<'_>,
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
            None => hints.push(format!("unknown goal “{}”: it is left out", goal.name)),
        }
    }
    win.goals.retain(NamedRef::is_resolved);
    Ok(())
}

/// Returns the goals with these titles, for each the first by [`GoalRow::rank`]; unknown titles are skipped.
pub(super) fn goal_ids(
    store: &store::Snapshot<'_>,
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

/// Returns a win with its figures, follow-ups, and the reading notes that it used.
pub fn find(snapshot: &Snapshot<'_>, id: WinId) -> Result<WinView> {
    Ok(snapshot.store.find_win(id)?)
}
