//! The documents about a career of the built program: timeline, CV, stories, résumé, the case for a promotion,
//! and praise in the review.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::too_many_lines,
    reason = "a test stops when something is not as it should be"
)]

mod support;

use rstest::rstest;
use serde_json::{Value, json};
use support::Sandbox;

const DAY: &str = "2026-03-06";

/// Asserts that a text contains all the parts, one after the other.
fn assert_in_order(text: &str, parts: &[&str]) {
    let mut rest = text;
    for part in parts {
        let at = rest.find(part).unwrap_or_else(|| panic!("“{part}” is missing or too early in:\n{text}"));
        rest = &rest[at + part.len()..];
    }
}

/// Removes the date of a win.
fn undate(sandbox: &Sandbox, title: &str) {
    sandbox.on(DAY, &["edit", &sandbox.id(title), "--date", ""]);
}

/// Returns what the program writes to stderr.
fn stderr(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let output = sandbox.command(arguments).env("BRAG_TODAY", DAY).output().unwrap();
    String::from_utf8(output.stderr).unwrap()
}

/// Creates a career in two positions, with a product whose projects are nested, and work outside of positions.
fn career() -> Sandbox {
    let sandbox = Sandbox::new();
    let on = |arguments: &[&str]| sandbox.on(DAY, arguments);
    on(&[
        "profile",
        "edit",
        "--name",
        "Ada Example",
        "--label",
        "Software engineer",
        "--email",
        "ada@example.org",
        "--location",
        "Vienna, Austria",
        "--about",
        "Makes harbours calm.",
        "--strengths",
        "Simple systems: Fewer parts.\n  Fewer calls at night.\nTeaching: Crews that sail alone.",
        "--education",
        "2001..2005 | University of Graz | Computer science | Master",
        "--languages",
        "English: fluent\nGerman",
    ]);
    on(&[
        "position",
        "add",
        "Harbor Labs",
        "--title",
        "Senior engineer",
        "--start",
        "2018-03",
        "--team-size",
        "6",
        "--summary",
        "Berths for small ports.",
        "--product",
        "A planner of berths.",
        "--users",
        "Forty ports.",
        "--why-hired",
        "The old planner sank.",
        "--built",
        "A planner that works without a line to the shore.",
    ]);
    on(&["position", "promote", "Harbor Labs", "Staff engineer", "--date", "2021-05"]);
    on(&[
        "position",
        "add",
        "Tide Chandlers",
        "--title",
        "Engineer",
        "--start",
        "2012",
        "--end",
        "2018-02",
        "--summary",
        "A shop for rope and paint.",
    ]);
    projects(&sandbox);
    wins(&sandbox);
    sandbox
}

fn projects(sandbox: &Sandbox) {
    let add = |name: &str, more: &[&str]| {
        sandbox.on(DAY, &[&["project", "add", name][..], more].concat());
    };
    add(
        "Pilot",
        &["--position", "Harbor Labs", "--start", "2018", "--end", "2021", "--summary", "Berths on one map"],
    );
    add(
        "Pilot sync",
        &[
            "--parent",
            "Pilot",
            "--start",
            "2019",
            "--end",
            "2020",
            "--role",
            "led",
            "--skill",
            "Rust",
            "--skill",
            "SQLite",
            "--challenge",
            "Ports lose their line for hours.",
            "--solution",
            "Every port has a copy.",
            "--results",
            "No port stands still.",
            "--for",
            "harbour masters",
            "--team",
            "two divers",
            "--learned",
            "Clocks lie.",
        ],
    );
    add("Conflict resolver", &["--parent", "Pilot sync"]);
    add("Shop window", &["--start", "2013", "--end", "2015", "--skill", "Perl"]);
    add("Odd jobs", &["--summary", "Whatever broke"]);
}

