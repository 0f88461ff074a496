//! The topics of `brag help`, and the commands that it explains.

/// A text that explains something that several commands have in common.
#[derive(Debug)]
pub(super) struct Topic {
    pub name: &'static str,
    pub about: &'static str,
    pub text: &'static str,
}

/// The topics of `brag help`.
pub(super) const TOPICS: [Topic; 5] = [
    Topic {
        name: "line",
        about: "how the text of a win is read: names, metrics, dates",
        text: include_str!("../../assets/help/line.txt"),
    },
    Topic {
        name: "dates",
        about: "dates, spans and periods",
        text: include_str!("../../assets/help/dates.txt"),
    },
    Topic {
        name: "amounts",
        about: "values and their units",
        text: include_str!("../../assets/help/amounts.txt"),
    },
    Topic {
        name: "import",
        about: "what an import reads, and what becomes of it",
        text: include_str!("../../assets/help/import.txt"),
    },
    Topic {
        name: "shell",
        about: "completion, prompts, git hooks and scripts",
        text: include_str!("../../assets/help/shell.txt"),
    },
];

/// The names of the commands, for the completion of `brag help`.
pub(super) const COMMANDS: &[&str] = &[
    "add",
    "alias",
    "answer",
    "backup",
    "competency",
    "completions",
    "config",
    "doctor",
    "due",
    "edit",
    "export",
    "goal",
    "history",
    "import",
    "inbox",
    "ladder",
    "lint",
    "list",
    "man",
    "metric",
    "outcome",
    "people",
    "position",
    "praise",
    "profile",
    "project",
    "purge",
    "read",
    "redo",
    "restore",
    "review",
    "rm",
    "search",
    "show",
    "skills",
    "stats",
    "story",
    "tags",
    "undo",
    "week",
];
