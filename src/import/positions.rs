//! The headings and lines of positions: the organisation, the title, the place and the span.

use super::dates::{self, DateContext, When};
use super::markup::{clean, unlinked};
use super::vocabulary::has_role_word;

/// The parts of the heading of a position.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct PositionLine {
    /// The organisation; empty if the line names only a title.
    pub organisation: String,
    /// The title; empty if the line does not name it.
    pub title: String,
    /// Other parts, such as the place.
    pub rest: Vec<String>,
    /// The span.
    pub when: Option<When>,
}

/// The words between a title and an organisation.
const AT: [&str; 6] = [" at ", " @ ", " bei ", " chez ", " en ", " presso "];

/// Returns `true` for a text such as `Engineer at Acme` or `Engineer | Acme`.
pub(super) fn names_role_at(text: &str) -> bool {
    AT.iter()
        .chain(&[" | ", " — ", " – ", " - "])
        .any(|mark| text.split_once(mark).is_some_and(|(role, _)| has_role_word(role)))
        || [" | ", " — ", " – ", " - ", ", "]
            .iter()
            .any(|mark| text.split_once(mark).is_some_and(|(_, role)| has_role_word(role)))
}

/// Parses the heading or the line of a position.
pub(super) fn parse(raw: &str, context: DateContext, links: &mut Vec<String>) -> PositionLine {
    let unlinked = unlinked(raw, links);
    let mut line = PositionLine::default();
    let mut text: &str = unlinked.trim();

    if let Some((before, when)) = dates::trailing(text, context) {
        text = before;
        line.when = Some(when);
    } else if let Some((before, inner)) =
        text.trim_end().strip_suffix(')').and_then(|text| text.rsplit_once('('))
    {
        // `(contract, 2016-2017)`
        let parts: Vec<&str> = inner.split([',', ';']).map(str::trim).collect();
        if let Some(at) = parts.iter().position(|part| dates::whole(part, context).is_some()) {
            line.when = dates::whole(parts[at], context);
            line.rest.extend(
                parts
                    .iter()
                    .enumerate()
                    .filter(|(other, _)| *other != at)
                    .map(|(_, part)| (*part).to_owned()),
            );
            text = before;
        }
    }
    let cleaned = clean(text);
    let kept: String = cleaned.trim_matches(|c: char| c.is_whitespace() || "-–—|,:".contains(c)).to_owned();
    let at = AT.iter().find_map(|mark| kept.split_once(mark)).filter(|(role, _)| has_role_word(role));
    if let Some((role, organisation)) = at {
        role.trim().clone_into(&mut line.title);
        organisation.trim().clone_into(&mut line.organisation);
        return line;
    }
    let marks = [" | ", " — ", " – ", " - ", " · ", ", "];
    let mut parts: Vec<&str> = vec![&kept];
    for mark in marks {
        parts = parts
            .into_iter()
            .flat_map(|part| part.split(mark))
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
    }
    let role = parts.iter().position(|part| has_role_word(part));
    // `Staff Engineer, Platform` is one title.
    if role == Some(0)
        && !marks[..5].iter().any(|mark| kept.contains(mark))
        && parts.len() == 2
        && !parts[1].contains(['.', '&'])
    {
        line.title = kept;
        return line;
    }
    for (at, part) in parts.into_iter().enumerate() {
        if Some(at) == role {
            part.clone_into(&mut line.title);
        } else if line.organisation.is_empty() {
            part.clone_into(&mut line.organisation);
        } else {
            line.rest.push(part.to_owned());
        }
    }
    line
}

/// Returns the span in a line such as `*12.2014 - present* | Remote`: in the whole line, or in one of its parts.
pub(super) fn span_in(text: &str, context: DateContext) -> Option<When> {
    dates::whole(text, context)
        .or_else(|| text.split(['|', '·', '•']).find_map(|part| dates::whole(part, context)))
}

/// Returns the parts of a line without its span.
pub(super) fn without_span(text: &str, context: DateContext) -> Vec<String> {
    if dates::whole(text, context).is_some() {
        return Vec::new();
    }
    let parts = text.split(['|', '·', '•']).map(clean);
    parts.filter(|part| !part.is_empty() && dates::whole(part, context).is_none()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_positions_are_split() {
        for (text, organisation, title, when) in [
            ("Software engineer at Redwood LLC", "Redwood LLC", "Software engineer", ""),
            ("Software developer at [Acme](http://acme.example)", "Acme", "Software developer", ""),
            ("Engineer | Acme | 2019-2022", "Acme", "Engineer", "2019..2022"),
            (
                "Acme Insurance - Engineering Lead (April 2021 - February 2024)",
                "Acme Insurance",
                "Engineering Lead",
                "2021-04..2024-02",
            ),
            ("Lumen, senior developer, 2018/01 - 2021/03", "Lumen", "senior developer", "2018-01..2021-03"),
            ("Municipal Archive (contract, 2016-2017)", "Municipal Archive", "", "2016..2017"),
            ("Windmeter B.V., Rotterdam          Mar 2021 -- Present", "Windmeter B.V.", "", "2021-03"),
            ("Staff Engineer, Platform", "", "Staff Engineer, Platform", ""),
            (
                "Senior Software Engineer     (Sep 2019 -- Feb 2021)",
                "",
                "Senior Software Engineer",
                "2019-09..2021-02",
            ),
        ] {
            let line = parse(text, DateContext::default(), &mut Vec::new());
            let found = line.when.map_or_else(String::new, |when| when.range.to_string());
            assert_eq!(
                (line.organisation.as_str(), line.title.as_str(), found.as_str()),
                (organisation, title, when),
                "{text}"
            );
        }
    }
}
