//! Questionnaires: adding forms, choosing evidence for their questions, and the answers.

use std::path::Path;

use super::edit_outcome::{EditOutcome, edit_unless_changed};
use super::evidence::{Evidence, stored_period};
use super::{Snapshot, Transaction, lookup};
use crate::domain::{
    Kind, Period, Question, QuestionId, Questionnaire, QuestionnaireId, QuestionnaireView, Record as _,
    RecordId, Stored, fold, place,
};
use crate::error::{Error, Result};
use crate::files::read_text;
use crate::import::questionnaire::{EXAMPLES, Form, MAX_SIZE, parse};
use crate::report::answer::{self, Answer};
use crate::report::evidence::Source;
use crate::store::Freshness;
use crate::text::{ellipsis, spaced};

/// Returns all questionnaires, the latest first.
pub fn list(snapshot: &Snapshot<'_>) -> Result<Vec<Stored<Questionnaire>>> {
    Ok(snapshot.store.list_questionnaires()?)
}

/// Returns a questionnaire with its questions.
pub fn find(snapshot: &Snapshot<'_>, id: QuestionnaireId) -> Result<QuestionnaireView> {
    Ok(snapshot.store.find_questionnaire(id)?)
}

/// Returns `true` if a questionnaire is about a period.
pub fn is_of(snapshot: &Snapshot<'_>, questionnaire: &Questionnaire, period: &Period) -> bool {
    questionnaire.period == stored_period(snapshot, period)
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
    let stem = spaced(&path.file_stem().unwrap_or_default().to_string_lossy());
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
        period: stored_period(&tx.snapshot(), period),
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

/// Updates several questions at once, in one undoable batch. Fails if another program changed one of them since it was
/// read.
pub fn edit_questions(tx: &mut Transaction<'_>, title: &str, all: &[Stored<Question>]) -> Result<()> {
    tx.set_label(format!("fill questionnaire: {}", ellipsis(title, 60)));
    for question in all {
        if tx.batch.since(question.id.into(), question.meta.revision)? != Freshness::Same {
            return Err(Error::failed(format!(
                "another program changed the answer to “{}”: nothing was written",
                ellipsis(&question.text, 60)
            ))
            .hint("run the command again: it begins with the new answer"));
        }
        let before = tx.snapshot().store.find::<Question>(question.id)?;
        tx.batch.update(&before, &question.body)?;
    }
    Ok(())
}

/// A questionnaire with its answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// The questionnaire.
    pub view: QuestionnaireView,
    /// The records that were chosen as evidence, whatever their date.
    pub sources: Vec<Source>,
    /// The answer to each question.
    pub answers: Vec<Answer>,
    /// The answer to each question in an earlier questionnaire that asks it, with its period.
    pub earlier: Vec<Option<(String, String)>>,
}

/// Returns a questionnaire with its answers. Private records are no evidence.
pub fn answered(snapshot: &Snapshot<'_>, id: QuestionnaireId) -> Result<Answered> {
    let view = find(snapshot, id)?;
    let sources = chosen(snapshot, &view.stored.period, &view.questions)?;
    let answers = view.questions.iter().map(|each| answer::answer(each, &sources)).collect();
    let earlier = earlier_answers(snapshot, &view)?;
    Ok(Answered { view, sources, answers, earlier })
}

/// Returns the records that were chosen as evidence for some questions.
fn chosen(snapshot: &Snapshot<'_>, period: &str, questions: &[Stored<Question>]) -> Result<Vec<Source>> {
    let mut ids: Vec<RecordId> = questions.iter().flat_map(|question| question.evidence_ids()).collect();
    ids.sort_unstable_by_key(|id| id.0);
    ids.dedup();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut evidence = Evidence::new(snapshot, period)?;
    let mut out = Vec::with_capacity(ids.len());
    for id in ids {
        out.extend(evidence.of(id)?);
    }
    Ok(out)
}

/// Returns a record as evidence, whatever its date. Fails if the record is private, or is neither a win nor an outcome, a
/// goal, praise or a story.
pub fn source(snapshot: &Snapshot<'_>, typed: &str) -> Result<Source> {
    let found = lookup::resolve(snapshot, typed)?;
    Evidence::new(snapshot, "")?.of(found.id)?.ok_or_else(|| {
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
    let is_earlier =
        |each: &Stored<Questionnaire>| each.id.0 < view.stored.id.0 && each.period != view.stored.period;
    for other in list(snapshot)?.into_iter().filter(is_earlier) {
        let mut other = find(snapshot, other.id)?;
        let open = view.questions.iter().zip(&out).filter(|(_, slot)| slot.is_none());
        let asked: Vec<String> = open.map(|(question, _)| fold(&question.text)).collect();
        other.questions.retain(|question| asked.contains(&fold(&question.text)));
        let sources = chosen(snapshot, &other.stored.period, &other.questions)?;
        for same in &other.questions {
            let text = answer::answer(same, &sources).text;
            let at = view.questions.iter().position(|each| fold(&each.text) == fold(&same.text));
            if let Some(at) = at.filter(|_| !text.is_empty()) {
                out[at] = Some((other.stored.period.clone(), text));
            }
        }
        if out.iter().all(Option::is_some) {
            break;
        }
    }
    Ok(out)
}

/// The number of records that are offered for a question.
const FITTING: usize = 12;

/// A questionnaire with its answers, and the records that are offered as evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Filled {
    /// The questionnaire with its answers.
    pub answered: Answered,
    /// For each question, the records of the period that fit it and are not its evidence, the best first.
    pub fitting: Vec<Vec<Source>>,
}

/// Returns a questionnaire with its answers and the evidence that its period offers.
pub fn filled(snapshot: &Snapshot<'_>, id: QuestionnaireId) -> Result<Filled> {
    let answered = answered(snapshot, id)?;
    let sources = Evidence::new(snapshot, &answered.view.stored.period)?.all()?;
    let categories = &snapshot.context.config.categories;
    let fitting = (0..answered.view.questions.len()).map(|at| {
        let question = &answered.view.questions[at];
        let mine = question.evidence_ids();
        let order = answer::ranked(&question.text, &sources, categories, &used(&answered.view, Some(at)));
        let others = order.into_iter().map(|at| &sources[at]).filter(|source| !mine.contains(&source.id));
        others.take(FITTING).cloned().collect()
    });
    let fitting = fitting.collect();
    Ok(Filled { answered, fitting })
}

/// Returns the records that answer the questions other than `except`.
fn used(view: &QuestionnaireView, except: Option<usize>) -> Vec<RecordId> {
    let others = view.questions.iter().enumerate().filter(|(at, _)| Some(*at) != except);
    others.flat_map(|(_, question)| question.evidence_ids()).collect()
}

/// Chooses evidence for the questions that have neither evidence nor an answer, or for the one with this index if it has
/// none. Returns the changed questions.
pub fn suggest(
    snapshot: &Snapshot<'_>,
    view: &QuestionnaireView,
    only: Option<usize>,
) -> Result<Vec<Stored<Question>>> {
    let sources = Evidence::new(snapshot, &view.stored.period)?.all()?;
    let categories = &snapshot.context.config.categories;
    let mut used = used(view, only);
    let mut out = Vec::new();
    for (at, question) in view.questions.iter().enumerate() {
        if question.has_answer() || only.is_some_and(|only| only != at) {
            continue;
        }
        let chosen = answer::suggested(question, &sources, categories, &used);
        if chosen.is_empty() {
            continue;
        }
        let mut question = question.clone();
        question.body.set_evidence(&chosen);
        used.extend(chosen);
        out.push(question);
    }
    Ok(out)
}
