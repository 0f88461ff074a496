//! The finder: every record and every command, by a few letters, with a preview.

use std::collections::HashMap;

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::record_search::{EXACT, RecordSearch, Scored};
use super::{PAGE, centred, frame, list_height};
use crate::domain::{Findable, Findables, Kind, RecordId};
use crate::report::wording;
use crate::text::fuzzy::Fuzzy;
use crate::text::{inert, width};
use crate::tui::action::{ACTIONS, Action, Context, Info};
use crate::tui::cx::ViewCx;
use crate::tui::dialog::{Cx, Dialog};
use crate::tui::effect::Effect;
use crate::tui::loaded::Findings;
use crate::tui::place::Place;
use crate::tui::screens::master_detail::{self, window};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::paint;

/// The number of entries that are listed.
const SHOWN: usize = 60;
/// The bonus of a command and of a record that was gone to before, the latest one most.
const RECENT: u32 = 120;
/// The minimum width of the terminal, in columns, with the preview.
const WITH_PREVIEW: u16 = 100;

/// An entry of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entry {
    /// A command.
    Command(&'static Info),
    /// A record, by its index.
    Record(u32),
}

impl PartialEq for Info {
    fn eq(&self, other: &Self) -> bool {
        self.action == other.action
    }
}

impl Eq for Info {}

/// The state of the finder.
#[derive(Debug)]
pub struct Finder {
    field: Field,
    fuzzy: Fuzzy,
    search: RecordSearch,
    /// The places among the latest choices, the latest first, by the key of the entry.
    recent: HashMap<String, usize>,
    found: Vec<Entry>,
    /// The number of entries that match.
    total: usize,
    selected: usize,
    is_loaded: bool,
    preview: Option<(RecordId, Vec<(&'static str, String)>)>,
}

impl Default for Finder {
    fn default() -> Self {
        let mut finder = Self {
            field: Field::words(""),
            fuzzy: Fuzzy::default(),
            search: RecordSearch::new(Findables::default()),
            recent: HashMap::new(),
            found: Vec::new(),
            total: 0,
            selected: 0,
            is_loaded: false,
            preview: None,
        };
        finder.find();
        finder
    }
}

/// The score per typed letter from which letters are near each other: a letter adds 16, at the beginning of a word more, and
/// each letter between two of them takes 1 to 3 away.
const NEAR: u32 = 17;

/// The score that a command gets if its name begins with the text: it comes before records that only have the letters.
const NAMED: u32 = 100;

/// Returns the minimum score of a match. A short text may have its letters anywhere.
fn least_score(typed: &str) -> u32 {
    let letters = typed.chars().filter(|c| !c.is_whitespace()).count();
    if letters <= 3 { 0 } else { u32::try_from(letters).unwrap_or(u32::MAX).saturating_mul(NEAR) }
}

/// Returns the commands that can be chosen: not those that move within a list or a dialog.
fn commands() -> impl Iterator<Item = &'static Info> {
    ACTIONS.iter().filter(|info| {
        let is_of_tab = |context: &Context| *context == Context::Global || context.is_of_one_tab();
        info.contexts.iter().any(is_of_tab) && !matches!(info.action, Action::Finder | Action::Palette)
    })
}

impl Finder {
    fn key_of(&self, entry: Entry) -> String {
        match entry {
            Entry::Command(info) => info.name.to_owned(),
            Entry::Record(at) => self.search.records().at(at).id.0.to_string(),
        }
    }

    fn bonus(&self, key: &str) -> u32 {
        let place = self.recent.get(key).copied();
        place.map_or(0, |place| RECENT.saturating_sub(u32::try_from(place).unwrap_or(RECENT) * 4).max(8))
    }

