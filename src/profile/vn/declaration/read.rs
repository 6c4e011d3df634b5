//! The envelope of a declaration, read once for all stages (vn-declarations §1.2).

use std::borrow::Cow;

use crate::xml::Node;
use crate::xml::NodeId;

use super::catalogue;
use super::table::Base;
use super::table::Form;

/// An `HSoThueDTu`: its envelope, every field with its element. A field that is not there is `None`.
#[derive(Debug)]
#[non_exhaustive]
pub struct Declaration<'d> {
    /// `HSoThueDTu`.
    pub root: Node<'d>,
    /// `HSoKhaiThue`: what is signed.
    pub file: Option<Node<'d>>,
    /// `maTKhai`.
    pub code: Option<Field<'d>>,
    /// `pbanTKhaiXML`.
    pub version: Option<Field<'d>>,
    /// `loaiTKhai`: C first, B supplementary, T replacement.
    pub kind: Option<Field<'d>>,
    /// `soLan`: 0, or which supplement it is.
    pub times: Option<Field<'d>>,
    /// `KyKKhaiThue`.
    pub period: Period<'d>,
    /// `maCQTNoiNop`, `maCQTQuanLy` of a registration.
    pub office: Option<Field<'d>>,
    /// `ngayLapTKhai`.
    pub date: Option<Field<'d>>,
    /// `ngayKy`.
    pub signing_date: Option<Field<'d>>,
    /// `GiaHan/maLyDoGiaHan`.
    pub extension: Option<Field<'d>>,
    /// `NNT/mst`, or `mst` of a registration.
    pub taxpayer: Option<Field<'d>>,
    /// `tenNNT`.
    pub taxpayer_name: Option<Field<'d>>,
    /// `DLyThue/mstDLyThue`.
    pub agent: Option<Field<'d>>,
    /// `PLuc`.
    pub annexes: Option<Node<'d>>,
    base: Option<Base>,
}

/// The period (`KyKKhaiThue`).
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Period<'d> {
    /// `kieuKy`.
    pub kind: Option<Field<'d>>,
    /// `kyKKhai`.
    pub name: Option<Field<'d>>,
    /// `kyKKhaiTuNgay`.
    pub from: Option<Field<'d>>,
    /// `kyKKhaiDenNgay`.
    pub to: Option<Field<'d>>,
    /// `kyKKhaiTuThang`.
    pub from_month: Option<Field<'d>>,
    /// `kyKKhaiDenThang`.
    pub to_month: Option<Field<'d>>,
}

/// The value of an element, without white space around it; may be empty.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Field<'d> {
    /// The element.
    pub node: NodeId,
    /// Its value.
    pub text: Cow<'d, str>,
}

impl<'d> Field<'d> {
    fn of(node: Node<'d>) -> Self {
        let text = match node.text() {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        };
        Self { node: node.id(), text }
    }

    /// The value unless it is empty.
    #[must_use]
    pub fn value(&self) -> Option<&str> {
        (!self.text.is_empty()).then_some(&*self.text)
    }
}

impl<'d> Declaration<'d> {
    /// Reads the envelope of an `HSoThueDTu`. Namespaces are not looked at; the schema stage tells what is wrong with them.
    #[must_use]
    pub fn read(root: Node<'d>) -> Self {
        let file = root.child("HSoKhaiThue");
        let info = file.and_then(|file| file.child("TTinChung")).and_then(|general| general.child("TTinTKhaiThue"));
        // A registration has the fields one level higher.
        let inner = info.and_then(|info| info.child("TKhaiThue"));
        let form = inner.or(info);
        let taxpayer = info.and_then(|info| info.child("NNT")).or(if inner.is_some() { None } else { info });
        let field = |around: Option<Node<'d>>, name: &str| around.and_then(|around| around.child(name)).map(Field::of);
        let period = form.and_then(|form| form.child("KyKKhaiThue"));
        let base = match (inner, taxpayer) {
            (Some(_), Some(taxpayer)) if ["tenXaNNT", "maXaNNT"].iter().any(|name| taxpayer.child(name).is_some()) => {
                Some(Base::WardCode)
            }
            (Some(_), Some(taxpayer)) if taxpayer.child("phuongXa").is_some() => Some(Base::Ward),
            (None, Some(info)) if info.child("maTKhai").is_some() => Some(Base::Registration),
            _ => None,
        };
        Self {
            root,
            file,
            code: field(form, "maTKhai"),
            version: field(form, "pbanTKhaiXML"),
            kind: field(form, "loaiTKhai"),
            times: field(form, "soLan"),
            period: Period {
                kind: field(period, "kieuKy"),
                name: field(period, "kyKKhai"),
                from: field(period, "kyKKhaiTuNgay"),
                to: field(period, "kyKKhaiDenNgay"),
                from_month: field(period, "kyKKhaiTuThang"),
                to_month: field(period, "kyKKhaiDenThang"),
            },
            office: field(form, "maCQTNoiNop").or_else(|| field(form, "maCQTQuanLy")),
            date: field(form, "ngayLapTKhai"),
            signing_date: field(form, "ngayKy"),
            extension: field(form.and_then(|form| form.child("GiaHan")), "maLyDoGiaHan"),
            taxpayer: field(taxpayer, "mst"),
            taxpayer_name: field(taxpayer, "tenNNT"),
            agent: field(info.and_then(|info| info.child("DLyThue")), "mstDLyThue"),
            annexes: file.and_then(|file| file.child("PLuc")),
            base,
        }
    }

    /// The form code, if there is one.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.as_ref().and_then(Field::value)
    }

    /// The version of the form's XML, if there is one.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.version.as_ref().and_then(Field::value)
    }

    /// Whether it is supplementary.
    #[must_use]
    pub fn is_supplement(&self) -> bool {
        self.kind.as_ref().and_then(Field::value) == Some("B")
    }

    /// The table of its form.
    #[must_use]
    pub fn form(&self) -> Option<&'static Form> {
        Form::of(self.code()?)
    }

    /// Which envelope it has: what the file shows, else what its form uses.
    #[must_use]
    pub fn base(&self) -> Base {
        self.base.or_else(|| self.form().map(Form::base)).unwrap_or(Base::Ward)
    }

    /// How well its form's table fits its version.
    #[must_use]
    pub fn fit(&self) -> Fit {
        let Some(form) = self.form() else { return Fit::Unknown };
        let Some(exact) = form.exact() else { return Fit::Guessed };
        let number = |version: Option<&str>| version.and_then(catalogue::number);
        match number(self.version()).cmp(&number(Some(exact))) {
            std::cmp::Ordering::Equal => Fit::Exact,
            std::cmp::Ordering::Greater => Fit::Newer,
            std::cmp::Ordering::Less => Fit::Older,
        }
    }
}

/// How the table of a form fits the version of a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "every case there is")]
pub enum Fit {
    /// The schema of this very version was read.
    Exact,
    /// The schema of an older version was read, with what is known of the changes.
    Newer,
    /// The schema of a newer version was read.
    Older,
    /// The table is guessed from what the authority's viewer displays.
    Guessed,
    /// There is no table.
    Unknown,
}
