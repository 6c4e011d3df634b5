"""Regular expressions of XML Schema (Part 2 appendix F), read into a form from which a text can be drawn and against which one can be held.

Character classes are plain sets over a small repertoire of characters: enough for drawing, and for matching what was drawn.
"""

import re
import unicodedata

REPERTOIRE = frozenset(
    [chr(code) for code in range(0x20, 0x7F)] + list("\t\n\rÀÉàéñüßØŁłżąĐđẾếạỗơư€中")
)


def letters(test):
    return frozenset(char for char in REPERTOIRE if test(char))


NAME_START = letters(lambda char: char.isalpha() or char in "_:")
NAME = letters(lambda char: char.isalnum() or char in "_:.-")
ESCAPES = {
    "d": letters(lambda char: unicodedata.category(char) == "Nd"),
    "w": letters(lambda char: unicodedata.category(char)[0] not in "PZC"),
    "s": frozenset(" \t\n\r"),
    "i": NAME_START,
    "c": NAME,
}
SINGLE = {"n": "\n", "r": "\r", "t": "\t"}
BLOCKS = {"BasicLatin": (0, 0x7F), "Latin-1Supplement": (0x80, 0xFF), "LatinExtended-A": (0x100, 0x17F)}


class Pattern:
    def __init__(self, text):
        self.text, self.at = text, 0
        self.tree = self.choice()
        if self.at != len(text):
            raise ValueError(f"pattern {text!r} at {self.at}")
        self.compiled = re.compile(to_re(self.tree), re.DOTALL)

    def matches(self, text):
        return self.compiled.fullmatch(text) is not None

    def draw(self, random):
        return draw(self.tree, random)

    def peek(self):
        return self.text[self.at : self.at + 1]

    def take(self):
        self.at += 1
        return self.text[self.at - 1]

    def choice(self):
        branches = [self.branch()]
        while self.peek() == "|":
            self.take()
            branches.append(self.branch())
        return ("choice", branches)

    def branch(self):
        pieces = []
        while self.peek() not in ("", "|", ")"):
            atom = self.atom()
            low, high = 1, 1
            mark = self.peek()
            if mark and mark in "?*+":
                self.take()
                low, high = {"?": (0, 1), "*": (0, None), "+": (1, None)}[mark]
            elif mark == "{":
                end = self.text.index("}", self.at)
                bounds = self.text[self.at + 1 : end].split(",")
                self.at = end + 1
                low = int(bounds[0])
                high = low if len(bounds) == 1 else (int(bounds[1]) if bounds[1] else None)
            pieces.append((atom, low, high))
        return ("sequence", pieces)

    def atom(self):
        char = self.take()
        if char == "(":
            inner = self.choice()
            if self.take() != ")":
                raise ValueError("no )")
            return inner
        if char == "[":
            return ("class", self.char_class())
        if char == "\\":
            return ("class", self.escape())
        if char == ".":
            return ("class", REPERTOIRE - frozenset("\n\r"))
        return ("class", frozenset(char))

    def escape(self):
        char = self.take()
        if char in "pP":
            end = self.text.index("}", self.at)
            name = self.text[self.at + 1 : end]
            self.at = end + 1
            if name.startswith("Is"):
                low, high = BLOCKS.get(name[2:], (1, 0))
                found = letters(lambda char: low <= ord(char) <= high)
            else:
                found = letters(lambda char: unicodedata.category(char).startswith(name))
            return found if char == "p" else REPERTOIRE - found
        if char.lower() in ESCAPES:
            found = ESCAPES[char.lower()]
            return found if char.islower() else REPERTOIRE - found
        return frozenset(SINGLE.get(char, char))

    def char_class(self):
        negated = self.peek() == "^"
        if negated:
            self.take()
        found = set()
        minus = frozenset()
        while self.peek() != "]":
            if self.peek() == "-" and self.text[self.at + 1 : self.at + 2] == "[":
                self.at += 2
                minus = self.char_class()
                continue
            char = self.take()
            first = self.escape() if char == "\\" else frozenset(char)
            after = self.text[self.at + 1 : self.at + 2]
            if self.peek() == "-" and after not in ("]", "[") and len(first) == 1:
                self.take()
                last = self.take()
                last = self.escape() if last == "\\" else frozenset(last)
                low, high = next(iter(first)), next(iter(last))
                found |= {char for char in REPERTOIRE if low <= char <= high}
            else:
                found |= first
        self.take()
        found = frozenset(found)
        return (REPERTOIRE - found if negated else found) - minus


def draw(node, random):
    kind, parts = node
    if kind == "choice":
        return draw(random.choice(parts), random)
    if kind == "class":
        # Letters and digits where there are any: a text that white space processing leaves as it is.
        plain = sorted(char for char in parts if char.isalnum())
        return random.choice(plain or sorted(parts))
    text = ""
    for atom, low, high in parts:
        high = low + 4 if high is None else high
        for _ in range(random.randint(low, min(high, low + 12))):
            text += draw(atom, random)
    return text


def to_re(node):
    kind, parts = node
    if kind == "choice":
        return "(?:" + "|".join(to_re(part) for part in parts) + ")"
    if kind == "class":
        return "[" + "".join(re.escape(char) for char in sorted(parts)) + "]" if parts else "(?!)"
    return "".join(f"{to_re(atom)}{{{low},{'' if high is None else high}}}" for atom, low, high in parts)
