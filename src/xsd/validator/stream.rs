//! Runs the validator over a stream.

use std::borrow::Cow;
use std::io::BufRead;

use super::ContentPolicy;
use super::Descend;
use super::InstanceAttribute;
use super::Opening;
use super::Run;
use super::Scope;
use crate::xml::Event;
use crate::xml::Reader;
use crate::xml::StreamError;
use crate::xml::StreamPlace;
use crate::xsd::Fault;
use crate::xsd::Schema;

impl<R: BufRead> Scope for Reader<R> {
    fn namespace(&self, prefix: &str) -> Option<Cow<'_, str>> {
        Self::namespace(self, prefix).map(Cow::Borrowed)
    }
}

impl Schema {
    /// Holds a document against the schema while it is read: for files larger than memory. What is kept of the document are its open
    /// elements, and the values that types `ID` and `IDREF` and identity constraints compare.
    ///
    /// `handler` is given each fault and the reader, whose [`Reader::path`] is that of the element at which the fault was found: the
    /// faulty one, or, for references to what never came, the one at whose end that was known.
    ///
    /// # Errors
    /// When the input fails or is not well-formed. Faults told before that stand.
    ///
    /// ```
    /// use taxdoc::Limits;
    /// use taxdoc::xml::Reader;
    /// use taxdoc::xsd::{At, Builtin, Child, Complex, ContentPolicy, FaultKind, Schema};
    ///
    /// let mut builder = Schema::builder();
    /// let lines = builder.complex(Complex::new().child(Child::new("line", Builtin::Int).repeated()))?;
    /// builder.root(Child::new("lines", lines));
    /// let schema = builder.finish()?;
    ///
    /// // A file behind a `BufReader` serves as well.
    /// let mut reader = Reader::new("<lines>\n<line>1</line>\n<line>x</line>\n</lines>".as_bytes(), &Limits::default())?;
    /// let mut found = Vec::new();
    /// schema.validate_stream(&mut reader, ContentPolicy::xsd(), &mut |fault, reader| {
    ///     let At::Content(place) = fault.at() else { return };
    ///     found.push((fault.kind(), reader.path(), place.line(), fault.value().to_owned()));
    /// })?;
    /// assert_eq!(found, [(FaultKind::Value, "/lines/line[2]".to_owned(), 3, "x".to_owned())]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn validate_stream<R: BufRead>(
        &self,
        reader: &mut Reader<R>,
        policy: ContentPolicy,
        handler: &mut dyn FnMut(Fault<'_, StreamPlace>, &Reader<R>),
    ) -> Result<(), StreamError> {
        let mut run = Run::new(self, policy);
        // Open elements whose content is not looked at.
        let mut skipped = 0_usize;
        while let Some(event) = reader.next()? {
            let reader = &*reader;
            let mut handler = |fault: Fault<'_, StreamPlace>| handler(fault, reader);
            match event {
                Event::Start if skipped > 0 => skipped += 1,
                Event::End if skipped > 1 => skipped -= 1,
                Event::Text if skipped > 0 => {}
                Event::Start => {
                    let (namespace, local) = reader.name();
                    // An empty vector takes no memory.
                    let mut attributes = Vec::with_capacity(reader.attributes().len());
                    attributes.extend(reader.attributes().map(|attribute| {
                        let name = self.name(attribute.namespace(), attribute.local());
                        InstanceAttribute::new(name, attribute.local(), attribute.value())
                    }));
                    let opening = Opening::new(self.name(namespace, local), local).attributes(&attributes);
                    if run.start_element(&opening, reader.place(), reader, &mut handler) == Descend::Over {
                        skipped = 1;
                    }
                }
                Event::Text => run.text(&reader.text(), &mut handler),
                Event::End => {
                    skipped = 0;
                    run.end_element(reader, &mut handler);
                }
            }
        }
        Ok(())
    }
}
