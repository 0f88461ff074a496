//! A line for logging a value: a few letters of the name of a metric, and the value.

use chrono::NaiveDate;
use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{centred, frame};
use crate::domain::date_phrase::{Bias, parse_when};
use crate::domain::{Amount, Change, MetricView, PartialDate, fold};
use crate::journal::{LogRequest, metrics};
use crate::report::wording;
use crate::text::width;
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::dialog::{Cx, Dialog};
use crate::tui::effect::Effect;
use crate::tui::loaded::Findings;
use crate::tui::screens::series::{age, short_value, spark};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::paint;

/// The maximum number of metrics that are offered.
pub const OFFERED: usize = 6;

/// The maximum number of words of a date: `on last friday`.
const LONGEST_DATE: usize = 4;

/// The state of the line.
#[derive(Debug)]
pub struct ValueLine {
    /// The line: the start of a name, and a value.
    pub field: Field,
    /// The metrics whose names match.
    pub metrics: Vec<MetricView>,
    /// The index of the chosen metric.
    pub chosen: usize,
    /// The metric that was selected when the line was opened, used unless a name is typed.
    pub fixed: Option<Box<MetricView>>,
    /// The reason why the line is invalid.
    pub problem: Option<String>,
    /// The day that a typed date is relative to.
    today: NaiveDate,
}

impl ValueLine {
    /// Creates an empty line; with the metric `fixed`, only a value must be typed.
    pub fn new(fixed: Option<MetricView>, today: NaiveDate) -> Self {
        Self {
            field: Field::line(""),
            metrics: Vec::new(),
            chosen: 0,
            fixed: fixed.map(Box::new),
            problem: None,
            today,
        }
    }

    /// Returns the date of the value, and the line without it: `yesterday: latency 150ms`, `latency 150ms on
    /// 2026-03-01`.
    fn dated(&self) -> (Option<PartialDate>, String) {
        let text = self.field.text().trim().to_owned();
        let read = |phrase: &str| {
            let phrase = phrase.trim().trim_matches('"');
            let is_amount =
                Amount::parse(phrase).is_some() || phrase.bytes().all(|byte| byte.is_ascii_digit());
            let when = parse_when(phrase, self.today, Bias::Past).ok().filter(|_| !is_amount);
            when.map(|when| when.start)
        };
        if let Some((before, after)) = text.split_once(':') {
            let words: Vec<&str> = before.split(' ').collect();
            // `yesterday: latency 150ms` and `latency yesterday: 150ms`
            for from in 0..words.len().min(LONGEST_DATE) {
                if let Some(date) = read(&words[from..].join(" ")) {
                    return (
                        Some(date),
                        format!("{} {}", words[..from].join(" "), after.trim()).trim().to_owned(),
                    );
                }
            }
        }
        if let Some((date, rest)) = leading_day(&text).and_then(|(day, rest)| Some((read(day)?, rest))) {
            return (Some(date), rest.to_owned());
        }
        let words: Vec<&str> = text.split(' ').collect();
        let least = if self.fixed.is_some() { 1 } else { 2 };
        for count in (1..=LONGEST_DATE.min(words.len().saturating_sub(least))).rev() {
            let (rest, tail) = words.split_at(words.len() - count);
            let tail = tail.join(" ");
            let phrase = ["on ", "date:", "@"].iter().find_map(|start| tail.strip_prefix(start));
            if let Some(date) = read(phrase.unwrap_or(&tail)) {
                return (Some(date), rest.join(" "));
            }
        }
        (None, text)
    }

    /// Returns the metric that was selected when the line was opened, unless a name is typed.
    fn fixed(&self) -> Option<&MetricView> {
        let named = self.dated().1.starts_with(char::is_alphabetic);
        self.fixed.as_deref().filter(|_| !named)
    }

    /// Returns the typed name and value; the name is empty if the metric is fixed.
    pub fn parts(&self) -> (String, String) {
        let text = self.dated().1;
        if self.fixed().is_some() {
            return (String::new(), text);
        }
        match text.split_once([' ', ':', '=']) {
            Some((name, value)) => (name.to_owned(), value.trim().to_owned()),
            None => (text, String::new()),
        }
    }