fn wins(sandbox: &Sandbox) {
    let add = |title: &str, more: &[&str]| {
        sandbox.on(DAY, &[&["add", title][..], more].concat());
    };
    add(
        "Built the log of changes",
        &[
            "--project",
            "Pilot sync",
            "--date",
            "2019-06",
            "--metric",
            "sync=9min..40s",
            "--skill",
            "Lua",
            "--notes",
            "Append only.",
            "--star",
        ],
    );
    add("Resolved conflicts without a question", &["--project", "Conflict resolver"]);
    undate(sandbox, "Resolved conflicts without a question");
    add("Moved the catalogue to one page", &["--project", "Shop window", "--date", "2014"]);
    add("Mended the printer", &["--project", "Odd jobs"]);
    undate(sandbox, "Mended the printer");
    add("Showed the crew how to read charts", &["--position", "Tide Chandlers", "--date", "2016"]);
    add("Charted the bay", &["--date", "2009"]);
    add("Raised a wreck", &[]);
    undate(sandbox, "Raised a wreck");
}

#[test]
fn a_timeline_has_everything_in_its_place() {
    let sandbox = career();
    let text = sandbox.on(DAY, &["export", "timeline", "--reader", "self"]);
    assert_in_order(
        &text,
        &[
            "# Ada Example\n",
            "Software engineer\n",
            "Makes harbours calm.\n",
            "## Strengths\n",
            "### Simple systems\n\nFewer parts.\nFewer calls at night.\n",
            "### Teaching\n\nCrews that sail alone.\n",
            "## Harbor Labs\n\n*Staff engineer · since Mar 2018 · a team of 6*\n",
            "- Senior engineer\n- Staff engineer, from May 2021\n",
            "Berths for small ports.\n",
            "**The product:** A planner of berths.\n",
            "**Its users:** Forty ports.\n",
            "**Why I was hired:** The old planner sank.\n",
            "**What I built:** A planner that works without a line to the shore.\n",
            "### Pilot\n\n*2018 – 2021*\n\nBerths on one map\n",
            "#### Pilot sync\n\n*2019 – 2020 · led*\n",
            "Skills: Rust, SQLite, Lua\n",
            "**For:** harbour masters\n",
            "**With:** two divers\n",
            "**Challenge:** Ports lose their line for hours.\n",
            "**Solution:** Every port has a copy.\n",
            "**Results:** No port stands still.\n",
            "- **Built the log of changes** (June 2019): sync 540 s → 40 s",
            "Append only.\n",
            "**Learned:** Clocks lie.\n",
            "##### Conflict resolver\n",
            "- Resolved conflicts without a question\n",
            "## Tide Chandlers\n\n*Engineer · 2012 – Feb 2018*\n",
            "A shop for rope and paint.\n",
            "- Showed the crew how to read charts (2016)\n",
            "### Shop window\n\n*2013 – 2015*\n",
            "Skills: Perl\n",
            "- Moved the catalogue to one page (2014)\n",
            "## Other projects\n",
            "### Odd jobs\n\nWhatever broke\n",
            "- Mended the printer\n",
            "## Other work\n",
            "- Charted the bay (2009)\n",
            "## Education\n",
            "- University of Graz, Computer science, Master (2001 – 2005)\n",
            "## Languages\n",
            "English (fluent), German\n",
            "## Undated\n",
            "- Raised a wreck\n",
        ],
    );
    // Each win is listed once.
    for title in ["Built the log", "Mended the printer", "Charted the bay", "Raised a wreck"] {
        assert_eq!(text.matches(title).count(), 1, "{title}: {text}");
    }
    for format in ["html", "txt", "json"] {
        let text = sandbox.on(DAY, &["export", "timeline", "--reader", "self", "--format", format]);
        assert!(text.contains("Conflict resolver") && text.contains("Harbor Labs"), "{format}: {text}");
    }
}

#[test]
fn the_candid_answers_about_a_position_are_only_for_the_user() {
    let sandbox = career();
    for reader in ["manager", "public"] {
        let text = sandbox.on(DAY, &["export", "timeline", "--reader", reader]);
        assert!(text.contains("What I built") && !text.contains("The old planner sank"), "{reader}: {text}");
    }
}

