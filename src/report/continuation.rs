//! Joins a title with the notes that continue its sentence, as an import of a long sentence leaves them.

use super::markdown::is_paragraph;

/// The words of a continuation that follow a comma.
const AFTER_COMMA: [&str; 9] = ["and", "but", "or", "so", "where", "which", "while", "who", "whose"];

/// The words of a continuation that follow the title itself.
const AFTER_SPACE: [&str; 16] = [
    "across", "after", "as", "at", "because", "by", "during", "for", "from", "in", "into", "on", "through",
    "to", "using", "with",
];

/// The length in bytes above which a continuation stays in the notes.
const LONGEST: usize = 300;

/// Returns the title with the sentence that the notes continue, and the rest of the notes: `Halved it` and `by caching.
/// Measured.` are `Halved it by caching` and `Measured.`
pub(super) fn joined(title: &str, notes: &str) -> (String, String) {
    let unchanged = || (title.to_owned(), notes.to_owned());
    let first = notes.split("\n\n").next().unwrap_or_default();
    let word = first.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let between = match word {
        _ if AFTER_COMMA.contains(&word) => ", ",
        _ if AFTER_SPACE.contains(&word) => " ",
        _ => return unchanged(),
    };
    let end = first.find(". ").map_or(first.len(), |at| at + 1);
    let (sentence, _) = first.split_at(end);
    let is_plain = !sentence.contains(['\n', '*', '`', '[', ']', '<', '|', ':']);
    let is_open = title.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '%' | '"' | '”'));
    if !is_plain || !is_open || sentence.len() > LONGEST || !is_paragraph(notes) {
        return unchanged();
    }
    let whole = format!("{title}{between}{}", sentence.trim_end().trim_end_matches('.'));
    (whole, notes[end..].trim_start().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_continue_the_sentence_of_the_title() {
        let of = |title: &str, notes: &str| joined(title, notes);
        let is = |title: &str, notes: &str| (title.to_owned(), notes.to_owned());
        assert_eq!(of("Halved it", "by caching. Measured."), is("Halved it by caching", "Measured."));
        assert_eq!(
            of("Managed tickets", "and renewals.\n\nMore"),
            is("Managed tickets, and renewals", "More")
        );
        for (title, notes) in [
            ("Halved it", "By caching."),
            ("Halved it", "andante"),
            ("Halved it.", "and more"),
            ("Halved it", "with:\n\n- a"),
            ("Halved it", "with `a`"),
            ("Halved it", "- and"),
            ("Halved it", ""),
        ] {
            assert_eq!(of(title, notes), is(title, notes), "{notes}");
        }
    }
}
