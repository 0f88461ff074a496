//! The other forms of an English word, so that a search for `databases` finds `database`.
//!
//! Only the regular endings of plurals and verbs are removed and added. A form that is no word finds nothing.

/// The shortest word that has other forms.
const SHORTEST: usize = 4;

/// Returns the other forms of a folded English word: of `tests` these are `test`, `tested` and `testing`. Empty for a
/// word with other characters than the letters a to z, and for a short word.
pub fn inflections(word: &str) -> Vec<String> {
    if word.len() < SHORTEST || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Vec::new();
    }
    let mut out = Vec::new();
    for base in bases(word) {
        for form in forms(&base) {
            if form != word && form.len() >= SHORTEST - 1 && !out.contains(&form) {
                out.push(form);
            }
        }
    }
    out
}

/// Returns the words of which a word can be the plural or a form of the verb, and the word.
fn bases(word: &str) -> Vec<String> {
    let mut out = vec![word.to_owned()];
    if let Some(stem) = word.strip_suffix("ies").or_else(|| word.strip_suffix("ied")) {
        out.push(format!("{stem}y"));
    } else if let Some(stem) = word.strip_suffix("es").filter(|stem| hisses(stem)) {
        // `boxes` or `databases`
        out.extend([stem.to_owned(), format!("{stem}e")]);
    } else if let Some(stem) = word.strip_suffix('s')
        && !stem.ends_with(['s', 'u', 'i'])
    {
        out.push(stem.to_owned());
    }
    for (ending, least) in [("ing", 3), ("ed", 2)] {
        let Some(stem) = word.strip_suffix(ending) else { continue };
        if stem.len() < least || stem.ends_with('e') || !stem.contains(is_vowel) {
            continue;
        }
        out.push(format!("{stem}e"));
        out.push(stem.to_owned());
        let mut letters = stem.chars().rev();
        if let (Some(last), Some(before)) = (letters.next(), letters.next())
            && last == before
        {
            out.push(stem[..stem.len() - 1].to_owned());
        }
    }
    out
}

/// Returns a word with its plural and the forms of the verb.
fn forms(base: &str) -> Vec<String> {
    let y = base.strip_suffix('y').filter(|stem| !stem.ends_with(is_vowel));
    let with_s = match y {
        Some(stem) => format!("{stem}ies"),
        None if hisses(base) => format!("{base}es"),
        None => format!("{base}s"),
    };
    let silent = base.strip_suffix('e').filter(|stem| !stem.ends_with('e'));
    let stem = silent.unwrap_or(base);
    let past = match y {
        Some(stem) => format!("{stem}ied"),
        None => format!("{stem}ed"),
    };
    let mut out = vec![base.to_owned(), with_s, past, format!("{stem}ing")];
    let letters: Vec<char> = base.chars().rev().take(3).collect();
    if let [last, vowel, first] = letters[..]
        && is_vowel(vowel)
        && !is_vowel(last)
        && !is_vowel(first)
        && !matches!(last, 'w' | 'x' | 'y')
    {
        out.push(format!("{base}{last}ed"));
        out.push(format!("{base}{last}ing"));
    }
    out
}

/// Returns `true` if the plural of a word adds a syllable: `boxes`, `matches`.
fn hisses(word: &str) -> bool {
    ["s", "x", "z", "ch", "sh"].iter().any(|ending| word.ends_with(ending))
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("databases", "database")]
    #[case("database", "databases")]
    #[case("tests", "test")]
    #[case("tests", "testing")]
    #[case("testing", "tests")]
    #[case("queries", "query")]
    #[case("query", "queries")]
    #[case("caching", "cache")]
    #[case("caches", "cached")]
    #[case("migrated", "migrate")]
    #[case("migrating", "migrated")]
    #[case("stopped", "stop")]
    #[case("stop", "stopping")]
    #[case("boxes", "box")]
    #[case("used", "use")]
    #[case("deployed", "deploys")]
    fn a_form_finds_another_form_of_its_word(#[case] typed: &str, #[case] other: &str) {
        assert!(inflections(typed).iter().any(|form| form == other), "{:?}", inflections(typed));
    }

    #[rstest]
    #[case("seed", "see")]
    #[case("string", "str")]
    #[case("status", "statu")]
    #[case("class", "clas")]
    #[case("go", "goes")]
    #[case("2024", "2024s")]
    fn other_words_are_not_forms(#[case] typed: &str, #[case] other: &str) {
        assert!(!inflections(typed).iter().any(|form| form == other), "{:?}", inflections(typed));
    }
}
