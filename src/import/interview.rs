//! The questions of an interview, matched by their key words, and the fields that their answers belong to.

use super::markup::words;

/// The field that an answer belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// A text of a position, by the name of the field.
    Position(&'static str),
    /// Two shares of a position: of coding and of leading.
    Shares,
    /// A text of a story about a failure, by the name of the field.
    Failure(&'static str),
    /// A text of a story with situation, task, action and result.
    Star(&'static str),
    /// A question that has no field: it stays in the notes with its answer.
    Other,
}

impl Answer {
    /// Returns `true` if the answer belongs to a story.
    pub fn is_story(self) -> bool {
        matches!(self, Self::Failure(_) | Self::Star(_))
    }
}

/// Splits a question from its answer: `**Why were you brought in?** We had no tests`, or a question alone.
pub(super) fn question(raw: &str) -> Option<(&str, &str)> {
    let text = raw.trim();
    if let Some((bold, rest)) = text.strip_prefix("**").and_then(|rest| rest.split_once("**")) {
        let is_question = bold.trim_end().ends_with('?') || rest.trim_start().starts_with('?');
        return is_question.then(|| (bold, rest.trim_start_matches(['?', ':', ' ', '\n'])));
    }
    let at = text.find('?')?;
    let (question, answer) = text.split_at(at + 1);
    let is_question = question.len() <= 160 && !question.contains(". ");
    is_question.then(|| (question, answer.trim_start()))
}

/// The questions, each with the words of which it has one of every group. The first match decides. Longer words match
/// by their beginning.
const QUESTIONS: &[(Answer, &[&[&str]])] = &[
    (Answer::Shares, &[&["percent", "percentage", "share", "prozent", "porcentaje"]]),
    (
        Answer::Position("why_hired"),
        &[&["brought", "hired", "hire", "initially", "eingestellt", "contratado", "contrataron"]],
    ),
    (
        Answer::Failure("remedy"),
        &[&["differently", "change", "changed", "anders"], &["would", "do", "next", "did", "wurden"]],
    ),
    (Answer::Failure("failure"), &[&["wrong", "failed", "fail", "failure", "schief", "mal"]]),
    (Answer::Failure("cause"), &[&["cause", "caused", "causes", "ursache", "causa"]]),
    (
        Answer::Failure("remedy"),
        &[&["fix", "fixed", "rectify", "rectification", "remedy", "resolve", "resolved", "recover"]],
    ),
    (
        Answer::Failure("learning"),
        &[&["learn", "learned", "learning", "lesson", "lessons", "gelernt", "aprendiste"]],
    ),
    (Answer::Star("situation"), &[&["situation"]]),
    (Answer::Star("task"), &[&["task", "asked"], &["your", "you"]]),
    (Answer::Star("result"), &[&["result", "outcome", "happened", "resultado", "ergebnis"]]),
    (Answer::Position("team"), &[&["size", "big", "many", "look"], &["team", "people", "equipo"]]),
    (
        Answer::Position("state_found"),
        &[&["find", "found", "state", "arrival", "arrived", "vorgefunden", "encontraste"]],
    ),
    (
        Answer::Position("users"),
        &[&["users", "user", "customers", "nutzer", "usuarios"], &["who", "end", "wer", "quienes"]],
    ),
    (Answer::Position("built"), &[&["build", "built", "implement", "implemented", "gebaut", "construiste"]]),
    (
        Answer::Position("product"),
        &[
            &["app", "application", "product", "software", "platform", "company"],
            &["what", "do", "does", "was"],
        ],
    ),
    (Answer::Position("challenges"), &[&["challenge", "challenges", "hardest", "difficult"]]),
    (Answer::Position("day_to_day"), &[&["day", "days", "task", "tasks", "documentation"]]),
    (Answer::Position("testing"), &[&["test", "testing", "tests", "tested"]]),
    (Answer::Position("meetings"), &[&["meeting", "meetings"]]),
    (Answer::Position("contributions"), &[&["contribution", "contributions", "proud"]]),
    (Answer::Star("action"), &[&["did", "action", "actions"], &["you"], &["do"]]),
];

/// Returns the field of the answer to a question, by the words of the question.
pub(super) fn answer(text: &str) -> Option<Answer> {
    if !text.trim_end().ends_with('?') {
        return None;
    }
    let words = words(text);
    let has = |group: &&[&str]| {
        words
            .iter()
            .any(|word| group.iter().any(|each| word == each || each.len() > 5 && word.starts_with(each)))
    };
    let found = QUESTIONS.iter().find(|(_, groups)| groups.iter().all(has));
    Some(found.map_or(Answer::Other, |(answer, _)| *answer))
}

/// Returns the shares of coding and of leading, in percent, that an answer states: `70 / 30`, `90 % coding`.
pub(super) fn shares(text: &str) -> Option<(u32, Option<u32>)> {
    let numbers: Vec<u32> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|digits| digits.parse().ok())
        .filter(|number| *number <= 100)
        .collect();
    // Several pairs describe a change over time: neither is the share.
    match numbers[..] {
        [coding] => Some((coding, None)),
        [a, b] if a + b <= 100 => {
            let folded = text.to_lowercase();
            let leads_first =
                matches!((folded.find("lead"), folded.find("cod")), (Some(lead), Some(code)) if lead < code);
            Some(if leads_first { (b, Some(a)) } else { (a, Some(b)) })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_matched_by_their_key_words() {
        for (question, field) in [
            ("Why were you brought in?", Answer::Position("why_hired")),
            ("What did the company hire you to do initially?", Answer::Position("why_hired")),
            ("What did you find?", Answer::Position("state_found")),
            ("What was the state of the code upon arrival?", Answer::Position("state_found")),
            ("How big was the team?", Answer::Position("team")),
            ("What did you build?", Answer::Position("built")),
            ("What does the application do?", Answer::Position("product")),
            ("Who were the end users?", Answer::Position("users")),
            ("What percentage was coding and what percentage leading?", Answer::Shares),
            ("What went wrong?", Answer::Failure("failure")),
            ("What was the cause?", Answer::Failure("cause")),
            ("How did you fix it?", Answer::Failure("remedy")),
            ("What did you learn?", Answer::Failure("learning")),
            ("How did you run meetings?", Answer::Position("meetings")),
            ("Why did you leave?", Answer::Other),
        ] {
            assert_eq!(answer(question), Some(field), "{question}");
        }
        assert_eq!(answer("Cache layer"), None);
        assert_eq!(question("**Why?** Because."), Some(("Why?", "Because.")));
    }

    #[test]
    fn shares_are_read_if_there_is_one_pair() {
        assert_eq!(shares("70 / 30 most of the time"), Some((70, Some(30))));
        assert_eq!(shares("About 20 % leading and 80 % coding"), Some((80, Some(20))));
        assert_eq!(shares("90% coding. I did lead the reviews."), Some((90, None)));
        assert_eq!(shares("70 / 30 in the first year, 30 / 70 by the end."), None);
    }
}
