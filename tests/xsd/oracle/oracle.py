"""libxml2 as an oracle, and documents drawn from schemas without any of the code under test.

Requests come on standard input, one a line; a text is its length in bytes on a line, then the bytes.

    version                 libxml2's version
    schema PATH             ok | failed MESSAGE
    generate SEED SIZE      document TEXT, variants COUNT, then for each: INDEX TAB ATTRIBUTE, TEXT | stuck MESSAGE
    judge COUNT TEXT…       COUNT lines: valid | invalid TAB MESSAGE
    time-schema ROUNDS      nanoseconds of the fastest compilation of the schema
    time ROUNDS TIMES TEXT  nanoseconds to parse and validate, of the fastest round of so many times
"""

import random
import sys
import time

from lxml import etree

from schemas import Document, Schemas, find
from values import Stuck

TRIES = 60


class Near(etree.Resolver):
    def __init__(self, base):
        super().__init__()
        self.base = base

    def resolve(self, url, public, context):
        path = find(url, self.base)
        return self.resolve_filename(path, context) if path else self.resolve_empty(context)


class Oracle:
    def __init__(self):
        self.path = self.schema = self.walk = None
        self.huge = etree.XMLParser(huge_tree=True)

    def open(self, path):
        parser = etree.XMLParser(no_network=True)
        parser.resolvers.add(Near(path))
        self.path, self.walk = path, None
        document = etree.parse(path, parser)
        # libxml2 drops an import whose location is no URI: Facturae's has a backslash.
        for node in document.getroot().iterchildren("{*}import"):
            if node.get("schemaLocation"):
                node.set("schemaLocation", node.get("schemaLocation").replace("\\", "/"))
        self.schema = etree.XMLSchema(document)

    def time_schema(self, rounds):
        return fastest(rounds, 1, lambda: self.open(self.path))

    def time(self, rounds, times, text):
        return fastest(rounds, times, lambda: self.schema.validate(etree.fromstring(text, self.huge)))

    def generate(self, seed, size):
        self.walk = self.walk or Schemas(self.path)
        roots = self.walk.roots
        if not roots:
            raise Stuck("no global element")
        trouble = ""
        for attempt in range(TRIES):
            draw = random.Random(f"{seed}/{attempt}")
            try:
                text, variants = Document(self.walk, draw, size).make(roots[seed % len(roots)])
            except Stuck as error:
                trouble = str(error)
                continue
            verdict = self.judge(text.encode())
            if verdict == "valid":
                return text, variants
            trouble = verdict
        raise Stuck(trouble)

    def judge(self, text):
        try:
            document = etree.fromstring(text)
        except etree.XMLSyntaxError as error:
            return f"invalid\tnot well-formed: {error}"
        if self.schema.validate(document):
            return "valid"
        return "invalid\t" + self.schema.error_log[0].message.replace("\n", " ")


def fastest(rounds, times, work):
    best = None
    for _ in range(rounds):
        start = time.perf_counter_ns()
        for _ in range(times):
            work()
        taken = (time.perf_counter_ns() - start) // times
        best = taken if best is None else min(best, taken)
    return best


def put(text):
    data = text.encode()
    sys.stdout.buffer.write(b"%d\n" % len(data) + data)


def main():
    oracle = Oracle()
    source, say = sys.stdin.buffer, lambda line: sys.stdout.buffer.write(line.encode() + b"\n")
    while line := source.readline():
        request, _, rest = line.decode().rstrip("\n").partition(" ")
        try:
            if request == "version":
                say(".".join(map(str, etree.LIBXML_VERSION)))
            elif request == "schema":
                oracle.open(rest)
                say("ok")
            elif request == "generate":
                text, variants = oracle.generate(*map(int, rest.split()))
                say("document")
                put(text)
                say(str(len(variants)))
                for index, attribute, value in variants:
                    say(f"{index}\t{etree.QName(attribute).localname if attribute else ''}")
                    put(value)
            elif request == "time-schema":
                say(str(oracle.time_schema(int(rest))))
            elif request == "time":
                rounds, times = map(int, rest.split())
                say(str(oracle.time(rounds, times, source.read(int(source.readline())))))
            else:
                texts = [source.read(int(source.readline())) for _ in range(int(rest))]
                for text in texts:
                    say(oracle.judge(text))
        except (Stuck, etree.LxmlError, OSError, RecursionError, ValueError) as error:
            say(("stuck " if request == "generate" else "failed ") + str(error).replace("\n", " "))
        sys.stdout.buffer.flush()


main()
