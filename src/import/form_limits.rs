//! Finds the limit of an answer in the words of a question, such as `(max. 4,000 bytes)`.

use crate::domain::LimitUnit;

/// The words for what an answer is made of, by their stems.
const ITEMS: [&str; 13] = [
    "beispiel",
    "beispiele",
    "erfolge",
    "item",
    "accomplishment",
    "achievement",
    "example",
    "win",
    "bullet",
    "highlight",
    "result",
    "contribution",
    "strength",
];

/// Returns the unit that a word names, and the number of units that it stands for.
fn unit_of(word: &str) -> Option<(LimitUnit, u32)> {
    let stem = word.strip_suffix('s').unwrap_or(word);
    match stem {
        "word" | "wort" | "wörter" | "worte" | "mot" | "palabra" => Some((LimitUnit::Words, 1)),
        "character" | "char" | "letter" | "zeichen" | "caractère" | "caractere" | "caracter" => {
            Some((LimitUnit::Characters, 1))
        }
        "byte" | "octet" => Some((LimitUnit::Bytes, 1)),
        "kb" | "kilobyte" => Some((LimitUnit::Bytes, 1000)),
        _ if ITEMS.contains(&stem) => Some((LimitUnit::Items, 1)),
        _ => None,
    }
}

/// The number words below twenty, from one, and the tens from twenty.
const NUMBERS: [&str; 19] = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

fn number_word(word: &str) -> Option<u32> {
    let below_twenty = NUMBERS.iter().position(|each| *each == word).map(|at| at + 1);
    let ten = || TENS.iter().position(|each| *each == word).map(|at| (at + 2) * 10);
    u32::try_from(below_twenty.or_else(ten)?).ok()
}

/// Reads digits: `60`, `4,000`, `1.500`, `3–5` as its end, `4k`, `1.5k`.
fn digits_of(word: &str) -> Option<u32> {
    let last = word.rsplit(['-', '–']).next().unwrap_or(word);
    if let Some(thousands) = last.strip_suffix('k') {
        let (whole, part) = thousands.split_once('.').unwrap_or((thousands, "0"));
        let tenths = part.parse::<u32>().ok().filter(|_| part.len() == 1)?;
        return whole.parse::<u32>().ok()?.checked_mul(1000)?.checked_add(tenths * 100);
    }
    let is_separator = |c: char| matches!(c, ',' | '.' | '\'' | '\u{a0}' | '\u{202f}');
    let mut groups = last.split(is_separator);
    let first = groups.next().filter(|first| !first.is_empty())?;
    let is_grouped = groups.clone().all(|group| group.len() == 3);
    let digits: String = std::iter::once(first).chain(groups).collect();
    (is_grouped && digits.chars().all(|c| c.is_ascii_digit())).then(|| digits.parse().ok()).flatten()
}

/// Reads the number at the beginning of some words, such as `4 000` or `one hundred and fifty`, and returns the number of
/// words that it takes.
fn number_of(words: &[&str]) -> Option<(u32, usize)> {
    let first = words.first()?;
    if let Some(number) = digits_of(first) {
        let is_group = |word: &&&str| word.len() == 3 && word.chars().all(|c| c.is_ascii_digit());
        return match words.get(1).filter(is_group).filter(|_| first.len() <= 3) {
            Some(group) => Some((digits_of(&format!("{first},{group}"))?, 2)),
            None => Some((number, 1)),
        };
    }
    let (mut total, mut current, mut taken) = (0_u32, 0_u32, 0);
    for (at, word) in words.iter().enumerate() {
        match (number_word(word), *word) {
            (Some(number), _) => current = current.checked_add(number)?,
            (None, "hundred") if at > 0 => current = current.checked_mul(100)?,
            (None, "thousand") if at > 0 => (total, current) = (current.checked_mul(1000)?, 0),
            (None, "and") if at > 0 && words.get(at + 1).is_some_and(|next| number_word(next).is_some()) => {}
            _ => break,
        }
        taken = at + 1;
    }
    (taken > 0).then_some((total.saturating_add(current), taken))
}

/// Returns the unit at the beginning of `character limit`, `word count` or `Zeichenlimit`, and the number of words.
fn unit_before(words: &[&str]) -> Option<((LimitUnit, u32), usize)> {
    let first = words.first()?;
    if let Some(unit) = first.strip_suffix("limit").and_then(unit_of) {
        return Some((unit, 1));
    }
    let unit = unit_of(first)?;
    words.get(1).filter(|word| matches!(**word, "limit" | "count" | "maximum" | "max")).map(|_| (unit, 2))
}

