//! The use cases on a real file and a fixed day; the journal is reopened for most writes.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::too_many_lines,
    reason = "a test stops when something is not as it should be"
)]

use std::path::PathBuf;

use brag::clock::Clock;
use brag::config::{Config, Paths};
use brag::domain::{
    Direction, FollowUp, FollowUpFilter, Goal, Kind, LabelKind, Page, SearchWords, Visibility, Win, WinFilter,
};
use brag::journal::{
    self, EditOutcome, ExternalChange, FollowUpAnswer, HistoryStep, Journal, ManyChange, Selection, Sort,
    aliases, bulk, followups, goals, history, labels, lookup, metrics, projects, readings, records, timeline,
    wins,
};

struct Home {
    directory: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        Self { directory: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> PathBuf {
        self.directory.path().join("journal.db")
    }

    fn open_on(&self, today: &str) -> Journal {
        let paths = Paths {
            journal: self.path(),
            config: self.directory.path().join("config.toml"),
            state: self.directory.path().join("state"),
        };
        Journal::open(paths, Config::default(), Clock::new(Some(today), None).unwrap()).unwrap()
    }

    fn open(&self) -> Journal {
        self.open_on("2026-03-06")
    }

    fn add(&self, line: &str) -> brag::journal::Added {
        let mut journal = self.open();
        let reading = wins::parse_line(&journal.snapshot().unwrap(), line);
        journal.write(|tx| wins::add(tx, &reading.draft, reading.hints.clone())).unwrap()
    }

    fn titles(&self, filter: &WinFilter) -> Vec<String> {
        let rows = timeline::list(&self.open().snapshot().unwrap(), filter, Sort::Date, 1000).unwrap();
        rows.into_iter().map(|row| row.title).collect()
    }

    fn search(&self, words: &str) -> usize {
        lookup::search(&self.open().snapshot().unwrap(), words, &[], 100).unwrap().len()
    }

    fn step(&self, direction: HistoryStep) -> String {
        history::step(&mut self.open(), direction, 1).unwrap().0.remove(0).label
    }

    /// Returns all wins, projects, goals and labels as text, to compare states of the journal.
    fn everything(&self) -> String {
        let journal = self.open();
        let wins: Vec<_> =
            timeline::list(&journal.snapshot().unwrap(), &WinFilter::default(), Sort::Logged, 1000)
                .unwrap()
                .iter()
                .map(|row| {
                    let win = wins::find(&journal.snapshot().unwrap(), row.id).unwrap();
                    let follow_ups: Vec<_> =
                        win.follow_ups.iter().map(|each| (each.id, &each.body)).collect();
                    format!("{:?} {:?} {follow_ups:?}", win.draft(), win.category)
                })
                .collect();
        let projects: Vec<_> = projects::list(&journal.snapshot().unwrap())
            .unwrap()
            .into_iter()
            .map(|project| (project.name, project.wins))
            .collect();
        let tags = labels::list(&journal.snapshot().unwrap(), LabelKind::Tag).unwrap();
        let people = labels::list(&journal.snapshot().unwrap(), LabelKind::Person).unwrap();
        format!(
            "{wins:#?}{projects:?}{:?}{tags:?}{people:?}",
            goals::list(&journal.snapshot().unwrap()).unwrap()
        )
    }
}

#[test]
fn undo_and_redo_restore_every_state_exactly() {
    let home = Home::new();
    home.open()
        .write(|tx| goals::add(tx, &Goal { title: "Two languages".into(), ..Goal::default() }, None))
        .unwrap();
    let mut states = vec![home.everything()];
    let first = home.add("Halved it +docs #perf @maria latency:800ms..400ms ^two !");
    states.push(home.everything());
    home.add("Another +docs #Perf");
    states.push(home.everything());
    let mut journal = home.open();
    let win = wins::find(&journal.snapshot().unwrap(), first.id).unwrap();
    let draft = Win {
        title: "Halved it for good".into(),
        tags: vec!["speed".into()],
        project: Some("new home".into()),
        figures: Vec::new(),
        goals: Vec::new(),
        ..win.draft()
    };
    assert!(matches!(
        journal.write(|tx| wins::edit(tx, first.id, &draft, win.meta.revision)).unwrap(),
        EditOutcome::Saved(_)
    ));
    drop(journal);
    states.push(home.everything());
    home.open().write(|tx| records::delete(tx, &[first.id.into()])).unwrap();
    states.push(home.everything());
    home.open().write(|tx| labels::rename(tx, LabelKind::Tag, "perf", "quick")).unwrap();
    states.push(home.everything());
    for state in states.iter().rev().skip(1) {
        home.step(HistoryStep::Undo);
        assert_eq!(&home.everything(), state);
    }
    for state in &states[1..] {
        home.step(HistoryStep::Redo);
        assert_eq!(&home.everything(), state);
    }
}

#[test]
fn a_new_change_clears_redo() {
    let home = Home::new();
    home.add("One");
    home.add("Two");
    home.step(HistoryStep::Undo);
    home.add("Three");
    assert!(history::step(&mut home.open(), HistoryStep::Redo, 1).is_err());
    assert_eq!(home.titles(&WinFilter::default()), ["Three", "One"]);
    assert_eq!(home.step(HistoryStep::Undo), "add win: Three");
    assert_eq!(home.step(HistoryStep::Undo), "add win: One");
    assert!(history::step(&mut home.open(), HistoryStep::Undo, 1).is_err());
}

#[test]
fn editing_a_stale_win_is_a_conflict_and_a_deleted_one_is_reported() {
    let home = Home::new();
    let added = home.add("Seen by two #a latency:3ms");
    let mine = wins::find(&home.open().snapshot().unwrap(), added.id).unwrap();
    let mut other = home.open();
    let theirs = wins::find(&other.snapshot().unwrap(), added.id).unwrap();
    let draft = Win { tags: vec!["b".into()], ..theirs.draft() };
    other.write(|tx| wins::edit(tx, added.id, &draft, theirs.meta.revision)).unwrap();
    let draft = Win { title: "Mine".into(), ..mine.draft() };
    let EditOutcome::Conflict(now) =
        home.open().write(|tx| wins::edit(tx, added.id, &draft, mine.meta.revision)).unwrap()
    else {
        panic!("a tag that another program added was overwritten");
    };
    assert_eq!(now.tags, ["b"]);
    home.open().write(|tx| records::delete(tx, &[added.id.into()])).unwrap();
    assert_eq!(
        home.open().write(|tx| wins::edit(tx, added.id, &draft, now.meta.revision)).unwrap(),
        EditOutcome::Deleted
    );
}

#[test]
fn deleting_a_project_keeps_its_wins_and_undo_links_them_again() {
    let home = Home::new();
    home.add("Number one +harbour");
    home.add("Number two +harbour");
    let project = journal::resolve_kind(&home.open().snapshot().unwrap(), Kind::Project, "harbour").unwrap();
    home.open().write(|tx| records::delete(tx, &[project])).unwrap();
    assert_eq!(home.titles(&WinFilter::default()).len(), 2);
    assert_eq!(home.search("harbour"), 0);
    home.step(HistoryStep::Undo);
    let of_project = WinFilter { project: Some(project), ..WinFilter::default() };
    assert_eq!(home.titles(&of_project).len(), 2);
    assert_eq!(home.search("harbour"), 3);
}

#[test]
fn search_follows_edit_undo_and_delete() {
    let home = Home::new();
    let added = home.add("Tuned the sluice #water @ines depth:3ms..2ms");
    for word in ["sluice", "slu", "water", "ines", "depth"] {
        assert!(home.search(word) > 0, "{word}");
    }
    let mut journal = home.open();
    let win = wins::find(&journal.snapshot().unwrap(), added.id).unwrap();
    let draft = Win { title: "Tuned the gate".into(), tags: Vec::new(), figures: Vec::new(), ..win.draft() };
    journal.write(|tx| wins::edit(tx, added.id, &draft, win.meta.revision)).unwrap();
    drop(journal);
    for word in ["sluice", "water", "depth"] {
        assert_eq!(home.search(word), 0, "{word}");
    }
    home.step(HistoryStep::Undo);
    for word in ["sluice", "water", "depth"] {
        assert!(home.search(word) > 0, "{word}");
    }
    home.open().write(|tx| records::delete(tx, &[added.id.into()])).unwrap();
    assert_eq!(home.search("sluice"), 0);
}

#[test]
fn timeline_pages_have_no_gaps_or_repetitions() {
    let home = Home::new();
    let mut journal = home.open();
    let dates = ["2026-01-01", "2026", "2025-12", "2025-12-31", "2013..2017", "2025-12-31"];
    let drafts: Vec<Win> = (0..90)
        .map(|at| Win {
            title: format!("win {at}"),
            when: brag::domain::DateRange::from_iso(dates[at % dates.len()]),
            ..Win::default()
        })
        .collect();
    journal.write(|tx| drafts.iter().try_for_each(|win| wins::add(tx, win, Vec::new()).map(drop))).unwrap();
    for filter in
        [WinFilter::default(), WinFilter { words: SearchWords::parse("win"), ..WinFilter::default() }]
    {
        let all = timeline::list(&journal.snapshot().unwrap(), &filter, Sort::Date, 1000).unwrap();
        assert_eq!(all.len(), 90);
        let mut paged = Vec::new();
        let mut after = None;
        loop {
            let page = timeline::page(
                &journal.snapshot().unwrap(),
                &filter,
                &Page { after, towards: Direction::Older, limit: 7 },
            )
            .unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.anchor);
            paged.extend(page);
        }
        assert_eq!(paged, all);
        let mut back = timeline::page(
            &journal.snapshot().unwrap(),
            &filter,
            &Page { after: Some(all[40].anchor), towards: Direction::Newer, limit: 100 },
        )
        .unwrap();
        back.reverse();
        assert_eq!(back, all[..40]);
    }
}