    /// Returns the chosen metric; `None` for a new one.
    pub fn metric(&self) -> Option<&MetricView> {
        self.fixed().or_else(|| self.metrics.get(self.chosen))
    }

    /// Handles a key, and looks up a changed name.
    pub fn key(&mut self, event: KeyEvent) -> Vec<Effect> {
        let before = self.parts().0;
        if !self.field.key(event) {
            return Vec::new();
        }
        self.typed(&before)
    }

    /// Inserts pasted text, and looks up a changed name.
    pub fn paste(&mut self, text: &str) -> Vec<Effect> {
        let before = self.parts().0;
        self.field.paste(text);
        self.typed(&before)
    }

    fn typed(&mut self, before: &str) -> Vec<Effect> {
        self.problem = None;
        let now = self.parts().0;
        if self.fixed().is_some() || now == before {
            return Vec::new();
        }
        self.chosen = 0;
        vec![Effect::FindMetrics(now)]
    }

    /// Chooses the next (`down`) or previous metric, wrapping around.
    pub fn choose(&mut self, down: bool) {
        // A new metric with the typed name follows the others.
        let count = self.metrics.len() + usize::from(self.may_be_new());
        if count > 0 {
            self.chosen = if down { (self.chosen + 1) % count } else { (self.chosen + count - 1) % count };
        }
    }

    /// Returns `true` if no offered metric has exactly the typed name.
    fn may_be_new(&self) -> bool {
        let name = self.parts().0;
        let taken = self.metrics.iter().any(|metric| fold(&metric.name) == fold(&name));
        self.fixed().is_none() && !name.is_empty() && !taken
    }

    /// Completes the typed name with the name of the chosen metric.
    pub fn complete(&mut self) {
        let (_, value) = self.parts();
        if let (None, Some(metric)) = (self.fixed(), self.metrics.get(self.chosen)) {
            let date = self.dated().0.map(|date| format!(" date:{date}")).unwrap_or_default();
            self.field = Field::line(&format!("{} {value}{date}", metric.name));
        }
    }

    /// Returns the request that logs the value; `None` while the value is missing.
    pub fn request(&self) -> Option<LogRequest> {
        let (name, value) = self.parts();
        if value.is_empty() {
            return None;
        }
        let new = self.metric().is_none();
        let name = self.metric().map_or(name, |metric| metric.id.to_string());
        Some(LogRequest { name, value, new, date: self.dated().0, ..LogRequest::default() })
    }

    /// Returns a description of the value that the line logs, or of the problem in it; `false` marks a
    /// problem.
    fn understood(&self) -> (String, bool) {
        let (name, value) = self.parts();
        if self.field.text().trim().is_empty() && self.fixed().is_none() {
            let text = "letters find a metric; then its value, and a date unless today";
            return (text.to_owned(), true);
        }
        let Some(metric) = self.metric() else {
            if Amount::parse(&name).is_some() {
                return (format!("name the metric before its value: latency {name}"), false);
            }
            return (format!("{name} is a new metric"), true);
        };
        // Of a change, only the new value is logged.
        let value = metrics::split(&value).1;
        if value.is_empty() {
            return (format!("{}: {}", metric.described(), wording::series(metric)), true);
        }
        match metric.read_value(value) {
            Ok(amount) => {
                let day = self.dated().0.map_or(self.today, PartialDate::last_day);
                let before = metric.values.iter().rfind(|value| value.date.first_day() <= day);
                let change = before.and_then(|value| Change::between(&value.amount, &amount));
                let since = change
                    .map(|change| format!(", {} since the one before", change.judged(metric.direction())));
                let date =
                    self.dated().0.map(|date| format!(", {}", wording::near_partial(date, self.today)));
                let shown = [metric.described(), format!(" {}", amount.shown())].concat();
                (format!("{shown}{}{}", date.unwrap_or_default(), since.unwrap_or_default()), true)
            }
            Err(err) => (err.to_string(), false),
        }
    }
}