/// A limit in the words of a question; `true` if it holds for each of several answers.
pub(super) type Found = (u32, LimitUnit, bool);

/// The largest number that can be a limit in items; `2025 accomplishments` and `360 review` are none.
const MAX_ITEMS: u32 = 50;

/// Returns the limits in the words of a question, in their order. Minimums are no limits.
pub(super) fn limits(text: &str) -> Vec<Found> {
    let lower = text.to_lowercase();
    let mut words: Vec<&str> = Vec::new();
    for word in lower.split_whitespace() {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        // `250-word` has a number and a unit.
        match word.split_once('-') {
            Some((number, unit)) if digits_of(number).is_some() && unit_of(unit).is_some() => {
                words.extend([number, unit]);
            }
            _ if !word.is_empty() => words.push(word),
            _ => {}
        }
    }
    let mut out = Vec::new();
    let mut at = 0;
    while at < words.len() {
        // `Character limit: 1500` has the unit first.
        if let Some((unit, taken)) = unit_before(&words[at..]) {
            let number = number_of(&words[at + taken..]).filter(|(number, _)| *number > 0);
            if let Some((number, of_number)) = number {
                out.push((number.saturating_mul(unit.1), unit.0, false));
                at += taken + of_number;
                continue;
            }
        }
        let Some((number, taken)) = number_of(&words[at..]).filter(|(number, _)| *number > 0) else {
            at += 1;
            continue;
        };
        let is_minimum =
            words[at.saturating_sub(2)..at].iter().any(|word| matches!(*word, "minimum" | "min" | "least"));
        at += taken;
        // An adjective may stand between the two, but no other number: `three key accomplishments`, `between 200 and 300
        // words`.
        let before_next = (at..words.len()).take(3).take_while(|next| number_of(&words[*next..]).is_none());
        let unit = before_next.into_iter().find_map(|next| Some((next, unit_of(words[next])?)));
        let Some((place, (unit, times))) = unit.filter(|_| !is_minimum) else { continue };
        if unit == LimitUnit::Items && number > MAX_ITEMS {
            continue;
        }
        let is_each = words.get(place + 1).is_some_and(|next| matches!(*next, "each" | "per" | "apiece"))
            || words[at.saturating_sub(3)..at].iter().any(|word| matches!(*word, "je" | "jeweils" | "each"));
        out.push((number.saturating_mul(times), unit, is_each));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_found_in_the_words_of_a_question() {
        for (text, limit) in [
            ("What did you achieve? (max. 4,000 bytes)", vec![(4000, "bytes")]),
            ("Describe your impact in 60 words or fewer.", vec![(60, "words")]),
            ("List 3–5 accomplishments with measures.", vec![(5, "items")]),
            ("Your three most important wins", vec![(3, "items")]),
            ("Feedback for the team: up to 1500 characters", vec![(1500, "characters")]),
            ("Since 2019, how have you grown?", vec![]),
            ("Your top 2025 accomplishments", vec![]),
            ("In your 360 review, list examples.", vec![]),
            ("One hundred words on values", vec![(100, "words")]),
            ("One hundred and fifty words maximum", vec![(150, "words")]),
            ("Minimum 50 words, maximum 100 words: growth", vec![(100, "words")]),
            ("Between 200 and 300 words: impact", vec![(300, "words")]),
            ("Growth (250-word limit)", vec![(250, "words")]),
            ("At most 2 KB", vec![(2000, "bytes")]),
            ("Max 1.5k characters", vec![(1500, "characters")]),
            ("Réponse (4 000 caractères)", vec![(4000, "characters")]),
            ("Antwort, höchstens 1.500 Zeichen", vec![(1500, "characters")]),
            ("Zeichenlimit: 1500. Wirkung?", vec![(1500, "characters")]),
            ("Impact (character limit: 2,000)", vec![(2000, "characters")]),
            ("Nennen Sie höchstens 3 Beispiele", vec![(3, "items")]),
        ] {
            let found: Vec<_> = limits(text).iter().map(|(number, unit, _)| (*number, unit.word())).collect();
            assert_eq!(found, limit, "{text}");
        }
    }
}
