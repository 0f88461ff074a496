//! Stories: listing, adding and editing them, drafts from wins, and a listener's questions.

use super::edit_outcome::{EditOutcome, edit_unless_changed};
use super::{Snapshot, Transaction, ladders, lookup};
use crate::domain::id::Identity;
use crate::domain::{
    Chapter, FollowUpId, Kind, MetricId, NamedRef, Record, RecordId, Shape, Stored, Story, StoryId,
    StoryView, WinId, fold,
};
use crate::editor::EditorFile;
use crate::error::{Error, Result};
use crate::lint::listener;
use crate::text::ellipsis;

/// Returns all stories, in the order of creation.
pub fn list(snapshot: &Snapshot<'_>) -> Result<Vec<Stored<Story>>> {
    Ok(snapshot.store.list_stories()?)
}

/// Returns a story.
pub fn find(snapshot: &Snapshot<'_>, id: StoryId) -> Result<Stored<Story>> {
    Ok(snapshot.store.find::<Story>(id)?)
}

/// Returns a story with the records that it is about.
pub fn detail(snapshot: &Snapshot<'_>, id: StoryId) -> Result<StoryView> {
    let story = find(snapshot, id)?;
    let mut wins = Vec::with_capacity(story.wins.len());
    for win in &story.wins {
        wins.push(snapshot.store.find_win(win.id)?);
    }
    let mut metrics = Vec::with_capacity(story.metrics.len());
    for metric in &story.metrics {
        metrics.push(super::metrics::find(snapshot, metric.id)?);
    }
    let mut outcomes = Vec::with_capacity(story.outcomes.len());
    for outcome in &story.outcomes {
        outcomes.push(super::followups::find(snapshot, outcome.id)?.follow_up);
    }
    let questions = listener::questions(&story, &wins);
    Ok(StoryView { story, wins, metrics, outcomes, questions })
}

/// Resolves a title or an id to a story.
pub fn resolve(snapshot: &Snapshot<'_>, typed: &str) -> Result<StoryId> {
    Ok(StoryId(lookup::resolve_named(snapshot, Kind::Story, typed)?.0))
}

/// Returns the draft of a story about a win: its parts from the notes, the impact and the project, its figures by
/// reference.
pub fn draft_of_win(snapshot: &Snapshot<'_>, id: WinId, shape: Shape) -> Result<Story> {
    let win = super::wins::find(snapshot, id)?;
    let project = win.project.as_ref().map(|named| super::projects::find(snapshot, named.id)).transpose()?;
    let challenge =
        project.as_ref().map(|project| project.prose[Chapter::Challenge].clone()).unwrap_or_default();
    let mut metrics = Vec::new();
    for figure in &win.figures {
        if let Some(metric) = figure.metric {
            metrics.push(NamedRef { id: metric, name: figure.name.clone() });
        }
    }
    let stated: Vec<String> =
        metrics.iter().map(|metric| format!("{}: {{{}}}", metric.name, metric.name)).collect();
    let result: Vec<String> =
        [win.impact.clone(), stated.join("\n")].into_iter().filter(|text| !text.is_empty()).collect();
    let outcomes = win.follow_ups.iter().filter(|each| !each.outcome.is_empty());
    let mut story = Story {
        title: win.title.clone(),
        shape,
        competencies: win.competencies.clone(),
        projects: win.project.iter().cloned().collect(),
        outcomes: outcomes.map(|each| NamedRef { id: each.id, name: each.question.clone() }).collect(),
        wins: vec![NamedRef { id: win.id, name: win.title.clone() }],
        metrics,
        visibility: win.visibility,
        ..Story::default()
    };
    match shape {
        Shape::Star => {
            (story.situation, story.action, story.result) =
                (challenge, win.notes.clone(), result.join("\n\n"));
        }
        Shape::Failure => (story.failure, story.remedy) = (challenge, win.notes.clone()),
        Shape::Question => {
            let answer = [win.notes.clone(), result.join("\n\n")].join("\n\n");
            answer.trim().clone_into(&mut story.answer);
        }
    }
    Ok(story)
}

/// Adds a story. Fails if it has no title, or refers to a record or a competency that does not exist.
pub fn add(tx: &mut Transaction<'_>, story: &Story) -> Result<Stored<Story>> {
    let story = checked(&tx.snapshot(), story, None)?;
    tx.set_label(format!("add story: {}", ellipsis(&story.title, 60)));
    let id = tx.batch.insert(&story)?;
    find(&tx.snapshot(), id)
}

/// Updates a story; `seen` is the revision that the user has edited. Fails under the conditions of [`add`].
pub fn edit(
    tx: &mut Transaction<'_>,
    id: StoryId,
    story: &Story,
    seen: i64,
) -> Result<EditOutcome<Stored<Story>, Stored<Story>>> {
    let before = find(&tx.snapshot(), id)?;
    let story = checked(&tx.snapshot(), story, Some(&before))?;
    tx.set_label(format!("edit story: {}", ellipsis(&before.title, 60)));
    edit_unless_changed(
        tx,
        (id.into(), seen),
        |tx| tx.batch.update(&before, &story).map(drop).map_err(Error::from),
        |snapshot| find(snapshot, id),
    )
}

