//! Hints for errors whose message does not name the remedy, and that have no hint of their own.

use crate::error::Error;

/// Texts at the end of a message, and the remedies.
const ENDINGS: &[(&str, &str)] = &[
    (
        "” is not a date",
        "write it as 2026-03-04, march 2026, yesterday, \"last friday\" or \"3 days ago\"; see brag help dates",
    ),
    ("” is not a period", super::filters::PERIOD_FORMS),
    ("” does not exist", "check the day and the month; see brag help dates"),
    ("ends before it begins", "write the earlier date first, such as 2026-01-05..2026-01-09"),
    ("needs a name", "name it behind the command; brag help and the command show an example"),
    ("needs a title", "type it behind the command, in quotes; brag help and the command show an example"),
    ("exists already", "choose another name, or change the record: its edit command changes it"),
    ("must be at least 1", "write a number such as 2"),
    ("has no value", "brag metric log NAME VALUE logs one"),
];

/// Texts within a message, and the remedies.
const PARTS: &[(&str, &str)] = &[
    ("there is no directory “", "create the directory, or name a file in another one"),
    ("there is no file “", "check the path"),
    ("no number can be read from “", crate::domain::metric::VALUES),
    ("unknown unit “", crate::domain::metric::VALUES),
    ("no value can be read from “", crate::domain::metric::VALUES),
    ("which are not in ", "a metric has units of one kind; log the other values under another name"),
    ("cannot write", "check the permissions and the free space, or name another file"),
    ("cannot read", "check the path and the permissions"),
];

/// Adds a hint to an error that has none, if its message does not contain the remedy.
pub(super) fn complete(error: Error) -> Error {
    let message = error.message();
    if error.hint_text().is_some() || message.contains("; ") {
        return error;
    }
    let ending = ENDINGS.iter().find(|(ending, _)| message.ends_with(ending));
    let part = || PARTS.iter().find(|(part, _)| message.contains(part));
    match ending.or_else(part) {
        Some((_, hint)) => error.hint(*hint),
        None => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_is_added_only_where_the_remedy_is_missing() {
        let hint = |message: &str| complete(Error::usage(message)).hint_text().map(str::to_owned);
        assert!(hint("--date: “soon” is not a date").unwrap().contains("brag help dates"));
        assert_eq!(hint("unknown role “king”; use led"), None);
        let own = Error::usage("“soon” is not a date").hint("write 3mo");
        assert_eq!(complete(own).hint_text(), Some("write 3mo"));
    }
}
