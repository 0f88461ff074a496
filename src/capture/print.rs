//! Prints a win as one line that parses to the same win.

use std::fmt::Write as _;

use chrono::NaiveDate;

use super::lexer::{Shape, Sigil, Token, token, unescaped, words, written};
use super::line::leading_date;
use super::vocabulary::Vocabulary;
use crate::domain::value::names_of;
use crate::domain::{Due, Role, Win};

/// Writes the fields that have tokens as one line, followed by the notes.
///
/// [`parse`](super::parse) with the same vocabulary returns the same draft, with two exceptions: impact,
/// status and visibility have no token, and an incomplete title (`title::stops_short`) is extended by the
/// word of the first token.
pub fn line(draft: &Win, today: NaiveDate, known: &dyn Vocabulary) -> String {
    let (title, in_title) = escaped_title(draft, today, known);
    let mut out = String::new();
    // The parser collects links in the order of the line, so those of the title come first.
    let behind = if let Some(rest) = draft.links.strip_prefix(in_title.as_slice()) {
        rest
    } else {
        for link in &draft.links {
            let _ = write!(out, "link:{} ", written(link, false));
        }
        &[]
    };
    out.push_str(&title);
    let names = [
        (Sigil::Tag, &draft.tags),
        (Sigil::Skill, &draft.skills),
        (Sigil::Person, &draft.people),
        (Sigil::Goal, &names_of(&draft.goals)),
    ];
    if let Some(project) = &draft.project {
        let _ = write!(out, " +{}", written(&project.name, true));
    }
    for (sigil, names) in names {
        for name in names {
            let _ = write!(out, " {}{}", sigil.char(), written(name, true));
        }
    }
    for figure in &draft.figures {
        let _ = write!(out, " {}:{}", figure.name, written(&figure.value_text(), false));
    }
    if let Some(when) = draft.when {
        let _ = write!(out, " date:{when}");
    }
    match draft.due {
        Some(Due::On(day)) => {
            let _ = write!(out, " due:{day}");
        }
        Some(Due::Never) => out.push_str(" due:never"),
        None => {}
    }
    if let Some(category) = &draft.category {
        let _ = write!(out, " cat:{}", written(category, false));
    }
    if !draft.roles.is_empty() {
        let roles: Vec<&str> = draft.roles.iter().copied().map(Role::word).collect();
        let _ = write!(out, " role:{}", roles.join(","));
    }
    if !draft.audience.is_empty() {
        let _ = write!(out, " for:{}", written(&draft.audience, false));
    }
    for link in behind {
        let _ = write!(out, " link:{}", written(link, false));
    }
    if draft.starred {
        out.push_str(" !");
    }
    if !draft.notes.is_empty() {
        let _ = write!(out, "\n{}", draft.notes);
    }
    out
}

/// Returns the title with a backslash before each word that would parse as a token, and the links in it.
fn escaped_title(draft: &Win, today: NaiveDate, known: &dyn Vocabulary) -> (String, Vec<String>) {
    let mut title = String::new();
    let mut links = Vec::new();
    // A title such as `Yesterday:` parses as a leading date only if text, such as a token, follows it.
    let followed = format!("{} …", unescaped(&draft.title));
    if leading_date(&followed, today).is_some() {
        title.push('\\');
    }
    for word in words(&draft.title) {
        title.push_str(word.space);
        match token(unescaped(word.text), &mut |name| known.has_metric(name)).filter(|_| !word.code) {
            Some(Token { shape: Shape::Url(url), .. })
                if !word.text.starts_with('\\') && draft.links.contains(&url) =>
            {
                super::values::add_name(&mut links, &url);
            }
            Some(_) => title.push('\\'),
            None => {}
        }
        title.push_str(word.text);
    }
    (title, links)
}
