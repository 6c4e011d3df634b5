//! Random sales, the same for the same seed.

use taxdoc::profile::vn::invoice::table::Need;
use taxdoc::profile::vn::invoice::table::Table;

use crate::case::Case;
use crate::case::Item;
use crate::common::vn_invoice;

/// SplitMix64 (Steele, Lea, Flood 2014).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Below `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// A number above 0 with up to so many digits on each side of the point.
    fn number(&mut self, whole: usize, fraction: usize) -> String {
        let mut text = (1 + self.below(9)).to_string();
        for _ in 0..self.below(whole) {
            text.push(self.digit());
        }
        let decimals = if self.one_in(2) { 0 } else { self.below(fraction + 1) };
        if decimals > 0 {
            text.push('.');
            (0..decimals).for_each(|_| text.push(self.digit()));
        }
        text
    }

    fn digit(&mut self) -> char {
        // Zeros and fives make the cases at the edge of rounding.
        self.pick(&['0', '0', '1', '2', '3', '4', '5', '5', '6', '7', '8', '9'])
    }
}

/// A sale of every table of invoices that has lines or totals: form symbols 1 to 9, from a POS or not, every version.
pub(crate) fn sale(random: &mut Random) -> Case {
    let tables: Vec<&'static Table> = vn_invoice::tables().collect();
    let table = random.pick(&tables);
    let has = |path: &str| table.row(&format!("DLHDon/{path}")).is_some();
    let mandatory = |path: &str| table.row(&format!("DLHDon/{path}")).is_some_and(|row| !matches!(row.need, Need::Optional));
    // A POS sells for đồng.
    let currency =
        if mandatory("TTChung/DVTTe") { random.pick(&["VND", "VND", "VND", "VND", "USD", "EUR", "JPY", "CNY"]) } else { "VND" };
    let adjustment = random.one_in(6);
    let rates = rates(random, table);
    let mut case = Case {
        table,
        currency,
        exchange_rate: (currency != "VND").then(|| random.number(5, 2)),
        adjustment,
        policy: random.pick(&["line", "line", "rate", "document"]),
        lines: Vec::new(),
        fees: Vec::new(),
        other_reduction: None,
        untaxed_reduction: None,
        trade_ratio: None,
    };
    for index in 0..1 + random.below(8) {
        let line = line(random, &case, &rates, index == 0);
        case.lines.push(line);
    }
    let names = [None, Some("Phí bảo vệ môi trường"), Some("Phí & lệ phí <A>")];
    if has("NDHDon/TToan/DSLPhi") && random.one_in(4) {
        case.fees = (0..1 + random.below(2)).map(|_| (random.pick(&names), random.number(5, 2))).collect();
    }
    if has("NDHDon/TToan/TGTKhac") && random.one_in(10) {
        case.other_reduction = Some(random.number(4, 0));
    }
    if has("NDHDon/TToan/TGTKCThue") && random.one_in(10) {
        case.untaxed_reduction = Some(random.number(4, 0));
    }
    // Sales invoices alone know the direct method.
    if matches!(table.form().facts().kind, "2" | "9") && currency == "VND" && random.one_in(4) {
        case.trade_ratio = Some(random.pick(&["1", "2", "3", "5"]));
    }
    case
}

/// The rates that the lines choose from; none in an invoice without VAT.
fn rates(random: &mut Random, table: &Table) -> Vec<&'static str> {
    const LIST: &[&str] = &["0%", "5%", "8%", "10%", "10%", "8%", "KCT", "KKKNT", "KHAC:7%", "KHAC:05.26%", "KHAC"];
    if !table.form().facts().is("vat") {
        return Vec::new();
    }
    let lease = table.row("DLHDon/TTChung/HDCTTChinh").is_some();
    match random.below(7) {
        0 if lease => vec!["CTTC"],
        _ => (0..1 + random.below(3)).map(|_| random.pick(LIST)).collect(),
    }
}

fn line(random: &mut Random, case: &Case, rates: &[&str], first: bool) -> Item {
    let adjustment = case.adjustment;
    // The tables of symbols 3, 4 and 6 have no discount of a line, those of slips no nature of a line.
    let has = |field: &str| case.table.row(&format!("DLHDon/NDHDon/DSHHDVu/HHDVu/{field}")).is_some();
    let nature = match random.pick(&["goods", "goods", "goods", "goods", "promotion", "discount", "note"]) {
        _ if !has("TChat") => "goods",
        _ if first => "goods",
        nature => nature,
    };
    let special = nature == "goods" && has("TTHHDTrung") && random.one_in(12);
    let mut item = Item { nature, special, ..Item::default() };
    if nature == "note" {
        return item;
    }
    if !rates.is_empty() {
        item.rate = Some(random.pick(rates).to_owned());
    }
    let takes_back = random.one_in(if adjustment { 2 } else { 12 });
    let sign = |text: String, negative: bool| if negative { format!("-{text}") } else { text };
    match nature {
        "discount" => item.amount = Some(sign(random.number(4, 2), random.one_in(2))),
        "promotion" => {
            item.quantity = Some(random.number(3, 0));
            item.price = Some(if random.one_in(2) { "0".to_owned() } else { random.number(6, 0) });
        }
        _ if random.one_in(5) => item.amount = Some(sign(random.number(9, 6), takes_back)),
        // As large as the format allows: 8 and 13 digits make 21.
        _ if random.one_in(20) => {
            item.quantity = Some(sign(random.number(8, 6), takes_back));
            item.price = Some(random.number(11, 6));
        }
        _ => {
            item.quantity = Some(sign(random.number(4, 3), takes_back));
            item.price = Some(random.number(7, 4));
        }
    }
    if has("STCKhau") && nature == "goods" && random.one_in(3) {
        if random.one_in(2) {
            item.discount_rate = Some(random.pick(&["5", "10", "2.5", "33.3333", "100", "12.75", "0.05"]).to_owned());
        } else {
            item.discount = Some(sign(random.number(4, 2), random.one_in(4)));
        }
    }
    if matches!(item.rate.as_deref(), Some("CTTC" | "KHAC")) && nature != "promotion" {
        item.tax = Some(sign(random.number(5, 0), takes_back));
    }
    item
}
