//! The state machine of the app without a journal: a message in, requests out, also for failures and late answers.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops when something is not as it should be"
)]

use brag::config::{Config, ThemeChoice};
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
use brag::tui::screens::impact::Overview;
use brag::tui::screens::{goals, projects, review, wins};
use brag::tui::shell::requests::Steps;
use brag::tui::shell::{Model, Msg, update, view};
use brag::tui::subject::Subject;
use brag::tui::targets::{Targets, Which};
use brag::tui::theme::{Background, Colors, Theme};
use brag::tui::win_page::WinPage;
use chrono::NaiveDate;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

const ESC: &str = "\x1b";

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 6).unwrap()
}

fn app() -> Model {
    let theme = Theme::new(ThemeChoice::Dark, Background::Dark, Colors::Many);
    Model::new(&Config::default(), day(), theme, (100, 30))
}

/// Types bytes as a terminal sends them; returns the requests.
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
fn only(requests: &[Request]) -> RequestId {
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

fn says(model: &Model, text: &str) {
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
    (row, Box::new(WinView { stored, learned: Vec::new(), figures: Vec::new(), follow_ups: Vec::new() }))
}

/// The wins tab with so many wins.
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
    let (row, whole) = win(1);
    assert_eq!(effects(&requests), [Effect::LoadWin(row.id)]);
    loaded(&mut model, &requests, Loaded::Wins(wins::Loaded::Win(whole, Vec::new())));
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
    }
}

#[test]
fn every_tab_asks_for_what_it_shows_and_again_after_a_failure() {
    let first = |effect: &Effect| match effect {
        Effect::LoadWins { load: Load::Newest, count: true, .. } => "wins",
        Effect::LoadGlance => "glance",
        Effect::LoadProjectNames => "project names",
        Effect::LoadGoals(None) => "goals",
        Effect::LoadReadings => "readings",
        Effect::LoadImpact(60) => "impact",
        Effect::LoadReview(None, Reader::Myself) => "review",
        other => panic!("{other:?}"),
    };
    let tabs = ["glance", "wins", "project names", "goals", "readings", "impact", "", "review"];
    for (at, wanted) in tabs.into_iter().enumerate() {
        let mut model = app();
        let key = (at + 1).to_string();
        let requests = keys(&mut model, &key);
        assert_eq!(requests.first().map_or("", |request| first(&request.effect)), wanted);
        let Some(request) = requests.first() else { continue };
        let asked = answer(&mut model, request.id, failed());
        assert_eq!(effects(&asked), [], "{wanted}");
        says(&model, "! the disk is full: nothing was written; make room");
        let again = keys(&mut model, &key);
        assert_eq!(first(&again[0].effect), wanted, "it is asked for again");
    }
    let mut model = app();
    assert_eq!(effects(&update(&mut model, Msg::Started)), [Effect::LoadGlance]);
    let glance = Glance { empty: true, ..Glance::default() };
    let requests = keys(&mut model, "1");
    loaded(&mut model, &requests, Loaded::Today(Box::new(glance)));
    assert_eq!(effects(&keys(&mut model, "21")), effects(&keys(&mut app(), "2")), "Today is there");
}

#[test]
fn a_late_answer_is_dropped_by_its_id() {
    let mut model = app();
    let first = only(&keys(&mut model, "8"));
    let again = keys(&mut model, ":reader\r");
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
    says(&model, "The second");
    answer(&mut model, first, document("The first"));
    says(&model, "The second");
    answer(&mut model, first, failed());
    assert!(!screen(&model).contains("the disk is full"), "nobody waits for it");
}

#[test]
fn a_line_is_read_saved_and_closed() {
    let mut model = app();
    assert_eq!(effects(&keys(&mut model, "aX")), [Effect::Read("X".into())]);
    let mut parsed = brag::capture::ParsedLine::default();
    parsed.draft.title = "X".into();
    let read = keys(&mut model, "\x7fX");
    answer(&mut model, read.last().unwrap().id, Answer::Findings(Findings::Line(Box::new(parsed.clone()))));
    let save = keys(&mut model, "\r");
    assert_eq!(effects(&save), [Effect::Add(Box::new(parsed.draft), Vec::new())]);
    assert!(model.has_dialog());
    let requests = answer(&mut model, only(&save), saved("added", Change::Other));
    assert!(!model.has_dialog() && model.unsaved().is_empty());
    assert_eq!(effects(&requests), [Effect::LoadGlance], "what is shown is loaded again");
    says(&model, "✓ added");
}

