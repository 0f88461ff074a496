//! The state machine of the app without a journal: messages in, requests out, with failures and late answers.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops when something is not as it should be"
)]

use brag::config::Config;
use brag::domain::{
    Cursor, Goal, GoalView, Kind, Period, ProjectId, ProjectRow, ProjectStatus, Reading, ReadingStatus,
    Record, Stored, Win, WinRow, WinView,
};
use brag::error::Error;
use brag::journal::{DocumentDraft, Ending, Glance, ManyChange};
use brag::report::document::Reader;
use brag::tui::action::Action;
use brag::tui::answer::Answer;
use brag::tui::effect::{Effect, Load, Picking, Request, RequestId};
use brag::tui::input::Reader as Bytes;
use brag::tui::line::LineRequest;
use brag::tui::loaded::{Findings, Loaded};
use brag::tui::message::{Message, Tone};
use brag::tui::saved::{Change, Saved};
use brag::tui::screens::detail::WinContext;
use brag::tui::screens::impact::{self, Overview};
use brag::tui::screens::{goals, projects, review, wins};
use brag::tui::shell::requests::Steps;
use brag::tui::shell::{Model, Msg, update, view};
use brag::tui::subject::Subject;
use brag::tui::targets::{Targets, Which};
use brag::tui::theme::{Colors, Surroundings};
use brag::tui::win_page::WinPage;
use chrono::NaiveDate;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

const ESC: &str = "\x1b";

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 6).unwrap()
}

fn app() -> Model {
    let theme = Surroundings { background: None, colors: Colors::True };
    Model::new(&Config::default(), day(), theme, (100, 30))
}

/// Sends each character as a key of its own; returns the requests.
fn keys(model: &mut Model, bytes: &str) -> Vec<Request> {
    let mut reader = Bytes::default();
    let mut out = Vec::new();
    for key in bytes.split_inclusive(|_| true) {
        let mut inputs = reader.feed(key.as_bytes(), false);
        inputs.extend(reader.settle());
        for input in inputs {
            out.extend(update(model, Msg::Input(input)));
        }
    }
    out
}

fn effects(requests: &[Request]) -> Vec<Effect> {
    requests.iter().map(|request| request.effect.clone()).collect()
}

/// Returns the id of the only request.
fn only_id(requests: &[Request]) -> RequestId {
    let [request] = requests else { panic!("{requests:?}") };
    request.id
}

fn answer(model: &mut Model, id: RequestId, answer: Answer) -> Vec<Request> {
    update(model, Msg::Answer(id, answer))
}

fn loaded(model: &mut Model, requests: &[Request], loaded: Loaded) -> Vec<Request> {
    let id = requests.last().unwrap().id;
    answer(model, id, Answer::Loaded(loaded))
}

fn failed() -> Answer {
    Answer::Failed(Error::failed("the disk is full: nothing was written").hint("make room"))
}

fn saved(text: &str, change: Change) -> Answer {
    let message = Some(Message { tone: Tone::Good, text: text.into() });
    Answer::Saved(Saved { message, change })
}

fn screen(model: &Model) -> String {
    let (columns, rows) = model.cx.size;
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|frame| view(model, frame)).unwrap();
    terminal.backend().to_string()
}

fn assert_shows(model: &Model, text: &str) {
    let screen = screen(model);
    assert!(screen.contains(text), "{text}\n{screen}");
}

fn stored<T: Record>(number: usize, body: T) -> Stored<T> {
    Stored::derived(number, day().and_hms_opt(9, 0, 0).unwrap().and_utc().into(), body)
}

fn win(at: usize) -> (WinRow, Box<WinView>) {
    let body = Win { title: format!("Win {at}"), ..Win::default() };
    let stored = stored(at, body.clone());
    let id = stored.id;
    let row = WinRow {
        anchor: Cursor { sort_key: i64::try_from(1000 - at).unwrap(), row: i64::try_from(at).unwrap() },
        id,
        title: body.title,
        when: None,
        unread_date: String::new(),
        project: None,
        category: "delivery".into(),
        category_confirmed: false,
        status: brag::domain::win::WinStatus::Shipped,
        starred: false,
        figure: None,
    };
    (row, Box::new(WinView::new(stored)))
}

