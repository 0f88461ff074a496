//! Splits pasted praise of several people into one entry for each person.
//!
//! Recognised are chat messages under a line with a name and a time, quotes above a line `— Name`, and lines
//! `Name: quote`. Text that belongs to no person becomes an entry without a person: no word is dropped.

use crate::domain::Praise;

/// The maximum number of words of a name.
const NAME_WORDS: usize = 4;

/// Returns the entries of a pasted text, in its order; one entry without a person if no person is recognised.
pub fn split(text: &str) -> Vec<Praise> {
    let text = text.replace("\r\n", "\n");
    let lines: Vec<&str> = text.lines().collect();
    let found = under_headers(&lines).or_else(|| above_attributions(&lines)).or_else(|| after_names(&lines));
    let all = found.unwrap_or_else(|| vec![entry("", "", &lines)]);
    all.into_iter().filter(|each| !each.quote.is_empty()).collect()
}

/// Creates an entry from lines, without marks of a quotation in front of them.
fn entry(from: &str, place: &str, lines: &[&str]) -> Praise {
    let bare = |line: &&str| line.trim().strip_prefix('>').map_or(line.trim(), str::trim).to_owned();
    let quote = lines.iter().map(bare).collect::<Vec<_>>().join("\n");
    let mut praise =
        Praise { quote, from: from.trim().to_owned(), place: place.trim().to_owned(), ..Praise::default() };
    crate::domain::Record::normalise(&mut praise, None, chrono::NaiveDate::MIN);
    praise
}

/// Returns the entries of chat messages: each begins with a line that has a name and a time.
fn under_headers(lines: &[&str]) -> Option<Vec<Praise>> {
    let headers: Vec<(usize, String)> =
        lines.iter().enumerate().filter_map(|(at, line)| Some((at, header(line)?))).collect();
    let first = headers.first()?.0;
    let mut out = vec![entry("", "", &lines[..first])];
    for (index, (at, name)) in headers.iter().enumerate() {
        let end = headers.get(index + 1).map_or(lines.len(), |(next, _)| *next);
        out.push(entry(name, "", &lines[at + 1..end]));
    }
    Some(out)
}

/// Returns the name in a line such as `Ana Lopez  10:42 AM` or `[10:42] Ana Lopez`.
fn header(line: &str) -> Option<String> {
    let is_time = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_ascii_digit());
        word.split_once(':').is_some_and(|(hour, minute)| {
            let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            digits(hour) && minute.split(':').all(digits) && hour.len() <= 2
        })
    };
    let words: Vec<&str> = line.split_whitespace().collect();
    let time = words.iter().position(|word| is_time(word))?;
    let before = words[..time].iter().map(|word| word.trim_matches(['[', ']', ',', '(', '·', '—', '–', '-']));
    let before: Vec<&str> = before.filter(|word| !word.is_empty()).collect();
    let after: Vec<&str> = words[time + 1..].iter().copied().filter(|word| !is_half_of_day(word)).collect();
    match (&before[..], &after[..]) {
        // A date may stand between the name and the time.
        (name @ [_, ..], []) => {
            let end =
                name.iter().position(|word| word.contains(|c: char| c.is_ascii_digit()) || *word == "at");
            as_name(&name[..end.unwrap_or(name.len())].join(" "))
        }
        ([], name @ [_, ..]) => as_name(name.join(" ").trim_end_matches(':')),
        _ => None,
    }
}

fn is_half_of_day(word: &str) -> bool {
    matches!(
        word.trim_end_matches([']', ')', '.']).to_ascii_lowercase().as_str(),
        "am" | "pm" | "a.m" | "p.m"
    )
}

/// The words inside a name that may begin with a small letter.
const PARTICLES: &[&str] = &["da", "de", "del", "den", "der", "di", "du", "la", "le", "van", "von", "zu"];

/// Returns a text if it can be the name of a person: up to four words, all capitalised but [`PARTICLES`].
fn as_name(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches('@');
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_word =
        |word: &&str| word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '\'' | '’' | '-'));
    // A letter of a script without capitals is accepted.
    let is_name = |word: &&str| !word.starts_with(char::is_lowercase) || PARTICLES.contains(word);
    let fits = words.len() <= NAME_WORDS && words.iter().all(|word| is_word(word) && is_name(word));
    (fits && words.iter().any(|word| !PARTICLES.contains(word))).then(|| words.join(" "))
}

/// Returns the entries of quotes with an attribution below each, or at the end of its line.
fn above_attributions(lines: &[&str]) -> Option<Vec<Praise>> {
    let mut out = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    let mut is_found = false;
    for line in lines {
        let last = open.iter().rev().map(|line| line.trim()).find(|line| !line.is_empty());
        match attribution(line, last.is_some_and(ends_quotation)) {
            Some((before, name, place)) if !before.is_empty() || last.is_some() => {
                open.push(before);
                out.push(entry(&name, place, &open));
                open.clear();
                is_found = true;
            }
            _ => open.push(line),
        }
    }
    out.push(entry("", "", &open));
    is_found.then_some(out)
}

