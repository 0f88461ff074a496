//! Lays out the profile as blocks.

use super::block::Block;
use super::wording;
use crate::domain::{Profile, Record as _, Visibility};

/// Returns the blocks of the profile.
pub fn blocks(profile: &Profile) -> Vec<Block<'_>> {
    let name = profile.name.trim();
    let mut out = vec![Block::Title(if name.is_empty() { "Profile" } else { name }.to_owned())];
    let visibility = profile.word("visibility").filter(|word| *word != Visibility::Public.word());
    let mut about = vec![profile.label.clone(), profile.location.clone(), visibility.unwrap_or_default()];
    about.retain(|part| !part.is_empty());
    out.push(Block::About(about.join(" · ")));
    let mut field = |name: &str, value: &str| {
        if !value.is_empty() {
            out.push(Block::Field(name.to_owned(), value.to_owned()));
        }
    };
    field("email", &profile.email);
    field("phone", &profile.phone);
    field("url", &profile.url);
    for link in &profile.links {
        field("link", link);
    }
    for (name, text) in profile.unread.iter() {
        let label = Profile::field(name).map_or(name, |field| field.info.label);
        field(label, &wording::not_understood(text));
    }
    if !profile.about.trim().is_empty() {
        out.push(Block::Heading("About me".into()));
        out.push(Block::text(&profile.about));
    }
    parts(profile, &mut out);
    out
}

/// Adds the strengths, the education and the languages.
fn parts<'a>(profile: &'a Profile, out: &mut Vec<Block<'a>>) {
    if !profile.strengths.is_empty() {
        out.push(Block::Heading("Strengths".into()));
    }
    for strength in &profile.strengths {
        out.push(Block::Row(strength.name.clone(), String::new()));
        if !strength.text.trim().is_empty() {
            out.push(Block::text(&strength.text));
        }
    }
    if !profile.education.is_empty() {
        out.push(Block::Heading("Education".into()));
    }
    for education in &profile.education {
        let words = [&education.institution, &education.area, &education.degree];
        let words: Vec<&str> =
            words.into_iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
        let mut dates = vec![wording::short_span(education.start, education.end)];
        dates.extend(education.unread.iter().map(|(_, text)| wording::not_understood(text)));
        dates.retain(|date| !date.is_empty());
        out.push(Block::Row(words.join(", "), dates.join(", ")));
    }
    if !profile.languages.is_empty() {
        out.push(Block::Heading("Languages".into()));
    }
    for language in &profile.languages {
        out.push(Block::Row(language.name.clone(), language.fluency.clone()));
    }
}
