"""The report on one document."""

from __future__ import annotations

import ctypes
import json
from dataclasses import dataclass
from typing import Any, Optional

from ._library import Owned, Size, check, library, text
from ._numbers import Chain, Extent, Integrity, Language, Revocation, Role, Severity, Stage, StageStatus, Verdict


@dataclass(frozen=True)
class Document:
    """What the document is, as far as it could be read. Amounts are decimals in text."""

    profile: Optional[str]
    family: Optional[str]
    kind: Optional[str]
    version: Optional[str]
    number: Optional[str]
    date: Optional[str]
    seller: Optional[str]
    buyer: Optional[str]
    currency: Optional[str]
    total: Optional[str]


@dataclass(frozen=True)
class StageResult:
    """How a stage ended, and why it was not run."""

    status: StageStatus
    reason: Optional[str]


@dataclass(frozen=True)
class Certificate:
    """The certificate of a signer. Times are RFC 3339 in UTC."""

    subject: str
    tax_code: Optional[str]
    serial: str
    issuer: str
    not_before: str
    not_after: str
    sha256: str


@dataclass(frozen=True)
class Covered:
    """An element that a signature covers."""

    path: str
    extent: Extent


@dataclass(frozen=True)
class Signature:
    """The evidence of one signature."""

    path: str
    role: Role
    integrity: Integrity
    #: Why the integrity is not ``VALID``.
    diagnosis: Optional[str]
    #: Empty when it could not be read.
    algorithm: str
    #: The digest algorithm of each reference.
    digests: list[str]
    #: As written in the document.
    signing_time: Optional[str]
    signing_time_signed: bool
    covers: list[Covered]
    #: Paths of what the role must sign and did not.
    not_covered: list[str]
    certificate: Optional[Certificate]
    chain: Chain
    anchor: Optional[str]
    revocation: Revocation


@dataclass(frozen=True)
class Total:
    """An amount that was computed anew. Amounts are decimals in text."""

    name: str
    path: str
    stated: str
    computed: str
    #: Stated less computed.
    difference: str
    #: The equation in element names, and the same in numbers.
    rule: str


@dataclass(frozen=True)
class Finding:
    """One thing learned about a document."""

    code: str
    severity: Severity
    stage: Stage
    #: From 1; None, as the three after it, when the document as a whole is concerned.
    line: Optional[int]
    #: From 1, in Unicode characters.
    column: Optional[int]
    #: In bytes of the document, from 0.
    offset: Optional[int]
    #: In bytes of the document.
    length: Optional[int]
    path: Optional[str]
    field: Optional[str]
    message: str
    actual: Optional[str]
    expected: Optional[str]
    fix: Optional[str]
    basis: str
    #: The values that fill the texts, by name.
    params: dict[str, str]


