//! Reads the subject of a commit: the part of the program, what was done, and how much it matters.

use std::sync::LazyLock;

use super::super::past_tense::{Words, past_tense, words};
use crate::text::with_capital;

/// The types of conventional commits that say more about the change than about its place.
const TYPES: [&str; 16] = [
    "feat", "feature", "fix", "perf", "refactor", "style", "chore", "build", "ci", "docs", "test", "revert",
    "hotfix", "bugfix", "bug", "add",
];
/// The areas that are rarely worth an item of their own: their commits go to the rest of the week.
const SUPPORTING: [&str; 22] = [
    "docs",
    "doc",
    "readme",
    "changelog",
    "test",
    "tests",
    "bench",
    "benches",
    "benchmarks",
    "ci",
    "build",
    "chore",
    "style",
    "lint",
    "deps",
    "licence",
    "licences",
    "license",
    "names",
    "messages",
    "comments",
    "release",
];
/// The maximum length of the prefix that names the area, in bytes.
const PREFIX: usize = 32;

/// The prefix of a subject, and the rest.
struct Parts<'a> {
    /// The type of a conventional commit.
    kind: Option<String>,
    /// The area: the scope of a conventional commit, or the words before the colon.
    area: Option<&'a str>,
    text: &'a str,
}

/// Splits `feat(api)!: text`, `api: text`, `api: client: text` and `[api] text`.
fn parts(subject: &str) -> Parts<'_> {
    let mut found = split(without_key(subject.trim()));
    for _ in 0..2 {
        let inner = split(without_key(found.text));
        // Another part of the program: one word in lower case.
        let is_part = inner.area.is_some_and(|area| !area.contains(' ') && area == area.to_lowercase());
        if !is_part && inner.kind.is_none() {
            break;
        }
        found = Parts { kind: found.kind.or(inner.kind), area: found.area.or(inner.area), text: inner.text };
    }
    found
}

/// Removes the number of an issue or of a pull request in front: `ABC-12: `, `#12 `, `Merged PR 12: `.
fn without_key(text: &str) -> &str {
    let text = without_picture(text);
    if let Some((number, rest)) = text.strip_prefix("Merged PR ").and_then(|rest| rest.split_once(": "))
        && number.bytes().all(|byte| byte.is_ascii_digit())
    {
        return rest.trim_start();
    }
    let word = text.split([' ', ':', ',']).next().unwrap_or("");
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_key = word.strip_prefix('#').is_some_and(is_number)
        || word.rsplit_once('-').is_some_and(|(name, number)| {
            is_number(number)
                && name.len() > 1
                && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        });
    let rest = text[word.len()..].trim_start_matches([' ', ':', ',', '-']);
    if is_key && !rest.is_empty() { without_key(rest) } else { text }
}

fn split(subject: &str) -> Parts<'_> {
    let subject = without_picture(subject);
    if let Some((area, text)) = subject.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        let text = text.trim_start_matches([':', ' ']);
        if !text.is_empty() && area.len() <= PREFIX {
            // A number is that of an issue.
            let area = (!area.chars().any(|c| c.is_ascii_digit())).then_some(area);
            return Parts { kind: None, area, text };
        }
    }
    if let Some((kind, text)) = subject.strip_prefix('(').and_then(|rest| rest.split_once(") "))
        && TYPES.contains(&kind.to_ascii_lowercase().as_str())
    {
        return Parts { kind: Some(kind.to_ascii_lowercase()), area: None, text };
    }
    let whole = Parts { kind: None, area: None, text: subject };
    let dashed = || {
        let (kind, text) = subject.split_once(" - ")?;
        TYPES.contains(&kind.to_ascii_lowercase().as_str()).then_some((kind, text))
    };
    let Some((prefix, text)) = dashed().or_else(|| subject.split_once(": ")) else { return whole };
    let text = without_picture(text.trim());
    let words = prefix.split_whitespace().count();
    let is_sentence = words > 4 || (words > 1 && prefix.starts_with(char::is_uppercase));
    if prefix.len() > PREFIX || is_sentence || text.is_empty() {
        return whole;
    }
    let prefix = prefix.trim_end_matches('!');
    let (head, scope) = match prefix.split_once('(') {
        Some((head, scope)) => (head, Some(scope.trim_end_matches(')'))),
        None => (prefix, None),
    };
    if TYPES.contains(&head.to_ascii_lowercase().as_str()) {
        return Parts { kind: Some(head.to_ascii_lowercase()), area: scope, text };
    }
    // The key of an issue, such as ABC-123, is no area.
    let is_key = head.chars().any(|c| c.is_ascii_digit());
    Parts { kind: None, area: (!is_key).then_some(prefix), text }
}

