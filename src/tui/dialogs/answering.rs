//! The context of an answer: the claim as it was written, the metrics with their charts, and later wins.

use ratatui::text::{Line, Span};

use crate::domain::{FollowUpWithSubject, Kind, MetricView, RecordId, WinRow};
use crate::report::wording;
use crate::text::{counted, ellipsis, inert};
use crate::tui::cx::ViewCx;
use crate::tui::screens::record_blocks::both_ends;
use crate::tui::screens::series;
use crate::tui::widgets::paint::{shorten, wrapped};

/// The follow-ups to answer, with the context.
#[derive(Debug, Clone, PartialEq)]
pub struct Answering {
    /// The follow-ups, answered together; empty for an outcome without a question.
    pub asked: Vec<FollowUpWithSubject>,
    /// The record of an outcome without a question: its kind, ID and title.
    pub unasked: Option<(Kind, RecordId, String)>,
    /// The claim as it was written.
    pub claim: String,
    /// The metrics of the record.
    pub metrics: Vec<MetricView>,
    /// The earlier outcomes of the record, as text.
    pub before: Vec<String>,
    /// The later wins of the same project.
    pub since: Vec<WinRow>,
}

/// The number of rows up to which each item takes one line.
const FEW: usize = 6;

impl Answering {
    /// Returns the title of the form.
    pub fn title(&self) -> String {
        match &self.asked[..] {
            [] => "Outcome".into(),
            [_] => "Answer".into(),
            many => format!("Answer {}", counted(many.len(), "follow-up", "follow-ups")),
        }
    }

    /// Lays out the context as lines; a chart is included if it leaves room for the rest.
    pub fn lines(&self, cx: &ViewCx, columns: usize, rows: usize) -> Vec<Line<'static>> {
        let theme = &cx.theme;
        let mut out = Vec::new();
        if self.asked.len() > 1 {
            let titles = self.asked.iter().map(|asked| format!("· {}", inert(&asked.about_title)));
            out.extend(titles.flat_map(|title| wrapped(&title, columns, theme.text)));
            return out;
        }
        let title = match (&self.asked[..], &self.unasked) {
            ([asked], _) => asked.about_title.clone(),
            (_, Some((_, _, title))) => title.clone(),
            _ => String::new(),
        };
        if rows <= FEW {
            return self.compact(&title, cx, columns, rows);
        }
        out.extend(wrapped(&inert(&title), columns, theme.strong));
        if let [asked] = &self.asked[..] {
            out.extend(wrapped(&inert(&asked.follow_up.question), columns, theme.accent));
        }
        if !self.claim.is_empty() {
            out.extend(wrapped(&format!("claimed: {}", self.claim.replace('\n', "; ")), columns, theme.text));
        }
        for before in &self.before {
            out.extend(wrapped(&format!("before: {}", inert(before)), columns, theme.muted));
        }
        let since = self.since_lines(cx, columns);
        for metric in &self.metrics {
            let room = rows.saturating_sub(out.len() + since.len().min(3));
            out.extend(series::lines_within(metric, theme, columns, room));
        }
        out.extend(since);
        out
    }

    /// Lays out the title in one line, the whole question if there is room, and the claim and the first metric in one line
    /// each below it.
    fn compact(&self, title: &str, cx: &ViewCx, columns: usize, rows: usize) -> Vec<Line<'static>> {
        let theme = &cx.theme;
        let line =
            |text: &str, style| Line::from(Span::styled(ellipsis(&inert(text), columns).into_owned(), style));
        let mut out = vec![line(title, theme.strong)];
        if let [asked] = &self.asked[..] {
            let mut question = wrapped(&inert(&asked.follow_up.question), columns, theme.accent);
            shorten(&mut question, rows.saturating_sub(1).max(1), theme);
            out.extend(question);
        }
        if !self.claim.is_empty() {
            out.push(line(&format!("claimed: {}", self.claim.replace('\n', "; ")), theme.text));
        }
        let series =
            self.metrics.first().map(|metric| format!("{} {}", metric.name, wording::series(metric)));
        out.extend(series.map(|text| line(&text, theme.good)));
        out.truncate(rows.max(1));
        out
    }

    fn since_lines(&self, cx: &ViewCx, columns: usize) -> Vec<Line<'static>> {
        let theme = &cx.theme;
        let mut out = Vec::new();
        if !self.since.is_empty() {
            out.push(Line::from(Span::styled("since then", theme.muted)));
        }
        for row in self.since.iter().take(4) {
            out.push(both_ends(
                &row.title,
                &row.when.map(|when| wording::near_when(when, cx.today)).unwrap_or_default(),
                columns,
                theme.text,
                theme.muted,
            ));
        }
        out
    }
}
