//! Parses numbers as people write them: `1,200`, `1.200,50`, `1'200`, `12,5`, `1e6`, `½`.
//!
//! Separators are read by their pattern. Only a single separator before three digits is ambiguous: `1.200` is read as
//! 1.2 and `1,200` as 1200, unless the decimal separator of the configuration says otherwise.

use std::borrow::Cow;

/// The decimal separator of the user, for a number that can be read in two ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NumberFormat {
    /// `1.5`, with `1,200` for 1200.
    #[default]
    Point,
    /// `1,5`, with `1.200` for 1200.
    Comma,
}

/// Splits off the number at the start of a text; `None` if it does not begin with a number.
pub fn leading_number(text: &str) -> Option<(f64, &str)> {
    let first = text.chars().next()?;
    if let Some(number) = fraction(first) {
        return Some((number, &text[first.len_utf8()..]));
    }
    let written = written(text)?;
    let (digits, rest) = text.split_at(written.end);
    let mut plain: String = match written.decimal {
        Some(at) => {
            let whole: String = digits[..at].chars().filter(char::is_ascii_digit).collect();
            format!("{whole}.{}", &digits[at + 1..])
        }
        None => digits.chars().filter(char::is_ascii_digit).collect(),
    };
    let (exponent, rest) = exponent(rest);
    plain.push_str(exponent);
    // `1½`
    let (more, rest) = match rest.chars().next().and_then(|c| Some((fraction(c)?, &rest[c.len_utf8()..]))) {
        Some((more, rest)) if written.decimal.is_none() => (more, rest),
        _ => (0.0, rest),
    };
    Some((plain.parse::<f64>().ok()? + more, rest))
}

/// Returns the value of a fraction that is one character.
fn fraction(c: char) -> Option<f64> {
    Some(match c {
        '½' => 0.5,
        '⅓' => 1.0 / 3.0,
        '⅔' => 2.0 / 3.0,
        '¼' => 0.25,
        '¾' => 0.75,
        '⅛' => 0.125,
        _ => return None,
    })
}

/// Splits off the exponent of `1e6` or `1.5e-3`.
fn exponent(rest: &str) -> (&str, &str) {
    let Some(after) = rest.strip_prefix(['e', 'E']) else { return ("", rest) };
    let digits = after.strip_prefix(['-', '+']).unwrap_or(after);
    let count = digits.bytes().take_while(u8::is_ascii_digit).count();
    let end = rest.len() - digits.len() + count;
    if (1..=2).contains(&count) { rest.split_at(end) } else { ("", rest) }
}

/// The digits and separators of a number.
struct Written {
    /// The offset of its end in bytes.
    end: usize,
    /// The offset of the decimal separator.
    decimal: Option<usize>,
}

/// The characters that separate thousands and are never decimal separators.
const GROUPING: [char; 6] = ['_', '\'', '’', ' ', '\u{A0}', '\u{202F}'];

fn written(text: &str) -> Option<Written> {
    let mut marks: Vec<(usize, char)> = Vec::new();
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c.is_ascii_digit() {
            end = at + 1;
            continue;
        }
        let before_digit = chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        let separates = matches!(c, '.' | ',') || (GROUPING.contains(&c) && at > 0);
        // A space separates thousands only in `1 200`, not in `3 4`.
        let groups = !GROUPING.contains(&c) || group_length(&text[at + c.len_utf8()..]) == 3;
        if !separates || !before_digit || !groups {
            break;
        }
        marks.push((at, c));
    }
    if end == 0 {
        return None;
    }
    marks.retain(|(at, _)| *at < end);
    let decimal = decimal(text, &marks, end)?;
    Some(Written { end, decimal })
}

