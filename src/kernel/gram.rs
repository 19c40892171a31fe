//! Sums of outer products `Σ w · y yᵀ`, the larger part of alternating least squares.
//!
//! Rows are first packed side by side, padded to a multiple of the tile's width. A tile of four
//! by eight sums then stays in registers while it runs down the packed rows, so each number
//! loaded serves many products. Only tiles that touch the upper triangle are computed.

/// Height of a tile.
pub(super) const HIGH: usize = 4;
/// Width of a tile, and what a packed row's length is a multiple of.
pub(super) const WIDE: usize = 8;
/// Rows packed before they are summed: 16 KiB at 64 factors, which fits the first cache.
const BLOCK: usize = 64;

/// Adds outer products of rows of length `k` to the upper triangle of a `(k, k)` matrix.
#[derive(Debug, Clone)]
pub struct Gram {
    k: usize,
    stride: usize,
    packed: Vec<f32>,
    filled: usize,
}

impl Gram {
    /// For rows of length `k`.
    pub fn new(k: usize) -> Self {
        let stride = k.next_multiple_of(WIDE);
        Gram { k, stride, packed: vec![0.0; BLOCK * stride], filled: 0 }
    }

    /// Takes in `weight · y yᵀ` for the first `k` elements of `y`; `weight` must not be negative.
    /// The sum reaches `out`, row-major `(k, k)`, after [`Gram::flush`] at the latest.
    #[inline(never)]
    pub fn add(&mut self, weight: f32, y: &[f32], out: &mut [f32]) {
        let at = self.filled * self.stride;
        let root = if weight == 1.0 { 1.0 } else { weight.sqrt() };
        for (packed, y) in self.packed[at..at + self.k].iter_mut().zip(y) {
            *packed = root * y;
        }
        self.filled += 1;
        if self.filled == BLOCK {
            self.flush(out);
        }
    }

    /// Adds what is still packed to the upper triangle of `out`.
    pub fn flush(&mut self, out: &mut [f32]) {
        let (k, stride) = (self.k, self.stride);
        let rows = &self.packed[..self.filled * stride];
        for i in (0..k).step_by(HIGH) {
            for j in (i / WIDE * WIDE..k).step_by(WIDE) {
                let tile = super::gram_tile(rows, stride, i, j);
                let width = WIDE.min(k - j);
                for (row, sums) in tile.iter().enumerate().take(k - i) {
                    let at = (i + row) * k + j;
                    for (out, sum) in out[at..at + width].iter_mut().zip(sums) {
                        *out += sum;
                    }
                }
            }
        }
        self.filled = 0;
    }
}

/// Copies the upper triangle of a row-major `(k, k)` matrix to the lower one.
pub fn mirror(a: &mut [f32], k: usize) {
    for i in 1..k {
        for j in 0..i {
            a[i * k + j] = a[j * k + i];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[test]
    fn a_known_sum() {
        let (mut gram, mut out) = (Gram::new(2), vec![0.0; 4]);
        gram.add(1.0, &[1.0, 2.0], &mut out);
        gram.add(4.0, &[3.0, -1.0], &mut out);
        gram.flush(&mut out);
        mirror(&mut out, 2);
        assert_eq!(out, [37.0, -10.0, -10.0, 8.0]);
    }

    #[test]
    fn sums_are_those_of_the_definition_for_every_size() {
        let mut random = Random::new(2);
        for k in (0..20).chain([63, 64, 65]) {
            for n in [0, 1, BLOCK - 1, BLOCK, 2 * BLOCK + 5] {
                let mut rows = vec![0.0; n * k];
                random.fill_normal(&mut rows, 1.0);
                let (mut gram, mut out) = (Gram::new(k), vec![0.0; k * k]);
                let weight = |r: usize| (r % 3) as f32;
                for r in 0..n {
                    gram.add(weight(r), &rows[r * k..(r + 1) * k], &mut out);
                }
                gram.flush(&mut out);
                mirror(&mut out, k);
                for i in 0..k {
                    for j in 0..k {
                        let term = |r: usize| f64::from(weight(r) * rows[r * k + i] * rows[r * k + j]);
                        let sum: f64 = (0..n).map(term).sum();
                        let off = (f64::from(out[i * k + j]) - sum).abs();
                        assert!(off < 1e-3, "k = {k}, n = {n}, ({i}, {j}): off by {off}");
                    }
                }
            }
        }
    }
}
