//! The parts of a profile: strengths, education and languages, and their lines in documents and forms.

use chrono::NaiveDate;

use super::date::PartialDate;
use super::date_phrase::{Bias, parse_when};
use super::field::{FieldInfo, FieldType};
use super::id::{EducationId, LanguageId, ProfileId, StrengthId};
use super::kind::Kind;
use super::record::{Field, Record, Unread, field, infos, unread_member};
use crate::text::one_line;

/// A strength: a name with a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Strength {
    /// The profile that the strength belongs to.
    pub profile: Option<ProfileId>,
    /// The place among the strengths; see [`super::place`].
    pub place: String,
    /// The name, such as `System design`.
    pub name: String,
    /// The paragraph.
    pub text: String,
    /// The stored values that this version cannot parse.
    pub unread: Unread,
}

impl Record for Strength {
    type Id = StrengthId;
    const KIND: Kind = Kind::Strength;
    const FIELDS: &'static [Field<Self>] = STRENGTH_FIELDS;
    unread_member!();
}

/// The field of the profile that a part belongs to.
const OWNER: FieldInfo = FieldInfo::new("profile", FieldType::Ref(&[Kind::Profile])).hidden().unnamed();
/// The field of the place among the parts.
const PLACE: FieldInfo = FieldInfo::new("place", FieldType::Place).internal();

/// The fields of a strength.
const STRENGTH_FIELDS: &[Field<Strength>] = &[
    field!(profile, OWNER),
    field!(place, PLACE),
    field!(name, FieldInfo::new("name", FieldType::Text).help("The name of the strength")),
    field!(text, FieldInfo::new("text", FieldType::Text).section("Text").help("A paragraph about it")),
];

/// The descriptions of the fields of a strength.
pub(super) const STRENGTH_INFOS: &[FieldInfo] =
    &infos::<Strength, { STRENGTH_FIELDS.len() }>(STRENGTH_FIELDS);

/// A course of study at an institution.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Education {
    /// The profile that the education belongs to.
    pub profile: Option<ProfileId>,
    /// The place in the list; see [`super::place`].
    pub place: String,
    /// The school or university.
    pub institution: String,
    /// The subject, such as `Computer science`.
    pub area: String,
    /// The degree, such as `Master`.
    pub degree: String,
    /// The date on which it began.
    pub start: Option<PartialDate>,
    /// The date on which it ended.
    pub end: Option<PartialDate>,
    /// The stored values that this version cannot parse.
    pub unread: Unread,
}

impl Record for Education {
    type Id = EducationId;
    const KIND: Kind = Kind::Education;
    const FIELDS: &'static [Field<Self>] = EDUCATION_FIELDS;
    unread_member!();
}

/// The fields of an education.
const EDUCATION_FIELDS: &[Field<Education>] = &[
    field!(profile, OWNER),
    field!(place, PLACE),
    field!(institution, FieldInfo::new("institution", FieldType::Text).help("The school or university")),
    field!(area, FieldInfo::new("area", FieldType::Text).help("The subject")),
    field!(degree, FieldInfo::new("degree", FieldType::Text).help("The degree")),
    field!(start, FieldInfo::new("start", FieldType::Date).help("The date on which it began")),
    field!(end, FieldInfo::new("end", FieldType::EndDate).help("The date on which it ended")),
];

/// The descriptions of the fields of an education.
pub(super) const EDUCATION_INFOS: &[FieldInfo] =
    &infos::<Education, { EDUCATION_FIELDS.len() }>(EDUCATION_FIELDS);

/// A language that the user speaks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Language {
    /// The profile that the language belongs to.
    pub profile: Option<ProfileId>,
    /// The place among the languages; see [`super::place`].
    pub place: String,
    /// The name of the language.
    pub name: String,
    /// The level, such as `native` or `B2`; may be empty.
    pub fluency: String,
    /// The stored values that this version cannot parse.
    pub unread: Unread,
}

impl Record for Language {
    type Id = LanguageId;
    const KIND: Kind = Kind::Language;
    const FIELDS: &'static [Field<Self>] = LANGUAGE_FIELDS;
    unread_member!();
}

/// The fields of a language.
const LANGUAGE_FIELDS: &[Field<Language>] = &[
    field!(profile, OWNER),
    field!(place, PLACE),
    field!(name, FieldInfo::new("name", FieldType::Text).help("The name of the language")),
    field!(fluency, FieldInfo::new("fluency", FieldType::Text).help("native, fluent, B2, …")),
];

/// The descriptions of the fields of a language.
pub(super) const LANGUAGE_INFOS: &[FieldInfo] =
    &infos::<Language, { LANGUAGE_FIELDS.len() }>(LANGUAGE_FIELDS);

/// Writes strengths, a paragraph each: `Name: text`. Further lines of a text are indented.
pub(super) fn strengths_text(all: &[Strength]) -> String {
    let one = |each: &Strength| match each.text.trim() {
        "" => each.name.clone(),
        text => format!("{}: {}", each.name, text.replace('\n', "\n  ")),
    };
    all.iter().map(one).collect::<Vec<_>>().join("\n")
}

