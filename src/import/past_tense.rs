//! Puts the verbs of a commit's subject, which are in the imperative, into the past tense.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Verbs with an irregular past tense.
const IRREGULAR: [(&str, &str); 60] = [
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
    ("pay", "paid"),
    ("put", "put"),
    ("read", "read"),
    ("rebuild", "rebuilt"),
    ("reset", "reset"),
    ("resend", "resent"),
    ("rewrite", "rewrote"),
    ("run", "ran"),
    ("say", "said"),
    ("sell", "sold"),
    ("strike", "struck"),
    ("unset", "unset"),
    ("wake", "woke"),
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
static VERBS: Words = LazyLock::new(|| {
    words(
    "accept adapt add adjust align allow announce apply assert automate avoid calculate cancel carry clarify
    collapse collect combine compare complete compress compute configure confirm connect convert correct create decode deduplicate
    define delete deploy deprecate derive describe detect disable edit emit enable encode enforce ensure escape establish exclude
    expand explain expose extend extract flush generate halve ignore implement improve include inline install integrate introduce
    invert isolate join mend merge migrate normalise normalize obey omit optimise optimize overhaul parallelise parallelize parse
    persist prefer prepare preserve prevent promote protect prune publish purge recover redesign reduce refactor refuse regenerate
    register reject reload remove rename render reopen reorder reorganise reorganize repair replace require resolve respect restore
    restrict restructure retain reuse reveal revamp revert revise reword sanitise sanitize save secure select separate serialise
    serialize shorten simplify specify stabilise stabilize submit suggest suppress throttle tidy tighten translate treat tune unify
    untangle update upgrade upload validate verify warn widen wrap",
)
});

/// Regular verbs that are nouns as well, but rarely at the beginning of a subject.
static MOSTLY_VERBS: Words = LazyLock::new(|| {
    words(
    "change check close commit copy count cover drop export fix force handle increase list load lower move
    offer pick print reach return show skip start stop switch track trigger trim turn use visit",
)
});

/// Regular verbs that are nouns as well: they are verbs only before an article, a number or a plural.
static NOUNS: Words = LazyLock::new(|| {
    words(
    "address anchor answer ask audit back balance batch block bound bump cache call cap centre clean debug design
    display document double download filter focus fold follow format group guard highlight import index label launch limit link lock
    log look map mark match measure mirror mock monitor name note notice number open order pass pin place plan polish port process
    profile push quote raise rebase record refresh release report review roll rotate round scale scroll search share ship size sort
    state store stream strip structure style support surface swap sync tag test time toggle transfer tweak type version wire",
)
});

/// Irregular verbs that are nouns or adjectives as well.
static AMBIGUOUS: Words = LazyLock::new(|| {
    words(
        "build cut do draw drive feed fit lead read reset run set split win let find undo redo rebuild rewrite",
    )
});

/// Verbs whose last letter is doubled.
const DOUBLED: [&str; 22] = [
    "cap", "commit", "debug", "drop", "emit", "log", "map", "omit", "pin", "plan", "prefer", "ship", "skip",
    "stop", "strip", "submit", "swap", "tag", "transfer", "trim", "wrap", "cancel",
];

/// Words in front of an object.
static ARTICLES: Words = LazyLock::new(|| {
    words(
    "a an the all any both each every its it them this that these those their your our my his her some several
    many more most one two three four five up down out off in on over back away what which when where how why whether no not
    another other only itself themselves and or",
)
});

/// Returns a subject with its verbs in the past tense; unchanged if its first word is no verb in the imperative.
pub(super) fn past_tense(subject: &str) -> String {
    let words: Vec<&str> = subject.split(' ').collect();
    let begins_late = words.len() > 1 && is_adverb(words[0]);
    let start = usize::from(begins_late);
    let mut out: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    let Some(first) = first_past(&words[start..]) else { return subject.to_owned() };
    out[start] = first;
    // `Keep, merge or drop the work`, `Back up, check and restore`, `Plan and run it`: every word of the list is a verb.
    let is_particle = |word: &&str| matches!(*word, "up," | "down," | "out," | "off,");
    let next = words.get(start + 1);
    let mut is_list = words[start].ends_with(',')
        || next.is_some_and(|next| matches!(*next, "and" | "or") || is_particle(next));
    let mut has_infinitive = false;
    for at in start + 1..words.len() {
        let before = words[at - 1];
        let is_last = matches!(before, "and" | "or");
        if before.ends_with(';') {
            has_infinitive = false;
            out[at] = first_past(&words[at..]).unwrap_or_else(|| words[at].to_owned());
        } else if is_list && (before.ends_with(',') || is_last) {
            out[at] = past_of(words[at], true).unwrap_or_else(|| words[at].to_owned());
            is_list = !is_last;
        } else if !has_infinitive
            && (before == "then" || before.ends_with(',') || is_last && !is_verb(words[at - 2]))
        {
            out[at] = past_of(words[at], false).unwrap_or_else(|| words[at].to_owned());
        }
        // `Allow users to add and remove tags`: what follows belongs to the infinitive.
        has_infinitive |= before == "to" && is_verb(words[at]);
    }
    out.join(" ")
}

/// Returns `true` for an adverb that may stand before the verb.
fn is_adverb(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    matches!(lower.as_str(), "also" | "always" | "now" | "only")
        || lower.len() > 4 && lower.ends_with("ly") && lower != "apply"
}

/// A set of words.
pub(super) type Words = LazyLock<HashSet<&'static str>>;

/// Returns the words of a text, which are set apart by white space.
pub(super) fn words(text: &'static str) -> HashSet<&'static str> {
    text.split_whitespace().collect()
}

/// Returns `true` for the base form of a verb.
fn is_verb(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    IRREGULAR.iter().any(|(base, _)| *base == lower)
        || [&VERBS, &MOSTLY_VERBS, &NOUNS].iter().any(|words| words.contains(lower.as_str()))
}

/// Returns the past tense of the verb at the beginning of these words; `None` if the first of them is a noun.
fn first_past(words: &[&str]) -> Option<String> {
    let (first, second) = (*words.first()?, words.get(1).copied().unwrap_or(""));
    let lower = first.to_ascii_lowercase();
    let next = second.trim_end_matches([',', ';', ':']).to_ascii_lowercase();
    // `Support for Windows`, `Rewrite of the engine`, `Change to the API`, `Do not allow it`
    let is_noun =
        matches!(next.as_str(), "of" | "for") || lower == "do" || (lower == "change" && next == "to");
    if is_noun {
        return None;
    }
    if NOUNS.contains(lower.as_str()) || AMBIGUOUS.contains(lower.as_str()) {
        let is_object = ARTICLES.contains(next.as_str())
            || next.ends_with('s') && !next.ends_with("ss")
            || next.starts_with(|c: char| !c.is_ascii_lowercase())
            || second.starts_with(|c: char| c.is_ascii_uppercase());
        if !is_object {
            return None;
        }
    }
    past_of(first, true).or_else(|| past_of_other(first))
}

/// Returns the past tense of the third person or the gerund of a verb: `Adds`, `Fixes`, `Adding`.
fn past_of_other(word: &str) -> Option<String> {
    let stems = [
        word.strip_suffix('s').map(str::to_owned),
        word.strip_suffix("es").map(str::to_owned),
        word.strip_suffix("ing").map(str::to_owned),
        word.strip_suffix("ing").map(|stem| format!("{stem}e")),
        word.strip_suffix("ping").map(str::to_owned),
    ];
    // The plural of a noun is no verb.
    let is_known = |stem: &String| {
        let lower = stem.to_ascii_lowercase();
        !NOUNS.contains(lower.as_str()) && !AMBIGUOUS.contains(lower.as_str())
    };
    stems.into_iter().flatten().filter(is_known).find_map(|stem| past_of(&stem, true))
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
    let irregular = IRREGULAR.iter().find(|(base, _)| *base == lower);
    let past = if let Some((_, past)) = irregular.filter(|_| is_start || !AMBIGUOUS.contains(lower.as_str()))
    {
        (*past).to_owned()
    } else if VERBS.contains(lower.as_str())
        || is_start && (MOSTLY_VERBS.contains(lower.as_str()) || NOUNS.contains(lower.as_str()))
    {
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
            ("Back up, restore and purge", "Backed up, restored and purged"),
            ("Plan and run the migration", "Planned and ran the migration"),
            ("Emit events of the cache", "Emitted events of the cache"),
            ("Adds rate limits", "Added rate limits"),
            ("Adding rate limits", "Added rate limits"),
            ("Correctly handle zero", "Correctly handled zero"),
            (
                "Move to the new parser and remove the old one",
                "Moved to the new parser and removed the old one",
            ),
            // Nouns, infinitives and compounds stay.
            ("Support for Windows", "Support for Windows"),
            ("Support Windows", "Supported Windows"),
            ("Rewrite of the engine", "Rewrite of the engine"),
            ("Log rotation", "Log rotation"),
            ("Log every request", "Logged every request"),
            ("Cache invalidation", "Cache invalidation"),
            ("Do not allow empty names", "Do not allow empty names"),
            ("Allow users to add and remove tags", "Allowed users to add and remove tags"),
            ("Improve read and write performance", "Improved read and write performance"),
            ("Fix add and remove buttons", "Fixed add and remove buttons"),
            ("Add undo and redo", "Added undo and redo"),
            ("Faster start", "Faster start"),
            ("Added already", "Added already"),
            ("", ""),
        ] {
            assert_eq!(past_tense(subject), wanted);
        }
    }
}
