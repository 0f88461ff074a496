//! The questions that a listener would ask after a story, generated from what the story and its records lack.

use super::Rule;
use crate::domain::story::{Shape, StoryState};
use crate::domain::{Story, WinView};

/// Returns the questions that a listener would ask after a story, the most likely first. `wins` are the wins that
/// the story is about.
pub fn questions(story: &Story, wins: &[WinView]) -> Vec<String> {
    let texts: Vec<&str> = story.chapters().map(|(_, text)| text).collect();
    let text = texts.join("\n");
    let words: Vec<String> = super::words::words(&text);
    let has = |all: &[&str]| words.iter().any(|word| all.contains(&word.as_str()));
    let has_number = words.iter().any(|word| word.contains(|c: char| c.is_ascii_digit()))
        || !story.metrics.is_empty()
        || text.contains('{');
    let mut out: Vec<String> = Vec::new();
    if let StoryState::Missing(part) = story.state() {
        out.extend(missing_part(part).map(str::to_owned));
    }
    if story.state() == StoryState::Stub {
        out.push("Can you give an example?".to_owned());
        return out;
    }
    if has(&["we", "our", "us"]) && !has(&["i", "my", "me"]) {
        out.push("What was your own part in it?".to_owned());
    }
    let is_result = story.shape == Shape::Star;
    if is_result && !has_number {
        out.push("How much did it change? Is there a number?".to_owned());
    }
    let compared = has(&["from", "before", "instead", "than", "previously"]) || !story.metrics.is_empty();
    if has_number && !compared && story.shape != Shape::Failure {
        out.push("Compared with what? What was it before?".to_owned());
    }
    if !has(&["because", "since", "so", "therefore", "decided", "chose", "why"]) {
        out.push("Why did you do it this way? What else did you consider?".to_owned());
    }
    let audience = wins.iter().any(|win| !win.audience.is_empty() || !win.impact.is_empty());
    if is_result && !audience && !has(&["for", "users", "customers", "team", "they", "people"]) {
        out.push("Who gained from it?".to_owned());
    }
    if is_result
        && story.outcomes.is_empty()
        && wins.iter().all(|win| win.follow_ups.iter().all(|each| each.outcome.is_empty()))
    {
        out.push("Has it held? What came of it later?".to_owned());
    }
    if story.shape != Shape::Failure {
        out.push("What would you do differently today?".to_owned());
    } else if !has(&["now", "since", "today", "always", "never"]) {
        out.push("What do you do differently since then?".to_owned());
    }
    out.extend(from_rules(wins));
    out.dedup();
    out
}

/// Returns the question about the first missing part of a story.
fn missing_part(label: &str) -> Option<&'static str> {
    Some(match label {
        "situation" => "What was the situation? What was wrong?",
        "task" => "What was your task?",
        "action" => "What did you do, step by step?",
        "result" => "What was the result?",
        "failed" => "What failed, and who noticed?",
        "cause" => "Why did it fail?",
        "remedy" => "How did you put it right?",
        "learned" => "What did you learn from it?",
        "answer" => "Can you give an example?",
        _ => return None,
    })
}

/// Returns the rules that the wins break, asked as questions, each with the title of its win.
fn from_rules(wins: &[WinView]) -> Vec<String> {
    let mut out = Vec::new();
    for win in wins {
        for finding in super::findings(win) {
            let question = match finding.rule {
                Rule::Amount | Rule::Unit => "By how much?",
                Rule::Before => "Compared with what?",
                Rule::ForWhom => "For whom?",
                Rule::MyPart => "What was your part?",
                Rule::Vague | Rule::Specific | Rule::OneWord => "What exactly?",
                Rule::ActionVerb | Rule::Filler | Rule::Unfinished | Rule::Order | Rule::CutTitle => continue,
            };
            let question = format!("{question} (“{}”)", win.title);
            if !out.contains(&question) {
                out.push(question);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn star(situation: &str, task: &str, action: &str, result: &str) -> Story {
        Story {
            title: "The vacuum job".into(),
            situation: situation.into(),
            task: task.into(),
            action: action.into(),
            result: result.into(),
            ..Story::default()
        }
    }

    #[test]
    fn a_listener_asks_for_what_is_missing() {
        let story = star("Mondays were slow", "We had to find out", "We traced the queries", "");
        let asked = questions(&story, &[]);
        assert_eq!(asked[0], "What was the result?");
        assert!(asked.contains(&"What was your own part in it?".to_owned()));
        assert!(asked.contains(&"How much did it change? Is there a number?".to_owned()));
    }

    #[test]
    fn a_complete_story_is_asked_only_what_every_story_is_asked() {
        let story = star(
            "Pages took 9 s on Mondays for all skippers",
            "I had to find the cause",
            "I traced it to a vacuum job because the load followed its schedule",
            "Down from 9 s to 400 ms; I moved the job to the night",
        );
        let asked = questions(&story, &[]);
        let expected = ["Has it held? What came of it later?", "What would you do differently today?"];
        assert_eq!(asked, expected);
    }

    #[test]
    fn a_stub_is_asked_for_an_example() {
        let story = Story { shape: Shape::Question, title: "A conflict".into(), ..Story::default() };
        assert_eq!(questions(&story, &[]), ["Can you give an example?"]);
    }
}
