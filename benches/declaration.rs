//! A yearly return of personal income tax (05/QTT-TNCN with its annex 05-1) of 5,000, 10,000 and 20,000 employees, every stage but
//! signatures: time, the peak of memory, and whether both grow with the rows alone. Each size has a process of its own
//! (`common/process.rs`). Then the largest with a fault in each row: its report is capped, in memory and as JSON.

#![allow(clippy::expect_used, reason = "a bench that fails this way has failed")]

mod common;

use std::fmt::Write as _;
use std::process::ExitCode;

use common::Budgets;
use common::Work;
use common::process;
use taxdoc::Language;
use taxdoc::Stage;
use taxdoc::Validator;
use taxdoc::report::StageStatus;
use taxdoc::validator::Stages;

const STAGES: [Stage; 4] = [Stage::Xml, Stage::Schema, Stage::Rules, Stage::Totals];

/// Income, relief, taxable income and tax of each employee in a year. 10 million a month above the relief: 5 % of 5 million and 10 % of
/// another 5 million, twelve times (law 04/2007/QH12 art. 22).
const YEAR: [u64; 4] = [252_000_000, 132_000_000, 120_000_000, 9_000_000];

fn main() -> ExitCode {
    if let Some(employees) = process::size() {
        fresh(employees);
        return ExitCode::SUCCESS;
    }
    let mut budgets = Budgets::default();
    sizes(&mut budgets);
    each_one_wrong(&mut budgets);
    budgets.finish()
}

fn validator() -> Validator {
    Validator::builder().with_stages(STAGES.into_iter().collect::<Stages>()).build()
}

/// The largest return: 20,000 employees, or fewer where only results are asked for.
fn largest() -> u64 {
    if common::measuring() { 20_000 } else { 200 }
}

/// The first return of that size that a process validates. The tables are made before.
fn fresh(employees: u64) {
    let (validator, first, xml) = (validator(), employees_of(1, 0), employees_of(employees, 0));
    drop(validator.validate(&first));
    process::measure(|| drop(validator.validate(&xml)));
}

fn sizes(budgets: &mut Budgets) {
    let sizes = [largest() / 4, largest() / 2, largest()];
    let validator = validator();
    for employees in sizes {
        let report = validator.validate(&employees_of(employees, 0));
        for stage in STAGES {
            let status = report.stage(stage).map(|stage| &stage.status);
            assert_eq!(status, Some(&StageStatus::Passed), "{employees} employees: {:?}", report.findings().first());
        }
    }
    let bytes = employees_of(sizes[2], 0).len();
    println!("declaration: 05/QTT-TNCN of {sizes:?} employees, {bytes} bytes the largest");
    let processes = if common::measuring() { 12 } else { 1 };
    let [small, middle, large] = sizes.map(|employees| {
        let cost = process::least_of(processes, employees);
        if common::measuring() {
            println!("  {employees} employees: {} ms, peak of {} MB", cost.nanoseconds / 1_000_000, cost.kilobytes / 1_024);
        }
        cost
    });
    common::throughput(bytes, large.nanoseconds);
    // Ten in a hundred for memory that no longer fits the cache.
    budgets.at_most("an employee of 10,000 / of 5,000", middle.nanoseconds / 2, small.nanoseconds, 110);
    budgets.at_most("an employee of 20,000 / of 10,000", large.nanoseconds / 2, middle.nanoseconds, 110);
    budgets.at_most("memory of 20,000 / four times that of 5,000", large.kilobytes, 4 * small.kilobytes, 110);
}

/// Every employee's taxable income is 1 đồng too high: the report keeps its thousand and counts the rest.
fn each_one_wrong(budgets: &mut Budgets) {
    let (validator, employees) = (validator(), largest());
    let [good, wrong] = [0, 1].map(|off| employees_of(employees, off));
    let report = validator.validate(&wrong);
    let counted = report.findings().iter().find(|finding| finding.code() == "VN-DECL-TOTAL-MORE");
    let counted = counted.map(|finding| finding.message(Language::English)).unwrap_or_default();
    let more = if employees > 999 { format!("{} more lines", employees - 999) } else { String::new() };
    // Beside them stands the remark that a newer version replaced this one.
    assert!(report.findings().len() <= 1_001 && counted.starts_with(&more), "{} findings, {counted}", report.findings().len());
    let as_json = || serde_json::to_string(&report.in_language(Language::Vietnamese)).expect("it serializes");
    let json = as_json();
    assert!(employees < 1_000 || json.len() < wrong.len() / 4, "{} bytes", json.len());

    println!(
        "declaration: each of {employees} employees wrong, {} findings, {} bytes of JSON; {counted}",
        report.findings().len(),
        json.len()
    );
    let [none, each, _json] = common::time([
        Work::new("none wrong", || validator.validate(&good)),
        Work::new("each one wrong", || validator.validate(&wrong)),
        Work::new("its report as JSON", as_json),
    ]);
    budgets.at_most("each one wrong / none", each, none, 200);
}

