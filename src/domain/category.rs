//! Which section of the document a win goes in: exactly one, guessed until confirmed.

use crate::domain::fold;

/// The key of what was learned: such wins need no number, and what was read stands with them.
pub const LEARNING: &str = "learning";
/// The key of what others said of the work.
pub const RECOGNITION: &str = "recognition";
/// The key of what happened outside work.
pub const OUTSIDE: &str = "outside";

/// A category as the person has it: they start as the sections of a good brag document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// The word that is stored and typed: `delivery`.
    pub key: String,
    /// The heading in a document: `Delivery`.
    pub title: String,
    /// Words that make a win look like it belongs here.
    pub cues: Vec<String>,
    /// What is asked later about a win of it; empty for the general question.
    pub question: String,
    /// After how many days that is asked, where it is not as for all.
    pub follow_up_days: Option<u32>,
}

/// The categories in the order of the document's sections; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Categories(Vec<Category>);

impl Categories {
    /// The given categories; `None` when there are none.
    #[must_use]
    pub fn new(categories: Vec<Category>) -> Option<Self> {
        (!categories.is_empty()).then_some(Self(categories))
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Category> {
        self.0.iter()
    }

    /// The one that a typed word means: its key, its title, or an unambiguous start of either.
    #[must_use]
    pub fn find(&self, typed: &str) -> Option<&Category> {
        let typed = fold(typed.trim());
        let exact = self.iter().find(|each| fold(&each.key) == typed || fold(&each.title) == typed);
        if exact.is_some() || typed.is_empty() {
            return exact;
        }
        let starts =
            |each: &&Category| fold(&each.key).starts_with(&typed) || fold(&each.title).starts_with(&typed);
        let mut found = self.iter().filter(starts);
        found.next().filter(|_| found.next().is_none())
    }

    /// The category of a stored key; the first where it is no longer configured.
    #[must_use]
    pub fn of_key(&self, key: &str) -> &Category {
        self.iter().find(|each| each.key == key).unwrap_or(&self.0[0])
    }

    /// The heading of a stored key; a key that is no longer configured stands for itself.
    #[must_use]
    pub fn title<'a>(&'a self, key: &'a str) -> &'a str {
        self.iter().find(|each| each.key == key).map_or(key, |each| &each.title)
    }

    /// The category that a text looks like: the one with the most cue words in it, the first
    /// where none has any.
    #[must_use]
    pub fn guess(&self, text: &str) -> &Category {
        let folded = fold(text);
        let words: Vec<&str> =
            folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let hits =
            |category: &Category| category.cues.iter().filter(|cue| has_cue(&words, &folded, cue)).count();
        let mut best = &self.0[0];
        let mut most = 0;
        for category in &self.0 {
            let count = hits(category);
            if count > most {
                (best, most) = (category, count);
            }
        }
        best
    }
}

/// A cue is a word, the start of one (`mentor*`), or several words in a row.
fn has_cue(words: &[&str], text: &str, cue: &str) -> bool {
    if cue.contains(' ') {
        return text.contains(cue);
    }
    match cue.strip_suffix('*') {
        Some(start) => words.iter().any(|word| word.starts_with(start)),
        None => words.contains(&cue),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn categories() -> Categories {
        let category = |key: &str, title: &str, cues: &[&str]| Category {
            key: key.into(),
            title: title.into(),
            cues: cues.iter().map(|cue| (*cue).to_owned()).collect(),
            question: String::new(),
            follow_up_days: None,
        };
        Categories::new(vec![
            category("delivery", "Delivery", &[]),
            category("collaboration", "Collaboration & mentorship", &["mentor*", "pair*"]),
            category("design", "Design & documentation", &["design doc", "wrote a guide"]),
        ])
        .unwrap()
    }

    #[test]
    fn the_text_decides_and_the_first_is_for_everything_else() {
        let all = categories();
        assert_eq!(all.guess("Mentored two people").key, "collaboration");
        assert_eq!(all.guess("Wrote a design doc for search").key, "design");
        assert_eq!(all.guess("Shipped it").key, "delivery");
    }

    #[test]
    fn a_category_is_found_by_key_title_or_start() {
        let all = categories();
        assert_eq!(all.find("collab").map(|found| found.key.as_str()), Some("collaboration"));
        assert_eq!(all.find("design & documentation").map(|found| found.key.as_str()), Some("design"));
        assert_eq!(all.find("de"), None);
        assert_eq!(all.find(""), None);
    }
}
