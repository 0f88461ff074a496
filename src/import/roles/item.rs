//! The roles of items of lists.

use super::{Assigner, NodeId, Owner, Part, Place, Role, Section, has_attribution, label_of};
use crate::import::markup::{bare, is_quoted};
use crate::import::vocabulary::{
    beginning, is_contents, is_continuation, is_instruction, part_of, states_effect,
};
use crate::text::fold;

impl Assigner<'_, '_> {
    pub(super) fn item(&self, id: NodeId, task: Option<bool>, place: Place) -> (Role, bool) {
        let text = self.outline.text(id);
        if is_contents(&text) {
            return (Role::Contents, false);
        }
        if is_instruction(&text) || self.describes_a_label(&text) {
            return (Role::Aside, false);
        }
        if let Some(
            section @ (Section::Education | Section::Skills | Section::Languages | Section::Profile),
        ) = place.section
        {
            return (Role::Profile(section), false);
        }
        if place.owner == Owner::Record {
            return (self.part_of_item(&text, place), false);
        }
        if place.in_part {
            return (Role::Text, false);
        }
        if task == Some(false) && place.section != Some(Section::Goals) {
            return (Role::Plan, false);
        }
        if let Some(role) = item_in(&text, task, place) {
            return (role, false);
        }
        // Only a text with signs beyond those of plain words can quote somebody.
        let may_quote =
            text.bytes().any(|byte| matches!(byte, b'"' | b'>' | b'*' | b'_') || !byte.is_ascii());
        if may_quote && (has_attribution(self.outline.raw(id)) || said_by(&text).is_some()) {
            return (Role::Praise, false);
        }
        if may_quote && is_reading(&text) {
            return (Role::Reading, false);
        }
        if begins_with_time(&text) || is_no_work(&beginning(&text)) {
            return (Role::Text, true);
        }
        if matches!(place.owner, Owner::Project | Owner::Position)
            && let Some(part) = self.part_of_owner(&text, place)
        {
            return (Role::Part(part), false);
        }
        let folded = beginning(&text);
        if ["geplant:", "planned:", "falta:", "todo:", "to do:", "pendiente:", "next:"]
            .iter()
            .any(|word| folded.starts_with(word))
        {
            return (Role::Plan, false);
        }
        if place.is_daily {
            return (Role::Plan, false);
        }
        let is_empty = text.split_whitespace().count() < 2 && self.outline.node(id).children.is_empty();
        let greeting = folded.starts_with("here's to") || folded.starts_with("on to ");
        if greeting {
            return (Role::Aside, true);
        }
        (Role::Win, is_empty)
    }

    /// Returns the role of an item inside another one.
    fn part_of_item(&self, text: &str, place: Place) -> Role {
        if let Some((label, _)) = label_of(text)
            && let Some(part) = part_of(label)
            && matches!(
                part,
                Part::Results | Part::Description | Part::Skills(_) | Part::Date | Part::Links | Part::People
            )
        {
            return Role::Part(part);
        }
        let is_flat = self.facts.style.has_lost_indentation || self.facts.style.has_continuations;
        let is_continued = is_flat && is_continuation(text);
        let is_effect = is_continued && states_effect(text) || place.depth == 1 && states_change(text);
        if is_effect && !place.in_part { Role::Effect } else { Role::Text }
    }

    /// Returns the part of a project or position that an item is, by its label or its first words.
    fn part_of_owner(&self, text: &str, place: Place) -> Option<Part> {
        let labelled = label_of(text).and_then(|(label, _)| part_of(label));
        if let Some(part) =
            labelled.filter(|part| !matches!(part, Part::Date | Part::Project | Part::Links | Part::People))
        {
            return Some(part);
        }
        if place.has_results && self.facts.style.has_lost_indentation && states_effect(text) {
            return Some(Part::Results);
        }
        if place.has_items || place.owner != Owner::Project {
            return None;
        }
        let folded = beginning(text);
        let starts = [
            "initially",
            "the goal was",
            "my task",
            "previously",
            "the problem was",
            "at first",
            "before this",
            "urspruenglich",
            "ursprunglich",
            "al principio",
        ];
        starts.iter().any(|start| folded.starts_with(start)).then_some(Part::Challenge)
    }

