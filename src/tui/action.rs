//! The table of actions, from which the keymap, the footer, the help and the palette are derived.

/// The context of a key press.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Context {
    /// All tabs, except while text is typed.
    Global,
    /// The lists of all tabs.
    List,
    /// The Today tab.
    Today,
    /// The wins tab, with an open win.
    Wins,
    /// The projects tab, with an open project.
    Projects,
    /// The goals tab.
    Goals,
    /// The learning tab.
    Learning,
    /// The impact tab.
    Impact,
    /// The career tab.
    Career,
    /// The review tab.
    Review,
    /// The triage of the review.
    Walk,
    /// The list of names and their aliases.
    Names,
    /// The answers to a questionnaire.
    Answers,
    /// The inbox.
    Inbox,
    /// The search line.
    Search,
    /// The quick capture.
    Capture,
    /// The form of a record.
    Form,
    /// The line for a value.
    Value,
    /// A prompt.
    Ask,
    /// The dialog that links records.
    Pick,
    /// The plan of an import.
    Plan,
    /// A choice among a few options.
    Choose,
    /// A yes-or-no question.
    Confirm,
    /// The help and the palette.
    Help,
}

impl Context {
    /// Returns `true` for a context of one tab or of all tabs.
    pub fn is_of_tabs(self) -> bool {
        matches!(self, Self::Global | Self::List) || self.is_of_one_tab()
    }

    /// Returns `true` for a context of one tab.
    pub fn is_of_one_tab(self) -> bool {
        matches!(
            self,
            Self::Today
                | Self::Wins
                | Self::Projects
                | Self::Goals
                | Self::Learning
                | Self::Impact
                | Self::Career
                | Self::Review
                | Self::Walk
                | Self::Names
                | Self::Answers
                | Self::Inbox
        )
    }

    /// Returns `true` if both contexts can be in effect at the same time. The contexts of a tab, of its list and of
    /// the whole app can be combined with each other; the context of a dialog cannot be combined with another.
    pub fn is_in_force_with(self, other: Self) -> bool {
        let is_shared = |context| matches!(context, Self::List | Self::Global);
        let is_tab = |context: Self| context.is_of_one_tab();
        self == other
            || is_shared(self) && (is_shared(other) || is_tab(other))
            || is_tab(self) && is_shared(other)
    }

    /// Every context.
    pub const ALL: [Self; 24] = [
        Self::Global,
        Self::List,
        Self::Today,
        Self::Wins,
        Self::Projects,
        Self::Goals,
        Self::Learning,
        Self::Impact,
        Self::Career,
        Self::Review,
        Self::Walk,
        Self::Names,
        Self::Answers,
        Self::Inbox,
        Self::Search,
        Self::Capture,
        Self::Form,
        Self::Value,
        Self::Ask,
        Self::Pick,
        Self::Plan,
        Self::Choose,
        Self::Confirm,
        Self::Help,
    ];

    /// Returns the name in keymaps and in the configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::List => "list",
            Self::Today => "today",
            Self::Wins => "wins",
            Self::Projects => "projects",
            Self::Goals => "goals",
            Self::Learning => "learning",
            Self::Impact => "impact",
            Self::Career => "career",
            Self::Review => "review",
            Self::Walk => "walk",
            Self::Names => "names",
            Self::Answers => "answers",
            Self::Inbox => "inbox",
            Self::Search => "search",
            Self::Capture => "capture",
            Self::Form => "form",
            Self::Value => "value",
            Self::Ask => "ask",
            Self::Pick => "pick",
            Self::Plan => "plan",
            Self::Choose => "choose",
            Self::Confirm => "confirm",
            Self::Help => "help",
        }
    }

    /// Returns the context with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|context| context.name() == name)
    }

    /// Returns the title in the help.
    pub fn title(self) -> &'static str {
        match self {
            Self::Global => "Everywhere",
            Self::List => "In lists",
            Self::Today => "Today",
            Self::Wins => "Wins",
            Self::Projects => "Projects",
            Self::Goals => "Goals",
            Self::Learning => "Learning",
            Self::Impact => "Impact",
            Self::Career => "Career",
            Self::Review => "Review",
            Self::Walk => "Walking through a review",
            Self::Names => "Names and aliases",
            Self::Answers => "Questionnaire",
            Self::Inbox => "Inbox",
            Self::Search => "Search line",
            Self::Capture => "Quick capture",
            Self::Form => "Form",
            Self::Value => "Value",
            Self::Ask => "One line",
            Self::Pick => "Linking",
            Self::Plan => "Plan of an import",
            Self::Choose => "Choosing",
            Self::Confirm => "Questions",
            Self::Help => "Help",
        }
    }
}