/// Adds a reference to a win, a project, a metric or an outcome. Fails if a story cannot be about the record.
pub fn refer(snapshot: &Snapshot<'_>, story: &mut Story, typed: &str) -> Result<()> {
    let found = lookup::resolve(snapshot, typed)?;
    match found.kind {
        Kind::Win => push(&mut story.wins, found.id, found.title),
        Kind::Project => push(&mut story.projects, found.id, found.title),
        Kind::Metric => push(&mut story.metrics, found.id, found.title),
        Kind::FollowUp => push(&mut story.outcomes, found.id, found.title),
        kind => {
            let message = format!("a story cannot be about the {kind} “{}”", found.title);
            return Err(Error::usage(message).hint("use a win, a project, a metric or a follow-up"));
        }
    }
    Ok(())
}

fn push<I: Identity>(list: &mut Vec<NamedRef<I>>, id: RecordId, name: String) {
    let id = I::from_uuid(id.0);
    if list.iter().all(|each| each.id != id) {
        list.push(NamedRef { id, name });
    }
}

/// Normalises and validates a story, and resolves its references and competencies.
fn checked(snapshot: &Snapshot<'_>, story: &Story, before: Option<&Stored<Story>>) -> Result<Story> {
    let mut story = story.clone();
    story.normalise(before.map(|before| &before.body), snapshot.context.today());
    story.validate(snapshot.context.today())?;
    let blank = Story::default();
    let kept = before.map_or(&blank, |before| &before.body);
    let of = |kind: Kind, label: &'static str| {
        move |typed: &str| resolve_reference(snapshot, kind, typed).map_err(|err| err.about(label))
    };
    resolve_all(&mut story.projects, &kept.projects, of(Kind::Project, "projects"))?;
    resolve_all(&mut story.wins, &kept.wins, of(Kind::Win, "wins"))?;
    let projects = story.projects.iter().map(|named| named.id.into());
    let owners: Vec<RecordId> = projects.chain(story.wins.iter().map(|named| named.id.into())).collect();
    let metric = |typed: &str| resolve_metric(snapshot, typed, &owners).map_err(|err| err.about("metrics"));
    resolve_all(&mut story.metrics, &kept.metrics, metric)?;
    resolve_all::<FollowUpId>(&mut story.outcomes, &kept.outcomes, of(Kind::FollowUp, "outcomes"))?;
    ladders::resolve(snapshot.context, &mut story.competencies, &kept.competencies)?;
    Ok(story)
}

/// Resolves an id, a name or a whole title to a live record of a kind.
fn resolve_reference(snapshot: &Snapshot<'_>, kind: Kind, typed: &str) -> Result<RecordId> {
    if matches!(kind, Kind::Win | Kind::FollowUp) {
        if let [one] = snapshot.store.find_titled(kind, typed)?[..] {
            return Ok(one);
        }
        let found = lookup::resolve(snapshot, typed)?;
        if found.kind != kind {
            return Err(Error::usage(format!(
                "“{typed}” is the {} {}, not a {kind}",
                found.kind, found.short
            )));
        }
        return Ok(found.id);
    }
    lookup::resolve_kind(snapshot, kind, typed)
}

/// Resolves an id or a name to a metric; of several with the name, the one of a record that the story is about.
fn resolve_metric(snapshot: &Snapshot<'_>, typed: &str, owners: &[RecordId]) -> Result<RecordId> {
    let named = snapshot.store.find_by_name(Kind::Metric, typed)?;
    let mut own = Vec::new();
    for found in &named {
        let owner = snapshot.store.find_metric(MetricId(found.id.0))?.owner_id();
        own.extend(owner.filter(|owner| owners.contains(owner)).map(|_| found.id));
    }
    match own[..] {
        [one] => Ok(one),
        _ => resolve_reference(snapshot, Kind::Metric, typed),
    }
}

/// Resolves the names of references. A name that the record had before refers to the same record.
fn resolve_all<I: Identity>(
    list: &mut Vec<NamedRef<I>>,
    kept: &[NamedRef<I>],
    resolve: impl Fn(&str) -> Result<RecordId>,
) -> Result<()> {
    let mut out: Vec<NamedRef<I>> = Vec::with_capacity(list.len());
    for named in std::mem::take(list) {
        let same = kept.iter().find(|each| fold(&each.name) == fold(&named.name));
        let found = match same {
            _ if named.is_resolved() => named,
            Some(same) => same.clone(),
            None => NamedRef { id: I::from_uuid(resolve(&named.name)?.0), name: named.name },
        };
        if out.iter().all(|each| each.id != found.id) {
            out.push(found);
        }
    }
    *list = out;
    Ok(())
}

/// Opens a story as a document in the user's editor and parses the result; `None` if the document was not
/// changed.
pub fn edit_document(journal: &super::Journal, story: &Story) -> Result<Option<(Story, EditorFile)>> {
    super::record_document::edit(journal, story)
}
