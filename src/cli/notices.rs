//! Prints notices about a document to stderr: the names in it, and the records that it leaves out for its reader.

use super::Output;
use crate::report::document::Reader;
use crate::report::name_detection::UnaliasedName;
use crate::report::names::Names;
use crate::report::redact::{Replacement, Similar};
use crate::text::{counted, inert};

/// Returns numbers of records, each with its noun in the singular and the plural, without those that are zero: `1 project, 3
/// wins`.
pub(super) fn counts_left_out(counts: &[(usize, &str, &str)]) -> String {
    let counts = counts.iter().filter(|(count, ..)| *count > 0);
    counts.map(|(count, one, many)| counted(*count, one, many)).collect::<Vec<_>>().join(", ")
}

/// Prints to stderr the numbers of records that a document omits for its reader; nothing if the text is empty.
pub(super) fn say_left_out(output: &mut Output, reader: Reader, hidden: &str) {
    if !hidden.is_empty() {
        output.note(&format!("left out for the reader {}: {hidden}; --reader self shows all", reader.word()));
    }
}

/// Prints to stderr what the user should know about the names in a document; `has_aliases` if the command has `--aliases`.
pub(super) fn say_names(output: &mut Output, names: &Names, has_aliases: bool) {
    say_replaced(output, &names.replaced);
    say_similar(output, &names.similar);
    say_named(output, &names.named, has_aliases);
    point_out(output, &names.unaliased);
    if let [first, rest @ ..] = names.addresses.as_slice() {
        let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
        output.warn(
            &format!("the document has web addresses in its texts: {}{more}", inert(first)),
            Some("take them out of the texts, or put them into --link or --evidence, which the public does not see"),
        );
    }
}

/// Prints to stderr the replaced names with their counts and, for a name of one word, the places.
fn say_replaced(output: &mut Output, replaced: &[Replacement]) {
    let one = |each: &Replacement| {
        let mut text = format!("{} {}×", inert(&each.name), each.count);
        if !each.places.is_empty() {
            let places: Vec<String> = each.places.iter().map(|place| format!("“{}”", inert(place))).collect();
            let more = if each.count > each.places.len() { " …" } else { "" };
            text.push_str(&format!(" ({}{more})", places.join(", ")));
        }
        text
    };
    if !replaced.is_empty() {
        let all: Vec<String> = replaced.iter().map(one).collect();
        output.note(&format!("replaced by their aliases: {}", all.join("; ")));
    }
    let doubtful = replaced.iter().filter(|each| each.doubtful > 0);
    let names: Vec<String> = doubtful.map(|each| inert(&each.name).into_owned()).collect();
    if !names.is_empty() {
        let hint = "check these places: an ordinary word has a capital at the beginning of a sentence too";
        output
            .warn(&format!("replaced at the beginning of a sentence too: {}", names.join(", ")), Some(hint));
    }
}

/// Prints to stderr the words that resemble a name with an alias and stay in the document; longer words as a warning.
fn say_similar(output: &mut Output, similar: &[Similar]) {
    let (ordinary, longer): (Vec<&Similar>, Vec<&Similar>) =
        similar.iter().partition(|each| each.is_ordinary);
    let list = |all: &[&Similar]| {
        let shown = all.iter().take(POINTED_OUT).map(|each| format!("{} {}×", inert(&each.form), each.count));
        let mut shown: Vec<String> = shown.collect();
        if all.len() > POINTED_OUT {
            shown.push(format!("and {} more", all.len() - POINTED_OUT));
        }
        shown.join(", ")
    };
    if !ordinary.is_empty() {
        output.note(&format!("not replaced, because they are ordinary words: {}", list(&ordinary)));
    }
    let Some(first) = longer.first() else { return };
    let hint = format!(
        "if they are forms of that name, a star replaces them too: brag alias add '{}*' 'the text in its place'",
        inert(first.name.trim_end_matches('*'))
    );
    let what = format!("not replaced, although they begin with a name that has an alias: {}", list(&longer));
    output.warn(&what, Some(&hint));
}

/// Prints to stderr the names in a document for a manager or a committee that have an alias.
fn say_named(output: &mut Output, named: &[String], has_aliases: bool) {
    if named.is_empty() {
        return;
    }
    let shown: Vec<String> = named.iter().map(|name| inert(name).into_owned()).collect();
    let are = if named.len() == 1 { "is" } else { "are" };
    let what = counted(named.len(), "name with an alias", "names with an alias");
    let hint = if has_aliases { "; --aliases replaces them" } else { "" };
    output.note(&format!("{what} {are} in this document: {}{hint}", shown.join(", ")));
}

/// Warns about names without an alias in a document for the public.
fn point_out(output: &mut Output, names: &[UnaliasedName]) {
    let (first, rest) = names.split_at(names.len().min(POINTED_OUT));
    let Some(example) = first.first() else { return };
    let times =
        |each: &UnaliasedName| format!("{} ({})", inert(&each.name), counted(each.count, "time", "times"));
    let mut shown: Vec<String> = first.iter().map(times).collect();
    if !rest.is_empty() {
        shown.push(format!("and {} more", rest.len()));
    }
    let hint = format!("brag alias add '{}' 'the text in its place'", inert(&example.name));
    output.warn(&format!("the document has names without an alias: {}", shown.join(", ")), Some(&hint));
}

/// The maximum number of names that a warning lists.
const POINTED_OUT: usize = 5;