#[test]
fn a_timeline_of_a_period_has_only_the_positions_and_the_work_of_it() {
    let sandbox = career();
    let text = sandbox.on(DAY, &["export", "timeline", "2014", "--reader", "self"]);
    assert!(text.contains("## Tide Chandlers") && text.contains("Moved the catalogue"), "{text}");
    for other in ["Harbor Labs", "Built the log", "Raised a wreck", "Odd jobs"] {
        assert!(!text.contains(other), "{other}: {text}");
    }
}

/// Returns the lines of a section of a document that are bullets.
fn bullets(text: &str, heading: &str) -> Vec<String> {
    let start = text.find(&format!("## {heading}\n")).unwrap_or_else(|| panic!("no {heading}: {text}"));
    let section = &text[start + 3..];
    let end = section.find("\n## ").unwrap_or(section.len());
    section[..end].lines().filter(|line| line.starts_with("- ")).map(str::to_owned).collect()
}

/// Adds wins to two projects of a position, of which one has two figures and a star.
fn many_wins(sandbox: &Sandbox) {
    for (project, verb) in [("Alpha", "Steered"), ("Beta", "Moored")] {
        sandbox.on(DAY, &["project", "add", project, "--start", "2022", "--end", "2023"]);
        for at in 0..6 {
            let title = format!("{verb} boat {at}");
            sandbox
                .on(DAY, &["add", &title, "--project", project, "--date", &format!("2022-0{}-01", at + 1)]);
        }
    }
    let best = sandbox.id("Steered boat 0");
    sandbox.on(DAY, &["edit", &best, "--star", "--metric", "wait=8min..4min", "--metric", "errors=9..3"]);
}

#[test]
fn a_short_cv_has_the_best_wins_with_one_number_each_and_a_full_one_every_project() {
    let sandbox = career();
    many_wins(&sandbox);
    sandbox.on(DAY, &["skills", "group", "Rust", "Languages"]);
    sandbox.on(DAY, &["add", "Won the harbour prize", "--category", "recognition", "--date", "2022"]);
    let text = sandbox.on(DAY, &["export", "cv", "--reader", "self"]);
    assert_in_order(
        &text,
        &[
            "# Ada Example\n",
            "**Software engineer** · ada@example.org · Vienna, Austria\n",
            "Makes harbours calm.\n",
            "- **Simple systems**: Fewer parts.\n",
            "## Experience\n",
            "### Staff engineer, Harbor Labs\n",
            "Berths for small ports.\n",
            "### Engineer, Tide Chandlers\n",
            "## Skills\n",
            "- Languages: Rust\n",
            "## Education\n",
            "- University of Graz, Computer science, Master (2001 – 2005)\n",
            "## Languages\n",
            "## Awards\n",
            "- Won the harbour prize (2022)\n",
        ],
    );
    assert_eq!(text.matches("harbour prize").count(), 1, "{text}");
    let all = bullets(&text, "Experience");
    let harbor: Vec<&String> = all.iter().take_while(|line| !line.contains("Shop window")).collect();
    let of = |project: &str| harbor.iter().filter(|line| line.contains(project)).count();
    assert_eq!(of("(Alpha)") + of("(Beta)") + of("(Pilot sync)") + of("(Conflict resolver)"), 5, "{text}");
    assert!(of("(Alpha)") <= 3 && of("(Beta)") <= 3, "{text}");
    let best = text.lines().find(|line| line.contains("Steered boat 0")).unwrap();
    assert!(best.starts_with("- Steered boat 0 (Alpha): wait 8 min → 4 min"), "{best}");
    assert!(!best.contains("errors") && !best.contains("**"), "{best}");
    assert!(!text.contains("Append only."), "{text}");

    let full = sandbox.on(DAY, &["export", "cv", "--reader", "self", "--length", "full"]);
    for project in ["#### Alpha", "#### Beta", "#### Pilot", "##### Pilot sync", "#### Shop window"] {
        assert!(full.contains(project), "{project}: {full}");
    }
    for verb in ["Steered boat", "Moored boat"] {
        assert_eq!(full.matches(verb).count(), 5, "{full}");
    }
}

