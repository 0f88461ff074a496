//! Stories: `brag story`.

use serde_json::Value;

use super::args::{StoryAction, StoryAddArgs, StoryEditArgs, StoryFlags};
use super::{Output, edit_outcome, flags, json as record_json, remove, show};
use crate::domain::field::unknown;
use crate::domain::{RecordId, Shape, Stored, Story, StoryId, StoryView, fold};
use crate::error::{Error, Result};
use crate::journal::{self, Journal, Snapshot, ladders, lookup, stories};
use crate::present::json::RecordJson;
use crate::report::story::{blocks, figures, reading_time_of, state, state_of};
use crate::text::{ellipsis, inert, width};

/// Runs `brag story`.
pub fn run(journal: &mut Journal, output: &mut Output, action: Option<StoryAction>) -> Result<u8> {
    match action.unwrap_or(StoryAction::List { competency: None }) {
        StoryAction::Add(args) => add(journal, output, &args)?,
        StoryAction::List { competency } => list(&journal.snapshot()?, output, competency.as_deref())?,
        StoryAction::Show { id } => {
            let snapshot = journal.snapshot()?;
            let view = stories::detail(&snapshot, stories::resolve(&snapshot, &id)?)?;
            print(&snapshot, output, &view)?;
        }
        StoryAction::Edit(args) => edit(journal, output, &args)?,
        StoryAction::Rm { ids } => {
            return remove::remove_named(journal, output, &ids, stories::resolve);
        }
    }
    Ok(0)
}

fn add(journal: &mut Journal, output: &mut Output, args: &StoryAddArgs) -> Result<()> {
    let shape = shape(&args.flags)?;
    let mut draft = match &args.from {
        Some(typed) => {
            let snapshot = journal.snapshot()?;
            stories::draft_of_win(&snapshot, journal::resolve_win(&snapshot, typed)?, shape)?
        }
        None => Story { shape, ..Story::default() },
    };
    if let Some(title) = &args.title {
        draft.title.clone_from(title);
    }
    apply(&journal.snapshot()?, &mut draft, &args.flags)?;
    let saved = journal.write(|tx| stories::add(tx, &draft))?;
    say(&journal.snapshot()?, output, "added", saved.id)
}

/// Returns the shape of a new story: the given one, else the one to which the given parts belong.
fn shape(said: &StoryFlags) -> Result<Shape> {
    if let Some(word) = said.shape.as_deref().filter(|word| !word.trim().is_empty()) {
        let shape = Shape::from_word(word);
        return shape
            .ok_or_else(|| Error::usage(format!("--shape: {}", unknown("shape", word, Shape::WORDS))));
    }
    let is_given = |part: &Option<String>| part.is_some();
    let is_failure = [&said.failed, &said.cause, &said.remedy, &said.learned].into_iter().any(is_given);
    let is_star = [&said.situation, &said.task, &said.action, &said.result].into_iter().any(is_given);
    let is_question = [&said.question, &said.answer].into_iter().any(is_given);
    Ok(match (is_failure, is_star, is_question) {
        (true, ..) => Shape::Failure,
        // A story of any shape may have a question.
        (false, false, true) => Shape::Question,
        (false, ..) => Shape::Star,
    })
}

/// Applies flags to a draft: texts replace, list values are added, an empty list value clears the list. Returns `true`
/// if a flag was given.
fn apply(snapshot: &Snapshot<'_>, draft: &mut Story, said: &StoryFlags) -> Result<bool> {
    let has_texts = flags::set_fields(snapshot.context(), draft, &said.texts())?;
    flags::add([
        (&mut draft.competencies, &said.competencies, ' '),
        (&mut draft.tags, &said.tags, '#'),
        (&mut draft.links, &said.links, ' '),
    ]);
    for typed in &said.about {
        if typed.trim().is_empty() {
            draft.projects.clear();
            draft.wins.clear();
            draft.metrics.clear();
            draft.outcomes.clear();
        } else {
            stories::refer(snapshot, draft, typed)?;
        }
    }
    let lists = [&said.competencies, &said.tags, &said.links, &said.about];
    Ok(has_texts || lists.iter().any(|list| !list.is_empty()))
}

/// Removes the references to a record. Fails if the story is not about it.
fn forget(snapshot: &Snapshot<'_>, story: &mut Story, typed: &str) -> Result<()> {
    let found = journal::resolve(snapshot, typed)?;
    let count =
        |story: &Story| story.projects.len() + story.wins.len() + story.metrics.len() + story.outcomes.len();
    let before = count(story);
    story.projects.retain(|each| RecordId::from(each.id) != found.id);
    story.wins.retain(|each| RecordId::from(each.id) != found.id);
    story.metrics.retain(|each| RecordId::from(each.id) != found.id);
    story.outcomes.retain(|each| RecordId::from(each.id) != found.id);
    if count(story) == before {
        return Err(Error::usage(format!("the story “{}” is not about “{}”", story.title, found.title))
            .hint("brag story show lists the records that it is about"));
    }
    Ok(())
}

