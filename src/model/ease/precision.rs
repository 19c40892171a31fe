//! What is kept of the inverse, over items or over people, and products of it.

use super::regressors::{Lines, NOWHERE, Over, Regressors};
use crate::kernel::inverse::Inverse;
use crate::kernel::{axpy, axpy4, dot4};

/// What is kept of the inverse, made in slices.
pub(super) struct Precision {
    /// `(n, n)` in the design's order, once all rows are scaled: λ (XᵀX + λI)⁻¹ or λ (XXᵀ + λI)⁻¹.
    pub(super) inverse: Vec<f32>,
    /// The length of a row that is not scaled yet, and how many are.
    pub(super) padded: usize,
    pub(super) scaled: usize,
    /// Where the matrix is over people, λ times what λ P_ii lacks to 1, by the rows that are scaled: `(n_items)`.
    pub(super) sums: Vec<f64>,
    /// `(n_items)` in the end: λ P_ii; 1 for items that the model knows nothing of.
    pub(super) diagonal: Vec<f32>,
    /// Where the matrix is over people, X by items.
    pub(super) lines: Lines,
}

impl Precision {
    /// Of an inverse with rows that only fill up tiles, and what the design's lines are where they are needed.
    pub(super) fn of(inverse: Vec<f32>, lines: Lines, design: &Regressors) -> Self {
        let padded = Inverse::padded(design.order.len());
        let sums = vec![0.0; if design.side == Over::Users { design.ratings.n_items() } else { 0 }];
        Precision { inverse, padded, scaled: 0, sums, diagonal: Vec::new(), lines }
    }

    /// Of an inverse of the design's first rows alone: it drops the others.
    pub(super) fn stopped(inverse: Vec<f32>, rows: usize, design: &mut Regressors) -> Self {
        let precision = Precision::of(inverse, Lines::default(), design);
        design.truncate(rows);
        let lines = if design.side == Over::Users { Lines::all(design) } else { Lines::default() };
        Precision { lines, ..precision }
    }

    /// Multiplies rows by `scale`, until about `work` is used up; true when all is done, what stands on the diagonal as well.
    pub(super) fn step(
        &mut self,
        design: &Regressors,
        scale: f32,
        regularization: f32,
        mut work: u64,
    ) -> bool {
        let n = design.order.len();
        while self.scaled < n && work > 0 {
            // Without the columns that only filled up the tiles.
            let (from, to) = (self.scaled * self.padded, self.scaled * n);
            self.inverse.copy_within(from..from + n, to);
            let row = &mut self.inverse[to..to + n];
            row.iter_mut().for_each(|x| *x *= scale);
            work = work.saturating_sub(8 * n as u64);
            if design.side == Over::Users {
                for (item, line) in self.lines.up_to(design, self.scaled as u32) {
                    let Some((&(own, x), before)) = line.split_last() else { continue };
                    // Twice what stands left of the diagonal, and what stands on it.
                    let left: f32 = before.iter().map(|&(other, y)| y * row[other as usize]).sum();
                    self.sums[item as usize] += f64::from(x * (2.0 * left + x * row[own as usize]));
                }
                work = work.saturating_sub(self.lines.work(design, self.scaled as u32));
            }
            self.scaled += 1;
        }
        if self.scaled < n {
            return false;
        }
        self.inverse.truncate(n * n);
        let of_item = |item: usize| match design.side {
            Over::Items => match design.place[item] {
                NOWHERE => 1.0,
                place => self.inverse[place as usize * (n + 1)],
            },
            // Between 0 and 1 by its formula; rounding must not take it out of there.
            Over::Users => (1.0 - self.sums[item] / f64::from(regularization)).clamp(1e-6, 1.0) as f32,
        };
        self.diagonal = (0..design.ratings.n_items()).map(of_item).collect();
        true
    }
}

/// A symmetric matrix times a vector. Each number above the diagonal serves for the one below it as well, as it is
/// memory that this waits for, and four rows come from there side by side; where most of the vector is zero only the rows of
/// the others are looked at.
pub(super) fn symmetric_product(matrix: &[f32], x: &[f32]) -> Vec<f32> {
    /// Columns of four rows that stay in the first cache.
    const NEAR: usize = 1024;
    let n = x.len();
    let mut out = vec![0.0; n];
    let row = |i: usize| &matrix[i * n..(i + 1) * n];
    if 4 * x.iter().filter(|&&x| x != 0.0).count() < n {
        for (i, &x) in x.iter().enumerate().filter(|(_, x)| **x != 0.0) {
            axpy(x, row(i), &mut out);
        }
        return out;
    }
    for first in (0..n).step_by(4) {
        let end = n.min(first + 4);
        for i in first..end {
            out[i] += row(i)[i] * x[i];
            for j in i + 1..end {
                out[i] += row(i)[j] * x[j];
                out[j] += row(i)[j] * x[i];
            }
        }
        // Only a whole four has something to its right.
        for from in (end..n).step_by(NEAR) {
            let columns = from..n.min(from + NEAR);
            let rows = std::array::from_fn(|r| &row(first + r)[columns.clone()]);
            for (out, sum) in out[first..end].iter_mut().zip(dot4(rows, &x[columns.clone()])) {
                *out += sum;
            }
            axpy4(std::array::from_fn(|r| x[first + r]), rows, &mut out[columns]);
        }
    }
    out
}