#[test]
fn a_cv_is_written_as_pdf_and_by_a_template_of_the_user() {
    let sandbox = career();
    let file = sandbox.path("cv.pdf");
    sandbox.on(DAY, &["export", "cv", "--reader", "self", "-o", file.to_str().unwrap()]);
    assert!(std::fs::read(&file).unwrap().starts_with(b"%PDF-"));
    if let Some(text) = support::text_of_pdf(&file) {
        assert!(text.contains("Ada Example") && text.contains("Harbor Labs"), "{text}");
    }
    for kind in ["cv", "timeline", "stories"] {
        let built_in = sandbox.out(&["export", kind, "--print-template"]);
        assert!(built_in.contains("{% for "), "{kind}: {built_in}");
    }
    let mine = "{% for position in positions %}{{ position.organisation|upper }}\n{% endfor %}";
    let path = sandbox.write("mine.md.jinja", mine);
    let arguments = ["export", "cv", "--reader", "self", "--template", path.to_str().unwrap()];
    assert_eq!(sandbox.on(DAY, &arguments), "HARBOR LABS\nTIDE CHANDLERS\n");
}

#[test]
fn a_document_without_a_name_is_warned_about() {
    let sandbox = career();
    assert_eq!(stderr(&sandbox, &["export", "cv", "--reader", "self"]), "");
    sandbox.on(DAY, &["profile", "edit", "--name", ""]);
    for (kind, title) in [("cv", "# Curriculum vitae\n"), ("timeline", "# Timeline\n")] {
        let warned = stderr(&sandbox, &["export", kind, "--reader", "self"]);
        assert!(warned.contains("has no name\nhint: set it with: brag profile edit"), "{warned}");
        assert!(sandbox.on(DAY, &["export", kind, "--reader", "self"]).starts_with(title), "{kind}");
    }
}

#[test]
fn stories_are_a_sheet_for_an_interview() {
    let sandbox = career();
    let add = |title: &str, more: &[&str]| {
        sandbox.on(DAY, &[&["story", "add", title][..], more].concat());
    };
    sandbox.on(DAY, &["ladder", "choose"]);
    add(
        "The lost line",
        &[
            "--situation",
            "A port lost its line every night.",
            "--task",
            "Keep it working.",
            "--action",
            "I gave every port a copy.",
            "--result",
            "Down from 9 min to 40 s.",
            "--about",
            &sandbox.id("Built the log of changes"),
            "--competency",
            "technical-depth",
        ],
    );
    add(
        "The sunken planner",
        &["--failed", "The planner sank.", "--cause", "One clock.", "--remedy", "Two."],
    );
    add("Conflict", &["--question", "Tell me about a conflict."]);
    let text = sandbox.on(DAY, &["export", "stories"]);
    assert_in_order(
        &text,
        &[
            "# Stories\n",
            "## Technical depth\n",
            "### The lost line\n",
            "aloud*\n",
            "**Situation:** A port lost its line every night.\n",
            "**Task:** Keep it working.\n",
            "**Action:** I gave every port a copy.\n",
            "**Result:** Down from 9 min to 40 s.\n",
            "- sync 540\u{202f}s → 40\u{202f}s (−93\u{202f}%)",
            "Shows: Technical depth\n",
            "About: Built the log of changes\n",
            "**A listener would ask:**\n\n- ",
            "## Failures and lessons\n",
            "### The sunken planner\n",
            "no lesson",
            "**What failed:** The planner sank.\n",
            "## Still to tell\n",
            "- **Conflict**: Tell me about a conflict.\n",
        ],
    );
    let short = sandbox.on(DAY, &["export", "stories", "--length", "short"]);
    let manager = sandbox.on(DAY, &["export", "stories", "--reader", "manager"]);
    for text in [&short, &manager] {
        assert!(text.contains("The lost line") && !text.contains("A listener would ask"), "{text}");
    }
    // In a period, only the stories about its work.
    let of_2019 = sandbox.on(DAY, &["export", "stories", "2019"]);
    assert!(of_2019.contains("The lost line") && !of_2019.contains("sunken"), "{of_2019}");
    // A story is at least as private as the win that it is about.
    sandbox.on(DAY, &["edit", &sandbox.id("Built the log of changes"), "--visibility", "private"]);
    let manager = sandbox.on(DAY, &["export", "stories", "--reader", "manager"]);
    assert!(manager.contains("sunken") && !manager.contains("The lost line"), "{manager}");
}

