//! The key values of a document while it is read (XSD 1.0 Part 1 §3.11.4, §3.11.5).
//!
//! An element whose declaration has constraints opens a [`Scope`] for each. The selector of a scope runs along as a [`Matcher`]; an
//! element that it reaches becomes a [`Candidate`], whose fields run along in the same way. When the element closes, its key is known
//! and goes into the table of its scope. When the scope closes, its table passes to the elements around it as long as one of them has
//! a reference to the constraint. Memory goes with the key values and with the depth, time with the elements.

use hashbrown::HashMap;
use hashbrown::hash_map::Entry;

use crate::xsd::ElementId;
use crate::xsd::Schema;
use crate::xsd::identity::Category;
use crate::xsd::identity::Path;
use crate::xsd::model::NONE;
use crate::xsd::model::Name;
use crate::xsd::model::to_u32;

/// Between the fields of a key: no character of XML.
const BETWEEN: char = '\u{2}';

#[derive(Debug)]
pub(super) struct Keys<'s, P> {
    /// One for each open element, from the outermost with a constraint on.
    levels: Vec<Level>,
    pub(super) matchers: Vec<Matcher<'s>>,
    pub(super) targets: Vec<Target>,
    pub(super) candidates: Vec<Candidate<P>>,
    pub(super) values: Vec<FieldValue>,
    pub(super) scopes: Vec<Scope<P>>,
    /// The tables of closed scopes, by the depth of the element that they belong to now.
    carried: Vec<Carried<P>>,
}

/// Where the things of an element begin in each stack.
#[derive(Clone, Copy, Debug)]
pub(super) struct Level {
    pub(super) matchers: usize,
    pub(super) targets: usize,
    pub(super) candidates: usize,
    pub(super) scopes: usize,
}

/// A path on its way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Matcher<'s> {
    pub(super) owner: Owner,
    pub(super) path: &'s Path,
    pub(super) state: u64,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Owner {
    /// The scope.
    Selector(usize),
    Field {
        candidate: usize,
        field: usize,
    },
}

/// A node that a field has reached: an attribute, or the open element when the attribute is [`NONE`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) candidate: usize,
    pub(super) field: usize,
    pub(super) attribute: u32,
}

/// An element that a selector has reached.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate<P> {
    pub(super) scope: usize,
    /// Where its field values begin.
    pub(super) values: usize,
    pub(super) at: P,
    pub(super) element: Option<ElementId>,
}

#[derive(Clone, Debug)]
pub(super) enum FieldValue {
    /// The path has reached nothing.
    Absent,
    /// `xsi:nil`: a node without a value.
    Nil,
    /// The path has reached an element that is still open.
    Open,
    /// A fault was told of it.
    Faulty,
    /// The value's key, and the text for messages where it differs.
    Value { key: Box<str>, text: Option<Box<str>> },
}

/// A constraint at an open element.
#[derive(Debug)]
pub(super) struct Scope<P> {
    pub(super) constraint: u32,
    pub(super) table: Table<P>,
    /// The scope at the same element whose keys a reference takes.
    pub(super) keys: Option<usize>,
    pub(super) references: Vec<Reference<P>>,
}

/// A reference whose key has not been seen yet.
#[derive(Debug)]
pub(super) struct Reference<P> {
    pub(super) key: Box<str>,
    pub(super) text: Option<Box<str>>,
    pub(super) at: P,
    pub(super) element: Option<ElementId>,
}

/// The keys of a constraint, each with its holder; `None` for one that several children of an element hold, which then counts for none
/// of them (§3.11.5).
#[derive(Debug)]
pub(super) struct Table<P> {
    entries: HashMap<Box<str>, Option<P>, foldhash::fast::RandomState>,
    conflicts: usize,
    /// Whether a key is not in it because of a fault that was told.
    pub(super) doubtful: bool,
}

#[derive(Debug)]
struct Carried<P> {
    depth: usize,
    constraint: u32,
    table: Table<P>,
}

impl<P> Default for Keys<'_, P> {
    fn default() -> Self {
        Self {
            levels: Vec::new(),
            matchers: Vec::new(),
            targets: Vec::new(),
            candidates: Vec::new(),
            values: Vec::new(),
            scopes: Vec::new(),
            carried: Vec::new(),
        }
    }
}

impl<P> Default for Table<P> {
    fn default() -> Self {
        Self { entries: HashMap::default(), conflicts: 0, doubtful: false }
    }
}

impl<'s, P: Copy> Keys<'s, P> {
    pub(super) fn clear(&mut self) {
        self.levels.clear();
        self.matchers.clear();
        self.targets.clear();
        self.candidates.clear();
        self.values.clear();
        self.scopes.clear();
        self.carried.clear();
    }

    /// Whether an open element has a constraint.
    pub(super) const fn is_open(&self) -> bool {
        !self.levels.is_empty()
    }

