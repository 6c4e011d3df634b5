//! The XPath subset of selectors and fields (XSD 1.0 Part 1 §3.11.6), and how it runs over events.
//!
//! A path is a row of child steps, perhaps after `.//`. While a document is read, its state at an element is a set of bits: bit `n` is
//! set when the element is where the first `n` steps lead. The state of a child follows from that of its parent and its own name.

use crate::xsd::Symbol;
use crate::xsd::datatype::is_ncname;
use crate::xsd::model::Name;
use crate::xsd::model::NamespaceId;

/// Steps of one path: a state has a bit for each, and one for the start. Documents do not nest so deep.
const STEPS: usize = 63;

/// One alternative of a selector or a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Path {
    /// Whether it begins with `.//`.
    descends: bool,
    steps: Box<[NameTest]>,
    /// The attribute at its end.
    attribute: Option<NameTest>,
}

/// Which names a step takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameTest {
    Any,
    Namespace(NamespaceId),
    Name(Symbol),
}

impl NameTest {
    pub(crate) fn takes(self, name: Name) -> bool {
        match self {
            Self::Any => true,
            Self::Namespace(namespace) => name.namespace == namespace,
            Self::Name(symbol) => name.symbol == symbol,
        }
    }
}

impl Path {
    /// The state at the context node.
    pub(crate) const START: u64 = 1;

    /// The state at a child of an element with that state; 0 when neither the child nor anything in it can be reached.
    pub(crate) fn step(&self, state: u64, child: Name) -> u64 {
        let mut next = if self.descends { state & Self::START } else { 0 };
        for (index, test) in self.steps.iter().enumerate() {
            if state & (1 << index) != 0 && test.takes(child) {
                next |= 2 << index;
            }
        }
        next
    }

    /// Whether the steps end at an element with that state.
    pub(crate) fn accepts(&self, state: u64) -> bool {
        // At most 63 steps: the builder refuses more.
        state & (1 << self.steps.len()) != 0
    }

    /// The attributes of an accepted element that it leads to; `None` when it leads to the element itself.
    pub(crate) const fn attribute(&self) -> Option<NameTest> {
        self.attribute
    }
}

/// Where a path stands in a constraint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PathKind {
    /// Attributes may end a path.
    Field,
    Selector,
}

/// Why a path cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PathError {
    /// It breaks the grammar.
    Syntax,
    /// A prefix is not bound.
    Prefix,
    /// It has more than 63 steps.
    Long,
}

/// Reads the alternatives of a selector or field. `name` gives the number of a name, `namespace` that of a namespace, each by prefix;
/// `None` when the prefix is not bound. A name without prefix is in no namespace, whatever the default (XPath 1.0 §2.3).
pub(crate) fn parse(
    text: &str,
    kind: PathKind,
    namespace: &mut dyn FnMut(&str) -> Option<NamespaceId>,
    name: &mut dyn FnMut(NamespaceId, &str) -> Symbol,
) -> Result<Box<[Path]>, PathError> {
    text.split('|').map(|alternative| Parser { rest: alternative, namespace, name }.path(kind)).collect()
}

struct Parser<'t, 'n> {
    rest: &'t str,
    namespace: &'n mut dyn FnMut(&str) -> Option<NamespaceId>,
    name: &'n mut dyn FnMut(NamespaceId, &str) -> Symbol,
}

impl Parser<'_, '_> {
    fn path(mut self, kind: PathKind) -> Result<Path, PathError> {
        let mut steps = Vec::new();
        let mut attribute = None;
        let start = self.rest;
        let descends = self.takes(".") && self.takes("//");
        if !descends {
            self.rest = start;
        }
        loop {
            let is_attribute = self.takes("@") || self.takes_axis("attribute");
            if is_attribute {
                if kind == PathKind::Selector {
                    return Err(PathError::Syntax);
                }
                attribute = Some(self.name_test()?);
                break;
            }
            if !self.takes(".") {
                self.takes_axis("child");
                steps.push(self.name_test()?);
            }
            if !self.takes("/") {
                break;
            }
        }
        self.skip_space();
        if !self.rest.is_empty() {
            return Err(PathError::Syntax);
        }
        if steps.len() > STEPS {
            return Err(PathError::Long);
        }
        Ok(Path { descends, steps: steps.into_boxed_slice(), attribute })
    }

    fn name_test(&mut self) -> Result<NameTest, PathError> {
        if self.takes("*") {
            return Ok(NameTest::Any);
        }
        let first = self.ncname()?;
        let Some(rest) = self.rest.strip_prefix(':') else {
            return Ok(NameTest::Name((self.name)(NamespaceId::NONE, first)));
        };
        self.rest = rest;
        let namespace = |parser: &mut Self| (parser.namespace)(first).ok_or(PathError::Prefix);
        if let Some(rest) = self.rest.strip_prefix('*') {
            self.rest = rest;
            return Ok(NameTest::Namespace(namespace(self)?));
        }
        if self.rest.starts_with(is_space) {
            return Err(PathError::Syntax);
        }
        let local = self.ncname()?;
        let namespace = namespace(self)?;
        Ok(NameTest::Name((self.name)(namespace, local)))
    }