#[test]
fn a_json_resume_has_work_education_and_languages() {
    let sandbox = career();
    let resume: Value =
        serde_json::from_str(&sandbox.on(DAY, &["export", "resume-json", "--reader", "self"])).unwrap();
    assert_eq!(
        resume["basics"],
        json!({
            "name": "Ada Example",
            "label": "Software engineer",
            "email": "ada@example.org",
            "summary": "Makes harbours calm.",
            "location": { "city": "Vienna", "region": "Austria" },
        })
    );
    let work = resume["work"].as_array().unwrap();
    assert_eq!(work.len(), 3);
    assert_eq!(work[0]["name"], "Harbor Labs");
    assert_eq!(work[0]["position"], "Staff engineer");
    assert_eq!(work[0]["startDate"], "2021-05");
    assert_eq!(work[0].get("endDate"), None);
    // The title before the promotion is an entry of its own.
    assert_eq!((&work[1]["name"], &work[1]["position"]), (&json!("Harbor Labs"), &json!("Senior engineer")));
    assert_eq!((&work[1]["startDate"], &work[1]["endDate"]), (&json!("2018-03"), &json!("2021-05")));
    assert_eq!(work[0]["summary"], "Berths for small ports.");
    // A win is listed under the title that it was achieved with; one without a date under the last one.
    let last = work[0]["highlights"][0].as_str().unwrap();
    assert!(last.starts_with("Resolved conflicts without a question"), "{last}");
    let first = work[1]["highlights"][0].as_str().unwrap();
    assert!(first.starts_with("Built the log of changes (Pilot sync): sync 540 s → 40 s"), "{first}");
    assert_eq!(work[2]["endDate"], "2018-02");
    assert_eq!(
        resume["education"],
        json!([{
            "institution": "University of Graz",
            "area": "Computer science",
            "studyType": "Master",
            "startDate": "2001",
            "endDate": "2005",
        }])
    );
    let languages = json!([{ "language": "English", "fluency": "fluent" }, { "language": "German" }]);
    assert_eq!(resume["languages"], languages);
    let names: Vec<&Value> =
        resume["projects"].as_array().unwrap().iter().map(|each| &each["name"]).collect();
    let shown = ["Pilot sync", "Shop window", "Conflict resolver", "Odd jobs"];
    assert_eq!(names, shown, "a project without anything to show is left out");
    let allowed =
        ["$schema", "basics", "work", "projects", "education", "awards", "skills", "languages", "meta"];
    for key in resume.as_object().unwrap().keys() {
        assert!(allowed.contains(&key.as_str()), "{key}");
    }
}

