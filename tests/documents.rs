//! The exported documents of the built program: their readers, formats and templates. Some tests need a
//! browser or `pdftotext`.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::too_many_lines,
    clippy::print_stderr,
    reason = "a test stops when something is not as it should be, and says what it skipped"
)]

mod support;

use serde_json::{Value, json};
use support::{Sandbox, root};

const DAY: &str = "2026-12-20";

/// Creates a year with records of most kinds, private, internal and public.
fn year() -> Sandbox {
    let sandbox = Sandbox::new();
    let on = |day: &str, arguments: &[&str]| sandbox.on(day, arguments);
    on("2026-01-05", &["goal", "add", "Two new tools", "--count", "2"]);
    on("2026-01-05", &["goal", "add", "A raise", "--done-or-not"]);
    on("2026-01-05", &["goal", "edit", "a raise", "--why", "", "--visibility", "private"]);
    on(
        "2026-02-02",
        &["project", "add", "Lanes", "--summary", "Shorter queues at the gate", "--visibility", "public"],
    );
    on(
        "2026-02-02",
        &["project", "edit", "lanes", "--challenge", "Nobody knew why it was slow", "--role", "led"],
    );
    on(
        "2026-03-04",
        &[
            "add",
            "Halved the wait +lanes wait:8min..4min !",
            "--visibility",
            "public",
            "--impact",
            "Four gates | one *queue*",
        ],
    );
    on("2026-05-04", &["metric", "log", "wait", "3min", "--measured"]);
    on("2026-06-02", &["outcome", "record", &sandbox.id("Halved the wait"), "two more ports asked for it"]);
    on("2026-04-01", &["add", "Calmed a customer down cat:collaboration", "--visibility", "private"]);
    on(
        "2026-04-02",
        &[
            "add",
            "Wrote the rota <b>down</b> cat:design",
            "--notes",
            "[all](javascript:alert(1))\n\n| a | b |\n| --- | --- |\n| 1 | 2 |",
        ],
    );
    on(
        "2026-07-01",
        &[
            "read",
            "add",
            "Small Things",
            "--author",
            "Ada Example",
            "--status",
            "finished",
            "--takeaway",
            "Ask twice | listen",
        ],
    );
    on("2026-12-01", &["goal", "add", "Teach it", "--year", "2027"]);
    sandbox
}

#[test]
fn a_review_holds_only_records_visible_to_its_reader() {
    let sandbox = year();
    let review = |reader: &str| sandbox.on(DAY, &["review", "2026", "--reader", reader]);
    insta::assert_snapshot!("review_for_myself", review("self"));
    insta::assert_snapshot!("review_for_a_manager", review("manager"));
    insta::assert_snapshot!("review_for_the_public", review("public"));
    for reader in ["manager", "promotion", "public"] {
        let text = review(reader);
        assert!(!text.contains("customer") && !text.contains("raise"), "{text}");
    }
    // A win is hidden from a reader if its project is.
    sandbox.on(DAY, &["project", "edit", "lanes", "--visibility", "private"]);
    assert!(!review("manager").contains("Halved the wait"));
    assert!(review("self").contains("Halved the wait"));
}

#[test]
fn a_manager_review_shows_each_win_in_full_once_and_lists_themes() {
    let sandbox = Sandbox::new();
    let add = |arguments: &[&str]| sandbox.on(DAY, &[&["add"], arguments].concat());
    add(&[
        "Halved the build build:18min..9min #ci for:everyone +planner",
        "--star",
        "--notes",
        "With a cache.",
    ]);
    add(&["Taught the crew to cut builds #ci"]);
    add(&["Wrote the runbook #docs"]);
    let review = sandbox.on(DAY, &["review", "2026", "--reader", "manager"]);
    assert_eq!(review.matches("build 18 min").count(), 1, "{review}");
    assert_eq!(review.matches("With a cache.").count(), 1, "{review}");
    assert!(
        review.contains("- **Halved the build** (see [Highlights](#highlights)) — December\n"),
        "{review}"
    );
    assert!(
        review.contains("## Themes\n\n- ci (2 wins): Halved the build; Taught the crew to cut builds\n"),
        "{review}"
    );
    // Without the highlights, the details are at the win itself.
    let review =
        sandbox.on(DAY, &["review", "2026", "--reader", "manager", "--exclude", "highlights,themes"]);
    assert!(
        review.contains("- **Halved the build**: build 18 min → 9 min (")
            && review.contains("), for everyone — December\n"),
        "{review}"
    );
    assert!(!review.contains("Themes") && !review.contains("Highlights"), "{review}");
    let review = sandbox.on(DAY, &["review", "2026"]);
    assert!(!review.contains("Themes"), "{review}");
}

#[test]
fn include_exclude_and_starred_limit_a_review() {
    let sandbox = year();
    let review = |arguments: &[&str]| sandbox.on(DAY, &[&["review", "2026"][..], arguments].concat());
    let text = review(&["--exclude", "goals,gaps,reading"]);
    assert!(
        !text.contains("## Goals\n") && !text.contains("Small Things") && text.contains("Lanes"),
        "{text}"
    );
    let only = review(&["--include", "projects"]);
    assert!(only.contains("### Lanes") && !only.contains("rota"), "{only}");
    assert!(!review(&["--starred"]).contains("rota"));
    assert_eq!(
        sandbox.refused(DAY, &["review", "2026", "--exclude", "gaols"]),
        (2, "error: unknown part “gaols”".into())
    );
}

