//! Invoices made for measuring, and the floor under the work on a signed one.

use quick_xml::NsReader;
use quick_xml::events::Event;
use ring::digest;
use ring::signature;
use taxdoc::Limits;
use taxdoc::xml::Document;
use taxdoc::xml::Node;
use taxdoc::xml::Source;
use x509_parser::certificate::X509Certificate;
use x509_parser::pem::parse_x509_pem;
use x509_parser::prelude::FromDer as _;

use super::example;

const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";

/// An unsigned VAT invoice with that many lines, all of whose amounts agree.
pub(crate) fn with_lines(lines: u64) -> Vec<u8> {
    let net = lines * 100_000;
    let tax = net / 10;
    let mut xml = String::with_capacity(usize::try_from(lines).expect("a length in memory") * 260 + 2_000);
    xml.push_str(
        "<HDon><DLHDon Id=\"D\"><TTChung><PBan>2.1.0</PBan><THDon>Hóa đơn giá trị gia tăng</THDon><KHMSHDon>1</KHMSHDon>\
         <KHHDon>K25TTX</KHHDon><SHDon>1</SHDon><NLap>2025-11-20</NLap><HDCTTChinh>0</HDCTTChinh><DVTTe>VND</DVTTe>\
         <HTTToan>TM/CK</HTTToan><MSTTCGP>0108888870</MSTTCGP></TTChung><NDHDon><NBan><Ten>CÔNG TY THỬ</Ten><MST>0109999982</MST>\
         <DChi>Số 1 phố Thử Nghiệm, Hà Nội</DChi></NBan><NMua><Ten>CÔNG TY MUA THỬ</Ten><MST>0309999972</MST>\
         <DChi>Số 2 đường Kiểm Tra</DChi></NMua><DSHHDVu>",
    );
    for line in 1..=lines {
        xml.push_str("<HHDVu><TChat>1</TChat><STT>");
        // The format gives the ordinal number four digits.
        xml.push_str(&((line - 1) % 9_999 + 1).to_string());
        xml.push_str(
            "</STT><MHHDVu>NM40</MHHDVu><THHDVu>Nước mắm cốt cá cơm 40 độ đạm, chai thủy tinh 500 ml</THHDVu><DVTinh>Chai</DVTinh>\
             <SLuong>2</SLuong><DGia>50000</DGia><ThTien>100000</ThTien><TSuat>10%</TSuat></HHDVu>",
        );
    }
    xml.push_str("</DSHHDVu><TToan><THTTLTSuat><LTSuat><TSuat>10%</TSuat><ThTien>");
    xml.push_str(&net.to_string());
    xml.push_str("</ThTien><TThue>");
    xml.push_str(&tax.to_string());
    xml.push_str("</TThue></LTSuat></THTTLTSuat><TgTCThue>");
    xml.push_str(&net.to_string());
    xml.push_str("</TgTCThue><TgTThue>");
    xml.push_str(&tax.to_string());
    xml.push_str("</TgTThue><TgTTTBSo>");
    xml.push_str(&(net + tax).to_string());
    // In words; a wrong wording is a warning only, and the same one at every size.
    xml.push_str("</TgTTTBSo><TgTTTBChu>Không đồng</TgTTTBChu></TToan></NDHDon></DLHDon></HDon>");
    xml.into_bytes()
}

/// One bare pass over the events of a document with its namespaces resolved. Gives their number.
pub(crate) fn events(xml: &[u8]) -> usize {
    let mut reader = NsReader::from_reader(xml);
    let mut count = 0;
    while !matches!(reader.read_resolved_event().expect("well-formed").1, Event::Eof) {
        count += 1;
    }
    count
}

/// What no verifier of a signed document can do without: an event pass, the digest of what each reference signs, and one RSA
/// verification a signature (DESIGN §6).
pub(crate) struct Floor<'x> {
    xml: &'x [u8],
    signed: Vec<(&'x [u8], &'static digest::Algorithm)>,
    signatures: usize,
    rsa: Rsa,
}

impl<'x> Floor<'x> {
    /// The floor of that document; every reference in it must name an element by its Id.
    pub(crate) fn of(xml: &'x [u8]) -> Self {
        let limits = Limits::default();
        let source = Source::decode(xml, &limits).expect("well-formed");
        let document = Document::parse(&source, &limits).expect("well-formed");
        let all = || document.root().descendants().filter(Node::is_element);
        let signed = all().filter(|node| node.is(DSIG, "Reference")).map(|reference| {
            let uri = reference.attribute("URI").expect("a reference names its target");
            let target = all().find(|node| node.attribute("Id").is_some_and(|id| uri.strip_prefix('#') == Some(&id)));
            let method = reference.child("DigestMethod").expect("a reference has a digest method");
            let sha1 = method.attribute("Algorithm").is_some_and(|algorithm| algorithm.ends_with("#sha1"));
            let bytes = xml.get(target.expect("the target is there").range()).expect("a range of the document");
            (bytes, if sha1 { &digest::SHA1_FOR_LEGACY_USE_ONLY } else { &digest::SHA256 })
        });
        let signed: Vec<_> = signed.collect();
        let signatures = all().filter(|node| node.is(DSIG, "Signature")).count();
        assert!(!signed.is_empty() && signatures > 0, "the document is signed");
        Self { xml, signed, signatures, rsa: Rsa::of_the_test_root() }
    }

    /// All of it, once.
    pub(crate) fn run(&self) -> usize {
        let count = events(self.xml);
        self.run_signatures();
        count
    }

    /// Digests and verifications, without the event pass.
    pub(crate) fn run_signatures(&self) {
        for (bytes, algorithm) in &self.signed {
            std::hint::black_box(digest::digest(algorithm, bytes));
        }
        for _ in 0..self.signatures {
            self.rsa.verify();
        }
    }

    /// How many signatures the document has.
    pub(crate) fn signatures(&self) -> u64 {
        self.signatures as u64
    }
}

/// A genuine RSA-2048 SHA-256 signature: that of the self-signed test root.
struct Rsa {
    key: Vec<u8>,
    message: Vec<u8>,
    signature: Vec<u8>,
}

impl Rsa {
    fn of_the_test_root() -> Self {
        let der = parse_x509_pem(&example("test-root.pem")).expect("PEM").1.contents;
        let (_, certificate) = X509Certificate::from_der(&der).expect("DER");
        let key = certificate.public_key().subject_public_key.data.to_vec();
        assert_eq!(key.len(), 270, "the key of the test root is RSA-2048");
        Self { key, message: certificate.tbs_certificate.as_ref().to_vec(), signature: certificate.signature_value.data.to_vec() }
    }

    fn verify(&self) {
        let key = signature::UnparsedPublicKey::new(&signature::RSA_PKCS1_2048_8192_SHA256, &self.key);
        key.verify(&self.message, &self.signature).expect("the root signed itself");
    }
}
