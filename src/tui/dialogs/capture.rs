//! The quick capture: one line, with a preview of the parsed win below it.

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::confirm::discard;
use super::record_form::RecordForm;
use super::{centred, frame};
use crate::capture::completion::{Sigil, completed, name_at};
use crate::capture::without_blank_lines;
use crate::capture::{ParseError, ParsedLine};
use crate::domain::value::names_of;
use crate::domain::{Categories, Cursor, DateRange, Due, PartialDate, Win, WinId, WinRow};
use crate::journal::Completion;
use crate::report::wording;
use crate::text::{inert, width};
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::dialog::{Cx, Dialog};
use crate::tui::effect::Effect;
use crate::tui::loaded::Findings;
use crate::tui::message::Tone;
use crate::tui::screens::wins_view::{self, DateColumn};
use crate::tui::theme::Theme;
use crate::tui::unsaved::Unsaved;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::paint;

/// The maximum number of completions that are shown.
const COMPLETIONS: usize = 5;

/// The state of the quick capture.
#[derive(Debug)]
pub struct Capture {
    /// The line.
    pub field: Field,
    /// The text that was pasted after the first line.
    pub notes: String,
    /// The parsed line.
    pub parsed: ParsedLine,
    /// The names that complete the typed text.
    pub completions: Vec<Completion>,
    /// The index of the selected completion.
    pub chosen: usize,
    /// `true` if a completion was selected with the arrows.
    in_completions: bool,
    /// The beginning of the line that the user did not type.
    initial: String,
}

impl Capture {
    /// Creates the dialog with a text: its first line goes into the line, the rest into the notes.
    pub fn new(text: &str) -> Self {
        let (line, notes) = text.split_once('\n').unwrap_or((text, ""));
        Self {
            field: Field::wrapped_line(line),
            notes: notes.to_owned(),
            parsed: ParsedLine::default(),
            completions: Vec::new(),
            chosen: 0,
            in_completions: false,
            initial: String::new(),
        }
    }

    /// Creates the dialog with the beginning of a line, which the user need not keep.
    pub fn begun(line: &str) -> Self {
        Self { initial: line.trim_end().to_owned(), ..Self::new(line) }
    }

    /// Returns the line and the notes.
    pub fn text(&self) -> String {
        let line = self.field.text();
        if self.notes.is_empty() { line } else { format!("{line}\n{}", self.notes) }
    }

    /// Handles a key in the line.
    pub fn key(&mut self, event: KeyEvent) -> Vec<Effect> {
        let before = self.field.cursor();
        match (self.field.key(event), self.field.cursor() == before) {
            (true, _) => self.read(),
            (false, false) => self.look_up(),
            (false, true) => Vec::new(),
        }
    }

    /// Inserts the first line of a pasted text into the line, and appends the rest to the notes.
    pub fn paste(&mut self, text: &str) -> Vec<Effect> {
        let text = text.trim_end();
        let (line, notes) = text.split_once('\n').unwrap_or((text, ""));
        self.field.paste(line);
        if !notes.is_empty() {
            if !self.notes.is_empty() {
                self.notes.push('\n');
            }
            self.notes.push_str(notes);
        }
        self.read()
    }

    /// Returns the effects that parse the line and complete the name at the cursor. The notes are not parsed,
    /// because they may be long.
    pub fn read(&mut self) -> Vec<Effect> {
        let mut effects = vec![Effect::Read(self.field.text())];
        effects.extend(self.look_up());
        effects
    }

    /// Returns the effects that complete the name at the cursor.
    fn look_up(&mut self) -> Vec<Effect> {
        self.chosen = 0;
        self.in_completions = false;
        self.completions.clear();
        let text = self.field.text();
        let name = name_at(&text, self.field.cursor());
        name.map(|(sigil, _, typed)| Effect::Complete(sigil, typed.to_owned())).into_iter().collect()
    }

