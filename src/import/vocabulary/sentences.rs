//! The words by which sentences tell a role, an instruction, a continuation, an effect or an accomplishment.

use super::{beginning, words};
use crate::text::fold;

/// The words of roles in a line such as `Technical Lead, DevOps.`
const ROLE_WORDS: &[&str] = &[
    "lead",
    "engineer",
    "developer",
    "devops",
    "manager",
    "architect",
    "designer",
    "programmer",
    "consultant",
    "director",
    "scientist",
    "analyst",
    "administrator",
    "intern",
    "founder",
    "owner",
    "specialist",
    "trainer",
    "training",
    "support",
    "tester",
    "sre",
    "cto",
    "principal",
    "entwickler",
    "entwicklerin",
    "leiter",
    "ingenieur",
    "ingeniero",
    "ingeniera",
    "desarrollador",
    "desarrolladora",
    "freelancer",
    "head",
    "officer",
    "researcher",
    "maintainer",
    "contractor",
];

/// Returns `true` if a text has a word of a role.
pub(in crate::import) fn has_role_word(text: &str) -> bool {
    words(text).iter().any(|word| ROLE_WORDS.contains(&word.as_str()))
}

/// Returns `true` for a line of roles, as timelines have it: it ends in a full stop.
pub(in crate::import) fn is_role_line(text: &str) -> bool {
    text.ends_with('.') && text.split_whitespace().count() <= 8 && has_role_word(text)
}

/// Returns `true` if a text is an instruction from a template to the user.
pub(in crate::import) fn is_instruction(text: &str) -> bool {
    let folded = beginning(text);
    let starts = [
        "for each one",
        "for each project",
        "remember:",
        "remember to",
        "e.g.",
        "tip:",
        "what your contributions were",
        "the impact of the project",
        "list your",
        "write down",
        "don't forget",
        "think about",
        "what did you",
        "what were you",
        "fill in",
        "use this template",
        "note to self",
        "notes to self",
        "delete this",
    ];
    let is_placeholder =
        text.starts_with('[') && text.ends_with(']') && !text.contains("](") && !text.contains("[[");
    starts.iter().any(|start| folded.starts_with(start))
        || is_placeholder
        || text.matches('?').count() >= 2 && asks_the_reader(text)
}

fn asks_the_reader(text: &str) -> bool {
    let folded = fold(text);
    folded.contains("your") || folded.contains("did you")
}

/// Returns `true` if a text is an entry of a table of contents: only a link to an anchor of the same page.
pub(in crate::import) fn is_contents(text: &str) -> bool {
    let rest = text.trim().strip_prefix('[').and_then(|rest| rest.split_once("](#"));
    rest.is_some_and(|(_, anchor)| anchor.ends_with(')') && !anchor.contains(' '))
}

/// The beginnings of a sentence that continues the item above it.
const CONTINUATIONS: &[&str] = &[
    "this ",
    "that ",
    "these ",
    "those ",
    "it ",
    "they ",
    "which ",
    "one of which",
    "part of this",
    "part of that",
    "as opposed",
    "as a result",
    "in the process",
    "other teams",
    "bringing ",
    "resulting",
    "leading to ",
    "see ",
    "we had",
    "found ",
    "highly recommend",
    "dies ",
    "das ",
    "esto ",
    "eso ",
    "frontend was",
    "backend was",
    "copy:",
    "thereby ",
    "also ",
];

/// Returns `true` if a sentence continues the one above it.
pub(in crate::import) fn is_continuation(text: &str) -> bool {
    let folded = beginning(text);
    CONTINUATIONS.iter().any(|start| folded.starts_with(start))
}

/// Returns `true` if a sentence that continues another one states an effect.
pub(in crate::import) fn states_effect(text: &str) -> bool {
    let folded = fold(text);
    let verbs = [
        "reduc",
        "brought",
        "bringing",
        "improv",
        "increas",
        "decreas",
        "sav",
        "made ",
        "makes ",
        "set the standard",
        "adopted",
        "influenced",
        "enabl",
        "allow",
        "result",
        "cut ",
        "eliminat",
        "speed",
        "faster",
        "better",
        "higher",
        "created a",
        "lower",
        "reduj",
        "mejor",
        "aument",
        "verbesser",
        "gesenkt",
        "spart",
        "impact",
    ];
    verbs.iter().any(|verb| folded.contains(verb))
}

/// Verbs of accomplishments at the beginning of a title, in the past tense and in other forms.
const VERBS: &str = " achieved acted added adopted advised advocated analysed analyzed architected assisted audited authored automated built championed coached collaborated configured consolidated consulted contributed converted coordinated created cut debugged defined delivered deployed designed developed diagnosed directed documented drafted drove earned empowered enabled engineered established evaluated exceeded expanded expedited extended facilitated fixed founded gave guided handled helped hosted identified implemented improved increased initiated integrated introduced investigated launched learned led made maintained managed mentored merged migrated moved negotiated offered onboarded optimised optimized organised organized oversaw owned paired participated partnered pioneered planned positioned presented prevented published raised ran rebuilt redesigned reduced refactored released removed replaced resolved responded reviewed revamped rewrote scaled set shipped simplified spearheaded spoke standardised standardized started streamlined supported taught tested trained transitioned tuned unblocked uncovered updated upgraded won worked wrote ";

/// Returns `true` if a text begins with a verb of an accomplishment.
pub(in crate::import) fn begins_with_verb(text: &str) -> bool {
    let first = text.split_whitespace().find(|word| !word.to_lowercase().ends_with("ly")).unwrap_or_default();
    let first = fold(first);
    VERBS.contains(&format!(" {} ", first.trim_matches(|c: char| !c.is_alphanumeric())))
}
