//! Loads and saves the records of the Career tab.

use super::fields::{Fields, Refused, in_field, record_of};
use super::saved;
use crate::domain::{
    FollowUpId, Kind, NamedRef, Position, PositionId, PositionTitle, Praise, ProjectId, RecordId, Stored,
    Story, StoryId, WinId, fold,
};
use crate::error::{Error, Result};
use crate::journal::{
    Journal, Snapshot, career, competencies, ladders, lookup, positions, praise, profile, projects, stories,
};
use crate::text::ellipsis;
use crate::tui::answer::Answer;
use crate::tui::effect::Effect;
use crate::tui::form_request::FormRequest;
use crate::tui::loaded::Loaded;
use crate::tui::saved::Change;
use crate::tui::screens::career as screen;
use crate::tui::subject::{Draft, Subject};
use crate::tui::targets::{Targets, Which};

/// The number of quarters of the competency matrix.
const QUARTERS: usize = 12;

/// Performs an effect that reads for the career; returns `None` for any other effect.
pub(super) fn load_any(snapshot: &Snapshot<'_>, effect: &Effect) -> Result<Option<Answer>> {
    let answer = match effect {
        Effect::LoadCareer => load(snapshot),
        Effect::LoadCareerFigures => load_figures(snapshot),
        Effect::LoadCareerRecord(kind, id) => load_record(snapshot, *kind, *id),
        Effect::OpenForm(request) => open_form(snapshot, request),
        Effect::LoadCompetencies(targets) => load_competencies(snapshot, targets),
        Effect::LoadLadder => load_ladder(snapshot),
        _ => return Ok(None),
    };
    answer.map(Some)
}

/// Loads the positions, projects, stories and praise.
fn load(snapshot: &Snapshot<'_>) -> Result<Answer> {
    let overview = career::overview(snapshot)?;
    Ok(Answer::Loaded(Loaded::Career(screen::Loaded::Overview(Box::new(overview)))))
}

/// Computes the skills over time and the standing against the ladder.
fn load_figures(snapshot: &Snapshot<'_>) -> Result<Answer> {
    let figures = career::figures(snapshot, QUARTERS)?;
    Ok(Answer::Loaded(Loaded::Career(screen::Loaded::Figures(Box::new(figures)))))
}

/// Loads a position, a story or praise to be opened.
fn load_record(snapshot: &Snapshot<'_>, kind: Kind, id: RecordId) -> Result<Answer> {
    let opened = match kind {
        Kind::Position => screen::Opened::Position(Box::new(positions::detail(snapshot, PositionId(id.0))?)),
        Kind::Story => screen::Opened::Story(Box::new(stories::detail(snapshot, StoryId(id.0))?)),
        _ => screen::Opened::Praise(Box::new(praise::find(snapshot, crate::domain::PraiseId(id.0))?)),
    };
    Ok(Answer::Loaded(Loaded::Career(screen::Loaded::Opened(opened))))
}

/// Loads the record of a form and opens the form.
fn open_form(snapshot: &Snapshot<'_>, request: &FormRequest) -> Result<Answer> {
    Ok(Answer::Form(Box::new(subject(snapshot, request)?), None))
}

/// Loads what a form, or `$EDITOR`, edits, with the revision of a stored record.
pub(super) fn subject(snapshot: &Snapshot<'_>, request: &FormRequest) -> Result<Subject> {
    Ok(match request {
        FormRequest::NewPosition => Subject::Position(None),
        FormRequest::Position(id) => Subject::Position(Some(Box::new(positions::find(snapshot, *id)?))),
        FormRequest::Interview(id) => Subject::Interview(Box::new(positions::find(snapshot, *id)?)),
        FormRequest::Project(id) => Subject::Project(Some(Box::new(projects::find(snapshot, *id)?))),
        FormRequest::Story(id) => Subject::Story(Box::new(Draft::of(stories::find(snapshot, *id)?))),
        FormRequest::NewStory(shape, about) => {
            let body = match about {
                Some(win) => stories::draft_of_win(snapshot, *win, *shape)?,
                None => Story { shape: *shape, ..Story::default() },
            };
            Subject::Story(Box::new(Draft::new(body)))
        }
        FormRequest::Praise(id) => Subject::Praise(Box::new(Draft::of(praise::find(snapshot, *id)?))),
        FormRequest::NewPraise(about) => Subject::Praise(Box::new(Draft::new(new_praise(snapshot, *about)?))),
        FormRequest::Profile => Subject::Profile(profile::find(snapshot)?.map(Box::new)),
    })
}

