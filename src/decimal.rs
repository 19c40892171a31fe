//! Decimal fractions, read from text to the nearest number that there is.

use lexical_parse_float::FromLexical;

/// The nearest number: digits with a point or without, maybe with an exponent, or one of the words for what is not finite.
pub fn decimal<N: FromLexical>(text: &str) -> Option<N> {
    N::from_lexical(text.as_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_the_standard_library_takes_for_a_number_is_one() {
        for text in ["", ".", "-", "+", "e5", "1e", "1e+", "1.5.", "0x10", "1_0", " 1", "1 ", "−1", "1,5"] {
            assert_eq!((decimal::<f32>(text), text.parse::<f32>().ok()), (None, None), "{text}");
        }
        for text in ["0", "-0", "+7", "1.", ".5", "1e5", "1E-5", "1e+5", "007", "1e400", "-1e-400", "inf"] {
            assert_eq!(decimal::<f64>(text), text.parse().ok(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn numbers_are_read_to_the_last_bit(
            bits in any::<u32>(), wide in any::<u64>(), places in 0usize..30, digits in "[0-9]{1,40}\\.?[0-9]{0,40}",
        ) {
            for x in [f64::from(f32::from_bits(bits)), f64::from_bits(wide)] {
                for text in [format!("{x}"), format!("{x:e}"), format!("{x:.places$}"), digits.clone()] {
                    let (narrow, expected) = (decimal::<f32>(&text), text.parse::<f32>().ok());
                    prop_assert_eq!(narrow.map(f32::to_bits), expected.map(f32::to_bits), "{}", text);
                    let (wide, expected) = (decimal::<f64>(&text), text.parse::<f64>().ok());
                    prop_assert_eq!(wide.map(f64::to_bits), expected.map(f64::to_bits), "{}", text);
                }
            }
        }
    }
}
