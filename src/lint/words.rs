//! Splits texts into words, and defines the word lists of the rules.

use std::sync::LazyLock;

/// Beginnings of a title that do not name the action.
pub(super) static WEAK_STARTS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    "a, an, the, this, it, some, many, more, other, several, ongoing, busy, my, there are, there is, there \
    was, there were, am, is, was, were, had, had to, did, doing, spent, made good, made progress, made \
    some, made sure, responsible for, in charge of, tasked with, assigned to, involved in, part of, member \
    of, played a, familiar with, exposure to, took part, took part in, took care of, dealt with, looked \
    after, looked at, looked into, tried, tried to, trying to, attempted, attempted to, kept working, \
    started working, started work on, worked as, worked closely, worked in, worked on, worked together, \
    worked towards, worked with, working on, working with, work on, work with, helped, helped out, helped \
    to, helping, help with, assisted, assisting, attended, attending, participated, participated in, \
    participating, contributed, contributed to, contributing, continued, continued to, continuing, \
    collaborated, collaborating, cooperated, communicated with, coordinated with, interacted with, liaised \
    with, discussed, 1 1 with, pair programming, call with, chat with, sync with, discussion, discussions, \
    meeting about, meeting on, meeting with, meetings about, meetings on, meetings with, changes in, \
    changes to, fix for, fixes for, fixes in, improvements for, improvements in, improvements to, updates \
    for, updates to, design of, review of, reviews of, support for, support of"
        .split(", ")
        .collect()
});

/// Weak beginnings that are also words of other languages, or parts of names such as “A/B” and “IT”.
pub(super) const AMBIGUOUS_STARTS: [&str; 5] = ["a", "an", "is", "it", "was"];

/// Words in front of the verb of a title.
const SUBJECTS: [&str; 6] = ["i", "i've", "i’ve", "we", "also", "just"];

/// Words that show that a title is not in English.
static FOREIGN: LazyLock<Vec<&str>> = LazyLock::new(|| {
    "der das dem und für mit von zur zum ein eine einen einem im am beim bei ohne auf wir \
    el los las una del para por que nuestro nuestra \
    le les du une aux pour avec sur dans \
    il della dei gli nel \
    het een voor naar \
    uma dos da foi não ao \
    och på för att til med og det av \
    się dla przez oraz"
        .split(' ')
        .collect()
});

/// Verbs of change, which need an amount.
pub(super) const CHANGES: [&str; 15] = [
    "reduced",
    "cut",
    "decreased",
    "lowered",
    "improved",
    "increased",
    "boosted",
    "shortened",
    "sped",
    "accelerated",
    "optimised",
    "optimized",
    "minimised",
    "minimized",
    "maximised",
];

/// Words in front of a verb of change that begin its part of the sentence; behind others, such as “to” and
/// “the”, it is not what the user did.
const CLAUSES: [&str; 9] = ["and", "but", "then", "that", "which", "who", "it", "i", "we"];

/// The objects of “cut” that need no amount, as in “cut scope” and “cut a release”.
pub(super) const CUT_WHOLE: [&str; 5] = ["scope", "release", "releases", "branch", "tag"];

/// Words and phrases that express an amount, a limit or a result.
pub(super) static AMOUNTS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    "half, halved, doubled, tripled, quadrupled, twice, third, quarter, zero, none, tenfold, hundreds, \
    thousands, factor, times, ten, order, two, three, four, five, six, seven, eight, nine, twelve, dozen, \
    dozens, twofold, threefold, fourfold, fivefold, seconds, minutes, hours, days, weeks, months, to a, to \
    an, to one, to under, to below, to nothing, so that, no longer, instead of"
        .split(", ")
        .collect()
});

/// Plurals that are measured and not counted: a number of them needs a unit.
pub(super) const MEASURED: [&str; 6] = ["costs", "times", "sizes", "bills", "expenses", "speeds"];

/// Words and phrases that are vague.
pub(super) static VAGUE: LazyLock<Vec<&str>> = LazyLock::new(|| {
    "various, several things, many things, different things, other things, some things, small things, stuff, \
    etc, and so on, and more, and others, among others, misc, miscellaneous, a lot, lots of, a number of, a \
    bunch of, numerous, somehow, some improvements, some progress, several areas, different areas, multiple \
    areas, many areas, odds and ends, bits and pieces, day to day, as needed, as required, the lights on, \
    whatever"
        .split(", ")
        .collect()
});

