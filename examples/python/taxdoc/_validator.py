"""Validating documents."""

from __future__ import annotations

import ctypes
import threading
from typing import Any, BinaryIO, Iterable, Mapping, Optional

from ._library import Owned, ReadFunction, check, library, octets
from ._numbers import Language, Limit, Policy, Stage
from ._report import Report


class Cancellation:
    """A flag that tells validations to stop; any thread may raise it. It stays raised."""

    def __init__(self) -> None:
        self._handle = Owned(library.taxdoc_cancellation_free)
        check(library.taxdoc_cancellation_new(self._handle.place))

    def cancel(self) -> None:
        """What runs with the flag stops soon, what starts with it stops at once."""
        check(library.taxdoc_cancellation_cancel(self._handle))


class Validator:
    """Validates documents. It never changes; any number of threads may share one.

    at: the moment at which certificates and versions of rules are judged, in seconds since 1970 UTC; by default the signing time.
    now: the time now, for statements such as "dated in the future"; without it they are not made.
    trust: further trust anchors and intermediates, PEM or DER, several may stand in one PEM text.
    builtin_trust: whether the built-in trust table counts.
    crls, ocsp_responses: revocation evidence; the library opens no connection.
    policy: how the two widespread departures from the signature standard are taken.
    limits: bounds on what one document may cost.
    schemas: XSD documents with their names; with them only the stages xml and schema run.
    stages: run only these. required: those that must have passed for a valid document.
    language: that of the texts of the reports.

    Raises Error when a certificate, a list, a response or a schema cannot be read, or a number has no meaning.
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
        policy: Policy = Policy.INTEROP,
        limits: Mapping[Limit, int] = {},
        schemas: Iterable[tuple[str, bytes]] = (),
        stages: Optional[Iterable[Stage]] = None,
        required: Optional[Iterable[Stage]] = None,
        language: Language = Language.VIETNAMESE,
    ) -> None:
        options = Owned(library.taxdoc_options_free)
        check(library.taxdoc_options_new(options.place))
        error = ctypes.c_void_p()
        if at is not None:
            check(library.taxdoc_options_set_time(options, at))
        if now is not None:
            check(library.taxdoc_options_set_now(options, now))
        if not builtin_trust:
            check(library.taxdoc_options_without_builtin_trust(options))
        for add, several in (
            (library.taxdoc_options_add_trust, trust),
            (library.taxdoc_options_add_crl, crls),
            (library.taxdoc_options_add_ocsp, ocsp_responses),
        ):
            for given in several:
                check(add(options, given, len(given), ctypes.byref(error)), error)
        check(library.taxdoc_options_set_policy(options, policy))
        for limit, value in limits.items():
            if value < 0:
                raise ValueError("a limit is not negative")
            check(library.taxdoc_options_set_limit(options, limit, value))
        for name, document in schemas:
            encoded = name.encode()
            check(library.taxdoc_options_add_schema(options, encoded, len(encoded), document, len(document)))
        if stages is not None:
            check(library.taxdoc_options_set_stages(options, _bits(stages)))
        if required is not None:
            check(library.taxdoc_options_set_required(options, _bits(required)))
        self._handle, self._language = Owned(library.taxdoc_validator_free), language
        check(library.taxdoc_validator_new(options, self._handle.place, ctypes.byref(error)), error)

    def validate(
        self,
        xml: bytes,
        *,
        name: Optional[str] = None,
        within: Optional[float] = None,
        cancellation: Optional[Cancellation] = None,
    ) -> Report:
        """Validates one document. Whatever the bytes are, the report says it.

        name: what the report carries as its file; nothing is opened.
        within: the time that it may take, in seconds.
        cancellation: a flag by which it may be stopped; within raises it too.

        Raises Cancelled when it was told to stop, or its time was over, before there was a report.
        """
        handle = Owned(library.taxdoc_report_free)
        encoded = None if name is None else name.encode()
        length = 0 if encoded is None else len(encoded)
        if within is not None or cancellation is not None:
            flag = cancellation or Cancellation()
            timer = threading.Timer(within, flag.cancel) if within is not None else None
            if timer:
                timer.start()
            try:
                check(library.taxdoc_validate_unless(self._handle, xml, len(xml), encoded, length, flag._handle, handle.place))
            finally:
                if timer:
                    timer.cancel()
        elif encoded is not None:
            check(library.taxdoc_validate_named(self._handle, xml, len(xml), encoded, length, handle.place))
        else:
            check(library.taxdoc_validate(self._handle, xml, len(xml), handle.place))
        return Report(handle, self._language)

    def validate_stream(self, stream: BinaryIO) -> Report:
        """Validates a document while it is read, for files larger than memory: that it is well-formed, and valid against ``schemas``.

        What the stream raises is raised again.
        """
        raised: list[BaseException] = []

        def read(_user: Any, buffer: int, capacity: int) -> int:
            # No exception may pass through the library.
            try:
                piece = stream.read(capacity)
                ctypes.memmove(buffer, piece, len(piece))
                return len(piece)
            except BaseException as error:
                raised.append(error)
                return -1

        handle = Owned(library.taxdoc_report_free)
        status = library.taxdoc_validate_stream(self._handle, ReadFunction(read), None, handle.place)
        if raised:
            raise raised[0]
        check(status)
        return Report(handle, self._language)

    def signed_info_octets(self, xml: bytes, signature: int) -> bytes:
        """The canonical bytes of the SignedInfo of a signature (from 0), over which its value is computed."""
        handle, error = Owned(library.taxdoc_octets_free), ctypes.c_void_p()
        check(library.taxdoc_signed_info_octets(self._handle, xml, len(xml), signature, handle.place, ctypes.byref(error)), error)
        return octets(library.taxdoc_octets_data, handle) or b""

    def reference_octets(self, xml: bytes, signature: int, reference: int) -> bytes:
        """The canonical bytes that a reference (from 0) of a signature (from 0) digests, transforms done."""
        handle, error = Owned(library.taxdoc_octets_free), ctypes.c_void_p()
        place = handle.place
        check(library.taxdoc_reference_octets(self._handle, xml, len(xml), signature, reference, place, ctypes.byref(error)), error)
        return octets(library.taxdoc_octets_data, handle) or b""


def _bits(stages: Iterable[Stage]) -> int:
    return sum({1 << Stage(stage) for stage in stages})
