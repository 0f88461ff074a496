//! No document reveals a record that its reader may not see, even through a linked record.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops when something is not as it should be"
)]

mod support;

use rstest::rstest;
use support::Sandbox;

const DAY: &str = "2026-03-06";

/// Renders every document for a reader into one text.
fn documents(sandbox: &Sandbox, reader: &str) -> String {
    let mut all = String::new();
    for format in ["md", "html", "txt", "json"] {
        all.push_str(&sandbox.on(DAY, &["review", "2026", "--reader", reader, "--format", format]));
    }
    for export in ["portfolio", "resume-json"] {
        let output = sandbox.command(&["export", export, "--reader", reader]).output().unwrap();
        all.push_str(&String::from_utf8(output.stdout).unwrap());
    }
    if reader == "manager" {
        all.push_str(&sandbox.on(DAY, &["week", "2026"]));
        all.push_str(&sandbox.on(DAY, &["week", "2026", "--json"]));
    }
    all
}

#[test]
fn the_weekly_note_is_for_the_manager_unless_a_reader_is_given() {
    let sandbox = Sandbox::new();
    sandbox.on(DAY, &["add", "Declined an offer of a competitor", "--visibility", "private"]);
    sandbox.on(DAY, &["add", "Shipped the import"]);
    sandbox.on(DAY, &["project", "add", "Kestrel", "--visibility", "private"]);
    sandbox.on(DAY, &["metric", "log", "offer", "$1M", "--project", "Kestrel", "--date", "2026-03-02"]);
    sandbox.on(DAY, &["add", "Met the founders +Kestrel due:2026-03-06"]);
    let output = sandbox.command(&["week"]).env("BRAG_TODAY", DAY).output().unwrap();
    let note = String::from_utf8(output.stdout).unwrap();
    assert!(note.contains("Shipped the import"));
    for hidden in ["competitor", "offer", "Kestrel", "founders"] {
        assert!(!note.contains(hidden), "{hidden}: {note}");
    }
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        stderr,
        "left out for the reader manager: 2 wins, 1 metric, 1 follow-up; --reader self shows all\n"
    );
    let own = sandbox.on(DAY, &["week", "--reader", "self"]);
    for shown in ["competitor", "offer", "Kestrel", "founders"] {
        assert!(own.contains(shown), "{shown}: {own}");
    }
    let own = sandbox.json_on(DAY, &["week"]);
    assert_eq!(own["wins"].as_array().unwrap().len(), 1);
}

#[test]
fn a_document_for_the_public_has_no_address_of_evidence() {
    let sandbox = Sandbox::new();
    let run = |arguments: &[&str]| sandbox.on(DAY, arguments);
    run(&["project", "add", "Cranes", "--visibility", "public", "--summary", "Safer", "--start", "2026-01"]);
    run(&["add", "Moved the crane +Cranes", "--visibility", "public"]);
    let evidence = ["--evidence", "https://wiki.internal.example/cranes"];
    run(&[&["outcome", "record", "Cranes", "Two collisions fewer"], &evidence[..]].concat());
    let win = sandbox.id("Moved the crane");
    run(&[&["outcome", "record", &win, "It never stopped"], &evidence[..]].concat());
    let public = run(&["review", "2026", "--reader", "public"]);
    assert!(public.contains("Two collisions fewer") && public.contains("It never stopped"), "{public}");
    assert!(!public.contains("internal.example"), "{public}");
    let manager = run(&["review", "2026", "--reader", "manager"]);
    assert!(manager.contains("internal.example"), "{manager}");
}

