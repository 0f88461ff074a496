//! What happens when an effect was performed.

use super::reload;
use crate::domain::{GoalView, ProjectView, Reading, Stored, WinView};
use crate::error::Error;
use crate::journal::{Added, Asked, Direction, Edited, SavedProject, SavedReading, Undone, described};
use crate::report::goal as goal_words;
use crate::report::wording;
use crate::text::ellipsis;
use crate::tui::action::{Action, Context};
use crate::tui::answer::Answer;
use crate::tui::dialogs::Dialog;
use crate::tui::dialogs::ask::Purpose;
use crate::tui::dialogs::capture::Capture;
use crate::tui::dialogs::record_form::{RecordForm, Subject};
use crate::tui::effect::Effect;
use crate::tui::message::Tone;
use crate::tui::model::Model;
use crate::tui::screen::Cx;
use crate::tui::screens::today::items;
use crate::tui::screens::{goals_keys, impact_keys, learning_keys, projects_keys, review_keys, wins_keys};
use crate::tui::unsaved::{Unsaved, UnsavedForm};

/// Takes the result of an effect.
pub(super) fn on_answer(model: &mut Model, answer: Answer) -> Vec<Effect> {
    match answer {
        Answer::Added(added) => on_added(model, &added),
        Answer::Edited(edited) => on_edited(model, &WIN, edited),
        Answer::ProjectSaved(edited) => on_edited(model, &PROJECT, edited),
        Answer::MetricSaved(metric) => {
            close(model, |dialog| matches!(dialog, Dialog::Form(_)));
            model.say(Tone::Good, format!("changed {}: {}", described(&metric), wording::series(&metric)));
            reload(model)
        }
        Answer::Unchanged => {
            close(model, |dialog| matches!(dialog, Dialog::Form(_)));
            model.say(Tone::Plain, "nothing changed");
            Vec::new()
        }
        Answer::Logged(logged) => {
            close(model, |dialog| matches!(dialog, Dialog::Value(_)));
            let text = format!("logged {}: {}", described(&logged.metric), wording::series(&logged.metric));
            model.say(Tone::Good, text);
            reload(model)
        }
        Answer::Followed(verb, asked) => on_followed(model, verb, &asked),
        Answer::GoalSaved(edited) => on_edited(model, &GOAL, edited),
        Answer::ReadingSaved(edited) => on_edited(model, &READING, edited),
        Answer::Checked(verb, goal) => on_checked(model, verb, &goal),
        Answer::GoalEnded(verb, goal) => {
            close(model, |dialog| matches!(dialog, Dialog::Ask(_)));
            say_goal(model, verb, &goal);
            // A goal that was carried over is another one now, of another year.
            model.goals.wanted = Some(goal.id);
            reload(model)
        }
        Answer::ReadingStepped(verb, saved) => {
            close(model, |dialog| matches!(dialog, Dialog::Ask(_) | Dialog::Form(_)));
            if !verb.is_empty() {
                say_reading(model, verb, &saved);
            }
            model.learning.wanted = Some(saved.reading.id);
            reload(model)
        }
        Answer::Written { path, replaced } => {
            close(model, |dialog| matches!(dialog, Dialog::Ask(_)));
            let key = model.cx.key(Action::OpenWritten, Context::Review);
            let mut text = format!("wrote {path}; {key} opens it");
            for (at, each) in replaced.iter().enumerate() {
                let before = if at == 0 { "; replaced" } else { "," };
                text.push_str(&format!("{before} {} {}×", each.name, each.count));
            }
            model.say(Tone::Good, text);
            model.review.written = Some(path);
            Vec::new()
        }
        Answer::Aliased(alias) => {
            close(model, |dialog| matches!(dialog, Dialog::Ask(_)));
            model.say(Tone::Good, format!("in public {} is “{}”", alias.name, alias.alias));
            reload(model)
        }
        Answer::ToEdit(win) => {
            let draft = win.draft();
            model.dialogs.push(RecordForm::win(Some(win), &draft).into());
            Vec::new()
        }
        Answer::Toggled(id, text) => {
            if let Some(Dialog::Pick(pick)) = model.dialogs.last_mut() {
                pick.toggled(id);
            }
            model.say(Tone::Good, text);
            reload(model)
        }
        Answer::Deleted(title, goals) => {
            (model.wins.open, model.projects.open) = (false, false);
            (model.goals.open, model.learning.open) = (false, false);
            let goals: Vec<String> = goals.iter().map(|line| format!("; goal {line}")).collect();
            model.say(Tone::Good, format!("deleted “{title}”{}; undo brings it back", goals.concat()));
            reload(model)
        }
        Answer::Stepped(direction, done) => {
            say_stepped(model, direction, &done);
            reload(model)
        }
        Answer::Restored(unsaved) => restore(model, unsaved),
        Answer::Failed(error) => {
            on_failed(model, &error);
            Vec::new()
        }
        Answer::Nothing(text) => {
            if !text.is_empty() {
                model.say(Tone::Plain, text);
            }
            Vec::new()
        }
        loaded => on_loaded(model, loaded),
    }
}

