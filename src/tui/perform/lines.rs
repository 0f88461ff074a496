//! Lines that a prompt asked for.

use chrono::NaiveDate;

use super::{many, review, saved};
use crate::domain::FollowUpId;
use crate::domain::date_phrase::{Bias, parse_day, parse_when};
use crate::error::{Error, ErrorKind, Result};
use crate::journal::{Ending, Journal, ManyChange};
use crate::tui::answer::Answer;
use crate::tui::line::LineRequest;
use crate::tui::targets::{Targets, Which};

/// Carries out the request of a prompt, with the line that was typed.
pub(super) fn submit(journal: &mut Journal, request: &LineRequest, line: &str) -> Result<Answer> {
    match carry_out(journal, request, line) {
        // What is wrong with the line is said beside it; everything else where messages stand.
        Err(err) if err.kind() == ErrorKind::Usage => {
            Ok(Answer::Refused { field: "", why: err.message().to_owned() })
        }
        other => other,
    }
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
            let name = if name.is_empty() { String::new() } else { many::project_name(journal, name)? };
            many::change(journal, targets, &ManyChange::Move(name))
        }
        LineRequest::AskLater(kind, id) => {
            let asked = journal.ask((*kind, *id), day(Bias::Future)?, None)?;
            Ok(saved::followed(journal, "will ask about", &[asked]))
        }
        LineRequest::Ship(id) => {
            let when = parse_when(line, today, Bias::Past).map_err(|err| Error::usage(err.to_string()))?;
            let project = journal.ship(*id, Some(when.last()))?;
            Ok(saved::project(journal, &project))
        }
        LineRequest::GoalDone(id) => {
            let goal = journal.end_goal(*id, &Ending::Done { on: None, proof: line.to_owned() })?;
            Ok(saved::goal_ended(journal, "done:", &goal))
        }
        LineRequest::DropGoal(id) => {
            let goal = journal.end_goal(*id, &Ending::Dropped(line.to_owned()))?;
            Ok(saved::goal_ended(journal, "dropped", &goal))
        }
        LineRequest::Carry(id) => {
            let year = line.trim().trim_start_matches("FY").parse();
            let year = year.map_err(|_| Error::usage(format!("{line} is no year")))?;
            let goal = journal.end_goal(*id, &Ending::Carried(Some(year)))?;
            Ok(saved::goal_ended(journal, "carried over:", &goal))
        }
        LineRequest::Progress(id) => {
            let reading = journal.progress_reading(*id, line)?;
            Ok(saved::reading(journal, "read", &reading))
        }
        LineRequest::Note(id) => {
            let reading = journal.note_reading(*id, line)?;
            Ok(saved::reading(journal, "noted in", &reading))
        }
        LineRequest::Abandon(id) => {
            let reading = journal.abandon_reading(*id, line)?;
            Ok(saved::reading(journal, "gave up", &reading))
        }
        LineRequest::Alias(name) => Ok(saved::alias(&journal.add_alias(name, line, None)?)),
        LineRequest::Export(period, reader) => review::export(journal, period, *reader, line),
        LineRequest::ReviewPeriod(reader) => {
            let period = journal.period(line.trim())?;
            review::load(journal, Some(&period), *reader)
        }
    }
}

fn snooze(journal: &mut Journal, targets: &Targets, until: NaiveDate) -> Result<Answer> {
    let Some(ids) = follow_ups(targets) else {
        return many::change(journal, targets, &ManyChange::Snooze(until));
    };
    let asked = journal.snooze(&ids, until)?;
    Ok(saved::followed(journal, "put off", &asked))
}

/// Closes follow-ups with the reason why there is nothing to report.
fn close(journal: &mut Journal, targets: &Targets, why: &str) -> Result<Answer> {
    let Some(ids) = follow_ups(targets) else {
        if why.trim().is_empty() {
            return Err(Error::usage("say why there is nothing to report"));
        }
        return many::change(journal, targets, &ManyChange::Nothing(why.trim().to_owned()));
    };
    let asked = journal.nothing_to_report(&ids, why)?;
    Ok(saved::followed(journal, "closed", &asked))
}

/// Returns the follow-ups that are named one by one; `None` where every open one is meant.
fn follow_ups(targets: &Targets) -> Option<Vec<FollowUpId>> {
    match &targets.which {
        Which::Records(_, ids) => Some(ids.iter().map(|id| FollowUpId(id.0)).collect()),
        Which::Wins(..) | Which::OpenFollowUps(_) => None,
    }
}
