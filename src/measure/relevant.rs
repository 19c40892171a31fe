//! Which test items count as found when a list names them.

use crate::decimal::decimal;
use crate::error::{Error, Result};
use crate::model::{Person, least_liked};
use crate::ratings::{Feedback, Ratings};

/// A notion of relevance.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum Relevant {
    /// `all`: whatever the person rated or chose.
    #[default]
    All,
    /// `liked`: ratings at or above the person's own mean in training; all choices.
    Liked,
    /// A number: ratings (or counts) at or above it.
    AtLeast(f32),
}

impl Relevant {
    /// Reads `all`, `liked` or a number.
    ///
    /// # Errors
    /// For anything else.
    pub fn parse(text: &str) -> Result<Self> {
        match (text.trim(), decimal::<f32>(text.trim())) {
            ("all", _) => Ok(Relevant::All),
            ("liked", _) => Ok(Relevant::Liked),
            (_, Some(value)) if value.is_finite() => Ok(Relevant::AtLeast(value)),
            _ => Err(Error::parameter("metric", "relevant", "all, liked or a number", format!("“{text}”"))),
        }
    }

    /// The least test value of this person that is relevant. Somebody without training ratings is taken for average.
    pub fn least(self, train: &Ratings, person: &Person<'_>) -> f32 {
        match (self, train.feedback()) {
            (Relevant::All, _) => f32::NEG_INFINITY,
            (Relevant::AtLeast(value), _) => value,
            (Relevant::Liked, Feedback::Implicit) => f32::NEG_INFINITY,
            (Relevant::Liked, Feedback::Explicit) if person.items.is_empty() => train.mean(),
            (Relevant::Liked, feedback) => least_liked(feedback, person.values),
        }
    }
}

impl std::fmt::Display for Relevant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Relevant::All => f.write_str("all"),
            Relevant::Liked => f.write_str("liked"),
            Relevant::AtLeast(value) => write!(f, "{value}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ratings::Builder;

    #[test]
    fn relevance_is_judged_by_the_persons_own_mean_or_by_a_value() {
        for name in ["all", "liked", "3.5"] {
            assert_eq!(Relevant::parse(name).unwrap().to_string(), name);
        }
        assert!(Relevant::parse("much").is_err() && Relevant::parse("nan").is_err());
        let mut b = Builder::default();
        for (user, item, value) in [("u", "x", 1.0), ("u", "y", 4.0), ("v", "x", 5.0)] {
            b.rating(user, item, value, None);
        }
        let ratings = b.build().unwrap().ratings;
        let least = |relevant: Relevant, user| relevant.least(&ratings, &Person::of(&ratings, user));
        assert_eq!((least(Relevant::Liked, 0), least(Relevant::Liked, 1)), (2.5, 5.0));
        assert!((least(Relevant::Liked, 9) - 10.0 / 3.0).abs() < 1e-6, "nobody known");
        assert_eq!(least(Relevant::AtLeast(4.0), 0), 4.0);
        assert_eq!(least(Relevant::All, 0), f32::NEG_INFINITY);
    }
}