    /// Returns `true` for an item of a template that describes a label of the document: `**Impact**: Quantified result`.
    fn describes_a_label(&self, text: &str) -> bool {
        let Some((label, _)) = text.strip_prefix("**").and_then(|rest| rest.split_once("**")) else {
            return false;
        };
        let label = fold(label.trim_end_matches(':'));
        self.facts.labels.contains(&label) || label == "title" && self.facts.labels.len() >= 2
    }
}

/// Returns the role of an item in a section whose items are records.
fn item_in(text: &str, task: Option<bool>, place: Place) -> Option<Role> {
    Some(match place.section? {
        Section::Goals => Role::Goal,
        Section::Plans if task == Some(true) => Role::Win,
        Section::Plans => Role::Plan,
        Section::Past if begins_with_time(text) => Role::Text,
        Section::Past => Role::Win,
        Section::Praise if is_quoted(text) || said_by(text).is_some() || text.contains(": ") => Role::Praise,
        Section::Readings => Role::Reading,
        Section::Experience if place.owner == Owner::Document => Role::Position,
        Section::Stories => Role::Story,
        Section::Projects if place.owner == Owner::Document => Role::Project,
        _ => return None,
    })
}

/// Returns `true` for an item that states a change with its values.
fn states_change(text: &str) -> bool {
    let folded = fold(text);
    let begins =
        ["reduced", "saved", "saves", "improved", "increased", "decreased", "cut ", "impact", "result"];
    let has_digit = text.contains(|c: char| c.is_ascii_digit());
    has_digit
        && (begins.iter().any(|start| folded.starts_with(start))
            || !crate::import::results::figures(text).is_empty())
}

/// Splits `Name: “quotation”` into the name and the quotation.
pub(in crate::import) fn said_by(text: &str) -> Option<(String, &str)> {
    let open = text.find(['"', '“', '„', '«', '»']).filter(|at| *at <= 80)?;
    let (name, quote) = text.split_at(open);
    let name = name
        .trim_end()
        .trim_end_matches("**")
        .trim_end()
        .strip_suffix(':')
        .or_else(|| name.trim_end().strip_suffix(":**"))?;
    let name = bare(name);
    let name = ["quote from ", "zitat von ", "cita de "]
        .iter()
        .find_map(|start| strip_start(&name, start))
        .unwrap_or(name);
    if READ.contains(&fold(&name).as_str()) {
        return None;
    }
    let words = name.split_whitespace().count();
    ((1..=8).contains(&words) && name.starts_with(char::is_uppercase) && starts_quoted(quote))
        .then_some((name, quote))
}

/// Removes a beginning, in any case.
fn strip_start(text: &str, start: &str) -> Option<String> {
    fold(text).starts_with(start).then(|| text.get(start.len()..).map(str::to_owned)).flatten()
}

/// The words in front of something that was read.
const READ: [&str; 6] = ["gelesen", "read", "lei", "leido", "finished reading", "lu"];

/// Returns `true` for an item such as `Read “The Title” by Author`.
pub(super) fn is_reading(text: &str) -> bool {
    let folded = fold(text);
    let rest = READ.iter().find_map(|word| folded.strip_prefix(word));
    rest.is_some_and(|rest| {
        rest.trim_start_matches([':', ' ']).starts_with(['"', '“', '„', '«', '*', '_'])
            && rest.starts_with([':', ' '])
    })
}

/// Returns `true` for an item that tells no work: an absence, or a lack of progress.
fn is_no_work(folded: &str) -> bool {
    let starts = [
        "sick",
        "off ",
        "blocked",
        "vacation",
        "holiday",
        "ooo",
        "pto",
        "krank",
        "urlaub",
        "enfermo",
        "vacaciones",
        "too many meetings",
        "waiting",
        "no progress",
        "was off",
        "i was off",
        "day off",
        "out sick",
        "on leave",
    ];
    starts.iter().any(|start| folded.starts_with(start))
}

/// Returns `true` for an item that begins with the time of a day.
fn begins_with_time(text: &str) -> bool {
    let time = text.split_whitespace().next().unwrap_or_default().trim_end_matches([':', '-', '–', 'h']);
    time.split_once(':').is_some_and(|(hour, minute)| {
        let digits =
            |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        digits(hour) && digits(minute)
    })
}

fn starts_quoted(text: &str) -> bool {
    let end = text.rfind(['"', '”', '“', '»', '«']).unwrap_or(0);
    text.starts_with(['"', '“', '„', '«', '»']) && end > 10 && text.len() - end < 60
}
