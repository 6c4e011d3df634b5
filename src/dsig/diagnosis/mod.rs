//! Which change of form makes a failed digest or signature value fit again.
//!
//! Each guess is proved by the digest or the signature value itself, so a change of content can never be taken for one of form. Every
//! known change is tried alone, in the order of likelihood, then every pair. What that may cost is bounded by `Limits::diagnosed` for
//! a document, half of what is left of it for one search.

mod indent;
mod rewrite;

use crate::xml::Node;
use crate::xml::NodeId;

use super::Change;
use super::Changes;
use super::Found;
use super::c14n::NodeSet;
use super::reference::Digests;
use super::reference::Recipe;
use rewrite::Rewriting;

/// Ancestors of a signature tried as the root that was signed. Envelopes of the format have three levels.
const ENVELOPES: usize = 8;

/// What shows that octets are those that were signed.
pub(super) struct Proof<'p> {
    /// The digest or the signature value that they must fit.
    pub(super) expected: &'p [u8],
    /// What one look costs, in octets, beside the octets themselves.
    pub(super) cost: usize,
    pub(super) fits: &'p mut dyn FnMut(&[u8]) -> bool,
}

/// The changes that explain why what the recipe makes is not what was signed.
pub(super) fn explain<'d>(recipe: &Recipe<'d>, signature: Node<'d>, digests: &mut Digests<'d>, proof: Proof<'_>) -> Found {
    // The authority signs the same nodes as the seller.
    let nearest = envelopes(signature).find(|around| around.contains(recipe.set.apex));
    let key = (recipe.clone(), nearest.map(|around| around.id()), proof.expected.to_vec());
    if let Some(known) = digests.explained.get(&key) {
        return *known;
    }
    let share = digests.allowance() / 2;
    let mut search = Search { recipe, signature, proof, left: share };
    let found = search.run(digests);
    digests.spend(share - search.left);
    let found = found.unwrap_or(Found::Unfinished);
    digests.explained.insert(key, found);
    found
}

/// The allowance is used up.
struct Spent;

struct Search<'s, 'd, 'p> {
    recipe: &'s Recipe<'d>,
    signature: Node<'d>,
    proof: Proof<'p>,
    left: usize,
}

impl<'d> Search<'_, 'd, '_> {
    fn run(&mut self, digests: &Digests<'d>) -> Result<Found, Spent> {
        let original = self.octets(self.recipe.set, digests)?;
        let rewritings = rewrite::all(&original, &self.recipe.set, self.recipe.is_exclusive(), self.signature.document());
        let sources = self.sources(&original, digests)?;
        for changes in 1..=2 {
            for source in sources.iter().filter(|source| source.changes() <= changes) {
                let octets = if source.changes() == 0 { None } else { self.source(source, &original, digests)? };
                if source.changes() > 0 && octets.is_none() {
                    continue; // these nodes make no difference
                }
                let octets = octets.as_deref().unwrap_or(&original);
                let found = match changes - source.changes() {
                    0 => self.proves(octets)?.then(|| source.named(None)).flatten(),
                    1 => match self.one(octets, &rewritings)? {
                        Some(change) => source.named(Some(change)),
                        None => self.inside_layout(source, &rewritings, digests)?.and_then(|change| source.named(Some(change))),
                    },
                    _ => self.two(octets, &rewritings)?,
                };
                if let Some(found) = found {
                    return Ok(Found::Changes(found));
                }
            }
        }
        Ok(Found::Nothing)
    }

    /// The nodes that may have been signed: with the white space as it is, without, or as a program lays it out; as they stand, or as if
    /// an element around them were the root.
    fn sources(&mut self, original: &[u8], digests: &Digests<'d>) -> Result<Vec<Source>, Spent> {
        let set = self.recipe.set;
        let document = self.signature.document();
        let depth = document.node(set.apex).map_or(0, depth);
        // Each with the level at which the apex stood then.
        let mut sets = vec![(set, depth)];
        sets.extend(envelopes(self.signature).filter_map(|root| match set.apex {
            // What was the whole document once is now an element.
            NodeId::DOCUMENT => Some((NodeSet { apex: root.id(), ..set }.within(root.id()), 0)),
            apex => root.contains(apex).then(|| (set.within(root.id()), depth.saturating_sub(self::depth(root)))),
        }));
        // Most envelopes declare nothing, so it does not matter to the octets whether they are there, only to what was laid out in them.
        let mut bases: Vec<usize> = sets.iter().map(|(_, base)| *base).filter(|base| *base > 0).collect();
        bases.dedup();
        // The element may have been digested on its own, before the root got its declarations.
        if set.apex != NodeId::DOCUMENT {
            sets.push((set.within(set.apex), depth));
        }
        let mut sources = Vec::new();
        for (index, (set, base)) in sets.into_iter().enumerate() {
            let around = (index > 0).then_some(Change::Envelope);
            if around.is_some() && self.octets(set, digests)? == original {
                continue;
            }
            sources.push(Source { set, around, blank: Blank::Kept });
            sources.push(Source { set: set.without_blank_text(), around, blank: Blank::Dropped });
            let bases = if index == 0 { &*bases } else { &[base] };
            let layouts = indent::layouts(bases).map(Blank::LaidOut);
            sources.extend(layouts.map(|blank| Source { set: set.without_blank_text(), around, blank }));
        }
        // Other nodes before other octets: declarations that are inherited are likelier an envelope's than put in by hand.
        sources.sort_by_key(|source| std::cmp::Reverse(source.changes()));
        Ok(sources)
    }