/// Splits a text that begins with `yesterday` or `last friday` from the rest.
fn leading_day(text: &str) -> Option<(&str, &str)> {
    let (first, rest) = text.split_once(' ')?;
    match first.to_lowercase().as_str() {
        "yesterday" => Some((first, rest)),
        "last" => {
            let end = rest.split_once(' ')?.0.len();
            Some(text.split_at(first.len() + 1 + end)).map(|(day, rest)| (day, rest.trim_start()))
        }
        _ => None,
    }
}

impl Dialog for ValueLine {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Value]
    }

    fn on_action(&mut self, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
        match action {
            Action::Save => match self.request() {
                Some(request) => return vec![Effect::LogValue(request)],
                // Enter on a name without a value completes the name.
                None if self.metric().is_some() => self.complete(),
                None => self.problem = Some("no value was given; write latency 380ms".into()),
            },
            Action::Complete => self.complete(),
            Action::NextCompletion => self.choose(true),
            Action::PreviousCompletion => self.choose(false),
            Action::Cancel => cx.close(),
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
        if let Findings::Metrics(metrics) = found {
            (self.metrics, self.chosen) = (metrics, 0);
        }
    }

    fn on_refused(&mut self, _: &'static str, why: &str) {
        self.problem = Some(why.to_owned());
    }

    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
        view(self, cx, buffer, area);
    }
}

/// The number of columns of the latest value.
const VALUE: usize = 10;
/// The minimum width, in columns, with a line of the values.
const WITH_LINE: u16 = 50;

fn view(line: &ValueLine, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let offered = if line.fixed().is_some() { 0 } else { line.metrics.len() };
    let new = line.may_be_new() && offered > 0;
    // The height does not depend on the number of metrics, so that nothing moves while the user types.
    let rows = if line.fixed.is_some() { 0 } else { OFFERED + 1 };
    let outer = centred(area, area.width.saturating_sub(2).min(76), paint::columns(5 + rows));
    let title =
        line.fixed().map_or_else(|| "Log a value".into(), |metric| format!("Log {}", metric.described()));
    let inner = frame(buffer, outer, &title, theme);
    if inner.height == 0 {
        return;
    }
    buffer.set_stringn(inner.x, inner.y, "›", 1, theme.key);
    let typed = Rect { x: inner.x + 2, width: inner.width.saturating_sub(2), height: 1, ..inner };
    cx.cursor.set(line.field.clone().draw(buffer, typed, theme, true));
    let (text, fine) = match &line.problem {
        Some(why) => (why.clone(), false),
        None => line.understood(),
    };
    let style = if fine { theme.muted } else { theme.attention };
    let text = if fine { text } else { format!("! {text}") };
    paint::text(buffer, inner, 1, &text, style);
    for (at, metric) in line.metrics.iter().enumerate().take(offered) {
        let row = paint::columns(at + 3);
        let latest = metric.latest();
        let old = latest.map(|value| age(value.date.first_day().min(cx.today), cx.today)).unwrap_or_default();
        let value = latest.map(|value| short_value(metric, value, VALUE)).unwrap_or_default();
        let value = format!("{}{value}", " ".repeat(VALUE.saturating_sub(width(&value))));
        // On a narrow screen, the name says more than the line.
        let values =
            if inner.width >= WITH_LINE { format!("{:>8}  ", spark(metric, 8)) } else { String::new() };
        let right = format!("{values}{value}  {old:>4}");
        paint::text_right(buffer, inner, row, &right, theme.muted);
        let room = inner.width.saturating_sub(paint::columns(width(&right)) + 2);
        let described = metric.described();
        let shown = if width(&described) <= usize::from(room) { &described } else { &metric.name };
        paint::text(buffer, Rect { width: room, ..inner }, row, shown, theme.text);
        if at == line.chosen {
            paint::select_row(buffer, inner, row, theme);
        }
    }
    if new {
        let row = paint::columns(offered + 3);
        paint::text(buffer, inner, row, &format!("{}  as a new metric", line.parts().0), theme.muted);
        if line.chosen == offered {
            paint::select_row(buffer, inner, row, theme);
        }
    }
}
