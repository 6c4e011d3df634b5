//! From words to number.

use crate::decimal::Decimal;
use crate::profile::vn::words::currency::Currency;
use crate::profile::vn::words::currency::minor_at;
use crate::profile::vn::words::currency::name_at;
use crate::profile::vn::words::fold::fold;

/// Bytes of text that are looked at. `TgTTTBChu` holds 255 characters of at most three bytes, decomposed of at most seven.
const LONGEST: usize = 2_048;

/// What the words say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spoken {
    /// The amount without its sign: as grammar has it, and as people shorten it ("một trăm hai" for 120). Mostly the same.
    pub(super) readings: [Decimal; 2],
    pub(super) negative: bool,
    /// Currencies that bear the name that was said.
    pub(super) named: Option<&'static [&'static str]>,
}

/// Reads an amount; `None` when any word of it is not understood. `currency` is what the invoice says, so that its code is known.
pub(super) fn read(text: &str, currency: &Currency<'_>) -> Option<Spoken> {
    if text.len() > LONGEST {
        return None;
    }
    let folded = fold(text);
    let mut reader = Reader { rest: &folded, code: currency.code, named: None };
    let negative = reader.opening();
    let [units, shortened] = reader.number()?;
    let mut parts = reader.fraction()?;
    let [mut units, mut shortened] = [units, shortened].map(Decimal::from);
    let mut minor = None;
    if parts.is_zero()
        && let Some(part) = reader.minor_name()
    {
        // Nothing but cents.
        parts = units.times(part).ok().filter(|parts| *parts < Decimal::ONE)?;
        (units, shortened) = (Decimal::ZERO, Decimal::ZERO);
        minor = Some(part);
    }
    while !reader.rest.is_empty() {
        if reader.currency()? || reader.any(CLOSINGS) {
            continue;
        }
        // "và năm xu"; each kind of part once, the larger first.
        let [count, _] = reader.number()?;
        let part = reader.minor_name().filter(|part| minor.is_none_or(|last| *part < last))?;
        let more = Decimal::from(count).times(part).ok().filter(|more| *more < minor.unwrap_or(Decimal::ONE))?;
        parts = parts.plus(more).ok()?;
        minor = Some(part);
    }
    let readings = [units.plus(parts).ok()?, shortened.plus(parts).ok()?];
    Some(Spoken { readings, negative, named: reader.named })
}

/// Words before the amount that say nothing about it: "Số tiền viết bằng chữ:", "Điều chỉnh giảm".
const OPENINGS: &[&str] =
    &["so", "tien", "bang", "chu", "viet", "ghi", "tong", "cong", "thanh", "toan", "la", "dieu", "chinh", "tang", "giam"];

/// Words after the amount, or between its parts.
const CLOSINGS: &[&str] = &["chan", "tron", "va", "le", "only"];

