//! Generated invoices of every table, and each fault that a table can find in them.

use taxdoc::Severity;
use taxdoc::Stage;
use taxdoc::Validator;
use taxdoc::profile::vn::invoice::table::Need;
use taxdoc::profile::vn::invoice::table::Row;
use taxdoc::profile::vn::invoice::table::Shape;
use taxdoc::profile::vn::invoice::table::Table;
use taxdoc::profile::vn::invoice::table::Version;

use crate::common::suites;
use crate::common::vn_invoice;
use crate::common::vn_invoice::spans;

/// What the stages `schema` and `rules` find: code, severity and path.
fn findings(text: &str) -> Vec<(&'static str, Severity, String)> {
    let report = Validator::new().validate(text.as_bytes());
    let of_interest = report.findings().iter().filter(|finding| {
        // What an answer of the authority says is no fault.
        matches!(finding.rule().stage, Stage::Schema | Stage::Rules) && !finding.code().starts_with("VN-INV-ANSWER")
    });
    of_interest
        .map(|finding| (finding.code(), finding.severity(), finding.place().map(|place| place.path.clone()).unwrap_or_default()))
        .collect()
}

/// The stages in which generated invoices are not clean, with the reason.
fn of_totals(text: &str) -> Vec<&'static str> {
    let report = Validator::new().validate(text.as_bytes());
    report.findings().iter().filter(|finding| finding.rule().stage == Stage::Totals).map(|finding| finding.code()).collect()
}

#[test]
fn generated_documents_have_no_finding() {
    for table in vn_invoice::documents() {
        for text in [vn_invoice::minimal(table), vn_invoice::full(table)] {
            // Where no row is known to be mandatory, the least document is empty: what is said of that is tested with the empty ones.
            if text.ends_with(&format!("<{0}></{0}>", table.form().root())) {
                continue;
            }
            assert_eq!(findings(&text), [], "{:?} {:?}\n{text}", table.form(), table.version());
            assert_eq!(of_totals(&text), [] as [&str; 0], "{:?} {:?}\n{text}", table.form(), table.version());
        }
    }
}

pub(crate) fn put(text: &str, span: std::ops::Range<usize>, new: &str) -> String {
    format!("{}{new}{}", &text[..span.start], &text[span.end..])
}

/// Values that say which table to use, so that another value is another table.
fn chooses_the_table(table: &Table, row: &Row) -> bool {
    row.name() == "PBan"
        || (row.name() == "MSo" && table.form().facts().is("partial"))
        || row.path == "DLHDon/TTChung/KHMSHDon"
        || (!table.form().is_invoice() && row.path == table.form().facts().has)
}

#[test]
fn each_single_fault_has_one_finding_at_its_place() {
    let (mut count, mut wrong) = (0, Vec::new());
    for table in vn_invoice::documents() {
        let text = vn_invoice::full(table);
        let root = table.form().root();
        for row in table.rows() {
            // The two items of special goods have the same paths.
            if row.path.contains("TTHHDTrung/TTin") {
                continue;
            }
            let Some((whole, content)) = spans(&text, root, row.path) else { continue };
            let path = format!("/{root}/{}", row.path);
            let bound = if row.binds { Severity::Error } else { Severity::Warning };
            let parent = path.rsplit_once('/').unwrap().0.to_owned();
            let mut expect = |fault: String, code: &'static str, severity, path: &str| {
                count += 1;
                let found = findings(&fault);
                let expected = [(code, severity, path.to_owned())];
                if found != expected {
                    wrong.push(format!("{:?} {:?}: expected {expected:?}, found {found:?}", table.form(), table.version()));
                }
            };
            if let Need::Mandatory(severity) = row.need {
                let code = if row.shape == Shape::Group { "VN-INV-BLOCK-MISSING" } else { "VN-INV-FIELD-MISSING" };
                // A version that is not written is guessed from the date, as 2.1.0 here.
                let guessed = row.name() == "PBan" && table.version() != Version::V210;
                // So is a form symbol: from the letter, as VAT or sales invoice.
                let by_letter = row.name() == "KHMSHDon" && !matches!(table.form().facts().kind, "1" | "2" | "");
                if guessed || by_letter || row.path == table.form().facts().has {
                    continue;
                }
                // Without the header nothing says which table it is; a block without the only thing in it is empty.
                let names_it = table.form().facts().head.starts_with(row.path) || table.form().facts().has.starts_with(row.path);
                let only = table.rows().iter().filter(|other| other.parent() == row.parent()).count() == 1;
                if !(names_it || only || row.path == "DLHDon/NDHDon/DSHHDVu/HHDVu") {
                    expect(put(&text, whole.clone(), ""), code, severity, &parent);
                }
                if row.shape != Shape::Group {
                    expect(put(&text, content.clone(), ""), "VN-INV-FIELD-EMPTY", severity, &path);
                }
            }
            if chooses_the_table(table, row) {
                continue;
            }
            match row.shape {
                Shape::Text(Some(most)) => {
                    let long = "x".repeat(most as usize + 1);
                    expect(put(&text, content.clone(), &long), "VN-INV-FIELD-LENGTH", bound, &path);
                }
                Shape::Number(digits, fraction) => {
                    let long = "1".repeat(digits as usize + 1);
                    expect(put(&text, content.clone(), &long), "VN-INV-NUMBER-DIGITS", bound, &path);
                    expect(put(&text, content.clone(), "1,5"), "VN-INV-NUMBER-FORMAT", bound, &path);
                    let code = if fraction == 0 { "VN-INV-NUMBER-NOT-WHOLE" } else { "VN-INV-NUMBER-DECIMALS" };
                    if digits > fraction + 1 || fraction == 0 && digits > 1 {
                        let fine = format!("1.{}1", "0".repeat(fraction as usize));
                        expect(put(&text, content.clone(), &fine), code, bound, &path);
                    }
                }
                Shape::Date => {
                    expect(put(&text, content.clone(), "2025-02-29"), "VN-INV-DATE-FORMAT", bound, &path);
                    let time = "2025-06-01T10:00:00";
                    expect(put(&text, content.clone(), time), "VN-INV-DATE-WITH-TIME", Severity::Warning, &path);
                }
                Shape::DateTime => {
                    let never = "2025-02-29T08:00:00";
                    expect(put(&text, content.clone(), never), "VN-INV-DATE-TIME-FORMAT", bound, &path);
                    expect(put(&text, content.clone(), "2025-06-01"), "VN-INV-DATE-WITHOUT-TIME", Severity::Warning, &path);
                }
                _ => {}
            }
            if !row.repeats && !matches!(row.shape, Shape::Free) && !row.path.starts_with("DSCKS") && !row.practice {
                let twice = put(&text, whole.end..whole.end, &text[whole.clone()]);
                // A second block of the whole invoice is more than one fault.
                if row.shape != Shape::Group {
                    expect(twice, "VN-INV-ELEMENT-REPEATED", bound, &format!("{path}[2]"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count}\n{}", wrong.len(), wrong.join("\n"));
    suites::say(&format!("{count} single faults of the tables, each with one finding"));
    assert!(count > 1_000, "{count}");
}
