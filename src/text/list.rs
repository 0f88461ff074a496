//! Writes texts and lists of names in one line, and parses them back to the same values.

/// The characters that mark a name in a captured line.
const SIGILS: [char; 5] = ['+', '#', '%', '@', '^'];

/// Writes a text in one line: unchanged if it parses back, else in quotes.
pub fn text(value: &str) -> String {
    let plain = value.trim() == value && !value.starts_with('"') && !value.contains(char::is_control);
    if plain { value.to_owned() } else { quoted(value) }
}

/// Writes a text in quotes, as a JSON string.
pub fn quoted(value: &str) -> String {
    serde_json::Value::from(value).to_string()
}

/// Parses a text of one line, in quotes or not. Fails if the quotes do not close.
pub fn untext(value: &str) -> Result<String, String> {
    if !value.starts_with('"') {
        return Ok(value.to_owned());
    }
    serde_json::from_str(value).map_err(|_| format!("a quotation mark is not closed: {value}"))
}

/// Writes a list separated by commas; a name that has a comma or a quote, or begins with a sigil, is quoted.
pub fn list(items: &[String]) -> String {
    let each = |item: &String| {
        let marked = item.starts_with(SIGILS);
        if marked || item.contains(',') || item.contains('"') { quoted(item) } else { text(item) }
    };
    items.iter().map(each).collect::<Vec<_>>().join(", ")
}

/// Parses a list separated by commas. Fails if quotes do not close or a comma is missing behind them.
pub fn unlist(value: &str) -> Result<Vec<String>, String> {
    Ok(items(value)?.into_iter().map(|item| item.text).collect())
}

/// Parses a list of names like [`unlist`], and removes `sigil` before a name without quotes: `#perf` is the
/// same tag in a document and in a captured line.
pub fn unlist_names(value: &str, sigil: char) -> Result<Vec<String>, String> {
    let name = |item: Item| match item.text.strip_prefix(sigil) {
        Some(bare) if !item.quoted && !bare.is_empty() => bare.to_owned(),
        _ => item.text,
    };
    Ok(items(value)?.into_iter().map(name).collect())
}

struct Item {
    text: String,
    quoted: bool,
}

fn items(value: &str) -> Result<Vec<Item>, String> {
    let mut out = Vec::new();
    let mut rest = value.trim();
    while !rest.is_empty() {
        if rest.starts_with('"') {
            let mut items = serde_json::Deserializer::from_str(rest).into_iter::<String>();
            let item = items.next().and_then(Result::ok);
            let text = item.ok_or_else(|| format!("a quotation mark is not closed: {rest}"))?;
            out.push(Item { text, quoted: true });
            rest = rest[items.byte_offset()..].trim_start();
            match rest.strip_prefix(',') {
                Some(after) => rest = after.trim_start(),
                None if rest.is_empty() => {}
                None => return Err(format!("a comma is missing before “{rest}”")),
            }
        } else {
            let (item, after) = rest.split_once(',').unwrap_or((rest, ""));
            if !item.trim().is_empty() {
                out.push(Item { text: item.trim().to_owned(), quoted: false });
            }
            rest = after.trim_start();
        }
    }
    Ok(out)
}