/// Removes a picture in front, as `:sparkles:` or as one character.
fn without_picture(text: &str) -> &str {
    if let Some((name, rest)) = text.strip_prefix(':').and_then(|rest| rest.split_once(':'))
        && !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    {
        return rest.trim_start();
    }
    text.trim_start_matches(|c: char| !c.is_alphanumeric() && !c.is_ascii()).trim_start()
}

/// Returns the part of the program that a subject names, in lower case; `None` if it names none, or one such as `docs`
/// that is not worth an item of its own.
pub(super) fn area(subject: &str) -> Option<String> {
    let parts = parts(subject);
    let supports = |word: &str| SUPPORTING.contains(&word);
    if parts.kind.as_deref().is_some_and(supports) {
        return None;
    }
    let first = parts.area?.split([',', '/']).next()?.trim().to_lowercase();
    (!first.is_empty() && !supports(&first)).then_some(first)
}

/// Returns the number of the pull request at the end of the subject of a squashed commit, such as `(#12)`.
pub(super) fn pull_request(subject: &str) -> Option<u64> {
    subject.trim_end().strip_suffix(')')?.rsplit_once("(#")?.1.parse().ok()
}

/// Returns the title of a win: without the prefix and the number of the pull request, in the past tense.
pub fn title(subject: &str) -> String {
    let Parts { kind, text, .. } = parts(subject);
    let text = match pull_request(text) {
        Some(_) => text.rsplit_once("(#").map_or(text, |(text, _)| text),
        None => text,
    };
    let text = text.trim().trim_end_matches('.');
    let text = without_closing(text);
    let past = past_tense(text);
    let is_noun = past == text && !text.is_empty() && !text.contains(|c: char| c.is_ascii_uppercase());
    // `fix: login` and `feat: dark mode` have their verb in front.
    let past = match kind.as_deref() {
        Some("fix" | "hotfix" | "bugfix" | "bug") if is_noun && !is_past(text) => format!("fixed {text}"),
        Some("feat" | "feature" | "add") if is_noun && !is_past(text) => format!("added {text}"),
        _ => past,
    };
    with_capital(&past)
}

/// Returns `true` if a text begins with a verb in the past tense, or with one that stays as it is.
fn is_past(text: &str) -> bool {
    let first = text.split(' ').next().unwrap_or("");
    first.ends_with("ed")
        || past_tense(first) != first
        || ["read", "set", "put", "cut", "let", "split"].contains(&first)
}

/// Removes `(closes #12)` at the end.
fn without_closing(text: &str) -> &str {
    let inner = text.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    match inner {
        Some((before, inner))
            if inner.contains('#')
                && ["close", "fix", "resolve", "ref", "see"]
                    .iter()
                    .any(|verb| inner.to_lowercase().starts_with(verb)) =>
        {
            before.trim_end()
        }
        _ => text,
    }
}

/// First words of commits that nobody would log.
static TRIVIAL: Words = LazyLock::new(|| {
    words("format fmt reformat rustfmt prettier clippy eslint lint linting typo typos wip whitespace")
});
/// Objects of trivial corrections.
static TRIFLES: Words = LazyLock::new(|| {
    words(
    "typo typos lint lints linter formatting format clippy whitespace indentation warnings warning changelog
    dependencies deps lockfile imports spelling",
)
});
/// Verbs of trivial corrections.
static CORRECT: Words =
    LazyLock::new(|| words("fix fixed fixes update updated run correct remove clean cleanup sort more"));

