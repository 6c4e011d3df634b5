//! The C interface: `include/taxdoc.h`.
//!
//! No logic lives here. Each function takes handles and plain numbers, calls the safe API where panics are caught, and converts
//! the answer. The doc comments of the functions become the header, so they are written as C prose.
//!
//! Handles cross the border as `Option<&T>`, `Option<&mut T>` and `Option<Box<T>>`, which have the layout of nullable C pointers: the
//! check for NULL is then the compiler's, and the only pointers followed by hand are the byte ranges in [`argument`].
//!
//! Files in the order of the header: `numbers` (constants), `version`, `error`, `options`, `cancellation`, `validate`, `report`, `stage`,
//! `signature`, `total`, `finding`, `octets`, `catalogue`, `totals`. Below them, each knowing those before it: `failure`, `handle`, `argument`,
//! `answer`, `text`, and above `error` the `guard` of whatever gives a status.

#![allow(unsafe_code, reason = "the border to C: exported symbols and byte ranges given by pointer and length")]
#![expect(unreachable_pub, reason = "exported by symbol name")]

mod answer;
mod argument;
mod cancellation;
mod catalogue;
mod error;
mod failure;
mod finding;
mod guard;
mod handle;
mod numbers;
mod octets;
mod options;
mod report;
mod signature;
mod stage;
mod text;
mod total;
mod totals;
mod validate;
mod version;

/// What the header says of threads, proven: handles may be used and freed on any thread, `const` ones on many at once.
const _: () = {
    const fn any_thread<T: Send>() {}
    const fn many_threads<T: Send + Sync>() {}
    any_thread::<options::OptionsHandle>();
    many_threads::<cancellation::CancellationHandle>();
    many_threads::<catalogue::CatalogueHandle>();
    many_threads::<error::ErrorHandle>();
    many_threads::<octets::OctetsHandle>();
    many_threads::<report::ReportHandle>();
    many_threads::<totals::TotalsHandle>();
    many_threads::<validate::ValidatorHandle>();
};