    /// Finds the entries that match the typed text.
    fn find(&mut self) {
        let typed = self.field.text().trim().to_lowercase();
        self.selected = 0;
        if typed.is_empty() {
            self.list_recent();
            return;
        }
        let records = self.search.matching(&typed);
        let rough = records.len();
        let mut scored = self.near(&typed, records);
        if scored.is_empty() {
            // One letter is wrong, superfluous or missing.
            for corrected in Fuzzy::corrections(&typed) {
                let records = self.search.corrected(&corrected);
                scored.extend(self.near(&corrected, records));
            }
            scored.sort_by_cached_key(|(score, entry)| (self.key_of(*entry), std::cmp::Reverse(*score)));
            scored.dedup_by_key(|(_, entry)| *entry);
        }
        // Of many records, only the best are scored exactly.
        self.total = if rough > EXACT { rough.max(scored.len()) } else { scored.len() };
        let by_score = |(score, entry): &(u32, Entry)| {
            let place = match entry {
                Entry::Record(at) => *at,
                Entry::Command(_) => 0,
            };
            (std::cmp::Reverse(*score), place)
        };
        for (score, entry) in &mut scored {
            *score += self.bonus(&self.key_of(*entry));
        }
        scored.sort_by_key(by_score);
        self.found = scored.into_iter().map(|(_, entry)| entry).take(SHOWN).collect();
        self.found.dedup();
    }

    /// Returns the commands and the records that have the letters of a text near each other, with their scores.
    fn near(&mut self, typed: &str, records: Vec<Scored>) -> Vec<(u32, Entry)> {
        let least = least_score(typed);
        let mut out = self.commands_matching(typed);
        let best = self.search.best(typed, records).into_iter();
        out.extend(best.map(|(score, at)| (score, Entry::Record(at))));
        out.retain(|(score, entry)| match entry {
            Entry::Record(at) => *score >= least + self.search.bonus(*at),
            Entry::Command(_) => *score >= least,
        });
        out
    }

    /// Lists what was chosen last, and then the commands of every tab.
    fn list_recent(&mut self) {
        let records = (0..).zip(self.search.records().entries()).map(|(at, _)| Entry::Record(at));
        let all = commands().map(Entry::Command).chain(records);
        let mut recent: Vec<(usize, Entry)> = all
            .filter_map(|entry| self.recent.get(&self.key_of(entry)).map(|place| (*place, entry)))
            .collect();
        recent.sort_by_key(|(place, _)| *place);
        self.found = recent.into_iter().map(|(_, entry)| entry).collect();
        let global = |info: &&Info| info.contexts.contains(&Context::Global);
        let others =
            commands().filter(global).map(Entry::Command).filter(|entry| !self.found.contains(entry));
        let others: Vec<Entry> = others.collect();
        self.found.extend(others);
        self.found.truncate(SHOWN);
        self.total = self.search.records().len() + commands().count();
    }

    fn commands_matching(&mut self, typed: &str) -> Vec<(u32, Entry)> {
        let all: Vec<(&'static Info, String)> =
            commands().map(|info| (info, format!("{} {}", info.name, info.about))).collect();
        let texts = (0..).zip(&all).map(|(at, (_, text))| (at, text.as_str()));
        let found = self.fuzzy.matches(typed, texts);
        let scored = found.into_iter().map(|(score, at)| {
            let info = all[at as usize].0;
            let is_named = typed.chars().count() > 2 && info.name.starts_with(typed);
            (score + if is_named { NAMED } else { 0 }, Entry::Command(info))
        });
        scored.collect()
    }

    fn record(&self) -> Option<Findable> {
        match self.found.get(self.selected)? {
            Entry::Record(at) => Some(self.search.records().at(*at)),
            Entry::Command(_) => None,
        }
    }

    /// Returns the effect that loads the preview of the selected record.
    fn look(&self) -> Vec<Effect> {
        let record =
            self.record().filter(|record| self.preview.as_ref().is_none_or(|(id, _)| *id != record.id));
        record.map(|record| Effect::LoadFields(record.kind, record.id)).into_iter().collect()
    }

    fn accept(&self, cx: &mut Cx<'_>) -> Vec<Effect> {
        let Some(entry) = self.found.get(self.selected) else { return Vec::new() };
        cx.close();
        match (entry, self.record()) {
            (Entry::Command(info), _) => cx.act(info.action),
            (_, Some(record)) => {
                if let Some(place) = Place::of(record.kind, record.id) {
                    cx.go(place);
                }
            }
            _ => {}
        }
        vec![Effect::Remember(self.key_of(*entry))]
    }
}

impl Dialog for Finder {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Help]
    }

