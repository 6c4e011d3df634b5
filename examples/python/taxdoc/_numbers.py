"""The numbers of ``taxdoc.h``. They are permanent; a list may grow."""

import enum


class Language(enum.IntEnum):
    """The language of a text."""

    VIETNAMESE = 1
    ENGLISH = 2


class Verdict(enum.IntEnum):
    """The verdict on a document."""

    #: No error, and every required stage passed.
    VALID = 1
    #: At least one error.
    INVALID = 2
    #: No error, but a required stage did not run.
    UNDETERMINED = 3


class Stage(enum.IntEnum):
    """A stage of validation."""

    XML = 1
    SCHEMA = 2
    RULES = 3
    TOTALS = 4
    SIGNATURES = 5
    CERTIFICATES = 6
    REVOCATION = 7


class StageStatus(enum.IntEnum):
    """How a stage ended."""

    PASSED = 1
    FAILED = 2
    #: It did not run, or not on everything; never counted as passed.
    NOT_RUN = 3


class Severity(enum.IntEnum):
    """How much a finding weighs."""

    INFO = 1
    WARNING = 2
    ERROR = 3


class Role(enum.IntEnum):
    """Who signs, by the place in the document."""

    SELLER = 1
    BUYER = 2
    AUTHORITY = 3
    TAXPAYER = 4
    PROVIDER = 5
    OTHER = 6


class Integrity(enum.IntEnum):
    """Whether what was signed is what is there."""

    VALID = 1
    VALID_NONSTANDARD = 2
    ALTERED_WHITESPACE = 3
    INVALID = 4
    REFUSED = 5


class Extent(enum.IntEnum):
    """How much of an element a signature covers."""

    FULL = 1
    PARTIAL = 2


class Chain(enum.IntEnum):
    """Whether the path of a certificate ends at a trust anchor."""

    TRUSTED = 1
    UNTRUSTED = 2
    NOT_RUN = 3


class Revocation(enum.IntEnum):
    """What the revocation evidence says."""

    GOOD = 1
    REVOKED = 2
    NOT_RUN = 3


class Policy(enum.IntEnum):
    """How the two widespread departures from the signature standard are taken."""

    #: They verify as ``Integrity.VALID_NONSTANDARD``, with a warning.
    INTEROP = 1
    #: They are invalid.
    STRICT = 2


class Limit(enum.IntEnum):
    """A bound on what one document may cost."""

    DOCUMENT = 1
    DEPTH = 2
    ATTRIBUTES = 3
    NAMESPACES = 4
    NAME = 5
    TEXT = 6
    NODES = 7
    FINDINGS = 8
    SIGNATURES = 9
    REFERENCES = 10
    TRANSFORMS = 11
    PATH_CHECKS = 12
    CANONICALIZED = 13
    DIAGNOSED = 14
