//! The word that was meant when one is misspelt.

/// The candidate that differs least, when it differs by at most a third of its letters.
pub(crate) fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let word = word.to_lowercase();
    let best = candidates.into_iter().map(|candidate| (distance(&word, &candidate.to_lowercase()), candidate)).min()?;
    (best.0 <= best.1.len().div_ceil(3)).then_some(best.1)
}

/// How many letters must be put in, taken out, replaced or swapped with their neighbour (optimal string alignment).
fn distance(from: &str, to: &str) -> usize {
    /// Nobody misspells an option or a code at greater length; keeps the work bounded.
    const LONGEST: usize = 64;
    let from: Vec<char> = from.chars().take(LONGEST).collect();
    let to: Vec<char> = to.chars().collect();
    let cell = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX / 2);
    let mut before = Vec::new();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, letter) in from.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, other) in to.iter().enumerate() {
            let mut least = (cell(&row, j) + usize::from(letter != other)).min(cell(&row, j + 1) + 1).min(cell(&next, j) + 1);
            if i > 0 && j > 0 && to.get(j - 1) == Some(letter) && from.get(i - 1) == Some(other) {
                least = least.min(cell(&before, j - 1) + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    cell(&row, to.len())
}
