//! Principal components of item factors: the two directions in which items differ most.
//!
//! The `(k, k)` covariance is summed up row by row, its first two eigenvectors are found by power iteration with
//! deflation, and the rows are projected onto them: each part in slices, so that whoever waits can pause in between.

use crate::model::STEP_WORK;
use ndarray::ArrayView2;

/// The first two principal components of the rows of a matrix.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pca {
    /// Each row's coordinate on the first component, `(n)`.
    pub x: Vec<f32>,
    /// Each row's coordinate on the second component, `(n)`; zeros when there is only one.
    pub y: Vec<f32>,
    /// Share of the total variance that each component has, 0 to 1.
    pub variance: [f32; 2],
}

/// Iterations at most; the components of a picture need no more precision.
const SWEEPS: u32 = 500;

/// A projection under way. Every step must be given the same `(n, k)` matrix. Each component's sign is chosen so that
/// its largest loading is positive, so the same factors always give the same picture.
#[derive(Debug)]
pub struct Projection {
    stage: Stage,
    /// `(k)`, `(k, k)`.
    mean: Vec<f64>,
    covariance: Vec<f64>,
    total: f64,
    /// The present direction and, as scratch, the next one, `(k)`.
    direction: Vec<f64>,
    moved: Vec<f64>,
    directions: Vec<Vec<f64>>,
    result: Pca,
}

/// What the next slice is about, with the row or the iteration where it begins.
#[derive(Debug, Clone, Copy)]
enum Stage {
    Mean(usize),
    Covariance(usize),
    Iteration(u32),
    Rows(usize),
    Done,
}

impl Projection {
    /// Of a matrix with `k` columns.
    pub fn new(k: usize) -> Self {
        Projection {
            stage: Stage::Mean(0),
            mean: vec![0.0; k],
            covariance: vec![0.0; k * k],
            total: 0.0,
            direction: Vec::new(),
            moved: vec![0.0; k],
            directions: Vec::new(),
            result: Pca::default(),
        }
    }

    /// How much is done, about, 0 to 1.
    pub fn fraction(&self, n: usize) -> f32 {
        let share = |row: usize| row as f32 / n.max(1) as f32;
        match self.stage {
            Stage::Mean(row) => 0.1 * share(row),
            Stage::Covariance(row) => 0.1 + 0.6 * share(row),
            Stage::Iteration(_) => 0.7 + 0.1 * self.directions.len() as f32,
            Stage::Rows(row) => 0.9 + 0.1 * share(row),
            Stage::Done => 1.0,
        }
    }

    /// The next slice; true when all is done.
    pub fn step(&mut self, factors: ArrayView2<'_, f32>) -> bool {
        let (n, k) = factors.dim();
        // Plain loops in f64 take about four times as long as the kernels that the unit of work is named after.
        let rows_for = |each: usize| (STEP_WORK / (4 * each as u64 + 64)).max(1) as usize;
        let Some(all) = factors.to_slice().filter(|all| !all.is_empty()) else {
            self.result = Pca { x: vec![0.0; n], y: vec![0.0; n], variance: [0.0; 2] };
            self.stage = Stage::Done;
            return true;
        };
        let rows = |from: usize, to: usize| all[from * k..to * k].chunks_exact(k);
        self.stage = match self.stage {
            Stage::Mean(from) => {
                let to = n.min(from + rows_for(k));
                rows(from, to).for_each(|row| {
                    self.mean.iter_mut().zip(row).for_each(|(mean, x)| *mean += f64::from(*x) / n as f64);
                });
                if to < n { Stage::Mean(to) } else { Stage::Covariance(0) }
            }
            Stage::Covariance(from) => {
                let to = n.min(from + rows_for(k * k));
                let mut centred = vec![0.0; k];
                for row in rows(from, to) {
                    for ((c, x), m) in centred.iter_mut().zip(row).zip(&self.mean) {
                        *c = f64::from(*x) - m;
                    }
                    for (line, c) in self.covariance.chunks_exact_mut(k).zip(&centred) {
                        add(line, c / n as f64, &centred);
                    }
                }
                if to < n {
                    Stage::Covariance(to)
                } else {
                    self.total = (0..k).map(|i| self.covariance[i * k + i]).sum();
                    Stage::Iteration(0)
                }
            }
            Stage::Iteration(from) => self.iterate(from, rows_for(k * k) as u32),
            Stage::Rows(from) => {
                let to = n.min(from + rows_for(2 * k));
                for (direction, out) in self.directions.iter().zip([&mut self.result.x, &mut self.result.y]) {
                    let centre = inner(&self.mean, direction);
                    let place = |row: &[f32]| {
                        let sum: f64 = row.iter().zip(direction).map(|(x, d)| f64::from(*x) * d).sum();
                        (sum - centre) as f32
                    };
                    out.extend(rows(from, to).map(place));
                }
                if to < n { Stage::Rows(to) } else { Stage::Done }
            }
            Stage::Done => Stage::Done,
        };
        matches!(self.stage, Stage::Done)
    }

