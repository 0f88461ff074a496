//! Hints for commands and flags that `brag` does not have, but that users of other programs type.

/// The commands of git, gh, jj, task, jrnl and others, and what `brag` has for them.
const COMMANDS: &[(&[&str], &str)] = &[
    (&["today", "day"], "brag list today lists the wins of today, brag due what is due"),
    (
        &["status", "st", "next", "agenda", "inbox"],
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
        &["summary", "summarize", "report", "doc", "document", "print", "generate", "brag"],
        "brag review writes the document of a year",
    ),
    (
        &["month", "quarter", "year"],
        "brag list this month lists wins, brag review 2026-Q1 writes a document, brag stats prints totals",
    ),
    (&["diff", "reflog", "op", "oplog", "changes", "blame", "audit"], "brag history lists every change"),
    (&["revert", "reset", "rollback"], "brag undo undoes the latest change, brag history lists the changes"),
    (&["init", "setup", "start"], "no setup is needed: brag add 'WHAT YOU DID' creates the journal"),
    (&["open", "tui", "ui", "app", "gui"], "brag without a command opens the app"),
    (&["completion"], "brag completions bash prints the script for bash"),
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
    (&["count", "totals", "statistics", "metrics-summary"], "brag stats prints totals"),
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

/// Returns the hint for a command that does not exist.
pub(super) fn command(typed: &str) -> Option<&'static str> {
    of(COMMANDS, &typed.to_lowercase())
}

/// Returns the hint for a flag that does not exist.
pub(super) fn flag(typed: &str) -> Option<&'static str> {
    of(FLAGS, typed.split('=').next().unwrap_or(typed))
}

fn of(table: &[(&[&str], &'static str)], typed: &str) -> Option<&'static str> {
    table.iter().find(|(names, _)| names.contains(&typed)).map(|(_, hint)| *hint)
}
