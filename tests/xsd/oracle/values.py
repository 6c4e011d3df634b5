"""Simple types: values of them, and values beside their facets."""

import base64
import decimal
import re
from decimal import Decimal

from patterns import Pattern

STRINGS = {
    "string", "normalizedString", "token", "anyURI", "language", "NMTOKEN", "Name", "NCName", "ID", "IDREF", "ENTITY", "anySimpleType",
}
INTEGERS = {
    "integer": (None, None), "nonNegativeInteger": (0, None), "positiveInteger": (1, None), "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1), "long": (-(2**63), 2**63 - 1), "int": (-(2**31), 2**31 - 1), "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127), "unsignedLong": (0, 2**64 - 1), "unsignedInt": (0, 2**32 - 1), "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
}
LISTS = {"NMTOKENS": "NMTOKEN", "IDREFS": "IDREF", "ENTITIES": "ENTITY"}
WORDS = ["Công ty", "Hà Nội", "Łódź", "invoice", "A1", "tổng cộng", "x", "Straße 5", "0123456789", "ref-7"]
DATES = {
    "date": ["2024-02-29", "2015-06-30", "2026-11-22"],
    "dateTime": ["2024-02-29T12:30:00", "2015-06-30T23:59:59", "2020-01-01T00:00:00Z", "2021-05-06T07:08:09+07:00"],
    "time": ["12:30:00", "23:59:59.5", "07:08:09+07:00"],
    "gYear": ["2024", "1999"], "gYearMonth": ["2024-02", "1999-12"], "gMonth": ["--02", "--12"], "gMonthDay": ["--02-28"], "gDay": ["---28"],
    "duration": ["P1Y", "PT5S", "-P1DT2H", "P1Y2M3DT4H5M6.7S"],
}
#: Forms on the border of each lexical space, right and wrong ones.
FORMS = {
    "decimal": ["+1", "1.", ".5", "1e5", " 1 ", "-0", "00.10", ".", "1 1", "INF", "1,5"],
    "integer": ["+1", "1.0", "-0", "007", "0x1", " 5\n", "9" * 30],
    "boolean": ["1", "0", "TRUE", " true ", "yes", "tru e"],
    "date": ["2024-02-30", "2024-02-29Z", "2023-02-29", "2024-2-29", "24-02-29", "2024-02-29+07:00", "2024-13-01", " 2024-02-29 ", "2024-02-29T00:00:00"],
    "dateTime": ["2024-01-01", "2024-01-01T24:00:01", "2024-01-01T23:60:00", "2024-01-01T12:00", "2024-02-30T12:00:00", "2024-01-01T12:00:00.", "2024-01-01T12:00:00.25+14:00"],
    "time": ["24:00:01", "12:00", "12:60:00", "12:00:00Z", "1:00:00"],
    "base64Binary": ["AAA", "AAAA", "AA A A", "AA==", "A===", "AB==", "=AAA", "\u1ebf"],
    "hexBinary": ["0", "0g", "0a0B", " 0a "],
    "anyURI": ["http://a.b/c d", "urn:x", "#a", "\u1ebf", ""],
    "gYear": ["24", "02024", "2024Z"],
    "duration": ["P", "PT", "P1YT", "1Y", "P1.5Y"],
    "language": ["vi", "vi-VN", "toolonglanguage", "v1", ""],
    "ID": ["1a", "a b", "a:b", ""],
    "NCName": ["1a", "a b", "a:b", ""],
    "QName": ["a:b", ":b", "xsi:nil", ""],
    "NMTOKEN": ["a b", ":-1", "", "a,b"],
    "string": [""],
    "token": ["", "  a  b  "],
    "double": ["1e5", "INF", "NaN", "+INF", "1.5.2", ".5E-3"],
}
FORMS["float"] = FORMS["double"]
for name in INTEGERS:
    FORMS[name] = FORMS["integer"]


class Stuck(Exception):
    """No document could be made."""