    fn hint(&self, action: Action) -> Option<&'static str> {
        (action == Action::Accept).then_some("go")
    }

    fn on_action(&mut self, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
        match action {
            Action::Cancel => cx.close(),
            Action::Accept => return self.accept(cx),
            other => {
                let last = self.found.len().saturating_sub(1);
                self.selected = master_detail::moved(self.selected, other, PAGE, last);
            }
        }
        self.look()
    }

    fn on_key(&mut self, _: &mut Cx<'_>, key: KeyEvent) -> Vec<Effect> {
        if self.field.key(key) {
            self.find();
        }
        self.look()
    }

    fn on_paste(&mut self, text: &str) -> Vec<Effect> {
        self.field.paste(text);
        self.find();
        self.look()
    }

    fn on_click(&mut self, cx: &mut Cx<'_>, column: u16, row: u16) -> Vec<Effect> {
        let list = areas(cx.view, whole(cx.view)).1;
        if !list.contains((column, row).into()) {
            return Vec::new();
        }
        let at = self.visible(list).start + usize::from(row - list.y);
        if at == self.selected {
            return self.accept(cx);
        }
        self.selected = at.min(self.found.len().saturating_sub(1));
        self.look()
    }

    fn on_findings(&mut self, found: Findings) {
        match found {
            Findings::Findable(records, recent) => {
                self.search = RecordSearch::new(records);
                self.recent = recent.into_iter().enumerate().map(|(place, key)| (key, place)).collect();
                self.is_loaded = true;
                self.find();
            }
            Findings::Fields(id, fields) => self.preview = Some((id, fields)),
            _ => {}
        }
    }

    fn on_refused(&mut self, _: &'static str, _: &str) {}

    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
        view(self, cx, buffer, area);
    }
}

/// Returns the area that dialogs are drawn in.
fn whole(cx: &ViewCx) -> Rect {
    Rect::new(0, 0, cx.size.0, cx.size.1.saturating_sub(1))
}

/// Returns the frame, the list, and the preview; a preview without room has no width.
fn areas(cx: &ViewCx, area: Rect) -> (Rect, Rect, Rect) {
    let outer = centred(area, area.width.saturating_sub(4).min(132), list_height(area).min(34));
    let inner = Rect {
        x: outer.x + 2,
        y: outer.y + 1,
        width: outer.width.saturating_sub(4),
        height: outer.height.saturating_sub(2),
    };
    let below = Rect { y: inner.y + 2.min(inner.height), height: inner.height.saturating_sub(2), ..inner };
    if cx.size.0 < WITH_PREVIEW {
        return (outer, below, Rect { width: 0, ..below });
    }
    let left = below.width * 11 / 20;
    let preview = Rect { x: below.x + left + 3, width: below.width - left - 3, ..below };
    (outer, Rect { width: left, ..below }, preview)
}

impl Finder {
    fn visible(&self, list: Rect) -> std::ops::Range<usize> {
        window(0, self.selected, self.found.len(), usize::from(list.height))
    }
}

fn view(finder: &Finder, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let (outer, list, preview) = areas(cx, area);
    let inner = frame(buffer, outer, "Go to", theme);
    let line =
        Rect { x: inner.x + 2, width: inner.width.saturating_sub(2), height: 1.min(inner.height), ..inner };
    buffer.set_stringn(inner.x, inner.y, "›", 1, theme.key);
    cx.cursor.set(finder.field.clone().draw(buffer, line, theme, true));
    let count = if finder.field.text().trim().is_empty() {
        String::new()
    } else {
        let at = finder.found.len().min(finder.selected + 1);
        format!("{at} of {}", crate::text::grouped(finder.total))
    };
    paint::text_right(buffer, inner, 0, &count, theme.muted);
    if finder.found.is_empty() {
        let text = if finder.is_loaded { "Nothing has these letters." } else { "loading …" };
        paint::text(buffer, list, 0, text, theme.muted);
    }
    let typed = finder.field.text();
    let words: Vec<&str> = typed.split_whitespace().collect();
    for (row, at) in finder.visible(list).enumerate() {
        let row = paint::columns(row);
        entry(finder, cx, buffer, list, row, finder.found[at]);
        if at == finder.selected {
            paint::select_row(buffer, list, row, theme);
        }
    }
    paint::mark_found(buffer, list, &words, theme);
    if preview.width > 0 {
        for y in preview.y..preview.bottom() {
            buffer.set_string(preview.x - 2, y, "│", theme.rule);
        }
        paint::lines(buffer, preview, &preview_lines(finder, cx, usize::from(preview.width)), 0);
    }
}