#[test]
fn starred_or_measured_wins_and_those_with_due_get_a_follow_up() {
    let home = Home::new();
    let follow_up_day = |line: &str| home.add(line).ask_on.map(|day| day.to_string());
    assert_eq!(follow_up_day("Plain"), None);
    assert_eq!(follow_up_day("Starred !").as_deref(), Some("2026-06-04"));
    assert_eq!(follow_up_day("A figure of its own latency:3ms").as_deref(), Some("2026-06-04"));
    assert_eq!(follow_up_day("A figure of a project +p latency:3ms"), None);
    assert_eq!(follow_up_day("Said due:2w").as_deref(), Some("2026-03-20"));
    assert_eq!(follow_up_day("Never due:never !"), None);
    assert_eq!(follow_up_day("Long ago date:2024-01-01 !"), None);
    assert_eq!(
        followups::list(
            &home.open_on("2026-03-20").snapshot().unwrap(),
            FollowUpFilter::Until("2026-03-20".parse().unwrap()),
            10
        )
        .unwrap()
        .len(),
        1
    );
    assert_eq!(
        followups::list(
            &home.open_on("2026-07-01").snapshot().unwrap(),
            FollowUpFilter::Until("2026-07-01".parse().unwrap()),
            10
        )
        .unwrap()
        .len(),
        3
    );
}

