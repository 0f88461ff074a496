//! Handles keys on the screen of a questionnaire.

use super::answers::{Answers, Row};
use crate::domain::{Period, Question, RecordId, Stored};
use crate::import::questionnaire::{EXAMPLES, parse};
use crate::report::answer::Use;
use crate::text::{file_stem, inert, slug};
use crate::tui::action::Action;
use crate::tui::dialog::Cx;
use crate::tui::dialogs::choose::{Alternative, Choose, Chosen};
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::dialogs::prompt::{Prompt, PromptDialog};
use crate::tui::dialogs::text_editor::TextEditor;
use crate::tui::effect::Effect;
use crate::tui::form_choice::FormChoice;
use crate::tui::line::LineRequest;

/// Returns the actions of the footer, the most used first.
pub(super) fn hints(answers: &Answers) -> &'static [Action] {
    if answers.is_inside {
        &[Action::LeaveOut, Action::Edit, Action::Copy, Action::Export]
    } else {
        &[Action::Open, Action::Fill, Action::New, Action::Export]
    }
}

/// Performs an action; `None` if the screen shall be closed.
pub(super) fn act(
    answers: &mut Answers,
    cx: &mut Cx<'_>,
    action: Action,
    period: Option<&Period>,
) -> Option<Vec<Effect>> {
    let page = cx.view.page();
    match action {
        Action::Back if answers.is_inside => answers.is_inside = false,
        Action::Back | Action::Interview => return None,
        Action::New => ask_form(cx, period),
        Action::Open if answers.filled.is_none() => {}
        Action::Open if !answers.is_inside => answers.is_inside = true,
        Action::Open | Action::LeaveOut => return Some(take(answers)),
        Action::MoveUp | Action::MoveDown => return Some(moved(answers, action == Action::MoveUp)),
        Action::Edit => {
            if let Some((question, answer)) = answers.selected() {
                cx.open(TextEditor::answer(question.clone(), &answer.text));
            }
            answers.row = 0;
        }
        Action::Fill => {
            let id = answers.filled.as_ref().map(|filled| filled.answered.view.stored.id);
            return Some(id.map(Effect::FillAnswers).into_iter().collect());
        }
        Action::Export => ask_file(answers, cx),
        Action::Delete => {
            if let Some(filled) = &answers.filled {
                let stored = &filled.answered.view.stored;
                let question =
                    format!("Delete “{}” with its answers? Undo brings them back.", inert(&stored.title));
                cx.open(Confirm::effect(question, Effect::Delete(stored.id.into(), stored.title.clone())));
            }
        }
        Action::PreviousPeriod | Action::NextPeriod => {
            return Some(other(answers, action == Action::NextPeriod));
        }
        _ => answers.step(action, page),
    }
    Some(Vec::new())
}

/// Asks for the form: a file, pasted text, or one that ships with the program.
fn ask_form(cx: &mut Cx<'_>, period: Option<&Period>) {
    let Some(period) = period.cloned() else { return };
    let about = format!("A review form for {}", period.label);
    let file = Prompt::journal(
        "Which file?",
        &*about,
        "a path; the form is Markdown, plain text or TOML",
        LineRequest::AddForm(period.clone()),
    );
    let mut options = vec![
        Alternative::new("from a file", Chosen::Prompt(Box::new(file.required("name a file, or press esc")))),
        Alternative::new("paste its text", Chosen::PasteForm(period.clone())),
    ];
    options.extend(EXAMPLES.iter().map(|(name, text)| {
        let title = parse(text).map_or_else(|_| (*name).to_owned(), |form| form.title);
        let add = Effect::Submit(LineRequest::AddForm(period.clone()), (*name).to_owned());
        Alternative::effect(format!("“{title}”, a common form"), add)
    }));
    cx.open(Choose::new("Which form?", about, options, 0));
}

fn ask_file(answers: &Answers, cx: &mut Cx<'_>) {
    let Some(filled) = &answers.filled else { return };
    let stored = &filled.answered.view.stored;
    let file = format!("{}-{}.txt", file_stem(&stored.title, "answers"), slug(&stored.period));
    let hint = "the ending decides: .txt or .md";
    let request = LineRequest::ExportAnswers(stored.id);
    cx.open(PromptDialog::from(
        Prompt::journal("Write all answers to", &*stored.title, hint, request).initial(file),
    ));
}

/// Loads the questionnaire after (`later`) or before this one.
fn other(answers: &Answers, later: bool) -> Vec<Effect> {
    let id = answers.filled.as_ref().map(|filled| filled.answered.view.stored.id);
    let at = answers.all.iter().position(|each| Some(*each) == id);
    // The latest is first.
    let next = at.and_then(|at| if later { at.checked_sub(1) } else { Some(at + 1) });
    let id = next.and_then(|at| answers.all.get(at)).copied();
    id.map(|id| Effect::LoadAnswers(FormChoice::This(id))).into_iter().collect()
}

/// Takes the selected record as evidence, or gives it up; leaves a sentence out, or takes it back.
fn take(answers: &Answers) -> Vec<Effect> {
    let (Some(filled), Some((question, answer))) = (&answers.filled, answers.selected()) else {
        return Vec::new();
    };
    let mut question = question.clone();
    match answers.rows().get(answers.row) {
        Some(Row::Evidence(id)) => {
            let ids: Vec<RecordId> = question.evidence_ids().into_iter().filter(|each| each != id).collect();
            question.body.set_evidence(&ids);
        }
        Some(Row::Fitting(at)) => {
            let Some(source) = filled.fitting[answers.question].get(*at) else { return Vec::new() };
            if answer.is_own {
                let sentences: Vec<&str> = source.sentences.iter().map(|each| each.text.as_str()).collect();
                question.body.answer = format!("{}\n\n{}", answer.text, sentences.join(" "));
                return save(question);
            }
            let mut ids = question.evidence_ids();
            ids.push(source.id);
            question.body.set_evidence(&ids);
        }
        Some(Row::Sentence(at)) => {
            let (sentence, used) = &answer.sentences[*at];
            if *used == Use::Included {
                question.body.leave_out(&sentence.key);
            } else {
                question.body.keep(&sentence.key);
            }
        }
        Some(Row::Own(_) | Row::Earlier(_)) | None => return Vec::new(),
    }
    save(question)
}

/// Moves the record of the selected row before the one above, or after the one below.
fn moved(answers: &mut Answers, up: bool) -> Vec<Effect> {
    let Some((question, answer)) = answers.selected() else { return Vec::new() };
    let id = match answers.rows().get(answers.row) {
        Some(Row::Evidence(id)) => *id,
        Some(Row::Sentence(at)) => answer.sentences[*at].0.record,
        _ => return Vec::new(),
    };
    let mut question = question.clone();
    let mut ids = question.evidence_ids();
    let Some(at) = ids.iter().position(|each| *each == id) else { return Vec::new() };
    let other = if up { at.checked_sub(1) } else { Some(at + 1).filter(|at| *at < ids.len()) };
    let Some(other) = other else { return Vec::new() };
    ids.swap(at, other);
    question.body.set_evidence(&ids);
    save(question)
}

fn save(question: Stored<Question>) -> Vec<Effect> {
    vec![Effect::SaveAnswer(Box::new(question))]
}