/// Returns a model on the wins tab with `count` wins, the first of them loaded in full.
fn with_wins(count: usize) -> Model {
    let mut model = app();
    let requests = keys(&mut model, "2");
    let page = WinPage {
        elsewhere: 0,
        load: Load::Newest,
        rows: (1..=count).map(|at| win(at).0).collect(),
        at_newest: true,
        at_oldest: true,
        total: Some(count),
        ranked: false,
    };
    let requests = loaded(&mut model, &requests, Loaded::Wins(wins::Loaded::Page(page)));
    let (row, win_view) = win(1);
    assert_eq!(effects(&requests), [Effect::LoadWin(row.id)]);
    loaded(&mut model, &requests, Loaded::Wins(wins::Loaded::Win(win_view, WinContext::default())));
    model
}

fn goal(number: usize, title: &str) -> GoalView {
    GoalView {
        stored: stored(number, Goal { title: title.into(), year: 2026, ..Goal::default() }),
        milestones: Vec::new(),
        check_ins: Vec::new(),
        evidence: Vec::new(),
        metric: None,
        before: Vec::new(),
        set_on: day(),
        after: None,
    }
}

fn project(number: u128, name: &str) -> ProjectRow {
    ProjectRow {
        id: ProjectId(uuid::Uuid::from_u128(number)),
        name: name.into(),
        summary: String::new(),
        status: ProjectStatus::Active,
        unread_status: String::new(),
        start: None,
        end: None,
        parent: None,
        wins: 0,
        ask_on: None,
        last: day(),
        last_win: None,
    }
}

#[test]
fn every_tab_requests_its_data_and_requests_it_again_after_a_failure() {
    let first = |effect: &Effect| match effect {
        Effect::LoadWins { load: Load::Newest, count: true, .. } => "wins",
        Effect::LoadGlance => "glance",
        Effect::LoadProjectNames => "project names",
        Effect::LoadGoals(None) => "goals",
        Effect::LoadReadings => "readings",
        Effect::LoadImpact(60) => "impact",
        Effect::LoadCareer => "career",
        Effect::LoadReview(None, Reader::Myself) => "review",
        other => panic!("{other:?}"),
    };
    let tabs = ["glance", "wins", "project names", "goals", "readings", "impact", "career", "review"];
    for (at, wanted) in tabs.into_iter().enumerate() {
        let mut model = app();
        let key = (at + 1).to_string();
        let requests = keys(&mut model, &key);
        let request = &requests[0];
        assert_eq!(first(&request.effect), wanted);
        let more_requests = answer(&mut model, request.id, failed());
        assert_eq!(effects(&more_requests), [], "{wanted}");
        assert_shows(&model, "! the disk is full: nothing was written; make room");
        let again = keys(&mut model, &key);
        assert_eq!(first(&again[0].effect), wanted, "it is asked for again");
    }
    let mut model = app();
    assert_eq!(effects(&update(&mut model, Msg::Started)), [Effect::LoadGlance, Effect::LoadOutlook]);
    let glance = Glance { empty: true, ..Glance::default() };
    let requests = keys(&mut model, "1");
    loaded(&mut model, &requests, Loaded::Today(Box::new(glance)));
    assert_eq!(effects(&keys(&mut model, "21")), effects(&keys(&mut app(), "2")), "Today is there");
}

#[test]
fn the_late_answer_to_a_cancelled_request_is_dropped() {
    let mut model = app();
    let first = only_id(&keys(&mut model, "8"));
    let again = keys(&mut model, ":reader\r\r");
    assert_eq!(
        effects(&again),
        [Effect::Cancel(first), Effect::LoadReview(None, Reader::Manager)],
        "the first one is of no use any more"
    );
    let document = |title: &str| {
        let draft = DocumentDraft { markdown: format!("# {title}"), ..DocumentDraft::default() };
        let period = Period::year(2026, 1);
        let loaded = review::Loaded::Document(period, Reader::Manager, Box::new(draft));
        Answer::Loaded(Loaded::Review(loaded))
    };
    answer(&mut model, again[1].id, document("The second"));
    assert_shows(&model, "The second");
    answer(&mut model, first, document("The first"));
    assert_shows(&model, "The second");
    answer(&mut model, first, failed());
    assert!(!screen(&model).contains("the disk is full"), "nobody waits for it");
}

