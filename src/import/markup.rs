//! The markup inside lines: emphasis, tags, links, and the split of a text into a title and notes.

use std::borrow::Cow;

use crate::text::fold;

/// Returns a text without emphasis marks, HTML tags and surrounding white space.
pub(super) fn clean(text: &str) -> String {
    if !text.contains(['<', '*', '_', '\\']) {
        return text.trim().to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        let tag = rest[open..].find('>').map(|close| &rest[open..=open + close]);
        let tag = tag.filter(|tag| {
            tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') && !tag.contains("://")
        });
        if let Some(tag) = tag {
            out.push_str(&rest[..open]);
            // A line break separates words.
            if tag.trim_start_matches('<').to_ascii_lowercase().starts_with("br") {
                out.push(' ');
            }
            rest = &rest[open + tag.len()..];
        } else {
            out.push_str(&rest[..=open]);
            rest = &rest[open + 1..];
        }
    }
    out.push_str(rest);
    plain(&out).trim().to_owned()
}

/// Returns a text without `**`, `__`, single `*` and `_` around words, and the backslashes before punctuation. Code in
/// back-ticks stays.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let chars: Vec<char> = text.chars().collect();
    let (mut in_code, mut is_open) = (false, false);
    let mut at = 0;
    while let Some(c) = chars.get(at).copied() {
        let next = chars.get(at + 1).copied();
        let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied();
        let is_edge = |side: Option<char>| side.is_none_or(|c| !c.is_alphanumeric());
        match (c, next) {
            ('`', _) => {
                in_code = !in_code;
                out.push(c);
            }
            _ if in_code => out.push(c),
            ('\\', Some(next)) if next.is_ascii_punctuation() => {
                out.push(next);
                at += 1;
            }
            ('*' | '_', Some(next)) if next == c => at += 1,
            ('*', Some(next)) if !next.is_whitespace() && is_edge(before) => {}
            ('*', _) if before.is_some_and(|c| !c.is_whitespace()) && is_edge(next) => {}
            ('_', Some(next))
                if next.is_alphanumeric()
                    && is_edge(before)
                    && before != Some('\\')
                    && is_closed(&chars, at) =>
            {
                is_open = true;
            }
            ('_', _) if is_open && before.is_some_and(|c| !c.is_whitespace()) && is_edge(next) => {
                is_open = false;
            }
            _ => out.push(c),
        }
        at += 1;
    }
    out
}

/// Returns `true` if an underscore that closes emphasis follows soon.
fn is_closed(chars: &[char], open: usize) -> bool {
    let ends = |at: usize| {
        chars[at] == '_'
            && !chars[at - 1].is_whitespace()
            && chars.get(at + 1).is_none_or(|c| !c.is_alphanumeric())
    };
    (open + 2..chars.len().min(open + 200)).any(ends)
}

/// Replaces links by their texts, and adds their addresses to `links`. Understands the links of Markdown, of org, and
/// `[[pages]]` of a wiki, which have no address.
pub(super) fn unlinked<'a>(text: &'a str, links: &mut Vec<String>) -> Cow<'a, str> {
    if !text.contains('[') && !text.contains("http") {
        return Cow::Borrowed(text);
    }
    let mut add = |url: &str| {
        let url = url.split_whitespace().next().unwrap_or_default().trim_matches(['<', '>']);
        if url.contains("://") && !links.iter().any(|known| known == url) {
            links.push(url.to_owned());
        }
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // Brackets that begin no link are not searched without an end.
    let mut patience = MOST_BRACKETS;
    while let Some(open) = rest.find('[').filter(|_| patience > 0) {
        let inside = &rest[open..];
        let org = inside.strip_prefix("[[").and_then(|inner| {
            inner.split_once("]]").filter(|(inner, _)| !inner.contains('\n') && !inner.contains("]("))
        });
        if let Some((inner, after)) = org {
            let (url, label) =
                inner.split_once("][").or_else(|| inner.split_once('|')).unwrap_or((inner, inner));
            add(url);
            out.push_str(&rest[..open]);
            out.push_str(label);
            rest = after;
            continue;
        }
        let found = link_end(inside);
        let Some((middle, close)) = found else {
            out.push_str(&rest[..=open]);
            rest = &rest[open + 1..];
            patience -= 1;
            continue;
        };
        let image = rest[..open].ends_with('!');
        out.push_str(&rest[..open - usize::from(image)]);
        out.push_str(inside[1..middle].trim());
        add(&inside[middle + 2..close]);
        rest = &inside[close + 1..];
    }
    out.push_str(rest);
    let words = text.split_whitespace().filter(|_| text.contains("http"));
    for word in words {
        let word = word.trim_matches(|c: char| "()<>[],.;\"'".contains(c));
        if (word.starts_with("http://") || word.starts_with("https://"))
            && !word.contains("](")
            && !word.contains("][")
        {
            add(word);
        }
    }
    Cow::Owned(out)
}

