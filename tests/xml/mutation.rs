//! Small documents like real ones, and seeded damage to them.

/// Documents that together use every construct.
pub(crate) const SEEDS: &[&str] = &[
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<HDon><DLHDon Id=\"data\"><TTChung><PBan>2.1.0</PBan>\
     <THDon>Hóa đơn giá trị gia tăng</THDon><SHDon>1</SHDon></TTChung></DLHDon></HDon>",
    "<TDiep>\r\n  <TTChung><MLTDiep>200</MLTDiep></TTChung>\r\n  <DLieu><HDon/><HDon  /></DLieu>\r\n</TDiep>\r\n",
    "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\" Id='s'><SignedInfo><Reference URI=\"#data\"/></SignedInfo>\
     <Object><SignatureProperties xmlns=\"\"/></Object></Signature>",
    "<p:a xmlns:p='u' xmlns:q='v' p:b=\"1\" q:b='2' b='&lt;&#10;&#x1EBF;'><q:c xmlns:q='w' q:d=''/></p:a>",
    "<!-- head --><?go on?><a>&amp;&#13;<![CDATA[<&]]]]><!-- - - --><?x?>]]&gt;</a><!-- tail -->",
    "<a xml:lang='vi' xml:space=\"preserve\">\t😀 ế e\u{301} \u{FFFD}</a>\n",
];

/// Pieces that are likely to matter to a parser.
const PIECES: &[&[u8]] = &[
    b"<",
    b">",
    b"/",
    b"&",
    b";",
    b"'",
    b"\"",
    b"=",
    b"]]>",
    b"-->",
    b"--",
    b"?>",
    b"<?",
    b"<!--",
    b"<![CDATA[",
    b"]]",
    b"</",
    b"/>",
    b" ",
    b"\t",
    b"\r",
    b"\n",
    b"\0",
    b":",
    b"xmlns",
    b"xmlns:p='u'",
    b"xml",
    b"<?xml version='1.0'?>",
    b"&lt;",
    b"&#0;",
    b"&#x10FFFF;",
    b"&#xD800;",
    b"a",
    b"1",
    b"-",
    b".",
    b"\xC3\x97",
    b"\xE1\xBA\xBF",
    b"\xCC\x81",
    b"\xEF\xBF\xBE",
    b"\xEF\xBB\xBF",
    b"\x80",
    b"\xFF",
    b"\xED\xA0\x80",
    b"\xC2\x85",
    b"\xE2\x80\xA8",
    b"p:",
    b"<b/>",
    b" b='1'",
    b"<b>",
    b"</b>",
    b"#",
    b"&p;",
    b"\x7F",
    b"\x01",
];

/// A small generator of numbers (xorshift64*), so that a seed means the same damage for ever.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from(self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33).unwrap() % bound.max(1)
    }
}

/// One of the seeds with one to three pieces of damage.
pub(crate) fn damaged(seed: u64) -> Vec<u8> {
    let mut random = Random::new(seed + 1);
    let mut bytes = SEEDS[random.below(SEEDS.len())].as_bytes().to_vec();
    for _ in 0..=random.below(3) {
        let at = random.below(bytes.len() + 1);
        let length = random.below(8).min(bytes.len() - at);
        match random.below(6) {
            0 => drop(bytes.drain(at..at + length)),
            1 => drop(bytes.drain(at..(at + 1).min(bytes.len()))),
            2 | 3 => drop(bytes.splice(at..at, PIECES[random.below(PIECES.len())].iter().copied())),
            4 => {
                let piece: Vec<u8> = bytes[at..at + length].to_vec();
                let to = random.below(bytes.len() + 1);
                drop(bytes.splice(to..to, piece));
            }
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << random.below(8);
                }
            }
        }
    }
    bytes
}