/// The width of the list, in columns, below which it has no dates.
const NARROW: u16 = 44;
/// The number of columns for the kind of an entry.
const KIND: u16 = 9;

fn entry(finder: &Finder, cx: &ViewCx, buffer: &mut Buffer, area: Rect, row: u16, entry: Entry) {
    let theme = &cx.theme;
    let (kind, title, right) = match entry {
        Entry::Command(info) => ("do", info.about_in(Context::Global), keys(cx, info)),
        Entry::Record(at) => {
            let records = finder.search.records();
            let date = records.date(at);
            let when = crate::domain::DateRange::from_iso(date);
            let shown = when.map_or_else(|| date.to_owned(), |when| wording::near_when(when, cx.today));
            // On a narrow screen, the title says more than the date.
            let shown = if area.width < NARROW { String::new() } else { shown };
            (word(records.at(at).kind), records.title(at).to_owned(), shown)
        }
    };
    paint::text(buffer, Rect { width: KIND.min(area.width), ..area }, row, kind, theme.muted);
    let taken = paint::text_right(buffer, area, row, &right, theme.muted);
    let title_at = Rect { x: area.x + KIND, width: area.width.saturating_sub(KIND + taken + 1), ..area };
    paint::text(buffer, title_at, row, &title, theme.text);
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Reading => "note",
        kind => kind.word(),
    }
}

/// Returns the keys of a command in its first context, or its name behind `:`.
fn keys(cx: &ViewCx, info: &Info) -> String {
    let of = |context: &Context| cx.keymap.keys(info.action, *context).next().map(|key| key.to_string());
    info.contexts.iter().find_map(of).unwrap_or_else(|| format!(":{}", info.name))
}

fn preview_lines(finder: &Finder, cx: &ViewCx, columns: usize) -> Vec<Line<'static>> {
    let theme = &cx.theme;
    let mut out = Vec::new();
    match (finder.found.get(finder.selected), finder.record()) {
        (Some(Entry::Command(info)), _) => {
            out.extend(paint::wrapped(&info.about_in(Context::Global), columns, theme.strong));
            let tabs: Vec<&str> =
                info.contexts.iter().filter(|each| each.is_of_tabs()).map(|each| each.title()).collect();
            out.push(Line::default());
            out.extend(paint::wrapped(
                &format!("{}   {}", keys(cx, info), tabs.join(", ")),
                columns,
                theme.muted,
            ));
        }
        (Some(Entry::Record(at)), Some(record)) => {
            out.extend(paint::wrapped(&inert(finder.search.records().title(*at)), columns, theme.strong));
            out.push(Line::from(Span::styled(word(record.kind), theme.muted)));
            let fields = finder.preview.as_ref().filter(|(id, _)| *id == record.id);
            for (label, text) in fields.into_iter().flat_map(|(_, fields)| fields) {
                out.push(Line::default());
                let first = text.lines().next().unwrap_or_default();
                if text.lines().count() == 1 && width(first) + 14 < columns {
                    out.pop();
                    out.push(Line::from(vec![
                        Span::styled(format!("{label:<13} "), theme.muted),
                        Span::styled(inert(first).into_owned(), theme.text),
                    ]));
                } else {
                    out.push(Line::from(Span::styled(*label, theme.muted)));
                    out.extend(paint::wrapped(text, columns, theme.text));
                }
            }
        }
        _ => {}
    }
    out
}
