//! Puts the cell of an example into a document.

/// The document with each line of the cell put into it, `…` standing for what was there: a start tag or an element in the place of the
/// first of its name. A message stands around a document that is none. `None` where there is no such place.
pub(crate) fn put(base: &str, cell: &str) -> Option<String> {
    let mut text = base.to_owned();
    for line in cell.lines() {
        let name = line.strip_prefix('<')?.split(['>', ' ', '/']).next()?;
        let is_start_tag = !line.contains("</") && !line.ends_with("/>");
        let start = [format!("<{name}>"), format!("<{name} "), format!("<{name}/")].iter().filter_map(|tag| text.find(tag)).min();
        let Some(start) = start else {
            text = (name == "TDiep").then(|| line.replace('…', &text))?;
            continue;
        };
        let tag_end = start + text[start..].find('>')? + 1;
        let (end, before) = match text[start..].find(&format!("</{name}>")) {
            _ if is_start_tag || text[..tag_end].ends_with("/>") => (tag_end, ""),
            Some(close) => (start + close + name.len() + 3, &text[tag_end..start + close]),
            None => return None,
        };
        text = format!("{}{}{}", &text[..start], line.replace('…', before), &text[end..]);
    }
    Some(text)
}
