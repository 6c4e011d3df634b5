//! XSD regular expressions (XSD 1.0 Part 2 Appendix F): an own parser, linear-time automata behind it.

mod blocks;
mod parser;

use std::panic::RefUnwindSafe;
use std::panic::UnwindSafe;
use std::sync::Arc;
use std::sync::OnceLock;

use regex_automata::Input;
use regex_automata::hybrid::dfa::Cache;
use regex_automata::hybrid::dfa::Config;
use regex_automata::hybrid::dfa::DFA;
use regex_automata::nfa::thompson;
use regex_automata::util::pool::Pool;
use regex_syntax::hir::Class;
use regex_syntax::hir::Hir;
use regex_syntax::hir::HirKind;
use regex_syntax::hir::Look;

use crate::xsd::SchemaError;

/// Bytes of the automaton of one pattern; the parser's estimate refuses what could come near.
const AUTOMATON: usize = 64 << 20;

/// The patterns of one derivation step, of which one must match the whole value. Compiled at the first use, so that a process which
/// validates one document pays for nothing else.
#[derive(Debug)]
pub(crate) struct Pattern {
    sources: Vec<Box<str>>,
    program: OnceLock<Option<Program>>,
}

impl Pattern {
    /// Checks the patterns.
    pub(crate) fn new(sources: &[&str]) -> Result<Self, SchemaError> {
        for source in sources {
            parser::parse(source).map_err(|fault| {
                let rule = match fault {
                    parser::Fault::Syntax => "src-pattern",
                    parser::Fault::Size => "taxdoc-pattern-size",
                };
                SchemaError::new(rule, *source)
            })?;
        }
        Ok(Self { sources: sources.iter().map(|&source| source.into()).collect(), program: OnceLock::new() })
    }

    /// Whether the whole text matches.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        // `new` has parsed the sources, so there is a program; without one nothing would match.
        self.program.get_or_init(|| Program::new(&self.sources)).as_ref().is_some_and(|program| program.is_match(text))
    }

    /// The pattern for a message; alternatives of one step joined by `|`.
    pub(crate) fn source(&self) -> String {
        self.sources.join("|")
    }

    /// The alternatives.
    pub(crate) fn sources(&self) -> &[Box<str>] {
        &self.sources
    }
}

enum Program {
    /// One class, repeated: counting characters needs no automaton and no bound on the count.
    Loop(ClassLoop),
    Automaton(Automaton),
}

impl std::fmt::Debug for Program {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Loop(_) => "Loop",
            Self::Automaton(_) => "Automaton",
        })
    }
}

/// A class repeated from `min` to `max` times.
pub(super) struct ClassLoop {
    ranges: Vec<(char, char)>,
    min: u32,
    max: Option<u32>,
}

type MakeCache = Box<dyn Fn() -> Cache + Send + Sync + UnwindSafe + RefUnwindSafe>;

struct Automaton {
    dfa: Arc<DFA>,
    caches: Pool<Cache, MakeCache>,
}

impl Program {
    fn new(sources: &[Box<str>]) -> Option<Self> {
        let parts = sources.iter().map(|source| parser::parse(source)).collect::<Result<Vec<Hir>, _>>().ok()?;
        let whole = Hir::alternation(parts);
        if let Some(found) = class_loop(&whole) {
            return Some(Self::Loop(found));
        }
        let anchored = Hir::concat(vec![whole, Hir::look(Look::End)]);
        let nfa = thompson::Compiler::new()
            .configure(thompson::Config::new().nfa_size_limit(Some(AUTOMATON)).which_captures(thompson::WhichCaptures::None))
            .build_from_hir(&anchored)
            .ok()?;
        let dfa = DFA::builder().configure(Config::new().skip_cache_capacity_check(true)).build_from_nfa(nfa).ok()?;
        let dfa = Arc::new(dfa);
        let maker = Arc::clone(&dfa);
        Some(Self::Automaton(Automaton { dfa, caches: Pool::new(Box::new(move || maker.create_cache())) }))
    }

    fn is_match(&self, text: &str) -> bool {
        match self {
            Self::Loop(repeated) => repeated.is_match(text),
            Self::Automaton(automaton) => {
                let mut cache = automaton.caches.get();
                let input = Input::new(text).anchored(regex_automata::Anchored::Yes).earliest(true);
                // The automaton never gives up (no clear count is set) and has no quit bytes, so there is no error.
                matches!(automaton.dfa.try_search_fwd(&mut cache, &input), Ok(Some(_)))
            }
        }
    }
}

