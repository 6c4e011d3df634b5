//! The rules stage of a declaration: what the form is, its period and dates, its parties, and what a supplement brings.
//!
//! A field that is missing, empty or not of its type is left to the schema stage: one fault, one finding.

pub(super) mod adjusted;
pub(super) mod identity;
pub(super) mod parties;
pub(super) mod period;
pub(super) mod supplement;

use crate::profile::vn::invoice::Date;
use crate::report::Draft;
use crate::report::Findings;
use crate::rules::Rule;
use crate::xml::Spot;

use super::read::Declaration;
use super::read::Field;
use super::structure::named;

/// Runs every rule over a declaration. `today` is the day to judge on, where there is one.
pub fn check(declaration: &Declaration<'_>, today: Option<Date>, findings: &mut Findings) {
    let mut check = Check { declaration, today, findings };
    identity::check(&mut check);
    period::check(&mut check);
    parties::check(&mut check);
    supplement::check(&mut check);
}

/// What the rules of one declaration share.
struct Check<'c, 'd> {
    declaration: &'c Declaration<'d>,
    today: Option<Date>,
    findings: &'c mut Findings,
}

impl Check<'_, '_> {
    fn add(&mut self, draft: Draft) {
        self.findings.add(draft);
    }

    /// A finding about the value of a field of the envelope; `element` names its row.
    fn about(&self, rule: &'static Rule, field: &Field<'_>, element: &str) -> Draft {
        let draft = Draft::new(rule, Spot::Content(field.node)).actual(&field.text);
        match self.declaration.base().rows().iter().find(|row| row.name == element) {
            Some(row) => named(draft, row),
            None => draft.with("element", element.to_owned()),
        }
    }
}

#[cfg(test)]
mod testing {
    use super::*;
    use crate::Limits;
    use crate::xml::Document;
    use crate::xml::Source;

    /// The envelope of a good 05/KK-TNCN for June 2026. The rules look at nothing else.
    pub(super) fn good() -> String {
        "<HSoThueDTu><HSoKhaiThue><TTinChung><TTinTKhaiThue><TKhaiThue><maTKhai>864</maTKhai><pbanTKhaiXML>2.9.3</pbanTKhaiXML>\
         <loaiTKhai>C</loaiTKhai><soLan>0</soLan><KyKKhaiThue><kieuKy>M</kieuKy><kyKKhai>06/2026</kyKKhai>\
         <kyKKhaiTuNgay>01/06/2026</kyKKhaiTuNgay><kyKKhaiDenNgay>30/06/2026</kyKKhaiDenNgay><kyKKhaiTuThang/>\
         <kyKKhaiDenThang/></KyKKhaiThue><maCQTNoiNop>10100</maCQTNoiNop><ngayLapTKhai>2026-07-10</ngayLapTKhai>\
         <ngayKy>2026-07-10</ngayKy></TKhaiThue><NNT><mst>0109999982</mst><tenNNT>CÔNG TY THỬ</tenNNT></NNT></TTinTKhaiThue>\
         </TTinChung><CTieuTKhaiChinh/></HSoKhaiThue></HSoThueDTu>"
            .to_owned()
    }

    /// The findings of a declaration on 2026-07-31: code, severity, element.
    pub(super) fn codes(text: &str) -> Vec<String> {
        let limits = Limits::default();
        let source = Source::decode(text.as_bytes(), &limits).unwrap();
        let document = Document::parse(&source, &limits).unwrap();
        let mut findings = Findings::new(1_000);
        check(&Declaration::read(document.root()), Date::new(2026, 7, 31), &mut findings);
        let line = |draft: &Draft| {
            let node = draft.spot.map(Spot::node).and_then(|id| document.node(id)).unwrap();
            format!("{} {} {}", draft.rule.code, draft.severity.name(), node.local_name())
        };
        findings.kept().iter().map(line).collect()
    }

    #[test]
    fn a_good_envelope_has_no_finding() {
        assert!(codes(&good()).is_empty(), "{:?}", codes(&good()));
    }
}
