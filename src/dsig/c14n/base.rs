//! Joining `xml:base` values of left-out ancestors (Canonical XML 1.1 §2.4).

/// Joins a base and a reference by the function `join-URI-References`: RFC 3986 §5.2 with a base that may be relative, without
/// fragments, leading `..` segments kept, and a trailing `..` taken as `../`.
pub(super) fn join(base: &str, reference: &str) -> String {
    let (base, reference) = (Parts::of(base), Parts::of(reference));
    let (scheme, authority, path, query) = if reference.scheme.is_some() {
        (reference.scheme, reference.authority, without_dots(reference.path), reference.query)
    } else if reference.authority.is_some() {
        (base.scheme, reference.authority, without_dots(reference.path), reference.query)
    } else if reference.path.is_empty() {
        (base.scheme, base.authority, without_dots(base.path), reference.query.or(base.query))
    } else if reference.path.starts_with('/') {
        (base.scheme, base.authority, without_dots(reference.path), reference.query)
    } else {
        let mut merged = without_dots(base.path);
        if base.authority.is_some() && merged.is_empty() {
            merged.push('/');
        }
        merged.truncate(merged.rfind('/').map_or(0, |slash| slash + 1));
        merged.push_str(reference.path);
        (base.scheme, base.authority, without_dots(&merged), reference.query)
    };
    let mut joined = String::new();
    for (part, before, after) in [(scheme, "", ":"), (authority, "//", ""), (Some(path.as_str()), "", ""), (query, "?", "")] {
        if let Some(part) = part {
            joined.push_str(before);
            joined.push_str(part);
            joined.push_str(after);
        }
    }
    joined
}

/// A URI reference without its fragment (RFC 3986 appendix B).
struct Parts<'u> {
    scheme: Option<&'u str>,
    authority: Option<&'u str>,
    path: &'u str,
    query: Option<&'u str>,
}

impl<'u> Parts<'u> {
    fn of(uri: &'u str) -> Self {
        let rest = uri.split_once('#').map_or(uri, |(before, _)| before);
        let (rest, query) = rest.split_once('?').map_or((rest, None), |(before, query)| (before, Some(query)));
        let (scheme, rest) = match rest.split_once(':') {
            Some((scheme, after)) if is_scheme(scheme) => (Some(scheme), after),
            _ => (None, rest),
        };
        let (authority, path) = match rest.strip_prefix("//") {
            Some(after) => {
                let (authority, path) = after.split_at(after.find('/').unwrap_or(after.len()));
                (Some(authority), path)
            }
            None => (None, rest),
        };
        Self { scheme, authority, path, query }
    }
}

/// `remove_dot_segments` with the changes of Canonical XML 1.1: `..` that lead out of a relative path stay, doubled slashes go.
fn without_dots(path: &str) -> String {
    let absolute = path.starts_with('/');
    let mut kept: Vec<&str> = Vec::new();
    let mut directory = false;
    for segment in path.split('/') {
        directory = matches!(segment, "" | "." | "..");
        match segment {
            "" | "." => {}
            ".." if kept.last().is_some_and(|last| *last != "..") => {
                kept.pop();
            }
            ".." if absolute => {}
            segment => kept.push(segment),
        }
    }
    let mut joined = if absolute { String::from("/") } else { String::new() };
    joined.push_str(&kept.join("/"));
    if directory && !kept.is_empty() {
        joined.push('/');
    }
    joined
}

/// Whether this is the scheme of a URI (RFC 3986 §3.1).
pub(super) fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_joined() {
        // RFC 3986 §5.4.1 and §5.4.2, then relative bases in the manner of Canonical XML 1.1.
        for (base, reference, expected) in [
            ("http://a/b/c/d;p?q", "g", "http://a/b/c/g"),
            ("http://a/b/c/d;p?q", "./g/", "http://a/b/c/g/"),
            ("http://a/b/c/d;p?q", "../../g", "http://a/g"),
            ("http://a/b/c/d;p?q", "../../../g", "http://a/g"),
            ("http://a/b/c/d;p?q", "/g", "http://a/g"),
            ("http://a/b/c/d;p?q", "//g", "http://g"),
            ("http://a/b/c/d;p?q", "g:h", "g:h"),
            ("http://a/b/c/d;p?q", "?y", "http://a/b/c/d;p?y"),
            ("http://a/b/c/d;p?q", "g#s", "http://a/b/c/g"),
            ("http://a", "g", "http://a/g"),
            ("abc/", "../", ""),
            ("../abc", "..", "../../"),
            ("..", "..", "../../"),
            ("a/b", "c", "a/c"),
        ] {
            assert_eq!(join(base, reference), expected, "{base} {reference}");
        }
    }

    #[test]
    fn schemes() {
        assert!(is_scheme("http") && is_scheme("a+b-c.d1"));
        assert!(!is_scheme("") && !is_scheme("1a") && !is_scheme("a b") && !is_scheme("đ"));
    }
}