/// Returns new praise about a win or a project.
fn new_praise(snapshot: &Snapshot<'_>, about: Option<(Kind, RecordId)>) -> Result<Praise> {
    let mut praise = Praise::default();
    if let Some((kind, id)) = about {
        let name = lookup::describe(snapshot, id)?.title;
        match kind {
            Kind::Project => praise.project = Some(NamedRef { id: ProjectId(id.0), name }),
            _ => praise.win = Some(NamedRef { id: WinId(id.0), name }),
        }
    }
    Ok(praise)
}

/// Loads the competencies that records can be tagged with, the suggested ones first.
fn load_competencies(snapshot: &Snapshot<'_>, targets: &Targets) -> Result<Answer> {
    let Some(ladder) = ladders::load(snapshot.context())? else { return Ok(Answer::Nothing(NO_LADDER)) };
    let suggested = match &targets.which {
        Which::Records(Kind::Win, ids) if ids.len() == 1 => {
            competencies::suggested_for(snapshot, WinId(ids[0].0))?
        }
        _ => Vec::new(),
    };
    let is_suggested = |key: &str| suggested.iter().any(|each| each == key);
    let mut all: Vec<(String, String, bool)> = ladder
        .competencies
        .iter()
        .map(|each| (each.key.clone(), each.name.clone(), is_suggested(&each.key)))
        .collect();
    all.sort_by_key(|(.., suggested)| !suggested);
    Ok(Answer::Loaded(Loaded::Career(screen::Loaded::Competencies(targets.clone(), all))))
}

/// The message of an action that needs a ladder.
const NO_LADDER: &str = "choose a competency ladder first: in Career, :ladder";

/// Sets the level that the user has now; without a ladder, the generic one is chosen first.
pub(super) fn set_level(journal: &Journal, level: &str) -> Result<Answer> {
    let context = journal.context();
    if ladders::load(context)?.is_none() {
        ladders::choose(context, None, false)?;
    }
    let ladder = ladders::set_level(context, level)?;
    let name = ladder.find_level(level).map_or(level, |level| level.name.as_str());
    let next = ladder.next_level().map(|next| format!("; the next level is {}", next.name));
    let path = ladders::path(context);
    let text =
        format!("{name}{}; undo does not change the ladder: {}", next.unwrap_or_default(), path.display());
    Ok(saved::done(text, Change::Other))
}

/// Promotes to a title: `2024-05 Staff engineer`, or the title alone for today.
pub(super) fn promote(journal: &mut Journal, id: PositionId, line: &str) -> Result<Answer> {
    let title = PositionTitle::read(line.trim(), journal.today());
    let position = journal.write(|tx| positions::promote(tx, id, &title.title, title.start))?;
    Ok(saved_position("promoted:", &position))
}

/// Saves a position; the answer is a conflict if another program changed it since it was loaded.
pub(super) fn position(
    journal: &mut Journal,
    before: Option<&Stored<Position>>,
    draft: &Position,
    subject: impl FnOnce(Box<Stored<Position>>) -> Subject,
) -> Result<Answer> {
    let Some(before) = before else {
        return Ok(saved_position("added", &journal.write(|tx| positions::add(tx, draft))?));
    };
    let edited = journal.write(|tx| positions::edit(tx, before.id, draft, before.meta.revision))?;
    Ok(saved::edited(edited, "position", subject, |position| saved_position("saved", position)))
}

fn saved_position(verb: &str, position: &Stored<Position>) -> Answer {
    let text = format!("{verb} “{}”", ellipsis(&position.described(), 60));
    saved::done(text, Change::Career(Kind::Position, position.id.into()))
}

/// Saves the position of a form or of an interview.
pub(super) fn position_form(
    journal: &mut Journal,
    before: Option<&Stored<Position>>,
    fields: &Fields,
    subject: fn(Box<Stored<Position>>) -> Subject,
) -> std::result::Result<Result<Answer>, Refused> {
    let draft = record_of(journal.today(), before.map(|before| &before.body), fields)?;
    in_field("organisation", position(journal, before, &draft, subject))
}

