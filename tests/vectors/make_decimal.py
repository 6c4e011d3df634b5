#!/usr/bin/env python3
"""Writes decimal.tsv: results of decimal arithmetic by Python's fractions and decimal modules.

    python3 tests/vectors/make_decimal.py > tests/vectors/decimal.tsv

Running it again leaves no difference. Columns: operation, operands, result. Values are in canonical text.
"""

import decimal
import random
from decimal import Decimal
from fractions import Fraction

decimal.getcontext().prec = 400
decimal.getcontext().Emax = decimal.MAX_EMAX
RANDOM = random.Random(1450)

MODES = {
    "Ceiling": decimal.ROUND_CEILING,
    "Down": decimal.ROUND_DOWN,
    "Floor": decimal.ROUND_FLOOR,
    "HalfAwayFromZero": decimal.ROUND_HALF_UP,
    "HalfDown": decimal.ROUND_HALF_DOWN,
    "HalfEven": decimal.ROUND_HALF_EVEN,
    "Up": decimal.ROUND_UP,
}

# Where a representation ends: 64, 96, 128, 192, 256 and 320 bits, 28 and 38 digits.
EDGES = [2**32, 2**64, 2**96, 2**128, 2**192, 2**256, 2**320, 10**10, 10**19, 10**21, 10**28, 10**29, 10**38]


def canonical(value):
    """Plain notation of a fraction whose denominator divides a power of ten."""
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    digits = str(abs((value * 10**places).numerator)).rjust(places + 1, "0")
    text = digits[: len(digits) - places] + ("." + digits[len(digits) - places :] if places else "")
    return ("-" if value < 0 else "") + text


def written(mantissa, scale):
    digits = str(abs(mantissa)).rjust(scale + 1, "0")
    text = digits[: len(digits) - scale] + ("." + digits[len(digits) - scale :] if scale else "")
    return ("-" if mantissa < 0 else "") + text


def operand(digits, scale):
    """A number of up to so many digits; often short, often with zeros at its end, sometimes at an edge."""
    kind = RANDOM.randrange(6)
    if kind == 0:
        edges = [edge for edge in EDGES if len(str(edge)) <= digits]
        mantissa = RANDOM.choice(edges) + RANDOM.randint(-2, 2)
    elif kind == 1:
        mantissa = 10**digits - RANDOM.randint(1, 3)
    else:
        mantissa = RANDOM.randrange(10 ** RANDOM.randint(0, digits))
    if kind == 2:
        mantissa = mantissa // 1000 * 1000
    return written(RANDOM.choice([-1, 1]) * mantissa, RANDOM.randint(0, scale))


def main():
    for _ in range(260):
        a, b = operand(21, 6), operand(21, 6)
        print("plus", a, b, canonical(Fraction(a) + Fraction(b)), sep="\t")
        print("times", a, b, canonical(Fraction(a) * Fraction(b)), sep="\t")
    for _ in range(120):
        a, b = operand(84, 24), operand(84, 24)
        print("plus", a, b, canonical(Fraction(a) + Fraction(b)), sep="\t")
        print("minus", a, b, canonical(Fraction(a) - Fraction(b)), sep="\t")
        order = (Fraction(a) > Fraction(b)) - (Fraction(a) < Fraction(b))
        print("order", a, b, order, sep="\t")
        a, b = operand(57, 20), operand(57, 20)
        print("times", a, b, canonical(Fraction(a) * Fraction(b)), sep="\t")
    for _ in range(60):
        factors = [operand(21, 6) for _ in range(4)]
        product = Fraction(1)
        for factor in factors:
            product *= Fraction(factor)
        print("product", *factors, canonical(product), sep="\t")
    for _ in range(60):
        # Two numbers that differ late, or only in zeros at the end.
        a = operand(60, 20)
        longer = a + ("" if "." in a else ".") + "0" * RANDOM.randint(1, 30) + RANDOM.choice(["", "", "1"])
        order = (Fraction(a) > Fraction(longer)) - (Fraction(a) < Fraction(longer))
        print("order", a, longer, order, sep="\t")
    for digits in (0, 0, 0, 2, 2, 6):
        for _ in range(45):
            scale = RANDOM.randint(digits + 1, 24)
            a = operand(RANDOM.choice([12, 27, 42, 84]), scale)
            if RANDOM.randrange(2):
                # Exactly a half, or a hair beside it.
                whole = RANDOM.choice(["", "-"]) + str(RANDOM.randrange(10 ** RANDOM.choice([3, 25, 40])))
                kept = "".join(RANDOM.choice("0123456789") for _ in range(digits))
                a = whole + "." + kept + RANDOM.choice(["5", "50", "5" + "0" * 20, "5" + "0" * 20 + "1", "4" + "9" * 20])
            mode = RANDOM.choice(list(MODES))
            rounded = Decimal(a).quantize(Decimal(1).scaleb(-digits), rounding=MODES[mode])
            print("round", a, digits, mode, canonical(Fraction(rounded)), sep="\t")
    for _ in range(60):
        a = operand(60, 24)
        canon = canonical(Fraction(a)).lstrip("-")
        integer, _, fraction = canon.partition(".")
        print("digits", a, len(integer.lstrip("0")), len(fraction), sep="\t")


main()
