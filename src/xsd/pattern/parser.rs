//! The grammar of XSD regular expressions. Nothing is passed on as text to another regular-expression language: their classes, escapes
//! and anchors differ.

use std::sync::OnceLock;

use regex_syntax::hir::Class;
use regex_syntax::hir::ClassUnicode;
use regex_syntax::hir::ClassUnicodeRange;
use regex_syntax::hir::Hir;
use regex_syntax::hir::HirKind;
use regex_syntax::hir::Repetition;

use super::blocks;
use crate::xsd::datatype::is_name_character;
use crate::xsd::datatype::is_name_start;

/// Nested groups.
const DEPTH: usize = 100;
/// Automaton states that a pattern may need, estimated. At about 40 bytes each this stays below 20 MB. Real patterns stay below 20,000,
/// single repeated classes left out, which need none.
const STATES: u64 = 400_000;

/// Why a pattern cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It does not follow the grammar.
    Syntax,
    /// It would need too large an automaton.
    Size,
}

/// Reads a pattern.
pub(super) fn parse(pattern: &str) -> Result<Hir, Fault> {
    let mut parser = Parser { rest: pattern.chars(), depth: 0 };
    let (hir, states) = parser.expression()?;
    if parser.peek().is_some() {
        return Err(Fault::Syntax);
    }
    // A repeated class is run as a loop over characters and never becomes an automaton.
    if states > STATES && super::class_loop(&hir).is_none() {
        return Err(Fault::Size);
    }
    Ok(hir)
}

struct Parser<'p> {
    rest: std::str::Chars<'p>,
    depth: usize,
}