class Simple:
    """A simple type: its built-in root, its facets step by step, its members."""

    def __init__(self, builtin, variety="atomic", members=(), steps=()):
        self.builtin, self.variety, self.members, self.steps = builtin, variety, tuple(members), tuple(steps)

    def restricted(self, facets):
        return Simple(self.builtin, self.variety, self.members, self.steps + (facets,))

    def last(self, facet):
        for step in reversed(self.steps):
            if facet in step:
                return step[facet]
        return None

    def limit(self, *names):
        """The value of the facet of the last step that has one of the names, and which."""
        for step in reversed(self.steps):
            for name in names:
                if name in step:
                    return name, step[name][0]
        return None, None

    def patterns(self):
        return [[Pattern(text) for text in step["pattern"]] for step in self.steps if "pattern" in step]

    def length_bounds(self):
        low = max([int(step[name][0]) for step in self.steps for name in ("minLength", "length") if name in step] or [0])
        high = min([int(step[name][0]) for step in self.steps for name in ("maxLength", "length") if name in step] or [10**9])
        return low, high

    def value(self, random):
        for _ in range(300):
            value = self.candidate(random)
            if self.fits(value):
                return value
        raise Stuck(f"no value of {self.builtin} {self.steps}")

    def candidate(self, random):
        enumeration = self.last("enumeration")
        if enumeration:
            return random.choice(enumeration)
        if self.variety == "union":
            return random.choice(self.members).value(random)
        low, high = self.length_bounds()
        if self.variety == "list":
            count = random.randint(max(low, 1), max(1, min(high, low + 3)))
            return " ".join(self.members[0].value(random) for _ in range(count))
        patterns = self.patterns()
        if patterns and self.builtin not in DATES and random.random() < 0.9:
            return random.choice(patterns[-1]).draw(random)
        return self.plain(random, low, high)

    def plain(self, random, low, high):
        builtin = self.builtin
        if builtin in DATES:
            limits = [step[name][0] for step in self.steps for name in step if name.endswith("clusive")]
            return random.choice(DATES[builtin] + limits)
        if builtin == "boolean":
            return random.choice(["true", "false"])
        if builtin in INTEGERS or builtin == "decimal":
            return self.number(random)
        if builtin in ("float", "double"):
            return str(random.randint(0, 1000))
        if builtin == "base64Binary":
            return base64.b64encode(bytes(random.randrange(256) for _ in range(max(low, random.randint(1, 20))))).decode()
        if builtin == "hexBinary":
            return "".join(random.choice("0123456789abcdefABCDEF") for _ in range(2 * max(low, random.randint(1, min(high, 10)))))
        if builtin == "anyURI":
            return random.choice(["http://example.org/a", "urn:oasis:x", "#part"])
        if builtin == "language":
            return random.choice(["vi", "en-US"])
        if builtin == "QName":
            return "xsi:type"
        if builtin in ("NMTOKEN", "Name", "NCName", "ID", "IDREF", "ENTITY"):
            return "n" + str(random.randrange(10**6))
        text = random.choice(WORDS)
        while len(text) < low:
            text += random.choice("abcđêz")
        return text[:high].strip() if high < len(text) else text

    def number(self, random):
        low, high = INTEGERS.get(self.builtin, (None, None))
        for step in self.steps:
            for name, sign in (("minInclusive", 0), ("minExclusive", 1)):
                if name in step:
                    bound = Decimal(step[name][0]) + sign * Decimal("0.01" if self.builtin == "decimal" else 1)
                    low = bound if low is None else max(low, bound)
            for name, sign in (("maxInclusive", 0), ("maxExclusive", 1)):
                if name in step:
                    bound = Decimal(step[name][0]) - sign * Decimal("0.01" if self.builtin == "decimal" else 1)
                    high = bound if high is None else min(high, bound)
        digits = int((self.last("totalDigits") or ["9"])[0])
        fraction = int((self.last("fractionDigits") or ["2"])[0]) if self.builtin == "decimal" else 0
        fraction = min(fraction, 6, digits)
        number = Decimal(random.randrange(10 ** min(digits, random.randint(1, 12)))).scaleb(-random.randint(0, fraction))
        if low is not None and number < low:
            number = Decimal(low) + random.choice([0, 1, 7])
        if high is not None and number > high:
            number = Decimal(high) - random.choice([0, 1])
        return format(number, "f")

    def fits(self, value):
        if any(not any(pattern.matches(value) for pattern in step) for step in self.patterns()):
            return False
        low, high = self.length_bounds()
        length = self.length(value)
        if length is not None and not low <= length <= high:
            return False
        if self.builtin in INTEGERS or self.builtin == "decimal":
            try:
                number = Decimal(value)
            except decimal.InvalidOperation:
                return self.variety != "atomic"
            for name, test in BOUNDS.items():
                bounds = [Decimal(step[name][0]) for step in self.steps if name in step]
                if not all(test(number, bound) for bound in bounds):
                    return False
            digits = number.normalize().as_tuple()
            total, fraction = self.last("totalDigits"), self.last("fractionDigits")
            if fraction and -digits.exponent > int(fraction[0]):
                return False
            if total and max(len(digits.digits) + max(digits.exponent, 0), -digits.exponent) > int(total[0]):
                return False
        return True

    def length(self, value):
        if self.variety == "list":
            return len(value.split())
        if self.builtin == "hexBinary":
            return len(value) // 2
        if self.builtin == "base64Binary":
            return len(base64.b64decode(value))
        return len(value) if self.builtin in STRINGS else None

    def beside(self, value, random):
        """Values on and just beyond the facets, and on the border of the lexical space."""
        found = []
        low, high = self.length_bounds()
        if self.variety == "atomic" and (self.builtin in STRINGS or self.builtin is None):
            if low > 0:
                found += [value[:low].ljust(low, "a"), value[: low - 1].ljust(low - 1, "a")]
            if high < 3000:
                found += [value[:high].ljust(high, "a"), value[:high].ljust(high + 1, "a")]
        for name in BOUNDS:
            for step in self.steps:
                if name in step:
                    bound = step[name][0]
                    found.append(bound)
                    if re.fullmatch(r"-?[0-9.]+", bound) and self.builtin not in DATES:
                        found += [format(Decimal(bound) + change, "f") for change in (1, -1, Decimal("0.001"), Decimal("-0.001"))]
                        found += [bound + ".0", bound + ".00"]
        total, fraction = self.last("totalDigits"), self.last("fractionDigits")
        if total:
            count = int(total[0])
            found += ["9" * count, "9" * (count + 1), "0" + "9" * count]
        if fraction:
            count = int(fraction[0])
            found += ["1." + "1" * count if count else "1", "1." + "1" * (count + 1), "1." + "0" * (count + 1)]
        if self.last("enumeration"):
            found += [value + "x", value[:-1], value.swapcase(), " " + value + " "]
        if self.patterns() and value:
            at = random.randrange(len(value))
            found += [value[:at] + other + value[at + 1 :] for other in ("", "9", "Z", "đ", " ")]
        found += FORMS.get(self.builtin, [])
        for member in self.members:
            found += member.beside(value, random)
        return [other for other in found if other != value]


BOUNDS = {
    "minInclusive": lambda number, bound: number >= bound,
    "minExclusive": lambda number, bound: number > bound,
    "maxInclusive": lambda number, bound: number <= bound,
    "maxExclusive": lambda number, bound: number < bound,
}
