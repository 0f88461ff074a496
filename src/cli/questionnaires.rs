//! Questionnaires: `brag questionnaire`.

use std::path::Path;

use serde_json::{Value, json};

use super::args::{
    QuestionnaireAction, QuestionnaireAddArgs, QuestionnaireExportArgs, QuestionnaireFillArgs,
};
use super::documents::written;
use super::notices::say_names;
use super::{Output, capture, remove};
use crate::domain::{Question, Questionnaire, Stored};
use crate::error::{Error, Result};
use crate::import::questionnaire::EXAMPLES;
use crate::journal::questionnaires::{self, Answered};
use crate::journal::{Journal, Snapshot, aliases, lookup};
use crate::report::answer::Use;
use crate::report::questionnaire::{AnswerFormat, meter};
use crate::text::{counted, ellipsis, inert};

/// Runs `brag questionnaire`.
pub fn run(journal: &mut Journal, output: &mut Output, action: Option<QuestionnaireAction>) -> Result<u8> {
    match action.unwrap_or(QuestionnaireAction::List { examples: false }) {
        QuestionnaireAction::Add(args) => add(journal, output, &args)?,
        QuestionnaireAction::List { examples: true } => list_examples(output)?,
        QuestionnaireAction::List { examples: false } => list(&journal.snapshot()?, output)?,
        QuestionnaireAction::Show { name } => {
            let snapshot = journal.snapshot()?;
            print(&snapshot, output, &answered(&snapshot, &name)?)?;
        }
        QuestionnaireAction::Fill(args) => fill(journal, output, &args)?,
        QuestionnaireAction::Export(args) => return export(&journal.snapshot()?, output, &args),
        QuestionnaireAction::Rm { names } => {
            return remove::remove_named(journal, output, &names, questionnaires::resolve);
        }
    }
    Ok(0)
}

fn answered(snapshot: &Snapshot<'_>, name: &str) -> Result<Answered> {
    questionnaires::answered(snapshot, questionnaires::resolve(snapshot, name)?)
}

fn add(journal: &mut Journal, output: &mut Output, args: &QuestionnaireAddArgs) -> Result<()> {
    let (form, title) = if args.file == Path::new("-") {
        questionnaires::parse_form(&capture::from_stdin()?, "Questionnaire")?
    } else {
        questionnaires::read_form(&args.file)?
    };
    let period = match &args.period {
        Some(typed) => journal.context().period(typed)?,
        None => journal.context().review_period(),
    };
    let title = args.title.clone().unwrap_or(title);
    let added = journal.write(|tx| questionnaires::add(tx, &form, &title, &period))?;
    let snapshot = journal.snapshot()?;
    if output.json {
        let answered = questionnaires::answered(&snapshot, added.stored.id)?;
        return output.document(&json(&snapshot, &answered)?);
    }
    let short = lookup::short_id(&snapshot, added.stored.id)?;
    let count = counted(added.questions.len(), "question", "questions");
    let line = format!(
        "added questionnaire {}  {}  ({}, {count})",
        output.accent(&short),
        inert(&title),
        period.label
    );
    output.line(line)?;
    for (at, question) in added.questions.iter().enumerate() {
        output.line(format!(
            "{:>3}  {}  {}",
            at + 1,
            short_question(question),
            output.muted(&limit(question))
        ))?;
    }
    output.hint(&format!("answer it from your records with: brag questionnaire fill {short}"));
    Ok(())
}

fn short_question(question: &Question) -> String {
    ellipsis(&inert(&question.text), 60).into_owned()
}

/// Returns the limit in words; empty without a limit.
fn limit(question: &Question) -> String {
    question.maximum().map(|most| format!("at most {}", question.unit.counted(most))).unwrap_or_default()
}

fn list_examples(output: &mut Output) -> Result<()> {
    if output.json {
        let names: Vec<&str> = EXAMPLES.iter().map(|(name, _)| *name).collect();
        return output.document(&json!(names));
    }
    for (name, text) in EXAMPLES {
        let about = text.lines().next().unwrap_or_default().trim_start_matches(['#', ' ']);
        output.line(format!("{}  {about}", output.accent(&format!("{name:<16}"))))?;
    }
    Ok(())
}