#[test]
fn a_captured_line_is_parsed_saved_and_its_dialog_closed() {
    let mut model = app();
    assert_eq!(effects(&keys(&mut model, "aX")), [Effect::Read("X".into())]);
    let mut parsed = brag::capture::ParsedLine::default();
    parsed.draft.title = "X".into();
    let read = keys(&mut model, "\x7fX");
    answer(&mut model, read.last().unwrap().id, Answer::Findings(Findings::Line(Box::new(parsed.clone()))));
    let save = keys(&mut model, "\r");
    assert_eq!(effects(&save), [Effect::Add(Box::new(parsed.draft), Vec::new())]);
    assert!(model.has_dialog());
    let requests = answer(&mut model, only_id(&save), saved("added", Change::Other));
    assert!(!model.has_dialog() && model.unsaved().is_empty());
    assert_eq!(
        effects(&requests),
        [Effect::LoadGlance, Effect::LoadOutlook],
        "what is shown is loaded again"
    );
    assert_shows(&model, "✓ added");
}

/// Returns a model that is saving a captured line, and the id of the request.
fn saving(text: &str) -> (Model, RequestId) {
    let mut model = app();
    let read = keys(&mut model, &format!("a{text}"));
    let mut parsed = brag::capture::ParsedLine::default();
    parsed.draft.title = text.into();
    answer(&mut model, read.last().unwrap().id, Answer::Findings(Findings::Line(Box::new(parsed))));
    let id = only_id(&keys(&mut model, "\r"));
    (model, id)
}

#[test]
fn a_slow_save_closes_its_dialog_and_keeps_the_text() {
    let (mut model, id) = saving("Worth keeping");
    update(&mut model, Msg::Late(vec![id]));
    assert!(!model.has_dialog(), "the next line can be written");
    assert_eq!(model.unsaved()[0].line.as_deref(), Some("Worth keeping"));
    assert_shows(&model, "saving …; esc stops it");
    update(&mut model, Msg::Locked(id));
    assert_shows(&model, "saving: waiting for another program that is writing");
    keys(&mut model, "aAnother");
    answer(&mut model, id, failed());
    assert_shows(&model, "! the disk is full");
    assert_shows(&model, "Another");
    // The line being typed stays on top; the failed one reopens beneath it.
    assert_eq!(model.unsaved().len(), 2);
    keys(&mut model, "\x15");
    keys(&mut model, ESC);
    assert_shows(&model, "Worth keeping");
    assert!(model.has_dialog());
}

#[test]
fn discarding_one_dialog_keeps_another_that_reopened() {
    let (mut model, id) = saving("Worth keeping");
    update(&mut model, Msg::Late(vec![id]));
    keys(&mut model, "aAnother one");
    keys(&mut model, ESC);
    assert_shows(&model, "Throw away what you wrote?");
    answer(&mut model, id, failed());
    keys(&mut model, "y");
    assert_eq!(model.unsaved().len(), 1);
    assert_eq!(model.unsaved()[0].line.as_deref(), Some("Worth keeping"), "the other one was thrown away");
}

#[test]
fn the_link_dialog_stays_open_while_a_link_is_saved() {
    let mut model = app();
    let requests = keys(&mut model, "4");
    let goals = goals::Loaded { year: 2026, goals: vec![goal(1, "Speak")] };
    loaded(&mut model, &requests, Loaded::Goals(goals));
    let find = keys(&mut model, ":link\r");
    let target = brag::journal::LinkTarget {
        id: win(1).0.id.into(),
        kind: Kind::Win,
        title: "Win 1".into(),
        date: String::new(),
        linked: false,
    };
    answer(&mut model, find.last().unwrap().id, Answer::Findings(Findings::Targets(vec![target.clone()])));
    let toggle = keys(&mut model, "\r");
    update(&mut model, Msg::Late(vec![only_id(&toggle)]));
    assert!(model.has_dialog());
    answer(&mut model, only_id(&toggle), saved("linked", Change::Link(target.id)));
    assert_shows(&model, "✓ Win 1");
}

#[test]
fn escape_cancels_the_latest_request_and_reports_the_result() {
    let (mut model, id) = saving("Worth keeping");
    update(&mut model, Msg::Late(vec![id]));
    assert_eq!(effects(&keys(&mut model, ESC)), [Effect::Cancel(id)]);
    assert_shows(&model, "stopping: saving …");
    assert_eq!(effects(&keys(&mut model, ESC)), [], "once");
    answer(&mut model, id, Answer::Cancelled);
    assert_shows(&model, "stopped saving; nothing was written");
    assert_shows(&model, "Worth keeping");
    // If the cancellation comes too late, the win is saved and the message says so.
    let (mut model, id) = saving("Worth keeping");
    update(&mut model, Msg::Late(vec![id]));
    keys(&mut model, ESC);
    answer(&mut model, id, saved("added", Change::Other));
    assert_shows(&model, "✓ added");
    assert!(!model.has_dialog() && model.unsaved().is_empty());
}

