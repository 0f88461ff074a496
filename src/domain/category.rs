//! Categories: the sections of a document. A win has exactly one category, guessed until confirmed.

use crate::domain::fold;

/// The key of the learning category. Wins of this category need no figures, and its section also lists the
/// reading notes.
pub const LEARNING: &str = "learning";
/// The key of the category for recognition by others.
pub const RECOGNITION: &str = "recognition";
/// The key of the category for activities outside work.
pub const OUTSIDE: &str = "outside";

/// A category; the configuration can replace the default categories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// The word that is stored and typed: `delivery`.
    pub key: String,
    /// The heading in a document: `Delivery`.
    pub title: String,
    /// The cues for a win of this category: a word, a prefix (`mentor*`) or several words.
    pub cues: Vec<String>,
    /// The question of follow-ups about wins of the category; empty for the general question.
    pub question: String,
    /// The number of days until a follow-up is asked; `None` for the general setting.
    pub follow_up_days: Option<u32>,
}

/// The categories in the order of the document's sections; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Categories(Vec<Category>);

impl Categories {
    /// Creates the list; `None` if `categories` is empty.
    pub fn new(categories: Vec<Category>) -> Option<Self> {
        (!categories.is_empty()).then_some(Self(categories))
    }

    /// Returns the categories in order.
    pub fn iter(&self) -> impl Iterator<Item = &Category> {
        self.0.iter()
    }

    /// Finds a category by its key, its title or an unambiguous prefix of either, ignoring case and accents.
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

    /// Returns the category of a stored key; the first category if the key is no longer configured.
    pub fn of_key(&self, key: &str) -> &Category {
        self.iter().find(|each| each.key == key).unwrap_or(&self.0[0])
    }

    /// Returns the heading of a stored key; the key itself if it is no longer configured.
    pub fn title<'a>(&'a self, key: &'a str) -> &'a str {
        self.iter().find(|each| each.key == key).map_or(key, |each| &each.title)
    }

    /// Returns the categories that a text asks about: those with a cue in it, or with their whole title.
    pub fn named_in<'a>(&'a self, text: &str) -> impl Iterator<Item = &'a Category> {
        let folded = fold(text);
        let is_named = move |each: &&Category| {
            let words: Vec<&str> = words_of(&folded).collect();
            folded.contains(&fold(&each.title)) || each.cues.iter().any(|cue| has_cue(&words, &folded, cue))
        };
        self.iter().filter(is_named)
    }

    /// Returns the category with the most cues in a text; the first category if no cue matches.
    pub fn guess(&self, text: &str) -> &Category {
        let folded = fold(text);
        let words: Vec<&str> = words_of(&folded).collect();
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

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Returns `true` if a text has a cue; see [`Category::cues`].
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
    fn guess_counts_cues_and_falls_back_to_the_first_category() {
        let all = categories();
        assert_eq!(all.guess("Mentored two people").key, "collaboration");
        assert_eq!(all.guess("Wrote a design doc for search").key, "design");
        assert_eq!(all.guess("Shipped it").key, "delivery");
    }

    #[test]
    fn a_category_is_found_by_key_title_or_prefix() {
        let all = categories();
        assert_eq!(all.find("collab").map(|found| found.key.as_str()), Some("collaboration"));
        assert_eq!(all.find("design & documentation").map(|found| found.key.as_str()), Some("design"));
        assert_eq!(all.find("de"), None);
        assert_eq!(all.find(""), None);
    }
}
