//! Performs the effects of questionnaires.

use super::saved;
use crate::domain::{Period, Question, QuestionnaireId, Stored};
use crate::error::{Error, Result};
use crate::files::typed_path;
use crate::import::questionnaire::Form;
use crate::journal::questionnaires as use_case;
use crate::journal::{EditOutcome, Journal, Snapshot, write_new};
use crate::report::questionnaire::AnswerFormat;
use crate::text::{counted, ellipsis};
use crate::tui::answer::Answer;
use crate::tui::form_choice::FormChoice;
use crate::tui::loaded::Loaded;
use crate::tui::saved::Change;
use crate::tui::screens::review;

/// Loads a questionnaire with its evidence; the latest if the one that is asked for is not there.
pub(super) fn load(snapshot: &Snapshot<'_>, form: &FormChoice) -> Result<Answer> {
    let listed = use_case::list(snapshot)?;
    let asked = listed.iter().find(|each| match form {
        FormChoice::This(id) => each.id == *id,
        FormChoice::Of(period) => {
            period.as_ref().is_some_and(|period| use_case::is_of(snapshot, each, period))
        }
    });
    let id = asked.or_else(|| listed.first()).map(|each| each.id);
    let all = listed.iter().map(|each| each.id).collect();
    let filled = id.map(|id| use_case::filled(snapshot, id)).transpose()?.map(Box::new);
    Ok(Answer::Loaded(Loaded::Review(review::Loaded::Answers(all, filled))))
}

/// Saves a question with its answer; a change of another program in the meantime is not overwritten.
pub(super) fn save(journal: &mut Journal, question: &Stored<Question>) -> Result<Answer> {
    let seen = question.meta.revision;
    match journal.write(|tx| use_case::edit_question(tx, question.id, &question.body, seen))? {
        EditOutcome::Saved(_) => {
            Ok(Answer::Saved(crate::tui::saved::Saved { message: None, change: Change::Other }))
        }
        EditOutcome::Unchanged => Ok(Answer::Unchanged),
        EditOutcome::Conflict(_) => {
            Err(Error::failed("another program changed this answer: nothing was written")
                .hint("the answer on the screen is the new one; make the change again"))
        }
        EditOutcome::Deleted => Ok(Answer::DeletedUnderneath("question")),
    }
}

/// Answers every empty question with the evidence that fits it best.
pub(super) fn fill(journal: &mut Journal, id: QuestionnaireId) -> Result<Answer> {
    let (title, changed) = {
        let snapshot = journal.snapshot()?;
        let view = use_case::find(&snapshot, id)?;
        let changed = use_case::suggest(&snapshot, &view, None)?;
        (view.stored.title.clone(), changed)
    };
    if changed.is_empty() {
        return Ok(Answer::Nothing("every question has an answer, or no record fits"));
    }
    journal.write(|tx| use_case::edit_questions(tx, &title, &changed))?;
    Ok(saved::done(format!("answered {}", counted(changed.len(), "question", "questions")), Change::Other))
}

/// Adds the questionnaire of a form, by its path or the name of one that ships with the program.
pub(super) fn add(journal: &mut Journal, period: &Period, line: &str) -> Result<Answer> {
    let (form, title) = use_case::read_form(&typed_path(line.trim()))?;
    added(journal, period, &form, &title)
}

/// Adds the questionnaire of a pasted form.
pub(super) fn paste(journal: &mut Journal, period: &Period, text: &str) -> Result<Answer> {
    let (form, title) = use_case::parse_form(text, "Review form")?;
    added(journal, period, &form, &title)
}

fn added(journal: &mut Journal, period: &Period, form: &Form, title: &str) -> Result<Answer> {
    let added = journal.write(|tx| use_case::add(tx, form, title, period))?;
    let count = counted(added.questions.len(), "question", "questions");
    Ok(saved::done(
        format!("added “{}” with {count}", ellipsis(title, 40)),
        Change::Questionnaire(added.stored.id),
    ))
}

/// Writes the answers to a new file, in the format of its ending.
pub(super) fn export(journal: &Journal, id: QuestionnaireId, line: &str, force: bool) -> Result<Answer> {
    let path = typed_path(line.trim());
    let ending = path.extension().and_then(std::ffi::OsStr::to_str).unwrap_or_default();
    let format =
        AnswerFormat::from_word(ending).ok_or_else(|| Error::usage("the name must end in .txt or .md"))?;
    let answered = use_case::answered(&journal.snapshot()?, id)?;
    let text = format.write(&answered.view, &answered.answers);
    write_new(&path, text.as_bytes(), force).map_err(|err| Error::usage(err.message().to_owned()))?;
    let shown = std::path::absolute(&path).unwrap_or(path);
    Ok(saved::done(format!("wrote {}", shown.display()), Change::File(shown.display().to_string())))
}
