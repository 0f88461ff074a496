//! The app without a terminal: typed keys go through the real update and view functions and a real journal.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests; not every test uses all"
)]

use std::collections::VecDeque;
use std::path::Path;

use brag::clock::Clock;
use brag::config::{Config, Paths};
use brag::domain::{Amount, Chapter, Goal, Measure, Metric, NamedRef, PartialDate, Project, Reading};
use brag::journal::ImportOptions;
use brag::journal::{
    CheckRequest, Journal, LogRequest, goal_progress, goals, import, metrics, projects, readings, wins,
};
use brag::tui::answer::Answer;
use brag::tui::dialogs::record_form::RecordForm;
use brag::tui::effect::{Effect, Request};
use brag::tui::input::Reader;
use brag::tui::perform::perform;
use brag::tui::screen::Screen;
use brag::tui::shell::{Model, Msg, update, view};
use brag::tui::theme::{Colors, Surroundings};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

/// The terminal sizes at which screens are snapshotted, smallest first.
pub const SIZES: [(u16, u16); 4] = [(40, 12), (80, 24), (120, 40), (200, 60)];

/// Asserts the snapshot of a dialog or of content whose layout does not change with the size: it is recorded at the
/// smallest and at one wide size only.
#[macro_export]
macro_rules! content_snapshot {
    ($name:expr, $screen:expr) => {
        let (name, screen): (String, String) = ($name, $screen);
        if name.ends_with("_40x12") || name.ends_with("_120x40") {
            insta::assert_snapshot!(name, screen);
        }
    };
}
pub const ESC: &str = "\x1b";
pub const SAVE: &str = "\x13";

/// Asserts that the screen contains `text`.
pub fn assert_shows(app: &App, text: &str) {
    assert!(app.screen().contains(text), "{text}\n{}", app.screen());
}

pub struct App {
    pub journal: Journal,
    pub model: Model,
    /// The effects left to the runtime, which are recorded instead of performed.
    pub runtime_effects: Vec<Effect>,
    /// `true` while requests are held back, as by a busy worker.
    pub hold: bool,
    /// The requests held back.
    pub held: Vec<Request>,
}

pub fn journal(directory: &Path) -> Journal {
    journal_on(directory, "2026-03-06")
}

pub fn journal_on(directory: &Path, day: &str) -> Journal {
    let paths = Paths {
        journal: directory.join("journal.db"),
        config: directory.join("config.toml"),
        state: directory.join("state"),
    };
    Journal::open(paths, Config::default(), Clock::new(Some(day), None).unwrap()).unwrap()
}

impl App {
    pub fn new(directory: &Path, size: (u16, u16)) -> Self {
        let surroundings = Surroundings { background: None, colors: Colors::True };
        Self::of(journal(directory), surroundings, size)
    }

    /// Starts the app on an open journal.
    pub fn of(journal: Journal, surroundings: Surroundings, size: (u16, u16)) -> Self {
        let model = Model::new(journal.config(), journal.today(), surroundings, size);
        let mut app = Self { journal, model, runtime_effects: Vec::new(), hold: false, held: Vec::new() };
        app.dispatch(Msg::Started);
        app
    }

    /// Returns the tab of type `T`.
    pub fn tab<T: Screen>(&self) -> &T {
        self.model.get().unwrap()
    }

    pub fn dispatch(&mut self, msg: Msg) {
        let requests = update(&mut self.model, msg);
        self.perform(requests);
    }

    fn perform(&mut self, requests: Vec<Request>) {
        let mut waiting = VecDeque::from(requests);
        while let Some(request) = waiting.pop_front() {
            if self.hold {
                self.held.push(request);
                continue;
            }
            let Request { id, effect } = request;
            // No editor can be opened in a test.
            let answer = match &effect {
                Effect::Editor(..) => {
                    self.runtime_effects.push(effect.clone());
                    Some(Answer::Nothing(""))
                }
                _ => perform(&mut self.journal, &effect),
            };
            match answer {
                Some(answer) => waiting.extend(update(&mut self.model, Msg::Answer(id, answer))),
                None => self.runtime_effects.push(effect),
            }
        }
    }

    /// Performs a request that was held back and delivers its answer.
    pub fn answer(&mut self, request: &Request) {
        let answer = perform(&mut self.journal, &request.effect).unwrap();
        self.dispatch(Msg::Answer(request.id, answer));
    }

    /// Sends each character as a key of its own.
    pub fn keys(&mut self, bytes: &str) -> &mut Self {
        let mut reader = Reader::default();
        for byte in bytes.split_inclusive(|_| true) {
            let mut inputs = reader.feed(byte.as_bytes(), false);
            inputs.extend(reader.settle());
            for input in inputs {
                self.dispatch(Msg::Input(input));
            }
        }
        self
    }

