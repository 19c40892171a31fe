//! The inverse of a large symmetric positive definite matrix, in place and in slices.
//!
//! Blocks of the diagonal are swept one after the other (Goodnight, 1979, “A tutorial on the SWEEP
//! operator”): with K the rows of the block, R all others and `P = A_KK⁻¹`, by the block's Cholesky
//! factor,
//!
//! ```text
//! A_KK ← −P      A_KR ← P A_KR      A_RR ← A_RR − A_RK P A_KR
//! ```
//!
//! When all are swept, A holds −A⁻¹; when only those of the rows S are, A_SS holds −(A_SS)⁻¹, so
//! work that is stopped half-way leaves the inverse of the leading part. As A stays symmetric
//! only its upper triangle is kept up: n³ / 2 multiply-adds, as by a Cholesky factor of the
//! whole, nearly all of them in products of blocks.

use super::{axpy, solve};

/// Rows of a block.
const BLOCK: usize = 64;
/// A tile of the product: as many sums as fit into vector registers.
const ROWS: usize = 4;
const COLUMNS: usize = 8;

/// A block's diagonal is not positive: the matrix is not positive definite, or too close to it
/// for single precision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotPositiveDefinite;

/// An inversion under way.
#[derive(Debug)]
pub struct Inverse {
    /// `(n, n)`, row-major; only the upper triangle is read.
    a: Vec<f32>,
    n: usize,
    /// Rows before this one are swept.
    swept: usize,
    /// Within the block from `swept` on: rows before this one are up to date.
    updated: usize,
    /// Rows before this one have the sign of the inverse, and their columns as well.
    mirrored: usize,
    /// `(⌈n / ROWS⌉, BLOCK)`: A_KR by tiles of columns.
    left: Vec<[f32; ROWS]>,
    /// `(⌈n / COLUMNS⌉, BLOCK)`: P A_KR by tiles of columns.
    right: Vec<[f32; COLUMNS]>,
    /// `(BLOCK, n)` twice: both as rows.
    rows: Vec<f32>,
    products: Vec<f32>,
}

impl Inverse {
    /// The number of rows that a matrix of `n` rows must be filled up to, with ones on the
    /// diagonal: tiles are whole.
    pub fn padded(n: usize) -> usize {
        n.next_multiple_of(COLUMNS)
    }

    /// Bytes that inverting a matrix of `n` rows takes, the matrix included.
    pub fn bytes(n: usize) -> u64 {
        let n = Inverse::padded(n) as u64;
        4 * n * (n + 4 * BLOCK as u64)
    }

    /// From the upper triangle of an `(n, n)` matrix, `n` as by [`Inverse::padded`].
    pub fn new(a: Vec<f32>, n: usize) -> Self {
        assert!(n.is_multiple_of(COLUMNS) && a.len() == n * n, "a whole number of tiles");
        Inverse {
            a,
            n,
            swept: 0,
            updated: 0,
            mirrored: 0,
            left: vec![[0.0; ROWS]; n / ROWS * BLOCK],
            right: vec![[0.0; COLUMNS]; n / COLUMNS * BLOCK],
            rows: vec![0.0; BLOCK * n],
            products: vec![0.0; BLOCK * n],
        }
    }

    /// True when every row is swept and stands in both triangles.
    pub fn is_done(&self) -> bool {
        self.swept == self.n && self.mirrored == self.n
    }

    /// Brings some rows up to date with the present block, or in the end into both triangles; returns about the number of
    /// multiply-adds that take as long.
    ///
    /// # Errors
    /// When the matrix is not positive definite.
    pub fn step(&mut self) -> Result<usize, NotPositiveDefinite> {
        if self.swept == self.n {
            return Ok(self.mirror());
        }
        let mut work = 0;
        if self.updated == 0 {
            self.begin_block()?;
            work += BLOCK * BLOCK * self.n;
        }
        work += self.update_rows();
        if self.updated == self.n {
            self.swept = (self.swept + BLOCK).min(self.n);
            self.updated = 0;
        }
        Ok(work)
    }

