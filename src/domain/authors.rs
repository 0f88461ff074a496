//! Parses lists of authors, and titles that name their authors.

/// Splits a title from its authors: `T by A`, `T By A, B and C`. If the text after the last `by` is not a
/// list of names, the title is the whole text and the list is empty.
pub fn title_and_authors(text: &str) -> (String, Vec<String>) {
    let text = text.trim();
    let whole = || (text.to_owned(), Vec::new());
    let at = [" by ", " By ", " BY "].iter().filter_map(|by| text.rfind(by)).max();
    let Some(at) = at else { return whole() };
    let (title, behind) = (text[..at].trim_end_matches([',', ';', ' ']), &text[at + 4..]);
    let authors = authors(behind);
    let name = |name: &String| {
        let words = name.split_whitespace().count();
        (1..=5).contains(&words)
            && name.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_ascii())
            && !name.contains(|c: char| c.is_ascii_digit())
    };
    // A single word after "by" is a name only if the title has at least three words: not in "Stand by Me".
    let enough = authors.iter().any(|each| each.contains(' ') || !each.is_ascii())
        || title.split_whitespace().count() >= 3;
    // Lists often set titles in quotes or in Markdown emphasis.
    let title = title.trim_matches(|c| matches!(c, '*' | '_' | '"' | '“' | '”'));
    if title.is_empty() || authors.is_empty() || !authors.iter().all(name) || !enough {
        return whole();
    }
    (title.to_owned(), authors)
}

/// Parses a list of authors separated by commas, semicolons, `and` or `&`, without duplicates.
pub fn authors(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    // Library catalogues write `Example, Ada; Sample, Bo`.
    let turned: Vec<String> = text
        .split(';')
        .map(|name| match name.split_once(',') {
            Some((last, first)) if text.contains(';') => format!("{} {}", first.trim(), last.trim()),
            _ => name.trim().to_owned(),
        })
        .collect();
    let even = turned.join(",").replace(" and ", ",").replace(" & ", ",");
    for name in even.split(',').map(str::trim).map(|name| name.strip_prefix("and ").unwrap_or(name)) {
        if let (Some(last), true) = (out.last_mut(), matches!(name, "Jr." | "Jr" | "Sr." | "PhD" | "Ph.D.")) {
            last.push_str(&format!(", {name}"));
            continue;
        }
        if !name.is_empty() && !out.iter().any(|each| crate::text::fold(each) == crate::text::fold(name)) {
            out.push(name.to_owned());
        }
    }
    out
}
