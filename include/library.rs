//! `libtaxdoc.so` and `libtaxdoc.a`: the functions that `src/capi` of the engine exports, and nothing else. See `taxdoc.h`.

extern crate engine;
