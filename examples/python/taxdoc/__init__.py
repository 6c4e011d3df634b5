"""Offline validation of Vietnamese e-invoices and tax declarations, by libtaxdoc.

>>> import taxdoc
>>> report = taxdoc.Validator().validate(b"<HDon>")
>>> report.verdict, report.findings[0].code
(<Verdict.INVALID: 2>, 'XML-UNCLOSED')

The shared library is looked for at ``TAXDOC_LIBRARY``, beside this package, and where the system keeps libraries.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import enum
import json
import os
import pathlib
from dataclasses import dataclass
from typing import Any, Iterable, Optional

__all__ = ["Cancellation", "Cancelled", "Error", "Finding", "Language", "Report", "Severity", "Stage", "Validator", "Verdict", "version"]

ABI_VERSION = 1


class Language(enum.IntEnum):
    VIETNAMESE = 1
    ENGLISH = 2


class Verdict(enum.IntEnum):
    VALID = 1
    INVALID = 2
    UNDETERMINED = 3


class Severity(enum.IntEnum):
    INFO = 1
    WARNING = 2
    ERROR = 3


class Stage(enum.IntEnum):
    XML = 1
    SCHEMA = 2
    RULES = 3
    TOTALS = 4
    SIGNATURES = 5
    CERTIFICATES = 6
    REVOCATION = 7


class Error(Exception):
    """A call that could not be carried out. What is wrong with a document is a finding, never an Error."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Cancelled(Error):
    """The call was told to stop."""


def _load() -> ctypes.CDLL:
    here = pathlib.Path(__file__).parent
    beside = [here / name for name in ("libtaxdoc.so", "libtaxdoc.dylib", "taxdoc.dll")]
    found = os.environ.get("TAXDOC_LIBRARY") or next((str(path) for path in beside if path.exists()), None)
    library = ctypes.CDLL(found or ctypes.util.find_library("taxdoc") or "libtaxdoc.so")
    handle, out = ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p)
    size, length, number, text, data = ctypes.c_size_t, ctypes.POINTER(ctypes.c_size_t), ctypes.c_int32, ctypes.c_char_p, ctypes.c_char_p
    signatures: dict[str, tuple[Any, list[Any]]] = {
        "taxdoc_abi_version": (ctypes.c_uint32, []),
        "taxdoc_version": (text, []),
        "taxdoc_status_name": (text, [number]),
        "taxdoc_error_message": (text, [handle, length]),
        "taxdoc_error_free": (None, [handle]),
        "taxdoc_options_new": (number, [out]),
        "taxdoc_options_free": (None, [handle]),
        "taxdoc_options_set_time": (number, [handle, ctypes.c_int64]),
        "taxdoc_options_set_now": (number, [handle, ctypes.c_int64]),
        "taxdoc_options_add_trust": (number, [handle, data, size, out]),
        "taxdoc_options_without_builtin_trust": (number, [handle]),
        "taxdoc_options_add_crl": (number, [handle, data, size, out]),
        "taxdoc_options_add_ocsp": (number, [handle, data, size, out]),
        "taxdoc_options_add_schema": (number, [handle, text, size, data, size]),
        "taxdoc_options_set_stages": (number, [handle, ctypes.c_uint32]),
        "taxdoc_options_set_required": (number, [handle, ctypes.c_uint32]),
        "taxdoc_validator_new": (number, [handle, out, out]),
        "taxdoc_validator_free": (None, [handle]),
        "taxdoc_cancellation_new": (number, [out]),
        "taxdoc_cancellation_cancel": (number, [handle]),
        "taxdoc_cancellation_free": (None, [handle]),
        "taxdoc_validate": (number, [handle, data, size, out]),
        "taxdoc_validate_unless": (number, [handle, data, size, text, size, handle, out]),
        "taxdoc_report_free": (None, [handle]),
        "taxdoc_report_verdict": (number, [handle]),
        "taxdoc_report_json": (number, [handle, number, ctypes.POINTER(handle), length]),
        "taxdoc_finding_count": (size, [handle]),
        "taxdoc_finding_code": (text, [handle, size, length]),
        "taxdoc_finding_severity": (number, [handle, size]),
        "taxdoc_finding_line": (size, [handle, size]),
        "taxdoc_finding_column": (size, [handle, size]),
        "taxdoc_finding_path": (text, [handle, size, length]),
        "taxdoc_finding_message": (text, [handle, size, number, length]),
        "taxdoc_finding_fix": (text, [handle, size, number, length]),
    }
    for name, (result, arguments) in signatures.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    if library.taxdoc_abi_version() != ABI_VERSION:
        raise ImportError("libtaxdoc has another binary interface than this package")
    return library


_library = _load()


def version() -> str:
    """The version of the library."""
    return str(_library.taxdoc_version().decode())


def _text(text: Optional[bytes]) -> Optional[str]:
    return None if text is None else text.decode()


def _check(status: int, error: Optional[ctypes.c_void_p] = None) -> None:
    if status == 0:
        return
    message = _text(_library.taxdoc_error_message(error, None)) or _text(_library.taxdoc_status_name(status)) or str(status)
    _library.taxdoc_error_free(error)
    raise (Cancelled if status == 7 else Error)(status, message)