    /// Opens an element with those constraints: its scopes, its matchers and its candidates.
    pub(super) fn open(&mut self, schema: &'s Schema, name: Name, at: P, element: Option<ElementId>, own: (u32, u32)) -> Level {
        let level = Level {
            matchers: self.matchers.len(),
            targets: self.targets.len(),
            candidates: self.candidates.len(),
            scopes: self.scopes.len(),
        };
        let around = self.levels.last().map_or(level.matchers, |around| around.matchers);
        self.levels.push(level);
        for index in around..level.matchers {
            let Some(&matcher) = self.matchers.get(index) else { break };
            let state = matcher.path.step(matcher.state, name);
            if state != 0 {
                self.matchers.push(Matcher { state, ..matcher });
            }
        }
        for constraint in own.0..own.1 {
            let scope = self.scopes.len();
            self.scopes.push(Scope { constraint, table: Table::default(), keys: None, references: Vec::new() });
            let selector = schema.constraint(constraint).selector.iter();
            self.matchers.extend(selector.map(|path| Matcher { owner: Owner::Selector(scope), path, state: Path::START }));
        }
        for index in level.scopes..self.scopes.len() {
            let category = self.scopes.get(index).map(|scope| schema.constraint(scope.constraint).category);
            let Some(Category::KeyRef(key)) = category else { continue };
            let found = self.scopes.iter().skip(level.scopes).position(|scope| scope.constraint == key);
            if let Some(scope) = self.scopes.get_mut(index) {
                scope.keys = found.map(|position| level.scopes + position);
            }
        }
        for index in level.matchers..self.matchers.len() {
            let Some(&Matcher { owner: Owner::Selector(scope), path, state }) = self.matchers.get(index) else { continue };
            if path.accepts(state) && !self.candidates.iter().skip(level.candidates).any(|known| known.scope == scope) {
                self.select(schema, scope, at, element);
            }
        }
        level
    }

    fn select(&mut self, schema: &'s Schema, scope: usize, at: P, element: Option<ElementId>) {
        let Some(constraint) = self.scopes.get(scope).map(|scope| schema.constraint(scope.constraint)) else { return };
        let candidate = self.candidates.len();
        self.candidates.push(Candidate { scope, values: self.values.len(), at, element });
        self.values.resize(self.values.len() + constraint.fields.len(), FieldValue::Absent);
        for (field, definition) in constraint.fields.iter().enumerate() {
            let owner = Owner::Field { candidate, field };
            let paths = definition.alternatives.iter();
            self.matchers.extend(paths.map(|path| Matcher { owner, path, state: Path::START }));
        }
    }

    /// The value of a field.
    pub(super) fn value_mut(&mut self, candidate: usize, field: usize) -> Option<&mut FieldValue> {
        let start = self.candidates.get(candidate)?.values;
        self.values.get_mut(start + field)
    }

    /// The constraint for which an element is a candidate.
    pub(super) fn constraint_of(&self, candidate: usize) -> u32 {
        let scope = self.candidates.get(candidate).and_then(|candidate| self.scopes.get(candidate.scope));
        scope.map_or(NONE, |scope| scope.constraint)
    }

    /// Whether a field waits for the value of the innermost open element.
    pub(super) fn wants_value(&self) -> bool {
        let Some(level) = self.levels.last() else { return false };
        self.targets.iter().skip(level.targets).any(|target| target.attribute == NONE)
    }

    /// The value of the innermost open element.
    pub(super) fn deliver(&mut self, key: &str, text: &str) {
        let Some(level) = self.levels.last() else { return };
        for index in level.targets..self.targets.len() {
            let Some(&Target { candidate, field, attribute: NONE }) = self.targets.get(index) else { continue };
            if let Some(value @ FieldValue::Open) = self.value_mut(candidate, field) {
                *value = FieldValue::new(key, text);
            }
        }
    }

    /// The key of a candidate and its text; `None` when a field has no value.
    pub(super) fn key_of(&mut self, candidate: &Candidate<P>, fields: usize) -> Option<(Box<str>, Option<Box<str>>)> {
        let values = self.values.get_mut(candidate.values..candidate.values + fields)?;
        if let [FieldValue::Value { key, text }] = values {
            return Some((std::mem::take(key), text.take()));
        }
        let mut joined = String::new();
        let mut shown = String::new();
        for (index, value) in values.iter().enumerate() {
            let FieldValue::Value { key, text } = value else { return None };
            if index > 0 {
                joined.push(BETWEEN);
                shown.push_str(", ");
            }
            joined.push_str(key);
            shown.push_str(text.as_deref().unwrap_or(key));
        }
        Some((joined.into_boxed_str(), Some(shown.into_boxed_str())))
    }

