//! Changes of form that make a failed digest or signature value fit again.

/// A change of form, alone or with a second one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Changes {
    first: Change,
    second: Option<Change>,
}

/// What a search for changes found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// These changes, proved.
    Changes(Changes),
    /// No known change of form explains it.
    Nothing,
    /// None of those tried, but the allowance did not last for all.
    Unfinished,
}

impl Changes {
    /// Two changes together. Of white space and another change, the other one comes first: white space has a verdict of its own.
    pub(super) const fn both(one: Change, other: Change) -> Self {
        if one.is_white_space() { Self { first: other, second: Some(one) } } else { Self { first: one, second: Some(other) } }
    }

    /// The change, or the graver one of two.
    #[must_use]
    pub const fn first(self) -> Change {
        self.first
    }

    /// The second change, where it took two.
    #[must_use]
    pub const fn second(self) -> Option<Change> {
        self.second
    }

    /// Whether only white space between elements was put in, lost or replaced.
    #[must_use]
    pub const fn is_white_space(self) -> bool {
        self.first.is_white_space()
    }
}

impl From<Change> for Changes {
    fn from(first: Change) -> Self {
        Self { first, second: None }
    }
}

/// One change of form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Change {
    /// White space between elements was put in.
    BlankText,
    /// White space between elements that was signed was lost or replaced.
    BlankTextLost,
    /// Namespace declarations were put on the signed element or taken from it or from around it.
    Declarations,
    /// The signer digested a byte order mark or an XML declaration too, which canonical XML leaves out.
    Encoding,
    /// The document was put into an envelope whose namespace declarations it now inherits, or whose content it now includes.
    Envelope,
    /// Line ends were changed between LF and CRLF.
    LineEnds,
    /// The signer digested a line end behind the last tag.
    TrailingNewline,
    /// Letters with marks were changed between their composed and decomposed forms.
    Unicode,
}

impl Change {
    const fn is_white_space(self) -> bool {
        matches!(self, Self::BlankText | Self::BlankTextLost)
    }
}