#[test]
fn a_case_for_promotion_lists_the_evidence_by_competency() {
    let sandbox = Sandbox::new();
    let on = |arguments: &[&str]| sandbox.on(DAY, arguments);
    on(&["add", "Halved the wait at the gate", "--project", "Gate", "--metric", "wait=8min..4min", "--star"]);
    on(&["add", "Cached the charts", "--project", "Gate"]);
    on(&["add", "Painted the gate", "--project", "Gate"]);
    let review = |more: &[&str]| on(&[&["review", "2026", "--reader", "promotion"][..], more].concat());
    // Without a ladder or without tags, the wins are counted by category.
    let by_category = [
        "## The case for promotion\n\n3 wins: 1 with a number.\n",
        "- Delivery (3 wins): Halved the wait at the gate\n",
        "## Projects\n",
    ];
    assert_in_order(&review(&[]), &by_category);
    on(&["ladder", "choose", "--level", "senior"]);
    assert_in_order(&review(&[]), &by_category);
    on(&["competency", "tag", &sandbox.id("Halved the wait at the gate"), "technical-depth", "influence"]);
    on(&["competency", "tag", &sandbox.id("Cached the charts"), "technical-depth"]);
    let text = review(&["--exclude", "highlights"]);
    assert_in_order(
        &text,
        &[
            "# Brag document, 2026\n",
            "## The case for promotion\n\nFrom Senior engineer to Staff engineer. 3 wins: 1 with a number.\n",
            "- Technical depth (2 wins): Halved the wait at the gate\n",
            "- Influence (1 win): Halved the wait at the gate\n",
            "## Evidence by competency\n",
            "### Technical depth\n",
            "- **Halved the wait at the gate** (Gate): wait 8 min → 4 min",
            "- Cached the charts (Gate) — March\n",
            "### Influence\n",
            "Also shown by “Halved the wait at the gate”.\n",
            "## Projects\n",
            "### Gate\n",
            "- Painted the gate — March\n",
        ],
    );
    assert_eq!(text.matches("Cached the charts").count(), 1, "{text}");
    assert_eq!(
        text.matches("- **Halved the wait").count(),
        1,
        "a win is listed under its first competency: {text}"
    );
    let text = review(&["--exclude", "case,competencies"]);
    assert!(!text.contains("case for promotion") && !text.contains("Technical depth"), "{text}");
    assert!(!on(&["review", "2026", "--reader", "manager"]).contains("Technical depth"));
    // A ladder that cannot be read changes nothing else.
    sandbox.write(".config/brag/ladder.toml", "levels = 1");
    assert!(review(&[]).contains("- Painted the gate — March\n"));
}

#[test]
fn praise_is_under_its_win_or_in_a_section_of_its_own() {
    let sandbox = Sandbox::new();
    let on = |arguments: &[&str]| sandbox.on(DAY, arguments);
    on(&["add", "Halved the wait at the gate", "--visibility", "public"]);
    let win = sandbox.id("Halved the wait at the gate");
    on(&[
        "praise",
        "add",
        "My best morning\n\nEver",
        "--from",
        "Bo Berth",
        "--where",
        "retro",
        "--win",
        &win,
    ]);
    on(&["praise", "add", "Calm as a pond", "--from", "Cy Buoy", "--date", "2026-02"]);
    on(&["praise", "add", "Long ago", "--from", "Di Deep", "--date", "2019"]);
    let review =
        |reader: &str, more: &[&str]| on(&[&["review", "2026", "--reader", reader][..], more].concat());
    for reader in ["self", "manager", "promotion"] {
        let text = review(reader, &[]);
        assert_in_order(
            &text,
            &[
                "- Halved the wait at the gate — March\n",
                "  > “My best morning\n  >\n  > Ever”\n  >\n  > — Bo Berth, retro, 6 March 2026\n",
                "## What others said\n\n> “Calm as a pond”\n>\n> — Cy Buoy, February 2026\n",
            ],
        );
        assert!(!text.contains("Long ago"), "{text}");
        let text = review(reader, &["--exclude", "praise"]);
        assert!(text.contains("Halved the wait") && !text.contains("Calm"), "{text}");
        assert!(!text.contains("Bo Berth"), "{text}");
    }
    assert!(!review("public", &[]).contains("Calm"));
    // The list of starred wins does not have the win: its praise is in the section, with the title.
    let text = review("self", &["--starred"]);
    assert!(text.contains("> — Bo Berth, retro, 6 March 2026 (Halved the wait at the gate)\n"), "{text}");
    // Private praise stays private, also under a public win.
    let praise = sandbox.json_on(DAY, &["praise", "list"]);
    for each in praise.as_array().unwrap() {
        on(&["praise", "edit", each["short_id"].as_str().unwrap(), "--visibility", "private"]);
    }
    let text = review("manager", &[]);
    assert!(
        text.contains("Halved the wait") && !text.contains("Bo Berth") && !text.contains("Calm"),
        "{text}"
    );
}