/// The return of so many employees, indented as HTKK writes it, each with `off` đồng too much taxable income.
fn employees_of(employees: u64, off: u64) -> Vec<u8> {
    let [income, relief, taxable, tax] = YEAR;
    let mut xml = String::with_capacity(usize::try_from(employees).expect("a length in memory") * 1_100 + 8_000);
    xml.push_str(HEAD);
    let zeros = |xml: &mut String, indent: usize, lines: std::ops::RangeInclusive<u32>| {
        for line in lines {
            let value = match line {
                16 | 17 => employees,
                18 | 19 | 35 if indent == 8 => employees,
                23 | 24 if indent == 8 => employees * income,
                28 | 29 if indent == 8 => employees * income,
                31 | 32 | 36 | 38 if indent == 8 => employees * tax,
                _ => 0,
            };
            let _ = writeln!(xml, "{:indent$}<ct{line}>{value}</ct{line}>", "");
        }
    };
    xml.push_str("      <NVuKhauTruThue>\n");
    zeros(&mut xml, 8, 16..=34);
    xml.push_str("      </NVuKhauTruThue>\n      <NVuQToanThay>\n");
    zeros(&mut xml, 8, 35..=41);
    xml.push_str("      </NVuQToanThay>\n    </CTieuTKhaiChinh>\n    <PLuc>\n      <PLuc_05_1_BK_QTT>\n");
    for employee in 1..=employees {
        let _ = write!(
            xml,
            "        <BKeCTietCNhan id=\"ID_{employee}\">
          <coDieuChinhSoLieu>0</coDieuChinhSoLieu>
          <ct07>Nguyễn Thị Phương Thảo số {employee}</ct07>
          <ct08>0109999982</ct08>
          <nguoiVNSongNN_NguoiNN>0</nguoiVNSongNN_NguoiNN>
          <ct09a_ma>01</ct09a_ma>
          <ct09a_ten>Căn cước công dân</ct09a_ten>
          <ct09>{:012}</ct09>
          <ct10>1</ct10>
          <ct11>0</ct11>
          <ct12>{income}</ct12>
          <ct13>0</ct13>
          <ct14>0</ct14>
          <ct15>0</ct15>
          <ct16>0</ct16>
          <ct17>{relief}</ct17>
          <ct18>0</ct18>
          <ct19>0</ct19>
          <ct20>0</ct20>
          <ct21>{}</ct21>
          <ct22>{tax}</ct22>
          <ct23>0</ct23>
          <ct24>{tax}</ct24>
          <ct25>0</ct25>
          <ct26>0</ct26>
          <ct27>0</ct27>
        </BKeCTietCNhan>\n",
            1_099_000_000 + employee,
            taxable + off,
        );
    }
    for line in 28..=43 {
        let value = match line {
            28 => employees * income,
            33 => employees * relief,
            37 => employees * (taxable + off),
            38 | 40 => employees * tax,
            _ => 0,
        };
        let _ = writeln!(xml, "        <ct{line}>{value}</ct{line}>");
    }
    xml.push_str("      </PLuc_05_1_BK_QTT>\n    </PLuc>\n  </HSoKhaiThue>\n</HSoThueDTu>\n");
    xml.into_bytes()
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<HSoThueDTu xmlns=\"http://kekhaithue.gdt.gov.vn/TKhaiThue\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">
  <HSoKhaiThue id=\"ID_1\">
    <TTinChung>
      <TTinDVu><maDVu>THU</maDVu><tenDVu>Đo</tenDVu><pbanDVu>1.0</pbanDVu><ttinNhaCCapDVu/></TTinDVu>
      <TTinTKhaiThue>
        <TKhaiThue>
          <maTKhai>953</maTKhai><tenTKhai>Tờ khai quyết toán thuế TNCN</tenTKhai><moTaBMau>TT 80/2021/TT-BTC</moTaBMau>
          <pbanTKhaiXML>2.8.5</pbanTKhaiXML><loaiTKhai>C</loaiTKhai><soLan>0</soLan>
          <KyKKhaiThue>
            <kieuKy>Y</kieuKy><kyKKhai>2025</kyKKhai><kyKKhaiTuNgay>01/01/2025</kyKKhaiTuNgay>
            <kyKKhaiDenNgay>31/12/2025</kyKKhaiDenNgay><kyKKhaiTuThang/><kyKKhaiDenThang/>
          </KyKKhaiThue>
          <maCQTNoiNop>10100</maCQTNoiNop><tenCQTNoiNop>Thuế thành phố Hà Nội</tenCQTNoiNop>
          <ngayLapTKhai>2026-03-20</ngayLapTKhai><nguoiKy>Nguyễn Văn Thử</nguoiKy><ngayKy>2026-03-20</ngayKy><nganhNgheKD/>
        </TKhaiThue>
        <NNT>
          <mst>0109999982</mst><tenNNT>CÔNG TY THỬ</tenNNT><dchiNNT>Số 1 phố Thử Nghiệm</dchiNNT><tenXaNNT/><maXaNNT/>
          <maHuyenNNT/><tenHuyenNNT/><maTinhNNT>101</maTinhNNT><tenTinhNNT>Hà Nội</tenTinhNNT><dthoaiNNT/><faxNNT/><emailNNT/>
        </NNT>
      </TTinTKhaiThue>
    </TTinChung>
    <CTieuTKhaiChinh>
      <mst_cu>0109999982</mst_cu>
      <Header>
        <toChucCoQTTTheoUyQuyen>1</toChucCoQTTTheoUyQuyen><ma_THQuyetToan/><ten_THQuyetToan/><hanNop/>
      </Header>
";