def _bits(stages: Iterable[Stage]) -> int:
    return sum({1 << stage for stage in stages})


@dataclass(frozen=True)
class Finding:
    """One thing learned about a document."""

    code: str
    severity: Severity
    #: From 1; 0 when the document as a whole is concerned.
    line: int
    column: int
    path: Optional[str]
    message: str
    fix: Optional[str]


class Report:
    """What was learned about one document."""

    def __init__(self, handle: ctypes.c_void_p, language: Language) -> None:
        self._handle, self._language = handle, language

    def __del__(self, free: Any = _library.taxdoc_report_free) -> None:
        # Bound here, because the module may be gone when the interpreter ends.
        free(self._handle)

    @property
    def verdict(self) -> Verdict:
        return Verdict(_library.taxdoc_report_verdict(self._handle))

    @property
    def findings(self) -> list[Finding]:
        return [self._finding(index) for index in range(_library.taxdoc_finding_count(self._handle))]

    def _finding(self, index: int) -> Finding:
        report, language = self._handle, self._language
        return Finding(
            code=_text(_library.taxdoc_finding_code(report, index, None)) or "",
            severity=Severity(_library.taxdoc_finding_severity(report, index)),
            line=_library.taxdoc_finding_line(report, index),
            column=_library.taxdoc_finding_column(report, index),
            path=_text(_library.taxdoc_finding_path(report, index, None)),
            message=_text(_library.taxdoc_finding_message(report, index, language, None)) or "",
            fix=_text(_library.taxdoc_finding_fix(report, index, language, None)),
        )

    def json(self) -> str:
        """The whole report in the shape ``taxdoc-report/1``."""
        text, length = ctypes.c_void_p(), ctypes.c_size_t()
        _check(_library.taxdoc_report_json(self._handle, self._language, ctypes.byref(text), ctypes.byref(length)))
        return ctypes.string_at(text.value or 0, length.value).decode()

    def as_dict(self) -> dict[str, Any]:
        """The same as Python values; amounts are texts."""
        value: dict[str, Any] = json.loads(self.json())
        return value


class Cancellation:
    """A flag that tells validations to stop; any thread may raise it."""

    def __init__(self) -> None:
        self._handle = ctypes.c_void_p()
        _check(_library.taxdoc_cancellation_new(ctypes.byref(self._handle)))

    def __del__(self, free: Any = _library.taxdoc_cancellation_free) -> None:
        free(self._handle)

    def cancel(self) -> None:
        _check(_library.taxdoc_cancellation_cancel(self._handle))


class Validator:
    """Validates documents. It never changes; any number of threads may share one.

    at: the moment at which certificates are judged, in seconds since 1970 UTC; by default their signing time.
    now: the time now, for statements such as "dated in the future"; without it they are not made.
    """

    def __init__(
        self,
        *,
        at: Optional[int] = None,
        now: Optional[int] = None,
        trust: Iterable[bytes] = (),
        builtin_trust: bool = True,
        crls: Iterable[bytes] = (),
        ocsp_responses: Iterable[bytes] = (),
        schemas: Iterable[tuple[str, bytes]] = (),
        stages: Optional[Iterable[Stage]] = None,
        required: Optional[Iterable[Stage]] = None,
        language: Language = Language.VIETNAMESE,
    ) -> None:
        self._handle, self._language = ctypes.c_void_p(), language
        options, error = ctypes.c_void_p(), ctypes.c_void_p()
        _check(_library.taxdoc_options_new(ctypes.byref(options)))
        try:
            if at is not None:
                _check(_library.taxdoc_options_set_time(options, at))
            if now is not None:
                _check(_library.taxdoc_options_set_now(options, now))
            if not builtin_trust:
                _check(_library.taxdoc_options_without_builtin_trust(options))
            for add, several in (
                (_library.taxdoc_options_add_trust, trust),
                (_library.taxdoc_options_add_crl, crls),
                (_library.taxdoc_options_add_ocsp, ocsp_responses),
            ):
                for given in several:
                    _check(add(options, given, len(given), ctypes.byref(error)), error)
            for name, document in schemas:
                encoded = name.encode()
                _check(_library.taxdoc_options_add_schema(options, encoded, len(encoded), document, len(document)))
            if stages is not None:
                _check(_library.taxdoc_options_set_stages(options, _bits(stages)))
            if required is not None:
                _check(_library.taxdoc_options_set_required(options, _bits(required)))
            _check(_library.taxdoc_validator_new(options, ctypes.byref(self._handle), ctypes.byref(error)), error)
        finally:
            _library.taxdoc_options_free(options)

    def __del__(self, free: Any = _library.taxdoc_validator_free) -> None:
        free(self._handle)

    def validate(self, xml: bytes, *, cancellation: Optional[Cancellation] = None) -> Report:
        """Validates one document. Whatever the bytes are, the report says it.

        Raises Cancelled when the cancellation was raised before there was a report.
        """
        report = ctypes.c_void_p()
        if cancellation is None:
            _check(_library.taxdoc_validate(self._handle, xml, len(xml), ctypes.byref(report)))
        else:
            flag = cancellation._handle
            _check(_library.taxdoc_validate_unless(self._handle, xml, len(xml), None, 0, flag, ctypes.byref(report)))
        return Report(report, self._language)
