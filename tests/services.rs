//! The use cases below the command line and the app, over real journals on a fixed day.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

use std::path::PathBuf;

use brag::clock::Clock;
use brag::config::{Config, Paths};
use brag::domain::{
    DateRange, DocumentOverride, FollowUpFilter, Goal, GoalStatus, Kind, Measure, MetricView, NamedRef,
    PartialDate, Period, Project, Reading, ReadingStatus, Visibility, Win, WinFilter,
};
use brag::error::{ErrorKind, Result};
use brag::journal::{
    self, CheckRequest, EditOutcome, Ending, Finish, FollowUpAnswer, Journal, LogRequest, aliases, export,
    followups, goal_progress, goals, metrics, overrides, projects, readings, review, timeline, wins,
};
use brag::report::document::Reader;
use brag::report::export::RenderRequest;
use brag::report::format::DocumentKind;

struct Home {
    directory: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        Self { directory: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn on(&self, day: &str) -> Journal {
        let paths = Paths {
            journal: self.path("journal.db"),
            config: self.path("config.toml"),
            state: self.path("state"),
        };
        Journal::open(paths, Config::default(), Clock::new(Some(day), None).unwrap()).unwrap()
    }
}

fn add_win(journal: &mut Journal, line: &str) -> journal::Added {
    let parsed = wins::parse_line(&journal.snapshot().unwrap(), line);
    journal.write(|tx| wins::add(tx, &parsed.draft, Vec::new())).unwrap()
}

fn goal(title: &str, measure: &str) -> Goal {
    Goal { title: title.into(), measure: Measure::parse(measure).unwrap(), ..Goal::default() }
}

/// Asserts that `result` is an error of the kind `kind` with `text` in its message.
fn assert_refused<T: std::fmt::Debug>(result: Result<T>, kind: ErrorKind, text: &str) {
    let err = result.unwrap_err();
    assert_eq!(err.kind(), kind, "{err:?}");
    assert!(err.message().contains(text), "{err:?}");
}

#[test]
fn a_refused_change_of_a_missing_journal_leaves_no_file() {
    let home = Home::new();
    let mut journal = home.on("2026-03-06");
    assert_refused(journal.write(|tx| wins::add(tx, &Win::default(), Vec::new())), ErrorKind::Usage, "title");
    assert_refused(journal.write(|tx| aliases::remove(tx, "Acme")), ErrorKind::Failed, "no alias");
    assert_eq!(std::fs::read_dir(home.path("")).unwrap().count(), 0);
    add_win(&mut journal, "The first");
    assert!(home.path("journal.db").exists());
    assert_eq!(
        timeline::count(&home.on("2026-03-06").snapshot().unwrap(), &WinFilter::default(), 9).unwrap(),
        1
    );
}

#[test]
fn a_refused_change_and_one_that_changes_nothing_do_not_wait_for_another_program() {
    let home = Home::new();
    let mut journal = home.on("2026-03-06");
    let win = add_win(&mut journal, "Shipped it #ci");
    journal.set_patience(std::time::Duration::ZERO).unwrap();
    let found = wins::find(&journal.snapshot().unwrap(), win.id).unwrap();
    let mut other = home.on("2026-03-06");
    let written = other.write(|tx| {
        // From its first change on, the other program has the lock.
        wins::add(tx, &Win { title: "Theirs".into(), ..Win::default() }, Vec::new())?;
        let refused = journal.write(|tx| goals::add(tx, &goal("", "growing"), None));
        assert_refused(refused, ErrorKind::Usage, "title");
        let edited = journal.write(|tx| wins::edit(tx, found.id, &found.draft(), found.meta.revision));
        assert!(matches!(edited, Ok(EditOutcome::Unchanged)), "{edited:?}");
        let waits = journal.write(|tx| goals::add(tx, &goal("Ship it", "growing"), None));
        assert_refused(waits, ErrorKind::Busy, "another program");
        Ok(())
    });
    written.unwrap();
    journal.write(|tx| goals::add(tx, &goal("Ship it", "growing"), None)).unwrap();
}

#[test]
fn a_change_that_fails_half_way_writes_nothing() {
    let home = Home::new();
    let mut journal = home.on("2026-03-06");
    add_win(&mut journal, "Before");
    let failed: Result<()> = journal.write(|tx| {
        wins::add(tx, &Win { title: "Half".into(), ..Win::default() }, Vec::new())?;
        goals::add(tx, &goal("", "growing"), None).map(drop)
    });
    assert_refused(failed, ErrorKind::Usage, "title");
    let snapshot = journal.snapshot().unwrap();
    assert_eq!(timeline::count(&snapshot, &WinFilter::default(), 9).unwrap(), 1);
    assert_eq!(journal::history::list(&snapshot, None, 9, 9).unwrap().len(), 1);
}

#[test]
fn a_snapshot_shows_one_moment_and_a_later_one_the_change() {
    let home = Home::new();
    let mut writer = home.on("2026-03-06");
    add_win(&mut writer, "One");
    let reader = home.on("2026-03-06");
    let count =
        |snapshot: &journal::Snapshot<'_>| timeline::count(snapshot, &WinFilter::default(), 9).unwrap();
    let snapshot = reader.snapshot().unwrap();
    assert_eq!(count(&snapshot), 1);
    add_win(&mut writer, "Two");
    assert_eq!(count(&snapshot), 1);
    // A snapshot that is taken meanwhile shares the read transaction.
    assert_eq!(count(&reader.snapshot().unwrap()), 1);
    drop(snapshot);
    assert_eq!(count(&reader.snapshot().unwrap()), 2);
}

#[test]
fn a_goal_is_unique_in_its_year_and_is_carried_over_with_its_evidence() {
    let home = Home::new();
    let mut journal = home.on("2026-03-06");
    let two = journal.write(|tx| goals::add(tx, &goal("Two languages", "count 2"), None)).unwrap();
    assert_eq!(two.year, 2026);
    let twin = journal.write(|tx| goals::add(tx, &goal("two LANGUAGES", "growing"), None));
    assert_refused(twin, ErrorKind::Usage, "already");
    let win = add_win(&mut journal, "Wrote it in Zig");
    journal.write(|tx| goal_progress::link_evidence(tx, two.id, &[win.id.into()])).unwrap();
    let again = journal.write(|tx| goal_progress::link_evidence(tx, two.id, &[win.id.into()]));
    assert_refused(again, ErrorKind::Failed, "already");
    let carried = journal.write(|tx| goal_progress::end(tx, two.id, &Ending::Carried(None))).unwrap();
    assert_eq!((carried.year, carried.counted(), carried.is_open()), (2027, 1, true));
    let unlinked = journal.write(|tx| goal_progress::unlink_evidence(tx, carried.id, &[win.id.into()]));
    assert_refused(unlinked, ErrorKind::Failed, "carried over");
    let year = journal.write(|tx| {
        goals::edit(tx, carried.id, &Goal { year: 2025, ..carried.draft() }, carried.meta.revision, None)
    });
    assert_refused(year, ErrorKind::Usage, "later");
}

#[test]
fn a_check_in_has_a_day_of_the_year_and_a_value_of_the_unit() {
    let home = Home::new();
    let mut journal = home.on("2026-03-06");
    let coverage = journal.write(|tx| goals::add(tx, &goal("Coverage", "61% .. 85%"), None)).unwrap();
    let mut check = |value: &str, day: &str| {
        let request = CheckRequest {
            value: Some(value.into()).filter(|text: &String| !text.is_empty()),
            date: Some(day.parse().unwrap()),
            ..CheckRequest::default()
        };
        journal.write(|tx| goal_progress::check_in(tx, coverage.id, &request))
    };
    assert_refused(check("", "2026-03-01"), ErrorKind::Usage, "note or a value");
    assert_refused(check("70%", "2026-03-07"), ErrorKind::Usage, "future");
    assert_refused(check("70%", "2025-12-31"), ErrorKind::Usage, "2026");
    assert_refused(check("70ms", "2026-03-01"), ErrorKind::Usage, "%");
    assert_eq!(check("70%", "2026-03-01").unwrap().check_ins.len(), 1);
    let worse = journal.write(|tx| goals::add(tx, &goal("Raise the coverage", "85% .. 61%"), None));
    let err = worse.unwrap_err();
    assert_eq!((err.kind(), err.field()), (ErrorKind::Usage, Some("measure")));
    assert!(err.hint_text().unwrap().contains("--better lower"), "{err:?}");
}

#[test]
fn a_follow_up_is_answered_once_and_its_value_is_logged() {
    let home = Home::new();
    let mut journal = home.on("2026-03-06");
    let win = add_win(&mut journal, "Halved it latency:800ms..400ms !");
    assert_eq!(win.ask_on.map(|day| day.to_string()).as_deref(), Some("2026-06-04"));
    let mut journal = home.on("2026-06-04");
    let open =
        followups::list(&journal.snapshot().unwrap(), FollowUpFilter::Until(journal.today()), 9).unwrap();
    let id = open[0].follow_up.id;
    let answer = |text: &str, value: &str| FollowUpAnswer {
        text: text.into(),
        value: Some(("latency".into(), value.into())),
        ..FollowUpAnswer::default()
    };
    let mut record =
        |answer: &FollowUpAnswer| journal.write(|tx| followups::record_outcome(tx, &[id], answer));
    assert_refused(record(&answer(" ", "370ms")), ErrorKind::Usage, "text");
    assert_refused(record(&answer("It holds", "4MB")), ErrorKind::Usage, "latency");
    record(&answer("It holds", "400ms→370ms")).unwrap();
    assert_refused(record(&answer("Again", "360ms")), ErrorKind::Failed, "answered");
    let latency = metrics::find_like(&journal.snapshot().unwrap(), "latency", 1).unwrap().remove(0);
    assert_eq!(latency.values.len(), 3);
    assert_eq!(latency.latest().unwrap().amount.text, "370ms");
    assert_eq!(followups::list(&journal.snapshot().unwrap(), FollowUpFilter::Open, 9).unwrap(), []);
}

#[test]
fn a_follow_up_is_put_off_to_a_later_day_or_closed_with_a_reason() {
    let home = Home::new();
    let mut journal = home.on("2026-03-06");
    let win = add_win(&mut journal, "Moved it");
    let asked = journal
        .write(|tx| followups::ask(tx, (Kind::Win, win.id.into()), "2026-03-06".parse().unwrap(), None))
        .unwrap();
    let id = asked.follow_up.id;
    let mut snooze = |day: &str| journal.write(|tx| followups::snooze(tx, &[id], day.parse().unwrap()));
    assert_refused(snooze("2026-03-06"), ErrorKind::Usage, "is today");
    assert_eq!(snooze("2026-03-20").unwrap()[0].follow_up.snoozed, 1);
    let closed = journal.write(|tx| followups::nothing_to_report(tx, &[id], "  "));
    assert_refused(closed, ErrorKind::Usage, "why");
    journal.write(|tx| followups::nothing_to_report(tx, &[id], "the service is gone")).unwrap();
    assert_eq!(followups::count(&journal.snapshot().unwrap(), None).unwrap(), 0);
}

#[test]
fn shipping_schedules_a_follow_up_and_no_project_is_a_part_of_itself() {
    let home = Home::new();
    let mut journal = home.on("2026-03-06");
    let add = |journal: &mut Journal, name: &str| {
        journal.write(|tx| projects::add(tx, &Project { name: name.into(), ..Project::default() }))
    };
    let id = add(&mut journal, "docgen").unwrap().id;
    assert_refused(add(&mut journal, "DOCGEN"), ErrorKind::Usage, "already");
    let shipped = journal.write(|tx| projects::ship(tx, id, None)).unwrap();
    assert!(shipped.shipped && shipped.ask_on.is_some());
    assert_refused(journal.write(|tx| projects::ship(tx, id, None)), ErrorKind::Failed, "shipped");
    let find = |journal: &Journal| projects::find(&journal.snapshot().unwrap(), id).unwrap();
    let now = find(&journal);
    let active = Project { status: brag::domain::ProjectStatus::Active, end: None, ..now.body.clone() };
    journal.write(|tx| projects::edit(tx, id, &active, now.meta.revision)).unwrap();
    assert_eq!(find(&journal).follow_ups, []);
    let now = find(&journal);
    let own = brag::domain::NamedRef { id, name: "docgen".into() };
    let inside = Project { parent: Some(own), ..now.body.clone() };
    let refused = journal.write(|tx| projects::edit(tx, id, &inside, now.meta.revision));
    assert_refused(refused, ErrorKind::Usage, "itself");
    // An edit of an old revision writes nothing, and returns the present record.
    let stale = journal.write(|tx| projects::edit(tx, id, &active, 1)).unwrap();
    assert!(matches!(stale, EditOutcome::Conflict(_)), "{stale:?}");
}

#[test]
fn a_reading_note_is_unique_by_title_medium_and_authors_also_after_an_edit() {
    let home = Home::new();
    let mut journal = home.on("2026-03-06");
    let note = |author: &str| Reading {
        title: "Small Things".into(),
        authors: vec![author.into()],
        ..Reading::default()
    };
    journal.write(|tx| readings::add(tx, &note("Ada"))).unwrap();
    let bea = journal.write(|tx| readings::add(tx, &note("Bea"))).unwrap().reading;
    let edited = journal.write(|tx| readings::edit(tx, bea.id, &note("Ada"), bea.meta.revision));
    assert_refused(edited, ErrorKind::Usage, "already");
    let mut step = |id, text: &str| journal.write(|tx| readings::set_progress(tx, id, text));
    assert_refused(step(bea.id, "351/350"), ErrorKind::Usage, "350");
    assert_eq!(step(bea.id, "120/350").unwrap().reading.status, ReadingStatus::Reading);
    let finish = Finish { rating: Some(4), takeaway: "Ask twice".into(), on: None };
    let finished = journal.write(|tx| readings::finish(tx, bea.id, &finish)).unwrap().reading;
    assert_eq!(finished.finished.unwrap().to_string(), "2026-03-06");
    assert_refused(journal.write(|tx| readings::abandon(tx, bea.id, "")), ErrorKind::Failed, "finished");
}

#[test]
fn a_value_is_logged_in_the_metric_that_the_name_means() {
    let home = Home::new();
    let mut journal = home.on("2026-03-06");
    let mut log = |name: &str, value: &str| {
        let request = LogRequest { name: name.into(), value: value.into(), ..LogRequest::default() };
        journal.write(|tx| metrics::log(tx, &request))
    };
    assert!(log("latency", "800ms..400ms").unwrap().made);
    let logged = log("lat", "380ms").unwrap();
    assert!(!logged.made && logged.metric.values.len() == 3);
    assert!(log("lat", "4MB").unwrap().made, "a value of another unit is no value of latency");
    assert_refused(log("p 99", "4"), ErrorKind::Usage, "name of a metric");
}

#[test]
fn a_sample_of_a_long_series_has_its_ends_and_no_gap() {
    let home = Home::new();
    let mut journal = home.on("2026-03-06");
    let first = chrono::NaiveDate::from_ymd_opt(2025, 1, 1).unwrap();
    journal
        .write(|tx| {
            for (name, count) in [("latency", 300), ("memory", 20)] {
                for at in 0..count {
                    let request = LogRequest {
                        name: name.into(),
                        value: format!("{}MB", 1_000 - at),
                        date: Some(PartialDate::Day(first + chrono::Days::new(at))),
                        ..LogRequest::default()
                    };
                    metrics::log(tx, &request)?;
                }
            }
            Ok(())
        })
        .unwrap();
    let snapshot = journal.snapshot().unwrap();
    let whole = metrics::list(&snapshot, 2).unwrap();
    assert!(whole.iter().all(|metric| metric.is_whole));
    let sample = metrics::list_samples(&snapshot, 2).unwrap();
    let lengths: Vec<_> = sample.iter().map(|metric| (metric.values.len(), metric.is_whole)).collect();
    let days = |metric: &MetricView| -> Vec<i64> {
        metric.values.iter().map(|value| (value.date.first_day() - first).num_days()).collect()
    };
    assert_eq!((lengths[1], days(&whole[1])), ((20, true), days(&sample[1])));
    let found = days(&sample[0]);
    assert!((24..30).contains(&found.len()) && !lengths[0].1, "{found:?}");
    assert!(found.starts_with(&[0, 1]) && found.ends_with(&[299]), "{found:?}");
    assert!(found.windows(2).all(|pair| pair[1] - pair[0] <= 13), "{found:?}");
}

#[test]
fn a_review_contains_what_its_reader_may_see_with_the_overrides_of_its_document() {
    let home = Home::new();
    let mut journal = home.on("2026-03-06");
    let open = add_win(&mut journal, "Told the open thing");
    let hidden = Win { title: "Kept the secret".into(), visibility: Visibility::Private, ..Win::default() };
    journal.write(|tx| wins::add(tx, &hidden, Vec::new())).unwrap();
    let period = Period::year(2026, 1);
    let retitle = DocumentOverride {
        item: open.id.to_string(),
        title: "Said it aloud".into(),
        ..DocumentOverride::default()
    };
    journal
        .write(|tx| overrides::set(tx, (&period, Reader::Manager), std::slice::from_ref(&retitle), "retitle"))
        .unwrap();
    let text = |reader: Reader| {
        let snapshot = journal.snapshot().unwrap();
        let input = review::load(&snapshot, period.clone(), reader).unwrap();
        let rendered = export::render(&snapshot, &input, &RenderRequest::default(), None).unwrap();
        String::from_utf8(rendered.bytes).unwrap()
    };
    let manager = text(Reader::Manager);
    assert!(manager.contains("Said it aloud") && !manager.contains("secret"), "{manager}");
    let myself = text(Reader::Myself);
    assert!(myself.contains("Told the open thing") && myself.contains("secret"), "{myself}");
}

#[test]
fn the_skills_of_a_win_that_was_left_out_are_not_in_the_timeline() {
    let home = Home::new();
    let mut journal = home.on("2026-03-06");
    let project = Project { name: "docgen".into(), ..Project::default() };
    let project = journal.write(|tx| projects::add(tx, &project)).unwrap();
    let named = NamedRef { id: project.id, name: project.name.clone() };
    let mut of_docgen = |title: &str, skill: &str| {
        let (title, skills) = (title.to_owned(), vec![skill.to_owned()]);
        let when = Some(DateRange { start: PartialDate::Year(2026), end: None });
        let win = Win { title, skills, when, project: Some(named.clone()), ..Win::default() };
        journal.write(|tx| wins::add(tx, &win, Vec::new())).unwrap().id
    };
    let gone = of_docgen("Ported it", "Cobol");
    of_docgen("Halved it", "Rust");
    let period = Period::year(2026, 1);
    let leave_out =
        DocumentOverride { item: gone.to_string(), left_out: true, ..DocumentOverride::default() };
    let place = (&period, Reader::Manager);
    journal.write(|tx| overrides::set(tx, place, std::slice::from_ref(&leave_out), "leave out")).unwrap();
    let snapshot = journal.snapshot().unwrap();
    let input = review::load_career(&snapshot, Some(period.clone()), Reader::Manager).unwrap();
    let request = RenderRequest { kind: DocumentKind::Timeline, ..RenderRequest::default() };
    let text = String::from_utf8(export::render(&snapshot, &input, &request, None).unwrap().bytes).unwrap();
    assert!(text.contains("Rust") && !text.contains("Cobol"), "{text}");
}

#[test]
fn a_document_with_a_leak_is_not_rendered_and_the_error_names_the_place() {
    let home = Home::new();
    let mut journal = home.on("2026-03-06");
    // The name is whole only on the rendered page.
    let win = Win {
        title: "Moved [Ac](https://example.org)me Corp over".into(),
        visibility: Visibility::Public,
        ..Win::default()
    };
    journal.write(|tx| wins::add(tx, &win, Vec::new())).unwrap();
    journal.write(|tx| aliases::add(tx, "Acme Corp", "a bank", None)).unwrap();
    let template = home.path("own.md.jinja");
    std::fs::write(
        &template,
        "{% for section in sections %}{% for win in section.wins %}{{ win.title }}{% endfor %}{% endfor %}",
    )
    .unwrap();
    let snapshot = journal.snapshot().unwrap();
    let input = review::load(&snapshot, Period::year(2026, 1), Reader::Public).unwrap();
    let failed = brag::report::export::render(
        &input,
        &RenderRequest {
            template: Some(&brag::report::template::Template::Own {
                file: "own".into(),
                text: std::fs::read_to_string(&template).unwrap(),
                render: |document, text, file, charts| {
                    brag::report::template::render(document, text, file, charts, u64::MAX)
                },
            }),
            ..RenderRequest::default()
        },
    );
    let err = failed.unwrap_err();
    assert!(
        matches!(&err, brag::report::render_error::RenderError::Leak { alias, place: Some(_) } if alias == "a bank"),
        "{err:?}"
    );
    let broken = home.path("broken.md.jinja");
    std::fs::write(&broken, "fine\n{{ nothing | unknown }}\n").unwrap();
    let parts = ["gaols".to_owned()];
    let request = RenderRequest { include: &parts, ..RenderRequest::default() };
    assert_refused(export::render(&snapshot, &input, &request, None), ErrorKind::Usage, "gaols");
}

#[test]
fn an_error_of_the_store_keeps_its_causes() {
    let home = Home::new();
    add_win(&mut home.on("2026-03-06"), "One");
    let journal = home.path("journal.db");
    let mut bytes = std::fs::read(&journal).unwrap();
    let end = bytes.len();
    bytes[4096..end].fill(0xA5);
    std::fs::write(&journal, bytes).unwrap();
    let paths = Paths { journal, config: home.path("c.toml"), state: home.path("state") };
    let clock = Clock::new(Some("2026-03-06"), None).unwrap();
    let err = Journal::open(paths, Config::default(), clock)
        .and_then(|journal| {
            timeline::list(&journal.snapshot()?, &WinFilter::default(), timeline::Sort::Date, 9).map(drop)
        })
        .unwrap_err();
    assert!(err.message().contains("damaged"), "{err:?}");
    assert!(err.causes().iter().any(|cause| cause.contains("malformed")), "{err:?}");
}

#[test]
fn goals_that_a_win_reaches_are_reported_once() {
    let home = Home::new();
    let mut journal = home.on("2026-03-06");
    journal.write(|tx| goals::add(tx, &goal("Speak", "count 1"), None)).unwrap();
    assert_eq!(add_win(&mut journal, "Spoke at the meetup ^speak").reached.len(), 1);
    assert_eq!(add_win(&mut journal, "Spoke again ^speak").reached, []);
    let speak = goals::resolve(&journal.snapshot().unwrap(), "speak").unwrap();
    let done = Ending::Done { on: None, proof: "two talks".into() };
    let ended = journal.write(|tx| goal_progress::end(tx, speak, &done)).unwrap();
    assert_eq!(ended.status, GoalStatus::Done);
    assert_refused(journal.write(|tx| goal_progress::end(tx, speak, &done)), ErrorKind::Failed, "done");
}
