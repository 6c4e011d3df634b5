//! A short form for writing down rules.

/// Defines rules as statics and the list `RULES` of them. Each has its code, severity and basis, then message, expected and fix, each
/// in Vietnamese and English; empty texts where nothing can be said.
macro_rules! define_rules {
    ($stage:ident; $($(#[$doc:meta])* $name:ident = $code:literal, $severity:ident, $basis:expr,
       [$message_vi:literal, $message_en:literal], [$expected_vi:literal, $expected_en:literal], [$fix_vi:literal, $fix_en:literal];)*) => {
        $($(#[$doc])* pub(super) static $name: $crate::rules::Rule = $crate::rules::Rule {
            code: $code,
            severity: $crate::rules::Severity::$severity,
            stage: $crate::rules::Stage::$stage,
            basis: $basis,
            message: $crate::rules::Template::new($message_vi, $message_en),
            expected: $crate::rules::Template::new($expected_vi, $expected_en),
            fix: $crate::rules::Template::new($fix_vi, $fix_en),
        };)*
        /// The rules of this module.
        pub(in crate::profile::vn) static RULES: &[&$crate::rules::Rule] = &[$(&$name),*];
    };
}

pub(super) use define_rules;
