"""The package against the header: nothing is missing, and every number and every argument is as the header says."""

import ctypes
import pathlib
import re
import unittest

import taxdoc
from taxdoc import _library

HERE = pathlib.Path(__file__).resolve()
HEADER = HERE.parents[3] / "include" / "taxdoc.h"
if not HEADER.exists():
    # As laid out for a release: share/doc/taxdoc/examples/python/tests.
    HEADER = HERE.parents[6] / "include" / "taxdoc.h"
CODE = re.sub(r"/\*.*?\*/", "", HEADER.read_text(encoding="utf-8"), flags=re.S)

#: Functions that the package has no use for.
LEFT_OUT: set[str] = set()

TYPES = {
    "int32_t": ctypes.c_int32,
    "int64_t": ctypes.c_int64,
    "uint32_t": ctypes.c_uint32,
    "uint64_t": ctypes.c_uint64,
    "size_t": ctypes.c_size_t,
    "size_t *": ctypes.POINTER(ctypes.c_size_t),
    "const uint8_t *": _library.Data,
    "const char *": _library.Data,
    "const char **": ctypes.POINTER(ctypes.c_void_p),
    "taxdoc_read": _library.ReadFunction,
    "void *": ctypes.c_void_p,
}


def argument(declared):
    """What ctypes calls the type of an argument such as `struct taxdoc_report **report`."""
    kind = re.sub(r"\s*\w+$", "", declared.strip())
    if re.fullmatch(r"(const )?struct taxdoc_\w+ \*+", kind):
        return ctypes.POINTER(ctypes.c_void_p) if kind.endswith("**") else ctypes.c_void_p
    return TYPES[kind]


def prototypes():
    for kind, name, arguments in re.findall(r"TAXDOC_API\s+([\w\s]+?[\s*]+)(taxdoc_\w+)\(([^)]*)\);", CODE):
        arguments = re.sub(r"\s+", " ", arguments).strip()
        yield name, kind.strip(), [] if arguments == "void" else arguments.split(",")


class Header(unittest.TestCase):
    def test_every_function_is_wrapped(self):
        package = pathlib.Path(taxdoc.__file__).parent
        code = "".join(path.read_text(encoding="utf-8") for path in package.glob("*.py"))
        used = set(re.findall(r"library\.(taxdoc_\w+)", code))
        declared = {name for name, _, _ in prototypes()}
        self.assertGreater(len(declared), 100)
        self.assertEqual(declared - used, LEFT_OUT)
        self.assertEqual(used - declared, set())
        self.assertEqual(set(_library.FUNCTIONS), declared)

    def test_every_argument_is_as_declared(self):
        for name, kind, arguments in prototypes():
            with self.subTest(name):
                result, given = _library.FUNCTIONS[name]
                self.assertEqual(list(given), [argument(declared) for declared in arguments])
                # A text comes as its address where its length is told too.
                texts = ctypes.c_void_p if ctypes.POINTER(ctypes.c_size_t) in given else ctypes.c_char_p
                known = {**TYPES, "void": None, "const char *": texts, "const uint8_t *": texts}
                self.assertIs(result, known[kind])

    def test_every_number_is_as_declared(self):
        declared = {name: int(number) for name, number in re.findall(r"\b(TAXDOC_\w+) = (\d+)", CODE)}
        kinds = "Chain Extent Integrity Language Limit Policy Revocation Role Severity Stage StageStatus Verdict".split()
        named = {
            f"TAXDOC_{re.sub('(?<!^)(?=[A-Z])', '_', kind).upper()}_{member.name}": int(member)
            for kind in kinds
            for member in getattr(taxdoc, kind)
        }
        # Fields of documents and certificates are attributes here, and statuses are asked of the library.
        fields = re.compile(r"TAXDOC_(DOCUMENT|CERTIFICATE)_\w+")
        statuses = dict(re.findall(r"\b(TAXDOC_\w+) = (\d+)", re.search(r"enum taxdoc_status \{.*?\}", CODE, re.S)[0]))
        for name, number in statuses.items():
            self.assertEqual(taxdoc.Error(int(number), "").status_name, name)
        rest = {name: number for name, number in declared.items() if not fields.fullmatch(name) and name not in statuses}
        self.assertEqual(named, rest)

    def test_the_version_of_the_interface_is_that_of_the_header(self):
        declared = int(re.search(r"#define TAXDOC_ABI_VERSION (\d+)", CODE)[1])
        self.assertEqual((taxdoc.abi_version(), _library.ABI_VERSION), (declared, declared))


if __name__ == "__main__":
    unittest.main()