class Report:
    """What was learned about one document. It never changes; any number of threads may read it."""

    def __init__(self, handle: Owned, language: Language) -> None:
        self._handle, self._language = handle, language

    def in_language(self, language: Language) -> Report:
        """The same report with its texts in a language."""
        return Report(self._handle, language)

    @property
    def verdict(self) -> Verdict:
        """The verdict on the document."""
        return Verdict(library.taxdoc_report_verdict(self._handle))

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes that were validated, in hexadecimal."""
        return _present(text(library.taxdoc_report_sha256, self._handle))

    @property
    def file(self) -> Optional[str]:
        """The name that was given with the document."""
        return text(library.taxdoc_report_file, self._handle)

    @property
    def document(self) -> Document:
        """What the document is."""
        return Document(*(text(library.taxdoc_report_document, self._handle, number) for number in range(1, 11)))

    @property
    def stages(self) -> dict[Stage, StageResult]:
        """How each stage ended, in their order."""
        return {
            stage: StageResult(
                StageStatus(library.taxdoc_report_stage(self._handle, stage)),
                text(library.taxdoc_report_stage_reason, self._handle, stage, self._language),
            )
            for stage in Stage
        }

    @property
    def signatures(self) -> list[Signature]:
        """Every signature, in document order."""
        return [self._signature(index) for index in range(library.taxdoc_signature_count(self._handle))]

    @property
    def totals(self) -> list[Total]:
        """Every amount that was computed anew."""
        return [self._total(index) for index in range(library.taxdoc_total_count(self._handle))]

    @property
    def findings(self) -> list[Finding]:
        """Everything learned, in the order of the stages and of the document within a stage."""
        return [self._finding(index) for index in range(library.taxdoc_finding_count(self._handle))]

    def json(self) -> str:
        """The whole report in the shape ``taxdoc-report/1``."""
        address, length = ctypes.c_void_p(), Size()
        check(library.taxdoc_report_json(self._handle, self._language, ctypes.byref(address), ctypes.byref(length)))
        return ctypes.string_at(address.value or 0, length.value).decode()

    def as_dict(self) -> dict[str, Any]:
        """The same as Python values; amounts are texts."""
        value: dict[str, Any] = json.loads(self.json())
        return value

    def _signature(self, index: int) -> Signature:
        covers = [
            Covered(
                _present(text(library.taxdoc_signature_covered, self._handle, index, element)),
                Extent(library.taxdoc_signature_covered_extent(self._handle, index, element)),
            )
            for element in range(library.taxdoc_signature_covered_count(self._handle, index))
        ]
        not_covered = range(library.taxdoc_signature_not_covered_count(self._handle, index))
        digests = range(library.taxdoc_signature_digest_count(self._handle, index))
        return Signature(
            path=_present(text(library.taxdoc_signature_path, self._handle, index)),
            role=Role(library.taxdoc_signature_role(self._handle, index)),
            integrity=Integrity(library.taxdoc_signature_integrity(self._handle, index)),
            diagnosis=text(library.taxdoc_signature_diagnosis, self._handle, index, self._language),
            algorithm=_present(text(library.taxdoc_signature_algorithm, self._handle, index)),
            digests=[_present(text(library.taxdoc_signature_digest, self._handle, index, reference)) for reference in digests],
            signing_time=text(library.taxdoc_signature_time, self._handle, index),
            signing_time_signed=library.taxdoc_signature_time_signed(self._handle, index) == 1,
            covers=covers,
            not_covered=[_present(text(library.taxdoc_signature_not_covered, self._handle, index, element)) for element in not_covered],
            certificate=self._certificate(index),
            chain=Chain(library.taxdoc_signature_chain(self._handle, index)),
            anchor=text(library.taxdoc_signature_anchor, self._handle, index),
            revocation=Revocation(library.taxdoc_signature_revocation(self._handle, index)),
        )

    def _certificate(self, index: int) -> Optional[Certificate]:
        subject, tax_code, *others = (text(library.taxdoc_signature_certificate, self._handle, index, field) for field in range(1, 8))
        return None if subject is None else Certificate(subject, tax_code, *map(_present, others))

    def _total(self, index: int) -> Total:
        return Total(
            name=_present(text(library.taxdoc_total_name, self._handle, index, self._language)),
            path=_present(text(library.taxdoc_total_path, self._handle, index)),
            stated=_present(text(library.taxdoc_total_stated, self._handle, index)),
            computed=_present(text(library.taxdoc_total_computed, self._handle, index)),
            difference=_present(text(library.taxdoc_total_difference, self._handle, index)),
            rule=_present(text(library.taxdoc_total_rule, self._handle, index)),
        )

    def _finding(self, index: int) -> Finding:
        language, line = self._language, library.taxdoc_finding_line(self._handle, index)
        params = {
            _present(text(library.taxdoc_finding_param_name, self._handle, index, param)): _present(
                text(library.taxdoc_finding_param_value, self._handle, index, param, language)
            )
            for param in range(library.taxdoc_finding_param_count(self._handle, index))
        }
        return Finding(
            code=_present(text(library.taxdoc_finding_code, self._handle, index)),
            severity=Severity(library.taxdoc_finding_severity(self._handle, index)),
            stage=Stage(library.taxdoc_finding_stage(self._handle, index)),
            line=line or None,
            column=library.taxdoc_finding_column(self._handle, index) if line else None,
            offset=library.taxdoc_finding_offset(self._handle, index) if line else None,
            length=library.taxdoc_finding_length(self._handle, index) if line else None,
            path=text(library.taxdoc_finding_path, self._handle, index),
            field=text(library.taxdoc_finding_field, self._handle, index, language),
            message=_present(text(library.taxdoc_finding_message, self._handle, index, language)),
            actual=text(library.taxdoc_finding_actual, self._handle, index, language),
            expected=text(library.taxdoc_finding_expected, self._handle, index, language),
            fix=text(library.taxdoc_finding_fix, self._handle, index, language),
            basis=_present(text(library.taxdoc_finding_basis, self._handle, index)),
            params=params,
        )


def _present(value: Optional[str]) -> str:
    """A text that the header promises to be there."""
    if value is None:
        raise RuntimeError("a text of libtaxdoc is missing")
    return value
