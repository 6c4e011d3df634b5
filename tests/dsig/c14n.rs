//! Canonicalization against published octets and digests, and against libxml2.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use taxdoc::Limits;
use taxdoc::dsig::c14n::Error;
use taxdoc::dsig::c14n::Method;
use taxdoc::dsig::c14n::NodeSet;
use taxdoc::dsig::c14n::Version;
use taxdoc::dsig::c14n::canonicalize;
use taxdoc::xml::Document;
use taxdoc::xml::NodeId;
use taxdoc::xml::Source;

use crate::common::suites;

const C14N: Method<'static> = Method::new(Version::Inclusive10);
const C14N11: Method<'static> = Method::new(Version::Inclusive11);
const EXCLUSIVE: Method<'static> = Method::new(Version::Exclusive);

/// Parses a text without its document type declaration, which the reader refuses and which declares nothing that matters here.
fn with<T>(text: &str, check: impl FnOnce(&Document<'_>) -> T) -> T {
    let text = match text.split_once("<!DOCTYPE") {
        Some((before, after)) => {
            let subset = after.find('[').is_some_and(|bracket| after.find('>').is_some_and(|end| bracket < end));
            let end = if subset { "]>" } else { ">" };
            format!("{before}{}", after.split_once(end).unwrap().1)
        }
        None => text.to_owned(),
    };
    let limits = Limits::default();
    let source = Source::decode(text.as_bytes(), &limits).unwrap();
    check(&Document::parse(&source, &limits).unwrap())
}

fn octets(document: &Document<'_>, set: &NodeSet, method: &Method<'_>) -> Vec<u8> {
    let mut octets = Vec::new();
    canonicalize(document, set, method, &mut octets).unwrap();
    octets
}

/// The element of that position among all of that local name.
fn named(document: &Document<'_>, local: &str, position: usize) -> NodeId {
    document.root().descendants().filter(|node| node.local_name() == local).nth(position).unwrap().id()
}

#[track_caller]
fn same(found: &[u8], expected: &str, what: &str) {
    assert_eq!(String::from_utf8_lossy(found), expected, "{what}");
}

/// Input, local name and position of the apex (none for the whole document), method, expected octets.
type Case<'c> = (String, Option<(&'c str, usize)>, Method<'c>, &'c str);