/// Creates a public career in which every text has a name with an alias.
fn named() -> Sandbox {
    let sandbox = Sandbox::new();
    let on = |arguments: &[&str]| sandbox.on(DAY, arguments);
    on(&[
        "profile",
        "edit",
        "--name",
        "Ada Acme",
        "--email",
        "ada@acme.example",
        "--about",
        "Kept Acme Corp afloat.",
        "--strengths",
        "Acme systems: Built for Acme Corp.",
        "--education",
        "2001..2005 | Acme School | Sailing | Master",
        "--languages",
        "Acmese: fluent",
    ]);
    on(&["alias", "add", "Acme Corp", "a large bank"]);
    on(&["alias", "add", "Acme", "a bank"]);
    on(&[
        "position",
        "add",
        "Acme Corp",
        "--title",
        "Head of Acme",
        "--start",
        "2020",
        "--summary",
        "The vault of ACME-corp.",
        "--product",
        "An Acme product.",
        "--users",
        "Acme users.",
        "--built",
        "Acme things.",
    ]);
    on(&[
        "project",
        "add",
        "Acme vault",
        "--start",
        "2021",
        "--summary",
        "For AcmeCorp",
        "--visibility",
        "public",
    ]);
    on(&["project", "edit", "Acme vault", "--skill", "Acme locks", "--for", "Acme tellers"]);
    on(&[
        "add",
        "Opened it for Acme",
        "--project",
        "Acme vault",
        "--date",
        "2021-05",
        "--visibility",
        "public",
    ]);
    let win = sandbox.id("Opened it for Acme");
    let public = ["--visibility", "public"];
    on(&[&["praise", "add", "Acme loves it", "--from", "Bo of Acme", "--win", &win][..], &public].concat());
    on(&[
        &["story", "add", "The Acme door", "--situation", "Acme was closed.", "--result", "Acme opened."][..],
        &["--question", "What about Acme?"],
        &public,
    ]
    .concat());
    sandbox
}

#[rstest]
fn aliases_are_in_every_text_except_the_own_name(
    #[values("timeline", "cv", "stories")] kind: &str,
    #[values("md", "html", "txt", "json", "pdf")] format: &str,
) {
    let sandbox = named();
    let file = sandbox.path(&format!("out.{format}"));
    let path = file.to_str().unwrap();
    sandbox.on(DAY, &["export", kind, "--reader", "public", "-o", path]);
    let text = if format == "pdf" {
        let Some(text) = support::text_of_pdf(&file) else { return };
        text
    } else {
        std::fs::read_to_string(&file).unwrap()
    };
    if kind != "stories" {
        assert!(text.contains("Ada Acme"), "{text}");
    }
    // The name of the language is another word, and the heading of a page has an anchor.
    let others = text.replace("Ada Acme", "").replace("ada-acme", "").replace("Acmese", "");
    assert!(!others.to_lowercase().contains("acme"), "{text}");
    assert!(text.contains(" bank"), "{text}");
}

#[test]
fn a_public_resume_keeps_the_own_name_and_omits_the_address_of_an_alias() {
    let sandbox = named();
    let resume: Value = serde_json::from_str(&sandbox.on(DAY, &["export", "resume-json"])).unwrap();
    assert_eq!(resume["basics"]["name"], "Ada Acme");
    assert_eq!(resume["basics"].get("email"), None);
    assert_eq!(resume["work"][0]["name"], "A large bank");
    let others = resume.to_string().replace("Ada Acme", "").replace("Acmese", "");
    assert!(!others.to_lowercase().contains("acme"), "{resume}");
}

#[test]
fn employers_schools_and_the_own_name_are_not_reported_as_names_without_an_alias() {
    let sandbox = career();
    let public = ["--visibility", "public"];
    for at in 1..4 {
        let title = format!("Wrote part {at} for Harbor Labs with Globex");
        sandbox.on(DAY, &[&["add", &title, "--date", "2022", "--literal"][..], &public].concat());
    }
    let warned = stderr(&sandbox, &["export", "timeline"]);
    assert!(warned.contains("names without an alias: Globex (3 times)"), "{warned}");
    for name in ["Harbor Labs", "Tide", "Ada", "Graz", "English"] {
        assert!(!warned.contains(name), "{name}: {warned}");
    }
}

