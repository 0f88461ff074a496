//! Creates the answers to written changes, with their messages.

use crate::domain::{Alias, FollowUpWithSubject, GoalView, MetricView, Period, Stored, WinId, WinView};
use crate::journal::{Added, Context, EditOutcome, HistoryStep, Logged, SavedProject, SavedReading, Undone};
use crate::report::export::Rendered;
use crate::report::{goal as goal_words, reading as reading_words, wording};
use crate::text::ellipsis;
use crate::tui::answer::Answer;
use crate::tui::message::{Message, Tone};
use crate::tui::saved::{Change, Saved};
use crate::tui::subject::Subject;

/// The maximum number of columns of a title in a message.
const TITLE: usize = 60;

pub(super) fn done(text: String, change: Change) -> Answer {
    Answer::Saved(Saved { message: Some(Message { tone: Tone::Good, text }), change })
}

/// Returns the answer to an edit: saved, unchanged, or in conflict with another program.
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

/// Returns the answer to an added win. The first hint replaces the title in the message.
pub(super) fn added(context: &Context, added: &Added) -> Answer {
    let mut text = format!("added {}  {}", added.short, ellipsis(&added.draft.title, TITLE));
    // A win of another day may be out of sight in the list.
    let when = added.draft.when.filter(|when| when.last_day() != context.today());
    text.extend(when.map(|when| format!(", {}", wording::near_when(when, context.today()))));
    if let Some(day) = added.ask_on {
        text.push_str(&format!("  ({})", wording::follow_up_on(day, context.today())));
    }
    let mut tone = Tone::Good;
    if let Some(hint) = added.hints.first() {
        text = format!("added {}, but {hint}", added.short);
        tone = Tone::Attention;
    }
    for goal in &added.reached {
        text.push_str(&reached(goal));
        let year = when.map(|when| context.year_number_of(when.last_day()));
        if let Some(year) = year.filter(|year| *year < goal.year) {
            text.push_str(&format!(", with work of {year}"));
        }
    }
    Answer::Saved(Saved { message: Some(Message { tone, text }), change: Change::Win(added.id) })
}

pub(super) fn win(id: WinId, change: EditOutcome<WinView, Added>) -> Answer {
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

/// Returns the answer to a project that was added, edited or shipped.
pub(super) fn project(context: &Context, saved: &SavedProject) -> Answer {
    let asked = saved.ask_on.map(|day| format!("; {}", wording::follow_up_on(day, context.today())));
    let verb = if saved.shipped { "shipped" } else { "saved" };
    let name = ellipsis(&saved.name, TITLE);
    done(format!("{verb} “{name}”{}", asked.unwrap_or_default()), Change::Project(saved.id))
}

fn goal_text(context: &Context, verb: &str, goal: &GoalView) -> String {
    let year = Period::year(goal.year, context.config().fiscal_year_start);
    let standing = goal_words::in_words(goal, &year, context.today());
    format!("{verb} “{}”, {}: {standing}", ellipsis(&goal.title, TITLE), year.label)
}

pub(super) fn goal(context: &Context, goal: &GoalView) -> Answer {
    done(goal_text(context, "saved", goal), Change::Goal(goal.id, goal.year))
}

/// Returns the answer to a goal that was ended or reopened, as `verb` describes.
pub(super) fn goal_ended(context: &Context, verb: &str, goal: &GoalView) -> Answer {
    done(goal_text(context, verb, goal), Change::GoalEnded(goal.id))
}

/// Returns the answer to a check-in; `verb` describes its result. `is_run` is `true` for a check-in of
/// `:check-all`.
pub(super) fn checked(context: &Context, verb: &str, goal: &GoalView, is_run: bool) -> Answer {
    // During `:check-all`, a long message would cover the form of the next goal.
    let text = if is_run {
        format!("{verb} “{}”", ellipsis(&goal.title, 40))
    } else {
        goal_text(context, verb, goal)
    };
    done(text, Change::Checked(goal.id))
}

/// Returns the answer to a changed reading note; `verb` describes the change.
pub(super) fn reading(context: &Context, verb: &str, saved: &SavedReading) -> Answer {
    let title = ellipsis(&saved.reading.title, TITLE);
    let standing = reading_words::standing(&saved.reading, context.today());
    let reached: String = saved.reached.iter().map(reached).collect();
    done(format!("{verb} “{title}”: {standing}{reached}"), Change::Reading(saved.reading.id))
}

/// Returns the answer to changed follow-ups; `verb` describes the change.
pub(super) fn followed(context: &Context, verb: &str, asked: &[FollowUpWithSubject]) -> Answer {
    let Some(first) = asked.first() else { return Answer::Unchanged };
    let what = match asked.len() {
        1 => format!("“{}”", ellipsis(&first.about_title, 48)),
        many => format!("{many} follow-ups"),
    };
    let open = Some(&first.follow_up).filter(|follow_up| follow_up.is_open());
    let when = open.map(|follow_up| format!(": {}", wording::near(follow_up.ask_on, context.today())));
    done(format!("{verb} {what}{}", when.unwrap_or_default()), Change::FollowUps)
}

pub(super) fn metric(metric: &MetricView) -> Answer {
    done(format!("changed {}: {}", metric.described(), wording::series(metric)), Change::Other)
}

pub(super) fn logged(logged: &Logged) -> Answer {
    let metric = &logged.metric;
    // The series ends with the latest value, which may be another one.
    let is_latest = metric.latest().is_some_and(|latest| latest.id == logged.value);
    let earlier = metric.values.iter().find(|value| value.id == logged.value && !is_latest);
    let shown =
        earlier.map(|value| format!(" {} for {}", value.amount.shown(), wording::partial(value.date)));
    let text =
        format!("logged {}{}: {}", metric.described(), shown.unwrap_or_default(), wording::series(metric));
    done(text, Change::Other)
}

pub(super) fn alias(alias: &Stored<Alias>) -> Answer {
    done(format!("set the alias “{}” for {}", alias.alias, alias.name), Change::Other)
}

/// Returns the answer to an exported document; `replaced` lists the redacted names.
pub(super) fn file(path: String, rendered: &Rendered) -> Answer {
    let mut text = format!("wrote {path}");
    let replaced = &rendered.names.replaced;
    if !rendered.missing.is_empty() {
        let shown: String = rendered.missing.iter().take(12).collect();
        text.push_str(&format!("; no font has {shown}: the PDF shows boxes, the HTML shows them"));
    }
    for (at, each) in replaced.iter().enumerate() {
        let before = if at == 0 { "; replaced" } else { "," };
        text.push_str(&format!("{before} {} {}×", each.name, each.count));
    }
    if !rendered.names.named.is_empty() {
        text.push_str(&format!("; it has names with an alias: {}", rendered.names.named.join(", ")));
    }
    done(text, Change::File(path))
}

/// Returns the answer to a deleted record; `goals` describes the goals for which the record was evidence.
pub(super) fn deleted(title: &str, goals: &[String]) -> Answer {
    let goals = goals.iter().map(|line| format!("; {line}")).collect::<Vec<_>>().concat();
    done(format!("deleted “{title}”{goals}; undo brings it back"), Change::Deleted)
}

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

/// Returns the text that is appended to a message for a goal that is reached.
fn reached(goal: &GoalView) -> String {
    let title = ellipsis(&goal.title, 40);
    format!("; “{title}” is reached, {}: end it in Goals", goal_words::standing(goal))
}
