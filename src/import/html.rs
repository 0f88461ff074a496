//! Converts HTML to the blocks of its tags, as Markdown: headings, items of lists, paragraphs, quotations, table rows and
//! links. Scripts, styles and unknown tags are left out.

/// Returns `true` for a text that begins as a page of HTML does.
pub(super) fn is_html(start: &str) -> bool {
    let head: String = start.chars().take(200).collect::<String>().to_ascii_lowercase();
    ["<!doctype html", "<html", "<body", "<head"].iter().any(|tag| head.starts_with(tag))
}

/// Converts HTML to lines; also returns the line of the source, from 1, of each line.
pub(super) fn blocks(text: &str) -> (String, Vec<usize>) {
    let mut writer = Writer::default();
    let mut rest = text;
    let mut line = 1;
    // Behind the last `>` there is no tag.
    let last_close = text.rfind('>').unwrap_or(0);
    let mut has_head = false;
    while let Some(open) = rest.find('<') {
        writer.text(&rest[..open], line);
        line += rest[..open].matches('\n').count();
        rest = &rest[open..];
        let skipped = skipped(rest, &mut has_head);
        let may_close = text.len() - rest.len() < last_close;
        let tag = if skipped.is_none() && may_close && is_tag(rest) { rest.find('>') } else { None };
        let end = match (skipped, tag) {
            (Some(end), _) => end,
            (None, Some(end)) => {
                writer.tag(&rest[1..end], line);
                end + 1
            }
            (None, None) => {
                writer.text("<", line);
                1
            }
        };
        line += rest[..end].matches('\n').count();
        rest = &rest[end..];
    }
    writer.text(rest, line);
    writer.end_line();
    (writer.out, writer.lines)
}

fn is_tag(text: &str) -> bool {
    text[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!')
}

/// Returns the length of a comment, a script, a style or the head of the page at the beginning of a text; `has_head` is set
/// at the first head, the only one.
fn skipped(text: &str, has_head: &mut bool) -> Option<usize> {
    if text.starts_with("<!--") {
        return Some(text.find("-->").map_or(text.len(), |end| end + 3));
    }
    let begins = |name: &str| text[1..].get(..name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name));
    let end_of = |close: &str| {
        let at = find_ignoring_case(text, close)?;
        Some(text[at..].find('>').map_or(text.len(), |end| at + end + 1))
    };
    if let Some((_, close)) =
        [("script", "</script"), ("style", "</style")].into_iter().find(|(name, _)| begins(name))
    {
        return Some(end_of(close).unwrap_or(text.len()));
    }
    if *has_head || !begins("head") || begins("header") {
        return None;
    }
    *has_head = true;
    // The title of the page is its only visible part. Without its end, the head ends where the body begins.
    end_of("</head").or_else(|| find_ignoring_case(text, "<body").is_none().then_some(text.len()))
}

/// Returns the position of an ASCII text in capitals or small letters.
fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    text.as_bytes().windows(wanted.len()).position(|part| part.eq_ignore_ascii_case(wanted.as_bytes()))
}

#[derive(Default)]
struct Writer {
    out: String,
    lines: Vec<usize>,
    /// The line that is being written.
    line: String,
    /// The line of the source on which it begins.
    at: usize,
    /// The lists that are open: `true` for a numbered one.
    lists: usize,
    /// The address of the link that is open, with the position of its text.
    link: Option<(String, usize)>,
    cells: usize,
}

impl Writer {
    fn text(&mut self, text: &str, line: usize) {
        let text = decoded(text);
        for word in text.split_inclusive(char::is_whitespace) {
            let trimmed = word.trim();
            if trimmed.is_empty() {
                if !self.line.is_empty() && !self.line.ends_with(' ') {
                    self.line.push(' ');
                }
                continue;
            }
            if self.line.trim().is_empty() {
                self.at = line;
            }
            self.line.push_str(trimmed);
            if word.len() > trimmed.len() {
                self.line.push(' ');
            }
        }
    }

    fn end_line(&mut self) {
        let text = self.line.trim_end();
        let has_text = text.contains(|c: char| c.is_alphanumeric());
        if has_text {
            self.out.push_str(text);
            self.out.push('\n');
            self.lines.push(self.at.max(1));
        }
        self.line.clear();
    }

