//! Checks a win against each rule.

use super::Rule;
use super::words::{
    AMOUNTS, CHANGES, FOLLOWING_WORDS, PLACEHOLDERS, VAGUE, WEAK_STARTS, begins, has, is_number, words,
};
use crate::domain::WinView;
use crate::domain::category::{LEARNING, OUTSIDE};

/// Returns the advice of a rule, or `None` if the win satisfies it.
pub(super) fn fires(rule: Rule, win: &WinView) -> Option<String> {
    let title = words(&win.title);
    let claim = words(&format!("{}. {}", win.title, win.impact));
    match rule {
        Rule::ActionVerb => action_verb(&title),
        Rule::Unit => unit(&claim),
        Rule::Amount => amount(win, &title, &claim),
        Rule::Before => before(win, &claim),
        Rule::ForWhom => for_whom(win, &claim),
        Rule::MyPart => my_part(win, &claim),
        Rule::Vague => vague(&claim),
        Rule::Unfinished => unfinished(win),
        Rule::Order => order(win),
        Rule::CutTitle => super::cut_title::advice(win),
    }
}

/// Returns `true` if a win needs neither an amount nor an audience.
fn is_personal(win: &WinView) -> bool {
    matches!(win.category_key(), LEARNING | OUTSIDE)
}

fn action_verb(title: &[String]) -> Option<String> {
    let weak = WEAK_STARTS.into_iter().filter(|weak| begins(title, weak)).max_by_key(|weak| weak.len())?;
    Some(format!("begin with what you did instead of “{weak}”"))
}

fn unit(claim: &[String]) -> Option<String> {
    if !claim.iter().any(|word| CHANGES.contains(&word.as_str())) {
        return None;
    }
    let bare = claim.windows(2).enumerate().find_map(|(at, pair)| {
        let is_year = pair[1].len() == 4 && (pair[1].starts_with("19") || pair[1].starts_with("20"));
        let follows = claim.get(at + 2).map(String::as_str);
        let alone = follows.is_none_or(|next| FOLLOWING_WORDS.contains(&next));
        (matches!(pair[0].as_str(), "by" | "to") && is_number(&pair[1]) && !is_year && alone)
            .then(|| pair[1].clone())
    })?;
    Some(format!("say of what: {bare}"))
}

fn amount(win: &WinView, title: &[String], claim: &[String]) -> Option<String> {
    let verb = title.iter().find(|word| CHANGES.contains(&word.as_str()))?;
    let said = !win.figures.is_empty()
        || claim.iter().any(|word| {
            word.contains(|c: char| c.is_ascii_digit()) || AMOUNTS.contains(&word.as_str())
        })
        // “From daily to twice a year” is an amount in words.
        || (has(claim, "from") && has(claim, "to"));
    (!said && !is_personal(win)).then(|| format!("say by how much you “{verb}” it, or log a metric"))
}

fn before(win: &WinView, claim: &[String]) -> Option<String> {
    if is_personal(win) || has(claim, "from") || win.figures.iter().any(|each| each.from.is_some()) {
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

fn my_part(win: &WinView, claim: &[String]) -> Option<String> {
    // “How we work” describes a way of working; “we moved it” hides the user's part.
    let apart = |at: usize| at > 0 && matches!(claim[at - 1].as_str(), "how" | "what" | "where" | "that");
    let ours = claim.iter().enumerate().find_map(|(at, word)| match word.as_str() {
        "we" if !apart(at) => Some("we"),
        "our" if claim.get(at + 1).is_some_and(|next| next == "team") => Some("our team"),
        _ => None,
    })?;
    let mine = !win.roles.is_empty() || claim.iter().any(|word| matches!(word.as_str(), "i" | "my" | "me"));
    (!mine).then(|| format!("say what your part was beside “{ours}”, or give it a role"))
}

fn vague(claim: &[String]) -> Option<String> {
    let vague = VAGUE.into_iter().find(|vague| has(claim, vague))?;
    Some(format!("name what it was instead of “{vague}”"))
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
