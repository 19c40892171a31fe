//! Small symmetric positive definite systems, as every row of alternating least squares has one.
//!
//! A matrix is a row-major `(k, k)` slice of which only the diagonal and what lies right of it
//! (the upper triangle) is read or written; nothing here allocates. To solve many systems, keep
//! one slice and fill it anew for each.

use super::{axpy, axpy4, dot};

/// Replaces the upper triangle of `a` by its Cholesky factor `U`, with `a = Uᵀ U`.
///
/// False when a pivot is not a positive number: the matrix is not positive definite, or not
/// finite, and `a` is then of no use. A little more on the diagonal (regularization) mends that.
#[must_use]
pub fn cholesky(a: &mut [f32], k: usize) -> bool {
    debug_assert!(a.len() >= k * k);
    // Four rows at a time, so that each row below is loaded and stored a quarter as often.
    let mut start = 0;
    while start < k {
        let end = (start + 4).min(k);
        for p in start..end {
            let (above, row) = a.split_at_mut(p * k);
            let row = &mut row[p..k];
            for q in start..p {
                let above = &above[q * k + p..q * k + k];
                axpy(-above[0], above, row);
            }
            let pivot = row[0];
            if !(pivot > 0.0 && pivot.is_finite()) {
                return false;
            }
            let scale = 1.0 / pivot.sqrt();
            row.iter_mut().for_each(|x| *x *= scale);
        }
        let (above, below) = a.split_at_mut(end * k);
        if end - start == 4 {
            let panel = &above[start * k..];
            for i in end..k {
                let x: [&[f32]; 4] = std::array::from_fn(|q| &panel[q * k + i..q * k + k]);
                let row = (i - end) * k;
                axpy4(x.map(|x| -x[0]), x, &mut below[row + i..row + k]);
            }
        }
        start = end;
    }
    true
}

/// Solves `Uᵀ U x = b`, with `U` from [`cholesky`]; `b` is `(k)` and becomes `x`.
pub fn cholesky_solve(u: &[f32], k: usize, b: &mut [f32]) {
    let b = &mut b[..k];
    for i in 0..k {
        let row = &u[i * k + i..(i + 1) * k];
        let (done, rest) = b.split_at_mut(i + 1);
        done[i] /= row[0];
        axpy(-done[i], &row[1..], rest);
    }
    for i in (0..k).rev() {
        let row = &u[i * k + i..(i + 1) * k];
        b[i] = (b[i] - dot(&row[1..], &b[i + 1..])) / row[0];
    }
}

/// [`cholesky_solve`] of four systems with the same matrix, side by side: `b` is `(k, 4)`.
pub fn cholesky_solve4(u: &[f32], k: usize, b: &mut [[f32; 4]]) {
    let b = &mut b[..k];
    for i in 0..k {
        let row = &u[i * k + i..(i + 1) * k];
        let (done, rest) = b.split_at_mut(i + 1);
        let own = &mut done[i];
        own.iter_mut().for_each(|x| *x /= row[0]);
        for (u, rest) in row[1..].iter().zip(rest) {
            rest.iter_mut().zip(*own).for_each(|(rest, x)| *rest -= u * x);
        }
    }
    for i in (0..k).rev() {
        let row = &u[i * k + i..(i + 1) * k];
        let mut own = b[i];
        for (u, done) in row[1..].iter().zip(&b[i + 1..]) {
            own.iter_mut().zip(done).for_each(|(own, x)| *own -= u * x);
        }
        b[i] = own.map(|x| x / row[0]);
    }
}

/// Solves `a x = b` in place: `a` becomes its factor and `b` the solution. False as for
/// [`cholesky`]; `b` is then as it was.
#[must_use]
pub fn solve(a: &mut [f32], k: usize, b: &mut [f32]) -> bool {
    let definite = cholesky(a, k);
    if definite {
        cholesky_solve(a, k, b);
    }
    definite
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    /// `Σ y yᵀ + I` over a few random rows, both triangles.
    fn positive_definite(k: usize, random: &mut Random) -> Vec<f32> {
        let mut a = vec![0.0; k * k];
        let mut y = vec![0.0; k];
        for i in 0..k {
            a[i * k + i] = 1.0;
        }
        for _ in 0..k + 3 {
            random.fill_normal(&mut y, 1.0);
            for i in 0..k {
                axpy(y[i], &y, &mut a[i * k..(i + 1) * k]);
            }
        }
        a
    }

    #[test]
    fn a_known_factor_and_solution() {
        // [4 2; 2 5] = Uᵀ U with U = [2 1; 0 2]; the entry below the diagonal is not touched.
        let mut a = vec![4.0, 2.0, 9.0, 5.0];
        assert!(cholesky(&mut a, 2));
        assert_eq!(a, [2.0, 1.0, 9.0, 2.0]);
        let mut b = vec![8.0, 12.0];
        cholesky_solve(&a, 2, &mut b);
        assert_eq!(b, [1.0, 2.0]);
    }

    #[test]
    fn solutions_satisfy_the_system_for_every_size() {
        let mut random = Random::new(11);
        for k in (0..=21).chain([32, 64, 65, 100]) {
            let a = positive_definite(k, &mut random);
            let mut x = vec![0.0; k];
            random.fill_normal(&mut x, 1.0);
            let mut b: Vec<f32> = (0..k).map(|i| dot(&a[i * k..(i + 1) * k], &x)).collect();
            assert!(solve(&mut a.clone(), k, &mut b), "k = {k}");
            let worst = x.iter().zip(&b).map(|(x, b)| (x - b).abs()).fold(0.0, f32::max);
            assert!(worst < 2e-3, "k = {k}: off by {worst}");
        }
    }

    #[test]
    fn four_side_by_side_are_solved_as_each_alone() {
        let mut random = Random::new(12);
        for k in [0, 1, 2, 7, 64, 65] {
            let mut u = positive_definite(k, &mut random);
            assert!(cholesky(&mut u, k));
            let mut alone: [Vec<f32>; 4] = std::array::from_fn(|_| vec![0.0; k]);
            alone.iter_mut().for_each(|b| random.fill_normal(b, 1.0));
            let mut four: Vec<[f32; 4]> =
                (0..k).map(|i| std::array::from_fn(|lane| alone[lane][i])).collect();
            cholesky_solve4(&u, k, &mut four);
            for (lane, b) in alone.iter_mut().enumerate() {
                cholesky_solve(&u, k, b);
                for (four, alone) in four.iter().zip(b) {
                    assert!((four[lane] - *alone).abs() < 1e-5 * (1.0 + alone.abs()), "k = {k}");
                }
            }
        }
    }

    #[test]
    fn matrices_that_are_not_positive_definite_are_told() {
        for a in [
            [1.0, 2.0, 2.0, 1.0],
            [0.0, 0.0, 0.0, 1.0],
            [f32::NAN, 0.0, 0.0, 1.0],
            [1.0, f32::NAN, 0.0, 1.0],
            [f32::INFINITY, 0.0, 0.0, 1.0],
        ] {
            let mut b = [1.0, 1.0];
            assert!(!solve(&mut a.clone(), 2, &mut b), "{a:?}");
            assert_eq!(b, [1.0, 1.0]);
        }
    }
}