/// The largest number of brackets in a text that may turn out to begin no link.
const MOST_BRACKETS: usize = 200;

/// Returns the positions of `](` and of the closing parenthesis of a link that begins a text.
fn link_end(text: &str) -> Option<(usize, usize)> {
    let mut depth = 0;
    let mut middle = None;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => depth += 1,
            ']' => {
                depth -= 1;
                if depth == 0 {
                    middle = text[at + 1..].starts_with('(').then_some(at);
                    break;
                }
            }
            '\n' => return None,
            _ => {}
        }
    }
    let middle = middle?;
    let mut depth = 0;
    for (at, c) in text[middle + 1..].char_indices() {
        match c {
            '(' => depth += 1,
            ')' => {
                depth -= 1;
                if depth == 0 {
                    return Some((middle, middle + 1 + at));
                }
            }
            '\n' => return None,
            _ => {}
        }
    }
    None
}

/// Returns the text of a heading without marks, links, emoji at its edges, a number and a colon.
pub(super) fn bare(text: &str) -> String {
    let text = clean(&unlinked(text, &mut Vec::new()));
    let text = text.trim_matches(|c: char| {
        !c.is_ascii() && !c.is_alphanumeric() && !"“”«»„’".contains(c) || c.is_whitespace()
    });
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let numbered = text[digits..]
        .strip_prefix(['.', ')'])
        .filter(|rest| (1..=2).contains(&digits) && rest.starts_with(' '));
    numbered.unwrap_or(text).trim().trim_end_matches(':').trim().to_owned()
}

/// The longest title, in characters.
const LONGEST: usize = 140;

/// Splits a text into a title and notes: at its bold beginning, at a label, or at the first sentence of a long text.
pub(super) fn title_of(text: &str) -> (&str, &str) {
    if let Some((bold, rest)) = text.strip_prefix("**").and_then(|rest| rest.split_once("**"))
        && bold.split_whitespace().count() >= 3
        && !rest.trim().is_empty()
        && text.chars().count() > 80
    {
        return (bold, rest.trim_start_matches(|c: char| ":-–—.,".contains(c) || c.is_whitespace()));
    }
    if text.chars().count() <= LONGEST {
        return (text, "");
    }
    if let Some((label, rest)) = text.split_once(": ")
        && (4..=70).contains(&label.len())
        && label.split_whitespace().count() >= 2
    {
        return (label, rest);
    }
    let is_end = |at: usize| {
        let word = text[..at].rsplit(' ').next().unwrap_or_default();
        word.len() > 2 && !matches!(word, "e.g" | "i.e" | "incl" | "etc")
    };
    let ends = text.char_indices().take(2 * LONGEST).filter(|(at, c)| {
        *at >= 20 && matches!(c, '.' | '!' | '?') && text[at + c.len_utf8()..].starts_with(' ')
    });
    let sentence =
        ends.map(|(at, c)| (at, at + c.len_utf8())).find(|(at, _)| is_end(*at)).map(|(_, end)| end);
    if let Some(at) = sentence.filter(|at| *at <= 2 * LONGEST) {
        return (text[..at].trim_end_matches('.'), text[at..].trim_start());
    }
    let clause = ["; ", " — ", " – ", " - ", ", which ", ", and "].iter().filter_map(|mark| {
        text.match_indices(mark)
            .map(|(at, _)| at)
            .find(|at| (40..=LONGEST).contains(at))
            .map(|at| (at, *mark))
    });
    match clause.min_by_key(|(at, _)| *at) {
        Some((at, mark)) => (
            &text[..at],
            text[at + mark.len() - mark.trim_start_matches([';', ',', ' ', '–', '—', '-']).len()..]
                .trim_start_matches(['–', '—', '-', ' ']),
        ),
        None => (text, ""),
    }
}

