#!/usr/bin/env bash
# What of the border to C is pure Rust (handles, texts, arguments, answers, the guard) under Miri, which follows every pointer:
# tests/capi/miri.sh. Needs `rustup component add miri rust-src --toolchain nightly`; about five minutes. The engines are not run here:
# their digests are machine code.
set -euo pipefail
cd "$(dirname "$0")/../.."
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-target/miri}
cargo +nightly miri test --package taxdoc --lib -- capi::answer capi::argument capi::error capi::guard capi::handle capi::numbers capi::text
