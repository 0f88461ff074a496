//! Parses what `brag list` and `brag search` are limited to: periods, names and words, as flags or as words.

use crate::domain::field::unknown;
use crate::domain::{Kind, LabelKind, Period, WinFilter, fold};
use crate::error::{Error, ErrorKind, Result};
use crate::journal::{self, Context, Snapshot, goals, lookup};
use crate::text::similar;

use super::args::ListArgs;

/// The maximum number of words of a period: `from 5 january 2026 to 9 february 2026`.
const LONGEST_PERIOD: usize = 9;

/// Words that limit a list, split into a period and the words to search for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Limits {
    pub period: Option<Period>,
    pub words: Vec<String>,
    /// The words that were read as a period.
    pub phrase: String,
}

/// Splits off the longest period at the start of the words or, if there is none, at their end. Quotes around several
/// words make no difference.
pub(super) fn limits(context: &Context, words: &[String]) -> Result<Limits> {
    let words: Vec<&str> = words.iter().flat_map(|word| word.split_whitespace()).collect();
    let longest = words.len().min(LONGEST_PERIOD);
    let at_start = (1..=longest).rev().map(|count| words.split_at(count));
    let at_end = (1..=longest).rev().map(|count| {
        let (rest, phrase) = words.split_at(words.len() - count);
        (phrase, rest)
    });
    for (phrase, rest) in at_start.chain(at_end) {
        let phrase = phrase.join(" ");
        if let Ok(period) = context.period(&phrase) {
            let words = rest.iter().map(|word| (*word).to_owned()).collect();
            return Ok(Limits { period: Some(period), words, phrase });
        }
    }
    // A word in the shape of a period that does not parse is an error, not a search term.
    for word in &words {
        if has_shape_of_period(word) {
            context.period(word)?;
        }
    }
    let words = words.into_iter().map(str::to_owned).collect();
    Ok(Limits { period: None, words, phrase: String::new() })
}

/// Returns `true` for words such as `2026-13` and `2025..x`.
fn has_shape_of_period(word: &str) -> bool {
    let bytes = word.as_bytes();
    let year = bytes.len() > 5 && bytes[..4].iter().all(u8::is_ascii_digit);
    year && (bytes[4] == b'-' || word.contains("..")) && !word.contains(['/', ':'])
}

/// Returns the common days of a period, of the days since `since`, and of the days until `until`; `None` if nothing
/// limits the days.
pub(super) fn within(
    context: &Context,
    period: Option<Period>,
    since: Option<&str>,
    until: Option<&str>,
) -> Result<Option<Period>> {
    let read = |flag: &str, text: Option<&str>| {
        let named = |err: Error| Error::usage(format!("{flag}: {}", err.message())).hint(PERIOD_FORMS);
        text.map(|text| context.period(text).map_err(named)).transpose()
    };
    let (since, until) = (read("--since", since)?, read("--until", until)?);
    if since.is_none() && until.is_none() {
        return Ok(period);
    }
    let whole = period.unwrap_or_else(Period::ever);
    let first = since.as_ref().map_or(whole.first, |since| since.first.max(whole.first));
    let last = until.as_ref().map_or(whole.last, |until| until.last.min(whole.last));
    if first > last {
        return Err(Error::usage(format!("the period ends on {last}, before it begins on {first}"))
            .hint("--since is the earlier date and --until the later one"));
    }
    let ever = Period::ever();
    let label = if last == ever.last {
        format!("since {first}")
    } else if first == ever.first {
        format!("until {last}")
    } else {
        format!("{first}..{last}")
    };
    Ok(Some(Period { first, last, label }))
}

/// The hint for a text that is not a period.
pub(super) const PERIOD_FORMS: &str = "write it as 2026, 2026-Q1, march 2026, last month, last 30 days or 2026-01-15..2026-06-30; see brag help dates";

