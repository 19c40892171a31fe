//! The normal distribution as probit models need it: its function, the inverse, and draws from
//! a part of it.

use crate::random::Random;

/// Φ(x): the share of a standard normal distribution below x.
#[inline]
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2)
}

/// The density φ(x).
#[inline]
pub fn normal_pdf(x: f64) -> f64 {
    const SCALE: f64 = 0.398_942_280_401_432_7;
    SCALE * libm::exp(-0.5 * x * x)
}

/// Φ⁻¹(p) for p in (0, 1), with a relative error below 1.2·10⁻⁹ (Acklam's rational
/// approximation, 2003).
pub fn normal_quantile(p: f64) -> f64 {
    const A: [f64; 6] = [
        -3.969683028665376e1,
        2.209460984245205e2,
        -2.759285104469687e2,
        1.38357751867269e2,
        -3.066479806614716e1,
        2.506628277459239,
    ];
    const B: [f64; 6] = [
        -5.447609879822406e1,
        1.615858368580409e2,
        -1.556989798598866e2,
        6.680131188771972e1,
        -1.328068155288572e1,
        1.0,
    ];
    const C: [f64; 6] = [
        -7.784894002430293e-3,
        -3.223964580411365e-1,
        -2.400758277161838,
        -2.549732539343734,
        4.374664141464968,
        2.938163982698783,
    ];
    const D: [f64; 5] =
        [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1.0];
    let polynomial = |c: &[f64], x: f64| c.iter().fold(0.0, |sum, c| sum * x + c);
    let tail = |p: f64| {
        let q = libm::sqrt(-2.0 * libm::log(p));
        polynomial(&C, q) / polynomial(&D, q)
    };
    if p < 0.02425 {
        tail(p)
    } else if p > 1.0 - 0.02425 {
        -tail(1.0 - p)
    } else {
        let q = p - 0.5;
        let r = q * q;
        polynomial(&A, r) * q / polynomial(&B, r)
    }
}

/// A draw from the standard normal distribution between `low` and `high` (infinite ends are
/// allowed), by inversion. `below_low` and `below_high` are Φ of the ends.
#[inline]
pub fn normal_between(low: f64, high: f64, below_low: f64, below_high: f64, random: &mut Random) -> f64 {
    if low > 0.0 {
        // In the upper tail Φ is 1 to the last digit; the mirrored lower tail keeps its digits.
        return -normal_between(-high, -low, normal_cdf(-high), normal_cdf(-low), random);
    }
    let p = below_low + random.uniform() * (below_high - below_low);
    // So far out that nothing is left of Φ, the draw is all but at the nearer end.
    let draw = if p > 0.0 { normal_quantile(p) } else { high };
    draw.max(low).min(high)
}

/// The mean of that distribution.
pub fn mean_between(low: f64, high: f64) -> f64 {
    let share =
        if low > 0.0 { normal_cdf(-low) - normal_cdf(-high) } else { normal_cdf(high) - normal_cdf(low) };
    if share < 1e-30 {
        return if low > 0.0 { low } else { high };
    }
    (normal_pdf(low) - normal_pdf(high)) / share
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_invert_known_values_of_the_distribution() {
        // Tables: Φ(1.959964) = 0.975, Φ(−3.090232) = 0.001.
        assert!((normal_cdf(1.959_963_985) - 0.975).abs() < 1e-9);
        assert!((normal_cdf(-3.090_232_306) - 0.001).abs() < 1e-9);
        for i in -700..=500 {
            let x = f64::from(i) / 100.0;
            let back = normal_quantile(normal_cdf(x));
            assert!((back - x).abs() < 1e-6 * x.abs().max(1.0), "{x} became {back}");
        }
    }

    #[test]
    fn draws_stay_between_the_ends_and_have_the_mean() {
        let mut random = Random::new(4);
        for (low, high) in
            [(-1.0, 0.5), (1.0, 2.0), (f64::NEG_INFINITY, -2.0), (3.0, f64::INFINITY), (9.0, 9.5)]
        {
            let mut sum = 0.0;
            for _ in 0..20_000 {
                let x = normal_between(low, high, normal_cdf(low), normal_cdf(high), &mut random);
                assert!((low..=high).contains(&x), "{x} in {low}..{high}");
                sum += x / 20_000.0;
            }
            let mean = mean_between(low, high);
            assert!((sum - mean).abs() < 0.01, "{low}..{high}: mean {sum}, expected {mean}");
        }
        assert_eq!(mean_between(60.0, 61.0), 60.0);
    }
}
