//! Single lines: rules, items of lists, lines that end in the middle of a sentence, and the ends of long lines.

/// Returns `true` for a line of signs: `---`, `***`, `====`.
pub(super) fn is_rule(text: &str) -> bool {
    text.len() >= 3
        && text.chars().all(|c| matches!(c, '-' | '=' | '*' | '_' | '~' | '─' | '━' | '═' | '#') || c == ' ')
}

/// Splits the mark of an item and the box of a task from a line.
pub(super) fn bullet(text: &str) -> Option<(Option<bool>, &str)> {
    let body =
        text.strip_prefix(['-', '*', '+', '•', '–', '·', '‣', '◦', '▪', '●', '○', '■', '➢', '→', '✓', '✔']);
    let body = if let Some(body) = body.filter(|body| body.starts_with([' ', '\t', '\u{a0}'])) {
        body
    } else {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let rest = text[digits..].strip_prefix(['.', ')']).filter(|_| (1..=3).contains(&digits))?;
        rest.strip_prefix(' ')?
    };
    let body = body.trim();
    // A list inside the first item of a list.
    let body = match body.strip_prefix("- ") {
        Some(inner) => inner.trim(),
        None => body,
    };
    if body.is_empty() {
        return None;
    }
    let task = [
        ("[x]", true),
        ("[X]", true),
        ("[ ]", false),
        ("[-]", false),
        ("[/]", false),
        ("☑", true),
        ("✅", true),
        ("☐", false),
    ];
    let boxed = task.iter().find_map(|(mark, done)| Some((*done, body.strip_prefix(mark)?)));
    Some(match boxed {
        Some((done, rest)) if !rest.trim().is_empty() => (Some(done), rest.trim()),
        _ => (None, body),
    })
}

/// Returns `true` if a line ends in the middle of a sentence.
pub(super) fn runs_on(line: &str) -> bool {
    const OPEN: &str = " a an the to of with and or for in on by from as that which into our my new at using via is was und mit der die das von y de la el con para ";
    let last = line.split_whitespace().last().unwrap_or("").to_lowercase();
    line.ends_with([',', '(', '/', '-', '&']) || OPEN.contains(&format!(" {last} "))
}

/// Returns the beginning of a text, of at most some bytes.
pub(super) fn head_of(text: &str, bytes: usize) -> &str {
    let end = (0..=text.len().min(bytes)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    &text[..end]
}

/// Returns the end of a text, of at most some bytes.
pub(super) fn tail_of(text: &str, bytes: usize) -> &str {
    let from = text.len().saturating_sub(bytes);
    let from = (from..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    &text[from..]
}