    fn takes_axis(&mut self, axis: &str) -> bool {
        let before = self.rest;
        if self.takes(axis) && self.takes("::") {
            return true;
        }
        self.rest = before;
        false
    }

    /// Takes a token, white space before it left out (§3.11.6: tokens may be surrounded by white space).
    fn takes(&mut self, token: &str) -> bool {
        self.skip_space();
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches(is_space);
    }
}

impl<'t> Parser<'t, '_> {
    fn ncname(&mut self) -> Result<&'t str, PathError> {
        self.skip_space();
        let end = self.rest.find(|character| is_space(character) || "/|@:*".contains(character)).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at_checked(end).ok_or(PathError::Syntax)?;
        if !is_ncname(name) {
            return Err(PathError::Syntax);
        }
        self.rest = rest;
        Ok(name)
    }
}

const fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xsd::model::Names;

    fn read(text: &str, kind: PathKind) -> Result<Box<[Path]>, PathError> {
        let mut names = Names::new();
        let uri = names.intern_namespace("urn:p");
        parse(text, kind, &mut |prefix| (prefix == "p").then_some(uri), &mut |namespace, local| names.intern(namespace, local))
    }

    #[test]
    fn reads_the_grammar_of_selectors_and_no_more() {
        for good in [
            "a",
            ".",
            "*",
            "p:a",
            "p:*",
            "./a",
            "a/./b",
            ".//a",
            ". // a / p:b",
            "a|b | .//c",
            " child::a/child :: b ",
            "a.b",
            ".//.",
        ] {
            assert!(read(good, PathKind::Selector).is_ok(), "{good}");
        }
        for bad in [
            "",
            " ",
            "/a",
            "//a",
            "a//b",
            "a/",
            "a|",
            "|a",
            "@a",
            "a/@b",
            "..",
            "../a",
            "a[1]",
            "text()",
            "a b",
            "p :a",
            "p: a",
            "self::a",
            "descendant::a",
            "1a",
            "a/.//b",
            "./",
            ".//",
            "id('x')",
            "a::b",
        ] {
            assert!(read(bad, PathKind::Selector).is_err(), "{bad}");
        }
        assert_eq!(read("q:a", PathKind::Selector), Err(PathError::Prefix));
        assert_eq!(read(&"a/".repeat(63).as_str()[..125], PathKind::Selector).map(|paths| paths.len()), Ok(1));
        assert_eq!(read(&format!("{}a", "a/".repeat(63)), PathKind::Selector), Err(PathError::Long));
    }

    #[test]
    fn only_a_field_may_end_in_an_attribute() {
        for good in ["@a", "@*", "@p:*", "a/@p:b", ".//@a", "./@a", "attribute::a", "a/attribute::b|@c"] {
            assert!(read(good, PathKind::Field).is_ok(), "{good}");
            assert!(read(good, PathKind::Selector).is_err(), "{good}");
        }
        for bad in ["@a/b", "@", "a@b", "@@a", "@.", "attribute::@a", "@a/@b"] {
            assert!(read(bad, PathKind::Field).is_err(), "{bad}");
        }
    }

    #[test]
    fn runs_over_names() {
        let mut names = Names::new();
        let mut name = |local: &str| names.intern(NamespaceId::NONE, local);
        let (a, b, c) = (name("a"), name("b"), name("c"));
        let of = |symbol| Name { symbol, namespace: NamespaceId::NONE };
        let path = |text| {
            let symbols = |_, local: &str| if local == "a" { a } else { b };
            parse(text, PathKind::Selector, &mut |_| None, &mut { symbols }).unwrap()[0].clone()
        };
        let run = |path: &Path, names: &[Symbol]| {
            let state = names.iter().fold(Path::START, |state, &symbol| path.step(state, of(symbol)));
            (path.accepts(state), state == 0)
        };
        assert_eq!(run(&path("a/b"), &[a, b]), (true, false));
        assert_eq!(run(&path("a/b"), &[a, a]), (false, true));
        assert_eq!(run(&path("a/b"), &[c, a, b]), (false, true));
        assert_eq!(run(&path(".//a/b"), &[c, a, a, b]), (true, false));
        assert_eq!(run(&path(".//a/b"), &[c, a, c, b]), (false, false));
        assert_eq!(run(&path("."), &[]), (true, false));
        assert_eq!(run(&path("."), &[a]), (false, true));
        assert_eq!(run(&path("./*/."), &[c]), (true, false));
    }
}
