"""Computing before issuing."""

from __future__ import annotations

import ctypes
import json
from decimal import Decimal
from typing import Any, Mapping

from ._library import Owned, check, library, text


class Totals:
    """Computed amounts. They never change; any number of threads may read them."""

    def __init__(self, handle: Owned) -> None:
        self._handle = handle

    @property
    def xml(self) -> str:
        """Of an invoice the element TToan, of a declaration the completed document."""
        return text(library.taxdoc_totals_xml, self._handle) or ""

    def json(self) -> str:
        """What was computed, as ``taxdoc_totals_json()`` describes it."""
        return text(library.taxdoc_totals_json, self._handle) or ""

    def as_dict(self) -> dict[str, Any]:
        """The same as Python values; amounts are texts."""
        value: dict[str, Any] = json.loads(self.json())
        return value


def compute_totals(invoice: Mapping[str, Any]) -> Totals:
    """Computes every total of an invoice that an issuer must write, by the relations that validation checks.

    invoice: what ``taxdoc_totals_compute()`` takes; amounts are texts, int or Decimal, never float.

    >>> compute_totals({"lines": [{"quantity": 2, "price": Decimal("1250.5"), "rate": "8%"}]}).as_dict()["payable"]
    '2701'

    Raises Error, whose message names the line, when they cannot be computed.
    """
    encoded = json.dumps(invoice, default=_amount).encode()
    handle, error = Owned(library.taxdoc_totals_free), ctypes.c_void_p()
    check(library.taxdoc_totals_compute(encoded, len(encoded), handle.place, ctypes.byref(error)), error)
    return Totals(handle)


def complete_declaration(xml: bytes) -> Totals:
    """Computes the lines of an online declaration (HSoThueDTu) that follow from those entered.

    Raises Error when the document is no declaration, or of a form without formulas.
    """
    handle, error = Owned(library.taxdoc_totals_free), ctypes.c_void_p()
    check(library.taxdoc_totals_complete(xml, len(xml), handle.place, ctypes.byref(error)), error)
    return Totals(handle)


def _amount(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(f"an amount is a text, int or Decimal, not {type(value).__name__}")