#[test]
fn the_note_of_a_past_week_excludes_later_values_and_outcomes() {
    let sandbox = Sandbox::new();
    sandbox.on(DAY, &["metric", "log", "gate-median", "4.2s", "--date", "2026-01-10"]);
    sandbox.on(DAY, &["metric", "log", "gate-median", "2.0s", "--date", "2026-02-11"]);
    sandbox.on(DAY, &["metric", "log", "gate-median", "1.9s", "--date", "2026-03-05"]);
    sandbox.on("2026-01-04", &["add", "Asked in the past due:2026-03-04"]);
    let past = sandbox.on(DAY, &["week", "2026-W07"]);
    assert!(past.contains("4.2\u{202f}s → 2.0\u{202f}s") && !past.contains("1.9"), "{past}");
    assert!(!past.contains("Asked in the past"), "{past}");
    // An outcome recorded after that week is not in its note.
    sandbox.on("2026-02-12", &["add", "Tuned the gate due:2026-03-01"]);
    sandbox.on("2026-03-05", &["outcome", "record", &sandbox.id("Tuned the gate"), "Nobody waits"]);
    let past = sandbox.on(DAY, &["week", "2026-W07"]);
    assert!(past.starts_with("## Week of 9 February 2026\n") && past.contains("Tuned the gate"), "{past}");
    assert!(!past.contains("Nobody waits"), "{past}");
    let now = sandbox.on(DAY, &["week"]);
    assert!(now.contains("Nobody waits"), "{now}");
    assert!(now.contains("Asked in the past (since 4 March 2026)"), "{now}");
}

/// Each private record here is linked to one that the reader may see.
#[rstest]
fn documents_reveal_no_private_record_through_a_linked_one(
    #[values("manager", "promotion", "public")] reader: &str,
) {
    let sandbox = Sandbox::new();
    let run = |arguments: &[&str]| sandbox.on(DAY, arguments);
    let public = ["--visibility", "public"];
    let add = |arguments: &[&str]| run(&[arguments, &public[..]].concat());
    // A public goal that follows the metric of a private project.
    run(&["project", "add", "Kestrel", "--visibility", "private"]);
    run(&["metric", "log", "zoffer", "$1.2M..$3.4M", "--project", "Kestrel", "--date", "2026-02-01"]);
    add(&[
        "goal",
        "add",
        "Grow the business",
        "--year",
        "2026",
        "--from",
        "$1M",
        "--to",
        "$5M",
        "--metric",
        "zoffer",
    ]);
    // A public child and grandchild of a private project.
    add(&["project", "add", "Kestrel wing", "--parent", "Kestrel", "--start", "2026-01"]);
    add(&["project", "add", "Kestrel feather", "--parent", "Kestrel wing", "--start", "2026-01"]);
    add(&["add", "Preened it well", "--project", "Kestrel feather"]);
    // A public goal with partly private evidence.
    add(&["goal", "add", "Two new languages", "--year", "2026", "--count", "2"]);
    add(&["add", "Learned the first language ^two"]);
    run(&["add", "Learned the zsecret language ^two", "--visibility", "private"]);
    // A public project and a public reading note that link to private records.
    add(&["project", "add", "Lighthouse", "--start", "2026-01", "--related", "Kestrel"]);
    add(&["add", "Lit the lamp", "--project", "Lighthouse"]);
    add(&["read", "add", "A book on lamps"]);
    run(&["read", "used", "lamps", &sandbox.id("Learned the zsecret language")]);
    run(&["read", "finish", "lamps"]);
    // An outcome of a win in a private project, and a value of a private win in a public metric.
    let win = sandbox.id("Preened it well");
    run(&["outcome", "record", &win, "The zoutcome came"]);
    add(&["add", "Brought the lamp up range:10ms..20ms", "--project", "Lighthouse"]);
    run(&["add", "Brought it up again range:99ms", "--project", "Lighthouse", "--visibility", "private"]);
    // Values of a public metric from the outcome of a private win and from a check-in on a private goal.
    run(&["add", "Hid behind the zcurtain", "--visibility", "private"]);
    run(&["outcome", "record", &sandbox.id("Hid behind the zcurtain"), "It went", "--metric", "range=777ms"]);
    run(&["metric", "log", "zcost", "5ms", "--project", "Lighthouse"]);
    run(&[
        "goal",
        "add",
        "Cheaper zthings",
        "--year",
        "2026",
        "--to",
        "1ms",
        "--metric",
        "zcost",
        "--visibility",
        "private",
    ]);
    run(&["goal", "check", "Cheaper zthings", "778ms"]);
    // A private goal with a public win as evidence.
    run(&["goal", "add", "Leave for zrival", "--year", "2026", "--visibility", "private"]);
    let lamp = sandbox.id("Lit the lamp");
    run(&["goal", "link", "Leave for zrival", &lamp]);

    let all = documents(&sandbox, reader);
    assert!(all.contains("Lit the lamp") && all.contains("Grow the business"), "{all}");
    for hidden in [
        "Kestrel", "zoffer", "3.4M", "1.2M", "$5M", "Preened", "zsecret", "zoutcome", "99ms", "777ms",
        "778ms", "zcurtain", "zthings", "zrival", "2 of 2",
    ] {
        assert!(!all.contains(hidden), "{reader} reads {hidden}:\n{all}");
    }
    assert!(all.contains("1 of 2"), "{all}");
}

