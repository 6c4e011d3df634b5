//! A form in its envelope as a compiled schema.
//!
//! What was read in the authority's schemas keeps order, number and type. What is only guessed is loose: any order and number, nothing
//! mandatory, any attribute, an empty value always allowed.

use crate::dsig::DSIG_NAMESPACE;
use crate::xsd::Builder;
use crate::xsd::Builtin;
use crate::xsd::Child;
use crate::xsd::Complex;
use crate::xsd::Facet;
use crate::xsd::Schema;
use crate::xsd::SchemaError;
use crate::xsd::TypeId;

use super::table::Base;
use super::table::Form;
use super::table::Kind;
use super::table::Row;
use super::table::children;

/// The namespace of declarations.
pub const NAMESPACE: &str = "http://kekhaithue.gdt.gov.vn/TKhaiThue";

/// The namespace of the authority's schemas of 2015 (HTKK 3.3); files carried the address (vn-declarations §1.1).
pub(super) const NAMESPACE_2015: &str = "TKhaiThue";

/// Tags from here on are rows of the form; those below are rows of the envelope, and 0 is none.
const FORM_TAGS: u32 = 1_000;

/// Where the annexes that explain a supplement (01/KHBS, 01-1/KHBS) stand among the other annexes. Their schema was read apart from the
/// others', so that either place is right; in between they are out of order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a list has two ends")]
pub enum Explanation {
    /// Before the other annexes.
    First,
    /// Behind them.
    #[default]
    Last,
}

/// A form in an envelope as a schema, its elements in that namespace (none if empty). Its root is `HSoThueDTu`.
///
/// # Errors
/// When the tables cannot be made into a schema; a test builds them all.
pub fn compile(form: &Form, base: Base, explanation: Explanation, namespace: &str) -> Result<Schema, SchemaError> {
    let mut compiler = Compiler { builder: Schema::builder(), form, explanation, namespace, types: Vec::new() };
    let Some(root) = base.rows().first() else { return Err(SchemaError::new("taxdoc-no-root", base_name(base))) };
    let type_ = compiler.group(base.rows(), 0, 1)?;
    let child = Child::new(root.name, type_).in_namespace(namespace).tag(1);
    compiler.builder.root(child);
    compiler.builder.finish()
}

const fn base_name(base: Base) -> &'static str {
    match base {
        Base::Ward => "ward",
        Base::WardCode => "ward-code",
        Base::Registration => "registration",
    }
}

impl Form {
    /// The compiled schema of the form in an envelope, made at its first use. Its elements have no namespace.
    #[must_use]
    pub fn schema(&'static self, base: Base, explanation: Explanation) -> Option<&'static Schema> {
        let place = self.schemas.get(explanation as usize)?.get(base as usize)?;
        place.get_or_init(|| compile(self, base, explanation, "").ok()).as_ref()
    }

    /// The row behind a tag of its schema.
    pub(super) fn tagged(&'static self, base: Base, tag: u32) -> Option<(&'static Row, Place)> {
        let index = tag as usize;
        if let Some(index) = index.checked_sub(FORM_TAGS as usize) {
            return self.rows().get(index).map(|row| (row, Place::Form(index)));
        }
        let index = index.checked_sub(1)?;
        base.rows().get(index).map(|row| (row, Place::Envelope))
    }
}

/// Whether an annex explains a supplement: `PL01_KHBS`, `PL01_1_KHBS`.
pub(super) fn explains(annex: &str) -> bool {
    annex.ends_with("KHBS")
}

/// In which table a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Envelope,
    Form(usize),
}

struct Compiler<'c> {
    builder: Builder,
    form: &'c Form,
    explanation: Explanation,
    namespace: &'c str,
    types: Vec<((Kind, bool), TypeId)>,
}