#[test]
fn progress_is_shown_and_quit_asks_while_a_change_is_unsaved() {
    let mut model = app();
    let undo = only_id(&keys(&mut model, "u"));
    update(&mut model, Msg::Late(vec![undo]));
    update(&mut model, Msg::Progress(undo, Steps { done: 30, of: 120 }));
    assert_shows(&model, "undoing: 25 %; esc stops it");
    assert_eq!(effects(&keys(&mut model, "q")), []);
    assert_shows(&model, "1 change is not saved yet. Quit all the same?");
    assert_eq!(effects(&keys(&mut model, "y")), [Effect::Quit]);
    answer(&mut model, undo, saved("undid", Change::Other));
    assert_eq!(effects(&keys(&mut model, "q")), [Effect::Quit]);
}

#[test]
fn a_stale_form_is_merged_and_saved_again_or_shows_the_conflict() {
    let mut model = with_wins(1);
    keys(&mut model, "e");
    let save = keys(&mut model, " mine\x13");
    assert!(matches!(&effects(&save)[..], [Effect::SaveForm { .. }]));
    let theirs = |notes: &str, title: &str| {
        let mut now = win(1).1;
        now.stored.body.notes = notes.into();
        now.stored.body.title = title.into();
        Answer::Conflict(Box::new(Subject::Win(Some(now))))
    };
    let again = answer(&mut model, only_id(&save), theirs("theirs", "Win 1"));
    let [Effect::SaveForm { subject, fields }] = &effects(&again)[..] else { panic!("{again:?}") };
    assert!(matches!(&**subject, Subject::Win(Some(win)) if win.notes == "theirs"));
    assert!(
        fields.contains(&("notes", "theirs".to_owned()))
            && fields.contains(&("title", "Win 1 mine".to_owned()))
    );
    let conflict = answer(&mut model, only_id(&again), theirs("theirs", "Win 1, theirs"));
    assert!(!effects(&conflict).iter().any(|effect| matches!(effect, Effect::SaveForm { .. })));
    assert_shows(&model, "save again to overwrite the fields marked ≠");
    let save = keys(&mut model, "\x13");
    answer(&mut model, only_id(&save), Answer::DeletedUnderneath("win"));
    assert_shows(&model, "another program deleted this win; save to add what you wrote as a new one");
    let save = keys(&mut model, "\x13");
    assert!(
        matches!(&effects(&save)[..], [Effect::SaveForm { subject, .. }] if matches!(**subject, Subject::Win(None)))
    );
    answer(&mut model, only_id(&save), Answer::Refused { field: "date", why: "no such day".into() });
    assert_shows(&model, "! date: no such day");
    let save = only_id(&keys(&mut model, "\x13"));
    answer(&mut model, save, Answer::Unchanged);
    assert!(!model.has_dialog());
}

#[test]
fn wins_are_starred_marked_and_changed_together() {
    let mut model = with_wins(3);
    let star = keys(&mut model, "s");
    assert_eq!(effects(&star), [Effect::OnWin(win(1).0.id, Action::Star)]);
    answer(&mut model, only_id(&star), failed());
    assert_shows(&model, "! the disk is full");
    keys(&mut model, " ");
    let tag = keys(&mut model, "jV:tag\rperf, ci\r");
    let ids = (1..=3).map(|at| win(at).0.id.into()).collect();
    let targets = Targets::records(Kind::Win, ids, "").unwrap();
    let submit = effects(&tag).pop().unwrap();
    assert_eq!(submit, Effect::Submit(LineRequest::Tag(targets), "perf, ci".into()));
    answer(&mut model, tag.last().unwrap().id, saved("tagged", Change::Many));
    assert_shows(&model, "*");
    keys(&mut model, ESC);
    // The question names the marked win, not the selected one.
    keys(&mut model, "g ");
    keys(&mut model, "d");
    assert_shows(&model, "Delete “Win 1”?");
    let delete = effects(&keys(&mut model, "y"));
    let targets = Targets::records(Kind::Win, vec![win(1).0.id.into()], "Win 1").unwrap();
    assert_eq!(delete, [Effect::ChangeMany(targets, ManyChange::Delete)]);
    keys(&mut model, ESC);
    let star = effects(&keys(&mut model, "*s"));
    let [Effect::ChangeMany(targets, ManyChange::Star(true))] = &star[..] else { panic!("{star:?}") };
    assert_eq!(targets.count, Some(3));
    assert!(
        matches!(&targets.which, Which::Wins(_, search, except) if search.is_empty() && except.is_empty())
    );
}

