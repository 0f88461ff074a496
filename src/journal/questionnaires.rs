//! Questionnaires: adding forms, choosing evidence for their questions, and the answers.

use std::path::Path;

use super::edit_outcome::{EditOutcome, edit_unless_changed};
use super::{Snapshot, Transaction, lookup, review};
use crate::domain::{
    Categories, Kind, Period, Question, QuestionId, Questionnaire, QuestionnaireId, QuestionnaireView,
    Record as _, RecordId, Stored, fold, place,
};
use crate::error::{Error, Result};
use crate::files::read_text;
use crate::import::questionnaire::{EXAMPLES, Form, MAX_SIZE, parse};
use crate::report::answer::{self, Answer};
use crate::report::document::Reader;
use crate::report::evidence::{self, Source};
use crate::text::ellipsis;

/// Returns all questionnaires, the latest first.
pub fn list(snapshot: &Snapshot<'_>) -> Result<Vec<Stored<Questionnaire>>> {
    Ok(snapshot.store.list_questionnaires()?)
}

/// Returns a questionnaire with its questions.
pub fn find(snapshot: &Snapshot<'_>, id: QuestionnaireId) -> Result<QuestionnaireView> {
    Ok(snapshot.store.find_questionnaire(id)?)
}

/// Resolves a title or an id to a questionnaire. Of several with the same title, the latest is returned.
pub fn resolve(snapshot: &Snapshot<'_>, typed: &str) -> Result<QuestionnaireId> {
    let same = list(snapshot)?.into_iter().find(|each| fold(&each.title) == fold(typed.trim()));
    match same {
        Some(found) => Ok(found.id),
        None => Ok(QuestionnaireId(lookup::resolve_named(snapshot, Kind::Questionnaire, typed)?.0)),
    }
}

/// Reads a form from a file, or returns the form of this name that ships with the program; also returns its title. Fails
/// if the file cannot be read or has no question.
pub fn read_form(path: &Path) -> Result<(Form, String)> {
    let shipped = EXAMPLES.iter().find(|(name, _)| Path::new(name) == path && !path.exists());
    let text = if let Some((_, text)) = shipped {
        (*text).to_owned()
    } else {
        read_text(path, u64::try_from(MAX_SIZE).unwrap_or(u64::MAX)).map_err(|err| {
            Error::usage(format!("cannot read {}: {err}", path.display()))
                .hint("brag questionnaire list --examples lists the forms that ship with brag")
        })?
    };
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().replace(['-', '_'], " ");
    parse_form(&text, &stem)
}

/// Reads a form; `name` is its title if it has none. Returns the form and its title.
pub fn parse_form(text: &str, name: &str) -> Result<(Form, String)> {
    let form = parse(text).map_err(|why| {
        Error::usage(why).hint(
            "a form is TOML with [[question]], or text whose questions are headings, items or paragraphs",
        )
    })?;
    let title = if form.title.is_empty() { name.to_owned() } else { form.title.clone() };
    Ok((form, title))
}

/// Adds the questionnaire of a form, for the evidence of a period. Fails if there is one of this title and period.
pub fn add(tx: &mut Transaction<'_>, form: &Form, title: &str, period: &Period) -> Result<QuestionnaireView> {
    let mut questionnaire = Questionnaire {
        title: title.to_owned(),
        period: period.label.clone(),
        about: form.about.clone(),
        ..Questionnaire::default()
    };
    questionnaire.normalise(None, tx.context.today());
    questionnaire.validate(tx.context.today())?;
    let is_same = |each: &Stored<Questionnaire>| {
        fold(&each.title) == fold(&questionnaire.title) && each.period == questionnaire.period
    };
    if list(&tx.snapshot())?.iter().any(is_same) {
        return Err(Error::usage(format!(
            "there is a questionnaire “{}” for {} already",
            questionnaire.title, questionnaire.period
        ))
        .hint("give this one another title with --title, or another period with --period"));
    }
    tx.set_label(format!("add questionnaire: {}", ellipsis(&questionnaire.title, 60)));
    let id = tx.batch.insert(&questionnaire)?;
    let places = place::in_order(&vec![None; form.questions.len()]);
    for (asked, place) in form.questions.iter().zip(places) {
        let question = Question {
            questionnaire: Some(id),
            place,
            text: asked.text.clone(),
            limit: asked.limit,
            unit: asked.unit,
            ..Question::default()
        };
        question.validate(tx.context.today())?;
        tx.batch.insert(&question)?;
    }
    find(&tx.snapshot(), id)
}

/// Updates a question with its answer; `seen` is the revision that the user has edited.
pub fn edit_question(
    tx: &mut Transaction<'_>,
    id: QuestionId,
    question: &Question,
    seen: i64,
) -> Result<EditOutcome<Stored<Question>, Stored<Question>>> {
    let before = tx.snapshot().store.find::<Question>(id)?;
    question.validate(tx.context.today())?;
    tx.set_label(format!("answer: {}", ellipsis(&before.text, 60)));
    edit_unless_changed(
        tx,
        (id.into(), seen),
        |tx| tx.batch.update(&before, question).map(drop).map_err(Error::from),
        |snapshot| Ok(snapshot.store.find::<Question>(id)?),
    )
}

/// Updates several questions at once, in one undoable batch.
pub fn edit_questions(tx: &mut Transaction<'_>, title: &str, all: &[Stored<Question>]) -> Result<()> {
    tx.set_label(format!("fill questionnaire: {}", ellipsis(title, 60)));
    for question in all {
        let before = tx.snapshot().store.find::<Question>(question.id)?;
        tx.batch.update(&before, &question.body)?;
    }
    Ok(())
}

/// The number of records that are offered for a question.
const FITTING: usize = 12;

