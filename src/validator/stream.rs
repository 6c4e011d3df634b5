//! A document that is read piece by piece: well-formedness and the caller's schema, in constant memory.

use std::io;
use std::io::BufReader;
use std::io::Read;

use ring::digest;

use crate::Report;
use crate::report::Findings;
use crate::xml::Place;
use crate::xml::Reader;
use crate::xml::StreamError;
use crate::xml::StreamPlace;
use crate::xsd::At;
use crate::xsd::ContentPolicy;
use crate::xsd::Fault;
use crate::xsd::FaultKind;

use super::Validator;
use super::run;

/// Bytes that are read at once.
const PIECE: usize = 1 << 16;

/// An input that is hashed as it is read.
type Input<'i> = BufReader<Hashed<'i>>;

/// Reads the input to its end, whatever is found on the way. One input of any kind, so that the reader is compiled here and not in the
/// program that calls.
pub(super) fn run(validator: &Validator, input: &mut dyn Read) -> io::Result<Report> {
    let input = Hashed { inner: input, context: digest::Context::new(&digest::SHA256) };
    let mut input = BufReader::with_capacity(PIECE, input);
    let mut findings = Findings::new(validator.limits.findings);
    let mut places = Vec::new();
    let result = read(validator, &mut input, &mut findings, &mut places);
    let broken = match result {
        Ok(()) => None,
        Err(StreamError::Xml(fault)) => Some(fault),
        Err(StreamError::Io(error)) => return Err(error),
    };
    let report = run::empty_report(&finish(input)?);
    Ok(match broken {
        Some(fault) => run::broken(report, &fault),
        None => run::of_schema(validator, report, findings, places),
    })
}

fn read(
    validator: &Validator,
    input: &mut Input<'_>,
    findings: &mut Findings,
    places: &mut Vec<Option<Place>>,
) -> Result<(), StreamError> {
    let mut reader = Reader::new(input, &validator.limits)?;
    let Some(schema) = &validator.schema else {
        while reader.next()?.is_some() {}
        return Ok(());
    };
    schema.validate_stream(&mut reader, ContentPolicy::xsd(), &mut |fault, reader| {
        let mut draft = fault.draft_without_place();
        if let Some(holder) = fault.holder() {
            draft = draft.with("line", holder.line());
        }
        let kept = findings.kept().len();
        findings.add(draft);
        if findings.kept().len() > kept {
            places.push(Some(place(&fault, || reader.path())));
        }
    })
}

fn place(fault: &Fault<'_, StreamPlace>, path: impl Fn() -> String) -> Place {
    match fault.at() {
        // Known only at the end of an element around it, whose path the reader has.
        At::Element(place) | At::Content(place) | At::Attribute(place, _)
            if matches!(fault.kind(), FaultKind::UnknownIdRef | FaultKind::UnknownKeyRef) =>
        {
            place.to_place(String::new(), 0)
        }
        At::Element(place) | At::Content(place) => place.to_place(path(), 0),
        At::Attribute(place, _) => {
            let mut path = path();
            path.push_str("/@");
            path.push_str(fault.name());
            place.to_place(path, 0)
        }
    }
}

/// An input whose bytes are hashed as they are read.
struct Hashed<'i> {
    inner: &'i mut dyn Read,
    context: digest::Context,
}

impl Read for Hashed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.context.update(buffer.get(..count).unwrap_or_default());
        Ok(count)
    }
}

/// Reads what is left and gives the digest of all. What the buffer still holds is hashed already.
fn finish(input: Input<'_>) -> io::Result<digest::Digest> {
    let mut input = input.into_inner();
    io::copy(&mut input, &mut io::sink())?;
    Ok(input.context.finish())
}

#[cfg(test)]
mod tests {
    use crate::Language;
    use crate::Limits;
    use crate::Report;
    use crate::Validator;
    use crate::report::Verdict;

    const SCHEMA: &[u8] =
        br#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="r"><xs:complexType><xs:sequence>
        <xs:element name="n" maxOccurs="unbounded"><xs:complexType><xs:simpleContent><xs:extension base="xs:int">
          <xs:attribute name="to" type="xs:IDREF"/></xs:extension></xs:simpleContent></xs:complexType></xs:element></xs:sequence>
        </xs:complexType><xs:key name="k"><xs:selector xpath="n"/><xs:field xpath="."/></xs:key></xs:element></xs:schema>"#;