/// Parses strengths as [`strengths_text`] writes them. A colon ends the name.
pub(super) fn read_strengths(text: &str, _: NaiveDate) -> Result<Vec<Strength>, String> {
    let mut out: Vec<Strength> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        if line.starts_with([' ', '\t'])
            && let Some(last) = out.last_mut()
        {
            let text = format!("{}\n{}", last.text, line.trim());
            text.trim().clone_into(&mut last.text);
            continue;
        }
        let line = line.strip_prefix("- ").unwrap_or(line);
        let (name, text) = line.split_once(':').unwrap_or((line, ""));
        let (name, text) = (one_line(name), text.trim().to_owned());
        if name.is_empty() {
            return Err(format!("a strength needs a name before the colon: {}", line.trim()));
        }
        out.push(Strength { name, text, ..Strength::default() });
    }
    Ok(out)
}

/// Writes languages, a line each: `English: fluent`.
pub(super) fn languages_text(all: &[Language]) -> String {
    let one = |each: &Language| match each.fluency.as_str() {
        "" => each.name.clone(),
        fluency => format!("{}: {fluency}", each.name),
    };
    all.iter().map(one).collect::<Vec<_>>().join("\n")
}

/// Parses languages, a line each; the level follows a colon, or is in parentheses.
pub(super) fn read_languages(text: &str, _: NaiveDate) -> Result<Vec<Language>, String> {
    let mut out = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let line = line.strip_prefix("- ").unwrap_or(line);
        let in_parentheses = line.strip_suffix(')').and_then(|line| line.split_once('('));
        let (name, fluency) = line.split_once(':').or(in_parentheses).unwrap_or((line, ""));
        let (name, fluency) = (one_line(name), one_line(fluency));
        if name.is_empty() {
            return Err(format!("a language needs a name before the colon: {line}"));
        }
        out.push(Language { name, fluency, ..Language::default() });
    }
    Ok(out)
}

/// Writes the education, a line each: `2001..2005 | institution | subject | degree`.
pub(super) fn education_text(all: &[Education]) -> String {
    let one = |each: &Education| {
        let dates = match (each.start, each.end) {
            (Some(start), Some(end)) if start == end => start.to_string(),
            (Some(start), Some(end)) => format!("{start}..{end}"),
            (Some(start), None) => format!("{start}.."),
            (None, Some(end)) => format!("..{end}"),
            (None, None) => String::new(),
        };
        let escaped = |text: &str| text.replace('|', "/");
        let parts = [dates, escaped(&each.institution), escaped(&each.area), escaped(&each.degree)];
        let used = parts.iter().rposition(|part| !part.is_empty()).map_or(0, |at| at + 1);
        parts[..used].join(" | ").trim_start().to_owned()
    };
    all.iter().map(one).collect::<Vec<_>>().join("\n")
}

/// Parses the education as [`education_text`] writes it; the dates may be missing.
pub(super) fn read_education(text: &str, today: NaiveDate) -> Result<Vec<Education>, String> {
    let mut out = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let line = line.strip_prefix("- ").unwrap_or(line);
        let mut parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let first = parts.first().copied().unwrap_or("");
        let dated = dates(first, today)?;
        if dated.is_some() || first.is_empty() {
            parts.remove(0);
        }
        let (start, end) = dated.unwrap_or_default();
        let part = |at: usize| one_line(parts.get(at).copied().unwrap_or(""));
        if part(0).is_empty() {
            return Err(format!(
                "education needs an institution: 2001..2005 | institution | subject, not {line}"
            ));
        }
        let (institution, area, degree) = (part(0), part(1), part(2));
        out.push(Education { institution, area, degree, start, end, ..Education::default() });
    }
    Ok(out)
}

/// Parses the dates in front of an education; `None` if the text is no date. Fails for a span that cannot be parsed.
fn dates(text: &str, today: NaiveDate) -> Result<Option<Dates>, String> {
    let date = |text: &str| PartialDate::from_iso(text.trim());
    if let Some(start) = text.strip_suffix("..").and_then(date) {
        return Ok(Some((Some(start), None)));
    }
    if let Some(end) = text.strip_prefix("..").and_then(date) {
        return Ok(Some((None, Some(end))));
    }
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return Ok(None);
    }
    match parse_when(text, today, Bias::Past) {
        Ok(when) => Ok(Some((Some(when.start), Some(when.last())))),
        Err(err) if text.contains("..") => Err(err.to_string()),
        Err(_) => Ok(None),
    }
}

/// The first and the last date of an education.
type Dates = (Option<PartialDate>, Option<PartialDate>);

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: NaiveDate = NaiveDate::MIN;

    #[test]
    fn strengths_round_trip_with_paragraphs_of_several_lines() {
        let text = "System design: Simple systems\n  that stay simple\nLeading";
        let read = read_strengths(text, TODAY).unwrap();
        assert_eq!(read[0].text, "Simple systems\nthat stay simple");
        assert_eq!(strengths_text(&read), text);
        assert!(read_strengths(": text", TODAY).is_err());
    }

    #[test]
    fn education_round_trips_with_and_without_dates() {
        let text = "2001..2005 | University of Graz | Computer science | Master\n2006 | Open school\n\
                    2020.. | Evening school | Statistics\nA school | Latin";
        let read = read_education(text, TODAY).unwrap();
        assert_eq!(read[0].end, PartialDate::from_iso("2005"));
        assert_eq!(read[3].institution, "A school");
        let again = read_education(&education_text(&read), TODAY).unwrap();
        assert_eq!(again, read);
        assert!(read_education("2001..2005", TODAY).is_err());
    }

    #[test]
    fn languages_have_a_level_after_a_colon_or_in_parentheses() {
        let read = read_languages("English: fluent\nGerman (B2)\nLatin", TODAY).unwrap();
        assert_eq!(languages_text(&read), "English: fluent\nGerman: B2\nLatin");
    }
}