/// Folded text, read word by word.
#[derive(Clone, Copy)]
struct Reader<'a> {
    rest: &'a str,
    code: &'a str,
    named: Option<&'static [&'static str]>,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> &'a str {
        self.rest.split(' ').next().unwrap_or_default()
    }

    fn skip(&mut self, length: usize) {
        self.rest = self.rest.get(length..).unwrap_or_default().trim_start();
    }

    /// Skips the next word when it is one of these.
    fn any(&mut self, words: &[&str]) -> bool {
        let word = self.peek();
        let found = words.contains(&word);
        if found {
            self.skip(word.len());
        }
        found
    }

    /// Skips what stands before the amount; whether it is said to be negative.
    fn opening(&mut self) -> bool {
        let mut negative = false;
        loop {
            if self.any(&["am", "tru"]) {
                negative = true;
            } else if !self.any(OPENINGS) && !self.any(&["vnd"]) {
                return negative;
            }
        }
    }

    /// Skips the name of a currency; `None` when another one was named before.
    fn currency(&mut self) -> Option<bool> {
        let Some(name) = name_at(self.rest) else {
            let word = self.peek();
            let found = !word.is_empty() && word.eq_ignore_ascii_case(self.code);
            self.skip(if found { word.len() } else { 0 });
            return Some(found);
        };
        self.skip(name.length);
        // "đồng" also counts pieces of any currency ("mười đồng đô la"), and shared names are made precise ("đô la, USD").
        self.named = Some(match self.named {
            None | Some(["VND"]) => name.codes,
            Some(before) if before.iter().all(|code| name.codes.contains(code)) => before,
            Some(before) if name.codes.iter().all(|code| before.contains(code)) => name.codes,
            Some(_) => return None,
        });
        Some(true)
    }

    /// Skips the name of a part of the unit; what part it is.
    fn minor_name(&mut self) -> Option<Decimal> {
        let (parts, length) = minor_at(self.rest)?;
        self.skip(length);
        Some(Decimal::new(1, if parts == 10 { 1 } else { 2 }))
    }

    /// Reads a whole number: groups below a thousand, each with its unit, in every manner of counting above a billion:
    /// "một nghìn hai trăm tỷ", "một nghìn tỷ hai trăm tỷ", "một tỷ hai trăm triệu tỷ", "một nghìn hai trăm triệu".
    ///
    /// A unit multiplies what was said since the last larger one.
    fn number(&mut self) -> Option<[u128; 2]> {
        let mut terms = Vec::<Term>::with_capacity(8);
        loop {
            let group = self.group()?;
            let Some(unit) = self.unit() else {
                if let Some(group) = group {
                    // "một triệu hai" for 1 200 000.
                    let short =
                        terms.last().filter(|_| group.lone_digit).map_or(group.short, |term| group.plain * (term.unit / 10));
                    terms.push(Term { values: [group.plain, short], unit: 1 });
                }
                break;
            };
            let (mut values, low) = match group {
                Some(group) => ([group.plain, group.short], 1),
                None => terms.pop().filter(|term| unit == BILLION || term.unit < unit).map(|term| (term.values, term.unit))?,
            };
            let low = unit.checked_mul(low)?;
            while let Some(term) = terms.last().copied() {
                if low < term.unit && values.first()?.checked_mul(unit)? < term.unit {
                    break;
                }
                if unit != BILLION && term.unit >= unit {
                    return None;
                }
                values = add(values, term.values)?;
                terms.pop();
            }
            let [plain, short] = values.map(|value| value.checked_mul(unit));
            terms.push(Term { values: [plain?, short?], unit: low });
        }
        terms.first()?;
        terms.into_iter().try_fold([0, 0], |sum, term| add(sum, term.values))
    }

    fn unit(&mut self) -> Option<u128> {
        let units: [(&[&str], u128); 3] = [(&["nghin", "ngan"], 1_000), (&["trieu"], 1_000_000), (&["ty", "ti"], BILLION)];
        units.into_iter().find_map(|(words, unit)| self.any(words).then_some(unit))
    }

    /// Reads a number below a thousand; `Some(None)` when there is none.
    fn group(&mut self) -> Option<Option<Group>> {
        let (mut hundreds, mut tens, mut digit) = (None, None, None);
        let (mut linked, mut begun) = (false, false);
        loop {
            if let Some(next) = number_of(self.peek()) {
                if let Some(last) = digit.replace(next) {
                    // "hai lăm": the ten is left out.
                    if tens.is_some() || linked || last == 0 || next == 0 {
                        return None;
                    }
                    tens = Some(last);
                }
                self.skip(self.peek().len());
            } else if self.any(&["muoi", "chuc"]) {
                if tens.is_some() {
                    return None;
                }
                tens = Some(digit.take().unwrap_or(1));
            } else if self.any(&["tram"]) {
                if hundreds.is_some() || tens.is_some() {
                    return None;
                }
                hundreds = Some(digit.take()?);
                linked = false;
            } else if self.any(&["linh", "le"]) {
                if linked || tens.is_some() || digit.is_some() {
                    return None;
                }
                linked = true;
            } else if linked && tens.is_none() && digit.is_none() {
                return None;
            } else {
                break;
            }
            begun = true;
        }
        if !begun {
            return Some(None);
        }
        let ones = digit.unwrap_or(0);
        let plain = hundreds.unwrap_or(0) * 100 + tens.unwrap_or(0) * 10 + ones;
        let bare = tens.is_none() && !linked;
        // "một trăm hai" for 120.
        let short = if bare && hundreds.is_some() { plain + ones * 9 } else { plain };
        let places = if hundreds.is_some() { 3 } else { 1 + u8::from(tens.is_some() || linked) };
        Some(Some(Group { plain, short, lone_digit: bare && hundreds.is_none(), places }))
    }

    /// Reads what follows "phẩy": digit by digit, or as a number ("hai mươi lăm"), zeros in front said apart. Zero when there is
    /// no fraction.
    fn fraction(&mut self) -> Option<Decimal> {
        /// Decimals of the format are 6; people may say zeros after them.
        const LONGEST: u8 = 12;

        if !self.any(&["phay", "cham"]) {
            return Some(Decimal::ZERO);
        }
        let (mut mantissa, mut scale) = (0_u128, 0_u8);
        loop {
            // A digit that does not belong to what follows it.
            let mut ahead = *self;
            let digit = number_of(ahead.peek()).filter(|_| {
                ahead.skip(ahead.peek().len());
                !["muoi", "chuc", "tram", "linh", "le"].contains(&ahead.peek())
            });
            let (value, places) = match digit {
                Some(digit) => {
                    *self = ahead;
                    (digit, 1)
                }
                None => match self.group()? {
                    Some(group) => (group.plain, group.places),
                    None => break,
                },
            };
            scale += places;
            if scale > LONGEST {
                return None;
            }
            mantissa = mantissa * 10_u128.pow(places.into()) + value;
        }
        (scale > 0).then(|| Decimal::from(mantissa).times(Decimal::new(1, scale)).ok())?
    }
}

const BILLION: u128 = 1_000_000_000;

/// A part of a number and the unit it counts: two thousand billion is 2 × 10^12 of the unit 10^12.
#[derive(Clone, Copy)]
struct Term {
    values: [u128; 2],
    unit: u128,
}

/// A number below a thousand.
struct Group {
    plain: u128,
    short: u128,
    lone_digit: bool,
    /// Digits it fills after a decimal point.
    places: u8,
}

fn add(a: [u128; 2], b: [u128; 2]) -> Option<[u128; 2]> {
    let ([a, a_short], [b, b_short]) = (a, b);
    Some([a.checked_add(b)?, a_short.checked_add(b_short)?])
}

fn number_of(word: &str) -> Option<u128> {
    Some(match word {
        "khong" => 0,
        "mot" => 1,
        "hai" => 2,
        "ba" => 3,
        "bon" | "tu" => 4,
        "nam" | "lam" | "nham" => 5,
        "sau" => 6,
        "bay" => 7,
        "tam" => 8,
        "chin" => 9,
        _ => return None,
    })
}