/// The line of a quick capture that is being saved, with its request.
fn saving(text: &str) -> (Model, RequestId) {
    let mut model = app();
    let read = keys(&mut model, &format!("a{text}"));
    let mut parsed = brag::capture::ParsedLine::default();
    parsed.draft.title = text.into();
    answer(&mut model, read.last().unwrap().id, Answer::Findings(Findings::Line(Box::new(parsed))));
    let id = only(&keys(&mut model, "\r"));
    (model, id)
}

#[test]
fn a_save_that_takes_long_closes_its_dialog_and_keeps_the_text() {
    let (mut model, id) = saving("Worth keeping");
    update(&mut model, Msg::Late(vec![id]));
    assert!(!model.has_dialog(), "the next line can be written");
    assert_eq!(model.unsaved()[0].line.as_deref(), Some("Worth keeping"));
    says(&model, "saving …; esc stops it");
    update(&mut model, Msg::Locked(id));
    says(&model, "saving: waiting for another program that is writing");
    keys(&mut model, "aAnother");
    answer(&mut model, id, failed());
    says(&model, "! the disk is full");
    says(&model, "Another");
    // The line that is being written stays on top; the other one is under it.
    assert_eq!(model.unsaved().len(), 2);
    keys(&mut model, "\x15");
    keys(&mut model, ESC);
    says(&model, "Worth keeping");
    assert!(model.has_dialog());
}

#[test]
fn a_dialog_that_comes_back_is_not_closed_with_another_one() {
    let (mut model, id) = saving("Worth keeping");
    update(&mut model, Msg::Late(vec![id]));
    keys(&mut model, "aAnother one");
    keys(&mut model, ESC);
    says(&model, "Throw away what you wrote?");
    answer(&mut model, id, failed());
    keys(&mut model, "y");
    assert_eq!(model.unsaved().len(), 1);
    assert_eq!(model.unsaved()[0].line.as_deref(), Some("Worth keeping"), "the other one was thrown away");
}

#[test]
fn linking_stays_open_while_a_link_is_written() {
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
    update(&mut model, Msg::Late(vec![only(&toggle)]));
    assert!(model.has_dialog());
    answer(&mut model, only(&toggle), saved("linked", Change::Link(target.id)));
    says(&model, "✓ Win 1");
}

#[test]
fn escape_stops_the_latest_request_and_says_what_was_done() {
    let (mut model, id) = saving("Worth keeping");
    update(&mut model, Msg::Late(vec![id]));
    assert_eq!(effects(&keys(&mut model, ESC)), [Effect::Cancel(id)]);
    says(&model, "stopping: saving …");
    assert_eq!(effects(&keys(&mut model, ESC)), [], "once");
    answer(&mut model, id, Answer::Cancelled);
    says(&model, "stopped saving; nothing was written");
    says(&model, "Worth keeping");
    // It may have been too late: then it is saved, and says so.
    let (mut model, id) = saving("Worth keeping");
    update(&mut model, Msg::Late(vec![id]));
    keys(&mut model, ESC);
    answer(&mut model, id, saved("added", Change::Other));
    says(&model, "✓ added");
    assert!(!model.has_dialog() && model.unsaved().is_empty());
}

#[test]
fn progress_is_shown_and_quitting_asks_while_something_is_written() {
    let mut model = app();
    let undo = only(&keys(&mut model, "u"));
    update(&mut model, Msg::Late(vec![undo]));
    update(&mut model, Msg::Progress(undo, Steps { done: 30, of: 120 }));
    says(&model, "undoing: 25 %; esc stops it");
    assert_eq!(effects(&keys(&mut model, "q")), []);
    says(&model, "1 change is not saved yet. Quit all the same?");
    assert_eq!(effects(&keys(&mut model, "y")), [Effect::Quit]);
    answer(&mut model, undo, saved("undid", Change::Other));
    assert_eq!(effects(&keys(&mut model, "q")), [Effect::Quit]);
}

#[test]
fn a_win_that_changed_underneath_is_saved_again_or_shows_both_versions() {
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
    let again = answer(&mut model, only(&save), theirs("theirs", "Win 1"));
    let [Effect::SaveForm { subject, fields }] = &effects(&again)[..] else { panic!("{again:?}") };
    assert!(matches!(&**subject, Subject::Win(Some(win)) if win.notes == "theirs"));
    assert!(
        fields.contains(&("notes", "theirs".to_owned()))
            && fields.contains(&("title", "Win 1 mine".to_owned()))
    );
    let asked = answer(&mut model, only(&again), theirs("theirs", "Win 1, theirs"));
    assert!(!effects(&asked).iter().any(|effect| matches!(effect, Effect::SaveForm { .. })));
    says(&model, "save again to write yours where fields are marked ≠");
    let save = keys(&mut model, "\x13");
    answer(&mut model, only(&save), Answer::DeletedUnderneath("win"));
    says(&model, "another program deleted this win; saving makes a new one of what you wrote");
    let save = keys(&mut model, "\x13");
    assert!(
        matches!(&effects(&save)[..], [Effect::SaveForm { subject, .. }] if matches!(**subject, Subject::Win(None)))
    );
    answer(&mut model, only(&save), Answer::Refused { field: "date", why: "no such day".into() });
    says(&model, "! date: no such day");
    let save = only(&keys(&mut model, "\x13"));
    answer(&mut model, save, Answer::Unchanged);
    assert!(!model.has_dialog());
}