/// Returns `true` for a commit that nobody would log: of a formatter, a version, a typo, or a single word.
pub(super) fn is_trivial(subject: &str) -> bool {
    if ["fixup!", "squash!", "amend!"].iter().any(|mark| subject.starts_with(mark)) {
        return true;
    }
    let parts = parts(subject);
    if parts.kind.as_deref() == Some("style")
        || parts.area.is_some_and(|area| area.eq_ignore_ascii_case("deps"))
    {
        return true;
    }
    let text = parts.text.to_lowercase();
    let words: Vec<&str> =
        text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).collect();
    let has = |word: &str| words.contains(&word);
    match &words[..] {
        // Without spaces between words, one of them may be a sentence. A prefix says what it is about.
        [one] => parts.kind.is_none() && parts.area.is_none() && !one.contains(crate::text::is_unspaced),
        []
        | ["merge", "branch" | "remote-tracking" | "tag", ..]
        | ["initial" | "first", "commit"]
        | ["clean", "up"]
        | ["minor", "tweaks" | "changes" | "fixes"]
        | ["cargo", "fmt"] => true,
        [first, second] if CORRECT.contains(first) && (TRIFLES.contains(second) || *second == "tests") => {
            true
        }
        [first, second, ..]
            if CORRECT.contains(first)
                && [
                    "typo",
                    "typos",
                    "spelling",
                    "whitespace",
                    "formatting",
                    "lint",
                    "lints",
                    "dependencies",
                    "deps",
                ]
                .contains(second) =>
        {
            true
        }
        [first, .., last] if CORRECT.contains(first) && TRIFLES.contains(last) && words.len() <= 4 => true,
        ["bump", ..] => words.len() <= 3 || has("version") || has("deps") || (has("from") && has("to")),
        [first, ..] if TRIVIAL.contains(first) => {
            words.len() <= 3 || has("rustfmt") || has("prettier") || has("gofmt")
        }
        ["release" | "version" | "prepare", version] => is_version(version),
        _ => false,
    }
}

/// Returns `true` for a version number, such as `v1.2.3`.
fn is_version(word: &str) -> bool {
    let digits = word.trim_start_matches('v');
    digits.contains('.') && digits.split(['.', '-']).next().is_some_and(|part| part.parse::<u32>().is_ok())
}

/// Verbs of new work.
static MOST: Words = LazyLock::new(|| {
    words(
    "add build implement introduce support ship launch create design enable speed halve reduce cut make rewrite
    migrate automate integrate let allow publish lead double secure scale export back",
)
});
/// Verbs of improvements.
static MORE: Words = LazyLock::new(|| {
    words(
    "fix repair prevent notice recover undo handle resolve improve optimize optimise restore protect import
    detect show open offer replace save warn find",
)
});
/// Verbs of work on the code itself.
static LEAST: Words = LazyLock::new(|| {
    words(
    "move rename reword split document describe test note update remove clean tidy share call say name format
    bump refactor simplify extract revert record sort use delete drop polish tweak wrap mend keep part hold begin",
)
});
/// Words about the code, not about what it does for anybody.
static CODE: Words = LazyLock::new(|| {
    words(
    "test tests comment comments doc docs file files function functions module modules type types lint lints
    clippy snapshot snapshots lines code names readme changelog subject helper helpers",
)
});

/// Returns how much a commit probably matters, judged by the words of its subject; more is more.
pub(super) fn significance(subject: &str) -> i32 {
    let parts = parts(subject);
    let text = parts.text.to_lowercase();
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let first = words.first().copied().unwrap_or("");
    let of_verb = if LEAST.contains(first) {
        -1
    } else if MOST.contains(first) {
        2
    } else {
        i32::from(MORE.contains(first))
    };
    let of_kind = match parts.kind.as_deref() {
        Some("feat" | "feature" | "perf") => 3,
        Some("fix") => 1,
        Some(_) => -2,
        None => 0,
    };
    let supports = parts.area.is_some_and(|area| SUPPORTING.contains(&area.to_lowercase().as_str()));
    let of_code = -i32::from(words.iter().any(|word| CODE.contains(word)));
    let of_length = match words.len() {
        0..=2 => -2,
        3 => -1,
        _ => 0,
    };
    of_verb + of_kind + of_code + of_length - 2 * i32::from(supports)
}