/// A part and the states that its automaton needs, estimated.
type Part = (Hir, u64);

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.clone().next()
    }

    /// Whether nothing but the end of the class or a subtraction is behind the hyphen that comes next.
    fn hyphen_is_last(&self) -> bool {
        let mut behind = self.rest.clone().skip(1);
        match behind.next() {
            Some(']') => true,
            Some('-') => behind.next() == Some('['),
            _ => false,
        }
    }

    fn peek_second(&self) -> Option<char> {
        self.rest.clone().nth(1)
    }

    fn next(&mut self) -> Result<char, Fault> {
        self.rest.next().ok_or(Fault::Syntax)
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.rest.next();
        }
        found
    }

    /// Branches divided by `|`.
    fn expression(&mut self) -> Result<Part, Fault> {
        let mut branches = Vec::new();
        let mut states = 0_u64;
        loop {
            let (branch, more) = self.branch()?;
            branches.push(branch);
            states = states.saturating_add(more).saturating_add(1);
            if !self.take('|') {
                break;
            }
        }
        Ok((Hir::alternation(branches), states))
    }

    fn branch(&mut self) -> Result<Part, Fault> {
        let mut pieces = Vec::new();
        let mut states = 0_u64;
        while let Some(next) = self.peek() {
            if matches!(next, '|' | ')') {
                break;
            }
            let atom = self.atom()?;
            let (piece, more) = self.quantified(atom)?;
            pieces.push(piece);
            states = states.saturating_add(more);
        }
        Ok((Hir::concat(pieces), states))
    }

    fn atom(&mut self) -> Result<Part, Fault> {
        match self.next()? {
            '(' => {
                self.depth += 1;
                if self.depth > DEPTH {
                    return Err(Fault::Size);
                }
                let group = self.expression()?;
                self.depth -= 1;
                if self.take(')') { Ok(group) } else { Err(Fault::Syntax) }
            }
            '[' => Ok(class(self.class_expression()?)),
            '.' => Ok(class(negated(of_ranges(&[('\n', '\n'), ('\r', '\r')])))),
            '\\' => Ok(class(match self.escape()? {
                Escape::Character(character) => of_ranges(&[(character, character)]),
                Escape::Class(class) => class,
            })),
            '?' | '*' | '+' | '{' | '}' | ')' | ']' | '|' => Err(Fault::Syntax),
            character => {
                let mut bytes = [0; 4];
                let bytes = character.encode_utf8(&mut bytes).as_bytes();
                Ok((Hir::literal(bytes), bytes.len() as u64))
            }
        }
    }

    fn quantified(&mut self, (atom, states): Part) -> Result<Part, Fault> {
        let (min, max) = match self.peek() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('{') => {
                self.next()?;
                return self.quantity(atom, states);
            }
            _ => return Ok((atom, states)),
        };
        self.next()?;
        Ok(repeat(atom, states, min, max))
    }

    /// What stands in braces: `n`, `n,` or `n,m`.
    fn quantity(&mut self, atom: Hir, states: u64) -> Result<Part, Fault> {
        let min = self.number()?.ok_or(Fault::Syntax)?;
        let max = if self.take(',') { self.number()? } else { Some(min) };
        if !self.take('}') || max.is_some_and(|max| max < min) {
            return Err(Fault::Syntax);
        }
        Ok(repeat(atom, states, min, max))
    }

    fn number(&mut self) -> Result<Option<u32>, Fault> {
        let mut number: Option<u32> = None;
        while let Some(digit) = self.peek().and_then(|next| next.to_digit(10)) {
            self.next()?;
            let next = number.unwrap_or(0).checked_mul(10).and_then(|number| number.checked_add(digit));
            number = Some(next.ok_or(Fault::Size)?);
        }
        Ok(number)
    }

    /// A class after its opening bracket, up to and with the closing one.
    fn class_expression(&mut self) -> Result<ClassUnicode, Fault> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(Fault::Size);
        }
        let is_negated = self.take('^');
        let mut members = ClassUnicode::empty();
        let mut is_first = true;
        let mut after_class = false;
        let mut subtracted = None;
        loop {
            match self.peek().ok_or(Fault::Syntax)? {
                ']' if is_first => return Err(Fault::Syntax),
                ']' => {
                    self.next()?;
                    break;
                }
                '[' => return Err(Fault::Syntax),
                '-' if self.peek_second() == Some('[') && !is_first => {
                    self.next()?;
                    self.next()?;
                    subtracted = Some(self.class_expression()?);
                    if !self.take(']') {
                        return Err(Fault::Syntax);
                    }
                    break;
                }
                // A hyphen stands for itself only at either end (Part 2 appendix F.1). Behind `\w` and its like, where no range can
                // be meant, published schemas write one all the same.
                '-' if !is_first && !after_class && !self.hyphen_is_last() => return Err(Fault::Syntax),
                _ => after_class = self.class_member(&mut members)?,
            }
            is_first = false;
        }
        self.depth -= 1;
        if is_negated {
            members.negate();
        }
        if let Some(subtracted) = subtracted {
            members.difference(&subtracted);
        }
        Ok(members)
    }

    /// Reads a member; whether it was a class of its own.
    fn class_member(&mut self, members: &mut ClassUnicode) -> Result<bool, Fault> {
        let first = match self.next()? {
            '\\' => match self.escape()? {
                Escape::Character(character) => character,
                Escape::Class(class) => {
                    members.union(&class);
                    return Ok(true);
                }
            },
            character => character,
        };
        let is_range = first != '-' && self.peek() == Some('-') && !matches!(self.peek_second(), Some(']' | '[') | None);
        if !is_range {
            members.push(ClassUnicodeRange::new(first, first));
            return Ok(false);
        }
        self.next()?;
        let last = match self.next()? {
            '\\' => match self.escape()? {
                Escape::Character(character) => character,
                Escape::Class(_) => return Err(Fault::Syntax),
            },
            character => character,
        };
        if last < first {
            return Err(Fault::Syntax);
        }
        members.push(ClassUnicodeRange::new(first, last));
        Ok(false)
    }

    /// What follows a backslash.
    fn escape(&mut self) -> Result<Escape, Fault> {
        let class = |class| Ok(Escape::Class(class));
        match self.next()? {
            'n' => Ok(Escape::Character('\n')),
            'r' => Ok(Escape::Character('\r')),
            't' => Ok(Escape::Character('\t')),
            literal @ ('\\' | '|' | '.' | '-' | '^' | '?' | '*' | '+' | '{' | '}' | '(' | ')' | '[' | ']') => {
                Ok(Escape::Character(literal))
            }
            's' => class(white_space()),
            'S' => class(negated(white_space())),
            'i' => class(name_start()),
            'I' => class(negated(name_start())),
            'c' => class(name_character()),
            'C' => class(negated(name_character())),
            'd' => class(category("Nd")?),
            'D' => class(negated(category("Nd")?)),
            'w' => class(negated(not_word()?)),
            'W' => class(not_word()?),
            'p' => class(self.property()?),
            'P' => class(negated(self.property()?)),
            _ => Err(Fault::Syntax),
        }
    }

    fn property(&mut self) -> Result<ClassUnicode, Fault> {
        if !self.take('{') {
            return Err(Fault::Syntax);
        }
        let mut name = String::new();
        loop {
            match self.next()? {
                '}' => break,
                character => name.push(character),
            }
        }
        match name.strip_prefix("Is") {
            Some(block) => blocks::block(block).map(of_ranges).ok_or(Fault::Syntax),
            None => category(&name),
        }
    }
}