#[test]
fn wins_are_starred_marked_and_changed_together() {
    let mut model = with_wins(3);
    let star = keys(&mut model, "s");
    assert_eq!(effects(&star), [Effect::OnWin(win(1).0.id, Action::Star)]);
    answer(&mut model, only(&star), failed());
    says(&model, "! the disk is full");
    keys(&mut model, " ");
    let tag = keys(&mut model, "jV:tag\rperf, ci\r");
    let ids = (1..=3).map(|at| win(at).0.id.into()).collect();
    let targets = Targets::records(Kind::Win, ids, "").unwrap();
    let submit = effects(&tag).pop().unwrap();
    assert_eq!(submit, Effect::Submit(LineRequest::Tag(targets), "perf, ci".into()));
    answer(&mut model, tag.last().unwrap().id, saved("tagged", Change::Many));
    says(&model, "*");
    keys(&mut model, ESC);
    // One marked win is named, and not the one that is selected since.
    keys(&mut model, "g ");
    keys(&mut model, "d");
    says(&model, "Delete “Win 1”?");
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
fn a_project_is_shipped_once() {
    let mut model = app();
    let requests = keys(&mut model, "3");
    let rows = vec![project(1, "docgen"), project(2, "ferry")];
    let requests = loaded(&mut model, &requests, Loaded::Projects(projects::Loaded::Rows(rows)));
    let asked = effects(&requests);
    assert!(asked.contains(&Effect::LoadProject(ProjectId(uuid::Uuid::from_u128(1)))), "{asked:?}");
    assert_eq!(effects(&keys(&mut model, "S")), [], "its history is not loaded yet");
    let mut shipped = project(1, "docgen");
    shipped.status = ProjectStatus::Shipped;
    let requests = update(&mut model, Msg::ChangedElsewhere);
    let projects_at = requests.iter().position(|each| each.effect == Effect::LoadProjects).unwrap();
    let rows = Answer::Loaded(Loaded::Projects(projects::Loaded::Rows(vec![shipped])));
    answer(&mut model, requests[projects_at].id, rows);
    keys(&mut model, "S");
    says(&model, "“docgen” has shipped already");
    keys(&mut model, ":ship");
    says(&model, "has shipped already");
}

#[test]
fn a_goal_is_ended_opened_again_and_linked() {
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
    says(&model, "! not so");
    keys(&mut model, ESC);
    let link = keys(&mut model, ":link\r");
    assert_eq!(
        effects(&link).pop().unwrap(),
        Effect::FindLinkTargets(Picking::Evidence(first.id), String::new())
    );
    keys(&mut model, ESC);
    keys(&mut model, "j:done");
    says(&model, "it has ended; :reopen opens it again");
    keys(&mut model, ESC);
    assert_eq!(effects(&keys(&mut model, ":reopen\r")), [Effect::EndGoal(second.id, Ending::Open)]);
    assert_eq!(effects(&keys(&mut model, "]")), [Effect::LoadGoals(Some(2027))]);
}

#[test]
fn reading_is_moved_on_and_follow_ups_are_answered_from_anywhere() {
    let mut model = app();
    let requests = keys(&mut model, "5");
    let body = Reading { title: "Nets".into(), status: ReadingStatus::Reading, ..Reading::default() };
    let reading = stored(1, body);
    loaded(&mut model, &requests, Loaded::Learning(vec![reading.clone()]));
    let progress = keys(&mut model, "p45%\r");
    assert_eq!(effects(&progress), [Effect::Submit(LineRequest::Progress(reading.id), "45%".into())]);
    answer(&mut model, only(&progress), saved("read", Change::Reading(reading.id)));
    says(&model, "✓ read");
    keys(&mut model, "J");
    says(&model, "only what is to be read has an order");
    assert_eq!(effects(&keys(&mut model, "r")), [Effect::LoadDue]);
    let requests = keys(&mut model, "6");
    loaded(&mut model, &requests, Loaded::Impact(Overview { limit: 60, ..Overview::default() }));
    assert_eq!(effects(&keys(&mut model, "z")), [], "there is nothing to put off");
    assert_eq!(effects(&keys(&mut model, "y")), []);
    says(&model, "there is nothing to copy");
}
