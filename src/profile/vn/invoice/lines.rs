//! The files of `tables/`: remarks, a line that names the columns, and lines of data.

/// The lines of a data file behind remarks and the line that names the columns.
pub(super) fn lines(data: &'static str) -> impl Iterator<Item = &'static str> {
    data.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).skip(1)
}
