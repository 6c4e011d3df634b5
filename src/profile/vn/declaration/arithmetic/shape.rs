//! The part of a form that its formulas touch, as a tree of element names.

use std::collections::HashMap;

/// The index of an element of a [`Shape`]. 0 is `HSoKhaiThue`.
pub(super) type Place = usize;

/// Every element path that the formulas of one form name, each once.
#[derive(Debug)]
pub(super) struct Shape {
    elements: Vec<Element>,
    symbols: HashMap<&'static str, usize>,
}

#[derive(Debug)]
struct Element {
    name: &'static str,
    parent: Place,
    /// Symbol and place of each child.
    children: Vec<(usize, Place)>,
}

/// The declaration itself, around which every path starts.
pub(super) const ROOT: Place = 0;

impl Shape {
    pub(super) fn new() -> Self {
        let root = Element { name: "HSoKhaiThue", parent: ROOT, children: Vec::new() };
        Self { elements: vec![root], symbols: HashMap::new() }
    }

    /// The place of that child, made where it is not yet there.
    pub(super) fn enter(&mut self, parent: Place, name: &'static str) -> Place {
        let next_symbol = self.symbols.len();
        let symbol = *self.symbols.entry(name).or_insert(next_symbol);
        if let Some(place) = self.child(parent, symbol) {
            return place;
        }
        let place = self.elements.len();
        self.elements.push(Element { name, parent, children: Vec::new() });
        if let Some(element) = self.elements.get_mut(parent) {
            element.children.push((symbol, place));
        }
        place
    }

    /// The symbol of a local name; `None` for a name that no formula uses.
    pub(super) fn symbol(&self, name: &str) -> Option<usize> {
        self.symbols.get(name).copied()
    }

    pub(super) fn child(&self, parent: Place, symbol: usize) -> Option<Place> {
        self.children(parent).iter().find(|(known, _)| *known == symbol).map(|(_, place)| *place)
    }

    pub(super) fn children(&self, place: Place) -> &[(usize, Place)] {
        self.elements.get(place).map_or(&[], |element| &element.children)
    }

    pub(super) fn parent(&self, place: Place) -> Place {
        self.elements.get(place).map_or(ROOT, |element| element.parent)
    }

    pub(super) fn name(&self, place: Place) -> &'static str {
        self.elements.get(place).map_or("", |element| element.name)
    }

    pub(super) fn len(&self) -> usize {
        self.elements.len()
    }

    /// The path below `HSoKhaiThue`.
    pub(super) fn path(&self, place: Place) -> String {
        let mut names = vec![self.name(place)];
        let mut at = self.parent(place);
        while at != ROOT {
            names.push(self.name(at));
            at = self.parent(at);
        }
        names.reverse();
        names.join("/")
    }
}
