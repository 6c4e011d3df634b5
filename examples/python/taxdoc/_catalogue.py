"""What the library knows: its rules, and the official documents that they were taken from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ._library import Owned, check, library, text
from ._numbers import Language, Severity, Stage


@dataclass(frozen=True)
class Rule:
    """A rule that a finding can name. The values of a finding stand in braces in the texts."""

    #: Permanent.
    code: str
    #: A single finding may be graded otherwise.
    severity: Severity
    stage: Stage
    message: str
    expected: Optional[str]
    fix: Optional[str]
    #: The clause of the law or the standard, or "practice".
    basis: str


@dataclass(frozen=True)
class Source:
    """An official document that data of the library was taken from."""

    document: str
    #: YYYY-MM-DD; the greatest one is the version of the data.
    date: str
    data: str


def rules(language: Language = Language.VIETNAMESE) -> list[Rule]:
    """Every rule, in no promised order."""
    catalogue = _catalogue()
    return [
        Rule(
            code=text(library.taxdoc_rule_code, catalogue, index) or "",
            severity=Severity(library.taxdoc_rule_severity(catalogue, index)),
            stage=Stage(library.taxdoc_rule_stage(catalogue, index)),
            message=text(library.taxdoc_rule_message, catalogue, index, language) or "",
            expected=text(library.taxdoc_rule_expected, catalogue, index, language),
            fix=text(library.taxdoc_rule_fix, catalogue, index, language),
            basis=text(library.taxdoc_rule_basis, catalogue, index) or "",
        )
        for index in range(library.taxdoc_rule_count(catalogue))
    ]


def sources(language: Language = Language.VIETNAMESE) -> list[Source]:
    """Every source, oldest first."""
    catalogue = _catalogue()
    return [
        Source(
            document=text(library.taxdoc_source_document, catalogue, index) or "",
            date=text(library.taxdoc_source_date, catalogue, index) or "",
            data=text(library.taxdoc_source_data, catalogue, index, language) or "",
        )
        for index in range(library.taxdoc_source_count(catalogue))
    ]


def _catalogue() -> Owned:
    handle = Owned(library.taxdoc_catalogue_free)
    check(library.taxdoc_catalogue_new(handle.place))
    return handle