/// The maximum number of lines that are taken from the message of a commit.
const LINES: usize = 20;

/// Returns the message below the subject, without the lines for programs, at most [`LINES`] lines, each paragraph in one.
pub(super) fn message(body: &str) -> String {
    const TRAILERS: [&str; 9] = [
        "signed-off-by:",
        "co-authored-by:",
        "reviewed-by:",
        "acked-by:",
        "tested-by:",
        "change-id:",
        "cherry-picked-from:",
        "reported-by:",
        "see merge request",
    ];
    let is_kept = |line: &&str| {
        let lower = line.trim().to_lowercase();
        !TRAILERS.iter().any(|trailer| lower.starts_with(trailer))
            && !lower.starts_with("(cherry picked from")
    };
    let mut out = String::new();
    let mut is_prose = false;
    for line in body.lines().filter(is_kept).take(LINES) {
        // Lines of prose are joined; an item of a list and an indented line stay lines.
        let is_line = line.starts_with([' ', '\t', '-', '*', '>', '#', '|', '`']) || line.trim().is_empty();
        out.push_str(if out.is_empty() {
            ""
        } else if is_prose && !is_line {
            " "
        } else {
            "\n"
        });
        out.push_str(line.trim_end());
        is_prose = !line.trim().is_empty();
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_a_sentence_in_the_past_tense() {
        for (subject, wanted) in [
            ("feat(api)!: add rate limits (#12)", "Added rate limits"),
            ("store: undo a large batch in linear time", "Undid a large batch in linear time"),
            ("[parser] Fix the escape of quotes.", "Fixed the escape of quotes"),
            ("ABC-123: keep the lock, and write it once", "Kept the lock, and wrote it once"),
            (":sparkles: Add search and filter", "Added search and filter"),
            ("Reduced the p99 to 80 ms", "Reduced the p99 to 80 ms"),
            ("Note: the reader", "The reader"),
            ("fix: login of guests (closes #12)", "Fixed login of guests"),
            ("fix - handle null", "Handled null"),
            ("drivers/net: foo: fix a leak", "Fixed a leak"),
            ("ABC-42 add retries", "Added retries"),
            ("PROJ-12, PROJ-13: add retries", "Added retries"),
            ("#77 Fix the crash", "Fixed the crash"),
            ("Merged PR 123: Add retries", "Added retries"),
            ("(fix) handle null", "Handled null"),
            ("feat: dark mode", "Added dark mode"),
            ("修复登录错误", "修复登录错误"),
        ] {
            assert_eq!(title(subject), wanted, "{subject}");
        }
    }

    #[test]
    fn trivial_commits_are_those_of_formatters_versions_and_typos() {
        for subject in [
            "style: sort imports",
            "fmt",
            "wip",
            "Fix typo in README",
            "chore(deps): bump serde",
            "fixup! add x",
            "Merge branch 'main'",
            "Release v1.2.3",
            "update changelog",
            "Bump version to 2.0",
            "Bump serde from 1.0 to 1.1",
            "Update dependencies to latest versions",
            "First commit",
            "fix tests",
        ] {
            assert!(is_trivial(subject), "{subject}");
        }
        for subject in [
            "Fix the tests of the parser under load",
            "Release the lock early",
            "docs: explain dates",
            "Format numbers of reports with commas",
            "Bump the timeout to 30 seconds for slow clients",
            "Hotfix: payments",
            "修复登录错误",
        ] {
            assert!(!is_trivial(subject), "{subject}");
        }
    }

    #[test]
    fn the_area_is_the_scope_or_the_words_before_the_colon() {
        assert_eq!(area("feat(api): x y"), Some("api".into()));
        assert_eq!(area("cli, tui: x y"), Some("cli".into()));
        assert_eq!(area("tests: x y"), None);
        assert_eq!(area("docs(api): x y"), None);
        assert_eq!(area("Add x: y"), None);
        assert_eq!(area("JIRA-12: y z"), None);
    }
}