#[test]
fn a_failed_batch_writes_nothing() {
    let home = Home::new();
    home.add("Kept");
    let mut journal = home.open();
    let drafts = [Win { title: "Half".into(), ..Win::default() }, Win::default()];
    let added =
        journal.write(|tx| drafts.iter().try_for_each(|win| wins::add(tx, win, Vec::new()).map(drop)));
    assert!(added.is_err());
    assert_eq!(home.titles(&WinFilter::default()), ["Kept"]);
    assert_eq!(history::list(&home.open().snapshot().unwrap(), None, 10, 10).unwrap().len(), 1);
}

#[test]
fn concurrent_writers_create_one_project_and_lose_no_win() {
    let home = Home::new();
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let home = &home;
            scope.spawn(move || {
                for at in 0..10 {
                    home.add(&format!("win {writer} {at} +shared"));
                }
            });
        }
    });
    assert_eq!(home.titles(&WinFilter::default()).len(), 40);
    assert_eq!(projects::list(&home.open().snapshot().unwrap()).unwrap().len(), 1);
}

#[test]
fn concurrent_writers_create_no_duplicate_records() {
    let home = Home::new();
    home.add("The first, which makes the file");
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let reading = brag::domain::Reading {
                    title: "Same title".into(),
                    authors: vec!["Ana".into()],
                    ..brag::domain::Reading::default()
                };
                let goal = Goal { title: "Same goal".into(), year: 2026, ..Goal::default() };
                let project =
                    brag::domain::Project { name: "Same".into(), ..brag::domain::Project::default() };
                let request = brag::journal::LogRequest {
                    name: "latency".into(),
                    value: "5ms".into(),
                    ..brag::journal::LogRequest::default()
                };
                let _ = home.open().write(|tx| readings::add(tx, &reading));
                let _ = home.open().write(|tx| goals::add(tx, &goal, None));
                let _ = home.open().write(|tx| projects::add(tx, &project));
                home.open().write(|tx| metrics::log(tx, &request)).unwrap();
                home.open().write(|tx| aliases::add(tx, "Acme", "a bank", None)).unwrap();
            });
        }
    });
    let journal = home.open();
    assert_eq!(readings::list(&journal.snapshot().unwrap()).unwrap().len(), 1);
    assert_eq!(goals::list(&journal.snapshot().unwrap()).unwrap().len(), 1);
    assert_eq!(projects::list(&journal.snapshot().unwrap()).unwrap().len(), 1);
    assert_eq!(metrics::list(&journal.snapshot().unwrap(), 10).unwrap().len(), 1);
    assert_eq!(aliases::list(&journal.snapshot().unwrap()).unwrap().len(), 1);
}

