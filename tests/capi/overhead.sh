#!/usr/bin/env bash
# What the C border adds to validation and JSON, in instructions (callgrind, so that a busy machine does not matter):
#
#   tests/capi/overhead.sh [FOLDER OF libtaxdoc.so]
#
# Default: target/release, from `cargo build --release --package taxdoc-c`; it must have its symbols. Own cost is what the three functions
# execute beyond the Rust calls named below. Fails at 2 % or more.
set -euo pipefail
cd "$(dirname "$0")/../.."
lib=$(realpath "${1:-target/release}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cc -std=c99 -Wall -Wextra -Wpedantic -Werror -O2 -I include tests/capi/speed.c -L "$lib" -ltaxdoc "-Wl,-rpath,$lib" -o "$work/speed"
valgrind --tool=callgrind --callgrind-out-file="$work/out" "$work/speed" examples/data/valid.xml 2>"$work/log" || { cat "$work/log"; exit 1; }
callgrind_annotate --inclusive=yes --tree=calling --threshold=100 "$work/out" >"$work/tree"

# Lines of the tree: "COST (SHARE)  *  FILE:FUNCTION [OBJECT]", followed by its callees with ">" instead of "*".
awk '
  { line = $0; cost = $1; gsub(",", "", cost) }
  / \*  .*:taxdoc_(validate|report_json|report_free) \[/ { all += cost; own += cost }
  # What they call in Rust, the serialisation of the report by the names that are left of it after inlining.
  / \*  / { in_border = /(:taxdoc_(validate|report_json|report_free)|Texts::hand_out) \[/ }
  in_border && / >  / && /Validator::validate|validator::run::|taxdoc::report::|Template::fill|serde|SpecFromIter/ { own -= cost; seen++ }
  END {
    if (seen < 3) { print "the Rust calls are not in the profile: was the library stripped?"; exit 1 }
    printf "%d of %d instructions are of the C border: %.2f %%\n", own, all, 100 * own / all
    exit own >= all / 50
  }' "$work/tree"