#[test]
fn a_custom_template_replaces_the_built_in_one() {
    let sandbox = year();
    let built_in = sandbox.out(&["review", "--print-template"]);
    let path = sandbox.write("mine.md.jinja", &built_in);
    let file = path.to_str().unwrap();
    let same = sandbox.on(DAY, &["review", "2026", "--template", file]);
    assert_eq!(same, sandbox.on(DAY, &["review", "2026"]));
    let mine =
        "{% for project in projects %}{{ project.name|upper }}: {{ project.wins|length }}\n{% endfor %}";
    sandbox.write("mine.md.jinja", mine);
    assert_eq!(sandbox.on(DAY, &["review", "2026", "--template", file]), "LANES: 1\n");
    // A template beside the configuration is used by default.
    let beside = sandbox.path(".config/brag/templates");
    std::fs::create_dir_all(&beside).unwrap();
    std::fs::write(beside.join("review.md.jinja"), "mine of {{ period.label }}").unwrap();
    assert_eq!(sandbox.on(DAY, &["review", "2026"]), "mine of 2026\n");
    for (template, expected) in [
        ("# x\n{% for %}", "mine.md.jinja:2: syntax error"),
        ("{{ nothing.of.this }}", "mine.md.jinja:1: undefined value"),
        (
            "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
            "the template does not end",
        ),
        ("{{ goals|win }}", "the value is not a win"),
    ] {
        sandbox.write("mine.md.jinja", template);
        let (code, line) = sandbox.refused(DAY, &["review", "2026", "--template", file]);
        assert!(code == 1 && line.contains(expected), "{template}: {line}");
    }
}

#[test]
fn a_template_is_limited_in_memory_time_and_output() {
    let sandbox = Sandbox::new();
    sandbox.on(DAY, &["add", "A win for the template"]);
    let doubled = "{% set ns = namespace(s='xxxxxxxxxx') %}{% for i in range(40) %}\
                   {% set ns.s = ns.s ~ ns.s %}{% endfor %}{{ ns.s|length }}";
    let replaced = "{% set ns = namespace(s='xxxxxxxxxx') %}{% for i in range(12) %}\
                    {% set ns.s = ns.s|replace('x', 'xxxxxxxxxx') %}{% endfor %}{{ ns.s|length }}";
    for (template, why) in [
        (doubled, "needs more than 1 GB of memory"),
        (replaced, "needs more than 1 GB of memory"),
        ("{{ 'x\nx'|indent(4000000000) }}", "needs more than 1 GB of memory"),
        (
            "{% for i in range(9000) %}{{ 'x'|indent(9) }}{{ \"%9999s\"|format('x') }}{% endfor %}",
            "longer than 64 MB",
        ),
        (
            "{% for a in range(9999) %}{% for b in range(9999) %}{{ '' }}{% endfor %}{% endfor %}",
            "does not end",
        ),
        ("{{ nothing.there.at_all }}", "undefined value"),
    ] {
        let path = sandbox.write("mine.md.jinja", template);
        let (code, error) = sandbox.refused(DAY, &["review", "2026", "--template", path.to_str().unwrap()]);
        assert!(code == 1 && error.starts_with("error: ") && error.contains(why), "{template}: {error}");
    }
}

#[test]
fn a_template_is_rendered_if_ulimits_are_below_the_limits_of_templates() {
    let sandbox = Sandbox::new();
    sandbox.on(DAY, &["add", "A win for the template"]);
    sandbox.write("mine.md.jinja", "mine of {{ period.label }}");
    let script = format!(
        "ulimit -v 900000; ulimit -t 10; '{}' review 2026 --template mine.md.jinja",
        env!("CARGO_BIN_EXE_brag")
    );
    let environment = sandbox.command(&[]);
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", &script]).current_dir(sandbox.path("")).env_clear();
    shell.envs(environment.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let output = shell.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8(output.stdout).unwrap().contains("mine of"));
}

#[test]
fn an_endless_template_is_an_error_and_an_endless_config_a_warning() {
    let sandbox = Sandbox::new();
    sandbox.on(DAY, &["add", "A win for the template"]);
    let pipe = sandbox.path("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for (path, why) in [("/dev/zero", "longer than"), (pipe.to_str().unwrap(), "it is a pipe, not a file")] {
        let (code, error) = sandbox.refused(DAY, &["review", "2026", "--template", path]);
        assert!(code == 1 && error.contains(why), "{error}");
        let output = sandbox.command(&["list"]).env("BRAG_CONFIG", path).output().unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        // A broken configuration blocks neither reading nor adding.
        assert!(output.status.success() && error.contains(why) && error.contains("hint: "), "{error}");
    }
    let output = sandbox.command(&["list"]).env("BRAG_CONFIG", "/dev/null").output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty());
}

#[test]
fn a_review_is_exported_as_json() {
    let sandbox = year();
    let text = sandbox.on(DAY, &["review", "2026", "--reader", "manager", "--format", "json"]);
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&document["title"], &document["reader"]), (&json!("Brag document, 2026"), &json!("manager")));
    assert_eq!(document["highlights"][0]["title"], "Halved the wait");
    assert_eq!(document["highlights"][0]["outcomes"][0]["text"], "two more ports asked for it");
    assert_eq!(
        document["projects"][0]["metrics"][0]["told"],
        "8\u{202f}min → 3\u{202f}min (−63\u{202f}%), March to May 2026"
    );
    assert_eq!(document["next"][0]["title"], "Teach it");
}

