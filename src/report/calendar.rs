//! Renders follow-ups as a calendar (RFC 5545): each is an event on its day, with an alarm.
//!
//! The output is deterministic: `DTSTAMP` is the time of the follow-up's last change, and `UID` contains its
//! ID, so that a calendar which reads the file again moves the event instead of adding another.

use chrono::{DateTime, Days, FixedOffset, NaiveDate, Utc};

use crate::domain::RecordId;

/// The data of a follow-up for its event.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The ID of the follow-up.
    pub id: RecordId,
    /// The day on which the follow-up is asked.
    pub day: NaiveDate,
    /// The number of times that the follow-up was postponed.
    pub moved: u32,
    /// The title of the win or project that the follow-up is about.
    pub title: String,
    /// The question of the follow-up.
    pub question: String,
    /// The claim, as it was written; may be empty.
    pub claim: String,
    /// The time of the last change.
    pub written: DateTime<FixedOffset>,
}

/// The maximum length of a line, in bytes (RFC 5545, 3.1).
const LONGEST: usize = 75;

/// Renders a calendar, with CRLF line ends.
pub fn ics(events: &[Event]) -> String {
    let mut out = String::new();
    line(&mut out, "BEGIN:VCALENDAR");
    line(&mut out, "VERSION:2.0");
    line(&mut out, concat!("PRODID:-//brag//brag ", env!("CARGO_PKG_VERSION"), "//EN"));
    line(&mut out, "CALSCALE:GREGORIAN");
    line(&mut out, "METHOD:PUBLISH");
    line(&mut out, "X-WR-CALNAME:brag: what came of it");
    for event in events {
        self::event(&mut out, event);
    }
    line(&mut out, "END:VCALENDAR");
    out
}

fn event(out: &mut String, event: &Event) {
    let next = event.day.checked_add_days(Days::new(1)).unwrap_or(event.day);
    let mut about = event.question.clone();
    if !event.claim.is_empty() {
        about.push_str("\n\n");
        about.push_str(&event.claim);
    }
    let summary = format!("What came of: {}", event.title);
    line(out, "BEGIN:VEVENT");
    line(out, &format!("UID:{}@brag", event.id));
    line(out, &format!("DTSTAMP:{}", event.written.with_timezone(&Utc).format("%Y%m%dT%H%M%SZ")));
    line(out, &format!("DTSTART;VALUE=DATE:{}", event.day.format("%Y%m%d")));
    line(out, &format!("DTEND;VALUE=DATE:{}", next.format("%Y%m%d")));
    line(out, &format!("SEQUENCE:{}", event.moved));
    line(out, &format!("SUMMARY:{}", escaped(&summary)));
    line(out, &format!("DESCRIPTION:{}", escaped(&about)));
    line(out, "TRANSP:TRANSPARENT");
    line(out, "BEGIN:VALARM");
    line(out, "ACTION:DISPLAY");
    line(out, "TRIGGER;RELATED=START:PT9H");
    line(out, &format!("DESCRIPTION:{}", escaped(&summary)));
    line(out, "END:VALARM");
    line(out, "END:VEVENT");
}

/// Escapes the separators and line breaks of a text for a value, and removes other control characters.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in crate::text::inert_lines(text).chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            ';' => out.push_str("\\;"),
            ',' => out.push_str("\\,"),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Appends a line, folded between characters after at most [`LONGEST`] bytes.
fn line(out: &mut String, text: &str) {
    let mut room = LONGEST;
    for c in text.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = LONGEST - 1;
        }
        out.push(c);
        room -= c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn event(title: &str, question: &str) -> String {
        ics(&[Event {
            id: RecordId(Uuid::from_u128(7)),
            day: "2026-12-31".parse().unwrap(),
            moved: 2,
            title: title.into(),
            question: question.into(),
            claim: "Fewer pages; at night, too".into(),
            written: DateTime::parse_from_rfc3339("2026-03-04T10:00:00+01:00").unwrap(),
        }])
    }

    #[test]
    fn events_are_on_their_day_with_the_id_of_the_follow_up() {
        let text = event("Halved the build", "Did it stay?");
        for part in [
            "UID:00000000-0000-0000-0000-000000000007@brag\r\n",
            "DTSTAMP:20260304T090000Z\r\n",
            "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\nSEQUENCE:2\r\n",
            "DESCRIPTION:Did it stay?\\n\\nFewer pages\\; at night\\, too\r\n",
        ] {
            assert!(text.contains(part), "{text}");
        }
    }

    #[test]
    fn long_lines_are_folded_between_characters_and_unfold_to_the_same() {
        let title = "性能改善、".repeat(30);
        let text = event(&title, "a\r\nb\u{7}");
        assert!(text.split("\r\n").all(|line| line.len() <= LONGEST));
        assert!(text.replace("\r\n ", "").contains(&format!("SUMMARY:What came of: {title}")));
        assert!(!text.replace("\r\n", "").contains(char::is_control));
    }
}