fn edit(journal: &mut Journal, output: &mut Output, args: &StoryEditArgs) -> Result<()> {
    let id = stories::resolve(&journal.snapshot()?, &args.id)?;
    let story = stories::find(&journal.snapshot()?, id)?;
    let mut draft = story.body.clone();
    let gone = flags::competency_keys(journal.context(), &story.competencies, &args.remove_competency)?;
    let removed = [
        (&mut draft.competencies, &gone),
        (&mut draft.tags, &args.remove_tag),
        (&mut draft.links, &args.remove_link),
    ];
    let mut said = removed.iter().any(|(_, gone)| !gone.is_empty()) || !args.remove_about.is_empty();
    flags::take_away(&story.title, removed)?;
    for typed in &args.remove_about {
        forget(&journal.snapshot()?, &mut draft, typed)?;
    }
    let own = [("--title", "title", args.title.as_deref())];
    said |= flags::set_fields(journal.context(), &mut draft, &own)?;
    said |= apply(&journal.snapshot()?, &mut draft, &args.flags)?;
    let mut file = None;
    if !said {
        let Some((edited, kept)) = stories::edit_document(journal, &draft)? else {
            output.note("nothing changed");
            return Ok(());
        };
        (draft, file) = (edited, Some(kept));
    }
    let edited = journal.write(|tx| stories::edit(tx, id, &draft, story.meta.revision));
    if edit_outcome::finish_edit(edited, file, "story")?.is_some() {
        return say(&journal.snapshot()?, output, "changed", id);
    }
    output.note("nothing changed");
    let snapshot = journal.snapshot()?;
    if output.json { output.document(&json(&snapshot, &stories::detail(&snapshot, id)?)?) } else { Ok(()) }
}

/// Prints `verb` with the story, its state and its reading time, or the story as JSON.
fn say(snapshot: &Snapshot<'_>, output: &mut Output, verb: &str, id: StoryId) -> Result<()> {
    let view = stories::detail(snapshot, id)?;
    if output.json {
        return output.document(&json(snapshot, &view)?);
    }
    output.line(format!(
        "{verb} story {}  {}  {}",
        output.accent(&lookup::short_id(snapshot, id)?),
        inert(&view.story.title),
        output.muted(&format!("({}: {})", inert(&shape_of(&view.story)), about(&view.story)))
    ))
}

/// Returns the word of the shape; the stored word if this version does not know it.
fn shape_of(story: &Stored<Story>) -> String {
    story.unread.get("shape").unwrap_or(story.shape.word()).to_owned()
}

/// Returns the state and the reading time of a story.
fn about(story: &Story) -> String {
    let parts = [state_of(story), reading_time_of(story)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn list(snapshot: &Snapshot<'_>, output: &mut Output, competency: Option<&str>) -> Result<()> {
    let mut all = stories::list(snapshot)?;
    let any = !all.is_empty();
    if let Some(typed) = competency {
        let key = wanted(snapshot, &all, typed)?;
        all.retain(|story| story.competencies.iter().any(|each| fold(each) == fold(&key)));
    }
    if output.json {
        let mut values = Vec::with_capacity(all.len());
        for story in &all {
            values.push(json(snapshot, &stories::detail(snapshot, story.id)?)?);
        }
        return output.document(&Value::Array(values));
    }
    if all.is_empty() {
        output.note(if any {
            "no stories match"
        } else {
            "no stories yet; add one: brag story add TITLE, or brag story add --from WIN-ID"
        });
    }
    for story in &all {
        row(snapshot, output, story)?;
    }
    Ok(())
}

/// Returns the key of a competency by which stories are filtered: one that a story has, or one of the ladder.
fn wanted(snapshot: &Snapshot<'_>, all: &[Stored<Story>], typed: &str) -> Result<String> {
    // The ladder may no longer have a competency of a story.
    let mut used = all.iter().flat_map(|story| &story.competencies);
    if let Some(key) = used.find(|key| fold(key) == fold(typed.trim())) {
        return Ok(key.clone());
    }
    ladders::key_of(&ladders::require(snapshot.context())?, typed)
}

fn row(snapshot: &Snapshot<'_>, output: &mut Output, story: &Stored<Story>) -> Result<()> {
    let short = format!("{:<4}", lookup::short_id(snapshot, story.id)?);
    let shape = inert(&shape_of(story)).into_owned();
    let about = about(story);
    let taken = short.len() + width(&about) + 14;
    let room = output.columns().map_or(usize::MAX, |columns| columns.saturating_sub(taken).max(20));
    let title = inert(&story.title).into_owned();
    output.line(format!(
        "{}  {}  {}  {}",
        output.accent(&short),
        output.muted(&format!("{shape:<8}")),
        ellipsis(&title, room),
        output.muted(&about)
    ))
}

/// Prints a story in full, as text or JSON.
pub fn print(snapshot: &Snapshot<'_>, output: &mut Output, view: &StoryView) -> Result<()> {
    if output.json {
        return output.document(&json(snapshot, view)?);
    }
    show::blocks(snapshot, output, view.story.id.into(), blocks(view))
}

/// Returns a story as JSON, with stable keys.
pub fn json(snapshot: &Snapshot<'_>, view: &StoryView) -> Result<Value> {
    let story = &view.story;
    record_json::value(
        &RecordJson::new(story, lookup::short_id(snapshot, story.id)?)
            .with("projects", record_json::references(snapshot, &story.projects)?)
            .with("wins", record_json::references(snapshot, &story.wins)?)
            .with("metrics", record_json::references(snapshot, &story.metrics)?)
            .with("outcomes", record_json::references(snapshot, &story.outcomes)?)
            .with("state", state(view))
            .with("figures", figures(view))
            .with("reading_seconds", story.reading_time().as_secs())
            .with("questions", view.questions.clone()),
    )
}
