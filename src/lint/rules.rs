//! Checks a win against each rule.

use super::Rule;
use super::generic::{is_generic, is_linking, is_numbered};
use super::words::{
    AMBIGUOUS_STARTS, AMOUNTS, CHANGES, CUT_WHOLE, FILLERS, FOLLOWING_WORDS, MEASURED, PLACEHOLDERS,
    SUBORDINATE, VAGUE, WEAK_STARTS, begins, from_verb, has, is_dummy, is_foreign, is_number, is_verb, words,
};
use crate::domain::category::{LEARNING, OUTSIDE};
use crate::domain::{WinView, fold};

/// Returns the advice of a rule, or `None` if the win satisfies it.
pub(super) fn fires(rule: Rule, win: &WinView) -> Option<String> {
    let title = words(&win.title);
    let claim = words(&format!("{}. {}", win.title, win.impact));
    match rule {
        Rule::ActionVerb => action_verb(win, &title),
        Rule::OneWord => one_word(win, &title),
        Rule::Specific => specific(win, &title, &claim),
        Rule::Unit => unit(&claim),
        Rule::Amount => amount(win, &title, &claim),
        Rule::Before => before(win, &claim),
        Rule::ForWhom => for_whom(win, &claim),
        Rule::MyPart => my_part(win, &title, &claim),
        Rule::Vague => vague(&claim),
        Rule::Filler => filler(&claim),
        Rule::Unfinished => unfinished(win),
        Rule::Order => order(win),
        Rule::CutTitle => super::cut_title::advice(win),
    }
}

/// Returns `true` if a win needs neither an amount nor an audience.
fn is_personal(win: &WinView) -> bool {
    matches!(win.category_key(), LEARNING | OUTSIDE)
}

fn action_verb(win: &WinView, title: &[String]) -> Option<String> {
    let start = from_verb(title);
    let listed = WEAK_STARTS.iter().filter(|weak| begins(start, weak)).max_by_key(|weak| weak.len());
    let weak = match (listed, start) {
        (Some(weak), _) => (*weak).to_owned(),
        (None, [noun, of, ..]) if of == "of" && names_action(noun) => format!("{noun} of"),
        (None, _) => return None,
    };
    // “A/B-tested” and “IT” do not begin with an article or a pronoun.
    let typed = win.title.split_whitespace().nth(title.len() - start.len()).unwrap_or_default();
    let other = is_foreign(title) || typed == "IT" || words(typed).len() > 1;
    (!AMBIGUOUS_STARTS.contains(&weak.as_str()) || !other)
        .then(|| format!("begin with what you did instead of “{weak}”"))
}

/// Returns `true` if a word is a noun made of a verb, such as “migration”.
fn names_action(noun: &str) -> bool {
    ["tion", "sion", "ment", "ance", "ing"].iter().any(|ending| noun.ends_with(*ending))
}

fn one_word(win: &WinView, title: &[String]) -> Option<String> {
    let typed = win.title.trim();
    let alone = match title {
        // One word of another script can be a whole sentence.
        [word] => word.is_ascii(),
        all => all.iter().all(|word| is_dummy(word)),
    };
    (alone && !typed.is_empty()).then(|| format!("write what you did in a sentence instead of “{typed}”"))
}

fn specific(win: &WinView, title: &[String], claim: &[String]) -> Option<String> {
    let folded = fold(&win.title);
    let mut names = win.project.iter().map(|project| &project.name).chain(&win.people);
    // A figure, and the name of a project or a person, say which one.
    if title.len() < 2 || !win.figures.is_empty() || names.any(|name| folded.contains(&fold(name))) {
        return None;
    }
    let last = title.iter().rev().find(|word| is_generic(word))?;
    // “Ticket 12” and “#12” are known to colleagues only.
    let is_reference = |at: usize, number: &str| {
        (at > 0 && is_numbered(&claim[at - 1])) || win.title.contains(&format!("#{number}"))
    };
    let fits_any = |(at, word): (usize, &String)| {
        is_linking(word) || is_generic(word) || (is_number(word) && is_reference(at, word))
    };
    claim
        .iter()
        .enumerate()
        .all(fits_any)
        .then(|| format!("say which or what exactly: “{last}” fits any project"))
}

fn unit(claim: &[String]) -> Option<String> {
    let change = claim.iter().position(|word| CHANGES.contains(&word.as_str()))?;
    // “From 22 minutes to 7” has its unit.
    let said = claim.windows(3).any(|window| match window {
        [from, number, unit] if from == "from" => {
            number.starts_with(|c: char| c.is_ascii_digit()) && (!is_number(number) || unit != "to")
        }
        _ => false,
    });
    let bare = claim.windows(2).enumerate().find_map(|(at, pair)| {
        let is_year = pair[1].len() == 4 && (pair[1].starts_with("19") || pair[1].starts_with("20"));
        let follows = claim.get(at + 2).map(String::as_str);
        let alone = follows.is_none_or(|next| FOLLOWING_WORDS.contains(&next));
        let counted =
            claim.get(change + 1..at).is_some_and(|object| object.iter().any(|word| is_counted(word)));
        (matches!(pair[0].as_str(), "by" | "to") && is_number(&pair[1]) && !is_year && alone && !counted)
            .then(|| pair[1].clone())
    })?;
    (!said).then(|| format!("say of what: {bare}"))
}

