//! Makes declarations from the tables of their forms: with every element once, or with the mandatory ones only.

use std::fmt::Write as _;

use taxdoc::profile::vn::declaration::Base;
use taxdoc::profile::vn::declaration::Form;
use taxdoc::profile::vn::declaration::Kind;
use taxdoc::profile::vn::declaration::Row;

/// What a generated declaration says.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) form: &'static Form,
    pub(crate) base: Base,
    pub(crate) version: &'static str,
    /// Every element once, or only what must be there.
    pub(crate) full: bool,
    /// Also the annexes of a supplement, and kind B.
    pub(crate) supplement: bool,
}

impl Plan {
    /// A full first return in the version whose schema was read, else in the newest, in the form's own envelope.
    pub(crate) fn of(form: &'static Form) -> Self {
        let version = form.exact().unwrap_or(form.version());
        Self { form, base: form.base(), version, full: true, supplement: false }
    }

    /// The document.
    pub(crate) fn document(&self) -> String {
        let mut text = String::new();
        self.element(self.base.rows(), 0, &mut text);
        text
    }

    fn element(&self, rows: &[Row], index: usize, text: &mut String) {
        let row = &rows[index];
        let open = match (row.depth, row.name, row.id) {
            (0, "HSoThueDTu", _) => " xmlns=\"http://kekhaithue.gdt.gov.vn/TKhaiThue\"".to_owned(),
            (1, "HSoKhaiThue", _) => " id=\"ID_1\"".to_owned(),
            (_, _, Some((id, _))) if !row.is_loose() => format!(" {id}=\"ID_1\""),
            _ => String::new(),
        };
        let _ = write!(text, "<{}{open}>", row.name);
        match row.kind {
            Kind::Group => self.below(rows, index, text),
            Kind::Form => {
                if let Some(part) = self.form.rows().iter().position(|part| part.depth == 0 && part.name == row.name) {
                    self.below(self.form.rows(), part, text);
                }
            }
            Kind::Signatures => {}
            _ => text.push_str(&self.value(row)),
        }
        let _ = write!(text, "</{}>", row.name);
    }

    fn below(&self, rows: &[Row], index: usize, text: &mut String) {
        let depth = rows[index].depth;
        for (number, row) in rows.iter().enumerate().skip(index + 1).take_while(|(_, row)| row.depth > depth) {
            if row.depth == depth + 1 && self.wants(row) {
                self.element(rows, number, text);
            }
        }
    }

    fn wants(&self, row: &Row) -> bool {
        match (row.kind, row.name) {
            (Kind::Signatures, _) => false,
            (_, "DLyThue" | "GiaHan") => row.required,
            (Kind::Form, "PLuc") => self.full && self.form.rows().iter().any(|row| row.name == "PLuc"),
            (_, name) if name.ends_with("KHBS") => self.supplement,
            _ => self.full || (row.required && !row.is_loose()),
        }
    }

    fn value(&self, row: &Row) -> String {
        let symbol = self.form.code();
        match row.name {
            "maTKhai" => symbol.to_owned(),
            "pbanTKhaiXML" => self.version.to_owned(),
            "loaiTKhai" => if self.supplement { "B" } else { "C" }.to_owned(),
            "soLan" => u8::from(self.supplement).to_string(),
            "kieuKy" => "M".to_owned(),
            "kyKKhai" => "05/2026".to_owned(),
            "kyKKhaiTuNgay" => "01/05/2026".to_owned(),
            "kyKKhaiDenNgay" => "31/05/2026".to_owned(),
            "kyKKhaiTuThang" | "kyKKhaiDenThang" => String::new(),
            "maCQTNoiNop" | "maCQTQuanLy" => "10100".to_owned(),
            "ngayLapTKhai" => "2026-06-10".to_owned(),
            _ => match row.kind {
                Kind::TaxCode => "0109999982",
                Kind::SubItem => "1701",
                Kind::ReturnKind => "C",
                Kind::PeriodKind | Kind::AnnexPeriodKind => "M",
                Kind::Boolean | Kind::Flag => "false",
                Kind::Date | Kind::Day => "2026-06-10",
                Kind::Long | Kind::Natural | Kind::Integer | Kind::Decimal | Kind::Number => "0",
                _ => "x",
            }
            .to_owned(),
        }
    }
}