    /// Returns the win to save: the parsed line with its notes.
    pub fn draft(&self) -> Win {
        Win { notes: without_blank_lines(&self.notes).to_owned(), ..self.parsed.draft.clone() }
    }

    /// Sets the completions.
    pub fn offer(&mut self, completions: Vec<Completion>) {
        self.completions = completions;
        self.completions.truncate(COMPLETIONS);
    }

    /// Completes the typed name with the selected completion.
    pub fn complete(&mut self) -> Vec<Effect> {
        let text = self.field.text();
        let Some((sigil, start, _)) = name_at(&text, self.field.cursor()) else { return Vec::new() };
        let Some(completion) = self.completions.get(self.chosen) else { return Vec::new() };
        let name = completed(sigil, &completion.name);
        self.field.replace_to_cursor(start, &format!("{name} "));
        self.read()
    }

    /// Returns the preview of the parsed line: the title, a chip for each token, then the problems and hints.
    pub fn understood(&self, categories: &Categories, theme: &Theme, columns: usize) -> Vec<Line<'static>> {
        let mut lines = saved_title(&self.parsed.draft.title, theme, columns);
        lines.extend(chips(self, categories, theme, columns));
        for text in problems(self) {
            lines.extend(paint::wrapped(&format!("! {}", inert(&text)), columns, theme.attention));
        }
        lines
    }

    /// Returns `true` if the enter key accepts a completion instead of saving the line.
    pub fn picked(&self) -> bool {
        self.in_completions && !self.completions.is_empty()
    }

    /// Selects the next (`down`) or previous completion, wrapping around.
    pub fn choose(&mut self, down: bool) {
        let count = self.completions.len().max(1);
        self.in_completions = !self.completions.is_empty();
        self.chosen = if down { (self.chosen + 1) % count } else { (self.chosen + count - 1) % count };
    }
}

impl Capture {
    /// Returns the effect that saves the line, or shows the reason why it cannot be saved.
    fn save(&self, cx: &mut Cx<'_>) -> Vec<Effect> {
        if let Some(problem) = self.parsed.problems.first() {
            cx.say(Tone::Attention, problem.to_string());
            return Vec::new();
        }
        if self.parsed.draft.title.is_empty() {
            cx.say(Tone::Attention, "say what you did, or press esc");
            return Vec::new();
        }
        vec![Effect::Add(Box::new(self.draft()), self.parsed.hints.clone())]
    }
}

impl Dialog for Capture {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Capture]
    }

    fn on_action(&mut self, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
        match action {
            // A selected completion is accepted before the line is saved.
            Action::Save if self.picked() => return self.complete(),
            Action::Save => return self.save(cx),
            Action::Complete => return self.complete(),
            Action::NextCompletion => self.choose(true),
            Action::PreviousCompletion => self.choose(false),
            Action::ToForm if self.parsed.problems.iter().all(|each| *each == ParseError::EmptyTitle) => {
                cx.close();
                cx.open(RecordForm::new_win(&self.draft(), &cx.view.categories));
            }
            Action::Cancel => discard(
                cx,
                !matches!(self.text().trim_end(), text if text.is_empty() || text == self.initial),
            ),
            _ => {}
        }
        Vec::new()
    }

    fn on_key(&mut self, _: &mut Cx<'_>, key: KeyEvent) -> Vec<Effect> {
        self.key(key)
    }

    fn on_paste(&mut self, text: &str) -> Vec<Effect> {
        self.paste(text)
    }

    fn on_findings(&mut self, found: Findings) {
        match found {
            Findings::Line(parsed) => self.parsed = *parsed,
            Findings::Names(completions) => self.offer(completions),
            _ => {}
        }
    }

    fn on_refused(&mut self, _: &'static str, why: &str) {
        self.parsed.hints = vec![why.to_owned()];
    }

    fn unsaved(&self) -> Option<Unsaved> {
        let line = self.text();
        (!line.trim().is_empty()).then_some(Unsaved { line: Some(line), form: None })
    }

    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
        view(self, cx, buffer, area);
    }
}

