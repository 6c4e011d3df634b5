"""libtaxdoc itself: where it is found, and what its functions take and give. See ``taxdoc.h`` for what they mean."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import pathlib
import weakref
from typing import Any, Callable, Optional

ABI_VERSION = 1

Handle = ctypes.c_void_p
Size = ctypes.c_size_t
Number = ctypes.c_int32
#: The address of a text whose length is told beside it, for it may hold a NUL.
Text = ctypes.c_void_p
#: A text that ends at its NUL.
Name = ctypes.c_char_p
#: Bytes or UTF-8 that the caller gives.
Data = ctypes.c_char_p
ReadFunction = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)

_Out = ctypes.POINTER(Handle)
_Length = ctypes.POINTER(Size)

#: The result, the arguments, and the functions that have them, without ``taxdoc_``.
_SHAPES: tuple[tuple[Any, tuple[Any, ...], str], ...] = (
    (ctypes.c_uint32, (), "abi_version"),
    (Name, (), "version"),
    (Name, (Number,), "status_name"),
    (None, (Handle,), "cancellation_free catalogue_free error_free octets_free options_free report_free totals_free validator_free"),
    (Number, (_Out,), "cancellation_new catalogue_new options_new"),
    (Number, (Handle,), "cancellation_cancel error_status options_without_builtin_trust report_verdict"),
    (Number, (Handle, ctypes.c_int64), "options_set_now options_set_time"),
    (Number, (Handle, ctypes.c_uint32), "options_set_required options_set_stages"),
    (Number, (Handle, Number), "options_set_policy report_stage"),
    (Number, (Handle, Number, ctypes.c_uint64), "options_set_limit"),
    (Number, (Handle, Data, Size, _Out), "options_add_crl options_add_ocsp options_add_trust validate"),
    (Number, (Handle, Data, Size, Data, Size), "options_add_schema"),
    (Number, (Handle, _Out, _Out), "validator_new"),
    (Number, (Handle, Data, Size, Data, Size, _Out), "validate_named"),
    (Number, (Handle, Data, Size, Data, Size, Handle, _Out), "validate_unless"),
    (Number, (Handle, ReadFunction, ctypes.c_void_p, _Out), "validate_stream"),
    (Number, (Handle, Data, Size, Size, Size, _Out, _Out), "reference_octets"),
    (Number, (Handle, Data, Size, Size, _Out, _Out), "signed_info_octets"),
    (Number, (Data, Size, _Out, _Out), "totals_complete totals_compute"),
    (Number, (Handle, Number, _Out, _Length), "report_json"),
    (Text, (Handle, _Length), "error_message octets_data report_file report_sha256 totals_json totals_xml"),
    (Text, (Handle, Number, _Length), "report_document"),
    (Text, (Handle, Number, Number, _Length), "report_stage_reason"),
    (Size, (Handle,), "finding_count rule_count signature_count source_count total_count"),
    (
        Size,
        (Handle, Size),
        "finding_column finding_length finding_line finding_offset finding_param_count signature_covered_count signature_digest_count "
        "signature_not_covered_count",
    ),
    (
        Number,
        (Handle, Size),
        "finding_severity finding_stage rule_severity rule_stage signature_chain signature_integrity signature_revocation "
        "signature_role signature_time_signed",
    ),
    (Number, (Handle, Size, Size), "signature_covered_extent"),
    (
        Text,
        (Handle, Size, _Length),
        "finding_basis finding_code finding_path rule_basis rule_code signature_algorithm signature_anchor signature_path signature_time "
        "source_date source_document total_computed total_difference total_path total_rule total_stated",
    ),
    (Text, (Handle, Size, Size, _Length), "finding_param_name signature_covered signature_digest signature_not_covered"),
    (
        Text,
        (Handle, Size, Number, _Length),
        "finding_actual finding_expected finding_field finding_fix finding_message rule_expected rule_fix rule_message "
        "signature_certificate signature_diagnosis source_data total_name",
    ),
    (Text, (Handle, Size, Size, Number, _Length), "finding_param_value"),
)

#: What each function gives and takes.
FUNCTIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "taxdoc_" + name: (result, arguments) for result, arguments, names in _SHAPES for name in names.split()
}


def _load() -> ctypes.CDLL:
    here = pathlib.Path(__file__).parent
    beside = [here / name for name in ("libtaxdoc.so", "libtaxdoc.dylib", "taxdoc.dll")]
    found = os.environ.get("TAXDOC_LIBRARY") or next((str(path) for path in beside if path.exists()), None)
    library = ctypes.CDLL(found or ctypes.util.find_library("taxdoc") or "libtaxdoc.so")
    for name, (result, arguments) in FUNCTIONS.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    if library.taxdoc_abi_version() != ABI_VERSION:
        raise ImportError("libtaxdoc has another binary interface than this package")
    return library


library = _load()


def version() -> str:
    """The version of the library."""
    name: bytes = library.taxdoc_version()
    return name.decode()


def abi_version() -> int:
    """The version of its binary interface."""
    number: int = library.taxdoc_abi_version()
    return number


class Error(Exception):
    """A call that could not be carried out. What is wrong with a document is a finding, never an Error."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        #: A ``taxdoc_status``; ``status_name`` is its name.
        self.status = status

    @property
    def status_name(self) -> Optional[str]:
        name: Optional[bytes] = library.taxdoc_status_name(self.status)
        return name.decode() if name else None


class Cancelled(Error):
    """The call was told to stop, or its time was over."""


_CANCELLED = 7


def check(status: int, error: Optional[ctypes.c_void_p] = None) -> None:
    """Raises what a failing call has to say, and frees it."""
    if status == 0:
        return
    message = None
    if error:
        status, message = library.taxdoc_error_status(error), text(library.taxdoc_error_message, error)
        library.taxdoc_error_free(error)
    name = library.taxdoc_status_name(status) or b"unknown status"
    raise (Cancelled if status == _CANCELLED else Error)(status, message or name.decode())


def octets(function: Callable[..., Optional[int]], *arguments: Any) -> Optional[bytes]:
    """The bytes that a function gives by address and length, copied."""
    length = Size()
    address = function(*arguments, ctypes.byref(length))
    return None if address is None else ctypes.string_at(address, length.value)


def text(function: Callable[..., Optional[int]], *arguments: Any) -> Optional[str]:
    """The text that a function gives, copied."""
    found = octets(function, *arguments)
    return None if found is None else found.decode()


class Owned:
    """A handle of the library, freed when nobody uses it any more."""

    def __init__(self, free: Callable[[ctypes.c_void_p], None]) -> None:
        #: What ctypes passes in the place of this object.
        self._as_parameter_ = ctypes.c_void_p()
        # Not __del__, which may come when the module is gone.
        weakref.finalize(self, free, self._as_parameter_)

    @property
    def place(self) -> Any:
        """Where the library writes the handle."""
        return ctypes.byref(self._as_parameter_)