/// Takes what was loaded or read.
fn on_loaded(model: &mut Model, answer: Answer) -> Vec<Effect> {
    match answer {
        Answer::Glance(glance) => {
            model.today_screen.glance = Some(glance);
            let last = items(&model.today_screen, &model.cx).len().saturating_sub(1);
            model.today_screen.selected = model.today_screen.selected.min(last);
        }
        Answer::Page(page) => {
            let effects = model.wins.take(page);
            wins_keys::keep_in_view(&mut model.wins, &model.cx);
            return effects;
        }
        Answer::Win(win, metrics) => {
            // A late answer for a row that is not selected any more is dropped.
            if model.wins.row().is_some_and(|row| row.id == win.id) {
                model.wins.detail = Some(win);
                model.wins.metrics = metrics;
            }
        }
        Answer::Projects(rows) => {
            let mut effects = model.projects.take(rows);
            effects.extend(projects_keys::keep_in_view(&mut model.projects, &model.cx));
            return effects;
        }
        Answer::Changes(changes) => model.projects.changes.extend(changes),
        Answer::Project(whole) => {
            if model.projects.row().is_some_and(|row| row.id == whole.project.id) {
                model.projects.detail = Some(whole);
            }
        }
        Answer::Goals(year, goals) => {
            model.goals.take(year, goals);
            goals_keys::keep_in_view(&mut model.goals, &model.cx);
            if std::mem::take(&mut model.goals.check_then) {
                let mut cx = Cx::new(&model.cx);
                let effects = goals_keys::check_all(&mut model.goals, &mut cx);
                return super::finish(model, cx.done(), effects);
            }
        }
        Answer::ToCheck(checking) => model.dialogs.push(RecordForm::check(checking).into()),
        Answer::Names(rows, why) => {
            model.review.names.get_or_insert_default().take(rows);
            if let Some(why) = why {
                model.say(Tone::Attention, why);
            }
        }
        Answer::Years(years) => review_keys::take_years(&mut model.review, years),
        Answer::Review(period, reader, draft) => {
            // Only the question that it answers: it may come of another program's change, too.
            close(
                model,
                |dialog| matches!(dialog, Dialog::Ask(ask) if ask.saving && ask.purpose == Purpose::ReviewPeriod),
            );
            // A late answer for another reader is dropped.
            if reader == model.review.reader {
                model.review.take(period, reader, draft);
                review_keys::set(&mut model.review, &model.cx);
            }
        }
        Answer::Readings(readings) => {
            model.learning.take(readings);
            learning_keys::keep_in_view(&mut model.learning, &model.cx);
        }
        Answer::Impact(overview) => {
            let today = model.cx.today;
            model.impact.take(overview, today);
            impact_keys::keep_in_view(&mut model.impact, &model.cx);
        }
        Answer::ToAnswer(answering) => model.dialogs.push(RecordForm::answer(answering).into()),
        Answer::Reopened(subject, unsaved) => reopen(model, *subject, &unsaved),
        other => into_dialog(model, other),
    }
    Vec::new()
}

/// Takes what a dialog asked for.
fn into_dialog(model: &mut Model, answer: Answer) {
    match (model.dialogs.last_mut(), answer) {
        (Some(Dialog::Capture(capture)), Answer::Read(parsed)) => capture.parsed = *parsed,
        (Some(Dialog::Capture(capture)), Answer::Completions(completions)) => capture.offer(completions),
        (Some(Dialog::Value(line)), Answer::Metrics(metrics)) => {
            line.metrics = metrics;
            line.chosen = 0;
        }
        (Some(Dialog::Pick(pick)), Answer::LinkTargets(targets)) => pick.offer(targets),
        (Some(Dialog::Ask(ask)), Answer::AskRefused(why)) => {
            ask.saving = false;
            ask.problem = Some(why);
        }
        (Some(Dialog::Form(form)), Answer::FormRefused { field, why }) => form.refuse(field, why),
        // A late answer for a dialog that is gone is dropped.
        _ => {}
    }
}

/// Closes the dialog on top, where it is the one that an answer is for.
fn close(model: &mut Model, is_it: impl Fn(&Dialog) -> bool) {
    model.dialogs.pop_if(|dialog| is_it(dialog));
}