/// The name and the unit of a public metric contain an aliased name.
#[test]
fn charts_reveal_no_aliased_name_in_metric_names_or_units() {
    let sandbox = Sandbox::new();
    let run = |arguments: &[&str]| sandbox.on(DAY, arguments);
    run(&["alias", "add", "Northwind", "a large shipping line"]);
    run(&[
        "project",
        "add",
        "Onboarding",
        "--visibility",
        "public",
        "--summary",
        "EDI",
        "--start",
        "2026-01",
    ]);
    run(&["metric", "log", "seats", "10", "--project", "Onboarding", "--date", "2026-01-01"]);
    run(&["metric", "log", "seats", "90", "--date", "2026-02-01"]);
    run(&["metric", "set", "seats", "--unit", "Northwind seats", "--rename", "northwind-seats"]);
    for format in ["md", "html", "txt", "json", "pdf"] {
        let file = sandbox.path(&format!("out.{format}"));
        run(&["review", "2026", "--reader", "public", "--format", format, "-o", file.to_str().unwrap()]);
        let text = if format == "pdf" {
            let Some(text) = support::text_of_pdf(&file) else { continue };
            text
        } else {
            std::fs::read_to_string(&file).unwrap()
        };
        assert!(!text.to_lowercase().contains("northwind"), "{format}: {text}");
        // A cell of a table may break the name.
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains("large shipping line"), "{format}: {text}");
    }
}

/// A name is matched within one text, not across records, and not in dates or ids.
#[test]
fn aliases_do_not_match_across_records_or_in_dates_and_ids() {
    let sandbox = Sandbox::new();
    let run = |arguments: &[&str]| sandbox.on(DAY, arguments);
    run(&["alias", "add", "Green Light", "a client"]);
    run(&["alias", "add", "LinkedIn", "a network"]);
    run(&["alias", "add", "March", "a colleague"]);
    run(&["alias", "add", "Ed", "a friend"]);
    for title in ["Turned the dashboard green", "Light mode for the app"] {
        run(&["add", title, "--visibility", "public", "--project", "Accounts linked in one view"]);
    }
    for name in ["Accounts linked in one view", "Two", "Three"] {
        sandbox.run(&["project", "add", name, "--summary", "of it"]);
        run(&["project", "edit", name, "--visibility", "public", "--start", "2026-01"]);
    }
    for at in 0..40 {
        run(&["add", &format!("The win of number {at}"), "--visibility", "public"]);
    }
    run(&["outcome", "record", &sandbox.id("Light mode for the app"), "They liked it"]);
    for format in ["md", "html", "txt", "json"] {
        let text = run(&["review", "2026", "--reader", "public", "--format", format]);
        assert!(text.contains("Turned the dashboard green") && text.contains("Light mode"), "{text}");
        assert!(text.contains("6 March 2026") && !text.contains("a friend"), "{text}");
        run(&["export", "portfolio", "--format", format]);
    }
}