/// Splits the tags from the end of a line; `@names` are tags if `is_tag` says so.
pub(super) fn trailing_tags<'a>(text: &'a str, is_tag: &dyn Fn(&str) -> bool) -> (&'a str, Vec<String>) {
    let mut rest = text.trim_end();
    let mut tags = Vec::new();
    while let Some((before, word)) = rest.rsplit_once(char::is_whitespace) {
        let name = word.strip_prefix('#').or_else(|| word.strip_prefix('@').filter(|name| is_tag(name)));
        let fits = |name: &&str| {
            name.starts_with(char::is_alphabetic)
                && name.chars().all(|c| c.is_alphanumeric() || "-_/".contains(c))
        };
        let Some(name) = name.filter(fits) else { break };
        tags.insert(0, name.to_owned());
        rest = before.trim_end();
    }
    (rest, tags)
}

/// Returns `true` if a text is a quotation of a person: it is in quotation marks.
pub(super) fn is_quoted(text: &str) -> bool {
    let text = text.trim().trim_end_matches(['.', ',']);
    let pairs = [('"', '"'), ('“', '”'), ('„', '“'), ('„', '”'), ('«', '»'), ('»', '«'), ('‘', '’')];
    pairs
        .iter()
        .any(|(open, close)| text.starts_with(*open) && text.ends_with(*close) && text.chars().count() > 12)
}

/// Returns the words of a text, folded, for comparisons.
pub(super) fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_become_their_texts() {
        let read = |text: &str| {
            let mut links = Vec::new();
            (unlinked(text, &mut links).into_owned(), links)
        };
        assert_eq!(read("see [the page](https://a.example/x_(y)) now").0, "see the page now");
        assert_eq!(read("see [the page](https://a.example/x_(y))").1, ["https://a.example/x_(y)"]);
        assert_eq!(read("[[A-1\\] fix it](https://a.example)").0, "[A-1\\] fix it");
        assert_eq!(
            read("a [[https://a.example][repo]] b"),
            ("a repo b".into(), vec!["https://a.example".into()])
        );
        assert_eq!(read("ask [[Maud]] or [x]"), ("ask Maud or [x]".into(), vec![]));
        assert_eq!(
            read("at https://a.example."),
            ("at https://a.example.".into(), vec!["https://a.example".into()])
        );
    }

    #[test]
    fn emphasis_tags_and_escapes_are_removed_and_names_with_underscores_stay() {
        assert_eq!(clean("**Cut** the _bill_ by *half* in `a_b*c`"), "Cut the bill by half in `a_b*c`");
        assert_eq!(clean("<a id=\"x\">Name</a> snake_case_name 2 * 3"), "Name snake_case_name 2 * 3");
        assert_eq!(clean("A-1\\] x <https://a.example>"), "A-1] x <https://a.example>");
        assert_eq!(bare("🎯 2. **Goals**:"), "Goals");
    }

    #[test]
    fn a_long_text_is_split_and_no_word_is_lost() {
        let lead = "**Delivered the native chart components** using the usual pattern, for a large application of a bank";
        assert_eq!(title_of(lead).0, "Delivered the native chart components");
        let long = format!("Rewrote the planner; {}", "it is faster now and ".repeat(8));
        let (title, notes) = title_of(&long);
        assert_eq!(words(&format!("{title} {notes}")), words(&long));
        assert_eq!(
            trailing_tags("did it #ci @ops", &|name| name == "ops"),
            ("did it", vec!["ci".into(), "ops".into()])
        );
        assert_eq!(trailing_tags("fixed #123", &|_| false), ("fixed #123", vec![]));
    }

    proptest::proptest! {
        #[test]
        fn no_word_is_lost(text in "[a-zäA-Z0-9 .,;:*_\\[\\]()`-]{0,200}") {
            let (title, notes) = title_of(&text);
            proptest::prop_assert_eq!(words(&format!("{title} {notes}")), words(&text));
            let _ = (clean(&text), bare(&text), unlinked(&text, &mut Vec::new()));
        }
    }
}