#[test]
fn an_html_review_runs_no_script_and_loads_no_resource() {
    let sandbox = year();
    // A chart is drawn from five values on.
    for (day, value) in [("2026-06-04", "2.9min"), ("2026-07-04", "2.8min")] {
        sandbox.on(day, &["metric", "log", "wait", value]);
    }
    let page = sandbox.on(DAY, &["review", "2026", "--format", "html"]);
    assert!(page.contains("Wrote the rota &lt;b&gt;down&lt;/b&gt;"), "{page}");
    // The typefaces are a part of the page.
    let outside = page.replace("url(data:font/woff2;base64,", "");
    for bad in ["<script", "javascript:", "src=", "url(", "@import", "<b>down"] {
        assert!(!outside.contains(bad), "{bad}");
    }
    assert!(
        page.contains("default-src 'none'") && page.contains("<figcaption>Wait: ") && page.contains("<svg")
    );
    assert!(page.contains("<li class=\"level-3\"><a href=\"#lanes\">Lanes</a></li>"), "{page}");
    let path = sandbox.write("review.html", &page);
    let Some(browser) = ["chromium", "google-chrome"].into_iter().find(|name| is_installed(name)) else {
        support::skip("no browser is installed");
        return;
    };
    let address = format!("file://{}", path.display());
    let profile = format!("--user-data-dir={}", sandbox.path("profile").display());
    let output = std::process::Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--dump-dom"])
        .args([profile.as_str(), address.as_str()])
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!stderr.contains("CONSOLE"), "{stderr}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("<h3 id=\"lanes\">"));
}