fn group_length(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// Returns the offset of the decimal separator among the marks of a number; `None` outside if the marks form no number.
#[expect(clippy::option_option, reason = "the outer None means that the text is no number")]
fn decimal(text: &str, marks: &[(usize, char)], end: usize) -> Option<Option<usize>> {
    let Some((last, mark)) = marks.last().copied() else { return Some(None) };
    let after = end - last - mark.len_utf8();
    let same = marks.iter().filter(|(_, other)| *other == mark).count();
    let others = marks.len() - same;
    let groups = |marks: &[(usize, char)], end: usize| {
        let sign = marks.first().map(|(_, mark)| *mark);
        let uniform = marks.iter().all(|(_, mark)| Some(*mark) == sign);
        let lengths: Vec<usize> =
            marks.iter().map(|(at, mark)| group_length(&text[at + mark.len_utf8()..end])).collect();
        let thousands = lengths.iter().all(|length| *length == 3);
        // `10,00,000`, as in India.
        let lakhs =
            lengths.split_last().is_some_and(|(last, rest)| *last == 3 && rest.iter().all(|it| *it == 2));
        let first = marks.first().map_or(0, |(at, _)| *at);
        uniform && (1..=3).contains(&first) && (thousands || lakhs)
    };
    let grouping = GROUPING.contains(&mark);
    if grouping || same > 1 {
        return groups(marks, end).then_some(None);
    }
    if others > 0 {
        return groups(&marks[..marks.len() - 1], last).then_some(Some(last));
    }
    // One separator: a comma before three digits separates thousands.
    let thousands = mark == ',' && after == 3 && (1..=3).contains(&last) && !text.starts_with('0');
    Some((!thousands).then_some(last))
}

/// Returns the ambiguous numbers in a text, such as `1.200`, with their offsets.
fn ambiguous(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(|c: char| c.is_ascii_digit()).map(|at| from + at) {
        let length =
            written(&text[start..]).map_or_else(|| group_length(&text[start..]), |written| written.end);
        let number = &text[start..start + length];
        if is_ambiguous(number) {
            out.push((start, number));
        }
        from = start + length;
    }
    out
}

/// Returns `true` for a number with one separator before three digits.
fn is_ambiguous(number: &str) -> bool {
    let Some((whole, part)) = number.split_once(['.', ',']) else { return false };
    let single = number.bytes().filter(|byte| !byte.is_ascii_digit()).count() == 1;
    single && part.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0')
}

/// Returns the two readings of an ambiguous number: as a decimal number, and with a separator of thousands.
fn readings(number: &str) -> (String, String) {
    let decimal = number.replace(',', ".");
    let decimal = decimal.trim_end_matches('0').trim_end_matches('.').to_owned();
    (decimal, number.replace(['.', ','], ""))
}

/// Returns a text in which the ambiguous numbers are written as the decimal separator of the user means them.
pub fn localized(text: &str, format: NumberFormat) -> Cow<'_, str> {
    let found = ambiguous(text);
    if format == NumberFormat::Point || found.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = text.to_owned();
    for (at, number) in found.into_iter().rev() {
        let (decimal, thousands) = readings(number);
        out.replace_range(at..at + number.len(), if number.contains('.') { &thousands } else { &decimal });
    }
    Cow::Owned(out)
}

/// Returns the hint for a number that was read in one of two ways; `None` if none is ambiguous. A comma before three
/// digits needs no hint.
pub fn hint(text: &str, format: NumberFormat) -> Option<String> {
    let (_, number) = ambiguous(text).into_iter().find(|(_, number)| number.contains('.'))?;
    let (decimal, thousands) = readings(number);
    (format == NumberFormat::Point).then(|| {
        format!(
            "“{number}” was read as {decimal}; write {thousands} if you mean that, or set number_format = \"comma\" \
             in the configuration"
        )
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("1,200", 1200.0)]
    #[case("1.200", 1.2)]
    #[case("12,5", 12.5)]
    #[case("0,5", 0.5)]
    #[case("0,125", 0.125)]
    #[case("1.200,50", 1200.5)]
    #[case("1,200.50", 1200.5)]
    #[case("1.200.000", 1_200_000.0)]
    #[case("1,200,000", 1_200_000.0)]
    #[case("10,00,000", 1_000_000.0)]
    #[case("1'200", 1200.0)]
    #[case("1 200", 1200.0)]
    #[case("1\u{202F}200", 1200.0)]
    #[case("1_200", 1200.0)]
    #[case("1e6", 1e6)]
    #[case("1.5e-3", 0.0015)]
    #[case("½", 0.5)]
    #[case("1½", 1.5)]
    #[case(".5", 0.5)]
    fn numbers_parse_by_the_pattern_of_their_separators(#[case] text: &str, #[case] number: f64) {
        let (found, rest) = leading_number(text).unwrap();
        assert!((found - number).abs() < 1e-9, "{found}");
        assert_eq!(rest, "");
    }

    #[rstest]
    #[case("3 4", 3.0, " 4")]
    #[case("12 monkeys", 12.0, " monkeys")]
    #[case("5, then", 5.0, ", then")]
    #[case("3e", 3.0, "e")]
    #[case("2 2000", 2.0, " 2000")]
    fn text_behind_a_number_stays(#[case] text: &str, #[case] number: f64, #[case] rest: &str) {
        assert_eq!(leading_number(text), Some((number, rest)));
    }

    #[rstest]
    #[case("1.2.3")]
    #[case("10.0.0.1")]
    #[case("1,2,3")]
    #[case("x")]
    #[case("")]
    fn versions_and_lists_are_no_numbers(#[case] text: &str) {
        assert_eq!(leading_number(text), None);
    }

    #[test]
    fn an_ambiguous_number_is_read_by_the_format_of_the_user() {
        assert_eq!(ambiguous("0.125 12,5 %"), []);
        assert_eq!(localized("€1.200..€2.400", NumberFormat::Comma), "€1200..€2400");
        assert_eq!(localized("500..2.400", NumberFormat::Comma), "500..2400");
        assert!(hint("800 ms..1.200 ms", NumberFormat::Point).is_some());
        assert_eq!(localized("€1.200", NumberFormat::Comma), "€1200");
        assert_eq!(localized("1,200 ms", NumberFormat::Comma), "1.2 ms");
        assert_eq!(localized("1.200", NumberFormat::Point), "1.200");
        assert!(hint("1.200 users", NumberFormat::Point).unwrap().contains("1200"));
        assert_eq!(hint("1,200 users", NumberFormat::Point), None);
    }
}
