//! In JSON: a string, never a number, which readers would round.

use std::fmt;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::de;

use crate::decimal::Decimal;

/// As a string in canonical notation.
impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// From a string as [`Decimal::parse`] reads it, or from an integer; a number with a fraction or an exponent is refused, because
/// whoever wrote it may have rounded it and whoever reads it would.
impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl de::Visitor<'_> for Text {
            type Value = Decimal;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a decimal number in a string")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Decimal, E> {
                Decimal::parse(text).map_err(|error| E::custom(error))
            }

            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Decimal, E> {
                Ok(Decimal::from(value))
            }

            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Decimal, E> {
                Ok(Decimal::from(value))
            }
        }

        deserializer.deserialize_any(Text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn becomes_a_json_string() {
        assert_eq!(serde_json::to_string(&Decimal::new(10_850, 2)).unwrap(), "\"108.5\"");
    }

    #[test]
    fn is_read_from_a_string_or_an_integer_and_from_nothing_else() {
        let read = serde_json::from_str::<Decimal>;
        assert_eq!(read("\"-33333.50\"").unwrap(), Decimal::new(-33_333_500, 3));
        assert_eq!(read("-7").unwrap(), Decimal::from(-7));
        assert_eq!(read("18446744073709551615").unwrap(), Decimal::from(u64::MAX));
        for refused in ["0.1", "1e3", "18446744073709551616", "\"1,5\"", "\"\"", "null", "true", "[]"] {
            assert!(read(refused).is_err(), "{refused}");
        }
    }
}