/// Markup inside a name disappears once a program renders the Markdown of the document.
#[rstest]
fn a_name_split_by_markup_is_replaced_or_refused_in_every_format(
    #[values("Ac<b>me</b> Corp", "Ac&shy;me Corp", "Ac**me** Corp")] notes: &str,
    #[values("md", "html", "txt", "json")] format: &str,
) {
    let sandbox = Sandbox::new();
    sandbox.on(DAY, &["alias", "add", "Acme Corp", "a large bank"]);
    sandbox.on(DAY, &["add", "Moved the vault", "--visibility", "public", "--notes", notes]);
    let output = sandbox
        .command(&["review", "2026", "--reader", "public", "--format", format])
        .env("BRAG_TODAY", DAY)
        .output()
        .unwrap();
    let (out, error) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    // Either the name is replaced, or nothing is written and the error names the place.
    if output.status.success() {
        assert!(out.contains("large bank"), "{out}");
    } else {
        assert_eq!(output.status.code(), Some(1));
        assert!(out.is_empty() && error.contains("hint: the name is in the notes of win"), "{error}");
        assert!(!error.contains("Acme"), "{error}");
    }
}

#[rstest]
#[case("Ina", "Shipped it in a week")]
#[case("Åsa", "Offered it as a service")]
#[case("Bea", "It can be a cron job")]
#[case("Isa", "Latency is a feature")]
#[case("Andi", "Sam and I wrote the parser")]
#[case("Theo", "Removed the O(n) scan")]
#[case("Thea", "Ran the A/B test")]
#[case("Justin", "Delivered just in time")]
#[case("Tobias", "Took care not to bias it")]
#[case("Alan", "Moved it to a LAN")]
#[case("Adam", "Planned a dam for it")]
#[case("Amin", "Ran it once a min")]
#[case("Ingrid", "Drew it in grid form")]
#[case("Will", "Said that we will ship")]
#[case("Mark", "Lowered the high-water mark")]
#[case("Target", "Reached the target of 99.9%")]
#[case("Slack", "Cut the slack in the plan")]
#[case("Grace", "Added a grace period")]
#[case("Stripe", "Drew a stripe on it")]
#[case("May", "Wrote what may happen")]
#[case("Meta", "Kept the meta data")]
#[case("Go", "Prepared to go live")]
#[case("X", "Made it 3x faster")]
fn an_alias_never_rewrites_an_ordinary_word(#[case] name: &str, #[case] title: &str) {
    let sandbox = Sandbox::new();
    sandbox.on(DAY, &["alias", "add", name, "a colleague"]);
    sandbox.on(DAY, &["add", title, "--literal", "--visibility", "public"]);
    let output =
        sandbox.command(&["review", "2026", "--reader", "public"]).env("BRAG_TODAY", DAY).output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(out.contains(title), "{out}");
    // An ordinary word is named, without a warning.
    let error = String::from_utf8(output.stderr).unwrap();
    let is_named =
        error.lines().all(|line| line.starts_with("not replaced, because they are ordinary words: "));
    assert!(is_named && error.lines().count() <= 1, "{error}");
}

#[test]
fn replaced_names_are_reported_with_counts_and_places() {
    let sandbox = Sandbox::new();
    sandbox.on(DAY, &["alias", "add", "Acme Corp", "a large bank"]);
    sandbox.on(DAY, &["alias", "add", "Will", "a colleague"]);
    sandbox.on(DAY, &["alias", "add", "Quux", "a client", "--exact"]);
    let public = ["--visibility", "public"];
    let add = |title: &str| sandbox.on(DAY, &[&["add", "--literal", title], &public[..]].concat());
    add("Moved the vault of Acme Corp for acme corp");
    add("Paired with Will on the quux of Quux");
    add("Will wrote the rest");
    let output =
        sandbox.command(&["review", "2026", "--reader", "public"]).env("BRAG_TODAY", DAY).output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(out.contains("the vault of a large bank for the large bank"), "{out}");
    assert!(out.contains("Paired with the colleague on the quux of a client"), "{out}");
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("Acme Corp 2×;"), "{stderr}");
    assert!(stderr.contains("Will 2× (“Will wrote the”, “Paired with Will on the”)"), "{stderr}");
    assert!(stderr.contains("Quux 1× (“quux of Quux"), "{stderr}");
    assert!(
        stderr.contains("warning: replaced at the beginning of a sentence too: Will\nhint: "),
        "{stderr}"
    );
    assert_eq!(sandbox.json_on(DAY, &["alias", "list"])[1]["exact"], true);
}

