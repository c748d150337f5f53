//! How many slips of the finger lie between two words.

/// Returns the number of inserted, missing, wrong or swapped letters between two words
/// (Damerau–Levenshtein, optimal string alignment).
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let right: Vec<char> = b.chars().collect();
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    let mut previous = None;
    for (row, c) in a.chars().enumerate() {
        let mut current = vec![row + 1];
        for (column, &d) in right.iter().enumerate() {
            let at = |line: &[usize], i: usize| line.get(i).copied().unwrap_or(usize::MAX / 2);
            let replaced = at(&last, column) + usize::from(c != d);
            let mut best = replaced
                .min(at(&last, column + 1) + 1)
                .min(at(&current, column) + 1);
            let is_swap = column > 0
                && previous == Some(d)
                && column.checked_sub(1).and_then(|i| right.get(i)) == Some(&c);
            if is_swap {
                best = best.min(at(&before_last, column - 1) + 1);
            }
            current.push(best);
        }
        before_last = std::mem::replace(&mut last, current);
        previous = Some(c);
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn a_swap_counts_as_one_slip() {
        assert_eq!(distance("meeting", "meeitng"), 1);
        assert_eq!(distance("dentist", "dentst"), 1);
        assert_eq!(distance("milk", "silk"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("same", "same"), 0);
    }
}
