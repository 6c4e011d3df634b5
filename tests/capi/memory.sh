#!/usr/bin/env bash
# The C and C++ programs under AddressSanitizer with LeakSanitizer, valgrind, helgrind, and eight threads for a minute:
#
#   tests/capi/memory.sh [FOLDER OF libtaxdoc.so] [SECONDS]
#
# Default: target/debug, which is built then, and 60 seconds. Needs gcc, g++ and valgrind. helgrind.supp names functions
# that an optimised library has not, so that helgrind wants one built without optimisation.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ $# -gt 0 ] || cargo build --quiet
lib=$(realpath "${1:-target/debug}")
seconds=${2:-60}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
data=(examples/data/*.xml)

strict=(-Wall -Wextra -Wpedantic -Werror -g -O1 -I include)
link=(-L "$lib" -ltaxdoc "-Wl,-rpath,$lib" -lpthread)
# build NAME LANGUAGE FLAGS SOURCES...
build() {
  local name=$1 language=$2 flags=$3
  shift 3
  # shellcheck disable=SC2086 # several flags
  case $language in
  c) cc -std=c99 "${strict[@]}" $flags "$@" "${link[@]}" -o "$work/$name" ;;
  c++) g++ -std=c++17 "${strict[@]}" $flags "$@" "${link[@]}" -o "$work/$name" ;;
  esac
}
# step NAME STATUSES COMMAND...: runs a command whose exit status must be one of those.
step() {
  local name=$1 statuses=$2 start=$SECONDS status=0
  shift 2
  "$@" >"$work/out" 2>"$work/err" || status=$?
  case " $statuses " in
  *" $status "*) echo "$name: clean ($((SECONDS - start)) s) $(tail -1 "$work/out" | grep -o '.* validations.*' || true)" ;;
  *) echo "$name: FAILED, exit status $status" && tail -40 "$work/err" && exit 1 ;;
  esac
}
programs() {
  local name=$1
  shift
  step "$name refusals" 0 "$@" "$work/refusals"
  step "$name dump, every answer about ${#data[@]} documents and every rule" 0 "$@" "$work/dump" "${data[@]}"
  step "$name dump, rules" 0 "$@" "$work/dump"
  step "$name octets" 0 "$@" "$work/octets" examples/data/valid.xml 0 info
  step "$name example in C" "0 1 2" "$@" "$work/validate" --trust examples/data/test-root.pem "${data[@]}"
  step "$name example in C++" "0 1 2" "$@" "$work/validate-cpp" --trust examples/data/test-root.pem examples/data
}
build_all() {
  local flags=$1
  build refusals c "$flags" tests/capi/refusals.c tests/capi/second.c
  build dump c "$flags" tests/capi/dump.c
  build octets c "$flags" tests/capi/octets.c
  build endure c "$flags" tests/capi/endure.c
  build validate c "$flags" examples/c/validate.c tests/capi/second.c
  build validate-cpp c++ "$flags" examples/cpp/validate.cpp
}

build_all "-fsanitize=address,undefined -fno-sanitize-recover=undefined"
export ASAN_OPTIONS=detect_leaks=1:exitcode=99 LSAN_OPTIONS=exitcode=99
programs "AddressSanitizer, LeakSanitizer:"
step "AddressSanitizer, LeakSanitizer: 8 threads" 0 "$work/endure" 0 "${data[@]}"

build_all ""
programs "valgrind:" valgrind --quiet --leak-check=full --show-leak-kinds=definite,indirect --errors-for-leak-kinds=definite --error-exitcode=99
step "8 threads, $seconds s" 0 "$work/endure" "$seconds" "${data[@]}"
step "helgrind: 8 threads" 0 valgrind --tool=helgrind --quiet --error-exitcode=99 --suppressions=tests/capi/helgrind.supp "$work/endure" 0 examples/data/valid.xml
