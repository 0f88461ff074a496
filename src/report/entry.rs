//! The entries of a document: wins, projects, metrics, goals, outcomes and praise in words.

use serde::{Deserialize, Serialize};

/// The head of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Head {
    /// The name of the author; empty if it is unknown.
    pub name: String,
    /// The title of the author's position at the end of the period, or the profession; may be empty.
    pub role: String,
    /// The reader and the day on which the document was made: `prepared for my manager, 4 March 2026`.
    pub prepared: String,
}

/// A total of the period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    /// The number, such as `61` or `4 of 6`.
    pub figure: String,
    /// The words after the number, such as `wins in 8 projects`.
    pub text: String,
}

/// A metric in the table of numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct NumberEntry {
    /// The name of the metric, in words.
    pub metric: String,
    /// The name of the project or the goal that the metric belongs to; may be empty.
    pub project: String,
    /// The value at the beginning of the period.
    pub before: String,
    /// The last value of the period.
    pub now: String,
    /// The change between the two.
    pub change: String,
    /// The values of the period as a line of bars; empty for a single one.
    pub line: String,
}

/// A win in a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct Entry {
    /// The ID of the win.
    #[serde(default)]
    pub id: String,
    /// The title of the win.
    pub title: String,
    /// The date, in words.
    pub date: String,
    /// `true` if the win is starred.
    pub starred: bool,
    /// The name of the project, for an entry that is not listed under it; otherwise empty.
    pub project: String,
    /// The figures in words, such as `latency 800ms → 400ms (−50 %)`.
    pub figures: Vec<String>,
    /// Those of the figures whose values the title names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub named: Vec<String>,
    /// The figures of a highlight in two parts, for the pages that set them beside its text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<FigureEntry>,
    /// The confidence of the win's number, such as `measured`; for a highlight, may be empty.
    pub confidence: String,
    /// The people who benefit from the win; may be empty.
    pub audience: String,
    /// The roles of the user.
    pub roles: Vec<String>,
    /// The people with whom the user worked; empty for the public.
    #[serde(default)]
    pub people: Vec<String>,
    /// The month in words, without the year of the period; empty if only the year is known. `None` outside a review.
    #[serde(default)]
    pub month: Option<String>,
    /// The people who gained, and the change for them; may be empty.
    pub impact: String,
    /// The notes, in Markdown.
    pub notes: String,
    /// The metrics of the win that have later values.
    pub since: Vec<Series>,
    /// The outcomes of the follow-ups about the win.
    pub outcomes: Vec<Outcome>,
    /// The links; empty for the public.
    #[serde(default)]
    pub links: Vec<String>,
    /// The praise for the win.
    #[serde(default)]
    pub praise: Vec<PraiseEntry>,
    /// `true` if the figures and outcomes are shown in the highlights, and not here.
    #[serde(default)]
    pub highlighted: bool,
}

/// A figure in two parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct FigureEntry {
    /// The values, such as `800 ms → 400 ms`, or the change if only that is known.
    pub values: String,
    /// The name in words and the change, such as `latency, −50 %`.
    pub about: String,
}

impl Entry {
    /// Returns the figures that the title does not name.
    pub fn new_figures(&self) -> impl Iterator<Item = &String> {
        self.figures.iter().filter(|figure| !self.named.contains(figure))
    }

    /// Returns the title with the name of the project, and with the first figure that the title does not name.
    pub fn line(&self) -> String {
        let figure = self.new_figures().next();
        let mut out = self.title.clone();
        if figure.is_some() || !self.project.is_empty() {
            out.truncate(out.trim_end_matches('.').len());
        }
        if !self.project.is_empty() {
            out.push_str(&format!(" ({})", self.project));
        }
        if let Some(figure) = figure {
            out.push_str(&format!(": {figure}"));
        }
        out
    }

    /// Returns points for a star, an outcome, a figure, praise, an impact and notes, by which the best wins of a
    /// document are chosen.
    pub fn worth(&self) -> u32 {
        let points = [
            (self.starred, 8),
            (!self.outcomes.is_empty(), 6),
            (!self.figures.is_empty(), 4),
            (!self.praise.is_empty(), 3),
            (!self.impact.is_empty(), 2),
            (!self.notes.is_empty(), 1),
        ];
        points.into_iter().filter(|(is, _)| *is).map(|(_, points)| points).sum()
    }
}

/// A metric with its values in words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// The name of the metric.
    pub name: String,
    /// The values and the change, such as `800ms → 400ms (4 March 2026), −50 %`.
    pub told: String,
    /// The index of the metric's chart in the document; `None` for fewer than two points, which make no
    /// chart.
    pub chart: Option<usize>,
    /// The caption of the chart: the name in words, the first and the last value, and their months.
    #[serde(default)]
    pub caption: String,
    /// The number of values.
    #[serde(default)]
    pub values: usize,
    /// `true` if all values were logged by one win, whose entry shows them already.
    #[serde(default)]
    pub brought: bool,
}