#[test]
fn an_open_journal_sees_writes_from_another_connection() {
    let home = Home::new();
    let mut watching = home.open();
    let mut seen = 0;
    assert_eq!(watching.external_change(&mut seen).unwrap(), ExternalChange::Nothing);
    home.add("The first, which makes the file");
    assert_eq!(watching.external_change(&mut seen).unwrap(), ExternalChange::Wrote);
    let _ = watching.external_change(&mut seen);
    assert_eq!(watching.external_change(&mut seen).unwrap(), ExternalChange::Nothing);
    home.add("The second");
    assert_eq!(watching.external_change(&mut seen).unwrap(), ExternalChange::Wrote);
    assert_eq!(timeline::count(&watching.snapshot().unwrap(), &WinFilter::default(), 10).unwrap(), 2);
}

#[test]
fn history_keeps_its_order_when_the_clock_runs_backwards() {
    let home = Home::new();
    for now in ["2026-03-06T10:00:00+01:00", "2026-03-06T08:00:00+01:00", "2020-01-01T00:00:00Z"] {
        let paths =
            Paths { journal: home.path(), config: "none".into(), state: home.directory.path().join("state") };
        let clock = Clock::new(Some("2026-03-06"), Some(now)).unwrap();
        let mut journal = Journal::open(paths, Config::default(), clock).unwrap();
        journal.write(|tx| wins::add(tx, &Win { title: now.into(), ..Win::default() }, Vec::new())).unwrap();
    }
    let order: Vec<String> = history::list(&home.open().snapshot().unwrap(), None, 10, 0)
        .unwrap()
        .into_iter()
        .map(|batch| batch.label)
        .collect();
    assert_eq!(order[0], "add win: 2020-01-01T00:00:00Z");
    assert_eq!(home.step(HistoryStep::Undo), "add win: 2020-01-01T00:00:00Z");
}

#[test]
fn an_imprecise_date_counts_in_its_period_and_not_in_the_heatmap() {
    let home = Home::new();
    for line in ["a date:2023", "b date:2023-12", "c date:2023-12-31", "d date:2013..2023"] {
        home.add(line);
    }
    let journal = home.open();
    let titles = |period: &str| {
        let filter =
            WinFilter { period: Some(journal.context().period(period).unwrap()), ..WinFilter::default() };
        home.titles(&filter)
    };
    assert_eq!(titles("2023"), ["d", "a", "b", "c"]);
    assert_eq!(titles("2023-Q4"), ["b", "c"]);
    assert_eq!(titles("2023-12-31"), ["c"]);
    let days =
        timeline::days(&journal.snapshot().unwrap(), &journal.context().period("2023").unwrap()).unwrap();
    assert_eq!(days.len(), 1);
}

