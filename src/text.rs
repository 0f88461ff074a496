//! Text as users type it: display without control characters, folded comparison, cuts at graphemes.
//!
//! Text is stored exactly as given. All output of it goes through [`inert`] or [`inert_lines`], so that no
//! title, file name or error message can move the cursor, ring the bell, reverse the line or hide text.

pub mod fuzzy;
pub mod json;
pub mod list;
pub mod spark;
mod wrap;

pub use wrap::wrapped;

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Returns one line with a visible mark for each control, bidirectional and invisible character.
pub fn inert(text: &str) -> Cow<'_, str> {
    if is_plain(text) || !text.chars().any(needs_mark) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(mark(text, false))
}

/// Returns `true` for printable ASCII, in which a byte is a character, a grapheme and a column.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

/// Returns several lines with the marks of [`inert`]; line breaks stay and tabs become four spaces.
pub fn inert_lines(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| c != '\n' && needs_mark(c)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(mark(text, true))
}

/// Returns `true` if a character is shown as a mark; for joiners the neighbours decide.
fn needs_mark(c: char) -> bool {
    c.is_control() || is_invisible(c) || is_joiner(c)
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}'
        | '\u{200B}' | '\u{200E}' | '\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}'
        | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}')
}

fn mark(text: &str, lines: bool) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut previous = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\n' if lines => out.push('\n'),
            '\r' if lines && rest.peek() == Some(&'\n') => {}
            '\t' if lines => out.push_str("    "),
            '\u{0}'..='\u{1F}' => out.push(picture(c)),
            '\u{7F}' => out.push('␡'),
            c if is_joiner(c) && joins(previous, rest.peek().copied()) => out.push(c),
            c if needs_mark(c) => out.push_str(&format!("<U+{:04X}>", u32::from(c))),
            c => out.push(c),
        }
        previous = Some(c);
    }
    out
}

/// Returns the control picture of a C0 character, such as ␛ for ESC.
fn picture(c: char) -> char {
    char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{FFFD}')
}

/// Returns `true` if a joiner has an effect: between the parts of an emoji, or between letters of a script
/// that shapes its letters with it.
fn joins(before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    let emoji = |c: char| matches!(u32::from(c), 0x2190..=0x2BFF | 0x1F000..=0x1FAFF | 0xFE0F);
    let shaping = |c: char| matches!(u32::from(c), 0x0600..=0x0DFF);
    (emoji(before) && emoji(after)) || (shaping(before) && shaping(after))
}

/// Returns the form in which names are compared: without case, accents and compatibility forms.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfkd().filter(|c| !is_accent(*c)).flat_map(char::to_lowercase).nfc().collect()
}

fn is_accent(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{20D0}'..='\u{20FF}')
}

/// Returns `true` if a character belongs to a script that is written without spaces between words.
pub fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF
        | 0x3040..=0x30FF | 0x31F0..=0x31FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// Returns `true` if an English word needs another word behind it, such as “with”.
pub fn is_function_word(word: &str) -> bool {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    if word.len() > 10 {
        return false;
    }
    FUNCTION_WORDS.contains(word.as_str())
}

/// English words that cannot end a sentence. Particles of verbs (“rolled out”) are not among them, unless
/// they are mainly prepositions.
static FUNCTION_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "a about across after against aka along alongside also amid among amongst an and and/or are around as \
    at be because before behind between beyond but by called concerning despite during e.g. every except \
    for from his i.e. if in including incl. inside into is its like my named near nor of off on onto or \
    our outside over per plus regarding since than that the their these those through till to toward \
    towards under unlike until upon using versus via vs vs. w/ w/o was were when where which while who \
    whose with within without your"
        .split(' ')
        .collect()
});

/// Returns `true` if a text has these words as whole words, ignoring case and accents. `false` without words.
pub fn contains_words(text: &str, words: &str) -> bool {
    let (text, words) = (fold(text), fold(words.trim()));
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !words.is_empty()
        && text.match_indices(&words).any(|(at, _)| {
            !is_letter(text[..at].chars().next_back()) && !is_letter(text[at + words.len()..].chars().next())
        })
}