impl ClassLoop {
    fn is_match(&self, text: &str) -> bool {
        let mut count: u32 = 0;
        for character in text.chars() {
            let range = self.ranges.partition_point(|&(_, last)| last < character);
            if self.ranges.get(range).is_none_or(|&(first, _)| first > character) {
                return false;
            }
            count = count.saturating_add(1);
        }
        count >= self.min && self.max.is_none_or(|max| count <= max)
    }
}

/// The loop that an expression is, if it is one class repeated.
pub(super) fn class_loop(hir: &Hir) -> Option<ClassLoop> {
    let HirKind::Repetition(repetition) = hir.kind() else { return None };
    let HirKind::Class(class) = repetition.sub.kind() else { return None };
    let ranges = match class {
        Class::Unicode(class) => class.ranges().iter().map(|range| (range.start(), range.end())).collect(),
        Class::Bytes(class) => class.ranges().iter().map(|range| (char::from(range.start()), char::from(range.end()))).collect(),
    };
    Some(ClassLoop { ranges, min: repetition.min, max: repetition.max })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, text: &str) -> bool {
        Pattern::new(&[pattern]).expect(pattern).is_match(text)
    }

    #[test]
    fn matches_the_whole_value() {
        assert!(matches("[0-9]{10}", "0100109106") && !matches("[0-9]{10}", "01001091060"));
        assert!(matches("a|ab", "ab") && !matches("a|ab", "abc"));
        assert!(matches("(\\d{10}|\\d{10}-\\d{3})", "0100109106-001"));
        assert!(matches("", "") && !matches("", "a"));
        assert!(matches("a*", "") && matches("(ab)+c?", "ababc"));
    }

    #[test]
    fn anchors_are_characters() {
        assert!(matches("^a$", "^a$") && !matches("^a$", "a"));
    }

    #[test]
    fn classes() {
        assert!(matches("[^a-c]", "d") && !matches("[^a-c]", "b"));
        assert!(matches("[a-z-[aeiou]]+", "xyz") && !matches("[a-z-[aeiou]]+", "xez"));
        assert!(matches("[a-]", "-") && matches("[-a]", "-") && matches("[.*]", "*"));
        assert!(matches(".", "ế") && !matches(".", "\n"));
        assert!(matches("\\p{Lu}\\p{IsBasicLatin}", "Ếa") && !matches("\\p{Lu}", "ế"));
        assert!(matches("\\P{IsGreek}", "a") && !matches("\\P{IsGreek}", "α"));
        assert!(matches("\\i\\c*", "a:b-1") && !matches("\\i", "1"));
        assert!(matches("\\w+", "hóa") && !matches("\\w", "-"));
        assert!(matches("\\d", "٣") && matches("\\S", "a") && !matches("\\S", "\t"));
        assert!(matches("\\[\\]\\.\\-\\n", "[].-\n"));
    }

    #[test]
    fn a_look_ahead_typed_into_a_class_is_a_class() {
        assert!(matches("[^(?!.*\\s)-]{6,7}", "abcdef") && !matches("[^(?!.*\\s)-]{6,7}", "ab-def"));
    }

    #[test]
    fn refuses_what_is_not_the_grammar() {
        for bad in [
            "(",
            ")",
            "a)",
            "[",
            "[]",
            "[^]",
            "a**",
            "a{2",
            "a{2,1}",
            "{2}",
            "?",
            "*a",
            "\\",
            "\\q",
            "\\p",
            "\\p{Xx}",
            "\\p{IsFoo}",
            "[a-\\d]",
            "[b-a]",
            "[a[b]]",
            "(?:a)",
            "a{,2}",
        ] {
            let error = Pattern::new(&[bad]).expect_err(bad);
            assert_eq!(error.rule(), "src-pattern", "{bad}");
        }
    }

    #[test]
    fn large_bounds_cost_nothing_or_are_refused() {
        assert!(matches("[\\p{L} ]{1,100000}", &"ế ".repeat(50_000)));
        assert!(!matches("[\\p{L} ]{1,1000}", &"a".repeat(1_001)));
        assert!(matches("x[a-z]{0,2000}", &format!("x{}", "a".repeat(2_000))));
        assert_eq!(Pattern::new(&["((a{1000}){1000}){1000}"]).expect_err("size").rule(), "taxdoc-pattern-size");
        assert_eq!(Pattern::new(&[&"(".repeat(1_000)]).expect_err("depth").rule(), "taxdoc-pattern-size");
    }
}