    /// The octets of a source; `None` where they are the original ones.
    fn source(&mut self, source: &Source, original: &[u8], digests: &Digests<'d>) -> Result<Option<Vec<u8>>, Spent> {
        let mut octets = self.octets(source.set, digests)?;
        if let Blank::LaidOut(layout) = source.blank {
            octets = layout.apply(&octets);
        }
        Ok((octets != original).then_some(octets))
    }

    /// The canonical octets of other nodes. Nodes without a canonical form give none, which no digest fits.
    fn octets(&mut self, set: NodeSet, digests: &Digests<'d>) -> Result<Vec<u8>, Spent> {
        self.spend(digests.cost(&set))?;
        let mut octets = Vec::new();
        if digests.write(&self.recipe.of(set), &mut octets).is_err() {
            octets.clear();
        }
        Ok(octets)
    }

    fn one(&mut self, octets: &[u8], rewritings: &[Rewriting]) -> Result<Option<Change>, Spent> {
        for rewriting in rewritings {
            self.spend(octets.len())?;
            if let Some(rewritten) = rewriting.apply(octets)
                && self.proves(&rewritten)?
            {
                return Ok(Some(rewriting.change()));
            }
        }
        Ok(None)
    }

    /// Line ends in the text alone, where those of the layout stay as they are.
    fn inside_layout(
        &mut self,
        source: &Source,
        rewritings: &[Rewriting],
        digests: &Digests<'d>,
    ) -> Result<Option<Change>, Spent> {
        let Blank::LaidOut(layout) = source.blank else { return Ok(None) };
        let bare = self.octets(source.set, digests)?;
        for rewriting in rewritings.iter().filter(|rewriting| rewriting.change() == Change::LineEnds) {
            self.spend(bare.len())?;
            if let Some(rewritten) = rewriting.apply(&bare)
                && self.proves(&layout.apply(&rewritten))?
            {
                return Ok(Some(Change::LineEnds));
            }
        }
        Ok(None)
    }

    fn two(&mut self, octets: &[u8], rewritings: &[Rewriting]) -> Result<Option<Changes>, Spent> {
        for (index, rewriting) in rewritings.iter().enumerate() {
            self.spend(octets.len())?;
            let Some(rewritten) = rewriting.apply(octets) else { continue };
            // Rewritings of one kind stand together and exclude each other.
            let later = rewritings.get(index..).unwrap_or_default();
            let other = later.iter().position(|later| later.change() != rewriting.change());
            let others = other.and_then(|other| later.get(other..)).unwrap_or_default();
            if let Some(second) = self.one(&rewritten, others)? {
                return Ok(Some(Changes::both(rewriting.change(), second)));
            }
        }
        Ok(None)
    }

    fn proves(&mut self, octets: &[u8]) -> Result<bool, Spent> {
        self.spend(octets.len().saturating_add(self.proof.cost))?;
        Ok(!octets.is_empty() && (self.proof.fits)(octets))
    }

    fn spend(&mut self, cost: usize) -> Result<(), Spent> {
        self.left = self.left.checked_sub(cost).ok_or(Spent)?;
        Ok(())
    }
}

/// Nodes that may have been signed.
struct Source {
    set: NodeSet,
    around: Option<Change>,
    blank: Blank,
}

/// White space between elements.
#[derive(Clone, Copy)]
enum Blank {
    Dropped,
    Kept,
    LaidOut(indent::Layout),
}

impl Source {
    fn changes(&self) -> usize {
        usize::from(self.around.is_some()) + usize::from(self.blank().is_some())
    }

    const fn blank(&self) -> Option<Change> {
        match self.blank {
            Blank::Dropped => Some(Change::BlankText),
            Blank::Kept => None,
            Blank::LaidOut(_) => Some(Change::BlankTextLost),
        }
    }

    /// The changes of this source and one more.
    fn named(&self, more: Option<Change>) -> Option<Changes> {
        let mut changes = [self.around, self.blank(), more].into_iter().flatten();
        let first = changes.next()?;
        Some(changes.next().map_or(first.into(), |second| Changes::both(first, second)))
    }
}

/// How many elements stand around a node.
fn depth(node: Node<'_>) -> usize {
    node.ancestors().filter(Node::is_element).count()
}

/// The elements around a signature that may have been the root of the document once.
fn envelopes<'d>(signature: Node<'d>) -> impl Iterator<Item = Node<'d>> {
    let root = signature.document().root();
    let around = std::iter::successors(signature.parent(), Node::parent);
    around.filter(move |ancestor| ancestor.is_element() && *ancestor != root).take(ENVELOPES)
}
