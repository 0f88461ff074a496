//! Joins the words of a date that was typed without quotes.

use std::ops::Range;

use chrono::NaiveDate;

use super::lexer::Word;
use crate::domain::date_phrase::{Bias, parse_when};

/// Returns the date of a past day that a title begins or ends with as text, such as `last friday`; `None` if it has none, or
/// consists of it.
pub(super) fn date_as_text(title: &str, today: NaiveDate) -> Option<String> {
    let words: Vec<&str> = title.split_whitespace().collect();
    let longest = LONGEST_DATE.min(words.len().checked_sub(1)?);
    let ends = (1..=longest).rev().map(|count| &words[words.len() - count..]);
    let begins = (1..=longest).rev().map(|count| &words[..count]);
    let phrases =
        ends.chain(begins).map(|words| words.join(" ").trim_end_matches(['.', '!', ',']).to_owned());
    phrases.into_iter().find(|phrase| {
        let phrase = phrase.to_lowercase();
        let is_past = phrase == "yesterday"
            || phrase.ends_with(" ago")
            || phrase.strip_prefix("last ").is_some_and(|day| day.ends_with("day"));
        is_past && parse_when(&phrase, today, Bias::Past).is_ok()
    })
}

/// The maximum number of words of a date behind `date:` or `due:` without quotes.
const LONGEST_DATE: usize = 4;

/// Joins the words of an unquoted date: `date:mar 2025` and `due:in 3 months` are one word each.
pub(super) fn with_whole_dates<'a>(line: &'a str, words: &[Word<'a>], today: NaiveDate) -> Vec<Word<'a>> {
    // The words and the white space between them are the whole line.
    let mut end = 0;
    let ranges: Vec<Range<usize>> = words
        .iter()
        .map(|word| {
            let start = end + word.space.len();
            end = start + word.text.len();
            start..end
        })
        .collect();
    let mut out = Vec::with_capacity(words.len());
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let start = ranges[at].start;
        let key = ["date:", "due:"].into_iter().find(|key| word.text.starts_with(key)).filter(|_| !word.code);
        let longest = key.and_then(|key| {
            (2..=LONGEST_DATE.min(words.len() - at)).rev().find_map(|count| {
                let is_text = |word: &Word<'_>| word.text.contains(char::is_alphanumeric);
                if !words[at..at + count].iter().all(is_text) {
                    return None;
                }
                let joined = &line[start..ranges[at + count - 1].end];
                let date = joined[key.len()..].trim_end_matches(['.', ',', ';', '!']);
                parse_when(date, today, if key == "due:" { Bias::Future } else { Bias::Past }).ok()?;
                Some((count, joined))
            })
        });
        let (count, text) = longest.unwrap_or((1, word.text));
        out.push(Word { text, ..*word });
        at += count;
    }
    out
}