fn list(snapshot: &Snapshot<'_>, output: &mut Output) -> Result<()> {
    let all = questionnaires::list(snapshot)?;
    if output.json {
        let value = |each: &Stored<Questionnaire>| {
            questionnaires::answered(snapshot, each.id).and_then(|answered| json(snapshot, &answered))
        };
        return output.document(&Value::Array(all.iter().map(value).collect::<Result<_>>()?));
    }
    if all.is_empty() {
        output.note("no questionnaire yet; add your company's form: brag questionnaire add FILE");
    }
    for stored in &all {
        let questions = questionnaires::find(snapshot, stored.id)?.questions;
        let answered = questions.iter().filter(|question| question.has_answer()).count();
        let short = format!("{:<4}", lookup::short_id(snapshot, stored.id)?);
        let of = counted(questions.len(), "question", "questions");
        output.line(format!(
            "{}  {:<8}  {}  {}",
            output.accent(&short),
            inert(&stored.period),
            inert(&stored.title),
            output.muted(&format!("{answered} of {of} answered"))
        ))?;
    }
    Ok(())
}

fn fill(journal: &mut Journal, output: &mut Output, args: &QuestionnaireFillArgs) -> Result<()> {
    let before = answered(&journal.snapshot()?, &args.name)?;
    let title = before.view.stored.title.clone();
    let only = args.question.map(|number| index(&before, number)).transpose()?;
    let has_changes =
        !(args.add.is_empty() && args.drop.is_empty() && args.keep.is_empty() && args.leave_out.is_empty());
    let changed = match only {
        Some(at) if has_changes || args.text.is_some() => {
            vec![changed_question(&journal.snapshot()?, &before, at, args)?]
        }
        _ => questionnaires::suggest(&journal.snapshot()?, &before.view, only)?,
    };
    if changed.is_empty() && !output.json {
        output.note("nothing changed: every question has an answer, or no record fits");
    }
    if !changed.is_empty() {
        journal.write(|tx| questionnaires::edit_questions(tx, &title, &changed))?;
    }
    let snapshot = journal.snapshot()?;
    let after = questionnaires::answered(&snapshot, before.view.stored.id)?;
    if output.json {
        return output.document(&json(&snapshot, &after)?);
    }
    for at in 0..after.view.questions.len() {
        if only.is_none_or(|only| only == at) {
            question(&snapshot, output, &after, at)?;
        }
    }
    Ok(())
}

fn index(answered: &Answered, number: usize) -> Result<usize> {
    let count = answered.view.questions.len();
    number.checked_sub(1).filter(|at| *at < count).ok_or_else(|| {
        Error::usage(format!("there is no question {number}")).hint(format!("the questions are 1 to {count}"))
    })
}

fn changed_question(
    snapshot: &Snapshot<'_>,
    answered: &Answered,
    at: usize,
    args: &QuestionnaireFillArgs,
) -> Result<Stored<Question>> {
    let mut question = answered.view.questions[at].clone();
    if let Some(text) = &args.text {
        question.body.answer = if text == "-" { capture::from_stdin()? } else { text.clone() };
        return Ok(question);
    }
    let mut ids = question.evidence_ids();
    for typed in &args.add {
        let source = questionnaires::source(snapshot, typed)?;
        if !ids.contains(&source.id) {
            ids.push(source.id);
        }
    }
    for typed in &args.drop {
        let found = lookup::resolve(snapshot, typed)?;
        if !ids.contains(&found.id) {
            return Err(Error::usage(format!("{} is no evidence of question {}", found.short, at + 1))
                .hint("brag questionnaire show lists the evidence"));
        }
        ids.retain(|id| *id != found.id);
    }
    let key = |number: usize| -> Result<&str> {
        let all = &answered.answers[at].sentences;
        let found =
            number.checked_sub(1).and_then(|index| all.get(index)).map(|(sentence, _)| &*sentence.key);
        found.ok_or_else(|| match all.len() {
            0 if answered.answers[at].is_own => {
                Error::usage("the answer is in your own words, which have no numbered sentences")
                    .hint("--text '' returns to the sentences of the evidence")
            }
            count => Error::usage(format!("the answer has no sentence {number}"))
                .hint(format!("they are 1 to {count}")),
        })
    };
    for number in &args.keep {
        question.body.keep(key(*number)?);
    }
    for number in &args.leave_out {
        question.body.leave_out(key(*number)?);
    }
    question.body.set_evidence(&ids);
    Ok(question)
}

/// Prints a questionnaire in full, as text or JSON.
pub fn print(snapshot: &Snapshot<'_>, output: &mut Output, answered: &Answered) -> Result<()> {
    if output.json {
        return output.document(&json(snapshot, answered)?);
    }
    let stored = &answered.view.stored;
    output.line(format!(
        "{}  {}",
        output.strong(&inert(&stored.title)),
        output.muted(&format!("{}  {}", inert(&stored.period), lookup::short_id(snapshot, stored.id)?))
    ))?;
    if !stored.about.is_empty() {
        stored.about.lines().try_for_each(|line| output.line(inert(line).into_owned()))?;
    }
    (0..answered.view.questions.len()).try_for_each(|at| question(snapshot, output, answered, at))
}

