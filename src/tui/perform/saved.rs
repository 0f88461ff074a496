//! Changes that were written: the message that says what was done, and what tabs select.

use crate::domain::{Alias, GoalView, MetricView, Period, Stored, WinId};
use crate::journal::{
    Added, EditOutcome, FollowUpWithSubject, HistoryStep, Journal, Logged, SavedProject, SavedReading,
    Undone, described,
};
use crate::report::redact::Replacement;
use crate::report::{goal as goal_words, reading as reading_words, wording};
use crate::text::ellipsis;
use crate::tui::answer::Answer;
use crate::tui::message::{Message, Tone};
use crate::tui::saved::{Change, Saved};
use crate::tui::subject::Subject;

/// The columns that a title takes in a message.
const TITLE: usize = 60;

pub(super) fn done(text: String, change: Change) -> Answer {
    Answer::Saved(Saved { message: Some(Message { tone: Tone::Good, text }), change })
}

/// Returns the answer to an edit: it was saved, or another program was first.
pub(super) fn edited<R, S>(
    edited: EditOutcome<R, S>,
    kind: &'static str,
    subject: impl FnOnce(Box<R>) -> Subject,
    saved: impl FnOnce(&S) -> Answer,
) -> Answer {
    match edited {
        EditOutcome::Saved(change) => saved(&change),
        EditOutcome::Unchanged => Answer::Unchanged,
        EditOutcome::Conflict(now) => Answer::Conflict(Box::new(subject(now))),
        EditOutcome::Deleted => Answer::DeletedUnderneath(kind),
    }
}

/// A win was added. The first hint stands in the place of its title.
pub(super) fn added(journal: &Journal, added: &Added) -> Answer {
    let mut text = format!("added {}  {}", added.short, ellipsis(&added.draft.title, TITLE));
    if let Some(day) = added.ask_on {
        text.push_str(&format!("  (asked {})", wording::near(day, journal.today())));
    }
    let mut tone = Tone::Good;
    if let Some(hint) = added.hints.first() {
        text = format!("added {}, but {hint}", added.short);
        tone = Tone::Attention;
    }
    text.extend(added.reached.iter().map(reached));
    Answer::Saved(Saved { message: Some(Message { tone, text }), change: Change::Win(added.id) })
}

/// A win was edited, or another program was first.
pub(super) fn win(id: WinId, change: EditOutcome) -> Answer {
    edited(
        change,
        "win",
        |now| Subject::Win(Some(now)),
        |added| {
            let title = ellipsis(&added.draft.title, TITLE);
            let reached: String = added.reached.iter().map(reached).collect();
            done(format!("changed {}  {title}{reached}", added.short), Change::Win(id))
        },
    )
}

/// A project was added, edited or shipped.
pub(super) fn project(journal: &Journal, saved: &SavedProject) -> Answer {
    let asked = saved.ask_on.map(|day| format!("; asked {}", wording::near(day, journal.today())));
    let verb = if saved.shipped { "shipped" } else { "saved" };
    let name = ellipsis(&saved.name, TITLE);
    done(format!("{verb} “{name}”{}", asked.unwrap_or_default()), Change::Project(saved.id))
}

fn goal_text(journal: &Journal, verb: &str, goal: &GoalView) -> String {
    let year = Period::year(goal.year, journal.config().fiscal_year_start);
    let standing = goal_words::in_words(goal, &year, journal.today());
    format!("{verb} “{}”, {}: {standing}", ellipsis(&goal.title, TITLE), year.label)
}

/// A goal was added or edited.
pub(super) fn goal(journal: &Journal, goal: &GoalView) -> Answer {
    done(goal_text(journal, "saved", goal), Change::Goal(goal.id, goal.year))
}

/// A goal ended or was opened again; the verb says which.
pub(super) fn goal_ended(journal: &Journal, verb: &str, goal: &GoalView) -> Answer {
    done(goal_text(journal, verb, goal), Change::GoalEnded(goal.id))
}

/// A goal was checked, alone or in a run; the verb says what became of it.
pub(super) fn checked(journal: &Journal, verb: &str, goal: &GoalView, is_run: bool) -> Answer {
    // In a run the next goal stands where a long message would.
    let text = if is_run {
        format!("{verb} “{}”", ellipsis(&goal.title, 40))
    } else {
        goal_text(journal, verb, goal)
    };
    done(text, Change::Checked(goal.id))
}

/// A reading note was added, edited or moved on; the verb says which.
pub(super) fn reading(journal: &Journal, verb: &str, saved: &SavedReading) -> Answer {
    let title = ellipsis(&saved.reading.title, TITLE);
    let standing = reading_words::standing(&saved.reading, journal.today());
    let reached: String = saved.reached.iter().map(reached).collect();
    done(format!("{verb} “{title}”: {standing}{reached}"), Change::Reading(saved.reading.id))
}

/// Follow-ups were answered, put off, closed or corrected; the verb says which.
pub(super) fn followed(journal: &Journal, verb: &str, asked: &[FollowUpWithSubject]) -> Answer {
    let Some(first) = asked.first() else { return Answer::Unchanged };
    let what = match asked.len() {
        1 => format!("“{}”", ellipsis(&first.about_title, 48)),
        many => format!("{many} follow-ups"),
    };
    let open = Some(&first.follow_up).filter(|follow_up| follow_up.is_open());
    let when = open.map(|follow_up| format!(": {}", wording::near(follow_up.ask_on, journal.today())));
    done(format!("{verb} {what}{}", when.unwrap_or_default()), Change::FollowUps)
}

/// A metric or one of its values was corrected.
pub(super) fn metric(metric: &MetricView) -> Answer {
    done(format!("changed {}: {}", described(metric), wording::series(metric)), Change::Other)
}

/// A value was logged.
pub(super) fn logged(logged: &Logged) -> Answer {
    let metric = &logged.metric;
    done(format!("logged {}: {}", described(metric), wording::series(metric)), Change::Other)
}

/// A name has an alias now.
pub(super) fn alias(alias: &Stored<Alias>) -> Answer {
    done(format!("in public {} is “{}”", alias.name, alias.alias), Change::Other)
}

/// A document was written to a file, in which names were replaced.
pub(super) fn file(path: String, replaced: &[Replacement]) -> Answer {
    let mut text = format!("wrote {path}");
    for (at, each) in replaced.iter().enumerate() {
        let before = if at == 0 { "; replaced" } else { "," };
        text.push_str(&format!("{before} {} {}×", each.name, each.count));
    }
    done(text, Change::File(path))
}

/// A record was deleted; the lines say where the goals stand that it was evidence for.
pub(super) fn deleted(title: &str, goals: &[String]) -> Answer {
    let goals = goals.iter().map(|line| format!("; goal {line}")).collect::<Vec<_>>().concat();
    done(format!("deleted “{title}”{goals}; undo brings it back"), Change::Deleted)
}

/// A change was undone or done again.
pub(super) fn stepped(direction: HistoryStep, steps: &[Undone]) -> Answer {
    let verb = match direction {
        HistoryStep::Undo => "undid",
        HistoryStep::Redo => "redid",
    };
    match steps.first() {
        Some(undone) => done(format!("{verb}: {}", undone.label), Change::Other),
        None => Answer::Nothing(""),
    }
}

/// Returns the words for a goal that is reached, behind what was done.
fn reached(goal: &GoalView) -> String {
    let title = ellipsis(&goal.title, 40);
    format!("; “{title}” is reached, {}: end it in Goals", goal_words::standing(goal))
}
