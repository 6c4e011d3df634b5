//! Typed documents: every field with the node it was read from.