    fn blank(&mut self) {
        self.end_line();
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
            self.lines.push(self.at.max(1));
        }
    }

    fn begin(&mut self, mark: &str, line: usize) {
        self.end_line();
        self.at = line;
        self.line.push_str(mark);
    }

    fn tag(&mut self, tag: &str, line: usize) {
        let (closes, body) = tag.strip_prefix('/').map_or((false, tag), |body| (true, body));
        let name: String =
            body.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        match (name.as_str(), closes) {
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", false) => {
                self.blank();
                let level = name[1..].parse().unwrap_or(1);
                self.begin(&format!("{} ", "#".repeat(level)), line);
            }
            ("ul" | "ol", false) => {
                self.end_line();
                self.lists += 1;
            }
            ("ul" | "ol", true) => {
                self.lists = self.lists.saturating_sub(1);
                self.end_line();
                if self.lists == 0 {
                    self.blank();
                }
            }
            ("li", false) => self.begin(&format!("{}- ", "  ".repeat(self.lists.clamp(1, 40) - 1)), line),
            ("blockquote", false) => {
                self.blank();
                self.begin("> ", line);
            }
            ("tr", false) => {
                self.begin("| ", line);
                self.cells = 0;
            }
            ("td" | "th", true) => {
                self.line.push_str(" | ");
                self.cells += 1;
            }
            ("thead", true) => {
                let rule = "| --- ".repeat(self.cells.max(1));
                self.end_line();
                self.out.push_str(&format!("{rule}|\n"));
                self.lines.push(line);
                self.line.clear();
            }
            ("br", _) => self.end_line(),
            ("hr", _) => self.blank(),
            ("p" | "div" | "section" | "article" | "header" | "footer" | "table" | "main" | "dl", _)
                // A paragraph inside an item continues it.
                if self.lists == 0 => {
                    self.blank();
                }
            ("b" | "strong", _) => self.line.push_str("**"),
            ("a", false) => self.link = address(body).map(|url| (url, self.line.len())),
            ("a", true) => {
                if let Some((url, from)) = self.link.take().filter(|(_, from)| *from < self.line.len()) {
                    let text = self.line.split_off(from);
                    self.line.push_str(&format!("[{}]({url})", text.trim()));
                }
            }
            (_, true) if name.starts_with('h') && name.len() == 2 => self.blank(),
            ("li" | "tr" | "blockquote" | "dt" | "dd", true) => self.end_line(),
            _ => {}
        }
    }
}

/// Returns the address in a tag.
fn address(body: &str) -> Option<String> {
    let at = body.to_ascii_lowercase().find("href")?;
    let value = body[at + 4..].trim_start().strip_prefix('=')?.trim_start();
    let url = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next()?,
        _ => value.split(char::is_whitespace).next()?,
    };
    (url.contains("://")).then(|| decoded(url))
}

/// Decodes the entities of a text; unknown ones stay.
fn decoded(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.char_indices().take(12).find(|(_, c)| *c == ';').map(|(end, _)| end);
        if let Some((end, c)) = end.and_then(|end| Some((end, entity(&rest[1..end])?))) {
            out.push(c);
            rest = &rest[end + 1..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| *c != '\0');
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" | "rsquo" => '\'',
        "nbsp" => ' ',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "ldquo" => '“',
        "rdquo" => '”',
        "lsquo" => '‘',
        "bull" => '•',
        "middot" => '·',
        "euro" => '€',
        "pound" => '£',
        "copy" => '©',
        "eacute" => 'é',
        "auml" => 'ä',
        "ouml" => 'ö',
        "uuml" => 'ü',
        "szlig" => 'ß',
        "ntilde" => 'ñ',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_blocks_with_the_lines_of_the_source() {
        let page = "<!doctype html><html><head><title>x</title><style>p{}</style></head>\n<body><h1>Wins &amp; more</h1>\n<p>An <b>intro</b>.</p><ul><li>One <a href='https://a.example/x'>link</a><ul><li>Two\n words</li></ul></li>\n<li>Three</li></ul><!-- no --><script>var a = '<p>';</script>\n<table><thead><tr><th>What</th><th>Date</th></tr></thead><tr><td>Did</td><td>2024</td></tr></table></body></html>";
        let (text, lines) = blocks(page);
        assert_eq!(
            text,
            "# Wins & more\n\nAn **intro**.\n\n- One [link](https://a.example/x)\n  - Two words\n- Three\n\n| What | Date |\n| --- | --- |\n| Did | 2024 |\n\n"
        );
        assert_eq!(&lines[..7], [2, 2, 3, 3, 3, 3, 5]);
        assert_eq!(decoded("a &lt;b&gt; &#8364; &unknown; &"), "a <b> € &unknown; &");
        assert!(is_html("<!DOCTYPE html>") && !is_html("# A <b>"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_converted_and_every_line_has_its_source(text in "(</?[a-z0-9]{0,6}[ a-z='\">]{0,4}|[a-zé<&;#0-9 \n>-]{0,12}){0,20}") {
            let (out, lines) = blocks(&text);
            proptest::prop_assert_eq!(out.lines().count(), lines.len());
        }
    }
}
