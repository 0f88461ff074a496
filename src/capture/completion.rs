//! Completes the name at the cursor while a line is typed.

pub use super::lexer::Sigil;
use super::lexer::{words, written};

/// Returns the sigil, the offset in bytes and the typed part of the name that ends at `cursor`, for
/// completion. `None` if the word at the cursor does not begin like a name.
pub fn name_at(line: &str, cursor: usize) -> Option<(Sigil, usize, &str)> {
    let before = line.get(..cursor)?;
    let mut start = 0;
    for word in words(before) {
        start += word.space.len();
        let end = start + word.text.len();
        if end == before.len() {
            let sigil = Sigil::of(word.text.chars().next()?)?;
            let typed = word.text[1..].trim_start_matches('"');
            let fits = typed.is_empty() || typed.starts_with(char::is_alphabetic);
            return fits.then_some((sigil, start, typed));
        }
        start = end;
    }
    None
}

/// Returns a completed name with its sigil, as written in a line.
pub fn completed(sigil: Sigil, name: &str) -> String {
    format!("{}{}", sigil.char(), written(name, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_under_the_cursor_is_found_for_completion() {
        assert_eq!(name_at("fix +doc", 8), Some((Sigil::Project, 4, "doc")));
        assert_eq!(name_at("fix +\"doc g", 11), None);
        assert_eq!(name_at("fix @", 5), Some((Sigil::Person, 4, "")));
        assert_eq!(name_at("fix @ma more", 7), Some((Sigil::Person, 4, "ma")));
        assert_eq!(name_at("fix +1", 6), None);
        assert_eq!(name_at("fix", 3), None);
    }
}
