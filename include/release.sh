#!/usr/bin/env bash
# Lays out what is handed to vendors: include/release.sh DESTINATION [PROFILE]
#
#   include/taxdoc.h
#   lib/libtaxdoc.so -> libtaxdoc.so.ABI -> libtaxdoc.so.VERSION, lib/libtaxdoc.a
#   lib/pkgconfig/taxdoc.pc, lib/cmake/taxdoc/taxdoc-config.cmake, both relocatable
#   share/doc/taxdoc/: licences, changelog, list of symbols, report.schema.json, the examples
#
# Optimised at link time and stripped (profile "vendor" in Cargo.toml, unless another is named). The SONAME follows
# TAXDOC_ABI_VERSION, so that programs go on with a newer library of the same interface.
set -euo pipefail
[ $# = 1 ] || [ $# = 2 ] || { sed -n '2s/^# //p' "$0" >&2; exit 2; }
cd "$(dirname "$0")/.."
mkdir -p "$1"
to=$(realpath "$1")
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
abi=$(sed -n 's/^#define TAXDOC_ABI_VERSION //p' include/taxdoc.h)

profile=${2:-vendor}
cargo rustc --package taxdoc-c --lib --profile "$profile" -- -C "link-arg=-Wl,-soname,libtaxdoc.so.$abi"
built=${CARGO_TARGET_DIR:-target}/${profile/%dev/debug}

install -Dm644 -t "$to/include" include/taxdoc.h
install -Dm755 "$built/libtaxdoc.so" "$to/lib/libtaxdoc.so.$version"
ln -sf "libtaxdoc.so.$version" "$to/lib/libtaxdoc.so.$abi"
ln -sf "libtaxdoc.so.$abi" "$to/lib/libtaxdoc.so"
install -m644 "$built/libtaxdoc.a" "$to/lib/libtaxdoc.a"
strip --strip-debug "$to/lib/libtaxdoc.a"

# What `rustc --print native-static-libs` names for Linux.
static="-lgcc_s -lutil -lrt -lpthread -lm -ldl -lc"
mkdir -p "$to/lib/pkgconfig" "$to/lib/cmake/taxdoc"
cat >"$to/lib/pkgconfig/taxdoc.pc" <<PC
prefix=\${pcfiledir}/../..
Name: taxdoc
Description: Offline validation of Vietnamese e-invoices and tax declarations
Version: $version
Cflags: -I\${prefix}/include
Libs: -L\${prefix}/lib -ltaxdoc
Libs.private: $static
PC
cat >"$to/lib/cmake/taxdoc/taxdoc-config.cmake" <<CMAKE
# find_package(taxdoc) gives the targets taxdoc::taxdoc (shared) and taxdoc::static.
get_filename_component(_taxdoc_prefix "\${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
if(NOT TARGET taxdoc::taxdoc)
  add_library(taxdoc::taxdoc SHARED IMPORTED)
  set_target_properties(taxdoc::taxdoc PROPERTIES
    IMPORTED_LOCATION "\${_taxdoc_prefix}/lib/libtaxdoc.so.$version"
    IMPORTED_SONAME "libtaxdoc.so.$abi"
    INTERFACE_INCLUDE_DIRECTORIES "\${_taxdoc_prefix}/include")
  add_library(taxdoc::static STATIC IMPORTED)
  set_target_properties(taxdoc::static PROPERTIES
    IMPORTED_LOCATION "\${_taxdoc_prefix}/lib/libtaxdoc.a"
    INTERFACE_INCLUDE_DIRECTORIES "\${_taxdoc_prefix}/include"
    INTERFACE_LINK_LIBRARIES "$static")
endif()
set(taxdoc_VERSION "$version")
unset(_taxdoc_prefix)
CMAKE
cat >"$to/lib/cmake/taxdoc/taxdoc-config-version.cmake" <<CMAKE
set(PACKAGE_VERSION "$version")
if(PACKAGE_FIND_VERSION VERSION_LESS_EQUAL PACKAGE_VERSION)
  set(PACKAGE_VERSION_COMPATIBLE TRUE)
endif()
CMAKE

doc=$to/share/doc/taxdoc
install -Dm644 -t "$doc" LICENSE-MIT LICENSE-APACHE CHANGELOG.md include/taxdoc.symbols src/report/report.schema.json
mkdir -p "$doc/examples"
cp -r examples/{c,cmake,cpp,csharp,java,python,go,php,pascal,data} "$doc/examples/"
find "$doc" -name __pycache__ -prune -exec rm -rf {} +

readelf --dyn-syms --wide "$to/lib/libtaxdoc.so" | awk '$4 == "FUNC" && $7 != "UND" { print $8 }' | LC_ALL=C sort | diff - include/taxdoc.symbols
stat -L --format '%s bytes %n' "$to/lib/libtaxdoc.so" "$to/lib/libtaxdoc.a"
