//! The innermost subcommand of a command line, and what it does to the journal.

/// Returns the name of the innermost subcommand; empty without one.
pub(super) fn leaf(matches: &clap::ArgMatches) -> &str {
    let mut name = "";
    let mut matches = matches;
    while let Some((inner, of_inner)) = matches.subcommand() {
        (name, matches) = (inner, of_inner);
    }
    name
}

/// The commands whose output is only a confirmation, which `--quiet` omits.
pub(super) const WRITES: &[&str] = &[
    "abandon",
    "add",
    "answer",
    "ask",
    "backup",
    "carry",
    "check",
    "choose",
    "done",
    "drop",
    "edit",
    "finish",
    "group",
    "here",
    "git",
    "gh",
    "import",
    "keep",
    "level",
    "link",
    "log",
    "merge",
    "milestone",
    "move",
    "note",
    "nothing",
    "progress",
    "promote",
    "purge",
    "record",
    "redo",
    "rename",
    "reopen",
    "restore",
    "rm",
    "set",
    "ship",
    "snooze",
    "start",
    "tag",
    "undo",
    "unlink",
    "untag",
    "unused",
    "used",
];

/// The commands that only read the journal: for them a path that does not exist is a mistake.
pub(super) const READS: &[&str] = &[
    "list",
    "show",
    "search",
    "week",
    "review",
    "lint",
    "stats",
    "due",
    "history",
    "tags",
    "people",
    "skills",
    "goal",
    "project",
    "inbox",
    "metric",
    "outcome",
    "read",
    "position",
    "story",
    "praise",
    "profile",
    "gaps",
    "suggest",
    "portfolio",
    "cv",
    "timeline",
    "stories",
    "resume-json",
    "csv",
    "ics",
];