impl Compiler<'_> {
    /// A group with everything in it. As deep as the tables, so at most a dozen calls. `first` is the tag of the table's first row.
    fn group(&mut self, rows: &[Row], index: usize, first: u32) -> Result<TypeId, SchemaError> {
        let row = rows.get(index);
        let loose = row.is_some_and(Row::is_loose);
        let mut content = Complex::new();
        if loose {
            content = content.unordered().any_attribute();
        } else if let Some((id, required)) = row.and_then(|row| row.id) {
            // Ids of rows repeat in a document (vn-declarations §1.3); only the signed element has a true one.
            let type_ = if first == 1 { Builtin::Id } else { Builtin::String };
            content = if required { content.required_attribute(id, type_) } else { content.attribute(id, type_) };
        }
        let mut below: Vec<(usize, &Row)> = children(rows, index).collect();
        if self.explanation == Explanation::First && row.is_some_and(|row| row.name == "PLuc") {
            below.sort_by_key(|(_, annex)| !explains(annex.name));
        }
        for (number, child) in below {
            let type_ = match child.kind {
                Kind::Group => self.group(rows, number, first)?,
                Kind::Form => self.part(child)?,
                kind => self.value(kind, child.is_loose())?,
            };
            let tag = u32::try_from(number).map_or(0, |number| number.saturating_add(first));
            let mut element = Child::new(child.name, type_).in_namespace(self.namespace).tag(tag);
            if child.nillable || child.is_loose() {
                element = element.nillable();
            }
            if !child.required || loose {
                element = element.optional();
            }
            if child.repeats || loose {
                element = element.repeated();
            }
            content = content.child(element);
        }
        self.builder.complex(content)
    }

    /// What the form puts into a place of the envelope.
    fn part(&mut self, place: &Row) -> Result<TypeId, SchemaError> {
        let form = self.form;
        match form.part(place.name) {
            Some(index) => self.group(form.rows(), index, FORM_TAGS),
            // A schema that was read and names no annexes has none.
            None if form.exact().is_some() => self.builder.complex(Complex::new()),
            None => Ok(self.builder.anything()),
        }
    }

    fn value(&mut self, kind: Kind, loose: bool) -> Result<TypeId, SchemaError> {
        if let Some((_, known)) = self.types.iter().find(|(known, _)| *known == (kind, loose)) {
            return Ok(*known);
        }
        let strict = self.strict(kind)?;
        let type_ = if !loose || matches!(kind, Kind::Text | Kind::Group) {
            strict
        } else {
            let empty = self.builder.simple_type(Builtin::Token, &[Facet::MaxLength(0)])?;
            let value = self.builder.union(&[strict, empty])?;
            self.builder.simple_content(value, Complex::new().any_attribute())?
        };
        self.types.push(((kind, loose), type_));
        Ok(type_)
    }

    fn strict(&mut self, kind: Kind) -> Result<TypeId, SchemaError> {
        let mut pattern = |text: &str| self.builder.simple_type(Builtin::String, &[Facet::Pattern(vec![text])]);
        Ok(match kind {
            Kind::Boolean => Builtin::Boolean.into(),
            Kind::Date => Builtin::Date.into(),
            Kind::Decimal | Kind::Number => Builtin::Decimal.into(),
            Kind::Integer => Builtin::Integer.into(),
            Kind::Long => Builtin::Long.into(),
            Kind::Natural => Builtin::NonNegativeInteger.into(),
            Kind::String => Builtin::String.into(),
            Kind::Token => Builtin::Token.into(),
            Kind::TaxCode => pattern("([0-9]{10}(-[0-9]{3})?)|([0-9]{12})")?,
            Kind::SubItem => pattern("1701|1704|1705|0000|1761|1052|1056|1057")?,
            Kind::ReturnKind => pattern("C|B|T")?,
            Kind::PeriodKind => pattern("D|M|Y|K|Q|LD|DK")?,
            Kind::AnnexPeriodKind => pattern("D|M|Y|K|Q")?,
            Kind::Day => {
                let displayed = pattern("[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}")?;
                self.builder.union(&[Builtin::Date.into(), displayed])?
            }
            Kind::Flag => {
                let cross = pattern("[xX]")?;
                self.builder.union(&[Builtin::Boolean.into(), cross])?
            }
            // Nothing but signatures, so that no second declaration hides among them.
            Kind::Signatures => {
                let signature = Child::new("Signature", self.builder.anything()).in_namespace(DSIG_NAMESPACE);
                self.builder.complex(Complex::new().child(signature.optional().repeated()).any_attribute())?
            }
            Kind::Group | Kind::Form | Kind::Text => self.builder.anything(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_compiles() {
        for form in Form::all().chain([Form::unknown()]) {
            let schema = form.schema(form.base(), Explanation::Last).unwrap();
            assert!(schema.size().0 >= form.rows().len().min(20), "{}", form.code());
            // The envelopes are the same for all.
            if form.exact().is_some() {
                for base in Base::ALL {
                    compile(form, base, Explanation::First, NAMESPACE).unwrap();
                }
            }
        }
    }

    #[test]
    fn a_tag_leads_back_to_its_row() {
        let form = Form::of("842").unwrap();
        assert_eq!(form.tagged(Base::Ward, 1).map(|(row, _)| row.name), Some("HSoThueDTu"));
        assert_eq!(form.tagged(Base::Ward, FORM_TAGS).map(|(row, _)| row.name), Some("CTieuTKhaiChinh"));
        assert!(form.tagged(Base::Ward, 0).is_none());
    }
}