#[test]
fn published_octets() {
    let Some(suite) = suites::suite("xmldsig-vectors") else { return };
    let suite = suite.join("xmldsig-vectors");
    let listed = || EXCLUSIVE.with_prefixes("bar #default");
    let merlin = "xmlsec/merlin-c14n-three/signature.xml";
    let y1 = "santuario/interop/c14n/Y1/exc-signature.xml";
    let y3 = "santuario/interop/c14n/Y3/signature.xml";
    let y4 = "santuario/interop/c14n/Y4/signature.xml";
    let y5 = "santuario/interop/c14n/Y5/signatureCommented.xml";
    let exclusive = "santuario/org/apache/xml/security/c14n/inExcl";
    let inclusive = "santuario/org/apache/xml/security/c14n/in";
    let cases: Vec<Case<'_>> = vec![
        (merlin.into(), Some(("Something", 0)), C14N, "c14n-0.txt"),
        (merlin.into(), Some(("Something", 0)), EXCLUSIVE, "c14n-9.txt"),
        (merlin.into(), Some(("Something", 0)), EXCLUSIVE, "c14n-11.txt"),
        (merlin.into(), Some(("Something", 0)), listed(), "c14n-18.txt"),
        (merlin.into(), Some(("Something", 0)), EXCLUSIVE, "c14n-20.txt"),
        (merlin.into(), Some(("SignedInfo", 0)), C14N, "c14n-27.txt"),
        (y1.into(), Some(("Object", 0)), EXCLUSIVE, "c14n-0.txt"),
        (y1.into(), Some(("Object", 0)), listed(), "c14n-1.txt"),
        (y1.into(), Some(("Object", 0)), EXCLUSIVE.with_comments(), "c14n-2.txt"),
        (y1.into(), Some(("Object", 0)), listed().with_comments(), "c14n-3.txt"),
        (y1.into(), Some(("SignedInfo", 0)), EXCLUSIVE, "c14n-4.txt"),
        (y3.into(), Some(("SignedInfo", 0)), C14N, "c14n-8.txt"),
        (y4.into(), Some(("Something", 0)), C14N, "c14n-0.txt"),
        (y4.into(), Some(("Something", 0)), EXCLUSIVE, "c14n-10.txt"),
        (y4.into(), Some(("Something", 0)), listed(), "c14n-18.txt"),
        (y4.into(), Some(("Something", 0)), EXCLUSIVE, "c14n-19.txt"),
        (y5.into(), Some(("Something", 0)), C14N, "c14n-0.txt"),
        (y5.into(), Some(("Something", 0)), listed(), "c14n-18.txt"),
        (y5.into(), Some(("SignedInfo", 0)), C14N, "c14n-27.txt"),
        (format!("{exclusive}/example2_2_1.xml"), Some(("elem2", 0)), C14N, "example2_2_1_c14nized.xml"),
        (format!("{exclusive}/example2_2_1.xml"), Some(("elem2", 0)), EXCLUSIVE, "example2_2_c14nized_exclusive.xml"),
        (format!("{exclusive}/example2_2_2.xml"), Some(("elem2", 0)), C14N, "example2_2_2_c14nized.xml"),
        (format!("{exclusive}/example2_2_2.xml"), Some(("elem2", 0)), EXCLUSIVE, "example2_2_c14nized_exclusive.xml"),
        (format!("{exclusive}/example2_2_3.xml"), Some(("p", 0)), EXCLUSIVE, "example2_2_3_c14nized_exclusive.xml"),
        (format!("{exclusive}/example2_4.xml"), Some(("elem2", 0)), EXCLUSIVE, "example2_4_c14nized.xml"),
        (format!("{exclusive}/plain-soap-1.1.xml"), Some(("Body", 0)), EXCLUSIVE, "plain-soap-c14nized.xml"),
        (format!("{inclusive}/31_input.xml"), None, C14N, "31_c14n.xml"),
        (format!("{inclusive}/31_input.xml"), None, C14N.with_comments(), "31_c14n-comments.xml"),
        (format!("{inclusive}/32_input.xml"), None, C14N, "32_c14n.xml"),
        (format!("{inclusive}/36_input.xml"), None, C14N, "36_c14n.xml"),
        (format!("{inclusive}/default_ns_redefinition_input.xml"), Some(("Object", 0)), C14N, "default_ns_redefinition_c14n.xml"),
    ];
    for (input, apex, method, expected) in cases {
        let path = suite.join(&input);
        let bytes = std::fs::read(&path).unwrap();
        let text = if input.ends_with("36_input.xml") {
            bytes.iter().map(|byte| char::from(*byte)).collect::<String>().replace("ISO-8859-1", "UTF-8")
        } else {
            String::from_utf8(bytes).unwrap()
        };
        let expected_octets = std::fs::read_to_string(path.with_file_name(expected)).unwrap();
        with(&text, |document| {
            let apex = apex.map_or(NodeId::DOCUMENT, |(local, position)| named(document, local, position));
            same(&octets(document, &NodeSet::subtree(apex), &method), &expected_octets, &format!("{input} {expected}"));
        });
    }
}

/// The interoperability digests of Canonical XML 1.1 select by XPath; these are the selections that are subtrees.
#[test]
fn published_digests_of_canonical_xml_1_1() {
    let Some(suite) = suites::suite("xmldsig-vectors") else { return };
    let folder = suite.join("xmldsig-vectors/santuario/org/w3c/www/interop/xmldsig/c14n11");
    let cases: &[(&str, &str, &[&str], Option<&str>)] = &[
        ("xmlbase-prop-1", "xml-base-input.xml", &["c14n11XmlBaseDoc1"], Some("e2")),
        ("xmlbase-prop-2", "xml-base-input.xml", &["e1"], None),
        ("xmlbase-prop-3", "xml-base-input.xml", &["e11"], None),
        ("xmlbase-prop-4", "xml-base-input.xml", &["e111"], None),
        ("xmlbase-prop-5", "xml-base-input.xml", &["e21"], None),
        ("xmlbase-prop-6", "xml-base-input.xml", &["e3"], None),
        ("xmlid-1", "xml-id-input.xml", &["e1"], None),
        ("xmlid-2", "xml-id-input.xml", &["e11", "e12"], None),
        ("xmllang-1", "xml-lang-input.xml", &["e1"], None),
        ("xmllang-2", "xml-lang-input.xml", &["e2"], None),
        ("xmllang-3", "xml-lang-input.xml", &["e11"], None),
        ("xmllang-4", "xml-lang-input.xml", &["e11", "e12"], None),
        ("xmlspace-1", "xml-space-input.xml", &["e1"], None),
        ("xmlspace-2", "xml-space-input.xml", &["e2"], None),
        ("xmlspace-3", "xml-space-input.xml", &["e11"], None),
        ("xmlspace-4", "xml-space-input.xml", &["e11", "e12"], None),
    ];
    for (case, input, apexes, excluded) in cases {
        let signature = std::fs::read_to_string(folder.join(format!("{case}-SUN.xml"))).unwrap();
        let expected = with(&signature, |document| {
            document.root().descendants().find(|node| node.local_name() == "DigestValue").unwrap().text().into_owned()
        });
        with(&std::fs::read_to_string(folder.join(input)).unwrap(), |document| {
            let mut all = Vec::new();
            for apex in *apexes {
                let mut set = NodeSet::subtree(named(document, apex, 0));
                if let Some(excluded) = excluded {
                    set = set.without(named(document, excluded, 0));
                }
                all.extend(octets(document, &set, &C14N11));
            }
            let digest = ring::digest::digest(&ring::digest::SHA1_FOR_LEGACY_USE_ONLY, &all);
            assert_eq!(STANDARD.encode(digest), expected, "{case}: {}", String::from_utf8_lossy(&all));
        });
    }
}

