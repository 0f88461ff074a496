//! One line that is asked for: until when, why.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{centred, frame};
use crate::domain::{FollowUpId, GoalId, Kind, ProjectId, ReadingId, RecordId};
use crate::text::inert;
use crate::tui::cx::ViewCx;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::paint;

/// What the line is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// Until when follow-ups are put off.
    Snooze(Vec<FollowUpId>),
    /// Why there is nothing to report.
    Nothing(Vec<FollowUpId>),
    /// When to ask about a win or a project.
    AskLater(Kind, RecordId),
    /// On which day a project shipped.
    Ship(ProjectId),
    /// What proved that a goal was reached.
    GoalDone(GoalId),
    /// Why a goal is dropped.
    DropGoal(GoalId),
    /// To which year a goal is carried over; the one after its own, if nothing else is said.
    Carry(GoalId, i32),
    /// How far something was read.
    Progress(ReadingId),
    /// What is to be noted of something that is read.
    Note(ReadingId),
    /// Why something is given up.
    Abandon(ReadingId),
    /// Which words are looked for in what was read.
    FindReading,
    /// Of which period the review is.
    ReviewPeriod,
    /// Into which file the review is written; the one that is likely.
    Export(String),
    /// What is needed from the reader of a review; as it is now.
    Needs(String),
    /// Which name gets an alias.
    NewAlias,
    /// What stands in for a name; as it is now.
    Alias(String, String),
    /// What an item of the review is called there; as it is called now.
    Retitle(String, String),
}

/// The state of the question.
#[derive(Debug)]
pub struct Ask {
    /// What the line is for.
    pub purpose: Purpose,
    /// The title of the record, shown above.
    pub about: String,
    /// The line.
    pub field: Field,
    /// What cannot be read.
    pub problem: Option<String>,
    /// Whether it is being saved.
    pub saving: bool,
    /// Whether the likely answer is there untouched: what is typed first replaces it.
    untouched: bool,
}

impl Ask {
    /// A question with an answer that is likely.
    #[must_use]
    pub fn new(purpose: Purpose, about: String) -> Self {
        let likely = match &purpose {
            Purpose::Snooze(_) => "2w".to_owned(),
            Purpose::AskLater(..) => "in 3 months".to_owned(),
            Purpose::Ship(_) => "today".to_owned(),
            Purpose::Carry(_, year) => year.to_string(),
            Purpose::Export(name)
            | Purpose::Retitle(_, name)
            | Purpose::Alias(_, name)
            | Purpose::Needs(name) => name.clone(),
            _ => String::new(),
        };
        Self { purpose, about, field: Field::line(&likely), problem: None, saving: false, untouched: true }
    }

    /// Takes a key into the line.
    pub fn key(&mut self, event: KeyEvent) {
        let types =
            matches!(event.code, KeyCode::Char(_)) && (event.modifiers - KeyModifiers::SHIFT).is_empty();
        if types && self.untouched {
            self.field = Field::line("");
        }
        self.untouched = false;
        if self.field.key(event) {
            self.problem = None;
        }
    }

    /// Takes pasted text.
    pub fn paste(&mut self, text: &str) {
        if std::mem::take(&mut self.untouched) {
            self.field = Field::line("");
        }
        self.field.paste(text);
    }

    fn title(&self) -> &'static str {
        match self.purpose {
            Purpose::Snooze(_) => "Put off until",
            Purpose::Nothing(_) => "Nothing to report, because",
            Purpose::AskLater(..) => "Ask what came of it",
            Purpose::Ship(_) => "Shipped on",
            Purpose::GoalDone(_) => "Done: what proved it?",
            Purpose::DropGoal(_) => "Dropped, because",
            Purpose::Carry(..) => "Carry over to",
            Purpose::Progress(_) => "How far are you?",
            Purpose::Note(_) => "Note",
            Purpose::Abandon(_) => "Given up, because",
            Purpose::FindReading => "Find",
            Purpose::ReviewPeriod => "Period",
            Purpose::Needs(_) => "What do you need?",
            Purpose::NewAlias => "Which name?",
            Purpose::Alias(..) => "Say instead",
            Purpose::Export(_) => "Write it to",
            Purpose::Retitle(..) => "Call it here",
        }
    }

    fn hint(&self) -> &'static str {
        match self.purpose {
            Purpose::Nothing(_) => "a sentence: what became of it instead",
            Purpose::Ship(_) => "today, yesterday, 2026-03-04, 2026-03",
            Purpose::GoalDone(_) => "a sentence, or nothing; it is done today",
            Purpose::DropGoal(_) => "a sentence: what is wanted instead",
            Purpose::Carry(..) => "a later year; what moved it so far goes with it",
            Purpose::Progress(_) => "120/350, chapter 3/12, 45%",
            Purpose::Note(_) => "a thought, a page, a quotation",
            Purpose::Abandon(_) => "a sentence, or nothing",
            Purpose::ReviewPeriod => "2026, 2026-H1, 2026-Q3, 2026-01-15..2026-06-30, this year",
            Purpose::Needs(_) => "a sentence for your manager; nothing leaves the part out",
            Purpose::NewAlias => "Acme Corp: found in any case, also as AcmeCorp and acme-corp",
            Purpose::Alias(..) => "a large bank: what anybody may read in its place",
            Purpose::Export(_) => ".html, .pdf, .md, .txt or .json; a file that is there stays",
            Purpose::Retitle(..) => "in this document only; its own title where you clear it",
            Purpose::FindReading => "words of a title, a name or a tag",
            _ => "2w, 3mo, 90d, end of year, 2026-09-01",
        }
    }
}

/// Draws it.
pub fn view(ask: &Ask, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let outer = centred(area, area.width.saturating_sub(2).min(64), 6);
    let inner = frame(buffer, outer, ask.title(), theme);
    paint::text(buffer, inner, 0, &ask.about, theme.muted);
    let line = Rect { y: inner.y + 1.min(inner.height), height: 1.min(inner.height), ..inner };
    ask.field.clone().draw(buffer, line, theme, true);
    if let Purpose::Export(_) = ask.purpose
        && inner.height > 3
    {
        let typed = ask.field.text();
        let full = std::path::Path::new(&cx.directory).join(typed.trim());
        // What begins at home is written as it is typed.
        let home = typed.trim().starts_with("~/");
        let path = if home { typed } else { full.display().to_string() };
        let path = crate::text::ellipsis_start(&inert(&path), usize::from(inner.width)).into_owned();
        paint::text(buffer, inner, 2, &path, theme.muted);
    }
    match &ask.problem {
        _ if ask.saving && matches!(ask.purpose, Purpose::Export(_)) => {
            paint::text(buffer, inner, 3, "writing …", theme.text)
        }
        Some(why) => paint::text(buffer, inner, 3, &format!("! {why}"), theme.attention),
        None => paint::text(buffer, inner, 3, ask.hint(), theme.muted),
    };
}
