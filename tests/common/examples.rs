//! The rows of `examples/validate/examples.tsv`: a code, the nearest wrong and right, as `validate --explain` shows them.

/// The rows of the codes that begin so: code, wrong, right, repetitions written out.
pub(crate) fn examples(prefix: &str) -> impl Iterator<Item = (&'static str, String, String)> {
    let rows = include_str!("../../examples/validate/examples.tsv").lines().filter(|row| !row.starts_with('#'));
    let rows = rows.filter(move |row| row.starts_with(prefix));
    rows.map(|row| {
        let cells: Vec<&str> = row.split('\t').collect();
        let [code, wrong, right] = cells[..] else { panic!("{row}") };
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
