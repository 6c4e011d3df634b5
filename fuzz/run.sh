#!/bin/sh
# Runs a fuzz target without cargo-fuzz: ./run.sh TARGET [SECONDS] [libFuzzer options]. Needs a nightly toolchain and a C++ compiler.
set -eu
cd "$(dirname "$0")"
target=$1
seconds=${2:-60}
shift "$(($# < 2 ? $# : 2))"
case $target in
xml_events | c14n) seeds=seeds/xml dictionary=xml ;;
signed_info) seeds=../examples/data dictionary=xml ;;
xsd_compile) seeds=seeds/xsd dictionary=xml ;;
xsd_validate) seeds=seeds/instance dictionary=xml ;;
revocation_list | ocsp_response) seeds=../tests/fixtures/revocation dictionary=der ;;
certificate) seeds=../tests/fixtures/pki dictionary=der ;;
validate) seeds="seeds/xml ../examples/data" dictionary=xml ;;
capi) seeds=seeds/capi dictionary=xml ;;
*) echo "unknown target: $target" >&2 && exit 2 ;;
esac
export RUSTFLAGS="-Zsanitizer=address -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing -Cdebug-assertions"
host=$(rustc -vV | sed -n 's/^host: //p')
cargo +nightly build --release --target "$host" --bin "$target"
mkdir -p "corpus/$target" artifacts
# shellcheck disable=SC2086 # the seeds are several words
exec "target/$host/release/$target" "corpus/$target" $seeds -dict="dictionaries/$dictionary.dict" -max_total_time="$seconds" \
  -artifact_prefix="artifacts/$target-" -max_len=16384 -timeout=10 -rss_limit_mb=1024 "$@"
