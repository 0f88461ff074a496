//! Carries out the requests of prompts with the typed lines.

use chrono::NaiveDate;

use super::{career, many, questionnaires, review, saved};
use crate::domain::date_phrase::{Bias, parse_day, parse_when};
use crate::domain::{FollowUpId, GoalId};
use crate::error::{Error, ErrorKind, Result};
use crate::journal::{Ending, Journal, ManyChange, aliases, followups, goal_progress, projects, readings};
use crate::tui::answer::Answer;
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::effect::Effect;
use crate::tui::line::LineRequest;
use crate::tui::targets::{Targets, Which};

/// Carries out the request of a prompt with its line.
pub(super) fn submit(journal: &mut Journal, request: &LineRequest, line: &str) -> Result<Answer> {
    if let Some(question) = before_replacing(request, line) {
        return Ok(question);
    }
    match carry_out(journal, request, line) {
        // A usage error is about the line and is shown in the prompt; other errors become messages.
        Err(err) if err.kind() == ErrorKind::Usage => {
            Ok(Answer::Refused { field: "", why: err.message().to_owned() })
        }
        other => other,
    }
}

/// Returns the question whether a file is replaced; `None` if the request writes no file, or a new one.
fn before_replacing(request: &LineRequest, line: &str) -> Option<Answer> {
    let is_export = matches!(
        request,
        LineRequest::Export(..) | LineRequest::ExportCareer(..) | LineRequest::ExportAnswers(_)
    );
    let path = crate::files::typed_path(line.trim());
    if !is_export || line.trim().is_empty() || !path.is_file() {
        return None;
    }
    let replace = Effect::Submit(LineRequest::Replace(Box::new(request.clone())), line.to_owned());
    let question = format!("“{}” exists. Replace it?", path.display());
    Some(Answer::Confirm(Box::new(Confirm::effect(question, replace))))
}

fn carry_out(journal: &mut Journal, request: &LineRequest, line: &str) -> Result<Answer> {
    let today = journal.today();
    let day = |look| parse_day(line, today, look).map_err(|err| Error::usage(err.to_string()));
    match request {
        LineRequest::Snooze(targets) => snooze(journal, targets, day(Bias::Future)?),
        LineRequest::Nothing(targets) => close(journal, targets, line),
        LineRequest::Tag(targets) => {
            let tags = line.split(',').map(|tag| tag.trim().trim_start_matches('#').to_owned());
            let tags = tags.filter(|tag| !tag.is_empty()).collect();
            many::change(journal, targets, &ManyChange::AddTags(tags))
        }
        LineRequest::Move(targets) => {
            let name = line.trim().trim_start_matches('+').trim();
            let name =
                if name.is_empty() { String::new() } else { many::project_name(&journal.snapshot()?, name)? };
            many::change(journal, targets, &ManyChange::Move(name))
        }
        LineRequest::AskLater(kind, id) => {
            let day = day(Bias::Future)?;
            let asked = journal.write(|tx| followups::ask(tx, (*kind, *id), day, None))?;
            Ok(saved::followed(journal.context(), "will ask about", &[asked]))
        }
        LineRequest::Ship(id) => {
            let when = parse_when(line, today, Bias::Past).map_err(|err| Error::usage(err.to_string()))?;
            let project = journal.write(|tx| projects::ship(tx, *id, Some(when.last())))?;
            Ok(saved::project(journal.context(), &project))
        }
        LineRequest::GoalDone(id) => {
            end_goal(journal, *id, &Ending::Done { on: None, proof: line.to_owned() }, "done:")
        }
        LineRequest::DropGoal(id) => end_goal(journal, *id, &Ending::Dropped(line.to_owned()), "dropped"),
        LineRequest::Carry(id) => {
            let year = line.trim().trim_start_matches("FY").parse();
            let year = year.map_err(|_| Error::usage(format!("“{line}” is not a year")))?;
            end_goal(journal, *id, &Ending::Carried(Some(year)), "carried over:")
        }
        LineRequest::Progress(id) => {
            let reading = journal.write(|tx| readings::set_progress(tx, *id, line))?;
            Ok(saved::reading(journal.context(), "read", &reading))
        }
        LineRequest::Note(id) => {
            let reading = journal.write(|tx| readings::note(tx, *id, line))?;
            Ok(saved::reading(journal.context(), "noted in", &reading))
        }
        LineRequest::Abandon(id) => {
            let reading = journal.write(|tx| readings::abandon(tx, *id, line))?;
            Ok(saved::reading(journal.context(), "gave up", &reading))
        }
        LineRequest::Promote(id) => career::promote(journal, *id, line),
        LineRequest::Alias(name) => {
            Ok(saved::alias(&journal.write(|tx| aliases::add(tx, name, line, None))?))
        }
        LineRequest::KeepAs(id) => super::inbox::keep_as(journal, *id, line),
        LineRequest::AddForm(period) => questionnaires::add(journal, period, line),
        LineRequest::PasteForm(period) => questionnaires::paste(journal, period, line),
        LineRequest::Replace(request) => export(journal, request, line, true),
        LineRequest::ExportAnswers(_) | LineRequest::Export(..) | LineRequest::ExportCareer(..) => {
            export(journal, request, line, false)
        }
        LineRequest::ReviewPeriod(reader) => review::load_typed(journal, line, *reader),
    }
}

/// Writes the document of a request to a file; an existing file is replaced only with `force`.
fn export(journal: &Journal, request: &LineRequest, line: &str, force: bool) -> Result<Answer> {
    match request {
        LineRequest::ExportAnswers(id) => questionnaires::export(journal, *id, line, force),
        LineRequest::Export(period, reader) => review::export(journal, (period, *reader), line, force),
        LineRequest::ExportCareer(kind, reader) => {
            review::export_career(journal, (*kind, *reader), line, force)
        }
        _ => Err(Error::failed("only a document replaces a file")),
    }
}

fn end_goal(journal: &mut Journal, id: GoalId, ending: &Ending, verb: &str) -> Result<Answer> {
    let goal = journal.write(|tx| goal_progress::end(tx, id, ending))?;
    Ok(saved::goal_ended(journal.context(), verb, &goal))
}

fn snooze(journal: &mut Journal, targets: &Targets, until: NaiveDate) -> Result<Answer> {
    let Some(ids) = follow_ups(targets) else {
        return many::change(journal, targets, &ManyChange::Snooze(until));
    };
    let asked = journal.write(|tx| followups::snooze(tx, &ids, until))?;
    Ok(saved::followed(journal.context(), "put off", &asked))
}

/// Closes follow-ups with the reason for nothing to report.
fn close(journal: &mut Journal, targets: &Targets, why: &str) -> Result<Answer> {
    let Some(ids) = follow_ups(targets) else {
        if why.trim().is_empty() {
            return Err(Error::usage("say why there is nothing to report"));
        }
        return many::change(journal, targets, &ManyChange::Nothing(why.trim().to_owned()));
    };
    let asked = journal.write(|tx| followups::nothing_to_report(tx, &ids, why))?;
    Ok(saved::followed(journal.context(), "closed", &asked))
}

/// Returns the ids of the targets if they are listed one by one; `None` if the targets are all open
/// follow-ups but some.
fn follow_ups(targets: &Targets) -> Option<Vec<FollowUpId>> {
    match &targets.which {
        Which::Records(_, ids) => Some(ids.iter().map(|id| FollowUpId(id.0)).collect()),
        Which::Wins(..) | Which::OpenFollowUps(_) => None,
    }
}
