//! Hints for commands and flags that `brag` does not have, but that users of other programs type.

/// The commands of git, gh, jj, task, jrnl and others, and what `brag` has for them.
const COMMANDS: &[(&[&str], &str)] = &[
    (&["today", "day"], "brag list today lists the wins of today, brag due what is due"),
    (
        &[
            "status",
            "st",
            "next",
            "agenda",
            "inbox",
            "followups",
            "follow-ups",
            "followup",
            "todo",
            "pending",
        ],
        "brag due lists what is due, brag list this week the wins of the week",
    ),
    (
        &["commit", "create", "save", "win", "entry", "jot", "track", "did", "done", "record"],
        "brag add 'WHAT YOU DID' logs a win",
    ),
    (
        &["modify", "update", "change", "amend", "reword", "rename"],
        "brag edit ID changes a win, brag edit ID --title 'TEXT' its title",
    ),
    (
        &["ask", "remind", "snooze", "nothing"],
        "brag outcome --help lists the commands for follow-ups, such as brag outcome snooze ID 2w",
    ),
    (
        &["summarize", "print", "generate", "brag"],
        "brag review PERIOD writes the document (brag review last month), brag week the note for a 1:1, brag stats totals",
    ),
    (
        &["month", "quarter", "year"],
        "brag list this month lists wins, brag review 2026-Q1 writes a document, brag stats prints totals",
    ),
    (&["diff", "reflog", "op", "oplog", "changes", "blame", "audit"], "brag history lists every change"),
    (&["revert", "reset", "rollback"], "brag undo undoes the latest change, brag history lists the changes"),
    (&["init", "setup", "start"], "no setup is needed: brag add 'WHAT YOU DID' creates the journal"),
    (&["open", "tui", "ui", "app", "gui"], "brag without a command opens the app"),
    (&["version"], "brag --version prints the version"),
    (
        &["cv", "resume", "portfolio", "timeline", "csv", "json", "ics", "calendar"],
        "brag export --help lists the documents and the data that can be exported",
    ),
    (
        &["pdf", "html", "md", "markdown"],
        "brag review -o FILE.pdf (or .html, .md) writes the document of a year",
    ),
    (
        &["book", "books", "article", "course", "learn", "learning"],
        "brag read add 'TITLE' keeps a reading note",
    ),
    (
        &["job", "jobs", "role", "employer", "company"],
        "brag position add ORGANISATION --title TITLE --start DATE adds a position",
    ),
    (
        &["category", "categories", "cat"],
        "brag list --category KEY lists the wins of a category; brag config show lists the categories",
    ),
    (&["link", "unlink", "evidence"], "brag goal link GOAL RECORD links evidence to a goal"),
    (&["log-value", "measure", "value", "kpi"], "brag metric log NAME VALUE logs a value"),
    (&["fsck", "check", "verify", "repair"], "brag doctor checks the journal"),
    (&["dump"], "brag export json writes the whole journal"),
    (
        &["sync", "push", "pull", "clone", "remote", "login", "auth"],
        "the journal is one file on this machine; brag backup FILE copies it",
    ),
    (&["settings", "set", "preferences", "options"], "brag config edit opens the configuration"),
    (&["star"], "brag edit ID --star stars a win"),
    (&["count", "metrics-summary"], "brag stats prints totals"),
    (
        &["info", "env", "where", "path"],
        "brag config path prints the path of the configuration, brag doctor that of the journal",
    ),
];