    /// Power iteration towards the next component, `most` times at most before it returns.
    fn iterate(&mut self, from: u32, most: u32) -> Stage {
        let k = self.mean.len();
        if from == 0 {
            // A start with a part in every direction, none of them favoured by symmetry.
            self.direction = (0..k).map(|i| 1.0 + i as f64 / k as f64).collect();
        }
        let mut variance = 0.0;
        for sweep in from..SWEEPS {
            if sweep - from == most {
                return Stage::Iteration(sweep);
            }
            for (out, line) in self.moved.iter_mut().zip(self.covariance.chunks_exact(k)) {
                *out = inner(line, &self.direction);
            }
            variance = inner(&self.moved, &self.moved).sqrt();
            if variance < 1e-30 {
                (self.direction, variance) = (vec![0.0; k], 0.0);
                break;
            }
            self.moved.iter_mut().for_each(|x| *x /= variance);
            let step: f64 = self.moved.iter().zip(&self.direction).map(|(x, v)| (x - v) * (x - v)).sum();
            std::mem::swap(&mut self.moved, &mut self.direction);
            if step < 1e-18 {
                break;
            }
        }
        let largest =
            self.direction.iter().copied().fold(0.0, |a: f64, b| if b.abs() > a.abs() { b } else { a });
        if largest < 0.0 {
            self.direction.iter_mut().for_each(|x| *x = -*x);
        }
        // Deflation: what the component explains is taken out.
        for (line, d) in self.covariance.chunks_exact_mut(k).zip(&self.direction) {
            add(line, -d * variance, &self.direction);
        }
        self.result.variance[self.directions.len()] =
            if self.total > 0.0 { (variance / self.total) as f32 } else { 0.0 };
        self.directions.push(std::mem::take(&mut self.direction));
        if self.directions.len() < 2 { Stage::Iteration(0) } else { Stage::Rows(0) }
    }

    /// The coordinates; empty unless all was done.
    pub fn finish(self) -> Pca {
        self.result
    }
}

fn inner(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn add(to: &mut [f64], factor: f64, x: &[f64]) {
    to.iter_mut().zip(x).for_each(|(to, x)| *to += factor * x);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    fn pca2(factors: ArrayView2<'_, f32>) -> Pca {
        let mut projection = Projection::new(factors.ncols());
        let mut last = 0.0;
        while !projection.step(factors) {
            let now = projection.fraction(factors.nrows());
            assert!((last..=1.0).contains(&now), "{last} then {now}");
            last = now;
        }
        projection.finish()
    }

    #[test]
    fn planted_directions_are_found_in_order_of_variance() {
        let mut random = Random::new(4);
        let n = 2000;
        // Variance 9 along (3, 4, 0) / 5, variance 1 along z, little elsewhere; mean (1, 2, 3).
        let rows: Vec<f32> = (0..n)
            .flat_map(|_| {
                let (a, b, c) = (3.0 * random.normal(), random.normal(), 0.05 * random.normal());
                [1.0 + 0.6 * a - 0.8 * c, 2.0 + 0.8 * a + 0.6 * c, 3.0 + b].map(|x| x as f32)
            })
            .collect();
        let pca = pca2(ArrayView2::from_shape((n, 3), &rows).unwrap());
        assert!((pca.variance[0] - 0.9).abs() < 0.02, "{:?}", pca.variance);
        assert!((pca.variance[1] - 0.1).abs() < 0.02, "{:?}", pca.variance);
        let along = |i: usize| 0.6 * (rows[3 * i] - 1.0) + 0.8 * (rows[3 * i + 1] - 2.0);
        assert!((0..n).all(|i| (pca.x[i] - along(i)).abs() < 0.3));
        let mean = pca.x.iter().sum::<f32>() / n as f32;
        assert!(mean.abs() < 1e-3);
    }

    #[test]
    fn flat_and_empty_matrices_have_no_components() {
        let flat = pca2(ArrayView2::from_shape((3, 2), &[1.0; 6]).unwrap());
        assert_eq!((flat.x, flat.variance), (vec![0.0; 3], [0.0; 2]));
        let one = pca2(ArrayView2::from_shape((3, 1), &[1.0, 2.0, 3.0]).unwrap());
        assert!((one.variance[0] - 1.0).abs() < 1e-6 && one.y.iter().all(|&y| y == 0.0));
        assert!(pca2(ArrayView2::from_shape((0, 2), &[]).unwrap()).x.is_empty());
        // A model without factors has a map on which everything lies in one place.
        let none = pca2(ArrayView2::from_shape((3, 0), &[]).unwrap());
        assert_eq!((none.x, none.y), (vec![0.0; 3], vec![0.0; 3]));
    }

    #[test]
    fn many_wide_rows_take_many_slices() {
        let mut rows = vec![0.0; 3000 * 300];
        Random::new(1).fill_normal(&mut rows, 1.0);
        let factors = ArrayView2::from_shape((3000, 300), &rows).unwrap();
        let mut projection = Projection::new(300);
        let steps = (0..).take_while(|_| !projection.step(factors)).count();
        // 3000 rows of 300² products are sixteen slices of work.
        assert!(steps > 15, "{steps}");
    }
}