#[test]
fn the_work_of_a_hidden_position_is_left_out_even_if_only_its_date_puts_it_there() {
    let sandbox = Sandbox::new();
    let on = |arguments: &[&str]| sandbox.on(DAY, arguments);
    let public = ["--visibility", "public"];
    on(&["position", "add", "Harbor Labs", "--title", "Engineer", "--start", "2018"]);
    on(&["position", "add", "Night shift", "--title", "Owner", "--start", "2010", "--end", "2012"]);
    on(&["position", "edit", "Night shift", "--visibility", "private"]);
    on(&[&["project", "add", "Lantern", "--start", "2011-02", "--end", "2011-05"][..], &public].concat());
    on(&[&["project", "add", "Wick", "--parent", "Lantern"][..], &public].concat());
    on(&[&["add", "Trimmed it", "--project", "Wick", "--date", "2020"][..], &public].concat());
    on(&[&["add", "Lit the quay", "--date", "2011"][..], &public].concat());
    on(&[&["add", "Mapped the bay", "--date", "2019"][..], &public].concat());
    for (title, quote) in [("Lit the quay", "A warm light"), ("Mapped the bay", "A fine map")] {
        let id = sandbox.id(title);
        on(&[&["praise", "add", quote, "--win", &id][..], &public].concat());
        on(&[&["story", "add", &format!("How: {title}"), "--result", "Done", "--about", &id][..], &public]
            .concat());
    }
    assert!(on(&["export", "timeline"]).contains("A fine map"), "public praise is public");
    let stories = on(&["export", "stories", "--reader", "public"]);
    assert!(stories.contains("How: Mapped the bay") && !stories.contains("Lit the quay"), "{stories}");
    for kind in ["timeline", "cv", "resume-json"] {
        let text = on(&["export", kind]);
        assert!(text.contains("Mapped the bay"), "{kind}: {text}");
        for hidden in ["Night shift", "Lantern", "Wick", "Trimmed it", "Lit the quay", "A warm light"] {
            assert!(!text.contains(hidden), "{kind} has {hidden}: {text}");
        }
        assert!(on(&["export", kind, "--reader", "self"]).contains("Trimmed it"), "{kind}");
    }
    let left_out =
        "left out for the reader public: 1 position, 2 projects, 2 wins; --reader self shows all\n";
    assert!(stderr(&sandbox, &["export", "timeline"]).contains(left_out));
}

#[test]
fn an_export_without_a_public_record_counts_the_others() {
    let sandbox = Sandbox::new();
    let refused = |kind: &str, more: &[&str]| {
        let error = stderr(&sandbox, &[&["export", kind][..], more].concat());
        let mut lines = error.lines().map(str::to_owned);
        (lines.next().unwrap_or_default(), lines.next().unwrap_or_default())
    };
    for kind in ["timeline", "cv", "stories"] {
        let (error, hint) = refused(kind, &[]);
        assert_eq!(error, "error: there is nothing to export", "{kind}");
        assert!(hint.starts_with("hint: add "), "{hint}");
    }
    sandbox.on(DAY, &["add", "Halved the wait", "--project", "Gate"]);
    sandbox.on(DAY, &["add", "Painted the gate", "--project", "Gate"]);
    sandbox.on(DAY, &["story", "add", "The gate", "--situation", "Stuck."]);
    for kind in ["timeline", "cv"] {
        let (error, hint) = refused(kind, &[]);
        assert_eq!(
            error, "error: there is nothing public to export; not public: 1 project, 2 wins",
            "{kind}"
        );
        assert!(hint.contains("--reader self"), "{hint}");
        assert!(sandbox.on(DAY, &["export", kind, "--reader", "self"]).contains("Halved the wait"));
    }
    let (error, _) = refused("stories", &["--reader", "public"]);
    assert_eq!(error, "error: there is nothing public to export; not public: 1 story");
    let (error, _) = refused("portfolio", &[]);
    assert_eq!(error, "error: there is no public project to export; not public: 1 project");
    assert!(stderr(&sandbox, &["export", "resume-json"]).contains("1 project, 2 wins"));
}