/// Prints a question with its answer, the size of it, and its sentences with their records.
fn question(snapshot: &Snapshot<'_>, output: &mut Output, answered: &Answered, at: usize) -> Result<()> {
    let (question, answer) = (&answered.view.questions[at], &answered.answers[at]);
    output.line(String::new())?;
    output.line(format!("{}  {}", at + 1, output.strong(&inert(&question.text))))?;
    output.line(format!("   {}", output.muted(&meter(question, answer))))?;
    if answer.is_own {
        for line in answer.text.lines() {
            output.line(format!("   {}", inert(line)))?;
        }
    }
    for (number, (sentence, used)) in answer.sentences.iter().enumerate() {
        let why = used.label();
        let mark = if why.is_empty() { String::new() } else { format!("{why}: ") };
        let short = lookup::short_id(snapshot, sentence.record)?;
        let text = format!("{mark}{}", inert(&sentence.text));
        let text = if *used == Use::Included { text } else { output.muted(&text) };
        let place = output.muted(&format!("{short} {}", sentence.field));
        output.line(format!("   {:>2}  {text}  {place}", number + 1))?;
    }
    if let Some((period, text)) = answered.earlier.get(at).and_then(Option::as_ref) {
        output.line(output.muted(&format!("   in {}: {}", inert(period), ellipsis(&inert(text), 120))))?;
    }
    Ok(())
}

fn export(snapshot: &Snapshot<'_>, output: &mut Output, args: &QuestionnaireExportArgs) -> Result<u8> {
    let answered = answered(snapshot, &args.name)?;
    let by_name = args.file.output.as_deref().and_then(Path::extension).and_then(std::ffi::OsStr::to_str);
    let named = if output.json { "json" } else { args.format.as_deref().or(by_name).unwrap_or("txt") };
    let text = if named == "json" {
        let text = serde_json::to_string_pretty(&json(snapshot, &answered)?);
        format!("{}\n", text.map_err(|err| Error::failed(err.to_string()))?)
    } else {
        let format = AnswerFormat::from_word(named).ok_or_else(|| {
            Error::usage(format!("a questionnaire is not written as .{}", inert(named)))
                .hint("the name must end in .txt, .md or .json, or give --format")
        })?;
        format.write(&answered.view, &answered.answers)
    };
    let over = answered
        .view
        .questions
        .iter()
        .zip(&answered.answers)
        .filter(|(question, answer)| answer.is_over(question));
    for (question, answer) in over {
        let hint = if answer.is_own {
            "write a shorter one with: brag questionnaire fill NAME QUESTION --text TEXT"
        } else {
            "leave a sentence out with: brag questionnaire fill NAME QUESTION --leave-out NUMBER"
        };
        output.warn(&format!("“{}” is {}", short_question(question), meter(question, answer)), Some(hint));
    }
    let mut text = Value::from(text);
    let names = aliases::apply(snapshot, &mut text, args.aliases)?;
    say_names(output, &names, true);
    written(output, &args.file, text.as_str().unwrap_or_default().as_bytes())
}

/// Returns a questionnaire as JSON, with stable keys.
pub fn json(snapshot: &Snapshot<'_>, answered: &Answered) -> Result<Value> {
    let stored = &answered.view.stored;
    let mut questions = Vec::new();
    for (number, (question, answer)) in answered.view.questions.iter().zip(&answered.answers).enumerate() {
        let mut evidence = Vec::new();
        for id in question.evidence_ids() {
            if let Some(source) = answered.sources.iter().find(|source| source.id == id) {
                let short = lookup::short_id(snapshot, id)?;
                evidence
                    .push(json!({ "short_id": short, "kind": source.kind.word(), "title": source.title }));
            }
        }
        let mut sentences = Vec::new();
        for (sentence, used) in &answer.sentences {
            sentences.push(json!({
                "text": sentence.text,
                "short_id": lookup::short_id(snapshot, sentence.record)?,
                "field": sentence.field,
                "included": *used == Use::Included,
            }));
        }
        let limit = (question.limit > 0).then_some(question.limit);
        questions.push(json!({
            "number": number + 1,
            "text": question.text,
            "limit": limit,
            "unit": limit.map(|_| question.unit.word()),
            "used": answer.used,
            "answer": answer.text,
            "own_words": answer.is_own,
            "evidence": evidence,
            "sentences": sentences,
        }));
    }
    Ok(json!({
        "id": stored.id.to_string(),
        "short_id": lookup::short_id(snapshot, stored.id)?,
        "kind": "questionnaire",
        "title": stored.title,
        "period": stored.period,
        "about": stored.about,
        "visibility": stored.visibility.word(),
        "questions": questions,
        "logged_at": stored.meta.logged_at.to_rfc3339(),
        "updated_at": stored.meta.updated_at.to_rfc3339(),
    }))
}