/// Flags of other programs, and what `brag` has for them.
const FLAGS: &[(&[&str], &str)] = &[
    (&["--format", "--output-format", "--porcelain"], "--json prints records as JSON"),
    (
        &["--oneline", "--short", "--compact"],
        "brag list prints one line for each win; --columns chooses the columns",
    ),
    (&["--message", "--text", "--body", "--title"], "the text needs no flag: brag add 'WHAT YOU DID'"),
    (&["--all"], "brag list lists all wins if no period is given"),
    (&["--reverse", "--order"], "--sort date or --sort logged sorts the wins, newest first"),
    (
        &["--author", "--assignee", "--me"],
        "the journal is yours alone; --with NAME lists the wins with a person",
    ),
    (&["--label"], "--tag NAME limits a list to a tag"),
    (&["--on", "--day", "--when"], "--date DATE sets a date; brag list yesterday lists a day"),
    (&["--output"], "-o FILE writes to a file; for a list, redirect the output: brag list > FILE"),
    (&["--force", "--yes", "--no-confirm"], "the command asks for nothing, and brag undo reverts it"),
    (&["--edit", "--interactive"], "brag add -e opens the editor; brag edit ID without flags too"),
    (&["--no-pager", "--pager"], "brag uses no pager"),
    (&["--last", "--max-count", "--count"], "--limit N (or -n N) limits a list"),
    (&["--contains", "--grep", "--search"], "words need no flag: brag list WORDS, brag search WORDS"),
];

/// The commands that are nouns, and what is meant by a text behind them.
const NOUNS: &[(&str, &str)] = &[
    ("outcome", "brag outcome record ID TEXT (or brag answer ID TEXT) records an outcome"),
    ("tags", "brag edit ID --tag NAME tags a win; brag list --tag NAME lists the wins with a tag"),
    (
        "people",
        "brag edit ID --with NAME adds a person to a win; brag list --with NAME lists the wins with a person",
    ),
    (
        "skills",
        "brag edit ID --skill NAME adds a skill to a win; brag list --skill NAME lists the wins with it",
    ),
    ("goal", "brag goal add TITLE sets a goal, brag goal show GOAL shows one"),
    ("metric", "brag metric log NAME VALUE logs a value, brag metric show NAME shows a metric"),
    ("project", "brag project add NAME adds a project, brag project show NAME shows one"),
    ("read", "brag read add TITLE adds a reading note, brag read show TITLE shows one"),
    ("position", "brag position add ORGANISATION adds a position"),
    ("story", "brag story add TITLE adds a story, brag story show TITLE shows one"),
    ("praise", "brag praise add QUOTE --from NAME adds praise"),
    ("config", "brag config show prints the settings, brag config edit changes them"),
    ("alias", "brag alias add NAME ALIAS sets an alias"),
    (
        "export",
        "brag review PERIOD -o FILE writes the document of a period; brag export --help lists the other exports",
    ),
];

/// Returns the hint for a command that does not exist; `scope` is the command before it, or `brag`.
pub(super) fn command(scope: &str, typed: &str) -> Option<&'static str> {
    match NOUNS.iter().find(|(noun, _)| *noun == scope) {
        Some((_, hint)) => Some(hint),
        None if scope == "brag" => of(COMMANDS, &typed.to_lowercase()),
        None => None,
    }
}

/// Returns the hint for a flag that a command does not have.
pub(super) fn flag(scope: &str, typed: &str) -> Option<&'static str> {
    let typed = typed.split('=').next().unwrap_or(typed);
    let of_scope: &[(&[&str], &str)] = match scope {
        "export" => EXPORT_FLAGS,
        "add" => ADD_FLAGS,
        "config" => CONFIG_FLAGS,
        _ => &[],
    };
    of(of_scope, typed).or_else(|| of(FLAGS, typed))
}

const EXPORT_FLAGS: &[(&[&str], &str)] = &[(
    &["--format", "--output", "-o", "--period", "--year"],
    "brag review 2026 -o FILE.md (or .html, .pdf) writes the document; brag export json -o FILE the whole journal",
)];

const ADD_FLAGS: &[(&[&str], &str)] = &[(
    &["-n", "--limit", "--since", "--until", "--from", "--oneline", "--all", "--columns", "--sort", "--last"],
    "brag list lists wins: brag list -n 5, brag list --since yesterday; brag log is brag add",
)];

const CONFIG_FLAGS: &[(&[&str], &str)] = &[(
    &["--list", "-l", "--get", "--set", "--global", "--edit", "-e", "--show"],
    "brag config show prints the settings, brag config edit changes them",
)];

fn of(table: &[(&[&str], &'static str)], typed: &str) -> Option<&'static str> {
    table.iter().find(|(names, _)| names.contains(&typed)).map(|(_, hint)| *hint)
}
