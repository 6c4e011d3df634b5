//! What Circular 15/2025/TT-BKHCN asks of software that checks signatures: signer, time, integrity and the path to the national root, in
//! Vietnamese.

use crate::program::DATA;
use crate::program::Run;
use crate::program::command;
use crate::program::run;
use crate::suites;

/// In Vietnamese, which is the default.
fn validate(arguments: &[&str]) -> Run {
    run(command().args(arguments), b"")
}

/// The row of a signature card with that label.
fn rows<'r>(out: &'r str, label: &str) -> Vec<&'r str> {
    out.lines().filter_map(|line| line.trim_start().strip_prefix(label)).map(str::trim_start).collect()
}

#[test]
fn signer_time_integrity_and_path_are_said_in_vietnamese() {
    let root = format!("{DATA}/test-root.pem");
    let short = validate(&["--trust", &root, &format!("{DATA}/valid.xml")]);
    assert_eq!(rows(&short.out, "Người ký")[0], "CÔNG TY TNHH THƯƠNG MẠI KIỂM THỬ (MST 0109999982)");
    assert_eq!(rows(&short.out, "Đường tin cậy")[0], "✓ tin cậy → TAXDOC TEST ROOT CA (gốc do người dùng đưa vào)");
    let mut wide = command();
    wide.env("COLUMNS", "160").args(["--verbose", "--trust", &root, &format!("{DATA}/valid.xml")]);
    let good = run(&mut wide, b"");
    let signer = "C=VN,ST=Hà Nội,L=Phường Hoàn Kiếm,CN=CÔNG TY TNHH THƯƠNG MẠI KIỂM THỬ,UID=MST:0109999982 (MST 0109999982)";
    assert_eq!(rows(&good.out, "Người ký")[0], signer);
    assert_eq!(rows(&good.out, "Ký lúc")[0], "2025-11-20T09:15:30 (thời điểm này cũng được ký)");
    assert_eq!(rows(&good.out, "Toàn vẹn")[0], "✓ nội dung đúng như khi ký (rsa-sha256)");
    let path = "✓ tin cậy → CN=TAXDOC TEST ROOT CA,O=TAXDOC TEST,C=VN (gốc do người dùng đưa vào)";
    assert_eq!(rows(&good.out, "Đường tin cậy")[0], path);
    // The nearest siblings: nobody to trust, and content that was changed.
    let unknown = validate(&[&format!("{DATA}/valid.xml")]);
    assert_eq!(rows(&unknown.out, "Đường tin cậy"), ["– chưa kiểm tra được"; 2]);
    let altered = validate(&["--trust", &root, &format!("{DATA}/altered-after-signing.xml")]);
    assert_eq!(rows(&altered.out, "Toàn vẹn")[0], "✗ nội dung hoặc chữ ký đã bị thay đổi (rsa-sha256)");
}

/// An invoice of the field: the seller's path ends at the national root, the tax authority's at that of the government.
#[test]
fn the_national_root_is_named() {
    let Some(folder) = suites::shared("samples/vn-einvoice") else { return };
    let sample = folder.join("080-msg202-2.1.0-1.xml");
    let report = validate(&[sample.to_str().unwrap()]);
    let [seller, authority] = rows(&report.out, "Đường tin cậy")[..] else { panic!("{}", report.out) };
    assert!(seller.starts_with("✓ tin cậy → ") && seller.ends_with("(gốc chứng thực quốc gia)"), "{seller}");
    assert!(authority.ends_with("(gốc chữ ký số chuyên dùng công vụ)"), "{authority}");
}
