//! Puts the verbs of a commit's subject, which are in the imperative, into the past tense.

/// Verbs with an irregular past tense.
const IRREGULAR: [(&str, &str); 56] = [
    ("beat", "beat"),
    ("begin", "began"),
    ("break", "broke"),
    ("bring", "brought"),
    ("build", "built"),
    ("catch", "caught"),
    ("choose", "chose"),
    ("cut", "cut"),
    ("do", "did"),
    ("draw", "drew"),
    ("drive", "drove"),
    ("feed", "fed"),
    ("find", "found"),
    ("fit", "fitted"),
    ("forbid", "forbade"),
    ("forget", "forgot"),
    ("freeze", "froze"),
    ("get", "got"),
    ("give", "gave"),
    ("go", "went"),
    ("grow", "grew"),
    ("hide", "hid"),
    ("hold", "held"),
    ("keep", "kept"),
    ("lead", "led"),
    ("leave", "left"),
    ("let", "let"),
    ("lose", "lost"),
    ("make", "made"),
    ("meet", "met"),
    ("overhaul", "overhauled"),
    ("pay", "paid"),
    ("put", "put"),
    ("read", "read"),
    ("rebuild", "rebuilt"),
    ("reset", "reset"),
    ("rewrite", "rewrote"),
    ("run", "ran"),
    ("say", "said"),
    ("see", "saw"),
    ("send", "sent"),
    ("set", "set"),
    ("shrink", "shrank"),
    ("shut", "shut"),
    ("speed", "sped"),
    ("spin", "spun"),
    ("split", "split"),
    ("take", "took"),
    ("teach", "taught"),
    ("tell", "told"),
    ("think", "thought"),
    ("undo", "undid"),
    ("win", "won"),
    ("withdraw", "withdrew"),
    ("write", "wrote"),
    ("redo", "redid"),
];

/// Regular verbs that are no nouns: in the middle of a subject, too, they are verbs.
const VERBS: &str = "accept adapt add adjust align allow announce apply assert automate avoid calculate clarify collapse collect
    combine compare complete compress compute configure confirm connect convert correct create decode deduplicate define delete
    deprecate derive describe detect disable emit enable encode enforce ensure escape establish exclude expand explain expose extend
    extract flush generate halve ignore implement improve include inline install integrate introduce invert isolate join mend merge migrate
    normalise normalize obey optimise optimize parallelise parallelize parse persist prefer prepare preserve prevent promote protect
    prune publish purge recover redesign reduce refactor refuse regenerate register reject reload remove rename render reopen reorder
    reorganise reorganize repair replace require resolve respect restore restrict restructure retain reuse reveal revise reword
    sanitise sanitize save secure select separate serialise serialize shorten simplify specify stabilise stabilize suggest suppress
    throttle tidy tighten translate treat tune unify untangle update upgrade validate verify warn widen wrap";

/// Regular verbs that are nouns as well: only at the beginning of a subject, or after a semicolon, they are verbs.
const NOUNS: &str = "address anchor answer ask audit back balance batch block bound bump cache call cap centre change check clean
    close copy count cover design display document double download drop export filter fix fold follow force format group guard handle
    highlight import increase index label launch limit link list load lock log look lower map mark match measure mirror mock
    monitor move name note notice number open order pass pin place plan polish port print process profile push quote raise
    reach rebase record refresh release report return review roll rotate round scale scroll search share ship show size skip sort
    start state stop store stream strip structure style support surface swap switch sync tag test time toggle track trim turn tweak
    type use version wire";

/// Verbs whose last letter is doubled.
const DOUBLED: [&str; 20] = [
    "cap", "drop", "log", "map", "pin", "plan", "prefer", "ship", "skip", "stop", "strip", "swap", "tag",
    "trim", "wrap", "get", "dedup", "plug", "scrub", "permit",
];

/// Returns a subject with its verbs in the past tense; unchanged if its first word is no verb in the imperative.
pub(super) fn past_tense(subject: &str) -> String {
    let mut out = String::with_capacity(subject.len() + 8);
    let mut before = "";
    // `Keep, merge or drop the work`: every word of such a list is a verb.
    let mut is_list = subject.split(' ').next().is_some_and(|first| first.ends_with(','));
    for (at, word) in subject.split(' ').enumerate() {
        let is_last = matches!(before, "and" | "or");
        let is_start = at == 0 || before.ends_with(';') || (is_list && (before.ends_with(',') || is_last));
        is_list &= !is_last;
        let may_follow = before == "and" || before == "then" || before.ends_with(',');
        let past = if is_start || may_follow { past_of(word, is_start) } else { None };
        if at == 0 && past.is_none() {
            return subject.to_owned();
        }
        if at > 0 {
            out.push(' ');
        }
        out.push_str(past.as_deref().unwrap_or(word));
        before = word;
    }
    out
}

/// Returns the past tense of a verb in the imperative; of a verb that is a noun as well only with `is_start`.
fn past_of(word: &str, is_start: bool) -> Option<String> {
    // `percent-encode`
    if let Some((first, verb)) = word.rsplit_once('-')
        && !verb.is_empty()
    {
        return is_start.then(|| past_of(verb, is_start).map(|past| format!("{first}-{past}"))).flatten();
    }
    let end = word.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(word.len());
    let (verb, rest) = word.split_at(end);
    if !matches!(rest, "" | "," | ";" | ":") {
        return None;
    }
    let lower = verb.to_ascii_lowercase();
    // These are nouns or adjectives as well.
    let is_clear = is_start
        || !["build", "cut", "fit", "lead", "read", "run", "set", "split", "win", "let"]
            .contains(&lower.as_str());
    let irregular = IRREGULAR.iter().find(|(base, _)| *base == lower).filter(|_| is_clear);
    let has = |words: &str| words.split_whitespace().any(|each| each == lower);
    let past = if let Some((_, past)) = irregular {
        (*past).to_owned()
    } else if has(VERBS) || (is_start && has(NOUNS)) {
        regular(&lower)
    } else {
        return None;
    };
    let is_capital = verb.starts_with(|c: char| c.is_ascii_uppercase());
    let past = if is_capital { format!("{}{}", past[..1].to_ascii_uppercase(), &past[1..]) } else { past };
    Some(past + rest)
}

/// Returns the past tense of a regular verb in lower case.
fn regular(verb: &str) -> String {
    if DOUBLED.contains(&verb) {
        return format!("{verb}{}ed", &verb[verb.len() - 1..]);
    }
    if verb.ends_with('e') {
        return format!("{verb}d");
    }
    match verb.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ied"),
        _ => format!("{verb}ed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_become_past_tense_and_nouns_stay() {
        for (subject, wanted) in [
            ("Add search and filter", "Added search and filter"),
            (
                "add the CV; group the promotion by competency",
                "added the CV; grouped the promotion by competency",
            ),
            ("Keep the lock, and remove it once", "Kept the lock, and removed it once"),
            ("Drop, simplify and tidy", "Dropped, simplified and tidied"),
            ("keep, merge or drop the work of a search", "kept, merged or dropped the work of a search"),
            ("Percent-encode the link", "Percent-encoded the link"),
            ("Faster start", "Faster start"),
            ("Added already", "Added already"),
            ("", ""),
        ] {
            assert_eq!(past_tense(subject), wanted);
        }
    }
}
