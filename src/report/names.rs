//! The names in a document that its user should know of before handing it over.

use super::document::Reader;
use super::input::ReviewInput;
use super::name_detection::{UnaliasedName, find_unaliased_names};
use super::redact::{Redactor, Replacement, Similar};
use crate::domain::date::MONTHS;
use crate::domain::{Alias, Profile, fold};

/// The names of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names {
    /// The names that were replaced by their aliases.
    pub replaced: Vec<Replacement>,
    /// The words that resemble a name with an alias and were not replaced.
    pub similar: Vec<Similar>,
    /// The names without an alias, in a document for the public.
    pub unaliased: Vec<UnaliasedName>,
    /// The names that have an alias and are in a document for a manager or a promotion committee, the most frequent
    /// first.
    pub named: Vec<String>,
    /// The web addresses in the texts of a document for the public, without those of the profile.
    pub addresses: Vec<String>,
}

impl Names {
    /// Finds the names in the text of a document.
    pub(super) fn of(input: &ReviewInput, text: &str, replaced: Vec<Replacement>) -> Self {
        let is_public = input.reader == Reader::Public;
        let is_named = !input.use_aliases && matches!(input.reader, Reader::Manager | Reader::Promotion);
        Self {
            similar: input.redactor().similar(text),
            replaced,
            unaliased: if is_public { unaliased(input, text) } else { Vec::new() },
            named: if is_named { with_alias(&input.redactor_of_all(), text) } else { Vec::new() },
            addresses: if is_public { addresses(&input.profile, text) } else { Vec::new() },
        }
    }

    /// Finds the names of people and clients that have an alias, in a text for a reader who may know them; `own` is the
    /// name of the user.
    pub(super) fn with_alias(aliases: &[Alias], own: &str, text: &str) -> Self {
        let redactor = Redactor::of(aliases).keeping(own);
        Self { named: with_alias(&redactor, text), ..Self::default() }
    }

    /// Adds the names of another file of the same export.
    pub fn add(&mut self, other: &Self) {
        for name in &other.unaliased {
            match self.unaliased.iter_mut().find(|each| each.name == name.name) {
                Some(each) => each.count += name.count,
                None => self.unaliased.push(name.clone()),
            }
        }
        for replaced in &other.replaced {
            match self.replaced.iter_mut().find(|known| known.name == replaced.name) {
                Some(known) => known.add(replaced),
                None => self.replaced.push(replaced.clone()),
            }
        }
        for similar in &other.similar {
            match self.similar.iter_mut().find(|known| known.form == similar.form) {
                Some(known) => known.count += similar.count,
                None => self.similar.push(similar.clone()),
            }
        }
        add_new(&mut self.named, &other.named);
        add_new(&mut self.addresses, &other.addresses);
    }
}

fn add_new(all: &mut Vec<String>, other: &[String]) {
    for text in other {
        if !all.contains(text) {
            all.push(text.clone());
        }
    }
}

fn with_alias(redactor: &Redactor, text: &str) -> Vec<String> {
    redactor.replacements(text).into_iter().map(|each| each.name).collect()
}

/// Returns the web addresses in a text, without those of the profile.
fn addresses(profile: &Profile, text: &str) -> Vec<String> {
    let is_own = |address: &str| {
        std::iter::once(&profile.url)
            .chain(&profile.links)
            .any(|own| !own.is_empty() && own.contains(address))
    };
    let mut out = Vec::new();
    for word in text.split(|c: char| c.is_whitespace() || "<>()[]\"'`*".contains(c)) {
        let address = word.trim_end_matches(['.', ',', ';', ':', '!', '?']);
        if ["http://", "https://", "www."].iter().any(|start| address.starts_with(start)) && !is_own(address)
        {
            add_new(&mut out, &[address.to_owned()]);
        }
    }
    out
}

/// Returns the names without an alias in a document for the public: people, and words that look like names
/// but belong to no skill, project, reading note or position, and not to the person.
fn unaliased(input: &ReviewInput, text: &str) -> Vec<UnaliasedName> {
    let own = fold(&input.profile.name);
    let of_praise = input.praise.iter().map(|praise| praise.from.clone());
    let of_praise = of_praise.filter(|from| from.starts_with(char::is_uppercase));
    let mut people: Vec<String> =
        input.wins.iter().flat_map(|win| win.people.clone()).chain(of_praise).collect();
    people.retain(|name| fold(name) != own);
    people.sort_unstable();
    people.dedup_by(|a, b| fold(a) == fold(b));
    let mut known: Vec<&str> = input.skills.iter().map(String::as_str).collect();
    known.extend(input.projects.iter().map(|project| project.name.as_str()));
    known.extend(input.categories.iter().map(|category| category.title.as_str()));
    known.extend(input.aliases.iter().map(|each| each.alias.as_str()));
    for reading in &input.readings {
        known.push(&reading.title);
        known.extend(reading.authors.iter().map(String::as_str));
    }
    known.extend(names_of_career(input));
    let mut found = find_unaliased_names(text, &people, &known);
    found.retain(|each| fold(&each.name) != own);
    found
}

/// Returns the names that a person makes public in a CV: their own name, their employers, titles and schools.
fn names_of_career(input: &ReviewInput) -> Vec<&str> {
    let profile = &input.profile;
    let mut out: Vec<&str> = Vec::new();
    for position in &input.positions.all {
        out.push(&position.organisation);
        out.extend(position.titles.iter().map(|title| title.title.as_str()));
    }
    for education in &profile.education {
        out.extend([education.institution.as_str(), &education.area, &education.degree]);
    }
    out.extend(profile.languages.iter().map(|language| language.name.as_str()));
    out.extend(profile.strengths.iter().map(|strength| strength.name.as_str()));
    out.extend([profile.name.as_str(), &profile.label, &profile.location]);
    out.extend(profile.name.split_whitespace());
    // Spans have short names of months, such as `Mar 2019 – May 2023`.
    if !input.positions.all.is_empty() {
        out.extend(MONTHS.iter().map(|month| &month[..3]));
    }
    out.retain(|name| !name.trim().is_empty());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_texts_are_found_without_those_of_the_profile() {
        let profile = Profile { url: "https://robin.example/about".into(), ..Profile::default() };
        let text =
            "See https://wiki.example/x. [Here](http://a.example/y) and <https://robin.example/about>.";
        assert_eq!(addresses(&profile, text), ["https://wiki.example/x", "http://a.example/y"]);
    }
}