enum Escape {
    Character(char),
    Class(ClassUnicode),
}

fn class(members: ClassUnicode) -> Part {
    // A range of code points needs up to about three states for the bytes of UTF-8; ranges share suffixes.
    let states = (members.ranges().len() as u64).saturating_mul(3);
    (Hir::class(Class::Unicode(members)), states)
}

fn repeat(atom: Hir, states: u64, min: u32, max: Option<u32>) -> Part {
    let copies = u64::from(max.unwrap_or(min.saturating_add(1)).max(1));
    let repeated = Hir::repetition(Repetition { min, max, greedy: true, sub: Box::new(atom) });
    let states = if matches!(repeated.kind(), HirKind::Empty) { 0 } else { states.saturating_add(1).saturating_mul(copies) };
    (repeated, states)
}

fn of_ranges(ranges: &[(char, char)]) -> ClassUnicode {
    ClassUnicode::new(ranges.iter().map(|&(first, last)| ClassUnicodeRange::new(first, last)))
}

fn negated(mut class: ClassUnicode) -> ClassUnicode {
    class.negate();
    class
}

fn white_space() -> ClassUnicode {
    of_ranges(&[('\t', '\n'), ('\r', '\r'), (' ', ' ')])
}

/// `\W`: punctuation, separators and other (§F.1.1).
fn not_word() -> Result<ClassUnicode, Fault> {
    let mut class = category("P")?;
    class.union(&category("Z")?);
    class.union(&category("C")?);
    Ok(class)
}

/// A general category, by its one or two letters.
fn category(name: &str) -> Result<ClassUnicode, Fault> {
    const NAMES: [&str; 36] = [
        "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf",
        "Po", "Z", "Zs", "Zl", "Zp", "S", "Sm", "Sc", "Sk", "So", "C", "Cc", "Cf", "Co", "Cn",
    ];
    if !NAMES.contains(&name) {
        return Err(Fault::Syntax);
    }
    let mut class = String::with_capacity(8);
    class.push_str("\\p{");
    class.push_str(name);
    class.push('}');
    match regex_syntax::parse(&class).map(Hir::into_kind) {
        Ok(HirKind::Class(Class::Unicode(class))) => Ok(class),
        // A category of one character comes back as that character.
        Ok(HirKind::Literal(literal)) => {
            let only = std::str::from_utf8(&literal.0).ok().and_then(|text| text.chars().next()).ok_or(Fault::Syntax)?;
            Ok(of_ranges(&[(only, only)]))
        }
        _ => Err(Fault::Syntax),
    }
}

fn name_start() -> ClassUnicode {
    static CLASS: OnceLock<ClassUnicode> = OnceLock::new();
    CLASS.get_or_init(|| name_class(is_name_start)).clone()
}

fn name_character() -> ClassUnicode {
    static CLASS: OnceLock<ClassUnicode> = OnceLock::new();
    CLASS.get_or_init(|| name_class(is_name_character)).clone()
}

/// The characters for which a test of names holds, found by looking at the borders of its ranges.
fn name_class(belongs: impl Fn(char) -> bool) -> ClassUnicode {
    let mut ranges = Vec::new();
    let mut open: Option<(char, char)> = None;
    // Names hold nothing beyond plane 14, and planes 1 to 14 are one range: only plane 0 has borders worth a look.
    for character in ('\0'..='\u{FFFF}').chain(['\u{10000}']).filter(|&character| belongs(character)) {
        match &mut open {
            Some((_, last)) if u32::from(*last) + 1 == u32::from(character) => *last = character,
            _ => {
                ranges.extend(open.map(|(first, last)| ClassUnicodeRange::new(first, last)));
                open = Some((character, character));
            }
        }
    }
    ranges.extend(open.map(|(first, last)| ClassUnicodeRange::new(first, last)));
    ranges.push(ClassUnicodeRange::new('\u{10000}', '\u{EFFFF}'));
    ClassUnicode::new(ranges)
}