    /// Moves the focus of the open form to the field `name`.
    pub fn focus(&mut self, name: &str) -> &mut Self {
        let form: &RecordForm = self.model.dialog().expect("a form is open");
        let names: Vec<&str> = form.entries.iter().map(|entry| entry.name).collect();
        assert!(names.contains(&name), "the form has no field {name}, only {names:?}");
        for _ in 0..2 * names.len() {
            let form: &RecordForm = self.model.dialog().expect("a form is open");
            match form.is_on_more() {
                true => drop(self.key("\r")),
                false if form.entries[form.focus].name == name => return self,
                false => drop(self.key("\t")),
            }
        }
        panic!("the field {name} is never reached");
    }

    /// Replaces the text of the field `name` of the open form, and leaves the focus there.
    pub fn fill(&mut self, name: &str, text: &str) -> &mut Self {
        self.focus(name).key("\x15").keys(text)
    }

    /// Sends all bytes as one input, such as an escape sequence or a paste.
    pub fn key(&mut self, bytes: &str) -> &mut Self {
        let mut reader = Reader::default();
        let mut inputs = reader.feed(bytes.as_bytes(), false);
        inputs.extend(reader.settle());
        for input in inputs {
            self.dispatch(Msg::Input(input));
        }
        self
    }

    pub fn buffer(&self) -> Buffer {
        let (columns, rows) = self.model.cx.size;
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        terminal.draw(|frame| view(&self.model, frame)).unwrap();
        terminal.backend().buffer().clone()
    }

