//! The topics of `brag help`, and the commands that it explains.

/// A text that explains something that several commands have in common.
#[derive(Debug)]
pub(super) struct Topic {
    pub name: &'static str,
    pub about: &'static str,
    pub text: &'static str,
}

macro_rules! topics {
    ($($name:literal, $about:literal;)*) => {
        /// The topics of `brag help`.
        pub(super) const TOPICS: &[Topic] = &[$(Topic {
            name: $name,
            about: $about,
            text: include_str!(concat!("../../assets/help/", $name, ".txt")),
        }),*];
    };
}

topics! {
    "line", "how the text of a win is read: names, metrics, dates";
    "dates", "dates, spans and periods";
    "amounts", "values and their units";
    "import", "what an import reads, and what becomes of it";
    "git", "commits, pull requests and the inbox";
    "documents", "the review and its readers, formats, templates, exports, lists and search";
    "questionnaires", "a company's review form, answered within its limits";
    "outcomes", "follow-ups, answers, and metrics over time";
    "goals", "goals and their evidence, and reading notes";
    "career", "projects, positions, stories, praise, profile, competency ladder";
    "privacy", "who sees what, aliases, and removing for good";
    "data", "where the journal is, undo, backups, restore, repair, configuration";
    "keys", "the keys and commands of the app, and your own keys";
    "shell", "completion, prompts, git hooks and scripts";
}

/// The names of the commands, for the completion of `brag help`.
pub(super) const COMMANDS: &[&str] = &[
    "add",
    "alias",
    "answer",
    "backup",
    "competency",
    "completions",
    "config",
    "demo",
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
    "questionnaire",
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
