#!/usr/bin/env python3
"""Validates the invoices of a folder and prints the findings in Vietnamese: validate.py [--trust CERTIFICATES]... FOLDER

    TAXDOC_LIBRARY=target/release/libtaxdoc.so python3 examples/python/validate.py examples/data

Exit status: 0 all valid, 1 one invalid, 2 none invalid but one undetermined, 3 a file or a call failed.
"""

import argparse
import pathlib
import sys
import time

import taxdoc
from taxdoc import Severity, Verdict

VERDICTS = {Verdict.VALID: "HỢP LỆ", Verdict.INVALID: "KHÔNG HỢP LỆ", Verdict.UNDETERMINED: "CHƯA XÁC ĐỊNH"}
SEVERITIES = {Severity.ERROR: "lỗi", Severity.WARNING: "cảnh báo", Severity.INFO: "lưu ý"}


def main() -> int:
    parser = argparse.ArgumentParser(description="Validates the invoices of a folder.")
    parser.add_argument("--trust", type=pathlib.Path, action="append", default=[])
    parser.add_argument("folder", type=pathlib.Path)
    arguments = parser.parse_args()
    validator = taxdoc.Validator(now=int(time.time()), trust=[path.read_bytes() for path in arguments.trust])
    seen = set()
    for path in sorted(arguments.folder.glob("*.xml")):
        report = validator.validate(path.read_bytes())
        seen.add(report.verdict)
        print(f"{path}: {VERDICTS[report.verdict]}")
        for finding in report.findings:
            place = f" dòng {finding.line}, cột {finding.column}" if finding.line else ""
            print(f"  {SEVERITIES[finding.severity]} [{finding.code}]{place}: {finding.message}")
    return 1 if Verdict.INVALID in seen else 2 if Verdict.UNDETERMINED in seen else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, taxdoc.Error) as error:
        print(error, file=sys.stderr)
        sys.exit(3)
