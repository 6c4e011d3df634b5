#!/usr/bin/env bash
# The release layout as a vendor takes it: tests/capi/release.sh [PROFILE], by default "dev", which is built fastest; "vendor" is what is
# handed out. The examples are built against it by pkg-config (shared and static) and by CMake, in C and C++, where it was laid out and again
# after it was moved, and each must judge the project's own documents as 1, one of them invalid. What is missing here is SKIPPED.
set -euo pipefail
cd "$(dirname "$0")/../.."
profile=${1:-dev}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
data=(--trust examples/data/test-root.pem examples/data)

# judges PROGRAM ARGUMENT...: the exit status says that a document is invalid, and the output which.
judges() {
  local status=0
  "$@" >"$work/out" || status=$?
  [ "$status" = 1 ] && grep -q 'VN-INV-TOTAL-PAYABLE' "$work/out" || { echo "$1: exit status $status" >&2; exit 1; }
}

# by_pkg_config PREFIX
by_pkg_config() {
  export PKG_CONFIG_PATH=$1/lib/pkgconfig PKG_CONFIG_LIBDIR=$1/lib/pkgconfig
  [ "$(pkg-config --modversion taxdoc)" = "$version" ] || { echo "another version in taxdoc.pc" >&2; exit 1; }
  # shellcheck disable=SC2046 # flags are several words
  cc -std=c99 -Wall -Wextra -Werror examples/c/validate.c $(pkg-config --cflags --libs taxdoc) -o "$work/shared"
  # What is started asks for the name that stays with the interface, not for the version.
  readelf -d "$work/shared" | grep -q "\[libtaxdoc.so.$abi\]" || { echo "another SONAME" >&2; exit 1; }
  LD_LIBRARY_PATH=$1/lib judges "$work/shared" "${data[@]:0:2}" examples/data/*.xml
  # shellcheck disable=SC2046
  cc -std=c99 examples/c/validate.c $(pkg-config --cflags taxdoc) "$1/lib/libtaxdoc.a" $(pkg-config --static --libs-only-l taxdoc | sed 's/-ltaxdoc//') -o "$work/static"
  judges "$work/static" "${data[@]:0:2}" examples/data/*.xml
}

# by_cmake PREFIX
by_cmake() {
  rm -rf "$work/build"
  cmake -S "$1/share/doc/taxdoc/examples/cmake" -B "$work/build" -DCMAKE_PREFIX_PATH="$1" >"$work/cmake.log" || { cat "$work/cmake.log"; exit 1; }
  cmake --build "$work/build" >"$work/cmake.log" || { cat "$work/cmake.log"; exit 1; }
  judges "$work/build/validate" "${data[@]:0:2}" examples/data/*.xml
  judges "$work/build/validate-static" "${data[@]:0:2}" examples/data/*.xml
  judges "$work/build/validate-cpp" "${data[@]}"
  # A version that does not exist yet is not found.
  ! cmake -DCMAKE_PREFIX_PATH="$1" -P /dev/stdin <<<'find_package(taxdoc 99 REQUIRED)' >"$work/cmake.log" 2>&1 || exit 1
}

include/release.sh "$work/first" "$profile"
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
abi=$(sed -n 's/^#define TAXDOC_ABI_VERSION //p' include/taxdoc.h)
for place in first moved/elsewhere; do
  if [ "$place" != first ]; then
    mkdir -p "$work/moved"
    mv "$work/first" "$work/$place"
  fi
  for way in pkg-config cmake; do
    if command -v "$way" >/dev/null; then
      "by_${way/-/_}" "$work/$place"
      echo "$way, $place: the examples build and run"
    else
      echo "SKIPPED: $way is not there"
    fi
  done
done

# cargo-c lays out the same library: https://github.com/lu-zero/cargo-c
if command -v cargo-cinstall >/dev/null; then
  cargo cinstall --package taxdoc-c --profile "$profile" --prefix "$work/cargo-c" --libdir lib 2>"$work/cargo-c.log" || { cat "$work/cargo-c.log"; exit 1; }
  symbols() { readelf --dyn-syms --wide "$1/lib/libtaxdoc.so" | awk '$4 == "FUNC" && $7 != "UND" { print $8 }' | LC_ALL=C sort; }
  diff <(symbols "$work/cargo-c") include/taxdoc.symbols
  diff "$work/cargo-c/include/taxdoc.h" include/taxdoc.h
  by_pkg_config "$work/cargo-c"
  echo "cargo-c: the same symbols, header and SONAME; the examples build and run"
else
  echo "SKIPPED: cargo-c is not there"
fi
