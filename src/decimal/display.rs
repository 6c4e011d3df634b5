//! Plain notation: no exponent, no grouping, a point before the fraction.

use std::fmt;

use crate::decimal::Decimal;
use crate::decimal::magnitude::CAPACITY;
use crate::decimal::value::Wide;

/// Room for the longest number: 116 digits, or a zero and 115 decimals, and the point.
const LENGTH: usize = CAPACITY as usize + 3;

impl Decimal {
    /// Shows the number with all the fraction digits it was written or computed with.
    ///
    /// ```
    /// use taxdoc::decimal::Decimal;
    ///
    /// let amount = Decimal::parse("01500.50")?;
    /// assert_eq!(amount.as_written().to_string(), "1500.50");
    /// assert_eq!(amount.to_string(), "1500.5");
    /// # Ok::<(), taxdoc::decimal::ParseError>(())
    /// ```
    pub fn as_written(&self) -> impl fmt::Display {
        AsWritten(*self)
    }
}

/// The canonical text: no zeros at the end of the fraction, no point without a fraction.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        AsWritten(self.normalize()).fmt(f)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Decimal({})", self.as_written())
    }
}

struct AsWritten(Decimal);

impl fmt::Display for AsWritten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wide = self.0.wide();
        let mut buffer = [0; LENGTH];
        let used = wide.write_backwards(&mut buffer);
        let text = buffer.get(LENGTH - used..).and_then(|text| str::from_utf8(text).ok()).unwrap_or_default();
        f.pad_integral(!wide.negative, "", text)
    }
}

impl Wide {
    /// Writes the number without its sign at the end of the buffer and returns its length.
    fn write_backwards(&self, buffer: &mut [u8; LENGTH]) -> usize {
        /// Decimal digits taken from the magnitude at a time.
        const STEP: u32 = 19;

        let mut used = 0;
        let mut cells = buffer.iter_mut().rev();
        let mut put = |byte| {
            if let Some(cell) = cells.next() {
                *cell = byte;
                used += 1;
            }
        };
        let mut rest = self.magnitude;
        let mut place = 0_u8;
        loop {
            let (quotient, mut digits) = rest.divide(10_u64.pow(STEP));
            rest = quotient;
            for _ in 0..STEP {
                if place == self.scale && place > 0 {
                    put(b'.');
                }
                put(b'0' + (digits % 10) as u8);
                digits /= 10;
                place += 1;
                if digits == 0 && place > self.scale && rest.is_zero() {
                    return used;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_plain_notation() {
        let wide = format!("1{}", "0".repeat(60));
        for (text, canonical, written) in [
            ("0", "0", "0"),
            ("0.00", "0", "0.00"),
            ("-.5", "-0.5", "-0.5"),
            ("+12.", "12", "12"),
            ("100", "100", "100"),
            ("-0001.2300", "-1.23", "-1.2300"),
            ("0.0000001", "0.0000001", "0.0000001"),
            ("10000000000000000000.0", "10000000000000000000", "10000000000000000000.0"),
            ("99999999999999999999999999999.50", "99999999999999999999999999999.5", "99999999999999999999999999999.50"),
            (&wide, &wide, &wide),
        ] {
            let value = Decimal::parse(text).unwrap();
            assert_eq!((value.to_string().as_str(), value.as_written().to_string().as_str()), (canonical, written));
            assert_eq!(Decimal::parse(canonical).unwrap(), value);
        }
    }

    #[test]
    fn the_longest_numbers_fit() {
        for text in ["9".repeat(115), format!("1{}", "0".repeat(115)), format!("0.{}1", "0".repeat(114))] {
            assert_eq!(Decimal::parse(&text).map(|value| value.to_string()), Ok(text));
        }
    }

    #[test]
    fn keeps_to_the_width_asked_for() {
        assert_eq!(
            format!("{:>6}|{:<6}|{:?}", Decimal::new(-15, 1), Decimal::ONE, Decimal::new(50, 1)),
            "  -1.5|1     |Decimal(5.0)"
        );
    }
}
