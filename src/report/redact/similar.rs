//! Finds words that resemble a name but do not match it.

use super::Redactor;
use super::name::Name;

/// A word in a document that resembles a name with an alias, and was not replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Similar {
    /// The word as it is written.
    pub form: String,
    /// The name.
    pub name: String,
    /// The number of its occurrences.
    pub count: usize,
    /// `true` for an ordinary word, or for an exact name with other capitals.
    pub is_ordinary: bool,
}

impl Redactor {
    /// Returns the words of a redacted text that resemble a name, the most frequent first: an ordinary word or an exact
    /// name with other capitals (`slack`), and a longer word (`Kowalskiego`).
    pub fn similar(&self, text: &str) -> Vec<Similar> {
        let mut out: Vec<Similar> = Vec::new();
        let resembling = |name: &Name| Some((name.capitals.is_some(), name.resembling()?));
        let (ordinary, names): (Vec<bool>, Vec<Name>) = self.0.iter().filter_map(resembling).unzip();
        let resembling = Self(names);
        for found in resembling.matches(text) {
            let (form, name) = (&text[found.place], &resembling.0[found.name].raw);
            match out.iter_mut().find(|known| known.form == form) {
                Some(known) => known.count += 1,
                None => out.push(Similar {
                    form: form.to_owned(),
                    name: name.clone(),
                    count: 1,
                    is_ordinary: ordinary[found.name],
                }),
            }
        }
        out.sort_by_key(|each| std::cmp::Reverse(each.count));
        out
    }
}
