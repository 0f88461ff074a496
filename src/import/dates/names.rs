//! The words of dates in several languages.

/// The names of the months, each with its number; a name also matches without its last letters, from three on.
const MONTHS: &[(&str, u32)] = &[
    ("january", 1),
    ("januar", 1),
    ("janner", 1),
    ("enero", 1),
    ("ene", 1),
    ("janvier", 1),
    ("gennaio", 1),
    ("janeiro", 1),
    ("february", 2),
    ("februar", 2),
    ("febrero", 2),
    ("fevrier", 2),
    ("fev", 2),
    ("febbraio", 2),
    ("fevereiro", 2),
    ("march", 3),
    ("marz", 3),
    ("maerz", 3),
    ("marzo", 3),
    ("mars", 3),
    ("marco", 3),
    ("mrz", 3),
    ("april", 4),
    ("abril", 4),
    ("avril", 4),
    ("avr", 4),
    ("abr", 4),
    ("aprile", 4),
    ("may", 5),
    ("mai", 5),
    ("mayo", 5),
    ("maggio", 5),
    ("maio", 5),
    ("june", 6),
    ("juni", 6),
    ("junio", 6),
    ("juin", 6),
    ("giugno", 6),
    ("junho", 6),
    ("july", 7),
    ("juli", 7),
    ("julio", 7),
    ("juillet", 7),
    ("luglio", 7),
    ("julho", 7),
    ("august", 8),
    ("agosto", 8),
    ("aout", 8),
    ("ago", 8),
    ("september", 9),
    ("septiembre", 9),
    ("septembre", 9),
    ("settembre", 9),
    ("setembro", 9),
    ("sept", 9),
    ("october", 10),
    ("oktober", 10),
    ("octubre", 10),
    ("octobre", 10),
    ("ottobre", 10),
    ("outubro", 10),
    ("okt", 10),
    ("november", 11),
    ("noviembre", 11),
    ("novembre", 11),
    ("novembro", 11),
    ("december", 12),
    ("dezember", 12),
    ("diciembre", 12),
    ("decembre", 12),
    ("dez", 12),
    ("dic", 12),
    ("dicembre", 12),
    ("dezembro", 12),
];

/// The days of the week in several languages, in any order.
pub(super) const WEEKDAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "lunes",
    "martes",
    "miercoles",
    "jueves",
    "viernes",
    "sabado",
    "domingo",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
];

/// The words for the end of a span that is not over.
pub(super) const PRESENT: &[&str] = &[
    "present",
    "now",
    "today",
    "current",
    "currently",
    "ongoing",
    "heute",
    "jetzt",
    "actualidad",
    "presente",
    "hoy",
    "actual",
    "aujourd'hui",
    "oggi",
    "atual",
    "date",
];

/// The words between the two dates of a span.
pub(super) const TO: &[&str] = &[
    "to", "until", "till", "through", "bis", "a", "hasta", "au", "-", "--", "---", "–", "—", "..", "->", "→",
];

/// The words that may stand in front of a date which is a heading.
pub(super) const FILLERS: &[&str] = &[
    "week",
    "of",
    "month",
    "the",
    "w/c",
    "wc",
    "ending",
    "beginning",
    "commencing",
    "as",
    "sprint",
    "woche",
    "vom",
    "ab",
    "seit",
    "since",
    "desde",
    "from",
    "semana",
    "del",
    "de",
    "im",
    "in",
    "en",
];

/// Returns `true` if the first word of a text can be the name of a month.
pub(super) fn begins_with_month(text: &str) -> bool {
    let word = text.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    (3..=12).contains(&word.len()) && month(&crate::text::fold(word)).is_some()
}

/// Returns the number of a month, 1 to 12, by its name in one of the languages, or by the beginning of it.
pub(super) fn month(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.');
    let first = word.as_bytes().first();
    let is = |name: &str| {
        if name.as_bytes().first() != first {
            return false;
        }
        name == word || word.len() >= 3 && name.len() > 3 && name.starts_with(word) && word.len() <= 4
    };
    MONTHS.iter().find(|(name, _)| is(name)).map(|(_, number)| *number)
}
