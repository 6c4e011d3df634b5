//! The XML declaration (XML 1.0 §2.8).

use super::chars::trim_start;

/// What a declaration says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Declaration<'t> {
    pub(crate) encoding: Option<&'t str>,
}

impl<'t> Declaration<'t> {
    /// Reads `<?xml … ?>`, the whole text of the declaration. `None` when it breaks production `XMLDecl`.
    pub(crate) fn parse(text: &'t str) -> Option<Self> {
        let mut rest = text.strip_prefix("<?xml")?.strip_suffix("?>")?;
        let version = pseudo_attribute(&mut rest, "version")?;
        // Fifth edition: a processor reads any 1.x as 1.0 (§2.8, production VersionNum).
        let minor = version.strip_prefix("1.")?;
        if minor.is_empty() || !minor.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let encoding = pseudo_attribute(&mut rest, "encoding");
        if encoding.is_some_and(|name| !is_encoding_name(name)) {
            return None;
        }
        let standalone = pseudo_attribute(&mut rest, "standalone");
        if standalone.is_some_and(|value| value != "yes" && value != "no") {
            return None;
        }
        trim_start(rest).is_empty().then_some(Self { encoding })
    }
}

/// Takes ` name = "value"` off the front; leaves `rest` as it was when something else stands there.
fn pseudo_attribute<'t>(rest: &mut &'t str, name: &str) -> Option<&'t str> {
    let trimmed = trim_start(rest);
    if trimmed.len() == rest.len() {
        return None; // white space must separate
    }
    let after = trim_start(trim_start(trimmed.strip_prefix(name)?).strip_prefix('=')?);
    let quote = after.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let (value, after) = after.get(1..)?.split_once(quote)?;
    *rest = after;
    Some(value)
}

/// Production `EncName` (XML 1.0 §4.3.3).
fn is_encoding_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_encoding() {
        for text in
            ["<?xml version=\"1.0\" encoding='utf-8'?>", "<?xml\tversion = '1.1'\n encoding = \"utf-8\" standalone=\"yes\" ?>"]
        {
            assert_eq!(Declaration::parse(text).unwrap().encoding, Some("utf-8"), "{text}");
        }
        assert_eq!(Declaration::parse("<?xml version='1.0'?>").unwrap().encoding, None);
    }

    #[test]
    fn rejects_each_broken_sibling() {
        for text in [
            "<?xml ?>",
            "<?xml encoding='utf-8'?>",
            "<?xml version='2.0'?>",
            "<?xml version='1.'?>",
            "<?xml version=1.0?>",
            "<?xml version='1.0'encoding='utf-8'?>",
            "<?xml version='1.0' encoding=''?>",
            "<?xml version='1.0' encoding='8'?>",
            "<?xml version='1.0' standalone='YES'?>",
            "<?xml version='1.0' standalone='yes' encoding='utf-8'?>",
            "<?xml version='1.0' other='x'?>",
            "<?xml version='1.0\"?>",
        ] {
            assert_eq!(Declaration::parse(text), None, "{text}");
        }
    }
}