/// Words and phrases of praise, which state no fact.
pub(super) static FILLERS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    "successfully, with success, with great success, great job, great work, leveraged, leveraging, synergy, \
    synergies, synergistic, synergised, synergized, best in class, best of breed, world class, cutting \
    edge, bleeding edge, state of the art, next level, game changer, game changing, paradigm shift, thought \
    leader, thought leadership, outside the box, low hanging fruit, above and beyond, extra mile, move the \
    needle, moved the needle, ground running, many hats, worked hard, working hard, hard work, hardworking, \
    hard working, tirelessly, diligently, passionate, passionately, proactive, proactively, seamless, \
    seamlessly, holistic, holistically, impactful, innovative, significantly, greatly, dramatically, \
    drastically, tremendously, substantially, considerably, extremely, very, exceptional, exceptionally, \
    amazing, excellent, instrumental in, key role, crucial role, vital role, pivotal, team player, self \
    starter, results driven, detail oriented, fast paced, added value, adding value, add value, delivered \
    value, delivering value, drove value, drove results, drove impact, operational excellence, business \
    value"
        .split(", ")
        .collect()
});

/// Words that stand for a title which is still to be written, in lower case.
static DUMMIES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    "asdf asd qwer qwerty jkl foo bar baz test tests testing blah bla lorem ipsum dolor sit amet hello world abc \
    xyz dummy placeholder untitled todo tbd tbc fixme example sample temp tmp none nothing something na"
        .split(' ')
        .collect()
});

/// Words behind which “we” is not the subject of the main sentence.
pub(super) const SUBORDINATE: [&str; 17] = [
    "how", "what", "where", "that", "which", "who", "why", "when", "whenever", "while", "so", "because",
    "before", "until", "after", "if", "than",
];

/// Placeholders for text that is still to be written.
pub(super) const PLACEHOLDERS: [&str; 6] = ["TODO", "TBD", "FIXME", "XXX", "XX", "TBC"];

/// Words that follow a number and are not its unit.
pub(super) const FOLLOWING_WORDS: [&str; 14] =
    ["and", "in", "for", "with", "by", "across", "on", "at", "without", "from", "while", "to", "so", "when"];

/// Splits a text into words in lower case; `%` and signs of currencies are words of their own.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut open = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        // A point, comma or apostrophe inside a number or word belongs to it.
        let inside = open
            && matches!(c, '.' | ',' | '\'' | '’')
            && chars.peek().is_some_and(|next| next.is_alphanumeric());
        if c.is_alphanumeric() || inside {
            let lower: String = c.to_lowercase().collect();
            match out.last_mut().filter(|_| open) {
                Some(word) => word.push_str(&lower),
                None => out.push(lower),
            }
            open = true;
        } else {
            if matches!(c, '%' | '$' | '€' | '£' | '¥') {
                out.push(c.into());
            }
            open = false;
        }
    }
    out
}

/// Returns `true` if `words` contains the words of `phrase` one after another.
pub(super) fn has(words: &[String], phrase: &str) -> bool {
    (0..words.len()).any(|at| begins(&words[at..], phrase))
}

/// Returns `true` if `words` begins with the words of `phrase`.
pub(super) fn begins(words: &[String], phrase: &str) -> bool {
    let mut words = words.iter();
    phrase.split(' ').all(|expected| words.next().is_some_and(|word| word == expected))
}

/// Returns the words from the verb on, as in “I mainly helped”.
pub(super) fn from_verb(words: &[String]) -> &[String] {
    let before = |word: &&String| {
        SUBJECTS.contains(&word.as_str()) || (word.len() > 4 && word.is_ascii() && word.ends_with("ly"))
    };
    &words[words.iter().take_while(before).count()..]
}

/// Returns `true` if the word of index `at` is the verb of its part of the sentence.
pub(super) fn is_verb(words: &[String], at: usize) -> bool {
    at == words.len() - from_verb(words).len()
        || at.checked_sub(1).is_some_and(|before| CLAUSES.contains(&words[before].as_str()))
}

/// Returns `true` if a title is not in English, judged by its small words and its letters.
pub(super) fn is_foreign(words: &[String]) -> bool {
    let accented = |word: &&String| word.contains(|c: char| c.is_alphabetic() && !c.is_ascii());
    words.iter().any(|word| FOREIGN.contains(&word.as_str())) || words.iter().filter(accented).count() > 1
}

/// Returns `true` if a word stands for text that is still to be written, such as “asdf”, “xxx” and “1”.
pub(super) fn is_dummy(word: &str) -> bool {
    let repeated = || word.chars().all(|c| word.starts_with(c));
    let number = || word.chars().all(|c| c.is_ascii_digit());
    word.is_ascii() && (repeated() || number() || DUMMIES.contains(&word))
}

/// Returns `true` if a word is a number without a unit.
pub(super) fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
}
