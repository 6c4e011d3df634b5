//! What the data of this profile was taken from, for whoever asks which rules a verdict rests on.

use crate::rules::Template;

/// One source of the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Source {
    /// What was taken from it.
    pub data: Template,
    /// The official document, as it is cited in Viet Nam.
    pub document: &'static str,
    /// Its date, or that of the newest part, `YYYY-MM-DD`; `YYYY-MM` where the day is not known.
    pub date: &'static str,
}

/// Every source, oldest first.
///
/// ```
/// use taxdoc::profile::vn;
/// assert!(vn::SOURCES.is_sorted_by_key(|source| source.date));
/// ```
pub static SOURCES: &[Source] = &[
    Source {
        data: Template::new("Bảng định dạng hóa đơn, PBan 2.0.0", "invoice tables, PBan 2.0.0"),
        document: "QĐ 1450/QĐ-TCT",
        date: "2021-10-07",
    },
    Source {
        data: Template::new("Bảng định dạng hóa đơn, PBan 2.0.1", "invoice tables, PBan 2.0.1"),
        document: "QĐ 1510/QĐ-TCT",
        date: "2022-09-21",
    },
    Source {
        data: Template::new("Bảng định dạng hóa đơn, PBan 2.1.0 và 2.1.1", "invoice tables, PBan 2.1.0 and 2.1.1"),
        document: "QĐ 1271/QĐ-CT",
        date: "2025-05-30",
    },
    Source {
        data: Template::new("Danh mục và mẫu tờ khai", "catalogue and forms of declarations"),
        document: "Danh mục tờ khai iTaxViewer 2.7.3",
        date: "2026-05-20",
    },
    Source {
        data: Template::new(
            "Chứng thư số gốc và chứng thư số của tổ chức cấp; ngày của chứng thư số mới nhất",
            "root and issuing certificates; the date is that of the newest one",
        ),
        document: "Bảng chứng thư số tin cậy",
        date: "2026-07-16",
    },
];

#[cfg(test)]
mod tests {
    use super::SOURCES;
    use crate::profile::vn;

    /// The day of a citation such as `QĐ 1450/QĐ-TCT ngày 7/10/2021`.
    fn cited(text: &str) -> String {
        let (document, rest) = text.split_once(" ngày ").unwrap();
        let day: Vec<u32> = rest.split([',', ' ']).next().unwrap().split('/').map(|part| part.parse().unwrap()).collect();
        format!("{document} {:04}-{:02}-{:02}", day[2], day[1], day[0])
    }

    #[test]
    fn the_decisions_are_those_that_the_tables_cite() {
        for (source, key) in SOURCES.iter().zip(["1450 A", "1510 B", "1271 B"]) {
            assert_eq!(format!("{} {}", source.document, source.date), cited(vn::invoice::table::citation(key).unwrap()));
        }
    }

    #[test]
    fn the_trust_table_is_as_new_as_its_newest_certificate() {
        let rows = include_str!("trust/anchors_and_issuers.tsv").lines().filter(|line| !line.starts_with('#')).skip(1);
        let newest = rows.filter_map(|row| row.split('\t').nth(5)).max().unwrap();
        assert_eq!(SOURCES.last().unwrap().date, &newest[..10]);
    }
}