/// The rows of the dialog: two for the line, a rule, the win as the list will show it, two for what was understood, one
/// for a hint, and one for completions or the rest of the hint. They are always there, so that nothing moves while the user types.
const ROWS: u16 = 8;

fn view(capture: &Capture, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let wide = area.width.saturating_sub(2).min(100);
    let outer = centred(area, wide, (ROWS + 2).min(area.height));
    let inner = frame(buffer, outer, "Log a win", theme);
    let typed = Rect { height: 2.min(inner.height), ..inner };
    if capture.field.text().is_empty() {
        let beside = Rect { x: typed.x + 1, width: typed.width.saturating_sub(1), ..typed };
        paint::text(
            buffer,
            beside,
            0,
            "What you did  +project #tag %skill @person metric:before..after",
            theme.muted,
        );
        paint::text(
            buffer,
            beside,
            1,
            "yesterday: in front sets the date, ! at the end stars it",
            theme.muted,
        );
    }
    cx.cursor.set(capture.field.clone().draw(buffer, typed, theme, true));
    paint::rule(buffer, inner, 2, theme);
    let row = row_of(capture, cx);
    if !row.title.is_empty() {
        wins_view::row(cx, buffer, inner, 3, &row, DateColumn::Weekday);
    }
    let columns = usize::from(inner.width);
    let understood = chips(capture, &cx.categories, theme, columns);
    let part = |top: u16, height: u16| Rect {
        y: inner.y + top.min(inner.height),
        height: height.min(inner.height.saturating_sub(top)),
        ..inner
    };
    paint::lines(buffer, part(4, 2), &understood, 0);
    if let Some(problem) = problems(capture).first() {
        // Without completions, it may take their row too.
        let height = if capture.completions.is_empty() { 2 } else { 1 };
        let lines = paint::wrapped(&format!("! {}", inert(problem)), columns, theme.attention);
        paint::lines(buffer, part(6, height), &lines, 0);
    }
    completions(capture, cx, buffer, part(7, 1));
}

/// Draws the completions in one row, the chosen one set off.
fn completions(capture: &Capture, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let mut x = area.x;
    for (at, completion) in capture.completions.iter().enumerate() {
        let room = Rect { x, width: area.right().saturating_sub(x), ..area };
        let mark = if at == capture.chosen { "› " } else { "  " };
        let name = paint::text(buffer, room, 0, &format!("{mark}{}", completion.name), theme.accent);
        let beside = Rect { x: x + name + 1, width: room.width.saturating_sub(name + 1), ..room };
        let about = paint::text(buffer, beside, 0, &completion.about, theme.muted);
        if at == capture.chosen {
            paint::highlight(buffer, Rect { width: name, height: 1, ..room }, 0, theme.selected);
        }
        x += name + about + 2;
    }
}

/// Returns the win as the list will show it.
fn row_of(capture: &Capture, cx: &ViewCx) -> WinRow {
    let draft = &capture.parsed.draft;
    WinRow {
        anchor: Cursor { sort_key: 0, row: 0 },
        id: WinId(uuid::Uuid::nil()),
        title: draft.title.clone(),
        when: Some(draft.when.unwrap_or(DateRange { start: PartialDate::Day(cx.today), end: None })),
        unread_date: String::new(),
        project: draft.project.as_ref().map(ToString::to_string),
        category: String::new(),
        category_confirmed: false,
        status: draft.status,
        starred: draft.starred,
        figure: draft.figures.first().cloned(),
    }
}

/// Returns what is wrong with the line, and the hints about it; these are omitted while a name is being completed.
fn problems(capture: &Capture) -> Vec<String> {
    let parsed = &capture.parsed;
    let wrong = parsed.problems.iter().filter(|_| !parsed.draft.title.is_empty()).map(ToString::to_string);
    let hints = if capture.completions.is_empty() { &parsed.hints[..] } else { &[] };
    wrong.chain(hints.iter().cloned()).collect()
}

