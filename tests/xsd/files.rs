//! Schema documents in files.

use std::path::Path;

use taxdoc::xsd::Reference;
use taxdoc::xsd::Resolver;
use taxdoc::xsd::Schema;
use taxdoc::xsd::SchemaDocument;
use taxdoc::xsd::SchemaError;

/// Opens what a schema document refers to, relative to where it lies.
pub(crate) struct Files;

impl Resolver for Files {
    fn resolve(&self, reference: &Reference<'_>) -> Option<SchemaDocument<'_>> {
        let location = reference.location()?;
        let address = Reference::relative(reference.base(), location);
        let path = if Path::new(&address).is_file() { address } else { by_name(reference.base(), location)? };
        let bytes = std::fs::read(&path).ok()?;
        Some(SchemaDocument::new(path, bytes))
    }
}

/// An http address often means the file of that name beside the one that refers, or below it.
fn by_name(base: &str, location: &str) -> Option<String> {
    let name = location.replace('\\', "/");
    let name = name.rsplit('/').next()?;
    let folder = Path::new(base).parent()?;
    let other =
        if name.contains("XAdES01903v132") || location.contains("01903/v1.3.2/") { "XAdES01903v132-202407.xsd" } else { name };
    let places = [folder.join(name), folder.join("bazowe").join(name), folder.join(other), folder.join("../facturae").join(name)];
    let found = places.iter().find(|place| location.contains("://") && place.is_file())?;
    Some(found.to_str()?.to_owned())
}

pub(crate) fn compile(paths: &[&Path]) -> Result<Schema, SchemaError> {
    let documents: Vec<SchemaDocument<'_>> =
        paths.iter().filter_map(|path| Some(SchemaDocument::new(path.to_str()?.to_owned(), std::fs::read(path).ok()?))).collect();
    taxdoc::xsd::compile(&documents, &Files)
}