fn on_added(model: &mut Model, added: &Added) -> Vec<Effect> {
    close(model, |dialog| matches!(dialog, Dialog::Capture(_) | Dialog::Form(_)));
    let mut text = format!("added {}  {}", added.short, ellipsis(&added.draft.title, 60));
    if let Some(day) = added.ask_on {
        text.push_str(&format!("  (asked {})", wording::near(day, model.cx.today)));
    }
    let tone = if added.hints.is_empty() { Tone::Good } else { Tone::Attention };
    if let Some(hint) = added.hints.first() {
        text = format!("added {}, but {hint}", added.short);
    }
    text.extend(added.reached.iter().map(|goal| reached_line(model, goal)));
    model.say(tone, text);
    model.wins.wanted = Some(added.id);
    reload(model)
}

fn on_followed(model: &mut Model, verb: &str, asked: &[Asked]) -> Vec<Effect> {
    close(model, |dialog| matches!(dialog, Dialog::Form(_) | Dialog::Ask(_)));
    model.impact.marked.clear();
    model.impact.go_on = true;
    if let Some(first) = asked.first() {
        let what = match asked.len() {
            1 => format!("“{}”", ellipsis(&first.about_title, 48)),
            many => format!("{many} follow-ups"),
        };
        let open = Some(&first.follow_up).filter(|follow_up| follow_up.is_open());
        let when = open.map(|follow_up| format!(": {}", wording::near(follow_up.ask_on, model.cx.today)));
        model.say(Tone::Good, format!("{verb} {what}{}", when.unwrap_or_default()));
    }
    reload(model)
}

/// What failed is said; what was typed stays.
fn on_failed(model: &mut Model, error: &Error) {
    match model.dialogs.last_mut() {
        Some(Dialog::Capture(capture)) => capture.saving = false,
        Some(Dialog::Form(form)) => form.saving = false,
        Some(Dialog::Ask(ask)) => ask.saving = false,
        Some(Dialog::Value(line)) => {
            line.saving = false;
            line.problem = Some(error.message().to_owned());
            return;
        }
        _ => {}
    }
    let hint = error.hint_text().map(|hint| format!("; {hint}")).unwrap_or_default();
    model.say(Tone::Attention, format!("{}{hint}", error.message()));
}

/// Opens a form again that an earlier run left.
fn reopen(model: &mut Model, subject: Subject, unsaved: &UnsavedForm) {
    if let Some(mut form) = RecordForm::of_subject(subject) {
        form.fill(&unsaved.fields, &unsaved.opened);
        model.dialogs.push(form.into());
        model.say(Tone::Attention, RESTORED);
    }
}

/// What an edit of one kind of record says and does.
struct Edits<R, S> {
    /// The word for the record.
    what: &'static str,
    /// Its title.
    title: fn(&R) -> &str,
    /// Takes over what another program wrote; whether both wrote the same field.
    underneath: fn(&mut RecordForm, Box<R>) -> bool,
    /// Says that it was saved.
    saved: fn(&mut Model, &S),
}

const WIN: Edits<WinView, Added> = Edits {
    what: "win",
    title: |win| &win.title,
    underneath: RecordForm::win_changed_underneath,
    saved: |model, added| {
        let title = ellipsis(&added.draft.title, 60);
        let reached: Vec<String> = added.reached.iter().map(|goal| reached_line(model, goal)).collect();
        model.say(Tone::Good, format!("changed {}  {title}{}", added.short, reached.concat()));
    },
};

const PROJECT: Edits<ProjectView, SavedProject> = Edits {
    what: "project",
    title: |project| &project.name,
    underneath: RecordForm::project_changed_underneath,
    saved: |model, saved| {
        let asked = saved.ask_on.map(|day| format!("; asked {}", wording::near(day, model.cx.today)));
        let verb = if saved.shipped { "shipped" } else { "saved" };
        let name = ellipsis(&saved.name, 60);
        model.say(Tone::Good, format!("{verb} “{name}”{}", asked.unwrap_or_default()));
        model.projects.wanted = Some(saved.id);
    },
};

const GOAL: Edits<GoalView, GoalView> = Edits {
    what: "goal",
    title: |goal| &goal.title,
    underneath: RecordForm::goal_changed_underneath,
    saved: |model, goal| {
        say_goal(model, "saved", goal);
        model.goals.wanted = Some(goal.id);
        // A goal of another year is gone to, so that it is seen.
        model.goals.year = Some(goal.year);
    },
};

const READING: Edits<Stored<Reading>, SavedReading> = Edits {
    what: "note",
    title: |reading| &reading.title,
    underneath: RecordForm::reading_changed_underneath,
    saved: |model, saved| {
        say_reading(model, "saved", saved);
        model.learning.wanted = Some(saved.reading.id);
    },
};

