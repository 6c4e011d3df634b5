//! The arena tree against a bare event pass of quick-xml with namespaces.

#![allow(clippy::expect_used, reason = "a bench that fails this way has failed")]

mod common;

use std::process::ExitCode;

use common::Budgets;
use common::Work;
use common::invoices;
use taxdoc::Limits;
use taxdoc::xml::Document;
use taxdoc::xml::Node;
use taxdoc::xml::Source;

fn main() -> ExitCode {
    let mut budgets = Budgets::default();
    let limits = Limits::default();
    for (name, xml) in
        [("a signed invoice of 8 KB", common::example("valid.xml")), ("an invoice of 1,000 lines", invoices::with_lines(1_000))]
    {
        println!("parse: {name}, {} bytes", xml.len());
        let source = Source::decode(&xml, &limits).expect("text");
        let document = Document::parse(&source, &limits).expect("well-formed");
        let elements = document.root().descendants().filter(Node::is_element).count();
        assert!(invoices::events(&xml) > elements, "both have read the whole document");
        let [tree, floor] = common::time([
            Work::new("tree", || {
                let source = Source::decode(&xml, &limits).expect("text");
                Document::parse(&source, &limits).expect("well-formed").root().id()
            }),
            Work::new("bare event pass", || invoices::events(&xml)),
        ]);
        common::throughput(xml.len(), tree);
        // Well-formedness, attributes, references and the arena, which quick-xml leaves to its user; our own bound.
        budgets.at_most("tree / bare event pass", tree, floor, 200);
    }
    budgets.finish()
}