fn is_installed(program: &str) -> bool {
    std::process::Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

#[test]
fn a_pdf_review_is_reproducible_and_its_text_can_be_extracted() {
    let sandbox = year();
    sandbox.on(DAY, &["add", "Ångström → Ωmega, ★ 3×, “quoted” − done"]);
    let write = |name: &str, zone: &str| {
        let path = sandbox.path(name);
        let arguments = ["review", "2026", "--format", "pdf", "-o", path.to_str().unwrap()];
        let output = sandbox
            .command(&arguments)
            .env("BRAG_TODAY", DAY)
            .env("TZ", zone)
            .env("LANG", zone)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        path
    };
    let (one, other) = (write("one.pdf", "Asia/Tokyo"), write("other.pdf", "America/Lima"));
    let bytes = std::fs::read(&one).unwrap();
    assert!(bytes.starts_with(b"%PDF-"));
    assert_eq!(bytes, std::fs::read(&other).unwrap());
    assert_eq!(sandbox.refused(DAY, &["review", "2026", "--format", "pdf"]).0, 2, "a PDF needs a file");
    assert_eq!(
        sandbox.refused(DAY, &["review", "2026", "-o", one.to_str().unwrap()]).0,
        1,
        "it exists already"
    );
    let Some(text) = support::text_of_pdf(&one) else { return };
    for expected in [
        "Brag document, 2026",
        "Halved the wait",
        "Ångström → Ωmega, ★ 3×, “quoted” − done",
        "Ask twice | listen",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    let fonts = std::process::Command::new("pdffonts").arg(&one).output().unwrap();
    let fonts = String::from_utf8(fonts.stdout).unwrap();
    assert!(
        fonts.lines().skip(2).all(|line| line.contains("yes yes yes")),
        "embedded, subset, readable: {fonts}"
    );
}

#[test]
fn an_empty_year_and_a_very_large_one_are_rendered() {
    let sandbox = Sandbox::new();
    for format in ["md", "html", "txt"] {
        let text = sandbox.on(DAY, &["review", "2020", "--format", format]);
        assert!(text.contains("Nothing was logged in this period."), "{text}");
    }
    let mut document = String::from("# 2026\n\n## Projects\n\n### Everything\n\n");
    for number in 0..600 {
        document.push_str(&format!(
            "- Did the thing number {number}, which took a while and helped {}\n",
            "x".repeat(number % 90)
        ));
    }
    let path = sandbox.write("huge.md", document);
    sandbox.on(DAY, &["import", path.to_str().unwrap(), "--yes"]);
    let pdf = sandbox.path("huge.pdf");
    sandbox.on(DAY, &["review", "2026", "--format", "pdf", "-o", pdf.to_str().unwrap()]);
    assert!(std::fs::metadata(&pdf).unwrap().len() > 30_000);
    assert!(root().join("assets/review.md.jinja").is_file());
}

#[test]
fn a_portfolio_lists_only_public_projects_by_default() {
    let sandbox = year();
    sandbox.on("2026-02-03", &["project", "add", "Nets", "--summary", "Not for everybody"]);
    let page = sandbox.on(DAY, &["export", "portfolio"]);
    insta::assert_snapshot!("portfolio", page);
    let all = sandbox.on(DAY, &["export", "portfolio", "--reader", "self"]);
    assert!(all.contains("## Nets") && all.contains("## Lanes"), "{all}");
    assert_eq!(sandbox.json_on(DAY, &["export", "portfolio"])["projects"][0]["name"], "Lanes");
    // The extension of the file sets the format.
    for (name, begins) in [("p.html", "<!doctype html>"), ("p.pdf", "%PDF-"), ("p.md", "---\ntitle:")] {
        let path = sandbox.path(name);
        sandbox.on(DAY, &["export", "portfolio", "-o", path.to_str().unwrap()]);
        let bytes = std::fs::read(path).unwrap();
        let start = String::from_utf8_lossy(&bytes[..begins.len()]).to_lowercase();
        assert_eq!(start, begins.to_lowercase());
    }
    let built_in = sandbox.out(&["export", "portfolio", "--print-template"]);
    let path = sandbox.write("mine.md.jinja", built_in);
    assert_eq!(sandbox.on(DAY, &["export", "portfolio", "--template", path.to_str().unwrap()]), page);
    sandbox.on(DAY, &["alias", "add", "Lanes", "a harbour's queues"]);
    assert!(!sandbox.on(DAY, &["export", "portfolio"]).contains("Lanes"));
    assert_eq!(
        Sandbox::new().refused(DAY, &["export", "portfolio"]),
        (1, "error: there is no public project to export".into())
    );
}

#[test]
fn a_portfolio_directory_has_one_page_per_project() {
    let sandbox = year();
    sandbox.on(DAY, &["project", "add", "The \"Lanes\": two", "--summary", "More", "--visibility", "public"]);
    sandbox.on(DAY, &["project", "add", "Lanes!", "--summary", "Again", "--visibility", "public"]);
    sandbox.on(DAY, &["alias", "add", "two", "some"]);
    let directory = sandbox.path("pages");
    let into = format!("{}/", directory.display());
    let write = |more: &[&str]| sandbox.on(DAY, &[&["export", "portfolio", "-o", &into], more].concat());
    write(&[]);
    let mut names: Vec<String> = std::fs::read_dir(&directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["lanes-2.md", "lanes.md", "the-lanes-some.md"]);
    let page = std::fs::read_to_string(directory.join("the-lanes-some.md")).unwrap();
    assert!(
        page.starts_with("---\ntitle: \"The \\\"Lanes\\\": some\"\n---\n\n# The \"Lanes\": some\n"),
        "{page}"
    );
    let page = std::fs::read_to_string(directory.join("lanes.md")).unwrap();
    assert!(page.contains("\n## Challenge\n") && page.contains("Halved the wait"), "{page}");
    // Existing pages are overwritten only with `--force`.
    assert_eq!(sandbox.refused(DAY, &["export", "portfolio", "-o", &into]).0, 1);
    write(&["--force", "--format", "html"]);
    assert!(directory.join("lanes-2.html").is_file());
}

/// The keys of each section of a JSON Resume and their types: `t` a text, `d` a date, `l` a list of texts.
const RESUME: [(&str, &[(&str, char)]); 4] = [
    (
        "basics",
        &[("name", 't'), ("label", 't'), ("email", 't'), ("phone", 't'), ("url", 't'), ("summary", 't')],
    ),
    (
        "projects",
        &[
            ("name", 't'),
            ("description", 't'),
            ("highlights", 'l'),
            ("keywords", 'l'),
            ("startDate", 'd'),
            ("endDate", 'd'),
            ("roles", 'l'),
        ],
    ),
    ("awards", &[("title", 't'), ("date", 'd'), ("summary", 't')]),
    ("skills", &[("name", 't'), ("keywords", 'l')]),
];

/// Asserts that an object has only the keys and types of its section in a JSON Resume.
fn assert_matches_schema(part: &str, value: &Value) {
    let (_, keys) = RESUME.into_iter().find(|(name, _)| *name == part).unwrap();
    for (key, value) in value.as_object().unwrap() {
        let (_, holds) =
            keys.iter().find(|(name, _)| name == key).unwrap_or_else(|| panic!("{part} has no {key}"));
        let is_date = |text: &str| {
            let parts: Vec<&str> = text.split('-').collect();
            parts.iter().zip([4, 2, 2]).all(|(part, len)| part.len() == len && part.parse::<u16>().is_ok())
                && parts.len() < 4
        };
        let right = match holds {
            't' => value.is_string(),
            'd' => value.as_str().is_some_and(is_date),
            _ => value.as_array().is_some_and(|all| all.iter().all(Value::is_string)),
        };
        assert!(right, "{part} {key}: {value}");
    }
}

#[test]
fn a_json_resume_conforms_to_its_schema() {
    let sandbox = year();
    sandbox.on(
        DAY,
        &["project", "edit", "lanes", "--skill", "Rust", "--results", "*Half* the wait\n\n- No queue"],
    );
    sandbox.on(DAY, &["skills", "group", "Rust", "Languages"]);
    sandbox.on(
        DAY,
        &["add", "Thanked by Acme Corp cat:recognition", "--visibility", "public", "--date", "2026-05"],
    );
    sandbox.on(DAY, &["alias", "add", "Acme Corp", "a large bank"]);
    let export = |config: &str| {
        let mut command = sandbox.command(&["export", "resume-json"]);
        command.env("BRAG_TODAY", DAY).env("BRAG_CONFIG", sandbox.write("me.toml", config));
        let output = command.output().unwrap();
        assert!(output.status.success());
        let resume: Value = serde_json::from_slice(&output.stdout).unwrap();
        (resume, String::from_utf8(output.stderr).unwrap())
    };
    let (resume, warned) = export("");
    assert!(warned.starts_with("warning: the résumé has no name"), "{warned}");
    assert_eq!(resume["basics"], json!({}));
    let (resume, warned) = export("[person]\nname = \"Ada Example\"\nlabel = \"Engineer\"\n");
    assert_eq!(warned, "replaced by their aliases: Acme Corp 1×\n");
    assert_matches_schema("basics", &resume["basics"]);
    for part in ["projects", "awards", "skills"] {
        resume[part].as_array().unwrap().iter().for_each(|each| assert_matches_schema(part, each));
    }
    let project = &resume["projects"][0];
    assert_eq!(project["name"], "Lanes");
    assert_eq!(project["highlights"][0], "Half the wait");
    assert!(
        project["highlights"].to_string().contains("Halved the wait: wait 8\u{202f}min → 4\u{202f}min"),
        "{project}"
    );
    assert_eq!(resume["awards"], json!([{ "title": "Thanked by a large bank", "date": "2026-05" }]));
    assert_eq!(resume["skills"], json!([{ "name": "Languages", "keywords": ["Rust"] }]));
    assert!(!resume.to_string().contains("Calmed"), "what is private stays so");
}

#[test]
fn csv_export_escapes_spreadsheet_formulas() {
    let sandbox = year();
    sandbox.on(
        "2026-08-01",
        &["add", "=HYPERLINK(\"http://x.example\") of a, \"b\"", "--notes", "+1\nline two"],
    );
    sandbox.on("2026-08-02", &["add", "--tag", "x", "--tag", "y", "--", "-2+3 was a title"]);
    let into = sandbox.path("tables");
    let arguments = ["export", "csv", "-o", into.to_str().unwrap()];
    sandbox.on(DAY, &arguments);
    let mut counts = Vec::new();
    for name in ["wins", "projects", "values", "follow-ups", "goals", "reading"] {
        let mut reader = csv::Reader::from_path(into.join(format!("{name}.csv"))).unwrap();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        for text in rows.iter().flatten() {
            let bad = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err();
            assert!(!bad, "{name}: {text}");
        }
        counts.push((name, rows.len()));
    }
    insta::assert_debug_snapshot!("tables", counts);
    let wins = std::fs::read_to_string(into.join("wins.csv")).unwrap();
    for expected in
        ["\"'=HYPERLINK(\"\"http://x.example\"\")", "'-2+3 was", "x; y", "wait:8min..4min", "Lanes"]
    {
        assert!(wins.contains(expected), "{expected}: {wins}");
    }
    let (code, line) = sandbox.refused(DAY, &arguments);
    assert!(code == 1 && line.ends_with("wins.csv” exists already"), "{line}");
    sandbox.on(DAY, &[&arguments[..], &["--force"]].concat());
    assert_eq!(std::fs::read_to_string(into.join("wins.csv")).unwrap(), wins);
}

#[test]
fn public_documents_contain_no_name_that_has_an_alias() {
    let sandbox = Sandbox::new();
    let add = |title: &str, more: &[&str]| {
        sandbox.on(DAY, &[&["add", title, "--visibility", "public"][..], more].concat());
    };
    sandbox.on(
        DAY,
        &[
            "project",
            "add",
            "Acme Corp portal",
            "--visibility",
            "public",
            "--summary",
            "The ACME-corp portal",
        ],
    );
    add(
        "Moved AcmeCorp's logins +\"Acme Corp portal\" acme_corp_logins:9s..3s",
        &["--impact", "The\nacme\ncorp team cheered"],
    );
    add(
        "Met O'Neil & Sons <of Łódź>",
        &[
            "--notes",
            "See https://acmecorp.example/acme-corp and `ACME_CORP_TOKEN`\n\n| Acme Corp | a |\n| --- | --- |\n| a | b |",
        ],
    );
    sandbox.on(DAY, &["metric", "log", "acme_corp_logins", "2s"]);
    sandbox.on(DAY, &["alias", "add", "Acme Corp", "a large bank"]);
    sandbox.on(DAY, &["alias", "add", "O'Neil & Sons", "a builder"]);
    sandbox.on(DAY, &["alias", "add", "Łódź", "a city"]);
    let names = ["acme", "neil", "łódź", "lodz"];
    for format in ["md", "html", "txt", "json"] {
        let text = sandbox.on(DAY, &["review", "2026", "--reader", "public", "--format", format]);
        let lower = text.to_lowercase();
        for name in names {
            assert!(!lower.contains(name), "{name} in {format}: {text}");
        }
        assert!(text.contains("large bank") && text.contains("a builder"), "{text}");
    }
    let pdf = sandbox.path("public.pdf");
    let arguments = ["review", "2026", "--reader", "public", "--format", "pdf", "-o", pdf.to_str().unwrap()];
    sandbox.on(DAY, &arguments);
    if let Some(text) = support::text_of_pdf(&pdf) {
        let text = text.to_lowercase();
        assert!(names.iter().all(|name| !text.contains(name)) && text.contains("large bank"), "{text}");
    }
    // Other readers see the real names.
    assert!(sandbox.on(DAY, &["review", "2026", "--reader", "manager"]).contains("Acme Corp portal"));
    let refused = |arguments: &[&str]| sandbox.refused(DAY, arguments);
    assert_eq!(refused(&["review", "2026", "--reader", "public", "--json"]).0, 2);
    assert_eq!(
        refused(&["alias", "add", "Globex", "friends of Acme Corps"]),
        (2, "error: the alias “friends of Acme Corps” contains a name that has an alias".into())
    );
    assert_eq!(refused(&["alias", "add", "bank", "money house"]).0, 2, "another alias says it");
    assert_eq!(refused(&["alias", "rm", "nobody"]), (1, "error: “nobody” has no alias".into()));
    let rows = sandbox.json_on(DAY, &["alias", "list"]);
    assert_eq!(rows.as_array().unwrap().len(), 3);
    sandbox.on(DAY, &["alias", "rm", "acme corp"]);
    assert!(sandbox.on(DAY, &["review", "2026", "--reader", "public"]).contains("Acme Corp portal"));
    sandbox.on(DAY, &["undo"]);
    assert_eq!(sandbox.json_on(DAY, &["alias", "list"]), rows);
    assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
}

#[test]
fn an_aliased_name_hidden_in_markup_is_refused_in_every_format() {
    for notes in [
        "see [Acme](https://x.example) Corp here",
        "see Acme&nbsp;Corp here",
        "see Ac&#109;e Corp here",
        "see <b>Acme</b> Corp here",
    ] {
        let sandbox = Sandbox::new();
        sandbox.on(DAY, &["alias", "add", "Acme Corp", "a bank"]);
        sandbox.on(DAY, &["add", "Moved it", "--visibility", "public", "--notes", notes]);
        for format in ["md", "html", "txt", "pdf"] {
            let file = sandbox.path(&format!("x.{format}"));
            let arguments =
                ["review", "2026", "--reader", "public", "--format", format, "-o", file.to_str().unwrap()];
            let mut command = sandbox.command(&arguments);
            let output = command.env("BRAG_TODAY", DAY).output().unwrap();
            let error = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(1), "{notes} in {format}: {error}");
            assert!(!file.exists() && !error.contains("Acme"), "{error}");
            let id = sandbox.json_on(DAY, &["list"])[0]["short_id"].as_str().unwrap().to_owned();
            assert!(error.contains(&format!("hint: the name is in the notes of win {id}")), "{error}");
        }
    }
}

#[test]
fn a_public_review_warns_of_names_without_an_alias() {
    let sandbox = Sandbox::new();
    for title in
        ["Moved the vault of Globex", "Halved calls for Globex in March", "Taught Globex's tellers Rust"]
    {
        sandbox.on(DAY, &["add", title, "--visibility", "public", "--skill", "Rust", "--with", "Zoë"]);
    }
    sandbox.on(DAY, &["add", "Paired with Zoë", "--visibility", "public"]);
    let warnings = |arguments: &[&str]| {
        let mut command = sandbox.command(arguments);
        command.env("BRAG_TODAY", DAY);
        let output = command.output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    for format in ["md", "html", "txt", "json"] {
        assert_eq!(
            warnings(&["review", "2026", "--reader", "public", "--format", format]),
            "warning: the document has names without an alias: Globex (3 times), Zoë (1 time)\n\
             hint: brag alias add 'Globex' 'the text in its place'\n",
            "{format}"
        );
    }
    assert_eq!(warnings(&["review", "2026", "--reader", "manager"]), "", "who knows them reads them");
    sandbox.on(DAY, &["alias", "add", "Globex", "a bank"]);
    sandbox.on(DAY, &["alias", "add", "Zoë", "a colleague"]);
    assert_eq!(
        warnings(&["review", "2026", "--reader", "manager"]),
        "2 names with an alias are in this document: Zoë, Globex; --aliases replaces them\n"
    );
    assert_eq!(warnings(&["review", "2026"]), "", "the document for the user needs no note");
    for format in ["md", "json", "txt"] {
        let arguments = ["review", "2026", "--reader", "manager", "--aliases", "--format", format];
        let text = sandbox.on(DAY, &arguments);
        assert!(text.contains("a bank") && !text.contains("Globex") && !text.contains("Zoë"), "{text}");
        let said = warnings(&arguments);
        assert!(said.starts_with("replaced by their aliases: ") && said.contains("Globex "), "{said}");
    }
    assert_eq!(
        warnings(&["review", "2026", "--reader", "public"]),
        "replaced by their aliases: Globex 3× (“vault of Globex — December”, “calls for Globex in March”, \
         “Taught Globex's tellers”); Zoë 1× (“Paired with Zoë — December”)\n"
    );
}

#[test]
fn a_review_of_the_sample_year_for_a_manager() {
    let sandbox = Sandbox::new();
    let on = |arguments: &[&str]| sandbox.on("2025-12-20", arguments);
    let sample = root().join("assets/sample-year.md");
    on(&["import", sample.to_str().unwrap(), "--yes"]);
    let search = sandbox.id("Cut the median search time from 900 ms to 220 ms");
    on(&["edit", &search, "--star", "--for", "boat owners"]);
    on(&["metric", "log", "median-search-time", "190ms", "--measured", "--project", "Harbour search"]);
    on(&["outcome", "record", &search, "support calls about missing berths fell from 30 to 4 a month"]);
    on(&[
        "edit",
        &sandbox.id("Led the response to the Easter outage and wrote the report that followed"),
        "--star",
        "--impact",
        "No berth was lost, and the report is read in onboarding.",
    ]);
    let review = on(&["review", "2025", "--reader", "manager"]);
    insta::assert_snapshot!("review_of_the_sample_for_a_manager", review);
}

/// The README is read in the first minute; the reference is in `brag help TOPIC`.
#[test]
fn the_readme_is_short_and_its_files_exist() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    assert!(readme.lines().count() <= 150, "{} lines", readme.lines().count());
    assert!(readme.split_whitespace().count() <= 900, "{} words", readme.split_whitespace().count());
    let quoted = readme.split(['"', '(', ')', ' ', '`']);
    let files: Vec<&str> = quoted.filter(|word| word.starts_with("assets/")).collect();
    assert!(files.len() >= 5, "{files:?}");
    for file in files {
        assert!(root().join(file).exists(), "{file} does not exist");
    }
}

#[test]
fn a_link_with_invisible_characters_is_shown_as_it_is() {
    let sandbox = Sandbox::new();
    let link = "https://x.y/\u{202e}gnp.exe\u{200b}";
    sandbox.on(DAY, &["add", "Wrote the guide", "--link", link]);
    for arguments in [
        &["week"][..],
        &["review", "2026"],
        &["review", "2026", "--format", "txt"],
        &["review", "2026", "--format", "html"],
    ] {
        let text = sandbox.on(DAY, arguments);
        assert!(text.contains("https://x.y/%E2%80%AEgnp.exe%E2%80%8B"), "{arguments:?}: {text}");
        assert!(!text.contains(['\u{202e}', '\u{200b}']), "{arguments:?}");
    }
}

#[test]
fn the_mirror_has_a_file_for_each_year_and_each_project_and_hides_what_its_reader_may_not_see() {
    let sandbox = Sandbox::new();
    sandbox.on("2024-05-01", &["add", "Drew the lanes +Lanes"]);
    sandbox.on(DAY, &["add", "Halved the wait +Lanes wait:8min..4min"]);
    sandbox.on(DAY, &["add", "Declined an offer", "--visibility", "private"]);
    let directory = sandbox.path("mirror");
    let path = directory.to_str().unwrap();
    sandbox.on(DAY, &["export", "markdown", "-o", path]);
    let read = |name: &str| std::fs::read_to_string(directory.join(name)).unwrap();
    assert!(read("2024.md").contains("Drew the lanes") && !read("2024.md").contains("Halved"));
    assert!(read("2026.md").contains("Declined an offer"));
    assert!(read("project-lanes.md").contains("# Lanes") && read("career.md").contains("Drew the lanes"));
    let index = read("README.md");
    assert!(
        index.contains("- [2024](2024.md): 1 win\n") && index.contains("[Lanes](project-lanes.md)"),
        "{index}"
    );
    sandbox.on(DAY, &["export", "markdown", "-o", path, "--reader", "manager"]);
    for name in ["README.md", "2026.md", "career.md", "project-lanes.md"] {
        assert!(!read(name).contains("Declined"), "{name}");
    }
    assert!(!directory.join("journal.json").exists(), "a file that only the user reads is removed");
    let empty = Sandbox::new();
    let (code, why) = empty.refused(DAY, &["export", "markdown", "-o", path]);
    assert!(code == 1 && why.contains("nothing to export"), "{why}");
}

#[test]
fn the_mirror_has_every_field_for_the_user_and_no_file_of_a_record_that_was_deleted() {
    let sandbox = Sandbox::new();
    let long = "L".repeat(300);
    sandbox.on(DAY, &["project", "add", &long]);
    sandbox.on(DAY, &["project", "add", "Lanes"]);
    sandbox.on(DAY, &["goal", "add", "Fewer queues", "--why", "Drivers lose an hour."]);
    sandbox.on(DAY, &["goal", "check", "Fewer queues", "--note", "Two of five lanes."]);
    sandbox.on(DAY, &["read", "add", "On Queues", "--notes", "Chapter 2 first."]);
    sandbox.on(DAY, &["questionnaire", "add", "values"]);
    sandbox.on(DAY, &["questionnaire", "fill", "values", "1", "--text", "The rota is mine."]);
    let directory = sandbox.path("mirror");
    let write = || sandbox.on(DAY, &["export", "markdown", "-o", directory.to_str().unwrap(), "--force"]);
    write();
    let read = |name: &str| std::fs::read_to_string(directory.join(name)).unwrap();
    assert!(
        read("goals.md").contains("Drivers lose an hour.") && read("goals.md").contains("Two of five lanes.")
    );
    assert!(read("reading.md").contains("Chapter 2 first."));
    assert!(read("answers.md").contains("## Values") && read("answers.md").contains("The rota is mine."));
    assert_eq!(read("journal.json"), sandbox.on(DAY, &["export", "json"]));
    // A file of the user stays, also if it is linked, and so does one that the user changed.
    let (own, goals) = (directory.join("mine.md"), directory.join("goals.md"));
    std::fs::write(&own, "mine").unwrap();
    std::fs::write(directory.join("README.md"), "# Journal\n\n- [mine](mine.md)\n").unwrap();
    std::fs::write(&goals, "changed").unwrap();
    let (code, why) = sandbox.refused(DAY, &["export", "markdown", "-o", directory.to_str().unwrap()]);
    assert!(code == 1 && why.contains("README.md") && why.contains("goals.md"), "{why}");
    sandbox.on(DAY, &["project", "rm", "Lanes"]);
    sandbox.on(DAY, &["goal", "rm", "Fewer queues"]);
    write();
    assert!(!directory.join("project-lanes.md").exists() && own.exists() && goals.exists());
    let (code, why) = sandbox.refused(DAY, &["export", "markdown", "-o", "-"]);
    assert!(code == 2 && why.contains("cannot be written to stdout"), "{why}");
}

#[test]
fn receipts_name_the_record_the_field_and_the_day_of_each_sentence() {
    let sandbox = Sandbox::new();
    sandbox.on("2026-02-01", &["add", "Halved the wait", "--impact", "Nobody queues. Trucks turn faster."]);
    let id = sandbox.id("Halved the wait");
    sandbox.on(DAY, &["edit", &id, "--impact", "Nobody queues. Ships turn faster."]);
    let review = ["review", "2026", "--receipts"];
    let markdown = sandbox.on(DAY, &review);
    let (_, receipts) = markdown.split_once("## Receipts").unwrap();
    for (text, field) in
        [("Halved the wait", "title"), ("Nobody queues.", "impact"), ("Ships turn faster.", "impact")]
    {
        let row = receipts.lines().find(|line| line.starts_with(&format!("| {text} | "))).unwrap();
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        // The day is that of the clock, which `BRAG_TODAY` does not change.
        assert!(cells[2] == field && cells[3].split(' ').count() == 3, "{row}");
    }
    assert!(!receipts.contains("Trucks"), "{receipts}");
    let shown = receipts.lines().find(|line| line.contains("Ships")).unwrap();
    let record = shown.split(" | ").nth(1).unwrap();
    assert!(sandbox.on(DAY, &["show", record]).contains("Halved the wait"));
    let html = sandbox.on(DAY, &[&review[..], &["--format", "html"]].concat());
    assert!(html.contains("<details id=\"receipts\">") && html.trim_end().contains("</details>"));
    assert!(!sandbox.on(DAY, &["review", "2026"]).contains("Receipts"));
}

#[test]
fn a_pdf_is_tagged_and_claims_the_standard_of_accessible_files() {
    let sandbox = year();
    let file = sandbox.path("a.pdf");
    sandbox.on(DAY, &["review", "2026", "--reader", "manager", "-o", file.to_str().unwrap()]);
    let bytes = std::fs::read(&file).unwrap();
    let holds = |text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
    assert!(holds("pdfuaid:part") && holds("/StructTreeRoot") && holds("/Lang"));
    // A character without a glyph is not allowed by the standard: the pages are written without the claim.
    sandbox.on(DAY, &["add", "Wrote \u{10FFFD} down"]);
    sandbox.on(DAY, &["review", "2026", "-o", file.to_str().unwrap(), "--force"]);
    let bytes = std::fs::read(&file).unwrap();
    assert!(bytes.starts_with(b"%PDF") && !bytes.windows(12).any(|part| part == b"pdfuaid:part"));
}

#[test]
fn a_note_of_a_week_and_a_review_have_only_what_is_of_their_period() {
    let (sandbox, day) = (Sandbox::new(), "2026-03-05");
    for (of, value) in [("2026-01-10", "4.2s"), ("2026-02-20", "2.2s"), ("2026-03-04", "2.0s")] {
        sandbox.on(day, &["metric", "log", "gate", value, "--date", of]);
    }
    let week = sandbox.on(day, &["week"]);
    assert!(week.contains("2.2\u{202f}s → 2.0\u{202f}s") && !week.contains("4.2"), "{week}");
    sandbox.on("2025-01-10", &["project", "add", "Lanes", "--start", "2025-01"]);
    sandbox.on("2025-02-10", &["outcome", "record", "Lanes", "Nobody queues"]);
    sandbox.on("2025-03-10", &["praise", "add", "Calm", "--from", "Bo", "--project", "Lanes"]);
    sandbox.on(day, &["add", "Tuned the gate +Lanes"]);
    let review = sandbox.on(day, &["review", "2026", "--reader", "manager"]);
    assert!(!review.contains("Nobody queues") && !review.contains("Calm"), "{review}");
    let before = sandbox.on(day, &["review", "2025", "--reader", "manager"]);
    assert!(before.contains("Nobody queues") && before.contains("Calm"), "{before}");
}

#[test]
fn the_period_in_one_sentence_is_stored_for_its_reader() {
    let sandbox = year();
    let review = |arguments: &[&str]| sandbox.on(DAY, &[&["review", "2026"], arguments].concat());
    let written = review(&["--reader", "manager", "--sentence", "A calm year.", "--needs", "A desk."]);
    assert!(written.contains("A calm year.") && written.contains("A desk."), "{written}");
    assert!(review(&["--reader", "manager"]).contains("A calm year."));
    assert!(!review(&["--reader", "promotion"]).contains("A calm year."));
    assert!(!review(&["--reader", "manager", "--sentence", ""]).contains("A calm year."));
    let (code, why) = sandbox.refused(DAY, &["review", "2026", "--reader", "public", "--needs", "A desk."]);
    assert!(code == 2 && why.contains("only a document for your manager"), "{why}");
}

#[test]
fn a_project_is_found_by_its_whole_name_if_another_one_has_the_same_letters() {
    let sandbox = Sandbox::new();
    sandbox.on(DAY, &["project", "add", "Same"]);
    sandbox.on(DAY, &["project", "add", "Same!"]);
    for name in ["Same", "Same!"] {
        let shown = sandbox.json_on(DAY, &["add", "Moved it", "--project", name]);
        assert_eq!(shown["project"], name);
    }
}

#[test]
fn a_review_in_which_the_reader_may_see_nothing_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.on(DAY, &["project", "add", "Gate", "--summary", "The doors", "--visibility", "public"]);
    sandbox.on(DAY, &["add", "Halved the wait +gate"]);
    let (code, why) = sandbox.refused(DAY, &["review", "2026", "--reader", "public"]);
    assert!(code == 1 && why.contains("nothing of 2026 is public: 1 win would be left out"), "{why}");
    assert!(sandbox.on(DAY, &["review", "2026"]).contains("Halved the wait"));
    // A period without anything is no secret.
    assert!(sandbox.on(DAY, &["review", "2020", "--reader", "public"]).contains("Nothing was logged"));
}