#[test]
fn xml_attributes_are_inherited_as_each_version_says() {
    let text = "<a xml:lang='vi' xml:id='i' xml:base='http://x/y/' xml:other='o'><b xml:lang='en'><c xml:base='z'/></b></a>";
    with(text, |document| {
        let set = NodeSet::subtree(named(document, "c", 0));
        let expected = r#"<c xml:base="z" xml:id="i" xml:lang="en" xml:other="o"></c>"#;
        same(&octets(document, &set, &C14N), expected, "1.0 takes all, the nearest of each");
        same(&octets(document, &set, &C14N11), r#"<c xml:base="http://x/y/z" xml:lang="en"></c>"#, "1.1 takes three and joins");
        same(&octets(document, &set, &EXCLUSIVE), r#"<c xml:base="z"></c>"#, "exclusive takes none");
    });
}

#[test]
fn namespaces_of_an_apex() {
    let text = "<a xmlns='d' xmlns:p='urn:p' xmlns:q='urn:q'><b xmlns='' xmlns:p='urn:p2'><p:c q:x='1' p:x='2' y='3'/></b></a>";
    let text = &text.replace("xmlns='d'", "xmlns='urn:d'");
    with(text, |document| {
        let set = NodeSet::subtree(named(document, "c", 0));
        let expected = r#"<p:c xmlns:p="urn:p2" xmlns:q="urn:q" y="3" p:x="2" q:x="1"></p:c>"#;
        same(&octets(document, &set, &C14N), expected, "inclusive");
        same(&octets(document, &set, &EXCLUSIVE), expected, "exclusive");
        let set = NodeSet::subtree(named(document, "b", 0));
        let expected = r#"<b xmlns:p="urn:p2" xmlns:q="urn:q"><p:c y="3" p:x="2" q:x="1"></p:c></b>"#;
        same(&octets(document, &set, &C14N), expected, "inclusive");
        let expected = r#"<b><p:c xmlns:p="urn:p2" xmlns:q="urn:q" y="3" p:x="2" q:x="1"></p:c></b>"#;
        same(&octets(document, &set, &EXCLUSIVE), expected, "exclusive");
        let whole = octets(document, &NodeSet::subtree(NodeId::DOCUMENT), &EXCLUSIVE);
        let expected =
            r#"<a xmlns="urn:d"><b xmlns=""><p:c xmlns:p="urn:p2" xmlns:q="urn:q" y="3" p:x="2" q:x="1"></p:c></b></a>"#;
        same(&whole, expected, "the default namespace is undone where it ends");
    });
}

#[test]
fn relative_namespaces_are_an_error_and_never_nothing() {
    for text in
        ["<a xmlns='DSDLieu'><b/></a>", "<a><b xmlns:p='../x'/></a>", "<a xmlns:p='#p'><b/></a>", "<a><b xmlns=' urn:x'/></a>"]
    {
        with(text, |document| {
            for method in [C14N, C14N11] {
                let mut octets = Vec::new();
                let result = canonicalize(document, &NodeSet::subtree(document.root().id()), &method, &mut octets);
                assert!(matches!(result, Err(Error::RelativeNamespace(_))), "{text}");
            }
        });
    }
    with("<a xmlns='urn:x' xmlns:p='u:x'><b xmlns=''/></a>", |document| {
        octets(document, &NodeSet::subtree(document.root().id()), &C14N);
    });
}

#[test]
fn an_empty_node_set_is_an_error() {
    with("<a><b/></a>", |document| {
        let b = named(document, "b", 0);
        let mut octets = Vec::new();
        for set in [NodeSet::subtree(b).without(b), NodeSet::subtree(b).without(document.root().id())] {
            assert_eq!(canonicalize(document, &set, &C14N, &mut octets), Err(Error::Empty));
        }
        let set = NodeSet::subtree(NodeId::DOCUMENT).without(document.root().id());
        assert_eq!(canonicalize(document, &set, &C14N, &mut octets), Err(Error::Empty));
        assert!(octets.is_empty());
        let text = document.root().id();
        assert_eq!(canonicalize(document, &NodeSet::subtree(text).without(b), &C14N, &mut octets), Ok(()));
        assert_eq!(octets, b"<a></a>");
    });
}

#[test]
fn source_text_of_every_kind() {
    let text = "<?xml version='1.0'?>\r\n<!-- c --><?p  d ?>\n<a  b='1'\r\n a = \"x&#10;y&#x9;'>&quot;\t\" >\r\nx &amp; y &gt; > &#13; &lt;<![CDATA[<&>\r\n]]><b\n/><c ></c\n><!-- i\r\n --><?q?>ế</a >\n<?r s?><!-- e -->\n";
    let expected = "<!-- c -->\n<?p d ?>\n<a a=\"x&#xA;y&#x9;'>&quot; \" b=\"1\">\nx &amp; y &gt; &gt; &#xD; &lt;&lt;&amp;&gt;\n<b></b><c></c><!-- i\n --><?q?>ế</a>\n<?r s?>\n<!-- e -->";
    with(text, |document| {
        let set = NodeSet::subtree(NodeId::DOCUMENT);
        for method in [C14N, C14N11, EXCLUSIVE] {
            same(&octets(document, &set, &method.clone().with_comments()), expected, "with comments");
            let bare = expected.replace("<!-- c -->\n", "").replace("\n<!-- e -->", "").replace("<!-- i\n -->", "");
            same(&octets(document, &set, &method), &bare, "without comments");
            same(&octets(document, &set.without_comments(), &method.with_comments()), &bare, "comments not in the node set");
        }
    });
}

#[test]
fn blank_text_is_left_out_between_elements_only() {
    let text = "<a>\n <b> </b>\n <c>x <d/> </c>\r\n <e xml:space='preserve'> <f/> <g xml:space='default'> <h/></g></e> &#32;<i/> <![CDATA[ ]]></a>";
    let expected =
        "<a><b> </b><c>x <d></d></c><e xml:space=\"preserve\"> <f></f> <g xml:space=\"default\"><h></h></g></e>  <i></i>  </a>";
    with(text, |document| {
        same(&octets(document, &NodeSet::subtree(document.root().id()).without_blank_text(), &C14N), expected, "");
    });
}

/// Whole documents, with comments, against `xmllint`: every vector and every sample.
#[test]
fn libxml2_agrees() {
    if Command::new("xmllint").arg("--version").output().is_err() {
        suites::skipped("libxml2_agrees", "xmllint is not installed");
        return;
    }
    let mut inputs: Vec<PathBuf> = Vec::new();
    if let Some(suite) = suites::suite("xmldsig-vectors") {
        inputs.extend(crate::vectors::files(&suite.join("xmldsig-vectors/santuario")).into_iter().step_by(7));
        inputs.extend(crate::vectors::files(&suite.join("xmldsig-vectors/xmlsec")).into_iter().step_by(7));
    }
    if let Some(samples) = suites::shared("samples/vn-einvoice") {
        inputs.extend(crate::vectors::files(&samples).into_iter().step_by(4));
    }
    let (mut agreed, mut refused) = (0, 0);
    for input in &inputs {
        for (method, option) in [(C14N, "--c14n"), (C14N11, "--c14n11"), (EXCLUSIVE, "--exc-c14n")] {
            match (ours(input, &method.with_comments()), theirs(input, option)) {
                (Some(Ok(ours)), Some(theirs)) => {
                    // xmllint ends its output with a line end of its own in some versions.
                    let theirs = String::from_utf8(theirs).unwrap();
                    assert_eq!(String::from_utf8(ours).unwrap(), theirs, "{} {option}", input.display());
                    agreed += 1;
                }
                (Some(Err(_)), None) => refused += 1,
                (Some(Err(error)), Some(_)) => panic!("{}: {error}", input.display()),
                // A document type declaration, or not well-formed.
                (None, _) => {}
                (Some(Ok(_)), None) => panic!("{} {option}: libxml2 refuses", input.display()),
            }
        }
    }
    suites::say(&format!("c14n: {agreed} canonical forms equal libxml2's, {refused} refused by both"));
    assert!(inputs.is_empty() || agreed > 250);
}

fn ours(input: &Path, method: &Method<'_>) -> Option<Result<Vec<u8>, Error>> {
    let limits = Limits::default();
    let bytes = std::fs::read(input).unwrap();
    let source = Source::decode(&bytes, &limits).ok()?;
    let document = Document::parse(&source, &limits).ok()?;
    let mut octets = Vec::new();
    Some(canonicalize(&document, &NodeSet::subtree(NodeId::DOCUMENT), method, &mut octets).map(|()| octets))
}

fn theirs(input: &Path, option: &str) -> Option<Vec<u8>> {
    let output = Command::new("xmllint").args(["--nonet", option]).arg(input).output().unwrap();
    (output.status.success() && !output.stdout.is_empty()).then_some(output.stdout)
}