    /// The whole inverse at once, both triangles: `(n, n)`.
    ///
    /// # Errors
    /// As [`Inverse::step`].
    pub fn all(mut self) -> Result<Vec<f32>, NotPositiveDefinite> {
        while !self.is_done() {
            self.step()?;
        }
        Ok(self.a)
    }

    /// The inverse of the swept part, both triangles: `(n, n)` with the number of rows swept,
    /// zeros beyond. A block that was begun is brought to its end.
    ///
    /// # Errors
    /// As [`Inverse::step`].
    pub fn finish(mut self) -> Result<(Vec<f32>, usize), NotPositiveDefinite> {
        while self.updated > 0 {
            self.step()?;
        }
        while self.mirrored < self.n {
            self.mirror();
        }
        Ok((self.a, self.swept))
    }

    /// Puts the next rows, as many as a block has, with their sign into both triangles; zeros beyond what is swept.
    fn mirror(&mut self) -> usize {
        let (n, a) = (self.n, &mut self.a);
        let band = self.mirrored..(self.mirrored + BLOCK).min(n);
        self.mirrored = band.end;
        // Tile by tile, so that the rows of the other triangle stay in the cache.
        for first in (band.start..n).step_by(BLOCK) {
            for i in band.clone() {
                for j in first.max(i)..(first + BLOCK).min(n) {
                    let x = if j < self.swept { -a[i * n + j] } else { 0.0 };
                    a[i * n + j] = x;
                    a[j * n + i] = x;
                }
            }
        }
        8 * band.len() * (n - band.start)
    }

    /// The rows of the present block.
    fn block(&self) -> std::ops::Range<usize> {
        self.swept..(self.swept + BLOCK).min(self.n)
    }

    /// Copies A_KR, makes P and P A_KR of it, and puts both into tiles.
    fn begin_block(&mut self) -> Result<(), NotPositiveDefinite> {
        let (n, block) = (self.n, self.block());
        let (a, size) = (&self.a, block.len());
        for (row, i) in self.rows.chunks_exact_mut(n).zip(block.clone()) {
            // What lies left of the diagonal stands above it.
            for (j, x) in row[..i].iter_mut().enumerate() {
                *x = a[j * n + i];
            }
            row[i..].copy_from_slice(&a[i * n + i..(i + 1) * n]);
        }
        let mut factor = vec![0.0; size * size];
        for (factor, row) in factor.chunks_exact_mut(size).zip(self.rows.chunks_exact(n)) {
            factor.copy_from_slice(&row[block.clone()]);
        }
        if !solve::cholesky(&mut factor, size) {
            return Err(NotPositiveDefinite);
        }
        let mut inverse = vec![0.0; size];
        for (i, product) in self.products.chunks_exact_mut(n).take(size).enumerate() {
            inverse.fill(0.0);
            inverse[i] = 1.0;
            solve::cholesky_solve(&factor, size, &mut inverse);
            product.fill(0.0);
            for (x, row) in inverse.iter().zip(self.rows.chunks_exact(n)) {
                axpy(*x, row, product);
            }
            // In place of P A_KK = 1 stands −P itself, as it will in the matrix.
            for (product, x) in product[block.clone()].iter_mut().zip(&inverse) {
                *product = -x;
            }
        }
        for (k, (row, product)) in self.rows.chunks_exact(n).zip(self.products.chunks_exact(n)).enumerate() {
            for (tile, x) in row.as_chunks().0.iter().enumerate() {
                self.left[tile * BLOCK + k] = *x;
            }
            for (tile, x) in product.as_chunks().0.iter().enumerate() {
                self.right[tile * BLOCK + k] = *x;
            }
        }
        Ok(())
    }

