//! Numbers and places in words.

const UNITS: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

const ORDINALS: &[&str] = &[
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth",
];

/// Returns the number that a word such as `three` names.
pub(crate) fn number_word(norm: &str) -> Option<u64> {
    if norm == "thirty" {
        return Some(30);
    }
    UNITS
        .iter()
        .position(|word| *word == norm)
        .and_then(|n| u64::try_from(n).ok())
}

/// Returns the place, counted from 1, that `first`, `2nd` or `third` names.
pub(crate) fn ordinal(norm: &str) -> Option<usize> {
    if let Some(place) = ORDINALS.iter().position(|word| *word == norm) {
        return Some(place + 1);
    }
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|ending| norm.strip_suffix(ending))?;
    digits.parse().ok().filter(|place| *place > 0)
}