/// Says what was done to a goal, and where it stands now.
fn say_goal(model: &mut Model, verb: &str, goal: &GoalView) {
    let title = ellipsis(&goal.title, 60);
    let year = crate::domain::Period::year(goal.year, model.cx.fiscal_year_start);
    let standing = goal_words::in_words(goal, &year, model.cx.today);
    model.say(Tone::Good, format!("{verb} “{title}”, {}: {standing}", year.label));
}

/// Says what was done to a reading note, and which goals are reached with it.
fn say_reading(model: &mut Model, verb: &str, saved: &SavedReading) {
    let title = ellipsis(&saved.reading.title, 60);
    let standing = crate::report::reading::standing(&saved.reading, model.cx.today);
    let reached: Vec<String> = saved.reached.iter().map(|goal| reached_line(model, goal)).collect();
    model.say(Tone::Good, format!("{verb} “{title}”: {standing}{}", reached.concat()));
}

/// That a goal is reached, behind what was done.
fn reached_line(model: &Model, goal: &GoalView) -> String {
    format!(
        "; “{}” is reached, {}: {} in Goals ends it",
        ellipsis(&goal.title, 40),
        goal_words::standing(goal),
        model.cx.key(Action::GoalDone, Context::Goals)
    )
}

/// Goes on with the next goal of a run, where there is one.
fn on_checked(model: &mut Model, verb: &str, goal: &GoalView) -> Vec<Effect> {
    let mut next = None;
    if let Some(Dialog::Form(form)) = model.dialogs.last()
        && let Subject::Check(checking) = &form.subject
        && !checking.rest.is_empty()
    {
        next = Some(Effect::LoadCheck(checking.rest.clone(), checking.of));
    }
    let run = matches!(model.dialogs.last(), Some(Dialog::Form(form))
        if matches!(&form.subject, Subject::Check(checking) if checking.of > 1));
    close(model, |dialog| matches!(dialog, Dialog::Form(_)));
    match (run, &next) {
        // The next goal stands where a long message would.
        (true, Some(_)) => model.say(Tone::Good, format!("{verb} “{}”", ellipsis(&goal.title, 40))),
        (true, None) => model.say(Tone::Good, "every open goal was looked at"),
        (false, _) => say_goal(model, verb, goal),
    }
    let mut effects = reload(model);
    effects.extend(next);
    effects
}

fn on_edited<R, S>(model: &mut Model, edits: &Edits<R, S>, edited: Edited<R, S>) -> Vec<Effect> {
    let what = edits.what;
    match edited {
        Edited::Saved(saved) => {
            close(model, |dialog| matches!(dialog, Dialog::Form(_) | Dialog::Ask(_)));
            (edits.saved)(model, &saved);
        }
        Edited::Unchanged => {
            close(model, |dialog| matches!(dialog, Dialog::Form(_)));
            model.say(Tone::Plain, "nothing changed");
            return Vec::new();
        }
        Edited::ChangedUnderneath(now) => {
            // Both versions are there: what was written stays in the form, the form shows theirs
            // beside it where both wrote, and saving again puts it over what they wrote.
            let text = format!("another program changed “{}” meanwhile", (edits.title)(&now));
            let Some(Dialog::Form(form)) = model.dialogs.last_mut() else {
                model.say(Tone::Attention, format!("{text}; nothing was written"));
                return reload(model);
            };
            if !(edits.underneath)(form, now) {
                form.saving = true;
                let subject = Box::new(form.subject.clone());
                return vec![Effect::SaveForm { subject, fields: form.fields() }];
            }
            model
                .say(Tone::Attention, format!("save again to write yours where fields are marked ≠: {text}"));
        }
        Edited::Deleted => {
            let text = if let Some(Dialog::Form(form)) = model.dialogs.last_mut() {
                form.forget();
                "saving makes a new one of what you wrote"
            } else {
                "undo brings it back"
            };
            model.say(Tone::Attention, format!("another program deleted this {what}; {text}"));
        }
    }
    reload(model)
}

fn say_stepped(model: &mut Model, direction: Direction, done: &[Undone]) {
    let verb = match direction {
        Direction::Undo => "undid",
        Direction::Redo => "redid",
    };
    if let Some(undone) = done.first() {
        model.say(Tone::Good, format!("{verb}: {}", undone.label));
    }
}

/// Opens again what an earlier run left unsaved.
fn restore(model: &mut Model, unsaved: Unsaved) -> Vec<Effect> {
    if let Some(form) = unsaved.form {
        return vec![Effect::Reopen(form)];
    }
    let Some(line) = unsaved.line else { return Vec::new() };
    let mut capture = Capture::new(&line);
    let effects = capture.read();
    model.dialogs.push(Dialog::Capture(Box::new(capture)));
    model.say(Tone::Attention, RESTORED);
    effects
}

const RESTORED: &str = "what you were writing is here again";
