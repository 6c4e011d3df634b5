//! The rows of `examples/validate/examples.tsv`: a code, the nearest wrong and right, as `validate --explain` shows them. A row with a
//! fourth cell is not run: too large, or nothing that a text can show; the cell names the test that provokes the code.

/// The cells of every row.
pub(crate) fn rows() -> impl Iterator<Item = Vec<&'static str>> {
    let rows = include_str!("../../examples/validate/examples.tsv").lines().filter(|row| !row.starts_with('#'));
    rows.map(|row| row.split('\t').collect())
}

/// The rows to run of the codes that begin so: code, wrong, right, repetitions written out.
pub(crate) fn examples(prefix: &str) -> impl Iterator<Item = (&'static str, String, String)> {
    rows().filter(move |cells| cells.len() == 3 && cells[0].starts_with(prefix)).map(|cells| {
        let [code, wrong, right] = cells[..] else { panic!("{cells:?}") };
        (code, written_out(wrong), written_out(right))
    })
}

/// `3×(ab№)` becomes `ab1ab2ab3`, `↵` a line end, `␁` the character U+0001.
fn written_out(cell: &str) -> String {
    let Some((before, after)) = cell.split_once("×(") else { return cell.replace('↵', "\n").replace('␁', "\u{1}") };
    let digits = before.trim_end_matches(|character: char| character.is_ascii_digit());
    let times: usize = before[digits.len()..].parse().expect("how many times");
    let (what, after) = after.split_once(')').expect("a closing parenthesis");
    let repeated: String = (1..=times).map(|index| what.replace('№', &index.to_string())).collect();
    written_out(&format!("{digits}{repeated}{after}"))
}