    /// Brings the next rows, as many as a block has, up to date.
    fn update_rows(&mut self) -> usize {
        let (n, block) = (self.n, self.block());
        let band = self.updated..(self.updated + BLOCK).min(n);
        self.updated = band.end;
        if band == block {
            for (i, product) in block.clone().zip(self.products.chunks_exact(n)) {
                self.a[i * n + i..(i + 1) * n].copy_from_slice(&product[i..]);
            }
            return 0;
        }
        if band.start < block.start {
            for i in band.clone() {
                for (x, product) in
                    self.a[i * n..][block.clone()].iter_mut().zip(self.products.chunks_exact(n))
                {
                    *x = product[i];
                }
            }
        }
        let mut work = 0;
        for column in (band.start..n).step_by(COLUMNS).filter(|column| !block.contains(column)) {
            let right = &self.right[column / COLUMNS * BLOCK..][..block.len()];
            // Tiles below the diagonal are not kept up.
            for row in band.clone().step_by(ROWS).take_while(|row| *row < column + COLUMNS) {
                let left = &self.left[row / ROWS * BLOCK..][..block.len()];
                let sums = product(left, right);
                for (r, sums) in sums.iter().enumerate() {
                    let at = (row + r) * n + column;
                    for (x, sum) in self.a[at..at + COLUMNS].iter_mut().zip(sums) {
                        *x -= sum;
                    }
                }
                work += ROWS * COLUMNS * block.len();
            }
        }
        work
    }
}

/// `leftᵀ right` of two tiles: each sum adds up in order of k, natively and in wasm.
#[inline]
fn product(left: &[[f32; ROWS]], right: &[[f32; COLUMNS]]) -> [[f32; COLUMNS]; ROWS] {
    let mut sums = [[0.0; COLUMNS]; ROWS];
    for (left, right) in left.iter().zip(right) {
        for (sums, x) in sums.iter_mut().zip(left) {
            for (sum, y) in sums.iter_mut().zip(right) {
                *sum += x * y;
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::dot;
    use crate::random::Random;

    /// `YᵀY / n + I` of random rows, padded; both triangles.
    fn positive_definite(n: usize) -> Vec<f32> {
        let padded = Inverse::padded(n);
        let mut random = Random::new(n as u64);
        let mut a = vec![0.0; padded * padded];
        let mut y = vec![0.0; padded];
        for _ in 0..n {
            random.fill_normal(&mut y[..n], 1.0);
            for i in 0..n {
                axpy(y[i] / n as f32, &y, &mut a[i * padded..(i + 1) * padded]);
            }
        }
        for i in 0..padded {
            a[i * padded + i] += 1.0;
        }
        a
    }

    /// The largest difference of `a b` to one, over the leading `part` rows and columns.
    fn off(a: &[f32], b: &[f32], n: usize, part: usize) -> f32 {
        let mut worst = 0f32;
        for i in 0..part {
            for j in 0..part {
                let one = if i == j { 1.0 } else { 0.0 };
                worst = worst.max((dot(&a[i * n..][..part], &b[j * n..][..part]) - one).abs());
            }
        }
        worst
    }

    #[test]
    fn the_inverse_times_the_matrix_is_one_for_sizes_around_the_blocks() {
        for n in [1, 2, 7, 8, 9, 63, 64, 65, 127, 130, 200] {
            let (a, padded) = (positive_definite(n), Inverse::padded(n));
            let b = Inverse::new(a.clone(), padded).all().unwrap();
            let worst = off(&a, &b, padded, padded);
            assert!(worst < 1e-5, "n = {n}: off by {worst}");
        }
    }

    #[test]
    fn stopped_half_way_it_is_the_inverse_of_the_leading_part() {
        let n = 200;
        let a = positive_definite(n);
        for steps in 0..12 {
            let mut inverse = Inverse::new(a.clone(), n);
            for _ in 0..steps {
                inverse.step().unwrap();
            }
            let (b, swept) = inverse.finish().unwrap();
            // Four bands to a block; a block that was begun counts.
            assert_eq!(swept, (steps as usize).div_ceil(4) * BLOCK);
            assert!(off(&a, &b, n, swept) < 1e-5);
            assert!(b[swept * n..].iter().all(|x| *x == 0.0));
        }
    }

    #[test]
    fn a_matrix_that_is_not_positive_definite_is_told() {
        let mut a = positive_definite(70);
        a[66 * 72 + 66] = -3.0;
        let mut inverse = Inverse::new(a, 72);
        let mut outcome = Ok(0);
        while outcome.is_ok() && !inverse.is_done() {
            outcome = inverse.step();
        }
        assert_eq!(outcome, Err(NotPositiveDefinite));
    }
}