    /// Takes the element's own level off; what it held is still in the stacks.
    pub(super) fn leave(&mut self) -> Option<(Level, usize)> {
        let depth = self.levels.len();
        self.levels.pop().map(|level| (level, depth))
    }

    /// Whether children have left tables to an element of that depth.
    pub(super) fn is_carrying(&self, depth: usize) -> bool {
        self.carried.last().is_some_and(|carried| carried.depth == depth)
    }

    /// Joins the tables of the children to those of an element's own constraints, which go first (§3.11.5).
    pub(super) fn join_children(&mut self, level: Level, depth: usize) {
        if !self.is_carrying(depth) {
            return;
        }
        for scope in self.scopes.iter_mut().skip(level.scopes) {
            let mine = |carried: &Carried<P>| carried.depth == depth && carried.constraint == scope.constraint;
            if let Some(index) = self.carried.iter().rposition(mine) {
                let children = self.carried.swap_remove(index).table;
                scope.table.take_under(children);
            }
        }
    }

    /// The table that answers a reference at an element of that depth.
    pub(super) fn table(&self, own: Option<usize>, key: u32, depth: usize) -> Option<&Table<P>> {
        if let Some(scope) = own.and_then(|own| self.scopes.get(own)) {
            return Some(&scope.table);
        }
        let at_depth = self.carried.iter().rev().take_while(|carried| carried.depth >= depth);
        at_depth.filter(|carried| carried.depth == depth).find(|carried| carried.constraint == key).map(|carried| &carried.table)
    }

    /// Closes an element's scopes and passes its tables on to the element around it.
    pub(super) fn close(&mut self, schema: &Schema, level: Level, depth: usize) {
        let mut moving: Vec<(u32, Table<P>)> = Vec::new();
        let own = self.scopes.drain(level.scopes..);
        moving.extend(own.map(|scope| (scope.constraint, scope.table)));
        while let Some(carried) = self.carried.pop_if(|carried| carried.depth == depth) {
            moving.push((carried.constraint, carried.table));
        }
        for (constraint, mut table) in moving {
            let refers = |scope: &Scope<P>| schema.constraint(scope.constraint).category == Category::KeyRef(constraint);
            if !self.scopes.iter().any(refers) {
                continue;
            }
            table.forget_conflicts();
            let depth = depth - 1;
            let sibling = |carried: &&mut Carried<P>| carried.depth == depth && carried.constraint == constraint;
            match self.carried.iter_mut().rev().take_while(|carried| carried.depth == depth).find(sibling) {
                Some(sibling) => sibling.table.take_beside(table),
                None => self.carried.push(Carried { depth, constraint, table }),
            }
        }
    }
}

impl FieldValue {
    pub(super) fn new(key: &str, text: &str) -> Self {
        // Enough to recognise a value.
        const SHOWN: usize = 200;
        let text = text.trim_matches([' ', '\t', '\n', '\r']);
        let shown = text.char_indices().nth(SHOWN).and_then(|(end, _)| text.get(..end)).unwrap_or(text);
        Self::Value { key: key.into(), text: (shown != key).then(|| shown.into()) }
    }
}

impl<P: Copy> Table<P> {
    /// Enters a key; its holder when there is one.
    pub(super) fn enter(&mut self, key: Box<str>, holder: P) -> Option<P> {
        match self.entries.entry(key) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(vacant) => {
                vacant.insert(Some(holder));
                None
            }
        }
    }

    /// The holder of a key.
    pub(super) fn holder(&self, key: &str) -> Option<P> {
        self.entries.get(key).copied().flatten()
    }

    fn take_under(&mut self, children: Self) {
        self.doubtful |= children.doubtful;
        if self.entries.is_empty() {
            self.entries = children.entries;
            self.conflicts = children.conflicts;
            return;
        }
        for (key, holder) in children.entries {
            if let Some(holder) = holder {
                self.entries.entry(key).or_insert(Some(holder));
            }
        }
    }

    /// The smaller goes into the larger, so that a key moves few times however many elements pass it on.
    fn take_beside(&mut self, mut other: Self) {
        if other.entries.len() > self.entries.len() {
            std::mem::swap(self, &mut other);
        }
        self.doubtful |= other.doubtful;
        for (key, holder) in other.entries {
            match self.entries.entry(key) {
                Entry::Occupied(mut known) => {
                    self.conflicts += usize::from(known.insert(None).is_some());
                }
                Entry::Vacant(vacant) => {
                    self.conflicts += usize::from(holder.is_none());
                    vacant.insert(holder);
                }
            }
        }
    }

    fn forget_conflicts(&mut self) {
        if self.conflicts > 0 {
            self.entries.retain(|_, holder| holder.is_some());
            self.conflicts = 0;
        }
    }
}

/// The number of a target that is an attribute given by the schema: no attribute as written has it.
pub(super) fn defaulted(position: usize) -> u32 {
    NONE - 1 - to_u32(position)
}