/// An outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Outcome {
    /// The ID of the follow-up.
    #[serde(default)]
    pub id: String,
    /// The day on which the outcome was recorded, in words; may be empty.
    pub date: String,
    /// The month of that day in words, in a review without the year of its period; may be empty.
    #[serde(default)]
    pub month: String,
    /// The outcome in one line.
    pub text: String,
}

/// A goal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct GoalEntry {
    /// The ID of the goal.
    pub id: String,
    /// The title of the goal.
    pub title: String,
    /// The reason for the goal.
    pub why: String,
    /// The sign of its state: `✓` done, `→` open, `↷` carried over, `–` dropped.
    pub mark: &'static str,
    /// The progress and the end, such as `2 of 2, done on 4 March 2026`; may be empty.
    pub went: String,
    /// The progress and the comment of the end, without its day: `2 of 2 milestones: letter of the committee`; may be empty.
    pub result: String,
    /// The comment of its end; may be empty.
    #[serde(skip)]
    pub comment: String,
    /// The month of its end, such as `Mar 2026`; empty for an open goal.
    pub ended: String,
    /// The titles of the first records that count as evidence, at most three.
    pub evidence: Vec<String>,
    /// The number of further ones.
    pub more: usize,
}

/// A project.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct ProjectEntry {
    /// The ID of the project.
    pub id: String,
    /// The name of the project.
    pub name: String,
    /// The dates, in words.
    pub span: String,
    /// The roles of the user.
    pub roles: Vec<String>,
    /// The languages, technologies and methods.
    pub skills: Vec<String>,
    /// The summary; may be empty, as may the other texts.
    pub summary: String,
    /// The problem that the project solved, as Markdown.
    pub challenge: String,
    /// The way in which the project solved it, as Markdown.
    pub solution: String,
    /// The results of the project; may be empty.
    pub results: String,
    /// The things that the user liked; for the user.
    pub liked: String,
    /// The things that were hard; for the user.
    pub hard: String,
    /// The reflection and the lessons.
    pub learned: String,
    /// The wins of the project in the period.
    pub wins: Vec<Entry>,
    /// The finished reading notes; only for the learning category in the appendix.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<ReadingEntry>,
    /// The metrics of the project.
    pub metrics: Vec<Series>,
    /// The outcomes of the follow-ups about the project.
    pub outcomes: Vec<Outcome>,
    /// The other people on the project; only in a document about a career, like the members below.
    pub team: String,
    /// The people whom the project is for.
    pub audience: String,
    /// The notes, in Markdown; for the user.
    pub notes: String,
    /// The links; empty for the public.
    pub links: Vec<String>,
    /// The projects that are parts of this one, the latest first.
    pub parts: Vec<ProjectEntry>,
}

/// A project or a category of the short form, whose wins are in the appendix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct BriefEntry {
    /// The name of the project or the title of the category.
    pub name: String,
    /// The number of wins.
    pub wins: usize,
    /// The summary of a project without titles; may be empty.
    pub about: String,
    /// The titles of the best wins that are no highlights, with their first figure, and those of reading notes.
    pub titles: Vec<String>,
    /// The latest outcome of a project.
    pub outcome: Option<Outcome>,
}

impl ProjectEntry {
    /// Calls `apply` with the wins of the project and of its parts.
    pub(super) fn for_each_list(&mut self, apply: &mut impl FnMut(&mut Vec<Entry>)) {
        apply(&mut self.wins);
        self.parts.iter_mut().for_each(|part| part.for_each_list(apply));
    }
}

/// A reading note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingEntry {
    /// The ID of the reading note.
    pub id: String,
    /// The title of the reading note.
    pub title: String,
    /// The authors, separated by commas; may be empty.
    pub authors: String,
    /// The medium; empty for a book.
    pub medium: String,
    /// The lines of the takeaways, followed by the lines about changes in the user's work.
    pub takeaways: Vec<String>,
}

/// A quotation of what a person said about the user's work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct PraiseEntry {
    /// The ID of the praise.
    #[serde(default)]
    pub id: String,
    /// The words of the person; may have several paragraphs.
    pub quote: String,
    /// The person, the place and the date; may be empty.
    pub attribution: String,
    /// The title of the win or the name of the project; empty for an entry that is listed under it.
    #[serde(default)]
    pub about: String,
}

/// The receipt of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The sentence, or a title.
    pub text: String,
    /// The short id of the record.
    pub record: String,
    /// The field of the record.
    pub field: String,
    /// The day on which the field was written, in words; empty if it is unknown.
    pub written: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_the_first_figure_that_the_title_does_not_name() {
        let figures = vec!["wait 8 → 4 min".to_owned(), "cost $9".to_owned()];
        let named = vec![figures[0].clone()];
        let one = Entry { title: "Cut it from 8 to 4 min.".into(), named, ..Entry::default() };
        assert_eq!(one.line(), "Cut it from 8 to 4 min.");
        let both = Entry { figures: figures.clone(), project: "Gate".into(), ..one };
        assert_eq!(both.line(), "Cut it from 8 to 4 min (Gate): cost $9");
        assert_eq!(both.new_figures().collect::<Vec<_>>(), [&figures[1]]);
    }
}
