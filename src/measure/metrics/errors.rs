//! How far predicted ratings are from the true ones.

use super::Metric;
use crate::kernel;

/// Sums of errors over all test rows.
#[derive(Debug, Clone, Default)]
pub struct Errors {
    squared: f64,
    absolute: f64,
    rows: usize,
}

impl Errors {
    /// Adds predictions and what they should have been.
    pub fn add(&mut self, predicted: &[f32], truth: &[f32]) {
        for (p, t) in predicted.iter().zip(truth) {
            let e = f64::from(*p) - f64::from(*t);
            self.squared += e * e;
            self.absolute += e.abs();
        }
        self.rows += predicted.len().min(truth.len());
        debug_assert!(kernel::all_finite(predicted));
    }

    /// Adds those of others.
    pub fn append(&mut self, others: &Errors) {
        self.squared += others.squared;
        self.absolute += others.absolute;
        self.rows += others.rows;
    }

    /// As numbers, for [`Errors::of`].
    pub fn numbers(&self) -> [f64; 3] {
        [self.squared, self.absolute, self.rows as f64]
    }

    /// From [`Errors::numbers`].
    pub fn of([squared, absolute, rows]: [f64; 3]) -> Self {
        Errors { squared, absolute, rows: rows as usize }
    }

    /// Number of predictions added.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// A rating metric of everything added.
    pub fn metric(&self, metric: Metric) -> f64 {
        let rows = self.rows.max(1) as f64;
        match metric {
            Metric::Rmse => libm::sqrt(self.squared / rows),
            Metric::Mse => self.squared / rows,
            _ => self.absolute / rows,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_worked_out_by_hand() {
        let mut errors = Errors::default();
        errors.add(&[3.0, 4.0], &[4.0, 4.0]);
        errors.add(&[1.0], &[3.0]);
        assert!((errors.metric(Metric::Mse) - 5.0 / 3.0).abs() < 1e-12);
        assert!((errors.metric(Metric::Mae) - 1.0).abs() < 1e-12);
        assert!((errors.metric(Metric::Rmse) - (5.0f64 / 3.0).sqrt()).abs() < 1e-12);
    }
}
