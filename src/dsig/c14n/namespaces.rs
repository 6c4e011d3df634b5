//! Which namespace declarations an element of the canonical form carries.

use crate::xml::Node;
use crate::xml::NodeId;

use super::Error;
use super::Method;
use super::Version;
use super::base::is_scheme;

/// A prefix (empty for the default namespace) and the namespace it is bound to (empty to undeclare).
type Binding<'d> = (&'d str, &'d str);

/// What was written on elements around the current one (only exclusive canonicalization needs it), and what is to be written on it.
pub(super) struct Namespaces<'d> {
    rendered: Vec<Rendered<'d>>,
    /// Kept between elements for its memory.
    output: Vec<Binding<'d>>,
}

struct Rendered<'d> {
    prefix: &'d str,
    namespace: &'d str,
    /// One past the last node of the element that carries it.
    end: u32,
}

impl<'d> Namespaces<'d> {
    pub(super) const fn new() -> Self {
        Self { rendered: Vec::new(), output: Vec::new() }
    }

    /// The bindings to write on an element, by prefix, default first.
    pub(super) fn output(&self) -> &[Binding<'d>] {
        &self.output
    }

    /// Forgets what elements carry that are closed before this node.
    pub(super) fn close(&mut self, id: NodeId) {
        while self.rendered.last().is_some_and(|last| last.end <= id.0) {
            self.rendered.pop();
        }
    }

    /// Whether the canonical form has this prefix bound to this namespace already.
    pub(super) fn is_rendered(&self, prefix: &str, namespace: &str) -> bool {
        self.rendered(prefix) == namespace
    }

    /// Found among at most as many entries as `Limits::namespaces` lets stand in one scope.
    fn rendered(&self, prefix: &str) -> &'d str {
        self.rendered.iter().rev().find(|known| known.prefix == prefix).map_or("", |known| known.namespace)
    }

    /// Canonical XML §2.3, for the apex: everything in scope, of what `root` and elements in it declare.
    pub(super) fn inclusive_apex(&mut self, apex: &Node<'d>, root: NodeId) -> Result<(), Error> {
        self.output.clear();
        let whole = root == NodeId::DOCUMENT;
        let around = std::iter::once(*apex).chain(apex.ancestors()).filter(|around| !whole && root <= around.id());
        let bindings = whole.then(|| apex.scope()).into_iter().flatten().chain(around.flat_map(|around| around.declarations()));
        for (prefix, namespace) in bindings {
            check(namespace, apex)?;
            if prefix != "xml" && !self.output.iter().any(|(known, _)| *known == prefix) {
                self.output.push((prefix, namespace));
            }
        }
        self.output.retain(|(_, namespace)| !namespace.is_empty());
        self.output.sort_unstable();
        Ok(())
    }

    /// Canonical XML §2.3, below the apex: what the element declares otherwise than its parent. The parent is in the node set, so what
    /// it has in scope is what was written.
    pub(super) fn inclusive(&mut self, element: &Node<'d>) -> Result<(), Error> {
        self.output.clear();
        for (prefix, namespace) in element.declarations() {
            check(namespace, element)?;
            let outer = element.parent().and_then(|parent| parent.namespace_of(prefix)).unwrap_or_default();
            if prefix != "xml" && namespace != outer {
                self.output.push((prefix, namespace));
            }
        }
        self.output.sort_unstable();
        Ok(())
    }

    /// Exclusive Canonicalization §3: prefixes visibly used, and those of the list as inclusive canonicalization does.
    pub(super) fn exclusive(&mut self, element: &Node<'d>, is_apex: bool, method: &Method<'_>) -> Result<(), Error> {
        debug_assert_eq!(method.version, Version::Exclusive);
        self.output.clear();
        let mut declares = is_apex;
        for (_, namespace) in element.declarations() {
            check(namespace, element)?;
            declares = true;
        }
        self.consider(element, element.name().prefix());
        for attribute in element.attributes() {
            let prefix = attribute.name().prefix();
            if !prefix.is_empty() && prefix != "xml" {
                self.consider(element, prefix);
            }
        }
        if declares && !method.prefixes.is_empty() {
            for listed in method.prefixes.split_ascii_whitespace() {
                let wanted = if listed == "#default" { "" } else { listed };
                // Borrow the prefix from the document, not from the list. Without a declaration there is only `xmlns=""`.
                let declared = element.scope().find(|(prefix, _)| *prefix == wanted).map(|(prefix, _)| prefix);
                if let Some(prefix) = declared.filter(|prefix| *prefix != "xml") {
                    self.consider(element, prefix);
                }
            }
        }
        for (_, namespace) in &self.output {
            check(namespace, element)?;
        }
        self.output.sort_unstable();
        let end = element.end();
        self.rendered.extend(self.output.iter().map(|&(prefix, namespace)| Rendered { prefix, namespace, end }));
        Ok(())
    }

    fn consider(&mut self, element: &Node<'d>, prefix: &'d str) {
        let namespace = element.namespace_of(prefix).unwrap_or_default();
        if prefix != "xml" && namespace != self.rendered(prefix) && !self.output.iter().any(|(known, _)| *known == prefix) {
            self.output.push((prefix, namespace));
        }
    }
}

/// Canonical XML 1.0 §1.3: a relative namespace URI is a failure of the operation.
fn check(namespace: &str, element: &Node<'_>) -> Result<(), Error> {
    let absolute = namespace.is_empty() || namespace.split_once(':').is_some_and(|(scheme, _)| is_scheme(scheme));
    if absolute { Ok(()) } else { Err(Error::RelativeNamespace(element.id())) }
}
