//! Authors, as lists and titles name them.

/// Takes a title with its authors apart: `T by A`, `T By A, B and C`. The authors are empty where the
/// words behind the last `by` are no names.
#[must_use]
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
    // One word behind "by" is a name only where a title of several words stands before it.
    let enough = authors.iter().any(|each| each.contains(' ') || !each.is_ascii())
        || title.split_whitespace().count() >= 3;
    // A title is often set off from its author by more than a word.
    let title = title.trim_matches(|c| matches!(c, '*' | '_' | '"' | '“' | '”'));
    if title.is_empty() || authors.is_empty() || !authors.iter().all(name) || !enough {
        return whole();
    }
    (title.to_owned(), authors)
}

/// Authors as they are listed: set apart by commas, `and` or `&`.
#[must_use]
pub fn authors(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    // `Example, Ada; Sample, Bo` is how libraries write names.
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