/// The maximum number of rows of the title.
const TITLE_ROWS: usize = 3;

/// Lays out the title in up to [`TITLE_ROWS`] rows.
fn saved_title(title: &str, theme: &Theme, columns: usize) -> Vec<Line<'static>> {
    if title.is_empty() {
        return Vec::new();
    }
    // A pasted title may be long: only the part that can be shown is wrapped.
    let shown: String = title.chars().take(4 * TITLE_ROWS * columns).collect();
    let mut lines = paint::wrapped(&shown, columns, theme.strong);
    if lines.len() > TITLE_ROWS {
        let rest = lines.split_off(TITLE_ROWS - 1);
        let rest = rest.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        lines.push(Line::styled(crate::text::ellipsis(&rest, columns).into_owned(), theme.strong));
    }
    lines
}

/// Returns a chip for each token of the parsed line.
fn chips(capture: &Capture, categories: &Categories, theme: &Theme, columns: usize) -> Vec<Line<'static>> {
    let parsed = &capture.parsed;
    let draft = &parsed.draft;
    let mut chips = Vec::new();
    let mut chip = |text: String, style| chips.push((inert(&text).into_owned(), style));
    if let Some(when) = draft.when {
        let text = match when.start {
            PartialDate::Day(day) if when.end.is_none() => day.format("%a %e %b %Y").to_string(),
            _ => wording::date(when),
        };
        chip(text, theme.accent);
    }
    if let Some(project) = &draft.project {
        let new = if parsed.new_project { " (new)" } else { "" };
        chip(format!("+{project}{new}"), theme.accent);
    }
    let names = [
        (Sigil::Tag, &draft.tags),
        (Sigil::Skill, &draft.skills),
        (Sigil::Person, &draft.people),
        (Sigil::Goal, &names_of(&draft.goals)),
    ];
    for (sigil, names) in names {
        for name in names {
            chip(format!("{}{name}", sigil.char()), theme.accent);
        }
    }
    for figure in &draft.figures {
        chip(wording::figure(figure), theme.good);
    }
    for role in &draft.roles {
        chip(role.word().to_owned(), theme.accent);
    }
    if !draft.audience.is_empty() {
        chip(format!("for {}", draft.audience), theme.accent);
    }
    if let Some(category) = &draft.category {
        chip(categories.title(category).to_owned(), theme.accent);
    }
    match draft.due {
        Some(Due::On(day)) => {
            chip(format!("asked {}", day.format("%e %b %Y").to_string().trim()), theme.accent);
        }
        Some(Due::Never) => chip("never asked".to_owned(), theme.accent),
        None => {}
    }
    if draft.starred {
        chip("★ starred".to_owned(), theme.star);
    }
    if !capture.notes.trim().is_empty() {
        let lines = capture.notes.trim().lines().count();
        chip(crate::text::counted(lines, "line of notes", "lines of notes"), theme.muted);
    }
    flow(chips, columns)
}

/// Lays out chips one after another, on as many lines as they need.
fn flow(chips: Vec<(String, ratatui::style::Style)>, columns: usize) -> Vec<Line<'static>> {
    let mut lines: Vec<Line<'static>> = Vec::new();
    let mut used = usize::MAX;
    for (text, style) in chips {
        let text = crate::text::ellipsis(&text, columns).into_owned();
        let wide = width(&text);
        if used.saturating_add(wide + 3) > columns {
            lines.push(Line::default());
            used = 0;
        } else {
            used += 3;
            if let Some(line) = lines.last_mut() {
                line.push_span(Span::raw("   "));
            }
        }
        used += wide;
        if let Some(line) = lines.last_mut() {
            line.push_span(Span::styled(text, style));
        }
    }
    lines
}