/// Returns `true` if a word is a plural, such as “crashes”: a number of them needs no unit.
fn is_counted(word: &str) -> bool {
    word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && !MEASURED.contains(&word)
}

fn amount(win: &WinView, title: &[String], claim: &[String]) -> Option<String> {
    let (at, verb) = title
        .iter()
        .enumerate()
        .find(|(at, word)| CHANGES.contains(&word.as_str()) && is_verb(title, *at))?;
    let whole =
        verb == "cut" && title.iter().skip(at + 1).take(3).any(|word| CUT_WHOLE.contains(&word.as_str()));
    let said = whole
        || !win.figures.is_empty()
        || claim.iter().any(|word| word.contains(|c: char| c.is_ascii_digit()))
        || AMOUNTS.iter().any(|amount| has(claim, amount))
        // “From daily to twice a year” is an amount in words.
        || (has(claim, "from") && has(claim, "to"));
    (!said && !is_personal(win)).then(|| format!("say by how much you “{verb}” it, or log a metric"))
}

fn before(win: &WinView, claim: &[String]) -> Option<String> {
    // “Doubled coverage to 84 %” has the value before, too.
    let known = ["from", "halved", "doubled", "tripled"].iter().any(|word| has(claim, word));
    if is_personal(win) || known || win.figures.iter().any(|each| each.from.is_some()) {
        return None;
    }
    let change = claim.windows(2).enumerate().find_map(|(at, pair)| {
        let percent = matches!(pair[1].as_str(), "%" | "percent");
        // “To 80 % of the requests” states a share, and “at 99 %” a level: neither is a change.
        let of = claim.get(at + 2).is_some_and(|next| next == "of");
        let changed = at > 0 && matches!(claim[at - 1].as_str(), "by" | "to");
        (percent && is_number(&pair[0]) && changed && !of).then(|| pair[0].clone())
    })?;
    Some(format!("say what it was before: {change} %"))
}

fn for_whom(win: &WinView, claim: &[String]) -> Option<String> {
    let matters = win.starred || !win.figures.is_empty();
    let said = !win.audience.is_empty() || !win.impact.is_empty() || !win.people.is_empty();
    (matters && !said && !has(claim, "for") && !is_personal(win))
        .then(|| "say for whom it was, or what changed for them".to_owned())
}

fn my_part(win: &WinView, title: &[String], claim: &[String]) -> Option<String> {
    // “Documented how we work” begins with the user's own action.
    if from_verb(title).len() == title.len() && title.first().is_some_and(|verb| verb.ends_with("ed")) {
        return None;
    }
    // “How we work” describes a way of working; “we moved it” hides the user's part.
    let apart = |at: usize| at > 0 && SUBORDINATE.contains(&claim[at - 1].as_str());
    let ours = claim.iter().enumerate().find_map(|(at, word)| match word.as_str() {
        "we" if !apart(at) => Some("we"),
        "our" if claim.get(at + 1).is_some_and(|next| next == "team") => Some("our team"),
        _ => None,
    })?;
    let mine = !win.roles.is_empty() || claim.iter().any(|word| matches!(word.as_str(), "i" | "my" | "me"));
    (!mine).then(|| format!("say what your part was beside “{ours}”, or give it a role"))
}

fn vague(claim: &[String]) -> Option<String> {
    let vague = VAGUE.iter().find(|vague| has(claim, vague))?;
    Some(format!("name what it was instead of “{vague}”"))
}

fn filler(claim: &[String]) -> Option<String> {
    let filler = FILLERS.iter().find(|filler| has(claim, filler))?;
    Some(format!("leave out “{filler}”, and state a fact"))
}

fn unfinished(win: &WinView) -> Option<String> {
    let texts = [&win.title, &win.impact, &win.notes];
    let left = texts.into_iter().find_map(|text| {
        let word = text
            .split(|c: char| !c.is_alphanumeric())
            .find(|word| PLACEHOLDERS.contains(word))
            .map(str::to_owned);
        word.or_else(|| text.contains("???").then(|| "???".to_owned()))
    })?;
    Some(format!("fill in what “{left}” stands for"))
}

fn order(win: &WinView) -> Option<String> {
    let first = win.when?.first_day();
    let early = win
        .follow_ups
        .iter()
        .filter(|asked| !asked.outcome.is_empty())
        .find_map(|asked| asked.recorded_on.filter(|day| *day < first))?;
    Some(format!("the outcome is dated {early}, before the win"))
}