#[test]
fn a_schema_3_journal_is_migrated_with_its_aliases() {
    let sandbox = Sandbox::new();
    sandbox.adopt("journal-3.db");
    let aliases = sandbox.json_on(DAY, &["alias", "list"]);
    assert_eq!((&aliases[0]["name"], &aliases[0]["exact"]), (&"Acme Corp".into(), &false.into()));
    assert_eq!(sandbox.migration_backups(), 1);
    assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
    let lint = sandbox.json_on(DAY, &["lint", &sandbox.id("Paired with until he shipped alone")]);
    assert_eq!(
        lint[0]["findings"][0]["advice"],
        "a name was cut out of the title; it may have been “Paired with sam until he shipped alone”"
    );
    sandbox.on(DAY, &["alias", "add", "Acme Corp", "a large bank", "--exact"]);
    sandbox.on(DAY, &["undo", "2"]);
    sandbox.on(DAY, &["redo", "2"]);
    assert_eq!(sandbox.json_on(DAY, &["alias", "list"])[0]["exact"], true);
    assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
}

#[test]
fn a_schema_4_journal_is_migrated_with_its_search_index_and_history() {
    let sandbox = Sandbox::new();
    sandbox.adopt("journal-4.db");
    let found = |words: &str| sandbox.json_on(DAY, &["search", words]).as_array().unwrap().len();
    assert_eq!((found("harbour"), found("lighthouse"), found("jun")), (3, 0, 1));
    assert_eq!(sandbox.migration_backups(), 1);
    assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
    sandbox.on(DAY, &["undo"]);
    assert!(sandbox.out(&["search", "lighthouse"]).contains("Deleted later, about a lighthouse"));
    sandbox.on(
        DAY,
        &["edit", &sandbox.id("Deleted later, about a lighthouse"), "--title", "Kept, about a beacon"],
    );
    assert!(sandbox.out(&["search", "beacon"]).contains("Kept, about a beacon"));
    assert!(!sandbox.out(&["search", "lighthouse"]).contains("beacon"));
    sandbox.on(DAY, &["rm", &sandbox.id("Kept, about a beacon")]);
    assert!(!sandbox.out(&["search", "beacon"]).contains("Kept"));
    assert_eq!(sandbox.out(&["doctor"]), "the journal is sound\n");
}

#[test]
fn the_weekly_note_lists_shipped_projects_check_ins_and_reading() {
    let sandbox = Sandbox::new();
    let run = |arguments: &[&str]| sandbox.on(DAY, arguments);
    run(&["project", "add", "Lighthouse"]);
    run(&["project", "ship", "Lighthouse", "--date", "2026-03-04"]);
    run(&["goal", "add", "Write it down", "--year", "2026"]);
    run(&["goal", "check", "Write it down", "--note", "half of the handbook"]);
    run(&["read", "add", "A book on lamps"]);
    run(&["read", "finish", "lamps", "--takeaway", "Light matters"]);
    run(&["goal", "add", "A zsecret goal", "--year", "2026", "--visibility", "private"]);
    run(&["goal", "check", "A zsecret goal", "--note", "znote"]);
    run(&["read", "add", "A book of that year"]);
    run(&["read", "finish", "of that year", "--date", "2026"]);
    run(&["add", "Building the wall", "--in-progress"]);
    let output = sandbox.command(&["week"]).env("BRAG_TODAY", DAY).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(stderr, "left out for the reader manager: 1 goal; --reader self shows all\n");
    let note = String::from_utf8(output.stdout).unwrap();
    assert!(!note.contains("A book of that year"), "{note}");
    for line in [
        "- Building the wall (in progress)",
        "Shipped:\n\n- Lighthouse (4 March 2026)",
        "Goals checked:\n\n- Write it down: half of the handbook",
        "Finished reading:\n\n- A book on lamps: Light matters",
    ] {
        assert!(note.contains(line), "{line} is not in {note}");
    }
    assert!(!note.contains("zsecret") && !note.contains("znote"), "{note}");
    let json = sandbox.json_on(DAY, &["week"]);
    assert_eq!(
        (&json["shipped"][0]["name"], &json["finished"][0]["title"]),
        (&"Lighthouse".into(), &"A book on lamps".into())
    );
}