    /// Returns the screen as text, without trailing spaces.
    pub fn screen(&self) -> String {
        let buffer = self.buffer();
        let mut out = String::new();
        for y in 0..buffer.area.height {
            let mut line = String::new();
            let mut skip = 0;
            for x in 0..buffer.area.width {
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                let symbol = buffer[(x, y)].symbol();
                skip = brag::text::width(symbol).saturating_sub(1);
                line.push_str(symbol);
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }
}

/// Fills a journal with the sample year and a few wins that are hard to render.
pub fn fill(directory: &Path) {
    let mut journal = journal(directory);
    let document = include_bytes!("../../assets/sample-year.md");
    let plan = import::plan(
        &journal.snapshot().unwrap(),
        "sample-year.md",
        document.to_vec(),
        &ImportOptions::default(),
    )
    .unwrap();
    journal.write(|tx| import::apply(tx, &plan, false)).unwrap();
    let goal =
        Goal { title: "Speak at one meetup".into(), year: 2026, measure: Measure::Done, ..Goal::default() };
    journal.write(|tx| goals::add(tx, &goal, None)).unwrap();
    for line in [
        "2026-01-12: Moved the tide service to the new cluster +\"Tide tables\" #infra %Kubernetes cpu:70%..31%",
        "2026-02-03: 性能を三倍に改善した、予約の検索 +\"Harbour search\" #perf search:220ms..70ms @Jun",
        "2026-02-27: Mentored @Ana on query plans; she now teaches the others !",
        "2026-03-02: Halved the nightly build +build #ci build:18min..9min for:everyone link:https://example.org/build",
        "2026-03-04: Spoke at the harbour meetup 👩‍💻 e\u{301}tude ^speak due:2026-03-05",
        "2026-03-05: A title that goes on for so long that it cannot stand in one row of any sensible terminal, and then on",
        "today: bad \u{1b}]0;x\u{7} turned \u{202E}around\u{200B} with\ta tab",
    ] {
        let reading = wins::parse_line(&journal.snapshot().unwrap(), line);
        journal.write(|tx| wins::add(tx, &reading.draft, reading.hints.clone())).unwrap();
    }
}

/// Fills a journal with the sample year, metrics with several values, and due follow-ups.
pub fn fill_metrics(directory: &Path) {
    fill(directory);
    let add = |day: &str, line: &str| {
        let mut journal = journal_on(directory, day);
        let reading = wins::parse_line(&journal.snapshot().unwrap(), line);
        journal.write(|tx| wins::add(tx, &reading.draft, reading.hints.clone())).unwrap().id
    };
    let log = |day: &str, name: &str, value: &str| {
        let request = LogRequest { name: name.into(), value: value.into(), ..LogRequest::default() };
        journal_on(directory, day).write(|tx| metrics::log(tx, &request)).unwrap()
    };
    add("2025-11-04", "Halved document generation latency +docgen latency:800ms..400ms for:underwriters !");
    log("2025-11-20", "latency", "380ms");
    log("2025-12-15", "latency", "430ms");
    let latency = log("2026-02-20", "latency", "300ms").metric;
    let edited = Metric {
        target: Amount::parse("250ms"),
        url: "https://dashboards.example/latency".into(),
        ..latency.body.clone()
    };
    journal(directory).write(|tx| metrics::edit(tx, &latency, &edited)).unwrap();
    add("2025-11-28", "Made the ferry planner remember +\"Ferry planner\" crashes:12..1 !");
    log("2025-10-01", "uptime", "99%..99.9%");
    log("2026-01-10", "uptime", "99.99%");
    log("2026-01-02", "性能指標", "1,200 users");
    add("2026-01-20", "Wrote the runbook for documents +docgen cat:design");
    let mut journal = journal(directory);
    let docgen = projects::resolve(&journal.snapshot().unwrap(), "docgen").unwrap();
    let mut draft = projects::find(&journal.snapshot().unwrap(), docgen).unwrap().body.clone();
    draft.start = PartialDate::from_iso("2025-09");
    draft.skills = vec!["Rust".into()];
    draft.prose[Chapter::Summary] = "Documents for everyone who signs one".into();
    draft.prose[Chapter::Challenge] = "At peak a document took minutes, and nobody could say why.".into();
    draft.prose[Chapter::Solution] = "Measured it, found the template engine, and replaced it.".into();
    let seen = projects::find(&journal.snapshot().unwrap(), docgen).unwrap().meta.revision;
    journal.write(|tx| projects::edit(tx, docgen, &draft, seen)).unwrap();
    let part = Project {
        name: "Templates".into(),
        parent: Some(NamedRef::unresolved("docgen")),
        ..Project::default()
    };
    journal.write(|tx| projects::add(tx, &part)).unwrap();
    let ferry = projects::resolve(&journal.snapshot().unwrap(), "ferry planner").unwrap();
    journal.write(|tx| projects::ship(tx, ferry, None)).unwrap();
}

/// Fills a journal with the sample year, goals with progress, and reading notes.
pub fn fill_goals(directory: &Path) {
    fill(directory);
    let set = |title: &str, measure: &str, milestones: &[&str]| {
        let draft = Goal {
            title: title.into(),
            year: 2026,
            measure: Measure::parse(measure).unwrap(),
            steps: milestones.iter().map(|step| ((*step).to_owned(), None)).collect(),
            ..Goal::default()
        };
        journal_on(directory, "2026-01-05").write(|tx| goals::add(tx, &draft, None)).unwrap()
    };
    let mut two = set("Two new languages or tools", "count 2", &[]).draft();
    two.why = "The same three for five years".into();
    let coverage = set("Raise the coverage of the importer", "61% .. 85%", &[]);
    set("Get better at writing things down", "growing", &[]);
    let handbook =
        ["Ask everybody what woke them", "Write the first five pages", "Have two people follow it"];
    let handbook = set("A handbook for whoever is on call", "milestones", &handbook);
    let check = |day: &str, value: &str, note: &str| {
        let request = CheckRequest { value: Some(value.into()), note: note.into(), date: None };
        journal_on(directory, day).write(|tx| goal_progress::check_in(tx, coverage.id, &request)).unwrap()
    };
    check("2026-01-20", "66%", "the date parser was bare");
    check("2026-02-20", "71%", "");
    let mut journal = journal_on(directory, "2026-02-11");
    let id = goals::resolve(&journal.snapshot().unwrap(), "two new").unwrap();
    let seen = goals::find(&journal.snapshot().unwrap(), id).unwrap().meta.revision;
    journal.write(|tx| goals::edit(tx, id, &two, seen, None)).unwrap();
    journal
        .write(|tx| goal_progress::set_milestone(tx, handbook.id, handbook.milestones[0].id, Some(None)))
        .unwrap();
    let reading = wins::parse_line(
        &journal.snapshot().unwrap(),
        "2026-02-10: Wrote the tide importer in Rust +tide %Rust ^\"two new\"",
    );
    journal.write(|tx| wins::add(tx, &reading.draft, reading.hints.clone())).unwrap();
    let mut read = |title: &str, fields: &[(&str, &str)]| {
        let mut draft = Reading { title: title.into(), ..Reading::default() };
        for (name, text) in fields {
            let base = draft.clone();
            brag::present::field::set(&mut draft, &base, name, text, journal.today()).unwrap();
        }
        journal.write(|tx| readings::add(tx, &draft)).unwrap().reading.id
    };
    let small =
        [("authors", "Ada Example"), ("status", "reading"), ("progress", "120/350"), ("tags", "craft")];
    read("Small Things", &small);
    read("SQL", &[("medium", "tool"), ("status", "reading")]);
    read("Tides, and Why", &[("authors", "Bo Sample"), ("tags", "sea")]);
    read("What queues taught us", &[("medium", "talk"), ("authors", "Cy Third"), ("tags", "craft")]);
    let keep = "Ask for the second-best answer too, and write down why it lost";
    let nets = [("authors", "Di Fourth, Ed Fifth"), ("status", "finished"), ("finished", "2026-02-01")];
    read("The Craft of Nets", &[&nets[..], &[("rating", "4"), ("takeaways", keep)]].concat());
}