/// Saves a story, like [`position`].
pub(super) fn story(journal: &mut Journal, draft: &Draft<Story>, story: &Story) -> Result<Answer> {
    let mut story = story.clone();
    adopt(&mut story.projects, &draft.body.projects);
    adopt(&mut story.wins, &draft.body.wins);
    adopt(&mut story.metrics, &draft.body.metrics);
    adopt::<FollowUpId>(&mut story.outcomes, &draft.body.outcomes);
    let Some(before) = &draft.stored else {
        return Ok(saved_story("added", &journal.write(|tx| stories::add(tx, &story))?));
    };
    let edited = journal.write(|tx| stories::edit(tx, before.id, &story, before.meta.revision))?;
    let subject = |now: Box<Stored<Story>>| Subject::Story(Box::new(Draft::of(*now)));
    Ok(saved::edited(edited, "story", subject, |story| saved_story("saved", story)))
}

fn saved_story(verb: &str, story: &Stored<Story>) -> Answer {
    let text = format!("{verb} “{}”: {}", ellipsis(&story.title, 60), crate::report::story::state_of(story));
    saved::done(text, Change::Career(Kind::Story, story.id.into()))
}

/// Gives references the ids of those references of the draft that have the same name.
fn adopt<I: crate::domain::id::Identity>(list: &mut [NamedRef<I>], draft: &[NamedRef<I>]) {
    for named in list.iter_mut().filter(|named| !named.is_resolved()) {
        if let Some(known) = draft.iter().find(|each| fold(&each.name) == fold(&named.name)) {
            *named = known.clone();
        }
    }
}

/// Saves praise, like [`position`]; pasted praise of several people becomes several entries.
pub(super) fn praise_of(journal: &mut Journal, draft: &Draft<Praise>, praise: &Praise) -> Result<Answer> {
    let mut praise = praise.clone();
    if let (Some(own), Some(known)) = (&mut praise.win, &draft.body.win) {
        adopt(std::slice::from_mut(own), std::slice::from_ref(known));
    }
    if let (Some(own), Some(known)) = (&mut praise.project, &draft.body.project) {
        adopt(std::slice::from_mut(own), std::slice::from_ref(known));
    }
    let Some(before) = &draft.stored else {
        let added = journal.write(|tx| praise::add(tx, &praise))?;
        let text = match &added[..] {
            [one] if !one.from.is_empty() => format!("added praise from {}", ellipsis(&one.from, 40)),
            [_] => "added praise; nobody is named: edit it to say who said it".to_owned(),
            many => {
                let names: Vec<&str> =
                    many.iter().map(|each| each.from.as_str()).filter(|name| !name.is_empty()).collect();
                format!("added {} entries of praise: {}", many.len(), names.join(", "))
            }
        };
        let first = added.first().map_or_else(RecordId::default, |first| first.id.into());
        return Ok(saved::done(text, Change::Career(Kind::Praise, first)));
    };
    let edited = journal.write(|tx| praise::edit(tx, before.id, &praise, before.meta.revision))?;
    let subject = |now: Box<Stored<Praise>>| Subject::Praise(Box::new(Draft::of(*now)));
    Ok(saved::edited(edited, "praise", subject, |praise| {
        let text = format!("saved the praise “{}”", ellipsis(&praise.quote, 50));
        saved::done(text, Change::Career(Kind::Praise, praise.id.into()))
    }))
}

/// Saves the profile, like [`position`].
pub(super) fn profile_of(
    journal: &mut Journal,
    before: Option<&Stored<crate::domain::Profile>>,
    draft: &crate::domain::Profile,
) -> Result<Answer> {
    let seen = before.map_or(0, |before| before.meta.revision);
    let edited = journal.write(|tx| profile::save(tx, draft, seen))?;
    let subject = |now| Subject::Profile(Some(now));
    Ok(saved::edited(edited, "profile", subject, |_| saved::done("saved your profile".into(), Change::Other)))
}

/// Confirms the competencies that the latest wins suggest, as one batch.
pub(super) fn confirm_suggested(journal: &mut Journal) -> Result<Answer> {
    let confirmed = journal.write(competencies::confirm_suggested)?;
    let wins = crate::text::counted(confirmed, "win", "wins");
    Ok(saved::done(format!("confirmed the competencies of {wins}; undo reverts it"), Change::Many))
}

/// Returns the ladder for the dialog that chooses the level: the user's, or the generic one.
fn load_ladder(snapshot: &Snapshot<'_>) -> Result<Answer> {
    let own = ladders::load(snapshot.context())?;
    let is_chosen = own.is_some();
    let generic = || crate::domain::Ladder::parse(crate::domain::Ladder::GENERIC);
    let ladder = match own {
        Some(ladder) => ladder,
        None => generic().map_err(|err| Error::failed(err.to_string()))?,
    };
    Ok(Answer::Loaded(Loaded::Career(screen::Loaded::Ladder { ladder: Box::new(ladder), is_chosen })))
}