#[test]
fn tables_have_only_what_their_reader_may_see() {
    let sandbox = Sandbox::new();
    sandbox.on(DAY, &["alias", "add", "Northwind", "a shipping line"]);
    sandbox.on(DAY, &["project", "add", "Kestrel", "--visibility", "private"]);
    sandbox.on(DAY, &["add", "Met the founders +Kestrel due:2026-04-01 offer:1..2"]);
    sandbox.on(DAY, &["goal", "add", "Leave for Kestrel", "--year", "2026", "--why", "secret why"]);
    sandbox.on(DAY, &["goal", "edit", "Leave for Kestrel", "--visibility", "private"]);
    sandbox.on(DAY, &["add", "Moved Northwind to the new port with @Ana ^leave", "--visibility", "public"]);
    sandbox.on(DAY, &["add", "Internal tidying", "--link", "https://wiki.example/x"]);
    let own = ["--liked", "zliked", "--hard", "zhard", "--notes", "znotes", "--learned", "Lessons"];
    sandbox.on(DAY, &[&["project", "add", "Sea wall", "--visibility", "public"][..], &own].concat());
    let answers = ["--why-hired", "zwhy", "--challenges", "zchallenges", "--built", "Cranes"];
    sandbox.on(DAY, &[&["position", "add", "Port Office", "--visibility", "public"][..], &answers].concat());
    let tables = |reader: &str| {
        let directory = sandbox.path(reader);
        sandbox.on(DAY, &["export", "csv", "-o", directory.to_str().unwrap(), "--reader", reader, "--force"]);
        let mut files: Vec<_> =
            std::fs::read_dir(&directory).unwrap().map(|each| each.unwrap().path()).collect();
        files.sort();
        files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect::<String>()
    };
    let own = tables("self");
    assert!(
        ["founders", "Kestrel", "offer", "secret why", "Northwind", "Ana", "wiki", "zliked", "zwhy"]
            .iter()
            .all(|text| own.contains(text))
    );
    let manager = tables("manager");
    for hidden in ["founders", "Kestrel", "offer", "secret why"] {
        assert!(!manager.contains(hidden), "{hidden}: {manager}");
    }
    // The fields that only the user reads are in no table for another reader, as in documents.
    for hidden in ["zliked", "zhard", "znotes", "zwhy", "zchallenges"] {
        assert!(!manager.contains(hidden) && !tables("promotion").contains(hidden), "{hidden}: {manager}");
    }
    assert!(manager.contains("Lessons") && manager.contains("Cranes"), "{manager}");
    assert!(manager.contains("Northwind") && manager.contains("Ana") && manager.contains("Internal tidying"));
    let public = tables("public");
    for hidden in
        ["founders", "Kestrel", "Northwind", "Internal", "wiki", "secret why", "zliked", "znotes", "zwhy"]
    {
        assert!(!public.contains(hidden), "{hidden}: {public}");
    }
    assert!(public.contains("Moved a shipping line to the new port"), "{public}");
}

