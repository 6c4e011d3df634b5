"""Offline validation of Vietnamese e-invoices and tax declarations, by libtaxdoc.

>>> import taxdoc
>>> report = taxdoc.Validator().validate(b"<HDon>")
>>> report.verdict, report.findings[0].code
(<Verdict.INVALID: 2>, 'XML-UNCLOSED')

The shared library is looked for at ``TAXDOC_LIBRARY``, beside this package, and where the system keeps libraries. Nothing has to be
freed. ``taxdoc.h`` is the manual of what everything means.
"""

from ._catalogue import Rule, Source, rules, sources
from ._library import Cancelled, Error, abi_version, version
from ._numbers import (
    Chain,
    Extent,
    Integrity,
    Language,
    Limit,
    Policy,
    Revocation,
    Role,
    Severity,
    Stage,
    StageStatus,
    Verdict,
)
from ._report import Certificate, Covered, Document, Finding, Report, Signature, StageResult, Total
from ._totals import Totals, complete_declaration, compute_totals
from ._validator import Cancellation, Validator

__all__ = [
    "Cancellation",
    "Cancelled",
    "Certificate",
    "Chain",
    "Covered",
    "Document",
    "Error",
    "Extent",
    "Finding",
    "Integrity",
    "Language",
    "Limit",
    "Policy",
    "Report",
    "Revocation",
    "Role",
    "Rule",
    "Severity",
    "Signature",
    "Source",
    "Stage",
    "StageResult",
    "StageStatus",
    "Total",
    "Totals",
    "Validator",
    "Verdict",
    "abi_version",
    "complete_declaration",
    "compute_totals",
    "rules",
    "sources",
    "version",
]
