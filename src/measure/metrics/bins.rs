//! How well probabilities are calibrated.

/// Predicted probabilities beside what happened, in ten bins of equal width.
#[derive(Debug, Clone, Default)]
pub struct Bins([(u32, f64, u32); BINS]);

/// Number of bins of a calibration.
const BINS: usize = 10;

impl Bins {
    /// Adds predictions for what came true, or for what did not. What is not a number counts as the most wrong.
    pub fn add(&mut self, probabilities: &[f32], came_true: bool) {
        for &p in probabilities {
            let p = if p.is_nan() { f64::from(u8::from(!came_true)) } else { f64::from(p.clamp(0.0, 1.0)) };
            let bin = &mut self.0[((p * BINS as f64) as usize).min(BINS - 1)];
            bin.0 += 1;
            bin.1 += p;
            bin.2 += u32::from(came_true);
        }
    }

    /// Adds those of others.
    pub fn append(&mut self, others: &Bins) {
        for (own, other) in self.0.iter_mut().zip(&others.0) {
            *own = (own.0 + other.0, own.1 + other.1, own.2 + other.2);
        }
    }

    /// As numbers, for [`Bins::of`].
    pub fn numbers(&self) -> [f64; 3 * BINS] {
        std::array::from_fn(|at| match (at % 3, self.0[at / 3]) {
            (0, bin) => f64::from(bin.0),
            (1, bin) => bin.1,
            (_, bin) => f64::from(bin.2),
        })
    }

    /// From [`Bins::numbers`].
    pub fn of(numbers: [f64; 3 * BINS]) -> Self {
        let bin = |at: usize| &numbers[3 * at..][..3];
        Bins(std::array::from_fn(|at| (bin(at)[0] as u32, bin(at)[1], bin(at)[2] as u32)))
    }

    /// The expected calibration error; see [`Metric::Calibration`](super::Metric::Calibration).
    pub fn error(&self) -> f64 {
        let all: u32 = self.0.iter().map(|bin| bin.0).sum();
        let off = |(_, predicted, came_true): &(u32, f64, u32)| (predicted - f64::from(*came_true)).abs();
        self.0.iter().map(off).sum::<f64>() / f64::from(all.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calibration_worked_out_by_hand() {
        // 0.25 for four of which two come true: off by 0.25. 0.9 for one that does: off by 0.1.
        let mut bins = Bins::default();
        bins.add(&[0.25, 0.25, 0.9], true);
        bins.add(&[0.25, 0.25], false);
        assert!((bins.error() - (4.0 * 0.25 + 0.1) / 5.0).abs() < 1e-7, "{}", bins.error());
        let mut wrong = Bins::default();
        wrong.add(&[f32::NAN, 0.0], true);
        wrong.add(&[1.0, f32::NAN], false);
        assert_eq!((wrong.error(), Bins::default().error()), (1.0, 0.0));
    }
}
