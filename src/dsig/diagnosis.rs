//! Which change of form makes a failed digest fit again. Each guess is proved by the digest itself, so a change of content can never
//! be taken for one of form.

use crate::xml::Node;
use crate::xml::NodeId;

use super::Change;
use super::c14n::Hasher;
use super::c14n::NodeSet;
use super::c14n::Sink;
use super::reference::Digests;
use super::reference::Failure;
use super::reference::Recipe;
use super::structure::Written;

/// Ancestors of a signature tried as the root that was signed. Envelopes of the format have three levels.
const ENVELOPES: usize = 8;

/// The change that explains a digest, tried in the order of likelihood.
pub(super) fn change<'d>(
    written: &Written<'_>,
    recipe: &Recipe<'d>,
    signature: &Node<'d>,
    digests: &mut Digests<'d>,
) -> Result<Option<Change>, Failure> {
    if fits(written, &recipe.of(recipe.set.without_blank_text()), digests)? {
        return Ok(Some(Change::BlankText));
    }
    for ends in [LineEnds::Escaped, LineEnds::Raw, LineEnds::Dropped] {
        let mut sink = Ends { ends, hasher: Hasher::new(written.digest), held: [0; 5], count: 0 };
        digests.octets(recipe, &mut sink)?;
        if sink.finish() == written.expected {
            return Ok(Some(Change::LineEnds));
        }
    }
    for root in envelopes(*signature) {
        let set = match recipe.set.apex {
            // What was the whole document once is now an element.
            NodeId::DOCUMENT => NodeSet { apex: root.id(), ..recipe.set },
            apex if root.contains(apex) => recipe.set,
            _ => continue,
        };
        if fits(written, &recipe.of(set.within(root.id())), digests)? {
            return Ok(Some(Change::Envelope));
        }
    }
    // The element beside the signature may have been digested on its own, before the root got its declarations.
    let apex = recipe.set.apex;
    if apex != NodeId::DOCUMENT && fits(written, &recipe.of(recipe.set.within(apex)), digests)? {
        return Ok(Some(Change::Envelope));
    }
    Ok(None)
}

fn fits<'d>(written: &Written<'_>, recipe: &Recipe<'d>, digests: &mut Digests<'d>) -> Result<bool, Failure> {
    Ok(digests.digest(recipe, written.digest)?.as_ref() == written.expected)
}

/// The elements around a signature that may have been the root of the document once.
pub(super) fn envelopes<'d>(signature: Node<'d>) -> impl Iterator<Item = Node<'d>> {
    let root = signature.document().root();
    let around = std::iter::successors(signature.parent(), Node::parent);
    around.filter(move |ancestor| ancestor.is_element() && *ancestor != root).take(ENVELOPES)
}

/// How a signer's line ends came to differ.
#[derive(Clone, Copy)]
enum LineEnds {
    /// The text held carriage returns, canonical XML wrote them as `&#xD;`, and the file lost them.
    Escaped,
    /// The bytes of the file were digested with CRLF.
    Raw,
    /// The file holds `&#xD;`, which the signer did not digest.
    Dropped,
}

const CARRIAGE_RETURN: &[u8] = b"&#xD;";

/// Digests canonical octets with other line ends.
struct Ends {
    ends: LineEnds,
    hasher: Hasher,
    /// The beginning of a reference that may turn out to be `&#xD;`.
    held: [u8; 5],
    count: usize,
}

impl Ends {
    fn finish(mut self) -> Vec<u8> {
        self.release();
        self.hasher.finish().as_ref().to_vec()
    }

    fn release(&mut self) {
        self.hasher.write(self.held.get(..self.count).unwrap_or_default());
        self.count = 0;
    }

    fn byte(&mut self, byte: u8) {
        if self.count > 0 || byte == b'&' {
            if CARRIAGE_RETURN.get(self.count) != Some(&byte) {
                self.release();
            }
            if CARRIAGE_RETURN.get(self.count) == Some(&byte) {
                if let Some(place) = self.held.get_mut(self.count) {
                    *place = byte;
                    self.count += 1;
                }
                if self.count == CARRIAGE_RETURN.len() {
                    self.count = 0;
                }
                return;
            }
        }
        self.hasher.write(&[byte]);
    }
}

impl Sink for Ends {
    fn write(&mut self, octets: &[u8]) {
        match self.ends {
            LineEnds::Dropped => octets.iter().for_each(|byte| self.byte(*byte)),
            LineEnds::Escaped | LineEnds::Raw => {
                let end: &[u8] = if matches!(self.ends, LineEnds::Raw) { b"\r\n" } else { b"&#xD;\n" };
                let mut lines = octets.split(|byte| *byte == b'\n').peekable();
                while let Some(line) = lines.next() {
                    self.hasher.write(line);
                    if lines.peek().is_some() {
                        self.hasher.write(end);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pki::Digest;

    fn rewritten(ends: LineEnds, text: &str, expected: &str) {
        for size in [1, 2, 3, 100] {
            let mut sink = Ends { ends, hasher: Hasher::new(Digest::Sha256), held: [0; 5], count: 0 };
            text.as_bytes().chunks(size).for_each(|piece| sink.write(piece));
            let mut plain = Hasher::new(Digest::Sha256);
            plain.write(expected.as_bytes());
            assert_eq!(sink.finish(), plain.finish().as_ref(), "{text} in pieces of {size}");
        }
    }

    #[test]
    fn line_ends_are_rewritten() {
        rewritten(LineEnds::Raw, "a\nb\n", "a\r\nb\r\n");
        rewritten(LineEnds::Escaped, "\na", "&#xD;\na");
        rewritten(LineEnds::Dropped, "a&#xD;\n&#x&#xD;&amp;&#x9;&&#xD;&#x", "a\n&#x&amp;&#x9;&&#x");
    }
}