#[test]
fn replacing_an_alias_keeps_its_exact_flag() {
    let home = Home::new();
    let mut journal = home.open();
    journal.write(|tx| aliases::add(tx, "Quux", "a client", Some(true))).unwrap();
    assert!(journal.write(|tx| aliases::add(tx, "Quux", "a bank", None)).unwrap().exact);
    assert!(aliases::list(&journal.snapshot().unwrap()).unwrap()[0].exact);
}

#[test]
fn an_answered_follow_up_must_keep_its_day_and_outcome() {
    let home = Home::new();
    let added = home.add("Halved it due:2026-06-02");
    let mut journal = home.open();
    let id = wins::find(&journal.snapshot().unwrap(), added.id).unwrap().follow_ups[0].id;
    let answer = FollowUpAnswer { text: "It stayed".into(), ..FollowUpAnswer::default() };
    let answered = journal.write(|tx| followups::record_outcome(tx, &[id], &answer)).unwrap().remove(0);
    let open_again = FollowUp { recorded_on: None, ..answered.follow_up.body.clone() };
    let refused = journal.write(|tx| followups::edit(tx, &answered, &open_again)).unwrap_err();
    assert_eq!((refused.field(), refused.message()), (Some("recorded"), "an answer needs a date"));
    let silent = FollowUp { outcome: " ".into(), ..answered.follow_up.body.clone() };
    assert_eq!(
        journal.write(|tx| followups::edit(tx, &answered, &silent)).unwrap_err().field(),
        Some("outcome")
    );
}

#[test]
fn a_bulk_change_is_one_batch_that_one_undo_reverts() {
    let home = Home::new();
    for day in 1..=8 {
        home.add(&format!("2026-01-0{day}: Win {day} +harbour #old latency:{day}00ms..50ms"));
    }
    home.add("2026-02-01: Another one +tides #perf");
    let filter = WinFilter::default();
    let ids: Vec<_> = timeline::list(&home.open().snapshot().unwrap(), &filter, Sort::Date, 100)
        .unwrap()
        .iter()
        .map(|row| row.id)
        .collect();
    let except = std::collections::BTreeSet::from([ids[0]]);
    let all = Selection::Wins(Box::new(filter), except);
    let some = Selection::Records(Kind::Win, ids[..3].iter().map(|id| (*id).into()).collect());
    let changes = [
        (&all, ManyChange::AddTags(vec!["PERF".into(), "speed".into()]), 8, "tag PERF, speed: 8 wins"),
        (&some, ManyChange::AddTags(vec!["perf".into()]), 2, "tag perf: 3 wins"),
        (&all, ManyChange::Move("tides".into()), 8, "move to tides: 8 wins"),
        (&all, ManyChange::Move("new one".into()), 8, "move to new one: 8 wins"),
        (&all, ManyChange::Move(String::new()), 8, "move to no project: 8 wins"),
        (&some, ManyChange::Star(true), 3, "star: 3 wins"),
        (&all, ManyChange::Category("design".into()), 8, "category design: 8 wins"),
        (&all, ManyChange::Visibility(Visibility::Public), 8, "public: 8 wins"),
        (&all, ManyChange::Delete, 8, "delete 8 wins"),
    ];
    for (selection, change, changed, label) in changes {
        let before = home.everything();
        let done = home.open().write(|tx| bulk::change(tx, selection, &change, None)).unwrap();
        assert_eq!(done.changed, changed, "{change:?}");
        let after = home.everything();
        assert_ne!(before, after, "{change:?}");
        assert_eq!(home.step(HistoryStep::Undo), label);
        assert_eq!(home.everything(), before, "{change:?} undone");
        home.step(HistoryStep::Redo);
        assert_eq!(home.everything(), after, "{change:?} done again");
        home.step(HistoryStep::Undo);
    }
    // The values of figures move with their wins.
    let values = |project: &str| {
        let journal = home.open();
        let project = projects::resolve(&journal.snapshot().unwrap(), project).unwrap();
        let metrics = metrics::list_of(&journal.snapshot().unwrap(), project, 10).unwrap();
        metrics.first().map_or(0, |metric| metric.values.len())
    };
    let before = values("harbour");
    assert!(before > 0);
    home.open().write(|tx| bulk::change(tx, &all, &ManyChange::Move("tides".into()), Some(8))).unwrap();
    assert_eq!(values("tides"), before);
    let refused = home.open().write(|tx| {
        bulk::change(
            tx,
            &Selection::Records(Kind::Win, vec![ids[0].into()]),
            &ManyChange::Nothing("why".into()),
            None,
        )
    });
    assert_eq!(refused.unwrap_err().message(), "this change does not apply to wins");
    let refused = home.open().write(|tx| bulk::change(tx, &some, &ManyChange::Category("none".into()), None));
    assert_eq!(refused.unwrap_err().message(), "unknown category “none”");
    let refused = home.open().write(|tx| bulk::change(tx, &all, &ManyChange::Delete, Some(7))).unwrap_err();
    assert_eq!(refused.message(), "the selection now has 8 wins, not 7: nothing was changed");
    assert_eq!(
        home.open()
            .write(|tx| bulk::change(tx, &some, &ManyChange::Move("tides".into()), None))
            .unwrap()
            .changed,
        0
    );
}

