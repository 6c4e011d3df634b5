//! Where the data of this profile comes from, and of which day it is.

use crate::rules::Template;

/// One source of data.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Source {
    /// What it is about.
    pub subject: Template,
    /// The official document, as it is cited in Viet Nam, or what else the data was read from.
    pub document: &'static str,
    /// The day of that document, `YYYY-MM-DD`, or its month, `YYYY-MM`.
    pub date: &'static str,
}

/// Every source, in the order of the stages that use it.
///
/// ```
/// let newest = taxdoc::profile::vn::SOURCES.iter().map(|source| source.date).max().unwrap();
/// assert!(newest >= "2026-05");
/// ```
pub static SOURCES: &[Source] = &[
    source("Hóa đơn, thông điệp 2.0.0", "invoices and messages 2.0.0", "QĐ 1450/QĐ-TCT", "2021-10-07"),
    source("Hóa đơn, thông điệp 2.0.1", "invoices and messages 2.0.1", "QĐ 1510/QĐ-TCT", "2022-09-21"),
    source("Hóa đơn, thông điệp 2.1.0", "invoices and messages 2.1.0", "QĐ 1271/QĐ-CT", "2025-05-30"),
    source("Danh mục mẫu tờ khai", "catalogue of declarations", "iTaxViewer 2.7.3", "2026-05"),
];

const fn source(vi: &'static str, en: &'static str, document: &'static str, date: &'static str) -> Source {
    Source { subject: Template::new(vi, en), document, date }
}