/// Returns a name as one word for addresses and file names: `doc-gen-v2` for `Doc Gen (v2)`.
pub fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in fold(text).chars() {
        // The vowel signs of Thai or Devanagari are marks that belong to the letter before them.
        if c.is_alphanumeric() || (is_combining_mark(c) && !out.is_empty()) {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// Returns a name as words: `build time` for `build-time` or `build_time`.
pub fn spaced(name: &str) -> String {
    name.replace(['-', '_'], " ")
}

/// The maximum length of the name of a file, without its ending, in bytes; file systems allow 255.
const FILE_STEM: usize = 120;

/// Returns a name as the beginning of a file name, shortened if it is too long for one; `otherwise` if it has no letters.
pub fn file_stem(name: &str, otherwise: &str) -> String {
    let mut stem = slug(name);
    stem.truncate(stem.floor_char_boundary(FILE_STEM));
    if stem.is_empty() { otherwise.to_owned() } else { stem }
}

/// Returns the width of inert text in terminal columns.
pub fn width(text: &str) -> usize {
    if is_plain(text) { text.len() } else { text.width() }
}

/// Returns a text of at most `columns` columns, cut at a grapheme and ended with `…` if it is longer.
pub fn ellipsis(text: &str, columns: usize) -> Cow<'_, str> {
    if text.len() <= columns || width(text) <= columns {
        return Cow::Borrowed(text);
    }
    if columns == 0 {
        return Cow::Borrowed("");
    }
    if is_plain(text) {
        return Cow::Owned(format!("{}…", text[..columns - 1].trim_end()));
    }
    let mut out = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        let wide = grapheme.width();
        if used + wide > columns - 1 {
            break;
        }
        out.push_str(grapheme);
        used += wide;
    }
    out.truncate(out.trim_end().len());
    out.push('…');
    Cow::Owned(out)
}

/// Returns the end of a text, such as a path, in at most `columns` columns, behind `…` if it is cut.
pub fn ellipsis_start(text: &str, columns: usize) -> Cow<'_, str> {
    if text.width() <= columns {
        return Cow::Borrowed(text);
    }
    let mut used = 1;
    let mut from = text.len();
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        used += grapheme.width();
        if used > columns {
            break;
        }
        from = at;
    }
    if columns == 0 { Cow::Borrowed("") } else { Cow::Owned(format!("…{}", &text[from..])) }
}

/// Returns the name nearest to `wanted`, if the Jaro-Winkler similarity of the folded names is over 0.82.
pub fn nearest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    similar(wanted, names).first().copied()
}

/// Returns at most three names that are similar to `wanted`, the nearest first: their Jaro-Winkler similarity is over
/// 0.82, or one of the two folded names contains the other.
pub fn similar<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted = fold(wanted);
    let score = |name: &str| {
        let name = fold(name);
        let part = wanted.len().min(name.len()) >= 3 && (name.contains(&wanted) || wanted.contains(&name));
        strsim::jaro_winkler(&wanted, &name).max(if part { 0.83 } else { 0.0 })
    };
    let mut scored: Vec<(f64, &str)> = names.into_iter().map(|name| (score(name), name)).collect();
    scored.retain(|(score, _)| *score > 0.82);
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored.into_iter().take(3).map(|(_, name)| name).collect()
}

/// Returns a text in one line, with single spaces.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a text with a capital as its first letter.
pub fn with_capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Formats a count with its noun: `1 win`, `2 wins`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{} {many}", grouped(count)) }
}

/// Formats a number with commas between thousands.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_and_invisible_characters_are_shown_as_marks() {
        assert_eq!(inert("a\u{1b}]0;x\u{7}b"), "a␛]0;x␇b");
        assert_eq!(inert("x\u{202E}y\u{200B}z\tq"), "x<U+202E>y<U+200B>z␉q");
        assert_eq!(inert("c1\u{9b}31m"), "c1<U+009B>31m");
        assert_eq!(inert_lines("a\tb\r\nc\rd"), "a    b\nc␍d");
    }

    #[test]
    fn only_whole_words_are_in_a_text() {
        assert!(contains_words("Led the alerts with Ed", "ed") && contains_words("für Zoë.", "zoe"));
        assert!(!contains_words("Led the other alerts", "Ed") && !contains_words("Led", " "));
    }

    #[test]
    fn joiners_inside_emoji_and_shaped_scripts_stay() {
        assert_eq!(inert("👩\u{200D}💻"), "👩\u{200D}💻");
        assert_eq!(inert("می\u{200C}خواهم"), "می\u{200C}خواهم");
        assert_eq!(inert("pay\u{200D}pal"), "pay<U+200D>pal");
    }

    #[test]
    fn fold_and_slug_remove_case_and_accents() {
        assert_eq!(fold("Ｄöc Gén"), "doc gen");
        assert_eq!(slug("  Doc Gen (v2)! "), "doc-gen-v2");
    }

    #[test]
    fn a_long_path_keeps_its_end() {
        assert_eq!(ellipsis_start("/home/x/brag.html", 40), "/home/x/brag.html");
        assert_eq!(ellipsis_start("/home/x/brag.html", 10), "…brag.html");
        assert_eq!(ellipsis_start("/家/brag", 6), "…/brag");
        assert_eq!(ellipsis_start("/家/brag", 0), "");
    }

    #[test]
    fn a_long_title_ends_in_an_ellipsis_at_a_grapheme() {
        assert_eq!(ellipsis("性能改善", 5), "性能…");
        assert_eq!(ellipsis("short", 5), "short");
        assert_eq!(ellipsis("e\u{301}tude of", 4), "e\u{301}tu…");
        assert_eq!(ellipsis("anything", 0), "");
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(counted(1, "win", "wins"), "1 win");
    }
}