#[test]
fn a_stopped_change_writes_nothing() {
    let home = Home::new();
    for at in 0..20 {
        home.add(&format!("Win {at}"));
    }
    let before = home.everything();
    let mut journal = home.open();
    let task = brag::task::Task::default();
    journal.set_task(task.clone()).unwrap();
    task.stop();
    let all = Selection::Wins(Box::default(), std::collections::BTreeSet::new());
    let stopped = journal.write(|tx| bulk::change(tx, &all, &ManyChange::Star(true), None)).unwrap_err();
    assert_eq!(stopped.kind(), brag::error::ErrorKind::Stopped);
    assert_eq!(
        history::step(&mut journal, HistoryStep::Undo, 1).unwrap_err().kind(),
        brag::error::ErrorKind::Stopped
    );
    drop(journal);
    assert_eq!(home.everything(), before);
}

#[test]
fn a_change_stopped_midway_is_applied_in_full_or_not_at_all() {
    let home = Home::new();
    for at in 0..40 {
        home.add(&format!("Win {at}"));
    }
    let mut journal = home.open();
    let all = Selection::Wins(Box::default(), std::collections::BTreeSet::new());
    let starred = WinFilter { starred: true, ..WinFilter::default() };
    for step in [0, 1, 39, 40, 41, 60, 79, 80] {
        let task = brag::task::Task::default();
        journal.set_task(task.clone()).unwrap();
        let ended = std::sync::atomic::AtomicBool::new(false);
        let changed = std::thread::scope(|scope| {
            scope.spawn(|| {
                while task.steps().0 < step && !ended.load(std::sync::atomic::Ordering::SeqCst) {
                    std::thread::yield_now();
                }
                task.stop();
            });
            let changed = journal.write(|tx| bulk::change(tx, &all, &ManyChange::Star(true), Some(40)));
            ended.store(true, std::sync::atomic::Ordering::SeqCst);
            changed
        });
        journal.set_task(brag::task::Task::default()).unwrap();
        let now = timeline::list(&journal.snapshot().unwrap(), &starred, Sort::Logged, 100).unwrap().len();
        match changed {
            Ok(changed) => {
                assert_eq!((changed.changed, now), (40, 40), "stopped at {step}");
                history::step(&mut journal, HistoryStep::Undo, 1).unwrap();
            }
            Err(error) => {
                assert_eq!(error.kind(), brag::error::ErrorKind::Stopped);
                assert_eq!(now, 0, "stopped at {step}");
            }
        }
    }
}