macro_rules! actions {
    ($($(#[$doc:meta])* $variant:ident, $name:literal, [$($context:ident),+], $about:literal, $hint:literal;)*) => {
        /// A command of the user.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Action { $(#[doc = $about] $variant,)* }

        /// The descriptions of all actions.
        pub const ACTIONS: &[Info] = &[$(Info {
            action: Action::$variant,
            name: $name,
            contexts: &[$(Context::$context),+],
            about: $about,
            hint: $hint,
        },)*];
    };
}

/// The description of an action.
#[derive(Debug, Clone, Copy)]
pub struct Info {
    /// The action that is described.
    pub action: Action,
    /// The name in keymaps and in the palette.
    pub name: &'static str,
    /// The contexts in which the action is available.
    pub contexts: &'static [Context],
    /// The description for the help and the palette.
    pub about: &'static str,
    /// The label in the footer; empty if the footer omits the action.
    pub hint: &'static str,
}

impl Info {
    /// Returns the description in a context: of `Delete what is selected; in the inbox, drop it` the second clause in the
    /// inbox, and the first one anywhere else.
    pub fn about_in(&self, context: Context) -> String {
        const CLAUSES: [(Context, &str); 2] =
            [(Context::Inbox, "; in the inbox, "), (Context::Plan, "; in the plan of an import, ")];
        let first = CLAUSES.iter().filter_map(|(_, clause)| self.about.find(clause)).min();
        let mut own = CLAUSES.iter().filter(|(of, _)| *of == context);
        match own.find_map(|(_, clause)| self.about.split(clause).nth(1)) {
            Some(text) => crate::text::with_capital(text.split("; ").next().unwrap_or(text)),
            None => self.about[..first.unwrap_or(self.about.len())].to_owned(),
        }
    }
}

actions! {
    Capture, "capture", [Global], "Log a win in one line", "log a win";
    Help, "help", [Global, Plan], "Show every key", "keys";
    Open, "open", [List], "Open what is selected; in the inbox, keep it as a win", "open";
    New, "new", [Today, Wins, Projects, Goals, Learning, Impact, Career, Names, Answers], "Add a record of the kind that this tab holds", "new";
    Edit, "edit", [Wins, Projects, Goals, Learning, Impact, Career, Review, Walk, Names, Answers, Inbox, Plan], "Edit in a form; in the inbox, reword and keep it; in the plan of an import, change it", "edit";
    Record, "record", [Global], "Answer a follow-up: record the outcome", "answer";
    Merge, "merge", [Inbox, Plan], "Add it to a win that you have; in the plan of an import, add it to the record above", "merge";
    Search, "search", [Global], "Search here", "search";
    CheckIn, "check-in", [Goals], "Check in on the goal: a note or a value", "check in";
    Progress, "progress", [Learning], "Record how far you have read", "progress";
    Ship, "ship", [Projects], "Ship the project", "ship";
    Interview, "interview", [Career, Review, Answers], "Answer a questionnaire: an interview's about the position, or a company's review form", "questions";
    Fill, "fill", [Answers], "Answer every empty question with the evidence that fits it best", "fill";
    Zoom, "zoom", [Career], "Show the whole career, a year or a quarter", "zoom";
    ConfirmCompetencies, "confirm-competencies", [Wins], "Confirm the competencies that the wins suggest", "competencies";
    Snooze, "snooze", [Impact], "Put the follow-up off, postpone it", "put off";
    LeaveOut, "leave-out", [Review, Walk, Answers, Plan], "Leave it out of this document, answer or import, or include it again", "in or out";
    Star, "star", [Wins, Review, Walk], "Star the win, or remove the star", "star";
    Delete, "delete", [Wins, Projects, Goals, Learning, Impact, Career, Names, Answers, Inbox], "Delete what is selected; in the inbox, drop it", "delete";
    Filter, "filter", [Wins, Goals, Learning], "Filter by project, tag, person, category, year and more", "filter";
    PreviousPeriod, "previous-period", [Wins, Goals, Career, Review, Answers], "Show the period before", "before";
    NextPeriod, "next-period", [Wins, Goals, Career, Review, Answers], "Show the period after; of wins, then all", "after";
    Export, "export", [Review, Career, Answers], "Write the document, or the CV, to a file: PDF, HTML, Markdown", "export";
    OpenLink, "open-link", [Wins, Projects, Goals, Learning, Impact, Career, Review, Inbox], "Open its link, its dashboard, or the document that was written", "open link";
    Copy, "copy", [List], "Copy what is selected to the clipboard", "";
    Mark, "mark", [List, Plan], "Mark this row, for an action on several", "";
    MarkRange, "mark-range", [List], "Mark the rows from the last mark to here", "";
    MarkAll, "mark-all", [List, Plan], "Mark everything that is listed", "";
    LogValue, "log-value", [Global], "Log a value of a metric", "log a value";
    Praise, "praise", [Global], "Add praise: what somebody said about your work", "";
    MoveUp, "move-up", [Learning, Review, Answers], "Move it before the one above", "";
    MoveDown, "move-down", [Learning, Review, Answers], "Move it after the one below", "";
    EditInEditor, "edit-in-editor", [Wins, Projects, Goals, Learning, Career], "Edit in $EDITOR", "";
    AskLater, "ask-later", [Wins, Projects, Impact], "Schedule a follow-up", "";
    ConfirmCategory, "confirm-category", [Wins, Review, Walk], "Confirm the guessed category of the win, or of everything that is marked", "";
    ConfirmAll, "confirm-all", [Review], "Confirm every guessed category of the wins in this document", "";
    Category, "category", [Wins, Review, Walk], "Move it to another category", "";
    Tag, "tag", [Wins, Learning], "Add tags to everything that is marked", "";
    Move, "move", [Wins], "Move everything that is marked to another project", "";
    Visibility, "visibility", [Wins, Projects, Goals, Learning, Career], "Choose who may see what is marked: private, internal or public", "";
    Unstar, "unstar", [Wins], "Remove the star from everything that is marked", "";
    Story, "story", [Wins, Career], "Write a story for interviews, about the win if one is selected", "";
    Competency, "competency", [Wins, Career], "Add a competency to everything that is marked", "";
    Promote, "promote", [Career], "Promote: add a title to the position, with its date", "";
    Profile, "profile", [Career], "Edit your profile: the head of a CV", "";
    Ladder, "ladder", [Career], "Choose the competency ladder and the level that you have", "";
    Demo, "demo", [Today, Global], "Show a sample career of four years, in a temporary place", "";
    Inbox, "inbox", [Global], "Show the inbox: what git and other programs reported", "";
    Import, "import", [Global, Plan], "Import a document, or the commits of a git repository", "";
    Backup, "backup", [Global], "Make a backup of the journal", "";
    Restore, "restore", [Global], "Bring back a backup of the journal", "";
    ItsWins, "its-wins", [Projects], "Show the wins of the project", "";
    GoalDone, "done", [Goals], "Mark the goal as done", "";
    CheckAll, "check-all", [Goals], "Check every open goal, one after another", "";
    Link, "link", [Goals, Learning], "Link what moved the goal, or the wins that used the note", "";
    Milestones, "milestones", [Goals], "Tick off milestones", "";
    Carry, "carry", [Goals], "Carry the goal over to a later year", "";
    Drop, "drop", [Goals, Learning], "Drop the goal, or give the note up", "";
    Reopen, "reopen", [Goals], "Open the goal again", "";
    FreeWins, "wins-without-goal", [Goals], "Show the wins that are evidence for no goal", "";
    StartReading, "start", [Learning], "Start reading it", "";
    Finish, "finish", [Learning], "Finish it, with the takeaway", "";
    Note, "note", [Learning], "Add to the notes", "";
    TagFilter, "tag-filter", [Learning], "Go through the tags", "";
    Nothing, "nothing", [Impact], "Close the follow-up with nothing to report", "";
    Reader, "reader", [Review], "Choose the reader: myself, my manager, a committee, the public", "";
    Walk, "walk", [Review], "Go through the wins one after another: in or out, star, edit, answer", "";
    Strengthen, "strengthen", [Review], "Go through the wins that could be stronger, with the reasons", "";
    YearScreen, "year", [Review], "Show the year on one screen, beside the year before", "";
    Names, "names", [Review], "Show the names in documents for the public, and their aliases", "";
    Retitle, "retitle", [Review], "Retitle it: rename it in this document", "";
    Period, "period", [Review], "Choose another period: a half, a quarter, any range", "";
    Undo, "undo", [Global, Plan], "Undo the latest change", "undo";
    Redo, "redo", [Global], "Redo what was undone", "";
    TabToday, "tab-today", [Global], "Go to Today", "";
    TabWins, "tab-wins", [Global], "Go to Wins", "";
    TabProjects, "tab-projects", [Global], "Go to Projects", "";
    TabGoals, "tab-goals", [Global], "Go to Goals", "";
    TabLearning, "tab-learning", [Global], "Go to Learning", "";
    TabImpact, "tab-impact", [Global], "Go to Impact", "";
    TabCareer, "tab-career", [Global], "Go to Career", "";
    TabReview, "tab-review", [Global], "Go to Review", "";
    NextTab, "next-tab", [Global], "Go to the next tab", "";
    PreviousTab, "previous-tab", [Global], "Go to the previous tab", "";
    Down, "down", [List, Search, Pick, Choose, Help, Plan], "Move down", "";
    Up, "up", [List, Search, Pick, Choose, Help, Plan], "Move up", "";
    Left, "left", [List], "Move to the pane on the left", "";
    Right, "right", [List], "Move to the pane on the right", "";
    PageDown, "page-down", [List, Help, Plan], "Move a page down", "";
    PageUp, "page-up", [List, Help, Plan], "Move a page up", "";
    First, "first", [List, Plan], "Move to the first", "";
    Last, "last", [List, Plan], "Move to the last", "";
    Back, "back", [List], "Go back; clear the marks, the search and the filter", "";
    Accept, "accept", [Search, Choose, Help], "Accept the selection", "choose";
    Save, "save", [Capture, Form, Value, Ask], "Save", "save";
    Cancel, "cancel", [Search, Capture, Form, Value, Ask, Pick, Choose, Help, Plan], "Close without saving", "close";
    Complete, "complete", [Capture, Value], "Complete the name", "complete";
    NextCompletion, "next-completion", [Capture, Value], "Next completion", "";
    PreviousCompletion, "previous-completion", [Capture, Value], "Previous completion", "";
    ToForm, "to-form", [Capture], "Go on in the full form", "form";
    NextField, "next-field", [Form], "Next field", "next";
    PreviousField, "previous-field", [Form], "Previous field", "";
    ToEditor, "to-editor", [Form], "Go on in $EDITOR", "$EDITOR";
    Toggle, "toggle", [Pick], "Select it, or clear it", "select";
    Yes, "yes", [Confirm], "Yes", "yes";
    No, "no", [Confirm], "No", "no";
    Palette, "palette", [Global], "Find a command by its name", "commands";
    Finder, "finder", [Global], "Go to any record, or do anything, by a few letters", "";
    Theme, "theme", [Global], "Choose the colours, with a preview", "";
    Settings, "settings", [Global], "Edit the configuration: keys, theme, categories", "";
    History, "history", [Global], "Show the latest changes, and go back to before one of them", "";
    SaveFilter, "save-filter", [Wins], "Save the search and its filters under a name", "";
    Suspend, "suspend", [Global, Search, Capture, Form, Value, Ask, Pick, Choose, Help, Plan], "Suspend to the shell", "";
    Redraw, "redraw", [Global, Search, Capture, Form, Value, Ask, Pick, Choose, Help, Plan], "Draw the screen again", "";
    Quit, "quit", [Global], "Quit", "quit";
}

impl Action {
    /// Returns the message for an action that only some tabs have: `export works in Career, Review`.
    pub fn works_in(self, tabs: &[&str]) -> String {
        format!("{} works in {}", crate::text::spaced(self.info().name), tabs.join(", "))
    }

    /// The actions of a tab that are available in an empty list.
    const NEEDS_NOTHING: [Self; 6] =
        [Self::New, Self::PreviousPeriod, Self::NextPeriod, Self::FreeWins, Self::Filter, Self::Back];

    /// Returns `true` for an action of a tab, with the context `of`, that needs a selection.
    pub fn needs_selection(self, of: Context) -> bool {
        let of_any = matches!(
            self,
            Self::Open | Self::Record | Self::Copy | Self::Mark | Self::MarkRange | Self::MarkAll
        );
        let here = of_any || self.info().contexts.contains(&of);
        here && !Self::NEEDS_NOTHING.contains(&self)
    }

    /// Returns the description of the action.
    pub fn info(self) -> &'static Info {
        ACTIONS.iter().find(|info| info.action == self).unwrap_or(&ACTIONS[0])
    }

    /// Returns the action with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        ACTIONS.iter().find(|info| info.name == name).map(|info| info.action)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_that_of_the_context() {
        let about = |action: Action, context| {
            let info = ACTIONS.iter().find(|info| info.action == action).unwrap();
            info.about_in(context)
        };
        assert_eq!(about(Action::Edit, Context::Wins), "Edit in a form");
        assert_eq!(about(Action::Edit, Context::Inbox), "Reword and keep it");
        assert_eq!(about(Action::Edit, Context::Plan), "Change it");
        assert_eq!(about(Action::Undo, Context::Plan), "Undo the latest change");
    }
}
