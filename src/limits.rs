//! Bounds on what hostile input may cost. Each fails as its own finding.

/// Named limits, each with a default and the reason for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of a document. A message of the format holds at most 2 MB (QĐ 1450 part III), the largest declarations about 20 MB.
    pub document: usize,
    /// Open elements. libxml2 refuses beyond 256 too; real invoices stay below 20.
    pub depth: usize,
    /// Attributes of one element, namespace declarations included. Real files carry below 10.
    pub attributes: usize,
    /// Namespace declarations in scope at one place; keeps every prefix look-up short. quick-xml has the same bound.
    pub namespaces: usize,
    /// Bytes of a name.
    pub name: usize,
    /// Bytes of one run of text or one attribute value.
    pub text: usize,
    /// Nodes of the tree: bounds its memory to about 200 MB at 40 bytes a node.
    pub nodes: usize,
    /// Findings kept in a report; what comes after is counted only.
    pub findings: usize,
    /// Signatures verified in one document; a message may carry many signed invoices.
    pub signatures: usize,
    /// References of one signature. The format uses two or three.
    pub references: usize,
    /// Transforms of one reference. The format uses at most two.
    pub transforms: usize,
    /// Bytes of the document that all references together may canonicalize, so that a thousand signatures of the whole document stay
    /// cheap: about a second of work.
    pub canonicalized: usize,
    /// Octets that all diagnoses of failed digests and signature values may look at: about a third of a second of work. A diagnosis of
    /// an invoice takes a few hundred kilobytes.
    pub diagnosed: usize,
    /// Signature checks spent on one certificate path, so that a mesh of issuers stays cheap.
    pub path_checks: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            document: 64 << 20,
            depth: 256,
            attributes: 1_000,
            namespaces: 128,
            name: 4 << 10,
            text: 16 << 20,
            nodes: 5_000_000,
            findings: 1_000,
            signatures: 1_000,
            references: 8,
            transforms: 3,
            canonicalized: 1 << 30,
            diagnosed: 128 << 20,
            path_checks: 100,
        }
    }
}
