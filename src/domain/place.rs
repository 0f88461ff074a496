//! Places: texts that sort siblings. A new place can be made between any two. Therefore moving a record
//! changes no other record, and machines that move different records do not conflict.
//!
//! A place is ten decimal digits, followed by a fraction of base-36 digits that may be empty and does not end
//! in `0`.

/// The number of the first place, with room before it.
const FIRST: i64 = 1_000_000_000;

/// The number of digits before the fraction.
const DIGITS: usize = 10;

/// The base-36 digits of a fraction, in ascending order.
const BASE_36: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// Converts an integer place of an older version.
pub fn of_number(number: i64) -> String {
    whole(FIRST.saturating_add(number))
}

/// Returns `true` if a text is a place.
pub fn is_place(text: &str) -> bool {
    let Some((number, fraction)) = text.split_at_checked(DIGITS) else { return false };
    number.bytes().all(|byte| byte.is_ascii_digit())
        && fraction.bytes().all(|byte| BASE_36.contains(&byte))
        && !fraction.ends_with('0')
}

/// Returns a place between `before` and `after`; `None` is the start or the end. If `before` is not less than
/// `after`, only `before` is taken into account.
pub fn between(before: Option<&str>, after: Option<&str>) -> String {
    let parts = |text: &str| -> Option<(i64, Vec<u8>)> {
        let (number, fraction) = text.split_at_checked(DIGITS).filter(|_| is_place(text))?;
        let digit = |byte| BASE_36.iter().position(|each| *each == byte);
        let fraction: Option<Vec<u8>> =
            fraction.bytes().map(|byte| digit(byte).and_then(|digit| u8::try_from(digit).ok())).collect();
        Some((number.parse().ok()?, fraction?))
    };
    match (before.and_then(parts), after.and_then(parts)) {
        (None, None) => whole(FIRST),
        (Some((number, _)), None) => whole(number + 1),
        (None, Some((number, _))) if number > 0 => whole(number - 1),
        (None, Some((_, fraction))) => with_fraction(0, &middle(&[], Some(&fraction))),
        (Some(low), Some(high)) if low >= high => whole(low.0 + 1),
        (Some((low, fraction)), Some((high, of_high))) if low == high => {
            with_fraction(low, &middle(&fraction, Some(&of_high)))
        }
        (Some((low, _)), Some((high, _))) if high - low > 1 => whole(low + 1),
        (Some((low, fraction)), Some(_)) => with_fraction(low, &middle(&fraction, None)),
    }
}

/// Returns places for siblings in the given order, with the fewest changes to their existing places.
pub fn in_order(siblings: &[Option<&str>]) -> Vec<String> {
    let kept = longest_increasing(siblings);
    let mut out: Vec<String> = Vec::with_capacity(siblings.len());
    for (at, sibling) in siblings.iter().enumerate() {
        if let Some(place) = sibling.filter(|_| kept.contains(&at)) {
            out.push(place.to_owned());
            continue;
        }
        let next = kept.iter().find(|next| **next > at).and_then(|next| siblings[*next]);
        out.push(between(out.last().map(String::as_str), next));
    }
    out
}

/// Returns the indices of a longest increasing subsequence of the places.
fn longest_increasing(siblings: &[Option<&str>]) -> Vec<usize> {
    // For each index: the length of the longest subsequence that ends at the index, and its previous index.
    let mut runs: Vec<(usize, Option<usize>)> = Vec::with_capacity(siblings.len());
    for (at, sibling) in siblings.iter().enumerate() {
        let best = match sibling.filter(|place| is_place(place)) {
            None => (0, None),
            Some(place) => {
                let before = (0..at).filter(|before| runs[*before].0 > 0 && siblings[*before] < Some(place));
                match before.max_by_key(|before| runs[*before].0) {
                    Some(before) => (runs[before].0 + 1, Some(before)),
                    None => (1, None),
                }
            }
        };
        runs.push(best);
    }
    let mut at = (0..runs.len()).filter(|at| runs[*at].0 > 0).max_by_key(|at| runs[*at].0);
    let mut out = Vec::new();
    while let Some(here) = at {
        out.push(here);
        at = runs[here].1;
    }
    out.reverse();
    out
}

fn whole(number: i64) -> String {
    format!("{:0DIGITS$}", number.clamp(0, 9_999_999_999))
}

fn with_fraction(number: i64, fraction: &[u8]) -> String {
    let letters = fraction.iter().map(|digit| char::from(BASE_36[usize::from(*digit)]));
    whole(number) + &letters.collect::<String>()
}

/// Returns a fraction between `low` and `high`; without `high`, a fraction above `low`.
fn middle(low: &[u8], high: Option<&[u8]>) -> Vec<u8> {
    if let Some(high) = high {
        let digit = |at: usize| low.get(at).copied().unwrap_or(0);
        let same = high.iter().enumerate().take_while(|(at, byte)| digit(*at) == **byte).count();
        if same > 0 && same < high.len() {
            let mut out = high[..same].to_vec();
            out.extend(middle(low.get(same..).unwrap_or(&[]), Some(&high[same..])));
            return out;
        }
    }
    let from = low.first().copied().unwrap_or(0);
    let to = high.and_then(|high| high.first().copied()).unwrap_or(36);
    if to > from + 1 {
        return vec![from + (to - from) / 2];
    }
    match high {
        Some(high) if high.len() > 1 => high[..1].to_vec(),
        _ => {
            let mut out = vec![from];
            out.extend(middle(low.get(1..).unwrap_or(&[]), None));
            out
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn appended_places_stay_short_and_old_numbers_keep_their_order() {
        let mut last = between(None, None);
        for _ in 0..20_000 {
            let next = between(Some(&last), None);
            assert!(next > last && next.len() == DIGITS);
            last = next;
        }
        assert!(of_number(3) > of_number(2) && of_number(10) > of_number(9) && is_place(&of_number(7)));
        assert!(!is_place("7") && !is_place("10000000010") && !is_place("1000000001A"));
    }

    proptest! {
        #[test]
        fn a_place_can_be_made_between_any_two_places(turns in proptest::collection::vec(0_usize..1000, 1..200)) {
            let mut places: Vec<String> = vec![of_number(1), of_number(2)];
            for turn in turns {
                let at = turn % (places.len() + 1);
                let (before, after) = (at.checked_sub(1).map(|at| places[at].clone()), places.get(at).cloned());
                let new = between(before.as_deref(), after.as_deref());
                prop_assert!(is_place(&new), "{new}");
                prop_assert!(before.is_none_or(|before| before < new) && after.is_none_or(|after| new < after));
                places.insert(at, new);
            }
        }

        #[test]
        fn moving_a_sibling_changes_at_most_one_place(count in 2_usize..30, from in 0_usize..30, to in 0_usize..30) {
            let places: Vec<String> = (0..count).map(|at| of_number(i64::try_from(at).unwrap())).collect();
            let mut moved = places.clone();
            let one = moved.remove(from % count);
            moved.insert(to % count, one);
            let new = in_order(&moved.iter().map(|place| Some(place.as_str())).collect::<Vec<_>>());
            prop_assert!(new.is_sorted_by(|a, b| a < b), "{new:?}");
            let changed = new.iter().zip(&moved).filter(|(new, old)| new != old).count();
            prop_assert!(changed <= 1, "{moved:?} {new:?}");
        }
    }
}