#[test]
fn a_shipped_project_cannot_be_shipped_again() {
    let mut model = app();
    let requests = keys(&mut model, "3");
    let rows = vec![project(1, "docgen"), project(2, "ferry")];
    let requests = loaded(&mut model, &requests, Loaded::Projects(projects::Loaded::Rows(rows)));
    let loads = effects(&requests);
    assert!(loads.contains(&Effect::LoadProject(ProjectId(uuid::Uuid::from_u128(1)))), "{loads:?}");
    assert_eq!(effects(&keys(&mut model, "S")), [], "its history is not loaded yet");
    let mut shipped = project(1, "docgen");
    shipped.status = ProjectStatus::Shipped;
    let requests = update(&mut model, Msg::ChangedElsewhere);
    let projects_at = requests.iter().position(|each| each.effect == Effect::LoadProjects).unwrap();
    let rows = Answer::Loaded(Loaded::Projects(projects::Loaded::Rows(vec![shipped])));
    answer(&mut model, requests[projects_at].id, rows);
    keys(&mut model, "S");
    assert_shows(&model, "“docgen” has shipped already");
    keys(&mut model, ":ship");
    assert_shows(&model, "has shipped already");
}

#[test]
fn a_goal_is_ended_reopened_and_linked() {
    let mut model = app();
    let requests = keys(&mut model, "4");
    let (first, mut second) = (goal(1, "Speak"), goal(2, "Write"));
    second.stored.body.status = brag::domain::GoalStatus::Done;
    let goals = goals::Loaded { year: 2026, goals: vec![first.clone(), second.clone()] };
    loaded(&mut model, &requests, Loaded::Goals(goals));
    let done = keys(&mut model, ":done\rit happened\r");
    let submit = effects(&done).pop().unwrap();
    assert_eq!(submit, Effect::Submit(LineRequest::GoalDone(first.id), "it happened".into()));
    answer(&mut model, done.last().unwrap().id, Answer::Refused { field: "", why: "not so".into() });
    assert_shows(&model, "! not so");
    keys(&mut model, ESC);
    let link = keys(&mut model, ":link\r");
    assert_eq!(
        effects(&link).pop().unwrap(),
        Effect::FindLinkTargets(Picking::Evidence(first.id), String::new())
    );
    keys(&mut model, ESC);
    keys(&mut model, "j:done");
    assert_shows(&model, "it has ended; :reopen opens it again");
    keys(&mut model, ESC);
    assert_eq!(effects(&keys(&mut model, ":reopen\r")), [Effect::EndGoal(second.id, Ending::Open)]);
    assert_eq!(effects(&keys(&mut model, "]")), [Effect::LoadGoals(Some(2027))]);
}

#[test]
fn reading_progress_is_saved_and_follow_ups_are_answered_from_any_tab() {
    let mut model = app();
    let requests = keys(&mut model, "5");
    let body = Reading { title: "Nets".into(), status: ReadingStatus::Reading, ..Reading::default() };
    let reading = stored(1, body);
    loaded(&mut model, &requests, Loaded::Learning(vec![reading.clone()]));
    let progress = keys(&mut model, "p45%\r");
    assert_eq!(effects(&progress), [Effect::Submit(LineRequest::Progress(reading.id), "45%".into())]);
    answer(&mut model, only_id(&progress), saved("read", Change::Reading(reading.id)));
    assert_shows(&model, "✓ read");
    keys(&mut model, "J");
    assert_shows(&model, "only notes to read have an order");
    assert_eq!(effects(&keys(&mut model, "r")), [Effect::LoadDue]);
    let requests = keys(&mut model, "6");
    loaded(
        &mut model,
        &requests,
        Loaded::Impact(impact::Loaded::Overview(Overview { limit: 60, ..Overview::default() })),
    );
    assert_eq!(effects(&keys(&mut model, "z")), [], "there is nothing to put off");
    assert_eq!(effects(&keys(&mut model, "y")), []);
    assert_shows(&model, "there is nothing to copy");
}