    /// Code, line and message of each finding.
    fn findings(report: &Report) -> Vec<(&'static str, Option<usize>, String)> {
        let line = |finding: &crate::Finding| finding.place().map(|place| place.line);
        report.findings().iter().map(|f| (f.code(), line(f), f.message(Language::English).into_owned())).collect()
    }

    /// Bytes that come in pieces of no more than so many.
    struct Pieces<'b>(&'b [u8], usize);

    impl std::io::Read for Pieces<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let most = buffer.len().min(self.1);
            self.0.read(&mut buffer[..most])
        }
    }

    #[test]
    fn reports_what_the_whole_document_at_once_reports() {
        let validator = Validator::builder().with_schema(&[("r.xsd", SCHEMA)]).unwrap().build();
        for text in [
            "<r><n>1</n></r>",
            "\u{FEFF}<r>\n<n>1</n>\n<n>x</n>\n<n>01</n>\n</r>",
            "<r>\n<n to='a'>1</n><m/></r>",
            "<r>\n<n to='ế ế'>1</n></r>",
            "<r>\n<n>1</n>",
            "",
            "<s/>",
        ] {
            let whole = validator.validate(text.as_bytes());
            // However much comes at a time.
            for most in [1, 7, 8192] {
                let stream = validator.validate_stream(Pieces(text.as_bytes(), most)).unwrap();
                assert_eq!(findings(&whole), findings(&stream), "{text}");
                assert_eq!((whole.verdict(), whole.sha256()), (stream.verdict(), stream.sha256()), "{text}");
                assert_eq!(format!("{:?}", whole.stages()), format!("{:?}", stream.stages()), "{text}");
            }
        }
    }

    #[test]
    fn findings_tell_where_the_schema_declares_what_is_broken() {
        let validator = Validator::builder().with_schema(&[("r.xsd", SCHEMA)]).unwrap().build();
        let bases = |text: &str| -> Vec<String> {
            let report = validator.validate(text.as_bytes());
            report.findings().iter().map(|finding| finding.basis().into_owned()).collect()
        };
        // The line that is no number, and what is missing in the root.
        assert_eq!(bases("<r><n>x</n></r>"), ["XSD 1.0 Part 2 §4.1.4; r.xsd:2:9"]);
        assert_eq!(bases("<r><m/><n>1</n></r>"), ["XSD 1.0 Part 1 §3.4.4; r.xsd:1:56"]);
        // Nothing declares it.
        assert_eq!(bases("<s/>"), ["XSD 1.0 Part 1 §3.3.4"]);
    }

    #[test]
    fn paths_select_the_element() {
        let validator = Validator::builder().with_schema(&[("r.xsd", SCHEMA)]).unwrap().build();
        let paths = |report: &Report| -> Vec<String> {
            report.findings().iter().filter_map(|finding| finding.place()).map(|place| place.path.clone()).collect()
        };
        let stream = |text: &str| paths(&validator.validate_stream(text.as_bytes()).unwrap());
        let text = "<r><n>1</n><n>x</n><n to='a b'>2</n><n>y</n></r>";
        assert_eq!(stream(text), ["/r/n[2]", "/r/n[3]/@to", "/r/n[4]"]);
        assert_eq!(stream(text), paths(&validator.validate(text.as_bytes())));
        // What follows is not known, so that the position stands where the whole document needs none.
        assert_eq!(stream("<r><n>x</n></r>"), ["/r/n[1]"]);
        assert_eq!(stream("<s/>"), ["/s"]);
    }

    #[test]
    fn without_a_schema_nothing_is_called_valid() {
        let validator = Validator::new();
        assert_eq!(validator.validate_stream("<r/>".as_bytes()).unwrap().verdict(), Verdict::Undetermined);
        assert_eq!(validator.validate_stream("<r>".as_bytes()).unwrap().verdict(), Verdict::Invalid);
    }

    #[test]
    fn findings_are_capped() {
        let limits = Limits { findings: 3, ..Limits::default() };
        let validator = Validator::builder().with_limits(limits).with_schema(&[("r.xsd", SCHEMA)]).unwrap().build();
        let text = format!("<r>{}</r>", "<n>x</n>".repeat(10));
        assert_eq!(
            findings(&validator.validate(text.as_bytes())),
            findings(&validator.validate_stream(text.as_bytes()).unwrap())
        );
    }

    #[test]
    fn a_failing_input_is_an_error() {
        struct Failing;
        impl std::io::Read for Failing {
            fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
                Err(std::io::ErrorKind::TimedOut.into())
            }
        }
        assert!(Validator::new().validate_stream(Failing).is_err());
    }
}