fn ends_quotation(text: &str) -> bool {
    text.ends_with(['”', '"', '»', '’', '“', '«'])
}

/// Returns the text before an attribution, the name and the place: `“Great” — Ana, in the review`. A hyphen begins an
/// attribution only after the end of a quotation, which may be above the line; else it begins an item of a list.
fn attribution(line: &str, is_after_quotation: bool) -> Option<(&str, String, &str)> {
    let dashes = ["— ", "– ", "-- ", "- ", "—", "―"];
    let trimmed = line.trim().trim_start_matches('>').trim();
    for dash in dashes {
        let alone = trimmed.strip_prefix(dash).filter(|_| dash != "- " || is_after_quotation);
        // Inside a line, only a dash after the end of a quotation begins an attribution.
        let inside = || {
            let (before, after) = trimmed.rsplit_once(dash)?;
            let before = before.trim_end();
            // The quotation may be an item of a list.
            let quotation = before.strip_prefix("- ").unwrap_or(before);
            ends_quotation(before).then_some((quotation, after))
        };
        let Some((before, after)) = alone.map(|after| ("", after)).or_else(inside) else { continue };
        let in_parentheses = after.trim().strip_suffix(')').and_then(|after| after.split_once('('));
        let (name, place) = after.split_once(',').or(in_parentheses).unwrap_or((after, ""));
        if let Some(name) = as_name(name.trim_end_matches('.')) {
            return Some((before, name, place.trim()));
        }
    }
    None
}

/// Returns the entries of at least two lines `Name: quote`; further lines belong to the last name. One such line is
/// more often a sentence with a colon than a person's words.
fn after_names(lines: &[&str]) -> Option<Vec<Praise>> {
    let named = |line: &&str| -> Option<(String, usize)> {
        let (name, _) = line.split_once(": ")?;
        Some((as_name(name)?, name.len() + 2))
    };
    let starts: Vec<(usize, String, usize)> = lines
        .iter()
        .enumerate()
        .filter_map(|(at, line)| named(line).map(|(name, length)| (at, name, length)))
        .collect();
    let first = starts.first().filter(|_| starts.len() > 1)?.0;
    let mut out = vec![entry("", "", &lines[..first])];
    for (index, (at, name, length)) in starts.iter().enumerate() {
        let end = starts.get(index + 1).map_or(lines.len(), |(next, ..)| *next);
        let mut own = vec![&lines[*at][*length..]];
        own.extend(&lines[at + 1..end]);
        out.push(entry(name, "", &own));
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String)> {
        split(text).into_iter().map(|praise| (praise.from, praise.quote)).collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|(from, quote)| ((*from).to_owned(), (*quote).to_owned())).collect()
    }

    #[test]
    fn chat_messages_are_split_at_their_names() {
        let chat =
            "Ana Lopez  10:42 AM\nThanks for the fix!\nIt saved the demo.\n\nBo  10:45 AM\nYes, thanks";
        let expected = [("Ana Lopez", "Thanks for the fix!\nIt saved the demo."), ("Bo", "Yes, thanks")];
        assert_eq!(read(chat), pairs(&expected));
        assert_eq!(read("[10:42] Ana: \nThanks"), pairs(&[("Ana", "Thanks")]));
        assert_eq!(read("Ana Lopez, 3 March 2026 at 10:42\nThanks"), pairs(&[("Ana Lopez", "Thanks")]));
    }

    #[test]
    fn quotes_are_split_at_their_attributions() {
        let text = "“Clear and kind.” — Ana\n\n> The best review I had.\n— Bo Chen, retrospective";
        assert_eq!(read(text), pairs(&[("Ana", "Clear and kind."), ("Bo Chen", "The best review I had.")]));
        assert_eq!(split(text)[1].place, "retrospective");
    }

    #[test]
    fn lines_are_split_at_names_with_a_colon() {
        let text = "Ana: Fast and careful\nBo: You helped\nme a lot";
        assert_eq!(read(text), pairs(&[("Ana", "Fast and careful"), ("Bo", "You helped\nme a lot")]));
    }

    #[test]
    fn text_without_a_person_stays_one_entry() {
        for text in [
            "Great work on this.\n\nReally.",
            "we shipped at 10:42 and it held",
            "Note - not a name 3",
            "Great work: you saved us",
            "Great: you saved us",
            "Great traits:\n- Fast\n- Kind",
            "Great work: fast\nReally good: kind",
        ] {
            assert_eq!(read(text), pairs(&[("", text)]), "{text}");
        }
        let expected = [("", "From the retro"), ("Ana", "Great"), ("Jan van Dam", "Kind")];
        assert_eq!(read("From the retro\nAna: Great\nJan van Dam: Kind"), pairs(&expected));
        assert_eq!(read("“Great”\n- Ana"), pairs(&[("Ana", "Great")]));
        assert_eq!(read("- “Great” — Maria (CTO)"), pairs(&[("Maria", "Great")]));
        assert_eq!(read("  \n"), pairs(&[]));
    }
}