#[test]
fn a_hidden_value_makes_no_change_larger_than_that_of_the_period() {
    let sandbox = Sandbox::new();
    let value = |day: &str, title: &str, visibility: &str| {
        let arguments = ["add", title, "--visibility", visibility];
        sandbox.on(day, &arguments);
    };
    sandbox.on(DAY, &["project", "add", "Build", "--visibility", "public"]);
    value("2024-05-01", "Cached the crates +Build build:40min..30min", "public");
    value("2025-05-01", "Split the crate +Build build:30min..20min", "internal");
    value("2026-01-10", "Shared the cache +Build build:20min..10min", "public");
    let public = sandbox.on(DAY, &["review", "2026", "--reader", "public"]);
    assert!(!public.contains("40\u{202f}min") && !public.contains("30\u{202f}min"), "{public}");
    let manager = sandbox.on(DAY, &["review", "2026", "--reader", "manager"]);
    assert!(manager.contains("20\u{202f}min | 10\u{202f}min | −50"), "{manager}");
}

#[test]
fn a_calendar_has_what_its_reader_may_see_with_aliases_for_the_public() {
    let sandbox = Sandbox::new();
    let due = "due:2026-12-01";
    sandbox.on(DAY, &["add", &format!("Moved Acme to the cloud {due}"), "--visibility", "public"]);
    sandbox.on(DAY, &["add", &format!("Declined an offer {due}"), "--visibility", "private"]);
    sandbox.on(DAY, &["alias", "add", "Acme", "a large bank"]);
    let calendar = |reader: &str| sandbox.on(DAY, &["export", "ics", "--reader", reader]);
    assert!(calendar("self").contains("Declined") && calendar("self").contains("Acme"));
    assert!(calendar("manager").contains("Acme") && !calendar("manager").contains("Declined"));
    let public = calendar("public");
    assert!(public.contains("a large bank") && !public.contains("Acme"), "{public}");
}

/// Writes open tasks with the word `secret` into every kind of record.
fn write_open_tasks(sandbox: &Sandbox) {
    let text = |what: &str| format!("Told.\n\n- [ ] secret {what}\n1. [ ] secret number\n");
    let (notes, impact, summary) = (text("note"), text("impact"), text("summary"));
    sandbox.out(&["project", "add", "Search", "--summary", &summary, "--results", &text("result")]);
    sandbox.out(&["project", "edit", "Search", "--visibility", "public", "--notes", &notes]);
    sandbox.out(&["add", "Halved the latency", "--project", "Search", "--visibility", "public"]);
    let id = sandbox.id("Halved the latency");
    sandbox.out(&["edit", &id, "--notes", &notes, "--impact", &impact]);
    sandbox.out(&["profile", "edit", "--name", "Ada", "--about", &text("about")]);
    sandbox.out(&[
        "position",
        "add",
        "Lab",
        "--title",
        "Engineer",
        "--start",
        "2025-01",
        "--summary",
        &text("position"),
        "--visibility",
        "public",
    ]);
    sandbox.out(&[
        "read",
        "add",
        "Nets",
        "--status",
        "finished",
        "--finished",
        "2026-03-04",
        "--takeaway",
        &text("takeaway"),
    ]);
    sandbox.out(&["goal", "add", "Write more", "--year", "2026", "--count", "2", "--why", &text("why")]);
    sandbox.out(&["goal", "check", "Write", "--note", &text("check")]);
    sandbox.out(&[
        "story",
        "add",
        "The gate",
        "--about",
        &id,
        "--result",
        &text("story"),
        "--notes",
        &notes,
        "--visibility",
        "public",
    ]);
}

#[test]
fn open_tasks_are_in_no_document_for_another_reader() {
    let sandbox = Sandbox::new();
    write_open_tasks(&sandbox);
    for reader in ["manager", "public"] {
        for document in [
            &["review", "2026", "--length", "full"][..],
            &["export", "portfolio"],
            &["export", "timeline"],
            &["export", "cv", "--length", "full"],
            &["export", "resume-json"],
            &["export", "stories", "--length", "full"],
        ] {
            let arguments = [document, &["--reader", reader]].concat();
            let text = sandbox.out(&arguments);
            assert!(
                (text.contains("Halved") || text.contains("The gate")) && !text.contains("secret"),
                "{arguments:?}: {text}"
            );
        }
    }
    assert!(!sandbox.out(&["week"]).contains("secret"));
    assert!(sandbox.out(&["review", "2026", "--reader", "self", "--length", "full"]).contains("secret note"));
}