/// A questionnaire with the evidence of its period and its answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Filled {
    /// The questionnaire.
    pub view: QuestionnaireView,
    /// The records that can be evidence: those of the period, and those that were chosen from elsewhere.
    pub sources: Vec<Source>,
    /// The answer to each question.
    pub answers: Vec<Answer>,
    /// For each question, the indexes of the sources that fit it and are not its evidence, the best first.
    pub fitting: Vec<Vec<usize>>,
    /// The answer to each question in an earlier questionnaire that asks it, with its period.
    pub earlier: Vec<Option<(String, String)>>,
}

impl Filled {
    /// Returns the sources that fit a question best and are not its evidence.
    fn fitting_of(&self, at: usize, categories: &Categories) -> Vec<usize> {
        let question = &self.view.questions[at];
        let mine = question.evidence_ids();
        let mut order = answer::ranked(&question.text, &self.sources, categories, &self.used(at));
        order.retain(|index| !mine.contains(&self.sources[*index].id));
        order.truncate(FITTING);
        order
    }

    /// Returns the records that answer the questions other than `except`.
    fn used(&self, except: usize) -> Vec<RecordId> {
        let others = self.view.questions.iter().enumerate().filter(|(at, _)| *at != except);
        others.flat_map(|(_, question)| question.evidence_ids()).collect()
    }
}

/// Returns a questionnaire with its evidence and answers. Private records are no evidence.
pub fn filled(snapshot: &Snapshot<'_>, id: QuestionnaireId) -> Result<Filled> {
    let view = find(snapshot, id)?;
    let mut sources = sources_of(snapshot, &view.stored.period)?;
    let chosen: Vec<RecordId> = view.questions.iter().flat_map(|question| question.evidence_ids()).collect();
    let is_missing = |sources: &[Source]| chosen.iter().any(|id| sources.iter().all(|each| each.id != *id));
    if is_missing(&sources) {
        // The user chose a record of another period.
        let all = review::load(snapshot, Period::ever(), Reader::Manager)?;
        let others = evidence::sources(&all).into_iter().filter(|each| chosen.contains(&each.id));
        let others: Vec<Source> =
            others.filter(|each| sources.iter().all(|known| known.id != each.id)).collect();
        sources.extend(others);
    }
    let earlier = earlier_answers(snapshot, &view)?;
    let answers = view.questions.iter().map(|each| answer::answer(each, &sources)).collect();
    let mut out = Filled { view, sources, answers, fitting: Vec::new(), earlier };
    let categories = &snapshot.context.config.categories;
    out.fitting = (0..out.view.questions.len()).map(|at| out.fitting_of(at, categories)).collect();
    Ok(out)
}

fn sources_of(snapshot: &Snapshot<'_>, period: &str) -> Result<Vec<Source>> {
    let period = if period.is_empty() { Period::ever() } else { snapshot.context.period(period)? };
    let mut input = review::load(snapshot, period.clone(), Reader::Manager)?;
    // Stories have no date: all of them can be an example.
    input.stories = review::load_stories(snapshot, None, Reader::Manager)?.stories;
    Ok(evidence::sources(&input))
}

/// Returns the sentences of a record that can be evidence, whatever its period. Fails if the record is private, or is
/// neither a win nor an outcome, a goal, praise or a story.
pub fn source(snapshot: &Snapshot<'_>, typed: &str) -> Result<Source> {
    let found = lookup::resolve(snapshot, typed)?;
    let source = sources_of(snapshot, "")?.into_iter().find(|each| each.id == found.id);
    source.ok_or_else(|| {
        Error::usage(format!("the {} {} cannot be evidence", found.kind, found.short))
            .hint("evidence is a win, an outcome, a goal, praise or a story that is not private")
    })
}

/// Returns the answers of the latest earlier questionnaire to each question, with its period.
fn earlier_answers(
    snapshot: &Snapshot<'_>,
    view: &QuestionnaireView,
) -> Result<Vec<Option<(String, String)>>> {
    let mut out = vec![None; view.questions.len()];
    for other in list(snapshot)?.into_iter().filter(|each| each.id.0 < view.stored.id.0) {
        let asks_same = |text: &str| view.questions.iter().any(|question| fold(&question.text) == fold(text));
        let other = find(snapshot, other.id)?;
        if !other.questions.iter().any(|question| asks_same(&question.text)) {
            continue;
        }
        let sources = sources_of(snapshot, &other.stored.period)?;
        for (question, slot) in view.questions.iter().zip(&mut out) {
            let same = other.questions.iter().find(|each| fold(&each.text) == fold(&question.text));
            let text = same.map(|same| answer::answer(same, &sources).text).filter(|text| !text.is_empty());
            if let (None, Some(text)) = (&slot, text) {
                *slot = Some((other.stored.period.clone(), text));
            }
        }
    }
    Ok(out)
}

/// Chooses evidence for the questions that have neither evidence nor an answer, or for the one with this index if it has
/// none. Returns the changed questions.
pub fn suggest(snapshot: &Snapshot<'_>, filled: &Filled, only: Option<usize>) -> Vec<Stored<Question>> {
    let categories = &snapshot.context.config.categories;
    let mut used = filled.used(only.unwrap_or(usize::MAX));
    let mut out = Vec::new();
    for (at, question) in filled.view.questions.iter().enumerate() {
        let is_empty = question.evidence.is_empty() && question.answer.trim().is_empty();
        if !is_empty || only.is_some_and(|only| only != at) {
            continue;
        }
        let chosen = answer::suggested(question, &filled.sources, categories, &used);
        if chosen.is_empty() {
            continue;
        }
        let mut question = question.clone();
        question.body.set_evidence(&chosen);
        used.extend(chosen);
        out.push(question);
    }
    out
}