/// Returns the filter of the flags and words of `brag list`, and the limits that the words set.
pub(super) fn of_list(snapshot: &Snapshot<'_>, args: &ListArgs) -> Result<(WinFilter, Limits)> {
    let mut filter = WinFilter {
        any_day: true,
        undated: args.undated,
        starred: args.starred,
        no_number: args.no_number,
        no_outcome: args.no_outcome,
        no_goal: args.no_goal,
        ..WinFilter::default()
    };
    let given = [('+', &args.project), ('^', &args.goal)];
    for (sigil, name) in given {
        if let Some(name) = name {
            limit(snapshot, &mut filter, sigil, name)?;
        }
    }
    for (sigil, names) in [('#', &args.tags), ('%', &args.skills), ('@', &args.people)] {
        for name in names {
            limit(snapshot, &mut filter, sigil, name)?;
        }
    }
    if let Some(name) = &args.category {
        filter.category = Some(category(snapshot.context(), name)?);
    }
    let mut words = Vec::new();
    let (mut since, mut until) = (args.since.clone(), args.until.clone());
    for word in args.words.iter().flat_map(|word| word.split_whitespace()) {
        match word.split_once(':') {
            Some(("cat" | "category", name)) if !name.is_empty() => {
                filter.category = Some(category(snapshot.context(), name)?);
            }
            Some(("since" | "from", date)) if !date.is_empty() => since = Some(date.to_owned()),
            Some(("until" | "to", date)) if !date.is_empty() => until = Some(date.to_owned()),
            Some((key, name)) if sigil_of(key).is_some() && !name.is_empty() => {
                limit(snapshot, &mut filter, sigil_of(key).unwrap_or_default(), name)?;
            }
            _ => match word.chars().next().filter(|c| "+#%@^".contains(*c)) {
                Some(sigil) if word[1..].starts_with(char::is_alphabetic) => {
                    limit(snapshot, &mut filter, sigil, &word[1..])?;
                }
                _ => words.push(word.to_owned()),
            },
        }
    }
    let found = limits(snapshot.context(), &words)?;
    filter.period = within(snapshot.context(), found.period.clone(), since.as_deref(), until.as_deref())?;
    filter.search(&found.words.join(" "));
    Ok((filter, found))
}

/// Returns the sigil of a key such as `project` in `project:docgen`.
fn sigil_of(key: &str) -> Option<char> {
    match key {
        "project" => Some('+'),
        "tag" => Some('#'),
        "skill" => Some('%'),
        "with" | "person" => Some('@'),
        "goal" => Some('^'),
        _ => None,
    }
}

/// Adds the limit to a named project, goal, tag, skill or person. An unknown name is a usage error.
fn limit(snapshot: &Snapshot<'_>, filter: &mut WinFilter, sigil: char, name: &str) -> Result<()> {
    let name = name.strip_prefix(sigil).unwrap_or(name);
    let kind = match sigil {
        '+' => {
            filter.project = Some(journal::resolve_kind(snapshot, Kind::Project, name)?);
            return Ok(());
        }
        '^' => {
            filter.goal = Some(goals::resolve(snapshot, name).map_err(as_usage)?.into());
            return Ok(());
        }
        '%' => LabelKind::Skill,
        '@' => LabelKind::Person,
        _ => LabelKind::Tag,
    };
    filter.labels.push((kind, name.to_owned()));
    Ok(())
}

/// Returns an error about an unknown name as a usage error, which it is in a filter.
fn as_usage(error: Error) -> Error {
    if error.kind() != ErrorKind::Failed {
        return error;
    }
    let usage = Error::usage(error.message());
    match error.hint_text() {
        Some(hint) => usage.hint(hint),
        None => usage,
    }
}

fn category(context: &Context, typed: &str) -> Result<String> {
    let all = &context.config().categories;
    let keys: Vec<&str> = all.iter().map(|each| each.key.as_str()).collect();
    let found = all.find(typed).ok_or_else(|| Error::usage(unknown("category", typed, &keys)))?;
    Ok(found.key.clone())
}

/// Returns an error if a label of the filter does not exist. Only an empty list needs this check.
pub(super) fn check_labels(snapshot: &Snapshot<'_>, filter: &WinFilter) -> Result<()> {
    filter.labels.iter().try_for_each(|(kind, name)| check_label(snapshot, *kind, name))
}

/// Fails if a tag, a skill or a person of a filter does not exist.
pub(super) fn check_label(snapshot: &Snapshot<'_>, kind: LabelKind, name: &str) -> Result<()> {
    let all = journal::labels::list(snapshot, kind)?;
    if all.iter().any(|each| fold(&each.name) == fold(name)) {
        return Ok(());
    }
    let (noun, list) = match kind {
        LabelKind::Tag => ("tag", "brag tags lists the tags"),
        LabelKind::Skill => ("skill", "brag skills lists the skills"),
        _ => ("person", "brag people lists the people"),
    };
    let near = similar(name, all.iter().map(|each| each.name.as_str()));
    Err(Error::usage(format!("unknown {noun} “{name}”")).hint(lookup::or_list(&near, list)))
}
